"""Ties: sorted items keep the order in which they stood."""

from __future__ import annotations

import numpy as np

from s2sdiff.rules import registry

from . import check


def test_ties_keep_their_order() -> None:
    rule = registry.lookup(np.sort)
    found = check.assigned(rule, rule.adjoint, None, np.array([1.0, 1.0, 0.0]), y_bar=np.array([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(found["a_bar"], [2.0, 3.0, 1.0])
