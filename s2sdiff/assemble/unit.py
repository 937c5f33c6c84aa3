"""One function to differentiate: its program, and with respect to what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Leaf, Path, Program, Version, inexact_leaves
from s2sdiff.context import Context
from s2sdiff.read import Primal
from s2sdiff.types import UNKNOWN, Scalar, Seq, Type


@dataclass(eq=False)
class Unit:
    """One function to differentiate: its program and with respect to what."""

    context: Context
    primal: Primal
    program: Program
    wrt: tuple[str, ...]
    name: str  # stem of the emitted names
    tape_type: Type = UNKNOWN
    keeps: set[str] = field(default_factory=set)  # parameters whose memory the tape holds on to
    keeps_result: set[Path] = field(default_factory=set)  # and the parts of the result whose memory it holds on to
    fresh: bool = False  # whether what the backward half returns, or the tangent, is memory of its own, always
    seeds: dict[str, str] = field(default_factory=dict)  # names chosen for tangents of parameters

    @property
    def constants(self) -> list[str]:
        """The parameters that are held constant, those that must be what they were with their values."""
        held = [p for p in self.program.parameters if p not in self.wrt]
        if not self.context.sizes.by_value:
            return held
        values = {p: number_of(self.program.arguments[p].type) for p in held if p in self.program.arguments}
        return [p if values.get(p) is None else f"{p} = {values[p]!r}" for p in held]

    @property
    def written(self) -> set[str]:
        """The names that the user wrote."""
        return {n.id for n in syntax.walk(self.primal.tree) if isinstance(n, gast.Name)}

    def sources(self) -> list[Leaf]:
        """The parts of the arguments with respect to which is differentiated."""
        arguments = self.program.arguments
        return [(arguments[p], path) for p in self.wrt for path, _ in inexact_leaves(arguments[p].type)]

    def result(self) -> Version | None:
        """The version that is returned."""
        return self.program.atom(self.program.returned) if self.program.returned is not None else None

    def targets(self, first_only: bool = False) -> list[Leaf]:
        """The parts of the result that matter; only those of its first item if the rest is auxiliary."""
        version = self.result()
        if version is None:
            return []
        return [(version, path) for path, _ in inexact_leaves(version.type) if not first_only or path[:1] == (0,)]


def number_of(t: Type) -> Any:
    """The number, or the tuple or list of numbers, that a type tells; None if it tells none."""
    if isinstance(t, Scalar) and type(t.value) in (int, bool, float):
        return t.value
    if isinstance(t, Seq) and t.cls in (tuple, list):
        items = [number_of(item) for item in t.items]
        return None if None in items else t.cls(items)
    return None
