# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is not a conditional expression
"""Rules of the parts of complex numbers.

JAX's convention, z = x + 1j y: cotangents are not conjugated, so real(z) = x gives z_bar = y_bar, imag(z) = y gives
z_bar = -1j y_bar, and conj, which is linear over the reals only, gives z_bar = conj(y_bar).
"""

import builtins

import numpy as np

from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_complex


def _numbers(rng):
    z = rng.normal(size=(2, 3)) + 1j * rng.normal(size=(2, 3))
    return [((z,), {}), ((z[0],), {}), ((z.real,), {})]


def real(y, val, *, y_bar):
    val_bar = y_bar


linear(np.real, adjoint=real, operands=("val",), at=_numbers, pointwise=True)


def imag(y, val, *, y_bar):
    if is_complex(val):
        val_bar = -1j * y_bar
    else:
        val_bar = np.zeros_like(y_bar)


linear(np.imag, adjoint=imag, operands=("val",), at=_numbers, pointwise=True)


def conj(y, x, *, y_bar):
    if is_complex(x):
        x_bar = np.conj(y_bar)
    else:
        x_bar = y_bar


linear(np.conjugate, adjoint=conj, operands=("x",), at=_numbers, pointwise=True)


@defined(np.real_if_close, at=lambda rng: [((rng.normal(size=(2, 3)),), {}), ((0.4,), {"tol": 10})])
def real_if_close(a, tol=100):
    if np.iscomplexobj(a):
        raise NotImplementedError("of complex numbers, whose type depends on values: np.real, or leave it out")
    return np.asarray(a)


def _angles(rng):
    return [*_numbers(rng), ((rng.normal(size=3) + 0.5j,), {"deg": True})]


# angle(z) = imag(log(z)); constant for a real z, away from 0.
@adjoint(np.angle, at=_angles, pointwise=True)
def angle(y, z, deg=False, *, y_bar):
    if not is_complex(z):
        z_bar = np.zeros_like(y_bar)
    elif deg:
        z_bar = -1j * y_bar / z * (180.0 / np.pi)
    else:
        z_bar = -1j * y_bar / z


@tangent(np.angle)
def angle_tangent(y, z, deg=False, *, z_dot):
    if not is_complex(z):
        y_dot = 0.0 * z_dot
    elif deg:
        y_dot = np.imag(z_dot / z) * (180.0 / np.pi)
    else:
        y_dot = np.imag(z_dot / z)


def _parts(rng):
    return [((0.3, -0.7), {}), ((0.4,), {})]


@adjoint(builtins.complex, at=_parts)
def complex_number(z, real=0, imag=0, *, z_bar):
    real_bar = z_bar
    imag_bar = 1j * z_bar


@tangent(builtins.complex)
def complex_number_tangent(z, real=0, imag=0, *, real_dot, imag_dot):
    z_dot = (1.0 + 0.0j) * real_dot + 1j * imag_dot
