"""What a function captures is an argument of whoever is given the function; sizes that depend on values are not known."""

import numpy as np
import pytest

import s2sdiff as sd

optimize = pytest.importorskip("scipy.optimize")


def root(x):
    return optimize.newton(lambda t: t - x, 0.0)


def powers(w, a):
    return np.sum(a * w ** np.arange(1.0 * a.shape[0]))


def test_a_captured_variable_is_not_constant():
    np.testing.assert_allclose(sd.grad(root)(2.0), 1.0, rtol=1e-9)


def test_arange_of_a_float():
    slope = sd.grad(powers, (0, 1))(2.0, np.ones(3))
    assert slope[0] == 5.0
    np.testing.assert_array_equal(slope[1], [1.0, 2.0, 4.0])
