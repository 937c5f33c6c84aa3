# mypy: ignore-errors
"""scipy.special: exponentials and logarithms, the error function and its kin, softmax.

The other families of scipy.special stand in special_gamma, special_bessel, special_elliptic and special_polynomials.
DLMF is the Digital Library of Mathematical Functions, https://dlmf.nist.gov.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy
from scipy import special

from s2sdiff.rules.declare import adjoint, elementwise, tangent
from s2sdiff.rules.static import is_complex, ndim, refuse, undefined
from s2sdiff.runtime import unbroadcast

Sample = tuple[tuple[Any, ...], dict[str, Any]]

# --- exponentials, logarithms, roots ---


@elementwise(special.exp2, at=(-2.0, 2.0))
def exp2(y, x):
    return math.log(2.0) * y


@elementwise(special.exp10, at=(-1.0, 1.0))
def exp10(y, x):
    return math.log(10.0) * y


@elementwise(special.expm1, at=(-2.0, 2.0))
def expm1(y, x):
    return np.exp(x)


@elementwise(special.log1p, at=(-0.5, 2.0))
def log1p(y, x):
    return 1.0 / (1.0 + x)


@elementwise(special.cbrt, at=(0.5, 2.0))
def cbrt(y, x):
    return 1.0 / (3.0 * y * y)


@elementwise(special.powm1, at=((0.5, 2.0), (-2.0, 2.0)))
def powm1(z, x, y):
    return y * x ** (y - 1.0), x**y * np.log(x)


@elementwise(special.exprel, at=(-2.0, 2.0))
def exprel(y, x):
    # (e^x - 1) / x = M(1, 2, x), so its derivative is M(2, 3, x) / 2   (DLMF 13.6.2, 13.3.15)
    return 0.5 * scipy.special.hyp1f1(2.0, 3.0, x)


@elementwise(special.xlogy, at=((-1.0, 2.0), (0.5, 2.0)))
def xlogy(z, x, y):
    return np.log(y), x / y


@elementwise(special.xlog1py, at=((-1.0, 2.0), (-0.5, 2.0)))
def xlog1py(z, x, y):
    return np.log1p(y), x / (1.0 + y)


@elementwise(special.entr, at=(0.3, 2.0))
def entr(y, x):
    return -np.log(x) - 1.0


@elementwise(special.rel_entr, at=(0.3, 2.0))
def rel_entr(z, x, y):
    return np.log(x / y) + 1.0, -x / y


@elementwise(special.kl_div, at=(0.3, 2.0))
def kl_div(z, x, y):
    return np.log(x / y), 1.0 - x / y


@elementwise(special.huber, at=((0.5, 1.0), (-2.0, 2.0)))
def huber(y, delta, r):
    inside = np.abs(r) <= delta
    return np.where(inside, 0.0, np.abs(r) - delta), np.where(inside, r, delta * np.sign(r))


@elementwise(special.pseudo_huber, at=((0.5, 1.0), (-2.0, 2.0)))
def pseudo_huber(y, delta, r):
    # delta^2 (s - 1) with s = sqrt(1 + (r / delta)^2)
    s = np.sqrt(1.0 + (r / delta) ** 2)
    return 2.0 * delta * (s - 1.0) - r * r / (delta * s), r / s


# Box and Cox: (x^lmbda - 1) / lmbda, which is log x at lmbda = 0.  With u = lmbda log x its derivative with respect to
# lmbda is log(x)^2 ((u - 1) e^u + 1) / u^2 = log(x)^2 (1/2 + u/3 + u^2/8 + ...).


@elementwise(special.boxcox, at=((0.5, 2.0), (-1.5, 1.5)))
def boxcox(y, x, lmbda):
    u = lmbda * np.log(x)
    small = np.abs(u) < 1e-3
    v = np.where(small, 1.0, u)
    slope = np.where(small, 0.5 + u / 3.0 + u * u / 8.0 + u**3 / 30.0, ((v - 1.0) * np.exp(v) + 1.0) / (v * v))
    return x ** (lmbda - 1.0), np.log(x) ** 2 * slope


@elementwise(special.boxcox1p, at=((-0.5, 2.0), (-1.5, 1.5)))
def boxcox1p(y, x, lmbda):
    u = lmbda * np.log1p(x)
    small = np.abs(u) < 1e-3
    v = np.where(small, 1.0, u)
    slope = np.where(small, 0.5 + u / 3.0 + u * u / 8.0 + u**3 / 30.0, ((v - 1.0) * np.exp(v) + 1.0) / (v * v))
    return (1.0 + x) ** (lmbda - 1.0), np.log1p(x) ** 2 * slope


# Its inverse (1 + w)^(1 / lmbda), w = lmbda y:  x y^2 (w / (1 + w) - log(1 + w)) / w^2 = x y^2 (-1/2 + 2w/3 - ...).


@elementwise(special.inv_boxcox, at=((-0.5, 0.5), (-1.5, 1.5)))
def inv_boxcox(x, y, lmbda):
    w = lmbda * y
    small = np.abs(w) < 1e-3
    v = np.where(small, 1.0, w)
    slope = np.where(small, -0.5 + 2.0 * w / 3.0 - 0.75 * w * w + 0.8 * w**3, (v / (1.0 + v) - np.log1p(v)) / (v * v))
    return x / (1.0 + w), x * y * y * slope


@elementwise(special.inv_boxcox1p, at=((-0.5, 0.5), (-1.5, 1.5)))
def inv_boxcox1p(x, y, lmbda):
    w = lmbda * y
    small = np.abs(w) < 1e-3
    v = np.where(small, 1.0, w)
    slope = np.where(small, -0.5 + 2.0 * w / 3.0 - 0.75 * w * w + 0.8 * w**3, (v / (1.0 + v) - np.log1p(v)) / (v * v))
    return (1.0 + x) / (1.0 + w), (1.0 + x) * y * y * slope


# --- the logistic function ---


@elementwise(special.expit, at=(-3.0, 3.0))
def expit(y, x):
    return y * (1.0 - y)


@elementwise(special.logit, at=(0.2, 0.8))
def logit(y, x):
    return 1.0 / (x * (1.0 - x))


@elementwise(special.log_expit, at=(-3.0, 3.0))
def log_expit(y, x):
    return scipy.special.expit(-x)


if hasattr(special, "softplus"):

    @adjoint(special.softplus, at=lambda rng: [((rng.normal(size=(2, 3)),), {}), ((0.7,), {})], pointwise=True)
    def softplus(y, x, *, y_bar):
        x_bar = y_bar * scipy.special.expit(x)

    @tangent(special.softplus)
    def softplus_tangent(y, x, *, x_dot):
        y_dot = x_dot * scipy.special.expit(x)


# --- softmax and its logarithm: along the axis, y_k = exp(x_k) / sum_j exp(x_j) ---


def rows(rng: np.random.Generator) -> list[Sample]:
    """Whole, along one axis, along two."""
    x = rng.normal(size=(2, 3))
    return [
        ((x[0],), {}),
        ((x,), {}),
        ((x,), {"axis": -1}),
        ((x, 0), {}),
        ((rng.normal(size=(2, 3, 4)),), {"axis": (0, 2)}),
    ]


@adjoint(special.softmax, at=rows)
def softmax(y, x, axis=None, *, y_bar):
    x_bar = y * (y_bar - np.sum(y * y_bar, axis=axis, keepdims=True))


@tangent(special.softmax)
def softmax_tangent(y, x, axis=None, *, x_dot):
    y_dot = y * (x_dot - np.sum(y * x_dot, axis=axis, keepdims=True))


@adjoint(special.log_softmax, at=rows)
def log_softmax(y, x, axis=None, *, y_bar):
    x_bar = y_bar - np.exp(y) * np.sum(y_bar, axis=axis, keepdims=True)


@tangent(special.log_softmax)
def log_softmax_tangent(y, x, axis=None, *, x_dot):
    y_dot = x_dot - np.sum(np.exp(y) * x_dot, axis=axis, keepdims=True)


def sums(rng: np.random.Generator) -> list[Sample]:
    """Whole, along axes, with the axes kept, with weights that broadcast."""
    x = rng.normal(size=(2, 3))
    return [
        ((x[0],), {}),
        ((x,), {"axis": 0}),
        ((x, -1), {"keepdims": True}),
        ((rng.normal(size=(2, 3, 4)), (0, 2)), {}),
        ((x, 1), {"b": rng.uniform(0.5, 1.5, (2, 3))}),
        ((x,), {"b": rng.uniform(0.5, 1.5, 3), "axis": 0, "keepdims": True}),
        ((x,), {"b": rng.uniform(0.5, 1.5, (2, 1))}),
        ((x, 1), {"b": np.array([[1.0, -2.5, 0.3], [1.5, 1.2, -0.2]]), "return_sign": True}),
        ((x,), {"return_sign": True}),
    ]


# y = log |sum_k b_k exp(a_k)|, whose sign is s:  a_bar_k = y_bar s b_k exp(a_k - y),  b_bar_k = y_bar s exp(a_k - y)


@adjoint(special.logsumexp, at=sums)
def logsumexp(y, a, axis=None, b=None, keepdims=False, return_sign=False, *, y_bar):
    if is_complex(a):
        refuse("of complex numbers: write np.log(np.sum(np.exp(a)))")
    if return_sign and (axis is None or keepdims):
        top = y[0]
        top_bar = y_bar[0] * y[1]
    elif return_sign:
        top = np.expand_dims(y[0], axis)
        top_bar = np.expand_dims(y_bar[0] * y[1], axis)
    elif axis is None or keepdims:
        top = y
        top_bar = y_bar
    else:
        top = np.expand_dims(y, axis)
        top_bar = np.expand_dims(y_bar, axis)
    share = top_bar * np.exp(a - top)
    if b is None:
        a_bar = share
    else:
        a_bar = b * share
        b_bar = unbroadcast(share, b)


@tangent(special.logsumexp)
def logsumexp_tangent(y, a, axis=None, b=None, keepdims=False, return_sign=False, *, a_dot, b_dot):
    if is_complex(a):
        refuse("of complex numbers: write np.log(np.sum(np.exp(a)))")
    if return_sign and (axis is None or keepdims):
        top = y[0]
    elif return_sign:
        top = np.expand_dims(y[0], axis)
    elif axis is None or keepdims:
        top = y
    else:
        top = np.expand_dims(y, axis)
    if return_sign and b is None:
        y_dot = (y[1] * np.sum(np.exp(a - top) * a_dot, axis=axis, keepdims=keepdims), 0.0)
    elif return_sign:
        y_dot = (
            y[1] * np.sum(b * np.exp(a - top) * a_dot, axis=axis, keepdims=keepdims)
            + y[1] * np.sum(np.exp(a - top) * b_dot, axis=axis, keepdims=keepdims),
            0.0,
        )
    elif b is None:
        y_dot = np.sum(np.exp(a - top) * a_dot, axis=axis, keepdims=keepdims)
    else:
        y_dot = np.sum(b * np.exp(a - top) * a_dot, axis=axis, keepdims=keepdims) + np.sum(
            np.exp(a - top) * b_dot, axis=axis, keepdims=keepdims
        )


# --- the error function: erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x   (DLMF 7.2.1) ---


@elementwise(special.erf, at=(-2.0, 2.0))
def erf(y, x):
    return 2.0 / math.sqrt(math.pi) * np.exp(-x * x)


@elementwise(special.erfc, at=(-2.0, 2.0))
def erfc(y, x):
    return -2.0 / math.sqrt(math.pi) * np.exp(-x * x)


@elementwise(special.erfcx, at=(-1.0, 2.0))
def erfcx(y, x):
    # exp(x^2) erfc(x)
    return 2.0 * x * y - 2.0 / math.sqrt(math.pi)


@elementwise(special.erfi, at=(-1.5, 1.5))
def erfi(y, x):
    return 2.0 / math.sqrt(math.pi) * np.exp(x * x)


@elementwise(special.erfinv, at=(-0.8, 0.8))
def erfinv(x, y):
    return 0.5 * math.sqrt(math.pi) * np.exp(x * x)


@elementwise(special.erfcinv, at=(0.3, 1.7))
def erfcinv(x, y):
    return -0.5 * math.sqrt(math.pi) * np.exp(x * x)


@elementwise(special.dawsn, at=(-2.0, 2.0))
def dawsn(y, x):
    # F' = 1 - 2 x F   (DLMF 7.10.3)
    return 1.0 - 2.0 * x * y


@elementwise(special.wofz, at=(-2.0, 2.0))
def wofz(w, z):
    # w' = -2 z w + 2i / sqrt(pi)   (DLMF 7.10.2)
    return 2.0j / math.sqrt(math.pi) - 2.0 * z * w


@elementwise(special.ndtr, at=(-2.0, 2.0))
def ndtr(y, x):
    return np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


@elementwise(special.ndtri, at=(0.1, 0.9))
def ndtri(x, y):
    return math.sqrt(2.0 * math.pi) * np.exp(0.5 * x * x)


@elementwise(special.ndtri_exp, at=(-3.0, -0.1))
def ndtri_exp(x, y):
    # The quantile of the probability exp(y)
    return math.sqrt(2.0 * math.pi) * np.exp(y + 0.5 * x * x)


@elementwise(special.log_ndtr, at=(-3.0, 2.0))
def log_ndtr(y, x):
    # density / distribution, in a form that neither overflows nor cancels: erfcx(z) = exp(z^2) erfc(z)
    return math.sqrt(2.0 / math.pi) / scipy.special.erfcx(-x / math.sqrt(2.0))


@elementwise(special.owens_t, at=(0.2, 1.5))
def owens_t(t, h, a):
    # T(h, a) = 1 / (2 pi) times the integral of exp(-h^2 (1 + x^2) / 2) / (1 + x^2) for x from 0 to a
    h_part = -np.exp(-0.5 * h * h) * scipy.special.erf(a * h / math.sqrt(2.0)) / (2.0 * math.sqrt(2.0 * math.pi))
    return h_part, np.exp(-0.5 * h * h * (1.0 + a * a)) / (2.0 * math.pi * (1.0 + a * a))


@elementwise(special.voigt_profile, at=((-1.0, 1.0), (0.5, 1.5), (0.5, 1.5)))
def voigt_profile(y, x, sigma, gamma):
    # Re w(z) / (sigma sqrt(2 pi)) with z = (x + i gamma) / (sigma sqrt 2), and w' = -2 z w + 2i / sqrt(pi)
    z = (x + 1j * gamma) / (sigma * math.sqrt(2.0))
    slope = (2.0j / math.sqrt(math.pi) - 2.0 * z * scipy.special.wofz(z)) / (2.0 * math.sqrt(math.pi) * sigma * sigma)
    return np.real(slope), -y / sigma - math.sqrt(2.0) * np.real(z * slope), -np.imag(slope)


# --- integrals of elementary functions ---


def both_sides(rng: np.random.Generator) -> list[Sample]:
    """A number, a vector, a matrix."""
    return [
        ((0.7,), {}),
        ((np.float64(1.3),), {}),
        ((rng.uniform(0.3, 2.0, 3),), {}),
        ((rng.uniform(0.3, 2.0, (2, 3)),), {}),
    ]


@adjoint(special.fresnel, at=both_sides)
def fresnel(y, z, *, y_bar):
    # (S, C), integrals of sin(pi t^2 / 2) and cos(pi t^2 / 2)   (DLMF 7.2.7, 7.2.8)
    z_bar = y_bar[0] * np.sin(0.5 * math.pi * z * z) + y_bar[1] * np.cos(0.5 * math.pi * z * z)


@tangent(special.fresnel)
def fresnel_tangent(y, z, *, z_dot):
    y_dot = (np.sin(0.5 * math.pi * z * z) * z_dot, np.cos(0.5 * math.pi * z * z) * z_dot)


@adjoint(special.sici, at=both_sides)
def sici(y, x, *, y_bar):
    # (Si, Ci)   (DLMF 6.2.9, 6.2.13)
    x_bar = (y_bar[0] * np.sin(x) + y_bar[1] * np.cos(x)) / x


@tangent(special.sici)
def sici_tangent(y, x, *, x_dot):
    y_dot = (np.sin(x) / x * x_dot, np.cos(x) / x * x_dot)


@adjoint(special.shichi, at=both_sides)
def shichi(y, x, *, y_bar):
    # (Shi, Chi)   (DLMF 6.2.15, 6.2.16)
    x_bar = (y_bar[0] * np.sinh(x) + y_bar[1] * np.cosh(x)) / x


@tangent(special.shichi)
def shichi_tangent(y, x, *, x_dot):
    y_dot = (np.sinh(x) / x * x_dot, np.cosh(x) / x * x_dot)


@elementwise(special.exp1, at=(0.3, 2.0))
def exp1(y, x):
    return -np.exp(-x) / x


@elementwise(special.expi, at=(0.3, 2.0))
def expi(y, x):
    return np.exp(x) / x


@elementwise(special.expn, at=lambda rng: [((n, rng.uniform(0.5, 2.0, 3)), {}) for n in (1, 2, 4)])
def expn(y, n, x):
    # E_n' = -E_(n-1) = ((n - 1) E_n - e^-x) / x   (DLMF 8.19.13, 8.19.12)
    return undefined("`scipy.special.expn` with respect to its order"), ((n - 1.0) * y - np.exp(-x)) / x


@elementwise(special.spence, at=(0.4, 2.0))
def spence(y, z):
    # The integral of log t / (1 - t) from 1 to z; -log(1 + u) / u = -1 + u/2 - u^2/3 + ... with u = z - 1
    u = z - 1.0
    small = np.abs(u) < 1e-3
    v = np.where(small, 1.0, u)
    return np.where(small, -1.0 + u / 2.0 - u * u / 3.0 + u**3 / 4.0 - u**4 / 5.0, -np.log1p(v) / v)


def principal(rng: np.random.Generator) -> list[Sample]:
    """The principal branch and another one."""
    return [((rng.uniform(0.3, 2.0, 3),), {}), ((1.2,), {}), ((rng.uniform(0.3, 2.0, 3), -1), {})]


@adjoint(special.lambertw, at=principal)
def lambertw(w, z, k=0, tol=1e-8, *, w_bar):
    # w e^w = z:  w' = e^-w / (1 + w)   (DLMF 4.13.4)
    z_bar = w_bar * np.exp(-w) / (1.0 + w)


@tangent(special.lambertw)
def lambertw_tangent(w, z, k=0, tol=1e-8, *, z_dot):
    w_dot = np.exp(-w) / (1.0 + w) * z_dot


@elementwise(special.wrightomega, at=(-1.0, 2.0))
def wrightomega(w, z):
    # w + log w = z
    return w / (1.0 + w)


# --- angles in degrees ---


@elementwise(special.sindg, at=(-50.0, 50.0))
def sindg(y, x):
    return math.pi / 180.0 * scipy.special.cosdg(x)


@elementwise(special.cosdg, at=(-50.0, 50.0))
def cosdg(y, x):
    return -math.pi / 180.0 * scipy.special.sindg(x)


@elementwise(special.tandg, at=(-50.0, 50.0))
def tandg(y, x):
    return math.pi / 180.0 * (1.0 + y * y)


@elementwise(special.cotdg, at=(20.0, 70.0))
def cotdg(y, x):
    return -math.pi / 180.0 * (1.0 + y * y)


@elementwise(special.cosm1, at=(-2.0, 2.0))
def cosm1(y, x):
    return -np.sin(x)


@elementwise(special.radian, at=(-2.0, 2.0))
def radian(y, d, m, s):
    return math.pi / 180.0, math.pi / 10800.0, math.pi / 648000.0


def periods(rng: np.random.Generator) -> list[Sample]:
    """Odd and even order, at the peak too."""
    x = rng.uniform(-3.0, 3.0, (2, 3))
    x[0, 0] = 0.0
    return [((x, 5), {}), ((x[0], 4), {}), ((0.3, 3), {})]


@adjoint(special.diric, at=periods)
def diric(y, x, n, *, y_bar):
    if ndim(n):
        refuse("of several n at once: call it for each")
    # The mean of cos(m x) over m = -(n - 1) / 2, ..., (n - 1) / 2
    m = np.arange(n) - 0.5 * (n - 1.0)
    x_bar = -y_bar * np.mean(m * np.sin(m * np.expand_dims(x, -1)), axis=-1)


@tangent(special.diric)
def diric_tangent(y, x, n, *, x_dot):
    if ndim(n):
        refuse("of several n at once: call it for each")
    m = np.arange(n) - 0.5 * (n - 1.0)
    y_dot = -np.mean(m * np.sin(m * np.expand_dims(x, -1)), axis=-1) * x_dot
