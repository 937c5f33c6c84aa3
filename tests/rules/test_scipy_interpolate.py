"""Interpolation where SciPy raises, and where places are in an order that is not followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import interpolate

import s2sdiff as sd
from s2sdiff.errors import Unsupported

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


def spline_through_periodic_values(y):
    return interpolate.CubicSpline(X, y, bc_type="periodic")(1.0)


def spline_of_degree_five(y):
    return interpolate.make_interp_spline(np.arange(7.0), np.concatenate((y, y[:2])), k=5)(1.0)


def quadratic_interpolation(y):
    return interpolate.interp1d(X, y, kind="quadratic")(1.0)


def cubic_grid(y):
    return interpolate.RegularGridInterpolator((X,), y, "cubic")(np.array([[1.0]]))[0]


UNHANDLED = [spline_through_periodic_values, spline_of_degree_five, quadratic_interpolation, cubic_grid]


@pytest.mark.parametrize("f", UNHANDLED)
def test_what_no_definition_handles_is_refused_where_it_is_made(f: Callable[..., Any]) -> None:
    for derivative in (lambda: sd.grad(f)(Y), lambda: sd.jvp(f, (Y,), (Y,))):
        with pytest.raises(Unsupported, match=r"the derivative of `scipy\.interpolate\..*there is one"):
            derivative()
