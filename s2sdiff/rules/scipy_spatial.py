# mypy: ignore-errors
"""scipy.spatial.distance: distances of two vectors, and of all pairs of rows.

The derivative of a distance at 0 is that of the norm: 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special
from scipy.spatial import distance

from s2sdiff.rules.plain import defined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def pairs(rng: np.random.Generator) -> list[Sample]:
    """Two vectors."""
    return [((rng.normal(size=4), rng.normal(size=4)), {})]


def weighted(rng: np.random.Generator) -> list[Sample]:
    """Two vectors, and with weights."""
    return [*pairs(rng), ((rng.normal(size=4), rng.normal(size=4)), {"w": rng.uniform(0.5, 1.5, 4)})]


def real(u, v):
    """Refuses complex vectors, of which SciPy means other things by turns."""
    if np.iscomplexobj(u) or np.iscomplexobj(v):
        raise NotImplementedError("of complex vectors: write it with np.abs")


@defined(distance.euclidean, at=weighted)
def euclidean(u, v, w=None):
    real(u, v)
    if w is None:
        return np.linalg.norm(u - v)
    return np.sqrt(np.sum(w * (u - v) ** 2))


@defined(distance.sqeuclidean, at=weighted)
def sqeuclidean(u, v, w=None):
    real(u, v)
    if w is None:
        return np.sum((u - v) ** 2)
    return np.sum(w * (u - v) ** 2)


@defined(distance.cityblock, at=weighted)
def cityblock(u, v, w=None):
    real(u, v)
    if w is None:
        return np.sum(np.abs(u - v))
    return np.sum(w * np.abs(u - v))


@defined(distance.chebyshev, at=pairs)
def chebyshev(u, v):
    real(u, v)
    return np.max(np.abs(u - v))


@defined(distance.minkowski, at=lambda rng: [(args, {"p": 3}) for args, _ in pairs(rng)])
def minkowski(u, v, p=2):
    real(u, v)
    return np.linalg.norm(u - v, p)


@defined(distance.cosine, at=pairs)
def cosine(u, v):
    real(u, v)
    return 1.0 - u @ v / np.sqrt((u @ u) * (v @ v))


@defined(distance.correlation, at=pairs)
def correlation(u, v):
    real(u, v)
    a = u - np.mean(u)
    b = v - np.mean(v)
    return 1.0 - a @ b / np.sqrt((a @ a) * (b @ b))


@defined(distance.braycurtis, at=weighted)
def braycurtis(u, v, w=None):
    real(u, v)
    if w is None:
        return np.sum(np.abs(u - v)) / np.sum(np.abs(u + v))
    return np.sum(w * np.abs(u - v)) / np.sum(w * np.abs(u + v))


@defined(distance.canberra, at=pairs)
def canberra(u, v):
    # 0 / 0 counts as 0
    real(u, v)
    size = np.abs(u) + np.abs(v)
    return np.sum(np.where(size == 0.0, 0.0, np.abs(u - v) / np.where(size == 0.0, 1.0, size)))


@defined(distance.seuclidean, at=lambda rng: [((*args, rng.uniform(0.5, 1.5, 4)), {}) for args, _ in pairs(rng)])
def seuclidean(u, v, V):
    real(u, v)
    return np.sqrt(np.sum((u - v) ** 2 / V))


@defined(distance.mahalanobis, at=lambda rng: [((*args, np.eye(4) + 0.2), {}) for args, _ in pairs(rng)])
def mahalanobis(u, v, VI):
    real(u, v)
    return np.sqrt((u - v) @ VI @ (u - v))


METRICS = ("sqeuclidean", "cityblock", "chebyshev", "cosine", "correlation", "braycurtis", "canberra")


def tables(rng: np.random.Generator) -> list[Sample]:
    """Rows against rows, by several metrics."""
    a, b = rng.normal(size=(3, 3)), rng.normal(size=(4, 3))
    return [((a, b), {}), *(((a, b, metric), {}) for metric in METRICS)]


def between(x, y, metric):
    """The distances of vectors along the last axis."""
    real(x, y)
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
    if metric == "correlation":
        return between(x - np.mean(x, axis=-1, keepdims=True), y - np.mean(y, axis=-1, keepdims=True), "cosine")
    if metric == "braycurtis":
        return np.sum(np.abs(x - y), axis=-1) / np.sum(np.abs(x + y), axis=-1)
    if metric == "canberra":
        size = np.abs(x) + np.abs(y)
        return np.sum(np.where(size == 0.0, 0.0, np.abs(x - y) / np.where(size == 0.0, 1.0, size)), axis=-1)
    raise NotImplementedError("the derivative of distances by this metric: write them with operators")


@defined(distance.cdist, at=tables)
def cdist(XA, XB, metric="euclidean"):
    return between(XA[:, None, :], XB[None, :, :], metric)


@defined(distance.pdist, at=lambda rng: [((args[0], *args[2:]), {}) for args, _ in tables(rng)])
def pdist(X, metric="euclidean"):
    first = np.repeat(np.arange(len(X)), np.arange(len(X) - 1, -1, -1))
    second = np.arange(len(first)) + 1 + first - first * (2 * len(X) - 1 - first) // 2
    return between(X[first], X[second], metric)


@defined(
    distance.jensenshannon,
    at=lambda rng: [
        ((rng.uniform(0.5, 1.5, 4), rng.uniform(0.5, 1.5, 4)), {}),
        ((rng.uniform(0.5, 1.5, (4, 2)), rng.uniform(0.5, 1.5, (4, 2)), 2.0), {}),
    ],
)
def jensenshannon(p, q, base=None, *, axis=0, keepdims=False):
    one = p / np.sum(p, axis=axis, keepdims=True)
    other = q / np.sum(q, axis=axis, keepdims=True)
    middle = 0.5 * (one + other)
    both = special.rel_entr(one, middle) + special.rel_entr(other, middle)
    unit = 2.0 if base is None else 2.0 * np.log(base)
    return np.sqrt(np.sum(both, axis=axis, keepdims=keepdims) / unit)


@defined(distance.directed_hausdorff, at=lambda rng: [((rng.normal(size=(3, 2)), rng.normal(size=(4, 2))), {})])
def directed_hausdorff(u, v):
    real(u, v)
    # From the row that is farthest from the other set, to the row that is nearest to it
    apart = np.linalg.norm(u[:, None, :] - v, axis=-1)
    nearest = np.argmin(apart, axis=1)
    farthest = np.argmax(np.min(apart, axis=1))
    return apart[farthest, nearest[farthest]], farthest, nearest[farthest]


@defined(distance.squareform, at=lambda rng: [((rng.normal(size=6),), {})])
def squareform(X):
    if np.ndim(X) != 1:
        raise NotImplementedError(
            "the derivative of scipy.spatial.distance.squareform of a table: X[np.triu_indices(n, 1)]"
        )
    if X.shape[0] == 0:
        raise NotImplementedError("of no distances: np.zeros((1, 1))")
    n = int(np.ceil(np.sqrt(2.0 * X.shape[0])))
    low = np.minimum(np.arange(n)[:, None], np.arange(n))
    high = np.maximum(np.arange(n)[:, None], np.arange(n))
    place = n * low - low * (low + 1) // 2 + high - low - 1
    return np.where(low == high, 0.0, X[np.where(low == high, 0, place)])


# --- of truth values, given as numbers: sums of u v, (1 - u) v, u (1 - v), (1 - u) (1 - v) ---


def shares(rng: np.random.Generator) -> list[Sample]:
    """Two vectors of numbers between false and true."""
    return [((rng.uniform(0.1, 0.9, 4), rng.uniform(0.1, 0.9, 4)), {})]


@defined(distance.dice, at=shares)
def dice(u, v):
    real(u, v)
    apart = np.sum(u * (1.0 - v)) + np.sum((1.0 - u) * v)
    return apart / (2.0 * np.sum(u * v) + apart)


@defined(distance.rogerstanimoto, at=shares)
def rogerstanimoto(u, v):
    real(u, v)
    apart = 2.0 * (np.sum(u * (1.0 - v)) + np.sum((1.0 - u) * v))
    return apart / (np.sum(u * v) + np.sum((1.0 - u) * (1.0 - v)) + apart)


@defined(distance.russellrao, at=shares)
def russellrao(u, v):
    real(u, v)
    return 1.0 - np.sum(u * v) / u.shape[0]


@defined(distance.sokalsneath, at=shares)
def sokalsneath(u, v):
    real(u, v)
    apart = 2.0 * (np.sum(u * (1.0 - v)) + np.sum((1.0 - u) * v))
    return apart / (np.sum(u * v) + apart)


@defined(distance.yule, at=shares)
def yule(u, v):
    real(u, v)
    apart = np.sum(u * (1.0 - v)) * np.sum((1.0 - u) * v)
    return 2.0 * apart / (np.sum(u * v) * np.sum((1.0 - u) * (1.0 - v)) + apart)
