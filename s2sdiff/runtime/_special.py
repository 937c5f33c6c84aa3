"""Derivatives that scipy.special does not have."""

from __future__ import annotations

from typing import Any

import numpy as np


def gammainc_slope(a: Any, x: Any) -> Any:
    """The derivative of scipy.special.gammainc(a, x) with respect to a.

    >>> float(gammainc_slope(1.0, 2.0).round(12))
    -0.220825426212
    """
    return _gamma_integral(a, x, lambda away, _: away)


def gammainc_curvature(a: Any, x: Any) -> Any:
    """The second derivative of scipy.special.gammainc(a, x) with respect to a.

    >>> float(gammainc_curvature(1.0, 2.0).round(12))
    -0.148561862457
    """
    from scipy import special  # type: ignore[import-untyped, unused-ignore]

    return _gamma_integral(a, x, lambda away, order: away**2 - special.polygamma(1, order))


def _gamma_integral(a: Any, x: Any, factor: Any) -> Any:
    """The integral up to x of t^(a-1) exp(-t) / gamma(a) times a function of log t - psi(a) and a; that over all t is 0.

    By t = x exp(-w / a) up to x < a, and by t = x + u from x on: in the slope, log t - psi(a) has one sign in either.
    Trapezoids in s, where w and u are multiples of exp(s - exp(-s)), converge exponentially (Takahasi, Mori 1974): against
    40 digits, relative errors of the slope are below 1e-9.
    """
    from scipy import special  # type: ignore[import-untyped, unused-ignore]

    steps = np.linspace(-4.5, 4.2, 140)
    nodes = np.exp(steps - np.exp(-steps))
    weights = (steps[1] - steps[0]) * nodes * (1.0 + np.exp(-steps))
    inside = (a > 0) & (x > 0) & np.isfinite(x)
    order = np.expand_dims(np.where(inside, a, 1.0), -1).astype(float)
    end = np.expand_dims(np.where(inside, x, 1.0), -1).astype(float)
    psi, log_gamma = special.psi(order), special.gammaln(order)
    w = nodes * (1.0 + np.sqrt(order))
    log_t = np.log(end) - w / order
    of_w = np.exp(order * np.log(end) - w - np.exp(log_t) - log_gamma - np.log(order)) * factor(log_t - psi, order)
    below = np.sum(weights * of_w, axis=-1, keepdims=True) * (1.0 + np.sqrt(order))
    t = end + nodes * (1.0 + np.sqrt(end))
    of_t = np.exp((order - 1.0) * np.log(t) - t - log_gamma) * factor(np.log(t) - psi, order)
    above = np.sum(weights * of_t, axis=-1, keepdims=True) * (1.0 + np.sqrt(end))
    found = np.where(end < order, below, -above)[..., 0]
    outside = np.where((a > 0) & (x >= 0), 0.0, np.nan)
    return np.where(inside, found, outside).astype(np.result_type(1.0 * a, 1.0 * x))[()]


def smirnov_density(n: Any, d: Any) -> Any:
    """How steeply scipy.special.smirnov(n, d) falls.

    >>> float(smirnov_density(1, 0.3))
    1.0
    """
    from scipy import stats  # type: ignore[import-untyped, unused-ignore]

    return np.asarray(stats.ksone.pdf(d, n), np.result_type(1.0 * d))[()]
