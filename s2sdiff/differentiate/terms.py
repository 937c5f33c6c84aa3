"""Expressions that both modes write: products and sums of terms, and the parts of a value.

They are written as a person would: without factors of one, with signs and divisions in their places.
"""

from __future__ import annotations

import gast

from s2sdiff import syntax
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.program import Path
from s2sdiff.types import Array, DictOf, ListOf, Many, Record, Scalar, Seq, Type, at


def product(g: gast.AST, partial: gast.AST) -> gast.AST:
    """`g * partial`, without factors of one and with divisions and signs in their places."""
    if _is_number(partial, 1.0):
        return g
    if _is_number(g, 1.0):
        whole = isinstance(partial, gast.Constant) and type(partial.value) in (int, bool)
        return syntax.const(float(partial.value)) if whole else partial
    if isinstance(partial, gast.Constant) and isinstance(partial.value, (int, float)) and partial.value == -1.0:
        return negated(g)
    if isinstance(partial, gast.UnaryOp) and isinstance(partial.op, gast.USub):
        return negated(product(g, partial.operand))
    if isinstance(partial, gast.BinOp) and isinstance(partial.op, gast.Div):
        return syntax.binop(product(g, partial.left), gast.Div, partial.right)
    if isinstance(partial, gast.Constant):
        return syntax.binop(partial, gast.Mult, g)
    if isinstance(partial, gast.BinOp) and isinstance(partial.op, gast.Mult):
        return syntax.binop(product(g, partial.left), gast.Mult, partial.right)
    return syntax.binop(g, gast.Mult, partial)


def negated(node: gast.AST) -> gast.AST:
    """-node."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        return node.operand
    if isinstance(node, gast.Constant):
        return syntax.const(-node.value)
    return syntax.negative(node)


def _is_number(node: gast.AST, value: float) -> bool:
    return isinstance(node, gast.Constant) and type(node.value) in (int, float) and node.value == value


def added(a: gast.AST, b: gast.AST) -> gast.AST:
    """`a + b`, or a difference where b has a minus sign."""
    if isinstance(b, gast.UnaryOp) and isinstance(b.op, gast.USub):
        return syntax.binop(a, gast.Sub, b.operand)
    return syntax.binop(a, gast.Add, b)


def increased(target: gast.AST | str, value: gast.AST) -> gast.AugAssign:
    """`target += value`, or `-=` where the value has a minus sign."""
    if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
        return syntax.augassign(target, gast.Sub, value.operand)
    return syntax.augassign(target, gast.Add, value)


def part_of(node: gast.AST, t: Type, path: Path) -> gast.AST:
    """The part at `path` of a value of type `t`."""
    for key in path:
        named = isinstance(t, Record) or (isinstance(t, Seq) and isinstance(key, str))
        node = syntax.attribute(node, key) if named else syntax.subscript(node, syntax.const(key))
        t = t.item if isinstance(t, Many) else at(t, (key,))
    return node


def in_dtype_of(t: Array | Scalar, value: gast.AST) -> gast.AST:
    """An array or a NumPy number with the dtype of `t`."""
    dtype = syntax.expr(f"np.{t.dtype}")
    return syntax.call(syntax.attribute(value, "astype"), dtype) if isinstance(t, Array) else gast.Call(dtype, [value], [])


def empty(t: ListOf | DictOf) -> gast.AST:
    """A list, or a dict, of nothing."""
    return syntax.list_([]) if isinstance(t, ListOf) else gast.Dict([], [])


def or_empty(value: gast.AST, t: Type) -> gast.AST:
    """A list or a dict, or an empty one where it may be None, as it surely is where nothing is ever in it."""
    if not isinstance(t, (ListOf, DictOf)) or not t.absent:
        return value
    return empty(t) if isinstance(t.item, Bottom) else gast.BoolOp(gast.Or(), [value, empty(t)])
