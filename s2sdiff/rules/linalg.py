# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Solving, inverting, determinants, least squares, powers.  Factors, spectra and norms stand in files of their own.

Notation: a' is the transpose without conjugation, which JAX's convention asks for; holomorphic functions need nothing
else, the others are refused for complex matrices.  Many matrices at once lie along the leading axes: (..., n, n).
Sources: M. Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008;
G. Golub and V. Pereyra, "The differentiation of pseudo-inverses", 1973.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.static import is_complex, is_static, ndim, refuse, static
from s2sdiff.runtime import cofactors, cofactors_along, fit_shape, solve_one, unbroadcast
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


# --- powers ---


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
