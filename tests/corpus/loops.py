"""Loops that run to their end: over ranges, arrays, lists, zip, enumerate, reversed; while; nests of them."""

import numpy as np

from oracles import Case

rng = np.random.default_rng(12)


def power_by_loop(x, n):
    y = 1.0
    for _ in range(n):
        y = y * x
    return y


def sum_of_sines(x, n):
    s = 0.0
    for i in range(n):
        s = s + np.sin(x[i]) * i
    return s


def loop_with_branch(x, n):
    s = 0.0
    for i in range(n):
        if s > 1.0:
            s = s * x[i]
        else:
            s = s + np.sin(x[i])
    return s


def logistic_map(x, n):
    for _ in range(n):
        x = 3.2 * x * (1.0 - x)
    return x


def stepped_range(x):
    s = 0.0
    for i in range(1, len(x), 2):
        s += x[i] * x[i - 1]
    return s


def backward_range(x):
    h = 0.0
    for i in range(len(x) - 1, -1, -1):
        h = h * 0.5 + x[i] * x[i]
    return h


def over_array(x):
    s = 0.0
    for value in x:
        s = s + value**2 * s + value
    return s


def over_matrix_rows(a, v):
    s = 0.0
    for row in a:
        s = s + np.tanh(row @ v)
    return s


def over_list(x):
    s = 0.0
    for w in [0.5, 1.5, 2.5]:
        s = s + np.sin(w * x)
    return s


def over_list_argument(xs):
    s = 1.0
    for x in xs:
        s = s * x + x
    return s


def over_zip(x, y):
    s = 0.0
    for a, b in zip(x, y):
        s = s + a * b * b
    return s


def over_enumerate(x):
    s = 0.0
    for i, value in enumerate(x):
        s = s + value ** (i + 1)
    return s


def over_enumerate_from(x):
    s = 0.0
    for k, value in enumerate(x, 1):
        s = s + value / k
    return s * s


def over_reversed(x):
    s = 0.0
    for value in reversed(x):
        s = s * value + value
    return s


def over_reversed_range(x, n):
    for i in reversed(range(n)):
        x = x * np.cos(x + i)
    return x


def over_nested_zip(x, y, z):
    s = 0.0
    for i, (a, (b, c)) in enumerate(zip(x, zip(y, z))):
        s = s + a * b * c * (i + 1)
    return s


def no_trip(x, n):
    y = x * x
    for _ in range(n):
        y = y * x
    return y


def while_counted(x, n):
    i = 0
    while i < n:
        x = x * np.sin(x) + 1.0
        i += 1
    return x


def while_on_value(x):
    while x < 100.0:
        x = x * x + 1.0
    return x


def newton_sqrt(a, tol):
    x = a
    while True:
        step = (x * x - a) / (2.0 * x)
        x = x - step
        if abs(step) < tol:
            break
    return x


def collatz_like(x, n):
    while n != 1:
        if n % 2 == 0:
            n = n // 2
            x = x * 0.9
        else:
            n = 3 * n + 1
            x = x + np.sin(x)
    return x


def two_loops(x, n):
    y = x
    for _ in range(n):
        y = y * x + 1.0
    for _ in range(2 * n):
        y = np.sin(y) + x
    return y


def nested_loops(a):
    s = 0.0
    for i in range(a.shape[0]):
        row = 1.0
        for j in range(a.shape[1]):
            row = row * a[i, j] + s
        s = s + row
    return s


def triangle(a):
    s = 0.0
    for i in range(len(a)):
        for j in range(i + 1):
            s = s + a[i, j] * a[j, i] * (i + 1)
    return s


def three_deep(x, n):
    for i in range(n):
        for j in range(i):
            for _ in range(j):
                x = x * 0.5 + np.sin(x)
            x = x + 0.1 * x * x
    return x


def while_in_for(x, n):
    for i in range(n):
        k = i
        while k > 0:
            x = x - 0.1 * x * x
            k -= 2
    return x


def loop_variable_used_after(x, n):
    y = x
    for i in range(n):
        y = y * x
    return y * i


def carried_pair(x, n):
    a, b = x, 1.0
    for _ in range(n):
        a, b = a + b * 0.5, a * b * 0.3
    return a * b


def overwritten_each_trip(x, n):
    s = 0.0
    for i in range(n):
        t = x * i
        t = np.sin(t) * t
        s = s + t
    return s


def vector_state(x, steps):
    for _ in range(steps):
        x = np.tanh(x + 0.1 * np.sum(x))
    return np.sum(x * x)


def array_state_augmented(x, steps):
    y = x * 1.0
    for i in range(steps):
        y += np.sin(y) * (i + 1)
    return np.sum(y)


def loop_invariant(x, w, n):
    s = 0.0
    for _ in range(n):
        k = np.exp(w)
        s = s + k * x
    return s * s


def accumulates_in_branch(x):
    up, down = 0.0, 1.0
    for value in x:
        if value > 0.0:
            up = up + value * down
        else:
            down = down * (1.0 - value)
    return up * down


vector = rng.uniform(0.2, 1.3, size=5)


def inner_loop_of_varying_trips(a, n):
    w = a * 1.0
    for i in range(2):
        k = 0
        while k < n - i:
            w[:] = a.copy()
            k += 1
        w = w * 2.0
    return np.sum(w * w)


def number_that_becomes_an_array(a, x, n):
    b = x
    for _ in range(n):
        b = b + a
    return np.sum(b) * x


def scales_what_it_goes_over(x):
    y = x.copy()
    for item in y:
        y /= 1.0 + item
    return np.sum(y * x)


def scales_what_it_zips(x, w):
    y = np.sin(x)
    for item, weight in zip(y, w):
        y *= weight + item
    return np.sum(y)


def number_that_becomes_an_array_of_one_number(x):
    y = 0
    for _ in range(1):
        y += np.zeros(3) + x
    return np.sum(y[...])


def listed_before_it_is_filled(x):
    y = x * 1.5
    z = y
    rows = []
    for _ in range(2):
        rows.append(y + 0.5)
    y.fill(0.5)
    return np.sum(z * x) + np.sum(rows)


def forgets_a_sum(x):
    y = np.zeros(3) + x[1]
    for _ in range(1):
        y = np.zeros_like(y)
    return np.sum(y) + x[0]


def forgets_rows(x, n):
    y = np.outer(x, x) + x
    for _ in range(n):
        y = np.zeros_like(y)
    return np.sum(np.sum(y, axis=0) * x)


def previous_slice(x):
    total = 0.0
    for i in range(2):
        current = x[i:]
        if i > 0:
            total += np.sum(previous[1:] * current)
        previous = current
    return total


def previous_row(a):
    total = 0.0
    for row in a:
        if total != 0.0:
            total += np.sum(previous * row)
        else:
            total += row[0]
        previous = row
    return total


def previous_things(x):
    total = 0.0
    for i in range(3):
        if i > 0:
            total += np.sum(pair[0] * pair[1]) * sum(items) + np.sum(table @ table)
        pair = (x * i, x * x)
        items = [x[0], x[1] * x[0]]
        table = np.outer(x, x) * i
    return total


def number_then_array(x, y):
    first = x[0] * x[1]
    total = first
    for _ in range(1):
        total = y
    return np.sum(total) + first


ORDERS = range(1, 4)


def over_a_range_from_outside(x):
    s = 0.0
    for k in ORDERS:
        s = s + x[k] * k
    return s * x[0]


CASES = [
    Case(scales_what_it_goes_over, (np.array([0.7, -0.4, 1.3]),)),
    Case(scales_what_it_zips, (np.array([0.7, -0.4, 1.3]), np.array([0.5, 1.1])), (0, 1)),
    Case(number_that_becomes_an_array_of_one_number, (0.7,)),
    Case(listed_before_it_is_filled, (np.array([0.7, -0.4, 1.3]),)),
    Case(forgets_a_sum, (np.array([0.7, -0.4, 1.3]),)),
    Case(forgets_rows, (np.array([0.7, -0.4, 1.3]), 0)),
    Case(forgets_rows, (np.array([0.7, -0.4, 1.3]), 2), label="twice"),
    Case(inner_loop_of_varying_trips, (np.array([0.3, 0.5]), 1), complex_step=False),
    Case(power_by_loop, (1.2, 4)),
    Case(sum_of_sines, (vector, 5)),
    Case(loop_with_branch, (vector, 5), complex_step=False),
    Case(logistic_map, (0.3, 6)),
    Case(stepped_range, (vector,)),
    Case(backward_range, (vector,)),
    Case(over_array, (vector,)),
    Case(over_matrix_rows, (rng.normal(size=(4, 3)), rng.normal(size=3)), (0, 1)),
    Case(over_list, (0.7,)),
    Case(over_list_argument, ([0.7, 1.1, 0.4],)),
    Case(over_zip, (vector, vector[::-1] + 0.1), (0, 1)),
    Case(over_enumerate, (vector,)),
    Case(over_enumerate_from, (vector,)),
    Case(over_reversed, (vector,)),
    Case(over_reversed_range, (0.8, 4)),
    Case(over_nested_zip, (vector, vector + 0.2, vector - 0.1), (0, 1, 2)),
    Case(no_trip, (1.4, 0)),
    Case(while_counted, (0.8, 3)),
    Case(while_on_value, (1.5,), complex_step=False),
    Case(newton_sqrt, (2.3, 1e-12), complex_step=False),
    Case(collatz_like, (0.8, 6)),
    Case(two_loops, (0.8, 2)),
    Case(nested_loops, (rng.uniform(0.2, 0.9, size=(3, 4)),)),
    Case(triangle, (rng.normal(size=(4, 4)),)),
    Case(three_deep, (0.7, 4)),
    Case(while_in_for, (0.7, 5)),
    Case(loop_variable_used_after, (0.7, 4)),
    Case(carried_pair, (0.7, 4)),
    Case(overwritten_each_trip, (0.7, 4)),
    Case(vector_state, (vector, 3)),
    Case(array_state_augmented, (vector, 3)),
    Case(loop_invariant, (0.7, 0.3, 3), (0, 1)),
    Case(accumulates_in_branch, (vector * np.array([1, -1, 1, 1, -1.0]),), complex_step=False),
    Case(number_that_becomes_an_array, (np.array([0.7, 0.6, -0.3]), -0.3, 2), wrt=(1,)),
    Case(
        number_that_becomes_an_array, (np.array([0.7, 0.6, -0.3]), -0.3, 2), wrt=(0, 1), second_refusable=True, label="both"
    ),
    Case(previous_slice, (np.array([0.7, 1.2, 0.4]),)),
    Case(previous_row, (np.array([[0.7, 1.2], [0.4, 0.9], [1.1, 0.3]]),)),
    Case(previous_things, (np.array([0.7, 1.2, 0.4]),)),
    Case(number_then_array, (np.array([0.7, 1.2]), np.array([0.4, 0.9, 1.1])), (0, 1), second_refusable=True),
    Case(over_a_range_from_outside, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
]
