# mypy: ignore-errors
# ruff: noqa: RUF005, SIM108 - shapes are added up; a static `if` is a choice made when generating
"""Solving, inverting, factoring, norms.

Notation: a' is the transpose without conjugation, which JAX's convention asks for; holomorphic functions need nothing
else, the others are refused for complex matrices.  Many matrices at once lie along the leading axes: (..., n, n).
Sources: M. Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008;
I. Murray, "Differentiation of the Cholesky decomposition", 2016; J. Townsend, "Differentiating the singular value
decomposition", 2016; S. Walter and L. Lehmann, "Algorithmic differentiation of linear algebra functions", 2010;
G. Golub and V. Pereyra, "The differentiation of pseudo-inverses", 1973.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.reduction import put_back
from s2sdiff.rules.static import is_complex, is_square, is_static, ndim, refuse, size_along, static
from s2sdiff.runtime import (
    cofactors,
    cofactors_along,
    divide_or_zero,
    fit_shape,
    leading_eigenvector,
    only_first,
    over_gap,
    solve_one,
    unbroadcast,
    unknown_beyond,
)
from s2sdiff.types import UNKNOWN, Array, Scalar, rank

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def well_posed(rng: np.random.Generator, *batch: int, n: int = 3) -> Any:
    """Matrices far from singular, of both signs of determinant."""
    return rng.normal(size=(*batch, n, n)) + np.diag([3.0, -3.0, 4.0, 5.0][:n])


def positive(rng: np.random.Generator, *batch: int, n: int = 3) -> Any:
    """Symmetric positive definite matrices with distinct eigenvalues."""
    a = rng.normal(size=(*batch, n, n))
    return a @ np.swapaxes(a, -1, -2) + np.diag(np.arange(1.0, n + 1.0))


def hermitian(rng: np.random.Generator, *batch: int, n: int = 3) -> Any:
    """Complex ones, Hermitian and positive definite."""
    a = rng.normal(size=(*batch, n, n)) + 1j * rng.normal(size=(*batch, n, n))
    product = a @ np.conj(np.swapaxes(a, -1, -2)) + np.diag(np.arange(1.0, n + 1.0))
    return 0.5 * (product + np.conj(np.swapaxes(product, -1, -2)))


def one_and_many(rng: np.random.Generator) -> list[Sample]:
    """One matrix, Fortran order, one of size 1, several."""
    a = well_posed(rng)
    return [((a,), {}), ((a.T,), {}), ((a[:1, :1],), {}), ((well_posed(rng, 2),), {})]


def symmetric_ones(rng: np.random.Generator) -> list[Sample]:
    """One positive definite matrix, and several."""
    return [((positive(rng),), {}), ((positive(rng, 2),), {})]


def symmetric_and_hermitian(rng: np.random.Generator) -> list[Sample]:
    """As `symmetric_ones`, and complex ones; from either triangle."""
    return [*symmetric_ones(rng), ((hermitian(rng),), {}), ((hermitian(rng, 2),), {})]


@shared
def transposed(m, a):
    """The transposes of matrices that are complex where a is: conjugate ones, then."""
    if is_complex(a):
        return np.conj(np.swapaxes(m, -1, -2))
    return np.swapaxes(m, -1, -2)


@shared
def hermitian_part(m, a):
    """The symmetric parts of matrices; Hermitian ones, where a is complex."""
    if is_complex(a):
        return 0.5 * (m + np.conj(np.swapaxes(m, -1, -2)))
    return 0.5 * (m + np.swapaxes(m, -1, -2))


@shared
def taken_for_hermitian(m, a, hermitian):
    """What is left of matrices, or of changes of them, if they are called Hermitian."""
    if hermitian:
        return hermitian_part(m, a)
    return m


# --- solve, inv, det, slogdet, pinv ---


def systems(rng: np.random.Generator) -> list[Sample]:
    """A vector and a matrix on the right; many of each; broadcast either way."""
    a, many = well_posed(rng), well_posed(rng, 2)
    b = rng.normal(size=(3, 4))
    return [
        ((a, b[:, 0]), {}),
        ((a.T, b), {}),
        ((many, rng.normal(size=(2, 3, 4))), {}),
        ((many, b), {}),
        ((a, rng.normal(size=(2, 3, 4))), {}),
        ((many, b[:, 0]), {}),
    ]


@adjoint(np.linalg.solve, at=systems)
def solve(x, a, b, *, x_bar):
    # a x = b.  b_bar = a'^-1 x_bar,  a_bar = -b_bar x'   (Giles 2.3.1); NumPy takes b for a vector if it has one axis
    if ndim(a) == 2 and ndim(b) == 1:
        b_bar = np.linalg.solve(a.T, x_bar)
        a_bar = -np.outer(b_bar, x)
    elif ndim(a) == 2 and ndim(b) == 2:
        b_bar = np.linalg.solve(a.T, x_bar)
        a_bar = -b_bar @ x.T
    elif ndim(b) == 1:
        back = np.linalg.solve(np.swapaxes(a, -1, -2), x_bar[..., None])
        a_bar = -back * x[..., None, :]
        b_bar = unbroadcast(back[..., 0], b)
    else:
        back = np.linalg.solve(np.swapaxes(a, -1, -2), x_bar)
        a_bar = unbroadcast(-back @ np.swapaxes(x, -1, -2), a)
        b_bar = unbroadcast(back, b)


@tangent(np.linalg.solve)
def solve_tangent(x, a, b, *, a_dot, b_dot):
    if ndim(b) == 1 and ndim(a) > 2:
        x_dot = np.linalg.solve(a, b_dot) - np.linalg.solve(a, a_dot @ x[..., None])[..., 0]
    else:
        x_dot = np.linalg.solve(a, b_dot) - np.linalg.solve(a, a_dot @ x)


def like_right_side(a: Any, b: Any) -> Any:
    """The type of `solve_one`: a vector."""
    if not isinstance(a, (Array, Scalar)):
        return UNKNOWN
    dtypes = [t.dtype for t in (a, b) if isinstance(t, (Array, Scalar))]
    return Array(str(np.result_type(*dtypes)), b.shape if rank(b) == 1 else (None,))


solve_one.__s2sdiff_type__ = like_right_side


@adjoint(solve_one, at=lambda rng: [((well_posed(rng), rng.normal(size=3)), {})])
def solve_one_adjoint(x, a, b, *, x_bar):
    # as np.linalg.solve
    b_bar = solve_one(np.transpose(a), x_bar)
    a_bar = -np.outer(b_bar, x)


@tangent(solve_one)
def solve_one_tangent(x, a, b, *, a_dot, b_dot):
    x_dot = solve_one(a, b_dot) - solve_one(a, a_dot @ x)


@adjoint(np.linalg.inv, at=one_and_many)
def inv(y, a, *, y_bar):
    # a_bar = -y' y_bar y'   (Giles 2.2.3)
    if ndim(a) == 2:
        a_bar = -y.T @ y_bar @ y.T
    else:
        a_bar = -np.swapaxes(y, -1, -2) @ y_bar @ np.swapaxes(y, -1, -2)


@tangent(np.linalg.inv)
def inv_tangent(y, a, *, a_dot):
    y_dot = -y @ a_dot @ y


def of_any_rank(rng: np.random.Generator) -> list[Sample]:
    """As `one_and_many`, and singular ones: of rank n - 1, n - 2 and 0, among others, complex."""
    a = well_posed(rng)
    falling = np.outer(a[0], a[1])
    thin = np.array([[1.0, 2.0], [2.0, 4.0]])
    turned = np.outer([1.0, 1.0j, 2.0], [1.0, 0.0, 1.0 - 1.0j])
    return [
        *one_and_many(rng), ((thin,), {}), ((np.array([a, falling, 0.0 * a]),), {}), ((thin @ np.diag([1.0, 1.0j]),), {}),
        ((turned,), {}),
    ]  # fmt: skip


@adjoint(np.linalg.det, at=of_any_rank)
def det(y, a, *, y_bar):
    # a_bar = y_bar y a'^-1   (Giles 2.2.4), which the cofactors are; they are known of singular matrices, too
    if ndim(a) == 2:
        a_bar = y_bar * cofactors(a)
    else:
        a_bar = y_bar[..., None, None] * cofactors(a)


@tangent(np.linalg.det)
def det_tangent(y, a, *, a_dot):
    if ndim(a) == 2:
        y_dot = np.sum(cofactors(a) * a_dot)
    else:
        y_dot = np.sum(cofactors(a) * a_dot, axis=(-2, -1))


# The derivative of the determinant's derivative is symmetric: cofactors_along is its own adjoint.


@adjoint(cofactors, at=one_and_many)
def cofactors_back(y, a, *, y_bar):
    a_bar = cofactors_along(a, y_bar)


@tangent(cofactors)
def cofactors_tangent(y, a, *, a_dot):
    y_dot = cofactors_along(a, a_dot)


@adjoint(cofactors_along, at=lambda rng: [((a, rng.normal(size=a.shape)), {}) for ((a,), _) in one_and_many(rng)])
def cofactors_along_back(y, a, g, *, y_bar):
    # With k = a'^-1:  y = det(a) (<k, g> k - k g' k), and k_dot = -k a_dot' k.  A singular matrix raises LinAlgError.
    g_bar = cofactors_along(a, y_bar)
    k = np.swapaxes(np.linalg.inv(a), -1, -2)
    one = k @ np.swapaxes(g, -1, -2) @ k
    other = k @ np.swapaxes(y_bar, -1, -2) @ k
    size = np.sum(k * g, axis=(-2, -1), keepdims=True)
    other_size = np.sum(k * y_bar, axis=(-2, -1), keepdims=True)
    both = one @ np.swapaxes(y_bar, -1, -2) @ k + other @ np.swapaxes(g, -1, -2) @ k
    rest = size * other_size - np.sum(one * y_bar, axis=(-2, -1), keepdims=True)
    back = rest * k - other_size * one - size * other + both
    if ndim(a) == 2:
        a_bar = np.linalg.det(a) * back
    else:
        a_bar = np.linalg.det(a)[..., None, None] * back


@tangent(cofactors_along)
def cofactors_along_tangent(y, a, g, *, a_dot, g_dot):
    k = np.swapaxes(np.linalg.inv(a), -1, -2)
    one = k @ np.swapaxes(g, -1, -2) @ k
    size = np.sum(k * g, axis=(-2, -1), keepdims=True)
    if ndim(a) == 2:
        scale = np.linalg.det(a)
    else:
        scale = np.linalg.det(a)[..., None, None]
    y_dot = (
        cofactors_along(a, g_dot)
        + np.sum(k * a_dot, axis=(-2, -1), keepdims=True) * y
        - scale * np.sum(one * a_dot, axis=(-2, -1), keepdims=True) * k
        - scale * size * (k @ np.swapaxes(a_dot, -1, -2) @ k)
        + scale * (one @ np.swapaxes(a_dot, -1, -2) @ k)
        + scale * (k @ np.swapaxes(a_dot, -1, -2) @ one)
    )


def regular_ones(rng: np.random.Generator) -> list[Sample]:
    """As `one_and_many`, and complex ones."""
    z = well_posed(rng, 2) + 1j * rng.normal(size=(2, 3, 3))
    return [*one_and_many(rng), ((z[0],), {}), ((z,), {})]


@adjoint(np.linalg.slogdet, at=regular_ones)
def slogdet(y, a, *, y_bar):
    # y = (sign, log |det a|); the sign of a real matrix is constant, that of a complex one turns by the imaginary part of
    # d log det a = tr(a^-1 a_dot), of which the other part is the real one
    if is_complex(a):
        share = y_bar[1] + 1j * np.imag(y_bar[0] * y[0])
    else:
        share = y_bar[1]
    if ndim(a) == 2:
        a_bar = share * np.linalg.inv(a).T
    else:
        a_bar = share[..., None, None] * np.swapaxes(np.linalg.inv(a), -1, -2)


@tangent(np.linalg.slogdet)
def slogdet_tangent(y, a, *, a_dot):
    if ndim(a) == 2:
        change = np.sum(np.linalg.inv(a).T * a_dot)
    else:
        change = np.sum(np.swapaxes(np.linalg.inv(a), -1, -2) * a_dot, axis=(-2, -1))
    if is_complex(a):
        y_dot = (1j * y[0] * np.imag(change), np.real(change))
    else:
        y_dot = (np.zeros_like(y[0]), change)


def of_full_rank(rng: np.random.Generator) -> list[Sample]:
    """Wide, tall, square, several."""
    a = rng.normal(size=(2, 4, 3))
    return [((a[0],), {}), ((a[0].T,), {}), ((well_posed(rng),), {}), ((a,), {})]


def of_full_rank_or_hermitian(rng: np.random.Generator) -> list[Sample]:
    """As `of_full_rank`, complex, and Hermitian."""
    z = rng.normal(size=(2, 4, 3)) + 1j * rng.normal(size=(2, 4, 3))
    turned = hermitian(rng)
    return [
        *of_full_rank(rng), ((z[0],), {}), ((np.swapaxes(z, -1, -2),), {}), ((positive(rng),), {"hermitian": True}),
        ((turned,), {"hermitian": True}),
    ]  # fmt: skip


@adjoint(np.linalg.pinv, at=of_full_rank_or_hermitian)
def pinv(y, a, rcond=None, hermitian=False, *, y_bar):
    # dy = -y da y + y y' da' (1 - a y) + (1 - y a) da' y' y, where the rank does not change   (Golub, Pereyra 4.12),
    # with conjugates where a is complex.  What is called Hermitian has a Hermitian cotangent.
    if rcond is not None:
        refuse("np.linalg.pinv with rcond, which may drop what moves: leave it out, or drop it with np.linalg.svd")
    whole = taken_for_hermitian(a, a, hermitian)
    y_t = np.swapaxes(y, -1, -2)
    y_bar_t = np.swapaxes(y_bar, -1, -2)
    if is_complex(a):
        left = y_bar_t @ y @ np.conj(y_t)
        right = np.conj(y_t) @ y @ y_bar_t
        back = -y_t @ y_bar @ y_t + np.conj(left - whole @ y @ left + right - right @ y @ whole)
    else:
        left = y_bar_t @ y @ y_t
        right = y_t @ y @ y_bar_t
        back = -y_t @ y_bar @ y_t + left - whole @ y @ left + right - right @ y @ whole
    a_bar = taken_for_hermitian(back, a, hermitian)


@tangent(np.linalg.pinv)
def pinv_tangent(y, a, rcond=None, hermitian=False, *, a_dot):
    if rcond is not None:
        refuse("np.linalg.pinv with rcond, which may drop what moves: leave it out, or drop it with np.linalg.svd")
    if hermitian and is_complex(a):
        whole = 0.5 * (a + np.conj(np.swapaxes(a, -1, -2)))
        change = 0.5 * (a_dot + np.conj(np.swapaxes(a_dot, -1, -2)))
    elif hermitian:
        whole = 0.5 * (a + np.swapaxes(a, -1, -2))
        change = 0.5 * (a_dot + np.swapaxes(a_dot, -1, -2))
    else:
        whole = a
        change = a_dot
    y_t = transposed(y, a)
    change_t = transposed(change, a)
    left = y @ y_t @ change_t
    right = change_t @ y_t @ y
    y_dot = -y @ change @ y + left - left @ whole @ y + right - y @ whole @ right


# --- factors ---


@adjoint(
    np.linalg.cholesky,
    at=lambda rng: [
        *((args, {"upper": True}) for args, _ in symmetric_and_hermitian(rng)),
        *symmetric_and_hermitian(rng),
    ],
)
def cholesky(y, a, *, upper=False, y_bar):
    # a = y y'.  With P = lower half of y' y_bar, its diagonal halved:  a_bar = y'^-1 P y^-1, made symmetric
    # (Murray 2016, 8).  a counts as symmetric: its cotangent is shared by both triangles, as in JAX.  A complex one counts
    # as Hermitian: a = y y* with y* = conj(y)', and a_bar = y'^-1 P conj(y)^-1, made Hermitian.
    if upper and is_complex(a):
        y_t = np.conj(y)
        low_bar = np.conj(np.swapaxes(y_bar, -1, -2))
    elif upper:
        y_t = y
        low_bar = np.swapaxes(y_bar, -1, -2)
    elif ndim(a) == 2:
        y_t = y.T
        low_bar = y_bar
    else:
        y_t = np.swapaxes(y, -1, -2)
        low_bar = y_bar
    half = np.tril(y_t @ low_bar) * (1.0 - 0.5 * np.eye(a.shape[-1]))
    if is_complex(a):
        back = np.linalg.solve(y_t, np.conj(np.swapaxes(np.linalg.solve(y_t, half), -1, -2)))
        a_bar = hermitian_part(back, a)
    elif ndim(a) == 2:
        back = np.linalg.solve(y_t, np.linalg.solve(y_t, half.T).T)
        a_bar = 0.5 * (back + back.T)
    else:
        back = np.linalg.solve(y_t, np.swapaxes(np.linalg.solve(y_t, np.swapaxes(half, -1, -2)), -1, -2))
        a_bar = hermitian_part(back, a)


@tangent(np.linalg.cholesky)
def cholesky_tangent(y, a, *, upper=False, a_dot):
    # y_dot = y P, P the lower half of y^-1 a_dot y'^-1   (Murray 2016, 4)
    if upper:
        low = transposed(y, a)
    else:
        low = y
    change = hermitian_part(a_dot, a)
    if is_complex(a):
        middle = np.linalg.solve(low, np.conj(np.swapaxes(np.linalg.solve(low, change), -1, -2)))
    else:
        middle = np.linalg.solve(low, np.swapaxes(np.linalg.solve(low, change), -1, -2))
    low_dot = low @ (np.tril(middle) * (1.0 - 0.5 * np.eye(a.shape[-1])))
    if upper:
        y_dot = transposed(low_dot, a)
    else:
        y_dot = low_dot


@adjoint(np.linalg.eigh, at=symmetric_ones)
def eigh(y, a, UPLO="L", *, y_bar):
    # a = v diag(w) v'.  a_bar = v (diag(w_bar) + F * (v' v_bar)) v', made symmetric, F_ij = 1 / (w_j - w_i)   (Giles 3.1).
    # Between equal eigenvalues see `over_gap`.  A complex matrix counts as Hermitian, and the phases of its eigenvectors
    # are held: what depends on them is not told, as in JAX.
    v_t = np.swapaxes(y[1], -1, -2)
    turn = (v_t @ y_bar[1]) * (1.0 - np.eye(a.shape[-1]))
    middle = over_gap(y[0][..., None, :] - y[0][..., None], turn) * turn + y_bar[0][..., None] * np.eye(a.shape[-1])
    if is_complex(a):
        back = np.conj(y[1]) @ middle @ v_t
    else:
        back = y[1] @ middle @ v_t
    a_bar = hermitian_part(back, a)


@tangent(np.linalg.eigh)
def eigh_tangent(y, a, UPLO="L", *, a_dot):
    # w_dot = diag(v' a_dot v),  v_dot = v (F * (v' a_dot v))   (Giles 3.1)
    v = y[1]
    v_t = transposed(v, a)
    moved = hermitian_part(a_dot, a)
    change = v_t @ moved @ v
    if is_complex(a):
        along = np.real(np.diagonal(change, 0, -2, -1))
        turn = change * (1.0 - np.eye(a.shape[-1], dtype=y[0].dtype))
    else:
        along = np.diagonal(change, 0, -2, -1)
        turn = change * (1.0 - np.eye(a.shape[-1]))
    y_dot = (along, y[1] @ (over_gap(y[0][..., None, :] - y[0][..., None], turn) * turn))


@shared
def beside_leading(v, a):
    """The leading eigenvector as a row and a column, and w - a + v v', which is regular where w is a single one."""
    if is_complex(a):
        refuse("the leading eigenvector of a complex matrix: take the real form [[re, -im], [im, re]]")
    column = v[..., None]
    row = v[..., None, :]
    both = 0.5 * (a + np.swapaxes(a, -1, -2))
    w = row @ both @ column
    return row, column, w * np.eye(a.shape[-1], dtype=a.dtype) - both + column * row


@adjoint(leading_eigenvector, at=symmetric_ones)
def leading(v, a, *, v_bar):
    # (w - a) v_dot = (1 - v v') a_dot v with v' v_dot = 0, for which w - a + v v' is regular: only w is a single one
    row, column, gap = beside_leading(v, a)
    across = v_bar[..., None] - column * (row @ v_bar[..., None])
    back = np.linalg.solve(gap, across) * row
    a_bar = 0.5 * (back + np.swapaxes(back, -1, -2))


@tangent(leading_eigenvector)
def leading_tangent(v, a, *, a_dot):
    row, column, gap = beside_leading(v, a)
    change = 0.5 * (a_dot + np.swapaxes(a_dot, -1, -2)) @ column
    across = change - column * (row @ change)
    v_dot = np.linalg.solve(gap, across)[..., 0]


@adjoint(np.linalg.eigvalsh, at=symmetric_and_hermitian)
def eigvalsh(y, a, UPLO="L", *, y_bar):
    # a_bar = v diag(y_bar) v', conjugate where a is complex
    v = np.linalg.eigh(a, UPLO)[1]
    if is_complex(a):
        a_bar = np.conj(v * y_bar[..., None, :]) @ np.swapaxes(v, -1, -2)
    else:
        a_bar = (v * y_bar[..., None, :]) @ np.swapaxes(v, -1, -2)


@tangent(np.linalg.eigvalsh)
def eigvalsh_tangent(y, a, UPLO="L", *, a_dot):
    v = np.linalg.eigh(a, UPLO)[1]
    change = hermitian_part(a_dot, a)
    if is_complex(a):
        y_dot = np.sum(np.real(np.conj(v) * (change @ v)), axis=-2)
    else:
        y_dot = np.sum(v * (change @ v), axis=-2)


def thin(rng: np.random.Generator) -> list[Sample]:
    """Wide, tall, square, several; symmetric; the values alone, of complex ones, too."""
    z = well_posed(rng) + 1j * rng.normal(size=(3, 3))
    return [
        *(((args[0],), {"full_matrices": False}) for args, _ in of_full_rank(rng)),
        ((well_posed(rng),), {}),
        ((positive(rng),), {"hermitian": True}),
        ((z[:2],), {"compute_uv": False}),
        ((hermitian(rng),), {"compute_uv": False, "hermitian": True}),
    ]


@shared
def thin_factors(y, a, full_matrices):
    """The singular values, and the vectors that belong to them."""
    s = y[1]
    if full_matrices and not is_square(a):
        return y[0][..., : s.shape[-1]], s, y[2][..., : s.shape[-1], :]
    return y[0], s, y[2]


@shared
def back_from_values(factors, a, y_bar):
    """The cotangent of a from that of its singular values: each moves by u' a_dot v."""
    if is_complex(a):
        return np.conj((factors[0] * y_bar[..., None, :]) @ factors[2])
    return (factors[0] * y_bar[..., None, :]) @ factors[2]


@shared
def values_moved(factors, a, a_dot):
    """The tangent of the singular values."""
    if is_complex(a):
        return np.sum(np.real(np.conj(factors[0]) * (a_dot @ np.conj(np.swapaxes(factors[2], -1, -2)))), axis=-2)
    return np.sum(factors[0] * (a_dot @ np.swapaxes(factors[2], -1, -2)), axis=-2)


@adjoint(np.linalg.svd, at=thin)
def svd(y, a, full_matrices=True, compute_uv=True, hermitian=False, *, y_bar):
    # a = u diag(s) v', u and v thin (Townsend 2016, section 3), F_ij = 1 / (s_j^2 - s_i^2), 0 between equal values:
    # a_bar = u ((F * (u' u_bar - u_bar' u)) S + S (F * (v' v_bar - v_bar' v)) + diag(s_bar)) v'
    #         + (1 - u u') u_bar S^-1 v' + u S^-1 v_bar' (1 - v v'),
    # with conjugates where a is complex: then u and v turn against each other by the imaginary part of u* a_dot v / s,
    # which is told of u, and the phase they have in common is held, as in JAX.
    # Vectors beyond those of the singular values may turn as they like: what depends on them is nan.
    if not compute_uv:
        if hermitian:
            factors = np.linalg.svd(a, hermitian=True)
        else:
            factors = np.linalg.svd(a, full_matrices=False)
        back = back_from_values(factors, a, y_bar)
    else:
        u, s, v_t = thin_factors(y, a, full_matrices)
        if full_matrices and not is_square(a):
            u_bar = only_first(y_bar[0], u)
            v_t_bar = only_first(y_bar[2], v_t)
        else:
            u_bar = y_bar[0]
            v_t_bar = y_bar[2]
        turn_u = np.swapaxes(u, -1, -2) @ u_bar
        if is_complex(a):
            turn_v = np.conj(v_t @ np.swapaxes(v_t_bar, -1, -2))
            whole_u = turn_u - np.conj(np.swapaxes(turn_u, -1, -2))
            whole_v = turn_v - np.conj(np.swapaxes(turn_v, -1, -2))
            own = y_bar[1] + 1j * np.imag(np.diagonal(turn_u, 0, -2, -1)) / s
        else:
            turn_v = v_t @ np.swapaxes(v_t_bar, -1, -2)
            whole_u = turn_u - np.swapaxes(turn_u, -1, -2)
            whole_v = turn_v - np.swapaxes(turn_v, -1, -2)
            own = y_bar[1]
        due = (np.abs(turn_u) + np.abs(turn_v)) * (1.0 - np.eye(s.shape[-1]))
        gap = over_gap(s[..., None, :] ** 2 - s[..., None] ** 2, due + np.swapaxes(due, -1, -2))
        middle = (
            gap * whole_u * s[..., None, :] + s[..., None] * gap * whole_v + own[..., None] * np.eye(s.shape[-1])
        )
        if is_complex(a):
            outside_u = (u_bar - np.conj(u) @ turn_u) / s[..., None, :]
            outside_v = (v_t_bar - np.conj(np.swapaxes(turn_v, -1, -2) @ v_t)) / s[..., None]
            back = np.conj(u) @ (middle @ np.conj(v_t) + outside_v) + outside_u @ np.conj(v_t)
        else:
            outside_u = (u_bar - u @ turn_u) / s[..., None, :]
            outside_v = (v_t_bar - np.swapaxes(turn_v, -1, -2) @ v_t) / s[..., None]
            back = u @ middle @ v_t + outside_u @ v_t + u @ outside_v
    a_bar = taken_for_hermitian(back, a, hermitian)


@tangent(np.linalg.svd)
def svd_tangent(y, a, full_matrices=True, compute_uv=True, hermitian=False, *, a_dot):
    # With p = u' a_dot v:  s_dot = diag(p),  u_dot = u (F * (p S + S p')) + (1 - u u') a_dot v S^-1, v_dot alike
    change = taken_for_hermitian(a_dot, a, hermitian)
    if not compute_uv:
        if hermitian:
            factors = np.linalg.svd(a, hermitian=True)
        else:
            factors = np.linalg.svd(a, full_matrices=False)
        y_dot = values_moved(factors, a, change)
    else:
        u, s, v_t = thin_factors(y, a, full_matrices)
        u_t = transposed(u, a)
        v = transposed(v_t, a)
        inside = u_t @ change @ v
        inside_t = transposed(inside, a)
        if is_complex(a):
            s_dot = np.real(np.diagonal(inside, 0, -2, -1))
        else:
            s_dot = np.diagonal(inside, 0, -2, -1)
        due = (np.abs(inside) + np.abs(inside_t)) * (1.0 - np.eye(s.shape[-1]))
        gap = over_gap(s[..., None, :] ** 2 - s[..., None] ** 2, due)
        if is_complex(a):
            phase = 0.5 * (inside - inside_t) / s[..., None] * np.eye(s.shape[-1], dtype=s.dtype)
            turn_u = gap * (inside * s[..., None, :] + s[..., None] * inside_t) + phase
        else:
            turn_u = gap * (inside * s[..., None, :] + s[..., None] * inside_t)
        turn_v = gap * (s[..., None] * inside + inside_t * s[..., None, :])
        u_dot = u @ turn_u + (change @ v - u @ inside) / s[..., None, :]
        v_t_dot = (u_t @ change - inside @ v_t) / s[..., None] - turn_v @ v_t
        if full_matrices and not is_square(a):
            y_dot = (unknown_beyond(u_dot, y[0]), s_dot, unknown_beyond(v_t_dot, y[2]))
        else:
            y_dot = (u_dot, s_dot, v_t_dot)


def only_first_again(y, g, x, *, y_bar):
    g_bar = fit_shape(y_bar, g)


def unknown_beyond_again(y, g, x, *, y_bar):
    g_bar = only_first(y_bar, g)


linear(
    only_first,
    adjoint=only_first_again,
    operands=("g",),
    constant=("x",),
    at=lambda rng: [((rng.normal(size=(2, 3)), np.zeros((2, 3))), {})],
)
linear(
    unknown_beyond,
    adjoint=unknown_beyond_again,
    operands=("g",),
    constant=("x",),
    at=lambda rng: [((rng.normal(size=(2, 3)), np.zeros((2, 3))), {})],
)


@adjoint(
    np.linalg.svdvals,
    at=lambda rng: [*of_full_rank(rng), ((rng.normal(size=(2, 3)) + 1j * rng.normal(size=(2, 3)),), {})],
)
def svdvals(y, x, *, y_bar):
    factors = np.linalg.svd(x, full_matrices=False)
    x_bar = back_from_values(factors, x, y_bar)


@tangent(np.linalg.svdvals)
def svdvals_tangent(y, x, *, x_dot):
    factors = np.linalg.svd(x, full_matrices=False)
    y_dot = values_moved(factors, x, x_dot)


def of_any_shape(rng: np.random.Generator) -> list[Sample]:
    """Tall, square, wide, several; complex; the triangle alone."""
    a = rng.normal(size=(2, 4, 3))
    z = a + 1j * a[::-1]
    return [
        ((a[0],), {}), ((well_posed(rng),), {}), ((a,), {"mode": "reduced"}), ((a[0].T,), {}), ((z[0],), {}),
        ((np.swapaxes(z, -1, -2),), {}), ((a[0],), {"mode": "r"}), ((z[0].T, "r"), {}), ((well_posed(rng), "complete"), {}),
    ]  # fmt: skip


def is_wide(a: Any) -> bool:
    """Whether the matrices are known to have more columns than rows (asked when generating)."""
    rows, columns = size_along(a, -2), size_along(a, -1)
    return None not in (rows, columns) and rows < columns


@shared
def orthogonal_and_triangle(y, a, mode):
    """Both factors, of which a mode may give one."""
    if not (mode == "reduced" or mode == "r" or (mode == "complete" and (is_square(a) or is_wide(a)))):
        refuse("np.linalg.qr in a mode other than 'reduced' and 'r': use the default")
    if mode == "r":
        return np.linalg.qr(a)[0], y
    return y[0], y[1]


@adjoint(np.linalg.qr, at=of_any_shape)
def qr(y, a, mode="reduced", *, y_bar):
    # a = q r.  With M = r r_bar' - q_bar' q, its lower half copied to the upper:  a_bar = (q_bar + q M) r'^-1
    # (Walter, Lehmann 2010, 4.3; Roberts and Roberts 2020 for complex matrices, the diagonal of r being real).
    # The columns of a wide matrix beyond the square part are b, and r has q* b there.
    q, whole = orthogonal_and_triangle(y, a, mode)
    if mode == "r":
        whole_bar = y_bar
    else:
        whole_bar = y_bar[1]
    if is_wide(a):
        r = whole[..., : a.shape[-2]]
        r_bar = whole_bar[..., : a.shape[-2]]
        rest_bar = whole_bar[..., a.shape[-2] :]
    else:
        r = whole
        r_bar = whole_bar
    if is_wide(a) and is_complex(a):
        across = np.conj(a[..., a.shape[-2] :] @ np.swapaxes(rest_bar, -1, -2))
    elif is_wide(a):
        across = a[..., a.shape[-2] :] @ np.swapaxes(rest_bar, -1, -2)
    if mode == "r" and is_wide(a):
        q_bar = across
    elif mode == "r":
        q_bar = np.zeros_like(q)
    elif is_wide(a):
        q_bar = y_bar[0] + across
    else:
        q_bar = y_bar[0]
    if mode == "r" and not is_wide(a):
        m = r @ np.swapaxes(r_bar, -1, -2)
    else:
        m = r @ np.swapaxes(r_bar, -1, -2) - np.swapaxes(q_bar, -1, -2) @ q
    if is_complex(a):
        below = np.tril(m, -1)
        both = np.conj(below) + np.swapaxes(below, -1, -2) + np.real(m) * np.eye(r.shape[-1], dtype=r.dtype)
        turned = np.conj(q) @ both
    else:
        both = np.tril(m) + np.swapaxes(np.tril(m, -1), -1, -2)
        turned = q @ both
    if mode == "r" and not is_wide(a):
        back = np.swapaxes(np.linalg.solve(r, np.swapaxes(turned, -1, -2)), -1, -2)
    else:
        back = np.swapaxes(np.linalg.solve(r, np.swapaxes(q_bar + turned, -1, -2)), -1, -2)
    if not is_wide(a):
        a_bar = back
    elif is_complex(a):
        a_bar = np.concatenate((back, np.conj(q) @ rest_bar), axis=-1)
    else:
        a_bar = np.concatenate((back, q @ rest_bar), axis=-1)


@tangent(np.linalg.qr)
def qr_tangent(y, a, mode="reduced", *, a_dot):
    # With c = a_dot r^-1 and s = q' c:  q_dot = q W + c - q s,  r_dot = (s - W) r,  W = tril(s, -1) - tril(s, -1)'
    q, whole = orthogonal_and_triangle(y, a, mode)
    if is_wide(a):
        r = whole[..., : a.shape[-2]]
        first_dot = a_dot[..., : a.shape[-2]]
    else:
        r = whole
        first_dot = a_dot
    change = np.swapaxes(np.linalg.solve(np.swapaxes(r, -1, -2), np.swapaxes(first_dot, -1, -2)), -1, -2)
    if is_complex(a):
        inside = np.conj(np.swapaxes(q, -1, -2)) @ change
        below = np.tril(inside, -1)
        turn = below - np.conj(np.swapaxes(below, -1, -2)) + 1j * np.imag(inside) * np.eye(r.shape[-1], dtype=r.dtype)
    else:
        inside = np.swapaxes(q, -1, -2) @ change
        turn = np.tril(inside, -1) - np.swapaxes(np.tril(inside, -1), -1, -2)
    q_dot = q @ turn + change - q @ inside
    if not is_wide(a):
        r_dot = (inside - turn) @ r
    elif is_complex(a):
        moved = np.conj(np.swapaxes(q_dot, -1, -2)) @ a[..., a.shape[-2] :]
        rest_dot = moved + np.conj(np.swapaxes(q, -1, -2)) @ a_dot[..., a.shape[-2] :]
        r_dot = np.concatenate(((inside - turn) @ r, rest_dot), axis=-1)
    else:
        moved = np.swapaxes(q_dot, -1, -2) @ a[..., a.shape[-2] :]
        rest_dot = moved + np.swapaxes(q, -1, -2) @ a_dot[..., a.shape[-2] :]
        r_dot = np.concatenate(((inside - turn) @ r, rest_dot), axis=-1)
    if mode == "r":
        y_dot = r_dot
    else:
        y_dot = (q_dot, r_dot)


# --- norms: the derivative at 0 is 0 ---


def norms(rng: np.random.Generator) -> list[Sample]:
    """Of vectors, of matrices, along axes; every order that has a derivative."""
    a = rng.normal(size=(3, 4))
    v = a[0, ::2]
    return [
        ((v,), {}),
        ((v, 1), {}),
        ((v, 2), {}),
        ((v,), {"ord": np.inf}),
        ((v,), {"ord": -np.inf}),
        ((v, 3), {}),
        ((v, 1.5), {}),
        ((a,), {}),
        ((a, "fro"), {}),
        ((a, 1), {}),
        ((a, np.inf), {}),
        ((a, 2), {}),
        ((a, "nuc"), {}),
        ((a,), {"axis": -1}),
        ((a,), {"axis": 0, "keepdims": True}),
        ((a, 1, 0), {}),
        ((a, np.inf, 1), {}),
        ((a, 3), {"axis": 0}),
        ((rng.normal(size=(2, 3, 4)),), {"axis": (0, 2)}),
        ((rng.normal(size=(2, 3, 4)),), {}),
        *(((a, ord), {}) for ord in (-1, -2, -np.inf)),
        *(((rng.normal(size=(4, 2, 3)), ord), {"axis": (2, 0)}) for ord in (1, -1, 2, -2, np.inf, -np.inf, "nuc")),
        ((a, "nuc"), {"axis": (0, 1), "keepdims": True}),
        *(((a + 1j * (a[::-1] + 3.0), ord), {}) for ord in (1, 2, -2, np.inf, "nuc")),
    ]


@shared
def back_from_euclidean(x, size, share):
    """The cotangent from that of y = sqrt(sum |x|^2):  x_bar = y_bar x / y."""
    if is_complex(x):
        return divide_or_zero(share, size) * np.conj(x)
    return divide_or_zero(share, size) * x


@shared
def euclidean_moved(y, x, axis, keepdims, x_dot):
    """The tangent of y = sqrt(sum |x|^2)."""
    if is_complex(x):
        return divide_or_zero(np.sum(np.real(np.conj(x) * x_dot), axis=axis, keepdims=keepdims), y)
    return divide_or_zero(np.sum(x * x_dot, axis=axis, keepdims=keepdims), y)


@shared
def back_from_vector_norm(x, size, share, axis, ord):
    """The cotangent from that of y = (sum |x|^p)^(1/p):  x_bar = y_bar sign(x) (|x| / y)^(p - 1); ties share, if p is infinite."""
    if ord == 1:
        return share * np.sign(x)
    if ord == np.inf or ord == -np.inf:
        chosen = np.abs(x) == size
        return np.where(chosen, share / np.count_nonzero(chosen, axis=axis, keepdims=True) * np.sign(x), 0.0)
    if ord == 0:
        refuse("with ord=0 it counts items: use np.count_nonzero")
    return share * np.sign(x) * divide_or_zero(np.abs(x), size) ** (ord - 1)


@shared
def vector_norm_moved(x, size, axis, keepdims, ord, x_dot):
    """The tangent of y = (sum |x|^p)^(1/p)."""
    if ord == 1:
        return np.sum(np.sign(x) * x_dot, axis=axis, keepdims=keepdims)
    if ord == np.inf or ord == -np.inf:
        chosen = np.abs(x) == size
        total = np.sum(np.where(chosen, np.sign(x) * x_dot, 0.0), axis=axis, keepdims=keepdims)
        return total / np.count_nonzero(chosen, axis=axis, keepdims=keepdims)
    if ord == 0:
        refuse("with ord=0 it counts items: use np.count_nonzero")
    weights = np.sign(x) * divide_or_zero(np.abs(x), size) ** (ord - 1)
    return np.sum(weights * x_dot, axis=axis, keepdims=keepdims)


@shared
def slope_of_matrix_norm(x, lines, ord):
    """The derivative of a norm of the matrices along the last two axes of `lines`, which are made of x; ties share."""
    if ord in (1, -1, np.inf, -np.inf):
        if ord in (1, -1):
            sums = np.sum(np.abs(lines), axis=-2, keepdims=True)
        else:
            sums = np.sum(np.abs(lines), axis=-1, keepdims=True)
        if ord in (1, np.inf):
            chosen = sums == np.max(sums, axis=(-2, -1), keepdims=True)
        else:
            chosen = sums == np.min(sums, axis=(-2, -1), keepdims=True)
        if is_complex(x):
            direction = divide_or_zero(np.conj(lines), np.abs(lines))
        else:
            direction = np.sign(lines)
        return np.where(chosen, direction / np.count_nonzero(chosen, axis=(-2, -1), keepdims=True), 0.0)
    factors = np.linalg.svd(lines, full_matrices=False)
    if ord == 2:
        outer = factors[0][..., :1] @ factors[2][..., :1, :]
    elif ord == -2:
        outer = factors[0][..., -1:] @ factors[2][..., -1:, :]
    else:
        outer = factors[0] @ factors[2]
    if is_complex(x):
        return np.conj(outer)
    return outer


@shared
def slope_along_axes(x, axis, ord):
    """As `slope_of_matrix_norm`, for matrices along two axes of x."""
    if axis is None:
        lines = x
    else:
        lines = np.moveaxis(x, axis, (-2, -1))
    slope = slope_of_matrix_norm(x, lines, ord)
    if axis is None:
        return slope
    return np.moveaxis(slope, (-2, -1), axis)


@adjoint(np.linalg.norm, at=norms)
def norm(y, x, ord=None, axis=None, keepdims=False, *, y_bar):
    if not is_static(ord):
        refuse("np.linalg.norm of an order known only when run: write the order out")
    size = put_back(y, axis, keepdims)
    share = put_back(y_bar, axis, keepdims)
    if ord is None or ord == "fro" or (ord == 2 and (ndim(x) == 1 or isinstance(axis, int))):
        # y = sqrt(sum |x|^2):  x_bar = y_bar x / y
        x_bar = back_from_euclidean(x, size, share)
    elif is_complex(x) and (ndim(x) == 1 or isinstance(axis, int)):
        refuse("norms of complex vectors other than the Euclidean one: take the norm of np.abs(x)")
    elif ndim(x) == 1 or isinstance(axis, int):
        x_bar = back_from_vector_norm(x, size, share, axis, ord)
    elif ord not in (1, -1, 2, -2, np.inf, -np.inf, "nuc"):
        refuse("np.linalg.norm of this order: write the norm out")
    elif axis is not None or is_complex(x) or ord in (-1, -2, -np.inf):
        # of matrices along the last two axes, which may be others
        turned = slope_along_axes(x, axis, ord)
        x_bar = share * turned
    elif ord == 1:
        columns = np.sum(np.abs(x), axis=0)
        chosen = columns == np.max(columns)
        x_bar = np.sign(x) * np.where(chosen, y_bar / np.count_nonzero(chosen), 0.0)
    elif ord == np.inf:
        rows = np.sum(np.abs(x), axis=1, keepdims=True)
        chosen = rows == np.max(rows)
        x_bar = np.sign(x) * np.where(chosen, y_bar / np.count_nonzero(chosen), 0.0)
    elif ord == 2:
        # y is the largest singular value
        factors = np.linalg.svd(x, full_matrices=False)
        x_bar = y_bar * np.outer(factors[0][:, 0], factors[2][0])
    else:
        # y is the sum of the singular values
        factors = np.linalg.svd(x, full_matrices=False)
        x_bar = y_bar * (factors[0] @ factors[2])


@tangent(np.linalg.norm)
def norm_tangent(y, x, ord=None, axis=None, keepdims=False, *, x_dot):
    if not is_static(ord):
        refuse("np.linalg.norm of an order known only when run: write the order out")
    size = put_back(y, axis, keepdims)
    if ord is None or ord == "fro" or (ord == 2 and (ndim(x) == 1 or isinstance(axis, int))):
        y_dot = euclidean_moved(y, x, axis, keepdims, x_dot)
    elif is_complex(x) and (ndim(x) == 1 or isinstance(axis, int)):
        refuse("norms of complex vectors other than the Euclidean one: take the norm of np.abs(x)")
    elif ndim(x) == 1 or isinstance(axis, int):
        y_dot = vector_norm_moved(x, size, axis, keepdims, ord, x_dot)
    elif ord not in (1, -1, 2, -2, np.inf, -np.inf, "nuc"):
        refuse("np.linalg.norm of this order: write the norm out")
    elif axis is not None or is_complex(x) or ord in (-1, -2, -np.inf):
        # of matrices along the last two axes, which may be others
        turned = slope_along_axes(x, axis, ord)
        if is_complex(x):
            y_dot = np.sum(np.real(turned * x_dot), axis=axis, keepdims=keepdims)
        else:
            y_dot = np.sum(turned * x_dot, axis=axis, keepdims=keepdims)
    elif ord == 1:
        columns = np.sum(np.abs(x), axis=0)
        chosen = columns == np.max(columns)
        y_dot = np.sum(np.where(chosen, np.sum(np.sign(x) * x_dot, axis=0), 0.0)) / np.count_nonzero(chosen)
    elif ord == np.inf:
        rows = np.sum(np.abs(x), axis=1)
        chosen = rows == np.max(rows)
        y_dot = np.sum(np.where(chosen, np.sum(np.sign(x) * x_dot, axis=1), 0.0)) / np.count_nonzero(chosen)
    elif ord == 2:
        factors = np.linalg.svd(x, full_matrices=False)
        y_dot = factors[0][:, 0] @ x_dot @ factors[2][0]
    else:
        factors = np.linalg.svd(x, full_matrices=False)
        y_dot = np.sum(factors[0] @ factors[2] * x_dot)


def vectors(rng: np.random.Generator) -> list[Sample]:
    """Flattened, along an axis, along two; every order."""
    x = rng.normal(size=(3, 4))
    return [
        ((x,), {}),
        ((x[0],), {"ord": 1}),
        ((x,), {"axis": 0, "ord": 3}),
        ((x,), {"axis": -1, "keepdims": True}),
        ((x,), {"axis": (0, 1), "ord": 1}),
        ((x,), {"ord": np.inf}),
    ]


@adjoint(np.linalg.vector_norm, at=vectors)
def vector_norm(y, x, *, axis=None, keepdims=False, ord=2, y_bar):
    # as np.linalg.norm of vectors
    if not is_static(ord):
        refuse("np.linalg.vector_norm of an order known only when run: write the order out")
    size = put_back(y, axis, keepdims)
    share = put_back(y_bar, axis, keepdims)
    if ord == 2:
        x_bar = back_from_euclidean(x, size, share)
    elif is_complex(x):
        refuse("norms of complex arrays other than the Euclidean one: take the norm of np.abs(x)")
    else:
        x_bar = back_from_vector_norm(x, size, share, axis, ord)


@tangent(np.linalg.vector_norm)
def vector_norm_tangent(y, x, *, axis=None, keepdims=False, ord=2, x_dot):
    if not is_static(ord):
        refuse("np.linalg.vector_norm of an order known only when run: write the order out")
    size = put_back(y, axis, keepdims)
    if ord == 2:
        y_dot = euclidean_moved(y, x, axis, keepdims, x_dot)
    elif is_complex(x):
        refuse("norms of complex arrays other than the Euclidean one: take the norm of np.abs(x)")
    else:
        y_dot = vector_norm_moved(x, size, axis, keepdims, ord, x_dot)


def matrices(rng: np.random.Generator) -> list[Sample]:
    """One matrix, several; every order."""
    x = rng.normal(size=(2, 3, 4))
    return [
        ((x[0],), {}),
        ((x,), {"keepdims": True}),
        ((x,), {"ord": "nuc"}),
        ((x,), {"ord": 2}),
        ((x[0],), {"ord": 2}),
        *(((x,), {"ord": ord, "keepdims": True}) for ord in (1, -1, -2, np.inf, -np.inf)),
        *(((x + 1j * (x[::-1] + 3.0),), {"ord": ord}) for ord in ("fro", 1, 2, "nuc")),
    ]


@adjoint(np.linalg.matrix_norm, at=matrices)
def matrix_norm(y, x, *, keepdims=False, ord="fro", y_bar):
    # as np.linalg.norm of matrices, along the last two axes
    if ord not in ("fro", 1, -1, 2, -2, np.inf, -np.inf, "nuc"):
        refuse("np.linalg.matrix_norm of this order: write the norm out")
    if keepdims:
        size = y
        share = y_bar
    else:
        size = np.expand_dims(y, (-2, -1))
        share = np.expand_dims(y_bar, (-2, -1))
    if ord == "fro":
        x_bar = back_from_euclidean(x, size, share)
    else:
        slope = slope_of_matrix_norm(x, x, ord)
        x_bar = share * slope


@tangent(np.linalg.matrix_norm)
def matrix_norm_tangent(y, x, *, keepdims=False, ord="fro", x_dot):
    if ord not in ("fro", 1, -1, 2, -2, np.inf, -np.inf, "nuc"):
        refuse("np.linalg.matrix_norm of this order: write the norm out")
    if ord == "fro" and is_complex(x):
        y_dot = divide_or_zero(np.sum(np.real(np.conj(x) * x_dot), axis=(-2, -1), keepdims=keepdims), y)
    elif ord == "fro":
        y_dot = divide_or_zero(np.sum(x * x_dot, axis=(-2, -1), keepdims=keepdims), y)
    else:
        slope = slope_of_matrix_norm(x, x, ord)
        if is_complex(x):
            y_dot = np.sum(np.real(slope * x_dot), axis=(-2, -1), keepdims=keepdims)
        else:
            y_dot = np.sum(slope * x_dot, axis=(-2, -1), keepdims=keepdims)


# --- condition number, powers, eigenvalues ---


def conditioned(rng: np.random.Generator) -> list[Sample]:
    """In every norm; several; tall; complex."""
    a = well_posed(rng)
    z = a + 1j * rng.normal(size=(3, 3))
    return [
        ((a,), {}),
        ((well_posed(rng, 2),), {}),
        ((rng.normal(size=(4, 3)), 2), {}),
        ((a, -2), {}),
        ((a, "fro"), {}),
        ((np.array([a, a.T + 1.0]), "fro"), {}),
        ((z,), {}),
        ((z, -2), {}),
        ((z, "fro"), {}),
    ]


@shared
def slope_of_condition(y, x, p):
    """The derivative of the condition number."""
    if not is_static(p) or p not in (None, 2, -2, "fro"):
        refuse("np.linalg.cond in this norm: np.linalg.norm(x, p) * np.linalg.norm(np.linalg.inv(x), p)")
    whole = np.reshape(y, np.shape(y) + (1, 1))
    if p == "fro":
        inverse = np.linalg.inv(x)
        size = np.sum(np.abs(x) ** 2, axis=(-2, -1), keepdims=True)
        other = np.sum(np.abs(inverse) ** 2, axis=(-2, -1), keepdims=True)
        inverse_t = np.swapaxes(inverse, -1, -2)
        if is_complex(x):
            return whole * (np.conj(x) / size - inverse_t @ np.conj(inverse) @ inverse_t / other)
        return whole * (x / size - inverse_t @ inverse @ inverse_t / other)
    factors = np.linalg.svd(x, full_matrices=False)
    top = factors[0][..., :, :1] @ factors[2][..., :1, :]
    bottom = factors[0][..., :, -1:] @ factors[2][..., -1:, :]
    if p == -2:
        change = (bottom - whole * top) / factors[1][..., :1, None]
    else:
        change = (top - whole * bottom) / factors[1][..., -1:, None]
    if is_complex(x):
        return np.conj(change)
    return change


@adjoint(np.linalg.cond, at=conditioned)
def cond(y, x, p=None, *, y_bar):
    # y = s_1 / s_n, and the derivative of s_i is u_i v_i'; in another norm it is |x| |x^-1|
    slope = slope_of_condition(y, x, p)
    x_bar = np.reshape(y_bar, np.shape(y) + (1, 1)) * slope


@tangent(np.linalg.cond)
def cond_tangent(y, x, p=None, *, x_dot):
    slope = slope_of_condition(y, x, p)
    if is_complex(x):
        y_dot = np.sum(np.real(slope * x_dot), axis=(-2, -1))
    else:
        y_dot = np.sum(slope * x_dot, axis=(-2, -1))


def raised(rng: np.random.Generator) -> list[Sample]:
    """To small powers, negative ones and zero among them; several matrices."""
    a = well_posed(rng)
    return [((a, 3), {}), ((a, 1), {}), ((a, -2), {}), ((a, 0), {}), ((well_posed(rng, 2), 2), {})]


@adjoint(np.linalg.matrix_power, at=raised)
def matrix_power(y, a, n, *, y_bar):
    # y = a ... a:  a_bar is the sum over the places of a of (what stands before)' y_bar (what stands behind)'.
    # For a negative power y = b ... b with b = a^-1, and a_bar = -b' b_bar b'.
    if not is_static(n):
        refuse("np.linalg.matrix_power with a power known only when run: write a loop")
    if n == 0:
        a_bar = np.zeros_like(a)
    elif n > 0:
        a_t = np.swapaxes(a, -1, -2)
        a_bar = sum([np.linalg.matrix_power(a_t, i) @ y_bar @ np.linalg.matrix_power(a_t, n - 1 - i) for i in range(n)])
    else:
        b_t = np.swapaxes(np.linalg.inv(a), -1, -2)
        a_bar = -sum(
            [np.linalg.matrix_power(b_t, 1 + i) @ y_bar @ np.linalg.matrix_power(b_t, -n - i) for i in range(-n)]
        )


@tangent(np.linalg.matrix_power)
def matrix_power_tangent(y, a, n, *, a_dot):
    if not is_static(n):
        refuse("np.linalg.matrix_power with a power known only when run: write a loop")
    if n == 0:
        y_dot = np.zeros_like(a_dot)
    elif n > 0:
        y_dot = sum([np.linalg.matrix_power(a, i) @ a_dot @ np.linalg.matrix_power(a, n - 1 - i) for i in range(n)])
    else:
        b = np.linalg.inv(a)
        y_dot = -sum([np.linalg.matrix_power(b, 1 + i) @ a_dot @ np.linalg.matrix_power(b, -n - i) for i in range(-n)])


def complex_matrices(rng: np.random.Generator) -> list[Sample]:
    """One and several, with distinct eigenvalues."""
    a = well_posed(rng) + 1j * rng.normal(size=(3, 3))
    return [((a,), {}), ((np.array([a, a.T + 1.0]),), {})]


@shared
def largest_items(v, a):
    """Which item of each column is the largest, and how large, as NumPy makes it real."""
    largest = np.arange(a.shape[-1])[:, None] == np.argmax(np.abs(v), axis=-2, keepdims=True)
    return largest, np.sum(np.where(largest, np.real(v), 0.0), axis=-2, keepdims=True)


@adjoint(np.linalg.eig, at=complex_matrices)
def eig(y, a, *, y_bar):
    # a = v diag(w) v^-1.  v_dot = v (F * (v^-1 a_dot v)) before it is scaled, F_ij = 1 / (w_j - w_i) (Giles 3.1),
    # between equal ones see `over_gap`.  NumPy's columns have length 1 and a real largest item: what keeps them so is taken out first.
    if not is_complex(a):
        refuse("np.linalg.eig of a real matrix, real or complex by its values: of a + 0j; or np.linalg.eigh")
    w = y[0]
    v = y[1]
    along = np.sum(y_bar[1] * v, axis=-2, keepdims=True)
    largest, height = largest_items(v, a)
    inside = y_bar[1] - np.real(along) * np.conj(v) - 1j * np.where(largest, np.imag(along) / height, 0.0)
    v_t = np.swapaxes(v, -1, -2)
    turn = (v_t @ inside) * (1.0 - np.eye(a.shape[-1]))
    turn = over_gap(w[..., None, :] - w[..., None], turn) * turn
    a_bar = np.linalg.solve(v_t, (turn + y_bar[0][..., None] * np.eye(a.shape[-1])) @ v_t)


@tangent(np.linalg.eig)
def eig_tangent(y, a, *, a_dot):
    if not is_complex(a):
        refuse("np.linalg.eig of a real matrix, real or complex by its values: of a + 0j; or np.linalg.eigh")
    w = y[0]
    v = y[1]
    change = np.linalg.solve(v, a_dot @ v)
    turned = change * (1.0 - np.eye(a.shape[-1]))
    free = v @ (over_gap(w[..., None, :] - w[..., None], turned) * turned)
    largest, height = largest_items(v, a)
    turn = np.sum(np.where(largest, np.imag(free), 0.0), axis=-2, keepdims=True) / height
    y_dot = (
        np.diagonal(change, 0, -2, -1),
        free - v * np.sum(np.real(np.conj(v) * free), axis=-2, keepdims=True) - 1j * v * turn,
    )


@adjoint(np.linalg.eigvals, at=complex_matrices)
def eigvals(y, a, *, y_bar):
    # a v = v diag(y):  y_dot = diag(v^-1 a_dot v), so a_bar = v'^-1 diag(y_bar) v'   (Giles 3.1)
    if not is_complex(a):
        refuse("np.linalg.eigvals of a real matrix, real or complex by its values: of a + 0j; or np.linalg.eigvalsh")
    v_t = np.swapaxes(np.linalg.eig(a)[1], -1, -2)
    a_bar = np.linalg.solve(v_t, y_bar[..., None] * v_t)


@tangent(np.linalg.eigvals)
def eigvals_tangent(y, a, *, a_dot):
    if not is_complex(a):
        refuse("np.linalg.eigvals of a real matrix, real or complex by its values: of a + 0j; or np.linalg.eigvalsh")
    v = np.linalg.eig(a)[1]
    y_dot = np.diagonal(np.linalg.solve(v, a_dot @ v), 0, -2, -1)


# --- least squares, tensors as matrices ---


def overdetermined(rng: np.random.Generator) -> list[Sample]:
    """Tall, square and wide; one right side, several."""
    a, b = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    square = well_posed(rng)
    z, c = a + 1j * a[::-1], b + 1j * rng.normal(size=(5, 2))
    complex_systems = [((z, c[:, 0]), {}), ((z, c), {}), ((z.T, c[:3]), {})]
    return [((a, b[:, 0]), {}), ((a, b), {}), ((square, b[:3, 0]), {}), ((square, b[:3]), {}), ((a.T, b[:3, 0]), {}), *complex_systems]


@adjoint(np.linalg.lstsq, at=overdetermined)
def lstsq(y, a, b, rcond=None, *, y_bar):
    # x = p b with p the pseudo-inverse, r = b - a x (Golub, Pereyra 4.12), while the rank does not change:
    # x_dot = p (b_dot - a_dot x) + p p' a_dot' r + (1 - p a) a_dot' p' x;  the residuals are |r|^2, none if a is not tall
    # with conjugates where numbers are complex
    if is_complex(a) != is_complex(b):
        refuse("np.linalg.lstsq of complex and real numbers: add 0j to the real ones")
    inverse = np.linalg.pinv(a)
    factors = np.linalg.svd(a, full_matrices=False)
    if ndim(b) == 1:
        x = y[0][:, None]
        x_bar = y_bar[0][:, None]
        rest = b[:, None] - a @ x
        share = 2.0 * np.sum(y_bar[1])
    else:
        x = y[0]
        x_bar = y_bar[0]
        rest = b - a @ x
        share = 2.0 * fit_shape(y_bar[1], x[0])
    back = inverse.T @ x_bar
    if is_complex(a):
        rest_bar = share * np.conj(rest)
        a_bar = (
            np.conj((factors[0] * y_bar[3]) @ factors[2])
            - (back + rest_bar) @ x.T
            + np.conj(rest) @ np.conj(x_bar.T @ inverse) @ inverse.T
            + np.conj(np.conj(inverse.T) @ x @ (x_bar.T - x_bar.T @ inverse @ a))
        )
    else:
        rest_bar = share * rest
        a_bar = (
            (factors[0] * y_bar[3]) @ factors[2]
            - (back + rest_bar) @ x.T
            + rest @ (inverse @ back).T
            + (inverse.T @ x) @ (x_bar - inverse @ (a @ x_bar)).T
        )
    if ndim(b) == 1:
        b_bar = (back + rest_bar)[:, 0]
    else:
        b_bar = back + rest_bar


@tangent(np.linalg.lstsq)
def lstsq_tangent(y, a, b, rcond=None, *, a_dot, b_dot):
    if is_complex(a) != is_complex(b):
        refuse("np.linalg.lstsq of complex and real numbers: add 0j to the real ones")
    inverse = np.linalg.pinv(a)
    factors = np.linalg.svd(a, full_matrices=False)
    x = y[0]
    rest = b - a @ x
    if is_complex(a):
        inverse_t = np.conj(inverse.T)
        a_dot_t = np.conj(a_dot.T)
        s_dot = np.sum(np.real(np.conj(factors[0]) * (a_dot @ np.conj(factors[2].T))), axis=0)
        by_b = np.real(np.conj(rest) * b_dot)
        by_a = np.real(np.conj(rest) * (a_dot @ x))
    else:
        inverse_t = inverse.T
        a_dot_t = a_dot.T
        s_dot = np.sum(factors[0] * (a_dot @ factors[2].T), axis=0)
        by_b = rest * b_dot
        by_a = rest * (a_dot @ x)
    if ndim(b) == 1:
        squares = np.reshape(2.0 * np.sum(by_b), -1) - np.reshape(2.0 * np.sum(by_a), -1)
    else:
        squares = 2.0 * np.sum(by_b, axis=0) - 2.0 * np.sum(by_a, axis=0)
    y_dot = (
        inverse @ b_dot
        - inverse @ (a_dot @ x)
        + inverse @ (inverse_t @ (a_dot_t @ rest))
        + a_dot_t @ (inverse_t @ x)
        - inverse @ (a @ (a_dot_t @ (inverse_t @ x))),
        fit_shape(squares, y[1]),  # none, if there are not more equations than unknowns
        0,
        s_dot,
    )


@adjoint(
    np.linalg.tensorinv,
    at=lambda rng: [
        ((well_posed(rng, n=4).reshape(2, 2, 4),), {}),
        ((well_posed(rng, n=4).reshape(4, 2, 2),), {"ind": 1}),
    ],
)
def tensorinv(y, a, ind=2, *, y_bar):
    # as inv: a_bar = -y' y_bar y', the groups of axes in the place of the indices
    back = np.tensordot(y, y_bar, axes=static((tuple(range(ndim(a) - ind)), tuple(range(ndim(a) - ind)))))
    a_bar = -np.tensordot(back, y, axes=static((tuple(range(ind, 2 * ind)), tuple(range(ndim(a) - ind, ndim(a))))))


@tangent(np.linalg.tensorinv)
def tensorinv_tangent(y, a, ind=2, *, a_dot):
    y_dot = -np.tensordot(np.tensordot(y, a_dot, ind), y, static(ndim(a) - ind))


@adjoint(
    np.linalg.tensorsolve,
    at=lambda rng: [((well_posed(rng, n=4).reshape(2, 2, 4), rng.normal(size=(2, 2))), {})],
)
def tensorsolve(x, a, b, *, x_bar):
    # as solve: the axes of a are those of b, then those of x
    turned = np.transpose(a, static((*range(ndim(b), ndim(a)), *range(ndim(b)))))
    b_bar = np.linalg.tensorsolve(turned, x_bar)
    a_bar = -np.tensordot(b_bar, x, 0)


@tangent(np.linalg.tensorsolve)
def tensorsolve_tangent(x, a, b, *, a_dot, b_dot):
    x_dot = np.linalg.tensorsolve(a, b_dot) - np.linalg.tensorsolve(
        a, np.tensordot(a_dot, x, static(ndim(a) - ndim(b)))
    )
