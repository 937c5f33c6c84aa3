"""Answers that other differentiators of NumPy are known to get wrong, or to refuse: each is right here, or refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

X = np.array([0.3, -0.7, 1.2])


def softmax(x):
    e = np.exp(x)
    return np.sum(np.arange(3.0) * (e / e.sum()) ** 2)


def product(x):
    return np.prod(x) + np.sum(np.cumprod(x))


def product_with_gaps(x):
    return np.nanprod(x) + np.sum(np.nancumprod(x))


def length(x):
    return np.linalg.norm(x) + np.hypot(x[0], x[1]) + np.linalg.vector_norm(x) + np.hypot.reduce(x)


def repeated(x):
    return np.sum(x[[0, 0, 2]] * np.array([1.0, 2.0, 3.0]))


def distinct(x):
    return np.sum(np.unique(x) * np.array([1.0, 2.0]))


def masked(x):
    return np.sum(np.where(x > 0.0, np.sqrt(x), 0.0))


def far_down_the_branch(x):
    return np.sum(np.where(x != 0.0, np.sin(x) / x, 1.0) + np.where(x > 0.0, 2.0 * np.sqrt(x), 0.0))


def one_that_is_chosen(x):
    return np.where(x[0] > 0.0, np.sqrt(x[0]) * x[1], x[1])


def scalar(x):
    return x[0].item() * x[0] + float(x[1])


def border(c):
    return np.sum(np.pad(np.ones(3), 1, constant_values=c) * np.arange(5.0))


def repaired(c):
    return np.sum(np.nan_to_num(np.array([1.0, np.nan]), nan=c))


def reflected(x):
    return np.sum(np.pad(x, 2, mode="reflect") * np.arange(7.0))


def multiplied(c):
    return np.polynomial.polynomial.polymul(c, np.array([1.0, 2.0]))


def chebyshev(c):
    return np.polynomial.chebyshev.chebmul(c, np.array([1.0, 2.0]))


def trimmed(x):
    return np.trim_zeros(x)


def level(q):
    return np.quantile(np.array([1.0, 2.0, 4.0]), q)


def written(x):
    return np.sum(np.sin(x, out=np.zeros(3)))


def beyond(x):
    return np.sum(np.take(x, [0, 5]))


def test_softmax_by_a_quotient_that_broadcasts() -> None:
    agree(softmax, X)


@pytest.mark.parametrize(("x", "want"), [([0.0, 2.0, 3.0], [15.0, 0.0, 0.0]), ([0.0, 0.0, 3.0], [1.0, 0.0, 0.0])])
def test_products_with_zeros(x: list[float], want: list[float]) -> None:
    np.testing.assert_allclose(sd.grad(product)(np.array(x)), want)
    np.testing.assert_allclose(sd.grad(product_with_gaps)(np.array(x)), want)
    np.testing.assert_allclose(sd.jacfwd(product)(np.array(x)), want)


def test_lengths_at_zero_have_derivative_zero() -> None:
    np.testing.assert_array_equal(sd.grad(length)(np.zeros(3)), np.zeros(3))
    np.testing.assert_array_equal(sd.jacfwd(length)(np.zeros(3)), np.zeros(3))


def test_an_index_taken_twice_adds_up() -> None:
    np.testing.assert_array_equal(sd.grad(repeated)(X), [3.0, 0.0, 3.0])


def test_an_item_that_occurs_twice_is_taken_where_it_stands_first() -> None:
    x = np.array([2.0, 1.0, 2.0])
    np.testing.assert_array_equal(sd.grad(distinct)(x), [2.0, 1.0, 0.0])
    np.testing.assert_array_equal(sd.jacfwd(distinct)(x), [2.0, 1.0, 0.0])


def test_a_nan_in_the_branch_not_taken_stays_out() -> None:
    with np.errstate(all="ignore"):
        _, found = sd.jvp(masked, (np.array([4.0, -1.0, 0.25]),), (np.array([1.0, 1.0, 2.0]),))
        np.testing.assert_array_equal(sd.grad(masked)(np.array([4.0, -1.0, 0.25])), [0.25, 0.0, 1.0])
    assert found == 0.25 + 2.0


def test_nor_does_it_come_in_further_down_the_branch() -> None:
    x = np.array([0.0, 4.0])
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(sd.grad(far_down_the_branch)(x), [0.0, np.cos(4.0) / 4.0 - np.sin(4.0) / 16.0 + 0.5])
        np.testing.assert_allclose(sd.jacfwd(far_down_the_branch)(x), sd.grad(far_down_the_branch)(x))
        np.testing.assert_array_equal(sd.grad(one_that_is_chosen)(np.array([-1.0, 3.0])), [0.0, 1.0])


def test_conversions_to_python_numbers_carry_derivatives_or_are_refused() -> None:
    np.testing.assert_allclose(sd.grad(scalar)(X), [2.0 * X[0], 1.0, 0.0])


def test_the_border_of_a_padded_array_carries_its_derivative() -> None:
    assert sd.grad(border)(2.0) == sd.jacfwd(border)(2.0) == 4.0
    agree(reflected, X)


def test_what_replaces_a_nan_carries_its_derivative() -> None:
    assert sd.grad(repaired)(2.0) == sd.jacfwd(repaired)(2.0) == 1.0


@pytest.mark.parametrize("f", [multiplied, chebyshev])
def test_a_tangent_that_ends_in_zeros_keeps_its_length(f: Any) -> None:
    np.testing.assert_allclose(sd.jacfwd(f)(X), sd.jacrev(f)(X))


def test_zeros_are_trimmed_by_the_value_and_not_by_the_tangent() -> None:
    x = np.array([0.0, 1.0, 2.0, 0.0])
    y, y_dot = sd.jvp(trimmed, (x,), (np.array([5.0, 0.0, 3.0, 5.0]),))
    np.testing.assert_array_equal(y, [1.0, 2.0])
    np.testing.assert_array_equal(y_dot, [0.0, 3.0])


def test_what_a_rule_leaves_out_is_refused_and_not_constant() -> None:
    for transform in (sd.grad, sd.jacfwd):
        with pytest.raises(Unsupported, match="a level that is differentiated"):
            transform(level)(0.3)


def test_a_result_written_into_an_array_carries_its_derivative() -> None:
    agree(written, X)


def test_an_index_out_of_bounds_raises() -> None:
    with pytest.raises(IndexError):
        sd.grad(beyond)(X)


def agree(f: Any, x: Any, step: float = 1e-6) -> None:
    """Both modes equal a difference quotient."""
    want = [(f(x + step * e) - f(x - step * e)) / (2.0 * step) for e in np.eye(len(x))]
    np.testing.assert_allclose(sd.grad(f)(x), want, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(sd.jacfwd(f)(x), want, rtol=1e-7, atol=1e-8)


def test_nan_to_num_of_complex_numbers_is_refused() -> None:
    def f(x: Any) -> Any:
        return np.sum(np.abs(np.nan_to_num((x + 1j * x) * np.array([complex(np.nan, 1.0), 1.0]), nan=x[1])))

    x = np.array([1.0, 2.0])
    with pytest.raises(sd.errors.Unsupported, match="of complex numbers, each part"):
        sd.grad(f)(x)
    with pytest.raises(sd.errors.Unsupported, match="of complex numbers, each part"):
        sd.jvp(f, (x,), (x,))
