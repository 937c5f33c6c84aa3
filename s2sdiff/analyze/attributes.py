"""Attributes of objects: read, stored, changed in place.

What a class says of attributes by `__getattr__`, `__setattr__` or slots of its own making is refused.
"""

from __future__ import annotations

import dataclasses
import inspect
from functools import cached_property
from types import FunctionType, SimpleNamespace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.conditions import Conditions
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.methods import bound_to, check_reads_plainly, receiver
from s2sdiff.analyze.operators import OPERATORS
from s2sdiff.analyze.program import Inactive, stand_of
from s2sdiff.analyze.state import Meaning, Super
from s2sdiff.analyze.values import becomes_array
from s2sdiff.errors import Unsupported
from s2sdiff.rules import registry
from s2sdiff.types import (
    NONE,
    UNKNOWN,
    Array,
    Dict,
    Many,
    Record,
    Seq,
    SetOf,
    Static,
    Unknown,
    is_thin,
    may_be_a_number,
)


def check_no_descriptor(cls: type, name: str, node: gast.AST) -> None:
    """Refuse an attribute of which an object of the user's, on the class, says what it is."""
    found = inspect.getattr_static(cls, name, None)
    asked = [inspect.getattr_static(type(found), method, None) for method in ("__get__", "__set__")]
    if not isinstance(found, cached_property) and any(isinstance(method, FunctionType) for method in asked):  # written in Python
        raise Unsupported(f"`{name}` of the class `{cls.__name__}` is a descriptor", node, "make it a property")


class Attributes(Conditions):
    """Understands attributes."""

    def value_Attribute(self, value: gast.Attribute, statement: gast.AST) -> Meaning:
        """An attribute: stored in the object, a property, or the class's own."""
        held = self.peek(value.value) if isinstance(value.value, gast.Name) else None
        cls = self.class_of(held) if held is not None else None
        if isinstance(held, Super):
            return self.inherited_property(value, held, statement)
        if cls is None or held is None:
            made = self.method_of_items(syntax.clone(value), held, statement) if held is not None else None
            return made or super().value_Attribute(value, statement)
        known = dict([*held.items, *held.constants]) if isinstance(held, Record) else {}
        check_reads_plainly(cls, value)
        found = self.member(cls, value.attr)
        if isinstance(found, property):
            node = syntax.clone(value)
            self.use(node.value)
            return self.call_user(node, bound_to(held, found.fget), receiver(held, node.value), {}, statement)
        if isinstance(found, cached_property) and isinstance(held, Record):
            return self.computed_once(value, held, found.func, statement)
        check_no_descriptor(cls, value.attr, value)
        if value.attr in known or isinstance(held, Seq) or (isinstance(held, Static) and not isinstance(found, cached_property)):
            return super().value_Attribute(value, statement)
        node = syntax.clone(value)
        if value.attr == "__class__":
            if isinstance(held, Record) and self.class_told(held) is not cls:
                raise Unsupported("a class that another one stands for", node, "use isinstance")
            return Meaning(node, Static(cls), Inactive("a class"))
        if isinstance(found, cached_property):
            raise Unsupported(f"`{syntax.dotted(value)}` is a cached property, which keeps what it once was", node, "make it a property")
        stand = stand_of(held)
        if found is None and stand is not None:
            raise Unsupported(f"`{value.attr}` of {stand.described}", node, stand.cure)
        if found is None or hasattr(cls, "__getattr__"):
            if value.attr in self.attributes_stored() and isinstance(held, Record):
                self.note_later(cls, value.attr, UNKNOWN)
            raise Unsupported(f"`{syntax.dotted(value)}` is no attribute that was stored on every path to here", node,
                              f"store `{value.attr}` in `__init__`")  # fmt: skip
        if isinstance(found, FunctionType):
            return self.bound_method(node, found, statement)
        self.use(node.value)  # the name may hold another object by the time that this is read again
        t = self.context.attribute_type(self.primal, syntax.dotted(value), cls, value.attr, node)
        return self.constant(node, t)

    def computed_once(self, value: gast.Attribute, held: Record, function: Any, statement: gast.AST) -> Meaning:
        """A cached property: what was computed before is what the object has under its name."""
        base, attr = value.value, value.attr
        late = (held.cls, attr) in self.context.later
        if late and attr not in dict(held.items):
            cure = "make it a property, or store it in `__init__`"
            raise Unsupported(f"the cached property `{attr}` of one of several objects, where it is not known which have it", value, cure)
        if late or attr not in dict(held.items):
            computed = self.helper(statement, f"{attr}_once", role=syntax.dotted(value))
            name = self.same_again((statement, computed, "function"), self.names.fresh(f"{held.cls.__name__.lower()}_{attr}"))
            self.context.bound_to_name(name, function)
            call = syntax.call(name, syntax.clone(base))
            lines = [syntax.assign(computed, call), syntax.assign(gast.Attribute(syntax.clone(base), attr, gast.Store()), syntax.name(computed))]
            if late:
                test = gast.Compare(syntax.attribute(syntax.clone(base), attr), [gast.Is()], [syntax.const(None)])
                lines = [gast.If(test, lines, [])]
            lines = self.same_again((statement, computed, late), [syntax.located(line, statement) for line in lines])
            self.not_yet |= {line for line in lines if isinstance(line, gast.If)}
            self.before(lines, statement)
        return super().value_Attribute(value, statement)

    def attributes_stored(self) -> set[str]:
        """The names of attributes that something here is stored under."""
        return {n.attr for n in syntax.walk(self.lines_read) if isinstance(n, gast.Attribute) and isinstance(n.ctx, gast.Store)}

    def store_attribute(self, statement: gast.AST, target: gast.Attribute, value: gast.AST) -> list[gast.AST]:
        """p.x = v on an object that is taken apart."""
        base = syntax.clone(target.value)
        self.pending += self.as_present([base] if isinstance(base, gast.Name) else [], statement)  # None has no attributes
        held = self.type_of(base)
        value = self.nothing_yet(getattr(held, "cls", None), target.attr, value, statement)
        self.check_walk(value, self.type_of(value))
        if self.type_of(value) == NONE or isinstance(self.type_of(value), Unknown):
            self.emptied.add((getattr(held, "cls", None), target.attr))
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
            self.check_not_tried(f"the setter of `{target.attr}`", statement)
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
        self.note_items([value], base)
        self.put(new, statement, base, name, value)
        return [new, *self.put_back(base.id, statement)]

    def update_attribute(self, statement: gast.AugAssign, target: gast.Attribute, value: gast.AST) -> list[gast.AST]:
        """p.x += v: read, computed and stored; an array that somebody else may read as well changes in place."""
        old, name = self.helper(statement, f"{target.value.id}_{target.attr}"), syntax.name
        said = isinstance(inspect.getattr_static(getattr(self.peek(target.value), "cls", None), target.attr, None), property)
        if said:
            self.check_not_tried(f"the setter of `{target.attr}`", statement)
        read = syntax.assign(old, syntax.attribute(name(target.value.id), target.attr))
        lines = self.read_first(read, statement, value)
        held = self.env[old].type
        container = isinstance(held, (Many, Dict)) or (isinstance(held, Seq) and held.cls is list)
        if container and not becomes_array(held, statement.op, self.type_of(value)):
            if said or (isinstance(held, SetOf) and frozenset in self.context.stood_for):
                cure = f"write `{syntax.dotted(target)} = ...`"
                raise Unsupported(f"the list `{syntax.dotted(target)}` is changed in place", statement, cure)
            return lines + self.block([syntax.located(syntax.augassign(old, type(statement.op), value), statement)])
        if isinstance(held, Array):
            self.check_owner(syntax.located(self.used(old), statement), statement)
            result = infer.elementwise(registry.OPERATOR_FUNCTIONS[type(statement.op)], [held, self.type_of(value)])
            changes_type = result != held and not is_thin(held)
            if self.is_shown_elsewhere(old, target) or isinstance(statement.op, gast.MatMult) or changes_type:
                return lines + self.block([syntax.located(syntax.augassign(old, type(statement.op), value), statement)])
        store = gast.Assign([gast.Attribute(name(target.value.id), target.attr, gast.Store())], name(old), None)
        return lines + self.block([self.part_changed(old, target.value, statement, value), syntax.located(store, statement)])

    def read_first(self, read: gast.Assign, statement: gast.AugAssign, value: gast.AST) -> list[gast.AST]:
        """A part of an object, which is read before what is added to it; in normal form that comes first."""
        before = len(self.program.versions)
        lines = self.block([syntax.located(read, statement)])
        changes = (v for v in self.program.versions.values() if v.number > before and v.kind == "update" and v.statement not in self.program.said)
        if not isinstance(value, gast.Constant) and any(changes):
            raise Unsupported("what is added to is a property or an item that changes something when it is read", statement, "write it out: `o[k] = o[k] + v`")
        return lines

    def part_changed(self, part: str, base: gast.Name, statement: gast.AugAssign, value: gast.AST) -> gast.AST:
        """What an augmented assignment makes of a part of `base`, which is called `part` and goes back there.

        What may be a number may be an array, which changes in place: nobody else may read that later.
        """
        held = self.env[part].type
        if isinstance(held, Record) and self.method_of(held, f"__i{OPERATORS[type(statement.op)]}__") is not None:
            return syntax.located(syntax.augassign(part, type(statement.op), value), statement)
        if may_be_a_number(held):
            plain = not (isinstance(held, Unknown) and held.container)
            known = plain and all(s.owner == "local" for s in self.env.memory[part] if not s.container)
            if not known or not self.env.is_apart_inside(base.id):
                symbol, place = syntax.OPERATORS[type(statement.op)], "x.y" if isinstance(statement.target, gast.Attribute) else "x[i]"
                raise Unsupported(f"a part of `{base.id}` has an unknown type, so `{symbol}=` may or may not change it in place", statement,
                                  f"write `{place} = {place} {symbol} ...`")  # fmt: skip
            self.make_stale(part, statement, told={base.id, *self.env.around(base.id)})
        return syntax.located(syntax.assign(part, syntax.binop(syntax.name(part), type(statement.op), value)), statement)

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


def stores_plainly(cls: type) -> bool:
    """Whether storing an attribute does that and nothing else."""
    return inspect.getattr_static(cls, "__setattr__") is inspect.getattr_static(object, "__setattr__")


def is_frozen(cls: type) -> bool:
    """Whether a class is a frozen dataclass."""
    return dataclasses.is_dataclass(cls) and cls.__dataclass_params__.frozen  # type: ignore[attr-defined]
