"""Loops: the tapes that the trips write, and how the reverse loop reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Version, taken_at_times
from s2sdiff.differentiate.tape.choices import Choices
from s2sdiff.types import Scalar


class Trips(Choices):
    """Gives the reverse loops their trips, and their bodies the values of the trip."""

    def finish_loops(self) -> None:
        """Give every reverse loop its trips, and its body the values of the trip."""
        # Inner loops first: one that leaves no tape counts its trips, and the loop around it keeps the counts.
        for new in reversed([n for n in syntax.walk(self.backward) if n in self.reverse.mirrors]):
            original = self.reverse.mirrors[new]
            if isinstance(new, (gast.For, gast.While)):
                self.finish_loop(new, original)

    def finish_loop(self, new: gast.AST, original: gast.AST) -> None:
        """Give the reverse loop `new` of `original` its trips, and its body the values of the trip."""
        entries = self.lists.get(original, [])
        straight = [(v, t) for v, t, conditional in entries if not conditional]
        for version, tape, conditional in entries:
            if conditional:
                self.read_conditionally(new, version, tape)
        if isinstance(original, gast.For) and not syntax.may_break(original):
            used = any(isinstance(n, gast.Name) and "@" in n.id and self.program.by_marker(n.id).kind == "iterate"
                       and self.program.by_marker(n.id).statement is original for n in self.walk_inlined(new.body))  # fmt: skip
            start = _start_of(original.iter)
            if used and start is not None and straight:
                counter = self.own_counter(original, new)
                self.read_by(counter, new, straight, start)
                self.set_loop(new, syntax.name(counter, store=True), self.backwards(new.iter))
                return
            if len(straight) > 1 and not used and start == 0:
                counter = self.own_counter(original, new) if original.target.id != "_" else self.counter()
                self.read_by(counter, new, straight)
                self.set_loop(new, syntax.name(counter, store=True), self.backwards(new.iter))
                return
            if used or not straight:
                target = self.own_counter(original, new) if used else "_"
                if not straight:
                    trips = self.backwards(new.iter) if used else _same_trips(new.iter)
                    self.set_loop(new, syntax.name(target, store=True), trips)
                    return
                targets = [syntax.name(target, store=True), *(syntax.name(self.kept[v], store=True) for v, _ in straight)]
                readers = [self.backwards(new.iter), *(syntax.call("reversed", syntax.name(t)) for _, t in straight)]
                self.set_loop(new, syntax.tuple_(targets, store=True), syntax.call("zip", *readers))
                return
        if not straight:
            trips = self.trips(original)
            self.set_loop(new, syntax.name("_", store=True), syntax.call("range", syntax.name(trips)))
        elif len(straight) == 1:
            version, tape = straight[0]
            self.set_loop(new, syntax.name(self.kept[version], store=True), syntax.call("reversed", syntax.name(tape)))
        else:
            counter = self.counter()
            self.read_by(counter, new, straight)
            count = syntax.call("len", syntax.name(straight[0][1]))
            self.set_loop(new, syntax.name(counter, store=True), syntax.call("reversed", syntax.call("range", count)))

    def own_counter(self, loop: gast.For, new: gast.AST) -> str:
        """The variable that counts the trips of a loop; another one, if it counts a loop around it or has another value to be read."""
        name: str = loop.target.id
        [trip] = [v for v in self.program.versions.values() if v.kind == "iterate" and v.statement is loop]
        around = any(syntax.names_stored(getattr(other, "target", [])) == {name} for _, other in self.program.regions[loop])
        inside = any(v.name == name == self.kept.get(v, name) and v is not trip for v in self.read_inside(new, loop))
        later = any(v.name == name == read and v.kind != "iterate" for v, read in self.kept.items())
        if around or inside or later:
            self.kept[trip] = self.temporary(name, trip.type)
            return self.kept[trip]
        return name

    def read_inside(self, new: gast.AST, loop: gast.For) -> list[Version]:
        """The versions that the body of a reverse loop reads, but for those that loops inside of it bind."""
        markers = {n.id for n in self.walk_inlined(new.body) if isinstance(n, gast.Name) and "@" in n.id}
        read = map(self.program.by_marker, markers)
        return [v for v in read if v.kind != "iterate" or v.statement is loop or loop not in v.loops]

    def counter(self) -> str:
        """A name for the number of a trip."""
        return self.temporary("k", Scalar("int64"))

    def read_by(self, counter: str, new: gast.AST, entries: Sequence[tuple[Version, str]], start: int = 0) -> None:
        """Read the values of a trip from their tapes at the trip's number."""
        lines = []
        for version, tape in entries:
            index: gast.AST = syntax.name(counter)
            if start:
                index = syntax.binop(index, gast.Sub, syntax.const(start)) if start > 0 else syntax.binop(index, gast.Add, syntax.const(-start))
            lines.append(syntax.assign(self.kept[version], syntax.subscript(syntax.name(tape), index)))
        self.restore(new.body, lines)

    def restore(self, block: list[gast.AST], lines: list[gast.AST]) -> None:
        """Let a block begin with lines that read what was kept."""
        block[:0] = lines
        self.restoring[id(block)] = self.restoring.get(id(block), 0) + len(lines)

    def walk_inlined(self, nodes: Any) -> list[gast.AST]:
        """Every node that the final text will hold, those of recomputed values included."""
        found: list[gast.AST] = []
        stack = [nodes]
        seen: set[Version] = set()
        while stack:
            for node in syntax.walk(stack.pop()):
                found.append(node)
                if isinstance(node, gast.Name) and "@" in node.id:
                    version = self.program.by_marker(node.id)
                    if version in self.inline and version not in seen:
                        seen.add(version)
                        stack.append(self.inline[version])
        return found

    def set_loop(self, new: gast.AST, target: gast.AST, iterator: gast.AST) -> None:
        """Let the reverse loop run over `iterator`."""
        if isinstance(new, gast.For):
            new.target, new.iter = target, iterator
            return
        self.replaced_loops[new] = gast.For(target, iterator, new.body, [], None)

    def backwards(self, iterator: gast.AST) -> gast.AST:
        """An iterator the other way round."""
        if syntax.dotted(iterator.func) == "reversed":
            return iterator.args[0]
        return syntax.call("reversed", iterator)

    def trips(self, loop: gast.AST) -> str:
        """The number of trips of a loop that leaves no tape, counted by the forward sweep."""
        name = self.temporary("trips", Scalar("int64"))
        region, position = self.program.regions[loop], self.position_after(loop)
        version = self.program.kept_in(name, Scalar("int64"), "tape", loop, region, position)
        self.before.setdefault(loop, []).append(syntax.assign(name, syntax.const(0)))
        self.top.setdefault(loop, []).append(syntax.augassign(name, gast.Add, syntax.const(1)))
        self.decide([version])
        return version.marker

    def position_after(self, loop: gast.AST) -> int:
        """The last position inside a loop."""
        return max((v.position for v in self.program.versions.values() if loop in v.loops), default=0)

    def read_conditionally(self, new: gast.AST, version: Version, tape: str) -> None:
        """A value recorded only in some trips is read with a count of its own, running down."""
        region = taken_at_times(version.region)[-1]
        left, lines = self.left.get((id(new), region)), []
        if left is None:  # what is recorded in one block is recorded as often
            left = self.left[(id(new), region)] = self.temporary(f"{version.name}_left", Scalar("int64"))
            self.before_backward.setdefault(new, []).append(syntax.assign(left, syntax.call("len", syntax.name(tape))))
            lines.append(syntax.augassign(left, gast.Sub, syntax.const(1)))
        if self.reverse.blocks.get(region) is None:
            return
        lines.append(syntax.assign(self.kept[version], syntax.subscript(syntax.name(tape), syntax.name(left))))
        self.restored.setdefault(region, []).extend(lines)


def _start_of(iterator: gast.AST) -> int | None:
    """Where a range that counts up by one starts, if that is a literal."""
    if syntax.dotted(iterator.func) != "range" or len(iterator.args) > 2:
        return None
    if len(iterator.args) == 1:
        return 0
    first = iterator.args[0]
    return first.value if isinstance(first, gast.Constant) and type(first.value) is int else None


def _same_trips(iterator: gast.AST) -> gast.AST:
    """An iterator with as many trips, whatever their order."""
    return iterator.args[0] if syntax.dotted(iterator.func) == "reversed" else iterator
