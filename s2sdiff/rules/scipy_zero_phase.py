# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""scipy.signal: filters in sections, and filters that run forth and back, so that they delay nothing.

A filter that begins with a state z, of the transposed direct form, gives (B x + Z) / A: what is left of the state is the
response to an impulse of a filter with the coefficients z   (Gustafsson 1996).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy
from scipy import signal

from s2sdiff.rules.declare import zero
from s2sdiff.rules.plain import defined
from s2sdiff.rules.scipy_filters import circle, turned

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def with_state(b, a, x, state):
    """A filter that does not begin at rest."""
    impulse = np.concatenate([np.ones(1), np.zeros(x.shape[0] - 1)])
    return scipy.signal.lfilter(b, a, x) + scipy.signal.lfilter(state, a / a[0], impulse)


def extended(x, padtype, edge):
    """A signal that goes on beyond its ends."""
    if np.ndim(x) != 1:
        raise NotImplementedError("of several signals at once: loop over them")
    if padtype is None:
        return x
    if x.shape[0] <= edge:
        raise ValueError(f"The length of the input vector x must be greater than padlen, which is {edge}.")
    if padtype == "odd":
        return np.concatenate([2.0 * x[0] - x[edge:0:-1], x, 2.0 * x[-1] - x[-2 : -edge - 2 : -1]])
    if padtype == "even":
        return np.pad(x, edge, mode="reflect")
    return np.pad(x, edge, mode="edge")


def recordings(rng: np.random.Generator) -> list[Sample]:
    """Filters that recur and that do not, every extension."""
    b, a, x = rng.uniform(0.2, 0.5, 2), np.array([1.3, -0.4]), rng.normal(size=12)
    return [
        ((b, a, x), {}),
        ((b, a[:1], x), {"padlen": 3}),
        ((b, a, x), {"padtype": "even", "padlen": 2}),
        ((b, a, x), {"padtype": "constant"}),
        ((b, a, x), {"padtype": None}),
    ]


@defined(signal.filtfilt, at=recordings)
def filtfilt(b, a, x, axis=-1, padtype="odd", padlen=None):
    if padtype is None:
        edge = 0
    else:
        edge = 3 * max(len(a), len(b)) if padlen is None else padlen
    wide = extended(x, padtype, edge)
    state = scipy.signal.lfilter_zi(b, a)
    forth = with_state(b, a, wide, state * wide[0])
    back = with_state(b, a, forth[::-1], state * forth[-1])[::-1]
    return back[edge : back.shape[0] - edge]


# --- sections: one filter of second order after the other ---


def elsewhere(rng: Any) -> list[Any]:
    """No samples: the fourth column of the sections is 1, so programs of the corpus try them."""
    return []


@defined(signal.sosfilt, at=elsewhere)
def sosfilt(sos, x, axis=-1):
    y = x
    for section in range(len(sos)):
        y = scipy.signal.lfilter(sos[section, :3], sos[section, 3:], y, axis)
    return y


@defined(signal.sosfilt_zi, at=elsewhere)
def sosfilt_zi(sos):
    states = np.zeros((len(sos), 2))
    level = 1.0
    for section in range(len(sos)):
        b, a = sos[section, :3], sos[section, 3:]
        states[section] = level * scipy.signal.lfilter_zi(b, a)
        level = level * np.sum(b) / np.sum(a)
    return states


def taps(sos: Any) -> int:
    """How many coefficients the whole filter has, but for those that are zero in every section."""
    return 2 * len(sos) + 1 - min((np.asarray(sos)[:, 2] == 0).sum(), (np.asarray(sos)[:, 5] == 0).sum())


zero(taps, "a count")


def in_sections(sos, x, states, first):
    """The filters one after the other, each in the state to which a signal that always was `first` has brought it."""
    y = x
    for section in range(len(sos)):
        y = with_state(sos[section, :3], sos[section, 3:], y, states[section] * first)
    return y


@defined(signal.sosfiltfilt, at=elsewhere)
def sosfiltfilt(sos, x, axis=-1, padtype="odd", padlen=None):
    if padtype is None:
        edge = 0
    else:
        edge = 3 * taps(sos) if padlen is None else padlen
    wide = extended(x, padtype, edge)
    states = scipy.signal.sosfilt_zi(sos)
    forth = in_sections(sos, wide, states, wide[0])
    back = in_sections(sos, forth[::-1], states, forth[-1])[::-1]
    return back[edge : back.shape[0] - edge]


@defined(signal.freqz_sos, at=elsewhere)
def freqz_sos(sos, worN=512, whole=False, fs=2 * math.pi):
    angle = circle(worN, whole, fs)
    response = turned(sos[0, :3], angle) / turned(sos[0, 3:], angle)
    for section in range(1, len(sos)):
        response = response * turned(sos[section, :3], angle) / turned(sos[section, 3:], angle)
    return angle * (fs / (2 * math.pi)), response


# --- splines through the items of a signal, mirrored at its ends ---


def mirrored(x, pole, gain):
    """A filter with one pole, run forth and back over a signal that is mirrored at its ends   (Unser 1993)."""
    if np.ndim(x) != 1 or len(x) < 2:
        raise NotImplementedError("of one number, or of several signals: loop over them")
    a, one = np.array([1.0, -pole]), np.ones(1)
    forth = with_state(one, a, x, pole * np.sum(pole ** np.arange(len(x)) * x) * one)
    last = pole / (pole - 1.0) * forth[-1]
    back = with_state(-pole * one, a, forth[-2::-1], pole * last * one)
    return gain * np.concatenate([back[::-1], last * one])


@defined(signal.cspline1d, at=lambda rng: [((rng.normal(size=7),), {}), ((rng.normal(size=2),), {})])
def cspline1d(signal, *, lamb=0.0):
    if lamb != 0.0:
        raise NotImplementedError("the derivative of scipy.signal.cspline1d with `lamb`: leave it out")
    return mirrored(signal, -2.0 + math.sqrt(3.0), 6.0)


@defined(signal.qspline1d, at=lambda rng: [((rng.normal(size=7),), {}), ((rng.normal(size=2),), {})])
def qspline1d(signal, *, lamb=0.0):
    if lamb != 0.0:
        raise NotImplementedError("the derivative of scipy.signal.qspline1d with `lamb`: leave it out")
    return mirrored(signal, -3.0 + 2.0 * math.sqrt(2.0), 8.0)


def folded(newx, x0, dx, n):
    """Places counted in items, those beyond the ends mirrored."""
    place = np.mod(np.abs((newx - x0) / dx), 2.0 * (n - 1))
    return np.where(place > n - 1.0, 2.0 * (n - 1) - place, place)


def spline_places(rng: np.random.Generator) -> list[Sample]:
    """Within, beyond the ends and far beyond; in other units."""
    c, x = rng.normal(size=6), np.array([0.3, 2.7, 4.6, -1.2, 6.4, 13.3])
    return [((c, x), {}), ((c, 0.5 * x, 0.47, 0.2), {})]


@defined(signal.cspline1d_eval, at=spline_places)
def cspline1d_eval(cj, newx, dx=1.0, x0=0):
    place = folded(newx, x0, dx, len(cj))
    first = np.floor(place - 2.0).astype(int) + 1
    total = 0.0 * place
    for k in range(4):
        away = np.abs(place - (first + k))
        weight = np.where(away < 1.0, 2.0 / 3.0 - 0.5 * away**2 * (2.0 - away), (2.0 - away) ** 3 / 6.0)
        total = total + cj[np.clip(first + k, 0, len(cj) - 1)] * weight
    return total


@defined(signal.qspline1d_eval, at=spline_places)
def qspline1d_eval(cj, newx, dx=1.0, x0=0):
    place = folded(newx, x0, dx, len(cj))
    first = np.floor(place - 1.5).astype(int) + 1
    total = 0.0 * place
    for k in range(3):
        away = np.abs(place - (first + k))
        weight = np.where(away < 0.5, 0.75 - away**2, 0.5 * (away - 1.5) ** 2)
        total = total + cj[np.clip(first + k, 0, len(cj) - 1)] * weight
    return total
