"""Which names may share memory, as far as the text of a function tells: `b = a`, `row = m[i]`, `xs.append(a)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.library import FRESH_BUILTINS, FRESH_METHODS, is_fresh_numpy
from s2sdiff.normalize.parts import root

FRESH = (gast.BinOp, gast.UnaryOp, gast.Compare, gast.Constant, gast.JoinedStr, gast.Lambda)


def kin_of(function: gast.FunctionDef, local: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """For each name those that may share memory with it, itself included; one that shares with none is left out."""
    groups: dict[str, set[str]] = {}
    for names in _ties(function, frozenset(local)):
        joined = set(names).union(*(groups.get(n, set()) for n in names))
        for name in joined:
            groups[name] = joined
    return {name: frozenset(group) for name, group in groups.items() if len(group) > 1}


def lent(value: Any, local: frozenset[str]) -> frozenset[str]:
    """The names whose memory a value may be, or hold."""
    if value is None or isinstance(value, FRESH):
        return frozenset()
    if isinstance(value, gast.Name):
        return frozenset([value.id])
    if isinstance(value, (gast.Attribute, gast.Subscript, gast.Starred, gast.NamedExpr)):
        return lent(value.value, local)
    if isinstance(value, gast.IfExp):
        return lent(value.body, local) | lent(value.orelse, local)
    if isinstance(value, gast.Call):
        return frozenset() if _is_fresh(value, local) else _given(value, local)
    if isinstance(value, (gast.Tuple, gast.List, gast.Set, gast.Dict, gast.BoolOp)):
        return frozenset().union(*(lent(v, local) for v in gast.iter_child_nodes(value)))
    return frozenset(syntax.names_read(value))


def _given(call: gast.Call, local: frozenset[str]) -> frozenset[str]:
    """The names whose memory a call is given: by its arguments, and by what its method is of."""
    parts = [*call.args, *(k.value for k in call.keywords)]
    if isinstance(call.func, gast.Attribute) and root(call.func) in local:
        parts.append(call.func.value)
    return frozenset().union(*(lent(part, local) for part in parts))


def _is_fresh(call: gast.Call, local: frozenset[str]) -> bool:
    """Whether the result of a call is memory of its own."""
    if isinstance(call.func, gast.Name):
        return call.func.id in FRESH_BUILTINS and call.func.id not in local
    if isinstance(call.func, gast.Attribute) and root(call.func) not in local:
        return is_fresh_numpy((syntax.dotted(call.func) or "").partition(".")[2])
    return isinstance(call.func, gast.Attribute) and call.func.attr in (*FRESH_METHODS, "copy")


def _ties(function: gast.FunctionDef, local: frozenset[str]) -> Iterator[frozenset[str]]:
    """Names that one statement or call may make share memory."""
    sums = _sums(function)
    for node in syntax.walk(function):
        if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name) and node.target.id in sums:
            continue  # what is added is not kept
        if isinstance(node, (gast.Assign, gast.AnnAssign, gast.AugAssign, gast.NamedExpr)):
            targets = node.targets if isinstance(node, gast.Assign) else [node.target]
            yield frozenset(_bound(targets)) | lent(node.value, local)
        elif isinstance(node, (gast.For, gast.comprehension)):
            yield frozenset(_bound([node.target])) | lent(node.iter, local)
        elif isinstance(node, gast.withitem) and node.optional_vars is not None:
            yield frozenset(_bound([node.optional_vars])) | lent(node.context_expr, local)
        elif isinstance(node, gast.Call) and (isinstance(node.func, gast.Name) or root(node.func) in local):
            yield _given(node, local)  # it may put one into another


def _sums(function: gast.FunctionDef) -> set[str]:
    """Names that begin as numbers, and to which everything else is added: numbers, or arrays of their own, and no lists."""
    begun: set[str] = set()
    others: set[str] = {a.id for a in syntax.walk(function.args) if isinstance(a, gast.Name)}
    stored = {id(n.targets[0]): n for n in syntax.walk(function) if isinstance(n, gast.Assign)}
    added = {id(n.target) for n in syntax.walk(function) if isinstance(n, gast.AugAssign)}
    for node in syntax.walk(function):
        if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load) and id(node) not in added:
            value = stored[id(node)].value if id(node) in stored else None
            is_number = isinstance(value, gast.Constant) and isinstance(value.value, (int, float, complex)) and len(stored[id(node)].targets) == 1
            (begun if is_number else others).add(node.id)
        elif isinstance(node, (gast.Global, gast.Nonlocal)):
            others.update(node.names)
    return begun - others


def _bound(targets: Iterable[Any]) -> Iterator[str]:
    """The names that targets bind, or change a part of."""
    for target in targets:
        if isinstance(target, (gast.Tuple, gast.List)):
            yield from _bound(target.elts)
        else:
            name = root(target.value if isinstance(target, gast.Starred) else target)
            if name is not None:
                yield name
