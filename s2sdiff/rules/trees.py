# mypy: ignore-errors
"""Functions of whole containers: helpers that emitted code calls on cotangents of lists, tuples and dicts, and `copy`.

A cotangent of a container has its structure, so that of a sum goes to both of its terms as it is.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from s2sdiff.rules.declare import linear, zero
from s2sdiff.runtime import add_trees, copy_tree, raises, zeros_like

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def to_both(total, x, y, *, total_bar):
    x_bar = total_bar
    y_bar = total_bar


def unchanged(y, x, *, y_bar):
    x_bar = y_bar


def containers(rng: np.random.Generator) -> list[Sample]:
    """An array, a list of arrays, a tuple of numbers and arrays."""
    a = rng.normal(size=(2, 3))
    return [((a,), {}), (([a, a[0]],), {}), (((0.7, a),), {})]


def two_containers(rng: np.random.Generator) -> list[Sample]:
    """Two of the same structure."""
    return [((*first, *second), {}) for (first, _), (second, _) in zip(containers(rng), containers(rng), strict=True)]


linear(copy_tree, copy.deepcopy, adjoint=unchanged, operands=("x",), at=containers)
linear(add_trees, adjoint=to_both, operands=("x", "y"), at=two_containers)
zero(zeros_like, "zeros")
zero(raises, "a truth value")
