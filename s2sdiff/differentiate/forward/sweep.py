"""The whole: blocks and statements, in the program's order."""

from __future__ import annotations

from collections.abc import Sequence

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Append, Pop, Put, Refresh, Store, Update, inexact_leaves
from s2sdiff.differentiate.forward.looping import Looping
from s2sdiff.types import Many


class Forward(Looping):
    """Writes the tangent sweep of one program."""

    def block(self, statements: Sequence[gast.AST]) -> None:
        """Write the sweep of some statements."""
        for statement in statements:
            self.statement(statement)

    def nested(self, statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The sweep of an inner block, written apart."""
        with self.into([]) as inner:
            self.block(statements)
        return inner

    def statement(self, statement: gast.AST) -> None:
        """Write a statement and its tangent."""
        if isinstance(statement, gast.If):
            self.branch(statement)
        elif isinstance(statement, (gast.For, gast.While)):
            self.loop(statement)
        elif isinstance(statement, gast.With):
            new = gast.With(statement.items, self.nested(statement.body), None)
            self.emit(syntax.located(new, statement))
        elif isinstance(statement, gast.Return):
            return
        elif isinstance(statement, gast.Break):
            self.leave()
            self.emit(statement)
        else:
            self.simple(statement)

    def simple(self, statement: gast.AST) -> None:
        """Write a statement without a block, and the tangent of what it defines or changes."""
        op = self.program.ops.get(statement)
        versions = self.program.defines.get(statement, [])
        if op is None or not versions:
            self.emit(statement)
            return
        version = versions[0]
        method = getattr(self, "tangent_" + type(op).__name__, None)
        leaves = [path for path, _ in inexact_leaves(version.type) if (version, path) in self.active]
        if isinstance(op, Put):
            self.put(statement, op, version)
        elif isinstance(op, Refresh):
            self.emit(statement)
            self.set_part(op.value, version, op.path)
        elif isinstance(op, (Store, Update, Append)):
            self.change(statement, op, version, bool(leaves))
        elif isinstance(op, Pop) and (self.program.uses[op.base], ()) in self.active:
            self.tangent_Pop(statement, op, version)
        elif not leaves or method is None:
            self.emit(statement)
            self.forget(version)
            if isinstance(version.type, Many) and self.becomes_active(version):
                self.start_list(version)
        else:
            method(statement, op, version)
        self.here |= {v.name: v for v in versions}
