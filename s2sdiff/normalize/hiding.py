"""Renames variables that hide what derivatives are written with: builtins and the functions of `s2sdiff.runtime`."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from inspect import isfunction
from typing import Any

import gast

from s2sdiff import runtime, syntax
from s2sdiff.normalize.match_statement import CAPTURES
from s2sdiff.normalize.parts import changed, map_parts, parameters, walk_scope
from s2sdiff.normalize.scope import Scope

WRITTEN = frozenset({
    "bool", "dict", "float", "len", "list", "max", "min", "object", "range", "reversed", "set", "slice", "sorted", "tuple", "zip",
    *(name for name, value in vars(runtime).items() if isfunction(value)),
})  # fmt: skip


def rename_hiding(function: gast.FunctionDef, scope: Scope, captured: AbstractSet[str] = frozenset()) -> gast.FunctionDef:
    '''A variable called `len` is called otherwise, as the derivative asks for lengths; parameters keep the names they are known by.

    So do variables of functions around this one, `captured`, which it may assign.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(x, max):
    ...     len = x.size
    ...     return (lambda y: y / len)(x) + max
    ... """, rename_hiding))
    def f(x, max):
        len_1 = x.size
        return (lambda y: y / len_1)(x) + max
    '''
    inside = list(walk_scope(function.body))
    of_comprehensions = {id(n) for c in inside if isinstance(c, gast.comprehension) for n in syntax.walk(c.target)}
    own = {n.id for n in inside if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load) and id(n) not in of_comprehensions}
    own |= {n.name for n in inside if isinstance(n, gast.FunctionDef)}
    own |= {getattr(n, CAPTURES[type(n)]) for n in inside if type(n) in CAPTURES}
    if own.isdisjoint(WRITTEN):
        return function
    elsewhere = parameters(function) | captured  # bound by others, too
    for node in syntax.walk(function.body):
        if isinstance(node, (gast.FunctionDef, gast.Lambda)):
            elsewhere |= parameters(node)
    names = {name: scope.fresh(name) for name in sorted(own & WRITTEN - elsewhere)}
    return changed(function, body=[_renamed(statement, names) for statement in function.body])


def _renamed(node: Any, names: dict[str, str]) -> Any:
    if isinstance(node, gast.Name):
        return changed(node, id=names[node.id]) if node.id in names else node
    if type(node) in CAPTURES:
        field = CAPTURES[type(node)]
        node = changed(node, **{field: names.get(getattr(node, field), getattr(node, field))})
    if isinstance(node, gast.Nonlocal):
        return changed(node, names=[names.get(name, name) for name in node.names])
    if isinstance(node, gast.FunctionDef) and node.name in names:
        node = changed(node, name=names[node.name])
    return map_parts(node, lambda part, _: _renamed(part, names))
