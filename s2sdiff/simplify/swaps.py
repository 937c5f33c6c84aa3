"""Writes `a, b = b, a` for what normal form said in three lines."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.liveness import liveness
from s2sdiff.simplify.rebuild import edit_blocks
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import located


def swaps(body: list[Any], study: Study) -> list[Any]:
    """Exchanges two names without a third.

    >>> from s2sdiff.simplify.text import show
    >>> show(swaps, '''
    ... old = now
    ... now = before
    ... before = old
    ... return now + before
    ... ''', temporaries="old", arrays="now before old")
    now, before = (before, now)
    return now + before
    """
    work = _Swaps(body, study)
    return edit_blocks(body, work.block)


class _Swaps:
    def __init__(self, body: list[Any], study: Study) -> None:
        self.body = body
        self.study = study

    def block(self, block: list[Any], depth: int) -> list[Any]:  # noqa: ARG002
        i = 0
        while i + 2 < len(block):
            pair = self.exchanged(block[i : i + 3])
            if pair:
                block = [*block[:i], located(_assigned(pair), block[i]), *block[i + 3 :]]
            i += 1
        return block

    def exchanged(self, three: list[Any]) -> list[str]:
        """The two names whose values three statements exchange; none if they do something else."""
        copies = [(s.targets[0].id, s.value.id) for s in three if _is_copy(s)]
        if len(copies) < 3 or not self.study.may_go(copies[0][0]):
            return []
        (spare, a), (first, b), (second, last) = copies
        if first != a or second != b or last != spare or len({spare, a, b}) < 3:
            return []
        live = liveness(self.body, self.study)
        return [] if live.after[id(three[2])] & self.study.bit(spare) else [a, b]


def _is_copy(statement: Any) -> bool:
    """Whether a statement gives a value a second name."""
    if not isinstance(statement, gast.Assign) or len(statement.targets) != 1:
        return False
    return isinstance(statement.targets[0], gast.Name) and isinstance(statement.value, gast.Name)


def _assigned(pair: list[str]) -> gast.AST:
    """`a, b = b, a`."""
    targets = [gast.Name(n, gast.Store(), None, None) for n in pair]
    values = [gast.Name(n, gast.Load(), None, None) for n in reversed(pair)]
    return gast.Assign([gast.Tuple(targets, gast.Store())], gast.Tuple(values, gast.Load()), None)
