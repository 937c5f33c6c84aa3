# mypy: ignore-errors
# ruff: noqa: RUF005, SIM108, SIM114 - shapes are added up; a static `if` is a choice made when generating
"""New shapes for the same items, and repeated or padded items: all linear; the adjoint undoes the move.

An operand may be a number where NumPy makes an array of it (`np.reshape(x, (1,))`): its cotangent is then the sum.
A result may be 0-d, and its cotangent a plain number without methods: functions are called in that case.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_scalar, is_static, ndim, refuse, static, undefined
from s2sdiff.runtime import add_at, unpad, unpad_linearly, untile

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def block(rng: np.random.Generator) -> Any:
    """A strided array of three axes, no two of the same size."""
    return rng.normal(size=(4, 4, 3))[::2, ::-1]


# --- reshape, ravel, flatten, squeeze, expand_dims, atleast_*d ---


def reshapes(rng: np.random.Generator) -> list[Sample]:
    """Shapes as a tuple, a number, with -1, to and from 0-d, empty, in Fortran's order."""
    a = block(rng)
    return [
        ((a, (3, 8)), {}),
        ((a, -1), {}),
        ((a,), {"shape": (2, -1)}),
        ((a, (8, 3), "F"), {}),
        ((a[:1, :1, :1], ()), {}),
        ((0.7, (1, 1)), {}),
        ((np.array(0.7), 1), {}),
        ((np.zeros((0, 3)), (3, 0)), {}),
    ]


def reshape_back(y, a, shape, order="C", *, y_bar):
    if order != "C" and order != "F":
        refuse("np.reshape in an order that depends on memory layout: use order='C' or 'F'")
    if is_scalar(a):
        a_bar = np.sum(y_bar)
    elif is_static(shape) and shape == ():
        a_bar = y_bar
    elif order == "C":
        a_bar = y_bar.reshape(a.shape)
    else:
        a_bar = np.reshape(y_bar, a.shape, order="F")


linear(np.reshape, adjoint=reshape_back, operands=("a",), at=reshapes)


def flattened(rng: np.random.Generator) -> list[Sample]:
    """Several ranks, in both orders."""
    a = block(rng)
    return [((a,), {}), ((a[0],), {}), ((a[0, 0],), {}), ((a,), {"order": "F"}), ((np.array(0.7),), {})]


def flatten_back(y, a, order="C", *, y_bar):
    if order != "C" and order != "F":
        refuse("flattening in an order that depends on memory layout: use order='C' or 'F'")
    if is_scalar(a):
        a_bar = np.sum(y_bar)
    elif ndim(a) == 1:
        a_bar = y_bar
    elif order == "C":
        a_bar = y_bar.reshape(a.shape)
    else:
        a_bar = np.reshape(y_bar, a.shape, order="F")


linear(np.ravel, np.ndarray.flatten, adjoint=flatten_back, operands=("a",), at=flattened)


def with_ones(rng: np.random.Generator) -> list[Sample]:
    """Axes of size 1, removed all or some."""
    a = rng.normal(size=(1, 3, 1))
    return [((a,), {}), ((a, 0), {}), ((a,), {"axis": (0, -1)}), ((a[0],), {}), ((a[:, :1],), {}), ((a[0, 0], 0), {})]


def squeeze_back(y, a, axis=None, *, y_bar):
    if is_scalar(a) or ndim(y) == 0:
        a_bar = y_bar
    elif axis is None:
        a_bar = y_bar.reshape(a.shape)
    else:
        a_bar = np.expand_dims(y_bar, axis)


linear(np.squeeze, adjoint=squeeze_back, operands=("a",), at=with_ones)


def new_axes(rng: np.random.Generator) -> list[Sample]:
    """One new axis or two, anywhere; of a number too."""
    a = rng.normal(size=(2, 3))
    return [((a, 0), {}), ((a, -1), {}), ((a,), {"axis": (0, 2)}), ((np.array(0.7), 0), {}), ((0.7, (0, 1)), {})]


def expand_back(y, a, axis, *, y_bar):
    if is_scalar(a):
        a_bar = np.sum(y_bar)
    else:
        a_bar = np.squeeze(y_bar, axis)


linear(np.expand_dims, adjoint=expand_back, operands=("a",), at=new_axes)


def any_rank(rng: np.random.Generator) -> list[Sample]:
    """From a number to three axes."""
    a = block(rng)
    return [((a,), {}), ((a[0],), {}), ((a[0, 0],), {}), ((np.array(0.7),), {}), ((0.7,), {})]


def atleast_1d_back(y, arys, *, y_bar):
    if ndim(arys) == 0:
        arys_bar = np.sum(y_bar)
    else:
        arys_bar = y_bar


def atleast_2d_back(y, arys, *, y_bar):
    if ndim(arys) == 0:
        arys_bar = np.sum(y_bar)
    elif ndim(arys) == 1:
        arys_bar = y_bar[0]
    else:
        arys_bar = y_bar


def atleast_3d_back(y, arys, *, y_bar):
    if ndim(arys) == 0:
        arys_bar = np.sum(y_bar)
    elif ndim(arys) == 1:
        arys_bar = y_bar[0, :, 0]
    elif ndim(arys) == 2:
        arys_bar = y_bar[:, :, 0]
    else:
        arys_bar = y_bar


# Of one array; of several, they have no rule.
linear(np.atleast_1d, adjoint=atleast_1d_back, operands=("arys",), at=any_rank)
linear(np.atleast_2d, adjoint=atleast_2d_back, operands=("arys",), at=any_rank)
linear(np.atleast_3d, adjoint=atleast_3d_back, operands=("arys",), at=any_rank)


# --- broadcast_to ---


def stretches(rng: np.random.Generator) -> list[Sample]:
    """An axis added, an axis stretched, neither; a number."""
    a = rng.normal(size=(3, 1))
    return [
        ((a, (2, 3, 4)), {}),
        ((a, (3, 1)), {}),
        ((0.7, (2, 2)), {}),
        ((a[0], 3), {}),
        ((np.array(0.7),), {"shape": ()}),
    ]


def stretch_back(y, array, shape, *, y_bar):
    array_bar = y_bar


linear(np.broadcast_to, adjoint=stretch_back, operands=("array",), at=stretches, pointwise=True)


# --- axes in another order ---


def permutations(rng: np.random.Generator) -> list[Sample]:
    """All axes named, some counted from the end; none named; few axes."""
    a = block(rng)
    return [
        ((a,), {}),
        ((a, (1, 2, 0)), {}),
        ((a,), {"axes": [-1, 0, 1]}),
        ((a[0], (1, 0)), {}),
        ((a[0], (0, 1)), {}),
        ((a[0],), {}),
        ((a[0, 0],), {}),
        ((np.array(0.7),), {}),
    ]


def inverse(axes: Any) -> tuple[int, ...]:
    """The permutation that undoes `axes` (asked when generating)."""
    return tuple(int(k) for k in np.argsort([k % len(axes) for k in axes]))


def transpose_back(y, a, axes=None, *, y_bar):
    if ndim(a) < 2:
        a_bar = y_bar
    elif axes is None:
        a_bar = y_bar.T
    elif ndim(a) == 2 and axes[0] % 2 == 1:
        a_bar = y_bar.T
    elif is_static(axes):
        a_bar = np.transpose(y_bar, static(inverse(axes)))
    else:
        refuse("np.transpose with axes known only when run: write the axes out")


linear(np.transpose, adjoint=transpose_back, operands=("a",), at=permutations)


def matrices(rng: np.random.Generator) -> list[Sample]:
    """One matrix, and several."""
    a = block(rng)
    return [((a[0],), {}), ((a,), {})]


def matrix_transpose_back(y, x, *, y_bar):
    if ndim(x) == 2:
        x_bar = y_bar.T
    else:
        x_bar = np.swapaxes(y_bar, -1, -2)


linear(np.matrix_transpose, np.linalg.matrix_transpose, adjoint=matrix_transpose_back, operands=("x",), at=matrices)


def swapaxes_back(y, a, axis1, axis2, *, y_bar):
    a_bar = np.swapaxes(y_bar, axis1, axis2)


linear(
    np.swapaxes,
    adjoint=swapaxes_back,
    operands=("a",),
    at=lambda rng: [((block(rng), 0, -1), {}), ((block(rng),), {"axis1": 1, "axis2": 1})],
)


def moveaxis_back(y, a, source, destination, *, y_bar):
    a_bar = np.moveaxis(y_bar, destination, source)


linear(
    np.moveaxis,
    adjoint=moveaxis_back,
    operands=("a",),
    at=lambda rng: [((block(rng), 0, -1), {}), ((block(rng), (0, 1), (-1, 0)), {})],
)


def rollaxis_back(y, a, axis, start=0, *, y_bar):
    if not (is_static(axis) and is_static(start)):
        refuse("np.rollaxis with axes known only when run: use np.moveaxis")
    a_bar = np.moveaxis(y_bar, static(rolled_to(axis, start, ndim(a))), axis)


def rolled_to(axis: int, start: int, rank: int) -> int:
    """Where np.rollaxis puts the axis (asked when generating)."""
    before = start + rank if start < 0 else start
    return before - 1 if axis % rank < before else before


linear(
    np.rollaxis,
    adjoint=rollaxis_back,
    operands=("a",),
    at=lambda rng: [((block(rng), axis, start), {}) for axis in (-1, 0, 1, 2) for start in (-1, 0, 1, 3)],
)


# --- items moved along axes ---


def roll_back(y, a, shift, axis=None, *, y_bar):
    if is_scalar(shift) and not is_static(shift):
        back = -shift
    elif is_static(shift):
        back = static(tuple(-s for s in shift) if isinstance(shift, tuple) else -shift)
    else:
        refuse("np.roll by a tuple of shifts known only when run: roll one axis after the other")
    if axis is None:
        a_bar = np.roll(y_bar, back)
    else:
        a_bar = np.roll(y_bar, back, axis)


def rolls(rng: np.random.Generator) -> list[Sample]:
    """By a number or a tuple, along axes or through all items."""
    a = block(rng)
    return [
        ((a, 2), {}),
        ((a, 1, -1), {}),
        ((a, (1, -1)), {"axis": (0, 2)}),
        ((a[0, 0], -1), {}),
        ((a, 3), {"axis": (0, 1)}),
    ]


linear(np.roll, adjoint=roll_back, operands=("a",), at=rolls)


def flip_back(y, m, axis=None, *, y_bar):
    if axis is None:
        m_bar = np.flip(y_bar)
    else:
        m_bar = np.flip(y_bar, axis)


linear(
    np.flip,
    adjoint=flip_back,
    operands=("m",),
    at=lambda rng: [
        ((block(rng),), {}),
        ((block(rng), -1), {}),
        ((block(rng),), {"axis": (0, 1)}),
        ((np.array(0.7),), {}),
    ],
)


def fliplr_back(y, m, *, y_bar):
    m_bar = np.fliplr(y_bar)


def flipud_back(y, m, *, y_bar):
    m_bar = np.flipud(y_bar)


linear(np.fliplr, adjoint=fliplr_back, operands=("m",), at=matrices)
linear(np.flipud, adjoint=flipud_back, operands=("m",), at=matrices)


def rot90_back(y, m, k=1, axes=(0, 1), *, y_bar):
    if is_static(k):
        m_bar = np.rot90(y_bar, static(-k), axes)
    else:
        m_bar = np.rot90(y_bar, -k, axes)


linear(
    np.rot90,
    adjoint=rot90_back,
    operands=("m",),
    at=lambda rng: [((block(rng),), {}), ((block(rng), 2), {}), ((block(rng)[0],), {"k": -3, "axes": (1, 0)})],
)


# --- items repeated: their cotangents are added up ---


def tile_back(y, A, reps, *, y_bar):
    if ndim(A) == 0:
        A_bar = np.sum(y_bar)
    elif ndim(A) == 1 and ndim(reps) == 0:
        A_bar = np.sum(y_bar.reshape(reps, A.size), axis=0)
    else:
        A_bar = untile(A, reps, y_bar)


linear(
    np.tile,
    adjoint=tile_back,
    operands=("A",),
    at=lambda rng: [
        ((block(rng)[0, 0], 2), {}),
        ((block(rng)[0], (2, 3)), {}),
        ((block(rng)[0], (2,)), {}),
        ((block(rng)[0, 0], (2, 1)), {}),
        ((0.7, 3), {}),
        ((block(rng)[0, 0], 0), {}),
    ],
)


def repeat_back(y, a, repeats, axis=None, *, y_bar):
    if ndim(a) == 0:
        a_bar = np.sum(y_bar)
    elif ndim(repeats) > 0 or (axis is not None and ndim(a) > 1):
        if axis is None:
            a_bar = add_at(a, np.repeat(np.arange(a.size), repeats), y_bar)
        else:
            a_bar = add_at(a, np.repeat(np.arange(a.shape[axis]), repeats), y_bar, axis)
    elif ndim(a) == 1:
        a_bar = np.sum(y_bar.reshape(a.size, repeats), axis=1)
    else:
        a_bar = np.sum(y_bar.reshape(a.shape + (repeats,)), axis=-1)


def repeated(rng: np.random.Generator) -> list[Sample]:
    """All items as often, or each its own number of times."""
    a = block(rng)
    return [
        ((a, 2), {}),
        ((a[0, 0], 3), {}),
        ((a, 2, 1), {}),
        ((a,), {"repeats": np.array([2, 0, 1]), "axis": -1}),
        ((a[0, 0], [1, 2, 0]), {}),
        ((0.7, 3), {}),
    ]


linear(np.repeat, adjoint=repeat_back, operands=("a",), at=repeated)


def tile_again(y, x, reps, g, *, y_bar):
    g_bar = np.tile(y_bar, reps)


linear(
    untile,
    adjoint=tile_again,
    operands=("g",),
    constant=("x", "reps"),
    at=lambda rng: [
        ((np.zeros((2, 3)), (2, 2), rng.normal(size=(4, 6))), {}),
        ((np.zeros(2), 3, rng.normal(size=6)), {}),
    ],
)


# --- padding and differences ---


def pads(rng: np.random.Generator) -> list[Sample]:
    """Widths as a number, a pair, a pair for each axis; zeros and another constant."""
    a = block(rng)
    return [
        ((a[0, 0], 2), {}),
        ((a, 1), {}),
        ((a, ((1, 0), (0, 2), (0, 0))), {}),
        ((a[0], (1, 2)), {"mode": "constant", "constant_values": 3.0}),
        ((a[0], [[0, 1], [2, 0]]), {}),
        ((a[0, 0], 0), {}),
        *(((a[0], ((1, 0), (2, 1))), {"mode": mode}) for mode in ("edge", "reflect", "symmetric", "wrap")),
        ((a[0, 0], 2, "wrap"), {}),
        ((a[0], ((1, 0), (2, 1))), {"mode": "linear_ramp", "end_values": 0.3}),
        ((a[0], 2, "linear_ramp"), {"end_values": ((1, 2), (3, 4))}),
        ((a[0], ((1, 0), (2, 1)), "mean"), {}),
        ((a[0], 2, "mean"), {"stat_length": ((1, 2), (3, 2))}),
        ((a[0], ((1, 0), (2, 5)), "reflect"), {"reflect_type": "odd"}),
        ((a[0, 0], 4, "symmetric"), {"reflect_type": "odd"}),
        ((a[0], {0: (1, 2), -1: 1}), {}),
        ((a[0], {-2: 1}, "edge"), {}),
    ]


@adjoint(np.pad, at=pads)
def pad(
    y, array, pad_width, mode="constant", constant_values=0.0, end_values=0.0, stat_length=None, reflect_type="even", *,
    y_bar,
):  # fmt: skip
    # y holds the array in the middle; a border that repeats items gives them back to where they came from, which the same
    # padding of their numbers tells.  A ramp, a mean, and a reflection about the ends are linear along each axis.
    if not is_static((mode, reflect_type)) or mode not in BORDERS:
        refuse("np.pad in a mode that leaves the border empty, is a function, or is not known when generating: use np.concatenate")
    if mode == "constant" and ndim(array) == 1 and is_static(pad_width) and isinstance(pad_width, int) and pad_width > 0:
        array_bar = y_bar[pad_width:-pad_width]
    elif mode == "constant" and ndim(array) == 2 and is_static(pad_width) and isinstance(pad_width, int) and pad_width > 0:
        array_bar = y_bar[pad_width:-pad_width, pad_width:-pad_width]
    elif mode == "constant":
        array_bar = unpad(array, pad_width, y_bar)
    elif mode == "linear_ramp" or mode == "mean" or reflect_type != "even":
        array_bar = unpad_linearly(array, pad_width, y_bar, mode, stat_length, reflect_type)
    else:
        array_bar = add_at(
            array, np.pad(np.reshape(np.arange(np.size(array)), np.shape(array)), pad_width, mode), y_bar
        )
    if ndim(constant_values) == 0:
        constant_values_bar = np.sum(y_bar) - np.sum(unpad(array, pad_width, y_bar))
    else:
        constant_values_bar = undefined("`np.pad` with respect to several constant values")
    if ndim(end_values) == 0:
        end_values_bar = np.sum(y_bar * np.pad(np.zeros_like(array), pad_width, "linear_ramp", end_values=1.0))
    else:
        end_values_bar = undefined("`np.pad` with respect to several end values")


@tangent(np.pad)
def pad_tangent(
    y, array, pad_width, mode="constant", constant_values=0.0, end_values=0.0, stat_length=None, reflect_type="even", *,
    array_dot, constant_values_dot, end_values_dot,
):  # fmt: skip
    if not is_static((mode, reflect_type)) or mode not in BORDERS:
        refuse("np.pad in a mode that leaves the border empty, is a function, or is not known when generating: use np.concatenate")
    if mode == "constant" and ndim(constant_values) == 0:
        y_dot = (
            np.pad(array_dot, pad_width)
            + np.pad(np.zeros_like(array), pad_width, constant_values=1) * constant_values_dot
        )
    elif mode == "constant":
        y_dot = np.pad(array_dot, pad_width) + undefined("`np.pad` with respect to several constant values") * np.sum(
            constant_values_dot
        )
    elif mode == "linear_ramp" and ndim(end_values) == 0:
        y_dot = (
            np.pad(array_dot, pad_width, mode)
            + np.pad(np.zeros_like(array), pad_width, mode, end_values=1.0) * end_values_dot
        )
    elif mode == "linear_ramp":
        y_dot = np.pad(array_dot, pad_width, mode) + undefined("`np.pad` with respect to several end values") * np.sum(
            end_values_dot
        )
    elif mode == "mean":
        y_dot = np.pad(array_dot, pad_width, mode, stat_length=stat_length)
    elif reflect_type != "even":
        y_dot = np.pad(array_dot, pad_width, mode, reflect_type=reflect_type)
    else:
        y_dot = np.pad(array_dot, pad_width, mode)


BORDERS = ("constant", "edge", "reflect", "symmetric", "wrap", "linear_ramp", "mean")  # asked when generating


def extremes(rng: np.random.Generator) -> list[Sample]:
    """Every statistic of all items and of some, along one axis after the other; items that are equal; widths in every form."""
    a = block(rng)
    ties = np.array([1.0, 3.0, 0.5, 3.0, 1.0])
    return [
        *(((a[0], ((1, 0), (2, 1)), mode), {}) for mode in STATISTICS),
        *(((a, 1, mode), {"stat_length": ((1, 2), (4, 1), (2, 2))}) for mode in STATISTICS),
        *(((ties, (1, 2), mode), {"stat_length": 2}) for mode in STATISTICS),
        ((a[0, 0], 2, "maximum"), {}),
        ((a[0], [[0, 1], [2, 0]]), {"mode": "minimum"}),
    ]


STATISTICS = ("maximum", "minimum", "median")


@defined(np.pad, at=extremes, option=("mode", STATISTICS), in_place=True)
def pad_with_statistics(array, pad_width, mode, *, stat_length=None):
    # along one axis after the other, each of which is the first when its turn comes: a border takes in the corners of
    # those before
    of_axes, considered = pairs(pad_width, array.ndim), pairs(stat_length, array.ndim)
    for widths, lengths in zip(of_axes, considered, strict=False):
        above = below = statistic(mode, array)
        if lengths[0] is not None:
            above = statistic(mode, array[: lengths[0]])
            below = statistic(mode, array[::-1][: lengths[1]])
        array = np.concatenate((np.repeat(above, widths[0], axis=0), array, np.repeat(below, widths[1], axis=0)))
        if array.ndim > 1:
            array = np.moveaxis(array, 0, -1)
    return array


def pairs(given, rank):
    """What is said of the two ends of each axis: by one number, by two for all axes, or by two for each."""
    if isinstance(given, (dict, np.ndarray)):
        raise NotImplementedError("np.pad by statistics, with widths in an array or a dict: list them")
    if isinstance(given, (tuple, list)) and isinstance(given[0], (tuple, list)) and len(given) == rank:
        return given
    if isinstance(given, (tuple, list)) and isinstance(given[0], (tuple, list)) and len(given) > 1:
        raise NotImplementedError("np.pad by statistics, with widths of other axes than there are: give a pair for each")
    if isinstance(given, (tuple, list)) and isinstance(given[0], (tuple, list)):
        pair = (given[0][0], given[0][-1])
    elif isinstance(given, (tuple, list)):
        pair = (given[0], given[-1])
    else:
        pair = (given, given)
    if rank == 1:
        return (pair,)
    if rank == 2:
        return pair, pair
    if rank == 3:
        return pair, pair, pair
    raise NotImplementedError("np.pad by statistics along more than three axes: list the widths of each axis")


def statistic(mode, lines):
    """The one line that stands in a border; items that are equal share its derivative, as in the reduction."""
    if mode == "maximum":
        return np.max(lines, axis=0, keepdims=True)
    if mode == "minimum":
        return np.min(lines, axis=0, keepdims=True)
    return np.median(lines, axis=0, keepdims=True)


def unpad_linearly_again(y, x, pad_width, g, mode, stat_length=None, reflect_type="even", *, y_bar):
    if mode == "mean":
        g_bar = np.pad(y_bar, pad_width, mode, stat_length=stat_length)
    elif mode == "linear_ramp":
        g_bar = np.pad(y_bar, pad_width, mode)
    else:
        g_bar = np.pad(y_bar, pad_width, mode, reflect_type=reflect_type)


linear(
    unpad_linearly,
    adjoint=unpad_linearly_again,
    operands=("g",),
    constant=("x",),
    at=lambda rng: [
        ((np.zeros((2, 3)), (1, 2), rng.normal(size=(5, 6)), "mean"), {}),
        ((np.zeros(3), 1, rng.normal(size=5), "reflect"), {"reflect_type": "odd"}),
    ],
)


def pad_again(y, x, pad_width, g, *, y_bar):
    g_bar = np.pad(y_bar, pad_width)


linear(
    unpad,
    adjoint=pad_again,
    operands=("g",),
    constant=("x",),
    at=lambda rng: [
        ((np.zeros((2, 3)), (1, 2), rng.normal(size=(5, 6))), {}),
        ((np.zeros(2), 1, rng.normal(size=4)), {}),
    ],
)


def differences(rng: np.random.Generator) -> list[Sample]:
    """First and second differences, along any axis, a number put before or after."""
    a = block(rng)
    return [
        ((a,), {}),
        ((a[0, 0],), {}),
        ((a, 1, 1), {}),
        ((a,), {"n": 2, "axis": -1}),
        ((a, 0), {}),
        ((a,), {"axis": -2, "prepend": 0.0}),
        ((a[0, 0],), {"append": 2.0}),
        ((a[0, 0],), {"prepend": 0.0, "append": 0.0}),
        ((a[0, 0, :1],), {}),
    ]


@adjoint(np.diff, at=differences)
def diff(y, a, n=1, axis=-1, prepend=None, append=None, *, y_bar):
    # y_i = a_{i+1} - a_i:  a_bar_i = y_bar_{i-1} - y_bar_i, nothing beyond the ends.
    # A number before a makes y one longer: y_bar_{-1} is then given; likewise after.
    if n == 0:
        a_bar = y_bar
    elif n == 2 and prepend is None and append is None:
        middle = np.diff(y_bar, axis=axis, prepend=0.0, append=0.0)
        a_bar = np.diff(middle, axis=axis, prepend=0.0, append=0.0)
    elif n != 1:
        refuse("np.diff of higher differences: call np.diff again on its result")
    elif prepend is None and append is None and ndim(a) == 1:
        a_bar = -np.diff(y_bar, prepend=0.0, append=0.0)
    elif prepend is None and append is None:
        a_bar = -np.diff(y_bar, axis=axis, prepend=0.0, append=0.0)
    elif not ((prepend is None or ndim(prepend) == 0) and (append is None or ndim(append) == 0)):
        refuse("np.diff with arrays before or after: join them with np.concatenate first")
    elif prepend is None:
        a_bar = -np.diff(y_bar, axis=axis, prepend=0.0)
    elif append is None:
        a_bar = -np.diff(y_bar, axis=axis, append=0.0)
    else:
        a_bar = -np.diff(y_bar, axis=axis)


@tangent(np.diff)
def diff_tangent(y, a, n=1, axis=-1, prepend=None, append=None, *, a_dot):
    if not ((prepend is None or ndim(prepend) == 0) and (append is None or ndim(append) == 0)):
        refuse("np.diff with arrays before or after: join them with np.concatenate first")
    if prepend is None and append is None:
        y_dot = np.diff(a_dot, n, axis)
    elif append is None:
        y_dot = np.diff(a_dot, n, axis, prepend=0.0)
    elif prepend is None:
        y_dot = np.diff(a_dot, n, axis, append=0.0)
    else:
        y_dot = np.diff(a_dot, n, axis, prepend=0.0, append=0.0)
