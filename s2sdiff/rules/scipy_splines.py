# mypy: ignore-errors
"""scipy.ndimage: images at places between their entries, by B-splines; and what is made of them.

    image(x) = sum over k of c_k B(x - k),    c such that the values at whole numbers are the image's

Beyond the borders c goes on as the mode says.  SciPy pads the image first where that is an approximation.
M. Unser, A. Aldroubi, M. Eden, "B-spline signal processing", 1993.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from numpy.polynomial import polynomial
from scipy import ndimage, special  # noqa: F401 - scipy.special, which the texts name

from s2sdiff.rules.declare import linear, zero
from s2sdiff.rules.plain import defined
from s2sdiff.rules.scipy_ndimage import inexact, source

Sample = tuple[tuple[Any, ...], dict[str, Any]]

PADDED = 12  # entries that SciPy puts before and behind an image

# --- the coefficients ---


def axes_and_orders(rng: np.random.Generator) -> list[Sample]:
    """Along each axis, with every border."""
    x = rng.normal(size=(4, 6))
    modes = ("mirror", "reflect", "grid-wrap", "constant")
    return [((x,), {}), ((x[0], 1), {}), *(((x, order, 0), {"mode": m}) for order, m in zip((2, 3, 4, 5), modes, strict=True))]


def spline_filter1d(y, input, order=3, axis=-1, *, mode="mirror", y_bar):
    matrix = scipy.ndimage.spline_filter1d(np.eye(input.shape[axis]), order, 0, mode=mode)
    input_bar = np.moveaxis(np.moveaxis(y_bar, axis, -1) @ matrix, -1, axis)


linear(ndimage.spline_filter1d, adjoint=spline_filter1d, operands=("input",), at=axes_and_orders)


@defined(ndimage.spline_filter, at=lambda rng: [((rng.normal(size=(4, 5)),), {}), ((rng.normal(size=6), 5), {"mode": "reflect"})])
def spline_filter(input, order=3, *, mode="mirror"):
    if np.ndim(input) > 3:
        raise NotImplementedError("over four axes and more: scipy.ndimage.spline_filter1d along each of them")
    image = scipy.ndimage.spline_filter1d(input, order, -1, mode=mode)
    if np.ndim(input) > 1:
        image = scipy.ndimage.spline_filter1d(image, order, -2, mode=mode)
    if np.ndim(input) > 2:
        image = scipy.ndimage.spline_filter1d(image, order, -3, mode=mode)
    return image


# --- the image at any place ---


def pieces(order: int) -> Any:
    """In row k the coefficients of t^k in the B-splines that are not zero a part t of an entry behind a knot.

    Of order d, the j-th is ((t + d - j) times the one before it of order d - 1, plus (1 + j - t) times the j-th) / d.
    """
    bells = [np.ones(1)]
    for d in range(1, order + 1):
        rising = [polynomial.polymul([d - j, 1.0], bells[j - 1]) / d for j in range(1, d + 1)]
        falling = [polynomial.polymul([1.0 + j, -1.0], bells[j]) / d for j in range(d)]
        bells = [polynomial.polyadd(r, f) for r, f in zip([np.zeros(1), *rising], [*falling, np.zeros(1)], strict=True)]
    return np.array([np.pad(bell, (0, order + 1 - len(bell))) for bell in bells]).T


zero(pieces, "constants")


def within(x, n, mode):
    """The places of the same value within the borders, or less than one entry beyond; as they are where all entries go on."""
    if mode == "mirror":
        period = max(2 * n - 2, 1)
        return np.where(x % period > n - 1, period - x % period, x % period)
    if mode == "reflect" or mode == "grid-mirror":
        return np.where(x % (2 * n) >= n, 2 * n - 1 - x % (2 * n), x % (2 * n))
    if mode == "wrap":
        period = max(n - 1, 1)
        return np.where(x < 0, period - (-x) % period, np.where(x > n - 1, x % period, x))
    if mode == "grid-wrap":
        return x % n
    if mode == "constant":
        return np.clip(x, 0.0, n - 1.0)
    return x


def entries(x, n, order, mode, before):
    """The entries that a place depends on, of n and of those padded before them; the weights, 0 of what lies beyond."""
    centre = 0.5 if order % 2 == 0 else 0.0
    x = within(x, n, mode) + before + centre
    knot = np.floor(x)
    if mode == "constant" and order % 2 == 1:  # at the last entry, the slope to its left
        knot = np.minimum(knot, max(n - 2.0, 0.0))
    t, rows = np.expand_dims(x - knot, -1), pieces(order)
    weights = rows[order] + 0.0 * t
    for k in range(order - 1, -1, -1):
        weights = weights * t + rows[k]
    at = np.expand_dims(knot.astype(int) - order // 2, -1) + np.arange(order + 1)
    if mode == "constant" or mode == "wrap":
        return source(at, n, "mirror"), weights
    if mode == "grid-constant":
        return np.clip(at, 0, n + 2 * before - 1), np.where((at >= 0) & (at < n + 2 * before), weights, 0.0)
    return source(at, n + 2 * before, mode), weights


def places(rng: np.random.Generator) -> list[Sample]:
    """Within the image and outside, on a line, a plane and in space; of each order, with each border."""
    x, at = rng.normal(size=(4, 5)), rng.uniform(0.1, 2.9, (2, 6))
    modes = ("reflect", "mirror", "wrap", "grid-wrap", "nearest", "grid-constant")
    return [
        ((x, at), {}),
        ((x, at), {"order": 1}),
        ((x, at + 1.3), {"order": 1, "mode": "nearest"}),
        ((x[0], at[:1] + 1.7), {"order": 1, "cval": 0.3}),
        ((x, at), {"order": 3, "prefilter": False}),
        ((rng.normal(size=(3, 4, 5)), rng.uniform(-0.9, 3.9, (3, 2, 2))), {"order": 2, "mode": "mirror"}),
        *(((x[0], 4.0 * at[:1] - 3.0), {"order": order, "mode": m, "cval": 0.3}) for order, m in zip((2, 3, 4, 5, 3, 3), modes, strict=True)),
        ((x, 2.0 * at - 1.1), {"order": 5, "mode": "grid-constant", "cval": 0.3}),
    ]  # fmt: skip


@defined(ndimage.map_coordinates, at=places)
def map_coordinates(input, coordinates, *, order=3, mode="constant", cval=0.0, prefilter=True):
    if np.ndim(input) > 3 or isinstance(coordinates, (list, tuple)):
        raise NotImplementedError("the derivative of scipy.ndimage.map_coordinates over four axes and more, or at places in a list: np.array")
    if np.iscomplexobj(input):
        raise NotImplementedError("of complex images: of the real and the imaginary part")
    inexact(input)
    shape = input.shape
    image, before = input, 0
    if prefilter and order > 1:
        if mode == "grid-constant":
            image, before = np.pad(input, PADDED, constant_values=cval), PADDED
        elif mode == "nearest":
            image, before = np.pad(input, PADDED, mode="edge"), PADDED
        image = scipy.ndimage.spline_filter(image, order, mode=mode)
    at, weights = entries(coordinates[-1], shape[-1], order, mode, before)
    if np.ndim(input) >= 2:
        rows, row_weights = entries(coordinates[-2], shape[-2], order, mode, before)
        at = np.expand_dims(rows, -1) * image.shape[-1] + np.expand_dims(at, -2)
        weights = np.expand_dims(row_weights, -1) * np.expand_dims(weights, -2)
    if np.ndim(input) == 3:
        planes, plane_weights = entries(coordinates[0], shape[0], order, mode, before)
        at = np.expand_dims(planes, (-1, -2)) * (image.shape[-1] * image.shape[-2]) + np.expand_dims(at, -3)
        weights = np.expand_dims(plane_weights, (-1, -2)) * np.expand_dims(weights, -3)
    axes = (-1,) if np.ndim(input) == 1 else (-2, -1) if np.ndim(input) == 2 else (-3, -2, -1)
    value = np.sum(np.ravel(image)[at] * weights, axis=axes)
    if mode == "grid-constant":
        return (value + cval * (1.0 - np.sum(weights, axis=axes))).astype(input.dtype)
    if mode != "constant":
        return value.astype(input.dtype)
    outside = (coordinates[-1] < 0) | (coordinates[-1] > shape[-1] - 1)
    if np.ndim(input) >= 2:
        outside = outside | (coordinates[-2] < 0) | (coordinates[-2] > shape[-2] - 1)
    if np.ndim(input) == 3:
        outside = outside | (coordinates[0] < 0) | (coordinates[0] > shape[0] - 1)
    return np.where(outside, cval, value).astype(input.dtype)


# --- the image on another grid ---


def maps(rng: np.random.Generator) -> list[Sample]:
    """With a matrix, a shape and an offset; factors alone; a shift beside the matrix."""
    x, a = rng.normal(size=(4, 5)), np.eye(2) + 0.1 * rng.normal(size=(2, 2))
    return [
        ((x, a, np.array([0.3, -0.2]), (3, 6)), {"mode": "reflect"}),
        ((x, np.array([0.9, 0.7])), {"offset": 0.25, "order": 2, "mode": "nearest"}),
        ((x, np.column_stack([a, [0.3, 0.1]])), {"mode": "grid-wrap", "order": 5}),
    ]


@defined(ndimage.affine_transform, at=maps)
def affine_transform(input, matrix, offset=0.0, output_shape=None, *, order=3, mode="constant", cval=0.0, prefilter=True):
    shape = input.shape if output_shape is None else output_shape
    grid = np.reshape(np.indices(shape, dtype=float), (len(shape), -1))
    if np.ndim(matrix) == 1:
        at = matrix[:, None] * grid + np.reshape(offset, (-1, 1))
    elif matrix.shape[1] == np.ndim(input) + 1:
        at = matrix[: np.ndim(input), :-1] @ grid + matrix[: np.ndim(input), -1:]
    else:
        at = matrix @ grid + np.reshape(offset, (-1, 1))
    found = scipy.ndimage.map_coordinates(input, at, order=order, mode=mode, cval=cval, prefilter=prefilter)
    return np.reshape(found, shape)


@defined(
    ndimage.shift,
    at=lambda rng: [
        ((rng.normal(size=(4, 5)), np.array([0.3, -1.2])), {"mode": "mirror"}),
        ((rng.normal(size=6), 0.4), {"order": 1, "mode": "wrap"}),
        ((rng.normal(size=(4, 5)), 0.4), {"cval": 0.3}),
    ],
)
def shift(input, shift, *, order=3, mode="constant", cval=0.0, prefilter=True):
    ones = np.ones(np.ndim(input))
    return scipy.ndimage.affine_transform(input, ones, -shift * ones, order=order, mode=mode, cval=cval, prefilter=prefilter)


@defined(
    ndimage.zoom,
    at=lambda rng: [
        ((rng.normal(size=(4, 5)), 1.6), {}),
        ((rng.normal(size=(4, 5)), (0.7, 2)), {"mode": "nearest"}),
        ((rng.normal(size=6), 1.5), {"order": 1}),
    ],
    takes_lists=True,
)
def zoom(input, zoom, *, order=3, mode="constant", cval=0.0, prefilter=True):
    # the ends stay where they are, whatever the factors: of these only the rounded sizes count
    shape = zoomed(input.shape, zoom)
    factors = (np.array(input.shape) - 1.0) / np.maximum(np.array(shape) - 1.0, 1.0)
    return scipy.ndimage.affine_transform(input, factors, 0.0, shape, order=order, mode=mode, cval=cval, prefilter=prefilter)


def zoomed(shape: Any, factors: Any) -> tuple[int, ...]:
    """The size of a zoomed image."""
    return tuple(round(n * f) for n, f in zip(shape, np.broadcast_to(factors, len(shape)), strict=True))


zero(zoomed, "integer result")


@defined(
    ndimage.rotate,
    at=lambda rng: [
        ((rng.normal(size=(4, 5)), 25.0), {"mode": "nearest"}),
        ((rng.normal(size=(4, 5)), -70.0), {"reshape": False, "order": 2, "mode": "mirror"}),
    ],
)
def rotate(input, angle, axes=(1, 0), reshape=True, *, order=3, mode="constant", cval=0.0, prefilter=True):
    if np.ndim(input) != 2:
        raise NotImplementedError("of images of three axes: loop over them")
    c, s = scipy.special.cosdg(angle), scipy.special.sindg(angle)
    matrix = np.array([[c, s], [-s, c]])
    shape = rotated(input.shape, angle) if reshape else input.shape
    offset = 0.5 * (np.array(input.shape) - 1.0) - matrix @ (0.5 * (np.array(shape) - 1.0))
    return scipy.ndimage.affine_transform(input, matrix, offset, shape, order=order, mode=mode, cval=cval, prefilter=prefilter)


def rotated(shape: Any, angle: Any) -> tuple[int, ...]:
    """The size of a rotated image."""
    return ndimage.rotate(np.zeros(shape), angle, order=0).shape


zero(rotated, "integer result")
