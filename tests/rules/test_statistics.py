"""Covariances, correlations, histograms: by hand, with ties at the ends, in every layout of the variables."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, gradient, in_single

A = np.random.default_rng(6).normal(size=(3, 5))


def test_the_covariance_of_one_variable_is_its_variance() -> None:
    x = np.array([1.0, 2.0, 6.0])
    np.testing.assert_allclose(gradient(lambda x: np.sum(np.cov(x)), x), [-2.0, -1.0, 3.0])
    np.testing.assert_allclose(gradient(lambda x: np.sum(np.cov(x, bias=True)), x), [-4.0 / 3.0, -2.0 / 3.0, 2.0])


def test_a_correlation_does_not_move_with_scale_or_place() -> None:
    x, y = A[0], A[1]
    found = gradient(lambda x: np.corrcoef(x, y)[0, 1], x)
    assert np.sum(found) == pytest.approx(0.0, abs=1e-12)
    assert found @ x == pytest.approx(0.0, abs=1e-12)
    assert np.max(np.abs(found)) > 0.1


@pytest.mark.parametrize(
    "f",
    [
        lambda a: np.cov(a),
        lambda a: np.cov(a.T, rowvar=False, ddof=0),
        lambda a: np.cov(a[0], a[1:]),
        lambda a: np.cov(a[:2], a[1:], bias=True),
        lambda a: np.cov(a, fweights=np.array([1, 2, 0, 1, 3]), aweights=np.array([1.0, 2.0, 4.0, 1.0, 3.0])),
        lambda a: np.corrcoef(a),
        lambda a: np.corrcoef(a.T, rowvar=False),
        lambda a: np.corrcoef(a[0], a[1]),
    ],
)
def test_layouts_and_weights(f) -> None:
    by_differences(f, A, order=1)


@pytest.mark.parametrize("f", [np.cov, np.corrcoef])
def test_second_order(f) -> None:
    by_differences(lambda a: f(a), A[:2, :4])


def test_single_precision_where_it_is_asked_for() -> None:
    in_single(lambda a: np.cov(a, dtype=a.dtype), A)


def test_counts_are_linear_in_weights() -> None:
    places, weights = np.array([0, 2, 2]), np.array([1.0, 2.0, 3.0])
    square = gradient(lambda w: np.sum(np.bincount(places, w, minlength=4) ** 2), weights)
    np.testing.assert_array_equal(square, [2.0, 10.0, 10.0])
    with pytest.raises(Unsupported, match="minlength"):
        sd.grad(lambda w: np.sum(np.bincount(places, w) ** 2))(weights)


def test_the_weights_of_a_histogram_that_lie_outside_take_nothing() -> None:
    data = np.array([0.0, 1.0, 2.0, 2.5, 9.0])  # the last edge belongs to the last bin
    found = gradient(lambda w: np.sum(np.histogram(data, np.array([0.0, 1.0, 2.5]), weights=w)[0] ** 2), np.ones(5))
    np.testing.assert_array_equal(found, [2.0, 6.0, 6.0, 6.0, 0.0])


def test_edges_move_with_the_ends_and_ties_share() -> None:
    data = np.array([4.0, 0.0, 4.0, 1.0])
    want = [0.25, 0.5, 0.25, 0.0]
    np.testing.assert_allclose(gradient(lambda a: np.histogram(a, 2)[1][1], data), want)
    np.testing.assert_allclose(gradient(lambda a: np.histogram_bin_edges(a, 2)[1], data), want)
    assert not np.any(gradient(lambda a: np.sum(np.histogram(a, 2, (0.0, 5.0))[1]), data))


def test_edges_move_with_a_range() -> None:
    found = sd.grad(lambda low, high: np.histogram_bin_edges(np.ones(3), 4, (low, high))[1], (0, 1))(0.0, 2.0)
    np.testing.assert_allclose(found, (0.75, 0.25))


def test_tables_of_two_and_three_variables() -> None:
    x, y = np.array([0.0, 1.0, 4.0, 2.0]), np.array([3.0, 0.0, 1.0, 3.0])
    by_differences(lambda w: np.histogram2d(x, y, 2, weights=w, density=True)[0], np.array([1.0, 2.0, 0.5, 1.0]), order=1)
    by_differences(lambda w: np.histogramdd((x, y, x + y), 2, weights=w)[0], np.array([1.0, 2.0, 0.5, 1.0]), order=1)


@pytest.mark.parametrize("f", [np.cov, np.corrcoef])
def test_complex_numbers_are_refused(f) -> None:
    with pytest.raises(Unsupported, match="complex"):
        sd.vjp(lambda a: f(a), A + 1j)
