"""`scipy.linalg`: small cases by hand, triangles, functions of matrices against their identities."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import linalg

import s2sdiff as sd

from .hold import by_differences, gradient, in_single, jacobian

RNG = np.random.default_rng(21)
A = RNG.normal(size=(3, 3)) + np.diag([3.0, 4.0, 5.0])
B = RNG.normal(size=(3, 2))
S = A @ A.T


@pytest.mark.parametrize(
    ("f", "a", "want"),
    [
        (lambda a: linalg.det(a), [[2.0, 1.0], [0.0, 3.0]], [[3.0, 0.0], [-1.0, 2.0]]),
        (lambda a: linalg.det(a), [[1.0, 2.0], [2.0, 4.0]], [[4.0, -2.0], [-2.0, 1.0]]),
        (lambda a: linalg.inv(a)[0, 0], [[2.0, 0.0], [0.0, 4.0]], [[-0.25, 0.0], [0.0, 0.0]]),
        (lambda a: linalg.norm(a), [[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]),
        (lambda a: linalg.expm(a)[0, 1], [[0.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]),
        (lambda a: linalg.sqrtm(a)[0, 0], [[4.0, 0.0], [0.0, 9.0]], [[0.25, 0.0], [0.0, 0.0]]),
        (lambda a: linalg.logm(a)[0, 1], [[2.0, 0.0], [0.0, 2.0]], [[0.0, 0.5], [0.0, 0.0]]),
        (lambda a: linalg.cholesky(a, lower=True)[0, 0], [[4.0, 0.0], [0.0, 9.0]], [[0.25, 0.0], [0.0, 0.0]]),
        (lambda a: linalg.solve_triangular(a, [2.0, 3.0])[1], [[1.0, 5.0], [7.0, 3.0]], [[0.0, 0.0], [0.0, -1.0 / 3.0]]),
    ],
)
def test_gradients_by_hand(f, a, want) -> None:
    np.testing.assert_allclose(gradient(f, np.array(a)), want, atol=1e-12)


@pytest.mark.parametrize(
    "f",
    [
        lambda a: linalg.expm(linalg.logm(a)),
        lambda a: linalg.sqrtm(a) @ linalg.sqrtm(a),
        lambda a: linalg.inv(linalg.inv(a)),
        lambda a: linalg.lu(a)[0] @ linalg.lu(a)[1] @ linalg.lu(a)[2],
        lambda a: linalg.polar(a)[0] @ linalg.polar(a)[1],
    ],
)
def test_what_gives_back_its_argument_passes_the_cotangent(f) -> None:
    (a_bar,) = sd.vjp(f, A)[1](S)
    np.testing.assert_allclose(a_bar, S, atol=1e-8)


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (lambda a, b: linalg.solve(a, b), (A, B)),
        (lambda a, b: linalg.solve_triangular(a, b, trans="T", lower=True), (A, B)),
        (lambda a, b: linalg.solve_triangular(a, b, unit_diagonal=True), (A, B[:, 0])),
        (lambda a, b: linalg.cho_solve((linalg.cho_factor(a @ a.T)), b), (A, B)),
        (lambda a, b: linalg.lu_solve(linalg.lu_factor(a), b), (A, B)),
        (lambda a, b: linalg.lstsq(b, a)[0], (A, B)),
        (lambda a, b: linalg.solve_sylvester(a, b.T @ b, b), (A, B)),
        (lambda a: linalg.solve_continuous_lyapunov(a, a @ a.T), (A,)),
        (lambda a: linalg.eigh(a + a.T, A @ A.T)[0], (A,)),
        (lambda c, r: linalg.toeplitz(c, r), (B[:, 0], B[0])),
        (lambda c: linalg.circulant(c), (B[:, 0],)),
    ],
)
def test_against_differences(f, args) -> None:
    by_differences(f, *args, order=1)


def test_second_order_of_an_exponential() -> None:
    by_differences(lambda a: linalg.expm(a), 0.3 * A[:2, :2])


@pytest.mark.parametrize("f", [linalg.expm, linalg.inv, lambda a: linalg.solve_triangular(a, B[:, 0].astype(a.dtype))])
def test_single_precision_is_kept(f) -> None:
    in_single(lambda a: f(a), 0.3 * A)


def test_a_triangle_gives_nothing_to_the_other() -> None:
    found = jacobian(lambda a: linalg.solve_triangular(a, np.ones(3), lower=True), A)
    assert not np.any(found[:, [0, 0, 1], [1, 2, 2]])
