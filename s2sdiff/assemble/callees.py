"""Derivatives of the functions that the user's function calls: written when they are first asked for, and loaded.

They are known under their names before they are written, so that recursion works.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import CellType
from typing import Any

import gast

from s2sdiff import emit, syntax
from s2sdiff.analyze.program import Path
from s2sdiff.assemble.halves import write_halves
from s2sdiff.assemble.loading import bindings, live_functions, print_unit
from s2sdiff.assemble.tangent import write_tangent
from s2sdiff.assemble.unit import Unit
from s2sdiff.called import Callee, Specialised
from s2sdiff.context import Context
from s2sdiff.errors import Unsupported, located
from s2sdiff.read import Primal
from s2sdiff.run.derivative import Request
from s2sdiff.types import UNKNOWN, Type


@dataclass(eq=False)
class Pair:
    """The two halves of a callee's derivative, under the names by which callers know them."""

    name: str
    forward_name: str
    backward_name: str
    cotangents: list[tuple[str, Type]]
    tape_type: Type = UNKNOWN
    keeps: set[str] | None = None  # None while it is not known
    keeps_result: set[Path] | None = None
    seeds: dict[str, str] = field(default_factory=dict)  # of a tangent function: what it calls the tangent of a parameter
    fresh: bool = False  # of a tangent function: whether the tangent that it gives is surely memory of its own


def make_pair(specialised: Specialised, wanted: tuple[str, ...], key: Any) -> None:
    """Write and load the halves of a callee; they are known before they are written, so that recursion works."""
    callee = specialised.callee
    context = callee.context
    stem = fresh_stem(context, callee.name, ("fwd", "bwd"))
    pair = Pair(stem, f"{stem}_fwd", f"{stem}_bwd", [(p, specialised.types[p]) for p in wanted])
    specialised.pairs[key] = pair
    cells = {pair.forward_name: CellType(), pair.backward_name: CellType()}
    context.bindings.update(cells)
    slot = len(context.texts)
    context.texts.append("")
    with located(callee.primal):
        unit = Unit(context, callee.primal, specialised.elaborate(), wanted, stem)
        functions = write_halves(unit, bare=len(wanted) == 1)
        pair.tape_type, pair.keeps, pair.keeps_result = unit.tape_type, unit.keeps, unit.keeps_result
        context.fresh |= {pair.backward_name} if unit.fresh else set()
        check_own_name(callee, functions)
    place(context, callee.primal, functions, cells, slot)


def make_tangent(specialised: Specialised, wanted: tuple[str, ...], key: Any) -> None:
    """Write and load the tangent function of a callee."""
    callee = specialised.callee
    context = callee.context
    stem = fresh_stem(context, callee.name, ("jvp",))
    pair = Pair(f"{stem}_jvp", "", "", [])
    specialised.pairs[key] = pair
    cells = {pair.name: CellType()}
    context.bindings.update(cells)
    slot = len(context.texts)
    context.texts.append("")
    with located(callee.primal):
        unit = Unit(context, callee.primal, specialised.elaborate(), wanted, stem)
        pair.seeds = unit.seeds = {p: unit.program.names.fresh(f"{p}_dot") for p in wanted}
        functions = [write_tangent(unit, Request("jvp", wanted))]
        pair.fresh = unit.fresh
        check_own_name(callee, functions)
    place(context, callee.primal, functions, cells, slot)


def check_own_name(callee: Callee, functions: Sequence[gast.FunctionDef]) -> None:
    """Refuse a local function that calls itself as it is, undifferentiated: only where it was defined does it have its name."""
    local = callee.closure
    if local is None:
        return
    for function in functions:
        own = {a.id for a in [*function.args.args, *function.args.kwonlyargs]} | syntax.names_stored(function.body)
        for node in syntax.walk(function.body):
            if syntax.is_name(node, local.name) and isinstance(node.ctx, gast.Load) and node.id not in own:
                where = node if hasattr(node, "lineno") else local.node
                message = f"`{node.id}`, which is defined inside of another function, calls itself where no derivative is asked for"
                raise Unsupported(message, where, "define it at the top of the module")


def fresh_stem(context: Context, name: str, suffixes: Sequence[str]) -> str:
    """A name that is free with each of the suffixes, which it then takes."""
    stem, n = name, 0
    while any(f"{stem}_{s}" in context.taken for s in suffixes):
        n += 1
        stem = f"{name}_{n}"
    context.taken.update(f"{stem}_{s}" for s in suffixes)
    return stem


def place(context: Context, primal: Primal, functions: list[gast.FunctionDef], cells: dict[str, CellType], slot: int) -> None:
    """Load a callee's derivative and fill the cells through which others see it."""
    text = emit.module([print_unit(f, primal) for f in functions])
    context.texts[slot] = text.rstrip("\n")
    name = f"<s2sdiff {functions[0].name} of {emit.origin(primal.filename, primal.tree.lineno)}>"
    own = {f.name for f in functions}
    live = live_functions(context, text, name, primal, {k: v for k, v in bindings(context, primal, functions).items() if k not in own})
    for k, cell in cells.items():
        cell.cell_contents = live[k]
