"""Eigenvalues and singular values: by hand, repeated ones, phases, vectors that are not there."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported
from s2sdiff.runtime import leading_eigenvector

from .hold import by_differences, gradient, in_single

RNG = np.random.default_rng(12)
A = RNG.normal(size=(2, 4, 3))
S = A.swapaxes(-1, -2) @ A + np.diag([1.0, 2.0, 4.0])
Z = RNG.normal(size=(3, 3)) + 1j * RNG.normal(size=(3, 3))
H = Z @ Z.conj().T


def symmetric(a):
    return 0.5 * (a + np.swapaxes(np.conj(a), -1, -2))


@pytest.mark.parametrize(
    ("f", "a", "want"),
    [
        (lambda a: np.linalg.eigvalsh(a)[0], [[1.0, 0.0], [0.0, 3.0]], [[1.0, 0.0], [0.0, 0.0]]),
        (lambda a: np.linalg.eigh(a)[0][1], [[2.0, 1.0], [1.0, 2.0]], [[0.5, 0.5], [0.5, 0.5]]),
        (lambda a: np.sum(np.linalg.eigvalsh(a) ** 2), [[2.0, 0.0], [0.0, 2.0]], [[4.0, 0.0], [0.0, 4.0]]),
        (lambda a: np.abs(np.linalg.eigh(a)[1][0, 0]), [[1.0, 0.0], [0.0, 3.0]], [[0.0, 0.0], [0.0, 0.0]]),
        (lambda a: np.linalg.svdvals(a)[0], [[0.0, 3.0], [2.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]),
        (lambda a: np.sum(np.linalg.svd(a)[1]), [[2.0, 0.0], [0.0, 2.0]], [[1.0, 0.0], [0.0, 1.0]]),
    ],
)
def test_gradients_by_hand(f, a, want) -> None:
    np.testing.assert_allclose(gradient(f, np.array(a)), want, atol=1e-14)


@pytest.mark.parametrize(
    "f",
    [lambda a: np.linalg.eigh(a)[1][1, 0], lambda a: np.linalg.svd(a)[0][1, 0], lambda a: np.linalg.svd(a)[2][0, 1]],
)
def test_vectors_of_equal_values_are_not_known(f) -> None:
    assert np.all(np.isnan(sd.grad(f)(2.0 * np.eye(2))[0, 1]))


@pytest.mark.parametrize(
    ("f", "a", "order"),
    [
        (lambda a: np.linalg.eigvalsh(symmetric(a)), S, 1),
        (lambda a: np.linalg.eigvalsh(symmetric(a), "U"), H, 1),
        (lambda a: np.linalg.eigh(symmetric(a)), S[0, 1:, 1:], 2),
        (lambda a: np.linalg.eigh(symmetric(a))[1] ** 2, S, 1),
        (lambda a: np.abs(np.linalg.eigh(symmetric(a))[1]), H, 1),
        (lambda a: leading_eigenvector(symmetric(a)), S, 1),
        (lambda a: np.linalg.eigvals(a), Z, 1),
        (lambda a: np.linalg.eig(a), Z, 1),
        (lambda a: np.linalg.svdvals(a), A, 1),
        (lambda a: np.linalg.svd(a, full_matrices=False), A[0], 1),
        (lambda a: np.linalg.svd(a, full_matrices=False), A[0].T, 1),
        (lambda a: np.linalg.svd(a)[1], A, 1),
        (lambda a: np.linalg.svd(symmetric(a), hermitian=True)[1], S[0], 1),
        (lambda a: np.abs(np.linalg.svd(a, full_matrices=False)[0]), Z, 1),
        (lambda a: np.linalg.svd(a, compute_uv=False), Z[:2], 1),
    ],
)
def test_shapes_and_kinds(f, a, order) -> None:
    by_differences(f, a, order=order)


@pytest.mark.parametrize(
    ("f", "a"), [(np.linalg.eigvalsh, S), (lambda a: np.linalg.svd(a, full_matrices=False)[0], A[0]), (np.linalg.svdvals, Z), (np.linalg.eigvals, Z)]
)
def test_single_precision_is_kept(f, a) -> None:
    in_single(lambda a: f(a), a)


def test_vectors_beyond_the_singular_values() -> None:
    assert np.all(np.isfinite(sd.grad(lambda a: np.sum(np.linalg.svd(a)[0][:, :3] ** 3))(A[0])))
    assert np.all(np.isnan(sd.grad(lambda a: np.sum(np.linalg.svd(a)[0] ** 3))(A[0])))


def test_the_spectrum_of_a_real_matrix_may_be_complex() -> None:
    with pytest.raises(Unsupported, match="0j"):
        sd.vjp(lambda a: np.linalg.eigvals(a), S[0])
