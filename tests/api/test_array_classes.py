"""Classes made of np.ndarray have operators and functions of their own: they are refused, or read as plain arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse

import s2sdiff as sd

X = np.array([0.3, 0.4, 0.5])


class Tagged(np.ndarray):
    pass


class Shifted(np.ndarray):
    def __mul__(self, other):
        return np.asarray(self) + other


CLASSES = {
    "matrix": scipy.sparse.csr_matrix(np.eye(3) + 1.0).todense(),
    "masked": np.ma.masked_array([1.0, 2.0, 3.0], mask=[False, True, False]),
    "of_the_user": np.array([1.0, 2.0, 3.0]).view(Tagged),
}


def times(x, c):
    return np.sum(c * x)


def joined(x, c):
    return np.sum(np.dot(c, x))


@pytest.mark.parametrize("function", [times, joined])
@pytest.mark.parametrize("name", CLASSES)
def test_given(function: Any, name: str) -> None:
    for derivative in (sd.grad(function), sd.jacfwd(function)):
        with pytest.raises(sd.errors.Unsupported, match="an array of class"):
            derivative(X, CLASSES[name])


@pytest.mark.parametrize("name", CLASSES)
def test_captured(name: str) -> None:
    constant = CLASSES[name]
    with pytest.raises(sd.errors.Unsupported, match="an array of class"):
        sd.grad(lambda x: np.sum(constant * x))(X)
    plain = sd.grad(lambda x: np.sum(np.asarray(constant) * x))(X)
    np.testing.assert_allclose(plain, sd.grad(times)(X, np.asarray(constant)))


@pytest.mark.parametrize("name", CLASSES)
def test_differentiated(name: str) -> None:
    with pytest.raises(TypeError, match="not a valid s2sdiff type"):
        sd.grad(lambda c: np.sum(c * c))(CLASSES[name])


def test_operators_of_the_user() -> None:
    shifted = np.array([1.0, 2.0, 3.0]).view(Shifted)
    np.testing.assert_allclose(sd.grad(lambda x, c: np.sum((c * x) * x))(X, shifted), np.asarray(shifted) + 2.0 * X)


def test_files_in_memory_are_plain(tmp_path: Path) -> None:
    stored = np.memmap(tmp_path / "numbers", float, "w+", shape=3)
    stored[:] = [1.0, 2.0, 3.0]
    np.testing.assert_array_equal(sd.grad(times)(X, stored), [1.0, 2.0, 3.0])
