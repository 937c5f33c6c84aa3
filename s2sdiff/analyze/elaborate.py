"""Abstract interpretation: a function in normal form and the types of its arguments give a `Program`.

Names are resolved to the objects they mean, loops over arrays and lists become loops over a range, branches that the
types decide are taken, and every assignment learns what it means.  Each loop is interpreted until the types at its
head no longer change.  What cannot be understood is refused at the user's line.
"""

from __future__ import annotations

import builtins
import functools
import importlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax, tree
from s2sdiff.analyze import infer
from s2sdiff.analyze.infer import BOTTOM, Bottom
from s2sdiff.analyze.program import (
    Append,
    Apply,
    Build,
    CallUser,
    Copy,
    Inactive,
    Leaf,
    Load,
    Op,
    Opaque,
    Path,
    Pop,
    Program,
    Project,
    Region,
    Storage,
    Store,
    Update,
    Version,
    holds_memory,
    inexact_leaves,
)
from s2sdiff.analyze.updates import recognise_updates
from s2sdiff.errors import NotDifferentiable, Unsupported
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise, Template, Zero
from s2sdiff.types import (
    BOOL,
    INT,
    NONE,
    PYTHON_NUMBERS,
    UNKNOWN,
    Array,
    Dict,
    ListOf,
    Record,
    Scalar,
    Seq,
    Static,
    Type,
    Unknown,
    at,
    is_inexact,
    size,
    without_value,
)

MAX_ROUNDS = 12


class Env(dict[str, Version]):
    """The current version of each name, and the memory that each may show here.

    Memory is kept apart from versions: when a place allocates anew, what names hold of it becomes its older instances.
    """

    def __init__(self, items: Mapping[str, Version] = {}) -> None:
        super().__init__(items)
        self.memory: dict[str, frozenset[Storage]] = dict(items.memory) if isinstance(items, Env) else {}
        self.own: dict[str, frozenset[Storage]] = dict(items.own) if isinstance(items, Env) else {}  # lists and dicts that names are

    def age(self, storage: Storage) -> None:
        """A new instance of `storage` is made: whatever names hold is an older one."""
        for table in (self.memory, self.own):
            for name, held in table.items():
                if storage in held:
                    table[name] = (held - {storage}) | {storage.older}

    def join(self, name: str, ends: Iterable[Env]) -> None:
        """`name` holds what it holds at any of `ends`."""
        self.memory[name] = frozenset().union(*(e.memory.get(name, frozenset()) for e in ends))
        self.own[name] = frozenset().union(*(e.own.get(name, frozenset()) for e in ends))


@dataclass(frozen=True)
class Closure(Type):
    """A function defined inside the one being differentiated; what it captures is passed to it as arguments."""

    node: gast.AST
    name: str
    captured: tuple[tuple[str, str], ...]  # (its name inside, the name of the variable where the function is called)
    home: Any = None  # the primal it is written in


@dataclass
class Meaning:
    """What the right side of an assignment gives."""

    value: gast.AST
    type: Type
    op: Op
    storages: frozenset[Storage] = frozenset()
    view: bool = False
    own: frozenset[Storage] | None = None  # of a new container: its own memory, without that of its items


class Elaborator:
    """Interprets one function; `context` answers for other functions and remembers what was assumed about globals."""

    def __init__(self, context: Any, primal: Any, tree: gast.FunctionDef, arguments: Mapping[str, Type]) -> None:
        self.context = context
        self.primal = primal
        self.source = tree
        self.types = arguments
        self.locals = syntax.names_stored(tree.body) | {
            p for p in arguments
        } | {s.name for s in syntax.walk(tree.body) if isinstance(s, gast.FunctionDef)}
        self.names = syntax.Names({n.id for n in syntax.walk(tree) if isinstance(n, gast.Name)} | self.locals)
        self.region: Region = ()
        self.position = 0
        self.env = Env()
        self.dead = False
        self.breaks: list[list[Env]] = []
        self.allocated: dict[gast.AST, Storage] = {}
        self.growing: set[Any] = set()  # list displays and list arguments that turned out to be of unknown length
        self.helpers: dict[gast.AST, list[str]] = {}
        self.loop_owns: list[dict[str, frozenset[Storage]]] = []  # the containers that names may be at the heads of loops
        self.pending: list[gast.AST] = []  # statements that a right side needs before it

    # --- the whole ---

    def run(self) -> Program:
        """The program; interpretation starts over when a list turns out to grow in a loop."""
        while True:
            known = len(self.growing)
            program = self.attempt()
            if len(self.growing) == known:
                recognise_updates(program)
                return program

    def attempt(self) -> Program:
        self.program = Program(self.source.name, self.source, tuple(self.types), {}, names=self.names)
        self.env, self.region, self.position, self.dead, self.breaks = Env(), (), 0, False, []
        for name, t in self.types.items():
            owned = self.memory_for(("argument", name), t, "argument")
            version = self.define(name, self.as_dynamic(name, t), "argument", None, owned, view=bool(owned))
            self.program.arguments[name] = version
        body = self.block(self.source.body)
        tree = syntax.clone(self.source.args)
        self.program.tree = gast.FunctionDef(self.source.name, tree, body, [], None, None, [])
        syntax.located(self.program.tree, self.source)
        self.program.final = self.env
        return self.program

    def as_dynamic(self, name: str, t: Type) -> Type:
        """A list argument that is indexed by a variable is a list of one item type."""
        if name in self.growing and isinstance(t, Seq):
            self.program.dynamic[name] = t
            return ListOf(infer.join_all([without_value(i) for i in t.items]))
        return t

    # --- versions, storages, edges ---

    def define(
        self, name: str, t: Type, kind: str, statement: gast.AST | None,
        storages: frozenset[Storage] = frozenset(), view: bool = False, own: frozenset[Storage] | None = None,
    ) -> Version:  # fmt: skip
        """A new version of `name`, current from here on."""
        program = self.program
        number = len(program.versions) + 1
        version = Version(name, number, t, kind, statement, self.region, self.position, storages, view)
        program.versions[number] = version
        if kind != "outer":
            self.env[name] = version
            self.env.memory[name] = storages
            self.env.own[name] = frozenset(s for s in storages if s.container) if own is None else own
        if statement is not None and kind in ("assign", "update", "iterate"):
            program.defines.setdefault(statement, []).append(version)
        return version

    def storage_for(self, key: Any, owner: str = "local", container: bool = False) -> Storage:
        """The memory allocated at a place of the user's program: one object, however often the place is interpreted."""
        key = (key, container)
        if key not in self.allocated:
            self.allocated[key] = Storage(len(self.allocated), owner, self.region, self.position, container)
        storage = self.allocated[key]
        storage.region, storage.position = self.region, self.position
        self.env.age(storage)
        return storage

    def memory_for(self, key: Any, t: Type, owner: str = "local") -> frozenset[Storage]:
        """The memory of a new value of type `t`: that of its arrays, and that of its lists and dicts."""
        found = set()
        if any(isinstance(leaf, (Array, Unknown)) for leaf in all_parts(t)):
            found.add(self.storage_for(key, owner))
        if any(isinstance(leaf, (Dict, ListOf, Record)) or (isinstance(leaf, Seq) and leaf.cls is list) for leaf in all_parts(t)):
            found.add(self.storage_for(key, owner, container=True))
        return frozenset(found)

    def edge(self, source: Leaf, target: Leaf) -> None:
        """A derivative flows from `source` to `target`."""
        self.program.edges.setdefault(source, []).append(target)

    def connect(self, node: gast.AST, path: Path, version: Version, target: Path) -> None:
        """Edges from the parts of the value at `node`.path to the parts of `version` at `target`."""
        source = self.program.uses.get(node)
        if source is None:
            return
        theirs = dict(inexact_leaves(version.type))
        for sub, _ in inexact_leaves(source.type):
            if sub[: len(path)] == path:
                wanted = (*target, *sub[len(path) :])
                while wanted and wanted not in theirs:
                    wanted = wanted[:-1]
                if wanted in theirs:
                    self.edge((source, sub), (version, wanted))
            elif path[: len(sub)] == sub:  # a part of a list of unknown length
                for own in theirs:
                    if own[: len(target)] == target:
                        self.edge((source, sub), (version, own))

    def use(self, node: gast.Name) -> Version:
        """The version that a name reads here; outer names are looked up when first met."""
        version = self.env.get(node.id)
        if version is None:
            if node.id in self.locals:
                raise Unsupported(f"`{node.id}` may be read before it is assigned", node, f"assign `{node.id}` on every path")
            version = self.program.outer.get(node.id)
            if version is None:
                t = self.context.outer_type(self.primal, node.id, node)
                storage = self.memory_for(("outer", node.id), t, "outer")
                region, position, self.region, self.position = self.region, self.position, (), 0
                version = self.define(node.id, t, "outer", None, storage, True)
                self.region, self.position = region, position
                self.program.outer[node.id] = version
        if version.stale is not None:
            raise Unsupported(
                f"`{node.id}` may share memory with what line {getattr(version.stale, 'lineno', '?')} changes in place",
                node, f"make `{node.id}` a copy of its own where it is assigned: `.copy()`",
            )  # fmt: skip
        self.program.uses[node] = version
        return version

    def type_of(self, node: gast.AST | None) -> Type:
        """The type of an atom."""
        if isinstance(node, gast.Constant):
            value = node.value
            if type(value) in PYTHON_NUMBERS:
                return replace(PYTHON_NUMBERS[type(value)], value=value)
            return Static(value)
        assert isinstance(node, gast.Name), gast.dump(node)
        return self.use(node).type

    def trial_type(self, node: gast.AST) -> Type:
        """The type of an atom, an unknown integer standing for a size of its own."""
        if isinstance(node, (gast.Tuple, gast.List)):
            return Seq(tuple if isinstance(node, gast.Tuple) else list, tuple(self.trial_type(e) for e in node.elts))
        t = self.bound_type(node)
        if isinstance(t, Scalar) and t.value is None and t.weak and t.dtype == "int64":
            return replace(t, value=size(f"?{self.program.uses[node].marker}"))
        return t

    # --- statements ---

    def block(self, statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The statements, elaborated; whatever follows an exit is dropped."""
        result: list[gast.AST] = []
        for statement in statements:
            if self.dead:
                break
            self.position += 1
            method = getattr(self, "visit_" + type(statement).__name__, None)
            if method is None:
                raise Unsupported(f"{type(statement).__name__} is not supported", statement)
            made = method(statement)
            made, self.pending = [*self.pending, *made], []
            for new in made:
                result.append(syntax.located(new, statement))
        return result

    def visit_Assign(self, statement: gast.Assign) -> list[gast.AST]:
        target = statement.targets[0]
        if isinstance(target, gast.Subscript):
            return self.store(statement, target, syntax.clone(statement.value))
        if isinstance(target, gast.Attribute):
            raise Unsupported(
                f"an attribute is changed: `{syntax.dotted(target) or target.attr} = ...`", statement,
                "keep the value in a local variable and return it",
            )  # fmt: skip
        new = syntax.assign(target.id, gast.Pass())
        syntax.located(new, statement)
        meaning = self.evaluate(statement.value, statement)
        new.value = meaning.value
        self.bind(new, target.id, meaning, statement)
        return [new]

    def bind(self, new: gast.AST, name: str, meaning: Meaning, statement: gast.AST) -> Version:
        """Define `name` as `meaning`, with the edges that follow."""
        version = self.define(name, meaning.type, "assign", new, meaning.storages, meaning.view, meaning.own)
        self.program.ops[new] = meaning.op
        self.wire(meaning.op, version, statement)
        if isinstance(meaning.op, Pop):
            base = meaning.op.base
            old = self.program.uses[base]
            self.make_stale(base.id, statement, container=True)
            shorter = self.define(base.id, old.type, "update", new, old.storages, old.view, own=self.env.own.get(base.id))
            for storage in self.env.own[base.id]:
                self.program.stores.setdefault(storage, []).append(shorter)
            self.edge((old, ()), (shorter, ()))
        return version

    def wire(self, op: Op, version: Version, statement: gast.AST) -> None:
        """The edges along which derivatives flow into a new version."""
        if isinstance(op, Copy):
            self.connect(op.source, (), version, ())
        elif isinstance(op, Project):
            self.connect(op.source, (op.key,), version, ())
        elif isinstance(op, Slice):
            for own, theirs in enumerate(op.items):
                self.connect(op.source, (theirs,), version, (own,))
        elif isinstance(op, Build):
            for key, item in op.items:
                self.connect(item, (), version, () if isinstance(version.type, ListOf) else (key,))
        elif isinstance(op, Load):
            self.spread(op.base, version, statement, opaque=False)
        elif isinstance(op, Pop):
            self.spread(op.base, version, statement, opaque=False)
        elif isinstance(op, Apply):
            for parameter in op.rule.operands:
                if parameter in op.bound:
                    for atom in _atoms(op.bound[parameter]):
                        self.spread(atom, version, statement, opaque=False)
        elif isinstance(op, CallUser):
            for _, atom in op.arguments:
                self.spread(atom, version, statement, opaque=False)
        elif isinstance(op, Opaque):
            for node in syntax.walk(statement.value):
                pass
            for atom in _atoms(self.program_value(version)):
                self.spread(atom, version, statement, opaque=True)

    def program_value(self, version: Version) -> gast.AST:
        return version.statement.value  # type: ignore[union-attr]

    def spread(self, atom: gast.AST, version: Version, statement: gast.AST, opaque: bool) -> None:
        """Edges from every part of `atom` to every part of `version`."""
        source = self.program.uses.get(atom)
        if source is None:
            return
        for path, _ in inexact_leaves(source.type):
            for own, _ in inexact_leaves(version.type):
                if opaque:
                    self.program.opaque_edges.setdefault((source, path), []).append(((version, own), statement))
                else:
                    self.edge((source, path), (version, own))

    def visit_AugAssign(self, statement: gast.AugAssign) -> list[gast.AST]:
        target = statement.target
        value = syntax.clone(statement.value)
        if isinstance(target, gast.Subscript):
            return self.update_item(statement, target, value)
        if not isinstance(target, gast.Name):
            raise Unsupported("an attribute is changed in place", statement, "keep the value in a local variable")
        held = self.env[target.id].type if target.id in self.env else UNKNOWN
        if isinstance(held, (Scalar, Seq, Static)):
            plain = syntax.assign(target.id, syntax.binop(syntax.name(target.id), type(statement.op), value))
            return self.visit_Assign(syntax.located(plain, statement))
        if isinstance(held, Bottom):
            return [syntax.augassign(target.id, type(statement.op), value)]
        if not isinstance(held, Array):
            raise Unsupported(
                f"`{target.id}` has an unknown type, so `{_symbol(statement.op)}=` may or may not change it in place", statement,
                f"write `{target.id} = {target.id} {_symbol(statement.op)} ...`",
            )  # fmt: skip
        if not isinstance(statement.op, (gast.Add, gast.Sub)):
            return self.rewritten(statement, target.id, syntax.const(Ellipsis), syntax.name(target.id), value, held)
        new = syntax.augassign(target.id, type(statement.op), value)
        base = syntax.located(syntax.name(target.id), statement)
        self.use(base)
        self.type_of(value)
        self.change(new, statement, base, Update(base, None, type(statement.op), value), value)
        return [new]

    def rewritten(
        self, statement: gast.AugAssign, base: str, index: gast.AST, item: gast.AST, value: gast.AST, held: Array
    ) -> list[gast.AST]:
        """y[i] *= v as a reading, a product and a store; what NumPy would not cast is not cast here either."""
        if is_inexact(self.type_of(value)) and not is_inexact(held):
            raise Unsupported("a float changes an integer array in place", statement, f"make `{base}` a float array")
        old, new = (self.helper(statement, k, f"{base}_{k + 1}") for k in (0, 1))
        lines = [
            syntax.assign(old, item),
            syntax.assign(new, syntax.binop(syntax.name(old), type(statement.op), value)),
            syntax.assign(syntax.subscript(syntax.name(base), syntax.clone(index), store=True), syntax.name(new)),
        ]
        return self.block([syntax.located(line, statement) for line in lines])

    def update_item(self, statement: gast.AugAssign, target: gast.Subscript, value: gast.AST) -> list[gast.AST]:
        base, index = syntax.clone(target.value), syntax.clone(target.slice)
        held = self.type_of(base)
        if isinstance(held, Bottom):
            return [statement]
        if isinstance(held, (Seq, Dict, ListOf)):
            old = self.names.fresh(f"{base.id}_item")
            self.locals.add(old)
            name = syntax.name
            parts = [
                syntax.assign(old, syntax.subscript(name(base.id), syntax.clone(index))),
                syntax.augassign(old, type(statement.op), value) if isinstance(at_index(held, index), Array)
                else syntax.assign(old, syntax.binop(name(old), type(statement.op), value)),
                syntax.assign(syntax.subscript(name(base.id), syntax.clone(index), store=True), name(old)),
            ]  # fmt: skip
            if isinstance(at_index(held, index), Array):
                parts[1] = syntax.assign(old, syntax.binop(name(old), type(statement.op), value))
            return self.block([syntax.located(p, statement) for p in parts])
        if not isinstance(held, Array):
            raise Unsupported("an item of a value of unknown type is changed", statement, "give example arguments")
        if not isinstance(statement.op, (gast.Add, gast.Sub)):
            return self.rewritten(statement, base.id, index, syntax.subscript(syntax.name(base.id), syntax.clone(index)), value, held)
        if any(isinstance(t, (Array, Seq, ListOf)) and not _is_mask(t) for t in self.index_types(index)):
            return self.rewritten(statement, base.id, index, syntax.subscript(syntax.name(base.id), syntax.clone(index)), value, held)
        self.type_of(value)
        new = syntax.augassign(syntax.subscript(base, index, store=True), type(statement.op), value)
        self.change(new, statement, base, Update(base, index, type(statement.op), value), value)
        return [new]

    def store(self, statement: gast.AST, target: gast.Subscript, value: gast.AST) -> list[gast.AST]:
        base, index = syntax.clone(target.value), syntax.clone(target.slice)
        held = self.type_of(base)
        self.type_of(value)
        new = syntax.assign(syntax.subscript(base, index, store=True), value)
        if isinstance(held, Bottom):
            return [new]
        if isinstance(held, (Seq, Dict)) and not (isinstance(held, Seq) and held.cls is not list):
            return self.set_item(new, statement, base, held, index, value)
        if not isinstance(held, (Array, ListOf)):
            raise Unsupported("an item is stored into a value that is not known to be an array", statement,
                              "give example arguments, or annotate")  # fmt: skip
        self.index_types(index)
        self.change(new, statement, base, Store(base, index, value), value)
        return [new]

    def set_item(
        self, new: gast.AST, statement: gast.AST, base: gast.Name, held: Type, index: gast.AST, value: gast.AST
    ) -> list[gast.AST]:
        """d["k"] = v on a container that is taken apart: the other items stay."""
        key = self.key_of(held, index)
        named = self.type_of(index) if isinstance(held, Dict) and isinstance(index, (gast.Name, gast.Constant)) else None
        if key is None and isinstance(named, Static) and isinstance(named.value, str) and "a string" not in named.value:
            key = named.value  # a new key
        if key is None:
            if isinstance(held, Seq) and self.grow(self.program.uses[base]):
                return [new]
            raise Unsupported("an item is stored under a key that is not known when generating", statement,
                              "use literal keys, or an array")  # fmt: skip
        self.check_owner(base, statement)
        old = self.program.uses[base]
        parts = dict(held.items if isinstance(held, Dict) else enumerate(held.items))
        parts[key] = self.type_of(value)
        t = Dict(tuple(parts.items())) if isinstance(held, Dict) else Seq(held.cls, tuple(parts.values()))  # type: ignore[union-attr]
        storages = old.storages | self.storages_of(value)
        self.make_stale(base.id, statement, container=True)
        version = self.define(base.id, t, "update", new, storages, old.view, own=self.env.own.get(base.id))
        self.program.ops[new] = Store(base, syntax.const(key), value)
        for path, _ in inexact_leaves(old.type):
            if path[:1] != (key,):
                self.edge((old, path), (version, path))
        self.connect(value, (), version, (key,))
        return [new]

    def change(self, new: gast.AST, statement: gast.AST, base: gast.Name, op: Op, value: gast.AST) -> None:
        """An array or list is changed in place: a new version of it, and its other names become stale."""
        old = self.program.uses[base]
        self.check_owner(base, statement)
        t = old.type
        stored = self.type_of(value)
        if isinstance(t, Array) and not isinstance(op, Append):
            if is_inexact(stored) and not is_inexact(t):
                self.program.opaque_edges.setdefault((old, ()), [])
                self.context.note_truncation(self.program, value, old, statement)
            storages = old.storages
        elif isinstance(t, ListOf):
            t = ListOf(infer.join(t.item, stored))
            storages = old.storages | self.storages_of(value)
        else:
            storages = old.storages
        self.make_stale(base.id, statement, container=isinstance(t, ListOf))
        version = self.define(base.id, t, "update", new, storages, old.view, own=self.env.own.get(base.id))
        changed = self.env.own[base.id] if isinstance(t, ListOf) else frozenset(s for s in self.env.memory[base.id] if not s.container)
        for storage in changed | {s for s in old.storages if s in changed or (not s.container and not isinstance(t, ListOf))}:
            self.program.stores.setdefault(storage, []).append(version)
        self.program.ops[new] = op
        for path, _ in inexact_leaves(old.type):
            for own, _ in inexact_leaves(version.type):
                self.edge((old, path), (version, own))
        self.spread(value, version, statement, opaque=False)

    def check_owner(self, base: gast.Name, statement: gast.AST) -> None:
        """Only memory that the function made itself may be changed."""
        version = self.program.uses[base]
        held = self.env.memory.get(base.id, version.storages)
        if isinstance(version.type, Array):
            held = frozenset(s for s in held if not s.container)
        else:
            held = self.env.own.get(base.id, frozenset(s for s in held if s.container))
        for storage in held:
            if storage.owner == "argument" and not self.context.may_change_arguments:
                raise Unsupported(
                    f"`{base.id}` is, or may be, an argument of the function, and is changed in place", statement,
                    f"work on a copy: `{base.id} = {base.id}.copy()` before this line",
                )  # fmt: skip
            if storage.owner == "outer":
                raise Unsupported(
                    f"`{base.id}` lives outside the function and is changed in place", statement,
                    "pass it as an argument, or work on a copy",
                )  # fmt: skip

    def make_stale(self, name: str, statement: gast.AST, container: bool = False) -> None:
        """Names other than `name` that may show the changed memory must not be read any more."""
        changed = set(self.env.own[name]) if container else {s for s in self.env.memory[name] if not s.container}
        for other, version in list(self.env.items()):
            if other != name and changed & self.env.memory[other] and version.stale is None and holds_memory(version.type):
                stale = replace_version(version)
                stale.stale = statement
                self.env[other] = stale

    def storages_of(self, node: gast.AST) -> frozenset[Storage]:
        """The memory that an atom, or a literal tree of atoms, may show here."""
        if isinstance(node, (gast.Tuple, gast.List)):
            return frozenset().union(*(self.storages_of(e) for e in node.elts))
        version = self.program.uses.get(node)
        return frozenset() if version is None else self.env.memory.get(version.name, version.storages)

    def visit_Expr(self, statement: gast.Expr) -> list[gast.AST]:
        value = statement.value
        if isinstance(value, gast.Call):
            func = value.func
            if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name) and func.value.id in self.env:
                handled = self.method_statement(statement, value, func)
                if handled is not None:
                    return handled
            target = self.resolve(func)
            if isinstance(func, gast.Attribute) and func.attr == "pop" and isinstance(func.value, gast.Name) and func.value.id in self.env:
                return self.visit_Assign(syntax.located(syntax.assign(self.helper(statement, 0, "unused"), syntax.clone(value)), statement))
            if isinstance(target, Static) and getattr(target.value, "__self__", None) in (np.add, np.subtract) and target.value.__name__ == "at":
                return self.add_at(statement, value, gast.Add if target.value.__self__ is np.add else gast.Sub)
            if isinstance(target, Static) and _is_effect(target.value):
                return [self.effect(statement)]
            if isinstance(target, Static) and not self.context.is_user_function(target.value):
                return [self.escape(statement, target.value)]
            if isinstance(target, (Static, Closure)):
                name = self.names.fresh("unused")
                self.locals.add(name)
                return self.visit_Assign(syntax.located(syntax.assign(name, syntax.clone(value)), statement))
        return [self.effect(statement)]

    def add_at(self, statement: gast.Expr, value: gast.Call, operator: type[gast.AST]) -> list[gast.AST]:
        """np.add.at(y, i, v): an update in which repeated indices count as often as they stand."""
        new = syntax.clone(statement)
        base, index, added = new.value.args
        self.read_all(new.value.func)
        held = self.type_of(base)
        if not isinstance(base, gast.Name) or not isinstance(held, Array):
            raise Unsupported("`np.add.at` on something that is not a local array", statement, "name the array first")
        self.type_of(index)
        self.change(new, statement, base, Update(base, index, operator, added), added)
        return [new]

    def method_statement(self, statement: gast.Expr, value: gast.Call, func: gast.Attribute) -> list[gast.AST] | None:
        """base.append(v) and other methods called for their effect."""
        base = syntax.clone(func.value)
        held = self.type_of(base)
        if isinstance(held, Bottom):
            return [statement]
        if func.attr == "append" and isinstance(held, (Seq, ListOf)) and len(value.args) == 1:
            item = syntax.clone(value.args[0])
            self.type_of(item)
            new = gast.Expr(syntax.call(syntax.attribute(base, "append"), item))
            if isinstance(held, Seq) and self.inside_loop_of(self.program.uses[base]):
                self.grow(self.program.uses[base])
            if isinstance(held, Seq):
                self.check_owner(base, statement)
                old = self.program.uses[base]
                t = Seq(list, (*held.items, self.type_of(item)))
                self.make_stale(base.id, statement, container=True)
                version = self.define(base.id, t, "update", new, old.storages | self.storages_of(item), own=self.env.own.get(base.id))
                self.program.ops[new] = Append(base, item)
                for path, _ in inexact_leaves(old.type):
                    self.edge((old, path), (version, path))
                self.connect(item, (), version, (len(held.items),))
            else:
                self.change(new, statement, base, Append(base, item), item)
            return [new]
        if func.attr == "pop" and isinstance(held, ListOf) and not value.args:
            return None
        if isinstance(held, (Array, Seq, ListOf, Dict)):
            raise Unsupported(f"the method `{func.attr}` changes `{base.id}` in place", statement,
                              "write the change as an assignment, such as `x[i] = v`")  # fmt: skip
        return None

    def inside_loop_of(self, version: Version) -> bool:
        """Whether this place is in a loop that the definition of `version` is not in, or is the head of."""
        here = [node for kind, node in self.region if kind == "loop"]
        return version.kind == "head" or len(here) > len(version.loops)

    def grow(self, version: Version, seen: set[int] | None = None) -> bool:
        """Mark the list displays that `version` comes from as of unknown length; true if there was one."""
        seen = set() if seen is None else seen
        if version.number in seen:
            return False
        seen.add(version.number)
        statement = version.statement
        if version.kind in ("meet", "head"):
            return any([self.grow(o, seen) for o in version.operands if o is not None])
        if version.kind == "argument":
            self.growing.add(version.name)
            return True
        op = self.program.ops.get(statement) if statement is not None else None
        if isinstance(op, Build):
            self.growing.add(self.origin(statement))
            return True
        if isinstance(op, (Copy, Append)):
            source = self.program.uses.get(op.source if isinstance(op, Copy) else op.base)
            return source is not None and self.grow(source, seen)
        return False

    def origin(self, statement: gast.AST | None) -> Any:
        """What stays the same when a statement is interpreted again."""
        return (getattr(statement, "lineno", None), getattr(statement, "col_offset", None),
                statement.targets[0].id if isinstance(statement, gast.Assign) else None)  # fmt: skip

    def escape(self, statement: gast.Expr, target: Any) -> gast.AST:
        """A call for its effect on something outside: it may be given anything but what is differentiated."""
        if registry.lookup(target) is not None or target in MUTATING or isinstance(getattr(target, "__self__", None), np.ufunc):
            raise Unsupported(f"`{_function_name(target)}` is called for an effect", statement,
                              "write the change as an assignment, such as `x[i] = v`")  # fmt: skip
        new = self.effect(statement)
        logs = (getattr(target, "__module__", "") or "").split(".")[0] in ("logging", "warnings", "builtins") and not hasattr(
            getattr(target, "__self__", None), "append")  # fmt: skip
        if not logs:
            for node in syntax.walk(new):
                version = self.program.uses.get(node)
                if version is not None:
                    self.program.escapes += [((version, path), statement) for path, _ in inexact_leaves(version.type)]
                    if holds_memory(version.type) and version.kind != "outer":
                        raise Unsupported("an array or list is handed to something outside, which might change it", statement,
                                          "hand over a copy's numbers, or leave the call out")  # fmt: skip
        return new

    def effect(self, statement: gast.AST) -> gast.AST:
        """A statement kept whole: it may read anything and changes nothing that is differentiated."""
        new = syntax.clone(statement)
        self.read_all(new)
        self.program.ops[new] = Inactive("an effect")
        return new

    def read_all(self, node: gast.AST) -> None:
        """Note what every name in `node` reads; names that a comprehension or lambda binds are its own."""
        own = {n.id for c in syntax.walk(node) if isinstance(c, gast.comprehension) for n in syntax.walk(c.target)
               if isinstance(n, gast.Name)}  # fmt: skip
        for inner in syntax.walk(node):
            if isinstance(inner, gast.Lambda):
                own |= {a.id for a in inner.args.args}
        for inner in syntax.walk(node):
            if isinstance(inner, gast.Name) and isinstance(inner.ctx, gast.Load) and inner.id not in own:
                self.use(inner)
        for inner in syntax.walk(node):
            if isinstance(inner, gast.Call):
                self.check_inner_call(inner, own)

    def check_inner_call(self, call: gast.Call, own: set[str]) -> None:
        """A call inside a condition or an effect is made as it is, so it may not change what it is given."""
        root = call.func
        while isinstance(root, gast.Attribute):
            root = root.value
        if not isinstance(root, gast.Name) or root.id in own:
            return
        target = self.resolve(call.func)
        risky = isinstance(target, Closure) or (isinstance(target, Static) and self.context.is_user_function(target.value))
        for arg in [*call.args, *(k.value for k in call.keywords)]:
            version = self.program.uses.get(arg)
            if risky and version is not None and holds_memory(version.type):
                raise Unsupported("a call with an array inside a condition, an assertion or a print", call,
                                  "assign its result to a variable first")  # fmt: skip

    def visit_Assert(self, statement: gast.AST) -> list[gast.AST]:
        return [self.effect(statement)]

    def visit_Raise(self, statement: gast.AST) -> list[gast.AST]:
        new = self.effect(statement)
        self.dead = True
        return [new]

    def visit_Import(self, statement: gast.Import) -> list[gast.AST]:
        new = syntax.clone(statement)
        for alias in new.names:
            module = importlib.import_module(alias.name)
            bound = module if alias.asname else importlib.import_module(alias.name.split(".")[0])
            self.define(alias.asname or alias.name.split(".")[0], Static(bound), "assign", new)
        self.program.ops[new] = Inactive("an effect")
        return [new]

    def visit_ImportFrom(self, statement: gast.ImportFrom) -> list[gast.AST]:
        if statement.level:
            raise Unsupported("a relative import inside a function", statement, "import at the top of the file")
        new = syntax.clone(statement)
        module = importlib.import_module(statement.module)
        for alias in new.names:
            value = getattr(module, alias.name)
            self.define(alias.asname or alias.name, self.context.outer_value_type(value), "assign", new)
        self.program.ops[new] = Inactive("an effect")
        return [new]

    def visit_Pass(self, statement: gast.AST) -> list[gast.AST]:
        return []

    def visit_FunctionDef(self, statement: gast.FunctionDef) -> list[gast.AST]:
        new = syntax.clone(statement)
        self.bind_closure(new, statement.name, statement, new)
        return [new]

    def bind_closure(self, node: gast.AST, name: str, origin: gast.AST, new: gast.AST) -> None:
        own = syntax.names_stored(node) | {a.id for a in _parameters(node)}
        captured = tuple((n, n) for n in sorted(syntax.names_read(node) - own) if n in self.locals and n != name)
        self.define(name, Closure(origin, name, captured, self.primal), "assign", new)
        self.program.ops[new] = Inactive("a function")

    def visit_Return(self, statement: gast.Return) -> list[gast.AST]:
        value = syntax.clone(statement.value) if statement.value is not None else syntax.const(None)
        self.program.result = self.type_of(value)
        self.program.returned = value
        return [gast.Return(value)]

    def visit_Break(self, statement: gast.AST) -> list[gast.AST]:
        self.breaks[-1].append(Env(self.env))
        self.dead = True
        return [gast.Break()]

    def visit_With(self, statement: gast.With) -> list[gast.AST]:
        new = gast.With([], [], None)
        for item in statement.items:
            target = syntax.dotted(item.context_expr.func) if isinstance(item.context_expr, gast.Call) else None
            manager = self.resolve(item.context_expr.func) if target else None
            if item.optional_vars is not None or not (isinstance(manager, Static) and manager.value is np.errstate):
                raise Unsupported("only `with np.errstate(...)` is supported", statement, "take the block out of `with`")
            copy = syntax.clone(item)
            self.read_all(copy)
            new.items.append(copy)
        outside = self.region
        self.region = (*outside, ("with", new))
        new.body = self.block(statement.body)
        self.region = outside
        return [new]

    # --- branches ---

    def visit_If(self, statement: gast.If) -> list[gast.AST]:
        decided = self.truth(statement.test)
        if decided is not None:
            return self.block(statement.body if decided else statement.orelse)
        new = gast.If(syntax.clone(statement.test), [], [])
        syntax.located(new, statement)
        self.read_all(new.test)
        before, outside = Env(self.env), self.region
        self.program.before[new], self.program.regions[new] = before, outside
        ends: list[Env | None] = []
        for kind, part in (("then", statement.body), ("else", statement.orelse)):
            self.env, self.dead = Env(before), False
            self.region = (*outside, (kind, new))
            lines = self.block(part)
            if kind == "then":
                new.body = lines
            else:
                new.orelse = lines
            ends.append(None if self.dead else self.env)
        self.region = outside
        self.dead = all(e is None for e in ends)
        if self.dead:
            self.env = before
        else:
            self.meet(new, ends)
        return [new]

    def meet(self, node: gast.AST, ends: Sequence[Env | None]) -> None:
        """Continue with what several paths give."""
        alive = [e for e in ends if e is not None]
        self.env = Env()
        order = dict.fromkeys(name for env in alive for name in env)
        for name in order:
            versions = [env.get(name) if env is not None else None for env in ends]
            present = [v for v in versions if v is not None]
            if len(present) == len(alive) and all(v is present[0] for v in present):
                self.env[name] = present[0]
                self.env.join(name, alive)
            else:
                self.define_meet(name, node, versions)
                self.env.join(name, alive)

    def define_meet(self, name: str, node: gast.AST, versions: Sequence[Version | None]) -> Version:
        present = [v for v in versions if v is not None]
        version = self.define(
            name, infer.join_all([v.type for v in present]), "meet", node,
            frozenset().union(*(v.storages for v in present)), any(v.view for v in present),
        )  # fmt: skip
        version.operands = list(versions)
        version.stale = next((v.stale for v in present if v.stale is not None), None)
        self.program.meets.setdefault(node, []).append(version)
        self.flow(version)
        return version

    def flow(self, version: Version) -> None:
        """Edges into a version where paths meet."""
        own = dict(inexact_leaves(version.type))
        for operand in version.operands:
            if operand is None:
                continue
            for path, _ in inexact_leaves(operand.type):
                if path in own:
                    self.edge((operand, path), (version, path))
                else:  # a list taken apart meets a list of unknown length
                    for mine in own:
                        if path[: len(mine)] == mine:
                            self.grow(operand)

    def truth(self, test: gast.AST) -> bool | None:
        """Whether a test is decided by what is known: types, literals, None."""
        if isinstance(test, gast.Constant):
            return bool(test.value)
        if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
            inner = self.truth(test.operand)
            return None if inner is None else not inner
        if isinstance(test, gast.BoolOp):
            parts = [self.truth(v) for v in test.values]
            stop = isinstance(test.op, gast.Or)
            if stop in parts and all(p is not None for p in parts[: parts.index(stop)]):
                return stop
            return None if None in parts else parts[-1]
        if isinstance(test, gast.Compare) and len(test.ops) == 1:
            return self.compared(test)
        if isinstance(test, gast.Call) and isinstance(test.func, gast.Name) and test.func.id == "isinstance":
            return self.is_instance(test)
        if isinstance(test, gast.Name):
            t = self.peek(test)
            if isinstance(t, Static) and (t.value is None or isinstance(t.value, str)):
                return bool(t.value)
            if isinstance(t, Seq) or (isinstance(t, Dict)):
                return bool(t.items)
        return None

    def compared(self, test: gast.Compare) -> bool | None:
        left, right = self.known(test.left), self.known(test.comparators[0])
        op = test.ops[0]
        if isinstance(op, (gast.Is, gast.IsNot)):
            if right == NONE or left == NONE:
                other = left if right == NONE else right
                if other is None or isinstance(other, (Unknown, Bottom)):
                    return None
                return (other == NONE) == isinstance(op, gast.Is)
            return None
        values = []
        for t in (left, right):
            if isinstance(t, Static) and isinstance(t.value, str):
                values.append(t.value)
            elif isinstance(t, Scalar) and type(t.value) in (int, bool):
                values.append(t.value)
            else:
                return None
        table = {gast.Eq: "__eq__", gast.NotEq: "__ne__", gast.Lt: "__lt__", gast.LtE: "__le__", gast.Gt: "__gt__", gast.GtE: "__ge__"}
        name = table.get(type(op))
        answer = getattr(values[0], name)(values[1]) if name else NotImplemented
        return None if answer is NotImplemented else bool(answer)

    def known(self, node: gast.AST) -> Type | None:
        """The type of a small expression in a test, where it is easily known."""
        if isinstance(node, (gast.Name, gast.Constant)):
            return self.peek(node)
        if isinstance(node, gast.Attribute) and isinstance(node.value, gast.Name):
            t = self.peek(node.value)
            if isinstance(t, Array) and node.attr == "ndim" and t.shape is not None:
                return replace(INT, value=len(t.shape))
            if isinstance(t, Static):
                value = getattr(t.value, node.attr, None)
                return Static(value) if isinstance(value, str) or value is None else None
        if isinstance(node, gast.Call) and isinstance(node.func, (gast.Name, gast.Attribute)) and len(node.args) == 1:
            t = self.known(node.args[0]) if isinstance(node.args[0], (gast.Name, gast.Attribute)) else None
            if syntax.dotted(node.func) == "len" and t is not None and type(infer.length_of(t)) is int:
                return replace(INT, value=infer.length_of(t))
            if syntax.dotted(node.func) == "np.ndim" and isinstance(t, (Scalar, Array)) and infer.shape_of(t) is not None:
                return replace(INT, value=len(infer.shape_of(t) or ()))
        return None

    def peek(self, node: gast.AST) -> Type | None:
        """The type of an atom, without noting a read of it."""
        if isinstance(node, gast.Constant):
            return self.type_of(node)
        version = self.env.get(node.id) or self.program.outer.get(node.id)
        if version is None and node.id not in self.locals:
            version = self.use(syntax.clone(node))
        return version.type if version else None

    def is_instance(self, test: gast.Call) -> bool | None:
        t = self.peek(test.args[0]) if isinstance(test.args[0], gast.Name) else None
        classes = self.resolve(test.args[1]) if isinstance(test.args[1], (gast.Name, gast.Attribute)) else None
        if isinstance(test.args[1], gast.Tuple) and all(syntax.dotted(e) for e in test.args[1].elts):
            found = [self.resolve(e) for e in test.args[1].elts]
            classes = Static(tuple(c.value for c in found if isinstance(c, Static)))
        if not isinstance(classes, Static):
            return None
        own: Any = None
        if isinstance(t, Scalar):
            own = type(np.dtype(t.dtype).type(0).item()) if t.weak else np.dtype(t.dtype).type
        elif isinstance(t, Array):
            own = np.ndarray
        elif isinstance(t, (Seq, Record)):
            own = t.cls
        elif isinstance(t, (Dict, ListOf)):
            own = dict if isinstance(t, Dict) else list
        elif isinstance(t, Static):
            own = type(t.value)
        return None if own is None else issubclass(own, classes.value)

    # --- loops ---

    def visit_For(self, statement: gast.For) -> list[gast.AST]:
        lowered = self.lower(statement)
        if isinstance(lowered, list):
            return self.block(lowered)
        if lowered is None:
            return []
        return self.loop(lowered, statement)

    def lower(self, statement: gast.For) -> Any:
        """The loop as one over a range; or the statements of a short loop over parts of different types."""
        iterator = statement.iter
        if isinstance(iterator, gast.Call) and _is_range(iterator) and self.is_builtin(iterator):
            return statement
        fixed = self.fixed_iterator(statement)
        if fixed is not None:
            return fixed
        unrolled = self.unroll(statement)
        if unrolled is not None:
            return unrolled
        counter = self.helper(statement, 0, _counter_name(self.names.taken))
        plan = self.sequence(iterator, syntax.name(counter), statement)
        if plan is None:
            raise Unsupported("a loop over something that is not an array, list, tuple or range", statement.iter,
                              "loop over a range, an array or a list")  # fmt: skip
        length, item, backwards = plan
        first = syntax.assign(statement.target, item) if isinstance(statement.target, gast.Name) else None
        unpack = [first] if first is not None else _unpacked(statement.target, item)
        rng = syntax.call("range", length)
        first_lines = [syntax.located(line, statement) for u in unpack for line in self.hoisted(u, statement)]
        new = gast.For(
            syntax.name(counter, store=True), syntax.call("reversed", rng) if backwards else rng,
            first_lines + statement.body, [], None,
        )  # fmt: skip
        return syntax.located(new, statement)

    def fixed_iterator(self, statement: gast.For) -> list[gast.AST] | None:
        """A loop whose body rebinds what it iterates over goes on with the old value: give that a name of its own."""
        rebound = syntax.names_stored(statement.body) | syntax.names_stored(statement.target)
        over = [n for n in syntax.walk(statement.iter) if isinstance(n, gast.Name) and n.id in self.env and n.id in rebound]
        grown = _changed_names(statement.body)
        for node in syntax.walk(statement.iter):
            if isinstance(node, gast.Name) and node.id in grown and isinstance(self.peek(node), (Seq, ListOf)):
                raise Unsupported(f"the loop changes the list `{node.id}` that it iterates over", statement.iter, "iterate over a copy: `list(...)`")
        if not over:
            return None
        new = gast.For(statement.target, syntax.clone(statement.iter), statement.body, [], None)
        lines: list[gast.AST] = []
        for k, name in enumerate(dict.fromkeys(n.id for n in over)):
            alias = self.helper(statement, k, f"{name}_before")
            lines.append(syntax.located(syntax.assign(alias, syntax.name(name)), statement))
            for node in syntax.walk(new.iter):
                if isinstance(node, gast.Name) and node.id == name:
                    node.id = alias
        return [*lines, syntax.located(new, statement)]

    def helper(self, statement: gast.AST, index: int, wish: str) -> str:
        """A name made for a statement: the same one each time the statement is interpreted."""
        made = self.helpers.setdefault(statement, [])
        while len(made) <= index:
            made.append(self.names.fresh(wish))
            self.locals.add(made[-1])
        return made[index]

    def is_builtin(self, call: gast.Call) -> bool:
        names = [syntax.dotted(call.func)]
        if names == ["reversed"]:
            names.append(syntax.dotted(call.args[0].func))
        return all(n not in self.locals and self.resolve(syntax.name(n)) == Static(getattr(builtins, n)) for n in names)

    def unroll(self, statement: gast.For) -> list[gast.AST] | None:
        """The trips of a loop over a dict, or over a tuple or list of parts that differ, one after another."""
        iterator = statement.iter
        items: list[gast.AST] | None = None
        if isinstance(iterator, gast.Name):
            t = self.peek(iterator)
            if isinstance(t, Dict):
                items = [syntax.const(k) for k, _ in t.items]
            elif isinstance(t, Seq) and not self.uniform(t):
                items = [syntax.subscript(syntax.name(iterator.id), syntax.const(k)) for k in range(len(t.items))]
        if items is None and isinstance(iterator, gast.Call):
            items = self.parts_of(iterator)
        if items is None:
            return None
        if any(isinstance(s, gast.Break) for s in syntax.walk(statement.body)):
            raise Unsupported("`break` in a loop over a dict, or over a tuple of different parts", statement,
                              "loop over a range, an array or a list of equal parts")  # fmt: skip
        lines: list[gast.AST] = []
        for k, item in enumerate(items):
            if isinstance(statement.target, gast.Name):
                lines.append(syntax.located(syntax.assign(statement.target.id, item), statement))
            else:
                lines += [syntax.located(u, statement) for u in _unpacked(statement.target, item)]
            lines += syntax.clone(statement.body) if k < len(items) - 1 else statement.body
        return [s for line in lines for s in self.flatten(line, statement)]

    def hoisted(self, line: gast.Assign, statement: gast.AST) -> list[gast.AST]:
        """An assignment whose right side has nested operations, as assignments of one operation each."""
        lines: list[gast.AST] = []

        def atom(node: gast.AST) -> gast.AST:
            if isinstance(node, (gast.Name, gast.Constant)):
                return node
            name = self.helper(statement, len(self.helpers.get(statement, [])), f"{line.targets[0].id}_at")
            lines.append(syntax.assign(name, operation(node)))
            return syntax.name(name)

        def operation(node: gast.AST) -> gast.AST:
            if isinstance(node, gast.BinOp):
                return syntax.binop(atom(node.left), type(node.op), atom(node.right))
            if isinstance(node, gast.Subscript):
                return syntax.subscript(atom(node.value), atom(node.slice))
            if isinstance(node, gast.Call):
                return syntax.call(node.func, *[atom(a) for a in node.args])
            if isinstance(node, gast.Tuple):
                return syntax.tuple_([atom(e) for e in node.elts])
            return node

        value = operation(line.value)
        return [*lines, syntax.assign(line.targets[0].id, value)]

    def flatten(self, line: gast.AST, statement: gast.AST) -> list[gast.AST]:
        """An assignment of a nested subscript in normal form."""
        return self.hoisted(line, statement) if isinstance(line, gast.Assign) and isinstance(line.targets[0], gast.Name) else [line]

    def parts_of(self, iterator: gast.AST) -> list[gast.AST] | None:
        """The items that an iterator over static containers yields, as expressions; None if it is not one."""
        if isinstance(iterator, gast.Name):
            t = self.peek(iterator)
            if isinstance(t, Seq):
                return [syntax.subscript(syntax.name(iterator.id), syntax.const(k)) for k in range(len(t.items))]
            return [syntax.const(k) for k, _ in t.items] if isinstance(t, Dict) else None
        if not isinstance(iterator, gast.Call):
            return None
        name = syntax.dotted(iterator.func) or ""
        root, _, method = name.rpartition(".")
        held = self.peek(syntax.name(root)) if root and "." not in root else None
        if isinstance(held, Dict) and method in ("items", "values", "keys"):
            keys = [syntax.const(k) for k, _ in held.items]
            values = [syntax.subscript(syntax.name(root), syntax.const(k)) for k, _ in held.items]
            if method == "items":
                return [syntax.tuple_(pair) for pair in zip(keys, values, strict=True)]
            return values if method == "values" else keys
        if name in ("zip", "enumerate", "reversed") and not iterator.keywords:
            parts = [self.parts_of(a) for a in iterator.args]
            if name == "zip" and parts and any(p is not None and not self.uniform_parts(a) for a, p in zip(iterator.args, parts, strict=True)):
                if all(p is not None for p in parts):
                    return [syntax.tuple_([syntax.clone(x) for x in row]) for row in zip(*parts)]  # type: ignore[arg-type]  # noqa: B905
            if name == "enumerate" and len(parts) == 1 and parts[0] is not None and not self.uniform_parts(iterator.args[0]):
                return [syntax.tuple_([syntax.const(k), p]) for k, p in enumerate(parts[0])]
            if name == "reversed" and parts[0] is not None and not self.uniform_parts(iterator.args[0]):
                return parts[0][::-1]
        return None

    def uniform_parts(self, node: gast.AST) -> bool:
        t = self.peek(node) if isinstance(node, gast.Name) else None
        if isinstance(node, gast.Call):
            return self.parts_of(node) is None
        return not isinstance(t, Dict) and (not isinstance(t, Seq) or self.uniform(t))

    def uniform(self, t: Seq) -> bool:
        """Whether the items can be read with a running index: numbers or arrays of one rank, in a list or tuple."""
        if not t.items:
            return False
        if len(t.items) > 0 and not all(isinstance(i, (Scalar, Array)) for i in t.items):
            return False
        joined = infer.join_all([without_value(i) for i in t.items])
        return isinstance(joined, Scalar) or (isinstance(joined, Array) and joined.shape is not None)

    def sequence(self, iterator: gast.AST, k: gast.AST, statement: gast.AST) -> Any:
        """(length, item at k, runs backwards) of an iterator, as expressions; None if it is not a sequence."""
        if isinstance(iterator, gast.Name):
            t = self.peek(iterator)
            if isinstance(t, (Array, Seq, ListOf, Bottom)):
                return syntax.call("len", syntax.name(iterator.id)), syntax.subscript(syntax.name(iterator.id), k), False
            return None
        if not isinstance(iterator, gast.Call):
            return None
        name = syntax.dotted(iterator.func)
        if name == "reversed":
            inner = self.sequence(iterator.args[0], k, statement)
            return None if inner is None else (inner[0], inner[1], not inner[2])
        if name == "range" and len(iterator.args) == 1:
            return iterator.args[0], k, False
        if name == "range" and len(iterator.args) == 2:
            start, stop = iterator.args
            return syntax.binop(stop, gast.Sub, start), syntax.binop(k, gast.Add, syntax.clone(start)), False
        if name == "range" and len(iterator.args) == 3:
            start, _, step = iterator.args
            moved = syntax.binop(syntax.binop(k, gast.Mult, syntax.clone(step)), gast.Add, syntax.clone(start))
            return syntax.call("len", syntax.clone(iterator)), moved, False
        if name == "enumerate":
            inner = self.sequence(iterator.args[0], k, statement)
            start = iterator.args[1] if len(iterator.args) > 1 else next((w.value for w in iterator.keywords), None)
            if inner is None or inner[2]:
                return None
            count = syntax.clone(k) if start is None else syntax.binop(syntax.clone(k), gast.Add, start)
            return inner[0], syntax.tuple_([count, inner[1]]), False
        if name == "zip":
            inners = [self.sequence(a, syntax.clone(k), statement) for a in iterator.args]
            if not inners or any(i is None for i in inners):
                return None
            backwards = all(i[2] for i in inners)
            if any(i[2] for i in inners) and not (backwards and self.equal_lengths([_unreversed(a) for a in iterator.args])):
                inners = [self.straight(i, k) for i in inners]
                backwards = False
            lengths = {syntax.dump(i[0]): i[0] for i in inners}
            length = inners[0][0] if len(lengths) == 1 or self.equal_lengths(iterator.args) else syntax.call("min", *lengths.values())
            return length, syntax.tuple_([i[1] for i in inners]), backwards
        if name in ("list", "tuple"):
            return self.sequence(iterator.args[0], k, statement)
        return None

    def straight(self, plan: Any, k: gast.AST) -> Any:
        """A sequence that runs backwards, read forwards."""
        length, item, backwards = plan
        if not backwards:
            return plan
        turned = syntax.binop(syntax.binop(syntax.clone(length), gast.Sub, syntax.const(1)), gast.Sub, syntax.clone(k))
        return length, _replaced(item, k, turned), False

    def equal_lengths(self, nodes: Sequence[gast.AST]) -> bool:
        """Whether iterators have as many items."""
        lengths = [infer.length_of(self.peek(n) or UNKNOWN) if isinstance(n, gast.Name) else None for n in nodes]
        return None not in lengths and all(n == lengths[0] for n in lengths)

    def visit_While(self, statement: gast.While) -> list[gast.AST]:
        return self.loop(statement, statement)

    def loop(self, statement: gast.AST, origin: gast.AST) -> list[gast.AST]:
        """Interpret a loop until the types and memory at its head are stable."""
        before, outside, start = Env(self.env), self.region, self.position
        stored = syntax.names_stored(statement.body) | _changed_names(statement.body)
        for s in syntax.walk(statement.body):
            if isinstance(s, gast.FunctionDef):
                stored.add(s.name)
        if isinstance(statement, gast.For):
            stored.add(statement.target.id)
        inputs = {n: (before[n].type, before.memory[n], before[n].stale, before[n].view) if n in before else
                  (BOTTOM, frozenset(), None, False) for n in sorted(stored)}  # fmt: skip
        own_before = {n: before.own.get(n, frozenset()) for n in inputs}
        self.loop_owns.append(own_before)
        for _ in range(MAX_ROUNDS):
            self.env, self.region, self.position, self.dead = Env(before), outside, start, False
            new = self.loop_once(statement, origin, inputs)
            end = self.loop_end
            changed = False
            for name in inputs:
                own = self.loop_owns[-1].get(name, frozenset()) | end.own.get(name, frozenset())
                if own != self.loop_owns[-1].get(name):
                    self.loop_owns[-1][name] = own
                    changed = True
            for name in sorted(set(end) | set(inputs)):
                if name not in inputs:
                    if name in before and (end[name] is not before[name] or not end.memory[name] <= before.memory[name]):
                        inputs[name] = (before[name].type, before.memory[name] | end.memory[name], before[name].stale, before[name].view)
                        changed = True
                    continue
                if name not in end:
                    continue
                t, storages, stale, view = inputs[name]
                joined = (infer.join(t, without_value(end[name].type) if t != end[name].type else t), storages | end.memory[name],
                          stale or end[name].stale, view or end[name].view)  # fmt: skip
                if joined != inputs[name]:
                    inputs[name], changed = joined, True
            if not changed:
                self.loop_owns.pop()
                return self.after_loop(new, before, inputs)
        raise Unsupported("the types in this loop do not settle", origin, "give the variables one type before the loop")

    def loop_once(self, statement: gast.AST, origin: gast.AST, inputs: Mapping[str, Any]) -> gast.AST:
        """One interpretation of the loop, given what its head may hold."""
        before, outside = Env(self.env), self.region
        if isinstance(statement, gast.For):
            new: gast.AST = gast.For(syntax.clone(statement.target), syntax.clone(statement.iter), [], [], None)
            self.read_all(new.iter)
        else:
            new = gast.While(syntax.clone(statement.test), [], [])
        syntax.located(new, origin)
        self.program.before[new], self.program.regions[new] = before, outside
        self.region = (*outside, ("loop", new))
        heads: list[Version] = []
        for name, (t, storages, stale, view) in inputs.items():
            head = self.define(name, t, "head", new, storages, view, self.loop_owns[-1].get(name))
            head.stale = stale
            head.operands = [before.get(name)]
            heads.append(head)
        top = Env(self.env)
        if isinstance(statement, gast.For):
            self.define(statement.target.id, INT, "iterate", new)
        else:
            self.read_all(new.test)
        self.breaks.append([])
        new.body = self.block(statement.body)
        self.loop_end = Env() if self.dead else Env(self.env)
        self.loop_breaks = self.breaks.pop()
        self.loop_top = top
        self.program.heads[new] = heads
        self.program.ends[new] = self.loop_end
        self.region = outside
        for head in heads:
            head.operands.append(self.loop_end.get(head.name))
        return new

    def after_loop(self, new: gast.AST, before: Env, inputs: Mapping[str, Any]) -> list[gast.AST]:
        """What holds after the loop: the head's values where it ended by itself, or those at a break."""
        for head in self.program.heads[new]:
            self.flow(head)
        endless = isinstance(new, gast.While) and isinstance(new.test, gast.Constant) and bool(new.test.value)
        ends: list[Env] = ([] if endless else [self.loop_top]) + self.loop_breaks
        self.dead = not ends
        changed = [n for n in dict.fromkeys([*inputs, *(n for e in ends for n in e)])]
        self.env = Env(before)
        for name in changed:
            versions = [e.get(name) for e in ends]
            if name not in inputs and all(v is before.get(name) for v in versions):
                continue
            present = [v for v in versions if v is not None]
            if present and not all(isinstance(v.type, Bottom) for v in present):
                self.define_meet(name, new, versions)
                self.env.join(name, ends)
        return [new]

    # --- right sides ---

    def evaluate(self, value: gast.AST, statement: gast.AST) -> Meaning:
        """What the right side of an assignment means."""
        method = getattr(self, "value_" + type(value).__name__, None)
        if method is None:
            raise Unsupported(f"{type(value).__name__} is not supported here", value)
        meaning: Meaning = method(value, statement)
        syntax.located(meaning.value, statement)
        return meaning

    def value_Name(self, value: gast.Name, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        version = self.use(node)
        return Meaning(node, version.type, Copy(node), self.storages_of(node), version.view)

    def value_Constant(self, value: gast.Constant, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        return Meaning(node, self.type_of(node), Inactive("a constant"))

    def value_JoinedStr(self, value: gast.AST, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        self.read_all(node)
        return Meaning(node, Static(f"{id(self)} a string"), Inactive("a string"))

    def value_BoolOp(self, value: gast.AST, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        self.read_all(node)
        return Meaning(node, BOOL, Inactive("a boolean"))

    def value_UnaryOp(self, value: gast.UnaryOp, statement: gast.AST) -> Meaning:
        operand = syntax.clone(value.operand)
        node = gast.UnaryOp(value.op, operand)
        if isinstance(value.op, gast.Not):
            self.type_of(operand)
            return Meaning(node, BOOL, Inactive("a boolean"))
        return self.operation(node, registry.OPERATOR_FUNCTIONS[type(value.op)], [operand], statement)

    def value_BinOp(self, value: gast.BinOp, statement: gast.AST) -> Meaning:
        left, right = syntax.clone(value.left), syntax.clone(value.right)
        node = gast.BinOp(left, value.op, right)
        a, b = self.type_of(left), self.type_of(right)
        if isinstance(a, (Seq, ListOf)) or isinstance(b, (Seq, ListOf)):
            return self.list_operation(node, value, a, b, statement)
        if isinstance(a, Static) and isinstance(a.value, str):
            return Meaning(node, Static(f"{id(self)} a string"), Inactive("a string"))
        return self.operation(node, registry.OPERATOR_FUNCTIONS[type(value.op)], [left, right], statement)

    def list_operation(self, node: gast.AST, value: gast.BinOp, a: Type, b: Type, statement: gast.AST) -> Meaning:
        if isinstance(value.op, gast.Add) and isinstance(a, Seq) and isinstance(b, Seq) and a.cls is b.cls:
            items = [self.part(side, k, statement) for side, t in ((node.left, a), (node.right, b)) for k in range(len(t.items))]
            whole = syntax.tuple_(items) if a.cls is tuple else syntax.list_(items)
            return self.evaluate(syntax.located(whole, node), statement)
        if isinstance(value.op, gast.Mult) and isinstance(b, Scalar) and isinstance(a, Seq) and len(a.items) == 1:
            item = a.items[0]
            storage = frozenset([self.storage_for(self.origin_key(statement), container=True)])
            if isinstance(item, Scalar):  # [0.0] * n
                return Meaning(node, ListOf(without_value(item)), Opaque("a repeated list", "append in a loop"), storage)
        raise Unsupported("an operator on a list or tuple", value, "write a loop, or use an array")

    def value_Compare(self, value: gast.Compare, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        self.read_all(node)
        left, right = self.type_of(node.left), self.type_of(node.comparators[0])
        shape = infer.broadcast([infer.shape_of(left), infer.shape_of(right)]) if all(isinstance(t, (Scalar, Array)) for t in (left, right)) else ()
        numeric = not isinstance(value.ops[0], (gast.Is, gast.IsNot, gast.In, gast.NotIn))
        t: Type = Array("bool", shape) if numeric and (isinstance(left, Array) or isinstance(right, Array)) else BOOL
        if numeric and (isinstance(left, Unknown) or isinstance(right, Unknown)):
            t = UNKNOWN
        return Meaning(node, t, Inactive("a comparison"), self.fresh_storage(t, statement))

    def value_Subscript(self, value: gast.Subscript, statement: gast.AST) -> Meaning:
        base, index = syntax.clone(value.value), syntax.clone(value.slice)
        node = syntax.subscript(base, index)
        held = self.type_of(base)
        version = self.program.uses[base]
        if isinstance(held, Bottom):
            self.index_types(index)
            return Meaning(node, BOTTOM, Copy(base))
        if isinstance(held, (Seq, Dict)):
            return self.item_of(node, base, held, index, statement)
        items = self.index_types(index)
        if isinstance(held, ListOf):
            if isinstance(items[0], slice) or len(items) != 1:
                return Meaning(node, held, Opaque("a slice of a list", "use an array, or build the list you need"), self.storages_of(base), True)
            return Meaning(node, held.item, Load(base, index), self.storages_of(base), True)
        if isinstance(held, Array):
            t = infer.indexed(held, items)
            basic = all(i is None or i is Ellipsis or isinstance(i, (slice, Scalar)) for i in items)
            if isinstance(t, Unknown) and held.shape is None and all(isinstance(i, Scalar) for i in items):
                t = UNKNOWN
            shared = isinstance(t, Array) and basic
            storages = self.storages_of(base) if shared else self.fresh_storage(t, statement)
            return Meaning(node, t, Load(base, index), storages, shared)
        if isinstance(held, Static) and isinstance(held.value, Mapping | Sequence) and not isinstance(held.value, str):
            raise Unsupported("an item of a global container", value, "bind the item to a global name of its own")
        return Meaning(node, UNKNOWN, Opaque("an item of a value of unknown type", "give example arguments"))

    def item_of(self, node: gast.AST, base: gast.Name, held: Type, index: gast.AST, statement: gast.AST) -> Meaning:
        """An item of a tuple, list or dict that is taken apart statically."""
        version = self.program.uses[base]
        if isinstance(held, Seq) and isinstance(index, gast.Slice):
            return self.slice_of(node, base, held, index, statement)
        key = self.key_of(held, index)
        if key is not None:
            return Meaning(node, at(held, (key,)), Project(base, key), self.storages_of(base), True)
        self.index_types(index)
        if isinstance(held, Seq) and version.kind == "outer":
            t = infer.join_all([without_value(i) for i in held.items])
            return Meaning(node, t, Inactive("an item of a constant"), self.storages_of(base), True)
        if isinstance(held, Seq):
            if not self.grow(version) and isinstance(infer.join_all(list(held.items)), Unknown):
                raise Unsupported("an item of a tuple under an index that is not known when generating", node,
                                  "use a list or an array of equal items")  # fmt: skip
            t = infer.join_all([without_value(i) for i in held.items])
            return Meaning(node, t, Load(base, index), self.storages_of(base), True)
        raise Unsupported("a key that is not known when generating, or not in the dict", node, "use literal keys")

    def slice_of(self, node: gast.AST, base: gast.Name, held: Seq, index: gast.Slice, statement: gast.AST) -> Meaning:
        parts = [self.type_of(p) if p is not None else NONE for p in (index.lower, index.upper, index.step)]
        if any(p != NONE and not (isinstance(p, Scalar) and type(p.value) is int) for p in parts):
            raise Unsupported("a slice of a tuple or list with bounds that are not literals", node, "use an array")
        chosen = range(len(held.items))[slice(*(p.value for p in parts))]  # type: ignore[attr-defined]
        cls = tuple if issubclass(held.cls, tuple) else list
        t = Seq(cls, tuple(held.items[k] for k in chosen))
        part = Seq(cls, t.items)
        return Meaning(node, part, Slice(base, tuple(chosen)), self.storages_of(base), True)

    def key_of(self, held: Type, index: gast.AST) -> Any:
        """The static key that an index means; None if there is none."""
        t = self.type_of(index) if isinstance(index, (gast.Name, gast.Constant)) else None
        value = t.value if isinstance(t, (Static, Scalar)) else None
        if isinstance(held, Seq) and type(value) is int and -len(held.items) <= value < len(held.items):
            return value % len(held.items)
        if isinstance(held, Dict) and any(k == value and type(k) is type(value) for k, _ in held.items):
            return value
        return None

    def index_types(self, index: gast.AST) -> list[Any]:
        """The types in an index, as `infer.indexed` takes them."""
        result: list[Any] = []
        for item in index.elts if isinstance(index, gast.Tuple) else [index]:
            if isinstance(item, gast.Slice):
                result.append(slice(*(None if p is None else self.bound(p) for p in (item.lower, item.upper, item.step))))
            elif isinstance(item, gast.Constant) and (item.value is None or item.value is Ellipsis):
                result.append(item.value)
            else:
                t = self.type_of(item)
                result.append(None if t == NONE else t)
        return result

    def bound(self, node: gast.AST) -> Type | None:
        """The type of a bound of a slice."""
        t = self.trial_type(node)
        return None if t == NONE else t

    def value_Attribute(self, value: gast.Attribute, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        root = node
        while isinstance(root.value, gast.Attribute):
            root = root.value
        base = root.value
        if root is not node:  # a dotted chain: resolve from the left
            t = self.resolve(node)
            if t is not None:
                self.use(base)
                return self.constant(node, t)
            inner = self.helper(statement, len(self.helpers.get(statement, [])), f"{base.id}_{node.value.attr}")
            self.pending += self.after_pending([syntax.assign(inner, node.value)], statement)
            return self.value_Attribute(syntax.located(syntax.attribute(syntax.name(inner), node.attr), statement), statement)
        held = self.type_of(base)
        version = self.program.uses[base]
        if isinstance(held, Bottom):
            return Meaning(node, BOTTOM, Copy(base))
        if isinstance(held, (Array, Scalar)):
            return self.property_of(node, base, held, statement)
        if isinstance(held, Record) or (isinstance(held, Seq) and hasattr(held.cls, "_fields")):
            names = dict(held.items) if isinstance(held, Record) else {}
            key: Any = value.attr
            if isinstance(held, Seq):
                key = list(held.cls._fields).index(value.attr) if value.attr in held.cls._fields else None  # type: ignore[attr-defined]
                names = dict(enumerate(held.items))
            if key in names:
                return Meaning(node, names[key], Project(base, key), self.storages_of(base), True)
            known = dict(held.constants).get(value.attr) if isinstance(held, Record) else None
            if isinstance(known, Static):
                if type(known.value) in PYTHON_NUMBERS:
                    known = replace(PYTHON_NUMBERS[type(known.value)], value=known.value)
                return Meaning(node, known, Inactive("a constant attribute"))
            if isinstance(getattr(held.cls, value.attr, None), property):
                raise Unsupported(f"`{syntax.dotted(value)}` is a property", node, "call a function instead")
        if isinstance(held, Static):
            return self.constant(node, self.context.attribute_type(self.primal, syntax.dotted(node), held.value, value.attr, node))
        raise Unsupported(f"the attribute `{value.attr}` of a value of unknown type", value, "give example arguments")

    def constant(self, node: gast.AST, t: Type) -> Meaning:
        """A value from outside."""
        storage = self.memory_for(("outer", syntax.dotted(node)), t, "outer")
        return Meaning(node, t, Inactive("a constant from outside the function"), storage, True)

    def property_of(self, node: gast.Attribute, base: gast.Name, held: Type, statement: gast.AST) -> Meaning:
        attr = node.attr
        shape = infer.shape_of(held)
        if attr == "shape":
            t: Type = Seq(tuple, tuple(replace(INT, value=d) for d in shape)) if shape is not None else UNKNOWN
            return Meaning(node, t, Inactive("a shape"))
        if attr == "ndim":
            return Meaning(node, replace(INT, value=None if shape is None else len(shape)), Inactive("a shape"))
        if attr == "size":
            value = None if shape is None else infer.product_size(shape)
            return Meaning(node, replace(INT, value=value), Inactive("a shape"))
        if attr == "dtype":
            return Meaning(node, Static(np.dtype(held.dtype)), Inactive("a dtype"))  # type: ignore[union-attr]
        if attr in registry.PROPERTIES:
            return self.apply(node, registry.PROPERTIES[attr], [base], {}, statement, method=True)
        raise Unsupported(f"the attribute `{attr}` of an array has no derivative rule", node, "use a NumPy function instead")

    def value_Tuple(self, value: gast.Tuple, statement: gast.AST) -> Meaning:
        return self.display(value, tuple, statement)

    def value_List(self, value: gast.List, statement: gast.AST) -> Meaning:
        return self.display(value, list, statement)

    def display(self, value: gast.AST, cls: type, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        if any(isinstance(e, gast.Starred) for e in node.elts):
            raise Unsupported("a starred item in a list or tuple", value, "write the items out")
        types = [self.type_of(e) for e in node.elts]
        own = frozenset([self.storage_for(self.origin_key(statement), container=True)]) if cls is list else frozenset()
        storages = own.union(*(self.storages_of(e) for e in node.elts))
        if self.origin_key(statement) in self.growing:
            t: Type = ListOf(infer.join_all([without_value(i) for i in types]))
        else:
            t = Seq(cls, tuple(types))
        return Meaning(node, t, Build(tuple(enumerate(node.elts))), storages, False, own)

    def origin_key(self, statement: gast.AST) -> Any:
        return self.origin(statement)

    def value_Dict(self, value: gast.Dict, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        keys = []
        for key in node.keys:
            t = self.type_of(key) if key is not None else None
            if not isinstance(t, (Static, Scalar)) or (isinstance(t, Scalar) and t.value is None):
                raise Unsupported("a dict with keys that are not known when generating", value, "use literal keys")
            keys.append(t.value)
        types = [self.type_of(e) for e in node.values]
        own = frozenset([self.storage_for(self.origin_key(statement), container=True)])
        storages = own.union(*(self.storages_of(e) for e in node.values))
        return Meaning(node, Dict(tuple(zip(keys, types, strict=True))), Build(tuple(zip(keys, node.values, strict=True))), storages, False, own)

    def value_Set(self, value: gast.AST, statement: gast.AST) -> Meaning:
        raise Unsupported("a set", value, "use a list or a tuple")

    def value_Lambda(self, value: gast.Lambda, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        own = {a.id for a in _parameters(node)}
        captured = tuple((n, n) for n in sorted(syntax.names_read(node.body) - own) if n in self.locals)
        name = statement.targets[0].id if isinstance(statement, gast.Assign) else "function"
        return Meaning(node, Closure(value, name, captured, self.primal), Inactive("a function"))

    # --- operators and calls ---

    def operation(self, node: gast.AST, function: Any, operands: list[gast.AST], statement: gast.AST) -> Meaning:
        """An operator on numbers and arrays."""
        types = [self.type_of(o) for o in operands]
        for t in types:
            if isinstance(t, (Record, Dict, Closure)) or (isinstance(t, Static) and not isinstance(t.value, np.dtype)):
                raise Unsupported(f"an operator on {_described(t)}", node, "use numbers and arrays")
        return self.apply(node, function, operands, {}, statement)

    def apply(
        self, node: gast.AST, function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST],
        statement: gast.AST, method: bool = False,
    ) -> Meaning:  # fmt: skip
        """A function with a rule, applied to atoms."""
        rule = registry.lookup(function)
        if "out" in keywords and self.bound_type(keywords["out"]) != NONE:
            raise Unsupported("`out=`", node, "assign the result: `y[...] = f(x)`")
        types = [self.bound_type(o) for o in [*operands, *keywords.values()]]
        if isinstance(rule, Elementwise) and not keywords and len(operands) == len(rule.operands):
            t = infer.elementwise(function, types)
            bound = dict(zip(rule.operands, operands, strict=True))
            op: Op = Apply(rule, bound, dict(zip(rule.operands, types, strict=True)), node, bound)
            if not is_inexact(t):
                op = Inactive("an integer or boolean result")
            return Meaning(node, t, op, self.fresh_storage(t, statement))
        if function in MUTATING or (isinstance(getattr(function, "__self__", None), np.ufunc) and function.__name__ == "at"):
            raise Unsupported(f"`{_function_name(function)}` changes its argument in place", node, "write the change as an assignment, such as `x[i] = v`")
        trials = [self.trial_type(o) for o in [*operands, *keywords.values()]]
        t, shared = self.trial(function, trials[: len(operands)], dict(zip(keywords, trials[len(operands) :], strict=True)), method)
        storages = self.fresh_storage(t, statement)
        for position in shared:
            storages |= self.storages_of([*operands, *keywords.values()][position])
        if isinstance(rule, Zero):
            return Meaning(node, t, Inactive(rule.reason), storages, bool(shared))
        if isinstance(rule, Template) and (is_inexact(t) or any(True for _ in inexact_leaves(t))):
            bound = self.bind_rule(rule, operands, keywords, node)
            if bound is not None:
                known = {k: self.bound_type(v) for k, v in bound.items()}
                return Meaning(node, t, Apply(rule, bound, known, node, bound), storages, bool(shared))
        if not is_inexact(t) and not any(True for _ in inexact_leaves(t)):
            return Meaning(node, t, Inactive("an integer or boolean result"), storages, bool(shared))
        name = rule.name if rule is not None else _function_name(function)
        cure = "declare its derivative with s2sdiff.extend" if rule is None else "leave out the arguments the rule does not know"
        return Meaning(node, t, Opaque(f"`{name}` has no derivative rule" + (" for these arguments" if rule else ""), cure), storages, bool(shared))

    def trial(self, function: Any, args: Sequence[Type], keywords: Mapping[str, Type], method: bool) -> tuple[Type, list[int]]:
        """The result type, and the positions of the arguments it may share memory with."""
        return self.context.trial(function, tuple(args), tuple(keywords.items()))  # type: ignore[no-any-return]

    def bound_type(self, node: gast.AST) -> Type:
        """The type of a bound argument: an atom, or a literal tree of atoms."""
        if isinstance(node, (gast.Tuple, gast.List)):
            return Seq(tuple if isinstance(node, gast.Tuple) else list, tuple(self.bound_type(e) for e in node.elts))
        if isinstance(node, gast.UnaryOp) and isinstance(node.operand, gast.Constant):
            return self.type_of(syntax.const(-node.operand.value))
        return self.type_of(node)

    def bind_rule(
        self, rule: Template, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST], node: gast.AST
    ) -> dict[str, gast.AST] | None:
        """Which argument goes with which parameter of the rule; None if the rule does not know one of them."""
        positional = [p for p in rule.params if p not in rule.keyword_only]
        bound: dict[str, gast.AST] = {}
        rest = list(operands)
        for parameter in positional:
            if parameter == rule.starred:
                bound[parameter] = syntax.tuple_(rest)
                rest = []
            elif rest:
                bound[parameter] = rest.pop(0)
        if rest:
            return None
        for key, value in keywords.items():
            if key not in rule.params or key in bound:
                return None
            bound[key] = value
        for parameter in rule.params:
            if parameter not in bound:
                if parameter not in rule.defaults:
                    return None
                bound[parameter] = syntax.clone(rule.defaults[parameter])
        return bound

    def fresh_storage(self, t: Type, statement: gast.AST) -> frozenset[Storage]:
        return self.memory_for(self.origin_key(statement), t)

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

    def value_Call(self, value: gast.Call, statement: gast.AST) -> Meaning:
        node = syntax.clone(value)
        if any(isinstance(a, gast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
            node = self.spread_arguments(node, statement)
        keywords = {k.arg: k.value for k in node.keywords}
        func = node.func
        if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name):
            held = self.peek(func.value) if func.value.id in self.locals or func.value.id in self.env else None
            if held is not None and not isinstance(held, Static):
                return self.method_call(node, func, held, keywords, statement)
        if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Attribute) and self.root_is_value(func):
            name = self.helper(statement, len(self.helpers.get(statement, [])), f"{func.value.attr}_of")
            self.pending += self.after_pending([syntax.assign(name, func.value)], statement)
            node.func = syntax.located(syntax.attribute(syntax.name(name), func.attr), statement)
            return self.value_Call(node, statement)
        target = self.resolve(func)
        for inner in syntax.walk(func):
            if isinstance(inner, gast.Name):
                self.use(inner)
        if isinstance(target, Closure):
            return self.call_user(node, target, node.args, keywords, statement)
        if isinstance(target, Static):
            return self.call_object(node, target.value, node.args, keywords, statement)
        if isinstance(target, Bottom):
            return Meaning(node, BOTTOM, Inactive("never reached"))
        raise Unsupported(f"the function `{syntax.dotted(func) or '...'}` is not known when generating", value,
                          "call a function that is defined outside, or in this function")  # fmt: skip

    def root_is_value(self, func: gast.AST) -> bool:
        """Whether a dotted name starts at a local value that is no module or object from outside."""
        while isinstance(func, gast.Attribute):
            func = func.value
        held = self.peek(func) if func.id in self.env else None
        return held is not None and not isinstance(held, Static)

    def spread_arguments(self, node: gast.Call, statement: gast.AST) -> gast.Call:
        """f(*t) with a tuple of known length, written out."""
        new = syntax.call(node.func)
        for arg in node.args:
            if not isinstance(arg, gast.Starred):
                new.args.append(arg)
                continue
            t = self.type_of(arg.value)
            if not isinstance(t, Seq) or not isinstance(arg.value, gast.Name):
                raise Unsupported("`*` of something whose length is not known when generating", node, "write the arguments out")
            new.args += [self.part(arg.value, k, statement) for k in range(len(t.items))]
        for keyword in node.keywords:
            if keyword.arg is not None:
                new.keywords.append(keyword)
                continue
            t = self.type_of(keyword.value)
            if not isinstance(t, Dict) or not isinstance(keyword.value, gast.Name):
                raise Unsupported("`**` of something whose keys are not known when generating", node, "write the arguments out")
            new.keywords += [gast.keyword(k, self.part(keyword.value, k, statement)) for k, _ in t.items]
        return syntax.located(new, node)

    def part(self, container: gast.Name, key: Any, statement: gast.AST) -> gast.AST:
        """An item of a container under a name of its own, assigned before the statement."""
        name = self.names.fresh(f"{container.id}_{key}" if str(key).isidentifier() or isinstance(key, int) else "part")
        self.locals.add(name)
        line = syntax.assign(name, syntax.subscript(syntax.name(container.id), syntax.const(key)))
        self.pending += self.visit_Assign(syntax.located(line, statement))
        return syntax.located(syntax.name(name), statement)

    def method_call(
        self, node: gast.Call, func: gast.Attribute, held: Type, keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A method of a local value."""
        base = func.value
        self.use(base)
        name = func.attr
        if isinstance(held, Bottom):
            return Meaning(node, BOTTOM, Copy(base))
        if isinstance(held, (Array, Scalar)):
            if name in ("item", "tolist") and isinstance(held, Scalar):
                return Meaning(node, held, Copy(base))
            if name == "item" and not node.args and held.shape is not None and not held.shape:
                return self.apply(node, np.reshape, [base, syntax.tuple_([])], {}, statement)
            function = registry.METHODS.get(name)
            if function is None:
                raise Unsupported(f"the method `{name}` of an array has no derivative rule", node, "use a NumPy function instead")
            operands = list(node.args)
            if name in registry.SPREAD and len(operands) > 1:
                operands = [syntax.tuple_(operands)]
            return self.apply(node, function, [base, *operands], keywords, statement, method=True)
        if isinstance(held, Unknown) and name == "copy" and not node.args:
            return self.apply(node, np.copy, [base], {}, statement, method=True)
        if isinstance(held, ListOf) and name == "pop" and not node.args:
            self.check_owner(base, statement)
            return Meaning(node, held.item, Pop(base), self.storages_of(base), True)
        if isinstance(held, Dict) and name == "get" and node.args:
            key = self.key_of(held, node.args[0])
            if key is not None:
                return Meaning(node, at(held, (key,)), Project(base, key), self.storages_of(base), True)
        if isinstance(held, Record):
            own = dict([*held.items, *held.constants]).get(name)
            if isinstance(own, Static):
                return self.call_object(node, own.value, list(node.args), keywords, statement)
            if own is None and isinstance(getattr(held.cls, name, None), FunctionType):
                return self.call_user(node, getattr(held.cls, name), [base, *node.args], keywords, statement)
        if isinstance(held, Dict) and name in ("keys", "values", "items") and not node.args:
            return self.parts_listed(base, held, name, statement)
        raise Unsupported(f"the method `{name}` of {_described(held)}", node, "write it with operators and functions")

    def parts_listed(self, base: gast.Name, held: Dict, which: str, statement: gast.AST) -> Meaning:
        """The keys, values or items of a dict that is taken apart, as a tuple."""
        keys = [syntax.const(k) for k, _ in held.items]
        if which == "keys":
            return self.evaluate(syntax.located(syntax.tuple_(keys), statement), statement)
        parts = [self.part(base, k, statement) for k, _ in held.items]
        if which == "items":
            pairs = [self.helper(statement, n, "item") for n in range(len(parts))]
            lines = [syntax.assign(p, syntax.tuple_([k, v])) for p, k, v in zip(pairs, keys, parts, strict=True)]
            self.pending += self.after_pending(lines, statement)
            parts = [syntax.located(syntax.name(p), statement) for p in pairs]
        return self.evaluate(syntax.located(syntax.tuple_(parts), statement), statement)

    def after_pending(self, lines: list[gast.AST], statement: gast.AST) -> list[gast.AST]:
        """More statements that a right side needs before it."""
        before, self.pending = self.pending, []
        made = self.block([syntax.located(line, statement) for line in lines])
        self.pending = before
        return made

    def call_object(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A call of an object known when generating."""
        special = getattr(self, "builtin_" + target.__name__, None) if isinstance(target, type | BuiltinFunctionType) and getattr(
            target, "__module__", None) == "builtins" and getattr(builtins, target.__name__, None) is target else None  # fmt: skip
        if special is not None and not keywords:
            meaning = special(node, args, statement)
            if meaning is not None:
                return meaning  # type: ignore[no-any-return]
        if registry.lookup(target) is not None:
            return self.apply(node, target, args, keywords, statement)
        intrinsic = self.context.intrinsic(self, node, target, args, keywords, statement)
        if intrinsic is not None:
            return intrinsic  # type: ignore[no-any-return]
        if target is functools.partial:
            return self.partial_of(node, args, keywords, statement)
        if isinstance(target, type):
            return self.construct(node, target, args, keywords, statement)
        if hasattr(target, "function_for"):
            kinds = {k: self.type_of(v) for k, v in keywords.items()}
            target = target.function_for(tuple(self.type_of(a) for a in args), kinds)
            node.func = self.context.named(target)
        if self.context.is_user_function(target):
            return self.call_user(node, target, args, keywords, statement)
        return self.apply(node, target, args, keywords, statement)

    def call_user(
        self, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A call of a user's function: it is interpreted for the types of these arguments."""
        callee = self.context.callee(self, target, node, args, keywords)
        arguments = callee.bind(self, node, args, keywords)
        types = {p: self.type_of(a) for p, a in arguments}
        for parameter, atom in list(arguments):
            t = types[parameter]
            if isinstance(t, Closure) and t.captured:
                inner = []
                for free, local in t.captured:
                    passed = syntax.located(syntax.name(local), node)
                    name = f"{parameter}_{free}"
                    while name in types:
                        name += "_"
                    inner.append((free, name))
                    arguments.append((inner[-1][1], passed))
                    types[inner[-1][1]] = self.type_of(passed)
                types[parameter] = replace(t, captured=tuple(inner))
        if any(isinstance(t, Bottom) for t in types.values()):
            return Meaning(node, BOTTOM, Inactive("never reached"))
        seen, meaning = infer.canonical(types)
        specialised = callee.specialise(seen)
        t = infer.translated(specialised.result_type(), meaning)
        if any(isinstance(part, Closure) and part.captured for part in all_parts(t)):
            raise Unsupported("a function returns a function that captures its variables", node, "return the values instead")
        kept = specialised.returned_arguments()
        storages = frozenset().union(*(self.storages_of(a) for p, a in arguments if p in kept)) | self.fresh_storage(t, statement)
        return Meaning(node, t, CallUser(specialised, tuple(arguments)), storages if holds_memory(t) else frozenset(), bool(kept))

    def partial_of(self, node: gast.Call, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST) -> Meaning:
        """functools.partial(f, a, k=b): a lambda that captures a and b as they are here."""
        held = self.type_of(args[0])
        target = held if isinstance(held, Closure) else held.value if isinstance(held, Static) else None
        if target is None or (isinstance(held, Static) and not self.context.is_user_function(target)):
            raise Unsupported("functools.partial of a function that is not the user's own", node, "use a lambda")
        spec = self.context.callee(self, target, node, (), {}).free_parameters()
        if spec is None or len(args) - 1 > len(spec[0]) or not set(keywords) <= {*spec[0][len(args) - 1 :], *spec[1]}:
            raise Unsupported("functools.partial with arguments that the function does not take", node, "use a lambda")
        positional, named, defaults = spec
        given = dict(zip(positional, args[1:], strict=False)) | keywords
        held_in = {p: self.helper(statement, k, f"{p}_given") for k, p in enumerate(given)}
        self.pending += self.after_pending([syntax.assign(held_in[p], syntax.clone(a)) for p, a in given.items()], statement)
        free = [p for p in positional if p not in given]
        lone = [p for p in named if p not in given]
        passed = {p: syntax.name(held_in.get(p, p)) for p in [*positional, *named]}
        by_name = {p: a for p, a in passed.items() if p in named or p in keywords}
        call = syntax.call(syntax.clone(args[0]), *(a for p, a in passed.items() if p not in by_name), **by_name)
        tail = [p for n, p in enumerate(free) if all(q in defaults for q in free[n:])]
        spelled = gast.arguments(
            [gast.Name(p, gast.Param(), None, None) for p in free], [], None, [gast.Name(p, gast.Param(), None, None) for p in lone],
            [syntax.const(defaults[p]) if p in defaults else None for p in lone], None, [syntax.const(defaults[p]) for p in tail],
        )  # fmt: skip
        made = self.value_Lambda(syntax.located(gast.Lambda(spelled, call), statement), statement)
        return replace(made, value=node)

    def construct(
        self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A namedtuple or dataclass built from its fields."""
        if issubclass(cls, tuple) and hasattr(cls, "_fields"):
            names = list(cls._fields)
            given = dict(zip(names, args, strict=False)) | dict(keywords)
            if set(given) == set(names):
                items = [given[n] for n in names]
                t: Type = Seq(cls, tuple(self.type_of(i) for i in items))
                storages = frozenset().union(*(self.storages_of(i) for i in items))
                return Meaning(node, t, Build(tuple(enumerate(items))), storages)
        parts = tree.constructor_fields(cls)
        if parts is not None:
            names = [f.name for f in fields(cls) if not f.kw_only]
            given = dict(zip(names, args, strict=False)) | dict(keywords)
            for f in fields(cls):
                if f.name not in given and type(f.default) in (int, float, bool, str, type(None)):
                    given[f.name] = syntax.const(f.default)
            constants = tuple((n, static_of(self.type_of(given[n]))) for n in parts[1] if n in given)
            if {*given} == {*parts[0], *parts[1]} and len(args) <= len(names) and None not in dict(constants).values():
                items = tuple((n, given[n]) for n in parts[0])
                record = Record(cls, tuple((n, self.type_of(i)) for n, i in items), constants)
                storages = frozenset().union(*(self.storages_of(i) for _, i in items))
                return Meaning(node, record, Build(items), storages)
        raise Unsupported(f"an object of class `{cls.__name__}` is made", node, "use a namedtuple, a dataclass or a dict")

    # --- builtins with a meaning of their own; None means: look for a rule ---

    def builtin_sum(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        held = self.type_of(args[0])
        if not isinstance(held, (Seq, ListOf)):
            return None
        start = args[1] if len(args) > 1 else syntax.const(0)
        return self.folded(args[0], held, start, lambda total, item: syntax.binop(total, gast.Add, item), statement)

    def builtin_max(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        return self.extreme(node, args, statement)

    builtin_min = builtin_max

    def extreme(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """max or min of a list, or of more than two values, as a chain of choices between two."""
        held = self.type_of(args[0])
        if len(args) == 1 and isinstance(held, (Seq, ListOf)) and isinstance(args[0], gast.Name):
            first = self.part(args[0], 0, statement)
        elif len(args) > 2:
            first = args[0]
        else:
            return None
        choose = lambda total, item: syntax.call(node.func.id, total, item)  # noqa: E731
        if len(args) == 1:
            return self.folded(args[0], held, first, choose, statement)
        name = self.names.fresh("best")
        self.locals.add(name)
        lines = [syntax.assign(name, choose(syntax.clone(first), syntax.clone(args[1])))]
        lines += [syntax.assign(name, choose(syntax.name(name), syntax.clone(a))) for a in args[2:]]
        return self.computed(name, lines, statement)

    def folded(self, whole: gast.AST, held: Type, start: gast.AST, step: Any, statement: gast.AST) -> Meaning:
        """An operation over the items of a list, one after another."""
        total = self.helper(statement, 0, "total")
        lines = [syntax.assign(total, syntax.clone(start))]
        if isinstance(held, Seq):
            items = [self.part(whole, k, statement) for k in range(len(held.items))]
            lines += [syntax.assign(total, step(syntax.name(total), item)) for item in items]
        else:
            item = self.helper(statement, 1, "item")
            body = [syntax.assign(total, step(syntax.name(total), syntax.name(item)))]
            lines.append(gast.For(syntax.name(item, store=True), syntax.clone(whole), body, [], None))
        return self.computed(total, lines, statement)

    def computed(self, name: str, lines: list[gast.AST], statement: gast.AST) -> Meaning:
        """The value that some statements leave in `name`; they are put before the statement that asks for it."""
        self.pending += self.after_pending(lines, statement)
        return self.value_Name(syntax.located(syntax.name(name), statement), statement)

    def builtin_len(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        return Meaning(node, replace(INT, value=infer.length_of(self.type_of(args[0]))), Inactive("a length"))

    def builtin_range(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        for arg in args:
            self.type_of(arg)
        raise Unsupported("a range that is not the iterator of a `for`", node, "write the range in the `for`")

    def builtin_isinstance(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        decided = self.is_instance(node)
        return Meaning(node, replace(BOOL, value=decided), Inactive("a boolean"))

    def builtin_list(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        return self.converted(node, args, list, statement)

    def builtin_tuple(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        return self.converted(node, args, tuple, statement)

    def converted(self, node: gast.Call, args: list[gast.AST], cls: type, statement: gast.AST) -> Meaning | None:
        held = self.type_of(args[0]) if args else Seq(cls, ())
        if isinstance(held, Seq):
            items = [(k, i) for k, i in enumerate(held.items)]
            t: Type = Seq(cls, tuple(i for _, i in items))
            op: Op = Copy(args[0]) if args else Build(())
            if args:
                op = Slice(args[0], tuple(range(len(items))))
            return Meaning(node, t, op, self.storages_of(args[0]) if args else self.fresh_storage(t, statement), True)
        if isinstance(held, ListOf):
            return Meaning(node, held, Copy(args[0]), self.storages_of(args[0]), True)
        raise Unsupported(f"`{cls.__name__}(...)` of {_described(held)}", node, "loop over it and append")

    def builtin_dict(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        raise Unsupported("`dict(...)`", node, "write a dict display: {...}")

    def builtin_print(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        return Meaning(node, NONE, Inactive("an effect"))

    def builtin_str(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        return Meaning(node, Static(f"{id(self)} a string"), Inactive("a string"))

    builtin_repr = builtin_str

    def builtin_type(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning:
        raise Unsupported("`type(...)`", node, "use isinstance")


@dataclass(frozen=True, eq=False)
class Slice(Op):
    """x = y[a:b] on a tuple or list that is taken apart: item k of x is item items[k] of y."""

    source: gast.AST
    items: tuple[int, ...]


def all_parts(t: Type) -> Iterable[Type]:
    """`t` and every type inside it."""
    yield t
    if isinstance(t, Seq):
        for item in t.items:
            yield from all_parts(item)
    elif isinstance(t, (Dict, Record)):
        for _, item in t.items:
            yield from all_parts(item)
    elif isinstance(t, ListOf):
        yield from all_parts(t.item)


def static_of(t: Type) -> Static | None:
    """`t` as a constant; None if its value is not known."""
    if isinstance(t, Scalar) and type(t.value) in PYTHON_NUMBERS:
        return Static(t.value)
    return t if isinstance(t, Static) else None


def replace_version(version: Version) -> Version:
    """A copy to be marked stale."""
    return Version(
        version.name, version.number, version.type, version.kind, version.statement, version.region, version.position,
        version.storages, version.view, version.operands,
    )  # fmt: skip


def at_index(t: Type, index: gast.AST) -> Type:
    """The type of the item that is updated in a list or dict."""
    if isinstance(t, ListOf):
        return t.item
    key = index.value if isinstance(index, gast.Constant) else None
    found = dict(t.items if isinstance(t, Dict) else enumerate(t.items))  # type: ignore[union-attr]
    return found.get(key, infer.join_all(list(found.values())))


def _is_mask(t: Any) -> bool:
    return isinstance(t, Array) and t.dtype == "bool"


MUTATING = {np.copyto, np.put, np.place, np.putmask, np.put_along_axis, np.fill_diagonal, np.random.shuffle}


def _atoms(node: gast.AST) -> Iterable[gast.AST]:
    return [n for n in syntax.walk(node) if isinstance(n, gast.Name)]


def _parameters(node: gast.AST) -> list[gast.AST]:
    args = node.args
    return [*args.posonlyargs, *args.args, *([args.vararg] if args.vararg else []), *args.kwonlyargs]


def _symbol(op: gast.AST) -> str:
    return syntax.OPERATORS[type(op)]


def _is_effect(target: Any) -> bool:
    return target in (print,) if not isinstance(target, (list, dict, np.ndarray)) else False


def _is_range(call: gast.Call) -> bool:
    name = syntax.dotted(call.func)
    if name == "reversed" and len(call.args) == 1 and isinstance(call.args[0], gast.Call):
        return syntax.dotted(call.args[0].func) == "range"
    return name == "range"


def _unreversed(node: gast.AST) -> gast.AST:
    """What `reversed(...)` goes through backwards."""
    return node.args[0] if isinstance(node, gast.Call) and syntax.dotted(node.func) == "reversed" else node


def _counter_name(taken: set[str]) -> str:
    return next((n for n in ("i", "j", "k") if n not in taken), "i")


def _unpacked(target: gast.AST, item: gast.AST) -> list[gast.AST]:
    """Assignments of the parts of `item` to the names of a tuple target."""
    lines: list[gast.AST] = []
    for k, name in enumerate(target.elts):
        part = item.elts[k] if isinstance(item, gast.Tuple) else syntax.subscript(syntax.clone(item), syntax.const(k))
        if isinstance(name, gast.Tuple):
            lines += _unpacked(name, part)
        else:
            lines.append(syntax.assign(name.id, part))
    return lines


def _replaced(tree: gast.AST, old: gast.AST, new: gast.AST) -> gast.AST:
    """`tree` with each reading of the name `old` replaced by `new`."""
    if isinstance(tree, gast.Name) and tree.id == old.id:
        return syntax.clone(new)
    copy = syntax.clone(tree)
    for node in list(syntax.walk(copy)):
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, gast.Name) and value.id == old.id:
                setattr(node, field, syntax.clone(new))
            elif isinstance(value, list):
                setattr(node, field, [syntax.clone(new) if isinstance(v, gast.Name) and v.id == old.id else v for v in value])
    return copy


def _changed_names(statements: Sequence[gast.AST]) -> set[str]:
    """Names whose items or content a block changes: x[i] = v, x[i] += v, x.append(v)."""
    found: set[str] = set()
    for node in syntax.walk(list(statements)):
        if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Store) and isinstance(node.value, gast.Name):
            found.add(node.value.id)
        elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and isinstance(node.value.func, gast.Attribute):
            if isinstance(node.value.func.value, gast.Name):
                found.add(node.value.func.value.id)
    return found


def _described(t: Type) -> str:
    if isinstance(t, Static):
        return "None" if t.value is None else "a string" if isinstance(t.value, str) else f"an object of class `{type(t.value).__name__}`"
    return {"Seq": "a tuple or list", "ListOf": "a list", "Dict": "a dict", "Record": "an object", "Closure": "a function"}.get(
        type(t).__name__, "a value of unknown type"
    )


def _function_name(function: Any) -> str:
    from s2sdiff.rules.declare import name_of

    return name_of(function)


__all__ = ["Closure", "Elaborator", "FunctionType", "Meaning", "MethodType", "ModuleType", "NotDifferentiable", "Slice"]
