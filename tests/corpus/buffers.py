"""Arrays that a function makes and fills: element stores, slice stores, recurrences, stencils."""

import json

import numpy as np

from oracles import Case

rng = np.random.default_rng(15)


def fills(x):
    y = np.zeros(len(x))
    for i in range(len(x)):
        y[i] = x[i] * x[i]
    return np.sum(y * x)


def fills_empty(x):
    y = np.empty(4)
    y[0] = x[0]
    y[1:3] = x[1:3] * 2.0
    y[3] = 7.0
    return np.sum(y**2)


def recurrence(x, n):
    y = np.zeros(n)
    y[0] = x
    for i in range(1, n):
        y[i] = np.sin(y[i - 1]) + 0.5 * y[i - 1]
    return y[n - 1] * y[0]


def fibonacci_like(a, b, n):
    f = np.zeros(n)
    f[0], f[1] = a, b
    for i in range(2, n):
        f[i] = f[i - 1] + 0.5 * f[i - 2] * f[i - 1]
    return f[-1]


def overwrites_element(x):
    y = x * 1.0
    y[0] = 5.0
    y[1] = y[1] * y[2]
    return np.sum(y * y)


def overwrites_after_use(x):
    y = x * 2.0
    s = y[0] * y[1]
    y[0] = s
    y[1] = 0.0
    return s + np.sum(y * y)


def augments_element(x):
    y = x * x
    y[0] += 3.0 * y[1]
    y[2] *= y[0]
    y[1] -= x[0]
    y[3] /= y[0]
    return np.sum(y * y)


def augments_slice(x):
    y = x * x
    y[1:] += y[:-1] * x[0]
    y[:-1] *= 2.0
    return np.sum(y * x)


def diffuse(u, k, steps):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u**2)


def jacobi(a, steps):
    b = a.copy()
    for _ in range(steps):
        c = b.copy()
        c[1:-1, 1:-1] = 0.2 * (b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1])
        b = c
    return np.sum(b * b)


def gauss_seidel(a, steps):
    b = a.copy()
    n = b.shape[0]
    for _ in range(steps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                b[i, j] = 0.25 * (b[i - 1, j] + b[i + 1, j] + b[i, j - 1] + b[i, j + 1]) * b[i, j]
    return np.sum(b)


def fills_rows(x):
    a = np.zeros((3, len(x)))
    for i in range(3):
        a[i] = x ** (i + 1)
    return np.sum(a @ x)


def fills_columns(x):
    a = np.zeros((len(x), 2))
    a[:, 0] = np.sin(x)
    a[:, 1] = x * x
    return np.sum(a[:, 0] * a[:, 1])


def strided_stores(x):
    y = np.zeros(2 * len(x))
    y[::2] = x
    y[1::2] = x * x
    return np.sum(y[1:] * y[:-1])


def broadcast_store(x):
    a = np.zeros((3, 4))
    a[1:] = x
    a[0] = np.sum(x)
    a[:, 1] = 2.0
    return np.sum(a * a)


def scalar_into_slice(x):
    y = np.ones(5)
    y[1:4] = x * x
    return np.sum(y**3)


def negative_indices(x):
    y = np.zeros(4)
    y[-1] = x[-1] * x[0]
    y[-3] = x[-2] ** 2
    return np.sum(y) ** 2


def prefix_sums(x):
    s = np.zeros(len(x) + 1)
    for i in range(len(x)):
        s[i + 1] = s[i] + x[i] * s[i] + x[i]
    return s[-1]


def conditional_store(x):
    y = np.zeros(len(x))
    for i in range(len(x)):
        if x[i] > 0.0:
            y[i] = x[i] ** 2
        else:
            y[i] = -x[i]
    return np.sum(y * x)


def histogram_weights(x, bins):
    h = np.zeros(3)
    for i in range(len(x)):
        h[bins[i]] += x[i] * x[i]
    return np.sum(h**2)


def lower_triangle(a):
    low = np.zeros_like(a)
    for i in range(len(a)):
        for j in range(i + 1):
            low[i, j] = a[i, j] * a[j, i]
    return np.sum(low @ low)


def cholesky_loops(a):
    low = a.copy()
    n = len(low)
    for i in range(n):
        for j in range(i):
            low[i, j] = (low[i, j] - low[i, :j] @ low[j, :j]) / low[j, j]
        low[i, i] = np.sqrt(low[i, i] - low[i, :i] @ low[i, :i])
    return np.sum(np.tril(low))


def forward_substitution(low, b):
    x = np.zeros(len(b))
    for i in range(len(b)):
        x[i] = (b[i] - low[i, :i] @ x[:i]) / low[i, i]
    return np.sum(x * x)


def buffer_replaced_in_loop(x, n):
    for _ in range(n):
        y = np.zeros(3)
        y[0] = x[2] * x[0]
        y[1:] = np.sin(x[:2])
        x = y
    return np.sum(x)


def returned_buffer(x):
    y = np.zeros(3)
    y[0] = x
    y[1] = x * x
    y[2] = y[0] * y[1]
    return y


def whole_store(x):
    y = np.zeros(len(x))
    y[:] = x * x
    y[...] = y * x
    return np.sum(y)


def tuple_of_stores(x):
    y = np.zeros(3)
    y[0], y[1], y[2] = x, x * x, x**3
    y[0], y[2] = y[2], y[0]
    return np.sum(y * np.array([1.0, 2.0, 4.0]))


def full_like_start(x):
    y = np.full(3, 2.0)
    y[1] = x
    z = np.ones_like(y)
    z[0] = y[1] * y[0]
    return np.sum(y * z)


def list_store(x, n):
    values = [0.0] * n
    for i in range(n):
        values[i] = x ** (i + 1)
    return values[0] * values[n - 1]


def wave(u, c, steps):
    before = u * 1.0
    now = u * 1.0
    for _ in range(steps):
        after = 2.0 * now - before
        after[1:-1] = after[1:-1] + c * (now[2:] - 2.0 * now[1:-1] + now[:-2])
        before, now = now, after
    return np.sum(now**2)


vector = rng.uniform(0.3, 1.2, size=4)
spd = (lambda m: m @ m.T + 4.0 * np.eye(4))(rng.normal(size=(4, 4)))

def stored_into_itself(x):
    y = np.sin(x)
    y[:] = y
    y[::-1] = y
    y[:] *= y
    return y[1] * y[2] + y[0]


def cotangent_of_an_argument(a, b):
    return b[1] + np.dot(a, b)


def stores_at_repeated_places(x, idx):
    y = 2.0 * x
    z = y * y
    y[idx] = z[idx[::-1]] * x[1]
    return np.sum(y * y)


def stores_a_number_at_repeated_places(x, idx):
    y = 2.0 * x
    y[idx] = x[0] * x[1]
    return np.sum(y * y)


def adds_at_repeated_places(x, idx):
    y = x * x
    y[idx] += x[: len(idx)]
    y[idx] -= y[idx] * x[1]
    y[idx] *= x[: len(idx)]
    return np.sum(y * y)


def adds_by_hand_at_repeated_places(x, idx):
    y = x * x
    y[idx] = y[idx] + x[: len(idx)]
    return np.sum(y * y)


def stores_at_literal_places(x):
    y = np.outer(x, x)
    y[[0, 2]] = x * x[1]
    y[[0, 0]] -= x
    return np.sum(y * y)


def stores_in_rows_at_repeated_places(x, idx):
    y = np.outer(x, x)
    y[1:, idx] += x[:2]
    y[idx, 1] = x[1] * x[0]
    y[idx[:, None], idx[None, :]] = y[: len(idx), : len(idx)] * x[0]
    return np.sum(y * y)


def adds_at_places_read_from_text(x, text):
    idx = np.array(json.loads(text))
    y = np.zeros(3)
    y[idx] += x[: len(idx)] * x[0]
    y[idx] *= 2.0 * x[1]
    return np.sum(y * y)


def tuple_as_index(a):
    ij = (0, 1)
    b = a * a
    z = b[ij]
    b[ij] = 2.0 * z * z
    for place in [(0, 0), (1, 1)]:
        b[place] *= a[0, 1]
    return np.sum(b * b) + z


def tuple_as_index_of_a_row(a):
    ij = (0, 1)
    b = np.ones((3, 1, 1)) * a
    row = b[ij]
    b[0] = 2.0
    return np.sum(b * b) + np.sum(row * row)


def table_as_index(x):
    z = x[[[0, 1], [1, 0]]]
    y = x * 1.0
    y[[[0, 1], [1, 0]]] = z @ z
    return np.sum(y * y)


def list_of_truths_as_index(x):
    z = x[[True, False, True]]
    return np.sum(z * z * x[:2])


CASES = [
    Case(fills, (vector,), complex_step=False),
    Case(fills_empty, (vector,), complex_step=False),
    Case(recurrence, (0.8, 5), complex_step=False),
    Case(fibonacci_like, (0.8, 0.3, 6), (0, 1), complex_step=False),
    Case(overwrites_element, (vector,)),
    Case(overwrites_after_use, (vector,)),
    Case(augments_element, (vector,)),
    Case(augments_slice, (vector,)),
    Case(diffuse, (np.linspace(0, 1, 12) ** 2, 0.2, 5), (0, 1)),
    Case(jacobi, (rng.normal(size=(4, 5)), 2)),
    Case(gauss_seidel, (rng.normal(size=(4, 4)), 2)),
    Case(fills_rows, (vector,), complex_step=False),
    Case(fills_columns, (vector,), complex_step=False),
    Case(strided_stores, (vector,), complex_step=False),
    Case(broadcast_store, (vector,), complex_step=False),
    Case(scalar_into_slice, (0.8,), complex_step=False),
    Case(negative_indices, (vector,), complex_step=False),
    Case(prefix_sums, (vector,), complex_step=False),
    Case(conditional_store, (vector - 0.7,), complex_step=False),
    Case(histogram_weights, (vector, [0, 2, 0, 1]), complex_step=False),
    Case(lower_triangle, (rng.normal(size=(3, 3)),)),
    Case(cholesky_loops, (spd,)),
    Case(forward_substitution, (np.linalg.cholesky(spd), vector), (0, 1), complex_step=False),
    Case(buffer_replaced_in_loop, (vector[:3], 2), complex_step=False),
    Case(returned_buffer, (0.8,), complex_step=False),
    Case(whole_store, (vector,), complex_step=False),
    Case(tuple_of_stores, (0.8,), complex_step=False),
    Case(full_like_start, (0.8,), complex_step=False),
    Case(list_store, (0.8, 3)),
    Case(wave, (np.sin(np.linspace(0, 3, 8)), 0.3, 3), (0, 1)),
    Case(stored_into_itself, (vector,)),
    Case(cotangent_of_an_argument, (vector, vector + 1.0), (1,)),
    *(
        Case(f, (np.array([0.7, 1.2, 0.4]), idx), label=label)
        for f in (
            stores_at_repeated_places,
            stores_a_number_at_repeated_places,
            adds_at_repeated_places,
            adds_by_hand_at_repeated_places,
            stores_in_rows_at_repeated_places,
        )
        for label, idx in (("twice", np.array([0, 0])), ("once", np.array([2, 0])))
    ),
    Case(stores_at_literal_places, (np.array([0.7, 1.2, 0.4]),)),
    Case(adds_at_places_read_from_text, (np.array([0.7, 1.2, 0.4]), "[0, 0]"), complex_step=False),
    Case(tuple_as_index, (np.array([[0.7, 1.2], [0.4, 0.9]]),)),
    Case(tuple_as_index_of_a_row, (np.array([[0.7, 1.2], [0.4, 0.9]]),), refusable=True),
    Case(table_as_index, (np.array([0.7, 1.2, 0.4]),)),
    Case(list_of_truths_as_index, (np.array([0.7, 1.2, 0.4]),)),
]
