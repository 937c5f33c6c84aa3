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


def root(square):
    """The square root, and at 0 the derivative of a norm."""
    return np.sqrt(np.where(square > 0.0, square, 1.0)) * (square > 0.0)


def summed(terms, w):
    """The sum along the last axis, with weights or without."""
    return np.sum(terms, axis=-1) if w is None else np.sum(w * terms, axis=-1)


def between(x, y, metric, w=None, p=2.0):
    """The distances of vectors along the last axis."""
    real(x, y)
    if metric == "euclidean":
        return np.linalg.norm(x - y, axis=-1) if w is None else root(summed((x - y) ** 2, w))
    if metric == "sqeuclidean":
        return summed((x - y) ** 2, w)
    if metric == "cityblock":
        return summed(np.abs(x - y), w)
    if metric == "chebyshev":
        return np.max(np.abs(x - y) if w is None else np.abs(x - y) * (w > 0.0), axis=-1)
    if metric == "minkowski":
        return minkowski_distance(x - y, w, p)
    if metric == "cosine":
        return 1.0 - summed(x * y, w) / np.sqrt(summed(x * x, w) * summed(y * y, w))
    if metric == "correlation":
        return between(centred(x, w), centred(y, w), "cosine", w)
    if metric == "braycurtis":
        return summed(np.abs(x - y), w) / summed(np.abs(x + y), w)
    if metric == "canberra":  # 0 / 0 counts as 0
        size = np.abs(x) + np.abs(y)
        return summed(np.where(size == 0.0, 0.0, np.abs(x - y) / np.where(size == 0.0, 1.0, size)), w)
    raise NotImplementedError("the derivative of distances by this metric: write them with operators")


def centred(x, w):
    """What is left of vectors when their mean is taken away."""
    if w is None:
        return x - np.mean(x, axis=-1, keepdims=True)
    return x - np.sum(w * x, axis=-1, keepdims=True) / np.sum(w)


def minkowski_distance(away, w, p):
    """The p-norm along the last axis, of weighted powers."""
    if isinstance(p, int):
        return np.linalg.norm(away if w is None else w ** (1.0 / p) * away, p, axis=-1)
    if p == np.inf:
        raise NotImplementedError("the derivative of distances of infinite order: scipy.spatial.distance.chebyshev")
    powers = summed(np.abs(away) ** p, w)
    return np.where(powers > 0.0, powers, 1.0) ** (1.0 / p) * (powers > 0.0)


@defined(distance.euclidean, at=weighted)
def euclidean(u, v, w=None):
    return between(u, v, "euclidean", w)


@defined(distance.sqeuclidean, at=weighted)
def sqeuclidean(u, v, w=None):
    return between(u, v, "sqeuclidean", w)


@defined(distance.cityblock, at=weighted)
def cityblock(u, v, w=None):
    return between(u, v, "cityblock", w)


@defined(distance.chebyshev, at=weighted)
def chebyshev(u, v, w=None):
    real(u, v)
    if w is None:
        return np.max(np.abs(u - v))
    return np.max(np.abs(u - v) * (w > 0.0))


@defined(distance.minkowski, at=lambda rng: [(args, {"p": p, **kwargs}) for p in (1.5, 3) for args, kwargs in weighted(rng)])
def minkowski(u, v, p=2, w=None):
    real(u, v)
    if w is None and isinstance(p, int):
        return np.linalg.norm(u - v, p)
    return minkowski_distance(u - v, w, p)


@defined(distance.cosine, at=weighted)
def cosine(u, v, w=None):
    return between(u, v, "cosine", w)


@defined(distance.correlation, at=weighted)
def correlation(u, v, w=None, centered=True):
    if not centered:
        return between(u, v, "cosine", w)
    if w is None:
        return between(u - np.mean(u), v - np.mean(v), "cosine")
    return between(u - w @ u / np.sum(w), v - w @ v / np.sum(w), "cosine", w)


@defined(distance.braycurtis, at=weighted)
def braycurtis(u, v, w=None):
    return between(u, v, "braycurtis", w)


@defined(distance.canberra, at=weighted)
def canberra(u, v, w=None):
    return between(u, v, "canberra", w)


@defined(distance.seuclidean, at=lambda rng: [((*args, rng.uniform(0.5, 1.5, 4)), {}) for args, _ in pairs(rng)])
def seuclidean(u, v, V):
    return between(u, v, "euclidean", 1.0 / V)


@defined(distance.mahalanobis, at=lambda rng: [((*args, np.eye(4) + 0.2), {}) for args, _ in pairs(rng)])
def mahalanobis(u, v, VI):
    real(u, v)
    return root((u - v) @ VI @ (u - v))


METRICS = ("sqeuclidean", "cityblock", "chebyshev", "cosine", "correlation", "braycurtis", "canberra")


def tables(rng: np.random.Generator) -> list[Sample]:
    """Rows against rows, by several metrics, with weights and without; with spreads given and found."""
    a, b = rng.normal(size=(4, 3)), rng.normal(size=(5, 3))
    w = rng.uniform(0.5, 1.5, 3)
    return [
        ((a, b), {}),
        *(((a, b, metric), {}) for metric in METRICS),
        *(((a, b), {"metric": metric, "w": w}) for metric in ("euclidean", *METRICS)),
        ((a, b, "minkowski"), {"p": 3, "w": w}),
        ((a, b, "minkowski"), {"p": 1.5}),
        ((a, b, "seuclidean"), {"V": w}),
        ((a, b, "seuclidean"), {}),
        ((a, b, "mahalanobis"), {"VI": np.diag(w) + 0.2}),
        ((a, b, "mahalanobis"), {}),
    ]


def by_spread(x, y, rows, metric, V, VI):
    """The distances of vectors along the last axis, by how these rows are spread, where that is not given."""
    if metric == "seuclidean":
        return between(x, y, "euclidean", 1.0 / (np.var(rows, axis=0, ddof=1) if V is None else V))
    real(x, y)
    inverse = np.linalg.inv(np.cov(rows.T)) if VI is None else VI
    return root(np.sum((x - y) @ inverse * (x - y), axis=-1))


@defined(distance.cdist, at=tables)
def cdist(XA, XB, metric="euclidean", *, p=2.0, w=None, V=None, VI=None):
    if metric == "seuclidean" or metric == "mahalanobis":
        return by_spread(XA[:, None, :], XB[None, :, :], np.vstack([XA, XB]), metric, V, VI)
    return between(XA[:, None, :], XB[None, :, :], metric, w, p)


@defined(distance.pdist, at=lambda rng: [((args[0], *args[2:]), kwargs) for args, kwargs in tables(rng)])
def pdist(X, metric="euclidean", *, p=2.0, w=None, V=None, VI=None):
    first = np.repeat(np.arange(len(X)), np.arange(len(X) - 1, -1, -1))
    second = np.arange(len(first)) + 1 + first - first * (2 * len(X) - 1 - first) // 2
    if metric == "seuclidean" or metric == "mahalanobis":
        return by_spread(X[first], X[second], X, metric, V, VI)
    return between(X[first], X[second], metric, w, p)


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
