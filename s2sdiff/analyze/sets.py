"""Sets of what no derivative passes through: whole numbers, strings, tuples of such.

A set is changed and read where the program does so, in the forward sweep; what is done in its order goes over a list of
its items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.dicts import Dicts
from s2sdiff.analyze.infer import BOTTOM, Bottom
from s2sdiff.analyze.program import Inactive, all_parts, is_container
from s2sdiff.analyze.state import Meaning, View
from s2sdiff.errors import Unsupported
from s2sdiff.types import (
    BOOL,
    Array,
    Dict,
    DictOf,
    ListOf,
    Scalar,
    Seq,
    SetOf,
    Static,
    Text,
    Type,
    is_inexact,
    is_known_text,
)

OPERATORS = (gast.BitOr, gast.BitAnd, gast.BitXor, gast.Sub)
JOINING = ("union", "intersection", "difference", "symmetric_difference")
ASKING = ("issubset", "issuperset", "isdisjoint")
ADDING = ("add", "update", "symmetric_difference_update")
CHANGING = (*ADDING, "discard", "remove", "clear", "intersection_update", "difference_update")
METHOD_OF = {gast.BitOr: "update", gast.BitAnd: "intersection_update", gast.BitXor: "symmetric_difference_update", gast.Sub: "difference_update"}


class Sets(Dicts):
    """Understands sets."""

    # --- how they are made ---

    def value_Set(self, value: gast.Set, statement: gast.AST) -> Meaning:
        """`{a, b}`."""
        node = syntax.clone(value)
        if any(isinstance(item, gast.Starred) for item in node.elts):
            raise Unsupported("a star in a set", value, "write a union: `a | {b}`")
        return self.new_set(node, [self.type_of(item) for item in node.elts], statement)

    def builtin_set(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        """`set()`, and `set(xs)` of anything whose items are plain."""
        return self.new_set(node, [item_in(self.type_of(arg), arg) for arg in args], statement)

    def builtin_frozenset(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        """`frozenset(xs)`, a set that nobody changes."""
        self.context.stood_for.add(frozenset)
        return self.builtin_set(node, args, statement)

    def new_set(self, node: gast.AST, items: Sequence[Type], statement: gast.AST) -> Meaning:
        """A set of such items."""
        for t in items:
            check_plain(t, node)
        own = self.display_storage(statement)
        return Meaning(node, SetOf(infer.join_all([infer.key_type(t) for t in items])), Inactive("a set"), own, own=own)

    def value_BinOp(self, value: gast.BinOp, statement: gast.AST) -> Meaning:
        """`a | b` and the other operators of sets."""
        if not isinstance(value.op, OPERATORS):
            return super().value_BinOp(value, statement)
        node = gast.BinOp(self.keys_as_set(value.left, statement), value.op, self.keys_as_set(value.right, statement))
        if not all(isinstance(self.peek(side), SetOf) for side in (node.left, node.right)):
            return super().value_BinOp(value, statement)
        return self.new_set(node, [item_in(self.type_of(side), side) for side in (node.left, node.right)], statement)

    def keys_as_set(self, side: gast.AST, statement: gast.AST) -> gast.AST:
        """An operand; of `d.keys()` the set of the keys."""
        held = self.peek(side)
        view = self.view_called(side.id) if isinstance(side, gast.Name) else None
        base = view[0] if view is not None and view[1] == "keys" else held.base if isinstance(held, View) and held.which == "keys" else ""
        if not base:
            return syntax.clone(side)
        name = self.helper(statement, f"{base}_keys", role=base)
        self.before([syntax.assign(name, syntax.call("set", syntax.name(base)))], statement)
        return syntax.located(syntax.name(name), statement)

    def container_value(
        self, node: gast.Call, base: gast.Name, held: Type, name: str, named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """`s.union(t)`, `s.issubset(t)` and the like."""
        if not isinstance(held, SetOf) or named:
            return super().container_value(node, base, held, name, named, statement)
        given = [item_in(self.type_of(arg), arg) for arg in node.args]
        if name in ASKING:
            return Meaning(node, BOOL, Inactive("a comparison"))
        return self.new_set(node, [held.item, *given], statement) if name in (*JOINING, "copy") else None

    # --- how they change ---

    def container_change(
        self, statement: gast.AST, base: gast.Name, name: str, args: Sequence[gast.AST], named: Mapping[str, gast.AST]
    ) -> list[gast.AST] | None:
        """`s.add(x)` and other methods that are called for their effect."""
        held = self.type_of(base)
        if not isinstance(held, SetOf):
            return super().container_change(statement, base, name, args, named)
        if isinstance(statement, gast.AugAssign):
            name = METHOD_OF.get(type(statement.op), "")
        if name not in CHANGING or named:
            return None
        given = [self.keys_as_set(arg, statement) if isinstance(statement, gast.AugAssign) else syntax.clone(arg) for arg in args]
        types = [self.type_of(arg) for arg in given]
        if name not in ("add", "discard", "remove"):
            types = [item_in(t, arg) for t, arg in zip(types, given, strict=True)]
        for t in types:
            check_plain(t, statement)
        new = gast.Expr(syntax.call(f"{base.id}.{name}", *given))
        if isinstance(statement, gast.AugAssign):
            new = syntax.augassign(base.id, type(statement.op), given[0])
        added = map(infer.key_type, types) if name in ADDING else ()
        self.set_changed(new, base, replace(held, item=infer.join_all([held.item, *added])), statement)
        return [new, *self.put_back(base.id, statement)]

    def set_changed(self, new: gast.AST, base: gast.Name, t: SetOf, statement: gast.AST) -> None:
        """A new version of a set; its other names show that, or become stale."""
        self.check_owner(base, statement)
        old, own = self.use(base), self.env.own[base.id]
        shared = self.shared_with(base.id)
        self.make_stale(base.id, statement, container=True, told=shared)
        version = self.define(base.id, t, "update", new, self.env.memory[base.id], old.view, own=own)
        for storage in own:
            self.program.stores.setdefault(storage, []).append(version)
        self.program.ops[new] = Inactive("a set")
        self.show_again(base.id, statement)
        self.tell(base.id, shared, statement)


def item_in(t: Type, node: gast.AST) -> Type:
    """The type of what going over a value of type `t` gives."""
    if isinstance(t, (SetOf, ListOf)):
        return t.item
    if isinstance(t, DictOf):
        return t.key
    if isinstance(t, Seq):
        return infer.join_all([infer.key_type(item) for item in t.items])
    if isinstance(t, Dict):
        return infer.dict_of(t).key
    if isinstance(t, Array) and t.shape is not None and len(t.shape) == 1:
        return Scalar(t.dtype)
    if is_known_text(t):
        return infer.key_type(t)
    if isinstance(t, Bottom):
        return BOTTOM
    raise Unsupported("a set made of what is not known to be a list", node, "make a list of it first")


def check_plain(t: Type, node: gast.AST) -> None:
    """Refuse items that a derivative may pass through, or that are not known to be hashed by their value."""
    for part in all_parts(t):
        plain = isinstance(part, (Bottom, Static, Text, Scalar)) or (isinstance(part, Seq) and not is_container(part))
        if not plain or is_inexact(part):
            raise Unsupported("a set of what a derivative may pass through", node, "use a list, or a set of positions")
