"""Bessel functions and their kin: values at 0, Wronskians, the equations that they solve."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

import s2sdiff as sd

from .hold import by_differences, in_single, slope


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: special.j0(x), [0.0], [0.0]),
        (lambda x: special.j1(x), [0.0], [0.5]),
        (lambda x: special.jv(0, x), [0.0], [0.0]),
        (lambda x: special.jv(2, x), [0.0], [0.0]),
        (lambda x: special.i0(x), [0.0], [0.0]),
        (lambda x: special.i1(x), [0.0], [0.5]),
        (lambda x: special.iv(1, x), [0.0], [0.5]),
        (lambda x: special.i0e(x), [0.0], [0.0]),
        (lambda x: special.jv(0.5, x), [np.pi], [-np.sqrt(2.0) / np.pi]),
        (lambda x: special.kv(0.5, x), [1.0], [-1.5 * np.sqrt(np.pi / 2.0) / np.e]),
        (lambda x: special.spherical_jn(0, x), [np.pi], [-1.0 / np.pi]),
        (lambda x: special.spherical_yn(0, x), [np.pi], [-1.0 / np.pi**2]),
        (lambda x: special.jvp(0, x), [0.0], [-0.5]),
        (lambda x: special.ber(x), [1e-3], [-(1e-9) / 16.0]),
        (lambda x: special.bei(x), [1e-3], [0.5e-3]),
    ],
)
def test_slopes_by_hand(f, x, want) -> None:
    np.testing.assert_allclose(slope(f, np.array(x)), want, rtol=1e-6, atol=1e-13)


@pytest.mark.parametrize(
    ("first", "second", "want"),
    [
        (lambda x: special.j0(x), lambda x: special.y0(x), lambda x: 2.0 / (np.pi * x)),
        (lambda x: special.iv(1, x), lambda x: special.kv(1, x), lambda x: -1.0 / x),
        (lambda x: special.kn(2, x), lambda x: special.iv(2, x), lambda x: 1.0 / x),
        (lambda x: special.spherical_jn(1, x), lambda x: special.spherical_yn(1, x), lambda x: 1.0 / x**2),
        (lambda x: special.airy(x)[0], lambda x: special.airy(x)[2], lambda x: 1.0 / np.pi + 0.0 * x),
        (lambda x: special.jv(1.5, x), lambda x: special.yv(1.5, x), lambda x: 2.0 / (np.pi * x)),
    ],
)
def test_wronskians(first, second, want) -> None:
    x = np.array([0.4, 1.3, 5.0])
    np.testing.assert_allclose(first(x) * slope(second, x) - second(x) * slope(first, x), want(x), rtol=1e-9)


@pytest.mark.parametrize("x", [-2.0, 0.0, 0.7])
def test_the_equation_of_airy(x) -> None:
    assert sd.grad(sd.grad(lambda x: special.airy(x)[0]))(x) == pytest.approx(x * special.airy(x)[0], abs=1e-15)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: special.jve(1, x), lambda x: special.kve(2, x), lambda x: special.ive(1, x), lambda x: special.struve(1, x),
        lambda x: special.k1e(x), lambda x: special.pbdv(1, x)[0], lambda x: special.itairy(x)[1], lambda x: special.h1vp(1, x),
        lambda x: special.hankel1(1, x),
    ],
)  # fmt: skip
def test_against_differences(f) -> None:
    by_differences(f, np.array([[0.6, 1.9]]), order=1)


@pytest.mark.parametrize("f", [special.j0, special.i1, special.k0, special.y1])
def test_single_precision_is_kept(f) -> None:
    in_single(lambda x: f(x), np.array([0.7, 2.3]))
