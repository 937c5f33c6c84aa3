"""Edges: along which variables a derivative flows.

Each assignment was understood as an `Op`; its meaning says which part of which operand reaches which part of the new
version.  Activity analysis walks these edges and nothing else.
"""

from __future__ import annotations

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import (
    Apply,
    Build,
    CallUser,
    Copy,
    Duplicate,
    Leaf,
    Load,
    Op,
    Opaque,
    Path,
    Pop,
    Project,
    Slice,
    TreeSum,
    Version,
    inexact_leaves,
)
from s2sdiff.analyze.state import Closure, State
from s2sdiff.rules.declare import Template
from s2sdiff.types import DictOf, Many


class Edges(State):
    """Writes the edges of a program."""

    def edge(self, source: Leaf, target: Leaf) -> None:
        """A derivative flows from `source` to `target`."""
        self.program.edges.setdefault(source, []).append(target)

    def connect(self, node: gast.AST, path: Path, version: Version, target: Path) -> None:
        """Edges from the parts of the value at `node`.path to the parts of `version` at `target`."""
        source = self.program.uses.get(node)
        if source is None:
            return
        theirs = dict(inexact_leaves(version.type))
        for sub, _ in inexact_leaves(source.type):
            if sub[: len(path)] == path:
                wanted = (*target, *sub[len(path) :])
                while wanted and wanted not in theirs:
                    wanted = wanted[:-1]
                if wanted in theirs:
                    self.edge((source, sub), (version, wanted))
            elif path[: len(sub)] == sub:  # a part of a list of unknown length
                for own in theirs:
                    if own[: len(target)] == target:
                        self.edge((source, sub), (version, own))

    def spread(self, atom: gast.AST, version: Version, statement: gast.AST, opaque: bool) -> None:
        """Edges from every part of `atom` to every part of `version`."""
        source = self.program.uses.get(atom)
        if source is None:
            return
        for path, _ in inexact_leaves(source.type):
            for own, _ in inexact_leaves(version.type):
                if opaque:
                    self.program.opaque_edges.setdefault((source, path), []).append(((version, own), statement))
                else:
                    self.edge((source, path), (version, own))

    def spread_captured(self, atom: gast.AST, version: Version, statement: gast.AST) -> None:
        """A function that is handed to one without a rule brings what it captures along."""
        source = self.program.uses.get(atom)
        captured = source.type.captured if source is not None and isinstance(source.type, Closure) else ()
        for _, local in captured:
            read = syntax.located(syntax.name(local), statement)
            if local in self.env:
                self.use(read)
                self.spread(read, version, statement, opaque=True)

    def spread_key(self, index: gast.AST, version: Version, statement: gast.AST) -> None:
        """No derivative flows through the key of an item: a number that varies is none."""
        for atom in _atoms(index):
            self.spread(atom, version, statement, opaque=True)

    def wire(self, op: Op, version: Version, statement: gast.AST) -> None:
        """The edges along which derivatives flow into a new version."""
        if isinstance(op, (Copy, Duplicate)):
            self.connect(op.source, (), version, ())
        elif isinstance(op, TreeSum):
            self.connect(op.left, (), version, ())
            self.connect(op.right, (), version, ())
        elif isinstance(op, Project):
            self.connect(op.source, (op.key,), version, ())
        elif isinstance(op, Slice):
            for own, theirs in enumerate(op.items):
                self.connect(op.source, (theirs,), version, (own,))
        elif isinstance(op, Build):
            for key, item in op.items:
                self.connect(item, (), version, () if isinstance(version.type, Many) else (key,))
        elif isinstance(op, Opaque):
            assert version.statement is not None
            for atom in _atoms(version.statement.value):
                self.spread(atom, version, statement, opaque=True)
                self.spread_captured(atom, version, statement)
        else:
            for atom in _read_whole(op):
                self.spread(atom, version, statement, opaque=False)
        self.note_silence(op, version, statement)

    def note_silence(self, op: Op, version: Version, statement: gast.AST) -> None:
        """What an operation is silent about is not constant: keys, and parameters that a rule does not mention."""
        if isinstance(op, Load) and isinstance(self.program.uses[op.base].type, DictOf):
            self.spread_key(op.index, version, statement)
        if isinstance(op, Apply) and isinstance(op.rule, Template):  # what a rule is silent about is not constant
            for parameter in sorted(op.bound.keys() - {*op.rule.operands, *op.rule.constant}):
                for atom in _atoms(op.bound[parameter]):
                    self.spread(atom, version, statement, opaque=True)


def _read_whole(op: Op) -> list[gast.AST]:
    """The atoms every part of which may reach every part of what `op` gives."""
    if isinstance(op, (Load, Pop)):
        return [op.base]
    if isinstance(op, Apply):
        return [atom for p in op.rule.operands if p in op.bound for atom in _atoms(op.bound[p])]
    if isinstance(op, CallUser):
        return [atom for _, atom in op.arguments]
    return []


def _atoms(node: gast.AST) -> list[gast.AST]:
    return [n for n in syntax.walk(node) if isinstance(n, gast.Name)]
