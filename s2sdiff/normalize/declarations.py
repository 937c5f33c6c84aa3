"""Drops what only declares: docstring, annotations, `global`, `del` of names."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.normalize.parts import changed
from s2sdiff.normalize.scope import Scope


def drop_declarations(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:  # noqa: ARG001 - as every pass
    '''A docstring, a bare annotation and `del x` compute nothing; an annotated assignment is an assignment.

    The annotations of the parameters stay.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(x):
    ...     "Twice x."
    ...     y: float
    ...     y: float = x + x
    ...     del x
    ...     return y
    ... """, drop_declarations))
    def f(x):
        pass
        y = x + x
        pass
        return y
    '''
    body = function.body
    if isinstance(body[0], gast.Expr) and isinstance(body[0].value, gast.Constant):
        body = body[1:] or [gast.copy_location(gast.Pass(), body[0])]
    return changed(function, body=[_undeclared(statement) for statement in body])


def _undeclared(statement: Any) -> Any:
    if isinstance(statement, gast.AnnAssign):
        if statement.value is not None:
            return gast.copy_location(gast.Assign([statement.target], statement.value, None), statement)
        return gast.copy_location(gast.Pass(), statement)
    if isinstance(statement, gast.Global):
        return gast.copy_location(gast.Pass(), statement)
    if isinstance(statement, gast.Delete):
        items = [target for target in statement.targets if not isinstance(target, gast.Name)]
        return changed(statement, targets=items) if items else gast.copy_location(gast.Pass(), statement)
    if isinstance(statement, (gast.If, gast.For, gast.While)):
        body = [_undeclared(s) for s in statement.body]
        return changed(statement, body=body, orelse=[_undeclared(s) for s in statement.orelse])
    if isinstance(statement, gast.With):
        return changed(statement, body=[_undeclared(s) for s in statement.body])
    return statement
