# ruff: noqa: D207, D209, PLC2401, PLW0108, RUF100 - programs as users write them
# fmt: off
"""Functions of every kind that a user may hand over; the tests read them back."""

import functools
import math

import numpy as np

CONSTANT = 3.0


def plain(x, n=2):  # a parabola
    """Docstring."""
    # the power
    return x**n  # noqa: E501


first, second = (lambda x: x + 1.0), (lambda x: x + 2.0)
table = {"sin": lambda x: math.sin(x), "same": [lambda x: x, lambda x: x]}
called = functools.reduce(
    lambda f, g: (lambda x: f(g(x))),
    [lambda x: x * 2.0, lambda x: x - CONSTANT],
)
cube = lambda x: x * x * x  # noqa: E731


def outer(a):
    b = a + 1.0

    def inner(x):
        return x * a + b

    return inner, lambda x: (lambda y: x * y - b)


def doubled(f):
    @functools.wraps(f)
    def wrapper(x):
        return 2.0 * f(x)

    return wrapper


@doubled
def decorated(x):
    return x


@(lambda f: f)
def decorated_by_lambda(x, key=lambda t: t):
    return key(x)


class Model:
    text = """a string
at the margin"""

    def __init__(self, w):
        self.w = w

    def method(self, x):
        """A docstring
that stands at the margin."""
        return self.w * x

    @staticmethod
    def static(x):
        return x

    @classmethod
    def of_class(cls, x):
        return x

    def __call__(self, x, k=1):
        return self.w * x * k


async def coroutine(x):
    return x


def écriture(é):
    return é + np.float64(1.0)


def with_defaults_inside(x):
    scale = lambda v: v * 2.0  # noqa: E731

    def inner(v, w=None, *, k=1.5):
        return scale(v) * k if w is None else w

    return inner(x)
