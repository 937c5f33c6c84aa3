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
given, and for a local function what it captures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from scipy import integrate

from s2sdiff.analyze.program import all_parts
from s2sdiff.api import grad, jvp
from s2sdiff.errors import Unsupported
from s2sdiff.implicit import _lifted
from s2sdiff.rules import registry
from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_complex, is_real, refuse, static
from s2sdiff.types import FLOAT, NONE, UNKNOWN, Array, Dict, Record, Scalar, Seq


def elsewhere(rng: Any) -> list[Any]:
    """No samples: they take functions, so programs of the corpus try them."""
    return []


def integral(f, a, b, args, options):
    """The integral of f(x, *args) from a to b, and its error; `options` are epsabs, epsrel and limit of SciPy's."""
    value, error = integrate.quad(f, a, b, args, epsabs=options[0], epsrel=options[1], limit=options[2])
    return float(value), float(error)


def slopes(factor, f, a, b, args, options):
    """`factor` times the derivative of the integral by each of `args`: None by what is no real number."""
    wrt = tuple(k for k, v in enumerate(args) if np.asarray(v).dtype.kind == "f")
    derivative = gradient(f, tuple(k + 1 for k in wrt))
    ends = np.cumsum([0, *(np.size(args[k]) for k in wrt)])

    def row(x):
        return np.concatenate([np.ravel(part) for part in derivative(x, *args)])

    found, _, info = integrate.quad_vec(
        row, a, b, epsabs=options[0], epsrel=options[1], limit=200 * options[2], norm="max", full_output=True
    )
    if not info.success:
        raise ArithmeticError(f"the integral of a derivative is not found to its tolerance: {info.message}")
    result = [None] * len(args)
    for n, k in enumerate(wrt):
        part = factor * np.reshape(found[ends[n] : ends[n + 1]], np.shape(args[k]))
        result[k] = part if isinstance(args[k], np.ndarray) else part[()]
    return result


@lru_cache(maxsize=100)
def gradient(f, wrt):
    """The gradient of f, kept with what has been generated for it."""
    return grad(f, wrt)


def pushed(f):
    """The tangent of f(x, *args), as a function of x, the args, and as many tangents."""
    return kept_tangent(f)


@lru_cache(maxsize=100)
def kept_tangent(f):
    """The same, one function for each f."""

    def tangent_of_f(x, *both):
        count = len(both) // 2
        return jvp(f, (x,) + both[:count], (0.0,) + both[count:])[1]  # noqa: RUF005

    return tangent_of_f


def like_arguments(factor, f, a, b, args, options):
    """The type of `slopes`, by those of what it is given."""
    return Seq(list, tuple(slope_type(t) for t in args.items)) if isinstance(args, Seq) else UNKNOWN


def slope_type(t):
    """The type of a derivative by a value of type `t`."""
    if not isinstance(t, (Scalar, Array)) or np.dtype(t.dtype).kind != "f":
        return NONE
    return t if isinstance(t, Array) else Scalar(t.dtype, weak=False)


def two_numbers(f, a, b, args, options):
    """The type of `integral`."""
    held = args.items if isinstance(args, Seq) else ()
    if any(isinstance(part, (Dict, Record)) for t in held for part in all_parts(t)):
        raise Unsupported("an integrand with a dict or an object", cure="give it numbers and arrays")
    return Seq(tuple, (FLOAT, FLOAT))


integral.__s2sdiff_type__ = two_numbers
slopes.__s2sdiff_type__ = like_arguments
pushed.__s2sdiff_meaning__ = "transform"


def integral_back(y, f, a, b, args, options, *, y_bar):
    if any(is_complex(v) for v in args):
        refuse("complex arguments of the integrand")
    a_bar = -y_bar[0] * f(a, *args)
    b_bar = y_bar[0] * f(b, *args)
    args_bar = s2sdiff.integrate.slopes(y_bar[0], f, a, b, args, options)


def integral_tangent(y, f, a, b, args, options, *, a_dot, b_dot, args_dot):
    if not all(is_real(v) for v in args):
        refuse("whole numbers among the arguments of the integrand, in forward mode: make them float, or use reverse mode")
    y_dot = (
        s2sdiff.integrate.integral(s2sdiff.integrate.pushed(f), a, b, args + args_dot, options)[0]
        + f(b, *args) * b_dot
        - f(a, *args) * a_dot,
        0.0,
    )


def slopes_back(y, factor, f, a, b, args, options, *, y_bar):
    if not all(is_real(v) for v in args):
        refuse("whole numbers among the arguments of the integrand, in second derivatives: make them float")
    both = args + tuple(y_bar)
    factor_bar = s2sdiff.integrate.integral(s2sdiff.integrate.pushed(f), a, b, both, options)[0]
    a_bar = -factor * s2sdiff.integrate.pushed(f)(a, *both)
    b_bar = factor * s2sdiff.integrate.pushed(f)(b, *both)
    args_bar = s2sdiff.integrate.slopes(factor, s2sdiff.integrate.pushed(f), a, b, both, options)[: static(len(args))]


with registry.library():
    adjoint(integral, at=elsewhere, constant=("options",))(integral_back)
    tangent(integral)(integral_tangent)
    adjoint(slopes, at=elsewhere, constant=("options",))(slopes_back)


@defined(integrate.quad, at=elsewhere, in_place=True)
def quad(func, a, b, args=(), *, epsabs=1.49e-08, epsrel=1.49e-08, limit=50):
    given = args if isinstance(args, tuple) else (args,)
    f, given = _lifted(func, given)
    options = (epsabs, epsrel, limit)
    return integral(f, a, b, given, options)


@defined(integrate.fixed_quad, at=elsewhere, in_place=True)
def fixed_quad(func, a, b, args=(), n=5):
    places, weights = np.polynomial.legendre.leggauss(n)
    half = 0.5 * (b - a)
    return half * np.sum(weights * func(half * (places + 1.0) + a, *args), axis=-1), None
