"""Integrals that scipy.integrate finds, once and twofold."""

import numpy as np
from scipy.integrate import dblquad, quad

from oracles import Case

TIGHT = {"epsabs": 1e-13, "epsrel": 1e-13}
TABLE = np.linspace(0.0, 1.0, 4)


def between_moving_ends(a, p):
    return quad(lambda x: np.sin(p[0] * x) * np.exp(-p[1] * x), a * a, 2.0 + a, **TIGHT)[0] * p[0]


def mixture(x, w, powers, scale):
    total = 0.0
    for k in range(len(powers)):
        total = total + w[k] * x ** powers[k]
    return np.tanh(scale * total)


def of_a_mixture(w, scale):
    """Whole numbers and constants stand among the arguments."""
    return quad(mixture, 0, 1, args=(w, (1, 2, 3), scale), **TIGHT)[0]


def energy(a):
    """Of integrals in a loop, and of the square of one of them."""
    total = 0.0
    for k in range(3):
        total = total + quad(lambda x: np.cos(k * a * x + total) * TABLE[k], 0.0, 1.0, **TIGHT)[0]
    return total**2


def mass(a, b):
    """Of a plate under a curve, heavier towards its end."""
    return dblquad(lambda y, x: a * x + y, 0.0, b, lambda x: -x, lambda x: np.sin(a * x) + b, **TIGHT)[0]


def of_each_power(x):
    """Of functions with defaults, which keep what they were in their trip."""
    total = sum(quad(lambda t, k=k: x[0] * t**k, 0.0, 1.0, **TIGHT)[0] for k in range(2))
    for n in range(1, 4):

        def weighted(t, n=n, a=x[1] * 2.0):
            return x[0] * t**n * a

        total += quad(weighted, 0.0, 1.0, **TIGHT)[0]
    return total + quad(lambda t, p=2.0, *, q=x[1]: x[2] * t**p * q, 0.0, 1.0, **TIGHT)[0]


CASES = [
    Case(of_each_power, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
    Case(between_moving_ends, (0.4, np.array([1.3, 0.7])), (0, 1), complex_step=False),
    Case(of_a_mixture, (np.array([0.3, -0.4, 0.9]), 1.2), (0, 1), complex_step=False),
    Case(energy, (0.8,), complex_step=False),
    Case(mass, (0.7, 1.1), (0, 1), complex_step=False),
]
