"""Filters there and back, sections, splines: what they leave as it is, ends, single rows."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, gradient, jacobian

X = np.random.default_rng(35).normal(size=20)[::2]
B, A = np.array([0.4, 0.3]), np.array([1.0, -0.3])
SECTIONS = np.array([[0.4, 0.3, 0.1, 1.0, -0.3, 0.1]])


def test_a_filter_that_passes_all_is_no_filter() -> None:
    np.testing.assert_allclose(jacobian(lambda x: signal.filtfilt([1.0, 0.0], [1.0, 0.0], x), X), np.eye(10), atol=1e-14)


def test_a_constant_passes_by_the_square_of_the_gain() -> None:
    gain = (np.sum(B) / np.sum(A)) ** 2
    assert gradient(lambda c: signal.filtfilt(B, A, c * np.ones(10))[3], 2.0) == pytest.approx(gain)


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (lambda b, a, x: signal.filtfilt(b, a, x), (B, A, X)),
        (lambda x: signal.filtfilt(B, A, x, padtype="even", padlen=3), (X,)),
        (lambda x: signal.filtfilt(B, A, x, padtype=None), (X,)),
        (lambda b, x: signal.sosfilt(np.hstack((b, SECTIONS[:, 3:])), x), (SECTIONS[:, :3], X)),
        (lambda b, x: signal.sosfiltfilt(np.hstack((b, SECTIONS[:, 3:])), x), (SECTIONS[:, :3], X)),
        (lambda x: signal.cspline1d(x), (X,)),
        (lambda x, t: signal.cspline1d_eval(signal.cspline1d(x), t), (X, np.array([0.3, 4.6]))),
        (lambda x, t: signal.qspline1d_eval(x, t), (X, np.array([0.3, 4.6]))),
    ],
)
def test_against_differences(f, args) -> None:
    by_differences(f, *args, order=1)


def test_several_signals_are_refused() -> None:
    with pytest.raises(Unsupported, match="loop over them"):
        sd.vjp(lambda x: signal.filtfilt(B, A, x), np.stack((X, X)))
