"""Views, buffers and lists that a branch chooses, of which one is changed in place behind it."""

import numpy as np

from oracles import Case

X = np.array([0.7, 1.3, 0.4])


def halves_that_take_turns(x):
    x = x.reshape(1, 3).copy()
    ld = 0.0
    for k in range(2):
        a, b = (x[:, :1], x[:, 1:]) if k % 2 == 0 else (x[:, 1:], x[:, :1])
        b *= 2.0
    return x.sum()


def views_by_branch(x):
    u = x * 1.0
    for k in range(4):
        if k % 2 == 0:
            a, b = u[:1], u[1:]
        else:
            a, b = u[1:], u[:1]
        b *= np.sum(a)
    return np.sum(u**2)


def one_of_two_views(x):
    u = x * 1.0
    for k in range(4):
        if x[0] > .5:
            a = u[:1]
        else:
            a = u[1:]
        a *= 2.0
        a += x[1]
    return np.sum(u**2)


def one_of_two_buffers(x):
    u = x * 1.0
    v = x * 2.0
    for k in range(4):
        a = u if k % 2 == 0 else v
        a[k % 3] = a[k % 3] * x[k % 3]
    return np.sum(u**2 * v)


def left_behind_a_fork(x):
    u = x * 1.0
    for k in range(4):
        a = u[:2] if x[k % 3] > .5 else u[1:]
        for j in range(2):
            a[j] = a[j] * x[j] + k
        if u[2] > 3:
            break
        a *= 1.1
    return np.sum(u**2)


def two_forks(x):
    u = x * 1.0
    v = x * 2.0
    a = u if x[0] > .5 else v
    b = u[1:] if x[1] > 5 else v[:2]
    a *= 2.0
    b += a[:2]
    return np.sum(u * v**2)


def changed_by_a_helper(x):
    def scale(w, c):
        w *= c
    u = x * 1.0
    v = x * 2.0
    for k in range(3):
        t = u if k != 1 else v
        scale(t, x[k])
        t[0] += 1.0
    return np.sum(u * v)


def returns_behind_a_fork(x):
    u = x * 1.0
    v = x * 2.0
    t = u if x[0] > 5 else v
    t[1] = x[0] * x[2]
    if x[1] > 100:
        return u.sum()
    return np.sum(u * v)


def one_of_two_lists(x):
    p = []
    q = []
    for k in range(4):
        r = p if k % 2 else q
        r.append(x[k % 3]**2)
    return sum(p) * q[0]


def one_of_two_items(x):
    d = {"a": x * 1.0, "b": x * 2.0}
    for k in range(4):
        c = d["a"] if k % 2 else d["b"]
        c *= x[0]
    return (d["a"] * d["b"]).sum()


def forks_in_forks(x):
    u = x * 1.0
    k = 0
    while k < 5:
        if k < 3:
            a = u[1:] if k % 2 else u[:2]
        else:
            a = u
        a *= 1.0 + 0.1 * a
        k += 1
    return np.sum(u**2)


def read_behind_the_loop(x):
    u = x * 1.0
    a = u[:1]
    for k in range(3):
        if k % 2 == 0:
            a = u[:2]
        else:
            a = u[1:]
        a *= 2.0
    return np.sum(u**2) * a[0]


def a_list_of_one_path(x):
    p = []
    q = []
    held = {"p": p}
    if x[0] > 0.5:
        r = p
    else:
        r = q
    for v in x:
        r.append(v**2)
    return sum(held["p"]) + sum(q) * 2


def fork_in_a_fork(x):
    y = x * 1.0
    d = {"p": x, "q": y}
    if x[0] > 0.2:
        if x[0] > 0.1:
            d["q"] = y[::1]
        y[1] = 0.3
    y[1] *= x[0]
    return d["q"] @ x


def view_in_a_fork_in_a_fork(x):
    y = x * 1.0
    q = y
    if x[0] > 0.2:
        if x[1] > 5.0:
            q = y[::1]
        else:
            y[2] *= x[1]
        y[1] = 0.3
    y[1] *= x[0]
    return q @ x


CASES = [
    Case(fork_in_a_fork, (X,), complex_step=False),
    Case(view_in_a_fork_in_a_fork, (X,), complex_step=False),
    Case(halves_that_take_turns, (X,), (0,)),
    Case(views_by_branch, (X,), (0,)),
    Case(one_of_two_views, (X,), (0,)),
    Case(one_of_two_buffers, (X,), (0,)),
    Case(left_behind_a_fork, (X,), (0,)),
    Case(two_forks, (X,), (0,)),
    Case(changed_by_a_helper, (X,), (0,)),
    Case(returns_behind_a_fork, (X,), (0,)),
    Case(one_of_two_lists, (X,), (0,)),
    Case(one_of_two_items, (X,), (0,)),
    Case(forks_in_forks, (X,), (0,)),
    Case(read_behind_the_loop, (X,), (0,)),
    Case(a_list_of_one_path, (X,), (0,)),
]
