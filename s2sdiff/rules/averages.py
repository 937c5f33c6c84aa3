# mypy: ignore-errors
"""np.average with the sums of the weights: `mean, total = np.average(a, weights=w, returned=True)`."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.plain import defined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def with_totals(rng: np.random.Generator) -> list[Sample]:
    """Weights: none, like the data, along one axis."""
    a, w = rng.normal(size=(3, 4)), rng.uniform(0.5, 2.0, size=(3, 4))
    return [
        ((a,), {"returned": True}),
        ((a, -1, None, True), {}),
        ((a,), {"weights": w, "returned": True}),
        ((a, 0, w, True), {}),
        ((a,), {"axis": 1, "weights": w, "returned": True, "keepdims": True}),
        ((a,), {"axis": -2, "weights": w[:, 0], "returned": True}),
        ((a[0],), {"weights": w[0], "returned": True}),
    ]


@defined(np.average, at=with_totals, option=("returned", (True,)), in_place=True)
def average_and_total(a, axis=None, weights=None, returned=False, *, keepdims=False):
    average = np.average(a, axis=axis, weights=weights, keepdims=keepdims)
    if weights is None:
        return average, np.full_like(average, np.size(a) / np.size(average))[()]
    if np.ndim(weights) == np.ndim(a):
        return average, np.sum(weights, axis=axis, keepdims=keepdims)
    return average, np.full_like(average, np.sum(weights))[()]
