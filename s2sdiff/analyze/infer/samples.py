"""Samples of types: values of sizes that are chosen so that a function takes them and its results tell them apart."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from s2sdiff.analyze.infer.naming import names_in, size_names
from s2sdiff.types import (
    Array,
    Dict,
    Dim,
    ListOf,
    Scalar,
    Seq,
    Size,
    Sparse,
    Static,
    Type,
    is_integer,
    leaves,
    shape_of,
    size,
)

LARGEST_SAMPLE = 500_000
PRIMES = ((7, 11, 13, 17, 19, 3, 37, 41, 43, 47), (23, 5, 29, 8, 31, 14, 9, 53, 25, 59))
SMALL = 2  # smaller than all of them: for sizes of which nothing is known
Arrangement = Callable[[Sequence[int]], dict[str, int]]  # from primes to the sizes of all names


def arrangements(types: Sequence[Type]) -> Iterator[Arrangement]:
    """Ways to choose sizes for samples of `types`, tried in turn until a function takes what it is given.

    A size n - m wants n to be the larger.  Two sizes of which nothing is known may have to be one, or a third that is known.
    """
    names = all_names(types)
    yield lambda primes: _sizes(names, primes)
    yield lambda primes: _sizes(names[::-1], primes)
    free = [n for n in names if n.startswith(("?any", "?n", "?s", "?[")) and "*" not in n]
    known = [d for t in types for _, part in leaves(t) for d in _extent(part) if not names_in(d) & set(free)]
    for one in dict.fromkeys([*(size(n) for n in free[:1]), *known]) if free else ():
        yield partial(_sizes_as_one, names, free, one)
    if any(isinstance(t, Sparse) for t in types):  # what is multiplied by a matrix has its size
        for n, one in itertools.product(names, dict.fromkeys(known)):
            yield partial(_sizes_as_one, names, [n], one)


def all_names(types: Sequence[Type]) -> list[str]:
    """The names of all sizes in `types`."""
    return list(dict.fromkeys(n for t in types for n in size_names(t)))


def _sizes(names: Sequence[str], primes: Sequence[int]) -> dict[str, int]:
    """A sample size for each name; one called ?n*m is the product of the sizes of n and m."""
    plain = [n for n in names if "*" not in n]
    for n in names:
        if "*" in n:
            plain += [part for part in n.removeprefix("?").split("*") if part not in plain]
    if len(plain) > len(primes):
        raise LookupError("too many sizes")
    env = dict(zip(plain, sorted(primes[: len(plain)], reverse=True), strict=True))
    env["?length"] = 3 if primes is PRIMES[0] else 4  # of lists, which may have any
    return env | products(names, env)


def products(names: Sequence[str], env: Mapping[str, int]) -> dict[str, int]:
    """The sizes of those names that are products of others."""
    return {n: math.prod(env[part] for part in n.removeprefix("?").split("*")) for n in names if "*" in n}


def _sizes_as_one(names: Sequence[str], free: Sequence[str], one: Size, primes: Sequence[int]) -> dict[str, int]:
    env = _sizes(names, primes)
    return env | dict.fromkeys(free, size_at(one, env))


def _extent(t: Type) -> tuple[Size, ...]:
    """The sizes of an array or a matrix."""
    return t.value.shape if isinstance(t, Static) and is_sparse(t.value) else shape_of(t) or ()


def size_at(d: Size, env: Mapping[str, int]) -> int:
    """The number that a size is where the names in it stand for those of `env`."""
    if d is None:
        raise LookupError("unknown size")
    return d if isinstance(d, int) else sum(k * env[n] for n, k in d.terms) + d.const


def sample(t: Type, env: Mapping[str, int], *, turned: bool = False) -> Any:
    """A value of type `t`, its sizes as `env` has them; `turned`, one whose masks and whole numbers are others."""
    if isinstance(t, Static):
        return t.value
    if isinstance(t, Scalar):
        if t.value is None and is_integer(t):
            raise LookupError("an integer whose value may decide a shape")
        number = size_at(t.value, env) if isinstance(t.value, Dim) else t.value
        if number is None:
            number = True if t.dtype == "bool" else 0.6
        return np.dtype(t.dtype).type(number).item() if t.weak else np.dtype(t.dtype).type(number)
    if isinstance(t, Array):
        if t.shape is None:
            raise LookupError("unknown rank")
        return _sample_array(t.dtype, tuple(size_at(d, env) for d in t.shape), turned=turned)
    if isinstance(t, Sparse):
        from scipy import sparse

        return sparse.csr_array(_sample_array(t.dtype, tuple(size_at(d, env) for d in t.shape)))
    if isinstance(t, Seq):
        items = [sample(i, env, turned=turned) for i in t.items]
        return t.cls(*items) if hasattr(t.cls, "_fields") else t.cls(items)
    if isinstance(t, Dict):
        return {k: sample(i, env, turned=turned) for k, i in t.items}
    if isinstance(t, ListOf):
        return [sample(t.item, env, turned=turned)] * env["?length"]
    raise LookupError("no sample")


def _sample_array(dtype: str, shape: tuple[int, ...], *, turned: bool = False) -> np.ndarray[Any, Any]:
    count = math.prod(shape)
    if count > LARGEST_SAMPLE:
        raise LookupError("too large a sample")
    if np.dtype(dtype).kind in "biu":
        return np.full(shape, (dtype == "bool") != turned, dtype)
    array = (0.3 + 0.5 * (np.arange(count) * 0.618 % 1.0)).reshape(shape).astype(dtype)
    if len(shape) >= 2 and shape[-1] == shape[-2]:
        array = array + np.swapaxes(array, -1, -2) + 3.0 * shape[-1] * np.eye(shape[-1], dtype=dtype)
    return array


def is_sparse(value: Any) -> bool:
    """Whether a value is a sparse matrix of SciPy's."""
    return type(value).__module__.startswith("scipy.sparse.") and hasattr(value, "tocoo") and value.ndim == 2
