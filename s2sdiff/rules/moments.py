# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Variances and standard deviations: y = sum |a - m|^2 / (n - ddof) and its root, of all items or of numbers among them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.reduction import numbers_in, over_axes, put_back, some_items, some_with_gaps
from s2sdiff.rules.static import is_complex, is_static
from s2sdiff.runtime import divide_or_zero, unbroadcast

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def deviations(rng: np.random.Generator) -> list[Sample]:
    """As `over_axes`, the divisor changed in either way; some items only; about a mean that is passed; complex."""
    a = rng.normal(size=(3, 4))
    z = a + 1j * rng.normal(size=(3, 4))
    return [
        *over_axes(rng)[:-1],
        ((a,), {"ddof": 1}),
        ((a, -1), {"ddof": 1}),
        ((a,), {"axis": (0, 1), "ddof": 2}),
        ((a, 0, None, None, 1), {}),
        ((a, 1), {"correction": 1}),
        *some_items(rng),
        ((a, 1), {"where": a < 1.5, "ddof": 1}),
        ((a, 1), {"mean": rng.normal(size=(3, 1))}),
        ((a,), {"mean": 0.3, "where": a < 1.5, "keepdims": True}),
        ((a, 0), {"mean": rng.normal(size=(1, 4)), "correction": 1}),
        ((z,), {}),
        ((z, 0), {"ddof": 1}),
        ((z, 1), {"where": a < 1.5, "keepdims": True}),
        ((z, 1), {"mean": z[:, :1] * 0.5}),
    ]


@shared
def degrees_left(count, ddof, correction):
    """What the sum of squares is divided by."""
    if correction is not None:
        return count - correction
    if is_static(ddof) and ddof == 0:
        return count
    return count - ddof


@shared
def about_mean(a, axis, ddof, keepdims, where, mean, correction):
    """The items less their mean, conjugate; what the sum of squares is divided by."""
    if mean is not None:
        middle = mean
    elif where is True and axis is None:
        middle = np.mean(a)
    elif where is True:
        middle = np.mean(a, axis=axis, keepdims=True)
    else:
        middle = np.mean(a, axis=axis, keepdims=True, where=where)
    if is_complex(a):
        centred = np.conj(a - middle)
    else:
        centred = a - middle
    if where is not True:
        count = np.count_nonzero(np.broadcast_to(where, a.shape), axis=axis, keepdims=keepdims)
    elif axis is None:
        count = np.size(a)
    elif isinstance(axis, tuple):
        count = math.prod([a.shape[k] for k in axis])
    else:
        count = a.shape[axis]
    free = degrees_left(count, ddof, correction)
    return centred, free


@shared
def moved_by(centred, a, axis, keepdims, where, a_dot, mean_dot):
    """How half the sum of squares moves with the items, and against a mean that is passed."""
    if is_complex(a):
        slope = np.real(centred * a_dot)
        fall = np.real(centred * mean_dot)
    else:
        slope = centred * a_dot
        fall = centred * mean_dot
    if where is True:
        change = np.sum(slope, axis=axis, keepdims=keepdims)
        turn = np.sum(fall, axis=axis, keepdims=keepdims)
    else:
        change = np.sum(slope, axis=axis, keepdims=keepdims, where=where)
        turn = np.sum(fall, axis=axis, keepdims=keepdims, where=where)
    return change, turn


@shared
def shared_out(share, centred, axis, keepdims, where):
    """The share of each item that counts, by its deviation."""
    scale = put_back(share, axis, keepdims)
    if where is True:
        return scale * centred
    return np.where(where, scale * centred, 0.0)


@adjoint(np.var, at=deviations)
def var(y, a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, y_bar):
    # y = sum |a - m|^2 / (n - ddof).  The mean's own dependence on a adds nothing: sum (a - m) = 0.  NumPy computes
    # about a mean that is passed, whatever it is.
    centred, free = about_mean(a, axis, ddof, keepdims, where, mean, correction)
    share = 2.0 / free * y_bar
    change = shared_out(share, centred, axis, keepdims, where)
    if mean is None:
        a_bar = change
    else:
        a_bar = unbroadcast(change, a)
        mean_bar = unbroadcast(-change, mean)


@tangent(np.var)
def var_tangent(y, a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, a_dot, mean_dot):
    centred, free = about_mean(a, axis, ddof, keepdims, where, mean, correction)
    change, turn = moved_by(centred, a, axis, keepdims, where, a_dot, mean_dot)
    y_dot = 2.0 / free * change - 2.0 / free * turn


@adjoint(np.std, at=deviations)
def std(y, a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, y_bar):
    # y = sqrt(var a):  a_bar = y_bar (a - m) / (y (n - ddof)).  A constant has derivative 0, as norm'(0) = 0.
    centred, free = about_mean(a, axis, ddof, keepdims, where, mean, correction)
    share = divide_or_zero(y_bar, y * free)
    change = shared_out(share, centred, axis, keepdims, where)
    if mean is None:
        a_bar = change
    else:
        a_bar = unbroadcast(change, a)
        mean_bar = unbroadcast(-change, mean)


@tangent(np.std)
def std_tangent(y, a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, a_dot, mean_dot):
    centred, free = about_mean(a, axis, ddof, keepdims, where, mean, correction)
    change, turn = moved_by(centred, a, axis, keepdims, where, a_dot, mean_dot)
    y_dot = divide_or_zero(change, y * free) - divide_or_zero(turn, y * free)


def deviations_with_gaps(rng: np.random.Generator) -> list[Sample]:
    """As `some_with_gaps`, the divisor changed; about a mean that is passed; complex."""
    a = rng.normal(size=(3, 4))
    a[0, 1] = a[2, 2] = np.nan
    return [
        *some_with_gaps(rng),
        ((a, 0, None, None, 1), {}),
        ((a, 1), {"correction": 1}),
        ((a, 1), {"mean": rng.normal(size=(3, 1))}),
        ((a,), {"mean": 0.3, "where": [True, True, True, False]}),
        ((a + 1j * rng.normal(size=(3, 4)), 1), {}),
    ]


@shared
def about_mean_of_numbers(a, given, axis, ddof, keepdims, where, mean, correction):
    """As `about_mean`, of the items that are given: 0 for the others."""
    if mean is not None:
        middle = mean
    elif where is True:
        middle = np.nanmean(a, axis=axis, keepdims=True)
    else:
        middle = np.nanmean(a, axis=axis, keepdims=True, where=where)
    if is_complex(a):
        centred = np.where(given, np.conj(a - middle), 0.0)
    else:
        centred = np.where(given, a - middle, 0.0)
    count = np.count_nonzero(given, axis=axis, keepdims=keepdims)
    free = degrees_left(count, ddof, correction)
    return centred, free


@shared
def moved_numbers_by(centred, a, axis, keepdims, given, a_dot, mean_dot):
    """As `moved_by`."""
    if is_complex(a):
        change = np.sum(np.real(np.where(given, centred * a_dot, 0.0)), axis=axis, keepdims=keepdims)
        turn = np.sum(np.real(centred * mean_dot), axis=axis, keepdims=keepdims)
    else:
        change = np.sum(np.where(given, centred * a_dot, 0.0), axis=axis, keepdims=keepdims)
        turn = np.sum(centred * mean_dot, axis=axis, keepdims=keepdims)
    return change, turn


@adjoint(np.nanvar, at=deviations_with_gaps)
def nanvar(y, a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, y_bar):
    # as np.var over the n items that are numbers
    given = numbers_in(a, where)
    centred, free = about_mean_of_numbers(a, given, axis, ddof, keepdims, where, mean, correction)
    share = 2.0 / free * y_bar
    scale = put_back(share, axis, keepdims)
    change = scale * centred
    if mean is None:
        a_bar = change
    else:
        a_bar = unbroadcast(change, a)
        mean_bar = unbroadcast(-change, mean)


@tangent(np.nanvar)
def nanvar_tangent(y, a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, a_dot, mean_dot):
    given = numbers_in(a, where)
    centred, free = about_mean_of_numbers(a, given, axis, ddof, keepdims, where, mean, correction)
    change, turn = moved_numbers_by(centred, a, axis, keepdims, given, a_dot, mean_dot)
    y_dot = 2.0 / free * change - 2.0 / free * turn


@adjoint(np.nanstd, at=deviations_with_gaps)
def nanstd(y, a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, y_bar):
    # as np.std over the n items that are numbers; 0 for a constant
    given = numbers_in(a, where)
    centred, free = about_mean_of_numbers(a, given, axis, ddof, keepdims, where, mean, correction)
    share = divide_or_zero(y_bar, y * free)
    scale = put_back(share, axis, keepdims)
    change = scale * centred
    if mean is None:
        a_bar = change
    else:
        a_bar = unbroadcast(change, a)
        mean_bar = unbroadcast(-change, mean)


@tangent(np.nanstd)
def nanstd_tangent(y, a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None, a_dot, mean_dot):
    given = numbers_in(a, where)
    centred, free = about_mean_of_numbers(a, given, axis, ddof, keepdims, where, mean, correction)
    change, turn = moved_numbers_by(centred, a, axis, keepdims, given, a_dot, mean_dot)
    y_dot = divide_or_zero(change, y * free) - divide_or_zero(turn, y * free)
