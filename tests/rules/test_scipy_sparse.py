"""Sparse matrices that are constant: products from both sides, and systems solved directly and by iteration."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse.linalg
from scipy import sparse

import s2sdiff as sd

from .hold import by_differences, gradient

A = sparse.csr_array(np.array([[4.0, 1.0, 0.0], [0.0, 5.0, -1.0], [2.0, 0.0, 6.0]]))
WIDE = sparse.csc_array(np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]]))
S = sparse.csr_array(np.diag([4.0, 5.0, 6.0]) + 0.5)
X = np.random.default_rng(32).normal(size=(3, 4))[:, ::2]


def test_products_by_hand() -> None:
    np.testing.assert_array_equal(gradient(lambda x: np.sum(WIDE @ x), np.ones(3)), [1.0, 3.0, 2.0])
    np.testing.assert_array_equal(gradient(lambda x: np.sum(x @ WIDE), np.ones(2)), [3.0, 3.0])


@pytest.mark.parametrize(
    "f",
    [
        lambda x: A @ x,
        lambda x: WIDE.T @ (WIDE @ x),
        lambda x: x.T @ A,
        lambda x: WIDE.dot(x),
        lambda x: scipy.sparse.linalg.spsolve(A, x),
        lambda x: scipy.sparse.linalg.cg(S, x[:, 0], rtol=1e-13)[0],
        lambda x: scipy.sparse.linalg.gmres(A, x[:, 1], rtol=1e-13)[0],
        lambda x: scipy.sparse.linalg.bicgstab(A, x[:, 1], rtol=1e-13)[0],
    ],
)
def test_against_differences(f) -> None:
    by_differences(f, X, order=1)


def test_a_solution_by_the_transpose() -> None:
    (b_bar,) = sd.vjp(lambda b: scipy.sparse.linalg.spsolve(A, b), X[:, 0])[1](X[:, 1])
    np.testing.assert_allclose(A.T @ b_bar, X[:, 1])


def test_second_order_and_single_precision() -> None:
    by_differences(lambda x: (A @ x) ** 2, X[:, 0])
    assert sd.grad(lambda x: np.sum(A @ x))(np.float32(X[:, 0])).dtype == np.float32
