"""Functions of another module, for `imported`: its names mean something else here."""

from collections import namedtuple
from dataclasses import dataclass

import corpus.lent_on as on
import numpy as xp

STEP = 0.25


def carried(a, b):
    """b[i] += b[i - 1], and doubled."""
    b[1:] += b[:-1]
    b[:] = b + b
    return a * b[0], STEP


def added(x, y):
    """What `carried` does, to y itself and to the numbers read of it."""
    z = y.copy()
    z, s = carried(z @ y, y)
    z, y[0] = carried(z * 0.5, y)
    return xp.sum(y * y) + y[1] * x[1] + z * s


def stored_where_it_fits(y, s):
    """y[m] = s of a mask that is too long."""
    m = xp.zeros(len(y) + 2, bool)
    try:
        y[m] = s
    except IndexError:
        s *= 2.0
    return xp.sum(y * y) + s


def written(y):
    """Refused: y goes to where nobody follows it."""
    y.tofile("numbers")
    return xp.sum(y)


point = namedtuple("point", "x y")


@dataclass
class vec:  # noqa: N801 - called as a variable is, often
    x: float
    y: float

    def __add__(self, other):
        return vec(self.x + other.x, self.y + other.y)

    def scale(self, k):
        self.x *= k
        self.y *= k
        return self


class scaled:  # noqa: N801
    def __init__(self, y, a):
        self.y, self.a = y, a

    def __enter__(self):
        self.y *= self.a
        return self.y.sum()

    def __exit__(self, *_):
        self.y[0] = self.a


class Rate:
    k = 0.7

    def __init__(self, v):
        self.v = v + STEP

    def go(self):
        return self.v * self.k * STEP


def lends(x):
    w = x
    for _ in range(2):
        w = w * STEP
    return w + on.Rate(x).go()


def keeps(x):
    z = Rate(x).go() * STEP
    return z * Rate(x).go()
