"""Items of lists and dicts that make room for ones of another size, and changes of them that branches make again.

Also arrays whose sizes are numbers that the program reads or counts, another one at each trip.
"""

from collections import namedtuple

import numpy as np

from oracles import Case


def popped_and_replaced(x):
    rows = [[v, 2.0 * v] for v in x]
    for i in range(3):
        y = rows[i].pop()
        rows[i] = [x[i], y]
    return sum(r[0] * r[-1] * len(r) for r in rows)


def replaced_by_what_it_had(x):
    rows = [[v] for v in x]
    for i in range(3):
        rows[i] = [rows[i][0], x[i], rows[i].pop()]
    return sum(r[0] * r[-1] * len(r) for r in rows)


def replaced_on_one_path(x):
    rows = [[v, 2.0 * v] for v in x]
    for i in range(3):
        rows[i].append(rows[(i + 1) % 3][0] * x[0])
        if x[i] > 0:
            rows[i] = [rows[i][0], x[i] * rows[i][-1]]
        else:
            rows[i] = rows[i][::-1]
    return sum(r[0] * r[-1] * len(r) for r in rows)


def groups_begun_anew(x):
    groups = {}
    for i in range(3):
        groups[i % 2] = [x[i]]
        groups[i % 2].append(x[0] * x[i])
    return sum(sum(v) * len(v) for v in groups.values()) + groups[1][0]


def groups_joined(x):
    groups = {}
    for i in range(3):
        groups[i] = [x[i]]
        if i > 0:
            groups[i - 1] = [v * x[i] for v in groups[i - 1]] + groups[i]
    return sum(sum(v) * len(v) for v in groups.values()) + groups[1][0]


def groups_under_names(x):
    groups = {}
    for i in range(3):
        groups[f"k{i}"] = [x[i]]
        y = groups["k0"].pop()
        groups["k0"] = [y, x[i], y * x[0]]
    return sum(sum(v) * len(v) for v in groups.values()) + groups["k0"][1]


def longer_arrays(x):
    rows = [x * 2.0, np.array([x[0]])]
    t = 0.0
    for i in range(2):
        t += np.sum(rows[i] ** 2)
        rows[i] = x * 3.0
    return t + np.sum(rows[1] * rows[0])


def shorter_arrays(x):
    rows = [x * 2.0, np.array([x[0]])]
    t = 0.0
    for i in range(2):
        t += np.sum(rows[i] ** 2)
        rows[i] = np.array([x[1], x[2]])
    return t + np.sum(rows[1] * rows[0])


def single_numbers(x):
    rows = [x * 2.0, np.array([x[0]])]
    t = 0.0
    for i in range(2):
        t += np.sum(rows[i] ** 2)
        rows[i] = np.array([x[1]])
    return t + np.sum(rows[1] * rows[0])


class Body:
    def __init__(self, speed):
        self.speed = speed

    def slowed(self):
        self.speed *= 0.9
        return self.speed[0] > -5.0


def changed_again_by_a_branch(x):
    bodies = [Body(x * (i + 1.0)) for i in range(3)]
    for body in bodies:
        if body.slowed():
            body.speed[1] += 0.5
    return sum(np.sum(body.speed**2) for body in bodies)


def changed_again_in_a_list(x):
    rows = []
    for i in range(3):
        rows.append([x * i])
    for row in rows:
        row[0] *= 0.9
        if x[0] > 0:
            row[0][1] += 0.5
    return sum(np.sum(row[0] ** 2) for row in rows)


place = np.array([0.7, -0.3, 1.1])

def under_keys(x):
    found = {0: x, 1: x[:1]}
    for i in range(3):
        found[i % 2] = x[: i + 1] * 2
    return sum(np.sum(v * v) for v in found.values())


def under_keys_that_are_new(x):
    found = {}
    total = 0.0
    for i in range(3):
        if i > 1:
            total = total + np.sum(found[i % 2] ** 2)
        found[i % 2] = x[: i + 1] * x[0]
        found[i % 2] = found[i % 2][:1] * x
    return total + sum(np.sum(v**3) for v in found.values())


lengths = np.array([2, 4, 3])
starts = np.array([0, 2, 3])


def lengths_of_an_array(x):
    total = 0.0
    for n in lengths:
        total += np.mean(x[0] * np.arange(n))
    return total


def lengths_beside_others(x):
    total = 0.0
    for i, (n, m) in enumerate(zip(lengths, starts)):
        w = x[i] * np.ones(n)
        total += np.sum(w[1:]) + np.mean(x[i] * np.eye(n)[0]) + np.mean(np.tile(x, n)) * m
    return total


def lengths_under_indices(x):
    total = 0.0
    for i in range(3):
        total += np.mean(x[i] * np.ones((lengths[i], 2))) + np.mean(x[0] * np.arange(lengths.tolist()[i]))
    return total


def smaller_integers(x):
    total = 0.0
    for n in lengths.astype(np.uint8):
        total += np.mean(x[0] * np.arange(n)) * np.sum(x[1] * np.ones(n + 1))
    return total


def kept_for_the_next(x):
    total, m = 0.0, 1
    for n in lengths:
        total += np.mean(x[0] * np.ones(n)) * np.sum(x[1] * np.arange(m + 1))
        m = n
    return total


def listed(x):
    rows = [x[0] * np.arange(n) for n in lengths]
    return sum(np.mean(row * row) for row in rows)


def given_to_a_helper(x):
    def filled(n):
        return x[0] * np.ones(n)

    total = 0.0
    for n in lengths:
        total += np.mean(filled(n) * x[1]) + np.sum(filled(n - 1))
    return total


def downwards(x):
    i = starts[1]
    total = np.sum(np.arange(i, -1, -1) * x[0] * (x[0] * np.arange(i + 1)))
    for i in np.arange(3):
        total += np.sum(np.arange(i, -1, -1) * x[1] * (x[0] * np.arange(i + 1)))
    return total


def up_to_a_number(x):
    total = 0.0
    for i in np.arange(4):
        total += np.sum(np.arange(i, 4) * x[0] * (x[1] * np.ones(4 - i)))
    for i in range(4):
        total += np.sum(np.arange(i, 4) * x[0] * (x[1] * np.ones(4 - i)))
    return total


def to_both_sides(x, n=3):
    values = x[0] * np.arange(-n, n + 1)
    for _ in range(n):
        values = values[:-2] + values[1:-1] * x[1]
    return values[0]


def in_large_steps(x, n=61):
    return np.sum(x[0] * np.arange(0, n, 30) * (x[1] * np.ones(3))) + np.mean(x[0] * np.arange(0.0, n, step=20.0))


def diagonals(x):
    table = np.outer(x, x[:2])
    total = 0.0
    for k in range(-3, 3):
        total += np.sum(np.diagonal(table, k) * x[0]) ** 2 + np.sum(np.diag(np.diag(table, k), k))
    return total


def axes_of_an_array(x):
    table = np.outer(x, x[:2])
    total = 0.0
    for axis in np.arange(2):
        total += np.sum(np.max(table, axis=axis, keepdims=True) * table) + np.sum(np.insert(table, 0, 1.0, axis=axis) ** 3)
    return total


def axes_of_a_range(x):
    table = np.outer(x, x)
    total = 0.0
    for axis in range(2):
        total += np.sum(x * np.mean(table, axis=axis) * np.prod(table, axis=axis)) + np.sum(np.cumsum(table, axis=axis) ** 2)
    return total


def mean_of_a_counter(a):
    """It is an array only if the loop does not run."""
    for a in range(0):  # noqa: B007, PLR1704 - a name that is bound again is what this is about
        pass
    return np.mean(a) * np.mean(a)


def twice_or_more(w):
    return (w if w else 0.5) + w


def sum_that_may_be_an_array(a, n):
    """The cotangent of what the helper gives is one of a number: the helper's adjoint adds to it."""
    y = twice_or_more(np.sum(a) ** 2)
    for y in range(n):  # noqa: B007, B020, PLR1704
        y = a
    return np.sum(y)


SHRINKING = np.array([[True, True, True], [True, False, True], [False, False, True]])


def blocks_of_masks(a):
    t = 1.0
    for m in SHRINKING:
        block = a[np.ix_(m, m)]
        t = t + t * np.mean(block**2) + np.trace(block) * t
    return t


def filter_with_gaps(a):
    p = np.eye(3)
    for m in SHRINKING:
        c = a[m]
        s = c @ p @ c.T + a[np.ix_(m, m)]
        p = p - 0.1 * c.T @ s @ c
    return np.sum(p)


def rows_where(a):
    t = 1.0
    for m in SHRINKING:
        t = t + t * np.mean(a[np.where(m)[0]] ** 2)
        i, j = np.where(np.outer(m, m))
        t = t + t * np.mean(a[i, j] ** 3)
    return t


def picked_by_methods(a):
    t = 1.0
    for m in SHRINKING:
        t = t + t * np.mean(a[m.nonzero()[0]] ** 2)
        t = t + t * np.mean(a[0].compress(m) ** 2) + t * np.mean(a[1].repeat(m) ** 3)
    return t


def slices_under_a_name(x):
    s = 1.0
    for k in range(1, 4):
        part = slice(0, k)
        a = x[part]
        s = s + s * np.mean(a**2) + np.sum(np.outer(a, a)) * s
    return s


def slices_of_rows_and_columns(x):
    a = np.outer(x, x[:3])
    n = int(np.sum(x))
    rows, columns = slice(0, n), slice(1, None)
    b = a[rows, columns]
    b *= x[1]
    return np.sum(a * a) + np.sum(a[rows].T @ a[rows])


def slices_stored_into(x):
    y = x * 1.0
    for k in range(1, 4):
        part = slice(k, None)
        y[part] = y[part] * y[k - 1]
        y[slice(None, k)] += 1.0
        y[slice(k, 0, -1)] *= x[0]
    return np.sum(y) * y[0]


def slices_from_ends(x):
    ends, start, out = [1, 3, 4], 0, []
    for end in ends:
        part, start = slice(start, end), end
        out.append(np.sum(x[part] ** 2))
    return out[0] * out[1] * out[2]


def slices_of_a_helper(x):
    def squared(u, part):
        return np.sum(u[part]) ** 2
    return sum(squared(x, slice(k, k + 2)) for k in range(len(x) - 1))


class Carrier:
    def __init__(self, values, weight):
        self.values = values
        self.weight = weight


def carriers_of_other_sizes(x):
    carriers = [Carrier(row[:1] * 2.0, x[0, 0]) for row in x]
    carriers[0] = Carrier(np.ones(5), carriers[1].weight * 0.5)
    return sum(np.sum(c.values**2) * c.weight for c in carriers)


def pairs_of_other_sizes(x):
    pairs = [(row * 2.0, x[0, 0]) for row in x]
    for k in range(2):
        pairs[k] = (np.ones(k + 4) * x[0, k], pairs[k][1] * x[1, 0])
    pairs[1] = (x[1, 1:] * 3.0, pairs[1][1])
    return sum(np.sum(values**2) * weight for values, weight in pairs)


Tail = namedtuple("Tail", "values weight")


def in_a_namedtuple(x):
    for k in range(len(x)):
        tail = Tail(x[k:], weight=0.5)
    return np.sum(tail.values ** 2) * tail.weight


CASES = [
    Case(carriers_of_other_sizes, (np.array([[0.61, -0.29, 0.83], [0.47, 1.19, -0.52]]),)),
    Case(pairs_of_other_sizes, (np.array([[0.61, -0.29, 0.83], [0.47, 1.19, -0.52]]),)),
    Case(in_a_namedtuple, (np.array([0.42, -0.73, 1.31]),)),
    Case(mean_of_a_counter, (np.array([0.5, 1.5, -0.7]),)),
    Case(sum_that_may_be_an_array, (np.array([0.5, 1.5, -0.7]), 0), wrt=(0,), second_refusable=True),
    Case(sum_that_may_be_an_array, (np.array([0.5, 1.5, -0.7]), 2), wrt=(0,), label="an_array", second_refusable=True),
    *(
        Case(program, (place,))
        for program in (
            lengths_of_an_array, lengths_beside_others, lengths_under_indices, smaller_integers, kept_for_the_next, listed,
            given_to_a_helper, downwards, up_to_a_number, to_both_sides, in_large_steps, axes_of_a_range,
        )
    ),
    Case(diagonals, (place,), second_refusable=True),
    Case(axes_of_an_array, (place,), second_refusable=True),
    Case(under_keys, (place,)),
    Case(under_keys_that_are_new, (place,)),
    *(
        Case(program, (place,), complex_step=False, second_refusable=True)
        for program in (popped_and_replaced, replaced_by_what_it_had, replaced_on_one_path, groups_begun_anew, groups_under_names)
    ),
    *(
        Case(program, (place,), complex_step=False)
        for program in (
            groups_joined, longer_arrays, shorter_arrays, single_numbers, changed_again_by_a_branch,
            changed_again_in_a_list,
        )
    ),
    Case(blocks_of_masks, (np.array([[0.7, -0.4, 1.3], [0.2, 0.9, -1.1], [0.5, 0.1, 0.35]]),)),
    Case(filter_with_gaps, (np.array([[0.7, -0.4, 1.3], [0.2, 0.9, -1.1], [0.5, 0.1, 0.35]]),)),
    Case(rows_where, (np.array([[0.7, -0.4, 1.3], [0.2, 0.9, -1.1], [0.5, 0.1, 0.35]]),)),
    Case(picked_by_methods, (np.array([[0.7, -0.4, 1.3], [0.2, 0.9, -1.1], [0.5, 0.1, 0.35]]),)),
    Case(slices_under_a_name, (np.array([0.4, 0.75, 1.3, 0.9]),)),
    Case(slices_of_rows_and_columns, (np.array([0.4, 0.75, 1.3, 0.9]),), complex_step=False),
    Case(slices_stored_into, (np.array([0.4, 0.75, 1.3, 0.9]),)),
    Case(slices_from_ends, (np.array([0.4, 0.75, 1.3, 0.9]),)),
    Case(slices_of_a_helper, (np.array([0.4, 0.75, 1.3, 0.9]),)),
]
