# mypy: ignore-errors
# ruff: noqa: RUF005, SIM108, SIM114 - shapes are added up; a static `if` is a choice made when generating
"""Sums, means, products and extremes: functions that take axes away, and their running forms.

Notation: y = f(a); n is the number of items that one item of y is made of.  Where an axis is gone from y_bar it is put
back by np.expand_dims, and the contribution is left to broadcast.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, elementwise, linear, tangent
from s2sdiff.rules.static import is_complex, is_scalar, is_static, ndim, refuse, static
from s2sdiff.runtime import (
    cumprod_adjoint,
    cumprod_tangent,
    divide_or_zero,
    only_real,
    over_gap,
    product_of_others,
    unbroadcast,
)

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def over_axes(rng: np.random.Generator) -> list[Sample]:
    """One array argument: every way to name axes, 0-d, a number, strided."""
    a = rng.normal(size=(3, 2, 4))
    return [
        ((a,), {}),
        ((a, 0), {}),
        ((a, -1), {}),
        ((a,), {"axis": (0, -1)}),
        ((a,), {"axis": 1, "keepdims": True}),
        ((a,), {"keepdims": True}),
        ((a[::2, :, ::-1],), {"axis": -2}),
        ((a[0, 0],), {}),
        ((a[0, 0],), {"axis": -1}),
        ((np.array(0.7),), {}),
    ]


def some_items(rng: np.random.Generator) -> list[Sample]:
    """A mask of all items, of one axis, as a list; with an axis, several, kept."""
    a = rng.normal(size=(3, 4))
    mask = np.array([[True, False, True, True], [False, True, True, False], [True, True, False, True]])
    return [
        ((a,), {"where": mask}),
        ((a, 0), {"where": mask}),
        ((a,), {"axis": -1, "where": mask[0], "keepdims": True}),
        ((a,), {"axis": (0, 1), "where": mask[:, :1]}),
        ((a[0],), {"where": [True, False, True, True]}),
    ]


def begun(rng: np.random.Generator) -> list[Sample]:
    """A number to begin with, of all items and of some; one that is beyond all items on either side."""
    a = rng.normal(size=(3, 4))
    some = a > -0.3
    return [
        ((a, -1), {"initial": 0.7}),
        ((a,), {"initial": 0.1, "where": some, "keepdims": True}),
        ((a, 0), {"initial": -0.2, "where": some[:, :1]}),
        ((a[0],), {"initial": 5.0}),
        ((a[0],), {"initial": -5.0, "axis": 0}),
    ]


def along_axis(rng: np.random.Generator) -> list[Sample]:
    """One array argument and one axis."""
    a = rng.normal(size=(3, 2, 4))
    return [((a,), {}), ((a[0, 0],), {}), ((a, 1), {}), ((a[:, ::-1],), {"axis": -1}), ((a[0, 0],), {"axis": 0})]


def with_gaps(rng: np.random.Generator) -> list[Sample]:
    """As `over_axes`, some items not a number."""
    a = rng.normal(size=(3, 4))
    a[0, 1] = a[2, 2] = np.nan
    return [((a,), {}), ((a, 0), {}), ((a,), {"axis": (-1,), "keepdims": True}), ((a[0],), {})]


def with_zeros(rng: np.random.Generator) -> list[Sample]:
    """As `over_axes`, some items zero: one in a line, two in a line."""
    a = rng.normal(size=(3, 2, 4))
    a[0, 0, 1] = a[1, 1, 2] = a[1, 1, 3] = 0.0
    return [*over_axes(rng), ((a,), {"axis": -1}), ((a[0, 0],), {}), ((a[1, 1],), {}), ((a,), {"axis": (1, 2)})]


@shared
def put_back(result, axis, keepdims):
    """What is shaped like a result, with the axes that are gone: it broadcasts against the operand."""
    if axis is None or keepdims:
        return result
    return np.expand_dims(result, axis)


# --- sums and means ---


def spread_over(y, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    # y = sum a.  Every summed item gets y_bar, which broadcasts; leading axes need not be put back for that.
    if axis is None or keepdims or ndim(a) < 2:
        spread = y_bar
    elif is_static(axis) and axis == 0:
        spread = y_bar
    else:
        spread = np.expand_dims(y_bar, axis)
    if where is True:
        a_bar = spread
    else:
        a_bar = np.where(where, spread, 0.0)
    if initial is not None:
        initial_bar = np.sum(y_bar)


def summed(rng: np.random.Generator) -> list[Sample]:
    """As `over_axes`; some items only, a number to begin with."""
    a = rng.normal(size=(3, 4))
    return [
        *over_axes(rng),
        ((a, 0), {"where": a > 0.0}),
        ((a,), {"where": a[0] > 0.0, "axis": 1, "keepdims": True}),
        ((a, -1), {"initial": 0.7}),
    ]


linear(np.sum, adjoint=spread_over, operands=("a", "initial"), at=summed)


def spread_evenly(y, a, axis=None, dtype=None, out=None, keepdims=False, *, where=True, y_bar):
    # y = sum a / n
    if where is not True:
        share = y_bar / np.count_nonzero(np.broadcast_to(where, np.shape(a)), axis=axis, keepdims=keepdims)
        if axis is None or keepdims:
            a_bar = np.where(where, share, 0.0)
        else:
            a_bar = np.where(where, np.expand_dims(share, axis), 0.0)
    elif is_scalar(a):
        a_bar = y_bar
    elif axis is None:
        a_bar = y_bar / np.size(a)
    else:
        if isinstance(axis, tuple):
            count = math.prod([a.shape[k] for k in axis])
        else:
            count = a.shape[axis]
        if keepdims or ndim(a) < 2:
            a_bar = y_bar / count
        elif is_static(axis) and axis == 0:
            a_bar = y_bar / count
        else:
            a_bar = np.expand_dims(y_bar / count, axis)


linear(np.mean, adjoint=spread_evenly, operands=("a",), at=lambda rng: over_axes(rng) + some_items(rng))


def some_with_gaps(rng: np.random.Generator) -> list[Sample]:
    """As `with_gaps`, and some items only."""
    a = rng.normal(size=(3, 4))
    a[0, 1] = a[2, 2] = np.nan
    mask = np.array([[True, True, True, True], [False, True, True, False], [True, True, False, True]])
    return [*with_gaps(rng), ((a, 1), {"where": mask}), ((a,), {"where": mask[1], "keepdims": True})]


def begun_with_gaps(rng: np.random.Generator) -> list[Sample]:
    """As `some_with_gaps`, and a number to begin with."""
    a = rng.normal(size=(3, 4))
    a[0, 1] = a[2, 2] = np.nan
    return [
        *some_with_gaps(rng),
        ((a,), {"initial": 0.7}),
        ((a, -1), {"initial": 0.7, "where": [True, True, True, False]}),
    ]


@adjoint(np.nansum, at=begun_with_gaps)
def nansum(y, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    spread = put_back(y_bar, axis, keepdims)
    if where is True:
        a_bar = np.where(np.isnan(a), 0.0, spread)
    else:
        a_bar = np.where(np.logical_or(np.isnan(a), np.logical_not(where)), 0.0, spread)
    if initial is not None:
        initial_bar = np.sum(y_bar)


@tangent(np.nansum)
def nansum_tangent(
    y, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True, *, a_dot, initial_dot
):
    if where is True:
        change = np.sum(np.where(np.isnan(a), 0.0, a_dot), axis=axis, keepdims=keepdims)
    else:
        change = np.sum(np.where(np.isnan(a), 0.0, a_dot), axis=axis, keepdims=keepdims, where=where)
    y_dot = change + initial_dot * np.ones_like(y)


@shared
def numbers_in(a, where):
    """Which items count: numbers, where a mask allows."""
    if where is True:
        return np.logical_not(np.isnan(a))
    return np.logical_and(np.logical_not(np.isnan(a)), where)


@adjoint(np.nanmean, at=some_with_gaps)
def nanmean(y, a, axis=None, dtype=None, out=None, keepdims=False, *, where=True, y_bar):
    given = numbers_in(a, where)
    if axis is None:
        a_bar = np.where(given, y_bar / np.count_nonzero(given), 0.0)
    elif keepdims:
        a_bar = np.where(given, y_bar / np.count_nonzero(given, axis=axis, keepdims=True), 0.0)
    else:
        a_bar = np.where(given, np.expand_dims(y_bar / np.count_nonzero(given, axis=axis), axis), 0.0)


@tangent(np.nanmean)
def nanmean_tangent(y, a, axis=None, dtype=None, out=None, keepdims=False, *, where=True, a_dot):
    given = numbers_in(a, where)
    total = np.sum(np.where(given, a_dot, 0.0), axis=axis, keepdims=keepdims)
    y_dot = total / np.count_nonzero(given, axis=axis, keepdims=keepdims)


def weighted(rng: np.random.Generator) -> list[Sample]:
    """Weights: none, like the data, along one axis."""
    a, w = rng.normal(size=(3, 4)), rng.uniform(0.5, 2.0, size=(3, 4))
    return [
        ((a,), {}),
        ((a, -1), {}),
        ((a,), {"weights": w}),
        ((a, 0, w), {}),
        ((a,), {"axis": 1, "weights": w, "keepdims": True}),
        ((a,), {"axis": -2, "weights": w[:, 0]}),
        ((a[0],), {"weights": w[0]}),
    ]


@adjoint(np.average, at=weighted)
def average(y, a, axis=None, weights=None, returned=False, *, keepdims=False, y_bar):
    # y = sum(w a) / sum(w):  a_bar = y_bar w / sum(w),  w_bar = y_bar (a - y) / sum(w)
    if returned:
        refuse("np.average with returned=True: take np.sum(weights) beside it")
    middle = put_back(y, axis, keepdims)
    share = put_back(y_bar, axis, keepdims)
    if weights is None:
        a_bar = share / (np.size(a) / np.size(y))
    elif ndim(weights) == ndim(a):
        share = share / np.sum(weights, axis=axis, keepdims=True)
        a_bar = share * weights
        weights_bar = share * (a - middle)
    elif isinstance(axis, int):
        share = share / np.sum(weights)
        a_bar = share * np.expand_dims(weights, static(other_axes(axis, ndim(a))))
        weights_bar = np.sum(share * (a - middle), axis=static(other_axes(axis, ndim(a))))
    else:
        refuse("np.average with weights of fewer axes than the data and several axes: broadcast the weights first")


@tangent(np.average)
def average_tangent(y, a, axis=None, weights=None, returned=False, *, keepdims=False, a_dot, weights_dot):
    if returned:
        refuse("np.average with returned=True: take np.sum(weights) beside it")
    if weights is None:
        y_dot = np.mean(a_dot, axis=axis, keepdims=keepdims)
    elif ndim(weights) == ndim(a):
        total = np.sum(weights, axis=axis, keepdims=keepdims)
        if axis is None or keepdims:
            centred = a - y
        else:
            centred = a - np.expand_dims(y, axis)
        y_dot = (
            np.sum(weights * a_dot, axis=axis, keepdims=keepdims) / total
            + np.sum(weights_dot * centred, axis=axis, keepdims=keepdims) / total
        )
    elif isinstance(axis, int):
        if keepdims:
            centred = a - y
        else:
            centred = a - np.expand_dims(y, axis)
        y_dot = np.average(a_dot, axis=axis, weights=weights, keepdims=keepdims) + np.sum(
            np.expand_dims(weights_dot, static(other_axes(axis, ndim(a)))) * centred, axis=axis, keepdims=keepdims
        ) / np.sum(weights)
    else:
        refuse("np.average with weights of fewer axes than the data and several axes: broadcast the weights first")


def other_axes(axis: int, rank: int) -> tuple[int, ...]:
    """All axes but one (asked when generating)."""
    return tuple(k for k in range(rank) if k != axis % rank)


# --- products ---


def begun_with_zeros(rng: np.random.Generator) -> list[Sample]:
    """As `with_zeros`, some items only, a number to begin with."""
    a = rng.normal(size=(3, 4))
    a[1, 1] = a[2, 2] = a[2, 3] = 0.0
    return [*with_zeros(rng), *some_items(rng), *begun(rng), ((a, 1), {"initial": 0.7}), ((a, 1), {"where": a != 0.0})]


@shared
def product_of_rest(factors, a, axis):
    """For each item of a, the product of the other factors along the axes."""
    if is_scalar(a):
        return 1.0
    if ndim(a) == 1:
        return product_of_others(factors)
    if axis is None:
        return product_of_others(np.ravel(factors)).reshape(a.shape)
    if isinstance(axis, tuple):
        moved = np.moveaxis(factors, axis, static(tuple(range(len(axis)))))
        flat = moved.reshape((math.prod(moved.shape[: len(axis)]),) + moved.shape[len(axis) :])
        return np.moveaxis(product_of_others(flat).reshape(moved.shape), static(tuple(range(len(axis)))), axis)
    return np.moveaxis(product_of_others(np.moveaxis(factors, axis, 0)), 0, axis)


@adjoint(np.prod, at=begun_with_zeros)
def prod(y, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    # dy/da_i is the product of the others: dividing y by a_i would fail at a zero.
    if where is True:
        factors = a
    else:
        factors = np.where(where, a, 1.0)
    others = product_of_rest(factors, a, axis)
    if axis is None or keepdims or ndim(a) == 1:
        share = y_bar
    else:
        share = np.expand_dims(y_bar, axis)
    if initial is None and where is True:
        a_bar = share * others
    elif where is True:
        a_bar = initial * share * others
    elif initial is None:
        a_bar = np.where(where, share * others, 0.0)
    else:
        a_bar = np.where(where, initial * share * others, 0.0)
    if initial is not None:
        initial_bar = np.sum(y_bar * np.prod(factors, axis=axis, keepdims=keepdims))


@tangent(np.prod)
def prod_tangent(
    y, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True, *, a_dot, initial_dot
):
    if where is True:
        factors = a
    else:
        factors = np.where(where, a, 1.0)
    others = product_of_rest(factors, a, axis)
    if is_scalar(a) and where is True:
        change = a_dot
    elif where is True:
        change = np.sum(others * a_dot, axis=axis, keepdims=keepdims)
    else:
        change = np.sum(others * a_dot, axis=axis, keepdims=keepdims, where=where)
    if initial is None:
        y_dot = change
    else:
        y_dot = initial * change + initial_dot * np.prod(factors, axis=axis, keepdims=keepdims)


# --- running sums and products ---


def sum_from_the_end(y, a, axis=None, dtype=None, *, y_bar):
    # y_i = sum_{k <= i} a_k:  a_bar_k = sum_{i >= k} y_bar_i
    if ndim(a) == 0:
        a_bar = np.sum(y_bar)
    elif ndim(a) == 1:
        a_bar = np.cumsum(y_bar[::-1])[::-1]
    elif axis is None:
        a_bar = np.cumsum(y_bar[::-1])[::-1].reshape(a.shape)
    else:
        a_bar = np.flip(np.cumsum(np.flip(y_bar, axis), axis=axis), axis)


linear(np.cumsum, adjoint=sum_from_the_end, operands=("a",), at=along_axis)


@adjoint(np.cumprod, at=along_axis)
def cumprod(y, a, axis=None, dtype=None, *, y_bar):
    # y_i = prod_{k <= i} a_k:  a_bar_k = y_{k-1} (y_bar_k + a_{k+1} (y_bar_{k+1} + ...)), right at zeros too
    if ndim(a) == 0:
        a_bar = np.sum(y_bar)
    elif ndim(a) == 1:
        a_bar = cumprod_adjoint(a, y_bar)
    elif axis is None:
        a_bar = cumprod_adjoint(np.ravel(a), y_bar).reshape(a.shape)
    else:
        a_bar = np.moveaxis(cumprod_adjoint(np.moveaxis(a, axis, 0), np.moveaxis(y_bar, axis, 0)), 0, axis)


@tangent(np.cumprod)
def cumprod_along(y, a, axis=None, dtype=None, *, a_dot):
    if ndim(a) == 1:
        y_dot = cumprod_tangent(a, a_dot)
    elif axis is None:
        y_dot = cumprod_tangent(np.ravel(a), np.ravel(a_dot))
    else:
        y_dot = np.moveaxis(cumprod_tangent(np.moveaxis(a, axis, 0), np.moveaxis(a_dot, axis, 0)), 0, axis)


# --- extremes: y_bar goes to the items equal to y, in equal shares (the choice of JAX) ---


def extremes(rng: np.random.Generator) -> list[Sample]:
    """As `over_axes`; with a number that may be the result itself, of all items and of some."""
    return over_axes(rng) + begun(rng)


@shared
def items_equal_to(y, a, axis, keepdims, where):
    """Which items are the result; of those that count."""
    found = put_back(y, axis, keepdims)
    if where is True:
        return a == found
    return np.logical_and(a == found, where)


@adjoint(np.max, np.amax, np.min, np.amin, np.nanmax, np.nanmin, at=extremes)
def extreme(y, a, axis=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    if is_complex(a):
        refuse("the largest or smallest of complex numbers: compare their absolute values")
    if is_scalar(a) and initial is None:
        a_bar = y_bar
    else:
        chosen = items_equal_to(y, a, axis, keepdims, where)
        if initial is not None:
            share = y_bar / (np.count_nonzero(chosen, axis=axis, keepdims=keepdims) + (y == initial))
            initial_bar = np.sum(np.where(y == initial, share, 0.0))
        elif axis is None:
            share = y_bar / np.count_nonzero(chosen)
        elif keepdims:
            share = y_bar / np.count_nonzero(chosen, axis=axis, keepdims=True)
        else:
            share = y_bar / np.count_nonzero(chosen, axis=axis)
        spread = put_back(share, axis, keepdims)
        a_bar = np.where(chosen, spread, 0.0)


@tangent(np.max, np.amax, np.min, np.amin, np.nanmax, np.nanmin)
def extreme_tangent(y, a, axis=None, out=None, keepdims=False, initial=None, where=True, *, a_dot, initial_dot):
    if is_complex(a):
        refuse("the largest or smallest of complex numbers: compare their absolute values")
    if is_scalar(a) and initial is None:
        y_dot = a_dot
    else:
        chosen = items_equal_to(y, a, axis, keepdims, where)
        count = np.count_nonzero(chosen, axis=axis, keepdims=keepdims)
        total = np.sum(np.where(chosen, a_dot, 0.0), axis=axis, keepdims=keepdims)
        if initial is None:
            y_dot = total / count
        else:
            y_dot = total / (count + (y == initial)) + np.where(y == initial, initial_dot, 0.0) / (
                count + (y == initial)
            )


@adjoint(np.ptp, at=over_axes)
def ptp(y, a, axis=None, out=None, keepdims=False, *, y_bar):
    # y = max a - min a
    if is_complex(a):
        refuse("the range of complex numbers: compare their absolute values")
    highest = a == np.max(a, axis=axis, keepdims=True)
    lowest = a == np.min(a, axis=axis, keepdims=True)
    share = put_back(y_bar, axis, keepdims)
    up = np.where(highest, share / np.count_nonzero(highest, axis=axis, keepdims=True), 0.0)
    a_bar = up - np.where(lowest, share / np.count_nonzero(lowest, axis=axis, keepdims=True), 0.0)


@tangent(np.ptp)
def ptp_tangent(y, a, axis=None, out=None, keepdims=False, *, a_dot):
    if is_complex(a):
        refuse("the range of complex numbers: compare their absolute values")
    highest = a == np.max(a, axis=axis, keepdims=True)
    lowest = a == np.min(a, axis=axis, keepdims=True)
    y_dot = np.sum(
        np.where(highest, a_dot, 0.0) / np.count_nonzero(highest, axis=axis, keepdims=True),
        axis=axis,
        keepdims=keepdims,
    ) - np.sum(
        np.where(lowest, a_dot, 0.0) / np.count_nonzero(lowest, axis=axis, keepdims=True), axis=axis, keepdims=keepdims
    )


# --- products of what is a number ---


@adjoint(np.nanprod, at=begun_with_gaps)
def nanprod(y, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True, *, y_bar):
    # a NaN counts as 1, and takes nothing
    if where is True:
        left_out = np.isnan(a)
    else:
        left_out = np.logical_or(np.isnan(a), np.logical_not(where))
    factors = np.where(left_out, 1.0, a)
    others = product_of_rest(factors, a, axis)
    share = put_back(y_bar, axis, keepdims)
    if initial is None:
        a_bar = np.where(left_out, 0.0, share * others)
    else:
        a_bar = np.where(left_out, 0.0, initial * share * others)
        initial_bar = np.sum(y_bar * np.prod(factors, axis=axis, keepdims=keepdims))


@tangent(np.nanprod)
def nanprod_tangent(
    y, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True, *, a_dot, initial_dot
):
    if where is True:
        left_out = np.isnan(a)
    else:
        left_out = np.logical_or(np.isnan(a), np.logical_not(where))
    factors = np.where(left_out, 1.0, a)
    others = product_of_rest(factors, a, axis)
    change = np.sum(np.where(left_out, 0.0, others * a_dot), axis=axis, keepdims=keepdims)
    if initial is None:
        y_dot = change
    else:
        y_dot = initial * change + initial_dot * np.prod(factors, axis=axis, keepdims=keepdims)


# --- helpers of the runtime ---


@elementwise(divide_or_zero, at=((-1.0, 1.0), (0.5, 2.0)))
def quotient(y, p, q):
    return divide_or_zero(1.0, q), divide_or_zero(-y, q)


@elementwise(only_real, at=(-1.0, 1.0))
def real(y, x):
    return 1.0


@elementwise(over_gap, at=((0.5, 2.0), (0.5, 2.0)))
def inverse(y, gap, due):
    return -y * y, None


def stretched(rng: np.random.Generator) -> list[Sample]:
    """What broadcasting can do."""
    g = rng.normal(size=(2, 3, 4))
    return [((g, g), {}), ((g, g[0]), {}), ((g, g[:, :1]), {}), ((g, g[0, :, :1]), {}), ((g, 0.0), {})]


def broadcast_back(y, g, x, *, y_bar):
    g_bar = y_bar


linear(unbroadcast, adjoint=broadcast_back, operands=("g",), at=stretched, constant=("x",))
