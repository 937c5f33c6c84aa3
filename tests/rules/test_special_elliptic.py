"""Elliptic integrals and functions: at modulus 0, by the relations of Legendre and Carlson."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

import s2sdiff as sd

from .hold import by_differences, in_single, slope


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda m: special.ellipk(m), 1e-9, np.pi / 8.0),
        (lambda m: special.ellipe(m), 1e-9, -np.pi / 8.0),
        (lambda phi: special.ellipkinc(phi, 0.5), 0.0, 1.0),
        (lambda phi: special.ellipkinc(phi, 0.5), np.pi / 2.0, np.sqrt(2.0)),
        (lambda phi: special.ellipeinc(phi, 0.5), np.pi / 2.0, np.sqrt(0.5)),
        (lambda u: special.ellipj(u, 0.5)[0], 0.0, 1.0),
        (lambda u: special.ellipj(u, 0.5)[1], 0.0, 0.0),
        (lambda u: special.ellipj(u, 0.5)[3], 0.0, 1.0),
        (lambda a: special.agm(a, a), 1.3, 1.0),
        (lambda a: special.elliprf(a, a, a), 4.0, -0.0625),
    ],
)
def test_slopes_by_hand(f, x, want) -> None:
    assert slope(f, x) == pytest.approx(want, rel=1e-6, abs=1e-12)


def test_the_relation_of_legendre_does_not_move() -> None:
    def legendre(m):
        k, e, kc, ec = special.ellipk(m), special.ellipe(m), special.ellipk(1.0 - m), special.ellipe(1.0 - m)
        return e * kc + ec * k - k * kc

    np.testing.assert_allclose(slope(legendre, np.array([0.2, 0.5, 0.9])), 0.0, atol=1e-13)


def test_homogeneous_functions_give_their_degree() -> None:
    """The derivative along the operands is the degree times the value (Euler)."""
    at = (np.array([0.3, 0.5]), np.array([0.9, 1.1]), np.array([1.6, 1.9]))
    for f, degree in ((special.elliprf, -0.5), (special.elliprd, -1.5), (special.elliprg, 0.5)):
        np.testing.assert_allclose(sd.jvp(lambda x, y, z, f=f: f(x, y, z), at, at)[1], degree * f(*at), rtol=1e-9)
    np.testing.assert_allclose(sd.jvp(lambda x, y: special.agm(x, y), at[:2], at[:2])[1], special.agm(*at[:2]), rtol=1e-9)


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (lambda u, m: special.ellipj(u, m)[2], (0.7, np.array([0.3, 0.6]))),
        (lambda phi, m: special.ellipkinc(phi, m), (np.array([[0.4], [1.2]]), np.array([0.3, 0.6]))),
        (lambda x, y, z, p: special.elliprj(x, y, z, p), (0.4, 1.0, 1.7, 3.0)),
        (lambda x, y: special.elliprc(x, y), (0.4, np.array([1.0, 1.2]))),
    ],
)
def test_operands_that_are_stretched(f, args) -> None:
    by_differences(f, *args, order=1)


def test_second_order_and_single_precision() -> None:
    by_differences(lambda m: special.ellipk(m) * special.ellipe(m), np.array([0.3, 0.6]))
    in_single(lambda m: special.ellipk(m), np.array([0.3, 0.6]))
