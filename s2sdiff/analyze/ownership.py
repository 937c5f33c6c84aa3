"""Memory that is changed in place: who may change it, what else shows it, what becomes of lists that grow.

A change makes a new version of the name it is made through.  Other names that may show the same memory become stale:
reading one later is refused, since its version would lie about what it holds.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.env import Inner
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.program import (
    ITEMS,
    Append,
    Apply,
    Build,
    CallUser,
    Copy,
    Duplicate,
    Inactive,
    Leaf,
    Load,
    Op,
    Path,
    Project,
    Put,
    Refresh,
    Slice,
    Storage,
    Store,
    Update,
    Version,
    all_parts,
    call_read,
    containers,
    hides_containers,
    holds_memory,
    inexact_leaves,
    is_container,
    last_index,
    root_name,
    with_part,
)
from s2sdiff.analyze.sharing import Sharing, part_of
from s2sdiff.errors import Unsupported
from s2sdiff.library import SPLITS
from s2sdiff.rules import registry
from s2sdiff.types import Array, Dict, DictOf, Many, Scalar, Seq, Type, at, children, is_inexact


class Ownership(Sharing):
    """Answers for changes in place."""

    def change(self, new: gast.AST, statement: gast.AST, base: gast.Name, op: Op, value: gast.AST) -> None:
        """An array or list is changed in place: a new version of it, and its other names become stale."""
        old = self.program.uses[base]
        self.check_owner(base, statement)
        t = old.type
        stored = self.type_of(value)
        storages = self.env.memory[base.id]
        if isinstance(t, Many):
            t = self.with_item(t, op, stored)
            storages |= self.storages_of(value)
        elif isinstance(t, Array) and is_inexact(stored) and (not is_inexact(t) or any(abs(s.number) in self.cutting for s in storages)):
            raise Unsupported("a float is stored into an integer array, which cuts it off", statement, f"make `{base.id}` a float array")
        shared = self.shared_with(base.id) if isinstance(t, Many) else {}
        self.make_stale(base.id, statement, container=isinstance(t, Many), told=shared)
        alone = self.stays_apart(base.id, value)
        if isinstance(t, Many):
            self.bring_in(base.id, value, shared)
        version = self.define(base.id, t, "update", new, storages, old.view, own=self.env.own.get(base.id))
        self.env.apart |= alone
        changed = (
            self.env.own[base.id]
            if isinstance(t, Many)
            else frozenset(s for s in self.env.memory[base.id] if not s.container)
        )
        for storage in changed | {
            s for s in old.storages if s in changed or (not s.container and not isinstance(t, Many))
        }:
            self.program.stores.setdefault(storage, []).append(version)
        self.program.ops[new] = op
        for path, _ in inexact_leaves(old.type):
            for own, _ in inexact_leaves(version.type):
                self.edge((old, path), (version, own))
        self.spread(value, version, statement, opaque=False)
        if isinstance(op, (Store, Update)) and isinstance(t, DictOf):
            self.spread_key(last_index(op.place), version, statement)
        self.show_again(base.id, statement)
        self.tell(base.id, shared, statement)

    def changes_since(self, before: int, memory: Iterable[Storage]) -> list[Version]:
        """The versions that stores into this memory made, since there were so many; not those that say what is so already."""
        stores = [v for s in memory for held in (s, s.older) for v in self.program.stores.get(held, ())]
        return [v for v in stores if v.number > before and v.statement not in self.program.said]

    def with_item(self, t: Many, op: Op, stored: Type) -> Many:
        """The type of a list or dict that holds one more item."""
        grown = replace(t, item=self.met([t.item, stored]))
        if not isinstance(grown, DictOf):
            return grown
        assert isinstance(op, (Store, Update)), op
        return replace(grown, key=infer.join(grown.key, infer.key_type(self.bound_type(last_index(op.place)))))

    def stays_apart(self, base: str, item: gast.AST) -> set[frozenset[str]]:
        """That the items of a list share nothing, and the names that it shares nothing with, as far as that still holds with one more."""
        held = item.id if isinstance(item, gast.Name) else ""
        pairs = {pair for pair in self.env.apart if base in pair and all(self.env.are_apart(held, n) for n in pair - {base})}
        return pairs if self.adds_apart(base, item) else pairs - {frozenset((base,))}

    def bring_in(self, base: str, item: gast.AST, others: Collection[str] = ()) -> None:
        """What is put into a container is in those around it as well, which may share it with others by now."""
        held = item.id if isinstance(item, gast.Name) else ""
        for outer in self.env.around(base).union(others):
            shared = {pair for pair in self.env.apart if outer in pair and not all(self.env.are_apart(held, n) for n in pair - {outer})}
            self.env.apart -= shared if self.adds_apart(outer, item) else shared | {frozenset((outer,))}

    def adds_apart(self, base: str, item: gast.AST) -> bool:
        """Whether what is put into a container shares nothing with what is in it."""
        if not isinstance(item, gast.Name) or not self.env.memory.get(item.id):
            return True
        return self.env.is_apart_inside(item.id) and (self.env.are_apart(base, item.id) or self.is_there(base, item))

    def moved_inside(self, base: str, key: Any, value: gast.AST) -> tuple[set[frozenset[str]], dict[str, frozenset[Any]]]:
        """What is apart, and what is twice in a container, where its parts change places: `s.u, s.v = s.v, s.u`."""
        twice = self.env.twice.get(base, frozenset())
        kept = {pair for pair in self.env.apart if base in pair and len(pair) == 2}
        if self.is_there(base, value):
            return kept, {base: twice} if twice else {}
        root = self.top(value.id) if isinstance(value, gast.Name) and value.id in self.env else None
        still = {pair for pair in kept if root is None or self.env.are_apart(root, *pair - {base})}
        if not (twice or frozenset((base,)) in self.env.apart):
            return still, {}
        elsewhere = [k for k, _ in children(self.env[base].type) if k != key and self.stands_at(base, k, root)]
        left = self.left_by(base, key, root) if key not in twice else set()
        if self.adds_apart(base, value):
            alone = key in twice or not twice
            return left | still | {frozenset((base,))} if alone else left | still, {} if alone else {base: twice}
        if len(elsewhere) != 1 or (twice and key not in twice):
            return still, {}
        return left | kept, {base: frozenset((key, *elsewhere))}

    def left_by(self, base: str, key: Any, root: str | None) -> set[frozenset[str]]:
        """The names of what is in a container no more, where `root` takes its place: they share nothing with it."""
        stood = self.env.places.get((base, (key,)))
        if not isinstance(stood, gast.Name):
            return {frozenset((base, name)) for name in self.env.parts if name != root and self.stands_at(base, key, name)}
        if self.top(stood.id) == root:
            return set()
        return {frozenset((base, name)) for name in self.shown(stood.id) & self.env.keys() if isinstance(self.env[name].type, Array)}

    def stands_at(self, base: str, key: Any, root: str | None) -> bool:
        """Whether the array or the container called `root` is the one under a key."""
        place = self.env.places.get((base, (key,)))
        if place is not None:
            return self.top(root_name(place).id) == root
        around, index = self.env.parts.get(root or "", ("", None))
        return around == base and isinstance(index, gast.Constant) and index.value == key

    def is_there(self, base: str, item: gast.AST) -> bool:
        """Whether an item is put back where it is already."""
        return isinstance(item, gast.Name) and item.id == self.returning and base in self.env.around(item.id)

    def put(self, new: gast.AST, statement: gast.AST, base: gast.Name, key: Any, value: gast.AST) -> None:
        """A part of a container that is taken apart is replaced, for every name of that container."""
        self.check_owner(base, statement)
        self.check_kept(value)
        old, t = self.program.uses[base], self.type_of(value)
        changed = self.env.own[base.id]
        inside = frozenset().union(*self.parts_held(value, ("",)).values())
        if changed & inside and not self.is_there(base.id, value):
            raise Unsupported("a container becomes a part of itself", statement, "keep the two apart")
        places = {base.id: [()]} | self.other_places(base.id, changed, statement)
        self.check_taken_apart(old, places, statement)
        if not self.is_there(base.id, value):
            self.outdate_views(changed, statement)
            for name, paths in places.items():
                self.hand_over(name, [(*path, key) for path in paths], statement)
        also: list[Leaf] = []
        earlier: dict[Version, Version] = {}
        parts = self.parts_kept(places, key)
        alone = frozenset().union(*(self.stays_apart(name, value) for name in places))
        moved, twice = self.moved_inside(base.id, key, value)
        self.bring_in(base.id, value)
        for name, paths in places.items():
            before = old if name == base.id else self.env[name]
            after, inner = before.type, dict(self.env.inner[name])
            for path in paths:
                after = with_part(after, (*path, key), t)
                inner = {p: held for p, held in inner.items() if p[: len(path) + 1] != (*path, key)}
                inner |= self.parts_held(value, (*path, key))
            storages = self.env.memory[name] | self.storages_of(value)
            replaced = [(*path, key) for path in paths]
            shown = self.places_kept(name, replaced, value)
            behind = {part: change for part, change in self.env.behind.items() if part[0] == name and _is_elsewhere(part[1], replaced)}
            version = self.define(name, after, "update", new, storages, before.view, self.env.own[name], inner)
            self.env.places |= shown
            self.env.behind |= behind
            for storage in changed:
                self.program.stores.setdefault(storage, []).append(version)
            for part, _ in inexact_leaves(before.type):
                if not any(part[: len(path) + 1] == (*path, key) for path in paths):
                    self.edge((before, part), (version, part))
            for path in paths:
                self.connect(value, (), version, (*path, key))
            also += [(version, path) for path in paths if name != base.id]
            earlier[version] = before
        self.env.parts |= parts
        self.env.apart |= alone | moved
        self.env.twice |= twice
        self.program.ops[new] = Put(base, key, value, tuple(also), earlier)

    def check_taken_apart(self, base: Version, places: Mapping[str, Sequence[Path]], statement: gast.AST) -> None:
        """A list that is of any length under another name, as what a loop carries may be, is so under each."""
        for name, paths in places.items():
            if any(isinstance(at(self.env[name].type, path), Many) for path in paths):
                self.grow(base)
                raise Unsupported(f"`{base.name}` is a list of any length under the name `{name}`", statement,
                                  f"use the one name only, or a copy: `list({base.name})`")  # fmt: skip

    def parts_kept(self, places: Mapping[str, Sequence[Path]], key: Any) -> dict[str, tuple[str, gast.AST]]:
        """The names that are items of the changed containers, but for those of the item that is replaced."""
        return {
            name: (base, index)
            for name, (base, index) in self.env.parts.items()
            if base not in places or () not in places[base]
            or (isinstance(index, gast.Constant) and index.value != key)
        }  # fmt: skip

    def places_kept(self, name: str, replaced: list[Path], value: gast.AST) -> dict[tuple[str, Path], gast.AST]:
        """What is known of the arrays in `name`, once the parts at some paths are `value`."""
        kept = {k: p for k, p in self.env.places.items() if k[0] == name and _is_elsewhere(k[1], replaced)}
        if isinstance(value, gast.Name):
            shown = self.places_in(value, self.type_of(value))
            kept |= {(name, (*r, *p)): place for r in replaced for p, place in shown.items()}
        return kept

    def parts_held(self, value: gast.AST, path: Path) -> dict[Path, frozenset[Storage]]:
        """The memory that `value` is and holds, where it stands at `path`."""
        if not isinstance(value, gast.Name) or value.id not in self.env:
            return {}
        return {(*path, *p): held for p, held in self.env.parts_of(value.id).items()}

    def other_places(self, name: str, changed: frozenset[Storage], statement: gast.AST) -> dict[str, list[Path]]:
        """Where other names surely hold the container that is changed; names that only may hold it become stale."""
        sure = len(changed) == 1 and all(s.single and s.number >= 0 for s in changed)
        spared = self.env.around(name) | {self.returning}
        places: dict[str, list[Path]] = {}
        for other, version in list(self.env.items()):
            if not changed & self.env.memory[other] or version.stale is not None or not holds_memory(version.type):
                continue
            if other != name and self.env.are_apart(name, other):
                continue
            held = {path: self.env.containers_at(other, path) for path in containers(version.type)}
            touched = [path for path, found in held.items() if found & changed]
            if other == name:
                touched = [path for path in touched if path]
            hidden = hides_containers(version.type)
            if not touched and (not hidden or other == name):
                continue
            if sure and all(held[path] == changed for path in touched) and not hidden:
                places[other] = touched
            elif other not in spared:
                self.blame_branches(other, name)
                self.mark_stale(other, statement)
        return places

    def blame_branches(self, name: str, changed: str) -> None:
        """Note the branches behind which nobody knows which memory one of two names shows, and a call that gave one of them,
        or parts of an array.
        """
        pending, seen = [self.env[name], self.env[changed]], set[int]()
        while pending:
            version = pending.pop()
            if version.number in seen:
                continue
            seen.add(version.number)
            if version.kind == "meet" and version.statement in self.written_as:
                self.blamed.setdefault(name, set()).add(self.written_as[version.statement])
                continue
            pending += [v for v in version.operands if v is not None]
            op = self.program.ops.get(version.statement)
            if isinstance(op, CallUser) and op.callee.returned_arguments():
                self.blamed_calls[name] = call_read(op, version.statement)
            if isinstance(op, Apply) and op.rule in map(registry.lookup, SPLITS):
                self.blamed_splits.setdefault(name, set()).add(self.origin(version.statement))
            source = op.source if isinstance(op, (Copy, Project)) else op.base if isinstance(op, (Load, Store, Update, Append, Put)) else None
            if source in self.program.uses:
                pending.append(self.program.uses[source])

    def outdate_views(self, changed: frozenset[Storage], statement: gast.AST) -> None:
        """What was listed of a dict (`d.values()`) is not what it holds now."""
        for name, version in list(self.env.items()):
            memory = self.env.memory[name] & changed if isinstance(version.type, Seq) and version.type.cls is tuple else frozenset()
            if memory and version.stale is None and not any(memory & held for held in self.env.parts_of(name).values()):
                self.mark_stale(name, statement)

    def held_by(self, op: Op, t: Type) -> tuple[frozenset[Storage] | None, Inner]:
        """The container of type `t` that an operation gives, and the memory in it by path; None where that is not known."""
        if isinstance(op, (Copy, Project)):
            path = () if isinstance(op, Copy) else (op.key,)
            whole = {p[len(path) :]: held for p, held in self.parts_held(op.source, ()).items() if p[: len(path)] == path}
            own = whole.pop((), None)
            return own if is_container(t) else None, {p: held for p, held in whole.items() if p != (ITEMS,)}
        if isinstance(op, Slice):
            whole = self.parts_held(op.source, ())
            moved = {(k, *p[1:]): held for k, item in enumerate(op.items) for p, held in whole.items() if p[:1] == (item,)}
            return None, moved
        if isinstance(op, Build) and not isinstance(t, Many):
            parts: dict[Path, frozenset[Storage]] = {}
            for key, item in op.items:
                parts |= self.parts_held(item, (key,))
            return None, parts
        return None, {}

    def memory_of_part(self, base: gast.Name, key: Any, t: Type) -> frozenset[Storage]:
        """What a part of a container that is taken apart may show: as far as is known, no memory of the other parts."""
        if isinstance(t, (Scalar, Bottom)):
            return frozenset()
        return self.env.part_memory(base.id, (key,)) if base.id in self.env else self.storages_of(base)

    def storages_of_items(self, base: gast.Name) -> frozenset[Storage]:
        """The memory of the items of a list: without the list's own, where theirs is known apart from it."""
        held = self.storages_of(base)
        inner = held - self.env.own.get(base.id, frozenset())
        return inner if any(s.container for s in inner) else held

    def check_overwritten(self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST]) -> None:
        """SciPy's `overwrite_a=True` leaves in `a` what nobody can tell: refused where it may be read again, else left out."""
        for name, option, operand in overwriting(target, args, keywords):
            if isinstance(option, gast.Constant) and not option.value:
                continue
            held = self.storages_of(operand)
            others = [a for a in [*args, *keywords.values()] if a is not operand]
            shown = [self.env.memory[n] for n in self.live if n in self.env.memory] + [self.storages_of(a) for a in others]
            foreign = any(s.owner == "outer" or (s.owner == "argument" and self.called) for s in held)
            if foreign or any(held & memory for memory in shown):
                raise Unsupported(f"`{name}` of an array that may be read again", node, "leave it out: the derivative overwrites nothing")
            off = syntax.located(syntax.const(False), node)  # noqa: FBT003
            if name in keywords:
                keywords[name] = off
            else:
                args[args.index(option)] = off
            node.args = [off if a is option else a for a in node.args]
            node.keywords = [gast.keyword(k.arg, off if k.value is option else k.value) for k in node.keywords]

    def check_owner(self, base: gast.Name, statement: gast.AST) -> None:
        """Memory from outside may not be changed; whoever asks answers for the arguments in `Program.changed`."""
        version = self.program.uses[base]
        held = self.env.memory.get(base.id, version.storages)
        if isinstance(version.type, Array):
            held = frozenset(s for s in held if not s.container)
        else:
            held = self.env.own.get(base.id, frozenset(s for s in held if s.container))
        for storage in held:
            if storage.owner == "argument":
                for parameter, argument in self.program.arguments.items():
                    if storage in argument.storages:
                        self.program.changed.setdefault(parameter, statement)
            if storage.owner == "outer":
                raise Unsupported(
                    f"`{base.id}` lives outside the function and is changed in place", statement,
                    "pass it as an argument, or work on a copy",
                )  # fmt: skip

    def make_stale(self, name: str, statement: gast.AST, container: bool = False, told: Collection[str] = ()) -> None:
        """Names other than `name` that may show the changed memory, and are not `told` of it, must not be read any more."""
        spared = self.env.around(name) | {self.returning, *told}
        changed = set(self.env.own[name]) if container else {s for s in self.env.memory[name] if not s.container}
        for other, version in list(self.env.items()):
            if other == name or other in spared or self.env.are_apart(name, other):
                continue
            if not container and self.is_wanted(other) and self.shown_again(other, name):
                continue
            if changed & self.env.memory[other] and version.stale is None and holds_memory(version.type):
                self.blame_branches(other, name)
                self.mark_stale(other, statement, replaced=container and not self.returning)

    def is_alone(self, name: str) -> bool:
        """Whether no other name may show the memory of an array, so that it may as well be another one."""
        return not any(self.env.memory[name] & held for other, held in self.env.memory.items()
                       if other != name and self.env[other].stale is None and not self.env.are_apart(name, other))  # fmt: skip

    def note_items(self, items: Sequence[gast.AST], base: gast.Name | None = None) -> None:
        """Items go into a container (`base`, or a new one): a list that may be in two places is no list of one place."""
        if any(isinstance(item, gast.Name) and item.id == self.returning for item in items):
            return
        for item in items:
            self.check_kept(item)
        held = set() if base is None else {s for s in self.storages_of(base) if s.container}
        for item in items:
            if not any(map(is_container, all_parts(self.type_of(item)))):
                continue
            own = {s for s in self.storages_of(item) if s.container}
            self.tangled |= own & held
            held |= own

    def check_kept(self, item: gast.AST) -> None:
        """Refuse to keep in a container what is read once, or shows what a dict holds by then."""
        if isinstance(item, gast.Name) and item.id in self.iterators:
            raise Unsupported("an iterator is kept in a container", item, "make it a list: `list(...)`")
        self.check_walk(item, self.type_of(item))
        self.check_view(item, "kept in a container")

    def put_back(self, name: str, statement: gast.AST, *, remade: bool = False) -> list[gast.AST]:
        """A part of a container was changed in place, so what is around it changed too: `xs[0] = row`, which says so.

        Where the part is `remade`, another object under the same name, the statement does what it says.
        """
        found = self.env.parts.get(name)
        if found is None or self.env[found[0]].statement is self.env[name].statement:  # the change was one of both
            return []
        base, index = found
        if self.is_told(base, index, name, statement):
            return []
        held = self.env[base].type
        itself = self.env.memory[name] if isinstance(self.env[name].type, Array) else self.env.own[name]
        # nobody else may show it, and it stands at one place of the list
        ours = frozenset((base,)) in self.env.apart and all(s.owner == "local" for s in itself)
        if not isinstance(self.env[name].type, Array):
            known = all(s.owner == "argument" or (s in self.displayed and s not in self.tangled) for s in itself)
            ours = bool(itself) and (ours or known) and not self.is_held_twice(name, itself)
        if not ours or (isinstance(held, Seq) and held.cls is not list):
            for other in self.env.around(name):  # none of them was told of the change
                self.mark_stale(other, statement)
            return []
        outer, self.returning = self.returning, name
        shown, self.following = self.following, []  # what shows the change already
        line = syntax.assign(part_of(base, index, held), syntax.name(name))
        made = self.visit_Assign(syntax.located(line, statement))
        self.returning = outer
        self.env.parts[name] = found
        if not remade:
            self.program.said.update(made[:1])
        return [*shown, *made]

    def taken_again(self, statement: gast.AST) -> list[gast.AST]:
        """`c = bodies[j]`, where what is called `c` may be another item of the list that has just been changed."""
        outdated, self.outdated = self.outdated, {}
        lines = [
            syntax.assign(name, syntax.subscript(syntax.name(base), syntax.clone(index)))
            for name, (base, index) in outdated.items()
            if name in self.env and self.env[name].stale is not None and self.is_wanted(name)
            and base in self.env and self.env[base].stale is None and isinstance(self.env[base].type, Many)
        ]  # fmt: skip
        made = [new for line in lines for new in self.visit_Assign(syntax.located(line, statement))]
        self.program.said.update(made)
        return made

    def outlives_trip(self, name: str) -> bool:
        """Whether what is called `name`, or anything that it is a part of, is older than this trip of a loop."""
        here = [node for kind, node in self.region if kind == "loop"]
        versions = [self.env[n] for n in (name, *self.env.around(name)) if n in self.env]
        return any(v.kind == "head" or len(here) > len(v.loops) for v in versions)

    def grow(self, version: Version, path: Path = (), seen: set[tuple[int, Path]] | None = None) -> bool:
        """Mark what makes the list at a path of `version` as of unknown length; false if nothing is left to be marked."""
        seen = set() if seen is None else seen
        if (version.number, path) in seen:
            return False
        seen.add((version.number, path))
        if version.kind in ("meet", "head"):
            grown = [self.grow(o, path, seen) for o in version.operands if o is not None]  # each of them, not the first alone
            return any(grown)
        if version.kind == "argument":
            return (not path or isinstance(at(version.type, path), Dict)) and self.mark_growing(("argument", version.name, path))
        op = self.program.ops.get(version.statement) if version.statement is not None else None
        if not path and (isinstance(op, Build) or _makes_list(op, getattr(version.statement, "value", None))):
            return self.mark_growing(self.origin(version.statement))
        if not path and isinstance(op, Load):
            return self.grow_made(frozenset(s for s in version.storages if s.container))
        if isinstance(op, Put) and version.name != op.base.id and not any(path[: len(p)] == p for v, p in op.also if v is version):
            before = next((v for after, v in op.before.items() if after.number == version.number), None)
            return before is not None and self.grow(before, path, seen)  # what is around the container that was changed
        source, path = _where_from(version, op, path)
        made = self.program.uses.get(source) if source is not None else None
        return made is not None and self.grow(made, path, seen)

    def grow_made(self, memory: frozenset[Storage]) -> bool:
        """The same of all displays that a list or dict, which was taken out of another one, may come from."""
        local = [(key, s) for (key, container), s in self.allocated.items() if container and s.owner == "local"]
        places = [key for key, s in local if {s, s.older} & memory]
        known = bool(places) and memory <= self.displayed
        marked = [self.mark_growing(place) for place in places]  # each of them, not the first alone
        return known and any(marked)

    def loses_places(self, base: gast.Name) -> bool:
        """Let a list be one of any length from the next attempt on, wherever it was written; false if it is one already."""
        own = self.env.own[base.id]
        if self.grow(self.program.uses[base]) or self.grow_made(own):
            return True
        if any(s.owner == "argument" for s in own):
            refusal = Unsupported("a list in an argument is changed at a position that is not known when generating", base, "use an array")
            refusal.of_argument = True
            raise refusal
        return False

    def mark_growing(self, place: Any) -> bool:
        """Let what makes a list make one of unknown length from the next attempt on; false if it did so in this one."""
        self.growing.add(place)
        return place not in self.grown


def _is_elsewhere(path: Path, replaced: Sequence[Path]) -> bool:
    """Whether a path leads to none of the parts that are replaced."""
    return not any(path[: len(r)] == r for r in replaced)


def _where_from(version: Version, op: Op | None, path: Path) -> tuple[gast.AST | None, Path]:
    """The atom, and the path in it, from which the part at a path of an operation's result comes; None if it is made there."""
    if isinstance(op, (Copy, Duplicate)):
        return op.source, path
    if isinstance(op, Project):
        return op.source, (op.key, *path)
    if isinstance(op, Build):
        return dict(op.items).get(path[0]), path[1:]
    if isinstance(op, Put) and version.name != op.base.id:  # another name of what was changed
        inside = dict(op.also).get(version)
        if inside is None or path[: len(inside)] != inside:
            return None, path
        path = path[len(inside) :]
    if isinstance(op, Put) and path[:1] == (op.key,):
        return op.value, path[1:]
    if isinstance(op, Refresh) and path[: len(op.path)] == op.path:
        return op.value, path[len(op.path) :]
    if isinstance(op, (Append, Put, Refresh)):
        return op.base, path
    return None, path


def _makes_list(op: Op | None, value: gast.AST | None) -> bool:
    """Whether an operation surely gives a list of its own: a slice, or what a function made."""
    if isinstance(op, CallUser):
        made = op.callee.memory_of_parts().get((), frozenset())
        return bool(made) and all(type(source.origin) is int for source in made)
    return isinstance(op, Slice) or (isinstance(op, Inactive) and isinstance(value, gast.Call))


def overwriting(
    target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]
) -> list[tuple[str, gast.AST, gast.AST]]:
    """The options of a call that let SciPy overwrite an array: their name, what they are given, and the array."""
    options = _overwrite_options(target) if str(getattr(target, "__module__", "")).startswith("scipy.") and callable(target) else ()
    found = []
    for option, place, operand, operand_place in options:
        given = args[place] if place is not None and place < len(args) else keywords.get(option)
        array = args[operand_place] if operand_place < len(args) else keywords.get(operand)
        if given is not None and array is not None:
            found.append((option, given, array))
    return found


@lru_cache(maxsize=1000)
def _overwrite_options(target: Any) -> tuple[tuple[str, int | None, str, int], ...]:
    """The options of a function of SciPy by which it overwrites an array, and the array; and where both are passed."""
    try:
        spec = inspect.signature(target).parameters
    except (TypeError, ValueError):
        return ()
    places = {p.name: k for k, p in enumerate(spec.values()) if p.kind is not p.KEYWORD_ONLY}
    spelled = {p.lower(): p for p in places}
    pairs = [(p, spelled.get(p.removeprefix("overwrite_"))) for p in spec if p.startswith("overwrite_")]
    return tuple((p, places.get(p), a, places[a]) for p, a in pairs if a is not None)
