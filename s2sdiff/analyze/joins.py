"""Arrays that are joined as they are written: np.r_[a, 0.0, b], np.c_[a, b], np.block([[a, b], [c, d]]).

They mean np.hstack, np.concatenate, np.column_stack and np.vstack, which have rules.  Parts of np.split that are changed
in place are the slices that they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.decisions import Decisions
from s2sdiff.analyze.state import Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.library import SPLITS
from s2sdiff.types import Array, ListOf, Scalar, Seq, Static, Type, rank


class Joins(Decisions):
    """Understands np.r_, np.c_ and np.block."""

    def as_slices(
        self, function: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """np.split(a, 3) or np.split(a, [2, 5]), whose parts are views of a; None where they are not known to be, or how many."""
        base, cut = [*args, *keywords.values()][:2]
        axes, asked = rank(self.type_of(base)), keywords.get("axis", args[2] if len(args) > 2 else syntax.const(0))
        axis, held = getattr(self.type_of(asked), "value", None), self.bound_type(cut)
        fixed = SPLITS[function]
        axis = axis if fixed is None else min(fixed, (axes or 1) - 1)
        if not isinstance(base, gast.Name) or axes is None or type(axis) is not int or not -axes <= axis < axes:
            return None
        lines: list[gast.AST] = []
        if isinstance(held, Scalar) and type(held.value) is int and held.value > 0:
            shape, count, size, left = (self.helper(statement, f"{base.id}_{wish}") for wish in ("shape", "count", "size", "left"))
            error = syntax.call("ValueError", syntax.const("array split does not result in an equal division"))
            lines = [
                syntax.assign(shape, syntax.attribute(syntax.name(base.id), "shape")),
                syntax.assign(count, syntax.subscript(syntax.name(shape), syntax.const(axis % axes))),
                syntax.assign(left, syntax.binop(syntax.name(count), gast.Mod, syntax.const(held.value))),
                gast.If(gast.Compare(syntax.name(left), [gast.NotEq()], [syntax.const(0)]), [gast.Raise(error, None)], []),
                syntax.assign(size, syntax.binop(syntax.name(count), gast.FloorDiv, syntax.const(held.value))),
            ]
            names = [size, *(self.helper(statement, f"{base.id}_bound", role=k) for k in range(2, held.value))][: held.value - 1]
            lines += [syntax.assign(n, syntax.binop(syntax.const(k), gast.Mult, syntax.name(size))) for k, n in enumerate(names[1:], start=2)]
            bounds = [syntax.name(name) for name in names]
        elif isinstance(held, Seq) and isinstance(cut, gast.Name):
            bounds = [self.part(cut, k, statement) for k in range(len(held.items))]
        else:
            return None
        parts = []
        for k, (low, high) in enumerate(zip([None, *bounds], [*bounds, None], strict=True)):
            index: gast.AST = gast.Slice(syntax.clone(low) if low else None, syntax.clone(high) if high else None, None)
            before = axis % axes
            index = syntax.tuple_([*[gast.Slice(None, None, None) for _ in range(before)], index]) if before else index
            parts.append(self.helper(statement, f"{base.id}_part", role=k))
            lines.append(syntax.assign(parts[-1], syntax.subscript(syntax.name(base.id), index)))
        self.before(self.same_again((statement, "slices"), [syntax.located(line, statement) for line in lines]), statement)
        return self.evaluate(syntax.located(syntax.list_([syntax.name(part) for part in parts]), statement), statement)

    def value_Subscript(self, value: gast.Subscript, statement: gast.AST) -> Meaning:
        """`np.r_[a, b]`, or an item of anything else."""
        held = self.peek(value.value) if isinstance(value.value, gast.Name) else None
        if not isinstance(held, Static) or not (held.value is np.r_ or held.value is np.c_):
            return super().value_Subscript(value, statement)
        index = value.slice
        items = index.elts if isinstance(index, gast.Tuple) else [index]
        parts = [self.written_part(item, k, value, statement) for k, item in enumerate(items)]
        ranks = {rank(self.type_of(part)) for part in parts}
        if held.value is np.c_ and ranks <= {0, 1, 2}:
            join: Callable[..., Any] = np.column_stack
        elif held.value is np.r_ and ranks <= {0, 1}:
            join = np.hstack
        elif held.value is np.r_ and len(ranks) == 1 and None not in ranks:
            join = np.concatenate
        else:
            raise Unsupported("np.r_ or np.c_ of arrays of different or unknown ranks", value, "use np.concatenate")
        return self.bare(self.joined(join, parts, statement), value, [self.type_of(part) for part in parts])

    def written_part(self, item: gast.AST, k: int, node: gast.AST, statement: gast.AST) -> gast.AST:
        """An item between the brackets of np.r_: a value, or a slice that stands for a range."""
        if not isinstance(item, gast.Slice):
            if not isinstance(self.type_of(item), (Scalar, Array, Seq, ListOf)):
                raise Unsupported("np.r_ or np.c_ with directions", node, "use np.concatenate")
            return self.as_array(item, statement)
        bounds = [syntax.const(0) if item.lower is None else item.lower, item.upper]
        bounds += [item.step] if item.step is not None else []
        if any(isinstance(self.type_of(b), Scalar) and self.type_of(b).dtype != "int64" for b in bounds):  # type: ignore[attr-defined]
            raise Unsupported("np.r_ or np.c_ with a range of floats", node, "write np.arange or np.linspace")
        return self.named_result(np.arange, bounds, {}, statement, f"part_{k}")

    def bare(self, joined: gast.Name, node: gast.AST, parts: Sequence[Type]) -> Meaning:
        """What was joined; numbers that are written must not have widened it."""
        t = self.type_of(joined)
        kinds = [np.dtype(p.dtype).type(0).item() if isinstance(p, Scalar) and p.weak else np.dtype(p.dtype)
                 for p in parts if isinstance(p, (Scalar, Array))]  # fmt: skip
        if isinstance(t, Array) and np.result_type(*kinds).name != t.dtype:
            raise Unsupported("np.r_ or np.c_ of Python numbers beside narrow arrays", node, "make the numbers arrays of that type")
        return self.value_Name(joined, node)

    def blocks(self, node: gast.Call, args: Sequence[gast.AST], statement: gast.AST) -> Meaning:
        """`np.block` of a list of blocks, or of a list of rows of blocks."""
        held = self.type_of(args[0]) if len(args) == 1 else None
        if not isinstance(held, Seq) or held.cls is not list or not held.items:
            raise Unsupported("np.block of what is not a list of known length", node, "use np.hstack and np.vstack")
        rows = [self.part(args[0], k, statement) for k in range(len(held.items))]
        if not any(isinstance(t, Seq) for t in held.items):
            whole = self.row_of_blocks(rows, 0, node, statement)
        else:
            whole = self.joined(np.vstack, [self.block_row(row, k, node, statement) for k, row in enumerate(rows)], statement)
        return self.value_Name(whole, statement)

    def block_row(self, row: gast.Name, place: int, node: gast.AST, statement: gast.AST) -> gast.Name:
        """One row of blocks, given as a list."""
        held = self.type_of(row)
        if not isinstance(held, Seq):
            raise Unsupported("np.block of lists of different depths", node, "use np.hstack and np.vstack")
        return self.row_of_blocks([self.part(row, k, statement) for k in range(len(held.items))], place, node, statement)

    def row_of_blocks(self, blocks: Sequence[gast.AST], place: int, node: gast.AST, statement: gast.AST) -> gast.Name:
        """Blocks side by side; a vector beside a matrix is a row."""
        ranks = [rank(self.type_of(b)) for b in blocks]
        if any(r is None or r > 2 for r in ranks):
            raise Unsupported("np.block of arrays of unknown rank, or of more than two axes", node, "use np.concatenate")
        if 2 in ranks:
            blocks = [b if r == 2 else self.named_result(np.atleast_2d, [b], {}, statement, f"block_{place}_{k}")
                      for k, (b, r) in enumerate(zip(blocks, ranks, strict=True))]  # fmt: skip
        return self.joined(np.hstack, blocks, statement, place + 1)

    def joined(self, join: Callable[..., Any], parts: Sequence[gast.AST], statement: gast.AST, place: int = 0) -> gast.Name:
        """What a function gives for a tuple of these parts, under a name of its own."""
        together = self.helper(statement, "parts", role=place)
        line = syntax.located(syntax.assign(together, syntax.tuple_([syntax.clone(p) for p in parts])), statement)
        self.before([line], statement)
        return self.named_result(join, [syntax.name(together)], {}, statement, f"joined_{place}")
