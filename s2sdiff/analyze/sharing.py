"""Lists, dicts and sets of any length that several names and objects hold: `log.rows`, where a model and an optimizer have `log`.

After a change through one name the others hold the same, as it is one object, but their versions do not say so.  The
eldest of them is told at once (a `Refresh`, which is no statement).  The others stay behind: what is read of them by
itself is read from one that is not, and before a statement that reads them as a whole, they are told.  So the cotangent
of a list that a loop appends to is carried under one name alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import (
    Copy,
    Op,
    Path,
    Project,
    Refresh,
    Storage,
    Version,
    all_parts,
    containers,
    is_container,
)
from s2sdiff.analyze.showing import Showing
from s2sdiff.analyze.state import Closure
from s2sdiff.errors import Unsupported
from s2sdiff.types import Many, Record, Type, Unknown, at, children

Shared = Mapping[str, Sequence[Path]]  # names that hold a container, and where in them


class Sharing(Showing):
    """Follows containers of any length under all of their names."""

    # --- who holds a container ---

    def shared_with(self, name: str) -> Shared:
        """The other names that surely hold the list called `name`; none, if nobody reads it through them.

        What `name` is a part of is told of a change by `put_back`, where nobody else reads it and it does not stay behind already.
        """
        around = self.env.around(name)
        found = {n: paths for n in self.env if n != name and (paths := self.surely_at(n, name))}
        late = any(self.is_behind(n, path) for n in around & found.keys() for path in found[n])
        wanted = late or (found.keys() - around) & self.live
        known = around <= found.keys() and any(self.is_assigned(self.env[n]) for n in (name, *found))
        return found if wanted and known else {}

    def surely_at(self, name: str, base: str, path: Path = ()) -> list[Path]:
        """Where in what a name holds the container at a path of `base` is, if that is known of all places where it may be."""
        version, own = self.env[name], self.env.containers_at(base, path)
        if version.stale is not None or not own & self.env.memory[name]:
            return []
        if may_hide(version.type, at(self.env[base].type, path)):
            return []
        known = self.identities(base, path)
        touched = [p for p in containers(version.type) if self.env.containers_at(name, p) & own]
        return touched if all(self.identities(name, p) & known for p in touched) else []

    def identities(self, name: str, path: Path) -> set[tuple[Storage, Any]]:
        """What tells that two containers are one: that it is the only one made at a place, or stands under a key of such a one."""
        own = self.env.containers_at(name, path)
        found = {(s, None) for s in own if is_one(own)}
        for outer, place in [(name, path)] if path else self.env.paths_around(name):
            around = self.env.containers_at(outer, place[:-1]) if place[:-1] in set(containers(self.env[outer].type)) else frozenset()
            found |= {(s, place[-1]) for s in around if is_one(around)}
        return found

    def may_fall_behind(self, test: gast.AST, body: Sequence[gast.AST]) -> bool:
        """Whether a condition asks of a list that is known under another name as well, which may be told of a change."""
        others = self.live | syntax.names_read(list(body))
        for name in syntax.names_read(test) & self.env.keys():
            for path in containers(self.env[name].type):
                known = isinstance(at(self.env[name].type, path), Many)
                if known and any(self.surely_at(n, name, path) for n in others & self.env.keys() - {name}):
                    return True
        return False

    def is_assigned(self, version: Version, seen: frozenset[int] = frozenset()) -> bool:
        """Whether a name is bound on every path to here."""
        if version.kind not in ("head", "meet") or version.number in seen:
            return True
        return all(v is not None and self.is_assigned(v, seen | {version.number}) for v in version.operands)

    def holder(self, name: str, path: Path) -> tuple[str, Path] | None:
        """The eldest name that surely holds the container at a path of `name` as it is now, and where in it."""
        for other in self.env:
            for place in self.surely_at(other, name, path):
                if (other, place) not in self.env.behind and self.is_assigned(self.env[other]):
                    return other, place
        return None

    # --- telling ---

    def tell(self, base: str, shared: Shared, statement: gast.AST) -> None:
        """The list called `base` was changed: the eldest of its names is told, the others stay behind."""
        if not shared:
            return
        eldest = next(n for n in self.env if (n == base or n in shared) and self.is_assigned(self.env[n]))
        if base != eldest:
            self.told_in_loop.add((base, ()))
        for name, paths in shared.items():
            for path in paths:
                self.hold_alike(name, path, base)
                if name == eldest:
                    self.following.append(self.refreshed(name, path, syntax.located(self.used(base), statement), statement))
                else:
                    self.env.behind[(name, path)] = statement

    def is_told(self, base: str, key: gast.AST, part: str, statement: gast.AST) -> bool:
        """Whether `base`, where a list was changed under the name `part`, knows that, or stays behind since this change."""
        if not isinstance(self.env[part].type, Many):
            return False
        op = self.program.ops.get(self.env[base].statement)
        known = isinstance(op, Refresh) and self.program.uses[op.value] is self.env[part]
        return known or (isinstance(key, gast.Constant) and self.env.behind.get((base, (key.value,))) is statement)

    def hold_alike(self, name: str, path: Path, base: str) -> None:
        """What may be found in the list called `base` may be found in what holds it."""
        self.env.memory[name] |= self.env.memory[base]
        if path:
            kept = {p: held for p, held in self.env.inner[name].items() if p[: len(path)] != path}
            self.env.inner[name] = kept | {(*path, *p): held for p, held in self.env.parts_of(base).items()}

    def check_held_once(self, base: str, own: frozenset[Storage], statement: gast.AST) -> None:
        """Refuse to build a list anew that what is around it holds in two places: one of them would keep the old one."""
        if self.is_held_twice(base, own):
            raise Unsupported(f"a list that is held in two places, `{base}`, is changed as a whole", statement, "give it one name")

    def is_held_twice(self, base: str, own: frozenset[Storage]) -> bool:
        """Whether what is around a list, or anything around that, holds it in two places, of which a change tells one."""
        if not is_one(own):
            return False
        for name in self.env.around(base):
            held = list(containers(self.env[name].type))
            paths = [p for p in held if p and self.env.containers_at(name, p) & own]
            holders = [max((h for h in held if h == p[: len(h)] != p), key=len, default=()) for p in paths]  # a tuple is no container
            if len({(self.env.containers_at(name, h), p[len(h) :]) for h, p in zip(holders, paths, strict=True)}) > 1:
                return True
        return False

    def given_to_all(self, base: str, own: frozenset[Storage], shared: Shared, statement: gast.AST) -> list[gast.AST]:
        """The list called `base` was built anew: whoever held the old one gets it, as if that had been changed in place."""
        for name, version in self.env.items():
            if version.storages & self.env.own[base]:  # what it was built as changes with it from here on
                gone = self.env.own[base] if name == base else frozenset()
                version.storages = version.storages - gone | own
                self.env.memory[name] = self.env.memory[name] - gone | own
        self.env.own[base] = own
        self.env.behind = {part: change for part, change in self.env.behind.items() if part[1] not in shared.get(part[0], [])}
        outer, self.returning = self.returning, base
        lines, told = [], list[tuple[frozenset[Storage], object]]()
        for name, path in [(n, p) for n, paths in shared.items() for p in paths]:
            around = self.env.containers_at(name, path[:-1]) if path and path[:-1] in set(containers(self.env[name].type)) else frozenset()
            if path and (around, path[-1]) in told:
                continue  # under another name
            if path and not (is_one(around) and self.is_assigned(self.env[name])):
                self.mark_stale(name, statement)
                continue
            told += [(around, path[-1])] if path else []
            made, holder = self.reached(name, path[:-1], statement)
            target = syntax.name(holder, store=True) if not path else part_of(holder, syntax.const(path[-1]), self.env[holder].type)
            lines += made + self.visit_Assign(self.same_again((statement, name, path), syntax.located(gast.Assign([target], syntax.name(base), None), statement)))
        self.returning = outer
        return lines

    def reached(self, name: str, path: Path, statement: gast.AST) -> tuple[list[gast.AST], str]:
        """Statements that give a part of what a name holds a name of its own, and that."""
        lines: list[gast.AST] = []
        for key in path:
            own = self.helper(statement, str(key) if str(key).isidentifier() else "part", role=("reached", name, path, key))
            line = syntax.assign(own, read_of(syntax.name(name), key, self.env[name].type))
            lines += self.after_pending([self.same_again((statement, own), syntax.located(line, statement))], statement)
            name = own
        return lines, name

    def mark_stale(self, name: str, statement: gast.AST, *, replaced: bool = False) -> None:
        """From here on, reading the name is refused, unless it can be taken again from what it is a part of.

        Where items of that are `replaced`, or moved, another one may stand there now.
        """
        if name in self.env.parts and not replaced:
            self.outdated[name] = self.env.parts[name]
        self.env[name] = replace(self.env[name], stale=statement)

    # --- what is behind ---

    def lists_behind(self, name: str) -> list[Path]:
        """Where in what a name holds there are lists that were changed under other names."""
        return [path for n, path in self.env.behind if n == name and self.is_behind(n, path)] if name in self.env else []

    def caught_up(self, statement: gast.AST) -> list[gast.AST]:
        """What a statement reads as a whole is told before it of what was changed under other names."""
        read = read_as_a_whole(statement)
        functions = [self.env[n].type for n in read if n in self.env]
        read += [local for t in functions if isinstance(t, Closure) for _, local in t.captured]
        names = [n for n in dict.fromkeys(read) if self.lists_behind(n)]
        return [line for name in names for path in self.lists_behind(name) for line in self.told_again(name, path, statement)]

    def told_again(self, name: str, path: Path, statement: gast.AST) -> list[gast.AST]:
        """Statements that tell a name, at a path, of what is known under another one; none where nobody knows."""
        found = self.holder(name, path)
        if found is None:
            return []
        lines, other = self.reached(*found, statement)
        self.told_in_loop.add((name, path))
        return [*lines, self.refreshed(name, path, syntax.located(self.used(other), statement), statement)]

    def hand_over(self, name: str, replaced: Sequence[Path], statement: gast.AST) -> None:
        """What is at some paths of what a name holds is replaced: who else holds the same list is told of it before."""
        for other, path in [part for part in self.env.behind if part[0] in self.env and self.is_behind(*part)]:
            found = self.holder(other, path) if self.is_behind(other, path) else None
            if found is not None and found[0] == name != other and any(found[1][: len(p)] == p for p in replaced):
                before, self.pending = self.pending, []
                lines = self.told_again(other, path, statement)
                self.pending = before + lines

    def behind_again(self) -> None:
        """Where a trip of a loop ends: for what comes then one name for each list is enough, the eldest."""
        for name, path in self.told_in_loop:
            if name in self.env and path in set(containers(self.env[name].type)) and (name, path) not in self.env.behind:
                found = self.holder(name, path)
                if found not in (None, (name, path)):
                    self.env.behind[(name, path)] = self.env[name].statement

    def read_elsewhere(self, value: gast.AST, statement: gast.AST) -> gast.AST:
        """`b.rows`, said of another name that holds the same list where b stayed behind; others as they are."""
        part = isinstance(value, (gast.Attribute, gast.Subscript)) and isinstance(value.value, gast.Name)
        name = value.value.id if part else value.id if isinstance(value, gast.Name) else ""
        late = self.lists_behind(name)
        if not late:
            return value
        if not part:
            self.parted = name  # the new name stays behind as well
            return value
        held = self.env[name].type
        key = value.attr if isinstance(value, gast.Attribute) else self.static_key(value.slice)
        if key not in dict(children(held)) or isinstance(held, Record) != isinstance(value, gast.Attribute):
            return value
        found = self.holder(name, (key,)) if (key,) in late else None
        if found is None:
            self.parted = name
            return value
        place = found[1]
        before, self.pending = self.pending, []
        lines, other = self.reached(found[0], place[:-1], statement)
        self.pending = before + lines
        self.position += 1  # the one at hand comes after them
        return syntax.located(read_of(syntax.name(other), place[-1], self.env[other].type) if place else syntax.name(other), statement)

    def behind_in(self, op: Op) -> dict[Path, gast.AST]:
        """Where what an operation gives stays behind: what it is a part of does."""
        if not isinstance(op, (Copy, Project)) or not isinstance(op.source, gast.Name):
            return {}
        key = () if isinstance(op, Copy) else (op.key,)
        late = self.lists_behind(op.source.id)
        return {path[len(key) :]: self.env.behind[(op.source.id, path)] for path in late if path[: len(key)] == key}

    # --- what the layers above answer ---

    def static_key(self, index: gast.AST) -> Any:
        """A number, string or tuple that is known when generating; None for others."""
        raise NotImplementedError


def may_hide(t: Type, sought: Type) -> bool:
    """Whether a container of the type that is sought may be in a value of type `t` where nobody sees it: in an item of a list."""
    listed = [p for part in all_parts(t) if isinstance(part, Many) for p in all_parts(part.item)]
    unknown = any(isinstance(part, Unknown) for part in all_parts(t))
    return unknown or any(is_container(p) and depth(p) >= depth(sought) for p in listed)


def depth(t: Type) -> int:
    """How many containers are within one another, at most."""
    within = [part.item for part in [t] if isinstance(part, Many)] + [part for _, part in children(t)]
    return is_container(t) + max(map(depth, within), default=0)


def is_one(own: frozenset[Storage]) -> bool:
    """Whether this is the memory of one container: two names of it are names of one object."""
    return len(own) == 1 and all(s.single and s.number >= 0 for s in own)


def part_of(base: str, index: gast.AST, held: Type) -> gast.AST:
    """The target that stands for a part: an attribute of an object, an item of anything else."""
    if isinstance(held, Record):
        assert isinstance(index, gast.Constant), gast.dump(index)
        return gast.Attribute(syntax.name(base), index.value, gast.Store())
    return syntax.subscript(syntax.name(base), syntax.clone(index), store=True)


def read_of(base: gast.AST, key: Any, held: Type) -> gast.AST:
    """A part of an object, tuple, list or dict."""
    return syntax.attribute(base, key) if isinstance(held, Record) else syntax.subscript(base, syntax.const(key))


def read_as_a_whole(statement: gast.AST) -> list[str]:
    """The names that a statement reads, and not only parts of what they hold, or gives another name to."""
    if isinstance(statement, (gast.For, gast.While, gast.With, gast.If, gast.FunctionDef)):
        head = {gast.For: "iter", gast.If: "test", gast.While: "test"}.get(type(statement))
        return [n.id for n in syntax.walk(getattr(statement, head)) if isinstance(n, gast.Name)] if head else []
    value = getattr(statement, "value", None)
    if isinstance(statement, gast.Assign) and isinstance(statement.targets[0], gast.Name) and isinstance(value, (gast.Name, gast.Attribute)):
        return []
    called = {id(n.func) for n in syntax.walk(statement) if isinstance(n, gast.Call)}
    parts = {id(n.value) for n in syntax.walk(statement) if isinstance(n, gast.Attribute) and id(n) not in called and isinstance(n.ctx, gast.Load)}
    return [n.id for n in syntax.walk(statement) if isinstance(n, gast.Name) and id(n) not in parts]
