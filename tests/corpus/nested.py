"""Lists and dicts inside of each other, read with a running index and changed in place."""

import numpy as np

from oracles import Case


def items_of_slices(xs):
    ys = xs[1:]
    zs = xs[:-1]
    return sum(a * b for a, b in zip(ys, zs, strict=True))


def picked_from_a_tuple(x, k):
    t = (x, x * x, x**3)[1:]
    return t[k] * x


def flattened(rows):
    return sum([x * x for row in rows for x in row if x > 0.15])


def matrix_of_lists(x):
    m = [[0.0, 0.0], [0.0, 0.0]]
    m[0][1] = x * x
    m[1][0] = x
    row = m[0]
    row[0] = 2.0 * x
    return m[0][1] * m[1][0] + m[0][0]


def table(x, n):
    m = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            m[i][j] = x**i + j * x
    total = 0.0
    for i in range(n):
        for j in range(n):
            total += m[i][j] * m[j][i]
    return total


def dict_in_dict(params):
    p = {"w": {"x": 1.0}, "b": 2.0}
    p["w"]["x"] = params["w"]["x"] * params["b"]
    p["w"]["y"] = 3.0 * params["b"]
    return p["w"]["x"] * p["w"]["y"]


def appends_to_inner(x, n):
    groups = [[], []]
    for k in range(n):
        groups[0].append(x**k)
    groups[1].append(x)
    return sum(groups[0]) * sum(groups[1])


def one_row_twice(x):
    row = [x, 0.0]
    rows = [row, row]
    rows[0][1] = x * x
    return rows[1][1] * rows[0][0]


def row_under_two_names(x):
    rows = [[x, 0.0], [0.0, x]]
    row = rows[0]
    rows[0][1] = x * x
    return row[1] * rows[0][0]


def row_kept_elsewhere(x):
    row = [x, 0.0]
    rows = [row]
    row[1] = x * x
    return rows[0][1] * row[0]


def row_of_a_helper(x):
    rows = twice([x, 0.0])
    rows[0][1] = x * x
    return rows[1][1] * x


def twice(row):
    return [row, row]


def table_of_lists(y, n):
    a = np.array([[[y[j] * i + k for j in range(n)] for i in range(n)] for k in range(2)])
    return np.sum(a * a * a)


def kernel_by_rows(y, n):
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            row.append(np.exp(-((y[i] - y[j]) ** 2)))
        rows.append(row)
    k = np.array(rows) + np.eye(n)
    return np.sum(np.linalg.inv(k) @ y) + np.sum(rows[0])


CASES = [
    Case(table_of_lists, (np.array([0.4, 1.1]), 2), second_refusable=True),
    Case(kernel_by_rows, (np.array([0.4, 1.1]), 2), second_refusable=True),
    Case(one_row_twice, (0.7,), refusable=True),
    Case(row_under_two_names, (0.7,), refusable=True),
    Case(row_kept_elsewhere, (0.7,), refusable=True),
    Case(row_of_a_helper, (0.7,), refusable=True),
    Case(items_of_slices, ([0.7, 0.3, 0.2],)),
    Case(picked_from_a_tuple, (0.7, 1)),
    Case(flattened, ([[0.7, 0.3], [0.2, 0.1]],), complex_step=False),
    Case(matrix_of_lists, (0.7,)),
    Case(table, (0.7, 3)),
    Case(dict_in_dict, ({"w": {"x": 0.7}, "b": 0.2},)),
    Case(appends_to_inner, (0.7, 4), refusable=True),
]
