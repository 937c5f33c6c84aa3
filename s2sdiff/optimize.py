# mypy: ignore-errors
# ruff: noqa: D103 - they are what they are named after
"""scipy.optimize, differentiated through the equation that a solution solves: as `s2sdiff.implicit` says.

A result has the attributes that a program reads most: `x`, `root`, `fun`, `success`.  Options that choose where or how a
solution is searched for are refused: with `s2sdiff.implicit` a program hands over its own solver.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy import optimize

from s2sdiff import implicit
from s2sdiff.api import grad
from s2sdiff.rules.plain import defined


def elsewhere(rng: Any) -> list[Any]:  # noqa: ARG001 - as other samples
    """No samples: they take functions, so programs of the corpus try them."""
    return []


# --- roots ---


@defined(optimize.root, at=elsewhere)
def root(fun, x0, args=()):
    given = args if isinstance(args, tuple) else (args,)
    return SimpleNamespace(x=implicit.root(fun, np.reshape(x0, -1), given), success=True)


@defined(optimize.fsolve, at=elsewhere)
def fsolve(func, x0, args=()):
    given = args if isinstance(args, tuple) else (args,)
    return implicit.root(func, np.reshape(x0, -1), given)


@defined(optimize.newton, at=elsewhere)
def newton(func, x0, *, args=()):
    return implicit.root(func, x0, args, by_newton)[()]


def by_newton(f: Any, x0: Any, args: Any) -> Any:
    """Newton's method, or the secant method, as SciPy does it."""
    return optimize.newton(f, x0, args=args, tol=1e-12)


@defined(optimize.fixed_point, at=elsewhere)
def fixed_point(func, x0, args=()):
    return implicit.fixed_point(func, x0, args)


def value_within(f, x, args):
    """The equation of a root between two places, which come first among the arguments."""
    return f(x, *args[2:])


def between(f: Any, x0: Any, args: Any) -> Any:  # noqa: ARG001 - as any solver
    """The root between two places."""
    return optimize.brentq(f, args[0], args[1], args, xtol=1e-14)


@defined(optimize.brentq, optimize.brenth, optimize.bisect, optimize.ridder, optimize.toms748, at=elsewhere)
def bracketed(f, a, b, args=()):
    given = args if isinstance(args, tuple) else (args,)
    return implicit.solution(value_within, f, 1.0, (1.0 * a, 1.0 * b) + given, between)[()]  # noqa: RUF005


@defined(optimize.root_scalar, at=elsewhere)
def root_scalar(f, args=(), *, bracket=None, x0=None):
    given = args if isinstance(args, tuple) else (args,)
    if bracket is not None:
        return SimpleNamespace(root=bracketed(f, bracket[0], bracket[1], given), converged=True)
    return SimpleNamespace(root=implicit.root(f, x0, given)[()], converged=True)


# --- minima ---


@defined(optimize.minimize, at=elsewhere)
def minimize(fun, x0, args=()):
    given = args if isinstance(args, tuple) else (args,)
    x = implicit.minimize(fun, np.reshape(x0, -1), given)
    return SimpleNamespace(x=x, fun=fun(x, *given), success=True)


def by_brent(f: Any, x0: Any, args: Any) -> Any:  # noqa: ARG001 - as any solver
    """The least of a function of one number, as SciPy finds it; it looks for a place to begin itself."""
    return optimize.minimize_scalar(f, args=args).x


@defined(optimize.minimize_scalar, at=elsewhere)
def minimize_scalar(fun, *, args=()):
    given = args if isinstance(args, tuple) else (args,)
    x = implicit.minimize(fun, 0.0, given, by_brent)[()]
    return SimpleNamespace(x=x, fun=fun(x, *given), success=True)


def squares(x, f, args):
    """Half the sum of the squares of the residuals."""
    return 0.5 * np.sum(f(x, *args) ** 2)


def slope_of_squares(f, x, args):
    """The equation of a least-squares solution."""
    return grad(squares)(x, f, args)


implicit.MINIMA.add(slope_of_squares)


def by_least_squares(f: Any, x0: Any, args: Any) -> Any:
    """As SciPy does it, of the residuals themselves, near to rounding."""
    return optimize.least_squares(f, x0, args=args, xtol=1e-15, ftol=1e-15, gtol=1e-15).x


@defined(optimize.least_squares, at=elsewhere)
def least_squares(fun, x0, *, args=()):
    x = implicit.solution(slope_of_squares, fun, np.reshape(x0, -1), args, by_least_squares)
    residuals = fun(x, *args)
    return SimpleNamespace(x=x, fun=residuals, cost=0.5 * np.sum(residuals**2), success=True)
