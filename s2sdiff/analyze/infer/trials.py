"""Calls on samples: what comes back tells the type of a result, and which arguments it shares memory with.

Sizes found in the results of two calls are read back as expressions of the sizes put in.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from s2sdiff.analyze.infer.meeting import Bottom, join_all
from s2sdiff.analyze.infer.naming import names_in, opened, without_sizes
from s2sdiff.analyze.infer.samples import (
    PRIMES,
    SMALL,
    Arrangement,
    all_names,
    arrangements,
    is_sparse,
    products,
    sample,
    size_at,
)
from s2sdiff.runtime import copy_tree, take_last, zeros_like
from s2sdiff.sizes import MARGIN, MOST_PARTS
from s2sdiff.types import (
    UNKNOWN,
    Array,
    Dict,
    Dim,
    ListOf,
    Many,
    Scalar,
    Seq,
    Size,
    Sparse,
    Static,
    Type,
    Unknown,
    leaves,
    size,
    size_sum,
)


def tried(function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type]) -> Type | None:
    """The type of function(*args, **keywords), found by calling it on samples; None if that fails."""
    found = (_tried_at(function, args, keywords, arranged) for arranged in arrangements([*args, *keywords.values()]))
    return next((t for t in found if t is not None), None)


def _tried_at(
    function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type], arranged: Arrangement
) -> Type | None:
    """The type of a call whose sizes are arranged in one way."""
    types = [*args, *keywords.values()]
    found, envs = [], []
    for primes in PRIMES:
        try:
            env = arranged(primes)
            values = [sample(t, env) for t in types]
            found.append(_called(function, values, len(args), keywords))
        except Exception:  # noqa: BLE001 - whatever a trial call raises, nothing is known of its result
            return None
        envs.append(env)
    t = read_back(found, envs)
    if any(isinstance(leaf, Array) and np.dtype(leaf.dtype).kind in "biu" for given in types for _, leaf in leaves(given)):
        t = _tried_again(t, function, types, len(args), keywords, envs[0], turned=True)
    free = [n for n in all_names(types) if n.startswith("?") and "*" not in n]
    if not free:
        return t
    small = envs[0] | dict.fromkeys(free, SMALL)
    small |= products(all_names(types), small)
    return _tried_again(t, function, types, len(args), keywords, small)


def _tried_again(
    t: Type, function: Callable[..., Any], types: Sequence[Type], positional: int, names: Iterable[str], env: Mapping[str, int],
    *, turned: bool = False,
) -> Type:  # fmt: skip
    """`t` as far as a call on other samples agrees: with small sizes, or with masks of nothing."""
    try:
        values = [sample(given, env, turned=turned) for given in types]
        return _as_well(t, _called(function, values, positional, names), env)
    except Exception:  # noqa: BLE001 - there are no such values, or it does not take them
        return t


def _as_well(t: Type, value: Any, env: Mapping[str, int]) -> Type:
    """`t` with those of its sizes that another result has, too: of the smaller of two, either may be smaller."""
    if isinstance(t, Array) and t.shape is not None and isinstance(value, np.ndarray) and value.ndim == len(t.shape):
        return Array(t.dtype, tuple(d if d is None or size_at(d, env) == n else None for d, n in zip(t.shape, value.shape, strict=True)))
    if isinstance(t, Seq) and isinstance(value, (tuple, list)) and len(value) == len(t.items):
        return Seq(t.cls, tuple(_as_well(i, v, env) for i, v in zip(t.items, value, strict=True)))
    return t


def result_at(
    function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type], actual: Mapping[str, int]
) -> Type | None:
    """The type of a call with its sizes forgotten, found by one trial with actual sizes; None if that fails."""
    types = [*args, *keywords.values()]
    if any(isinstance(t, Bottom) for t in types):
        return None
    try:
        env = {**actual, "?length": 3}
        env |= products(all_names(types), env)
        found = _called(function, [sample(t, env) for t in types], len(args), keywords)
    except Exception:  # noqa: BLE001 - whatever a trial call raises, nothing is known of its result
        return None
    return without_sizes(read_back([found, found], [env, env]))


def _called(function: Callable[..., Any], values: Sequence[Any], positional: int, names: Iterable[str]) -> Any:
    """What a function gives for these values, the last of which are given by name."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return function(*values[:positional], **dict(zip(names, values[positional:], strict=True)))


def read_back(values: Sequence[Any], envs: Sequence[Mapping[str, int]]) -> Type:
    """The type of a result seen twice, its sizes expressed by the sizes of the samples."""
    first = values[0]
    if isinstance(first, np.ndarray) and first.dtype.kind in "biufcO":
        if any(not isinstance(v, np.ndarray) or v.ndim != first.ndim or v.dtype != first.dtype for v in values):
            return UNKNOWN
        return Array(first.dtype.name, tuple(_size_like([v.shape[i] for v in values], envs) for i in range(first.ndim)))
    if isinstance(first, np.generic) and first.dtype.kind in "biufc":
        return Scalar(first.dtype.name, weak=False)
    if is_sparse(first):
        sizes = [_size_like([v.shape[i] for v in values], envs) for i in range(2)]
        return Sparse(first.dtype.name, tuple(None if any(n[0] == "?" for n in names_in(d)) else d for d in sizes))
    if isinstance(first, (bool, int, float, complex)):
        return Scalar(np.dtype(type(first)).name)
    if isinstance(first, list) and all(type(v) is list for v in values) and len({len(v) for v in values}) > 1:
        return ListOf(join_all([read_back([v[i] for v in values], envs) for i in range(min(map(len, values)))]))
    if isinstance(first, (tuple, list)) and all(type(v) is type(first) and len(v) == len(first) for v in values):
        return Seq(type(first), tuple(read_back([v[i] for v in values], envs) for i in range(len(first))))
    if isinstance(first, dict) and all(type(v) is dict and v.keys() == first.keys() for v in values):
        return Dict(tuple((k, read_back([v[k] for v in values], envs)) for k in first))
    return Static(first) if first is None or isinstance(first, (str, np.dtype, type, np.finfo, np.iinfo)) else UNKNOWN


def _size_like(found: Sequence[int], envs: Sequence[Mapping[str, int]]) -> Size:
    if found[0] == found[1]:
        may_be_unknown = any(n.startswith(("?any", "?[")) and all(env[n] == found[0] for env in envs) for n in envs[0])
        return None if may_be_unknown else found[0]
    names = [n for n in envs[0] if "*" not in n and n != "?length" and not n.startswith("?any")]
    if len({tuple(env[n] for env in envs) for n in names}) < len(names):
        return None  # sizes that were made alike tell nothing
    for n in names:
        extra = found[0] - envs[0][n]
        if extra == found[1] - envs[1][n] and abs(extra) <= MARGIN:
            return size_sum(size(n), extra)
    for n in names:
        times = found[0] // envs[0][n] if envs[0][n] else 0
        if times <= MOST_PARTS and all(f == times * env[n] for f, env in zip(found, envs, strict=True)):
            return Dim(((n, times),))
    for m, n in itertools.combinations_with_replacement(names, 2):
        if all(f == env[m] + env[n] for f, env in zip(found, envs, strict=True)):
            return size_sum(size(m), size(n))
        if all(f == env[m] * env[n] for f, env in zip(found, envs, strict=True)):
            return product_size([size(m), size(n)])
    for k in range(3, 6):
        for group in itertools.combinations_with_replacement(names, k):
            if all(f == math.prod(env[n] for n in group) for f, env in zip(found, envs, strict=True)):
                return product_size([size(n) for n in group])
    return None


def product_size(sizes: Sequence[Size]) -> Size:
    """The product of sizes, where each is a number or one name."""
    factor, names = 1, []
    for d in sizes:
        if isinstance(d, int):
            factor *= d
        elif (
            isinstance(d, Dim)
            and d.const == 0
            and len(d.terms) == 1
            and d.terms[0][1] == 1
            and "[" not in d.terms[0][0]
        ):
            names.append(d.terms[0][0].removeprefix("?"))
        else:
            return None
    if not names:
        return factor
    if factor == 0:
        return 0
    whole = "*".join(sorted(part for n in names for part in n.split("*")))
    return Dim((((whole if "*" not in whole and whole[0] != "?" else f"?{whole}"), factor),))


def shared_arguments(function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type]) -> list[int]:
    """Positions of the arguments (keywords after the others) whose memory the result may share, seen on a sample."""
    if function in (copy_tree, take_last, zeros_like):
        return []
    types = opened([*args, *keywords.values()])
    for arranged in arrangements(types):
        try:
            env = arranged(PRIMES[0])
            values = [sample(t, env) for t in types]
            layouts = [values]
            if any(isinstance(v, np.ndarray) and v.ndim > 1 for v in values):  # what copies rows may be a view of columns
                layouts.append([np.asfortranarray(v) if isinstance(v, np.ndarray) and v.ndim > 1 else v for v in values])
            shared = [_shared_at(function, given, len(args), keywords) for given in layouts]
        except Exception:  # noqa: BLE001, S112 - whatever a trial call raises, nothing is seen
            continue
        return sorted(set().union(*shared))
    return [k for k, t in enumerate(types) if isinstance(t, (Array, Seq, Many, Unknown))]


def parts_are_apart(function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type]) -> bool:
    """Whether the arrays that a call gives together share no memory with each other, seen on a sample."""
    types = opened([*args, *keywords.values()])
    for arranged in arrangements(types):
        try:
            env = arranged(PRIMES[0])
            parts = _called(function, [sample(t, env) for t in types], len(args), keywords)
        except Exception:  # noqa: BLE001, S112 - whatever a trial call raises, nothing is seen
            continue
        return not any(_shares(a, b) for a, b in itertools.combinations([p for p in parts if isinstance(p, np.ndarray)], 2))
    return False


def _shared_at(function: Callable[..., Any], values: Sequence[Any], positional: int, names: Iterable[str]) -> set[int]:
    """Positions of the values whose memory the result shares."""
    result = _called(function, values, positional, names)
    found = [r for r in (result if isinstance(result, (tuple, list)) else [result]) if isinstance(r, np.ndarray)]
    return {k for k, v in enumerate(values) if any(_shares(r, v) for r in found)}


def _shares(result: np.ndarray[Any, Any], value: Any) -> bool:
    if isinstance(value, (tuple, list)):
        return any(_shares(result, v) for v in value)
    return isinstance(value, np.ndarray) and np.may_share_memory(result, value)
