"""Kinks and refusals of reductions; every rule is held against its function in test_every_rule.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from s2sdiff.rules import registry
from s2sdiff.rules.static import Refused

from . import check


def cotangent(function: Any, a: Any, **kwargs: Any) -> Any:
    rule = registry.lookup(function)
    y = function(a, **kwargs)
    found = check.assigned(rule, rule.adjoint, y, a, **kwargs, y_bar=np.ones(np.shape(y))[()])["a_bar"]
    return np.broadcast_to(found, np.shape(a))


@pytest.mark.parametrize(
    ("function", "a", "want"),
    [
        (np.max, [1.0, 1.0, 0.0], [0.5, 0.5, 0.0]),
        (np.min, [1.0, 1.0, 2.0], [0.5, 0.5, 0.0]),
        (np.nanmax, [1.0, np.nan, 1.0], [0.5, 0.0, 0.5]),
        (np.ptp, [1.0, 1.0, 0.0], [0.5, 0.5, -1.0]),
        (np.prod, [0.0, 2.0, 3.0], [6.0, 0.0, 0.0]),
        (np.prod, [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]),
        (np.cumprod, [0.0, 2.0, 3.0], [9.0, 0.0, 0.0]),
        (np.std, [2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
        (np.median, [1.0, 2.0, 3.0, 4.0], [0.0, 0.5, 0.5, 0.0]),
        (np.median, [1.0, 2.0, 2.0, 3.0], [0.0, 0.5, 0.5, 0.0]),
        (np.nansum, [1.0, np.nan], [1.0, 0.0]),
    ],
)
def test_the_choice_at_a_kink(function: Any, a: list[float], want: list[float]) -> None:
    np.testing.assert_allclose(cotangent(function, np.array(a)), want)


def test_ties_are_split_along_an_axis() -> None:
    a = np.array([[1.0, 1.0], [0.0, 1.0]])
    np.testing.assert_array_equal(cotangent(np.max, a, axis=0), [[1.0, 0.5], [0.0, 0.5]])


def test_a_number_is_its_own_maximum() -> None:
    assert cotangent(np.max, 2.0) == cotangent(np.prod, 2.0) == cotangent(np.mean, 2.0) == 1.0


def test_an_infinite_cotangent_stays_out_of_the_items_not_chosen() -> None:
    rule = registry.lookup(np.max)
    a = np.array([1.0, 2.0])
    assert check.assigned(rule, rule.adjoint, a.max(), a, y_bar=np.inf)["a_bar"][0] == 0.0


@pytest.mark.parametrize("function", [np.max, np.ptp, np.median])
def test_complex_numbers_are_refused(function: Any) -> None:
    with pytest.raises(Refused, match="complex"):
        cotangent(function, np.array([1.0 + 2.0j, 3.0]))
