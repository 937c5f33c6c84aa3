"""A set holds no value that a derivative may pass through, and is not changed by the loop that goes over it."""

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.4, 0.7])


def of_values(x):
    return sum({x[0], x[1]})


def of_values_added(x):
    s = set()
    for v in x:
        s.add(v)
    return x[0] * len(s)


def of_an_array(x):
    return sum(set(x))


def with_a_star(x):
    a = {0}
    return x[0] * len({*a, 1})


def changed_as_it_is_read(x):
    s = {0}
    for i in s:
        s.add(i)
    return x[0] * len(s)


REFUSED = [
    (of_values, "a list, or a set of positions"),
    (of_values_added, "a list, or a set of positions"),
    (of_an_array, "a list, or a set of positions"),
    (with_a_star, "`a | {b}`"),
    (changed_as_it_is_read, "`list(s)`"),
]


@pytest.mark.parametrize(("function", "cure"), REFUSED)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_a_set_is_refused_with_its_cure(transform, function, cure):
    with pytest.raises(sd.errors.Unsupported) as refusal:
        transform(function)(X)
    assert "test_refused_sets.py" in str(refusal.value)
    assert cure in str(refusal.value)
