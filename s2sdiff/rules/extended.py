# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Functions of the complex plane: cmath and np.emath.

cmath gives a complex number for any operand.  np.emath gives real numbers or complex ones by the values it meets, so a
real operand is refused: what type its result has is not known when generating.  Formulas hold on NumPy's branches.
"""

from __future__ import annotations

import cmath
from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, elementwise, tangent
from s2sdiff.rules.static import is_complex, refuse

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def off_the_axes(rng: np.random.Generator) -> list[Sample]:
    """Numbers of the complex plane, away from cuts."""
    z = rng.uniform(0.2, 0.8, 3) + 1j * rng.uniform(0.2, 0.8, 3)
    return [((complex(w),), {}) for w in z]


def arrays_off_the_axes(rng: np.random.Generator) -> list[Sample]:
    """Arrays of them."""
    z = rng.uniform(0.2, 0.8, (2, 3)) + 1j * rng.uniform(0.2, 0.8, (2, 3))
    return [((z,), {}), ((z[0],), {}), ((z[:, ::2],), {})]


# --- cmath ---


@elementwise(cmath.exp, at=off_the_axes)
def exp(y, z):
    return y


@elementwise(cmath.log10, at=off_the_axes)
def log10(y, z):
    return 1.0 / (z * np.log(10.0))


@elementwise(cmath.sqrt, at=off_the_axes)
def sqrt(y, z):
    return 0.5 / y


@elementwise(cmath.sin, at=off_the_axes)
def sin(y, z):
    return np.cos(z)


@elementwise(cmath.cos, at=off_the_axes)
def cos(y, z):
    return -np.sin(z)


@elementwise(cmath.tan, at=off_the_axes)
def tan(y, z):
    return 1.0 + y * y


@elementwise(cmath.asin, at=off_the_axes)
def asin(y, z):
    return 1.0 / np.cos(y)


@elementwise(cmath.acos, at=off_the_axes)
def acos(y, z):
    return -1.0 / np.sin(y)


@elementwise(cmath.atan, at=off_the_axes)
def atan(y, z):
    return 1.0 / (1.0 + z * z)


@elementwise(cmath.sinh, at=off_the_axes)
def sinh(y, z):
    return np.cosh(z)


@elementwise(cmath.cosh, at=off_the_axes)
def cosh(y, z):
    return np.sinh(z)


@elementwise(cmath.tanh, at=off_the_axes)
def tanh(y, z):
    return 1.0 - y * y


@elementwise(cmath.asinh, at=off_the_axes)
def asinh(y, z):
    return 1.0 / np.cosh(y)


@elementwise(cmath.acosh, at=off_the_axes)
def acosh(y, z):
    return 1.0 / np.sinh(y)


@elementwise(cmath.atanh, at=off_the_axes)
def atanh(y, z):
    return 1.0 / (1.0 - z * z)


@elementwise(cmath.phase, at=off_the_axes)
def phase(y, z):
    # the imaginary part of log z
    if is_complex(z):
        return -1j / z
    return (None,)


@adjoint(cmath.log, at=lambda rng: [*off_the_axes(rng), ((0.4 + 0.7j, 2.5 + 0.3j), {})])
def log(y, z, base=None, *, y_bar):
    if base is None:
        z_bar = y_bar / z
    else:
        z_bar = y_bar / (z * np.log(base))
        base_bar = -y_bar * y / (base * np.log(base))


@tangent(cmath.log)
def log_tangent(y, z, base=None, *, z_dot, base_dot):
    if base is None:
        y_dot = z_dot / z
    else:
        y_dot = z_dot / (z * np.log(base)) - base_dot * y / (base * np.log(base))


@adjoint(cmath.polar, at=off_the_axes)
def polar(y, z, *, y_bar):
    # y = (|z|, arg z)
    z_bar = y_bar[0] * np.conj(z) / y[0] - 1j * y_bar[1] / z


@tangent(cmath.polar)
def polar_tangent(y, z, *, z_dot):
    y_dot = (np.real(np.conj(z) * z_dot) / y[0], np.imag(z_dot / z))


@adjoint(cmath.rect, at=lambda rng: [((0.7, float(rng.normal())), {}), ((1.3, -0.4), {})])
def rect(z, r, phi, *, z_bar):
    # z = r exp(i phi)
    r_bar = np.real(z_bar * np.exp(1j * phi))
    phi_bar = np.real(1j * z_bar * z)


@tangent(cmath.rect)
def rect_tangent(z, r, phi, *, r_dot, phi_dot):
    z_dot = np.exp(1j * phi) * r_dot + 1j * z * phi_dot


# --- np.emath ---


@elementwise(np.emath.sqrt, at=arrays_off_the_axes)
def emath_sqrt(y, x):
    if not is_complex(x):
        refuse("np.emath.sqrt of real numbers, real or complex by their values: np.sqrt(x + 0j)")
    return 0.5 / y


@elementwise(np.emath.log, at=arrays_off_the_axes)
def emath_log(y, x):
    if not is_complex(x):
        refuse("np.emath.log of real numbers, real or complex by their values: np.log(x + 0j)")
    return 1.0 / x


@elementwise(np.emath.log2, at=arrays_off_the_axes)
def emath_log2(y, x):
    if not is_complex(x):
        refuse("np.emath.log2 of real numbers, real or complex by their values: np.log2(x + 0j)")
    return 1.0 / (x * np.log(2.0))


@elementwise(np.emath.log10, at=arrays_off_the_axes)
def emath_log10(y, x):
    if not is_complex(x):
        refuse("np.emath.log10 of real numbers, real or complex by their values: np.log10(x + 0j)")
    return 1.0 / (x * np.log(10.0))


@elementwise(np.emath.logn, at=lambda rng: [((args[0][::-1] + 1.0, *args), {}) for args, _ in arrays_off_the_axes(rng)])
def emath_logn(y, n, x):
    if not (is_complex(n) and is_complex(x)):
        refuse("np.emath.logn of real numbers, real or complex by their values: np.log(x + 0j) / np.log(n)")
    return -y / (n * np.log(n)), 1.0 / (x * np.log(n))


@elementwise(np.emath.power, at=lambda rng: [((*args, args[0][::-1]), {}) for args, _ in arrays_off_the_axes(rng)])
def emath_power(y, x, p):
    if not is_complex(x):
        refuse("np.emath.power of real numbers, real or complex by their values: (x + 0j) ** p")
    return p * x ** (p - 1.0), y * np.log(x)


@elementwise(np.emath.arccos, at=arrays_off_the_axes)
def emath_arccos(y, x):
    if not is_complex(x):
        refuse("np.emath.arccos of real numbers, real or complex by their values: np.arccos(x + 0j)")
    return -1.0 / np.sin(y)


@elementwise(np.emath.arcsin, at=arrays_off_the_axes)
def emath_arcsin(y, x):
    if not is_complex(x):
        refuse("np.emath.arcsin of real numbers, real or complex by their values: np.arcsin(x + 0j)")
    return 1.0 / np.cos(y)


@elementwise(np.emath.arctanh, at=arrays_off_the_axes)
def emath_arctanh(y, x):
    if not is_complex(x):
        refuse("np.emath.arctanh of real numbers, real or complex by their values: np.arctanh(x + 0j)")
    return 1.0 / (1.0 - x * x)
