"""What is known of tangents here: their names, their zeros and sizes, and how a statement and its tangents are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Leaf, Path, Program, Version
from s2sdiff.differentiate.terms import in_dtype_of, or_empty, part_of
from s2sdiff.differentiate.typing import Typed
from s2sdiff.differentiate.unbound import may_be_unbound, placeholder
from s2sdiff.differentiate.writing import Key, Writing
from s2sdiff.types import (
    UNKNOWN,
    Array,
    Dict,
    DictOf,
    Many,
    Record,
    Scalar,
    Seq,
    Static,
    Type,
    Unknown,
    at,
    children,
    fills,
    is_complex,
    is_inexact,
    is_narrow,
    is_thin,
    shape_of,
)

Result = tuple[Path, gast.AST, Typed]  # the tangent of a part of what a function gives


@dataclass
class Dot:
    """A tangent at one place of the sweep."""

    value: gast.AST
    type: Type
    owned: bool


class Dots(Writing):
    """Keeps the tangents of a program's variables at one place of the sweep."""

    reads_result = False  # whether the tangents of the statement at hand read what it gives, under the marker
    result_marker = "@result"

    def __init__(self, context: Any, program: Program, active: set[Leaf]) -> None:
        super().__init__(context, program, active)
        self.dots: dict[Key, Dot] = {}
        self.here: dict[str, Version] = {}
        self.lent: set[Key] = set()  # the tangents of which others are a part, on whatever path
        self.exits: list[list[Version]] = []  # what each loop around here leaves behind
        self.begun: dict[str, gast.AST] = {}  # what variables hold until they are bound, where a tangent asks before

    def type_of_name(self, name: str) -> Type | None:
        """The type of a variable at this place of the sweep; None for a name that is not known."""
        if name in self.types:
            return self.types[name]
        version = self.here.get(name) or self.program.outer.get(name) or self.program.arguments.get(name)
        return self.program.counted(version) if version else None

    def dot_name(self, key: Key) -> str:
        """The name of the tangent of a part of a variable."""
        return self.part_name(key, "dot")

    def becomes_active(self, version: Version) -> bool:
        """Whether something active is appended to a list later."""
        return any(v.name == version.name and (v, path) in self.active and v.storages & version.storages
                   for v, path in self.active)  # fmt: skip

    def forget(self, version: Version) -> None:
        """A variable defined anew without a tangent loses the old one."""
        for key in [k for k in self.dots if k[0] == version.name]:
            del self.dots[key]

    def set(self, version: Version, path: Path, value: gast.AST, typed: Typed) -> None:
        """Assign the tangent of a part of a version."""
        key = (version.name, path)
        name = self.dot_name(key)
        t = at(version.type, path)
        if is_inexact(t) and isinstance(t, (Scalar, Array)) and not is_complex(t) and is_complex(typed.type):
            value, typed = syntax.call("np.real", value), Typed(t, fresh=False)
        if is_complex(t):  # another name may come to hold it, and get complex numbers
            wide = self.widened(Dot(value, typed.type, typed.fresh), t)
            value, typed = wide.value, Typed(wide.type, wide.owned)
        if isinstance(t, Array) and t.shape == () and version.storages & self.program.stores.keys() and not _is_array(value):
            value, typed = syntax.call("np.array", value), Typed(t, fresh=True)  # a sum without axes is a number, which cannot be changed in place
        if syntax.is_name(value, name):
            self.note(name, typed.type)
        else:
            self.assign(name, value, typed.type)
        self.dots[key] = Dot(syntax.name(name), typed.type, typed.fresh)

    def dot_of(self, node: gast.AST, path: Path = ()) -> Dot | None:
        """The tangent of a part of an atom, if it has one."""
        version = self.program.uses.get(node)
        if version is None or (version, path) not in self.active:
            return None
        return self.dots.get((version.name, path))

    # --- zeros and sizes ---

    def zeros(self, value: gast.AST, version: Version, path: Path) -> gast.AST:
        """A zero tangent of a part of a value."""
        t = at(version.type, path)
        if isinstance(t, Scalar):
            return syntax.const(0.0 if not is_complex(t) else 0j)
        if isinstance(t, Static):
            return self.context.no_tangent()
        value = or_empty(self.part(value, version, path), t)
        if isinstance(value, (gast.List, gast.Dict)):
            return value
        if isinstance(t, Array) and not is_thin(t):
            shape = syntax.attribute(value, "shape") if t.shape != () else syntax.tuple_([])  # which may be a number at times
            extra = [] if t.dtype == "float64" or not is_inexact(t) else [syntax.expr(f"np.{t.dtype}")]
            return syntax.call("np.zeros", shape, *extra)
        if isinstance(t, DictOf) and t.starts_at_zero:
            return self.from_zero(syntax.call("dict.fromkeys", value, syntax.const(0.0)))
        return self.context.helper_call("zeros_like", value)

    def part(self, value: gast.AST, version: Version, path: Path) -> gast.AST:
        """A part of a value, from which a tangent gets its shape: that is asked on every path."""
        if may_be_unbound(version):
            self.begun[version.name] = placeholder(version.type, self.context)
        return part_of(value, version.type, path)

    def from_zero(self, *items: gast.AST) -> gast.AST:
        """A dict of these items, in which a missing key gives zero, as it does in the dict that it is the tangent of."""
        return gast.Call(self.context.named(defaultdict), [syntax.name("float"), *items], [])

    def enlarged(self, dot: Dot, value: gast.AST, version: Version, path: Path) -> Dot:
        """The tangent with the full shape of its primal."""
        t = at(version.type, path)
        have = shape_of(dot.type)
        if not isinstance(t, Array) or fills(have, t.shape):
            return dot
        value = self.part(value, version, path)
        if is_thin(t):
            return Dot(syntax.binop(dot.value, gast.Add, self.context.helper_call("zeros_like", value)), t, owned=True)
        extent = syntax.attribute(value, "shape")
        if have == ():
            return Dot(syntax.call("np.full", extent, dot.value), t, owned=True)
        return Dot(syntax.call("np.broadcast_to", dot.value, extent), t, owned=False)

    def made_full(self, dot: Dot, value: gast.AST, version: Version, path: Path) -> Dot:
        """As `enlarged`; one that may be changed in place stays so."""
        full = self.enlarged(dot, value, version, path)
        if dot.owned and not full.owned:
            return Dot(self.copied(full), full.type, owned=True)
        return full

    def widened(self, dot: Dot, t: Type) -> Dot:
        """The tangent in a dtype that holds whatever its primal may get: a complex one, of x + 0j."""
        if not isinstance(dot.type, Array) or not isinstance(t, Array) or np.result_type(dot.type.dtype, t.dtype) == dot.type.dtype:
            return dot
        value = syntax.call(syntax.attribute(dot.value, "astype"), syntax.expr(f"np.{t.dtype}"))
        return Dot(value, replace(dot.type, dtype=t.dtype), owned=True)

    def copied(self, dot: Dot) -> gast.AST:
        """A copy of a tangent, which may be a number where its array is thin."""
        if is_thin(dot.type):
            return self.context.helper_call("copy_tree", dot.value)
        return syntax.call(syntax.attribute(dot.value, "copy"))

    # --- statements with their tangents ---

    def place(self, statement: gast.AST, version: Version, tangents: list[Result]) -> None:
        """Write a statement and its tangents in an order in which each reads the values it means."""
        reads = {n for _, value, _ in tangents for n in syntax.names_read(value)}
        overwrites = version.name in reads
        saved: str | None = None
        if overwrites and self.reads_result:
            saved = self.temporary(version.name)
            self.note(saved, self.type_of_name(version.name) or UNKNOWN)
            self.emit(syntax.assign(saved, syntax.name(version.name)))
        if not overwrites or saved is not None:
            self.emit(statement)
            self.types.pop(version.name, None)
        tangents = [(p, _renamed(v, self.result_marker, version.name, saved), t) for p, v, t in tangents]
        own = {self.dot_name((version.name, p)) for p, _, _ in tangents}
        if len(tangents) > 1 and own & reads:
            tangents = [(path, self.held(version, value, typed), typed) for path, value, typed in tangents]
        self.forget(version)
        for path, value, typed in tangents:
            self.set(version, path, value, typed)
        if overwrites and saved is None:
            self.emit(statement)

    def held(self, version: Version, value: gast.AST, typed: Typed) -> gast.AST:
        """A tangent under a temporary name, until the tangents it was computed from may be overwritten."""
        name = self.temporary(f"{version.name}_next_dot")
        self.assign(name, value, typed.type)
        return syntax.name(name)

    def cast(self, dot: Dot, t: Type) -> gast.AST:
        """The tangent with the dtype of its primal."""
        have = dot.type
        if isinstance(have, Unknown) and isinstance(t, Array) and is_narrow(t):  # it may have become wider
            return in_dtype_of(t, dot.value)
        if not isinstance(t, (Array, Scalar)) or not isinstance(have, (Array, Scalar)) or have.dtype == t.dtype:
            return dot.value
        if (isinstance(have, Scalar) and have.weak) or (isinstance(t, Scalar) and t.weak):
            return dot.value
        return in_dtype_of(t, dot.value)

    def whole(self, node: gast.AST, operand: bool = False, held: Type | None = None) -> gast.AST:
        """The tangent of a whole value, as one expression; zeros for the parts that have none.

        Integers have none at all, unless they are operands of a function that takes all or nothing, or stand where
        other numbers stand at other times: `held` is the type of the place.
        """
        version = self.program.uses.get(node)
        if version is None:
            return syntax.const(0.0 if isinstance(node.value, (int, float)) else None)
        return self.tree(syntax.name(version.name), version, version.type, (), operand, held)

    def item(self, node: gast.AST, container: Version) -> gast.AST:
        """The tangent of what stands in a list or dict of any length."""
        return self.whole(node, held=container.type.item if isinstance(container.type, Many) else None)

    def tree(
        self, value: gast.AST, version: Version, t: Type, path: Path, operand: bool = False, held: Type | None = None
    ) -> gast.AST:
        """The tangent of the part of a value at `path`, as one expression."""
        if isinstance(t, (Seq, Dict, Record)):
            places = dict(children(held)) if isinstance(held, (Seq, Dict, Record)) else {}
            parts = [self.tree(value, version, c, (*path, k), operand, places.get(k)) for k, c in children(t)]
            return self.container(t, parts, lambda: part_of(syntax.clone(value), version.type, path))
        dot = self.dots.get((version.name, path)) if (version, path) in self.active else None
        if dot is not None:
            return self.cast(self.enlarged(dot, value, version, path), t)
        counts = operand or (held is not None and is_inexact(held))
        if is_inexact(t) or isinstance(t, Many) or (counts and isinstance(t, (Array, Scalar))):
            return self.zeros(value, version, path)
        return self.context.no_tangent()

    def lend(self, sources: Sequence[Version]) -> None:
        """A tangent becomes that of a new array as well: before its own array is changed, a copy is taken of it."""
        lent = frozenset().union(*(source.storages for source in sources))
        for key, dot in self.dots.items():
            if key[0] in self.here and self.here[key[0]].storages & lent:
                dot.owned = False
                self.lent.add(key)

    def owned_dot(self, base: gast.Name, version: Version) -> str:
        """The tangent of an array that is about to be changed, as memory of its own."""
        key = (base.id, ())
        name = self.dot_name(key)
        dot = self.dots.get(key)
        if dot is None:
            self.assign(name, self.zeros(syntax.name(base.id), version, ()), version.type)
        else:
            dot = self.widened(self.enlarged(dot, syntax.name(base.id), version, ()), version.type)
            if not dot.owned:
                if isinstance(version.type, DictOf) and version.type.starts_at_zero:
                    copied = self.from_zero(dot.value)
                elif isinstance(version.type, Many):
                    copied = self.context.helper_call("copy_tree", dot.value)
                else:
                    copied = self.copied(dot)
                dot = Dot(copied, dot.type, owned=True)
            if not (isinstance(dot.value, gast.Name) and dot.value.id == name):
                self.assign(name, dot.value, dot.type)
        self.dots[key] = Dot(syntax.name(name), version.type, owned=True)
        return name


def _is_array(value: gast.AST) -> bool:
    """Whether an expression makes, or is, an array also where that has no axes."""
    return isinstance(value, gast.Name) or (isinstance(value, gast.Call) and syntax.dotted(value.func) in ("np.array", "np.zeros"))


def _renamed(node: gast.AST, marker: str, result: str, saved: str | None) -> gast.AST:
    """The tree with the result's marker replaced by its name, and the old value of that name by `saved`."""
    copy = syntax.clone(node)
    for child in syntax.walk(copy):
        if isinstance(child, gast.Name):
            if child.id == marker:
                child.id = result
            elif saved is not None and child.id == result:
                child.id = saved
    return copy
