"""The last steps of every emitted function: simplified, with its signature, its header and its section headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum

import gast

from s2sdiff import emit, syntax
from s2sdiff.assemble.knowledge import facts_about
from s2sdiff.assemble.unit import Unit
from s2sdiff.context import Context
from s2sdiff.emit.numba_profile import numba_legal
from s2sdiff.errors import Unsupported
from s2sdiff.simplify import simplify
from s2sdiff.types import Type

FORWARD, REVERSE = "--- forward sweep, keeping what the adjoint needs ---", "--- reverse sweep ---"


def finished(
    unit: Unit, name: str, mode: str, body: list[gast.AST], types: dict[str, Type], temporaries: set[str],
    params: Sequence[str] | None = None, keyword_only: Sequence[str] = (), *, numbered: bool = True,
) -> gast.FunctionDef:  # fmt: skip
    """The simplified function, with its header; `numbered`, with short numbers for temporaries (see `simplify.numbering`)."""
    program = unit.program
    refuse_undefined(body)
    body = [with_named_constants(s, unit.context) for s in without_unused_functions(body)]
    function = syntax.function(name, list(params) if params is not None else list(program.parameters), body, keyword_only)
    if params is None:
        keep_defaults(function, unit)
    if unit.context.simplify:
        # The Numba profile looks types up by name, so names stay as they are there.
        numbered = numbered and unit.context.target != "numba"
        function = simplify(function, facts_about(unit, types, temporaries), numbered=numbered)
    function.body = without_idle_sections(function.body)
    place = emit.origin(unit.primal.filename, unit.primal.tree.lineno)
    gives = [f"{p}_bar" for p in unit.wrt] if mode in ("grad", "bwd") else []
    text = emit.header(mode, unit.primal.name, list(unit.wrt), unit.constants, place, gives)
    function.body.insert(0, gast.Expr(syntax.const(text)))
    if unit.context.target == "numba":
        known = {v.name: v.type for v in program.versions.values()} | types
        return numba_legal(function, known, temporaries)
    return function


def with_named_constants(node: gast.AST, context: Context) -> gast.AST:
    """A node in which the members of enumerations, and classes, that are keys of dicts have names."""
    if isinstance(node, gast.Constant):
        return named_constant(node, context)
    return syntax.change_parts(node, lambda part: with_named_constants(part, context))


def named_constant(node: gast.Constant, context: Context) -> gast.AST:
    """A constant as it can be written."""
    if isinstance(node.value, Enum) and not isinstance(node.value, int):
        return syntax.attribute(context.named(type(node.value)), node.value.name)
    if isinstance(node.value, type):
        return context.named(node.value)
    if isinstance(node.value, tuple):
        parts = [named_constant(syntax.const(item), context) for item in node.value]
        return syntax.tuple_(parts) if any(not isinstance(part, gast.Constant) for part in parts) else node
    return node


def keep_defaults(function: gast.FunctionDef, unit: Unit) -> None:
    """The user's literal defaults stay; parameters after `*` stay after `*`."""
    spec = unit.program.tree.args
    own = {a.id for a in spec.kwonlyargs}
    names = list(unit.program.parameters)
    literal = {a.id: d for a, d in zip(reversed([*spec.posonlyargs, *spec.args]), reversed(spec.defaults), strict=False)}
    literal |= {a.id: d for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None}
    positional = [n for n in names if n not in own]
    function.args.args = [gast.Name(n, gast.Param(), None, None) for n in positional]
    tail: list[gast.AST] = []
    for n in reversed(positional):
        if n not in literal or not isinstance(literal[n], gast.Constant):
            break
        tail.insert(0, syntax.clone(literal[n]))
    function.args.defaults = tail
    kwonly = [n for n in names if n in own]
    function.args.kwonlyargs = [gast.Name(n, gast.Param(), None, None) for n in kwonly] + function.args.kwonlyargs
    function.args.kw_defaults = [syntax.clone(literal[n]) if isinstance(literal.get(n), gast.Constant) else None for n in kwonly] + function.args.kw_defaults


def refuse_undefined(body: Sequence[gast.AST]) -> None:
    """Refuse what a rule has marked as `undefined`, where it is still asked for."""
    for statement in body:
        for node in syntax.walk(statement):
            if isinstance(node, gast.Call) and syntax.dotted(node.func) == "undefined":
                raise Unsupported(node.args[0].value, statement, "hold it constant, or declare the derivative with s2sdiff.extend")


def without_unused_functions(body: list[gast.AST]) -> list[gast.AST]:
    """The body without nested functions that are not called as they are: their derivatives took their place."""
    while True:
        defined = [s for s in syntax.walk(body) if isinstance(s, gast.FunctionDef) and not s.decorator_list]
        counts = Counter(n.id for n in syntax.walk(body) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
        unused = [s for s in defined if counts[s.name] == sum(isinstance(n, gast.Name) and n.id == s.name for n in syntax.walk(s.body))]
        if not unused:
            return body
        body = _without(body, unused)


def _without(body: list[gast.AST], unused: Sequence[gast.AST]) -> list[gast.AST]:
    """The body without some of its statements, also in the blocks inside."""
    kept = [s for s in body if not any(s is u for u in unused)]
    for statement in kept:
        for field_name in ("body", "orelse"):
            block = getattr(statement, field_name, None)
            if isinstance(block, list) and block:
                setattr(statement, field_name, _without(block, unused) or ([gast.Pass()] if field_name == "body" else []))
    return kept


def both_sweeps(forward: list[gast.AST], backward: list[gast.AST]) -> list[gast.AST]:
    """One sweep after the other, each under a heading where there is a loop to tell them apart by."""
    if not forward or not backward:
        return [*forward, *backward]
    if any(isinstance(s, (gast.For, gast.While)) for s in forward):
        return [syntax.Comment(FORWARD), *forward, syntax.Comment(), syntax.Comment(REVERSE), *backward]
    return [*forward, syntax.Comment(), *backward]


def without_idle_sections(body: list[gast.AST]) -> list[gast.AST]:
    """The body without its two section headings, where no loop is left in the forward sweep."""
    texts = [s.text if isinstance(s, syntax.Comment) else None for s in body]
    if FORWARD not in texts or REVERSE not in texts:
        return [s for s in body if not (isinstance(s, syntax.Comment) and s.text in (FORWARD, REVERSE))]
    first = body[texts.index(FORWARD) : texts.index(REVERSE)]
    if any(isinstance(s, (gast.For, gast.While)) for s in first):
        return body
    kept = [s for s in body if not (isinstance(s, syntax.Comment) and s.text in (FORWARD, REVERSE))]
    return kept[1:] if kept and isinstance(kept[0], syntax.Comment) and not kept[0].text else kept
