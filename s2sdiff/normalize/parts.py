"""Small questions and constructions that several rewrites share.

Rewrites never change a node they were given: `changed` makes the new one, and the driver copies the result at the end,
so a node may stand in two places until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import gast

SCOPES = (gast.FunctionDef, gast.AsyncFunctionDef, gast.ClassDef, gast.Lambda)
COMPREHENSIONS = (gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)
# What may be a method of a class, besides loops and tests, which see only what these gave.
ASKING = (gast.Call, gast.Attribute, gast.Subscript, gast.BinOp, gast.UnaryOp, gast.Compare, gast.FormattedValue, *COMPREHENSIONS)


def changed(node: Any, **fields: Any) -> Any:
    """A node like `node`, in the same place, with some fields replaced; `node` itself if they are what they were."""
    if all(_identical(getattr(node, key), value) for key, value in fields.items()):
        return node
    new = node.__class__.__new__(node.__class__)
    new.__dict__.update(node.__dict__)
    new.__dict__.update(fields)
    return new


def map_parts(node: Any, new: Callable[[Any, str], Any]) -> Any:
    """A node like `node` with `new(part, field)` for each part."""
    fields: dict[str, Any] = {}
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            fields[field] = [new(item, field) if isinstance(item, gast.AST) else item for item in value]
        elif isinstance(value, gast.AST) and value._fields:  # no operator, and not whether a name is read
            fields[field] = new(value, field)
    return changed(node, **fields) if fields else node


def _identical(a: Any, b: Any) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(x is y for x, y in zip(a, b, strict=True))
    return a is b


def if_(test: gast.AST, body: list[Any], orelse: list[Any] | None = None) -> list[Any]:
    """`if test: body else: orelse` without empty branches; no statement at all if both are empty."""
    if not body:
        return [gast.If(not_(test), list(orelse), [])] if orelse else []
    return [gast.If(test, list(body), list(orelse or []))]


def for_(target: gast.AST, sequence: gast.AST, body: list[Any]) -> Any:
    """`for target in sequence: body`."""
    return gast.For(target, sequence, body, [], None)


OPPOSITE: dict[type[gast.AST], type[gast.AST]] = {
    gast.Is: gast.IsNot, gast.IsNot: gast.Is, gast.In: gast.NotIn, gast.NotIn: gast.In,
}  # fmt: skip - `==` may be a method of the user's here: its opposite is not one yet


def not_(test: Any) -> Any:
    """The opposite of a test; `not x < y` is not `x >= y` where NaN may turn up."""
    if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
        return test.operand
    if isinstance(test, gast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in OPPOSITE:
        return changed(test, ops=[OPPOSITE[type(test.ops[0])]()])
    return gast.UnaryOp(gast.Not(), test)


def is_atom(node: Any) -> bool:
    """A name or a literal: what needs no evaluation."""
    return isinstance(node, (gast.Name, gast.Constant))


def parts_of(node: gast.AST) -> Iterable[Any]:
    """The nodes directly below."""
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, gast.AST):
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, gast.AST))


def parameters(function: Any) -> set[str]:
    """The names of the parameters of a function or lambda."""
    args = function.args
    found = [*args.args, *getattr(args, "posonlyargs", []), *args.kwonlyargs, args.vararg, args.kwarg]
    return {parameter.id for parameter in found if parameter is not None}


def walk_scope(node: gast.AST | Sequence[gast.AST]) -> Iterable[Any]:
    """Every node below, leaving out the insides of lambdas and of nested functions."""
    stack: list[Any] = list(node) if isinstance(node, Sequence) else [node]
    while stack:
        current = stack.pop()
        yield current
        if not isinstance(current, SCOPES):
            stack.extend(parts_of(current))


def has_walrus(node: gast.AST) -> bool:
    """Whether evaluating `node` binds a name."""
    return any(isinstance(n, gast.NamedExpr) for n in walk_scope(node))


def walrus_names(node: gast.AST) -> set[str]:
    """The names that evaluating `node` binds."""
    return {n.target.id for n in walk_scope(node) if isinstance(n, gast.NamedExpr)}


def may_run_functions(node: gast.AST) -> bool:
    """Whether evaluating `node` may run a function: it calls one, or asks for something that a class may define."""
    return any(isinstance(n, ASKING) for n in walk_scope(node))


def root(node: Any) -> str | None:
    """The name at the bottom of a chain of attributes, subscripts and calls: `x` of `x.T[0].sum()`."""
    while not isinstance(node, gast.Name):
        if isinstance(node, (gast.Attribute, gast.Subscript, gast.Starred)):
            node = node.value
        elif isinstance(node, gast.Call):
            node = node.func
        else:
            return None
    return str(node.id)


def leaves(target: Any) -> list[Any]:
    """The targets inside a nested tuple of targets, in order."""
    if isinstance(target, (gast.Tuple, gast.List)):
        return [leaf for item in target.elts for leaf in leaves(item)]
    return leaves(target.value) if isinstance(target, gast.Starred) else [target]
