"""Lets a name keep its value until the value's last use, so that no second name has to hold it."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.liveness import liveness
from s2sdiff.simplify.node_effects import commute, is_comment
from s2sdiff.simplify.rebuild import edit_blocks
from s2sdiff.simplify.study import Study


def delay(body: list[Any], study: Study) -> list[Any]:
    """Moves the new value of a cotangent below the uses of its old one.

    >>> from s2sdiff.simplify.text import show
    >>> show(delay, '''
    ... t_bar = s_bar
    ... s_bar = t_bar * x
    ... x_bar += t_bar * s
    ... return x_bar, s_bar
    ... ''', temporaries="t_bar s_bar x_bar", scalars="t_bar s_bar x_bar x s")
    t_bar = s_bar
    x_bar += t_bar * s
    s_bar = t_bar * x
    return (x_bar, s_bar)
    """
    work = _Delay(body, study)
    return edit_blocks(body, work.block)


class _Delay:
    def __init__(self, body: list[Any], study: Study) -> None:
        self.body = body
        self.study = study

    def block(self, block: list[Any], depth: int) -> list[Any]:  # noqa: ARG002
        for i, statement in enumerate(block):
            names = _copy(statement)
            if names is None or not self.study.may_go(names[0]) or not self.study.facts.is_derivative(names[1]):
                continue
            place = self._rebinding(block, i, *names)
            if place is not None:
                start, end = place
                block = [*block[:start], *block[start + 1 : end + 1], block[start], *block[end + 1 :]]
        return block

    def _rebinding(self, block: list[Any], i: int, copy: str, name: str) -> tuple[int, int] | None:
        """Where the copied name is rebound after statement i, and the last use of the copy if it can go below that."""
        study = self.study
        old, new = study.bit(copy), study.bit(name)
        start = next((k for k in range(i + 1, len(block)) if study.effects(block[k]).binds & (old | new)), None)
        if start is None or _assigned(block[start]) != name:
            return None
        live, end = liveness(self.body, study), start
        while live.after[id(block[end])] & old:
            end += 1
            if end == len(block) or is_comment(block[end]):
                return None
            effects = study.effects(block[end])
            moving = study.effects(block[start])
            if effects.exits or effects.binds & old or not commute(moving, effects, study.aliases(self.body)):
                return None
        return (start, end) if end > start else None


def _assigned(statement: Any) -> str | None:
    """The name that an assignment binds, if that is all it does."""
    if isinstance(statement, gast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        return target.id if isinstance(target, gast.Name) else None
    return None


def _copy(statement: Any) -> tuple[str, str] | None:
    """The two names of `a = b`."""
    name = _assigned(statement)
    return (name, statement.value.id) if name and isinstance(statement.value, gast.Name) else None
