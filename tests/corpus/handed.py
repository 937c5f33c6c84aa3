"""Methods that are values, what gets an item or an attribute, and keys to sort by."""

import operator
from operator import itemgetter

import numpy as np

from oracles import Case

X = np.array([0.4, 0.7, 1.3, 0.9])


class Q:
    def __init__(self, k):
        self.k = k

    def f(self, v, n=2):
        return self.k * v**n

    def setk(self, k):
        self.k = k


def apply(f, v):
    return f(v) * f(v, 3)


class Ode:
    def __init__(self, k):
        self.k = k

    def rhs(self, t, y):
        return -self.k * y

    def solve(self, y):
        return rk(self.rhs, y, 5)


def rk(f, y, n):
    for i in range(n):
        k1 = f(0.0, y)
        k2 = f(0.0, y + 0.05 * k1)
        y = y + 0.1 * k2
    return y


def keys_by_their_values(x):
    d = {"b": x[0], "a": x[1], "c": x[2]}
    t = 0.0
    for i, k in enumerate(sorted(d, key=d.get)):
        t = t * 2 + d[k] * i
    return t


def key_of_the_largest(x):
    d = {i: v**2 for i, v in enumerate(x)}
    k = max(d, key=d.get)
    return d[k] ** 2


def sorted_by_an_item(x):
    l = [(v, i) for i, v in enumerate(x)]
    l.sort(key=operator.itemgetter(0))
    return l[0][0] * x[l[1][1]]


def method_of_an_object_that_is_gone(x):
    p = Q(x[0])
    f = p.f
    p = Q(x[1] * 2)
    return f(x[2]) * 2 + p.f(x[3])


def append_under_a_name(x):
    out = []
    append = out.append
    for v in x:
        append(v**2)
    return sum(out)


def several_items_at_once(x):
    ps = [(x[1], x[0]), (x[2], x[3])]
    f = itemgetter(1)
    g = itemgetter(0, 1)
    a, b = g(ps[0])
    return f(ps[0]) * f(ps[1]) * a * b


def method_passed_on(x):
    q = Q(x[0])
    return apply(q.f, x[1])


def method_that_changes_its_object(x):
    q = Q(x[0])
    s = q.setk
    s(x[2])
    s(x[2] * x[1])
    return q.f(2.0)


def method_that_is_mapped(x):
    q = Q(x[0])
    return sum(map(q.f, x)) + sum(list(map(q.f, list(x))))


def methods_in_a_list(x):
    q = Q(x[0])
    fs = [q.f, Q(x[1]).f]
    return sum((f(v) for f, v in zip(fs, x[2:])))


def methods_in_a_dict(x):
    q = Q(x[0])
    hs = {"f": q.f, "g": np.sin}
    return hs["f"](x[1]) * hs["g"](x[2])


def right_side_that_is_a_method(x):
    return np.sum(Ode(x[0]).solve(x) ** 2)


def method_of_a_dict_that_changes(x):
    d = {"a": x[0]}
    g = d.get
    d["a"] = x[1]
    return g("a") ** 2


def lambda_that_appends(x):
    out = []
    f = lambda v: out.append(v**2)
    for v in x:
        f(v)
    return sum(out)


def sorted_keys_of_a_dict(x):
    d = {"b": x[0], "a": x[1]}
    t = 0.0
    for k in sorted(d, key=lambda k: d[k]):
        t = t * 2 + d[k]
    return t


def sorted_keys_counted(x):
    d = {"b": x[0], "a": x[1]}
    t = 0.0
    for i, k in enumerate(sorted(d, key=lambda k: d[k])):
        t = t * 2 + d[k] * i
    return t


def names_in_order_of_values(x):
    names = ["b", "a", "c"]
    d = dict(zip(names, x))
    t = 0.0
    for k in sorted(names, key=lambda n: -d[n]):
        t = t * 2 + d[k]
    return t


def numbers_in_order_of_values(x):
    d = {i: v for i, v in enumerate(x)}
    t = 0.0
    for k in sorted(d, key=d.get, reverse=True):
        t = t * 2 + d[k]
    return t


def words_by_length(x):
    t = 0.0
    for w in sorted(["bb", "a", "ccc"], key=len):
        t = t * 2 + x[len(w)]
    return t


def keys_backwards(x):
    d = {"b": x[0], "a": x[1]}
    t = 0.0
    for k in sorted(d, reverse=True):
        t = t * 2 + d[k]
    return t


def pairs_by_value(x):
    d = {"b": x[0], "a": x[1]}
    t = 0.0
    for k, v in sorted(d.items(), key=lambda kv: kv[1]):
        t = t * 2 + v
    return t


def ranking(x):
    d = {"b": x[0], "a": x[1]}
    r = [k for k, _ in sorted(d.items(), key=lambda kv: -kv[1])]
    return d[r[0]] ** 2 * d[r[1]]


class Mat:
    def __init__(self, d):
        self.d = d

    def __setitem__(self, k, v):
        self.d[k] = v

    def __getitem__(self, k):
        return self.d[k]

    def __matmul__(self, o):
        return Mat(self.d @ o.d)


class Mat2(Mat):
    def __setitem__(self, k, v):
        i, j = k
        self.d[i, j] = v * 2

    def __getitem__(self, k):
        i, j = k
        return self.d[i, j]


def items_of_an_object(x):
    m = Mat(np.outer(x, x))
    m[0, 1] = x[2] ** 2
    m[1] = x
    return np.sum((m @ m).d * x)


def two_indices_given_to_an_object(x):
    m = Mat2(np.outer(x, x))
    for i in range(3):
        m[i, i + 1] = x[i] ** 2 * m[i, i]
    m[0, 0] += x[1]
    return m[0, 1] * m[1, 2] * m[0, 0]


CASES = [
    Case(keys_by_their_values, (X,), (0,)),
    Case(key_of_the_largest, (X,), (0,)),
    Case(sorted_by_an_item, (X,), (0,)),
    Case(method_of_an_object_that_is_gone, (X,), (0,)),
    Case(append_under_a_name, (X,), (0,)),
    Case(several_items_at_once, (X,), (0,)),
    Case(method_passed_on, (X,), (0,)),
    Case(method_that_changes_its_object, (X,), (0,)),
    Case(method_that_is_mapped, (X,), (0,)),
    Case(methods_in_a_list, (X,), (0,)),
    Case(methods_in_a_dict, (X,), (0,)),
    Case(right_side_that_is_a_method, (X,), (0,)),
    Case(method_of_a_dict_that_changes, (X,), (0,)),
    Case(lambda_that_appends, (X,), (0,)),
    Case(sorted_keys_of_a_dict, (X,), (0,)),
    Case(sorted_keys_counted, (X,), (0,)),
    Case(names_in_order_of_values, (X,), (0,)),
    Case(numbers_in_order_of_values, (X,), (0,)),
    Case(words_by_length, (X,), (0,)),
    Case(keys_backwards, (X,), (0,)),
    Case(pairs_by_value, (X,), (0,)),
    Case(ranking, (X,), (0,)),
    Case(items_of_an_object, (X,), (0,)),
    Case(two_indices_given_to_an_object, (X,), (0,)),
]
