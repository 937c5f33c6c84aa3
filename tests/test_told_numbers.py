"""Whole numbers that are known by their values where something depends on them: each value has a derivative of its own."""

import numpy as np
import pytest

import s2sdiff as sd

X = np.random.default_rng(1).normal(size=(2, 3, 2))
AXES = (0, 1)


def spread(x, axis):
    return np.sum(np.var(x, axis=axis) ** 2)


def spread_of_module(x):
    return np.sum(np.var(x, axis=AXES) ** 2)


def with_defaults(x, axis=(0, 1), keepdims=False):
    return np.sum(np.max(x, axis=axis, keepdims=keepdims) ** 2)


class Layer:
    """What holds its axes."""

    def __init__(self, axis):
        self.axis = axis

    def __call__(self, x):
        return spread(x, self.axis)


def expected(axis):
    """The gradient of `spread`, by its formula."""
    count = X.size / np.var(X, axis=axis).size
    return 4.0 * np.var(X, axis=axis, keepdims=True) * (X - X.mean(axis, keepdims=True)) / count


VALUES = [(0, 1), (1, 2), (0, 1), 0, (2,), None, (0, 1)]


def test_another_axis_is_another_derivative():
    gradient = sd.grad(spread)
    for axis in VALUES:
        for _ in range(3):  # made, found, found by its guard
            np.testing.assert_allclose(gradient(X, axis), expected(axis))


def test_numbers_outside_may_change(monkeypatch):
    layer = Layer((0, 1))
    of_layer, of_module = sd.grad(layer), sd.grad(spread_of_module)
    for axis in VALUES:
        layer.axis = axis
        monkeypatch.setitem(globals(), "AXES", axis)
        for _ in range(3):
            np.testing.assert_allclose(of_layer(X), expected(axis))
            np.testing.assert_allclose(of_module(X), expected(axis))


def test_defaults_may_change(monkeypatch):
    gradient = sd.grad(with_defaults)
    before = gradient(X)
    np.testing.assert_array_equal(before, gradient(X, (0, 1), keepdims=False))
    monkeypatch.setattr(with_defaults, "__defaults__", ((1, 2), True))
    np.testing.assert_array_equal(gradient(X), gradient(X, (1, 2), keepdims=True))
    assert not np.allclose(before, gradient(X))


def test_the_text_says_what_it_is_for():
    text = sd.grad(with_defaults).source(X, (0, 1), keepdims=True)
    assert "Held constant: axis = (0, 1), keepdims = True." in " ".join(text.split())


def test_numbers_that_nothing_depends_on_are_any_numbers():
    def power(x, n):
        return np.sum(x**n)

    gradient = sd.grad(power)
    assert gradient.source(X, 3) == gradient.source(X, 4)
    assert "n = " not in gradient.source(X, 3)


def test_what_stays_refused_says_so():
    with pytest.raises(sd.errors.Unsupported, match="not known when generating"):
        sd.grad(lambda x, order: np.linalg.norm(x, ord=order))(X[0], 2.5)
