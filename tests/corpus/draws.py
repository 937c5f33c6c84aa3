"""Random numbers that a program draws from a source that it seeds: taken once, in the primal's order, whatever the mode."""

import numpy as np

from oracles import Case


def while_it_counts(x):
    rng = np.random.default_rng(0)
    total = 0.0
    for _ in range(3):
        h = np.tanh(x * rng.normal())
        total += h * h
        if rng.random() < 0.5:
            total += np.exp(x * rng.uniform(0.0, 1.0, size=2)).sum()
    return total


def noise(rng, count, scale):
    return scale * rng.standard_normal(count)


def by_a_helper(x):
    rng = np.random.RandomState(1)
    return np.sum(noise(rng, 3, x) ** 2) + np.sum(noise(rng, 2, x * x) ** 2)


class Walk:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.count = 3

    def step(self, y):
        return y + 0.1 * np.sum(y * self.rng.normal(size=self.count))


def under_an_attribute(x):
    walk = Walk(2)
    y = x
    for _ in range(4):
        y = walk.step(y)
    return y * y


def with_a_seed_of_its_own(x, seed=None):
    rng = np.random.default_rng(4 if seed is None else seed)
    weights = np.array([1.0, 2.0, 3.0])[rng.permutation(3)]
    return np.sum(weights * x ** rng.integers(1, 4, size=3))


def from_the_common_source(x):
    np.random.seed(0)
    noise = np.random.normal(size=3)
    total = 0.0
    for _ in range(3):
        total += np.sum(x * x * noise) * np.random.rand()
    return total


def layers_drawn_at_random(x):
    rng = np.random.default_rng(3)
    for width in (4, 2):
        x = np.tanh(rng.normal(size=(width, x.size)) @ x)
    return np.sum(x)


CASES = [
    Case(while_it_counts, (0.7,)),
    Case(by_a_helper, (0.7,), over_forward_refusable=True),
    Case(under_an_attribute, (0.7,)),
    Case(with_a_seed_of_its_own, (0.7,)),
    Case(with_a_seed_of_its_own, (0.7, 5), label="given"),
    Case(from_the_common_source, (0.7,), over_forward_refusable=True),
    Case(layers_drawn_at_random, (np.array([0.5, -0.3, 0.8]),)),
]
