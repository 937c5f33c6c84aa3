"""Functions of our own that mean something inside a function that is differentiated: transforms, stop_gradient ..."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import FunctionType
from typing import TYPE_CHECKING, Any

import gast

from s2sdiff import emit, syntax, tree
from s2sdiff.analyze.elaborate import Elaborator
from s2sdiff.analyze.program import Build, Inactive
from s2sdiff.analyze.state import Closure, Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.run.load import load
from s2sdiff.types import Record, Scalar, Seq, Static, Type

if TYPE_CHECKING:
    from s2sdiff.context import Context

_OPEN = object()


def meaning(context: Context, elaborator: Elaborator, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> Meaning | None:
    """Functions of our own that mean something inside a differentiated function."""
    kind = vars(target).get("__s2sdiff_meaning__") if isinstance(target, (FunctionType, type)) else None
    if kind == "constant":
        version = elaborator.use(args[0]) if isinstance(args[0], gast.Name) else None
        t = elaborator.type_of(args[0])
        return Meaning(args[0], t, Inactive("stop_gradient"), version.storages if version else frozenset(), view=True)
    if target is tree.with_attributes and args:
        return changed(elaborator, node, args[0], keywords)
    if is_ours(target) and not isinstance(target, (FunctionType, type)):
        return None
    if kind == "lifted":
        return lifted(context, elaborator, args[0], args[1], statement)
    if isinstance(kind, type):
        return pushed(context, elaborator, node, target, args, keywords, statement)
    if kind == "transform":
        types = [elaborator.type_of(a) for a in args]
        others = {k: elaborator.type_of(v) for k, v in keywords.items()}
        return transformed(node, target, types, others)
    return None


def changed(elaborator: Elaborator, node: gast.Call, original: gast.AST, changes: Mapping[str, gast.AST]) -> Meaning:
    """with_attributes(original, **changes): an object of the same class, all of whose children are given."""
    t = elaborator.type_of(original)
    if not isinstance(t, Record) or {n for n, _ in t.items} != set(changes):
        raise Unsupported("`with_attributes` of an object that is not known", node, "use a dataclass")
    new = Record(t.cls, tuple((n, elaborator.type_of(changes[n])) for n, _ in t.items), t.constants)
    storages = frozenset().union(*(elaborator.storages_of(c) for c in changes.values()))
    return Meaning(node, new, Build(tuple((n, changes[n]) for n, _ in t.items)), storages)


def pushed(context: Context, elaborator: Elaborator, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> Meaning:
    """jvp(f, primals, tangents), hvp(...), vjp(f, *primals), linearize(...): a call of the transform of f."""
    fun = _static_value(elaborator.type_of(args[0]))
    options = {k: _static_value(elaborator.type_of(v)) for k, v in keywords.items()}
    kind = target.__s2sdiff_meaning__
    if fun is _OPEN or any(v is _OPEN for v in options.values()) or (kind.takes_tangents and len(args) != 3):
        raise Unsupported(f"`{target.__name__}` of a function that is not known when generating", node,
                          "transform a function that is defined outside")  # fmt: skip
    made = kind(fun, **{"target": context.target, **({"has_aux": False} if kind.may_have_aux else {}), **options})
    new = syntax.located(syntax.call(node.func, *args[1:]), node)
    return elaborator.call_object(new, made, list(new.args), {}, statement)


def lifted(context: Context, elaborator: Elaborator, function: gast.AST, given: gast.AST, statement: gast.AST) -> Meaning:
    """A local function as one from outside, and its arguments with what it captures after them."""
    held, arguments = elaborator.type_of(function), elaborator.type_of(given)
    if not isinstance(held, Closure):
        return elaborator.evaluate(syntax.located(syntax.tuple_([function, given]), statement), statement)
    if not isinstance(arguments, Seq) or not isinstance(given, gast.Name):
        raise Unsupported("arguments that are not a tuple of known length", statement, "write a tuple")
    if any(isinstance(elaborator.type_of(syntax.name(local)), Closure) for _, local in held.captured):
        raise Unsupported(f"the local function `{held.name}` calls another one", statement, "define it outside")
    key = ("lifted", held.node, held.captured, id(held.home.globals))
    if key not in context.lifts:
        context.lifts[key] = with_captures(held)
    parts = [elaborator.part(given, k, statement) for k in range(len(arguments.items))]
    captured = [syntax.located(syntax.name(local), statement) for _, local in held.captured]
    together = elaborator.helper(statement, f"{held.name}_args")
    line = syntax.assign(together, syntax.tuple_([*parts, *captured]))
    elaborator.before([syntax.located(line, statement)], statement)
    wish = "function" if isinstance(held.node, gast.Lambda) else held.name
    alias = context.outer_alias(wish, context.lifts[key], elaborator.names)
    whole = syntax.tuple_([syntax.name(alias), syntax.name(together)])
    return elaborator.evaluate(syntax.located(whole, statement), statement)


def transformed(node: gast.Call, target: Any, types: list[Type], others: dict[str, Type]) -> Meaning:
    """`grad(f, ...)` and the like: the transformed function itself, made when generating."""
    values = [_static_value(t) for t in types]
    named = {k: _static_value(t) for k, t in others.items()}
    if any(v is _OPEN for v in [*values, *named.values()]):
        raise Unsupported(f"`{target.__name__}` of a function or argument that is not known when generating", node,
                          "transform a function that is defined outside")  # fmt: skip
    return Meaning(node, Static(target(*values, **named)), Inactive("a transformed function"))


def with_captures(local: Closure) -> FunctionType:
    """A local function as one from outside, which takes what it captures as its last arguments."""
    spec = local.node.args
    if spec.vararg or spec.kwarg or spec.kwonlyargs or spec.defaults:
        raise Unsupported(f"the local function `{local.name}` has more than plain arguments", local.node, "define it outside")
    body = [gast.Return(local.node.body)] if isinstance(local.node, gast.Lambda) else local.node.body
    name = local.name if isinstance(local.node, gast.Lambda) else local.node.name
    params = [*spec.posonlyargs, *spec.args, *(gast.Name(inside, gast.Param(), None, None) for inside, _ in local.captured)]
    function = gast.FunctionDef(name, gast.arguments(params, [], None, [], [], None, []), syntax.clone(body), [], None, None, [])
    home = local.home
    text = emit.module([emit.print_function(function)])
    place = f"<s2sdiff {name} of {emit.origin(home.filename, getattr(local.node, 'lineno', home.tree.lineno))}>"
    return load(text, place, home.globals, {**home.cells, **home.bound})[name]


def _static_value(t: Type) -> Any:
    if isinstance(t, Static):
        return t.value
    if isinstance(t, Scalar) and type(t.value) in (int, float, bool):
        return t.value
    if isinstance(t, Seq):
        items = [_static_value(i) for i in t.items]
        return _OPEN if any(i is _OPEN for i in items) else t.cls(items)
    return _OPEN


def is_ours(target: Any) -> bool:
    """Whether a value is a derivative of ours, or a function that has one of its own."""
    return hasattr(target, "function_for") or hasattr(target, "__s2sdiff_fun__")
