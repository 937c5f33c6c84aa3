# mypy: ignore-errors
"""scipy.special: gamma, beta, zeta and hypergeometric functions, and the distributions written with them.

What has no closed form, such as the derivative of the incomplete gamma function with respect to its order, is
`undefined`: right with respect to x, refused with respect to the order.  DLMF: https://dlmf.nist.gov.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy
from scipy import special

from s2sdiff.rules.declare import adjoint, elementwise, tangent, zero
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_complex, ndim, refuse, undefined
from s2sdiff.runtime import gammainc_curvature, gammainc_slope, smirnov_density, unbroadcast

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def orders(*choices: tuple[int, ...], low: float, high: float) -> Callable[[Any], list[Sample]]:
    """Samples with these integer orders, and a last argument drawn between the bounds: array and number."""

    def draw(rng: np.random.Generator) -> list[Sample]:
        return [((*c, x), {}) for c in choices for x in (rng.uniform(low, high, (2, 3)), float(rng.uniform(low, high)))]

    return draw


# --- gamma and its logarithm   (DLMF 5.2.2: psi = gamma' / gamma) ---


@elementwise(special.gamma, at=(0.5, 3.0))
def gamma(y, x):
    if is_complex(x):
        refuse("of complex numbers: the derivatives of psi are known for real numbers alone")
    return y * scipy.special.psi(x)


@elementwise(special.rgamma, at=(0.5, 3.0))
def rgamma(y, x):
    if is_complex(x):
        refuse("of complex numbers: the derivatives of psi are known for real numbers alone")
    return -y * scipy.special.psi(x)


@elementwise(special.gammaln, at=(0.5, 3.0))
def gammaln(y, x):
    return scipy.special.psi(x)


@elementwise(special.loggamma, at=(0.5, 3.0))
def loggamma(y, x):
    if is_complex(x):
        refuse("of complex numbers: the derivatives of psi are known for real numbers alone")
    return scipy.special.psi(x)


zero(special.gammasgn, "constant between jumps")


@elementwise(special.psi, at=(0.5, 3.0))
def psi(y, x):
    if is_complex(x):
        refuse("of complex numbers: its derivative is known for real numbers alone")
    return scipy.special.zeta(2, x)  # DLMF 25.11.12


def polygammas(rng: np.random.Generator) -> list[Sample]:
    """Of low orders."""
    x = rng.uniform(0.5, 3.0, (2, 3))
    return [((1, x), {}), ((2, 1.3), {}), ((0, x[0]), {}), (([0, 1, 2], x), {})]


@adjoint(special.polygamma, at=polygammas)
def polygamma(y, n, x, *, y_bar):
    if ndim(n) == 0:
        x_bar = y_bar * scipy.special.polygamma(n + 1, x)
    else:
        x_bar = unbroadcast(y_bar * scipy.special.polygamma(np.asarray(n) + 1, x), x)


@tangent(special.polygamma)
def polygamma_tangent(y, n, x, *, x_dot):
    if ndim(n) == 0:
        y_dot = scipy.special.polygamma(n + 1, x) * x_dot
    else:
        y_dot = scipy.special.polygamma(np.asarray(n) + 1, x) * x_dot


@defined(special.multigammaln, at=lambda rng: [((rng.uniform(3.0, 5.0, (2, 3)), 3), {}), ((2.7, 2), {})])
def multigammaln(a, d):
    # DLMF 35.3.4
    logs = scipy.special.gammaln(np.expand_dims(a, -1) - 0.5 * np.arange(d))
    return np.sum(logs, axis=-1) + 0.25 * d * (d - 1) * np.log(np.pi)


# --- quotients of gamma functions ---


@elementwise(special.poch, at=(1.0, 3.0))
def poch(y, z, m):
    # gamma(z + m) / gamma(z)   (DLMF 5.2.5)
    return y * (scipy.special.psi(z + m) - scipy.special.psi(z)), y * scipy.special.psi(z + m)


@elementwise(special.beta, at=(0.5, 3.0))
def beta(y, a, b):
    # gamma(a) gamma(b) / gamma(a + b)   (DLMF 5.12.1)
    both = scipy.special.psi(a + b)
    return y * (scipy.special.psi(a) - both), y * (scipy.special.psi(b) - both)


@elementwise(special.betaln, at=(0.5, 3.0))
def betaln(y, a, b):
    both = scipy.special.psi(a + b)
    return scipy.special.psi(a) - both, scipy.special.psi(b) - both


# gamma(n + 1) / (gamma(k + 1) gamma(n - k + 1))


@elementwise(special.binom, at=((4.2, 6.0), (0.5, 3.5)))
def binom(y, n, k):
    rest = scipy.special.psi(n - k + 1.0)
    return y * (scipy.special.psi(n + 1.0) - rest), y * (rest - scipy.special.psi(k + 1.0))


def choices(rng: np.random.Generator) -> list[Sample]:
    """Real numbers of things, and of those taken."""
    n, k = rng.uniform(4.2, 6.0, (2, 3)), rng.uniform(0.5, 3.5, (2, 3))
    return [((n, k), {}), ((5.3, 2.4), {}), ((n, 2.5), {}), ((5.0, k[0]), {})]


@adjoint(special.comb, at=choices, pointwise=True)
def comb(y, N, k, *, exact=False, y_bar):
    if exact:
        refuse("with exact=True: leave it out")
    rest = scipy.special.psi(N - k + 1.0)
    N_bar = y_bar * y * (scipy.special.psi(N + 1.0) - rest)
    k_bar = y_bar * y * (rest - scipy.special.psi(k + 1.0))


@tangent(special.comb)
def comb_tangent(y, N, k, *, exact=False, N_dot, k_dot):
    if exact:
        refuse("with exact=True: leave it out")
    rest = scipy.special.psi(N - k + 1.0)
    y_dot = y * (scipy.special.psi(N + 1.0) - rest) * N_dot + y * (rest - scipy.special.psi(k + 1.0)) * k_dot


@adjoint(special.perm, at=choices, pointwise=True)
def perm(y, N, k, exact=False, *, y_bar):
    if exact:
        refuse("with exact=True: leave it out")
    rest = scipy.special.psi(N - k + 1.0)
    N_bar = y_bar * y * (scipy.special.psi(N + 1.0) - rest)
    k_bar = y_bar * y * rest


@tangent(special.perm)
def perm_tangent(y, N, k, exact=False, *, N_dot, k_dot):
    if exact:
        refuse("with exact=True: leave it out")
    rest = scipy.special.psi(N - k + 1.0)
    y_dot = y * (scipy.special.psi(N + 1.0) - rest) * N_dot + y * rest * k_dot


def counts(rng: np.random.Generator) -> list[Sample]:
    """Real numbers: the factorial of x is gamma(x + 1)."""
    return [((rng.uniform(0.5, 3.0, (2, 3)),), {}), ((1.3,), {})]


@adjoint(special.factorial, at=counts)
def factorial(y, n, exact=False, *, y_bar):
    if is_complex(n):
        refuse("of complex numbers: the derivatives of psi are known for real numbers alone")
    if exact:
        refuse("with exact=True: leave it out")
    n_bar = y_bar * y * scipy.special.psi(n + 1.0)


@tangent(special.factorial)
def factorial_tangent(y, n, exact=False, *, n_dot):
    if is_complex(n):
        refuse("of complex numbers: the derivatives of psi are known for real numbers alone")
    if exact:
        refuse("with exact=True: leave it out")
    y_dot = y * scipy.special.psi(n + 1.0) * n_dot


def zetas(rng: np.random.Generator) -> list[Sample]:
    """Hurwitz' function, its exponent fixed."""
    return [((3, rng.uniform(0.5, 3.0, (2, 3))), {}), ((2, 1.3), {})]


@adjoint(special.zeta, at=zetas, pointwise=True)
def zeta(y, x, q=None, *, y_bar):
    # The sum of (k + q)^-x   (DLMF 25.11.17)
    x_bar = undefined("`scipy.special.zeta` with respect to the exponent")
    q_bar = -y_bar * x * scipy.special.zeta(x + 1, q)


@tangent(special.zeta)
def zeta_tangent(y, x, q=None, *, x_dot, q_dot):
    y_dot = (
        undefined("`scipy.special.zeta` with respect to the exponent") * x_dot
        - x * scipy.special.zeta(x + 1, q) * q_dot
    )


# --- incomplete gamma functions: their derivatives with respect to x are densities   (DLMF 8.8.13) ---

# With respect to its order a, P(a, x) has an integral for its derivative: `gammainc_slope`.


@elementwise(gammainc_slope, at=(0.5, 3.0))
def gammainc_slope_partials(y, a, x):
    density = np.exp(scipy.special.xlogy(a - 1.0, x) - x - scipy.special.gammaln(a))
    return gammainc_curvature(a, x), density * (np.log(x) - scipy.special.psi(a))


@elementwise(special.gammainc, at=(0.5, 3.0))
def gammainc(y, a, x):
    density = np.exp(scipy.special.xlogy(a - 1.0, x) - x - scipy.special.gammaln(a))
    return gammainc_slope(a, x), density


@elementwise(special.gammaincc, at=(0.5, 3.0))
def gammaincc(y, a, x):
    density = np.exp(scipy.special.xlogy(a - 1.0, x) - x - scipy.special.gammaln(a))
    return -gammainc_slope(a, x), -density


@elementwise(special.gammaincinv, at=((0.5, 3.0), (0.2, 0.8)))
def gammaincinv(x, a, y):
    density = np.exp(scipy.special.xlogy(a - 1.0, x) - x - scipy.special.gammaln(a))
    return -gammainc_slope(a, x) / density, 1.0 / density


@elementwise(special.gammainccinv, at=((0.5, 3.0), (0.2, 0.8)))
def gammainccinv(x, a, y):
    density = np.exp(scipy.special.xlogy(a - 1.0, x) - x - scipy.special.gammaln(a))
    return -gammainc_slope(a, x) / density, -1.0 / density


# --- distributions: chi squared, gamma, noncentral t, Poisson, normal ---


@elementwise(special.chdtr, at=(0.5, 3.0))
def chdtr(y, v, x):
    density = 0.5 * np.exp(scipy.special.xlogy(0.5 * v - 1.0, 0.5 * x) - 0.5 * x - scipy.special.gammaln(0.5 * v))
    return 0.5 * gammainc_slope(0.5 * v, 0.5 * x), density


@elementwise(special.chdtrc, at=(0.5, 3.0))
def chdtrc(y, v, x):
    density = 0.5 * np.exp(scipy.special.xlogy(0.5 * v - 1.0, 0.5 * x) - 0.5 * x - scipy.special.gammaln(0.5 * v))
    return -0.5 * gammainc_slope(0.5 * v, 0.5 * x), -density


@elementwise(special.chdtri, at=((0.5, 3.0), (0.2, 0.8)))
def chdtri(x, v, p):
    density = 0.5 * np.exp(scipy.special.xlogy(0.5 * v - 1.0, 0.5 * x) - 0.5 * x - scipy.special.gammaln(0.5 * v))
    return -0.5 * gammainc_slope(0.5 * v, 0.5 * x) / density, -1.0 / density


@elementwise(special.gdtr, at=((0.5, 1.5), (0.7, 3.0), (0.5, 2.0)))
def gdtr(y, a, b, x):
    density = np.exp(scipy.special.xlogy(b - 1.0, a * x) - a * x - scipy.special.gammaln(b))
    return x * density, gammainc_slope(b, a * x), a * density


@elementwise(special.gdtrc, at=((0.5, 1.5), (0.7, 3.0), (0.5, 2.0)))
def gdtrc(y, a, b, x):
    density = np.exp(scipy.special.xlogy(b - 1.0, a * x) - a * x - scipy.special.gammaln(b))
    return -x * density, -gammainc_slope(b, a * x), -a * density


@elementwise(special.gdtrix, at=((0.5, 1.5), (0.7, 3.0), (0.2, 0.8)))
def gdtrix(x, a, b, p):
    density = np.exp(scipy.special.xlogy(b - 1.0, a * x) - a * x - scipy.special.gammaln(b))
    return -x / a, -gammainc_slope(b, a * x) / (a * density), 1.0 / (a * density)


@elementwise(special.gdtria, at=((0.2, 0.8), (0.7, 3.0), (0.5, 1.5)))
def gdtria(a, p, b, x):
    density = np.exp(scipy.special.xlogy(b - 1.0, a * x) - a * x - scipy.special.gammaln(b))
    return 1.0 / (x * density), -gammainc_slope(b, a * x) / (x * density), -a / x


# The degrees of freedom, the order or the count for which the probability is p


@elementwise(special.chdtriv, at=((0.3, 0.7), (0.7, 3.0)))
def chdtriv(v, p, x):
    density = 0.5 * np.exp(scipy.special.xlogy(0.5 * v - 1.0, 0.5 * x) - 0.5 * x - scipy.special.gammaln(0.5 * v))
    slope = 0.5 * gammainc_slope(0.5 * v, 0.5 * x)
    return 1.0 / slope, -density / slope


@elementwise(special.gdtrib, at=((0.5, 1.5), (0.3, 0.7), (0.7, 3.0)))
def gdtrib(b, a, p, x):
    density = np.exp(scipy.special.xlogy(b - 1.0, a * x) - a * x - scipy.special.gammaln(b))
    slope = gammainc_slope(b, a * x)
    return -x * density / slope, 1.0 / slope, -a * density / slope


@elementwise(special.pdtrik, at=((0.3, 0.7), (3.0, 6.0)))
def pdtrik(k, p, m):
    density = np.exp(scipy.special.xlogy(k, m) - m - scipy.special.gammaln(k + 1.0))
    slope = gammainc_slope(k + 1.0, m)
    return -1.0 / slope, -density / slope


# Noncentral t: its density is a difference of two of its probabilities, but for t = 0   (Lenth 1989)


@elementwise(special.nctdtr, at=orders((3, 1), (5, 2), low=-1.0, high=2.0))
def nctdtr(y, df, nc, t):
    u = np.where(t == 0.0, 1.0, t)
    further = scipy.special.nctdtr(df + 2.0, nc, np.sqrt(1.0 + 2.0 / df) * u)
    at_zero = np.exp(-0.5 * nc * nc - scipy.special.betaln(0.5 * df, 0.5)) / np.sqrt(df)
    return (
        undefined("`scipy.special.nctdtr` with respect to the degrees of freedom"),
        undefined("`scipy.special.nctdtr` with respect to the noncentrality"),
        np.where(t == 0.0, at_zero, df / u * (further - scipy.special.nctdtr(df, nc, u))),
    )


@elementwise(special.nctdtrit, at=orders((3, 1), (5, 2), low=0.2, high=0.8))
def nctdtrit(t, df, nc, p):
    u = np.where(t == 0.0, 1.0, t)
    further = scipy.special.nctdtr(df + 2.0, nc, np.sqrt(1.0 + 2.0 / df) * u)
    at_zero = np.exp(-0.5 * nc * nc - scipy.special.betaln(0.5 * df, 0.5)) / np.sqrt(df)
    return (
        undefined("`scipy.special.nctdtrit` with respect to the degrees of freedom"),
        undefined("`scipy.special.nctdtrit` with respect to the noncentrality"),
        1.0 / np.where(t == 0.0, at_zero, df / u * (further - scipy.special.nctdtr(df, nc, u))),
    )


# Kolmogorov: 2 (z - z^4 + z^9 - ...) with z = exp(-2 y^2) is also 1 - sqrt(2 pi) / y (u + u^9 + u^25 + ...) with
# u = exp(-pi^2 / (8 y^2)), as theta functions are; each where it needs few terms   (DLMF 20.7.32)


@elementwise(special.kolmogorov, at=(0.3, 1.6))
def kolmogorov(p, y):
    near = np.clip(y, 0.04, 0.82)  # below, it is 1 to rounding
    u = np.exp(-math.pi**2 / 8.0 / near**2)
    steep = math.pi**2 / 4.0 / near**3 * (u + 9.0 * u**9 + 25.0 * u**25)
    rise = math.sqrt(2.0 * math.pi) / near * ((u + u**9 + u**25) / near - steep)
    far = np.maximum(y, 0.82)
    z = np.exp(-2.0 * far**2)
    fall = -8.0 * far * (z - 4.0 * z**4 + 9.0 * z**9 - 16.0 * z**16 + 25.0 * z**25)
    return np.where(y < 0.82, rise, fall)


@elementwise(special.kolmogi, at=(0.02, 0.97))
def kolmogi(y, p):
    near = np.clip(y, 0.04, 0.82)  # below, it is 1 to rounding
    u = np.exp(-math.pi**2 / 8.0 / near**2)
    steep = math.pi**2 / 4.0 / near**3 * (u + 9.0 * u**9 + 25.0 * u**25)
    rise = math.sqrt(2.0 * math.pi) / near * ((u + u**9 + u**25) / near - steep)
    far = np.maximum(y, 0.82)
    z = np.exp(-2.0 * far**2)
    fall = -8.0 * far * (z - 4.0 * z**4 + 9.0 * z**9 - 16.0 * z**16 + 25.0 * z**25)
    return 1.0 / np.where(y < 0.82, rise, fall)


# Smirnov's one-sided statistic of n samples: its density is that of a distribution of scipy.stats


def one_sided(low, high):
    """Of 5 samples, and of 12."""
    return lambda rng: [((5, rng.uniform(low, high, (2, 3))), {}), ((12, float(rng.uniform(low, high))), {})]


@elementwise(special.smirnov, at=one_sided(0.1, 0.5))
def smirnov(p, n, d):
    return undefined("`scipy.special.smirnov` with respect to the number of samples"), -smirnov_density(n, d)


@elementwise(special.smirnovi, at=one_sided(0.1, 0.8))
def smirnovi(d, n, p):
    return undefined("`scipy.special.smirnovi` with respect to the number of samples"), -1.0 / smirnov_density(n, d)


# Poisson: the probability of at most k events is the upper incomplete gamma function (k + 1) of the mean m


@elementwise(special.pdtr, at=orders((2,), (3,), low=0.5, high=3.0))
def pdtr(y, k, m):
    return None, -np.exp(scipy.special.xlogy(np.floor(k), m) - m - scipy.special.gammaln(np.floor(k) + 1.0))


@elementwise(special.pdtrc, at=orders((2,), (3,), low=0.5, high=3.0))
def pdtrc(y, k, m):
    return None, np.exp(scipy.special.xlogy(np.floor(k), m) - m - scipy.special.gammaln(np.floor(k) + 1.0))


@elementwise(special.pdtri, at=orders((2,), (3,), low=0.2, high=0.8))
def pdtri(m, k, y):
    slope = -np.exp(scipy.special.xlogy(k, m) - m - scipy.special.gammaln(k + 1.0))
    return undefined("`scipy.special.pdtri` with respect to the count"), 1.0 / slope


# Noncentral chi squared: the density is that of df + 2 in the derivative with respect to the noncentrality


@elementwise(
    special.chndtr,
    at=lambda rng: [((rng.uniform(1.0, 4.0, (2, 3)), 3, rng.uniform(0.5, 2.0, 3)), {}), ((2.0, 4, 1.5), {})],
)
def chndtr(y, x, df, nc):
    gap = np.exp(-0.5 * (np.sqrt(x) - np.sqrt(nc)) ** 2)
    root = np.sqrt(nc * x)
    x_part = 0.5 * gap * (x / nc) ** (0.25 * df - 0.5) * scipy.special.ive(0.5 * df - 1.0, root)
    nc_part = -0.5 * gap * (x / nc) ** (0.25 * df) * scipy.special.ive(0.5 * df, root)
    return x_part, undefined("`scipy.special.chndtr` with respect to the degrees of freedom"), nc_part


# Its inverses:  of F(x, nc) = p,  x_dot = (p_dot - F_nc nc_dot) / F_x,  nc_dot = (p_dot - F_x x_dot) / F_nc


@elementwise(special.chndtrix, at=lambda rng: [((rng.uniform(0.2, 0.8, (2, 3)), 3, rng.uniform(0.5, 2.0, 3)), {}), ((0.4, 4, 1.5), {})])
def chndtrix(x, p, df, nc):
    gap = np.exp(-0.5 * (np.sqrt(x) - np.sqrt(nc)) ** 2)
    root = np.sqrt(nc * x)
    x_part = 0.5 * gap * (x / nc) ** (0.25 * df - 0.5) * scipy.special.ive(0.5 * df - 1.0, root)
    nc_part = -0.5 * gap * (x / nc) ** (0.25 * df) * scipy.special.ive(0.5 * df, root)
    return 1.0 / x_part, undefined("`scipy.special.chndtrix` with respect to the degrees of freedom"), -nc_part / x_part


@elementwise(special.chndtrinc, at=lambda rng: [((rng.uniform(4.0, 5.0, 3), 3, rng.uniform(0.3, 0.6, 3)), {}), ((5.0, 4, 0.4), {})])
def chndtrinc(nc, x, df, p):
    gap = np.exp(-0.5 * (np.sqrt(x) - np.sqrt(nc)) ** 2)
    root = np.sqrt(nc * x)
    x_part = 0.5 * gap * (x / nc) ** (0.25 * df - 0.5) * scipy.special.ive(0.5 * df - 1.0, root)
    nc_part = -0.5 * gap * (x / nc) ** (0.25 * df) * scipy.special.ive(0.5 * df, root)
    return -x_part / nc_part, undefined("`scipy.special.chndtrinc` with respect to the degrees of freedom"), 1.0 / nc_part


# The mean, or the deviation, with which a normal variable stays below x with probability p


@elementwise(special.nrdtrimn, at=((0.2, 0.4), (0.5, 1.5), (-1.0, 1.0)))
def nrdtrimn(mean, p, std, x):
    slope = math.sqrt(2.0 * math.pi) * np.exp(0.5 * ((x - mean) / std) ** 2)
    return -std * slope, (mean - x) / std, 1.0


@elementwise(special.nrdtrisd, at=((-2.0, -1.0), (0.6, 0.9), (0.5, 1.5)))
def nrdtrisd(std, mn, p, x):
    u = scipy.special.ndtri(p)
    return -1.0 / u, -std / u * math.sqrt(2.0 * math.pi) * np.exp(0.5 * u * u), 1.0 / u


# Tukey's lambda: x = (p^m - (1 - p)^m) / m


@elementwise(special.tklmbda, at=lambda rng: [((rng.uniform(-0.5, 0.5, (2, 3)), 1), {}), ((0.3, 2), {})])
def tklmbda(p, x, lmbda):
    slope = p ** (lmbda - 1.0) + (1.0 - p) ** (lmbda - 1.0)
    return 1.0 / slope, undefined("`scipy.special.tklmbda` with respect to lambda")


# --- hypergeometric functions   (DLMF 15.5.1, 13.3.15, 13.3.22, 16.3.1) ---


@elementwise(special.hyp2f1, at=orders((1, 2, 4), (2, 1, 3), low=-0.5, high=0.5))
def hyp2f1(y, a, b, c, z):
    return (
        undefined("`scipy.special.hyp2f1` with respect to `a`"),
        undefined("`scipy.special.hyp2f1` with respect to `b`"),
        undefined("`scipy.special.hyp2f1` with respect to `c`"),
        a * b / c * scipy.special.hyp2f1(a + 1.0, b + 1.0, c + 1.0, z),
    )


@elementwise(special.hyp1f1, at=orders((1, 2), (2, 3), low=-1.0, high=1.0))
def hyp1f1(y, a, b, x):
    return (
        undefined("`scipy.special.hyp1f1` with respect to `a`"),
        undefined("`scipy.special.hyp1f1` with respect to `b`"),
        a / b * scipy.special.hyp1f1(a + 1.0, b + 1.0, x),
    )


@elementwise(special.hyp0f1, at=orders((1,), (2,), low=-1.0, high=1.0))
def hyp0f1(y, v, z):
    return undefined("`scipy.special.hyp0f1` with respect to its order"), scipy.special.hyp0f1(v + 1.0, z) / v


@elementwise(special.hyperu, at=orders((1, 2), (2, 1), low=0.5, high=2.0))
def hyperu(y, a, b, x):
    return (
        undefined("`scipy.special.hyperu` with respect to `a`"),
        undefined("`scipy.special.hyperu` with respect to `b`"),
        -a * scipy.special.hyperu(a + 1.0, b + 1.0, x),
    )


# Wright's generalised Bessel function, the sum of x^k / (k! gamma(a k + b)): differentiating shifts b by a


@elementwise(special.wright_bessel, at=orders((1, 2), (2, 1), low=0.5, high=2.0))
def wright_bessel(y, a, b, x):
    return (
        undefined("`scipy.special.wright_bessel` with respect to `a`"),
        undefined("`scipy.special.wright_bessel` with respect to `b`"),
        scipy.special.wright_bessel(a, a + b, x),
    )


if hasattr(special, "log_wright_bessel"):  # SciPy 1.14

    @elementwise(special.log_wright_bessel, at=orders((1, 2), (2, 1), low=0.5, high=2.0))
    def log_wright_bessel(y, a, b, x):
        return (
            undefined("`scipy.special.log_wright_bessel` with respect to `a`"),
            undefined("`scipy.special.log_wright_bessel` with respect to `b`"),
            np.exp(scipy.special.log_wright_bessel(a, a + b, x) - y),
        )
