# mypy: ignore-errors
"""scipy.linalg: factors by unitary matrices, and of symmetric matrices that are not definite; bases of ranges and kernels.

Many matrices at once lie along the leading axes.  What is not unique is held as LAPACK has chosen it where that cannot
turn, and is nan where it can.  F_ij = 1 / (t_jj - t_ii); between equal eigenvalues see `over_gap`.
Sources: M. Giles, "Collected matrix derivative results", 2008; G. Golub and V. Pereyra, "The differentiation of
pseudo-inverses", 1973; C. Van Loan, "Computing integrals involving the matrix exponential", 1978.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from scipy import linalg

from s2sdiff.rules.declare import adjoint, tangent, zero
from s2sdiff.rules.plain import defined
from s2sdiff.rules.scipy_linalg import positive, single, well_posed
from s2sdiff.rules.scipy_structured import dense, symmetric_bands
from s2sdiff.rules.static import is_complex, ndim, refuse
from s2sdiff.runtime import over_gap

Sample = tuple[tuple[Any, ...], dict[str, Any]]


# --- Schur's form: a = z t z*, z unitary and t upper triangular ---


def of_steady_signs(_: np.random.Generator) -> list[Sample]:
    """With real eigenvalues, where LAPACK's signs do not change from one matrix to the next; many."""
    a = np.array([[9.0, 1.0, 0.7], [0.7, 4.6, -1.2], [-0.6, -1.3, -3.1]])
    b = np.array([[8.4, 0.6, 1.0], [1.0, 4.8, -0.4], [0.5, -0.4, -4.4]])
    return [((a,), {}), ((np.stack([a, b]),), {}), ((b,), {"sort": "rhp"}), ((a[:1, :1],), {})]


# With C = z* a_dot z and the skew W = z* z_dot:  t_dot = C + t W - W t, of which nothing lies below the diagonal.  Of W
# t - t W, what lies there depends on what of W lies there alone, as t is upper triangular; in the basis v of its
# eigenvectors, upper triangular as well, it is an eigenvalue's gap times each entry:
#     low W = low(v (F * low(v^-1 C v)) v^-1).
# The phases of the columns of z are held, as those of eigenvectors are.  Of a real matrix, two complex eigenvalues stand
# in a block of t, and z turns as LAPACK has it: nan.


@adjoint(linalg.schur, at=of_steady_signs)
def schur(y, a, output="real", lwork=None, overwrite_a=False, sort=None, *, y_bar):
    t = y[0]
    z_t = np.swapaxes(y[1], -1, -2)
    if is_complex(a) or output == "complex" or output == "c":
        v = np.linalg.eig(t)[1]
    else:
        paired = np.any(np.tril(t, -1) != 0.0, axis=(-2, -1), keepdims=True)
        v = np.where(paired, np.nan, np.real(np.linalg.eig(t + 0j)[1]))
    t_t = np.swapaxes(t, -1, -2)
    v_t = np.swapaxes(v, -1, -2)
    upper = np.triu(y_bar[0])
    turn = z_t @ y_bar[1] + t_t @ upper - upper @ t_t
    below = np.tril(turn - np.conj(np.swapaxes(turn, -1, -2)), -1)
    due = np.tril(np.swapaxes(np.linalg.solve(v, np.swapaxes(v_t @ below, -1, -2)), -1, -2), -1)
    w = np.diagonal(t, 0, -2, -1)
    apart = over_gap(w[..., None, :] - w[..., None], due) * due
    a_bar = np.conj(y[1]) @ (upper + np.linalg.solve(v_t, apart @ v_t)) @ z_t


@tangent(linalg.schur)
def schur_tangent(y, a, output="real", lwork=None, overwrite_a=False, sort=None, *, a_dot):
    t = y[0]
    if is_complex(a) or output == "complex" or output == "c":
        v = np.linalg.eig(t)[1]
    else:
        paired = np.any(np.tril(t, -1) != 0.0, axis=(-2, -1), keepdims=True)
        v = np.where(paired, np.nan, np.real(np.linalg.eig(t + 0j)[1]))
    change = np.conj(np.swapaxes(y[1], -1, -2)) @ a_dot @ y[1]
    due = np.tril(np.linalg.solve(v, change @ v), -1)
    w = np.diagonal(t, 0, -2, -1)
    apart = v @ (over_gap(w[..., None, :] - w[..., None], due) * due)
    below = np.tril(np.swapaxes(np.linalg.solve(np.swapaxes(v, -1, -2), np.swapaxes(apart, -1, -2)), -1, -2), -1)
    turn = below - np.conj(np.swapaxes(below, -1, -2))
    if sort is None:
        y_dot = (np.triu(change + t @ turn - turn @ t), y[1] @ turn)
    else:
        y_dot = (np.triu(change + t @ turn - turn @ t), y[1] @ turn, 0)


# --- l d l': a symmetric, p l lower triangular with a diagonal of ones, d of blocks of one or two rows ---


def indefinite(rng: np.random.Generator) -> list[Sample]:
    """With rows exchanged, and a block of two; from either triangle; many."""
    a = rng.normal(size=(2, 4, 4))
    a = a + np.swapaxes(a, -1, -2) + np.diag([0.1, 4.0, -5.0, 0.2])
    return [((a[0],), {}), ((a[1],), {"lower": False}), ((a,), {}), ((positive(rng),), {})]


# With C = l^-1 a_dot l'^-1:  l_dot = l (the part of C d^-1 below the blocks),  d_dot = what of C lies in the blocks.
# The matrix counts as symmetric, as for Cholesky's factor.


@adjoint(linalg.ldl, at=indefinite)
def ldl(y, A, lower=True, hermitian=True, *, y_bar):
    if is_complex(A):
        refuse("of complex matrices: take the real form [[re, -im], [im, re]]")
    low_t = np.swapaxes(y[0], -1, -2)
    blocks = (y[1] != 0.0) | (np.eye(A.shape[-1]) == 1.0)
    beside = np.swapaxes(np.linalg.solve(y[1], np.swapaxes(low_t @ y_bar[0], -1, -2)), -1, -2)
    if lower:
        middle = np.where(blocks, y_bar[1], np.tril(beside, -1))
    else:
        middle = np.where(blocks, y_bar[1], np.triu(beside, 1))
    left = np.linalg.solve(low_t, middle)
    back = np.swapaxes(np.linalg.solve(low_t, np.swapaxes(left, -1, -2)), -1, -2)
    A_bar = 0.5 * (back + np.swapaxes(back, -1, -2))


@tangent(linalg.ldl)
def ldl_tangent(y, A, lower=True, hermitian=True, *, A_dot):
    if is_complex(A):
        refuse("of complex matrices: take the real form [[re, -im], [im, re]]")
    blocks = (y[1] != 0.0) | (np.eye(A.shape[-1]) == 1.0)
    left = np.linalg.solve(y[0], 0.5 * (A_dot + np.swapaxes(A_dot, -1, -2)))
    change = np.linalg.solve(y[0], np.swapaxes(left, -1, -2))
    beside = np.swapaxes(np.linalg.solve(y[1], np.swapaxes(change, -1, -2)), -1, -2)
    if lower:
        y_dot = (y[0] @ np.where(blocks, 0.0, np.tril(beside, -1)), np.where(blocks, change, 0.0), 0)
    else:
        y_dot = (y[0] @ np.where(blocks, 0.0, np.triu(beside, 1)), np.where(blocks, change, 0.0), 0)


# --- bases ---


def of_one_direction(rng: np.random.Generator) -> list[Sample]:
    """Wide, one of whose kernel is a line; one of which it is a point; of lower rank."""
    a = rng.normal(size=(2, 3))
    return [((a,), {}), ((rng.normal(size=(3, 2)),), {})]


# a y = 0 and y* y_dot = 0:  y_dot = -a^+ a_dot y   (Golub, Pereyra 4.12).  The phase of one vector is held; several may
# turn among themselves as they like: nan.


@adjoint(linalg.null_space, at=of_one_direction)
def null_space(y, A, rcond=None, *, y_bar):
    if ndim(A) != 2:
        refuse("of many matrices at once: loop over them")
    only = np.where(y.shape[-1] > 1, np.nan, y)
    A_bar = -np.linalg.pinv(A).T @ y_bar @ only.T


@tangent(linalg.null_space)
def null_space_tangent(y, A, rcond=None, *, A_dot):
    if ndim(A) != 2:
        refuse("of many matrices at once: loop over them")
    only = np.where(y.shape[-1] > 1, np.nan, y)
    y_dot = -np.linalg.pinv(A) @ A_dot @ only


def rank(A: Any, rcond: Any) -> int:
    """How many singular values count."""
    return linalg.orth(A, rcond).shape[1]


zero(rank, "integer result")


@defined(linalg.orth, at=lambda rng: [((rng.normal(size=(4, 3)),), {}), ((rng.normal(size=(2, 3)),), {})])
def orth(A, rcond=None):
    single(A)
    u, _, _ = np.linalg.svd(A, full_matrices=False)
    return u[:, : rank(A, rcond)]


def as_lapack(a_band: Any, lower: bool, v: Any) -> Any:
    """The sign of each of these eigenvectors beside the one that LAPACK finds for bands."""
    return np.sign(np.sum(v * linalg.eig_banded(a_band, lower)[1], axis=0))


zero(as_lapack, "signs")


@defined(linalg.eig_banded, at=lambda rng: [((args[0],), {**kwargs, **more}) for args, kwargs in symmetric_bands(rng) for more in ({}, {"eigvals_only": True})])
def eig_banded(a_band, lower=False, eigvals_only=False, overwrite_a_band=False, *, check_finite=True):
    if eigvals_only:
        return np.linalg.eigvalsh(dense(a_band, lower))
    w, v = np.linalg.eigh(dense(a_band, lower))
    return w, v * as_lapack(a_band, lower, v)


# --- the condition of the exponential ---


@defined(linalg.expm_cond, at=lambda rng: [((0.3 * well_posed(rng, 2),), {})])
def expm_cond(A, check_finite=True):
    # vec(L(a, e)) = K vec(e), and K is the corner of the exponential of [[1 x a, 1], [0, a' x 1]]   (Van Loan 1978)
    single(A)
    n = A.shape[0]
    left, right = np.kron(np.eye(n), A), np.kron(A.T, np.eye(n))
    blocks = np.concatenate([np.concatenate([left, np.eye(n * n)], axis=1), np.concatenate([np.zeros_like(left), right], axis=1)])
    k = scipy.linalg.expm(blocks)[: n * n, n * n :]
    return np.linalg.norm(k, 2) * np.linalg.norm(A) / np.linalg.norm(scipy.linalg.expm(A))
