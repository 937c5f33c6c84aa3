# mypy: ignore-errors
# ruff: noqa: ARG001, D103, F821, F841 - rules are read, not run
"""scipy.integrate.quad: integrals of functions.

What is differentiated is the exact integral; the derivative is an integral, too, and SciPy finds it to the same
tolerances, with nodes of its own: those that were good enough for f(x, p) may not be for df/dp.

    I(a, b, p) = integral of f(x, p) from a to b
    dI = f(b, p) db - f(a, p) da + integral of df/dp dx . dp     (Leibniz)

f has to be continuous in x wherever that depends on p: where a jump of f moves with p, the formula has another term,
which nobody knows of who looks at values of f alone.

Forward mode integrates the tangent of f, an integral like any other, so that its derivatives follow; reverse mode
integrates the gradient of f, and `slopes` has a rule in the same terms.  p are the arguments of f after x: what it is
given, and for a local function what it captures.  Of them, `moving` are those that a derivative is asked for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from scipy import integrate

from s2sdiff.api import grad, jacfwd
from s2sdiff.implicit import _lifted
from s2sdiff.rules import registry
from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_real, refuse, static, wanted
from s2sdiff.run.load import load
from s2sdiff.types import FLOAT, NONE, UNKNOWN, Array, Scalar, Seq

AS_GOOD_AS_IT_GETS = 2  # of SciPy's: only rounding keeps an integral from the tolerance


def elsewhere(rng: Any) -> list[Any]:
    """No samples: they take functions, so programs of the corpus try them."""
    return []


def integral(f, a, b, args, options):
    """The integral of f(x, *args) from a to b, and its error; `options` are epsabs, epsrel and limit of SciPy's."""
    value, error = integrate.quad(f, a, b, args, epsabs=options[0], epsrel=options[1], limit=options[2])
    return float(value), float(error)


def slopes(factor, f, a, b, args, options, moving):
    """`factor` times the derivatives of the integral by the items `moving` of `args`, in one row."""
    found, _, info = integrate.quad_vec(
        lambda x: by_arguments(f, moving)(x, *args), a, b,
        epsabs=options[0], epsrel=options[1], limit=200 * options[2], norm="max", full_output=True,
    )  # fmt: skip
    if not info.success and info.status != AS_GOOD_AS_IT_GETS:
        raise ArithmeticError(f"the integral of a derivative is not found to its tolerance: {info.message}")
    return factor * found


def by_arguments(f, moving):
    """The derivatives of f by its arguments `moving` after x, in one row."""
    return kept_row(f, moving)


@lru_cache(maxsize=100)
def kept_row(f, moving):
    """The same, one function for each f."""
    gradient = grad(f, tuple(k + 1 for k in moving))

    def row(x, *args):
        return np.concatenate([np.reshape(part, -1) for part in gradient(x, *args)])

    return row


def pushed(f, count, moving):
    """The tangent of f: a function of x, `count` arguments, and tangents of those in `moving`."""
    return kept_tangent(f, count, moving)


@lru_cache(maxsize=100)
def kept_tangent(f, count, moving):
    """The same, one function for each f: the slope along a line through the arguments."""
    names = [f"p{k}" for k in range(count)]
    given = ", ".join(["x", *names, *(f"{names[k]}_dot" for k in moving)])
    line = ", ".join(["x", *(f"{p} + e * {p}_dot" if k in moving else p for k, p in enumerate(names))])
    text = f"def on_line(e, {given}):\n    return f({line})\n"
    slope = jacfwd(load(text, "<s2sdiff on_line>", {}, {"f": f})["on_line"])
    text = f"def tangent({given}):\n    return slope(0.0, {given})\n"
    return load(text, "<s2sdiff tangent>", {}, {"slope": slope})["tangent"]


def apart(row, given, moving):
    """A list like `given` of the parts of a row that belong to its items `moving`; zeros for other real items."""
    ends = np.cumsum([0, *(np.size(given[k]) for k in moving)])
    parts = [np.zeros(np.shape(v)) if np.asarray(v).dtype.kind == "f" else None for v in given]
    for n, k in enumerate(moving):
        parts[k] = np.reshape(row[ends[n] : ends[n + 1]], np.shape(given[k]))
    return [part[()] if np.ndim(part) == 0 and part is not None else part for part in parts]


def one_row(*given):
    """The type of `slopes`."""
    return Array("float64", (None,))


def like_given(row, given, moving):
    """The type of `apart`."""
    return Seq(list, tuple(like_item(t) for t in given.items)) if isinstance(given, Seq) else UNKNOWN


def like_item(t):
    """The type of a derivative by a value of type `t`."""
    if not isinstance(t, (Scalar, Array)) or np.dtype(t.dtype).kind != "f":
        return NONE
    return Array("float64", t.shape) if isinstance(t, Array) else Scalar("float64", weak=False)


def two_numbers(f, a, b, args, options):
    """The type of `integral`."""
    return Seq(tuple, (FLOAT, FLOAT))


integral.__s2sdiff_type__ = two_numbers
slopes.__s2sdiff_type__ = one_row
apart.__s2sdiff_type__ = like_given
pushed.__s2sdiff_meaning__ = "transform"
by_arguments.__s2sdiff_meaning__ = "transform"


def integral_back(y, f, a, b, args, options, *, y_bar):
    if not all(is_real(args[k]) for k in wanted("args")):
        refuse("variables that are no real numbers or arrays: give them to the integrand one by one")
    a_bar = -y_bar[0] * f(a, *args)
    b_bar = y_bar[0] * f(b, *args)
    row = s2sdiff.integrate.slopes(y_bar[0], f, a, b, args, options, static(wanted("args")))
    args_bar = s2sdiff.integrate.apart(row, args, static(wanted("args")))


def integral_tangent(y, f, a, b, args, options, *, a_dot, b_dot, args_dot):
    if not all(is_real(args[k]) for k in wanted("args")):
        refuse("variables that are no real numbers or arrays: give them to the integrand one by one")
    y_dot = (
        s2sdiff.integrate.integral(
            s2sdiff.integrate.pushed(f, static(len(args)), static(wanted("args"))),
            a, b, (*args, *[args_dot[k] for k in wanted("args")]), options,
        )[0]
        + f(b, *args) * b_dot
        - f(a, *args) * a_dot,
        0.0,
    )  # fmt: skip


def slopes_back(row, factor, f, a, b, args, options, moving, *, row_bar):
    # the tangent along row_bar, differentiated once more
    parts = s2sdiff.integrate.apart(row_bar, args, moving)
    both = (*args, *[parts[k] for k in moving])
    further = s2sdiff.integrate.pushed(f, static(len(args)), moving)
    factor_bar = s2sdiff.integrate.integral(further, a, b, both, options)[0]
    a_bar = -factor * further(a, *both)
    b_bar = factor * further(b, *both)
    again = s2sdiff.integrate.slopes(factor, further, a, b, both, options, static(wanted("args")))
    args_bar = s2sdiff.integrate.apart(again, both, static(wanted("args")))[: static(len(args))]


def slopes_tangent(row, factor, f, a, b, args, options, moving, *, factor_dot, a_dot, b_dot, args_dot):
    further = s2sdiff.integrate.pushed(f, static(len(args)), static(wanted("args")))
    both = (*args, *[args_dot[k] for k in wanted("args")])
    row_dot = (
        s2sdiff.integrate.slopes(factor_dot, f, a, b, args, options, moving)
        + s2sdiff.integrate.slopes(factor, further, a, b, both, options, moving)
        + b_dot * factor * s2sdiff.integrate.by_arguments(f, moving)(b, *args)
        - a_dot * factor * s2sdiff.integrate.by_arguments(f, moving)(a, *args)
    )


def apart_back(parts, row, given, moving, *, parts_bar):
    row_bar = np.concatenate([np.ravel(parts_bar[k]) for k in moving])


with registry.library():
    adjoint(integral, at=elsewhere, constant=("options",))(integral_back)
    tangent(integral)(integral_tangent)
    adjoint(slopes, at=elsewhere, constant=("options",))(slopes_back)
    tangent(slopes)(slopes_tangent)
    linear(apart, adjoint=apart_back, operands=("row",), at=elsewhere, constant=("given",))


@defined(integrate.quad, at=elsewhere, in_place=True)
def quad(func, a, b, args=(), *, epsabs=1.49e-08, epsrel=1.49e-08, limit=50):
    given = args if isinstance(args, tuple) else (args,)
    f, given = _lifted(func, given)
    options = (epsabs, epsrel, limit)
    return integral(f, a, b, given, options)


def level(x, height):
    """An end of the inner integral that is the same everywhere."""
    return height


def strip(f, low, high, count, low_count, high_count):
    """The integral of f(y, x, ...) over y: a function of x, the arguments of f, what its ends capture, and tolerances."""
    return kept_strip(f, low, high, (count, low_count, high_count))


@lru_cache(maxsize=100)
def kept_strip(f, low, high, counts):
    """The same, one function for each f."""
    given, of_low, of_high = ("".join(f", {p}{k}" for k in range(n)) for p, n in zip("pqr", counts, strict=True))
    text = (
        f"def strip(x{given}{of_low}{of_high}, epsabs, epsrel):\n"
        f"    return integral(f, low(x{of_low}), high(x{of_high}), (x{given},), (epsabs, epsrel, 50))[0]\n"
    )
    return load(text, "<s2sdiff strip>", {}, {"f": f, "low": low, "high": high, "integral": integral})["strip"]


strip.__s2sdiff_meaning__ = "transform"


@defined(integrate.dblquad, at=elsewhere, in_place=True)
def dblquad(func, a, b, gfun, hfun, args=(), epsabs=1.49e-08, epsrel=1.49e-08):
    f, given = _lifted(func, args)
    if callable(gfun):
        low, of_low = _lifted(gfun, ())
    else:
        low, of_low = level, (1.0 * gfun,)
    if callable(hfun):
        high, of_high = _lifted(hfun, ())
    else:
        high, of_high = level, (1.0 * hfun,)
    over_y = strip(f, low, high, len(given), len(of_low), len(of_high))
    return integral(over_y, a, b, given + of_low + of_high + (epsabs, epsrel), (epsabs, epsrel, 50))


@defined(integrate.fixed_quad, at=elsewhere, in_place=True)
def fixed_quad(func, a, b, args=(), n=5):
    places, weights = np.polynomial.legendre.leggauss(n)
    half = 0.5 * (b - a)
    return half * np.sum(weights * func(half * (places + 1.0) + a, *args), axis=-1), None
