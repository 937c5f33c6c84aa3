"""Which names statements change, and which may be read after a statement on any path: of normal form, or emitted text.

`simplify.liveness` asks the same of text whose calls and aliases are known, and says what is useless; here nothing is
known yet but names, and whatever is mentioned is read.  They share no more than the walk over statements.
"""

from __future__ import annotations

from collections.abc import Sequence

import gast

from s2sdiff import syntax
from s2sdiff.analyze.renaming import free_reads
from s2sdiff.library import CHANGING_METHODS

Names = frozenset[str]
FUNCTIONS = (gast.FunctionDef, gast.Lambda)


def live_names(body: Sequence[gast.AST]) -> dict[gast.AST, Names]:
    """For each statement of a function's body, at any depth, the names that may be read after it."""
    found = _Liveness()
    found.block(body, frozenset())
    captured = captured_names(body)
    return {statement: names | captured for statement, names in found.after.items()}


def captured_names(body: Sequence[gast.AST]) -> Names:
    """The names that functions read which are written in a body."""
    functions = [node for node in syntax.walk(list(body)) if isinstance(node, FUNCTIONS)]
    return frozenset(syntax.names_read(functions))


def read_first(body: Sequence[gast.AST]) -> Names:
    """The names that may be read in a body before the body itself assigns them."""
    return _Liveness().block(body, frozenset())


def changed_names(statements: Sequence[gast.AST]) -> set[str]:
    """Names whose items or content a block changes: x[i] = v, x[i] += v, x += v, x.append(v), y = x.pop()."""
    found: set[str] = set()
    for node in syntax.walk(list(statements)):
        if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Store) and isinstance(node.value, gast.Name):
            found.add(node.value.id)
        elif isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name):
            found.add(node.target.id)
        elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Call):
            func = node.value.func
            if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name):
                found.add(func.value.id)
        elif isinstance(node, gast.Assign) and isinstance(node.value, gast.Call):
            func = node.value.func
            if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name) and func.attr in CHANGING_METHODS:
                found.add(func.value.id)
    return found


def used_names(loop: gast.AST, containers: Names) -> Names:
    """The names that a loop reads or binds, trip by trip; to store into an item of an array is not to read the array.

    To add to an item of a list or dict, which is one of the `containers` or is asked for a word, is to read it, and so is
    to multiply any item.
    """
    parts = [*loop.body, loop.test] if isinstance(loop, gast.While) else loop.body
    stores = [n for n in syntax.walk(parts) if isinstance(n, gast.Subscript) and isinstance(n.ctx, gast.Store)]
    updated = {id(n.target): isinstance(n.op, (gast.Add, gast.Sub)) for n in syntax.walk(parts) if isinstance(n, gast.AugAssign)}
    bases = {id(s.value) for s in stores if id(s) not in updated or (updated[id(s)] and not _is_of_container(s, containers))}
    return frozenset(n.id for n in syntax.walk(parts) if isinstance(n, gast.Name) and id(n) not in bases)


def _is_of_container(item: gast.Subscript, containers: Names) -> bool:
    word = isinstance(item.slice, gast.Constant) and isinstance(item.slice.value, str)
    return word or (isinstance(item.value, gast.Name) and item.value.id in containers)


class _Liveness:
    """One backward sweep; a loop's body is swept until the names at its top are stable."""

    def __init__(self) -> None:
        self.after: dict[gast.AST, Names] = {}
        self.at_break: Names = frozenset()

    def block(self, statements: Sequence[gast.AST], after: Names) -> Names:
        """The names that may be read from the top of a block on."""
        for statement in reversed(statements):
            self.after[statement] = after
            after = self.before(statement, after)
        return after

    def before(self, statement: gast.AST, after: Names) -> Names:
        if isinstance(statement, gast.If):
            branches = self.block(statement.body, after) | self.block(statement.orelse, after)
            return branches | syntax.names_read(statement.test)
        if isinstance(statement, (gast.For, gast.While)):
            return self.before_loop(statement, after)
        if isinstance(statement, gast.With):
            heads = frozenset().union(*(syntax.names_read(item.context_expr) for item in statement.items))
            return self.block(statement.body, after) | heads
        if isinstance(statement, gast.Break):
            return self.at_break
        if isinstance(statement, (gast.Return, gast.Raise)):
            return frozenset(syntax.names_read(statement))
        if isinstance(statement, gast.Assign):
            return (after - syntax.names_stored(statement)) | free_reads(statement)
        changed = statement.target if isinstance(statement, gast.AugAssign) else None
        return after | syntax.names_read(statement) | ({changed.id} if isinstance(changed, gast.Name) else set())

    def before_loop(self, loop: gast.AST, after: Names) -> Names:
        head = loop.iter if isinstance(loop, gast.For) else loop.test
        own = syntax.names_stored(loop.target) if isinstance(loop, gast.For) else set()
        outside, self.at_break = self.at_break, after
        top = after | syntax.names_read(head)
        while True:
            again = self.block(loop.body, top) - own
            if again <= top:
                break
            top |= again
        self.at_break = outside
        return top


__all__ = ["live_names", "read_first"]
