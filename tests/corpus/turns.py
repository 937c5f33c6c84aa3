"""Two items of a list, changed by turns: they may be one."""

import itertools

import numpy as np

from oracles import Case


class Body:
    def __init__(self, pos, vel, mass):
        self.pos, self.vel, self.mass = pos, vel, mass
        self.force = np.zeros(2)


def made(w, x):
    return [Body(x[:2] * (i + 1), w[0, :2] * i, 1.0 + i) for i in range(3)]


def pairs_by_number(w, x):
    bodies = made(w, x)
    for i in range(3):
        for j in range(i + 1, 3):
            a, c = bodies[i], bodies[j]
            f = (c.pos - a.pos) * a.mass
            a.force += f
            c.force -= f
    return sum(np.sum(b.force**2 * w[1, :2]) for b in bodies)


def maybe_the_same(w, x):
    bodies = made(w, x)
    for i in range(3):
        a, c = bodies[i], bodies[i * i % 3]
        a.force = a.force + c.pos
        c.force = c.force * a.mass - a.vel
        a.pos = a.pos + c.force
    return sum(np.sum(b.pos * b.force) for b in bodies)


def under_items(w, x):
    bodies = made(w, x)
    for i in range(3):
        for j in range(i + 1, 3):
            f = bodies[j].pos - bodies[i].pos
            bodies[i].force += f
            bodies[j].force -= f
    return sum(np.sum(b.force**2) for b in bodies)


def changed_in_place(w, x):
    bodies = made(w, x)
    first = bodies[0]
    for b in bodies:
        b.force[:] = b.pos * first.mass
        first.force[0] += b.vel[1]
    for b in bodies:
        b.vel += 0.1 * b.force / b.mass
        b.pos += 0.1 * b.vel
    return sum(np.sum(b.pos**2) for b in bodies) + np.sum(first.pos)


def over_the_rest(w, x):
    bodies = made(w, x)
    for i, a in enumerate(bodies):
        for c in bodies[i + 1 :]:
            f = c.pos - a.pos
            a.force += f * c.mass
            c.force = c.force - f
    return sum(np.sum(b.force**2) for b in bodies)


def over_pairs(w, x):
    bodies = made(w, x)
    for _ in range(2):
        for a, c in itertools.combinations(bodies, 2):
            f = c.pos - a.pos
            a.vel += 0.1 * f * c.mass
            c.vel -= 0.1 * f * a.mass
        for b in bodies:
            b.pos = b.pos + b.vel
    return sum(np.sum(b.pos**2) for b in bodies)


def over_ordered_pairs(w, x):
    bodies = made(w, x)
    for a, c in itertools.permutations(bodies, 2):
        a.force = a.force + np.sum(c.force) * x[:2] + c.pos
    return sum(np.sum(b.force**2) for b in bodies)


def over_a_slice_that_is_replaced(w, x):
    bodies = made(w, x)
    for c in bodies[1:]:
        bodies[2] = bodies[0]
        c.force += c.pos
    return sum(np.sum(b.force * x[:2]) for b in bodies)


def swapped_arrays(w, x):
    bodies = made(w, x)
    for i in range(2):
        a, c = bodies[i], bodies[i + 1]
        a.pos, c.pos = c.pos, a.pos
        a.pos[0] += x[i]
        c.pos[1] *= w[i, i]
    return sum(np.sum(b.pos**2) * b.mass for b in bodies)


square = np.arange(9.0).reshape(3, 3) / 10.0 + 0.1
row = np.array([0.3, 0.5, -0.2])

CASES = [
    Case(pairs_by_number, (square, row), (0, 1), complex_step=False),
    Case(maybe_the_same, (square, row), (0, 1), complex_step=False),
    Case(under_items, (square, row), (0, 1), complex_step=False),
    Case(changed_in_place, (square, row), (0, 1), complex_step=False),
    Case(over_the_rest, (square, row), (0, 1), complex_step=False),
    Case(over_pairs, (square, row), (0, 1), complex_step=False),
    Case(over_ordered_pairs, (square, row), (0, 1), complex_step=False),
    Case(over_a_slice_that_is_replaced, (square, row), (0, 1), complex_step=False, refusable=True),
    Case(swapped_arrays, (square, row), (0, 1), complex_step=False, refusable=True),
]
