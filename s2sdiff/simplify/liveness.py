"""Which names are read later: after each statement, the set of names whose present value may still be read.

Two readings.  Plain: every statement reads what it mentions.  Strong: a statement that is itself useless reads
nothing, so that a variable that only feeds itself is dead; and of an array whose shape is read the items are not.
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.node_effects import OUTSIDE, Aliases
from s2sdiff.simplify.study import Study


def liveness(body: list[Any], study: Study) -> Liveness:
    """The plain reading of `body`; remembered as long as the body stays, so that passes share it."""
    last = study.memo.get("liveness")
    if last is None or last["body"] is not body:
        last = study.memo["liveness"] = {"body": body, "live": Liveness(body, study)}
    return last["live"]  # type: ignore[no-any-return]


class Liveness:
    """Names live before and after every statement of a function, by identity of the statement."""

    def __init__(self, body: list[Any], study: Study, aliases: Aliases | None = None) -> None:
        """With `aliases` the strong reading, else the plain one."""
        self.study = study
        self.aliases = aliases
        self.before: dict[int, int] = {}
        self.after: dict[int, int] = {}
        self.dead: set[int] = set()
        self._block(body, study.pinned, 0, 0)

    def _block(self, body: list[Any], live: int, at_break: int, at_continue: int) -> int:
        for statement in reversed(body):
            if isinstance(statement, gast.Break):
                live = at_break
            elif isinstance(statement, gast.Continue):
                live = at_continue
            elif isinstance(statement, (gast.Return, gast.Raise)):
                live = self.study.pinned
            self.after[id(statement)] = live
            if self.aliases is not None:
                if self.is_useless(statement, live):
                    self.dead.add(id(statement))
                    self.before[id(statement)] = live
                    continue
                self.dead.discard(id(statement))
            live = self.before[id(statement)] = self._through(statement, live, at_break, at_continue)
        return live

    def is_useless(self, statement: Any, live: int) -> bool:
        """Whether nothing that the statement does is seen later."""
        effects = self.study.effects(statement)
        if effects.fixed or effects.exits or self.study.with_shapes(effects.binds) & live:
            return False
        if not effects.mutates and not effects.grows:
            return True
        assert self.aliases is not None
        touched = self.aliases.touched(effects)
        if not _is_store(statement):
            touched = self.study.with_shapes(touched)
        return not touched & (live | OUTSIDE)

    def _reads(self, node: Any) -> int:
        """The names that a statement, or an expression, reads; in the strong reading of some their shape alone."""
        reads = self.study.effects(node).reads
        shapes = self.study.shapes_read(node) if self.aliases is not None else 0
        return reads & ~shapes | self.study.with_shapes(shapes) & ~shapes

    def _through(self, statement: Any, live: int, at_break: int, at_continue: int) -> int:
        if isinstance(statement, gast.Assign):
            killed = 0
            for target in statement.targets:
                killed |= self._killed(target)
            return live & ~killed | self._reads(statement)
        if isinstance(statement, gast.If):
            inner = self._block(statement.body, live, at_break, at_continue)
            return inner | self._block(statement.orelse, live, at_break, at_continue) | self._reads(statement.test)
        if isinstance(statement, (gast.For, gast.While)):
            return self._loop(statement, live)
        if isinstance(statement, gast.With):
            live = self._block(statement.body, live, at_break, at_continue)
            for item in statement.items:
                live |= self._reads(item.context_expr)
            return live
        return live | self._reads(statement)

    def _loop(self, loop: Any, live: int) -> int:
        after_else = 0 if _is_endless(loop) else self._block(loop.orelse, live, 0, 0)
        test = self._reads(loop.test) if isinstance(loop, gast.While) else 0
        target = self._killed(loop.target) if isinstance(loop, gast.For) else 0
        stored = self.study.place(loop.target).reads if isinstance(loop, gast.For) else 0
        head = after_else | test
        while True:
            entry = self._block(loop.body, head, live, head)
            new = head | (entry & ~target) | stored
            if new == head:
                break
            head = new
        return head | (self._reads(loop.iter) if isinstance(loop, gast.For) else 0)

    def _killed(self, target: Any) -> int:
        """The names that an assignment to `target` surely rebinds, and that no function reads when it is called."""
        if isinstance(target, gast.Name):
            return self.study.with_shapes(self.study.bit(target.id)) & ~self.study.pinned
        if isinstance(target, (gast.Tuple, gast.List)):
            killed = 0
            for item in target.elts:
                killed |= self._killed(item)
            return killed
        return self._killed(target.value) if isinstance(target, gast.Starred) else 0


def _is_store(statement: Any) -> bool:
    """Whether a statement changes items at most, never a shape."""
    target = statement.targets[0] if isinstance(statement, gast.Assign) and len(statement.targets) == 1 else None
    return isinstance(statement, gast.AugAssign) or isinstance(target, gast.Subscript)


def _is_endless(loop: Any) -> bool:
    """Whether a loop goes on until it is left from inside."""
    return isinstance(loop, gast.While) and isinstance(loop.test, gast.Constant) and bool(loop.test.value) and not loop.orelse
