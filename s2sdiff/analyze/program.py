"""What the analyses know of one function called with arguments of certain types.

The tree stays a plain gast tree.  Facts stand beside it: which version of a variable each name reads, what each
assignment means, where values meet, which memory they may share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import gast

from s2sdiff import syntax
from s2sdiff.rules import plain
from s2sdiff.types import (
    Array,
    Dict,
    Dim,
    Many,
    Record,
    Scalar,
    Seq,
    Size,
    Type,
    Unknown,
    children,
    is_inexact,
    is_integer,
    leaves,
    size,
    size_sum,
    size_times,
)  # fmt: skip


@dataclass(eq=False)
class Storage:
    """A piece of memory that arrays or a list live in: the place that allocated it."""

    number: int
    owner: str  # "local", "argument", "outer"
    region: Region
    position: int
    container: bool = False  # the memory of a list, dict or object itself, not of the arrays in it
    single: bool = False  # one container: two names of it are names of one object

    @cached_property
    def older(self) -> Storage:
        """What the same place allocated in earlier trips of a loop."""
        old = Storage(-self.number, self.owner, self.region, self.position, self.container)
        old.__dict__["older"] = old
        return old


Path = tuple[Any, ...]
Region = tuple[tuple[str, gast.AST], ...]  # ("loop" | "then" | "else" | "with", statement), outermost first


def exclusive(a: Region, b: Region) -> bool:
    """Whether two places stand in opposite branches."""
    for (kind, node), (other_kind, other) in zip(a, b):  # noqa: B905 - one may be deeper
        if node is not other:
            return False
        if kind != other_kind:
            return True
    return False


def is_sure(kind: str, node: gast.AST) -> bool:
    """Whether a region is a branch that is always taken, unless the other one raises."""
    return kind in ("then", "else") and surely_leaves(node.orelse if kind == "then" else node.body, (gast.Raise,))


def surely_leaves(block: Sequence[gast.AST], by: tuple[type[gast.AST], ...] = (gast.Raise, gast.Break)) -> bool:
    """Whether nothing follows a block: at its end it always leaves, in one of these ways."""
    last = block[-1] if block else None
    if isinstance(last, gast.If):
        return surely_leaves(last.body, by) and surely_leaves(last.orelse, by)
    endless = isinstance(last, gast.While) and isinstance(last.test, gast.Constant) and bool(last.test.value) and not syntax.may_break(last)
    return endless or isinstance(last, by) or (isinstance(last, gast.With) and surely_leaves(last.body, by))


def taken_at_times(region: Region) -> Region:
    """A region without the branches that are always taken: what they compute may be read behind them."""
    return tuple(part for part in region if not is_sure(*part))


@dataclass(eq=False)
class Version:
    """One definition of a variable: the value it has between that definition and the next one."""

    name: str
    number: int
    type: Type
    kind: str  # "argument", "outer", "assign", "update", "iterate", "meet", "head"; of what the sweeps keep "tape", "test"
    statement: gast.AST | None
    region: Region
    position: int
    storages: frozenset[Storage] = frozenset()
    view: bool = False  # may show only a part of its storage
    operands: list[Version | None] = field(default_factory=list)  # of "meet" and "head"
    parts: Mapping[Path, frozenset[Storage]] = field(default_factory=dict)  # the memory in it, by path
    stale: gast.AST | None = None  # the store after which this name may show changed memory

    @property
    def marker(self) -> str:
        """The name under which reverse code reads this version, until it is decided how the value is kept."""
        return f"{self.name}@{self.number}"

    @property
    def loops(self) -> tuple[gast.AST, ...]:
        """The loops around the definition, outermost first."""
        return tuple(node for kind, node in self.region if kind == "loop")


Leaf = tuple[Version, Path]

# --- what an assignment means; operands are atoms of the tree (names or constants) ---


@dataclass(frozen=True, eq=False)
class Op:
    """Base of the meanings."""


@dataclass(frozen=True, eq=False)
class Copy(Op):
    """x = y."""

    source: gast.AST


@dataclass(frozen=True, eq=False)
class Duplicate(Op):
    """x = list(y), copy.deepcopy(y): a container of its own, with the same items or (deep) with copies of them."""

    source: gast.AST
    deep: bool


@dataclass(frozen=True, eq=False)
class TreeSum(Op):
    """x = add_trees(y, z): containers of one structure that are taken apart, summed part by part."""

    left: gast.AST
    right: gast.AST


@dataclass(frozen=True, eq=False)
class Project(Op):
    """x = y[key] or y.key on a container that is taken apart statically."""

    source: gast.AST
    key: Any


@dataclass(frozen=True, eq=False)
class Slice(Op):
    """x = y[a:b] on a tuple or list that is taken apart: item k of x is item items[k] of y."""

    source: gast.AST
    items: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Build(Op):
    """x = (a, b), [a, b], {"k": a}, C(a, b): a container taken apart statically, or a list of unknown length."""

    items: tuple[tuple[Any, gast.AST], ...]


@dataclass(frozen=True, eq=False)
class Apply(Op):
    """x = f(a, b): a function with a rule; `bound` maps the rule's parameters to atoms or literal trees."""

    rule: Any
    bound: dict[str, gast.AST]
    types: dict[str, Type]
    call: gast.AST  # the expression itself, for tangents of linear functions
    places: dict[str, gast.AST]  # where in `call` each parameter stands


@dataclass(frozen=True, eq=False)
class Load(Op):
    """x = place: an item, or a view, of an array or a list of unknown length; `base` is the name at its root."""

    base: gast.Name
    place: gast.AST  # base[i], base[1:][i], base.T[i], base.T

    @property
    def index(self) -> gast.AST:
        """The last index."""
        return last_index(self.place)


@dataclass(frozen=True, eq=False)
class Store(Op):
    """place = value, where place is base[index] or a view of a view.

    Where the value is `there` already, the statement says that it was changed; a value to `start` with is the zero, or
    the empty list, that a dict gives for a missing key.  What is `displaced` has lists of another length, perhaps.
    """

    base: gast.Name
    place: gast.AST
    value: gast.AST
    there: bool = False
    start: bool = False
    displaced: gast.AST | None = None

    @property
    def index(self) -> gast.AST:
        """The last index."""
        return last_index(self.place)


@dataclass(frozen=True, eq=False)
class Put(Op):
    """base.key = value, or base[key] = value on a container that is taken apart: its other parts stay.

    `also` are the other names of the same object, as they are from here on, and where in them it is found; `before` says
    what they were.
    """

    base: gast.Name
    key: Any
    value: gast.AST
    also: tuple[Leaf, ...] = ()
    before: Mapping[Version, Version] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Update(Op):
    """place op= value on an array; the place is the base itself, or a view of it."""

    base: gast.Name
    place: gast.AST
    operator: type[gast.AST]
    value: gast.AST


@dataclass(frozen=True, eq=False)
class Refresh(Op):
    """What a container holds at a path is what `value` is, after a change in place through another name; no statement."""

    base: gast.Name
    path: Path
    value: gast.AST


@dataclass(frozen=True, eq=False)
class Append(Op):
    """base.append(value)."""

    base: gast.Name
    value: gast.AST


@dataclass(frozen=True, eq=False)
class Pop(Op):
    """x = base.pop() of a list, x = base.pop(key) of a dict."""

    base: gast.Name
    key: gast.AST | None = None


@dataclass(frozen=True, eq=False)
class CallUser(Op):
    """x = g(a, b): a function of the user's; `callee` knows its program and makes its derivatives."""

    callee: Any
    arguments: tuple[tuple[str, gast.AST], ...]  # parameter, atom

    def passed(self, instead: Mapping[str, gast.AST] = {}) -> tuple[list[gast.AST], dict[str, gast.AST]]:
        """Copies of the arguments, as a call of an emitted function passes them: by position and by name."""
        named = self.callee.keyword_only
        given = {p: instead[p] if p in instead else syntax.clone(a) for p, a in self.arguments}
        return [a for p, a in given.items() if p not in named], {p: a for p, a in given.items() if p in named}


def call_read(op: CallUser, statement: gast.AST) -> tuple[str, int, int]:
    """What tells a call that is to be read in place, in a later attempt (see `pipeline.with_calls_read`)."""
    return op.callee.callee.name, statement.value.lineno, statement.value.col_offset


@dataclass(frozen=True, eq=False)
class Inactive(Op):
    """No derivative flows: a zero rule, integers, strings, effects.  The reason is for `explain`."""

    reason: str


@dataclass(frozen=True, eq=False)
class Opaque(Op):
    """A call without a rule: legal as long as no derivative has to flow through it."""

    description: str
    cure: str


WRITTEN_AS_TEXT = Opaque("a number goes through text", "compute with the number itself")


@dataclass(eq=False)
class Program:
    """One function, elaborated for arguments of certain types."""

    name: str
    tree: gast.FunctionDef
    parameters: tuple[str, ...]
    arguments: dict[str, Version]
    uses: dict[gast.AST, Version] = field(default_factory=dict)
    defines: dict[gast.AST, list[Version]] = field(default_factory=dict)
    ops: dict[gast.AST, Op] = field(default_factory=dict)
    meets: dict[gast.AST, list[Version]] = field(default_factory=dict)  # after an `if` or a loop
    heads: dict[gast.AST, list[Version]] = field(default_factory=dict)  # at the top of a loop's body
    before: dict[gast.AST, dict[str, Version]] = field(default_factory=dict)  # names before an `if` or a loop
    regions: dict[gast.AST, Region] = field(default_factory=dict)  # where an `if` or a loop stands
    edges: dict[Leaf, list[Leaf]] = field(default_factory=dict)
    opaque_edges: dict[Leaf, list[tuple[Leaf, gast.AST]]] = field(default_factory=dict)
    escapes: list[tuple[Leaf, gast.AST]] = field(default_factory=list)  # values handed to outer objects
    versions: dict[int, Version] = field(default_factory=dict)
    stores: dict[Storage, list[Version]] = field(default_factory=dict)
    unrepeatable: bool = False  # whether it draws at random, asks a clock, or makes itself heard outside
    said: set[gast.AST] = field(default_factory=set)  # statements that do nothing: `xs[0] = row` where row was changed in place
    result: Type | None = None
    returned: gast.AST | None = None  # the atom of the return statement
    final: dict[str, Version] = field(default_factory=dict)  # each name's version at the return
    parts: Mapping[Path, frozenset[Storage]] = field(default_factory=dict)  # the memory of the parts of the result
    items_apart: bool = False  # whether the arrays in the result surely share nothing with one another
    changed: dict[str, gast.AST] = field(default_factory=dict)  # parameters that are changed in place, and where first
    dynamic: dict[str, Seq] = field(default_factory=dict)  # list arguments of unknown length, with their own types
    outer: dict[str, Any] = field(default_factory=dict)  # names read from outside
    names: Any = None

    def atom(self, node: gast.AST) -> Version | None:
        """The version that an atom reads; None for a constant."""
        return self.uses.get(node)

    def by_marker(self, marker: str) -> Version:
        """The version behind the name that reverse code uses for it."""
        return self.versions[int(marker.rsplit("@", 1)[1])]

    def counted(self, version: Version) -> Type:
        """The type of a value, in which a whole number stands for a size: a sum of what it was made of, or one of its own."""
        t = version.type
        made = self._count(version) if isinstance(t, Scalar) and t.value is None else None
        return replace(t, value=made) if isinstance(made, Dim) else t  # type: ignore[type-var]

    def _count(self, version: Version) -> Size:
        t, value = version.type, getattr(version.statement, "value", None)
        if not is_integer(t):
            return None
        if t.value is not None:
            return t.value  # type: ignore[no-any-return]
        if t.dtype != "int64" or version.kind != "assign":  # smaller ones may have wrapped around
            return size(f"?{version.marker}")
        if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
            turned = self.uses.get(value.operand)
            if turned is not None and is_integer(turned.type):
                return size_times(-1, self._count(turned))
        if isinstance(value, gast.BinOp):
            a, b = (p.value if isinstance(p, gast.Constant) else self.uses.get(p) for p in (value.left, value.right))
            a, b = (self._count(p) if isinstance(p, Version) else p for p in (a, b))
            if all(type(p) is int or isinstance(p, Dim) for p in (a, b)):
                if isinstance(value.op, (gast.Add, gast.Sub)):
                    return size_sum(a, b, 1 if isinstance(value.op, gast.Add) else -1)
                if isinstance(value.op, gast.Mult) and (type(a) is int or type(b) is int):
                    return size_times(a, b) if type(a) is int else size_times(b, a)  # type: ignore[arg-type]
        return size(f"?{version.marker}")

    def kept_in(self, name: str, t: Type, kind: str, statement: gast.AST | None, region: Region, position: int) -> Version:
        """A version that differentiating adds: a variable in which the forward sweep keeps something."""
        version = Version(name, len(self.versions) + 1, t, kind, statement, region, position)
        self.versions[version.number] = version
        return version


class Site(NamedTuple):
    """Where a call is made."""

    program: Program
    region: Region
    node: gast.AST


def inexact_leaves(t: Type) -> Iterator[tuple[Path, Type]]:
    """Paths and types of the parts of a value through which a derivative can flow; a list is one such part."""
    for path, leaf in leaves(t):
        if is_inexact(leaf) or (isinstance(leaf, Many) and any(True for _ in inexact_leaves(leaf.item))):
            yield path, leaf


def all_parts(t: Type) -> Iterable[Type]:
    """`t` and every type inside it."""
    yield t
    if isinstance(t, Seq):
        for item in t.items:
            yield from all_parts(item)
    elif isinstance(t, (Dict, Record)):
        for _, item in t.items:
            yield from all_parts(item)
    elif isinstance(t, Many):
        yield from all_parts(t.item)


def stand_of(t: Type | None) -> plain.Stand | None:
    """What is said of an object of a class of ours, which stands for a library's; None for other values."""
    return plain.STANDS.get(t.cls) if isinstance(t, Record) else None


def said_class(t: Record | Seq) -> type:
    """The class that an object says it is of: of one of ours that stands for a library's, that one."""
    stand = stand_of(t)
    return t.cls if stand is None else stand.kind


def is_container(t: Type) -> bool:
    """Whether a value of this type is a list, dict or object, whose parts can be changed."""
    return isinstance(t, (Many, Dict, Record)) or (isinstance(t, Seq) and t.cls is list)


def holds_lists(t: Type) -> bool:
    """Whether lists or dicts of unknown length, with numbers in them, are this type or parts of it."""
    return any(isinstance(part, Many) and next(inexact_leaves(part), None) is not None for part in all_parts(t))


def containers(t: Type, path: Path = ()) -> Iterator[Path]:
    """Where in a value of type `t` there are lists, dicts and objects, as far as it is taken apart."""
    if is_container(t):
        yield path
    for key, part in children(t):
        yield from containers(part, (*path, key))


def with_part(t: Type, path: Path, part: Type) -> Type:
    """`t` with another part at `path`."""
    if not path:
        return part
    key, *rest = path
    parts = dict(children(t))
    parts[key] = with_part(parts[key], tuple(rest), part) if rest else part
    if isinstance(t, Seq):
        return replace(t, items=tuple(parts.values()))
    assert isinstance(t, (Dict, Record))
    return replace(t, items=tuple(parts.items()))


def hides_containers(t: Type) -> bool:
    """Whether a list of unknown length is in it, whose items have no paths."""
    return any(isinstance(part, Many) and any(is_container(p) for p in all_parts(part.item)) for part in all_parts(t))


ITEMS = ("items",)  # behind the path of a list of any length: its items, which have no paths of their own


def memory_paths(t: Type, path: Path = ()) -> Iterator[Path]:
    """Where in a value of type `t` there is memory that can be changed: containers, arrays, the items of lists."""
    if _is_memory(t):
        yield path
    if isinstance(t, Many) and any(map(_is_memory, all_parts(t.item))):
        yield (*path, ITEMS)
    for key, part in children(t):
        yield from memory_paths(part, (*path, key))


def _is_memory(t: Type) -> bool:
    return isinstance(t, (Array, Unknown)) or is_container(t)


def holds_memory(t: Type) -> bool:
    """Whether a value of this type, or a part of it, can be changed in place."""
    return any(isinstance(part, (Array, Unknown)) or is_container(part) for part in all_parts(t))


def may_hold_containers(t: Type) -> bool:
    """Whether a value of this type may be a list, dict or object, or hold one."""
    return any(isinstance(part, Unknown) or is_container(part) for part in all_parts(t))


def last_index(place: gast.AST) -> gast.AST:
    """The index that a view is taken at; all of it where it is no subscript."""
    return place.slice if isinstance(place, gast.Subscript) else syntax.const(Ellipsis)


def replace_version(version: Version) -> Version:
    """A copy to be marked stale."""
    return Version(
        version.name, version.number, version.type, version.kind, version.statement, version.region, version.position,
        version.storages, version.view, version.operands,
    )  # fmt: skip


def root_name(place: gast.AST) -> gast.Name:
    """The name of the array that a place is in."""
    while not isinstance(place, gast.Name):
        place = place.func if isinstance(place, gast.Call) else place.value  # the place may be a reshape of it
    return place


def moved(place: gast.AST, base: gast.AST, root: gast.AST, index: Callable[[gast.AST], gast.AST]) -> gast.AST:
    """The same view of another array: `root` instead of the name `base`, with `index` made of each index."""
    if place is base:
        return root
    inner = moved(place.value, base, root, index)
    return (
        syntax.attribute(inner, place.attr)
        if isinstance(place, gast.Attribute)
        else syntax.subscript(inner, index(place.slice))
    )


def as_target(place: gast.AST) -> gast.AST:
    """The place as the target of a store: x.T becomes x.T[...]."""
    if isinstance(place, gast.Attribute):
        place = syntax.subscript(place, syntax.const(Ellipsis))
    place.ctx = gast.Store()
    return place
