# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Fourier transforms.  All are linear.

The matrix of the transform, F_jk = exp(-2 pi i j k / n), is symmetric: without conjugates, as JAX's convention has it,
fft is its own adjoint, and so is ifft.  `n` and `s` cut the array or pad it with zeros before it is transformed;
fit_shape undoes that.  The half spectrum of a real array: rfft keeps the first n // 2 + 1 items of fft, and in irfft
each of them stands for its mirror image too, but for the first and, n being even, the last.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import linear
from s2sdiff.rules.static import is_complex, is_static, ndim, refuse, static
from s2sdiff.runtime import fit_shape

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def opposite(norm: str | None) -> str:
    """The scale of the transform in the other direction (asked when generating, as is the next)."""
    return {None: "forward", "backward": "forward", "ortho": "ortho", "forward": "backward"}[norm]


def transformed(axes: Any, rank: int, s: Any = None) -> tuple[int, ...]:
    """The axes that are transformed, the last one last; without their names the last ones, as many as there are sizes."""
    if axes is not None:
        return tuple(axes)
    return tuple(range(rank)) if s is None else tuple(range(rank - len(s), rank))


# --- one axis ---


def fft_back(y, a, n=None, axis=-1, norm=None, *, y_bar):
    if n is None and norm is None and is_static(axis) and axis == -1:
        a_bar = np.fft.fft(y_bar)
    elif n is None:
        a_bar = np.fft.fft(y_bar, None, axis, norm)
    else:
        a_bar = fit_shape(np.fft.fft(y_bar, None, axis, norm), a)


def ifft_back(y, a, n=None, axis=-1, norm=None, *, y_bar):
    if n is None and norm is None and is_static(axis) and axis == -1:
        a_bar = np.fft.ifft(y_bar)
    elif n is None:
        a_bar = np.fft.ifft(y_bar, None, axis, norm)
    else:
        a_bar = fit_shape(np.fft.ifft(y_bar, None, axis, norm), a)


def rfft_back(y, a, n=None, axis=-1, norm=None, *, y_bar):
    # fft pads the half spectrum with zeros; a is real
    if n is None:
        a_bar = np.real(np.fft.fft(y_bar, a.shape[axis], axis, norm))
    else:
        a_bar = fit_shape(np.real(np.fft.fft(y_bar, n, axis, norm)), a)


def ihfft_back(y, a, n=None, axis=-1, norm=None, *, y_bar):
    # y = conj(rfft(a)), scaled the other way
    if not is_static(norm):
        refuse("np.fft.ihfft with a norm known only when run: write it out")
    if n is None:
        a_bar = np.real(np.fft.fft(np.conj(y_bar), a.shape[axis], axis, static(opposite(norm))))
    else:
        a_bar = fit_shape(np.real(np.fft.fft(np.conj(y_bar), n, axis, static(opposite(norm)))), a)


def irfft_back(y, a, n=None, axis=-1, norm=None, *, y_bar):
    if not is_static(norm):
        refuse("np.fft.irfft with a norm known only when run: write it out")
    k = np.arange(y.shape[axis] // 2 + 1)
    weights = 2.0 - (k == 0) - (2 * k == y.shape[axis])
    half = np.moveaxis(np.conj(np.fft.rfft(y_bar, None, axis, static(opposite(norm)))), axis, -1) * weights
    if n is None:
        a_bar = np.moveaxis(half, -1, axis)
    else:
        a_bar = fit_shape(np.moveaxis(half, -1, axis), a)


def hfft_back(y, a, n=None, axis=-1, norm=None, *, y_bar):
    # y = irfft(conj(a)), scaled the other way
    if not is_static(norm):
        refuse("np.fft.hfft with a norm known only when run: write it out")
    k = np.arange(y.shape[axis] // 2 + 1)
    weights = 2.0 - (k == 0) - (2 * k == y.shape[axis])
    half = np.moveaxis(np.fft.rfft(y_bar, None, axis, norm), axis, -1) * weights
    if n is None:
        a_bar = np.moveaxis(half, -1, axis)
    else:
        a_bar = fit_shape(np.moveaxis(half, -1, axis), a)


def complex_lines(rng: np.random.Generator) -> list[Sample]:
    """Real and complex; along any axis; cut and padded; every norm."""
    a = rng.normal(size=(3, 4))
    z = a + 1j * rng.normal(size=(3, 4))
    return [
        ((a[0],), {}),
        ((z,), {}),
        ((a, 6), {}),
        ((z,), {"n": 3, "axis": 0, "norm": "ortho"}),
        ((z, 2, 1), {}),
        ((a,), {"axis": 0, "norm": "forward"}),
    ]


def real_lines(rng: np.random.Generator) -> list[Sample]:
    """As `complex_lines`, real."""
    return [((args[0].real, *args[1:]), kwargs) for args, kwargs in complex_lines(rng)]


linear(np.fft.fft, adjoint=fft_back, operands=("a",), at=complex_lines)
linear(np.fft.ifft, adjoint=ifft_back, operands=("a",), at=complex_lines)
linear(np.fft.rfft, adjoint=rfft_back, operands=("a",), at=real_lines)
linear(np.fft.ihfft, adjoint=ihfft_back, operands=("a",), at=real_lines)
linear(np.fft.irfft, adjoint=irfft_back, operands=("a",), at=complex_lines)
linear(np.fft.hfft, adjoint=hfft_back, operands=("a",), at=complex_lines)


# --- several axes ---


def fftn_back(y, a, s=None, axes=None, norm=None, *, y_bar):
    if s is None:
        a_bar = np.fft.fftn(y_bar, None, axes, norm)
    elif axes is None:
        a_bar = fit_shape(np.fft.fftn(y_bar, None, static(transformed(axes, ndim(a), s)), norm), a)
    else:
        a_bar = fit_shape(np.fft.fftn(y_bar, None, axes, norm), a)


def ifftn_back(y, a, s=None, axes=None, norm=None, *, y_bar):
    if s is None:
        a_bar = np.fft.ifftn(y_bar, None, axes, norm)
    elif axes is None:
        a_bar = fit_shape(np.fft.ifftn(y_bar, None, static(transformed(axes, ndim(a), s)), norm), a)
    else:
        a_bar = fit_shape(np.fft.ifftn(y_bar, None, axes, norm), a)


def fft2_back(y, a, s=None, axes=(-2, -1), norm=None, *, y_bar):
    if s is None:
        a_bar = np.fft.fft2(y_bar, None, axes, norm)
    else:
        a_bar = fit_shape(np.fft.fft2(y_bar, None, axes, norm), a)


def ifft2_back(y, a, s=None, axes=(-2, -1), norm=None, *, y_bar):
    if s is None:
        a_bar = np.fft.ifft2(y_bar, None, axes, norm)
    else:
        a_bar = fit_shape(np.fft.ifft2(y_bar, None, axes, norm), a)


def rfftn_back(y, a, s=None, axes=None, norm=None, *, y_bar):
    # the last axis as rfft, the others as fft
    if not is_static(axes):
        refuse("np.fft.rfftn with axes known only when run: write them out")
    last = static(transformed(axes, ndim(a), s)[-1])
    if s is None:
        whole = np.fft.fft(y_bar, a.shape[last], last, norm)
    else:
        whole = np.fft.fft(y_bar, s[-1], last, norm)
    if static(len(transformed(axes, ndim(a), s))) == 1:
        back = np.real(whole)
    else:
        back = np.real(np.fft.fftn(whole, None, static(transformed(axes, ndim(a), s)[:-1]), norm))
    if s is None:
        a_bar = back
    else:
        a_bar = fit_shape(back, a)


def rfft2_back(y, a, s=None, axes=(-2, -1), norm=None, *, y_bar):
    if not is_static(axes):
        refuse("np.fft.rfft2 with axes known only when run: write them out")
    if s is None:
        whole = np.fft.fft(y_bar, a.shape[axes[-1]], axes[-1], norm)
        a_bar = np.real(np.fft.fftn(whole, None, static(tuple(axes[:-1])), norm))
    else:
        whole = np.fft.fft(y_bar, s[-1], axes[-1], norm)
        a_bar = fit_shape(np.real(np.fft.fftn(whole, None, static(tuple(axes[:-1])), norm)), a)


def irfftn_back(y, a, s=None, axes=None, norm=None, *, y_bar):
    if not (is_static(axes) and is_static(norm)):
        refuse("np.fft.irfftn with options known only when run: write them out")
    last = static(transformed(axes, ndim(a), s)[-1])
    k = np.arange(y.shape[last] // 2 + 1)
    weights = (2.0 - (k == 0) - (2 * k == y.shape[last])).astype(y.dtype)
    half = np.moveaxis(np.conj(np.fft.rfft(y_bar, None, last, static(opposite(norm)))), last, -1) * weights
    if static(len(transformed(axes, ndim(a), s))) == 1:
        spectrum = np.moveaxis(half, -1, last)
    else:
        spectrum = np.fft.ifftn(np.moveaxis(half, -1, last), None, static(transformed(axes, ndim(a), s)[:-1]), norm)
    if s is None:
        back = spectrum
    else:
        back = fit_shape(spectrum, a)
    if is_complex(a):
        a_bar = back
    else:
        a_bar = np.real(back)


def irfft2_back(y, a, s=None, axes=(-2, -1), norm=None, *, y_bar):
    if not (is_static(axes) and is_static(norm)):
        refuse("np.fft.irfft2 with options known only when run: write them out")
    last = static(axes[-1])
    k = np.arange(y.shape[last] // 2 + 1)
    weights = (2.0 - (k == 0) - (2 * k == y.shape[last])).astype(y.dtype)
    half = np.moveaxis(np.conj(np.fft.rfft(y_bar, None, last, static(opposite(norm)))), last, -1) * weights
    spectrum = np.fft.ifftn(np.moveaxis(half, -1, last), None, static(tuple(axes[:-1])), norm)
    if s is None:
        back = spectrum
    else:
        back = fit_shape(spectrum, a)
    if is_complex(a):
        a_bar = back
    else:
        a_bar = np.real(back)


def grids(rng: np.random.Generator) -> list[Sample]:
    """Two axes and three, some of them; every norm."""
    a = rng.normal(size=(2, 3, 4))
    z = a + 1j * rng.normal(size=(2, 3, 4))
    return [
        ((a[0],), {}),
        ((z,), {"axes": (0, 2)}),
        ((z,), {"axes": (2, 1), "norm": "ortho"}),
        ((a,), {"axes": (-2, -1), "norm": "forward"}),
    ]


def resized_grids(rng: np.random.Generator) -> list[Sample]:
    """As `grids`, and cut along one axis, padded along another."""
    return [*grids(rng), ((rng.normal(size=(3, 4)), (5, 2)), {"axes": (0, 1)})]


def real_grids(rng: np.random.Generator) -> list[Sample]:
    """As `grids`, real; cut and padded."""
    return [
        *(((args[0].real, *args[1:]), kwargs) for args, kwargs in grids(rng)),
        ((rng.normal(size=(3, 4)), (5, 3)), {"axes": (0, 1)}),
        ((rng.normal(size=(3, 4)), (2, 6)), {"axes": (1, 0), "norm": "ortho"}),
    ]


def real_lines_of_grids(rng: np.random.Generator) -> list[Sample]:
    """As `real_grids`, and one axis."""
    return [*real_grids(rng), ((rng.normal(size=(2, 3)),), {"axes": (0,)})]


linear(np.fft.fftn, adjoint=fftn_back, operands=("a",), at=resized_grids)
linear(np.fft.ifftn, adjoint=ifftn_back, operands=("a",), at=resized_grids)
linear(np.fft.fft2, adjoint=fft2_back, operands=("a",), at=resized_grids)
linear(np.fft.ifft2, adjoint=ifft2_back, operands=("a",), at=resized_grids)
linear(np.fft.rfftn, adjoint=rfftn_back, operands=("a",), at=real_lines_of_grids)
linear(np.fft.rfft2, adjoint=rfft2_back, operands=("a",), at=real_grids)
linear(
    np.fft.irfftn, adjoint=irfftn_back, operands=("a",), at=lambda rng: [*resized_grids(rng), *real_lines_of_grids(rng)[-3:]]
)
linear(np.fft.irfft2, adjoint=irfft2_back, operands=("a",), at=lambda rng: [*resized_grids(rng), *real_grids(rng)[-2:]])


# --- shifts ---


def fftshift_back(y, x, axes=None, *, y_bar):
    x_bar = np.fft.ifftshift(y_bar, axes)


def ifftshift_back(y, x, axes=None, *, y_bar):
    x_bar = np.fft.fftshift(y_bar, axes)


def shifted(rng: np.random.Generator) -> list[Sample]:
    """All axes, one, two."""
    a = rng.normal(size=(3, 4))
    return [((a,), {}), ((a, 0), {}), ((a,), {"axes": (0, -1)}), ((a[0],), {})]


linear(np.fft.fftshift, adjoint=fftshift_back, operands=("x",), at=shifted)
linear(np.fft.ifftshift, adjoint=ifftshift_back, operands=("x",), at=shifted)


# --- the helper that undoes `n` and `s` ---


def fit_again(y, g, x, *, y_bar):
    g_bar = fit_shape(y_bar, g)


linear(
    fit_shape,
    adjoint=fit_again,
    operands=("g",),
    constant=("x",),
    at=lambda rng: [((rng.normal(size=(2, 5)), np.zeros((3, 4))), {}), ((rng.normal(size=3), np.zeros(3)), {})],
)
