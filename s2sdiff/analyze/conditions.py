"""Conditions and effects, which are evaluated where they are written, and so may only read.

Nobody would hear of what they change.  Each call in them, and each place where Python calls something unasked, is
answered for: it surely changes nothing that is known here, or they are refused.  (The condition of an `if` or a `while`
is then asked before its branch, statement by statement: see `branches`.)
"""

from __future__ import annotations

import inspect
from functools import partial
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.application import check_not_objects
from s2sdiff.analyze.asked import CURE, Asked
from s2sdiff.analyze.program import Inactive, Opaque, holds_memory
from s2sdiff.analyze.renaming import nonlocal_names
from s2sdiff.analyze.state import WHERE, Closure, Meaning, is_effect
from s2sdiff.errors import Unsupported
from s2sdiff.library import (
    CHANGING_METHODS,
    PURE_METHODS,
    is_fresh_numpy,
    only_reads,
    place_of_output,
    varies,
)
from s2sdiff.rules import plain, registry
from s2sdiff.rules.declare import name_of
from s2sdiff.run.outer import may_change_outside
from s2sdiff.runtime import raised, raises
from s2sdiff.types import (
    Array,
    Dict,
    Many,
    Record,
    Scalar,
    Seq,
    Static,
    Type,
    rank,
)

# What they are given, that is; some make another function of it.
NEVER_CALL = (isinstance, issubclass, callable, hasattr, getattr, id, len, type, print, repr, str, partial, np.frompyfunc)


class Conditions(Asked):
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
            elif isinstance(part, gast.Attribute) and part.attr == "__dict__":
                self.check_always(self.type_inside(part.value), syntax.const(None), part)
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
        made = super().call_object(node, target, args, keywords, statement)
        kept = made.value if isinstance(made.value, gast.Call) and isinstance(made.op, (Inactive, Opaque)) and not self.is_users(target) else None
        if kept is not None and callable(target) and not self.hands_over_readers(target, kept):
            raise Unsupported(f"`{name_of(target)}` calls a function that may change something", node, "call that in a loop of your own, and hand over what it gives")
        return made

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
        attr = getattr(name if isinstance(name, gast.Constant) else self.type_inside(name), "value", None)
        later = [late for owner, late in self.context.later if isinstance(held, Record) and owner is held.cls]
        if attr in later or (later and not isinstance(attr, str)):
            what = attr if isinstance(attr, str) else later[0]
            raise Unsupported(f"whether there is a `{what}` in an object that gets it later", node, f"store None as `{what}` in `__init__`")

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
        if not self.hands_over_readers(function, call):
            return False
        place = place_of_output(function) if registry.lookup(function) is not None else None
        writes = any(k.arg in ("out", None) or k.arg.startswith("overwrite") for k in call.keywords)
        if writes or (place is not None and len(call.args) > place):
            return False
        return is_effect(function) or only_reads(function) or not any(self.may_lend(a, counters) for a in given)

    def hands_over_readers(self, function: Any, call: gast.Call) -> bool:
        """Whether the functions that a call hands over, and the objects that can be called, surely change nothing."""
        if any(function is asks for asks in NEVER_CALL):
            return True
        for handed in [*call.args, *(k.value for k in call.keywords)]:
            held = self.type_inside(handed)
            on_items = _on_items(call, handed)
            if isinstance(held, Closure) and not held.node.args.vararg:
                on_items.args = on_items.args[: len(held.node.args.args)]
            users = isinstance(held, Closure) or (isinstance(held, Static) and callable(held.value) and self.is_users(held.value))
            if users and not self.asks_outside(held) and not self.call_reads(held, on_items):  # type: ignore[arg-type]
                return False
            method = self.method_of(held, "__call__")  # which only some functions call of what they are given
            if method is not None and not self.surely_reads(method, [handed, *on_items.args]):
                return False
        return True

    def asks_outside(self, held: Type | None) -> bool:
        """Whether a function is `TABLE.get`, or the like, of a dict or list from outside."""
        body = held.node.body if isinstance(held, Closure) and isinstance(held.node, gast.Lambda) else None
        func = body.func if isinstance(body, gast.Call) else None
        return isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name) and func.value.id not in self.env and func.attr in PURE_METHODS

    def refusal(self, call: gast.Call, what: str) -> tuple[str, gast.AST, str]:
        """What is said of a call that may change something: what, where, and what to do."""
        if self.runs_twice:
            return f"`{syntax.dotted(call.func) or '...'}` in a `try`: it would be called twice", call, "test the condition with if beforehand"
        return f"{what} {WHERE}", call, CURE

    def may_lend(self, given: gast.AST, counters: set[str]) -> bool:
        """Whether an argument may be memory that a name here holds: the name, or a part or view of it."""
        if isinstance(given, gast.Name):
            if given in self.program.uses:
                return holds_memory(self.program.uses[given].type)
            return given.id not in counters  # a comprehension or a lambda binds it
        if isinstance(given, gast.Subscript):
            return self.may_lend(given.value, counters) and not self.is_one_item(given, counters)
        if isinstance(given, gast.Attribute):
            measures = given.attr in ("shape", "size", "ndim") and not isinstance(self.type_inside(given.value), (Record, Seq))
            return not measures and self.may_lend(given.value, counters)
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

def _count_needed(function: Any) -> int:
    """How many arguments a function must be given."""
    given = inspect.signature(function).parameters.values()
    return sum(p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in given)


def _on_items(call: gast.Call, function: gast.AST) -> gast.Call:
    """The call of a function by another one that it was handed to, such as `sorted` or `map`: of the items of the others."""
    items = [gast.Subscript(arg, syntax.name("_"), gast.Load()) for arg in call.args if arg is not function]
    return gast.Call(function, items, [])


def _is_reading(method: str, held: Type, call: gast.Call) -> bool:
    """Whether a method of a number, an array, a list or the like only reads it."""
    if isinstance(held, (Seq, Many, Dict)):
        return method in PURE_METHODS
    return not (method in CHANGING_METHODS or method.startswith("__") or any(k.arg in ("out", None) for k in call.keywords))

