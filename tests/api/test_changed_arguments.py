"""A function that changes its argument: the effect happens once, and the cotangent is of the value on entry."""

import numpy as np
import pytest

import s2sdiff as sd

START = np.array([1.0, 2.0, 4.0, 3.0, 1.0])
WEIGHTS = np.ones(3)


def relax(u, c):
    for i in range(1, len(u) - 1):
        u[i] = u[i] + c * (u[i - 1] - 2 * u[i] + u[i + 1])
    return np.sum(u * u)


def first_from_second(a, b):
    a[0] = b[1] * 2
    return np.sum(a * b)


def weighed(a):
    a[0] = 2.0 * a[1]
    return np.sum(a * WEIGHTS)


def differences(u, c):
    step = 1e-6
    moved = [relax(u + step * e, c) - relax(u - step * e, c) for e in np.eye(len(u))]
    return np.array(moved) / (2 * step)


@pytest.fixture
def relaxed():
    u = START.copy()
    relax(u, 0.3)
    return u


@pytest.mark.parametrize("ask", [
    lambda u: sd.grad(relax)(u, 0.3),
    lambda u: sd.value_and_grad(relax)(u, 0.3)[1],
    lambda u: sd.vjp(relax, u, 0.3)[1](1.0)[0],
    lambda u: sd.jacrev(relax)(u, 0.3),
    lambda u: np.array([sd.jvp(lambda v: relax(v, 0.3), (START.copy(),), (e,))[1] for e in np.eye(5)]) + 0 * relax(u, 0.3),
], ids=["grad", "value_and_grad", "vjp", "jacrev", "jvp"])  # fmt: skip
def test_effect_happens_once(ask, relaxed):
    u = START.copy()
    np.testing.assert_allclose(ask(u), differences(START, 0.3), rtol=1e-7)
    np.testing.assert_array_equal(u, relaxed)


def overwrites(x):
    x[0] = x[1] * x[2]
    return np.sum(x * x)


def augments_under_another_name(x):
    y = x
    y += 1.0
    return np.sum(x * y)


@pytest.mark.parametrize("f", [overwrites, augments_under_another_name])
def test_cotangent_is_of_the_value_on_entry(f):
    x, step = START.copy(), 1e-6
    want = [(f(START + step * e) - f(START - step * e)) / (2 * step) for e in np.eye(5)]
    np.testing.assert_allclose(sd.grad(f)(x), want, rtol=1e-7)
    changed = START.copy()
    f(changed)
    np.testing.assert_array_equal(x, changed)


def test_tangent_is_not_changed():
    tangent = np.ones(5)
    sd.jvp(relax, (START.copy(), 0.3), (tangent, 1.0))
    np.testing.assert_array_equal(tangent, np.ones(5))


def test_gradient_of_a_gradient():
    def slope(p, q):
        return np.sum(sd.grad(first_from_second)(p, q) ** 2)

    a = START.copy()
    np.testing.assert_allclose(sd.grad(slope, 1)(a, START + 1.0), [0.0, *2 * (START + 1.0)[1:]])
    assert a[0] == 6.0


@pytest.mark.parametrize("derivative", [sd.jacfwd, sd.hessian], ids=["jacfwd", "hessian"])
def test_what_would_repeat_the_effect_is_refused(derivative):
    with pytest.raises(sd.errors.Unsupported, match="argument of the function, and is changed in place"):
        derivative(relax)(START.copy(), 0.3)


@pytest.mark.parametrize("shared", [lambda a: a, lambda a: a[1:4], lambda a: a[::-1]])
def test_shared_memory_is_refused_on_entry(shared):
    a = START.copy()
    with pytest.raises(ValueError, match="may share memory with another argument"):
        sd.grad(first_from_second)(a[1:4], shared(a)[:3])
    np.testing.assert_array_equal(a, START)


class Holder:
    def __init__(self, w):
        self.w = w


def weighed_by_an_object(a, holder):
    a[0] = 2.0 * a[1]
    return np.sum(a)


def test_an_object_may_hold_what_is_changed():
    a = START.copy()
    with pytest.raises(ValueError, match="may share memory"):
        sd.grad(weighed_by_an_object)(a, Holder(a))
    sd.grad(weighed_by_an_object)(a, Holder(START))


def bump(holder):
    holder.w -= 3.0
    return holder


def in_an_attribute(x, b):
    p = Holder(x)
    p.w += b
    return np.sum(p.w**2 * b)


def a_view_in_an_attribute(x, b):
    p = Holder(x[:1])
    p.w *= b[1:2]
    return np.sum(p.w**2 * x)


def by_a_helper(x, b):
    return np.sum(bump(Holder(x)).w ** 2 * b)


def in_an_object_in_an_object(x, b):
    p = Holder(x)
    q = Holder(p)
    q.w.w /= b
    return np.sum(p.w**2)


def in_one_branch(x, b):
    p = Holder(x)
    if x[0] > 0:
        p.w **= 2.0
    else:
        p = Holder(b)
    return np.sum(p.w * b)


def or_an_array_of_its_own(x, b):
    p = Holder(x if b[0] < 100.0 else b * 2.0)
    p.w += b
    return np.sum(p.w**2 * b)


def in_a_loop(x, b):
    p = Holder(b)
    for _ in range(3):
        p.w *= 0.5
        p.w += x
    return np.sum(p.w**2)


def that_nothing_reads_later(x, b):
    p = Holder(b)
    p.w += x
    return np.sum(x**3)


@pytest.mark.parametrize("f", [
    in_an_attribute, a_view_in_an_attribute, by_a_helper, in_an_object_in_an_object, in_one_branch, or_an_array_of_its_own, in_a_loop,
    that_nothing_reads_later,
], ids=lambda f: f.__name__)  # fmt: skip
def test_a_change_through_an_object_reaches_the_argument(f):
    point, step = (np.array([1.0, 2.0]), np.array([3.0, 5.0])), 1e-6
    changed = [a.copy() for a in point]
    f(*changed)
    moved = [[f(*(a + s * (k == i) * e for i, a in enumerate(point))) for s in (step, -step)] for k in (0, 1) for e in np.eye(2)]
    want = [(up - down) / (2 * step) for up, down in moved]
    for ask in (
        lambda *p: np.ravel(sd.grad(f, (0, 1))(*p)),
        lambda *p: np.ravel(sd.vjp(f, *p)[1](1.0)),
        lambda *p: [sd.jvp(f, [a.copy() for a in point], tuple(e.reshape(2, 2)))[1] for e in np.eye(4)] + 0 * sd.jvp(f, p, point)[1],
    ):
        args = [a.copy() for a in point]
        np.testing.assert_allclose(ask(*args), want, rtol=1e-7)
        np.testing.assert_array_equal(args, changed)


def weights():
    return WEIGHTS * 1.0


def weighed_elsewhere(a):
    a[0] = 2.0 * a[1]
    return np.sum(a * weights())


def test_a_global_array_that_a_helper_reads_is_refused():
    with pytest.raises(sd.errors.Unsupported, match="`WEIGHTS`, which is read elsewhere"):
        sd.grad(weighed_elsewhere)(START[:3].copy())


def test_a_global_array_is_another_argument():
    with pytest.raises(ValueError, match="may share memory"):
        sd.grad(weighed)(WEIGHTS)
    np.testing.assert_array_equal(sd.grad(weighed)(np.array([1.0, 2.0, 3.0])), [0.0, 3.0, 1.0])


def recurrence(x):
    h = np.zeros(6)
    h[0] = x[0]
    for t in range(5):
        h[t + 1] = np.sin(h[t]) * x[1]
    return h


@pytest.mark.parametrize("f", [np.exp, recurrence, lambda x: [x * x, (x, {"a": np.sin(x)})]], ids=["exp", "items", "tree"])
def test_a_pullback_outlives_changes_of_what_it_came_with(f):
    x = np.array([0.7, 1.2])
    y, pull = sd.vjp(f, x)
    y_bar = sd.tree.map(np.cos, y)
    before = pull(y_bar)
    for array in [x, *sd.tree.leaves(y)]:
        array[...] = 3.0
    np.testing.assert_array_equal(pull(y_bar), before)


def test_a_pushforward_outlives_changes_of_its_point():
    x = np.array([0.7, 1.2])
    _, push = sd.linearize(np.exp, x)
    before = push(np.ones(2))
    x[...] = 3.0
    np.testing.assert_array_equal(push(np.ones(2)), before)


def fills(B, x):
    B.flat[1] = 2 * x[0]
    return np.sum(x)


def test_what_is_changed_through_flat_lies_in_order_or_is_refused():
    B = np.zeros((2, 2))
    np.testing.assert_array_equal(sd.grad(fills, argnums=1)(B, START[:2]), np.ones(2))
    assert B[0, 1] == 2 * START[0]
    with pytest.raises(ValueError, match="do not lie in order"):
        sd.grad(fills, argnums=1)(np.asfortranarray(B), START[:2])
