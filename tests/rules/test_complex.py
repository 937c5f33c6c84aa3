"""Parts of complex numbers in JAX's convention: no conjugate in the pullback, real operands get real cotangents."""

from __future__ import annotations

import cmath

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, in_single

Z = np.array([3.0 + 4.0j, -2.0j])


@pytest.mark.parametrize(
    ("f", "want"),
    [
        (lambda z: np.real(z), [1.0, 1.0]),
        (lambda z: np.imag(z), [-1.0j, -1.0j]),
        (lambda z: z.real * z.imag, [4.0 - 3.0j, -2.0]),
        (lambda z: np.real(z * np.conj(z)), [6.0 - 8.0j, 4.0j]),
        (lambda z: np.angle(z), [(-4.0 - 3.0j) / 25.0, 0.5]),
        (lambda z: np.angle(z, deg=True), [(-4.0 - 3.0j) / 25.0 * 180.0 / np.pi, 90.0 / np.pi]),
        (lambda z: np.abs(z) ** 2, [6.0 - 8.0j, 4.0j]),
    ],
)
def test_cotangents_by_hand(f, want) -> None:
    (z_bar,) = sd.vjp(f, Z)[1](np.ones(2))
    np.testing.assert_allclose(z_bar, want)
    by_differences(f, Z, order=1)


def test_the_cotangent_of_a_conjugate_is_the_conjugate() -> None:
    (z_bar,) = sd.vjp(lambda z: np.conj(z), Z)[1](np.array([1.0j, 2.0]))
    np.testing.assert_array_equal(z_bar, [-1.0j, 2.0])


@pytest.mark.parametrize(("f", "want"), [(np.real, 1.0), (np.conj, 1.0), (np.imag, 0.0), (np.angle, 0.0)])
def test_parts_of_real_numbers(f, want) -> None:
    x = np.array([[1.0, -2.0]])
    (x_bar,) = sd.vjp(lambda x: f(x), x)[1](np.ones((1, 2)))
    assert x_bar.dtype == np.float64
    np.testing.assert_array_equal(np.broadcast_to(x_bar, x.shape), np.full((1, 2), want))


def test_a_number_is_made_of_two() -> None:
    found = sd.grad(lambda x, y: abs(complex(x, y)), (0, 1))(3.0, 4.0)
    assert found == pytest.approx((0.6, 0.8))
    by_differences(lambda x, y: cmath.exp(complex(x, y)), 0.3, 0.7)


@pytest.mark.parametrize("f", [np.real, np.imag, np.conj, np.angle])
def test_single_precision_is_kept(f) -> None:
    in_single(lambda z: f(z), Z)


def test_real_if_close() -> None:
    np.testing.assert_array_equal(sd.grad(lambda x: np.sum(np.real_if_close(x) * x))(np.array([1.0, 2.0])), [2.0, 4.0])
    with pytest.raises(Unsupported, match=r"np\.real"):
        sd.vjp(lambda z: np.real_if_close(z), Z)
