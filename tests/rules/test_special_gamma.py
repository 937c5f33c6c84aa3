"""Gamma, beta and what is made of them: constants of Euler and Apery, reflections, ends of distributions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

import s2sdiff as sd

from .hold import by_differences, in_single

EULER, APERY = 0.5772156649015329, 1.2020569031595942


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: special.gamma(x), 1.0, -EULER),
        (lambda x: special.gamma(x), 2.0, 1.0 - EULER),
        (lambda x: special.gammaln(x), 1.0, -EULER),
        (lambda x: special.rgamma(x), 1.0, EULER),
        (lambda x: special.psi(x), 1.0, np.pi**2 / 6.0),
        (lambda x: special.polygamma(1, x), 1.0, -2.0 * APERY),
        (lambda x: special.beta(x, 1.0), 2.0, -0.25),
        (lambda x: special.betaln(1.0, x), 2.0, -0.5),
        (lambda x: special.poch(x, 2), 3.0, 7.0),
        (lambda x: special.binom(x, 1.0), 3.0, 1.0),
        (lambda x: special.factorial(x), 0.0, -EULER),
        (lambda x: special.gammainc(1.0, x), 0.0, 1.0),
        (lambda x: special.gammaincc(1.0, x), 2.0, -np.exp(-2.0)),
        (lambda x: special.gammaincinv(1.0, x), 0.5, 2.0),
        (lambda x: special.betainc(1.0, 2.0, x), 0.25, 1.5),
        (lambda x: special.betaincinv(1.0, 1.0, x), 0.3, 1.0),
        (lambda x: special.chdtr(2.0, x), 0.0, 0.5),
        (lambda x: special.stdtr(1.0, x), 0.0, 1.0 / np.pi),
        (lambda x: special.stdtrit(1.0, x), 0.5, np.pi),
        (lambda x: special.fdtr(2.0, 2.0, x), 1.0, 0.25),
        (lambda x: special.pdtr(0, x), 1.5, -np.exp(-1.5)),
        (lambda x: special.zeta(2.0, x), 1.0, -2.0 * APERY),
        (lambda x: special.hyp2f1(1.0, 1.0, 2.0, x), 0.0, 0.5),
        (lambda x: special.hyp1f1(1.0, 2.0, x), 0.0, 0.5),
        (lambda x: special.hyp0f1(2.0, x), 0.0, 0.5),
        (lambda x: special.kolmogorov(x), 5.0, -80.0 * np.exp(-50.0)),
        (lambda x: special.tklmbda(x, 1.0), 0.3, 0.5),
    ],
)
def test_slopes_by_hand(f, x, want) -> None:
    assert sd.grad(f)(x) == pytest.approx(want, rel=1e-9, abs=1e-15)
    assert sd.jvp(f, (x,), (1.0,))[1] == pytest.approx(want, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (special.gamma, (np.array([[0.7], [-1.4]]),)),
        (special.beta, (np.array([[0.7], [1.4]]), np.array([0.5, 2.0]))),
        (special.gammainc, (np.array([0.8, 2.0]), 1.3)),
        (lambda x: special.betainc(np.array([[1.2], [0.4]]), 0.8, x), (np.array([0.3, 0.6]),)),
        (special.gdtr, (0.7, 1.3, np.array([0.4, 2.0]))),
    ],
)
def test_operands_that_are_stretched(f, args) -> None:
    by_differences(lambda *a: f(*a), *args, order=1)


@pytest.mark.parametrize("f", [special.gammaln, special.psi, special.gamma, special.loggamma])
def test_second_order_and_single_precision(f) -> None:
    by_differences(lambda x: f(x), np.array([0.7, 2.3]))
    in_single(lambda x: f(x), np.array([0.7, 2.3]))


def test_degrees_of_freedom() -> None:
    by_differences(lambda df: special.stdtr(df, 0.3), np.array([3.0, 1.5]))
