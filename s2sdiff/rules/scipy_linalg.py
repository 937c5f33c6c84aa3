# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""scipy.linalg: systems with structure, factors, matrix functions, matrix equations, special matrices.

What NumPy computes as well, or what is a composition, is `defined`; the others have rules.  a' is the transpose.
Sources: M. Giles, "Collected matrix derivative results", 2008; R. Mathias, "A chain rule for matrix functions and
applications", 1996; A. Al-Mohy and N. Higham, "Computing the Frechet derivative of the matrix exponential", 2009.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from scipy import linalg

from s2sdiff.rules.declare import adjoint, tangent, zero
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_complex, ndim, refuse, static
from s2sdiff.runtime import only_real, over_gap, unbroadcast

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def well_posed(rng: np.random.Generator, n: int = 3) -> Any:
    """A matrix far from singular, without eigenvalues below zero."""
    return 0.4 * rng.normal(size=(n, n)) + np.diag([3.0, 4.0, 5.0, 6.0][:n])


def positive(rng: np.random.Generator, n: int = 3) -> Any:
    """A symmetric positive definite matrix with distinct eigenvalues."""
    a = 0.5 * rng.normal(size=(n, n))
    return a @ a.T + np.diag(np.arange(1.0, n + 1.0))


def many(rng: np.random.Generator, kind: Any = well_posed) -> Any:
    """Two of them, which SciPy takes since 1.15."""
    return np.stack([kind(rng), kind(rng)])


def one(rng: np.random.Generator) -> list[Sample]:
    """A matrix."""
    return [((well_posed(rng),), {})]


def one_and_many(rng: np.random.Generator) -> list[Sample]:
    """A matrix, and several."""
    return [((well_posed(rng),), {}), ((many(rng),), {})]


def single(a):
    """Refuses many matrices at once, for each of which SciPy computes what is written here for one."""
    if np.ndim(a) != 2:
        raise NotImplementedError("of many matrices at once: loop over them")


def grouped(a, parts):
    """The results, which SciPy gives in a list for many matrices at once."""
    return list(parts) if np.ndim(a) > 2 else parts


def beside(b):
    """Refuses many right sides of many columns at once."""
    if np.ndim(b) > 2:
        raise NotImplementedError("of many systems at once: loop over them")


# --- as NumPy does it ---


@defined(linalg.inv, at=one)
def inv(a, overwrite_a=False, check_finite=True):
    return np.linalg.inv(a)


@defined(linalg.det, at=one)
def det(a, overwrite_a=False, check_finite=True):
    return np.linalg.det(a)


def norms(rng: np.random.Generator) -> list[Sample]:
    """Of vectors, of matrices, along an axis."""
    a = rng.normal(size=(3, 4))
    return [
        ((a[0],), {}),
        ((a,), {}),
        ((a, 1), {}),
        ((a, 2), {}),
        ((a[0], 3), {}),
        ((a,), {"axis": 0, "keepdims": True}),
    ]


@defined(linalg.norm, at=norms)
def norm(a, ord=None, axis=None, keepdims=False, check_finite=True):
    return np.linalg.norm(a, ord, axis, keepdims)


@defined(linalg.pinv, at=lambda rng: [((rng.normal(size=(4, 3)),), {}), ((rng.normal(size=(2, 3)),), {})])
def pinv(a, *, check_finite=True):
    return np.linalg.pinv(a)


@defined(linalg.pinvh, at=lambda rng: [((many(rng, positive),), {}), ((positive(rng),), {})])
def pinvh(a, *, lower=True, check_finite=True):
    return np.linalg.pinv(symmetric(a, lower))


@defined(linalg.svdvals, at=lambda rng: [((rng.normal(size=(4, 3)),), {})])
def svdvals(a, overwrite_a=False, check_finite=True):
    return np.linalg.svd(a, full_matrices=False, compute_uv=False)


@defined(linalg.svd, at=lambda rng: [((rng.normal(size=(4, 3)),), {"full_matrices": False}), ((well_posed(rng),), {})])
def svd(a, full_matrices=True, compute_uv=True, overwrite_a=False, check_finite=True):
    if not compute_uv:
        return np.linalg.svd(a, full_matrices=False, compute_uv=False)
    if full_matrices and a.shape[-2] != a.shape[-1]:
        raise NotImplementedError(
            "the derivative of scipy.linalg.svd with full_matrices=True: pass full_matrices=False"
        )
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    return grouped(a, (u, s, vh))


def symmetric(a, lower):
    """The matrix that LAPACK sees in one triangle."""
    if np.iscomplexobj(a):
        raise NotImplementedError("of complex matrices: use np.linalg.inv or np.linalg.solve")
    if lower:
        return np.tril(a) + np.swapaxes(np.tril(a, -1), -1, -2)
    return np.triu(a) + np.swapaxes(np.triu(a, 1), -1, -2)


def symmetric_ones(rng: np.random.Generator) -> list[Sample]:
    """Ordinary, and of two matrices."""
    return [((positive(rng),), {}), ((positive(rng),), {"lower": False}), ((positive(rng), positive(rng)), {})]


# a v = b v diag(w), v' b v = 1.  With F_ij = 1 / (w_j - w_i), 0 between equal ones, and M = F * (v' v_bar) + diag(w_bar):
# a_bar = v M v',  b_bar = -v M diag(w) v' - v diag(v' v_bar) v' / 2   (Giles 3.1; b = 1 there).  Both count as symmetric.


def symmetric_problems(rng: np.random.Generator) -> list[Sample]:
    """By a driver whose vectors do not change their signs from one matrix to the next; many."""
    several = np.stack([np.diag([1.0, 4.0, 9.0]) + c * np.ones((3, 3)) for c in (0.5, 0.8)])
    return [
        ((positive(rng),), {"driver": "ev"}),
        ((positive(rng),), {"driver": "ev", "lower": False}),
        ((positive(rng), positive(rng)), {}),
        ((positive(rng),), {"eigvals_only": True}),
        ((positive(rng), positive(rng)), {"eigvals_only": True}),
        ((several,), {"driver": "ev"}),
        ((several,), {"eigvals_only": True}),
    ]


@adjoint(linalg.eigh, at=symmetric_problems)
def eigh(y, a, b=None, *, lower=True, eigvals_only=False, check_finite=True, driver=None, y_bar):
    if b is not None and (ndim(a) != 2 or ndim(b) != 2):
        refuse("of many pairs of matrices at once: loop over them")
    if is_complex(a) or (b is not None and is_complex(b)):
        refuse("of complex matrices: take the real form [[re, -im], [im, re]]")
    if eigvals_only:
        factors = scipy.linalg.eigh(a, b, lower=lower)
        w = y
        v = factors[1]
        turn = np.zeros_like(v)
        middle = y_bar[..., None] * np.eye(a.shape[-1])
    else:
        w = y[0]
        v = y[1]
        turn = np.swapaxes(v, -1, -2) @ y_bar[1]
        off = turn * (1.0 - np.eye(a.shape[-1]))
        middle = over_gap(w[..., None, :] - w[..., None], off) * off + y_bar[0][..., None] * np.eye(a.shape[-1])
    back = v @ middle @ np.swapaxes(v, -1, -2)
    a_bar = 0.5 * (back + np.swapaxes(back, -1, -2))
    if b is not None:
        beside = -v @ (middle * w + 0.5 * np.diag(np.diagonal(turn))) @ v.T
        b_bar = 0.5 * (beside + beside.T)


@tangent(linalg.eigh)
def eigh_tangent(y, a, b=None, *, lower=True, eigvals_only=False, check_finite=True, driver=None, a_dot, b_dot):
    # With C = v' (a_dot - b_dot w_j) v:  w_dot = diag(C),  v_dot = v (F * C - diag(v' b_dot v) / 2)
    if b is not None and (ndim(a) != 2 or ndim(b) != 2):
        refuse("of many pairs of matrices at once: loop over them")
    if is_complex(a) or (b is not None and is_complex(b)):
        refuse("of complex matrices: take the real form [[re, -im], [im, re]]")
    if eigvals_only:
        factors = scipy.linalg.eigh(a, b, lower=lower)
        w = y
        v = factors[1]
    else:
        w = y[0]
        v = y[1]
    of_a = np.swapaxes(v, -1, -2) @ (0.5 * (a_dot + np.swapaxes(a_dot, -1, -2))) @ v
    if b is not None:
        of_b = v.T @ (0.5 * (b_dot + b_dot.T)) @ v
        if eigvals_only:
            y_dot = np.diagonal(of_a) - w * np.diagonal(of_b)
        else:
            off = (of_a - of_b * w) * (1.0 - np.eye(len(w)))
            y_dot = (
                np.diagonal(of_a) - w * np.diagonal(of_b),
                v @ (over_gap(w - w[:, None], off) * off) - v @ np.diag(0.5 * np.diagonal(of_b)),
            )
    elif eigvals_only:
        y_dot = np.diagonal(of_a, 0, -2, -1)
    else:
        off = of_a * (1.0 - np.eye(a.shape[-1]))
        y_dot = (np.diagonal(of_a, 0, -2, -1), v @ (over_gap(w[..., None, :] - w[..., None], off) * off))


@defined(linalg.eigvalsh, at=symmetric_ones)
def eigvalsh(a, b=None, *, lower=True, check_finite=True):
    return scipy.linalg.eigh(a, b, lower=lower, eigvals_only=True)


@defined(linalg.eig, at=lambda rng: [((well_posed(rng) + 1j * rng.normal(size=(3, 3)),), {})])
def eig(a, *, check_finite=True):
    w, v = np.linalg.eig(a)
    return w, v


@defined(linalg.eigvals, at=lambda rng: [((well_posed(rng),), {})])
def eigvals(a, *, check_finite=True):
    return np.linalg.eigvals(a + 0j)


# --- systems ---


def systems(rng: np.random.Generator) -> list[Sample]:
    """Right sides of one and two axes; what is said of the matrix; transposed."""
    a, b = well_posed(rng), rng.normal(size=(3, 2))
    return [
        ((a, b), {}),
        ((a, b[:, 0]), {}),
        ((positive(rng), b), {"assume_a": "pos"}),
        ((positive(rng), b[:, 0]), {"assume_a": "sym", "lower": True}),
        ((a, b[:, 0]), {"transposed": True}),
    ]


@defined(linalg.solve, at=systems)
def solve(a, b, lower=False, overwrite_a=False, overwrite_b=False, check_finite=True, assume_a=None, transposed=False):
    if np.ndim(a) != 2 and (transposed or assume_a is not None):
        raise NotImplementedError("with these options of many matrices at once: leave the options out")
    if assume_a is not None and assume_a != "gen" and assume_a != "general":
        if assume_a == "pos" or assume_a == "sym" or assume_a == "positive definite" or assume_a == "symmetric":
            return np.linalg.solve(symmetric(a, lower), b)
        raise NotImplementedError("the derivative of scipy.linalg.solve with this `assume_a`: leave it out")
    if transposed:
        return np.linalg.solve(a.T, b)
    return np.linalg.solve(a, b)


def over_and_under(rng: np.random.Generator) -> list[Sample]:
    """More equations than unknowns; as many; several right sides."""
    a = rng.normal(size=(5, 3))
    return [
        ((a, rng.normal(size=5)), {}),
        ((a, rng.normal(size=(5, 2))), {}),
        ((well_posed(rng), rng.normal(size=(3, 2))), {}),
    ]


@defined(linalg.lstsq, at=over_and_under)
def lstsq(a, b, cond=None, overwrite_a=False, overwrite_b=False, check_finite=True):
    if cond is not None:
        raise NotImplementedError("with `cond`: leave it out")
    x, residues, rank, s = np.linalg.lstsq(a, b)
    if np.ndim(b) == 1 and a.shape[0] > a.shape[1]:  # of one right side, SciPy gives a number
        return x, residues[0], rank, s
    return x, residues, rank, s


def triangles(rng: np.random.Generator) -> list[Sample]:
    """Upper, lower, transposed, with a diagonal of ones; right sides of one and two axes."""
    a, b = well_posed(rng), rng.normal(size=(3, 2))
    return [
        ((a, b), {}),
        ((a, b[:, 0]), {"lower": True}),
        ((a, b), {"trans": 1}),
        ((a, b[:, 0], 1, True), {}),
        ((a, b), {"lower": True, "unit_diagonal": True}),
        ((a, b[:, 0]), {"unit_diagonal": True, "trans": 1}),
        ((a, b), {"trans": "N"}),
        ((a, b[:, 0]), {"trans": "C", "lower": True}),
        ((a, b), {"trans": 2}),
        ((a + 0.3j * rng.normal(size=(3, 3)), b), {"lower": True}),
        ((a + 0.3j * rng.normal(size=(3, 3)), b[:, 0] - 0.2j), {"trans": 1}),
        ((many(rng), np.stack([b, 2.0 * b])), {"trans": 1}),
        ((many(rng), b), {"lower": True}),
        ((many(rng), b[:, 0]), {}),
        ((a, np.stack([b, b + 1.0])), {"unit_diagonal": True}),
    ]


# t x = b with t the triangle of a:  b_bar = t'^-1 x_bar,  a_bar = the triangle of -b_bar x'; transposed, of -x b_bar'


@adjoint(linalg.solve_triangular, at=triangles)
def solve_triangular(
    x, a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True, *, x_bar
):
    if is_complex(a) and (trans == 2 or trans == "C"):
        refuse("of a complex matrix, conjugated: conjugate it before, and pass trans=1")
    back_trans = static(1 if trans == 0 or trans == "N" else 0)
    if ndim(b) == 1 and ndim(a) > 2:
        back = scipy.linalg.solve_triangular(a, x_bar[..., None], back_trans, lower, unit_diagonal)
        b_bar = unbroadcast(back[..., 0], b)
        outer = back * x[..., None, :]
    else:
        back = scipy.linalg.solve_triangular(a, x_bar, back_trans, lower, unit_diagonal)
        b_bar = unbroadcast(back, b)
        if ndim(b) == 1:
            outer = np.outer(back, x)
        else:
            outer = back @ np.swapaxes(x, -1, -2)
    if trans == 0 or trans == "N":
        full = outer
    else:
        full = np.swapaxes(outer, -1, -2)
    if lower:
        a_bar = unbroadcast(-np.tril(full, static(-1 if unit_diagonal else 0)), a)
    else:
        a_bar = unbroadcast(-np.triu(full, static(1 if unit_diagonal else 0)), a)


@tangent(linalg.solve_triangular)
def solve_triangular_tangent(
    x, a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True, *, a_dot, b_dot
):
    if is_complex(a) and (trans == 2 or trans == "C"):
        refuse("of a complex matrix, conjugated: conjugate it before, and pass trans=1")
    if lower:
        part = np.tril(a_dot, static(-1 if unit_diagonal else 0))
    else:
        part = np.triu(a_dot, static(1 if unit_diagonal else 0))
    if trans == 0 or trans == "N":
        change = part
    else:
        change = np.swapaxes(part, -1, -2)
    if ndim(b) == 1 and ndim(a) > 2:
        x_dot = (
            scipy.linalg.solve_triangular(a, b_dot, trans, lower, unit_diagonal)
            - scipy.linalg.solve_triangular(a, change @ x[..., None], trans, lower, unit_diagonal)[..., 0]
        )
    else:
        x_dot = scipy.linalg.solve_triangular(a, b_dot, trans, lower, unit_diagonal) - scipy.linalg.solve_triangular(
            a, change @ x, trans, lower, unit_diagonal
        )


# --- factors ---


def balancing(a: Any, permute: bool, scale: bool) -> Any:
    """The matrix t of powers of two, each row with one, for which t^-1 a t is balanced."""
    return linalg.matrix_balance(a, permute, scale)[1]


zero(balancing, "powers of two, constant between jumps")


@defined(linalg.matrix_balance, at=lambda rng: [((well_posed(rng) * [[1.0, 99.0, 0.1]],), {}), ((many(rng),), {"permute": False})])
def matrix_balance(A, permute=True, scale=True, separate=False, overwrite_a=False):
    if separate:
        raise NotImplementedError("with separate=True: leave it out")
    t = balancing(A, permute, scale)
    return grouped(A, (np.linalg.solve(t, A @ t), t))


@defined(linalg.cholesky, at=lambda rng: [((positive(rng),), {}), ((positive(rng),), {"lower": True})])
def cholesky(a, lower=False, overwrite_a=False, check_finite=True):
    if lower:
        return np.linalg.cholesky(a)
    return np.swapaxes(np.linalg.cholesky(np.swapaxes(a, -1, -2)), -1, -2)


LEAVES_OTHER_TRIANGLE = linalg.cho_factor(np.array([[2.0, 1.0], [1.0, 2.0]]))[0][1, 0] != 0.0  # SciPy 1.18 clears it


@defined(linalg.cho_factor, at=lambda rng: [((positive(rng),), {}), ((positive(rng),), {"lower": True})])
def cho_factor(a, lower=False, overwrite_a=False, check_finite=True):
    single(a)
    other = float(LEAVES_OTHER_TRIANGLE)
    if lower:
        return np.linalg.cholesky(a) + other * np.triu(a, 1), lower
    return np.linalg.cholesky(a.T).T + other * np.tril(a, -1), lower


def cho_systems(rng: np.random.Generator) -> list[Sample]:
    """Upper and lower factors."""
    a, b = positive(rng), rng.normal(size=(3, 2))
    return [((linalg.cho_factor(a), b), {}), ((linalg.cho_factor(a, lower=True), b[:, 0]), {})]


@defined(linalg.cho_solve, at=cho_systems)
def cho_solve(c_and_lower, b, overwrite_b=False, check_finite=True):
    c, lower = c_and_lower
    single(c)
    beside(b)
    if np.iscomplexobj(c):
        raise NotImplementedError("of complex matrices: use np.linalg.solve")
    low = np.where(lower, np.tril(c), np.triu(c).T)
    half = scipy.linalg.solve_triangular(low, b, lower=True)
    return scipy.linalg.solve_triangular(low, half, trans=1, lower=True)


# p' a = l u.  With m = l' l_bar below the diagonal and u_bar u' from it up:  a_bar = p l'^-1 m u'^-1.
# Tangent: with x = l^-1 p' a_dot u^-1,  l_dot = l tril(x, -1),  u_dot = triu(x) u   (Giles 2008; de Hoog et al. 2011)


def with_exchanges(rng: np.random.Generator) -> list[Sample]:
    """With rows exchanged, or in the factor itself; many."""
    return [((well_posed(rng)[::-1].copy(),), {}), ((well_posed(rng),), {"permute_l": True}), ((many(rng)[:, ::-1],), {})]


@adjoint(linalg.lu, at=with_exchanges)
def lu(y, a, permute_l=False, overwrite_a=False, check_finite=True, p_indices=False, *, y_bar):
    if is_complex(a):
        refuse("of complex matrices: take the real form [[re, -im], [im, re]]")
    if p_indices:
        refuse("with p_indices=True: leave it out")
    if permute_l:
        factors = scipy.linalg.lu(a)
        p = factors[0]
        low = factors[1]
        u = y[1]
        low_bar = np.swapaxes(p, -1, -2) @ y_bar[0]
        u_bar = y_bar[1]
    else:
        p = y[0]
        low = y[1]
        u = y[2]
        low_bar = y_bar[1]
        u_bar = y_bar[2]
    middle = np.tril(np.swapaxes(low, -1, -2) @ low_bar, -1) + np.triu(u_bar @ np.swapaxes(u, -1, -2))
    right = np.swapaxes(scipy.linalg.solve_triangular(u, np.swapaxes(middle, -1, -2)), -1, -2)
    a_bar = p @ scipy.linalg.solve_triangular(low, right, trans=1, lower=True, unit_diagonal=True)


@tangent(linalg.lu)
def lu_tangent(y, a, permute_l=False, overwrite_a=False, check_finite=True, p_indices=False, *, a_dot):
    if is_complex(a):
        refuse("of complex matrices: take the real form [[re, -im], [im, re]]")
    if p_indices:
        refuse("with p_indices=True: leave it out")
    if permute_l:
        factors = scipy.linalg.lu(a)
        p = factors[0]
        low = factors[1]
        u = y[1]
    else:
        p = y[0]
        low = y[1]
        u = y[2]
    left = scipy.linalg.solve_triangular(low, np.swapaxes(p, -1, -2) @ a_dot, lower=True, unit_diagonal=True)
    change = np.swapaxes(scipy.linalg.solve_triangular(u, np.swapaxes(left, -1, -2), trans=1), -1, -2)
    if permute_l:
        y_dot = (p @ (low @ np.tril(change, -1)), np.triu(change) @ u)
    else:
        y_dot = (np.zeros_like(p), low @ np.tril(change, -1), np.triu(change) @ u)


@defined(linalg.lu_factor, at=lambda rng: [((well_posed(rng)[::-1].copy(),), {}), ((many(rng)[:, ::-1],), {})])
def lu_factor(a, overwrite_a=False, check_finite=True):
    factors = scipy.linalg.lu(a)
    return grouped(a, (np.tril(factors[1], -1) + factors[2], pivots(a)))


def lu_systems(rng: np.random.Generator) -> list[Sample]:
    """Right sides of one and two axes."""
    factors, b = linalg.lu_factor(well_posed(rng)[::-1].copy()), rng.normal(size=(3, 2))
    return [((factors, b), {}), ((factors, b[:, 0]), {}), ((factors, b, 1), {}), ((factors, b[:, 0]), {"trans": 2})]


@defined(linalg.lu_solve, at=lu_systems)
def lu_solve(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True):
    factors, piv = lu_and_piv
    single(factors)
    beside(b)
    if trans:
        if trans == 2 and np.iscomplexobj(factors):
            raise NotImplementedError("of a complex matrix, conjugated: conjugate the right side and the solution, with trans=1")
        half = scipy.linalg.solve_triangular(factors, b, trans=1)
        exchanged = scipy.linalg.solve_triangular(factors, half, trans=1, lower=True, unit_diagonal=True)
        return exchanged[np.argsort(order(piv))]
    half = scipy.linalg.solve_triangular(factors, b[order(piv)], lower=True, unit_diagonal=True)
    return scipy.linalg.solve_triangular(factors, half)


def pivots(a: Any) -> Any:
    """The row with which each row is exchanged."""
    return linalg.lu_factor(a)[1]


def order(piv: Any) -> Any:
    """The order of rows after all exchanges."""
    rows = np.arange(len(piv))
    for k, other in enumerate(piv):
        rows[[k, other]] = rows[[other, k]]
    return rows


zero(pivots, "integer result")
zero(order, "integer result")


@defined(
    linalg.qr,
    at=lambda rng: [
        ((rng.normal(size=(4, 3)),), {"mode": "economic"}),
        ((well_posed(rng),), {}),
        ((well_posed(rng),), {"mode": "r"}),
        ((many(rng),), {}),
    ],
)
def qr(a, overwrite_a=False, lwork=None, mode="full", pivoting=False, check_finite=True):
    if pivoting:
        raise NotImplementedError("the derivative of scipy.linalg.qr with pivoting: leave it out")
    if mode == "raw":
        raise NotImplementedError("of what LAPACK gives as it is: pass mode='economic'")
    if mode != "economic" and a.shape[-2] > a.shape[-1]:
        raise NotImplementedError("the derivative of a full QR factorisation: pass mode='economic'")
    q, r = np.linalg.qr(a)
    if mode == "r":
        return (r,)
    return grouped(a, (q, r))


def diagonal_signs(a: Any) -> Any:
    """The signs on the diagonal of R, as LAPACK chooses them for a = R Q."""
    return np.sign(np.diagonal(linalg.rq(a, mode="r")[..., -a.shape[-2] :], 0, -2, -1))


zero(diagonal_signs, "signs")


@defined(
    linalg.rq,
    at=lambda rng: [
        ((well_posed(rng),), {}),
        ((rng.normal(size=(2, 4)),), {"mode": "economic"}),
        ((many(rng),), {}),
    ],
)
def rq(a, overwrite_a=False, lwork=None, mode="full", check_finite=True):
    # a, its rows and columns in the opposite order, transposed:  q r
    if mode == "full" and a.shape[-2] != a.shape[-1]:
        raise NotImplementedError("of a matrix that is not square: pass mode='economic'")
    if mode == "r":
        raise NotImplementedError("with mode='r': take the first result")
    if a.shape[-2] > a.shape[-1]:
        raise NotImplementedError("of a matrix with more rows than columns")
    q, r = np.linalg.qr(np.swapaxes(a[..., ::-1, :], -1, -2))
    signs = diagonal_signs(a) * np.sign(np.diagonal(r, 0, -2, -1)[..., ::-1])
    upper = np.swapaxes(r, -1, -2)[..., ::-1, ::-1] * signs[..., None, :]
    return grouped(a, (upper, signs[..., None] * np.swapaxes(q, -1, -2)[..., ::-1, :]))


@defined(linalg.polar, at=lambda rng: [((rng.normal(size=(4, 3)),), {}), ((well_posed(rng), "left"), {}), ((many(rng),), {})])
def polar(a, side="right"):
    w, s, vh = np.linalg.svd(a, full_matrices=False)
    if side == "right":
        return grouped(a, (w @ vh, np.conj(np.swapaxes(vh, -1, -2)) @ (s[..., None] * vh)))
    return grouped(a, (w @ vh, (w * s[..., None, :]) @ np.conj(np.swapaxes(w, -1, -2))))


@defined(linalg.orthogonal_procrustes, at=lambda rng: [((rng.normal(size=(4, 3)), rng.normal(size=(4, 3))), {})])
def orthogonal_procrustes(A, B, check_finite=True):
    single(A)
    if np.iscomplexobj(A) or np.iscomplexobj(B):
        raise NotImplementedError("of complex matrices: use np.linalg.svd")
    u, w, vt = np.linalg.svd((B.T @ A).T, full_matrices=False)
    return u @ vt, np.sum(w)


# --- matrix functions: f([[a, e], [0, a]]) holds in its corner the derivative of f at a along e   (Mathias 1996) ---


def matrices(rng: np.random.Generator) -> list[Sample]:
    """A matrix whose eigenvalues lie to the right, and several."""
    return [((0.3 * well_posed(rng),), {}), ((0.3 * many(rng),), {})]


def corner(a, e):
    """The matrix [[a, e], [0, a]]."""
    return np.concatenate([np.concatenate([a, e], axis=-1), np.concatenate([np.zeros_like(a), a], axis=-1)], axis=-2)


@adjoint(linalg.expm, at=matrices)
def expm(y, A, *, y_bar):
    # The adjoint of the derivative at a is the derivative at a'   (Higham, Functions of matrices, 3.2)
    if ndim(A) == 2:
        A_bar = scipy.linalg.expm_frechet(A.T, y_bar, compute_expm=False)
    else:
        A_bar = scipy.linalg.expm_frechet(np.swapaxes(A, -1, -2), y_bar, compute_expm=False)


@tangent(linalg.expm)
def expm_tangent(y, A, *, A_dot):
    y_dot = scipy.linalg.expm_frechet(A, A_dot, compute_expm=False)


@defined(
    linalg.expm_frechet,
    at=lambda rng: [
        ((0.3 * well_posed(rng), rng.normal(size=(3, 3))), {}),
        ((0.3 * well_posed(rng), rng.normal(size=(3, 3))), {"compute_expm": False}),
        ((0.3 * many(rng), rng.normal(size=(2, 3, 3))), {"compute_expm": False}),
    ],
)
def expm_frechet(A, E, method=None, compute_expm=True, check_finite=True):
    if np.ndim(A) != np.ndim(E):
        raise NotImplementedError("of one matrix and many: np.broadcast_to")
    n = A.shape[-1]
    both = scipy.linalg.expm(corner(A, E))
    if compute_expm:
        return grouped(A, (both[..., :n, :n], both[..., :n, n:]))
    return both[..., :n, n:]


@adjoint(linalg.logm, at=matrices)
def logm(y, A, *, y_bar):
    n = A.shape[-1]
    A_t = np.swapaxes(A, -1, -2)
    above = np.concatenate([A_t, y_bar], axis=-1)
    both = np.concatenate([above, np.concatenate([np.zeros(A.shape), A_t], axis=-1)], axis=-2)
    if is_complex(A):
        A_bar = scipy.linalg.logm(both)[..., :n, n:]
    else:
        A_bar = only_real(scipy.linalg.logm(both))[..., :n, n:]


@tangent(linalg.logm)
def logm_tangent(y, A, *, A_dot):
    n = A.shape[-1]
    above = np.concatenate([A, A_dot], axis=-1)
    both = np.concatenate([above, np.concatenate([np.zeros(A.shape), A], axis=-1)], axis=-2)
    if is_complex(A):
        y_dot = scipy.linalg.logm(both)[..., :n, n:]
    else:
        y_dot = only_real(scipy.linalg.logm(both))[..., :n, n:]


@defined(linalg.fractional_matrix_power, at=lambda rng: [((well_posed(rng), 0.3), {})])
def fractional_matrix_power(A, t):
    return scipy.linalg.expm(t * scipy.linalg.logm(A))


@defined(linalg.sinhm, at=matrices)
def sinhm(A):
    return 0.5 * (scipy.linalg.expm(A) - scipy.linalg.expm(-A))


@defined(linalg.coshm, at=matrices)
def coshm(A):
    return 0.5 * (scipy.linalg.expm(A) + scipy.linalg.expm(-A))


@defined(linalg.tanhm, at=matrices)
def tanhm(A):
    return np.linalg.solve(scipy.linalg.coshm(A), scipy.linalg.sinhm(A))


def turned(A):
    """exp([[0, a], [-a, 0]]) = [[cos a, sin a], [-sin a, cos a]]."""
    none = np.zeros_like(A)
    above, below = np.concatenate([none, A], axis=-1), np.concatenate([-A, none], axis=-1)
    return scipy.linalg.expm(np.concatenate([above, below], axis=-2))


@defined(linalg.sinm, at=matrices)
def sinm(A):
    return turned(A)[..., : A.shape[-1], A.shape[-1] :]


@defined(linalg.cosm, at=matrices)
def cosm(A):
    return turned(A)[..., : A.shape[-1], : A.shape[-1]]


@defined(linalg.tanm, at=matrices)
def tanm(A):
    return np.linalg.solve(scipy.linalg.cosm(A), scipy.linalg.sinm(A))


@adjoint(linalg.sqrtm, at=matrices)
def sqrtm(y, A, *, y_bar):
    # y y = a:  y A_bar + A_bar y = y_bar, all transposed
    if is_complex(A):
        root_t = np.swapaxes(y, -1, -2)
    else:
        root_t = np.swapaxes(only_real(y), -1, -2)
    A_bar = scipy.linalg.solve_sylvester(root_t, root_t, y_bar)


@tangent(linalg.sqrtm)
def sqrtm_tangent(y, A, *, A_dot):
    if is_complex(A):
        y_dot = scipy.linalg.solve_sylvester(y, y, A_dot)
    else:
        y_dot = scipy.linalg.solve_sylvester(only_real(y), y, A_dot)


# --- matrix equations ---


def sylvester_equations(rng: np.random.Generator) -> list[Sample]:
    """Of different sizes; many, and with one matrix for all."""
    a, b, q = well_posed(rng), well_posed(rng, 2), rng.normal(size=(3, 2))
    return [((a, b, q), {}), ((many(rng), b, np.stack([q, 2.0 * q])), {}), ((a, b, np.stack([q, q + 1.0])), {})]


# a x + x b = q:  a' q_bar + q_bar b' = x_bar,  a_bar = -q_bar x',  b_bar = -x' q_bar


@adjoint(linalg.solve_sylvester, at=sylvester_equations)
def solve_sylvester(x, a, b, q, *, x_bar):
    back = scipy.linalg.solve_sylvester(np.swapaxes(a, -1, -2), np.swapaxes(b, -1, -2), x_bar)
    q_bar = unbroadcast(back, q)
    a_bar = unbroadcast(-back @ np.swapaxes(x, -1, -2), a)
    b_bar = unbroadcast(-np.swapaxes(x, -1, -2) @ back, b)


@tangent(linalg.solve_sylvester)
def solve_sylvester_tangent(x, a, b, q, *, a_dot, b_dot, q_dot):
    x_dot = (
        scipy.linalg.solve_sylvester(a, b, q_dot)
        - scipy.linalg.solve_sylvester(a, b, a_dot @ x)
        - scipy.linalg.solve_sylvester(a, b, x @ b_dot)
    )


def lyapunov_equations(rng: np.random.Generator) -> list[Sample]:
    """With a stable matrix, and several."""
    return [((0.1 * well_posed(rng), positive(rng)), {}), ((0.1 * many(rng), many(rng, positive)), {})]


@defined(linalg.solve_continuous_lyapunov, at=lyapunov_equations)
def solve_continuous_lyapunov(a, q):
    return scipy.linalg.solve_sylvester(a, np.conj(np.swapaxes(a, -1, -2)), q)


# x = a x a' + q:  q_bar = a' q_bar a + x_bar,  a_bar = q_bar a x' + q_bar' a x


@adjoint(linalg.solve_discrete_lyapunov, at=lyapunov_equations)
def solve_discrete_lyapunov(x, a, q, method=None, *, x_bar):
    if is_complex(a):
        refuse("of complex matrices: take the real form [[re, -im], [im, re]]")
    back = scipy.linalg.solve_discrete_lyapunov(np.swapaxes(a, -1, -2), x_bar, method)
    q_bar = unbroadcast(back, q)
    a_bar = unbroadcast(back @ a @ np.swapaxes(x, -1, -2) + np.swapaxes(back, -1, -2) @ a @ x, a)


@tangent(linalg.solve_discrete_lyapunov)
def solve_discrete_lyapunov_tangent(x, a, q, method=None, *, a_dot, q_dot):
    if is_complex(a):
        refuse("of complex matrices: take the real form [[re, -im], [im, re]]")
    one_side = a_dot @ x @ np.swapaxes(a, -1, -2)
    other_side = a @ x @ np.swapaxes(a_dot, -1, -2)
    x_dot = scipy.linalg.solve_discrete_lyapunov(a, q_dot, method) + scipy.linalg.solve_discrete_lyapunov(
        a, one_side + other_side, method
    )


# --- matrices with structure: entries gathered from vectors ---


def row(c):
    """Refuses many rows of entries at once, of each of which SciPy makes a matrix."""
    if np.ndim(c) != 1:
        raise NotImplementedError("of many rows of entries at once: loop over them")


def columns(rng: np.random.Generator) -> list[Sample]:
    """A first column, and one with a first or last row."""
    return [((rng.normal(size=4),), {}), ((rng.normal(size=4), rng.normal(size=3)), {})]


@defined(linalg.toeplitz, at=columns)
def toeplitz(c, r=None):
    row(c)
    first = np.conj(c) if r is None else r
    values = np.concatenate([c[::-1], first[1:]])
    return values[len(c) - 1 - np.arange(len(c))[:, None] + np.arange(len(first))]


@defined(linalg.hankel, at=columns)
def hankel(c, r=None):
    row(c)
    last = np.zeros_like(c) if r is None else r
    values = np.concatenate([c, last[1:]])
    return values[np.arange(len(c))[:, None] + np.arange(len(last))]


@defined(linalg.circulant, at=lambda rng: [((rng.normal(size=4),), {})])
def circulant(c):
    row(c)
    return c[(np.arange(len(c))[:, None] - np.arange(len(c))) % len(c)]


@defined(linalg.companion, at=lambda rng: [((rng.uniform(1.0, 2.0, 4),), {})])
def companion(a):
    row(a)
    return np.vstack([-a[1:] / a[0], np.eye(len(a) - 2, len(a) - 1)])


@defined(linalg.fiedler, at=lambda rng: [((np.arange(4.0) + rng.uniform(size=4),), {})])
def fiedler(a):
    row(a)
    return np.abs(a[:, None] - a)


@defined(
    linalg.convolution_matrix,
    at=lambda rng: [
        ((rng.normal(size=4), 3), {}),
        ((rng.normal(size=3), 5, "same"), {}),
        ((rng.normal(size=3), 5, "valid"), {}),
    ],
)
def convolution_matrix(a, n, mode="full"):
    row(a)
    padded = np.concatenate([a, np.zeros(n - 1)])
    rows = np.arange(len(a) + n - 1)[:, None] - np.arange(n)
    full = np.where(rows >= 0, padded[np.maximum(rows, 0)], 0.0)
    if mode == "full":
        return full
    trimmed = min(n, len(a)) - 1
    first = trimmed if mode == "valid" else trimmed // 2
    last = trimmed if mode == "valid" else trimmed - trimmed // 2
    return full[first : len(a) + n - 1 - last]


@defined(linalg.khatri_rao, at=lambda rng: [((rng.normal(size=(2, 3)), rng.normal(size=(4, 3))), {})])
def khatri_rao(a, b):
    single(a)
    single(b)
    return np.reshape(a[:, None, :] * b[None, :, :], (a.shape[0] * b.shape[0], b.shape[1]))


@defined(
    linalg.solve_circulant,
    at=lambda rng: [((np.array([4.0, 1.0, -0.5]) + 0.1 * rng.normal(size=3), rng.normal(size=3)), {})],
)
def solve_circulant(c, b):
    row(c)
    return np.linalg.solve(scipy.linalg.circulant(c), b)


@defined(
    linalg.solve_toeplitz,
    at=lambda rng: [
        ((np.array([4.0, 1.0, -0.5]), rng.normal(size=3)), {}),
        (((np.array([4.0, 1.0, -0.5]), np.array([4.0, 0.3, 0.2])), rng.normal(size=(3, 2))), {}),
    ],
)
def solve_toeplitz(c_or_cr, b, check_finite=True):
    if isinstance(c_or_cr, tuple):
        c, r = c_or_cr
        return np.linalg.solve(scipy.linalg.toeplitz(c, r), b)
    return np.linalg.solve(scipy.linalg.toeplitz(c_or_cr), b)


@defined(
    linalg.matmul_toeplitz,
    at=lambda rng: [
        ((rng.normal(size=3), rng.normal(size=3)), {}),
        (((rng.normal(size=3), rng.normal(size=3)), rng.normal(size=(3, 2))), {}),
    ],
)
def matmul_toeplitz(c_or_cr, x, check_finite=False, workers=None):
    if isinstance(c_or_cr, tuple):
        c, r = c_or_cr
        return scipy.linalg.toeplitz(c, r) @ x
    return scipy.linalg.toeplitz(c_or_cr) @ x
