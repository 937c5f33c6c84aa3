"""Operands that are nested sequences, and numbers."""

from __future__ import annotations

import numpy as np

import s2sdiff
from s2sdiff.rules import registry

from . import check


def test_the_cotangent_of_an_array_answers_the_indices_of_the_nested_list_it_was_made_of() -> None:
    rule = registry.lookup(np.array)
    nested = [[1.0, 2.0], [3.0, 4.0]]
    y_bar = np.array([[5.0, 6.0], [7.0, 8.0]])
    found = check.assigned(rule, rule.adjoint, np.array(nested), nested, y_bar=y_bar)["object_bar"]
    assert found[1][0] == 7.0


def test_astype_is_the_same_rule_as_method_and_function() -> None:
    assert registry.METHODS["astype"] is np.astype


def products_of_grids(a, b):
    u, v = np.meshgrid(a, b)
    return np.sum(u * v * v)


def test_grids_move_with_their_axes_in_both_modes() -> None:
    a, b, b_dot = np.array([1.0, 2.0]), np.array([3.0, 4.0, 5.0]), np.array([1.0, 0.0, 2.0])
    _, b_bar = s2sdiff.grad(products_of_grids, argnums=(0, 1))(a, b)
    _, y_dot = s2sdiff.jvp(products_of_grids, (a, b), (np.zeros(2), b_dot))
    np.testing.assert_allclose(b_bar, 2.0 * 3.0 * b)
    np.testing.assert_allclose(y_dot, np.sum(b_bar * b_dot))
