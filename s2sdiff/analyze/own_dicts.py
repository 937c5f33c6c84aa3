"""Objects as dicts: `vars(p)`, `p.__dict__`, and what the module dataclasses makes of an object.

The dict of an object is no copy: what is stored in it, the object has.  So it is never made; `vars(p)["x"]` is written
as `p.x`, and where all of it is read at once, `{"x": p.x, "y": p.y}` is made there and then.
"""

from __future__ import annotations

import copy
import dataclasses
import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.absent import is_absent
from s2sdiff.analyze.object_calls import ObjectCalls
from s2sdiff.analyze.program import Inactive, all_parts
from s2sdiff.analyze.state import Meaning, OwnDict
from s2sdiff.errors import Unsupported
from s2sdiff.types import Dict, Record, Scalar, Seq, Static, Text, Type

READ_AT_ONCE = (dict, list, tuple, sorted, set, len, copy.copy, copy.deepcopy)
VIEWS = ("keys", "values", "items")


class OwnDicts(ObjectCalls):
    """Understands objects as dicts."""

    def value_Attribute(self, value: gast.Attribute, statement: gast.AST) -> Meaning:
        """`p.__dict__`; any other attribute."""
        held = self.peek(value.value) if isinstance(value.value, gast.Name) else None
        if value.attr != "__dict__" or not isinstance(held, Record):
            return super().value_Attribute(value, statement)
        node = syntax.clone(value)
        version = self.use(node.value)
        return Meaning(node, OwnDict(version.name, version.number), Inactive("an object as a dict"))

    def builtin_vars(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        """`vars(p)`."""
        if len(args) != 1 or not isinstance(args[0], gast.Name) or not isinstance(self.type_of(args[0]), Record):
            raise Unsupported("`vars` of what is no object made here", node, "read its attributes by their names")
        return self.evaluate(syntax.located(syntax.attribute(args[0], "__dict__"), statement), statement)

    # --- what such a dict holds ---

    def attributes_in(self, own: OwnDict, node: gast.AST) -> list[str]:
        """The names of the attributes in an object's dict, in order."""
        base = self.env.get(own.base)
        rebound = [v for v in self.program.versions.values() if v.name == own.base and v.number > own.since and v.kind != "update"]
        if base is None or rebound or not isinstance(base.type, Record):
            raise Unsupported(f"`{own.base}` may be another object by now than the one whose dict this is", node, "write `vars(...)` where it is read")
        held, cls = base.type, base.type.cls
        names = [name for name, _ in (*held.items, *held.constants)]
        if dataclasses.is_dataclass(cls):
            order = [f.name for f in dataclasses.fields(cls)]
            names = [*(n for n in order if n in names), *(n for n in names if n not in order)]
        slots = any(c.__dict__.get("__slots__") for c in cls.__mro__)
        late = any(owner is cls for owner, _ in self.context.later)
        if slots or late or (held.constants and not dataclasses.is_dataclass(cls)) or any(not self.is_stored_plainly(cls, n) for n in names):
            raise Unsupported(f"which attributes are in the dict of `{own.base}`", node, "read them by their names")
        return names

    def is_stored_plainly(self, cls: type, attr: str) -> bool:
        """Whether an attribute of an object means what the object's dict has under its name."""
        return not hasattr(type(inspect.getattr_static(cls, attr, None)), "__set__")

    def own_dict(self, node: gast.AST) -> OwnDict | None:
        """What an atom is, if that is an object's dict."""
        held = self.peek(node) if isinstance(node, gast.Name) else None
        return held if isinstance(held, OwnDict) else None

    def attribute_under(self, own: OwnDict, key: gast.AST, node: gast.AST) -> gast.AST:
        """`p.x`, for the item under a key that is known."""
        name = self.static_key(syntax.clone(key))
        known = self.attributes_in(own, node)
        if not isinstance(name, str) or not name.isidentifier():
            raise Unsupported("an attribute whose name is not known when generating", node, "keep the values in a dict")
        if not self.is_stored_plainly(self.env[own.base].type.cls, name):  # type: ignore[attr-defined]
            raise Unsupported(f"`{name}`, which is a property, in the dict of `{own.base}`", node, "store it under another name")
        if isinstance(node.ctx if isinstance(node, gast.Subscript) else None, gast.Load) and name not in known:
            raise Unsupported(f"`{name}` is not in the dict of `{own.base}`", node, "store it first")
        ctx = node.ctx if isinstance(node, gast.Subscript) else gast.Load()
        return syntax.located(gast.Attribute(syntax.name(own.base), name, ctx), node)

    def attributes_now(self, own: OwnDict, statement: gast.AST) -> dict[str, gast.AST]:
        """The attributes by their names, each under a name of its own here."""
        names = self.attributes_in(own, statement)
        return {name: self.part(syntax.located(syntax.name(own.base), statement), name, statement) for name in names}

    def as_dict_now(self, own: OwnDict, statement: gast.AST) -> gast.Name:
        """A dict of what the attributes are here."""
        name = self.helper(statement, f"{own.base}_attributes")
        parts = self.attributes_now(own, statement)
        self.before([syntax.assign(name, gast.Dict([syntax.const(k) for k in parts], list(parts.values())))], statement)
        return syntax.located(syntax.name(name), statement)

    # --- reading ---

    def evaluate(self, value: gast.AST, statement: gast.AST) -> Meaning:
        """What a right side means, where the dicts of objects are written as what is read of them."""
        return super().evaluate(self.read_of_objects(value, statement), statement)

    def read_of_objects(self, value: gast.AST, statement: gast.AST) -> gast.AST:
        """`p.x` for `vars(p)["x"]`; a dict of the attributes where all of it is read at once."""

        def now(node: gast.AST) -> gast.AST:
            own = self.own_dict(node)
            return node if own is None else self.as_dict_now(own, statement)

        if isinstance(value, gast.Subscript):
            own = self.own_dict(value.value)
            return value if own is None else self.attribute_under(own, value.slice, value)
        if isinstance(value, gast.Compare) and isinstance(value.ops[0], (gast.In, gast.NotIn)):
            return syntax.located(gast.Compare(value.left, value.ops, [now(value.comparators[0])]), value)
        if isinstance(value, gast.Dict):
            values = [now(item) if key is None else item for key, item in zip(value.keys, value.values, strict=True)]
            return syntax.located(gast.Dict(value.keys, values), value)
        if isinstance(value, gast.Call):
            target = self.resolve(value.func) if any(map(self.own_dict, value.args)) else None
            whole = isinstance(target, Static) and any(target.value is reader for reader in READ_AT_ONCE)
            args = [now(arg) if whole else arg for arg in value.args]
            return syntax.located(gast.Call(value.func, args, [gast.keyword(k.arg, now(k.value) if k.arg is None else k.value) for k in value.keywords]), value)
        return value

    def method_call(
        self, node: gast.Call, func: gast.Attribute, held: Type, keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """`vars(p).items()`, `vars(p).get("x", v)`, `vars(p).copy()`."""
        if not isinstance(held, OwnDict):
            return super().method_call(node, func, held, keywords, statement)
        self.use(func.value)
        name = func.attr
        if name == "keys" and not node.args:
            return self.evaluate(syntax.located(syntax.tuple_([syntax.const(k) for k in self.attributes_in(held, node)]), statement), statement)
        if name in VIEWS and not node.args:
            return self.parts_listed(syntax.located(self.used(held.base), statement), self.attributes_in(held, node), name, statement)
        if name in ("get", "copy"):
            read = gast.Call(syntax.attribute(self.as_dict_now(held, statement), name), node.args, node.keywords)
            return self.evaluate(syntax.located(read, statement), statement)
        raise Unsupported(f"`{name}` of the dict of an object", node, "store or read the attributes by their names")

    def gone_over(self, base: gast.AST) -> gast.AST | None:
        """What is gone over instead of an object's dict: the names of its attributes."""
        own = self.own_dict(base)
        return super().gone_over(base) if own is None else syntax.tuple_([syntax.const(k) for k in self.attributes_in(own, base)])

    # --- changing ---

    def as_attribute(self, target: gast.AST) -> gast.AST:
        """`p.x` for the place `vars(p)["x"]`; any other place as it is."""
        own = self.own_dict(target.value) if isinstance(target, gast.Subscript) else None
        return target if own is None else self.attribute_under(own, target.slice, target)

    def container_change(
        self, statement: gast.AST, base: gast.Name, name: str, args: Sequence[gast.AST], named: Mapping[str, gast.AST]
    ) -> list[gast.AST] | None:
        """`vars(p).update(x=v)`."""
        own = self.own_dict(base)
        if own is None or name != "update":
            return super().container_change(statement, base, name, args, named)
        items: dict[str, gast.AST] = {}
        for arg in args:
            other, held = self.own_dict(arg), self.type_of(arg)
            if other is None and not isinstance(held, Dict):
                raise Unsupported("`update` with something that is no dict of known keys", statement, "store attribute by attribute")
            assert isinstance(arg, gast.Name), gast.dump(arg)
            items |= self.attributes_now(other, statement) if other is not None else dict(self.items_of(arg, statement))
        items |= dict(named)
        places = [syntax.located(syntax.subscript(syntax.clone(base), syntax.const(k), store=True), statement) for k in items]
        stores = [gast.Assign([self.as_attribute(place)], value, None) for place, value in zip(places, items.values(), strict=True)]
        return self.after_pending(self.same_again((statement, "update"), stores), statement)

    # --- dataclasses ---

    def special(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """`fields(p)`, `asdict(p)`, `astuple(p)`; other functions that mean something to objects."""
        held = self.bound_type(args[0]) if len(args) == 1 and not keywords else None
        cls = held.cls if isinstance(held, Record) else held.value if isinstance(held, Static) else None
        if isinstance(cls, type) and dataclasses.is_dataclass(cls):
            if target is dataclasses.fields:
                return Meaning(node, Seq(tuple, tuple(map(Static, dataclasses.fields(cls)))), Inactive("the fields of a class"))
            if target in (dataclasses.asdict, dataclasses.astuple) and isinstance(held, Record):
                return self.evaluate(self.taken_apart_deeply(args[0], held, target is dataclasses.asdict, statement), statement)
        return super().special(node, target, args, keywords, statement)

    def taken_apart_deeply(self, base: gast.AST, held: Type, by_name: bool, statement: gast.AST) -> gast.AST:
        """The fields of a dataclass as a dict or a tuple, and so for those in them; copies of everything else."""
        if isinstance(held, (Scalar, Static, Text)):
            return base
        objects = [t for t in all_parts(held) if isinstance(t, Record) and dataclasses.is_dataclass(t.cls)]
        inside = held in objects or isinstance(held, Dict) or (isinstance(held, Seq) and held.cls in (list, tuple))
        if not objects:
            return syntax.located(gast.Call(self.context.named(copy.deepcopy), [base], []), statement)
        if not inside or any(map(is_absent, objects)):
            raise Unsupported(f"objects in `{syntax.dotted(base)}`, as dicts or tuples", statement, "take them apart one by one")
        return self.deep_parts(base, held, by_name, statement)

    def deep_parts(self, base: gast.AST, held: Type, by_name: bool, statement: gast.AST) -> gast.AST:
        """A display of what is in a container, each part taken apart and under a name of its own."""
        assert isinstance(base, gast.Name), gast.dump(base)
        assert isinstance(held, (Record, Dict, Seq)), held
        known: dict[Any, Type] = dict(enumerate(held.items)) if isinstance(held, Seq) else dict(held.items)
        if isinstance(held, Record):
            known |= dict(held.constants)
            known = {f.name: known[f.name] for f in dataclasses.fields(held.cls)}
        parts: list[gast.AST] = []
        for key, t in known.items():
            part = self.part(base, key, statement)
            apart = self.taken_apart_deeply(part, t, by_name, statement)
            if apart is not part:
                name = self.helper(statement, "taken_apart", role=(base.id, key))
                self.before([syntax.assign(name, apart)], statement)
                apart = syntax.located(syntax.name(name), statement)
            parts.append(apart)
        if isinstance(held, Dict) or (isinstance(held, Record) and by_name):
            return syntax.located(gast.Dict([syntax.const(k) for k in known], parts), statement)
        return syntax.located(syntax.list_(parts) if isinstance(held, Seq) and held.cls is list else syntax.tuple_(parts), statement)
