"""Factors that are unique but for phases, and bases: scipy.linalg."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.linalg

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from . import check

RNG = np.random.default_rng(5)
Z = RNG.normal(size=(3, 3)) + 1j * RNG.normal(size=(3, 3))
PAIRED = np.array([[1.0, 2.0, 0.5], [-3.0, 1.5, 0.2], [0.1, 0.4, 5.0]])  # of its eigenvalues, two are complex


def of_schur(a: Any) -> Any:
    """The modulus of each item, which no phase changes, and the matrix again, cut."""
    t, z = scipy.linalg.schur(a, output="complex")
    return np.abs(t) + np.abs(z) ** 2 + np.real(z[:, :2] @ t[:2, :2] @ np.conj(z[:, :2].T))


def of_kernel(a: Any) -> Any:
    z = scipy.linalg.null_space(a)
    return z @ np.conj(z.T)


@pytest.mark.parametrize(
    ("f", "a"),
    [(of_schur, Z), (of_schur, PAIRED), (of_kernel, Z[:2])],
)
def test_what_does_not_depend_on_phases_is_right(f: Any, a: Any) -> None:
    rng = np.random.default_rng(6)
    a_dot = rng.normal(size=a.shape) + (1j * rng.normal(size=a.shape) if np.iscomplexobj(a) else 0.0)
    want = check.difference(f, a, a_dot, step=1e-4)
    np.testing.assert_allclose(sd.jvp(f, (a,), (a_dot,))[1], want, rtol=1e-7, atol=1e-8)
    y, pullback = sd.vjp(f, a)
    share = rng.normal(size=y.shape) + (1j * rng.normal(size=y.shape) if np.iscomplexobj(y) else 0.0)
    np.testing.assert_allclose(np.sum(pullback(share)[0] * a_dot).real, np.sum(share * want).real, rtol=1e-7, atol=1e-8)

    def loss(a: Any) -> Any:
        return np.sum(np.abs(f(a)) ** 2)

    want = check.difference(lambda a: np.conj(sd.grad(loss)(a)), a, a_dot, step=1e-4)
    np.testing.assert_allclose(np.conj(sd.jvp(sd.grad(loss), (a,), (a_dot,))[1]), want, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("f", "a"),
    [
        (lambda a: scipy.linalg.schur(a)[0][0, 2], PAIRED),
        (lambda a: scipy.linalg.schur(a)[1][2, 2], PAIRED),
        (lambda a: scipy.linalg.schur(a)[1][1, 0], np.eye(3)),
        (lambda a: scipy.linalg.null_space(a)[1, 0], np.ones((1, 3))),
    ],
)
def test_what_turns_as_it_likes_is_not_told(f: Any, a: Any) -> None:
    assert np.all(np.isnan(sd.grad(f)(a)))
    assert np.isnan(sd.jvp(f, (a,), (RNG.normal(size=a.shape),))[1])


def test_one_schur_form_among_many_with_a_block() -> None:
    def f(a: Any) -> Any:
        return np.sum(scipy.linalg.schur(a)[0][:, 0, 0])

    found = sd.grad(f)(np.stack([PAIRED, np.diag([3.0, 1.0, 2.0])]))
    assert np.all(np.isnan(found[0]))
    np.testing.assert_array_equal(found[1], np.diag([1.0, 0.0, 0.0]))


def test_no_kernel() -> None:
    def f(a: Any) -> Any:
        return np.sum(scipy.linalg.null_space(a)) + a[0, 0]

    np.testing.assert_array_equal(sd.grad(f)(np.eye(2)), [[1.0, 0.0], [0.0, 0.0]])


BANDS = np.array([[0.0, 0.3, 0.2], [4.0, 5.0, 6.0]])


@pytest.mark.parametrize(
    "f",
    [
        lambda c: scipy.linalg.cholesky_banded(BANDS + c * BANDS[::-1]),
        lambda c: scipy.linalg.eigvals_banded(BANDS + c * BANDS[::-1]),
        lambda c: scipy.linalg.eig_banded(BANDS + c * BANDS[::-1])[0],
        lambda c: scipy.linalg.orthogonal_procrustes(c * BANDS, BANDS)[1],
        lambda c: scipy.linalg.ldl(np.diag([c, c]))[1],
    ],
)
def test_complex_matrices_are_refused(f: Any) -> None:
    with pytest.raises(Unsupported, match="complex"):
        sd.vjp(f, 0.1j)
