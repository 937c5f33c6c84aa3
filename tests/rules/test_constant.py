"""What does not move between its jumps: zero beside what moves, and shapes and dtypes as they are."""

from __future__ import annotations

import math

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.rules import constant, registry
from s2sdiff.rules.declare import Zero

X = np.array([1.25, -2.75, 3.5])


@pytest.mark.parametrize(
    ("f", "want"),
    [
        (lambda x: np.floor(x) * x, [1.0, -3.0, 3.0]),
        (lambda x: np.ceil(x) * x, [2.0, -2.0, 4.0]),
        (lambda x: np.trunc(x) * x, [1.0, -2.0, 3.0]),
        (lambda x: np.rint(x) * x, [1.0, -3.0, 4.0]),
        (lambda x: np.round(x, 1) * x, [1.2, -2.8, 3.5]),
        (lambda x: x // 2.0 * x, [0.0, -2.0, 1.0]),
        (lambda x: np.sign(x) * x, [1.0, -1.0, 1.0]),
        (lambda x: (x > 0.0) * x, [1.0, 0.0, 1.0]),
        (lambda x: np.isfinite(x) * x, [1.0, 1.0, 1.0]),
        (lambda x: np.argsort(x) * x, [1.0, 0.0, 2.0]),
        (lambda x: x * np.argmax(x), [2.0, 2.0, 2.0]),
        (lambda x: x * np.count_nonzero(x > 0.0), [2.0, 2.0, 2.0]),
        (lambda x: x * np.zeros_like(x) + np.ones(3) * x, [1.0, 1.0, 1.0]),
        (lambda x: x * np.searchsorted(np.array([0.0, 3.0]), x), [1.0, 0.0, 2.0]),
        (lambda x: x * np.size(x) * np.ndim(x), [3.0, 3.0, 3.0]),
    ],
)
def test_only_the_other_factor_moves(f, want) -> None:
    np.testing.assert_array_equal(sd.grad(lambda x: np.sum(f(x)))(X), want)
    assert sd.jvp(lambda x: np.sum(f(x)), (X,), (np.ones(3),))[1] == pytest.approx(sum(want))


@pytest.mark.parametrize(("f", "want"), [(math.floor, 1.0), (math.ceil, 2.0), (int, 1.0), (round, 1.0), (math.trunc, 1.0)])
def test_of_python_numbers(f, want) -> None:
    assert sd.grad(lambda x: f(x) * x)(1.25) == want


def test_a_result_that_is_constant_has_a_zero_of_the_right_kind() -> None:
    found = sd.grad(lambda x: np.sum(np.floor(x)))(np.float32(X))
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, np.zeros(3))


def test_every_row_of_the_table_has_its_reason() -> None:
    for reason, functions in constant.TABLE.items():
        for function in functions:
            rule = registry.lookup(function)
            assert isinstance(rule, Zero)
            assert rule.reason == reason
