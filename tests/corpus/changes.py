"""Lists and dicts changed by their methods, cut, joined, sorted, and chosen from."""

from collections import namedtuple

import numpy as np

from oracles import Case

rng = np.random.default_rng(33)
vector = rng.uniform(0.5, 1.5, size=4)

Point = namedtuple("Point", "x y")


# --- lists ---


def extends(a, b):
    xs = []
    xs.extend(a)
    xs += b
    return xs[0] * xs[1] * xs[2] + xs[3]


def extends_in_a_loop(x, n):
    xs = []
    for i in range(n):
        xs.extend([x * i, x**i])
    return sum(v * v for v in xs)


def pops(x):
    xs = [x, x * x, x**3]
    last = xs.pop()
    first = xs.pop(0)
    return last * first * xs[0]


def queue(x, n):
    xs = []
    for i in range(n):
        xs.append(x + i)
    total = 0.0
    while xs:
        total = total * x + xs.pop(0)
    return total


def pops_within(x, n):
    xs = [x**i for i in range(n)]
    a = xs.pop(1)
    b = xs.pop(-2)
    return a * b * xs[-1]


def inserts(x):
    xs = [x, x * x]
    xs.insert(0, x**3)
    xs.insert(1, 2.0 * x)
    return xs[0] * xs[1] + xs[2] * xs[3]


def inserts_in_a_loop(x, n):
    xs = []
    for i in range(n):
        xs.insert(0, x**i)
    return xs[0] * xs[1] + xs[-1]


def deletes(xs, params):
    xs = list(xs)
    del xs[1]
    params = dict(params)
    del params["a"]
    return xs[0] * xs[1] * sum(v * v for v in params.values())


def deletes_anywhere(x, n):
    xs = [x**i for i in range(n)]
    del xs[n - 2]
    xs.remove(xs[0])
    return xs[0] * xs[-1]


def sorts(xs):
    ys = [x * x for x in xs]
    ys.sort()
    zs = sorted(xs, key=lambda v: -v)
    ys.reverse()
    return ys[0] * ys[1] ** 2 + zs[0] * zs[1] ** 3


def sorts_an_array(x):
    ys = sorted(x, reverse=True)
    return ys[0] * ys[1] ** 2


def chooses(xs):
    far = max(xs, key=lambda x: -x * x)
    none = max((x for x in xs if x > 2.0), default=xs[0] * 2.0)
    return far**2 + none * min(x * x for x in xs)


def chooses_from_an_array(x):
    return max(x) ** 2 + min(x) * sum(x, start=1.0)


def finds(xs):
    i = xs.index(max(xs))
    return xs[i] ** 2 * (i + 1)


def copies(xs):
    ys = xs.copy()
    ys[0] = xs[1] * 2.0
    return ys[0] * xs[0]


def slices(xs, k):
    ys = xs[:k]
    return sum(v * v for v in ys) * ys[0]


def slices_a_grown_list(x, n):
    xs = []
    for i in range(n):
        xs.append(x**i)
    return sum(a * b for a, b in zip(xs[1:], xs[:-1], strict=True)) + xs[::-1][0]


def concatenates(x, n):
    xs = [x]
    for i in range(n):
        xs = xs + [x**i]
    return sum(v * v for v in xs)


def repeats(x, n):
    xs = [x] * n
    ys = [0.0] * n
    for i in range(n):
        ys[i] = xs[i] * i
    zs = [x, 1.0] * 2 + [x]
    return sum(ys) * xs[0] * zs[2] + zs[3]


def matrix_product(a, b):
    n = len(a)
    c = [[sum(a[i][k] * b[k][j] for k in range(n)) for j in range(n)] for i in range(n)]
    return c[0][0] * c[1][1] - c[0][1] * c[1][0]


def pairs_listed(xs):
    pairs = list(zip(xs, xs[1:], strict=False))
    k, least = min(enumerate(xs), key=lambda pair: pair[1])
    return sum(a * b for a, b in pairs) + least * k


# --- dicts ---


def updates(params):
    d = {"a": 1.0}
    d.update(params)
    d.update({"b": d["a"] ** 2}, c=2.0)
    d |= {"e": d["b"] * d["c"]}
    return d["a"] * d["b"] * d["c"] + d["e"]


def defaults(params):
    d = dict(params)
    v = d.setdefault("b", params["a"] * 2.0)
    w = d.setdefault("a", 1.0)
    return v * w * d["b"] * params.get("z", 3.0) * params.get("a", 1.0)


def pops_from_a_dict(params):
    d = dict(params)
    a = d.pop("a")
    z = d.pop("z", 3.0)
    key, last = d.popitem()
    d.clear()
    d[key] = last * a
    return a * z * d["c"] + len(d)


def merges(params):
    d = {**params, "c": params["a"] * params["b"]}
    e = d | {"a": d["c"]}
    f = dict(e, z=e["a"] ** 2)
    return e["a"] * e["b"] * d["a"] * f["z"]


def sorted_keys(params):
    total = 1.0
    for key in sorted(params):
        total = total * params[key] + params[key]
    return total


# --- namedtuples ---


def replaces_fields(p):
    q = p._replace(x=p.x * p.y)
    d = q._asdict()
    return q.x * q.y + d["x"] ** 2


# --- under another name: answered rightly or refused ---


def list_extended_under_another_name(x):
    xs = [x]
    ys = xs
    xs += [x * x]
    return ys[1] * ys[0]


def dict_updated_under_another_name(x):
    d = {"a": x}
    e = d
    d.update(b=x * x)
    return e["b"] if "b" in e else x


def list_in_a_tuple(x):
    xs = [x]
    pair = (xs, 1)
    xs.insert(0, x * x)
    return pair[0][0] * x


def list_in_a_closure(x):
    xs = [x]

    def product():
        return xs[0] * xs[-1]

    xs.insert(0, x * x)
    return product()


def pops_in_a_condition(x):
    xs = [x, x * x]
    y = xs[-1] if xs.pop() > 0.1 else 0.0
    return y * xs[-1] * len(xs)


def squares(x):
    yield x
    yield x * x


def reads_an_iterator_twice(x):
    pair = (squares(x), 1)
    return sum(pair[0]) + sum(pair[0])


def length_after_a_change(x):
    xs = [x]
    ys = xs
    xs.append(x * x)
    return x if len(ys) == 1 else x**3


CASES = [
    Case(list_extended_under_another_name, (0.7,), refusable=True),
    Case(dict_updated_under_another_name, (0.7,), refusable=True),
    Case(list_in_a_tuple, (0.7,), refusable=True),
    Case(list_in_a_closure, (0.7,), refusable=True),
    Case(pops_in_a_condition, (0.7,), refusable=True, complex_step=False),
    Case(reads_an_iterator_twice, (0.7,), refusable=True),
    Case(length_after_a_change, (0.7,), refusable=True),
    Case(extends, ([0.7, 0.3], [0.2, 0.1]), (0, 1)),
    Case(extends_in_a_loop, (0.7, 3)),
    Case(pops, (0.7,)),
    Case(queue, (0.7, 4)),
    Case(pops_within, (0.7, 5)),
    Case(inserts, (0.7,)),
    Case(inserts_in_a_loop, (0.7, 4), order=1),
    Case(deletes, ([0.7, 0.4, 0.3], {"a": 0.2, "b": 0.6}), (0, 1)),
    Case(deletes_anywhere, (0.7, 5)),
    Case(sorts, ([0.7, 0.3, 0.2],), complex_step=False),
    Case(sorts_an_array, (vector,), complex_step=False),
    Case(chooses, ([0.7, 0.3, 0.2],), complex_step=False),
    Case(chooses_from_an_array, (vector,), complex_step=False),
    Case(finds, ([0.7, 0.3, 0.2],), complex_step=False),
    Case(copies, ([0.7, 0.3, 0.2],)),
    Case(slices, ([0.7, 0.3, 0.2], 2)),
    Case(slices_a_grown_list, (0.7, 4)),
    Case(concatenates, (0.7, 4)),
    Case(repeats, (0.7, 4)),
    Case(matrix_product, ([[0.7, 0.3], [0.2, 0.1]], [[0.4, 0.3], [0.5, 0.1]]), (0, 1)),
    Case(pairs_listed, ([0.7, 0.3, 0.2],), complex_step=False),
    Case(updates, ({"a": 0.7},)),
    Case(defaults, ({"a": 0.7},)),
    Case(pops_from_a_dict, ({"a": 0.7, "b": 0.2, "c": 0.4},)),
    Case(merges, ({"a": 0.7, "b": 0.2},)),
    Case(sorted_keys, ({"b": 0.7, "a": 0.2},)),
    Case(replaces_fields, (Point(0.7, 0.3),)),
]
