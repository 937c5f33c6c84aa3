"""Methods of objects of the user's classes, called, or asked whether they change what they are given.

An object that the function makes is a `Record`: taken apart into its attributes.  Its methods are the user's functions
with the object for a first argument.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from enum import Enum
from types import FunctionType, MethodType
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.calls import Calls
from s2sdiff.analyze.program import Inactive, stand_of
from s2sdiff.analyze.state import Closure, Meaning, Super
from s2sdiff.errors import Unsupported
from s2sdiff.normalize import is_generator, returns_iterator
from s2sdiff.types import Record, Seq, Static, Type


class Methods(Calls):
    """Understands methods."""

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
        found = self.member(cls, name) if cls is not None else None
        return found if is_written(found) else None

    def member(self, cls: type, name: str) -> Any:
        """What a class has under a name, as it stands there; a class of the user's that gets another method is noticed."""
        found = inspect.getattr_static(cls, name, None)
        if isinstance(found, (FunctionType, property, staticmethod, classmethod)) and self.context.is_user_class(cls):
            self.context.relies_on(cls, name)
        return found

    # --- calls ---

    def method_call(
        self, node: gast.Call, func: gast.Attribute, held: Type, keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A method of a local value."""
        if isinstance(held, Super):
            return self.inherited_call(node, func.attr, held, keywords, statement)
        cls = self.class_of(held)
        if cls is None or (isinstance(held, Seq) and func.attr in ("_replace", "_asdict")):
            return super().method_call(node, func, held, keywords, statement)
        check_reads_plainly(cls, func)
        if func.attr == "__class__":
            self.use(func.value)
            node.func = self.context.named(cls)
            return self.construct(node, cls, node.args, keywords, statement)
        own = dict(held.items).get(func.attr) if isinstance(held, Record) else None
        if isinstance(own, Closure):
            self.use(func.value)
            return self.call_user(node, own, node.args, keywords, statement)
        found = self.member(cls, func.attr) if own is None else None
        if isinstance(found, property):
            name = self.helper(statement, func.attr, role=syntax.dotted(func))
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

    def gone_over(self, base: gast.AST) -> gast.AST | None:
        """What is gone over instead of an object: `p.items` where its `__iter__` returns iter(self.items), or what that gives; None for other values."""
        held = self.peek(base) if isinstance(base, gast.Name) else None
        method = self.method_of(held, "__iter__") if isinstance(held, Record) else None
        if method is None or not isinstance(held, Record):
            return None
        tree = self.context.primal_of(method).tree
        if gives_itself(tree):
            message = f"an object of class `{held.cls.__name__}`, which is its own iterator, elsewhere than in a `for` of its own"
            raise Unsupported(message, base, "list its items before: `[v for v in steps]`")
        path = path_gone_over(tree)
        if path is not None:
            return syntax.attribute(syntax.name(base.id), path)
        if not is_generator(tree) and not returns_iterator(tree):
            raise Unsupported(f"the `__iter__` of `{base.id}`", base, "let it return `iter(self.items)`, or yield the items")
        return syntax.call(f"{base.id}.__iter__")

    def read_as_list(self, given: gast.Name, target: Any, statement: gast.AST) -> gast.Name:
        """An object that can be gone over as what is gone over instead."""
        instead = self.gone_over(given)
        if instead is None:
            return super().read_as_list(given, target, statement)
        name = self.helper(statement, f"{given.id}_items")
        self.before([syntax.assign(name, instead)], statement)
        return super().read_as_list(syntax.located(self.used(name), statement), target, statement)

    def unbound(self, found: Any, base: gast.AST, cls: type, args: Sequence[gast.AST]) -> tuple[Any, list[gast.AST]]:
        """What a method's call calls, and with which arguments; None for what is no method of the user's."""
        if is_written(found):
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
        base, cls = self.inherited(name, held, statement)
        if cls is object and name in ("__init__", "__post_init__"):
            return Meaning(syntax.const(None), Static(None), Inactive("nothing"))
        t = self.type_of(base)
        target, args = self.unbound(self.member(cls, name), base, t.cls, node.args) if cls is not None and isinstance(t, Record) else (None, [])
        if cls is None or target is None:
            raise Unsupported(f"`super().{name}` is not a method that can be read", node, "call the function itself")
        called = syntax.call(syntax.attribute(self.context.named(cls), name), *args)
        called.keywords = node.keywords
        return self.call_user(syntax.located(called, statement), target, args, keywords, statement)

    def inherited_property(self, node: gast.Attribute, held: Super, statement: gast.AST) -> Meaning:
        """super().name, where that is a property."""
        base, cls = self.inherited(node.attr, held, statement)
        found = None if cls is None else self.member(cls, node.attr)
        if cls is None or not isinstance(found, property):
            raise Unsupported(f"`super().{node.attr}` is not a property that can be read", node, "read the attribute of the class itself")
        getter = syntax.attribute(syntax.attribute(self.context.named(cls), node.attr), "fget")
        return self.call_user(syntax.located(syntax.call(getter, base), statement), found.fget, [base], {}, statement)

    def inherited(self, name: str, held: Super, statement: gast.AST) -> tuple[gast.Name, type | None]:
        """The object, and the next class of its own that has something under a name."""
        base = syntax.located(syntax.name(held.name), statement)
        t = self.type_of(base)
        order = t.cls.__mro__ if isinstance(t, Record) else ()
        behind = order[order.index(held.cls) + 1 :] if held.cls in order else ()
        return base, next((cls for cls in behind if name in vars(cls)), None)

    def builtin_super(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:  # noqa: ARG002
        """`super(C, p)`, as which a method's `super()` is read."""
        owner, base = (self.type_of(args[0]), args[1]) if len(args) == 2 else (None, None)
        if not isinstance(owner, Static) or not isinstance(base, gast.Name):
            raise Unsupported("`super` outside of a method", node, "call the method of the other class itself")
        self.type_of(base)
        return Meaning(syntax.const(None), Super(owner.value, base.id), Inactive("a function"))

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


def check_reads_plainly(cls: type, node: gast.AST) -> None:
    """Refuse a class whose attributes are not simply those that its objects have."""
    if isinstance(inspect.getattr_static(cls, "__getattribute__"), FunctionType):
        raise Unsupported(f"the class `{cls.__name__}` has a `__getattribute__` of its own", node, "leave it out")


def is_written(found: Any) -> bool:
    """Whether what a class has under a name is a function in a file, and not one that a dataclass made."""
    return isinstance(found, FunctionType) and inspect.unwrap(found).__code__.co_filename != "<string>"


def path_gone_over(tree: gast.FunctionDef) -> str | None:
    """The attribute that an `__iter__` goes over: all it says is `return iter(self.items)`."""
    [only] = tree.body if len(tree.body) == 1 else [None]
    call = only.value if isinstance(only, gast.Return) else None
    if not isinstance(call, gast.Call) or syntax.dotted(call.func) != "iter" or len(call.args) != 1 or not tree.args.args:
        return None
    first, *path = (syntax.dotted(call.args[0]) or "").split(".")
    return path[0] if first == tree.args.args[0].id and len(path) == 1 else None


def gives_itself(tree: gast.FunctionDef) -> bool:
    """Whether an `__iter__` returns the object itself, at its end."""
    *before, last = tree.body
    own = tree.args.args[0].id if tree.args.args else ""
    leaves = any(isinstance(n, (gast.Return, gast.Yield, gast.YieldFrom)) for n in syntax.walk(before))
    return not leaves and isinstance(last, gast.Return) and syntax.is_name(last.value, own)


def receiver(held: Type, base: gast.AST) -> list[gast.AST]:
    """The arguments that stand for `self`: none for an object from outside, to which the method is bound."""
    return [] if isinstance(held, Static) else [base]


def bound_to(held: Type, method: Any) -> Any:
    """A method of an object: bound to it if the object is from outside."""
    return MethodType(method, held.value) if isinstance(held, Static) else method
