"""`math` and Python's own functions: Python numbers in, Python numbers out; ties, poles, numbers of either sign."""

from __future__ import annotations

import math

import numpy as np
import pytest

import s2sdiff as sd

EULER = 0.5772156649015329


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: math.exp(x), 0.0, 1.0),
        (lambda x: math.exp2(x), 1.0, 2.0 * math.log(2.0)),
        (lambda x: math.expm1(x), 0.0, 1.0),
        (lambda x: math.log(x), 4.0, 0.25),
        (lambda x: math.log(x, 3.0), 4.0, 0.25 / math.log(3.0)),
        (lambda x: math.log(8.0, x), 2.0, -1.5 / math.log(2.0)),
        (lambda x: math.log2(x), 1.0, 1.0 / math.log(2.0)),
        (lambda x: math.log1p(x), 1.0, 0.5),
        (lambda x: math.pow(x, 3.0), -2.0, 12.0),
        (lambda x: math.pow(x, 0.0), 0.0, 0.0),
        (lambda x: math.pow(2.0, x), 3.0, 8.0 * math.log(2.0)),
        (lambda x: math.sqrt(x), 4.0, 0.25),
        (lambda x: math.cbrt(x), -8.0, 1.0 / 12.0),
        (lambda x: math.tan(x), math.pi / 4.0, 2.0),
        (lambda x: math.asin(x), 0.6, 1.25),
        (lambda x: math.acos(x), 0.6, -1.25),
        (lambda x: math.atan2(x, -1.0), 0.0, -1.0),
        (lambda x: math.atan2(0.0, x), -1.0, 0.0),
        (lambda x: math.acosh(x), 1.25, 4.0 / 3.0),
        (lambda x: math.atanh(x), 0.5, 4.0 / 3.0),
        (lambda x: math.tanh(x), 400.0, 0.0),
        (lambda x: math.fabs(x), 0.0, 0.0),
        (lambda x: abs(x), -3.0, -1.0),
        (lambda x: math.hypot(x, 4.0), 3.0, 0.6),
        (lambda x: math.hypot(x, 0.0), 0.0, 0.0),
        (lambda x: math.copysign(x, -1.0), 2.0, -1.0),
        (lambda x: math.fmod(x, 3.0), -5.0, 1.0),
        (lambda x: math.fmod(-5.0, x), 3.0, 1.0),
        (lambda x: math.remainder(5.0, x), 3.0, -2.0),
        (lambda x: math.ldexp(x, 3), 0.7, 8.0),
        (lambda x: math.modf(x)[0] + 2.0 * math.modf(x)[1], -1.5, 1.0),
        (lambda x: math.frexp(x)[0], 3.0, 0.25),
        (lambda x: math.erf(x), 0.0, 2.0 / math.sqrt(math.pi)),
        (lambda x: math.erfc(x), 0.0, -2.0 / math.sqrt(math.pi)),
        (lambda x: math.gamma(x), 1.0, -EULER),
        (lambda x: math.gamma(x), 3.0, 2.0 * (1.5 - EULER)),
        (lambda x: math.lgamma(x), 2.0, 1.0 - EULER),
        (lambda x: math.lgamma(x), 0.5, -EULER - 2.0 * math.log(2.0)),
        (lambda x: math.lgamma(x), -0.5, 2.0 - EULER - 2.0 * math.log(2.0)),
        (lambda x: math.fsum([x, 2.0 * x, 1.0]), 5.0, 3.0),
        (lambda x: math.dist((x, 0.0), (3.0, 4.0)), 0.0, -0.6),
        (lambda x: math.dist((x,), (1.0,)), 1.0, 0.0),
        (lambda x: max(x, 1.0), 1.0, 0.5),
        (lambda x: max(x, 0.0) + min(x, 0.0), -2.0, 1.0),
        (lambda x: min(x, x * x), 0.5, 1.0),
        (lambda x: sum([x, x * x], 2.0 * x), 3.0, 9.0),
        (lambda x: float(x) * x, 3.0, 6.0),
        (lambda x: round(x) + x, 2.4, 1.0),
        (lambda x: math.degrees(math.radians(x)), 2.0, 1.0),
    ],
)
def test_slopes_by_hand(f, x, want) -> None:
    back = sd.grad(f)(x)
    assert back == pytest.approx(want, rel=1e-12, abs=1e-13)
    assert sd.jvp(f, (x,), (1.0,))[1] == pytest.approx(want, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: math.erf(x) * math.atan(x), 0.4),
        (lambda x: math.dist((x, 1.0), (0.0, x)), 0.3),
        (lambda x: math.pow(x, x), 1.3),
        (lambda x: math.log(x, x + 1.0), 1.7),
    ],
)
def test_second_order(f, x) -> None:
    sd.check_grads(f, (x,), 2, atol=1e-4, rtol=1e-4)


def test_the_second_derivative_of_the_logarithm_of_gamma() -> None:
    assert sd.grad(sd.grad(lambda x: math.lgamma(x)))(1.0) == pytest.approx(math.pi**2 / 6.0, rel=1e-10)


def test_a_pole_is_an_error_as_in_the_function() -> None:
    with pytest.raises(ZeroDivisionError):
        sd.grad(lambda x: math.sqrt(x))(0.0)


def test_sums_of_arrays_along_the_first_axis() -> None:
    a = np.arange(6.0).reshape(2, 3)
    by_items, by_start = sd.grad(lambda a, s: np.sum(sum(a, s) ** 2), (0, 1))(a, np.zeros(3))
    np.testing.assert_array_equal(by_items, np.broadcast_to([6.0, 10.0, 14.0], (2, 3)))
    np.testing.assert_array_equal(by_start, [6.0, 10.0, 14.0])


@pytest.mark.parametrize("dtype", [np.float32, np.float16, np.complex64])
def test_a_number_of_another_dtype_passes_its_cotangent_back(dtype) -> None:
    found = sd.grad(lambda x: np.real(dtype(x)) * 3.0)(1.5)
    assert found == 3.0
