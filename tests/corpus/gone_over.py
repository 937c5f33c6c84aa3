"""Objects that are gone over: what their `__iter__` returns, whatever that is."""

import numpy as np
from oracles import Case


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __iter__(self):
        return iter((self.x, self.y))


class Pair(Point):
    def __iter__(self):
        return iter(self.both())

    def both(self):
        return [self.x, self.y]


class Spelled(Point):
    def __iter__(self):
        yield self.x
        yield self.y


class Row:
    def __init__(self, *items):
        self.items = list(items)

    def __iter__(self):
        return (v * 2 for v in self.items)


class Backwards(Row):
    def __iter__(self):
        return reversed(self.items)


class Doubled(Row):
    def __iter__(self):
        if len(self.items) > 2:
            return map(lambda v: v * 3, self.items)
        return self.items.__iter__()


class Table:
    def __init__(self, **columns):
        self.columns = columns

    def __iter__(self):
        return iter(self.columns.values())


def unpacked(x):
    a, b = Point(x[0], x[1])
    c, d = Pair(x[1], x[2])
    e, f = Spelled(x[2], x[3])
    return a * b + c * d * d + e * f * f * f


def unpacked_within(x):
    a, (b, c) = Point(x[0], Spelled(x[1], x[2]))
    first, *rest = Row(*x)
    return a * b * b + c * first * rest[1]


def unpacked_between_changes(x):
    p = Point(x[0], x[1])
    a, b = p
    p.x = x[2]
    c, d = p
    for _ in range(3):
        u, v = p
        p.x, p.y = v * u, u
    return a * b + c * d * u + v


def shows_what_it_holds(x):
    p = Point(x * 1.0, x * 2)
    a, b = p
    a[0] = x[1] ** 2
    return np.sum(p.x * b) + x[0]


def gone_over_in_many_ways(x):
    p = Point(x[0], x[1])
    total = sum(v * v for v in p) + sum(Pair(x[1], x[2])) + max(p) + np.array(list(p))[1]
    for i, v in enumerate(Backwards(*x)):
        total += i * v
    for u, v in zip(Doubled(*x), Doubled(x[0], x[1])):
        total += u * v
    return total + tuple(p)[0] * [v * 2 for v in Table(a=x[0], b=x[3])][1]


def given_as_arguments(x):
    def area(a, b):
        return a * np.sin(b)

    return area(*Point(x[0], x[1])) + area(*Pair(x[2], x[1])) + Point(*Point(x[2], x[3])).y


def listed_backwards(x):
    rows = list(reversed([x, x * 2, x * x]))
    rows[0][1] = x[0] ** 3
    ends = tuple(reversed((x[0], x[1])))
    return np.sum(rows[0] * rows[1]) + rows[2][0] * ends[0] + list(reversed(x))[0] * max(reversed(ends))


class In:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        return iter(self.items)

    def __getitem__(self, k):
        return self.items[k] * 100


class Around:
    def __init__(self, inner):
        self.inner = inner

    def __iter__(self):
        return iter(self.inner)


def objects_that_go_over_others(x):
    a, b = Around(In(x[0], x[1]))
    c, d = Around(Around(Point(x[1], x[2])))
    return a * 2 + b * c * d


X = np.array([0.42, 0.73, 1.31, 0.6])
CASES = [
    Case(f, (X,))
    for f in (unpacked, unpacked_within, unpacked_between_changes, shows_what_it_holds, gone_over_in_many_ways, given_as_arguments, listed_backwards, objects_that_go_over_others)
]
