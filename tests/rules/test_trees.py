"""Copies and sums of containers."""

from __future__ import annotations

import copy

import numpy as np

import s2sdiff as sd
from s2sdiff.rules import registry
from s2sdiff.runtime import add_trees, copy_tree

from . import check
from .hold import by_differences


def test_a_copy_is_changed_and_the_original_is_not() -> None:
    def changed(x):
        other = copy.deepcopy(x)
        other[0] = 5.0 * other[0]
        return np.sum(other * x)

    x = np.array([2.0, 3.0])
    np.testing.assert_array_equal(sd.grad(changed)(x), [20.0, 6.0])
    by_differences(changed, x)


def test_a_copy_of_a_list_of_arrays() -> None:
    def read(xs):
        return np.sum(copy.deepcopy(xs)[1] ** 2) + np.sum(xs[0])

    found = sd.grad(read)([np.ones(2), np.array([3.0])])
    np.testing.assert_array_equal(found[0], [1.0, 1.0])
    np.testing.assert_array_equal(found[1], [6.0])


def test_a_sum_passes_its_cotangent_to_both() -> None:
    x = [np.array([1.0, 2.0])]
    found = sd.grad(lambda x, y: np.sum(add_trees(x, y)[0] ** 2), (0, 1))(x, [np.array([3.0, 4.0])])
    for part in found:
        np.testing.assert_array_equal(part[0], [8.0, 12.0])


def test_the_cotangent_of_a_tree_is_that_of_its_copy_and_of_both_terms() -> None:
    tree, bar = [np.ones(2), (3.0,)], [np.array([1.0, 5.0]), (7.0,)]
    copied, added = registry.lookup(copy_tree), registry.lookup(add_trees)
    assert check.assigned(copied, copied.adjoint, tree, tree, y_bar=bar)["x_bar"] is bar
    found = check.assigned(added, added.adjoint, add_trees(tree, tree), tree, tree, total_bar=bar)
    assert found["x_bar"] is found["y_bar"] is bar
