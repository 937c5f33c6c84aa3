"""Densities that scipy.stats.gaussian_kde makes of data, here or outside."""

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


CASES = [
    Case(of_data, (data, places), (0, 1), complex_step=False),
    Case(in_the_plane, (plane, places_in_plane), (0, 1), complex_step=False),
    Case(with_weights, (data, weights, 0.3), (0, 1, 2), complex_step=False),
    Case(left_out, (data,), complex_step=False, second_refusable=True),
    Case(probability, (data, 0.4), (0, 1), complex_step=False),
    Case(made_outside, (places,), complex_step=False),
    Case(made_outside_in_the_plane, (places_in_plane,), complex_step=False),
]
