# mypy: ignore-errors
"""scipy.cluster: to which centre each observation belongs, and how far it is from it."""

from __future__ import annotations

import numpy as np
from scipy.cluster import vq as clusters

from s2sdiff.rules.plain import defined


@defined(clusters.vq, at=lambda rng: [((rng.normal(size=(5, 2)), rng.normal(size=(3, 2))), {})])
def vq(obs, code_book, check_finite=True):
    # The centre is that of the smallest distance: it changes in jumps
    apart = np.linalg.norm(obs[:, None, :] - code_book, axis=-1)
    return np.argmin(apart, axis=1).astype(np.int32), np.min(apart, axis=1)
