"""Arrays whose items stay as they were stored, and arrays where that only seems so: the adjoint may read the former."""

import numpy as np

from oracles import Case

numbers = np.linspace(0.3, 1.2, 6)


def wraps_around(x):
    h = np.zeros(6)
    h[5] = x[0]
    for i in range(5):
        h[i] = np.sin(h[i - 1]) * x[i]
    return np.sum(h)


def sweeps_twice(x):
    h = x * 1.0
    for s in range(2):
        for i in range(1, 6):
            h[i] = np.sin(h[i - 1]) * h[i]
    return np.sum(h)


def downwards_then_changed(x):
    h = x * 1.0
    for i in range(4, -1, -1):
        h[i] = np.sin(h[i + 1]) * x[i]
    h[3] = 0.5
    h[:2] *= 2.0
    return np.sum(h * h)


def strides_of_two(x):
    h = x * 1.0
    for i in range(0, 5, 2):
        h[i + 1] = np.sin(h[i]) * x[i]
        h[i] = np.cos(h[i + 1])
    return np.sum(h * h)


def lower_from_upper(x):
    a = np.outer(x, x)
    for i in range(5):
        for j in range(i + 1, 6):
            a[j, i] = np.sin(a[i, j]) * a[i, i]
    return np.sum(a * a)


def both_triangles(x):
    a = np.outer(x, x)
    for i in range(5):
        for j in range(i + 1, 6):
            a[i, j] = np.sin(a[j, i]) * a[i, i]
            a[j, i] = a[i, j] ** 2
    return np.sum(a * a)


def index_by_hand(x):
    h = x * 1.0
    k = 0
    for i in range(5):
        h[k + 1] = np.sin(h[k]) * x[i]
        k = (k + 2) % 4
    return np.sum(h)


def reversed_range(x):
    h = x * 1.0
    for i in reversed(range(1, 6)):
        h[i - 1] = np.sin(h[i]) * x[i]
    return np.sum(h)


def reversed_and_overwritten(x):
    h = x * 1.0
    for i in reversed(range(1, 6)):
        h[i] = np.sin(h[i - 1]) * h[i]
    return np.sum(h)


def prefix_and_first(x):
    h = x * 1.0
    for i in range(1, 5):
        h[i] = h[:i] @ x[:i]
        h[0] = np.sin(h[i])
    return np.sum(h)


def suffix_of_the_same(x):
    h = x * 1.0
    for i in range(1, 5):
        h[i] = np.sum(np.sin(h[i:]))
    return np.sum(h)


def prefix_sums(x):
    h = x * 1.0
    for i in range(1, 6):
        h[i] = np.sum(np.sin(h[:i]))
    return np.sum(h)


def array_left_behind(x):
    h = x * 1.0
    for i in range(1, 6):
        h[i] = np.sin(h[i - 1]) * h[i]
    g = h
    h = np.zeros(6)
    h[0] = g[1]
    return np.sum(h) + np.sum(g * g)


def index_by_condition(x):
    h = x * 1.0
    for i in range(5):
        j = i + 1 if x[i] > 0.6 else i
        h[j] = np.sin(h[i]) * x[i]
    return np.sum(h * h)


def counts_in_a_while(x):
    h = x * 1.0
    i = 0
    while i < 5:
        h[i + 1] = np.sin(h[i]) * x[i]
        i += 1
    return np.sum(h * h)


def stops_early(x):
    h = x * 1.0
    for i in range(5):
        h[i + 1] = np.sin(h[i]) * x[i]
        if h[i + 1] > 0.9:
            break
    h[1] = h[0]
    return np.sum(h * h)


def a_buffer_each_trip(x):
    t = 0.0
    for s in range(3):
        h = x * (s + 1.0)
        for i in range(5):
            h[i + 1] = np.sin(h[i]) * x[i]
        t += np.sum(h)
    return t


def two_names_of_a_buffer(x):
    h = x * 1.0
    g = h
    for i in range(5):
        h[i + 1] = np.sin(h[i]) * x[i]
        g[i] = 0.3 * h[i + 1]
    return np.sum(h * h)


def counts_from_below(x):
    h = x * 1.0
    for i in range(-2, 2):
        h[i + 1] = np.sin(h[i]) * x[i]
    return np.sum(h * h)


def sum_of_two_counters(x, n=3):
    h = np.zeros(2 * n)
    h[0] = x[0]
    for i in range(n):
        for j in range(n - 1):
            h[i + j + 1] = np.sin(h[i + j]) * x[j]
    return np.sum(h * h)


def stored_from_both_ends(x):
    h = np.zeros(6)
    for i in range(6):
        v = np.exp(x[i])
        h[i] = v
        h[5 - i] = v * v
    return np.sum(h)


def row_changed_after_its_store(x):
    h = np.zeros((3, 6))
    for t in range(2):
        v = np.tanh(h[t] + x)
        h[t + 1] = v
        h[t + 1, 0] = 0.0
    return np.sum(h * h)


def rows_and_a_changed_argument(x):
    h = np.zeros((3, 6))
    for t in range(2):
        v = np.tanh(h[t] + x)
        h[t + 1] = v
        x = x * v
    return np.sum(h * h) + np.sum(x)


def row_that_is_stretched(x):
    h = np.zeros((3, 1))
    for t in range(2):
        v = np.tanh(h[t] + x[:1])
        h[t + 1, :] = v
        h[0] = v * 2
    return np.sum(h * h)


def counter_read_after_its_loop(x):
    h = np.zeros(7)
    i = 2
    for i in range(i, 6):
        h[i + 1] = np.sin(h[i]) + x[i]
    h[i] = 0.1
    return np.sum(h * h)


def triangle_with_a_branch(x):
    h = x * 1.0
    for i in range(6):
        for j in range(i):
            h[i] = h[i] + np.sin(h[j]) * h[i]
        if x[i] > 0.5:
            h[i] *= np.cos(h[i])
    return np.sum(h * h)


def gates_side_by_side(z, h):
    n = len(h)
    opened = np.sin(z[:n]) * h
    closed = np.exp(z[2 * n : 3 * n]) * opened
    last = z[3 * n :] * closed[: len(z) - 3 * n]
    between = z[n : 2 * n] * z[2 * n - 1 : 3 * n - 1]
    return np.sum(last * last) + np.sum(between * opened)


def windows_at(x, i, j):
    return np.sum(x[:i] ** 3) * np.sum(x[i:j]) + np.sum(np.sin(x[j:])) * x[i] * x[j] + np.prod(x[i - 1 : j + 1])


def both_ends_may_meet(x):
    return x[0] * x[-2] ** 2 * np.sin(x[1]) * np.exp(x[-1]) + np.sum(x[:1] * x[-1:])


def every_second(x):
    return np.sum(x[::2] * x[1::2]) * np.sum(x[:2] * x[2:4]) + np.sum(x[0:4:3]) * x[3]


def columns_apart(a):
    product = a[:, 0:2] / a[:, 2:3]
    return np.sum(product * a[:, 1:3]) * np.sum(a[0] * a[1]) + np.sum(a[..., 0] * a[..., -1] * a[:, 1])


CASES = [
    Case(gates_side_by_side, (np.linspace(0.2, 1.1, 8), numbers[:2]), (0, 1), label="four"),
    Case(gates_side_by_side, (np.linspace(0.2, 1.1, 7), numbers[:2]), (0, 1), label="one-left"),
    Case(windows_at, (numbers, 1, 3)),
    Case(windows_at, (numbers, -4, -1), label="from-the-end"),
    Case(windows_at, (numbers, 3, -2), label="mixed"),
    Case(windows_at, (numbers, 4, 2), label="empty"),
    Case(both_ends_may_meet, (numbers[:2],), label="two"),
    Case(both_ends_may_meet, (numbers,)),
    Case(every_second, (numbers,)),
    Case(columns_apart, (np.linspace(0.4, 1.6, 9).reshape(3, 3),)),
    Case(wraps_around, (numbers,), complex_step=False),
    Case(sweeps_twice, (numbers,), complex_step=False),
    Case(downwards_then_changed, (numbers,), complex_step=False),
    Case(strides_of_two, (numbers,), complex_step=False),
    Case(lower_from_upper, (numbers,), complex_step=False),
    Case(both_triangles, (numbers,), complex_step=False),
    Case(index_by_hand, (numbers,), complex_step=False),
    Case(reversed_range, (numbers,), complex_step=False),
    Case(reversed_and_overwritten, (numbers,), complex_step=False),
    Case(prefix_and_first, (numbers,), complex_step=False),
    Case(suffix_of_the_same, (numbers,), complex_step=False),
    Case(prefix_sums, (numbers,), complex_step=False),
    Case(array_left_behind, (numbers,), complex_step=False),
    Case(index_by_condition, (numbers,), complex_step=False),
    Case(counts_in_a_while, (numbers,), complex_step=False),
    Case(stops_early, (numbers,), complex_step=False),
    Case(a_buffer_each_trip, (numbers,), complex_step=False),
    Case(two_names_of_a_buffer, (numbers,), complex_step=False),
    Case(counts_from_below, (numbers,), complex_step=False),
    Case(sum_of_two_counters, (numbers,), complex_step=False),
    Case(stored_from_both_ends, (numbers,), complex_step=False),
    Case(row_changed_after_its_store, (numbers,), complex_step=False),
    Case(rows_and_a_changed_argument, (numbers,), complex_step=False),
    Case(row_that_is_stretched, (numbers,), complex_step=False),
    Case(counter_read_after_its_loop, (numbers,), complex_step=False),
    Case(triangle_with_a_branch, (numbers,), complex_step=False),
]
