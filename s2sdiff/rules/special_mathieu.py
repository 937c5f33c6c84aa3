# mypy: ignore-errors
"""scipy.special: Mathieu functions with their derivatives, with respect to the argument.

    y'' = (2 q cos 2x - a) y   for the angular ones   (DLMF 28.2.1); SciPy takes x in degrees, and gives y' by radians
    y'' = (a - 2 q cosh 2x) y   for the modified ones   (DLMF 28.20.1)

a is the characteristic value of the even or the odd function of that order.  The parameter q moves it by a mean over the
function, a sum that is exact to rounding where the wave is sampled well; of how q moves the function nothing is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy
from scipy import special

from s2sdiff.rules.declare import adjoint, elementwise, tangent
from s2sdiff.rules.static import undefined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def places(low: float, high: float) -> Callable[[Any], list[Sample]]:
    """Orders and parameters, and arguments between the bounds: numbers, as SciPy gives nan for arrays of single precision."""

    def draw(rng: np.random.Generator) -> list[Sample]:
        return [((m, q, float(rng.uniform(low, high))), {}) for m, q in ((1, 2), (2, 1), (1, np.array([1, 2, 4])))]

    return draw


def parameters(rng: np.random.Generator) -> list[Sample]:
    """Low and high orders, small and large parameters."""
    return [((2, float(rng.uniform(0.5, 3.0))), {}), ((1, rng.uniform(0.5, 9.0, (2, 3))), {}), ((9, 70.0), {})]


# y'' = (2 q cos 2x - a) y  gives  da/dq (y, y) = 2 (y, y cos 2x)


@elementwise(special.mathieu_a, at=parameters)
def mathieu_a(a, m, q):
    n = int(64 + 2 * np.max(m) + 4.0 * np.sqrt(np.max(np.abs(q))))
    x = np.arange(n) * (180.0 / n)
    wave = scipy.special.mathieu_cem(np.expand_dims(m, -1), np.expand_dims(q, -1), x)[0]
    share = wave**2 / np.sum(wave**2, axis=-1, keepdims=True)
    return None, (2.0 * np.sum(np.cos(math.pi / 90.0 * x) * share, axis=-1)).astype(a.dtype)


@elementwise(special.mathieu_b, at=parameters)
def mathieu_b(b, m, q):
    n = int(64 + 2 * np.max(m) + 4.0 * np.sqrt(np.max(np.abs(q))))
    x = np.arange(n) * (180.0 / n)
    wave = scipy.special.mathieu_sem(np.expand_dims(m, -1), np.expand_dims(q, -1), x)[0]
    share = wave**2 / np.sum(wave**2, axis=-1, keepdims=True)
    return None, (2.0 * np.sum(np.cos(math.pi / 90.0 * x) * share, axis=-1)).astype(b.dtype)


ANGLES, DISTANCES = places(20.0, 70.0), places(0.3, 1.2)


@adjoint(special.mathieu_cem, at=ANGLES, pointwise=True)
def mathieu_cem(y, m, q, x, *, y_bar):
    q_bar = undefined("`scipy.special.mathieu_cem` with respect to its parameter")
    bend = (2.0 * q * np.cos(math.pi / 90.0 * x) - scipy.special.mathieu_a(m, q)) * y[0]
    x_bar = math.pi / 180.0 * (y_bar[0] * y[1] + y_bar[1] * bend)


@tangent(special.mathieu_cem)
def mathieu_cem_tangent(y, m, q, x, *, q_dot, x_dot):
    bend = (2.0 * q * np.cos(math.pi / 90.0 * x) - scipy.special.mathieu_a(m, q)) * y[0]
    y_dot = (
        math.pi / 180.0 * y[1] * x_dot + undefined("`scipy.special.mathieu_cem` with respect to its parameter") * q_dot,
        math.pi / 180.0 * bend * x_dot + undefined("`scipy.special.mathieu_cem` with respect to its parameter") * q_dot,
    )


@adjoint(special.mathieu_sem, at=ANGLES, pointwise=True)
def mathieu_sem(y, m, q, x, *, y_bar):
    q_bar = undefined("`scipy.special.mathieu_sem` with respect to its parameter")
    bend = (2.0 * q * np.cos(math.pi / 90.0 * x) - scipy.special.mathieu_b(m, q)) * y[0]
    x_bar = math.pi / 180.0 * (y_bar[0] * y[1] + y_bar[1] * bend)


@tangent(special.mathieu_sem)
def mathieu_sem_tangent(y, m, q, x, *, q_dot, x_dot):
    bend = (2.0 * q * np.cos(math.pi / 90.0 * x) - scipy.special.mathieu_b(m, q)) * y[0]
    y_dot = (
        math.pi / 180.0 * y[1] * x_dot + undefined("`scipy.special.mathieu_sem` with respect to its parameter") * q_dot,
        math.pi / 180.0 * bend * x_dot + undefined("`scipy.special.mathieu_sem` with respect to its parameter") * q_dot,
    )


@adjoint(special.mathieu_modcem1, special.mathieu_modcem2, at=DISTANCES, pointwise=True)
def mathieu_modcem(y, m, q, x, *, y_bar):
    q_bar = undefined("a modified Mathieu function with respect to its parameter")
    x_bar = y_bar[0] * y[1] + y_bar[1] * (scipy.special.mathieu_a(m, q) - 2.0 * q * np.cosh(2.0 * x)) * y[0]


@tangent(special.mathieu_modcem1, special.mathieu_modcem2)
def mathieu_modcem_tangent(y, m, q, x, *, q_dot, x_dot):
    y_dot = (
        y[1] * x_dot + undefined("a modified Mathieu function with respect to its parameter") * q_dot,
        (scipy.special.mathieu_a(m, q) - 2.0 * q * np.cosh(2.0 * x)) * y[0] * x_dot
        + undefined("a modified Mathieu function with respect to its parameter") * q_dot,
    )


@adjoint(special.mathieu_modsem1, special.mathieu_modsem2, at=DISTANCES, pointwise=True)
def mathieu_modsem(y, m, q, x, *, y_bar):
    q_bar = undefined("a modified Mathieu function with respect to its parameter")
    x_bar = y_bar[0] * y[1] + y_bar[1] * (scipy.special.mathieu_b(m, q) - 2.0 * q * np.cosh(2.0 * x)) * y[0]


@tangent(special.mathieu_modsem1, special.mathieu_modsem2)
def mathieu_modsem_tangent(y, m, q, x, *, q_dot, x_dot):
    y_dot = (
        y[1] * x_dot + undefined("a modified Mathieu function with respect to its parameter") * q_dot,
        (scipy.special.mathieu_b(m, q) - 2.0 * q * np.cosh(2.0 * x)) * y[0] * x_dot
        + undefined("a modified Mathieu function with respect to its parameter") * q_dot,
    )
