"""New objects of the user's classes.

`__init__` is read in place, so that what it stores becomes the attributes; where it only stores what it is given, the
object is made as written.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cached_property
from types import FunctionType, SimpleNamespace
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.absent import can_be_none
from s2sdiff.analyze.attributes import Attributes, check_no_descriptor, stores_plainly
from s2sdiff.analyze.calls import INSTEAD
from s2sdiff.analyze.program import Build, Inactive
from s2sdiff.analyze.state import Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.types import NONE, Record, Static, Type


class Constructors(Attributes):
    """Understands how objects are made."""

    def new_container(self, statement: gast.AST) -> Any:
        """The memory of a new object."""
        storage = self.storage_for(self.origin(statement), container=True, single=True)
        self.displayed |= {storage, storage.older}
        return storage

    def made(
        self, node: gast.AST, cls: type, items: Sequence[tuple[str, gast.AST]], constants: tuple[tuple[str, Type], ...], statement: gast.AST
    ) -> Meaning:
        """An object with these attributes."""
        for _, item in items:
            self.check_view(item, "kept in an object")
        own = frozenset([self.new_container(statement)])
        t = Record(cls, tuple((n, self.type_of(i)) for n, i in items), constants)
        storages = own.union(*(self.storages_of(i) for _, i in items))
        return Meaning(node, t, Build(tuple(items)), storages, own=own)

    def construct(
        self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """An object of a class, with all the attributes that it gets later: until then they are None."""
        self.member(cls, "__init__")
        made = self.constructed(node, cls, args, keywords, statement)
        if not isinstance(made.type, Record):
            return made
        had = dict([*made.type.items, *made.type.constants])
        for name in had:
            check_no_descriptor(cls, name, node)
        later = {name: t for (owner, name), t in self.context.later.items() if owner is cls and name not in had}
        at_times = [name for owner, name in self.context.absent if owner is cls and had.get(name) == NONE]
        base = self.held_as(cls.__name__.lower(), made, statement) if later or at_times else made.value
        for name in at_times:
            self.put_attribute(base, name, self.nothing_yet(cls, name, syntax.const(None), statement), statement)
        for name, t in later.items():
            value = self.before_it_is_stored(syntax.name(base.id), cls, name, t, statement)
            if value is not None:
                self.put_attribute(base, name, value, statement)
        return self.evaluate(base, statement) if later or at_times else made

    def before_it_is_stored(self, base: gast.Name, cls: type, name: str, t: Type, statement: gast.AST) -> gast.AST | None:
        """What an attribute is until it is stored, once it is of type `t`: the class's own, or nothing; None if that is not known."""
        found = inspect.getattr_static(cls, name, None)
        if found is None or inspect.ismemberdescriptor(found) or isinstance(found, cached_property):
            return self.without_parts(t, name, statement) if can_be_none(t) else None
        return syntax.attribute(base, name) if isinstance(found, (int, float, complex, np.ndarray)) else None

    def held_as(self, wish: str, made: Meaning, statement: gast.AST) -> gast.Name:
        """A name for a new object."""
        if isinstance(made.value, gast.Name):
            return made.value
        name = self.helper(statement, wish)
        new = syntax.located(syntax.assign(name, made.value), statement)
        self.bind(new, name, made, statement)
        self.position += 1  # what comes next comes after it
        self.pending.append(new)
        return syntax.located(syntax.name(name), statement)

    def constructed(
        self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """An object of a class: made as written if `__init__` only stores, else empty, and `__init__` read in place."""
        for given in [*args, *keywords.values()]:
            self.type_of(given)  # a read, whatever the class makes of it
        if cls is SimpleNamespace and not args:
            return self.made(node, cls, list(keywords.items()), (), statement)
        if cls is deque:
            return self.new_deque(node, args, keywords, statement)
        known = self.plainly_constructed(node, cls, args, keywords, statement)
        if known is not None:
            node.func = self.class_name(node, cls)
            return known
        member = member_of(cls, self.static_key(args[0])) if len(args) == 1 and not keywords and issubclass(cls, Enum) else None
        if member is not None:
            return Meaning(node, Static(member), Inactive("a member of an enumeration"))
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
        name = self.helper(statement, cls.__name__.lower())
        written = isinstance(node.func, gast.Name) and self.resolve(node.func) == Static(cls)  # and not module.C, nor dataclasses.replace
        start = syntax.empty_object(syntax.clone(node.func) if written else self.context.named(cls), cls)
        self.before([syntax.assign(name, start)], statement)
        initialise(syntax.located(self.used(name), statement))
        return self.evaluate(syntax.located(syntax.name(name), statement), statement)

    def empty_object(self, t: Record, statement: gast.AST) -> Meaning:
        """An object of this type that stands for None: so is each of its attributes."""

        def store(base: gast.Name) -> None:
            for name, part in t.items:
                self.put_attribute(base, name, self.without_parts(part, name, statement), statement)

        return self.initialised(syntax.call(self.context.named(t.cls)), t.cls, store, statement)

    def call_init(self, base: gast.Name, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> None:
        """__init__(base, ...), read in place."""
        node = syntax.located(syntax.call("init"), statement)
        callee = self.context.callee(self, cls.__init__, node, [base, *args], keywords)  # type: ignore[misc]
        self.inline(callee, callee.bind(self, node, [base, *args], keywords), node, statement)

    def only_stores(
        self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]
    ) -> list[tuple[str, gast.AST]] | None:
        """The attributes, if `__init__` only stores its arguments and literals; then the object is made as written."""
        if not stores_plainly(cls) or hasattr(cls, "__slots__"):
            return None
        callee = self.context.callee(self, cls.__init__, node, [node, *args], keywords)  # type: ignore[misc]
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
                    value = fresh(field.default_factory) or self.made_by(field.default_factory, node, statement)
                elif not field.init:
                    continue
                else:
                    raise Unsupported(f"`{cls.__name__}` misses the argument `{field.name}`", node)
                self.put_attribute(base, field.name, value, statement)
            if hasattr(cls, "__post_init__"):
                callee = self.context.callee(self, cls.__post_init__, node, (), {})
                self.inline(callee, callee.bind(self, node, [base], {}), node, statement)

        return store

    def made_by(self, factory: Any, node: gast.AST, statement: gast.AST) -> gast.AST:
        """What a field's default_factory gives, which is a function or a class."""
        if not callable(factory):
            raise Unsupported("the default_factory of a field is no function", node, "pass the field")
        call = syntax.located(syntax.call(self.context.outer_alias("make_default", factory, self.names)), statement)
        name = self.helper(statement, "default", role=factory)
        self.before([syntax.located(syntax.assign(name, call), statement)], statement)
        return syntax.name(name)

    def put_attribute(self, base: gast.Name, attr: str, value: gast.AST, statement: gast.AST) -> None:
        """Store an attribute of a new object, before the statement."""
        if not isinstance(value, (gast.Name, gast.Constant)):
            name = self.helper(statement, f"{base.id}_{attr}")
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


def member_of(cls: type[Enum], value: Any) -> Enum | None:
    """The member of an enumeration that has a value; None if none has it, or that is not known."""
    return next((member for member in cls if member.value == value), None) if value is not None else None


def made_plainly(cls: type) -> bool:
    """Whether a call of the class makes an empty object and calls `__init__`."""
    return inspect.getattr_static(cls, "__new__") is inspect.getattr_static(object, "__new__")


def generated(function: Any) -> bool:
    """Whether a function was written by `dataclass`."""
    return isinstance(function, FunctionType) and function.__code__.co_filename == "<string>"


def literal(value: Any, node: gast.AST) -> gast.AST:
    """A field's default as text."""
    if value is None or isinstance(value, (bool, int, float, complex, str)):
        return syntax.const(value)
    if type(value) is tuple:
        return syntax.tuple_([literal(item, node) for item in value])
    raise Unsupported("the default of a field is not a literal", node, "pass the field")


def fresh(factory: Any) -> gast.AST | None:
    """What a field's default_factory makes, as text; None for a function of the user's."""
    if factory is list:
        return syntax.list_([])
    if factory is dict:
        return gast.Dict([], [])
    if factory is set:
        return syntax.call("set")
    return None
