"""`cmath` and `np.emath`: branches of roots and logarithms, on both sides of their cuts."""

from __future__ import annotations

import cmath

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, in_single

GRID = np.array([[0.4 + 0.7j, -0.6 + 0.2j], [-0.5 - 0.8j, 0.3 - 0.1j]])


@pytest.mark.parametrize(
    ("f", "z", "want"),
    [
        (lambda z: cmath.exp(z), 1j * cmath.pi, -1.0),
        (lambda z: cmath.log(z), 2.0j, -0.5j),
        (lambda z: cmath.log(z, 2.0), 2.0j, -0.5j / np.log(2.0)),
        (lambda z: cmath.log10(z), -1.0 + 0.0j, -1.0 / np.log(10.0)),
        (lambda z: cmath.sqrt(z), -4.0 + 0.0j, -0.25j),
        (lambda z: cmath.sqrt(z), complex(-4.0, -0.0), 0.25j),
        (lambda z: cmath.sin(z), 0j, 1.0),
        (lambda z: cmath.cos(z), 0j, 0.0),
        (lambda z: cmath.tan(z), 0j, 1.0),
        (lambda z: cmath.asin(z), 0.6 + 0.0j, 1.25),
        (lambda z: cmath.acos(z), 0.6 + 0.0j, -1.25),
        (lambda z: cmath.atan(z), 1.0 + 0.0j, 0.5),
        (lambda z: cmath.sinh(z), 0j, 1.0),
        (lambda z: cmath.cosh(z), 0.5j * cmath.pi, 1j),
        (lambda z: cmath.tanh(z), 0j, 1.0),
        (lambda z: cmath.asinh(z), 0.75 + 0.0j, 0.8),
        (lambda z: cmath.acosh(z), 1.25 + 0.0j, 4.0 / 3.0),
        (lambda z: cmath.atanh(z), 0.5 + 0.0j, 4.0 / 3.0),
    ],
)
def test_slopes_by_hand(f, z, want) -> None:
    assert sd.vjp(f, z)[1](1.0 + 0.0j)[0] == pytest.approx(want, abs=1e-15)
    assert sd.jvp(f, (z,), (1.0 + 0.0j,))[1] == pytest.approx(want, abs=1e-15)


@pytest.mark.parametrize("side", [1e-3, -1e-3])
@pytest.mark.parametrize("f", [cmath.sqrt, cmath.log, cmath.acosh, cmath.asin])
def test_both_sides_of_a_cut(f, side) -> None:
    by_differences(lambda z: f(z), complex(-1.7, side), order=1)


def test_lengths_and_angles() -> None:
    assert sd.grad(lambda z: cmath.phase(z))(3.0 + 4.0j) == pytest.approx((-4.0 - 3.0j) / 25.0)
    by_differences(lambda z: cmath.polar(z), 3.0 - 4.0j)
    by_differences(lambda r, phi: cmath.rect(r, phi), 0.7, -2.0)


@pytest.mark.parametrize(
    "f",
    [np.emath.sqrt, np.emath.log, np.emath.log2, np.emath.log10, np.emath.arccos, np.emath.arcsin, np.emath.arctanh,
     lambda z: np.emath.power(z, 1.5), lambda z: np.emath.logn(2.0 - z, z)],
)  # fmt: skip
def test_of_complex_arrays(f) -> None:
    by_differences(lambda z: f(z), GRID[:, ::-1], order=1)


@pytest.mark.parametrize("f", [np.emath.sqrt, np.emath.log, np.emath.arcsin])
def test_single_precision_is_kept(f) -> None:
    in_single(lambda z: f(z), GRID)


@pytest.mark.parametrize("f", [np.emath.sqrt, np.emath.log, np.emath.arcsin])
def test_of_real_arrays_the_kind_of_the_result_depends_on_values(f) -> None:
    with pytest.raises(Unsupported, match="complex"):
        sd.vjp(lambda x: f(x), np.array([0.5, -0.5]))
