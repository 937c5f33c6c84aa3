"""Roots and minima that scipy.optimize finds, against what is known in closed form or by differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import integrate, optimize

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


def by_root_of_a_solution(a):
    """From x on, y' = y for one unit of time reaches e times as far."""
    end = optimize.root(lambda x: integrate.odeint(lambda y, t: y, x, [0.0, 1.0], rtol=1e-12, atol=1e-12)[1] - np.e * a**0.5, 1.0)
    return end.x[0]


def slope_of_square(x, a):
    return 2.0 * x


def by_another_method(a):
    return optimize.root(square, 1.0, args=(a,), method="lm", tol=1e-8, options={"maxiter": 200}).x[0]


def by_newton_with_slopes(a):
    return optimize.newton(square, 1.0, slope_of_square, (a,), tol=1e-10, maxiter=80)


def by_brentq_within(a):
    return optimize.brentq(square, 0.0, 10.0, args=(a,), xtol=1e-10, rtol=1e-10, maxiter=200)


def by_root_scalar_with_options(a):
    first = optimize.root_scalar(square, args=(a,), bracket=[0.0, 10.0], method="ridder", xtol=1e-9).root
    return 0.5 * (first + optimize.root_scalar(square, args=(a,), x0=1.0, fprime=slope_of_square, method="newton").root)


def by_minimize_with_a_method(a):
    slopes = optimize.minimize(lambda x: np.sum(x**3 / 3.0 - a * x), [1.0], method="Nelder-Mead", tol=1e-9).x
    return 0.5 * slopes[0] + 0.5 * optimize.minimize(lambda x: np.sum(x**3 / 3.0 - a * x), [1.0], method="L-BFGS-B").x[0]


def by_least_squares_with_options(a):
    return optimize.least_squares(square, np.ones(1), args=(a,), method="lm", xtol=1e-12).x[0]


def by_curve_fit_with_options(a):
    return optimize.curve_fit(lambda x, p, q: p * x + q * q, TIMES, a * TIMES + a, [1.0, 1.0], method="trf", xtol=1e-12)[0][1]


def by_fixed_point_with_a_method(a):
    return optimize.fixed_point(lambda x: 0.5 * (x + a / x), 1.0, xtol=1e-10, method="iteration")


ROOTS = [by_another_method, by_newton_with_slopes, by_brentq_within, by_root_scalar_with_options, by_minimize_with_a_method,
         by_least_squares_with_options, by_curve_fit_with_options, by_fixed_point_with_a_method,
         by_root, by_root_of_a_solution, by_root_of_two_local_functions, by_root_of_a_local_function, by_fsolve, by_newton, by_brentq, by_bisect, by_root_scalar,
         by_root_scalar_from, by_fixed_point]  # fmt: skip


@pytest.mark.parametrize("f", ROOTS)
def test_roots(f: Any) -> None:
    value, slope = sd.value_and_grad(f)(4.0)
    np.testing.assert_allclose([value, slope], [2.0, 0.25], rtol=1e-9)
    np.testing.assert_allclose(sd.jvp(f, (4.0,), (1.0,))[1], 0.25, rtol=1e-9)
    if f is not by_root_of_a_solution:
        np.testing.assert_allclose(sd.hvp(f, (4.0,), (1.0,)), -1.0 / 32.0, rtol=1e-9)
        np.testing.assert_allclose(sd.grad(sd.grad(f))(4.0), -1.0 / 32.0, rtol=1e-9)


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


def straight(x, a, b):
    return a + b * x


def curve(v: Any) -> Any:
    popt, pcov = optimize.curve_fit(straight, TIMES, v[0] * np.cos(v[1] * TIMES))
    return np.sum(popt**3) + pcov[0, 1]


def curve_with_errors(v: Any) -> Any:
    sigma = v[1] + TIMES
    popt, pcov = optimize.curve_fit(
        lambda x, a, b: a + b * v[0] * x, TIMES, np.cos(v[1] * TIMES), [1.0, 0.5], sigma, absolute_sigma=True
    )
    return popt[0] * popt[1] + np.sum(np.sqrt(np.diag(pcov)))


def normal_equations(a: Any, b: Any) -> Any:
    return np.linalg.inv(a.T @ a), np.linalg.solve(a.T @ a, a.T @ b)


def curve_in_closed_form(v: Any) -> Any:
    a = np.stack([np.ones(5), TIMES], axis=1)
    b = v[0] * np.cos(v[1] * TIMES)
    inverse, p = normal_equations(a, b)
    return np.sum(p**3) + inverse[0, 1] * np.sum((a @ p - b) ** 2) / 3.0


def curve_with_errors_in_closed_form(v: Any) -> Any:
    sigma = v[1] + TIMES
    inverse, p = normal_equations(np.stack([1.0 / sigma, v[0] * TIMES / sigma], axis=1), np.cos(v[1] * TIMES) / sigma)
    return p[0] * p[1] + np.sum(np.sqrt(np.diag(inverse)))


@pytest.mark.parametrize(("f", "known"), [(curve, curve_in_closed_form), (curve_with_errors, curve_with_errors_in_closed_form)])
def test_a_curve(f: Any, known: Any) -> None:
    np.testing.assert_allclose(sd.value_and_grad(f)(V)[0], f(V), rtol=1e-7)
    np.testing.assert_allclose(sd.grad(f)(V), sd.grad(known)(V), rtol=1e-8)
    np.testing.assert_allclose(sd.jvp(f, (V,), (V,))[1], sd.jvp(known, (V,), (V,))[1], rtol=1e-8)


def growth(x, a, b, c):
    return c / (1.0 + a * np.exp(-b * x))


PLACES = np.linspace(0.0, 4.0, 9)


def bent_curve(v: Any) -> Any:
    """What made the data, found again: v[0]**2 + 2 v[1] + 3 v[0] v[1]."""
    data = growth(PLACES, v[0] ** 2, v[1], v[0] * v[1])
    popt, _ = optimize.curve_fit(growth, PLACES, data, p0=[1.0, 1.0, 1.0])
    return popt[0] + 2.0 * popt[1] + 3.0 * popt[2]


def bent_curve_beside_the_data(v: Any) -> Any:
    return optimize.curve_fit(growth, PLACES, v[0] * np.tanh(v[1] * PLACES + 0.3))[0][1]


def test_a_curve_that_is_not_linear() -> None:
    want = np.array([2.0 * V[0] + 3.0 * V[1], 2.0 + 3.0 * V[0]])
    np.testing.assert_allclose(sd.grad(bent_curve)(V), want, rtol=1e-7)
    value = sd.value_and_grad(bent_curve_beside_the_data)
    step = np.array([0.0, 1e-2])
    slope = (8.0 * (value(V + step)[0] - value(V - step)[0]) - (value(V + 2 * step)[0] - value(V - 2 * step)[0])) / 0.12
    np.testing.assert_allclose(value(V)[1], [0.0, slope], rtol=1e-5, atol=1e-7)  # the rate knows nothing of the height


def curve_of_any_degree(a: Any) -> Any:
    return optimize.curve_fit(lambda x, *p: p[0] + p[1] * x, TIMES, a * TIMES, [1.0, 1.0])[0][0]


def curve_within_bounds(a: Any) -> Any:
    return optimize.curve_fit(straight, TIMES, a * TIMES, bounds=(0.0, 3.0))[0][0]


def curve_with_a_covariance(a: Any) -> Any:
    return optimize.curve_fit(straight, TIMES, a * TIMES, sigma=np.eye(5))[0][0]


def with_bounds(a: Any) -> Any:
    return optimize.minimize(lambda x: np.sum(np.cosh(x - a)), [0.5], bounds=[(0.0, 1.0)]).x[0]


def with_slopes_beside(a: Any) -> Any:
    return optimize.minimize(lambda x: (np.sum(np.cosh(x - a)), np.sinh(x - a)), [0.5], jac=True).x[0]


def within_bounds(a: Any) -> Any:
    return optimize.minimize_scalar(lambda x: np.cosh(x - a), bounds=(0.0, 1.0)).x


@pytest.mark.parametrize("f", [with_bounds, with_slopes_beside, within_bounds, curve_of_any_degree, curve_within_bounds, curve_with_a_covariance])
def test_what_is_not_followed_is_refused(f: Any) -> None:
    with pytest.raises(Unsupported):
        sd.grad(f)(4.0)


class Cubic:
    def __init__(self, a: Any, b: Any = 2.0) -> None:
        self.a = a
        self.b = b

    def rate(self, t: Any) -> Any:
        return t**3 * self.b

    def root(self) -> Any:
        return optimize.brentq(lambda t: self.rate(t) + t - self.a, -20, 20)


def root_of_an_object(a: Any) -> Any:
    return Cubic(a, a + 1.0).root()


def roots_with_a_counter(a: Any) -> Any:
    total = 0.0
    for k in range(1, 3):
        total += optimize.brentq(lambda t: t**3 + k * t - a, -20, 20)
    return total


def slope_with_an_object(a: Any) -> Any:
    cubic = Cubic(a, a * a)
    return sd.grad(lambda t: cubic.rate(t) * t)(1.5) * a


def mapped_with_an_object(a: Any) -> Any:
    cubic = Cubic(np.array([a, 2.0 * a]))
    return np.sum(sd.vmap(lambda u: u * cubic.a[0])(cubic.a))


def from_whole_numbers(a: Any) -> Any:
    return optimize.fsolve(lambda v: [v[0] ** 2 + v[1] - 3.0 - a, v[1] - a], [1, 1])[0] + optimize.newton(lambda v: v**3 - 2 - a, 1)


@pytest.mark.parametrize("f", [root_of_an_object, roots_with_a_counter, slope_with_an_object, mapped_with_an_object, from_whole_numbers])
def test_objects_and_counters_are_captured(f: Any) -> None:
    slope = (f(1.7 + 1e-5) - f(1.7 - 1e-5)) / 2e-5
    np.testing.assert_allclose(sd.grad(f)(1.7), slope, rtol=1e-7)
    np.testing.assert_allclose(sd.jvp(f, (1.7,), (1.0,))[1], slope, rtol=1e-7)


def root_of_a_list_of_objects(a: Any) -> Any:
    cubics = [Cubic(a), Cubic(2.0 * a)]
    return optimize.brentq(lambda t: sum(c.rate(t) + t - c.a for c in cubics), -20, 20)


def test_objects_without_tangents_are_not_taken_for_constants() -> None:
    np.testing.assert_allclose(sd.grad(root_of_a_list_of_objects)(1.7), 0.24155616, rtol=1e-6)
    with pytest.raises(TypeError, match="no pytree"):
        sd.jvp(root_of_a_list_of_objects, (1.7,), (1.0,))
