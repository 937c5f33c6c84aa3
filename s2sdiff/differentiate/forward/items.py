"""Loads, stores and changes in place: the tangent's memory changes as the primal's does."""

from __future__ import annotations

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import (
    Append,
    Build,
    Load,
    Path,
    Pop,
    Put,
    Store,
    Update,
    Version,
    as_target,
    inexact_leaves,
    moved,
)
from s2sdiff.differentiate.forward.dots import Dot
from s2sdiff.differentiate.forward.structures import Structures
from s2sdiff.differentiate.terms import part_of
from s2sdiff.differentiate.typing import Typed
from s2sdiff.types import Array, Many, Scalar, Type, Unknown, at, is_narrow

Change = Store | Update | Append


class Items(Structures):
    """Writes the tangents of what reads and changes memory."""

    def tangent_Load(self, statement: gast.AST, op: Load, version: Version) -> None:
        """`x = a[i]`: the same view of the tangent."""
        dot = self.dot_of(op.base)
        if dot is None:
            self.emit(statement)
            self.forget(version)
            return
        source = self.program.uses[op.base]
        dot = self.enlarged(dot, syntax.name(source.name), source, ())
        value = moved(op.place, op.base, dot.value, syntax.clone)
        self.reads_result = False
        if isinstance(source.type, Many) and not isinstance(source.type.item, (Scalar, Array, Unknown)):
            name = self.dot_name((version.name, ("whole",)))
            self.assign(name, value, version.type)
            parts = [(path, part_of(syntax.name(name), version.type, path), Typed(leaf, fresh=False)) for path, leaf in inexact_leaves(version.type)]
            self.place(statement, version, parts)
            return
        self.place(statement, version, [((), value, Typed(version.type, fresh=False))])

    def tangent_Pop(self, statement: gast.AST, op: Pop, version: Version) -> None:
        """`x = a.pop()`, `x = m.pop(k)`: the tangent is popped too."""
        name = self.owned_dot(op.base, self.program.uses[op.base])
        popped = syntax.call(f"{name}.pop", *([] if op.key is None else [syntax.clone(op.key)]))
        parts = [path for path, _ in inexact_leaves(version.type)]
        self.emit(statement)
        self.forget(version)
        if parts == [()]:
            self.set(version, (), popped, Typed(version.type, fresh=False))
            return
        held = self.dot_name((version.name, ("whole",)))
        self.assign(held, popped, version.type)
        for path, leaf in inexact_leaves(version.type):
            if (version, path) in self.active:
                self.set(version, path, part_of(syntax.name(held), version.type, path), Typed(leaf, fresh=False))

    def start_list(self, version: Version) -> None:
        """The tangent of a new list or dict: as many zeros as it has items, none most often."""
        op = self.program.ops.get(version.statement) if version.statement is not None else None
        empty = isinstance(op, Build) and not op.items
        zeros = self.display(op, version) if empty else self.zeros(syntax.name(version.name), version, ())  # type: ignore[arg-type]
        self.set(version, (), zeros, Typed(version.type, fresh=True))

    def change(self, statement: gast.AST, op: Change, version: Version, active: bool) -> None:
        """Stores, in-place updates and appends: the tangent is changed at the same place."""
        old = self.program.uses[op.base]
        if not active:
            if statement not in self.program.said:
                self.emit(statement)
            self.dots.pop((op.base.id, ()), None)
            return
        name = self.owned_dot(op.base, old)
        if isinstance(op, Append):
            item = self.item(op.value, version)
            self.emit(gast.Expr(syntax.call(f"{name}.append", item)))
        elif isinstance(op, Store):
            place = as_target(moved(op.place, op.base, syntax.name(name), syntax.clone))
            dot = self.dot_of(op.value)
            if isinstance(version.type, Many):
                self.emit(syntax.assign(place, self.item(op.value, version)))
            else:
                self.emit(syntax.assign(place, dot.value if dot is not None else syntax.const(0.0)))
        elif isinstance(op, Update):
            dot = self.dot_of(op.value)
            place = moved(op.place, op.base, syntax.name(name), syntax.clone)
            if dot is not None and isinstance(statement, gast.Expr):
                self.emit(gast.Expr(syntax.call(syntax.clone(statement.value.func), place.value, place.slice, dot.value)))
            elif dot is not None:
                if isinstance(place, gast.Name):  # what is added to may have been a number before
                    dot = self.enlarged(dot, op.value, self.program.uses[op.value], ())
                self.emit(gast.AugAssign(as_target(place), op.operator(), self.as_narrow(dot, version.type)))
        if statement not in self.program.said:
            self.emit(statement)

    def as_narrow(self, dot: Dot, t: Type) -> gast.AST:
        """What is added to a tangent in place: as narrow as that, as both may become one sum."""
        if isinstance(dot.type, Array) and isinstance(t, Array) and is_narrow(t) and not is_narrow(dot.type):
            return self.cast(dot, Array(t.dtype, dot.type.shape))
        return dot.value

    def put(self, statement: gast.AST, op: Put, version: Version) -> None:
        """A part of a container taken apart is replaced, and so is its tangent, under every name of the container."""
        if statement not in self.program.said:
            self.emit(statement)
        for changed, path in ((version, ()), *op.also):
            self.set_part(op.value, changed, (*path, op.key))

    def set_part(self, value: gast.AST, version: Version, place: Path) -> None:
        """The tangent of a part becomes that of `value`."""
        source = self.program.uses.get(value)
        for k in [k for k in self.dots if k[0] == version.name and k[1][: len(place)] == place]:
            del self.dots[k]
        if source is not None:
            for path, _ in inexact_leaves(source.type):
                dot = self.dot_of(value, path)
                if dot is not None and (version, (*place, *path)) in self.active:
                    self.set(version, (*place, *path), dot.value, Typed(dot.type, fresh=False))
            made = self.program.ops.get(source.statement) if source.statement is not None else None
            later = any(v.name == version.name and path == place for v, path in self.active)
            if later and isinstance(made, Build) and not made.items and isinstance(at(version.type, place), Many):  # nothing varies in it as yet
                self.set(version, place, self.display(made, source), Typed(at(version.type, place), fresh=True))
