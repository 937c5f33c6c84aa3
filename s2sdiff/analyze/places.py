"""Names for one memory: which view of which array each name is.

An array that is changed in place has one name through which all changes are made, the root; of every other name its
place is known, the view of the root that it shows: after `row = a[i]`, the place of `row` is `a[i]`.  A change through
`row` is written as one of its place, and after a change each other name that is still read is taken from its place
again.  At run time that means nothing, since it is the same memory; in the program it gives each name a version that
tells what it now holds, and the adjoint follows the versions.

A place stays true while the names in it are not bound anew; `preserve` sees to that before they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import gast

from s2sdiff import syntax
from s2sdiff.analyze.edges import Edges
from s2sdiff.analyze.program import Copy, Load, Op, as_target, moved, root_name
from s2sdiff.analyze.state import Env, Meaning
from s2sdiff.types import Array, Scalar, rank


class Places(Edges):
    """Finds places, and keeps them true."""

    def place_of(self, meaning: Meaning) -> gast.AST | None:
        """The place that a right side shows; None if it is memory of its own, or it is not known which it is."""
        op, value = meaning.op, meaning.value
        if not isinstance(meaning.type, Array):
            return None
        if isinstance(op, Copy) and isinstance(op.source, gast.Name):
            return self.known_place(op.source)
        if isinstance(op, Load) and meaning.view and isinstance(self.program.uses[op.base].type, Array):
            return self.composed(moved(op.place, op.base, self.known_place(op.base), syntax.clone))
        if (
            isinstance(value, gast.Attribute)
            and value.attr == "T"
            and isinstance(value.value, gast.Name)
            and rank(meaning.type) == 2
        ):
            return syntax.attribute(self.known_place(value.value), "T")
        return None

    def known_place(self, name: gast.Name) -> gast.AST:
        """The place of a name; its own root is the name itself."""
        return syntax.clone(self.env.places.get(name.id, syntax.name(name.id)))

    def composed(self, place: gast.AST) -> gast.AST:
        """a[i][j] as a[i, j], where the first index leaves no axis that it counts through."""
        if not isinstance(place, gast.Subscript) or not isinstance(place.value, gast.Subscript):
            return place
        first, last = place.value.slice, place.slice
        if _is_all(last):
            return place.value
        if _is_all(first):
            return syntax.subscript(place.value.value, last)
        if all(self.is_point(i) for i in _items(first)):
            return syntax.subscript(place.value.value, syntax.tuple_([*_items(first), *_items(last)]))
        return place

    def is_point(self, index: gast.AST) -> bool:
        """Whether an index takes one item of an axis."""
        return isinstance(index, (gast.Name, gast.Constant)) and isinstance(self.peek(index), Scalar)

    # --- changes ---

    def at_root(self, target: gast.AST) -> gast.AST:
        """What is changed, `b` or `b[i]`, as a place of the root, if the root or another view of it is read later."""
        base = target if isinstance(target, gast.Name) else target.value
        place = self.env.places.get(base.id)
        if place is None:
            return target
        root = root_name(place).id
        sharing = {root, *(n for n, p in self.env.places.items() if root_name(p).id == root)} - {base.id}
        if not sharing & self.live:
            del self.env.places[base.id]
            return target
        place = syntax.clone(place)
        if isinstance(target, gast.Subscript):
            place = self.composed(syntax.subscript(place, target.slice))
        return as_target(syntax.located(place, target))

    def show_again(self, root: str, statement: gast.AST) -> None:
        """After a change of `root`: take each name that shows a part of it, and is read later, from its place again."""
        for name, place in list(self.env.places.items()):
            if root_name(place).id == root and name in self.live:
                self.take_again(name, place, statement)

    def take_again(self, name: str, place: gast.AST, statement: gast.AST) -> None:
        """`name = place`, which at run time it is."""
        new = syntax.located(syntax.assign(name, syntax.clone(place)), statement)
        old, memory, own = self.env[name], self.env.memory[name], self.env.own[name]
        self.read_all(new.value)
        base = root_name(new.value)
        op: Op = Copy(base) if new.value is base else Load(base, new.value)
        self.position += 1
        version = self.define(name, old.type, "assign", new, memory, view=True, own=own)
        self.env.places[name] = place
        self.program.ops[new] = op
        self.wire(op, version, statement)
        self.following.append(new)

    # --- bindings ---

    def preserve(self, name: str, statement: gast.AST) -> None:
        """`name` is about to be bound anew: places that it stands in are said with another name."""
        holders = [c for c, place in self.env.places.items() if c != name and name in syntax.names_read(place)]
        if not self.live.intersection(holders):
            return
        twin = next(
            (c for c in holders if isinstance(self.env.places[c], gast.Name) and self.env[c].stale is None), None
        )
        if twin is None:
            twin = self.helper((statement, name), 0, name)
            line = syntax.located(syntax.assign(twin, syntax.name(name)), statement)
            self.pending += self.visit_Assign(line)
        self.replace_root(name, twin)

    def replace_root(self, name: str, twin: str) -> None:
        """Say every place with `twin`, which is the same object, instead of `name`."""
        self.env.places.pop(twin, None)
        for holder, place in self.env.places.items():
            self.env.places[holder] = _renamed(place, name, twin)

    def settle_place(self, name: str, meaning: Meaning, place: gast.AST | None) -> None:
        """`name` has just been bound to what is at `place`."""
        if place is not None:
            source = meaning.op.source if isinstance(meaning.op, Copy) else root_name(meaning.value)
            others = [o for pair in self.env.apart if source.id in pair for o in pair if o not in (source.id, name)]
            self.env.apart |= {frozenset((name, o)) for o in others}
        if place is None or name in syntax.names_read(place):
            return
        if isinstance(place, gast.Name) and place.id not in self.live:
            self.replace_root(place.id, name)  # the new name takes over: the old one is read no more
            self.env.places[place.id] = syntax.name(name)
        else:
            self.env.places[name] = place


def join_places(env: Env, ends: Iterable[Env]) -> None:
    """What holds at every end holds where they meet: the same places, and names that share nothing."""
    first, *rest = ends
    env.places = {
        n: p for n, p in first.places.items() if all(n in e.places and syntax.same(p, e.places[n]) for e in rest)
    }
    held = [n for n, memory in env.memory.items() if memory]
    pairs = (frozenset((a, b)) for k, a in enumerate(held) for b in held[:k] if env.memory[a] & env.memory[b])
    env.apart = {pair for pair in pairs if all(_apart_at(e, *pair) for e in (first, *rest))}


def _apart_at(end: Env, a: str, b: str) -> bool:
    """Whether names share nothing at an end; what is not assigned there cannot be read later."""
    return a not in end.memory or b not in end.memory or end.are_apart(a, b)


def _items(index: gast.AST) -> Sequence[gast.AST]:
    return index.elts if isinstance(index, gast.Tuple) else [index]


def _is_all(index: gast.AST) -> bool:
    if isinstance(index, gast.Slice):
        return all(part is None for part in (index.lower, index.upper, index.step))
    return isinstance(index, gast.Constant) and index.value is Ellipsis


def _renamed(place: gast.AST, old: str, new: str) -> gast.AST:
    copy = syntax.clone(place)
    for node in syntax.walk(copy):
        if isinstance(node, gast.Name) and node.id == old:
            node.id = new
    return copy
