# mypy: ignore-errors
"""scipy.special: the incomplete beta function, and the distributions written with it: F, Student's t, binomial ones.

I_x(a, b) has for its derivatives with respect to x the density (DLMF 8.17.1), with respect to a and b integrals, which
`s2sdiff.runtime` computes.  What is found by F(u, v, ...) = p has u_dot = (p_dot - F_v v_dot - ...) / F_u.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from scipy import special

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import Samples, elementwise
from s2sdiff.rules.static import undefined
from s2sdiff.runtime import betainc_curvature, betainc_slope, betainc_twist

Sample = tuple[tuple[Any, ...], dict[str, Any]]

SHAPES = ((0.7, 3.0), (0.7, 3.0), (0.2, 0.8))


def complements(rng: np.random.Generator) -> list[Sample]:
    """Two parameters, a place, and what it leaves of 1."""
    x = np.append(rng.uniform(0.2, 0.45, 3), rng.uniform(0.55, 0.8, 3)).reshape(2, 3)
    return [((a, b, x, 1.0 - x), {}) for a, b in ((1.3, 0.8), (2.5, rng.uniform(0.5, 3.0, (2, 3))))]


# Of x and 1 - x, the smaller one counts


@elementwise(betainc_slope, at=complements)
def betainc_slope_partials(y, a, b, x, rest):
    away = scipy.special.psi(a + b) - scipy.special.psi(a)
    by_x = scipy.special.xlogy(a - 1.0, x) + scipy.special.xlog1py(b - 1.0, -x) - scipy.special.betaln(a, b)
    by_rest = scipy.special.xlog1py(a - 1.0, -rest) + scipy.special.xlogy(b - 1.0, rest) - scipy.special.betaln(a, b)
    return (
        betainc_curvature(a, b, x, rest),
        betainc_twist(a, b, x, rest),
        np.where(x <= 0.5, np.exp(by_x) * (np.log(x) + away), 0.0),
        np.where(x <= 0.5, 0.0, -np.exp(by_rest) * (np.log1p(-rest) + away)),
    )


@elementwise(special.betainc, at=SHAPES)
def betainc(y, a, b, x):
    density = np.exp(scipy.special.xlogy(a - 1.0, x) + scipy.special.xlog1py(b - 1.0, -x) - scipy.special.betaln(a, b))
    return betainc_slope(a, b, x, 1.0 - x), -betainc_slope(b, a, 1.0 - x, x), density


@elementwise(special.betaincinv, at=SHAPES)
def betaincinv(x, a, b, y):
    density = np.exp(scipy.special.xlogy(a - 1.0, x) + scipy.special.xlog1py(b - 1.0, -x) - scipy.special.betaln(a, b))
    return -betainc_slope(a, b, x, 1.0 - x) / density, betainc_slope(b, a, 1.0 - x, x) / density, 1.0 / density


if hasattr(special, "betaincc"):  # SciPy 1.11

    @elementwise(special.betaincc, at=SHAPES)
    def betaincc(y, a, b, x):
        density = np.exp(
            scipy.special.xlogy(a - 1.0, x) + scipy.special.xlog1py(b - 1.0, -x) - scipy.special.betaln(a, b)
        )
        return -betainc_slope(a, b, x, 1.0 - x), betainc_slope(b, a, 1.0 - x, x), -density

    @elementwise(special.betainccinv, at=SHAPES)
    def betainccinv(x, a, b, y):
        density = np.exp(
            scipy.special.xlogy(a - 1.0, x) + scipy.special.xlog1py(b - 1.0, -x) - scipy.special.betaln(a, b)
        )
        return -betainc_slope(a, b, x, 1.0 - x) / density, betainc_slope(b, a, 1.0 - x, x) / density, -1.0 / density


@elementwise(special.btdtria, at=((0.3, 0.7), (0.7, 3.0), (0.3, 0.7)))
def btdtria(a, p, b, x):
    density = np.exp(scipy.special.xlogy(a - 1.0, x) + scipy.special.xlog1py(b - 1.0, -x) - scipy.special.betaln(a, b))
    slope = betainc_slope(a, b, x, 1.0 - x)
    return 1.0 / slope, betainc_slope(b, a, 1.0 - x, x) / slope, -density / slope


@elementwise(special.btdtrib, at=((0.7, 3.0), (0.3, 0.7), (0.3, 0.7)))
def btdtrib(b, a, p, x):
    density = np.exp(scipy.special.xlogy(a - 1.0, x) + scipy.special.xlog1py(b - 1.0, -x) - scipy.special.betaln(a, b))
    slope = -betainc_slope(b, a, 1.0 - x, x)
    return -betainc_slope(a, b, x, 1.0 - x) / slope, 1.0 / slope, -density / slope


# F with n and d degrees of freedom: the incomplete beta function (n / 2, d / 2) at w = n x / (n x + d)


@shared
def at_ratio(n, d, x):
    """Where the incomplete beta function is asked, what is left of 1, and x times the density of F."""
    w = n * x / (n * x + d)
    rest = d / (n * x + d)
    density = np.exp(
        scipy.special.xlogy(0.5 * n, w) + scipy.special.xlogy(0.5 * d, rest) - scipy.special.betaln(0.5 * n, 0.5 * d)
    )
    return w, rest, density


@elementwise(special.fdtr, at=((1.0, 5.0), (1.0, 5.0), (0.5, 2.0)))
def fdtr(y, n, d, x):
    w, rest, density = at_ratio(n, d, x)
    return (
        0.5 * betainc_slope(0.5 * n, 0.5 * d, w, rest) + density / n,
        -0.5 * betainc_slope(0.5 * d, 0.5 * n, rest, w) - density / d,
        density / x,
    )


@elementwise(special.fdtrc, at=((1.0, 5.0), (1.0, 5.0), (0.5, 2.0)))
def fdtrc(y, n, d, x):
    w, rest, density = at_ratio(n, d, x)
    return (
        -0.5 * betainc_slope(0.5 * n, 0.5 * d, w, rest) - density / n,
        0.5 * betainc_slope(0.5 * d, 0.5 * n, rest, w) + density / d,
        -density / x,
    )


@elementwise(special.fdtri, at=((1.0, 5.0), (1.0, 5.0), (0.2, 0.8)))
def fdtri(x, n, d, p):
    w, rest, density = at_ratio(n, d, x)
    return (
        -x * (0.5 * betainc_slope(0.5 * n, 0.5 * d, w, rest) / density + 1.0 / n),
        x * (0.5 * betainc_slope(0.5 * d, 0.5 * n, rest, w) / density + 1.0 / d),
        x / density,
    )


# Student's t with f degrees of freedom: 1 - I_w(f / 2, 1 / 2) / 2 with w = f / (f + t^2) for t > 0, and by symmetry.  With
# respect to f it moves as its density times -t / (2 f) as well, as t^2 / f counts.


def degrees(low: float, high: float) -> Samples:
    """Some degrees of freedom, and a last argument between the bounds."""
    return lambda rng: [((df, rng.uniform(low, high, (2, 3))), {}) for df in (3.3, 1.6, 5)]


@elementwise(special.stdtr, at=degrees(-2.0, 2.0))
def stdtr(y, df, t):
    density = np.exp(-0.5 * (df + 1.0) * np.log1p(t * t / df) - scipy.special.betaln(0.5 * df, 0.5)) / np.sqrt(df)
    slope = 0.25 * np.sign(t) * betainc_slope(0.5 * df, 0.5, df / (df + t * t), t * t / (df + t * t))
    return -slope - 0.5 * t / df * density, density


@elementwise(special.stdtrit, at=degrees(0.2, 0.8))
def stdtrit(t, df, p):
    density = np.exp(-0.5 * (df + 1.0) * np.log1p(t * t / df) - scipy.special.betaln(0.5 * df, 0.5)) / np.sqrt(df)
    slope = 0.25 * np.sign(t) * betainc_slope(0.5 * df, 0.5, df / (df + t * t), t * t / (df + t * t))
    return slope / density + 0.5 * t / df, 1.0 / density


# Binomial: at most k of n is I_(1-p)(n - k, k + 1); at most k failures before n successes is I_p(n, k + 1)


@elementwise(special.bdtrin, at=((1.0, 2.0), (0.3, 0.7), (0.3, 0.6)))
def bdtrin(n, k, y, p):
    density = np.exp(
        scipy.special.xlog1py(n - k - 1.0, -p) + scipy.special.xlogy(k, p) - scipy.special.betaln(n - k, k + 1.0)
    )
    slope = betainc_slope(n - k, k + 1.0, 1.0 - p, p)
    return (slope + betainc_slope(k + 1.0, n - k, p, 1.0 - p)) / slope, 1.0 / slope, density / slope


@elementwise(special.nbdtrik, at=((0.3, 0.7), (1.0, 3.0), (0.2, 0.4)))
def nbdtrik(k, y, n, p):
    density = np.exp(scipy.special.xlogy(n - 1.0, p) + scipy.special.xlog1py(k, -p) - scipy.special.betaln(n, k + 1.0))
    slope = -betainc_slope(k + 1.0, n, 1.0 - p, p)
    return 1.0 / slope, -betainc_slope(n, k + 1.0, p, 1.0 - p) / slope, -density / slope


@elementwise(special.nbdtrin, at=((1.0, 3.0), (0.3, 0.7), (0.3, 0.6)))
def nbdtrin(n, k, y, p):
    density = np.exp(scipy.special.xlogy(n - 1.0, p) + scipy.special.xlog1py(k, -p) - scipy.special.betaln(n, k + 1.0))
    slope = betainc_slope(n, k + 1.0, p, 1.0 - p)
    return betainc_slope(k + 1.0, n, 1.0 - p, p) / slope, 1.0 / slope, -density / slope


# Noncentral F: a sum with Poisson's weights, of mean nc / 2, of I_w(n / 2 + j, d / 2).  F1 and F2 are the sums from j = 1 and
# j = 2 on with the weights from j = 0 on: n + 2 and n + 4 at the same w.  By I_w(a, b) - I_w(a + 1, b) = w (1 - w) f(w) / a
# (DLMF 8.17.20) the density times x is (n (F - F1) + nc (F1 - F2)) / 2.


def noncentral(low: float, high: float) -> Samples:
    """Degrees of freedom, noncentrality, and a last argument between the bounds."""
    return lambda rng: [((3, 5, rng.uniform(0.5, 2.0, 3), rng.uniform(low, high, (2, 3))), {}), ((4, 2, 1.3, 0.6), {})]


@elementwise(special.ncfdtr, at=noncentral(0.5, 2.0))
def ncfdtr(y, dfn, dfd, nc, f):
    next_one = scipy.special.ncfdtr(dfn + 2.0, dfd, nc, dfn * f / (dfn + 2.0))
    one_more = scipy.special.ncfdtr(dfn + 4.0, dfd, nc, dfn * f / (dfn + 4.0))
    return (
        undefined("`scipy.special.ncfdtr` with respect to the degrees of freedom"),
        undefined("`scipy.special.ncfdtr` with respect to the degrees of freedom"),
        0.5 * (next_one - y),
        0.5 * (dfn * (y - next_one) + nc * (next_one - one_more)) / f,
    )


@elementwise(special.ncfdtri, at=noncentral(0.2, 0.8))
def ncfdtri(f, dfn, dfd, nc, p):
    next_one = scipy.special.ncfdtr(dfn + 2.0, dfd, nc, dfn * f / (dfn + 2.0))
    one_more = scipy.special.ncfdtr(dfn + 4.0, dfd, nc, dfn * f / (dfn + 4.0))
    density = 0.5 * (dfn * (p - next_one) + nc * (next_one - one_more)) / f
    return (
        undefined("`scipy.special.ncfdtri` with respect to the degrees of freedom"),
        undefined("`scipy.special.ncfdtri` with respect to the degrees of freedom"),
        -0.5 * (next_one - p) / density,
        1.0 / density,
    )
