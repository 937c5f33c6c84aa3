"""What np.where does not take stays out, and lists are joined at second order."""

import numpy as np

from oracles import Case

X = np.array([0.4, 0.7, 1.3, 0.9])


def stacked_and_turned(x):
    rows = []
    for i in range(3):
        rows.append(x * i)
    m = np.vstack(rows)
    m = np.concatenate([m, m[::-1]], axis=1)
    return np.sum(m**3)


def joined_list(x):
    rows = [x * i for i in range(3)]
    return np.sum(np.concatenate(rows) ** 3)


def joined_side_by_side(x):
    rows = [x * i for i in range(3)]
    return np.sum(np.hstack(rows) ** 3)


def list_of_columns(x):
    rows = [x * i for i in range(3)]
    return np.sum(np.column_stack(rows) ** 3)


def list_in_depth(x):
    rows = [x * i for i in range(3)]
    return np.sum(np.dstack(rows) ** 3)


def list_of_numbers(x):
    rows = []
    for i in range(3):
        rows.append(x[i])
    return np.sum(np.hstack(rows) ** 3)


def sine_over_itself(x):
    return np.sum(np.where(x != 0.0, np.sin(x) / x, 1.0) * x)


def root_of_the_positive(x):
    return np.sum(np.where(x > 0.0, 2.0 * np.sqrt(x) ** 3, x**2))


def one_number(x):
    return np.where(x[0] > 0.0, np.log(x[0]) * x[1], x[1] ** 2) + np.where(x[2] < 0.0, 1.0 / x[0], x[2]) * 2.0


def used_elsewhere_as_well(x):
    s = np.exp(0.5 * x)
    y = s * s + 1.0
    return np.sum(np.where(x > 0.5, y * s, s)) + np.sum(s[x > 0.6]) + np.sum(np.where(x < 0.6, 0.0, 3.0 / y))


def chosen_in_a_loop(x):
    total = x * 0.0
    s = x * 1.0
    for k in range(3):
        t = np.log(s) / s
        total = total + np.where(s > 0.0, t, 0.0)
        s = s - 0.1
    return np.sum(total)


def stretched_by_the_choice(x):
    r = np.sqrt(x[0])
    return np.sum(np.where(x > 0.5, r * x[1], x))


def mask_of_a_loop(x):
    s = x / 2.0
    y = s * 1.0
    for k in range(2):
        y = np.where(x > 0.5 + 0.3 * k, y * y, s)
        s = y / x
    return np.sum(y * s)


CASES = [
    Case(sine_over_itself, (X,), (0,), complex_step=False),
    Case(root_of_the_positive, (X,), (0,), complex_step=False),
    Case(one_number, (X,), (0,), complex_step=False),
    Case(used_elsewhere_as_well, (X,), (0,), complex_step=False),
    Case(chosen_in_a_loop, (X,), (0,), complex_step=False),
    Case(stretched_by_the_choice, (X,), (0,), complex_step=False),
    Case(mask_of_a_loop, (X,), (0,), complex_step=False),
    Case(stacked_and_turned, (X,), (0,)),
    Case(joined_list, (X,), (0,)),
    Case(joined_side_by_side, (X,), (0,)),
    Case(list_of_columns, (X,), (0,)),
    Case(list_in_depth, (X,), (0,)),
    Case(list_of_numbers, (X,), (0,)),
]
