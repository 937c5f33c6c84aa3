"""Types of parts of expressions that are kept as they are written, of which none has a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.operators import COMPARISONS, Operators
from s2sdiff.analyze.state import Closure, is_effect
from s2sdiff.analyze.world import Specialised
from s2sdiff.errors import Unsupported
from s2sdiff.rules import registry
from s2sdiff.types import (
    BOOL,
    INT,
    PLAIN_TEXT,
    UNKNOWN,
    Array,
    Dict,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    Static,
    Type,
    Unknown,
)


class Inside(Operators):
    """Tells types in expressions, as far as they are known."""

    def called_inside(self, func: gast.AST) -> Type | None:
        """What is called, if that is known; None for methods of values, and for what a comprehension binds."""
        if isinstance(func, gast.Name):
            return self.resolve(func) if func in self.program.uses else None
        if not isinstance(func, gast.Attribute):
            return None
        held = self.type_inside(func.value)
        own = dict(held.items).get(func.attr) if isinstance(held, Record) else None
        return own if isinstance(own, (Closure, Static)) else self.resolve(func)

    def is_users(self, function: Any) -> bool:
        """Whether a function or class is one of the user's, and not only for looking at things."""
        if isinstance(function, type):
            return self.context.is_user_class(function) and not issubclass(function, BaseException)
        return self.context.is_user_function(function) and not is_effect(function)

    def type_inside(self, node: gast.AST) -> Type:
        """The type of a part of a condition, as far as it is a path, arithmetic, or a call of the user's; else unknown."""
        if isinstance(node, gast.Constant):
            return self.type_of(node)
        if isinstance(node, gast.Name):
            return self.program.uses[node].type if node in self.program.uses else UNKNOWN
        if isinstance(node, gast.JoinedStr):
            return PLAIN_TEXT
        if isinstance(node, (gast.List, gast.Tuple)) and not any(isinstance(e, gast.Starred) for e in node.elts):
            return Seq(tuple if isinstance(node, gast.Tuple) else list, tuple(map(self.type_inside, node.elts)))
        if isinstance(node, gast.Attribute):
            held = self.type_inside(node.value)
            if isinstance(held, Record):
                known: dict[str, Type] = dict([*held.items, *held.constants])
                return known.get(node.attr, UNKNOWN)
            return (self.resolve(node) if isinstance(held, Static) else None) or UNKNOWN
        if isinstance(node, gast.Subscript):
            held = self.type_inside(node.value)
            return infer.indexed(held, self.index_inside(node.slice)) if isinstance(held, Array) else _item(held, node.slice)
        if isinstance(node, gast.Call):
            target = self.called_inside(node.func)
            if isinstance(target, Closure) or (isinstance(target, Static) and self.is_users(target.value)):
                function = target.value if isinstance(target, Static) else target
                return self.result_inside(function, node.args, {k.arg: k.value for k in node.keywords})
            if isinstance(target, Static) and not node.keywords and registry.lookup(target.value) is not None:
                return self.context.trial(target.value, tuple(map(self.type_inside, node.args)), ())[0]
            return ListOf(INT) if target == Static(range) else UNKNOWN
        if isinstance(node, gast.Compare):
            return self.answer_inside(node)
        parts = [node.left, node.right] if isinstance(node, gast.BinOp) else [node.operand] if isinstance(node, gast.UnaryOp) else []
        if not parts or isinstance(node.op, gast.Not):
            return BOOL if parts else UNKNOWN
        function, types = registry.OPERATOR_FUNCTIONS[type(node.op)], [self.type_inside(p) for p in parts]
        if isinstance(node.op, gast.MatMult):
            return self.context.trial(function, tuple(types), ())[0]
        return infer.elementwise(function, types) if all(isinstance(t, (Scalar, Array)) for t in types) else UNKNOWN

    def index_inside(self, index: gast.AST) -> list[Any]:
        """The types in an index, as `infer.indexed` takes them."""

        def bound(node: gast.AST | None) -> Type | None:
            return None if node is None or syntax.is_none(node) else self.type_inside(node)

        items: list[Any] = []
        for item in index.elts if isinstance(index, gast.Tuple) else [index]:
            if isinstance(item, gast.Slice):
                items.append(slice(*map(bound, (item.lower, item.upper, item.step))))
            else:
                plain = isinstance(item, gast.Constant) and item.value in (None, Ellipsis)
                items.append(item.value if plain else self.type_inside(item))
        return infer.index_items(items)

    def result_inside(self, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST] = {}) -> Type:
        """The type of what a function of the user's returns for such arguments."""
        made = self.specialised_inside(target, args, keywords)
        return UNKNOWN if made is None else made.result_type()

    def answer_inside(self, node: gast.Compare) -> Type:
        """The type of a comparison: of numbers, or as the class of an object has it."""
        if len(node.ops) > 1:
            return UNKNOWN
        op, left, right = node.ops[0], node.left, node.comparators[0]
        if type(op) not in COMPARISONS:  # `in` and `is`
            return BOOL
        for base, other, name in zip((left, right), (right, left), COMPARISONS[type(op)], strict=True):
            held = self.type_inside(base)
            method = self.method_of(held, name)
            if method is not None:
                return self.result_inside(method, [base, other])
            if isinstance(held, (Array, Unknown)):
                return UNKNOWN
        return BOOL

    def specialised_inside(
        self, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], known: Mapping[gast.AST, Type] = {}
    ) -> Specialised | None:
        """A function of the user's for such arguments, some of types that are known; None where it is not understood."""
        call = syntax.name("call")
        try:
            callee = self.context.callee(self, target, call, args, keywords)
            if not hasattr(callee, "tree"):
                return None
            types = {p: known.get(a) or self.type_inside(a) for p, a in callee.bind(self, call, args, keywords)}
            if any(isinstance(t, Closure) and t.captured for t in types.values()):
                return None  # nobody says what it does to them
            specialised = callee.specialise(infer.canonical(types)[0])
            specialised.result_type()
        except Unsupported:
            return None
        return specialised


def _item(held: Type, index: gast.AST) -> Type:
    """The type of an item of a list or dict; unknown for anything else."""
    if isinstance(held, Many) and not isinstance(index, gast.Slice):
        return held.item
    known = index.value if isinstance(index, gast.Constant) else None
    if isinstance(held, Dict):
        items: dict[Any, Type] = dict(held.items)
        return items.get(known, UNKNOWN)
    if isinstance(held, Seq) and held.items and not isinstance(index, gast.Slice):
        if isinstance(known, int) and -len(held.items) <= known < len(held.items):
            return held.items[known]
        return infer.join_all(held.items)
    return UNKNOWN
