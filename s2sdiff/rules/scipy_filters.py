# mypy: ignore-errors
"""scipy.signal: recursive and other filters, their responses, waveforms, resampling, spectra.

A recursive filter y = (B / A) x is linear in x and rational in its coefficients.  With z^-k the shift by k,
dy = (B / A) dx + sum_k db_k z^-k x / A - sum_k da_k z^-k y / A   (Oppenheim and Schafer, Discrete-time signal processing, 6).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy
from scipy import signal

from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_complex, ndim, refuse, undefined

Sample = tuple[tuple[Any, ...], dict[str, Any]]

# --- recursive filters ---


def filters(rng: np.random.Generator) -> list[Sample]:
    """Recursive or not, normalised or not, as long as the signal and longer."""
    b, a, x = rng.normal(size=3), np.array([1.5, 0.4, -0.3]), rng.normal(size=6)
    return [((b, a, x), {}), ((b, a[:1], x), {}), ((b[:1], a, x), {}), ((b, a, x[:2]), {})]


@adjoint(signal.lfilter, at=filters)
def lfilter(y, b, a, x, axis=-1, *, y_bar):
    # u_bar = A'^-1 y_bar runs backwards in time;  x_bar = B' u_bar,  b_bar_k = sum_n u_bar_n x_(n - k),  a_bar_k likewise of -y
    if ndim(a) != 1 or ndim(b) != 1:
        refuse("with coefficients that are numbers: np.atleast_1d")
    if is_complex(a) or is_complex(b) or is_complex(x):
        refuse("of complex numbers: filter the real and the imaginary part")
    if ndim(x) == 1:
        u_bar = scipy.signal.lfilter(np.ones_like(a[:1]), a, y_bar[::-1])
        late = np.concatenate([u_bar[::-1], np.zeros_like(b), np.zeros_like(a)])
        x_bar = np.convolve(u_bar, b)[: np.size(x)][::-1]
        b_bar = np.correlate(late, x, "full")[np.size(x) - 1 : np.size(x) - 1 + np.size(b)]
        a_bar = -np.correlate(late, y, "full")[np.size(x) - 1 : np.size(x) - 1 + np.size(a)]
    else:
        x_bar = np.flip(scipy.signal.lfilter(b, a, np.flip(y_bar, axis), axis), axis)
        b_bar = undefined("of several signals at once, with respect to coefficients: loop over them")
        a_bar = undefined("of several signals at once, with respect to coefficients: loop over them")


@tangent(signal.lfilter)
def lfilter_tangent(y, b, a, x, axis=-1, *, b_dot, a_dot, x_dot):
    if ndim(a) != 1 or ndim(b) != 1:
        refuse("with coefficients that are numbers: np.atleast_1d")
    if is_complex(a) or is_complex(b) or is_complex(x):
        refuse("of complex numbers: filter the real and the imaginary part")
    if ndim(x) == 1:
        y_dot = scipy.signal.lfilter(b_dot, a, x) - scipy.signal.lfilter(a_dot, a, y) + scipy.signal.lfilter(b, a, x_dot)
    else:
        y_dot = (
            scipy.signal.lfilter(b_dot, a, x, axis)
            - scipy.signal.lfilter(a_dot, a, y, axis)
            + scipy.signal.lfilter(b, a, x_dot, axis)
        )


def padded(c, n):
    """Coefficients, and zeros up to so many."""
    if c.shape[0] == n:
        return c
    return np.concatenate([c, np.zeros(n - c.shape[0])])


def pairs(rng: np.random.Generator) -> list[Sample]:
    """Coefficients of equal and unequal number."""
    b, a = rng.normal(size=3), np.array([1.5, 0.4, -0.3])
    return [((b, a), {}), ((b[:2], a), {}), ((b, a[:2]), {})]


@defined(signal.lfilter_zi, at=pairs)
def lfilter_zi(b, a):
    n = max(b.shape[0], a.shape[0])
    top, below = padded(b / a[0], n), padded(a / a[0], n)
    return np.linalg.solve(np.eye(n - 1) - scipy.linalg.companion(below).T, top[1:] - below[1:] * top[0])


@defined(signal.deconvolve, at=lambda rng: [((rng.normal(size=6), np.array([1.5, 0.4, -0.3])), {})])
def deconvolve(signal, divisor):
    # The quotient is the impulse response of signal / divisor, cut off
    if divisor.shape[0] > signal.shape[0]:
        raise NotImplementedError("the derivative of scipy.signal.deconvolve of a signal shorter than the divisor")
    impulse = np.concatenate([np.ones(1), np.zeros(signal.shape[0] - divisor.shape[0])])
    quotient = scipy.signal.lfilter(signal, divisor, impulse)
    return quotient, signal - np.convolve(divisor, quotient)


# --- filters that do not recur ---


def rows(rng: np.random.Generator) -> list[Sample]:
    """A signal, several at once, a derivative."""
    x = rng.normal(size=(3, 9))
    return [((x[0], 5, 2), {}), ((x, 5, 3), {}), ((x, 5, 2), {"deriv": 1, "delta": 0.5}), ((x[0], 1, 0), {})]


@defined(signal.savgol_filter, at=rows)
def savgol_filter(x, window_length, polyorder, deriv=0, delta=1.0):
    # The filter of unit impulses is the matrix of the fits: its middle row serves inside, the others at the ends
    if np.iscomplexobj(x):
        raise NotImplementedError("of complex numbers: filter the real and the imaginary part")
    if window_length % 2 == 0:
        raise NotImplementedError("the derivative of scipy.signal.savgol_filter with an even window: choose an odd one")
    fits = scipy.signal.savgol_filter(np.eye(window_length), window_length, polyorder, deriv).T / delta**deriv
    half = window_length // 2
    smooth = np.zeros_like(x)
    smooth[..., :half] = x[..., :window_length] @ fits[:half].T
    places = np.arange(x.shape[-1] - 2 * half)[:, None] + np.arange(window_length)
    smooth[..., half : x.shape[-1] - half] = np.sum(x[..., places] * fits[half], axis=-1)
    smooth[..., x.shape[-1] - half :] = x[..., -window_length:] @ fits[half + 1 :].T
    return smooth


@defined(signal.medfilt, at=lambda rng: [((rng.normal(size=7),), {}), ((rng.normal(size=7), 5), {})])
def medfilt(volume, kernel_size=3):
    if np.ndim(volume) != 1:
        raise NotImplementedError("the derivative of scipy.signal.medfilt over several axes: use medfilt2d, or a loop")
    size = 3 if kernel_size is None else kernel_size
    places = np.arange(volume.shape[0])[:, None] + np.arange(size)
    return np.median(np.pad(volume, size // 2)[places], axis=-1)


@defined(signal.medfilt2d, at=lambda rng: [((rng.normal(size=(4, 5)),), {}), ((rng.normal(size=(4, 5)), 5), {})])
def medfilt2d(input, kernel_size=3):
    rows = np.arange(input.shape[0])[:, None, None] + np.repeat(np.arange(kernel_size), kernel_size)
    columns = np.arange(input.shape[1])[:, None] + np.tile(np.arange(kernel_size), kernel_size)
    wide = np.pad(input, kernel_size // 2)
    return np.median(np.ravel(wide)[rows * wide.shape[1] + columns], axis=-1)


@defined(signal.wiener, at=lambda rng: [((rng.normal(size=7),), {}), ((rng.normal(size=7), 5, 0.3), {})])
def wiener(im, mysize=3, noise=None):
    if np.ndim(im) != 1:
        raise NotImplementedError("the derivative of scipy.signal.wiener over several axes: filter each row")
    size = 3 if mysize is None else mysize
    level = scipy.signal.correlate(im, np.ones(size), "same") / size
    variance = scipy.signal.correlate(im**2, np.ones(size), "same") / size - level**2
    floor = np.mean(variance) if noise is None else noise
    return np.where(variance < floor, level, level + (im - level) * (1.0 - floor / variance))


@defined(
    signal.upfirdn,
    at=lambda rng: [
        ((rng.normal(size=3), rng.normal(size=6)), {}),
        ((rng.normal(size=3), rng.normal(size=6), 3, 2), {}),
        ((rng.normal(size=4), rng.normal(size=5), 1, 2), {}),
    ],
)
def upfirdn(h, x, up=1, down=1):
    if np.ndim(x) != 1:
        raise NotImplementedError("the derivative of scipy.signal.upfirdn of several signals at once: loop over them")
    spread = np.zeros((x.shape[0], up), dtype=x.dtype)
    spread[:, 0] = x
    return np.convolve(np.reshape(spread, (x.shape[0] * up,))[: (x.shape[0] - 1) * up + 1], h)[::down]


def signals(rng: np.random.Generator) -> list[Sample]:
    """Shorter and longer than before, of even and odd length; along an axis."""
    x = rng.normal(size=(3, 8))
    return [((x[0], 5), {}), ((x[0], 6), {}), ((x[0], 12), {}), ((x[0, :7], 4), {}), ((x, 6), {"axis": 1})]


@defined(signal.resample, at=signals)
def resample(x, num, t=None, axis=0, window=None, domain="time"):
    if t is not None or window is not None or domain != "time":
        raise NotImplementedError(
            "the derivative of scipy.signal.resample with t, window or domain: write the transform"
        )
    along = np.moveaxis(x, axis, -1)
    n = along.shape[-1]
    kept = min(num, n)
    middle = 2.0 if num < n else 0.5
    weights = np.where(2 * np.arange(kept // 2 + 1) == kept, middle if num != n else 1.0, 1.0)
    spectrum = np.fft.rfft(along)[..., : kept // 2 + 1] * weights
    return np.moveaxis(np.fft.irfft(spectrum, num) * (num / n), -1, axis)


@defined(signal.hilbert2, at=lambda rng: [((rng.normal(size=(4, 5)),), {})])
def hilbert2(x):
    if np.ndim(x) != 2:
        raise NotImplementedError("of many planes at once: loop over them")
    one, other = np.arange(x.shape[0]), np.arange(x.shape[1])
    first = np.where(one == 0, 1.0, np.where(one < (x.shape[0] + 1) // 2, 2.0, 0.0))
    second = np.where(other == 0, 1.0, np.where(other < (x.shape[1] + 1) // 2, 2.0, 0.0))
    return np.fft.ifft2(np.fft.fft2(x) * (first[:, None] * second))


def spirals(rng: np.random.Generator) -> list[Sample]:
    """As many points as samples, and others, on another spiral."""
    x = rng.normal(size=5) + 1j * rng.normal(size=5)
    return [((x,), {}), ((x.real, 4), {}), ((x, 4), {"w": np.exp(-0.3j), "a": 1.1 + 0j})]


@defined(signal.czt, at=spirals)
def czt(x, m=None, w=None, a=None):
    # Values of the series at the points a w^-k   (Rabiner, Schafer and Rader 1969)
    if np.ndim(x) != 1:
        raise NotImplementedError("the derivative of scipy.signal.czt of several signals at once: loop over them")
    count = x.shape[0] if m is None else m
    ratio = np.exp(-2j * math.pi / count) if w is None else w
    start = x * 1.0 if a is None else x * a ** -np.arange(x.shape[0])
    return start @ ratio ** (np.arange(x.shape[0])[:, None] * np.arange(count))


@defined(
    signal.zoom_fft,
    at=lambda rng: [((rng.normal(size=6), 0.7), {}), ((rng.normal(size=6), 0.7, 4), {"fs": 3.0})],
)
def zoom_fft(x, fn, m=None, *, fs=2, endpoint=False):
    if np.ndim(x) != 1 or np.ndim(fn) != 0 or endpoint:
        raise NotImplementedError(
            "the derivative of scipy.signal.zoom_fft of several signals, from a frequency to another, or with its endpoint: use np.exp and @"
        )
    count = x.shape[0] if m is None else m
    return x @ np.exp(-2j * math.pi * fn / (fs * count) * np.outer(np.arange(x.shape[0]), np.arange(count)))


# --- responses ---


def polynomials(b, a):
    """Refuses coefficients of many filters at once."""
    if np.ndim(b) != 1 or np.ndim(a) != 1:
        raise NotImplementedError("of many filters at once, or of numbers: loop over them, np.atleast_1d")


def real_polynomials(b, a):
    """Refuses complex coefficients too, of which SciPy's systems take the conjugates by turns."""
    polynomials(b, a)
    if np.iscomplexobj(b) or np.iscomplexobj(a):
        raise NotImplementedError("of complex coefficients: np.polyval")


@defined(signal.freqs, at=lambda rng: [((rng.normal(size=3), rng.normal(size=2), np.array([0.5, 1.5])), {})])
def freqs(b, a, worN):
    polynomials(b, a)
    if np.ndim(worN) == 0:
        raise NotImplementedError("at frequencies that SciPy chooses: pass an array of them")
    return worN, np.polyval(b, 1j * worN) / np.polyval(a, 1j * worN)


def systems(rng: np.random.Generator) -> list[Sample]:
    """A transfer function, at some frequencies."""
    return [(((rng.uniform(0.5, 1.0, 2), np.array([1.0, 0.7, 1.3])), np.array([0.5, 1.5, 2.5])), {})]


def sampled_systems(rng: np.random.Generator) -> list[Sample]:
    """The same of a system in discrete time."""
    return [(((rng.uniform(0.5, 1.0, 2), np.array([1.0, 0.4, -0.3]), 0.5), np.array([0.3, 0.9, 1.7])), {})]


@defined(signal.freqresp, at=systems)
def freqresp(system, w):
    if len(system) != 2:
        raise NotImplementedError("of a system other than (num, den)")
    real_polynomials(system[0], system[1])
    return w, np.polyval(system[0], 1j * w) / np.polyval(system[1], 1j * w)


@defined(signal.bode, at=systems)
def bode(system, w):
    if len(system) != 2:
        raise NotImplementedError("of a system other than (num, den)")
    real_polynomials(system[0], system[1])
    response = np.polyval(system[0], 1j * w) / np.polyval(system[1], 1j * w)
    return w, 20.0 * np.log10(np.abs(response)), np.unwrap(np.angle(response)) * (180.0 / math.pi)


@defined(signal.dfreqresp, at=sampled_systems)
def dfreqresp(system, w):
    if len(system) != 3:
        raise NotImplementedError("of a system other than (num, den, dt)")
    real_polynomials(system[0], system[1])
    if np.iscomplexobj(w):
        raise NotImplementedError("at complex frequencies: np.polyval")
    z = np.exp(1j * w)
    return w, np.polyval(system[0], z) / np.polyval(system[1], z)


@defined(signal.dbode, at=sampled_systems)
def dbode(system, w):
    if len(system) != 3:
        raise NotImplementedError("of a system other than (num, den, dt)")
    real_polynomials(system[0], system[1])
    if np.iscomplexobj(w):
        raise NotImplementedError("at complex frequencies: np.polyval")
    z = np.exp(1j * w)
    response = np.polyval(system[0], z) / np.polyval(system[1], z)
    return w / system[2], 20.0 * np.log10(np.abs(response)), np.unwrap(np.angle(response)) * (180.0 / math.pi)


def responses(rng: np.random.Generator) -> list[Sample]:
    """At so many frequencies, around the whole circle."""
    b, a = rng.normal(size=3), np.array([1.5, 0.4, -0.3])
    return [
        ((b, a, 4), {}),
        ((b, a, 5, True), {"fs": 10.0}),
        ((b, a, np.array([0.3, 1.2])), {}),
        ((b, 1.4), {"worN": np.array([0.3, 1.2]), "fs": 3.0}),
        ((b,), {"worN": 4}),
    ]


def circle(count, whole, fs):
    """Angles of so many frequencies on the upper half of the unit circle, or on all of it, or of the frequencies given."""
    if not isinstance(count, int):
        if np.ndim(count) == 0:
            raise NotImplementedError("at one frequency: np.array([w])")
        return count * (2 * math.pi / fs)
    return np.arange(count) * ((2.0 if whole else 1.0) * math.pi / count)


def turned(c, angle):
    """The sums of c_k z^k at the points z = exp(-i angle)."""
    return np.exp(-1j * angle[:, None] * np.arange(c.shape[0])) @ c


@defined(signal.freqz, at=responses)
def freqz(b, a=1, worN=512, whole=False, plot=None, fs=2 * math.pi):
    angle = circle(worN, whole, fs)
    response = turned(b, angle) / (a if np.ndim(a) == 0 else turned(a, angle))
    return angle * (fs / (2 * math.pi)), response


@defined(
    signal.freqz_zpk,
    at=lambda rng: [
        ((rng.normal(size=2) + 0.3j, 0.2 * rng.normal(size=3) + 0.4j, 1.5, 4), {}),
    ],
)
def freqz_zpk(z, p, k, worN=512, whole=False, fs=2 * math.pi):
    polynomials(z, p)
    angle = circle(worN, whole, fs)
    point = np.exp(1j * np.reshape(angle, (-1, 1)))
    return angle * (fs / (2 * math.pi)), k * np.prod(point - z, axis=-1) / np.prod(point - p, axis=-1)


@defined(signal.group_delay, at=lambda rng: [(((rng.normal(size=3), np.array([1.5, 0.4, -0.3])), 4), {})])
def group_delay(system, w=512, whole=False, fs=2 * math.pi):
    # - d arg(b / a) / dw, of c = b * reversed a: real(sum_k k c_k z^k / sum_k c_k z^k)   (Julius O. Smith, Digital filters)
    b, a = system
    real_polynomials(b, a)
    angle = circle(w, whole, fs)
    c = np.convolve(b, a[::-1])
    delay = np.real(turned(c * np.arange(c.shape[0]), angle) / turned(c, angle)) - a.shape[0] + 1
    return angle * (fs / (2 * math.pi)), delay


@defined(signal.normalize, at=lambda rng: [((rng.uniform(1.0, 2.0, 3), rng.uniform(1.0, 2.0, 2)), {})])
def normalize(b, a):
    if np.ndim(b) != 1 or a[0] == 0.0 or np.abs(b[0] / a[0]) <= 1e-14:
        raise NotImplementedError("the derivative of scipy.signal.normalize with leading zeros, or several numerators")
    return b / a[0], a / a[0]


def prototypes(rng: np.random.Generator) -> list[Sample]:
    """Coefficients of equal and unequal number, and a frequency."""
    b, a = rng.uniform(1.0, 2.0, 3), rng.uniform(1.0, 2.0, 3)
    return [((b, a, 1.7), {}), ((b[:2], a, 1.7), {}), ((b, a[:2], 0.6), {})]


@defined(signal.lp2lp, at=prototypes)
def lp2lp(b, a, wo=1.0):
    # s becomes s / wo
    powers = np.arange(b.shape[0]) + (a.shape[0] - b.shape[0])
    return scipy.signal.normalize(b * wo**powers, a * wo ** np.arange(a.shape[0]))


@defined(signal.lp2hp, at=prototypes)
def lp2hp(b, a, wo=1.0):
    # s becomes wo / s
    polynomials(b, a)
    size = max(b.shape[0], a.shape[0])
    top = np.concatenate([b[::-1] * wo ** np.arange(b.shape[0]), np.zeros(size - b.shape[0])])
    below = np.concatenate([a[::-1] * wo ** np.arange(a.shape[0]), np.zeros(size - a.shape[0])])
    return scipy.signal.normalize(top, below)


def roots(rng: np.random.Generator) -> list[Sample]:
    """Zeros, poles, gain, frequency."""
    z, p = rng.normal(size=1) + 1.3j, rng.normal(size=3) + 0.7j
    return [((z, p, 1.3, 1.7), {})]


def bands(rng: np.random.Generator) -> list[Sample]:
    """Zeros, poles, gain, frequency, width."""
    return [((*args, 0.6), {}) for args, _ in roots(rng)]


@defined(signal.lp2lp_zpk, at=roots)
def lp2lp_zpk(z, p, k, wo=1.0):
    return wo * z, wo * p, k * wo ** (p.shape[0] - z.shape[0])


@defined(signal.lp2hp_zpk, at=roots)
def lp2hp_zpk(z, p, k, wo=1.0):
    zeros = np.concatenate([wo / z, np.zeros(p.shape[0] - z.shape[0])])
    return zeros, wo / p, k * np.real(np.prod(-z) / np.prod(-p))


def split(r, wo):
    """The two solutions s of s + wo^2 / s = 2 r."""
    apart = np.sqrt(r**2 - wo**2)
    return np.concatenate([r + apart, r - apart])


@defined(signal.lp2bp_zpk, at=bands)
def lp2bp_zpk(z, p, k, wo=1.0, bw=1.0):
    degree = p.shape[0] - z.shape[0]
    zeros = np.concatenate([split(z * (0.5 * bw) + 0j, wo), np.zeros(degree)])
    return zeros, split(p * (0.5 * bw) + 0j, wo), k * bw**degree


@defined(signal.lp2bs_zpk, at=bands)
def lp2bs_zpk(z, p, k, wo=1.0, bw=1.0):
    degree = p.shape[0] - z.shape[0]
    zeros = np.concatenate([split(0.5 * bw / z + 0j, wo), np.ones(degree) * 1j * wo, np.ones(degree) * -1j * wo])
    return zeros, split(0.5 * bw / p + 0j, wo), k * np.real(np.prod(-z) / np.prod(-p))


@defined(signal.kaiser_atten, at=lambda _: [((31, 0.3), {})])
def kaiser_atten(numtaps, width):
    return 2.285 * (numtaps - 1) * math.pi * width + 7.95


# --- waveforms ---

TIMES: Any = lambda rng: [((rng.normal(size=4),), {}), ((rng.normal(size=(2, 3)), 0.3), {})]  # noqa: E731


@defined(signal.sawtooth, at=TIMES)
def sawtooth(t, width=1):
    # Rises over the first part of the period, falls over the rest
    if np.ndim(width) != 0 or width < 0 or width > 1:
        raise NotImplementedError("the derivative of scipy.signal.sawtooth with many widths, or outside 0 to 1")
    phase = np.mod(t, 2 * math.pi)
    rising = phase / (math.pi * width) - 1.0 if width > 0 else -np.ones_like(phase)
    falling = (math.pi * (width + 1) - phase) / (math.pi * (1 - width)) if width < 1 else np.ones_like(phase)
    return np.where(phase < 2 * math.pi * width, rising, falling)


@defined(
    signal.gausspulse,
    at=lambda rng: [((0.1 * rng.normal(size=4), 5.0), {}), ((0.1 * rng.normal(size=3), 5.0, 0.4, -5.0), {})],
)
def gausspulse(t, fc=1000, bw=0.5, bwr=-6, tpr=-60, retquad=False, retenv=False):
    if retquad or retenv:
        raise NotImplementedError("the derivative of scipy.signal.gausspulse with retquad or retenv: leave them out")
    a = -((math.pi * fc * bw) ** 2) / (4.0 * np.log(10.0 ** (bwr / 20.0)))
    return np.exp(-a * t * t) * np.cos(2 * math.pi * fc * t)


@defined(
    signal.sweep_poly,
    at=lambda rng: [((rng.uniform(size=4), rng.normal(size=3)), {}), ((0.4, rng.normal(size=3), 30.0), {})],
)
def sweep_poly(t, poly, phi=0):
    return np.cos(2 * math.pi * np.polyval(np.polyint(poly), t) + phi * (math.pi / 180))


@defined(signal.gauss_spline, at=lambda rng: [((rng.normal(size=4), 3), {})])
def gauss_spline(x, n):
    variance = (n + 1) / 12.0
    return np.exp(-(x**2) / (2.0 * variance)) / np.sqrt(2.0 * math.pi * variance)


@defined(signal.vectorstrength, at=lambda rng: [((rng.uniform(0.0, 2.0, 5), 1.7), {})])
def vectorstrength(events, period):
    if np.ndim(period) != 0:
        raise NotImplementedError("the derivative of scipy.signal.vectorstrength of many periods: loop over them")
    if np.iscomplexobj(events):
        raise NotImplementedError("of complex events: np.exp")
    mean = np.mean(np.exp(2j * math.pi / period * events))
    return np.abs(mean), np.angle(mean)


# --- spectra: segments, each less its mean, times a window, transformed   (Welch 1967) ---


def pieces(x, window, count, overlap, length, detrend):
    """The transform of each segment of a signal."""
    if np.ndim(x) != 1:
        raise NotImplementedError("the derivative of spectra of several signals at once: loop over them")
    if np.iscomplexobj(x):
        raise NotImplementedError("the derivative of spectra of complex signals: write them with np.fft.fft")
    starts = np.arange(0, x.shape[0] - count + 1, count - overlap)
    taken = x[starts[:, None] + np.arange(count)]
    if detrend is not False and detrend != "constant":
        raise NotImplementedError(
            "the derivative of spectra with this `detrend`: apply it beforehand, pass detrend=False"
        )
    level = taken - (1.0 if detrend else 0.0) * np.mean(taken, axis=-1, keepdims=True)
    return np.fft.rfft(level * window, length)


def weights_of(window, count):
    """The window of that name."""
    if not isinstance(window, (str, tuple)):
        raise NotImplementedError(
            "the derivative of spectra with a window that is not named: multiply the segments by it"
        )
    return scipy.signal.get_window(window, count)


def doubled(length):
    """Twice for each frequency that stands for its negative as well."""
    k = np.arange(length // 2 + 1)
    return np.where((k == 0) | (2 * k == length), 1.0, 2.0)


def scale_of(scaling, fs, window):
    """Densities by the power of the window, spectra by its sum."""
    if scaling == "density":
        return 1.0 / (fs * np.sum(window * window))
    return 1.0 / np.sum(window) ** 2


def powers(x, y, fs, window, nperseg, noverlap, nfft, detrend, scaling):
    """Frequencies, and the cross power of each segment of two signals."""
    count = min(256 if nperseg is None else nperseg, x.shape[0])
    shared = count // 2 if noverlap is None else noverlap
    length = count if nfft is None else nfft
    weights = weights_of(window, count)
    both = np.conj(pieces(x, weights, count, shared, length, detrend)) * pieces(
        y, weights, count, shared, length, detrend
    )
    return np.arange(length // 2 + 1) * (fs / length), both * doubled(length) * scale_of(scaling, fs, weights)


def noises(rng: np.random.Generator) -> list[Sample]:
    """Short segments, longer transforms, other windows and scales."""
    x = rng.normal(size=14)
    return [
        ((x,), {"nperseg": 6}),
        ((x, 2.0), {"nperseg": 4, "noverlap": 1, "nfft": 7, "scaling": "spectrum", "detrend": False}),
        ((x,), {"nperseg": 5, "window": "boxcar"}),
    ]


def checked(return_onesided, average, axis):
    """Refuses what is not written here."""
    if not return_onesided or average != "mean" or axis != -1:
        raise NotImplementedError("the derivative of spectra of two sides, medians or another axis: write them out")


@defined(
    signal.csd, at=lambda rng: [((args[0], rng.normal(size=14), *args[1:]), kwargs) for args, kwargs in noises(rng)]
)
def csd(
    x, y, fs=1.0, window="hann", nperseg=None, noverlap=None, nfft=None, detrend="constant", return_onesided=True,
    scaling="density", axis=-1, average="mean",
):  # fmt: skip
    checked(return_onesided, average, axis)
    if x.shape[0] != y.shape[0]:
        raise NotImplementedError("the derivative of scipy.signal.csd of signals of different lengths: pad the shorter")
    f, power = powers(x, y, fs, window, nperseg, noverlap, nfft, detrend, scaling)
    return f, np.mean(power, axis=0)


@defined(signal.welch, at=noises)
def welch(
    x, fs=1.0, window="hann", nperseg=None, noverlap=None, nfft=None, detrend="constant", return_onesided=True,
    scaling="density", axis=-1, average="mean",
):  # fmt: skip
    checked(return_onesided, average, axis)
    f, power = powers(x, x, fs, window, nperseg, noverlap, nfft, detrend, scaling)
    return f, np.mean(np.real(power), axis=0)


@defined(
    signal.periodogram,
    at=lambda rng: [((rng.normal(size=7),), {}), ((rng.normal(size=6), 2.0, "hann"), {"scaling": "spectrum"})],
)
def periodogram(
    x, fs=1.0, window="boxcar", nfft=None, detrend="constant", return_onesided=True, scaling="density", axis=-1
):
    checked(return_onesided, "mean", axis)
    if nfft is not None:
        raise NotImplementedError("the derivative of scipy.signal.periodogram with nfft: pad or cut the signal")
    f, power = powers(x, x, fs, window, x.shape[0], 0, None, detrend, scaling)
    return f, np.real(power)[0]


@defined(
    signal.spectrogram,
    at=lambda rng: [
        ((rng.normal(size=14),), {"nperseg": 6, "window": "hann"}),
        ((rng.normal(size=14), 2.0, "hann"), {"nperseg": 4, "noverlap": 2, "scaling": "spectrum"}),
        ((rng.normal(size=14),), {"nperseg": 6}),
    ],
)
def spectrogram(
    x, fs=1.0, window=("tukey", 0.25), nperseg=None, noverlap=None, nfft=None, detrend="constant",
    return_onesided=True, scaling="density", axis=-1, mode="psd",
):  # fmt: skip
    checked(return_onesided, "mean", axis)
    if mode != "psd":
        raise NotImplementedError("the derivative of scipy.signal.spectrogram in this mode: use scipy.signal.stft")
    count = min(256 if nperseg is None else nperseg, x.shape[0])
    shared = count // 8 if noverlap is None else noverlap
    f, power = powers(x, x, fs, window, count, shared, nfft, detrend, scaling)
    return f, (0.5 * count + (count - shared) * np.arange(power.shape[0])) / fs, np.real(power).T


@defined(
    signal.stft,
    at=lambda rng: [
        ((rng.normal(size=14),), {"nperseg": 6}),
        ((rng.normal(size=14),), {"nperseg": 5}),
        ((rng.normal(size=14), 2.0), {"nperseg": 4, "noverlap": 1, "boundary": None}),
        ((rng.normal(size=12),), {"nperseg": 4, "boundary": None, "padded": False, "scaling": "psd"}),
    ],
)
def stft(
    x, fs=1.0, window="hann", nperseg=256, noverlap=None, nfft=None, detrend=False, return_onesided=True,
    boundary="zeros", padded=True, axis=-1, scaling="spectrum",
):  # fmt: skip
    checked(return_onesided, "mean", axis)
    if boundary is not None and boundary != "zeros":
        raise NotImplementedError(
            "the derivative of scipy.signal.stft with this boundary: extend the signal with np.pad"
        )
    count = min(nperseg, x.shape[0])
    shared = count // 2 if noverlap is None else noverlap
    length = count if nfft is None else nfft
    half = 0 if boundary is None else count // 2
    rest = (-(x.shape[0] + 2 * half - count) % (count - shared)) % count if padded else 0
    weights = weights_of(window, count)
    wide = np.concatenate([np.zeros(half), x, np.zeros(half + rest)])
    scale = np.sqrt(scale_of("density" if scaling == "psd" else "spectrum", fs, weights))
    found = pieces(wide, weights, count, shared, length, detrend) * scale
    first = 0.5 * count if boundary is None else 0.0
    times = (first + (count - shared) * np.arange(found.shape[0])) / fs
    return np.arange(length // 2 + 1) * (fs / length), times, found.T


@defined(
    signal.istft,
    at=lambda rng: [
        ((rng.normal(size=(4, 5)) + 1j * rng.normal(size=(4, 5)),), {}),
        (
            (rng.normal(size=(3, 6)) + 1j * rng.normal(size=(3, 6)), 2.0),
            {"noverlap": 1, "boundary": False, "window": "boxcar"},
        ),
    ],
)
def istft(Zxx, fs=1.0, window="hann", nperseg=None, noverlap=None, *, boundary=True):
    # Segments added where they overlap, over the squares of the windows   (Griffin and Lim 1984)
    if np.ndim(Zxx) != 2:
        raise NotImplementedError("the derivative of scipy.signal.istft of several signals at once: loop over them")
    count = 2 * (Zxx.shape[0] - 1) if nperseg is None else nperseg
    step = count - (count // 2 if noverlap is None else noverlap)
    weights = weights_of(window, count)
    segments = np.fft.irfft(Zxx, 2 * (Zxx.shape[0] - 1), axis=0)[:count] * np.sum(weights)
    x = np.zeros(count + (Zxx.shape[1] - 1) * step)
    norm = np.zeros(count + (Zxx.shape[1] - 1) * step)
    for k in range(Zxx.shape[1]):
        x[k * step : k * step + count] += segments[:, k] * weights
        norm[k * step : k * step + count] += weights**2
    cut = count // 2 if boundary else 0
    kept = x[cut : x.shape[0] - cut] / np.where(norm > 1e-10, norm, 1.0)[cut : x.shape[0] - cut]
    return np.arange(kept.shape[0]) / fs, kept


@defined(
    signal.lombscargle,
    at=lambda rng: [((np.cumsum(rng.uniform(0.5, 1.5, 6)), rng.normal(size=6), np.array([0.7, 1.9])), {})],
)
def lombscargle(x, y, freqs, *, normalize=False, floating_mean=False):
    # The fit of a cosine and a sine, shifted so that they are orthogonal   (Scargle 1982)
    if normalize or floating_mean:
        raise NotImplementedError("the derivative of scipy.signal.lombscargle with these options: fit by least squares")
    if np.iscomplexobj(x) or np.iscomplexobj(y) or np.iscomplexobj(freqs):
        raise NotImplementedError("of complex numbers: of the real and the imaginary part")
    turns = x[:, None] * freqs
    shift = 0.5 * np.arctan2(np.mean(np.sin(2.0 * turns), axis=0), np.mean(np.cos(2.0 * turns), axis=0))
    even, odd = np.cos(turns - shift), np.sin(turns - shift)
    of_even = (y @ even) ** 2 / np.sum(even**2, axis=0)
    of_odd = (y @ odd) ** 2 / np.sum(odd**2, axis=0)
    return 0.5 * (of_even + of_odd)
