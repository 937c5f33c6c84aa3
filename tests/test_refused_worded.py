"""A dict of different things gets no new keys in a loop."""

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.42, -0.73, 1.31])


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
