"""Whether two items or slices of one array surely lie apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gast

from s2sdiff.simplify.match import number
from s2sdiff.simplify.study import Study

Linear = Mapping[str, int]  # of names, and of "" for a number alone


def are_apart(a: Any, b: Any, study: Study) -> bool:
    """Whether two indices of an array that nothing has come between surely name different places.

    >>> from s2sdiff.simplify.facts import Facts
    >>> from s2sdiff.syntax import body, expr
    >>> facts = Facts(dtypes={"i": "int64", "n": "int64", "m": "bool"}, sizes=frozenset("n"))
    >>> study = Study(body("def f(): pass")[0], facts)
    >>> def ask(a, b):
    ...     return are_apart(expr(f"x[{a}]").slice, expr(f"x[{b}]").slice, study)
    >>> ask(":, 0:3", ":, 6"), ask(":3", "2:"), ask("0, :", "1, :"), ask("0", "-1"), ask("-1", "0:"), ask("m, 0", "m, 1")
    (True, False, True, False, False, False)
    >>> ask("i:", ":i"), ask("n:2 * n", "3 * n:"), ask("i:2 * i", "3 * i:"), ask("i", "i + 1"), ask("n", "n + 1")
    (True, True, False, False, True)
    >>> ask("::2", "1::2"), ask("..., 0", "..., 1"), ask(":, None, 0", ":, None, 1")
    (False, False, False)
    """
    for here, there in zip(_axes(a), _axes(b), strict=False):
        if not (_is_one_axis(here, study) and _is_one_axis(there, study)):
            return False
        if _is_below(here, there, study) or _is_below(there, here, study):
            return True
    return False


def _axes(index: Any) -> list[Any]:
    return index.elts if isinstance(index, gast.Tuple) else [index]


def _is_one_axis(index: Any, study: Study) -> bool:
    """Whether an index is a whole number, or a slice without a step."""
    if isinstance(index, gast.Slice):
        return index.step is None
    names = (_linear(index) or {"?": 1}).keys() - {""}
    return all(study.facts.dtypes.get(name, "").startswith(("int", "uint")) for name in names)


def _is_below(a: Any, b: Any, study: Study) -> bool:
    """Whether `a` ends where `b` begins, or before."""
    high, low = _high(a), b.lower if isinstance(b, gast.Slice) else b
    if high is None or low is None:
        return False
    if isinstance(a, gast.Slice) and isinstance(b, gast.Slice) and study.key(high) == study.key(low):
        return True  # wherever that is, counted from the end or not
    first, end, start = _linear(high if isinstance(a, gast.Slice) else a), _linear(high), _linear(low)
    if first is None or end is None or start is None:
        return False
    gap = {name: start.get(name, 0) - end.get(name, 0) for name in {**end, **start}}
    return all(_is_natural(part, study) for part in (first, start, gap))


def _high(index: Any) -> Any:
    """The place after the last that an index names; None if that is the end of the axis."""
    return index.upper if isinstance(index, gast.Slice) else gast.BinOp(index, gast.Add(), gast.Constant(1, None))


def _linear(node: Any) -> Linear | None:
    """A sum of multiples of names; None for anything else."""
    value = number(node)
    if type(value) is int:
        return {"": value}
    if isinstance(node, gast.Name):
        return {node.id: 1}
    if not isinstance(node, gast.BinOp):
        return None
    left, right = _linear(node.left), _linear(node.right)
    if left is None or right is None:
        return None
    if isinstance(node.op, (gast.Add, gast.Sub)):
        sign = 1 if isinstance(node.op, gast.Add) else -1
        return {name: left.get(name, 0) + sign * right.get(name, 0) for name in {**left, **right}}
    if isinstance(node.op, gast.Mult) and (left.keys() == {""} or right.keys() == {""}):
        times, other = (left[""], right) if left.keys() == {""} else (right[""], left)
        return {name: times * k for name, k in other.items()}
    return None


def _is_natural(value: Linear, study: Study) -> bool:
    """Whether a sum is surely not negative."""
    return all(k >= 0 and (k == 0 or not name or name in study.facts.sizes) for name, k in value.items())
