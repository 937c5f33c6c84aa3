"""Integrals of samples: the weights of the rules by hand, running sums, axes, places."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate

from .hold import by_differences, gradient, in_single, jacobian

Y = np.random.default_rng(33).normal(size=(5, 6))[:, ::2]


@pytest.mark.parametrize(
    ("f", "n", "want"),
    [
        (lambda y: integrate.trapezoid(y, dx=2.0), 3, [1.0, 2.0, 1.0]),
        (lambda y: integrate.simpson(y), 3, [1.0 / 3.0, 4.0 / 3.0, 1.0 / 3.0]),
        (lambda y: integrate.simpson(y, dx=3.0), 5, [1.0, 4.0, 2.0, 4.0, 1.0]),
        (lambda y: integrate.romb(y), 3, [1.0 / 3.0, 4.0 / 3.0, 1.0 / 3.0]),
        (lambda y: integrate.romb(y), 5, [14 / 45, 64 / 45, 24 / 45, 64 / 45, 14 / 45]),
        (lambda y: integrate.cumulative_trapezoid(y)[-1], 3, [0.5, 1.0, 0.5]),
    ],
)
def test_weights_by_hand(f, n, want) -> None:
    np.testing.assert_allclose(gradient(f, np.cos(np.arange(float(n)))), want)


def test_running_sums_begin_with_nothing() -> None:
    found = jacobian(lambda y: integrate.cumulative_trapezoid(y, initial=0), np.ones(3))
    np.testing.assert_array_equal(found, [[0.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.5, 1.0, 0.5]])


@pytest.mark.parametrize(
    "f",
    [
        lambda y: integrate.trapezoid(y, y[:, 0] + np.arange(5.0), axis=0),
        lambda y: integrate.cumulative_trapezoid(y, np.array([0.0, 1.0, 3.0])),
        lambda y: integrate.simpson(y, axis=0),
        lambda y: integrate.romb(y, 0.3, axis=0),
        lambda y: integrate.cumulative_simpson(y[:, 1], dx=0.5),
    ],
)
def test_axes_and_places(f) -> None:
    by_differences(f, Y, order=1)


def test_single_precision_is_kept() -> None:
    in_single(lambda y: integrate.trapezoid(y), Y)
