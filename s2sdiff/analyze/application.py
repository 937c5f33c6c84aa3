"""A function with a rule, applied to atoms: its result type, the memory of the result, and which operand is which.

Types come from trial calls (see `infer`); the rule says through which operands a derivative flows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.ownership import Ownership
from s2sdiff.analyze.program import Apply, Inactive, Op, Opaque, inexact_leaves
from s2sdiff.analyze.state import Closure, Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise, Template, Zero, name_of
from s2sdiff.rules.refused import cure_for
from s2sdiff.types import Array, Dict, Record, Static, Text, Type, is_inexact

MUTATING = {np.copyto, np.put, np.place, np.putmask, np.put_along_axis, np.fill_diagonal, np.random.shuffle}


class Application(Ownership):
    """Applies functions that have rules, and those that need none."""

    def operation(self, node: gast.AST, function: Any, operands: list[gast.AST], statement: gast.AST) -> Meaning:
        """An operator on numbers and arrays."""
        types = [self.type_of(o) for o in operands]
        for t in types:
            known = isinstance(t, Static) and not isinstance(t.value, np.dtype)
            if known or isinstance(t, (Record, Dict, Closure, Text)):
                raise Unsupported(f"an operator on {described(t)}", node, "use numbers and arrays")
        return self.apply(node, function, operands, {}, statement)

    def apply(
        self, node: gast.AST, function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST],
        statement: gast.AST,
    ) -> Meaning:  # fmt: skip
        """A function with a rule, applied to atoms."""
        rule = registry.lookup(function)
        types = [self.bound_type(o) for o in [*operands, *keywords.values()]]
        if isinstance(rule, Elementwise) and not keywords and len(operands) == len(rule.operands):
            t = infer.elementwise(function, types)
            bound = dict(zip(rule.operands, operands, strict=True))
            op: Op = Apply(rule, bound, dict(zip(rule.operands, types, strict=True)), node, bound)
            if not is_inexact(t):
                op = Inactive("an integer or boolean result")
            return Meaning(node, t, op, self.fresh_storage(t, statement))
        if function in MUTATING or (
            isinstance(getattr(function, "__self__", None), np.ufunc) and function.__name__ == "at"
        ):
            raise Unsupported(
                f"`{name_of(function)}` changes its argument in place",
                node,
                "write the change as an assignment, such as `x[i] = v`",
            )
        trials = [self.trial_type(o) for o in [*operands, *keywords.values()]]
        named = tuple(zip(keywords, trials[len(operands) :], strict=True))
        t, shared = self.context.trial(function, tuple(trials[: len(operands)]), named)
        storages = self.fresh_storage(t, statement)
        for position in shared:
            storages |= self.storages_of([*operands, *keywords.values()][position])
        if isinstance(rule, Zero):
            return Meaning(node, t, Inactive(rule.reason), storages, bool(shared))
        if isinstance(t, Array) and t.dtype == "object":
            return Meaning(node, t, Opaque("an array of objects is made", "make it an array of numbers"), storages, bool(shared))
        if isinstance(rule, Template) and (is_inexact(t) or any(True for _ in inexact_leaves(t))):
            given = self.bind_rule(rule, operands, keywords)
            if given is not None:
                known = {k: self.bound_type(v) for k, v in given.items()}
                return Meaning(node, t, Apply(rule, given, known, node, given), storages, bool(shared))
        if not is_inexact(t) and not any(True for _ in inexact_leaves(t)):
            return Meaning(node, t, Inactive("an integer or boolean result"), storages, bool(shared))
        name = rule.name if rule is not None else name_of(function)
        cure = (
            cure_for(function, "declare its derivative with s2sdiff.extend")
            if rule is None
            else "leave out the arguments the rule does not know"
        )
        return Meaning(
            node,
            t,
            Opaque(f"`{name}` has no derivative rule" + (" for these arguments" if rule else ""), cure),
            storages,
            bool(shared),
        )

    def bind_rule(
        self, rule: Template, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST]
    ) -> dict[str, gast.AST] | None:
        """Which argument goes with which parameter of the rule; None if the rule does not know one of them."""
        positional = [p for p in rule.params if p not in rule.keyword_only]
        bound: dict[str, gast.AST] = {}
        rest = list(operands)
        for parameter in positional:
            if parameter == rule.starred:
                bound[parameter] = syntax.tuple_(rest)
                rest = []
            elif rest:
                bound[parameter] = rest.pop(0)
        if rest:
            return None
        for key, value in keywords.items():
            if key not in rule.params or key in bound:
                return None
            bound[key] = value
        for parameter in rule.params:
            if parameter not in bound:
                if parameter not in rule.defaults:
                    return None
                bound[parameter] = syntax.clone(rule.defaults[parameter])
        return bound


def described(t: Type) -> str:
    """What a value of type `t` is called in messages."""
    if isinstance(t, Static):
        return (
            "None"
            if t.value is None
            else "a string"
            if isinstance(t.value, str)
            else f"an object of class `{type(t.value).__name__}`"
        )
    return {
        "Seq": "a tuple or list",
        "ListOf": "a list",
        "Dict": "a dict",
        "Record": "an object",
        "Closure": "a function",
        "Text": "a string",
    }.get(type(t).__name__, "a value of unknown type")
