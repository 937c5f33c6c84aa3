"""The incomplete beta function by its parameters, and what is found by it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import special, stats

import s2sdiff as sd
from s2sdiff import runtime as beta

from . import check


def test_parameters_of_one() -> None:
    """I_x(a, 1) = x^a, and I_x(1, b) = 1 - (1 - x)^b."""
    x = np.array([1e-300, 1e-5, 0.3, 0.7, 1.0 - 1e-9])
    a = np.array([[0.01], [0.5], [3.0], [400.0]])
    np.testing.assert_allclose(beta.betainc_slope(a, 1.0, x, 1.0 - x), x**a * np.log(x), rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(-beta.betainc_slope(a, 1.0, 1.0 - x, x), (1.0 - x) ** a * -np.log1p(-x), rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(beta.betainc_curvature(a, 1.0, x, 1.0 - x), x**a * np.log(x) ** 2, rtol=1e-8, atol=1e-15)


def test_the_ends_and_what_is_not_allowed() -> None:
    found = sd.jacrev(lambda a: special.betainc(a, 2.0, np.array([0.0, 1.0])))(1.5)
    np.testing.assert_array_equal(found, [0.0, 0.0])
    assert np.isnan(beta.betainc_slope(-1.0, 2.0, 0.3, 0.7))


def test_small_places_keep_their_digits() -> None:
    """For small x, I_x(a, b) = x^a / (a B(a, b)), of which the logarithm by b is psi(a + b) - psi(b)."""
    a, b, x = 0.1, 1.7, 1e-25
    slope = x**a / (a * special.beta(a, b)) * (special.psi(a + b) - special.psi(b))
    np.testing.assert_allclose(sd.grad(special.betainc, 1)(a, b, x), slope, rtol=1e-9)


DEGREES = np.array([0.8, 3.0, 250.0])


@pytest.mark.parametrize("t", [-3.0, -1e-9, 0.0, 0.4, 50.0])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_degrees_of_freedom(t: float, dtype: Any) -> None:
    def f(df: Any) -> Any:
        return np.sum(special.stdtr(df, t))

    found = sd.grad(f)(DEGREES.astype(dtype))
    assert found.dtype == dtype
    want = [check.difference(lambda df: special.stdtr(df, t), df, 1.0) for df in DEGREES]
    np.testing.assert_allclose(found, want, rtol=1e-4 if dtype is np.float32 else 1e-8, atol=1e-7 if dtype is np.float32 else 1e-10)


@pytest.mark.parametrize(
    ("f", "shapes"),
    [
        (lambda a, b: stats.beta.cdf(0.3, a, b), (2.3, 1.2)),
        (lambda a, b: stats.beta.ppf(0.3, a, b), (2.3, 1.2)),
        (lambda a, b: stats.f.sf(0.7, a, b), (3.0, 4.5)),
        (lambda a, b: stats.betaprime.cdf(0.7, a, b), (3.0, 4.5)),
        (lambda a, b: stats.t.cdf(0.7 * b, a), (3.3, 1.5)),
        (lambda a, b: stats.t.ppf(0.2 * b, a), (3.3, 1.5)),
        (lambda q, p: stats.binom.cdf(3, 7, q * p), (0.8, 0.4)),
        (lambda q, p: stats.binom.sf(3, 7, q * p), (0.8, 0.4)),
        (lambda n, p: stats.nbinom.cdf(3, n, p), (4.2, 0.4)),
        (lambda n, p: stats.nbinom.sf(3, n, p), (4.2, 0.4)),
    ],
)
def test_distributions_by_their_shapes(f: Any, shapes: tuple[float, float]) -> None:
    along = (0.7, -0.4)
    want = check.difference(lambda v: f(*v), shapes, along)
    np.testing.assert_allclose(sd.jvp(f, shapes, along)[1], want, rtol=1e-8)
    np.testing.assert_allclose(np.dot(sd.grad(f, (0, 1))(*shapes), along), want, rtol=1e-8)
    second = check.difference(lambda v: sd.grad(f, (0, 1))(*v), shapes, along)
    np.testing.assert_allclose(np.array(sd.hessian(f, (0, 1))(*shapes)) @ along, second, rtol=1e-6)


def test_counts_beyond_the_ends() -> None:
    k = np.array([-1.0, 0.0, 4.5, 7.0, 9.0])
    found = sd.jacrev(lambda p: stats.binom.cdf(k, 7, p))(0.3)
    want = check.difference(lambda p: stats.binom.cdf(k, 7, p), 0.3, 1.0)
    np.testing.assert_allclose(found, want, rtol=1e-8, atol=1e-12)
