"""Responses of linear systems: an exponential by hand, driven and sampled ones, states to begin with."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, jacobian

T = np.array([0.0, 0.5, 1.0])
U = np.array([1.0, -0.5, 2.0])
M = np.array([[-1.0, 0.4], [0.2, -2.0]])
COLUMN, ROW, NONE = np.array([[1.0], [0.5]]), np.array([[0.3, 1.0]]), np.zeros((1, 1))


def test_a_decay_by_hand() -> None:
    # y' = -a y from 1: y = exp(-a t)
    found = jacobian(lambda a: signal.impulse((np.array([1.0]), np.array([1.0, 0.0]) + a * np.array([0.0, 1.0])), T=T)[1], 2.0)
    np.testing.assert_allclose(found, -T * np.exp(-2.0 * T), atol=1e-12)


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (lambda m: signal.impulse((m, COLUMN, ROW, NONE), T=T)[1], (M,)),
        (lambda m, b: signal.step((m, b, ROW, NONE), T=T)[1], (M, COLUMN)),
        (lambda m, u: signal.lsim((m, COLUMN, ROW, NONE), u, T)[1], (M, U)),
        (lambda u, x0: signal.lsim((M, COLUMN, ROW, NONE), u, T, x0, interp=False)[1], (U, COLUMN[:, 0])),
        (lambda m, u: signal.dlsim((0.2 * m, COLUMN, ROW, NONE, 1.0), u)[1], (M, U)),
    ],
)
def test_against_differences(f, args) -> None:
    by_differences(f, *args, order=1)


def test_times_that_scipy_chooses_are_refused() -> None:
    with pytest.raises(Unsupported, match="pass T"):
        sd.vjp(lambda m: signal.impulse((m, COLUMN, ROW, NONE))[1], M)
