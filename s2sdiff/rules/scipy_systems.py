# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""scipy.signal: linear systems with one input and one output, in time: x' = a x + b u, y = c x + d u.

Over a step h, a state moves by exp(a h).  What a constant or linear input adds stands in the exponential of a block matrix
   (Van Loan 1978).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy
from scipy import signal

from s2sdiff.rules.plain import defined
from s2sdiff.rules.scipy_filters import real_polynomials

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def systems(rng: np.random.Generator) -> list[Any]:
    """A transfer function, and a state space."""
    a = np.array([[-0.7, 0.4, 0.0], [-0.5, -1.1, 0.2], [0.1, 0.3, -0.4]]) + 0.1 * rng.normal(size=(3, 3))
    b, c, d = rng.normal(size=(3, 1)), rng.normal(size=(1, 3)), rng.normal(size=(1, 1))
    return [(rng.uniform(0.5, 1.0, 2), np.array([1.0, 0.7, 1.3])), (a, b, c, d)]


def state_space(system):
    """The four matrices."""
    if len(system) == 2:
        real_polynomials(system[0], system[1])
        return scipy.signal.tf2ss(*system)
    if len(system) != 4:
        raise NotImplementedError("of a system other than (num, den) or (a, b, c, d)")
    a, b, c, d = system
    if np.iscomplexobj(a) or np.iscomplexobj(b) or np.iscomplexobj(c) or np.iscomplexobj(d):
        raise NotImplementedError("of complex systems: take the real form [[re, -im], [im, re]]")
    return a, b, c, d


def times(rng: np.random.Generator) -> list[Sample]:
    """Beginning at 0, and later; whole numbers, which stay equally spaced when other numbers are moved."""
    first, other = systems(rng)
    return [((first,), {"T": np.arange(5)}), ((other,), {"T": np.arange(1, 5)})]


@defined(signal.impulse, at=times)
def impulse(system, *, T=None):
    if T is None:
        raise NotImplementedError("at times that SciPy chooses: pass T, an array of them")
    a, b, c, _ = state_space(system)
    step = scipy.linalg.expm(a * (T[1] - T[0]))
    x = scipy.linalg.expm(a * T[0]) @ b[:, 0]
    y = np.zeros(len(T))
    for k in range(len(T)):
        y[k] = c[0] @ x
        x = step @ x
    return T, y


@defined(signal.step, at=times)
def step(system, *, T=None):
    if T is None:
        raise NotImplementedError("at times that SciPy chooses: pass T, an array of them")
    a, b, c, d = state_space(system)
    n = len(a)
    blocks = np.zeros((n + 1, n + 1))
    blocks[:n, :n] = a
    blocks[:n, n] = b[:, 0]
    moved = scipy.linalg.expm(blocks * (T[1] - T[0]))
    x = np.zeros(n)
    y = np.zeros(len(T))
    for k in range(len(T)):
        y[k] = c[0] @ x + d[0, 0]
        x = moved[:n, :n] @ x + moved[:n, n]
    return T, y


def driven(rng: np.random.Generator) -> list[Sample]:
    """From rest, from a state, with an input that is constant over each step."""
    first, other = systems(rng)
    t, u = np.arange(5), rng.normal(size=5)
    return [((first, u, t), {}), ((other, u, t, rng.normal(size=3)), {}), ((other, u, t), {"interp": False})]


@defined(signal.lsim, at=driven)
def lsim(system, U, T, X0=None, interp=True):
    if np.ndim(U) != 1:
        raise NotImplementedError("with an input that is no row of numbers")
    a, b, c, d = state_space(system)
    n = len(a)
    blocks = np.zeros((n + 2, n + 2))  # the state, the input, and what the input grows by
    blocks[:n, :n] = a * (T[1] - T[0])
    blocks[:n, n] = b[:, 0] * (T[1] - T[0])
    blocks[n, n + 1] = 1.0
    moved = scipy.linalg.expm(blocks)
    if X0 is None:
        x = np.zeros(n)
    else:
        x = scipy.linalg.expm(a * T[0]) @ X0
    states = np.zeros((len(T), n))
    states[0] = x
    for k in range(1, len(T)):
        grown = U[k] - U[k - 1] if interp else 0.0
        x = moved[:n, :n] @ x + moved[:n, n] * U[k - 1] + moved[:n, n + 1] * grown
        states[k] = x
    return T, states @ c[0] + d[0, 0] * U, states


def sampled(rng: np.random.Generator) -> list[Sample]:
    """In steps, from rest and from a state."""
    (num, den), (a, b, c, d) = systems(rng)
    u = rng.normal(size=5)
    return [(((num, den, 0.5), u), {}), (((a, b, c, d, 0.5), u), {}), (((a, b, c, d, 0.5), u), {"x0": rng.normal(size=3)})]


@defined(signal.dlsim, at=sampled)
def dlsim(system, u, *, x0=None):
    if np.ndim(u) != 1:
        raise NotImplementedError("with an input that is no row of numbers")
    if len(system) == 3:
        a, b, c, d = scipy.signal.tf2ss(system[0], system[1])
        dt = system[2]
    else:
        a, b, c, d, dt = system
    x = np.zeros(len(a)) if x0 is None else 1.0 * x0
    states = np.zeros((len(u), len(a)))
    for k in range(len(u)):
        states[k] = x
        x = a @ x + b[:, 0] * u[k]
    t = np.linspace(0.0, (len(u) - 1) * dt, len(u))
    y = (states @ c[0] + d[0, 0] * u)[:, None]
    return (t, y) if len(system) == 3 else (t, y, states)
