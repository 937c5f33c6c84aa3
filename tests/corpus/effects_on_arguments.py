"""Functions that change what they are given: arrays, views, lists and dicts of the caller."""

import numpy as np

from oracles import Case

vector = np.array([0.7, -0.4, 1.3])


def add_to(a, s):
    a += s


def helper_adds(x):
    def inc(a):
        a += 1.0
        return None
    b = np.sin(x)
    inc(b)
    return np.sum(b*x)


def helper_on_a_view(x):
    b = np.sin(x)
    add_to(b, x)
    add_to(b[1:], x[0])
    return np.sum(b*b)


def advance(u, v, c):
    for i in range(1, len(u) - 1):
        v[i] = u[i] + c * (u[i-1] - u[i+1])
    return np.sum(v)


def helper_fills_a_buffer(x, n):
    u = np.sin(x)
    v = np.zeros_like(u)
    s = 0.0
    for k in range(n):
        s += advance(u, v, x[0])
        u, v = v, u
    return s + np.sum(u * x)


def same_array_twice(x):
    b = np.sin(x)
    advance(b, b, x[1])
    return np.sum(b * x)


def push_square(xs, v):
    xs.append(v * v)
    return len(xs)


def helper_appends(x):
    xs = []
    k = push_square(xs, x[0])
    k = push_square(xs, x[1])
    return xs[0] * 3.0 + xs[1] * k


def helper_appends_in_a_loop(x, n):
    xs = [x[0]]
    for i in range(n):
        push_square(xs, x[i] + 1.0)
    return sum(xs) * x[2]


def doubles_down(a, n):
    if n > 0:
        a[n] = a[n-1] * 2.0
        doubles_down(a, n - 1)


def recursion_of_known_depth(x):
    a = np.sin(x)
    doubles_down(a, 2)
    return np.sum(a * x)


def descend(p, g):
    p["w"] -= 0.1 * g
    p["b"] = p["b"] - 0.1


def helper_updates_a_dict(x, n):
    p = {"w": np.sin(x), "b": x[0]}
    for i in range(n):
        descend(p, p["w"] * x)
    return np.sum(p["w"]) * p["b"]


def swap_items(a, i, j):
    t = a[i]
    a[i] = a[j]
    a[j] = t


def helper_swaps_items(x):
    a = np.outer(x, x)
    swap_items(a[0], 0, 2)
    a[[0, 1]] = a[[1, 0]]
    return np.sum(a[0] * x)


def helper_with_a_default(x):
    a = np.sin(x)
    f = lambda v: v.sum()
    def g(v, w=None):
        if w is None:
            w = v
        w *= 2.0
        return f(v)
    return g(a) + g(a, a[1:])


def keeps_a_list(n, xs, v):
    if n <= 0:
        return
    kept = []
    for i in range(2):
        kept.append(v * i)
    xs[0][1] = v[0] * kept[1][0]
    keeps_a_list(n - 1, xs, v)


def recursion_that_builds_lists(x):
    xs = [np.sin(x), np.cos(x)]
    keeps_a_list(2, xs, x)
    return np.sum(xs[0] * xs[1])


def halved(a):
    a[-1] *= 0.5
    return a[0]


def test_changes_a_view(x):
    z = np.sin(x)
    if halved(z[::-2]) > 0.4:
        z[1] = x[0]
    return np.sum(z * z)


def test_changes_a_reshaped_array(x):
    z = np.sin(x)
    while halved(z.reshape(3)) > 0.3:
        z *= 0.7
    return np.sum(z * z)


def test_is_given_new_arrays(x):
    z = np.sin(x)
    if halved(np.cos(z)) > 0.4 and halved(z + 1.0) > 0.2:
        z = z * x[0]
    return np.sum(z * z)


class Buffer:
    def __init__(self, u):
        self.u = u

    def scale(self, s):
        self.u[0] *= s
        return s


def scaled_first(items, s):
    items[0][1] += s
    return s * 2.0


def target_is_read_before_the_call(x):
    b = Buffer(np.sin(x))
    b.u[0] += b.scale(x[1])
    return np.sum(b.u * x)


def target_is_read_before_an_alias_changes(x):
    c = np.cos(x)
    held = [c]
    c[1] *= scaled_first(held, x[2])
    d = c
    c[0] -= halved(d[::2])
    return np.sum(c * x)


def target_in_a_display_is_read_before_the_call(x):
    b = Buffer(np.sin(x))
    [b, b][-1].u[0] += b.scale(x[1])
    (b if x[0] > 0.0 else Buffer(x)).u[0] += b.scale(x[0])
    return np.sum(b.u * x)


def target_that_is_given_is_read_before_the_call(x):
    b = Buffer(np.sin(x))

    def get():
        return b

    get().u[0] += b.scale(x[1])
    return np.sum(b.u * x)


CASES = [
    Case(target_is_read_before_the_call, (vector,), complex_step=False),
    Case(target_is_read_before_an_alias_changes, (vector,), complex_step=False),
    Case(test_changes_a_view, (vector,), complex_step=False, refusable=True),
    Case(test_changes_a_reshaped_array, (vector,), complex_step=False, refusable=True),
    Case(test_is_given_new_arrays, (vector,), complex_step=False),
    Case(helper_adds, (vector,), complex_step=False),
    Case(helper_on_a_view, (vector,), complex_step=False),
    Case(helper_fills_a_buffer, (vector, 3), complex_step=False),
    Case(same_array_twice, (vector,), complex_step=False),
    Case(helper_appends, (vector,), complex_step=False),
    Case(helper_appends_in_a_loop, (vector, 3), complex_step=False),
    Case(recursion_of_known_depth, (vector,), complex_step=False),
    Case(helper_updates_a_dict, (vector, 3), complex_step=False),
    Case(helper_swaps_items, (vector,), complex_step=False),
    Case(helper_with_a_default, (vector,), complex_step=False),
    Case(recursion_that_builds_lists, (vector,), complex_step=False),
    Case(target_in_a_display_is_read_before_the_call, (np.array([0.7, 1.3, 0.4]),), over_forward_refusable=True),
    Case(target_that_is_given_is_read_before_the_call, (np.array([0.7, 1.3, 0.4]),)),
]
