"""Adds on that side of a branch where there is something to add."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.first_stores import is_sum, is_zeros
from s2sdiff.simplify.liveness import liveness
from s2sdiff.simplify.match import number
from s2sdiff.simplify.node_effects import Aliases, is_comment
from s2sdiff.simplify.rebuild import changed, edit_blocks
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import Comment


def sides(body: list[Any], study: Study) -> list[Any]:
    """Moves the addition of what one side of a branch sets to zero to the other side; the zero is then idle.

    >>> from s2sdiff.simplify.text import show
    >>> show(sides, '''
    ... if x[i] > 0.0:
    ...     # line 3: s += v * v
    ...     v_bar = 2.0 * s_bar * x[i]
    ... else:
    ...     v_bar = 0.0
    ... # line 2: v = x[i]
    ... x_bar[i] += v_bar
    ... ''', temporaries="v_bar x_bar s_bar", arrays="x x_bar", scalars="s_bar v_bar i")
    if x[i] > 0.0:
        # line 3: s += v * v
        v_bar = 2.0 * s_bar * x[i]
        # line 2: v = x[i]
        x_bar[i] += v_bar
    else:
        v_bar = 0.0
    # line 2: v = x[i]
    """
    return edit_blocks(body, _Sides(body, study).block)


class _Sides:
    def __init__(self, body: list[Any], study: Study) -> None:
        self.body = body
        self.study = study
        self.aliases: Aliases = study.aliases(body)

    def block(self, block: list[Any], depth: int) -> list[Any]:  # noqa: ARG002
        i = 0
        while i < len(block):
            if isinstance(block[i], gast.If) and block[i].orelse and not self.study.effects(block[i]).exits:
                block = self.with_additions(block, i)
            i += 1
        return block

    def with_additions(self, block: list[Any], i: int) -> list[Any]:
        """`block`, whose statement i is a branch, with the additions moved into it that can be."""
        j = i + 1
        while j < len(block) and not self.study.effects(block[j]).exits:
            side = self.side_of(block[j], block[i])
            if side is None or not all(self.study.passes(self.study.effects(block[j]), s, self.aliases) for s in block[i + 1 : j]):
                j += 1
                continue
            inside = getattr(block[i], side)
            heading = next((s for s in reversed(block[i:j]) if is_comment(s)), None)
            last = next((s for s in reversed(inside) if is_comment(s)), None)
            above = [Comment(heading.text)] if heading is not None and (last is None or last.text != heading.text) else []
            branch = changed(block[i], **{side: [*inside, *above, block[j]]})
            block = [*block[:i], branch, *block[i + 1 : j], *block[j + 1 :]]
        return block

    def side_of(self, addition: Any, branch: gast.If) -> str | None:
        """The side of a branch on which there is something to add; None if there is on both, or if more is done with it."""
        value = addition.value if is_sum(addition) else None
        if not isinstance(value, gast.Name) or not self.study.may_go(value.id):
            return None
        bit = self.study.bit(value.id)
        live = liveness(self.body, self.study).after.get(id(addition), bit)
        if live & bit or self.study.effects(addition.target).mentions & bit:
            return None
        given = [self.given(side, value.id) for side in (branch.body, branch.orelse)]
        zeros = [self.is_zero(v, side, bit) for v, side in zip(given, (branch.body, branch.orelse), strict=True)]
        if None in given or zeros[0] == zeros[1]:
            return None
        return "orelse" if zeros[0] else "body"

    def is_zero(self, given: Any, side: list[Any], bit: int) -> bool:
        """Whether a name that is given this on one side is zero at the end of it."""
        begun = number(given) == 0 or is_zeros(given, self.study)
        return begun and not any(self.aliases.touched(self.study.effects(s)) & bit for s in side)

    def given(self, side: list[Any], name: str) -> Any:
        """What one side gives a name, if that is done once, and not in a branch or a loop of its own."""
        bit = self.study.bit(name)
        binding = [s for s in side if self.study.effects(s).binds & bit]
        plain = len(binding) == 1 and isinstance(binding[0], gast.Assign) and isinstance(binding[0].targets[0], gast.Name)
        return binding[0].value if plain and len(binding[0].targets) == 1 else None
