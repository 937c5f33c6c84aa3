"""Loop variables that are bound again: in the body, by a loop inside, by what follows."""

from __future__ import annotations

import numpy as np

from oracles import Case

vector = np.array([1.1, 2.3, 0.7, 1.9, 0.4])


def in_a_branch(w, n):
    t = 1.0
    for i in range(n):
        t = t * w[i]
        if i % 2:
            i = i * 2
        t = t + w[i] ** 2 * i
    return t


def in_a_while(w, n):
    x = w.copy()
    for pos in range(n):
        v = x[pos] * x[pos]
        while pos < 3:
            pos = pos + 2
        x[pos] = v * x[pos]
    return x[0] * x[-1] * x[1] + np.sum(x)


def from_the_end(w, n):
    x = list(w)
    for pos in reversed(range(n // 2)):
        item = x[pos]
        while pos < n - 2:
            x[pos] = x[pos + 1] * item
            pos = pos + 2
        x[pos] = item * x[pos]
    return x[0] * x[-1] * x[1]


def computed_anew(w, n):
    t = 1.0
    for i in range(1, n):
        s = t
        i = int(w[i] * 2) % 5
        for j in range(i):
            s = s * w[j] + i
            i = i - 1
        t = t + 0.1 * s * s * w[i]
    return t


def by_the_loop_inside(w, n):
    t = 1.0
    for i in range(n):
        top = i
        u = t * w[i]
        for i in range(2):
            t = t * w[top + i] + 0.1 * t * t
        t = t * w[i] * (top + 1) + 0.1 * u * u
    return t


def by_two_loops_inside(w, n):
    t = 1.0
    for i in range(n):
        u = t * w[i]
        for i in range(2):
            for i in range(i, 3):
                t = 0.5 * t * w[i] + 0.01 * t * t
            t = t * w[i]
        t = t * w[i] + 0.1 * u * u
    return t


def items_around_a_loop_inside(w, n):
    t = 1.0
    x = w.copy()
    for i in range(n):
        x[i] = x[i] * t
        for j in range(2):
            for i in range(2):
                x[i + j] = x[i] * x[j] + 1
        t = 0.1 * t + 0.1 * x[i]
    return t + np.sum(x)


def item_bound_again(w, n):
    t = 1.0
    for i, v in enumerate(w):
        t = t * v
        if v < 1:
            v, i = v * v, n - i
        t = t + v * v * w[i]
    return t * v


def one_name_for_three_loops(w, n):
    t = 1.0
    i = 2
    for k in range(2):
        t = t * w[i] * t
    for i in range(n):
        t = t * w[i] + 0.1 * t * t
    for k in range(i):
        t = t * w[i] - 0.1 * t * i
    return t


def parameter_of_a_helper(w, n):
    def step(i, t):
        for k in range(2):
            i = i + k
            t = t * w[i % 5]
            i *= 2
        return t + 0.1 * i * t * t

    t = 1.0
    for i in range(n):
        t = step(i, t)
    return t


def argument_counts(x, n):
    for x in range(n):
        pass
    return x * x + 0.5


def number_becomes_a_counter(x, n):
    y = x * 2
    for k in range(n):
        for y in range(k):
            pass
        y = y * x
    return y * x


def counter_varies_in_the_body(x, n):
    i = x * x
    t = 1.0
    for i in range(n):
        t = t * x + i
        i = i * x
    return t * i


def array_becomes_a_counter(x, n):
    i = x * x
    while n > 0:
        for i in range(n):
            i = i * x
        n -= 1
    return np.sum(i * x)


def counter_or_number_at_a_break(x, n):
    i = x * x
    for i in range(n):
        if i > 0:
            i = x * 3
            break
    return i * x


def of_another_size_in_each_trip(x):
    whole = x
    for n in range(3):
        x = x[n : n + 1]
        for _ in range(1):
            x = whole + whole[n]
    return np.sum(x * x)


def replaced_by_rows(x, rows):
    for _ in range(1):
        x = x[::1]
        for row in rows:
            x = row
    return np.sum(x * x)


def number_or_array_in_each_trip(a, x):
    t = x
    for k in range(3):
        u = t * 3
        t = 0.0
        for _ in range(k):
            t = a + t
        t = t + u
    return np.sum(t * t)


def number_replaced_by_an_array(a, x):
    t = x
    for _ in range(1):
        t = 0.0
        for _ in range(1):
            t = a
    return t[1] ** 2


def once_an_array_and_a_number_again(w, v):
    i = 0
    for i in range(3):
        i += v
    for i in range(1, 2):
        pass
    return np.sum(w) * w[i]


def loop_over_itself(w, a):
    h = w * a
    h[0] /= 1.5 + np.sum(a) ** 2
    t = 0.0
    for h in h:
        t += h * h
    return t + h


def rows_under_the_name_of_an_argument(m, v):
    for _ in range(3):
        if v[1] >= 0.34:
            for v in m:
                pass
            v = np.sin(v)
    return np.sum(v)


def row_before_and_after(rows):
    """The row after the loop is shaped like the one before, and is there when that one's shape is asked for."""
    rows = rows * 2.0
    k = rows[1]
    np.add.at(rows, 1, k[1])
    for k, row in enumerate(rows):
        rows[k] = row
    k = rows[1]
    return np.sum(k)


def holds_an_older_value(x):
    z = np.exp(x) * x
    s = 0.0
    for a in range(3):
        s += x * a * z
    a = np.zeros(3)
    a[0] = z
    z = x * 3.0
    return s * a[0] + z


def counter_that_becomes_an_array(x):
    v = 0
    for v in range(2):
        v += np.cumsum(x)
    return np.sum(np.sin(v))


def array_that_counts(x):
    v = x * 2
    for v in range(3):
        v = v + np.cumsum(x)
    return np.sum(np.sin(v))


def item_that_becomes_an_array(x):
    v = 0
    for v in x:
        v = v * x
    return np.sum(np.sin(v))


def next_power_of_two(x):
    n = 1 << (len(x) - 1).bit_length()
    padded = np.zeros(n)
    padded[: len(x)] = x
    s, m = padded[0] * n, 1
    for i in range(6):
        m = m * 3
        s = s + (x[0] * m.bit_length() if (i / 2).is_integer() else x[1] ** 2)
    return s * s


CASES = [
    Case(row_before_and_after, (np.arange(6.0).reshape(2, 3),)),
    Case(holds_an_older_value, (0.7,), complex_step=False),
    Case(of_another_size_in_each_trip, (vector,)),
    Case(replaced_by_rows, (vector, np.arange(6.0).reshape(2, 3)), (0, 1)),
    Case(number_or_array_in_each_trip, (vector[:3], 0.4), (0, 1)),
    Case(number_replaced_by_an_array, (vector[:3], 0.4), (0, 1)),
    Case(argument_counts, (1.3, 2), order=1),
    Case(argument_counts, (1.3, 0), label="no_trip"),
    Case(number_becomes_a_counter, (1.3, 3)),
    Case(number_becomes_a_counter, (1.3, 0), label="no_trip"),
    Case(counter_varies_in_the_body, (1.3, 3)),
    Case(array_becomes_a_counter, (vector, 2), second_refusable=True),
    Case(counter_or_number_at_a_break, (1.3, 3)),
    Case(counter_or_number_at_a_break, (1.3, 1), label="no_break"),
    Case(once_an_array_and_a_number_again, (vector, vector)),
    Case(loop_over_itself, (vector, vector[::-1].copy()), (0, 1), second_refusable=True),
    Case(rows_under_the_name_of_an_argument, (np.arange(9.0).reshape(3, 3) * 0.15 + 1.0, vector), (0, 1)),
    Case(in_a_branch, (vector, 3)),
    Case(in_a_while, (vector, 3)),
    Case(from_the_end, (vector, 5)),
    Case(computed_anew, (vector, 3), complex_step=False),
    Case(by_the_loop_inside, (vector, 3)),
    Case(by_two_loops_inside, (vector, 2)),
    Case(items_around_a_loop_inside, (vector, 3)),
    Case(item_bound_again, (vector, 4), complex_step=False),
    Case(one_name_for_three_loops, (vector, 3)),
    Case(parameter_of_a_helper, (vector, 3)),
    Case(counter_that_becomes_an_array, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(array_that_counts, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(item_that_becomes_an_array, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(next_power_of_two, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
]
