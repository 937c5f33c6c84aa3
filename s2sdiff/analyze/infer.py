"""Types of results: what an operation gives, from the types of what it takes.

NumPy is its own authority on shapes and dtypes.  A call is tried on two small samples of its argument types, with
different prime sizes, and the sizes found in the results are read back as expressions of the sizes put in.  Indexing
and broadcasting, where a size may depend on values, are worked out by hand.
"""

from __future__ import annotations

import itertools
import math
import operator
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import numpy as np

from s2sdiff.runtime import add_trees, copy_tree, split_like, take_last, unbroadcast, zeros_like
from s2sdiff.sizes import MARGIN, MOST_PARTS, Sizes
from s2sdiff.types import (
    FLOAT,
    INT,
    NONE,
    PLAIN_TEXT,
    TEXT,
    UNKNOWN,
    Array,
    Dict,
    DictOf,
    Dim,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    Size,
    Sparse,
    Static,
    Type,
    Unknown,
    is_count,
    is_inexact,
    is_string,
    leaves,
    may_be_one,
    rank,
    shape_of,
    size,
    size_sum,
    type_of,
    without_value,
)


class Bottom(Type):
    """The type of a value that is never computed: a recursive call not yet understood, a name not yet bound."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bottom)

    def __hash__(self) -> int:
        return 7


BOTTOM = Bottom()

# --- joining what two paths give ---


def join(a: Type, b: Type) -> Type:
    """The least type that holds both `a` and `b`."""
    if a == b or isinstance(b, Bottom):
        return a
    if isinstance(a, Bottom):
        return b
    if isinstance(a, Scalar) and isinstance(b, Scalar):
        return Scalar(_promoted(a.dtype, b.dtype), a.weak and b.weak)
    if isinstance(a, Array) and isinstance(b, Array):
        return Array(_promoted(a.dtype, b.dtype), join_shapes(a.shape, b.shape))
    if isinstance(a, Sparse) and isinstance(b, Sparse):
        return Sparse(_promoted(a.dtype, b.dtype), join_shapes(a.shape, b.shape) or (None, None))
    if isinstance(a, Array) and isinstance(b, Scalar):
        return join(b, a)
    if isinstance(a, Scalar) and isinstance(b, Array):
        # A literal start value, as in `total = 0.0`, is constant and broadcasts to whatever is added to it.
        literal = a.value is not None and not isinstance(a.value, Dim)
        return Array(_promoted(a.dtype, b.dtype), b.shape) if literal or b.shape == () else UNKNOWN
    return _join_containers(a, b)


def _join_containers(a: Type, b: Type) -> Type:
    if is_string(a) and is_string(b):
        return TEXT if is_inexact(a) or is_inexact(b) else PLAIN_TEXT
    if isinstance(a, Seq) and isinstance(b, Seq) and a.cls is b.cls:
        if len(a.items) == len(b.items):
            return Seq(a.cls, tuple(map(join, a.items, b.items)))
        if a.cls is list:
            return ListOf(join_all([*a.items, *b.items]))
    if isinstance(a, ListOf) and isinstance(b, ListOf):
        return ListOf(join(a.item, b.item))
    if isinstance(a, Seq) and a.cls is list and isinstance(b, ListOf):
        return ListOf(join_all([b.item, *a.items]))
    if isinstance(a, ListOf) and isinstance(b, Seq):
        return join(b, a)
    if isinstance(a, Dict) and isinstance(b, Dict) and [k for k, _ in a.items] == [k for k, _ in b.items]:
        return Dict(tuple((k, join(s, t)) for (k, s), (_, t) in zip(a.items, b.items, strict=True)))
    if isinstance(a, (Dict, DictOf)) and isinstance(b, (Dict, DictOf)):
        return _join_dicts(a, b)
    if isinstance(a, Record) and isinstance(b, Record) and (a.cls, a.constants) == (b.cls, b.constants):
        if [k for k, _ in a.items] != [k for k, _ in b.items]:
            return UNKNOWN
        return Record(
            a.cls, tuple((k, join(s, t)) for (k, s), (_, t) in zip(a.items, b.items, strict=True)), a.constants
        )
    return UNKNOWN


def _join_dicts(a: Dict | DictOf, b: Dict | DictOf) -> Type:
    """A dict of unknown keys, where one side is or where the keys differ; of different things nothing is known."""
    apart = isinstance(a, Dict) and isinstance(b, Dict)
    first, second = (t if isinstance(t, DictOf) else dict_of(t) for t in (a, b))
    item = join(first.item, second.item)
    if (first.default, first.counts) != (second.default, second.counts) or (apart and isinstance(item, Unknown)):
        return UNKNOWN
    return replace(first, item=item, key=join(first.key, second.key))


def dict_of(t: Dict) -> DictOf:
    """A dict with the items of another, of which it is forgotten under which keys they are."""
    return DictOf(join_all([without_value(i) for _, i in t.items]), join_all([key_type(type_of(k, Sizes())) for k, _ in t.items]))


def key_type(t: Type) -> Type:
    """What is kept of the type of a key: not which one it is."""
    return join(PLAIN_TEXT, t) if is_string(t) else without_values(t)


def join_all(types: Sequence[Type]) -> Type:
    """The least type that holds all of `types`."""
    result: Type = BOTTOM
    for t in types:
        result = join(result, t)
    return result


def mixes_ranks(types: Sequence[Type]) -> bool:
    """Whether some are numbers and others arrays with axes: what is computed with them has a shape that depends on which."""
    return any(isinstance(t, Scalar) for t in types) and any(isinstance(t, Array) and t.shape != () for t in types)


def join_shapes(a: tuple[Size, ...] | None, b: tuple[Size, ...] | None) -> tuple[Size, ...] | None:
    """Sizes on which both agree; None for the others, and for the whole where the ranks differ."""
    if a is None or b is None or len(a) != len(b):
        return None
    return tuple(m if m == n else None for m, n in zip(a, b, strict=True))


def _promoted(a: str, b: str) -> str:
    return a if a == b else np.promote_types(a, b).name


# --- broadcasting ---


def broadcast(shapes: Sequence[tuple[Size, ...] | None]) -> tuple[Size, ...] | None:
    """The shape that operands of these shapes broadcast to."""
    if any(s is None for s in shapes):
        return None
    known = [s for s in shapes if s is not None]
    width = max((len(s) for s in known), default=0)
    result: list[Size] = []
    for axis in range(-width, 0):
        dims = [s[axis] for s in known if len(s) >= -axis]
        fixed = [d for d in dims if not may_be_one(d)]
        first = fixed[0] if fixed else next((d for d in dims if d != 1), 1)
        others = [d for d in dims if d != 1 and d != first]
        # Sizes that differ on paper are equal at run time unless one of them turns out to be 1.
        result.append(first if fixed or not others else None)
    return tuple(result)


# --- calls, by trying them ---

LARGEST_SAMPLE = 500_000
_SIZES = ((7, 11, 13, 17, 19, 3, 37, 41, 43, 47), (23, 5, 29, 8, 31, 14, 9, 53, 25, 59))


PRODUCTS = (operator.matmul, np.matmul, np.dot)
SIZED_BY_VALUES = (
    np.unique, np.compress, np.extract, np.trim_zeros, np.bincount, np.nonzero, np.flatnonzero, np.argwhere, np.union1d,
    np.intersect1d, np.setdiff1d, np.setxor1d, np.unique_values, np.polynomial.polynomial.polysub,
    np.polynomial.chebyshev.chebsub,
)  # fmt: skip


def result_of(function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type]) -> Type:
    """The type of function(*args, **keywords), found by calling it on samples; unknown if that fails."""
    types = [*args, *keywords.values()]
    if any(isinstance(part, Bottom) for t in types for _, part in leaves(t)):
        return BOTTOM
    if function is zeros_like:
        return _zeros_of(args[0])
    if function is add_trees:
        return _sum_of(*args)
    if function is copy_tree:
        return args[0]
    if function is unbroadcast and isinstance(args[0], Array) and isinstance(args[1], Array):
        return Array(args[0].dtype, args[1].shape)  # samples of sizes that are not known to go together do not fit
    if function is np.broadcast_to and len(args) == 2 and isinstance(args[0], (Scalar, Array)) and isinstance(args[1], Seq):
        return Array(args[0].dtype, tuple(i.value if isinstance(i, Scalar) else None for i in args[1].items))
    count = itertools.count()
    types = [_opened(t, count) for t in types]
    args, keywords = types[: len(args)], dict(zip(keywords, types[len(args) :], strict=True))
    names = list(dict.fromkeys(n for t in types for n in _size_names(t)))
    if getattr(function, "__name__", "") == "reshape" and not keywords and len(args) == 2:
        base, shape = args
        parts = shape.items if isinstance(shape, Seq) else (shape,)
        if isinstance(base, (Array, Scalar)) and all(isinstance(p, Scalar) for p in parts):
            array = base if isinstance(base, Array) else Array(base.dtype, ())
            return reshaped(array, [p.value for p in parts])  # type: ignore[attr-defined]
    if any(isinstance(t, Unknown) for t in types):
        return UNKNOWN
    trials = (_tried(function, args, keywords, arranged) for arranged in _arrangements(names, types))
    found = next((t for t in trials if t is not None), None)
    if found is None and function is split_like:
        return _split_types(*args[:2])
    if found is None and function in PRODUCTS and not keywords:
        return _product_type(*args)
    if found is None:
        return UNKNOWN
    return without_sizes(found) if _is_sized_by_values(function, types) else found


def _zeros_of(t: Type) -> Type:
    """What `zeros_like` gives."""
    if isinstance(t, Seq):
        return Seq(t.cls, tuple(map(_zeros_of, t.items)))
    if isinstance(t, (Dict, Record)):
        return replace(t, items=tuple((k, _zeros_of(part)) for k, part in t.items))
    if isinstance(t, Many):
        return replace(t, item=_zeros_of(t.item))
    if isinstance(t, Array):
        whole = np.dtype(t.dtype).kind in "biu"
        return replace(t, dtype=np.result_type(t.dtype, np.float16).name) if whole else t
    if isinstance(t, Unknown):
        return UNKNOWN
    return FLOAT if isinstance(t, Scalar) and (t.weak or t.dtype != "bool") else NONE


def _sum_of(a: Type, b: Type) -> Type:
    """What `add_trees` gives."""
    if NONE in (a, b):
        return b if a == NONE else a
    if isinstance(a, Seq) and isinstance(b, Seq) and len(a.items) == len(b.items):
        return Seq(a.cls, tuple(_sum_of(x, y) for x, y in zip(a.items, b.items, strict=True)))
    if isinstance(a, (Dict, Record)) and type(b) is type(a) and dict(a.items).keys() == dict(b.items).keys():
        return replace(a, items=tuple((k, _sum_of(x, dict(b.items)[k])) for k, x in a.items))
    if isinstance(a, ListOf) and isinstance(b, (ListOf, Seq)):
        return ListOf(_sum_of(a.item, b.item if isinstance(b, ListOf) else join_all(b.items)))
    if isinstance(a, Seq) and isinstance(b, ListOf):
        return ListOf(_sum_of(join_all(a.items), b.item))
    if isinstance(a, DictOf) and isinstance(b, DictOf):
        return DictOf(_sum_of(a.item, b.item), join(a.key, b.key))
    return elementwise(operator.add, [a, b])


def _split_types(arrays: Type, g: Type) -> Type:
    """What `split_like` gives, which fits samples only where the sizes of `arrays` are known to add up to that of g."""
    if not isinstance(arrays, Seq) or not isinstance(g, Array) or not all(isinstance(a, (Scalar, Array)) for a in arrays.items):
        return UNKNOWN
    return Seq(list, tuple(Array(g.dtype, shape_of(a)) for a in arrays.items))


def _product_type(a: Type, b: Type) -> Type:
    """What `a @ b` gives, where it is not known that the axes which are summed over have one size, as they must have."""
    if not isinstance(a, Array) or not isinstance(b, Array) or not {rank(a), rank(b)} <= {1, 2}:
        return UNKNOWN
    dtype = np.result_type(a.dtype, b.dtype).name
    shape = (*(a.shape or ())[:-1], *((b.shape or ())[1:] if rank(b) == 2 else ()))
    return Array(dtype, shape) if shape else Scalar(dtype, weak=False)


def _is_sized_by_values(function: Callable[..., Any], types: Sequence[Type]) -> bool:
    """Whether how long the result is depends on more than sizes and whole numbers, which the samples show."""
    if function is np.arange:
        return any(isinstance(t, Scalar) and t.value is None and is_inexact(t) for t in types)
    if function is np.repeat:  # each item as often as an array says
        return any(isinstance(t, (Array, Seq, ListOf)) for t in types[1:])
    return any(function is f for f in SIZED_BY_VALUES)


def _tried(
    function: Callable[..., Any],
    args: Sequence[Type],
    keywords: Mapping[str, Type],
    arranged: Callable[[Sequence[int]], dict[str, int]],
) -> Type | None:
    """The type of a call whose sizes are arranged in one way."""
    types = [*args, *keywords.values()]
    found, envs = [], []
    for primes in _SIZES:
        try:
            env = arranged(primes)
            values = [_sample(t, env) for t in types]
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                found.append(function(*values[: len(args)], **dict(zip(keywords, values[len(args) :], strict=True))))
        except Exception:  # noqa: BLE001 - whatever a trial call raises, nothing is known of its result
            return None
        envs.append(env)
    return read_back(found, envs)


def result_at(
    function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type], actual: Mapping[str, int]
) -> Type | None:
    """The type of a call with its sizes forgotten, found by one trial with actual sizes; None if that fails."""
    types = [*args, *keywords.values()]
    if any(isinstance(t, Bottom) for t in types):
        return None
    try:
        env = {**actual, "?length": 3}
        for n in dict.fromkeys(n for t in types for n in _size_names(t)):
            if "*" in n:
                env[n] = math.prod(env[part] for part in n.removeprefix("?").split("*"))
        values = [_sample(t, env) for t in types]
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = function(*values[: len(args)], **dict(zip(keywords, values[len(args) :], strict=True)))
    except Exception:  # noqa: BLE001 - whatever a trial call raises, nothing is known of its result
        return None
    return without_sizes(read_back([found, found], [env, env]))


def without_sizes(t: Type) -> Type:
    """`t`, knowing of arrays only dtype and rank."""
    if isinstance(t, Sparse):
        return replace(t, shape=(None, None))
    if isinstance(t, Array):
        return Array(t.dtype, None if t.shape is None else (None,) * len(t.shape))
    if isinstance(t, Seq):
        return Seq(t.cls, tuple(without_sizes(i) for i in t.items))
    if isinstance(t, Scalar) and isinstance(t.value, Dim):
        return without_value(t)
    return replace(t, item=without_sizes(t.item)) if isinstance(t, Many) else t


def without_values(t: Type) -> Type:
    """`t`, forgetting which numbers it holds."""
    if isinstance(t, Seq):
        return Seq(t.cls, tuple(map(without_values, t.items)))
    return replace(t, item=without_values(t.item)) if isinstance(t, Many) else without_value(t)


def canonical(types: Mapping[str, Type]) -> tuple[dict[str, Type], dict[str, Size]]:
    """Types as another function may see them, and what its names mean here.

    A size that is named after a variable means something in one function only; elsewhere it gets a name of its own.
    """
    names: dict[Dim, str] = {}

    def rename(d: Size) -> Size:
        if isinstance(d, Dim) and any(n[0] == "?" for n, _ in d.terms):
            return size(names.setdefault(d, f"?s{len(names)}"))
        return d

    seen = {p: _with_sizes(t, rename) for p, t in types.items()}
    return seen, {new: old for old, new in names.items()}


def translated(t: Type, meaning: Mapping[str, Size]) -> Type:
    """The type of a result in the caller's sizes; sizes that only the callee could name are forgotten."""

    def rename(d: Size) -> Size:
        if not isinstance(d, Dim) or not any(n[0] == "?" for n, _ in d.terms):
            return d
        if len(d.terms) == 1 and d.const == 0 and d.terms[0][1] == 1:
            return meaning.get(d.terms[0][0])
        return None

    return _with_sizes(t, rename)


def _with_sizes(t: Type, rename: Callable[[Size], Size]) -> Type:
    if isinstance(t, (Array, Sparse)) and t.shape is not None:
        return replace(t, shape=tuple(rename(d) for d in t.shape))
    if isinstance(t, Scalar) and isinstance(t.value, Dim):
        return replace(t, value=rename(t.value))
    if isinstance(t, Seq):
        return Seq(t.cls, tuple(_with_sizes(i, rename) for i in t.items))
    if isinstance(t, (Dict, Record)):
        return replace(t, items=tuple((k, _with_sizes(i, rename)) for k, i in t.items))
    return replace(t, item=_with_sizes(t.item, rename)) if isinstance(t, Many) else t


def with_names(t: Type, marker: str) -> Type:
    """`t` with a name for each size of which nothing is known, so that sizes are equal where their names are.

    The items of a list of unknown length may differ in size: theirs stay unknown until they are read.
    """
    count = itertools.count()

    def named(part: Type) -> Type:
        if isinstance(part, (Array, Sparse)) and part.shape is not None and None in part.shape:
            return replace(part, shape=tuple(size(f"?[{marker}.{next(count)}]") if d is None else d for d in part.shape))
        if isinstance(part, Seq):
            return Seq(part.cls, tuple(map(named, part.items)))
        if isinstance(part, (Dict, Record)):
            return replace(part, items=tuple((k, named(i)) for k, i in part.items))
        return part

    return named(t)


def _opened(t: Type, count: Iterator[int]) -> Type:
    """`t` with a name for each size that is not known; no size found in a result is expressed by such a name."""
    if isinstance(t, (Array, Sparse)) and t.shape is not None and None in t.shape:
        return replace(t, shape=tuple(size(f"?any{next(count)}") if d is None else d for d in t.shape))
    if isinstance(t, Seq):
        return Seq(t.cls, tuple(_opened_extent(_opened(i, count), count) for i in t.items))
    return replace(t, item=_opened(t.item, count)) if isinstance(t, Many) else t


def _opened_extent(t: Type, count: Iterator[int]) -> Type:
    """An item of a shape: an integer of which nothing is known gets a name, as a size does."""
    unknown = isinstance(t, Scalar) and t.value is None and t.weak and t.dtype == "int64"
    return replace(INT, value=size(f"?any{next(count)}")) if unknown else t


def _sizes(names: Sequence[str], primes: Sequence[int]) -> dict[str, int]:
    """A sample size for each name; one called ?n*m is the product of the sizes of n and m."""
    plain = [n for n in names if "*" not in n]
    for n in names:
        if "*" in n:
            plain += [part for part in n.removeprefix("?").split("*") if part not in plain]
    if len(plain) > len(primes):
        raise LookupError("too many sizes")
    env = dict(zip(plain, sorted(primes[: len(plain)], reverse=True), strict=True))
    env["?length"] = 3 if primes is _SIZES[0] else 4  # of lists, which may have any
    for n in names:
        if "*" in n:
            env[n] = math.prod(env[part] for part in n.removeprefix("?").split("*"))
    return env


def _arrangements(names: Sequence[str], types: Sequence[Type]) -> Iterator[Callable[[Sequence[int]], dict[str, int]]]:
    """Ways to choose sample sizes, tried in turn until a function takes what it is given.

    A size n - m wants n to be the larger.  Two sizes of which nothing is known may have to be one, or a third that is known.
    """
    yield lambda primes: _sizes(names, primes)
    yield lambda primes: _sizes(names[::-1], primes)
    free = [n for n in names if n.startswith(("?any", "?n", "?s", "?[")) and "*" not in n]
    known = [d for t in types for _, part in leaves(t) for d in _extent(part) if not _names_of(d) & set(free)]
    for one in dict.fromkeys([*(_dim(n) for n in free[:1]), *known]) if free else ():
        yield partial(_sizes_as_one, names, free, one)
    if any(isinstance(t, Sparse) for t in types):  # what is multiplied by a matrix has its size
        for n, one in itertools.product(names, dict.fromkeys(known)):
            yield partial(_sizes_as_one, names, [n], one)


def _extent(t: Type) -> tuple[Size, ...]:
    """The sizes of an array or a matrix."""
    return t.value.shape if isinstance(t, Static) and is_sparse(t.value) else shape_of(t) or ()


def _sizes_as_one(names: Sequence[str], free: Sequence[str], one: Size, primes: Sequence[int]) -> dict[str, int]:
    env = _sizes(names, primes)
    return env | dict.fromkeys(free, _value(one, env))


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


def reshaped(base: Array, shape: Sequence[Size]) -> Type:
    """The type of a reshape to `shape`, in which -1 stands for what is left."""
    total = None if base.shape is None else product_size(base.shape)
    if -1 not in shape:
        return Array(base.dtype, tuple(shape))
    others = product_size([d for d in shape if d != -1])
    rest: Size = None
    if others == 1:
        rest = total
    elif isinstance(total, int) and isinstance(others, int) and others:
        rest = total // others
    elif total is not None and others is not None:
        rest = size(f"?[{total}/{others}]")
    return Array(base.dtype, tuple(rest if d == -1 else d for d in shape))


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
        return Sparse(first.dtype.name, tuple(None if any(n[0] == "?" for n in _names_of(d)) else d for d in sizes))
    if isinstance(first, (bool, int, float, complex)):
        return Scalar(np.dtype(type(first)).name)
    if isinstance(first, list) and all(type(v) is list for v in values) and len({len(v) for v in values}) > 1:
        return ListOf(join_all([read_back([v[i] for v in values], envs) for i in range(min(map(len, values)))]))
    if isinstance(first, (tuple, list)) and all(type(v) is type(first) and len(v) == len(first) for v in values):
        return Seq(type(first), tuple(read_back([v[i] for v in values], envs) for i in range(len(first))))
    if isinstance(first, dict) and all(type(v) is dict and v.keys() == first.keys() for v in values):
        return Dict(tuple((k, read_back([v[k] for v in values], envs)) for k in first))
    return Static(first) if first is None or isinstance(first, (str, np.dtype, type)) else UNKNOWN


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
            return size_sum(_dim(n), extra)
    for n in names:
        times = found[0] // envs[0][n] if envs[0][n] else 0
        if times <= MOST_PARTS and all(f == times * env[n] for f, env in zip(found, envs, strict=True)):
            return Dim(((n, times),))
    for m, n in itertools.combinations_with_replacement(names, 2):
        if all(f == env[m] + env[n] for f, env in zip(found, envs, strict=True)):
            return size_sum(_dim(m), _dim(n))
        if all(f == env[m] * env[n] for f, env in zip(found, envs, strict=True)):
            return product_size([_dim(m), _dim(n)])
    for k in range(3, 6):
        for group in itertools.combinations_with_replacement(names, k):
            if all(f == math.prod(env[n] for n in group) for f, env in zip(found, envs, strict=True)):
                return product_size([_dim(n) for n in group])
    return None


def _dim(name: str) -> Dim:
    return size(name)


def _names_of(d: Size) -> set[str]:
    return {n for n, _ in d.terms} if isinstance(d, Dim) else set()


def _size_names(t: Type) -> list[str]:
    if isinstance(t, (Array, Sparse)):
        return [n for d in t.shape or () if isinstance(d, Dim) for n, _ in d.terms]
    if isinstance(t, Scalar):
        return [n for n, _ in t.value.terms] if isinstance(t.value, Dim) else []
    if isinstance(t, Seq):
        return [n for i in t.items for n in _size_names(i)]
    if isinstance(t, (Dict, Record)):
        return [n for _, i in t.items for n in _size_names(i)]
    return _size_names(t.item) if isinstance(t, Many) else []


def _value(d: Size, env: Mapping[str, int]) -> int:
    if d is None:
        raise LookupError("unknown size")
    return d if isinstance(d, int) else sum(k * env[n] for n, k in d.terms) + d.const


def _sample(t: Type, env: Mapping[str, int]) -> Any:
    if isinstance(t, Static):
        return t.value
    if isinstance(t, Scalar):
        if t.value is not None:
            return _value(t.value, env) if isinstance(t.value, Dim) else t.value
        if np.dtype(t.dtype).kind in "biu" and t.weak and t.dtype != "bool":
            raise LookupError("an integer whose value may decide a shape")
        value = np.dtype(t.dtype).type(0.6 if t.dtype != "bool" else True)
        return value.item() if t.weak else value
    if isinstance(t, Array):
        if t.shape is None:
            raise LookupError("unknown rank")
        return _sample_array(t.dtype, tuple(_value(d, env) for d in t.shape))
    if isinstance(t, Sparse):
        from scipy import sparse

        return sparse.csr_array(_sample_array(t.dtype, tuple(_value(d, env) for d in t.shape)))
    if isinstance(t, Seq):
        items = [_sample(i, env) for i in t.items]
        return t.cls(*items) if hasattr(t.cls, "_fields") else t.cls(items)
    if isinstance(t, Dict):
        return {k: _sample(i, env) for k, i in t.items}
    if isinstance(t, ListOf):
        return [_sample(t.item, env)] * env["?length"]
    raise LookupError("no sample")


def _sample_array(dtype: str, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    if np.dtype(dtype).kind in "biu":
        if math.prod(shape) > LARGEST_SAMPLE:
            raise LookupError("too large a sample")
        return np.zeros(shape, dtype) if dtype != "bool" else np.ones(shape, dtype)
    count = math.prod(shape)
    if count > LARGEST_SAMPLE:
        raise LookupError("too large a sample")
    array = (0.3 + 0.5 * (np.arange(count) * 0.618 % 1.0)).reshape(shape).astype(dtype)
    if len(shape) >= 2 and shape[-1] == shape[-2]:
        array = array + np.swapaxes(array, -1, -2) + 3.0 * shape[-1] * np.eye(shape[-1], dtype=dtype)
    return array


def is_sparse(value: Any) -> bool:
    """Whether a value is a sparse matrix of SciPy's."""
    return type(value).__module__.startswith("scipy.sparse.") and hasattr(value, "tocoo") and value.ndim == 2


# --- elementwise operations ---


def elementwise(function: Callable[..., Any], operands: Sequence[Type]) -> Type:
    """The type of an elementwise function of numbers and arrays."""
    if any(isinstance(t, Bottom) for t in operands):
        return BOTTOM
    if not all(isinstance(t, (Scalar, Array)) for t in operands):
        return UNKNOWN
    first = operands[0]
    if getattr(function, "__name__", "") == "neg" and isinstance(first, Scalar) and type(first.value) is float:
        return replace(first, value=-first.value)
    sizes = size_arithmetic(function, operands)
    if sizes is not None:
        return sizes
    if all(isinstance(t, Scalar) for t in operands):
        found = without_value(_of_samples(function, *[_plain(t) for t in operands]))
        outside = isinstance(found, Unknown) and getattr(function, "__module__", "") == "math"
        return FLOAT if outside else found  # the sample may lie outside the function's domain
    lone = [Array(t.dtype, (1,)) if isinstance(t, Array) else _plain(t) for t in operands]
    kind = _of_samples(function, *lone)
    if not isinstance(kind, Array):
        return UNKNOWN
    shape = broadcast([shape_of(t) for t in operands])
    if shape == ():  # NumPy's ufuncs turn 0-d arrays into scalars
        return Scalar(kind.dtype, weak=False)
    return Array(kind.dtype, shape)


@lru_cache(4096)
def _of_samples(function: Callable[..., Any], *operands: Type) -> Type:
    """The type of an elementwise function of these operands, which the same few are asked for again and again."""
    return result_of(function, operands, {})


def _plain(t: Type) -> Type:
    """`t` with a value to try it with: integers get one that is safe as an operand but decides no shape."""
    if isinstance(t, Scalar) and t.weak and np.dtype(t.dtype).kind in "iu" and not isinstance(t.value, int):
        return replace(t, value=2)
    return t


def size_arithmetic(function: Callable[..., Any], operands: Sequence[Type]) -> Type | None:
    """`n + 1`, `n - m` and the like on integers that are sizes or literals; None for anything else."""
    values = [t.value if isinstance(t, Scalar) and t.dtype == "int64" and t.weak else None for t in operands]
    if any(v is None for v in values):
        return None
    name = getattr(function, "__name__", "")
    if all(type(v) is int for v in values) and name in ("add", "sub", "mul", "floordiv", "mod", "neg"):
        try:
            return replace(INT, value=function(*values))
        except ZeroDivisionError:
            return None
    if name in ("add", "sub") and len(values) == 2:
        return replace(INT, value=size_sum(values[0], values[1], 1 if name == "add" else -1))
    return None


# --- indexing ---


def indexed(base: Array, items: Sequence[Any]) -> Type:
    """The type of base[items]; an item is a Type, a `slice` of (Type | None)s, None or Ellipsis.

    Sizes that depend on values get a name made from the index text, so that equal slices have equal sizes.
    """
    if base.shape is None:
        return UNKNOWN
    used = sum(_axes_used(i) for i in items)
    if used > len(base.shape):
        return UNKNOWN
    expanded: list[Any] = []
    for item in items:
        expanded.extend([slice(None)] * (len(base.shape) - used) if item is Ellipsis else [item])
    expanded += [slice(None)] * (len(base.shape) - sum(_axes_used(i) for i in expanded))
    result: list[Size] = []
    advanced: list[tuple[Size, ...] | None] = []
    places: list[int] = []
    axis = 0
    for position, item in enumerate(expanded):
        if item is None:
            result.append(1)
        elif isinstance(item, slice):
            result.append(sliced(base.shape[axis], item))
            axis += 1
        elif isinstance(item, Scalar) and item.dtype != "bool":
            axis += 1
        elif isinstance(item, Array) and item.dtype == "bool":
            advanced.append((None,))
            places.append(position)
            axis += len(item.shape or ())
        elif isinstance(item, (Array, Seq, ListOf)):
            advanced.append(_listed_shape(item))
            places.append(position)
            axis += 1
        else:
            return UNKNOWN
    if advanced:
        shape = broadcast(advanced)
        scattered = places[-1] - places[0] + 1 != len(places) or any(isinstance(i, Scalar) for i in expanded)
        if shape is None or (scattered and len(result) > 0 and len(places) > 1):
            return Array(base.dtype, None)
        if scattered and any(isinstance(i, Scalar) for i in expanded):
            return Array(base.dtype, None) if result else Array(base.dtype, shape)
        before = sum(1 for i in expanded[: places[0]] if not isinstance(i, Scalar))
        result[before:before] = shape
        return Array(base.dtype, tuple(result))
    if not result and not any(i is Ellipsis for i in items):
        return Scalar(base.dtype, weak=False)
    return Array(base.dtype, tuple(result))


def index_items(items: Sequence[Any]) -> list[Any]:
    """The items of an index, where a tuple or a slice may stand under a name."""
    if len(items) == 1 and isinstance(items[0], Seq) and issubclass(items[0].cls, tuple):
        items = items[0].items
    return [_index_item(i) for i in items]


def _index_item(item: Any) -> Any:
    value = item.value if isinstance(item, Static) else None
    if isinstance(value, slice):
        return slice(*(None if p is None else replace(INT, value=p) for p in (value.start, value.stop, value.step)))
    return value if isinstance(item, Static) and (value is None or value is Ellipsis) else item


def _listed_shape(t: Type) -> tuple[Size, ...] | None:
    """The shape of the array of indices that a list stands for; None where its rank is not known."""
    if isinstance(t, Scalar):
        return ()
    if isinstance(t, Array):
        return t.shape
    if isinstance(t, ListOf):
        inner, length = _listed_shape(t.item), None
    elif isinstance(t, Seq) and t.items:
        shapes = [_listed_shape(i) for i in t.items]
        inner = shapes[0] if all(s == shapes[0] for s in shapes) else None
        mask = any(isinstance(i, Scalar) and i.dtype == "bool" for i in t.items)
        length = None if mask else len(t.items)
    else:
        return None
    return None if inner is None else (length, *inner)


def _axes_used(item: Any) -> int:
    if item is None or item is Ellipsis:
        return 0
    return len(item.shape or (1,)) if isinstance(item, Array) and item.dtype == "bool" else 1


def sliced(n: Size, item: slice) -> Size:
    """The length of a slice of an axis of length n."""
    if item.start is None and item.stop is None and (item.step is None or _literal(item.step) == -1):
        return n
    lower = 0 if item.start is None else _literal(item.start)
    upper = "end" if item.stop is None else _literal(item.stop)
    if item.step is None or _literal(item.step) == 1:
        if type(lower) is int and lower >= 0 and upper == "end":
            return size_sum(n, lower, -1) if type(n) is not int else max(n - lower, 0)
        if type(lower) is int and lower >= 0 and type(upper) is int and upper < 0:
            return size_sum(n, lower - upper, -1) if type(n) is not int else max(n - lower + upper, 0)
        if isinstance(n, int) and type(lower) is int and type(upper) is int:
            return len(range(n)[lower:upper])
        stop = n if upper == "end" else upper
        if isinstance(lower, Dim | int) and isinstance(stop, Dim | int) and all(map(is_count, (n, lower, stop))):
            length, rest = size_sum(stop, lower, -1), size_sum(n, stop, -1)
            if is_count(length) and is_count(rest):
                return length
    parts = [_spelled(p) for p in (item.start, item.stop, item.step)]
    return None if None in parts or n is None else size(f"?{n}[{':'.join(str(p) for p in parts)}]")


def _literal(t: Any) -> Any:
    return t.value if isinstance(t, Scalar) else None


def _spelled(t: Any) -> str | None:
    if t is None:
        return ""
    value = _literal(t)
    return None if value is None else str(value)


def length_of(t: Type) -> Size:
    """`len` of a value of type `t`, where it is known."""
    if isinstance(t, Array) and t.shape:
        return t.shape[0]
    if isinstance(t, Seq):
        return len(t.items)
    return len(t.items) if isinstance(t, Dict) else None


def unknown(t: Type) -> bool:
    """Whether nothing is known of `t`, not even that it is never computed."""
    return isinstance(t, Unknown)


def shared_arguments(function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type]) -> list[int]:
    """Positions of the arguments (keywords after the others) whose memory the result may share, seen on a sample."""
    if function in (copy_tree, take_last, zeros_like):
        return []
    count = itertools.count()
    types = [_opened(t, count) for t in [*args, *keywords.values()]]
    names = list(dict.fromkeys(n for t in types for n in _size_names(t)))
    for arranged in _arrangements(names, types):
        try:
            env = arranged(_SIZES[0])
            values = [_sample(t, env) for t in types]
            layouts = [values]
            if any(isinstance(v, np.ndarray) and v.ndim > 1 for v in values):  # what copies rows may be a view of columns
                layouts.append([np.asfortranarray(v) if isinstance(v, np.ndarray) and v.ndim > 1 else v for v in values])
            shared = [_shared_at(function, given, len(args), keywords) for given in layouts]
        except Exception:  # noqa: BLE001, S112 - whatever a trial call raises, nothing is seen
            continue
        return sorted(set().union(*shared))
    return [k for k, t in enumerate(types) if isinstance(t, (Array, Seq, Many, Unknown))]


def _shared_at(function: Callable[..., Any], values: Sequence[Any], positional: int, names: Iterable[str]) -> set[int]:
    """Positions of the values whose memory the result shares."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        result = function(*values[:positional], **dict(zip(names, values[positional:], strict=True)))
    found = [r for r in (result if isinstance(result, (tuple, list)) else [result]) if isinstance(r, np.ndarray)]
    return {k for k, v in enumerate(values) if any(_shares(r, v) for r in found)}


def _shares(result: np.ndarray[Any, Any], value: Any) -> bool:
    if isinstance(value, (tuple, list)):
        return any(_shares(result, v) for v in value)
    return isinstance(value, np.ndarray) and np.may_share_memory(result, value)
