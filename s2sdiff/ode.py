# mypy: ignore-errors
# ruff: noqa: ARG001, D103, F821, F841, FBT003, RUF005, SIM108 - rules are read, not run
"""scipy.integrate.odeint and solve_ivp: solutions of ordinary differential equations.

What is differentiated is the exact solution.  Its derivative solves an equation, too, which is integrated together with
the first one, by the same solver and to the same tolerances:

    y' = f(t, y, p),  y(t0) = y0
    v' = df/dy v + df/dp p_dot,  v(t0) = y0_dot - f(t0, y0, p) t0_dot
    d y(t_k) = v(t_k) + f(t_k, y(t_k), p) t_k_dot

f has to be continuous in y wherever that depends on y or p: where a solution jumps or bends at an event that moves, the
formula has another term, which nobody knows of who looks at values of f alone.

Forward mode integrates y and one v; (y, v) solves an equation like any other, so that its derivatives follow.  Reverse
mode integrates y and one v for each number that is asked for, and multiplies: nothing is integrated backwards, where the
equations of most programs are not stable.  A step costs the Jacobian of f, so that it is meant for tens of states, and
for any number of parameters.  `pullback`, which does that, has a rule in the same terms.  `given` are y0 and p: what f is
given after t and y, and for a local function what it captures.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from scipy import integrate

from s2sdiff import integrate as integrals
from s2sdiff.api import jacobian
from s2sdiff.errors import Unsupported
from s2sdiff.implicit import _lifted
from s2sdiff.rules import registry
from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_real, refuse, static, undefined, wanted
from s2sdiff.run.load import load
from s2sdiff.types import UNKNOWN, Array, Seq, is_complex, shape_of

# --- solvers: f(t, y, *args) from y0, at the times t ---


def by_odeint(f, y0, t, args, options):
    rtol, atol, tcrit, h0, hmax, hmin, mxstep = options
    with warnings.catch_warnings():
        warnings.simplefilter("error", integrate.ODEintWarning)
        try:
            return integrate.odeint(
                f, y0, t, args, rtol=fitted(rtol, y0), atol=fitted(atol, y0), tcrit=tcrit, h0=h0, hmax=hmax, hmin=hmin,
                mxstep=mxstep, tfirst=True,
            )  # fmt: skip
        except integrate.ODEintWarning as warning:
            raise ArithmeticError(f"odeint has not found a solution, or its derivative: {warning}") from None


def by_solve_ivp(f, y0, t, args, options):
    end, method, rtol, atol, max_step, first_step = options
    found = integrate.solve_ivp(
        f, (t[0], end), y0, method, t[1:], args=args, rtol=fitted(rtol, y0), atol=fitted(atol, y0),
        max_step=max_step, first_step=first_step,
    )  # fmt: skip
    if not found.success:
        raise ArithmeticError(f"solve_ivp has not found a solution, or its derivative: {found.message}")
    return np.vstack([y0, found.y.T])


def fitted(tolerance, y0):
    """A tolerance for each of the states: a derivative of a state has that of the state itself."""
    return tolerance if np.ndim(tolerance) == 0 else np.resize(tolerance, len(y0))


# --- the equations ---


def in_order(f, time_first):
    """A function of t, y and the arguments of f that returns an array."""
    return kept_in_order(f, time_first)


@lru_cache(maxsize=100)
def kept_in_order(f, time_first):
    """The same, one function for each f."""

    def rates_of_odeint(t, y, *args):
        return np.reshape(f(y, t, *args), -1)

    def rates(t, y, *args):
        return np.reshape(f(t, y, *args), -1)

    return rates if time_first else rates_of_odeint


def along(f):
    """The rates at every one of the times: a function of t, y and the arguments of f."""
    return kept_along(f)


@lru_cache(maxsize=100)
def kept_along(f):
    """The same, one function for each f."""

    def rates_along(t, y, *args):
        rates = np.zeros(np.shape(y))
        for k in range(len(t)):
            rates[k] = f(t[k], y[k], *args)
        return rates

    return rates_along


def pushed(f, count, moving):
    """The rates of y and its tangent v: a function of t, both, the arguments, and tangents of those in `moving`."""
    return kept_tangent(f, count, moving)


@lru_cache(maxsize=100)
def kept_tangent(f, count, moving):
    """The same, one function for each f."""
    names = [f"p{k}" for k in range(1, count)]
    given = ", ".join(["t", "both", *names, *(f"p{k}_dot" for k in moving)])
    here = ", ".join(["t", "both[:n]", *names])
    there = ", ".join([here, "both[n:]", *(f"p{k}_dot" for k in moving)])
    value = f"np.concatenate((rates({here}), tangent({there})))"
    text = f"def rates_and_tangents({given}):\n    n = len(both) // 2\n    return {value}\n"
    bindings = {"rates": f, "tangent": integrals.pushed(f, count, (0, *moving))}
    return load(text, "<s2sdiff rates_and_tangents>", {"np": np}, bindings)["rates_and_tangents"]


# --- the solution, and the product of a cotangent with its derivative ---


def solution(f, given, t, solver, options):
    """The states at the times t, a row for each."""
    return solver(f, given[0], t, given[1:], options)


def pullback(seeds, f, given, t, solver, options, moving):
    """The derivatives of the sum of seeds * solution(f, given, ...) by the items `moving` of `given`, in one row."""
    y0, n = given[0], len(given[0])
    begin = [np.eye(n) if k == 0 else np.zeros((np.size(given[k]), n)) for k in moving]
    ends = np.cumsum([0, *map(len, begin)])
    spans = [slice(ends[j], ends[j + 1]) for j, k in enumerate(moving) if k]
    slopes = jacobian(f, argnums=(1, *(k + 1 for k in moving if k)))

    def rates(t, state, *args):
        y, tangents = state[:n], state[n:].reshape(-1, n)
        by_state, *by_args = slopes(t, y, *args)
        changes = tangents @ by_state.T
        for span, by_arg in zip(spans, by_args, strict=True):
            changes[span] += by_arg.reshape(n, -1).T
        return np.concatenate((f(t, y, *args), changes.reshape(-1)))

    states = solver(rates, np.concatenate((y0, *(part.reshape(-1) for part in begin))), t, given[1:], options)
    return np.einsum("kcn,kn->c", states[:, n:].reshape(len(t), -1, n), seeds)


def states_at_times(f, given, t, solver, options):
    """The type of `solution`."""
    y0 = given.items[0] if isinstance(given, Seq) else UNKNOWN
    if is_complex(y0):
        raise Unsupported("a differential equation of complex numbers: integrate real and imaginary parts")
    sizes = (shape_of(t) or (None,), shape_of(y0) or (None,))
    return Array("float64", (sizes[0][0], sizes[1][0]))


solution.__s2sdiff_type__ = states_at_times
pullback.__s2sdiff_type__ = integrals.one_row
in_order.__s2sdiff_meaning__ = "transform"
along.__s2sdiff_meaning__ = "transform"
pushed.__s2sdiff_meaning__ = "transform"


def solution_back(y, f, given, t, solver, options, *, y_bar):
    if not all(is_real(given[k]) for k in wanted("given")):
        refuse("variables that are no real numbers or arrays: give them to the function one by one")
    row = s2sdiff.ode.pullback(y_bar, f, given, t, solver, options, static(wanted("given")))
    given_bar = s2sdiff.integrate.apart(row, given, static(wanted("given")))
    start_bar = s2sdiff.ode.pullback(y_bar, f, given, t, solver, options, (0,)) @ f(t[0], *given)
    t_bar = np.sum(y_bar * s2sdiff.ode.along(f)(t, y, *given[1:]), axis=1) - add_at(t, 0, start_bar)


def solution_tangent(y, f, given, t, solver, options, *, given_dot, t_dot):
    if not all(is_real(given[k]) for k in wanted("given")):
        refuse("variables that are no real numbers or arrays: give them to the function one by one")
    y_dot = (
        s2sdiff.ode.solution(
            s2sdiff.ode.pushed(f, static(len(given)), static(tuple(k for k in wanted("given") if k))),
            (np.concatenate((given[0], given_dot[0])), *given[1:], *[given_dot[k] for k in wanted("given") if k]),
            t, solver, options,
        )[:, len(given[0]) :]
        + s2sdiff.ode.along(f)(t, y, *given[1:]) * t_dot[:, None]
        + s2sdiff.ode.solution(
            s2sdiff.ode.pushed(f, static(len(given)), ()),
            (np.concatenate((given[0], -t_dot[0] * f(t[0], *given))), *given[1:]),
            t, solver, options,
        )[:, len(given[0]) :]
    )  # fmt: skip


def pullback_back(row, seeds, f, given, t, solver, options, moving, *, row_bar):
    # the product of the tangent along row_bar with the seeds, differentiated once more
    parts = s2sdiff.integrate.apart(row_bar, given, moving)
    both = (np.concatenate((given[0], parts[0])), *given[1:], *[parts[k] for k in moving if k])
    further = s2sdiff.ode.pushed(f, static(len(given)), static(tuple(k for k in moving if k)))
    states = s2sdiff.ode.solution(further, both, t, solver, options)
    seeds_bar = states[:, len(given[0]) :]
    weights = np.concatenate((np.zeros(np.shape(seeds)), seeds), axis=1)
    again = s2sdiff.ode.pullback(weights, further, both, t, solver, options, static(wanted("given")))
    both_bar = s2sdiff.integrate.apart(again, both, static(wanted("given")))
    given_bar = [both_bar[0][: len(given[0])]] + both_bar[1 : static(len(given))]
    start_bar = s2sdiff.ode.pullback(weights, further, both, t, solver, options, (0,)) @ further(t[0], *both)
    t_bar = np.sum(weights * s2sdiff.ode.along(further)(t, states, *both[1:]), axis=1) - add_at(t, 0, start_bar)


def pullback_tangent(row, seeds, f, given, t, solver, options, moving, *, seeds_dot, given_dot, t_dot):
    further = s2sdiff.ode.pushed(f, static(len(given)), static(tuple(k for k in wanted("given") if k)))
    both = (np.concatenate((given[0], given_dot[0])), *given[1:], *[given_dot[k] for k in wanted("given") if k])
    weights = np.concatenate((np.zeros(np.shape(seeds)), seeds), axis=1)
    again = s2sdiff.ode.pullback(weights, further, both, t, solver, options, moving)
    if 0 in moving:
        change = np.concatenate((again[: len(given[0])], again[2 * len(given[0]) :]))
    else:
        change = again
    row_dot = (
        s2sdiff.ode.pullback(seeds_dot, f, given, t, solver, options, moving)
        + change
        + undefined("second derivatives with respect to the times, forward over reverse") * len(t_dot)
    )


with registry.library():
    adjoint(solution, at=integrals.elsewhere, constant=("options",))(solution_back)
    tangent(solution)(solution_tangent)
    adjoint(pullback, at=integrals.elsewhere, constant=("options",))(pullback_back)
    tangent(pullback)(pullback_tangent)


# --- SciPy's functions ---


@defined(integrate.odeint, at=integrals.elsewhere, in_place=True)
def odeint(
    func, y0, t, args=(), Dfun=None, *, col_deriv=0, rtol=None, atol=None, tcrit=None, h0=0.0, hmax=0.0, hmin=0.0, mxstep=0,
    tfirst=False,
):  # fmt: skip
    f, given = _lifted(func, args)
    first = 1.0 * np.reshape(y0, -1)
    options = (rtol, atol, tcrit, h0, hmax, hmin, mxstep)
    return solution(in_order(f, tfirst), (first,) + given, np.reshape(t, -1), by_odeint, options)


@defined(integrate.solve_ivp, at=integrals.elsewhere, in_place=True)
def solve_ivp(
    fun, t_span, y0, method="RK45", t_eval=None, *, args=None, jac=None, rtol=1e-3, atol=1e-6, max_step=np.inf,
    first_step=None,
):  # fmt: skip
    if t_eval is None:
        raise NotImplementedError(
            "the derivative of scipy.integrate.solve_ivp at times that the solver chooses: give it `t_eval`, such as "
            "`t_eval=[t_span[1]]` for the end"
        )
    given = () if args is None else tuple(args)
    f, given = _lifted(fun, given)
    first = 1.0 * np.reshape(y0, -1)
    t = np.concatenate((np.reshape(t_span[0], 1), t_eval))
    options = (t_span[1], method, rtol, atol, max_step, first_step)
    states = solution(in_order(f, True), (first,) + given, t, by_solve_ivp, options)
    return SimpleNamespace(t=t[1:], y=states[1:].T, success=True)
