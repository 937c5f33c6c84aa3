"""The pipeline in slow motion: a function after each stage, and what the analyses found out about its variables.

Every stage is Python, so each text can be read, and run where the names it reads are defined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gast
import numpy as np

from s2sdiff import arguments, emit, syntax
from s2sdiff.analyze.activity import activity, reachable
from s2sdiff.analyze.program import Inactive, Leaf, Program, Version, inexact_leaves
from s2sdiff.assemble.gradient import sweep
from s2sdiff.assemble.loading import print_unit
from s2sdiff.assemble.unit import Unit
from s2sdiff.differentiate.reverse import Bar, Reverse
from s2sdiff.differentiate.tape import Tape
from s2sdiff.errors import located
from s2sdiff.pipeline import normal_form, prepare, undisturbed, with_calls_read
from s2sdiff.run.derivative import Request
from s2sdiff.sizes import Sizes
from s2sdiff.types import NONE, Array, Scalar, Size, Sparse, Static, Text, Type

Function = Callable[..., Any]
Kwargs = Mapping[str, Type] | None

NAMES = ("read", "normalize", "elaborate", "differentiate", "simplify")


@undisturbed()
def stages(
    function: Function, request: Request, args: Sequence[Type], kwargs: Kwargs = None, sizes: Sizes | None = None
) -> list[tuple[str, str]]:
    """Name and text of the program after each stage; the last is what the pipeline emits."""
    given = tuple(args), dict(kwargs or {}), sizes
    unit = prepare(function, request, *given)
    found = [
        ("read", emit.print_function(unit.primal.tree)),
        ("normalize", emit.print_function(normal_form(unit.primal, *given[:2]))),
        ("elaborate", emit.print_function(unit.program.tree)),
    ]
    for name, simplify in (("differentiate", False), ("simplify", True)):
        unit, functions = with_calls_read(request, partial(prepare, function, args=given[0], kwargs=given[1], sizes=sizes, simplify=simplify))
        written = [print_unit(f, unit.primal) for f in functions]
        found.append((name, emit.module([*written, *unit.context.texts])))
    return found


# --- explaining ---


@dataclass(frozen=True)
class Row:
    """What is known of one value of a variable."""

    name: str
    line: int
    value: str  # as the normal form computes it
    type: str
    active: str  # "yes", or why not
    kept: str  # how the derivative gets at the value; "" in forward mode, which has it at hand


@undisturbed()
def explain(
    function: Function, request: Request, args: Sequence[Type], kwargs: Kwargs = None, sizes: Sizes | None = None
) -> list[Row]:
    """One row for each value that a variable takes, in the order of the program."""
    unit = prepare(function, request, tuple(args), dict(kwargs or {}), sizes)
    with located(unit.primal):
        activities = Activities(unit, request)
        keeping = Keeping(unit, activities.active) if request.mode != "jvp" else None
    return [
        Row(
            v.name,
            line_of(unit, v),
            shown_value(v),
            shown_type(v.type),
            activities.of(v),
            keeping.of(v) if keeping else "",
        )
        for v in values(unit.program)
        if v.type != NONE and (v.kind not in MIXED or (keeping and v in keeping.tape.kept))
    ]


MIXED = {"head": "at the top of a trip", "meet": "where paths meet"}


def values(program: Program) -> list[Version]:
    """The versions that stand: a loop's are made anew each time that the analysis looks at its body."""
    standing = set(syntax.walk(program.tree.body))
    last: dict[tuple[Any, ...], Version] = {}
    for version in sorted(program.versions.values(), key=lambda v: v.number):
        if version.kind == "argument" or version.statement in standing:
            last[version.statement, version.name, version.kind] = version
    kinds = ("argument", "assign", "update", "iterate", "test", *MIXED)
    return sorted((v for v in last.values() if v.kind in kinds), key=lambda v: (v.position, v.number))


def line_of(unit: Unit, version: Version) -> int:
    """The user's line that a value comes from."""
    return getattr(version.statement, "lineno", None) or int(unit.primal.tree.lineno)


def shown_value(version: Version) -> str:
    """Where a value comes from, in a few words."""
    if version.kind in ("argument", "update"):
        return f"an {version.kind}"
    if version.kind == "iterate":
        return f"of {emit.print_expr(version.statement.iter)}"  # type: ignore[union-attr]
    if version.kind == "test":
        return f"whether {emit.print_expr(version.statement.test)}"  # type: ignore[union-attr]
    if version.kind in MIXED:
        return MIXED[version.kind]
    value = getattr(version.statement, "value", None)
    return emit.print_expr(value) if value is not None else emit.print_statements([version.statement]).splitlines()[0]


def shown_size(size: Size) -> str:
    """A size by its name; one of which nothing is known has none that a user would know."""
    return "?" if size is None or str(size).startswith("?[") else str(size)


def shown_type(t: Type) -> str:
    """A type as users write shapes."""
    if isinstance(t, Static):
        return type(t.value).__name__
    if isinstance(t, Text):
        return "str"
    if isinstance(t, Array) and t.shape is not None:
        return f"{t.dtype}[{', '.join(shown_size(size) for size in t.shape)}]"
    if isinstance(t, Sparse):
        return f"sparse {t.dtype}[{', '.join(shown_size(size) for size in t.shape)}]"
    return t.dtype if isinstance(t, Scalar) else arguments.describe(t)


class Activities:
    """Says of a value whether a derivative flows through it, and why not."""

    def __init__(self, unit: Unit, request: Request) -> None:
        program = unit.program
        sources, targets = unit.sources(), unit.targets(request.has_aux)
        self.unit = unit
        self.active = activity(program, sources, targets)
        self.varied = reachable(sources, program.edges)

    def of(self, version: Version) -> str:
        """The word on one value."""
        paths = [path for path, _ in inexact_leaves(version.type)]
        active = [path for path in paths if (version, path) in self.active]
        if active:
            parts = ", ".join("".join(f"[{key!r}]" for key in path) for path in active)
            return "yes" if len(active) == len(paths) else f"in part: {parts}"
        if not paths:
            return f"no: {self.reason(version) or self.kind(version.type)}"
        if not any((version, path) in self.varied for path in paths):
            wrt = ", ".join(self.unit.wrt)
            return f"no: {self.reason(version) or f'does not depend on {wrt}'}"
        return "no: the result does not depend on it"

    def kind(self, t: Type) -> str:
        """What a value is that has no derivative by its type."""
        kinds = {"b": "a boolean", "i": "an integer", "u": "an integer"}
        return kinds[np.dtype(t.dtype).kind] if isinstance(t, (Scalar, Array)) else "no number"

    def reason(self, version: Version) -> str:
        """Why the statement that makes the value has no derivative, where that is so."""
        op = self.unit.program.ops.get(version.statement) if version.statement is not None else None
        return op.reason if isinstance(op, Inactive) and version.kind == "assign" else ""


class Keeping:
    """Says of a value how the reverse sweep gets at it, and why so."""

    def __init__(self, unit: Unit, active: set[Leaf]) -> None:
        reverse = Reverse(unit.context, unit.program, active, unit.primal.lines, unit.written)
        seed_result(unit, reverse)
        _, self.tape = sweep(unit, reverse)
        recorded = [entry for entries in self.tape.lists.values() for entry in entries]
        self.lists = {version: (marker.split("@")[0], sometimes) for version, marker, sometimes in recorded}
        self.saved = names_saved(self.tape)

    def of(self, version: Version) -> str:
        """The word on one value."""
        tape = self.tape
        if version in self.lists:
            name, sometimes = self.lists[version]
            when = "in the trips that compute it" if sometimes else "one value a trip"
            return f"on the tape `{name}`, {when}: {self.overwritten(version)}"
        if version in tape.inline:
            return f"computed again where it is read: {self.cheap(version)}"
        if version not in tape.kept:
            return "not needed"
        name = tape.kept[version]
        if version in tape.renamed:
            return f"called `{name}`: the name is assigned again"
        if name in self.saved:
            return f"saved as `{name}`: {self.overwritten(version)}"
        if version.kind == "iterate":
            return "the loop runs again, backwards"
        if version.loops or name != version.name:
            return f"computed again, once a block: {self.cheap(version)}"
        return "as it is: nothing overwrites it"

    def overwritten(self, version: Version) -> str:
        """Why the variable does not hold the value any more."""
        if version.loops and not self.tape.is_clobbered(version):
            return "the next trip overwrites it"
        return "its memory is changed later" if self.tape.is_clobbered(version) else "the name is assigned again"

    def cheap(self, version: Version) -> str:
        """Why computing the value again costs less than keeping it."""
        cost = self.tape.cost(version)
        return "short arithmetic on what is at hand" if cost else "a view, an item or a shape"


def seed_result(unit: Unit, reverse: Reverse) -> None:
    """Start the reverse sweep with a cotangent for each active part of the result."""
    result = unit.result()
    for path, t in inexact_leaves(result.type) if result is not None else ():
        if (result, path) in reverse.active:
            seed = reverse.temporary("seed")
            reverse.types[seed] = t
            reverse.bars[(result.name, path)] = Bar(syntax.name(seed), t, owned=False)  # type: ignore[union-attr]


def names_saved(tape: Tape) -> set[str]:
    """The names under which the forward sweep saves what would be lost."""
    tables = (tape.after, tape.top, tape.before)
    statements = [*tape.start, *(s for table in tables for lines in table.values() for s in lines)]
    return syntax.names_stored([s for s in statements if isinstance(s, gast.Assign)])
