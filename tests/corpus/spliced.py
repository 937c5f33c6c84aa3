"""Slices of lists that are stored into and deleted, lists repeated in place, tuples made of arrays and of lists."""

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


def squares(x):
    found = []
    for v in x:
        found.append(v**2)
    return found


def weighed(xs):
    return sum(v * (k + 1) for k, v in enumerate(xs))


def as_many(x):
    xs = [v for v in x]
    xs[1:3] = [x[0] ** 2, x[3] * 2]
    return weighed(xs)


def fewer_and_more(x):
    xs = [x[0], x[1], x[2]]
    xs[1:3] = (x[0] ** 2,)
    xs[1:1] = [x[3], xs[0]]
    xs[::2] = [x[1] * x[2], x[2]]
    return weighed(xs)


def everything(x):
    xs = [x[0], x[1]]
    xs[:] = [v**2 for v in xs]
    ys = squares(x)
    ys[:] = ys[::-1]
    return weighed(xs) * weighed(ys)


def of_any_length(x):
    xs = squares(x)
    xs[-3:-1] = [x[0]]
    xs[1:2] = x[2:]
    xs[10:] = [x[1]]
    return weighed(xs)


def turned_around(x):
    """A slice that ends before it begins is an empty one, where it begins."""
    xs = squares(x)
    a, b = 3, 1
    xs[a:b] = [x[0], x[1]]
    xs[-1:2] = [x[2]]
    return weighed(xs)


def in_each_trip(x):
    xs = squares(x)
    for i in range(3):
        xs[i : i + 1] = [xs[i] * 2, xs[i] * 3]
    return weighed(xs)


def exchanged_by_a_helper(x):
    def exchange(v, i):
        v[i : i + 2] = [v[i + 1], v[i]]

    xs = [x[0], x[1], x[2]]
    exchange(xs, 1)
    return weighed(xs)


def deleted(x):
    xs = [v * 2 for v in x]
    del xs[1:3]
    ys = squares(x)
    del ys[:2]
    return xs[0] * xs[1] * weighed(ys)


def last_ones_kept(x):
    history = []
    for v in x:
        history.append(v**2)
        if len(history) > 2:
            del history[:-2]
    return history[0] * history[1]


def rows(x):
    table = []
    for i in range(3):
        table.append([x[i], x[i + 1]])
    table[1][:] = [x[0], x[0]]
    del table[0:1]
    return table[0][0] * table[0][1] * table[1][0]


def repeated(x):
    xs = [x[0], x[1]]
    xs *= 2
    xs[2] = x[2]
    ys = [0.0]
    ys *= len(x)
    ys[1] = x[3]
    zs = squares(x)
    zs *= 2
    return weighed(xs) * weighed(ys) + weighed(zs * 2)


def repeated_rows(x):
    table = [x * 1.0]
    for _ in range(2):
        table *= 2
    table[0][0] = x[1]
    return np.sum(table[3] ** 2)


def tuple_of_an_array(x):
    t = tuple(x**2)
    a, b, c, d = tuple(x)
    return t[0] * t[3] * a * b + c * d if isinstance(t, tuple) else a


def under_two_names(x):
    xs = squares(x)
    ys = xs
    ys[1:2] = [x[0]]
    return xs[1] * xs[0]


def tuple_of_a_list(x):
    return tuple(squares(x))


def items_of_a_tuple(x):
    t, u = tuple_of_a_list(x), tuple_of_a_list(x * 2)
    return t[0] * u[1] + sum(t)


def tuples_in_a_tuple(x):
    t = tuple([tuple([v * w for w in x if w > 0]) for v in x if v > 0])
    return t[0][1] * t[1][2] + sum(t[2])


def tuples_in_a_dict(x):
    kept = {}
    for k in range(3):
        row = []
        for v in x:
            row.append(v * (k + 1))
        kept[k] = tuple(row)
    return sum(kept[1]) + kept[2][0] * kept[0][1]


def tuples_in_pairs(x):
    trace = []
    for k in range(3):
        trace.append((tuple(squares(x * (k + 1))), x[k]))
    return sum(row[0] * w for row, w in trace) + trace[-1][0][1]


def the_best_row(x):
    best = ()
    for k in range(3):
        row = squares(x * (k + 1))
        if k == 0 or row[0] < 1.0:
            best = tuple(row)
    return sum(best) * x[0]


def pairs_under_keys(x):
    groups = {}
    for k in range(4):
        groups.setdefault(k % 2, []).append((x[k], k * x[0]))
    s = 0.0
    for pairs in groups.values():
        for a, b in pairs:
            s += a * b
    return s
class Bag:
    def __init__(self, items):
        self.items, self.weights = items, [0.3, 0.6]


def in_an_object(x):
    bag = Bag([x * 1.0, x * 2.0])
    for k in range(3):
        bag.weights[0] = bag.weights[1] * x[k]
        if x[k] > 0.6:
            bag.items[1:] = [x * 0.3, x * 0.4]
    return sum(np.sum(y**2) for y in bag.items) * bag.weights[0]


def in_an_object_that_changes(x):
    bag = Bag([x * 1.0, x * 2.0])
    for k in range(3):
        bag.weights[0] = bag.weights[1] * 0.3
        if x[k] > 0.6:
            bag.items[1:] = [x * 0.3, x * 0.4]
        bag.items[0] *= 1.1
    return sum(np.sum(y**2) for y in bag.items)


CASES = [
    Case(as_many, (X,)),
    Case(fewer_and_more, (X,)),
    Case(everything, (X,)),
    Case(of_any_length, (X,)),
    Case(turned_around, (X,)),
    Case(in_each_trip, (X,)),
    Case(exchanged_by_a_helper, (X,)),
    Case(deleted, (X,)),
    Case(last_ones_kept, (X,)),
    Case(rows, (X,)),
    Case(repeated, (X,)),
    Case(repeated_rows, (X,), refusable=True),
    Case(tuple_of_an_array, (X,)),
    Case(items_of_a_tuple, (X,)),
    Case(tuples_in_a_tuple, (X,)),
    Case(tuples_in_a_dict, (X,)),
    Case(tuples_in_pairs, (X,)),
    Case(the_best_row, (X,), second_refusable=True),
    Case(pairs_under_keys, (X,)),
    Case(under_two_names, (X,), refusable=True),
    Case(in_an_object, (X,)),
    Case(in_an_object_that_changes, (X,), refusable=True),
]
