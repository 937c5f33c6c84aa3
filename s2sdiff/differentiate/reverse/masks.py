"""What np.where does not take stays out: of cotangents that it has made zero at places, nothing else is made there.

Where a branch is not taken its values may be nan or infinite, and so may the partial derivatives on the way to it:
0 * inf is no zero.  A cotangent that is zero where a condition does not hold passes that on to the operands of an
elementwise function: their contributions are made zero at these places, too.  It ends where a variable has other uses,
or where the condition would have to be read in another block.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Apply, Region, Version
from s2sdiff.differentiate.reverse.bars import Bar
from s2sdiff.differentiate.reverse.summation import Summation
from s2sdiff.differentiate.typing import Typed
from s2sdiff.types import Array, Scalar, shape_of


@dataclass(frozen=True)
class Mask:
    """Where a cotangent is zero: where `condition` does not hold, or where it does."""

    bar: Bar
    condition: gast.AST
    holds: bool
    region: Region


class Masks(Summation):
    """Keeps the zeros of cotangents."""

    def without_cotangent(self, op: Apply) -> set[str]:
        """The operands that nothing but this call reads, and whose cotangents are what it gives them."""
        sources = {p: self.program.uses[node] for p, node in op.bound.items() if node in self.program.uses}
        own = Counter(source.number for source in sources.values())
        return {p for p, s in sources.items() if (s.name, ()) not in self.bars and self.reads[s.number] == own[s.number]}

    def note_choice(self, op: Apply, version: Version, operands: set[str]) -> None:
        """Note, after the adjoint of `np.where(c, x, y)`, where the cotangents of x and y are zero."""
        if op.rule.function is np.where:
            for operand in operands & {"x", "y"}:
                self.note_mask(op, operand, version, op.bound["condition"], version.region, holds=operand == "x")

    def note_mask(self, op: Apply, operand: str, version: Version, condition: gast.AST, region: Region, *, holds: bool) -> None:
        """Note that the cotangent of an operand is zero at places, if it has the shape of the result."""
        source = self.program.uses[op.bound[operand]]
        bar = self.bars.get((source.name, ()))
        alike = isinstance(source.type, Scalar) and isinstance(version.type, Scalar)
        if bar is not None and source.region == region and (alike or shape_of(source.type) == shape_of(version.type) is not None):
            self.masks[source.name] = Mask(bar, condition, holds, region)

    def mask_of(self, version: Version, bar: Bar) -> Mask | None:
        """Where the cotangent of a version is zero, as far as it is known."""
        mask = self.masks.pop(version.name, None)
        return mask if mask is not None and mask.bar is bar else None

    def masked(self, value: gast.AST, typed: Typed, mask: Mask) -> tuple[gast.AST, Typed]:
        """A contribution that is zero where the cotangent is that it was made of, whatever it was multiplied with."""
        condition, zero = self.primal(mask.condition), syntax.const(0.0)
        if isinstance(typed.type, Scalar):
            taken, left = (value, zero) if mask.holds else (zero, value)
            return gast.IfExp(condition, taken, left), typed
        return syntax.call("np.where", condition, *((value, zero) if mask.holds else (zero, value))), Typed(typed.type, fresh=isinstance(typed.type, Array))
