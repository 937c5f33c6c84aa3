"""The effects of running a node, which effects may trade places, and which names may share memory.

Sets of names are integers, one bit a name; the lowest bit stands for everything that the function does not own: its
parameters' memory, globals, and whatever an unknown call has got hold of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import gast

from s2sdiff.syntax import PLAIN_FIELDS, Comment

OUTSIDE = 1
LOOP_EXIT, RETURN = 1, 2


class Effects(NamedTuple):
    """What running a node does.

    `grows`: lists whose own items are set, added or removed, which changes none of the arrays in them.  `fixed`: it must
    happen, in the same order among all that is fixed.
    """

    reads: int = 0
    binds: int = 0
    mutates: int = 0
    fixed: bool = False
    exits: int = 0
    grows: int = 0

    @property
    def mentions(self) -> int:
        """All names that occur."""
        return self.reads | self.binds | self.mutates | self.grows

    @property
    def acts(self) -> bool:
        """Whether it matters that an expression is evaluated, and how often, whatever comes of the value: `tape.pop()`."""
        return bool(self.fixed or self.mutates or self.grows)


NOTHING = Effects()


def together(parts: Iterable[Effects]) -> Effects:
    """The effects of several nodes that all run."""
    reads = binds = mutates = exits = grows = 0
    fixed = False
    for part in parts:
        reads |= part.reads
        binds |= part.binds
        mutates |= part.mutates
        fixed = fixed or part.fixed
        exits |= part.exits
        grows |= part.grows
    return Effects(reads, binds, mutates, fixed, exits, grows)


class Aliases:
    """Which names may share memory, whenever in the function: classes of names, closed under transitivity.

    Two partitions: of all names, and of the names that are no arrays, where a list is apart from the arrays in it.
    """

    def __init__(self, constraints: Iterable[int], arrays: int) -> None:
        masks = list(constraints)
        self.classes = _merged(masks)
        self.lists = _merged([m & ~arrays for m in masks])

    def closure(self, mask: int) -> int:
        """`mask` and every name that may share memory with a name in it."""
        return _closed(mask, self.classes)

    def closure_of_lists(self, mask: int) -> int:
        """`mask` and every name that may be the same list as a name in it."""
        return _closed(mask, self.lists)

    def touched(self, effects: Effects) -> int:
        """Every name that may see what a node changes in place."""
        return (_closed(effects.mutates, self.classes) if effects.mutates else 0) | (
            _closed(effects.grows, self.lists) if effects.grows else 0
        )


def _merged(masks: list[int]) -> list[int]:
    """The classes that sets with common members make."""
    classes: list[int] = []
    for mask in masks:
        if not mask & (mask - 1):
            continue
        apart = []
        for known in classes:
            if known & mask:
                mask |= known
            else:
                apart.append(known)
        classes = [*apart, mask]
    return classes


def _closed(mask: int, classes: list[int]) -> int:
    for known in classes:
        if known & mask:
            mask |= known
    return mask


_inner_fields: dict[type[Any], tuple[str, ...]] = {gast.Constant: ()}


def inner_fields(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold expressions or statements."""
    found = _inner_fields.get(kind)
    if found is None:
        found = _inner_fields[kind] = tuple(f for f in kind._fields if f not in PLAIN_FIELDS)
    return found


def children(node: Any) -> list[Any]:
    """The expressions directly inside `node`, in the order in which they run."""
    if isinstance(node, gast.IfExp):
        return [node.test, node.body, node.orelse]
    if isinstance(node, gast.Dict):
        return [part for pair in zip(node.keys, node.values, strict=True) for part in pair if part is not None]
    found: list[Any] = []
    for field in inner_fields(type(node)):
        value = getattr(node, field, None)
        if isinstance(value, list):
            found.extend(v.value if isinstance(v, gast.keyword) else v for v in value if isinstance(v, gast.AST))
        elif isinstance(value, gast.keyword):
            found.append(value.value)
        elif isinstance(value, gast.AST):
            found.append(value)
    return found


def nodes(body: list[Any]) -> list[Any]:
    """Every node of a block that is no mere operator, in source order."""
    found = []
    stack = body[::-1]
    while stack:
        node = stack.pop()
        found.append(node)
        for field in reversed(inner_fields(type(node))):
            value = getattr(node, field, None)
            if isinstance(value, list):
                stack.extend(v for v in reversed(value) if isinstance(v, gast.AST))
            elif isinstance(value, gast.AST):
                stack.append(value)
    return found


def statements(body: list[Any]) -> Iterator[Any]:
    """Every statement of a block and of the blocks inside it, inner functions left out."""
    for statement in body:
        yield statement
        if isinstance(statement, (gast.If, gast.For, gast.While, gast.With)):
            yield from statements(statement.body)
            yield from statements(getattr(statement, "orelse", []))


def commute(a: Effects, b: Effects, aliases: Aliases) -> bool:
    """Whether two nodes that run one after the other may run the other way round."""
    if (a.fixed or a.exits) and (b.fixed or b.exits):
        return False
    if a.binds & (b.reads | b.binds) or b.binds & a.reads:
        return False
    return not (aliases.touched(a) & (b.reads | b.mutates | b.grows) or aliases.touched(b) & a.reads)


def is_exit(node: Any) -> bool:
    """Whether a statement leaves its block."""
    return isinstance(node, (gast.Break, gast.Continue, gast.Return, gast.Raise))


def is_comment(node: Any) -> bool:
    """Whether a statement is a comment."""
    return isinstance(node, Comment)
