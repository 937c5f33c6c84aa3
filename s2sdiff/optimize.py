# mypy: ignore-errors
# ruff: noqa: D103, ARG001 - they are what they are named after; what only says how near a solution must be is not used
"""scipy.optimize, differentiated through the equation that a solution solves: as `s2sdiff.implicit` says.

A result has the attributes that a program reads most: `x`, `root`, `fun`, `success`.  Options that bound where a solution is
searched for are refused: with `s2sdiff.implicit` a program hands over its own solver.
"""

from __future__ import annotations

import inspect
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy import optimize

from s2sdiff import implicit
from s2sdiff.api import grad, jacfwd, jvp
from s2sdiff.errors import Unsupported
from s2sdiff.implicit import _lifted
from s2sdiff.rules.plain import defined
from s2sdiff.run.load import load


def elsewhere(rng: Any) -> list[Any]:
    """No samples: they take functions, so programs of the corpus try them."""
    return []


# How a solution is searched for chooses among several, and is followed; how near is near enough does not: it is found
# as nearly as the solver can.  A `jac` or `fprime` only says that slopes are to be used, which are made here.


def slope_of(f: Any) -> Any:
    """The derivative of a function of one number, or of each of an array's own."""

    def slope(x: Any, *args: Any) -> Any:
        return jvp(lambda v: f(v, *args), (1.0 * x,), (np.ones(np.shape(x))[()],))[1]

    return slope


def returns_alone(slopes):
    """Refuses functions that return their slopes as well."""
    if slopes is True:
        raise NotImplementedError("of a function that returns its slopes, too: return the value alone, they are made here")


def searching(maker, method):
    """A solver by one of SciPy's methods, made when generating."""
    return maker(method)


searching.__s2sdiff_meaning__ = "transform"


# --- roots ---


@lru_cache(maxsize=100)
def rooting(method: str) -> Any:
    """What finds a root by one of the methods of `optimize.root`, then nears it by Newton's steps."""

    def solve(f: Any, x0: Any, args: Any) -> Any:
        near = optimize.root(f, x0, args=args, method=method).x
        return optimize.root(f, near, args=args, tol=1e-12).x

    return solve


@defined(optimize.root, at=elsewhere)
def root(fun, x0, args=(), method="hybr", jac=None, tol=None, *, options=None):
    returns_alone(jac)
    given = args if isinstance(args, tuple) else (args,)
    solver = None if method == "hybr" else searching(rooting, method)
    return SimpleNamespace(x=implicit.root(fun, np.reshape(x0, -1), given, solver), success=True)


@defined(optimize.fsolve, at=elsewhere)
def fsolve(func, x0, args=(), fprime=None, full_output=0, col_deriv=0, xtol=1.49012e-8, maxfev=0):
    if full_output:
        raise NotImplementedError("with `full_output`: leave it out")
    given = args if isinstance(args, tuple) else (args,)
    return implicit.root(func, np.reshape(x0, -1), given)


@defined(optimize.newton, at=elsewhere)
def newton(func, x0, fprime=None, args=(), tol=1.48e-8, maxiter=50, fprime2=None, x1=None, rtol=0.0, full_output=False):
    if full_output or x1 is not None:
        raise NotImplementedError("with `full_output` or `x1`: leave it out")
    given = args if isinstance(args, tuple) else (args,)
    return implicit.root(func, x0, given, by_secants if fprime is None else by_newton)[()]


def by_secants(f: Any, x0: Any, args: Any) -> Any:
    """The secant method, as SciPy does it."""
    return optimize.newton(f, x0, args=args, tol=1e-12)


def by_newton(f: Any, x0: Any, args: Any) -> Any:
    """Newton's method, as SciPy does it."""
    return optimize.newton(f, x0, slope_of(f), args=args, tol=1e-12)


@defined(optimize.fixed_point, at=elsewhere)
def fixed_point(func, x0, args=(), xtol=1e-8, maxiter=500, method="del2"):
    return implicit.fixed_point(func, x0, args, None if method == "del2" else by_iteration)


def by_iteration(f: Any, x0: Any, args: Any) -> Any:
    """The limit of what f gives of what it gave, of which f is told here less x itself."""
    return optimize.fixed_point(lambda x: f(x, *args) + x, x0, xtol=1e-12, maxiter=100_000, method="iteration")


def value_within(f, x, args):
    """The equation of a root between two places, which come first among the arguments."""
    return f(x, *args[2:])


@lru_cache(maxsize=100)
def between(method: str) -> Any:
    """What finds the root between two places by one of SciPy's methods."""

    def solve(f: Any, x0: Any, args: Any) -> Any:
        return getattr(optimize, method)(f, args[0], args[1], args, xtol=1e-14)

    return solve


@defined(optimize.brentq, at=elsewhere)
def bracketed(f, a, b, args=(), xtol=2e-12, rtol=8.9e-16, maxiter=100, *, method="brentq"):
    given = args if isinstance(args, tuple) else (args,)
    return implicit.solution(value_within, f, 1.0, (1.0 * a, 1.0 * b) + given, searching(between, method))[()]  # noqa: RUF005


@defined(optimize.brenth, at=elsewhere)
def brenth(f, a, b, args=(), xtol=2e-12, rtol=8.9e-16, maxiter=100):
    return bracketed(f, a, b, args, method="brenth")


@defined(optimize.bisect, at=elsewhere)
def bisect(f, a, b, args=(), xtol=2e-12, rtol=8.9e-16, maxiter=100):
    return bracketed(f, a, b, args, method="bisect")


@defined(optimize.ridder, at=elsewhere)
def ridder(f, a, b, args=(), xtol=2e-12, rtol=8.9e-16, maxiter=100):
    return bracketed(f, a, b, args, method="ridder")


@defined(optimize.toms748, at=elsewhere)
def toms748(f, a, b, args=(), k=1, xtol=2e-12, rtol=8.9e-16, maxiter=100):
    return bracketed(f, a, b, args, method="toms748")


@defined(optimize.root_scalar, at=elsewhere)
def root_scalar(
    f, args=(), method=None, bracket=None, fprime=None, fprime2=None, x0=None, x1=None, xtol=None, rtol=None, maxiter=None
):
    returns_alone(fprime)
    if x1 is not None:
        raise NotImplementedError("with `x1`: leave it out")
    given = args if isinstance(args, tuple) else (args,)
    if method is None:
        if bracket is not None:
            return SimpleNamespace(root=bracketed(f, bracket[0], bracket[1], given), converged=True)
        if fprime is not None:
            return SimpleNamespace(root=implicit.root(f, x0, given, by_newton)[()], converged=True)
        return SimpleNamespace(root=implicit.root(f, x0, given)[()], converged=True)
    if method == "newton" or method == "halley":
        return SimpleNamespace(root=implicit.root(f, x0, given, by_newton)[()], converged=True)
    if method == "secant":
        return SimpleNamespace(root=implicit.root(f, x0, given, by_secants)[()], converged=True)
    return SimpleNamespace(root=bracketed(f, bracket[0], bracket[1], given, method=method), converged=True)


# --- minima ---


WITHOUT_SLOPES = ("Nelder-Mead", "Powell", "COBYLA", "COBYQA")
WITH_SLOPES = ("CG", "BFGS", "L-BFGS-B", "TNC", "SLSQP", "Newton-CG")


@lru_cache(maxsize=100)
def minimizing(method: str) -> Any:
    """What finds a minimum by one of SciPy's methods, then nears it by Newton's steps."""
    known = {m.lower(): m for m in WITHOUT_SLOPES + WITH_SLOPES}.get(method.lower())
    if known is None:
        raise Unsupported(f"scipy.optimize.minimize by the method {method!r}", None, "hand over a solver: s2sdiff.implicit.minimize")

    def solve(f: Any, x0: Any, args: Any) -> Any:
        slope = grad(f)
        start = optimize.minimize(f, x0, args=args, method=known, jac=slope if known in WITH_SLOPES else None).x
        near = optimize.root(slope, start, args=args, tol=1e-12).x
        return near if np.allclose(near, start, rtol=1e-2, atol=1e-2) else start

    return solve


@defined(optimize.minimize, at=elsewhere)
def minimize(fun, x0, args=(), method=None, jac=None, hess=None, hessp=None, *, tol=None, options=None):
    returns_alone(jac)
    given = args if isinstance(args, tuple) else (args,)
    x = implicit.minimize(fun, np.reshape(x0, -1), given, None if method is None else searching(minimizing, method))
    return SimpleNamespace(x=x, fun=fun(x, *given), success=True)


def by_brent(f: Any, x0: Any, args: Any) -> Any:
    """The least of a function of one number, as SciPy finds it; it looks for a place to begin itself."""
    return optimize.minimize_scalar(f, args=args).x


@defined(optimize.minimize_scalar, at=elsewhere)
def minimize_scalar(fun, *, args=(), tol=None, options=None):
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


@lru_cache(maxsize=100)
def lessening(method: str) -> Any:
    """What finds the least sum of squares of residuals as SciPy does it, near to rounding."""

    def solve(f: Any, x0: Any, args: Any) -> Any:
        slopes = jacfwd(f)
        jac = lambda x, *given: np.reshape(slopes(x, *given), (-1, np.size(x)))  # noqa: E731
        return optimize.least_squares(f, x0, jac, method=method, args=args, xtol=1e-15, ftol=1e-15, gtol=1e-15).x

    return solve


@defined(optimize.least_squares, at=elsewhere)
def least_squares(fun, x0, jac=None, *, method="trf", ftol=1e-8, xtol=1e-8, gtol=1e-8, max_nfev=None, args=()):
    given = args if isinstance(args, tuple) else (args,)
    x = implicit.solution(slope_of_squares, fun, np.reshape(x0, -1), given, searching(lessening, method))
    residuals = fun(x, *given)
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
def curve_fit(
    f, xdata, ydata, p0=None, sigma=None, absolute_sigma=False, check_finite=None,
    *, method=None, jac=None, ftol=None, xtol=None, gtol=None, maxfev=None, max_nfev=None,
):
    if sigma is not None and np.ndim(sigma) > 1:
        raise NotImplementedError("the derivative of scipy.optimize.curve_fit with a matrix as sigma: whiten the data")
    f, held = _lifted(f, ())
    residuals = misfit(f, len(held))
    first = ones_for(f, len(held))() if p0 is None else 1.0 * np.reshape(p0, -1)
    given = (xdata, ydata, 1.0 if sigma is None else sigma) + held  # noqa: RUF005
    solver = by_leastsq if method is None or method == "lm" else searching(lessening, method)
    popt = implicit.solution(slope_of_squares, residuals, first, given, solver)
    left = residuals(popt, *given)
    slopes = np.reshape(jacfwd(residuals)(popt, *given), (np.size(left), np.size(popt)))
    pcov = np.linalg.inv(slopes.T @ slopes)
    if not absolute_sigma:
        pcov = pcov * (np.sum(left**2) / (np.size(left) - np.size(popt)))
    return popt, pcov
