# mypy: ignore-errors
"""functools.reduce, math.prod, itertools and the iterators of NumPy, in plain Python: what the iterators yield, as a list.

A list stands for an iterator because whoever calls one of these here reads all of it; an iterator that is kept under a
name is refused, since it can be read once only.
"""

from __future__ import annotations

import functools
import itertools
import math
from typing import Any

import numpy as np

from s2sdiff.rules.plain import defined


def elsewhere(rng: Any) -> list[Any]:
    """No samples: they take functions and give iterators, so programs of the corpus try them."""
    return []


@defined(functools.reduce, at=elsewhere, takes_lists=True)
def reduce(function, iterable, initial=None):
    if initial is None:
        total = iterable[0]
        if callable(total):  # functions have no running index
            for item in iterable[1:]:
                total = function(total, item)
        else:
            for k in range(1, len(iterable)):
                total = function(total, iterable[k])
    else:
        total = initial
        for item in iterable:
            total = function(total, item)
    return total


@defined(math.prod, at=elsewhere, takes_lists=True)
def prod(iterable, *, start=1):
    total = start
    for item in iterable:
        total = total * item
    return total


@defined(np.fromiter, at=elsewhere, takes_lists=True)
def fromiter(iter, dtype, count=-1):
    if count >= 0 and len(iter) < count:
        raise ValueError("iterator too short")
    whole = np.array(iter, dtype)
    return whole if count < 0 else whole[:count]


@defined(itertools.accumulate, at=elsewhere, takes_lists=True)
def accumulate(iterable, func=None, *, initial=None):
    totals = []
    if initial is None:
        for k in range(len(iterable)):
            if k == 0:
                total = iterable[0]
            elif func is None:
                total = total + iterable[k]
            else:
                total = func(total, iterable[k])
            totals.append(total)
    else:
        total = initial
        totals.append(total)
        for item in iterable:
            if func is None:
                total = total + item
            else:
                total = func(total, item)
            totals.append(total)
    return totals


@defined(itertools.pairwise, at=elsewhere, takes_lists=True)
def pairwise(iterable):
    return [(iterable[k], iterable[k + 1]) for k in range(len(iterable) - 1)]


@defined(itertools.zip_longest, at=elsewhere, takes_lists=True)
def zip_longest(first, second, *, fillvalue=None):
    pairs = []
    for k in range(max(len(first), len(second))):
        if k >= len(second):
            pairs.append((first[k], fillvalue))
        elif k >= len(first):
            pairs.append((fillvalue, second[k]))
        else:
            pairs.append((first[k], second[k]))
    return pairs


@defined(itertools.chain, at=elsewhere, takes_lists=True)
def chain(first, second=None, third=None):
    items = [item for item in first]
    if second is not None:
        for item in second:
            items.append(item)
    if third is not None:
        for item in third:
            items.append(item)
    return items


@defined(itertools.chain.from_iterable, at=elsewhere, takes_lists=True)
def chain_from_iterable(iterable):
    return [item for items in iterable for item in items]


@defined(itertools.compress, at=elsewhere, takes_lists=True)
def compress(data, selectors):
    return [item for item, chosen in zip(data, selectors, strict=False) if chosen]


@defined(itertools.product, at=elsewhere, takes_lists=True)
def product(first, second=None, third=None, *, repeat=1):
    if repeat == 1 and second is None:
        tuples = [(a,) for a in first]
    elif repeat == 1 and third is None:
        tuples = [(a, b) for a in first for b in second]
    elif repeat == 1:
        tuples = [(a, b, c) for a in first for b in second for c in third]
    elif repeat == 2 and second is None:
        tuples = [(a, b) for a in first for b in first]
    elif repeat == 3 and second is None:
        tuples = [(a, b, c) for a in first for b in first for c in first]
    else:
        raise NotImplementedError("more than three factors: write the loops out")
    return tuples


@defined(itertools.combinations, at=elsewhere, takes_lists=True)
def combinations(iterable, r):
    n = len(iterable)
    if r == 2:
        tuples = [(iterable[i], iterable[j]) for i in range(n) for j in range(i + 1, n)]
    elif r == 3:
        tuples = [
            (iterable[i], iterable[j], iterable[k])
            for i in range(n) for j in range(i + 1, n) for k in range(j + 1, n)
        ]  # fmt: skip
    else:
        raise NotImplementedError("more than three at a time: write the loops out")
    return tuples


@defined(itertools.combinations_with_replacement, at=elsewhere, takes_lists=True)
def combinations_with_replacement(iterable, r):
    n = len(iterable)
    if r == 2:
        tuples = [(iterable[i], iterable[j]) for i in range(n) for j in range(i, n)]
    elif r == 3:
        tuples = [(iterable[i], iterable[j], iterable[k]) for i in range(n) for j in range(i, n) for k in range(j, n)]
    else:
        raise NotImplementedError("more than three at a time: write the loops out")
    return tuples


@defined(itertools.permutations, at=elsewhere, takes_lists=True)
def permutations(iterable, r=None):
    n = len(iterable)
    if r == 2:
        tuples = [(iterable[i], iterable[j]) for i in range(n) for j in range(n) if i != j]
    elif r == 3:
        tuples = [
            (iterable[i], iterable[j], iterable[k])
            for i in range(n) for j in range(n) for k in range(n) if i != j and i != k and j != k
        ]  # fmt: skip
    else:
        raise NotImplementedError("permutations of other than two or three: write the loops out")
    return tuples


@defined(itertools.islice, at=elsewhere, takes_lists=True)
def islice(iterable, start, stop="is start", step=1):
    # one bound is where it stops; None is no bound
    begin = 0 if isinstance(stop, str) or start is None else start
    end = start if isinstance(stop, str) else stop
    last = len(iterable) if end is None else min(end, len(iterable))
    stride = 1 if step is None else step
    return [iterable[k] for k in range(begin, last, stride)]


@defined(itertools.repeat, at=elsewhere, takes_lists=True)
def repeat(item, times):
    return [item for _ in range(times)]


@defined(itertools.starmap, at=elsewhere, takes_lists=True)
def starmap(function, iterable):
    return [function(*args) for args in iterable]


@defined(itertools.takewhile, at=elsewhere, takes_lists=True)
def takewhile(predicate, iterable):
    taken = []
    for item in iterable:
        if not predicate(item):
            break
        taken.append(item)
    return taken


@defined(itertools.dropwhile, at=elsewhere, takes_lists=True)
def dropwhile(predicate, iterable):
    left = []
    dropping = True
    for item in iterable:
        dropping = dropping and predicate(item)
        if not dropping:
            left.append(item)
    return left


@defined(itertools.filterfalse, at=elsewhere, takes_lists=True)
def filterfalse(function, iterable):
    return [item for item in iterable if not function(item)]


@defined(np.ndindex, at=elsewhere, takes_lists=True)
def ndindex(first, second=None, third=None):
    if isinstance(first, tuple) and len(first) == 1:
        places = [(i,) for i in range(first[0])]
    elif isinstance(first, tuple) and len(first) == 2:
        places = [(i, j) for i in range(first[0]) for j in range(first[1])]
    elif isinstance(first, tuple) and len(first) == 3:
        places = [(i, j, k) for i in range(first[0]) for j in range(first[1]) for k in range(first[2])]
    elif isinstance(first, tuple):
        raise NotImplementedError("more than three axes: write the loops out")
    elif second is None:
        places = [(i,) for i in range(first)]
    elif third is None:
        places = [(i, j) for i in range(first) for j in range(second)]
    else:
        places = [(i, j, k) for i in range(first) for j in range(second) for k in range(third)]
    return places


@defined(np.ndenumerate, at=elsewhere, takes_lists=True)
def ndenumerate(arr):
    if arr.ndim == 1:
        pairs = [((i,), arr[i]) for i in range(arr.shape[0])]
    elif arr.ndim == 2:
        pairs = [((i, j), arr[i, j]) for i in range(arr.shape[0]) for j in range(arr.shape[1])]
    elif arr.ndim == 3:
        pairs = [
            ((i, j, k), arr[i, j, k])
            for i in range(arr.shape[0]) for j in range(arr.shape[1]) for k in range(arr.shape[2])
        ]  # fmt: skip
    else:
        raise NotImplementedError("an array of other than one, two or three axes: write the loops out")
    return pairs
