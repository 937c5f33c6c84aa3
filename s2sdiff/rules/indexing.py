# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Items picked by index or by condition, with functions; `x[i]` itself is the engine's.

All are linear in the array, and an index taken twice adds up in the adjoint.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.static import is_complex, is_static, ndim, refuse, static
from s2sdiff.runtime import add_along_axis, add_at, add_windows, put_at, take_last, unbroadcast

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
    constant=("x",),
    at=lambda rng: [
        ((np.zeros(4), [1, 1, 3], rng.normal(size=3)), {}),
        ((np.zeros((2, 3)), np.array([[0, 2], [2, 2]]), rng.normal(size=(2, 2, 2)), -1), {}),
    ],
)


def put_back(y, x, index, g, *, y_bar):
    g_bar = unbroadcast(take_last(y_bar, index), g)


linear(
    put_at,
    adjoint=put_back,
    operands=("g",),
    constant=("x", "index"),
    at=lambda rng: [
        ((np.zeros(4), [1, 1, 3], rng.normal(size=3)), {}),
        ((np.zeros((2, 3)), ([0, 1, 0], [2, 2, 2]), rng.normal(size=3)), {}),
        ((np.zeros(4), [1, 1, 3], 2.0), {}),
    ],
)


def take_last_back(y, g, index, *, y_bar):
    g_bar = put_at(g, index, y_bar)


linear(
    take_last,
    adjoint=take_last_back,
    operands=("g",),
    constant=("index",),
    at=lambda rng: [
        ((rng.normal(size=4), [1, 1, 3]), {}),
        ((rng.normal(size=(2, 3)), ([0, 1, 0], [2, 2, 2])), {}),
        ((rng.normal(size=(2, 3)), (slice(None), np.array([[0, 0], [1, 0]]))), {}),
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
    constant=("x",),
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
    if axes(choices) is None:
        choices_bar = [unbroadcast(np.where(np.equal(a, i), y_bar, 0.0), choices[i]) for i in range(len(choices))]
    elif axes(choices) == ndim(y) + 1:
        number = np.reshape(np.arange(len(choices)), static((-1,) + (1,) * ndim(y)))
        choices_bar = unbroadcast(np.where(np.equal(a, number), y_bar, 0.0), choices)
    else:
        refuse("np.choose of the rows of an array that have fewer axes than the result: make them a list")


def axes(choices: Any) -> int | None:
    """How many axes an array has, or None for a list (asked when generating)."""
    if isinstance(choices, (list, tuple)):
        return None
    try:
        return ndim(choices)
    except Exception:  # noqa: BLE001 - the engine has an exception of its own for a question that is open
        return None


linear(
    np.choose,
    adjoint=choose_back,
    operands=("choices",),
    at=lambda rng: [
        ((np.array([0, 2, 1]), [rng.normal(size=3), rng.normal(size=3), 0.7]), {}),
        ((np.array([0, 1, 1]), rng.normal(size=(2, 3))), {}),
        ((np.array([[0], [1]]), rng.normal(size=(2, 1, 3))), {}),
    ],
)


# --- put in and left out ---


def insert_back(y, arr, obj, values, axis=None, *, y_bar):
    # order: -1 where an item of arr stands, else which of the values
    if axis is None or ndim(arr) == 1:
        count = np.size(arr)
        order = np.insert(np.full(count, -1), obj, np.arange(np.size(y) - count))
        arr_bar = np.reshape(np.compress(order < 0, y_bar), np.shape(arr))
        values_bar = unbroadcast(np.take(y_bar, np.argsort(order, kind="stable")[count:]), values)
    else:
        count = arr.shape[axis]
        order = np.insert(np.full(count, -1), obj, np.arange(y.shape[axis] - count))
        arr_bar = np.compress(order < 0, y_bar, axis)
        taken = np.take(y_bar, np.argsort(order, kind="stable")[count:], axis)
        if isinstance(obj, slice) or ndim(obj) > 0:
            values_bar = unbroadcast(taken, values)
        else:
            values_bar = unbroadcast(np.moveaxis(taken, axis, 0), values)


def insertions(rng: np.random.Generator) -> list[Sample]:
    """One value and several, at one place and at several, flattened or along an axis."""
    a = rng.normal(size=(3, 4))
    return [
        ((a[0], 1, 0.7), {}),
        ((a[0], [3, 0, 3], rng.normal(size=3)), {}),
        ((a[0], [1, 2], 0.7), {}),
        ((a, 2, rng.normal(size=2)), {}),
        ((a, 1, rng.normal(size=4), 0), {}),
        ((a, -1, rng.normal(size=3)), {"axis": 1}),
        ((a, [0, 2], rng.normal(size=(2, 4))), {"axis": 0}),
    ]


linear(np.insert, adjoint=insert_back, operands=("arr", "values"), at=insertions)


def delete_back(y, arr, obj, axis=None, *, y_bar):
    if axis is None or ndim(arr) == 1:
        arr_bar = add_at(arr, np.delete(np.arange(np.size(arr)), obj), y_bar)
    else:
        arr_bar = add_at(arr, np.delete(np.arange(arr.shape[axis]), obj), y_bar, axis)


linear(
    np.delete,
    adjoint=delete_back,
    operands=("arr",),
    at=lambda rng: [
        ((rng.normal(size=4), 1), {}),
        ((rng.normal(size=4), [0, -1]), {}),
        ((rng.normal(size=(3, 4)), [5, 0]), {}),
        ((rng.normal(size=(3, 4)), 0, 0), {}),
        ((rng.normal(size=(3, 4)), [1, 2]), {"axis": -1}),
    ],
)


def resize_back(y, a, new_shape, *, y_bar):
    # the items in their order, again and again
    a_bar = add_at(a, np.arange(np.size(y)) % np.size(a), np.ravel(y_bar))


linear(
    np.resize,
    adjoint=resize_back,
    operands=("a",),
    at=lambda rng: [((rng.normal(size=(2, 3)), (4, 2)), {}), ((rng.normal(size=3), 2), {})],
)


@adjoint(np.trim_zeros, at=lambda rng: [((rng.normal(size=4),), {}), ((np.append(0.0, rng.normal(size=3)), "b"), {})])
def trim_zeros(y, filt, trim="fb", *, y_bar):
    # the zeros that were cut off were constant
    if ndim(filt) != 1:
        refuse("np.trim_zeros of more than one axis: slice the array")
    if not is_static(trim):
        refuse("np.trim_zeros with `trim` known only when run: write it out")
    if static("f" in trim.lower()):
        filt_bar = add_at(filt, np.argmax(filt != 0) + np.arange(len(y)), y_bar)
    else:
        filt_bar = add_at(filt, np.arange(len(y)), y_bar)


@tangent(np.trim_zeros)
def trim_zeros_tangent(y, filt, trim="fb", *, filt_dot):
    if ndim(filt) != 1:
        refuse("np.trim_zeros of more than one axis: slice the array")
    if not is_static(trim):
        refuse("np.trim_zeros with `trim` known only when run: write it out")
    if static("f" in trim.lower()):
        y_dot = filt_dot[np.argmax(filt != 0) + np.arange(len(y))]
    else:
        y_dot = filt_dot[: len(y)]


def windows_back(y, x, window_shape, axis=None, *, y_bar):
    # y[..., i, ..., w] = x[..., i + w, ...], the place in the window on a new last axis
    x_bar = add_windows(x, axis, y_bar)


def windows_again(y, x, axis, g, *, y_bar):
    # each g[..., i, ..., w] was added at y[..., i + w, ...]
    g_bar = np.lib.stride_tricks.sliding_window_view(y_bar, g.shape[x.ndim :], axis)


linear(
    np.lib.stride_tricks.sliding_window_view,
    adjoint=windows_back,
    operands=("x",),
    at=lambda rng: [
        ((rng.normal(size=5), 3), {}),
        ((rng.normal(size=(4, 5)), 2), {"axis": 0}),
        ((rng.normal(size=(4, 5)), 2), {"axis": -1}),
        ((rng.normal(size=(4, 5)), (2, 3)), {}),
        ((rng.normal(size=(3, 4, 5)), (3, 2)), {"axis": (2, 0)}),
        ((rng.normal(size=(5, 2)), (2, 3)), {"axis": (0, 0)}),
    ],
)
linear(
    add_windows,
    adjoint=windows_again,
    operands=("g",),
    constant=("x", "axis"),
    at=lambda rng: [
        ((np.zeros(5), 0, rng.normal(size=(3, 3))), {}),
        ((np.zeros((4, 5)), (1, 0), rng.normal(size=(3, 4, 2, 2))), {}),
    ],
)


# --- sets: an item that occurs several times is taken where it stands first ---


def repeating(rng: np.random.Generator) -> list[Sample]:
    """In no order; with positions and counts."""
    a = rng.normal(size=(2, 3))
    return [((a[0],), {}), ((a,), {}), ((a[1],), {"return_index": True}), ((a,), {"return_counts": True})]


@adjoint(np.unique, at=repeating)
def unique(y, ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, y_bar):
    if axis is not None:
        refuse("np.unique along an axis: sort the rows with np.lexsort")
    order = np.argsort(ar, axis=None, kind="stable")
    if static(return_index or return_inverse or return_counts):
        ar_bar = add_at(ar, order[np.searchsorted(np.ravel(ar)[order], y[0])], y_bar[0])
    else:
        ar_bar = add_at(ar, order[np.searchsorted(np.ravel(ar)[order], y)], y_bar)


@tangent(np.unique)
def unique_tangent(y, ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, ar_dot):
    if axis is not None:
        refuse("np.unique along an axis: sort the rows with np.lexsort")
    order = np.argsort(ar, axis=None, kind="stable")
    if static(return_index + return_inverse + return_counts) == 1:
        y_dot = (np.ravel(ar_dot)[order[np.searchsorted(np.ravel(ar)[order], y[0])]], 0)
    elif static(return_index + return_inverse + return_counts) == 2:
        y_dot = (np.ravel(ar_dot)[order[np.searchsorted(np.ravel(ar)[order], y[0])]], 0, 0)
    elif static(return_index + return_inverse + return_counts) == 3:
        y_dot = (np.ravel(ar_dot)[order[np.searchsorted(np.ravel(ar)[order], y[0])]], 0, 0, 0)
    else:
        y_dot = np.ravel(ar_dot)[order[np.searchsorted(np.ravel(ar)[order], y)]]


if hasattr(np, "unique_values"):  # since NumPy 2.0

    @adjoint(np.unique_values, at=lambda rng: [((rng.normal(size=4),), {})])
    def unique_values(y, x, *, y_bar):
        if is_complex(x):
            refuse("np.unique_values of complex numbers, which come in no order: use np.unique")
        order = np.argsort(x, axis=None, kind="stable")
        x_bar = add_at(x, order[np.searchsorted(np.ravel(x)[order], y)], y_bar)

    @tangent(np.unique_values)
    def unique_values_tangent(y, x, *, x_dot):
        if is_complex(x):
            refuse("np.unique_values of complex numbers, which come in no order: use np.unique")
        order = np.argsort(x, axis=None, kind="stable")
        y_dot = np.ravel(x_dot)[order[np.searchsorted(np.ravel(x)[order], y)]]

    @adjoint(np.unique_counts, np.unique_inverse, np.unique_all, at=lambda rng: [((rng.normal(size=4),), {})])
    def unique_and_more(y, x, *, y_bar):
        order = np.argsort(x, axis=None, kind="stable")
        x_bar = add_at(x, order[np.searchsorted(np.ravel(x)[order], y[0])], y_bar[0])

    @tangent(np.unique_counts, np.unique_inverse)
    def unique_and_one_more_tangent(y, x, *, x_dot):
        order = np.argsort(x, axis=None, kind="stable")
        y_dot = (np.ravel(x_dot)[order[np.searchsorted(np.ravel(x)[order], y[0])]], 0)

    @tangent(np.unique_all)
    def unique_and_three_more_tangent(y, x, *, x_dot):
        order = np.argsort(x, axis=None, kind="stable")
        y_dot = (np.ravel(x_dot)[order[np.searchsorted(np.ravel(x)[order], y[0])]], 0, 0, 0)


@adjoint(
    np.union1d,
    np.setxor1d,
    at=lambda rng: [
        ((rng.normal(size=3), rng.normal(size=2)), {}),
        ((rng.normal(size=(2, 2)), rng.normal(size=3)), {}),
    ],
)
def from_either(y, ar1, ar2, *, y_bar):
    both = np.append(ar1, ar2)
    order = np.argsort(both, kind="stable")
    back = add_at(both, order[np.searchsorted(both[order], y)], y_bar)
    ar1_bar = np.reshape(back[: np.size(ar1)], np.shape(ar1))
    ar2_bar = np.reshape(back[np.size(ar1) :], np.shape(ar2))


@tangent(np.union1d, np.setxor1d)
def from_either_tangent(y, ar1, ar2, *, ar1_dot, ar2_dot):
    both = np.append(ar1, ar2)
    order = np.argsort(both, kind="stable")
    first = order[np.searchsorted(both[order], y)]
    y_dot = np.append(ar1_dot, np.zeros_like(ar2))[first] + np.append(np.zeros_like(ar1), ar2_dot)[first]


@adjoint(np.setdiff1d, at=lambda rng: [((rng.normal(size=4), rng.normal(size=2)), {})])
def setdiff1d(y, ar1, ar2, *, y_bar):
    # ar2 only says which items are left out
    order = np.argsort(ar1, axis=None, kind="stable")
    ar1_bar = add_at(ar1, order[np.searchsorted(np.ravel(ar1)[order], y)], y_bar)


@tangent(np.setdiff1d)
def setdiff1d_tangent(y, ar1, ar2, *, ar1_dot):
    order = np.argsort(ar1, axis=None, kind="stable")
    y_dot = np.ravel(ar1_dot)[order[np.searchsorted(np.ravel(ar1)[order], y)]]
