"""Programs of numbers in several precisions: each keeps the value that it has without us, to the last bit and with its type.

NumPy's numbers and Python's compute in different ways: `np.float32(0.1) * 2.0` is in single precision, the same number
from `.item()` times 2.0 is not; a byte wraps, an int does not.  A gradient has the dtype of its argument.
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.42, -0.73, 1.31, 0.58, -1.17], np.float32)
SINGLE, DOUBLE, BYTE, LARGE_BYTE, BOOL = np.float32(0.1), np.float64(0.1), np.int8(100), np.uint8(200), np.True_
BYTES = np.array([100, 27], np.int8)
HELD = {"a": np.float32(0.3), "b": np.float64(0.3)}
OBJECT = SimpleNamespace(single=np.float32(0.7), double=np.float64(0.7), byte=np.int8(100))


def items(x):
    return x[0].item() * 0.3 + x.item(1) * 0.3 + np.sum(x).item() * 0.3 + abs(x[2].item()) * 0.1


def listed(x):
    return x.tolist()[1] * 0.3 + sum(x.tolist()) * 0.1


def listed_bytes(x):
    a = np.zeros(2, np.int8)
    a[0] = 100
    return (a.tolist()[0] + 100) * x[0] + (a.item(0) + a.item(0)) * x[1] + sum(e * 100 * x[2] for e in a.tolist())


def truncated_then_listed(x):
    a = (x * 97).astype(np.int8)
    return (a.tolist()[0] * 100) * x[0] + (a[0].item() * 100) * x[1] + (a[1].tolist() * 100) * x[2]


def listed_truths(x):
    a = x > 0
    positive = a.tolist()
    return (positive[0] + positive[2]) * x[0] + (-positive[0]) * x[1] + (~a.item(0)) * x[2]


def converted(x):
    a = [float(e) for e in x]
    return a[1] * a[2] + float(x[0]) * 0.3 + np.float64(x[1]) * 0.3 + math.sin(x[1]) * 0.3


def over_integers(x):
    s = np.float32(0.0)
    for k in np.arange(3):
        s = s + k * x[k]
    return s


def over_bytes(x):
    s = 0
    for k in np.arange(100, 103, dtype=np.int8):
        s = s + (k + k) * x[0]
    for k in BYTES:
        s += (k + k) * x[1]
    return s


def constants(x):
    return (BYTE + BYTE) * x[0] + (LARGE_BYTE + np.uint8(100)) * x[1] + (BYTES[0] + BYTES[1] + BYTES[0]) * x[2] + (BOOL + BOOL) * x[3] + (np.True_ + True) * x[4]


def singles_and_doubles(x):
    return x[0] * DOUBLE + x[1] * SINGLE + np.sum(x * DOUBLE) + HELD["a"] * x[1] + HELD["b"] * x[2] + OBJECT.single * x[0] + OBJECT.double * x[1]


def bytes_of_an_object(x):
    return (OBJECT.byte + OBJECT.byte) * x[2]


def defaults(x, c=np.float32(0.3), d=np.float64(0.3)):
    def g(u, c=np.float64(0.1)):
        return u * c

    return c * x[0] + d * x[1] + g(x[0]) + g(x[1], 0.1) + g(x[2], np.float32(0.1))


def sums(x):
    return sum(x) * 0.1 + sum(x, np.float64(0.0)) * 0.1 + max(x) * 0.1 + min(x[0], 0.3) + max(x[1], np.float64(0.25))


def a_byte_changed(x):
    n = np.int8(100)
    n += 100 - 90
    a = [np.int8(100)] * 2
    return (n + n) * x[0] + (a[0] + a[1]) * x[1]


def positions(x):
    k, n, s = np.argmax(x), len(x), x[0]
    for i in np.where(x > 0)[0]:
        s = s + i * x[i]
    for i, e in np.ndenumerate(x):
        s = s + i[0] * e
    for i, e in enumerate(x):
        s = s + i * e
    return k * s + np.float32(0.1) * k + np.count_nonzero(x > 0) * x[0] + n * x[0] + x.size * x[1] + np.prod(x.shape) * x[2]


def folded(x):
    return functools.reduce(operator.add, x, 0.0) * 0.1 + functools.reduce(operator.mul, x, np.float64(1)) + list(itertools.accumulate(x))[-1] * 0.1


def product(x):
    return math.prod(x) * x[1]


def of_python(x):
    return math.fsum(x) * x[0] + math.sqrt(2) * x[2] + np.sqrt(2) * x[3] + np.sqrt(np.float32(2)) * x[0] + np.pi * x[1] + np.float32(np.pi) * x[2]


def powers(x):
    return round(x[0], 1) * x[1] + divmod(x[2], np.float64(0.5))[1] + x[3] // 0.5 + x[0] ** 2 + x[0] ** np.int64(2) + 2 ** x[1] + np.float64(2) ** x[1]


def in_buffers(x):
    a, b, c = np.zeros(3, np.float32), np.full(3, 0.1), np.full(3, 0.1, np.float32)
    a[0] = 0.1
    return a[0] * x[0] + a.sum() * 0.1 + b[0] * x[0] + c[0] * x[1] + np.float64(c[1]) * x[2]


def mixed_list(x):
    s = 0
    for e in [0.1, np.float32(0.1), np.float64(0.1)]:
        s = s + e * x[0]
    first, second, third = (np.float32(0.1), 0.1, np.float64(0.1))
    d = {k: np.float32(k) / 3 for k in range(3)}
    return s + first * x[0] + second * x[1] + third * x[2] + d[1] * x[0]


def chosen(x):
    return (x[0] if x[1] > 0 else 0.1) * 0.3 + (0.1 if x[1] > 0 else np.float64(0.1)) * x[0]


def unsigned(x):
    n, m, a = np.uint8(3), np.array([3, 4], np.uint8), np.array([200, 100], np.uint8)
    doubled = a + a
    return (n - 5) * x[0] + (-n) * x[1] + (n << 7) * x[2] + (m[0] - m[1]) * x[0] + m.sum() * x[1] + (m * 100)[1] * x[3] + doubled[0] * x[0] + np.mean(a) * x[1]


def by_a_wider_function(x):
    def act(y):
        return y

    x = act(x)
    return np.sum(x * np.arange(1, 0.5 + 1))


def convolved(x):
    s = x[0]
    u = np.convolve(x, [0.5, 0.5], mode="same")
    return s + np.sum(u)


def met_in_a_loop(x):
    for u in (x, x):
        s = u[0]
    return s + np.sum(u * np.arange(1, 0.5 + 1))


def stored_into_doubles(x):
    y = np.zeros(3)
    t = x[0]
    for _ in range(2):
        y[0] = t
    return np.sum(y)


def added_to_half(b, x):
    x *= 2
    h = x.astype(np.float16)
    h += b
    return np.sum(h)


def by_a_function_written_out(x):
    x = x.copy()
    return added_to_half(np.sum(x.astype(np.float64)), x)


PROGRAMS = [
    items, listed, listed_bytes, truncated_then_listed, listed_truths, converted, over_integers, over_bytes, constants, singles_and_doubles,
    bytes_of_an_object, defaults, sums, a_byte_changed, positions, folded, product, of_python, powers, in_buffers, mixed_list, chosen, unsigned,
    by_a_wider_function, convolved, met_in_a_loop, stored_into_doubles, by_a_function_written_out,
]  # fmt: skip


def same_number(got: Any, want: Any) -> bool:
    """Whether two numbers are of one type and the same to the last bit."""
    return type(got) is type(want) and np.asarray(got).tobytes() == np.asarray(want).tobytes()


@pytest.mark.filterwarnings("ignore:overflow encountered")
@pytest.mark.parametrize("f", PROGRAMS)
def test_a_value_keeps_its_precision(f: Any) -> None:
    value, gradient = sd.value_and_grad(f)(X.copy())
    also, tangent = sd.jvp(f, (X.copy(),), (np.ones_like(X),))
    assert same_number(value, f(X.copy())), (value, f(X.copy()))
    assert same_number(also, f(X.copy())), (also, f(X.copy()))
    assert gradient.dtype == X.dtype
    wide = X.astype(float)
    truth = sd.grad(f)(wide)
    np.testing.assert_allclose(gradient, truth, rtol=1e-4, atol=1e-4)
    assert tangent == pytest.approx(np.sum(truth), rel=1e-4, abs=1e-4)


def last_of_several(t):
    r = 0.0
    for _ in range(3):
        r = t
    return r


def stored_and_summed(t):
    y = np.zeros(2)
    for k in np.ndindex(1):
        y[k] = t
    return np.sum(y)


def through_a_narrow_list(x):
    with np.errstate(over="raise"):
        rows = np.float32(x) if x[0] > 0 else x
    return sum(u for u in rows)


def test_a_narrow_step_leaves_the_gradient_wide() -> None:
    assert sd.grad(through_a_narrow_list)(X.astype(float)).dtype == np.float64


@pytest.mark.parametrize("f", [last_of_several, stored_and_summed])
def test_the_gradient_of_a_number_has_its_dtype(f: Any) -> None:
    gradient = sd.grad(f)(np.float32(0.68))
    assert type(gradient) is np.float32
    assert gradient == 1.0
