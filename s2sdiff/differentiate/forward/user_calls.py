"""Calls of the user's functions, by their tangent functions."""

from __future__ import annotations

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import CallUser, Version, inexact_leaves
from s2sdiff.differentiate.forward.dots import Dot
from s2sdiff.differentiate.forward.items import Items
from s2sdiff.differentiate.terms import part_of
from s2sdiff.errors import placed
from s2sdiff.types import Dict, Record, Seq


class UserCalls(Items):
    """Writes the tangents of calls."""

    def tangent_CallUser(self, statement: gast.AST, op: CallUser, version: Version) -> None:
        """`x = g(a, b)`: a call of the tangent function of g, which gives the value as well."""
        wanted = []
        for parameter, atom in op.arguments:
            source = self.program.uses.get(atom)
            if source is not None and any((source, path) in self.active for path, _ in inexact_leaves(source.type)):
                wanted.append((parameter, atom))
        if not wanted:
            self.emit(statement)
            self.forget(version)
            return
        with placed(statement):
            tangent, seeds, fresh = op.callee.tangent(tuple(p for p, _ in wanted))
            counted = op.callee.read_by_index()  # whole numbers in these have a tangent, as the others have
        arguments, keywords = op.passed()
        keywords |= {seeds[p]: self.whole(a, operand=p in counted) for p, a in wanted}
        name = self.dot_name((version.name, ("whole",))) if isinstance(version.type, (Seq, Dict, Record)) else self.dot_name((version.name, ()))
        target = syntax.tuple_([syntax.name(statement.targets[0].id, store=True), syntax.name(name, store=True)], store=True)
        self.note(name, version.type)
        self.emit(syntax.located(syntax.assign(target, syntax.call(tangent, *arguments, **keywords)), statement))
        self.forget(version)
        if not fresh:  # the tangent of g(a) = a - 1.0 is that of a
            self.lend([self.program.uses[a] for _, a in wanted])
        if not isinstance(version.type, (Seq, Dict, Record)):
            self.dots[(version.name, ())] = Dot(syntax.name(name), version.type, owned=False)
            return
        for path, leaf in inexact_leaves(version.type):
            if (version, path) in self.active:
                self.dots[(version.name, path)] = Dot(part_of(syntax.name(name), version.type, path), leaf, owned=False)
