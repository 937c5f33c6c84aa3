"""Gives one name to what has two: after `a = b` the two names are the same object until one is rebound.

Changes in place are seen through both names, so they are no obstacle; only rebinding is.
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.liveness import liveness
from s2sdiff.simplify.node_effects import is_exit, statements
from s2sdiff.simplify.rebuild import BLOCKS, edit_blocks, rename, replace_reads
from s2sdiff.simplify.study import Study

SHORT = 8  # columns of a literal that is worth repeating
LITERALS = (int, float, complex, bool, type(None))


def copies(body: list[Any], study: Study) -> list[Any]:
    """Removes copies of names, and copies of literals, to temporaries; the better of two names stays.

    >>> from s2sdiff.simplify.text import show
    >>> show(copies, '''
    ... r_bar = 2.0 * r
    ... h_bar = r_bar
    ... return x.T @ h_bar, np.sum(h_bar)
    ... ''', temporaries="r_bar h_bar", arrays="r x r_bar h_bar")
    r_bar = 2.0 * r
    return (x.T @ r_bar, np.sum(r_bar))
    >>> show(copies, '''
    ... h_1_bar = 2.0 * r
    ... h_bar = h_1_bar
    ... return x.T @ h_bar, np.sum(h_bar)
    ... ''', temporaries="h_1 h_1_bar h_bar", arrays="r x h_1_bar h_bar")
    h_bar = 2.0 * r
    return (x.T @ h_bar, np.sum(h_bar))
    """
    for _ in range(len(study.names) + 1):
        sweep = _Copies(body, study)
        new = edit_blocks(body, sweep.block)
        if new is body:
            break
        body = new
    return body


class _Copies:
    """One sweep.  What is live follows each renaming; where a copy was the last read of a name, that name only seems live."""

    def __init__(self, body: list[Any], study: Study) -> None:
        self.study = study
        self.live = liveness(body, study)

    def block(self, body: list[Any], depth: int) -> list[Any]:  # noqa: ARG002
        i = 0
        while i < len(body):
            edited = self._try(body, i)
            if edited is None:
                i += 1
            else:
                body = edited
        return body

    def _try(self, body: list[Any], i: int) -> list[Any] | None:
        """`body` without the copy that statement i makes, or None."""
        statement = body[i]
        if not isinstance(statement, gast.Assign) or len(statement.targets) != 1:
            return None
        target, value = statement.targets[0], statement.value
        if not isinstance(target, gast.Name):
            return None
        if isinstance(value, gast.Name) and not self.study.is_module(value.id):
            return self._copy(body, i, target.id, value.id)
        if _is_short_literal(value) and self.study.may_go(target.id):
            return self._literal(body, i, target.id, value)
        return None

    def _copy(self, body: list[Any], i: int, a: str, b: str) -> list[Any] | None:
        if a == b:
            return [*body[:i], *body[i + 1 :]]
        study = self.study
        if (study.bit(a) | study.bit(b)) & study.pinned:
            return None
        worse = study.facts.rank(a) < study.facts.rank(b)
        for direction in ("back", "ahead") if worse else ("ahead", "back"):
            if direction == "ahead" and study.may_go(a):
                end = self._ahead(body, i, a, b, worse=worse)
                if end is not None:
                    return [*body[:i], *self._renamed(body[i + 1 : end], a, b), *body[end:]]
            if direction == "back" and study.may_go(b):
                edited = self._back(body, i, a, b)
                if edited is not None:
                    return edited
        return None

    def _renamed(self, body: list[Any], old: str, new: str) -> list[Any]:
        """Statements with a name renamed, and what is live around them."""
        gone, here = self.study.bit(old), self.study.bit(new)
        result = []
        for statement in body:
            renamed = rename(statement, old, new, self.study)
            self._carry(statement, renamed)
            for inner in statements([renamed]):
                for live in (self.live.before, self.live.after):
                    if live[id(inner)] & gone:
                        live[id(inner)] = live[id(inner)] & ~gone | here
            result.append(renamed)
        return result

    def _carry(self, old: Any, new: Any) -> None:
        """Keeps what is known of a statement for its changed twin, which other copies of this sweep may need."""
        if old is new:
            return
        for one, other in zip(statements([old]), statements([new]), strict=True):
            self.live.after[id(other)] = self.live.after[id(one)]
            self.live.before[id(other)] = self.live.before[id(one)]
        self.study.memo.setdefault("alive", {})[id(new)] = new

    def _ahead(self, body: list[Any], i: int, old: str, new: str, *, worse: bool = False) -> int | None:
        """The end of the statements after i in which `old` can be called `new`, or None where it can not.

        A name that is `worse` does not take over what a block inside changes: it will not be folded away.
        """
        study = self.study
        a, b = study.bit(old), study.bit(new)
        alone = not self.live.after[id(body[i])] & b and study.may_go(new)
        rebound = False
        if not self.live.after[id(body[i])] & a:
            return i + 1
        for k in range(i + 1, len(body)):
            statement = body[k]
            effects = study.effects(statement)
            dies = not self.live.after[id(statement)] & a
            if effects.exits and self._is_live_at_exit(statement, a):
                return None
            if effects.binds & b:
                simple = isinstance(statement, gast.Assign) and _is_name(statement.targets, new)
                return k + 1 if simple and dies and self._kinds_agree(old, new, rebound=rebound) else None
            if alone and effects.mentions & b:
                return None
            if effects.binds & a:
                if not alone or (worse and isinstance(statement, BLOCKS)):
                    return None
                rebound = True
            if dies:
                return k + 1 if self._kinds_agree(old, new, rebound=rebound) else None
        return None

    def _back(self, body: list[Any], i: int, new: str, old: str) -> list[Any] | None:
        """`body` with `old` called `new` from where it is made, and the copy `new = old` at i removed."""
        study = self.study
        end: int | None = i + 1
        if self.live.after[id(body[i])] & study.bit(old):
            end = self._ahead(body, i, old, new) if study.may_go(old) else None
        start = self._start(body, i, new, old)
        if end is None or start is None or self._is_primal(body[start], new):
            return None
        tail = self._renamed(body[i + 1 : end], old, new)
        return [*body[:start], *self._renamed(body[start:i], old, new), *tail, *body[end:]]

    def _is_primal(self, start: Any, new: str) -> bool:
        """Whether `new`, a cotangent or a tangent, is no name for what the user's own line computes."""
        return hasattr(start, "lineno") and self.study.facts.is_derivative(new)

    def _start(self, body: list[Any], i: int, new: str, old: str) -> int | None:
        """Where the value that `new = old` at i copies begins, if no statement on the way minds the new name."""
        study = self.study
        a, b = study.bit(new), study.bit(old)
        bindings = 0
        for k in range(i - 1, -1, -1):
            statement = body[k]
            effects = study.effects(statement)
            if effects.exits and self._is_live_at_exit(statement, a | b):
                return None
            bindings += bool(effects.binds & b)
            begins = effects.binds & b and not self.live.before[id(statement)] & b
            simple = begins and isinstance(statement, gast.Assign)
            if effects.binds & a or (effects.mentions & a and not (simple and not effects.mutates & a)):
                return None
            if begins:
                return k if self._kinds_agree(old, new, rebound=bindings > 1 or isinstance(statement, BLOCKS)) else None
        return None

    def _kinds_agree(self, old: str, new: str, *, rebound: bool) -> bool:
        """Whether what is known of `new` holds for the values that `old` had."""
        of_old, of_new = (self.study.kinds.get(n, "other") for n in (old, new))
        return of_old == of_new or of_new == "other" or (of_old == "other" and not rebound)

    def _is_live_at_exit(self, statement: Any, bits: int) -> bool:
        return any(is_exit(s) and self.live.after[id(s)] & bits for s in statements([statement]))

    def _literal(self, body: list[Any], i: int, name: str, value: Any) -> list[Any] | None:
        """`body` with the literal in place of the name, if every use can take it."""
        study = self.study
        bit = study.bit(name)
        uses: list[int] = []
        stays = False  # it is a first value as well, to which more is added
        for k in range(i + 1, len(body)):
            statement = body[k]
            effects = study.effects(statement)
            if effects.exits and self._is_live_at_exit(statement, bit):
                return None
            plain = isinstance(statement, gast.Assign) and _is_name(statement.targets, name)
            if uses and isinstance(statement, gast.AugAssign) and effects.binds & bit:
                stays = True
                break
            if (effects.binds & bit and not plain) or (effects.mutates | effects.grows) & bit:
                return None
            if effects.reads & bit:
                uses.append(k)
            if plain or not self.live.after[id(statement)] & bit:
                break
        else:
            return None
        result = list(body)
        for k in uses:
            result[k] = replace_reads(body[k], name, value, study)
            self._carry(body[k], result[k])
        if not stays:
            del result[i]
        return result


def _is_name(targets: list[Any], name: str) -> bool:
    return len(targets) == 1 and isinstance(targets[0], gast.Name) and targets[0].id == name


def _is_short_literal(node: Any) -> bool:
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        node = node.operand
    return isinstance(node, gast.Constant) and isinstance(node.value, LITERALS) and len(repr(node.value)) <= SHORT
