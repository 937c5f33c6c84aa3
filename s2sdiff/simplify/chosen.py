"""Says once what is chosen: `np.where(c, 2.0 * a, 0.0)` for `np.where(c, 2.0 * np.where(c, a, 0.0), 0.0)`."""

from __future__ import annotations

from typing import Any, NamedTuple

import gast

from s2sdiff.simplify.match import number
from s2sdiff.simplify.rebuild import changed, map_children
from s2sdiff.simplify.study import Study

ARITHMETIC = (gast.Add, gast.Sub, gast.Mult, gast.Div)


class Choice(NamedTuple):
    """A value where a condition holds, elsewhere zero; or a value where it does not hold."""

    condition: Any
    value: Any
    holds: bool


def chosen_once(node: Any, study: Study) -> Any:
    """A choice of arithmetic with the same choice in it, which is needed once; None for anything else.

    >>> from s2sdiff.simplify.facts import Facts
    >>> from s2sdiff.syntax import body, expr
    >>> from s2sdiff.simplify.text import write
    >>> def ask(text):
    ...     found = chosen_once(expr(text), Study(body("def f(): pass")[0], Facts()))
    ...     return found and write([gast.Expr(found)])
    >>> print(ask("np.where(c, 2.0 * np.where(c, a, 0.0) / b, 0.0)"))
    np.where(c, 2.0 * a / b, 0.0)
    >>> print(ask("-np.where(c, 0.0, a) if c else 0.0"))
    None
    >>> print(ask("a * np.where(b > 0.0, 1.0, 0.0)[()] if b > 0.0 else 0.0"))
    a * 1.0 if b > 0.0 else 0.0
    """
    outer = _choice(node)
    if outer is None or not isinstance(outer.value, (gast.BinOp, gast.UnaryOp)):
        return None
    key = study.key(outer.condition)

    def edit(part: Any) -> Any:
        if isinstance(part, gast.UnaryOp) or (isinstance(part, gast.BinOp) and isinstance(part.op, ARITHMETIC)):
            return map_children(part, edit)
        inner = _choice(part.value if _is_unpacked(part) else part)
        return inner.value if inner and inner.holds == outer.holds and study.key(inner.condition) == key else part

    value = edit(outer.value)
    if value is outer.value:
        return None
    if isinstance(node, gast.IfExp):
        return changed(node, **{"body" if outer.holds else "orelse": value})
    args = list(node.args)
    args[1 if outer.holds else 2] = value
    return changed(node, args=args)


def _choice(node: Any) -> Choice | None:
    if isinstance(node, gast.IfExp):
        condition, taken, left = node.test, node.body, node.orelse
    elif isinstance(node, gast.Call) and len(node.args) == 3 and _is_where(node.func):
        condition, taken, left = node.args
    else:
        return None
    if number(left) == 0:
        return Choice(condition, taken, holds=True)
    return Choice(condition, left, holds=False) if number(taken) == 0 else None


def _is_where(function: Any) -> bool:
    return isinstance(function, gast.Attribute) and function.attr == "where" and isinstance(function.value, gast.Name) and function.value.id == "np"


def _is_unpacked(node: Any) -> bool:
    """Whether an expression is e[()], the number in an array of rank 0."""
    return isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Tuple) and not node.slice.elts
