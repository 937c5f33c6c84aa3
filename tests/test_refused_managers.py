"""Contexts that may swallow an exception, or do not yield once, are refused with a cure."""

import contextlib
import tempfile
import threading

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.4, 0.7])
LOCK = threading.Lock()


class Swallows:
    def __enter__(self):
        return self

    def __exit__(self, *failure):
        return True


class MaySwallow:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is ValueError


@contextlib.contextmanager
def by_sign(a):
    if a > 0:
        yield a
    else:
        yield -a


@contextlib.contextmanager
def handling(a):
    try:
        yield a
    except ValueError:
        print(a)


@contextlib.contextmanager
def shifted(a):
    yield a + 1.0


def swallows(x):
    with Swallows():
        return np.sum(x)


def may_swallow(x):
    with MaySwallow():
        return np.sum(x)


def two_yields(x):
    with by_sign(x[0]) as s:
        return s**2


def handles(x):
    with handling(x[0]) as s:
        return s**2


def kept_for_later(x):
    context = shifted(x[0])
    with context as s:
        return s**2


def of_a_library(x):
    with LOCK:
        return np.sum(x)


def of_another_library(x):
    with tempfile.TemporaryFile():
        return np.sum(x)


class Undone:
    def __init__(self, y):
        self.y, self.before = y, y.copy()

    def __enter__(self):
        self.y *= 2.0

    def __exit__(self, kind, *_):
        if kind is not None:
            self.y[:] = self.before


@contextlib.contextmanager
def doubled(y):
    y *= 2.0
    yield y
    y += 1.0


def undone(x):
    y = x * 1.0
    try:
        with Undone(y):
            raise KeyError  # noqa: TRY301
    except KeyError:
        y *= x[1]
    return np.sum(y)


def goes_on(x):
    y = x * 1.0
    with contextlib.suppress(KeyError), doubled(y):
        raise KeyError
    return np.sum(y)


REFUSED = [
    (undone, "left by an exception, whose `__exit__` reads it", "inside of the `with`"),
    (goes_on, "left by an exception, whose generator goes on", "into a `finally`"),
    (swallows, "may swallow exceptions", "return None or False"),
    (may_swallow, "may swallow exceptions", "return None or False"),
    (two_yields, "yields in a block of its own", "yield once"),
    (handles, "yields in a block of its own", "yield once"),
    (kept_for_later, "not entered where it is made", "write the call in the `with`"),
    (of_a_library, "no `__enter__` and `__exit__` that can be read", "take the block out"),
    (of_another_library, "only `with` of", "take the block out"),
]


@pytest.mark.parametrize(("function", "reason", "cure"), REFUSED)
def test_a_context_is_refused_with_its_cure(function, reason, cure):
    for derivative in (lambda: sd.grad(function)(X), lambda: sd.jvp(function, (X,), (X,))):
        with pytest.raises(sd.errors.Unsupported) as refusal:
            derivative()
        assert reason in str(refusal.value)
        assert cure in str(refusal.value)


def test_an_exception_leaves_the_derivative():
    def raises(x):
        with contextlib.nullcontext(), shifted(x[0]) as s:
            if s > 1.0:
                raise ValueError("too large")
        return s

    with pytest.raises(ValueError, match="too large"):
        sd.grad(raises)(X)
