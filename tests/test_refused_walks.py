"""An iterator that is read by hand stays in the function that makes it."""

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.4, 0.7])


def first_of(it):
    return next(it)


def handed_over(x):
    it = iter(x)
    return first_of(it) * next(it)


def captured(x):
    it = iter(x)

    def following():
        return next(it)

    return following() * following()


def returned(x):
    def made():
        return iter(x)

    it = made()
    return next(it) ** 2


def in_a_container(x):
    kept = {"it": iter(x)}
    return next(kept["it"]) ** 2


def in_a_condition(x):
    it = iter(x)
    if next(it) > 0.0:
        return next(it)
    return x[0]


def looked_into(x):
    it = iter([0, 1])
    return x[0] if 1 in it else x[1]


@pytest.mark.parametrize("function", [handed_over, captured, returned, in_a_container, in_a_condition, looked_into])
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_an_iterator_is_refused_with_its_cure(transform, function):
    with pytest.raises(sd.errors.Unsupported) as refusal:
        transform(function)(X)
    assert "test_refused_walks.py" in str(refusal.value)
    assert "call `next` in a statement of its own" in str(refusal.value)


def test_an_iterator_that_ended_says_so():
    def three(x):
        it = iter([v**2 for v in x])
        return next(it) * next(it) * next(it)

    with pytest.raises(StopIteration):
        sd.grad(three)(X)
