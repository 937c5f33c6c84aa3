"""Methods, callable objects and partials; dataclasses and registered classes as arguments; tuples as results."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd


def difference(f: Any, x: Any, step: float = 1e-6) -> Any:
    """The gradient of `f`, by central differences."""
    if np.ndim(x) == 0:
        return (f(x + step) - f(x - step)) / (2 * step)
    return np.array([(f(x + step * e) - f(x - step * e)) / (2 * step) for e in np.eye(len(x))])


# --- bound arguments ---


class Model:
    def __init__(self, w: Any) -> None:
        self.w = w
        self.n = 2

    def predict(self, x):
        return np.tanh(self.w @ x)

    def loss(self, x):
        y = self.predict(x)
        return np.sum(y**self.n)

    def twice(self, x):
        return self.loss(x) + self.loss(2.0 * x)

    def factorial(self, x, n):
        if n == 0:
            return 1.0
        return (x + n) * self.factorial(x, n - 1)

    def __call__(self, x):
        return self.loss(x)

    @property
    def norm(self):
        return 3.0

    def uses_property(self, x):
        return x * self.norm


class Outer:
    def __init__(self, inner: Model) -> None:
        self.inner = inner

    def __call__(self, x):
        return self.inner(x) * self.inner.predict(x)[0]


x0 = np.array([0.1, 0.2, 0.3])
model = Model(np.arange(6.0).reshape(2, 3) / 7.0)


@pytest.mark.parametrize("f", [model.loss, model.twice, model, Outer(model)])
def test_methods_and_callable_objects(f: Any) -> None:
    expected = difference(f, x0)
    np.testing.assert_allclose(sd.grad(f)(x0), expected, rtol=1e-6)
    np.testing.assert_allclose(sd.vjp(f, x0)[1](1.0)[0], expected, rtol=1e-6)
    np.testing.assert_allclose(sd.jvp(f, (x0,), (x0,))[1], expected @ x0, rtol=1e-6)
    np.testing.assert_allclose(sd.hessian(f)(x0) @ x0, difference(lambda x: sd.grad(f)(x) @ x0, x0), rtol=1e-5)


def test_recursion_through_self() -> None:
    assert sd.grad(model.factorial)(0.8, 4) == pytest.approx(difference(lambda x: model.factorial(x, 4), 0.8))


def test_attributes_are_read_live() -> None:
    own = Model(np.ones((2, 3)))
    gradient = sd.grad(own.loss)
    for w, n in ((np.ones((2, 3)), 2), (np.arange(3.0).reshape(1, 3), 2), (np.ones((2, 3)), 3)):
        own.w, own.n = w, n
        np.testing.assert_allclose(gradient(x0), difference(own.loss, x0), rtol=1e-6)


def test_properties() -> None:
    assert sd.grad(model.uses_property)(1.0) == 3.0


def affine(x, scale=2.0, *, shift=0.5, axis=None):
    return np.sum(scale * x * x + shift * x, axis=axis)


def test_partials() -> None:
    f = functools.partial(affine, scale=np.array([1.0, 2.0, 3.0]), shift=4.0, axis=0)
    np.testing.assert_allclose(sd.grad(f)(x0), difference(f, x0), rtol=1e-6)
    np.testing.assert_allclose(sd.grad(lambda x: f(x) * 2.0 + model(x))(x0), difference(lambda x: f(x) * 2.0 + model(x), x0), rtol=1e-6)
    assert sd.grad(functools.partial(lambda a, b: a * b * b, 3.0))(2.0) == 12.0
    np.testing.assert_array_equal(sd.grad(functools.partial(np.sum, axis=0))(x0), np.ones(3))


def scaled(x, scale=2.0, *, shift=0.5):
    return scale * x + shift


def makes_partials(x, y):
    f = functools.partial(scaled, y)
    y = y * 2.0  # the partial keeps the old one
    g = functools.partial(f, shift=x)
    return f(x) * g(3.0) + g(y)


def partials_in_a_loop(x):
    s = 0.0
    for _ in range(3):
        f = functools.partial(scaled, s * x, shift=x)
        s = s + f(x)
    return s


def partial_of_a_closure(x):
    def inner(a, b):
        return a * b * x

    return functools.partial(inner, x)(x * x) if False else apply(functools.partial(inner, x), x * x)


def apply(f, x):
    return f(x) * 2.0


@pytest.mark.parametrize("f", [lambda x: makes_partials(x, 1.3), lambda y: makes_partials(0.8, y), partials_in_a_loop, partial_of_a_closure])
def test_partials_made_inside(f: Any) -> None:
    assert sd.grad(f)(0.8) == pytest.approx(difference(f, 0.8))
    assert sd.jvp(f, (0.8,), (1.0,))[1] == pytest.approx(difference(f, 0.8))
    assert sd.hessian(f)(0.8) == pytest.approx(difference(sd.grad(f), 0.8), rel=1e-5)


# --- objects as arguments ---


@dataclass
class Plain:
    w: Any
    b: Any


@dataclass(frozen=True)
class Frozen:
    w: Any
    b: Any
    n: int = field(default=2, metadata={"static": True})

    def apply(self, x):
        return np.sum(np.tanh(self.w * x) + self.b) ** self.n


class Special:
    def __init__(self, w: Any, b: Any, name: str) -> None:
        self.w, self.b, self.name = w, b, name
        self.count = 3


sd.tree.register_pytree_node(Special, lambda s: ((s.w, s.b), s.name), lambda name, children: Special(*children, name))


@sd.tree.register_dataclass
@dataclass
class Registered:
    w: Any
    n: int = field(default=2, metadata={"static": True})


def of_plain(p, x):
    return np.sum(np.tanh(p.w * x) + p.b) ** 2


def of_frozen(p, x):
    return p.apply(x) + p.apply(2.0 * x)


def of_special(s, x):
    return np.sum(np.tanh(s.w * x) + s.b) ** s.count * (2.0 if s.name == "a" else 1.0)


KINDS = [
    (Plain, of_plain),
    (Frozen, of_frozen),
    (lambda w, b: Special(w, b, "a"), of_special),
    (lambda w, b: Special(w, b, "b"), of_special),
]


@pytest.mark.parametrize(("make", "f"), KINDS)
def test_gradients_of_objects(make: Any, f: Any) -> None:
    w, b = np.array([0.3, 0.4, 0.5]), 0.7
    p = make(w, b)
    w_bar, b_bar = difference(lambda w: f(make(w, b), x0), w), difference(lambda b: f(make(w, b), x0), b)
    for gradient in (sd.grad(f)(p, x0), sd.vjp(f, p, x0)[1](1.0)[0]):
        assert type(gradient) is type(p)
        assert vars(gradient) == vars(p) | {"w": gradient.w, "b": gradient.b}
        np.testing.assert_allclose(gradient.w, w_bar, rtol=1e-5)
        np.testing.assert_allclose(gradient.b, b_bar, rtol=1e-5)
    _, tangent = sd.jvp(f, (p, x0), (make(np.ones(3), 0.5), np.zeros(3)))
    assert tangent == pytest.approx(w_bar.sum() + 0.5 * b_bar, rel=1e-5)


@pytest.mark.parametrize(("make", "f"), KINDS)
def test_second_derivatives_of_objects(make: Any, f: Any) -> None:
    w, b = np.array([0.3, 0.4, 0.5]), 0.7

    def inner(p, x):
        gradient = sd.grad(f)(p, x)
        return np.sum(gradient.w**2) + gradient.b**2

    expected = difference(lambda b: inner(make(w, b), x0), b)
    assert sd.grad(inner)(make(w, b), x0).b == pytest.approx(expected, rel=1e-5)
    product = sd.hvp(f, (make(w, b), x0), (make(np.zeros(3), 1.0), np.zeros(3)))[0]
    assert product.b == pytest.approx(difference(lambda b: sd.grad(f)(make(w, b), x0).b, b), rel=1e-5)


def test_objects_made_and_returned() -> None:
    def step(p, x):
        return Plain(p.w * x, p.b + 1.0)

    def f(p, x):
        q = step(step(p, x), x)
        return np.sum(q.w) * q.b

    p = Plain(np.ones(3), 2.0)
    gradient = sd.grad(f)(p, x0)
    np.testing.assert_allclose(gradient.w, 4.0 * x0**2)
    assert gradient.b == pytest.approx(np.sum(x0**2))
    p_bar, _ = sd.vjp(step, p, x0)[1](Plain(np.ones(3), 1.0))
    np.testing.assert_allclose(p_bar.w, x0)
    assert p_bar.b == 1.0


def test_constants_are_part_of_the_structure() -> None:
    def f(r):
        q = Registered(r.w * 2.0, r.n)
        return q.w**q.n + Registered(w=q.w, n=3).w ** 3

    for n in (2, 3, 2):
        gradient = sd.grad(f)(Registered(1.5, n))
        assert (gradient.n, gradient.w) == (n, pytest.approx(difference(lambda w, n=n: f(Registered(w, n)), 1.5)))


def test_children_that_are_one_object() -> None:
    gradient = sd.grad(lambda s: s.w * 2.0 + s.b * 3.0)(Special(1.0, 1.0, "k"))
    assert (gradient.w, gradient.b) == (2.0, 3.0)


def test_jacobians_of_objects() -> None:
    s = Special(x0, 2.0, "k")
    for jacobian in (sd.jacfwd, sd.jacrev):
        blocks = jacobian(lambda s: s.w * s.b)(s)
        np.testing.assert_allclose(blocks.w, 2.0 * np.eye(3))
        np.testing.assert_allclose(blocks.b, x0)
        assert blocks.name == "k"
        nested = jacobian(lambda s: s)(s)
        np.testing.assert_allclose(nested.w.w, np.eye(3))


def test_lists_of_objects() -> None:
    def f(layers, x):
        for layer in layers:
            x = np.tanh(layer.w * x + layer.b)
        return np.sum(x)

    layers = [Plain(np.ones(3), 0.1), Plain(2.0 * np.ones(3), 0.2)]
    gradient = sd.grad(f)(layers, x0)
    expected = difference(lambda b: f([layers[0], Plain(layers[1].w, b)], x0), 0.2)
    assert isinstance(gradient[1], Plain)
    assert gradient[1].b == pytest.approx(expected)


def test_what_is_no_node_is_refused() -> None:
    class Unknown:
        v = 1.0

    with pytest.raises(TypeError, match="is not a valid s2sdiff type"):
        sd.grad(lambda u: u.v)(Unknown())
    with pytest.raises(TypeError, match=r"'abc' of type <class 'str'> is not a valid s2sdiff type.*`b: .* = field\(metadata"):
        sd.grad(lambda p: p.w)(Plain(1.0, "abc"))


def test_a_dataclass_with_an_init_of_its_own() -> None:
    @dataclass(init=False)
    class Doubled:
        w: Any

        def __init__(self, w: Any) -> None:
            self.w = 2.0 * w

    assert sd.grad(lambda w: Doubled(w).w)(1.0) == 2.0


def doubled(x: Any) -> Any:
    found = [v * 2 for v in x]
    return tuple(found)


def test_a_tuple_of_any_length_as_a_result() -> None:
    x, v, y_bar = np.array([0.7, 1.3, 0.4]), np.array([0.3, -0.2, 0.5]), (1.0, 2.0, 3.0)
    _, pullback = sd.vjp(doubled, x)
    (x_bar,) = pullback(y_bar)
    assert x_bar.tolist() == [2.0, 4.0, 6.0]
    _, y_dot = sd.jvp(doubled, (x,), (v,))
    assert isinstance(y_dot, tuple) and y_dot == tuple(2 * v)
