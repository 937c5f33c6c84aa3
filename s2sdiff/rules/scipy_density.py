# mypy: ignore-errors
# ruff: noqa: D102, SIM108 - methods are named as SciPy's, and a static `if` is a choice made when generating
"""scipy.stats.gaussian_kde: a normal distribution around every item of the data, all equally wide.

    p(x) = sum over i of w_i N(x; x_i, C),  C = f^2 cov(x, weights w)

with the factor f by Scott's or Silverman's rule, or given.  One that is made outside is read with what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MethodType
from typing import Any

import numpy as np
import scipy
from scipy import stats

from s2sdiff.rules.plain import STANDS, Stand, defined, finder


def elsewhere(rng: Any) -> list[Any]:
    """No samples: it gives an object, so programs of the corpus try it."""
    return []


def log_kernels(dataset, covariance, points):
    """The logarithm of the density at each point (a column) that belongs to each item (a row), of unit weight."""
    dimensions, count = dataset.shape
    if np.ndim(points) > 1 and np.shape(points)[0] != dimensions:
        raise ValueError(f"points have dimension {np.shape(points)[0]}, dataset has dimension {dimensions}")
    if np.ndim(points) == 1 and dimensions > 1 and len(points) != dimensions:
        raise ValueError(f"points have dimension 1, dataset has dimension {dimensions}")
    places = np.reshape(points, (dimensions, -1))
    apart = places[:, None, :] - dataset[:, :, None]
    flat = np.reshape(apart, (dimensions, -1))
    energy = 0.5 * np.sum(flat * np.linalg.solve(covariance, flat), axis=0)
    return -np.reshape(energy, (count, -1)) - 0.5 * np.linalg.slogdet(2.0 * np.pi * covariance)[1]


@defined(stats.gaussian_kde.evaluate, at=elsewhere)
def evaluate(self, points):
    return self.weights @ np.exp(log_kernels(self.dataset, self.covariance, points))


@defined(stats.gaussian_kde.pdf, at=elsewhere)
def pdf(self, x):
    return evaluate(self, x)


@defined(stats.gaussian_kde.logpdf, at=elsewhere)
def logpdf(self, x):
    kernels = log_kernels(self.dataset, self.covariance, x)
    return scipy.special.logsumexp(kernels + np.log(self.weights)[:, None], axis=0)


@defined(stats.gaussian_kde.integrate_box_1d, at=elsewhere)
def integrate_box_1d(self, low, high):
    if len(self.dataset) != 1:
        raise ValueError("integrate_box_1d() only handles 1D pdfs")
    width = np.sqrt(self.covariance[0, 0])
    above = scipy.special.ndtr((high - self.dataset[0]) / width)
    return self.weights @ (above - scipy.special.ndtr((low - self.dataset[0]) / width))


@finder
def called(target):
    """A density that was made outside, and is called."""
    return MethodType(evaluate, target) if type(target) is stats.gaussian_kde else None


@dataclass(frozen=True, eq=False)
class Density:
    """What stands for a density that the program makes."""

    dataset: Any
    covariance: Any
    weights: Any
    factor: Any

    @property
    def d(self):
        return self.dataset.shape[0]

    @property
    def n(self):
        return self.dataset.shape[1]

    def __call__(self, points):
        return evaluate(self, points)

    def evaluate(self, points):
        return evaluate(self, points)

    def pdf(self, x):
        return evaluate(self, x)

    def logpdf(self, x):
        return logpdf(self, x)

    def integrate_box_1d(self, low, high):
        return integrate_box_1d(self, low, high)


STANDS[Density] = Stand(
    stats.gaussian_kde,
    "a density that the program makes", "call it, or its `evaluate`, `pdf`, `logpdf` and `integrate_box_1d`", ()
)


def by_scott(shares, dimensions):
    """Scott's factor: a power of how many items of equal weight would tell as much."""
    return np.sum(shares**2) ** (1.0 / (dimensions + 4))


@defined(stats.gaussian_kde, at=elsewhere)
def gaussian_kde(dataset, bw_method=None, weights=None):
    data = np.atleast_2d(dataset)  # not a copy: the density goes on reading what it is given
    dimensions, count = data.shape
    if weights is None:
        shares = np.ones(count) / count
    else:
        shares = weights / np.sum(weights)
    if bw_method is None:
        factor = by_scott(shares, dimensions)
    elif isinstance(bw_method, str):
        if bw_method == "scott":
            factor = by_scott(shares, dimensions)
        elif bw_method == "silverman":
            factor = (0.25 * (dimensions + 2.0)) ** (-1.0 / (dimensions + 4)) * by_scott(shares, dimensions)
        else:
            raise ValueError("`bw_method` should be 'scott', 'silverman', a scalar or a callable.")
    else:
        factor = 1.0 * bw_method  # a number: functions are refused
    middle = data - (data @ shares)[:, None]
    covariance = factor**2 / (1.0 - np.sum(shares**2)) * ((middle * shares) @ middle.T)
    return Density(data, covariance, shares, factor)
