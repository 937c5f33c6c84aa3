"""Branches, and where paths meet.

A name that paths leave with different versions gets a new one whose operands are theirs; its type is the join.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.effects import Effects
from s2sdiff.analyze.live_names import read_first
from s2sdiff.analyze.places import join_places
from s2sdiff.analyze.program import Leaf, Version, containers, inexact_leaves
from s2sdiff.analyze.state import Env
from s2sdiff.errors import Unsupported
from s2sdiff.types import UNKNOWN, Many, at

LISTS = "make it in this function: start with `[]` and append"


class Branches(Effects):
    """Understands `if`."""

    def visit_If(self, statement: gast.If) -> list[gast.AST]:
        """Both branches, and what they give together; one that the types decide is taken."""
        decided = self.truth(statement.test)
        if decided is not None:
            return self.block(statement.body if decided else statement.orelse)
        new = gast.If(syntax.clone(statement.test), [], [])
        syntax.located(new, statement)
        try:
            self.read_all(new.test)
        except Unsupported:
            if isinstance(statement.test, gast.Name):
                raise
            lines, answer = self.asked_before(statement)
            return self.block([*lines, self.same_again((statement, "decided"), gast.If(answer, statement.body, statement.orelse))])
        before, outside = Env(self.env), self.region
        self.program.before[new], self.program.regions[new] = before, outside
        ends: list[Env | None] = []
        for kind, part in (("then", statement.body), ("else", statement.orelse)):
            self.env, self.dead = Env(before), False
            self.region = (*outside, (kind, new))
            lines = [*self.narrowed(statement, answer=kind == "then"), *self.block(part)]
            if kind == "then":
                new.body = lines
            else:
                new.orelse = lines
            ends.append(None if self.dead else self.env)
        self.region = outside
        self.dead = all(e is None for e in ends)
        if self.dead:
            self.env = before
        else:
            self.meet(new, ends)
        return [new]

    def narrowed(self, statement: gast.If, *, answer: bool) -> list[gast.AST]:
        """What is not None at the top of a branch is a number or an array from here on."""
        return self.as_present(not_none(statement.test, answer=answer), statement)

    def can_stay(self, test: gast.AST) -> bool:
        """Whether a condition may be evaluated where it is written: it changes nothing."""
        if isinstance(test, (gast.Name, gast.Constant)):
            return True
        try:
            self.read_all(syntax.clone(test))
        except Unsupported:
            return False
        return True

    def asked_before(self, statement: gast.AST) -> tuple[list[gast.AST], gast.AST]:
        """Statements that evaluate the condition of an `if` or a `while`, as a function would, and the name of its answer."""
        check, answer = self.helper(statement, "check"), self.helper(statement, "test")
        nothing = gast.arguments([], [], None, [], [], None, [])
        lines = [syntax.assign(check, gast.Lambda(nothing, syntax.clone(statement.test))), syntax.assign(answer, syntax.call(check))]
        return self.same_again((statement, "asked"), [syntax.located(line, statement) for line in lines]), syntax.name(answer)

    def meet(self, node: gast.AST, ends: Sequence[Env | None]) -> None:
        """Continue with what several paths give."""
        alive = [e for e in ends if e is not None]
        self.env = Env()
        order = dict.fromkeys(name for env in alive for name in env)
        for name in order:
            versions = [env.get(name) if env is not None else None for env in ends]
            present = [v for v in versions if v is not None]
            if len(present) == len(alive) and all(v is present[0] for v in present):
                self.env[name] = present[0]
                self.env.join(name, alive)
            else:
                self.define_meet(name, node, versions)
                self.env.join(name, alive)
        join_places(self.env, alive)

    def define_meet(self, name: str, node: gast.AST, versions: Sequence[Version | None]) -> Version:
        """A version of `name` where paths meet that leave it with `versions`; None for a path without it."""
        present = [v for v in versions if v is not None]
        types = [v.type for v in present]
        mixed = isinstance(node, gast.If) and infer.mixes_ranks(types)  # nothing adds the one to the other, as in a loop
        version = self.define(
            name, UNKNOWN if mixed else self.met(types), "meet", node,
            frozenset().union(*(v.storages for v in present)), any(v.view for v in present),
        )  # fmt: skip
        version.operands = list(versions)
        version.stale = next((v.stale for v in present if v.stale is not None), None)
        self.program.meets.setdefault(node, []).append(version)
        self.flow(version)
        return version

    def flow(self, version: Version) -> None:
        """Edges into a version where paths meet."""
        own = dict(inexact_leaves(version.type))
        for operand in version.operands:
            if operand is None:
                continue
            for path, _ in inexact_leaves(operand.type):
                around = next((p for p in own if path[: len(p)] == p), None)
                if path in own:
                    self.edge((operand, path), (version, path))
                elif around is None or not isinstance(own[around], Many):  # nothing is known of the parts of what they become
                    self.lose((operand, path), (version, around or ()))
            taken_apart = {path for path in containers(operand.type) if not isinstance(at(operand.type, path), Many)}
            for path, t in own.items():
                if isinstance(t, Many) and path in taken_apart and not self.grow(operand, path):
                    self.give_up(version)  # it meets a list of unknown length

    def lose(self, part: Leaf, meet: Leaf) -> None:
        """A part of what is of another kind on each path: refused, if a derivative flows through it to the result."""
        assert meet[0].statement is not None
        self.program.opaque_edges.setdefault(part, []).append((meet, meet[0].statement))

    def give_up(self, version: Version) -> None:
        """A list has another length on each path, which is refused at once, or if it is read although it should not be."""
        again = read_first(version.statement.body) if version.kind == "head" and version.statement is not None else frozenset()
        if version.name in self.live | again:
            raise Unsupported(f"`{version.name}` is a list of another length on each path", version.statement, LISTS)
        version.stale = version.statement


def not_none(test: gast.AST, *, answer: bool) -> Iterator[str]:
    """The names that are not None where a test has this answer: x, where `x is not None and x > y` is true.

    >>> tests = [syntax.expr(text) for text in ("x is not None and x > y", "x is None or y is None", "not (x is None)")]
    >>> [[list(not_none(test, answer=answer)) for answer in (True, False)] for test in tests]
    [[['x'], []], [[], ['x', 'y']], [['x'], []]]
    """
    if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
        yield from not_none(test.operand, answer=not answer)
    elif isinstance(test, gast.BoolOp) and isinstance(test.op, gast.And) == answer:
        for value in test.values:
            yield from not_none(value, answer=answer)
    elif isinstance(test, gast.Compare) and len(test.ops) == 1 and isinstance(test.left, gast.Name):
        [op], [other] = test.ops, test.comparators
        if isinstance(other, gast.Constant) and other.value is None and isinstance(op, gast.IsNot if answer else gast.Is):
            yield test.left.id
