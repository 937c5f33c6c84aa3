"""The tangent sweep: each statement is followed by, or follows, the statement of its tangent.

A tangent is kept per variable and per part of a container, under the variable's name with `_dot`.  It may be smaller
than its primal as long as it broadcasts to it.  Tangents of stores and views are the same stores and views, so the
memory of tangents mirrors that of the primal; a tangent that shares memory where its primal does not is copied before
it is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import (
    Append,
    Apply,
    Build,
    CallUser,
    Copy,
    Duplicate,
    Leaf,
    Load,
    Path,
    Pop,
    Program,
    Project,
    Put,
    Refresh,
    Slice,
    Store,
    TreeSum,
    Update,
    Version,
    as_target,
    inexact_leaves,
    moved,
)
from s2sdiff.differentiate.inline import Instance, partials, tangent_terms
from s2sdiff.differentiate.terms import added, negated, part_of, product
from s2sdiff.differentiate.typing import Typed
from s2sdiff.differentiate.writing import Key, Writing, substituted
from s2sdiff.errors import Unsupported
from s2sdiff.rules.declare import Elementwise
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
    Type,
    Unknown,
    at,
    children,
    fills,
    is_complex,
    is_inexact,
    shape_of,
)

Change = Store | Update | Append


@dataclass
class Dot:
    """A tangent at one place of the sweep."""

    value: gast.AST
    type: Type
    owned: bool


class Forward(Writing):
    """Writes the tangent sweep of one program."""

    def __init__(self, context: Any, program: Program, active: set[Leaf]) -> None:
        super().__init__(context, program, active)
        self.dots: dict[Key, Dot] = {}
        self.here: dict[str, Version] = {}
        self.lent: set[Key] = set()  # the tangents of which others are a part, on whatever path
        self.exits: list[list[Version]] = []  # what each loop around here leaves behind

    def type_of_name(self, name: str) -> Type | None:
        """The type of a variable at this place of the sweep; None for a name that is not known."""
        if name in self.types:
            return self.types[name]
        version = self.here.get(name) or self.program.outer.get(name) or self.program.arguments.get(name)
        return self.program.counted(version) if version else None

    def dot_name(self, key: Key) -> str:
        """The name of the tangent of a part of a variable."""
        return self.part_name(key, "dot")

    # --- the sweep ---

    def block(self, statements: Sequence[gast.AST]) -> None:
        """Write the sweep of some statements."""
        for statement in statements:
            self.statement(statement)

    def nested(self, statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The sweep of an inner block, written apart."""
        outer, self.out = self.out, []
        self.block(statements)
        inner, self.out = self.out, outer
        return inner

    def statement(self, statement: gast.AST) -> None:
        """Write a statement and its tangent."""
        if isinstance(statement, gast.If):
            self.branch(statement)
        elif isinstance(statement, (gast.For, gast.While)):
            self.loop(statement)
        elif isinstance(statement, gast.With):
            new = gast.With(statement.items, self.nested(statement.body), None)
            self.emit(syntax.located(new, statement))
        elif isinstance(statement, gast.Return):
            return
        elif isinstance(statement, gast.Break):
            self.leave()
            self.emit(statement)
        else:
            self.simple(statement)

    def simple(self, statement: gast.AST) -> None:
        """Write a statement without a block, and the tangent of what it defines or changes."""
        op = self.program.ops.get(statement)
        versions = self.program.defines.get(statement, [])
        if op is None or not versions:
            self.emit(statement)
            return
        version = versions[0]
        method = getattr(self, "tangent_" + type(op).__name__, None)
        leaves = [path for path, _ in inexact_leaves(version.type) if (version, path) in self.active]
        if isinstance(op, Put):
            self.put(statement, op, version)
        elif isinstance(op, Refresh):
            self.emit(statement)
            self.set_part(op.value, version, op.path)
        elif isinstance(op, (Store, Update, Append)):
            self.change(statement, op, version, bool(leaves))
        elif isinstance(op, Pop) and (self.program.uses[op.base], ()) in self.active:
            self.tangent_Pop(statement, op, version)
        elif not leaves or method is None:
            self.emit(statement)
            self.forget(version)
            if isinstance(version.type, Many) and self.becomes_active(version):
                self.start_list(version)
        else:
            method(statement, op, version)
        self.here |= {v.name: v for v in versions}

    def becomes_active(self, version: Version) -> bool:
        """Whether something active is appended to a list later."""
        return any(v.name == version.name and (v, path) in self.active and v.storages & version.storages
                   for v, path in self.active)  # fmt: skip

    def forget(self, version: Version) -> None:
        """A variable defined anew without a tangent loses the old one."""
        for key in [k for k in self.dots if k[0] == version.name]:
            del self.dots[key]

    def set(self, version: Version, path: Path, value: gast.AST, typed: Typed) -> None:
        """Assign the tangent of a part of a version."""
        key = (version.name, path)
        name = self.dot_name(key)
        t = at(version.type, path)
        if is_inexact(t) and isinstance(t, (Scalar, Array)) and not is_complex(t) and is_complex(typed.type):
            value, typed = syntax.call("np.real", value), Typed(t, fresh=False)
        if not (isinstance(value, gast.Name) and value.id == name):
            self.assign(name, value, typed.type)
        self.types[name] = typed.type
        self.dots[key] = Dot(syntax.name(name), typed.type, typed.fresh)

    def dot_of(self, node: gast.AST, path: Path = ()) -> Dot | None:
        """The tangent of a part of an atom, if it has one."""
        version = self.program.uses.get(node)
        if version is None or (version, path) not in self.active:
            return None
        return self.dots.get((version.name, path))

    # --- branches and loops ---

    def branch(self, statement: gast.If) -> None:
        """Both sides with their tangents, made the same where the sides meet."""
        start, here = dict(self.dots), dict(self.here)
        ends: list[dict[Key, Dot]] = []
        blocks: list[list[gast.AST]] = []
        for part in (statement.body, statement.orelse):
            self.dots, self.here = {k: replace(d) for k, d in start.items()}, dict(here)
            blocks.append(self.nested(part))
            ends.append(self.dots)
        dead = [_leaves_early(part) for part in (statement.body, statement.orelse)]
        self.dots = self.merge(self.program.meets.get(statement, []), ends, blocks, dead)
        for version in self.program.meets.get(statement, []):
            self.here[version.name] = version
        new = gast.If(statement.test, blocks[0] or [gast.Pass()], blocks[1])
        self.emit(syntax.located(new, statement))

    def merge(
        self, meets: Sequence[Version], ends: list[dict[Key, Dot]], blocks: list[list[gast.AST]], dead: list[bool]
    ) -> dict[Key, Dot]:
        """The tangents after a branch, made the same on both sides."""
        alive = [k for k in range(len(ends)) if not dead[k]]
        if len(alive) == 1:
            return ends[alive[0]]
        met = {v.name: v for v in meets}
        merged: dict[Key, Dot] = {}
        for key in dict.fromkeys(k for e in ends for k in e):
            present = [e.get(key) for e in ends]
            version = met.get(key[0])
            if version is None:
                if all(d is not None for d in present):
                    merged[key] = present[0]  # type: ignore[assignment]
                    merged[key].owned = all(d.owned for d in present if d is not None)
                continue
            if (version, key[1]) not in self.active:
                continue
            merged[key] = self.joined(key, version, present, blocks)
        for version in meets:
            for path, _ in inexact_leaves(version.type):
                key = (version.name, path)
                if (version, path) in self.active and key not in merged:
                    merged[key] = self.joined(key, version, [None] * len(ends), blocks)
        return merged

    def joined(self, key: Key, version: Version, present: list[Dot | None], blocks: list[list[gast.AST]]) -> Dot:
        """The tangent of one part of a variable after a branch, assigned on each side that lacks it under its name."""
        name = self.dot_name(key)
        leaf = at(version.type, key[1])
        types = [d.type for d in present if d is not None]
        alike = types and None not in present and all(t == types[0] for t in types) and not isinstance(leaf, Unknown)
        target = types[0] if alike else leaf
        owned = True
        for k, (dot, block) in enumerate(zip(present, blocks, strict=True)):
            if dot is None and version.operands[k] is None:
                continue  # the variable does not exist on this path
            outer, self.out = self.out, block
            if dot is None:
                self.emit(syntax.assign(name, self.zeros(syntax.name(key[0]), version, key[1])))
            else:
                if dot.type != target:
                    dot = self.made_full(dot, syntax.name(key[0]), version.operands[k] or version, key[1])
                if not (isinstance(dot.value, gast.Name) and dot.value.id == name):
                    self.emit(syntax.assign(name, dot.value))
                owned = owned and dot.owned
            self.out = outer
        self.types[name] = target
        return Dot(syntax.name(name), target, owned)

    def loop(self, statement: gast.AST) -> None:
        """Tangents that the loop carries exist, with a stable shape, before its first trip and after each."""
        before = self.program.before[statement]
        heads = self.program.heads[statement]
        left = self.program.meets.get(statement, [])
        breaks = syntax.may_break(statement)
        carried = {(h.name, path): h for h in heads for path, _ in inexact_leaves(h.type) if (h, path) in self.active}
        if breaks:  # what is read after the loop may come from its head, or from a break
            met = {(v.name, path): v for v in left for path, _ in inexact_leaves(v.type) if (v, path) in self.active}
            carried |= {k: next((h for h in heads if h.name == k[0]), v) for k, v in met.items() if k not in carried}
        start, here, taken = dict(self.dots), dict(self.here), set(self.names.taken)
        enlarge: set[Key] = set(carried) if breaks else set()
        borrowed: set[Key] = set()  # what a trip leaves behind may be somebody else's memory
        while True:
            self.dots, self.here = {k: replace(d) for k, d in start.items()}, dict(here)
            setup = self.set_up(heads, carried, before, enlarge)
            for key in borrowed:
                self.dots[key].owned = False
            entry = {k: replace(d) for k, d in self.dots.items()}
            self.here |= {h.name: h for h in heads}
            self.exits.append(left)
            body = self.nested(statement.body)
            self.exits.pop()
            grown = {k for k in carried if k in self.dots and shape_of(self.dots[k].type) != shape_of(entry[k].type)} - enlarge
            lent = {k for k in carried if k in self.dots and entry[k].owned and not self.dots[k].owned} - borrowed
            if not grown and not lent:
                break
            enlarge |= grown
            borrowed |= lent
            self.names.taken = set(taken) | set(self.part_names.values())
        if not (body and isinstance(body[-1], gast.Break)):
            outer, self.out = self.out, body
            for key, version in carried.items():
                end = self.dots.get(key)
                if end is None or shape_of(end.type) != shape_of(entry[key].type) or not syntax.is_name(end.value, self.dot_name(key)):
                    self.complete(version, key[1])
                entry[key].owned = entry[key].owned and end is not None and end.owned
            self.out = outer
        self.out += setup
        for key in self.lent & entry.keys():
            entry[key].owned = False
        self.dots = {k: d for k, d in entry.items() if k in carried or k[0] not in {h.name for h in heads}}
        for version in left:
            self.here[version.name] = version
            for key in [k for k in self.dots if k[0] == version.name and (version, k[1]) not in self.active]:
                del self.dots[key]
        new = gast.For(statement.target, statement.iter, body, [], None) if isinstance(statement, gast.For) else gast.While(statement.test, body, [])
        self.emit(syntax.located(new, statement))

    def leave(self) -> None:
        """Before a break: every tangent that is read after the loop exists, under its name and in full."""
        for version in self.exits[-1]:
            for path, _ in inexact_leaves(version.type):
                if (version, path) in self.active:
                    self.complete(version, path)

    def complete(self, version: Version, path: Path) -> None:
        """Make the tangent of a part of a variable full, under its own name."""
        key = (version.name, path)
        name = self.dot_name(key)
        dot = self.dots.get(key)
        current = self.here.get(version.name, version)
        if dot is None:
            self.emit(syntax.assign(name, self.zeros(syntax.name(version.name), current, path)))
            return
        dot = self.made_full(dot, syntax.name(version.name), current, path)
        if not (isinstance(dot.value, gast.Name) and dot.value.id == name):
            self.emit(syntax.assign(name, dot.value))

    def set_up(
        self, heads: Sequence[Version], carried: dict[Key, Version], before: dict[str, Version], enlarge: AbstractSet[Key]
    ) -> list[gast.AST]:
        """Before a loop: a start for every tangent it carries."""
        outer, self.out = self.out, []
        for key in [k for k in self.dots if k not in carried and k[0] in {h.name for h in heads}]:
            del self.dots[key]
        for key, version in carried.items():
            name = self.dot_name(key)
            dot = self.dots.get(key)
            leaf = at(version.type, key[1])
            first = before.get(key[0])
            value = syntax.name(key[0])
            if dot is None and (first is None or isinstance(first.type, Scalar)):
                dot = Dot(syntax.const(0.0), Scalar("float64") if not isinstance(leaf, Scalar) else leaf, owned=True)
                if isinstance(leaf, Array) and key in enlarge:
                    dot.type = leaf  # nothing is known of its shape yet; zero is right for any
            elif dot is None:
                dot = Dot(self.zeros(value, first, key[1]), leaf, owned=True)  # type: ignore[arg-type]
            elif (key in enlarge or isinstance(leaf, Unknown)) and first is not None:
                dot = self.enlarged(dot, value, first, key[1])
            if not syntax.is_name(dot.value, name):
                self.assign(name, dot.value, dot.type)
            self.dots[key] = Dot(syntax.name(name), dot.type, dot.owned and (syntax.is_name(dot.value, name) or not isinstance(dot.value, gast.Name)))
        setup, self.out = self.out, outer
        return setup

    # --- zeros and sizes ---

    def zeros(self, value: gast.AST, version: Version, path: Path) -> gast.AST:
        """A zero tangent of a part of a value."""
        t = version.type
        for key in path:
            value = syntax.attribute(value, key) if isinstance(t, Record) else syntax.subscript(value, syntax.const(key))
            t = at(t, (key,))
        if isinstance(t, Scalar):
            return syntax.const(0.0 if not is_complex(t) else 0j)
        if isinstance(t, Array):
            shape = syntax.attribute(value, "shape")
            extra = [] if t.dtype == "float64" or not is_inexact(t) else [syntax.expr(f"np.{t.dtype}")]
            return syntax.call("np.zeros", shape, *extra)
        return self.context.helper_call("zeros_like", value)

    def enlarged(self, dot: Dot, value: gast.AST, version: Version, path: Path) -> Dot:
        """The tangent with the full shape of its primal."""
        t = version.type
        for key in path:
            value = syntax.attribute(value, key) if isinstance(t, Record) else syntax.subscript(value, syntax.const(key))
            t = at(t, (key,))
        have = shape_of(dot.type)
        if not isinstance(t, Array) or fills(have, t.shape):
            return dot
        extent = syntax.attribute(value, "shape")
        if have == ():
            return Dot(syntax.call("np.full", extent, dot.value), t, owned=True)
        return Dot(syntax.call("np.broadcast_to", dot.value, extent), t, owned=False)

    def made_full(self, dot: Dot, value: gast.AST, version: Version, path: Path) -> Dot:
        """As `enlarged`; one that may be changed in place stays so."""
        full = self.enlarged(dot, value, version, path)
        if dot.owned and not full.owned:
            return Dot(syntax.call(syntax.attribute(full.value, "copy")), full.type, owned=True)
        return full

    # --- tangents of statements ---

    def place(self, statement: gast.AST, version: Version, tangents: list[tuple[Path, gast.AST, Typed]]) -> None:
        """Write a statement and its tangents in an order in which each reads the values it means."""
        reads = {n for _, value, _ in tangents for n in syntax.names_read(value)}
        overwrites = version.name in reads
        saved: str | None = None
        if overwrites and self.reads_result:
            saved = self.temporary(version.name)
            self.types[saved] = self.type_of_name(version.name) or UNKNOWN
            self.emit(syntax.assign(saved, syntax.name(version.name)))
        if not overwrites or saved is not None:
            self.emit(statement)
            self.types.pop(version.name, None)
        tangents = [(p, _renamed(v, self.result_marker, version.name, saved), t) for p, v, t in tangents]
        own = {self.dot_name((version.name, p)) for p, _, _ in tangents}
        if len(tangents) > 1 and own & reads:
            tangents = [(path, self.held(version, value, typed), typed) for path, value, typed in tangents]
        self.forget(version)
        for path, value, typed in tangents:
            self.set(version, path, value, typed)
        if overwrites and saved is None:
            self.emit(statement)

    def held(self, version: Version, value: gast.AST, typed: Typed) -> gast.AST:
        """A tangent under a temporary name, until the tangents it was computed from may be overwritten."""
        name = self.temporary(f"{version.name}_next_dot")
        self.assign(name, value, typed.type)
        return syntax.name(name)

    reads_result = False
    result_marker = "@result"

    def tangent_Copy(self, statement: gast.AST, op: Copy, version: Version) -> None:
        """`x = y`: the tangents are those of y."""
        self.move(statement, version, {path: self.dot_of(op.source, path) for path, _ in inexact_leaves(version.type)})

    def tangent_Duplicate(self, statement: gast.AST, op: Duplicate, version: Version) -> None:
        """`x = list(y)`, `x = copy.deepcopy(y)`: tangents of its own."""
        self.reads_result = False
        found = [(path, self.dot_of(op.source, path)) for path, _ in inexact_leaves(version.type) if (version, path) in self.active]
        tangents = [(path, self.duplicate(dot, op.deep), Typed(dot.type, fresh=True)) for path, dot in found if dot is not None]
        self.place(statement, version, tangents)

    def duplicate(self, dot: Dot, deep: bool) -> gast.AST:
        """A tangent with memory of its own; of a list that is not copied deeply, with the same items."""
        if isinstance(dot.type, Scalar):
            return dot.value
        if isinstance(dot.type, Array):
            return syntax.call(syntax.attribute(dot.value, "copy"))
        plain = isinstance(dot.type, Many) and (not deep or isinstance(dot.type.item, Scalar))
        kind = "list" if isinstance(dot.type, ListOf) else "dict"
        return syntax.call(kind, dot.value) if plain else self.context.helper_call("copy_tree", dot.value)

    def tangent_TreeSum(self, statement: gast.AST, op: TreeSum, version: Version) -> None:
        """`x = add_trees(y, z)`: the tangents are summed."""
        self.reads_result = False
        tangents = []
        for path, t in inexact_leaves(version.type):
            dots = [dot for dot in (self.dot_of(op.left, path), self.dot_of(op.right, path)) if dot is not None]
            if len(dots) == 1:
                tangents.append((path, self.duplicate(dots[0], deep=True), Typed(dots[0].type, fresh=True)))
            elif isinstance(t, Many):
                tangents.append((path, self.context.helper_call("add_trees", *(dot.value for dot in dots)), Typed(t, fresh=True)))
            elif dots:
                total = syntax.binop(dots[0].value, gast.Add, dots[1].value)
                tangents.append((path, total, self.typer(total)))
        self.place(statement, version, tangents)

    def tangent_Project(self, statement: gast.AST, op: Project, version: Version) -> None:
        """`x = y[key]`: the tangents are those of the item."""
        self.move(statement, version, {p: self.dot_of(op.source, (op.key, *p)) for p, _ in inexact_leaves(version.type)})

    def tangent_Slice(self, statement: gast.AST, op: Slice, version: Version) -> None:
        """`x = y[a:b]` on a tuple or list: the tangents are those of the items."""
        self.move(statement, version, {p: self.dot_of(op.source, (op.items[p[0]], *p[1:])) for p, _ in inexact_leaves(version.type)})

    def move(self, statement: gast.AST, version: Version, dots: dict[Path, Dot | None]) -> None:
        """The tangents of a value that is only given another name."""
        self.reads_result = False
        tangents = [(path, dot.value, Typed(dot.type, fresh=False)) for path, dot in dots.items() if dot is not None and (version, path) in self.active]
        self.place(statement, version, tangents)

    def tangent_Build(self, statement: gast.AST, op: Build, version: Version) -> None:
        """`x = (a, b)`: each part keeps its tangent; a list or dict of any length has one tangent, a list or dict as well."""
        if isinstance(version.type, Many):
            self.emit(statement)
            self.set(version, (), self.display(op, version), Typed(version.type, fresh=True))
            return
        dots: dict[Path, Dot | None] = {}
        for key, item in op.items:
            source = self.program.uses.get(item)
            if source is not None:
                for path, _ in inexact_leaves(source.type):
                    dots[(key, *path)] = self.dot_of(item, path)
        self.move(statement, version, dots)

    def display(self, op: Build, version: Version) -> gast.AST:
        """The tangents of the items of a new list or dict; where a missing key gives a zero, so it does here."""
        items = [self.whole(item) for _, item in op.items]
        if isinstance(version.type, ListOf):
            return syntax.list_(items)
        if isinstance(version.type, DictOf) and version.type.default is not None and version.statement is not None:
            return syntax.clone(version.statement.value)
        return gast.Dict([syntax.const(k) for k, _ in op.items], items)

    def whole(self, node: gast.AST, operand: bool = False) -> gast.AST:
        """The tangent of a whole value, as one expression; zeros for the parts that have none.

        Integers have none at all, unless they are operands of a function that takes all or nothing.
        """
        version = self.program.uses.get(node)
        if version is None:
            return syntax.const(0.0 if isinstance(node.value, (int, float)) else None)
        return self.tree(syntax.name(version.name), version, version.type, (), operand)

    def tree(self, value: gast.AST, version: Version, t: Type, path: Path, operand: bool = False) -> gast.AST:
        """The tangent of the part of a value at `path`, as one expression."""
        if isinstance(t, (Seq, Dict, Record)):
            parts = [self.tree(value, version, c, (*path, k), operand) for k, c in children(t)]
            return self.container(t, parts, lambda: part_of(syntax.clone(value), version.type, path))
        dot = self.dots.get((version.name, path)) if (version, path) in self.active else None
        if dot is not None:
            return self.cast(self.enlarged(dot, value, version, path), t)
        if is_inexact(t) or isinstance(t, Many) or (operand and isinstance(t, (Array, Scalar))):
            return self.zeros(value, version, path)
        return self.context.no_tangent()

    def cast(self, dot: Dot, t: Type) -> gast.AST:
        """The tangent with the dtype of its primal."""
        have = dot.type
        if not isinstance(t, (Array, Scalar)) or not isinstance(have, (Array, Scalar)) or have.dtype == t.dtype:
            return dot.value
        if (isinstance(have, Scalar) and have.weak) or (isinstance(t, Scalar) and t.weak):
            return dot.value
        if isinstance(t, Array):
            return syntax.call(syntax.attribute(dot.value, "astype"), syntax.expr(f"np.{t.dtype}"))
        return syntax.call(f"np.{t.dtype}", dot.value)

    def tangent_Apply(self, statement: gast.AST, op: Apply, version: Version) -> None:
        """`x = f(a, b)`: the tangent by the rule of f."""
        trees = {p: syntax.clone(n) for p, n in op.bound.items()}
        trees[op.rule.result] = syntax.name(self.result_marker)
        self.types[self.result_marker] = version.type
        instance = Instance(op.rule, trees, {**op.types, op.rule.result: version.type}, statement, self.temporary)
        if isinstance(op.rule, Elementwise):
            tangents = self.elementwise(op, instance, version)
        else:
            tangents = self.template(op, instance, version)
        self.reads_result = any(self.result_marker in syntax.names_read(v) for _, v, _ in tangents)
        self.place(statement, version, tangents)

    def elementwise(self, op: Apply, instance: Instance, version: Version) -> list[tuple[Path, gast.AST, Typed]]:
        """The tangent of an elementwise function: the sum of partial derivatives times tangents."""
        lines, factors = partials(instance)
        total: gast.AST | None = None
        for operand, factor in zip(op.rule.operands, factors, strict=True):
            dot = self.dot_of(op.bound[operand])
            if factor is None or dot is None:
                continue
            term = product(syntax.clone(dot.value), factor)
            total = term if total is None else added(total, term)
        if total is None:
            return []
        for name, value in reversed(lines):
            total = substituted(total, name, value)
        if isinstance(version.type, Unknown) and any(self.may_stretch(op.bound[p], total) for p in op.rule.operands):
            shape = syntax.call("np.shape", syntax.name(self.result_marker))
            return [((), syntax.call("np.broadcast_to", total, shape), Typed(version.type, fresh=False))]
        if isinstance(total, gast.Name):
            self.lend([self.program.uses[atom] for atom in op.bound.values() if self.dot_of(atom) is not None])
            return [((), total, Typed(self.typer(total).type, fresh=False))]
        return [((), total, self.typer(total))]

    def may_stretch(self, operand: gast.AST, total: gast.AST) -> bool:
        """Whether an operand that a tangent is made without may have a larger shape than the tangent."""
        dot, source = self.dot_of(operand), self.program.uses.get(operand)
        if source is None or isinstance(source.type, Scalar):
            return False
        is_full = dot is not None and shape_of(dot.type) == shape_of(source.type)
        held = syntax.names_read(operand) | (syntax.names_read(dot.value) if dot is not None and is_full else set())
        return not held & syntax.names_read(total)

    def lend(self, sources: Sequence[Version]) -> None:
        """A tangent becomes that of a new array as well: before its own array is changed, a copy is taken of it."""
        lent = frozenset().union(*(source.storages for source in sources))
        for key, dot in self.dots.items():
            if key[0] in self.here and self.here[key[0]].storages & lent:
                dot.owned = False
                self.lent.add(key)

    def template(self, op: Apply, instance: Instance, version: Version) -> list[tuple[Path, gast.AST, Typed]]:
        """The tangents of a function that is linear, bilinear, or has a rule for its tangent."""
        rule = op.rule
        wholes = {p: self.operand_tangent(op.bound[p]) for p in rule.operands if p in op.bound}
        present = {p: w for p, w in wholes.items() if w is not None}
        if not present:
            return []
        if rule.kind == "linear":
            value = self.called(op, {p: w if w is not None else self.operand_zero(op, p) for p, w in wholes.items()})
            return self.results(version, value)
        if rule.kind == "bilinear":
            total: gast.AST | None = None
            for parameter, tangent in present.items():
                term = self.called(op, {parameter: tangent})
                total = term if total is None else added(total, term)
            return self.results(version, total)
        if rule.tangent is None:
            raise Unsupported(f"{rule.name} has no forward rule", version.statement, "use reverse mode")
        for parameter, tangent in present.items():
            instance.trees[f"{parameter}_dot"] = tangent
            instance.types[f"{parameter}_dot"] = instance.types[parameter]
        return self.tangent_statements(rule, instance, version, set(present))

    def tangent_statements(self, rule: Any, instance: Instance, version: Version, present: AbstractSet[str]) -> list[tuple[Path, gast.AST, Typed]]:
        """The tangents that the statements of a rule give, without the terms of absent tangents."""
        absent = {f"{p}_dot" for p in rule.operands} - {f"{p}_dot" for p in present}
        result: list[tuple[Path, gast.AST, Typed]] = []
        lines = instance.statements(rule.tangent.body)
        dead = set(absent)
        values: dict[str, gast.AST] = {}
        for line in lines:
            if not isinstance(line, gast.Assign):
                continue
            target = line.targets[0]
            if isinstance(target, gast.Name) and target.id == f"{rule.result}_dot":
                parts = line.value.elts if isinstance(line.value, gast.Tuple) and isinstance(version.type, Seq) else [line.value]
                for k, part in enumerate(parts):
                    value = self.alive(part, dead)
                    path: Path = (k,) if isinstance(version.type, Seq) else ()
                    if value is not None and (version, path) in self.active:
                        tree = instance.substitute(value)
                        for name, held in reversed(list(values.items())):
                            tree = substituted(tree, name, held)
                        result.append((path, tree, self.typer(tree)))
                continue
            value = self.alive(line.value, dead)
            if value is None:
                dead.add(target.id)
            elif isinstance(target, gast.Name):
                values[instance.temporary(target.id)] = instance.substitute(value)
        return result

    def alive(self, node: gast.AST, dead: AbstractSet[str]) -> gast.AST | None:
        """The sum without the terms whose tangent is absent; None if none is left."""
        total: gast.AST | None = None
        for sign, term in tangent_terms(node):
            if syntax.names_read(term) & dead:
                continue
            signed = term if sign > 0 else negated(term)
            total = signed if total is None else added(total, signed)
        return total

    def operand_tangent(self, node: gast.AST) -> gast.AST | None:
        """The full tangent of an operand, None if it has none; a sequence of operands gives a sequence."""
        if isinstance(node, (gast.Tuple, gast.List)):
            parts = [self.operand_tangent(e) for e in node.elts]
            if all(p is None for p in parts):
                return None
            filled = [p if p is not None else self.zero_of(e) for p, e in zip(parts, node.elts, strict=True)]
            return syntax.list_(filled) if isinstance(node, gast.List) else syntax.tuple_(filled)
        version = self.program.uses.get(node)
        if version is None or not any((version, path) in self.active for path, _ in inexact_leaves(version.type)):
            return None
        return self.whole(node, operand=True)

    def zero_of(self, node: gast.AST) -> gast.AST:
        """The tangent of an operand that is not differentiated: zero, in full."""
        version = self.program.uses.get(node)
        return syntax.const(0.0) if version is None else self.whole(node, operand=True)

    def operand_zero(self, op: Apply, parameter: str) -> gast.AST:
        """A zero in place of an operand; a number will do where the function works item by item."""
        return syntax.const(0.0) if op.rule.pointwise else self.zero_of(op.bound[parameter])

    def called(self, op: Apply, replaced: dict[str, gast.AST]) -> gast.AST:
        """The call itself, with operands replaced."""
        places = {op.places[p]: tree for p, tree in replaced.items() if p in op.places}
        call = _with_replaced(op.call, places)
        if op.rule.starred in replaced:
            first = [p for p in op.rule.params if p not in op.rule.keyword_only].index(op.rule.starred)
            call.args[first:] = replaced[op.rule.starred].elts
        return call

    def results(self, version: Version, value: gast.AST | None) -> list[tuple[Path, gast.AST, Typed]]:
        """The tangents of a result, part by part where it is a tuple of arrays."""
        if value is None:
            return []
        if not isinstance(version.type, Seq):
            return [((), value, self.typer(value))]
        name = self.temporary(f"{version.name}_parts_dot")
        self.assign(name, value, version.type)
        return [((k,), syntax.subscript(syntax.name(name), syntax.const(k)), Typed(t, fresh=False))
                for k, t in enumerate(version.type.items) if (version, (k,)) in self.active]  # fmt: skip

    def tangent_Load(self, statement: gast.AST, op: Load, version: Version) -> None:
        """`x = a[i]`: the same view of the tangent."""
        dot = self.dot_of(op.base)
        if dot is None:
            self.emit(statement)
            self.forget(version)
            return
        source = self.program.uses[op.base]
        dot = self.enlarged(dot, syntax.name(source.name), source, ())
        value = moved(op.place, op.base, dot.value, syntax.clone)
        self.reads_result = False
        if isinstance(source.type, Many) and not isinstance(source.type.item, (Scalar, Array, Unknown)):
            name = self.dot_name((version.name, ("whole",)))
            self.assign(name, value, version.type)
            parts = [(path, part_of(syntax.name(name), version.type, path), Typed(leaf, fresh=False)) for path, leaf in inexact_leaves(version.type)]
            self.place(statement, version, parts)
            return
        self.place(statement, version, [((), value, Typed(version.type, fresh=False))])

    def tangent_Pop(self, statement: gast.AST, op: Pop, version: Version) -> None:
        """`x = a.pop()`, `x = m.pop(k)`: the tangent is popped too."""
        name = self.owned_dot(op.base, self.program.uses[op.base])
        popped = syntax.call(f"{name}.pop", *([] if op.key is None else [syntax.clone(op.key)]))
        parts = [path for path, _ in inexact_leaves(version.type)]
        self.emit(statement)
        self.forget(version)
        if parts == [()]:
            self.set(version, (), popped, Typed(version.type, fresh=False))
            return
        held = self.dot_name((version.name, ("whole",)))
        self.assign(held, popped, version.type)
        for path, leaf in inexact_leaves(version.type):
            if (version, path) in self.active:
                self.set(version, path, part_of(syntax.name(held), version.type, path), Typed(leaf, fresh=False))

    def start_list(self, version: Version) -> None:
        """The tangent of a new list or dict: as many zeros as it has items, none most often."""
        op = self.program.ops.get(version.statement) if version.statement is not None else None
        empty = isinstance(op, Build) and not op.items
        zeros = self.display(op, version) if empty else self.zeros(syntax.name(version.name), version, ())  # type: ignore[arg-type]
        self.set(version, (), zeros, Typed(version.type, fresh=True))

    def owned_dot(self, base: gast.Name, version: Version) -> str:
        """The tangent of an array that is about to be changed, as memory of its own."""
        key = (base.id, ())
        name = self.dot_name(key)
        dot = self.dots.get(key)
        if dot is None:
            self.assign(name, self.zeros(syntax.name(base.id), version, ()), version.type)
        else:
            dot = self.enlarged(dot, syntax.name(base.id), version, ())
            if not dot.owned:
                copied = syntax.call(syntax.attribute(dot.value, "copy")) if not isinstance(version.type, Many) else self.context.helper_call("copy_tree", dot.value)
                dot = Dot(copied, dot.type, owned=True)
            if not (isinstance(dot.value, gast.Name) and dot.value.id == name):
                self.assign(name, dot.value, dot.type)
        self.dots[key] = Dot(syntax.name(name), version.type, owned=True)
        return name

    def change(self, statement: gast.AST, op: Change, version: Version, active: bool) -> None:
        """Stores, in-place updates and appends: the tangent is changed at the same place."""
        old = self.program.uses[op.base]
        if not active:
            self.emit(statement)
            self.dots.pop((op.base.id, ()), None)
            return
        name = self.owned_dot(op.base, old)
        if isinstance(op, Append):
            item = self.whole(op.value)
            self.emit(gast.Expr(syntax.call(f"{name}.append", item)))
        elif isinstance(op, Store):
            place = as_target(moved(op.place, op.base, syntax.name(name), syntax.clone))
            dot = self.dot_of(op.value)
            if isinstance(version.type, Many):
                self.emit(syntax.assign(place, self.whole(op.value)))
            else:
                self.emit(syntax.assign(place, dot.value if dot is not None else syntax.const(0.0)))
        elif isinstance(op, Update):
            dot = self.dot_of(op.value)
            place = moved(op.place, op.base, syntax.name(name), syntax.clone)
            if dot is not None and isinstance(statement, gast.Expr):
                self.emit(gast.Expr(syntax.call(syntax.clone(statement.value.func), place.value, place.slice, dot.value)))
            elif dot is not None:
                if isinstance(place, gast.Name):  # what is added to may have been a number before
                    dot = self.enlarged(dot, op.value, self.program.uses[op.value], ())
                self.emit(gast.AugAssign(as_target(place), op.operator(), dot.value))
        self.emit(statement)

    def put(self, statement: gast.AST, op: Put, version: Version) -> None:
        """A part of a container taken apart is replaced, and so is its tangent, under every name of the container."""
        self.emit(statement)
        for changed, path in ((version, ()), *op.also):
            self.set_part(op.value, changed, (*path, op.key))

    def set_part(self, value: gast.AST, version: Version, place: Path) -> None:
        """The tangent of a part becomes that of `value`."""
        source = self.program.uses.get(value)
        for k in [k for k in self.dots if k[0] == version.name and k[1][: len(place)] == place]:
            del self.dots[k]
        if source is not None:
            for path, _ in inexact_leaves(source.type):
                dot = self.dot_of(value, path)
                if dot is not None and (version, (*place, *path)) in self.active:
                    self.set(version, (*place, *path), dot.value, Typed(dot.type, fresh=False))

    def tangent_CallUser(self, statement: gast.AST, op: CallUser, version: Version) -> None:
        """`x = g(a, b)`: a call of the tangent function of g, which gives the value as well."""
        wanted = []
        for parameter, atom in op.arguments:
            source = self.program.uses.get(atom)
            if source is not None and any((source, path) in self.active for path, _ in inexact_leaves(source.type)):
                wanted.append((parameter, atom))
        if not wanted:
            self.emit(statement)
            self.forget(version)
            return
        tangent, seeds = op.callee.tangent(tuple(p for p, _ in wanted))
        arguments, keywords = op.passed()
        keywords |= {seeds[p]: self.whole(a) for p, a in wanted}
        name = self.dot_name((version.name, ("whole",))) if isinstance(version.type, (Seq, Dict, Record)) else self.dot_name((version.name, ()))
        target = syntax.tuple_([syntax.name(statement.targets[0].id, store=True), syntax.name(name, store=True)], store=True)
        self.types[name] = version.type
        self.emit(syntax.located(syntax.assign(target, syntax.call(tangent, *arguments, **keywords)), statement))
        self.forget(version)
        if not isinstance(version.type, (Seq, Dict, Record)):
            self.dots[(version.name, ())] = Dot(syntax.name(name), version.type, owned=False)
            return
        for path, leaf in inexact_leaves(version.type):
            if (version, path) in self.active:
                self.dots[(version.name, path)] = Dot(part_of(syntax.name(name), version.type, path), leaf, owned=False)


def _leaves_early(statements: Sequence[gast.AST]) -> bool:
    return bool(statements) and isinstance(statements[-1], (gast.Break, gast.Raise))


def _renamed(node: gast.AST, marker: str, result: str, saved: str | None) -> gast.AST:
    """The tree with the result's marker replaced by its name, and the old value of that name by `saved`."""
    copy = syntax.clone(node)
    for child in syntax.walk(copy):
        if isinstance(child, gast.Name):
            if child.id == marker:
                child.id = result
            elif saved is not None and child.id == result:
                child.id = saved
    return copy


def _with_replaced(node: gast.AST, places: dict[gast.AST, gast.AST]) -> gast.AST:
    """A copy of a call with some of its nodes replaced."""
    if node in places:
        return syntax.clone(places[node])
    return syntax.with_parts(node, lambda part: _with_replaced(part, places))
