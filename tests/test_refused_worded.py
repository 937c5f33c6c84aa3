"""What a call gives twice is not given by a `functools.partial` that the call overrules."""

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
