"""Differences, integrals, interpolation, convolution: ends, knots, spacings, gaps."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, gradient, in_single, jacobian

NAN = np.nan


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: np.ediff1d(x), [1.0, 4.0], [[-1.0, 1.0]]),
        (lambda x: np.ediff1d(x, to_end=x[:1], to_begin=2.0), [1.0, 4.0], [[0.0, 0.0], [-1.0, 1.0], [1.0, 0.0]]),
        (lambda x: np.gradient(x), [1.0, 2.0, 4.0], [[-1.0, 1.0, 0.0], [-0.5, 0.0, 0.5], [0.0, -1.0, 1.0]]),
        (lambda x: np.gradient(x, 2.0, edge_order=2)[:1], [1.0, 2.0, 4.0], [[-0.75, 1.0, -0.25]]),
        (lambda x: np.gradient(x, np.array([0.0, 1.0, 3.0]))[1:2], [1.0, 2.0, 4.0], [[-2.0 / 3.0, 0.5, 1.0 / 6.0]]),
        (lambda x: np.nancumsum(x), [1.0, NAN, 2.0], [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 0.0, 1.0]]),
        (lambda x: np.nancumprod(x), [2.0, NAN, 3.0], [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [3.0, 0.0, 2.0]]),
        (lambda x: np.convolve(x, [1.0, 2.0]), [3.0, 4.0], [[1.0, 0.0], [2.0, 1.0], [0.0, 2.0]]),
        (lambda x: np.correlate(x, [1.0, 2.0]), [3.0, 4.0], [[1.0, 2.0]]),
        (lambda x: np.convolve([1.0, 2.0, 0.0], x, "same"), [3.0, 4.0], [[1.0, 0.0], [2.0, 1.0], [0.0, 2.0]]),
    ],
)
def test_rows_by_hand(f, x, want) -> None:
    np.testing.assert_allclose(jacobian(f, np.array(x)), want)


@pytest.mark.parametrize(
    ("x", "by_x", "by_values"),
    [
        (0.5, 2.0, [0.5, 0.5, 0.0]),
        (1.0, -1.0, [0.0, 1.0, 0.0]),  # at a knot, the slope to its right
        (3.0, -1.0, [0.0, 0.0, 1.0]),  # at the last one, to its left
        (-0.1, 0.0, [1.0, 0.0, 0.0]),
        (3.1, 0.0, [0.0, 0.0, 1.0]),
    ],
)
def test_between_knots_at_them_and_beyond(x, by_x, by_values) -> None:
    knots, values = np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 0.0])
    assert sd.grad(lambda x: np.interp(x, knots, values))(x) == by_x
    np.testing.assert_allclose(gradient(lambda v: np.interp(x, knots, v), values), by_values)
    np.testing.assert_allclose(
        gradient(lambda k: np.interp(x, k, values), knots), [-v * by_x * (0.0 <= x <= 3.0) for v in by_values], atol=1e-12
    )


def test_the_values_beyond_the_ends_take_what_they_gave() -> None:
    knots = np.array([0.0, 1.0])
    found = sd.grad(lambda a, b: np.sum(np.interp(np.array([-1.0, 0.5, 2.0, 3.0]), knots, knots, left=a, right=b)), (0, 1))
    assert found(5.0, 6.0) == (1.0, 2.0)


def test_the_weights_of_the_trapezoidal_rule() -> None:
    y, x = np.array([1.0, 3.0, 2.0]), np.array([0.0, 1.0, 3.0])
    np.testing.assert_allclose(gradient(lambda y: np.trapezoid(y, dx=2.0), y), [1.0, 2.0, 1.0])
    np.testing.assert_allclose(gradient(lambda y: np.trapezoid(y, x), y), [0.5, 1.5, 1.0])
    np.testing.assert_allclose(gradient(lambda x: np.trapezoid(y, x), x), [-2.0, -0.5, 2.5])
    assert gradient(lambda dx: np.trapezoid(y, dx=dx), 1.0) == 4.5
    assert gradient(lambda y: np.trapezoid(y), np.array([2.0])) == [0.0]


@pytest.mark.parametrize(
    "f",
    [
        lambda a: np.gradient(a, axis=-1),
        lambda a: np.gradient(a, 0.5, axis=0, edge_order=2),
        lambda a: np.gradient(a)[1],
        lambda a: np.trapezoid(a, axis=-2),
        lambda a: np.trapezoid(a, a[0] + np.arange(4.0), axis=-1),
        lambda a: np.nancumprod(a, axis=-1),
        lambda a: np.convolve(a[0], a[:, 1]),
        lambda a: np.interp(a, np.array([0.1, 0.7, 1.4]), a[0, :3]),
    ],
)
def test_axes_and_strides(f) -> None:
    by_differences(f, np.random.default_rng(4).uniform(0.3, 1.2, (6, 8))[::-2, ::2], order=1)


@pytest.mark.parametrize("f", [np.gradient, np.ediff1d, np.nancumsum, np.trapezoid, np.nancumprod])
def test_single_precision_is_kept(f) -> None:
    in_single(lambda a: f(a), np.array([0.3, 0.9, -0.4]))


def test_spacings_that_are_differentiated_are_refused() -> None:
    with pytest.raises(Unsupported, match="spacing"):
        sd.grad(lambda h: np.sum(np.gradient(np.arange(3.0), h)))(0.5)
