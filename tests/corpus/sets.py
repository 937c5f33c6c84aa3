"""Sets of positions and names: what was seen, what is left, which are in both."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])
NEXT = {0: [1, 2], 1: [3], 2: [3], 3: []}
KEPT = {0, 3}


def seen_before(x):
    seen = set()
    total = 0.0
    for i in [0, 1, 0, 2]:
        if i in seen:
            continue
        seen.add(i)
        total = total + x[i] ** 2
    return total


def comprehension(x):
    places = {i % 3 for i in range(7)}
    return sum(x[i] ** 2 for i in sorted(places))


def of_an_outer_set(x):
    return sum(x[i] ** 2 for i in range(4) if i in KEPT)


def operators(x):
    a = {0, 1, 2}
    b = {1, 2, 3}
    t = x[0]
    for i in sorted(a & b):
        t = t * x[i]
    for i in a | b:
        t = t + x[i] ** 2
    for i in sorted(a - b):
        t = t * x[i]
    for i in sorted(a ^ b):
        t = t * x[i]
    return t * len(a.union(b)) * (2.0 if a <= {0, 1, 2} and not a.isdisjoint(b) else 1.0)


def depth_first(x):
    seen = set()
    stack = [0]
    total = 0.0
    while stack:
        i = stack.pop()
        if i in seen:
            continue
        seen.add(i)
        total = total + x[i] ** 2 * len(seen)
        for j in NEXT[i]:
            stack.append(j)
    return total


def what_is_left_to_do(x):
    left = {0}
    done = set()
    total = 0.0
    while left:
        i = left.pop()
        done.add(i)
        total = total + x[i] ** 2 * len(done)
        left |= {j for j in (i + 1, i + 2) if j < 4 and j not in done}
    return total


def nearest_neighbour(x):
    left = set(range(1, 4))
    here = 0
    total = 0.0
    while left:
        following = min(left, key=lambda j: abs(x[j] - x[here]))
        total = total + (x[following] - x[here]) ** 2 * x[following]
        left.remove(following)
        here = following
    return total


def pairs(x):
    seen = set()
    total = 0.0
    for i in range(4):
        for j in range(4):
            if (j, i) in seen:
                continue
            seen.add((i, j))
            total = total + x[i] * x[j] ** 2
    return total


def every_change(x):
    s = {0, 1, 2}
    s.discard(7)
    s -= {1}
    s &= {0, 2, 5}
    s ^= {3}
    s.update([1, 2], (0,))
    s.remove(0)
    other = s.copy()
    other.clear()
    other.add(len(s))
    return sum(x[i] ** 2 for i in s) * x[other.pop()] * (1 + len(other))


def keys_in_both(x):
    p = {"a": x[0], "b": x[1], "c": x[2]}
    q = {"b": x[2], "c": x[3]}
    total = 0.0
    for k in sorted(p.keys() & q.keys()):
        total = total + p[k] * q[k]
    for k in sorted(set(p) - set(q)):
        total = total * p[k]
    return total


def some_names(x):
    names = {"a", "b"}
    params = {"a": x[0], "b": x[1], "c": x[2]}
    return sum(v**2 for k, v in params.items() if k in names)


def of_an_array(x):
    labels = np.array([0, 1, 0, 1])
    smallest = set(np.argsort(x)[:2].tolist())
    total = 0.0
    for k in sorted(set(labels)):
        total = total + np.sum(x[labels == k]) ** 2
    for i in range(4):
        if i in smallest:
            total = total * x[i]
    return total


def of_rounded_values(x):
    return x[0] ** 2 * len({int(2.0 * v) for v in x})


def extremes(x):
    s = {3, 1, 2}
    order = sorted(s, key=lambda i: -x[i])
    return x[min(s)] * x[max(s)] ** 2 * sum(s) * x[order[0]] + x[order[1]]


class Graph:
    def __init__(self):
        self.seen = set()
        self.total = 0.0

    def visit(self, i, x):
        if i in self.seen:
            return
        self.seen.add(i)
        self.total = self.total + x[i] ** 2
        for j in (i + 1, i + 2):
            if j < 4:
                self.mark(j, x)

    def mark(self, j, x):
        if j not in self.seen:
            self.seen.add(j)
            self.total = self.total + x[j]


def of_an_object(x):
    g = Graph()
    for i in (0, 1, 2):
        g.visit(i, x)
    return g.total**2


@dataclass
class Marked:
    places: set = field(default_factory=set)


def of_a_dataclass(x):
    marked = Marked()
    marked.places.add(1)
    marked.places.add(2)
    return sum(x[i] ** 2 for i in sorted(marked.places))


def mark(seen, i):
    if i in seen:
        return 0.0
    seen.add(i)
    return 1.0


def changed_by_a_helper(x):
    seen = set()
    total = 0.0
    for i in (0, 1, 0, 2):
        total = total + x[i] ** 2 * mark(seen, i)
    return total


def first(n):
    found = set()
    for i in range(n):
        found.add(i)
    return found


def made_by_a_helper(x):
    s = first(3)
    s.add(3)
    return sum(x[i] ** 2 for i in s)


def under_keys(x):
    groups = defaultdict(set)
    for i in range(4):
        groups[i % 2].add(i)
    total = 1.0
    for k in groups:
        for i in sorted(groups[k]):
            total = total * x[i] + 1
    return total


def in_a_list(x):
    groups = []
    for k in range(2):
        groups.append({k, k + 2})
    total = 0.0
    for group in groups:
        product = 1.0
        for i in sorted(group):
            product = product * x[i]
        total = total + product
    return total


def chosen_by_a_branch(x):
    s = {0} if x[0] > 0 else {1, 2}
    for k in range(2):
        s = s | {k}
    return sum(x[i] ** 2 for i in s) if s else x[0]


def under_two_names(x):
    a = {0}
    b = a
    b.add(3)
    return sum(x[i] ** 2 for i in a)


def of_active_values(x):
    s = {x[0], x[1]}
    return sum(s) ** 2


def frozen_in_a_dict(x):
    held = {"k": frozenset({1, 2})}
    held["k"] -= {1}
    held["k"] |= {5}
    return sum(held["k"]) * x[0]


def changed_in_a_dict(x):
    held = {"k": {1, 2}}
    other = held["k"]
    held["k"] -= {1}
    held["k"] |= {7}
    return sum(held["k"]) * x[0] + len(other) * x[1]


def joined_with_keys(x):
    met, fixed, grades = {1, 2}, frozenset([1, 2]), {1: x[0], 3: 2.0}
    met |= grades.keys()
    fixed &= grades.keys()
    met ^= {7}
    return x[0] * len(met) + sum(grades[k] for k in fixed) * x[1]


CASES = [
    Case(joined_with_keys, (np.array([0.42, -0.73, 1.31]),), complex_step=False),
    Case(frozen_in_a_dict, (np.array([0.4, 0.7, 1.3]),), refusable=True),
    Case(changed_in_a_dict, (np.array([0.4, 0.7, 1.3]),)),
    Case(seen_before, (X,)),
    Case(comprehension, (X,)),
    Case(of_an_outer_set, (X,)),
    Case(operators, (X,)),
    Case(depth_first, (X,)),
    Case(what_is_left_to_do, (X,)),
    Case(nearest_neighbour, (X,), complex_step=False),
    Case(pairs, (X,)),
    Case(every_change, (X,)),
    Case(keys_in_both, (X,)),
    Case(some_names, (X,)),
    Case(of_an_array, (X,), complex_step=False),
    Case(of_rounded_values, (X,), complex_step=False),
    Case(extremes, (X,), complex_step=False),
    Case(of_an_object, (X,)),
    Case(of_a_dataclass, (X,)),
    Case(changed_by_a_helper, (X,)),
    Case(made_by_a_helper, (X,)),
    Case(under_keys, (X,)),
    Case(in_a_list, (X,)),
    Case(chosen_by_a_branch, (X,), complex_step=False),
    Case(under_two_names, (X,), refusable=True),
    Case(of_active_values, (X,), refusable=True),
]
