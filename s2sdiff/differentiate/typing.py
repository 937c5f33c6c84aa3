"""Types of the expressions that the differentiator writes, and whether they are memory of their own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import gast
import numpy as np

from s2sdiff import runtime, syntax
from s2sdiff.analyze import infer
from s2sdiff.rules import registry
from s2sdiff.types import (
    INT,
    PYTHON_NUMBERS,
    UNKNOWN,
    Array,
    Dict,
    Many,
    Record,
    Scalar,
    Seq,
    Sparse,
    Static,
    Type,
    at,
    shape_of,
)

MODULES: dict[str, Any] = {"np": np, "math": math}


@dataclass
class Typed:
    """The type of an expression; `fresh` means nothing else refers to its memory."""

    type: Type
    fresh: bool


class Typer:
    """Types of emitted expressions; `lookup` gives the type of a name."""

    def __init__(self, context: Any, lookup: Callable[[str], Type | None]) -> None:
        self.context = context
        self.lookup = lookup

    def __call__(self, node: gast.AST) -> Typed:
        """The type of an expression; unknown for kinds of expression that no method is about."""
        method = getattr(self, "of_" + type(node).__name__, None)
        return method(node) if method is not None else Typed(UNKNOWN, fresh=False)

    def of_Constant(self, node: gast.Constant) -> Typed:
        """A literal: a number with its value, anything else as itself."""
        value = node.value
        if type(value) in PYTHON_NUMBERS:
            return Typed(replace(PYTHON_NUMBERS[type(value)], value=value), fresh=True)
        return Typed(Static(value), fresh=True)

    def of_Name(self, node: gast.Name) -> Typed:
        """A variable, or a module; of these only numbers are memory of their own."""
        t = self.lookup(node.id)
        if t is None and node.id in MODULES:
            return Typed(Static(MODULES[node.id]), fresh=True)
        return Typed(UNKNOWN if t is None else t, isinstance(t, Scalar))

    def of_UnaryOp(self, node: gast.UnaryOp) -> Typed:
        """`-a` and the like, a new value."""
        return Typed(infer.elementwise(registry.OPERATOR_FUNCTIONS[type(node.op)], [self(node.operand).type]), fresh=True)

    def of_BinOp(self, node: gast.BinOp) -> Typed:
        """`a + b` and the like, a new value."""
        function = registry.OPERATOR_FUNCTIONS[type(node.op)]
        types = [self(node.left).type, self(node.right).type]
        if isinstance(node.op, gast.MatMult):
            return Typed(self.context.trial(function, tuple(types), ())[0], fresh=True)
        return Typed(infer.elementwise(function, types), fresh=True)

    def of_Compare(self, node: gast.Compare) -> Typed:
        """`a < b`: one bool, or an array of them."""
        types = [self(n).type for n in (node.left, *node.comparators)]
        if not all(isinstance(t, (Scalar, Array)) for t in types):
            return Typed(UNKNOWN, fresh=True)
        shapes = [shape_of(t) for t in types]
        shape = infer.broadcast(shapes)
        return Typed(Scalar("bool") if shape == () else Array("bool", shape), fresh=True)

    def of_IfExp(self, node: gast.IfExp) -> Typed:
        """`a if test else b`: what the two have in common."""
        a, b = self(node.body), self(node.orelse)
        return Typed(infer.join(a.type, b.type), a.fresh and b.fresh)

    def of_Tuple(self, node: gast.Tuple) -> Typed:
        """A tuple, taken apart; of what is spread out in it, the items."""
        types: list[Type] = []
        parts = [self(e.value if isinstance(e, gast.Starred) else e) for e in node.elts]
        for element, part in zip(node.elts, parts, strict=True):
            if not isinstance(element, gast.Starred):
                types.append(part.type)
            elif isinstance(part.type, Seq):
                types += part.type.items
            else:
                return Typed(UNKNOWN, fresh=False)
        return Typed(Seq(tuple, tuple(types)), all(p.fresh for p in parts))

    def of_List(self, node: gast.List) -> Typed:
        """A list, taken apart."""
        parts = [self(e) for e in node.elts]
        return Typed(Seq(list, tuple(p.type for p in parts)), all(p.fresh for p in parts))

    def of_Dict(self, node: gast.Dict) -> Typed:
        """A dict with literal keys."""
        return Typed(Dict(tuple((k.value, self(v).type) for k, v in zip(node.keys, node.values, strict=True))), fresh=False)

    def of_Subscript(self, node: gast.Subscript) -> Typed:
        """An item or a view of an array, an item of a container."""
        base = self(node.value).type
        if isinstance(base, Array):
            items = [self.index(i) for i in (node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice])]
            items = infer.index_items(items)
            t = infer.indexed(base, items)
            return Typed(t, isinstance(t, Scalar) or any(isinstance(i, Array) for i in items))
        if isinstance(base, Many):
            return Typed(base.item, isinstance(base.item, Scalar))
        if isinstance(base, Seq) and isinstance(node.slice, gast.Slice):
            bounds = [None if b is None else getattr(b, "value", b) for b in (node.slice.lower, node.slice.upper, node.slice.step)]
            literal = all(b is None or type(b) is int for b in bounds)
            return Typed(Seq(tuple if hasattr(base.cls, "_fields") else base.cls, base.items[slice(*bounds)]) if literal else UNKNOWN, fresh=False)
        key = self(node.slice).type if isinstance(node.slice, (gast.Constant, gast.UnaryOp)) else None
        value = key.value if isinstance(key, (Scalar, Static)) else None
        if isinstance(base, (Seq, Dict)) and value is not None:
            if isinstance(base, Seq) and isinstance(value, int) and value < 0:
                value += len(base.items)
            try:
                part = at(base, (value,))
            except (KeyError, TypeError):
                return Typed(UNKNOWN, fresh=False)
            return Typed(part, isinstance(part, Scalar))
        return Typed(UNKNOWN, fresh=False)

    def index(self, node: gast.AST) -> Any:
        """An index as `infer.indexed` takes it: a slice of types, None, Ellipsis, or a type."""
        if isinstance(node, gast.Slice):
            return slice(*(None if p is None else self(p).type for p in (node.lower, node.upper, node.step)))
        if isinstance(node, gast.Constant) and (node.value is None or node.value is Ellipsis):
            return node.value
        return self(node).type

    def of_Attribute(self, node: gast.Attribute) -> Typed:
        """An attribute of a module, or a property of an array."""
        base = self(node.value).type
        if isinstance(base, Static):
            value = getattr(base.value, node.attr, None)
            return self.of_Constant(syntax.const(value)) if type(value) is float else Typed(Static(value), fresh=True)
        shape = shape_of(base)
        if node.attr == "shape" and shape is not None:
            return Typed(Seq(tuple, tuple(replace(INT, value=d) for d in shape)), fresh=True)
        if node.attr == "dtype" and isinstance(base, (Array, Scalar)):
            return Typed(Static(np.dtype(base.dtype)), fresh=True)
        if node.attr in ("size", "ndim") and not isinstance(base, (Record, Seq)):
            value = len(shape) if node.attr == "ndim" and shape is not None else None
            return Typed(replace(INT, value=value), fresh=True)
        if node.attr == "T" and isinstance(base, Sparse):
            return Typed(replace(base, shape=base.shape[::-1]), fresh=False)
        if node.attr in registry.PROPERTIES and isinstance(base, Array):
            return Typed(self.context.trial(registry.PROPERTIES[node.attr], (base,), ())[0], fresh=False)
        return Typed(UNKNOWN, fresh=False)

    def of_Call(self, node: gast.Call) -> Typed:
        """A call of a function or a method, by what a trial of it gives."""
        function: Any = None
        args = list(node.args)
        if isinstance(node.func, gast.Attribute):
            base = self(node.func.value).type
            if isinstance(base, Static):
                function = getattr(base.value, node.func.attr, None)
            elif isinstance(base, Sparse):
                from scipy import sparse

                function, args = getattr(sparse.csr_array, node.func.attr, None), [node.func.value, *args]
            elif isinstance(base, (Array, Scalar)):
                if node.func.attr == "copy":
                    return Typed(base, fresh=True)
                function = registry.METHODS.get(node.func.attr)
                spread = node.func.attr in registry.SPREAD and len(args) > 1
                args = [node.func.value, *([syntax.tuple_(args)] if spread else args)]
        elif isinstance(node.func, gast.Name) and (called := self.called_object(node.func.id)) is not None:
            function, args = called, [node.func, *args]
        elif isinstance(node.func, gast.Name):
            import builtins

            function = getattr(runtime, node.func.id, None) or getattr(builtins, node.func.id, None)
            if node.func.id == "len":
                return Typed(replace(INT, value=infer.length_of(self(args[0]).type)), fresh=True)
        if function is None or any(isinstance(a, gast.Starred) for a in args):
            return Typed(UNKNOWN, fresh=False)
        if function is np.shape and len(args) == 1:
            return self.of_Attribute(syntax.attribute(args[0], "shape"))
        types = tuple(self(a).type for a in args)
        keywords = tuple((k.arg, self(k.value).type) for k in node.keywords)
        t, shared = self.context.trial(function, types, keywords)
        return Typed(t, not shared)

    def called_object(self, name: str) -> Any:
        """The function of its class by which an outer object is called, if that has a rule; None for others."""
        held = self.lookup(name)
        function = getattr(type(held.value), "__call__", None) if isinstance(held, Static) else None  # noqa: B004
        return function if function is not None and registry.lookup(function) is not None else None
