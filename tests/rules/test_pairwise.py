"""Functions of two or three arrays, entry by entry: ties, masks, broadcasting both ways."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, in_single

NAN, INF = np.nan, np.inf


def slopes(f, *args):
    """The derivatives by each operand, the same by both modes."""
    y, pull = sd.vjp(f, *args)
    back = pull(np.ones_like(y)[()])
    for k, (found, a) in enumerate(zip(back, args, strict=True)):
        dots = tuple(np.ones_like(b)[()] if j == k else np.zeros_like(b)[()] for j, b in enumerate(args))
        np.testing.assert_allclose(np.sum(found), np.sum(sd.jvp(f, args, dots)[1]))
        assert np.shape(found) == np.shape(a)
    return back


@pytest.mark.parametrize(
    ("f", "a", "b", "by_a", "by_b"),
    [
        (np.maximum, [1.0, 2.0, 0.0], [1.0, 3.0, -1.0], [0.5, 0.0, 1.0], [0.5, 1.0, 0.0]),
        (np.minimum, [1.0, 2.0, 0.0], [1.0, 3.0, -1.0], [0.5, 1.0, 0.0], [0.5, 0.0, 1.0]),
        (np.maximum, [NAN], [1.0], [0.0], [0.0]),
        (np.fmax, [NAN, 1.0, 1.0], [1.0, NAN, 1.0], [0.0, 1.0, 0.5], [1.0, 0.0, 0.5]),
        (np.fmin, [NAN, 1.0, 1.0], [1.0, NAN, 1.0], [0.0, 1.0, 0.5], [1.0, 0.0, 0.5]),
        (np.hypot, [3.0, 0.0, -1.0], [4.0, 0.0, 0.0], [0.6, 0.0, -1.0], [0.8, 0.0, 0.0]),
        (np.arctan2, [0.0, 1.0, 0.0], [2.0, 0.0, -1.0], [0.5, 0.0, -1.0], [0.0, -1.0, 0.0]),
        (np.logaddexp, [0.0, -INF, 800.0], [0.0, -INF, -800.0], [0.5, 0.0, 1.0], [0.5, 0.0, 0.0]),
        (np.logaddexp2, [0.0, 1.0, -INF], [0.0, 3.0, -INF], [0.5, 0.2, 0.0], [0.5, 0.8, 0.0]),
        (np.fmod, [5.0, -5.0], [3.0, 3.0], [1.0, 1.0], [-1.0, 1.0]),
        (np.copysign, [2.0, -2.0], [-1.0, -3.0], [-1.0, 1.0], [0.0, 0.0]),
        (np.heaviside, [0.0, 1.0, -1.0], [0.5, 0.5, 0.5], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]),
    ],
)
def test_slopes_by_hand(f, a, b, by_a, by_b) -> None:
    found = slopes(lambda a, b: f(a, b), np.array(a), np.array(b))
    np.testing.assert_allclose(found[0], by_a)
    np.testing.assert_allclose(found[1], by_b)


@pytest.mark.parametrize("f", [np.maximum, np.hypot, np.arctan2, np.logaddexp, np.fmod])
@pytest.mark.parametrize(("first", "second"), [((2, 3), (3,)), ((1, 3), (2, 1)), ((), (3,)), ((0, 3), (3,))])
def test_operands_that_are_stretched(f, first, second) -> None:
    rng = np.random.default_rng(3)
    a, b = rng.uniform(2.1, 2.9, first), rng.uniform(0.8, 0.9, second)
    by_differences(lambda a, b: f(a, b), a, b, order=1)


@pytest.mark.parametrize("f", [np.hypot, np.logaddexp, np.arctan2])
def test_second_order(f) -> None:
    by_differences(lambda a, b: f(a, b), np.array([0.3, 2.0]), np.array([-0.4, 1.0]))


@pytest.mark.parametrize("f", [np.maximum, np.hypot, np.logaddexp, np.fmod])
def test_single_precision_is_kept(f) -> None:
    in_single(lambda a, b: f(a, b), np.array([0.3, 2.0]), np.array([0.4, 1.5]))


def test_what_is_not_taken_stays_out() -> None:
    x = np.array([0.0, 4.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        np.testing.assert_array_equal(sd.grad(lambda x: np.sum(np.where(x > 1.0, np.sqrt(x), x)))(x), [1.0, 0.25])


def test_where_of_a_number_and_a_row() -> None:
    mask = np.array([[True, False], [True, True]])
    by_row, by_number = slopes(lambda row, c: np.where(mask, row, c), np.array([1.0, 2.0]), 3.0)
    np.testing.assert_array_equal(by_row, [2.0, 1.0])
    assert by_number == 1.0


@pytest.mark.parametrize(
    ("low", "high", "want"),
    [
        (-1.0, 1.0, ([0.0, 1.0, 1.0, 1.0, 0.0], 1.0, 1.0)),
        (1.0, -1.0, ([0.0, 1.0, 0.0, 0.0, 0.0], 0.0, 4.0)),  # in the wrong order: the upper bound wins
    ],
)
def test_a_bound_takes_what_it_cuts(low, high, want) -> None:
    x = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    for found, expected in zip(slopes(lambda x, a, b: np.clip(x, a, b), x, low, high), want, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_bounds_that_are_rows_and_columns() -> None:
    x = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    by_differences(lambda x, a, b: np.clip(x, a, b), x, np.array([[0.5], [3.5]]), np.array([2.5, 3.7, 4.5]), order=1)


@pytest.mark.parametrize("f", [np.maximum, np.fmin])
def test_complex_numbers_have_no_order(f) -> None:
    with pytest.raises(Unsupported, match="complex"):
        sd.vjp(lambda a, b: f(a, b), np.ones(2) + 1j, np.ones(2))
