"""Abstract types: what is known about a value when its derivative is generated.

A type says the kind, the dtype and the rank of a value, and which dimensions are 1 or equal to each other; it never
says how large they are, so one derivative serves every batch size.  Types are frozen and compare by value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from types import CodeType
from typing import Any, TypeGuard

import numpy as np

from s2sdiff import tree


@dataclass(frozen=True)
class Dim:
    """A size that is a linear expression of named sizes, such as n or 2 n - 3.

    A name that starts with a letter is the size of some argument's axis and is known to differ from 1; a name that
    starts with "?" is any other integer.
    """

    terms: tuple[tuple[str, int], ...]
    const: int = 0

    def __str__(self) -> str:
        text = " + ".join(name if k == 1 else f"{k} {name}" for name, k in self.terms)
        return text if not self.const else f"{text} {'+' if self.const > 0 else '-'} {abs(self.const)}"


Size = Dim | int | None  # an int is exact, None is unknown


def size(name: str) -> Dim:
    """The size called `name`."""
    return Dim(((name, 1),))


def size_sum(a: Size, b: Size, sign: int = 1) -> Size:
    """`a + sign * b`, or None where either is unknown."""
    if a is None or b is None:
        return None
    terms: dict[str, int] = dict(a.terms) if isinstance(a, Dim) else {}
    for name, k in b.terms if isinstance(b, Dim) else ():
        terms[name] = terms.get(name, 0) + sign * k
    const = (a.const if isinstance(a, Dim) else a) + sign * (b.const if isinstance(b, Dim) else b)
    kept = tuple(sorted((name, k) for name, k in terms.items() if k))
    return Dim(kept, const) if kept else const


def may_be_one(dim: Size) -> bool:
    """Whether an axis of this size could be stretched by broadcasting."""
    if isinstance(dim, Dim):
        return not (dim.const == 0 and len(dim.terms) == 1 and dim.terms[0][1] == 1 and dim.terms[0][0][0] != "?")
    return dim is None or dim == 1


class Type:
    """Base of the abstract types."""

    __slots__ = ()


@dataclass(frozen=True)
class Scalar(Type):
    """A Python number (weak: it does not raise the dtype of an array it meets) or a NumPy scalar.

    `value` is the number itself where it is a literal of the program, or a `Dim` for an integer that is a size.
    """

    dtype: str
    weak: bool = True
    value: Any = None


@dataclass(frozen=True)
class Array(Type):
    """An ndarray; `shape` is None where even the rank is unknown."""

    dtype: str
    shape: tuple[Size, ...] | None


@dataclass(frozen=True)
class Seq(Type):
    """A tuple or list whose length is known, taken apart when the derivative is generated.

    `cls` is tuple, list, or a namedtuple class.
    """

    cls: type
    items: tuple[Type, ...]


@dataclass(frozen=True)
class Many(Type):
    """A list or dict whose items are not known one by one: they share one type."""

    item: Type


@dataclass(frozen=True)
class ListOf(Many):
    """A list of any length."""


@dataclass(frozen=True)
class DictOf(Many):
    """A dict whose keys are not known when generating, and share a type as well.

    `default` is what a missing key gives, as text; the dict then holds it, unless it only `counts`.
    """

    key: Type
    default: str | None = None
    counts: bool = False


@dataclass(frozen=True)
class Dict(Type):
    """A dict with known keys, in insertion order."""

    items: tuple[tuple[Any, Type], ...]


@dataclass(frozen=True)
class Record(Type):
    """A dataclass instance or an object of a registered class; `constants` are the attributes that are no children."""

    cls: type
    items: tuple[tuple[str, Type], ...]
    constants: tuple[tuple[str, Type], ...] = ()


@dataclass(frozen=True)
class Sparse(Type):
    """A sparse matrix of SciPy's that the program makes; its derivative flows through what it is made of."""

    dtype: str
    shape: tuple[Size, ...]


BY_VALUE = (str, bytes, slice, int, float, complex)  # compared by value; other objects by identity


@dataclass(frozen=True, eq=False)
class Static(Type):
    """A Python object known when the derivative is generated: None, a string, a module, a function, a dtype."""

    value: Any

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Static) or type(other.value) is not type(self.value):
            return False
        return other.value is self.value or (isinstance(self.value, BY_VALUE) and bool(other.value == self.value))

    def __hash__(self) -> int:
        if isinstance(self.value, slice):
            return hash(slice)
        return hash((type(self.value), self.value if isinstance(self.value, BY_VALUE) else id(self.value)))


@dataclass(frozen=True)
class Text(Type):
    """A string of unknown content: unless it is `plain`, a real number may be written in it, and read from it again."""

    plain: bool = False


@dataclass(frozen=True)
class Unknown(Type):
    """Nothing is known: emitted code decides at run time, or generation refuses."""


UNKNOWN = Unknown()
TEXT = Text()
PLAIN_TEXT = Text(plain=True)
NONE = Static(None)
FLOAT = Scalar("float64")
INT = Scalar("int64")
BOOL = Scalar("bool")


def is_number(t: Type) -> bool:
    """Whether `t` is a scalar or an array of numbers."""
    return isinstance(t, (Scalar, Array))


def is_inexact(t: Type) -> bool:
    """Whether a derivative can flow through `t`: real or complex numbers, what may hold them, or an unknown."""
    if isinstance(t, (Scalar, Array)):
        return np.dtype(t.dtype).kind in "fcO"
    return isinstance(t, Unknown) or (isinstance(t, Text) and not t.plain)


def is_known_text(t: Type | None) -> TypeGuard[Static]:
    """Whether `t` is a string that is known when generating."""
    return isinstance(t, Static) and isinstance(t.value, str)


def is_string(t: Type | None) -> bool:
    """Whether `t` is a string, known or not."""
    return isinstance(t, Text) or is_known_text(t)


def is_complex(t: Type) -> bool:
    """Whether `t` is a complex number or array."""
    return isinstance(t, (Scalar, Array)) and np.dtype(t.dtype).kind == "c"


def rank(t: Type) -> int | None:
    """Number of axes of a scalar or an array; None where unknown."""
    if isinstance(t, Scalar):
        return 0
    return None if not isinstance(t, Array) or t.shape is None else len(t.shape)


def shape_of(t: Type) -> tuple[Size, ...] | None:
    """Shape of a scalar or an array; None where unknown."""
    return () if isinstance(t, Scalar) else t.shape if isinstance(t, (Array, Sparse)) else None


def children(t: Type) -> Iterator[tuple[Any, Type]]:
    """Key and type of each part of a container type, in the order of `s2sdiff.tree`; nothing for a leaf."""
    if isinstance(t, Seq):
        yield from enumerate(t.items)
    elif isinstance(t, (Dict, Record)):
        yield from t.items


def leaves(t: Type, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Type]]:
    """Path and type of each leaf of `t`."""
    if isinstance(t, (Seq, Dict, Record)):
        for key, child in children(t):
            yield from leaves(child, (*path, key))
    else:
        yield path, t


def at(t: Type, path: tuple[Any, ...]) -> Type:
    """The part of `t` at `path`."""
    for key in path:
        t = dict(children(t))[key]
    return t


MARGIN = 4  # inference reads the sizes of results back as a name and an offset of at most so much


class Sizes:
    """Names the sizes met in arguments: equal sizes share a name; 1 stays 1, and so does any size in `exact`.

    Exact are the sizes that the program itself may name, as in `x.reshape(3, 2)` or a vector in space.
    """

    def __init__(self, exact: Collection[int] = (), related: bool = False) -> None:
        self.names: dict[int, str] = {}
        self.exact = exact
        self.related = related  # sizes that differ by a few are one name and an offset, as in a stencil and its margins

    def __call__(self, n: int) -> Size:
        """The size `n` as types write it."""
        if n == 1 or n in self.exact:
            return n
        if self.related and n not in self.names:
            near = next((m for m in self.names if 0 < abs(n - m) <= MARGIN), None)
            if near is not None:
                return size_sum(size(self.names[near]), n - near)
        return size(self.names.setdefault(n, f"n{len(self.names)}"))


def sizes_for(function: Any) -> Sizes:
    """How to name the sizes of a function's arguments."""
    code = getattr(getattr(function, "py_func", function), "__code__", None)
    slices = code is not None and any((type(c) is int and c < 0) or isinstance(c, slice) for c in code.co_consts)
    return Sizes(named_sizes(function), slices)


def named_sizes(function: Any) -> frozenset[int]:
    """The integers that a function's code names, their sums and products: sizes that are not any size."""
    code = getattr(getattr(function, "py_func", function), "__code__", None)
    found = {2, 3}
    stack = [code] if code is not None else []
    while stack:
        for constant in stack.pop().co_consts:
            if isinstance(constant, CodeType):
                stack.append(constant)
            elif type(constant) is int:
                found.add(constant)
            elif isinstance(constant, tuple):
                found.update(c for c in constant if type(c) is int)
    pairs = {n for a in found for b in found for n in (a * b, a + b)}
    return frozenset(n for n in found | pairs if 1 < n < 1000)


PYTHON_NUMBERS: dict[type, Scalar] = {float: FLOAT, int: INT, bool: BOOL, complex: Scalar("complex128")}


def type_of(value: Any, sizes: Sizes) -> Type:
    """The abstract type of a run-time value."""
    cls = type(value)
    if cls in PYTHON_NUMBERS:
        return PYTHON_NUMBERS[cls]
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufc":
        return Array(value.dtype.name, tuple(sizes(n) for n in value.shape))
    if isinstance(value, np.generic) and value.dtype.kind in "biufc":
        return Scalar(value.dtype.name, weak=False)
    if isinstance(value, (tuple, list)):
        return Seq(cls, tuple(type_of(v, sizes) for v in value))
    if cls is dict:
        return Dict(tuple((k, type_of(v, sizes)) for k, v in value.items()))
    parts = tree.children_and_constants(value)
    if parts is not None:
        children, constants = parts
        items = tuple((name, type_of(child, sizes)) for name, child in children.items())
        return Record(cls, items, tuple((name, Static(constant)) for name, constant in constants.items()))
    return Static(value)


def without_value(t: Type) -> Type:
    """`t`, forgetting which number it is."""
    return replace(t, value=None) if isinstance(t, Scalar) and t.value is not None else t
