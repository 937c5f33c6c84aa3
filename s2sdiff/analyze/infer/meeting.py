"""What holds both of two types: the type of a name where two paths meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from s2sdiff.sizes import Sizes
from s2sdiff.types import (
    NONE,
    PLAIN_TEXT,
    TEXT,
    UNKNOWN,
    Array,
    Dict,
    DictOf,
    Dim,
    Function,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    SetOf,
    Size,
    Sparse,
    Thin,
    Type,
    Unknown,
    children,
    is_inexact,
    is_string,
    is_thin,
    thick,
    thin,
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
        literal = a.value is not None and not isinstance(a.value, Dim) and b.shape is not None
        number = literal or is_thin(b) or b.shape == ()
        return Array(_promoted(a.dtype, b.dtype), tuple(map(thin, b.shape or ()))) if number else UNKNOWN
    if isinstance(a, Unknown) or isinstance(b, Unknown) or NONE in (a, b):
        return _join_with_none(a, b)
    return _join_containers(a, b)


def _join_with_none(a: Type, b: Type) -> Type:
    """A number, an array or a string that is None on some paths; of anything else that is, nothing is known."""
    known = [t.present if isinstance(t, Unknown) else without_value(t) for t in (a, b) if t != NONE]
    joined = join_all([t for t in known if t is not None])
    plain = isinstance(joined, (Scalar, Array)) or is_string(joined)
    return Unknown(joined) if None not in known and plain else _nothing_common(a, b)


def _nothing_common(a: Type, b: Type) -> Unknown:
    """What is known of either of two things that have nothing in common."""
    if all(t == NONE or isinstance(t, Function) or (isinstance(t, Unknown) and t.function) for t in (a, b)):
        return Unknown(function=True)
    return Unknown(container=any(isinstance(t, (Seq, Dict, Many, Record)) or (isinstance(t, Unknown) and t.container) for t in (a, b)))


def _join_containers(a: Type, b: Type) -> Type:
    if isinstance(a, (Seq, Dict, Record)) and isinstance(b, type(a)) and a.absent != b.absent and _may_hold_none(b if a.absent else a):
        return _nothing_common(a, b)  # what stands for None is told by parts that are not None otherwise
    if is_string(a) and is_string(b):
        return TEXT if is_inexact(a) or is_inexact(b) else PLAIN_TEXT
    if isinstance(a, Seq) and isinstance(b, Seq) and a.cls is b.cls:
        if len(a.items) == len(b.items):
            return Seq(a.cls, tuple(map(join, a.items, b.items)), a.absent or b.absent)
        if a.cls is list:
            return ListOf(join_all([*a.items, *b.items]), absent=a.absent or b.absent)
    if isinstance(a, SetOf) and isinstance(b, SetOf):
        return SetOf(join(a.item, b.item), a.absent or b.absent)
    if isinstance(a, ListOf) and isinstance(b, ListOf) and (a.most, a.cls) == (b.most, b.cls):
        return replace(a, item=join(a.item, b.item), absent=a.absent or b.absent)
    if isinstance(a, Seq) and isinstance(b, ListOf) and a.cls is b.cls and b.most is None:
        return replace(b, item=join_all([b.item, *a.items]), absent=a.absent or b.absent)
    if isinstance(a, ListOf) and isinstance(b, Seq):
        return join(b, a)
    if isinstance(a, Dict) and isinstance(b, Dict) and [k for k, _ in a.items] == [k for k, _ in b.items]:
        return Dict(tuple((k, join(s, t)) for (k, s), (_, t) in zip(a.items, b.items, strict=True)), a.absent or b.absent)
    if isinstance(a, (Dict, DictOf)) and isinstance(b, (Dict, DictOf)):
        return _join_dicts(a, b)
    if isinstance(a, Record) and isinstance(b, Record) and (a.cls, a.constants) == (b.cls, b.constants):
        if [k for k, _ in a.items] != [k for k, _ in b.items]:
            return _nothing_common(a, b)
        return Record(
            a.cls, tuple((k, join(s, t)) for (k, s), (_, t) in zip(a.items, b.items, strict=True)), a.constants, a.absent or b.absent
        )
    return _nothing_common(a, b)


def _may_hold_none(t: Type) -> bool:
    """Whether a part of a container may be None."""
    if isinstance(t, (Seq, Dict, Record)):
        return any(_may_hold_none(part) for _, part in children(t))
    return t == NONE or isinstance(t, Unknown)


def attributes_apart(a: Type, b: Type) -> Iterator[tuple[type, str, Type]]:
    """The attributes that an object has on one path and lacks on another, within containers too: class, name and type."""
    for mine, theirs in _objects_that_meet(a, b):
        own, other = dict(mine.items), dict(theirs.items)
        for key in own.keys() ^ other.keys():
            yield mine.cls, key, (own | other)[key]


def parts_at_times(a: Type, b: Type) -> Iterator[tuple[type, str, Type]]:
    """What is None on one path in an object or a dict, and a container on another: class, name or key, and what it is."""
    for mine, theirs in _named_parts_that_meet(a, b):
        other = dict(theirs.items)
        for key, t in mine.items:
            held = join_all([part for part in (t, other.get(key)) if part not in (None, NONE)])
            turned = isinstance(held, Many) and any(isinstance(part, (Seq, Dict)) and part.absent for part in (t, other.get(key)))
            if turned or (NONE in (t, other.get(key)) and isinstance(held, (Seq, Dict, Record, Many))):
                yield mine.cls if isinstance(mine, Record) else dict, key, held


def _objects_that_meet(a: Type, b: Type) -> Iterator[tuple[Record, Record]]:
    """The objects of one class that stand at one place in two values."""
    for mine, theirs in _named_parts_that_meet(a, b):
        if isinstance(mine, Record) and isinstance(theirs, Record):
            yield mine, theirs


def _named_parts_that_meet(a: Type, b: Type) -> Iterator[tuple[Record | Dict, Record | Dict]]:
    """The objects of one class, and the dicts, that stand at one place in two values."""
    if isinstance(a, Dict) and isinstance(b, Dict):
        yield a, b
    if isinstance(a, Record) and isinstance(b, Record) and (a.cls, a.constants) == (b.cls, b.constants):
        yield a, b
        mine, theirs = dict(a.items), dict(b.items)
        for key in mine.keys() & theirs.keys():
            yield from _named_parts_that_meet(mine[key], theirs[key])
    elif isinstance(a, (Seq, Dict)) and type(a) is type(b) and len(a.items) == len(b.items):
        for (_, s), (_, t) in zip(children(a), children(b), strict=True):
            yield from _named_parts_that_meet(s, t)
    elif isinstance(a, Many) and isinstance(b, Many):
        yield from _named_parts_that_meet(a.item, b.item)
    elif isinstance(a, Many) or isinstance(b, Many):
        one, items = (a, b) if isinstance(a, Many) else (b, a)
        for _, item in children(items) if isinstance(items, (Seq, Dict)) else ():
            yield from _named_parts_that_meet(one.item, item)  # type: ignore[attr-defined]


def _join_dicts(a: Dict | DictOf, b: Dict | DictOf) -> Type:
    """A dict of unknown keys, where one side is or where the keys differ; of different things nothing is known."""
    apart = isinstance(a, Dict) and isinstance(b, Dict)
    first, second = (t if isinstance(t, DictOf) else dict_of(t) for t in (a, b))
    item = join(first.item, second.item)
    if (first.default, first.counts) != (second.default, second.counts) or (apart and isinstance(item, Unknown)):
        return _nothing_common(a, b)
    return replace(first, item=item, key=join(first.key, second.key), absent=a.absent or b.absent)


def dict_of(t: Dict) -> DictOf:
    """A dict with the items of another, of which it is forgotten under which keys they are."""
    return DictOf(join_all([without_value(i) for _, i in t.items]), join_all([key_type(type_of(k, Sizes())) for k, _ in t.items]))


def key_type(t: Type) -> Type:
    """What is kept of the type of a key: not which one it is."""
    return join(PLAIN_TEXT, t) if is_string(t) else without_values(t)


def without_values(t: Type) -> Type:
    """`t`, forgetting which numbers it holds."""
    if isinstance(t, Seq):
        return replace(t, items=tuple(map(without_values, t.items)))
    return replace(t, item=without_values(t.item)) if isinstance(t, Many) else without_value(t)


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
    return tuple(map(_join_sizes, a, b))


def _join_sizes(a: Size, b: Size) -> Size:
    joined = thick(a) if thick(a) == thick(b) else None
    return thin(joined) if isinstance(a, Thin) or isinstance(b, Thin) else joined


def _promoted(a: str, b: str) -> str:
    return a if a == b else np.promote_types(a, b).name
