"""Parts of arrays and of lists that are changed in place: of np.split, of a method that gives a view or a new array, of a queue."""

import numpy as np

from oracles import Case

X = np.array([0.7, 1.3, 0.4])


class Ring:
    def __init__(self, n):
        self.items = np.zeros(n)
        self.place = 0
        self.full = False

    def push(self, v):
        self.items[self.place] = v
        self.place += 1
        if self.place == len(self.items):
            self.place = 0
            self.full = True

    def ordered(self):
        if not self.full:
            return self.items[: self.place]
        return np.concatenate([self.items[self.place :], self.items[: self.place]])


def beginning_or_double(u, k):
    return u[:k] if k < 3 else u * 2


def first_two(u):
    h = u[:2]
    return h


def ring(x):
    r = Ring(2)
    s = 0.0
    for v in x:
        r.push(v)
        s = s + np.diff(r.ordered()).sum()
    return s


def view_or_new(x):
    u = x * 1.0
    s = 0.0
    for k in range(1, 4):
        p = beginning_or_double(u, k)
        s = s + (p * p).sum()
        u[0] = u[0] * x[1]
    return s


def view_of_what_changes(x):
    u = x * 1.0
    s = 0.0
    for k in range(3):
        p = first_two(u)
        s = s + np.sum(np.sin(p) * p)
        u *= 1.1
    return s


def thirds(x):
    a, b, c = np.split(x * 2, 3)
    b *= a
    c[0] = b[0]**2
    return (a + b * c).sum()


def thirds_of_a_buffer(x):
    u = x * 2
    a, b, c = np.split(u, 3)
    b *= a
    c[0] = b[0]**2
    return u.sum() * u[2]


def columns_by_place(x):
    u = np.outer(x, x)
    a, b = np.split(u, [1], axis=1)
    b *= 2.0
    a[0] = b[1, 1]
    return (u**2).sum()


def halves_of_a_matrix(x):
    u = np.outer(x, np.ones(4)) * 1.0
    a, b = np.hsplit(u, 2)
    b *= a
    return (u**2).sum()


def lots_taken_first(x):
    lots = [[x[0], 1.0], [x[1], 2.0]]
    q = x[2] * 2
    s = 0.0
    while q > 0 and lots:
        lot = lots[0]
        k = min(q, lot[0])
        s += k * lot[1]
        lot[0] -= k
        q -= k
        if lot[0] <= 1e-12:
            lots.pop(0)
    return s


def lots_sliced(x):
    lots = [[x[0], 1.0], [x[1], 2.0]]
    q = x[2] * 2
    s = 0.0
    while q > 0 and len(lots) > 0:
        lot = lots[0]
        k = min(q, lot[0])
        s += k * lot[1]
        lot[0] -= k
        q -= k
        if lot[0] <= 1e-12:
            lots = lots[1:]
    return s


def lots_of_any_number(x):
    lots = []
    for v in x:
        lots.append([v, 1.0])
    q = x[2] * 2
    s = 0.0
    while q > 0 and lots:
        lot = lots[0]
        k = min(q, lot[0])
        s += k * lot[1]
        lot[0] -= k
        q -= k
        if lot[0] <= 1e-12:
            lots.pop(0)
    return s


def lots_in_turn(x):
    lots = []
    for v in x:
        lots.append([v, v * 2])
    s = 0.0
    for k in range(4):
        lot = lots[k % 3]
        lot[0] -= .1 * lot[1]
        s = s + lot[0] * x[0]
    return s + lots[1][0] * lots[0][0]


def each_lot(x):
    lots = [[x[0], 1.0], [x[1], 2.0]]
    q = x[2] * 2
    s = 0.0
    for lot in lots:
        k = min(q, lot[0])
        s += k * lot[1]
        lot[0] -= k
        q -= k
    return s + lots[1][0]


CASES = [
    Case(ring, (X,), (0,), complex_step=False),
    Case(view_or_new, (X,), (0,)),
    Case(view_of_what_changes, (X,), (0,)),
    Case(thirds, (X,), (0,)),
    Case(thirds_of_a_buffer, (X,), (0,)),
    Case(columns_by_place, (X,), (0,)),
    Case(halves_of_a_matrix, (X,), (0,)),
    Case(lots_taken_first, (X,), (0,), complex_step=False, second_refusable=True, over_forward_refusable=True),
    Case(lots_sliced, (X,), (0,), complex_step=False, second_refusable=True, over_forward_refusable=True),
    Case(lots_of_any_number, (X,), (0,), complex_step=False, second_refusable=True, over_forward_refusable=True),
    Case(lots_in_turn, (X,), (0,), complex_step=False),
    Case(each_lot, (X,), (0,), complex_step=False),
]
