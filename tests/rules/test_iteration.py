"""`itertools`, `functools.reduce` and loops over indices: what they yield carries its derivative, once for each time."""

from __future__ import annotations

import functools
import itertools
import math

import numpy as np
import pytest

import s2sdiff as sd

from .hold import gradient

X = np.array([1.0, 2.0, 4.0])


def over(items):
    total = 0.0
    for k, item in enumerate(items):
        total = total + (k + 1.0) * item
    return total


@pytest.mark.parametrize(
    ("f", "want"),
    [
        (lambda x: functools.reduce(lambda a, b: a * b, x), [8.0, 4.0, 2.0]),
        (lambda x: functools.reduce(lambda a, b: a * b, [x[0], x[1]], x[0]), [4.0, 1.0, 0.0]),
        (lambda x: math.prod([x[0], x[0], x[2]], start=2.0), [16.0, 0.0, 2.0]),
        (lambda x: over(list(itertools.accumulate([x[0], x[1]]))), [3.0, 2.0, 0.0]),
        (lambda x: over(list(itertools.accumulate([x[0], x[1]], lambda a, b: a * b))), [5.0, 2.0, 0.0]),
        (lambda x: over([a * b for a, b in itertools.pairwise([x[0], x[1], x[2]])]), [2.0, 9.0, 4.0]),
        (lambda x: over([a + b for a, b in itertools.zip_longest([x[0], x[1]], [x[2]], fillvalue=5.0)]), [1.0, 2.0, 1.0]),
        (lambda x: over(list(itertools.chain([x[0]], [x[2], x[0]]))), [4.0, 0.0, 2.0]),
        (lambda x: over([a * b for a, b in itertools.product([x[0], x[1]], [x[2]])]), [4.0, 8.0, 5.0]),
        (lambda x: over([a * b for a, b in itertools.combinations([x[0], x[1], x[2]], 2)]), [10.0, 13.0, 8.0]),
        (lambda x: over([a * b for a, b in itertools.combinations_with_replacement([x[0], x[1]], 2)]), [6.0, 14.0, 0.0]),
        (lambda x: over([a / b for a, b in itertools.permutations([x[0], x[1]], 2)]), [-3.5, 1.75, 0.0]),
        (lambda x: over(list(itertools.islice([x[0], x[1], x[2]], 1, None))), [0.0, 1.0, 2.0]),
        (lambda x: over(list(itertools.repeat(x[1], 3))), [0.0, 6.0, 0.0]),
        (lambda x: np.sum(np.fromiter((v * v for v in x), float)), [2.0, 4.0, 8.0]),
    ],
)
def test_gradients_by_hand(f, want) -> None:
    np.testing.assert_allclose(gradient(f, X), want)


def test_places_of_a_table() -> None:
    def by_places(a):
        total = 0.0
        for i, j in np.ndindex(2, 3):
            total = total + (i + 2 * j) * a[i, j]
        for (i, _), item in np.ndenumerate(a):
            total = total + i * item * item
        return total

    a = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(gradient(by_places, a), [[0.0, 2.0, 4.0], [1.0 + 6.0, 3.0 + 8.0, 5.0 + 10.0]])


def test_second_order() -> None:
    found = sd.hvp(lambda x: over(list(itertools.accumulate([x[0], x[1]], lambda a, b: a * b * b))), (X,), (np.array([1.0, 1.0, 0.0]),))
    np.testing.assert_allclose(found, [8.0, 12.0, 0.0])  # of a + 2 a b^2
