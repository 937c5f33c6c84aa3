# mypy: ignore-errors
"""scipy.integrate: integrals of samples, which are linear in the samples."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import integrate

from s2sdiff.rules.declare import zero
from s2sdiff.rules.plain import defined

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def samples(rng: np.random.Generator) -> list[Sample]:
    """Equally spaced, or at given places; along an axis."""
    y, x = rng.normal(size=(3, 5)), np.cumsum(rng.uniform(0.5, 1.5, 5))
    return [((y[0],), {}), ((y, x), {}), ((y,), {"dx": 0.3, "axis": 0}), ((y[0], x), {})]


@defined(integrate.trapezoid, at=samples)
def trapezoid(y, x=None, dx=1.0, axis=-1):
    if x is not None and np.iscomplexobj(x):
        raise NotImplementedError("at complex places: np.trapezoid")
    return np.trapezoid(y, x, dx, axis)


@defined(integrate.cumulative_trapezoid, at=lambda rng: [*samples(rng), ((rng.normal(size=5),), {"initial": 0})])
def cumulative_trapezoid(y, x=None, dx=1.0, axis=-1, initial=None):
    along = np.moveaxis(y, axis, -1)
    if x is None:
        steps = 0.5 * dx * (along[..., 1:] + along[..., :-1])
    elif np.ndim(x) == 1:
        steps = 0.5 * np.diff(x) * (along[..., 1:] + along[..., :-1])
    else:
        steps = 0.5 * np.diff(np.moveaxis(x, axis, -1)) * (along[..., 1:] + along[..., :-1])
    sums = np.cumsum(steps, axis=-1)
    if initial is not None:
        sums = np.concatenate([np.zeros_like(along[..., :1]), sums], axis=-1)
    return np.moveaxis(sums, -1, axis)


@defined(integrate.simpson, at=lambda rng: [((rng.normal(size=(3, 5)),), {}), ((rng.normal(size=7),), {"dx": 0.3})])
def simpson(y, *, dx=1.0, axis=-1):
    along = np.moveaxis(y, axis, -1)
    if along.shape[-1] % 2 == 0:
        raise NotImplementedError("the derivative of scipy.integrate.simpson of an even number of samples: drop one")
    return dx / 3.0 * np.sum(along[..., :-2:2] + 4.0 * along[..., 1::2] + along[..., 2::2], axis=-1)


@defined(
    integrate.cumulative_simpson, at=lambda rng: [((rng.normal(size=6),), {"dx": 0.3}), ((rng.normal(size=7),), {})]
)
def cumulative_simpson(y, *, dx=1.0):
    # A parabola through three samples gives the integral over each of its two halves   (Cartwright 2017)
    if np.ndim(y) != 1 or y.shape[0] < 3:
        raise NotImplementedError(
            "the derivative of scipy.integrate.cumulative_simpson: give it one row of three or more"
        )
    n = y.shape[0] - 1
    first = (np.arange(n) % 2 == 0) & (np.arange(n) < n - 1)
    left = np.where(first, np.arange(n), np.arange(n) - 1)
    outer = np.where(first, y[left], y[left + 2])
    other = np.where(first, y[left + 2], y[left])
    return np.cumsum(dx / 3.0 * (1.25 * outer + 2.0 * y[left + 1] - 0.25 * other))


def romberg_weights(n: int) -> Any:
    """How much each of n samples, a power of two and one, counts in the integral."""
    return integrate.romb(np.eye(n), axis=0)


zero(romberg_weights, "constants")


@defined(integrate.romb, at=lambda rng: [((rng.normal(size=9), 0.3), {}), ((rng.normal(size=(2, 5)),), {})])
def romb(y, dx=1.0, axis=-1):
    along = np.moveaxis(y, axis, -1)
    return dx * (along @ romberg_weights(along.shape[-1]))
