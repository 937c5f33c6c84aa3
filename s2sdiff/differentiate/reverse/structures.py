"""Tuples, dicts, records and lists: cotangents move with the parts, as the parts moved.

A container that is taken apart when generating has a cotangent per part; a list that grows has one list of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import (
    Append,
    Build,
    Copy,
    Duplicate,
    Path,
    Pop,
    Project,
    Put,
    Refresh,
    Slice,
    TreeSum,
    Version,
    all_parts,
    inexact_leaves,
)
from s2sdiff.differentiate.reverse.bars import Bar, Part
from s2sdiff.differentiate.reverse.items import Items
from s2sdiff.differentiate.terms import part_of
from s2sdiff.differentiate.typing import Typed
from s2sdiff.differentiate.writing import Key
from s2sdiff.types import Array, ListOf, Many, Scalar, Type, at, is_complex


class Structures(Items):
    """Adjoints of putting containers together and taking them apart."""

    def adjoint_Copy(self, statement: gast.AST, op: Copy, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = y`: the cotangents of x go to y."""
        parts = [p for path, bar in taken.items() for p in self.part(op.source, path, bar.value, self.typed(bar))]
        self.contribute(parts, version.name)

    def adjoint_Duplicate(self, statement: gast.AST, op: Duplicate, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = tuple(y)`, `x = copy.deepcopy(y)`: the cotangents of x go to y; that of a list is one, which is popped."""
        source = self.program.uses.get(op.source)
        parts: list[Part] = []
        for path, bar in taken.items():
            part = at(source.type, path) if source is not None else None
            if isinstance(part, ListOf) and part.cls is list and isinstance(bar.type, ListOf) and bar.type.cls is tuple:
                bar = self.listed(bar)
                parts += self.part(op.source, path, bar.value, Typed(bar.type, bar.owned))
            else:
                parts += self.part(op.source, path, bar.value, self.typed(bar))
        self.contribute(parts, version.name)

    def adjoint_TreeSum(self, statement: gast.AST, op: TreeSum, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = add_trees(y, z)`: the cotangents of x go to both."""
        given = [(source, path, bar) for source in (op.left, op.right) for path, bar in taken.items() if self.is_active(source, path)]
        parts = [p for source, path, bar in given for p in self.part(source, path, syntax.clone(bar.value), self.typed(bar))]
        self.contribute(parts, version.name)

    def adjoint_Project(self, statement: gast.AST, op: Project, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = y[key]`: the cotangents of x go to the item."""
        parts = [p for path, bar in taken.items() for p in self.part(op.source, (op.key, *path), bar.value, self.typed(bar))]
        self.contribute(parts, version.name)

    def adjoint_Slice(self, statement: gast.AST, op: Slice, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = y[a:b]` on a tuple or list: the cotangents of x go to the items."""
        parts = []
        for path, bar in taken.items():
            parts += self.part(op.source, (op.items[path[0]], *path[1:]), bar.value, self.typed(bar))
        self.contribute(parts, version.name)

    def adjoint_Build(self, statement: gast.AST, op: Build, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = (a, b)`: the cotangent of each part goes to what it was made of."""
        parts: list[Part] = []
        for key, item in op.items:
            source = self.program.uses.get(item)
            if source is None:
                continue
            for path, _ in inexact_leaves(source.type):
                bar = taken.get((key, *path))
                if bar is not None:
                    parts.append((source, path, bar.value, self.typed(bar)))
                elif () in taken and isinstance(version.type, Many):
                    value = part_of(syntax.subscript(taken[()].value, syntax.const(key)), source.type, path)
                    parts.append((source, path, value, Typed(self.handed_back(version, at(source.type, path)), fresh=False)))
        self.contribute(parts, version.name)

    def adjoint_Refresh(self, statement: gast.AST, op: Refresh, version: Version) -> None:
        """What a container holds is what a name means: the cotangents of the one go to the other."""
        self.parts_given(op.value, [(version.name, op.path)])

    def adjoint_Put(self, statement: gast.AST, op: Put, version: Version) -> None:
        """d["k"] = v on a container taken apart: the cotangent of item k, under any of its names, goes to v."""
        self.parts_given(op.value, [(op.base.id, (op.key,)), *((v.name, (*path, op.key)) for v, path in op.also)])

    def parts_given(self, value: gast.AST, places: Sequence[Key]) -> None:
        """The cotangents of parts of containers go to the value that they were given."""
        source = self.program.uses.get(value)
        if source is not None and next(inexact_leaves(source.type), None) is None:
            source = None  # an empty list, of which nothing varies
        parts: list[Part] = []
        for name, place in places:
            for key in [b for b in self.bars if b[0] == name and b[1][: len(place)] == place]:
                bar, path = self.bars.pop(key), key[1][len(place) :]
                if source is not None and next(inexact_leaves(at(source.type, path)), None) is not None:  # not 1 for what is 0.5 elsewhere
                    parts.append((source, path, bar.value, self.typed(bar)))
        self.contribute(parts)

    def adjoint_Append(self, statement: gast.AST, op: Append, version: Version) -> None:
        """`a.append(v)`: the last item of the cotangent is popped and goes to v."""
        source = self.program.uses.get(op.value)
        key = (op.base.id, ())
        if (version, ()) not in self.active:
            self.bars.pop(key, None)
            return
        self.independent(key, version)
        popped = syntax.call(syntax.attribute(syntax.name(self.bar_name(key)), "pop"))
        if source is None:
            self.emit(gast.Expr(popped))
            return
        name = self.temporary(f"{op.value.id}_item_bar")
        assert isinstance(version.type, ListOf)
        item = version.type.item
        self.assign(name, popped, item)
        leaves = [(path, self.handed_back(version, leaf)) for path, leaf in inexact_leaves(source.type)]
        self.contribute([(source, path, part_of(syntax.name(name), item, path), Typed(leaf, fresh=False)) for path, leaf in leaves])

    def handed_back(self, version: Version, t: Type) -> Type:
        """The type of the cotangent that a list gives for an item of type `t`: complex, if the list ever holds complex numbers."""
        shared = [v.type for v in self.program.versions.values() if isinstance(v.type, Many) and v.storages & version.storages]
        if not isinstance(t, (Scalar, Array)) or not any(is_complex(part) for held in shared for part in all_parts(held)):
            return t
        return replace(t, dtype=np.result_type(t.dtype, np.complex64).name)

    def adjoint_Pop(self, statement: gast.AST, op: Pop, version: Version) -> None:
        """`x = a.pop()`, `x = m.pop(k)`: the cotangent of x is appended to that of a, or stored in that of m."""
        taken = self.take(version)
        old = self.program.uses[op.base]
        if (old, ()) not in self.active:
            return
        key = (op.base.id, ())
        self.independent(key, self.program.defines[statement][1])
        seed = self.seed_tree(version, version.type, taken, (), item=True)
        bar = syntax.name(self.bar_name(key))
        if op.key is not None:
            self.emit(syntax.assign(syntax.subscript(bar, self.primal(op.key), store=True), seed))
            return
        self.emit(gast.Expr(syntax.call(syntax.attribute(bar, "append"), seed)))
