"""What was stretched is summed: a contribution of the result's shape becomes one of the operand's.

Where both shapes are known the sum is written out, or nothing is; else a helper decides at run time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Version
from s2sdiff.differentiate.reverse.accumulation import Accumulation
from s2sdiff.differentiate.typing import Typed
from s2sdiff.types import FLOAT, Array, Scalar, Seq, Type, may_be_one, shape_of


class Summation(Accumulation):
    """Sums contributions down to the shapes of what they go to."""

    def reduced(
        self, value: gast.AST, typed: Typed, t: Type, operand: gast.AST, result: Version
    ) -> tuple[gast.AST, Typed]:
        """A contribution of the result's shape, summed down to the operand's (of type `t`) where that was stretched."""
        own, whole, have = shape_of(t), shape_of(self.whole(result)[0]), shape_of(typed.type)
        dtype = typed.type.dtype if isinstance(typed.type, (Scalar, Array)) else t.dtype if isinstance(t, (Scalar, Array)) else "float64"
        at_run_time = Typed(replace(t, dtype=dtype) if isinstance(t, Array) else Scalar(dtype, weak=False) if isinstance(t, Scalar) else t, fresh=False)
        if own is None or whole is None or have is None:
            if isinstance(t, Scalar) and isinstance(self.whole(result)[0], Scalar):
                return value, typed
            return self.context.helper_call("unbroadcast", self.counted(value, have, result), operand), at_run_time
        lead = len(whole) - len(own)
        axes = list(range(lead))
        for k, (mine, theirs) in enumerate(zip(own, whole[lead:], strict=True)):
            if mine == 1 and theirs != 1:
                axes.append(lead + k)
            elif mine != theirs and may_be_one(mine):
                return self.context.helper_call("unbroadcast", self.stretched(value, have, whole, result), operand), at_run_time
        if not axes:
            return value, typed
        divided = self.divided(value, own, whole)
        if divided is not None:
            total, summed = self.reduced(divided.left, self.typer(divided.left), t, operand, result)
            quotient = syntax.binop(total, gast.Div, divided.right)
            return quotient, Typed(summed.type, fresh=True)
        if not own:
            if have == ():
                size = syntax.attribute(self.whole(result)[1], "size")
                return syntax.binop(value, gast.Mult, size), Typed(FLOAT, fresh=True)
            return syntax.call("np.sum", self.stretched(value, have, whole, result)), Typed(Scalar(dtype, weak=False), fresh=True)
        value = self.stretched(value, have, whole, result)
        kept = [a for a in axes if a >= lead]
        if kept and lead:
            return self.context.helper_call("unbroadcast", value, operand), at_run_time
        axis = syntax.const(axes[0]) if len(axes) == 1 else syntax.tuple_([syntax.const(a) for a in axes])
        keep = {"keepdims": syntax.const(value=True)} if kept else {}
        return syntax.call("np.sum", value, axis=axis, **keep), Typed(Array(dtype, own), fresh=True)

    def divided(self, value: gast.AST, own: Any, whole: Any) -> gast.BinOp | None:
        """A quotient whose sum is the quotient of a sum: what divides it was stretched as the operand was."""
        if not isinstance(value, gast.BinOp) or not isinstance(value.op, gast.Div):
            return None
        above, below = (shape_of(self.typer(part).type) for part in (value.left, value.right))
        return value if below is not None and below == own and above == whole else None

    def whole(self, result: Version) -> tuple[Type, gast.AST]:
        """Type and value of a result; of one of its parts where it is a tuple of arrays of one shape, as of divmod."""
        if isinstance(result.type, Seq):
            return result.type.items[0], self.value_of(result, (0,))
        return result.type, self.value_of(result)

    def counted(self, value: gast.AST, have: Any, result: Version) -> gast.AST:
        """A compact value in full, where its shape is not known to be the result's."""
        if have is not None and have == shape_of(self.whole(result)[0]):
            return value
        if isinstance(self.whole(result)[0], Scalar):
            return value
        return syntax.call("np.broadcast_to", value, syntax.call("np.shape", self.whole(result)[1]))

    def stretched(self, value: gast.AST, have: Any, whole: Any, result: Version) -> gast.AST:
        """A compact value with the full shape of the result, where a sum over it has to count every entry."""
        if have == whole:
            return value
        return syntax.call("np.broadcast_to", value, syntax.attribute(self.whole(result)[1], "shape"))

    def checked(self, value: gast.AST, typed: Typed, source: Version) -> tuple[gast.AST, Typed]:
        """A contribution whose shape is not provably the operand's, or smaller, is summed down at run time."""
        theirs, own = shape_of(typed.type), shape_of(source.type)
        assert theirs is not None
        assert own is not None
        if len(theirs) > len(own):
            dtype = typed.type.dtype if isinstance(typed.type, (Scalar, Array)) else "float64"
            return self.context.helper_call("unbroadcast", value, self.value_of(source)), Typed(Array(dtype, own), fresh=False)
        return value, typed
