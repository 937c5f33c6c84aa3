"""Digital filters: impulse responses by hand, states, axes, medians, resampling, spectra."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

import s2sdiff as sd

from .hold import by_differences, gradient, in_single, jacobian

X = np.random.default_rng(24).normal(size=(2, 14))[:, ::2]
B, A = np.array([0.5, 0.3]), np.array([1.0, -0.5])


@pytest.mark.parametrize(
    ("f", "want"),
    [
        (lambda x: signal.lfilter([1.0], [1.0, -0.5], x), [[1, 0, 0], [0.5, 1, 0], [0.25, 0.5, 1]]),
        (lambda x: signal.lfilter([2.0, 4.0], [2.0], x), [[1, 0, 0], [2, 1, 0], [0, 2, 1]]),
        (lambda x: signal.medfilt(x, 3), [[1, 0, 0], [0, 1, 0], [0, 1, 0]]),
        (lambda x: signal.deconvolve(x, np.array([2.0, 1.0]))[0], [[0.5, 0, 0], [-0.25, 0.5, 0]]),
        (lambda x: signal.savgol_filter(x, 3, 1)[1:2], [[1 / 3, 1 / 3, 1 / 3]]),
        (lambda x: signal.resample(x, 1), [[1 / 3, 1 / 3, 1 / 3]]),
    ],
)
def test_rows_by_hand(f, want) -> None:
    np.testing.assert_allclose(jacobian(f, np.array([1.0, 3.0, 7.0])), want, atol=1e-14)


def test_a_feedback_coefficient_by_hand() -> None:
    # y0 = x0, y1 = x1 - a y0, y2 = x2 - a y1
    found = jacobian(lambda a: signal.lfilter([1.0], np.array([1.0, 0.0]) + a * np.array([0.0, 1.0]), np.array([1.0, 0.0, 0.0])), -0.5)
    np.testing.assert_allclose(found, [0.0, -1.0, -1.0])


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (lambda b, a, x: signal.lfilter(b, a, x), (B, A, X[0])),
        (lambda x: signal.lfilter(B, A, x, axis=0), (X,)),
        (lambda x: signal.savgol_filter(x, 5, 2, deriv=1), (X,)),
        (lambda b, a: np.abs(signal.freqz(b, a, 4)[1]), (B, A)),
        (lambda b, a: signal.lfilter_zi(b, a), (B, A)),
        (lambda x: signal.wiener(x, 3, 0.2), (X[0],)),
        (lambda x: signal.welch(x, nperseg=4)[1], (X[0],)),
        (lambda x: signal.sawtooth(x, 0.4), (X[0],)),
    ],
)
def test_against_differences(f, args) -> None:
    by_differences(f, *args, order=1)


def test_second_order_and_single_precision() -> None:
    by_differences(lambda b, a: signal.lfilter(b, a, X[0, :3]), B, A)
    in_single(lambda x: signal.lfilter(np.float32([0.5, 0.3]), np.float32([1.0, -0.5]), x), X[0])


def test_nothing_comes_of_nothing() -> None:
    assert gradient(lambda x: np.sum(signal.lfilter(B, [1.0], x)), np.zeros(1)) == 0.5
    assert sd.grad(lambda x: np.sum(signal.medfilt2d(x)))(np.zeros((3, 3))).shape == (3, 3)
