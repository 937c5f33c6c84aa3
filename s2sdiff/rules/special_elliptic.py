# mypy: ignore-errors
"""scipy.special: elliptic integrals and functions, and the arithmetic-geometric mean.

m is the parameter k^2.  Carlson's R_D keeps derivatives of complete integrals regular at m = 0.
DLMF: https://dlmf.nist.gov.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy
from scipy import special

from s2sdiff.rules.declare import adjoint, elementwise, tangent

Sample = tuple[tuple[Any, ...], dict[str, Any]]

# --- complete:  K' = (E - (1 - m) K) / (2 m (1 - m)),  E' = (E - K) / (2 m)   (DLMF 19.4.1, 19.4.2) ---
# K - E = m / 3 R_D(0, 1 - m, 1),  E - (1 - m) K = m (1 - m) / 3 R_D(0, 1, 1 - m)   (DLMF 19.25.1)


@elementwise(special.ellipk, at=(0.1, 0.8))
def ellipk(y, m):
    return scipy.special.elliprd(0.0, 1.0, 1.0 - m) / 6.0


@elementwise(special.ellipkm1, at=(0.2, 0.9))
def ellipkm1(y, p):
    return -scipy.special.elliprd(0.0, 1.0, p) / 6.0


@elementwise(special.ellipe, at=(0.1, 0.8))
def ellipe(y, m):
    return -scipy.special.elliprd(0.0, 1.0 - m, 1.0) / 6.0


# --- incomplete   (DLMF 19.4.5, 19.4.6) ---


@elementwise(special.ellipkinc, at=((-1.0, 2.0), (0.2, 0.8)))
def ellipkinc(y, phi, m):
    root = np.sqrt(1.0 - m * np.sin(phi) ** 2)
    m_part = (scipy.special.ellipeinc(phi, m) / (1.0 - m) - y) / (2.0 * m)
    return 1.0 / root, m_part - np.sin(phi) * np.cos(phi) / (2.0 * (1.0 - m) * root)


@elementwise(special.ellipeinc, at=((-1.0, 2.0), (0.2, 0.8)))
def ellipeinc(y, phi, m):
    return np.sqrt(1.0 - m * np.sin(phi) ** 2), (y - scipy.special.ellipkinc(phi, m)) / (2.0 * m)


# --- Jacobi's functions (sn, cn, dn, am) of u and m   (DLMF 22.13.1 to 22.13.3; Byrd and Friedman 710.53) ---
# With respect to m, am moves by  dn / (2 m (1 - m)) ((1 - m) u - E(am, m) + m sn cn / dn).


def waves(rng: np.random.Generator) -> list[Sample]:
    """Array and number."""
    return [
        ((rng.uniform(0.2, 1.5, (2, 3)), rng.uniform(0.2, 0.8, (2, 3))), {}),
        ((0.7, 0.4), {}),
        ((rng.uniform(0.2, 1.5, 3), 0.4), {}),
    ]


@adjoint(special.ellipj, at=waves, pointwise=True)
def ellipj(y, u, m, *, y_bar):
    am_m = (((1.0 - m) * u - scipy.special.ellipeinc(y[3], m)) * y[2] + m * y[0] * y[1]) / (2.0 * m * (1.0 - m))
    am_bar = y_bar[3] + y_bar[0] * y[1] - y_bar[1] * y[0] - y_bar[2] * m * y[0] * y[1] / y[2]
    u_bar = am_bar * y[2]
    m_bar = am_bar * am_m - y_bar[2] * y[0] * y[0] / (2.0 * y[2])


@tangent(special.ellipj)
def ellipj_tangent(y, u, m, *, u_dot, m_dot):
    am_m = (((1.0 - m) * u - scipy.special.ellipeinc(y[3], m)) * y[2] + m * y[0] * y[1]) / (2.0 * m * (1.0 - m))
    y_dot = (
        y[1] * y[2] * u_dot + y[1] * am_m * m_dot,
        -y[0] * y[2] * u_dot - y[0] * am_m * m_dot,
        -m * y[0] * y[1] * u_dot - (m * y[0] * y[1] * am_m + 0.5 * y[0] * y[0]) / y[2] * m_dot,
        y[2] * u_dot + am_m * m_dot,
    )


# --- Carlson's symmetric integrals   (DLMF 19.16.1 to 19.16.6, 19.18.4) ---


@elementwise(special.elliprf, at=((0.2, 0.6), (0.8, 1.2), (1.5, 2.0)))
def elliprf(r, x, y, z):
    # R_F depends on z at the rate -R_D(x, y, z) / 6
    return (
        -scipy.special.elliprd(y, z, x) / 6.0,
        -scipy.special.elliprd(z, x, y) / 6.0,
        -scipy.special.elliprd(x, y, z) / 6.0,
    )


@elementwise(special.elliprc, at=((0.2, 0.6), (0.8, 1.2)))
def elliprc(r, x, y):
    # Homogeneous of degree -1/2, and the partials add up to -1 / (2 sqrt(x) y)
    x_part = (1.0 / np.sqrt(x) - r) / (2.0 * (x - y))
    return x_part, -x_part - 1.0 / (2.0 * np.sqrt(x) * y)


@elementwise(special.elliprd, at=((0.2, 0.6), (0.8, 1.2), (1.5, 2.0)))
def elliprd(r, x, y, z):
    # Euler and Poisson's equation gives those of x and y; R_D being homogeneous of degree -3/2, that of z follows, where
    # x R_D(y, z, x) = 3 R_F - y R_D(z, x, y) - z R_D(x, y, z) is regular at x = 0   (DLMF 19.21.8)
    swapped = scipy.special.elliprd(z, x, y)
    x_term = (x * r - 3.0 * scipy.special.elliprf(x, y, z) + y * swapped + z * r) / (2.0 * (z - x))
    y_part = (r - swapped) / (2.0 * (z - y))
    return (r - scipy.special.elliprd(y, z, x)) / (2.0 * (z - x)), y_part, -(1.5 * r + x_term + y * y_part) / z


@elementwise(special.elliprj, at=((0.2, 0.6), (0.8, 1.2), (1.5, 2.0), (2.5, 3.5)))
def elliprj(r, x, y, z, p):
    # 1 / ((t + x) (t + p)) in partial fractions gives those of x, y and z; R_J is homogeneous of degree -3/2   (DLMF 19.16.2)
    x_part = (r - scipy.special.elliprd(y, z, x)) / (2.0 * (p - x))
    y_part = (r - scipy.special.elliprd(z, x, y)) / (2.0 * (p - y))
    z_part = (r - scipy.special.elliprd(x, y, z)) / (2.0 * (p - z))
    return x_part, y_part, z_part, -(1.5 * r + x * x_part + y * y_part + z * z_part) / p


@elementwise(special.elliprg, at=((0.2, 0.6), (0.8, 1.2), (1.5, 2.0)))
def elliprg(r, x, y, z):
    f = scipy.special.elliprf(x, y, z)
    return (
        0.25 * (f - x * scipy.special.elliprd(y, z, x) / 3.0),
        0.25 * (f - y * scipy.special.elliprd(z, x, y) / 3.0),
        0.25 * (f - z * scipy.special.elliprd(x, y, z) / 3.0),
    )


@elementwise(special.agm, at=((1.0, 2.0), (0.3, 0.8)))
def agm(y, a, b):
    # pi a / (2 K(1 - b^2 / a^2))   (DLMF 19.8.5); homogeneous of degree 1
    b_part = b * y * y * scipy.special.elliprd(0.0, 1.0, (b / a) ** 2) * 2.0 / (3.0 * math.pi * a**3)
    return (y - b * b_part) / a, b_part
