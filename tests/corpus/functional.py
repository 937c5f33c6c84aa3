"""map, filter, reduce, generators and itertools: functions applied to many things."""

import bisect
import functools
from functools import partial
import itertools
import math
import operator
from operator import methodcaller
import re

import numpy as np

from oracles import Case

rng = np.random.default_rng(32)
vector = rng.uniform(0.5, 1.5, size=4)


def square(x):
    return x * x


def mapped_lambda(xs):
    return sum(map(lambda x: x * np.sin(x), xs))


def mapped_function(xs):
    ys = list(map(square, xs))
    return ys[0] * ys[1] + ys[2]


def mapped_pairs(xs, ys):
    return sum(map(lambda x, y: x * y * y, xs, ys))


def loop_over_map(xs):
    total = 1.0
    for y in map(square, xs):
        if y > 0.4:
            continue
        total = total * y + y
    return total


def filtered(xs):
    total = sum(filter(lambda x: x > 0.25, xs))
    for y in filter(None, xs):
        total = total * y
    return total


def loop_over_generator(xs):
    total = 1.0
    for y in (x * x for x in xs if x > 0.25):
        total = total * y + y
    return total


def mapped_rows(a):
    return np.sum(np.array(list(map(np.tanh, a))) ** 2)


def reduced(xs):
    return functools.reduce(lambda a, b: a * b + b, xs)


def reduced_from(xs):
    return functools.reduce(lambda a, b: a * b + b, xs, 1.0)


def reduced_operator(xs):
    return functools.reduce(operator.mul, xs, 2.0)


def reduced_matrices(matrices):
    return np.sum(functools.reduce(np.matmul, matrices))


def accumulated(xs):
    total = sum(v * v for v in itertools.accumulate(xs))
    for v in itertools.accumulate(xs, lambda a, b: a * b + 1.0):
        total = total + v * v
    return total


def neighbours(xs):
    return sum((b - a) ** 2 for a, b in itertools.pairwise(xs))


def all_pairs(x):
    total = 0.0
    for a, b in itertools.combinations(x, 2):
        total += a * b * b
    for i, j in itertools.product(range(3), range(2)):
        total += x[i] * x[j] * (i + 1)
    return total


def chained(xs, ys):
    total = 0.0
    for v in itertools.chain(xs, ys):
        total = total * v + v
    return total


def sliced(x):
    total = 0.0
    for v in itertools.islice(x, 1, 3):
        total += v * v
    return total


def squares(xs):
    for x in xs:
        if x < 0.0:
            return
        yield x * x


def consumes_a_generator(xs):
    total = sum(squares(xs))
    for y in squares(xs):
        total = total * y + y
    return total * max(squares(xs))


def powers(x, n):
    p = 1.0
    while n > 0:
        yield p
        p = p * x
        n -= 1
    yield from [x, p]


def series(x, n):
    return sum(k * p for k, p in enumerate(powers(x, n)))


def inner_generator(x):
    def multiples(n):
        for k in range(n):
            yield k * x * x

    return sum(multiples(4)) * x


def scaled_by(x, a=1.0):
    return a * x


def squared_by(x, a=1.0):
    return a * x * x


def partial_of_itself(x):
    g = scaled_by
    g = partial(g, a=2.0 * x)
    return g(x)


def partial_of_what_the_name_was(x):
    g = scaled_by
    p = partial(g, a=3.0)
    g = squared_by
    return p(x) * g(x)


# --- iterators that never end ---


def counted_beside(x):
    s = 0.0
    for k, v in zip(itertools.count(1), x):
        s += v**k
    return s + sum(v * k for v, k in zip(x, itertools.count(10, -2)))


def cycled_beside(x):
    s = 0.0
    for v, w in zip(x, itertools.cycle([x[0], 2.0])):
        s += v * w**2
    for k, (v, w) in zip(itertools.count(0.5, 0.25), zip(x, itertools.cycle((x[1], x[2])))):
        s += k * v * w
    return s


def series_to_tolerance(x):
    y = x[0]
    for n in itertools.count(1):
        term = x[1] ** n / math.factorial(n)
        y += term
        if term < 1e-8:
            break
    return y * n


def returns_from_a_count(x):
    for n in itertools.count(1):
        if n * x[0] > 3.0:
            return n * x[0] ** 2
    return None


def first_of_what_never_ends(x):
    s = sum(itertools.islice(itertools.cycle(x), 5))
    for k in itertools.islice(itertools.count(2), 1, 6, 2):
        s += x[0] ** k
    return s * s


def numbered_by_hand(x):
    numbers, weights = itertools.count(2), itertools.cycle((x[0], 0.5))
    s = 0.0
    for v in x:
        w = next(weights)
        if v > 1.0:
            w = w * next(weights)
        s += v * w * next(numbers)
    return s * next(numbers)


def enumerated_cycle(x):
    kept = []
    for k, v in enumerate(itertools.cycle([x[0], x[1]])):
        if k >= 5:
            break
        kept.append(v * v * k)
    return sum(kept) * x[2]


def partials_in_a_list(x):
    fs = [partial(g) for g in (scaled_by, squared_by)]
    return fs[0](x) * fs[1](x)


def key_of_what_is_bound_anew(x):
    y = -x
    y = x * x
    order = sorted(range(len(x)), key=lambda k: y[k])
    s = 0.0
    for j in range(len(x)):
        s = s + y[order[j]] ** 2 * (j + 1)
    y = np.sin(y) * 2
    return s + np.sum(y**2)


def one_after_another(f, g):
    return lambda v: g(f(v))


def composed_by_reduce(x):
    h = functools.reduce(one_after_another, [np.sin, lambda v: v * x[1], np.exp])
    return h(x[0])


def compose(*functions):
    return functools.reduce(lambda f, g: lambda v: g(f(v)), functions)


def composed_of_any(x):
    return compose(np.sin, lambda v: v * x[1], np.exp)(x[0])


def mapped_function_of_a_dict(x):
    functions = {"square": lambda v: v * v, "sin": np.sin}
    return sum(map(functions["square"], filter(lambda v: v > 0.5, x))) + sum(map(functions["sin"], x))


def products_of_pairs(x):
    return sum(math.prod((v, w)) for v, w in zip(x, x[1:]))


class Powered:
    """What a method is called of by its name."""

    def __init__(self, a):
        self.a = a

    def power(self, k, scale=1.0):
        return self.a**k * scale


def methods_by_their_names(x):
    cube, columns = methodcaller("power", 3, scale=2.0), methodcaller("sum", axis=0)
    largest = max([Powered(x[0]), Powered(x[1])], key=methodcaller("power", 2))
    return cube(Powered(x[0])) * cube(largest) + (columns(np.outer(x, x)) ** 2).sum()


PRICES = {"b": 0.5, "a": 2.5, "cc": 1.5}


class Shop:
    def __init__(self, x):
        self.x = x

    def price(self, name):
        return PRICES[name]


def order_of(name):
    return -PRICES[name]


def keys_by_what_is_outside(x):
    shop, d = Shop(x), {"a": x[0], "b": x[1]}
    s = PRICES[max(PRICES, key=PRICES.get)] * PRICES[min("ab", key=PRICES.get)] * x[0]
    s += PRICES[max("ab", key=order_of)] * PRICES[max("ab", key=shop.price)] * x[1]
    s += PRICES[max("ab", key=lambda k: d[k])] * d[max(d, key=lambda k: d[k])] ** 2
    s += len(sorted(PRICES, key=lambda name: len(name))[0]) * len(re.sub("a", lambda found: "bb", "aab")) * x[2]
    return s * bisect.bisect([1, 2, 3], 2, key=lambda k: k + 1) + sum(map(PRICES.get, "ab")) * x[3]


CASES = [
    Case(key_of_what_is_bound_anew, (np.array([0.7, 1.3, 0.4]),)),
    Case(partial_of_itself, (1.3,)),
    Case(partial_of_what_the_name_was, (1.3,)),
    Case(partials_in_a_list, (1.3,)),
    Case(mapped_lambda, ([0.7, 0.3, 0.2],)),
    Case(mapped_function, ([0.7, 0.3, 0.2],)),
    Case(mapped_pairs, ([0.7, 0.3, 0.2], [0.1, 0.2, 0.3]), (0, 1)),
    Case(loop_over_map, ([0.7, 0.3, 0.2],), complex_step=False),
    Case(filtered, ([0.7, 0.3, 0.2],), complex_step=False),
    Case(loop_over_generator, ([0.7, 0.3, 0.2],), complex_step=False),
    Case(mapped_rows, (rng.normal(size=(2, 3)),)),
    Case(reduced, ([0.7, 0.3, 0.2],)),
    Case(reduced, (vector,), label="array"),
    Case(reduced_from, ([0.7, 0.3, 0.2],)),
    Case(reduced_operator, ([0.7, 0.3, 0.2],)),
    Case(reduced_matrices, ([rng.normal(size=(2, 2)) for _ in range(3)],)),
    Case(accumulated, ([0.7, 0.3, 0.2],)),
    Case(neighbours, ([0.7, 0.3, 0.2],)),
    Case(all_pairs, (vector,)),
    Case(chained, ([0.7, 0.3], [0.1, 0.2, 0.4]), (0, 1)),
    Case(sliced, (vector,)),
    Case(consumes_a_generator, ([0.7, 0.3, 0.2],), complex_step=False),
    Case(series, (0.7, 4)),
    Case(inner_generator, (0.7,)),
    Case(composed_by_reduce, (vector,)),
    Case(composed_of_any, (vector,)),
    Case(mapped_function_of_a_dict, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
    *(
        Case(f, (np.array([0.7, 1.3, 0.4]),), complex_step=False)
        for f in (
            counted_beside, cycled_beside, series_to_tolerance, returns_from_a_count, first_of_what_never_ends, numbered_by_hand,
            enumerated_cycle,
        )
    ),
    Case(products_of_pairs, (vector,)),
    Case(methods_by_their_names, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
    Case(keys_by_what_is_outside, (vector,)),
]
