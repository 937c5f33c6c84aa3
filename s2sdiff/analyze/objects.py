"""Objects of the user's classes: how they are made, their attributes and methods, what operators mean for them.

An object that the function makes is a `Record`: taken apart into its attributes.  Its methods are the user's functions
with the object for a first argument; `__init__` is read in place, so that what it stores becomes the attributes.  What
a class says of attributes by `__getattr__`, `__setattr__` or slots of its own making is refused.
"""

from __future__ import annotations

import copy
import dataclasses
import inspect
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cached_property
from types import FunctionType, MethodType, SimpleNamespace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.calls import INSTEAD, Calls
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.program import (
    ITEMS,
    Build,
    Duplicate,
    Inactive,
    Path,
    Storage,
    TreeSum,
    is_container,
    memory_paths,
    stand_of,
)
from s2sdiff.analyze.state import Closure, Meaning, Super
from s2sdiff.errors import Unsupported
from s2sdiff.rules import registry
from s2sdiff.rules.declare import name_of
from s2sdiff.runtime import add_trees, copy_tree
from s2sdiff.types import UNKNOWN, Array, Dict, Many, Record, Scalar, Seq, Static, Type, at, is_known_text

OPERATORS: dict[type[gast.AST], str] = {
    gast.Add: "add", gast.Sub: "sub", gast.Mult: "mul", gast.Div: "truediv", gast.FloorDiv: "floordiv", gast.Mod: "mod",
    gast.Pow: "pow", gast.MatMult: "matmul", gast.LShift: "lshift", gast.RShift: "rshift", gast.BitOr: "or",
    gast.BitXor: "xor", gast.BitAnd: "and",
}  # fmt: skip
SIGNS: dict[type[gast.AST], str] = {gast.USub: "__neg__", gast.UAdd: "__pos__", gast.Invert: "__invert__"}
COMPARISONS: dict[type[gast.AST], tuple[str, str]] = {
    gast.Eq: ("__eq__", "__eq__"), gast.NotEq: ("__ne__", "__ne__"), gast.Lt: ("__lt__", "__gt__"),
    gast.LtE: ("__le__", "__ge__"), gast.Gt: ("__gt__", "__lt__"), gast.GtE: ("__ge__", "__le__"),
}  # fmt: skip
DEEP_COPIES = (copy.deepcopy, copy_tree)
ASKED = {len: "__len__", abs: "__abs__", float: "__float__", round: "__round__"}


class Objects(Calls):
    """Understands objects."""

    # --- classes ---

    def class_of(self, t: Type) -> type | None:
        """The user's class that a value is of; None for numbers, arrays, plain containers and library objects."""
        if isinstance(t, Record):
            return t.cls
        if isinstance(t, Seq) and hasattr(t.cls, "_fields"):
            return t.cls
        if isinstance(t, Static) and not isinstance(t.value, (type, Enum)) and self.context.is_user_class(type(t.value)):
            return type(t.value)
        return None

    def method_of(self, t: Type, name: str) -> Any:
        """The plain function that a class has under a name; None if it has none that can be read."""
        cls = self.class_of(t)
        found = inspect.getattr_static(cls, name, None) if cls is not None else None
        return found if isinstance(found, FunctionType) and found.__code__.co_filename != "<string>" else None

    # --- attributes ---

    def value_Attribute(self, value: gast.Attribute, statement: gast.AST) -> Meaning:
        """An attribute: stored in the object, a property, or the class's own."""
        held = self.peek(value.value) if isinstance(value.value, gast.Name) else None
        cls = self.class_of(held) if held is not None else None
        if cls is None or held is None:
            return super().value_Attribute(value, statement)
        known = dict([*held.items, *held.constants]) if isinstance(held, Record) else {}
        found = inspect.getattr_static(cls, value.attr, None)
        if isinstance(found, property):
            node = syntax.clone(value)
            self.use(node.value)
            return self.call_user(node, bound_to(held, found.fget), receiver(held, node.value), {}, statement)
        if value.attr in known or isinstance(held, Seq) or (isinstance(held, Static) and not isinstance(found, cached_property)):
            return super().value_Attribute(value, statement)
        node = syntax.clone(value)
        if value.attr == "__class__":
            return Meaning(node, Static(cls), Inactive("a class"))
        if isinstance(found, cached_property):
            raise Unsupported(f"`{syntax.dotted(value)}` is a cached property, which keeps what it once was", node, "make it a property")
        stand = stand_of(held)
        if found is None and stand is not None:
            raise Unsupported(f"`{value.attr}` of {stand.described}", node, stand.cure)
        if found is None or hasattr(cls, "__getattr__"):
            raise Unsupported(f"`{syntax.dotted(value)}` is no attribute that was stored on every path to here", node,
                              f"store `{value.attr}` in `__init__`")  # fmt: skip
        if isinstance(found, FunctionType):
            raise Unsupported(f"the method `{syntax.dotted(value)}` is used as a value", node, f"write `lambda ...: {syntax.dotted(value)}(...)`")
        t = self.context.attribute_type(self.primal, syntax.dotted(value), cls, value.attr, node)
        return self.constant(node, t)

    def store_attribute(self, statement: gast.AST, target: gast.Attribute, value: gast.AST) -> list[gast.AST]:
        """p.x = v on an object that is taken apart."""
        base = syntax.clone(target.value)
        held = self.type_of(base)
        self.type_of(value)
        new: gast.AST = gast.Assign([gast.Attribute(base, target.attr, gast.Store())], value, None)
        if isinstance(held, Bottom):
            return [new]
        if not isinstance(held, Record):
            raise Unsupported(
                f"an attribute is changed: `{syntax.dotted(target) or target.attr} = ...`", statement,
                "keep the value in a local variable and return it",
            )  # fmt: skip
        found = inspect.getattr_static(held.cls, target.attr, None)
        if isinstance(found, property) and found.fset is not None:
            self.call_user(syntax.call("setter"), found.fset, [base, value], {}, statement)
            return []
        if hasattr(type(found), "__set__") and not inspect.ismemberdescriptor(found):
            raise Unsupported(f"`{target.attr}` cannot be set", statement, "store it under another name")
        if not stores_plainly(held.cls) and held.cls is not SimpleNamespace:
            cure = f"use `dataclasses.replace({base.id}, {target.attr}=...)`" if is_frozen(held.cls) else "leave it out"
            raise Unsupported(f"the class `{held.cls.__name__}` has a `__setattr__` of its own", statement, cure)
        return self.set_attribute(new, statement, base, target.attr, value)

    def set_attribute(self, new: gast.AST, statement: gast.AST, base: gast.Name, name: str, value: gast.AST) -> list[gast.AST]:
        """The attribute as such, whatever its class says of storing."""
        held = self.type_of(base)
        if isinstance(held, Record) and name in dict(held.constants):
            raise Unsupported(f"`{base.id}.{name}` is a constant of the object, and is changed", statement, "make a new object")
        syntax.located(new, statement)
        self.put(new, statement, base, name, value)
        return [new, *self.put_back(base.id, statement)]

    def update_attribute(self, statement: gast.AugAssign, target: gast.Attribute, value: gast.AST) -> list[gast.AST]:
        """p.x += v: read, computed and stored; an array that somebody else may read as well changes in place."""
        old, name = self.scratch(statement, f"{target.value.id}_{target.attr}"), syntax.name
        read = syntax.assign(old, syntax.attribute(name(target.value.id), target.attr))
        lines = self.block([syntax.located(read, statement)])
        held = self.env[old].type
        if isinstance(held, (Many, Dict)) or (isinstance(held, Seq) and held.cls is list):
            raise Unsupported(f"the list `{syntax.dotted(target)}` is changed in place", statement, f"write `{syntax.dotted(target)} = ...`")
        in_place: gast.AST = gast.AugAssign(name(old, store=True), statement.op, value)
        if isinstance(held, Array):
            self.check_owner(syntax.located(self.used(old), statement), statement)
            result = infer.elementwise(registry.OPERATOR_FUNCTIONS[type(statement.op)], [held, self.type_of(value)])
            if self.is_shown_elsewhere(old, target) or isinstance(statement.op, gast.MatMult) or result != held:
                return lines + self.block([syntax.located(in_place, statement)])
        if isinstance(held, Record) and self.method_of(held, f"__i{OPERATORS[type(statement.op)]}__") is not None:
            change = in_place
        else:
            change = syntax.assign(old, syntax.binop(name(old), type(statement.op), value))
        store = gast.Assign([gast.Attribute(name(target.value.id), target.attr, gast.Store())], name(old), None)
        return lines + self.block([syntax.located(change, statement), syntax.located(store, statement)])

    def is_shown_elsewhere(self, array: str, attribute: gast.Attribute) -> bool:
        """Whether the array under an attribute, which is called `array`, may be read later in another way than as that."""
        memory, own = self.env.memory[array], self.env.own[attribute.value.id]
        if not self.called and any(s.owner == "argument" and not s.container for s in memory):
            return True  # by the caller, whose array it is
        one = len(own) == 1 and all(s.single and s.number >= 0 for s in own)
        owner = attribute.value.id
        around = {n for n in self.env.around(owner) if frozenset((n,)) in self.env.apart}
        alone = {owner, *around} if self.env.is_apart_inside(owner) else set()
        for name in self.live & self.env.keys() - {array, *alone}:
            for path, held in self.env.parts_of(name).items():
                same = path[-1:] == (attribute.attr,) and one and self.env.containers_at(name, path[:-1]) == own
                if held & memory and not same and not self.env.are_apart(array, name):
                    return True
        return False

    # --- methods ---

    def method_call(
        self, node: gast.Call, func: gast.Attribute, held: Type, keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A method of a local value."""
        if isinstance(held, Super):
            return self.inherited_call(node, func.attr, held, keywords, statement)
        cls = self.class_of(held)
        if cls is None or (isinstance(held, Seq) and func.attr in ("_replace", "_asdict")):
            return super().method_call(node, func, held, keywords, statement)
        if func.attr == "__class__":
            self.use(func.value)
            node.func = self.context.named(cls)
            return self.construct(node, cls, node.args, keywords, statement)
        own = dict(held.items).get(func.attr) if isinstance(held, Record) else None
        if isinstance(own, Closure):
            self.use(func.value)
            return self.call_user(node, own, node.args, keywords, statement)
        found = inspect.getattr_static(cls, func.attr, None) if own is None else None
        if isinstance(found, property):
            name = self.helper((statement, syntax.dotted(func)), 0, func.attr)
            line = self.same_again((statement, name), syntax.assign(name, func))
            self.before([line], statement)
            return self.value_Call(syntax.located(gast.Call(syntax.name(name), node.args, node.keywords), statement), statement)
        target, args = self.unbound(found, func.value, cls, node.args)
        stand = stand_of(held)
        if target is None and stand is not None:
            raise Unsupported(f"`{func.attr}` of {stand.described}", node, stand.cure)
        if target is None:
            return super().method_call(node, func, held, keywords, statement)
        self.use(func.value)
        return self.call_user(node, target, args, keywords, statement)

    def unbound(self, found: Any, base: gast.AST, cls: type, args: Sequence[gast.AST]) -> tuple[Any, list[gast.AST]]:
        """What a method's call calls, and with which arguments; None for what is no method of the user's."""
        if isinstance(found, FunctionType) and found.__code__.co_filename != "<string>":
            return found, [base, *args]
        if isinstance(found, staticmethod):
            return found.__func__, list(args)
        if isinstance(found, classmethod):
            return MethodType(found.__func__, cls), list(args)
        if self.context.has_rule(found):
            return found, [base, *args]
        return None, []

    def inherited_call(
        self, node: gast.Call, name: str, held: Super, keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """super().name(...): the function of the next class that has one, called as such."""
        base = syntax.located(syntax.name(held.name), statement)
        t = self.type_of(base)
        order = t.cls.__mro__ if isinstance(t, Record) else ()
        for cls in order[order.index(held.cls) + 1 :] if held.cls in order else ():
            if name not in vars(cls) or not isinstance(t, Record):
                continue
            if cls is object and name in ("__init__", "__post_init__"):
                return Meaning(syntax.const(None), Static(None), Inactive("nothing"))
            target, args = self.unbound(vars(cls)[name], base, t.cls, node.args)
            if target is None:
                break
            called = syntax.call(syntax.attribute(self.context.named(cls), name), *args)
            called.keywords = node.keywords
            return self.call_user(syntax.located(called, statement), target, args, keywords, statement)
        raise Unsupported(f"`super().{name}` is not a method that can be read", node, "call the function itself")

    def builtin_super(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:  # noqa: ARG002
        """`super(C, p)`, as which a method's `super()` is read."""
        owner, base = (self.type_of(args[0]), args[1]) if len(args) == 2 else (None, None)
        if not isinstance(owner, Static) or not isinstance(base, gast.Name):
            raise Unsupported("`super` outside of a method", node, "call the method of the other class itself")
        self.type_of(base)
        return Meaning(syntax.const(None), Super(owner.value, base.id), Inactive("a function"))

    # --- operators ---

    def value_BinOp(self, value: gast.BinOp, statement: gast.AST) -> Meaning:
        """`a + b`."""
        name = OPERATORS[type(value.op)]
        meaning = self.overloaded(value, value.left, value.right, f"__{name}__", f"__r{name}__", statement)
        meaning = meaning or self.library_operator(value, f"__{name}__", f"__r{name}__", statement)
        return meaning or super().value_BinOp(value, statement)

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
        method = self.method_of(self.peek(value.value), "__getitem__")  # type: ignore[arg-type]
        if method is None:
            return super().value_Subscript(value, statement)
        if not isinstance(value.slice, (gast.Name, gast.Constant)):
            raise Unsupported("a slice or several indices given to an object", value, "call a method of the object instead")
        node = syntax.clone(value)
        held = self.type_of(node.value)
        return self.call_user(node, bound_to(held, method), [*receiver(held, node.value), node.slice], {}, statement)

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
        if isinstance(a, Array) and getattr(second, "__array_ufunc__", ()) is not None:
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

    def operate_in_place(self, statement: gast.AugAssign, held: Type, value: gast.AST) -> list[gast.AST]:
        """`v += w` on an object: by `__iadd__`, or else by `__add__`."""
        target = statement.target.id
        method = self.method_of(held, f"__i{OPERATORS[type(statement.op)]}__")
        if method is None or not isinstance(held, Record):
            plain = syntax.assign(target, syntax.binop(syntax.name(target), type(statement.op), value))
            return self.block([syntax.located(plain, statement)])
        base = syntax.located(syntax.name(target), statement)
        self.use(base)
        self.type_of(value)
        meaning = self.call_user(syntax.call("iadd"), method, [base, value], {}, statement)
        lines, self.pending = self.pending, []
        return lines + self.block([syntax.located(syntax.assign(target, meaning.value), statement)])

    # --- calls ---

    def value_Call(self, value: gast.Call, statement: gast.AST) -> Meaning:
        """A call, of an object with `__call__` too."""
        held = self.peek(value.func) if isinstance(value.func, gast.Name) and value.func.id in self.env else None
        method = self.method_of(held, "__call__") if isinstance(held, Record) else None
        if method is None:
            return super().value_Call(value, statement)
        node = syntax.clone(value)
        if any(isinstance(a, gast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
            node = self.spread_arguments(node, statement)
        self.use(node.func)
        return self.call_user(node, method, [node.func, *node.args], {k.arg: k.value for k in node.keywords}, statement)

    def call_object(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A call of an object known when generating."""
        stand = next(filter(None, map(stand_of, map(self.bound_type, [*args, *keywords.values()]))), None)
        meaning = stand.meaning_of(target) if stand is not None else None
        if meaning is not None:
            return self.call_user(node, meaning, args, keywords, statement)
        if stand is not None and is_library(target):
            raise Unsupported(f"`{name_of(target)}` of {stand.described}", node, stand.cure)
        special = self.special(node, target, args, keywords, statement)
        return special or super().call_object(node, target, args, keywords, statement)

    def special(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """Functions of Python that mean something to objects."""
        if target is object.__new__ and len(args) == 1:
            cls = self.type_of(args[0])
            assert isinstance(cls, Static)
            return Meaning(node, Record(cls.value, ()), Build(()), frozenset([self.new_container(statement)]))
        held = self.bound_type(args[0]) if args else None
        if held is None:
            return None
        if self.class_of(held) is None:
            return self.special_of_plain(node, target, held, args, statement) if not keywords else None
        name = args[0]
        if target is type and len(args) == 1:
            return Meaning(node, Static(self.class_of(held)), Inactive("a class"))
        if _is(target, ASKED) and not keywords:
            method = self.method_of(held, ASKED[target])
            if method is not None:
                return self.call_user(node, bound_to(held, method), [*receiver(held, name), *args[1:]], {}, statement)
        if target in (getattr, hasattr) and len(args) > 1 and isinstance(held, Record):
            attr = self.type_of(args[1])
            stored = dict([*held.items, *held.constants])
            there = isinstance(attr, Static) and (attr.value in stored or hasattr(held.cls, attr.value))
            if target is hasattr and isinstance(attr, Static):
                return self.evaluate(syntax.located(syntax.const(there), statement), statement)
            if there and isinstance(attr, Static):
                return self.evaluate(syntax.located(syntax.attribute(name, attr.value), statement), statement)
        if target is add_trees and isinstance(held, Record):
            return self.tree_sum(node, args, statement)
        if isinstance(held, Record) and isinstance(name, gast.Name):
            if target is dataclasses.replace:
                return self.replaced_fields(node, name, held, keywords, statement)
            its_own = hasattr(held.cls, "__copy__") or hasattr(held.cls, "__deepcopy__")
            if target is copy_tree or (target in (copy.copy, copy.deepcopy) and not its_own):
                return self.copied(node, name, held, statement) if target is copy.copy else self.copied_deeply(node, target, name, held, statement)
        return None

    def special_of_plain(
        self, node: gast.Call, target: Any, held: Type, args: Sequence[gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """The same of arrays, numbers and plain containers."""
        if not isinstance(args[0], gast.Name):
            return None
        said = self.said_by_method(target, held, args)
        if said is not None:
            return self.evaluate(syntax.located(said, node), statement)
        if target is add_trees and isinstance(held, (Dict, Seq)):
            return self.tree_sum(node, args, statement)
        if target in DEEP_COPIES and (isinstance(held, Dict) or (isinstance(held, Seq) and held.cls in (list, tuple))):
            return self.copied_deeply(node, target, args[0], held, statement)
        return None

    def said_by_method(self, target: Any, held: Type, args: Sequence[gast.AST]) -> gast.AST | None:
        """`copy.copy(x)` as `x.copy()`, `getattr(x, "T")` as `x.T`; None for what is said in no other way."""
        if target is getattr and len(args) == 2 and isinstance(held, (Array, Scalar)):
            attr = self.type_of(args[1])
            return syntax.attribute(args[0], attr.value) if is_known_text(attr) else None
        if target is copy.copy or (target in DEEP_COPIES and isinstance(held, Array)):
            if isinstance(held, (Array, Many, Dict)) or (isinstance(held, Seq) and held.cls is list):
                return syntax.call(syntax.attribute(args[0], "copy"))
            return args[0] if isinstance(held, Scalar) else None
        return None

    def copied_deeply(self, node: gast.Call, target: Any, name: gast.Name, held: Dict | Record | Seq, statement: gast.AST) -> Meaning:
        """copy.deepcopy(d): the same structure of copies of its parts."""
        keys = list(range(len(held.items))) if isinstance(held, Seq) else [k for k, _ in held.items]
        self.type_of(name)
        if target is copy.deepcopy and frozenset((name.id,)) not in self.env.apart:
            memory = [self.memory_of_part(name, k, at(held, (k,))) for k in keys]
            if any(a & b for n, a in enumerate(memory) for b in memory[:n]):  # their copies would be one as well
                raise Unsupported(f"a deep copy of `{name.id}`, in which something may be twice", node, "copy its parts")
        own, inner = self.memory_of_copy(held, statement)
        return Meaning(node, held, Duplicate(name, deep=True), frozenset(own or ()).union(*inner.values()), own=own, inner=inner)

    def tree_sum(self, node: gast.Call, args: Sequence[gast.AST], statement: gast.AST) -> Meaning:
        """add_trees(a, b) of containers that are taken apart."""
        left, right = args
        t = infer.result_of(add_trees, [self.type_of(left), self.type_of(right)], {})
        own, inner = self.memory_of_copy(t, statement)
        return Meaning(node, t, TreeSum(left, right), frozenset(own or ()).union(*inner.values()), own=own, inner=inner)

    def memory_of_copy(self, t: Type, statement: gast.AST) -> tuple[frozenset[Storage] | None, dict[Path, frozenset[Storage]]]:
        """The memory of a value of type `t` whose parts are all new, and apart; of itself, and of its parts."""
        inner: dict[Path, frozenset[Storage]] = {}
        for path in memory_paths(t):
            key = (self.origin(statement), "copy", path)
            part = at(t, path[:-1]) if path[-1:] == (ITEMS,) else at(t, path)
            if path[-1:] == (ITEMS,) and isinstance(part, Many):
                inner[path] = self.memory_for(key, part.item)
            elif is_container(part):
                inner[path] = frozenset([self.storage_for(key, container=True, single=True)])
            else:
                inner[path] = self.memory_for(key, part)
        return inner.pop((), None), inner

    def replaced_fields(self, node: gast.Call, name: gast.Name, held: Record, changes: Mapping[str, gast.AST], statement: gast.AST) -> Meaning:
        """dataclasses.replace(p, x=v): what the class makes of p's fields and v."""
        fields = [f.name for f in dataclasses.fields(held.cls) if f.init] if dataclasses.is_dataclass(held.cls) else []
        constants = dict(held.constants)
        given: dict[str, gast.AST] = {}
        for field in fields:
            if field in changes:
                given[field] = changes[field]
            elif field in constants and isinstance(constants[field], Static):
                given[field] = syntax.const(constants[field].value)  # type: ignore[attr-defined]
            else:
                part = self.another(statement, f"{name.id}_{field}")
                line = syntax.assign(part, syntax.attribute(syntax.name(name.id), field))
                self.before([line], statement)
                given[field] = syntax.located(syntax.name(part), statement)
        return self.construct(node, held.cls, [], given, statement)

    def copied(self, node: gast.Call, name: gast.Name, held: Record, statement: gast.AST) -> Meaning:
        """copy.copy(p): another object with the same attributes."""
        self.type_of(name)
        items: list[tuple[str, gast.AST]] = []
        for key, _ in held.items:
            part = self.another(statement, f"{name.id}_{key}")
            self.before([syntax.assign(part, syntax.attribute(syntax.name(name.id), key))], statement)
            items.append((key, syntax.located(self.used(part), statement)))
        return self.made(node, held.cls, items, held.constants, statement)

    # --- inside conditions and effects, which are kept as they are ---

    def check_inner_attribute(self, node: gast.Attribute) -> None:
        """A method or property inside a condition or an effect is run as it is, so it may not change its object."""
        held = self.peek(node.value) if node.value.id in self.env else None
        cls = self.class_of(held) if held is not None else None
        if cls is None or not isinstance(held, (Record, Seq)):
            return
        found = inspect.getattr_static(cls, node.attr, None)
        if isinstance(found, property):
            target, args = found.fget, [node.value]
        else:
            target, args = self.unbound(found, node.value, cls, [])
        if target is not None and not self.surely_reads(target, args):
            raise Unsupported(f"`{syntax.dotted(node)}` inside a condition, an assertion or a print may change its object", node,
                              "assign its result to a variable first")  # fmt: skip

    def only_reads(self, target: Type | None, call: gast.Call) -> bool:
        """Whether a function of the user's surely changes nothing that it is given."""
        function = target.value if isinstance(target, Static) else target
        keywords = {k.arg: k.value for k in call.keywords}
        return function is not None and None not in keywords and self.surely_reads(function, call.args, keywords)

    def surely_reads(self, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST] = {}) -> bool:
        """Whether a function changes none of these arguments, nor what it captures."""
        call = syntax.name("call")
        callee = self.context.callee(self, target, call, args, keywords)
        if not hasattr(callee, "tree"):
            return False
        try:
            types = {p: self.type_inside(a) for p, a in callee.bind(self, call, args, keywords)}
            if any(isinstance(t, Closure) for t in types.values()):
                return False
            specialised = callee.specialise(infer.canonical(types)[0])
            specialised.result_type()
        except Unsupported:
            return False
        return not specialised.changed_arguments()

    def type_inside(self, node: gast.AST) -> Type:
        """The type of an argument inside a condition or an effect, as far as it is arithmetic of atoms."""
        if isinstance(node, (gast.Name, gast.Constant)):
            return self.bound_type(node)
        parts = [node.left, node.right] if isinstance(node, gast.BinOp) else [node.operand] if isinstance(node, gast.UnaryOp) else []
        if not parts or isinstance(node.op, gast.Not):
            return UNKNOWN
        function, types = registry.OPERATOR_FUNCTIONS[type(node.op)], [self.type_inside(p) for p in parts]
        if isinstance(node.op, gast.MatMult):
            return self.context.trial(function, tuple(types), ())[0]
        return infer.elementwise(function, types) if all(isinstance(t, (Scalar, Array)) for t in types) else UNKNOWN

    # --- new objects ---

    def new_container(self, statement: gast.AST) -> Any:
        """The memory of a new object."""
        storage = self.storage_for(self.origin(statement), container=True, single=True)
        self.displayed |= {storage, storage.older}
        return storage

    def made(
        self, node: gast.AST, cls: type, items: Sequence[tuple[str, gast.AST]], constants: tuple[tuple[str, Type], ...], statement: gast.AST
    ) -> Meaning:
        """An object with these attributes."""
        own = frozenset([self.new_container(statement)])
        t = Record(cls, tuple((n, self.type_of(i)) for n, i in items), constants)
        storages = own.union(*(self.storages_of(i) for _, i in items))
        return Meaning(node, t, Build(tuple(items)), storages, own=own)

    def construct(
        self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """An object of a class: made as written if `__init__` only stores, else empty, and `__init__` read in place."""
        for given in [*args, *keywords.values()]:
            self.type_of(given)  # a read, whatever the class makes of it
        if cls is SimpleNamespace and not args:
            return self.made(node, cls, list(keywords.items()), (), statement)
        if cls is deque and len(args) < 2 and not keywords:
            items = syntax.call("list", args[0]) if args else syntax.list_([])
            return self.evaluate(syntax.located(items, node), statement)
        known = self.plainly_constructed(node, cls, args, keywords, statement)
        if known is not None:
            node.func = self.class_name(node, cls)
            return known
        if not self.context.is_user_class(cls) or not made_plainly(cls) or issubclass(cls, (BaseException, Enum)):
            cure = INSTEAD.get(cls, "use a namedtuple, a dataclass or a dict")
            raise Unsupported(f"an object of class `{cls.__name__}` is made", node, cure)
        if generated(cls.__init__) and dataclasses.is_dataclass(cls):
            return self.initialised(node, cls, self.field_stores(node, cls, args, keywords, statement), statement)
        if isinstance(cls.__init__, FunctionType):
            stored = self.only_stores(node, cls, args, keywords)
            if stored is not None:
                node.func = self.class_name(node, cls)
                return self.made(node, cls, stored, (), statement)
            return self.initialised(node, cls, lambda base: self.call_init(base, cls, args, keywords, statement), statement)
        if cls.__init__ is object.__init__ and not args and not keywords:
            return self.made(node, cls, [], (), statement)
        raise Unsupported(f"an object of class `{cls.__name__}` is made", node, "give the class an `__init__` written in Python")

    def class_name(self, node: gast.Call, cls: type) -> gast.AST:
        """The class in a call that does nothing but make an object, under a name that is known for that."""
        return self.context.named(cls) if self.resolve(node.func) == Static(cls) else node.func

    def initialised(self, node: gast.Call, cls: type, initialise: Callable[[gast.Name], None], statement: gast.AST) -> Meaning:
        """An empty object, and then what its class does to it."""
        name = self.scratch(statement, cls.__name__.lower())
        start = syntax.call("object.__new__", syntax.clone(node.func) if syntax.dotted(node.func) else self.context.named(cls))
        self.before([syntax.assign(name, start)], statement)
        initialise(syntax.located(self.used(name), statement))
        return self.evaluate(syntax.located(syntax.name(name), statement), statement)

    def call_init(self, base: gast.Name, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> None:
        """__init__(base, ...), read in place."""
        node = syntax.located(syntax.call("init"), statement)
        callee = self.context.callee(self, cls.__init__, node, args, keywords)  # type: ignore[misc]
        self.inline(callee, callee.bind(self, node, [base, *args], keywords), node, statement)

    def only_stores(
        self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]
    ) -> list[tuple[str, gast.AST]] | None:
        """The attributes, if `__init__` only stores its arguments and literals; then the object is made as written."""
        if not stores_plainly(cls) or hasattr(cls, "__slots__"):
            return None
        callee = self.context.callee(self, cls.__init__, node, args, keywords)  # type: ignore[misc]
        own = callee.tree.args.args[0].id if callee.tree.args.args else ""
        given = dict(callee.bind(self, node, [syntax.name(own), *args], keywords))
        items: dict[str, gast.AST] = {}
        for line in callee.tree.body[:-1]:
            target = line.targets[0] if isinstance(line, gast.Assign) else None
            stores = isinstance(target, gast.Attribute) and isinstance(target.value, gast.Name) and target.value.id == own
            if target is None or not stores or isinstance(inspect.getattr_static(cls, target.attr, None), property):
                return None
            if not isinstance(line.value, gast.Constant) and (line.value.id not in given or line.value.id == own):
                return None
            items[target.attr] = given[line.value.id] if isinstance(line.value, gast.Name) else line.value
        return [(n, syntax.clone(a)) for n, a in items.items()]

    def field_stores(
        self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> Callable[[gast.Name], None]:
        """What the `__init__` that `dataclass` writes does: store the fields, and call `__post_init__`."""
        fields = dataclasses.fields(cls)
        if any(f.metadata.get("static") for f in fields) or len(fields) != len(cls.__dataclass_fields__):  # type: ignore[attr-defined]
            raise Unsupported(f"an object of class `{cls.__name__}` is made, which has constant or passing fields", node,
                              "make the object outside")  # fmt: skip
        given = dict(zip([f.name for f in fields if f.init and not f.kw_only], args, strict=False)) | dict(keywords)

        def store(base: gast.Name) -> None:
            for field in fields:
                if field.name in given:
                    value = given[field.name]
                elif field.default is not dataclasses.MISSING:
                    value = literal(field.default, node)
                elif field.default_factory is not dataclasses.MISSING:
                    value = fresh(field.default_factory, node)
                elif not field.init:
                    continue
                else:
                    raise Unsupported(f"`{cls.__name__}` misses the argument `{field.name}`", node)
                self.put_attribute(base, field.name, value, statement)
            if hasattr(cls, "__post_init__"):
                callee = self.context.callee(self, cls.__post_init__, node, (), {})
                self.inline(callee, callee.bind(self, node, [base], {}), node, statement)

        return store

    def put_attribute(self, base: gast.Name, attr: str, value: gast.AST, statement: gast.AST) -> None:
        """Store an attribute of a new object, before the statement."""
        if not isinstance(value, (gast.Name, gast.Constant)):
            name = self.another(statement, f"{base.id}_{attr}")
            self.before([syntax.assign(name, value)], statement)
            value = syntax.name(name)
        base, value = syntax.clone(base), syntax.clone(value)
        self.type_of(base)
        self.type_of(value)
        held = self.peek(base)
        if isinstance(held, Record) and stores_plainly(held.cls):
            new: gast.AST = gast.Assign([gast.Attribute(base, attr, gast.Store())], value, None)
        else:
            new = gast.Expr(syntax.call("object.__setattr__", base, syntax.const(attr), value))
        self.pending += self.set_attribute(new, statement, base, attr, value)


def is_library(target: Any) -> bool:
    """Whether a function is NumPy's or SciPy's."""
    return (getattr(target, "__module__", None) or "numpy").partition(".")[0] in ("numpy", "scipy")


def receiver(held: Type, base: gast.AST) -> list[gast.AST]:
    """The arguments that stand for `self`: none for an object from outside, to which the method is bound."""
    return [] if isinstance(held, Static) else [base]


def bound_to(held: Type, method: Any) -> Any:
    """A method of an object: bound to it if the object is from outside."""
    return MethodType(method, held.value) if isinstance(held, Static) else method


def stores_plainly(cls: type) -> bool:
    """Whether storing an attribute does that and nothing else."""
    return inspect.getattr_static(cls, "__setattr__") is inspect.getattr_static(object, "__setattr__")


def made_plainly(cls: type) -> bool:
    """Whether a call of the class makes an empty object and calls `__init__`."""
    return inspect.getattr_static(cls, "__new__") is inspect.getattr_static(object, "__new__")


def is_frozen(cls: type) -> bool:
    """Whether a class is a frozen dataclass."""
    return dataclasses.is_dataclass(cls) and cls.__dataclass_params__.frozen  # type: ignore[attr-defined]


def generated(function: Any) -> bool:
    """Whether a function was written by `dataclass`."""
    return isinstance(function, FunctionType) and function.__code__.co_filename == "<string>"


def literal(value: Any, node: gast.AST) -> gast.AST:
    """A field's default as text."""
    if value is None or isinstance(value, (bool, int, float, complex, str)):
        return syntax.const(value)
    raise Unsupported("the default of a field is not a literal", node, "pass the field")


def fresh(factory: Any, node: gast.AST) -> gast.AST:
    """What a field's default_factory makes, as text."""
    if factory is list:
        return syntax.list_([])
    if factory is dict:
        return gast.Dict([], [])
    raise Unsupported("the default_factory of a field is neither list nor dict", node, "pass the field")


def _is(target: Any, table: Mapping[Any, str]) -> bool:
    return any(target is key for key in table)


