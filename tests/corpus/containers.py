"""Tuples, lists, dicts and namedtuples: as arguments, built, read, filled, returned."""

import copy
from collections import namedtuple
from typing import NamedTuple

import numpy as np

from oracles import Case

rng = np.random.default_rng(14)

Point = namedtuple("Point", "x y")


class Layer(NamedTuple):
    weight: np.ndarray
    bias: np.ndarray


def tuple_argument(pair):
    a, b = pair
    return a * b * b


def tuple_indexed(pair):
    return pair[0] * pair[1] + pair[-1] ** 2


def nested_tuple(tree):
    (a, b), c = tree
    return a * b + np.sin(c) * a


def list_argument(xs):
    return xs[0] * xs[1] - xs[2] ** 2


def dict_argument(params):
    return np.sum(params["w"] * params["w"]) * params["b"]


def dict_of_dicts(params):
    h = np.tanh(params["hidden"]["w"] @ params["x"] + params["hidden"]["b"])
    return np.sum(h * params["out"]["w"])


def namedtuple_argument(p):
    return p.x**2 * p.y


def namedtuple_unpacked(p):
    x, y = p
    return x * y + p.x


def list_of_layers(layers, x):
    h = x
    for layer in layers:
        h = np.tanh(layer.weight @ h + layer.bias)
    return np.sum(h)


def list_of_pairs(layers, x):
    for w, b in layers:
        x = np.tanh(w @ x + b)
    return np.sum(x)


def last_layer_apart(layers, x):
    *hidden, last = layers
    for w, b in hidden:
        x = np.tanh(w @ x + b)
    w, b = last
    return np.sum(w @ x + b)


def star_in_the_middle(x):
    first, *middle, last = x[0], x[1], x[2], x[3]
    return first * last + middle[0] * middle[1]


def builds_tuple(x, y):
    t = (x * y, x + y)
    u = (t[1], t)
    return u[0] * u[1][0]


def builds_list(x):
    values = [x, x * x, x**3]
    return values[0] + 2.0 * values[1] * values[-1]


def builds_dict(x, y):
    d = {"product": x * y, "sum": x + y}
    return d["product"] * d["sum"] ** 2


def stores_in_dict(x):
    d = {}
    d["a"] = x * x
    d["b"] = d["a"] * x
    return d["a"] + d["b"]


def appends(x, n):
    values = []
    for i in range(n):
        values.append(x**i)
    total = 0.0
    for v in values:
        total = total + v * v
    return total


def appends_and_indexes(x, n):
    h = [x]
    for _ in range(n):
        h.append(np.sin(h[-1]) + x)
    return h[-1] * h[0]


def stack_of_list(x, n):
    rows = []
    for i in range(n):
        rows.append(x * (i + 1))
    return np.sum(np.stack(rows) ** 2)


def array_of_list(x):
    y = np.array([x, x * x, 1.0])
    return np.sum(y * y)


def array_of_nested_list(a, b):
    rotation = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    return np.sum(rotation @ b * np.array([1.0, 2.0]))


def items_of_dict(params):
    total = 0.0
    for _, value in params.items():
        total = total + np.sum(value * value)
    return total


def sum_of_list(x):
    return sum([x, x * x, 3.0 * x])


def returns_tuple(x, y):
    return x * y, np.sin(x)


def returns_dict(x):
    return {"square": x * x, "pair": (x, 2.0 * x)}


def returns_namedtuple(x):
    return Point(x * x, 3.0 * x)


def builds_namedtuple(x, y):
    p = Point(x * y, y)
    return p.x * p.y


def length_of_containers(pair, d):
    return pair[0] * len(pair) + d["a"] * len(d)


def concatenated_tuples(x, y):
    t = (x, y) + (x * y,)
    return t[0] * t[1] * t[2]


def none_inside(tree):
    a, b = tree
    if b is None:
        return a * a
    return a * b


def matrix(*shape):
    return rng.normal(size=shape)


LAYERS = [(matrix(4, 3), matrix(4)), (matrix(2, 4), matrix(2))]


def copies_then_changes(x):
    y, z = copy.copy(x), copy.deepcopy(x)
    y[0] = 2 * x[1]
    z[1] *= y[0]
    return np.sum(x * y * z)


def copies_a_dict_deeply(x):
    d = {"a": x * 2, "b": [x[0], x * 3]}
    e = copy.deepcopy(d)
    e["a"][0] = x[1]
    e["b"][1][1] *= 2.0
    return np.sum(e["a"] * d["a"]) + np.sum(e["b"][1] * d["b"][1])


def copies_a_list_deeply(x):
    xs = [v * v for v in x]
    ys = copy.deepcopy(xs)
    ys[0] = 3.0 * x[1]
    return sum(xs) * sum(ys)


def extended_list(x):
    xs = [x]
    xs.extend([x * x, 2.0 * x])
    xs += (x, xs[0] * x)
    return xs[0] * xs[2] + xs[1] * xs[4]


def extended_by_itself(x):
    xs = [x, x * x]
    xs += xs
    return sum(xs) * xs[3]


def extended_in_loops(x):
    xs = []
    for i in range(3):
        ys = [x * i]
        for k in range(2):
            ys.append(x * x * k)
        xs += ys
    return sum(xs) * xs[-1]


def extended_by_rows(x):
    xs = [x[0] * x[1]]
    xs.extend(x)
    return sum(xs) * xs[2]


def lists_for_arrays(x):
    pair = [x[0], x[1] * x[2]]
    total = np.mean(pair) + np.linalg.norm(pair) * np.dot(pair, [x[1], 2.0])
    total += np.sum(np.exp((x, x * x)), axis=0)[1]
    return total * np.sum(np.add(pair, x[:2]) ** 2) + np.prod(pair)


def lists_in_operators(x):
    weights = [1.0, x[0], 2.0]
    return np.sum(x * weights) * np.sum([0.5, 1.0, x[1]] - x * x)


def grown_list_for_an_array(x):
    rows = []
    for i in range(3):
        rows.append(x * x[i])
    return np.sum(rows) * np.mean(rows)


def list_clipped_and_chosen(x):
    kept = np.clip([x[0], x[1]], 0.8, 2.0)
    return np.sum(kept * np.where(x[:2] > 0.8, [x[1], 3.0], x[:2]))


def appends_while_over_a_copy(x):
    xs = [x, 2.0 * x]
    for v in list(xs):
        xs.append(v * x)
    return sum(xs)


def copy_of_a_list(x):
    xs = [x, 2.0 * x]
    ys = list(xs)
    ys[0] = x * x
    return xs[0] * ys[0]


def columns_of_numbers(x):
    rows = [[x[0], 2 * x[1]], [3 * x[2], x[0] * x[1]]]
    t = 0.0
    for a, b in zip(*rows):
        t += a * b
    return t


def columns_of_arrays(x):
    rows = [x * 2, x * x, np.sin(x)]
    t = 0.0
    for a, b, c in zip(*rows):
        t += a * b * c
    return t


def unzipped(x):
    pts = [(x[0], x[1]), (x[1], x[2]), (x[2], x[0])]
    xs, ys = zip(*pts)
    return sum(a * b for a, b in zip(xs, ys))


def repeated_tuples(x):
    z = np.zeros((3,) * 2)
    z[1, 1] = x[0]
    n = len(x)
    w = np.ones((n,) * 2) * x
    q = np.zeros(2 * (n,))
    return np.sum(z * x) + np.sum(w) + np.sum(q * x)


def numbered_columns(x):
    rows = [x * 2, x * x]
    t = 0.0
    for i, (a, b) in enumerate(zip(*rows)):
        t += a * b * i
    return t + sum(a * b for a, b in zip(*rows))


def unzipped_into_arrays(x):
    pts = [(x[0], x[1]), (x[1], x[2])]
    pts.append((x[2], x[0] * 2))
    xs, ys = zip(*pts)
    xs = np.array(xs)
    ys = np.array(ys)
    return np.sum(xs * ys) + sum(xs)


def unzipped_items(x):
    d = dict(zip(("a", "b"), (x[0], x[1])))
    k, v = zip(*d.items())
    return v[0] * v[1]


def listed_pairs(x):
    t = list(zip((x[0], x[1]), (x[1], x[2])))
    return t[0][0] * t[1][1]


rows_of_numbers = np.array([0.3, 0.5, -0.2])

def columns_of_pairs(x):
    points = []
    for k in range(len(x) - 1):
        points.append((x[k], x[k + 1] * 2, k))
    xs, ys, ks = zip(*points)
    order, ranks = zip(*sorted(zip(x, range(len(x)))))
    return np.sum(np.array(xs) * np.array(ys)) * len(ks) + max(xs) * order[0] + order[1] * ranks[0]


def sorted_by_itself(x):
    def quick(values):
        if len(values) <= 1:
            return values
        p = values[0]
        return quick([v for v in values[1:] if v < p]) + [p] + quick([v for v in values[1:] if v >= p])

    s = quick([v for v in x])
    return s[0] * 2 + s[2] * s[1]


def lattice(x):
    f = np.ones((3, 4, 2)) * x[0]
    known = np.array([1, 2])
    for _ in range(2):
        f[0, 0, :] = np.sum(f[known, 0, :], 0) * x[1]
        f[known, 1, :] = f[known, :, 0][:, :2]
        f[0, known, 1] *= x[2]
    return np.sum(f * f[::-1])


def scalar_or_not(x):
    def scaled(z):
        if np.isscalar(z):
            return z * 2.0
        return sum(z) if hasattr(z, "__len__") else z

    def spread(p=1.5):
        if np.isscalar(p):
            p = np.eye(2) * p
        return np.linalg.cholesky(p).T

    return scaled(x[0]) * scaled(x) * scaled(2.0) * scaled([x[0], x[1]]) * np.sum(spread() @ x[:2])


CASES = [
    Case(columns_of_numbers, (rows_of_numbers,)),
    Case(columns_of_arrays, (rows_of_numbers,)),
    Case(unzipped, (rows_of_numbers,)),
    Case(repeated_tuples, (rows_of_numbers,), complex_step=False),
    Case(numbered_columns, (rows_of_numbers,)),
    Case(unzipped_into_arrays, (rows_of_numbers,)),
    Case(unzipped_items, (rows_of_numbers,)),
    Case(listed_pairs, (rows_of_numbers,)),
    Case(tuple_argument, ((1.2, 0.7),)),
    Case(tuple_indexed, ((1.2, 0.7),)),
    Case(nested_tuple, (((1.2, 0.7), 0.3),)),
    Case(list_argument, ([1.2, 0.7, 0.4],)),
    Case(dict_argument, ({"w": matrix(3), "b": 0.7},)),
    Case(dict_of_dicts, ({"hidden": {"w": matrix(4, 3), "b": matrix(4)}, "out": {"w": matrix(4)}, "x": matrix(3)},)),
    Case(namedtuple_argument, (Point(1.2, 0.7),)),
    Case(namedtuple_unpacked, (Point(1.2, 0.7),)),
    Case(list_of_layers, ([Layer(*pair) for pair in LAYERS], matrix(3)), (0, 1)),
    Case(list_of_pairs, (LAYERS, matrix(3)), (0, 1)),
    Case(last_layer_apart, (LAYERS, matrix(3))),
    Case(star_in_the_middle, (matrix(4),)),
    Case(builds_tuple, (1.2, 0.7), (0, 1)),
    Case(builds_list, (1.2,)),
    Case(builds_dict, (1.2, 0.7), (0, 1)),
    Case(stores_in_dict, (1.2,), refusable=True),
    Case(appends, (1.2, 4)),
    Case(appends_and_indexes, (0.7, 4)),
    Case(stack_of_list, (matrix(3), 3)),
    Case(array_of_list, (1.2,)),
    Case(array_of_nested_list, (0.3, matrix(2)), (0, 1)),
    Case(items_of_dict, ({"w": matrix(3), "b": matrix(2)},)),
    Case(sum_of_list, (1.2,)),
    Case(returns_tuple, (1.2, 0.7), (0, 1)),
    Case(returns_dict, (1.2,)),
    Case(returns_namedtuple, (1.2,)),
    Case(builds_namedtuple, (1.2, 0.7), (0, 1)),
    Case(length_of_containers, ((1.2, 0.7), {"a": 0.4}), (0, 1)),
    Case(concatenated_tuples, (1.2, 0.7), (0, 1)),
    Case(none_inside, ((1.2, None),)),
    Case(copies_then_changes, (np.array([0.7, 1.2, 0.4]),)),
    Case(copies_a_dict_deeply, (np.array([0.7, 1.2, 0.4]),)),
    Case(copies_a_list_deeply, (np.array([0.7, 1.2, 0.4]),)),
    Case(extended_list, (0.7,)),
    Case(extended_by_itself, (0.7,)),
    Case(extended_in_loops, (0.7,)),
    Case(extended_by_rows, (np.array([0.7, 1.2, 0.4]),)),
    Case(lists_for_arrays, (np.array([0.7, 1.2, 0.4]),), complex_step=False),
    Case(lists_in_operators, (np.array([0.7, 1.2, 0.4]),)),
    Case(grown_list_for_an_array, (np.array([0.7, 1.2, 0.4]),)),
    Case(list_clipped_and_chosen, (np.array([0.7, 1.2, 0.4]),), complex_step=False),
    Case(appends_while_over_a_copy, (0.7,)),
    Case(copy_of_a_list, (0.7,)),
    Case(columns_of_pairs, (np.array([0.4, 0.75, 1.3]),)),
    Case(sorted_by_itself, (np.array([0.4, 0.75, 1.3]),), complex_step=False),
    Case(lattice, (np.array([0.4, 0.75, 1.3]),)),
    Case(scalar_or_not, (np.array([0.4, 0.75, 1.3]),)),
]
