"""Rewrites a generator that is consumed whole into a list."""

from __future__ import annotations

from collections import Counter, deque
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.form import is_kept
from s2sdiff.normalize.parts import changed, map_parts
from s2sdiff.normalize.scope import Scope

WHOLE = ("list", "tuple", "dict", "frozenset", "sorted", "min", "max", "set")  # these read every item first
READING = ("join", "fsum", "fromiter")  # methods, and functions of modules, of which it is the same
PARALLEL = ("zip", "enumerate")  # what these are given is listed first
LAZY = ("map", "filter", "zip", "enumerate", "reversed")  # these give their items one by one, too
FOLDS = ("sum", "any", "all", "next")  # these become loops


def takes_generator(call: gast.Call, scope: Scope) -> bool:
    """Whether `call` may be given a generator as its first argument: it reads all of it, or becomes a loop."""
    reads = isinstance(call.func, gast.Attribute) and call.func.attr in READING
    known = syntax.dotted(call.func) == "math.prod" or any(scope.stands_for(call.func) is kind for kind in (deque, Counter))
    return reads or known or scope.is_builtin(call.func, *WHOLE, *FOLDS)


def growth(statement: Any, scope: Scope) -> tuple[Any, Any] | None:
    """`xs` and the generator of `xs.extend(generator)` or `xs += generator`; None for other statements."""
    call = statement.value if isinstance(statement, gast.Expr) else None
    grown, source = None, None
    if isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr == "extend" and len(call.args) == 1:
        grown, source = call.func.value, call.args[0]
    elif isinstance(statement, gast.AugAssign) and isinstance(statement.op, gast.Add) and isinstance(statement.target, gast.Name):
        grown, source = statement.target, statement.value
    lazy = isinstance(source, gast.GeneratorExp) or (isinstance(source, gast.Call) and scope.is_builtin(source.func, *LAZY))
    safe = not scope.walrus and not (isinstance(grown, gast.Name) and grown.id in scope.rebound)
    return (grown, source) if lazy and safe else None


def folds_generator(call: gast.Call) -> bool:
    """Whether `call` is one of functools.reduce, which reads all of its second argument."""
    return syntax.dotted(call.func) == "functools.reduce" and len(call.args) > 1


def list_generators(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''A generator of which every item is read before anything else happens is a list; `sum` and its like come later.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs):
    ...     return max((x * x for x in xs)) + sum((x for x in xs))
    ... """, list_generators))
    def f(xs):
        return max([x * x for x in xs]) + sum((x for x in xs))
    '''
    return changed(function, body=[_listed(statement, scope) for statement in function.body])


def _listed(node: Any, scope: Scope) -> Any:
    """`node` with its generators listed, outside of what is kept as written."""
    node = map_parts(node, lambda part, field: part if is_kept(node, field) else _listed(part, scope))
    if isinstance(node, gast.Call) and node.args and scope.is_builtin(node.func, "list", "set"):
        return _display(node)
    if isinstance(node, gast.Call) and node.args and takes_generator(node, scope):
        keep = scope.is_builtin(node.func, *FOLDS)
        return node if keep else changed(node, args=[_as_list(node.args[0]), *node.args[1:]])
    if isinstance(node, gast.Call) and folds_generator(node):
        return changed(node, args=[node.args[0], _as_list(node.args[1]), *node.args[2:]])
    if isinstance(node, gast.Call) and scope.is_builtin(node.func, *PARALLEL):
        return changed(node, args=[_as_list(arg) for arg in node.args])
    if isinstance(node, gast.Starred):
        return changed(node, value=_as_list(node.value))
    if isinstance(node, gast.comprehension) and not _is_one_loop(node.iter):
        return changed(node, iter=_as_list(node.iter))
    return node


def _is_one_loop(source: Any) -> bool:
    """Whether a generator that is gone over asks for its items one by one, in a loop that is opened there."""
    return isinstance(source, gast.GeneratorExp) and len(source.generators) == 1


def _as_list(node: Any) -> Any:
    if not isinstance(node, gast.GeneratorExp):
        return node
    return gast.copy_location(gast.ListComp(node.elt, node.generators), node)


def _display(call: Any) -> Any:
    """`list(generator)` and `set(generator)` are comprehensions."""
    [generator] = call.args if len(call.args) == 1 else [None]
    if not isinstance(generator, gast.GeneratorExp) or call.keywords:
        return call
    kind = gast.ListComp if call.func.id == "list" else gast.SetComp
    return gast.copy_location(kind(generator.elt, generator.generators), call)
