"""A condition that changes what stands outside the function is refused: the sweep back would read what came of it later."""

import numpy as np
import pytest

import s2sdiff as sd

COUNT = [0]
TURNS = 0


def counted():
    COUNT[0] += 1
    return COUNT[0] < 4


def turned():
    global TURNS  # noqa: PLW0603
    TURNS += 1
    return TURNS < 4


def counted_elsewhere():
    return counted()


class Counter:
    def __init__(self):
        self.n = 0

    def step(self):
        self.n += 1
        return self.n < 4

    def __call__(self):
        return self.step()

    def __lt__(self, other):
        self.n += 1
        return self.n < other

    def __len__(self):
        self.n += 1
        return max(0, 4 - self.n)

    @property
    def goes_on(self):
        return self.step()

    def is_small(self, k):
        return self.n + k < 100


COUNTER = Counter()


def items_of_a_list(x):
    t = 0.0
    while counted():
        t += x * COUNT[0]
    return t


def through_another_function(x):
    t = 0.0
    while counted_elsewhere():
        t += x * COUNT[0]
    return t


def a_global(x):
    t = 0.0
    while turned():
        t += x * TURNS
    return t


def a_method(x):
    t = 0.0
    for i in range(3):
        if COUNTER.step() and i > 0:
            t += x * COUNTER.n
    return t


def a_call(x):
    t = 0.0
    while COUNTER():
        t += x * COUNTER.n
    return t


def a_comparison(x):
    t = 0.0
    while COUNTER < 4:
        t += x * COUNTER.n
    return t


def a_length(x):
    t = 0.0
    while len(COUNTER) > 0:
        t += x * COUNTER.n
    return t


def a_truth(x):
    t = 0.0
    while not COUNTER:
        t += x * COUNTER.n
    return t


def a_property(x):
    t = 0.0
    while COUNTER.goes_on:
        t += x * COUNTER.n
    return t


@pytest.mark.parametrize(
    "function",
    [items_of_a_list, through_another_function, a_global, a_method, a_call, a_comparison, a_length, a_truth, a_property],
)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd])
def test_what_is_outside_stays(function, transform):
    with pytest.raises(sd.errors.Unsupported) as refusal:
        transform(function)(0.7)
    assert "test_refused_conditions.py" in str(refusal.value)
    assert refusal.value.cure


def only_asked(x):
    t = 0.0
    for i in range(3):
        if COUNTER.is_small(i) and x > 0:
            t += x * i
    return t


def counts_in_an_argument(x, counter):
    t = 0.0
    while counter[0] < 3:
        counter = [counter[0] + 1]
        t += x * counter[0]
    return t


def test_what_only_asks_is_not_refused():
    assert sd.grad(only_asked)(0.7) == 3.0
    np.testing.assert_allclose(sd.grad(counts_in_an_argument)(0.7, [0]), 6.0)
