"""Assignments: to names, to items, and in place.

`x = e` defines a version; `x[i] = v` and `x[i] += v` change memory (see `ownership`) or, in a container that is taken
apart, one of its items.  What NumPy would do in two steps, such as `x *= v`, is written in two.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.absent import never_known, nothing
from s2sdiff.analyze.infer import Bottom, join
from s2sdiff.analyze.own_dicts import OwnDicts
from s2sdiff.analyze.program import (
    Build,
    Copy,
    Load,
    Pop,
    Project,
    Slice,
    Store,
    Update,
    Version,
    all_parts,
    holds_lists,
    is_container,
    root_name,
)
from s2sdiff.analyze.state import Meaning
from s2sdiff.analyze.values import becomes_array
from s2sdiff.errors import Unsupported
from s2sdiff.library import CHANGING_METHODS, GIVING_METHODS
from s2sdiff.rules.methods import WRITTEN_PROPERTIES
from s2sdiff.types import (
    UNKNOWN,
    Array,
    Dict,
    DictOf,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    SetOf,
    Static,
    Text,
    Type,
    at,
    is_inexact,
    is_thin,
    shape_of,
)

KEYS_FIRST = "use a dict of arrays; give one of different things all its keys before the first loop or branch"
NAMING = (Copy, Load, Pop, Project)  # what gives a container that is there already, which keeps its other names


class Stores(OwnDicts):
    """Understands assignments."""

    def visit_Assign(self, statement: gast.Assign) -> list[gast.AST]:
        """`x = e`, or `x[i] = v`."""
        target = self.as_attribute(statement.targets[0])
        if isinstance(target, gast.Subscript):
            return self.store(statement, target, syntax.clone(statement.value))
        if isinstance(target, gast.Attribute):
            self.check_property(target, statement)
            return self.store_attribute(statement, target, syntax.clone(statement.value))
        if self.gives_nothing(statement.value):
            lines = [gast.Expr(syntax.clone(statement.value)), syntax.assign(target.id, syntax.const(None))]
            return self.block(self.same_again((statement, "nothing"), [syntax.located(line, statement) for line in lines]))
        new = syntax.assign(target.id, gast.Pass())
        syntax.located(new, statement)
        meaning = self.standing_for_none(target.id, statement) or self.evaluate(statement.value, statement)
        grows = self.origin(statement) in self.growing
        if grows and isinstance(meaning.type, (Seq, Dict)) and not isinstance(meaning.op, (Build, *NAMING)):
            return self.as_growing(statement, target.id, meaning.type)
        new.value = meaning.value
        version = self.bind(new, target.id, meaning, statement)
        if grows and isinstance(meaning.type, (Seq, Dict)) and isinstance(meaning.op, NAMING):  # it grows under its other names, too
            self.grow(version)
        return [new, *self.put_back(meaning.op.base.id, statement)] if isinstance(meaning.op, Pop) else [new]

    def standing_for_none(self, name: str, statement: gast.Assign) -> Meaning | None:
        """None in each part, for `x = None` where x is a tuple on other paths; None for other assignments."""
        if name not in self.absent or not (isinstance(statement.value, gast.Constant) and statement.value.value is None):
            return None
        held = self.absent[name]
        if isinstance(held, (ListOf, DictOf, SetOf)):
            own = self.display_storage(statement)
            return Meaning(syntax.const(None), never_known(held), Build(()), own, own=own)
        if isinstance(held, Record):
            meaning = self.empty_object(held, statement)
        else:
            assert isinstance(held, (Seq, Dict))
            parts = nothing(held, lambda key, inner: self.no_container(f"no_{name.removeprefix('no_')}_{key}", inner, statement))
            meaning = self.evaluate(syntax.located(parts, statement), statement)
        if not isinstance(meaning.type, (Seq, Dict, Record)):
            return None
        return replace(meaning, type=replace(meaning.type, absent=True))

    def gives_nothing(self, value: gast.AST) -> bool:
        """Whether a value is a call of a method that changes a list or a dict, and gives None: all that a lambda does, perhaps."""
        func = value.func if isinstance(value, gast.Call) else None
        if not isinstance(func, gast.Attribute) or not isinstance(func.value, gast.Name) or func.attr not in CHANGING_METHODS - GIVING_METHODS:
            return False
        held = self.peek(func.value)
        return isinstance(held, (Dict, Many)) or (isinstance(held, Seq) and held.cls is list)

    def as_growing(self, statement: gast.Assign, name: str, held: Seq | Dict) -> list[gast.AST]:
        """`xs = e`, where e is a list or dict of known items that grows later: one of any length is made of its items."""
        whole, items = self.helper(statement, name, role="grown"), self.helper(statement, f"{name}_items")
        line = syntax.located(syntax.assign(whole, syntax.clone(statement.value)), statement)
        made = self.block([line])
        made += self.block(self.as_list(whole, items, statement) if isinstance(held, Seq) else self.as_dict(whole, items, held, statement))
        return made + self.block([syntax.located(syntax.assign(name, syntax.name(items)), statement)])

    def as_dict(self, name: str, target: str, held: Dict, statement: gast.AST) -> list[gast.AST]:
        """Statements that make a dict of unknown keys of one that is taken apart."""
        keys = [k for k, _ in held.items]
        parts = [self.helper(statement, target, role=n) for n in range(len(keys))]
        lines: list[gast.AST] = [
            syntax.assign(part, syntax.subscript(syntax.name(name), syntax.const(k))) for part, k in zip(parts, keys, strict=True)
        ]
        lines.append(syntax.assign(target, gast.Dict([syntax.const(k) for k in keys], [syntax.name(p) for p in parts])))
        self.listed.add(target)
        return [syntax.located(line, statement) for line in lines]

    def bind(self, new: gast.AST, name: str, meaning: Meaning, statement: gast.AST) -> Version:
        """Define `name` as `meaning`, with the edges that follow."""
        self.preserve(name, statement)
        source = getattr(meaning.op, "source", None)
        read = self.env.get(source.id) if isinstance(source, gast.Name) else None
        self.hand_over(name, [()], statement)
        if isinstance(source, gast.Name) and read is not None and self.program.uses.get(source) is read:
            self.program.uses[source] = self.env[source.id]  # it may just have been told
        places = self.places_of(meaning)
        storages = self.memory_at(meaning, places)
        own, inner = self.held_by(meaning.op, meaning.type)
        late = self.behind_in(meaning.op)
        if meaning.inner is not None:
            own, inner = meaning.own, meaning.inner
        elif meaning.own is not None:  # a new container, whatever its parts
            own, inner = meaning.own, inner if isinstance(meaning.op, Build) else {}
        elif isinstance(meaning.op, (Build, Slice)) and is_container(meaning.type):
            own = frozenset([self.storage_for(self.origin(statement), container=True, single=True)])
            storages |= own
        version = self.define(name, meaning.type, "assign", new, storages, meaning.view, own, inner)
        self.settle_places(name, meaning, places)
        self.env.behind |= {(name, path): change for path, change in late.items()}
        self.program.ops[new] = meaning.op
        self.wire(meaning.op, version, statement)
        self.note_part(name, meaning)
        if isinstance(meaning.op, Pop):
            base = meaning.op.base
            old = self.program.uses[base]
            shared = self.shared_with(base.id)
            self.make_stale(base.id, statement, container=True, told=shared)
            alone = {pair for pair in self.env.apart if base.id in pair and name not in pair}
            alone |= {frozenset((base.id, name))} if frozenset((base.id,)) in alone else set()
            shorter = self.define(
                base.id, old.type, "update", new, self.env.memory[base.id], old.view, own=self.env.own.get(base.id)
            )
            self.env.apart |= alone
            for storage in self.env.own[base.id]:
                self.program.stores.setdefault(storage, []).append(shorter)
            self.edge((old, ()), (shorter, ()))
            self.tell(base.id, shared, statement)
        return version

    def note_part(self, name: str, meaning: Meaning) -> None:
        """After `row = xs[0]` or `log = p.log`, a change of row is a change of xs, one of log a change of p.

        So it is of an array, if it is in a list of any length, or in an item of one.
        """
        op = meaning.op
        if isinstance(op, Copy) and isinstance(meaning.type, Array) and getattr(op.source, "id", name) in self.env.parts.keys() - {name}:
            self.env.parts[name] = self.env.parts[op.source.id]
        if not isinstance(op, (Load, Project)) or not isinstance(meaning.value, (gast.Subscript, gast.Attribute)):
            return
        base = meaning.value.value.id
        held = self.program.uses[meaning.value.value].type
        listed = isinstance(held, Many) or any(isinstance(self.env[n].type, Many) for n in self.env.around(base))
        if not (listed and isinstance(meaning.type, Array)) and not isinstance(meaning.type, (Seq, Dict, Many, Record)):
            return
        index = meaning.value.slice if isinstance(op, Load) else syntax.const(op.key)
        if base != name and base in self.env and self.program.uses[meaning.value.value] is self.env[base]:
            self.note_apart(name, base, index)
            self.env.parts[name] = (base, syntax.clone(index))

    def note_apart(self, name: str, base: str, index: gast.AST) -> None:
        """Two parts of a container whose parts share nothing are apart, if they are surely two: the first and the second."""
        if frozenset((base,)) not in self.env.apart or not _is_key(index):
            return
        others = [n for n, (around, i) in self.env.parts.items() if around == base and _is_key(i) and i.value != index.value]
        self.env.apart |= {frozenset((name, other)) for other in others}

    # --- items ---

    def store(self, statement: gast.AST, target: gast.Subscript, value: gast.AST) -> list[gast.AST]:
        """`x[i] = v`, on an array, a list, or a container that is taken apart."""
        target = syntax.clone(target)
        if isinstance(target.value, gast.Name) and isinstance(self.peek(target.value), Array):
            target.slice = self.spelled_index(target.slice, statement)
        target = self.at_root(target)
        base, index = root_name(target), target.slice
        self.pending += self.as_present([base], statement)  # None has no items
        held = self.type_of(base)
        self.check_index(held, index)
        if isinstance(held, Array):
            if held.dtype == "object":
                raise Unsupported("an item is stored into an array of objects", statement, "use a list, or an array of numbers")
            value = self.as_array(value, statement)
            self.check_fits(statement, value)
            if self.class_of(self.type_of(value)) is not None:
                raise Unsupported("an object is stored into an array", statement, "say which number of it: `float(v)`")
        self.type_of(value)
        around = self.env.parts.get(value.id) if isinstance(value, gast.Name) and value.id != self.returning else None
        if around is not None and around[0] == base.id and self.are_equal(around[1], index):
            return []  # it is there already
        self.note_items([value], base)
        new = syntax.assign(target, value)
        if isinstance(held, Bottom):
            return [new]
        if isinstance(held, (Seq, Dict)) and not (isinstance(held, Seq) and held.cls is not list):
            return self.set_item(new, statement, base, held, index, value)
        setter = self.method_of(held, "__setitem__")
        if setter is not None and isinstance(held, Record):
            self.check_not_tried(f"`{held.cls.__name__}.__setitem__`", statement)
            index = self.index_given(target, statement)
            self.type_of(index)
            self.call_user(syntax.call("setitem"), setter, [base, index, value], {}, statement)
            return []
        if not isinstance(held, (Array, Many)):
            field = isinstance(index, gast.Constant) and isinstance(index.value, str)
            raise Unsupported("an item is stored into a value that is not known to be an array", statement,
                              KEYS_FIRST if field else "give example arguments, or annotate")  # fmt: skip
        self.read_place(target, base)
        if isinstance(held, Many) and isinstance(index, gast.Slice):
            return self.slice_stored(statement, base, held, index, value)
        stored = value.id if isinstance(value, gast.Name) else ""
        there, start = bool(stored) and stored == self.returning, stored in self.starts
        displaced = None if there or start else self.displaced(target, held, value, statement)
        op = Store(base, new.targets[0], value, there, start, displaced)
        self.change(new, statement, base, op, value)
        if isinstance(held, Many) and isinstance(value, gast.Name) and value.id in self.env and isinstance(self.env[value.id].type, Array):
            self.env.parts[value.id] = (base.id, syntax.clone(index))  # it is the item, from now on
        return [new, *self.put_back(base.id, statement)]

    def check_fits(self, statement: gast.AST, value: gast.AST) -> None:
        """An array that is stored into an array may not fit; in a `try` nobody asked for that."""
        held = self.type_of(value)
        if getattr(statement, "may_not_fit", False) and isinstance(held, Array) and not is_thin(held):
            raise Unsupported("an array is stored into an array in a `try` that catches ValueError, which that may raise", statement,
                              "test the condition with if beforehand")  # fmt: skip

    def displaced(self, place: gast.Subscript, held: Type, value: gast.AST, statement: gast.AST) -> gast.AST | None:
        """A name for the list, or what holds lists, or the array of another shape perhaps, that something takes the place of.

        The cotangent of the old one has its size, which the new one does not tell.
        """
        if not isinstance(held, Many):
            return None
        both = held.item if isinstance(held.item, Many) else join(held.item, self.type_of(value))
        if not (holds_lists(held.item) or any(map(has_any_shape, all_parts(both)))):
            return None
        name = self.helper(statement, "displaced")
        read = syntax.assign(name, syntax.subscript(syntax.clone(place.value), syntax.clone(place.slice)))
        line: gast.AST = read
        if isinstance(held, DictOf):
            nothing = {ListOf: syntax.list_([]), DictOf: gast.Dict([], [])}.get(type(held.item))
            if isinstance(held.item, ListOf) and held.item.cls is tuple:
                nothing = syntax.tuple_([])
            if isinstance(held.item, Array) and isinstance(self.type_of(value), Array):
                nothing = syntax.call(syntax.attribute(syntax.clone(value), "copy"))  # of its size, which nobody will ask for
            if nothing is None:
                return None
            self.present.add(read)
            missing = gast.Compare(syntax.clone(place.slice), [gast.NotIn()], [syntax.clone(place.value)])
            line = gast.If(missing, [syntax.assign(name, nothing)], [read])
        self.before([self.same_again((statement, name), line)], statement)
        new = syntax.name(name)
        self.type_of(new)
        return new

    def are_equal(self, a: gast.AST, b: gast.AST) -> bool:
        """Whether two indices are surely equal: the same atom, or names for one expression, as i + 1 under two names."""
        if syntax.same(a, b) or not (isinstance(a, gast.Name) and isinstance(b, gast.Name)):
            return syntax.same(a, b)
        values = [getattr(self.env[n.id].statement, "value", None) if n.id in self.env else None for n in (a, b)]
        if not all(isinstance(v, gast.BinOp) for v in values) or not syntax.same(*values):
            return False
        reads = ([self.program.uses.get(n) for n in syntax.walk(v) if isinstance(n, gast.Name)] for v in values)
        return all(one is other is not None for one, other in zip(*reads, strict=True))

    def check_property(self, target: gast.Attribute, statement: gast.AST) -> None:
        """Refuse `x.shape = s` and the like of an array."""
        held = self.peek(target.value) if isinstance(target.value, gast.Name) else None
        if isinstance(held, Array) and target.attr in WRITTEN_PROPERTIES:
            cure = WRITTEN_PROPERTIES[target.attr]
            raise Unsupported(f"`{target.attr}` of an array is assigned", statement, cure)

    def set_item(
        self, new: gast.AST, statement: gast.AST, base: gast.Name, held: Seq | Dict, index: gast.AST, value: gast.AST
    ) -> list[gast.AST]:
        """d["k"] = v on a container that is taken apart: the other items stay."""
        if isinstance(index, gast.Slice) and isinstance(held, Seq):
            return self.slice_stored(statement, base, held, index, value)
        key = self.key_of(held, index)
        if key is None and isinstance(held, Dict):
            key = self.new_key(base, held, index)
        if key is None:
            if isinstance(held, Dict):
                self.check_key(index)
            if self.loses_keys(base, held) if isinstance(held, Dict) else self.loses_places(base):
                return [new]
            raise Unsupported("an item is stored under a key that is not known when generating", statement,
                              "use literal keys, or an array")  # fmt: skip
        if isinstance(held, Dict):
            value = new.value = self.nothing_yet(dict, key, value, statement)
        self.put(new, statement, base, key, value)
        return [new, *self.put_back(base.id, statement)]

    def new_key(self, base: gast.Name, held: Dict, index: gast.AST) -> Any:
        """A key that is known, and not in the dict; None if it may not be new in each trip of a loop."""
        key = self.static_key(index)
        if any(k == key for k, _ in held.items):  # such as True where there is 1
            return None
        return None if self.outlives_trip(base.id) and self.loses_keys(base, held) else key

    def read_place(self, place: gast.AST, base: gast.Name) -> None:
        """Note what the indices of a place read."""
        while place is not base:
            if isinstance(place, gast.Subscript):
                self.index_types(place.slice)
            place = place.value

    # --- augmented assignments ---

    def visit_AugAssign(self, statement: gast.AugAssign) -> list[gast.AST]:
        """`x += v`: numbers are bound anew, arrays change in place; so for `x[i] += v`."""
        target = self.as_attribute(statement.target)
        value = syntax.clone(statement.value)
        if not isinstance(target, gast.Name):
            self.check_same_place(statement, target)
        if isinstance(target, gast.Subscript):
            return self.update_item(statement, target, value)
        if not isinstance(target, gast.Name):
            return self.update_attribute(statement, target, value)
        self.pending += self.as_present([target], statement)  # None is not added to
        held = self.env[target.id].type if target.id in self.env else UNKNOWN
        if self.class_of(held) is not None:
            return self.operate_in_place(statement, held, value)
        check_is_changed(held, statement)
        if becomes_array(held, statement.op, self.type_of(value)):
            plain = syntax.assign(target.id, syntax.binop(syntax.name(target.id), type(statement.op), value))
            return self.visit_Assign(syntax.located(plain, statement))
        grown = {gast.Add: "extend", gast.BitOr: "update"}.get(type(statement.op), "")
        if (grown or isinstance(held, SetOf)) and (isinstance(held, (Many, Dict)) or (isinstance(held, Seq) and held.cls is list)):
            base = syntax.located(syntax.name(target.id), statement)
            changed = self.container_change(statement, base, grown, [value], {})
            if changed is not None:
                return changed
        listed = isinstance(held, ListOf) or (isinstance(held, Seq) and held.cls is list)
        if isinstance(statement.op, gast.Mult) and listed and getattr(held, "most", None) is None:
            return self.repeated_in_place(statement, self.used(target.id), value)
        if isinstance(held, Seq) and held.cls is list:
            message = "a list is changed by an augmented assignment"
            raise Unsupported(message, statement, f"write `{target.id} = {target.id} {_symbol(statement.op)} ...`")
        boxed = self.is_number_on_a_path(target.id)
        apart = (is_thin(held) or (boxed and not self.inlining)) and self.is_alone(target.id)  # in a function that is read here, it may be the caller's
        if isinstance(held, (Scalar, Seq, Static, Text)) or apart:
            plain = syntax.assign(target.id, syntax.binop(syntax.name(target.id), type(statement.op), value))
            return self.visit_Assign(syntax.located(plain, statement))
        if isinstance(held, Bottom):
            return [syntax.augassign(target.id, type(statement.op), value)]
        if not isinstance(held, Array) or is_thin(held) or boxed:
            raise Unsupported(
                f"`{target.id}` has an unknown type, so `{_symbol(statement.op)}=` may or may not change it in place", statement,
                f"write `{target.id} = {target.id} {_symbol(statement.op)} ...`",
            )  # fmt: skip
        value = self.as_array(value, statement)
        self.check_fits(statement, value)
        if not isinstance(statement.op, (gast.Add, gast.Sub)) or self.class_of(self.type_of(value)) is not None:
            return self.rewritten(statement, target.id, syntax.const(Ellipsis), syntax.name(target.id), value, held)
        return self.add(statement, target, value)

    def is_number_on_a_path(self, name: str) -> bool:
        """Whether an array without axes is one on some paths alone, and a number on others: the type says no more than its dtype."""
        held = self.env[name].type if name in self.env else None
        boxed = isinstance(held, Array) and held.shape == ()
        return boxed and any(isinstance(version.type, Scalar) for version in self.held_on_paths(name))

    def check_same_place(self, statement: gast.AugAssign, target: gast.AST) -> None:
        """What is added to was read before what is added, which may be a property or an operator that stores there."""
        memory = self.env.memory.get(root_name(target).id, frozenset())
        stores = [v.number for s in memory for v in self.program.stores.get(s, ()) if v.statement not in self.program.said]
        for asked, before, after in self.ran:
            if syntax.is_added(asked, statement) and any(before < number <= after for number in stores):
                message = "what is added is a property or an operator that changes what it is added to"
                raise Unsupported(message, statement, "name it before: `v = ...`, and add v")

    def update_item(self, statement: gast.AugAssign, target: gast.Subscript, value: gast.AST) -> list[gast.AST]:
        """`x[i] += v` on an array; on a list or dict a reading, a sum and a store."""
        base, index = syntax.clone(target.value), syntax.clone(target.slice)
        added = isinstance(statement.op, (gast.Add, gast.Sub)) and isinstance(base, gast.Name)
        held = self.peek(base) if added else None  # what is added to is not read as the name that it has here: see `used_names`
        held = held if isinstance(held, Array) else self.type_of(base)
        if isinstance(held, Bottom):
            return [statement]
        self.check_index(held, index)
        if isinstance(held, (Seq, Dict, Many)):
            return self.update_container(statement, base, held, index, value)
        spelled = self.spelled_index(index, statement) if isinstance(held, Array) else index
        if spelled is not index:
            place = syntax.subscript(base, spelled, store=True)
            return self.visit_AugAssign(syntax.located(syntax.augassign(place, type(statement.op), value), statement))
        if isinstance(held, Record):
            old = self.helper(statement, f"{base.id}_item")
            read = syntax.assign(old, syntax.subscript(syntax.name(base.id), syntax.clone(index)))
            return self.changed_and_stored(read, base, index, statement, value)
        if not isinstance(held, Array):
            raise Unsupported("an item of a value of unknown type is changed", statement, "give example arguments")
        value = self.as_array(value, statement)
        self.check_fits(statement, value)
        if not isinstance(statement.op, (gast.Add, gast.Sub)) or self.class_of(self.type_of(value)) is not None:
            return self.rewritten(
                statement, base.id, index, syntax.subscript(syntax.name(base.id), syntax.clone(index)), value, held
            )
        return self.add(statement, target, value)

    def update_container(
        self, statement: gast.AugAssign, base: gast.Name, held: Type, index: gast.AST, value: gast.AST
    ) -> list[gast.AST]:
        """`d["k"] += v`: an array or a list changes in place, any other item is replaced."""
        item = self.helper(statement, f"{base.id}_item")
        present = False
        if isinstance(held, DictOf) and held.default is not None and not held.starts_at_zero:
            present = True
            self.check_key(index)
            self.check_order(statement, base, held)
            index = self.put_missing(base, held, index, statement)
            held = self.type_of(base)
        key = self.key_of(held, index) if isinstance(held, (Seq, Dict)) else None
        t = held.item if isinstance(held, Many) else UNKNOWN if key is None else at(held, (key,))
        name = syntax.name
        read = syntax.assign(item, syntax.subscript(name(base.id), syntax.clone(index)))
        if present:
            self.present.add(read)
        container = (isinstance(t, (Many, Dict)) or (isinstance(t, Seq) and t.cls is list)) and not becomes_array(t, statement.op, self.type_of(value))
        if container or (isinstance(t, Array) and not is_thin(t)):
            if isinstance(t, SetOf) and frozenset in self.context.stood_for:
                raise Unsupported("a set in a container, which may be a frozenset, is changed by an operator", statement,
                                  f"write `d[k] = d[k] {_symbol(statement.op)} ...`")  # fmt: skip
            lines = [read, syntax.augassign(item, type(statement.op), value)]
            return self.block([syntax.located(line, statement) for line in lines])
        numbers = isinstance(t, (Scalar, Bottom)) and isinstance(self.type_of(value), Scalar)
        if isinstance(held, Many) and numbers and isinstance(statement.op, (gast.Add, gast.Sub)):
            if isinstance(held, DictOf) and not present:
                self.check_key(index)
                self.check_order(statement, base, held)
            place = syntax.subscript(syntax.name(base.id), index, store=True)
            return self.add(statement, place, value)
        return self.changed_and_stored(read, base, index, statement, value)

    def changed_and_stored(self, read: gast.Assign, base: gast.Name, index: gast.AST, statement: gast.AugAssign, value: gast.AST) -> list[gast.AST]:
        """An item that is read, changed, and stored where it was."""
        item = read.targets[0].id
        lines = self.read_first(read, statement, value)
        store = syntax.assign(syntax.subscript(syntax.name(base.id), syntax.clone(index), store=True), syntax.name(item))
        return lines + self.block([self.part_changed(item, base, statement, value), syntax.located(store, statement)])

    def check_order(self, statement: gast.AugAssign, base: gast.Name, held: DictOf) -> None:
        """`d[k] += e` of a `defaultdict` puts k there before e is computed, which in normal form comes first."""
        here = (statement.lineno, statement.col_offset)
        for made in self.program.defines if held.default is not None else ():
            value = made.value if isinstance(made, gast.Assign) else None
            inside = here <= (getattr(made, "lineno", 0), getattr(made, "col_offset", 0)) and made.lineno <= statement.end_lineno
            if inside and isinstance(value, (gast.Call, gast.Compare)) and base.id in syntax.names_read(value):
                raise Unsupported(f"what is added to an item of `{base.id}` looks at its keys, of which that may add one", statement,
                                  "give it a name in a line before")  # fmt: skip

    def add(self, statement: gast.AugAssign, target: gast.AST, value: gast.AST) -> list[gast.AST]:
        """`x += v` or `x[i] += v` on an array."""
        target = self.at_root(syntax.clone(target))
        base = root_name(target)
        new = syntax.augassign(target, type(statement.op), value)
        self.use(base)
        self.read_place(target, base)
        self.type_of(value)
        self.change(new, statement, base, Update(base, target, type(statement.op), value), value)
        return [new, *self.put_back(base.id, statement)]

    def rewritten(
        self, statement: gast.AugAssign, base: str, index: gast.AST, item: gast.AST, value: gast.AST, held: Array
    ) -> list[gast.AST]:
        """y[i] *= v as a reading, a product and a store; what NumPy would not cast is not cast here either."""
        if is_inexact(self.type_of(value)) and not is_inexact(held):
            raise Unsupported("a float changes an integer array in place", statement, f"make `{base}` a float array")
        old, new = (self.helper(statement, f"{base}_{k}") for k in (1, 2))
        lines = [
            syntax.assign(old, item),
            syntax.assign(new, syntax.binop(syntax.name(old), type(statement.op), value)),
            syntax.assign(syntax.subscript(syntax.name(base), syntax.clone(index), store=True), syntax.name(new)),
        ]
        return self.block([syntax.located(line, statement) for line in lines])


def check_is_changed(held: Type, statement: gast.AST) -> None:
    """Refuse an augmented assignment to a container that it replaces, or changes in a way of its own."""
    if isinstance(held, ListOf) and held.cls is tuple:
        raise Unsupported("an operator on a tuple whose length is not known when generating", statement, "make it a list: `list(...)`")
    if isinstance(held, DictOf) and held.counts:
        raise Unsupported("an operator on a `Counter`", statement, "use `update` and `subtract`")


def _symbol(op: gast.AST) -> str:
    return syntax.OPERATORS[type(op)]


def has_any_shape(t: Type) -> bool:
    """Whether arrays of a type may be of other shapes, each."""
    shape = shape_of(t) if isinstance(t, Array) else ()
    return is_inexact(t) and (shape is None or None in shape)


def _is_key(index: gast.AST) -> bool:
    """Whether an index is a name, or a number that counts from the beginning: two that differ mean two parts."""
    return isinstance(index, gast.Constant) and (isinstance(index.value, str) or (type(index.value) is int and index.value >= 0))
