# mypy: ignore-errors
"""heapq and the insertions of bisect, in plain Python: a heap is a list, and its items move as in CPython's own heapq."""

from __future__ import annotations

import bisect
import heapq
from typing import Any

from s2sdiff.rules.plain import defined


def elsewhere(rng: Any) -> list[Any]:
    """No samples: they change a list, so programs of the corpus try them."""
    return []


def rise(heap, pos, top):
    """Move the item at `pos` up, as far as `top`, to where what stands above it is no larger."""
    item = heap[pos]
    while pos > top:
        parent = (pos - 1) >> 1
        if not item < heap[parent]:
            break
        heap[pos] = heap[parent]
        pos = parent
    heap[pos] = item


def sink(heap, pos):
    """Let the smaller ones of those below `pos` come up until a place below is free; the item there rises to its own."""
    top, end = pos, len(heap)
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        if child + 1 < end and not heap[child] < heap[child + 1]:
            child = child + 1
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    rise(heap, pos, top)


@defined(heapq.heappush, at=elsewhere, takes_lists=True)
def heappush(heap, item):
    heap.append(item)
    rise(heap, len(heap) - 1, 0)


@defined(heapq.heappop, at=elsewhere, takes_lists=True)
def heappop(heap):
    item = heap.pop()
    if heap:
        last = item
        item = heap[0]
        heap[0] = last
        sink(heap, 0)
    return item


@defined(heapq.heapreplace, at=elsewhere, takes_lists=True)
def heapreplace(heap, item):
    smallest = heap[0]
    heap[0] = item
    sink(heap, 0)
    return smallest


@defined(heapq.heappushpop, at=elsewhere, takes_lists=True)
def heappushpop(heap, item):
    if heap and heap[0] < item:
        smallest = heap[0]
        heap[0] = item
        sink(heap, 0)
        item = smallest
    return item


@defined(heapq.heapify, at=elsewhere, takes_lists=True)
def heapify(x):
    for pos in reversed(range(len(x) // 2)):
        sink(x, pos)


@defined(heapq.nlargest, at=elsewhere, takes_lists=True)
def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[: max(n, 0)]


@defined(heapq.nsmallest, at=elsewhere, takes_lists=True)
def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[: max(n, 0)]


@defined(bisect.insort, bisect.insort_right, at=elsewhere, takes_lists=True)
def insort(a, x):
    a.insert(bisect.bisect_right(a, x), x)


@defined(bisect.insort_left, at=elsewhere, takes_lists=True)
def insort_left(a, x):
    a.insert(bisect.bisect_left(a, x), x)
