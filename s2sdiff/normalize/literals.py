"""Makes one literal of a number and its sign."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.normalize.form import is_kept
from s2sdiff.normalize.parts import changed, map_parts
from s2sdiff.normalize.scope import Scope


def join_signs(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:  # noqa: ARG001 - as every pass
    r"""A signed number is a literal, except where it would be printed as something else.

    `(-2.0) ** x` keeps its operator, because the literal would print as `-2.0 ** x`; so does -2j, because
    the literal (-0-2j) reads as 0 - 2j, which lies on the other side of a branch cut.

    >>> from s2sdiff import syntax
    >>> [function] = syntax.body("def f(x):\n return x * -2.0")
    >>> gast.dump(join_signs(function, None).body[0].value.right)
    'Constant(value=-2.0, kind=None)'
    """
    return changed(function, body=[_joined(statement) for statement in function.body])


def _joined(node: Any) -> Any:
    node = map_parts(node, lambda part, field: part if _stays(node, field, part) else _joined(part))
    if not isinstance(node, gast.UnaryOp) or not isinstance(node.operand, gast.Constant):
        return node
    if type(node.operand.value) not in (int, float) or not isinstance(node.op, (gast.USub, gast.UAdd)):
        return node
    sign = -1 if isinstance(node.op, gast.USub) else 1
    return changed(node.operand, value=sign * node.operand.value)


def _stays(node: Any, field: str, part: Any) -> bool:
    is_power = isinstance(node, gast.BinOp) and isinstance(node.op, gast.Pow)
    return is_kept(node, field) or (is_power and field == "left" and isinstance(part, gast.UnaryOp))
