# mypy: ignore-errors
"""scipy.spatial.distance: distances of two vectors, and of all pairs of rows.

The derivative of a distance at 0 is that of the norm: 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import distance

from s2sdiff.rules.plain import defined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def pairs(rng: np.random.Generator) -> list[Sample]:
    """Two vectors."""
    return [((rng.normal(size=4), rng.normal(size=4)), {})]


def weighted(rng: np.random.Generator) -> list[Sample]:
    """Two vectors, and with weights."""
    return [*pairs(rng), ((rng.normal(size=4), rng.normal(size=4)), {"w": rng.uniform(0.5, 1.5, 4)})]


@defined(distance.euclidean, at=weighted)
def euclidean(u, v, w=None):
    if w is None:
        return np.linalg.norm(u - v)
    return np.sqrt(np.sum(w * (u - v) ** 2))


@defined(distance.sqeuclidean, at=weighted)
def sqeuclidean(u, v, w=None):
    if w is None:
        return np.sum((u - v) ** 2)
    return np.sum(w * (u - v) ** 2)


@defined(distance.cityblock, at=weighted)
def cityblock(u, v, w=None):
    if w is None:
        return np.sum(np.abs(u - v))
    return np.sum(w * np.abs(u - v))


@defined(distance.chebyshev, at=pairs)
def chebyshev(u, v):
    return np.max(np.abs(u - v))


@defined(distance.minkowski, at=lambda rng: [(args, {"p": 3}) for args, _ in pairs(rng)])
def minkowski(u, v, p=2):
    return np.linalg.norm(u - v, p)


@defined(distance.cosine, at=pairs)
def cosine(u, v):
    return 1.0 - u @ v / np.sqrt((u @ u) * (v @ v))


@defined(distance.correlation, at=pairs)
def correlation(u, v):
    a = u - np.mean(u)
    b = v - np.mean(v)
    return 1.0 - a @ b / np.sqrt((a @ a) * (b @ b))


@defined(distance.braycurtis, at=weighted)
def braycurtis(u, v, w=None):
    if w is None:
        return np.sum(np.abs(u - v)) / np.sum(np.abs(u + v))
    return np.sum(w * np.abs(u - v)) / np.sum(w * np.abs(u + v))


@defined(distance.canberra, at=pairs)
def canberra(u, v):
    # 0 / 0 counts as 0
    size = np.abs(u) + np.abs(v)
    return np.sum(np.where(size == 0.0, 0.0, np.abs(u - v) / np.where(size == 0.0, 1.0, size)))


@defined(distance.seuclidean, at=lambda rng: [((*args, rng.uniform(0.5, 1.5, 4)), {}) for args, _ in pairs(rng)])
def seuclidean(u, v, V):
    return np.sqrt(np.sum((u - v) ** 2 / V))


@defined(distance.mahalanobis, at=lambda rng: [((*args, np.eye(4) + 0.2), {}) for args, _ in pairs(rng)])
def mahalanobis(u, v, VI):
    return np.sqrt((u - v) @ VI @ (u - v))


def tables(rng: np.random.Generator) -> list[Sample]:
    """Rows against rows, by several metrics."""
    a, b = rng.normal(size=(3, 2)), rng.normal(size=(4, 2))
    return [((a, b), {}), *(((a, b, metric), {}) for metric in ("sqeuclidean", "cityblock", "chebyshev", "cosine"))]


def between(x, y, metric):
    """The distances of vectors along the last axis."""
    if metric == "euclidean":
        return np.linalg.norm(x - y, axis=-1)
    if metric == "sqeuclidean":
        return np.sum((x - y) ** 2, axis=-1)
    if metric == "cityblock":
        return np.sum(np.abs(x - y), axis=-1)
    if metric == "chebyshev":
        return np.max(np.abs(x - y), axis=-1)
    if metric == "cosine":
        return 1.0 - np.sum(x * y, axis=-1) / np.sqrt(np.sum(x * x, axis=-1) * np.sum(y * y, axis=-1))
    raise NotImplementedError("the derivative of distances by this metric: write them with operators")


@defined(distance.cdist, at=tables)
def cdist(XA, XB, metric="euclidean"):
    return between(XA[:, None, :], XB[None, :, :], metric)


@defined(distance.pdist, at=lambda rng: [((args[0], *args[2:]), {}) for args, _ in tables(rng)])
def pdist(X, metric="euclidean"):
    first = np.repeat(np.arange(len(X)), np.arange(len(X) - 1, -1, -1))
    second = np.arange(len(first)) + 1 + first - first * (2 * len(X) - 1 - first) // 2
    return between(X[first], X[second], metric)
