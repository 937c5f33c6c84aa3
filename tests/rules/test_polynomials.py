"""Polynomials, the highest power first: roots, division, fits, leading zeros, lengths that differ."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, gradient, in_single, jacobian


@pytest.mark.parametrize(
    ("f", "p", "want"),
    [
        (lambda p: np.polyval(p, 2.0), [1.0, 3.0, 5.0], [4.0, 2.0, 1.0]),
        (lambda p: np.polyder(p), [1.0, 3.0, 5.0], [[2.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
        (lambda p: np.polyder(p, 2), [1.0, 3.0, 5.0], [[2.0, 0.0, 0.0]]),
        (lambda p: np.polyint(p), [4.0, 3.0], [[0.5, 0.0], [0.0, 1.0], [0.0, 0.0]]),
        (lambda p: np.polyint(p, 2, 7.0), [4.0], [[0.5], [0.0], [0.0]]),
        (lambda p: np.polyadd(p, [1.0]), [4.0, 3.0], [[1.0, 0.0], [0.0, 1.0]]),
        (lambda p: np.polysub([1.0], p), [4.0, 3.0], [[-1.0, 0.0], [0.0, -1.0]]),
        (lambda p: np.polymul(p, [1.0, 2.0]), [4.0, 3.0], [[1.0, 0.0], [2.0, 1.0], [0.0, 2.0]]),
        (lambda p: np.polydiv(p, np.array([2.0, 4.0]))[0], [2.0, 8.0, 7.0], [[0.5, 0.0, 0.0], [-1.0, 0.5, 0.0]]),
        (lambda p: np.polydiv(p, np.array([2.0, 4.0]))[1], [2.0, 8.0, 7.0], [[4.0, -2.0, 1.0]]),
        (lambda p: np.poly(p), [2.0, 3.0], [[0.0, 0.0], [-1.0, -1.0], [3.0, 2.0]]),
    ],
)
def test_coefficients_by_hand(f, p, want) -> None:
    np.testing.assert_allclose(jacobian(f, np.array(p)), want, atol=1e-12)


def test_the_value_moves_with_the_place() -> None:
    assert gradient(lambda x: np.polyval([1.0, 3.0, 5.0], x), 2.0) == 7.0
    by_differences(lambda p, x: np.polyval(p, x), np.array([1.0, -2.0, 0.5]), np.array([[0.3, -1.2]]))


def test_a_root_moves_against_the_value_by_the_slope() -> None:
    p = np.array([1.0, -3.0, 2.0]) + 0j  # (x - 1) (x - 2)
    order = np.argsort(np.roots(p).real)
    found = sd.jacfwd(lambda p: np.roots(p), holomorphic=True)(p)[order]
    np.testing.assert_allclose(found, [[1.0, 1.0, 1.0], [-4.0, -2.0, -1.0]], atol=1e-12)
    by_differences(lambda p: np.roots(p), p + 0.3j, order=1)


def test_a_line_is_fitted_by_means() -> None:
    x, y = np.array([-1.0, 0.0, 1.0]), np.array([1.0, 2.0, 6.0])
    np.testing.assert_allclose(sd.jacrev(lambda y: np.polyfit(x, y, 1))(y), [[-0.5, 0.0, 0.5], [1 / 3, 1 / 3, 1 / 3]], atol=1e-12)
    by_differences(lambda x, y, w: np.polyfit(x, y, 1, w=w), x, y, np.array([1.0, 0.5, 2.0]), order=1)


def test_division_by_what_moves() -> None:
    by_differences(lambda u, v: np.polydiv(u, v), np.array([2.0, 8.0, 7.0, -1.0]), np.array([2.0, 4.0]), order=1)


def test_lengths_that_differ_and_leading_zeros() -> None:
    by_differences(lambda a, b: np.polyadd(a, b), np.array([1.0, 2.0]), np.array([3.0, 4.0, 5.0]), order=1)
    by_differences(lambda a, b: np.polymul(a[1:], b), np.array([9.0, 1.0, 2.0]), np.array([3.0, 4.0]), order=2)


@pytest.mark.parametrize("f", [lambda p: np.polyval(p, p[0]), lambda p: np.polymul(p, p)])
def test_single_precision_is_kept(f) -> None:
    in_single(f, np.array([0.5, -1.0, 2.0]))


@pytest.mark.parametrize(
    ("f", "cure"), [(lambda p: np.roots(p), "0j"), (lambda p: np.polyfit(p, p, 1, full=True)[0], "full=True")]
)
def test_what_is_refused(f, cure) -> None:
    with pytest.raises(Unsupported, match=cure):
        sd.vjp(f, np.array([1.0, -3.0, 2.0]))
