"""Variables that some path leaves without a value, and what they hold there where the derivative names them all the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Version
from s2sdiff.types import Array, Dict, ListOf, Many, Record, Scalar, Seq, SetOf, Type, rank

if TYPE_CHECKING:
    from s2sdiff.context import Context


def may_be_unbound(version: Version, seen: frozenset[int] = frozenset()) -> bool:
    """Whether some path to where this value is met does not assign the variable."""
    if version.kind not in ("meet", "head") or version.number in seen:
        return False
    return any(o is None or may_be_unbound(o, seen | {version.number}) for o in version.operands)


PLACEHOLDERS = {"b": False, "i": 0, "u": 0, "f": 0.0, "c": 0j}


def placeholder(t: Type, context: Context) -> gast.AST:
    """What a variable holds on paths that do not need it: something of the same kind, an array without items."""
    if context.target == "numba":
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
        items = [placeholder(i, context) for i in t.items]
        return syntax.tuple_(items) if t.cls is tuple else syntax.list_(items)
    if isinstance(t, Seq):  # a namedtuple
        return gast.Call(context.named(t.cls), [placeholder(i, context) for i in t.items], [])
    if isinstance(t, Dict) and not t.absent:
        return gast.Dict([syntax.const(key) for key, _ in t.items], [placeholder(i, context) for _, i in t.items])
    if isinstance(t, Record) and not t.absent:
        parts = [gast.keyword(name, placeholder(i, context)) for name, i in t.items]
        return gast.Call(context.named(SimpleNamespace), [], parts)
    return syntax.const(None)
