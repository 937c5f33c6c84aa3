"""The names of a function's body, so that it can stand in another function.

Assumes the normal form.  Names are told apart by scope: what a nested function binds is its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.parts import COMPREHENSIONS, parts_of

NESTED = (gast.FunctionDef, gast.Lambda)


def bound_names(function: gast.FunctionDef) -> set[str]:
    r"""The names that a function binds for itself: parameters, variables, nested functions, imports.

    >>> sorted(bound_names(syntax.body("def f(x):\n nonlocal n\n n = x\n y = n\n return lambda z: z")[0]))
    ['x', 'y']
    """
    own = {a.id for a in all_parameters(function)}
    given_away: set[str] = set()
    for node in _scope(function.body):
        if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load):
            own.add(node.id)
        elif isinstance(node, gast.FunctionDef):
            own.add(node.name)
        elif isinstance(node, gast.alias):
            own.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, gast.Nonlocal):
            given_away.update(node.names)
    return own - given_away


def nonlocal_names(function: gast.AST) -> set[str]:
    """The names of functions around it that a function assigns, itself or through a function inside it."""
    found: set[str] = set()
    for node in _scope(function.body):
        if isinstance(node, gast.Nonlocal):
            found.update(node.names)
        elif isinstance(node, NESTED):
            found |= nonlocal_names(node) - (bound_names(function) if isinstance(function, gast.FunctionDef) else set())
    return found


def all_parameters(function: gast.AST) -> list[Any]:
    """Every parameter, stars included."""
    spec = function.args
    found = [*spec.posonlyargs, *spec.args, spec.vararg, *spec.kwonlyargs, spec.kwarg]
    return [p for p in found if p is not None]


def captured_names(statements: Sequence[gast.AST]) -> set[str]:
    """The names that functions nested in `statements` read or assign without binding them."""
    found: set[str] = set()
    for node in _scope(list(statements)):
        if isinstance(node, NESTED):
            found |= free_names(node)
    return found


def free_names(function: gast.AST) -> set[str]:
    r"""The names that a function takes from around it.

    >>> sorted(free_names(syntax.expr("lambda y: any(f(x, y) for x in xs)")))
    ['any', 'f', 'xs']
    """
    if isinstance(function, gast.Lambda):
        named = {n.target.id for n in syntax.walk(function.body) if isinstance(n, gast.NamedExpr)}
        return free_reads(function.body) - {a.id for a in all_parameters(function)} - named
    found = nonlocal_names(function)
    for node in _scope(function.body):
        if isinstance(node, NESTED):
            found |= free_names(node)
        elif isinstance(node, gast.Name):
            found.add(node.id)
    return found - bound_names(function)


def free_reads(node: gast.AST) -> set[str]:
    r"""The names that an expression reads and does not bind: what a comprehension runs over is its own.

    >>> sorted(free_reads(syntax.expr("(lambda y, k=c: k * y)(x)")))
    ['c', 'x']
    """
    if isinstance(node, gast.Name):
        return {node.id} if isinstance(node.ctx, gast.Load) else set()
    if isinstance(node, gast.Lambda):
        return free_names(node).union(*map(free_reads, _defaults(node)))
    found = set().union(*(free_reads(part) for part in parts_of(node)))
    if isinstance(node, COMPREHENSIONS):
        targets = set().union(*(syntax.names_stored(c.target) for c in node.generators))
        return (found - targets) | free_reads(node.generators[0].iter)
    return found


def renamed(node: Any, names: Mapping[str, str]) -> Any:
    r"""A copy of `node` under other names.

    >>> [function] = syntax.body("def f(x):\n g = lambda y: x + y\n return g(x)")
    >>> print(syntax.dump(renamed(function.body, {"x": "a", "y": "b"})) == syntax.dump(
    ...     syntax.body("g = lambda y: a + y\nreturn g(a)")))
    True
    """
    if isinstance(node, list):
        return [renamed(item, names) for item in node]
    if not isinstance(node, gast.AST):
        return node
    if isinstance(node, NESTED):
        return _renamed_function(node, names)
    new = node.__class__.__new__(node.__class__)
    for key, value in node.__dict__.items():
        new.__dict__[key] = renamed(value, names) if isinstance(value, (gast.AST, list)) else value
    if isinstance(new, gast.Name):
        new.id = names.get(new.id, new.id)
    elif isinstance(new, gast.Nonlocal):
        new.names = [names.get(n, n) for n in new.names]
    elif isinstance(new, gast.alias):
        bound = (new.asname or new.name).split(".")[0]
        if names.get(bound, bound) != bound:
            new.asname = names[bound]
    return new


def _renamed_function(node: gast.AST, names: Mapping[str, str]) -> gast.AST:
    """A nested function: its defaults belong outside, its body has names of its own."""
    new = syntax.clone(node)
    own = bound_names(node) if isinstance(node, gast.FunctionDef) else {a.id for a in all_parameters(node)}
    new.body = renamed(node.body, {old: name for old, name in names.items() if old not in own})
    new.args.defaults = renamed(node.args.defaults, names)
    new.args.kw_defaults = [renamed(d, names) for d in node.args.kw_defaults]
    if isinstance(new, gast.FunctionDef):
        new.name = names.get(new.name, new.name)
        new.decorator_list = renamed(node.decorator_list, names)
    return new


def _defaults(function: gast.AST) -> list[gast.AST]:
    """The defaults of a function's parameters, which are evaluated outside of it."""
    return [*function.args.defaults, *[d for d in function.args.kw_defaults if d is not None]]


def _scope(nodes: Any) -> list[Any]:
    """Every node of one scope; of nested functions the nodes themselves, and what is evaluated outside of them."""
    found: list[Any] = []
    stack = list(reversed(nodes)) if isinstance(nodes, list) else [nodes]
    while stack:
        node = stack.pop()
        found.append(node)
        if isinstance(node, NESTED):
            stack += [*_defaults(node), *getattr(node, "decorator_list", [])]
            continue
        for field in reversed(node._fields):
            value = getattr(node, field, None)
            if isinstance(value, gast.AST):
                stack.append(value)
            elif isinstance(value, list):
                stack.extend(v for v in reversed(value) if isinstance(v, gast.AST))
    return found
