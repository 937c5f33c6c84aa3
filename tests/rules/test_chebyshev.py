"""`numpy.polynomial`: series by hand in low degrees; both bases, grids, roots, division."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.polynomial import chebyshev as cheb
from numpy.polynomial import polynomial as poly

import s2sdiff as sd

from .hold import by_differences, gradient, in_single, jacobian

C = np.array([0.5, -1.0, 2.0])


@pytest.mark.parametrize(
    ("f", "c", "want"),
    [
        (lambda c: poly.polyval(2.0, c), [1.0, 3.0, 5.0], [1.0, 2.0, 4.0]),
        (lambda c: cheb.chebval(2.0, c), [1.0, 3.0, 5.0], [1.0, 2.0, 7.0]),
        (lambda c: poly.polymulx(c), [1.0, 3.0], [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]),
        (lambda c: cheb.chebmulx(c), [1.0, 3.0], [[0.0, 0.5], [1.0, 0.0], [0.0, 0.5]]),
        (lambda c: cheb.chebmul(c, [0.0, 1.0]), [1.0, 3.0], [[0.0, 0.5], [1.0, 0.0], [0.0, 0.5]]),
        (lambda c: poly.polyder(c), [1.0, 3.0, 5.0], [[0.0, 1.0, 0.0], [0.0, 0.0, 2.0]]),
        (lambda c: cheb.chebder(c), [1.0, 3.0, 5.0], [[0.0, 1.0, 0.0], [0.0, 0.0, 4.0]]),
        (lambda c: poly.polyint(c), [1.0, 4.0], [[0.0, 0.0], [1.0, 0.0], [0.0, 0.5]]),
        (lambda c: cheb.chebint(c), [1.0, 4.0], [[0.0, 0.25], [1.0, 0.0], [0.0, 0.25]]),
        (lambda c: cheb.cheb2poly(c), [1.0, 3.0, 5.0], [[1.0, 0.0, -1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 2.0]]),
        (lambda c: cheb.poly2cheb(c), [1.0, 3.0, 4.0], [[1.0, 0.0, 0.5], [0.0, 1.0, 0.0], [0.0, 0.0, 0.5]]),
        (lambda c: poly.polypow(c, 2), [1.0, 3.0], [[2.0, 0.0], [6.0, 2.0], [0.0, 6.0]]),
        (lambda c: poly.polyfromroots(c), [2.0, 3.0], [[3.0, 2.0], [-1.0, -1.0], [0.0, 0.0]]),
        (lambda c: poly.polyadd(c, [1.0, 2.0, 3.0])[:2], [1.0, 3.0], [[1.0, 0.0], [0.0, 1.0]]),
        (lambda c: cheb.chebline(c[0], c[1]), [1.0, 3.0], [[1.0, 0.0], [0.0, 1.0]]),
        (lambda c: cheb.chebweight(c), [0.6], [[0.6 / 0.512]]),
    ],
)
def test_series_by_hand(f, c, want) -> None:
    np.testing.assert_allclose(jacobian(f, np.array(c)), want, atol=1e-12)


@pytest.mark.parametrize(
    "f",
    [
        lambda x, c: poly.polyval(x, c),
        lambda x, c: cheb.chebval(x, c),
    ],
)
def test_second_order(f) -> None:
    by_differences(f, np.array([0.3, -0.8]), C)


@pytest.mark.parametrize(
    "f",
    [
        lambda x, c: cheb.chebpow(c[0], 3) * x[0],
        lambda x, c: poly.polydiv(c[0], x)[0],
        lambda x, c: cheb.chebdiv(c[0], x)[0],
        lambda x, c: poly.polyvalfromroots(x, c[0]),
        lambda x, c: cheb.chebvander(x, 1) @ c,
        lambda x, c: cheb.chebcompanion(np.append(c[0], 2.0)) * x[0],
        lambda x, c: poly.polyval2d(x, x[::-1], c),
        lambda x, c: cheb.chebval2d(x, x * x, c),
        lambda x, c: poly.polygrid2d(x, x[:1], c),
        lambda x, c: cheb.chebgrid2d(x[:1], x, c),
        lambda x, c: poly.polyval3d(x, x, x, c[:, :, None]),
        lambda x, c: cheb.chebgrid3d(x, x[:1], x, c[:, :, None]),
    ],
)
def test_tables_of_coefficients(f) -> None:
    by_differences(f, np.array([0.3, -0.8]), np.random.default_rng(1).normal(size=(4, 6))[::2, ::3], order=1)


@pytest.mark.parametrize(("roots", "from_roots"), [(poly.polyroots, poly.polyfromroots), (cheb.chebroots, cheb.chebfromroots)])
def test_roots_of_what_was_made_of_roots(roots, from_roots) -> None:
    r = np.array([0.2 + 0.1j, 1.5 - 0.4j])
    found = sd.jacfwd(lambda r: np.sum(roots(from_roots(r))), holomorphic=True)(r)
    np.testing.assert_allclose(found, [1.0, 1.0], atol=1e-9)


def test_the_value_at_the_end_of_the_interval() -> None:
    assert gradient(lambda x: cheb.chebval(x, C), 1.0) == pytest.approx(-1.0 + 2.0 * 4.0)


@pytest.mark.parametrize("f", [lambda c: cheb.chebval(np.float32(0.4), c), lambda c: cheb.chebmul(c, c)])
def test_single_precision_is_kept(f) -> None:
    in_single(f, C)
