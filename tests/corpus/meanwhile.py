"""What a loop goes over, and what a `with` has entered, stay what they were when their names are bound again meanwhile."""

from __future__ import annotations

import contextlib
import dataclasses

import numpy as np

from oracles import Case

X = np.array([0.42, -0.73, 1.31])


@dataclasses.dataclass
class Body:
    p: np.ndarray
    m: float


@contextlib.contextmanager
def heavier(body):
    body.m = body.m * 1.5
    yield body
    body.m = body.m - 0.2


@contextlib.contextmanager
def doubled(v):
    v *= 2.0
    yield v
    v /= 4.0


class Entered:
    def __init__(self, body):
        self.body = body

    def __enter__(self):
        self.body.m *= 2.0
        return self

    def __exit__(self, *rest):
        self.body.m += 1.0


def bound_in_the_block(x):
    body = Body(x * 1.0, x[0])
    with heavier(body):
        body = dataclasses.replace(body, m=3.0)
    return body.m * x[1]


def both_read_behind(x):
    b = Body(x * 1.0, x[0])
    kept = b
    with heavier(b) as entered:
        b = Body(x * 2.0, 3.0)
    return b.m * x[1] + kept.m * x[2] + entered.m


def array_bound_in_the_block(x):
    v = x * 1.0
    kept = v
    with doubled(v) as w:
        v = v[1:] * w[:-1]
    return v.sum() + (kept * w).sum()


def bound_by_a_function(x):
    b = Body(x * 1.0, x[0])

    def swap():
        nonlocal b
        b = Body(x * 2.0, x[1])

    with heavier(b):
        swap()
    return b.m * b.p[2]


def manager_bound_by_a_function(x):
    b = Body(x * 1.0, x[0])
    manager = Entered(b)

    def swap():
        nonlocal manager
        manager = Entered(Body(x * 2.0, x[1]))

    with manager:
        swap()
    return manager.body.m * x[2] + b.m


def counted_while_a_function_binds(x):
    y = x * 1.0
    s = 0.0

    def double():
        nonlocal y
        y = y * 2.0

    for k, u in enumerate(y):
        double()
        s = s + u * y[0] * k
    return s + y[1]


def beside_one_another(x):
    y = x * 1.0
    s = 0.0

    def double():
        nonlocal y
        y = y * 2.0

    for u, w in zip(y, x):
        double()
        s = s + u * y[0] * w
    return s


def from_the_end(x):
    y = x * 1.0
    s = 0.0

    def double():
        nonlocal y
        y = y * 2.0
        return y[1]

    for u in reversed(y):
        s = s + u * double()
    for u in y[1:]:
        s = s + u * double()
    return s


def counter_bound_by_a_function(x):
    k = 2
    s = 0.0

    def one_on():
        nonlocal k
        k = k + 1

    for k in range(2):
        one_on()
        s = s + x[k] ** 2
    return s * k


def given_and_bound_by_a_function_called(x):
    y = x * 1.0
    s = x[0]

    def halve():
        nonlocal s
        s = s * 0.5
        return s

    def scale(p):
        y[0] *= halve()
        return p + y[0]

    return scale(s) * s


def add_item(change, v, items):
    items[0] *= change()
    return v + items[0]


def given_beside_the_function_that_binds_it(x):
    y = x * 1.0
    s = x[0]

    def halve():
        nonlocal s
        s = s * 0.5
        return s

    return add_item(halve, s, y) * s


CASES = [
    Case(bound_in_the_block, (X,)),
    Case(both_read_behind, (X,)),
    Case(array_bound_in_the_block, (X,)),
    Case(bound_by_a_function, (X,)),
    Case(manager_bound_by_a_function, (X,)),
    Case(counted_while_a_function_binds, (X,)),
    Case(beside_one_another, (X,)),
    Case(from_the_end, (X,)),
    Case(counter_bound_by_a_function, (X,)),
    Case(given_and_bound_by_a_function_called, (X,)),
    Case(given_beside_the_function_that_binds_it, (X,)),
]
