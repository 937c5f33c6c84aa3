# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Items picked by index or by condition, with functions; `x[i]` itself is the engine's.

All are linear in the array, and an index taken twice adds up in the adjoint.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import linear
from s2sdiff.rules.static import ndim, static
from s2sdiff.runtime import add_along_axis, add_at

Sample = tuple[tuple[Any, ...], dict[str, Any]]


# --- by index ---


def take_back(y, a, indices, axis=None, *, y_bar):
    if axis is None or ndim(a) == 1:
        a_bar = add_at(a, indices, y_bar)
    else:
        a_bar = add_at(a, indices, y_bar, axis)


def taken(rng: np.random.Generator) -> list[Sample]:
    """One index, several (some twice), a table of them; flattened or along an axis; none."""
    a = rng.normal(size=(3, 2, 4))
    return [
        ((a, 5), {}),
        ((a, [1, 1, -1]), {}),
        ((a, 1, 1), {}),
        ((a,), {"indices": np.array([[0, 2], [2, 2]]), "axis": -1}),
        ((a[:, 0, 0], [0, 2, 2]), {}),
        ((a, np.array([], dtype=int), 0), {}),
    ]


linear(np.take, adjoint=take_back, operands=("a",), at=taken)


def take_again(y, x, index, g, axis=None, *, y_bar):
    g_bar = np.take(y_bar, index, axis)


linear(
    add_at,
    adjoint=take_again,
    operands=("g",),
    at=lambda rng: [
        ((np.zeros(4), [1, 1, 3], rng.normal(size=3)), {}),
        ((np.zeros((2, 3)), np.array([[0, 2], [2, 2]]), rng.normal(size=(2, 2, 2)), -1), {}),
    ],
)


def take_along_axis_back(y, arr, indices, axis=-1, *, y_bar):
    if axis is None:
        arr_bar = add_at(arr, indices, y_bar)
    else:
        arr_bar = add_along_axis(arr, indices, y_bar, axis)


def taken_along(rng: np.random.Generator) -> list[Sample]:
    """Along either axis, broadcast along the other, an index twice."""
    a = rng.normal(size=(3, 4))
    return [
        ((a, np.array([[0, 1], [1, 1], [3, 0]]), 1), {}),
        ((a, np.array([[2, 0, 1, 1]])), {"axis": 0}),
        ((a, np.array([[0, -1]]), -1), {}),
        ((a, np.array([3, 3, 5])), {"axis": None}),
        ((a[0], np.array([1, 1]), 0), {}),
    ]


linear(np.take_along_axis, adjoint=take_along_axis_back, operands=("arr",), at=taken_along)


def take_along_axis_again(y, x, indices, g, axis=-1, *, y_bar):
    g_bar = np.take_along_axis(y_bar, indices, axis)


linear(
    add_along_axis,
    adjoint=take_along_axis_again,
    operands=("g",),
    at=lambda rng: [((np.zeros((2, 3)), np.array([[0, 0], [2, 1]]), rng.normal(size=(2, 2)), 1), {})],
)


# --- by condition ---


def compress_back(y, condition, a, axis=None, *, y_bar):
    if axis is None or ndim(a) == 1:
        a_bar = add_at(a, np.flatnonzero(condition), y_bar)
    else:
        a_bar = add_at(a, np.flatnonzero(condition), y_bar, axis)


linear(
    np.compress,
    adjoint=compress_back,
    operands=("a",),
    at=lambda rng: [
        (([True, False, True], rng.normal(size=3)), {}),
        (([False, True], rng.normal(size=(3, 2))), {"axis": -1}),
        (([False, True, True], rng.normal(size=(3, 2))), {}),
    ],
)


def compress_method_back(y, a, condition, axis=None, *, y_bar):
    if axis is None or ndim(a) == 1:
        a_bar = add_at(a, np.flatnonzero(condition), y_bar)
    else:
        a_bar = add_at(a, np.flatnonzero(condition), y_bar, axis)


linear(
    np.ndarray.compress,
    adjoint=compress_method_back,
    operands=("a",),
    at=lambda rng: [((rng.normal(size=(3, 2)), [False, True, True]), {"axis": 0})],
)


def extract_back(y, condition, arr, *, y_bar):
    arr_bar = add_at(arr, np.flatnonzero(condition), y_bar)


linear(
    np.extract,
    adjoint=extract_back,
    operands=("arr",),
    at=lambda rng: [((np.array([[True, False], [True, True]]), rng.normal(size=(2, 2))), {})],
)


def select_back(y, condlist, choicelist, default=0.0, *, y_bar):
    # which[...] is the number of the choice that was taken, counting the default last
    which = np.select(condlist, static(list(range(len(condlist)))), len(condlist))
    choicelist_bar = [np.where(which == i, y_bar, 0.0) for i in range(len(choicelist))]
    default_bar = np.where(which == len(condlist), y_bar, 0.0)


def selections(rng: np.random.Generator) -> list[Sample]:
    """Overlapping conditions; a default that is an array; broadcasting."""
    x = rng.normal(size=(2, 3))
    first, second = x > 0.5, x > -0.5
    return [
        (([first, second], [rng.normal(size=(2, 3)), rng.normal(size=(2, 3))]), {}),
        (([first, second], [rng.normal(size=3), rng.normal(size=(2, 1))], 0.7), {}),
        (([first], [x]), {"default": rng.normal(size=(2, 3))}),
    ]


linear(np.select, adjoint=select_back, operands=("choicelist", "default"), at=selections, pointwise=True)


def choose_back(y, a, choices, *, y_bar):
    choices_bar = [np.where(a == i, y_bar, 0.0) for i in range(len(choices))]


linear(
    np.choose,
    adjoint=choose_back,
    operands=("choices",),
    at=lambda rng: [((np.array([0, 2, 1]), [rng.normal(size=3), rng.normal(size=3), 0.7]), {})],
    pointwise=True,
)
