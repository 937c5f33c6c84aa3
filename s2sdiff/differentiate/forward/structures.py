"""Tuples, dicts, records and lists, put together and taken apart: the tangents are put together likewise."""

from __future__ import annotations

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Build, Copy, Duplicate, Path, Project, Slice, TreeSum, Version, inexact_leaves
from s2sdiff.differentiate.forward.dots import Dot
from s2sdiff.differentiate.forward.functions import Functions
from s2sdiff.differentiate.typing import Typed
from s2sdiff.types import Array, DictOf, ListOf, Many, Scalar, Type, Unknown, at


class Structures(Functions):
    """Writes the tangents of copies, displays and parts."""

    def tangent_Copy(self, statement: gast.AST, op: Copy, version: Version) -> None:
        """`x = y`: the tangents are those of y."""
        self.move(statement, version, {path: self.dot_of(op.source, path) for path, _ in inexact_leaves(version.type)})

    def tangent_Duplicate(self, statement: gast.AST, op: Duplicate, version: Version) -> None:
        """`x = list(y)`, `x = copy.deepcopy(y)`: tangents of its own."""
        self.reads_result = False
        found = [(path, self.dot_of(op.source, path)) for path, _ in inexact_leaves(version.type) if (version, path) in self.active]
        tangents = [(path, self.duplicate(dot, at(version.type, path), op.deep), Typed(dot.type, fresh=True)) for path, dot in found if dot is not None]
        self.place(statement, version, tangents)

    def duplicate(self, dot: Dot, t: Type, deep: bool) -> gast.AST:
        """A tangent with memory of its own, for a value of type `t`; of a list that is not copied deeply, with the same items."""
        if isinstance(dot.type, Scalar):
            return dot.value
        if isinstance(dot.type, Array):
            return syntax.call(syntax.attribute(dot.value, "copy"))
        plain = isinstance(dot.type, Many) and (not deep or isinstance(dot.type.item, Scalar))
        kind = t.cls.__name__ if isinstance(t, ListOf) else "dict"
        return syntax.call(kind, dot.value) if plain else self.context.helper_call("copy_tree", dot.value)

    def tangent_TreeSum(self, statement: gast.AST, op: TreeSum, version: Version) -> None:
        """`x = add_trees(y, z)`: the tangents are summed."""
        self.reads_result = False
        tangents = []
        for path, t in inexact_leaves(version.type):
            dots = [dot for dot in (self.dot_of(op.left, path), self.dot_of(op.right, path)) if dot is not None]
            if len(dots) == 1:
                tangents.append((path, self.duplicate(dots[0], t, deep=True), Typed(dots[0].type, fresh=True)))
            elif isinstance(t, (Many, Unknown)) or any(isinstance(dot.type, Unknown) for dot in dots):  # which may be None
                tangents.append((path, self.context.helper_call("add_trees", *(dot.value for dot in dots)), Typed(t, fresh=True)))
            elif dots:
                total = syntax.binop(dots[0].value, gast.Add, dots[1].value)
                tangents.append((path, total, self.typer(total)))
        self.place(statement, version, tangents)

    def tangent_Project(self, statement: gast.AST, op: Project, version: Version) -> None:
        """`x = y[key]`: the tangents are those of the item."""
        self.move(statement, version, {p: self.dot_of(op.source, (op.key, *p)) for p, _ in inexact_leaves(version.type)})

    def tangent_Slice(self, statement: gast.AST, op: Slice, version: Version) -> None:
        """`x = y[a:b]` on a tuple or list: the tangents are those of the items."""
        self.move(statement, version, {p: self.dot_of(op.source, (op.items[p[0]], *p[1:])) for p, _ in inexact_leaves(version.type)})

    def move(self, statement: gast.AST, version: Version, dots: dict[Path, Dot | None]) -> None:
        """The tangents of a value that is only given another name."""
        self.reads_result = False
        tangents = [(path, dot.value, Typed(dot.type, fresh=False)) for path, dot in dots.items() if dot is not None and (version, path) in self.active]
        self.place(statement, version, tangents)

    def tangent_Build(self, statement: gast.AST, op: Build, version: Version) -> None:
        """`x = (a, b)`: each part keeps its tangent; a list or dict of any length has one tangent, a list or dict as well."""
        if isinstance(version.type, Many):
            self.emit(statement)
            self.set(version, (), self.display(op, version), Typed(version.type, fresh=True))
            return
        dots: dict[Path, Dot | None] = {}
        for key, item in op.items:
            source = self.program.uses.get(item)
            if source is not None:
                for path, _ in inexact_leaves(source.type):
                    dots[(key, *path)] = self.dot_of(item, path)
        self.move(statement, version, dots)

    def display(self, op: Build, version: Version) -> gast.AST:
        """The tangents of the items of a new list or dict; where a missing key gives a zero, so it does here."""
        items = [self.item(item, version) for _, item in op.items]
        if isinstance(version.type, ListOf):
            return syntax.list_(items)
        if isinstance(version.type, DictOf) and version.type.starts_at_zero and version.statement is not None:
            return self.from_zero() if version.type.absent else syntax.clone(version.statement.value)
        return gast.Dict([syntax.const(k) for k, _ in op.items], items)
