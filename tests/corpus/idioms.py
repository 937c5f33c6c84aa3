"""Everyday statements met in blocks: what programs drawn from `fuzz.idioms` came upon."""

import functools

import numpy as np

from oracles import Case

X = np.array([0.42, -0.73, 1.31, 0.58])
A = np.array([[0.61, -0.29, 0.83], [0.47, 1.19, -0.52]])


class Bag:
    def __init__(self, p, q):
        self.p, self.q = p, q


def complex_in_each_trip(x):
    for _ in range(2):
        h = x + 0.5j
    return np.sum(np.real(h) * x)


def complex_attribute_in_each_trip(x):
    bag = Bag(x, None)
    for k in range(2):
        bag.q = bag.p * k + 0.5j
    return np.sum(np.real(bag.q) * x)


def last_dict_that_passed(x):
    for k in range(3):
        if x[k] > 0:
            best = dict(p=x[: 4 - k], q=x[k:], r=[x[k]])
    return np.sum(best["p"]) * np.sum(best["q"]) * best["r"][0]


def last_object_of_what_became_a_number(x):
    y = x
    for e in x:
        y = 0.5 * e
    for _ in x:
        bag = Bag(y, y * 2.0)
    return bag.p * bag.q


def inserted_in_each_trip(x):
    for k in range(len(x)):
        q = np.insert(x, k, x)
    return np.sum(q**2 * x[0])


def some_trips_of_a_branch_that_is_sure(x):
    if x[0] > 0:
        y, t = x, x[1]
        for u in x:
            if u > 0.5:
                continue
            y = np.clip(x, t, 0.9) * u
        return u + np.sum(y * x)
    else:
        raise ValueError("negative")


def first_row_of_a_branch_that_is_sure(x, a):
    a = a.copy()
    same, module = x, np
    if module:
        s = same[0]
        also = s
        a[0] = s
        return np.sin(also) + np.sum(np.cos(a))
    else:
        raise ValueError("no module")


def chosen_after_a_change(x):
    u = -0.5 * x * np.array([1.0, 2.0, 3.0, 4.0])
    u += x[0]
    v = np.zeros(4)
    v[0] = u[1]
    v += np.where(x > 0.5, u, 0.0)
    return np.sum(v * x)


def under_one_name_by_a_loop(x):
    x = x.copy()
    v, y = x * 0.0, x
    for u in (v, v):
        y[[0, 1]] = x[[0, 1]]
    v[x > 0.2] = y[x > 0.2]
    kept = {"p": u, "q": u}
    return np.sum(kept["p"] * kept["q"])


def shorter_array_in_place_of_another(x):
    rows = [x, x * 2.0]
    rows[0] = x[1:]
    return sum(np.sum(r**2) for r in rows)


def partials_of_library_functions(x):
    scale, turn = functools.partial(np.multiply, x[0]), functools.partial(np.roll, shift=1)
    steps = [functools.partial(np.power, 2.0), functools.partial(np.clip, a_min=-0.5, a_max=1.2), np.sin]
    y = turn(scale(x))
    for step in steps:
        y = step(y)
    return np.sum(y * x)


def of_another_size_when_a_trip_ends(x):
    y, s = x, x[0]
    for e in y:
        pass
    while True:
        y = np.ones(2) * s
        break
    return e + np.sum(np.cos(y))


def shorter_in_each_trip_of_a_loop_inside(x):
    z = np.sin(x)
    for _ in range(1):
        y = x * 1.0
        for e in sorted(y):
            x = x[1:]
        y = y * e
        return np.sum(y**2) + z[0]


def items_added_to_through_another_name(x):
    y = np.asarray(x * 2.0, dtype=float)
    a = y
    for k in range(3):
        a[k] += y[k - 1] * x[k]
    return np.sum(y**2) * a[0]


def rows_through_another_name(x):
    y = np.outer(x, x)
    lower, turned = y[1:], y.T
    for k in range(2):
        lower[k] *= x[k]
        turned[k, 1:] += x[k]
        turned[x > 0] *= x[k]
    return np.sum(y**2)


def item_out_and_in_again(x):
    y = x * 1.0
    s = 0.0
    y[1], s = s, y[1]
    y[1], s = s, 2.0
    return np.sum(y * x) + s * x[0]


def item_kept_while_others_stand_there(x):
    y = x * 1.0
    kept = y[2]
    for v in (0.5, x[0], 0.25):
        y[2] = v
    y[2] = kept
    return np.sum(y * x)


def centred_and_joined(x):
    y = x
    u = y - y.mean()
    y = np.concatenate([u, y])
    for e in y:
        last = x
    return np.sum(last) + e + np.sum(u**2)


CASES = [
    Case(centred_and_joined, (np.array([0.42, -0.73, 1.31, 0.58, -1.17]),)),
    *(Case(f, (X,)) for f in (item_out_and_in_again, item_kept_while_others_stand_there, of_another_size_when_a_trip_ends, last_dict_that_passed, inserted_in_each_trip, some_trips_of_a_branch_that_is_sure)),
    *(
        Case(f, (X,), complex_step=False)
        for f in (
            chosen_after_a_change, under_one_name_by_a_loop, complex_in_each_trip, complex_attribute_in_each_trip,
            items_added_to_through_another_name, rows_through_another_name, shorter_array_in_place_of_another, shorter_in_each_trip_of_a_loop_inside, partials_of_library_functions,
        )
    ),
    Case(last_object_of_what_became_a_number, (X,), second_refusable=True),
    Case(first_row_of_a_branch_that_is_sure, (X, A), wrt=(0, 1)),
]  # fmt: skip
