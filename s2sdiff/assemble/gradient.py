"""`f_grad` and `f_value_and_grad`: both sweeps in one function, whose locals are the tape."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import runtime, syntax
from s2sdiff.analyze.activity import activity
from s2sdiff.assemble.finish import both_sweeps, finished
from s2sdiff.assemble.loading import library_types
from s2sdiff.assemble.unit import Unit
from s2sdiff.differentiate.reverse import Bar, Reverse
from s2sdiff.differentiate.tape import Tape
from s2sdiff.run.derivative import Request
from s2sdiff.types import Array, Scalar, at, is_complex, is_thin, leaves, rank


def write_gradient(unit: Unit, request: Request) -> gast.FunctionDef:
    """Value and cotangents in one function, its locals the tape."""
    reverse = reverse_sweep(unit, request.has_aux)
    reverse.lasting = True
    path = (0,) if request.has_aux else ()
    check_number(unit, reverse, path)
    seed_with_one(unit, reverse, path)
    wants_value = request.mode == "value_and_grad" or request.has_aux
    backward, tape = sweep(unit, reverse, wants_value)
    forward = tape.forward(unit.program.tree.body[:-1])
    body = [*both_sweeps(forward, backward), syntax.returns(answer_of(tape, request, wants_value))]
    function = finished(unit, f"{unit.name}_{request.mode}", request.mode, body, tape.types | reverse.final_types(), tape.temporaries)
    copy_what_is_given(function, unit, request)
    return function


def copy_what_is_given(function: gast.FunctionDef, unit: Unit, request: Request) -> None:
    """Return copies of the arrays of others, such as the gradient c of `x @ c`: users change gradients in place."""
    answer = function.body[-1]
    made = syntax.names_stored(function.body)
    known = {name: v.type for name, v in {**unit.program.outer, **unit.program.arguments}.items()}

    def copied(node: gast.AST) -> gast.AST:
        if isinstance(node, (gast.Tuple, gast.List, gast.Dict, gast.keyword)):
            return syntax.with_parts(node, copied)
        path = (node.attr,) if isinstance(node, gast.Attribute) else ()
        name = node.value if path else node
        if not isinstance(name, gast.Name) or name.id in made or name.id not in known:
            return node
        t = known[name.id]
        part = dict(leaves(t)).get(path) if path else t
        return syntax.call(syntax.attribute(node, "copy")) if isinstance(part, Array) else node

    whole = answer.value
    place = 1 if request.mode == "value_and_grad" else 0
    if request.mode == "value_and_grad" or request.has_aux:
        whole.elts[place] = copied(whole.elts[place])
    else:
        answer.value = copied(whole)


def reverse_sweep(unit: Unit, has_aux: bool) -> Reverse:
    """A writer of the reverse sweep, for what is active in the unit."""
    active = activity(unit.program, unit.sources(), unit.targets(has_aux))
    reverse = Reverse(unit.context, unit.program, active, unit.primal.lines, unit.written)
    reverse.types |= library_types()
    return reverse


def check_number(unit: Unit, reverse: Reverse, path: tuple[Any, ...]) -> None:
    """Have the result looked at when the program runs, where it may be a number or an array."""
    result = unit.result()
    if result is not None and (result, path) in reverse.active:
        t = at(result.type, path)
        if rank(t) is None or is_thin(t):
            checked = gast.Call(unit.context.named(runtime.check_number), [reverse.value_of(result, path)], [])
            reverse.out.append(gast.Expr(checked))


def seed_with_one(unit: Unit, reverse: Reverse, path: tuple[Any, ...]) -> None:
    """Start the reverse sweep with a cotangent of one."""
    result = unit.result()
    if result is not None and (result, path) in reverse.active:
        one = 1.0 if not is_complex(at(result.type, path)) else 1.0 + 0j
        reverse.bars[(result.name, path)] = Bar(syntax.const(one), Scalar("float64", weak=True, value=1.0), owned=True)


def sweep(unit: Unit, reverse: Reverse, with_value: bool = False) -> tuple[list[gast.AST], Tape]:
    """The reverse sweep with its primal values settled, and the cotangents (and the value) it ends with."""
    reverse.block(unit.program.tree.body[:-1])
    arguments = unit.program.arguments
    answers = [reverse.result(arguments[p], arguments[p].type) for p in unit.wrt]
    if with_value:
        answers.append(reverse.primal(unit.program.returned))
    held = syntax.assign("answers", syntax.tuple_(answers))
    tape = Tape(reverse, [*reverse.out, held])
    tape.settle()
    tape.answers = tape.backward[-1].value.elts
    return tape.backward[:-1], tape


def answer_of(tape: Tape, request: Request, wants_value: bool) -> gast.AST:
    """What is returned: the cotangents, the value before them where it is asked for, auxiliary data after them."""
    cotangents = tape.answers[:-1] if wants_value else tape.answers
    outputs = cotangents[0] if request.bare else syntax.tuple_(cotangents)
    if request.mode == "value_and_grad":
        return syntax.tuple_([tape.answers[-1], outputs])
    if request.has_aux:
        return syntax.tuple_([outputs, syntax.subscript(tape.answers[-1], syntax.const(1))])
    return outputs
