"""Rewrites `try` into a question whether its statements raise, and branches."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.library import CHANGING_METHODS
from s2sdiff.normalize.form import blocks, is_report
from s2sdiff.normalize.parts import changed, has_walrus, is_atom, walk_scope
from s2sdiff.normalize.scope import Scope

RAISES = "raises"  # the helper of `s2sdiff.runtime` that asks
CURE = "keep in the try only what may raise, one assignment or return, or test the condition with if beforehand"


def open_attempts(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''What may raise is tried first; then either it is done, or the handler.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(x):
    ...     try:
    ...         y = math.sqrt(x)
    ...     except ValueError:
    ...         y = 0.0
    ...     else:
    ...         y = y + 1.0
    ...     finally:
    ...         z = x
    ...     return y * z
    ... """, open_attempts))
    def f(x):
        if raises(lambda: math.sqrt(x), ValueError):
            y = 0.0
        else:
            y = math.sqrt(x)
            y = y + 1.0
        z = x
        return y * z
    '''
    return changed(function, body=_block(function.body, scope))


def _block(block: list[Any], scope: Scope) -> list[Any]:
    return [new for statement in block for new in _statement(statement, scope)]


def _statement(statement: Any, scope: Scope) -> list[Any]:
    if isinstance(statement, gast.Try):
        return _opened(statement, scope)
    if not blocks(statement):
        return [statement]
    fields = {name: _block(getattr(statement, name), scope) for name in ("body", "orelse") if hasattr(statement, name)}
    return [changed(statement, **fields)]


def _opened(statement: Any, scope: Scope) -> list[Any]:
    body, orelse, last = (_block(getattr(statement, f), scope) for f in ("body", "orelse", "finalbody"))
    for inner in last:
        if not _is_unseen(inner):
            message = "a `finally` with an effect is not supported"
            raise Unsupported(message, inner, "move the effect out of the function")
    if last and any(isinstance(s, (gast.Return, gast.Break, gast.Continue)) for s in syntax.walk([*body, *orelse])):
        raise Unsupported("leaving a `try` that has a `finally` is not supported", statement, "leave after the try")
    if not statement.handlers:
        return [*body, *orelse, *last]
    if RAISES in scope.bound:
        raise Unsupported(f"a `try` where `{RAISES}` is a name of its own", statement, f"rename `{RAISES}`")
    for handler in statement.handlers:
        _check_handler(handler)
    *quiet, risky = body
    if _is_append(risky):
        held = scope.fresh("item")
        risky, kept = syntax.assign(held, risky.value.args[0]), changed(risky, value=changed(risky.value, args=[syntax.name(held)]))
        syntax.located(risky, kept)
        orelse = [kept, *orelse]
    for inner in quiet:
        if not _cannot_raise(inner):
            raise Unsupported("a `try` around several statements that may raise", statement, CURE)
    return [*quiet, *_branches(risky, statement, orelse, scope), *last]


def _branches(risky: Any, statement: Any, orelse: list[Any], scope: Scope) -> list[Any]:
    """The handlers, each if its exception is raised, and else what the `try` holds."""
    if _cannot_raise(risky):
        return [risky, *orelse]
    tried = _tried(risky)
    if tried is None:
        raise Unsupported("a `try` around more than one assignment or return", risky, CURE)
    rest = [risky, *orelse]
    for handler in reversed(statement.handlers):
        kinds = handler.type or syntax.name("BaseException")
        kinds = kinds.elts if isinstance(kinds, gast.Tuple) else [kinds]
        ask = syntax.call(RAISES, gast.Lambda(_no_parameters(), syntax.clone(tried)), *kinds)
        branch = gast.If(syntax.located(ask, statement), _block(handler.body, scope), rest)
        rest = [syntax.located(branch, statement)]
    return rest


def _is_append(statement: Any) -> bool:
    """Whether a statement is xs.append(e): only e may raise."""
    call = statement.value if isinstance(statement, gast.Expr) else None
    method = call.func if isinstance(call, gast.Call) else None
    if call is None or not isinstance(method, gast.Attribute):
        return False
    return method.attr == "append" and isinstance(method.value, gast.Name) and len(call.args) == 1


def _tried(statement: Any) -> Any:
    """The expression that is evaluated when `statement` runs, if it does nothing else that may raise."""
    value = None
    if isinstance(statement, gast.Assign) and all(isinstance(t, gast.Name) for t in statement.targets):
        value = statement.value
    elif isinstance(statement, gast.AugAssign) and isinstance(statement.target, gast.Name):
        value = gast.BinOp(syntax.name(statement.target.id), statement.op, statement.value)
    elif isinstance(statement, gast.Return):
        value = statement.value
    return None if value is None or not _may_run_twice(value) else value


def _may_run_twice(value: Any) -> bool:
    """Whether evaluating an expression once more changes nothing, as far as it can be seen here."""
    calls = [node for node in walk_scope(value) if isinstance(node, gast.Call)]
    methods = [call.func.attr for call in calls if isinstance(call.func, gast.Attribute)]
    return not has_walrus(value) and not set(methods) & CHANGING_METHODS and not any(map(is_report, calls))


def _cannot_raise(statement: Any) -> bool:
    return isinstance(statement, gast.Pass) or (
        isinstance(statement, gast.Assign)
        and isinstance(statement.value, gast.Constant)
        and all(isinstance(target, gast.Name) for target in statement.targets)
    )


def _is_unseen(statement: Any) -> bool:
    """Whether it would not be noticed outside if the statement did not run after an exception."""
    if isinstance(statement, gast.Assign):
        plain = all(isinstance(target, gast.Name) for target in statement.targets)
        calls = [node for node in walk_scope(statement.value) if isinstance(node, gast.Call)]
        return plain and (not calls or is_atom(statement.value))
    return isinstance(statement, (gast.Pass, gast.Delete))


def _check_handler(handler: Any) -> None:
    if handler.name is not None and handler.name.id in syntax.names_read(handler.body):
        message = "a handler that reads its exception is not supported"
        raise Unsupported(message, handler.body[0], "leave out `as`, and compute from the variables")
    for inner in syntax.walk(handler.body):
        if isinstance(inner, gast.Raise) and inner.exc is None:
            raise Unsupported("raising again is not supported", inner, "name the exception: raise ValueError(...)")


def _no_parameters() -> Any:
    return gast.arguments([], [], None, [], [], None, [])
