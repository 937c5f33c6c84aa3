# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""scipy.signal: one form of a filter made into another, and what a filter is made of.

Coefficients b, a are those of polynomials, highest power first.  What they become under a change of variable is linear in
them, with binomial coefficients.  Where SciPy drops leading zeros, the number of coefficients depends on values: that is
refused when it happens.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy
from scipy import signal

from s2sdiff.rules.declare import zero
from s2sdiff.rules.plain import defined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def binomials(n: int) -> Any:
    """How (1 + x)^n begins: 1, n, ..."""
    return np.array([float(math.comb(n, k)) for k in range(n + 1)])


def bilinear_matrix(n: int) -> Any:
    """In row q the coefficients of (x + 1)^(n - q) (x - 1)^q, highest power first."""
    signs = [binomials(q) * (-1.0) ** np.arange(q + 1) for q in range(n + 1)]
    return np.array([np.convolve(binomials(n - q), signs[q]) for q in range(n + 1)])


zero(binomials, "constants")
zero(bilinear_matrix, "constants")


def filters(rng: np.random.Generator) -> list[Sample]:
    """Coefficients of equal and unequal number."""
    b, a = rng.uniform(1.0, 2.0, 3), rng.uniform(1.0, 2.0, 4)
    return [((b, a), {}), ((b, a[:3]), {}), ((a, b), {})]


@defined(signal.bilinear, at=lambda rng: [((*args, fs), {}) for args, _ in filters(rng) for fs in (0.7,)])
def bilinear(b, a, fs=1.0):
    # s becomes 2 fs (z - 1) / (z + 1)
    if b[0] == 0.0 or a[0] == 0.0:
        raise NotImplementedError("the derivative of scipy.signal.bilinear with leading zeros: drop them")
    n = max(len(a), len(b)) - 1
    matrix = bilinear_matrix(n)
    top = (b[::-1] * (2.0 * fs) ** np.arange(len(b))) @ matrix[: len(b)]
    below = (a[::-1] * (2.0 * fs) ** np.arange(len(a))) @ matrix[: len(a)]
    return scipy.signal.normalize(top, below)


def bands(rng: np.random.Generator) -> list[Sample]:
    """Coefficients, and the middle and the width of a band."""
    return [((*args, 1.3, 0.4), {}) for args, _ in filters(rng)]


def through_a_band(c, size, wo, bw):
    """A polynomial of (s^2 + wo^2) / (bw s), times s^size."""
    n = len(c) - 1
    result = np.zeros(n + size + 1) + 0.0 * c[0]
    for i in range(n + 1):
        k = np.arange(i + 1)
        share = binomials(i) * c[n - i] * wo ** (2.0 * k) / bw**i
        result[n - i : n + i + 1 : 2] += share
    return result


@defined(signal.lp2bp, at=bands)
def lp2bp(b, a, wo=1.0, bw=1.0):
    size = max(len(a), len(b)) - 1
    return scipy.signal.normalize(through_a_band(b, size, wo, bw), through_a_band(a, size, wo, bw))


def beside_a_band(c, size, wo, bw):
    """A polynomial of bw s / (s^2 + wo^2), times (s^2 + wo^2)^size."""
    n = len(c) - 1
    result = np.zeros(2 * size + 1) + 0.0 * c[0]
    for i in range(n + 1):
        k = np.arange(size - i + 1)
        share = binomials(size - i) * c[n - i] * wo ** (2.0 * k) * bw**i
        result[i : 2 * size - i + 1 : 2] += share
    return result


@defined(signal.lp2bs, at=bands)
def lp2bs(b, a, wo=1.0, bw=1.0):
    size = max(len(a), len(b)) - 1
    return scipy.signal.normalize(beside_a_band(b, size, wo, bw), beside_a_band(a, size, wo, bw))


@defined(signal.sos2tf, at=lambda rng: [((rng.uniform(1.0, 2.0, (3, 6)),), {}), ((rng.uniform(1.0, 2.0, (1, 6)),), {})])
def sos2tf(sos):
    b = a = np.ones(1)
    for section in range(len(sos)):
        b = np.polymul(b, sos[section, :3])
        a = np.polymul(a, sos[section, 3:])
    return b, a


def past_values(rng: np.random.Generator) -> list[Sample]:
    """Outputs, and inputs; as many as are asked for, and fewer."""
    b, a = rng.normal(size=3), rng.uniform(1.0, 2.0, 4)
    y, x = rng.normal(size=3), rng.normal(size=2)
    return [((b, a, y), {}), ((b, a, y, x), {}), ((b, a, y[:2], x[:1]), {}), ((a, a[:2], y), {"x": y})]


@defined(signal.lfiltic, at=past_values)
def lfiltic(b, a, y, x=None):
    if np.iscomplexobj(b) or np.iscomplexobj(a) or np.iscomplexobj(y) or np.iscomplexobj(x):
        raise NotImplementedError("of complex numbers: of the real and the imaginary part")
    n, m = len(a) - 1, len(b) - 1
    before = np.concatenate([y, np.zeros(n)])
    state = np.zeros(max(n, m)) + 0.0 * a[0]
    if x is not None:
        given = np.concatenate([x, np.zeros(m)])
        for k in range(m):
            state[k] += np.sum(b[k + 1 :] * given[: m - k])
    for k in range(n):
        state[k] -= np.sum(a[k + 1 :] * before[: n - k])
    return state / a[0]


@defined(
    signal.tf2ss,
    at=lambda rng: [((rng.normal(size=2), rng.uniform(1.0, 2.0, 4)), {}), ((np.ones(3), rng.uniform(1.0, 2.0, 3)), {})],
)
def tf2ss(num, den):
    if len(num) > len(den) or len(den) < 2:
        raise NotImplementedError("the derivative of scipy.signal.tf2ss of a constant, or of more zeros than poles")
    top, below = scipy.signal.normalize(num, den)
    n = len(below) - 1
    whole = np.concatenate([np.zeros(n + 1 - len(top)), top])
    a = np.vstack([-below[None, 1:], np.eye(n - 1, n)])
    c = whole[1:] - whole[0] * below[1:]
    return a, np.eye(n, 1), c[None, :], whole[None, :1]


def linear_phases(rng: np.random.Generator) -> list[Sample]:
    """Symmetric impulse responses."""
    half = rng.uniform(1.0, 2.0, 3) + np.array([0.0, 4.0, 9.0])
    h = np.concatenate([half, half[1::-1]])
    return [((h,), {"n_fft": 32}), ((h,), {"n_fft": 33, "half": False})]


@defined(signal.minimum_phase, at=linear_phases)
def minimum_phase(h, method="homomorphic", n_fft=None, *, half=True):
    if method != "homomorphic":
        raise NotImplementedError("the derivative of scipy.signal.minimum_phase by another method: leave `method` out")
    if n_fft is None:
        n = 2 ** math.ceil(math.log2(2 * (len(h) - 1) / 0.01))
    else:
        n = n_fft
    size = np.abs(np.fft.fft(h, n))
    shown = np.log(size + 1e-7 * np.min(np.where(size > 0.0, size, np.inf)))
    if half:
        shown = 0.5 * shown
    k = np.arange(n)
    fold = np.where((k == 0) | (2 * k == n - 1), 1.0, np.where(2 * k < n, 2.0, 0.0))
    response = np.real(np.fft.ifft(np.exp(np.fft.fft(np.real(np.fft.ifft(shown)) * fold))))
    return response[: (len(h) + 1) // 2] if half else response[: len(h)]


if hasattr(signal, "envelope"):  # SciPy 1.16

    @defined(
        signal.envelope,
        at=lambda rng: [((rng.normal(size=7),), {}), ((rng.normal(size=(2, 6)),), {"residual": None}), ((rng.normal(size=6),), {"squared": True})],
    )  # fmt: skip
    def envelope(z, *, squared=False, residual="lowpass"):
        if np.iscomplexobj(z):
            raise NotImplementedError("the derivative of scipy.signal.envelope of complex signals: np.abs(z)")
        n = z.shape[-1]
        spectrum = np.fft.fft(z)
        k = np.arange(n)
        moving = np.fft.ifft(np.where((k > 0) & (2 * k < n), 2.0, 0.0) * spectrum)
        if squared:
            size = np.real(moving) ** 2 + np.imag(moving) ** 2
        else:
            size = np.abs(moving)
        if residual is None:
            return size
        rest = np.real(np.fft.ifft(np.where((k == 0) | (2 * k == n), spectrum, 0.0)))
        return np.stack((size, rest), axis=0)
