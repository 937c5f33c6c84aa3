"""Interpolation where SciPy raises, and where places are in an order that is not followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import interpolate

import s2sdiff as sd

X = np.array([0.0, 0.5, 1.2, 2.0, 2.7])
Y = np.array([1.0, 0.3, -0.5, 0.7, 0.2])


def beyond_the_ends(y):
    return interpolate.interp1d(X, y)(5.0)


def beyond_the_ends_with_a_fill_value(y):
    return interpolate.interp1d(X, y, fill_value=0.5)(5.0)


def spline_of_falling_places(y):
    return interpolate.CubicSpline(X[::-1], y)(1.0)


def grid_of_falling_places(y):
    return interpolate.RegularGridInterpolator((X[::-1],), y)(np.array([[1.0]]))[0]


CASES = [beyond_the_ends, beyond_the_ends_with_a_fill_value, spline_of_falling_places, grid_of_falling_places]


@pytest.mark.parametrize("f", CASES)
def test_it_raises(f: Callable[..., Any]) -> None:
    for derivative in (lambda: sd.grad(f)(Y), lambda: sd.jvp(f, (Y,), (Y,))):
        with pytest.raises(ValueError, match=r"range|increase"):
            derivative()
