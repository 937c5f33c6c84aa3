"""Python's own functions that mean something to types or to lists: len, sum, max, isinstance, list, print.

One `builtin_<name>` for each; it gives the meaning of the call, or None where a rule is to be looked for as for any
other function (`max` of two numbers).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.application import described
from s2sdiff.analyze.joins import Joins
from s2sdiff.analyze.program import Build, Duplicate, Inactive, Op, Slice, may_hold_containers, stand_of
from s2sdiff.analyze.state import Meaning, View
from s2sdiff.analyze.strings import check_shown, known_text, string_of, text_of
from s2sdiff.errors import Unsupported
from s2sdiff.types import (
    BOOL,
    INT,
    NONE,
    UNKNOWN,
    Array,
    Cut,
    Dict,
    DictOf,
    ListOf,
    Scalar,
    Seq,
    SetOf,
    Static,
    Type,
    is_integer,
)

Step = Callable[[gast.AST, gast.AST], gast.AST]  # the total so far and an item give the next total


class BuiltinCalls(Joins):
    """Understands calls of builtins."""

    def builtin_len(self, node: gast.Call, args: list[gast.AST], _statement: gast.AST) -> Meaning:
        """`len(x)`, a size."""
        return Meaning(node, replace(INT, value=infer.length_of(self.type_of(args[0]))), Inactive("a length"))

    def builtin_isinstance(self, node: gast.Call, _args: list[gast.AST], _statement: gast.AST) -> Meaning:
        """`isinstance(x, C)` outside a test."""
        decided = self.is_instance(node)
        stands = decided is not None and stand_of(self.type_of(node.args[0])) is not None  # for an object of another class than its own
        return Meaning(syntax.const(decided) if stands else node, replace(BOOL, value=decided), Inactive("a boolean"))

    def builtin_slice(self, node: gast.Call, args: list[gast.AST], _statement: gast.AST) -> Meaning:
        """`slice(a, b)`, known where its bounds are; it is an index, and never differentiated."""
        bounds = [self.type_of(a) for a in args]
        t: Type = UNKNOWN
        if all(b == NONE or (isinstance(b, Scalar) and type(b.value) is int) for b in bounds):
            t = Static(slice(*[b.value for b in bounds if isinstance(b, (Static, Scalar))]))
        elif all(b == NONE or (isinstance(b, Scalar) and is_integer(b)) for b in bounds):
            cut = slice(*[None if b == NONE else b for b in bounds])
            t = Cut((cut.start, cut.stop, cut.step))
        return Meaning(node, t, Inactive("an index"))

    def builtin_print(self, node: gast.Call, _args: list[gast.AST], _statement: gast.AST) -> Meaning:
        """`print(...)` whose None is used."""
        return Meaning(node, NONE, Inactive("an effect"))

    def builtin_str(self, node: gast.Call, args: list[gast.AST], _statement: gast.AST) -> Meaning:
        """`str(x)`, known where x is."""
        types = [self.type_of(a) for a in args]
        self.check_asked(node)
        self.check_view(args[0] if args else node, "shown")
        check_shown(self.context.stood_for, types, node)
        return string_of(node, [known_text(types[0]) if types else ""], types)

    def builtin_repr(self, node: gast.Call, args: list[gast.AST], _statement: gast.AST) -> Meaning:
        """`repr(x)`, a string of which only the kind is known."""
        types = [self.type_of(a) for a in args]
        self.check_asked(node)
        self.check_view(args[0] if args else node, "shown")
        check_shown(self.context.stood_for, types, node)
        return text_of(node, types)

    # --- over the items of a list ---

    def builtin_sum(self, _node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`sum(xs)` of a list or tuple, as additions; an array is left to its rule."""
        held = self.type_of(args[0])
        if not isinstance(held, (Seq, ListOf, View)):
            return None
        start = args[1] if len(args) > 1 else syntax.const(0)
        return self.folded(args[0], held, start, lambda total, item: syntax.binop(total, gast.Add, item), statement)

    def builtin_max(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`max(xs)`, `max(a, b, c)`, and `min`; two values are left to their rule."""
        return self.extreme(node, args, statement)

    builtin_min = builtin_max

    def extreme(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`max` or `min` of a list, or of more than two values, as a chain of choices between two."""
        held = self.type_of(args[0])
        row = isinstance(held, Array) and held.shape is not None and len(held.shape) == 1
        if len(args) == 1 and (row or isinstance(held, (Seq, ListOf))) and isinstance(args[0], gast.Name):
            first = self.part(args[0], 0, statement)
        elif len(args) > 2:
            first = args[0]
        else:
            return None

        def choose(total: gast.AST, item: gast.AST) -> gast.AST:
            return syntax.call(node.func.id, total, item)

        if len(args) == 1:
            return self.folded(args[0], held, first, choose, statement)
        name = self.names.fresh("best")
        self.locals.add(name)
        lines = [syntax.assign(name, choose(syntax.clone(first), syntax.clone(args[1])))]
        lines += [syntax.assign(name, choose(syntax.name(name), syntax.clone(a))) for a in args[2:]]
        return self.computed(name, lines, statement)

    def folded(self, whole: gast.AST, held: Type, start: gast.AST, step: Step, statement: gast.AST) -> Meaning:
        """An operation over the items of a list, one after another."""
        total = self.helper(statement, "total")
        lines = [syntax.assign(total, syntax.clone(start))]
        if isinstance(held, Seq):
            items = [self.part(whole, k, statement) for k in range(len(held.items))]
            lines += [syntax.assign(total, step(syntax.name(total), item)) for item in items]
        else:
            item = self.helper(statement, "item")
            body = [syntax.assign(total, step(syntax.name(total), syntax.name(item)))]
            lines.append(gast.For(syntax.name(item, store=True), syntax.clone(whole), body, [], None))
        return self.computed(total, lines, statement)

    def computed(self, name: str, lines: list[gast.AST], statement: gast.AST) -> Meaning:
        """The value that some statements leave in `name`; they are put before the statement that asks for it."""
        self.before(lines, statement)
        return self.value_Name(syntax.located(syntax.name(name), statement), statement)

    # --- conversions ---

    def builtin_list(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`list(xs)`."""
        return self.converted(node, args, list, statement)

    def builtin_tuple(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`tuple(xs)`."""
        return self.converted(node, args, tuple, statement)

    def converted(self, node: gast.Call, args: list[gast.AST], cls: type, statement: gast.AST) -> Meaning | None:
        """A list or tuple of the items of another."""
        held = self.type_of(args[0]) if args else Seq(cls, ())
        if isinstance(held, Dict):
            names = [syntax.const(k) for k, _ in held.items]
            return self.evaluate(syntax.located(syntax.list_(names) if cls is list else syntax.tuple_(names), node), statement)
        if isinstance(held, Seq) and args and any(map(may_hold_containers, held.items)):  # one by one, they stay the same in both
            items = [self.part(args[0], k, statement) for k in range(len(held.items))]
            return self.evaluate(syntax.located(syntax.list_(items) if cls is list else syntax.tuple_(items), node), statement)
        if isinstance(held, Seq):
            t = Seq(cls, held.items)
            op: Op = Slice(args[0], tuple(range(len(t.items)))) if args else Build(())
            own = self.display_storage(statement) if cls is list else None
            items = [self.memory_of_part(args[0], k, part) for k, part in enumerate(t.items)]
            storages = (own or frozenset()).union(*items) if args else self.fresh_storage(t, statement)
            return Meaning(node, t, op, storages, view=True, own=own)
        if isinstance(held, ListOf):
            own = self.display_storage(statement)
            return Meaning(node, ListOf(held.item, cls=cls), Duplicate(args[0], deep=False), own | self.memory_of_item(args[0], held.item), view=True, own=own)
        if isinstance(held, (DictOf, SetOf)) and cls is list:
            keys = ListOf(held.key if isinstance(held, DictOf) else held.item)
            return Meaning(node, keys, Inactive("the keys of a dict, or the items of a set"), self.fresh_storage(keys, statement))
        if isinstance(held, Array) and held.shape and cls is tuple:
            listed = self.helper(statement, "listed")
            self.before([syntax.assign(listed, syntax.call("list", syntax.clone(args[0])))], statement)
            return self.evaluate(syntax.located(syntax.call("tuple", syntax.name(listed)), node), statement)
        if isinstance(held, Array) and held.shape:
            return self.listed_items(args[0], statement)
        raise Unsupported(f"`{cls.__name__}(...)` of {described(held)}", node, "loop over it and append")

    def listed_items(self, array: gast.AST, statement: gast.AST, number: str = "") -> Meaning:
        """`list(x)` of an array: its items or rows, one after another, each as a number of Python's class of that name, if given."""
        items, item = self.helper(statement, "items"), self.helper(statement, "item")
        added, lines = item, []
        if number:
            added = self.helper(statement, f"{item}_number")
            lines = [syntax.assign(added, syntax.call(number, syntax.name(item)))]
        body = [*lines, gast.Expr(syntax.call(f"{items}.append", syntax.name(added)))]
        loop = gast.For(syntax.name(item, store=True), syntax.clone(array), body, [], None)
        return self.computed(items, [syntax.assign(items, syntax.list_([])), loop], statement)

    def builtin_range(self, node: gast.Call, args: list[gast.AST], _statement: gast.AST) -> Meaning:
        """A range under a name is read like a list of integers."""
        for arg in args:
            self.type_of(arg)
        return Meaning(node, ListOf(INT), Inactive("integers"))

    # --- what is refused ---

    def builtin_dict(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`dict()`; what is made of items is understood elsewhere."""
        return None if args else self.evaluate(syntax.located(gast.Dict([], []), node), statement)

    def builtin_type(self, node: gast.Call, _args: list[gast.AST], _statement: gast.AST) -> Meaning:
        """Refused."""
        raise Unsupported("`type(...)`", node, "use isinstance")
