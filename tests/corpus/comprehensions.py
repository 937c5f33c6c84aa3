"""Comprehensions and generator expressions."""

import numpy as np

from oracles import Case


def list_of_squares(x, n):
    values = [x * i + x**2 for i in range(n)]
    return values[0] * values[-1]


def sum_of_generator(x):
    return sum(v * v for v in x)


def filtered(x):
    return sum([v**3 for v in x if v > 0.0])


def nested_comprehension(x, y):
    return sum(a * b for a in x for b in y if a > b)


def over_zip(x, y):
    return sum(a * b for a, b in zip(x, y))


def over_enumerate(x):
    return sum(v ** (i + 1) for i, v in enumerate(x))


def stacked(x, n):
    return np.sum(np.stack([np.sin(x * (i + 1)) for i in range(n)]) ** 2)


def array_of_comprehension(x):
    y = np.array([v * v for v in x])
    return np.sum(y * x)


def dict_comprehension(params):
    squares = {k: v * v for k, v in params.items()}
    return np.sum(squares["a"]) * np.sum(squares["b"])


def comprehension_variable_shadows(x):
    v = 2.0 * x[0]
    total = sum([v * v for v in x])
    return total * v


def comprehension_of_calls(x):
    def f(t, k):
        return np.sin(t) ** k

    return sum(f(x, k) for k in range(1, 4))


def list_of_lists(x):
    rows = [[x * i + j for j in range(3)] for i in range(2)]
    return rows[1][2] * rows[1][0]


def max_of_generator(x):
    return max(v * v for v in x) * x[0]


def all_of_generator(x):
    if all(v > 0.0 for v in x):
        return np.sum(np.log(x))
    return np.sum(x * x)


def tuple_of_generator(x):
    a, b, c = tuple(v * v for v in x)
    return a * b + c


def defaults_named_like_variables_outside(x):
    k = 2
    total = sum((lambda t, k=k: t**k)(x[0]) for k in range(4))
    powers = [lambda t, k=k, *, m=k + 1: t**k * m for k in range(3)]
    for power in powers:
        total = total + power(x[1])
    return total * x[k]


vector = np.array([0.7, -0.4, 1.2])

CASES = [
    Case(list_of_squares, (0.7, 4)),
    Case(sum_of_generator, (vector,)),
    Case(filtered, (vector,), complex_step=False),
    Case(nested_comprehension, (vector, vector[:2] + 0.1), (0, 1), complex_step=False),
    Case(over_zip, (vector, vector[::-1].copy()), (0, 1)),
    Case(over_enumerate, (vector,)),
    Case(stacked, (vector, 3)),
    Case(array_of_comprehension, (vector,)),
    Case(dict_comprehension, ({"a": vector, "b": vector[:2] + 1.0},)),
    Case(comprehension_variable_shadows, (vector,)),
    Case(comprehension_of_calls, (0.7,)),
    Case(list_of_lists, (0.7,)),
    Case(max_of_generator, (vector,), complex_step=False),
    Case(all_of_generator, (vector,), complex_step=False),
    Case(all_of_generator, (vector**2,), complex_step=False, label="positive"),
    Case(tuple_of_generator, (vector,)),
    Case(defaults_named_like_variables_outside, (np.array([0.7, 1.3, 0.4]),)),
]
