"""Methods taken from objects that change afterwards, functions made trip by trip, tuples that change places with None."""

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


class C:
    def __init__(self, k):
        self.k = k
        self.n = 0

    def f(self, v):
        self.n += 1
        self.k = self.k * 1.5
        return v * self.k

    def g(self, v):
        return v * self.k


def method_that_counts(x):
    c = C(x[0])
    f = c.f
    a = f(x[1])
    b = f(x[2])
    return a * b + c.k + c.n


def attribute_changed_after(x):
    c = C(x[0])
    g = c.g
    c.k = x[3]
    return g(x[1])


def methods_of_each(x):
    cs = [C(x[0]), C(x[1])]
    fs = [c.g for c in cs]
    cs[0].k = x[2] ** 2
    return sum((f(x[3]) for f in fs))


def method_of_each_trip(x):
    t = 0.0
    for v in x:
        c = C(v)
        g = c.g
        c.k = c.k + 1.0
        t = t + g(v)
    return t


def one_before_by_exchange(x):
    prev = None
    t = 0.0
    for v in x:
        prev, old = ((v, v * v), prev)
        if old is None:
            continue
        t = t + old[1] * prev[0]
    return t


def some_of_a_list(x):

    def f(v):
        if v > 1:
            return None
        return (v, v * 2)

    r = [f(v) for v in x]
    return sum((a * b for a, b in [p for p in r if p])) + sum((p is None for p in r)) * x[0]


def exchanged_with_none(x):
    a = None
    b = (x[0], x[1])
    for i in range(3):
        a, b = (b, a)
        if a is None:
            a = (x[i], x[i + 1])
    return a[0] * a[1] + (b[0] if b is not None else 0.0)


def chosen_then_changed(x):
    s = x * 1.0
    y = np.where(x > 0.8, np.log(s), s**2)
    s[0] = 5.0
    return np.sum(y * s)


def condition_that_changes(x):
    c = x > 0.8
    y = np.where(c, np.sqrt(x) / x, x)
    c[0] = True
    return np.sum(y * np.where(c, x, 1.0))


def condition_of_each_trip(x):
    t = 0.0
    c = x > 0.8
    for k in range(3):
        y = np.where(c, np.exp(x) * k, x * x)
        c = ~c
        t = t + np.sum(y)
    return t


def chosen_in_a_branch(x):
    s = np.sqrt(x)
    if x[0] < 1:
        y = np.where(x > 0.8, s * s * s, 0.0)
    else:
        y = s
    return np.sum(y)


def chosen_numbers(x):
    y = np.where(x[0] > 0.2, x[0] * x[1] / x[2], 0.0) * np.where(x > 0.5, x[0] / x, x)
    return np.sum(y)


def chosen_by_rows(x):
    m = x > 0.6
    a = x[:, None] * x
    b = np.sin(a) / a
    return np.sum(np.where(m, b, 0.0)) + np.sum(np.where(m[:, None], b * b, 1.0))


def two_defaults(x):
    fs = []
    for a, b in ((x[0], 1), (x[1], 2), (x[2], 3)):
        fs.append(lambda v, a=a, b=b: a * v**b)
    return sum((f(x[3]) for f in fs))


def functions_under_names(x):
    d = {}
    for name, k in (("a", 1.0), ("b", x[1]), ("c", x[2:])):

        def f(v, k=k):
            return np.sum(v * k)

        d[name] = f
    return d["a"](x[0]) * d["b"](x[1]) + d["c"](x[3])


def late_binding(x):
    out = []
    for k in range(3):
        w = x * k
        out.append(lambda v: np.sum(v * w))
    return out[0](x) + out[1](x) * out[2](x)


def pairs_that_are_there(x):

    def f(v):
        if v > 1:
            return None
        return (v, v * 2)

    r = [f(v) for v in x]
    return sum((a * b for a, b in [p for p in r if p]))


CASES = [
    Case(method_that_counts, (X,), (0,)),
    Case(attribute_changed_after, (X,), (0,)),
    Case(methods_of_each, (X,), (0,)),
    Case(method_of_each_trip, (X,), (0,)),
    Case(one_before_by_exchange, (X,), (0,)),
    Case(some_of_a_list, (X,), (0,)),
    Case(exchanged_with_none, (X,), (0,)),
    Case(chosen_then_changed, (X,), (0,)),
    Case(condition_that_changes, (X,), (0,)),
    Case(condition_of_each_trip, (X,), (0,)),
    Case(chosen_in_a_branch, (X,), (0,)),
    Case(chosen_numbers, (X,), (0,)),
    Case(chosen_by_rows, (X,), (0,)),
    Case(two_defaults, (X,), (0,)),
    Case(functions_under_names, (X,), (0,)),
    Case(late_binding, (X,), (0,)),
    Case(pairs_that_are_there, (X,), (0,)),
]
