"""Cholesky's factor, and orthogonal times triangular: small ones by hand, both triangles, wide, tall, complex, many."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, gradient, in_single

RNG = np.random.default_rng(10)
TALL = RNG.normal(size=(2, 4, 3))
Z = TALL[0] + 1j * TALL[1]
POSITIVE = TALL.swapaxes(-1, -2) @ TALL + np.eye(3)


def symmetric(a):
    return 0.5 * (a + np.swapaxes(np.conj(a), -1, -2))


def test_the_factor_of_a_number_is_its_root() -> None:
    np.testing.assert_allclose(gradient(lambda a: np.linalg.cholesky(a)[0, 0], np.array([[4.0]])), [[0.25]])


def test_both_triangles_share() -> None:
    a = np.array([[4.0, 2.0], [2.0, 10.0]])  # of [[2, 0], [1, 3]]
    np.testing.assert_allclose(gradient(lambda a: np.linalg.cholesky(a)[1, 0], a), [[-0.125, 0.25], [0.25, 0.0]], atol=1e-15)
    np.testing.assert_allclose(gradient(lambda a: np.linalg.cholesky(a)[1, 1], a), [[1 / 24, -1 / 12], [-1 / 12, 1 / 6]])


@pytest.mark.parametrize(
    ("f", "a", "order"),
    [
        (lambda a: np.linalg.cholesky(symmetric(a)), POSITIVE, 1),
        (lambda a: np.linalg.cholesky(symmetric(a), upper=True), POSITIVE[0, 1:, 1:], 2),
        (lambda a: np.linalg.cholesky(symmetric(a)), Z.conj().T @ Z, 1),
        (lambda a: np.linalg.qr(a), TALL[0, :3, :2], 2),
        (lambda a: np.linalg.qr(a), TALL, 1),
        (lambda a: np.linalg.qr(a), TALL[0].T, 1),
        (lambda a: np.linalg.qr(a, "r"), TALL[0], 1),
        (lambda a: np.linalg.qr(a, mode="complete"), TALL[0, :3], 1),
        (lambda a: np.linalg.qr(a)[1], Z, 1),
        (lambda a: np.linalg.qr(a.T)[0], Z, 1),
    ],
)
def test_shapes_and_kinds(f, a, order) -> None:
    by_differences(f, a, order=order)


@pytest.mark.parametrize(("f", "a"), [(np.linalg.cholesky, POSITIVE[0]), (lambda a: np.linalg.qr(a)[1], TALL[0]), (lambda a: np.linalg.qr(a)[0], Z)])
def test_single_precision_is_kept(f, a) -> None:
    in_single(lambda a: f(a), a)


def test_a_factorization_gives_back_what_it_is_of() -> None:
    (a_bar,) = sd.vjp(lambda a: np.linalg.qr(a)[0] @ np.linalg.qr(a)[1], TALL[0])[1](TALL[1])
    np.testing.assert_allclose(a_bar, TALL[1], atol=1e-12)


def test_other_modes_are_refused() -> None:
    with pytest.raises(Unsupported, match="mode"):
        sd.vjp(lambda a: np.linalg.qr(a, mode="complete"), TALL[0])
