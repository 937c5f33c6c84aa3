"""Names for one memory: which view of which array each name is.

An array that is changed in place has one name through which all changes are made, the root; of every other name its
place is known, the view of the root that it shows: after `row = a[i]`, the place of `row` is `a[i]`.  A change through
`row` is written as one of its place, and after a change each other name that is still read is taken from its place
again.  At run time that means nothing, since it is the same memory; in the program it gives each name a version that
tells what it now holds, and the adjoint follows the versions.

The arrays in a tuple, list or dict that is taken apart have places, too.  A place stays true while the names in it are not bound anew; `preserve` sees to that before they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.edges import Edges
from s2sdiff.analyze.env import Env
from s2sdiff.analyze.program import (
    Apply,
    Build,
    CallUser,
    Copy,
    Duplicate,
    Load,
    Path,
    Project,
    Storage,
    is_container,
    moved,
    root_name,
)
from s2sdiff.analyze.state import Meaning
from s2sdiff.rules import registry
from s2sdiff.runtime import copy_tree, zeros_like
from s2sdiff.types import Array, Many, Scalar, Static, Type, Unknown, leaves, rank

RESHAPES = (np.reshape, np.ravel, np.squeeze, np.expand_dims)


class Places(Edges):
    """Finds places, and keeps them true."""

    def places_of(self, meaning: Meaning) -> dict[Path, gast.AST]:
        """The places that a right side shows, of each array in it; none for memory of its own, or not known."""
        op, value = meaning.op, meaning.value
        if isinstance(op, Copy) and isinstance(op.source, gast.Name):
            return self.places_in(op.source, meaning.type)
        if isinstance(op, Project) and isinstance(op.source, gast.Name):
            part = {p: self.env.places.get((op.source.id, (op.key, *p))) for p, _ in arrays_in(meaning.type)}
            return {p: syntax.clone(place) for p, place in part.items() if place is not None}
        if isinstance(op, Build) and not isinstance(meaning.type, Many):
            items = [(k, i) for k, i in op.items if isinstance(i, gast.Name)]
            return {(k, *p): place for k, i in items for p, place in self.places_in(i, self.type_of(i)).items()}
        if isinstance(op, Load) and meaning.view and isinstance(self.program.uses[op.base].type, Array):
            return {(): self.composed(moved(op.place, op.base, self.known_place(op.base), syntax.clone))}
        if meaning.view and isinstance(op, Apply) and reshapes(op) and isinstance(meaning.type, Array):
            return {(): reshape_of(op.bound[op.rule.operands[0]].id)}
        transposed = isinstance(value, gast.Attribute) and value.attr == "T" and isinstance(value.value, gast.Name)
        if transposed and isinstance(meaning.type, Array) and rank(meaning.type) == 2:
            return {(): syntax.attribute(self.known_place(value.value), "T")}
        return {}

    def places_in(self, name: gast.Name, t: Type) -> dict[Path, gast.AST]:
        """The places of a name, or of what is in a container."""
        if isinstance(t, Array):
            return {(): self.known_place(name)}
        known = {p: self.env.places.get((name.id, p)) for p, _ in arrays_in(t)}
        return {p: syntax.clone(place) for p, place in known.items() if place is not None}

    def memory_at(self, meaning: Meaning, places: dict[Path, gast.AST]) -> frozenset[Storage]:
        """The memory a right side may show: of an array at a place, that of the root, and no list it was taken from."""
        if isinstance(meaning.type, (Scalar, Static)):
            return frozenset()
        if not isinstance(meaning.type, Array):
            return meaning.storages
        held = self.env.memory.get(root_name(places[()]).id, meaning.storages) if () in places else meaning.storages
        kept = {s for s in meaning.storages if s.owner == "outer"}  # what a cached function gives is nobody's to change
        return frozenset(s for s in held | kept if not s.container)

    def known_place(self, name: gast.Name) -> gast.AST:
        """The place of an array's name; its own root is the name itself, and a reshape of one counts as a root."""
        place = self.env.places.get((name.id, ()))
        return syntax.name(name.id) if place is None or is_reshape(place) else syntax.clone(place)

    def composed(self, place: gast.AST) -> gast.AST:
        """a[i][j] as a[i, j], where the first index leaves no axis that it counts through."""
        if not isinstance(place, gast.Subscript) or not isinstance(place.value, gast.Subscript):
            return place
        first, last = place.value.slice, place.slice
        if syntax.is_everything(last):
            return place.value
        if syntax.is_everything(first):
            return syntax.subscript(place.value.value, last)
        if all(self.is_point(i) for i in _items(first)) and all(self.is_basic(i) for i in _items(last)):
            return syntax.subscript(place.value.value, syntax.tuple_([*_items(first), *_items(last)]))
        head, *rest = _items(last)
        joined = _in_tail(first, head)
        if joined is not None and all(self.is_basic(i) for i in rest):
            return syntax.subscript(place.value.value, syntax.tuple_([joined, *rest]) if rest else joined)
        return place

    def is_basic(self, index: gast.AST) -> bool:
        """Whether an index means the same behind others: not so an array of indices, or a mask."""
        constant = isinstance(index, gast.Constant) and (index.value is None or index.value is Ellipsis)
        return isinstance(index, gast.Slice) or constant or self.is_point(index)

    def is_point(self, index: gast.AST) -> bool:
        """Whether an index takes one item of an axis."""
        return isinstance(index, (gast.Name, gast.Constant)) and isinstance(self.peek(index), Scalar)

    # --- who shows what ---

    def top(self, name: str) -> str:
        """The root that `name` shows a part of, through whatever other names."""
        while (name, ()) in self.env.places:
            name = root_name(self.env.places[(name, ())]).id
        return name

    def depth(self, name: str) -> int:
        """How many names stand between `name` and the root it shows."""
        steps = 0
        while (name, ()) in self.env.places:
            name, steps = root_name(self.env.places[(name, ())]).id, steps + 1
        return steps

    def shown(self, root: str) -> set[str]:
        """The names that show `root` or a part of it, itself included."""
        found, pending = {root}, [root]
        under = defaultdict(set)
        for (name, _), place in self.env.places.items():
            under[root_name(place).id].add(name)
        while pending:
            new = under[pending.pop()] - found
            found |= new
            pending += new
        return found

    def is_wanted(self, name: str) -> bool:
        """Whether `name`, or a name that is taken from it, may be read later."""
        return bool(self.shown(name) & self.live)

    # --- bindings ---

    def preserve(self, name: str, statement: gast.AST) -> None:
        """`name` is about to be bound anew: places that it stands in are said with another name."""
        holders = [key for key, place in self.env.places.items() if key[0] != name and name in syntax.names_in_place(place)]
        if not self.live.intersection(n for n, _ in holders):
            return
        exact = (n for n, path in holders if not path and isinstance(self.env.places[(n, ())], gast.Name))
        twin = next((n for n in exact if n in self.env and self.env[n].stale is None), None)
        if twin is None:
            twin = self.helper(statement, name, role="twin")
            line = syntax.located(syntax.assign(twin, syntax.name(name)), statement)
            self.pending += self.visit_Assign(line)
        self.replace_root(name, twin)

    def replace_root(self, name: str, twin: str) -> None:
        """Say every place with `twin`, which is the same object, instead of `name`."""
        self.env.places.pop((twin, ()), None)
        for holder, place in self.env.places.items():
            self.env.places[holder] = _renamed(place, name, twin)

    def settle_places(self, name: str, meaning: Meaning, places: dict[Path, gast.AST]) -> None:
        """`name` has just been bound to what is at `places`."""
        op = meaning.op
        if isinstance(op, (Copy, Duplicate)) and isinstance(op.source, gast.Name):
            self.inherit_apart(name, op.source.id)
        elif () in places and not isinstance(op, Project):
            self.inherit_apart(name, root_name(places[()] if is_reshape(places[()]) else meaning.value).id)
        if isinstance(op, Build) and self.items_are_apart(op):
            self.env.apart.add(frozenset((name,)))
        for path, place in places.items():
            if name in syntax.names_in_place(place):
                continue
            if (
                not path
                and isinstance(op, Copy)
                and isinstance(place, gast.Name)
                and not self.shown(place.id) & self.live
            ):
                self.replace_root(place.id, name)  # the new name takes over: the old one is read no more
                self.env.places[(place.id, ())] = syntax.name(name)
            else:
                self.env.places[(name, path)] = place
        if isinstance(op, (Load, Project)) and is_container(meaning.type):
            container = op.base if isinstance(op, Load) else op.source
            self.env.apart |= {frozenset((name,))} if frozenset((container.id,)) in self.env.apart else set()
        if isinstance(op, Project) and isinstance(op.source, gast.Name):
            self.env.apart |= {pair - {op.source.id} | {name} for pair in self.env.apart if op.source.id in pair and len(pair - {name}) == 2}
        if (isinstance(op, CallUser) and op.callee.items_are_apart()) or self.is_made_apart(meaning.value):
            self.env.apart.add(frozenset((name,)))
        if isinstance(op, Project) and isinstance(meaning.type, Array) and not places and op.source.id != name:
            self.found_in(op.source.id, op.key, name)

    def is_made_apart(self, value: gast.AST) -> bool:
        """Whether a value is a container that a helper of ours makes, each array in it anew."""
        target = self.resolve(value.func) if isinstance(value, gast.Call) and isinstance(value.func, gast.Name) else None
        return isinstance(target, Static) and any(target.value is made for made in (zeros_like, copy_tree))

    def found_in(self, container: str, key: Any, name: str) -> None:
        """`name` has been bound to the array under `key` of a container, of which nothing else was known."""
        if container not in self.env:
            return  # what comes from outside is not changed
        alone = frozenset((container,)) in self.env.apart or len(arrays_in(self.env[container].type)) == 1
        if not alone and not self.shares_nothing_inside(container, (key,)):
            return
        self.stands_alone(container, (key,), name)
        for outer, path in self.env.paths_around(container):
            if frozenset((outer,)) in self.env.apart or self.shares_nothing_inside(outer, (*path, key)):
                self.stands_alone(outer, (*path, key), name)

    def stands_alone(self, container: str, path: Path, name: str) -> None:
        """The array at a path of a container is `name`, and no other part shares anything with it, nor what shows one of these."""
        if (container, path) in self.env.places:
            return  # under another name
        if frozenset((container,)) in self.env.apart:
            roots = {root_name(p).id for (c, place), p in self.env.places.items() if c == container and place}
            others = {n for root in roots for n in self.shown(root)} - {name, container}
            self.env.apart |= {frozenset((name, other)) for other in others & self.env.keys() if isinstance(self.env[other].type, Array)}
        self.env.places[(container, path)] = syntax.name(name)

    def shares_nothing_inside(self, container: str, place: Path) -> bool:
        """Whether the array at a path is surely no other one in the container, nor a view of one."""
        own = self.env.part_memory(container, place)
        return not any(own & held for path, held in self.env.inner[container].items() if path[: len(place)] != place)

    def items_are_apart(self, op: Build) -> bool:
        """Whether the items of a new container surely share nothing with one another."""
        names = [i.id for _, i in op.items if isinstance(i, gast.Name) and self.env.memory.get(i.id)]
        apart = all(a != b and self.env.are_apart(a, b) for k, a in enumerate(names) for b in names[:k])
        return apart and all(self.env.is_apart_inside(n) for n in names)

    def inherit_apart(self, name: str, source: str) -> None:
        """`name` shows what `source` shows, or a part of it: it shares nothing with what that shares nothing with."""
        pairs = {pair for pair in self.env.apart if source in pair}
        self.env.apart |= {frozenset(name if n == source else n for n in pair) for pair in pairs}


def reshape_of(name: str) -> gast.AST:
    """The place of what has the items of `name` in the same order, in its own shape."""
    return syntax.call(syntax.attribute(syntax.name(name), "reshape"))


def is_reshape(place: gast.AST | None) -> bool:
    """Whether a place is a reshape of another name."""
    return isinstance(place, gast.Call)


def reshapes(op: Apply) -> bool:
    """Whether an operation gives the items of an array in the same order, in whatever shape."""
    order = op.bound.get("order", syntax.const("C"))
    plain = isinstance(order, gast.Constant) and order.value == "C"
    return plain and op.rule in map(registry.lookup, RESHAPES) and isinstance(op.bound[op.rule.operands[0]], gast.Name)


def arrays_in(t: Type) -> list[tuple[Path, Type]]:
    """Path and type of each part of a value that can be changed in place."""
    return [(path, leaf) for path, leaf in leaves(t) if isinstance(leaf, (Array, Many, Unknown))]


def join_places(env: Env, ends: Iterable[Env]) -> None:
    """What holds at every end holds where they meet: the same places and parts, and names that share nothing."""
    first, *rest = ends
    env.places = {
        n: p for n, p in first.places.items() if all(n in e.places and syntax.same(p, e.places[n]) for e in rest)
    }
    env.parts = {n: p for n, p in first.parts.items() if all(_same_part(p, e.parts.get(n)) for e in rest)}
    env.twice = {n: keys for n, keys in first.twice.items() if all(e.twice.get(n) == keys for e in rest)}
    env.behind = dict(first.behind)
    for end in rest:
        env.behind |= end.behind
    held = [n for n, memory in env.memory.items() if memory]
    pairs = (frozenset((a, b)) for k, a in enumerate(held) for b in held[: k + 1] if env.memory[a] & env.memory[b])
    env.apart = {pair for pair in pairs if all(_apart_at(e, pair) for e in (first, *rest))}


def _same_part(a: tuple[str, gast.AST], b: tuple[str, gast.AST] | None) -> bool:
    return b is not None and a[0] == b[0] and syntax.same(a[1], b[1])


def _apart_at(end: Env, pair: frozenset[str]) -> bool:
    """Whether names share nothing at an end; what is not assigned there cannot be read later."""
    if not pair <= end.keys() or pair in end.apart:
        return True
    if len(pair) == 2:
        return end.are_apart(*pair)
    return all(is_container(end[name].type) and end.is_apart_inside(name) for name in pair)


def _items(index: gast.AST) -> Sequence[gast.AST]:
    return index.elts if isinstance(index, gast.Tuple) else [index]


def _renamed(place: gast.AST, old: str, new: str) -> gast.AST:
    copy = syntax.clone(place)
    for node in syntax.walk(copy):
        if isinstance(node, gast.Name) and node.id == old:
            node.id = new
    return copy


def _in_tail(tail: gast.AST, index: gast.AST) -> gast.AST | None:
    """What `index` of a[start:] means in `a`; None where that takes the length of `a` to say."""
    start = _literal(tail.lower) if isinstance(tail, gast.Slice) and tail.upper is None and tail.step is None else None
    if start is None or start < 0:
        return None
    at = _literal(index)
    if at is not None:
        return syntax.const(start + at) if at >= 0 else None
    if not isinstance(index, gast.Slice) or index.step is not None:
        return None
    lower = 0 if index.lower is None else _literal(index.lower)
    upper = None if index.upper is None else _literal(index.upper)
    if lower is None or lower < 0 or (index.upper is not None and upper is None):
        return None
    end = None if upper is None else syntax.const(upper if upper < 0 else start + upper)
    return gast.Slice(syntax.const(start + lower), end, None)


def _literal(index: gast.AST | None) -> int | None:
    """A whole number that is written out."""
    return index.value if isinstance(index, gast.Constant) and type(index.value) is int else None
