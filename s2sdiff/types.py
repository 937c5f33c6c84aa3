"""Abstract types: what is known about a value when its derivative is generated.

A type says the kind, the dtype and the rank of a value, and which dimensions are 1 or equal to each other; it never
says how large they are, so one derivative serves every batch size.  Types are frozen and compare by value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeGuard

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


@dataclass(frozen=True)
class Thin(Dim):
    """The size of an array that may be a number instead: as `total = 0.0` is, before a loop adds arrays to it.

    Where it is a number it is stretched as an axis of size 1 would be.  Without terms, nothing else is known of the size.
    """


def thin(size: Size) -> Thin:
    """A size as one of what may be a number."""
    return Thin(size.terms, size.const) if isinstance(size, Dim) else Thin((), size or 0)


def thick(size: Size) -> Size:
    """A size, now that it surely is one of an array."""
    if not isinstance(size, Thin):
        return size
    return Dim(size.terms, size.const) if size.terms else size.const or None


OWN_NAME = re.compile(r"(?:n|(m))\d+")  # of sizes of arguments: n0, n1 ..., and m0 ... for those that a number may be
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


def size_times(k: int, a: Size) -> Size:
    """`k * a`, or None where `a` is unknown."""
    if not isinstance(a, Dim):
        return None if a is None else k * a
    return Dim(tuple((name, k * n) for name, n in a.terms), k * a.const) if k else 0


def is_count(dim: Size) -> bool:
    """Whether this is surely no negative number: a sum of sizes of arrays."""
    if isinstance(dim, Dim):
        return dim.const >= 0 and all(k > 0 and (name[0] != "?" or name.startswith("?[")) for name, k in dim.terms)
    return dim is not None and dim >= 0


def may_be_one(dim: Size) -> bool:
    """Whether an axis of this size could be stretched by broadcasting; no size of an argument is 1 where it has a name."""
    if isinstance(dim, Thin):
        return True
    if isinstance(dim, Dim):
        return not is_count(dim) or dim.const == 1 or any(name[0] == "?" for name, _ in dim.terms)
    return dim is None or dim == 1


def fills(have: tuple[Size, ...] | None, shape: tuple[Size, ...] | None) -> bool:
    """Whether what can be broadcast to a shape surely has that shape already.

    Where two sizes surely differ it does not: what is broadcast fails when run, as it has to.
    """
    if have is None or shape is None or len(have) != len(shape):
        return False
    return all(_fills(own, full) for own, full in zip(have, shape, strict=True))


def _fills(own: Size, full: Size) -> bool:
    same = own == full and not isinstance(own, Thin)  # of two that may be numbers, one may be an array
    return same or not (may_be_one(own) or differ(own, full))


def is_fixed(shape: tuple[Size, ...]) -> bool:
    """Whether sizes are the same at every place of the program: numbers, or sizes of arguments."""
    return all(isinstance(d, int) or (type(d) is Dim and all(n[0] != "?" for n, _ in d.terms)) for d in shape)


def differ(a: Size, b: Size) -> bool:
    """Whether two sizes are never equal: numbers, or sizes of arguments that have names of their own."""
    a, b = thick(a), thick(b)
    if isinstance(a, int) and isinstance(b, int):
        return a != b
    names = [OWN_NAME.fullmatch(str(d)) for d in (a, b) if isinstance(d, Dim)]
    numbers = [d for d in (a, b) if isinstance(d, int)]
    return a != b and all(names) and len(names) + len(numbers) == 2 and not (numbers and names[0] and names[0][1])


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

    `cls` is tuple, list, or a namedtuple class.  `absent`: it may stand for None, as None in each of its parts.
    """

    cls: type
    items: tuple[Type, ...]
    absent: bool = False


@dataclass(frozen=True)
class Many(Type):
    """A list or dict whose items are not known one by one: they share one type."""

    item: Type


@dataclass(frozen=True)
class Formula:
    """An expression that a container carries to where it is needed: what a missing key gives, how long a deque may get.

    `home` stands for the function whose variables it names; None where it names none.
    """

    text: str
    home: object | None = None


@dataclass(frozen=True)
class ListOf(Many):
    """A list of any length; a tuple of any length; or a deque that drops an item for each one beyond `most`.

    `absent`: it may be None.
    """

    most: Formula | None = None
    cls: type = list
    absent: bool = False


@dataclass(frozen=True)
class SetOf(Many):
    """A set, of what no derivative passes through.

    `absent`: it may be None.
    """

    absent: bool = False


@dataclass(frozen=True)
class DictOf(Many):
    """A dict whose keys are not known when generating, and share a type as well.

    `default` is what a missing key gives; the dict then holds it, unless it only `counts`.  `absent`: it may be None.
    """

    key: Type
    default: Formula | None = None
    counts: bool = False
    absent: bool = False

    @property
    def starts_at_zero(self) -> bool:
        """Whether a missing key gives zero, so that `d[k] += v` need not ask for it."""
        return self.default is not None and self.default.text in ("0", "0.0")


@dataclass(frozen=True)
class Dict(Type):
    """A dict with known keys, in insertion order.

    `absent`: it may stand for None, as None under each key.
    """

    items: tuple[tuple[Any, Type], ...]
    absent: bool = False


@dataclass(frozen=True)
class Record(Type):
    """A dataclass instance or an object of a registered class; `constants` are the attributes that are no children.

    `absent`: it may stand for None, as None in each attribute.
    """

    cls: type
    items: tuple[tuple[str, Type], ...]
    constants: tuple[tuple[str, Type], ...] = ()
    absent: bool = False


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
class Cut(Type):
    """A `slice` object whose bounds are known only when the function runs: None, or of what type they are."""

    bounds: tuple[Type | None, Type | None, Type | None]


class Function(Type):
    """Base of the types of functions that are written inside the one being differentiated."""

    __slots__ = ()


@dataclass(frozen=True)
class Unknown(Type):
    """Nothing is known: emitted code decides at run time, or generation refuses.

    `present`: what it is where it is not None, a number or an array, if that much is known.  `container`: it may be a list,
    a tuple, a dict or an object, as it is one on some path.  `function`: it is None or a function, and holds no number.
    """

    present: Type | None = None
    container: bool = False
    function: bool = False


UNKNOWN = Unknown()
TEXT = Text()
PLAIN_TEXT = Text(plain=True)
NONE = Static(None)
FLOAT = Scalar("float64")
INT = Scalar("int64")
BOOL = Scalar("bool")


def is_thin(t: Type) -> TypeGuard[Array]:
    """Whether `t` is an array that may be a number instead."""
    return isinstance(t, Array) and any(isinstance(d, Thin) for d in t.shape or ())


def may_be_a_number(t: Type) -> bool:
    """Whether `t` is a number on some paths, and an array on others, as far as is known."""
    return is_thin(t) or isinstance(t, Unknown)


def thickened(t: Type) -> Type:
    """`t`, now that it surely is no number."""
    return replace(t, shape=tuple(map(thick, t.shape or ()))) if is_thin(t) else t


def is_number(t: Type) -> bool:
    """Whether `t` is a scalar or an array of numbers."""
    return isinstance(t, (Scalar, Array))


def is_integer(t: Type) -> TypeGuard[Scalar]:
    """Whether `t` is a whole number, of Python's or of NumPy's, which may be a size."""
    return isinstance(t, Scalar) and np.dtype(t.dtype).kind in "iu"


def is_any_integer(t: Type) -> TypeGuard[Scalar]:
    """Whether `t` is a whole number of which at most a name is known."""
    return is_integer(t) and not isinstance(t.value, int)


def is_inexact(t: Type) -> bool:
    """Whether a derivative can flow through `t`: real or complex numbers, what may hold them, or an unknown."""
    if isinstance(t, (Scalar, Array)):
        return np.dtype(t.dtype).kind in "fcO"
    return (isinstance(t, Unknown) and not t.function) or (isinstance(t, Text) and not t.plain)


def is_known_text(t: Type | None) -> TypeGuard[Static]:
    """Whether `t` is a string that is known when generating."""
    return isinstance(t, Static) and isinstance(t.value, str)


def is_string(t: Type | None) -> bool:
    """Whether `t` is a string, known or not."""
    return isinstance(t, Text) or is_known_text(t)


def is_complex(t: Type) -> bool:
    """Whether `t` is a complex number or array."""
    return isinstance(t, (Scalar, Array)) and np.dtype(t.dtype).kind == "c"


def real_of(t: Type) -> Type:
    """The type of the real part of something complex."""
    if not isinstance(t, (Scalar, Array)):
        return t
    real = {"complex128": "float64", "complex64": "float32"}[t.dtype]
    return Array(real, t.shape) if isinstance(t, Array) else Scalar(real, t.weak)


def is_narrow(t: Type) -> bool:
    """Whether `t` is a NumPy number or an array of less than double precision."""
    return isinstance(t, Array | Scalar) and t.dtype in ("float16", "float32", "complex64") and not (isinstance(t, Scalar) and t.weak)


def widened(dtype: str) -> str:
    """The dtype, of double precision at least."""
    return str(np.result_type(dtype, np.float64))


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


PYTHON_NUMBERS: dict[type, Scalar] = {float: FLOAT, int: INT, bool: BOOL, complex: Scalar("complex128")}
ARRAYS = (np.ndarray, np.memmap)  # other classes made of them have operators and functions of their own: np.matrix, masked arrays


def python_class(dtype: str) -> type:
    """The class of Python's own numbers of this dtype."""
    return type(np.dtype(dtype).type(0).item())


def number_class(t: Scalar) -> type:
    """The class that a number is of: Python's own, or NumPy's of its dtype."""
    return python_class(t.dtype) if t.weak else np.dtype(t.dtype).type


def is_list(t: Type | None) -> bool:
    """Whether `t` is a list of the emitted code."""
    return isinstance(t, (Seq, ListOf)) and t.cls is list


def is_told_by_value(value: Any) -> bool:
    """Whether a number says how something is done: an axis, a flag, a count, an order; not one to compute with."""
    return type(value) in (int, bool) or (type(value) is float and math.isinf(value))


class Sizing(Protocol):
    """What `type_of` asks about sizes and numbers."""

    def __call__(self, n: int) -> Size:
        """A size as types write it."""
        ...

    def number(self, value: Any, t: Scalar) -> Scalar:
        """The type of a Python number."""
        ...


def type_of(value: Any, sizes: Sizing) -> Type:
    """The abstract type of a run-time value."""
    cls = type(value)
    if cls in PYTHON_NUMBERS:
        return sizes.number(value, PYTHON_NUMBERS[cls])
    if cls in ARRAYS and value.dtype.kind in "biufc":
        return Array(value.dtype.name, tuple(sizes(n) for n in value.shape))
    if isinstance(value, np.generic) and value.dtype.kind in "biufc":
        return Scalar(value.dtype.name, weak=False)
    if isinstance(value, (tuple, list)) and not hasattr(cls, "n_sequence_fields"):  # as `sys.float_info` has, of which names are asked
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
