"""Norms and condition numbers: at 0, ties, every order, axes, complex ones."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

from .hold import by_differences, gradient, in_single

A = np.random.default_rng(14).normal(size=(3, 8))[:, ::2]
Z = A + 1j * (A[::-1] + 3.0)
CUBE = np.random.default_rng(15).normal(size=(2, 3, 4))


@pytest.mark.parametrize(
    ("f", "x", "want"),
    [
        (lambda x: np.linalg.norm(x), [3.0, -4.0], [0.6, -0.8]),
        (lambda x: np.linalg.norm(x), [0.0, 0.0], [0.0, 0.0]),
        (lambda x: np.linalg.norm(x, 1), [3.0, 0.0, -4.0], [1.0, 0.0, -1.0]),
        (lambda x: np.linalg.norm(x, np.inf), [4.0, 1.0, -4.0], [0.5, 0.0, -0.5]),
        (lambda x: np.linalg.norm(x, -np.inf), [4.0, 1.0, -1.0], [0.0, 0.5, -0.5]),
        (lambda x: np.linalg.norm(x, 3), [1.0, 2.0, -2.0], np.array([1.0, 4.0, -4.0]) / 17.0 ** (2 / 3)),
        (lambda x: np.linalg.norm(x, 3), [0.0, 0.0], [0.0, 0.0]),
        (lambda x: np.linalg.norm(x, 1), [[1.0, -2.0], [3.0, 2.0]], [[0.5, -0.5], [0.5, 0.5]]),
        (lambda x: np.linalg.norm(x, np.inf), [[1.0, -2.0], [3.0, 2.0]], [[0.0, 0.0], [1.0, 1.0]]),
        (lambda x: np.linalg.norm(x, -1), [[1.0, -2.0, 9.0], [3.0, 2.0, 0.0]], [[0.5, -0.5, 0.0], [0.5, 0.5, 0.0]]),
        (lambda x: np.linalg.norm(x, 2), [[3.0, 0.0], [0.0, 2.0]], [[1.0, 0.0], [0.0, 0.0]]),
        (lambda x: np.linalg.norm(x, "nuc"), [[3.0, 0.0], [0.0, -2.0]], [[1.0, 0.0], [0.0, -1.0]]),
        (lambda x: np.linalg.vector_norm(x), [[3.0, 0.0], [0.0, 4.0]], [[0.6, 0.0], [0.0, 0.8]]),
        (lambda x: np.linalg.matrix_norm(x), [[0.0, 0.0]], [[0.0, 0.0]]),
        (lambda x: np.linalg.cond(x), [[4.0, 0.0], [0.0, 2.0]], [[0.5, 0.0], [0.0, -1.0]]),
        (lambda x: np.linalg.cond(x, -2), [[4.0, 0.0], [0.0, 2.0]], [[-0.125, 0.0], [0.0, 0.25]]),
    ],
)
def test_gradients_by_hand(f, x, want) -> None:
    np.testing.assert_allclose(gradient(f, np.array(x)), want, atol=1e-15)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (lambda x: np.linalg.norm(x, axis=-1), A),
        (lambda x: np.linalg.norm(x, 1.5, axis=0, keepdims=True) * x, A),
        (lambda x: np.linalg.norm(x, np.inf, 1), A),
        (lambda x: np.linalg.norm(x, -2, axis=(2, 0)), CUBE),
        (lambda x: np.linalg.norm(x, 1, axis=(0, -1), keepdims=True), CUBE),
        (lambda x: np.linalg.norm(x, axis=(0, 2)), CUBE),
        (lambda x: np.linalg.norm(x), CUBE),
        (lambda x: np.linalg.norm(x, "nuc"), Z),
        (lambda x: np.linalg.norm(x, np.inf), Z),
        (lambda x: np.linalg.norm(x, -2), Z),
        (lambda x: np.linalg.norm(x), Z),
        (lambda x: np.linalg.vector_norm(x, axis=(0, 1), ord=3), CUBE),
        (lambda x: np.linalg.matrix_norm(x, ord=2), CUBE),
        (lambda x: np.linalg.matrix_norm(x, ord=-1, keepdims=True), CUBE + 1j),
        (lambda x: np.linalg.cond(x), CUBE),
        (lambda x: np.linalg.cond(x, "fro"), Z[:, :3]),
    ],
)
def test_orders_and_axes(f, x) -> None:
    by_differences(f, x, order=1)


@pytest.mark.parametrize("f", [lambda x: np.linalg.norm(x), lambda x: np.linalg.norm(x, 3), lambda x: np.linalg.norm(x, 1.5)])
def test_second_order(f) -> None:
    by_differences(f, np.array([0.4, 1.2, -0.7]))


@pytest.mark.parametrize("f", [lambda x: np.linalg.norm(x), lambda x: np.linalg.norm(x, 1), lambda x: np.linalg.norm(x, 2), lambda x: np.linalg.norm(x, "nuc")])
def test_single_precision_is_kept(f) -> None:
    in_single(f, A)


@pytest.mark.parametrize(
    ("f", "cure"),
    [(lambda x: np.linalg.norm(x[0], 0), "count_nonzero"), (lambda x: np.linalg.cond(x, 1), "inv"), (lambda x: np.linalg.norm(x[0] + 1j, 1), "abs")],
)
def test_what_is_refused(f, cure) -> None:
    with pytest.raises(Unsupported, match=cure):
        sd.vjp(f, A[:, :3])
