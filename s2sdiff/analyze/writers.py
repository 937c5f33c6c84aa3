"""Functions and methods that write into an array, said as stores.

`np.sin(x, out=y)` is `y[...] = np.sin(x)`, `y.fill(v)` is `y[...] = v`, `y.sort()` is `y[...] = np.sort(y)`.  There is
a `write_<name>` for each function or method that is called for its effect; it takes that function's arguments, and
refuses those for which the store would not be the same.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from s2sdiff.types import NONE, Array, ListOf, Scalar, Seq, Static, Type, is_complex, rank, shape_of

ABOUT_OUTPUT = ("out", "where", "copy")  # where a result is written
OPTIONS = ("dtype", "casting", "order", "subok", "where")  # how a ufunc computes


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
        call.keywords = [k for k in call.keywords if k.arg not in ABOUT_OUTPUT]
        inputs = list(operands[: len(operands) - extra])
        others = {k: v for k, v in keywords.items() if k not in ABOUT_OUTPUT}
        self.check_written(node, function, inputs, others, held)
        index: gast.AST = syntax.const(Ellipsis)
        if where is not None:
            index, call.args = self.masked(call, function, inputs, where, out, statement)
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
        casting = self.bound_type(keywords["casting"]) if "casting" in keywords else Static("same_kind")
        if casting not in (Static("same_kind"), Static("unsafe")) and isinstance(t, (Array, Scalar)) and t.dtype != held.dtype:
            raise Unsupported("`casting=` under which the result may not go into `out=`", node, "leave `casting` out")
        if not is_item_by_item(function) and isinstance(t, (Array, Scalar)) and t.dtype != held.dtype:
            raise Unsupported(
                f"`{name_of(function)}` computes in the precision of `out=`, which is not that of its argument", node,
                "assign the result: `y[...] = f(x)`",
            )  # fmt: skip

    def masked(
        self, node: gast.AST, function: Any, inputs: Sequence[gast.AST], where: gast.AST, out: gast.Name, statement: gast.AST
    ) -> tuple[gast.AST, list[gast.AST]]:
        """The mask, and the arguments at its places: elsewhere a function may not even be defined."""
        listed = isinstance(self.bound_type(where), (Seq, ListOf))
        where = self.named_result(np.array, [where], {}, statement, "mask") if listed else where
        where = self.as_wide(where, out, statement)
        known = all(isinstance(self.bound_type(operand), (Array, Scalar)) for operand in inputs)
        if not known or len(node.args) != len(inputs) or not is_item_by_item(function) or not is_mask(self.bound_type(where)):
            raise Unsupported("`where=` with what is not known to be a mask", node, "write `y[mask] = f(x[mask])`")
        found: list[gast.AST] = []
        for k, operand in enumerate(inputs):
            if isinstance(self.bound_type(operand), Scalar):
                found.append(syntax.clone(operand))
                continue
            argument = self.as_wide(operand, out, statement)
            part = self.helper(statement, argument.id, role=k)
            line = syntax.assign(part, syntax.subscript(syntax.name(argument.id), syntax.clone(where)))
            self.before([syntax.located(line, statement)], statement)
            found.append(syntax.located(syntax.name(part), statement))
        return where, found

    def as_wide(self, value: gast.AST, out: gast.Name, statement: gast.AST) -> gast.AST:
        """What is broadcast to an output, in its shape."""
        held, t = self.bound_type(out), self.bound_type(value)
        if not isinstance(t, (Array, Scalar)) or (isinstance(t, Array) and shape_of(t) == shape_of(held) is not None):
            return value
        shape = self.named_result(np.shape, [syntax.name(out.id)], {}, statement, "shape")
        return self.named_result(np.broadcast_to, [value, shape], {}, statement, value.id if isinstance(value, gast.Name) else "x")

    def apply(
        self, node: gast.AST, function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST],
        statement: gast.AST,
    ) -> Meaning:  # fmt: skip
        """A function with a rule; with `out=` its value is that array."""
        out = self.into_out(node, function, operands, keywords, statement) if isinstance(node, gast.Call) else None
        if out is not None:
            return self.evaluate(out, statement)
        if isinstance(node, gast.Call):
            node, operands, keywords = self.without_options(node, function, operands, keywords, statement)
        meaning = super().apply(node, function, operands, keywords, statement)
        given = node.args[:1] if isinstance(node, gast.Call) and function in (np.array, np.copy) else []
        if given and given[0] is operands[0] and isinstance(given[0], gast.Name) and given[0].id in self.flats:
            shared = self.storages_of(operands[0])  # NumPy copies `x.flat` only if the items do not lie side by side
            return replace(meaning, storages=meaning.storages | shared, view=True)
        return meaning

    # --- options of ufuncs ---

    def without_options(
        self, node: gast.Call, function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST],
        statement: gast.AST,
    ) -> tuple[gast.Call, Sequence[gast.AST], Mapping[str, gast.AST]]:  # fmt: skip
        """A call without `out=None`; of a ufunc also without what says how it computes, on operands of the type asked for."""
        left_out = {"out"}
        if takes_options(function) and not keywords.keys().isdisjoint(OPTIONS) and keywords.keys() <= {*OPTIONS, "out"}:
            found = self.of_asked_type(function, operands, keywords, statement)
            if found is not None:
                left_out |= set(OPTIONS)
                places = {id(old): new for old, new in zip(operands, found, strict=True)}
                node = gast.Call(node.func, [places.get(id(arg), arg) for arg in node.args], node.keywords)
                operands = found
        if left_out.isdisjoint(keywords):
            return node, operands, keywords
        kept = [k for k in node.keywords if k.arg not in left_out]
        return syntax.located(gast.Call(node.func, node.args, kept), statement), operands, {k.arg: k.value for k in kept}

    def of_asked_type(
        self, function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> list[gast.AST] | None:
        """The operands of a ufunc in the type that `dtype=` asks for; None where the call says more than that."""
        types: list[Any] = [self.bound_type(o) for o in operands]
        where, dtype = keywords.get("where"), self.bound_type(keywords["dtype"]) if "dtype" in keywords else NONE
        everywhere = where is None or (isinstance(where, gast.Constant) and where.value is True)
        if not everywhere or not isinstance(dtype, Static) or not all(isinstance(t, (Array, Scalar)) for t in types):
            return None
        t, _ = self.tried(function, operands, {k: v for k, v in keywords.items() if k != "out"}, statement)
        if not isinstance(t, (Array, Scalar)) or (any(map(is_complex, types)) and not is_complex(t)):
            return None
        if dtype == NONE:
            return list(operands)
        wanted = np.dtype(dtype.value)
        alone = all(isinstance(o, gast.Constant) for o in operands)
        return [
            o if np.dtype(held.dtype) == wanted or (isinstance(o, gast.Constant) and not alone) else self.cast(o, held, keywords["dtype"], wanted.name, statement, k)
            for k, (o, held) in enumerate(zip(operands, types, strict=True))
        ]

    def cast(self, operand: gast.AST, held: Type, dtype: gast.AST, kind: str, statement: gast.AST, place: int) -> gast.AST:
        """An operand in another type: `x.astype(np.float32)`, `np.float32(x)`."""
        wish = operand.id if isinstance(operand, gast.Name) else "x"
        name = self.helper(statement, f"{wish}_cast", role=place)
        of_number = syntax.call(f"np.{kind}", syntax.clone(operand))
        of_array = syntax.call(syntax.attribute(syntax.clone(operand), "astype"), syntax.clone(dtype))
        value = of_array if isinstance(held, Array) else of_number
        self.before([syntax.located(syntax.assign(name, value), statement)], statement)
        return syntax.located(self.used(name), statement)

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
        """`np.put(a, i, v)`, which counts through all items of an array of several axes."""
        t, index, values = self.type_of(a), self.type_of(ind), self.type_of(v)
        if rank(t) is None:
            raise Unsupported("`put` into an array of which it is not known how many axes it has", statement, "write `a[i, j] = v`")
        if not isinstance(values, Scalar) and (_extent(values) is None or _extent(values) != _extent(index)):
            raise Unsupported("`put` repeats its values, or leaves some out", statement, "write `a[i] = v`")
        if rank(t) == 1:
            return [stored(a, ind, v)]
        shape, size, numbers, counted = (self.helper(statement, wish) for wish in ("shape", "size", "numbers", "counted"))
        lines = [syntax.assign(shape, syntax.attribute(syntax.name(a.id), "shape"))]
        if not _is_written_out(ind):  # it may count from the end, which np.unravel_index does not
            lines += [
                syntax.assign(size, syntax.attribute(syntax.name(a.id), "size")),
                syntax.assign(numbers, syntax.call("np.arange", syntax.name(size))),
                syntax.assign(counted, syntax.subscript(syntax.name(numbers), syntax.clone(ind))),
            ]
            ind = syntax.name(counted)
        self.before([syntax.located(line, statement) for line in lines], statement)
        return [stored(a, self.named_result(np.unravel_index, [ind, syntax.name(shape)], {}, statement, "places"), v)]

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
    if function is np.nan_to_num and isinstance(copied := keywords.get("copy"), gast.Constant) and copied.value is False:
        return operands[0], 0
    place = place_of_output(function)
    if place is None or len(operands) <= place:
        return None, 0
    return operands[place], len(operands) - place


def is_item_by_item(function: Any) -> bool:
    """Whether a function gives an item for each item, of whatever type NumPy then casts it to."""
    if isinstance(function, np.ufunc):
        return function.signature is None and function.nout == 1
    return isinstance(registry.lookup(function), Elementwise)


def takes_options(function: Any) -> bool:
    """Whether `dtype=` says for a function that its operands are cast before anything is computed."""
    owner = getattr(function, "__self__", None)
    return isinstance(function, np.ufunc) or function is np.clip or (isinstance(owner, np.ufunc) and function.__name__ == "outer")


def is_mask(t: Type) -> bool:
    """Whether `t` is an array of booleans."""
    return isinstance(t, Array) and t.dtype == "bool"


def _extent(t: Type) -> tuple[Any, ...] | None:
    """The shape of an array or of a list of numbers."""
    if isinstance(t, Seq) and all(isinstance(i, Scalar) for i in t.items):
        return (len(t.items),)
    shape = shape_of(t)
    return None if shape is None or None in shape else shape


def _is_written_out(index: gast.AST) -> bool:
    """Whether an index is one number, or a list of numbers, none of which counts from the end."""
    return all(isinstance(i, gast.Constant) and i.value >= 0 for i in (index.elts if isinstance(index, gast.List) else [index]))
