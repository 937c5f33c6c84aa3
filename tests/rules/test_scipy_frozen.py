"""Distributions with their parameters held: methods by hand, parameters that are differentiated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import s2sdiff as sd

from .hold import by_differences, gradient

X = np.array([-0.5, 0.3, 1.2])


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: stats.norm(1.0, 2.0).logpdf(x), 3.0, -0.5),
        (lambda x: stats.norm(1.0, 2.0).cdf(x), 1.0, 0.5 / np.sqrt(2.0 * np.pi)),
        (lambda x: stats.expon(scale=2.0).logpdf(x), 3.0, -0.5),
        (lambda x: stats.uniform(0.0, 4.0).cdf(x), 3.0, 0.25),
        (lambda x: stats.uniform(0.0, 4.0).pdf(x), 5.0, 0.0),
        (lambda m: stats.norm(m, 2.0).logpdf(3.0), 1.0, 0.5),
        (lambda s: stats.norm(0.0, s).logpdf(0.0), 2.0, -0.5),
        (lambda m: stats.norm(m).ppf(0.5), 3.0, 1.0),
    ],
)
def test_gradients_by_hand(f, x, want) -> None:
    assert gradient(f, x) == pytest.approx(want, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: stats.norm(x[0], 2.0).logpdf(x[1:]),
        lambda x: stats.norm(scale=x[2]).sf(x[:2]),
        lambda x: stats.t(4).logpdf(x),
        lambda x: stats.gamma(x[2] + 1.0).logpdf(x[1:]),
    ],
)
def test_against_differences(f) -> None:
    by_differences(f, X, order=1)


def test_a_distribution_that_is_made_outside() -> None:
    held = stats.norm(1.0, 2.0)
    np.testing.assert_allclose(sd.grad(lambda x: np.sum(held.logpdf(x)))(X), -(X - 1.0) / 4.0)
