# mypy: ignore-errors
# ruff: noqa: ARG001, D103, F821, F841 - rules are read, not run
"""Quantiles of scipy.stats that SciPy searches for, or takes from compiled code: differentiated through F(y, a) = q.

With the density p = dF/dy:  y_dot = (q_dot - F_a a_dot) / p;  from above, where 1 - F(y, a) = q:  y_dot = -(q_dot + F_a a_dot) / p.
The slope F_a of the distribution function is s2sdiff's own, where that function can be read; else it is refused where it is asked for.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from s2sdiff.api import jvp
from s2sdiff.rules import plain, scipy_stats
from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.static import undefined
from s2sdiff.types import UNKNOWN, Array, Scalar


def quantile(dist, q, a=None, b=None, c=None, d=None):
    """The place below which a share q lies."""
    return in_doubles(dist.ppf, q, *(s for s in (a, b, c, d) if s is not None))


def upper_quantile(dist, q, a=None, b=None, c=None, d=None):
    """The place above which a share q lies."""
    return in_doubles(dist.isf, q, *(s for s in (a, b, c, d) if s is not None))


def in_doubles(function, *given):
    """What SciPy finds; whoever asks for it in single precision has made doubles of what it gives."""
    if any(np.asarray(s).dtype == np.float32 for s in given):
        raise TypeError("in double precision alone")
    return function(*given)


def cdf_slope(dist, k, y, a=None, b=None, c=None, d=None):
    """The derivative of the distribution function at y by the k-th shape parameter, item by item."""
    given = np.broadcast_arrays(*(np.asarray(s, float) for s in (y, a, b, c, d) if s is not None))
    dots = [np.full(s.shape, float(n == k + 1)) for n, s in enumerate(given)]
    return pushed_cdf(plain.readable(dist.cdf))(*given, *dots)[()]


@lru_cache(maxsize=100)
def pushed_cdf(cdf):
    """The tangent of a distribution function."""

    def slope(*given):
        half = len(given) // 2
        return jvp(cdf, given[:half], given[half:])[1]

    return slope


def like_place(dist, k, y, *shapes):
    """The type of `cdf_slope`."""
    if isinstance(y, Array):
        return Array("float64", y.shape)
    return Scalar("float64", weak=False) if isinstance(y, Scalar) else UNKNOWN


cdf_slope.__s2sdiff_type__ = like_place


@adjoint(cdf_slope, at=lambda _: [], pointwise=True)
def cdf_slope_adjoint(f, dist, k, y, a=None, b=None, c=None, d=None, *, f_bar):
    y_bar = undefined("second derivatives of quantiles with respect to shapes")
    a_bar = undefined("second derivatives of quantiles with respect to shapes")
    b_bar = undefined("second derivatives of quantiles with respect to shapes")
    c_bar = undefined("second derivatives of quantiles with respect to shapes")
    d_bar = undefined("second derivatives of quantiles with respect to shapes")


@tangent(cdf_slope)
def cdf_slope_tangent(f, dist, k, y, a=None, b=None, c=None, d=None, *, y_dot, a_dot, b_dot, c_dot, d_dot):
    f_dot = (
        undefined("second derivatives of quantiles with respect to shapes") * y_dot
        + undefined("second derivatives of quantiles with respect to shapes") * a_dot
        + undefined("second derivatives of quantiles with respect to shapes") * b_dot
        + undefined("second derivatives of quantiles with respect to shapes") * c_dot
        + undefined("second derivatives of quantiles with respect to shapes") * d_dot
    )


@shared
def density_at(dist, y, a, b, c, d):
    """The density of as many shape parameters as there are."""
    if a is None:
        return dist.pdf(y)
    if b is None:
        return dist.pdf(y, a)
    if c is None:
        return dist.pdf(y, a, b)
    if d is None:
        return dist.pdf(y, a, b, c)
    return dist.pdf(y, a, b, c, d)


@adjoint(quantile, at=lambda _: [], pointwise=True)
def quantile_adjoint(y, dist, q, a=None, b=None, c=None, d=None, *, y_bar):
    density = density_at(dist, y, a, b, c, d)
    q_bar = y_bar / density
    a_bar = -q_bar * s2sdiff.quantiles.cdf_slope(dist, 0, y, a, b, c, d)
    b_bar = -q_bar * s2sdiff.quantiles.cdf_slope(dist, 1, y, a, b, c, d)
    c_bar = -q_bar * s2sdiff.quantiles.cdf_slope(dist, 2, y, a, b, c, d)
    d_bar = -q_bar * s2sdiff.quantiles.cdf_slope(dist, 3, y, a, b, c, d)


@tangent(quantile)
def quantile_tangent(y, dist, q, a=None, b=None, c=None, d=None, *, q_dot, a_dot, b_dot, c_dot, d_dot):
    density = density_at(dist, y, a, b, c, d)
    y_dot = (
        q_dot / density
        - a_dot * s2sdiff.quantiles.cdf_slope(dist, 0, y, a, b, c, d) / density
        - b_dot * s2sdiff.quantiles.cdf_slope(dist, 1, y, a, b, c, d) / density
        - c_dot * s2sdiff.quantiles.cdf_slope(dist, 2, y, a, b, c, d) / density
        - d_dot * s2sdiff.quantiles.cdf_slope(dist, 3, y, a, b, c, d) / density
    )


@adjoint(upper_quantile, at=lambda _: [], pointwise=True)
def upper_quantile_adjoint(y, dist, q, a=None, b=None, c=None, d=None, *, y_bar):
    density = density_at(dist, y, a, b, c, d)
    q_bar = -y_bar / density
    a_bar = q_bar * s2sdiff.quantiles.cdf_slope(dist, 0, y, a, b, c, d)
    b_bar = q_bar * s2sdiff.quantiles.cdf_slope(dist, 1, y, a, b, c, d)
    c_bar = q_bar * s2sdiff.quantiles.cdf_slope(dist, 2, y, a, b, c, d)
    d_bar = q_bar * s2sdiff.quantiles.cdf_slope(dist, 3, y, a, b, c, d)


@tangent(upper_quantile)
def upper_quantile_tangent(y, dist, q, a=None, b=None, c=None, d=None, *, q_dot, a_dot, b_dot, c_dot, d_dot):
    density = density_at(dist, y, a, b, c, d)
    y_dot = (
        -q_dot / density
        - a_dot * s2sdiff.quantiles.cdf_slope(dist, 0, y, a, b, c, d) / density
        - b_dot * s2sdiff.quantiles.cdf_slope(dist, 1, y, a, b, c, d) / density
        - c_dot * s2sdiff.quantiles.cdf_slope(dist, 2, y, a, b, c, d) / density
        - d_dot * s2sdiff.quantiles.cdf_slope(dist, 3, y, a, b, c, d) / density
    )


scipy_stats.SEARCHED.update(ppf=quantile, isf=upper_quantile)
