"""What Python asks of objects where an expression stands: their truth, items, order, sums, numbers and texts.

Nothing in the text says that a method runs, and nobody would hear of what it changes: so it may change nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.inside import Inside
from s2sdiff.analyze.operators import COMPARISONS, OPERATORS, SIGNS
from s2sdiff.analyze.program import all_parts
from s2sdiff.analyze.state import WHERE
from s2sdiff.errors import Unsupported
from s2sdiff.library import ASKED, TRUTH
from s2sdiff.types import Many, Record, Seq, Static, Type, Unknown

Question = tuple[gast.AST, Sequence[str], Sequence[gast.AST]]  # of what, by which methods, given what besides
CURE = "assign its result to a variable first"


class Asked(Inside):
    """Holds what Python asks of objects to reading."""

    def check_asked(self, node: gast.AST) -> None:
        """What Python asks of objects in an expression may not change anything."""
        objects = self.objects_in(node)
        for base, specials, others in [*_special_calls(node), *self.items_asked(node)] if objects else []:
            for special in specials:
                self.check_method(base, special, others, [], objects)

    def check_method(
        self, base: gast.AST, name: str, args: Sequence[gast.AST], keywords: Sequence[gast.AST], objects: Sequence[Type]
    ) -> None:
        """What an object's class has under a name is called, if it is a method or a property: it may not change the object.

        What is of unknown type may be any of the objects.
        """
        held = self.type_inside(base)
        if self.class_of(held) is None and not isinstance(held, Unknown):
            return
        named = {k.arg: k.value for k in keywords}
        for t in objects if isinstance(held, Unknown) else [held]:
            cls = self.class_of(t)
            assert cls is not None
            found = inspect.getattr_static(cls, name, None)
            stored = isinstance(t, Static) or (isinstance(t, Record) and name in dict(t.items) and (t.cls, name) not in self.context.later)
            if isinstance(found, cached_property) and not stored:
                raise Unsupported(f"the cached property `{name}` {WHERE} changes its object", base, CURE)
            target, given = (found.fget, [base]) if isinstance(found, property) else self.unbound(found, base, cls, args)
            if target is not None and (None in named or not self.surely_reads(target, given, named, {base: t})):
                raise Unsupported(f"`{name}` of `{syntax.dotted(base) or '...'}` {WHERE} may change its object", base, CURE)

    def surely_reads(
        self, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST] = {}, known: Mapping[gast.AST, Type] = {}
    ) -> bool:
        """Whether a function of the user's changes none of these arguments, nor what it captures."""
        specialised = self.specialised_inside(target, args, keywords, known)
        if specialised is None or (self.runs_twice and not specialised.is_repeatable()):
            return False
        return not specialised.changed_arguments()

    def objects_in(self, node: gast.AST) -> list[Type]:
        """The types of the objects of the user's in what an expression reads."""
        found: dict[Type, None] = {}
        for read in [self.program.uses[part].type for part in syntax.walk(node) if part in self.program.uses]:
            held = read.value if isinstance(read, Static) else None
            outer = list(held.values()) if isinstance(held, dict) else held if isinstance(held, (list, tuple)) else []
            found |= dict.fromkeys([*all_parts(read), *map(Static, outer)])
        return [t for t in found if self.class_of(t) is not None]

    def items_asked(self, node: gast.AST) -> list[Question]:
        """Items of lists and tuples that are compared where these are, looked for in, sorted, shown or tested."""
        told: list[Question] = []
        pairs: list[tuple[gast.AST, gast.AST, Sequence[str]]] = []
        for part in syntax.walk(node):
            if isinstance(part, gast.Compare):
                for op, left, right in zip(part.ops, [part.left, *part.comparators], part.comparators, strict=False):
                    if isinstance(op, (gast.In, gast.NotIn)):
                        pairs += [(item, left, ("__eq__",)) for item in self.items_inside(right)]
                    elif type(op) in COMPARISONS:
                        names = ("__eq__", *COMPARISONS[type(op)])
                        pairs += [(a, b, names) for a, b in zip(self.items_inside(left), self.items_inside(right), strict=False)]
            elif isinstance(part, gast.Call):
                told += [(item, ASKED, ()) for arg in part.args for item in self.items_inside(arg)]
                pairs += self.folded_inside(part)
                if isinstance(part.func, gast.Attribute) and part.func.attr in ("index", "count"):
                    pairs += [(item, arg, ("__eq__",)) for item in self.items_inside(part.func.value) for arg in part.args[:1]]
                keys = [k.value.body for k in part.keywords if k.arg == "key" and isinstance(k.value, gast.Lambda)]
                pairs += [(item, item, ("__lt__", "__gt__", "__eq__")) for key in keys for item in [key, *self.items_inside(key)]]
        return told + [found for a, b, names in pairs for found in ((a, names, (b,)), (b, names, (a,)))]

    def folded_inside(self, call: gast.Call) -> list[tuple[gast.AST, gast.AST, Sequence[str]]]:
        """What `sum`, `max`, `min` and `sorted` add and compare."""
        name = syntax.dotted(call.func)
        items = [item for arg in call.args for item in (self.items_inside(arg) if len(call.args) == 1 or name == "sum" else [arg])]
        if name == "sum":
            return [(item, other, ("__add__", "__radd__")) for item in items for other in (item, syntax.const(0))]
        return [(item, other, ("__lt__", "__gt__")) for item in items for other in items] if name in ("max", "min", "sorted") else []

    def items_inside(self, node: gast.AST) -> list[gast.AST]:
        """What stands for any item of a list or tuple, and for the items of its items."""
        if not isinstance(self.type_inside(node), (Seq, Many)):
            return []
        item = gast.Subscript(node, syntax.name("_"), gast.Load())
        return [item, *self.items_inside(item)]


def _special_calls(node: gast.AST) -> list[Question]:
    """Parts of an expression, the methods that Python calls where they stand, and what it gives them besides."""
    found: list[Question] = [(node, TRUTH, ())]
    for part in syntax.walk(node):
        if isinstance(part, gast.Call):
            found += [(part.func, ("__call__",), part.args), *((arg, ASKED, ()) for arg in part.args)]
        elif isinstance(part, gast.Compare):
            for op, left, right in zip(part.ops, [part.left, *part.comparators], part.comparators, strict=False):
                for ahead, back in [COMPARISONS.get(type(op), ("", "")), *[COMPARISONS[gast.Eq]] * isinstance(op, gast.NotEq)]:
                    found += [(left, (ahead,), (right,)), (right, (back,), (left,))]
                found += [(right, ("__contains__",), (left,)), (right, ("__iter__",), ())] if isinstance(op, (gast.In, gast.NotIn)) else []
        elif isinstance(part, gast.BinOp):
            name = OPERATORS[type(part.op)]
            found += [(part.left, (f"__{name}__",), (part.right,)), (part.right, (f"__r{name}__",), (part.left,))]
            found += [(part.right, ASKED, ())] if isinstance(part.op, gast.Mod) else []  # of a text, perhaps
        elif isinstance(part, gast.UnaryOp):
            found.append((part.operand, TRUTH if isinstance(part.op, gast.Not) else (SIGNS[type(part.op)],), ()))
        elif isinstance(part, gast.FormattedValue):
            found.append((part.value, ASKED, ()))
        elif isinstance(part, gast.BoolOp):
            found += [(value, TRUTH, ()) for value in part.values]
        elif isinstance(part, gast.IfExp):
            found.append((part.test, TRUTH, ()))
        elif isinstance(part, gast.Subscript):
            found.append((part.value, ("__getitem__",), (part.slice,)))
        elif isinstance(part, (gast.comprehension, gast.Starred)):
            found.append((part.iter if isinstance(part, gast.comprehension) else part.value, ("__iter__",), ()))
    return found
