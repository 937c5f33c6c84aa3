"""Loops: the reverse of the body, trip by trip, with what it carries from trip to trip set up before it.

Which cotangents a body carries, and which need memory of their own, is found by writing it until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Path, Version, inexact_leaves
from s2sdiff.differentiate.reverse.bars import Bar, Bars, may_go_on
from s2sdiff.differentiate.reverse.branching import Branching
from s2sdiff.differentiate.writing import Key
from s2sdiff.types import Array, Type, at, is_complex, is_fixed, is_inexact, real_of, shape_of


class Looping(Branching):
    """Reverses `for` and `while`."""

    def loop(self, statement: gast.AST) -> None:
        """Repeat the reverse of the body; whatever it carries from trip to trip is set up before it."""
        before = self.program.before[statement]
        heads = {h.name: h for h in self.program.heads[statement]}
        needs: dict[Key, Version] = {
            (h.name, path): h for h in heads.values() for path, _ in inexact_leaves(h.type) if (h, path) in self.active
        }
        own: set[Key] = set()
        borrowed: set[Key] = set()  # what a trip leaves behind may be somebody else's memory
        around = {*before, *(v.name for v in self.program.meets.get(statement, []))}
        start = {k: b for k, b in self.bars.items() if k[0] in around}
        taken, types, mixed = set(self.names.taken), dict(self.types), set(self.mixed)
        while True:
            self.types |= types
            self.mixed = set(mixed)
            self.bars = {k: replace(b) for k, b in start.items()}
            setup = self.set_up(statement, needs, own)
            for key in borrowed & set(self.bars):
                self.bars[key].owned = False
            entry = {k: replace(b) for k, b in self.bars.items()}
            body = self.nested(("loop", statement), statement.body)
            if isinstance(statement, gast.For):  # each trip binds it anew, to a whole number
                self.bars = {k: b for k, b in self.bars.items() if k[0] != statement.target.id}
            if not self.is_unsettled(heads, before, entry, needs, own, borrowed):
                break
            kept = {v.name for v in [*self.tapes.values(), *self.tests.values()]}
            self.names.taken = set(taken) | set(self.part_names.values()) | kept
        self.end_trip(statement, entry, needs, body)
        self.bars = {}
        for key, bar in entry.items():
            first = before.get(key[0])
            if first is not None and (first, key[1]) in self.active:
                self.bars[key] = bar
                if isinstance(bar.value, gast.Name):  # as the last trip left it, whatever it was within
                    self.note(bar.value.id, bar.type)
        if not body:
            self.bars = {k: b for k, b in start.items() if k in self.bars}
            self.types |= types
            return
        for line in setup:
            self.emit(self.with_its_start(line, mixed))
        if isinstance(statement, gast.For):
            new: gast.AST = gast.For(syntax.name(statement.target.id, store=True), self.primal(statement.iter), body, [], None)
        else:
            new = gast.While(syntax.const(value=True), body, [])
        self.mirrors[new] = statement
        self.heading = None
        self.emit(new)
        self.leave_real(before)

    def leave_real(self, before: Mapping[str, Version]) -> None:
        """Behind the reverse of a loop in which a real variable became complex, the cotangent is of the real one."""
        for key, bar in list(self.bars.items()):
            t = at(before[key[0]].type, key[1])
            if is_inexact(t) and not is_complex(t) and is_complex(bar.type):
                self.assign(self.bar_name(key), syntax.call("np.real", bar.value), real_of(bar.type))
                self.bars[key] = Bar(syntax.name(self.bar_name(key)), real_of(bar.type), owned=False)

    def is_unsettled(
        self, heads: dict[str, Version], before: dict[str, Version], entry: Bars, needs: dict[Key, Version], own: set[Key],
        borrowed: set[Key],
    ) -> bool:  # fmt: skip
        """Whether a trip leaves cotangents that were not set up for it; notes what is to be set up in another way."""
        changed = False
        for key, bar in self.bars.items():
            version = heads.get(key[0]) or before.get(key[0])
            if version is None or (version, key[1]) not in self.active:
                continue
            if key not in entry and key not in needs:
                needs[key] = version
                changed = True
            elif key in entry and not may_go_on(bar, entry[key]) and key not in own:
                own.add(key)
                changed = True
            elif key in entry and entry[key].owned and not bar.owned:
                borrowed.add(key)
                changed = True
        for key in [k for k, b in entry.items() if k not in self.bars and not syntax.is_name(b.value, self.bar_name(k))]:
            own.add(key)  # it is set to zero at the end of a trip, so it has to be a variable
            changed = True
        return changed

    def end_trip(self, statement: gast.AST, entry: Bars, needs: dict[Key, Version], body: list[gast.AST]) -> None:
        """What the reversed body carries ends a trip under the names, and with the sizes, that it began with."""
        before = self.program.before[statement]
        heads = {h.name: h for h in self.program.heads[statement]}
        for key, bar in entry.items():
            end = self.bars.get(key)
            version = heads.get(key[0]) or before.get(key[0])
            if end is None:
                known = [*self.program.meets.get(statement, []), *before.values(), *heads.values()]
                left = needs.get(key) or _of_kind(bar.type, key, known)
                head = heads.get(key[0])
                if head is not None and _has(head, key[1]) and not _is_as_large(left, head, key[1]):
                    left = head
                with self.into(body):
                    self.emit(syntax.assign(self.bar_name(key), self.nothing(key, bar, left)))
            elif not may_go_on(end, bar):
                with self.into(body):
                    if end.type != bar.type and version is not None:
                        was_owned, end = end.owned, self.complex_too(self.enlarged(end, version, key[1]), bar.type)
                        if was_owned and bar.owned and not end.owned:  # the next trip may add to it in place
                            end = Bar(self.copied(end), end.type, owned=True)
                    if not syntax.is_name(end.value, self.bar_name(key)):
                        self.emit(syntax.assign(self.bar_name(key), end.value))
                if not end.owned:
                    bar.owned = False

    def set_up(self, statement: gast.AST, needs: dict[Key, Version], own: set[Key]) -> list[gast.AST]:
        """Before the loop: zeros for what the body adds to, and memory of their own for what it changes."""
        left = {v.name: v for v in self.program.meets.get(statement, [])}
        with self.into([]) as setup:
            for key, head in needs.items():
                if key not in self.bars:
                    name = self.bar_name(key)
                    known = [left.get(key[0]), self.program.before[statement].get(key[0]), head]
                    version = next(v for v in known if v is not None and _has(v, key[1]))
                    self.on_every_path.add(version)
                    leaf = at(head.type, key[1])
                    self.assign(name, self.zeros(version, key[1]), leaf)
                    self.bars[key] = Bar(syntax.name(name), leaf, owned=True)
            for key in [k for k in self.bars if k in own]:
                known = [left.get(key[0]), self.program.before[statement].get(key[0]), needs.get(key)]
                after = next((v for v in known if v is not None and _has(v, key[1])), None)
                if after is not None:
                    self.bars[key] = self.independent(key, after, whole=True)
        return setup


def _of_kind(t: Type, key: Key, known: Iterable[Version]) -> Version:
    """The first of the values of a variable around a loop, one that has such a part, of this kind, if there is any."""
    named = [v for v in known if v.name == key[0]]
    having = [v for v in named if _has(v, key[1])]
    alike = [v for v in having if type(at(v.type, key[1])) is type(t)]
    return (alike or having or named)[0]


def _is_as_large(left: Version, head: Version, path: Path) -> bool:
    """Whether a variable surely is behind a loop of the size that it has whenever a trip begins."""
    t = at(head.type, path)
    return not isinstance(t, Array) or (t.shape is not None and t.shape == shape_of(at(left.type, path)) and is_fixed(t.shape))


def _has(version: Version, path: Path) -> bool:
    """Whether a variable has such a part here: one that nobody reads after a loop may be anything there."""
    return any(part == path for part, _ in inexact_leaves(version.type))
