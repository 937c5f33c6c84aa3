"""Items of lists and dicts that make room for ones of another size, and changes of them that branches make again."""

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


CASES = [
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
]
