"""Comprehensions in the bodies of rules about sequences, written out where the number of items is known.

    [y_bar[i] for i in range(len(arrays))]                  [y_bar[0], y_bar[1]]
    [f(*xs[:i], g, *xs[i + 1 :]) for i in range(len(xs))]   [f(g, xs[1]), f(xs[0], g)]

Afterwards a sequence is met only as `xs[k]` with a literal k, or whole; numbers inside `static(...)` are literals too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gast

from s2sdiff import syntax


def unrolled(node: gast.AST, lengths: Mapping[str, int]) -> gast.AST:
    """`node` with each comprehension over range(len(p)), for p in `lengths`, as a list of its items.

    >>> import ast
    >>> tree = syntax.expr("[np.dot(*xs[:i], g, *xs[i + 1:]) for i in range(len(xs))]")
    >>> ast.unparse(gast.gast_to_ast(unrolled(tree, {"xs": 2})))
    '[np.dot(g, xs[1]), np.dot(xs[0], g)]'
    """
    sequence = _sequence(node)
    if sequence in lengths:
        index = node.generators[0].target.id
        return syntax.list_([_item(node.elt, index, i, lengths) for i in range(lengths[sequence])])
    return _rebuilt(node, lambda child: [unrolled(child, lengths)])


def _sequence(node: gast.AST) -> str:
    """p, where `node` is [... for i in range(len(p))]; else nothing."""
    if not isinstance(node, gast.ListComp) or len(node.generators) != 1 or node.generators[0].ifs:
        return ""
    match node.generators[0].iter:
        case gast.Call(
            func=gast.Name(id="range"), args=[gast.Call(func=gast.Name(id="len"), args=[gast.Name(id=name)])]
        ):
            return str(name)
    return ""


def _item(node: gast.AST, index: str, i: int, lengths: Mapping[str, int]) -> gast.AST:
    """The item of a comprehension with its index replaced by the number i."""

    def expand(child: gast.AST) -> list[gast.AST]:
        if isinstance(child, gast.Starred):
            return _starred(_item(child.value, index, i, lengths), lengths)
        return [_item(child, index, i, lengths)]

    if isinstance(node, gast.Name) and node.id == index:
        return syntax.const(i)
    new = _rebuilt(node, expand)
    if isinstance(new, gast.BinOp) and isinstance(new.op, gast.Add):
        left, right = getattr(new.left, "value", None), getattr(new.right, "value", None)
        if type(left) is int and type(right) is int:
            return syntax.const(left + right)
    return new


def _starred(value: gast.AST, lengths: Mapping[str, int]) -> list[gast.AST]:
    """`*p`, `*p[a:]` or `*p[:b]` as a list of items."""
    base, part = value, slice(None)
    if isinstance(value, gast.Subscript) and isinstance(value.slice, gast.Slice):
        base = value.value
        part = slice(*(None if bound is None else bound.value for bound in (value.slice.lower, value.slice.upper)))
    if not isinstance(base, gast.Name) or base.id not in lengths:
        return [gast.Starred(value, gast.Load())]
    return [syntax.subscript(syntax.clone(base), syntax.const(k)) for k in range(lengths[base.id])[part]]


def _rebuilt(node: gast.AST, change: Any) -> gast.AST:
    """A copy of `node` whose parts are changed; a part of a list may become several."""
    new = syntax.clone(node)
    for key, value in node.__dict__.items():
        if isinstance(value, gast.AST):
            setattr(new, key, change(value)[0])
        elif isinstance(value, list):
            setattr(new, key, [c for v in value for c in (change(v) if isinstance(v, gast.AST) else [v])])
    return new
