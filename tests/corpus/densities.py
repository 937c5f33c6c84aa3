"""Densities that scipy.stats makes of data, and distributions that are frozen, here or outside."""

import numpy as np
from scipy import stats

from oracles import Case

rng = np.random.default_rng(12)
data = rng.normal(size=8)
plane = rng.normal(size=(2, 9))
places = np.array([-0.5, 0.2, 1.0])
places_in_plane = rng.normal(size=(2, 3))
weights = rng.uniform(0.5, 1.5, 8)
OUTSIDE = stats.gaussian_kde(data, 0.4, weights)
IN_PLANE = stats.gaussian_kde(plane)
GAMMA = stats.gamma(a=2.0, scale=1.5)
COUNTS = np.array([0, 2, 3])


def of_data(x, q):
    return np.sum(np.sin(stats.gaussian_kde(x)(q)) * np.arange(len(q)))


def in_the_plane(x, q):
    density = stats.gaussian_kde(x, "silverman")
    return density.logpdf(q) * density.pdf(q[:, 0])


def with_weights(x, w, width):
    density = stats.gaussian_kde(x, bw_method=width, weights=w)
    return np.sum(density.evaluate(places) ** 2) + density.factor * density(x[0])[0] / density.n


def left_out(x):
    """How well all the others foretell each item."""
    total = 0.0
    for k in range(3):
        others = np.delete(x, k)
        total = total - stats.gaussian_kde(others, "scott").logpdf(x[k])[0]
    return total


def probability(x, end):
    return stats.gaussian_kde(x).integrate_box_1d(-1.0, end) ** 2


def made_outside(q):
    return np.sum(OUTSIDE(q) * OUTSIDE.pdf(q[0]) + OUTSIDE.evaluate(q)) + np.sum(OUTSIDE.logpdf(q))


def made_outside_in_the_plane(q):
    return IN_PLANE(q)


def likelihood(m, s, x):
    prior = stats.norm(0, 3.0)
    noise = stats.norm(loc=m, scale=s)
    return prior.logpdf(m) + np.sum(noise.logpdf(x)) + noise.sf(x[0]) * noise.ppf(0.3)


def mixture(m, x):
    parts = [stats.norm(m, 1.0), stats.t(3.0, loc=-m, scale=2.0)]
    total = 0.0
    for part in parts:
        total = total + 0.5 * part.pdf(x)
    return np.sum(np.log(total))


def frozen_outside(x):
    return np.sum(GAMMA.logpdf(x**2) * GAMMA.pdf(x**2))


def counts(rate):
    return np.sum(stats.poisson(mu=rate).logpmf(COUNTS)) + stats.poisson(rate).sf(2)


CASES = [
    Case(of_data, (data, places), (0, 1), complex_step=False),
    Case(in_the_plane, (plane, places_in_plane), (0, 1), complex_step=False),
    Case(with_weights, (data, weights, 0.3), (0, 1, 2), complex_step=False),
    Case(left_out, (data,), complex_step=False, second_refusable=True),
    Case(probability, (data, 0.4), (0, 1), complex_step=False),
    Case(made_outside, (places,), complex_step=False),
    Case(likelihood, (0.4, 1.3, data), (0, 1, 2), complex_step=False),
    Case(mixture, (0.4, data), (0, 1), complex_step=False),
    Case(frozen_outside, (data,), complex_step=False),
    Case(counts, (1.7,), complex_step=False),
    Case(made_outside_in_the_plane, (places_in_plane,), complex_step=False),
]
