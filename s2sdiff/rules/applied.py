# mypy: ignore-errors
"""Functions of NumPy that are given a function, or make one, and np.put_along_axis, in plain Python.

np.vectorize gives a function, here one that captures what it was made with; a program that returns it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from s2sdiff.rules.plain import defined, finder


def elsewhere(rng: Any) -> list[Any]:
    """No samples: they take functions, so programs of the corpus try them."""
    return []


@defined(np.apply_along_axis, at=elsewhere)
def apply_along_axis(func1d, axis, arr):
    rows = np.moveaxis(arr, axis, -1)
    results = np.stack([func1d(row) for row in np.reshape(rows, (-1, rows.shape[-1]))])
    if np.ndim(results) == 1:
        return np.reshape(results, rows.shape[:-1])
    if np.ndim(results) > 2:
        raise NotImplementedError("the function gives an array of several axes: write the loop out")
    return np.moveaxis(np.reshape(results, rows.shape[:-1] + results.shape[-1:]), -1, axis)


@defined(np.apply_over_axes, at=elsewhere)
def apply_over_axes(func, a, axes):
    if len(axes) == 0:
        return a
    reduced = func(a, axes[0])
    if np.ndim(reduced) < np.ndim(a):
        reduced = np.expand_dims(reduced, axes[0])
    return apply_over_axes(func, reduced, axes[1:])


@defined(np.fromfunction, at=elsewhere)
def fromfunction(function, shape, *, dtype=float):
    if len(shape) == 1:
        return function(np.arange(shape[0], dtype=dtype))
    places = np.indices(shape, dtype=dtype)
    if len(shape) == 2:
        return function(places[0], places[1])
    if len(shape) == 3:
        return function(places[0], places[1], places[2])
    raise NotImplementedError("more than three axes: write the function for np.indices")


@defined(np.piecewise, at=elsewhere)
def piecewise(x, condlist, funclist):
    # later conditions win; a function more than there are conditions is for where none holds
    y = np.zeros_like(x)
    rest = np.ones(x.shape, dtype=bool)
    for condition, piece in zip(condlist, funclist, strict=False):
        rest = rest & ~condition
        if callable(piece):
            y[condition] = piece(x[condition])
        else:
            y[condition] = piece
    if len(funclist) > len(condlist):
        if callable(funclist[-1]):
            y[rest] = funclist[-1](x[rest])
        else:
            y[rest] = funclist[-1]
    return y


@defined(np.vectorize, at=elsewhere)
def vectorize(pyfunc, otypes=None):
    def vectorized(a, b=None, c=None):
        if b is None:
            shape = np.shape(a)
            results = [pyfunc(x) for x in np.ravel(a)]
        elif c is None:
            first, second = np.broadcast_arrays(a, b)
            shape = first.shape
            results = [pyfunc(x, y) for x, y in zip(np.ravel(first), np.ravel(second), strict=True)]
        else:
            first, second, third = np.broadcast_arrays(a, b, c)
            shape = first.shape
            first, second, third = np.ravel(first), np.ravel(second), np.ravel(third)
            results = [pyfunc(x, y, z) for x, y, z in zip(first, second, third, strict=True)]
        if otypes is None:
            if len(np.unique([np.asarray(result).dtype.kind for result in results])) > 1:
                raise TypeError("np.vectorize casts all results to the type of the first one: give it otypes=[float]")
            return np.reshape(np.array(results), shape)
        return np.reshape(np.array(results, dtype=otypes[0]), shape)

    return vectorized


_made: dict[int, tuple[np.vectorize, Callable[..., Any]]] = {}


@finder
def outer_vectorized(target):
    """The function of an np.vectorize that was made outside, as by a decorator."""
    if not isinstance(target, np.vectorize) or target.excluded or target.signature is not None:
        return None
    if id(target) not in _made:
        _made[id(target)] = (target, vectorize(target.pyfunc, target.otypes))
    return _made[id(target)][1]


@defined(np.put_along_axis, at=elsewhere)
def put_along_axis(arr, indices, values, axis=-1):
    if axis is None:
        raise NotImplementedError("axis=None counts through all items: write to a reshaped array")
    if arr.ndim == 1:
        arr[indices] = values
    elif arr.ndim == 2 and (axis == 0 or axis == -2):
        arr[indices, np.arange(arr.shape[1])] = values
    elif arr.ndim == 2:
        arr[np.arange(arr.shape[0])[:, None], indices] = values
    elif arr.ndim == 3 and (axis == 2 or axis == -1):
        arr[np.arange(arr.shape[0])[:, None, None], np.arange(arr.shape[1])[:, None], indices] = values
    else:
        raise NotImplementedError("an array of three axes and more along other than the last: move the axis first")
