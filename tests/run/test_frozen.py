"""Pullbacks and pushforwards of functions that read from outside: what changes there later is none of theirs."""

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.3, 0.4])
SCALE = np.array([1.0, 2.0])
TABLE = {"a": np.array([1.0, 5.0]), "n": [2.0, 4.0]}


def scaled(x):
    return np.sum(np.sin(x * SCALE) * TABLE["n"][0])


def by_a_table(x):
    return np.sum(np.sin(x * TABLE["a"])) * TABLE["n"][1]


def in_a_loop(x):
    total = 0.0
    for k in range(3):
        total = total + k * scaled(x * x)
    return total


def change_globals():
    SCALE[:] = 50.0
    TABLE["a"][0] = 9.0
    TABLE["n"][:] = [70.0, 11.0]


class Model:
    def __init__(self):
        self.weights = np.array([2.0, 3.0])
        self.parts = [np.array([0.5, 0.25])]
        self.itself = self

    def loss(self, x):
        return np.sum(np.sin(x * self.weights) * self.parts[0])

    def change(self):
        self.weights[0] = 50.0
        self.parts[0] = np.zeros(2)


def captured():
    weights, factor = np.array([3.0, 4.0]), 2.0

    def loss(x):
        return np.sum(np.sin(x * weights)) * factor

    def change():
        nonlocal factor
        weights[0], factor = 50.0, 7.0

    return loss, change


def of_a_method():
    model = Model()
    return model.loss, model.change


@pytest.fixture(autouse=True)
def globals_as_they_were():
    before = SCALE.copy(), TABLE["a"].copy(), list(TABLE["n"])
    yield
    SCALE[:], TABLE["a"][:], TABLE["n"][:] = before


CASES = {
    "globals": lambda: (scaled, change_globals),
    "dict": lambda: (by_a_table, change_globals),
    "called": lambda: (in_a_loop, change_globals),
    "captured": captured,
    "method": of_a_method,
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_pullback_is_of_the_moment_of_the_call(case):
    loss, change = case()
    before = sd.grad(loss)(X)
    y, pull = sd.vjp(loss, X)
    change()
    np.testing.assert_array_equal(pull(1.0)[0], before)
    assert not np.allclose(sd.grad(loss)(X), before)  # which reads what is there now
    assert y != loss(X)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_pushforward_is_of_the_moment_of_the_call(case):
    loss, change = case()
    before = sd.grad(loss)(X)
    _, push = sd.linearize(loss, X)
    change()
    np.testing.assert_allclose(push(np.array([1.0, -2.0])), before @ [1.0, -2.0], rtol=1e-14)


def test_what_was_read_is_not_changed_by_it():
    _, pull = sd.vjp(scaled, X)
    gradient = pull(1.0)[0]
    gradient[:] = 0.0
    np.testing.assert_array_equal(SCALE, [1.0, 2.0])
    assert np.all(pull(1.0)[0] != 0.0)
