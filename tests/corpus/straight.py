"""Straight-line code: scalars and arrays, one statement after another."""

import math

import numpy as np

from oracles import Case

rng = np.random.default_rng(10)


def cubic(x):
    return x**3 + 2 * x**2 - 3 * x + 1


def reassigned(x):
    y = x * x
    y = y + x
    x = y * 3.0
    y = x * y
    return y


def nine_operations(x, y):
    a = x * y
    b = a + x
    c = b / y
    d = c - a
    e = d * d
    f = e + b
    g = f * x
    h = g - y
    return h * c


def signs(x, y):
    return -x * +y - -(x - y)


def powers(x, y):
    return x**2 + x**0.5 + x**-1.5 + 2.0**x + x**y


def scalar_functions(x):
    a = math.sin(x) * math.exp(-x)
    b = math.log(1.0 + x * x)
    return a + b + math.sqrt(x) * math.tanh(x) + math.atan(x)


def numpy_on_scalars(x):
    return np.sin(x) * np.exp(-x) + np.log1p(x) + np.sqrt(x) * np.tanh(x) + np.arctan2(x, 2.0)


def constants(x):
    tau = 2.0 * np.pi
    scale = 3
    return np.sin(tau * x) * scale / math.e


def unused_argument(x, y):
    unused = y * 2.0
    return x * x


def independent(x):
    return 3.5


def identity(x):
    return x


def residual(w, b, x, y):
    h = x @ w + b  # prediction
    r = h - y
    return np.sum(r * r)


def elementwise_chain(x):
    a = np.sin(x)
    b = np.cos(a * x)
    c = np.exp(-b * b)
    return np.sum(c * a)


def vector_result(x):
    return np.array([x[0] * x[1], np.sin(x[2]), x[0] ** 2 + x[2]])


def array_result(x):
    return np.tanh(x) * x + 1.0


def used_many_times(x):
    y = x * 2.0
    return np.sum(y * y + y * x - y / (1.0 + x * x))


def augmented_numbers(x, y):
    s = x
    s += y
    s *= x
    s -= 0.5
    s /= y
    s **= 2
    return s


def augmented_fresh_arrays(x):
    y = x * 2.0
    y += x
    y *= 3.0
    y -= x * x
    return np.sum(y)


def chained_assignment(x):
    a = b = x * x
    c = a + b
    return c * a


def swapped(x, y):
    x, y = y, x * y
    x, y = x - y, x + y
    return x / y


def integer_arithmetic(x, n):
    half = n // 2
    rest = n % 2
    return x**half * (1 + rest) + n * x


def mixed_scalars_and_arrays(a, x):
    y = a * x
    b = np.sum(y)
    return np.sum(b * x - a) / b


def shapes_are_free(x):
    n = len(x)
    m = x.shape[0] + x.size + x.ndim
    return np.sum(x) / n * m


def complex_inside(x):
    z = np.exp(1j * x)
    return np.real(z * z) + np.imag(z)


def modulo(x, y):
    return (x % y) * x + x // y


positive = rng.uniform(0.5, 2.0, size=5)

def distance_to_itself_doubled(x):
    return math.dist(x, x * 2.0) + math.dist(tuple(x), x[::-1] * 2.0)


CASES = [
    Case(distance_to_itself_doubled, (np.array([0.4, 0.7, 1.3, 0.9]),), complex_step=False),
    Case(cubic, (1.3,)),
    Case(cubic, (np.float64(0.7),), label="numpy-scalar"),
    Case(cubic, (np.array(0.7),), label="0d"),
    Case(reassigned, (0.8,)),
    Case(nine_operations, (1.2, 0.7), (0, 1)),
    Case(signs, (1.2, 0.7), (0, 1)),
    Case(powers, (1.4, 0.6), (0, 1)),
    Case(scalar_functions, (0.9,), complex_step=False),
    Case(numpy_on_scalars, (0.9,), complex_step=False),
    Case(constants, (0.3,)),
    Case(unused_argument, (1.5, 2.0), (0, 1)),
    Case(independent, (2.0,), complex_step=False),
    Case(identity, (2.0,)),
    Case(residual, (rng.normal(size=3), 0.5, rng.normal(size=(7, 3)), rng.normal(size=7)), (0, 1)),
    Case(residual, (rng.normal(size=3), 0.5, rng.normal(size=(7, 3)), rng.normal(size=7)), (0, 1, 2, 3), label="all"),
    Case(elementwise_chain, (positive,)),
    Case(elementwise_chain, (positive.reshape(5, 1) * positive,), label="matrix"),
    Case(vector_result, (np.array([1.0, 2.0, 3.0]),)),
    Case(array_result, (positive,)),
    Case(used_many_times, (positive,)),
    Case(augmented_numbers, (1.3, 0.8), (0, 1)),
    Case(augmented_fresh_arrays, (positive,)),
    Case(chained_assignment, (1.3,)),
    Case(swapped, (1.3, 0.4), (0, 1)),
    Case(integer_arithmetic, (1.3, 7)),
    Case(mixed_scalars_and_arrays, (1.3, positive), (0, 1)),
    Case(shapes_are_free, (positive,)),
    Case(complex_inside, (0.4,), complex_step=False),
    Case(modulo, (7.3, 2.1), (0, 1), complex_step=False),
]
