"""Rewrites a generator function into one that returns the list of what it yields, and an `__iter__` into one that returns what it goes over.

That is the same for whoever reads all of it at once, as long as running the generator changes nothing that is seen
from outside.
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.normalize.exits import falls
from s2sdiff.normalize.form import blocks, is_report, statements
from s2sdiff.normalize.parts import changed, for_, map_parts, parameters, root, walk_scope
from s2sdiff.normalize.scope import Scope

YIELDS = (gast.Yield, gast.YieldFrom)
GOING_OVER = ("iter", "reversed", "zip", "map", "enumerate", "filter")
EFFECTS = (gast.Raise, gast.Assert, gast.With, gast.Try, gast.Global, gast.Nonlocal, gast.Import, gast.ImportFrom)


def is_generator(function: Any) -> bool:
    """Whether calling the function, or lambda, gives a generator."""
    body = function.body if isinstance(function.body, list) else [function.body]
    return any(isinstance(node, YIELDS) for node in walk_scope(body))


def collect_yields(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''`yield` appends, and the end returns what was appended.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def powers(x, n):
    ...     yield 1.0
    ...     for p in range(n):
    ...         yield x ** p
    ... """, collect_yields))
    def powers(x, n):
        items = []
        items.append(1.0)
        for p in range(n):
            items.append(x ** p)
        return items
    '''
    if not is_generator(function):
        return function
    for node in walk_scope(function.body):
        refusal = _refusal(node, scope, function)
        if refusal:
            raise Unsupported(refusal, node, "append to a list and return it")
    items = scope.fresh("items")
    first = syntax.located(syntax.assign(items, syntax.list_([])), function.body[0])
    body = [_collected(statement, items, scope) for statement in function.body]
    last = syntax.located(gast.Return(syntax.name(items)), body[-1])
    return changed(function, body=[first, *body, *([last] if falls(body) else [])])


def returns_iterator(function: Any) -> bool:
    """Whether all that a function returns is the beginning of going over something: `return iter((self.x, self.y))`."""
    returned = [node.value for node in walk_scope(function.body) if isinstance(node, gast.Return)]
    return bool(returned) and all(isinstance(value, gast.GeneratorExp) or _begins(value) for value in returned)


def _begins(value: Any) -> bool:
    func = value.func if isinstance(value, gast.Call) else None
    return getattr(func, "id", None) in GOING_OVER or getattr(func, "attr", None) == "__iter__"


def lists_at_once(function: Any) -> bool:
    """Whether what an `__iter__` goes over is read item by item, where `return_items` makes a list of it."""
    returned = [node.value for node in walk_scope(function.body) if isinstance(node, gast.Return)]
    return getattr(function, "name", "") == "__iter__" and returns_iterator(function) and any(map(_is_lazy, map(_gone_over, returned)))


def _gone_over(value: Any) -> Any:
    """What an `__iter__` begins to go over: `self.items` of `iter(self.items)`."""
    func = getattr(value, "func", None)
    if syntax.is_name(func, "iter") and len(value.args) == 1:
        return value.args[0]
    return func.value if isinstance(func, gast.Attribute) and func.attr == "__iter__" else value


def _is_lazy(over: Any) -> bool:
    return isinstance(over, (gast.Call, gast.GeneratorExp))


def return_items(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''An `__iter__` gives what it goes over: who goes over an object calls it, and does that at once.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def __iter__(self):
    ...     if self.plane:
    ...         return iter((self.x, self.y))
    ...     return zip(self.x, self.y)
    ... """, return_items))
    def __iter__(self):
        if self.plane:
            return (self.x, self.y)
        return list(zip(self.x, self.y))
    '''
    own = [name for name in GOING_OVER if not scope.is_builtin(syntax.name(name), name)]
    if function.name != "__iter__" or own or not returns_iterator(function):
        return function
    return changed(function, body=[_with_items(statement) for statement in function.body])


def _with_items(node: Any) -> Any:
    if isinstance(node, (gast.FunctionDef, gast.Lambda)):
        return node
    if not isinstance(node, gast.Return):
        return map_parts(node, lambda part, _: _with_items(part))
    over = _gone_over(node.value)
    return changed(node, value=syntax.located(syntax.call("list", over), node) if _is_lazy(over) else over)


def _refusal(node: Any, scope: Scope, function: gast.FunctionDef) -> str | None:
    """Why a generator function with this node in it cannot be run in one go."""
    if isinstance(node, gast.Expr):
        value = node.value
        if isinstance(value, gast.Call) and not _changes_local(value.func, scope, function):
            return "a generator with an effect is not supported: its effects and its reader's take turns"
        return None
    if isinstance(node, EFFECTS) or is_report(node):
        return "a generator with an effect is not supported: its effects and its reader's take turns"
    if isinstance(node, (gast.Subscript, gast.Attribute)) and isinstance(node.ctx, gast.Store):
        own = root(node) in scope.local - parameters(function)
        return None if own else "a generator that changes what it was given is not supported"
    if isinstance(node, gast.Return) and node.value is not None:
        return "a generator that returns a value is not supported"
    if isinstance(node, gast.While) and isinstance(node.test, gast.Constant) and falls_never(node):
        return "a generator without end is not supported"
    return _misplaced(node)


def _misplaced(node: Any) -> str | None:
    """A yield whose value is used: `x = yield`, or inside of an expression."""
    if isinstance(node, YIELDS):
        return None
    for part in (p for field in node._fields for p in _list(getattr(node, field, None))):
        if isinstance(part, YIELDS) and not isinstance(node, gast.Expr):
            return "a generator that is sent values is not supported"
    return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def falls_never(loop: gast.While) -> bool:
    """Whether a loop ends by no break and no return."""
    return not any(isinstance(s, (gast.Break, gast.Return)) for s in statements(loop.body))


def _changes_local(func: Any, scope: Scope, function: gast.FunctionDef) -> bool:
    """Whether a call changes a list or the like that the generator made itself."""
    return isinstance(func, gast.Attribute) and root(func) in scope.local - parameters(function)


def _collected(statement: Any, items: str, scope: Scope) -> Any:
    """A statement that appends where it yielded."""
    if isinstance(statement, gast.Expr) and isinstance(statement.value, gast.Yield):
        value = statement.value.value or syntax.const(None)
        call = syntax.call(syntax.attribute(syntax.name(items), "append"), value)
        return syntax.located(gast.Expr(call), statement)
    if isinstance(statement, gast.Expr) and isinstance(statement.value, gast.YieldFrom):
        item = scope.fresh("item")
        call = syntax.call(syntax.attribute(syntax.name(items), "append"), syntax.name(item))
        loop = for_(syntax.name(item, store=True), statement.value.value, [gast.Expr(call)])
        return syntax.located(loop, statement)
    if isinstance(statement, gast.Return):
        return changed(statement, value=syntax.located(syntax.name(items), statement))
    if not blocks(statement):
        return statement
    body = [_collected(s, items, scope) for s in statement.body]
    if isinstance(statement, gast.With):
        return changed(statement, body=body)
    return changed(statement, body=body, orelse=[_collected(s, items, scope) for s in statement.orelse])
