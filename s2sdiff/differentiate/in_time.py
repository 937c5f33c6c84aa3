"""Whether stores that come later go elsewhere: which items of an array or dict are written once, and stay.

"Later" is a later statement of the same trip, or a later trip of a loop around both; "elsewhere" is another place along
some axis.  Both are inequalities between indices, linear in the counters of loops over ranges, and are shown by putting
each counter's bound for it, the innermost first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Copy, Leaf, Program, Store, Update, Version
from s2sdiff.types import Array, DictOf, Dim, Scalar, Static, Type


@dataclass(frozen=True)
class Linear:
    """A sum of whole multiples of variables, and a number, as a `Dim` is of names of sizes.

    Here the variables are counters in one of two runs, and what is not known in either: they have no names to sort by.
    """

    terms: Mapping[Any, int]
    constant: int = 0

    def plus(self, other: Linear, times: int = 1) -> Linear:
        """Self + times * other."""
        keys = [*self.terms, *(k for k in other.terms if k not in self.terms)]
        terms = {k: self.terms.get(k, 0) + times * other.terms.get(k, 0) for k in keys}
        return Linear({k: c for k, c in terms.items() if c}, self.constant + times * other.constant)

    def put(self, variable: Any, value: Linear) -> Linear:
        """Self with `value` for a variable."""
        rest = Linear({k: c for k, c in self.terms.items() if k != variable}, self.constant)
        return rest.plus(value, self.terms[variable])


@dataclass(frozen=True)
class Symbol:
    """Something that is not known: the size of an array, which is not negative, or another number."""

    name: Any
    is_size: bool


@dataclass(frozen=True)
class Interval:
    """Places from `low` up to but without `high`; None stands for the end of the axis."""

    low: Linear
    high: Linear | None


@dataclass(frozen=True)
class Order:
    """How two runs of statements lie: the loops they do not share a trip of, and the one in which the second comes later."""

    apart: frozenset[gast.AST]
    later: gast.AST | None
    around: tuple[tuple[gast.AST, str], ...] = ()  # the loops around each run


class InTime:
    """What is known of the stores into the arrays of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.loops = {n for n in syntax.walk(program.tree.body) if isinstance(n, (gast.For, gast.While))}

    # --- stores ---

    def is_first(self, store: Store, version: Version, active: set[Leaf]) -> bool:
        """Whether nobody stores at a place before, in an array or dict that no derivative flows into as it is made."""
        changes = self.changes_of(store.base) if isinstance(self.program.uses[store.base].type, (Array, DictOf)) else None
        made = self.made(store.base)
        if changes is None or len(made) != 1 or (made[0], ()) in active or made[0].kind != "assign":
            return False
        return all(self.is_elsewhere(place, store.place, order) for change, place in changes for order in self.orders(change, version))

    def stays(self, place: gast.AST, version: Version, base: gast.Name) -> bool:
        """Whether nothing is stored at a place of the array `base` after `version` was read or stored there."""
        changes = self.changes_of(base)
        return changes is not None and all(
            self.is_elsewhere(place, other, order) for change, other in changes for order in self.orders(version, change)
        )

    def made(self, base: gast.Name) -> list[Version]:
        """The versions as which a name gets hold of its memory."""
        held = self.program.uses[base]
        return [v for v in self.program.versions.values() if v.name == base.id and v.storages & held.storages
                and v.kind not in ("update", "head", "meet") and self.loops.issuperset(v.loops)]  # fmt: skip

    def changes_of(self, base: gast.Name) -> list[tuple[Version, gast.AST]] | None:
        """Every change of an array or dict that is made outside of loops, with its place; None if one is not known."""
        held, made = self.program.uses[base], self.made(base)
        if len(made) != 1 or made[0].loops or len(held.storages) != 1:
            return None  # not surely one array
        found = []
        for storage in held.storages:
            if any(kind == "loop" for kind, _ in storage.region):
                return None
            for change in self.program.stores.get(storage, ()):
                if not self.loops.issuperset(change.loops):
                    continue  # from an earlier look at a loop
                op = self.program.ops.get(change.statement) if change.statement is not None else None
                if not isinstance(op, (Store, Update)) or op.base.id != base.id:
                    return None
                found.append((change, op.place))
        return found

    def orders(self, first: Version, change: Version) -> Iterator[Order]:
        """The ways in which a change can come after the run that defines `first`."""
        mine, theirs = first.loops, change.loops
        shared = [a for a, b in zip(mine, theirs, strict=False) if a is b]
        around = (*((loop, "first") for loop in mine), *((loop, "second") for loop in theirs))
        everywhere = frozenset([*mine, *theirs])
        if change.position > first.position:
            yield Order(everywhere - frozenset(shared), None, around)
        for k, loop in enumerate(shared):
            yield Order(everywhere - frozenset(shared[:k]), loop, around)

    def is_elsewhere(self, first: gast.AST, second: gast.AST, order: Order) -> bool:
        """Whether a place and one that is stored into later are apart along some axis."""
        if not all(isinstance(place, gast.Subscript) and isinstance(place.value, gast.Name) for place in (first, second)):
            return False
        counted = isinstance(self.type_of(first.value), DictOf)  # the keys of a dict mean themselves, as they are
        mine = self.intervals(first.slice, order, "first", counted=counted)
        theirs = self.intervals(second.slice, order, "second", counted=counted)
        return any(self.is_below(a, b, order) or self.is_below(b, a, order) for a, b in zip(mine, theirs, strict=False) if a and b)

    def is_below(self, a: Interval, b: Interval, order: Order) -> bool:
        """Whether all of `a` comes before all of `b`."""
        return a.high is not None and self.is_positive(b.low.plus(a.high, -1), order)

    def with_order(self, value: Linear, order: Order) -> Linear:
        """The counter of the later trip as what it was before, at least one step more, and an amount that is not known."""
        loop = order.later
        step = self.step(loop)
        if loop is None or not step or not {(loop, "first"), (loop, "second")} <= value.terms.keys():
            return value
        more = Linear({Symbol((id(loop), "more"), is_size=True): 1 if step > 0 else -1}, step)
        return value.put((loop, "second"), Linear({(loop, "first"): 1}).plus(more))

    # --- places along the axes ---

    def intervals(self, index: gast.AST, order: Order, run: str, *, counted: bool = False) -> list[Interval | None]:
        """Where an index may be along each axis; None along one of which nothing is known.

        Along the axis of an array an index may count from its end, unless each surely is `counted` from the start.
        """
        found: list[Interval | None] = []
        for item in index.elts if isinstance(index, gast.Tuple) else [index]:
            if isinstance(item, gast.Slice):
                found.append(self.of_slice(item, order, run))
                continue
            t = self.type_of(item)
            if not isinstance(t, (Scalar, Array)) or np.dtype(t.dtype).kind not in "iu":
                break  # which axes follow is not known
            place = self.linear if counted else self.from_start
            point = place(item, order, run) if isinstance(t, Scalar) else None
            found.append(Interval(point, point.plus(Linear({}, 1))) if point is not None else None)
        return found

    def of_slice(self, item: gast.Slice, order: Order, run: str) -> Interval | None:
        """At least where a slice is; what counts from the end may be anywhere."""
        if item.step is not None:
            return None
        low = self.from_start(item.lower, order, run) if item.lower is not None else None
        high = self.from_start(item.upper, order, run) if item.upper is not None else None
        return Interval(low or Linear({}), high)

    def type_of(self, item: gast.AST) -> Type:
        """The type of an index along one axis."""
        version = self.program.uses.get(item)
        if version is not None:
            return version.type
        return Scalar("int64") if isinstance(item, gast.Constant) and type(item.value) is int else Static(None)

    def from_start(self, item: gast.AST, order: Order, run: str) -> Linear | None:
        """A bound or a place that surely counts from the start."""
        value = self.linear(item, order, run)
        return value if value is not None and self.is_positive(value, order) else None

    # --- numbers ---

    def linear(self, atom: gast.AST, order: Order, run: str) -> Linear | None:
        """A whole number as a sum of counters and symbols; None for what is no number."""
        if isinstance(atom, gast.Constant):
            return Linear({}, atom.value) if type(atom.value) is int else None
        if isinstance(atom, gast.UnaryOp) and isinstance(atom.op, gast.USub):
            value = self.linear(atom.operand, order, run)
            return value and Linear({}).plus(value, -1)
        version = self.program.uses.get(atom)
        if version is None or not isinstance(version.type, Scalar):
            return None
        held = version.type.value
        if isinstance(held, Dim) and not any(n.startswith("?") for n, _ in held.terms):  # "?" may be another in each trip
            return Linear({Symbol(n, is_size=True): c for n, c in held.terms}, held.const)
        if type(held) is int:
            return Linear({}, held)
        if version.kind == "iterate":
            return self.counter(version.statement, order, run)
        return self.computed(version, order, run) or self.symbol(version, order, run)

    def symbol(self, version: Version, order: Order, run: str) -> Linear:
        """A number of which nothing is known, but that it is one within a trip."""
        own = run if any(loop in order.apart for loop in (*version.loops, version.statement)) else ""
        return Linear({Symbol((version.number, own), is_size=False): 1})

    def computed(self, version: Version, order: Order, run: str) -> Linear | None:
        """A sum or difference of numbers, or another name of one."""
        value = getattr(version.statement, "value", None)
        if version.kind != "assign" or version.statement is None:
            return None
        op = self.program.ops.get(version.statement)
        if isinstance(op, Copy):
            return self.linear(op.source, order, run)
        if not isinstance(value, gast.BinOp) or not isinstance(value.op, (gast.Add, gast.Sub)):
            return None
        left, right = self.linear(value.left, order, run), self.linear(value.right, order, run)
        if left is None or right is None:
            return None
        return left.plus(right, 1 if isinstance(value.op, gast.Add) else -1)

    def counter(self, loop: gast.AST | None, order: Order, run: str) -> Linear:
        """The counter of a loop, which is one in the two runs where they share its trip."""
        return Linear({(loop, run if loop in order.apart else ""): 1})

    def range_of(self, loop: gast.AST) -> tuple[Sequence[gast.AST], int]:
        """The arguments of the range that a loop goes over, and 1 or -1 for its direction; nothing if it is none."""
        if not isinstance(loop, gast.For) or not isinstance(loop.iter, gast.Call):
            return (), 0
        call, turned = loop.iter, 1
        if syntax.dotted(call.func) == "reversed" and isinstance(call.args[0], gast.Call):
            call, turned = call.args[0], -1
        return (call.args, turned) if syntax.dotted(call.func) == "range" else ((), 0)

    def step(self, loop: gast.AST | None) -> int:
        """By how much the counter grows each trip; 0 if that is not known."""
        args, turned = self.range_of(loop) if loop is not None else ((), 0)
        if len(args) < 3:
            return turned
        step = self.linear(args[2], Order(frozenset(), None), "")
        return turned * step.constant if step is not None and not step.terms else 0

    def bound(self, loop: gast.AST, order: Order, run: str, *, lowest: bool) -> Linear | None:
        """What the counter of a loop is at least, or at most."""
        args, turned = self.range_of(loop)
        step = self.step(loop) * turned
        if not step:
            return None
        start = self.linear(args[0], order, run) if len(args) > 1 else Linear({})
        stop = self.linear(args[1] if len(args) > 1 else args[0], order, run)
        if lowest:
            return start if step > 0 else stop and stop.plus(Linear({}, 1))
        return start if step < 0 else stop and stop.plus(Linear({}, -1))

    def is_positive(self, value: Linear, order: Order) -> bool:
        """Whether a number surely is not negative, given that each loop around makes a trip."""
        if self.is_surely_positive(value, order):
            return True
        for loop, run in order.around if any(isinstance(v, Symbol) for v in value.terms) else ():
            low, high = (self.bound(loop, order, run, lowest=lowest) for lowest in (True, False))
            if low is not None and high is not None and self.is_surely_positive(value.plus(high, -1).plus(low), order):
                return True
        return False

    def is_surely_positive(self, value: Linear, order: Order) -> bool:
        """Whether a number is not negative, by the bounds of its counters."""
        while (value := self.with_order(value, order)).terms:
            counters = [v for v in value.terms if not isinstance(v, Symbol)]
            if not counters:
                return value.constant >= 0 and all(v.is_size and c > 0 for v, c in value.terms.items())
            deepest = max(counters, key=lambda v: len(self.program.regions[v[0]]))
            at = self.bound(deepest[0], order, deepest[1], lowest=value.terms[deepest] > 0)
            if at is None:
                return False
            value = value.put(deepest, at)
        return value.constant >= 0
