"""Which variables hold what: a value that is computed twice is read where it was computed first.

Two definitions hold one value where they evaluate one expression of the same values, the first whenever the second is
evaluated, and nothing is changed in place in between.  What the reverse sweep would compute again is read as well from
a variable that has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Apply, Inactive, Load, Version
from s2sdiff.types import Scalar

if TYPE_CHECKING:
    from s2sdiff.differentiate.tape import Tape


class Held:
    """What is known of the variables of one program."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.uses = tape.program.uses
        self.known: dict[Any, list[Version]] = {}
        self.firsts: dict[Version, Version] = {}
        for version in sorted(tape.program.versions.values(), key=lambda v: (v.position, v.number)):
            stands = version in tape.program.defines.get(version.statement, ())  # a loop's are made anew on each look
            if version.kind == "assign" and stands and self.is_pure(version):
                self.known.setdefault(self.key(version.statement.value), []).append(version)  # type: ignore[union-attr]

    def is_pure(self, version: Version) -> bool:
        """Whether evaluating the definition again would give the same."""
        op = self.tape.program.ops.get(version.statement) if version.statement is not None else None
        value = getattr(version.statement, "value", None)
        if isinstance(value, gast.Call):
            name = syntax.dotted(value.func) or ""
            return isinstance(op, Apply) and name.startswith(("np.", "math.")) and "random" not in name
        numbers = isinstance(op, Inactive) and isinstance(version.type, Scalar)
        return (numbers or isinstance(op, (Apply, Load))) and isinstance(value, (gast.BinOp, gast.UnaryOp, gast.Subscript))

    def key(self, node: Any) -> Any:
        """What two expressions share exactly when they are one expression of the same values."""
        if isinstance(node, gast.Name):
            version = self.tape.program.by_marker(node.id) if "@" in node.id else self.uses.get(node)
            return node.id if version is None or version.kind == "outer" else self.first(version).marker
        if isinstance(node, gast.Constant):
            return (type(node.value), repr(node.value))
        if isinstance(node, list):
            return tuple([self.key(n) for n in node])
        if not isinstance(node, gast.AST):
            return node
        return (type(node), *[self.key(getattr(node, field, None)) for field in node._fields if field != "ctx"])

    def read(self, node: Any, *, whole: bool = True) -> Any:
        """A part of the reverse sweep with values read where they are held; unless `whole`, its parts only."""
        if isinstance(node, gast.Name):
            return syntax.name(self.first(self.tape.program.by_marker(node.id)).marker) if "@" in node.id else node
        if whole and isinstance(node, gast.Call):
            holder = self.holder(node)
            if holder is not None:
                return syntax.name(holder.marker)
        return syntax.change_parts(node, self.read)

    def first(self, version: Version) -> Version:
        """The first version that surely holds the same value, and is no harder to get at."""
        if version not in self.firsts:
            value = getattr(version.statement, "value", None)
            alike = self.known.get(self.key(value), ()) if version.kind == "assign" and self.is_pure(version) else ()
            self.firsts[version] = next((v for v in alike if v is version or self.is_same(v, version)), version)
        return self.firsts[version]

    def is_same(self, first: Version, second: Version) -> bool:
        """Whether `first` holds the value of `second`."""
        tape = self.tape
        if first.loops != second.loops or second.region[: len(first.region)] != first.region:
            return False
        if tape.is_plain(second) and not tape.is_plain(first):
            return False
        inside = [self.uses[n] for n in syntax.walk(first.statement) if n in self.uses]
        memory = frozenset().union(*(v.storages for v in (first, second, *inside)))
        changes = [c.position for s in memory for place in (s, s.older) for c in tape.program.stores.get(place, ())]
        return not any(first.position <= c <= second.position for c in changes)

    def holder(self, call: gast.Call) -> Version | None:
        """A variable that still holds what a function of the reverse sweep would compute again."""
        for version in self.known.get(self.key(call), ()) if syntax.dotted(call.func) else ():
            inside = [self.uses[n] for n in syntax.walk(version.statement) if n in self.uses]
            if version.view or version.region or not self.tape.is_plain(version):
                continue
            if not any(self.tape.is_clobbered(v) for v in inside):
                return version
        return None
