"""Arrays of one object or dict that change places."""

import numpy as np

from oracles import Case


class Sim:
    def __init__(self, u, k):
        self.u = u
        self.new = np.zeros_like(u)
        self.k = k
        self.old = u * 2.0

    def step(self):
        self.new[1:-1] = self.u[1:-1] + self.k * (self.u[2:] - 2 * self.u[1:-1] + self.u[:-2])
        self.new[0] = self.u[0] * self.k[0]
        self.new[-1] = self.u[-1]
        self.u, self.new = self.new, self.u

    def rotate(self):
        self.u, self.new, self.old = self.new, self.old, self.u

    def wave(self):
        self.new[:] = 2 * self.u - self.old
        self.new[1:] += self.k[0] * self.u[:-1]
        self.old, self.u, self.new = self.u, self.new, self.old


def buffers_by_turns(x):
    s = Sim(x * 1.0, x[:1] * 0.3)
    for _ in range(4):
        s.step()
    return np.sum(s.u**2) + np.sum(s.new * s.old)


def three_buffers_by_turns(x):
    s = Sim(x * 1.0, x * 0.3)
    for _ in range(4):
        s.wave()
    return np.sum(s.u**2) + np.sum(s.new * s.old)


def turns_of_three(x):
    s = Sim(x * 1.0, x * 0.3)
    for i in range(3):
        s.rotate()
        s.u[0] += s.old[1] * x[i]
    return np.sum(s.u**2) + np.sum(s.new * s.old)


def two_names_for_one(x):
    s = Sim(x * 1.0, x * 0.3)
    s.new = s.u
    s.new[0] = 5.0 * x[1]
    s.u[1] = x[2] ** 2
    s.u = s.u * 1.0
    s.new[2] = x[0]
    return np.sum(s.u**2) + np.sum(s.new**3)


def swapped_in_two_steps(x):
    s = Sim(x * 1.0, x * 0.3)
    for i in range(3):
        a, b = s.u, s.new
        s.new = a
        a[0] = x[1] * (i + 1)
        s.u = b
        b[1] = x[2] + i
        s.new[2] += s.u[1]
    return np.sum(s.u**2) + np.sum(s.new**3)


def swapped_in_some_trips(x):
    s = Sim(x * 1.0, x * 0.3)
    for i in range(3):
        if i % 2 == 0:
            s.u, s.new = s.new, s.u
        s.u[i] += x[i] * 2
        s.new[0] = s.u[1] * x[0]
    return np.sum(s.u**2) + np.sum(s.new**3)


def swapped_through_a_name(x):
    s = Sim(x * 1.0, x * 0.3)
    for i in range(3):
        t = s.u
        s.u = s.new
        s.new = t
        t[0] = 2.0 * x[i]
        s.u[1] = t[0]
    return np.sum(s.u**2) + np.sum(s.new**3)


def one_in_both_places(x):
    s = Sim(x * 1.0, x * 0.3)
    for i in range(2):
        s.u, s.new = s.new, s.new
        s.u[i] += x[i]
        s.new[1] *= x[0]
    return np.sum(s.u**2) + np.sum(s.new**3)


def swapped_in_a_dict(x):
    d = {"u": x * 1.0, "v": x * 2.0, "w": x * 3.0}
    for i in range(3):
        d["u"], d["v"] = d["v"], d["u"]
        d["u"][0] = d["w"][1] * x[0]
        d["v"][1] += d["u"][0]
    return np.sum(d["u"] * d["v"] * d["w"])


def a_view_of_what_is_swapped(x):
    s = Sim(x * 1.0, x * 0.3)
    part = s.u[1:]
    s.u, s.new = s.new, s.u
    part[0] = 7.0 * x[0]
    return np.sum(s.new**2) + np.sum(s.u)


def a_view_in_the_other_place(x):
    s = Sim(x * 1.0, x * 0.3)
    s.new = s.u[::-1]
    s.u, s.new = s.new, s.u
    s.u[0] = x[1]
    return np.sum(s.new**2 * x) + np.sum(s.u * x)


def changed_while_it_is_in_neither_place(x):
    s = Sim(x * 1.0, x * 0.3)
    t = s.u
    s.u = s.new
    s.old[0] = 3 * x[0]
    s.new = t
    s.u[0] = x[1]
    t[1] = x[2] * 2
    return np.sum(s.new**2 * x) + np.sum(s.u * x) + np.sum(s.old**2)


def changed_by_old_names(x):
    s = Sim(x * 1.0, x * 0.3)
    t = s.u
    s.u = s.new
    u = s.u
    s.new = x * 4.0
    s.u[0] = x[1]
    s.new[0] = x[0]
    u[1] = x[0] * x[1]
    t[2] = 1.0
    return np.sum(s.new**2 * x) + np.sum(s.u * x) + np.sum(t * x)


point = np.array([0.3, 0.5, -0.2])

OUTER = np.array(0.44)


def array_from_outside_put_again(x):
    d = {"u": OUTER, "v": x}
    d["u"] = OUTER
    return np.sum(d["u"] * d["v"] ** 2)


def lists_of_two_steps(x):
    cur = [v * v for v in x]
    nxt = [0.0] * len(x)
    for _ in range(3):
        for i in range(len(x)):
            nxt[i] = 0.5 * (cur[i] + cur[i - 1] * x[0])
        cur, nxt = nxt, cur
    return cur[0] * cur[1] + nxt[2]


def lists_known_and_not(x):
    cur = [x[0], x[1], x[2]]
    nxt = [0.0] * 3
    for k in range(3):
        kept = cur
        nxt[0] = 0.5 * cur[1]
        nxt[2] = cur[0] * x[k]
        cur = nxt
        nxt = kept
    return cur[0] * cur[1] + nxt[2]


def lists_that_give_one_another_items(x):
    a = [v * x for v in x]
    b = [v * x for v in x]
    for k in range(2):
        b[0] = a.pop()
        b.append(x * x[k])
        a[0] = x * x[k + 1]
        a, b = b, a
    return sum((i + 1) * u.sum() for i, u in enumerate(a)) + sum((i + 5) * u[0] for i, u in enumerate(b))


CASES = [
    Case(buffers_by_turns, (point,)),
    Case(three_buffers_by_turns, (point,)),
    Case(turns_of_three, (point,)),
    Case(two_names_for_one, (point,)),
    Case(swapped_in_two_steps, (point,), refusable=True),
    Case(swapped_in_some_trips, (point,)),
    Case(swapped_through_a_name, (point,)),
    Case(one_in_both_places, (point,)),
    Case(swapped_in_a_dict, (point,)),
    Case(a_view_of_what_is_swapped, (point,)),
    Case(a_view_in_the_other_place, (point,)),
    Case(changed_while_it_is_in_neither_place, (point,)),
    Case(changed_by_old_names, (point,)),
    Case(array_from_outside_put_again, (np.array([0.4, 0.75, 1.3]),), (0,)),
    Case(lists_of_two_steps, (np.array([0.42, -0.73, 1.31, 0.6]),)),
    Case(lists_known_and_not, (np.array([0.42, -0.73, 1.31, 0.6]),)),
    Case(lists_that_give_one_another_items, (np.array([0.42, -0.73, 1.31, 0.6]),), refusable=True),
]
