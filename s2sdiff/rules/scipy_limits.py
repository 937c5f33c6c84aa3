# mypy: ignore-errors
"""scipy.stats: distributions whose formulas have limits, met where a shape is 0; SciPy branches there.

    ratio(x, c) = log(1 + c x) / c = x (1 - c x / 2 + (c x)^2 / 3 - ...),    and its limit for c = 0 is x

says all branches of the generalised Pareto and extreme value distributions and of the four-parameter kappa distribution
(Hosking 1994) in one, so that their derivatives by a shape are right at 0 as well.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special, stats

from s2sdiff.rules.plain import defined


def method(dist, name):
    """The declaration of a private method of a distribution's; `tests/rules/test_scipy_stats.py` tries them."""
    return defined(getattr(type(dist), name), at=lambda _: [])


def ratio(x, c):
    """log(1 + c x) / c, by its series for small c x; infinite as x is."""
    u = c * np.where(np.isinf(x), 0.0, x)
    small = np.abs(u) < 0.01
    series = x * np.polyval([1 / 9, -1 / 8, 1 / 7, -1 / 6, 1 / 5, -1 / 4, 1 / 3, -1 / 2, 1.0], np.where(small, u, 0.0))
    return np.where(small, series, np.log1p(np.where(small, 1.0, u)) / np.where(small, 1.0, c))


# --- generalised Pareto: (1 + c x)^(-1 - 1 / c) ---


@method(stats.genpareto, "_logpdf")
def genpareto_logpdf(self, x, c):
    return -(c + 1.0) * ratio(x, c)


@method(stats.genpareto, "_pdf")
def genpareto_pdf(self, x, c):
    return np.exp(-(c + 1.0) * ratio(x, c))


@method(stats.genpareto, "_logsf")
def genpareto_logsf(self, x, c):
    return -ratio(x, c)


# --- extreme values: exp(-y) with y = (1 - c x)^(1 / c) ---


@method(stats.genextreme, "_loglogcdf")
def genextreme_loglogcdf(self, x, c):
    return -ratio(x, -c)


@method(stats.genextreme, "_logpdf")
def genextreme_logpdf(self, x, c):
    # at an end of the support nothing is left, but for c = 1
    inner = np.where(np.isinf(x), 0.0, x)
    end = np.isinf(x) | (c * inner == 1.0)
    log_y = -ratio(np.where(end, 0.0, inner), -c)
    return np.where(end, np.where((c == 1.0) & (x == 1.0), 0.0, -np.inf), (1.0 - c) * log_y - np.exp(log_y))


@method(stats.genextreme, "_ppf")
def genextreme_ppf(self, q, c):
    return -special.boxcox(-np.log(q), c)


@method(stats.genextreme, "_isf")
def genextreme_isf(self, q, c):
    return -special.boxcox(-np.log1p(-q), c)


# --- kappa: (1 - h y)^(1 / h) with the same y, of k in place of c ---


@method(stats.kappa4, "_logcdf")
def kappa4_logcdf(self, x, h, k):
    return -ratio(np.exp(-ratio(x, -k)), -h)


@method(stats.kappa4, "_logpdf")
def kappa4_logpdf(self, x, h, k):
    log_y = -ratio(x, -k)
    return (1.0 - k) * log_y - (1.0 - h) * ratio(np.exp(log_y), -h)


# --- skewed normal: twice the density times the probability below a x, which is 1/2 for a = 0 ---


@method(stats.skewnorm, "_logpdf")
def skewnorm_logpdf(self, x, a):
    return math.log(2.0) - 0.5 * math.log(2.0 * math.pi) - 0.5 * x * x + special.log_ndtr(a * x)


@method(stats.skewnorm, "_pdf")
def skewnorm_pdf(self, x, a):
    return 2.0 / math.sqrt(2.0 * math.pi) * np.exp(-0.5 * x * x) * special.ndtr(a * x)


# --- Pareto, cut off at c: b x^(-b - 1) / (1 - c^-b), for b of either sign ---


@method(stats.truncpareto, "_logpdf")
def truncpareto_logpdf(self, x, b, c):
    return np.log(-b / np.expm1(-b * np.log(c))) - (b + 1.0) * np.log(x)


@method(stats.truncpareto, "_pdf")
def truncpareto_pdf(self, x, b, c):
    return -b / np.expm1(-b * np.log(c)) * x ** (-b - 1.0)


@method(stats.truncpareto, "_cdf")
def truncpareto_cdf(self, x, b, c):
    return np.expm1(-b * np.log(x)) / np.expm1(-b * np.log(c))


@method(stats.truncpareto, "_logcdf")
def truncpareto_logcdf(self, x, b, c):
    return np.log(np.expm1(-b * np.log(x)) / np.expm1(-b * np.log(c)))


@method(stats.truncpareto, "_sf")
def truncpareto_sf(self, x, b, c):
    return (x**-b - c**-b) / -np.expm1(-b * np.log(c))


@method(stats.truncpareto, "_logsf")
def truncpareto_logsf(self, x, b, c):
    return np.log((x**-b - c**-b) / -np.expm1(-b * np.log(c)))
