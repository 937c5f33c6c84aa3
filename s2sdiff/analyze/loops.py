"""Loops, interpreted until the types and the memory at their heads no longer change.

At the head of a loop each name that the body assigns has a version of its own, whose operands are the version before
the loop and the one at the end of the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.env import Env, joined_parts
from s2sdiff.analyze.infer import BOTTOM, Bottom
from s2sdiff.analyze.inlining import holds_made_in_loop
from s2sdiff.analyze.iterators import is_part, iterated
from s2sdiff.analyze.live_names import changed_names, used_names
from s2sdiff.analyze.picked import Picked
from s2sdiff.analyze.places import join_places
from s2sdiff.analyze.program import Append, Pop, Storage, Version
from s2sdiff.analyze.state import Reads
from s2sdiff.errors import Unsupported
from s2sdiff.types import INT, UNKNOWN, Array, ListOf, Record, Seq, SetOf, Type, without_value

MAX_ROUNDS = 12
MOST_LINKS = 64  # objects that a loop along them is written out for


class Loops(Picked):
    """Understands `for`, `while` and `break`."""

    def visit_For(self, statement: gast.For) -> list[gast.AST]:
        """A loop over anything, once it is one over a range."""
        self.pending += self.as_present([n for n in syntax.walk(statement.iter) if isinstance(n, gast.Name)], statement)  # None has no items
        picked = self.over_picked(statement)
        if picked is not None:
            return picked
        before = len(self.program.versions)
        gone_over = iterated(statement.iter)
        over = [self.iterators[n] for n in gone_over if n in self.iterators]
        over += [Reads(self.env.memory[n], frozenset()) for n in gone_over & self.env.keys() if n in self.iterators and self.iterators[n].again]
        if not self.goes_on_reading(statement):
            views = [self.view_called(n) for n in gone_over]
            over += [Reads(view[2], frozenset()) for view in views if view is not None and view[1] != "keys"]
        names = {n: self.env[n] for reads in over for n in reads.names if n in self.env}
        held = {n: self.env[n] for n in gone_over & self.env.keys() if self.view_called(n) is None}
        lists = {n: version for n, version in held.items() if isinstance(version.type, (Seq, ListOf, SetOf))}
        memory = {n: self.env.own[n] for n in lists}
        with self.copying_what_changes(statement):
            lowered = self.lower(statement)
            if isinstance(lowered, list):
                made = self.block(lowered)
            else:
                checks, self.pending = self.pending, []
                made = [*checks, *self.loop(lowered, statement)]
        for reads in over:
            self.check_unchanged(reads, before, names, statement)
        for name in lists.keys() - self.names_bound([statement.target, *statement.body]):
            self.check_length(lists[name], before, memory[name], statement)
        return made

    @contextmanager
    def copying_what_changes(self, statement: gast.For) -> Iterator[None]:
        """Let a copy that a loop goes over be made, from the next attempt on, if the loop changes the original or cannot be told of."""
        before, held = len(self.program.versions), {name: self.env[name] for _, name in self.copies_in(statement.iter)}
        memory = {n: self.env.memory[n] if isinstance(v.type, Array) else self.env.own[n] for n, v in held.items()}
        try:
            yield
        except Unsupported:
            if self.growing == self.grown:  # else it may be understood then as it is
                self.growing |= {("copied", self.origin(statement), name) for name in held}
            raise
        for name, version in held.items():
            since = [v for v in self.program.versions.values() if v.name == name and v.number > before and v.kind in ("assign", "update")]
            stale = name in self.env and self.env[name].stale is not version.stale
            if since or stale or self.changes_since(before, memory[name]):
                self.growing.add(("copied", self.origin(statement), name))

    def check_length(self, held: Version, before: int, own: frozenset[Storage], statement: gast.For) -> None:
        """Refuse a loop over a list that gets longer or shorter in it: in a function, or under another name."""
        changed = any(isinstance(self.program.ops.get(v.statement), (Append, Pop)) for v in self.changes_since(before, own))
        since = [v for v in self.program.versions.values() if v.name == held.name and v.number > before]
        anew = any(v.kind == "assign" or is_resized(held.type, v.type) for v in since)
        if changed or anew or (held.name in self.env and isinstance(held.type, Seq) and self.env[held.name].stale is not None):
            raise Unsupported("the loop changes the list that it iterates over", statement.iter, "iterate over a copy: `list(...)`")

    def check_unchanged(self, reads: Reads, before: int, names: Mapping[str, Version], statement: gast.For) -> None:
        """Refuse a loop that changes what its iterator reads, which was listed before the loop."""
        at_hand = cells_at_hand(statement, reads.array)
        changed = [v for v in self.changes_since(before, reads.memory) if place_in_text(v.statement) not in at_hand]
        rebound = [n for n in reads.names if n in names and self.env.get(n) is not names[n]]
        if changed or rebound:
            what = rebound[0] if rebound else changed[0].name
            raise Unsupported(f"the loop changes `{what}`, which what it goes over may read as it goes on", statement.iter,
                              "iterate over a list: `list(...)`, or read it item by item in the loop")  # fmt: skip

    def visit_While(self, statement: gast.While) -> list[gast.AST]:
        """A loop while a condition holds."""
        linked = self.along_links(statement)
        if linked is not None:
            return linked
        if not self.can_stay(statement.test) or self.may_fall_behind(statement.test, statement.body):
            lines, answer = self.asked_before(statement)
            trip = gast.If(answer, statement.body, [gast.Break()])  # exits stand at the ends of blocks
            endless = gast.While(syntax.const(value=True), [*lines, trip], [])
            statement = self.same_again((statement, "endless"), syntax.located(endless, statement))
        return self.loop(statement, statement)

    def along_links(self, statement: gast.While) -> list[gast.AST] | None:
        """A loop along objects that hold one another, as far as they are known: written out; None for other loops.

        `while node is not None: ...; node = node.next`
        """
        name = link_followed(statement)
        held = self.peek(syntax.name(name)) if name else None
        if not isinstance(held, Record) or held.absent or syntax.may_break(statement):
            return None
        lines: list[gast.AST] = []
        for k in range(MOST_LINKS):
            if not self.truth(statement.test):
                break
            trip = self.same_again((statement, "linked", k), syntax.clone(statement.body))
            self.copies |= {node for node in syntax.walk(trip) if isinstance(node, gast.stmt)}
            lines += self.block(trip)
        if self.truth(statement.test) is not False:
            raise Unsupported(f"objects that `{name}` goes along, of which the last one is not known", statement,
                              "keep them in a list: `nodes.append(...)`, and go over that")  # fmt: skip
        return lines

    def visit_Break(self, _statement: gast.AST) -> list[gast.AST]:
        """What holds here holds after the loop, too."""
        self.behind_again()
        self.breaks[-1].append(Env(self.env))
        self.dead = True
        return [gast.Break()]

    def loop(self, statement: gast.AST, origin: gast.AST) -> list[gast.AST]:
        """Interpret a loop until the types and memory at its head are stable."""
        before, outside, start, ran = Env(self.env), self.region, self.position, len(self.ran)
        stored = syntax.names_stored(statement.body) | (changed_names(statement.body) & before.keys())
        for s in syntax.walk(statement.body):
            if isinstance(s, gast.FunctionDef):
                stored.add(s.name)
        if isinstance(statement, gast.For):
            stored.add(statement.target.id)
        inputs = {n: (before[n].type, before.memory[n], before[n].stale, before[n].view) if n in before else
                  (BOTTOM, frozenset(), None, False) for n in sorted(stored)}  # fmt: skip
        own_before = {n: before.own.get(n, frozenset()) for n in inputs}
        self.loop_owns.append(own_before)
        self.loop_inners.append({n: before.inner[n] for n in inputs if n in before})
        outside_lent, self.lent = self.lent, self.lent | self.read_each_trip(statement.body)
        containers = frozenset(n for n, v in before.items() if not isinstance(v.type, Array))
        self.loop_reads.append(used_names(statement, containers))
        known = before  # the places at the head, and what is apart there
        for _ in range(MAX_ROUNDS):
            self.env, self.region, self.position, self.dead = Env(before), outside, start, False
            del self.ran[ran:]
            new = self.loop_once(statement, origin, inputs, known)
            end = self.loop_end
            top = Env(self.loop_top)
            join_places(top, [self.loop_top] if self.dead else [self.loop_top, end])
            changed = any(len(getattr(top, kept)) != len(getattr(self.loop_top, kept)) for kept in ("places", "parts", "behind"))
            changed = changed or not self.loop_top.apart <= top.apart
            known = top
            for name in inputs:
                own = self.loop_owns[-1].get(name, frozenset()) | end.own.get(name, frozenset())
                if own != self.loop_owns[-1].get(name):
                    self.loop_owns[-1][name] = own
                    changed = True
                changed = self.join_inner(name, end) or changed
            for name in sorted(set(end) | set(inputs)):
                if name not in inputs:
                    if name in before and (
                        end[name] is not before[name] or not end.memory[name] <= before.memory[name]
                    ):
                        inputs[name] = (
                            before[name].type,
                            before.memory[name] | end.memory[name],
                            before[name].stale,
                            before[name].view,
                        )
                        self.loop_owns[-1][name] = before.own[name] | end.own[name]
                        self.loop_inners[-1][name] = joined_parts([before.inner[name], end.inner[name]])
                        changed = True
                    continue
                if name not in end:
                    continue
                t, storages, stale, view = inputs[name]
                self.note_absent(name, [t, end[name].type])
                joined = (self.met([t, without_value(end[name].type) if t != end[name].type else t]), storages | end.memory[name],
                          stale or end[name].stale, view or end[name].view)  # fmt: skip
                if joined != inputs[name]:
                    inputs[name], changed = joined, True
            if not changed:
                self.loop_owns.pop()
                self.loop_inners.pop()
                self.loop_reads.pop()
                self.lent = outside_lent
                after = self.after_loop(new, before, inputs)
                self.catch_up(origin)
                return after
        raise Unsupported("the types in this loop do not settle", origin, "give the variables one type before the loop")

    def read_each_trip(self, body: Sequence[gast.AST]) -> frozenset[str]:
        """What statements that are not the user's read at the top of a trip: the items that the loop goes over."""
        return frozenset().union(*(syntax.names_read(s) for s in body if s not in self.liveness))

    def join_inner(self, name: str, end: Env) -> bool:
        """Note the containers found in `name` at the end of the body; whether that changes what is known at the head."""
        if name not in end:
            return False
        known = self.loop_inners[-1].get(name)
        joined = end.inner[name] if known is None else joined_parts([known, end.inner[name]])
        self.loop_inners[-1][name] = joined
        return joined != known

    def loop_once(self, statement: gast.AST, origin: gast.AST, inputs: Mapping[str, Any], known: Env) -> gast.AST:
        """One interpretation of the loop, given what its head may hold."""
        before, outside = Env(self.env), self.region
        if isinstance(statement, gast.For):
            new: gast.AST = gast.For(syntax.clone(statement.target), syntax.clone(statement.iter), [], [], None)
            self.read_all(new.iter)
        else:
            new = gast.While(statement.test, [], [])
        syntax.located(new, origin)
        self.program.before[new], self.program.regions[new] = before, outside
        self.region = (*outside, ("loop", new))
        heads: list[Version] = []
        for name, (t, storages, stale, view) in inputs.items():
            if holds_made_in_loop(t):
                t = UNKNOWN  # a function made in one trip is not understood in the next
            head = self.define(name, t, "head", new, storages, view, self.loop_owns[-1].get(name), self.loop_inners[-1].get(name))
            head.stale = stale
            head.operands = [before.get(name)]
            heads.append(head)
        join_places(self.env, [known])
        top = Env(self.env)
        if isinstance(statement, gast.For):
            self.define(statement.target.id, INT, "iterate", new)
        else:
            new.test = self.asked(syntax.clone(statement.test))
            self.read_all(new.test)
        self.breaks.append([])
        told, self.told_in_loop = self.told_in_loop, set()
        new.body = self.block(statement.body)
        self.behind_again()
        self.told_in_loop |= told
        self.loop_end = Env() if self.dead else Env(self.env)
        self.loop_breaks = self.breaks.pop()
        self.loop_top = top
        self.program.heads[new] = heads
        self.region = outside
        for head in heads:
            if not self.dead:  # a body that always leaves comes to no end
                head.operands.append(self.loop_end.get(head.name))
        return new

    def after_loop(self, new: gast.AST, before: Env, inputs: Mapping[str, Any]) -> list[gast.AST]:
        """What holds after the loop: the head's values where it ended by itself, or those at a break."""
        for head in self.program.heads[new]:
            self.flow(head)
        endless = isinstance(new, gast.While) and isinstance(new.test, gast.Constant) and bool(new.test.value)
        ends: list[Env] = ([] if endless else [self.loop_top]) + self.loop_breaks
        self.dead = not ends
        changed = dict.fromkeys([*inputs, *(n for e in ends for n in e)])
        self.env = Env(before)
        for name in changed:
            versions = [e.get(name) for e in ends]
            if name not in inputs and all(v is before.get(name) for v in versions):
                continue
            present = [v for v in versions if v is not None]
            if present and not all(isinstance(v.type, Bottom) for v in present):
                self.define_meet(name, new, versions)
                self.env.join(name, ends)
        if ends:
            join_places(self.env, ends)
        return [new]


def cells_at_hand(loop: gast.For, array: str) -> set[Any]:
    """Where a loop over np.ndenumerate(T), with T called `array`, stores into the cell of the trip, which is read no more: `T[i, j] = v`."""
    paths: dict[str, tuple[int, ...]] = {loop.target.id: ()} if isinstance(loop.target, gast.Name) else {}
    bound = [n.id for s in loop.body for n in syntax.walk(s) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)]
    for line in loop.body:
        if any(is_part(line, name) for name in paths) and isinstance(line.value.slice.value, int) and bound.count(line.targets[0].id) == 1:
            paths[line.targets[0].id] = (*paths[line.value.value.id], line.value.slice.value)
    count = sum(len(path) == 2 and path[0] == 0 for path in paths.values())

    def is_cell(target: gast.AST) -> bool:
        if not isinstance(target, gast.Subscript) or not syntax.is_name(target.value, array) or array in bound:
            return False  # another name may show the cells in another order
        index = [getattr(i, "id", None) for i in (target.slice.elts if isinstance(target.slice, gast.Tuple) else [target.slice])]
        whole = [paths.get(i or "") for i in index]
        return whole == [(0,)] or (len(index) == count > 0 and whole == [(0, k) for k in range(count)])

    found = set()
    for node in syntax.walk(loop.body):
        targets = node.targets if isinstance(node, gast.Assign) else [node.target] if isinstance(node, gast.AugAssign) else []
        if targets and all(map(is_cell, targets)):
            found.add(place_in_text(node))
    return found


def place_in_text(statement: gast.AST | None) -> Any:
    """Where a statement of the user's stands, which those made of it share."""
    return getattr(statement, "lineno", None), getattr(statement, "col_offset", None)


def is_resized(before: Type, after: Type) -> bool:
    """Whether a list of known items is one of another length by now, or of any length."""
    return isinstance(before, Seq) and (not isinstance(after, Seq) or len(after.items) != len(before.items))


def link_followed(loop: gast.While) -> str | None:
    """The variable that a loop takes from one object to the one that it holds, until that is None."""
    test = loop.test
    asks = isinstance(test, gast.Compare) and isinstance(test.ops[0], gast.IsNot) and syntax.is_none(test.comparators[0])
    name = test.left.id if asks and isinstance(test.left, gast.Name) else None
    moves = [s for s in loop.body if isinstance(s, gast.Assign) and isinstance(s.value, gast.Attribute)]
    return name if name and any(syntax.is_name(s.targets[0], name) and syntax.is_name(s.value.value, name) for s in moves) else None
