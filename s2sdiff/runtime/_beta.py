"""The derivative of the incomplete beta function by its parameters, as an integral.

I_x(a, b) is the integral up to x of the density f(t) = t^(a-1) (1-t)^(b-1) / B(a, b), and

    d f / da = (log t - psi(a) + psi(a+b)) f,    whose integral over all t is 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def betainc_slope(a: Any, b: Any, x: Any, rest: Any) -> Any:
    """The derivative of scipy.special.betainc(a, b, x) with respect to a; rest is 1 - x, and counts where it is the smaller one.

    That with respect to b is -betainc_slope(b, a, rest, x).

    >>> float(betainc_slope(2.0, 3.0, 0.25, 0.75).round(12))
    -0.228053602324
    """
    return _integral(a, b, x, rest, lambda p, _q: p)


def betainc_curvature(a: Any, b: Any, x: Any, rest: Any) -> Any:
    """The second derivative of scipy.special.betainc(a, b, x) with respect to a.

    >>> float(betainc_curvature(1.0, 1.0, 0.25, 0.75).round(12))
    0.480453013918
    """
    from scipy import special  # type: ignore[import-untyped, unused-ignore]

    order, other = np.expand_dims(a, -1), np.expand_dims(b, -1)
    spread = special.polygamma(1, order) - special.polygamma(1, order + other)
    return _integral(a, b, x, rest, lambda p, _q: p**2 - spread)


def betainc_twist(a: Any, b: Any, x: Any, rest: Any) -> Any:
    """The derivative of scipy.special.betainc(a, b, x) with respect to a and to b.

    >>> float(betainc_twist(1.0, 1.0, 0.25, 0.75).round(12))
    -0.155528148497
    """
    from scipy import special  # type: ignore[import-untyped, unused-ignore]

    shared = special.polygamma(1, np.expand_dims(a, -1) + np.expand_dims(b, -1))
    return _integral(a, b, x, rest, lambda p, q: p * q + shared)


def _integral(a: Any, b: Any, x: Any, rest: Any, factor: Any) -> Any:
    """The integral of f up to x times a function of d log f / da and d log f / db, whose integral over all t is 0.

    By t = x exp(-w / a) where x lies below the mean, else by 1 - t = (1 - x) exp(-w / b) from x on.  Trapezoids in s, where
    w is a multiple of exp(s - exp(-s)), converge exponentially (Takahasi, Mori 1974): against
    40 digits, for parameters from 0.05 to 2000, relative errors of the slope are below 1e-11.
    """
    from scipy import special  # type: ignore[import-untyped, unused-ignore]

    given = np.broadcast_arrays(a, b, x, rest)
    inside = (given[0] > 0) & (given[1] > 0) & (given[2] > 0) & (given[3] > 0)
    a1, b1, x1, r1 = (np.where(inside, v, w).astype(float)[..., None] for v, w in zip(given, (1.0, 1.0, 0.5, 0.5), strict=True))
    x1, r1 = np.where(x1 <= 0.5, x1, 1.0 - r1), np.where(x1 <= 0.5, 1.0 - x1, r1)
    below = x1 * (a1 + b1) < a1
    near, far = np.where(below, a1, b1), np.where(below, b1, a1)  # the power at the end that is integrated to, the other one
    end = np.where(below, x1, r1)
    steps = np.linspace(-4.5, 4.2, 200)
    nodes = np.exp(steps - np.exp(-steps))
    weights = (steps[1] - steps[0]) * nodes * (1.0 + np.exp(-steps))
    width = 1.0 + np.sqrt(a1 * b1 / (a1 + b1))
    log_near = np.log(end) - width * nodes / near
    log_far = np.log(np.where(below, r1, x1) - end * np.expm1(-width * nodes / near))
    log_f = near * log_near + (far - 1.0) * log_far - special.betaln(a1, b1)
    log_t, log_rest = np.where(below, log_near, log_far), np.where(below, log_far, log_near)
    both = special.psi(a1 + b1)
    values = np.exp(log_f) * factor(log_t - special.psi(a1) + both, log_rest - special.psi(b1) + both)
    found = np.sum(weights * values, axis=-1, keepdims=True) * width / near
    found = np.where(below, found, -found)[..., 0]
    outside = np.where((given[0] > 0) & (given[1] > 0) & (given[2] >= 0) & (given[3] >= 0), 0.0, np.nan)
    return np.where(inside, found, outside).astype(np.result_type(*(1.0 * v for v in (a, b, x, rest))))[()]
