"""Vector quantization: which centre is nearest jumps, how far it is does not."""

from __future__ import annotations

import numpy as np
from scipy.cluster.vq import vq

import s2sdiff as sd

from .hold import by_differences

POINTS = np.array([[3.0, 4.0], [10.0, 1.0], [0.0, 0.0]])
CENTRES = np.array([[0.0, 0.0], [10.0, 0.0]])


def test_distances_by_hand() -> None:
    points, centres = sd.grad(lambda p, c: np.sum(vq(p, c)[1]), (0, 1))(POINTS, CENTRES)
    np.testing.assert_allclose(points, [[0.6, 0.8], [0.0, 1.0], [0.0, 0.0]])  # 0 where a point is a centre
    np.testing.assert_allclose(centres, [[-0.6, -0.8], [0.0, -1.0]])


def test_against_differences() -> None:
    by_differences(lambda p, c: vq(p, c)[1], POINTS[:2], CENTRES)
    by_differences(lambda p, c: c[vq(p, c)[0]] * p, POINTS[:2], CENTRES, order=1)


def test_single_precision_cotangents() -> None:
    assert sd.grad(lambda p: np.sum(vq(p, np.float32(CENTRES))[1]))(np.float32(POINTS)).dtype == np.float32
