# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Sorted arrays and middle values.  Ties keep the order in which they stand, as JAX does; medians share between them."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.static import is_complex, ndim, refuse

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
    """Of odd and even counts."""
    a = rng.normal(size=(3, 4))
    return [((a[:, 0],), {}), ((a[0],), {}), ((a,), {}), ((a, 0), {}), ((a,), {"axis": -1, "keepdims": True})]


@adjoint(np.median, at=medians)
def median(y, a, axis=None, *, keepdims=False, y_bar):
    # y is the mean of the two middle values (of the one, twice); each has its share from the items equal to it.
    if is_complex(a):
        refuse("the median of complex numbers: take medians of the real and imaginary parts")
    if isinstance(axis, tuple):
        refuse("np.median over several axes: reshape them into one")
    if axis is None:
        line = np.sort(a, axis=None)
        low = a == line[(a.size - 1) // 2]
        high = a == line[a.size // 2]
        share = 0.5 * y_bar
        a_bar = np.where(low, share / np.count_nonzero(low), 0.0) + np.where(high, share / np.count_nonzero(high), 0.0)
    else:
        lines = np.sort(a, axis=axis)
        n = a.shape[axis]
        low = a == np.take(lines, [(n - 1) // 2], axis=axis)
        high = a == np.take(lines, [n // 2], axis=axis)
        if keepdims:
            share = 0.5 * y_bar
        else:
            share = np.expand_dims(0.5 * y_bar, axis)
        lower = np.where(low, share / np.count_nonzero(low, axis=axis, keepdims=True), 0.0)
        a_bar = lower + np.where(high, share / np.count_nonzero(high, axis=axis, keepdims=True), 0.0)


@tangent(np.median)
def median_tangent(y, a, axis=None, *, keepdims=False, a_dot):
    if is_complex(a):
        refuse("the median of complex numbers: take medians of the real and imaginary parts")
    if isinstance(axis, tuple):
        refuse("np.median over several axes: reshape them into one")
    if axis is None:
        line = np.sort(a, axis=None)
        low = a == line[(a.size - 1) // 2]
        high = a == line[a.size // 2]
    else:
        lines = np.sort(a, axis=axis)
        low = a == np.take(lines, [(a.shape[axis] - 1) // 2], axis=axis)
        high = a == np.take(lines, [a.shape[axis] // 2], axis=axis)
    lower = np.sum(np.where(low, a_dot, 0.0), axis=axis, keepdims=keepdims)
    higher = np.sum(np.where(high, a_dot, 0.0), axis=axis, keepdims=keepdims)
    y_dot = 0.5 * lower / np.count_nonzero(low, axis=axis, keepdims=keepdims) + 0.5 * higher / np.count_nonzero(
        high, axis=axis, keepdims=keepdims
    )
