"""Heaps and sorted lists: which item comes out is decided by values, and its derivative goes where it came from."""

from __future__ import annotations

import bisect
import heapq

import numpy as np
import pytest

import s2sdiff as sd

from .hold import gradient

X = np.array([3.0, 1.0, 2.0])


def smallest_two(x):
    heap = []
    for v in x:
        heapq.heappush(heap, v)
    first = heapq.heappop(heap)
    return 10.0 * first + heapq.heappop(heap)


def merged_costs(x):
    heap = [x[0], x[1], x[2]]
    heapq.heapify(heap)
    cost = 0.0
    while len(heap) > 1:
        both = heapq.heappop(heap) + heapq.heappop(heap)
        cost = cost + both
        heapq.heappush(heap, both)
    return cost


def replaced(x):
    heap = [x[1], x[2]]
    first = heapq.heapreplace(heap, x[0])
    return first + 5.0 * heapq.heappushpop(heap, 9.0)


def middle(x):
    items = []
    for v in x:
        bisect.insort(items, v)
    bisect.insort_left(items, 2.0 * x[1])
    return 3.0 * items[1] + items[2]


@pytest.mark.parametrize(
    ("f", "want"),
    [(smallest_two, [0.0, 10.0, 1.0]), (merged_costs, [1.0, 2.0, 2.0]), (replaced, [0.0, 1.0, 5.0]), (middle, [0.0, 6.0, 1.0])],
)
def test_gradients_by_hand(f, want) -> None:
    np.testing.assert_array_equal(gradient(f, X), want)


def test_second_order() -> None:
    found = sd.hvp(lambda x: smallest_two(x * x), (X,), (np.ones(3),))
    np.testing.assert_allclose(found, [0.0, 20.0, 2.0])
