# mypy: ignore-errors
# ruff: noqa: RUF005, SIM108 - shapes are added up; a static `if` is a choice made when generating
"""Arrays joined into one, and one cut into several.

An operand that is a sequence, `arrays`, has a cotangent that is one too: `arrays_bar[i]` belongs to `arrays[i]`, and any
object that answers that index will do (a list; y_bar itself where its rows are meant).  A body that writes

    arrays_bar = [y_bar[i] for i in range(len(arrays))]

means one contribution for each item: it is unrolled where the number of items is known, and `arrays[i]` is then the
item itself.  It is also right as it stands for a list of any length.  Items may be lists of numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import linear
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import ndim
from s2sdiff.runtime import split_like

Sample = tuple[tuple[Any, ...], dict[str, Any]]


# --- joining ---


def count(arrays: Any) -> int | None:
    """How many arrays there are, or None where that is known only when run (asked when generating)."""
    try:
        return len(arrays)
    except Exception:  # noqa: BLE001 - the engine has an exception of its own for a question that is open
        return None


def concatenate_back(y, arrays, axis=0, *, dtype=None, y_bar):
    if axis is not None and count(arrays) == 1:
        arrays_bar = [y_bar]
    elif count(arrays) == 2 and axis == 0:
        arrays_bar = [y_bar[: len(arrays[0])], y_bar[len(arrays[0]) :]]
    else:
        arrays_bar = split_like(arrays, y_bar, axis)


def joined(rng: np.random.Generator) -> list[Sample]:
    """One, two and three arrays, along any axis, lists and empty ones among them."""
    a, b = rng.normal(size=(2, 3)), rng.normal(size=(1, 3))
    return [
        (((a, b),), {}),
        (([a, b, a[:0]],), {"axis": 0}),
        (((a, a[:, :1]),), {"axis": -1}),
        (((a,), 1), {}),
        (((a[0], b[0], a[1, :0]),), {}),
        (((a, b, a[0], 0.7),), {"axis": None}),
    ]


linear(np.concatenate, adjoint=concatenate_back, operands=("arrays",), at=joined)


def stack_back(y, arrays, axis=0, *, dtype=None, y_bar):
    if axis == 0:
        arrays_bar = [y_bar[i] for i in range(len(arrays))]
    elif axis == 1:
        arrays_bar = [y_bar[:, i] for i in range(len(arrays))]
    elif axis == -1:
        arrays_bar = [y_bar[..., i] for i in range(len(arrays))]
    else:
        arrays_bar = [np.take(y_bar, i, axis=axis) for i in range(len(arrays))]


def alike(rng: np.random.Generator) -> list[Sample]:
    """Arrays of one shape, and numbers."""
    a, b = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    return [
        (((a, b),), {}),
        (([a, b, a], 1), {}),
        (((a, b),), {"axis": -1}),
        (((a[0, 0], b[0, 0]),), {}),
        (([a],), {"axis": 2}),
    ]


linear(np.stack, adjoint=stack_back, operands=("arrays",), at=alike)


def hstack_back(y, tup, *, dtype=None, y_bar):
    # along axis 1; along axis 0 if the arrays have but one; a number counts as one item
    if ndim(y) > 1:
        tup_bar = split_like(tup, y_bar, 1)
    elif count(tup) == 2 and ndim(tup[0]) == 1 and ndim(tup[1]) == 1:
        tup_bar = [y_bar[: len(tup[0])], y_bar[len(tup[0]) :]]
    else:
        tup_bar = split_like(tup, y_bar)


def vstack_back(y, tup, *, dtype=None, y_bar):
    # along axis 0, an array with one axis counts as a row
    tup_bar = split_like(tup, y_bar)


def column_stack_back(y, tup, *, y_bar):
    # along axis 1, an array with one axis counts as a column
    tup_bar = split_like(tup, y_bar, 1)


def dstack_back(y, tup, *, y_bar):
    # along axis 2, which is added to arrays without it
    tup_bar = split_like(tup, y_bar, 2)


def rows_and_numbers(rng: np.random.Generator) -> list[Sample]:
    """For hstack."""
    a = rng.normal(size=(2, 3))
    return [(((a, a[:, :1]),), {}), (((a[0], a[1]),), {}), (((a[0], 0.7, a[1, 0]),), {}), (([a, a, a],), {})]


def matrices_and_rows(rng: np.random.Generator) -> list[Sample]:
    """For vstack."""
    a = rng.normal(size=(2, 3))
    return [(((a, a[:1]),), {}), (((a[0], a[1]),), {}), (([a, a[0], a],), {})]


def matrices_and_columns(rng: np.random.Generator) -> list[Sample]:
    """For column_stack."""
    a = rng.normal(size=(3, 2))
    return [(((a, a[:, :1]),), {}), (((a[:, 0], a[:, 1]),), {}), (([a, a[:, 0], a],), {})]


def in_depth(rng: np.random.Generator) -> list[Sample]:
    """For dstack."""
    a = rng.normal(size=(2, 3, 2))
    return [(((a, a[..., :1]),), {}), (((a[..., 0], a),), {}), (([a[0, :, 0], a[1, :, 1]],), {})]


linear(np.hstack, adjoint=hstack_back, operands=("tup",), at=rows_and_numbers)
linear(np.vstack, adjoint=vstack_back, operands=("tup",), at=matrices_and_rows)
linear(np.column_stack, adjoint=column_stack_back, operands=("tup",), at=matrices_and_columns)
linear(np.dstack, adjoint=dstack_back, operands=("tup",), at=in_depth)


def rows(tup):
    return np.vstack(tup)


if (row_stack := getattr(np, "row_stack", None)) is not None:  # another name, deprecated since NumPy 2.0
    defined(row_stack, at=lambda _: [])(rows)


def append_back(y, arr, values, axis=None, *, y_bar):
    if axis is None and ndim(arr) == 1 and ndim(values) < 2:
        arr_bar = y_bar[: len(arr)]
        if ndim(values) == 0:
            values_bar = y_bar[-1]
        else:
            values_bar = y_bar[len(arr) :]
    elif axis is None:
        arr_bar = np.reshape(y_bar[: np.size(arr)], np.shape(arr))
        values_bar = np.reshape(y_bar[np.size(arr) :], np.shape(values))
    elif axis == 0:
        arr_bar = y_bar[: len(arr)]
        values_bar = y_bar[len(arr) :]
    else:
        parts = split_like((arr, values), y_bar, axis)
        arr_bar = parts[0]
        values_bar = parts[1]


def appended(rng: np.random.Generator) -> list[Sample]:
    """Flattened, or along an axis; numbers."""
    a = rng.normal(size=(2, 3))
    return [
        ((a[0], a[1]), {}),
        ((a, a[:, :2]), {}),
        ((a[0], 0.7), {}),
        ((a, a[:1]), {"axis": 0}),
        ((a, a[:, :1], -1), {}),
        ((np.array(0.7), a[0]), {}),
    ]


linear(np.append, adjoint=append_back, operands=("arr", "values"), at=appended)


def join_again(y, arrays, g, axis=0, *, y_bar):
    # a part of fewer axes than g gets its axis back
    if axis is None:
        g_bar = np.concatenate([np.ravel(y_bar[i]) for i in range(len(arrays))])
    else:
        shape = g.shape
        parts = [np.reshape(y_bar[i], shape[:axis] + (-1,) + shape[axis:][1:]) for i in range(len(arrays))]
        g_bar = np.concatenate(parts, axis=axis)


linear(
    split_like,
    adjoint=join_again,
    operands=("g",),
    constant=("arrays",),
    at=lambda rng: [
        (((np.zeros((2, 2)), np.zeros(2)), rng.normal(size=(2, 3)), -1), {}),
        (((np.zeros((2, 3)), np.zeros(3)), rng.normal(size=(3, 3))), {}),
        (([np.zeros(2), np.zeros(1)], rng.normal(size=3)), {}),
    ],
)


# --- cutting ---


def split_back(y, ary, indices_or_sections, axis=0, *, y_bar):
    if ndim(ary) == 1:
        ary_bar = np.concatenate(y_bar)
    else:
        ary_bar = np.concatenate(y_bar, axis=axis)


def hsplit_back(y, ary, indices_or_sections, *, y_bar):
    if ndim(ary) == 1:
        ary_bar = np.concatenate(y_bar)
    else:
        ary_bar = np.concatenate(y_bar, axis=1)


def vsplit_back(y, ary, indices_or_sections, *, y_bar):
    ary_bar = np.concatenate(y_bar)


def dsplit_back(y, ary, indices_or_sections, *, y_bar):
    ary_bar = np.concatenate(y_bar, axis=2)


def unstack_back(y, x, *, axis=0, y_bar):
    if axis == 0:
        x_bar = np.stack(y_bar)
    else:
        x_bar = np.stack(y_bar, axis=axis)


def cut(rng: np.random.Generator) -> list[Sample]:
    """Into a number of parts, or at places."""
    a = rng.normal(size=(4, 2, 2))
    return [((a, 2), {}), ((a, [1, 3]), {}), ((a, 2), {"axis": -1}), ((a[:, 0, 0], [1]), {})]


def halved(rng: np.random.Generator) -> list[Sample]:
    """Into two parts along any axis."""
    return [((rng.normal(size=(4, 2, 2)), 2), {})]


linear(np.split, np.array_split, adjoint=split_back, operands=("ary",), at=cut)
linear(np.hsplit, adjoint=hsplit_back, operands=("ary",), at=lambda rng: [*halved(rng), ((rng.normal(size=4), 2), {})])
linear(np.vsplit, adjoint=vsplit_back, operands=("ary",), at=halved)
linear(np.dsplit, adjoint=dsplit_back, operands=("ary",), at=halved)
if hasattr(np, "unstack"):  # since NumPy 2.1
    linear(
        np.unstack, adjoint=unstack_back, operands=("x",), at=lambda rng: [((rng.normal(size=(2, 3)),), {"axis": -1})]
    )


# --- arrays broadcast against each other ---


def broadcast_back(y, *args, y_bar):
    args_bar = [y_bar[i] for i in range(len(args))]


linear(
    np.broadcast_arrays,
    adjoint=broadcast_back,
    operands=("args",),
    at=lambda rng: [((rng.normal(size=3), rng.normal(size=(2, 1))), {}), ((rng.normal(size=(2, 3)),), {})],
    pointwise=True,
)
