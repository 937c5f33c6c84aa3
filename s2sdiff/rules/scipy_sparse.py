# mypy: ignore-errors
"""scipy.sparse: matrices that are made outside of what is differentiated, in products and linear systems.

They are constants: the derivative flows through what they are multiplied with, by the transposed matrix.  Those that a
program makes itself are in `scipy_sparse_made`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from scipy import sparse
from scipy.sparse import linalg

from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.plain import defined

Sample = tuple[tuple[Any, ...], dict[str, Any]]
Matrix = next(c for c in sparse.csr_array.__mro__ if "__matmul__" in vars(c))


def tridiagonal(rng: np.random.Generator, n: int = 4) -> Any:
    """Well posed, and not symmetric."""
    return sparse.diags_array([rng.normal(size=n - 1), 4.0 + rng.normal(size=n), rng.normal(size=n - 1)], offsets=[-1, 0, 1]).tocsc()


def products(rng: np.random.Generator) -> list[Sample]:
    """With a vector and with a matrix; not square."""
    a = sparse.csr_array(np.where(rng.uniform(size=(3, 4)) < 0.6, rng.normal(size=(3, 4)), 0.0))
    return [((a, rng.normal(size=4)), {}), ((a, rng.normal(size=(4, 2))), {})]


def products_from_the_left(rng: np.random.Generator) -> list[Sample]:
    """As above, the matrix on the right."""
    a = sparse.csr_array(np.where(rng.uniform(size=(3, 4)) < 0.6, rng.normal(size=(3, 4)), 0.0))
    return [((a, rng.normal(size=3)), {}), ((a, rng.normal(size=(2, 3))), {})]


def matmul_back(y, self, other, *, y_bar):
    other_bar = self.T @ y_bar


def rmatmul_back(y, self, other, *, y_bar):
    other_bar = y_bar @ self.T


linear(Matrix.__matmul__, adjoint=matmul_back, operands=("other",), at=products)
linear(Matrix.__rmatmul__, adjoint=rmatmul_back, operands=("other",), at=products_from_the_left)


@defined(Matrix.dot, at=lambda _: [])
def dot(self, other):
    return self @ other


def spsolve_back(x, A, b, permc_spec=None, use_umfpack=True, *, x_bar):
    b_bar = scipy.sparse.linalg.spsolve(A.T, x_bar)


linear(
    linalg.spsolve,
    adjoint=spsolve_back,
    operands=("b",),
    at=lambda rng: [((tridiagonal(rng), rng.normal(size=4)), {}), ((tridiagonal(rng), rng.normal(size=(4, 2))), {})],
)


# --- iterations: what they converge to is linear in b, wherever they begin ---


def iterated(symmetric: bool) -> Any:
    """Systems of which the tolerance is near rounding."""

    def samples(rng: np.random.Generator) -> list[Sample]:
        a = tridiagonal(rng)
        return [((a @ a.T if symmetric else a, rng.normal(size=4)), {"rtol": 1e-14})]

    return samples


@adjoint(linalg.cg, at=iterated(symmetric=True))
def cg(y, A, b, x0=None, *, rtol=1e-05, atol=0.0, maxiter=None, M=None, y_bar):
    b_bar = scipy.sparse.linalg.cg(A, y_bar[0], rtol=rtol, atol=atol, maxiter=maxiter, M=M)[0]


@tangent(linalg.cg)
def cg_tangent(y, A, b, x0=None, *, rtol=1e-05, atol=0.0, maxiter=None, M=None, b_dot):
    y_dot = (scipy.sparse.linalg.cg(A, b_dot, rtol=rtol, atol=atol, maxiter=maxiter, M=M)[0], 0)


@adjoint(linalg.gmres, at=iterated(symmetric=False))
def gmres(y, A, b, x0=None, *, rtol=1e-05, atol=0.0, restart=None, maxiter=None, y_bar):
    b_bar = scipy.sparse.linalg.gmres(A.T, y_bar[0], rtol=rtol, atol=atol, restart=restart, maxiter=maxiter)[0]


@tangent(linalg.gmres)
def gmres_tangent(y, A, b, x0=None, *, rtol=1e-05, atol=0.0, restart=None, maxiter=None, b_dot):
    y_dot = (scipy.sparse.linalg.gmres(A, b_dot, rtol=rtol, atol=atol, restart=restart, maxiter=maxiter)[0], 0)


@adjoint(linalg.bicgstab, at=iterated(symmetric=False))
def bicgstab(y, A, b, x0=None, *, rtol=1e-05, atol=0.0, maxiter=None, y_bar):
    b_bar = scipy.sparse.linalg.bicgstab(A.T, y_bar[0], rtol=rtol, atol=atol, maxiter=maxiter)[0]


@tangent(linalg.bicgstab)
def bicgstab_tangent(y, A, b, x0=None, *, rtol=1e-05, atol=0.0, maxiter=None, b_dot):
    y_dot = (scipy.sparse.linalg.bicgstab(A, b_dot, rtol=rtol, atol=atol, maxiter=maxiter)[0], 0)
