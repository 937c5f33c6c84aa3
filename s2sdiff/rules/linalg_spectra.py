# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Eigenvalues, singular values, and the vectors that belong to them.  The notation is that of `linalg.py`.

Sources: M. Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008;
J. Townsend, "Differentiating the singular value decomposition", 2016.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.linalg import (
    hermitian,
    hermitian_part,
    of_full_rank,
    positive,
    symmetric_and_hermitian,
    symmetric_ones,
    taken_for_hermitian,
    transposed,
    well_posed,
)
from s2sdiff.rules.static import is_complex, is_square, refuse
from s2sdiff.runtime import fit_shape, leading_eigenvector, only_first, over_gap, unknown_beyond

Sample = tuple[tuple[Any, ...], dict[str, Any]]


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
    #         + (1 - u u') u_bar S^-1 v' + u S^-1 v_bar' (1 - v v'), of a square matrix without these two: a value may be 0,
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
        if is_square(a) and is_complex(a):
            back = np.conj(u) @ middle @ np.conj(v_t)
        elif is_square(a):
            back = u @ middle @ v_t
        elif is_complex(a):
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
        if is_square(a):
            u_dot = u @ turn_u
            v_t_dot = -turn_v @ v_t
        else:
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
