# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Factors: Cholesky's, and orthogonal times triangular.  The notation is that of `linalg.py`.

Sources: I. Murray, "Differentiation of the Cholesky decomposition", 2016; S. Walter and L. Lehmann, "Algorithmic
differentiation of linear algebra functions", 2010.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.linalg import hermitian_part, symmetric_and_hermitian, transposed, well_posed
from s2sdiff.rules.static import is_complex, is_square, ndim, refuse, size_along

Sample = tuple[tuple[Any, ...], dict[str, Any]]


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
