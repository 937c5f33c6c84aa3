"""Variables that some path leaves without a value, and what they hold there where the derivative names them all the same."""

from __future__ import annotations

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Version
from s2sdiff.types import Array, ListOf, Many, Scalar, Seq, SetOf, Type, rank


def may_be_unbound(version: Version, seen: frozenset[int] = frozenset()) -> bool:
    """Whether some path to where this value is met does not assign the variable."""
    if version.kind not in ("meet", "head") or version.number in seen:
        return False
    return any(o is None or may_be_unbound(o, seen | {version.number}) for o in version.operands)


PLACEHOLDERS = {"b": False, "i": 0, "u": 0, "f": 0.0, "c": 0j}


def placeholder(t: Type, target: str = "python") -> gast.AST:
    """What a variable holds on paths that do not need it: something of the same kind, an array without items."""
    if target == "numba":
        return syntax.const(None)  # the Numba profile puts an empty value of the type
    if isinstance(t, Scalar):
        return syntax.const(PLACEHOLDERS[np.dtype(t.dtype).kind])
    if isinstance(t, Array):
        axes = rank(t) or 1
        return syntax.call("np.zeros", syntax.const(0) if axes == 1 else syntax.tuple_([syntax.const(0)] * axes))
    if isinstance(t, ListOf):
        return syntax.list_([]) if t.cls is list else syntax.tuple_([])
    if isinstance(t, Many):
        return syntax.call("set") if isinstance(t, SetOf) else gast.Dict([], [])
    if isinstance(t, Seq) and t.cls in (tuple, list):
        items = [placeholder(i) for i in t.items]
        return syntax.tuple_(items) if t.cls is tuple else syntax.list_(items)
    return syntax.const(None)
