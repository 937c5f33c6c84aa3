"""Helpers that run over loops, and whose results or arguments are changed in place afterwards: what they keep on a tape is theirs."""

import functools

import numpy as np
from oracles import Case


def relaxed(x, w):
    for _ in range(2):
        x = np.tanh(w * x)
    return x


def until_small(x, w):
    k = 0
    while k < 2:
        x = np.exp(-w * x)
        k += 1
        if k == 5:
            break
    return x


def reduced(x, w):
    return functools.reduce(lambda u, k: np.sqrt(u * w + k), range(1, 3), x)


def features(x, w):
    return [np.tanh(w * x * k) for k in range(1, 4)]


def by_name(x, w):
    found = {}
    for k in range(2):
        found[k] = np.tanh(x * w + k)
    return found


def pair(x, w):
    for _ in range(2):
        x, y = np.tanh(w * x), x * x
    return x, y


class Cell:
    def __init__(self, w):
        self.w = w

    def run(self, x):
        for _ in range(2):
            x = np.tanh(self.w * x)
        return x


def result_changed(x):
    h = relaxed(np.array([0.3, 1.2]), x[0])
    h[0] *= x[1]
    return np.sum(h)


def argument_changed(x):
    h = x * x[0]
    h += relaxed(h, x[1])
    h[:] = relaxed(h, x[0])
    return np.sum(h * h)


def result_of_a_while_changed(x):
    h = until_small(x * 1.0, x[0])
    h[1:] += x[1]
    return h @ h


def result_of_reduce_changed(x):
    h = reduced(x * x, x[0])
    h *= x[1]
    return np.sum(h)


def items_changed(x):
    r = features(x, x[0])
    r[1] *= x[1]
    d = by_name(x, x[0])
    d[0][1] = x[2]
    return np.sum(r[1] * r[2]) + np.sum(d[0] * d[1])


def pair_changed(x):
    u, v = pair(x, x[0])
    u[0] = x[1]
    v *= u
    return np.sum(v)


def result_of_a_method_changed(x):
    h = Cell(x[0]).run(x * 1.0)
    h[0] = 0.0
    return np.sum(h * x)


def rows_of_a_buffer(x):
    buf = np.zeros((3, 3))
    buf[0] = x
    for k in range(2):
        buf[k + 1] = relaxed(buf[k], x[0])
        buf[k] *= x[1]
    return np.sum(buf * buf)


X = np.array([0.42, 0.73, 1.31])
PROGRAMS = (
    result_changed, argument_changed, result_of_a_while_changed, result_of_reduce_changed, items_changed, pair_changed, result_of_a_method_changed,
    rows_of_a_buffer,
)  # fmt: skip
CASES = [Case(f, (X,), second_refusable=True, complex_step=f is not rows_of_a_buffer) for f in PROGRAMS]
