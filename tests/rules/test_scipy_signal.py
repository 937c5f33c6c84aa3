"""Convolutions and detrending: modes, lengths either way round, what is taken out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

import s2sdiff as sd

from .hold import by_differences, in_single, jacobian

X = np.random.default_rng(23).normal(size=(3, 10))[:, ::2]


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize("f", [signal.convolve, signal.fftconvolve, signal.correlate])
def test_modes_with_either_one_longer(f, mode) -> None:
    by_differences(lambda a, b: f(a, b, mode), X[0], X[1, :3], order=1)
    by_differences(lambda a, b: f(a, b, mode), X[1, :2], X[0], order=1)


@pytest.mark.parametrize(
    ("f", "want"),
    [
        (lambda x: signal.convolve(x, [1.0, 2.0]), [[1, 0, 0], [2, 1, 0], [0, 2, 1], [0, 0, 2]]),
        (lambda x: signal.correlate(x, [1.0, 2.0]), [[2, 0, 0], [1, 2, 0], [0, 1, 2], [0, 0, 1]]),
        (lambda x: signal.detrend(x, type="constant"), np.eye(3) - 1.0 / 3.0),
        (lambda x: signal.detrend(x), np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]]) / 6.0),
        (lambda x: np.real(signal.hilbert(x)), np.eye(3)),
        (lambda x: np.imag(signal.hilbert(x)) * 3.0**0.5, [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]),
    ],
)
def test_rows_by_hand(f, want) -> None:
    np.testing.assert_allclose(jacobian(f, np.array([1.0, 3.0, 7.0])), want, atol=1e-14)


@pytest.mark.parametrize("f", [lambda x: signal.convolve2d(x, x[:2, :2], mode="same"), lambda x: signal.correlate2d(x, x[:2]), lambda x: signal.detrend(x, axis=0)])
def test_tables(f) -> None:
    by_differences(f, X, order=1)


def test_second_order_and_single_precision() -> None:
    by_differences(lambda x: signal.convolve(x, x), X[0, :3])
    in_single(lambda x: signal.fftconvolve(x, x[:2]), X[0])


def test_an_envelope() -> None:
    assert np.all(np.isfinite(sd.grad(lambda x: np.sum(np.abs(signal.hilbert(x))))(X[0])))
