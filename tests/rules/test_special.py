"""scipy.special: orders that are no whole numbers, and derivatives with respect to orders, which are refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

import s2sdiff as sd

from . import check

OF_ORDER = [
    (special.jv, 0.5, 1.3), (special.yv, 0.5, 1.3), (special.iv, 1.5, 0.8), (special.kv, 2.5, 1.3), (special.ive, 1.5, -0.8),
    (special.hyp0f1, 1.5, 0.4), (special.struve, 1.5, 0.8), (special.eval_legendre, 2.5, 0.3),
]  # fmt: skip


@pytest.mark.parametrize(("function", "order", "x"), OF_ORDER)
def test_with_respect_to_the_argument_alone(function, order, x):
    def f(x):
        return function(order, x) ** 2

    slope = check.difference(f, x, 1.0)
    np.testing.assert_allclose(sd.grad(f)(x), slope, rtol=1e-6)
    np.testing.assert_allclose(sd.jvp(f, (x,), (1.0,))[1], slope, rtol=1e-6)
    np.testing.assert_allclose(sd.grad(sd.grad(f))(x), check.difference(sd.grad(f), x, 1.0), rtol=1e-6)


@pytest.mark.parametrize(("function", "order", "x"), OF_ORDER)
def test_with_respect_to_the_order_is_refused(function, order, x):
    def f(v):
        return function(v, x)

    with pytest.raises(sd.errors.Unsupported, match="with respect to"):
        sd.grad(f)(order)
    with pytest.raises(sd.errors.Unsupported, match="with respect to"):
        sd.jvp(f, (order,), (1.0,))


def test_box_and_cox_at_zero_is_the_logarithm():
    def f(x, lmbda):
        return special.boxcox(x, lmbda)

    x = 1.7
    np.testing.assert_allclose(sd.grad(f, (0, 1))(x, 0.0), (1 / x, np.log(x) ** 2 / 2))
    np.testing.assert_allclose(sd.grad(sd.grad(f, 1), 1)(x, 0.0), np.log(x) ** 3 / 3)


def test_complete_elliptic_integrals_at_zero():
    def k(m):
        return special.ellipk(m)

    def e(m):
        return special.ellipe(m)

    np.testing.assert_allclose((sd.grad(k)(0.0), sd.grad(e)(0.0)), (np.pi / 8, -np.pi / 8))


def test_the_tail_of_log_ndtr():
    def f(x):
        return special.log_ndtr(x)

    np.testing.assert_allclose(sd.grad(f)(-30.0), 30.0 + 1 / 30 - 2 / 30**3 + 10 / 30**5 - 74 / 30**7, rtol=1e-11)
    assert sd.grad(f)(50.0) == 0.0
