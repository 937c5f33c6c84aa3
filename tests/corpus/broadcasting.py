"""Operands of different shapes: the cotangent of each comes back in its own shape."""

import numpy as np

from oracles import Case

rng = np.random.default_rng(11)


def operators(a, b):
    return np.sum((a + b) * (a - b) / (1.0 + b * b) + a * b)


def power(a, b):
    return np.sum(a**b)


def quotient(a, b):
    return np.sum(a / b)


def array_from_both(a, b):
    return a * b - a / b


def functions_of_two(a, b):
    return np.sum(np.arctan2(a, b) + np.hypot(a, b) * np.maximum(a, b + 10.0))


def reused_after_stretching(a, b):
    s = a + b
    t = s * a
    return np.sum(t - b * s)


def centred(x):
    return np.sum((x - x.mean(axis=0)) ** 3)


def rows_and_columns(x):
    return np.sum(x[:, None] * x[None, :] - x)


def scaled_columns(x, w):
    return np.sum(np.tanh(x * w) ** 2)


def bias_at_three_layers(x, a, b, c):
    h = x + a
    h = h * h + b
    return np.sum(h / c)


def stretched_buffer(a):
    return np.sum(np.broadcast_to(a, (4, 3)) * np.arange(12.0).reshape(4, 3))


def sample(*shape):
    return rng.uniform(0.5, 2.0, size=shape) if shape else float(rng.uniform(0.5, 2.0))


SHAPES = {
    "float-vector": (sample(), sample(3)), "vector-float": (sample(3), sample()),
    "0d-vector": (np.array(0.8), sample(3)), "vector-0d": (sample(3), np.array(0.8)),
    "one-vector": (sample(1), sample(3)), "vector-one": (sample(3), sample(1)),
    "row-column": (sample(1, 3), sample(4, 1)), "vector-column": (sample(3), sample(4, 1)),
    "vector-matrix": (sample(3), sample(4, 3)), "matrix-vector": (sample(4, 3), sample(3)),
    "matrix-float": (sample(4, 3), sample()), "row-matrix": (sample(1, 3), sample(4, 3)),
    "matrix-column": (sample(4, 3), sample(4, 1)), "cube-row": (sample(2, 4, 3), sample(1, 3)),
    "equal": (sample(4, 3), sample(4, 3)), "empty": (np.zeros(0), sample(1)),
}  # fmt: skip

def carried_slice_of_one(x):
    previous = x[:1]
    total = 0.0
    for i in range(1, 4):
        current = x[:i]
        total += np.sum(current * previous)
        previous = x[i : i + 1]
    return total


def carried_product_of_one(x):
    total = 0.0
    weight = x[:1] * 1.0
    for i in range(1, 4):
        product = x[:i] * weight
        total += np.sum(np.cumsum(product) * product)
        weight = product[:1]
    return total


def sometimes_carried_slice(x):
    total = 0.0
    u = x[:1]
    for i in range(1, 4):
        total += np.sum(u * x[:i] * x[:i])
        if i < 3:
            u = x[:i][:1]
    return total


def slices_out_of_a_list(x):
    parts = []
    for i in range(1, 4):
        parts.append(x[:i])
    total = 0.0
    for u in parts:
        for v in parts:
            if len(u) == 1 or len(u) == len(v):
                total += np.sum(u * v * v)
    return total


def slices_of_two_lengths(x):
    total = 0.0
    for i in range(1, 4):
        u = x[:i]
        for j in range(1, 4):
            v = x[:j]
            if i == 1 or j == 1 or i == j:
                total += np.sum(u * v)
            if j == 1:
                u = u * v
    return total


def gates_in_one_array(h, w, x):
    n = len(h)
    z = w @ np.concatenate([h, x])
    return np.sum(np.tanh(z[:n]) * h + z[n : 2 * n] * np.sin(z[2 * n : 3 * n]) * z[3 * n :])


def parts_of_unknown_sizes(a, b):
    n = len(b)
    return np.sum(a[: 2 * n] * b[0] + a[2 * n :] * 2.0)  # the second part may have one item


def number_on_one_path(x):
    b = 0.5 if x[0] > 1.0 else np.outer(x, x)
    return np.sum(x * b)


def changed_on_the_other_path(a):
    m = a[-1][1]
    if np.mean(a) <= -5.0:
        a = a + a[0, -2]
    return m - np.mean(a)


def bump_on_a_grid(x):
    yy, xx = np.mgrid[0 : len(x), 0:2]
    near, far = np.ogrid[: len(x), 0:1:3j]
    return np.sum(np.exp(-((yy - x[0]) ** 2) * (xx + x[1]))) + np.sum(np.sin(near * x[2] + far))


def windows_of_a_grid(x):
    total = 0.0
    for i in range(3):
        low, high = max(i - 1, 0), min(i + 2, 3)
        yy, xx = np.mgrid[low:high, 0:2]
        total = total + np.sum(np.exp(-((yy - x[i]) ** 2) * (xx + 1)))
    return total


def disc(x, n):
    yy, xx = np.ogrid[-n : n + 1, -n : n + 1]
    return np.sum(np.exp(-(yy**2 + xx**2) / x[0] ** 2)) * np.sum(x ** np.mgrid[0 : len(x)])


def joined_with_a_number(x, s):
    return np.sum(np.r_[x, s] ** 3)


CASES = [
    Case(changed_on_the_other_path, (sample(3, 2),)),
    Case(number_on_one_path, (np.array([1.2, 0.7, 0.4]),), order=1),
    Case(number_on_one_path, (np.array([0.9, 0.7, 0.4]),), order=1, label="array"),
    Case(gates_in_one_array, (sample(4), sample(16, 6), sample(2)), (0, 1, 2)),
    Case(gates_in_one_array, (sample(1), sample(10, 3), sample(2)), (0, 1, 2), label="of one"),
    Case(gates_in_one_array, (sample(9), sample(28, 11), sample(2)), (0, 1, 2), label="the last of one"),
    Case(parts_of_unknown_sizes, (sample(11), sample(5)), (0, 1)),
    Case(parts_of_unknown_sizes, (sample(20), sample(5)), (0, 1), label="equal"),
    *(Case(operators, args, (0, 1), label=label) for label, args in SHAPES.items()),
    *(Case(power, args, (0, 1), order=1, label=label) for label, args in SHAPES.items()),
    *(Case(quotient, args, (0, 1), order=1, label=label) for label, args in SHAPES.items()),
    *(
        Case(array_from_both, SHAPES[label], (0, 1), label=label)
        for label in ("row-column", "vector-float", "0d-vector")
    ),
    *(
        Case(functions_of_two, SHAPES[label], (0, 1), complex_step=False, label=label)
        for label in ("row-column", "float-vector")
    ),
    *(Case(reused_after_stretching, SHAPES[label], (0, 1), label=label) for label in ("row-column", "one-vector")),
    Case(centred, (sample(4, 3),)),
    Case(rows_and_columns, (sample(4),)),
    Case(scaled_columns, (sample(4, 3), sample(3)), (0, 1)),
    Case(bias_at_three_layers, (sample(4, 3), sample(3), sample(4, 1), sample()), (0, 1, 2, 3)),
    Case(stretched_buffer, (sample(3),)),
    *(
        Case(f, (np.array([0.7, 1.2, 0.4, 0.9]),))
        for f in (
            carried_slice_of_one,
            carried_product_of_one,
            sometimes_carried_slice,
            slices_out_of_a_list,
            slices_of_two_lengths,
        )
    ),
    Case(bump_on_a_grid, (np.array([0.7, 1.3, 0.4]),)),
    Case(windows_of_a_grid, (np.array([0.7, 1.3, 0.4]),)),
    Case(disc, (np.array([0.7, 1.3, 0.4]), 2)),
    Case(joined_with_a_number, (np.array([0.7, 1.3, 0.4]), 0.3), (0, 1)),
]
