"""What a generator yields, and whether it reads that again once its reader has had it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.library import is_fresh_numpy


def hands_over(function: gast.FunctionDef) -> bool:
    r"""Whether each array that a generator yields is a new one, of which it surely keeps nothing.

    >>> [kept, new] = syntax.body("def f(u):\n while 1:\n  u = u + 1\n  yield u\ndef g(x):\n for k in x:\n  u = k * x\n  yield u\n  yield -x")
    >>> hands_over(kept), hands_over(new)
    (False, True)
    """
    yields = [node for node in syntax.walk(function.body) if isinstance(node, (gast.Yield, gast.YieldFrom))]
    known = {id(s.value) for block in _blocks(function) for before, s in zip([None, *block], block, strict=False) if _gives_away(before, s, function)}
    return all(id(node) in known for node in yields)


def _blocks(function: gast.FunctionDef) -> list[Sequence[Any]]:
    """The lists of statements in a function."""
    fields = [getattr(node, name, None) for node in [function, *syntax.walk(function.body)] for name in ("body", "orelse")]
    return [block for block in fields if isinstance(block, list)]


def _gives_away(before: Any, statement: Any, function: gast.FunctionDef) -> bool:
    """Whether a statement yields something new, or a name that the one before gave it and nobody else reads."""
    if not isinstance(statement, gast.Expr) or not isinstance(statement.value, gast.Yield):
        return False
    value = statement.value.value
    if not isinstance(value, gast.Name):
        return value is None or _is_new(value)
    read = [n for n in syntax.walk(function.body) if syntax.is_name(n, value.id) and isinstance(n.ctx, gast.Load)]
    bound = isinstance(before, gast.Assign) and len(before.targets) == 1 and syntax.is_name(before.targets[0], value.id)
    return read == [value] and bound and _is_new(before.value)


def _is_new(value: Any) -> bool:
    """Whether an expression makes the array, or number, that it gives."""
    if isinstance(value, gast.Call):
        module, _, name = (syntax.dotted(value.func) or "").partition(".")
        return getattr(value.func, "attr", None) == "copy" or (module == "np" and is_fresh_numpy(name))
    return isinstance(value, (gast.BinOp, gast.Constant)) or (isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub))
