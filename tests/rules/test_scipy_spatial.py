"""Distances: where points coincide, by hand, weighted, between all rows of tables."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import distance

import s2sdiff as sd

from .hold import by_differences, gradient

P = np.random.default_rng(30).normal(size=(3, 4))[:, ::2]


@pytest.mark.parametrize(
    ("f", "want"),
    [
        (lambda u: distance.euclidean(u, [0.0, 0.0]), [0.6, -0.8]),
        (lambda u: distance.euclidean(u, [3.0, -4.0]), [0.0, 0.0]),
        (lambda u: distance.euclidean(u, [0.0, -4.0], w=[4.0, 9.0]), [2.0, 0.0]),
        (lambda u: distance.sqeuclidean(u, [1.0, 0.0]), [4.0, -8.0]),
        (lambda u: distance.cityblock(u, [1.0, -4.0]), [1.0, 0.0]),
        (lambda u: distance.chebyshev(u, [0.0, 0.0]), [0.0, -1.0]),
        (lambda u: distance.chebyshev(u, [7.0, 0.0]), [-0.5, -0.5]),
        (lambda u: distance.minkowski(u, [3.0, 0.0], 3), [0.0, -1.0]),
        (lambda u: distance.cosine(u, [3.0, -4.0]), [0.0, 0.0]),
        (lambda u: distance.cosine(u, [1.0, 0.0]), [-16.0 / 125.0, -12.0 / 125.0]),
        (lambda u: distance.canberra(u, [1.0, -4.0]), [0.125, 0.0]),
        (lambda u: distance.braycurtis(u, [1.0, 5.0]), [-6.0 / 25.0, -16.0 / 25.0]),
    ],
)
def test_gradients_by_hand(f, want) -> None:
    np.testing.assert_allclose(gradient(f, np.array([3.0, -4.0])), want, atol=1e-14)


def test_the_diagonal_of_a_table_of_distances() -> None:
    found = sd.grad(lambda x: np.sum(distance.cdist(x, x)))(P)
    assert np.all(np.isfinite(found))
    by_differences(lambda x, y: distance.cdist(x, y), P, P[:2] + 1.0, order=1)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: distance.cdist(x, x[:1] + 1.0, "cityblock"),
        lambda x: distance.cdist(x, x[:1] + 1.0, "sqeuclidean"),
        lambda x: distance.pdist(x),
        lambda x: distance.pdist(x, "cosine"),
        lambda x: distance.squareform(distance.pdist(x)),
        lambda x: distance.mahalanobis(x[0], x[1], np.array([[2.0, 0.3], [0.3, 1.0]])),
        lambda x: distance.seuclidean(x[0], x[1], x[2] ** 2),
        lambda x: distance.correlation(x[:, 0], x[:, 1]),
    ],
)
def test_tables_and_metrics(f) -> None:
    by_differences(f, P, order=1)


def test_single_precision_has_single_precision_cotangents() -> None:
    assert sd.grad(lambda x: np.sum(distance.pdist(x)))(np.float32(P)).dtype == np.float32
