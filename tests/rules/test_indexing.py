"""Indices taken twice, and conditions that overlap."""

from __future__ import annotations

import numpy as np

from s2sdiff.rules import registry

from . import check


def test_cotangents_of_an_index_taken_twice_add_up() -> None:
    rule = registry.lookup(np.take)
    a = np.arange(4.0)
    found = check.assigned(rule, rule.adjoint, None, a, [1, 1, -1], y_bar=np.array([1.0, 2.0, 4.0]))["a_bar"]
    np.testing.assert_array_equal(found, [0.0, 3.0, 0.0, 4.0])


def test_the_first_condition_that_holds_takes_the_cotangent() -> None:
    rule = registry.lookup(np.select)
    both = [np.array([True, False, False]), np.array([True, True, False])]
    found = check.assigned(rule, rule.adjoint, None, both, [np.zeros(3), np.zeros(3)], 0.0, y_bar=np.ones(3))
    np.testing.assert_array_equal(found["choicelist_bar"], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    np.testing.assert_array_equal(found["default_bar"], [0.0, 0.0, 1.0])
