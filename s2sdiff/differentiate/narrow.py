"""Constants of narrow integer types in rules: a rule that computes with them has them as whole numbers of 64 bits.

NumPy computes in the type of what it is given: with a uint8, -k, k - 1 and k * k wrap, and np.log(k) has three digits.
A person who writes a derivative by hand would not have it so.  Where a factor is floating-point, nothing is changed:
`mask * g` stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

import gast
import numpy as np

from s2sdiff import library, syntax
from s2sdiff.types import Array, Scalar, Type, is_inexact

WRAPPING = (gast.Add, gast.Sub, gast.Mult, gast.Pow, gast.FloorDiv, gast.Mod, gast.MatMult)
# Functions that are no ufuncs and compute in the type of what they are given.
COMPUTING = library.words("outer dot vdot inner tensordot kron cross convolve correlate prod cumprod cumsum sum trace einsum")
PLAIN_PARTS = ("shape", "size", "ndim", "dtype")
INEXACT, NARROW, OTHER = "inexact", "narrow", "other"


def is_narrow_integer(t: Type) -> bool:
    """Whether arithmetic of such arrays or NumPy numbers may wrap where a float would not: bools and all but int64."""
    if not isinstance(t, (Scalar, Array)) or (isinstance(t, Scalar) and t.weak):
        return False
    return np.dtype(t.dtype).kind in "biu" and t.dtype != "int64"


def as_wide(tree: gast.AST, t: Type) -> gast.AST:
    """A constant of a narrow type as whole numbers of 64 bits, or as floats where those may be too few."""
    huge = isinstance(t, (Scalar, Array)) and t.dtype == "uint64"
    if isinstance(t, Scalar):
        return syntax.call("float" if huge else "int", tree)
    return syntax.call(syntax.attribute(tree, "astype"), syntax.expr("np.float64" if huge else "np.int64"))


def wide_name(name: str) -> str:
    """What a parameter of a rule is called where it is meant as `as_wide` gives it."""
    return f"{name}@wide"


def widened(node: gast.AST, types: Mapping[str, Type]) -> gast.AST:
    """An expression of a rule, with the names of narrow constants that it computes with replaced by `wide_name`."""
    if isinstance(node, gast.Call) and syntax.dotted(node.func) == "static":
        return node
    new = syntax.with_parts(node, lambda part: widened(part, types))
    return _all_wide(new, types) if _wraps(new, types) else new


def _wraps(node: gast.AST, types: Mapping[str, Type]) -> bool:
    """Whether an operation gives another result in the narrow type of its operands than in floating-point numbers."""
    if isinstance(node, gast.UnaryOp):
        return isinstance(node.op, gast.USub) and _kind(node.operand, types) == NARROW
    if isinstance(node, gast.BinOp):
        return isinstance(node.op, WRAPPING) and _kind_of_all([node.left, node.right], types) == NARROW
    if not isinstance(node, gast.Call) or _kind_of_all(node.args, types) != NARROW:
        return False
    root, _, tail = (syntax.dotted(node.func) or "").partition(".")
    if root != "np":
        return root == "special"
    return tail in COMPUTING or tail in library.FLOATING or isinstance(getattr(np, tail, None), np.ufunc)


def _kind(node: gast.AST, types: Mapping[str, Type]) -> str:
    if isinstance(node, gast.Name):
        t = types.get(node.id)
        inexact = is_inexact(t) if t is not None else node.id.endswith(("_bar", "_dot"))
        return INEXACT if inexact else NARROW if t is not None and is_narrow_integer(t) else OTHER
    if isinstance(node, gast.Constant):
        return INEXACT if isinstance(node.value, (float, complex)) else OTHER
    if isinstance(node, gast.BinOp):
        return INEXACT if isinstance(node.op, gast.Div) else _kind_of_all([node.left, node.right], types)
    if isinstance(node, gast.UnaryOp):
        return _kind(node.operand, types)
    if isinstance(node, gast.IfExp):
        return _kind_of_all([node.body, node.orelse], types)
    if isinstance(node, (gast.Subscript, gast.Attribute)):
        return OTHER if isinstance(node, gast.Attribute) and node.attr in PLAIN_PARTS else _kind(node.value, types)
    if not isinstance(node, gast.Call):
        return OTHER
    tail = (syntax.dotted(node.func) or "").rpartition(".")[2]
    if tail in library.FLOATING:
        return INEXACT
    return OTHER if tail in PLAIN_PARTS else _kind_of_all(node.args[1:] if tail == "where" else node.args, types)


def _kind_of_all(nodes: list[gast.AST], types: Mapping[str, Type]) -> str:
    kinds = {_kind(node, types) for node in nodes}
    return next((kind for kind in (INEXACT, NARROW) if kind in kinds), OTHER)


def _all_wide(node: gast.AST, types: Mapping[str, Type]) -> gast.AST:
    if isinstance(node, gast.Name) and _kind(node, types) == NARROW:
        return syntax.name(wide_name(node.id))
    return syntax.with_parts(node, lambda part: _all_wide(part, types))
