"""Functions and methods that write into an array, said as stores.

`np.sin(x, out=y)` is `y[...] = np.sin(x)`, `y.fill(v)` is `y[...] = v`, `y.sort()` is `y[...] = np.sort(y)`.  There is
a `write_<name>` for each function or method that is called for its effect; it takes that function's arguments, and
refuses those for which the store would not be the same.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.state import Meaning
from s2sdiff.analyze.stores import Stores
from s2sdiff.errors import Unsupported
from s2sdiff.library import place_of_output
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise, name_of
from s2sdiff.types import NONE, Array, Scalar, Seq, Type, is_complex, rank, shape_of


class Writers(Stores):
    """Understands what writes into its arguments."""

    # --- out= ---

    def into_out(
        self, node: gast.Call, function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST],
        statement: gast.AST,
    ) -> gast.Name | None:  # fmt: skip
        """A call that writes its result into an array, as a store before the statement; that array, None without one."""
        out, extra = output_of(function, operands, keywords)
        if out is None or self.bound_type(out) == NONE:
            return None
        out = self.one_output(out, node, statement)
        held = self.type_of(out)
        if extra > 1:
            raise Unsupported("`out` and more by position", node, "name the argument: `out=y`")
        if not isinstance(held, Array):
            raise Unsupported("`out=` of something that is not known to be an array", node, "assign the result instead")
        call = syntax.clone(node)
        call.args = call.args[: len(call.args) - extra]
        where = keywords.get("where")
        where = None if isinstance(where, gast.Constant) and where.value is True else where
        call.keywords = [k for k in call.keywords if k.arg not in ("out", "where")]
        inputs = list(operands[: len(operands) - extra])
        others = {k: v for k, v in keywords.items() if k not in ("out", "where")}
        self.check_written(node, function, inputs, others, held)
        index: gast.AST = syntax.const(Ellipsis)
        if where is not None:
            index = where
            call.args = self.masked(call, function, inputs, where, held, statement)
        result = self.helper(statement, out.id, role="out")
        lines = [
            syntax.assign(result, call),
            syntax.assign(syntax.subscript(syntax.name(out.id), syntax.clone(index)), syntax.name(result)),
        ]
        self.before([syntax.located(line, statement) for line in lines], statement)
        return syntax.located(syntax.name(out.id), statement)

    def one_output(self, out: gast.AST, node: gast.AST, statement: gast.AST) -> gast.Name:
        """`out=y`, or `out=(y,)`."""
        t = self.type_of(out)
        if isinstance(t, Seq):
            if len(t.items) != 1:
                raise Unsupported("`out=` of several arrays", node, "assign the results: `y[...], z[...] = f(x)`")
            out = self.part(out, 0, statement)
        return out

    def check_written(
        self, node: gast.AST, function: Any, inputs: Sequence[gast.AST], keywords: Mapping[str, gast.AST], held: Array
    ) -> None:
        """What goes into `out=` is what the function returns without it, and NumPy casts it."""
        trials = [self.trial_type(o) for o in [*inputs, *keywords.values()]]
        named = tuple(zip(keywords, trials[len(inputs) :], strict=True))
        t, _ = self.context.trial(function, tuple(trials[: len(inputs)]), named)
        if is_complex(t) and not is_complex(held):
            raise Unsupported("a complex result is written into a real array", node, "make it a complex array")
        elementwise = isinstance(registry.lookup(function), Elementwise)
        if not elementwise and isinstance(t, (Array, Scalar)) and t.dtype != held.dtype:
            raise Unsupported(
                f"`{name_of(function)}` computes in the precision of `out=`, which is not that of its argument", node,
                "assign the result: `y[...] = f(x)`",
            )  # fmt: skip

    def masked(
        self, node: gast.AST, function: Any, inputs: Sequence[gast.AST], where: gast.AST, held: Array, statement: gast.AST
    ) -> list[gast.AST]:
        """The arguments at the places where a function is asked for: elsewhere it may not even be defined."""
        mask = self.type_of(where)
        types = [self.type_of(i) for i in inputs]
        function_call = len(node.args) == len(inputs)
        alike = function_call and held.shape is not None and all(isinstance(t, Scalar) or shape_of(t) == held.shape for t in [mask, *types])
        if not isinstance(registry.lookup(function), Elementwise) or not is_mask(mask) or not alike:
            raise Unsupported("`where=` with arguments that are not known to be of one shape", node,
                              "write `y[mask] = f(x[mask])`")  # fmt: skip
        found: list[gast.AST] = []
        for k, (argument, t) in enumerate(zip(inputs, types, strict=True)):
            if isinstance(t, Scalar):
                found.append(syntax.clone(argument))
                continue
            part = self.helper(statement, argument.id, role=k)
            line = syntax.assign(part, syntax.subscript(syntax.name(argument.id), syntax.clone(where)))
            self.before([syntax.located(line, statement)], statement)
            found.append(syntax.located(syntax.name(part), statement))
        return found

    def apply(
        self, node: gast.AST, function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST],
        statement: gast.AST,
    ) -> Meaning:  # fmt: skip
        """A function with a rule; with `out=` its value is that array."""
        out = self.into_out(node, function, operands, keywords, statement) if isinstance(node, gast.Call) else None
        if out is not None:
            return self.evaluate(out, statement)
        if "out" in keywords:
            node = syntax.clone(node)
            node.keywords = [k for k in node.keywords if k.arg != "out"]
            keywords = {k: v for k, v in keywords.items() if k != "out"}
        return super().apply(node, function, operands, keywords, statement)

    # --- called for their effect ---

    def written(
        self, statement: gast.Expr, name: str, base: gast.AST, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """A function or method that changes `base`, as stores."""
        writer = getattr(self, f"write_{name}")
        if not isinstance(self.type_of(base), Array):
            raise Unsupported(f"`{name}` of something that is not known to be an array", statement, "give example arguments")
        try:
            inspect.signature(writer).bind(statement, base, *args, **keywords)
        except TypeError:
            raise Unsupported(f"`{name}` with these arguments", statement, "write `a[...] = v`") from None
        return self.block([syntax.located(line, statement) for line in writer(statement, base, *args, **keywords)])

    def write_fill(self, statement: gast.Expr, a: gast.Name, value: gast.AST) -> list[gast.AST]:
        """`a.fill(v)`."""
        self.only_number(value, statement, "a[...] = v")
        return [stored(a, syntax.const(Ellipsis), value)]

    def write_sort(
        self, statement: gast.Expr, a: gast.Name, axis: gast.AST | None = None, **_kind: gast.AST
    ) -> list[gast.AST]:
        """`a.sort()`; of equal items it does not matter which comes first, and so not how they are sorted."""
        named = {} if axis is None else {"axis": axis}
        return [stored(a, syntax.const(Ellipsis), self.named_result(np.sort, [syntax.name(a.id)], named, statement, a.id))]

    def write_partition(
        self, statement: gast.Expr, a: gast.Name, kth: gast.AST, axis: gast.AST | None = None
    ) -> list[gast.AST]:
        """`a.partition(k)`."""
        named = {} if axis is None else {"axis": axis}
        value = self.named_result(np.partition, [syntax.name(a.id), kth], named, statement, a.id)
        return [stored(a, syntax.const(Ellipsis), value)]

    def write_copyto(
        self, statement: gast.Expr, dst: gast.Name, src: gast.AST, *, where: gast.AST | None = None
    ) -> list[gast.AST]:
        """`np.copyto(a, b)`, perhaps with a mask."""
        held, given = self.type_of(dst), self.type_of(src)
        if is_complex(given) and not is_complex(held):
            raise Unsupported("a complex array is copied to a real one", statement, "make it a complex array")
        if where is None:
            return [stored(dst, syntax.const(Ellipsis), src)]
        mask = self.type_of(where)
        if is_mask(mask) and shape_of(mask) == shape_of(held) is not None:
            if isinstance(given, Scalar):
                return [stored(dst, where, src)]
            if shape_of(given) == shape_of(held) and isinstance(src, gast.Name):
                return self.picked(dst, where, src, statement)
        value = self.named_result(np.where, [syntax.clone(where), syntax.clone(src), syntax.name(dst.id)], {}, statement, dst.id)
        return [stored(dst, syntax.const(Ellipsis), value)]

    def write_put(self, statement: gast.Expr, a: gast.Name, ind: gast.AST, v: gast.AST) -> list[gast.AST]:
        """`np.put(a, i, v)` of an array with one axis."""
        t, index, values = self.type_of(a), self.type_of(ind), self.type_of(v)
        if rank(t) != 1:
            raise Unsupported("`put` counts through all items of an array of several axes", statement, "write `a[i, j] = v`")
        if not isinstance(values, Scalar) and (_extent(values) is None or _extent(values) != _extent(index)):
            raise Unsupported("`put` repeats its values, or leaves some out", statement, "write `a[i] = v`")
        return [stored(a, ind, v)]

    def write_place(self, statement: gast.Expr, arr: gast.Name, mask: gast.AST, vals: gast.AST) -> list[gast.AST]:
        """`np.place(a, mask, v)` of a number."""
        self.only_mask(mask, arr, statement)
        self.only_number(vals, statement, "a[mask] = values")
        return [stored(arr, mask, vals)]

    def write_putmask(self, statement: gast.Expr, a: gast.Name, mask: gast.AST, values: gast.AST) -> list[gast.AST]:
        """`np.putmask(a, mask, v)`: a number, or the items of an array of the same shape."""
        self.only_mask(mask, a, statement)
        given = self.type_of(values)
        if isinstance(given, Array) and given.shape is not None and given.shape == shape_of(self.type_of(a)):
            return self.picked(a, mask, values, statement)
        self.only_number(values, statement, "a[mask] = values[mask]")
        return [stored(a, mask, values)]

    def write_fill_diagonal(self, statement: gast.Expr, a: gast.Name, val: gast.AST) -> list[gast.AST]:
        """`np.fill_diagonal(a, v)` of a square array: a number, or as many as there are rows."""
        shape, given = shape_of(self.type_of(a)), self.type_of(val)
        if shape is None or len(shape) != 2 or shape[0] != shape[1] or shape[0] is None:
            raise Unsupported("`np.fill_diagonal` of an array that is not known to be square", statement,
                              "write `k = np.arange(n)`, `a[k, k] = v`")  # fmt: skip
        if _extent(given) != shape[:1]:
            self.only_number(val, statement, "a[np.diag_indices_from(a)] = values")
        return [stored(a, self.named_result(np.diag_indices_from, [syntax.name(a.id)], {}, statement, "diagonal"), val)]

    def picked(self, base: gast.Name, mask: gast.AST, values: gast.Name, statement: gast.AST) -> list[gast.AST]:
        """`base[mask] = values[mask]`."""
        name = self.helper(statement, values.id, role="picked")
        part = syntax.assign(name, syntax.subscript(syntax.name(values.id), syntax.clone(mask)))
        return [part, stored(base, mask, syntax.name(name))]

    def only_number(self, value: gast.AST, statement: gast.AST, cure: str) -> None:
        """Refuse anything but a number, which NumPy would repeat or cut."""
        t = self.type_of(value)
        if not isinstance(t, Scalar) and shape_of(t) != ():
            raise Unsupported("something else than a number is written", statement, f"write `{cure}`")

    def only_mask(self, mask: gast.AST, base: gast.Name, statement: gast.AST) -> None:
        """Refuse anything but booleans in the shape of the array."""
        t, whole = self.type_of(mask), shape_of(self.type_of(base))
        if not is_mask(t) or whole is None or shape_of(t) != whole:
            raise Unsupported("a mask that is not known to have the shape of the array", statement, "write `a[mask] = v`")


def stored(base: gast.Name, index: gast.AST, value: gast.AST) -> gast.AST:
    """`base[index] = value`."""
    return syntax.assign(syntax.subscript(syntax.name(base.id), syntax.clone(index), store=True), syntax.clone(value))


def output_of(
    function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST]
) -> tuple[gast.AST | None, int]:
    """Where a call writes its result, and how many of its last positional arguments say so."""
    if "out" in keywords:
        return keywords["out"], 0
    place = place_of_output(function)
    if place is None or len(operands) <= place:
        return None, 0
    return operands[place], len(operands) - place


def is_mask(t: Type) -> bool:
    """Whether `t` is an array of booleans."""
    return isinstance(t, Array) and t.dtype == "bool"


def _extent(t: Type) -> tuple[Any, ...] | None:
    """The shape of an array or of a list of numbers."""
    if isinstance(t, Seq) and all(isinstance(i, Scalar) for i in t.items):
        return (len(t.items),)
    shape = shape_of(t)
    return None if shape is None or None in shape else shape
