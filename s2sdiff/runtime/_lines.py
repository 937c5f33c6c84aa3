"""Items along axes: products, running products, differences, order; weights."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.runtime._places import add_along_axis


def divide_or_zero(p: Any, q: Any) -> Any:
    """P / q, and 0 where q is 0.

    >>> divide_or_zero(np.array([1.0, 2.0]), np.array([0.0, 4.0]))
    array([0. , 0.5])
    """
    zero = q == 0.0
    return np.where(zero, 0.0, p / np.where(zero, 1.0, q))


def product_of_others(x: Any) -> Any:
    """For each item of x, the product of all the others along the first axis; zeros among them do no harm.

    >>> product_of_others(np.array([2.0, 0.0, 5.0]))
    array([ 0., 10.,  0.])
    """
    before = np.ones_like(x)
    before[1:] = np.cumprod(x[:-1], axis=0)
    after = np.ones_like(x)
    after[:-1] = np.cumprod(x[:0:-1], axis=0)[::-1]
    return before * after


def cumprod_adjoint(x: Any, g: Any) -> Any:
    """The cotangent of x from that of np.cumprod(x, axis=0), by a recurrence that does not divide.

    >>> cumprod_adjoint(np.array([2.0, 0.0, 5.0]), np.ones(3))
    array([ 1., 12.,  0.])
    """
    before = np.ones_like(x)
    before[1:] = np.cumprod(x[:-1], axis=0)
    x_bar = np.zeros(x.shape, np.result_type(x, g))
    later = np.zeros(g.shape[1:], g.dtype)
    for i in range(len(x) - 1, -1, -1):
        later = g[i] + later
        x_bar[i] = before[i] * later
        later = x[i] * later
    return x_bar


def cumprod_tangent(x: Any, x_dot: Any) -> Any:
    """The tangent of np.cumprod(x, axis=0) from that of x.

    >>> cumprod_tangent(np.array([2.0, 0.0, 5.0]), np.array([0.0, 1.0, 0.0]))
    array([ 0.,  2., 10.])
    """
    y_dot = np.zeros(x.shape, np.result_type(x, x_dot))
    one = np.ones(x.shape[1:], x.dtype)
    change = np.zeros(x.shape[1:], x_dot.dtype)
    for i in range(len(x)):
        change = x_dot[i] * one + x[i] * change
        one = one * x[i]
        y_dot[i] = change
    return y_dot


def covariance_weights(n: int, bias: bool, ddof: Any, fweights: Any = None, aweights: Any = None) -> Any:
    """What np.cov multiplies the products of n observations by before it adds them up.

    >>> covariance_weights(3, False, None, [1, 2, 1])
    array([0.33333333, 0.66666667, 0.33333333])
    """
    counts, weights = (np.ones(n) if w is None else np.asarray(w) for w in (fweights, aweights))
    both = counts * weights
    total = np.sum(both)
    lost = (0 if bias else 1) if ddof is None else ddof
    return both / (total - lost * np.sum(both * weights) / total)


def gradient_adjoint(g: Any, spacing: Any = 1.0, axis: int = 0, edge_order: int = 1) -> Any:
    """The cotangent of f from that of np.gradient(f, spacing, axis=axis, edge_order=edge_order).

    >>> gradient_adjoint(np.array([1.0, 1.0, 1.0]))
    array([-1.5,  0. ,  1.5])
    """
    y = np.moveaxis(g, axis, 0)
    f_bar = np.zeros(y.shape, np.result_type(y, 0.0))
    spacing = np.multiply(spacing, 1.0)  # whole numbers are floats to np.gradient
    count = edge_order + 1
    if np.ndim(spacing) == 0:
        first = last = spacing
        before, after = -0.5 / spacing, 0.5 / spacing
    else:
        h = np.reshape(np.diff(spacing), (-1,) + (1,) * (y.ndim - 1))
        before, after = -h[1:] / (h[:-1] * (h[:-1] + h[1:])), h[:-1] / (h[1:] * (h[:-1] + h[1:]))
        first, last = spacing[:count], spacing[-count:]
    f_bar[:-2] += before * y[1:-1]
    f_bar[1:-1] -= (before + after) * y[1:-1]
    f_bar[2:] += after * y[1:-1]
    for k, weight in enumerate(np.gradient(np.eye(count), first, axis=0, edge_order=edge_order)[0]):  # type: ignore[call-overload]
        f_bar[k] += weight * y[0]
    for k, weight in enumerate(np.gradient(np.eye(count), last, axis=0, edge_order=edge_order)[-1]):  # type: ignore[call-overload]
        f_bar[len(y) - count + k] += weight * y[-1]
    return np.moveaxis(f_bar, 0, axis)


def ordered_adjoint(a: Any, position: Any, g: Any, axis: Any = None) -> Any:
    """The cotangent of a, of whose sorted items those at `position` were taken, two mixed where it is between them.

    `position` is a number, a list along the first axis of the result, or differs from line to line.

    >>> ordered_adjoint(np.array([3.0, 1.0, 2.0]), 0.75, 1.0)
    array([0.  , 0.25, 0.75])
    """
    lines, places, part = _sorted_places(a, position, g, axis)
    y_bar = np.reshape(g, (len(part), *lines.shape[1:]))
    back = add_along_axis(lines, places[0], (1.0 - part) * y_bar, 0)
    back = back + add_along_axis(lines, places[1], part * y_bar, 0)
    if axis is None:
        return back.reshape(np.shape(a))
    if isinstance(axis, tuple):
        target = tuple(range(len(axis)))
        return np.moveaxis(back.reshape(np.moveaxis(a, axis, target).shape), target, axis)
    return np.moveaxis(back, 0, axis)


def ordered_tangent(a: Any, position: Any, g: Any, axis: Any = None) -> Any:
    """The items of g that stand where in a those at `position` of its order do; several positions, on a first axis.

    >>> ordered_tangent(np.array([3.0, 1.0, 2.0]), 0.75, np.array([0.0, 4.0, 8.0])).tolist()
    [7.0]
    """
    lines, places, part = _sorted_places(a, position, g, axis)
    moved = np.reshape(_as_lines(g, axis), lines.shape)
    low = np.take_along_axis(moved, places[0], 0)
    return low + part * (np.take_along_axis(moved, places[1], 0) - low)


def _as_lines(a: Any, axis: Any) -> Any:
    """The axes of a that are ordered, as the first one."""
    if axis is None:
        return np.ravel(a)
    if isinstance(axis, tuple):
        moved = np.moveaxis(a, axis, tuple(range(len(axis))))
        return moved.reshape((-1, *moved.shape[len(axis) :]))
    return np.moveaxis(a, axis, 0)


def _sorted_places(a: Any, position: Any, g: Any, axis: Any) -> tuple[Any, tuple[Any, Any], Any]:
    """Lines of a, where in them the items below and above the position stand, and how far it is from the first (in
    the precision of g).
    """
    lines = _as_lines(a, axis)
    order = np.argsort(lines, axis=0, kind="stable")
    where = np.asarray(position)
    if where.ndim < 2:
        where = where.reshape((-1,) + (1,) * (lines.ndim - 1))
    below = np.floor(where).astype(int)
    above = np.minimum(below + 1, len(lines) - 1)
    size = np.broadcast_shapes(below.shape, (1, *lines.shape[1:]))
    places = tuple(np.take_along_axis(order, np.broadcast_to(k, size), 0) for k in (below, above))
    return lines, (places[0], places[1]), (where - below).astype(np.result_type(g, 0.0))
