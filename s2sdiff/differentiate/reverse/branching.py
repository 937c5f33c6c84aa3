"""Branches: the reverse of the side that was taken, by the same condition, and one set of cotangents before both."""

from __future__ import annotations

from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.analyze.absent import not_none, place_told
from s2sdiff.analyze.program import Version
from s2sdiff.differentiate.reverse.bars import Bar, Bars, same_bar
from s2sdiff.differentiate.reverse.user_calls import UserCalls
from s2sdiff.differentiate.terms import empty
from s2sdiff.differentiate.writing import Key
from s2sdiff.types import Array, DictOf, ListOf, Many, Record, Scalar, Unknown, at


class Branching(UserCalls):
    """Reverses `if`."""

    def branch(self, statement: gast.If) -> None:
        """The reverse of the side that was taken, by the same condition."""
        start, types = dict(self.bars), dict(self.types)
        ends: list[Bars] = []
        blocks: list[list[gast.AST]] = []
        meets = self.program.meets.get(statement, [])
        for side, (kind, part) in enumerate((("then", statement.body), ("else", statement.orelse))):
            missing = {m.name for m in meets if m.operands[side] is None}  # not assigned on this side
            self.bars = {k: replace(b) for k, b in start.items() if k[0] not in missing}
            self.types |= types  # what the other side called by these names may have been of other types
            blocks.append(self.nested((kind, statement), part))
            ends.append(self.bars)
        self.bars = self.merge(statement, ends, blocks)
        if blocks[0] or blocks[1]:
            test = self.test(statement)
            new = gast.If(test, blocks[0] or [gast.Pass()], blocks[1])
            if not blocks[0]:
                new = gast.If(gast.UnaryOp(gast.Not(), test), blocks[1], [])
            self.mirrors[new] = statement
            self.heading = None
            self.emit(new)

    def test(self, statement: gast.If) -> gast.AST:
        """The condition as the reverse sweep asks it: computed again where that is cheap, else kept by the forward sweep."""
        nodes = list(syntax.walk(statement.test))
        lasting = {n.value for n in nodes if isinstance(n, gast.Subscript) and self.is_item_that_stays(n)}
        if all(n in lasting or self.is_cheap(n) for n in nodes):
            return self.primal(statement.test)
        if statement not in self.tests:
            name, region = self.names.fresh("test"), self.program.regions[statement]
            position = self.position_of(statement)
            self.tests[statement] = self.program.kept_in(name, Scalar("bool"), "test", statement, region, position)
        return syntax.name(self.tests[statement].marker)

    def is_item_that_stays(self, node: gast.Subscript) -> bool:
        """Whether a number is read from an array that no loop makes and nothing changes."""
        version = self.program.uses.get(node.value)
        if version is None or version.loops or any(self.program.stores.get(s) for s in version.storages):
            return False
        return isinstance(version.type, Array) and isinstance(self.typer(self.primal(node)).type, Scalar)

    def is_cheap(self, node: gast.AST) -> bool:
        """Whether a node of a condition costs little to compute again: no calls but of builtins, no arrays, no lists that change."""
        if isinstance(node, gast.Call):
            return syntax.dotted(node.func) in ("len", "abs", "isinstance")
        if syntax.asks_for_one(node):
            return False
        version = self.program.uses.get(node)
        if version is not None and isinstance(version.type, Many):
            return not any(self.program.stores.get(s) for s in version.storages)
        return version is None or not isinstance(version.type, (Array, Unknown, Record))

    def position_of(self, statement: gast.AST) -> int:
        """The place of a branch in the program: that of the last definition before it."""
        found = [v.position for v in self.program.before[statement].values()]
        return max(found, default=0)

    def is_empty_where(self, test: gast.AST, key: Key, version: Version, *, answer: bool) -> bool:
        """Whether a list or a dict is None, or empty, wherever a condition has this answer."""
        if any(isinstance(node, (gast.BoolOp, gast.Subscript)) for node in syntax.walk(test)):
            return False
        for node in not_none(test, answer=not answer):
            [root] = [n for n in syntax.walk(node) if isinstance(n, gast.Name)]
            if place_told(node) == key and self.program.uses.get(root) is version:
                return True
        return False

    def merge(self, statement: gast.AST, ends: list[Bars], blocks: list[list[gast.AST]]) -> Bars:
        """The cotangents before a branch, made the same on both sides."""
        before = self.program.before[statement]
        merged: Bars = {}
        for key in dict.fromkeys([*ends[0], *ends[1]]):
            version = before.get(key[0])
            present = [e.get(key) for e in ends]
            if version is None or (version, key[1]) not in self.active:
                continue
            if all(b is not None for b in present) and same_bar(present[0], present[1]):
                merged[key] = present[0]  # type: ignore[assignment]
                continue
            leaf = at(version.type, key[1])
            name = self.bar_name(key)
            types = [b.type for b in present if b is not None]
            target = leaf if None in present or types[0] != types[1] else types[0]
            owned = True
            for bar, block, answer in zip(present, blocks, (True, False), strict=True):
                with self.into(block):
                    if bar is None:
                        known = self.is_empty_where(statement.test, key, version, answer=answer)
                        zeros = empty(leaf) if known and isinstance(leaf, (ListOf, DictOf)) else self.zeros(version, key[1])
                        self.emit(syntax.assign(name, zeros))
                        continue
                    if bar.type != target:
                        bar = self.complex_too(self.enlarged(bar, version, key[1]), target)
                    if not syntax.is_name(bar.value, name):
                        self.emit(syntax.assign(name, bar.value))
                        bar = replace(bar, owned=bar.owned and isinstance(target, Scalar))
                    owned = owned and bar.owned
            self.note(name, target)
            merged[key] = Bar(syntax.name(name), target, owned)
        return merged
