"""Reductions, with and without axes; shapes, joins, indexing and orderings of arrays."""

import numpy as np

from oracles import Case

rng = np.random.default_rng(16)


def sums(x):
    return np.sum(np.sum(x, axis=0) ** 2) + np.sum(x.sum(axis=1, keepdims=True) * x) + x.sum()


def means(x):
    return np.mean(x) * np.mean(np.mean(x, axis=-1) ** 2) + x.mean(axis=0)[0]


def products(x):
    return np.prod(x) + np.sum(np.prod(x, axis=1) ** 2)


def variances(x):
    return np.var(x) + np.sum(np.std(x, axis=0)) + x.var(axis=1, ddof=1)[0]


def extremes(x):
    return np.max(x) * np.min(x) + np.sum(x.max(axis=0) * x.min(axis=0))


def softmax_cross_entropy(x, label):
    e = np.exp(x)
    p = e / e.sum()
    return -np.log(p[label])


def stable_softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    return np.sum(p * p)


def logsumexp(x):
    m = np.max(x)
    return m + np.log(np.sum(np.exp(x - m)))


def attention(q, k, v):
    scores = q @ k.T / np.sqrt(k.shape[1])
    e = np.exp(scores)
    weights = e / np.sum(e, axis=-1, keepdims=True)
    return np.sum((weights @ v) ** 2)


def cumulative(x):
    return np.sum(np.cumsum(x) ** 2) + np.sum(np.cumsum(x * x, axis=0))


def norms(x):
    return np.linalg.norm(x) + np.sum(np.linalg.norm(x.reshape(2, 3), axis=1))


def reshapes(x):
    y = x.reshape(3, 2)
    z = np.reshape(y, (1, -1))
    return np.sum(y.T @ y) + np.sum(z.ravel() * x)


def transposes(x):
    y = np.transpose(x, (2, 0, 1))
    return np.sum(y[0] * np.swapaxes(x, 0, 2)[1].T) + np.sum(np.moveaxis(x, 0, -1) ** 2)


def joins(x, y):
    z = np.concatenate([x, y * 2.0, x])
    w = np.stack([x, x * x], axis=1)
    return np.sum(z**3) + np.sum(w @ np.array([1.0, 2.0]))


def stacks(x, y):
    return np.sum(np.vstack([x, y]) ** 2) + np.sum(np.hstack([x, y]) ** 3)


def indexes(a):
    return a[0, 1] * a[-1, -1] + np.sum(a[1] * a[:, 0][0]) + np.sum(a[::-1, 1:] ** 2) + np.sum(a[None, ..., 0])


def repeated_fancy_index(x, idx):
    return np.sum(x[idx] ** 2 * np.arange(1.0, 5.0))


def boolean_mask(x):
    return np.sum(x[x > 0.0] ** 3)


def takes(x, idx):
    return np.sum(np.take(x, idx) ** 2)


def sorts(x):
    return np.sum(np.sort(x) * np.arange(1.0, 6.0)) + x[np.argsort(x)[0]] ** 2


def picks_largest(x):
    i = np.argmax(x)
    return x[i] ** 2 * len(x)


def differences(x):
    return np.sum(np.diff(x) ** 2) + np.sum(x[1:] * x[:-1])


def rolls_and_flips(x):
    return np.sum(np.roll(x, 2) * x) + np.sum(np.flip(x) * x**2)


def tiles(x):
    return np.sum(np.tile(x, 2) * np.arange(10.0)) + np.sum(np.repeat(x, 2) ** 2)


def pads(x):
    y = np.pad(x, 1)
    return np.sum(y[2:] * y[:-2])


def squeezes(x):
    y = np.expand_dims(x, 0)
    z = y[:, :, np.newaxis]
    return np.sum(np.squeeze(z) ** 2)


def traces(a):
    return np.trace(a) * np.trace(a @ a) + np.sum(np.diag(a) ** 2) + np.sum(np.triu(a) * a)


matrix = rng.normal(size=(3, 4))
vector = np.array([0.3, -0.9, 1.4, 0.6, -0.2])

CASES = [
    Case(sums, (matrix,)),
    Case(means, (matrix,)),
    Case(products, (matrix,)),
    Case(variances, (matrix,), complex_step=False),
    Case(extremes, (matrix,), complex_step=False),
    Case(softmax_cross_entropy, (vector, 2)),
    Case(stable_softmax, (matrix,), complex_step=False),
    Case(logsumexp, (vector,), complex_step=False),
    Case(attention, (rng.normal(size=(3, 2)), rng.normal(size=(4, 2)), rng.normal(size=(4, 3))), (0, 1, 2)),
    Case(cumulative, (vector,)),
    Case(norms, (rng.normal(size=6),), complex_step=False),
    Case(reshapes, (rng.normal(size=6),)),
    Case(transposes, (rng.normal(size=(2, 2, 2)),)),
    Case(joins, (vector[:3], vector[3:]), (0, 1)),
    Case(stacks, (vector[:2], vector[3:]), (0, 1)),
    Case(indexes, (matrix,)),
    Case(repeated_fancy_index, (vector, np.array([0, 2, 2, 0]))),
    Case(boolean_mask, (vector,), complex_step=False),
    Case(takes, (vector, np.array([1, 1, 3]))),
    Case(sorts, (vector,), complex_step=False),
    Case(picks_largest, (vector,), complex_step=False),
    Case(differences, (vector,)),
    Case(rolls_and_flips, (vector,)),
    Case(tiles, (vector,)),
    Case(pads, (vector,)),
    Case(squeezes, (vector,)),
    Case(traces, (rng.normal(size=(3, 3)),)),
]
