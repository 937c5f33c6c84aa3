"""Arrays that one trip of a loop makes, and the next one changes in place before it makes others."""

import numpy as np

from oracles import Case

x = np.array([0.3, 0.5])
y = np.array([0.9, 1.5])


def boundary_first(x, s):
    u = x.copy()
    total = 0.0
    for _ in range(2):
        u[0] = s
        u = u + 1.0
        total += u @ u
    return total


def damped_first(v):
    v = v.copy()
    total = 0.0
    for _ in range(2):
        v *= 0.5
        v = np.sin(v)
        total += np.sum(v * v)
    return total


def normalised_at_the_end(x, s):
    u = x * 1.0
    for i in range(3):
        u[i % 2] += s * i
        u = u / np.sqrt(u @ u)
    return u[0] * s


def root_at_the_end(x, s):
    x = x * 1.0
    for _ in range(2):
        x[0] *= s
        x = np.sqrt(x * x + 1)
    return np.sum(x)


def scale(v, s):
    v *= s


def by_a_helper(x, s):
    u = x * 1.0
    for _ in range(3):
        scale(u, s)
        u = np.exp(u)
    return np.sum(u)


def in_a_dict(x, s):
    d = {"u": x * 1.0}
    total = 0.0
    for _ in range(3):
        d["u"][0] = s
        d["u"] = d["u"] * d["u"]
        total += np.sum(d["u"])
    return total


def buffers_in_turn(x, y, s):
    u = x.copy()
    v = y.copy()
    total = 0.0
    for _ in range(3):
        u[0] = s
        u, v = v, u * y
        total += np.sum(v * v)
    return total


def leapfrog(x, s):
    before = np.zeros(2)
    now = x.copy()
    total = 0.0
    for _ in range(3):
        before *= s
        after = 2 * np.sin(now) - before
        before, now = now, after
        total += now @ now
    return total


def old_one_damped(v):
    x1 = np.sin(v)
    total = 0.0
    for _ in range(2):
        x2 = x1 * v
        x0 = x1
        x0 *= 0.9
        x1 = x2
        total += np.sum(x2**2)
    return total


def on_opposite_sides(u):
    u = u * 1.0
    total = 0.0
    for i in range(3):
        if i == 1:
            u = np.exp(u)
        else:
            u *= 0.8
        total += np.sum(u**3)
    return total


def made_in_some_trips(u, s):
    u = u * 1.0
    total = 0.0
    for i in range(4):
        if i % 2:
            u = np.exp(0.1 * u)
        u[0] = s * i
        w = u
        total += np.sum(np.sin(w) * w)
    return total


def made_by_an_inner_loop(u, s):
    u = u * 1.0
    total = 0.0
    for i in range(3):
        u[1] *= s
        for _ in range(i):
            u = np.sin(u) * 2.0
        total += np.sum(u * u)
    return total


def rebuilt_by_a_comprehension(x, s):
    a = x * 1.0
    total = 0.0
    for _ in range(2):
        total += a @ a
        a = np.array([u * s for u in a])
        a[0] *= 2.0
    return total


def one_block(x):
    y = np.block([x])
    z = np.block([[np.outer(x, x)]])
    x = x * 1.0
    x[0] = 5.0
    return np.sum(y**2) + np.sum(z * x)


def block_of_what_is_changed(x):
    x = x * 1.0
    y = np.block([x])
    x[0] = 5.0
    return np.sum(y**2) * x[1]


def part_of_a_row_in_a_branch(x, s):
    a = np.outer(x, x)
    b = a[0]
    if s > 0:
        b[1:] *= s
    return np.sum(b)


def read_behind_a_with(x, s):
    a = x
    for _ in range(3):
        t = a
        with np.errstate(all="ignore"):
            a = np.sqrt(a) + s
        if a * t > 2.0:
            return a * t * t
    return a * t


def squeezed_and_changed(z):
    x = z * 2
    y = np.squeeze(x[:1])
    x[0] *= 3.0
    return y * x[1]


def filled_in_each_trip(x, a):
    """Nothing is due to what the array was before: zeros of its shape, not the number that the sum gives to each item."""
    p = a * 0.67
    for v in x:
        p.fill(v * v)
    return np.sum(p)


def overwritten_in_each_trip(x, a):
    p = a * 0.67
    for v in x:
        p[...] = v * a[0]
    return np.sum(p)


SETTINGS = {"power": 2.0, "mode": "a"}


def numbers_of_a_global_dict(x):
    total = 0.0
    for _ in range(2):
        total += np.sum(x ** SETTINGS["power"]) if SETTINGS["mode"] == "a" else np.sum(x)
    return total


def shifted(a):
    return a - 0.3


def shifted_again(a):
    b = shifted(a)
    return {"shifted": [b], "by": 0.3}


def shifted_or_doubled(a, c):
    return a - 1.0 if c > 0.0 else a * 2.0


def rows_shifted(rows):
    return [row - 1.0 for row in rows], 0.5


def changed_after_it_was_shifted(x):
    y = x * 1.0
    y[0] = 2.0 * x[1]
    q, r = shifted(y), shifted_again(y)
    y[1] = 5.0 * x[0]
    s = shifted_or_doubled(y, x[0])
    y *= y
    return q[1] * y[0] + r["shifted"][0][1] * y[1] + np.sum(s * y)


def rows_changed_after_they_were_shifted(x):
    rows = [x * 1.0, x * 3.0]
    rows[0][1] = x[2]
    q, weight = rows_shifted(rows)
    rows[0][1] = 7.0 * x[2]
    rows[1] *= 2.0
    return q[0][1] * rows[0][2] * weight + np.sum(q[1] * rows[1])


def shifted_in_a_loop(x):
    y = x * 1.0
    s = 0.0
    for k in range(3):
        q = shifted(y)
        y[k] = q[k] * x[1]
        s = s + q @ y
        y *= 0.9
        s = s + q[k]
    return s


CASES = [
    Case(changed_after_it_was_shifted, (np.array([0.42, -0.73, 1.31]),)),
    Case(rows_changed_after_they_were_shifted, (np.array([0.42, -0.73, 1.31]),)),
    Case(shifted_in_a_loop, (np.array([0.42, -0.73, 1.31]),)),
    Case(boundary_first, (x, 0.7), (0, 1)),
    Case(damped_first, (x,)),
    Case(normalised_at_the_end, (x, 0.7), (0, 1)),
    Case(root_at_the_end, (x, 0.7), (0, 1)),
    Case(by_a_helper, (x, 0.7), (0, 1)),
    Case(in_a_dict, (x, 0.7), (0, 1)),
    Case(buffers_in_turn, (x, y, 0.7), (0, 1, 2)),
    Case(leapfrog, (x, 0.7), (0, 1), complex_step=False),
    Case(old_one_damped, (x,)),
    Case(on_opposite_sides, (x,)),
    Case(made_in_some_trips, (x, 0.7), (0, 1)),
    Case(made_by_an_inner_loop, (x, 0.7), (0, 1)),
    Case(rebuilt_by_a_comprehension, (x, 0.7), (0, 1)),
    Case(one_block, (x,)),
    Case(block_of_what_is_changed, (x,)),
    Case(part_of_a_row_in_a_branch, (x, 0.6), (0,)),
    Case(part_of_a_row_in_a_branch, (x, -0.6), (0,), label="not_taken"),
    Case(read_behind_a_with, (0.3, 0.6), (0, 1)),
    Case(squeezed_and_changed, (x,)),
    Case(filled_in_each_trip, (x, np.ones((3, 3))), (0, 1), complex_step=False),
    Case(overwritten_in_each_trip, (x, np.arange(9.0).reshape(3, 3)), (0, 1), complex_step=False),
    Case(numbers_of_a_global_dict, (x,), over_forward_refusable=True),
]
