"""Writes `y[i] *= e` for `y[i] = y[i] * e`, and `row *= e` where `row` shows that place."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.algebra import is_inexact
from s2sdiff.simplify.rebuild import BLOCKS, changed
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import located, names_read

OPERATORS = (gast.Mult, gast.Div, gast.Pow, gast.Mod, gast.FloorDiv)  # sums in place are written as such from the start


def in_place(body: list[Any], study: Study) -> list[Any]:
    """Turns a store of what was made of the very place into a change in place; drops a view that is there already.

    >>> from s2sdiff.simplify.text import show
    >>> show(in_place, '''
    ... head = y[:2]
    ... y[:2] = head * 2.0
    ... head = y[:2]
    ... y[...] = y / n
    ... ''', arrays="head y", scalars="n", float64="y")
    head = y[:2]
    head *= 2.0
    y /= n
    """
    new = _InPlace(study).block(body, {})
    return new if len(new) != len(body) or any(a is not b for a, b in zip(new, body, strict=True)) else body


class _InPlace:
    def __init__(self, study: Study) -> None:
        self.study = study

    def block(self, body: list[Any], shown: dict[str, Any]) -> list[Any]:
        """`body`, where names show places: `shown` says which."""
        result = []
        for statement in body:
            new = statement
            if isinstance(statement, BLOCKS):
                self.forget(shown, self.study.effects(statement).binds)
                fields = {f: self.block(getattr(statement, f), dict(shown)) for f in ("body", "orelse") if getattr(statement, f, None)}
                new = changed(statement, **fields)
            elif isinstance(statement, gast.Assign) and len(statement.targets) == 1:
                target = statement.targets[0]
                view = isinstance(target, gast.Name) and self.is_view(statement.value, target.id)
                if view and shown.get(target.id, (None,))[0] == self.study.key(statement.value):
                    continue
                new = self.changed_in_place(statement, target, shown)
                self.forget(shown, self.study.effects(statement).binds)
                if view:
                    shown[target.id] = (self.study.key(statement.value), names_read(statement.value))
            else:
                self.forget(shown, self.study.effects(statement).binds)
            result.append(new)
        return result

    def forget(self, shown: dict[str, Any], bound: int) -> None:
        """Names that are bound anew show something else, and so do those whose place they stand in."""
        for name, (_, parts) in list(shown.items()):
            if self.study.mask([name, *parts]) & bound:
                del shown[name]

    def is_view(self, place: Any, name: str) -> bool:
        """Whether an expression is part of an array by slices and numbers, and surely shares its memory."""
        if not isinstance(place, gast.Subscript) or not isinstance(place.value, gast.Name) or name in names_read(place):
            return False  # after `y = y[1:]`, y[1:] is another place
        index = place.slice.elts if isinstance(place.slice, gast.Tuple) else [place.slice]
        plain = all(isinstance(i, (gast.Slice, gast.Constant)) or self.study.kind(i) == "scalar" for i in index)
        if not plain or self.study.kind(place.value) != "array":
            return False
        held = self.study.kinds.get(name) == "array" and name not in self.study.facts.numbers  # no number: some axes are left
        return held or any(isinstance(i, gast.Slice) for i in index)

    def changed_in_place(self, statement: Any, target: Any, shown: dict[str, Any]) -> Any:
        """The statement as an augmented assignment, if it is one."""
        value = statement.value
        if not isinstance(target, gast.Subscript) or not isinstance(value, gast.BinOp) or not isinstance(value.op, OPERATORS):
            return statement
        whole = isinstance(target.slice, gast.Constant) and target.slice.value is Ellipsis
        place = target.value if whole else target
        if not isinstance(target.value, gast.Name) or self.study.kind(target.value) != "array" or not is_inexact(target.value, self.study):
            return statement
        left = value.left
        same = self.study.key(left) == self.study.key(place)
        if not same and not (isinstance(left, gast.Name) and shown.get(left.id, (None,))[0] == self.study.key(place)):
            return statement
        stored = changed(left, ctx=gast.Store())
        return located(gast.AugAssign(stored, value.op, value.right), statement)
