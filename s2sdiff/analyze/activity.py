"""Activity: what depends on the arguments asked for, and matters to the result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from s2sdiff.analyze.program import Leaf, Load, Opaque, Program, Store, Update, Version
from s2sdiff.errors import Unsupported


def reachable(starts: Iterable[Leaf], edges: dict[Leaf, list[Leaf]]) -> set[Leaf]:
    """Every leaf on a path from `starts`."""
    found = set(starts)
    stack = list(found)
    while stack:
        for target in edges.get(stack.pop(), ()):
            if target not in found:
                found.add(target)
                stack.append(target)
    return found


def _silent(op: Any, source: Version) -> tuple[str, str]:
    """What is said of an operation that takes no derivative with respect to one of its arguments."""
    if op is None:
        return f"`{source.name}` is one kind of thing on one path, and another where paths meet", "give it one form on every path"
    if isinstance(op, (Load, Store, Update)):
        return f"`{source.name}`, which depends on an argument, is a key of a dict", "use a position or a name for the key"
    return (
        f"the derivative of `{op.rule.name}` with respect to `{source.name}` has no rule",
        f"hold it constant: `s2sdiff.stop_gradient({source.name})`",
    )


def activity(program: Program, sources: Iterable[Leaf], targets: Iterable[Leaf]) -> set[Leaf]:
    """Leaves on a path from `sources` to `targets`; refuses where such a path leads through a call without a rule."""
    sources, targets = list(sources), list(targets)
    varied = reachable(sources, program.edges)
    for leaf, statement in program.escapes:
        if leaf in varied:
            raise Unsupported(
                f"`{leaf[0].name}` depends on an argument and is stored outside the function", statement,
                "return it instead, or store `stop_gradient` of it",
            )  # fmt: skip
    backwards: dict[Leaf, list[Leaf]] = {}
    for source, reached in program.edges.items():
        for leaf in reached:
            backwards.setdefault(leaf, []).append(source)
    useful = reachable(targets, backwards)
    for source, blocked in program.opaque_edges.items():  # what leads to the result through several of them matters too
        for end, _ in blocked:
            backwards.setdefault(end, []).append(source)
    matters = reachable(targets, backwards) if program.opaque_edges else useful
    for source, ends in program.opaque_edges.items():
        for end, statement in ends:
            if source in varied and end in matters:
                op = next((program.ops[s] for s in program.ops if s is end[0].statement), None)
                detail = (op.description, op.cure) if isinstance(op, Opaque) else _silent(op, source[0])
                raise Unsupported(detail[0], statement, detail[1])
    return varied & useful
