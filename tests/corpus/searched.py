"""The first that fits, products of many, what is sorted or turned round beside others."""

import functools
import math
import operator

import numpy as np

from oracles import Case

X = np.array([0.4, 0.7, 1.3, 0.9])


def first_above(x):
    k = next((i for i, v in enumerate(x) if v > 1.0))
    return x[k] ** 2


def first_above_or_else(x):
    v = next((v for v in x if v > 5.0), 0.5)
    return v * x[0]


def weights_by_rank(x):
    return sum(((k + 1) * v for k, v in enumerate(sorted(x, reverse=True))))


def counted_in_order(x):
    t = 0.0
    for k, v in enumerate(sorted(x)):
        t = t + k * v
    return t


def counted_from_the_end(x):
    t = 0.0
    for k, v in enumerate(reversed(x)):
        t = t + k * v
    return t


def smallest_by_largest(x):
    t = 0.0
    for a, b in zip(sorted(x), reversed(sorted(x))):
        t = t + a * b * b
    return t


def sorted_beside_weights(x):
    return sum((v * w for v, w in zip(sorted(x, key=lambda v: -v), [1.0, 2.0, 3.0, 4.0])))


def products_of_several(x):
    return math.prod(x[:2]) + math.prod([x[2], x[3]]) + math.prod((v for v in x))


def product_from_a_start(x):
    return math.prod(x, start=2.0)


def product_of_sizes(x):
    n = math.prod(np.outer(x, x).shape)
    return np.sum(x) * n * math.fsum((v * v for v in x))


def array_of_a_generator(x):
    return np.sum(np.fromiter((v**2 for v in x), float) * np.fromiter([v for v in x], dtype=float, count=4))


def g(items):
    t = 1
    for v in items:
        t = t * v
    return t


def whole_number_in_a_tuple(x):
    return g((x[0], 2, x[1]))


def whole_number_in_a_list(x):
    return g([x[0], 2, x[1]])


def tuple_folded(x):
    return functools.reduce(operator.mul, (x[0], 2, x[1]))


def list_folded(x):
    return functools.reduce(operator.mul, [x[0], 2, x[1]])


def first_of_two_loops(x):
    a, b = next(((v, w) for v in x for w in x if v < w), (1.0, 2.0))
    return a * b**2 + next((v * w for v in x if v > 0.5 for w in x if w > 1.0), x[0])


def nothing_that_fits(x):
    try:
        k = next(i for i, v in enumerate(x) if v > 9.0)
    except StopIteration:
        k = 1
    return x[k] ** 2


class Found:
    def __init__(self, w, z):
        self.w = w
        self.z = z


def larger_of_two_objects(x):
    return max(Found(x[0], x[1]), Found(x[1], x[2] ** 2), key=lambda q: q.w).z


def nearest_of_three_objects(x):
    return min(Found(x[0], x[1]), Found(x[1], x[2]), Found(x[2], x[0] * x[1]), key=lambda q: (q.w - 0.5) ** 2).z


def best_of_any_number_of_objects(x):
    found = [Found(v, v * v) for v in x]
    first, *_ = sorted(found, key=operator.attrgetter("w"), reverse=True)
    return max(found, key=lambda q: q.w).z * min(found, key=lambda q: q.z).w + first.z


def larger_array(x):
    return np.sum(max(x * 2, x**2, key=np.sum) * x)


CASES = [
    Case(first_above, (X,), (0,)),
    Case(first_above_or_else, (X,), (0,)),
    Case(weights_by_rank, (X,), (0,)),
    Case(counted_in_order, (X,), (0,)),
    Case(counted_from_the_end, (X,), (0,)),
    Case(smallest_by_largest, (X,), (0,)),
    Case(sorted_beside_weights, (X,), (0,)),
    Case(products_of_several, (X,), (0,)),
    Case(product_from_a_start, (X,), (0,)),
    Case(product_of_sizes, (X,), (0,), complex_step=False),
    Case(array_of_a_generator, (X,), (0,), complex_step=False),
    Case(whole_number_in_a_tuple, (X,), (0,)),
    Case(whole_number_in_a_list, (X,), (0,)),
    Case(tuple_folded, (X,), (0,)),
    Case(list_folded, (X,), (0,)),
    Case(first_of_two_loops, (X,), (0,)),
    Case(nothing_that_fits, (X,), (0,), refusable=True),
    Case(larger_of_two_objects, (X,), (0,), complex_step=False),
    Case(nearest_of_three_objects, (X,), (0,), complex_step=False),
    Case(best_of_any_number_of_objects, (X,), (0,), complex_step=False),
    Case(larger_array, (X,), (0,), complex_step=False),
]
