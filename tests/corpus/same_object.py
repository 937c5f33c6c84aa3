"""Programs that ask whether two names stand for one object, in containers that are changed afterwards."""

import numpy as np
from oracles import Case


def row_replaced(x):
    total, rows = 0.0, [[x[0]], [x[1]]]
    row = rows[1]
    if row is rows[1]:
        total += x[0]
        rows[1] = [x[1]]
    return total


def chosen_and_replaced(x):
    rows = [[x[0]], [x[1]]]
    row = rows[1]
    total = x[0] ** 2 if row is rows[1] else x[1]
    rows[1] = [total]
    return total * rows[1][0]


def known_before_it_is_replaced(x):
    rows = [[x[0]], [x[1]]]
    row = rows[1]
    same = row is rows[1]
    rows[1] = [x[2]]
    return x[0] * 3 if same else x[1]


def all_others(x):
    rows = [[x[0], 1.0], [x[2], 2.0]]
    for p in rows:
        for q in rows:
            if p is not q:
                p[0] += q[0] * x[1]
    return rows[0][0] * rows[1][0]


def forces_of_all_others(x):
    points = [[x[0], x[1]], [x[1], x[2]], [x[2], x[3]]]
    for p in points:
        force = 0
        for q in points:
            if p is q:
                continue
            force += (q[0] - p[0]) ** 3
        p[1] += force
    for p in points:
        p[0] += p[1]
    return points[0][0] * points[1][0] + points[2][0] ** 2


def all_rows_but_the_pivot(x):
    rows = [[2 + x[0], x[1], 1.0], [x[2], 3.0, x[2]], [1.0, x[3], 4.0]]
    for k in range(3):
        pivot = rows[k]
        for row in rows:
            if row is pivot:
                continue
            f = row[k] / pivot[k]
            for j in range(3):
                row[j] -= f * pivot[j]
    return rows[0][0] * rows[1][1] * rows[2][2]


def one_array_twice(x):
    a = x.copy()
    held = [a, a]
    if held[0] is held[1]:
        a *= x[1]
    return a[2]


def the_first_of_two(x):
    a, b = [x[0]], [x[1]]
    total = 0
    for u in [a, b]:
        first = u is a and x[0] > 0
        if u is a:
            total += x[2] * u[0]
        u[0] *= x[3]
        if first:
            total += x[2] * u[0]
        u = b
    return total + a[0] * b[0]


def value_replaced(x):
    d = {"a": [x[0]], "b": [x[1]]}
    c, total = d["a"], 0
    if c is d["a"]:
        total += x[0]
        d["a"] = [x[3]]
    return total + d["a"][0]


X = np.array([0.42, -0.73, 1.31, 0.6])
PROGRAMS = (
    row_replaced, chosen_and_replaced, known_before_it_is_replaced, all_others, forces_of_all_others, all_rows_but_the_pivot, one_array_twice,
    the_first_of_two, value_replaced,
)  # fmt: skip
CASES = [Case(f, (X,), second_refusable=True) for f in PROGRAMS]
