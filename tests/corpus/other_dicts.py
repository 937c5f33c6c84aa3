"""Loops over the views of a dict whose name is bound to another dict meanwhile; dicts that say that they are ordered."""

import math
from collections import OrderedDict, defaultdict, deque

import numpy as np

from oracles import Case

X = np.array([0.4, 0.7, 1.3, 0.9])


def another_dict_of_arrays(x):
    m = {"k0": x * 2, "k1": x * 3}
    t = 0.0
    for k, q in m.items():
        t = t + np.sum(q)
        m = {"k0": x, "k1": x * 5}
    return t + np.sum(m["k1"] ** 2)


def doubled_as_it_goes(x):
    m = {"a": x[0], "b": x[1], "c": x[2]}
    t = 1.0
    for v in m.values():
        t = t * v
        m = {k: w * 2 for k, w in m.items()}
    return t * m["a"]


def a_number_instead(x):
    q = x
    m = {"k0": x * 0.5, "k1": q}
    for k, q in m.items():
        m = 1
    return np.sum(q) * m


def changed_then_another(x):
    m = {"a": x[0], "b": x[1]}
    t = 0.0
    for k, v in m.items():
        m["b"] = v * 2
        t = t + v
        m = {"a": x[3], "b": x[2]}
    return t


def another_dict_inside(x):
    d = {"s": {"a": x[0], "b": x[1]}}
    t = 0.0
    for k, v in d["s"].items():
        t = t + v
        d["s"] = {"a": x[2], "b": x[3]}
    return t + d["s"]["a"]


def beside_weights(x):
    m = {"a": x[0], "b": x[1]}
    t = 0.0
    for (k, v), w in zip(m.items(), x[2:]):
        t = t + v * w
        m = {"a": x[3], "b": x[2]}
    return t


def in_order(x):
    d = OrderedDict()
    d["a"] = x[0]
    d["b"] = x[1]
    s = 0.0
    for v in d.values():
        s = s * 2.0 + v * v
    e = OrderedDict([("c", x[2]), ("d", x[3])], f=x[0])
    return s * e["c"] * len(e) + e["f"] ** 2


def layers_in_order(x):
    h = x
    for _, layer in OrderedDict([("first", np.tanh), ("second", np.exp)]).items():
        h = layer(h)
    return np.sum(h)


def filled_in_order(x):
    d = OrderedDict()
    for i, v in enumerate(x):
        d[f"k{i}"] = v * i
    return sum(d[k] ** 2 for k in d) * len(d)


def asked_whether_it_is_a_dict(x):
    d = defaultdict(float)
    d["a"] += x[0]
    return d["a"] ** 2 if isinstance(d, dict) else d["a"]


def missing_key_deep_inside(x):
    o = [[[defaultdict(float)]], x]
    r = o[0][0]
    r[0][1] += x[0]
    return r[0][0] + o[0][0][0][1] * o[0][0][0].get(1, 1)


def keys_summed(x):
    d = {0: x[0], 1: x[1]}
    return sum(d, 0.5) * x[1] + max(d) * x[2]


def keys_summed_by_a_library(x):
    d = {0: x[0], 1: x[1]}
    return math.fsum(d) * x[1]


def a_dict_as_one_object(x):
    d = {"a": x[0], "b": 2.0}
    c = np.sum(d)
    return len(c) * x[1] + sum(c.values()) * x[2]


def the_text_of_an_ordered_dict(x):
    return len(str(OrderedDict(a=1))) * x[0] + len(f"{deque([1, 2])}") * x[1]


CASES = [
    Case(keys_summed, (X,), (0,)),
    *(Case(f, (X,), (0,), complex_step=False, refusable=True) for f in (keys_summed_by_a_library, a_dict_as_one_object, the_text_of_an_ordered_dict)),
    Case(missing_key_deep_inside, (X,), (0,), complex_step=False, over_forward_refusable=True),
    *(Case(f, (X,), (0,)) for f in (in_order, layers_in_order, filled_in_order, asked_whether_it_is_a_dict)),
    Case(another_dict_of_arrays, (X,), (0,)),
    Case(doubled_as_it_goes, (X,), (0,)),
    Case(a_number_instead, (X,), (0,)),
    Case(changed_then_another, (X,), (0,)),
    Case(another_dict_inside, (X,), (0,)),
    Case(beside_weights, (X,), (0,)),
]
