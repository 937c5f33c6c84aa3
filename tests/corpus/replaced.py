"""Lists in lists, dicts and objects that others take the place of, of another length."""

from __future__ import annotations

import numpy as np

from oracles import Case

vector = np.array([1.2, -0.7, 0.4])


class Shelves:
    def __init__(self):
        self.rows = [[], []]


def lengthened_in_turn(x):
    rows = [[x], [x * 2.0, x]]
    for i in range(4):
        rows[i % 2] = [v * x for v in rows[i % 2]] + [x]
    return sum(sum(row) ** 2 for row in rows)


def cut_and_lengthened(x, n):
    stacks = [[x, x * 2.0, x * 3.0], [], []]
    for i in range(n):
        stacks[(i + 1) % 3] = stacks[(i + 1) % 3] + stacks[i % 3][-1:]
        stacks[i % 3] = stacks[i % 3][:-1]
    return sum((j + 1) * sum(s) ** 2 for j, s in enumerate(stacks))


def emptied_and_filled_anew(x):
    rows = []
    for i in range(3):
        rows.append([x * j for j in range(i + 1)])
    rows[1] = [x * x]
    rows[2] = rows[0] + rows[1]
    rows[0] = []
    return sum(sum(row) ** 2 for row in rows)


def old_one_lives_on(x):
    rows = [[x], [x * 2.0, x]]
    old = rows[0]
    rows[0] = [x * x, x, x]
    old.append(x * 3)
    return sum(old) * 2 + sum(rows[0]) ** 2 + sum(rows[1])


def one_of_two_names(x):
    row = [x]
    rows = [row, row]
    rows[0] = [x, x]
    row.append(x * x)
    return sum(rows[1]) ** 2 + sum(rows[0])


def appended_to_between(x):
    rows = [[x], [x * 2.0, x]]
    out = 0.0
    for i in range(4):
        rows[i % 2].append(x * i)
        out = out + sum(rows[i % 2]) ** 2
        rows[i % 2] = rows[i % 2][1:]
        rows[i % 2].append(x)
    return out


def under_known_keys(x):
    groups = {0: [], 1: []}
    for i in range(5):
        groups[i % 2] = groups[i % 2] + [x * i]
    return sum((k + 1) * sum(group) ** 2 for k, group in groups.items())


def under_new_keys(x):
    paths = {0: [x]}
    for i in range(1, 4):
        paths[i] = paths[i - 1] + [x * i]
    paths[1] = [x * x]
    return sum(sum(path) ** 2 for path in paths.values())


def of_words(x):
    seen = {}
    for letter in "abca":
        seen[letter] = [x] if letter not in seen else seen[letter] + [x * x]
    return sum(sum(found) ** 2 for found in seen.values())


def under_an_attribute(x):
    shelves = Shelves()
    for i in range(4):
        shelves.rows[i % 2] = shelves.rows[i % 2] + [x * i]
    return sum(sum(row) ** 2 for row in shelves.rows)


def with_a_number_beside(x):
    pairs = [(x, [x]), (x, [x, x])]
    for i in range(3):
        u, row = pairs[i % 2]
        pairs[i % 2] = (u * x, row + [u])
    return sum(u * sum(row) for u, row in pairs)


def of_arrays(x):
    rows = [[x], [x * x]]
    for i in range(3):
        rows[i % 2] = rows[i % 2] + [rows[(i + 1) % 2][0] * x]
    total = 0.0
    for row in rows:
        for v in row:
            total += np.sum(v * v)
    return total


def known_lengths_and_then_any(x):
    rows = [[x] * 3 for _ in range(3)]
    for i in range(1, 3):
        rows[i] = [rows[i - 1][j] * rows[i][j] for j in range(3)]
    return sum(sum(row) for row in rows)


def dicts_in_a_list(x):
    held = [{}, {}]
    for i in range(4):
        held[i % 2][i] = x * i
    held[0] = {7: x * x}
    return sum(sum(d.values()) ** 2 for d in held)


def swapped(x):
    rows = [[x, x * 2.0], [x]]
    rows[0], rows[1] = rows[1], rows[0]
    for i in range(2):
        rows[i] = rows[1 - i] + [x]
    return sum(sum(row) ** 2 * (i + 1) for i, row in enumerate(rows))


CASES = [
    Case(lengthened_in_turn, (1.5,)),
    Case(cut_and_lengthened, (1.5, 4)),
    Case(emptied_and_filled_anew, (1.5,)),
    Case(old_one_lives_on, (1.5,)),
    Case(one_of_two_names, (1.5,)),
    Case(appended_to_between, (1.5,), second_refusable=True),
    Case(under_known_keys, (1.5,), over_forward_refusable=True),
    Case(under_new_keys, (1.5,), second_refusable=True),
    Case(of_words, (1.5,)),
    Case(under_an_attribute, (1.5,), second_refusable=True),
    Case(with_a_number_beside, (1.5,)),
    Case(of_arrays, (vector,)),
    Case(known_lengths_and_then_any, (1.5,)),
    Case(dicts_in_a_list, (1.5,), over_forward_refusable=True),
    Case(swapped, (1.5,)),
]
