"""Operators on objects: what the methods of their classes say, or else what they are for numbers and arrays."""

from __future__ import annotations

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.methods import Methods, bound_to, receiver
from s2sdiff.analyze.program import stand_of
from s2sdiff.analyze.state import Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.rules import registry
from s2sdiff.types import Array, Dict, DictOf, Record, Scalar, Static, Type

OPERATORS: dict[type[gast.AST], str] = {
    gast.Add: "add", gast.Sub: "sub", gast.Mult: "mul", gast.Div: "truediv", gast.FloorDiv: "floordiv", gast.Mod: "mod",
    gast.Pow: "pow", gast.MatMult: "matmul", gast.LShift: "lshift", gast.RShift: "rshift", gast.BitOr: "or",
    gast.BitXor: "xor", gast.BitAnd: "and",
}  # fmt: skip
SEQUENCES = (tuple, list, str, range, np.ndarray, np.generic)  # their items come in the order of their indices
SIGNS: dict[type[gast.AST], str] = {gast.USub: "__neg__", gast.UAdd: "__pos__", gast.Invert: "__invert__"}
COMPARISONS: dict[type[gast.AST], tuple[str, str]] = {
    gast.Eq: ("__eq__", "__eq__"), gast.NotEq: ("__ne__", "__ne__"), gast.Lt: ("__lt__", "__gt__"),
    gast.LtE: ("__le__", "__ge__"), gast.Gt: ("__gt__", "__lt__"), gast.GtE: ("__ge__", "__le__"),
}  # fmt: skip


def is_taken_for_array(cls: type | None) -> bool:
    """Whether NumPy's numbers make an array of an object beside them, as of a list."""
    return cls is not None and (hasattr(cls, "__array__") or (hasattr(cls, "__len__") and hasattr(cls, "__getitem__")))


class Operators(Methods):
    """Understands operators on objects."""

    def value_BinOp(self, value: gast.BinOp, statement: gast.AST) -> Meaning:
        """`a + b`."""
        name = OPERATORS[type(value.op)]
        meaning = self.overloaded(value, value.left, value.right, f"__{name}__", f"__r{name}__", statement)
        meaning = meaning or self.library_operator(value, f"__{name}__", f"__r{name}__", statement)
        return meaning or super().value_BinOp(value, statement)

    def value_Compare(self, value: gast.Compare, statement: gast.AST) -> Meaning:
        """`a < b`."""
        names = COMPARISONS.get(type(value.ops[0]))
        meaning = self.overloaded(value, value.left, value.comparators[0], *names, statement) if names else None
        stand = stand_of(self.peek(value.left)) or stand_of(self.peek(value.comparators[0]))
        if meaning is None and names and stand is not None:
            raise Unsupported(f"a comparison of {stand.described}", value, stand.cure)
        return meaning or super().value_Compare(value, statement)

    def value_UnaryOp(self, value: gast.UnaryOp, statement: gast.AST) -> Meaning:
        """`-a`."""
        sign = SIGNS.get(type(value.op))
        method = self.method_of(self.peek(value.operand), sign) if sign is not None else None  # type: ignore[arg-type]
        if method is None:
            return super().value_UnaryOp(value, statement)
        node = syntax.clone(value)
        held = self.type_of(node.operand)
        return self.call_user(node, bound_to(held, method), receiver(held, node.operand), {}, statement)

    def value_Subscript(self, value: gast.Subscript, statement: gast.AST) -> Meaning:
        """`a[i]`."""
        if getattr(value, "unpacked", False):
            value = self.item_unpacked(value, statement)
        method = self.method_of(self.peek(value.value), "__getitem__")  # type: ignore[arg-type]
        if method is None:
            self.check_index(self.peek(value.value), value.slice)
            return super().value_Subscript(value, statement)
        node = syntax.clone(value)
        held, index = self.type_of(node.value), self.index_given(node, statement)
        return self.call_user(node, bound_to(held, method), [*receiver(held, node.value), index], {}, statement)

    def item_unpacked(self, value: gast.Subscript, statement: gast.AST) -> gast.Subscript:
        """`xs[i]` for an item of what is unpacked: of an object, what it goes over, which the first item gives a name."""
        base, held = value.value, self.peek(value.value)
        instead = self.gone_over(base)
        if instead is not None:
            if value.unpacked == "first":
                name = self.unpacked_as[base.id] = self.helper(statement, f"{base.id}_items")
                self.before([syntax.assign(name, instead)], statement)
            item = syntax.located(syntax.subscript(self.used(self.unpacked_as[base.id]), value.slice), statement)
            item.unpacked = value.unpacked
            return self.item_unpacked(item, statement)
        unlike = isinstance(held, Static) and not isinstance(held.value, SEQUENCES)
        if unlike or isinstance(held, (Dict, DictOf)):
            raise Unsupported("a dict or an object is unpacked", statement, "say what of it: `list(d)`, `d.values()`")
        return value

    def index_given(self, place: gast.Subscript, statement: gast.AST) -> gast.AST:
        """The index that an object is given, several of them as a tuple under a name of its own."""
        if isinstance(place.slice, (gast.Name, gast.Constant)):
            return place.slice
        if isinstance(place.slice, gast.Tuple) and any(isinstance(node, gast.Slice) for node in place.slice.elts):
            raise Unsupported("slices given to an object", place, "call a method of the object instead")
        given = syntax.clone(place.slice)
        if isinstance(given, gast.Slice):
            given = syntax.call("slice", *(bound or syntax.const(None) for bound in (given.lower, given.upper, given.step)))
        index = self.helper(statement, "index", role=syntax.dump(place.slice))
        self.before([syntax.located(syntax.assign(index, given), statement)], statement)
        return syntax.located(syntax.name(index), statement)

    def overloaded(
        self, value: gast.AST, left: gast.AST, right: gast.AST, name: str, reflected: str, statement: gast.AST
    ) -> Meaning | None:
        """A binary operator for which one of the operands' classes has a method; None if none has."""
        a, b = self.peek(left), self.peek(right)
        if a is None or b is None or (self.class_of(a) is None and self.class_of(b) is None):
            return None
        tries = [(a, left, right, self.method_of(a, name)), (b, right, left, self.method_of(b, reflected))]
        first, second = self.class_of(a), self.class_of(b)
        if first is not second and first is not None and second is not None and issubclass(second, first):
            tries.reverse()
        alone = getattr(second, "__array_ufunc__", ()) is None
        of_numpy = isinstance(a, Array) or (is_taken_for_array(second) and isinstance(a, Scalar) and not (a.weak and a.dtype != "bool"))
        if of_numpy and not alone:
            raise Unsupported("an operator on an array and an object: NumPy makes an array of objects of it", value,
                              f"set `__array_ufunc__ = None` in the class `{second.__name__}`")  # type: ignore[union-attr]  # fmt: skip
        for held, own, other, method in tries:
            if method is None:
                continue
            node = syntax.clone(value)
            base, operand = syntax.clone(own), syntax.clone(other)
            if isinstance(node, gast.BinOp):
                node.left, node.right = (base, operand) if own is left else (operand, base)
            else:
                node.left, node.comparators = (base, [operand]) if own is left else (operand, [base])
            self.type_of(base)
            self.type_of(operand)
            meaning = self.call_user(node, bound_to(held, method), [*receiver(held, base), operand], {}, statement)
            if meaning.type != Static(NotImplemented):
                return meaning
        return None

    def library_operator(self, value: gast.BinOp, name: str, reflected: str, statement: gast.AST) -> Meaning | None:
        """An operator of an outer object of a library, for which its class has a rule; None for others."""
        for own, other, method in ((value.left, value.right, name), (value.right, value.left, reflected)):
            held = self.peek(own)
            function = getattr(type(held.value), method, None) if isinstance(held, Static) else None
            if function is not None and registry.lookup(function) is not None:
                base, operand = syntax.clone(own), syntax.clone(other)
                node = gast.BinOp(*((base, value.op, operand) if own is value.left else (operand, value.op, base)))
                return self.apply(node, function, [base, operand], {}, statement)
        return None

    def check_not_tried(self, what: str, statement: gast.AST) -> None:
        """What a class does where something is stored may raise; in a `try` nobody asked for that."""
        if getattr(statement, "is_tried", False):
            raise Unsupported(f"{what} in a `try`, which may raise", statement, "store it before or after the `try`, under an `if` that tests what may be wrong")

    def operate_in_place(self, statement: gast.AugAssign, held: Type, value: gast.AST) -> list[gast.AST]:
        """`v += w` on an object: by `__iadd__`, or else by `__add__`."""
        target = statement.target.id
        method = self.method_of(held, f"__i{OPERATORS[type(statement.op)]}__")
        if method is None or not isinstance(held, Record):
            plain = syntax.assign(target, syntax.binop(syntax.name(target), type(statement.op), value))
            return self.block([syntax.located(plain, statement)])
        self.check_not_tried(f"`__i{OPERATORS[type(statement.op)]}__`", statement)
        base = syntax.located(syntax.name(target), statement)
        self.use(base)
        self.type_of(value)
        meaning = self.call_user(syntax.call("iadd"), method, [base, value], {}, statement)
        lines, self.pending = self.pending, []
        return lines + self.block([syntax.located(syntax.assign(target, meaning.value), statement)])
