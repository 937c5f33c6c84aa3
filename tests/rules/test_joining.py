"""Sequences of arrays as operands, also of a length that is known only when run."""

from __future__ import annotations

import numpy as np
import pytest

from s2sdiff.rules import registry

from . import check


def parts(function, arrays, **kwargs):
    rule = registry.lookup(function)
    y = function(arrays, **kwargs)
    y_bar = np.arange(float(y.size)).reshape(y.shape)
    found = check.assigned(rule, rule.adjoint, y, arrays, **kwargs, y_bar=y_bar)[rule.operands[0] + "_bar"]
    assert len(found) == len(arrays)
    return y_bar, found


@pytest.mark.parametrize("function", [np.concatenate, np.stack, np.hstack, np.vstack, np.column_stack, np.dstack])
def test_parts_have_the_shapes_of_the_arrays(function) -> None:
    arrays = [np.zeros(3)] * 5
    _, found = parts(function, arrays)
    assert [np.shape(p) for p in found] == [(3,)] * 5


def test_a_list_of_numbers_among_the_arrays() -> None:
    y_bar, found = parts(np.concatenate, ([1.0], np.zeros(3)))
    np.testing.assert_array_equal(found[0], y_bar[:1])
    np.testing.assert_array_equal(found[1], y_bar[1:])


def test_concatenate_flattening() -> None:
    y_bar = np.arange(7.0)
    rule = registry.lookup(np.concatenate)
    found = check.assigned(rule, rule.adjoint, y_bar, (np.zeros((2, 2)), np.zeros(3)), axis=None, y_bar=y_bar)
    first, second = found["arrays_bar"]
    np.testing.assert_array_equal(first, [[0.0, 1.0], [2.0, 3.0]])
    np.testing.assert_array_equal(second, [4.0, 5.0, 6.0])
