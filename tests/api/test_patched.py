"""What others put in the place of something after a derivative was made: the next call goes by what it is now."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([1.0, 2.0])


def slopes(function: Callable[[Any], Any]) -> np.ndarray:
    """Central differences."""
    h = 1e-5
    return np.array([(function(X + h * d) - function(X - h * d)) / (2 * h) for d in np.eye(2)])


def follows(function: Callable[[Any], Any], *changes: Callable[[], Any]) -> None:
    """One derivative is right before and after each change, however often it was asked."""
    gradient, vjp = sd.grad(function), functools.partial(sd.vjp, function)
    for change in (lambda: None, *changes):
        change()
        for _ in range(3):
            np.testing.assert_allclose(gradient(X), slopes(function), rtol=1e-8)
        value, back = vjp(X)
        np.testing.assert_allclose(back(1.0)[0], slopes(function), rtol=1e-8)
        assert value == function(X)
        assert sd.jvp(function, (X,), (X,))[1] == pytest.approx(slopes(function) @ X, rel=1e-8)


def with_list(x, terms=[2.0]):
    s = 0.0
    for k in terms:
        s = s + k * x
    return np.sum(s) * len(terms)


def with_keywords(x, *, k=2.0, powers=[2.0]):
    return sum(k * np.sum(x**p) for p in powers)


def calls_both(x):
    return with_list(x) + with_keywords(x) * x[0]


@pytest.mark.parametrize("function", [with_list, calls_both])
def test_default_lists_that_grow(function: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = [2.0]
    monkeypatch.setattr(with_list, "__defaults__", (terms,))
    follows(function, lambda: terms.append(3.0), lambda: terms.__setitem__(0, 7.0), terms.pop)


@pytest.mark.parametrize("function", [with_keywords, calls_both])
def test_keyword_defaults(function: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"k": 2.0, "powers": [2.0]}
    monkeypatch.setattr(with_keywords, "__kwdefaults__", own)
    follows(
        function, lambda: own.update(k=5.0), lambda: own["powers"].append(3.0), lambda: own.update(powers=[1.0, 2.0, 3.0]),
        lambda: monkeypatch.setattr(with_keywords, "__kwdefaults__", {"k": -1.0, "powers": [4.0]}),
    )  # fmt: skip


def scaled(x, k=1.0, terms=()):
    return k * np.sum(x**2) + sum(terms) * x[0]


given = functools.partial(scaled, k=3.0, terms=[1.0])


def calls_given(x):
    return given(x) * x[1]


@pytest.mark.parametrize("function", [given, calls_given])
def test_keywords_of_a_partial(function: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(given.keywords, "terms", [1.0])
    monkeypatch.setitem(given.keywords, "k", 3.0)
    follows(function, lambda: given.keywords.update(k=5.0), lambda: given.keywords["terms"].append(4.0))


class Energy:
    def __call__(self, x):
        return np.sum(x**2)


energy = Energy()


def calls_energy(x):
    return energy(x) * x[0]


def captures_energy() -> Callable[[Any], Any]:
    own = Energy()

    def f(x):
        return own(x) + x[1]

    return f


@pytest.mark.parametrize("function", [energy, calls_energy, captures_energy()])
def test_call_of_a_class(function: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    follows(
        function, lambda: monkeypatch.setattr(Energy, "__call__", lambda self, x: np.sum(x**3)),
        lambda: monkeypatch.setattr(Energy, "__call__", lambda self, x: x[0] * x[1]),
    )  # fmt: skip


def squares(x):
    return np.sum(x**2)


def cubes(x):
    return np.sum(x**3)


def calls_squares(x):
    return squares(x) * x[0]


@pytest.mark.parametrize("function", [squares, calls_squares])
def test_code_as_reloaders_set_it(function: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    follows(function, lambda: monkeypatch.setattr(squares, "__code__", cubes.__code__))


class Spring:
    def __init__(self, x):
        self.x = x

    def energy(self):
        return np.sum(self.x**2)

    @property
    def length(self):
        return np.sum(self.x)


def stretched(x, k=2.0):
    s = Spring(k * x)
    return s.energy() + s.length


def test_methods_properties_and_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    follows(
        stretched, lambda: monkeypatch.setattr(Spring, "energy", lambda self: np.sum(self.x**3)),
        lambda: monkeypatch.setattr(Spring, "length", property(lambda self: 5.0 * self.x[0])),
        lambda: monkeypatch.setattr(stretched, "__defaults__", (3.0,)),
    )  # fmt: skip
