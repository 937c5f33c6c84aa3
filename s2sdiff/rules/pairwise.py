# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is not a conditional expression
"""Rules of NumPy's functions of two or three operands that act entry by entry.

Ties of maximum and minimum are split evenly.  A choice between operands masks with `np.where`, so that a NaN in the
branch not taken stays out.
"""

import numpy as np

from s2sdiff.rules.declare import adjoint, elementwise, linear, tangent
from s2sdiff.rules.static import is_complex, is_scalar, refuse

LINE = (-2.0, 2.0)
POSITIVE = (0.3, 2.0)

# Extremes.


@elementwise(np.maximum, at=LINE)
def maximum(y, a, b):
    if is_complex(y):
        refuse("the larger of two complex numbers: compare their absolute values")
    if is_scalar(a) and is_scalar(b):
        return 1.0 if a > b else 0.5 if a == b else 0.0, 1.0 if b > a else 0.5 if a == b else 0.0
    return np.where(a == b, 0.5, a > b), np.where(a == b, 0.5, b > a)


@elementwise(np.minimum, at=LINE)
def minimum(y, a, b):
    if is_complex(y):
        refuse("the smaller of two complex numbers: compare their absolute values")
    if is_scalar(a) and is_scalar(b):
        return 1.0 if a < b else 0.5 if a == b else 0.0, 1.0 if b < a else 0.5 if a == b else 0.0
    return np.where(a == b, 0.5, a < b), np.where(a == b, 0.5, b < a)


@elementwise(np.fmax, at=LINE)
def fmax(y, a, b):
    if is_complex(y):
        refuse("the larger of two complex numbers: compare their absolute values")
    return np.where(a == b, 0.5, (a > b) | np.isnan(b)), np.where(a == b, 0.5, (b > a) | np.isnan(a))


@elementwise(np.fmin, at=LINE)
def fmin(y, a, b):
    if is_complex(y):
        refuse("the smaller of two complex numbers: compare their absolute values")
    return np.where(a == b, 0.5, (a < b) | np.isnan(b)), np.where(a == b, 0.5, (b < a) | np.isnan(a))


# Lengths and angles.


@elementwise(np.hypot, at=LINE)
def hypot(y, a, b):
    if is_scalar(a) and is_scalar(b):
        return a / y if y else 0.0, b / y if y else 0.0
    return a / np.where(y == 0.0, 1.0, y), b / np.where(y == 0.0, 1.0, y)


@elementwise(np.arctan2, at=POSITIVE)
def arctan2(y, a, b):
    return b / (a * a + b * b), -a / (a * a + b * b)


# Sums of exponentials.  Where both operands are -inf the partials are 0, not NaN: unreachable states stay harmless.


@elementwise(np.logaddexp, at=LINE)
def logaddexp(y, a, b):
    return np.exp(a - np.where(y == -np.inf, 0.0, y)), np.exp(b - np.where(y == -np.inf, 0.0, y))


@elementwise(np.logaddexp2, at=LINE)
def logaddexp2(y, a, b):
    return np.exp2(a - np.where(y == -np.inf, 0.0, y)), np.exp2(b - np.where(y == -np.inf, 0.0, y))


# Remainders, signs and scales (np.remainder is in `operators`).


@elementwise(np.fmod, at=((2.1, 2.9), (0.8, 1.0)))
def fmod(y, a, b):
    return 1.0, -np.trunc(a / b)


@elementwise(np.copysign, at=POSITIVE)
def copysign(y, a, b):
    return np.copysign(1.0, a) * np.copysign(1.0, b), None


@elementwise(np.heaviside, at=LINE)
def heaviside(y, a, b):
    return None, np.where(a == 0.0, 1.0, 0.0)


def _scaled(rng):
    return [((rng.normal(size=(2, 3)), np.array([1, 0, -2])), {}), ((0.7, 3), {})]


def ldexp(y, x1, x2, *, y_bar):
    x1_bar = np.ldexp(y_bar, x2)


linear(np.ldexp, adjoint=ldexp, operands=("x1",), at=_scaled, pointwise=True)


# Choices.


def _chosen(rng):
    mask = np.array([True, False, True])
    return [((mask, rng.normal(size=(2, 3)), rng.normal(size=3)), {}), ((mask, rng.normal(size=(2, 3)), 0.5), {})]


def where(out, condition, x, y, *, out_bar):
    # Of a number the cotangent is a number, not an array of rank 0, which could be changed in place
    if is_scalar(x) and is_scalar(y) and is_scalar(condition):
        x_bar = np.where(condition, out_bar, 0.0)[()]
    else:
        x_bar = np.where(condition, out_bar, 0.0)
    if is_scalar(x) and is_scalar(y) and is_scalar(condition):
        y_bar = np.where(condition, 0.0, out_bar)[()]
    else:
        y_bar = np.where(condition, 0.0, out_bar)


linear(np.where, adjoint=where, operands=("x", "y"), at=_chosen, pointwise=True)


def _clipped(rng):
    x = np.linspace(-2.0, 2.0, 6).reshape(2, 3) + rng.uniform(-0.1, 0.1, (2, 3))
    return [
        ((x, -1.1, 1.1), {}),
        ((x, None, rng.uniform(0.2, 0.4, 3)), {}),
        ((x, 0.3, None), {}),
        ((x, 0.9, 0.7), {}),  # bounds in the wrong order: the upper one wins
        ((1.7, 0.0, 1.0), {}),
        ((x,), {"min": -0.9}),
        ((x,), {"min": -0.9, "max": 0.9}),
    ]


# y = min(max(a, a_min), a_max).  The cotangent goes to the operand that y equals: to a also at a bound, to a_max where
# the bounds are in the wrong order.
@adjoint(np.clip, at=_clipped, pointwise=True)
def clip(y, a, a_min=None, a_max=None, *, min=None, max=None, y_bar):
    if is_complex(y):
        refuse("np.clip of complex numbers: clip the real and imaginary parts")
    if is_scalar(y):
        a_bar = y_bar if y == a else 0.0
    else:
        a_bar = np.where(y == a, y_bar, 0.0)
    if a_min is not None:
        if a_max is not None:
            a_min_bar = np.where((a < a_min) & (a_min < a_max), y_bar, 0.0)
        else:
            a_min_bar = np.where(a < a_min, y_bar, 0.0)
    if a_max is not None:
        a_max_bar = np.where((y == a_max) & (y != a), y_bar, 0.0)
    if min is not None:
        if max is not None:
            min_bar = np.where((a < min) & (min < max), y_bar, 0.0)
        else:
            min_bar = np.where(a < min, y_bar, 0.0)
    if max is not None:
        max_bar = np.where((y == max) & (y != a), y_bar, 0.0)


@tangent(np.clip)
def clip_tangent(y, a, a_min=None, a_max=None, *, min=None, max=None, a_dot, a_min_dot, a_max_dot, min_dot, max_dot):
    if is_complex(y):
        refuse("np.clip of complex numbers: clip the real and imaginary parts")
    if min is not None and max is not None:
        y_dot = (
            np.where(y == a, a_dot, 0.0)
            + np.where((a < min) & (min < max), min_dot, 0.0)
            + np.where((y == max) & (y != a), max_dot, 0.0)
        )
    elif min is not None or max is not None:
        y_dot = np.where(y == a, a_dot, 0.0) + np.where(y != a, min_dot, 0.0) + np.where(y != a, max_dot, 0.0)
    elif a_min is not None and a_max is not None:
        y_dot = (
            np.where(y == a, a_dot, 0.0)
            + np.where((a < a_min) & (a_min < a_max), a_min_dot, 0.0)
            + np.where((y == a_max) & (y != a), a_max_dot, 0.0)
        )
    else:
        y_dot = np.where(y == a, a_dot, 0.0) + np.where(y != a, a_min_dot, 0.0) + np.where(y != a, a_max_dot, 0.0)
