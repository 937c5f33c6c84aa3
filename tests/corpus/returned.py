"""What functions return: parts that are one memory or an argument's, and parts that are not, changed by the caller."""

from dataclasses import dataclass

import numpy as np

from oracles import Case

rng = np.random.default_rng(31)
WEIGHTS = np.array([1.0, 2.0])


@dataclass
class Ends:
    left: np.ndarray
    right: np.ndarray


def one_array_twice(x):
    y = np.sin(x)
    return y, y


def changes_one_of_two_names(x):
    p, q = one_array_twice(x)
    p[0] = x[1] * 3
    return np.sum(q * x) + q[0] * p[1]


def given_back(x, y):
    return x, x * y, (x, y)


def changes_what_was_given(x):
    u = x * 2.0
    p, z, (r, w) = given_back(u, x)
    p *= x
    z[1] = p[0]
    return np.sum(r * w) + np.sum(u * u)


def changes_the_new_part(x):
    u = x * 2.0
    p, z, (r, _w) = given_back(u, x)
    z[1] = p[0]
    z *= u
    return np.sum(r * z) + np.sum(u * x)


def one_object_twice(x):
    s = Ends(x * 1.0, np.cos(x))
    return s, s


def changes_the_object_under_one_name(x):
    s, t = one_object_twice(x)
    s.left = s.right * 2
    s.right[0] = x[1] ** 2
    return np.sum(t.left * t.right)


def swaps_the_names_of_one_object(x):
    s, t = one_object_twice(x)
    for k in range(3):
        s.left *= x
        t.right += s.left * k
        s, t = t, s
    return np.sum(t.left * s.right)


def last_two(x):
    before = np.zeros(2)
    now = x * 1.0
    for k in range(3):
        before = now
        now = np.sin(before) + k
    return before, now


def changes_the_last_two(x):
    p, c = last_two(x)
    p[0] = c[1] * x[0]
    c[:] = c + p
    return np.sum(p * c * x)


def list_and_its_item(x):
    xs = [x * 1.0, np.sin(x)]
    return xs, xs[1]


def changes_the_item(x):
    xs, last = list_and_its_item(x)
    last[0] = x[1] ** 3
    xs[0] *= 2.0
    return np.sum(xs[0] * xs[1]) + np.sum(last)


def turned(s, x):
    return Ends(s.right, s.left * x)


def changes_an_object_that_holds_anothers_array(x):
    s = Ends(x * 1.0, x**2)
    t = turned(s, x)
    t.left[0] = x[1]
    t.right *= 3
    return np.sum(s.right * t.right) + np.sum(s.left)


def changes_new_objects_in_a_loop(x):
    s = Ends(x * 1.0, x**2)
    for k in range(4):
        t = turned(s, x)
        t.left[0] = x[1] * k
        t.right *= 0.5
        s = t if k % 2 else s
    return np.sum(s.right * t.right) + np.sum(s.left)


def weighted(x):
    return x * 2, WEIGHTS


def changes_beside_a_global(x):
    y, w = weighted(x)
    y *= w
    return np.sum(y * x)


def flat_or_new(x, flat):
    return x * 2, x.reshape(-1) if flat else np.cos(x)


def changes_a_flat_view(x, flat):
    u = x * 1.5
    y, z = flat_or_new(u, flat)
    z[0] = x[1]
    return np.sum(y * u * z)


def crossed(x, n):
    if n == 0:
        return x * 1.1, np.sin(x)
    p, q = crossed(x * 1.1, n - 1)
    return q, p


def changes_what_recursion_gives(x):
    p, q = crossed(x, 3)
    p[0] = x[1] ** 2
    return np.sum(q * p)


def halves_of(x):
    return {"ends": [x * 1.0, np.sin(x)], "of": Ends(np.cos(x), x**2)}


def changes_in_the_depth(x):
    d = halves_of(x)
    row = d["ends"][0]
    row[0] = x[1]
    s = d["of"]
    s.left *= row
    d["ends"][1][1] = s.left[0]
    return np.sum(d["ends"][0] * d["ends"][1] * s.right) + np.sum(d["of"].left)


def keeps_what_it_was_before(x):
    d = halves_of(x)
    history = []
    for _ in range(3):
        s = d["of"]
        history.append(s)
        s.left = s.left * x
        d = halves_of(s.left)
    return np.sum(history[0].left * history[1].left * history[2].right)


vector = np.array([0.7, 1.3])

class Bag:
    pass


def out_of_a_loop_that_adds_attributes(x):
    bag = Bag()
    bag.table = np.outer(x, x)
    for _ in range(1):
        bag.same = bag.table
        bag.rows = [row for row in bag.table]
        return np.sum(bag.same * x)


CASES = [
    Case(out_of_a_loop_that_adds_attributes, (np.array([0.42, -0.73, 1.31]),)),
    Case(changes_one_of_two_names, (vector,), refusable=True),
    Case(changes_what_was_given, (vector,), refusable=True),
    Case(changes_the_new_part, (vector,)),
    Case(changes_the_object_under_one_name, (vector,)),
    Case(swaps_the_names_of_one_object, (vector,)),
    Case(changes_the_last_two, (vector,), second_refusable=True),
    Case(changes_the_item, (vector,), refusable=True),
    Case(changes_an_object_that_holds_anothers_array, (vector,)),
    Case(changes_new_objects_in_a_loop, (vector,), refusable=True),
    Case(changes_beside_a_global, (vector,)),
    Case(changes_a_flat_view, (vector, True), refusable=True),
    Case(changes_a_flat_view, (vector, False), refusable=True, label="new"),
    Case(changes_what_recursion_gives, (vector,)),
    Case(changes_in_the_depth, (vector,)),
    Case(keeps_what_it_was_before, (vector,), refusable=True),
]
