"""A `functools.partial` is not overruled by a call, and a dict of different things gets no new keys in a loop."""

from functools import partial

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.42, -0.73, 1.31])


def overruled(x):
    total = partial(np.sum, axis=0)
    return np.sum(total(x[:, None] * x, axis=1))


def by_a_lambda(x):
    total = lambda y, axis=0: np.sum(y, axis=axis)  # noqa: E731 - the cure
    return np.sum(total(x[:, None] * x, axis=1))


def test_a_partial_that_is_overruled():
    with pytest.raises(sd.errors.Unsupported, match="`axis` is given twice") as refused:
        sd.grad(overruled)(X)
    assert "test_refused_worded.py" in str(refused.value)
    assert "lambda" in str(refused.value)
    np.testing.assert_allclose(sd.grad(by_a_lambda)(X), 2.0 * np.sum(X) * np.ones(3))


def new_key_in_a_loop(x):
    state = {"x": x, "first": x[0], "mask": x > 0.2}
    for _ in range(3):
        state["y"] = state["x"] * state["first"]
    return np.sum(state["y"])


def key_before_the_loop(x):
    state = {"x": x, "first": x[0], "mask": x > 0.2, "y": np.zeros(3)}
    for _ in range(3):
        state["y"] = state["x"] * state["first"]
    return np.sum(state["y"])


def test_a_new_key_of_a_dict_of_different_things():
    with pytest.raises(sd.errors.Unsupported, match="all its keys before the first loop") as refused:
        sd.grad(new_key_in_a_loop)(X)
    assert "test_refused_worded.py" in str(refused.value)
    np.testing.assert_allclose(sd.grad(key_before_the_loop)(X), X[0] + np.sum(X) * np.eye(3)[0])
