"""`f_fwd` and `f_bwd`: a forward half that returns the value and a tape, and a backward half that reads the tape.

The tape is a tuple of the variables that the backward half reads and does not compute.  One that some path leaves
unassigned gets a placeholder first.
"""

from __future__ import annotations

from collections.abc import Sequence

import gast

from s2sdiff import syntax
from s2sdiff.analyze.live_names import read_first
from s2sdiff.analyze.program import Program, inexact_leaves
from s2sdiff.assemble.finish import finished
from s2sdiff.assemble.gradient import reverse_sweep, sweep
from s2sdiff.assemble.knowledge import facts_about
from s2sdiff.assemble.unit import Unit
from s2sdiff.context import Context
from s2sdiff.differentiate.reverse import Bar, Reverse
from s2sdiff.differentiate.tape import Tape
from s2sdiff.differentiate.terms import part_of
from s2sdiff.differentiate.unbound import placeholder
from s2sdiff.simplify import gives_fresh, numbering, renamed
from s2sdiff.types import UNKNOWN, Seq, Type, at


def write_halves(unit: Unit, bare: bool, has_aux: bool = False) -> list[gast.FunctionDef]:
    """The forward half, which returns the value, a tape and auxiliary data, if there are any, and the backward half."""
    program = unit.program
    reverse = reverse_sweep(unit, has_aux)
    value = syntax.clone(program.returned)
    seed = seed_with_parameter(unit, reverse, has_aux)
    backward, tape = sweep(unit, reverse)
    forward = tape.forward(program.tree.body[:-1])
    answer = tape.answers[0] if bare else syntax.tuple_(tape.answers)
    types = tape.types | reverse.final_types()
    at_hand = syntax.names_stored(forward)
    behind = finished(
        unit, f"{unit.name}_bwd", "bwd", [*backward, syntax.returns(answer)], types, tape.temporaries | at_hand, params=[seed],
        numbered=False,
    )  # fmt: skip
    kept = unpack_tape(behind, seed, at_hand | set(program.parameters), set(program.outer))
    facts = facts_about(unit, types, tape.temporaries | at_hand)
    unit.fresh = gives_fresh(behind, facts)
    sure = definitely_bound(forward) | set(program.parameters)
    unsure = [n for n in kept if n not in sure]
    forward = [*(syntax.assign(n, unset(type_of_name(n, program, types), unit.context)) for n in unsure), *forward]
    note_tape(unit, tape, kept, types)
    packed = syntax.tuple_([syntax.name(k) for k in kept])
    parts = [syntax.subscript(syntax.clone(value), syntax.const(k)) for k in (0, 1)] if has_aux else [value]
    given = syntax.tuple_([parts[0], packed, *parts[1:]])
    front = finished(unit, f"{unit.name}_fwd", "fwd", [*forward, syntax.returns(given)], types, tape.temporaries)
    if unit.context.simplify and unit.context.target != "numba":
        behind = renamed(behind, numbering(behind, facts, given=names_on_tape(front, kept)))
    return [front, behind]


def unset(t: Type, context: Context) -> gast.AST:
    """What a variable on the tape holds where nobody reads it; what is read again asks for its type, however long."""
    long = isinstance(t, Seq) and any(isinstance(part, Seq) for part in t.items)
    return syntax.const(None) if long and not context.read_again else placeholder(t, context)


def names_on_tape(front: gast.FunctionDef, kept: Sequence[str]) -> dict[str, str]:
    """What the forward half calls the names that it keeps, which the backward half calls the same."""
    packed = front.body[-1].value.elts[1].elts
    return {name: item.id for name, item in zip(kept, packed, strict=True) if isinstance(item, gast.Name)}


def seed_with_parameter(unit: Unit, reverse: Reverse, has_aux: bool) -> str:
    """Start the reverse sweep with a cotangent that is given; the name under which it is."""
    returned, result = unit.program.returned, unit.result()
    seed = str(unit.program.names.fresh(f"{returned.id}_bar" if isinstance(returned, gast.Name) else "out_bar"))
    if result is None:
        return seed
    whole = at(result.type, (0,)) if has_aux else result.type
    for path, t in inexact_leaves(result.type):
        if (result, path) in reverse.active:
            if not path:
                reverse.part_names[(result.name, path)] = seed
            part = part_of(syntax.name(seed), whole, path[1:] if has_aux else path)
            reverse.bars[(result.name, path)] = Bar(part, t, owned=False)
    reverse.types[seed] = whole
    return seed


def unpack_tape(behind: gast.FunctionDef, seed: str, available: set[str], outer: set[str]) -> list[str]:
    """The backward half reads from the tape, at its top, what it does not compute: the names, in the order of reading."""
    missing = (read_first(behind.body) - {seed}) & available
    order = dict.fromkeys(n.id for n in syntax.walk(behind.body) if isinstance(n, gast.Name))
    kept = [n for n in order if n in missing]
    tape = syntax.Names({*order, seed}).fresh("tape") if "tape" in outer else "tape"
    if kept:
        unpack = syntax.assign(syntax.tuple_([syntax.name(k, store=True) for k in kept], store=True), syntax.name(tape))
        behind.body.insert(1, unpack)  # beneath the header
    behind.args = syntax.function("", [tape, seed], []).args
    return kept


def note_tape(unit: Unit, tape: Tape, kept: Sequence[str], types: dict[str, Type]) -> None:
    """Note what callers need to know: the tape's type, and whose memory it holds on to."""
    program = unit.program
    on_tape = [v for v in program.versions.values() if v.name in kept or tape.kept.get(v) in kept] + tape.listed
    held = frozenset().union(*(v.storages for v in on_tape), *(tape.held_by_call(s) for s, v in tape.reverse.tapes.items() if v in on_tape))
    unit.keeps = {p for p in program.parameters if program.arguments[p].storages & held}
    unit.keeps_result = {path for path, memory in program.parts.items() if memory & held}
    unit.tape_type = Seq(tuple, tuple(type_of_name(n, program, types) for n in kept))


def type_of_name(name: str, program: Program, types: dict[str, Type]) -> Type:
    """The type of a variable of an emitted function."""
    found = [types[name]] if name in types else [v.type for v in program.versions.values() if v.name == name]
    return found[-1] if found else UNKNOWN


def definitely_bound(statements: Sequence[gast.AST]) -> set[str]:
    """Names that are assigned on every path through a block."""
    found: set[str] = set()
    for statement in statements:
        if isinstance(statement, gast.If):
            sides = [definitely_bound(part) for part in (statement.body, statement.orelse) if not _leaves(part)]
            found |= set.intersection(*sides) if sides else set()
        elif isinstance(statement, gast.With) or (isinstance(statement, gast.While) and isinstance(statement.test, gast.Constant)):
            found |= definitely_bound(statement.body)
        elif isinstance(statement, gast.Assign):
            found |= syntax.names_stored(statement.targets)  # not what a comprehension in its value binds
    return found


def _leaves(block: Sequence[gast.AST]) -> bool:
    return bool(block) and isinstance(block[-1], (gast.Raise, gast.Return))
