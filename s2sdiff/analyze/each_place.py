"""The method `at` of ufuncs: `np.add.at(y, i, v)` as an update, `np.multiply.at(y, i, v)` as a loop over the places.

A place that stands several times in the indices is changed as often, one time after the other, so what is said of
products and extremes is what a loop says of them.  Indices that cannot repeat need no loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.program import Update, root_name
from s2sdiff.analyze.writers import Writers
from s2sdiff.errors import Unsupported
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise, name_of
from s2sdiff.rules.refused import cure_for
from s2sdiff.types import Array, Cut, ListOf, Scalar, Seq, Static, Type, is_complex, is_inexact, rank

SUMS = {np.add: gast.Add, np.subtract: gast.Sub}
OPERATORS = {np.multiply: gast.Mult, np.divide: gast.Div}


class EachPlace(Writers):
    """Understands the method `at` of ufuncs."""

    def changed_at(self, statement: gast.Expr, ufunc: Any) -> list[gast.AST]:
        """`ufunc.at(y, i, v)`."""
        return self.add_at(statement, SUMS[ufunc]) if ufunc in SUMS else self.at_each_place(statement, ufunc)

    def add_at(self, statement: gast.Expr, operator: type[gast.AST]) -> list[gast.AST]:
        """`np.add.at(y, i, v)`: an update in which repeated indices count as often as they stand."""
        new = syntax.clone(statement)
        base, index, added = new.value.args
        self.read_all(new.value.func)
        held = self.type_of(base)
        if not isinstance(base, gast.Name) or not isinstance(held, Array):
            raise Unsupported("`np.add.at` on something that is not a local array", statement, "name the array first")
        self.type_of(index)
        self.type_of(added)
        if isinstance(added, gast.Name):
            added = new.value.args[2] = self.as_array(added, statement)
        place = self.at_root(syntax.subscript(base, index))
        root = root_name(place)
        if root is not base:
            self.use(root)
            self.read_place(place.value, root)
            new.value.args[:2] = place.value, place.slice
        self.change(new, statement, root, Update(root, place, operator, added), added)
        return [new, *self.put_back(root.id, statement)]

    def at_each_place(self, statement: gast.Expr, ufunc: Any) -> list[gast.AST]:
        """Any other ufunc: `y[i[k]] = ufunc(y[i[k]], v[k])` for each k."""
        node = syntax.clone(statement.value)
        refused = Unsupported(f"`{name_of(ufunc)}.at` with these arguments", statement, cure_for(ufunc.at, ""))
        if len(node.args) != 1 + ufunc.nin or node.keywords or not isinstance(registry.lookup(ufunc), Elementwise):
            raise refused
        base, index, *given = node.args
        held, types = self.type_of(base), [self.bound_type(v) for v in given]
        widens = any(map(is_complex, types)) and not is_complex(held)
        if not isinstance(base, gast.Name) or not isinstance(held, Array) or not is_inexact(held) or widens:
            raise refused
        operands = [self.apart_from(v, base, statement) for v in given]
        indices = self.parts_of_index(index, statement)
        if all(is_once(self.bound_type(part)) for part in indices):
            lines = self.changed_item(node.func.value, base, indices, operands, statement)
        else:
            lines = self.item_by_item(node.func.value, base, indices, operands, statement, refused)
        key = (statement, "at", tuple(map(syntax.dump, lines)))
        return self.block(self.same_again(key, [syntax.located(line, statement) for line in lines]))

    def apart_from(self, value: gast.AST, base: gast.Name, statement: gast.AST) -> gast.AST:
        """An operand as an array; a copy if it may show the memory that is changed, as NumPy makes one."""
        value = self.as_array(value, statement) if isinstance(value, gast.Name) else value
        return self.named_result(np.copy, [value], {}, statement, "v") if self.storages_of(value) & self.storages_of(base) else value

    def parts_of_index(self, index: gast.AST, statement: gast.AST) -> list[gast.AST]:
        """An index for each axis that is indexed, lists as arrays."""
        t = self.bound_type(index)
        if isinstance(index, gast.Name) and isinstance(t, Seq) and t.cls is tuple:
            parts = [self.part(index, k, statement) for k in range(len(t.items))]
        else:
            parts = index.elts if isinstance(index, gast.Tuple) else [index]
        return [self.as_places(part, k, statement) for k, part in enumerate(parts)]

    def as_places(self, part: gast.AST, axis: int, statement: gast.AST) -> gast.AST:
        """A list of indices as an array."""
        if not isinstance(self.bound_type(part), (Seq, ListOf)):
            return part
        return self.named_result(np.array, [part], {}, statement, f"places_{axis}" if axis else "places")

    def stretched(
        self, operand: gast.AST, base: gast.Name, indices: Sequence[gast.AST], statement: gast.AST
    ) -> gast.AST:
        """An operand in the shape of all the places at once, which NumPy would give it, or raise."""
        places = self.helper(statement, f"{base.id}_places")
        line = syntax.assign(places, syntax.subscript(syntax.name(base.id), index_of(indices)))
        self.before([syntax.located(line, statement)], statement)
        shape = self.named_result(np.shape, [self.used(places)], {}, statement, "shape")
        return self.named_result(np.broadcast_to, [operand, shape], {}, statement, operand.id)

    def changed_item(
        self, ufunc: gast.AST, base: gast.Name, indices: Sequence[gast.AST], operands: Sequence[gast.AST], statement: gast.AST
    ) -> list[gast.AST]:
        """`y[i] = ufunc(y[i], v)`."""
        index = index_of(indices)
        place = syntax.subscript(syntax.name(base.id), index)
        old, new = (self.helper(statement, f"{base.id}_item", role=when) for when in ("before", "after"))
        return [
            syntax.assign(old, place),
            syntax.assign(new, self.of_item(ufunc, [syntax.name(old), *map(syntax.clone, operands)])),
            gast.Assign([syntax.subscript(syntax.name(base.id), syntax.clone(index), store=True)], syntax.name(new), None),
        ]

    def of_item(self, ufunc: gast.AST, operands: list[gast.AST]) -> gast.AST:
        """A ufunc of an item, written as an operator if it is one."""
        target = self.resolve(ufunc)
        operator = OPERATORS.get(target.value) if isinstance(target, Static) else None
        return gast.Call(syntax.clone(ufunc), operands, []) if operator is None else gast.BinOp(operands[0], operator(), operands[1])

    def item_by_item(
        self, ufunc: gast.AST, base: gast.Name, indices: Sequence[gast.AST], operands: Sequence[gast.AST],
        statement: gast.AST, refused: Unsupported,
    ) -> list[gast.AST]:  # fmt: skip
        """The loop over the places, in the order in which they stand."""
        types = [self.bound_type(part) for part in indices]
        listed = [part for part, t in zip(indices, types, strict=True) if rank(t) == 1]
        whole = rank(self.type_of(base))
        counts = {infer.length_of(t) for t in types if rank(t) == 1}
        if whole is None or not all(map(is_place, types)) or (len(listed) > 1 and (None in counts or len(counts) > 1)):
            raise refused  # those of several axes, too
        counter = self.helper(statement, "k", "i", "j")
        first = []

        def at_counter(array: gast.AST, role: Any) -> gast.AST:
            name = self.helper(statement, f"{array.id}_item", role=role)
            first.append(syntax.assign(name, syntax.subscript(syntax.name(array.id), syntax.name(counter))))
            return syntax.name(name)

        places = [at_counter(part, k) if part in listed else part for k, part in enumerate(indices)]
        values = []
        for k, operand in enumerate(operands):
            axes = rank(self.bound_type(operand))
            if axes is None or axes > whole - len(indices) + 1:
                raise refused
            several = axes == whole - len(indices) + 1
            if several and counts != {infer.length_of(self.bound_type(operand))} - {None}:
                operand = self.stretched(operand, base, indices, statement)
            values.append(at_counter(operand, ("of", k)) if several else operand)
        body = [*first, *self.changed_item(ufunc, base, places, values, statement)]
        count = syntax.call("range", syntax.call("len", syntax.name(listed[0].id)))
        return [gast.For(syntax.name(counter, store=True), count, body, [], None)]


def index_of(indices: Sequence[gast.AST]) -> gast.AST:
    """What stands between the brackets."""
    return syntax.clone(indices[0]) if len(indices) == 1 else syntax.tuple_([syntax.clone(index) for index in indices])


def is_once(t: Type) -> bool:
    """Whether an index of this type means no item more than once: a number, a slice, a mask."""
    return isinstance(t, (Scalar, Static, Cut)) or rank(t) == 0 or (isinstance(t, Array) and t.dtype == "bool")


def is_place(t: Type) -> bool:
    """Whether an index of this type is a whole number, or a row of them."""
    return isinstance(t, (Scalar, Array)) and np.dtype(t.dtype).kind in "iu" and rank(t) in (0, 1)
