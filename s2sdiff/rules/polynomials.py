# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Polynomials as NumPy has them of old: coefficients with the highest power first.

The derivative of a polynomial's value with respect to its coefficients is a row of powers.  A product is a convolution.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_complex, is_scalar, is_static, ndim, refuse, undefined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


# --- sums and products ---


def polyadd_back(y, a1, a2, *, y_bar):
    # the constant terms meet
    if is_scalar(a1) or is_scalar(a2):
        refuse("the sum of a polynomial and a number: write the number as [number]")
    a1_bar = y_bar[len(y) - len(a1) :]
    a2_bar = y_bar[len(y) - len(a2) :]


def polysub_back(y, a1, a2, *, y_bar):
    if is_scalar(a1) or is_scalar(a2):
        refuse("the difference of a polynomial and a number: write the number as [number]")
    a1_bar = y_bar[len(y) - len(a1) :]
    a2_bar = -y_bar[len(y) - len(a2) :]


def two_polynomials(rng: np.random.Generator) -> list[Sample]:
    """Of different degrees, either way, and of one."""
    a, b = rng.normal(size=4), rng.normal(size=2)
    return [((a, b), {}), ((b, a), {}), ((a, rng.normal(size=4)), {})]


linear(np.polyadd, adjoint=polyadd_back, operands=("a1", "a2"), at=two_polynomials)
linear(np.polysub, adjoint=polysub_back, operands=("a1", "a2"), at=two_polynomials)


@adjoint(np.polymul, at=two_polynomials)
def polymul(y, a1, a2, *, y_bar):
    # NumPy drops leading zeros: what it dropped has no part in the result
    if is_scalar(a1) or is_scalar(a2):
        refuse("the product of a polynomial and a number: write *")
    whole = np.append(np.zeros(len(a1) + len(a2) - 1 - len(y)), y_bar)
    a1_bar = np.convolve(whole, a2[::-1], "valid")
    a2_bar = np.convolve(whole, a1[::-1], "valid")


@tangent(np.polymul)
def polymul_tangent(y, a1, a2, *, a1_dot, a2_dot):
    if is_scalar(a1) or is_scalar(a2):
        refuse("the product of a polynomial and a number: write *")
    y_dot = (
        np.convolve(a1_dot, a2)[len(a1) + len(a2) - 1 - len(y) :]
        + np.convolve(a1, a2_dot)[len(a1) + len(a2) - 1 - len(y) :]
    )


@defined(np.polydiv, at=lambda rng: [((rng.normal(size=4), 1.0 + rng.uniform(size=2)), {}), ((np.ones(2), np.ones(3)), {})])
def polydiv(u, v):
    # long division; what is left begins where it is not zero, up to rounding, as NumPy decides
    quotient = np.zeros(max(len(u) - len(v) + 1, 1)).astype(u.dtype) + 0.0 * u[0] * v[0]
    rest = u + 0.0 * v[0]
    for k in range(len(u) - len(v) + 1):
        quotient[k] = rest[k] / v[0]
        rest[k : k + len(v)] -= quotient[k] * v
    first = 0
    while first < len(rest) - 1 and np.allclose(rest[first], 0.0, rtol=1e-14):
        first += 1
    return quotient, rest[first:]


# --- derivatives and integrals ---


def polyder_back(y, p, m=1, *, y_bar):
    # each coefficient times a falling factorial, the last m dropped
    if is_static(m) and m == 1:
        p_bar = np.append(y_bar * np.arange(len(y), 0, -1), 0.0)
    else:
        p_bar = np.append(y_bar * np.polyder(np.ones(len(p)), m), np.zeros(m))


linear(
    np.polyder,
    adjoint=polyder_back,
    operands=("p",),
    at=lambda rng: [((rng.normal(size=4),), {}), ((rng.normal(size=4), 2), {}), ((rng.normal(size=3), 0), {})],
)


@adjoint(
    np.polyint,
    at=lambda rng: [((rng.normal(size=4),), {}), ((rng.normal(size=4), 2), {}), ((rng.normal(size=3), 1, 2), {})],
)
def polyint(y, p, m=1, k=None, *, y_bar):
    p_bar = y_bar[: len(p)] * np.polyint(np.ones(len(p)), m)[: len(p)]
    if k is not None:
        k_bar = undefined("`np.polyint` with respect to a constant of integration")


@tangent(np.polyint)
def polyint_tangent(y, p, m=1, k=None, *, p_dot, k_dot):
    y_dot = np.polyint(p_dot, m) + undefined("`np.polyint` with respect to a constant of integration") * np.sum(k_dot)


# --- values, fits, products of (x - root) ---


def values(rng: np.random.Generator) -> list[Sample]:
    """At a number, a vector, a matrix; of degrees 3 and 0."""
    p = rng.normal(size=4)
    return [
        ((p, 0.7), {}),
        ((p, rng.normal(size=3)), {}),
        ((p, rng.normal(size=(2, 3))), {}),
        ((p[:1], rng.normal(size=3)), {}),
        (([0.3, -0.7, 1.2], rng.normal(size=2)), {}),
    ]


@adjoint(np.polyval, at=values)
def polyval(y, p, x, *, y_bar):
    # y = sum of p_i x^(n-1-i)
    p_bar = np.ravel(y_bar) @ np.vander(np.ravel(x), len(p))
    x_bar = y_bar * np.polyval(np.polyder(p), x)


@tangent(np.polyval)
def polyval_tangent(y, p, x, *, p_dot, x_dot):
    y_dot = np.polyval(p_dot, x) + np.polyval(np.polyder(p), x) * x_dot


def measurements(rng: np.random.Generator) -> list[Sample]:
    """More points than coefficients, as many, weighted."""
    x = np.cumsum(rng.uniform(0.3, 0.6, 6)) - 1.5
    return [
        ((x, rng.normal(size=6), 2), {}),
        ((x[:3], rng.normal(size=3), 2), {}),
        ((x, rng.normal(size=6), 1), {"w": rng.uniform(0.5, 1.5, 6)}),
    ]


@adjoint(np.polyfit, at=measurements)
def polyfit(c, x, y, deg, rcond=None, full=False, w=None, *, c_bar):
    # c = a^+ b with a = w vander(x), b = w y.  With g = (a' a)^-1 c_bar and r = b - a c:
    # b_bar = a g,  a_bar = r g' - (a g) c'   (Golub, Pereyra 4.12)
    if full:
        refuse("np.polyfit with full=True: leave it out")
    if ndim(y) != 1 or is_complex(c):
        refuse("np.polyfit of several or complex data sets: call it for each")
    if w is None:
        weights = np.ones_like(x)
    else:
        weights = w
    powers = np.vander(x, deg + 1)
    a = weights[:, None] * powers
    inverse = np.linalg.pinv(a)
    back = c_bar @ inverse
    rest = weights * (y - powers @ c)
    a_bar = np.outer(rest, inverse @ back) - np.outer(back, c)
    slopes = np.arange(deg, -1, -1) * np.roll(powers, -1, 1)
    x_bar = weights * np.sum(a_bar * slopes, axis=1)
    y_bar = back * weights
    if w is not None:
        w_bar = back * y + np.sum(a_bar * powers, axis=1)


@tangent(np.polyfit)
def polyfit_tangent(c, x, y, deg, rcond=None, full=False, w=None, *, x_dot, y_dot, w_dot):
    if full:
        refuse("np.polyfit with full=True: leave it out")
    if ndim(y) != 1 or is_complex(c):
        refuse("np.polyfit of several or complex data sets: call it for each")
    if w is None:
        weights = np.ones_like(x)
    else:
        weights = w
    powers = np.vander(x, deg + 1)
    inverse = np.linalg.pinv(weights[:, None] * powers)
    gap = y - powers @ c
    moved = (weights * x_dot)[:, None] * (np.arange(deg, -1, -1) * np.roll(powers, -1, 1))
    if w is None:
        c_dot = inverse @ (weights * y_dot) + (
            inverse @ (inverse.T @ (moved.T @ (weights * gap))) - inverse @ (moved @ c)
        )
    else:
        weighed = w_dot[:, None] * powers
        c_dot = (
            inverse @ (weights * y_dot)
            + (inverse @ (inverse.T @ (moved.T @ (weights * gap))) - inverse @ (moved @ c))
            + (inverse @ (inverse.T @ (weighed.T @ (weights * gap))) + inverse @ (w_dot * gap))
        )


@adjoint(np.roots, at=lambda rng: [((rng.uniform(1.0, 2.0, 4) + 1j * rng.normal(size=4),), {})])
def roots(y, p, *, y_bar):
    # p(z) = 0:  p'(z) z_dot = -sum of p_dot_i z^(n-1-i)
    if not is_complex(p):
        refuse("np.roots of real coefficients, real or complex by their values: of p + 0j")
    p_bar = -(y_bar / np.polyval(np.polyder(p), y)) @ np.vander(y, len(p))


@tangent(np.roots)
def roots_tangent(y, p, *, p_dot):
    if not is_complex(p):
        refuse("np.roots of real coefficients, real or complex by their values: of p + 0j")
    y_dot = -np.polyval(p_dot, y) / np.polyval(np.polyder(p), y)


@adjoint(np.poly, at=lambda rng: [((rng.normal(size=4),), {}), ((rng.normal(size=1),), {})])
def poly(y, seq_of_zeros, *, y_bar):
    # y = product of (x - r_j), dy/dr_j = -y / (x - r_j): by synthetic division the coefficients of x^(n-1-i) are
    # sum_{k <= i} y_k r_j^(i-k), so the cotangent of r_j is a polynomial in r_j whose coefficients are correlations.
    if is_complex(seq_of_zeros):
        refuse("np.poly of complex zeros, real or complex by their values: multiply the factors")
    if ndim(seq_of_zeros) != 1:
        refuse("np.poly of a matrix: of its eigenvalues")
    along = np.convolve(y_bar[1:], y[:-1][::-1])[len(y) - 2 :]
    seq_of_zeros_bar = -np.polyval(along[::-1], seq_of_zeros)


@tangent(np.poly)
def poly_tangent(y, seq_of_zeros, *, seq_of_zeros_dot):
    if is_complex(seq_of_zeros):
        refuse("np.poly of complex zeros, real or complex by their values: multiply the factors")
    if ndim(seq_of_zeros) != 1:
        refuse("np.poly of a matrix: of its eigenvalues")
    moments = seq_of_zeros_dot @ np.vander(seq_of_zeros, len(y) - 1, True)  # noqa: FBT003 - by position, as np.vander
    y_dot = -np.append(0.0, np.convolve(y[:-1], moments)[: len(y) - 1])
