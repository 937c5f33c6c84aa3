"""Programs of the corpus put in other words, by `fuzz.with_other_words`: what they came upon."""

import copy
import functools
from functools import partial

import numpy as np

from oracles import Case

X = np.array([0.3, 0.6, 0.2])


class Cell:
    def __init__(self, level, rate=1.0):
        self.level, self.rate = level, rate


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


def partials_of_numpy(x):
    total = partial(np.sum, axis=0)
    scaled = partial(np.multiply, x[0])
    x = x * 2
    several = {"power": partial(np.power, x), "clip": partial(np.clip, x, a_max=0.9)}
    return np.prod(total(np.outer(x, x))) + total(np.outer(x, x), axis=1)[1] + sum(map(scaled, [x[1], x[2]])) + np.sum(several["power"](2.0)) * np.sum(several["clip"](0.5))


def two_partials_of_one_function(x):
    return partial(np.where, x > 0.25, x**2)(x * 3).sum() * partial(np.where, x > 0.25, x**3)(x * 2).sum()


def partial_of_a_partial(x):
    inner = partial(partial(np.tensordot, x), axes=1)
    pair = [x, x[0]]
    return inner(x) + np.sum(partial(np.multiply, *pair)()) + functools.reduce(partial(np.einsum, "i,i->i"), [x, x, x]).sum()


def partial_of_what_takes_any_arguments(x):
    def summed(*terms, by=1.0):
        return sum(terms) * by

    return partial(summed, x[0], by=x[1])(x[2], x[0]) * partial(summed, x[0])(x[2], by=x[1])


def partial_of_a_class(x):
    cell = partial(Cell, rate=x[1])(x[0])
    return cell.level * cell.rate * partial(max, x[1])(x[0])


def partial_of_a_function_inside_of_itself(x):
    def squares(i):
        return x[i] ** 2 + (functools.partial(squares, i + 1)() if i < 2 else 0.0)

    return squares(0) * x[1]


PARTIALS = (
    partial_of_a_function_inside_of_itself, partials_of_numpy, two_partials_of_one_function, partial_of_a_partial, partial_of_what_takes_any_arguments, partial_of_a_class,
)  # fmt: skip

CASES = [
    *(Case(f, (X,)) for f in PARTIALS),
    Case(layers_of_many_widths_in_one_trip, (X,)),
    Case(rows_that_are_replaced_in_a_dict, (X,), second_refusable=True),
    Case(item_of_a_deep_copy_that_is_replaced, (X,)),
    Case(item_of_a_deep_copy_that_moves, (X,)),
    Case(rows_that_get_shorter_in_a_dict, (X,), second_refusable=True),
]
