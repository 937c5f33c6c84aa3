"""Conditions and effects, which are evaluated where they are written, and so may only read.

Nobody would hear of what they change.  Each call in them, and each place where Python calls something unasked, is
answered for: it surely changes nothing that is known here, or they are refused.  (The condition of an `if` or a `while`
is then asked before its branch, statement by statement: see `branches`.)
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.application import check_not_objects
from s2sdiff.analyze.operators import COMPARISONS, OPERATORS, SIGNS, Operators
from s2sdiff.analyze.program import all_parts, holds_memory
from s2sdiff.analyze.renaming import nonlocal_names
from s2sdiff.analyze.state import WHERE, Closure, Meaning, is_effect
from s2sdiff.analyze.world import Specialised
from s2sdiff.errors import Unsupported
from s2sdiff.library import (
    ASKED,
    CHANGING_METHODS,
    PURE_METHODS,
    TRUTH,
    is_fresh_numpy,
    only_reads,
    place_of_output,
    varies,
)
from s2sdiff.rules import plain, registry
from s2sdiff.run.outer import may_change_outside
from s2sdiff.runtime import raised, raises
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
    rank,
)

Asked = tuple[gast.AST, Sequence[str], Sequence[gast.AST]]  # of what, by which methods, given what besides
CURE = "assign its result to a variable first"


class Conditions(Operators):
    """Holds what is evaluated where it is written to reading."""

    def check_only_reads(self, node: gast.AST, counters: set[str]) -> None:
        """Refuse an expression, or a statement kept whole, that may change something.

        What a `try` asks is evaluated once more afterwards, so that must make no difference at all.
        """
        self.runs_twice = any(map(self.is_attempt, syntax.walk(node)))
        objects = self.objects_in(node)
        calls = {part.func: part for part in syntax.walk(node) if isinstance(part, gast.Call)}
        itself = node.value if isinstance(node, gast.Expr) else None  # called for its effect, which is answered for elsewhere
        for part in syntax.walk(node):
            if isinstance(part, gast.Call) and part is not itself:
                self.check_call(part, counters)
            elif isinstance(part, gast.Attribute):
                call = calls.get(part)
                self.check_method(part.value, part.attr, call.args if call else [], call.keywords if call else [], objects)
        self.check_asked(node)

    def call_object(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A call of an object known when generating."""
        if target is np.vectorize and len(args) == 1 and "otypes" not in keywords and not self.reads_numbers(args[0]):
            raise Unsupported("`np.vectorize` calls what it is given once more for the first item, and that may change something", node,
                              "give it `otypes=[float]`")  # fmt: skip
        return super().call_object(node, target, args, keywords, statement)

    def reads_numbers(self, handed: gast.AST) -> bool:
        """Whether a function that is handed over surely changes nothing where it is called with numbers."""
        held = self.type_inside(handed)
        method = self.method_of(held, "__call__")
        if method is not None:
            return self.surely_reads(method, [handed, *[syntax.const(0.5)] * (_count_needed(method) - 1)])
        if isinstance(held, Closure):
            given = held.node.args
            return self.call_reads(held, syntax.call("called", *[syntax.const(0.5)] * (len(given.args) - len(given.defaults))))
        return isinstance(held, Static) and (not self.is_users(held.value) or self.surely_reads(held.value, [syntax.const(0.5)] * _count_needed(held.value)))

    # --- methods of objects ---

    def objects_in(self, node: gast.AST) -> list[Type]:
        """The types of the objects of the user's in what an expression reads."""
        found: dict[Type, None] = {}
        for read in [self.program.uses[part].type for part in syntax.walk(node) if part in self.program.uses]:
            held = read.value if isinstance(read, Static) else None
            outer = list(held.values()) if isinstance(held, dict) else held if isinstance(held, (list, tuple)) else []
            found |= dict.fromkeys([*all_parts(read), *map(Static, outer)])
        return [t for t in found if self.class_of(t) is not None]

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
            stored = isinstance(t, Static) or (isinstance(t, Record) and name in dict(t.items))
            if isinstance(found, cached_property) and not stored:
                raise Unsupported(f"the cached property `{name}` {WHERE} changes its object", base, CURE)
            target, given = (found.fget, [base]) if isinstance(found, property) else self.unbound(found, base, cls, args)
            if target is not None and (None in named or not self.surely_reads(target, given, named, {base: t})):
                raise Unsupported(f"`{name}` of `{syntax.dotted(base) or '...'}` {WHERE} may change its object", base, CURE)

    # --- what Python asks of objects ---

    def check_asked(self, node: gast.AST) -> None:
        """What Python asks of objects in an expression may not change anything."""
        objects = self.objects_in(node)
        for base, specials, others in [*_special_calls(node), *self.items_asked(node)] if objects else []:
            for special in specials:
                self.check_method(base, special, others, [], objects)

    def items_asked(self, node: gast.AST) -> list[Asked]:
        """Items of lists and tuples that are compared where these are, looked for in, sorted, shown or tested."""
        told: list[Asked] = []
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

    # --- calls ---

    def check_call(self, call: gast.Call, counters: set[str]) -> None:
        """A call is made as it is, so it may not change what it is given."""
        func, target = call.func, self.called_inside(call.func)
        if target in (Static(raises), Static(raised)):
            return
        if target == Static(hasattr):
            self.check_always(self.type_inside(call.args[0]), call.args[1], call)
        elif isinstance(target, Static) and not self.is_users(target.value):
            check_not_objects(target.value, [self.type_inside(a) for a in call.args], call)
            reads = self.library_reads(target.value, call, counters)
            if self.runs_twice and (varies(target.value) or not reads):
                raise Unsupported(*self.refusal(call, ""))
            if not reads:
                raise Unsupported(f"`{syntax.dotted(func)}` {WHERE} may change what it is given", call, CURE)
        elif self.runs_twice and isinstance(target, Static) and plain.readable(target.value) is not None:
            alike = all(map(self.gives_the_same, [*call.args, *(k.value for k in call.keywords)]))
            if not alike or not self.library_reads(target.value, call, counters):
                raise Unsupported(*self.refusal(call, ""))
        elif isinstance(target, (Static, Closure)):
            reaches_out = isinstance(target, Closure) or may_change_outside(target.value)
            given = [*call.args, *(k.value for k in call.keywords)]
            lends = reaches_out or any(self.may_lend(a, counters) for a in given)
            if (lends or self.runs_twice) and not self.call_reads(target, call):
                raise Unsupported(*self.refusal(call, "a call with an array"))
        elif isinstance(func, gast.Attribute):
            held = self.type_inside(func.value)
            if self.class_of(held) is None and not _is_reading(func.attr, held, call):
                raise Unsupported(f"`{func.attr}` {WHERE} changes what it is called on", call, CURE)
        elif not isinstance(target, Record):  # the class of an object is asked for `__call__`
            raise Unsupported(f"a call of what is not known {WHERE}", call, CURE)

    def gives_the_same(self, handed: gast.AST) -> bool:
        """Whether what a function of a library is handed makes no difference where it is called once more."""
        held = self.type_inside(handed)
        node = held.node if isinstance(held, Closure) else handed
        if isinstance(node, gast.Lambda):  # what is called in one that stands here is looked at as all calls here are
            return node is handed or not any(isinstance(n, gast.Call) for n in syntax.walk(node))
        if isinstance(held, Static) and callable(held.value) and self.is_users(held.value):
            made = self.specialised_inside(held.value, [syntax.const(0.5)] * _count_needed(held.value), {})
            return made is not None and made.is_repeatable() and not made.changed_arguments()
        return not isinstance(held, Closure)

    def check_always(self, held: Type | None, name: gast.AST, node: gast.AST) -> None:
        """Refuse to tell whether an object has an attribute that it gets later on some paths: ours has it from the start."""
        attr = getattr(name, "value", None)
        if isinstance(held, Record) and (held.cls, attr) in self.context.later:
            raise Unsupported(f"whether there is a `{attr}` in an object that gets it later", node, f"store None as `{attr}` in `__init__`")

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

    def call_reads(self, target: Static | Closure, call: gast.Call) -> bool:
        """Whether a function of the user's surely changes nothing that it is given."""
        if isinstance(target, Closure) and nonlocal_names(target.node):
            return False
        keywords = {k.arg: k.value for k in call.keywords}
        function = target.value if isinstance(target, Static) else target
        return None not in keywords and self.surely_reads(function, call.args, keywords)

    def library_reads(self, function: Any, call: gast.Call, counters: set[str]) -> bool:
        """Whether a function of Python's or of a library surely changes nothing that it is given."""
        given = [*call.args, *(k.value for k in call.keywords)]
        for handed in given:
            held = self.type_inside(handed)
            on_items = _on_items(call, handed)
            users = isinstance(held, Closure) or (isinstance(held, Static) and callable(held.value) and self.is_users(held.value))
            if users and not self.call_reads(held, on_items):  # type: ignore[arg-type]
                return False
            method = self.method_of(held, "__call__")  # which only some functions call of what they are given
            if method is not None and function not in (isinstance, id, len, type) and not self.surely_reads(method, [handed, *on_items.args]):
                return False
        place = place_of_output(function) if registry.lookup(function) is not None else None
        writes = any(k.arg in ("out", None) or k.arg.startswith("overwrite") for k in call.keywords)
        if writes or (place is not None and len(call.args) > place):
            return False
        return is_effect(function) or only_reads(function) or not any(self.may_lend(a, counters) for a in given)

    def surely_reads(
        self, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST] = {}, known: Mapping[gast.AST, Type] = {}
    ) -> bool:
        """Whether a function of the user's changes none of these arguments, nor what it captures."""
        specialised = self.specialised_inside(target, args, keywords, known)
        if specialised is None or (self.runs_twice and not specialised.is_repeatable()):
            return False
        return not specialised.changed_arguments()

    def refusal(self, call: gast.Call, what: str) -> tuple[str, gast.AST, str]:
        """What is said of a call that may change something: what, where, and what to do."""
        if self.runs_twice:
            return f"`{syntax.dotted(call.func) or '...'}` in a `try`: it would be called twice", call, "test the condition with if beforehand"
        return f"{what} {WHERE}", call, CURE

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

    def may_lend(self, given: gast.AST, counters: set[str]) -> bool:
        """Whether an argument may be memory that a name here holds: the name, or a part or view of it."""
        if isinstance(given, gast.Name):
            if given in self.program.uses:
                return holds_memory(self.program.uses[given].type)
            return given.id not in counters  # a comprehension or a lambda binds it
        if isinstance(given, gast.Subscript):
            return self.may_lend(given.value, counters) and not self.is_one_item(given, counters)
        if isinstance(given, gast.Attribute):
            return given.attr not in ("shape", "size", "ndim") and self.may_lend(given.value, counters)
        held = [n for n in syntax.walk(given) if isinstance(n, gast.Name) and self.may_lend(n, counters)]
        if isinstance(given, (gast.BinOp, gast.UnaryOp, gast.Compare)):  # of arrays: new memory
            return any(not isinstance(self.type_inside(n), Array) for n in held)
        tail = (syntax.dotted(given.func) or "").partition(".")[2] if isinstance(given, gast.Call) else ""
        return bool(held) and not is_fresh_numpy(tail)

    def is_one_item(self, item: gast.Subscript, counters: set[str]) -> bool:
        """Whether an item is a number: of an array under one index for each axis, or of a list of numbers."""
        held = self.peek(item.value) if isinstance(item.value, gast.Name) else None
        if isinstance(held, (Seq, Many)) and not isinstance(item.slice, gast.Slice):
            return not any(map(holds_memory, [held.item] if isinstance(held, Many) else held.items))
        indices = item.slice.elts if isinstance(item.slice, gast.Tuple) else [item.slice]
        points = [i for i in indices if self.is_number(i) or (isinstance(i, gast.Name) and i.id in counters)]
        return isinstance(held, Array) and len(points) == len(indices) == rank(held)

    def is_number(self, index: gast.AST) -> bool:
        """Whether an index is a literal number, or a name that was read as one."""
        literal = isinstance(index, gast.Constant) and index.value not in (None, Ellipsis)
        return literal or (index in self.program.uses and isinstance(self.program.uses[index].type, Scalar))

    # --- types ---

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


def _count_needed(function: Any) -> int:
    """How many arguments a function must be given."""
    given = inspect.signature(function).parameters.values()
    return sum(p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in given)


def _on_items(call: gast.Call, function: gast.AST) -> gast.Call:
    """The call of a function by another one that it was handed to, such as `sorted` or `map`: of the items of the others."""
    items = [gast.Subscript(arg, syntax.name("_"), gast.Load()) for arg in call.args if arg is not function]
    return gast.Call(function, items, [])


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


def _is_reading(method: str, held: Type, call: gast.Call) -> bool:
    """Whether a method of a number, an array, a list or the like only reads it."""
    if isinstance(held, (Seq, Many, Dict)):
        return method in PURE_METHODS
    return not (method in CHANGING_METHODS or method.startswith("__") or any(k.arg in ("out", None) for k in call.keywords))


def _special_calls(node: gast.AST) -> list[Asked]:
    """Parts of an expression, the methods that Python calls where they stand, and what it gives them besides."""
    found: list[Asked] = [(node, TRUTH, ())]
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
