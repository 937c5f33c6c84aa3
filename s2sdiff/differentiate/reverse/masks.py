"""What np.where does not take stays out: of cotangents that it has made zero at places, nothing else is made there.

Where a branch is not taken its values may be nan or infinite, and so may the partial derivatives on the way to it:
0 * inf is no zero.  A cotangent that is zero where a condition does not hold passes that on to the operands of an
elementwise function: their contributions are made zero at these places, too; functions that move or repeat items move
the condition as they move the cotangent.  It ends where a variable has other uses, or where the condition would have to
be read in another block.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Apply, Inactive, Region, Version
from s2sdiff.differentiate.inline import Instance, contributions
from s2sdiff.differentiate.reverse.bars import Bar
from s2sdiff.differentiate.reverse.summation import Summation
from s2sdiff.differentiate.typing import Typed
from s2sdiff.types import Array, Scalar, Type, is_thin, shape_of


@dataclass(frozen=True)
class Mask:
    """Where a cotangent is zero: where `condition` does not hold, or where it does."""

    bar: Bar | None  # the cotangent, once it is known
    condition: gast.AST
    holds: bool
    region: Region
    shape: tuple[Any, ...] | None  # of the condition, which is stretched to that of the cotangent
    reads: int = 0  # how many reads of the variable have given what the cotangent is

    def is_whole(self, version: Version) -> bool:
        """Whether the condition surely has the shape of a variable."""
        return self.shape == shape_of(version.type) is not None


# Functions whose results hold the very items of their operand: the adjoint of a condition says where one is wanted.
MOVES = frozenset({
    np.reshape, np.ravel, np.ndarray.flatten, np.squeeze, np.expand_dims, np.atleast_1d, np.atleast_2d, np.atleast_3d,
    np.transpose, np.matrix_transpose, np.swapaxes, np.moveaxis, np.flip, np.broadcast_to,
})  # fmt: skip


LEAVE_GAPS = frozenset({
    np.nansum, np.nanmean, np.nanvar, np.nanstd, np.nanprod, np.nanmax, np.nanmin, np.nancumsum, np.nancumprod,
    np.nanmedian, np.nanpercentile, np.nanquantile,
})  # fmt: skip


class Masks(Summation):
    """Keeps the zeros of cotangents."""

    @cached_property
    def carriers(self) -> Counter[int]:
        """How often each version is read where a derivative may flow: in no comparison, for example."""
        idle = [s for s, op in self.program.ops.items() if isinstance(s, gast.Assign) and isinstance(op, Inactive)]
        return self.reads - Counter(self.program.uses[n].number for s in idle for n in syntax.walk(s) if n in self.program.uses)

    def clean_operands(self, op: Apply) -> set[str]:
        """The operands whose cotangents have no other zeros than are known: those without any yet, above all."""
        return {p for p, node in op.bound.items() if node in self.program.uses and self.is_clean(self.program.uses[node])}

    def is_clean(self, source: Version) -> bool:
        """Whether a cotangent is nothing yet, or zero where all that was added to it is."""
        bar, mask = self.bars.get((source.name, ())), self.masks.get(source)
        return bar is None or (mask is not None and mask.bar is bar)

    def fills_by_choice(self, op: Apply, t: Type, bar: Bar) -> bool:
        """Whether `np.where(c, 1.0, 0.0)` has the shape of the result and its dtype, so that the seed may be one number."""
        one = isinstance(bar.type, Scalar) and bar.type.dtype == "float64"
        whole = op.rule.function is np.where and shape_of(op.types["condition"]) == shape_of(t) is not None
        return one and whole and isinstance(t, Array) and bool(t.shape) and t.dtype == "float64" and not is_thin(t)

    def note_choice(self, op: Apply, version: Version, operands: set[str]) -> None:
        """Note, after the adjoint of `np.where(c, x, y)`, where the cotangents of x and y are zero; of a reduction, at what it leaves out."""
        if op.rule.function in LEAVE_GAPS and "a" in operands:
            gaps = syntax.call("np.isnan", op.bound["a"])
            self.note_mask(op, "a", version, Mask(None, gaps, holds=False, region=version.region, shape=shape_of(op.types["a"])))
        elif isinstance(op.types.get("where"), Array) and "a" in operands:
            self.note_mask(op, "a", version, Mask(None, op.bound["where"], holds=True, region=version.region, shape=shape_of(op.types["where"])))
        if op.rule.function is np.where:
            condition = op.bound["condition"]
            shape = shape_of(op.types["condition"])
            for operand in operands & {"x", "y"}:
                self.note_mask(op, operand, version, Mask(None, condition, operand == "x", version.region, shape))

    def note_mask(self, op: Apply, operand: str, version: Version, mask: Mask) -> None:
        """Note that the cotangent of an operand is zero where that of the result is: all that it was stretched to."""
        source = self.program.uses[op.bound[operand]]
        alike = isinstance(source.type, Scalar) and isinstance(version.type, Scalar)
        if alike or mask.is_whole(source) or shape_of(source.type) == shape_of(version.type) is not None:
            self.note_zeros(source, mask)

    def note_zeros(self, source: Version, mask: Mask) -> None:
        """Note where one more contribution to the cotangent of a variable is zero."""
        bar, earlier = self.bars.get((source.name, ())), self.masks.pop(source, None)
        if bar is not None and source.region == mask.region:
            both = mask if earlier is None else self.where_either(earlier, mask)
            self.masks[source] = replace(both, bar=bar, reads=1 if earlier is None else earlier.reads + 1)

    def where_either(self, first: Mask, second: Mask) -> Mask:
        """Where a sum is zero: where both of its parts are."""
        if first.holds == second.holds and syntax.same(self.primal(first.condition), self.primal(second.condition)):
            return second
        condition = syntax.call("np.logical_or", self.wanted_at(first), self.wanted_at(second))
        return Mask(None, condition, holds=True, region=second.region, shape=first.shape if first.shape == second.shape else None)

    def wanted_at(self, mask: Mask) -> gast.AST:
        """The condition that holds where a cotangent may not be zero."""
        condition = self.primal(mask.condition)
        return condition if mask.holds else syntax.call("np.logical_not", condition)

    def note_moved(self, op: Apply, instance: Instance, operand: str, version: Version, mask: Mask) -> None:
        """Note where the cotangent of what was moved is zero: the adjoint of a condition is what it says of the operand."""
        holds = mask.holds or op.rule.pointwise  # of an item that is repeated, whether any of the copies is wanted
        instance.trees[f"{op.rule.result}_bar"] = self.primal(mask.condition) if holds == mask.holds else self.wanted_at(mask)
        parts = contributions(instance, {operand})
        if [parameter for parameter, _, _ in parts] != [operand]:
            return
        source, condition = self.program.uses[op.bound[operand]], parts[0][2]
        if op.rule.pointwise:
            condition, _ = self.reduced(condition, self.typer(condition), self.type_to_fill(source), self.value_of(source), version)
        if isinstance(condition, gast.Call) and syntax.dotted(condition.func) == "np.sum":
            condition = gast.Call(syntax.expr("np.any"), condition.args, condition.keywords)
        self.note_zeros(source, Mask(None, condition, holds, mask.region, shape_of(source.type)))

    def mask_of(self, version: Version, bar: Bar) -> Mask | None:
        """Where the cotangent of a version is zero, as far as it is known of all that it was made of."""
        mask = self.masks.pop(version, None)
        return mask if mask is not None and mask.bar is bar and mask.reads == self.carriers[version.number] else None

    def masked(self, value: gast.AST, typed: Typed, mask: Mask) -> tuple[gast.AST, Typed]:
        """A contribution that is zero where the cotangent is that it was made of, whatever it was multiplied with."""
        condition, zero = self.primal(mask.condition), syntax.const(0.0)
        if isinstance(typed.type, Scalar):
            taken, left = (value, zero) if mask.holds else (zero, value)
            return gast.IfExp(condition, taken, left), typed
        return syntax.call("np.where", condition, *((value, zero) if mask.holds else (zero, value))), Typed(typed.type, fresh=isinstance(typed.type, Array))
