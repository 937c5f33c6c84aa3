"""Lists that grow in a loop, however they were made, and copies of lists."""

import numpy as np

from oracles import Case


def appended_to_before_the_loop(x):
    xs = [x[0]]
    xs.append(x[1])
    for k in range(2):
        xs.append(x[0] * k)
    return sum(xs) * xs[0]


def two_items(x):
    return [x[0], x[1]]


def made_by_a_function(x):
    xs = two_items(x)
    for k in range(2):
        xs.append(x[0] * k)
    return sum(xs) * xs[0]


def turned_around(x):
    xs = [x[0], x[1]][::-1]
    for k in range(2):
        xs.append(x[0] * k)
    return sum(xs) * xs[1]


def made_of_a_tuple(x):
    xs = list((x[0], x[1]))
    for k in range(2):
        xs.append(x[0] * k)
    return sum(xs) * xs[0]


def in_a_dict(x):
    p = {"l": [x[0]], "n": x[1]}
    p["l"].append(x[1])
    for k in range(2):
        p["l"].append(x[0] * k)
    return sum(p["l"]) * p["l"][1] * p["n"]


def added_to_what_a_dict_holds(x):
    p = {"l": [x[0]]}
    q = p["l"]
    for k in range(2):
        q = q + [x[0] * k]
    return sum(q) * q[1] + p["l"][0]


def changed_in_every_way(x):
    xs = [x[0], x[1]]
    xs.insert(1, x[0])
    xs.extend([x[1], x[0] ** 2])
    xs[2] *= x[1]
    for k in range(2):
        xs.append(x[0] * k)
    return sum(xs) * xs[1] * xs[4]


def one_of_two(x, n):
    xs = [x[0], x[1]]
    ys = xs if n else [x[1], x[0], x[0] * x[1]]
    for k in range(2):
        ys.append(x[0] * k)
    return sum(ys) * ys[1]


def copy_goes_its_own_way(x):
    xs = [x[0]]
    xs.append(x[1])
    for k in range(2):
        xs.append(x[0] * k)
    ys = list(xs)
    xs[0] = x[1] ** 2
    ys.append(x[0])
    return sum(xs) * sum(ys) * ys[0] * xs[0]


def copies_of_rows(x):
    xs = []
    for k in range(3):
        xs.append(x * k)
    ys = list(xs)
    ys[0] = x**2
    xs[1] = x**3
    return np.sum(xs[0] * xs[1] + ys[0] * ys[1] * x)


vector = np.array([0.7, 1.3])


def popped_and_summed(x):
    w = np.sum(x**2)
    xs = []
    for _ in range(3):
        xs.append(x * 0.5 + w)
    total = 0.0
    while xs:
        total += np.sum(xs.pop()) * len(xs)
    return total


def pairs_of_which_one_is_summed(x):
    pairs = []
    for i in range(3):
        pairs.append((np.sum(x) * i, x * i))
    total = 0.0
    for a, b in pairs:
        total += a * np.sum(b)
    return total


def padded_knots(k, p=2):
    return np.sum(np.concatenate([[k[0]] * p, k, [k[-1]] * p]) ** 2)


def grown_and_joined(x):
    q = []
    for v in x:
        q.append(v * v)
    return np.sum(np.concatenate([q, x]) ** 2)


def listed_and_joined(x):
    q = [v * v for v in x]
    return np.sum(np.concatenate([x, q]) ** 2) + sum(q)


def grown_and_stacked(x):
    q = []
    for v in x:
        q.append(v * v)
    return np.sum(np.stack([q, x]) ** 2) + q[0] * q[-1]


def pairs_joined(x):
    q = []
    for v in x:
        q.append([v * v, v])
    return np.sum(np.concatenate([q, np.stack([x, x], 1)]) ** 2)


def grown_and_looked_up(x):
    q = [x[0]]
    for v in x:
        q.append(v * q[-1])
    return np.sum(np.where(np.arange(5) > 2, q, 1.0) ** 2) + np.interp(1.5, np.arange(5), q)


def grown_and_doubled(x):
    q = []
    for v in x:
        q.append(v * 2)
    return np.sum(np.array([q, q]) ** 2) + np.sum(np.maximum(q, x) * np.outer(q, x)[0])


def extended_by_generators(x):
    found = [x[0]]
    found.extend(e * 2.0 for e in x)
    found += (e * found[-1] for e in x if e > 0.0)
    found.extend(map(np.sin, x))
    found.extend(a * b for a in x for b in x[:2] if a != b)
    return sum(e * (k + 1) for k, e in enumerate(found)) * found[1]


def extended_while_it_is_emptied(x):
    found = [x[0], x[1]]
    found.extend(found.pop() * e for e in x)
    pairs = {"all": []}
    pairs["all"].extend(zip(x, x[1:], strict=False))
    return sum(e * (k + 1) for k, e in enumerate(found)) * sum(a * b * b for a, b in pairs["all"])


def extended_in_each_trip(x):
    rows = [[x[0]], [x[1]]]
    for row in rows:
        row.extend(e * rows[0][-1] for e in x)
        row += (e * 0.5 for e in row[:2])
    return sum(rows[0]) * sum(rows[1])


class Stack:
    def __init__(self, items):
        self.items, self.kinds, self.named = items, set(), {}

    def push(self, *values):
        self.items += list(values)
        return self


def list_of_an_object_extended(x):
    s = Stack([x[0]])
    s.items += [x[1]]
    s.push(x[2]).items *= 2
    s.kinds |= {1, 2}
    s.named |= {"a": x[2]}
    return s.items[0] * s.items[4] + s.named["a"] * len(s.kinds)


def list_of_two_objects_extended(x):
    items = [x[0]]
    s, t = Stack(items), Stack(items)
    for k in range(3):
        s.items += [x[k] * s.items[-1]]
    return sum(items) + t.items[1] * items[2]


def pushed_in_a_loop(x):
    s = Stack([]).push(x[0], x[1]).push(x[2])
    for v in x:
        s.push(v * s.items[-1])
    kept = s.items
    kept += [x[1]]
    return sum(s.items) * s.items[2] * len(kept)


CASES = [
    Case(extended_by_generators, (np.array([0.42, -0.73, 1.31]),), complex_step=False),
    Case(extended_while_it_is_emptied, (np.array([0.42, -0.73, 1.31]),)),
    Case(extended_in_each_trip, (np.array([0.42, -0.73, 1.31]),)),
    Case(popped_and_summed, (vector,)),
    Case(pairs_of_which_one_is_summed, (vector,)),
    Case(appended_to_before_the_loop, (vector,)),
    Case(made_by_a_function, (vector,)),
    Case(turned_around, (vector,)),
    Case(made_of_a_tuple, (vector,)),
    Case(in_a_dict, (vector,)),
    Case(added_to_what_a_dict_holds, (vector,)),
    Case(changed_in_every_way, (vector,)),
    Case(one_of_two, (vector, False)),
    Case(copy_goes_its_own_way, (vector,)),
    Case(copies_of_rows, (vector,)),
    Case(padded_knots, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), second_refusable=True),
    Case(grown_and_joined, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(listed_and_joined, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(grown_and_stacked, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), second_refusable=True),
    Case(pairs_joined, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(grown_and_looked_up, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), complex_step=False),
    Case(grown_and_doubled, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), complex_step=False),
    Case(list_of_an_object_extended, (np.array([0.4, 0.75, 1.3]),)),
    Case(list_of_two_objects_extended, (np.array([0.4, 0.75, 1.3]),)),
    Case(pushed_in_a_loop, (np.array([0.4, 0.75, 1.3]),)),
]
