"""Items: of arrays, lists, tuples and dicts, of strings and grids, under indices and keys that are known or not."""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Mapping, Sequence
from enum import Enum, EnumMeta, IntEnum
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.application import Application
from s2sdiff.analyze.infer import BOTTOM, Bottom
from s2sdiff.analyze.program import (
    Build,
    Copy,
    Inactive,
    Load,
    Opaque,
    Project,
    Slice,
    Storage,
    inexact_leaves,
    may_hold_containers,
)
from s2sdiff.analyze.state import Chosen, Meaning, is_function
from s2sdiff.analyze.strings import string_of
from s2sdiff.errors import Unsupported
from s2sdiff.types import (
    NONE,
    UNKNOWN,
    Array,
    Dict,
    DictOf,
    Dim,
    ListOf,
    Record,
    Scalar,
    Seq,
    Size,
    Static,
    Type,
    Unknown,
    at,
    is_count,
    is_integer,
    is_known_text,
    is_narrow,
    is_string,
    thickened,
    without_value,
)

GRIDS = (np.mgrid, np.ogrid)
OPERATORS_OF_NUMBERS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "lshift", "rshift")


class Subscripts(Application):
    """Understands `x[i]`."""

    def value_Subscript(self, value: gast.Subscript, statement: gast.AST) -> Meaning:
        """`x[i]`: a part of a container that is taken apart, or a reading of memory."""
        base, index = syntax.clone(value.value), syntax.clone(value.slice)
        node = syntax.subscript(base, index)
        if statement in self.liveness:  # and not written for one
            self.check_view(base, "asked for an item")
        held = thickened(self.type_of(base))  # a number has no items
        if isinstance(held, Array):
            index = node.slice = self.spelled_index(index, statement)
        elif isinstance(held, (Seq, ListOf)):
            index = node.slice = self.as_number(index)
        if isinstance(held, Bottom):
            self.index_types(index)
            return Meaning(node, BOTTOM, Copy(base))
        if isinstance(held, (Seq, Dict)):
            return self.item_of(node, base, held, index, statement)
        if isinstance(held, DictOf):
            self.check_key(index)
            if held.default is not None and statement not in self.present:
                return self.item_or_default(node, base, held, statement)
            return Meaning(node, held.item, Load(base, node), self.memory_of_item(base, held.item), view=True)
        items = self.index_types(index)
        if is_string(held):
            return string_of(node, [self.letters(held, index)], [held])
        if isinstance(held, ListOf):
            differentiable = isinstance(held.item, Bottom) or any(True for _ in inexact_leaves(held))
            if isinstance(index, gast.Slice) and differentiable:
                return self.slice_of_list(base, index, statement)
            if isinstance(items[0], slice) or len(items) != 1:
                own = self.display_storage(statement)
                op = Opaque("a slice of a list", "use an array, or build the list you need")
                return Meaning(node, held, op, own | self.memory_of_item(base, held.item), view=True, own=own)
            return Meaning(node, held.item, Load(base, node), self.memory_of_item(base, held.item), view=True)
        if isinstance(held, Array):
            t = infer.indexed(held, items)
            basic = all(i is None or i is Ellipsis or isinstance(i, slice) or (isinstance(i, Scalar) and i.dtype != "bool") for i in items)
            if isinstance(t, Array) and t.shape == () and Ellipsis not in items:
                t = Scalar(t.dtype)  # under an index that is an array without axes
            shared = isinstance(t, (Array, Unknown)) and basic  # of how many axes is not known: a view, perhaps
            storages = self.storages_of(base) if shared else self.fresh_storage(t, statement)
            meaning = Meaning(node, t, Load(base, node), storages, shared)
            return self.copy_of_part(meaning, statement) if shared and base.id in self.flats else meaning
        found = self.item_of_object(node, held.value, items, statement) if isinstance(held, Static) else None
        opaque = Opaque("an item of a value of unknown type", "give example arguments")
        return found or Meaning(node, UNKNOWN, opaque, self.storages_of(base), view=True)

    def item_of_object(self, node: gast.Subscript, held: Any, items: Sequence[Any], statement: gast.AST) -> Meaning | None:
        """An item of an object that is known when generating: a member of an enumeration, or a grid."""
        if isinstance(held, EnumMeta) and self.static_key(node.slice) in held.__members__:
            return Meaning(node, Static(held[self.static_key(node.slice)]), Inactive("a member of an enumeration"))
        if isinstance(held, Mapping | Sequence) and not isinstance(held, str):
            raise Unsupported("an item of a global container", node, "bind the item to a global name of its own")
        return self.grid(node, held, items, statement) if any(held is grid for grid in GRIDS) else None

    def grid(self, node: gast.Subscript, grid: Any, items: Sequence[Any], statement: gast.AST) -> Meaning:
        """`np.mgrid[a:b, c:d]` and `np.ogrid[a:b, c:d]`, between whole numbers or numbers that are written there."""
        written = node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice]
        bounds = [p for s in written if isinstance(s, gast.Slice) for p in (s.lower, s.upper, s.step) if p is not None]
        types = [self.peek(p) for p in bounds]
        fixed = [is_integer(t) or isinstance(p, gast.Constant) for p, t in zip(bounds, types, strict=True) if t is not None]
        if len(fixed) < len(bounds) or not all(fixed) or not all(isinstance(s, gast.Slice) for s in written):
            raise Unsupported("a grid between numbers that are not whole", node, "write `a + h * np.arange(n)`")
        dtype = "int64" if all(t is not None and is_integer(t) for t in types) else "float64"
        sizes = [grid_size(item) for item in items]
        if len(sizes) == 1 and not isinstance(node.slice, gast.Tuple):
            t: Type = Array(dtype, (sizes[0],))
        elif grid is np.mgrid:
            t = Array(dtype, (len(sizes), *sizes))
        else:
            shapes = [tuple(n if i == k else 1 for i in range(len(sizes))) for k, n in enumerate(sizes)]
            t = Seq(type(np.ogrid[0:1, 0:1]), tuple(Array(dtype, shape) for shape in shapes))
        return Meaning(node, t, Inactive("a grid"), self.fresh_storage(t, statement))

    def letters(self, held: Type, index: gast.AST) -> str | None:
        """A part of a string, where both are known."""
        bounds = [index.lower, index.upper, index.step] if isinstance(index, gast.Slice) else [index]
        known = [None if b is None else self.peek(b) if isinstance(b, (gast.Name, gast.Constant)) else UNKNOWN for b in bounds]
        values: list[Any] = [None if t is None else t.value for t in known if t is None or (isinstance(t, Scalar) and type(t.value) is int)]
        if not is_known_text(held) or len(values) < len(bounds):
            return None
        with contextlib.suppress(IndexError):  # what it raises, it raises when it runs
            return str(held.value[slice(*values) if isinstance(index, gast.Slice) else values[0]])
        return None

    def item_of(self, node: gast.AST, base: gast.Name, held: Type, index: gast.AST, statement: gast.AST) -> Meaning:
        """An item of a tuple, list or dict that is taken apart statically."""
        version = self.program.uses[base]
        if isinstance(held, Seq) and isinstance(index, gast.Slice):
            return self.slice_of(node, base, held, index, statement)
        key = self.key_of(held, index)
        if key is not None:
            t = at(held, (key,))
            atom = self.put_in(base, key) if self.inlining and self.inlining[-1].primal.is_ours else None
            if atom is not None:
                return self.evaluate(syntax.located(atom, statement), statement)
            return Meaning(node, t, Project(base, key), self.memory_of_part(base, key, t), view=True)
        self.index_types(index)
        found = self.item_under_key(node, base, held, index) if isinstance(held, Dict) else None
        if found is not None:
            return found
        if isinstance(held, Seq) and version.kind == "outer":
            t = infer.join_all([without_value(i) for i in held.items])
            return Meaning(node, t, Inactive("an item of a constant"), self.storages_of(base), view=True)
        if isinstance(held, Seq) and held.items and all(map(is_function, held.items)):
            return self.chosen_item(node, base, held, index, statement)
        if isinstance(held, Seq):
            t = infer.join_all([without_value(i) for i in held.items])
            if self.grow(version) or holds_counts(held):
                return Meaning(node, t, Load(base, node), self.storages_of(base), view=True)
            if isinstance(t, Unknown):
                raise Unsupported("an item of a tuple under an index that is not known when generating", node,
                                  "use a list or an array of equal items")  # fmt: skip
            name = self.helper(statement, f"{base.id}_items")
            self.before(self.as_list(base.id, name, statement), statement)
            item = syntax.subscript(syntax.name(name), index)
            return self.value_Subscript(syntax.located(item, statement), statement)
        raise Unsupported("a key that is not known when generating, or not in the dict", node, "use literal keys")

    def item_under_key(self, node: gast.AST, base: gast.Name, held: Dict, index: gast.AST) -> Meaning | None:
        """An item of a dict under a key that is not known: of a constant, or of a dict that is not taken apart any more."""
        looping = any(kind == "loop" for kind, _ in self.region)  # where a number may turn out to be any
        if self.static_key(index) is not None and not looping:
            return None
        t = infer.dict_of(held).item
        self.check_key(index)
        if self.program.uses[base].kind == "outer" and not isinstance(t, Unknown):
            return Meaning(node, t, Inactive("an item of a constant"), self.storages_of(base), view=True)
        if self.loses_keys(base, held):
            return Meaning(node, BOTTOM, Copy(base))  # in the next attempt it is read
        return None

    def loses_keys(self, base: gast.Name, held: Dict) -> bool:
        """Let a dict be one of unknown keys from the next attempt on; false if its items are of different kinds."""
        version = self.program.uses[base]
        mixed = version.kind == "argument" and len({any(True for _ in inexact_leaves(t)) for _, t in held.items}) > 1
        if mixed or isinstance(infer.dict_of(held).item, Unknown):
            return False
        return self.grow(version) or (version.kind != "argument" and self.grow_made(self.env.own.get(base.id, frozenset())))

    def check_key(self, index: gast.AST) -> None:
        """Refuse what is no key of a dict."""
        parts = index.elts if isinstance(index, gast.Tuple) else [index]
        if any(isinstance(p, gast.Slice) or isinstance(self.bound_type(p), (Array, ListOf, Dict)) for p in parts):
            raise Unsupported("a slice, an array or a list as the key of a dict", index, "use numbers, strings, or tuples of them")

    def chosen_item(self, node: gast.AST, base: gast.Name, held: Seq, index: gast.AST, statement: gast.AST) -> Meaning:
        """`fs[k]` of a list of functions: which one, is asked where it is called."""
        names = [self.part(base, k, statement).id for k in range(len(held.items))]
        place = self.helper(statement, f"{base.id}_place")
        self.before([syntax.assign(place, syntax.clone(index))], statement)
        return Meaning(node, Chosen(place, tuple(names)), Inactive("a function"))

    def memory_of_item(self, base: gast.Name, t: Type) -> frozenset[Storage]:
        """What an item of a list may show: a number nothing, an array or a tuple of arrays no list."""
        if isinstance(t, (Scalar, Bottom)):
            return frozenset()
        memory = self.storages_of_items(base)
        return memory if may_hold_containers(t) else frozenset(s for s in memory if not s.container)

    def as_list(self, name: str, target: str, statement: gast.AST) -> list[gast.AST]:
        """Statements that make a list of any length of one that is taken apart."""
        held = self.peek(syntax.name(name))
        assert isinstance(held, Seq), held
        parts = [f"{target}_{k}" for k in range(len(held.items))]
        lines: list[gast.AST] = [
            syntax.assign(part, syntax.subscript(syntax.name(name), syntax.const(k))) for k, part in enumerate(parts)
        ]
        lines.append(syntax.assign(target, syntax.list_([syntax.name(part) for part in parts])))
        self.locals.update(parts)
        self.names.taken.update(parts)
        self.listed.add(target)
        return [syntax.located(line, statement) for line in lines]

    def slice_of(
        self, node: gast.AST, base: gast.Name, held: Seq, index: gast.Slice, statement: gast.AST
    ) -> Meaning:
        """`x[a:b]` on a tuple or list that is taken apart."""
        bounds: list[int | None] = []
        for p in (index.lower, index.upper, index.step):
            t = self.type_of(p) if p is not None else NONE
            if t != NONE and not (isinstance(t, Scalar) and type(t.value) is int):
                if held.cls is not list or isinstance(infer.join_all([*map(without_value, held.items)]), Unknown):
                    message = "a slice of a tuple or list with bounds that are not literals"
                    raise Unsupported(message, node, "use an array")
                name = self.helper(statement, f"{base.id}_items")
                self.before(self.as_list(base.id, name, statement), statement)
                return self.slice_of_list(syntax.name(name), index, statement)
            bounds.append(t.value if isinstance(t, Scalar) else None)
        chosen = range(len(held.items))[slice(*bounds)]
        cls = tuple if issubclass(held.cls, tuple) else list
        part = Seq(cls, tuple(held.items[k] for k in chosen))
        storages = frozenset().union(*(self.memory_of_part(base, k, held.items[k]) for k in chosen))
        return Meaning(node, part, Slice(base, tuple(chosen)), storages, view=True)

    def static_key(self, index: gast.AST) -> Any:
        """A number, string or tuple that is known when generating; None for others."""
        sliced = any(isinstance(part, gast.Slice) for part in syntax.walk(index))
        return None if sliced else known_key(self.bound_type(index))

    def key_of(self, held: Type, index: gast.AST) -> Any:
        """The static key that an index means; None if there is none."""
        value = self.static_key(index)
        if isinstance(held, Seq) and type(value) is int and -len(held.items) <= value < len(held.items):
            return value % len(held.items)
        if isinstance(held, Dict) and any(same_key(k, value) for k, _ in held.items):
            return value
        return None

    def spelled_index(self, index: gast.AST, statement: gast.AST) -> gast.AST:
        """`a[place]` with a tuple says `a[i, j]`; with a member of an enumeration of whole numbers, which number it is."""
        parts = [self.as_number(part) for part in (index.elts if isinstance(index, gast.Tuple) else [index])]
        if any(part is not given for part, given in zip(parts, getattr(index, "elts", [index]), strict=True)):
            return syntax.located(syntax.tuple_(parts) if isinstance(index, gast.Tuple) else parts[0], index)
        held = self.peek(index) if isinstance(index, gast.Name) else None
        if not isinstance(held, Seq) or not issubclass(held.cls, tuple) or not isinstance(index, gast.Name):
            return index
        items = [self.part(index, k, statement) for k in range(len(held.items))]
        return syntax.located(syntax.tuple_(items), index)

    def check_index(self, held: Type | None, index: gast.AST | list[gast.AST]) -> None:
        """Refuse an object that says by `__index__` which item is meant."""
        for part in [] if isinstance(held, (Dict, DictOf)) else syntax.walk(index):
            if isinstance(part, gast.Name) and isinstance(self.peek(part), Record):
                raise Unsupported(f"`{part.id}`, an object, is an index", part, f"give its number a name before: `k = {part.id}.__index__()`")

    def index_types(self, index: gast.AST) -> list[Any]:
        """The types in an index, as `infer.indexed` takes them."""
        result: list[Any] = []
        for item in index.elts if isinstance(index, gast.Tuple) else [index]:
            if isinstance(item, gast.Slice):
                result.append(
                    slice(*(None if p is None else self.bound(p) for p in (item.lower, item.upper, item.step)))
                )
            elif isinstance(item, gast.Constant) and (item.value is None or item.value is Ellipsis):
                result.append(item.value)
            else:
                result.append(self.type_of(item))
                held = result[-1]
                if isinstance(index, gast.Tuple) and isinstance(held, Seq) and held.cls is tuple:
                    raise Unsupported("a tuple inside an index", item, "write a list: `x[[0, 1], :]`")
        return infer.index_items(result)

    def bound(self, node: gast.AST) -> Type | None:
        """The type of a bound of a slice."""
        t = self.trial_type(node)
        return None if t == NONE else t

    def copy_of_part(self, part: Meaning, statement: gast.AST) -> Meaning:
        """A copy of a part of an array."""
        name = self.helper(statement, "part")
        line = syntax.located(syntax.assign(name, part.value), statement)
        self.bind(line, name, part, line)
        self.pending.append(line)
        whole = syntax.located(syntax.name(name), statement)
        return self.apply(syntax.call(syntax.attribute(whole, "copy")), np.copy, [whole], {}, statement)

    def as_number(self, node: gast.AST, *, beside: gast.AST | None = None) -> gast.AST:
        """An operand; of a member of an enumeration that is a whole number, that number.  NumPy takes it for a wide one."""
        held = self.peek(node) if isinstance(node, gast.Name) else None
        if beside is not None and is_narrow(self.peek(beside) or UNKNOWN):
            return node
        if not isinstance(held, Static) or not isinstance(held.value, IntEnum) or has_operators(type(held.value)):
            return node
        return syntax.const(int(held.value))

    def put_in(self, base: gast.Name, key: Any) -> gast.AST | None:
        """The atom that was put into a new object under a key, where it still means what it did then."""
        op = self.program.ops.get(self.program.uses[base].statement)
        while isinstance(op, Copy):
            op = self.program.ops.get(self.program.uses[op.source].statement)
        atom = dict(op.items).get(key) if isinstance(op, Build) else None
        if isinstance(atom, gast.Name):
            current = self.env.get(atom.id) or self.program.outer.get(atom.id)
            return syntax.clone(atom) if self.program.uses.get(atom) is current else None
        return syntax.clone(atom)


def grid_size(item: slice) -> Size:
    """How many numbers there are between the bounds of an axis of a grid; None where that is not known."""
    lower = 0 if item.start is None else getattr(item.start, "value", None)
    upper = getattr(item.stop, "value", None)
    if item.step is not None or lower is None or not isinstance(upper, int | Dim):
        return None
    if type(lower) is int and type(upper) is int:
        return max(upper - lower, 0)
    return upper if lower == 0 and is_count(upper) else None


def known_key(t: Type) -> Any:
    """The key that a type says; None where it does not."""
    if isinstance(t, Seq) and t.cls is tuple:
        parts = tuple(known_key(i) for i in t.items)
        return None if None in parts else parts
    value = t.value if isinstance(t, (Static, Scalar)) else None
    return value if isinstance(value, Hashable) and not isinstance(value, (Dim, slice)) else None


def same_key(a: Any, b: Any) -> bool:
    """Whether two keys are equal, and look the same as well: 1 is no True here."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same_key, a, b))
    return type(a) is type(b) and bool(a == b)


def holds_counts(held: Seq) -> bool:
    """Whether all items are whole numbers, through which no derivative flows, whatever their places."""
    return all(isinstance(t, Scalar) and np.dtype(t.dtype).kind in "biu" for t in held.items)


def has_operators(cls: type[IntEnum]) -> bool:
    """Whether an enumeration of whole numbers says itself what operators mean."""
    said = {name for c in cls.__mro__ if c not in (*int.__mro__, IntEnum) and issubclass(c, Enum) and c is not Enum for name in vars(c)}
    return any(f"__{sign}{name}__" in said for name in OPERATORS_OF_NUMBERS for sign in ("", "r"))
