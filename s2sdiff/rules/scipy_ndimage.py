# mypy: ignore-errors
"""scipy.ndimage: correlations with small arrays, and what is made of them.

A filter is a sum over the weights: each times the image, extended past its borders and shifted.  `reflect` repeats the
border's own entry (NumPy's "symmetric"), `mirror` does not (NumPy's "reflect").
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from scipy import ndimage, special

from s2sdiff.rules.plain import defined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def inexact(x):
    """Refuses images of whole numbers, whose filtered values SciPy rounds."""
    if np.issubdtype(x.dtype, np.integer):
        raise NotImplementedError("of an image of whole numbers: x.astype(float)")


def source(places, n, mode):
    """The entry of a row of length n that stands at each place, also past the borders."""
    if mode == "reflect" or mode == "grid-mirror":
        return np.minimum(places % (2 * n), 2 * n - 1 - places % (2 * n))
    if mode == "mirror":
        period = max(2 * n - 2, 1)
        return np.minimum(places % period, period - places % period)
    if mode == "wrap" or mode == "grid-wrap":
        return places % n
    if mode == "nearest" or mode == "constant" or mode == "grid-constant":
        return np.minimum(np.maximum(places, 0), n - 1)
    raise NotImplementedError("with a mode for each axis: filter along one axis after the other")


def weighted(x, weights, mode, cval):
    """The sums of neighbours times weights along the last axis."""
    inexact(x)
    n, size = x.shape[-1], weights.shape[0]
    places = np.arange(n)[:, None] + np.arange(size) - size // 2
    taken = x[..., source(places, n, mode)]
    if mode == "constant" or mode == "grid-constant":
        return np.sum(np.where((places >= 0) & (places < n), taken, cval) * weights, axis=-1)
    return np.sum(taken * weights, axis=-1)


def along(x, weights, axis, mode, cval):
    """The correlation along an axis."""
    return np.moveaxis(weighted(np.moveaxis(x, axis, -1), weights, mode, cval), -1, axis)


def in_turn(x, weights, mode, cval):
    """The same correlation along every axis."""
    if np.ndim(x) > 3:
        raise NotImplementedError("the derivative of filters over four axes and more: filter along each of them")
    filtered = along(x, weights, -1, mode, cval)
    if np.ndim(x) > 1:
        filtered = along(filtered, weights, -2, mode, cval)
    if np.ndim(x) > 2:
        filtered = along(filtered, weights, -3, mode, cval)
    return filtered


def lines(rng: np.random.Generator) -> list[Sample]:
    """Odd and even sizes, every border."""
    x, w = rng.normal(size=(4, 6)), rng.normal(size=3)
    modes = ("mirror", "nearest", "wrap", "constant")
    return [((x, w), {}), ((x[0], rng.normal(size=4)), {}), *(((x[0], w), {"mode": m}) for m in modes)]


@defined(ndimage.correlate1d, at=lines)
def correlate1d(input, weights, axis=-1, *, mode="reflect", cval=0.0):
    return along(input, np.conj(weights), axis, mode, cval)


@defined(ndimage.convolve1d, at=lambda rng: [(args, kwargs) for args, kwargs in lines(rng) if len(args[1]) == 3])
def convolve1d(input, weights, axis=-1, *, mode="reflect", cval=0.0):
    if weights.shape[0] % 2 == 0:
        raise NotImplementedError(
            "the derivative of scipy.ndimage.convolve1d with an even number of weights: add a zero"
        )
    return along(input, weights[::-1], axis, mode, cval)


def images(rng: np.random.Generator) -> list[Sample]:
    """A line and an image, every border."""
    x, w = rng.normal(size=(4, 5)), rng.normal(size=(3, 3))
    return [
        ((x, w), {}),
        ((x[0], w[0]), {}),
        ((x, w), {"mode": "constant", "cval": 0.7}),
        ((x, w), {"mode": "wrap"}),
        ((x + 0.3j, w - 0.2j), {}),
    ]


@defined(ndimage.correlate, at=images)
def correlate(input, weights, *, mode="reflect", cval=0.0):
    if np.ndim(input) == 1:
        return weighted(input, np.conj(weights), mode, cval)
    if np.ndim(input) != 2:
        raise NotImplementedError("the derivative of filters over three axes and more: filter along each of them")
    inexact(input)
    n, m, high, wide = input.shape[0], input.shape[1], weights.shape[0], weights.shape[1]
    rows = np.arange(n)[:, None, None, None] + np.arange(high)[:, None] - high // 2
    columns = np.arange(m)[:, None, None] + np.arange(wide) - wide // 2
    taken = np.ravel(input)[source(rows, n, mode) * m + source(columns, m, mode)]
    if mode == "constant" or mode == "grid-constant":
        inside = (rows >= 0) & (rows < n) & (columns >= 0) & (columns < m)
        return np.sum(np.where(inside, taken, cval) * np.conj(weights), axis=(-2, -1))
    return np.sum(taken * np.conj(weights), axis=(-2, -1))


@defined(ndimage.convolve, at=images)
def convolve(input, weights, *, mode="reflect", cval=0.0):
    if np.ndim(input) == 1:
        if weights.shape[0] % 2 == 0:
            raise NotImplementedError(
                "the derivative of scipy.ndimage.convolve with an even number of weights: add zeros"
            )
        return weighted(input, weights[::-1], mode, cval)
    if weights.shape[0] % 2 == 0 or weights.shape[1] % 2 == 0:
        raise NotImplementedError("the derivative of scipy.ndimage.convolve with an even number of weights: add zeros")
    return scipy.ndimage.correlate(input, np.conj(weights[::-1, ::-1]), mode=mode, cval=cval)


def widths(rng: np.random.Generator) -> list[Sample]:
    """A line and an image, some borders; slopes and bends of a Gaussian, which may be cut off nearer."""
    x = rng.normal(size=(4, 6))
    return [
        ((x, 0.8), {}),
        ((x[0], 0.6), {"mode": "nearest"}),
        ((x, 0.5), {"mode": "constant", "truncate": 3.4}),
        ((x, 0.7), {"order": 1, "mode": "mirror"}),
        ((x[0], 0.7), {"order": 3, "radius": 2}),
    ]


def widths_of_axes(rng: np.random.Generator) -> list[Sample]:
    """One for all axes, and one for each, of an image and in space."""
    x = rng.normal(size=(3, 4, 3))
    return [
        *widths(rng),
        ((x[0], (0.8, 0.6)), {"mode": "wrap"}),
        ((x, [0.8, 0.6, 0.7]), {"order": (1, 0, 2), "mode": ["wrap", "mirror", "nearest"]}),
        ((x, 0.7), {"radius": (1, 2, 2)}),
    ]


def gaussian(sigma, order, truncate, radius):
    """The weights of a Gaussian, or of a derivative, cut off at so many deviations: their number jumps with sigma.

    That derivative is (-1 / sigma)^order times Hermite's polynomial of x / sigma times the Gaussian; a correlation turns it.
    """
    if order > 0 and sigma <= 1e-15:
        raise NotImplementedError("the derivative of slopes of a Gaussian without a width")
    reach = int(truncate * sigma + 0.5) if radius is None else radius
    width = max(sigma, 1e-15)
    x = np.arange(-reach, reach + 1) / width
    bell = np.exp(-0.5 * x**2)
    if order == 0:
        return bell / np.sum(bell)
    return special.eval_hermitenorm(order, x) * bell / (np.sum(bell) * width**order)


@defined(ndimage.gaussian_filter1d, at=widths)
def gaussian_filter1d(input, sigma, axis=-1, order=0, *, mode="reflect", cval=0.0, truncate=4.0, radius=None):
    return along(input, gaussian(sigma, order, truncate, radius), axis, mode, cval)


def of_axis(choice, k):
    """What is chosen for an axis, or for all."""
    return choice[k] if isinstance(choice, (tuple, list)) else choice


def blurred(x, k, sigma, order, mode, cval, truncate, radius):
    """An image, filtered along an axis as is chosen for that."""
    weights = gaussian(of_axis(sigma, k), of_axis(order, k), truncate, of_axis(radius, k))
    return along(x, weights, k, of_axis(mode, k), cval)


@defined(ndimage.gaussian_filter, at=widths_of_axes, takes_lists=True)
def gaussian_filter(input, sigma, order=0, *, mode="reflect", cval=0.0, truncate=4.0, radius=None):
    if np.ndim(sigma) != 0 and not isinstance(sigma, (tuple, list)):
        raise NotImplementedError("with an array of widths: give a tuple")
    if np.ndim(input) > 3:
        raise NotImplementedError("the derivative of filters over four axes and more: filter along each of them")
    filtered = blurred(input, -1, sigma, order, mode, cval, truncate, radius)
    if np.ndim(input) > 1:
        filtered = blurred(filtered, -2, sigma, order, mode, cval, truncate, radius)
    if np.ndim(input) > 2:
        filtered = blurred(filtered, -3, sigma, order, mode, cval, truncate, radius)
    return filtered


# --- slopes and bends of images ---


def edges(rng: np.random.Generator) -> list[Sample]:
    """Along the last axis and the first, some borders."""
    x = rng.normal(size=(4, 5))
    return [((x,), {}), ((x, 0), {"mode": "wrap"}), ((x[0],), {"mode": "nearest"})]


def slope(x, axis, across, mode, cval):
    """The difference of both neighbours along an axis, smoothed across it with these weights."""
    along_axis = scipy.ndimage.correlate1d(x, np.array([-1.0, 0.0, 1.0]), axis, mode=mode, cval=cval)
    if np.ndim(x) == 1:
        return along_axis
    if np.ndim(x) != 2:
        raise NotImplementedError("of three axes and more: filter along each of them with scipy.ndimage.correlate1d")
    return scipy.ndimage.correlate1d(along_axis, across, 1 - axis % 2, mode=mode, cval=cval)


@defined(ndimage.sobel, at=edges)
def sobel(input, axis=-1, *, mode="reflect", cval=0.0):
    return slope(input, axis, np.array([1.0, 2.0, 1.0]), mode, cval)


@defined(ndimage.prewitt, at=edges)
def prewitt(input, axis=-1, *, mode="reflect", cval=0.0):
    return slope(input, axis, np.array([1.0, 1.0, 1.0]), mode, cval)


@defined(ndimage.laplace, at=lambda rng: [((rng.normal(size=(4, 5)),), {}), ((rng.normal(size=5),), {"mode": "wrap"})])
def laplace(input, *, mode="reflect", cval=0.0):
    bend = np.array([1.0, -2.0, 1.0])
    if np.ndim(input) == 1:
        return scipy.ndimage.correlate1d(input, bend, mode=mode, cval=cval)
    if np.ndim(input) != 2:
        raise NotImplementedError("of three axes and more: filter along each of them with scipy.ndimage.correlate1d")
    across = scipy.ndimage.correlate1d(input, bend, 0, mode=mode, cval=cval)
    return across + scipy.ndimage.correlate1d(input, bend, 1, mode=mode, cval=cval)


def sizes(rng: np.random.Generator) -> list[Sample]:
    """Odd and even."""
    x = rng.normal(size=(4, 6))
    return [((x,), {}), ((x[0], 4), {"mode": "wrap"}), ((x, 5), {"mode": "constant"})]


@defined(ndimage.uniform_filter1d, at=lambda rng: [((rng.normal(size=(4, 6)), 3), {}), ((rng.normal(size=6), 4), {})])
def uniform_filter1d(input, size, axis=-1, *, mode="reflect", cval=0.0):
    return along(input, np.ones(size) / size, axis, mode, cval)


@defined(ndimage.uniform_filter, at=sizes)
def uniform_filter(input, size=3, *, mode="reflect", cval=0.0):
    return in_turn(input, np.ones(size) / size, mode, cval)
