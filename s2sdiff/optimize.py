# mypy: ignore-errors
# ruff: noqa: D103 - they are what they are named after
"""scipy.optimize, differentiated through the equation that a solution solves: as `s2sdiff.implicit` says.

A result has the attributes that a program reads most: `x`, `root`, `fun`, `success`.  Options that choose where or how a
solution is searched for are refused: with `s2sdiff.implicit` a program hands over its own solver.
"""

from __future__ import annotations

import inspect
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy import optimize

from s2sdiff import implicit
from s2sdiff.api import grad, jacfwd
from s2sdiff.errors import Unsupported
from s2sdiff.implicit import _lifted
from s2sdiff.rules.plain import defined
from s2sdiff.run.load import load


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


# --- curves ---


def misfit(f, captured):
    """What is left between a curve and the data: a function of the curve's parameters, x, y, sigma, and what f captures."""
    return kept_misfit(f, captured)


def ones_for(f, captured):
    """A function that gives a one for each of a curve's parameters, where SciPy begins."""
    return kept_ones(f, captured)


@lru_cache(maxsize=100)
def kept_misfit(f, captured):
    """The same, one function for each f."""
    held = "".join(f", c{k}" for k in range(captured))
    parameters = "".join(f", p[{k}]" for k in range(count_of_parameters(f, captured)))
    text = f"def residuals(p, x, y, sigma{held}):\n    return (curve(x{parameters}{held}) - y) / sigma\n"
    return load(text, "<s2sdiff residuals>", {}, {"curve": f})["residuals"]


@lru_cache(maxsize=100)
def kept_ones(f, captured):
    """The same, one function for each f."""
    text = f"def ones():\n    return np.ones({count_of_parameters(f, captured)})\n"
    return load(text, "<s2sdiff ones>", {"np": np}, {})["ones"]


def count_of_parameters(f, captured):
    """How many parameters f(x, a, b, ...) has beside x, and what it captures."""
    parameters = inspect.signature(f).parameters.values()
    if any(p.kind is not p.POSITIONAL_OR_KEYWORD or p.default is not p.empty for p in parameters):
        raise Unsupported("a curve with defaults or stars: write a function of x and its parameters")
    return len(parameters) - 1 - captured


misfit.__s2sdiff_meaning__ = "transform"
ones_for.__s2sdiff_meaning__ = "transform"


def by_leastsq(f: Any, x0: Any, args: Any) -> Any:
    """As curve_fit does it, near to rounding."""
    slopes = jacfwd(f)

    def slopes_by_parameters(p, *given):
        return slopes(p, *given)

    return optimize.leastsq(f, x0, args, slopes_by_parameters, full_output=True, ftol=1e-15, xtol=1e-15)[0]


@defined(optimize.curve_fit, at=elsewhere)
def curve_fit(f, xdata, ydata, p0=None, sigma=None, absolute_sigma=False):
    if sigma is not None and np.ndim(sigma) > 1:
        raise NotImplementedError("the derivative of scipy.optimize.curve_fit with a matrix as sigma: whiten the data")
    f, held = _lifted(f, ())
    residuals = misfit(f, len(held))
    first = ones_for(f, len(held))() if p0 is None else 1.0 * np.reshape(p0, -1)
    given = (xdata, ydata, 1.0 if sigma is None else sigma) + held  # noqa: RUF005
    popt = implicit.solution(slope_of_squares, residuals, first, given, by_leastsq)
    left = residuals(popt, *given)
    slopes = np.reshape(jacfwd(residuals)(popt, *given), (np.size(left), np.size(popt)))
    pcov = np.linalg.inv(slopes.T @ slopes)
    if not absolute_sigma:
        pcov = pcov * (np.sum(left**2) / (np.size(left) - np.size(popt)))
    return popt, pcov
