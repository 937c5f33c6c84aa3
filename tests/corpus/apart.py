"""Loops that are written out: functions made in them, members of enumerations; attempts that append."""

import enum
import math

import numpy as np

from oracles import Case

X = np.array([0.4, 0.7, 1.3, 0.9])


def powers_in_a_list(x):
    fs = [lambda v, k=k: v**k for k in range(1, 4)]
    return sum((f(x[0]) for f in fs))


def functions_with_defaults(x):
    fs = []
    for p in (1.0, 2.0, 0.5):

        def g(v, p=p):
            return v**p * x[1]

        fs.append(g)
    return sum((f(v) for f, v in zip(fs, x)))


def functions_over_parts(x):
    fs = []
    for p in (x[0], x, x[1] * 2, x[1:]):
        fs.append(lambda v, p=p: np.sum(v * p))
    return fs[0](x[1]) * fs[1](x[2]) * fs[2](x[3]) * fs[3](x[0])


def functions_over_a_dict(x):
    fs = {}
    for k, p in {"a": x[0], "b": x[3], "c": x[1]}.items():
        fs[k] = lambda v, p=p: v * p**2
    return fs["a"](x[1]) + fs["b"](x[2]) * fs["c"](x[0])


class Kind(enum.Enum):
    A = 1
    B = 2


def what_may_raise_is_appended(x):
    r = []
    for v in x:
        try:
            r.append(math.log(v - 0.5))
        except ValueError:
            r.append(v)
    return sum(r)


def appended_or_squared(x):
    r = []
    for v in x:
        try:
            r.append(math.sqrt(v - 0.6) / float(int(v + 0.6)))
        except (ZeroDivisionError, ValueError):
            pass
        else:
            r.append(v**2)
    return sum(r)


def members(x):
    t = 0.0
    for k in Kind:
        if k is Kind.A:
            t = t + x[0]
        elif k == Kind.B:
            t = t + x[1] ** 2 * k.value
    return t


def members_counted(x):
    return sum((x[k.value] * i for i, k in enumerate(Kind)))


def dict_by_members(x):
    return sum({k: x[k.value] ** 2 for k in Kind}.values()) * len(Kind)


def members_as_keys(x):
    d = {Kind.A: x[0], Kind.B: x[1]}
    for k in d:
        d[k] = d[k] * 2
    return sum(d.values())


def members_as_keys_of_an_argument(x):
    d = {Kind.A: x[0]}
    d[Kind.B] = x[1] ** 2

    def f(d):
        return d[Kind.A] * d[Kind.B]

    return f(d)


def members_in_a_list(x):
    d = {}
    for i, k in enumerate([Kind.A, Kind.B]):
        d[k] = x[i]
    return d[Kind.A] * d[Kind.B]


def classes_as_keys(x):
    d = {int: x[0], None: x[1], True: x[2]}
    return d[int] * d[None] * d[True]


CASES = [
    Case(powers_in_a_list, (X,), (0,)),
    Case(functions_with_defaults, (X,), (0,)),
    Case(functions_over_parts, (X,), (0,)),
    Case(functions_over_a_dict, (X,), (0,)),
    Case(what_may_raise_is_appended, (X,), (0,), complex_step=False),
    Case(appended_or_squared, (X,), (0,), complex_step=False),
    Case(members, (X,), (0,)),
    Case(members_counted, (X,), (0,)),
    Case(dict_by_members, (X,), (0,)),
    Case(members_as_keys, (X,), (0,)),
    Case(members_as_keys_of_an_argument, (X,), (0,)),
    Case(members_in_a_list, (X,), (0,)),
    Case(classes_as_keys, (X,), (0,)),
]
