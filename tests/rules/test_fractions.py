"""Sums of fractions and quotients of polynomials: scipy.signal."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import signal

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from . import check

B, A = np.array([1.0, 0.3]), np.array([1.0, -0.2, 0.5])


def test_fractions_of_real_coefficients_by_complex_ones() -> None:
    def f(b: Any, a: Any) -> Any:
        r, p, _ = signal.residue(b + 0j, a + 0j)
        return np.sum(np.abs(r * p))

    want = check.difference(lambda v: f(*v), (B, A), (A[:2], A[::-1].copy()))
    np.testing.assert_allclose(sd.jvp(f, (B, A), (A[:2], A[::-1].copy()))[1], want, rtol=1e-7)
    b_bar, a_bar = sd.grad(f, (0, 1))(B, A)
    np.testing.assert_allclose(b_bar @ A[:2] + a_bar @ A[::-1], want, rtol=1e-7)


def test_second_derivatives_with_forward_mode_first() -> None:
    def f(b: Any) -> Any:
        r, _, _ = signal.residue(b + 0j, A + 0j)
        return np.sum(np.abs(r) ** 4)

    found = sd.jacrev(sd.jacfwd(f))(B)
    np.testing.assert_allclose(found @ A[:2], check.difference(sd.grad(f), B, A[:2], step=1e-4), rtol=1e-6)


@pytest.mark.parametrize("f", [signal.residue, signal.residuez, signal.tf2zpk])
def test_real_coefficients_have_roots_of_either_kind(f: Any) -> None:
    with pytest.raises(Unsupported, match=r"b \+ 0j"):
        sd.vjp(lambda b: f(b, A), B)


@pytest.mark.parametrize(
    "f",
    [
        lambda c: signal.residue(c * B + 0j, np.poly([0.5, 0.5, 0.3]) + 0j)[0],
        lambda c: signal.invres(c * B, np.array([0.5, 0.5]), B)[0],
        lambda c: signal.invresz(c * B, np.array([0.5, 0.2]), np.zeros(1))[0],
        lambda c: signal.tf2zpk(np.append(0.0, c * B) + 0j, A + 0j)[0],
    ],
)
def test_poles_of_higher_order_and_zeros_at_the_ends_are_refused_when_they_are_met(f: Any) -> None:
    with pytest.raises(NotImplementedError):
        sd.vjp(f, 1.5)


@pytest.mark.parametrize("f", [signal.impulse, signal.step])
def test_complex_systems_are_refused(f: Any) -> None:
    with pytest.raises(Unsupported, match="complex"):
        sd.vjp(lambda b: f((b + 0.1j, A), T=np.arange(3))[1], B)
