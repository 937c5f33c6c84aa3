"""Arrays without axes, which change in place, and the numbers that NumPy makes of them and of items, which do not."""

import numpy as np
from oracles import Case

X = np.array([0.42, -0.73, 1.31])


def bump(t, v):
    t += v
    return t


def one_more(v):
    return v + 1


def copy_of_an_item(x):
    a = x[0].copy()
    t = a
    t += x[1]
    return a * x[2] + t * x[0]


def copy_of_a_sum(x):
    t = x.sum().copy()
    u = t
    t += x[1]
    return t * u


def copy_that_a_helper_cannot_change(x):
    a = x[0].copy()
    bump(a, x[1])
    return a * x[2]


def array_that_a_helper_changes(x):
    a = np.array(x[0])
    bump(a, x[1])
    return a * x[2]


def item_under_an_array_without_axes(x):
    a = x[np.array(2)]
    t = a
    t += x[1]
    return a * x[2] + t * x[0]


def row_under_an_array_without_axes(x):
    m = np.outer(x, x)
    row = m[np.array(1)]
    row *= x[0]
    return np.sum(m) + np.sum(row * row)


def twice_negative(x):
    a = np.array(x[0])
    t = -(-a)
    a += x[1]
    return a * x[2] + t * x[0]


def divided_by_one(x):
    a = np.array(x[0])
    t = a / 1
    a *= x[1]
    return a * x[2] + t * x[0]


def sum_of_a_function(x):
    a = np.array(x[0])
    t = one_more(a)
    t += x[1]
    return a * x[2] + t * x[0]


def sum_of_a_lambda(x):
    a = np.array(x[0])
    t = (lambda v: v + 1)(a)
    t += x[1]
    return a * x[2] + t * x[0]


def item_of_a_list(x):
    a = np.array(x[0])
    held = [a - 1, a]
    a *= x[1]
    return a * x[2] + held[0] * held[1]


CASES = [
    Case(f, (X,))
    for f in (
        copy_of_an_item, copy_of_a_sum, copy_that_a_helper_cannot_change, array_that_a_helper_changes, item_under_an_array_without_axes,
        row_under_an_array_without_axes, twice_negative, divided_by_one, sum_of_a_function, sum_of_a_lambda, item_of_a_list,
    )
]  # fmt: skip
