"""Drops a copy of an array where a view does: nothing changes either while the copy is in use."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.liveness import liveness
from s2sdiff.simplify.node_effects import OUTSIDE, is_exit, statements
from s2sdiff.simplify.rebuild import BLOCKS, changed, edit_blocks, map_children
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import is_name

DISPLAYS = (gast.Tuple, gast.List, gast.Dict)
LOOKING = (gast.BinOp, gast.UnaryOp, gast.Call, gast.Tuple, gast.Subscript, gast.Attribute)


def views(body: list[Any], study: Study) -> list[Any]:
    """Makes a temporary copy a view, if no change in place and no other name can tell.

    >>> from s2sdiff.simplify.text import show
    >>> show(views, '''
    ... t_bar = u_bar[1:-1].copy()
    ... k_bar += np.sum(t_bar * curve)
    ... u_bar[2:] += k * t_bar
    ... ''', temporaries="t_bar k_bar u_bar", arrays="t_bar u_bar curve", scalars="k_bar k")
    t_bar = u_bar[1:-1]
    k_bar += np.sum(t_bar * curve)
    u_bar[2:] += k * t_bar
    """
    body = edit_blocks(body, lambda block, _: _without_operand_copies(block, study))
    body = edit_blocks(body, lambda block, _: _without_last_copies(block, body, study))
    return edit_blocks(body, _Views(body, study).block)


def _without_operand_copies(block: list[Any], study: Study) -> list[Any]:
    """`block` without copies of what an operation or a pure function only looks at, or of what is new.

    >>> from s2sdiff.simplify.text import show
    >>> show(views, "x_bar += np.sum(y_bar.copy() * w)", temporaries="x_bar y_bar", arrays="y_bar w", scalars="x_bar")
    x_bar += np.sum(y_bar * w)
    """
    known = study.memo.setdefault("without copies", {})

    def bare(node: Any, *, looks: bool) -> Any:
        if not isinstance(node, LOOKING):
            return node
        source = _copied_array(node, study)
        if source is not None and (looks or study.is_new(source)):
            node = source
        inside = study.looks(node)
        return map_children(node, lambda part: bare(part, looks=inside))

    def line(statement: Any) -> Any:
        found = known.get(id(statement))
        if found is None:
            new = statement
            if isinstance(statement, (gast.Assign, gast.AugAssign, gast.Expr, gast.Return)):
                added = isinstance(statement, gast.AugAssign) and study.kind(statement.target) in ("scalar", "array")
                value = statement.value and bare(statement.value, looks=added)
                new = statement if value is statement.value else changed(statement, value=value)
            found = known[id(statement)] = (statement, new)
        return found[1]

    result = [line(s) for s in block]
    return result if any(a is not b for a, b in zip(result, block, strict=True)) else block


def _without_last_copies(block: list[Any], body: list[Any], study: Study) -> list[Any]:
    """`block`, whose last statement returns arrays rather than copies of them, where nothing else refers to those.

    >>> from s2sdiff.simplify.text import show
    >>> show(views, '''
    ... x_bar = 2.0 * y_bar
    ... return x_bar.copy(), y_bar.copy()
    ... ''', params="y_bar", temporaries="x_bar y_bar", arrays="x_bar y_bar")
    x_bar = 2.0 * y_bar
    return (x_bar, y_bar.copy())
    >>> show(views, '''
    ... x_bar = 2.0 * y_bar
    ... return {"x": x_bar.copy(), "y": [y_bar.copy()]}
    ... ''', params="y_bar", temporaries="x_bar y_bar", arrays="x_bar y_bar")
    x_bar = 2.0 * y_bar
    return {'x': x_bar, 'y': [y_bar.copy()]}
    """
    last: Any = block[-1] if block else None
    parts = _displayed(last.value) if isinstance(last, gast.Return) and last.value is not None else []
    bare: dict[int, Any] = {}
    for k, part in enumerate(parts):
        source = _copied_array(part, study)
        bit = study.bit(source.id) if isinstance(source, gast.Name) else 0
        others = [*parts[:k], *parts[k + 1 :]]
        if bit and study.aliases(body).closure(bit) == bit and not any(study.effects(p).mentions & bit for p in others):
            bare[id(part)] = source

    def edit(node: Any) -> Any:
        return map_children(node, edit) if isinstance(node, DISPLAYS) else bare.get(id(node), node)

    return [*block[:-1], changed(last, value=edit(last.value))] if bare else block


def _displayed(value: Any) -> list[Any]:
    """What a tuple, list or dict that is written out holds, and what those in it hold."""
    if not isinstance(value, DISPLAYS):
        return [value]
    return [part for item in (value.values if isinstance(value, gast.Dict) else value.elts) for part in _displayed(item)]


def _copied_array(node: Any, study: Study) -> Any:
    """X for x.copy(); None for anything else.

    A copy that the user wrote stays: sums over the copy of a transposed matrix round in another order.
    """
    if not isinstance(node, gast.Call) or node.args or node.keywords or not isinstance(node.func, gast.Attribute):
        return None
    if hasattr(node, "lineno") or node.func.attr != "copy" or study.kind(node.func.value) != "array":
        return None
    return node.func.value


class _Views:
    """One sweep, which makes at most one view: what shares memory is found anew after each."""

    def __init__(self, body: list[Any], study: Study) -> None:
        self.body = body
        self.study = study
        self.found = False

    def block(self, body: list[Any], depth: int) -> list[Any]:  # noqa: ARG002
        for i, statement in enumerate(body):
            source = None if self.found else self._copied(statement)
            if source is None:
                continue
            if is_name(source, statement.targets[0].id):  # a = a.copy(), where no other name may show a
                bit = self.study.bit(source.id)
                if self.study.aliases(self.body).closure(bit) == bit and self.study.are_new(bit, self.body):
                    self.found = True
                    return [*body[:i], *body[i + 1 :]]
            elif self._is_unneeded(body, i, source):
                self.found = True
                return [*body[:i], changed(statement, value=source), *body[i + 1 :]]
        return body

    def _copied(self, statement: Any) -> Any:
        """The array that a temporary is made a copy of, or None."""
        if (
            not isinstance(statement, gast.Assign)
            or len(statement.targets) != 1
            or not isinstance(statement.targets[0], gast.Name)
        ):
            return None
        source = _copied_array(statement.value, self.study)
        if source is None or not self.study.may_go(statement.targets[0].id):
            return None
        is_array = self.study.kind(statement.targets[0]) == "array"
        return source if is_array and not self.study.effects(source).fixed else None

    def _is_unneeded(self, body: list[Any], i: int, source: Any) -> bool:
        """Whether statement i may name the array itself instead of a copy."""
        study = self.study
        live, aliases = liveness(self.body, study), study.aliases(self.body)
        bit = study.bit(body[i].targets[0].id)
        if aliases.closure(bit) & OUTSIDE:
            return False
        memory = aliases.closure(study.sharing(source) | bit)
        for statement in body[i + 1 :]:
            effects = study.effects(statement)
            if effects.exits and any(is_exit(s) and live.after[id(s)] & bit for s in statements([statement])):
                return False
            if effects.binds & bit or effects.mutates & bit or self._is_kept(statement, bit):
                return False
            last = not live.after[id(statement)] & bit
            if aliases.touched(effects) & memory and not (last and self._stores_last(statement, bit)):
                return False
            if last:
                return True
        return False

    def _is_kept(self, statement: Any, bit: int) -> bool:
        """Whether another name, a container or the caller may come to share the copy's memory."""
        for inner in statements([statement]):
            if isinstance(inner, gast.Return) and inner.value is not None and self.study.sharing(inner.value) & bit:
                return True
            if any(tie & bit and tie != bit for tie in self.study.ties(inner)):
                return True
        return False

    def _stores_last(self, statement: Any, bit: int) -> bool:
        """Whether the one change the statement makes comes after it has read the copy."""
        if isinstance(statement, BLOCKS) or not isinstance(statement, (gast.Assign, gast.AugAssign)):
            return not self.study.effects(statement).mentions & bit
        value = self.study.effects(statement.value)
        return not value.acts
