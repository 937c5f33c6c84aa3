"""Filters of images: what happens at the edges, by hand; kernels of even and odd size; places between items."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

import s2sdiff as sd

from .hold import by_differences, jacobian

X = np.random.default_rng(22).normal(size=(4, 10))[:, ::2]


@pytest.mark.parametrize(
    ("f", "want"),
    [
        (lambda x: ndimage.correlate1d(x, [1.0, 2.0, 4.0], mode="constant"), [[2, 4, 0], [1, 2, 4], [0, 1, 2]]),
        (lambda x: ndimage.correlate1d(x, [1.0, 2.0, 4.0], mode="nearest"), [[3, 4, 0], [1, 2, 4], [0, 1, 6]]),
        (lambda x: ndimage.correlate1d(x, [1.0, 2.0, 4.0], mode="wrap"), [[2, 4, 1], [1, 2, 4], [4, 1, 2]]),
        (lambda x: ndimage.correlate1d(x, [1.0, 2.0, 4.0], mode="mirror"), [[2, 5, 0], [1, 2, 4], [0, 5, 2]]),
        (lambda x: ndimage.correlate1d(x, [1.0, 2.0, 4.0]), [[3, 4, 0], [1, 2, 4], [0, 1, 6]]),
        (lambda x: ndimage.convolve1d(x, [1.0, 2.0, 4.0], mode="constant"), [[2, 1, 0], [4, 2, 1], [0, 4, 2]]),
        (lambda x: ndimage.uniform_filter1d(x, 2, mode="constant") * 2.0, [[1, 0, 0], [1, 1, 0], [0, 1, 1]]),
        (lambda x: ndimage.laplace(x, mode="constant"), [[-2, 1, 0], [1, -2, 1], [0, 1, -2]]),
        (lambda x: ndimage.sobel(x, mode="constant"), [[0, 1, 0], [-1, 0, 1], [0, -1, 0]]),
        (lambda x: ndimage.map_coordinates(x, [[0.0, 0.5, 1.75]], order=1), [[1, 0, 0], [0.5, 0.5, 0], [0, 0.25, 0.75]]),
    ],
)
def test_rows_by_hand(f, want) -> None:
    np.testing.assert_allclose(jacobian(f, np.array([1.0, 3.0, 7.0])), want, atol=1e-15)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: ndimage.correlate(x, x[:3, :3], mode="nearest"),
        lambda x: ndimage.convolve(x, np.arange(9.0).reshape(3, 3), mode="wrap"),
        lambda x: ndimage.gaussian_filter(x, (0.7, 1.1)),
        lambda x: ndimage.gaussian_filter1d(x, 0.8, axis=0, mode="mirror"),
        lambda x: ndimage.uniform_filter(x, 3),
        lambda x: ndimage.prewitt(x, axis=0),
        lambda x: ndimage.sobel(x, 1) ** 2,
    ],
)
def test_axes_and_kernels(f) -> None:
    by_differences(f, X, order=1)


def test_a_blur_of_a_constant_keeps_its_sum() -> None:
    found = sd.grad(lambda c: np.sum(ndimage.gaussian_filter(c * np.ones((4, 5)), 1.3)))(2.0)
    assert found == pytest.approx(20.0)


def test_a_filtered_single_precision_image_has_a_single_precision_cotangent() -> None:
    found = sd.grad(lambda x: np.sum(ndimage.gaussian_filter(x, 1.0) ** 2))(np.float32(X))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, sd.grad(lambda x: np.sum(ndimage.gaussian_filter(x, 1.0) ** 2))(X), rtol=1e-4, atol=1e-5)
