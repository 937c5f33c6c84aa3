"""Functions that are given functions, and brackets that join: what is refused, and what NumPy would cut off."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

X = np.array([0.4, 1.3])


def one_integer(x):
    return np.sum(np.vectorize(lambda t: t * t if t > 1.0 else 0)(x))


def directions(x):
    return np.sum(np.r_["0,2", x, x])


def number_beside_narrow(x):
    return np.sum(np.r_[x, 1.0])


def test_results_that_numpy_would_cut_off_are_refused_when_run() -> None:
    with pytest.raises(TypeError, match="otypes"):
        sd.grad(one_integer)(X)


def test_directions_in_brackets_are_refused() -> None:
    with pytest.raises(Unsupported, match=r"np\.concatenate"):
        sd.grad(directions)(X)


def test_numbers_that_would_widen_are_refused() -> None:
    with pytest.raises(Unsupported, match="make the numbers arrays"):
        sd.grad(number_beside_narrow)(X.astype(np.float32))


def placed_without_an_axis(x):
    y = np.zeros((2, 1))
    np.put_along_axis(y, np.array([0, 1]), x, axis=None)
    return np.sum(y)


def test_what_a_definition_does_not_handle_is_refused_where_it_changes_its_argument() -> None:
    with pytest.raises(Unsupported, match="axis=None counts through all items"):
        sd.grad(placed_without_an_axis)(X)
