"""Moves a `while` test that binds names into the loop."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.parts import changed, has_walrus, not_
from s2sdiff.normalize.scope import Scope


def open_while_tests(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:  # noqa: ARG001 - as every pass
    '''A `while` test with a walrus is evaluated at the head of the body, where statements can stand before it.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(x):
    ...     while (d := x * x - 2.0) > 1e-9:
    ...         x = x - d / (2.0 * x)
    ...     return x
    ... """, open_while_tests))
    def f(x):
        while True:
            if not (d := (x * x - 2.0)) > 1e-09:
                break
            x = x - d / (2.0 * x)
        return x
    '''
    return changed(function, body=[_opened(statement) for statement in function.body])


def _opened(statement: Any) -> Any:
    if isinstance(statement, (gast.If, gast.For)):
        body = [_opened(s) for s in statement.body]
        return changed(statement, body=body, orelse=[_opened(s) for s in statement.orelse])
    if isinstance(statement, gast.With):
        return changed(statement, body=[_opened(s) for s in statement.body])
    if not isinstance(statement, gast.While):
        return statement
    body = [_opened(s) for s in statement.body]
    if not has_walrus(statement.test):
        return changed(statement, body=body)
    leave = gast.If(not_(statement.test), [gast.Break()], [])
    return syntax.located(changed(statement, test=syntax.const(value=True), body=[leave, *body]), statement)
