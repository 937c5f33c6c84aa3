"""Programs of the corpus put in other words, by `fuzz.with_other_words`: what they came upon."""

import copy

import numpy as np

from oracles import Case

X = np.array([0.3, 0.6, 0.2])


def layers_of_many_widths_in_one_trip(x):
    carried = x
    for _ in range(1):
        rng = np.random.default_rng(3)
        for width in (4, 2):
            x = np.tanh(rng.normal(size=(width, carried.size)) @ carried)
            carried = x
        return np.sum(x)


def rows_that_get_shorter_in_a_dict(x):
    held = {"rows": []}
    for i in range(3):
        held["rows"].append([x[0] * i, x[1]])
    t = 0.0
    for i in range(3):
        t += held["rows"][i].pop() * held["rows"][0][0]
    return t * x[0] + sum(sum(row) for row in held["rows"])


def rows_that_are_replaced_in_a_dict(x):
    held = {"rows": [[x[0] * i, x[1]] for i in range(3)]}
    t = 0.0
    for i in range(3):
        row = []
        for _ in range(2):
            row.append(x[1] * x[0])
        held["rows"][i] = row
        t += held["rows"][0][0]
    return t * x[0]


def item_of_a_deep_copy_that_is_replaced(x):
    rows = []
    for i in range(3):
        rows.append([x[0] * i, x[1]])
    rows = copy.deepcopy(rows)
    y = 0.0
    for i in range(3):
        row = rows[i]
        rows[i] = [x[2] * x[1], x[2]]
        y += row[0] ** 2
    return y * x[0] + rows[0][0] * x[1]


def item_of_a_deep_copy_that_moves(x):
    rows = []
    for i in range(3):
        rows.append([x[0] * i, x[1]])
    rows = copy.deepcopy(rows)
    y = 0.0
    for i in range(2):
        row = rows[i]
        rows.insert(0, [x[2], x[2]])
        y += row[0] ** 2 + row[1]
    return y * x[0] + rows.pop(0)[0] * x[1]


CASES = [
    Case(layers_of_many_widths_in_one_trip, (X,)),
    Case(rows_that_are_replaced_in_a_dict, (X,)),
    Case(item_of_a_deep_copy_that_is_replaced, (X,)),
    Case(item_of_a_deep_copy_that_moves, (X,)),
    Case(rows_that_get_shorter_in_a_dict, (X,), second_refusable=True),
]
