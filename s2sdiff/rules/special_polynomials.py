# mypy: ignore-errors
"""scipy.special: orthogonal polynomials and spherical harmonics, with respect to the argument.

The derivative of a polynomial of degree n is one of degree n - 1 of a neighbouring family   (DLMF 18.9.15 to 18.9.28).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy
from scipy import special

from s2sdiff.rules.declare import adjoint, elementwise, tangent
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import ndim, refuse, undefined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def degrees(*others: tuple[int, ...]) -> Callable[[Any], list[Sample]]:
    """Samples of degree 0, 1 and 4 with these other orders, and an argument in (0.1, 0.9): array and number."""

    def draw(rng: np.random.Generator) -> list[Sample]:
        points = (rng.uniform(0.1, 0.9, (2, 3)), float(rng.uniform(0.1, 0.9)))
        return [((n, *c, x), {}) for c in others for n in (0, 1, 4) for x in points]

    return draw


@elementwise(special.eval_jacobi, at=degrees((1, 2)))
def eval_jacobi(y, n, alpha, beta, x):
    slope = 0.5 * (n + alpha + beta + 1.0) * scipy.special.eval_jacobi(n - 1, alpha + 1.0, beta + 1.0, x)
    return (
        undefined("`scipy.special.eval_jacobi` with respect to its degree"),
        undefined("`scipy.special.eval_jacobi` with respect to `alpha`"),
        undefined("`scipy.special.eval_jacobi` with respect to `beta`"),
        slope,
    )


@elementwise(special.eval_legendre, at=degrees(()))
def eval_legendre(y, n, x):
    slope = 0.5 * (n + 1.0) * scipy.special.eval_jacobi(n - 1, 1.0, 1.0, x)
    return undefined("`scipy.special.eval_legendre` with respect to its degree"), slope


@elementwise(special.eval_chebyt, at=degrees(()))
def eval_chebyt(y, n, x):
    slope = n * scipy.special.eval_chebyu(n - 1, x)
    return undefined("`scipy.special.eval_chebyt` with respect to its degree"), slope


@elementwise(special.eval_chebyu, at=degrees(()))
def eval_chebyu(y, n, x):
    slope = 2.0 * scipy.special.eval_gegenbauer(n - 1, 2.0, x)
    return undefined("`scipy.special.eval_chebyu` with respect to its degree"), slope


@elementwise(special.eval_chebyc, at=degrees(()))
def eval_chebyc(y, n, x):
    # 2 T_n(x / 2)
    slope = n * scipy.special.eval_chebyu(n - 1, 0.5 * x)
    return undefined("`scipy.special.eval_chebyc` with respect to its degree"), slope


@elementwise(special.eval_chebys, at=degrees(()))
def eval_chebys(y, n, x):
    # This is U_n at x / 2
    slope = scipy.special.eval_gegenbauer(n - 1, 2.0, 0.5 * x)
    return undefined("`scipy.special.eval_chebys` with respect to its degree"), slope


@elementwise(special.eval_gegenbauer, at=degrees((1,), (2,)))
def eval_gegenbauer(y, n, alpha, x):
    return (
        undefined("`scipy.special.eval_gegenbauer` with respect to its degree"),
        undefined("`scipy.special.eval_gegenbauer` with respect to `alpha`"),
        2.0 * alpha * scipy.special.eval_gegenbauer(n - 1, alpha + 1.0, x),
    )


@elementwise(special.eval_genlaguerre, at=degrees((1,), (2,)))
def eval_genlaguerre(y, n, alpha, x):
    return (
        undefined("`scipy.special.eval_genlaguerre` with respect to its degree"),
        undefined("`scipy.special.eval_genlaguerre` with respect to `alpha`"),
        -scipy.special.eval_genlaguerre(n - 1, alpha + 1.0, x),
    )


@elementwise(special.eval_laguerre, at=degrees(()))
def eval_laguerre(y, n, x):
    slope = -scipy.special.eval_genlaguerre(n - 1, 1.0, x)
    return undefined("`scipy.special.eval_laguerre` with respect to its degree"), slope


@elementwise(special.eval_hermite, at=degrees(()))
def eval_hermite(y, n, x):
    return (
        undefined("`scipy.special.eval_hermite` with respect to its degree"),
        2.0 * n * scipy.special.eval_hermite(np.maximum(n - 1, 0), x),
    )


@elementwise(special.eval_hermitenorm, at=degrees(()))
def eval_hermitenorm(y, n, x):
    return (
        undefined("`scipy.special.eval_hermitenorm` with respect to its degree"),
        n * scipy.special.eval_hermitenorm(np.maximum(n - 1, 0), x),
    )


# Shifted to (0, 1): the argument is 2 x - 1


@elementwise(special.eval_sh_legendre, at=degrees(()))
def eval_sh_legendre(y, n, x):
    slope = (n + 1.0) * scipy.special.eval_jacobi(n - 1, 1.0, 1.0, 2.0 * x - 1.0)
    return undefined("`scipy.special.eval_sh_legendre` with respect to its degree"), slope


@elementwise(special.eval_sh_chebyt, at=degrees(()))
def eval_sh_chebyt(y, n, x):
    slope = 2.0 * n * scipy.special.eval_chebyu(n - 1, 2.0 * x - 1.0)
    return undefined("`scipy.special.eval_sh_chebyt` with respect to its degree"), slope


@elementwise(special.eval_sh_chebyu, at=degrees(()))
def eval_sh_chebyu(y, n, x):
    slope = 4.0 * scipy.special.eval_gegenbauer(n - 1, 2.0, 2.0 * x - 1.0)
    return undefined("`scipy.special.eval_sh_chebyu` with respect to its degree"), slope


@elementwise(special.eval_sh_jacobi, at=degrees((2, 1)))
def eval_sh_jacobi(y, n, p, q, x):
    # The Jacobi polynomial (p - q, q - 1) at 2 x - 1, divided by binom(2 n + p - 1, n)
    scale = (n + p) / scipy.special.binom(2 * n + p - 1.0, n)
    return (
        undefined("`scipy.special.eval_sh_jacobi` with respect to its degree"),
        undefined("`scipy.special.eval_sh_jacobi` with respect to `p`"),
        undefined("`scipy.special.eval_sh_jacobi` with respect to `q`"),
        scale * scipy.special.eval_jacobi(n - 1, p - q + 1.0, q, 2.0 * x - 1.0),
    )


# Associated Legendre functions: (x^2 - 1) P' = v x P_v - (v + m) P_(v-1)   (DLMF 14.10.5)


@elementwise(
    special.lpmv, at=lambda rng: [((m, v, rng.uniform(-0.8, 0.8, (2, 3))), {}) for m, v in ((0, 2), (1, 3), (2, 2))]
)
def lpmv(y, m, v, x):
    slope = (v * x * y - (v + m) * scipy.special.lpmv(m, v - 1, x)) / (x * x - 1.0)
    return (
        undefined("`scipy.special.lpmv` with respect to its order"),
        undefined("`scipy.special.lpmv` with respect to its degree"),
        slope,
    )


def laguerres(rng: np.random.Generator) -> list[Sample]:
    """Plain and associated."""
    x = rng.uniform(0.1, 2.0, (2, 3))
    return [((x, 3), {}), ((x[0], 4, 2), {}), ((0.7, 2, 1), {})]


@adjoint(special.assoc_laguerre, at=laguerres)
def assoc_laguerre(y, x, n, k=0.0, *, y_bar):
    k_bar = undefined("`scipy.special.assoc_laguerre` with respect to `k`")
    x_bar = -y_bar * scipy.special.eval_genlaguerre(n - 1, k + 1.0, x)


@tangent(special.assoc_laguerre)
def assoc_laguerre_tangent(y, x, n, k=0.0, *, x_dot, k_dot):
    y_dot = (
        undefined("`scipy.special.assoc_laguerre` with respect to `k`") * k_dot
        - scipy.special.eval_genlaguerre(n - 1, k + 1.0, x) * x_dot
    )


def directions(rng: np.random.Generator) -> list[Sample]:
    """Polar and azimuthal angles."""
    theta, phi = rng.uniform(0.3, 2.5, (2, 3)), rng.uniform(0.0, 6.0, (2, 3))
    return [((2, 1, theta, phi), {}), ((3, -2, theta[0], phi[0]), {}), ((1, 0, 0.4, 0.7), {}), ((2, 2, theta, 0.7), {})]


# With ladder operators, d/dtheta = (e^(-i phi) L+ - e^(i phi) L-) / 2, and L+-Y_n^m = sqrt((n -+ m) (n +- m + 1)) Y_n^(m +- 1).
# Regular at the poles.   (Varshalovich, Quantum theory of angular momentum, 5.8.2)

if hasattr(special, "sph_harm_y"):  # SciPy 1.15

    @adjoint(special.sph_harm_y, at=directions, pointwise=True)
    def sph_harm_y(y, n, m, theta, phi, *, y_bar):
        up = (
            np.sqrt(np.maximum((n - m) * (n + m + 1.0), 0.0))
            * np.exp(-1j * phi)
            * scipy.special.sph_harm_y(n, m + 1, theta, phi)
        )
        down = (
            np.sqrt(np.maximum((n + m) * (n - m + 1.0), 0.0))
            * np.exp(1j * phi)
            * scipy.special.sph_harm_y(n, m - 1, theta, phi)
        )
        theta_bar = y_bar * (0.5 * (up - down))
        phi_bar = y_bar * (1j * m * y)

    @tangent(special.sph_harm_y)
    def sph_harm_y_tangent(y, n, m, theta, phi, *, theta_dot, phi_dot):
        up = (
            np.sqrt(np.maximum((n - m) * (n + m + 1.0), 0.0))
            * np.exp(-1j * phi)
            * scipy.special.sph_harm_y(n, m + 1, theta, phi)
        )
        down = (
            np.sqrt(np.maximum((n + m) * (n - m + 1.0), 0.0))
            * np.exp(1j * phi)
            * scipy.special.sph_harm_y(n, m - 1, theta, phi)
        )
        y_dot = 0.5 * (up - down) * theta_dot + 1j * m * y * phi_dot


# --- under their new names   (SciPy 1.15) ---

if hasattr(special, "legendre_p"):

    @defined(special.legendre_p, at=lambda rng: [((3, rng.uniform(-0.9, 0.9, (2, 3))), {}), ((2, 0.4), {})])
    def legendre_p(n, z):
        return np.expand_dims(scipy.special.eval_legendre(n, z), 0)  # the first axis is for derivatives

    @defined(special.legendre_p_all, at=lambda rng: [((3, rng.uniform(-0.9, 0.9, 4)), {})])
    def legendre_p_all(n, z):
        if np.ndim(z) != 1:
            raise NotImplementedError("the derivative of scipy.special.legendre_p_all: give it a vector")
        return scipy.special.eval_legendre(np.arange(n + 1)[:, None], z)[None]


# Legendre functions of the second kind, of all degrees up to n, and their slopes: (1 - z^2) q'' = 2 z q' - k (k + 1) q
#    (DLMF 14.2.1)


def places(rng: np.random.Generator) -> list[Sample]:
    """Within the cut, and beyond."""
    return [((3, 0.3), {}), ((0, -0.6), {}), ((2, 1.7), {})]


@adjoint(special.lqn, at=places)
def lqn(y, n, z, *, y_bar):
    if ndim(z) > 0:
        refuse("at many places: loop over them")
    k = np.arange(y[0].shape[0])
    bend = (2.0 * z * y[1] - k * (k + 1.0) * y[0]) / (1.0 - z * z)
    z_bar = np.sum(y_bar[0] * y[1]) + np.sum(y_bar[1] * bend)


@tangent(special.lqn)
def lqn_tangent(y, n, z, *, z_dot):
    if ndim(z) > 0:
        refuse("at many places: loop over them")
    k = np.arange(y[0].shape[0])
    bend = (2.0 * z * y[1] - k * (k + 1.0) * y[0]) / (1.0 - z * z)
    y_dot = (y[1] * z_dot, bend * z_dot)
