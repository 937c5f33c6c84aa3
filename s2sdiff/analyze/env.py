"""What holds at one place of a program: the version of each name, and which memory it may show.

Memory is told of by storages (see `program`), each a place that allocates; names that surely share nothing, though they
may hold what the same places made, are told of by pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import ITEMS, Path, Storage, Version, is_container, memory_paths
from s2sdiff.types import UNKNOWN, Array, Many, Type, at

Inner = Mapping[Path, frozenset[Storage]]
T = TypeVar("T")


class Env(dict[str, Version]):
    """The current version of each name, and the memory that each may show here.

    Memory is kept apart from versions: when a place allocates anew, what names hold of it becomes its older instances.
    `parts` says of a name that it is, and not only equals, an item of a list or dict: under which name, at which index.
    """

    def __init__(self, items: Mapping[str, Version] = {}) -> None:
        super().__init__(items)
        self.memory: dict[str, frozenset[Storage]] = dict(items.memory) if isinstance(items, Env) else {}
        # the lists, dicts and objects that names are, and the memory of each part in them, by path
        self.own: dict[str, frozenset[Storage]] = dict(items.own) if isinstance(items, Env) else {}
        self.inner: dict[str, Inner] = dict(items.inner) if isinstance(items, Env) else {}
        self.places: dict[tuple[str, Path], gast.AST] = (
            dict(items.places) if isinstance(items, Env) else {}
        )  # see `places`
        self.apart: set[frozenset[str]] = set(items.apart) if isinstance(items, Env) else set()  # see `join_places`
        # where two parts of a container may be one array, while all others share nothing
        self.twice: dict[str, frozenset[Any]] = dict(items.twice) if isinstance(items, Env) else {}
        self.parts: dict[str, tuple[str, gast.AST]] = dict(items.parts) if isinstance(items, Env) else {}
        self.behind: dict[tuple[str, Path], gast.AST] = dict(items.behind) if isinstance(items, Env) else {}  # see `showing`

    def age(self, storage: Storage) -> None:
        """A new instance of `storage` is made: whatever names hold is an older one."""
        for table in (self.memory, self.own):
            for name, held in table.items():
                if storage in held:
                    table[name] = (held - {storage}) | {storage.older}
        for name, parts in self.inner.items():
            if any(storage in held for held in parts.values()):
                self.inner[name] = {p: (h - {storage}) | {storage.older} if storage in h else h for p, h in parts.items()}

    def are_apart(self, a: str, b: str) -> bool:
        """Whether two names surely share no memory that may be changed; that of names from outside may not."""
        here, there = (self.memory.get(n, frozenset()) for n in (a, b))
        return not here & there or (a != b and frozenset((a, b)) in self.apart)

    def relate_as(self, before: Env) -> None:
        """No name is another value than it was: what was known of how they relate is true still."""
        self.places, self.apart, self.twice = dict(before.places), set(before.apart), dict(before.twice)
        self.parts, self.behind = dict(before.parts), dict(before.behind)

    def forget(self, name: str) -> None:
        """`name` is bound anew: its place, and those it stands in, are not true any more, nor what it is apart from."""
        self.apart = {pair for pair in self.apart if name not in pair}
        self.twice.pop(name, None)
        self.behind = {part: change for part, change in self.behind.items() if part[0] != name}
        for holder, place in list(self.places.items()):
            if holder[0] == name or name in syntax.names_in_place(place):
                del self.places[holder]

    def forget_parts(self, name: str, *, itself: bool = True) -> None:
        """`name` is bound anew, or (unless `itself`) its items change: what was said of its items holds no more."""
        for part, (base, index) in list(self.parts.items()):
            if name == base or (itself and (name == part or name in syntax.names_in_place(index))):
                del self.parts[part]

    def around(self, name: str) -> set[str]:
        """The containers that `name` is an item of, an item of an item, and so on."""
        found: set[str] = set()
        while name in self.parts and self.parts[name][0] not in found:
            name = self.parts[name][0]
            found.add(name)
        return found

    def paths_around(self, name: str) -> list[tuple[str, Path]]:
        """The containers taken apart that `name` is in, and where in them."""
        found: list[tuple[str, Path]] = []
        path: Path = ()
        while name in self.parts and isinstance(self.parts[name][1], gast.Constant) and len(found) < len(self.parts):
            name, index = self.parts[name]
            if isinstance(self[name].type, Many):
                break
            path = (index.value, *path)
            found.append((name, path))
        return found

    def join(self, name: str, ends: Iterable[Env]) -> None:
        """`name` holds what it holds at any of `ends`."""
        self.memory[name] = frozenset().union(*(e.memory.get(name, frozenset()) for e in ends))
        self.own[name] = frozenset().union(*(e.own.get(name, frozenset()) for e in ends))
        known = joined_parts([e.inner[name] for e in ends if name in e])
        self.inner[name] = any_of(self.memory[name], self[name].type) | dict(known)

    def containers_at(self, name: str, path: Path) -> frozenset[Storage]:
        """The list, dict or object that may be found at a path in what a name holds."""
        return self.inner[name][path] if path else self.own[name]

    def is_apart_inside(self, name: str) -> bool:
        """Whether the arrays and containers in what a name holds surely share nothing with one another."""
        held = list(self.parts_of(name).items())
        lists = any(path[-1:] == (ITEMS,) for path, _ in held)
        return frozenset((name,)) in self.apart or not (lists or any(a & b for k, (_, a) in enumerate(held) for _, b in held[:k]))

    def parts_of(self, name: str) -> Inner:
        """The memory that a name is and holds, by path: of a container its own, apart from that of its items."""
        t, memory = self[name].type, self.memory[name]
        whole = {(): self.own[name] if is_container(t) else memory, (ITEMS,): memory}
        return {path: whole[path] for path in memory_paths(t) if path in whole} | dict(self.inner[name])

    def part_memory(self, name: str, path: Path) -> frozenset[Storage]:
        """The memory of a part of what a name holds, and of all in it."""
        return frozenset().union(*(held for p, held in self.parts_of(name).items() if p[: len(path)] == path))


def any_of(memory: frozenset[Storage], t: Type) -> dict[Path, frozenset[Storage]]:
    """The memory of the parts of a value of type `t`, of which no more is known than that of all of them."""
    lists = frozenset(s for s in memory if s.container)
    found = {}
    for path in memory_paths(t):
        part = UNKNOWN if path[-1:] == (ITEMS,) else at(t, path)
        if path not in ((), (ITEMS,)):
            found[path] = lists if is_container(part) else memory - lists if isinstance(part, Array) else memory
    return found


def joined_parts(parts: Sequence[Mapping[Path, frozenset[T]]]) -> Mapping[Path, frozenset[T]]:
    """The memory at each path that all of `parts` know of."""
    shared = set(parts[0]).intersection(*parts[1:]) if parts else set()
    return {path: frozenset().union(*(p[path] for p in parts)) for path in parts[0] if path in shared} if parts else {}
