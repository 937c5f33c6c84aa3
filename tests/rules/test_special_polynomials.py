"""Orthogonal polynomials: low degrees by hand, values at the ends, the equations that they solve."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

import s2sdiff as sd

from .hold import by_differences, slope

X = np.array([-0.4, 0.0, 0.7])


@pytest.mark.parametrize(
    ("f", "want"),
    [
        (lambda x: special.eval_legendre(2, x), lambda x: 3.0 * x),
        (lambda x: special.eval_chebyt(3, x), lambda x: 12.0 * x**2 - 3.0),
        (lambda x: special.eval_chebyu(2, x), lambda x: 8.0 * x),
        (lambda x: special.eval_chebyc(2, x), lambda x: 2.0 * x),
        (lambda x: special.eval_hermite(2, x), lambda x: 8.0 * x),
        (lambda x: special.eval_hermitenorm(3, x), lambda x: 3.0 * x**2 - 3.0),
        (lambda x: special.eval_laguerre(2, x), lambda x: x - 2.0),
        (lambda x: special.eval_genlaguerre(1, 2.0, x), lambda x: -1.0 + 0.0 * x),
        (lambda x: special.eval_gegenbauer(2, 1.5, x), lambda x: 15.0 * x),
        (lambda x: special.eval_jacobi(1, 2.0, 1.0, x), lambda x: 2.5 + 0.0 * x),
        (lambda x: special.eval_sh_legendre(2, x), lambda x: 12.0 * x - 6.0),
        (lambda x: special.eval_sh_chebyt(2, x), lambda x: 16.0 * x - 8.0),
        (lambda x: special.eval_legendre(0, x), lambda x: 0.0 * x),
    ],
)
def test_slopes_by_hand(f, want) -> None:
    np.testing.assert_allclose(slope(f, X), want(X), atol=1e-13)


def test_the_equation_of_legendre() -> None:
    p = lambda x: special.eval_legendre(4, x)  # noqa: E731 - it is differentiated three times over
    first = sd.grad(lambda x: (1.0 - x * x) * sd.grad(p)(x))
    for x in X:
        assert first(x) == pytest.approx(-20.0 * p(x), abs=1e-12)


def test_degrees_along_an_axis() -> None:
    by_differences(lambda x: special.eval_chebyt(np.array([[1], [2]]), x), X, order=1)
    by_differences(lambda x: special.assoc_laguerre(x, 2, 1), X)


@pytest.mark.parametrize("f", [lambda x: special.eval_legendre(3.0, x), lambda x: special.eval_laguerre(2.0, x)])
def test_single_precision_is_kept(f) -> None:
    found = sd.grad(lambda x: np.sum(f(x)))(np.float32(X))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, slope(f, X), rtol=1e-5, atol=1e-6)
