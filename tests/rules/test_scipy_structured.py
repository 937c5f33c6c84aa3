"""Banded, block and tridiagonal matrices: what stands outside the bands takes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import linalg

import s2sdiff as sd

from .hold import by_differences, gradient

BANDS = np.array([[9.0, 0.5, 0.3, -0.4], [4.0, 5.0, 6.0, 5.0], [0.2, -0.7, 0.1, 9.0]])
UPPER = np.array([[9.0, 0.5, 0.3, -0.4], [4.0, 5.0, 6.0, 5.0]])
B = np.random.default_rng(31).normal(size=(4, 2))
D, E = np.array([4.0, 5.0, 7.0]), np.array([0.5, -0.3])


def test_corners_outside_the_bands_take_nothing() -> None:
    found = sd.grad(lambda ab: np.sum(linalg.solve_banded((1, 1), ab, B[:, 0]) ** 2))(BANDS)
    assert found[0, 0] == found[2, 3] == 0.0
    assert np.count_nonzero(found) == 10


def test_a_diagonal_system_by_hand() -> None:
    found = gradient(lambda d: linalg.solve_banded((0, 0), np.reshape(d, (1, 2)), np.array([6.0, 8.0]))[1], np.array([3.0, 4.0]))
    np.testing.assert_allclose(found, [0.0, -0.5])


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (lambda ab, b: linalg.solve_banded((1, 1), ab, b), (BANDS, B)),
        (lambda ab, b: linalg.solveh_banded(ab, b), (UPPER, B)),
        (lambda ab: linalg.cholesky_banded(ab), (UPPER,)),
        (lambda ab: linalg.eigvals_banded(ab), (UPPER,)),
        (lambda d, e: linalg.eigvalsh_tridiagonal(d, e), (D, E)),
        (lambda d, e: linalg.eigh_tridiagonal(d, e)[1] ** 2, (D, E)),
        (lambda a, b: linalg.block_diag(a, b[:1], a[:1]), (BANDS, B)),
        (lambda a: linalg.signm(a), (np.diag([2.0, -1.5]) + 0.3 * B[:2],)),
    ],
)
def test_against_differences(f, args) -> None:
    by_differences(f, *args, order=1)


def test_the_trace_is_the_sum_of_the_eigenvalues() -> None:
    np.testing.assert_allclose(gradient(lambda d: np.sum(linalg.eigvalsh_tridiagonal(d, E)), D), np.ones(3))


def test_single_precision_cotangents() -> None:
    assert sd.grad(lambda ab: np.sum(linalg.solve_banded((1, 1), ab, np.float32(B))))(np.float32(BANDS)).dtype == np.float32
