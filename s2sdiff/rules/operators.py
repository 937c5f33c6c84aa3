# mypy: ignore-errors
"""Rules of Python's arithmetic operators and of the NumPy functions that they call (`@` is in `products`)."""

import builtins
import math
import operator

import numpy as np

from s2sdiff.rules.declare import adjoint, elementwise, tangent
from s2sdiff.rules.static import is_scalar, is_static, static

NUMBERS = (-2.0, 2.0)
POSITIVE = (0.3, 2.0)


@elementwise(operator.add, np.add, at=NUMBERS)
def addition(y, a, b):
    return 1.0, 1.0


@elementwise(operator.sub, np.subtract, at=NUMBERS)
def subtraction(y, a, b):
    return 1.0, -1.0


@elementwise(operator.mul, np.multiply, at=NUMBERS)
def multiplication(y, a, b):
    return b, a


@elementwise(operator.truediv, np.true_divide, at=(NUMBERS, POSITIVE))
def division(y, a, b):
    return 1.0 / b, -y / b


@elementwise(operator.mod, np.remainder, at=((2.1, 2.9), (0.8, 1.0)))
def remainder(y, a, b):
    # y = a - b floor(a / b), and floor is constant between its jumps.
    return 1.0, -(a // b)


@elementwise(operator.neg, np.negative, at=NUMBERS)
def negation(y, a):
    return -1.0


@elementwise(operator.pos, np.positive, at=NUMBERS)
def identity(y, a):
    return 1.0


@elementwise(operator.pow, np.power, np.float_power, builtins.pow, at=(POSITIVE, NUMBERS))
def power(y, a, b):
    # d/da = b a^(b-1), taken as 0 where b is 0, also at a = 0;  d/db = y log(a), taken as 0 where a is 0.
    if is_static(b):
        if b == 0:
            return 0.0, None
        if b == 1:
            return 1.0, None
        if b == 2:
            return 2.0 * a, None
        if b == 0.5:
            return 0.5 / y, None
        if b == -1:
            return -(y * y), None
        return static(b * 1.0) * a ** static(b - 1), y * np.log(a)
    if is_static(a) and a > 0:
        return None, y * math.log(a)
    if is_scalar(b) and is_scalar(a):
        return b * a ** (b - 1) if b else 0.0, y * np.log(a) if a else 0.0
    if is_scalar(b):
        return b * a ** (b - 1) if b else 0.0, y * np.log(np.where(a == 0.0, 1.0, a))
    return b * a ** np.where(b == 0.0, 1.0, b - 1.0), y * np.log(np.where(a == 0.0, 1.0, a))


def _quotients(rng):
    return [((rng.uniform(2.1, 2.9, 3), rng.uniform(0.8, 1.0)), {}), ((2.5, 0.9), {})]


@adjoint(divmod, np.divmod, at=_quotients, pointwise=True)
def quotient_and_remainder(y, a, b, *, y_bar):
    a_bar = y_bar[1]
    b_bar = -y_bar[1] * y[0]


@tangent(divmod, np.divmod)
def quotient_and_remainder_tangent(y, a, b, *, a_dot, b_dot):
    y_dot = (np.zeros_like(y[0]), a_dot - y[0] * b_dot)
