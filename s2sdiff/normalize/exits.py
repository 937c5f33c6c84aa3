"""Moves every exit to the end of its block, and leaves one `return`.

What follows an `if` that may exit moves into its branches, so that after an exit nothing is left to skip; a flag is
needed only where that would print the same statements twice.  Assumes that loops have no `else`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.form import statements
from s2sdiff.normalize.parts import changed, if_, is_atom, may_run_functions, not_
from s2sdiff.normalize.scope import Scope

EXITS = (gast.Return, gast.Break, gast.Continue)


def nest_exits(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''Exits move to the ends of blocks, so that the reverse sweep meets structure only.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs):
    ...     s = 0.0
    ...     for x in xs:
    ...         if x < 0.0:
    ...             return x
    ...         if x == 0.0:
    ...             continue
    ...         s = s + x
    ...     return s
    ... """, nest_exits))
    def f(xs):
        s = 0.0
        returned = False
        for x in xs:
            if x < 0.0:
                out = x
                returned = True
                break
            elif not x == 0.0:
                s = s + x
        if not returned:
            out = s
        return out
    '''
    body = list(function.body)
    if falls(body):
        body.append(syntax.located(gast.Return(syntax.const(None)), body[-1]))
    returns = [s for s in statements(body) if isinstance(s, gast.Return)]
    if len(returns) == 1 and returns[0] is body[-1]:
        nested = _Nester(scope, None).block(body[:-1], _FUNCTION)
        return changed(function, body=[*nested, changed(body[-1], value=body[-1].value or syntax.const(None))])
    result = _common_value(returns) or syntax.name(scope.fresh("out"))
    nested = _Nester(scope, result).block(body, _FUNCTION)
    last = syntax.located(gast.Return(result), returns[-1] if returns else body[-1])
    return changed(function, body=[*nested, last])


def _common_value(returns: list[Any]) -> Any:
    """The atom that every `return` gives, if they all give the same one."""
    values = [s.value or syntax.const(None) for s in returns] or [syntax.const(None)]
    first = values[0]
    return first if is_atom(first) and len({syntax.dump(value) for value in values}) == 1 else None


def falls(block: list[Any]) -> bool:
    """Whether control may reach the end of `block`; a `with` is taken to let exceptions pass."""
    return all(map(_falls, block))


def _falls(statement: Any) -> bool:
    if isinstance(statement, (*EXITS, gast.Raise)):
        return False
    if isinstance(statement, gast.If):
        return falls(statement.body) or falls(statement.orelse)
    if isinstance(statement, gast.With):
        return falls(statement.body)
    if isinstance(statement, gast.While):
        forever = isinstance(statement.test, gast.Constant) and bool(statement.test.value)
        return not forever or gast.Break in _inner_exits(statement.body)
    return True


def exits_of(statement: Any) -> set[type[gast.AST]]:
    """The exits that may happen inside `statement` and lead out of it."""
    if isinstance(statement, EXITS):
        return {type(statement)}
    if isinstance(statement, gast.If):
        return _inner_exits(statement.body) | _inner_exits(statement.orelse)
    if isinstance(statement, gast.With):
        return _inner_exits(statement.body)
    if isinstance(statement, (gast.For, gast.While)):
        return _inner_exits(statement.body) & {gast.Return}
    return set()


def _inner_exits(block: list[Any]) -> set[type[gast.AST]]:
    return set().union(*map(exits_of, block)) if block else set()


@dataclass(frozen=True)
class _Ends:
    """What to do at an exit: how control leaves the block at hand for good."""

    breaks: tuple[Any, ...] = ()
    continues: tuple[Any, ...] = ()
    returns: tuple[Any, ...] = ()  # once the result is stored and `returned` is set, if it is to be
    sets_returned: bool = False  # whether someone further out asks `returned`
    has_cleared: bool = False  # whether `returned` is known to be False

    def of(self, kind: type[gast.AST]) -> tuple[Any, ...]:
        return {gast.Break: self.breaks, gast.Continue: self.continues, gast.Return: self.returns}[kind]


_FUNCTION = _Ends()
_FLAGS = ((gast.Return, "returned"), (gast.Break, "stopped"), (gast.Continue, "skipped"))


class _Nester:
    def __init__(self, scope: Scope, result: Any) -> None:
        self.scope = scope
        self.result = result
        self.returned = ""

    def block(self, block: list[Any], ends: _Ends) -> list[Any]:
        """The block with its exits at the ends; it stands where nothing follows, or only what is guarded by flags."""
        done: list[Any] = []
        for position, statement in enumerate(block):
            rest = block[position + 1 :]
            if isinstance(statement, EXITS):
                return done + self.leave(statement, ends)
            if exits_of(statement):
                return done + [syntax.located(s, statement) for s in self.divide(statement, rest, ends)]
            done.append(self.inside(statement, ends))
            if not _falls(statement):
                break
        return done

    def inside(self, statement: Any, ends: _Ends) -> Any:
        """A statement that no exit leaves, with the loops inside put in order."""
        if isinstance(statement, (gast.For, gast.While)):
            return self.loop(statement, ends)
        if isinstance(statement, gast.If):
            body, orelse = self.block(statement.body, ends), self.block(statement.orelse, ends)
            return changed(statement, body=body, orelse=orelse)
        if isinstance(statement, gast.With):
            return self.inside_with(statement, ends)
        return statement

    def inside_with(self, statement: Any, ends: _Ends) -> Any:
        return changed(statement, body=self.block(statement.body, ends) or [syntax.located(gast.Pass(), statement)])

    def loop(self, loop: Any, ends: _Ends) -> Any:
        """A loop, where a `return` is a `break`."""
        inner = _Ends((gast.Break(),), (), (gast.Break(),), ends.sets_returned)
        return changed(loop, body=self.block(loop.body, inner) or [syntax.located(gast.Pass(), loop)])

    def leave(self, exit_: Any, ends: _Ends) -> list[Any]:
        """What stands in place of an exit."""
        new: list[Any] = []
        if isinstance(exit_, gast.Return):
            value = exit_.value or syntax.const(None)
            if syntax.dump(value) != syntax.dump(self.result):
                new.append(syntax.assign(self.result.id, value))
            if ends.sets_returned:
                new.append(syntax.assign(self.returned, syntax.const(value=True)))
        return [syntax.located(s, exit_) for s in (*new, *map(syntax.clone, ends.of(type(exit_))))]

    def divide(self, statement: Any, rest: list[Any], ends: _Ends) -> list[Any]:
        """A compound statement that may exit, and the rest of its block, which runs only if it does not."""
        if isinstance(statement, (gast.For, gast.While)):
            return self.divide_loop(statement, rest, ends)
        if isinstance(statement, gast.With):
            unreached = not rest or not falls(statement.body)
            if unreached and not any(ends.of(kind) for kind in exits_of(statement)):
                return [self.inside_with(statement, ends)]
            if unreached:  # the context is left before the loop is
                return self.flagged(statement, [], ends)
            return self.flagged(statement, self.rest(statement, rest, ends), ends)
        if _is_brief(rest) or not (falls(statement.body) and falls(statement.orelse)):
            body = self.block(statement.body + rest, ends)
            orelse = self.block(statement.orelse + rest, ends)
            if not body and not orelse:
                return [gast.Expr(statement.test)] if may_run_functions(statement.test) else []
            return [changed(statement, body=body, orelse=orelse)] if body else if_(not_(statement.test), orelse)
        return self.flagged(statement, self.rest(statement, rest, ends), ends)

    def divide_loop(self, loop: Any, rest: list[Any], ends: _Ends) -> list[Any]:
        """A loop that may return, and the rest, which runs if it does not."""
        if not _falls(loop):
            return [self.loop(loop, ends), *map(syntax.clone, ends.returns)]
        at_function_end = not ends.returns and not ends.sets_returned
        if at_function_end and len(rest) == 1 and _gives_constant(rest[0]):
            return [*self.leave(rest[0], ends), self.loop(loop, ends)]
        after = self.rest(loop, rest, ends)
        if syntax.dump(after) == syntax.dump(list(ends.returns)) and not ends.sets_returned:
            return [self.loop(loop, ends), *after]
        return self.flagged(loop, after, ends)

    def rest(self, statement: Any, rest: list[Any], ends: _Ends) -> list[Any]:
        """What follows a flagged statement, where it runs only if no flag was raised."""
        cleared = ends.has_cleared or gast.Return in exits_of(statement)
        return self.block(rest, replace(ends, has_cleared=cleared))

    def flagged(self, statement: Any, after: list[Any], ends: _Ends) -> list[Any]:
        """`statement` with flags set where it exits, and what follows guarded by them."""
        kinds = exits_of(statement)
        before: list[Any] = []
        flags: dict[type[gast.AST], str] = {}
        for kind, wish in _FLAGS:
            if kind not in kinds:
                continue
            if kind is gast.Return:
                self.returned = self.returned or self.scope.fresh(wish)
                flags[kind] = self.returned
            else:
                flags[kind] = self.scope.fresh(wish)
            if kind is not gast.Return or not (ends.sets_returned or ends.has_cleared):
                before.append(syntax.assign(flags[kind], syntax.const(value=False)))

        def raised(kind: type[gast.AST]) -> tuple[Any, ...]:
            return (syntax.assign(flags[kind], syntax.const(value=True)),) if kind in flags else ()

        inner = _Ends(raised(gast.Break), raised(gast.Continue), (), ends.sets_returned or gast.Return in flags)
        if isinstance(statement, (gast.For, gast.While)):
            new = self.loop(statement, inner)
        else:
            new = self.inside(statement, inner)
        return [*before, new, *self.guarded(after, flags, ends)]

    def guarded(self, after: list[Any], flags: dict[type[gast.AST], str], ends: _Ends) -> list[Any]:
        """`after`, unless a flag was raised; then what its exit does, said once for flags that do the same."""
        actions: dict[str, tuple[list[Any], list[Any]]] = {}
        for kind, flag in flags.items():
            action = [syntax.clone(s) for s in ends.of(kind)]
            actions.setdefault(syntax.dump(action), (action, []))[1].append(syntax.name(flag))
        for action, raised in reversed(actions.values()):
            after = if_(raised[0] if len(raised) == 1 else gast.BoolOp(gast.Or(), raised), action, after)
        return after


def _is_brief(rest: list[Any]) -> bool:
    """Whether the rest may as well stand twice: nothing, or one exit that computes nothing."""
    if len(rest) != 1:
        return not rest
    return isinstance(rest[0], EXITS) and is_atom(getattr(rest[0], "value", None) or syntax.const(None))


def _gives_constant(statement: Any) -> bool:
    return isinstance(statement, gast.Return) and isinstance(statement.value or syntax.const(None), gast.Constant)
