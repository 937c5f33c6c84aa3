"""Rewriting by example: a pattern and a result, both written as text.

In a pattern the names c and k stand for number literals, e for anything but a literal, a for an array, n for the name
of a real number, any other single letter for any expression, the same letter twice for the same expression.  Sums and
products match either way round, unless the rule is strict.  A literal in a pattern matches a literal of the same value,
whatever its type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gast

from s2sdiff.simplify.rebuild import map_children
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import expr

Bindings = dict[str, Any]
NUMBERS = ("c", "k")


@dataclass(frozen=True)
class Rule:
    """pattern -> result.

    `inexact` names the parts that must be known to hold floating-point numbers; `exact` is an expression of the parts
    that must be the same in floating-point numbers: with a uint8, -x and x * y are not.
    """

    pattern: Any
    result: Any
    inexact: str
    exact: Any
    strict: bool


def rule(pattern: str, result: str, inexact: str = "", *, exact: str = "", strict: bool = False) -> Rule:
    """A rule from its text."""
    return Rule(expr(pattern), expr(result), inexact, expr(exact) if exact else None, strict)


def number(node: Any) -> float | int | None:
    """The value of a number literal, a minus sign in front included; None for anything else."""
    if isinstance(node, gast.Constant) and type(node.value) in (int, float):
        return node.value  # type: ignore[no-any-return]
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        inner = number(node.operand)
        return None if inner is None else -inner
    return None


def literal(value: float) -> Any:
    """The expression of a number; a negative one keeps its minus sign outside, so that it prints right anywhere."""
    if value < 0:
        return gast.UnaryOp(gast.USub(), gast.Constant(-value, None))
    return gast.Constant(value, None)


def is_same(a: Any, b: Any, study: Study) -> bool:
    """Whether two expressions are the same text, the factors of one product in either order."""
    if study.key(a) == study.key(b):
        return True
    if not (
        isinstance(a, gast.BinOp)
        and isinstance(b, gast.BinOp)
        and isinstance(a.op, gast.Mult)
        and isinstance(b.op, gast.Mult)
    ):
        return False
    return study.key(a.left) == study.key(b.right) and study.key(a.right) == study.key(b.left)


def match(rule: Rule, node: Any, study: Study) -> Bindings | None:
    """What the names in the rule's pattern stand for, or None where it does not fit."""
    bindings: Bindings = {}
    return bindings if _fits(rule.pattern, node, bindings, study, commutes=not rule.strict) else None


def _fits(pattern: Any, node: Any, bindings: Bindings, study: Study, *, commutes: bool) -> bool:
    if isinstance(pattern, gast.Name) and len(pattern.id) == 1:
        bound = bindings.get(pattern.id)
        if bound is not None and not is_same(bound, node, study):
            return False
        if (pattern.id in NUMBERS or pattern.id == "e") and (number(node) is None) == (pattern.id in NUMBERS):
            return False
        if pattern.id == "a" and not study.is_array(node):
            return False
        if pattern.id == "n" and not study.is_real_number(node):
            return False
        bindings[pattern.id] = node
        return True
    value = number(pattern)
    if value is not None:
        return number(node) == value
    if isinstance(pattern, gast.UnaryOp) and (number(node) or 0) < 0:
        return _fits(pattern.operand, literal(-(number(node) or 0)), bindings, study, commutes=commutes)
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, gast.BinOp):
        return _fits_operation(pattern, node, bindings, study, commutes=commutes)
    if isinstance(pattern, gast.UnaryOp):
        return type(pattern.op) is type(node.op) and _fits(
            pattern.operand, node.operand, bindings, study, commutes=commutes
        )
    if isinstance(pattern, gast.Attribute):
        return pattern.attr == node.attr and _fits(pattern.value, node.value, bindings, study, commutes=commutes)
    if isinstance(pattern, gast.Subscript):
        parts = ((pattern.value, node.value), (pattern.slice, node.slice))
        return all(_fits(p, n, bindings, study, commutes=commutes) for p, n in parts)
    if isinstance(pattern, gast.Call):
        alike = (
            not node.keywords
            and len(node.args) == len(pattern.args)
            and study.key(node.func) == study.key(pattern.func)
        )
        pairs = zip(pattern.args, node.args, strict=False)
        return alike and all(_fits(p, n, bindings, study, commutes=commutes) for p, n in pairs)
    raise AssertionError(type(pattern).__name__)


def _fits_operation(pattern: Any, node: Any, bindings: Bindings, study: Study, *, commutes: bool) -> bool:
    if type(pattern.op) is not type(node.op):
        return False
    before = dict(bindings)
    for left, right in ((node.left, node.right), (node.right, node.left)):
        if _fits(pattern.left, left, bindings, study, commutes=commutes) and _fits(
            pattern.right, right, bindings, study, commutes=commutes
        ):
            return True
        bindings.clear()
        bindings.update(before)
        if not commutes or not isinstance(pattern.op, (gast.Add, gast.Mult)):
            return False
    return False


def build(result: Any, bindings: Bindings) -> Any:
    """The result of a rule with its names replaced; operations on literals alone are carried out."""
    if isinstance(result, gast.Name):
        return bindings.get(result.id, result)
    new = map_children(result, lambda part: build(part, bindings))
    return folded_literals(new) or new


ARITHMETIC = {
    gast.Add: lambda a, b: a + b,
    gast.Sub: lambda a, b: a - b,
    gast.Mult: lambda a, b: a * b,
}
MOST_DIGITS = 8


def folded_literals(node: Any) -> Any:
    """The literal that an operation on two literals gives, if it is exact enough to be read; else None."""
    if not isinstance(node, gast.BinOp):
        return None
    a, b = number(node.left), number(node.right)
    if a is None or b is None:
        return None
    if isinstance(node.op, gast.Pow):
        if not (type(a) is type(b) is int and 0 <= b <= 8 and abs(a) <= 16):
            return None
        return literal(a**b)
    operation = ARITHMETIC.get(type(node.op))
    if operation is None:
        return None
    value = operation(a, b)
    return literal(value) if len(repr(value)) <= MOST_DIGITS and value - value == 0 else None
