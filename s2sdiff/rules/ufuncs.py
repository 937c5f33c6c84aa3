# mypy: ignore-errors
# ruff: noqa: RUF005, SIM108 - shapes are added up; a static `if` is a choice made when generating
"""Methods of ufuncs: reduce, accumulate, reduceat and outer.  np.add.at and its like are statements, which the engine knows.

For the ufuncs that people reduce there are rules; what some others do is said by loops, to be read.  The engine writes
`f.outer(a, b)` with new axes, `f(a[:, None], b)`, where there is no rule.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, bilinear, linear, tangent, zero
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_complex, is_static, ndim, refuse, static
from s2sdiff.runtime import add_along_axis, add_at, cumprod_adjoint, cumprod_tangent, divide_or_zero, product_of_others

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def reduced(rng: np.random.Generator) -> list[Sample]:
    """The first axis by default; another, several, all; kept."""
    a = rng.normal(size=(3, 2, 4))
    return [
        ((a,), {}),
        ((a[0, 0],), {}),
        ((a, -1), {}),
        ((a,), {"axis": (0, 2)}),
        ((a,), {"axis": None}),
        ((a,), {"axis": 1, "keepdims": True}),
    ]


# --- reduce ---


def some_reduced(rng: np.random.Generator) -> list[Sample]:
    """As `reduced`; by position; some items only; a number to begin with, beyond all items on either side."""
    a = rng.normal(size=(3, 4))
    some = a > -0.3
    return [
        *reduced(rng),
        ((a, 0, None, None, True), {}),
        ((a, 1), {"initial": 0.7}),
        ((a, 1, np.float64), {}),
        ((a,), {"axis": None, "initial": 0.1, "where": some, "keepdims": True}),
        ((a,), {"initial": -0.2, "where": some[:, :1]}),
        ((a[0],), {"initial": 5.0, "where": [True, False, True, True]}),
        ((a[0],), {"initial": -5.0}),
    ]


def add_reduce_back(y, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    if axis is None or keepdims or ndim(array) == 1 or (is_static(axis) and axis == 0):
        spread = y_bar
    else:
        spread = np.expand_dims(y_bar, axis)
    if where is True:
        array_bar = spread
    else:
        array_bar = np.where(where, spread, 0.0)
    if initial is not None:
        initial_bar = np.sum(y_bar)


linear(np.add.reduce, adjoint=add_reduce_back, operands=("array", "initial"), at=some_reduced)


@adjoint(np.multiply.reduce, at=some_reduced)
def multiply_reduce(y, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    # as np.prod: the product of the others
    if where is True:
        factors = array
    else:
        factors = np.where(where, array, 1.0)
    if isinstance(axis, tuple):
        moved = np.moveaxis(factors, axis, static(tuple(range(len(axis)))))
        flat = moved.reshape((math.prod(moved.shape[: len(axis)]),) + moved.shape[len(axis) :])
        others = np.moveaxis(product_of_others(flat).reshape(moved.shape), static(tuple(range(len(axis)))), axis)
    elif axis is None:
        others = product_of_others(np.ravel(factors)).reshape(array.shape)
    else:
        others = np.moveaxis(product_of_others(np.moveaxis(factors, axis, 0)), 0, axis)
    if axis is None or keepdims:
        share = y_bar
    else:
        share = np.expand_dims(y_bar, axis)
    if initial is None and where is True:
        array_bar = share * others
    elif where is True:
        array_bar = initial * share * others
    elif initial is None:
        array_bar = np.where(where, share * others, 0.0)
    else:
        array_bar = np.where(where, initial * share * others, 0.0)
    if initial is not None:
        initial_bar = np.sum(y_bar * np.prod(factors, axis=axis, keepdims=keepdims))


@tangent(np.multiply.reduce)
def multiply_reduce_tangent(
    y, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True, *, array_dot, initial_dot
):
    if where is True:
        factors = array
    else:
        factors = np.where(where, array, 1.0)
    if isinstance(axis, tuple):
        moved = np.moveaxis(factors, axis, static(tuple(range(len(axis)))))
        flat = moved.reshape((math.prod(moved.shape[: len(axis)]),) + moved.shape[len(axis) :])
        others = np.moveaxis(product_of_others(flat).reshape(moved.shape), static(tuple(range(len(axis)))), axis)
    elif axis is None:
        others = product_of_others(np.ravel(factors)).reshape(array.shape)
    else:
        others = np.moveaxis(product_of_others(np.moveaxis(factors, axis, 0)), 0, axis)
    if where is True:
        change = np.sum(others * array_dot, axis=axis, keepdims=keepdims)
    else:
        change = np.sum(others * array_dot, axis=axis, keepdims=keepdims, where=where)
    if initial is None:
        y_dot = change
    else:
        y_dot = initial * change + initial_dot * np.prod(factors, axis=axis, keepdims=keepdims)


@adjoint(np.maximum.reduce, np.minimum.reduce, np.fmax.reduce, np.fmin.reduce, at=some_reduced)
def extreme_reduce(y, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    # as np.max: equal items share
    if is_complex(array):
        refuse("the largest or smallest of complex numbers: compare their absolute values")
    if dtype is None:
        items = array
    else:
        items = array.astype(dtype)
    if axis is None or keepdims:
        found = y
    else:
        found = np.expand_dims(y, axis)
    if where is True:
        chosen = items == found
    else:
        chosen = np.logical_and(items == found, where)
    if initial is None:
        share = y_bar / np.count_nonzero(chosen, axis=axis, keepdims=keepdims)
    else:
        share = y_bar / (np.count_nonzero(chosen, axis=axis, keepdims=keepdims) + (y == initial))
        initial_bar = np.sum(np.where(y == initial, share, 0.0))
    if axis is None or keepdims:
        array_bar = np.where(chosen, share, 0.0)
    else:
        array_bar = np.where(chosen, np.expand_dims(share, axis), 0.0)


@tangent(np.maximum.reduce, np.minimum.reduce, np.fmax.reduce, np.fmin.reduce)
def extreme_reduce_tangent(
    y, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True, *, array_dot, initial_dot
):
    if is_complex(array):
        refuse("the largest or smallest of complex numbers: compare their absolute values")
    if dtype is None:
        items = array
    else:
        items = array.astype(dtype)
    if axis is None or keepdims:
        found = y
    else:
        found = np.expand_dims(y, axis)
    if where is True:
        chosen = items == found
    else:
        chosen = np.logical_and(items == found, where)
    count = np.count_nonzero(chosen, axis=axis, keepdims=keepdims)
    total = np.sum(np.where(chosen, array_dot, 0.0), axis=axis, keepdims=keepdims)
    if initial is None:
        y_dot = total / count
    else:
        y_dot = total / (count + (y == initial)) + np.where(y == initial, initial_dot, 0.0) / (count + (y == initial))


def along_one(rng: np.random.Generator) -> list[Sample]:
    """The first axis by default; another; kept; some items only; a number to begin with."""
    a = rng.normal(size=(3, 4))
    some = a > -1.0
    return [
        ((a,), {}),
        ((a[0],), {}),
        ((a, -1), {}),
        ((a,), {"axis": 1, "keepdims": True}),
        ((a, 0, None, None, True), {}),
        ((a, 1), {"initial": 0.7}),
        ((a,), {"initial": 0.7, "where": some}),
        ((a, 1), {"initial": 0.7, "where": some[0], "keepdims": True}),
    ]


@adjoint(np.logaddexp.reduce, at=along_one)
def logaddexp_reduce(y, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    # y = log sum exp(a):  the shares are exp(a - y), and 0 where all are -inf
    level = np.where(y == -np.inf, 0.0, y)
    if axis is None or keepdims:
        shares = y_bar * np.exp(array - level)
    else:
        shares = np.expand_dims(y_bar, axis) * np.exp(array - np.expand_dims(level, axis))
    if where is True:
        array_bar = shares
    else:
        array_bar = np.where(where, shares, 0.0)
    if initial is not None:
        initial_bar = np.sum(y_bar * np.exp(initial - level))


@tangent(np.logaddexp.reduce)
def logaddexp_reduce_tangent(
    y, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True, *, array_dot, initial_dot
):
    level = np.where(y == -np.inf, 0.0, y)
    if axis is None or keepdims:
        shares = np.exp(array - level) * array_dot
    else:
        shares = np.exp(array - np.expand_dims(level, axis)) * array_dot
    if where is True:
        change = np.sum(shares, axis=axis, keepdims=keepdims)
    else:
        change = np.sum(shares, axis=axis, keepdims=keepdims, where=where)
    if initial is None:
        y_dot = change
    else:
        y_dot = change + initial_dot * np.exp(initial - level)


@adjoint(np.hypot.reduce, at=along_one)
def hypot_reduce(y, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    # y = sqrt(sum a^2):  a / y, and 0 where y is 0
    if axis is None or keepdims:
        direction = divide_or_zero(y_bar, y) * array
    else:
        direction = np.expand_dims(divide_or_zero(y_bar, y), axis) * array
    if where is True:
        array_bar = direction
    else:
        array_bar = np.where(where, direction, 0.0)
    if initial is not None:
        initial_bar = np.sum(divide_or_zero(y_bar, y) * initial)


@tangent(np.hypot.reduce)
def hypot_reduce_tangent(
    y, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True, *, array_dot, initial_dot
):
    if where is True:
        change = np.sum(array * array_dot, axis=axis, keepdims=keepdims)
    else:
        change = np.sum(array * array_dot, axis=axis, keepdims=keepdims, where=where)
    if initial is None:
        y_dot = divide_or_zero(change, y)
    else:
        y_dot = divide_or_zero(change, y) + divide_or_zero(initial * initial_dot, y)


# --- accumulate ---


def along_axis(rng: np.random.Generator) -> list[Sample]:
    """The first axis by default, another."""
    a = rng.normal(size=(3, 4))
    return [((a,), {}), ((a[0],), {}), ((a, -1), {}), ((a[:, ::-1],), {"axis": 1})]


def add_accumulate_back(y, array, axis=0, dtype=None, *, y_bar):
    # as np.cumsum
    array_bar = np.flip(np.cumsum(np.flip(y_bar, axis), axis=axis), axis)


linear(np.add.accumulate, adjoint=add_accumulate_back, operands=("array",), at=along_axis)


@adjoint(np.multiply.accumulate, at=along_axis)
def multiply_accumulate(y, array, axis=0, dtype=None, *, y_bar):
    # as np.cumprod
    array_bar = np.moveaxis(cumprod_adjoint(np.moveaxis(array, axis, 0), np.moveaxis(y_bar, axis, 0)), 0, axis)


@tangent(np.multiply.accumulate)
def multiply_accumulate_tangent(y, array, axis=0, dtype=None, *, array_dot):
    y_dot = np.moveaxis(cumprod_tangent(np.moveaxis(array, axis, 0), np.moveaxis(array_dot, axis, 0)), 0, axis)


@adjoint(np.maximum.accumulate, np.minimum.accumulate, np.fmax.accumulate, np.fmin.accumulate, at=along_axis)
def extreme_accumulate(y, array, axis=0, dtype=None, *, y_bar):
    # each item comes from the last place so far that holds it
    if is_complex(array):
        refuse("the largest or smallest of complex numbers: compare their absolute values")
    if dtype is None:
        items = array
    else:
        items = array.astype(dtype)
    steps = np.cumsum(np.ones_like(array, dtype=int), axis=axis) - 1
    place = np.maximum.accumulate(np.where(items == y, steps, 0), axis)
    array_bar = add_along_axis(array, place, y_bar, axis)


@tangent(np.maximum.accumulate, np.minimum.accumulate, np.fmax.accumulate, np.fmin.accumulate)
def extreme_accumulate_tangent(y, array, axis=0, dtype=None, *, array_dot):
    if is_complex(array):
        refuse("the largest or smallest of complex numbers: compare their absolute values")
    if dtype is None:
        items = array
    else:
        items = array.astype(dtype)
    steps = np.cumsum(np.ones_like(array, dtype=int), axis=axis) - 1
    place = np.maximum.accumulate(np.where(items == y, steps, 0), axis)
    if dtype is None:
        y_dot = np.take_along_axis(array_dot, place, axis)
    else:
        y_dot = np.take_along_axis(array_dot, place, axis).astype(dtype)


# --- reduceat: y_i is the sum from indices[i] up to indices[i + 1], or one item where that is not above ---


def pieces(rng: np.random.Generator) -> list[Sample]:
    """Pieces in order, and not; of lines, along either axis."""
    a = rng.normal(size=(4, 5))
    return [
        ((a[0], [0, 2, 3]), {}),
        ((a[0], np.array([3, 1, 1, 4])), {}),
        ((a, [0, 2]), {}),
        ((a, [3, 1, 1], 1), {}),
        ((a, np.array([1, 3])), {"axis": -1}),
    ]


def add_reduceat_back(y, array, indices, axis=0, dtype=None, *, y_bar):
    # every sum is spread over its items by marks at the start and behind the end, summed up
    starts = np.asarray(indices)
    following = np.append(starts[1:], array.shape[axis])
    ends = np.where(following > starts, following, starts + 1)
    if ndim(array) == 1:
        room = np.zeros(len(array) + 1)
        array_bar = np.cumsum(add_at(room, starts, y_bar) - add_at(room, ends, y_bar))[:-1]
    else:
        lines_bar = np.moveaxis(y_bar, axis, 0)
        room = np.zeros((array.shape[axis] + 1, *lines_bar.shape[1:]))
        marks = add_at(room, starts, lines_bar, 0) - add_at(room, ends, lines_bar, 0)
        array_bar = np.moveaxis(np.cumsum(marks, axis=0)[:-1], 0, axis)


linear(np.add.reduceat, adjoint=add_reduceat_back, operands=("array",), at=pieces)


def piece_by_piece(reduce, array, indices, axis):
    """What reduceat does, by a loop over the pieces."""
    lines = np.moveaxis(array, axis, 0)
    y = np.zeros((len(indices), *lines.shape[1:]), lines.dtype)
    for k in range(len(indices)):
        following = indices[k + 1] if k + 1 < len(indices) else len(lines)
        y[k] = reduce(lines[indices[k] : max(following, indices[k] + 1)])
    return np.moveaxis(y, 0, axis)


@defined(np.multiply.reduceat, at=pieces)
def products_of_pieces(array, indices, axis=0):
    return piece_by_piece(np.multiply.reduce, array, indices, axis)


@defined(np.maximum.reduceat, at=pieces)
def largest_of_pieces(array, indices, axis=0):
    return piece_by_piece(np.maximum.reduce, array, indices, axis)


@defined(np.minimum.reduceat, at=pieces)
def smallest_of_pieces(array, indices, axis=0):
    return piece_by_piece(np.minimum.reduce, array, indices, axis)


@defined(np.logaddexp.reduceat, at=pieces)
def sums_of_exponentials(array, indices, axis=0):
    return piece_by_piece(np.logaddexp.reduce, array, indices, axis)


def step_by_step(ufunc, array, axis):
    """What accumulate does, by a loop over the items."""
    lines = np.moveaxis(array, axis, 0)
    y = np.zeros_like(lines)
    for k in range(len(lines)):
        y[k] = lines[k] if k == 0 else ufunc(y[k - 1], lines[k])
    return np.moveaxis(y, 0, axis)


@defined(np.logaddexp.accumulate, at=along_axis)
def running_logaddexp(array, axis=0):
    return step_by_step(np.logaddexp, array, axis)


@defined(np.hypot.accumulate, at=along_axis)
def running_hypot(array, axis=0):
    return step_by_step(np.hypot, array, axis)


@defined(np.subtract.accumulate, at=along_axis)
def running_differences(array, axis=0):
    return step_by_step(np.subtract, array, axis)


# --- outer ---


def outers(rng: np.random.Generator) -> list[Sample]:
    """Vectors, a matrix and a vector, a number."""
    a, b = rng.uniform(0.5, 2.0, size=(2, 3)), rng.uniform(0.5, 2.0, size=4)
    return [((a[0], b), {}), ((a, b), {}), ((b, a), {}), ((0.7, b), {})]


def first_axes(count: int) -> tuple[int, ...]:
    """The first axes of the result (asked when generating, as is the next)."""
    return tuple(range(count))


def last_axes(count: int) -> tuple[int, ...]:
    """The last axes of the result."""
    return tuple(range(-count, 0))


def add_outer_back(y, A, B, *, y_bar):
    A_bar = np.sum(y_bar, axis=static(last_axes(ndim(B))))
    B_bar = np.sum(y_bar, axis=static(first_axes(ndim(A))))


def subtract_outer_back(y, A, B, *, y_bar):
    A_bar = np.sum(y_bar, axis=static(last_axes(ndim(B))))
    B_bar = -np.sum(y_bar, axis=static(first_axes(ndim(A))))


def multiply_outer_back(y, A, B, *, y_bar):
    A_bar = np.sum(y_bar * B, axis=static(last_axes(ndim(B))))
    B_bar = np.tensordot(A, y_bar, static(ndim(A)))


linear(np.add.outer, adjoint=add_outer_back, operands=("A", "B"), at=outers)
linear(np.subtract.outer, adjoint=subtract_outer_back, operands=("A", "B"), at=outers)
bilinear(np.multiply.outer, adjoint=multiply_outer_back, operands=("A", "B"), at=outers)


@adjoint(np.true_divide.outer, at=outers)
def divide_outer(y, A, B, *, y_bar):
    A_bar = np.sum(y_bar / B, axis=static(last_axes(ndim(B))))
    B_bar = -np.sum(y_bar * y, axis=static(first_axes(ndim(A)))) / B


@tangent(np.true_divide.outer)
def divide_outer_tangent(y, A, B, *, A_dot, B_dot):
    y_dot = np.true_divide.outer(A_dot, B) - y * (B_dot / B)


@adjoint(np.maximum.outer, np.minimum.outer, at=outers)
def extreme_outer(y, A, B, *, y_bar):
    # where both are equal they share
    if is_complex(y):
        refuse("the larger or smaller of complex numbers: compare their absolute values")
    first = np.subtract.outer(A, np.zeros_like(B)) == y
    second = y == B
    share = y_bar / (first * 1.0 + second)
    A_bar = np.sum(np.where(first, share, 0.0), axis=static(last_axes(ndim(B))))
    B_bar = np.sum(np.where(second, share, 0.0), axis=static(first_axes(ndim(A))))


@tangent(np.maximum.outer, np.minimum.outer)
def extreme_outer_tangent(y, A, B, *, A_dot, B_dot):
    if is_complex(y):
        refuse("the larger or smaller of complex numbers: compare their absolute values")
    first = np.subtract.outer(A, np.zeros_like(B)) == y
    second = y == B
    both = first * 1.0 + second
    y_dot = np.where(first, np.add.outer(A_dot, np.zeros_like(B)), 0.0) / both + np.where(second, B_dot, 0.0) / both


# --- comparisons ---

for _ufunc in (np.logical_and, np.logical_or, np.logical_xor):
    for _method in (_ufunc.reduce, _ufunc.accumulate, _ufunc.reduceat, _ufunc.outer):
        zero(_method, "a truth value")
for _ufunc in (np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal):
    zero(_ufunc.outer, "a comparison")
