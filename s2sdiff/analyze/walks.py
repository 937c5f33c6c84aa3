"""Iterators that are read by hand: `it = iter(xs)`, then `next(it)`, or a loop over what is left.

Such a name means a list or array, and a variable that says how far it was read.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.branches import Branches
from s2sdiff.analyze.infer import BOTTOM
from s2sdiff.analyze.live_names import changed_names
from s2sdiff.analyze.methods import gives_itself
from s2sdiff.analyze.program import Inactive
from s2sdiff.analyze.state import Meaning, Walk
from s2sdiff.errors import Unsupported
from s2sdiff.normalize.parts import not_
from s2sdiff.types import NONE, Array, ListOf, Record, Scalar, Seq


class Walks(Branches):
    """Understands `iter` and `next`."""

    def builtin_iter(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        """`iter(xs)`: nothing is read yet."""
        given = self.gone_over(args[0]) if len(args) == 1 else None
        if len(args) != 1 or not isinstance(given or args[0], (gast.Name, gast.Attribute, gast.Call)):
            raise Unsupported("`iter` of what is no list or array", node, "give what it reads a name")
        if isinstance(given, gast.Call):  # what yields reads as it goes on, but its list is made here
            self.note_iterator(node, args, [], statement)
        return self.begun("iter", given or args[0], node, statement)

    def begun(self, what: str, given: gast.AST, node: gast.AST, statement: gast.AST) -> Meaning:
        """An iterator of what a list or array holds, once (`iter`) or again and again (`cycle`)."""
        items, place = self.helper(statement, "read"), self.helper(statement, "read_so_far")
        self.before([syntax.assign(items, syntax.clone(given)), syntax.assign(place, syntax.const(0))], statement)
        held = self.type_of(self.used(items))
        if not isinstance(held, (Array, ListOf, Seq)):
            raise Unsupported(f"`{what}` of what is no list or array", node, "make it a list first: `list(...)`")
        return Meaning(syntax.const(None), Walk(items, place, what == "cycle"), Inactive("an iterator"))

    def call_object(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A call of an object known when generating."""
        if target in (itertools.count, itertools.cycle):
            return self.endless(node, target, args, keywords, statement)
        listed = self.first_items(args, statement) if target is itertools.islice and args else None
        return listed or super().call_object(node, target, args, keywords, statement)

    def endless(self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> Meaning:
        """`itertools.cycle(xs)` and `itertools.count(start, step)`."""
        if cls is itertools.cycle:
            return self.cycled(node, args[0], statement)
        given = {**dict(zip(("start", "step"), args, strict=False)), **keywords}
        names = [self.helper(statement, wish) for wish in ("counts_from", "counts_by", "counted")]
        values = [given.get("start", syntax.const(0)), given.get("step", syntax.const(1)), syntax.const(0)]
        self.before([syntax.assign(name, syntax.clone(value)) for name, value in zip(names, values, strict=True)], statement)
        return Meaning(syntax.const(None), Walk(names[0], names[2], endless=True, step=names[1]), Inactive("an iterator"))

    def cycled(self, node: gast.Call, given: gast.AST, statement: gast.AST) -> Meaning:
        """`itertools.cycle(xs)`, which keeps what it read once: so xs may not be changed."""
        name = statement.targets[0].id if isinstance(statement, gast.Assign) else ""
        self.type_of(given)  # a read
        if name not in syntax.names_stored(self.primal.tree.body):  # it is read where it is made
            self.note_iterator(node, [given] if isinstance(given, gast.Name) else [], [], statement)
        memory = self.storages_of(given)
        changed = [n for n in changed_names(self.lines_read) if n in self.env and self.env.memory[n] & memory]
        if changed and memory:
            raise Unsupported(f"`cycle` of what is changed, through `{min(changed)}`", node, "index with a remainder: `xs[k % len(xs)]`")
        return self.begun("cycle", given, node, statement)

    def item_at(self, walk: Walk, index: gast.AST) -> gast.AST:
        """The item of an iterator that comes after so many."""
        if walk.step:
            index = index if self.is_number_of(walk.step, 1) else syntax.binop(index, gast.Mult, syntax.name(walk.step))
            return index if self.is_number_of(walk.items, 0) else syntax.binop(syntax.name(walk.items), gast.Add, index)
        if walk.endless:
            index = syntax.binop(index, gast.Mod, syntax.call("len", syntax.name(walk.items)))
        return syntax.subscript(syntax.name(walk.items), index)

    def ahead(self, node: gast.AST, k: gast.AST) -> gast.AST | None:
        """The item that an iterator that never ends gives k items from here; None for others.

        Nobody reads on from where the loop leaves it: that would depend on which of the iterators ends first.
        """
        walk = self.peek(node) if isinstance(node, gast.Name) else None
        if not isinstance(walk, Walk) or not walk.endless:
            return None
        if node.id in self.live:
            raise Unsupported(f"`{node.id}`, which never ends, is read after a loop over it beside others", node, "make a new one for each loop")
        begins = self.is_number_of(walk.place, 0)
        return self.item_at(walk, k if begins else syntax.binop(syntax.name(walk.place), gast.Add, k))

    def is_number_of(self, name: str, value: int) -> bool:
        """Whether a variable is known to be this number."""
        held = self.peek(syntax.name(name))
        return isinstance(held, Scalar) and type(held.value) is int and held.value == value

    def first_items(self, args: Sequence[gast.AST], statement: gast.AST) -> Meaning | None:
        """`itertools.islice(count(), n)` and its like, as a list; None of iterators that end."""
        walk = self.peek(args[0]) if isinstance(args[0], gast.Name) else None
        if not isinstance(walk, Walk) or not walk.endless:
            return None
        if not 1 < len(args) <= 4 or any(self.type_of(a) == NONE for a in args[1:2]):
            raise Unsupported("`islice` without an end of what never ends", statement, "say how many")
        items, k = self.helper(statement, "items"), self.helper(statement, "k")
        ahead = self.ahead(args[0], syntax.name(k))
        assert ahead is not None
        item = self.helper(statement, "item")
        body = [*self.hoisted(syntax.assign(item, ahead), statement), gast.Expr(syntax.call(f"{items}.append", syntax.name(item)))]
        loop = gast.For(syntax.name(k, store=True), syntax.call("range", *map(syntax.clone, args[1:])), body, [], None)
        return self.computed(items, [syntax.assign(items, syntax.list_([])), loop], statement)

    def hoisted(self, line: gast.Assign, statement: gast.AST) -> list[gast.AST]:
        """An assignment whose right side has nested operations, as assignments of one operation each."""
        raise NotImplementedError

    def builtin_next(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`next(it)` and `next(it, v)`."""
        walk = self.peek(args[0]) if isinstance(args[0], gast.Name) else None
        plain = isinstance(walk, Record) and len(args) == 1 and not self.catches(StopIteration)  # else it is asked whether it ended
        method = self.method_of(walk, "__next__") if plain and walk is not None else None
        if method is not None:
            return self.call_user(node, method, args, {}, statement)
        if not isinstance(walk, Walk):
            return None
        taken = self.helper(statement, "taken")
        if walk.endless:
            self.before(self.same_again((statement, taken), [syntax.located(line, statement) for line in self.taking(walk, taken, statement)]), statement)
            return self.evaluate(syntax.located(syntax.name(taken), statement), statement)
        more = gast.Compare(syntax.name(walk.place), [gast.Lt()], [syntax.call("len", syntax.name(walk.items))])
        if len(args) > 1:
            lines = [gast.If(more, self.taking(walk, taken, statement), [syntax.assign(taken, syntax.clone(args[1]))])]
        else:
            ended = gast.Raise(syntax.call("StopIteration"), None)
            lines = [gast.If(gast.UnaryOp(gast.Not(), more), [ended], []), *self.taking(walk, taken, statement)]
        self.before(self.same_again((statement, taken), [syntax.located(line, statement) for line in lines]), statement)
        if self.dead:  # it surely ended
            return Meaning(syntax.const(None), BOTTOM, Inactive("never reached"))
        return self.evaluate(syntax.located(syntax.name(taken), statement), statement)

    def taking(self, walk: Walk, name: str, statement: gast.AST) -> list[gast.AST]:
        """The next item is bound to a name."""
        one_on = syntax.binop(syntax.name(walk.place), gast.Add, syntax.const(1))
        return [*self.hoisted(syntax.assign(name, self.item_at(walk, syntax.name(walk.place))), statement), syntax.assign(walk.place, one_on)]

    def rest_of(self, statement: gast.For) -> list[gast.AST] | None:
        """A loop over what is left of an iterator, whose body may read on; None for other loops."""
        walk = self.peek(statement.iter) if isinstance(statement.iter, gast.Name) else None
        if not isinstance(walk, Walk) or not isinstance(statement.target, gast.Name):
            return None
        if walk.endless:
            self.check_leaves(statement)
        more = gast.Compare(syntax.name(walk.place), [gast.Lt()], [syntax.call("len", syntax.name(walk.items))])
        loop = gast.While(syntax.const(value=True) if walk.endless else more, [*self.taking(walk, statement.target.id, statement), *statement.body], [])
        return self.same_again((statement, "the rest"), [syntax.located(loop, statement)])  # type: ignore[no-any-return]

    def asked_for_each(self, statement: gast.For) -> list[gast.AST] | None:
        """A loop over an object that is its own iterator: `while` it does not end, `__next__` is called; None for other loops."""
        held = self.peek(statement.iter) if isinstance(statement.iter, gast.Name) else None
        begin, step = (self.method_of(held, name) if isinstance(held, Record) else None for name in ("__iter__", "__next__"))
        tree = self.context.primal_of(begin).tree if begin is not None and isinstance(statement.target, gast.Name) else None
        if tree is None or step is None or not isinstance(held, Record) or not gives_itself(tree):
            return None
        base = statement.iter.id
        kept = self.helper(statement, base) if base in self.names_bound([statement.target, *statement.body]) else base
        goes_on = going_on(self.context.primal_of(step).tree, kept)
        if goes_on is None:
            raise Unsupported(f"the `__next__` of class `{held.cls.__name__}`", statement.iter, "begin it with `if ...: raise StopIteration`, by attributes and numbers")
        taken = syntax.assign(statement.target.id, syntax.call(f"{kept}.__next__"))
        lines = [syntax.assign(kept, syntax.name(base))] if kept != base else []
        lines += [gast.Expr(syntax.call(f"{kept}.__iter__"))] if len(tree.body) > 1 else []
        loop = gast.While(goes_on, [taken, *statement.body], [])
        return self.same_again((statement, "asked for each"), [syntax.located(line, statement) for line in (*lines, loop)])  # type: ignore[no-any-return]

    def check_leaves(self, statement: gast.For) -> None:
        """Refuse to list what never ends, as a generator would be listed before it is read."""
        if not syntax.may_break(statement) and not any(isinstance(s, gast.Raise) for s in syntax.walk(statement.body)):
            raise Unsupported("a loop over what never ends, which nothing in it leaves", statement, "say how many: `itertools.islice(..., n)`")

    def read_as_list(self, given: gast.Name, target: object, statement: gast.AST) -> gast.Name:
        """What is left of an iterator, as a list."""
        walk = self.peek(given)
        if not isinstance(walk, Walk) or walk.endless:
            return super().read_as_list(given, target, statement)
        rest = self.helper(statement, "rest")
        left = gast.Slice(syntax.name(walk.place), None, None)
        lines = [
            syntax.assign(rest, syntax.subscript(syntax.name(walk.items), left)),
            syntax.assign(walk.place, syntax.call("len", syntax.name(walk.items))),
        ]
        self.before(lines, statement)
        return syntax.located(self.used(rest), statement)


ASKING = ("len", "abs", "min", "max")


def going_on(tree: gast.FunctionDef, base: str) -> gast.AST | None:
    """When a `__next__` gives another item, as it tells first, of the object called `base`; None where it does not tell."""
    first, *rest = tree.body
    if not isinstance(first, gast.If) or len(tree.args.args) != 1:
        return None
    left = bool(first.body) and isinstance(first.body[-1], gast.Return)
    if _ends_it(first.body):
        test, others = not_(first.test), [*first.orelse, *rest]
    elif _ends_it(first.orelse) or (left and not first.orelse and _ends_it(rest)):
        test, others = first.test, [*first.body, *(rest if first.orelse else [])]
    else:
        return None
    own = tree.args.args[0].id
    calls = {syntax.dotted(n.func) for n in syntax.walk(test) if isinstance(n, gast.Call)}
    if calls - {*ASKING} or syntax.names_read(test) - {own, *ASKING} or any(map(_is_stop, syntax.walk(others))):
        return None
    return _renamed(test, own, base)


def _renamed(node: gast.AST, old: str, new: str) -> gast.AST:
    return syntax.name(new) if syntax.is_name(node, old) else syntax.with_parts(node, lambda part: _renamed(part, old, new))


def _ends_it(block: Sequence[gast.AST]) -> bool:
    return len(block) == 1 and _is_stop(block[0])


def _is_stop(node: gast.AST) -> bool:
    """Whether a statement raises StopIteration."""
    raised = node.exc if isinstance(node, gast.Raise) else None
    return syntax.is_name(raised.func if isinstance(raised, gast.Call) else raised, "StopIteration")
