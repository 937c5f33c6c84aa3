"""`f_jvp`: value and tangent, side by side."""

from __future__ import annotations

import gast

from s2sdiff import syntax
from s2sdiff.analyze.activity import activity
from s2sdiff.analyze.program import inexact_leaves
from s2sdiff.assemble.finish import finished
from s2sdiff.assemble.knowledge import facts_about
from s2sdiff.assemble.loading import library_types
from s2sdiff.assemble.unit import Unit
from s2sdiff.differentiate.forward import Dot, Forward
from s2sdiff.differentiate.terms import part_of
from s2sdiff.run.derivative import Request
from s2sdiff.simplify import gives_fresh
from s2sdiff.types import Array, Many, Scalar, at


def write_tangent(unit: Unit, request: Request) -> gast.FunctionDef:
    """Value and tangent, side by side."""
    program = unit.program
    active = activity(program, unit.sources(), unit.targets(request.has_aux))
    forward = Forward(unit.context, program, active)
    forward.types |= library_types()
    seeds = [seed_with_tangent(unit, forward, p) for p in unit.wrt]
    forward.block(program.tree.body)
    begun = [syntax.assign(name, value) for name, value in forward.begun.items()]
    body = [*begun, *forward.out, syntax.returns(answer_of(unit, forward, request.has_aux))]
    types = forward.final_types()
    function = finished(unit, f"{unit.name}_jvp", "jvp", body, types, forward.temporaries, keyword_only=seeds)
    if unit.seeds:  # those who call it ask
        unit.fresh = gives_fresh(function, facts_about(unit, types, forward.temporaries), place=1)
    return function


def seed_with_tangent(unit: Unit, forward: Forward, parameter: str) -> str:
    """Start with a tangent of a parameter that is given; the name under which it is."""
    version = unit.program.arguments[parameter]
    seed = unit.seeds[parameter] if parameter in unit.seeds else str(unit.program.names.fresh(f"{parameter}_dot"))
    forward.types[seed] = version.type
    for path, t in inexact_leaves(version.type):
        if (version, path) in forward.active:
            forward.dots[(parameter, path)] = Dot(part_of(syntax.name(seed), version.type, path), t, owned=False)
    if isinstance(version.type, (Scalar, Array, Many)):
        forward.part_names[(parameter, ())] = seed
    else:
        forward.temporaries.discard(seed)
    return seed


def answer_of(unit: Unit, forward: Forward, has_aux: bool) -> gast.AST:
    """What is returned: the value and its tangent, and auxiliary data after them."""
    value, result = syntax.clone(unit.program.returned), unit.result()
    if result is None:
        return syntax.tuple_([value, syntax.const(0.0)])
    if not has_aux:
        return syntax.tuple_([value, forward.tree(syntax.name(result.name), result, result.type, ())])
    first = forward.tree(syntax.subscript(syntax.name(result.name), syntax.const(0)), result, at(result.type, (0,)), (0,))
    others = syntax.subscript(syntax.clone(value), syntax.const(1))
    return syntax.tuple_([syntax.subscript(value, syntax.const(0)), first, others])
