"""Rewrites the `else` of a loop into an `if` after it."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.parts import changed, if_, not_
from s2sdiff.normalize.scope import Scope


def open_loop_else(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''The `else` of a loop runs unless a `break` left the loop, and a flag remembers whether one did.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs):
    ...     for x in xs:
    ...         if x < 0.0:
    ...             break
    ...     else:
    ...         x = 0.0
    ...     return x
    ... """, open_loop_else))
    def f(xs):
        broke = False
        for x in xs:
            if x < 0.0:
                broke = True
                break
        if not broke:
            x = 0.0
        return x
    '''
    return changed(function, body=_block(function.body, scope))


def _block(block: list[Any], scope: Scope) -> list[Any]:
    return [new for statement in block for new in _statement(statement, scope)]


def _statement(statement: Any, scope: Scope) -> list[Any]:
    if isinstance(statement, gast.With):
        return [changed(statement, body=_block(statement.body, scope))]
    if isinstance(statement, gast.If):
        return [changed(statement, body=_block(statement.body, scope), orelse=_block(statement.orelse, scope))]
    if not isinstance(statement, (gast.For, gast.While)):
        return [statement]
    body, orelse = _block(statement.body, scope), _block(statement.orelse, scope)
    if not orelse:
        return [changed(statement, body=body)]
    broke = scope.fresh("broke")
    flagged = _flag_breaks(body, broke)
    if all(old is new for old, new in zip(body, flagged, strict=False)):
        return [changed(statement, body=body, orelse=[]), *orelse]
    before = syntax.located(syntax.assign(broke, syntax.const(value=False)), statement)
    [after] = if_(not_(syntax.name(broke)), orelse)
    return [before, changed(statement, body=flagged, orelse=[]), syntax.located(after, statement)]


def _flag_breaks(block: list[Any], flag: str) -> list[Any]:
    """The block with the flag raised before every `break` of the loop that it is the body of."""
    new: list[Any] = []
    for statement in block:
        if isinstance(statement, gast.Break):
            new.append(syntax.located(syntax.assign(flag, syntax.const(value=True)), statement))
            new.append(statement)
        elif isinstance(statement, gast.If):
            body = _flag_breaks(statement.body, flag)
            new.append(changed(statement, body=body, orelse=_flag_breaks(statement.orelse, flag)))
        elif isinstance(statement, gast.With):
            new.append(changed(statement, body=_flag_breaks(statement.body, flag)))
        else:
            new.append(statement)
    return new
