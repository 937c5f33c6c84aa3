"""What was stretched is summed: a contribution of the result's shape becomes one of the operand's.

Where both shapes are known the sum is written out, or nothing is; else a helper decides at run time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Apply, Build, Copy, Leaf, Path, Project, Put, Version
from s2sdiff.differentiate.reverse.accumulation import Accumulation
from s2sdiff.differentiate.typing import Typed
from s2sdiff.types import (
    FLOAT,
    Array,
    Scalar,
    Seq,
    Thin,
    Type,
    Unknown,
    at,
    is_thin,
    may_be_one,
    shape_of,
    thickened,
    widened,
)


class Summation(Accumulation):
    """Sums contributions down to the shapes of what they go to."""

    def reduced(
        self, value: gast.AST, typed: Typed, t: Type, operand: gast.AST, result: Version
    ) -> tuple[gast.AST, Typed]:
        """A contribution of the result's shape, summed down to the operand's (of type `t`) where that was stretched."""
        own, whole, have = shape_of(t), shape_of(self.whole(result)[0]), shape_of(typed.type)
        dtype = typed.type.dtype if isinstance(typed.type, (Scalar, Array)) else "float64"
        if isinstance(typed.type, Unknown) and isinstance(t, (Scalar, Array)):  # what is not known may be wider than it
            dtype = widened(t.dtype)
        at_run_time = Typed(replace(t, dtype=dtype) if isinstance(t, Array) else Scalar(dtype, weak=False) if isinstance(t, Scalar) else t, fresh=False)
        if own is None or whole is None or have is None or len(own) > len(whole):  # one of them is a number at times
            if isinstance(t, Scalar) and isinstance(self.whole(result)[0], Scalar):
                return value, typed
            return self.context.helper_call("unbroadcast", self.counted(value, have, result), operand), at_run_time
        lead = len(whole) - len(own)
        axes = list(range(lead))
        for k, (mine, theirs) in enumerate(zip(own, whole[lead:], strict=True)):
            if mine == 1 and theirs != 1:
                axes.append(lead + k)
            elif may_be_one(mine) and (mine != theirs or isinstance(mine, Thin)):
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

    def type_to_fill(self, source: Version) -> Type:
        """The type that a contribution to a version has to have.

        Of a thin array that is a number, the cotangent may stay stretched where nobody asks for it, or where there is one
        contribution alone to what was computed: what is due to the operands is summed.
        """
        alone = self.reads[source.number] == 1 and isinstance(self.program.ops.get(source.statement), Apply)
        whole = is_thin(source.type) and (alone or self.is_idle_number(source, (), set()))
        return thickened(source.type) if whole else source.type

    def stays_idle(self, source: Version, result: Version) -> bool:
        """Whether an operand has the shape of its result wherever a derivative flows through it: both are numbers at times."""
        alike = shape_of(thickened(source.type)) == shape_of(thickened(result.type)) is not None
        return alike and is_thin(source.type) and is_thin(result.type) and self.is_idle_number(source, (), set())

    @cached_property
    def reads(self) -> Counter[int]:
        """How often each version is read."""
        return Counter(version.number for version in self.program.uses.values())

    def is_idle_number(self, version: Version, path: Path, seen: set[Leaf]) -> bool:
        """Whether no derivative flows through a thin array where it is a number: it is what a loop began with."""
        t = at(version.type, path)
        if (version, path) in seen or (version, path) not in self.active or (isinstance(t, Array) and not is_thin(t)):
            return True
        seen.add((version, path))
        if not is_thin(t):
            return False
        if version.kind in ("head", "meet"):
            return all(self.is_idle_number(v, path, seen) for v in version.operands if v is not None)
        made = self.made_of(version, path)
        return made is not None and all(self.is_idle_number(v, rest, seen) for v, rest in made)

    def made_of(self, version: Version, path: Path) -> list[Leaf] | None:
        """Whose shapes decide that of a part of a version; None where that is not known."""
        op, uses = self.program.ops.get(version.statement), self.program.uses
        atoms: list[tuple[Any, Path]] = []
        if isinstance(op, Copy):
            atoms = [(op.source, path)]
        elif isinstance(op, Apply) and not path:
            atoms = [(op.bound[p], ()) for p in op.rule.operands if p in op.bound]
        elif isinstance(op, Project):
            atoms = [(op.source, (op.key, *path))]
        elif isinstance(op, Build):
            atoms = [(item, path[1:]) for key, item in op.items if path[:1] == (key,)]
        elif isinstance(op, Put) and op.base.id == version.name:
            atoms = [(op.value, path[1:]) if path[:1] == (op.key,) else (op.base, path)]
        else:
            return None
        return [(uses[atom], rest) for atom, rest in atoms if atom in uses]

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
        if have == whole and not is_thin(self.whole(result)[0]):
            return value
        if is_thin(self.whole(result)[0]):
            return syntax.binop(value, gast.Add, self.context.helper_call("zeros_like", self.whole(result)[1]))
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
