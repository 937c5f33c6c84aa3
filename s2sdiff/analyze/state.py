"""What is known at the place that is being interpreted: versions of names, their memory, the types of atoms.

The lowest layer of the elaborator.  It reads atoms (names and constants of the normal form), defines versions of names,
and makes the helper assignments that an expression wants before its statement.  What it asks of the layers above it
stands at its end, as methods that they answer.
"""

from __future__ import annotations

import builtins
import contextlib
import logging
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import BuiltinFunctionType
from typing import Any, NamedTuple, TypeGuard

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.absent import (
    TOLD,
    asked_of_parts,
    can_be_absent,
    check_present,
    is_absent,
    is_any,
    note_known,
    of_any_length,
)
from s2sdiff.analyze.env import Env, Inner, any_of
from s2sdiff.analyze.live_names import captured_names, changed_names, live_names
from s2sdiff.analyze.program import (
    Op,
    Path,
    Program,
    Region,
    Storage,
    Version,
    all_parts,
    is_container,
    stand_of,
)
from s2sdiff.analyze.world import World
from s2sdiff.errors import Unsupported
from s2sdiff.library import varies
from s2sdiff.read import Primal
from s2sdiff.runtime import CHECKS
from s2sdiff.types import (
    NONE,
    PYTHON_NUMBERS,
    UNKNOWN,
    Array,
    Dict,
    DictOf,
    Function,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    Static,
    Type,
    Unknown,
    children,
    is_inexact,
    is_integer,
    is_thin,
    size,
    without_value,
)

LOGGING = ("debug", "info", "warning", "error", "critical", "exception", "log")
WHERE = "inside a condition, an assertion or a print"
REPORTS = (*(getattr(logging, name) for name in LOGGING), warnings.warn, warnings.simplefilter, warnings.filterwarnings)


@dataclass(frozen=True)
class Closure(Function):
    """A function defined inside the one being differentiated; what it captures is passed to it as arguments."""

    node: gast.AST
    name: str
    captured: tuple[tuple[str, str], ...]  # (its name inside, the name of the variable where the function is called)
    home: Primal  # what it is written in
    of_a_trip: bool = False  # what it captures is made anew in each trip of a loop
    cached: bool = False  # it keeps what it has computed
    rebound: frozenset[str] = frozenset()  # what it captures and a function assigns, hence possibly any call


@dataclass(frozen=True)
class Chosen(Type):
    """One of several functions: which of them, a variable says when the program runs; `surely` it is one of them."""

    place: str
    names: tuple[str, ...]
    surely: bool = False


@dataclass(frozen=True)
class Super(Type):
    """`super()`: where the methods of the object called `name` are looked up after `cls`."""

    cls: type
    name: str


@dataclass(frozen=True)
class View(Type):
    """`m.keys()`, `m.values()` or `m.items()` of the dict called `base`, whose keys are not known, until it is read."""

    base: str
    which: str


@dataclass(frozen=True)
class Walk(Type):
    """`iter(xs)`: the list or array called `items`, read up to the number called `place`.

    One that never ends is `cycle(xs)`, or counts: from the number called `items`, by the one called `step`.
    """

    items: str
    place: str
    endless: bool = False
    step: str = ""


@dataclass(frozen=True)
class OwnDict(Type):
    """`vars(p)`: the object called `base` as a dict, until that is read; `since` is the version of the name that it was asked of."""

    base: str
    since: int = field(compare=False)


def is_function(t: Type | None) -> TypeGuard[Static | Closure | Chosen]:
    """Whether a type is that of a function, which is known or one of some that are."""
    return isinstance(t, (Closure, Chosen)) or (isinstance(t, Static) and callable(t.value) and not isinstance(t.value, type))


def answers_itself(t: Type | None) -> bool:
    """Whether a method of the user's says how many items an object has, or whether it is true."""
    return isinstance(t, Record) and any(hasattr(t.cls, name) for name in ("__bool__", "__len__"))


class Reads(NamedTuple):
    """What an iterator reads while a loop goes over it: memory, and variables of this function."""

    memory: frozenset[Storage]
    names: frozenset[str]
    array: str = ""  # whose cells it gives, one after another, each with its index
    again: bool = False  # whether what it gave may be read by it again


@dataclass
class Meaning:
    """What the right side of an assignment gives."""

    value: gast.AST
    type: Type
    op: Op
    storages: frozenset[Storage] = frozenset()
    view: bool = False
    own: frozenset[Storage] | None = None  # of a new container: its own memory, without that of its items
    inner: Inner | None = None  # and that of its parts, by path


class State:
    """Where interpretation stands in one function; `context` answers for other functions and for globals."""

    program: Program  # what was found out so far, in this attempt

    def __init__(
        self,
        context: World,
        primal: Primal,
        tree: gast.FunctionDef,
        arguments: Mapping[str, Type],
        *,
        called: bool = False,
        itself: Closure | None = None,
    ) -> None:
        self.itself = itself  # of a function defined inside another: what its own name means in it
        self.called = called  # by another one that is read: who calls what changes its arguments reads it in place
        self.context = context
        self.home = object()  # what stands for this function in a `Formula`
        self.primal = primal
        self.source = tree
        self.types = arguments
        functions = {s.name for s in syntax.walk(tree.body) if isinstance(s, gast.FunctionDef)}
        imported = {(a.asname or a.name).split(".")[0] for a in syntax.walk(tree.body) if isinstance(a, gast.alias)}
        self.locals = syntax.names_stored(tree.body) | set(arguments) | functions | imported
        self.names = syntax.Names({n.id for n in syntax.walk(tree) if isinstance(n, gast.Name)} | self.locals)
        context.enter(primal, self.names, self.locals)
        self.region: Region = ()
        self.entry: Region = ()  # where the function stands that is being read: not () if it is read in place
        self.position = 0
        self.env = Env()
        self.dead = False
        self.breaks: list[list[Env]] = []
        self.allocated: dict[Any, Storage] = {}
        self.absent: dict[str, Type] = {}  # variables that are None at first, and what they are later
        self.growing: set[Any] = set()  # displays and arguments that turned out to be of unknown length or unknown keys
        self.runs_twice = False  # whether what is looked at is evaluated once more, as a `try` does
        self.grown: frozenset[Any] = frozenset()  # those which are so in this attempt
        self.helpers: dict[Any, str] = {}
        self.tells_items = False  # whether loops over short lists are written out, trip by trip
        self.displayed: set[Storage] = set()  # lists and dicts written here, so that it is known what was put into them
        self.views: dict[Any, tuple[str, str, frozenset[Storage]]] = {}  # where d.items() is asked for: d, "items", and its memory
        # names of slices of lists: the list, the places taken, how many versions there were by then, and the list's memory
        self.slices: dict[str, tuple[str, str, int, frozenset[Storage]]] = {}
        # of what itertools chooses from a list: the function, the list, how many are chosen, and as above
        self.choices: dict[str, tuple[Any, str, int, int, frozenset[Storage]]] = {}
        self.iterators: dict[str, Reads] = {}  # temporaries that hold the list of what an iterator yields, and what it reads
        self.flats: set[str] = set()  # names of `x.flat`, which is no array
        self.tangled: set[Storage] = set()  # lists and dicts that may be in two places of another one
        self.copies: set[gast.AST] = set()  # statements of trips of a loop that is written out
        self.present: set[gast.AST] = set()  # statements that read an item of a dict which surely is there
        self.starts: set[str] = set()  # helper names of what dicts give for missing keys
        self.not_yet: set[gast.AST] = set()  # what asks whether a cached property was computed, which changes nothing
        self.cutting: set[int] = set()  # the memory of arrays of integers, by number
        self.unpacked_as: dict[str, str] = {}  # names of what objects go over, of which the items are unpacked one by one
        self.outdated: dict[str, tuple[str, gast.AST]] = {}  # names that this statement made stale, and what they are parts of
        self.emptied: set[tuple[Any, str]] = set()  # attributes, by class, that the program itself makes None
        self.listed: set[str] = set()  # helper names of lists and dicts whose items are not known one by one
        # the containers that names may be at the heads of loops, and the memory that may be found in them
        self.loop_owns: list[dict[str, frozenset[Storage]]] = []
        self.loop_inners: list[dict[str, Inner]] = []
        self.returning = ""  # the item that is put back into its container, which it is in already
        self.forks: set[gast.AST] = set()  # branches behind which it must be known which was taken
        self.split_here: set[Any] = set()  # calls of np.split and its like that are written as slices
        self.blamed_splits: dict[str, set[Any]] = {}
        self.written_as: dict[gast.AST, gast.AST] = {}  # the `if` of the function for each that is made
        self.blamed_calls: dict[str, Any] = {}  # the call whose result may be what became stale, see `pipeline.with_calls_read`
        self.blamed: dict[str, set[gast.AST]] = {}  # the branches for which names became stale
        self.parted = ""  # the name of which only a part is read, or to which another name is given
        self.told_in_loop: set[tuple[str, Path]] = set()  # where names were told of lists that changed under other names
        self.loop_reads: list[frozenset[str]] = []  # what is read or changed in the loops around this place
        self.inlining: list[Any] = []  # the functions whose bodies are read in place here, outermost first
        self.inlined_again: Counter[str] = Counter()  # how many calls of a function inside of itself were read in place
        self.defined: dict[gast.AST, gast.AST] = {}  # the functions that are written inside, by statement
        self.lent: frozenset[str] = frozenset()  # variables of those bodies that functions capture which outlive them
        self.bodies: dict[Any, Any] = {}  # those bodies, under the names that they have here
        self.repeated: dict[Any, Any] = {}  # see `same_again`
        self.ran: list[tuple[gast.AST, int, int]] = []  # right sides that ran something, and how many versions there were before and behind
        self.pending: list[gast.AST] = []  # statements that a right side needs before it
        self.following: list[gast.AST] = []  # statements that a change in place needs after it
        self.liveness = live_names(tree.body)
        self.captured = captured_names(tree.body)
        self.names_written = {n.id for n in syntax.walk(tree.body) if isinstance(n, gast.Name)}
        self.changed = changed_names(tree.body)  # by statements of its own; what functions change that are called is not here
        self.live: frozenset[str] = frozenset()  # names that may be read after the statement at hand

    # --- versions and memory ---

    def define(
        self, name: str, t: Type, kind: str, statement: gast.AST | None,
        storages: frozenset[Storage] = frozenset(), view: bool = False, own: frozenset[Storage] | None = None,
        inner: Inner | None = None,
    ) -> Version:  # fmt: skip
        """A new version of `name`, current from here on."""
        assert name, statement
        program = self.program
        number = len(program.versions) + 1
        t = infer.with_names(t, f"{name}@{number}")
        known = storages | self.env[name].storages if kind == "update" else storages  # as it was called before it grew old, too
        version = Version(name, number, t, kind, statement, self.region, self.position, known, view)
        program.versions[number] = version
        if kind != "outer":
            self.env.forget_parts(name, itself=kind != "update")
            self.env[name] = version
            self.env.memory[name] = storages
            self.env.own[name] = frozenset(s for s in storages if s.container) if own is None else own
            self.env.inner[name] = any_of(storages, t) | dict(inner or {})
            version.parts = self.env.parts_of(name)
        if kind != "outer" and not (kind == "update" and isinstance(t, Array)):
            self.env.forget(name)
        if statement is not None and kind in ("assign", "update", "iterate"):
            program.defines.setdefault(statement, []).append(version)
        return version

    def storage_for(self, key: Any, owner: str = "local", container: bool = False, single: bool = False) -> Storage:
        """The memory allocated at a place of the user's program: one object, however often the place is interpreted."""
        key = (key, container)
        if key not in self.allocated:
            self.allocated[key] = Storage(len(self.allocated), owner, self.region, self.position, container, single)
        storage = self.allocated[key]
        storage.region, storage.position, storage.single = self.region, self.position, single
        self.env.age(storage)
        return storage

    def memory_for(self, key: Any, t: Type, owner: str = "local") -> frozenset[Storage]:
        """The memory of a new value of type `t`: that of its arrays, and that of its lists and dicts."""
        found = set()
        arrays = [leaf for leaf in all_parts(t) if isinstance(leaf, (Array, Unknown))]
        if arrays:
            storage = self.storage_for(key, owner)
            found.add(storage)
            cuts_off = all(isinstance(leaf, Array) and not is_inexact(leaf) for leaf in arrays)
            (self.cutting.add if cuts_off else self.cutting.discard)(storage.number)
        count = sum(map(is_container, all_parts(t)))
        if count:
            found.add(self.storage_for(key, owner, container=True, single=count == 1 and is_container(t)))
        return frozenset(found)

    def fresh_storage(self, t: Type, statement: gast.AST) -> frozenset[Storage]:
        """The memory of a new value that `statement` makes."""
        return self.memory_for(self.origin(statement), t)

    def storages_of(self, node: gast.AST) -> frozenset[Storage]:
        """The memory that an atom, or a literal tree of atoms, may show here."""
        if isinstance(node, (gast.Tuple, gast.List)):
            return frozenset().union(*(self.storages_of(e) for e in node.elts))
        version = self.program.uses.get(node)
        return frozenset() if version is None else self.env.memory.get(version.name, version.storages)

    def display_storage(self, statement: gast.AST) -> frozenset[Storage]:
        """The memory of a list or dict that is written in the program itself."""
        storage = self.storage_for(self.origin(statement), container=True, single=True)
        self.displayed |= {storage, storage.older}
        return frozenset([storage])

    # --- what names and atoms mean ---

    def use(self, node: gast.Name) -> Version:
        """The version that a name reads here; outer names are looked up when first met."""
        version = self.env.get(node.id)
        if version is None:
            if node.id in self.locals:
                raise Unsupported(
                    f"`{node.id}` may be read before it is assigned", node, f"assign `{node.id}` on every path"
                )
            version = self.program.outer.get(node.id)
            if version is None:
                own = self.itself if self.itself is not None and self.itself.name == node.id else None
                t: Type = own or self.context.outer_type(self.primal, node.id, node)
                storage = self.memory_for(("outer", node.id), t, "outer")
                region, position, self.region, self.position = self.region, self.position, (), 0
                version = self.define(node.id, t, "outer", None, storage, view=True)
                self.region, self.position = region, position
                self.program.outer[node.id] = version
        change = version.stale or next((s for (n, _), s in self.env.behind.items() if n == node.id != self.parted), None)
        if change is not None:
            cure = f"make `{node.id}` a copy of its own where it is assigned: `.copy()`"
            if is_container(version.type):
                holds_arrays = any(isinstance(p.item if isinstance(p, Many) else p, Array) for p in all_parts(version.type))
                copies = f"`{node.id}.append(u.copy())`" if isinstance(version.type, ListOf) else "`u.copy()`"
                cure = f"change it through `{node.id}` alone" + f", or keep copies in it, {copies}, or new arrays: `x[i] = x[i] + ...`" * holds_arrays
            self.forks |= self.blamed.get(node.id, set())
            self.split_here |= self.blamed_splits.get(node.id, set())
            what = f"`{node.id}` may share memory with what line {getattr(change, 'lineno', '?')} changes in place"
            refusal = Unsupported(what, node, cure)
            refusal.call = self.blamed_calls.get(node.id)
            raise refusal
        if self.shows_other_keys(node.id):
            raise Unsupported(f"`{node.id}` shows the keys that a dict has by now", node, "ask for them again: `.keys()`")
        self.program.uses[node] = version
        return version

    def measured(self, node: gast.Name) -> Type:
        """The type of what is asked for its shape alone: whoever changes an array in place, that stays."""
        version = self.env.get(node.id)
        if version is None or version.stale is None or not isinstance(version.type, Array) or is_thin(version.type):
            return self.type_of(node)
        self.program.uses[node] = version
        return version.type

    def type_of(self, node: gast.AST | None) -> Type:
        """The type of an atom."""
        if isinstance(node, gast.Constant):
            value = node.value
            if type(value) in PYTHON_NUMBERS:
                return replace(PYTHON_NUMBERS[type(value)], value=value)
            return Static(value)
        assert isinstance(node, gast.Name), gast.dump(node)
        return self.use(node).type

    def bound_type(self, node: gast.AST) -> Type:
        """The type of a bound argument: an atom, or a literal tree of atoms."""
        if isinstance(node, (gast.Tuple, gast.List)):
            return Seq(tuple if isinstance(node, gast.Tuple) else list, tuple(self.bound_type(e) for e in node.elts))
        if isinstance(node, gast.UnaryOp) and isinstance(node.operand, gast.Constant):
            return self.type_of(syntax.const(-node.operand.value))
        return self.type_of(node)

    def trial_type(self, node: gast.AST) -> Type:
        """The type of an atom, an unknown integer standing for a size of its own."""
        if isinstance(node, (gast.Tuple, gast.List)):
            return Seq(tuple if isinstance(node, gast.Tuple) else list, tuple(self.trial_type(e) for e in node.elts))
        t = self.bound_type(node)
        if not isinstance(node, gast.Name):
            return t
        marker = self.program.uses[node].marker
        if isinstance(t, Seq) and not hasattr(t.cls, "_fields"):  # such as a shape that was handed over
            return replace(t, items=tuple(_as_size(item, f"?{marker}.{k}") for k, item in enumerate(t.items)))
        return self.program.counted(self.program.uses[node]) if isinstance(t, Scalar) and t.value is None else t

    def peek(self, node: gast.AST) -> Type | None:
        """The type of an atom, without noting a read of it."""
        if isinstance(node, gast.Constant):
            return self.type_of(node)
        version = self.env.get(node.id) or self.program.outer.get(node.id)
        if version is None and node.id not in self.locals:
            version = self.use(syntax.clone(node))
        return version.type if version else None

    def resolve(self, func: gast.AST) -> Type | None:
        """The object that a dotted name means, if it comes from outside; Static, Closure or None."""
        if isinstance(func, gast.Name):
            if func.id in self.env:
                return self.env[func.id].type
            return None if func.id in self.locals else self.use(syntax.clone(func)).type
        if isinstance(func, gast.Attribute):
            base = self.resolve(func.value)
            if isinstance(base, Static):
                return self.context.attribute_type(self.primal, syntax.dotted(func), base.value, func.attr, func)
        return None

    def target_of(self, func: gast.AST) -> Type | None:
        """What a function or a class named here is, if that is known by now."""
        with contextlib.suppress(Unsupported):
            return self.resolve(func)
        return None

    def builtin_name(self, func: gast.AST) -> str | None:
        """Which builtin a function is, whatever it is called here; None for others."""
        target = self.resolve(func) if isinstance(func, gast.Name) else None
        return target.value.__name__ if isinstance(target, Static) and is_builtin(target.value) else None

    def used(self, name: str) -> gast.Name:
        """A reading of a name."""
        node = syntax.name(name)
        self.use(node)
        return node

    def met(self, types: Sequence[Type]) -> Type:
        """What holds all of these types; attributes that only some of the objects have are noted, for the next attempt."""
        for k, t in enumerate(types):
            for other in types[:k]:
                for cls, name, held in infer.attributes_apart(other, t):
                    self.note_later(cls, name, held)
                for cls, name, held in infer.parts_at_times(other, t):
                    if can_be_absent(held) and not (is_any(held) and self.catches_none):
                        note_known(self.context.absent, (cls, name), held)
        return infer.join_all(types)

    @property
    def lines_read(self) -> list[gast.AST]:
        """The statements of the function, and of those that are read in place in it."""
        return [*self.source.body, *(line for _, body, _ in self.bodies.values() for line in body)]

    def catches(self, *errors: type[Exception]) -> bool:
        """Whether it is asked anywhere whether something raises one of these."""
        asked = [n for n in syntax.walk(self.lines_read) if isinstance(n, gast.Call) and syntax.dotted(n.func) == "raises"]
        kinds = [self.target_of(kind) for n in asked for kind in n.args[1:]]
        return any(not isinstance(k, Static) or any(issubclass(error, k.value) for error in errors) for k in kinds)

    @property
    def catches_none(self) -> bool:
        """Whether it may be noticed that None is used as what it is not."""
        return self.catches(AttributeError, TypeError)

    def note_absent(self, name: str, types: Sequence[Type]) -> None:
        """A variable that is None on one path, and a container on another: it stands for None until then, from the next attempt on."""
        others = [t for t in types if t != NONE]
        at_times = len(others) < len(types) or name in self.absent
        held = infer.join_all([without_value(t) for t in others]) if at_times else None
        if held is not None and can_be_absent(held) and not (is_any(held) and self.catches_none):
            note_known(self.absent, name, held)

    def no_container(self, wish: str, held: Type, statement: gast.AST) -> gast.Name:
        """A name for what stands for None where such a container is on other paths."""
        name = self.helper(statement, wish if wish.isidentifier() else "nothing", role=wish)
        self.absent[name] = held
        self.before([syntax.located(syntax.assign(name, syntax.const(None)), statement)], statement)
        return syntax.located(syntax.name(name), statement)

    def without_parts(self, held: Type, name: str, statement: gast.AST) -> gast.AST:
        """None, or what stands for it, where something is of this type on other paths."""
        if isinstance(held, (Seq, Dict, Record, Many)):
            return self.no_container(f"no_{name}", held, statement)
        return syntax.const(None)

    def nothing_yet(self, cls: type | None, key: Any, value: gast.AST, statement: gast.AST) -> gast.AST:
        """What stands for None in an attribute, or under a key of a dict, that is a container on other paths; others as they are."""
        held = self.context.absent.get((cls, key)) if cls is not None else None
        if held is None or not (isinstance(value, gast.Constant) and value.value is None):
            return value
        return self.no_container(f"no_{key}", held, statement)

    def asked(self, test: gast.AST) -> gast.AST:
        """A condition as it is put: of what may stand for None, its first number is asked; a list of any length can be asked anything."""
        try:
            return asked_of_parts(test, self.held_by_name)
        except Unsupported:
            for name in set() if self.catches_none else syntax.names_read(test) & self.absent.keys():
                note_known(self.absent, name, of_any_length(self.absent[name]))
            raise

    def held_by_name(self, node: gast.AST) -> Type | None:
        """The type of a variable, or of an attribute of one or what is under a known key, without noting a read of it."""
        if isinstance(node, gast.Name):
            return self.env[node.id].type if node.id in self.env else None
        if isinstance(node, gast.Attribute):
            held = self.held_by_name(node.value)
            return dict(held.items).get(node.attr) if isinstance(held, Record) else None
        held = self.held_by_name(node.value) if isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Constant) else None
        return dict(children(held)).get(node.slice.value) if isinstance(held, (Seq, Dict)) else None

    def note_later(self, cls: type, name: str, t: Type) -> None:
        """An attribute that objects get on some paths after they are made; where errors are caught, that may be noticed."""
        if not self.catches(AttributeError):
            self.context.later.setdefault((cls, name), t)

    def held_on_paths(self, name: str) -> Iterator[Version]:
        """The versions that a name may hold: those that meet in it, on whatever path."""
        waiting, met = [self.env.get(name)], set[int]()
        for version in waiting:
            if version is not None and version.number not in met:
                met.add(version.number)
                waiting += version.operands if version.kind in ("head", "meet") else []
                yield version

    def view_taken(self, name: str) -> tuple[str, str, frozenset[Storage]] | None:
        """Of which dict a name is the keys, values or items, or may be on some path."""
        for version in self.held_on_paths(name) if self.views else ():
            if version.statement is not None and version.kind not in ("head", "meet") and (view := self.views.get(self.origin(version.statement))) is not None:
                return view
        return None

    def view_called(self, name: str) -> tuple[str, str, frozenset[Storage]] | None:
        """Of which dict a name is the keys, values or items, as long as that dict is at hand."""
        view = self.view_taken(name)
        return view if view is not None and self.env.own.get(view[0]) == view[2] else None

    def shows_other_keys(self, name: str) -> bool:
        """Whether a name holds the keys of a dict as they were, and the dict has others by now, or is not at hand."""
        view = self.view_taken(name)
        then = self.env[name].type if view is not None and view[1] == "keys" else None
        if view is None or not isinstance(then, Seq):
            return False
        now = self.env[view[0]].type if self.view_called(name) is not None else None
        return not isinstance(now, Dict) or [k for k, _ in now.items] != [getattr(t, "value", None) for t in then.items]

    def check_view(self, node: gast.AST, what: str) -> None:
        """Refuse a view of a dict, which is a tuple here, where Python treats it as none."""
        view = self.view_taken(node.id) if isinstance(node, gast.Name) else None
        if view is not None:
            raise Unsupported(f"a view of the dict `{view[0]}` is {what}", node, "make it a list: `list(...)`")

    # --- reading whole statements ---

    def read_all(self, node: gast.AST) -> None:
        """Note what every name in `node` reads; names that a comprehension or lambda binds are its own."""
        own = {n.id for c in syntax.walk(node) if isinstance(c, gast.comprehension) for n in syntax.walk(c.target)
               if isinstance(n, gast.Name)}  # fmt: skip
        for inner in syntax.walk(node):
            if isinstance(inner, gast.Lambda):
                own |= {a.id for a in inner.args.args}
        counters = self.counters_in(node)
        for inner in syntax.walk(node):
            if isinstance(inner, gast.Name) and isinstance(inner.ctx, gast.Load) and inner.id not in own:
                self.check_walk(inner, self.use(inner).type)
        parts = [n for n in syntax.walk(node) if isinstance(n, gast.Subscript) or (isinstance(n, gast.Attribute) and n.attr != "__class__")]
        bases, harmless = {id(part.value) for part in parts}, self.asked_harmlessly(node)
        for inner in syntax.walk(node):
            if isinstance(inner, TOLD) and id(inner) not in bases and not own & syntax.names_read(inner):
                self.check_whole(inner, harmless=inner in harmless)
        if node not in self.not_yet:
            self.check_only_reads(node, counters)
        for inner in syntax.walk(node):
            if isinstance(inner, gast.Subscript) and not own & syntax.names_read(inner.value):
                self.note_missing(inner)
            target = self.target_of(inner.func) if isinstance(inner, gast.Call) else None
            if isinstance(target, Static):
                self.note_draws(inner, target.value)

    def note_draws(self, node: gast.AST, function: Any) -> None:
        """A call that gives something else each time; from a generator that is made here, with a seed, it is the same in each run."""
        if not varies(function):
            return
        source = node.args[0] if function is next and isinstance(node, gast.Call) and node.args else getattr(node, "func", node)
        own = (syntax.dotted(source) or "").partition(".")[0]
        made_here = own in self.env and own not in self.program.arguments
        if made_here and function is next:
            return  # what it goes over is known
        self.program.unrepeatable = True
        seeded = function is np.random.default_rng and isinstance(node, gast.Call) and bool(node.args)
        if not seeded and not made_here:
            self.context.drawn.append(node)

    def check_whole(self, node: gast.AST, *, harmless: bool) -> None:
        """Refuse what stands for None, or for an object of a library's, or holds such, where it is read as what it is."""
        held = self.held_by_name(node) or self.type_inside(node)
        if not isinstance(held, Many):  # which is None itself, as it is in the program
            check_present(node, held)
        told = [held] if not isinstance(held, Unknown) else [v.type for v in self.program.versions.values()]  # it may be any of these
        stand = next(filter(None, (stand_of(part) for t in told for part in all_parts(t))), None)
        if stand is not None and not (harmless and stand_of(held) is None and not isinstance(held, Unknown)):
            raise Unsupported(f"{stand.described} {WHERE}", node, "ask for what it is before that, in a line of its own")
        if not harmless and any(is_absent(part) and not isinstance(part, Many) for part in all_parts(held)):
            raise Unsupported(f"`{syntax.dotted(node) or 'it'}` holds what may be None, and is read as a whole {WHERE}", node,
                              "ask what it holds whether it is None")  # fmt: skip

    def asked_harmlessly(self, node: gast.AST) -> set[gast.AST]:
        """What is asked only which object it is, how many items it has, or which keys: that is so whatever stands for None in it."""
        asked = [node.test if isinstance(node, gast.Assert) else node]
        found: set[gast.AST] = set()
        for part in syntax.walk(node):
            if isinstance(part, gast.Compare):
                for op, left, right in zip(part.ops, [part.left, *part.comparators], part.comparators, strict=False):
                    found |= {left, right} if isinstance(op, (gast.Is, gast.IsNot)) else set()
                    keys = isinstance(op, (gast.In, gast.NotIn)) and isinstance(right, TOLD)
                    found |= {right} if keys and isinstance(self.held_by_name(right), (Dict, DictOf)) else set()
            elif isinstance(part, gast.Call) and self.builtin_name(part.func) in ("hasattr", "isinstance"):
                found |= {*part.args}
            elif isinstance(part, gast.Call) and self.builtin_name(part.func) == "len":
                asked += part.args
            elif isinstance(part, (gast.UnaryOp, gast.BoolOp)):
                asked += [part.operand] if isinstance(part, gast.UnaryOp) else part.values
        plain = [a for a in asked if isinstance(a, TOLD) and not answers_itself(self.held_by_name(a))]
        return found | {*plain}

    def check_walk(self, node: gast.AST, t: Type) -> None:
        """Refuse an iterator, the dict of an object, or `super()`, where it is kept, handed over, or read inside of what stays as written."""
        if isinstance(t, Walk):
            raise Unsupported("an iterator that is not read by `next` or a loop", node, "call `next` in a statement of its own, or make it a list")
        if isinstance(t, OwnDict):
            raise Unsupported("the dict of an object is kept, or handed over", node, f"make it a copy: `dict(vars({t.base}))`")
        if isinstance(t, Super):
            raise Unsupported("`super()` elsewhere than in a call of a method", node, "call the method: `super().name(...)`")

    def note_missing(self, item: gast.Subscript) -> None:
        """A condition that reads a `defaultdict` under a missing key puts a number there, which is a change of its keys alone; else refused."""
        t = self.held_by_name(item.value) or self.type_inside(item.value)
        if not isinstance(t, DictOf) or t.default is None or t.counts:
            return
        if not isinstance(item.value, gast.Name) or not isinstance(syntax.expr(t.default.text), gast.Constant):
            raise Unsupported(f"`{syntax.dotted(item.value) or '...'}[...]` {WHERE} stores what a missing key gives", item, "assign it to a variable first")
        name = item.value.id
        old = self.env[name]
        read = isinstance(item.slice, gast.Constant) or item.slice in self.program.uses
        key = infer.join(t.key, infer.key_type(self.type_of(item.slice)) if read else UNKNOWN)
        before = Env(self.env)
        held, own, inner = self.env.memory[name], self.env.own[name], self.env.inner[name]
        new = self.define(name, replace(t, key=key), "update", None, held, old.view, own, inner)
        self.env.relate_as(before)
        self.program.edges.setdefault((old, ()), []).append((new, ()))
        for storage in own:
            self.program.stores.setdefault(storage, []).append(new)

    def counters_in(self, node: gast.AST) -> set[str]:
        """The names that run over a range: in a comprehension, or in the key function of a call that is given a range."""
        found: set[str] = set()
        for inner in syntax.walk(node):
            given = inner.args if isinstance(inner, gast.Call) else [inner.iter] if isinstance(inner, gast.comprehension) else []
            over = given[0] if given else None
            if not isinstance(over, gast.Call) or self.builtin_name(over.func) != "range":
                continue
            if isinstance(inner, gast.comprehension):
                found |= syntax.names_stored(inner.target)
            else:
                keys = [k.value for k in inner.keywords if k.arg == "key" and isinstance(k.value, gast.Lambda)]
                found |= {a.id for key in keys for a in key.args.args}
        return found

    def check_only_reads(self, node: gast.AST, counters: set[str]) -> None:
        """Refuse a condition or an effect, which is evaluated where it is written, if it may change something."""
        raise NotImplementedError

    def check_asked(self, node: gast.AST) -> None:
        """Refuse what asks objects something, as `str` does, if they may change by that."""
        raise NotImplementedError

    # --- helper names, and statements put before the one at hand ---

    def origin(self, statement: gast.AST | None) -> Any:
        """What stays the same when a statement is interpreted again."""
        target = statement.targets[0] if isinstance(statement, gast.Assign) else getattr(statement, "target", None)
        name = target.id if isinstance(target, gast.Name) else None
        return getattr(statement, "lineno", None), getattr(statement, "col_offset", None), name

    def helper(self, statement: gast.AST, *wishes: str, role: Any = None) -> str:
        """A name for a step of a statement, the same one each time the statement is interpreted.

        `role` tells apart names of one statement that have the same wishes.
        """
        key = (statement if statement in self.liveness or statement in self.copies else self.origin(statement), wishes, role)
        if key not in self.helpers:
            self.helpers[key] = self.names.fresh(*wishes)
            self.locals.add(self.helpers[key])
        return self.helpers[key]

    def same_again(self, key: Any, made: Any) -> Any:
        """What is made for a statement is made once: statements in it stay the same when it is interpreted again."""
        return self.repeated.setdefault(key, made)

    def known_again(self, line: gast.AST, statement: gast.AST) -> gast.AST:
        """A line made for a statement, the same one each time if it may branch: what is known of a branch is known of the node."""
        return line if isinstance(line, gast.Assign) else self.same_again((statement, syntax.dump(line)), line)

    def before(self, lines: Sequence[gast.AST], statement: gast.AST) -> None:
        """Statements that the one at hand needs before it, behind those that it needs already."""
        self.pending += self.after_pending(lines, statement)

    def after_pending(self, lines: Sequence[gast.AST], statement: gast.AST) -> list[gast.AST]:
        """Statements for a place behind those that the one at hand needs before it: the elaborated ones."""
        before, self.pending = self.pending, []
        made = self.block([self.known_again(syntax.located(line, statement), statement) for line in lines])
        self.position += 1  # the one at hand comes after them
        self.pending = before
        return made

    def part(self, container: gast.Name, key: Any, statement: gast.AST) -> gast.AST:
        """An item of a container under a name of its own, assigned before the statement."""
        wish = f"{container.id}_{key}" if str(key).isidentifier() or isinstance(key, int) else "part"
        name = self.helper(statement, wish, role=(container.id, key))
        base = syntax.name(container.id)
        attribute = isinstance(self.peek(container), Record)
        line = syntax.assign(name, syntax.attribute(base, key) if attribute else syntax.subscript(base, syntax.const(key)))
        self.pending += self.visit_Assign(syntax.located(line, statement))
        return syntax.located(syntax.name(name), statement)

    # --- what the layers above answer ---

    def type_inside(self, node: gast.AST) -> Type:
        """The type of a part of a condition."""
        raise NotImplementedError

    def evaluate(self, value: gast.AST, statement: gast.AST) -> Meaning:
        """What the right side of `statement` means, its reads noted."""
        raise NotImplementedError

    def slice_of_list(self, base: gast.Name, index: gast.Slice, statement: gast.AST) -> Meaning:
        """A slice of a list of any length."""
        raise NotImplementedError

    def joined_lists(self, node: gast.BinOp, statement: gast.AST) -> Meaning:
        """The sum of lists of any length."""
        raise NotImplementedError

    def repeated_list(self, node: gast.BinOp, held: Any, statement: gast.AST) -> Meaning:
        """The items of a list, as often as a number says that is not known when generating."""
        raise NotImplementedError

    def item_or_default(self, node: gast.AST, base: gast.Name, held: Any, statement: gast.AST) -> Meaning:
        """An item of a dict that gives something for a missing key."""
        raise NotImplementedError

    def filled_dict(self, items: Sequence[tuple[gast.AST, gast.AST]], statement: gast.AST) -> Meaning:
        """A dict of such keys and values, of which not all keys are known."""
        raise NotImplementedError

    def dict_of(
        self, node: gast.AST, args: Sequence[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A dict made of others, and of further items."""
        raise NotImplementedError

    def block(self, statements: Sequence[gast.AST]) -> list[gast.AST]:
        """Statements, interpreted one after another from here: the elaborated ones."""
        raise NotImplementedError

    def bind(self, new: gast.AST, name: str, meaning: Meaning, statement: gast.AST) -> Version:
        """Define `name` as `meaning`, assigned by `new`."""
        raise NotImplementedError

    def visit_Assign(self, statement: gast.Assign) -> list[gast.AST]:
        """One assignment, interpreted here without counting as a statement of the user's."""
        raise NotImplementedError


def is_builtin(target: Any) -> bool:
    """Whether `target` is a function or class that every program finds under its name."""
    if not isinstance(target, type | BuiltinFunctionType) or target.__module__ != "builtins":
        return False
    return getattr(builtins, target.__name__, None) is target


def is_effect(target: Any) -> bool:
    """Whether a function only looks at what it is given; of `seed` no value but draws depend."""
    logs = isinstance(getattr(target, "__self__", None), logging.Logger) and target.__name__ in LOGGING
    return logs or any(target is looks for looks in (print, np.random.seed, *REPORTS, *CHECKS))


def _as_size(t: Type, name: str) -> Type:
    """An unknown integer as a size of this name."""
    return replace(t, value=size(name)) if is_integer(t) and t.value is None else t
