"""What np.where does not take stays out, where its values or derivatives are nan or infinite: of both modes and orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.9, 0.3, 0.2])
POINTS = np.random.default_rng(3).normal(size=(4, 3))
GAPS = np.array([1.0, np.nan, 2.0])
MASK = np.array([[False, True, True], [False, False, True]])


def root(x):
    return np.sum(np.where(x > 0.5, np.sqrt(x - 0.5), 0.0) * x)


def column(x):
    return np.sum(np.where(x[:, None] > 0.5, np.sqrt(x - 0.5)[:, None], 0.0) * np.ones((3, 2)) * x[:2])


def turned(x):
    table = np.outer(x - 0.5, x[:2])
    return np.sum(np.where(table.T <= 0.0, 0.0, np.log(table).T).reshape(3, 2)) * x[0]


def flattened(x):
    table = np.outer(x - 0.4, x - 0.4)
    return np.sum(np.where(table.ravel() > 0.0, np.sqrt(np.expand_dims(table, 1)).ravel(), x[0]) ** 3)


def repeated(x):
    """An item is wanted if any of its copies is."""
    return np.sum(np.where(MASK, np.broadcast_to(np.flip(np.sqrt(0.5 - x[::-1])) ** 3, (2, 3)), x) * x)


def left_out(x):
    return np.sum(np.where(~MASK, 0.0, np.broadcast_to(1.0 / (x - 0.9), (2, 3))) * x)


def directions(p):
    """Of points to each other: none from a point to itself, whose distance is asked for, too."""
    apart = p[:, None, :] - p[None]
    lengths = np.sqrt(np.sum(apart**2, axis=-1))[..., None]
    return np.sum(np.where(lengths > 0.0, apart / lengths**3, 0.0) @ p[0] * np.arange(4.0))


def twice(x):
    """Two choices of one root: its derivative is asked for where either takes it."""
    s = np.sqrt(x - 0.25)
    return np.sum(np.where(x > 0.5, s * x, 0.0)) + np.sum(np.where(x < 0.28, 0.0, x / s) ** 2)


def gaps(x):
    """Measurements with a gap: what is missing is left out of sums and means, and of what led to them."""
    off = (x - GAPS) ** 2
    return np.nansum(off) * x[0] + np.nanmean(GAPS * x) + np.nanmax(x * GAPS) + np.nanstd(off) + np.nanprod(off)


def measured(x):
    off = (x - GAPS) ** 2
    return np.sum(off[~np.isnan(GAPS)]) * x[1] + np.sum(off, where=~np.isnan(off))


def positive(x):
    roots = np.sqrt(x - 0.25)
    inside = x > 0.27
    return np.sum(roots[inside]) * x[0] + np.sum(roots[inside] ** 3)


CASES: list[tuple[Callable[..., Any], Any]] = [
    *((f, X) for f in (root, column, turned, flattened, repeated, left_out, twice, gaps, measured, positive)),
    (directions, POINTS),
]  # fmt: skip


@pytest.mark.parametrize(("function", "x"), CASES, ids=[f.__name__ for f, _ in CASES])
def test_what_is_not_taken_stays_out(function: Callable[..., Any], x: Any) -> None:
    direction = np.cos(1.0 + np.arange(x.size)).reshape(x.shape)
    gradient, h = sd.grad(function), 1e-6
    with np.errstate(all="ignore"):
        want = (function(x + h * direction) - function(x - h * direction)) / (2.0 * h)
        np.testing.assert_allclose(np.sum(gradient(x) * direction), want, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(sd.jvp(function, (x,), (direction,))[1], want, rtol=1e-6, atol=1e-8)
        bend = (gradient(x + h * direction) - gradient(x - h * direction)) / (2.0 * h)
        for second in (
            sd.jvp(gradient, (x,), (direction,))[1],
            sd.grad(lambda z: np.sum(gradient(z) * direction))(x),
            sd.grad(lambda z: sd.jvp(function, (z,), (direction,))[1])(x),
        ):
            np.testing.assert_allclose(second, bend, rtol=1e-5, atol=1e-6)


def test_the_seed_of_a_choice_is_a_number() -> None:
    """Of single precision, and where the condition is stretched, it is an array."""

    def chosen(x):
        return np.sum(np.where(x > 0.25, x * x, 2.0 * x))

    def stretched(x):
        return np.sum(np.where(x[0] > 0.25, x * x, 2.0 * x))

    assert "np.ones" not in sd.grad(chosen).source(X)
    np.testing.assert_array_equal(sd.grad(chosen)(X), np.where(X > 0.25, 2.0 * X, 2.0))
    for function, x in ((chosen, X.astype(np.float32)), (stretched, X)):
        assert "np.ones" in sd.grad(function).source(x)
        np.testing.assert_array_equal(sd.grad(function)(x), np.where(x > (0.25 if function is chosen else 0.0), 2.0 * x, 2.0))
