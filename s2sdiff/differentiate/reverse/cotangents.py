"""Cotangents: one per variable and per part of a container, under the variable's name with `_bar`.

A cotangent may be smaller than its primal as long as it broadcasts to it; it is made full where something needs it
full.  It is changed in place only where nothing else refers to its memory: `independent` sees to that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Path, Version
from s2sdiff.differentiate.reverse.bars import Bar
from s2sdiff.differentiate.reverse.reading import Reading
from s2sdiff.differentiate.terms import in_dtype_of, or_empty
from s2sdiff.differentiate.typing import Typed
from s2sdiff.differentiate.writing import Key
from s2sdiff.types import (
    Array,
    Dict,
    DictOf,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    Type,
    Unknown,
    at,
    children,
    fills,
    is_complex,
    is_fixed,
    is_inexact,
    is_narrow,
    is_thin,
    may_be_a_number,
    rank,
    real_of,
    shape_of,
    thickened,
    widened,
)

REAL = {"float16": "float16", "float32": "float32", "complex64": "float32"}  # narrow dtypes, and those of their parts


class Cotangents(Reading):
    """Holds cotangents, and gives them the size and the memory that a use of them needs."""

    def bar_name(self, key: Key) -> str:
        """The name of the cotangent of a part of a variable."""
        return self.part_name(key, "bar")

    def typed(self, bar: Bar) -> Typed:
        """The type of a cotangent that is handed on, and so shared, unless it is a number."""
        return Typed(bar.type, isinstance(bar.value, gast.Constant))

    def zeros(self, version: Version, path: Path, t: Type | None = None) -> gast.AST:
        """A zero cotangent, of type `t` if given, for a part of a version: a list for a tuple, too, of which parts may change."""
        t = _number_if_there(t or at(version.type, path))
        if isinstance(t, Scalar):
            return syntax.const(0.0 if not is_complex(t) else 0j)
        value = or_empty(self.value_of(version, path), t)
        if isinstance(value, (gast.List, gast.Dict)):
            return value
        if isinstance(t, Array) and is_inexact(t) and not is_thin(t):
            shape = syntax.attribute(value, "shape") if t.shape != () else syntax.tuple_([])  # which may be a number at times
            if path and t.shape and all(type(n) is int for n in t.shape):  # of an object that need not be at hand
                sizes = [syntax.const(n) for n in t.shape]
                shape = syntax.tuple_(sizes) if len(sizes) > 1 else sizes[0]
            if t.dtype == "float64":
                return syntax.call("np.zeros", shape)
            return syntax.call("np.zeros", shape, syntax.expr(f"np.{t.dtype}"))
        if isinstance(t, DictOf) and isinstance(t.item, Scalar):
            return syntax.call("dict.fromkeys", value, syntax.const(0.0 if not is_complex(t.item) else 0j))
        if isinstance(t, ListOf) and isinstance(t.item, Scalar):
            return syntax.binop(syntax.list_([syntax.const(0.0)]), gast.Mult, syntax.call("len", value))
        if isinstance(t, ListOf):
            return syntax.call("list", self.context.helper_call("zeros_like", value))
        return self.context.helper_call("zeros_like", value)

    def nothing(self, key: Key, bar: Bar, version: Version) -> gast.AST:
        """A zero in the place of `bar`, as compact as that is."""
        t = at(version.type, key[1])
        have = shape_of(bar.type)
        if is_complex(t) and is_inexact(bar.type) and not is_complex(bar.type):
            t = real_of(t)
        if isinstance(t, Unknown) and isinstance(t.present, Array) and have == t.present.shape and is_fixed(have or (None,)):
            return self.context.helper_call("zeros_like", syntax.name(self.bar_name(key)))  # None before the first trip
        if not isinstance(t, Array) or have == t.shape:
            return self.zeros(version, key[1], t)
        if have == ():
            return syntax.const(0j if is_complex(bar.type) else 0.0)
        if have is None or (rank(t) == len(have) and 1 not in have):
            return self.zeros(version, key[1], t)  # it may be whole: what the variable was before may be of another size
        return self.context.helper_call("zeros_like", syntax.name(self.bar_name(key)))

    def enlarged(self, bar: Bar, version: Version, path: Path) -> Bar:
        """The cotangent with the full shape of its primal."""
        t = at(version.type, path)
        shape = shape_of(t)
        have = shape_of(bar.type)
        if not isinstance(t, Array) or fills(have, shape):
            return replace(bar, type=replace(t, dtype=bar.type.dtype) if isinstance(t, Array) and isinstance(bar.type, Array) else t)
        extent = syntax.attribute(self.value_of(version, path), "shape")
        if isinstance(bar.type, (Scalar, Array)):
            plain = isinstance(bar.type, Scalar) and bar.type.weak  # a number of Python's, which widens no array
            t = Array(REAL.get(t.dtype, bar.type.dtype) if plain else bar.type.dtype, t.shape)  # made the primal's at the end
        elif isinstance(bar.type, Unknown) and is_narrow(t):
            t = replace(t, dtype=widened(t.dtype))  # so is this, which may have become wider
        if is_thin(t):
            return Bar(syntax.binop(bar.value, gast.Add, self.zeros(version, path)), t, owned=True)
        if have == ():
            narrow = [syntax.expr(f"np.{t.dtype}")] if t.dtype in REAL.values() else []
            if isinstance(bar.value, gast.Constant) and bar.value.value == 1.0 and (t.dtype == "float64" or narrow):
                return Bar(syntax.call("np.ones", extent, *narrow), t, owned=True)
            return Bar(syntax.call("np.full", extent, bar.value, *narrow), t, owned=True)
        return Bar(syntax.call("np.broadcast_to", bar.value, extent), t, owned=False)

    def full(self, key: Key, version: Version) -> Bar:
        """The cotangent under `key`, made full and named."""
        bar = self.bars[key]
        t = at(version.type, key[1])
        if bar.type != t and isinstance(t, Array) and shape_of(bar.type) != t.shape:
            bar = self.enlarged(bar, version, key[1])
            name = self.bar_name(key)
            self.assign(name, bar.value, bar.type)
            bar = Bar(syntax.name(name), bar.type, bar.owned)
            self.bars[key] = bar
        return bar

    def full_part(self, version: Version, path: Path, bar: Bar) -> Bar:
        """A cotangent with the full shape of a part of a version."""
        t = at(version.type, path)
        if isinstance(t, Scalar) and isinstance(bar.type, Unknown):  # of what is an array elsewhere: whoever gets it may add to it
            return Bar(self.context.helper_call("unbroadcast", bar.value, syntax.const(0.0)), t, owned=False)
        return self.enlarged(bar, version, path) if isinstance(t, Array) and shape_of(bar.type) != t.shape else bar

    def in_precision(self, version: Version, path: Path, bar: Bar) -> Bar:
        """A cotangent in the dtype of its primal, where that is one of less precision: it may have become wider."""
        t = at(version.type, path)
        if not isinstance(t, (Array, Scalar)) or not is_narrow(t) or is_complex(bar.type) != is_complex(t) or isinstance(bar.value, gast.Constant):
            return bar
        if isinstance(bar.type, (Array, Scalar)) and bar.type.dtype == t.dtype:
            return bar
        return Bar(in_dtype_of(t, self.full_part(version, path, bar).value), t, owned=True)

    def independent(self, key: Key, version: Version, *, whole: bool = False) -> Bar:
        """The cotangent under `key` as memory of its own, to be changed in place: item by item, so it is no number, or `whole`."""
        name = self.bar_name(key)
        t = _as_changed(at(version.type, key[1]) if whole else thickened(at(version.type, key[1])))
        if key not in self.bars:
            self.assign(name, self.zeros(version, key[1]), t)
            self.bars[key] = Bar(syntax.name(name), t, owned=True)
            return self.bars[key]
        bar = self.bars[key]
        if isinstance(t, Array) and shape_of(bar.type) != t.shape:
            full = self.complex_too(self.enlarged(bar, version, key[1]), t)
            bar = replace(full, type=replace(t, dtype=full.type.dtype) if isinstance(full.type, Array) else t)
        bar = self.complex_too(bar, t)
        if isinstance(t, (Array, Many, Unknown)):
            if not bar.owned and isinstance(t, Many):
                copy = bar if _is_tuple(bar.type) and isinstance(t.item, Scalar) else replace(bar, value=self.context.helper_call("copy_tree", bar.value))
                bar = Bar(self.listed(copy).value, t, owned=True)
            elif not bar.owned:
                bar = Bar(self.copied(bar), bar.type, owned=True)
        if isinstance(t, Array) and t.shape == ():  # a result without axes is a number, which cannot be changed in place
            bar = replace(bar, value=syntax.call("np.array", bar.value))
        if not syntax.is_name(bar.value, name):
            self.assign(name, bar.value, bar.type if not isinstance(t, Scalar) else t)
            bar = Bar(syntax.name(name), self.types[name], owned=True)
        self.bars[key] = bar
        return bar

    def complex_too(self, bar: Bar, t: Type) -> Bar:
        """A cotangent that is real as yet, of something complex, so that complex parts may come."""
        have = bar.type
        if not isinstance(t, (Scalar, Array)) or not isinstance(have, (Scalar, Array)) or not is_complex(t) or is_complex(have):
            return bar
        if not isinstance(t, Array) or not isinstance(have, Array):
            return replace(bar, type=Scalar(t.dtype, weak=False))
        return Bar(syntax.call(syntax.attribute(bar.value, "astype"), syntax.expr(f"np.{t.dtype}")), replace(t, shape=have.shape), owned=True)

    def listed(self, bar: Bar) -> Bar:
        """A cotangent of a tuple of any length as a list, of which items can be changed and popped."""
        if not _is_tuple(bar.type):
            return bar
        t = replace(bar.type, cls=list)
        return Bar(syntax.call("list", bar.value), t, owned=isinstance(t.item, Scalar))

    def copied(self, bar: Bar) -> gast.AST:
        """A copy of a cotangent, which may be a number."""
        if may_be_a_number(bar.type):
            return self.context.helper_call("copy_tree", bar.value)
        return syntax.call(syntax.attribute(bar.value, "copy"))

    def set_aside(self, bar: Bar) -> Bar:
        """A cotangent under another name."""
        if not isinstance(bar.value, gast.Name):
            return bar
        name = self.temporary(bar.value.id)
        self.assign(name, bar.value, bar.type)
        return Bar(syntax.name(name), bar.type, bar.owned)

    def take(self, version: Version) -> dict[Path, Bar]:
        """Remove and return the cotangents of a variable that is defined here."""
        found = {k: b for k, b in self.bars.items() if k[0] == version.name}
        for key in found:
            del self.bars[key]
        return {k[1]: b for k, b in found.items() if (version, k[1]) in self.active}

    def seed_tree(self, version: Version, t: Type, bars: dict[Path, Bar], path: Path, *, item: bool = False) -> gast.AST:
        """The cotangent of a whole value, each part in its full shape, as one expression; zeros for the parts that have none.

        Of an `item` of a list, these are the zeros that `zeros_like` puts there: whole numbers have one, too.
        """
        if isinstance(t, (Seq, Dict, Record)):
            parts = [self.seed_tree(version, c, bars, (*path, k), item=item) for k, c in children(t)]
            return self.container(t, parts, lambda: self.value_of(version, path))
        if path in bars:
            return syntax.clone(self.full_part(version, path, bars[path]).value)
        zero = is_inexact(t) or isinstance(t, Many) or (item and isinstance(t, Scalar))
        return self.zeros(version, path) if zero else syntax.const(None)


def _is_tuple(t: Type) -> TypeGuard[ListOf]:
    """Whether `t` is a tuple of any length."""
    return isinstance(t, ListOf) and t.cls is tuple


def _as_changed(t: Type) -> Type:
    """The type of a cotangent that is changed in place: a list, where the primal is a tuple of any length."""
    return replace(t, cls=list) if _is_tuple(t) else _number_if_there(t)


def _number_if_there(t: Type) -> Type:
    """The type of a cotangent: a number, if that is what the primal is where it is not None."""
    return t.present if isinstance(t, Unknown) and isinstance(t.present, Scalar) else t
