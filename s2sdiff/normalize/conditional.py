"""Rewrites the conditional expression, `and`, `or` and chained comparisons into `if` statements.

Each function gives statements that set `target` to the value of the expression; they may need rewriting in turn.
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.parts import changed, if_, is_atom, not_
from s2sdiff.normalize.scope import Scope


def expand_choice(target: str, value: gast.IfExp, scope: Scope) -> list[Any]:  # noqa: ARG001 - as every expansion
    '''`b if a else c` evaluates one of b and c.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(x):
    ...     y = 2.0 * (x if x > 0.0 else np.exp(x))
    ...     return y
    ... """))
    def f(x):
        if x > 0.0:
            y_1 = x
        else:
            y_1 = np.exp(x)
        y = 2.0 * y_1
        return y
    '''
    return if_(value.test, [syntax.assign(target, value.body)], [syntax.assign(target, value.orelse)])


def expand_short_circuit(target: str, value: gast.BoolOp, scope: Scope) -> list[Any]:
    '''`a and b` is a if a is false, else b; b is not evaluated otherwise, and a only once.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(x, y):
    ...     y = y or 2.0 * x
    ...     return y
    ... """))
    def f(x, y):
        if not y:
            y = 2.0 * x
        return y
    '''
    first, *others = value.values
    setting = [] if isinstance(first, gast.Name) and first.id == target else [syntax.assign(target, first)]
    if not others:
        return setting
    rest = expand_short_circuit(target, changed(value, values=others), scope)
    test = syntax.name(target)
    return [*setting, *if_(test if isinstance(value.op, gast.And) else not_(test), rest)]


def expand_chain(target: str, value: gast.Compare, scope: Scope) -> list[Any]:
    '''`a < b < c` evaluates b once, and c only if `a < b`.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(a, b, c):
    ...     y = a < g(b) < g(c)
    ...     return y
    ... """))
    def f(a, b, c):
        y_1 = g(b)
        y = a < y_1
        if y:
            g_c = g(c)
            y = y_1 < g_c
        return y
    '''
    before: list[Any] = []

    def atom(operand: Any) -> Any:
        if is_atom(operand) and not (scope.walrus or scope.rebound):
            return operand
        temporary = scope.fresh(target)
        before.append(syntax.assign(temporary, operand))
        return syntax.name(temporary)

    left, middle = atom(value.left), atom(value.comparators[0])
    first = syntax.assign(target, gast.Compare(left, value.ops[:1], [middle]))
    rest = changed(value, left=middle, ops=value.ops[1:], comparators=value.comparators[1:])
    return [*before, first, *if_(syntax.name(target), [syntax.assign(target, rest)])]
