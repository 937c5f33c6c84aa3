# mypy: ignore-errors
"""scipy.signal: convolutions and what is made of them.

Products of two sequences are bilinear: with each operand, the cotangent is correlated with the other one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import signal

from s2sdiff.rules.plain import defined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def pairs(rng: np.random.Generator) -> list[Sample]:
    """Vectors, in each mode."""
    a, b = rng.normal(size=6), rng.normal(size=3)
    return [((a, b), {}), ((a, b, "same"), {}), ((a, b), {"mode": "valid"})]


def convolved(a, b, mode):
    """The convolution of two vectors; "same" is centred on the first."""
    if np.ndim(a) != 1:
        raise NotImplementedError("the derivative of convolutions over several axes: loop over them")
    if mode == "same":
        first = (b.shape[0] - 1) // 2
        return np.convolve(a, b)[first : first + a.shape[0]]
    return np.convolve(a, b, mode)


@defined(signal.convolve, at=pairs)
def convolve(in1, in2, mode="full", method="auto"):
    return convolved(in1, in2, mode)


@defined(signal.fftconvolve, at=pairs)
def fftconvolve(in1, in2, mode="full", axes=None):
    return convolved(in1, in2, mode)


@defined(signal.oaconvolve, at=pairs)
def oaconvolve(in1, in2, mode="full", axes=None):
    return convolved(in1, in2, mode)


@defined(signal.correlate, at=pairs)
def correlate(in1, in2, mode="full", method="auto"):
    return convolved(in1, np.conj(in2[::-1]), mode)


@defined(
    signal.detrend, at=lambda rng: [((rng.normal(size=(3, 6)),), {}), ((rng.normal(size=6),), {"type": "constant"})]
)
def detrend(data, axis=-1, type="linear", bp=0):
    along = np.moveaxis(data, axis, -1)
    level = along - np.mean(along, axis=-1, keepdims=True)
    if type == "constant" or type == "c":
        return np.moveaxis(level, -1, axis)
    if not isinstance(bp, int) or bp != 0:
        raise NotImplementedError("with breakpoints: detrend each piece")
    t = np.arange(along.shape[-1]) - 0.5 * (along.shape[-1] - 1.0)
    slope = np.sum(t * level, axis=-1, keepdims=True) / np.sum(t * t)
    return np.moveaxis(level - slope * t, -1, axis)


@defined(signal.hilbert, at=lambda rng: [((rng.normal(size=6),), {}), ((rng.normal(size=(2, 5)),), {})])
def hilbert(x, N=None, axis=-1):
    # Positive frequencies doubled, negative ones dropped
    if N is not None or axis != -1:
        raise NotImplementedError(
            "the derivative of scipy.signal.hilbert with a length or an axis: move the axis first"
        )
    n = x.shape[-1]
    k = np.arange(n)
    return np.fft.ifft(np.fft.fft(x) * np.where((k == 0) | (2 * k == n), 1.0, np.where(2 * k < n, 2.0, 0.0)))


def planes(rng: np.random.Generator) -> list[Sample]:
    """Matrices, in each mode."""
    a, b = rng.normal(size=(5, 6)), rng.normal(size=(3, 2))
    z = a + 1j * rng.normal(size=(5, 6))
    return [((a, b), {}), ((a, b, "same"), {}), ((a, b), {"mode": "valid"}), ((z, b), {}), ((a, 1j * b), {})]


def plane_convolved(a, b, mode, late):
    """The convolution of two matrices, by Fourier transforms; "same" begins `late` entries later for even sizes."""
    wide_a = np.pad(a, ((0, b.shape[0] - 1), (0, b.shape[1] - 1)))
    wide_b = np.pad(b, ((0, a.shape[0] - 1), (0, a.shape[1] - 1)))
    full = np.fft.ifft2(np.fft.fft2(wide_a) * np.fft.fft2(wide_b))
    if not np.iscomplexobj(a) and not np.iscomplexobj(b):
        full = np.real(full)
    if mode == "same":
        top, left = (b.shape[0] - 1 + late) // 2, (b.shape[1] - 1 + late) // 2
        return full[top : top + a.shape[0], left : left + a.shape[1]]
    if mode == "valid":
        if b.shape[0] > a.shape[0] or b.shape[1] > a.shape[1]:
            raise NotImplementedError("with mode='valid' of a matrix and a larger one: give the larger one first")
        return full[b.shape[0] - 1 : a.shape[0], b.shape[1] - 1 : a.shape[1]]
    return full


@defined(signal.convolve2d, at=planes)
def convolve2d(in1, in2, mode="full", boundary="fill", fillvalue=0):
    if boundary != "fill" or fillvalue != 0:
        raise NotImplementedError("the derivative of scipy.signal.convolve2d with this boundary: pad the array first")
    return plane_convolved(in1, in2, mode, 0)


@defined(signal.correlate2d, at=planes)
def correlate2d(in1, in2, mode="full", boundary="fill", fillvalue=0):
    if boundary != "fill" or fillvalue != 0:
        raise NotImplementedError("the derivative of scipy.signal.correlate2d with this boundary: pad the array first")
    return plane_convolved(in1, np.conj(in2[::-1, ::-1]), mode, 1)
