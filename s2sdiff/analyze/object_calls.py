"""Functions of Python's and of libraries that are given objects: copies of them, `type`, `getattr`, `len` ..."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.constructors import Constructors
from s2sdiff.analyze.methods import bound_to, receiver
from s2sdiff.analyze.program import (
    ITEMS,
    Build,
    Duplicate,
    Inactive,
    Path,
    Storage,
    TreeSum,
    inexact_leaves,
    is_container,
    memory_paths,
    said_class,
    stand_of,
)
from s2sdiff.analyze.state import Meaning, Super
from s2sdiff.errors import Unsupported
from s2sdiff.rules.declare import name_of
from s2sdiff.runtime import add_trees, copy_tree, zeros_like
from s2sdiff.types import Array, Dict, Many, Record, Scalar, Seq, Static, Type, at, is_known_text

DEEP_COPIES = (copy.deepcopy, copy_tree)
ASKED = {len: "__len__", abs: "__abs__", float: "__float__", round: "__round__"}


class ObjectCalls(Constructors):
    """Understands functions that are given objects."""

    def call_object(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A call of an object known when generating."""
        stand = next(filter(None, map(stand_of, map(self.bound_type, [*args, *keywords.values()]))), None)
        meaning = stand.meaning_of(target) if stand is not None else None
        if meaning is not None:
            return self.call_user(node, meaning, args, keywords, statement)
        if stand is not None and is_library(target):
            raise Unsupported(f"`{name_of(target)}` of {stand.described}", node, stand.cure)
        special = self.special(node, target, args, keywords, statement)
        made = special or super().call_object(node, target, args, keywords, statement)
        if target in (*DEEP_COPIES, zeros_like) and isinstance(made.type, Many):
            own, inner = self.memory_of_copy(made.type, statement)
            made = replace(made, storages=frozenset(own or ()).union(*inner.values()), own=own, inner=inner)
        return made

    def special(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """Functions of Python that mean something to objects."""
        if target is object.__new__ and len(args) == 1:
            cls = self.type_of(args[0])
            assert isinstance(cls, Static)
            return Meaning(node, Record(cls.value, ()), Build(()), frozenset([self.new_container(statement)]))
        held = self.bound_type(args[0]) if args else None
        if held is None:
            return None
        if target is hasattr or isinstance(held, Super):
            self.check_walk(node, held)
        if self.class_of(held) is None:
            return self.special_of_plain(node, target, held, args, statement) if not keywords else None
        name = args[0]
        if target is type and len(args) == 1:
            return Meaning(node, Static(self.class_told(held) if isinstance(held, Record) else self.class_of(held)), Inactive("a class"))
        if _is(target, ASKED) and not keywords:
            method = self.method_of(held, ASKED[target])
            if method is not None:
                return self.call_user(node, bound_to(held, method), [*receiver(held, name), *args[1:]], {}, statement)
        if target in (getattr, hasattr) and len(args) > 1 and isinstance(held, Record):
            found = self.attribute_by_name(node, target, held, args, statement)
            if found is not None:
                return found
        if target is add_trees and isinstance(held, Record):
            return self.tree_sum(node, args, statement)
        if isinstance(held, Record) and isinstance(name, gast.Name):
            if target is dataclasses.replace:
                return self.replaced_fields(node, name, held, keywords, statement)
            its_own = hasattr(held.cls, "__copy__") or hasattr(held.cls, "__deepcopy__")
            if target is copy_tree or (target in (copy.copy, copy.deepcopy) and not its_own):
                return self.copied(node, name, held, statement) if target is copy.copy else self.copied_deeply(node, target, name, held, statement)
        return None

    def attribute_by_name(self, node: gast.Call, target: Any, held: Record, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`getattr(p, "x")` and `hasattr(p, "x")`, with a name that is known."""
        attr = self.type_of(args[1])
        if not isinstance(attr, Static):
            return None
        if (held.cls, attr.value) in self.context.later and target is hasattr:
            return self.is_stored(node, args[0], held, attr.value, statement)
        if (held.cls, attr.value) in self.context.later and len(args) > 2:
            return self.stored_or_default(node, held, statement)
        if target is hasattr and isinstance(self.member(held.cls, attr.value), cached_property):
            raise Unsupported(f"`hasattr` computes the cached property `{attr.value}`", node, "read the property itself")
        there = attr.value in dict([*held.items, *held.constants]) or hasattr(said_class(held), attr.value)
        if target is hasattr:
            return self.evaluate(syntax.located(syntax.const(there), statement), statement)
        if not there and len(args) > 2:
            return self.evaluate(syntax.located(syntax.clone(args[2]), statement), statement)
        return self.evaluate(syntax.located(syntax.attribute(args[0], attr.value), statement), statement) if there else None

    def stored_or_default(self, node: gast.Call, held: Record, statement: gast.AST) -> Meaning:
        """`getattr(p, "x", v)` of an attribute that the object gets later: v until then."""
        name, attr, default = node.args[0], getattr(self.type_of(node.args[1]), "value", ""), node.args[2]
        found, there = self.helper(statement, "found"), self.helper(statement, "there")
        stored = self.is_stored(node, name, held, attr, statement)
        lines = [
            syntax.assign(there, stored.value),
            gast.If(syntax.name(there), [syntax.assign(found, self.part(name, attr, statement))], [syntax.assign(found, syntax.clone(default))]),
        ]
        return self.computed(found, self.same_again((statement, found), lines), statement)

    def is_stored(self, node: gast.Call, name: gast.AST, held: Record, attr: str, statement: gast.AST) -> Meaning:
        """Whether an object has an attribute yet that it gets later: until then ours is None."""
        if (held.cls, attr) in self.emptied or isinstance(self.context.later[held.cls, attr], (Seq, Dict)):
            self.check_always(held, syntax.const(attr), node)
        part = self.part(name, attr, statement)
        there = gast.Compare(part, [gast.IsNot()], [syntax.const(None)])
        return self.evaluate(syntax.located(there, statement), statement)

    def special_of_plain(
        self, node: gast.Call, target: Any, held: Type, args: Sequence[gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """The same of arrays, numbers and plain containers."""
        if not isinstance(args[0], gast.Name):
            return None
        said = self.said_by_method(target, held, args)
        if said is not None:
            return self.evaluate(syntax.located(said, node), statement)
        if target is add_trees and isinstance(held, (Dict, Seq)):
            return self.tree_sum(node, args, statement)
        if target in DEEP_COPIES and (isinstance(held, Dict) or (isinstance(held, Seq) and held.cls in (list, tuple))):
            return self.copied_deeply(node, target, args[0], held, statement)
        return None

    def said_by_method(self, target: Any, held: Type, args: Sequence[gast.AST]) -> gast.AST | None:
        """`copy.copy(x)` as `x.copy()`, `getattr(x, "T")` as `x.T`; None for what is said in no other way."""
        if target is getattr and len(args) == 2 and isinstance(held, (Array, Scalar)):
            attr = self.type_of(args[1])
            return syntax.attribute(args[0], attr.value) if is_known_text(attr) else None
        if target is copy.copy or (target in DEEP_COPIES and isinstance(held, Array)):
            if isinstance(held, (Array, Many, Dict)) or (isinstance(held, Seq) and held.cls is list):
                return syntax.call(syntax.attribute(args[0], "copy"))
            return args[0] if isinstance(held, Scalar) else None
        return None

    def copied(self, node: gast.Call, name: gast.Name, held: Record, statement: gast.AST) -> Meaning:
        """copy.copy(p): another object with the same attributes."""
        self.type_of(name)
        items: list[tuple[str, gast.AST]] = []
        for key, _ in held.items:
            part = self.helper(statement, f"{name.id}_{key}")
            self.before([syntax.assign(part, syntax.attribute(syntax.name(name.id), key))], statement)
            items.append((key, syntax.located(self.used(part), statement)))
        return self.made(node, held.cls, items, held.constants, statement)

    def copied_deeply(self, node: gast.Call, target: Any, name: gast.Name, held: Dict | Record | Seq, statement: gast.AST) -> Meaning:
        """copy.deepcopy(d): the same structure of copies of its parts."""
        keys = list(range(len(held.items))) if isinstance(held, Seq) else [k for k, _ in held.items]
        self.type_of(name)
        if target is copy.deepcopy and frozenset((name.id,)) not in self.env.apart:
            memory = [self.memory_of_part(name, k, at(held, (k,))) for k in keys]
            if any(a & b for n, a in enumerate(memory) for b in memory[:n]):  # their copies would be one as well
                raise Unsupported(f"a deep copy of `{name.id}`, in which something may be twice", node, "copy its parts")
        own, inner = self.memory_of_copy(held, statement)
        return Meaning(node, held, Duplicate(name, deep=True), frozenset(own or ()).union(*inner.values()), own=own, inner=inner)

    def tree_sum(self, node: gast.Call, args: Sequence[gast.AST], statement: gast.AST) -> Meaning:
        """add_trees(a, b) of containers that are taken apart."""
        left, right = args
        t = infer.result_of(add_trees, [self.type_of(left), self.type_of(right)], {})
        if any(not dict(inexact_leaves(self.bound_type(side))).keys() <= dict(inexact_leaves(t)).keys() for side in args):
            raise Unsupported("a list that is taken apart and one that is not are added", node, "ask for forward mode first")
        own, inner = self.memory_of_copy(t, statement)
        return Meaning(node, t, TreeSum(left, right), frozenset(own or ()).union(*inner.values()), own=own, inner=inner)

    def memory_of_copy(self, t: Type, statement: gast.AST) -> tuple[frozenset[Storage] | None, dict[Path, frozenset[Storage]]]:
        """The memory of a value of type `t` whose parts are all new, and apart; of itself, and of its parts."""
        inner: dict[Path, frozenset[Storage]] = {}
        for path in memory_paths(t):
            key = (self.origin(statement), "copy", path)
            part = at(t, path[:-1]) if path[-1:] == (ITEMS,) else at(t, path)
            if path[-1:] == (ITEMS,) and isinstance(part, Many):
                inner[path] = self.memory_for(key, part.item)
            elif is_container(part):
                inner[path] = frozenset([self.storage_for(key, container=True, single=True)])
            else:
                inner[path] = self.memory_for(key, part)
        return inner.pop((), None), inner

    def replaced_fields(self, node: gast.Call, name: gast.Name, held: Record, changes: Mapping[str, gast.AST], statement: gast.AST) -> Meaning:
        """dataclasses.replace(p, x=v): what the class makes of p's fields and v."""
        fields = [f.name for f in dataclasses.fields(held.cls) if f.init] if dataclasses.is_dataclass(held.cls) else []
        constants = dict(held.constants)
        given: dict[str, gast.AST] = {}
        for field in fields:
            if field in changes:
                given[field] = changes[field]
            elif field in constants and isinstance(constants[field], Static):
                given[field] = syntax.const(constants[field].value)  # type: ignore[attr-defined]
            else:
                part = self.helper(statement, f"{name.id}_{field}")
                line = syntax.assign(part, syntax.attribute(syntax.name(name.id), field))
                self.before([line], statement)
                given[field] = syntax.located(syntax.name(part), statement)
        return self.construct(node, held.cls, [], given, statement)


def is_library(target: Any) -> bool:
    """Whether a function is NumPy's or SciPy's."""
    return (getattr(target, "__module__", None) or "numpy").partition(".")[0] in ("numpy", "scipy")


def _is(target: Any, table: Mapping[Any, str]) -> bool:
    return any(target is key for key in table)
