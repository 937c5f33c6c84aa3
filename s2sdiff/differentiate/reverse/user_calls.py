"""Calls of the user's functions: the backward half of the callee, with the tape that its forward half returned."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import CallUser, Path, Version, inexact_leaves
from s2sdiff.differentiate.reverse.bars import Bar, Part
from s2sdiff.differentiate.reverse.structures import Structures
from s2sdiff.differentiate.terms import part_of
from s2sdiff.differentiate.typing import Typed
from s2sdiff.errors import placed


class UserCalls(Structures):
    """Adjoints of calls of functions that have a pair of their own."""

    def adjoint_CallUser(self, statement: gast.AST, op: CallUser, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = g(a, b)`: a call of the backward half of g, with the tape that its forward half returned."""
        wanted: list[tuple[str, Path]] = []
        for parameter, atom in op.arguments:
            source = self.program.uses.get(atom)
            if source is not None:
                wanted += [(parameter, path) for path, _ in inexact_leaves(source.type) if (source, path) in self.active]
        if not wanted:
            return
        with placed(statement):
            pair = op.callee.pair(tuple(dict.fromkeys(p for p, _ in wanted)))
        tape = self.tape_of(statement, pair)
        taken = {path: self.in_precision(version, path, bar) for path, bar in taken.items()}
        seed = self.seed_tree(version, version.type, taken, ())
        called = syntax.call(pair.backward_name, syntax.name(tape.marker), seed)
        atoms = dict(op.arguments)
        targets = []
        parts: list[Part] = []
        for parameter, t in pair.cotangents:
            wish = f"{atoms[parameter].id}_bar" if isinstance(atoms[parameter], gast.Name) else f"{parameter}_bar"
            name = self.temporary(wish)
            self.note(name, t)
            targets.append(name)
            source = self.program.uses[atoms[parameter]]
            for path, leaf in inexact_leaves(source.type):
                if (source, path) in self.active:
                    parts.append((source, path, part_of(syntax.name(name), t, path), Typed(leaf, fresh=False)))
        if len(targets) == 1:
            self.emit(syntax.assign(targets[0], called))
        else:
            self.emit(syntax.assign(syntax.tuple_([syntax.name(n, store=True) for n in targets], store=True), called))
        self.contribute(parts, version.name)

    def tape_of(self, statement: gast.AST, pair: Any) -> Version:
        """The version that stands for the tape of a call."""
        if statement not in self.tapes:
            result = self.program.defines[statement][0]
            name = self.names.fresh(f"{pair.name}_tape")
            tape = self.program.kept_in(name, pair.tape_type, "tape", statement, result.region, result.position)
            self.tapes[statement] = tape
            self.pairs[statement] = pair
        return self.tapes[statement]
