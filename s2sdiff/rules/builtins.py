# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is not a conditional expression
"""Rules of the `math` module and of Python's built-in functions; abs, pow, divmod stand with their operators.

These take Python numbers, so partials are written with `math`.  A derivative that is infinite raises ZeroDivisionError,
as Python's own arithmetic does.
"""

import builtins
import math

import numpy as np

from s2sdiff.rules.declare import adjoint, elementwise, linear, tangent
from s2sdiff.rules.static import ndim, refuse

LINE = (-2.0, 2.0)
POSITIVE = (0.3, 2.0)
UNIT = (-0.9, 0.9)

# Built-in functions.


@elementwise(builtins.max, at=LINE)
def largest(y, a, b):
    return 1.0 if a > b else 0.5 if a == b else 0.0, 1.0 if b > a else 0.5 if a == b else 0.0


@elementwise(builtins.min, at=LINE)
def smallest(y, a, b):
    return 1.0 if a < b else 0.5 if a == b else 0.0, 1.0 if b < a else 0.5 if a == b else 0.0


def _summed(rng):
    return [((rng.normal(size=4),), {}), ((rng.normal(size=(2, 3)), rng.normal(size=3)), {})]


def total(y, iterable, start=0, *, y_bar):
    if ndim(iterable) == 0:
        refuse("the sum of a sequence that is not an array")
    iterable_bar = y_bar
    start_bar = y_bar


linear(builtins.sum, adjoint=total, operands=("iterable", "start"), at=_summed)


# Conversions to other dtypes, of tangents too; the engine brings a cotangent back to the dtype of its operand.


def _real_number(rng):
    return [((1.7,), {}), ((np.float64(0.6),), {})]


def converted(y, x, *, y_bar):
    x_bar = y_bar


linear(
    builtins.float, np.float16, np.float32, np.float64, np.longdouble, np.complex64, np.complex128,
    adjoint=converted, operands=("x",), at=_real_number, pointwise=True,
)  # fmt: skip


# Exponentials, logarithms, powers.


@elementwise(math.exp, at=LINE)
def exp(y, x):
    return y


@elementwise(math.exp2, at=LINE)
def exp2(y, x):
    return y * math.log(2.0)


@elementwise(math.expm1, at=LINE)
def expm1(y, x):
    return y + 1.0


def _logarithms(rng):
    return [((1.7,), {}), ((1.7, 2.5), {})]


@adjoint(math.log, at=_logarithms)
def log(y, x, base=None, *, y_bar):
    # With a base b this is log(x) / log(b).
    if base is None:
        x_bar = y_bar / x
    else:
        x_bar = y_bar / (x * math.log(base))
        base_bar = -y_bar * y / (base * math.log(base))


@tangent(math.log)
def log_tangent(y, x, base=None, *, x_dot, base_dot):
    if base is None:
        y_dot = x_dot / x
    else:
        y_dot = x_dot / (x * math.log(base)) - base_dot * y / (base * math.log(base))


@elementwise(math.log2, at=POSITIVE)
def log2(y, x):
    return 1.0 / (x * math.log(2.0))


@elementwise(math.log10, at=POSITIVE)
def log10(y, x):
    return 1.0 / (x * math.log(10.0))


@elementwise(math.log1p, at=POSITIVE)
def log1p(y, x):
    return 1.0 / (1.0 + x)


@elementwise(math.pow, at=(POSITIVE, LINE))
def power(y, a, b):
    return b * a ** (b - 1.0) if b else 0.0, y * math.log(a) if a else 0.0


@elementwise(math.sqrt, at=POSITIVE)
def sqrt(y, x):
    return 0.5 / y


@elementwise(math.cbrt, at=POSITIVE)
def cbrt(y, x):
    return 1.0 / (3.0 * y * y)


# Circular and hyperbolic functions.


@elementwise(math.sin, at=LINE)
def sin(y, x):
    return math.cos(x)


@elementwise(math.cos, at=LINE)
def cos(y, x):
    return -math.sin(x)


@elementwise(math.tan, at=(-1.2, 1.2))
def tan(y, x):
    return 1.0 + y * y


@elementwise(math.asin, at=UNIT)
def asin(y, x):
    return 1.0 / math.sqrt(1.0 - x * x)


@elementwise(math.acos, at=UNIT)
def acos(y, x):
    return -1.0 / math.sqrt(1.0 - x * x)


@elementwise(math.atan, at=LINE)
def atan(y, x):
    return 1.0 / (1.0 + x * x)


@elementwise(math.atan2, at=POSITIVE)
def atan2(y, a, b):
    return b / (a * a + b * b), -a / (a * a + b * b)


@elementwise(math.sinh, at=LINE)
def sinh(y, x):
    return math.cosh(x)


@elementwise(math.cosh, at=LINE)
def cosh(y, x):
    return math.sinh(x)


@elementwise(math.tanh, at=LINE)
def tanh(y, x):
    return 1.0 - y * y


@elementwise(math.asinh, at=LINE)
def asinh(y, x):
    return 1.0 / math.sqrt(x * x + 1.0)


@elementwise(math.acosh, at=(1.1, 3.0))
def acosh(y, x):
    return 1.0 / math.sqrt(x * x - 1.0)


@elementwise(math.atanh, at=UNIT)
def atanh(y, x):
    return 1.0 / (1.0 - x * x)


@elementwise(math.radians, at=LINE)
def radians(y, x):
    return math.pi / 180.0


@elementwise(math.degrees, at=LINE)
def degrees(y, x):
    return 180.0 / math.pi


# Sizes, signs, remainders.


@elementwise(math.fabs, at=LINE)
def fabs(y, x):
    return 1.0 if x > 0.0 else -1.0 if x < 0.0 else 0.0


@elementwise(math.hypot, at=LINE)
def hypot(y, a, b):
    return a / y if y else 0.0, b / y if y else 0.0


@elementwise(math.copysign, at=POSITIVE)
def copysign(y, a, b):
    return math.copysign(1.0, a) * math.copysign(1.0, b), None


@elementwise(math.fmod, at=((2.1, 2.9), (0.8, 1.0)))
def fmod(y, a, b):
    return 1.0, -int(a / b)


@elementwise(math.remainder, at=((2.1, 2.2), (0.9, 1.0)))
def remainder(y, a, b):
    # y = a - n b with n the integer nearest to a / b.
    return 1.0, -round((a - y) / b)


def _scaled(rng):
    return [((0.7, 3), {}), ((0.7, -2), {})]


@elementwise(math.ldexp, at=_scaled)
def ldexp(y, a, b):
    return math.ldexp(1.0, b), None


def _numbers(rng):
    return [((1.7,), {})]


@adjoint(math.modf, at=_numbers)
def fraction_and_integer(y, x, *, y_bar):
    x_bar = y_bar[0]


@tangent(math.modf)
def fraction_and_integer_tangent(y, x, *, x_dot):
    y_dot = (x_dot, 0.0)


@adjoint(math.frexp, at=_numbers)
def mantissa_and_exponent(y, x, *, y_bar):
    x_bar = math.ldexp(y_bar[0], -y[1])


@tangent(math.frexp)
def mantissa_and_exponent_tangent(y, x, *, x_dot):
    y_dot = (math.ldexp(x_dot, -y[1]), 0)


# The error function.


@elementwise(math.erf, at=LINE)
def erf(y, x):
    return 2.0 / math.sqrt(math.pi) * math.exp(-x * x)


@elementwise(math.erfc, at=LINE)
def erfc(y, x):
    return -2.0 / math.sqrt(math.pi) * math.exp(-x * x)


# The gamma function.  Its logarithmic derivative, psi, comes from the asymptotic series at z + 8 and the recurrence
# psi(z) = psi(z + 1) - 1 / z, for z = x or, left of 1/2, z = 1 - x with psi(x) = psi(z) - pi / tan(pi x).
# Abramowitz and Stegun 6.3.5, 6.3.7, 6.3.18.


def _gamma_points(rng):
    return [((x,), {}) for x in (0.3, 1.7, 4.2, -1.4, 25.0)]


@elementwise(math.lgamma, at=_gamma_points)
def lgamma(y, x):
    z = x if x > 0.5 else 1.0 - x
    u = 1.0 / ((z + 8.0) * (z + 8.0))
    tail = u * (1.0 / 12.0 - u * (1.0 / 120.0 - u * (1.0 / 252.0 - u * (1.0 / 240.0 - u * (1.0 / 132.0)))))
    below = 1.0 / z + 1.0 / (z + 1.0) + 1.0 / (z + 2.0) + 1.0 / (z + 3.0)
    above = 1.0 / (z + 4.0) + 1.0 / (z + 5.0) + 1.0 / (z + 6.0) + 1.0 / (z + 7.0)
    psi = math.log(z + 8.0) - 0.5 / (z + 8.0) - tail - below - above
    return psi if x > 0.5 else psi - math.pi / math.tan(math.pi * x)


@elementwise(math.gamma, at=lambda rng: _gamma_points(rng)[:4])
def gamma(y, x):
    z = x if x > 0.5 else 1.0 - x
    u = 1.0 / ((z + 8.0) * (z + 8.0))
    tail = u * (1.0 / 12.0 - u * (1.0 / 120.0 - u * (1.0 / 252.0 - u * (1.0 / 240.0 - u * (1.0 / 132.0)))))
    below = 1.0 / z + 1.0 / (z + 1.0) + 1.0 / (z + 2.0) + 1.0 / (z + 3.0)
    above = 1.0 / (z + 4.0) + 1.0 / (z + 5.0) + 1.0 / (z + 6.0) + 1.0 / (z + 7.0)
    psi = math.log(z + 8.0) - 0.5 / (z + 8.0) - tail - below - above
    return y * (psi if x > 0.5 else psi - math.pi / math.tan(math.pi * x))


@elementwise(math.nextafter, at=LINE)
def nextafter(y, a, b):
    return 1.0, None


# Sums and products of several numbers.


def _several(rng):
    return [(([0.7, -1.2, 0.4],), {}), (((0.3, 0.9),), {}), ((rng.normal(size=3),), {})]


def exact_sum(y, seq, *, y_bar):
    seq_bar = [y_bar for i in range(len(seq))]


linear(math.fsum, adjoint=exact_sum, operands=("seq",), at=lambda rng: _several(rng)[:2])


def _points(rng):
    return [(([0.7, -1.2], [0.4, 0.1]), {}), (((0.3, 0.9, 0.2), (1.3, 0.1, -0.7)), {})]


@adjoint(math.dist, at=_points)
def dist(y, p, q, *, y_bar):
    # the unit vector from q to p; 0 where they coincide
    p_bar = [y_bar * (p[i] - q[i]) / y if y else 0.0 for i in range(len(p))]
    q_bar = [y_bar * (q[i] - p[i]) / y if y else 0.0 for i in range(len(q))]


@tangent(math.dist)
def dist_tangent(y, p, q, *, p_dot, q_dot):
    y_dot = sum([(p[i] - q[i]) * p_dot[i] for i in range(len(p))]) / (y or 1.0) + sum(
        [(q[i] - p[i]) * q_dot[i] for i in range(len(q))]
    ) / (y or 1.0)
