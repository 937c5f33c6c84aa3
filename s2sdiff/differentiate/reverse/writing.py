"""What the reverse sweep knows about names, how it reads primal values, and how it writes statements.

Primal values are read under their markers (`Version.marker`); `differentiate.tape` decides how each is kept.  The
types of written names are noted as they are written, so that later statements are chosen by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Leaf, Path, Program, Version
from s2sdiff.differentiate.reverse.bars import Bars, Key
from s2sdiff.differentiate.terms import part_of
from s2sdiff.differentiate.typing import Typer
from s2sdiff.types import UNKNOWN, Type


class Writing:
    """The state of a reverse sweep, and its statements so far."""

    def __init__(self, context: Any, program: Program, active: set[Leaf], lines: Sequence[str], written: set[str]) -> None:
        self.context = context
        self.program = program
        self.active = active
        self.source = lines
        self.written = written  # the user's own names
        self.names = program.names
        self.bars: Bars = {}
        self.out: list[gast.AST] = []
        self.owned_names: set[str] = set()  # cotangents with memory of their own, before the statement at hand
        self.types: dict[str, Type] = {}
        self.mixed: set[str] = set()
        self.typer = Typer(context, self.type_of_name)
        self.bar_names: dict[Key, str] = {}
        self.blocks: dict[tuple[str, gast.AST], list[gast.AST]] = {}  # forward region -> reverse block
        self.mirrors: dict[gast.AST, gast.AST] = {}  # reverse loop or branch -> forward one
        self.tapes: dict[gast.AST, Version] = {}  # call statement -> the tape its forward half returns
        self.pairs: dict[gast.AST, Any] = {}
        self.tests: dict[gast.AST, Version] = {}  # branches whose condition the forward sweep keeps
        self.temporaries: set[str] = set()
        self.heading: int | None = None
        self.lasting = False  # whether cotangents go to the user, who may change them

    def type_of_name(self, name: str) -> Type | None:
        """The type behind a marker or a name; None for a name that is not known."""
        if "@" in name:
            return self.program.by_marker(name).type
        outer = self.program.outer.get(name)
        return outer.type if outer is not None and name not in self.types else self.types.get(name)

    def temporary(self, wish: str) -> str:
        """A free name like `wish`."""
        name = self.names.fresh(wish)
        self.temporaries.add(name)
        return str(name)

    def primal(self, node: gast.AST) -> gast.AST:
        """A primal expression as reverse code reads it: each name by its marker."""
        copy = node.__class__.__new__(node.__class__)
        if isinstance(node, gast.Name) and node in self.program.uses:
            return self.value_of(self.program.uses[node])
        for key, value in node.__dict__.items():
            if isinstance(value, gast.AST):
                value = self.primal(value)
            elif isinstance(value, list):
                value = [self.primal(v) if isinstance(v, gast.AST) else v for v in value]
            setattr(copy, key, value)
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

    def emit(self, statement: gast.AST) -> None:
        """Write a statement."""
        self.out.append(statement)

    def assign(self, name: str, value: gast.AST, t: Type) -> None:
        """Write `name = value`, and note the type."""
        if type(self.types.get(name, t)) is not type(t):
            self.mixed.add(name)
        self.types[name] = t
        self.emit(syntax.assign(name, value))

    def named(self, value: gast.AST, wish: str) -> gast.AST:
        """An expression that may be read in several places."""
        if isinstance(value, (gast.Tuple, gast.List, gast.Name)):
            return value
        name = self.temporary(wish)
        self.assign(name, value, self.typer(value).type)
        return syntax.name(name)

    def final_types(self) -> dict[str, Type]:
        """The types of the names that were written; nothing is said of a name that held a number and an array."""
        return {n: UNKNOWN if n in self.mixed else t for n, t in self.types.items()}

    def headed(self, statement: gast.AST) -> None:
        """Quote the user's line above the adjoint of its first statement."""
        line = getattr(statement, "lineno", None)
        if line is not None and line != self.heading and 0 < line <= len(self.source):
            text = self.source[line - 1].strip().split("  # ")[0]
            last = getattr(statement, "end_lineno", line) or line
            if last > line and isinstance(statement, (gast.Assign, gast.AugAssign, gast.Return, gast.Expr)):
                text = " ".join(s.strip() for s in self.source[line - 1 : last])
            comment = syntax.Comment(f"line {line}: {text if len(text) <= 90 else text[:87] + '...'}")
            self.heading = line
            self.emit(comment)

    # --- what the layers above answer ---

    def nested(self, region: tuple[str, gast.AST], statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The reverse of an inner block, written apart."""
        raise NotImplementedError
