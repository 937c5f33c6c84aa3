"""A module whose functions are called as builtins are that derivatives call, and that loops go over."""

import numpy as np
from oracles import Case

X = np.array([1.3, -0.7, 2.1])


def filter(f, a):
    return [f(a[0]), a[1]]


def reversed(v):
    return [v[0]]


def len(v):
    return 2


def zip(*v):
    return [v[0]]


def sum(v):
    return 10 * (v.sum() if isinstance(v, np.ndarray) else np.sum(v))


def goes_over_its_own(x):
    t = x[0]
    for v in filter(np.sin, x):
        t = t * v + v * v
    return t


def counts(x):
    t = x[0]
    for i in range(3):
        t = np.sin(t) * x[i]
    return t


def counts_itself(x):
    t, n = x[0], 0
    while n < 3:
        t = np.sin(t) * x[n]
        n += 1
    return t


def goes_over_an_array(x):
    t = x[0]
    for v in x:
        if t > 1:
            t = t + v
        t = np.sin(t) * v
    return t


def contracts(x):
    return np.einsum("i,j,ij->", x, x, np.outer(x, x))


def sums_by_its_own(x):
    return sum(x * x) * x[0]


CASES = [Case(f, (X,)) for f in (goes_over_its_own, counts, counts_itself, goes_over_an_array, contracts, sums_by_its_own)]
