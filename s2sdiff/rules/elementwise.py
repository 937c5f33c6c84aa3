# mypy: ignore-errors
"""Rules of NumPy's functions of one operand that act entry by entry.

What is chosen at kinks stands in `kinks.md`.  Formulas hold for complex operands too, on NumPy's branches.
"""

import builtins
import math
import operator

import numpy as np

from s2sdiff.rules.declare import adjoint, elementwise, tangent
from s2sdiff.rules.static import is_complex, is_scalar, refuse

LINE = (-2.0, 2.0)
POSITIVE = (0.3, 2.0)
UNIT = (-0.9, 0.9)

# Exponentials and logarithms.


@elementwise(np.exp, at=LINE)
def exp(y, x):
    return y


@elementwise(np.exp2, at=LINE)
def exp2(y, x):
    return y * math.log(2.0)


@elementwise(np.expm1, at=LINE)
def expm1(y, x):
    return y + 1.0


@elementwise(np.log, at=POSITIVE)
def log(y, x):
    return 1.0 / x


@elementwise(np.log2, at=POSITIVE)
def log2(y, x):
    return 1.0 / (x * math.log(2.0))


@elementwise(np.log10, at=POSITIVE)
def log10(y, x):
    return 1.0 / (x * math.log(10.0))


@elementwise(np.log1p, at=POSITIVE)
def log1p(y, x):
    return 1.0 / (1.0 + x)


# Powers and roots.


@elementwise(np.sqrt, at=POSITIVE)
def sqrt(y, x):
    return 0.5 / y


@elementwise(np.cbrt, at=POSITIVE)
def cbrt(y, x):
    return 1.0 / (3.0 * y * y)


@elementwise(np.square, at=LINE)
def square(y, x):
    return 2.0 * x


@elementwise(np.reciprocal, at=POSITIVE)
def reciprocal(y, x):
    return -(y * y)


# Circular functions.


@elementwise(np.sin, at=LINE)
def sin(y, x):
    return np.cos(x)


@elementwise(np.cos, at=LINE)
def cos(y, x):
    return -np.sin(x)


@elementwise(np.tan, at=(-1.2, 1.2))
def tan(y, x):
    return 1.0 + y * y


@elementwise(np.arcsin, at=UNIT)
def arcsin(y, x):
    return 1.0 / np.sqrt(1.0 - x * x)


@elementwise(np.arccos, at=UNIT)
def arccos(y, x):
    return -1.0 / np.sqrt(1.0 - x * x)


@elementwise(np.arctan, at=LINE)
def arctan(y, x):
    return 1.0 / (1.0 + x * x)


@elementwise(np.sinc, at=LINE)
def sinc(y, x):
    # y = sin(pi x) / (pi x), y' = (cos(pi x) - y) / x.  That cancels near 0: there the Taylor series, which also gives
    # the higher derivatives.  With u = (pi x)^2:  y' = -pi^2 x (1/3 - u/30 + u^2/840 - ...).
    near = np.abs(x) < 0.02
    u = (np.pi * x) ** 2
    series = -(np.pi**2) * x * (1.0 / 3.0 - u * (1.0 / 30.0 - u * (1.0 / 840.0 - u / 45360.0)))
    return np.where(near, series, (np.cos(np.pi * x) - y) / np.where(near, 1.0, x))


@elementwise(np.deg2rad, np.radians, at=LINE)
def radians(y, x):
    return np.pi / 180.0


@elementwise(np.rad2deg, np.degrees, at=LINE)
def degrees(y, x):
    return 180.0 / np.pi


# Hyperbolic functions.


@elementwise(np.sinh, at=LINE)
def sinh(y, x):
    return np.cosh(x)


@elementwise(np.cosh, at=LINE)
def cosh(y, x):
    return np.sinh(x)


@elementwise(np.tanh, at=LINE)
def tanh(y, x):
    return 1.0 - y * y


@elementwise(np.arcsinh, at=LINE)
def arcsinh(y, x):
    return 1.0 / np.sqrt(x * x + 1.0)


@elementwise(np.arccosh, at=(1.1, 3.0))
def arccosh(y, x):
    if is_complex(x):
        return 1.0 / (np.sqrt(x - 1.0) * np.sqrt(x + 1.0))  # one root of the product would leave NumPy's branch
    return 1.0 / np.sqrt(x * x - 1.0)


@elementwise(np.arctanh, at=UNIT)
def arctanh(y, x):
    return 1.0 / (1.0 - x * x)


# Sizes and signs.


@elementwise(np.absolute, builtins.abs, operator.abs, at=LINE)
def absolute(y, x):
    if is_complex(x):
        return np.conj(x) / np.where(y == 0.0, 1.0, y)
    if is_scalar(x):
        return 1.0 if x > 0.0 else -1.0 if x < 0.0 else 0.0
    return np.sign(x)


@elementwise(np.fabs, at=LINE)
def fabs(y, x):
    return np.sign(x)


@elementwise(np.sign, at=LINE)
def sign(y, x):
    if is_complex(x):
        refuse("the sign of a complex number is not constant; write x / abs(x)")
    return (None,)


# Taking numbers apart, and repairs.


def _numbers(rng):
    return [((rng.uniform(1.1, 1.9, (2, 3)),), {}), ((1.7,), {})]


@adjoint(np.modf, at=_numbers)
def fraction_and_integer(y, x, *, y_bar):
    x_bar = y_bar[0]


@tangent(np.modf)
def fraction_and_integer_tangent(y, x, *, x_dot):
    y_dot = (x_dot, np.zeros_like(y[1]))


@adjoint(np.frexp, at=_numbers)
def mantissa_and_exponent(y, x, *, y_bar):
    x_bar = np.ldexp(y_bar[0], -y[1])


@tangent(np.frexp)
def mantissa_and_exponent_tangent(y, x, *, x_dot):
    y_dot = (np.ldexp(x_dot, -y[1]), 0)


def _holes(rng):
    x = rng.normal(size=(2, 3))
    x[0, 1] = np.nan
    return [((x,), {}), ((rng.normal(size=3),), {"nan": 2.0}), ((x,), {"nan": 0.7})]


@adjoint(np.nan_to_num, at=_holes, pointwise=True)
def nan_to_num(y, x, copy=True, nan=0.0, posinf=None, neginf=None, *, y_bar):
    if copy is False:
        refuse("copy=False writes into its argument; name it, `copy=False`, and what it is given")
    if is_complex(x):
        refuse("of complex numbers, each part is replaced by itself; take the real and the imaginary part one by one")
    x_bar = np.where(np.isfinite(x), y_bar, 0.0)
    nan_bar = np.where(np.isnan(x), y_bar, 0.0)
    if posinf is not None:
        posinf_bar = np.where(np.isposinf(x), y_bar, 0.0)
    if neginf is not None:
        neginf_bar = np.where(np.isneginf(x), y_bar, 0.0)


@tangent(np.nan_to_num)
def nan_to_num_tangent(y, x, copy=True, nan=0.0, posinf=None, neginf=None, *, x_dot, nan_dot, posinf_dot, neginf_dot):
    if copy is False:
        refuse("copy=False writes into its argument; name it, `copy=False`, and what it is given")
    if is_complex(x):
        refuse("of complex numbers, each part is replaced by itself; take the real and the imaginary part one by one")
    y_dot = (
        np.where(np.isfinite(x), x_dot, 0.0)
        + np.where(np.isnan(x), nan_dot, 0.0)
        + np.where(np.isposinf(x), posinf_dot, 0.0)
        + np.where(np.isneginf(x), neginf_dot, 0.0)
    )


def _phases(rng):
    return [((np.cumsum(rng.uniform(0.5, 2.0, 6)),), {}), ((rng.uniform(-3.0, 3.0, (2, 4)),), {"axis": 0})]


@adjoint(np.unwrap, at=_phases, pointwise=True)
def unwrap(y, p, discont=None, axis=-1, *, period=6.283185307179586, y_bar):
    # Whole periods are added: constants between the jumps.
    p_bar = y_bar


@tangent(np.unwrap)
def unwrap_tangent(y, p, discont=None, axis=-1, *, period=6.283185307179586, p_dot):
    y_dot = p_dot


# Bessel's function, windows, neighbours.


@elementwise(np.i0, at=LINE)
def i0(y, x):
    # y' = i1(x) = 1/pi times the integral of exp(x cos t) cos t from 0 to pi (Abramowitz and Stegun 9.6.19).  The
    # midpoint rule on 128 points is exact to rounding up to where i0 overflows, and can be differentiated again.
    t = ((np.arange(128) + 0.5) * (np.pi / 128.0)).astype(y.dtype)
    return np.mean(np.exp(np.expand_dims(x, -1) * np.cos(t)) * np.cos(t), axis=-1)


@adjoint(np.kaiser, at=lambda rng: [((n, float(rng.uniform(0.5, 3.0))), {}) for n in (5, 4, 1)])
def kaiser(y, M, beta, *, y_bar):
    # y = i0(beta r) / i0(beta), r = sqrt(1 - ((2 n - M + 1) / (M - 1))^2);  i1 as above
    if is_complex(beta):
        refuse("np.kaiser of a complex number")
    t = (np.arange(128) + 0.5) * (np.pi / 128.0)
    r = np.sqrt(np.maximum(1.0 - ((2.0 * np.arange(M) - M + 1.0) / np.maximum(M - 1.0, 1.0)) ** 2, 0.0))
    top = np.exp(np.outer(beta * r, np.cos(t))) @ np.cos(t) / 128.0
    beta_bar = np.sum(y_bar * (top * r - y * (np.exp(beta * np.cos(t)) @ np.cos(t)) / 128.0)) / np.mean(
        np.exp(beta * np.cos(t))
    )


@tangent(np.kaiser)
def kaiser_tangent(y, M, beta, *, beta_dot):
    if is_complex(beta):
        refuse("np.kaiser of a complex number")
    t = (np.arange(128) + 0.5) * (np.pi / 128.0)
    r = np.sqrt(np.maximum(1.0 - ((2.0 * np.arange(M) - M + 1.0) / np.maximum(M - 1.0, 1.0)) ** 2, 0.0))
    top = np.exp(np.outer(beta * r, np.cos(t))) @ np.cos(t) / 128.0
    y_dot = (
        beta_dot / np.mean(np.exp(beta * np.cos(t))) * (top * r - y * (np.exp(beta * np.cos(t)) @ np.cos(t)) / 128.0)
    )


@elementwise(np.nextafter, at=LINE)
def nextafter(y, a, b):
    return 1.0, None
