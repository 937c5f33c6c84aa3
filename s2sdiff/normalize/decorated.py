"""Applies the decorators of local functions, and drops those that change nothing a derivative sees."""

from __future__ import annotations

import functools
from types import FunctionType
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.normalize.form import blocks
from s2sdiff.normalize.parts import changed, root, walk_scope
from s2sdiff.normalize.scope import Scope

COMPILERS = ("njit", "jit")  # of numba: what these make computes what it is given, as does that of functools.wraps
CACHES = (functools.cache, functools.lru_cache)  # so does what these make, as long as what it reads stays as it is


def apply_decorators(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''A decorator is called with the function, and what it gives bears the function's name.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(x):
    ...     @doubled
    ...     @functools.cache
    ...     def g(v):
    ...         return v * x
    ...     return g(x)
    ... """, apply_decorators))
    def f(x):
    <BLANKLINE>
        @functools.cache
        def g_1(v):
            return v * x
        g = doubled(g_1)
        return g(x)
    '''
    return changed(function, body=_block(function.body, function, scope))


def _block(block: list[Any], function: gast.FunctionDef, scope: Scope) -> list[Any]:
    return [new for statement in block for new in _statement(statement, function, scope)]


def _statement(statement: Any, function: gast.FunctionDef, scope: Scope) -> list[Any]:
    if isinstance(statement, gast.FunctionDef):
        return _applied(statement, function, scope) if statement.decorator_list else [statement]
    if not blocks(statement):
        return [statement]
    fields = {name: _block(getattr(statement, name), function, scope) for name in ("body", "orelse") if hasattr(statement, name)}
    return [changed(statement, **fields)]


def _applied(local: Any, function: gast.FunctionDef, scope: Scope) -> list[Any]:
    makers = {decorator: _maker(decorator, scope) for decorator in local.decorator_list}
    if any(maker in CACHES for maker in makers.values()):
        _check_settled(local, function, scope)
    others = [decorator for decorator, maker in makers.items() if maker not in CACHES and not _is_transparent(maker)]
    kept = [decorator for decorator, maker in makers.items() if maker in CACHES]  # whoever reads the function has to know
    if not others:
        return [changed(local, decorator_list=kept)]
    plain = scope.fresh(local.name)
    value: gast.AST = syntax.name(plain)
    for decorator in reversed(others):
        value = syntax.call(decorator, value)
    return [changed(local, name=plain, decorator_list=kept), syntax.located(syntax.assign(local.name, value), local)]


def _maker(decorator: gast.AST, scope: Scope) -> Any:
    """The object `functools.lru_cache` of `@functools.lru_cache(maxsize=None)`; None of what the function makes itself."""
    called = decorator.func if isinstance(decorator, gast.Call) else decorator
    return scope.stands_for(called)


def _is_transparent(maker: Any) -> bool:
    """Whether what a decorator makes computes what it is given: a name alone does not say so."""
    compiles = getattr(maker, "__name__", None) in COMPILERS and str(getattr(maker, "__module__", "")).split(".")[0] == "numba"
    return compiles or maker is functools.wraps


def _check_settled(local: Any, function: gast.FunctionDef, scope: Scope) -> None:
    """Refuse a cached function that reads what is changed: what it computed before stays in the cache."""
    names = [*syntax.walk(function.args), *walk_scope(function.body)]
    bound = [name.id for name in names if isinstance(name, gast.Name) and not isinstance(name.ctx, gast.Load)]
    touched: set[str] = set(scope.rebound)
    for node in syntax.walk(function.body):  # in other local functions, too
        if isinstance(node, (gast.Subscript, gast.Attribute)) and not isinstance(node.ctx, gast.Load):
            touched.add(root(node) or "")
        elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Call):
            touched |= syntax.names_read(node.value)
        elif isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id != local.name:
            users = node.func.id in scope.local or isinstance(scope.meaning(node.func.id), FunctionType)
            given = [*node.args, *(k.value for k in node.keywords)]
            touched |= {root(arg) or "" for arg in given} if users else set()
    own = syntax.names_stored(local.body) | {name.id for name in syntax.walk(local.args) if isinstance(name, gast.Name)}
    own -= {name for node in syntax.walk(local.body) if isinstance(node, gast.Nonlocal) for name in node.names}
    touched |= {name for name in bound if bound.count(name) > 1}
    touched -= own
    touched |= {kin for name in touched for kin in scope.kin.get(name, ())}
    for name in sorted(syntax.names_read(local) & scope.local & touched - own - {local.name}):
        raise Unsupported(f"the function `{local.name}` keeps what it computed, and `{name}`, which it reads, is changed", local,
                          "leave the cache out, or give the changed value a name of its own")  # fmt: skip
