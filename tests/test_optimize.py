"""Roots and minima that scipy.optimize finds, against what is known in closed form or by differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import optimize

import s2sdiff as sd
from s2sdiff.errors import Unsupported

TIMES = np.linspace(0.0, 1.0, 5)
V = np.array([0.7, 1.9])


def square(x, a):
    return x * x - a


def by_root(a):
    return optimize.root(square, np.array([1.0]), args=(a,)).x[0]


def by_root_of_a_local_function(a):
    b = 4.0 * a
    return 0.5 * optimize.root(lambda x: x * x - b, 1.0).x[0]


def by_fsolve(a):
    return optimize.fsolve(square, 1.0, args=a)[0]


def by_newton(a):
    return optimize.newton(square, 1.0, args=(a,))


def by_brentq(a):
    return optimize.brentq(lambda x: x * x - a, 0, 10)


def by_bisect(a):
    return optimize.bisect(square, 0.0, 10.0, args=(a,))


def by_root_scalar(a):
    return optimize.root_scalar(square, args=(a,), bracket=[0.0, 10.0]).root


def by_root_scalar_from(a):
    return optimize.root_scalar(square, args=(a,), x0=1.0).root


def by_fixed_point(a):
    return optimize.fixed_point(lambda x: 0.5 * (x + a / x), 1.0)


def by_root_of_two_local_functions(a):
    b = 4.0 * a

    def power(x):
        return x * x / b

    return 0.5 * optimize.root(lambda x: power(x) - 1.0, 1.0).x[0]


ROOTS = [by_root, by_root_of_two_local_functions, by_root_of_a_local_function, by_fsolve, by_newton, by_brentq, by_bisect, by_root_scalar,
         by_root_scalar_from, by_fixed_point]  # fmt: skip


@pytest.mark.parametrize("f", ROOTS)
def test_roots(f: Any) -> None:
    value, slope = sd.value_and_grad(f)(4.0)
    np.testing.assert_allclose([value, slope], [2.0, 0.25], rtol=1e-9)
    np.testing.assert_allclose(sd.jvp(f, (4.0,), (1.0,))[1], 0.25, rtol=1e-9)
    try:
        second = sd.grad(sd.grad(f))(4.0)
    except Unsupported:
        return
    np.testing.assert_allclose(second, -1.0 / 32.0, rtol=1e-9)


def minimum(v: Any) -> Any:
    found = optimize.minimize(lambda x: np.sum(np.exp(x) - v * x), np.array([0.1, 0.2]))
    return np.sum(found.x) + found.fun


def test_a_minimum() -> None:
    # x = log v, f(x) = sum(v - v log v)
    np.testing.assert_allclose(sd.grad(minimum)(V), 1.0 / V - np.log(V), rtol=1e-5)
    np.testing.assert_allclose(sd.jvp(minimum, (V,), (V,))[1], np.sum(1.0 - V * np.log(V)), rtol=1e-5)


def minimum_of_one_number(a: Any) -> Any:
    found = optimize.minimize_scalar(lambda x: np.exp(x) - a * x)
    return found.x + found.fun


def minimum_given_an_argument(a: Any) -> Any:
    found = optimize.minimize_scalar(lambda x, p: np.exp(x) - p * x, args=(a,))
    return found.x + found.fun


@pytest.mark.parametrize("f", [minimum_of_one_number, minimum_given_an_argument])
def test_a_minimum_of_one_number(f: Any) -> None:
    # x = log a, f(x) = a - a log a
    np.testing.assert_allclose(sd.grad(f)(1.9), 1.0 / 1.9 - np.log(1.9), rtol=1e-6)
    np.testing.assert_allclose(sd.jvp(f, (1.9,), (1.0,))[1], 1.0 / 1.9 - np.log(1.9), rtol=1e-6)


def line(v: Any) -> Any:
    found = optimize.least_squares(lambda p: p[0] + p[1] * TIMES - v[0] * np.cos(v[1] * TIMES), np.zeros(2))
    return np.sum(found.x**3) + found.cost


def line_in_closed_form(v: Any) -> Any:
    a = np.stack([np.ones(5), TIMES], axis=1)
    b = v[0] * np.cos(v[1] * TIMES)
    p = np.linalg.solve(a.T @ a, a.T @ b)
    return np.sum(p**3) + 0.5 * np.sum((a @ p - b) ** 2)


def test_least_squares() -> None:
    np.testing.assert_allclose(sd.grad(line)(V), sd.grad(line_in_closed_form)(V), rtol=1e-8)


def with_a_method(a: Any) -> Any:
    return optimize.root(square, 1.0, args=(a,), method="lm").x[0]


def within_bounds(a: Any) -> Any:
    return optimize.minimize_scalar(lambda x: np.cosh(x - a), bounds=(0.0, 1.0)).x


@pytest.mark.parametrize("f", [with_a_method, within_bounds])
def test_what_is_not_followed_is_refused(f: Any) -> None:
    with pytest.raises(Unsupported):
        sd.grad(f)(4.0)
