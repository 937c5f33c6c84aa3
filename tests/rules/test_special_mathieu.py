"""Mathieu functions: at q = 0 they are sines and cosines, and elsewhere they solve their equation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

import s2sdiff as sd

from .hold import by_differences

DEGREE = np.pi / 180.0


def test_at_q_0() -> None:
    assert sd.grad(lambda x: special.mathieu_cem(1, 0.0, x)[0])(30.0) == pytest.approx(-0.5 * DEGREE)
    assert sd.grad(lambda x: special.mathieu_sem(2, 0.0, x)[0])(30.0) == pytest.approx(1.0 * DEGREE)
    assert sd.grad(lambda x: special.mathieu_sem(1, 0.0, x)[1])(30.0) == pytest.approx(-0.5 * DEGREE)


@pytest.mark.parametrize(
    ("pair", "characteristic"), [(special.mathieu_cem, special.mathieu_a), (special.mathieu_sem, special.mathieu_b)]
)
def test_the_equation(pair, characteristic) -> None:
    # y'' = (2 q cos 2t - a) y, with the slope by radians at angles in degrees
    q, x = 0.7, np.array([20.0, 75.0])
    y, pull = sd.vjp(lambda x: pair(2, q, x), x)
    (by_slope,) = pull((np.zeros(2), np.ones(2)))
    want = (2.0 * q * np.cos(2.0 * x * DEGREE) - characteristic(2, q)) * y[0] * DEGREE
    np.testing.assert_allclose(by_slope, want, rtol=1e-6)
    (by_value,) = pull((np.ones(2), np.zeros(2)))
    np.testing.assert_allclose(by_value, y[1] * DEGREE)


@pytest.mark.parametrize("f", [lambda q: special.mathieu_a(2, q), lambda q: special.mathieu_b(1, q)])
def test_characteristic_values(f) -> None:
    by_differences(f, np.array([0.5, 1.2]), order=1)


def test_modified_ones() -> None:
    by_differences(lambda x: special.mathieu_modcem1(1, 0.8, x)[0], np.array([0.4, 0.9]), order=1)
