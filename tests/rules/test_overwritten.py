"""SciPy's `overwrite_a=True`: what it leaves in the array is refused where it may be read again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import fft, linalg

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from . import check

M = np.array([[4.0, 1.0, 0.0], [1.0, 5.0, 0.0], [0.3, 0.0, 3.0]])
Y = np.array([1.0, 2.0, 3.0])


def of_fresh_arrays(y):
    return np.sum(linalg.solve(M + np.outer(y, y), y * 1.0, overwrite_a=True, overwrite_b=True))


def of_what_is_not_read_again(y):
    b = 2.0 * y
    x = linalg.solve(M, b, overwrite_b=True)
    return np.sum(x * y)


def of_what_each_trip_makes(y):
    total = 0.0
    for i in range(3):
        b = y * i
        total += np.sum(linalg.solve(M, b, overwrite_b=True) * y)
    return total


def of_a_transform(y):
    return np.sum(fft.dct(y * y, overwrite_x=True) ** 2)


@pytest.mark.parametrize("f", [of_fresh_arrays, of_what_is_not_read_again, of_what_each_trip_makes, of_a_transform])
def test_what_nobody_reads_may_be_overwritten(f: Any) -> None:
    dot = np.array([0.3, -0.7, 0.2])
    np.testing.assert_allclose(sd.grad(f)(Y) @ dot, check.difference(f, Y, dot), rtol=1e-8)


def read_again(y):
    b = y * 1.0
    x = linalg.solve(M, b, overwrite_b=True)
    return np.sum(x * b)


def read_through_a_view(y):
    a = np.outer(y, y) + M
    row = a[0]
    return linalg.det(a, overwrite_a=True) * row[0]


def read_by_the_caller(y):
    return np.sum(solved(y) * y)


def solved(b):
    return linalg.solve(M, b, overwrite_b=True)


def read_in_the_next_trip(y):
    b, total = y * 1.0, 0.0
    for _ in range(2):
        total += np.sum(linalg.solve(M, b, overwrite_b=True))
    return total


@pytest.mark.parametrize("f", [read_again, read_through_a_view, read_by_the_caller, read_in_the_next_trip])
def test_what_is_read_again_is_refused(f: Any) -> None:
    with pytest.raises(Unsupported, match="may be read again"):
        sd.grad(f)(Y)


def test_a_product_of_complex_numbers_along_a_real_direction() -> None:
    z = np.exp(1j * np.array([0.3, 0.8, 0.2]))

    def f(y):
        return np.real(np.sum(np.cumprod(z - y) * (1.0 - 2.0j)))

    def g(y):
        return np.sum(sd.grad(f)(y) * Y)

    y = np.array([0.3, 0.4, 1.2])
    dot = np.array([1.0, -0.3, 0.5])
    np.testing.assert_allclose(sd.jvp(f, (y,), (dot,))[1], check.difference(f, y, dot), rtol=1e-8)
    np.testing.assert_allclose(sd.jvp(g, (y,), (dot,))[1], check.difference(g, y, dot), rtol=1e-8)
