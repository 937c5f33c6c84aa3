"""Gives branches and loops the shape a person would write."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.node_effects import is_comment, is_exit
from s2sdiff.simplify.rebuild import changed, edit_blocks
from s2sdiff.simplify.study import Study
from s2sdiff.simplify.width import LIMIT, line_width
from s2sdiff.syntax import PLACE


def nesting(body: list[Any], study: Study) -> list[Any]:
    """Un-nests what follows an exit, and restores ternaries and loop conditions.

    >>> from s2sdiff.simplify.text import show
    >>> show(nesting, '''
    ... while True:
    ...     if not x > 1.0:
    ...         break
    ...     else:
    ...         if c:
    ...             t = 1.0
    ...         else:
    ...             t = x
    ...         x = x - t
    ... ''', temporaries="t")
    while x > 1.0:
        t = 1.0 if c else x
        x = x - t
    """

    def edit(block: list[Any], depth: int) -> list[Any]:
        result: list[Any] = []
        for statement in block:
            result.extend(_flattened(_ternary(_condition(statement), depth, study)))
        return (
            result
            if len(result) != len(block) or any(a is not b for a, b in zip(result, block, strict=True))
            else block
        )

    return edit_blocks(body, edit)


def _flattened(statement: Any) -> list[Any]:
    """`if c: A; break` and then B, for `if c: A; break` with B as its else."""
    if isinstance(statement, gast.If) and statement.orelse and is_exit(statement.body[-1]):
        return [changed(statement, orelse=[]), *statement.orelse]
    return [statement]


def _ternary(statement: Any, depth: int, study: Study) -> Any:
    """`t = a if c else b` for a branch that only chooses the value of t."""
    if not isinstance(statement, gast.If) or len(statement.body) != 1 or len(statement.orelse) != 1:
        return statement
    one, other = statement.body[0], statement.orelse[0]
    if not all(
        isinstance(s, gast.Assign) and len(s.targets) == 1 and isinstance(s.targets[0], gast.Name) for s in (one, other)
    ):
        return statement
    name = one.targets[0].id
    if name != other.targets[0].id or isinstance(one.value, gast.IfExp) or isinstance(other.value, gast.IfExp):
        return statement
    line = getattr(statement, "lineno", None)
    one_line = line is not None and line == getattr(one, "lineno", None) == getattr(other, "lineno", None)
    if not (one_line or study.may_go(name)):
        return statement
    value = gast.IfExp(statement.test, one.value, other.value)
    new = changed(one, value=value)
    for node in (new, value):
        for key in PLACE:
            if hasattr(statement, key):
                setattr(node, key, getattr(statement, key))
    return new if one_line or line_width(new, depth, study) <= LIMIT else statement


def _condition(statement: Any) -> Any:
    """`while c: BODY` for an endless loop that starts by leaving unless c."""
    endless = (
        isinstance(statement, gast.While) and isinstance(statement.test, gast.Constant) and statement.test.value is True
    )
    if not endless:
        return statement
    k = next((k for k, s in enumerate(statement.body) if not is_comment(s)), 0)
    first = statement.body[k]
    if not isinstance(first, gast.If) or len(first.body) != 1 or not isinstance(first.body[0], gast.Break):
        return statement
    test = first.test
    if not (isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not)):
        return statement
    rest = [*statement.body[:k], *first.orelse, *statement.body[k + 1 :]]
    return changed(statement, test=test.operand, body=rest or [gast.Pass()])
