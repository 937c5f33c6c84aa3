"""A pullback or a pushforward is called later: what changed in the meantime does not change it, or it says so."""

import functools
import types

import numpy as np
import pytest

import s2sdiff as sd

SCALE = np.array([1.0, 2.0])
POINT = np.array([0.7, 1.2])


class Model:
    shared = np.array([1.0, 2.0])

    def __init__(self):
        self.scale = np.array([1.0, 2.0])
        self.parts = [self.scale, {"half": self.scale * 0.5}]

    def loss(self, x):
        return np.sum(self.scale * x**3) + np.sum(self.parts[1]["half"] * x)

    def shared_loss(self, x):
        return np.sum(self.shared * x**3)

    def twice(self):
        return self.scale * 2.0


MODEL = Model()
TWICE = MODEL.twice
HOME = types.ModuleType("home")
HOME.scale = np.array([1.0, 2.0])


def by_a_helper(x):
    return of_a_model(MODEL, x)


def of_a_model(model, x):
    return np.sum(model.scale * x**3)


def by_a_constant_helper(x):
    return np.sum(doubled() * x**3)


def doubled():
    return scaled() * 2.0


def scaled():
    return SCALE * 1.0


def by_a_method(x):
    return np.sum(MODEL.twice() * x**3)


def by_a_bound_method(x):
    return np.sum(TWICE() * x**3)


def by_a_default(x, scale=SCALE):
    return np.sum(scale * x**3)


def by_a_keyword(x, *, scale=SCALE):
    return np.sum(scale * x**3)


def of_a_class(x):
    return np.sum(Model.shared * x**3)


def of_a_module(x):
    return np.sum(HOME.scale * x**3)


def refill(value):
    for array in (SCALE, MODEL.scale, MODEL.parts[1]["half"], Model.shared, HOME.scale):
        array[:] = value


@pytest.fixture(autouse=True)
def as_before():
    yield
    refill([1.0, 2.0])
    MODEL.parts[1]["half"][:] = [0.5, 1.0]


KEPT = [MODEL.loss, by_a_helper, by_a_constant_helper, by_a_method, by_a_bound_method, by_a_default, by_a_keyword, functools.partial(of_a_model, MODEL)]


@pytest.mark.parametrize("function", KEPT, ids=lambda f: getattr(f, "__name__", "partial"))
def test_what_is_read_from_outside_is_kept(function):
    _, pull = sd.vjp(function, POINT)
    _, push = sd.linearize(function, POINT)
    before = pull(1.0)[0].copy(), push(np.ones(2))
    refill(50.0)
    np.testing.assert_array_equal(pull(1.0)[0], before[0])
    np.testing.assert_array_equal(push(np.ones(2)), before[1])


@pytest.mark.parametrize("function", [of_a_class, of_a_module, MODEL.shared_loss])
def test_what_cannot_be_kept_must_stay(function):
    _, pull = sd.vjp(function, POINT)
    _, push = sd.linearize(function, POINT)
    np.testing.assert_allclose(pull(1.0)[0], 3.0 * np.array([1.0, 2.0]) * POINT**2)
    refill(50.0)
    for later in (lambda: pull(1.0), lambda: push(np.ones(2))):
        with pytest.raises(ValueError, match="has changed since the function was called"):
            later()


class Rated:
    def __init__(self, rate):
        self.rate = rate


def with_objects_as_keys(x):
    low, high = Rated(2.0), Rated(3.0)
    shares = {low: x[0], high: x[1]}
    total = sum(share * holder.rate for holder, share in shares.items())
    return total * shares[low]


def test_a_variable_outside_called_as_an_attribute_is_none_of_its_business():
    value, pull = sd.vjp(with_objects_as_keys, POINT)
    first = pull(1.0)[0].copy()
    globals()["rate"] = 7.0
    try:
        np.testing.assert_array_equal(pull(1.0)[0], first)
    finally:
        del globals()["rate"]
    np.testing.assert_allclose(first, [4 * POINT[0] + 3 * POINT[1], 3 * POINT[0]])
    np.testing.assert_allclose(value, (2 * POINT[0] + 3 * POINT[1]) * POINT[0])


def with_an_aux(x):
    y = np.sin(x)
    return np.sum(y * y), {"y": y, "word": "note"}


def test_aux_is_given_and_may_change():
    y, pull, aux = sd.vjp(with_an_aux, POINT, has_aux=True)
    assert y == np.sum(np.sin(POINT) ** 2)
    assert aux["word"] == "note"
    aux["y"][:] = 50.0
    np.testing.assert_allclose(pull(1.0)[0], np.sin(2.0 * POINT))


def overwrites(a):
    a[0] = a[0] * a[1]
    return np.sum(a * a)


def test_a_pushforward_of_what_overwrites_its_argument():
    with pytest.raises(sd.errors.Unsupported, match="work on a copy"):
        sd.linearize(overwrites, POINT.copy())
