# mypy: ignore-errors
"""scipy.special: Bessel, Airy, Kelvin and Struve functions and their integrals; Mathieu and parabolic cylinder functions.

Derivatives with respect to the argument; those with respect to the order have no closed form, and are refused.
DLMF: https://dlmf.nist.gov.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy
from scipy import special

from s2sdiff.rules.declare import adjoint, elementwise, tangent
from s2sdiff.rules.static import is_complex, refuse, static, undefined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def orders(*choices: tuple[int, ...], low: float = 0.5, high: float = 2.0) -> Callable[[Any], list[Sample]]:
    """Samples with these integer orders, and a last argument drawn between the bounds: array and number."""

    def draw(rng: np.random.Generator) -> list[Sample]:
        return [((*c, x), {}) for c in choices for x in (rng.uniform(low, high, (2, 3)), float(rng.uniform(low, high)))]

    return draw


LOW = orders((0,), (1,), (3,))
POSITIVE = orders((), low=0.5, high=2.0)


def numbers(rng: np.random.Generator) -> list[Sample]:
    """Of functions that SciPy does not compute in single precision, or not rightly."""
    return [((float(rng.uniform(0.5, 2.0)),), {}), ((np.float64(rng.uniform(0.5, 2.0)),), {})]


# --- of whole order   (DLMF 10.6.1 to 10.6.3, 10.29.1 to 10.29.3) ---


@elementwise(special.j0, at=(-2.0, 2.0))
def j0(y, x):
    return -scipy.special.j1(x)


@elementwise(special.j1, at=(-2.0, 2.0))
def j1(y, x):
    return 0.5 * (scipy.special.j0(x) - scipy.special.jv(2, x))


@elementwise(special.y0, at=(0.5, 2.0))
def y0(y, x):
    return -scipy.special.y1(x)


@elementwise(special.y1, at=(0.5, 2.0))
def y1(y, x):
    return 0.5 * (scipy.special.y0(x) - scipy.special.yv(2, x))


@elementwise(special.yn, at=LOW)
def yn(y, n, x):
    return undefined("`scipy.special.yn` with respect to its order"), 0.5 * (
        scipy.special.yn(n - 1, x) - scipy.special.yn(n + 1, x)
    )


@elementwise(special.i0, at=(-2.0, 2.0))
def i0(y, x):
    return scipy.special.i1(x)


@elementwise(special.i1, at=(-2.0, 2.0))
def i1(y, x):
    return 0.5 * (scipy.special.i0(x) + scipy.special.iv(2, x))


@elementwise(special.k0, at=(0.5, 2.0))
def k0(y, x):
    return -scipy.special.k1(x)


@elementwise(special.k1, at=(0.5, 2.0))
def k1(y, x):
    return -0.5 * (scipy.special.k0(x) + scipy.special.kv(2, x))


@elementwise(special.kn, at=LOW)
def kn(y, n, x):
    return undefined("`scipy.special.kn` with respect to its order"), -0.5 * (
        scipy.special.kv(n - 1, x) + scipy.special.kv(n + 1, x)
    )


# Scaled: exp(-|x|) times I, exp(x) times K


@elementwise(special.i0e, at=(-2.0, 2.0))
def i0e(y, x):
    return scipy.special.i1e(x) - np.sign(x) * y


@elementwise(special.i1e, at=(-2.0, 2.0))
def i1e(y, x):
    return 0.5 * (scipy.special.i0e(x) + scipy.special.ive(2, x)) - np.sign(x) * y


@elementwise(special.k0e, at=(0.5, 2.0))
def k0e(y, x):
    return y - scipy.special.k1e(x)


@elementwise(special.k1e, at=(0.5, 2.0))
def k1e(y, x):
    return y - 0.5 * (scipy.special.k0e(x) + scipy.special.kve(2, x))


# --- of any order ---


@elementwise(special.jv, at=LOW)
def jv(y, v, z):
    return undefined("`scipy.special.jv` with respect to its order"), 0.5 * (
        scipy.special.jv(v - 1, z) - scipy.special.jv(v + 1, z)
    )


@elementwise(special.yv, at=LOW)
def yv(y, v, z):
    return undefined("`scipy.special.yv` with respect to its order"), 0.5 * (
        scipy.special.yv(v - 1, z) - scipy.special.yv(v + 1, z)
    )


@elementwise(special.iv, at=LOW)
def iv(y, v, z):
    return undefined("`scipy.special.iv` with respect to its order"), 0.5 * (
        scipy.special.iv(v - 1, z) + scipy.special.iv(v + 1, z)
    )


@elementwise(special.kv, at=LOW)
def kv(y, v, z):
    return undefined("`scipy.special.kv` with respect to its order"), -0.5 * (
        scipy.special.kv(v - 1, z) + scipy.special.kv(v + 1, z)
    )


@elementwise(special.hankel1, at=LOW)
def hankel1(y, v, z):
    return undefined("`scipy.special.hankel1` with respect to its order"), 0.5 * (
        scipy.special.hankel1(v - 1, z) - scipy.special.hankel1(v + 1, z)
    )


@elementwise(special.hankel2, at=LOW)
def hankel2(y, v, z):
    return undefined("`scipy.special.hankel2` with respect to its order"), 0.5 * (
        scipy.special.hankel2(v - 1, z) - scipy.special.hankel2(v + 1, z)
    )


# Scaled, by exp(-|Im z|) for J and Y, exp(-|Re z|) for I, which are not holomorphic; by exp(z), exp(-iz), exp(iz)


@elementwise(special.jve, at=LOW)
def jve(y, v, z):
    if is_complex(z):
        refuse("of complex numbers, where it is not holomorphic: use scipy.special.jv")
    return undefined("`scipy.special.jve` with respect to its order"), 0.5 * (
        scipy.special.jve(v - 1, z) - scipy.special.jve(v + 1, z)
    )


@elementwise(special.yve, at=LOW)
def yve(y, v, z):
    if is_complex(z):
        refuse("of complex numbers, where it is not holomorphic: use scipy.special.yv")
    return undefined("`scipy.special.yve` with respect to its order"), 0.5 * (
        scipy.special.yve(v - 1, z) - scipy.special.yve(v + 1, z)
    )


@elementwise(special.ive, at=LOW)
def ive(y, v, z):
    if is_complex(z):
        refuse("of complex numbers, where it is not holomorphic: use scipy.special.iv")
    return undefined("`scipy.special.ive` with respect to its order"), 0.5 * (
        scipy.special.ive(v - 1, z) + scipy.special.ive(v + 1, z)
    ) - np.sign(z) * y


@elementwise(special.kve, at=LOW)
def kve(y, v, z):
    return undefined("`scipy.special.kve` with respect to its order"), y - 0.5 * (
        scipy.special.kve(v - 1, z) + scipy.special.kve(v + 1, z)
    )


@elementwise(special.hankel1e, at=LOW)
def hankel1e(y, v, z):
    # H(v - 1) - H(v + 1) of one scale exp(-iz), which is differentiated too
    return undefined("`scipy.special.hankel1e` with respect to its order"), 0.5 * (
        scipy.special.hankel1e(v - 1, z) - scipy.special.hankel1e(v + 1, z)
    ) - 1j * y


@elementwise(special.hankel2e, at=LOW)
def hankel2e(y, v, z):
    return undefined("`scipy.special.hankel2e` with respect to its order"), 0.5 * (
        scipy.special.hankel2e(v - 1, z) - scipy.special.hankel2e(v + 1, z)
    ) + 1j * y


# Derivatives of given order


def slopes(rng: np.random.Generator) -> list[Sample]:
    """First and second derivatives, and the function itself."""
    z = rng.uniform(0.5, 2.0, (2, 3))
    return [((1, z), {}), ((0, z[0], 2), {}), ((2, 1.3), {"n": 0})]


@adjoint(special.jvp, at=slopes)
def jvp(y, v, z, n=1, *, y_bar):
    z_bar = y_bar * scipy.special.jvp(v, z, n + 1)


@tangent(special.jvp)
def jvp_tangent(y, v, z, n=1, *, z_dot):
    y_dot = scipy.special.jvp(v, z, n + 1) * z_dot


@adjoint(special.yvp, at=slopes)
def yvp(y, v, z, n=1, *, y_bar):
    z_bar = y_bar * scipy.special.yvp(v, z, n + 1)


@tangent(special.yvp)
def yvp_tangent(y, v, z, n=1, *, z_dot):
    y_dot = scipy.special.yvp(v, z, n + 1) * z_dot


@adjoint(special.ivp, at=slopes)
def ivp(y, v, z, n=1, *, y_bar):
    z_bar = y_bar * scipy.special.ivp(v, z, n + 1)


@tangent(special.ivp)
def ivp_tangent(y, v, z, n=1, *, z_dot):
    y_dot = scipy.special.ivp(v, z, n + 1) * z_dot


@adjoint(special.kvp, at=slopes)
def kvp(y, v, z, n=1, *, y_bar):
    z_bar = y_bar * scipy.special.kvp(v, z, n + 1)


@tangent(special.kvp)
def kvp_tangent(y, v, z, n=1, *, z_dot):
    y_dot = scipy.special.kvp(v, z, n + 1) * z_dot


@adjoint(special.h1vp, at=slopes)
def h1vp(y, v, z, n=1, *, y_bar):
    z_bar = y_bar * scipy.special.h1vp(v, z, n + 1)


@tangent(special.h1vp)
def h1vp_tangent(y, v, z, n=1, *, z_dot):
    y_dot = scipy.special.h1vp(v, z, n + 1) * z_dot


@adjoint(special.h2vp, at=slopes)
def h2vp(y, v, z, n=1, *, y_bar):
    z_bar = y_bar * scipy.special.h2vp(v, z, n + 1)


@tangent(special.h2vp)
def h2vp_tangent(y, v, z, n=1, *, z_dot):
    y_dot = scipy.special.h2vp(v, z, n + 1) * z_dot


# --- spherical: w'' = -2 w' / z - (1 - n (n + 1) / z^2) w, with + for the modified ones   (DLMF 10.47.1, 10.47.2) ---


def spheres(rng: np.random.Generator) -> list[Sample]:
    """The functions and their derivatives."""
    z = rng.uniform(0.5, 2.0, (2, 3))
    return [((1, z), {}), ((2, 1.3), {}), ((0, z[0]), {"derivative": True}), ((2, z), {"derivative": True})]


@adjoint(special.spherical_jn, at=spheres)
def spherical_jn(y, n, z, derivative=False, *, y_bar):
    if derivative:
        z_bar = y_bar * ((n * (n + 1) / z**2 - 1.0) * scipy.special.spherical_jn(n, z) - 2.0 * y / z)
    else:
        z_bar = y_bar * scipy.special.spherical_jn(n, z, derivative=True)


@tangent(special.spherical_jn)
def spherical_jn_tangent(y, n, z, derivative=False, *, z_dot):
    if derivative:
        y_dot = ((n * (n + 1) / z**2 - 1.0) * scipy.special.spherical_jn(n, z) - 2.0 * y / z) * z_dot
    else:
        y_dot = scipy.special.spherical_jn(n, z, derivative=True) * z_dot


@adjoint(special.spherical_yn, at=spheres)
def spherical_yn(y, n, z, derivative=False, *, y_bar):
    if derivative:
        z_bar = y_bar * ((n * (n + 1) / z**2 - 1.0) * scipy.special.spherical_yn(n, z) - 2.0 * y / z)
    else:
        z_bar = y_bar * scipy.special.spherical_yn(n, z, derivative=True)


@tangent(special.spherical_yn)
def spherical_yn_tangent(y, n, z, derivative=False, *, z_dot):
    if derivative:
        y_dot = ((n * (n + 1) / z**2 - 1.0) * scipy.special.spherical_yn(n, z) - 2.0 * y / z) * z_dot
    else:
        y_dot = scipy.special.spherical_yn(n, z, derivative=True) * z_dot


@adjoint(special.spherical_in, at=spheres)
def spherical_in(y, n, z, derivative=False, *, y_bar):
    if derivative:
        z_bar = y_bar * ((n * (n + 1) / z**2 + 1.0) * scipy.special.spherical_in(n, z) - 2.0 * y / z)
    else:
        z_bar = y_bar * scipy.special.spherical_in(n, z, derivative=True)


@tangent(special.spherical_in)
def spherical_in_tangent(y, n, z, derivative=False, *, z_dot):
    if derivative:
        y_dot = ((n * (n + 1) / z**2 + 1.0) * scipy.special.spherical_in(n, z) - 2.0 * y / z) * z_dot
    else:
        y_dot = scipy.special.spherical_in(n, z, derivative=True) * z_dot


@adjoint(special.spherical_kn, at=spheres)
def spherical_kn(y, n, z, derivative=False, *, y_bar):
    if derivative:
        z_bar = y_bar * ((n * (n + 1) / z**2 + 1.0) * scipy.special.spherical_kn(n, z) - 2.0 * y / z)
    else:
        z_bar = y_bar * scipy.special.spherical_kn(n, z, derivative=True)


@tangent(special.spherical_kn)
def spherical_kn_tangent(y, n, z, derivative=False, *, z_dot):
    if derivative:
        y_dot = ((n * (n + 1) / z**2 + 1.0) * scipy.special.spherical_kn(n, z) - 2.0 * y / z) * z_dot
    else:
        y_dot = scipy.special.spherical_kn(n, z, derivative=True) * z_dot


# --- Airy: w'' = z w   (DLMF 9.2.1) ---


@adjoint(special.airy, at=POSITIVE)
def airy(y, z, *, y_bar):
    z_bar = y_bar[0] * y[1] + y_bar[1] * z * y[0] + y_bar[2] * y[3] + y_bar[3] * z * y[2]


@tangent(special.airy)
def airy_tangent(y, z, *, z_dot):
    y_dot = (y[1] * z_dot, z * y[0] * z_dot, y[3] * z_dot, z * y[2] * z_dot)


# airye:  Ai and Ai' times exp(2/3 z^(3/2)), Bi and Bi' divided by it where z > 0


@adjoint(special.airye, at=POSITIVE)
def airye(y, z, *, y_bar):
    if is_complex(z):
        refuse("scipy.special.airye of complex numbers: scipy.special.airy times the exponential")
    rate = np.sqrt(np.maximum(z, 0.0))
    for_ai = y_bar[0] * (y[1] + rate * y[0]) + y_bar[1] * (z * y[0] + rate * y[1])
    z_bar = for_ai + y_bar[2] * (y[3] - rate * y[2]) + y_bar[3] * (z * y[2] - rate * y[3])


@tangent(special.airye)
def airye_tangent(y, z, *, z_dot):
    if is_complex(z):
        refuse("scipy.special.airye of complex numbers: scipy.special.airy times the exponential")
    rate = np.sqrt(np.maximum(z, 0.0))
    y_dot = (
        (y[1] + rate * y[0]) * z_dot,
        (z * y[0] + rate * y[1]) * z_dot,
        (y[3] - rate * y[2]) * z_dot,
        (z * y[2] - rate * y[3]) * z_dot,
    )


@adjoint(special.itairy, at=POSITIVE)
def itairy(y, x, *, y_bar):
    # Integrals from 0 to x of Ai(t), Bi(t), Ai(-t), Bi(-t)
    ahead = scipy.special.airy(x)
    behind = scipy.special.airy(-x)
    x_bar = y_bar[0] * ahead[0] + y_bar[1] * ahead[2] + y_bar[2] * behind[0] + y_bar[3] * behind[2]


@tangent(special.itairy)
def itairy_tangent(y, x, *, x_dot):
    ahead = scipy.special.airy(x)
    behind = scipy.special.airy(-x)
    y_dot = (ahead[0] * x_dot, ahead[2] * x_dot, behind[0] * x_dot, behind[2] * x_dot)


# --- Kelvin: w = ber + i bei solves w'' = i w - w' / x, and so does ker + i kei   (DLMF 10.61.3) ---


@elementwise(special.ber, at=(0.5, 2.0))
def ber(y, x):
    return scipy.special.berp(x)


@elementwise(special.bei, at=(0.5, 2.0))
def bei(y, x):
    return scipy.special.beip(x)


@elementwise(special.ker, at=(0.5, 2.0))
def ker(y, x):
    return scipy.special.kerp(x)


@elementwise(special.kei, at=(0.5, 2.0))
def kei(y, x):
    return scipy.special.keip(x)


@elementwise(special.berp, at=(0.5, 2.0))
def berp(y, x):
    return -scipy.special.bei(x) - y / x


@elementwise(special.beip, at=(0.5, 2.0))
def beip(y, x):
    return scipy.special.ber(x) - y / x


@elementwise(special.kerp, at=(0.5, 2.0))
def kerp(y, x):
    return -scipy.special.kei(x) - y / x


@elementwise(special.keip, at=(0.5, 2.0))
def keip(y, x):
    return scipy.special.ker(x) - y / x


@adjoint(special.kelvin, at=POSITIVE)
def kelvin(y, x, *, y_bar):
    # (Be, Ke, Be', Ke')
    first = y_bar[0] * y[2] + y_bar[1] * y[3]
    x_bar = first + y_bar[2] * (1j * y[0] - y[2] / x) + y_bar[3] * (1j * y[1] - y[3] / x)


@tangent(special.kelvin)
def kelvin_tangent(y, x, *, x_dot):
    y_dot = (y[2] * x_dot, y[3] * x_dot, (1j * y[0] - y[2] / x) * x_dot, (1j * y[1] - y[3] / x) * x_dot)


# --- Struve: (z^v H_v)' = z^v H_(v-1), and so for L   (DLMF 11.4.27, 11.4.29) ---


@elementwise(special.struve, at=orders((1,), (2,)))
def struve(y, v, x):
    return undefined("`scipy.special.struve` with respect to its order"), scipy.special.struve(v - 1, x) - v * y / x


@elementwise(special.modstruve, at=orders((1,), (2,)))
def modstruve(y, v, x):
    return undefined("`scipy.special.modstruve` with respect to its order"), scipy.special.modstruve(
        v - 1, x
    ) - v * y / x


@elementwise(special.itstruve0, at=numbers)
def itstruve0(y, x):
    return scipy.special.struve(0, x)


@elementwise(special.itmodstruve0, at=numbers)
def itmodstruve0(y, x):
    return scipy.special.modstruve(0, x)


@elementwise(special.it2struve0, at=numbers)
def it2struve0(y, x):
    # The integral of H_0(t) / t from x on
    return -scipy.special.struve(0, x) / x


# --- integrals of Bessel functions, in pairs ---


@adjoint(special.itj0y0, at=POSITIVE)
def itj0y0(y, x, *, y_bar):
    x_bar = y_bar[0] * scipy.special.j0(x) + y_bar[1] * scipy.special.y0(x)


@tangent(special.itj0y0)
def itj0y0_tangent(y, x, *, x_dot):
    y_dot = (scipy.special.j0(x) * x_dot, scipy.special.y0(x) * x_dot)


@adjoint(special.iti0k0, at=POSITIVE)
def iti0k0(y, x, *, y_bar):
    x_bar = y_bar[0] * scipy.special.i0(x) + y_bar[1] * scipy.special.k0(x)


@tangent(special.iti0k0)
def iti0k0_tangent(y, x, *, x_dot):
    y_dot = (scipy.special.i0(x) * x_dot, scipy.special.k0(x) * x_dot)


@adjoint(special.it2j0y0, at=POSITIVE)
def it2j0y0(y, x, *, y_bar):
    # Of (1 - J_0(t)) / t from 0 to x, and of Y_0(t) / t from x on
    x_bar = (y_bar[0] * (1.0 - scipy.special.j0(x)) - y_bar[1] * scipy.special.y0(x)) / x


@tangent(special.it2j0y0)
def it2j0y0_tangent(y, x, *, x_dot):
    y_dot = ((1.0 - scipy.special.j0(x)) / x * x_dot, -scipy.special.y0(x) / x * x_dot)


@adjoint(special.it2i0k0, at=POSITIVE)
def it2i0k0(y, x, *, y_bar):
    # Of (I_0(t) - 1) / t from 0 to x, and of K_0(t) / t from x on
    x_bar = (y_bar[0] * (scipy.special.i0(x) - 1.0) - y_bar[1] * scipy.special.k0(x)) / x


@tangent(special.it2i0k0)
def it2i0k0_tangent(y, x, *, x_dot):
    y_dot = ((scipy.special.i0(x) - 1.0) / x * x_dot, -scipy.special.k0(x) / x * x_dot)


@elementwise(special.besselpoly, at=lambda rng: [((rng.uniform(0.5, 1.5, (2, 3)), 1, 1), {}), ((0.8, 2, 2), {})])
def besselpoly(y, a, lmb, nu):
    # The integral of x^lmb J_nu(2 a x) from 0 to 1, and J' = (J_(nu-1) - J_(nu+1)) / 2
    slope = scipy.special.besselpoly(a, lmb + 1, nu - 1) - scipy.special.besselpoly(a, lmb + 1, nu + 1)
    return (
        slope,
        undefined("`scipy.special.besselpoly` with respect to the power"),
        undefined("`scipy.special.besselpoly` with respect to its order"),
    )


# --- modified Fresnel integrals: F from x on of exp(i t^2), and K = F exp(-i (x^2 + pi / 4)) / sqrt(pi); conjugates ---


@adjoint(special.modfresnelp, at=POSITIVE)
def modfresnelp(y, x, *, y_bar):
    slope = static((1j - 1.0) / math.sqrt(2.0 * math.pi)) - 2j * x * y[1]
    x_bar = y_bar[1] * slope - y_bar[0] * np.exp(1j * x * x)


@tangent(special.modfresnelp)
def modfresnelp_tangent(y, x, *, x_dot):
    slope = static((1j - 1.0) / math.sqrt(2.0 * math.pi)) - 2j * x * y[1]
    y_dot = (-np.exp(1j * x * x) * x_dot, slope * x_dot)


@adjoint(special.modfresnelm, at=POSITIVE)
def modfresnelm(y, x, *, y_bar):
    slope = 2j * x * y[1] - static((1j + 1.0) / math.sqrt(2.0 * math.pi))
    x_bar = y_bar[1] * slope - y_bar[0] * np.exp(-1j * x * x)


@tangent(special.modfresnelm)
def modfresnelm_tangent(y, x, *, x_dot):
    slope = 2j * x * y[1] - static((1j + 1.0) / math.sqrt(2.0 * math.pi))
    y_dot = (-np.exp(-1j * x * x) * x_dot, slope * x_dot)


# --- parabolic cylinder functions with their derivatives   (DLMF 12.2.4 for D and V, 12.2.3 for W) ---


@adjoint(special.pbdv, at=LOW)
def pbdv(y, v, x, *, y_bar):
    v_bar = undefined("`scipy.special.pbdv` with respect to its order")
    x_bar = y_bar[0] * y[1] + y_bar[1] * (0.25 * x * x - v - 0.5) * y[0]


@tangent(special.pbdv)
def pbdv_tangent(y, v, x, *, v_dot, x_dot):
    y_dot = (
        y[1] * x_dot + undefined("`scipy.special.pbdv` with respect to its order") * v_dot,
        (0.25 * x * x - v - 0.5) * y[0] * x_dot + undefined("`scipy.special.pbdv` with respect to its order") * v_dot,
    )


@adjoint(special.pbvv, at=lambda _: [((1, 1.3), {}), ((2, 0.8), {})])  # nan in single precision: SciPy's slip
def pbvv(y, v, x, *, y_bar):
    v_bar = undefined("`scipy.special.pbvv` with respect to its order")
    x_bar = y_bar[0] * y[1] + y_bar[1] * (0.25 * x * x - v - 0.5) * y[0]


@tangent(special.pbvv)
def pbvv_tangent(y, v, x, *, v_dot, x_dot):
    y_dot = (
        y[1] * x_dot + undefined("`scipy.special.pbvv` with respect to its order") * v_dot,
        (0.25 * x * x - v - 0.5) * y[0] * x_dot + undefined("`scipy.special.pbvv` with respect to its order") * v_dot,
    )


@adjoint(special.pbwa, at=LOW)
def pbwa(y, a, x, *, y_bar):
    a_bar = undefined("`scipy.special.pbwa` with respect to `a`")
    x_bar = y_bar[0] * y[1] + y_bar[1] * (a - 0.25 * x * x) * y[0]


@tangent(special.pbwa)
def pbwa_tangent(y, a, x, *, a_dot, x_dot):
    y_dot = (
        y[1] * x_dot + undefined("`scipy.special.pbwa` with respect to `a`") * a_dot,
        (a - 0.25 * x * x) * y[0] * x_dot + undefined("`scipy.special.pbwa` with respect to `a`") * a_dot,
    )
