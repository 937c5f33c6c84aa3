# mypy: ignore-errors
"""scipy.linalg: matrices of bands and of blocks, and factors that follow from others.

The band storage of a (n, n) matrix with `low` diagonals below and `up` above has a[i, j] at ab[up + i - j, j].
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from scipy import linalg

from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.plain import defined
from s2sdiff.rules.scipy_linalg import row, single
from s2sdiff.rules.static import ndim, refuse
from s2sdiff.runtime import divide_or_zero

Sample = tuple[tuple[Any, ...], dict[str, Any]]

# --- blocks ---


def blocks(rng: np.random.Generator) -> list[Sample]:
    """Of different sizes, and one."""
    a, b, c = rng.normal(size=(2, 3)), rng.normal(size=(1, 2)), rng.normal(size=(2, 1))
    return [((a,), {}), ((a, b), {}), ((a, b, c), {})]


def block_diag(y, *arrs, y_bar):
    if len(arrs) > 4:
        refuse("of more than four blocks: join some first")
    if any(ndim(a) != 2 for a in arrs):
        refuse("of blocks that are no matrices: np.atleast_2d")
    arrs_bar = [
        y_bar[
            sum(np.shape(a)[0] for a in arrs[:i]) : sum(np.shape(a)[0] for a in arrs[: i + 1]),
            sum(np.shape(a)[1] for a in arrs[:i]) : sum(np.shape(a)[1] for a in arrs[: i + 1]),
        ]
        for i in range(len(arrs))
    ]


linear(linalg.block_diag, adjoint=block_diag, operands=("arrs",), at=blocks)


@defined(
    linalg.fiedler_companion, at=lambda rng: [((rng.uniform(1.0, 2.0, 5),), {}), ((rng.uniform(1.0, 2.0, 6),), {})]
)
def fiedler_companion(a):
    # Coefficients beside the diagonal, by turns below and above   (Fiedler 2003)
    row(a)
    n = a.shape[0] - 1
    if n < 3:
        raise NotImplementedError("the derivative of scipy.linalg.fiedler_companion of fewer than four coefficients")
    c = np.zeros((n, n), dtype=a.dtype)
    c[np.arange(3, n, 2), np.arange(1, n - 2, 2)] = 1.0
    c[np.arange(0, n - 2, 2), np.arange(2, n, 2)] = 1.0
    c[np.arange(2, n, 2), np.arange(1, n - 1, 2)] = -a[3::2] / a[0]
    c[np.arange(0, n - 1, 2), np.arange(1, n, 2)] = -a[2::2] / a[0]
    c[0, 0] = -a[1] / a[0]
    c[1, 0] = 1.0
    return c


# --- bands ---


def bands(rng: np.random.Generator) -> list[Sample]:
    """Unequal bands, one band, right sides of one and two axes."""
    ab = rng.normal(size=(4, 5)) + np.array([0.0, 0.0, 6.0, 0.0])[:, None]
    b = rng.normal(size=(5, 2))
    return [(((1, 2), ab, b[:, 0]), {}), (((1, 2), ab, b), {}), (((0, 1), ab[1:3], b[:, 0]), {})]


# a x = b:  b_bar = a'^-1 x_bar,  a_bar = -b_bar x', of which the bands count.  The bands of a' are those of a, each shifted
# along itself, in the opposite order; what is wrapped around lies outside the matrix.


@adjoint(linalg.solve_banded, at=bands)
def solve_banded(x, l_and_u, ab, b, overwrite_ab=False, overwrite_b=False, check_finite=True, *, x_bar):
    if ndim(ab) != 2 or ndim(b) > 2:
        refuse("of many matrices at once: loop over them")
    n = np.shape(ab)[1]
    below = np.arange(-l_and_u[1], l_and_u[0] + 1)[:, None]
    other = l_and_u[0] - np.arange(np.shape(ab)[0])[:, None]
    turned = ab[np.arange(np.shape(ab)[0] - 1, -1, -1)[:, None], (np.arange(n) - other) % n]
    b_bar = scipy.linalg.solve_banded((l_and_u[1], l_and_u[0]), turned, x_bar)
    inside = (np.arange(n) + below >= 0) & (np.arange(n) + below < n)
    if ndim(b) == 1:
        ab_bar = -np.where(inside, b_bar[(np.arange(n) + below) % n] * x, 0.0)
    else:
        ab_bar = -np.where(inside, np.sum(b_bar[(np.arange(n) + below) % n] * x, axis=-1), 0.0)


@tangent(linalg.solve_banded)
def solve_banded_tangent(x, l_and_u, ab, b, overwrite_ab=False, overwrite_b=False, check_finite=True, *, ab_dot, b_dot):
    if ndim(ab) != 2 or ndim(b) > 2:
        refuse("of many matrices at once: loop over them")
    # (a_dot x)_i = sum over the bands of ab_dot[r, j] x_j with j = i - below_r
    n = np.shape(ab)[1]
    below = np.arange(-l_and_u[1], l_and_u[0] + 1)[:, None]
    inside = (np.arange(n) - below >= 0) & (np.arange(n) - below < n)
    places = (np.arange(n) - below) % n
    if ndim(b) == 1:
        x_dot = scipy.linalg.solve_banded(l_and_u, ab, b_dot) - scipy.linalg.solve_banded(
            l_and_u,
            ab,
            np.sum(np.where(inside, ab_dot[np.arange(np.shape(ab)[0])[:, None], places] * x[places], 0.0), axis=0),
        )
    else:
        x_dot = scipy.linalg.solve_banded(l_and_u, ab, b_dot) - scipy.linalg.solve_banded(
            l_and_u,
            ab,
            np.sum(
                np.where(inside, ab_dot[np.arange(np.shape(ab)[0])[:, None], places], 0.0)[:, :, None] * x[places],
                axis=0,
            ),
        )


def symmetric_bands(rng: np.random.Generator) -> list[Sample]:
    """The diagonal and one or two beside it, above or below."""
    up = rng.normal(size=(3, 5)) + np.array([0.0, 0.0, 7.0])[:, None]
    b = rng.normal(size=5)
    return [((up, b), {}), ((up[::-1].copy(), b), {"lower": True}), ((up[1:], b), {})]


def all_bands(ab, lower):
    """The bands on both sides of the diagonal of a symmetric matrix."""
    single(ab)
    n, count = ab.shape[1], ab.shape[0]
    below = np.arange(count)[:, None]
    low = ab if lower else np.ravel(ab)[(count - 1 - below) * n + (np.arange(n) + below) % n]
    up = np.ravel(low)[below[:0:-1] * n + (np.arange(n) - below[:0:-1]) % n]
    return np.concatenate([up, low])


@defined(linalg.solveh_banded, at=symmetric_bands)
def solveh_banded(ab, b, overwrite_ab=False, overwrite_b=False, lower=False, check_finite=True):
    if np.iscomplexobj(ab):
        raise NotImplementedError(
            "the derivative of scipy.linalg.solveh_banded of complex matrices: use np.linalg.solve"
        )
    beside = ab.shape[0] - 1
    return scipy.linalg.solve_banded((beside, beside), all_bands(ab, lower), b)


def dense(ab, lower):
    """The symmetric matrix of these bands."""
    single(ab)
    if np.iscomplexobj(ab):
        raise NotImplementedError("of complex bands: use the whole matrix")
    n, count = ab.shape[1], ab.shape[0]
    apart = np.abs(np.arange(n)[:, None] - np.arange(n))
    first = np.minimum(np.arange(n)[:, None], np.arange(n))
    last = np.maximum(np.arange(n)[:, None], np.arange(n))
    row = np.minimum(apart, count - 1)
    if lower:
        return np.where(apart < count, np.ravel(ab)[row * n + first], 0.0)
    return np.where(apart < count, np.ravel(ab)[(count - 1 - row) * n + last], 0.0)


@defined(linalg.cholesky_banded, at=lambda rng: [((args[0],), kwargs) for args, kwargs in symmetric_bands(rng)])
def cholesky_banded(ab, overwrite_ab=False, lower=False, check_finite=True):
    # By the whole matrix
    n, count = ab.shape[1], ab.shape[0]
    low = np.linalg.cholesky(dense(ab, lower))
    i, j = np.arange(count)[:, None], np.arange(n)
    if lower:
        return np.where(j + i < n, np.ravel(low)[(j + i) % n * n + j], ab)
    return np.where(j >= count - 1 - i, np.ravel(low)[j * n + (j - (count - 1 - i)) % n], ab)


@defined(linalg.eigvals_banded, at=lambda rng: [((args[0],), kwargs) for args, kwargs in symmetric_bands(rng)])
def eigvals_banded(a_band, lower=False, overwrite_a_band=False, *, check_finite=True):
    return np.linalg.eigvalsh(dense(a_band, lower))


@defined(
    linalg.eigvalsh_tridiagonal,
    at=lambda rng: [((np.arange(4.0) + 0.3 * rng.normal(size=4), 0.4 * rng.normal(size=3)), {})],
)
def eigvalsh_tridiagonal(d, e, *, check_finite=True):
    row(d)
    row(e)
    return np.linalg.eigvalsh(np.diag(d) + np.diag(e, 1) + np.diag(e, -1))


# --- factors that follow from others ---


def tridiagonals(rng: np.random.Generator) -> list[Sample]:
    """With distinct eigenvalues, and vectors or none."""
    d, e = np.arange(4.0) + rng.uniform(size=4), rng.uniform(0.5, 1.0, 3)
    return [((d, e), {}), ((d, e), {"eigvals_only": True})]


@adjoint(linalg.eigh_tridiagonal, at=tridiagonals)
def eigh_tridiagonal(y, d, e, eigvals_only=False, *, y_bar):
    if ndim(d) != 1 or ndim(e) != 1:
        refuse("of many matrices at once: loop over them")
    # as of a full matrix, of which the diagonals are d, e and e
    if eigvals_only:
        factors = scipy.linalg.eigh_tridiagonal(d, e)
        v = factors[1]
        middle = np.diag(y_bar)
    else:
        v = y[1]
        middle = divide_or_zero(1.0, y[0] - y[0][:, None]) * (v.T @ y_bar[1]) + np.diag(y_bar[0])
    back = v @ middle @ v.T
    d_bar = np.diagonal(back)
    e_bar = np.diagonal(back, 1) + np.diagonal(back, -1)


@tangent(linalg.eigh_tridiagonal)
def eigh_tridiagonal_tangent(y, d, e, eigvals_only=False, *, d_dot, e_dot):
    if ndim(d) != 1 or ndim(e) != 1:
        refuse("of many matrices at once: loop over them")
    if eigvals_only:
        factors = scipy.linalg.eigh_tridiagonal(d, e)
        v = factors[1]
        y_dot = np.sum(v * (d_dot[:, None] * v), axis=0) + 2.0 * np.sum(v[:-1] * (e_dot[:, None] * v[1:]), axis=0)
    else:
        v = y[1]
        gap = divide_or_zero(1.0, y[0] - y[0][:, None])
        y_dot = (
            np.sum(v * (d_dot[:, None] * v), axis=0) + 2.0 * np.sum(v[:-1] * (e_dot[:, None] * v[1:]), axis=0),
            v @ (gap * (v.T @ (d_dot[:, None] * v)))
            + v @ (gap * (v[:-1].T @ (e_dot[:, None] * v[1:]) + v[1:].T @ (e_dot[:, None] * v[:-1]))),
        )


@defined(
    linalg.qr_multiply,
    at=lambda rng: [
        ((rng.normal(size=(4, 3)), rng.normal(size=(2, 4))), {}),
        ((rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), "left"), {}),
    ],
)
def qr_multiply(a, c, mode="right"):
    if np.ndim(c) != 2:
        raise NotImplementedError("the derivative of scipy.linalg.qr_multiply of a vector: give it a second axis")
    if np.iscomplexobj(c):
        raise NotImplementedError("of complex numbers: multiply by the factor of np.linalg.qr")
    single(a)
    q, r = np.linalg.qr(a)
    if mode == "left":
        return q @ c, r
    return c @ q, r


@defined(linalg.signm, at=lambda rng: [((np.diag([2.0, -1.5, 3.0]) + 0.3 * rng.normal(size=(3, 3)),), {})])
def signm(A):
    # a (a a)^(-1/2)   (Higham, Functions of matrices, 5.1)
    return A @ np.linalg.inv(scipy.linalg.sqrtm(A @ A))
