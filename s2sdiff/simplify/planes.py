"""Lays out plane by plane what is only ever met plane by plane.

An array of three axes whose planes x[:, :, k] are computed with has the items of a plane far apart, each in a cache line
of its own; with the last axis in front they lie side by side.  Arithmetic gives the same numbers either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gast

from s2sdiff.simplify.node_effects import children, nodes, statements
from s2sdiff.simplify.places import is_whole_number
from s2sdiff.simplify.rebuild import changed, edit_blocks, map_children
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import Comment, is_name

MADE = ("np.zeros", "np.ones", "np.empty", "np.full", "numpy.zeros", "numpy.ones", "numpy.empty", "numpy.full")
ARITHMETIC = (gast.Add, gast.Sub, gast.Mult, gast.Div)


def planes(body: list[Any], study: Study) -> list[Any]:
    """Puts the last axis in front of the others, in arrays that the function makes and of which nobody else hears.

    >>> from s2sdiff.simplify.text import show
    >>> show(planes, '''
    ... c = np.zeros((m, n, levels))
    ... for k in range(1, levels):
    ...     c[:, :, k] = 2.0 * c[:, :, k - 1] + x[:, :, k]
    ... c_bar = np.zeros(c.shape)
    ... for k in reversed(range(1, levels)):
    ...     plane_bar = c_bar[:, :, k]
    ...     c_bar[:, :, k - 1] += 2.0 * plane_bar
    ...     x_bar[:, :, k] = plane_bar * c[:, :, k]
    ... ''', temporaries="c_bar plane_bar", arrays="c c_bar x x_bar plane_bar", scalars="k levels", int64="k levels")
    # plane by plane: c[k] is c[:, :, k] of the primal
    c = np.zeros((levels, m, n))
    for k in range(1, levels):
        c[k] = 2.0 * c[k - 1] + x[:, :, k]
    c_bar = np.zeros(c.shape)
    for k in reversed(range(1, levels)):
        plane_bar = c_bar[k]
        c_bar[k - 1] += 2.0 * plane_bar
        x_bar[:, :, k] = plane_bar * c[k]
    """
    made = _made_here(body, study)
    ranks = dict(made.values())
    if not ranks or not any(isinstance(s, (gast.For, gast.While)) for s in body):
        return body
    lines = list(statements(body))
    while True:
        met = _Meetings(lines, made, ranks, study)
        left = {name: rank for name, rank in ranks.items() if met.counts.get(name) == sum(is_name(n, name) for n in nodes(body))}
        if left == ranks:
            return _laid_out(body, made, ranks, met.planes, study) if met.planes else body
        ranks = left


def _made_here(body: list[Any], study: Study) -> dict[int, tuple[str, int]]:
    """The arrays of three axes or more that are made at the top of a function, and their ranks, by the statement."""
    made: dict[int, tuple[str, int]] = {}
    for s in body:
        if not isinstance(s, gast.Assign) or not isinstance(s.targets[0], gast.Name) or not isinstance(s.value, gast.Call):
            continue
        shape = s.value.args[0] if study.function(s.value.func) in MADE and s.value.args else None
        rank = len(shape.elts) if isinstance(shape, gast.Tuple) else dict(made.values()).get(_array_of_shape(shape), 0)
        if rank > 2 and not study.pinned & study.bit(s.targets[0].id):
            made[id(s)] = (s.targets[0].id, rank)
    return made


def _array_of_shape(node: Any) -> str:
    """X for x.shape."""
    named = isinstance(node, gast.Attribute) and node.attr == "shape" and isinstance(node.value, gast.Name)
    return node.value.id if named else ""


class _Meetings:
    """Where planes are met, and how often an array is, in ways that its layout makes no difference to."""

    def __init__(self, lines: list[Any], made: dict[int, Any], ranks: dict[str, int], study: Study) -> None:
        self.made = made
        self.ranks = ranks
        self.study = study
        self.planes: dict[int, Any] = {}  # by identity
        self.counts: dict[str, int] = {}
        looked_at = _looked_at(lines)
        for s in lines:
            for node in self.of(s, looked_at):
                if self.is_plane(node):
                    self.planes[id(node)] = node
                    self.count(node.value.id)

    def count(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1

    def is_plane(self, node: Any) -> bool:
        """Whether an expression is x[:, :, k]."""
        rank = self.ranks.get(node.value.id, 0) if isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) else 0
        index = node.slice.elts if rank and isinstance(node.slice, gast.Tuple) else []
        whole = [isinstance(i, gast.Slice) and i.lower is i.upper is i.step is None for i in index]
        return len(index) == rank > 0 and whole == [True] * (rank - 1) + [False] and is_whole_number(index[-1], self.study)

    def of(self, s: Any, looked_at: set[str]) -> Iterator[Any]:
        """The planes in a statement whose items are stored, computed with or copied; arrays that are made are counted."""
        if id(s) in self.made:
            name, _ = self.made[id(s)]
            model = _array_of_shape(s.value.args[0])
            if name in self.ranks and (not model or model in self.ranks):
                self.count(name)
                self.count(model)
        elif isinstance(s, gast.Assign) and len(s.targets) == 1:
            target = s.targets[0]
            yield target
            copied = isinstance(target, gast.Subscript) or (isinstance(target, gast.Name) and target.id in looked_at)
            yield from _computed_with(s.value, looks=copied)
        elif isinstance(s, gast.AugAssign) and isinstance(s.op, ARITHMETIC):
            yield s.target
            yield from _computed_with(s.value, looks=True)
        elif isinstance(s, gast.Expr) and isinstance(s.value, gast.Call) and len(s.value.args) == 1:
            yield from _computed_with(s.value.args[0], looks=False)


def _computed_with(node: Any, *, looks: bool) -> Iterator[Any]:
    """What sums and products are made of, and what is copied; what stands alone if it is looked at only."""
    if isinstance(node, gast.UnaryOp) or (isinstance(node, gast.BinOp) and isinstance(node.op, ARITHMETIC)):
        for part in children(node):
            yield from _computed_with(part, looks=True)
    elif isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == "copy" and not node.args:
        yield node.func.value
    elif looks:
        yield node


def _looked_at(lines: list[Any]) -> set[str]:
    """The names that are only computed with: what is a view of a plane is not stored, handed on or reshaped."""
    met: dict[str, int] = {}
    computed: dict[str, int] = {}
    for s in lines:
        for node in nodes([s]) if not isinstance(s, (gast.For, gast.While, gast.If, gast.With)) else []:
            if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Load):
                met[node.id] = met.get(node.id, 0) + 1
        if isinstance(s, (gast.Assign, gast.AugAssign)):
            alone = isinstance(s, gast.AugAssign) or isinstance(s.targets[0], gast.Subscript)
            for node in _computed_with(s.value, looks=alone):
                if isinstance(node, gast.Name):
                    computed[node.id] = computed.get(node.id, 0) + 1
    heads = {n.id for s in lines for part in _heads(s) for n in nodes([part]) if isinstance(n, gast.Name)}
    return {name for name, k in computed.items() if k == met[name]} - heads


def _heads(s: Any) -> list[Any]:
    """The expressions in the first line of a statement that holds others."""
    if isinstance(s, gast.With):
        return list(s.items)
    return [part for field in ("test", "iter") if (part := getattr(s, field, None)) is not None]


def _laid_out(body: list[Any], made: dict[int, Any], ranks: dict[str, int], met: dict[int, Any], study: Study) -> list[Any]:
    """`body` with the last axis of some arrays in front."""

    def edit(node: Any) -> Any:
        if id(node) in met:
            return changed(node, slice=node.slice.elts[-1])
        return map_children(node, edit)

    def line(s: Any) -> list[Any]:
        if made.get(id(s), ("", 0))[0] not in ranks:
            return [edit(s) if isinstance(s, (gast.Assign, gast.AugAssign, gast.Expr)) else s]
        name, (shape, *rest) = s.targets[0].id, s.value.args
        if not isinstance(shape, gast.Tuple):
            return [s]
        turned = changed(shape, elts=[shape.elts[-1], *shape.elts[:-1]])
        said = Comment(f"plane by plane: {name}[k] is {name}[{', '.join(':' * (ranks[name] - 1))}, k] of the primal")
        users = [] if study.facts.is_derivative(name) else [said]
        return [*users, changed(s, value=changed(s.value, args=[turned, *rest]))]

    return edit_blocks(body, lambda block, _: [new for s in block for new in line(s)])
