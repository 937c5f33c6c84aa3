# mypy: ignore-errors
"""scipy.fft: the transforms that NumPy has as well, and the cosine and sine transforms of real arrays.

Scaled "ortho", a cosine or sine transform is orthogonal: its transpose is its inverse.  Without, types 2 and 3 carry
weights: `dct(x) = s * dct(x, norm="ortho")` for type 2, `dct(s * x, norm="ortho")` for type 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy
from scipy import fft as transforms

from s2sdiff.rules.declare import linear
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import refuse, static

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
    """Types 2, 3 and 4, along axes, scaled or not."""
    x = rng.normal(size=(3, 4))
    return [
        ((x[0],), {}),
        ((x,), {"axis": 0}),
        ((x, 3), {}),
        ((x, 2), {"norm": "ortho", "axis": 0}),
        ((x, 3), {"norm": "ortho"}),
        ((x, 4), {}),
    ]


def dct_adjoint(y, x, type=2, n=None, axis=-1, norm=None, overwrite_x=False, workers=None, *, y_bar):
    if n is not None:
        refuse("with a length: cut or pad the array first")
    if type == 1 or (norm is not None and norm != "ortho"):
        refuse("of type 1, or with norm='forward': use type 2, 3 or 4 with norm None or 'ortho'")
    if norm is not None:
        x_bar = scipy.fft.idct(y_bar, type=type, axis=axis, norm="ortho")
    else:
        size = x.shape[axis]
        if type == 4:
            scale = math.sqrt(2.0 * size)
        else:
            scale = np.sqrt(2.0 * size) * np.where(
                np.arange(size) == 0, static(math.sqrt(2.0 if type == 2 else 0.5)), 1.0
            )
        along = np.moveaxis(y_bar, axis, -1)
        if type == 3:
            x_bar = np.moveaxis(scale * scipy.fft.idct(along, type=type, norm="ortho"), -1, axis)
        else:
            x_bar = np.moveaxis(scipy.fft.idct(scale * along, type=type, norm="ortho"), -1, axis)


def idct_adjoint(y, x, type=2, n=None, axis=-1, norm=None, overwrite_x=False, workers=None, *, y_bar):
    if n is not None:
        refuse("with a length: cut or pad the array first")
    if type == 1 or (norm is not None and norm != "ortho"):
        refuse("of type 1, or with norm='forward': use type 2, 3 or 4 with norm None or 'ortho'")
    if norm is not None:
        x_bar = scipy.fft.dct(y_bar, type=type, axis=axis, norm="ortho")
    else:
        size = x.shape[axis]
        if type == 4:
            scale = math.sqrt(2.0 * size)
        else:
            scale = np.sqrt(2.0 * size) * np.where(
                np.arange(size) == 0, static(math.sqrt(2.0 if type == 2 else 0.5)), 1.0
            )
        along = np.moveaxis(y_bar, axis, -1)
        if type == 3:
            x_bar = np.moveaxis(scipy.fft.dct(along / scale, type=type, norm="ortho"), -1, axis)
        else:
            x_bar = np.moveaxis(scipy.fft.dct(along, type=type, norm="ortho") / scale, -1, axis)


def dst_adjoint(y, x, type=2, n=None, axis=-1, norm=None, overwrite_x=False, workers=None, *, y_bar):
    if n is not None:
        refuse("with a length: cut or pad the array first")
    if type == 1 or (norm is not None and norm != "ortho"):
        refuse("of type 1, or with norm='forward': use type 2, 3 or 4 with norm None or 'ortho'")
    if norm is not None:
        x_bar = scipy.fft.idst(y_bar, type=type, axis=axis, norm="ortho")
    else:
        size = x.shape[axis]
        if type == 4:
            scale = math.sqrt(2.0 * size)
        else:
            last = np.arange(size) == size - 1
            scale = np.sqrt(2.0 * size) * np.where(last, static(math.sqrt(2.0 if type == 2 else 0.5)), 1.0)
        along = np.moveaxis(y_bar, axis, -1)
        if type == 3:
            x_bar = np.moveaxis(scale * scipy.fft.idst(along, type=type, norm="ortho"), -1, axis)
        else:
            x_bar = np.moveaxis(scipy.fft.idst(scale * along, type=type, norm="ortho"), -1, axis)


def idst_adjoint(y, x, type=2, n=None, axis=-1, norm=None, overwrite_x=False, workers=None, *, y_bar):
    if n is not None:
        refuse("with a length: cut or pad the array first")
    if type == 1 or (norm is not None and norm != "ortho"):
        refuse("of type 1, or with norm='forward': use type 2, 3 or 4 with norm None or 'ortho'")
    if norm is not None:
        x_bar = scipy.fft.dst(y_bar, type=type, axis=axis, norm="ortho")
    else:
        size = x.shape[axis]
        if type == 4:
            scale = math.sqrt(2.0 * size)
        else:
            last = np.arange(size) == size - 1
            scale = np.sqrt(2.0 * size) * np.where(last, static(math.sqrt(2.0 if type == 2 else 0.5)), 1.0)
        along = np.moveaxis(y_bar, axis, -1)
        if type == 3:
            x_bar = np.moveaxis(scipy.fft.dst(along / scale, type=type, norm="ortho"), -1, axis)
        else:
            x_bar = np.moveaxis(scipy.fft.dst(along, type=type, norm="ortho") / scale, -1, axis)


linear(transforms.dct, adjoint=dct_adjoint, operands=("x",), at=waves)
linear(transforms.idct, adjoint=idct_adjoint, operands=("x",), at=waves)
linear(transforms.dst, adjoint=dst_adjoint, operands=("x",), at=waves)
linear(transforms.idst, adjoint=idst_adjoint, operands=("x",), at=waves)


def blocks(rng: np.random.Generator) -> list[Sample]:
    """Of two and three axes."""
    return [((rng.normal(size=(3, 4)),), {}), ((rng.normal(size=(2, 3, 2)), 3), {"norm": "ortho"})]


@defined(transforms.dctn, at=blocks)
def dctn(x, type=2, *, norm=None):
    y = scipy.fft.dct(x, type, norm=norm)
    if np.ndim(x) > 1:
        y = scipy.fft.dct(y, type, axis=-2, norm=norm)
    if np.ndim(x) > 2:
        y = scipy.fft.dct(y, type, axis=-3, norm=norm)
    if np.ndim(x) > 3:
        raise NotImplementedError("the derivative of scipy.fft.dctn over more than three axes: use dct for each")
    return y


@defined(transforms.idctn, at=blocks)
def idctn(x, type=2, *, norm=None):
    y = scipy.fft.idct(x, type, norm=norm)
    if np.ndim(x) > 1:
        y = scipy.fft.idct(y, type, axis=-2, norm=norm)
    if np.ndim(x) > 2:
        y = scipy.fft.idct(y, type, axis=-3, norm=norm)
    if np.ndim(x) > 3:
        raise NotImplementedError("the derivative of scipy.fft.idctn over more than three axes: use idct for each")
    return y


@defined(transforms.dstn, at=blocks)
def dstn(x, type=2, *, norm=None):
    y = scipy.fft.dst(x, type, norm=norm)
    if np.ndim(x) > 1:
        y = scipy.fft.dst(y, type, axis=-2, norm=norm)
    if np.ndim(x) > 2:
        y = scipy.fft.dst(y, type, axis=-3, norm=norm)
    if np.ndim(x) > 3:
        raise NotImplementedError("the derivative of scipy.fft.dstn over more than three axes: use dst for each")
    return y


@defined(transforms.idstn, at=blocks)
def idstn(x, type=2, *, norm=None):
    y = scipy.fft.idst(x, type, norm=norm)
    if np.ndim(x) > 1:
        y = scipy.fft.idst(y, type, axis=-2, norm=norm)
    if np.ndim(x) > 2:
        y = scipy.fft.idst(y, type, axis=-3, norm=norm)
    if np.ndim(x) > 3:
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
