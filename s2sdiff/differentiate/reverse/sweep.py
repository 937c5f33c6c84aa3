"""The whole: the statements of a block in reverse, each beneath the user's line, by the adjoint of what it means."""

from __future__ import annotations

from collections.abc import Sequence

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Append, Op, Path, Pop, Put, Refresh, Store, Update, Version
from s2sdiff.differentiate.reverse.looping import Looping
from s2sdiff.differentiate.terms import in_dtype_of
from s2sdiff.types import (
    Array,
    Dict,
    Many,
    Record,
    Scalar,
    Seq,
    Type,
    Unknown,
    children,
    is_inexact,
    is_narrow,
    shape_of,
)


class Reverse(Looping):
    """Writes the reverse sweep of one program."""

    def block(self, statements: Sequence[gast.AST]) -> None:
        """Write the reverse of some statements, the last first."""
        for statement in reversed(statements):
            self.statement(statement)

    def nested(self, region: tuple[str, gast.AST], statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The reverse of an inner block, written apart."""
        heading, self.heading = self.heading, None
        with self.into([]) as inner:
            self.blocks[region] = inner
            self.block(statements)
        self.heading = heading
        return inner

    def statement(self, statement: gast.AST) -> None:
        """Write the reverse of a statement, beneath the user's line."""
        if isinstance(statement, gast.If):
            self.branch(statement)
        elif isinstance(statement, (gast.For, gast.While)):
            self.loop(statement)
        elif isinstance(statement, gast.With):
            self.scope(statement)
        elif statement in self.program.ops:
            mark = len(self.out)
            heading = self.heading
            self.headed(statement)
            last = self.out[-1:]
            self.adjoint(statement, self.program.ops[statement])
            if self.out[-1:] == last:  # nothing was written, so nothing is quoted
                del self.out[mark:]
                self.heading = heading

    def scope(self, statement: gast.With) -> None:
        """The reverse of a `with` block, in the same context."""
        body = self.nested(("with", statement), statement.body)
        if body:
            items = [self.primal(i) for i in statement.items]
            new = gast.With(items, body, None)
            self.mirrors[new] = statement
            self.emit(new)

    def adjoint(self, statement: gast.AST, op: Op) -> None:
        """Write the adjoint of what a statement means, if a cotangent flows to it."""
        version = self.program.defines[statement][0] if statement in self.program.defines else None
        if version is None:
            return
        self.owned_names = {b.value.id for b in self.bars.values() if b.owned and isinstance(b.value, gast.Name)}
        method = getattr(self, "adjoint_" + type(op).__name__, None)
        if isinstance(op, (Store, Update, Append, Pop, Put, Refresh)):
            if isinstance(op, (Pop, Put)) or any(k[0] == op.base.id for k in self.bars):
                method(statement, op, version)  # type: ignore[misc]
            return
        taken = self.take(version)
        if taken and method is not None:
            method(statement, op, version, taken)

    def result(self, version: Version, t: Type, path: Path = ()) -> gast.AST:
        """The cotangent of an argument, with the argument's structure, shape and dtype, and memory of its own."""
        if isinstance(t, (Seq, Dict, Record)):
            parts = [self.result(version, c, (*path, k)) for k, c in children(t)]
            return self.container(t, parts, lambda: self.value_of(version, path))
        if not is_inexact(t) and not isinstance(t, Many):
            return self.context.no_tangent()
        bar = self.bars.get((version.name, path))
        given = self.program.dynamic.get(version.name)
        if given is not None and given.cls is not list:
            return syntax.call("tuple", bar.value if bar is not None else self.zeros(version, path))
        if bar is None:
            zeros = self.zeros(version, path)
            return in_dtype_of(t, zeros) if isinstance(t, Scalar) and is_narrow(t) else zeros
        unknown = isinstance(bar.type, Unknown)
        bar = self.enlarged(bar, version, path) if isinstance(t, Array) and shape_of(bar.type) != t.shape else bar
        value = syntax.clone(bar.value)
        have = bar.type
        if isinstance(t, (Array, Scalar)) and not (isinstance(t, Scalar) and t.weak):
            differs = isinstance(have, (Array, Scalar)) and have.dtype != t.dtype
            if differs or ((unknown or self.meets) and self.has_narrow):  # what is met on several paths may be wider or narrower
                return in_dtype_of(t, value)
        if isinstance(t, Array) and not bar.owned and self.lasting:
            return syntax.call(syntax.attribute(value, "copy"))
        return value
