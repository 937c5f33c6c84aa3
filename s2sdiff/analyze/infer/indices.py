"""What an index takes of an array, worked out by hand: how long a slice is may depend on values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from s2sdiff.analyze.infer.elementwise import broadcast
from s2sdiff.types import (
    INT,
    UNKNOWN,
    Array,
    Cut,
    Dict,
    Dim,
    ListOf,
    Scalar,
    Seq,
    Size,
    Static,
    Type,
    is_count,
    size,
    size_sum,
    thick,
)


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
        expanded.extend([Ellipsis, *[slice(None)] * (len(base.shape) - used)] if item is Ellipsis else [item])  # it parts others even if it stands for none
    expanded += [slice(None)] * (len(base.shape) - sum(_axes_used(i) for i in expanded))
    result: list[Size] = []
    advanced: list[tuple[Size, ...] | None] = []
    places: list[int] = []
    numbers: list[int] = []
    axis = 0
    for position, item in enumerate(expanded):
        if item is Ellipsis:
            continue
        if item is None:
            result.append(1)
        elif isinstance(item, slice):
            result.append(sliced(base.shape[axis], item))
            axis += 1
        elif isinstance(item, Scalar) and item.dtype != "bool":
            numbers.append(position)
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
        if shape is None:
            return Array(base.dtype, None)
        together = sorted([*places, *numbers])  # a number beside an array of indices is one of them
        adjacent = together[-1] - together[0] + 1 == len(together)
        at = sum(i is not Ellipsis for i in expanded[: together[0]]) if adjacent else 0  # in front, if a slice is between
        result[at:at] = shape
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
    if isinstance(item, Cut):
        return slice(*item.bounds)
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
    bounds = [None if p is None else _literal(p) for p in (item.start, item.stop, item.step)]
    told = all(bound is None if p is None else type(bound) is int for p, bound in zip((item.start, item.stop, item.step), bounds, strict=True))
    if type(n) is int and told and bounds[2] != 0:
        return len(range(n)[slice(*bounds)])
    lower = 0 if item.start is None else _literal(item.start)
    upper = "end" if item.stop is None else _literal(item.stop)
    if item.step is None or _literal(item.step) == 1:
        if type(lower) is int and lower >= 0 and upper == "end":
            return size_sum(n, lower, -1) if type(n) is not int else max(n - lower, 0)
        if type(lower) is int and lower >= 0 and type(upper) is int and upper < 0:
            return size_sum(n, lower - upper, -1) if type(n) is not int else max(n - lower + upper, 0)
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
        return thick(t.shape[0])
    if isinstance(t, Seq):
        return len(t.items)
    return len(t.items) if isinstance(t, Dict) else None
