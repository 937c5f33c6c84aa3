"""Refusals of shaping; every rule is held against its function in test_every_rule.py."""

from __future__ import annotations

import numpy as np
import pytest

from s2sdiff.rules import registry
from s2sdiff.rules.static import Refused

from . import check


@pytest.mark.parametrize(
    ("function", "args", "kwargs"),
    [
        (np.reshape, ((2,), "A"), {}),
        (np.ravel, (), {"order": "K"}),
        (np.pad, (1,), {"mode": "empty"}),
        (np.diff, (3,), {}),
        (np.diff, (), {"prepend": np.zeros(2)}),
    ],
)
def test_what_is_not_handled_is_refused(function, args, kwargs) -> None:
    rule = registry.lookup(function)
    a = np.arange(5.0)
    with pytest.raises(Refused):
        check.assigned(rule, rule.adjoint, a, a, *args, **kwargs, y_bar=a)


def test_flatten_has_a_rule_of_its_own_because_it_copies() -> None:
    assert registry.METHODS["flatten"] is np.ndarray.flatten
    assert registry.lookup(np.ndarray.flatten) is not None
