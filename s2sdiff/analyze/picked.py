"""Loops over some of the objects of a list: a slice of it, or what itertools chooses.

They go over the places of these objects, so that a change of one of them is a change of an item of the list:

    for c in xs[1:]: ...    becomes    for p in range(len(xs))[1:]: c = xs[p]; ...

Of arrays and numbers the slice is a list of its own.
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.iterators import Iterators, is_part
from s2sdiff.analyze.program import Copy, Storage, is_container
from s2sdiff.errors import Unsupported
from s2sdiff.types import ListOf


class Picked(Iterators):
    """Understands such loops."""

    def over_picked(self, statement: gast.For) -> list[gast.AST] | None:
        """A loop over a slice of a list of objects, or over what is chosen from one; None for others."""
        part = self.slice_gone_over(statement)
        if part is not None:
            return self.over_slice(statement, *part)
        chosen = self.choices.get(statement.iter.id) if isinstance(statement.iter, gast.Name) else None
        if chosen is not None and self.holds_objects(chosen[1], chosen[-1]) and takes_apart(statement, chosen[2]):
            return self.over_choices(statement, *chosen)
        return None

    def slice_gone_over(self, statement: gast.For) -> tuple[str, str, int, frozenset[Storage]] | None:
        """The list of objects whose slice a loop goes over, and the places that it takes."""
        version = self.env.get(statement.iter.id) if isinstance(statement.iter, gast.Name) else None
        op = self.program.ops.get(version.statement) if version is not None and version.statement is not None else None
        part = self.slices.get(op.source.id) if isinstance(op, Copy) and isinstance(op.source, gast.Name) else None
        return part if part is not None and self.holds_objects(part[0], part[3]) and isinstance(statement.target, gast.Name) else None

    def holds_objects(self, name: str, own: frozenset[Storage]) -> bool:
        """Whether a name is still the list of objects, or of other containers, with this memory of its own."""
        t = self.env[name].type if name in self.env else None
        return isinstance(t, ListOf) and is_container(t.item) and self.env.own[name] == own

    def over_slice(self, statement: gast.For, base: str, places: str, before: int, own: frozenset[Storage]) -> list[gast.AST]:
        """`for p in places: c = xs[p]`, so that a change of c is one of xs; the list itself must stay what it was."""
        place = self.helper(statement, "place")
        item = syntax.assign(statement.target.id, syntax.subscript(syntax.name(base), syntax.name(place)))
        loop = gast.For(syntax.name(place, store=True), syntax.name(places), [item, *statement.body], [], None)
        return self.over_places(statement, loop, [], base, before, own)

    def over_choices(
        self, statement: gast.For, choose: Any, base: str, count: int, before: int, own: frozenset[Storage]
    ) -> list[gast.AST]:
        """`for p in combinations(range(len(xs)), 2): pair = xs[p[0]], xs[p[1]]`, for the same reason."""
        over, length, everything, chosen = (self.helper(statement, wish) for wish in ("places", "length", "all_places", "chosen"))
        places = [self.helper(statement, "place", role=k) for k in range(count)]
        named = statement.body[:count]
        items = [s.targets[0].id for s in named]
        heads = [syntax.assign(p, syntax.subscript(syntax.name(chosen), syntax.const(k))) for k, p in enumerate(places)]
        heads += [syntax.assign(i, syntax.subscript(syntax.name(base), syntax.name(p))) for i, p in zip(items, places, strict=True)]
        first = [
            syntax.assign(length, syntax.call("len", syntax.name(base))),
            syntax.assign(everything, syntax.call("range", syntax.name(length))),
            syntax.assign(over, gast.Call(self.context.named(choose), [syntax.name(everything), syntax.const(count)], [])),
        ]
        loop = gast.For(syntax.name(chosen, store=True), syntax.name(over), [*heads, *statement.body[count:]], [], None)
        return self.over_places(statement, loop, first, base, before, own)

    def over_places(
        self, statement: gast.For, loop: gast.For, first: list[gast.AST], base: str, before: int, own: frozenset[Storage]
    ) -> list[gast.AST]:
        """A loop over places in a list that it does not change, but for what its items hold."""
        for node in syntax.walk(statement.body):
            if node in self.liveness:
                self.liveness[node] |= {base, *syntax.names_read(loop.iter)}  # the next trip reads them
        for line in (*first, loop, *syntax.walk(loop.body)):
            if isinstance(line, gast.stmt) and not hasattr(line, "lineno"):
                syntax.located(line, statement)
        made = self.block(self.same_again((statement, "places"), [*first, loop]))
        if self.changes_since(before, own):
            raise Unsupported(f"the loop goes over a slice of the list `{base}`, which is changed", statement.iter,
                              "go over the places: `for k in range(...)`")  # fmt: skip
        return made


def takes_apart(loop: gast.For, count: int) -> bool:
    """Whether a loop over tuples begins by naming each of the items, and reads nothing else of them."""
    if not isinstance(loop.target, gast.Name):
        return False
    heads, rest = loop.body[:count], loop.body[count:]
    named = len(heads) == count and all(is_part(s, loop.target.id) and s.value.slice.value == k for k, s in enumerate(heads))
    return named and not any(syntax.is_name(n, loop.target.id) for n in syntax.walk(rest))
