"""Functions of one array, entry by entry: where they have poles, corners and branches, and in every kind of number."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, gradient, in_single, slope

INF = np.inf


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: np.exp(x), [0.0, -INF, np.log(2.0)], [1.0, 0.0, 2.0]),
        (lambda x: np.exp2(x), [0.0, 3.0], [np.log(2.0), 8.0 * np.log(2.0)]),
        (lambda x: np.expm1(x), [0.0, 1e-12], [1.0, 1.0]),
        (lambda x: np.log(x), [INF, 2.0, 0.0], [0.0, 0.5, INF]),
        (lambda x: np.log1p(x), [0.0, -0.5], [1.0, 2.0]),
        (lambda x: np.log10(x), [1.0 / np.log(10.0)], [1.0]),
        (lambda x: np.sqrt(x), [0.25, 0.0, 1e-300], [1.0, INF, 0.5e150]),
        (lambda x: np.cbrt(x), [-8.0, 0.0], [1.0 / 12.0, INF]),
        (lambda x: np.reciprocal(x), [2.0, -0.5], [-0.25, -4.0]),
        (lambda x: np.tan(x), [0.0, np.pi / 4.0], [1.0, 2.0]),
        (lambda x: np.arcsin(x), [0.0, 0.6, 1.0], [1.0, 1.25, INF]),
        (lambda x: np.arccos(x), [0.0, 0.6], [-1.0, -1.25]),
        (lambda x: np.arctan(x), [0.0, 1.0, INF], [1.0, 0.5, 0.0]),
        (lambda x: np.tanh(x), [0.0, 400.0], [1.0, 0.0]),
        (lambda x: np.arccosh(x), [1.25, 1.0], [4.0 / 3.0, INF]),
        (lambda x: np.arctanh(x), [0.5, 0.0], [4.0 / 3.0, 1.0]),
        (lambda x: np.arcsinh(x), [0.0, 0.75], [1.0, 0.8]),
        (lambda x: np.abs(x), [-2.0, -0.0, 0.0, 3.0], [-1.0, 0.0, 0.0, 1.0]),
        (lambda x: np.fabs(x), [-2.0, 0.0, 3.0], [-1.0, 0.0, 1.0]),
        (lambda x: np.sinc(x), [0.0, 1.0, 2.0], [0.0, -1.0, 0.5]),
        (lambda x: np.deg2rad(x), [5.0], [np.pi / 180.0]),
        (lambda x: np.nan_to_num(x), [np.nan, INF, -INF, 2.0], [0.0, 0.0, 0.0, 1.0]),
        (lambda x: np.modf(x)[0], [1.5, -1.5], [1.0, 1.0]),
        (lambda x: np.frexp(x)[0], [3.0, 0.3, 4.0], [0.25, 2.0, 0.125]),
        (lambda x: np.unwrap(x), [0.0, 7.0, 1.0], [1.0, 1.0, 1.0]),
    ],
)
def test_slopes_by_hand(f, x, want) -> None:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        np.testing.assert_allclose(slope(f, np.array(x)), want, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: np.exp(x) * np.sin(x), 0.4),
        (lambda x: np.arctan(x) + np.cosh(x), np.array(0.4)),
        (lambda x: np.log(x) * np.sqrt(x), np.linspace(0.5, 2.0, 12).reshape(3, 4).T[::2, ::-1]),
        (lambda x: np.sinc(x), np.array([-0.01, 0.0, 0.019, 0.021, 0.7])),
        (lambda x: np.i0(x), np.array([0.0, 0.8, -3.0])),
        (lambda x: np.kaiser(5, x), 1.3),
        (lambda x: np.tan(x) / np.arccosh(x), 1.4 + 0.3j),
    ],
)
def test_second_order_of_every_kind_of_number(f, x) -> None:
    by_differences(f, x)


@pytest.mark.parametrize("f", [np.exp, np.sqrt, np.tanh, np.sinc, np.log1p, np.i0, np.cbrt, np.arctan])
def test_single_precision_is_kept(f) -> None:
    in_single(lambda x: f(x), np.array([0.3, 0.9]))


def test_the_second_derivative_of_sinc_at_0() -> None:
    assert sd.grad(sd.grad(lambda x: np.sinc(x)))(0.0) == pytest.approx(-(np.pi**2) / 3.0, rel=1e-12)


def test_nothing_of_nothing() -> None:
    assert slope(lambda x: np.exp(np.sqrt(x)), np.zeros((0, 3))).shape == (0, 3)


def test_the_length_of_a_complex_number_is_not_steep_at_0() -> None:
    z = np.array([3.0 + 4.0j, 0.0])
    (z_bar,) = sd.vjp(lambda z: np.abs(z), z)[1](np.ones(2))
    np.testing.assert_allclose(z_bar, [0.6 - 0.8j, 0.0])


def test_numbers_put_for_others_have_the_derivative() -> None:
    x = np.array([np.nan, 1.0, np.nan])
    assert gradient(lambda c: np.sum(np.nan_to_num(x, nan=c)), 0.5) == 2.0


@pytest.mark.parametrize("f", [np.sign, np.nan_to_num])
def test_what_is_refused_of_complex_numbers(f) -> None:
    with pytest.raises(Unsupported, match="complex"):
        sd.vjp(lambda z: f(z), np.ones(2) + 1j)
