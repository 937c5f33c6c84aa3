# mypy: ignore-errors
"""scipy.signal: quotients of polynomials by their zeros and poles, and as sums of fractions.

Zeros and poles are roots of complex coefficients: those of real ones are real or complex by their values (see np.roots).
Fractions are known for poles of order 1; poles nearer than `tol`, which SciPy takes for one of higher order, are refused
when they are met, and so are leading zeros, which it drops.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import signal

from s2sdiff.rules.plain import defined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def complex_coefficients(b, a):
    """Refuses what has roots that are real or complex by their values, and coefficients that SciPy drops."""
    if not np.iscomplexobj(b) or not np.iscomplexobj(a):
        raise NotImplementedError("of real coefficients, whose roots are real or complex by their values: of b + 0j and a + 0j")
    if b[0] == 0.0 or a[0] == 0.0 or b[-1] == 0.0 or a[-1] == 0.0:
        raise NotImplementedError("the derivative of a quotient with zeros at an end: drop them")


def by_size(p, tol):
    """The poles in the order of SciPy's fractions."""
    if np.count_nonzero(np.abs(p[:, None] - p) <= tol) > len(p):
        raise NotImplementedError("the derivative of fractions with poles of higher order")
    return p[np.argsort(np.abs(p))]


def quotients(rng: np.random.Generator) -> list[Sample]:
    """Proper, of equal degrees, and with a polynomial besides."""
    a = np.poly([0.5, -0.9, 1.6j]) * (1.3 + 0.2j)
    return [((rng.normal(size=n) + 1j * rng.normal(size=n), a), {}) for n in (2, 4, 6)]


@defined(signal.residue, at=quotients)
def residue(b, a, tol=1e-3, rtype="avg"):
    # b / a is b(p) / (a'(p) (x - p)) near a pole p
    complex_coefficients(b, a)
    p = by_size(np.roots(a), tol)
    k = np.zeros(0) if len(b) < len(a) else np.polydiv(b, a)[0]
    return np.polyval(b, p) / np.polyval(np.polyder(a), p), p, k


@defined(signal.residuez, at=quotients)
def residuez(b, a, tol=1e-3, rtype="avg"):
    # The same in x = 1 / z, where 1 / (x - 1 / p) = -p / (1 - p x)
    complex_coefficients(b, a)
    p = by_size(np.roots(a), tol)
    top, below = b[::-1], a[::-1]
    k = np.zeros(0) if len(b) < len(a) else np.polydiv(top, below)[0][::-1]
    return -p * np.polyval(top, 1.0 / p) / np.polyval(np.polyder(below), 1.0 / p), p, k


def joined(r, p, tol):
    """The sum of r / (x - p), as numerator and denominator."""
    if np.any(np.abs(p[1:] - p[:-1]) <= tol):
        raise NotImplementedError("the derivative of fractions with poles of higher order")
    top, below = 0.0 * r[:0], np.ones(1)
    for i in range(len(p)):
        top = np.append(top, 0.0) - p[i] * np.append(0.0, top) + r[i] * below
        below = np.append(below, 0.0) - p[i] * np.append(0.0, below)
    return top, below


def fractions(rng: np.random.Generator) -> list[Sample]:
    """With a polynomial besides, and without; complex ones."""
    r, p = rng.normal(size=3), np.array([0.5, -0.9, 1.6])
    return [((r, p, rng.normal(size=2)), {}), ((r, p, np.zeros(0)), {}), ((r + 0.3j, p - 0.2j, np.ones(1)), {})]


@defined(signal.invres, at=fractions)
def invres(r, p, k, tol=1e-3, rtype="avg"):
    top, below = joined(r, p, tol)
    if len(k) == 0:
        return top, below
    if k[0] == 0.0:
        raise NotImplementedError("the derivative of scipy.signal.invres with leading zeros in k: drop them")
    return np.convolve(k, below) + np.concatenate([np.zeros(len(k)), top]), below


@defined(signal.invresz, at=fractions)
def invresz(r, p, k, tol=1e-3, rtype="avg"):
    top, below = joined(r, p, tol)
    if len(k) == 0:
        return top, below
    if k[-1] == 0.0:
        raise NotImplementedError("the derivative of scipy.signal.invresz with zeros at the end of k: drop them")
    return np.convolve(k, below) + np.concatenate([top, np.zeros(len(k))]), below


@defined(signal.tf2zpk, at=lambda rng: quotients(rng)[:2])
def tf2zpk(b, a):
    complex_coefficients(b, a)
    return np.roots(b), np.roots(a), b[0] / a[0]


@defined(signal.sos2zpk, at=lambda rng: [((np.ones((2, 6)) + rng.uniform(size=(2, 6)) + 1j * rng.normal(size=(2, 6)),), {})])
def sos2zpk(sos):
    z, p = np.zeros(2 * len(sos), complex), np.zeros(2 * len(sos), complex)
    k = 1.0
    for section in range(len(sos)):
        zeros, poles, gain = tf2zpk(sos[section, :3], sos[section, 3:])
        z[2 * section : 2 * section + 2] = zeros
        p[2 * section : 2 * section + 2] = poles
        k = k * gain
    return z, p, k
