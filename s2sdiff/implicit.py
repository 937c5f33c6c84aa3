"""Roots, fixed points and minima, differentiated through the equation that they solve.

    root(f, x0, args)           x with f(x, *args) = 0
    fixed_point(f, x0, args)    x with f(x, *args) = x
    minimize(f, x0, args)       x where the gradient of f with respect to x is 0

The signatures are those of `scipy.optimize`.  How x is found does not matter to its derivative: from F(x, a) = 0 follows
J x_dot = -(dF/da) a_dot, with the Jacobian J of F with respect to x (implicit function theorem).  s2sdiff makes J, and
the product with a_dot or its transpose, so that a derivative costs one linear system in either mode; x0 has none.

x0 is a number or an array.  What f depends on is handed over in `args`, or captured by an f that is defined inside the
function that is differentiated.  `solver(F, x0, args)` finds x where F(x, *args) is to become 0 (for `minimize`, F is f);
without one, `scipy.optimize.root` or `minimize` does.  What it found is checked when a derivative is taken: where a Newton
step would still move it, as at a bound or after too few iterations, the theorem does not hold, and ArithmeticError is raised.
Second derivatives are refused where the ranks inside f are not known when generating.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from s2sdiff.api import custom_jvp, grad, jacfwd, jvp
from s2sdiff.rules import registry
from s2sdiff.rules.declare import zero
from s2sdiff.runtime import solve_one

Function = Callable[..., Any]
Solver = Callable[[Function, Any, tuple[Any, ...]], Any]

TOLERANCE = 1e-4  # of a Newton step at what was found, relative to 1 + abs(x)

__all__ = ["fixed_point", "minimize", "root"]


def root(f: Function, x0: Any, args: tuple[Any, ...] = (), solver: Solver | None = None) -> Any:
    """The x with f(x, *args) = 0, found from x0; see the module's docstring."""
    return solution(_value, f, x0, args, solver)


def fixed_point(f: Function, x0: Any, args: tuple[Any, ...] = (), solver: Solver | None = None) -> Any:
    """The x with f(x, *args) = x, found from x0; see the module's docstring."""
    return solution(_displacement, f, x0, args, solver)


def minimize(f: Function, x0: Any, args: tuple[Any, ...] = (), solver: Solver | None = None) -> Any:
    """The x where f(x, *args) is least, found from x0; see the module's docstring."""
    return solution(_slope, f, x0, args, solver)


def solution(equation: Function, f: Function, x0: Any, args: tuple[Any, ...], solver: Solver | None) -> Any:
    """The x with equation(f, x, args) = 0, found from x0."""
    function, given = _lifted(f, args)
    return np.reshape(_solution(equation, function, x0, given, solver), np.shape(x0))


def _lifted(f: Function, args: tuple[Any, ...]) -> tuple[Function, tuple[Any, ...]]:
    """A function, and what it is given: in a program that is differentiated a local one is given what it captures, too."""
    return f, args


_lifted.__s2sdiff_meaning__ = "lifted"  # type: ignore[attr-defined]


# --- the equations F(x, a) = 0 ---


def _value(f: Function, x: Any, args: tuple[Any, ...]) -> Any:
    return f(x, *args)


def _displacement(f: Function, x: Any, args: tuple[Any, ...]) -> Any:
    return f(x, *args) - x


def _slope(f: Function, x: Any, args: tuple[Any, ...]) -> Any:
    return grad(f)(x, *args)


MINIMA = {_slope}  # equations of what is least: a solver is given f itself


def _at(x: Any, x0: Any, args: tuple[Any, ...], f: Function, equation: Function) -> Any:
    """F, flat, at a flat x."""
    return np.reshape(equation(f, np.reshape(x, np.shape(x0)), args), -1)


def _with(args: tuple[Any, ...], x: Any, x0: Any, f: Function, equation: Function) -> Any:
    """The same, its arguments first."""
    return np.reshape(equation(f, np.reshape(x, np.shape(x0)), args), -1)


# --- the solution, and its rule ---


def _found(equation: Function, f: Function, x0: Any, args: tuple[Any, ...], solver: Solver | None) -> Any:
    """What the solver gives, flat."""
    if solver is not None and equation in MINIMA:
        return np.ravel(solver(f, x0, args))
    if solver is not None:
        return np.ravel(solver(lambda x, *given: equation(f, x, given), x0, args))
    from scipy import optimize  # type: ignore[import-untyped, unused-ignore]

    def flat(x: Any) -> Any:
        return _at(x, x0, args, f, equation)

    start = np.ravel(np.asarray(x0, dtype=float))
    if equation is _slope:
        start = optimize.minimize(lambda x: f(np.reshape(x, np.shape(x0)), *args), start, jac=flat).x
    return optimize.root(flat, start, jac=jacfwd(flat) if start.size > 1 else None, tol=1e-12).x


def _checked(x: Any, jacobian: Any, value: Any) -> None:
    """That a Newton step does not move x."""
    step = np.linalg.solve(jacobian, value)
    if not np.all(np.abs(step) <= TOLERANCE * (1.0 + np.abs(x))):
        largest = np.max(np.abs(step))
        raise ArithmeticError(
            f"what the solver found is no solution: a Newton step moves it by {largest:.1e}, "
            "so that the implicit function theorem says nothing about its derivative"
        )


def _solved(equation: Function, f: Function, x0: Any, args: tuple[Any, ...], solver: Solver | None) -> Any:
    x = np.zeros(np.size(x0))
    x[:] = _found(equation, f, x0, args, solver)
    return x


_solution = custom_jvp(_solved, nondiff_argnums=(0, 1, 4))


@_solution.defjvp
def _solution_jvp(
    equation: Function, f: Function, solver: Solver | None, primals: tuple[Any, ...], tangents: tuple[Any, ...]
) -> tuple[Any, Any]:
    x0, args = primals
    _, args_dot = tangents
    n = np.size(x0)
    x = _solution(equation, f, x0, args, solver)
    # f and equation stand for their own tangents: they have none
    start = np.zeros(np.shape(x0))  # of where it begins, only the shape matters: it may be whole numbers
    value, value_dot = jvp(_with, (args, x, start, f, equation), (args_dot, np.zeros_like(x), start, f, equation))
    jacobian = np.reshape(jacfwd(_at)(x, x0, args, f, equation), (n, n))
    _checked(x, jacobian, value)
    return x, -solve_one(jacobian, value_dot)


with registry.library():
    zero(_found, "where a solver begins, and how it goes on, does not move the solution")
    zero(_checked, "a check")
