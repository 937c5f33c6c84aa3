"""What the reverse sweep can read as it is: values that nothing overwrites; and where lines go that keep others."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.absent import is_absent
from s2sdiff.analyze.live_names import captured_names
from s2sdiff.analyze.program import Storage, Version, exclusive
from s2sdiff.differentiate.held import Held
from s2sdiff.differentiate.reverse import Reverse
from s2sdiff.differentiate.settled import Settled
from s2sdiff.differentiate.unbound import may_be_unbound, placeholder
from s2sdiff.types import Array, Cut, ListOf, Many, Scalar, Seq, SetOf, Static, Type, Unknown, is_thin


class AtHand:
    """Knows of a value whether it is still there when the reverse sweep reads it."""

    def __init__(self, reverse: Reverse, backward: list[gast.AST]) -> None:
        self.reverse = reverse
        self.program = reverse.program
        self.names = reverse.names
        self.backward = backward
        self.temporaries = reverse.temporaries
        self.kept: dict[Version, str] = {}  # version -> name under which the reverse sweep reads it
        self.inline: dict[Version, gast.AST] = {}
        self.after: dict[gast.AST, list[gast.AST]] = {}
        self.before: dict[gast.AST, list[gast.AST]] = {}
        self.top: dict[gast.AST, list[gast.AST]] = {}
        self.start: list[gast.AST] = []
        self.lists: dict[gast.AST, list[tuple[Version, str, bool]]] = {}  # loop -> (version, tape, conditional)
        self.listed: list[Version] = []  # what the lists of loops hold itself, and no copy of it
        self.renamed: dict[Version, str] = {}
        self.captured = captured_names(self.program.tree.body)  # functions read them by their own names
        self.types: dict[str, Type] = {}
        self.restored: dict[tuple[str, gast.AST], list[gast.AST]] = {}
        self.restoring: dict[int, int] = {}  # how many lines at the beginning of a block do that, by the identity of the block
        self.left: dict[tuple[int, tuple[str, gast.AST]], str] = {}  # by reverse loop and block: what counts down there
        self.answers: list[gast.AST] = []
        self.held: Held
        self.settled: Settled
        self.shapes: dict[Version, Version] = {}
        self.read: list[Version] = []  # by the reverse sweep, before it is decided how
        self.new_needs: list[Version] = []
        self.contents: set[Version] = set()  # read by the reverse sweep, and not for their shape alone
        self.computed: set[Version] = set()  # on the way to those
        self.replaced_loops: dict[gast.AST, gast.AST] = {}
        self.before_backward: dict[gast.AST, list[gast.AST]] = {}

    def needed(self, nodes: Any) -> list[Version]:
        """The versions whose markers occur, in order."""
        found: dict[Version, None] = {}
        for node in syntax.walk(nodes):
            if isinstance(node, gast.Name) and "@" in node.id:
                found[self.program.by_marker(node.id)] = None
        return list(found)

    def temporary(self, wish: str, t: Type) -> str:
        """A free name like `wish`, for a value of this type."""
        name = self.reverse.temporary(wish)
        self.types[name] = t
        return name

    def reading_name(self, version: Version) -> str:
        """The name for a restored value: the variable's own, unless it counts a loop or another version is read, too."""
        others = [v for v in self.program.versions.values() if v.name == version.name and v is not version]
        counts = any(v.kind == "iterate" or v in self.kept for v in others)
        plain = any(v.name == version.name and v is not version and self.is_plain(v) for v in self.read)
        if counts or plain or any(n == version.name for v, n in self.kept.items() if v is not version):
            return self.temporary(version.name, version.type)
        return version.name

    def copied(self, version: Version) -> gast.AST:
        """A copy of a value that may be changed in place later."""
        if isinstance(version.type, Array) and not is_thin(version.type):
            return syntax.call(f"{version.name}.copy")
        if isinstance(version.type, Many) and isinstance(version.type.item, Scalar) and not is_absent(version.type):
            maker = "list" if isinstance(version.type, ListOf) else "set" if isinstance(version.type, SetOf) else "dict"
            return syntax.call(maker, syntax.name(version.name))
        return self.reverse.context.helper_call("copy_tree", syntax.name(version.name))

    def meets(self, version: Version) -> bool:
        """Whether the value flows into a place where paths meet under the variable's name."""
        return any(version in v.operands for v in self.program.versions.values())

    def place(self, version: Version, statement: gast.AST) -> None:
        """Put a saving statement right after the value comes to be."""
        self.begin(version)
        if version.kind in ("head", "iterate"):
            self.top.setdefault(version.statement, []).append(statement)
        elif version.kind == "argument":
            self.start.append(statement)
        elif version.kind == "test":
            self.before.setdefault(version.statement, []).append(statement)
        else:
            self.after.setdefault(version.statement, []).append(statement)

    def begin(self, version: Version) -> None:
        """Let a variable that some path leaves without a value have one there, too: it is not needed on that path."""
        if may_be_unbound(version):
            self.start.append(syntax.assign(version.name, placeholder(version.type, self.reverse.context)))

    def is_plain(self, version: Version) -> bool:
        """Whether the variable still holds this value when the reverse sweep begins."""
        if version.kind == "outer":
            return True
        if version.loops or self.is_overwritten(version):
            return False
        return not self.is_clobbered(version) or self.settled.is_lasting_view(version)

    def is_overwritten(self, version: Version) -> bool:
        """Whether the variable may be assigned again before the reverse sweep begins."""
        for other in self.program.versions.values():
            if other is version or other.name != version.name or other.kind in ("meet", "head", "argument", "outer"):
                continue
            if other.position > version.position and not exclusive(version.region, other.region):
                if other.kind == "update" and isinstance(version.type, (Array, Many)):
                    continue  # the same array, changed: see is_clobbered
                return True
        return False

    def is_clobbered(self, version: Version, part: frozenset[Storage] | None = None) -> bool:
        """Whether the memory of this value, or of a part of it, may be changed after it was computed."""
        if _is_immutable(version.type):
            return False
        for storage in version.storages if part is None else part:
            for place in {storage, storage.older} if version.loops else {storage}:
                for change in self.program.stores.get(place, ()):
                    if self.program.versions.get(change.number) is not change:
                        continue
                    if change.position > version.position and not exclusive(version.region, change.region):
                        return True
                    if any(loop in change.loops and not _is_made_anew(place, loop, change) for loop in version.loops):
                        return True
        return False

    def is_anonymous(self, version: Version) -> bool:
        """Whether the variable is not the user's."""
        return version.name not in self.reverse.written


def _is_immutable(t: Type) -> bool:
    """Whether nothing in a value can be changed: a number, or a tuple of numbers and None."""
    if isinstance(t, Seq):
        return issubclass(t.cls, tuple) and all(map(_is_immutable, t.items))
    return isinstance(t, (Scalar, Static, Cut)) or (isinstance(t, Unknown) and isinstance(t.present, Scalar))


def _is_made_anew(storage: Storage, loop: gast.AST, change: Version) -> bool:
    """Whether each trip of a loop makes this memory before it changes it, and so leaves alone what an earlier trip made."""
    surely = change.position > storage.position and change.region[: len(storage.region)] == storage.region
    return surely and ("loop", loop) in storage.region and storage is not storage.older
