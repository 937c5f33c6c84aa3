# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Sorted arrays and middle values.  Ties keep the order in which they stand, as JAX does; medians share between them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.reduction import other_axes, put_back
from s2sdiff.rules.static import is_complex, ndim, refuse, static, undefined
from s2sdiff.runtime import ordered_adjoint, ordered_tangent

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def sorted_along(rng: np.random.Generator) -> list[Sample]:
    """Along any axis, flattened, empty."""
    a = rng.normal(size=(3, 4))
    return [((a[0],), {}), ((a,), {}), ((a, 0), {}), ((a,), {"axis": None}), ((a[:, :0],), {})]


@adjoint(np.sort, at=sorted_along)
def sort(y, a, axis=-1, kind=None, *, stable=None, y_bar):
    # y = a[order]:  a_bar[order] = y_bar, that is a_bar = y_bar[argsort(order)]
    if axis is None:
        a_bar = y_bar[np.argsort(np.argsort(a, axis=None, kind="stable"))].reshape(a.shape)
    elif ndim(a) == 1:
        a_bar = y_bar[np.argsort(np.argsort(a, kind="stable"))]
    else:
        order = np.argsort(a, axis=axis, kind="stable")
        a_bar = np.take_along_axis(y_bar, np.argsort(order, axis=axis), axis=axis)


@tangent(np.sort)
def sort_tangent(y, a, axis=-1, kind=None, *, stable=None, a_dot):
    if axis is None:
        y_dot = np.ravel(a_dot)[np.argsort(a, axis=None, kind="stable")]
    elif ndim(a) == 1:
        y_dot = a_dot[np.argsort(a, kind="stable")]
    else:
        y_dot = np.take_along_axis(a_dot, np.argsort(a, axis=axis, kind="stable"), axis=axis)


def medians(rng: np.random.Generator) -> list[Sample]:
    """Of odd and even counts; over several axes."""
    a = rng.normal(size=(3, 4))
    b = rng.normal(size=(3, 2, 3))
    return [
        ((a[:, 0],), {}),
        ((a[0],), {}),
        ((a,), {}),
        ((a, 0), {}),
        ((a,), {"axis": -1, "keepdims": True}),
        ((b, (0, -1)), {}),
        ((b, (2, 1)), {"keepdims": True}),
        ((a, (0, 1)), {}),
        ((a, 1, None, False, True), {}),
    ]


@adjoint(np.median, at=medians)
def median(y, a, axis=None, out=None, overwrite_input=False, keepdims=False, *, y_bar):
    # y is the mean of the two middle values (of the one, twice); each has its share from the items equal to it.
    if is_complex(a):
        refuse("the median of complex numbers: take medians of the real and imaginary parts")
    if overwrite_input:
        refuse("np.median with overwrite_input=True: leave it out")
    if axis is None:
        line = np.sort(a, axis=None)
        low = a == line[(np.size(a) - 1) // 2]
        high = a == line[np.size(a) // 2]
    elif isinstance(axis, tuple):
        moved = np.moveaxis(a, axis, static(tuple(range(len(axis)))))
        lines = np.sort(np.reshape(moved, (-1, *moved.shape[len(axis) :])), axis=0)
        low = a == np.expand_dims(lines[(len(lines) - 1) // 2], axis)
        high = a == np.expand_dims(lines[len(lines) // 2], axis)
    else:
        lines = np.sort(a, axis=axis)
        low = a == np.take(lines, [(a.shape[axis] - 1) // 2], axis=axis)
        high = a == np.take(lines, [a.shape[axis] // 2], axis=axis)
    if axis is None or keepdims:
        share = 0.5 * y_bar
    else:
        share = np.expand_dims(0.5 * y_bar, axis)
    if axis is None:
        lower = np.where(low, share / np.count_nonzero(low), 0.0)
        a_bar = lower + np.where(high, share / np.count_nonzero(high), 0.0)
    else:
        lower = np.where(low, share / np.count_nonzero(low, axis=axis, keepdims=True), 0.0)
        a_bar = lower + np.where(high, share / np.count_nonzero(high, axis=axis, keepdims=True), 0.0)


@tangent(np.median)
def median_tangent(y, a, axis=None, out=None, overwrite_input=False, keepdims=False, *, a_dot):
    if is_complex(a):
        refuse("the median of complex numbers: take medians of the real and imaginary parts")
    if overwrite_input:
        refuse("np.median with overwrite_input=True: leave it out")
    if axis is None:
        line = np.sort(a, axis=None)
        low = a == line[(np.size(a) - 1) // 2]
        high = a == line[np.size(a) // 2]
    elif isinstance(axis, tuple):
        moved = np.moveaxis(a, axis, static(tuple(range(len(axis)))))
        lines = np.sort(np.reshape(moved, (-1, *moved.shape[len(axis) :])), axis=0)
        low = a == np.expand_dims(lines[(len(lines) - 1) // 2], axis)
        high = a == np.expand_dims(lines[len(lines) // 2], axis)
    else:
        lines = np.sort(a, axis=axis)
        low = a == np.take(lines, [(a.shape[axis] - 1) // 2], axis=axis)
        high = a == np.take(lines, [a.shape[axis] // 2], axis=axis)
    lower = np.sum(np.where(low, a_dot, 0.0), axis=axis, keepdims=keepdims)
    higher = np.sum(np.where(high, a_dot, 0.0), axis=axis, keepdims=keepdims)
    y_dot = 0.5 * lower / np.count_nonzero(low, axis=axis, keepdims=keepdims) + 0.5 * higher / np.count_nonzero(
        high, axis=axis, keepdims=keepdims
    )


def sorted_as_complex(rng: np.random.Generator) -> list[Sample]:
    """Real and complex, along the last axis."""
    a = rng.normal(size=(2, 3))
    return [((a[0],), {}), ((a + 1j * a[::-1],), {}), ((a,), {})]


@adjoint(np.sort_complex, at=sorted_as_complex)
def sort_complex(y, a, *, y_bar):
    # as np.sort along the last axis, by the real part first; the result is complex
    order = np.argsort(a, axis=-1, kind="stable")
    if is_complex(a):
        a_bar = np.take_along_axis(y_bar, np.argsort(order, axis=-1), axis=-1)
    else:
        a_bar = np.real(np.take_along_axis(y_bar, np.argsort(order, axis=-1), axis=-1))


@tangent(np.sort_complex)
def sort_complex_tangent(y, a, *, a_dot):
    y_dot = (1.0 + 0.0j) * np.take_along_axis(a_dot, np.argsort(a, axis=-1, kind="stable"), axis=-1)


def partitions(rng: np.random.Generator) -> list[Sample]:
    """About one item and several, along any axis."""
    a = rng.normal(size=(3, 5))
    return [((a[0], 2), {}), ((a, 1), {}), ((a, [0, 3], 1), {}), ((a, -2), {"axis": 0})]


@adjoint(np.partition, at=partitions)
def partition(y, a, kth, axis=-1, kind="introselect", *, y_bar):
    # y = a[order], and np.argpartition says which order
    if axis is None:
        refuse("np.partition of a flattened array: np.partition(np.ravel(a), kth)")
    order = np.argpartition(a, kth, axis)
    a_bar = np.take_along_axis(y_bar, np.argsort(order, axis=axis), axis=axis)


@tangent(np.partition)
def partition_tangent(y, a, kth, axis=-1, kind="introselect", *, a_dot):
    if axis is None:
        refuse("np.partition of a flattened array: np.partition(np.ravel(a), kth)")
    y_dot = np.take_along_axis(a_dot, np.argpartition(a, kth, axis), axis=axis)


# --- quantiles ---
#
# Where among n sorted items a quantile lies is told by the function itself, applied to 0, 1, ..., n - 1: so every method
# of NumPy is followed.  With the place p = k + t, 0 <= t < 1:  y = (1 - t) a_(k) + t a_(k+1).


def levels(rng: np.random.Generator) -> list[Sample]:
    """Every method; one level and several; all axes, one, two, kept.  A level that is differentiated is refused."""
    a = rng.normal(size=(3, 4, 2))
    few = np.array([1, 0, 1])
    table = np.array([[1, 0, 1], [0, 1, 0]])
    methods = ("lower", "higher", "midpoint", "nearest", "hazen", "weibull", "median_unbiased", "averaged_inverted_cdf")
    return [
        ((a, 1), {}),
        ((a[:, 0, 0], few), {}),
        ((a, few), {"axis": 1}),
        ((a, few, (0, 2)), {}),
        ((a, table), {"axis": 1}),
        ((a[0], table), {}),
        ((a, table, (0, 2)), {"keepdims": True}),
        ((a, 1, -1), {"keepdims": True}),
        *(((a[0, :, 0], 1), {"method": method}) for method in methods),
        ((a, 0), {"weights": np.array([1, 2, 1]), "method": "inverted_cdf", "axis": 0}),
        ((a[0], 1), {"weights": 1 + np.arange(8).reshape(4, 2), "method": "inverted_cdf", "keepdims": True}),
    ]


def levels_with_gaps(rng: np.random.Generator) -> list[Sample]:
    """One level and several, some items not a number."""
    a = rng.normal(size=(3, 4))
    a[0, 1] = a[2, 2] = np.nan
    several = np.stack([a, a[::-1]], axis=1)
    return [
        ((a, 1), {}),
        ((a, np.array([1, 0])), {"axis": 0}),
        ((a, 1, -1), {"keepdims": True}),
        ((a[0], 0), {}),
        ((several, np.array([1, 0])), {"axis": (0, -1)}),
        ((a, 0, (1, 0)), {}),
    ]


def lines_with_gaps(rng: np.random.Generator) -> list[Sample]:
    """Some items not a number."""
    a = rng.normal(size=(3, 4))
    a[0, 1] = a[2, 2] = np.nan
    b = rng.normal(size=(3, 2, 3))
    b[0, 1, 2] = b[2, 0, 0] = np.nan
    return [
        ((a,), {}),
        ((a, 0), {}),
        ((a,), {"axis": -1, "keepdims": True}),
        ((a[0],), {}),
        ((b, (0, -1)), {}),
        ((b, (2, 1)), {"keepdims": True}),
    ]


@shared
def found_by_weight(y, a, q, axis, keepdims, weights):
    """The item that is found, and those equal to it, but for those of no weight."""
    if ndim(q) > 0:
        refuse("several levels with weights: one level after the other")
    if ndim(weights) == ndim(a):
        counts = np.greater(weights, 0.0)
    elif isinstance(axis, int):
        counts = np.expand_dims(np.greater(weights, 0.0), static(other_axes(axis, ndim(a))))
    else:
        refuse("weights of fewer axes than the data, and several axes: broadcast the weights first")
    if axis is None or keepdims:
        return np.logical_and(a == y, counts)
    return np.logical_and(a == np.expand_dims(y, axis), counts)


@shared
def place_of_level(level_of, a, q, axis, method):
    """Where in the order of the items a level is, by what finds it: np.quantile or np.percentile."""
    if ndim(q) > 1:
        each = np.ravel(q)
    else:
        each = q
    if axis is None:
        return level_of(np.arange(np.size(a)), each, method=method)
    if isinstance(axis, tuple):
        return level_of(np.arange(math.prod([a.shape[k] for k in axis])), each, method=method)
    return level_of(np.arange(a.shape[axis]), each, method=method)


@adjoint(np.quantile, at=levels)
def quantile(y, a, q, axis=None, *, method="linear", keepdims=False, weights=None, y_bar):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    if weights is not None:
        chosen = found_by_weight(y, a, q, axis, keepdims, weights)
        share = put_back(y_bar, axis, keepdims)
        a_bar = np.where(chosen, share / np.count_nonzero(chosen, axis=axis, keepdims=True), 0.0)
    else:
        position = place_of_level(np.quantile, a, q, axis, method)
        a_bar = ordered_adjoint(a, position, y_bar, axis)
    q_bar = undefined("a level that is differentiated")


@tangent(np.quantile)
def quantile_tangent(y, a, q, axis=None, *, method="linear", keepdims=False, weights=None, a_dot, q_dot):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    if weights is not None:
        chosen = found_by_weight(y, a, q, axis, keepdims, weights)
        total = np.sum(np.where(chosen, a_dot, 0.0), axis=axis, keepdims=keepdims)
        y_dot = total / np.count_nonzero(chosen, axis=axis, keepdims=keepdims) + undefined(
            "a level that is differentiated"
        ) * np.sum(q_dot)
    else:
        position = place_of_level(np.quantile, a, q, axis, method)
        y_dot = np.reshape(ordered_tangent(a, position, a_dot, axis), np.shape(y)).astype(y.dtype) + undefined(
            "a level that is differentiated"
        ) * np.sum(q_dot)


@adjoint(np.percentile, at=levels)
def percentile(y, a, q, axis=None, *, method="linear", keepdims=False, weights=None, y_bar):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    if weights is not None:
        chosen = found_by_weight(y, a, q, axis, keepdims, weights)
        share = put_back(y_bar, axis, keepdims)
        a_bar = np.where(chosen, share / np.count_nonzero(chosen, axis=axis, keepdims=True), 0.0)
    else:
        position = place_of_level(np.percentile, a, q, axis, method)
        a_bar = ordered_adjoint(a, position, y_bar, axis).astype(a.dtype)
    q_bar = undefined("a level that is differentiated")


@tangent(np.percentile)
def percentile_tangent(y, a, q, axis=None, *, method="linear", keepdims=False, weights=None, a_dot, q_dot):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    if weights is not None:
        chosen = found_by_weight(y, a, q, axis, keepdims, weights)
        total = np.sum(np.where(chosen, a_dot, 0.0), axis=axis, keepdims=keepdims)
        y_dot = total / np.count_nonzero(chosen, axis=axis, keepdims=keepdims) + undefined(
            "a level that is differentiated"
        ) * np.sum(q_dot)
    else:
        position = place_of_level(np.percentile, a, q, axis, method)
        y_dot = np.reshape(ordered_tangent(a, position, a_dot, axis), np.shape(y)).astype(y.dtype) + undefined(
            "a level that is differentiated"
        ) * np.sum(q_dot)


@shared
def place_among(given, a, level, axis):
    """Where in the order of those that are given a level is, a share of 1."""
    if axis is None:
        return level * (np.count_nonzero(given) - 1)
    if isinstance(axis, tuple):
        return np.reshape(level, static((-1,) + (1,) * (ndim(a) - len(axis)))) * (
            np.expand_dims(np.count_nonzero(given, axis=axis), 0) - 1
        )
    return np.reshape(level, static((-1,) + (1,) * (ndim(a) - 1))) * (
        np.expand_dims(np.count_nonzero(given, axis=axis), 0) - 1
    )


@adjoint(np.nanquantile, at=levels_with_gaps)
def nanquantile(y, a, q, axis=None, *, method="linear", keepdims=False, y_bar):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    if method != "linear":
        refuse("np.nanquantile by another method: select the numbers first")
    given = np.logical_not(np.isnan(a))
    level = np.ravel(q)
    position = place_among(given, a, level, axis)
    a_bar = np.where(given, ordered_adjoint(a, position, y_bar, axis), 0.0)
    q_bar = undefined("a level that is differentiated")


@tangent(np.nanquantile)
def nanquantile_tangent(y, a, q, axis=None, *, method="linear", keepdims=False, a_dot, q_dot):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    if method != "linear":
        refuse("np.nanquantile by another method: select the numbers first")
    given = np.logical_not(np.isnan(a))
    level = np.ravel(q)
    position = place_among(given, a, level, axis)
    y_dot = np.reshape(ordered_tangent(a, position, np.where(given, a_dot, 0.0), axis), np.shape(y)) + undefined(
        "a level that is differentiated"
    ) * np.sum(q_dot)


@adjoint(np.nanpercentile, at=levels_with_gaps)
def nanpercentile(y, a, q, axis=None, *, method="linear", keepdims=False, y_bar):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    if method != "linear":
        refuse("np.nanpercentile by another method: select the numbers first")
    given = np.logical_not(np.isnan(a))
    level = np.ravel(q) / 100.0
    position = place_among(given, a, level, axis)
    a_bar = np.where(given, ordered_adjoint(a, position, y_bar, axis), 0.0)
    q_bar = undefined("a level that is differentiated")


@tangent(np.nanpercentile)
def nanpercentile_tangent(y, a, q, axis=None, *, method="linear", keepdims=False, a_dot, q_dot):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    if method != "linear":
        refuse("np.nanpercentile by another method: select the numbers first")
    given = np.logical_not(np.isnan(a))
    level = np.ravel(q) / 100.0
    position = place_among(given, a, level, axis)
    y_dot = np.reshape(ordered_tangent(a, position, np.where(given, a_dot, 0.0), axis), np.shape(y)) + undefined(
        "a level that is differentiated"
    ) * np.sum(q_dot)


@shared
def middle_among(given, axis):
    """Where in the order of those that are given the middle is."""
    if axis is None:
        return 0.5 * (np.count_nonzero(given) - 1)
    return 0.5 * (np.expand_dims(np.count_nonzero(given, axis=axis), 0) - 1)


@adjoint(np.nanmedian, at=lines_with_gaps)
def nanmedian(y, a, axis=None, *, keepdims=False, y_bar):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    given = np.logical_not(np.isnan(a))
    position = middle_among(given, axis)
    a_bar = np.where(given, ordered_adjoint(a, position, y_bar, axis), 0.0)


@tangent(np.nanmedian)
def nanmedian_tangent(y, a, axis=None, *, keepdims=False, a_dot):
    if is_complex(a):
        refuse("quantiles of complex numbers: take those of the real and imaginary parts")
    given = np.logical_not(np.isnan(a))
    position = middle_among(given, axis)
    y_dot = np.reshape(ordered_tangent(a, position, np.where(given, a_dot, 0.0), axis), np.shape(y))


# --- the helpers of quantiles ---


def ordered_adjoint_again(y, a, position, g, axis=None, *, y_bar):
    g_bar = np.reshape(ordered_tangent(a, position, y_bar, axis), np.shape(g))


def ordered_tangent_again(y, a, position, g, axis=None, *, y_bar):
    g_bar = ordered_adjoint(a, position, y_bar, axis)


linear(
    ordered_adjoint,
    adjoint=ordered_adjoint_again,
    operands=("g",),
    constant=("a",),
    at=lambda rng: [((np.array([[3.0, 1.0, 2.0], [0.0, 5.0, 4.0]]), 1, rng.normal(size=2), 1), {})],
)
linear(
    ordered_tangent,
    adjoint=ordered_tangent_again,
    operands=("g",),
    constant=("a",),
    at=lambda rng: [((np.array([[3.0, 1.0, 2.0], [0.0, 5.0, 4.0]]), 1, rng.normal(size=(2, 3)), 1), {})],
)
