"""Integrals that scipy.integrate finds, against what is known in closed form."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import integrate

import s2sdiff as sd
from s2sdiff.errors import Unsupported

A = 1.3


def gauss(a):
    return integrate.quad(lambda x: np.exp(-a * x), 0.0, np.inf)[0]


def moving_ends(a):
    return integrate.quad(lambda x: np.sin(a * x), a, a**2)[0]


def singular_end(a):
    value, _ = integrate.quad(lambda x: x ** (a - 1.0), 0.0, 1.0)
    return 2.0 * value


def kink(a):
    return integrate.quad(lambda x: np.maximum(x - a, 0.0), 0.0, 2.0)[0]


def outer_function(a):
    return integrate.quad(np.exp, 0.0, a)[0]


def polynomial(x, a, b):
    return a * x + b[0] * b[1] * x**2


def given_arrays(a):
    return integrate.quad(polynomial, 0, 1, args=(a, np.array([2.0, 3.0]) * a))[0]


def given_one_argument(a):
    return integrate.quad(lambda x, p: p * x, 0.0, 1.0, a)[0]


def in_a_loop(a):
    total = 0.0
    for _ in range(3):
        total = total + integrate.quad(lambda x: np.cos(a * x) + total, 0.0, 1.0)[0]
    return total


def error_alone(a):
    return integrate.quad(lambda x: np.sin(a * x), 0.0, 1.0)[1]


def by_gauss_legendre(a):
    return integrate.fixed_quad(lambda x: np.exp(a * x), 0.0, a, n=8)[0]


def of_an_integral(a):
    return integrate.quad(lambda x: integrate.quad(lambda y, z: a * z * y, 0.0, x, args=(x,))[0], 0.0, 1.0)[0]


def helped(x, a):
    return np.sin(a * x)


def of_a_local_function(a):
    def integrand(x):
        return helped(x, a) ** 2

    return integrate.quad(integrand, 0.0, 2.0)[0]


def twofold(a):
    return integrate.dblquad(lambda y, x: a * a * x * y, 0, 1, 0, 1)[0]


def over_a_triangle(a):
    return integrate.dblquad(lambda y, x, b: b + y, 0.0, a, lambda x: 0.0 * x, lambda x: a * x, args=(a,))[0]


def without_an_end(a):
    return integrate.dblquad(lambda y, x: x * np.exp(-a * y), 0.0, 1.0, 0.0, np.inf)[0]


class Model:
    def __init__(self, a):
        self.a = a

    def at(self, x):
        return self.a * x


def of_an_object(a):
    model = Model(a)
    return integrate.quad(lambda x: model.at(x), 0.0, 1.0)[0]


# the derivatives, of first and second order
KNOWN: dict[Callable[..., Any], tuple[float, float]] = {
    gauss: (-1.0 / A**2, 2.0 / A**3),
    singular_end: (-2.0 / A**2, 4.0 / A**3),
    kink: (A - 2.0, 1.0),
    outer_function: (math.exp(A), math.exp(A)),
    given_arrays: (0.5 + 4.0 * A, 4.0),
    given_one_argument: (0.5, 0.0),
    of_an_integral: (0.125, 0.0),
    twofold: (0.5 * A, 0.5),
    over_a_triangle: (2.0 * A**3 + 5.0 / 6.0 * A**4, 6.0 * A**2 + 10.0 / 3.0 * A**3),
    without_an_end: (-0.5 / A**2, 1.0 / A**3),
    of_an_object: (0.5, 0.0),
}


@pytest.mark.parametrize("f", KNOWN)
def test_the_derivative_is_that_of_the_integral(f: Callable[..., Any]) -> None:
    first = KNOWN[f][0]
    np.testing.assert_allclose(sd.grad(f)(A), first, rtol=1e-7)
    np.testing.assert_allclose(sd.jvp(f, (A,), (1.0,))[1], first, rtol=1e-7)
    np.testing.assert_allclose(sd.value_and_grad(f)(A)[0], f(A))


@pytest.mark.parametrize("f", [f for f in KNOWN if f is not kink])
@pytest.mark.in_turn(3)
def test_second_derivatives(f: Callable[..., Any]) -> None:
    second = KNOWN[f][1]
    for hessian in (sd.grad(sd.grad(f)), sd.grad(sd.jacfwd(f)), sd.jacfwd(sd.jacfwd(f)), sd.hessian(f)):
        np.testing.assert_allclose(hessian(A), second, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("f", [moving_ends, in_a_loop, by_gauss_legendre, of_a_local_function])
def test_it_equals_differences(f: Callable[..., Any]) -> None:
    step = 1e-5
    slope = (f(A + step) - f(A - step)) / (2.0 * step)
    np.testing.assert_allclose(sd.grad(f)(A), slope, rtol=1e-7)
    np.testing.assert_allclose(sd.jvp(f, (A,), (1.0,))[1], slope, rtol=1e-7)
    bend = (sd.grad(f)(A + step) - sd.grad(f)(A - step)) / (2.0 * step)
    np.testing.assert_allclose(sd.grad(sd.grad(f))(A), bend, rtol=1e-6)


def test_an_estimate_of_an_error_is_constant() -> None:
    assert sd.grad(error_alone)(A) == 0.0


def with_a_whole_number(a):
    return integrate.quad(lambda x, n: a * x**n, 0.0, 1.0, args=(2,))[0]


def test_whole_numbers_are_constant() -> None:
    np.testing.assert_allclose(sd.grad(with_a_whole_number)(A), 1.0 / 3.0)
    np.testing.assert_allclose(sd.jvp(with_a_whole_number, (A,), (1.0,))[1], 1.0 / 3.0)
    np.testing.assert_allclose(sd.hessian(with_a_whole_number)(A), 0.0)


def with_a_long_table(a):
    table = np.linspace(0.0, 1.0, 100_000)
    return integrate.quad(lambda x: a * x + 0.0 * table[0], 0.0, 1.0)[0]


def test_constants_are_not_differentiated() -> None:
    np.testing.assert_allclose(sd.grad(with_a_long_table)(A), 0.5)


def with_points(a):
    return integrate.quad(lambda x: np.abs(x - a), 0.0, 2.0, points=[a])[0]


def with_a_weight(a):
    return integrate.quad(lambda x: a * x, 0.0, 2.0, weight="cos", wvar=2.0)[0]


def given_a_dict(a):
    return integrate.quad(lambda x, p: p["k"] * x, 0.0, 1.0, args=({"k": a},))[0]


def given_a_complex_number(a):
    return integrate.quad(lambda x, p: np.real(p * x), 0.0, 1.0, args=(1.0 + 1j * a,))[0]


@pytest.mark.parametrize("f", [given_a_dict, given_a_complex_number])
def test_what_is_not_followed_is_refused(f: Callable[..., Any]) -> None:
    with pytest.raises(Unsupported) as caught:
        sd.grad(f)(A)
    assert caught.value.filename == __file__


@pytest.mark.parametrize("f", [with_points, with_a_weight])
def test_other_options_are_refused(f: Callable[..., Any]) -> None:
    with pytest.raises(Unsupported, match="leave `"):
        sd.grad(f)(A)
