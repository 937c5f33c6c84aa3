"""Sizes inside of types: forgotten, named where nothing is known of them, and said in another function's names."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from s2sdiff.types import (
    Array,
    Dict,
    Dim,
    Many,
    Record,
    Scalar,
    Seq,
    Size,
    Sparse,
    Thin,
    Type,
    is_integer,
    size,
    thick,
    thin,
    without_value,
)


def canonical(types: Mapping[str, Type]) -> tuple[dict[str, Type], dict[str, Size]]:
    """Types as another function may see them, and what its names mean here.

    A size that is named after a variable means something in one function only; elsewhere it gets a name of its own.
    """
    names: dict[Size, str] = {}

    def rename(d: Size) -> Size:
        if isinstance(d, Dim) and any(n[0] == "?" for n, _ in d.terms):
            renamed = size(names.setdefault(thick(d), f"?s{len(names)}"))
            return thin(renamed) if isinstance(d, Thin) else renamed
        return d

    seen = {p: _with_sizes(t, rename) for p, t in types.items()}
    return seen, {new: old for old, new in names.items()}


def translated(t: Type, meaning: Mapping[str, Size]) -> Type:
    """The type of a result in the caller's sizes; sizes that only the callee could name are forgotten."""

    def rename(d: Size) -> Size:
        if not isinstance(d, Dim) or not any(n[0] == "?" for n, _ in d.terms):
            return d
        known = meaning.get(d.terms[0][0]) if len(d.terms) == 1 and d.const == 0 and d.terms[0][1] == 1 else None
        return thin(known) if isinstance(d, Thin) else known

    return _with_sizes(t, rename)


def _with_sizes(t: Type, rename: Callable[[Size], Size]) -> Type:
    if isinstance(t, (Array, Sparse)) and t.shape is not None:
        return replace(t, shape=tuple(rename(d) for d in t.shape))
    if isinstance(t, Scalar) and isinstance(t.value, Dim):
        return replace(t, value=rename(t.value))
    if isinstance(t, Seq):
        return replace(t, items=tuple(_with_sizes(i, rename) for i in t.items))
    if isinstance(t, (Dict, Record)):
        return replace(t, items=tuple((k, _with_sizes(i, rename)) for k, i in t.items))
    return replace(t, item=_with_sizes(t.item, rename)) if isinstance(t, Many) else t


def without_sizes(t: Type) -> Type:
    """`t`, knowing of arrays only dtype and rank."""
    if isinstance(t, Sparse):
        return replace(t, shape=(None, None))
    if isinstance(t, Array):
        return Array(t.dtype, None if t.shape is None else (None,) * len(t.shape))
    if isinstance(t, Seq):
        return replace(t, items=tuple(without_sizes(i) for i in t.items))
    if isinstance(t, Scalar) and isinstance(t.value, Dim):
        return without_value(t)
    return replace(t, item=without_sizes(t.item)) if isinstance(t, Many) else t


def with_names(t: Type, marker: str) -> Type:
    """`t` with a name for each size of which nothing is known, so that sizes are equal where their names are.

    The items of a list of unknown length may differ in size: theirs stay unknown until they are read.
    """
    count = itertools.count()

    def name_of(d: Size) -> Size:
        new = size(f"?[{marker}.{next(count)}]")
        return thin(new) if isinstance(d, Thin) else new

    def named(part: Type) -> Type:
        if isinstance(part, (Array, Sparse)) and part.shape is not None and None in map(thick, part.shape):
            return replace(part, shape=tuple(name_of(d) if thick(d) is None else d for d in part.shape))
        if isinstance(part, Seq):
            return replace(part, items=tuple(map(named, part.items)))
        if isinstance(part, (Dict, Record)):
            return replace(part, items=tuple((k, named(i)) for k, i in part.items))
        return part

    return named(t)


def opened(types: Sequence[Type]) -> list[Type]:
    """`types` with a name for each size that is not known; no size found in a result is expressed by such a name."""
    count = itertools.count()
    return [_opened(t, count) for t in types]


def _opened(t: Type, count: Iterator[int]) -> Type:
    if isinstance(t, (Array, Sparse)) and t.shape is not None and None in map(thick, t.shape):
        return replace(t, shape=tuple(size(f"?any{next(count)}") if thick(d) is None else d for d in t.shape))
    if isinstance(t, Seq):
        return Seq(t.cls, tuple(_opened_extent(_opened(i, count), count) for i in t.items))
    return replace(t, item=_opened(t.item, count)) if isinstance(t, Many) else t


def _opened_extent(t: Type, count: Iterator[int]) -> Type:
    """An item of a shape: an integer of which nothing is known gets a name, as a size does."""
    return replace(t, value=size(f"?any{next(count)}")) if is_integer(t) and t.value is None else t


def names_in(d: Size) -> set[str]:
    """The names in one size."""
    return {n for n, _ in d.terms} if isinstance(d, Dim) else set()


def size_names(t: Type) -> list[str]:
    """The names of the sizes in a type."""
    if isinstance(t, (Array, Sparse)):
        return [n for d in t.shape or () if isinstance(d, Dim) for n, _ in d.terms]
    if isinstance(t, Scalar):
        return [n for n, _ in t.value.terms] if isinstance(t.value, Dim) else []
    if isinstance(t, Seq):
        return [n for i in t.items for n in size_names(i)]
    if isinstance(t, (Dict, Record)):
        return [n for _, i in t.items for n in size_names(i)]
    return size_names(t.item) if isinstance(t, Many) else []
