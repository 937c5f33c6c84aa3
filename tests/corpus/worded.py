"""Programs of idioms in other words: dict keys and attributes for variables, loops of one trip, names that change their kind."""

from functools import partial

import numpy as np

from oracles import Case

X = np.array([0.42, -0.73, 1.31, 0.58, -1.17])
WEIGHTS = np.array([0.3, 1.1, -0.6, 0.8, 0.5])
WEIGHTED, DOUBLED, TOTAL = partial(np.dot, WEIGHTS), partial(np.multiply, 2.0), partial(np.sum, axis=0)


def increased_before_a_choice(x, s):
    u = s * np.sin(x)
    u += s
    y = np.zeros(5)
    y[0] = u[1]
    y += np.where(x > 0.817, u, 0.0)
    return np.sum(y * x)


def list_from_the_first_trip_on(w):
    x = np.zeros(5)
    for _ in range(1):
        x[:] = w
        for _ in np.ndindex(1):
            w = [0, 1, 0]
        return np.sum(x**2)


def list_in_every_other_trip(w):
    x = np.zeros(5)
    for _ in range(2):
        x[:] += w
        for _ in range(1):
            w = [0, 1, 0, 0, 0]
    return np.sum(x**2)


def item_under_the_name_of_its_array(x):
    for _ in range(1):
        s = x[0] * x[1]
        x = s
        p = x
        return p


def joined_beside_a_number(x):
    table = {}
    table[1] = 0
    for _ in x:
        table[5] = np.concatenate([x, x**2])
    return np.sum(table[5] ** 2)


def partials_of_numpy(x):
    scaled, total = partial(np.multiply, x[0]), partial(np.sum, axis=0)
    y = total(scaled(x)[:, None] * x, keepdims=True)
    return np.sum(y**2) + partial(np.einsum, "i,i->")(x, x**3)


def partials_of_the_module(x):
    y = TOTAL(x[:, None] * x, axis=1) + TOTAL(x * x)
    return WEIGHTED(y**2) + sum(map(DOUBLED, x)) * DOUBLED(x[0])


def partial_that_is_overruled(x):
    total = partial(np.sum, axis=0)
    return np.sum(total(x[:, None] * x, axis=1) * x)


def partials_in_a_list(x):
    y = x
    for f in [partial(np.power, 1.7), np.sin, partial(np.add, x[2])]:
        y = f(y)
    return np.sum(y * x)


def partial_that_writes(x):
    y = x.copy()
    f = partial(np.multiply, y)
    f(x[1], out=y)
    return np.sum(f(y))


def partials_that_are_handed_on(x):
    def twice(f, y):
        return f(f(y))

    if x[0] > 0.0:
        chosen = partial(np.add, x[0])
    else:
        chosen = partial(np.multiply, x[0])
    scaled = partial(np.multiply, x[3])
    return sum(map(scaled, x)) + np.sum(twice(chosen, x) ** 2)


def shorter_one_in_a_list(x):
    items = [x, x**2]
    items[0] = x[1:]
    return sum(np.sum(u**2) for u in items)


def shorter_ones_in_turn(x):
    items = [x * k for k in range(3)]
    items[0], items[1] = items[1][1:], items[0]
    return sum(np.sum(u**3) for u in items)


def longer_one_in_a_dict(x, w):
    held = {}
    held["y"] = x * 1.5
    held["m"] = x > 0.2
    held["y"] = np.pad(w, 1)
    for _ in w:
        held["p"] = held["y"] * x[0]
        held["y"] = np.column_stack([x, w]).ravel()
    return np.sum(held["y"] ** 2) + np.sum(held["p"] ** 2)


def dict_of_some_paths(x):
    for _ in range(1):
        if x[0] > 0.0:
            d = dict(p=x, q=x**2)
        return np.sum(d["p"] * d["q"])


CASES = [
    *(Case(f, (X,)) for f in (joined_beside_a_number, item_under_the_name_of_its_array, partials_of_numpy, partials_of_the_module, partial_that_is_overruled, partials_in_a_list, partials_that_are_handed_on)),
    Case(list_from_the_first_trip_on, (X,), complex_step=False, second_refusable=True),
    *(Case(f, (X,)) for f in (dict_of_some_paths, shorter_one_in_a_list, shorter_ones_in_turn)),
    Case(longer_one_in_a_dict, (X, X[::-1] + 0.3), wrt=(0, 1), complex_step=False),
    Case(partial_that_writes, (X,)),
    Case(list_in_every_other_trip, (X,), complex_step=False),
    Case(increased_before_a_choice, (X, 0.68), wrt=(0, 1), complex_step=False),
]
