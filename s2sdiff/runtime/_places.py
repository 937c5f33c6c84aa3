"""Shapes and places in arrays: what undoes broadcasting, taking, windows, padding, joining."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def unbroadcast(g: Any, x: Any) -> Any:
    """Sum g over the axes that broadcasting added to x or stretched; g itself where there are none.

    >>> unbroadcast(np.ones((2, 3)), np.zeros((2, 1)))
    array([[3.],
           [3.]])
    >>> float(unbroadcast(np.ones((2, 3)), 0.0))
    6.0
    """
    if isinstance(g, np.ndarray) and isinstance(x, np.ndarray) and g.shape == x.shape != ():
        return g  # most often, and np.shape takes its time
    if np.shape(g) == np.shape(x):
        return g[()] if isinstance(g, np.ndarray) and g.ndim == 0 else g  # a number: nobody may add to it in place
    added = np.ndim(g) - np.ndim(x)
    if added > 0:
        g = np.sum(g, axis=tuple(range(added)))
    for axis in range(-np.ndim(g), 0):
        if np.shape(x)[axis] == 1 and np.shape(g)[axis] != 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return g


def add_at(x: Any, index: Any, g: Any, axis: int | None = None) -> Any:
    """Zeros shaped like x, with g added at `index` along the axis: undoes np.take(x, index, axis).

    >>> add_at(np.zeros(4), [1, 1, 3], np.array([1.0, 2.0, 5.0]))
    array([0., 3., 0., 5.])
    """
    x_bar = np.zeros(np.shape(x), np.result_type(g, 0.0))
    if isinstance(index, tuple):  # of places, as np.take has it: not of one place along each axis
        index = np.asarray(index, int)
    if axis is None:
        np.add.at(x_bar.reshape(-1), index, g)
    else:
        np.add.at(x_bar, (slice(None),) * (axis % np.ndim(x)) + (index,), g)
    return x_bar


def add_along_axis(x: Any, indices: Any, g: Any, axis: int = -1) -> Any:
    """Zeros shaped like x, with g added at `indices` of each line: undoes np.take_along_axis(x, indices, axis).

    >>> add_along_axis(np.zeros((2, 2)), np.array([[1], [0]]), np.array([[3.0], [4.0]]), 1)
    array([[0., 3.],
           [4., 0.]])
    """
    x_bar = np.zeros(np.shape(x), np.result_type(g, 0.0))
    grid = list(np.ix_(*[np.arange(n) for n in np.shape(x)]))
    grid[axis] = indices
    np.add.at(x_bar, tuple(grid), g)
    return x_bar


def put_at(x: Any, index: Any, g: Any) -> Any:
    """Zeros shaped like x, with g at `index`: where a place stands twice, what was put there last counts.

    >>> put_at(np.zeros(3), [0, 0, 2], np.array([1.0, 2.0, 5.0]))
    array([2., 0., 5.])
    """
    x_bar = np.zeros(np.shape(x), np.result_type(g, 0.0))
    x_bar[index] = g
    return x_bar


def add_windows(x: Any, axis: Any, g: Any) -> Any:
    """Zeros shaped like x, with each window in g added where it stands: undoes sliding_window_view(x, ..., axis).

    >>> add_windows(np.zeros(4), 0, np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    array([1., 5., 9., 6.])
    """
    x_bar = np.zeros(x.shape, g.dtype)
    axes = range(x.ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    for offset in np.ndindex(g.shape[x.ndim :]):
        starts = [0] * x.ndim
        for along, shift in zip(axes, offset, strict=True):
            starts[along] += shift
        place = tuple(slice(start, start + n) for start, n in zip(starts, g.shape, strict=False))
        x_bar[place] += g[(..., *offset)]
    return x_bar


def take_last(g: Any, index: Any) -> Any:
    """g[index], with 0 for each item whose place stands again later: undoes x[index] = v, where the last one counts.

    >>> take_last(np.array([1.0, 2.0, 3.0]), [0, 0, 2])
    array([0., 1., 3.])
    """
    taken = g[index]
    turn = np.arange(taken.size).reshape(taken.shape)
    last = np.zeros(g.shape, int)
    last[index] = turn
    return np.where(last[index] == turn, taken, 0.0)


def put_diagonal(x: Any, g: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Zeros shaped like x, with g on the diagonal: undoes np.diagonal(x, offset, axis1, axis2).

    >>> put_diagonal(np.zeros((2, 3)), np.array([1.0, 2.0]), 1)
    array([[0., 1., 0.],
           [0., 0., 2.]])
    """
    x_bar = np.zeros(np.shape(x), np.result_type(g, 0.0))
    k = np.arange(np.shape(g)[-1])
    np.moveaxis(x_bar, (axis1, axis2), (-2, -1))[..., k + max(-offset, 0), k + max(offset, 0)] = g
    return x_bar


def unpad(x: Any, pad_width: Any, g: Any) -> Any:
    """The part of g, shaped like a padded x, where x stands: undoes np.pad(x, pad_width).

    >>> unpad(np.zeros(2), (1, 2), np.array([9.0, 1.0, 2.0, 9.0, 9.0]))
    array([1., 2.])
    """
    before = _widths(x, pad_width)[:, 0]
    return g[tuple(slice(b, b + n) for b, n in zip(before, np.shape(x), strict=True))]


def unpad_linearly(
    x: Any, pad_width: Any, g: Any, mode: str, stat_length: Any = None, reflect_type: str = "even"
) -> Any:
    """The cotangent of x from that of np.pad(x, pad_width, mode, ...), of which each item is a sum of items along an axis.

    >>> unpad_linearly(np.zeros(2), (1, 0), np.array([4.0, 1.0, 1.0]), "mean")
    array([3., 3.])
    """
    lengths = np.broadcast_to(np.array(stat_length), (np.ndim(x), 2))
    for axis, (n, widths) in enumerate(zip(np.shape(x), _widths(x, pad_width), strict=True)):
        options: dict[str, Any] = {"reflect_type": reflect_type} if mode in ("reflect", "symmetric") else {}
        if mode == "mean" and stat_length is not None:
            options = {"stat_length": (tuple(lengths[axis]), (n, n))}
        shares = np.pad(np.eye(n, dtype=g.dtype), (widths, (0, 0)), mode, **options)  # type: ignore[call-overload]
        g = np.moveaxis(np.tensordot(shares, g, (0, axis)), 0, axis)
    return g


def _widths(x: Any, pad_width: Any) -> Any:
    """How far np.pad goes on before and after each axis of x."""
    if isinstance(pad_width, dict):
        widths = {axis % np.ndim(x): width for axis, width in pad_width.items()}
        pad_width = [np.broadcast_to(widths.get(axis, 0), 2) for axis in range(np.ndim(x))]
    return np.broadcast_to(pad_width, (np.ndim(x), 2))


def untile(x: Any, reps: Any, g: Any) -> Any:
    """The copies of x in g, added up: undoes np.tile(x, reps).

    >>> untile(np.zeros(2), 3, np.arange(6.0))
    array([6., 9.])
    """
    counts = tuple(np.ravel(reps))
    shape = (1,) * (len(counts) - np.ndim(x)) + np.shape(x)
    counts = (1,) * (len(shape) - len(counts)) + counts
    paired = [n for pair in zip(counts, shape, strict=True) for n in pair]
    return np.sum(np.reshape(g, paired), axis=tuple(range(0, len(paired), 2))).reshape(np.shape(x))


def split_like(arrays: Sequence[Any], g: Any, axis: int | None = 0) -> list[Any]:
    """Cut g along the axis into parts that are shaped like `arrays`: undoes np.concatenate, np.vstack and the like.

    Without an axis they were flattened first.

    >>> split_like((np.zeros(2), np.zeros(1)), np.array([1.0, 2.0, 3.0]))
    [array([1., 2.]), array([3.])]
    """
    if axis is None:
        parts = np.split(g, np.cumsum([np.size(a) for a in arrays])[:-1])
    else:
        sizes = [np.shape(a)[axis] if np.ndim(a) == np.ndim(g) else 1 for a in arrays]
        parts = np.split(g, np.cumsum(sizes)[:-1], axis)
    return [part.reshape(np.shape(a)) for part, a in zip(parts, arrays, strict=True)]


def fit_shape(g: Any, x: Any) -> Any:
    """Cut g, or pad it with zeros at the ends of its axes, to the shape of x: undoes what np.fft does for `n` and `s`.

    >>> fit_shape(np.array([1.0, 2.0, 3.0]), np.zeros(2)), fit_shape(np.array([1.0]), np.zeros(2))
    (array([1., 2.]), array([1., 0.]))
    """
    common = tuple(slice(0, min(m, n)) for m, n in zip(np.shape(g), np.shape(x), strict=True))
    fitted = np.zeros(np.shape(x), g.dtype)
    fitted[common] = g[common]
    return fitted


def repeats_mask(x: Any, labels: str) -> Any:
    """Shaped like x: 1 where axes with the same label have the same index, else 0 (for `np.einsum("ii->i", x)`).

    >>> repeats_mask(np.zeros((2, 2)), "ii")
    array([[1., 0.],
           [0., 1.]])
    """
    mask = np.ones(np.shape(x))
    place = np.indices(np.shape(x))
    for axis, label in enumerate(labels):
        mask = mask * (place[axis] == place[labels.index(label)])
    return mask
