"""Decorators of the user's own that are named like known ones: they are applied, not left out."""

import functools
import types

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


def jit(f):
    def tripled(*args):
        return 3.0 * f(*args)

    return tripled


def cache(f):
    return lambda *args: f(*args) * 2.0


def lru_cache(size):
    return lambda f: lambda v: f(v) * size


def wraps(inner):
    return lambda f: lambda v: f(v) * inner(v)


own = types.SimpleNamespace(njit=jit)


def named_jit(x):
    @jit
    def square(v):
        return v**2

    return square(x[0]) * x[1]


def named_cache(x):
    @cache
    def square(v):
        return v**2

    return square(x[0]) * square(x[1])


def named_lru_cache(x):
    @lru_cache(5)
    def square(v):
        return v**2

    return square(x[0])


def named_wraps(x):
    @wraps(np.sin)
    def square(v):
        return v**2

    return square(x[2])


def named_with_a_dot(x):
    @own.njit
    def square(v):
        return v**2

    return square(x[0])


def named_around_it(x):
    def cache(f):
        return lambda v: f(v) * x[1]

    def outer(v):
        @cache
        def square(w):
            return w**2

        return square(v)

    return outer(x[0])


def known_by_another_name(x):
    @remembered
    def term(k):
        return x[0] if k < 1 else x[1] * term(k - 1)

    return term(3)


remembered = functools.cache


CASES = [
    Case(named_jit, (X,)),
    Case(named_cache, (X,)),
    Case(named_lru_cache, (X,)),
    Case(named_wraps, (X,)),
    Case(named_with_a_dot, (X,)),
    Case(named_around_it, (X,)),
    Case(known_by_another_name, (X,)),
]
