"""Functions with a derivative of their own, and functions that are computed again."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import NotDifferentiable


def difference(f: Any, x: Any, step: float = 1e-6) -> Any:
    """The gradient of `f`, by central differences."""
    if np.ndim(x) == 0:
        return (f(x + step) - f(x - step)) / (2 * step)
    return np.array([(f(x + step * e) - f(x - step * e)) / (2 * step) for e in np.eye(len(x))])


# --- custom_vjp ---


@sd.custom_vjp
def clipped(x, low, high):
    return 1.0 * x


def clipped_fwd(x, low, high):
    return 1.0 * x, (low, high)


def clipped_bwd(residuals, y_bar):
    low, high = residuals
    return np.clip(y_bar, low, high), None, None


clipped.defvjp(clipped_fwd, clipped_bwd)


def steep(x):
    return 100.0 * clipped(x, -1.0, 1.0)


def cubed(factor: float) -> Any:
    """x ** 3, whose derivative is said to be factor * 3 * x ** 2."""
    made = sd.custom_vjp(lambda x: x**3)
    made.defvjp(lambda x: (x**3, x), lambda x, g: (factor * g * 3.0 * x**2,))
    return made


def test_vjp_rule_is_used() -> None:
    assert sd.grad(steep)(2.0) == 1.0
    assert sd.value_and_grad(steep)(2.0) == (200.0, 1.0)
    assert sd.vjp(steep, 2.0)[1](1.0) == (1.0,)


def test_vjp_rule_at_top_level() -> None:
    assert sd.grad(clipped)(2.0, -0.5, 0.5) == 0.5
    assert sd.grad(clipped, (0, 1, 2))(2.0, -0.5, 0.5) == (0.5, 0.0, 0.0)
    assert sd.grad(clipped, argnames="x")(2.0, -0.5, 0.5) == 0.5
    np.testing.assert_array_equal(sd.jacrev(clipped)(np.ones(2), -0.5, 0.5), 0.5 * np.eye(2))
    y, pullback = sd.vjp(clipped, 2.0, -0.5, 0.5)
    assert (y, pullback(3.0)) == (2.0, (0.5, 0.0, 0.0))


def test_vjp_rule_is_text_around_the_users_functions() -> None:
    text = sd.grad(steep).source(2.0)
    assert "return clipped_fwd(x, low, high)" in text
    assert "x_bar, _, _ = clipped_bwd(tape, y_bar)" in text


def test_vjp_rule_of_higher_order() -> None:
    f = cubed(2.0)
    assert sd.grad(lambda x: f(x) * x)(1.5) == pytest.approx(2.0 * 3.0 * 1.5**2 * 1.5 + 1.5**3)
    assert sd.grad(sd.grad(f))(1.5) == pytest.approx(2.0 * 6.0 * 1.5)
    assert sd.hessian(f)(1.5) == pytest.approx(2.0 * 6.0 * 1.5)
    np.testing.assert_allclose(sd.jacobian(f)(np.ones(2)), 6.0 * np.eye(2))


def test_vjp_rule_in_a_loop() -> None:
    f = cubed(1.0)

    def loss(x):
        for k in range(3):
            x = f(x) * 0.1 + k
        return np.sum(x)

    x = np.array([0.3, 1.2])
    np.testing.assert_allclose(sd.grad(loss)(x), difference(loss, x), rtol=1e-6, atol=1e-9)


def test_no_forward_mode_through_a_vjp_rule() -> None:
    with pytest.raises(TypeError, match=r"can't apply forward-mode autodiff \(jvp\) to a custom_vjp function\."):
        sd.jvp(steep, (2.0,), (1.0,))


class Moved(NamedTuple):
    place: Any
    speed: Any


@sd.custom_vjp
def moved(p):
    return Moved(p.place * p.speed, p.speed + p.place)


moved.defvjp(
    lambda p: (moved(p), p),
    lambda p, g: (Moved(g.place * p.speed + g.speed, g.place * p.place + g.speed),),
)


@pytest.mark.parametrize("f", [
    lambda x: np.sum(moved(Moved(x, np.sin(x))).place * x),
    lambda x: np.sum(moved(moved(Moved(x, x**2))).speed ** 2),
])  # fmt: skip
def test_a_rule_reads_the_cotangent_of_a_namedtuple_by_its_names(f) -> None:
    x = np.array([0.7, 1.3])
    np.testing.assert_allclose(sd.grad(f)(x), difference(f, x), rtol=1e-6)
    hessian = sd.jacrev(sd.grad(f))(x)
    np.testing.assert_allclose(hessian, [difference(lambda y, k=k: sd.grad(f)(y)[k], x) for k in range(2)], rtol=1e-6, atol=1e-8)


def test_rules_may_be_missing_and_may_change() -> None:
    f = sd.custom_vjp(lambda x: x**3)
    gradient = sd.grad(lambda x: f(x))
    with pytest.raises(AttributeError, match=r"No VJP defined for custom_vjp function <lambda> using defvjp\."):
        gradient(1.0)
    for factor in (5.0, 7.0):
        f.defvjp(lambda x: (x**3, x), functools.partial(lambda k, x, g: (k * g * x**2,), factor))
        assert gradient(1.0) == factor
    g = sd.custom_jvp(lambda x: x**3)
    with pytest.raises(AttributeError, match=r"No JVP defined for custom_jvp function <lambda> using defjvp\."):
        sd.grad(lambda x: g(x))(1.0)


def test_nondiff_arguments_come_first_in_bwd() -> None:
    def plus(f, x, n):
        return f(x) * n

    app = sd.custom_vjp(plus, nondiff_argnums=(0, 2))
    app.defvjp(lambda f, x, n: (f(x) * n, (x,)), lambda f, n, residuals, g: (g * 7.0 * n * residuals[0],))
    assert sd.grad(lambda x: app(np.square, x, 3) + x)(2.0) == 7.0 * 3 * 2.0 + 1.0
    assert sd.grad(lambda x: app(n=3, x=x, f=np.square))(2.0) == 42.0
    with pytest.raises(NotDifferentiable, match="nondiff_argnums"):
        sd.grad(lambda x: app(np.square, x, x))(2.0)


@pytest.mark.parametrize(
    ("bwd", "error", "message"),
    [
        (lambda x, g: g, TypeError, "must produce a tuple of length equal to the number of arguments"),
        (lambda x, g: (g, g), TypeError, "got a tuple of length 2 for 1 argument"),
        (lambda x, g: (np.ones(3),), ValueError, "so the shapes do not match"),
    ],
)
def test_what_bwd_gives_is_checked(bwd: Any, error: type[Exception], message: str) -> None:
    f = sd.custom_vjp(lambda x: x**3)
    f.defvjp(lambda x: (x**3, x), bwd)
    with pytest.raises(error, match=message):
        sd.grad(lambda x: f(x))(1.0)


def test_rules_need_not_be_readable() -> None:
    """What a rule does may be beyond what s2sdiff reads, as long as nobody asks for its derivative."""

    def root(x):
        try:
            return float(np.roots([1.0, 0.0, -x])[0].real)
        finally:
            pass

    def bwd(y, g):
        try:
            return (g / (2.0 * y),)
        finally:
            pass

    f = sd.custom_vjp(root)
    f.defvjp(lambda x: (root(x), root(x)), bwd)
    assert abs(sd.grad(lambda x: f(x) * 3.0)(4.0)) == pytest.approx(3.0 / 4.0)


def test_methods_with_rules() -> None:
    class Model:
        w = 2.0

        @functools.partial(sd.custom_vjp, nondiff_argnums=(0,))
        def scaled(self, x):
            return self.w * x

        scaled.defvjp(lambda self, x: (self.w * x, None), lambda self, residuals, g: (10.0 * self.w * g,))

        @sd.checkpoint
        def squared(self, x):
            return self.scaled(x) * x

        def loss(self, x):
            return self.scaled(x) * x + self.squared(x)

    model = Model()
    assert sd.grad(model.scaled)(3.0) == 20.0
    assert sd.grad(model.loss)(3.0) == 2 * (20.0 * 3.0 + 6.0)


# --- custom_jvp ---


@sd.custom_jvp
def softplus(x):
    return np.log(1.0 + np.exp(x))


@softplus.defjvp
def softplus_jvp(primals, tangents):
    (x,), (x_dot,) = primals, tangents
    return softplus(x), (1.0 - 1.0 / (1.0 + np.exp(x))) * x_dot


def test_jvp_rule_in_both_modes() -> None:
    assert sd.grad(softplus)(100.0) == 1.0
    assert sd.jvp(softplus, (0.0,), (2.0,)) == (np.log(2.0), 1.0)
    x = np.array([0.3, -0.4])
    loss = lambda x: np.sum(softplus(x) * x)  # noqa: E731
    np.testing.assert_allclose(sd.grad(loss)(x), difference(loss, x), rtol=1e-6)
    np.testing.assert_allclose(sd.jvp(loss, (x,), (x,))[1], difference(loss, x) @ x, rtol=1e-6)


def test_jvp_rule_of_higher_order() -> None:
    s = 1.0 / (1.0 + np.exp(-0.3))
    for second in (sd.grad(sd.grad(softplus)), sd.hessian(softplus), sd.jacfwd(sd.jacfwd(softplus))):
        assert second(0.3) == pytest.approx(s * (1.0 - s))
    assert sd.grad(sd.grad(sd.grad(softplus)))(0.3) == pytest.approx(s * (1.0 - s) * (1.0 - 2.0 * s))


def test_jvp_rule_with_nondiff_arguments_and_several_others() -> None:
    app = sd.custom_jvp(lambda f, x, y: f(x) * y, nondiff_argnums=(0,))

    @app.defjvp
    def app_jvp(f, primals, tangents):
        x, y = primals
        x_dot, y_dot = tangents
        return app(f, x, y), 10.0 * x_dot * y + 100.0 * y_dot * x

    assert sd.grad(lambda x, y: app(np.square, x, y), (0, 1))(2.0, 3.0) == (30.0, 200.0)
    assert sd.grad(lambda x: app(np.square, x, 3))(2.0) == 30.0
    assert sd.jvp(lambda y: app(np.square, 2.0, y), (3.0,), (1.0,)) == (12.0, 200.0)


def test_rules_by_argument() -> None:
    f = sd.custom_jvp(lambda x, y: x * y)
    f.defjvps(lambda x_dot, ans, x, y: 2.0 * x_dot * ans, None)
    assert sd.grad(f, (0, 1))(2.0, 3.0) == (12.0, 0.0)
    assert sd.jvp(f, (2.0, 3.0), (1.0, 1.0)) == (6.0, 12.0)
    assert sd.grad(sd.grad(f))(2.0, 3.0) == 24.0  # ans in the rule is f's, by its rule


def test_parameters_named_like_tangents() -> None:
    def inner(x, x_dot):
        y_dot = x * x_dot
        return y_dot

    f = lambda x: inner(x, x * x)  # noqa: E731
    assert sd.jvp(f, (2.0,), (1.0,)) == (8.0, 12.0)
    assert sd.hessian(f)(2.0) == 12.0


# --- checkpoint ---


@sd.checkpoint
def block(x, *, k=2.0):
    y = np.sin(x) * k
    return np.sin(y) * y


def deep(x):
    for _ in range(3):
        x = block(x, k=1.5)
    return np.sum(x)


def test_checkpoint_computes_again() -> None:
    x = np.array([0.3, 0.4])
    np.testing.assert_allclose(sd.grad(deep)(x), difference(deep, x), rtol=1e-6)
    np.testing.assert_allclose(sd.jvp(deep, (x,), (x,))[1], difference(deep, x) @ x, rtol=1e-6)
    np.testing.assert_allclose(np.diag(sd.hessian(deep)(x)), [difference(lambda t: sd.grad(deep)(x + t * e)[i], 0.0)
                               for i, e in enumerate(np.eye(2))], rtol=1e-5)  # fmt: skip
    assert "return block(x, k=k), (x, k)" in sd.grad(deep).source(x)


def test_checkpoint_at_top_level_keeps_arguments_alone() -> None:
    x = np.array([0.3, 0.4])
    _, pullback = sd.vjp(sd.checkpoint(deep), x)
    assert [leaf.shape for leaf in sd.tree.leaves(pullback.tape)] == [(2,)]
    np.testing.assert_allclose(pullback(1.0)[0], difference(deep, x), rtol=1e-6)
    np.testing.assert_allclose(sd.grad(sd.checkpoint(deep))(x), difference(deep, x), rtol=1e-6)


def test_checkpoint_of_an_argument_that_changes_later() -> None:
    def loss(x):
        buffer = x * 2.0
        y = block(buffer)
        buffer[0] = 5.0
        return np.sum(y * buffer)

    x = np.array([0.3, 0.4])
    np.testing.assert_allclose(sd.grad(loss)(x), difference(loss, x), rtol=1e-6)


# --- arrays that change ---


@sd.custom_vjp
def weighed(a, b):
    return a * a * b


def weighed_fwd(a, b):
    return weighed(a, b), (a, b)


def weighed_bwd(kept, g):
    a, b = kept
    return 2.0 * a * b * g, np.sum(a**2 * g)


weighed.defvjp(weighed_fwd, weighed_bwd)


@sd.custom_jvp
def pushed(a, b):
    return a * a * b


@pushed.defjvp
def pushed_jvp(primals, tangents):
    (a, b), (a_dot, b_dot) = primals, tangents
    return pushed(a, b), 2.0 * a * b * a_dot + a**2 * b_dot


@sd.checkpoint
def overwriting(z, a):
    z[0] = a * z[1]
    return np.sum(z * z)


def argument_and_result_change(f):
    def loss(x):
        y = x * 1.0
        r = f(y, x[1])
        y[0] = 3.0
        r[1] = y[2] * r[0]
        return np.sum(r * y)

    return loss


def changes_in_each_trip(f):
    def loss(x):
        y = x * 1.0
        for k in range(len(x)):
            r = f(y, x[k])
            y[k] = r[0] + y[0]
        return np.sum(y * y)

    return loss


def overwritten_by_a_checkpoint(x):
    y = x * 1.0
    r = overwriting(y, x[2])
    return r * np.sum(y) + overwriting(y, x[1])


CHANGING = [
    argument_and_result_change(weighed), argument_and_result_change(pushed), changes_in_each_trip(weighed), changes_in_each_trip(pushed), overwritten_by_a_checkpoint,
]  # fmt: skip


@pytest.mark.parametrize("loss", CHANGING)
def test_arrays_that_change_beside_rules(loss: Any) -> None:
    x = np.array([0.42, -0.73, 1.31])
    np.testing.assert_allclose(sd.grad(loss)(x), difference(loss, x), rtol=1e-6)
    np.testing.assert_allclose(sd.vjp(loss, x)[1](1.0)[0], difference(loss, x), rtol=1e-6)


@sd.custom_vjp
def passing(a):
    return a * 1.0


passing.defvjp(lambda a: (a, None), lambda _, g: (g,))


def test_what_a_rule_gives_may_be_its_argument() -> None:
    def loss(x):
        y = x * 1.0
        r = passing(y)
        r[0] = 3.0
        return np.sum(r) * y[0]

    with pytest.raises(sd.errors.Unsupported, match="may share memory"):
        sd.grad(loss)(np.array([0.42, -0.73, 1.31]))
