"""NumPy's functions that are given functions, and arrays joined as they are written: vectorize, piecewise, r_, block."""

import copy

import numpy as np

from oracles import Case

rng = np.random.default_rng(41)
vector = np.array([0.4, 1.3, 2.1])
matrix = rng.uniform(0.3, 1.5, size=(2, 3))
PLACES = np.array([[0, 2], [1, 1]])


def bend(a):
    return a * a if a > 1.0 else np.sin(a)


@np.vectorize
def steep(a, b):
    return a * a * b if a > b else b


def vectorized_function(x):
    return np.sum(np.vectorize(bend)(x) ** 2)


def vectorized_lambda(x):
    f = np.vectorize(lambda a, b: a * b * b)
    return np.sum(f(x, x[0]) * np.sum(f(x[:, None], x), axis=0))


def vectorized_by_decorator(x):
    return np.sum(steep(x, x[1]) * x)


def vectorized_over_three(x):
    return np.sum(np.vectorize(lambda a, b, c: a * b + c * c)(x, x[:, None], x[0]) ** 2)


def vectorized_with_captures(x):
    s = x[0]
    return np.sum(np.vectorize(lambda a: a * s)(x))


def vectorized_with_output_type(x):
    return np.sum(np.vectorize(lambda a: a**3 if a > 1.0 else 0, otypes=[float])(x))


def along_columns(x):
    return np.sum(np.apply_along_axis(lambda r: r / np.sum(r), 0, x) ** 2)


def along_rows(x):
    return np.sum(np.apply_along_axis(np.prod, 1, x) ** 2)


def over_axes(x):
    return np.sum(np.apply_over_axes(np.sum, x * x, [0, 1]) ** 2)


def from_function(x):
    return np.sum(np.fromfunction(lambda i, j: x[0] ** i * np.sin(x[1] * j), (3, 2)))


def from_function_of_indices(x):
    return np.sum(np.fromfunction(lambda i: x[i] * x[0], (3,), dtype=int))


def pieces(x):
    s = x[0]
    return np.sum(np.piecewise(x, [x < 1.0, x > 2.0], [lambda t: t * t, lambda t: np.sin(t) * s, 0.5]) ** 2)


def pieces_without_rest(x):
    return np.sum(np.piecewise(x, [x < 1.0, x >= 2.0], [-1.0, np.cos]) ** 2 * x)


def puts_along_rows(x):
    y = x * x
    np.put_along_axis(y, PLACES, 2.0 * x[:, :2], axis=1)
    return np.sum(y**2 * np.arange(6.0).reshape(2, 3))


def puts_at_largest(x):
    y = x * x
    np.put_along_axis(y, np.argmax(y, axis=0, keepdims=True), 0.0, axis=0)
    return np.sum(y**2)


def rows_by_brackets(x):
    return np.sum(np.r_[x, 0.5, x[0] * x, 1:4] ** 3)


def rows_of_matrices(x):
    return np.sum(np.r_[x, x * x] ** 2 * np.arange(12.0).reshape(4, 3))


def columns_by_brackets(x):
    return np.sum(np.c_[x, x * x, np.ones(3)] ** 3 * np.arange(9.0).reshape(3, 3))


def brackets_in_a_loop(x):
    for _ in range(2):
        x = np.r_[x[1:] * x[0], x[0]]
    return np.sum(x**2)


def blocks(x):
    return np.sum(np.block([[x, x * x], [np.ones((1, 3)), x[:1]]]) ** 2 * np.arange(18.0).reshape(3, 6))


def bordered(x):
    return np.sum(np.block([[x[0], x], [x[:, None], np.outer(x, x)]]) ** 2 * np.arange(16.0).reshape(4, 4))


def row_of_blocks(x):
    return np.sum(np.block([x, x * x]) ** 2 * np.arange(6.0))


def list_of_items(x):
    items = list(x)
    items.append(x[0] * x[1])
    return sum(v * v for v in items)


def only_item(x):
    total = np.array([np.sum(x * x)])
    return total.item() * x[0]


def only_item_of_matrix(x):
    y = x[:1, :1] * x[0, 1]
    v = y.item()
    y[...] = 2.0 * y
    return v * y[0, 0]


def copies_by_protocol(x):
    y, z = copy.copy(x), copy.deepcopy(x)
    y[0] = x[1] * x[0]
    z *= y
    return np.sum(y * z)


def integers_beside(x):
    return np.sum(np.hstack((x, np.arange(1, 4))) ** 3) + np.sum(np.append(x, np.arange(2)) ** 2)


def divides_polynomials(x):
    quotient, rest = np.polydiv(x, np.array([2.0, 1.0]) * x[0])
    return np.sum(quotient * quotient) + np.sum(rest**2)


CASES = [
    Case(vectorized_function, (vector,), complex_step=False),
    Case(vectorized_lambda, (vector,)),
    Case(vectorized_by_decorator, (vector,), complex_step=False),
    Case(vectorized_over_three, (vector,)),
    Case(vectorized_with_captures, (vector,)),
    Case(vectorized_with_output_type, (vector,), complex_step=False),
    Case(along_columns, (matrix,)),
    Case(along_rows, (matrix,)),
    Case(over_axes, (matrix,)),
    Case(from_function, (vector,)),
    Case(from_function_of_indices, (vector,)),
    Case(pieces, (vector,), complex_step=False),
    Case(pieces_without_rest, (vector,), complex_step=False),
    Case(puts_along_rows, (matrix,)),
    Case(puts_at_largest, (matrix,), complex_step=False),
    Case(rows_by_brackets, (vector,)),
    Case(rows_of_matrices, (matrix,)),
    Case(columns_by_brackets, (vector,)),
    Case(brackets_in_a_loop, (vector,)),
    Case(blocks, (matrix,)),
    Case(bordered, (vector,)),
    Case(row_of_blocks, (vector,)),
    Case(list_of_items, (vector,)),
    Case(only_item, (vector,)),
    Case(only_item_of_matrix, (matrix,)),
    Case(copies_by_protocol, (vector,)),
    Case(integers_beside, (vector,)),
    Case(divides_polynomials, (vector,), complex_step=False),
]
