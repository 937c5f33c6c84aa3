"""Axes, flags, orders and counts that are arguments, defaults, captured, or attributes: known where something depends on them."""

import numpy as np
from scipy import fft, linalg

from oracles import Case

AXES = (0, 2)
TABLE = np.array([[2.0, 0.3], [0.5, 1.5]])


def largest_along(x, axis):
    return (np.max(x, axis=axis) ** 2).sum()


def product_along(x, axis):
    return (np.prod(x, axis=axis) ** 2).sum()


def spread_along(x, axis, keepdims):
    return np.sum((np.var(x, axis=axis, keepdims=keepdims) + np.std(x, axis=axis, keepdims=keepdims)) ** 2)


def length(x, axis=-1, keepdims=False):
    return np.sqrt((x**2).sum(axis=axis, keepdims=keepdims))


def helper_with_flags(x, axis, keepdims):
    return (length(x, axis, keepdims) ** 3).sum() + length(x).sum() * length(x, (0, 1)).sum()


def defaults(x, axis=(0, 1), keepdims=True):
    return np.sum(np.median(x, axis=axis, keepdims=keepdims) ** 3)


def axes_of_the_module(x):
    return (np.mean(x * x, axis=AXES) ** 2).sum()


class Standardize:
    """A layer that holds its axes."""

    def __init__(self, axis, ddof):
        self.axis = axis
        self.ddof = ddof

    def __call__(self, x):
        return (x - x.mean(self.axis, keepdims=True)) / np.std(x, axis=self.axis, ddof=self.ddof, keepdims=True)


BOTH = Standardize((0, 1), 1)


def axes_of_a_layer(x, w):
    return (np.tanh(BOTH(x)) * w).sum()


def order_of_a_norm(x, order):
    return np.linalg.norm(x, ord=order) ** 2


def differences(x, n, axis):
    return (np.diff(x, n, axis) ** 2).sum()


def moved(x, there, back):
    return (np.moveaxis(np.transpose(x, there)[0], -1, 0) ** 2 * np.flip(x, back)[0]).sum()


def cut(x, n, axis):
    return sum((k + 1) * (part**3).sum() for k, part in enumerate(np.split(x, n, axis)))


def stacked_along(x, axis):
    return (np.stack([x, x * x], axis=axis)[0] ** 2).sum()


def contracted(x, axes):
    return (np.tensordot(x, x, axes) ** 2).sum()


def pair_or_list(x, listed):
    pair = [x, x * x] if listed else (x, x * x, x)
    return pair[1].sum()


def kind_of_transform(x, kind):
    return (fft.dct(x, kind) ** 3).sum()


def triangle(x, lower):
    return (linalg.solve_triangular(TABLE, x, lower=lower) ** 2).sum()


def grows_with_each_trip(x, n):
    kept = [x]
    for _ in range(n):
        kept.append(np.concatenate([kept[-1], x]))
    return (kept[-1] ** 2).sum() * kept[1][-1]


def relax(u, f, h):
    for _ in range(2):
        u[1:-1] = 0.5 * (u[2:] + u[:-2] + h * h * f[1:-1])


def prolonged(coarse):
    fine = np.zeros(2 * len(coarse) - 1)
    fine[::2] = coarse
    fine[1::2] = 0.5 * (coarse[1:] + coarse[:-1])
    return fine


def cycle(u, f, h):
    relax(u, f, h)
    if len(u) > 3:
        rest = np.zeros_like(u)
        rest[1:-1] = f[1:-1] - (2 * u[1:-1] - u[2:] - u[:-2]) / (h * h)
        coarse = rest[::2].copy()
        u += prolonged(cycle(np.zeros(len(coarse)), coarse, 2 * h))
        relax(u, f, h)
    return u


def multigrid(f):
    return (cycle(np.zeros(len(f)), f, 1.0 / 8) ** 3).sum()


def keys_and_values_of_layers(x, n):
    cache = [[] for _ in range(n)]
    h = x
    for _ in range(3):
        for layer in range(n):
            cache[layer].append(np.tanh(h))
            h = h + np.stack(cache[layer]).mean(axis=0)
    return h.sum()


BOX = np.array([[[0.7, 1.3], [0.4, -0.2], [0.9, 0.3]], [[1.1, -0.8], [0.5, 1.7], [-0.6, 0.8]]])
FLAT = BOX[:, :, 0]

CASES = [
    Case(largest_along, (BOX, (0, 1)), complex_step=False),
    Case(largest_along, (BOX, 1), complex_step=False, label="one"),
    Case(product_along, (BOX, (1, 2))),
    Case(product_along, (BOX, (-1,)), label="one"),
    Case(spread_along, (BOX, (0, 2), True), complex_step=False),
    Case(spread_along, (BOX, (1,), False), complex_step=False, label="flat"),
    Case(helper_with_flags, (FLAT, 0, True), complex_step=False),
    Case(helper_with_flags, (FLAT, (0, 1), False), complex_step=False, label="both"),
    Case(defaults, (BOX,), complex_step=False),
    Case(defaults, (BOX, (1, 2), False), complex_step=False, label="given"),
    Case(axes_of_the_module, (BOX,)),
    Case(axes_of_a_layer, (FLAT, FLAT * FLAT), complex_step=False),
    Case(order_of_a_norm, (FLAT[0], 3), complex_step=False),
    Case(order_of_a_norm, (FLAT[0], 1), complex_step=False, label="sum"),
    Case(order_of_a_norm, (FLAT, 2), complex_step=False, label="matrix"),
    Case(differences, (BOX, 2, 1)),
    Case(moved, (BOX, (2, 0, 1), (0, 1))),
    Case(cut, (BOX, 3, 1)),
    Case(stacked_along, (FLAT, 1)),
    Case(contracted, (BOX, ((0, 1), (0, 1)))),
    Case(pair_or_list, (FLAT, True)),
    Case(pair_or_list, (FLAT, False), label="tuple"),
    Case(kind_of_transform, (FLAT[0], 3), complex_step=False),
    Case(triangle, (FLAT[0, :2], True), complex_step=False),
    Case(grows_with_each_trip, (FLAT[0], 3)),
    Case(multigrid, (np.array([0.3, 0.7, -0.4, 0.9, 1.2, -0.5, 0.1, 0.8, 0.6]),), complex_step=False),
    Case(multigrid, (np.sin(np.arange(17.0)),), complex_step=False, label="finer"),
    Case(keys_and_values_of_layers, (FLAT, 2), second_refusable=True),
]
