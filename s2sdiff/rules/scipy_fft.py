# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""scipy.fft: the transforms that NumPy has as well, and the cosine and sine transforms of real arrays.

Scaled "ortho", a cosine or sine transform is orthogonal: its transpose is its inverse.  Without, type 4 is symmetric, and
so is the sine transform of type 1; type 3 is the transpose of type 2 but for its first column (of sines, the last), which
is half of that; the cosine transform of type 1 counts its first and last items once, and the others twice.  An inverse is
the transform of the other type.  `n` cuts or pads beforehand, which fit_shape undoes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy
from scipy import fft as transforms

from s2sdiff.rules.declare import linear
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_static, refuse
from s2sdiff.runtime import fit_shape

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def lines(*, is_complex: bool) -> Callable[[Any], list[Sample]]:
    """A vector, a matrix along an axis, with a length, with a scale."""

    def draw(rng: np.random.Generator) -> list[Sample]:
        x = rng.normal(size=(3, 4)) + (1j * rng.normal(size=(3, 4)) if is_complex else 0.0)
        return [((x[0],), {}), ((x,), {"axis": 0}), ((x[0], 6), {"norm": "ortho"})]

    return draw


def planes(*, is_complex: bool) -> Callable[[Any], list[Sample]]:
    """A matrix, and with a scale."""

    def draw(rng: np.random.Generator) -> list[Sample]:
        x = rng.normal(size=(3, 4)) + (1j * rng.normal(size=(3, 4)) if is_complex else 0.0)
        return [((x,), {}), ((x,), {"norm": "forward"})]

    return draw


@defined(transforms.fft, at=lines(is_complex=True))
def fft(x, n=None, axis=-1, norm=None, overwrite_x=False, workers=None):
    return np.fft.fft(x, n, axis, norm)


@defined(transforms.ifft, at=lines(is_complex=True))
def ifft(x, n=None, axis=-1, norm=None, overwrite_x=False, workers=None):
    return np.fft.ifft(x, n, axis, norm)


@defined(transforms.rfft, at=lines(is_complex=False))
def rfft(x, n=None, axis=-1, norm=None, overwrite_x=False, workers=None):
    return np.fft.rfft(x, n, axis, norm)


@defined(transforms.irfft, at=lines(is_complex=True))
def irfft(x, n=None, axis=-1, norm=None, overwrite_x=False, workers=None):
    return np.fft.irfft(x, n, axis, norm)


@defined(transforms.hfft, at=lines(is_complex=True))
def hfft(x, n=None, axis=-1, norm=None, overwrite_x=False, workers=None):
    return np.fft.hfft(x, n, axis, norm)


@defined(transforms.ihfft, at=lines(is_complex=False))
def ihfft(x, n=None, axis=-1, norm=None, overwrite_x=False, workers=None):
    return np.fft.ihfft(x, n, axis, norm)


@defined(transforms.fft2, at=planes(is_complex=True))
def fft2(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return np.fft.fft2(x, s, (-2, -1) if axes is None else axes, norm)


@defined(transforms.ifft2, at=planes(is_complex=True))
def ifft2(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return np.fft.ifft2(x, s, (-2, -1) if axes is None else axes, norm)


@defined(transforms.rfft2, at=planes(is_complex=False))
def rfft2(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return np.fft.rfft2(x, s, (-2, -1) if axes is None else axes, norm)


@defined(transforms.irfft2, at=planes(is_complex=True))
def irfft2(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return np.fft.irfft2(x, s, (-2, -1) if axes is None else axes, norm)


@defined(transforms.fftn, at=planes(is_complex=True))
def fftn(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return np.fft.fftn(x, s, axes, norm)


@defined(transforms.ifftn, at=planes(is_complex=True))
def ifftn(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return np.fft.ifftn(x, s, axes, norm)


@defined(transforms.rfftn, at=planes(is_complex=False))
def rfftn(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return np.fft.rfftn(x, s, axes, norm)


@defined(transforms.irfftn, at=planes(is_complex=True))
def irfftn(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return np.fft.irfftn(x, s, axes, norm)


def shifts(rng: np.random.Generator) -> list[Sample]:
    """Of all axes, and of one."""
    x = rng.normal(size=(3, 4))
    return [((x,), {}), ((x, 1), {})]


@defined(transforms.fftshift, at=shifts)
def fftshift(x, axes=None):
    return np.fft.fftshift(x, axes)


@defined(transforms.ifftshift, at=shifts)
def ifftshift(x, axes=None):
    return np.fft.ifftshift(x, axes)


# --- cosine and sine transforms ---


def waves(rng: np.random.Generator) -> list[Sample]:
    """Every type, along axes, scaled in every way or not, cut and padded."""
    x = rng.normal(size=(3, 4))
    return [
        ((x[0],), {}),
        ((x,), {"axis": 0}),
        ((x, 3), {}),
        ((x, 2), {"norm": "ortho", "axis": 0}),
        ((x, 3), {"norm": "ortho"}),
        ((x, 4), {}),
        ((x, 1), {}),
        ((x, 1), {"norm": "ortho", "axis": 0}),
        ((x, 2), {"norm": "forward", "axis": 0}),
        ((x, 3, 6), {"norm": "forward"}),
        ((x, 1, 3), {"norm": "forward"}),
        ((x, 4, 2, 0), {}),
    ]


def dct_adjoint(y, x, type=2, n=None, axis=-1, norm=None, overwrite_x=False, workers=None, *, y_bar):
    if not is_static((type, norm)):
        refuse("of a type or a scale known only when run: write them out")
    k = np.arange(y.shape[axis])
    if norm == "ortho":
        back = scipy.fft.idct(y_bar, type=type, axis=axis, norm="ortho")
    elif type == 4:
        back = scipy.fft.dct(y_bar, type=4, axis=axis, norm=norm)
    elif type == 1:
        weights = 2.0 - (k == 0) - (k == len(k) - 1)
        along = scipy.fft.dct(np.moveaxis(y_bar, axis, -1) / weights, type=1, norm=norm)
        back = np.moveaxis(weights * along, -1, axis)
    elif type == 2:
        along = scipy.fft.dct(np.moveaxis(y_bar, axis, -1) * (1.0 + (k == 0)), type=3, norm=norm)
        back = np.moveaxis(along, -1, axis)
    else:
        along = scipy.fft.dct(np.moveaxis(y_bar, axis, -1), type=2, norm=norm) / (1.0 + (k == 0))
        back = np.moveaxis(along, -1, axis)
    if n is None:
        x_bar = back
    else:
        x_bar = fit_shape(back, x)


def idct_adjoint(y, x, type=2, n=None, axis=-1, norm=None, overwrite_x=False, workers=None, *, y_bar):
    if not is_static((type, norm)):
        refuse("of a type or a scale known only when run: write them out")
    k = np.arange(y.shape[axis])
    if norm == "ortho":
        back = scipy.fft.dct(y_bar, type=type, axis=axis, norm="ortho")
    elif type == 4:
        back = scipy.fft.idct(y_bar, type=4, axis=axis, norm=norm)
    elif type == 1:
        weights = 2.0 - (k == 0) - (k == len(k) - 1)
        along = scipy.fft.idct(np.moveaxis(y_bar, axis, -1) / weights, type=1, norm=norm)
        back = np.moveaxis(weights * along, -1, axis)
    elif type == 3:
        along = scipy.fft.idct(np.moveaxis(y_bar, axis, -1) * (1.0 + (k == 0)), type=2, norm=norm)
        back = np.moveaxis(along, -1, axis)
    else:
        along = scipy.fft.idct(np.moveaxis(y_bar, axis, -1), type=3, norm=norm) / (1.0 + (k == 0))
        back = np.moveaxis(along, -1, axis)
    if n is None:
        x_bar = back
    else:
        x_bar = fit_shape(back, x)


def dst_adjoint(y, x, type=2, n=None, axis=-1, norm=None, overwrite_x=False, workers=None, *, y_bar):
    if not is_static((type, norm)):
        refuse("of a type or a scale known only when run: write them out")
    k = np.arange(y.shape[axis])
    if norm == "ortho":
        back = scipy.fft.idst(y_bar, type=type, axis=axis, norm="ortho")
    elif type == 1 or type == 4:
        back = scipy.fft.dst(y_bar, type=type, axis=axis, norm=norm)
    elif type == 2:
        along = scipy.fft.dst(np.moveaxis(y_bar, axis, -1) * (1.0 + (k == len(k) - 1)), type=3, norm=norm)
        back = np.moveaxis(along, -1, axis)
    else:
        along = scipy.fft.dst(np.moveaxis(y_bar, axis, -1), type=2, norm=norm) / (1.0 + (k == len(k) - 1))
        back = np.moveaxis(along, -1, axis)
    if n is None:
        x_bar = back
    else:
        x_bar = fit_shape(back, x)


def idst_adjoint(y, x, type=2, n=None, axis=-1, norm=None, overwrite_x=False, workers=None, *, y_bar):
    if not is_static((type, norm)):
        refuse("of a type or a scale known only when run: write them out")
    k = np.arange(y.shape[axis])
    if norm == "ortho":
        back = scipy.fft.dst(y_bar, type=type, axis=axis, norm="ortho")
    elif type == 1 or type == 4:
        back = scipy.fft.idst(y_bar, type=type, axis=axis, norm=norm)
    elif type == 3:
        along = scipy.fft.idst(np.moveaxis(y_bar, axis, -1) * (1.0 + (k == len(k) - 1)), type=2, norm=norm)
        back = np.moveaxis(along, -1, axis)
    else:
        along = scipy.fft.idst(np.moveaxis(y_bar, axis, -1), type=3, norm=norm) / (1.0 + (k == len(k) - 1))
        back = np.moveaxis(along, -1, axis)
    if n is None:
        x_bar = back
    else:
        x_bar = fit_shape(back, x)


linear(transforms.dct, adjoint=dct_adjoint, operands=("x",), at=waves)
linear(transforms.idct, adjoint=idct_adjoint, operands=("x",), at=waves)
linear(transforms.dst, adjoint=dst_adjoint, operands=("x",), at=waves)
linear(transforms.idst, adjoint=idst_adjoint, operands=("x",), at=waves)


def blocks(rng: np.random.Generator) -> list[Sample]:
    """Of two and three axes, some of them, cut and padded."""
    x = rng.normal(size=(3, 4))
    return [
        ((x,), {}),
        ((rng.normal(size=(2, 3, 2)), 3), {"norm": "ortho"}),
        ((x, 1), {"axes": (0,)}),
        ((x,), {"axes": 1, "norm": "forward"}),
        ((x, 2, (4, 3)), {}),
        ((x,), {"s": (5,), "axes": [0]}),
    ]


def places_of(rank, s, axes):
    """The axes that are transformed: the last ones, as many as there are sizes, unless they are named."""
    if axes is None:
        return tuple(range(rank)) if s is None else tuple(range(rank - len(s), rank))
    return (axes,) if isinstance(axes, int) else tuple(axes)


def size_of(s, k):
    """What axis k is cut or padded to, if it is."""
    if s is None:
        return None
    return s if isinstance(s, int) else s[k]


@defined(transforms.dctn, at=blocks)
def dctn(x, type=2, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    places = places_of(np.ndim(x), s, axes)
    y = scipy.fft.dct(x, type, size_of(s, 0), places[0], norm)
    if len(places) > 1:
        y = scipy.fft.dct(y, type, size_of(s, 1), places[1], norm)
    if len(places) > 2:
        y = scipy.fft.dct(y, type, size_of(s, 2), places[2], norm)
    if len(places) > 3:
        raise NotImplementedError("the derivative of scipy.fft.dctn over more than three axes: use dct for each")
    return y


@defined(transforms.idctn, at=blocks)
def idctn(x, type=2, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    places = places_of(np.ndim(x), s, axes)
    y = scipy.fft.idct(x, type, size_of(s, 0), places[0], norm)
    if len(places) > 1:
        y = scipy.fft.idct(y, type, size_of(s, 1), places[1], norm)
    if len(places) > 2:
        y = scipy.fft.idct(y, type, size_of(s, 2), places[2], norm)
    if len(places) > 3:
        raise NotImplementedError("the derivative of scipy.fft.idctn over more than three axes: use idct for each")
    return y


@defined(transforms.dstn, at=blocks)
def dstn(x, type=2, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    places = places_of(np.ndim(x), s, axes)
    y = scipy.fft.dst(x, type, size_of(s, 0), places[0], norm)
    if len(places) > 1:
        y = scipy.fft.dst(y, type, size_of(s, 1), places[1], norm)
    if len(places) > 2:
        y = scipy.fft.dst(y, type, size_of(s, 2), places[2], norm)
    if len(places) > 3:
        raise NotImplementedError("the derivative of scipy.fft.dstn over more than three axes: use dst for each")
    return y


@defined(transforms.idstn, at=blocks)
def idstn(x, type=2, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    places = places_of(np.ndim(x), s, axes)
    y = scipy.fft.idst(x, type, size_of(s, 0), places[0], norm)
    if len(places) > 1:
        y = scipy.fft.idst(y, type, size_of(s, 1), places[1], norm)
    if len(places) > 2:
        y = scipy.fft.idst(y, type, size_of(s, 2), places[2], norm)
    if len(places) > 3:
        raise NotImplementedError("the derivative of scipy.fft.idstn over more than three axes: use idst for each")
    return y


# --- real spectra over several axes ---


# Hermitian transforms are those of the opposite direction, conjugate


def from_half(x, s, axes, norm):
    """The real array whose half spectrum is the conjugate of x."""
    if norm is None or norm == "backward":
        return np.fft.irfftn(np.conj(x), s, axes, "forward")
    if norm == "forward":
        return np.fft.irfftn(np.conj(x), s, axes, "backward")
    return np.fft.irfftn(np.conj(x), s, axes, "ortho")


def to_half(x, s, axes, norm):
    """The conjugate of the half spectrum of x."""
    if norm is None or norm == "backward":
        return np.conj(np.fft.rfftn(x, s, axes, "forward"))
    if norm == "forward":
        return np.conj(np.fft.rfftn(x, s, axes, "backward"))
    return np.conj(np.fft.rfftn(x, s, axes, "ortho"))


@defined(transforms.hfftn, at=planes(is_complex=True))
def hfftn(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return from_half(x, s, axes, norm)


@defined(transforms.hfft2, at=planes(is_complex=True))
def hfft2(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return from_half(x, s, (-2, -1) if axes is None else axes, norm)


@defined(transforms.ihfftn, at=planes(is_complex=False))
def ihfftn(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return to_half(x, s, axes, norm)


@defined(transforms.ihfft2, at=planes(is_complex=False))
def ihfft2(x, s=None, axes=None, norm=None, overwrite_x=False, workers=None):
    return to_half(x, s, (-2, -1) if axes is None else axes, norm)
