"""Of float32, a definition gives the dtype that SciPy gives: float64 by turns; and so do its derivatives follow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import linalg, ndimage, signal, stats
from scipy.spatial import distance

import s2sdiff as sd

X = np.array([0.5, 1.2, 0.9, -0.3, 0.8, 1.7], np.float32)
M = (np.arange(9.0).reshape(3, 3) / 9.0 + 2.0 * np.eye(3)).astype(np.float32)


def of_first_column(x):
    return linalg.matmul_toeplitz((x, 2.0 * x), x)


def of_welch(x):
    return signal.welch(x, nperseg=4)[1]


def of_stft(x):
    return signal.stft(x, nperseg=4)[2]


def of_polydiv(x):
    return np.polydiv(x, x[:2])[0]


CASES: list[tuple[Any, Any]] = [
    (stats.norm.cdf, X),
    (lambda x: stats.foldnorm.ppf(np.abs(x) / 2.0, 1.2), X),
    (linalg.det, M),
    (linalg.companion, X),
    (of_first_column, X),
    (of_polydiv, X),
    (of_welch, X),
    (of_stft, X),
    (signal.hilbert, X),
    (signal.detrend, X),
    (signal.sawtooth, X),
    (lambda x: signal.resample(x, 4), X),
    (lambda x: ndimage.gaussian_filter(x, 1.0), X),
    (lambda x: distance.cdist(x, x[::-1], "cityblock"), M),
    (np.polynomial.chebyshev.cheb2poly, X),
]


@pytest.mark.parametrize(("function", "x"), CASES)
def test_the_dtype_is_the_library_s_own(function: Any, x: Any) -> None:
    def f(x):
        return function(x)

    def total(x):
        return np.sum(np.abs(function(x)) ** 2)

    want = f(x)
    y, y_dot = sd.jvp(f, (x,), (x,))
    assert np.asarray(y).dtype == np.asarray(y_dot).dtype == np.asarray(want).dtype
    np.testing.assert_allclose(y, want, rtol=1e-4, atol=1e-6)
    value, slope = sd.value_and_grad(total)(x)
    assert value.dtype == total(x).dtype
    assert slope.dtype == np.float32
    np.testing.assert_allclose(slope, sd.grad(total)(x.astype(float)), rtol=2e-4, atol=2e-4)
