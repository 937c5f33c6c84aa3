"""Stores that add to what was there: `u[i] = u[i] + e` means `u[i] += e`.

The cotangent of such an item is passed on as it is, instead of being read, zeroed and added back.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Mapping

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Apply, Load, Program, Project, Store, Update, Version, moved
from s2sdiff.types import Array, ListOf, Scalar, Seq, Static, Unknown

SIGNS: dict[object, type[gast.AST]] = {
    operator.add: gast.Add, np.add: gast.Add, operator.sub: gast.Sub, np.subtract: gast.Sub,
}  # fmt: skip

PLACES = ("nonzero", "where", "diag_indices", "diag_indices_from", "tril_indices", "triu_indices")  # the same of pairs
DISTINCT = ("arange", "argsort", "flatnonzero")  # functions of NumPy that give indices of which no two are the same


def recognise_updates(program: Program) -> None:
    """Change the meaning of such stores; their text stays."""
    reads = Counter(program.uses.values())
    places = Counter(version.position for version in program.versions.values())
    for statement, op in list(program.ops.items()):
        if isinstance(op, Store) and isinstance(program.uses[op.base].type, Array) and not may_repeat(program, op.index):
            value = program.uses.get(op.value)
            change = program.defines[statement][0]
            found = _added(program, op, value, reads) if value is not None and _follows(value, change, places) else None
            if found is not None:
                program.ops[statement] = found


def _follows(value: Version, change: Version, places: Mapping[int, int]) -> bool:
    """Whether a store comes right behind what computes its value: later on, what is added may have changed."""
    return not any(places[p] for p in range(value.position + 1, change.position))


def _added(program: Program, store: Store, value: Version, reads: Mapping[Version, int]) -> Update | None:
    """What the store adds to the item it replaces, and is called the same by then; None if it does anything else."""
    total = program.ops.get(value.statement) if value.statement is not None else None
    if not isinstance(total, Apply) or reads[value] != 1 or total.rule.function not in SIGNS:
        return None
    first, second = (total.bound[p] for p in total.rule.operands)
    sign = SIGNS[total.rule.function]
    for item, added in ((first, second), (second, first)):
        if item is second and sign is gast.Sub:
            continue
        named = program.uses.get(added)
        if _is_item(program, item, store, reads) and (named is None or named.name != value.name):
            return Update(store.base, store.place, sign, added)
    return None


def _is_item(program: Program, node: gast.AST, store: Store, reads: Mapping[Version, int]) -> bool:
    """Whether `node` is what the stored item held before."""
    version = program.uses.get(node)
    op = program.ops.get(version.statement) if version is not None and version.statement is not None else None
    if version is None or not isinstance(op, Load) or reads[version] != 1:
        return False
    same_base = program.uses[op.base] is program.uses[store.base]
    return (
        same_base
        and _versions(program, op) == _versions(program, store)
        and syntax.same(_unrooted(op), _unrooted(store))
    )


def _versions(program: Program, op: Load | Store) -> list[Version]:
    return [program.uses[n] for n in syntax.walk(op.place) if n in program.uses and n is not op.base]


def _unrooted(op: Load | Store) -> gast.AST:
    return moved(op.place, op.base, syntax.const(None), syntax.clone)


def may_repeat(program: Program, index: gast.AST) -> bool:
    """Whether an index may mean an item more than once: then the last store of many stays."""
    items = index.elts if isinstance(index, gast.Tuple) else [index]
    return not _are_places(program, items) and any(_repeats(program, i) for i in items)


def _are_places(program: Program, items: list[gast.AST]) -> bool:
    """Whether indices are all parts of one result of a function that lists places, none of them twice."""
    sources = []
    for key, item in enumerate(items):
        version = program.uses.get(item)
        op = program.ops.get(version.statement) if version is not None and version.kind == "assign" else None
        if not isinstance(op, Project) or op.key != key:
            return False
        sources.append(program.uses.get(op.source))
    source = sources[0] if sources else None
    if source is None or any(s is not source for s in sources) or not isinstance(source.type, Seq):
        return False
    call = _numpy_call(program, source)
    listed = call is not None and call.func.attr in PLACES and (call.func.attr != "where" or len(call.args) == 1)
    return listed and len(items) == len(source.type.items)


def _repeats(program: Program, index: gast.AST) -> bool:
    version = program.uses.get(index)
    if version is None:
        items = getattr(index, "elts", [])  # a list that is written out
        return len({i.value for i in items if isinstance(i, gast.Constant) and type(i.value) is int and i.value >= 0}) < len(items)
    t = version.type
    if isinstance(t, Array):
        return t.dtype != "bool" and not _is_distinct(program, version)
    if isinstance(t, Seq):
        values = [i.value for i in t.items if isinstance(i, Scalar) and isinstance(i.value, int)]
        of_one_sign = len({v < 0 for v in values}) <= 1
        return len(set(values)) < len(t.items) or not of_one_sign
    return isinstance(t, (ListOf, Unknown))


def _is_distinct(program: Program, version: Version) -> bool:
    """Whether an array of indices is made by a function that repeats none."""
    call = _numpy_call(program, version)
    if call is None or call.func.attr not in DISTINCT:
        return False
    # -1 and n - 1 are one place
    return call.func.attr != "arange" or (not call.keywords and (len(call.args) == 1 or _counts_up_from_zero(call.args)))


def _counts_up_from_zero(args: list[gast.AST]) -> bool:
    """Whether the arguments of a range, at least two, let it start at 0 or above and grow."""
    start, *steps = (a.value if isinstance(a, gast.Constant) and type(a.value) is int else -1 for a in (args[0], *args[2:]))
    return start >= 0 and all(step > 0 for step in steps)


def _numpy_call(program: Program, version: Version) -> gast.Call | None:
    """The call of a function of NumPy that made a value; None if something else did."""
    call = getattr(version.statement, "value", None)
    if version.kind != "assign" or not isinstance(call, gast.Call) or not isinstance(call.func, gast.Attribute):
        return None
    module = program.uses.get(call.func.value)
    return call if module is not None and module.type == Static(np) else None
