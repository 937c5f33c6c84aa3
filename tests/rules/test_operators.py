"""Arithmetic: powers at 0, remainders, broadcasting, numbers beside arrays, dtypes."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd

from .hold import by_differences, in_single, slope


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: x**0, [0.0, 2.0], [0.0, 0.0]),
        (lambda x: x**0.0, [0.0, 2.0], [0.0, 0.0]),
        (lambda x: x**1, [0.0, 2.0], [1.0, 1.0]),
        (lambda x: x**2, [0.0, -3.0], [0.0, -6.0]),
        (lambda x: x**3, [0.0, -2.0], [0.0, 12.0]),
        (lambda x: x**0.5, [0.0, 4.0], [np.inf, 0.25]),
        (lambda x: x**-1, [2.0, -0.5], [-0.25, -4.0]),
        (lambda x: x ** np.array([0.0, 1.0, 2.0]), [0.0, 0.0, 3.0], [0.0, 1.0, 6.0]),
        (lambda x: 2.0**x, [0.0, 3.0], [np.log(2.0), 8.0 * np.log(2.0)]),
        (lambda x: np.float_power(x, 2), [3.0], [6.0]),
        (lambda x: x % 2.0, [5.0, -1.0], [1.0, 1.0]),
        (lambda x: 5.0 % x, [2.0, -3.0], [-2.0, 2.0]),
        (lambda x: divmod(x, 2.0)[1], [5.0], [1.0]),
        (lambda x: divmod(5.0, x)[1], [2.0], [-2.0]),
        (lambda x: divmod(x, 2.0)[0] + x, [5.0], [1.0]),
        (lambda x: -x + +x * 3.0 - x / 2.0, [1.0], [1.5]),
        (lambda x: x - x, [7.0], [0.0]),
        (lambda x: x * x, [7.0, 0.0], [14.0, 0.0]),
        (lambda x: 1.0 / x, [2.0], [-0.25]),
    ],
)
def test_slopes_by_hand(f, x, want) -> None:
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(slope(f, np.array(x)), want)


@pytest.mark.parametrize(("a", "b", "want"), [(0.0, 0.0, (0.0, 0.0)), (0.0, 2.0, (0.0, 0.0)), (2.0, 0.0, (0.0, np.log(2.0))), (-2.0, 3.0, (12.0, np.nan))])
def test_powers_of_numbers_and_of_arrays(a, b, want) -> None:
    with np.errstate(invalid="ignore"):
        arrays = sd.grad(lambda a, b: np.sum(a**b), (0, 1))(np.array([a]), np.array([b]))
    np.testing.assert_allclose([arrays[0][0], arrays[1][0]], want)
    if a >= 0.0:
        np.testing.assert_allclose(sd.grad(lambda a, b: a**b, (0, 1))(a, b), want)


@pytest.mark.parametrize("f", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a**b])
@pytest.mark.parametrize(("first", "second"), [((2, 3), (3,)), ((3,), (2, 3)), ((2, 1), (1, 3)), ((), (3,)), ((0,), ())])
def test_operands_that_are_stretched(f, first, second) -> None:
    rng = np.random.default_rng(5)
    by_differences(f, rng.uniform(0.5, 2.0, first), rng.uniform(0.5, 2.0, second), order=1)


def test_second_order_of_a_power() -> None:
    by_differences(lambda a, b: a**b, np.array([0.5, 2.0]), np.array([1.5, -2.0]))


@pytest.mark.parametrize("f", [lambda a: 2.0 * a + 1, lambda a: a**3, lambda a: a / 3.0 - 2, lambda a: 2.0**a, lambda a: a % 0.7])
def test_a_number_leaves_single_precision_as_it_is(f) -> None:
    in_single(f, np.array([0.3, 0.9]))


def test_views_and_the_same_array_twice() -> None:
    np.testing.assert_array_equal(sd.grad(lambda x: np.sum(x[:2] * x[1:]))(np.array([1.0, 2.0, 3.0])), [2.0, 4.0, 2.0])


def test_integers_beside_floats_are_constants() -> None:
    n = np.array([1, 2, 3])
    np.testing.assert_array_equal(sd.grad(lambda x: np.sum(x * n))(np.ones(3)), [1.0, 2.0, 3.0])


def test_a_real_operand_of_a_complex_product_gets_a_real_cotangent() -> None:
    z = np.array([1.0 + 2.0j, 3.0j])
    found = sd.grad(lambda x: np.sum(np.imag(x * z)))(np.array([1.0, 2.0]))
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, [2.0, 3.0])
