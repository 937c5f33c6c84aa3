"""Images at places between their entries: scipy.ndimage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import ndimage

import s2sdiff as sd
from s2sdiff.errors import Unsupported
from s2sdiff.rules import scipy_splines

from . import check

MODES = ("constant", "nearest", "mirror", "reflect", "grid-mirror", "wrap", "grid-wrap", "grid-constant")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("order", range(6))
def test_the_image_at_any_place(mode: str, order: int) -> None:
    rng = np.random.default_rng(0)
    for prefilter in (True, False):
        for shape in [(7,), (1,), (2,), (5, 6), (2, 1), (4, 3, 5)]:
            x, at = rng.normal(size=shape), rng.uniform(-9, 14, (len(shape), 60))
            at[:, :20] = np.round(at[:, :20])
            options = {"order": order, "mode": mode, "cval": 0.7, "prefilter": prefilter}
            got, want = scipy_splines.map_coordinates(x, at, **options), ndimage.map_coordinates(x, at, **options)
            np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9)


X = np.array([1.0, 4.0, 2.0, 3.0])


def test_slopes_at_the_entries() -> None:
    def f(at: Any) -> Any:
        return np.sum(ndimage.map_coordinates(X, at, order=1))

    np.testing.assert_array_equal(sd.grad(f)(np.array([[0.0, 1.0, 3.0, 3.5, -0.1]])), [[3.0, -2.0, 1.0, 0.0, 0.0]])


def test_single_precision() -> None:
    def f(x: Any) -> Any:
        return ndimage.shift(x, 0.3, order=3, mode="mirror")

    y, pullback = sd.vjp(f, X.astype(np.float32))
    (x_bar,) = pullback(y)
    assert y.dtype == x_bar.dtype == np.float32
    np.testing.assert_allclose(x_bar, sd.vjp(f, X)[1](f(X))[0], rtol=1e-5)


def test_an_image_of_three_axes_by_its_motion() -> None:
    x = np.random.default_rng(2).normal(size=(4, 5, 3))

    def f(move: Any) -> Any:
        return np.sum(ndimage.shift(x, move, mode="grid-wrap") ** 3)

    move, along = np.array([0.3, -1.4, 0.8]), np.array([0.2, 1.0, -0.7])
    np.testing.assert_allclose(sd.grad(f)(move) @ along, check.difference(f, move, along, step=1e-4), rtol=1e-6)
    np.testing.assert_allclose(sd.hessian(f)(move) @ along, check.difference(sd.grad(f), move, along, step=1e-4), rtol=1e-4)


def test_complex_images_are_refused() -> None:
    with pytest.raises(Unsupported, match="imaginary part"):
        sd.vjp(lambda x: ndimage.shift(x, 0.3), X + 1j)
