"""Roots, fixed points and minima against what is known in closed form."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import optimize

import s2sdiff as sd

A = np.array([0.7, 1.9])


def square(x, a):
    return x * x - a


def of_number(a):
    return 3.0 * sd.implicit.root(square, 1.0, (a,))


def of_vector(a):
    return np.sum(sd.implicit.root(square, np.array([1.0, 1.5]), (a,)) * np.array([1.0, 2.0]))


def linear(x, m, b):
    return m @ x - b


def of_system(m, b):
    return np.sum(sd.implicit.root(linear, np.zeros(2), (m, b)) ** 2)


def directly(m, b):
    return np.sum(np.linalg.solve(m, b) ** 2)


def halved(x, a):
    return 0.5 * (x + a / x)


def of_fixed_point(a):
    return sd.implicit.fixed_point(halved, np.ones(2), (a,))


def bowl(x, a):
    return np.sum(np.exp(x) - a * x)


def of_minimum(a):
    return np.sum(sd.implicit.minimize(bowl, np.array([0.1, 0.2]), (a,)))


def bisected(f, x0, args):
    return optimize.brentq(f, 0.0, 5.0, args)


def of_bisection(a):
    return 3.0 * sd.implicit.root(square, 1.0, (a,), bisected)


def idle(f, x0, args):
    return x0


def of_no_solution(a):
    return np.sum(sd.implicit.root(square, np.ones(2), (a,), idle))


def at_a_bound(f, x0, args):
    return optimize.minimize(f, x0, args, bounds=[(1.0, 2.0)] * 2).x


def of_bounded(a):
    return np.sum(sd.implicit.minimize(bowl, np.ones(2), (a,), at_a_bound))


def of_a_matrix(a):
    return np.sum(sd.implicit.root(square, np.ones((2, 2)), (np.outer(a, a),)))


def inside(a):
    total = 0.0
    for k in range(3):
        total = total + of_number(a + k)
    return total


def test_values() -> None:
    np.testing.assert_allclose(of_number(4.0), 6.0)
    np.testing.assert_allclose(of_bisection(4.0), 6.0)
    np.testing.assert_allclose(of_vector(A), np.sqrt(A) @ [1.0, 2.0])
    np.testing.assert_allclose(of_fixed_point(A), np.sqrt(A))
    np.testing.assert_allclose(of_minimum(A), np.sum(np.log(A)))
    assert np.shape(sd.implicit.root(square, np.ones((2, 2)), (np.ones((2, 2)),))) == (2, 2)


@pytest.mark.parametrize(
    ("f", "at", "want"),
    [
        (of_number, 4.0, 0.75),
        (of_bisection, 4.0, 0.75),
        (of_vector, A, np.array([0.5, 1.0]) / np.sqrt(A)),
        (of_minimum, A, 1.0 / A),
        (of_a_matrix, A, np.array([1.0, 1.0]) * np.sum(np.sqrt(A)) / np.sqrt(A)),
        (inside, 1.0, 1.5 * (1.0 + 2.0**-0.5 + 3.0**-0.5)),
    ],
)
def test_both_modes(f: Any, at: Any, want: Any) -> None:
    np.testing.assert_allclose(sd.grad(f)(at), want, rtol=1e-9)
    dot = 0.3 if np.ndim(at) == 0 else np.array([0.3, -0.8])
    np.testing.assert_allclose(sd.jvp(f, (at,), (dot,))[1], np.dot(want, dot), rtol=1e-9)


def test_several_arguments() -> None:
    m, b = np.array([[2.0, 0.3], [0.1, 1.5]]), np.array([0.4, -0.7])
    for got, want in zip(sd.grad(of_system, (0, 1))(m, b), sd.grad(directly, (0, 1))(m, b), strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-8)


def test_jacobian_of_a_fixed_point() -> None:
    np.testing.assert_allclose(sd.jacrev(of_fixed_point)(A), np.diag(0.5 / np.sqrt(A)), atol=1e-12)
    np.testing.assert_allclose(sd.jacfwd(of_fixed_point)(A), np.diag(0.5 / np.sqrt(A)), atol=1e-12)


@pytest.mark.parametrize(
    ("f", "want"), [(of_vector, -0.25 * np.array([1.0, 2.0]) * A**-1.5), (of_minimum, -1.0 / A**2)]
)
def test_second_derivatives(f: Any, want: Any) -> None:
    found = sd.hessian(f)(A)
    np.testing.assert_allclose(found, np.diag(want), atol=1e-9)


def test_second_derivatives_of_a_number() -> None:
    value, slope = sd.value_and_grad(sd.grad(of_number))(4.0)
    step = 1e-3
    quotient = (sd.grad(of_number)(4.0 + step) - sd.grad(of_number)(4.0 - step)) / (2.0 * step)
    np.testing.assert_allclose([value, slope], [sd.grad(of_number)(4.0), quotient], rtol=1e-6)


@pytest.mark.parametrize("f", [of_no_solution, of_bounded])
def test_what_is_no_solution_has_no_derivative(f: Any) -> None:
    for derivative in (sd.grad(f), lambda a: sd.jvp(f, (a,), (a,))):
        with pytest.raises(ArithmeticError, match="a Newton step moves it"):
            derivative(A)


def test_local_functions_may_capture_variables() -> None:
    def f(a):
        b = 2.0 * a

        def equation(x):
            y = x * x
            return y - b

        return sd.implicit.root(equation, 1.0) * a

    np.testing.assert_allclose(sd.grad(f)(2.0), 3.0, rtol=1e-9)
    np.testing.assert_allclose(sd.jvp(f, (2.0,), (1.0,))[1], 3.0, rtol=1e-9)
