"""What is outside of a function changes between calls of its derivatives, which go by what they find."""

import collections
import functools
import sys
import types
from typing import ClassVar

import numpy as np
import pytest

import s2sdiff as sd

POINT = np.array([0.7, 1.2])
WEIGHTS = np.array([1.0, 2.0])
SEEDS = np.array([3.0, 1.0])
RATE = 1.5


def difference(function, x, h=1e-5):
    return np.array([(function(x + h * step) - function(x - h * step)) / (2 * h) for step in np.eye(x.size)])


# --- derivatives inside of a function rely on what these read ---


class Cubed:
    def of(self, x):
        return x[0] ** 3 * x[1]


def product(x):
    return x[0] * x[1]


def to_the_fourth(self, x):
    return x[1] ** 4


def weighted(x, weights=WEIGHTS, rate=2.0):
    return np.sum(weights * x) * rate


SPACE = types.SimpleNamespace(helper=product, scaled=functools.partial(weighted, rate=0.5), word="a", model=Cubed())


def by_a_helper(x):
    return SPACE.helper(x) * x[1]


def by_a_partial(x):
    return SPACE.scaled(x) * x[1]


def by_a_word(x):
    return {"a": x[0] ** 2, "b": x[1] ** 3}[SPACE.word]


def by_a_method(x):
    return SPACE.model.of(x)


def by_a_gradient(function, x):
    return np.sum(sd.grad(function)(x) * SEEDS)


def by_a_tangent(function, x):
    return sd.jvp(function, (x,), (SEEDS,))[1]


def by_a_pullback(function, x):
    return sd.vjp(function, x)[1](1.0)[0] @ SEEDS


def by_a_jacobian(function, x):
    return np.sum(sd.jacfwd(function)(x) ** 2)


CHANGES = {
    by_a_helper: lambda: setattr(SPACE, "helper", weighted),
    by_a_partial: lambda: setattr(SPACE, "scaled", functools.partial(weighted, rate=0.25, weights=SEEDS)),
    by_a_word: lambda: setattr(SPACE, "word", "b"),
    by_a_method: lambda: setattr(Cubed, "of", to_the_fourth),
}


@pytest.fixture
def as_before():
    before, method = dict(vars(SPACE)), Cubed.of
    yield
    vars(SPACE).update(before)
    Cubed.of = method


@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd, sd.jacrev])
@pytest.mark.parametrize("through", [by_a_gradient, by_a_tangent, by_a_pullback, by_a_jacobian])
@pytest.mark.parametrize("function", CHANGES)
@pytest.mark.usefixtures("as_before")
def test_a_derivative_of_a_derivative_is_made_anew(function, through, transform):
    def outer(x):
        return through(function, x)

    derivative = transform(outer)
    derivative(POINT)
    CHANGES[function]()
    np.testing.assert_allclose(derivative(POINT), difference(outer, POINT), rtol=1e-6)


# --- a pullback works on what was there ---


class Kind:
    def __init__(self, k):
        self.k = k


Kind.A, Kind.B = Kind(1.0), Kind(2.0)


class Model:
    scale = 2.0

    def __init__(self):
        self.k, self.w, self.kind = 2.0, np.array([1.0, 2.0]), Kind.A

    def by_a_global(self):
        return self.k * RATE

    @property
    def level(self):
        return RATE + self.k

    @staticmethod
    def fixed():
        return RATE * 3.0

    @classmethod
    def shared(cls):
        return cls.scale * 1.5

    def __len__(self):
        return int(2 * RATE)


class Special(Model):
    pass


class Table:
    of: ClassVar = {"rate": lambda: RATE * 4.0}
    rows: ClassVar = [[1.0, 2.0], [3.0]]


MODEL, OTHER = Model(), Special()
Table.of["model"] = MODEL
NAMES = types.SimpleNamespace(inner=types.SimpleNamespace(w=np.array([1.0, 2.0]), k=1.0))
COUNTS = collections.defaultdict(float, a=1.0)
ORDERED = collections.OrderedDict(w=np.array([1.0, 3.0]))
CHOSEN = {1, 2}
TOTAL = ORDERED["w"].sum
PART = functools.partial(weighted, weights=np.array([1.0, 3.0]))


def a_kind_that_is_another(x):
    return np.sum(MODEL.w * x**2) if MODEL.kind is Kind.A else x[0]


def a_model_in_a_table(x):
    return np.sum(MODEL.w * x**2) if Table.of["model"] is MODEL else x[0]


def given_the_kind(kind, x):
    return x[0] ** 2 * x[1] if kind.kind is Kind.A and kind is MODEL else x[0]


def names_in_names(x):
    return np.sum(NAMES.inner.w * x**2) * NAMES.inner.k


def counted(x):
    return COUNTS["a"] * x[0] ** 2


def in_order(x):
    return np.sum(ORDERED["w"] * x**3)


def of_a_set(x):
    return x[0] ** 2 * len(CHOSEN) if 2 in CHOSEN else x[1] ** 3


def by_a_partial_in_between(x):
    return PART(x) ** 2


def by_a_sum(x):
    return TOTAL() * x[0] ** 2


def by_a_method_that_reads(x):
    return np.sum(x**2) * MODEL.by_a_global()


def by_a_property(x):
    return np.sum(x**2) * MODEL.level


def by_a_static_method(x):
    return np.sum(x**2) * Model.fixed()


def by_a_class_method(x):
    return np.sum(x**2) * OTHER.shared()


def by_a_length(x):
    return np.sum(x**2) * len(MODEL)


def by_a_table(x):
    return np.sum(x**2) * Table.of["rate"]()


def by_rows(x):
    return x[0] ** 2 * sum(Table.rows[0]) + x[1] ** 2 * len(Table.rows[1])


def moved_to_another_row():
    Table.rows[1].append(Table.rows[0].pop(0))


def rated():
    setattr(sys.modules[__name__], "RATE", 3.5)


def in_place(array):
    return lambda: array.__iadd__(1.5)


LATER = [
    (a_kind_that_is_another, lambda: None),
    (a_model_in_a_table, lambda: None),
    (names_in_names, in_place(NAMES.inner.w)),
    (names_in_names, lambda: setattr(NAMES.inner, "k", 4.0)),
    (counted, lambda: COUNTS.update(a=4.0)),
    (in_order, in_place(ORDERED["w"])),
    (of_a_set, lambda: CHOSEN.discard(2)),
    (by_a_partial_in_between, in_place(PART.keywords["weights"])),
    (by_a_sum, in_place(ORDERED["w"])),
    (by_a_method_that_reads, rated),
    (by_a_property, rated),
    (by_a_static_method, rated),
    (by_a_class_method, lambda: setattr(Special, "scale", 5.0)),
    (by_a_length, rated),
    (by_a_table, rated),
    (by_rows, moved_to_another_row),
]


@pytest.fixture
def as_it_was():
    held = [(o, {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in vars(o).items()}) for o in (MODEL, NAMES.inner)]
    arrays = [(a, a.copy()) for a in (NAMES.inner.w, ORDERED["w"], PART.keywords["weights"])]
    yield
    for o, attributes in held:
        vars(o).update(attributes)
    for array, values in arrays:
        array[:] = values
    COUNTS.update(a=1.0)
    CHOSEN.add(2)
    Table.rows[:] = [[1.0, 2.0], [3.0]]
    setattr(sys.modules[__name__], "RATE", 1.5)
    if "scale" in vars(Special):
        del Special.scale


@pytest.mark.parametrize(("function", "change"), LATER, ids=lambda f: getattr(f, "__name__", ""))
@pytest.mark.usefixtures("as_it_was")
def test_a_pullback_is_of_what_was_there_or_says_so(function, change):
    expected = difference(function, POINT)
    _, pull = sd.vjp(function, POINT)
    _, push = sd.linearize(function, POINT)
    np.testing.assert_allclose(pull(1.0)[0], expected, rtol=1e-6)
    np.testing.assert_allclose(push(SEEDS), expected @ SEEDS, rtol=1e-6)
    change()
    for later, wanted in ((lambda: pull(1.0)[0], expected), (lambda: push(SEEDS), expected @ SEEDS)):
        try:
            found = later()
        except ValueError as error:
            assert "has changed since the function was called" in str(error)
        else:
            np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_an_argument_may_be_what_is_read():
    _, pull = sd.vjp(lambda x: given_the_kind(MODEL, x), POINT)
    np.testing.assert_allclose(pull(1.0)[0], difference(lambda x: given_the_kind(MODEL, x), POINT))


# --- a derivative of a pullback ---


def of_a_global(x):
    return np.sum(NAMES.inner.w * np.sin(x))


@pytest.mark.usefixtures("as_it_was")
def test_a_derivative_of_a_pullback_is_of_what_was_there():
    _, pull = sd.vjp(of_a_global, POINT)
    _, push = sd.linearize(of_a_global, POINT)
    expected = np.array([1.0, 2.0]) * np.cos(POINT)
    NAMES.inner.w += 1.5
    np.testing.assert_allclose(sd.jacfwd(lambda g: pull(g)[0])(1.0), expected)
    np.testing.assert_allclose(sd.grad(push)(SEEDS), expected)
    assert sd.grad(lambda g: np.sum(pull(g)[0] * SEEDS))(2.0) == pytest.approx(expected @ SEEDS)
