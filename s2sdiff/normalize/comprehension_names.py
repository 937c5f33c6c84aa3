"""Gives the variables of comprehensions names of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.form import is_kept
from s2sdiff.normalize.hiding import WRITTEN
from s2sdiff.normalize.parts import COMPREHENSIONS, changed, map_parts, parameters, parts_of
from s2sdiff.normalize.scope import Scope


def rename_comprehensions(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''The variables of a comprehension live in it alone; as a loop it must not overwrite a name of the function.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(x, n):
    ...     y = [x * i for i in range(n)]
    ...     return [x + i for x in y for i in x]
    ... """, rename_comprehensions))
    def f(x, n):
        y = [x * i for i in range(n)]
        return [x_1 + i for x_1 in y for i in x_1]
    '''
    if not any(isinstance(node, COMPREHENSIONS) for node in syntax.walk(function.body)):
        return function
    outside = {name for part in parts_of(function) for name in _free_names(part, frozenset())}
    renamer = _Renamer(scope, outside | WRITTEN)
    return changed(function, body=[renamer.visit(s, {}, frozenset()) for s in function.body])


def _free_names(node: Any, hidden: frozenset[str]) -> Iterator[str]:
    """The names in `node` that are not variables of a comprehension around them."""
    if isinstance(node, gast.Name):
        if node.id not in hidden:
            yield node.id
        return
    if isinstance(node, COMPREHENSIONS):
        yield from _free_names(node.generators[0].iter, hidden)
        hidden |= _variables(node)
    for part in parts_of(node):
        yield from _free_names(part, hidden)


def _variables(comprehension: Any) -> set[str]:
    return set().union(*(syntax.names_stored(generator.target) for generator in comprehension.generators))


class _Renamer:
    def __init__(self, scope: Scope, outside: set[str]) -> None:
        self.scope = scope
        self.outside = outside

    def visit(self, node: Any, new_names: Mapping[str, str], around: frozenset[str], *, kept: bool = False) -> Any:
        """`node` with `new_names`; `around` are the variables of the comprehensions it is inside of."""
        if isinstance(node, gast.Name):
            return changed(node, id=new_names[node.id]) if node.id in new_names else node
        if isinstance(node, COMPREHENSIONS):
            return self.comprehension(node, new_names, around, kept=kept)
        if isinstance(node, gast.FunctionDef):
            return node  # a statement, hence in no comprehension
        if isinstance(node, gast.Lambda):
            inner = {old: new for old, new in new_names.items() if old not in parameters(node)}
            defaults = {  # its parameters have names of their own
                field: [default and self.visit(default, new_names, around, kept=True) for default in getattr(node.args, field)]
                for field in ("defaults", "kw_defaults")
            }
            return changed(node, args=changed(node.args, **defaults), body=self.visit(node.body, inner, around, kept=True))
        return map_parts(
            node, lambda part, field: self.visit(part, new_names, around, kept=kept or is_kept(node, field))
        )

    def comprehension(self, node: Any, new_names: Mapping[str, str], around: frozenset[str], *, kept: bool) -> Any:
        """A comprehension, whose first iterable is evaluated outside of it."""
        own: dict[str, str] = {}
        for variable in sorted(_variables(node)):
            clashes = not kept and (variable in self.outside or variable in around)
            own[variable] = self.scope.fresh(variable) if clashes else variable
        names, inside = {**new_names, **own}, around | set(own.values())
        first = node.generators[0].iter
        new = map_parts(node, lambda part, _: self.visit(part, names, inside, kept=kept))
        head = changed(new.generators[0], iter=self.visit(first, new_names, around, kept=kept))
        return changed(new, generators=[head, *new.generators[1:]])
