"""Functions of other modules, read where they are called."""

import corpus.lent
import numpy as np
from corpus.lent import stored_where_it_fits as stored
from oracles import Case

X = np.array([0.5, -0.7, 1.2])
STEP, added, xp = 3.0, None, None  # names of the other module


def changed_by_another_module(x):
    y = x * STEP
    return corpus.lent.added(x, y) + y[2]


def tried_by_another_module(x):
    y = x * STEP
    return stored(y, x[0]) + y[1]


def point_of_another_module(x):
    point = corpus.lent.point(x[0], x[1])
    q = point._replace(x=x[2] * point.y)
    return q.x * point.x


def sums_of_another_module(x):
    vec = corpus.lent.vec(x[0], x[1])
    vec = vec + corpus.lent.vec(x[1] * 2, x[2])
    vec.scale(x[0])
    return vec.x * vec.y


def grown(p, n):
    vec = corpus.lent.vec(p.x * 2, p.y)
    for _ in range(n):
        vec = vec + p
    return vec


def sums_in_two_functions(x):
    p = corpus.lent.vec(x[0], x[1])
    p = p + corpus.lent.vec(x[2] * STEP, x[0])
    q = grown(p, 2)
    return q.x * q.y


def numbers_called_as_classes(x, point, vec=2.0):
    p = corpus.lent.point(x[0], x[1] * point)
    for _ in range(3):
        p = corpus.lent.point(p.x * p.y, p.y + vec)
    return p.x


def managed_by_another_module(x):
    y = x * STEP
    with corpus.lent.scaled(y, y[1]) as scaled:
        y[2] = scaled
    return y @ x


def argument_of_another_module(v, k):
    point = v._replace(x=v.y * k)
    return point.x * point.y * v.x


class Rate:
    k = 2.0

    def __init__(self, v):
        self.v = v * STEP

    def go(self):
        return np.sin(self.v) * self.k + STEP


def rates_of_three_modules(x):
    v = corpus.lent.lends(x[0]) - x[1]
    return v * x[2] + corpus.lent.keeps(x[1]) + Rate(x[2]).go()


def rates_in_another_order(x):
    first = corpus.lent.on.Rate(x[0]).go() * Rate(x[1]).go()
    return first * corpus.lent.Rate(x[2]).go() + corpus.lent.keeps(x[1]) * corpus.lent.lends(x[0])


def rates_of_two_others(x):
    return corpus.lent.Rate(x[0]).go() * corpus.lent.on.Rate(x[1]).go() + x[2]


CASES = [
    *(Case(f, (X,)) for f in (rates_of_three_modules, rates_in_another_order, rates_of_two_others)),
    *(Case(f, (X,)) for f in (changed_by_another_module, tried_by_another_module, point_of_another_module, sums_of_another_module, sums_in_two_functions)),
    Case(numbers_called_as_classes, (X, 0.7), wrt=(0, 1)),
    Case(managed_by_another_module, (X,)),
    Case(argument_of_another_module, (corpus.lent.point(0.5, 1.5), 2.0), wrt=(0, 1)),
]
