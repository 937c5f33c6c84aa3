"""Iterators that are read by hand: `it = iter(xs)`, then `next(it)`, or a loop over what is left.

Such a name means a list or array, and a variable that says how far it was read.
"""

from __future__ import annotations

import gast

from s2sdiff import syntax
from s2sdiff.analyze.branches import Branches
from s2sdiff.analyze.infer import BOTTOM
from s2sdiff.analyze.program import Inactive
from s2sdiff.analyze.state import Meaning, Walk
from s2sdiff.errors import Unsupported
from s2sdiff.types import Array, ListOf, Record, Seq


class Walks(Branches):
    """Understands `iter` and `next`."""

    def builtin_iter(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        """`iter(xs)`: nothing is read yet."""
        given = self.gone_over(args[0]) if len(args) == 1 else None
        if len(args) != 1 or not isinstance(given or args[0], (gast.Name, gast.Attribute, gast.Call)):
            raise Unsupported("`iter` of what is no list or array", node, "give what it reads a name")
        items, place = self.helper(statement, "read"), self.helper(statement, "read_so_far")
        self.before([syntax.assign(items, given or syntax.clone(args[0])), syntax.assign(place, syntax.const(0))], statement)
        held = self.type_of(self.used(items))
        if not isinstance(held, (Array, ListOf, Seq)):
            raise Unsupported("`iter` of what is no list or array", node, "make it a list first: `list(...)`")
        return Meaning(syntax.const(None), Walk(items, place), Inactive("an iterator"))

    def builtin_next(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`next(it)` and `next(it, v)`."""
        walk = self.peek(args[0]) if isinstance(args[0], gast.Name) else None
        plain = isinstance(walk, Record) and len(args) == 1 and not self.catches_errors  # else it is asked whether it ended
        method = self.method_of(walk, "__next__") if plain and walk is not None else None
        if method is not None:
            return self.call_user(node, method, args, {}, statement)
        if not isinstance(walk, Walk):
            return None
        taken = self.helper(statement, "taken")
        more = gast.Compare(syntax.name(walk.place), [gast.Lt()], [syntax.call("len", syntax.name(walk.items))])
        if len(args) > 1:
            lines = [gast.If(more, self.taking(walk, taken), [syntax.assign(taken, syntax.clone(args[1]))])]
        else:
            ended = gast.Raise(syntax.call("StopIteration"), None)
            lines = [gast.If(gast.UnaryOp(gast.Not(), more), [ended], []), *self.taking(walk, taken)]
        self.before(self.same_again((statement, taken), [syntax.located(line, statement) for line in lines]), statement)
        if self.dead:  # it surely ended
            return Meaning(syntax.const(None), BOTTOM, Inactive("never reached"))
        return self.evaluate(syntax.located(syntax.name(taken), statement), statement)

    def taking(self, walk: Walk, name: str) -> list[gast.AST]:
        """The next item is bound to a name."""
        one_on = syntax.binop(syntax.name(walk.place), gast.Add, syntax.const(1))
        return [syntax.assign(name, syntax.subscript(syntax.name(walk.items), syntax.name(walk.place))), syntax.assign(walk.place, one_on)]

    def rest_of(self, statement: gast.For) -> list[gast.AST] | None:
        """A loop over what is left of an iterator, whose body may read on; None for other loops."""
        walk = self.peek(statement.iter) if isinstance(statement.iter, gast.Name) else None
        if not isinstance(walk, Walk) or not isinstance(statement.target, gast.Name):
            return None
        more = gast.Compare(syntax.name(walk.place), [gast.Lt()], [syntax.call("len", syntax.name(walk.items))])
        loop = gast.While(more, [*self.taking(walk, statement.target.id), *statement.body], [])
        return self.same_again((statement, "the rest"), [syntax.located(loop, statement)])  # type: ignore[no-any-return]

    def read_as_list(self, given: gast.Name, target: object, statement: gast.AST) -> gast.Name:
        """What is left of an iterator, as a list."""
        walk = self.peek(given)
        if not isinstance(walk, Walk):
            return super().read_as_list(given, target, statement)
        rest = self.helper(statement, "rest")
        left = gast.Slice(syntax.name(walk.place), None, None)
        lines = [
            syntax.assign(rest, syntax.subscript(syntax.name(walk.items), left)),
            syntax.assign(walk.place, syntax.call("len", syntax.name(walk.items))),
        ]
        self.before(lines, statement)
        return syntax.located(self.used(rest), statement)
