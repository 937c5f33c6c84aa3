"""How many columns a line of text takes, estimated from its tree."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.rebuild import BLOCKS
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import OPERATORS

LIMIT = 88
ATOM, POWER, FACTOR, TERM, ARITHMETIC, SHIFT, COMPARISON, NOT, BOOLEAN, TERNARY = 15, 13, 12, 11, 10, 9, 5, 4, 3, 1
TERMS = (gast.Mult, gast.Div, gast.MatMult, gast.Mod, gast.FloorDiv)


def precedence(node: Any) -> int:
    """How tightly an expression binds its operands."""
    if isinstance(node, gast.BinOp):
        if isinstance(node.op, gast.Pow):
            return POWER
        if isinstance(node.op, TERMS):
            return TERM
        return ARITHMETIC if isinstance(node.op, (gast.Add, gast.Sub)) else SHIFT
    if isinstance(node, gast.UnaryOp):
        return NOT if isinstance(node.op, gast.Not) else FACTOR
    if isinstance(node, gast.Compare):
        return COMPARISON
    if isinstance(node, gast.BoolOp):
        return BOOLEAN
    return TERNARY if isinstance(node, (gast.IfExp, gast.Lambda)) else ATOM


def width(node: Any, study: Study) -> int:
    """The columns that an expression takes."""
    known = study.memo.setdefault("width", {})
    found = known.get(id(node))
    if found is None:
        found = known[id(node)] = (node, _width(node, study))
    return found[1]


def line_width(statement: Any, depth: int, study: Study) -> int:
    """The columns that the own line of a statement takes, its indentation included."""
    known = study.memo.setdefault("line width", {})
    found = known.get(id(statement))
    if found is None:
        found = known[id(statement)] = (statement, _line(statement, study))
    return 4 * depth + found[1]


def _line(statement: Any, study: Study) -> int:
    if isinstance(statement, gast.Assign):
        return sum(_bare(t, study) + 3 for t in statement.targets) + _bare(statement.value, study)
    if isinstance(statement, gast.AugAssign):
        return width(statement.target, study) + 4 + _bare(statement.value, study)
    if isinstance(statement, gast.Return):
        return 7 + (_bare(statement.value, study) if statement.value is not None else 0)
    if isinstance(statement, gast.For):
        return 9 + _bare(statement.target, study) + width(statement.iter, study)
    if isinstance(statement, BLOCKS) and hasattr(statement, "test"):
        return 7 + width(statement.test, study)
    return 7 + sum(width(c, study) for c in gast.iter_child_nodes(statement) if isinstance(c, gast.expr))


def _bare(node: Any, study: Study) -> int:
    """The width of an expression where a tuple needs no parentheses."""
    return width(node, study) - (2 if isinstance(node, gast.Tuple) and len(node.elts) > 1 else 0)


def _inside(node: Any, level: int, study: Study) -> int:
    return width(node, study) + (2 if precedence(node) < level else 0)


def _joined(nodes: list[Any], study: Study) -> int:
    return sum(width(n, study) for n in nodes) + 2 * max(0, len(nodes) - 1)


def _width(node: Any, study: Study) -> int:
    if isinstance(node, gast.Name):
        return len(node.id)
    if isinstance(node, gast.Constant):
        return len(repr(node.value))
    if isinstance(node, gast.BinOp):
        level = precedence(node)
        sides = _inside(node.left, level, study) + _inside(node.right, level + 1, study)
        return sides + len(OPERATORS[type(node.op)]) + 2
    if isinstance(node, gast.UnaryOp):
        return _inside(node.operand, precedence(node), study) + (4 if isinstance(node.op, gast.Not) else 1)
    if isinstance(node, gast.Call):
        named = [len(k.arg or "*") + 1 + width(k.value, study) for k in node.keywords]
        many = len(node.args) + len(named)
        return (
            _inside(node.func, ATOM, study)
            + 2
            + sum(width(a, study) for a in node.args)
            + sum(named)
            + 2 * max(0, many - 1)
        )
    if isinstance(node, gast.Attribute):
        return _inside(node.value, ATOM, study) + 1 + len(node.attr)
    if isinstance(node, gast.Subscript):
        return _inside(node.value, ATOM, study) + 2 + _bare(node.slice, study)
    if isinstance(node, (gast.Tuple, gast.List)):
        return _joined(node.elts, study) + 2
    if isinstance(node, gast.Slice):
        return 1 + sum(width(p, study) for p in (node.lower, node.upper, node.step) if p is not None)
    if isinstance(node, gast.Compare):
        return _inside(node.left, SHIFT, study) + sum(_inside(c, SHIFT, study) + 5 for c in node.comparators)
    if isinstance(node, gast.BoolOp):
        return sum(_inside(v, NOT, study) for v in node.values) + 4 * (len(node.values) - 1)
    if isinstance(node, gast.IfExp):
        return sum(_inside(p, BOOLEAN, study) for p in (node.test, node.body, node.orelse)) + 10
    return 2 + sum(width(c, study) + 2 for c in gast.iter_child_nodes(node) if isinstance(c, gast.expr))
