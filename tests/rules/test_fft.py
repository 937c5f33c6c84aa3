"""Fourier transforms: by hand for a few items; lengths cut and filled, scales, axes, shifts, real and Hermitian ones."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd

from .hold import by_differences, in_single

RNG = np.random.default_rng(8)
REAL = RNG.normal(size=(3, 8))[:, ::2]
COMPLEX = REAL + 1j * RNG.normal(size=(3, 4))


@pytest.mark.parametrize(
    ("f", "x", "y_bar", "want"),
    [
        (np.fft.fft, [1.0j, 2.0], [1.0, 1.0j], [1.0 + 1.0j, 1.0 - 1.0j]),
        (np.fft.ifft, [1.0j, 2.0], [1.0, 1.0j], [0.5 + 0.5j, 0.5 - 0.5j]),
        (np.fft.rfft, [1.0, 2.0, 3.0], [1.0, 0.0], [1.0, 1.0, 1.0]),
        (np.fft.rfft, [1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 0.0], [1.0, 0.0, -1.0, 0.0]),
        (np.fft.rfft, [1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 1.0], [1.0, -1.0, 1.0, -1.0]),
        (np.fft.irfft, [1.0 + 0j, 2.0 + 0j], [1.0, 0.0], [0.5, 0.5]),
        (np.fft.fftshift, [1.0, 2.0, 3.0], [1.0, 2.0, 4.0], [2.0, 4.0, 1.0]),
        (np.fft.ifftshift, [1.0, 2.0, 3.0], [1.0, 2.0, 4.0], [4.0, 1.0, 2.0]),
    ],
)
def test_cotangents_by_hand(f, x, y_bar, want) -> None:
    y, pull = sd.vjp(lambda x: f(x), np.array(x))
    np.testing.assert_allclose(pull(np.array(y_bar, y.dtype))[0], want, atol=1e-15)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: np.fft.fft(x, 6), COMPLEX),
        (lambda x: np.fft.fft(x, 3, axis=0, norm="ortho"), COMPLEX),
        (lambda x: np.fft.ifft(x, 2, norm="forward"), COMPLEX),
        (lambda x: np.fft.rfft(x, 5), REAL),
        (lambda x: np.fft.rfft(x, 3, axis=-2), REAL),
        (lambda x: np.fft.irfft(x), COMPLEX),
        (lambda x: np.fft.irfft(x, 5, norm="ortho"), COMPLEX),
        (lambda x: np.fft.irfft(x, 1), COMPLEX),
        (lambda x: np.fft.hfft(x, 6), COMPLEX),
        (lambda x: np.fft.ihfft(x, 3), REAL),
        (lambda x: np.fft.fft2(x, s=(2, 5)), COMPLEX),
        (lambda x: np.fft.rfft2(x, axes=(1, 0)), REAL),
        (lambda x: np.fft.irfftn(x, s=(3, 4), axes=(0, 1), norm="forward"), COMPLEX),
        (lambda x: np.fft.ifftn(x, axes=(0,)), COMPLEX),
        (lambda x: np.fft.fftshift(x, axes=1) * np.fft.fftfreq(4, 0.5), COMPLEX),
        (lambda x: np.abs(np.fft.fft(x)) ** 2, REAL),
    ],
)
def test_lengths_axes_and_scales(f, x) -> None:
    by_differences(f, x, order=1)


def test_second_order_of_a_spectrum() -> None:
    by_differences(lambda x: np.abs(np.fft.rfft(x)) ** 2, REAL[0])


def test_a_transform_and_back() -> None:
    (x_bar,) = sd.vjp(lambda x: np.fft.irfft(np.fft.rfft(x), 4), REAL)[1](REAL)
    assert x_bar.dtype == np.float64
    np.testing.assert_allclose(x_bar, REAL, atol=1e-15)


@pytest.mark.parametrize(("f", "x"), [(np.fft.fft, COMPLEX), (np.fft.rfft, REAL), (np.fft.irfft, COMPLEX), (np.fft.ifft2, COMPLEX)])
def test_single_precision_is_kept(f, x) -> None:
    if np.__version__.startswith("1."):
        pytest.skip("this NumPy transforms in double precision")
    in_single(lambda x: f(x), x)


OPTIONS = {"axis": 0}


@pytest.mark.parametrize("transform", [np.fft.irfft, np.fft.hfft])
def test_gradients_of_real_arrays_are_real_where_the_axis_is_read_when_run(transform):
    def f(x):
        return np.sum(transform(x, **OPTIONS) ** 2)

    x, u = np.random.default_rng(1).normal(size=(2, 3, 4))
    gradient = sd.grad(f)(x)
    assert gradient.dtype == np.float64
    assert np.sum(gradient * u) == pytest.approx((f(x + 1e-6 * u) - f(x - 1e-6 * u)) / 2e-6)
