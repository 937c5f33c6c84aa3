"""What would be done again, or is said by others than the program: random draws, descriptors, functions called as builtins are."""

from __future__ import annotations

import itertools
import operator
from types import SimpleNamespace

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([1.3, -0.7, 2.1])


def noisy(x, rng):
    return np.sum(x**2 * rng.standard_normal(3))


def seeded(x):
    return noisy(x, np.random.default_rng(0)) + np.sum(x)


def seeded_inside(x):
    rng = np.random.default_rng(0)
    return np.sum(x**2 * rng.standard_normal(3))


@sd.checkpoint
def drawn_in_a_checkpoint(x, rng):
    return np.sum(x * rng.standard_normal(3)) ** 2


def checkpointed(x, rng):
    return drawn_in_a_checkpoint(x, rng)


@pytest.mark.parametrize("transform", [sd.hessian, sd.jacfwd])
def test_a_draw_is_not_made_anew_for_each_column(transform):
    with pytest.raises(sd.errors.Unsupported, match="numbers that are drawn, which would be drawn again"):
        transform(noisy)(X, np.random.default_rng(0))


def test_draws_that_are_the_same_in_each_run():
    drawn = np.random.default_rng(0).standard_normal(3)
    assert np.allclose(sd.hessian(seeded_inside)(X), np.diag(2 * drawn))
    assert np.allclose(sd.jacrev(noisy)(X, np.random.default_rng(0)), 2 * X * drawn)
    assert np.allclose(sd.grad(noisy)(X, np.random.default_rng(0)), 2 * X * drawn)


def test_a_checkpoint_does_not_draw_again():
    with pytest.raises(sd.errors.Unsupported, match="draws or prints, and would do so again"):
        sd.grad(checkpointed)(X, np.random.default_rng(0))


class Doubled:
    def __get__(self, obj, owner=None):
        return obj.__dict__["_m"] * 2

    def __set__(self, obj, value):
        obj.__dict__["_m"] = value


class Body:
    m = Doubled()

    def __init__(self, m):
        self.m = m


def read_by_a_descriptor(x):
    return Body(x[0]).m


class Later:
    def __init__(self, r):
        self.r = r


def asked_of_its_dict(x):
    later = Later(x[0])
    if "q" not in later.__dict__:
        later.q = x[1] * x[0]
    return later.q


def largest_of_an_array_without_axes(x):
    a = np.array(x[0])
    t = max(a, -9.0)
    t += x[1]
    return a * t


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (read_by_a_descriptor, "`m` of the class `Body` is a descriptor"),
        (asked_of_its_dict, "which attributes are in the dict of `later`"),
        (largest_of_an_array_without_axes, "`max` of an array without axes"),
    ],
)
def test_what_others_say_is_refused(program, message):
    for derivative in (lambda: sd.grad(program)(X), lambda: sd.jvp(program, (X,), (X,))):
        with pytest.raises(sd.errors.Unsupported, match=message) as refused:
            derivative()
        assert "test_refused_again.py" in str(refused.value)


def asked_by_a_name(x):
    later = Later(x[0])
    for name in ("a", "b", "r"):
        if not hasattr(later, name):
            setattr(later, name, 3 * later.r)
    return later.a * later.b * later.r


def test_questions_by_a_name_that_is_known():
    value, gradient = sd.value_and_grad(asked_by_a_name)(X)
    assert value == pytest.approx(9 * X[0] ** 3)
    assert np.allclose(gradient, [27 * X[0] ** 2, 0.0, 0.0])


def bump(t, v):
    t += v


def number_at_times(x):
    t = np.array(x[0]) if x[1] > 0 else x[2]
    u = t
    t += x[0]
    return u * t


def number_at_times_in_a_loop(x):
    t = np.zeros(())
    for i in range(3):
        t = x[i]
    u = t
    t += x[0]
    return u * t


def number_at_times_that_a_helper_changes(x):
    t = np.array(x[0]) if x[1] > 0 else x[2]
    bump(t, x[1])
    return t * t


@pytest.mark.parametrize("program", [number_at_times, number_at_times_in_a_loop, number_at_times_that_a_helper_changes])
def test_what_is_a_number_at_times_is_not_changed_in_place(program):
    with pytest.raises(sd.errors.Unsupported, match="may or may not change it in place"):
        sd.grad(program)(X)
    with pytest.raises(sd.errors.Unsupported, match="may or may not change it in place"):
        sd.jvp(program, (X,), (X,))


LOG, SCALES, FOUND, HELD = [], np.array([3.0, 1.0, 2.0]), {"a": 1.0}, SimpleNamespace(log=[])
COUNTED, GENERATOR = itertools.count(1), np.random.default_rng(0)


def logged(x):
    LOG.append(1.0)
    return np.sum(x) * len(LOG)


def logged_by_an_object(x):
    HELD.log.append(1.0)
    return np.sum(x) * len(HELD.log)


def logged_by_the_class(x):
    list.append(LOG, 1.0)
    return np.sum(x) * len(LOG)


def sorted_outside(x):
    SCALES.sort()
    return np.sum(x * SCALES)


def updated_outside(x):
    FOUND.update(a=2.0)
    return np.sum(x) * FOUND["a"]


def stored_by_a_function(x):
    operator.setitem(SCALES, 0, 2.0)
    return np.sum(x * SCALES)


@pytest.mark.parametrize("program", [logged, logged_by_an_object, logged_by_the_class, sorted_outside, updated_outside, stored_by_a_function])
def test_what_lives_outside_is_not_changed(program):
    with pytest.raises(sd.errors.Unsupported, match="lives outside the function and is changed in place"):
        sd.grad(program)(X)


def drawn_in_a_condition(x):
    return np.sum(x) if GENERATOR.random() < 0.5 else np.sum(x * x)


def drawn_in_a_loop(x):
    total = 0.0
    while GENERATOR.random() < 0.5:
        total += np.sum(x)
    return total


def drawn_in_a_comprehension(x):
    return sum(v for v in x if GENERATOR.random() < 0.5)


def counted_on(x):
    return next(COUNTED) * np.sum(x)


@pytest.mark.parametrize("program", [drawn_in_a_condition, drawn_in_a_loop, drawn_in_a_comprehension, counted_on])
def test_draws_are_not_made_again_in_conditions(program):
    with pytest.raises(sd.errors.Unsupported, match="which would be drawn again"):
        sd.jacfwd(program)(X)


def states(u, n):
    for _ in range(n):
        u = u + 0.1 * np.roll(u, 1)
        yield u


def state_changed(x):
    for u in states(x, 3):
        u[0] = 0.0
    return u @ u


def state_changed_by_a_pair(x):
    total = 0.0
    for k, u in enumerate(states(x, 3)):
        u[0] = 0.0
        total = total + u[1] * k
    return total


class Paired:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def __iter__(self):
        return zip(self.a, self.b)


def changed_while_it_is_gone_over(x):
    p, total = Paired([x[0], x[1]], [x[1], x[2]]), 0.0
    for u, v in p:
        total += u * v
        p.a[1] = x[0]
    return total


@pytest.mark.parametrize("program", [state_changed, state_changed_by_a_pair, changed_while_it_is_gone_over])
def test_what_a_generator_may_read_again_is_not_changed(program):
    with pytest.raises(sd.errors.Unsupported, match="may read as it goes on"):
        sd.grad(program)(X)
