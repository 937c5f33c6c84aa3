"""Variances and standard deviations: constants, gaps, masks, divisors, means that are passed."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd

from .hold import by_differences, gradient, in_single

NAN = np.nan
A = np.random.default_rng(9).normal(size=(3, 8))[:, ::-2]
Z = A + 1j * A[::-1]
HOLES = np.where(A > 0.7, NAN, A)


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: np.var(x), [1.0, 2.0, 6.0], [-4.0 / 3.0, -2.0 / 3.0, 2.0]),
        (lambda x: np.var(x, ddof=1), [1.0, 2.0, 6.0], [-2.0, -1.0, 3.0]),
        (lambda x: np.var(x, mean=0.0), [1.0, 2.0, 6.0], [2.0 / 3.0, 4.0 / 3.0, 4.0]),
        (lambda x: np.std(x), [1.0, 3.0], [-0.5, 0.5]),
        (lambda x: np.std(x), [2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
        (lambda x: np.var(x, where=np.array([True, True, False])), [1.0, 3.0, 9.0], [-1.0, 1.0, 0.0]),
        (lambda x: np.nanvar(x), [1.0, NAN, 3.0], [-1.0, 0.0, 1.0]),
        (lambda x: np.nanstd(x), [1.0, NAN, 3.0], [-0.5, 0.0, 0.5]),
        (lambda x: np.nanstd(x), [2.0, NAN, 2.0], [0.0, 0.0, 0.0]),
        (lambda x: np.nanvar(x, correction=1), [1.0, NAN, 3.0], [-2.0, 0.0, 2.0]),
    ],
)
def test_gradients_by_hand(f, x, want) -> None:
    np.testing.assert_allclose(gradient(f, np.array(x)), want, atol=1e-15)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda a: np.var(a, axis=(0, -1), ddof=2), A),
        (lambda a: np.var(a, axis=-1, keepdims=True) * a, A),
        (lambda a: np.std(a, axis=-2, correction=1), A),
        (lambda a: np.std(a, axis=0, where=A > -0.8), A),
        (lambda a: np.std(a, axis=1), Z),
        (lambda a: np.var(a), Z),
        (lambda a: np.var(a, axis=1, mean=a[:, :1]), A),
        (lambda a: np.nanvar(np.where(A > 0.7, NAN, a), axis=1, ddof=0.5), A),
        (lambda a: np.nanstd(np.where(A > 0.7, NAN, a), axis=0, keepdims=True), A),
        (lambda a: np.nanstd(a, axis=-1, mean=np.array([[0.1], [0.2], [0.3]])), A),
    ],
)
def test_options(f, x) -> None:
    by_differences(f, x, order=1)


@pytest.mark.parametrize("f", [np.std, np.nanvar])
def test_second_order(f) -> None:
    by_differences(lambda a: f(a), A[0])


@pytest.mark.parametrize("f", [np.var, np.std, np.nanvar, np.nanstd])
def test_single_precision_is_kept(f) -> None:
    in_single(lambda a: f(a, axis=-1), A)


def test_a_mean_that_is_passed_has_a_derivative() -> None:
    found = sd.grad(lambda m: np.var(np.array([1.0, 2.0, 6.0]), mean=m))(1.0)
    assert found == pytest.approx(-4.0)


def test_of_a_number() -> None:
    assert gradient(lambda x: np.var(np.array([x, 3.0])), 1.0) == pytest.approx(-1.0)
