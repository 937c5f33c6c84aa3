"""Cached properties, attributes asked for with a default, slices given to objects, properties of enumerations."""

import enum
from contextlib import nullcontext, suppress
from functools import cache, cached_property, lru_cache

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


class Body:
    density = 2.0

    def __init__(self, v):
        self.v = v
        self.asked = 0

    @cached_property
    def mass(self):
        self.asked += 1
        return np.sum(self.v**2) * self.density

    @cached_property
    def doubled(self):
        return self.v * 2.0

    @cached_property
    def weighed(self):
        return self.mass * self.v[0]

    def use(self):
        return self.mass * 2

    def scale(self):
        return getattr(self, "factor", 1.0)

    def values(self):
        return getattr(self, "other", self.v) * 2


class Row:
    def __init__(self, v):
        self.v = v

    def __getitem__(self, i):
        return Row(self.v[i]) if isinstance(i, slice) else self.v[i]

    def __setitem__(self, i, v):
        self.v[i] = v


class Cells:
    def __init__(self, v):
        self.v = v

    def __getitem__(self, i):
        return self.v[i]


class Planet(enum.Enum):
    EARTH = (5.0, 6.0)
    MARS = (1.0, 2.0)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return self.mass / self.radius**2


def computed_once(x):
    b = Body(x)
    return b.mass * b.use() * b.weighed * b.asked


def kept_as_it_was(x):
    b = Body(x)
    before = b.mass
    b.v = x * 3
    return before * b.mass * np.sum(b.v)


def computed_in_the_first_trip(x):
    b = Body(x)
    s = 0.0
    for v in x:
        s = s + b.mass * v
        b.v = b.v * 2
    return s * b.asked * b.v[0]


def computed_in_a_branch(x):
    b = Body(x)
    a = b.mass if x[0] > 0 else 1.0
    b.v = x * 3
    return a * b.mass * b.asked


def array_that_is_changed(x):
    b = Body(x * 1.0)
    b.doubled[0] = x[1]
    return np.sum(b.doubled**2) * b.v[0]


def stored_by_hand(x):
    b = Body(x)
    b.mass = x[0] * 5
    return b.mass * b.weighed


def asked_by_a_condition(x):
    b = Body(x)
    if b.mass > 0:
        b.v = x * 2
    return b.mass * b.v[0]


def default_of_an_attribute(x):
    b = Body(x)
    s = np.sum(b.values()) * b.scale()
    b.factor = x[0]
    b.other = x**2
    return s * np.sum(b.values()) * b.scale()


def default_in_the_first_trip(x):
    b = Body(x)
    s = 0.0
    for v in x:
        s = s + b.scale() * v
        b.factor = v * v
    return s


def default_by_a_branch(x):
    b = Body(x)
    if x[0] > 0:
        b.factor = x[1]
    return b.scale() ** 2 * x[0]


def slice_of_an_object(x):
    r = Row(x * 1.0)
    r[1:3] = x[:2] ** 2
    cells = Cells(x)
    total = 0.0
    for i in range(2):
        total = total + np.sum(cells[i : i + 2] ** 2) * x[i]
    return total * np.sum(r[::2].v) * np.sum(r.v)


def property_of_a_member(x):
    return x[0] * Planet.EARTH.gravity + sum(x[1] ** 2 * p.gravity for p in Planet)


@cache
def table(n):
    return np.outer(np.arange(1.0, n + 1.0), np.ones(n))


@lru_cache(maxsize=None)
def weight(k):
    return 1.0 / (k + 1)


def reads_tables(x):
    rows = table(3) @ x
    more = table(3) + np.outer(x, x)
    more *= 2.0  # memory of its own
    return (rows * more).sum() * sum(weight(k) * x[k] ** 2 for k in range(3))


def rows_that_are_remembered(x):
    @cache
    def rows(k):
        u = x * k
        u[0] *= 3.0
        return [u, x**k]

    return (rows(2)[0] * rows(3)[1]).sum() * rows(2)[1][0]


def errors_that_are_suppressed(x):
    s = 0.0
    for k in range(6):
        with np.errstate(all="ignore"), suppress(IndexError), nullcontext():
            s = s + x[k] ** 2
            if k == 2:
                continue
            s = s * x[0]
    with suppress(KeyError, ValueError):
        s = s * x[1]
        if x[0] > 0.5:
            raise ValueError
        s = s * x[2]
    return s


def energy(body):
    return body.v[0] * body.v[1]


def computed_where_it_is_asked_for(x):
    body, other, s = Body(x), Body(x[1:] * 2.0), x[1]
    if x[0] > 0.0:
        same = body
        if energy(body) < body.mass:
            s = s * body.mass
        body = same
    if x[1] > 9.0 and np.array([other.mass, s]).sum() > 0.1:
        s = s + 1.0
    while s < 30.0 and other.mass < 60.0:
        s = s * other.v[0] + 1.0
        other = Body(other.v + x[:3])
    for k in range(3):
        if body.mass < s:
            body = Body(s * x[:2] * 0.3)
        s = s * body.v[0] + k
        if energy(body) > body.mass:
            s = s * body.mass
    return s * body.mass + other.mass + body.asked


CASES = [
    Case(reads_tables, (np.array([0.7, 1.3, 0.4]),)),
    Case(rows_that_are_remembered, (np.array([0.7, 1.3, 0.4]),)),
    Case(errors_that_are_suppressed, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
    Case(errors_that_are_suppressed, (np.array([0.3, 1.3, 0.4]),), complex_step=False, label="not-raised"),
    Case(computed_once, (X,)),
    Case(kept_as_it_was, (X,)),
    Case(computed_in_the_first_trip, (X,)),
    Case(computed_in_a_branch, (X,), complex_step=False),
    Case(array_that_is_changed, (X,)),
    Case(stored_by_hand, (X,)),
    Case(asked_by_a_condition, (X,), complex_step=False),
    Case(default_of_an_attribute, (X,)),
    Case(default_in_the_first_trip, (X,)),
    Case(default_by_a_branch, (X,), complex_step=False),
    Case(slice_of_an_object, (X,), second_refusable=True),
    Case(property_of_a_member, (X,)),
    Case(computed_where_it_is_asked_for, (X,)),
]
