# ruff: noqa: NPY002 - the draws of the module are draws, too
"""Random draws are constants of the program: drawn once a call, never again for the derivative."""

from __future__ import annotations

import random

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Zero

X = np.array([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: rng.standard_normal(3),
        lambda rng: rng.random(3),
        lambda rng: rng.integers(1, 9, 3),
        lambda rng: rng.standard_exponential(3),
    ],
)
def test_a_derivative_draws_as_often_as_the_function(draw) -> None:
    def f(x, rng):
        noise = draw(rng)
        return np.sum(np.exp(x * noise))

    value, found = sd.value_and_grad(f)(X, np.random.default_rng(7))
    rng = np.random.default_rng(7)
    noise = draw(rng)
    assert value == f(X, np.random.default_rng(7))
    np.testing.assert_allclose(found, noise * np.exp(X * noise))
    used = np.random.default_rng(7)
    sd.grad(f)(X, used)
    assert used.random() == rng.random()


@pytest.mark.parametrize("draw", [np.random.rand, np.random.Generator.random, np.random.RandomState.randn, random.random])
def test_why_nothing_flows_is_told(draw) -> None:
    rule = registry.lookup(draw)
    assert isinstance(rule, Zero)
    assert rule.reason == "a random draw"


def test_the_stream_of_the_module() -> None:
    def f(x):
        return np.sum(x * x * np.random.rand(3)) * random.random()

    np.random.seed(3)
    random.seed(3)
    want = 2.0 * X * np.random.rand(3) * random.random()
    np.random.seed(3)
    random.seed(3)
    np.testing.assert_allclose(sd.grad(f)(X), want)
