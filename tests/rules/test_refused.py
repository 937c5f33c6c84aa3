"""What is refused by name says what to write instead, and that works."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported
from s2sdiff.rules import refused

X = np.array([1.0, 2.0, 3.0])
PLACES = np.array([0, 0, 2])


def scaled_in_a_loop(x):
    y = x.copy()
    for k in range(3):
        y[PLACES[k]] *= x[k]
    return np.sum(y)


@pytest.mark.parametrize(
    ("f", "cure"),
    [
        (lambda x: np.sum(np.asmatrix(x)), r"np\.atleast_2d"),
        (lambda x: np.sum(np.lib.stride_tricks.as_strided(x, (2,), (8,))), "sliding_window_view"),
        (lambda x: np.sum(np.random.default_rng(0).normal(x, 0.1)), r"loc \+ scale \* rng.normal"),
        (lambda x: np.sum(np.random.default_rng(0).permutation(x)[0]), r"x\[rng.permutation\(len\(x\)\)\]"),
    ],
)
def test_the_cure_is_told(f, cure) -> None:
    with pytest.raises(Unsupported, match=cure):
        sd.grad(f)(X)


def test_the_cures_work() -> None:
    sd.check_grads(scaled_in_a_loop, (X,), 1)
    sd.check_grads(lambda x: np.atleast_2d(x) @ x, (X,), 1)
    sd.check_grads(lambda x: x + x**2 * np.random.default_rng(0).normal(size=3), (X,), 1)
    sd.check_grads(lambda x: x[np.random.default_rng(0).permutation(len(x))], (X,), 1)
    sd.check_grads(lambda x: np.lib.stride_tricks.sliding_window_view(x, 2) ** 2, (X,), 1)


def test_what_is_not_in_the_table_gets_another_cure() -> None:
    assert refused.cure_for(np.sum, "another") == "another"
    assert refused.cure_for(np.logaddexp.at, "another") == "a loop: x[i[k]] = np.logaddexp(x[i[k]], v[k])"
