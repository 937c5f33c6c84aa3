"""Distances of scipy.spatial where they are 0, and the order of a norm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.spatial import distance

import s2sdiff as sd

from . import check

U, W = np.array([1.0, -2.0, 0.5]), np.array([0.5, 1.0, 2.0])


@pytest.mark.parametrize(
    "f",
    [
        lambda u: distance.euclidean(u, U),
        lambda u: distance.euclidean(u, U, W),
        lambda u: distance.minkowski(u, U, 3.5),
        lambda u: distance.minkowski(u, U, 1.5, W),
        lambda u: distance.seuclidean(u, U, W),
        lambda u: distance.mahalanobis(u, U, np.diag(W)),
        lambda u: distance.cdist(np.stack([u, 2.0 * U]), U[None], "seuclidean", V=W)[0, 0],
    ],
)
def test_the_derivative_at_no_distance_is_zero(f: Any) -> None:
    np.testing.assert_array_equal(sd.grad(f)(U), np.zeros(3))
    assert sd.jvp(f, (U,), (W,)) == (0.0, 0.0)


def test_by_the_order_of_a_norm() -> None:
    def f(u: Any, p: Any) -> Any:
        return distance.minkowski(u, np.array([0.0, 0.0, 0.1]), p, W)

    np.testing.assert_allclose(sd.grad(f, 1)(U, 2.5), check.difference(lambda p: f(U, p), 2.5, 1.0), rtol=1e-7)
    np.testing.assert_allclose(sd.hessian(f)(U, 2.5) @ W, check.difference(lambda u: sd.grad(f)(u, 2.5), U, W), rtol=1e-7)
    with pytest.raises(NotImplementedError, match="chebyshev"):
        sd.grad(f)(U, np.inf)
