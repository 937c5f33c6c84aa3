"""Whether two items or slices of one array surely lie apart."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import gast

from s2sdiff.simplify.match import number
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import names_read

Linear = Mapping[str, int]  # of names, and of "" for a number alone
Runs = Mapping[str, tuple[Any, Any]]


class Place(NamedTuple):
    """An index, and of each variable in it that runs the least and the greatest number, those of inner loops first."""

    index: Any
    runs: Runs = MappingProxyType({})


def are_apart(a: Place, b: Place, study: Study) -> bool:
    """Whether two indices of an array that nothing has come between surely name different places.

    Of an index that runs, all its places are meant.

    >>> from s2sdiff.simplify.facts import Facts
    >>> from s2sdiff.syntax import body, expr
    >>> facts = Facts(kinds=dict.fromkeys("iknm", "scalar"), dtypes={"m": "bool"} | dict.fromkeys("ikn", "int64"), sizes=frozenset("n"))
    >>> study = Study(body("def f(): pass")[0], facts)
    >>> def ask(a, b, **runs):
    ...     between = {name: (expr(low), expr(high)) for name, (low, high) in runs.items()}
    ...     return are_apart(Place(expr(f"x[{a}]").slice, between), Place(expr(f"x[{b}]").slice), study)
    >>> ask(":, 0:3", ":, 6"), ask(":3", "2:"), ask("0, :", "1, :"), ask("0", "-1"), ask("-1", "0:"), ask("m, 0", "m, 1")
    (True, False, True, False, False, False)
    >>> ask("i:", ":i"), ask("n:2 * n", "3 * n:"), ask("i:2 * i", "3 * i:"), ask("i", "i + 1"), ask("n", "n + 1")
    (True, True, False, False, True)
    >>> ask("::2", "1::2"), ask("..., 0", "..., 1"), ask(":, None, 0", ":, None, 1")
    (False, False, False)
    >>> ask(":, k", ":, n - 1", k=("1", "n - 2")), ask("k + 1", "0", k=("0", "n")), ask("k", "n - 1", k=("1", "n - 1"))
    (True, True, False)
    """
    for here, there in zip(_axes(a.index), _axes(b.index), strict=False):
        if not (_is_one_axis(here, study) and _is_one_axis(there, study)):
            return False
        if _is_below((here, a.runs), (there, b.runs), study) or _is_below((there, b.runs), (here, a.runs), study):
            return True
    return False


def keeps_apart(place: Place, study: Study) -> bool:
    """Whether an index names another place whenever one of its variables that run does.

    Each of them stands alone on an axis of its own, where no place is counted from the end.

    >>> from s2sdiff.simplify.facts import Facts
    >>> from s2sdiff.syntax import body, expr
    >>> facts = Facts(kinds=dict.fromkeys("ikn", "scalar"), dtypes=dict.fromkeys("ikn", "int64"), sizes=frozenset("n"))
    >>> study = Study(body("def f(): pass")[0], facts)
    >>> def ask(index):
    ...     return keeps_apart(Place(expr(f"x[{index}]").slice, {"i": (expr("1"), expr("n")), "k": (expr("0"), expr("9"))}), study)
    >>> ask("i, :, k"), ask("i - 1, 9 - k"), ask("i"), ask("i + k, k"), ask("i, k - 1"), ask("i:, k")
    (True, True, False, False, False, False)
    """
    left = set(place.runs)
    for axis in _axes(place.index):
        if not _is_one_axis(axis, study):
            return False
        sum_of = None if isinstance(axis, gast.Slice) else _linear(axis)
        running = {name for name, k in (sum_of or {}).items() if name in place.runs and k}
        if len(running) == 1 and _is_natural(_extreme(axis, place.runs, -1) or {"": -1}, study):
            left -= running
    return not left


def _axes(index: Any) -> list[Any]:
    return index.elts if isinstance(index, gast.Tuple) else [index]


def _is_one_axis(index: Any, study: Study) -> bool:
    """Whether an index is a whole number, or a slice without a step."""
    return index.step is None if isinstance(index, gast.Slice) else is_whole_number(index, study)


def is_whole_number(index: Any, study: Study) -> bool:
    """Whether an index is a sum of whole numbers, and no array of them."""
    names = (_linear(index) or {"?": 1}).keys() - {""}
    return all(study.kinds.get(n) == "scalar" and study.facts.dtypes.get(n, "").startswith(("int", "uint")) for n in names)


def _is_below(a: tuple[Any, Runs], b: tuple[Any, Runs], study: Study) -> bool:
    """Whether `a` ends where `b` begins, or before."""
    (here, here_runs), (there, there_runs) = a, b
    high, low = _high(here), there.lower if isinstance(there, gast.Slice) else there
    if high is None or low is None:
        return False
    if isinstance(here, gast.Slice) and isinstance(there, gast.Slice) and study.key(high) == study.key(low):
        return not (here_runs or there_runs)  # wherever that is, counted from the end or not
    first = _extreme(high if isinstance(here, gast.Slice) else here, here_runs, -1)
    end, start = _extreme(high, here_runs, 1), _extreme(low, there_runs, -1)
    if first is None or end is None or start is None:
        return False
    gap = {name: start.get(name, 0) - end.get(name, 0) for name in {**end, **start}}
    return _is_natural(first, study) and _is_natural(gap, study)  # and so where `b` begins is not counted from the end


def _extreme(node: Any, runs: Runs, sign: int) -> Linear | None:
    """The greatest (sign 1) or least (sign -1) that a sum comes to; None for anything else."""
    total = _linear(node)
    for name, (low, high) in runs.items() if total else ():
        assert total is not None
        k = total.get(name, 0)
        bound = _linear(high if k * sign > 0 else low)
        if bound is None:
            return None
        total = {n: (0 if n == name else total.get(n, 0)) + k * bound.get(n, 0) for n in {**total, **bound}}
    return total


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


def runs_of(index: Any, loops: list[Any]) -> Runs:
    """Of the variables in an index those that run in loops, each of which is inside the one before."""
    found = [(name, ends) for loop in reversed(loops) for name, ends in running(loop).items()]
    return {name: ends for name, ends in found if name in names_read(index)}


def running(loop: Any) -> dict[str, tuple[Any, Any]]:
    """The variables of a loop that take each whole number of a range at most once, with its ends.

    >>> from s2sdiff.syntax import body
    >>> def ask(head):
    ...     return {name: (_linear(low), _linear(high)) for name, (low, high) in running(body(f"for {head}: pass")[0]).items()}
    >>> ask("k, v in zip(reversed(range(1, m)), values)")
    {'k': ({'': 1}, {'m': 1, '': -1})}
    >>> ask("i in range(n - 2, -1, -1)"), ask("v in values")
    ({'i': ({'': 0}, {'n': 1, '': -2})}, {})
    """
    pairs = [(loop.target, loop.iter)]
    if _is_call(loop.iter, "zip") and isinstance(loop.target, gast.Tuple):
        pairs = list(zip(loop.target.elts, loop.iter.args, strict=False))
    found = {}
    for target, values in pairs:
        while _is_call(values, "reversed") and len(values.args) == 1:
            (values,) = values.args
        if isinstance(target, gast.Name) and _is_call(values, "range") and not values.keywords:
            ends = _ends(*values.args)
            if ends is not None:
                found[target.id] = ends
    return found


def _ends(first: Any, stop: Any = None, step: Any = None) -> tuple[Any, Any] | None:
    """The least and the greatest number that a range may come to; None where its direction is not known."""
    one = gast.Constant(1, None)
    if stop is None:
        return gast.Constant(0, None), gast.BinOp(first, gast.Sub(), one)
    stride = 1 if step is None else number(step)
    if type(stride) is not int or stride == 0:
        return None
    return (first, gast.BinOp(stop, gast.Sub(), one)) if stride > 0 else (gast.BinOp(stop, gast.Add(), one), first)


def _is_call(node: Any, name: str) -> bool:
    return isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == name
