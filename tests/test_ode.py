"""Differential equations that scipy.integrate solves, against what is known in closed form."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from scipy import integrate
from scipy.integrate import odeint, solve_ivp

import s2sdiff as sd
from s2sdiff.errors import Unsupported

A = 0.7
TIMES = np.linspace(0.0, 2.0, 5)
TIGHT = {"rtol": 1e-11, "atol": 1e-11}


def decay(y, t, k):
    return -k * y


def from_a_number(a):
    return odeint(decay, a, TIMES, (a,), **TIGHT)[-1, 0]


def from_whole_numbers(a):
    return np.sum(odeint(decay, [1, 1], [0, 2], (a,), **TIGHT)[1])


def backwards(a):
    return odeint(decay, a, [2.0, 0.0], (1.0,), **TIGHT)[1, 0]


def time_first(a):
    return odeint(lambda t, y: -a * t * y, 1.0, TIMES, tfirst=True, **TIGHT)[-1, 0]


def of_a_partial(a):
    return odeint(partial(decay, k=a), 1.0, TIMES, **TIGHT)[-1, 0]


def with_other_arguments(a):
    def rates(y, t, k, n, how, f):
        return -k * f(y) ** n if how == "slow" else y

    return odeint(rates, 1.0, TIMES, args=(a, 1, "slow", np.abs), **TIGHT)[-1, 0]


def by_radau(a):
    return solve_ivp(lambda t, y, k: -k * y, (0, 2), [1.0], "Radau", [2.0], args=[a], **TIGHT).y[0, 0]


def by_a_class(a):
    return solve_ivp(lambda t, y, k: -k * y, (0, 2), [1.0], integrate.DOP853, [2.0], args=(a,), **TIGHT).y[0, 0]


def by_bdf_with_a_jacobian(a):
    found = solve_ivp(lambda t, y: -a * y, (0.0, 2.0), [1.0], "BDF", [2.0], jac=lambda t, y: [[-a]], **TIGHT)
    if not found.success:
        raise ValueError("no solution")
    return found.y[0, 0]


def at_a_time(a):
    return solve_ivp(lambda t, y: -y, (0.0, a), [1.0], t_eval=[a], **TIGHT).y[0, 0]


def from_a_time(a):
    return odeint(decay, 1.0, [a, 2.0], (1.0,), **TIGHT)[1, 0]


def of_an_outer_object(a):
    return odeint(MODEL.rates, a, TIMES, **TIGHT)[-1, 0]


def of_local_functions(a):
    b = 2.0 * a

    def half(y):
        return 0.5 * b * y

    def rates(y, t):
        change = half(y)
        return -change

    return odeint(rates, 1.0, TIMES, **TIGHT)[-1, 0]


class Model:
    def __init__(self, k):
        self.k = k

    def rates(self, y, t):
        return -self.k * y


def of_an_object(a):
    model = Model(a)
    return odeint(lambda y, t: model.rates(y, t), 1.0, TIMES, rtol=1e-11, atol=1e-11)[-1, 0]


MODEL = Model(1.0)

# the derivatives, of first and second order
KNOWN: dict[Callable[..., Any], tuple[float, float]] = {
    from_a_number: ((1.0 - 2.0 * A) * math.exp(-2.0 * A), (4.0 * A - 4.0) * math.exp(-2.0 * A)),
    from_whole_numbers: (-4.0 * math.exp(-2.0 * A), 8.0 * math.exp(-2.0 * A)),
    backwards: (math.exp(2.0), 0.0),
    time_first: (-2.0 * math.exp(-2.0 * A), 4.0 * math.exp(-2.0 * A)),
    of_a_partial: (-2.0 * math.exp(-2.0 * A), 4.0 * math.exp(-2.0 * A)),
    with_other_arguments: (-2.0 * math.exp(-2.0 * A), 4.0 * math.exp(-2.0 * A)),
    by_radau: (-2.0 * math.exp(-2.0 * A), 4.0 * math.exp(-2.0 * A)),
    by_a_class: (-2.0 * math.exp(-2.0 * A), 4.0 * math.exp(-2.0 * A)),
    by_bdf_with_a_jacobian: (-2.0 * math.exp(-2.0 * A), 4.0 * math.exp(-2.0 * A)),
    at_a_time: (-math.exp(-A), math.exp(-A)),
    from_a_time: (math.exp(A - 2.0), math.exp(A - 2.0)),
    of_an_object: (-2.0 * math.exp(-2.0 * A), 4.0 * math.exp(-2.0 * A)),
    of_an_outer_object: (math.exp(-2.0), 0.0),
    of_local_functions: (-2.0 * math.exp(-2.0 * A), 4.0 * math.exp(-2.0 * A)),
}


@pytest.mark.parametrize("f", KNOWN)
def test_the_derivative_is_that_of_the_solution(f: Callable[..., Any]) -> None:
    first = KNOWN[f][0]
    np.testing.assert_allclose(sd.grad(f)(A), first, rtol=1e-8)
    np.testing.assert_allclose(sd.jvp(f, (A,), (1.0,))[1], first, rtol=1e-8)
    np.testing.assert_allclose(sd.value_and_grad(f)(A)[0], f(A), rtol=1e-13)


@pytest.mark.parametrize("f", KNOWN)
@pytest.mark.in_turn(3)
def test_second_derivatives(f: Callable[..., Any]) -> None:
    second = KNOWN[f][1]
    for hessian in (sd.grad(sd.grad(f)), sd.grad(sd.jacfwd(f)), sd.jacfwd(sd.jacfwd(f))):
        np.testing.assert_allclose(hessian(A), second, rtol=1e-7, atol=1e-9)
    if f not in (at_a_time, from_a_time):
        np.testing.assert_allclose(sd.jacfwd(sd.grad(f))(A), second, rtol=1e-7, atol=1e-9)
        return
    with pytest.raises(Unsupported, match="with respect to the times"):
        sd.jacfwd(sd.grad(f))(A)


def test_a_third_derivative() -> None:
    np.testing.assert_allclose(sd.grad(sd.grad(sd.grad(of_a_partial)))(A), -8.0 * math.exp(-2.0 * A), rtol=1e-6)


def counted(y, t, k, table):
    return -k * y + 0.0 * np.sum(table)


def with_a_long_table(a):
    table = np.linspace(0.0, 1.0, 100_000)
    return odeint(counted, 1.0, TIMES, (a, table), **TIGHT)[-1, 0]


def test_constants_are_not_differentiated() -> None:
    """There would be a number for each item of the table, at each step."""
    np.testing.assert_allclose(sd.grad(with_a_long_table)(A), -2.0 * math.exp(-2.0 * A), rtol=1e-8)


def that_grows_beyond_bounds(a):
    return odeint(lambda y, t: a * y**2, 1.0, TIMES)[-1, 0]


@pytest.mark.filterwarnings("ignore::scipy.integrate.ODEintWarning")
def test_what_has_no_solution_has_no_derivative() -> None:
    with pytest.raises(ArithmeticError, match="odeint has not found"):
        sd.grad(that_grows_beyond_bounds)(A)


def at_times_of_the_solver(a):
    return solve_ivp(lambda t, y: -a * y, (0.0, 2.0), [1.0]).y[0, -1]


def given_a_list(a):
    return odeint(lambda y, t, p: -p[0] * y, 1.0, TIMES, args=([a, 0.5],))[-1, 0]


def given_a_dict(a):
    return odeint(lambda y, t, p: -p["k"] * y, 1.0, TIMES, args=({"k": a},))[-1, 0]


def of_complex_numbers(a):
    return np.real(solve_ivp(lambda t, y: 1j * a * y, (0.0, 2.0), [1.0 + 0.0j], t_eval=TIMES).y[0, -1])


def that_counts(a):
    calls = 0

    def rates(y, t):
        nonlocal calls
        calls += 1
        return -a * y

    return odeint(rates, 1.0, TIMES)[-1, 0]


def read_by_name(a):
    return solve_ivp(lambda t, y: -a * y, (0.0, 2.0), [1.0], t_eval=TIMES)["y"][0, -1]


NOT_FOLLOWED = [at_times_of_the_solver, given_a_list, given_a_dict, of_complex_numbers, that_counts, read_by_name]


@pytest.mark.parametrize("f", NOT_FOLLOWED)
def test_what_is_not_followed_is_refused(f: Callable[..., Any]) -> None:
    for derivative in (sd.grad(f), sd.jacfwd(f)):
        with pytest.raises(Unsupported) as caught:
            derivative(A)
        assert caught.value.filename == __file__


def with_a_dense_output(a):
    return solve_ivp(lambda t, y: -a * y, (0.0, 2.0), [1.0], t_eval=TIMES, dense_output=True).y[0, -1]


def with_events(a):
    return solve_ivp(lambda t, y: -a * y, (0.0, 2.0), [1.0], t_eval=TIMES, events=lambda t, y: y[0] - 0.5).y[0, -1]


def with_full_output(a):
    return odeint(decay, 1.0, TIMES, (a,), full_output=True)[0][-1, 0]


@pytest.mark.parametrize("f", [with_a_dense_output, with_events, with_full_output])
def test_other_options_are_refused(f: Callable[..., Any]) -> None:
    with pytest.raises(Unsupported, match="leave `"):
        sd.grad(f)(A)
