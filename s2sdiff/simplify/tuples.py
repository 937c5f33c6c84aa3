"""Takes a tuple apart where it is made: `a, b = f(x)` again for what normal form wrote in three lines."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.liveness import liveness
from s2sdiff.simplify.match import number
from s2sdiff.simplify.rebuild import changed, edit_blocks
from s2sdiff.simplify.study import Study


def tuples(body: list[Any], study: Study) -> list[Any]:
    """Unpacks a tuple that is only there to have its items read.

    >>> from s2sdiff.simplify.text import show
    >>> show(tuples, '''
    ... a_b, tape = f(x)
    ... a = a_b[0]
    ... b = a_b[1]
    ... return a * b
    ... ''', temporaries="a_b tape", tuples="a_b a_b")
    (a, b), tape = f(x)
    return a * b
    """
    work = _Tuples(body, study)
    return edit_blocks(body, work.block) if study.facts.lengths else body


class _Tuples:
    def __init__(self, body: list[Any], study: Study) -> None:
        self.body = body
        self.study = study

    def block(self, block: list[Any], depth: int) -> list[Any]:  # noqa: ARG002
        i = 0
        while i < len(block):
            for name in _bound(block[i]):
                items = self._items(block, i, name)
                if items:
                    gone = {id(s) for s in items}
                    targets = [_with_items(block[i].targets[0], name, [s.targets[0] for s in items])]
                    rest = [s for s in block[i + 1 :] if id(s) not in gone]
                    block = [*block[:i], changed(block[i], targets=targets), *rest]
            i += 1
        return block

    def _items(self, block: list[Any], i: int, name: str) -> list[Any]:
        """The statements after i that name the items of the tuple in order, if it is read for nothing else."""
        study = self.study
        length = study.facts.lengths.get(name, 0)
        if not length or not study.may_go(name):
            return []
        bit = study.bit(name)
        found: list[Any] = []
        passed = study.effects(block[i]).binds  # by statements that the items have to be named before
        for statement in block[i + 1 :]:
            effects = study.effects(statement)
            if _is_item(statement, name, len(found)) and not effects.binds & (passed | study.pinned):
                found.append(statement)
                passed |= effects.binds
            elif effects.mentions & bit or effects.exits:
                break
            else:
                passed |= effects.mentions
            if len(found) == length:
                return found if not self._is_live_after(statement, bit) else []
        return []

    def _is_live_after(self, statement: Any, bit: int) -> bool:
        return bool(liveness(self.body, self.study).after.get(id(statement), bit) & bit)


def _bound(statement: Any) -> list[str]:
    """The names that an assignment binds, where that is all it does."""
    if not isinstance(statement, gast.Assign) or len(statement.targets) != 1:
        return []
    target = statement.targets[0]
    parts = target.elts if isinstance(target, gast.Tuple) else [target]
    return [p.id for p in parts] if all(isinstance(p, gast.Name) for p in parts) else []


def _is_item(statement: Any, name: str, k: int) -> bool:
    """Whether a statement is item = name[k]."""
    value = statement.value if isinstance(statement, gast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(value, gast.Subscript) or not isinstance(value.value, gast.Name) or value.value.id != name:
        return False
    return number(value.slice) == k and isinstance(statement.targets[0], gast.Name)


def _with_items(target: Any, name: str, items: list[Any]) -> Any:
    """A target with a tuple of names in place of one name."""
    if isinstance(target, gast.Name):
        return gast.Tuple(items, gast.Store()) if target.id == name else target
    return changed(target, elts=[_with_items(t, name, items) for t in target.elts])
