"""`scipy.fft`: cosine and sine transforms of every type, their inverses, Hermitian ones, lengths and axes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import fft

import s2sdiff as sd

from .hold import by_differences, in_single

X = np.random.default_rng(20).normal(size=(3, 8))[:, ::2]
Z = X + 1j * X[::-1]


@pytest.mark.parametrize(
    "f",
    [
        lambda x: fft.idct(fft.dct(x, 1), 1),
        lambda x: fft.idct(fft.dct(x, 2), 2),
        lambda x: fft.dct(fft.idct(x, 3, norm="ortho"), 3, norm="ortho"),
        lambda x: fft.idct(fft.dct(x, 4), 4),
        lambda x: fft.idst(fft.dst(x, 1), 1),
        lambda x: fft.dst(fft.idst(x, 2), 2),
        lambda x: fft.idst(fft.dst(x, 3), 3),
        lambda x: fft.idst(fft.dst(x, 4), 4),
    ],
)
def test_a_transform_and_back(f) -> None:
    (x_bar,) = sd.vjp(f, X)[1](X)
    np.testing.assert_allclose(x_bar, X, atol=1e-14)


def test_a_cosine_transform_by_hand() -> None:
    (x_bar,) = sd.vjp(lambda x: fft.dct(x), np.array([3.0, 5.0]))[1](np.array([1.0, 0.0]))
    np.testing.assert_allclose(x_bar, [2.0, 2.0])
    (x_bar,) = sd.vjp(lambda x: fft.dct(x, 1), np.array([3.0, 5.0, 7.0]))[1](np.array([0.0, 0.0, 1.0]))
    np.testing.assert_allclose(x_bar, [1.0, -2.0, 1.0])


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: fft.dct(x, 3, n=6, norm="ortho"), X),
        (lambda x: fft.dst(x, 1, n=2, axis=0), X),
        (lambda x: fft.idct(x, 2, norm="forward"), X),
        (lambda x: fft.dctn(x, axes=(0,)), X),
        (lambda x: fft.idstn(x, 4), X),
        (lambda x: fft.fft(x, 5, axis=0), Z),
        (lambda x: fft.irfft(x, 5, norm="ortho"), Z),
        (lambda x: fft.rfftn(x, s=(2, 4), axes=(0, 1)), X),
        (lambda x: fft.hfft2(x), Z),
        (lambda x: fft.ihfftn(x), X),
        (lambda x: fft.ifftshift(fft.fftshift(x) * np.arange(4.0)), X),
    ],
)
def test_lengths_axes_and_scales(f, x) -> None:
    by_differences(f, x, order=1)


@pytest.mark.parametrize(("f", "x"), [(fft.dct, X), (fft.idst, X), (fft.fft, Z), (fft.rfft, X)])
def test_single_precision_is_kept(f, x) -> None:
    in_single(lambda x: f(x), x)
