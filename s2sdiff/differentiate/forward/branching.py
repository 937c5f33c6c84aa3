"""`if`: what has a tangent on one path has one on each, where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.program import Path, Version, inexact_leaves, surely_leaves
from s2sdiff.differentiate.forward.dots import Dot
from s2sdiff.differentiate.forward.user_calls import UserCalls
from s2sdiff.differentiate.unbound import placeholder
from s2sdiff.differentiate.writing import Key
from s2sdiff.types import Type, Unknown, at, children


class Branching(UserCalls):
    """Writes branches."""

    def branch(self, statement: gast.If) -> None:
        """Both sides with their tangents, made the same where the sides meet."""
        start, here, types = dict(self.dots), dict(self.here), dict(self.types)
        ends: list[dict[Key, Dot]] = []
        blocks: list[list[gast.AST]] = []
        for part in (statement.body, statement.orelse):
            self.dots, self.here = {k: replace(d) for k, d in start.items()}, dict(here)
            self.types |= types  # what the other side called by these names may have been of other types
            blocks.append(self.nested(part))
            ends.append(self.dots)
        dead = [surely_leaves(part) for part in (statement.body, statement.orelse)]
        self.dots = self.merge(self.program.meets.get(statement, []), ends, blocks, dead)
        for version in self.program.meets.get(statement, []):
            self.here[version.name] = version
        new = gast.If(statement.test, blocks[0] or [gast.Pass()], blocks[1])
        self.emit(syntax.located(new, statement))

    def merge(
        self, meets: Sequence[Version], ends: list[dict[Key, Dot]], blocks: list[list[gast.AST]], dead: list[bool]
    ) -> dict[Key, Dot]:
        """The tangents after a branch, made the same on both sides."""
        alive = [k for k in range(len(ends)) if not dead[k]]
        if len(alive) == 1:
            return ends[alive[0]]
        met = {v.name: v for v in meets}
        merged: dict[Key, Dot] = {}
        for key in dict.fromkeys(k for e in ends for k in e):
            present = [e.get(key) for e in ends]
            version = met.get(key[0])
            if version is None:
                if all(d is not None for d in present):
                    merged[key] = present[0]  # type: ignore[assignment]
                    merged[key].owned = all(d.owned for d in present if d is not None)
                continue
            if (version, key[1]) not in self.active:
                continue
            merged[key] = self.joined(key, version, present, blocks)
        for version in meets:
            for path, _ in inexact_leaves(version.type):
                key = (version.name, path)
                if (version, path) in self.active and key not in merged:
                    merged[key] = self.joined(key, version, [None] * len(ends), blocks)
        return merged

    def joined(self, key: Key, version: Version, present: list[Dot | None], blocks: list[list[gast.AST]]) -> Dot:
        """The tangent of one part of a variable after a branch, assigned on each side that lacks it under its name."""
        name = self.dot_name(key)
        leaf = at(version.type, key[1])
        types = [d.type for d in present if d is not None]
        alike = types and None not in present and all(t == types[0] for t in types) and not isinstance(leaf, Unknown)
        target = types[0] if alike else leaf
        owned = True
        for k, (dot, block) in enumerate(zip(present, blocks, strict=True)):
            before = version.operands[k]
            if dot is None and (before is None or isinstance(before.type, Bottom)):
                continue  # the variable does not exist on this path
            with self.into(block):
                if dot is None:
                    self.emit(syntax.assign(name, self.zeros(syntax.name(key[0]), before or version, key[1])))
                    continue
                if dot.type != target:
                    dot = self.made_full(dot, syntax.name(key[0]), before or version, key[1])
                if not syntax.is_name(dot.value, name):
                    self.emit(syntax.assign(name, dot.value))
                owned = owned and dot.owned
        self.note(name, target)
        return Dot(syntax.name(name), target, owned)

    def leave(self) -> None:
        """Before a break: every tangent that is read after the loop exists, under its name and in full."""
        for version in self.exits[-1]:
            for path, _ in inexact_leaves(version.type):
                if (version, path) in self.active:
                    self.complete(version, path)

    def complete(self, version: Version, path: Path) -> None:
        """Make the tangent of a part of a variable full, under its own name."""
        key = (version.name, path)
        name = self.dot_name(key)
        dot = self.dots.get(key)
        current = self.here.get(version.name, version)
        if not _has(current.type, path):  # it holds something else here, and is bound again before it is read
            value = dot.value if dot is not None else placeholder(at(version.type, path), self.context)
            if not syntax.is_name(value, name):
                self.emit(syntax.assign(name, value))
            return
        if dot is None:
            self.emit(syntax.assign(name, self.zeros(syntax.name(version.name), current, path)))
            return
        dot = self.made_full(dot, syntax.name(version.name), current, path)
        if not syntax.is_name(dot.value, name):
            self.emit(syntax.assign(name, dot.value))

    # --- what the layers above answer ---

    def nested(self, statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The sweep of a block inside a statement."""
        raise NotImplementedError


def _has(t: Type, path: Path) -> bool:
    """Whether a type has a part at a path."""
    if not path:
        return True
    parts = dict(children(t))
    return path[0] in parts and _has(parts[path[0]], path[1:])
