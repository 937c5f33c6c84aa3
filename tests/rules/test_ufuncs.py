"""Methods of ufuncs: zeros in products, ties of running extremes, pieces, tables, starts and masks."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd

from .hold import by_differences, gradient, in_single, jacobian


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: np.add.reduce(x), [1.0, 2.0], [1.0, 1.0]),
        (lambda x: np.multiply.reduce(x), [0.0, 2.0, 3.0], [6.0, 0.0, 0.0]),
        (lambda x: np.multiply.reduce(x), [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]),
        (lambda x: np.maximum.reduce(x), [1.0, 3.0, 3.0], [0.0, 0.5, 0.5]),
        (lambda x: np.minimum.reduce(x), [1.0, 1.0, 3.0], [0.5, 0.5, 0.0]),
        (lambda x: np.fmax.reduce(x), [np.nan, 1.0, 0.0], [0.0, 1.0, 0.0]),
        (lambda x: np.logaddexp.reduce(x), [0.0, 0.0, -np.inf], [0.5, 0.5, 0.0]),
        (lambda x: np.hypot.reduce(x), [3.0, 0.0, 4.0], [0.6, 0.0, 0.8]),
        (lambda x: np.hypot.reduce(x), [0.0, 0.0], [0.0, 0.0]),
    ],
)
def test_reductions_by_hand(f, x, want) -> None:
    np.testing.assert_allclose(gradient(f, np.array(x)), want, atol=1e-15)


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: np.add.accumulate(x), [1.0, 2.0], [[1.0, 0.0], [1.0, 1.0]]),
        (lambda x: np.multiply.accumulate(x), [0.0, 2.0, 3.0], [[1.0, 0.0, 0.0], [2.0, 0.0, 0.0], [6.0, 0.0, 0.0]]),
        (lambda x: np.maximum.accumulate(x), [1.0, 1.0, 0.0], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]),
        (lambda x: np.minimum.accumulate(x), [1.0, 2.0], [[1.0, 0.0], [1.0, 0.0]]),
        (lambda x: np.subtract.accumulate(x), [5.0, 2.0, 1.0], [[1.0, 0.0, 0.0], [1.0, -1.0, 0.0], [1.0, -1.0, -1.0]]),
        (lambda x: np.hypot.accumulate(x), [3.0, 4.0], [[1.0, 0.0], [0.6, 0.8]]),
        (lambda x: np.logaddexp.accumulate(x), [0.0, 0.0], [[1.0, 0.0], [0.5, 0.5]]),
        (lambda x: np.add.reduceat(x, [0, 2, 1]), [1.0, 2.0, 3.0], [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 1.0]]),
        (lambda x: np.multiply.reduceat(x, [0, 2]), [0.0, 2.0, 3.0], [[2.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        (lambda x: np.maximum.reduceat(x, [1, 0]), [1.0, 2.0, 2.0], [[0.0, 1.0, 0.0], [0.0, 0.5, 0.5]]),
        (lambda x: np.subtract.outer(x, [1.0]), [1.0, 2.0], [[[1.0, 0.0]], [[0.0, 1.0]]]),
        (lambda x: np.maximum.outer(x, [1.0]), [1.0, 2.0], [[[0.5, 0.0]], [[0.0, 1.0]]]),
    ],
)
def test_rows_by_hand(f, x, want) -> None:
    np.testing.assert_allclose(jacobian(f, np.array(x)), want, atol=1e-15)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.add.reduce(x, axis=(0, -1)),
        lambda x: np.add.reduce(x, axis=-1, keepdims=True, where=x > 0.6),
        lambda x: np.multiply.reduce(x, axis=1, initial=2.0),
        lambda x: np.multiply.reduce(x, axis=-2, where=x < 0.8),
        lambda x: np.maximum.reduce(x, axis=-1, initial=0.5),
        lambda x: np.logaddexp.reduce(x, axis=0),
        lambda x: np.hypot.reduce(x, axis=1),
        lambda x: np.multiply.accumulate(x, axis=-1),
        lambda x: np.add.reduceat(x, [0, 1], axis=-1),
        lambda x: np.true_divide.outer(x[0], x[1:]),
        lambda x: np.multiply.outer(x, x[0]),
    ],
)
def test_axes_masks_and_strides(f) -> None:
    x = np.random.default_rng(2).uniform(0.3, 1.2, (4, 6))
    by_differences(f, x[::2, ::-2], order=1)


@pytest.mark.parametrize("f", [np.multiply.reduce, np.hypot.reduce])
def test_second_order(f) -> None:
    by_differences(lambda x: f(x), np.array([0.4, 1.2, 0.7]))


@pytest.mark.parametrize("f", [np.multiply.reduce, np.logaddexp.reduce, np.hypot.reduce, np.multiply.accumulate])
def test_single_precision_is_kept(f) -> None:
    in_single(lambda x: f(x), np.array([0.4, 1.2, 0.7]))


def test_a_start_takes_its_share() -> None:
    by_x, by_start = sd.grad(lambda x, s: np.add.reduce(x, initial=s) ** 2, (0, 1))(np.array([1.0, 2.0]), 3.0)
    np.testing.assert_array_equal(by_x, [12.0, 12.0])
    assert by_start == 12.0


def test_sums_and_products_of_nothing() -> None:
    assert sd.grad(lambda x: np.add.reduce(x) + np.multiply.reduce(x))(np.zeros(0)).shape == (0,)
