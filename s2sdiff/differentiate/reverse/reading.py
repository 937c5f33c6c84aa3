"""What the reverse sweep knows, and how it reads primal values.

They are read under their markers (`Version.marker`); `differentiate.tape` decides how each is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Leaf, Path, Program, Version
from s2sdiff.differentiate.in_time import InTime
from s2sdiff.differentiate.reverse.bars import Bars
from s2sdiff.differentiate.terms import part_of
from s2sdiff.differentiate.writing import Writing
from s2sdiff.types import Type


class Reading(Writing):
    """The state of a reverse sweep, and primal values as its statements read them."""

    def __init__(self, context: Any, program: Program, active: set[Leaf], lines: Sequence[str], written: set[str]) -> None:
        super().__init__(context, program, active)
        self.source = lines
        self.written = written  # the user's own names
        self.in_time = InTime(program)
        self.bars: Bars = {}
        self.masks: dict[Version, Any] = {}  # where the cotangent of a value is zero (see `masks`)
        self.owned_names: set[str] = set()  # cotangents with memory of their own, before the statement at hand
        self.blocks: dict[tuple[str, gast.AST], list[gast.AST]] = {}  # forward region -> reverse block
        self.mirrors: dict[gast.AST, gast.AST] = {}  # reverse loop or branch -> forward one
        self.on_every_path: set[Version] = set()  # read before a loop, whether or not it assigned them
        self.tapes: dict[gast.AST, Version] = {}  # call statement -> the tape its forward half returns
        self.pairs: dict[gast.AST, Any] = {}
        self.clears: set[gast.AST] = set()  # statements that set an item of a cotangent to zero
        self.tests: dict[gast.AST, Version] = {}  # branches whose condition the forward sweep keeps
        self.heading: int | None = None
        self.lasting = False  # whether cotangents go to the user, who may change them

    def type_of_name(self, name: str) -> Type | None:
        """The type behind a marker or a name; None for a name that is not known."""
        if "@" in name:
            return self.program.counted(self.program.by_marker(name))
        outer = self.program.outer.get(name)
        return outer.type if outer is not None and name not in self.types else self.types.get(name)

    def primal(self, node: gast.AST) -> gast.AST:
        """A primal expression as reverse code reads it: each name by its marker."""
        if isinstance(node, gast.Name) and node in self.program.uses:
            return self.value_of(self.program.uses[node])
        copy = syntax.with_parts(node, self.primal)
        if isinstance(copy, (gast.Subscript, gast.Attribute, gast.Name)):
            copy.ctx = gast.Load()
        return copy

    def value_of(self, version: Version, path: Path = ()) -> gast.AST:
        """A version's value, or a part of it, as reverse code reads it."""
        whole = syntax.name(version.name if version.kind == "outer" else version.marker)
        return part_of(whole, version.type, path)

    def is_active(self, node: gast.AST, path: Path = ()) -> bool:
        """Whether a cotangent flows to a part of an atom."""
        version = self.program.uses.get(node)
        return version is not None and (version, path) in self.active

    def named(self, value: gast.AST, wish: str) -> gast.AST:
        """An expression that may be read in several places."""
        if isinstance(value, (gast.Tuple, gast.List, gast.Name)):
            return value
        name = self.temporary(wish)
        self.assign(name, value, self.typer(value).type)
        return syntax.name(name)

    def headed(self, statement: gast.AST) -> None:
        """Quote the user's line above the adjoint of its first statement."""
        line = getattr(statement, "lineno", None)
        if line is not None and line != self.heading and 0 < line <= len(self.source):
            text = self.quoted(line, getattr(statement, "end_lineno", line) or line)
            comment = syntax.Comment(f"line {line}: {text if len(text) <= 90 else text[:87] + '...'}")
            self.heading = line
            self.emit(comment)

    def quoted(self, line: int, last: int) -> str:
        """The user's statement on some lines, of a loop or branch the first; without comments."""
        lines = [s.strip().split("  # ")[0] for s in self.source[line - 1 : last]]
        if lines[0].split(" ")[0] in ("for", "while", "if", "elif", "with"):
            ends = [k for k, text in enumerate(lines) if text.endswith(":")]
            lines = lines[: ends[0] + 1] if ends else lines[:1]
        return " ".join(lines)

    # --- what the layers above answer ---

    def nested(self, region: tuple[str, gast.AST], statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The reverse of an inner block, written apart."""
        raise NotImplementedError
