"""The reverse sweep: cotangents flow from the result back to the arguments, last statement first.

A cotangent is kept per variable and per part of a container, under the variable's name with `_bar`.  The first
contribution assigns it, later ones add; `+=` changes an array in place only where nothing else refers to it.  A
cotangent may be smaller than its primal as long as it broadcasts to it; it is made full where something needs it full.
Primal values are read under their markers (`Version.marker`); `differentiate.tape` decides how each is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.elaborate import Slice
from s2sdiff.analyze.program import (
    Append,
    Apply,
    Build,
    CallUser,
    Copy,
    Leaf,
    Load,
    Op,
    Path,
    Pop,
    Program,
    Project,
    Put,
    Refresh,
    Store,
    Update,
    Version,
    as_target,
    inexact_leaves,
    moved,
    root_name,
)
from s2sdiff.differentiate.inline import Instance, contributions, negated, partials, product
from s2sdiff.differentiate.typing import Typed, Typer
from s2sdiff.errors import Unsupported
from s2sdiff.rules.declare import Elementwise
from s2sdiff.types import (
    FLOAT,
    UNKNOWN,
    Array,
    Dict,
    ListOf,
    Record,
    Scalar,
    Seq,
    Type,
    Unknown,
    at,
    is_complex,
    is_inexact,
    may_be_one,
    rank,
    shape_of,
)

Key = tuple[str, Path]


@dataclass
class Bar:
    """A cotangent at one place of the reverse sweep."""

    value: gast.AST  # its name, or a number
    type: Type  # may be smaller than the primal's
    owned: bool  # nothing else refers to its memory, so it may be changed in place


Bars = dict[Key, Bar]
Part = tuple[Version, Path, gast.AST, Typed]  # a contribution to a part of a version


class Reverse:
    """Writes the reverse sweep of one program."""

    def __init__(self, context: Any, program: Program, active: set[Leaf], lines: Sequence[str], written: set[str]) -> None:
        self.context = context
        self.program = program
        self.active = active
        self.source = lines
        self.written = written  # the user's own names
        self.names = program.names
        self.bars: Bars = {}
        self.out: list[gast.AST] = []
        self.types: dict[str, Type] = {}
        self.mixed: set[str] = set()
        self.typer = Typer(context, self.type_of_name)
        self.bar_names: dict[Key, str] = {}
        self.blocks: dict[tuple[str, gast.AST], list[gast.AST]] = {}  # forward region -> reverse block
        self.mirrors: dict[gast.AST, gast.AST] = {}  # reverse loop or branch -> forward one
        self.tapes: dict[gast.AST, Version] = {}  # call statement -> the tape its forward half returns
        self.pairs: dict[gast.AST, Any] = {}
        self.tests: dict[gast.AST, Version] = {}  # branches whose condition the forward sweep keeps
        self.temporaries: set[str] = set()
        self.heading: int | None = None
        self.lasting = False  # whether cotangents go to the user, who may change them

    # --- names and types ---

    def type_of_name(self, name: str) -> Type | None:
        """The type behind a marker or a name; None for a name that is not known."""
        if "@" in name:
            return self.program.by_marker(name).type
        outer = self.program.outer.get(name)
        return outer.type if outer is not None and name not in self.types else self.types.get(name)

    def bar_name(self, key: Key) -> str:
        """The name of the cotangent of a part of a variable."""
        if key not in self.bar_names:
            parts = "_".join([key[0], *(str(p) for p in key[1])])
            self.bar_names[key] = self.names.fresh(f"{parts}_bar" if parts.isidentifier() else f"{key[0]}_part_bar")
            self.temporaries.add(self.bar_names[key])
        return self.bar_names[key]

    def temporary(self, wish: str) -> str:
        """A free name like `wish`."""
        name = self.names.fresh(wish)
        self.temporaries.add(name)
        return str(name)

    def primal(self, node: gast.AST) -> gast.AST:
        """A primal expression as reverse code reads it: each name by its marker."""
        copy = node.__class__.__new__(node.__class__)
        if isinstance(node, gast.Name) and node in self.program.uses:
            return self.value_of(self.program.uses[node])
        for key, value in node.__dict__.items():
            if isinstance(value, gast.AST):
                value = self.primal(value)
            elif isinstance(value, list):
                value = [self.primal(v) if isinstance(v, gast.AST) else v for v in value]
            setattr(copy, key, value)
        if isinstance(copy, (gast.Subscript, gast.Attribute, gast.Name)):
            copy.ctx = gast.Load()
        return copy

    def value_of(self, version: Version, path: Path = ()) -> gast.AST:
        """A version's value, or a part of it, as reverse code reads it."""
        node: gast.AST = syntax.name(version.name if version.kind == "outer" else version.marker)
        t = version.type
        for key in path:
            named = isinstance(t, Record) or (isinstance(t, Seq) and isinstance(key, str))
            node = syntax.attribute(node, key) if named else syntax.subscript(node, syntax.const(key))
            t = at(t, (key,))
        return node

    def is_active(self, node: gast.AST, path: Path = ()) -> bool:
        """Whether a cotangent flows to a part of an atom."""
        version = self.program.uses.get(node)
        return version is not None and (version, path) in self.active

    # --- writing ---

    def emit(self, statement: gast.AST) -> None:
        """Write a statement."""
        self.out.append(statement)

    def assign(self, name: str, value: gast.AST, t: Type) -> None:
        """Write `name = value`, and note the type."""
        if type(self.types.get(name, t)) is not type(t):
            self.mixed.add(name)
        self.types[name] = t
        self.emit(syntax.assign(name, value))

    def final_types(self) -> dict[str, Type]:
        """The types of the names that were written; nothing is said of a name that held a number and an array."""
        return {n: UNKNOWN if n in self.mixed else t for n, t in self.types.items()}

    def headed(self, statement: gast.AST) -> None:
        """Quote the user's line above the adjoint of its first statement."""
        line = getattr(statement, "lineno", None)
        if line is not None and line != self.heading and 0 < line <= len(self.source):
            text = self.source[line - 1].strip().split("  # ")[0]
            last = getattr(statement, "end_lineno", line) or line
            if last > line and isinstance(statement, (gast.Assign, gast.AugAssign, gast.Return, gast.Expr)):
                text = " ".join(s.strip() for s in self.source[line - 1 : last])
            comment = syntax.Comment(f"line {line}: {text if len(text) <= 90 else text[:87] + '...'}")
            self.heading = line
            self.emit(comment)

    # --- the sweep ---

    def block(self, statements: Sequence[gast.AST]) -> None:
        """Write the reverse of some statements, the last first."""
        for statement in reversed(statements):
            self.statement(statement)

    def nested(self, region: tuple[str, gast.AST], statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The reverse of an inner block, written apart."""
        outer, heading = self.out, self.heading
        self.out, self.heading = [], None
        self.blocks[region] = self.out
        self.block(statements)
        inner, self.out, self.heading = self.out, outer, heading
        return inner

    def statement(self, statement: gast.AST) -> None:
        """Write the reverse of a statement, beneath the user's line."""
        if isinstance(statement, gast.If):
            self.branch(statement)
        elif isinstance(statement, (gast.For, gast.While)):
            self.loop(statement)
        elif isinstance(statement, gast.With):
            self.scope(statement)
        elif statement in self.program.ops:
            mark = len(self.out)
            heading = self.heading
            self.headed(statement)
            last = self.out[-1:]
            self.adjoint(statement, self.program.ops[statement])
            if self.out[-1:] == last:  # nothing was written, so nothing is quoted
                del self.out[mark:]
                self.heading = heading

    def scope(self, statement: gast.With) -> None:
        """The reverse of a `with` block, in the same context."""
        body = self.nested(("with", statement), statement.body)
        if body:
            items = [self.primal(i) for i in statement.items]
            new = gast.With(items, body, None)
            self.mirrors[new] = statement
            self.emit(new)

    # --- branches ---

    def branch(self, statement: gast.If) -> None:
        """The reverse of the side that was taken, by the same condition."""
        start = dict(self.bars)
        ends: list[Bars] = []
        blocks: list[list[gast.AST]] = []
        meets = self.program.meets.get(statement, [])
        for side, (kind, part) in enumerate((("then", statement.body), ("else", statement.orelse))):
            missing = {m.name for m in meets if m.operands[side] is None}  # not assigned on this side
            self.bars = {k: replace(b) for k, b in start.items() if k[0] not in missing}
            blocks.append(self.nested((kind, statement), part))
            ends.append(self.bars)
        self.bars = self.merge(statement, ends, blocks)
        if blocks[0] or blocks[1]:
            test = self.test(statement)
            new = gast.If(test, blocks[0] or [gast.Pass()], blocks[1])
            if not blocks[0]:
                new = gast.If(gast.UnaryOp(gast.Not(), test), blocks[1], [])
            self.mirrors[new] = statement
            self.heading = None
            self.emit(new)

    def test(self, statement: gast.If) -> gast.AST:
        """The condition as the reverse sweep asks it: computed again where that is cheap, else kept by the forward sweep."""
        if all(self.is_cheap(n) for n in syntax.walk(statement.test)):
            return self.primal(statement.test)
        if statement not in self.tests:
            number = len(self.program.versions) + 1
            name = self.names.fresh("test")
            region = self.program.regions[statement]
            version = Version(name, number, Scalar("bool"), "test", statement, region, self.position_of(statement))
            self.program.versions[number] = version
            self.tests[statement] = version
        return syntax.name(self.tests[statement].marker)

    def is_cheap(self, node: gast.AST) -> bool:
        """Whether a node of a condition costs little to compute again: no calls but of builtins, no arrays."""
        if isinstance(node, gast.Call):
            return syntax.dotted(node.func) in ("len", "abs", "isinstance")
        version = self.program.uses.get(node)
        return version is None or not isinstance(version.type, (Array, Unknown, Record))

    def position_of(self, statement: gast.AST) -> int:
        """The place of a branch in the program: that of the last definition before it."""
        found = [v.position for v in self.program.before[statement].values()]
        return max(found, default=0)

    def merge(self, statement: gast.AST, ends: list[Bars], blocks: list[list[gast.AST]]) -> Bars:
        """The cotangents before a branch, made the same on both sides."""
        before = self.program.before[statement]
        merged: Bars = {}
        for key in dict.fromkeys([*ends[0], *ends[1]]):
            version = before.get(key[0])
            present = [e.get(key) for e in ends]
            if version is None or (version, key[1]) not in self.active:
                continue
            if all(b is not None for b in present) and _same_bar(present[0], present[1]):
                merged[key] = present[0]  # type: ignore[assignment]
                continue
            leaf = at(version.type, key[1])
            name = self.bar_name(key)
            types = [b.type for b in present if b is not None]
            target = leaf if None in present or types[0] != types[1] else types[0]
            owned = True
            for bar, block in zip(present, blocks, strict=True):
                keep, self.out = self.out, block
                if bar is None:
                    self.emit(syntax.assign(name, self.zeros(version, key[1])))
                else:
                    if bar.type != target:
                        bar = self.enlarged(bar, version, key[1])
                    if not _is_name(bar.value, name):
                        self.emit(syntax.assign(name, bar.value))
                        bar = replace(bar, owned=bar.owned and isinstance(target, Scalar))
                    owned = owned and bar.owned
                self.out = keep
            self.types[name] = target
            merged[key] = Bar(syntax.name(name), target, owned)
        return merged

    # --- loops ---

    def loop(self, statement: gast.AST) -> None:
        """Repeat the reverse of the body; whatever it carries from trip to trip is set up before it."""
        before = self.program.before[statement]
        heads = {h.name: h for h in self.program.heads[statement]}
        needs: dict[Key, Version] = {
            (h.name, path): h for h in heads.values() for path, _ in inexact_leaves(h.type) if (h, path) in self.active
        }
        own: set[Key] = set()
        borrowed: set[Key] = set()  # what a trip leaves behind may be somebody else's memory
        around = {*before, *(v.name for v in self.program.meets.get(statement, []))}
        start = {k: b for k, b in self.bars.items() if k[0] in around}
        taken = set(self.names.taken)
        while True:
            self.bars = {k: replace(b) for k, b in start.items()}
            setup = self.set_up(statement, needs, own)
            for key in borrowed & set(self.bars):
                self.bars[key].owned = False
            entry = {k: replace(b) for k, b in self.bars.items()}
            body = self.nested(("loop", statement), statement.body)
            if not self.is_unsettled(heads, before, entry, needs, own, borrowed):
                break
            kept = {v.name for v in [*self.tapes.values(), *self.tests.values()]}
            self.names.taken = set(taken) | set(self.bar_names.values()) | kept
        self.end_trip(statement, entry, needs, body)
        self.bars = {}
        for key, bar in entry.items():
            first = before.get(key[0])
            if first is not None and (first, key[1]) in self.active:
                self.bars[key] = bar
        if not body:
            self.bars = {k: b for k, b in start.items() if k in self.bars}
            return
        self.out += setup
        if isinstance(statement, gast.For):
            new: gast.AST = gast.For(syntax.name(statement.target.id, store=True), self.primal(statement.iter), body, [], None)
        else:
            new = gast.While(syntax.const(value=True), body, [])
        self.mirrors[new] = statement
        self.heading = None
        self.emit(new)

    def is_unsettled(
        self, heads: dict[str, Version], before: dict[str, Version], entry: Bars, needs: dict[Key, Version], own: set[Key],
        borrowed: set[Key],
    ) -> bool:  # fmt: skip
        """Whether a trip leaves cotangents that were not set up for it; notes what is to be set up in another way."""
        changed = False
        for key, bar in self.bars.items():
            version = heads.get(key[0]) or before.get(key[0])
            if version is None or (version, key[1]) not in self.active:
                continue
            if key not in entry and key not in needs:
                needs[key] = version
                changed = True
            elif key in entry and not _same_bar(bar, entry[key]) and key not in own:
                own.add(key)
                changed = True
            elif key in entry and entry[key].owned and not bar.owned:
                borrowed.add(key)
                changed = True
        for key in [k for k, b in entry.items() if k not in self.bars and not _is_name(b.value, self.bar_name(k))]:
            own.add(key)  # it is set to zero at the end of a trip, so it has to be a variable
            changed = True
        return changed

    def end_trip(self, statement: gast.AST, entry: Bars, needs: dict[Key, Version], body: list[gast.AST]) -> None:
        """What the reversed body carries ends a trip under the names, and with the sizes, that it began with."""
        before = self.program.before[statement]
        heads = {h.name: h for h in self.program.heads[statement]}
        for key, bar in entry.items():
            end = self.bars.get(key)
            version = heads.get(key[0]) or before.get(key[0])
            if end is None:
                known = [*self.program.meets.get(statement, []), *before.values(), *heads.values()]
                left = needs.get(key) or next(v for v in known if v.name == key[0])
                keep, self.out = self.out, body
                self.emit(syntax.assign(self.bar_name(key), self.zeros(left, key[1])))
                self.out = keep
            elif end is not None and not _same_bar(end, bar):
                keep, self.out = self.out, body
                if end.type != bar.type and version is not None:
                    end = self.enlarged(end, version, key[1])
                if not _is_name(end.value, self.bar_name(key)):
                    self.emit(syntax.assign(self.bar_name(key), end.value))
                self.out = keep
                if not end.owned:
                    bar.owned = False

    def set_up(self, statement: gast.AST, needs: dict[Key, Version], own: set[Key]) -> list[gast.AST]:
        """Before the loop: zeros for what the body adds to, and memory of their own for what it changes."""
        keep, self.out = self.out, []
        left = {v.name: v for v in self.program.meets.get(statement, [])}
        for key, head in needs.items():
            if key not in self.bars:
                name = self.bar_name(key)
                version = left.get(key[0]) or self.program.before[statement].get(key[0]) or head
                leaf = at(head.type, key[1])
                self.assign(name, self.zeros(version, key[1]), leaf)
                self.bars[key] = Bar(syntax.name(name), leaf, owned=True)
        for key in own:
            after = left.get(key[0]) or self.program.before[statement].get(key[0])
            if key in self.bars and after is not None:
                self.bars[key] = self.independent(key, after)
        setup, self.out = self.out, keep
        return setup

    # --- cotangents: zeros, sizes, ownership ---

    def zeros(self, version: Version, path: Path) -> gast.AST:
        """A zero cotangent for a part of a version."""
        t = at(version.type, path)
        if isinstance(t, Scalar):
            return syntax.const(0.0 if not is_complex(t) else 0j)
        value = self.value_of(version, path)
        if isinstance(t, Array) and is_inexact(t):
            shape = syntax.call("np.shape", value) if _may_be_missing(version) else syntax.attribute(value, "shape")
            if t.dtype == "float64":
                return syntax.call("np.zeros", shape)
            return syntax.call("np.zeros", shape, syntax.expr(f"np.{t.dtype}"))
        if isinstance(t, ListOf) and isinstance(t.item, Scalar):
            return syntax.binop(syntax.list_([syntax.const(0.0)]), gast.Mult, syntax.call("len", value))
        if isinstance(t, ListOf):
            return syntax.call("list", self.context.helper_call("zeros_like", value))
        return self.context.helper_call("zeros_like", value)

    def enlarged(self, bar: Bar, version: Version, path: Path) -> Bar:
        """The cotangent with the full shape of its primal."""
        t = at(version.type, path)
        shape = shape_of(t)
        have = shape_of(bar.type)
        if not isinstance(t, Array) or (have is not None and have == shape):
            return replace(bar, type=t)
        extent = syntax.attribute(self.value_of(version, path), "shape")
        if isinstance(bar.type, (Scalar, Array)):
            t = Array(bar.type.dtype, t.shape)  # its dtype is made the primal's at the end
        if have == ():
            if isinstance(bar.value, gast.Constant) and bar.value.value == 1.0 and t.dtype == "float64":
                return Bar(syntax.call("np.ones", extent), t, owned=True)
            return Bar(syntax.call("np.full", extent, bar.value), t, owned=True)
        return Bar(syntax.call("np.broadcast_to", bar.value, extent), t, owned=False)

    def full(self, key: Key, version: Version) -> Bar:
        """The cotangent under `key`, made full and named."""
        bar = self.bars[key]
        t = at(version.type, key[1])
        if bar.type != t and isinstance(t, Array) and shape_of(bar.type) != t.shape:
            bar = self.enlarged(bar, version, key[1])
            name = self.bar_name(key)
            self.assign(name, bar.value, bar.type)
            bar = Bar(syntax.name(name), bar.type, bar.owned)
            self.bars[key] = bar
        return bar

    def independent(self, key: Key, version: Version) -> Bar:
        """The cotangent under `key` as memory of its own, to be changed in place."""
        name = self.bar_name(key)
        if key not in self.bars:
            t = at(version.type, key[1])
            self.assign(name, self.zeros(version, key[1]), t)
            self.bars[key] = Bar(syntax.name(name), t, owned=True)
            return self.bars[key]
        bar = self.bars[key]
        t = at(version.type, key[1])
        if isinstance(t, (Array, ListOf, Unknown)):
            if isinstance(t, Array) and shape_of(bar.type) != t.shape:
                bar = self.enlarged(bar, version, key[1])
            if is_complex(t) and isinstance(t, Array) and not is_complex(bar.type):  # complex parts will come
                bar = Bar(syntax.call(syntax.attribute(bar.value, "astype"), syntax.expr(f"np.{t.dtype}")), t, owned=True)
            if not bar.owned and isinstance(t, ListOf):
                bar = Bar(self.context.helper_call("copy_tree", bar.value), t, owned=True)
            elif not bar.owned:
                bar = Bar(syntax.call(syntax.attribute(bar.value, "copy")), bar.type, owned=True)
        if isinstance(t, Array) and t.shape == ():  # a result without axes is a number, which cannot be changed in place
            bar = replace(bar, value=syntax.call("np.array", bar.value))
        if not _is_name(bar.value, name):
            self.assign(name, bar.value, bar.type if not isinstance(t, Scalar) else t)
            bar = Bar(syntax.name(name), self.types[name], owned=True)
        self.bars[key] = bar
        return bar

    def take(self, version: Version) -> dict[Path, Bar]:
        """Remove and return the cotangents of a variable that is defined here."""
        found = {k: b for k, b in self.bars.items() if k[0] == version.name}
        for key in found:
            del self.bars[key]
        return {k[1]: b for k, b in found.items() if (version, k[1]) in self.active}

    # --- contributions ---

    def contribute(self, parts: Iterable[Part], defined: str | None = None) -> None:
        """Add contributions; those to the variable that is defined here come last, since they overwrite its cotangent."""
        sums: dict[Key, list[Part]] = {}
        for part in parts:
            version, path, _, _ = part
            if path not in dict(inexact_leaves(version.type)):
                raise AssertionError(f"a cotangent for {version.name}{path}, which is no part of it")
            if (version, path) in self.active:
                sums.setdefault((version.name, path), []).append(part)
        own = [k for k in sums if k[0] == defined]
        shared = [p[2].id for ps in sums.values() for p in ps if isinstance(p[2], gast.Name)]
        if len(own) > 1:
            self.hold(sums, own)
        for key in [k for k in sums if k not in own] + own:
            self.add(key, sums[key], shared)

    def hold(self, sums: dict[Key, list[Part]], own: list[Key]) -> None:
        """Several parts of one variable depend on each other's cotangents: compute them all before assigning any."""
        for key in own:
            held = []
            for version, path, value, typed in sums[key]:
                name = self.temporary(f"{key[0]}_next_bar")
                self.assign(name, value, typed.type)
                held.append((version, path, syntax.name(name), typed))
            sums[key] = held

    def add(self, key: Key, parts: list[Part], shared: list[str]) -> None:
        """Add the contributions to one cotangent."""
        version, path = parts[0][0], parts[0][1]
        t = at(version.type, path)
        total, typed = parts[0][2], parts[0][3]
        for _, _, value, other in parts[1:]:
            total = _sum(total, value)
            typed = Typed(self.joined(typed.type, other.type), fresh=True)
        if is_inexact(t) and not isinstance(t, Unknown) and not is_complex(t) and is_complex(typed.type):
            total = syntax.call("np.real", total)
            assert isinstance(typed.type, (Scalar, Array))  # as complex types are
            real = {"complex128": "float64", "complex64": "float32"}[typed.type.dtype]
            typed = Typed(replace(typed.type, dtype=real) if not isinstance(typed.type, Scalar) else Scalar(real, typed.type.weak), fresh=False)
        name = self.bar_name(key)
        bar = self.bars.get(key)
        if bar is None:
            if isinstance(total, gast.Constant):
                self.bars[key] = Bar(total, typed.type, owned=True)
                return
            sole = isinstance(total, gast.Name) and shared.count(total.id) <= 1 and total.id in self.owned_names
            owned = typed.fresh or sole or isinstance(t, Scalar)
            if not _is_name(total, name):
                self.assign(name, total, typed.type)
            self.types[name] = typed.type
            self.bars[key] = Bar(syntax.name(name), typed.type, owned)
        elif isinstance(t, ListOf):
            self.assign(name, self.context.helper_call("add_trees", bar.value, total), t)
            self.bars[key] = Bar(syntax.name(name), t, owned=True)
        else:
            self.accumulate(key, bar, total, typed, t)

    def accumulate(self, key: Key, bar: Bar, total: gast.AST, typed: Typed, t: Type) -> None:
        """Add to a cotangent that exists, in place where its memory is its own and holds the sum."""
        name = self.bar_name(key)
        whole = isinstance(t, Array) and shape_of(bar.type) == t.shape and t.shape is not None
        in_place = isinstance(t, Array) and bar.owned and whole and _is_name(bar.value, name) and _fits(typed.type, bar.type)
        if in_place:
            self.emit(_augmented(name, total))
            return
        result = self.joined(bar.type, typed.type) if not isinstance(t, Scalar) else t
        self.assign(name, _sum(bar.value, total), result)
        self.bars[key] = Bar(syntax.name(name), result, owned=True)

    def joined(self, a: Type, b: Type) -> Type:
        """The type of a sum."""
        if isinstance(a, (Scalar, Array)) and isinstance(b, (Scalar, Array)):
            import operator

            return infer.elementwise(operator.add, [a, b])
        return UNKNOWN

    @property
    def owned_names(self) -> set[str]:
        """The names of cotangents with memory of their own, before the statement at hand."""
        return self._owned

    # --- adjoints of statements ---

    def adjoint(self, statement: gast.AST, op: Op) -> None:
        """Write the adjoint of what a statement means, if a cotangent flows to it."""
        version = self.program.defines[statement][0] if statement in self.program.defines else None
        if version is None:
            return
        self._owned = {b.value.id for b in self.bars.values() if b.owned and isinstance(b.value, gast.Name)}
        method = getattr(self, "adjoint_" + type(op).__name__, None)
        if isinstance(op, (Store, Update, Append, Pop, Put, Refresh)):
            if isinstance(op, (Pop, Put)) or any(k[0] == op.base.id for k in self.bars):
                method(statement, op, version)  # type: ignore[misc]
            return
        taken = self.take(version)
        if taken and method is not None:
            method(statement, op, version, taken)

    def part(self, node: gast.AST, path: Path, value: gast.AST, typed: Typed) -> list[Part]:
        """A contribution to a part of an atom, none to a constant."""
        source = self.program.uses.get(node)
        return [] if source is None else [(source, path, value, typed)]

    def typed(self, bar: Bar) -> Typed:
        """The type of a cotangent that is handed on, and so shared, unless it is a number."""
        return Typed(bar.type, isinstance(bar.value, gast.Constant))

    def adjoint_Copy(self, statement: gast.AST, op: Copy, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = y`: the cotangents of x go to y."""
        parts = [p for path, bar in taken.items() for p in self.part(op.source, path, bar.value, self.typed(bar))]
        self.contribute(parts, version.name)

    def adjoint_Project(self, statement: gast.AST, op: Project, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = y[key]`: the cotangents of x go to the item."""
        parts = [p for path, bar in taken.items() for p in self.part(op.source, (op.key, *path), bar.value, self.typed(bar))]
        self.contribute(parts, version.name)

    def adjoint_Slice(self, statement: gast.AST, op: Slice, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = y[a:b]` on a tuple or list: the cotangents of x go to the items."""
        parts = []
        for path, bar in taken.items():
            parts += self.part(op.source, (op.items[path[0]], *path[1:]), bar.value, self.typed(bar))
        self.contribute(parts, version.name)

    def adjoint_Build(self, statement: gast.AST, op: Build, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = (a, b)`: the cotangent of each part goes to what it was made of."""
        parts: list[Part] = []
        for key, item in op.items:
            source = self.program.uses.get(item)
            if source is None:
                continue
            for path, _ in inexact_leaves(source.type):
                bar = taken.get((key, *path))
                if bar is not None:
                    parts.append((source, path, bar.value, self.typed(bar)))
                elif () in taken and isinstance(version.type, ListOf):
                    value: gast.AST = syntax.subscript(taken[()].value, syntax.const(key))
                    for k in path:
                        value = syntax.subscript(value, syntax.const(k))
                    parts.append((source, path, value, Typed(at(source.type, path), fresh=False)))
        self.contribute(parts, version.name)

    def adjoint_Apply(self, statement: gast.AST, op: Apply, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = f(a, b)`: contributions to the operands by the rule of f."""
        wanted = {p for p in op.rule.operands if p in op.bound and any(self.is_active(n, path) for n in _names(op.bound[p])
                  for path, _ in inexact_leaves(self.program.uses[n].type))}  # fmt: skip
        if not wanted:
            return
        instance = self.instance(op, version)
        if isinstance(op.rule, Elementwise):
            self.elementwise(op, instance, version, taken[()], wanted)
        else:
            self.template(op, instance, version, taken, wanted)

    def instance(self, op: Apply, version: Version) -> Instance:
        """The rule of a function for one call, as reverse code reads its operands and result."""
        trees = {p: self.primal(n) for p, n in op.bound.items()}
        trees[op.rule.result] = self.value_of(version)
        types = {**op.types, op.rule.result: version.type}
        return Instance(op.rule, trees, types, version.statement or op.call, self.temporary)

    def elementwise(self, op: Apply, instance: Instance, version: Version, bar: Bar, wanted: set[str]) -> None:
        """Contributions to the operands of an elementwise function: cotangent times partial derivative."""
        temporaries, factors = partials(instance)
        for name, value in temporaries:
            self.assign(name, value, self.typer(value).type)
        parts: list[Part] = []
        for operand, factor in zip(op.rule.operands, factors, strict=True):
            if factor is None or operand not in wanted:
                continue
            value = product(bar.value, factor)
            typed = self.typer(value) if value is not bar.value else self.typed(bar)
            if not is_inexact(typed.type):
                value = syntax.binop(syntax.const(1.0), gast.Mult, value)
                typed = self.typer(value)
            node = op.bound[operand]
            source = self.program.uses[node]
            if value is bar.value:
                value = syntax.clone(value)
            value, typed = self.reduced(value, typed, source.type, self.value_of(source), version)
            parts.append((source, (), value, typed))
        self.contribute(parts, version.name)

    def template(self, op: Apply, instance: Instance, version: Version, taken: dict[Path, Bar], wanted: set[str]) -> None:
        """Contributions to the operands of a function whose rule is statements."""
        seed = f"{op.rule.result}_bar"
        bars: dict[Path, Bar] = {}
        for path, bar in taken.items():
            t = at(version.type, path)
            if isinstance(t, Array) and shape_of(bar.type) != t.shape:
                bar = self.enlarged(bar, version, path)
                name = self.bar_name((version.name, path))
                self.assign(name, bar.value, t)
                bar = Bar(syntax.name(name), t, bar.owned)
            elif isinstance(t, Unknown):  # that of a sum may be one number for all
                shape = syntax.call("np.shape", self.value_of(version, path))
                bar = Bar(self.named(syntax.call("np.broadcast_to", bar.value, shape), f"{version.name}_bar"), t, owned=False)
            bars[path] = bar
        instance.trees[seed] = self.seed_tree(version, version.type, bars, ())
        instance.types[seed] = version.type
        parts: list[Part] = []
        for parameter, target, value in contributions(instance, wanted):
            if parameter is None:
                self.keep_temporary(target, value)
                continue
            parts += self.template_part(op, parameter, value, version)
        self.contribute(parts, version.name)

    def keep_temporary(self, target: Any, value: gast.AST) -> None:
        """Write a temporary of a rule, or several that are unpacked at once."""
        if isinstance(target, list):
            typed = self.typer(value).type
            for k, name in enumerate(target):
                self.types[name] = typed.items[k] if isinstance(typed, Seq) and k < len(typed.items) else UNKNOWN
            self.emit(syntax.assign(syntax.tuple_([syntax.name(n, store=True) for n in target], store=True), value))
        else:
            self.assign(target, value, self.typer(value).type)

    def template_part(self, op: Apply, parameter: str, value: gast.AST, version: Version) -> list[Part]:
        """Contributions to one operand, which may be a sequence of arrays."""
        node = op.bound[parameter]
        if isinstance(node, (gast.Tuple, gast.List)):
            value = self.named(value, "parts_bar")
            return [p for k, n in enumerate(node.elts) for p in self.nested_parts(n, self.item(value, (k,)), op, version)]
        source = self.program.uses[node]
        if isinstance(source.type, Seq):
            self.check_parts(source.type, value, version)
            return self.nested_parts(node, self.named(value, "parts_bar"), op, version)
        if isinstance(source.type, ListOf):
            listed = isinstance(value, (gast.List, gast.ListComp))
            return [(source, (), value if listed else syntax.call("list", value), Typed(source.type, fresh=True))]
        typed = self.typer(value)
        if op.rule.pointwise:
            value, typed = self.reduced(value, typed, source.type, self.value_of(source), version)
        elif isinstance(source.type, Array) and rank(typed.type) is not None and source.type.shape is not None:
            value, typed = self.checked(value, typed, source)
        return [(source, (), value, typed)]

    def check_parts(self, t: Seq, value: gast.AST, version: Version) -> None:
        """The cotangent of a sequence has parts; where arrays were taken for one array of unknown rank, it may be a number."""
        typed = self.typer(value).type
        if isinstance(typed, Scalar) or (isinstance(typed, Unknown) and any(isinstance(i, Array) for i in t.items) and isinstance(version.type, Unknown)):
            raise Unsupported("a list of arrays is taken for an array", version.statement, "join it first, such as with `np.stack`")

    def named(self, value: gast.AST, wish: str) -> gast.AST:
        """An expression that may be read in several places."""
        if isinstance(value, (gast.Tuple, gast.List, gast.Name)):
            return value
        name = self.temporary(wish)
        self.assign(name, value, self.typer(value).type)
        return syntax.name(name)

    def nested_parts(self, node: gast.AST, value: gast.AST, op: Apply, version: Version) -> list[Part]:
        """Contributions to the parts of a sequence, such as the arrays that np.stack joins, however deeply nested."""
        source = self.program.uses.get(node)
        if source is None:
            return []
        parts: list[Part] = []
        for leaf, t in inexact_leaves(source.type):
            item = self.item(value, leaf)
            typed = self.typer(item)
            known = typed if not isinstance(typed.type, Unknown) else Typed(t, fresh=False)
            if op.rule.pointwise:
                item, known = self.reduced(item, typed, t, self.value_of(source, leaf), version)
            parts.append((source, leaf, item, known))
        return parts

    def item(self, value: gast.AST, path: Path) -> gast.AST:
        """value[path], read from a literal where it is one, and by one index where it is an array."""
        path = tuple(path)
        while path and isinstance(value, (gast.Tuple, gast.List)):
            value, path = value.elts[path[0]], path[1:]
        if path and isinstance(self.typer(value).type, Array):
            index = syntax.const(path[0]) if len(path) == 1 else syntax.tuple_([syntax.const(k) for k in path])
            return syntax.subscript(syntax.clone(value), index)
        value = syntax.clone(value)
        for key in path:
            value = syntax.subscript(value, syntax.const(key))
        return value

    def checked(self, value: gast.AST, typed: Typed, source: Version) -> tuple[gast.AST, Typed]:
        """A contribution whose shape is not provably the operand's, or smaller, is summed down at run time."""
        theirs, own = shape_of(typed.type), shape_of(source.type)
        assert theirs is not None
        assert own is not None
        if len(theirs) > len(own):
            dtype = typed.type.dtype if isinstance(typed.type, (Scalar, Array)) else "float64"
            return self.context.helper_call("unbroadcast", value, self.value_of(source)), Typed(Array(dtype, own), fresh=False)
        return value, typed

    def seed_tree(self, version: Version, t: Type, bars: dict[Path, Bar], path: Path) -> gast.AST:
        """The cotangent of a whole value, as one expression; zeros for the parts that have none."""
        if isinstance(t, (Seq, Dict, Record)):
            items = list(enumerate(t.items)) if isinstance(t, Seq) else list(t.items)
            parts = [self.seed_tree(version, c, bars, (*path, k)) for k, c in items]
            if isinstance(t, Dict):
                return gast.Dict([syntax.const(k) for k, _ in items], parts)
            if isinstance(t, Record):
                return self.context.rebuild(t, self.value_of(version, path), parts)
            return syntax.list_(parts) if t.cls is list else syntax.tuple_(parts)
        if path in bars:
            return syntax.clone(bars[path].value)
        return self.zeros(version, path) if is_inexact(t) or isinstance(t, ListOf) else syntax.const(None)

    def reduced(
        self, value: gast.AST, typed: Typed, t: Type, operand: gast.AST, result: Version
    ) -> tuple[gast.AST, Typed]:
        """A contribution of the result's shape, summed down to the operand's (of type `t`) where that was stretched."""
        own, whole, have = shape_of(t), shape_of(self.whole(result)[0]), shape_of(typed.type)
        dtype = typed.type.dtype if isinstance(typed.type, (Scalar, Array)) else t.dtype if isinstance(t, (Scalar, Array)) else "float64"
        at_run_time = Typed(replace(t, dtype=dtype) if isinstance(t, Array) else Scalar(dtype, weak=False) if isinstance(t, Scalar) else t, fresh=False)
        if own is None or whole is None or have is None:
            if isinstance(t, Scalar) and isinstance(self.whole(result)[0], Scalar):
                return value, typed
            return self.context.helper_call("unbroadcast", self.counted(value, have, result), operand), at_run_time
        lead = len(whole) - len(own)
        axes = list(range(lead))
        for k, (mine, theirs) in enumerate(zip(own, whole[lead:], strict=True)):
            if mine == 1 and theirs != 1:
                axes.append(lead + k)
            elif mine != theirs and may_be_one(mine):
                return self.context.helper_call("unbroadcast", self.stretched(value, have, whole, result), operand), at_run_time
        if not axes:
            return value, typed
        if not own:
            if have == ():
                size = syntax.attribute(self.whole(result)[1], "size")
                return syntax.binop(value, gast.Mult, size), Typed(FLOAT, fresh=True)
            return syntax.call("np.sum", self.stretched(value, have, whole, result)), Typed(Scalar(dtype, weak=False), fresh=True)
        value = self.stretched(value, have, whole, result)
        kept = [a for a in axes if a >= lead]
        if kept and lead:
            return self.context.helper_call("unbroadcast", value, operand), at_run_time
        axis = syntax.const(axes[0]) if len(axes) == 1 else syntax.tuple_([syntax.const(a) for a in axes])
        keep = {"keepdims": syntax.const(value=True)} if kept else {}
        return syntax.call("np.sum", value, axis=axis, **keep), Typed(Array(dtype, own), fresh=True)

    def whole(self, result: Version) -> tuple[Type, gast.AST]:
        """Type and value of a result; of one of its parts where it is a tuple of arrays of one shape, as of divmod."""
        if isinstance(result.type, Seq):
            return result.type.items[0], self.value_of(result, (0,))
        return result.type, self.value_of(result)

    def counted(self, value: gast.AST, have: Any, result: Version) -> gast.AST:
        """A compact value in full, where its shape is not known to be the result's."""
        if have is not None and have == shape_of(self.whole(result)[0]):
            return value
        if isinstance(self.whole(result)[0], Scalar):
            return value
        return syntax.call("np.broadcast_to", value, syntax.call("np.shape", self.whole(result)[1]))

    def stretched(self, value: gast.AST, have: Any, whole: Any, result: Version) -> gast.AST:
        """A compact value with the full shape of the result, where a sum over it has to count every entry."""
        if have == whole:
            return value
        return syntax.call("np.broadcast_to", value, syntax.attribute(self.whole(result)[1], "shape"))

    def adjoint_Load(self, statement: gast.AST, op: Load, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = a[i]`: the cotangent of x is added at the same place of that of a."""
        source = self.program.uses[op.base]
        if (source, ()) not in self.active:
            return
        key = (source.name, ())
        if source.name == version.name:  # x = x[i]: both cotangents want one name
            taken = {path: self.set_aside(bar) for path, bar in taken.items()}
        if isinstance(source.type, ListOf):
            self.independent(key, source)
            read = self.shadow(op, key)
            place = as_target(syntax.clone(read))
            if isinstance(source.type.item, Scalar):
                self.emit(gast.AugAssign(place, gast.Add(), taken[()].value))
            else:
                seed = self.seed_tree(version, version.type, taken, ())
                plain = isinstance(source.type.item, Array)
                total = syntax.binop(read, gast.Add, seed) if plain else self.context.helper_call("add_trees", read, seed)
                self.emit(syntax.assign(place, total))
            return
        assert not isinstance(source.type, Seq), "a running index into a tuple that is taken apart"
        bar = taken[()]
        self.independent(key, source)
        place = as_target(self.shadow(op, key))
        index = [self.typer.index(i) for i in _indices(place.slice)]
        if any(isinstance(i, (Array, Seq, ListOf, Unknown)) and not _is_mask(i) for i in index):
            self.emit(gast.Expr(syntax.call("np.add.at", place.value, _as_argument(place.slice), bar.value)))
        else:
            self.add_to_item(place, bar.value)

    def shadow(self, op: Load | Store | Update, key: Key) -> gast.AST:
        """The place of a load or store, in the cotangent of its base."""
        return moved(op.place, op.base, syntax.name(self.bar_name(key)), self.primal)

    def set_aside(self, bar: Bar) -> Bar:
        """A cotangent under another name."""
        if not isinstance(bar.value, gast.Name):
            return bar
        name = self.temporary(bar.value.id)
        self.assign(name, bar.value, bar.type)
        return Bar(syntax.name(name), bar.type, bar.owned)

    def add_to_item(self, place: gast.Subscript, value: gast.AST) -> None:
        """`place += value`; where the item was set to zero before, and not met since, place = value."""
        root = root_name(place).id
        for k in range(len(self.out) - 1, -1, -1):
            last = self.out[k]
            if isinstance(last, gast.Assign) and syntax.same(last.targets[0], place) and _is_zero(last.value):
                if root in syntax.names_read(value):
                    break
                del self.out[k]
                self.emit(syntax.assign(place, value))
                return
            if not isinstance(last, (syntax.Comment, gast.Assign, gast.AugAssign)) or _mentions(last, root, place):
                break
        self.emit(_augmented_place(place, value))

    def adjoint_Store(self, statement: gast.AST, op: Store, version: Version) -> None:
        """`a[i] = v`: the cotangent at that place goes to v, and becomes zero."""
        key = (op.base.id, ())
        if (version, ()) not in self.active:
            self.bars.pop(key, None)
            return
        old = self.program.uses[op.base]
        source = self.program.uses.get(op.value)
        if isinstance(version.type, Array) and _is_whole(op):
            self.store_whole(key, version, source)
            return
        self.independent(key, version)
        slot = self.shadow(op, key)
        if isinstance(version.type, ListOf):
            item = version.type.item
            if source is not None:
                held = self.temporary("item_bar")
                self.assign(held, slot, item)
                self.contribute([(source, path, self.part_of(held, item, path), Typed(leaf, fresh=False)) for path, leaf in inexact_leaves(source.type)])
            zero: gast.AST = syntax.const(0.0) if isinstance(item, Scalar) else self.context.helper_call("zeros_like", syntax.clone(slot))
            self.emit(syntax.assign(as_target(syntax.clone(slot)), zero))
            return
        taken: list[Part] = []
        if source is not None and any((source, path) in self.active for path, _ in inexact_leaves(source.type)):
            value, fitted = self.slot_value(*self.stored(slot), source)
            if source is old:  # x[:] = x: what is due to x is added after the slot of its cotangent is cleared
                held = self.temporary(f"{source.name}_slot_bar")
                self.assign(held, value, fitted.type)
                value = syntax.name(held)
            taken = [(source, (), value, fitted)]
        if source is not old:
            self.contribute(taken)
        if (old, ()) in self.active:
            self.emit(syntax.assign(as_target(syntax.clone(slot)), syntax.const(0.0)))
        else:
            self.bars.pop(key, None)
        if source is old:
            self.contribute(taken)

    def store_whole(self, key: Key, version: Version, source: Version | None) -> None:
        """y[...] = v: the whole cotangent goes to v, and nothing to what y was before."""
        alike = source is not None and shape_of(source.type) == shape_of(version.type) is not None
        bar = self.bars[key] if alike else self.full(key, version)
        del self.bars[key]
        if source is not None and (source, ()) in self.active:
            value, typed = bar.value, self.typed(bar)
            self.contribute([(source, (), *((value, typed) if alike else self.slot_value(value, typed, source)))])

    def stored(self, slot: gast.AST, each: bool = False) -> tuple[gast.AST, Typed]:
        """A copy of the cotangent at the place of a store; of what was stored there twice, the last or each counts."""
        typed = self.typer(slot)
        if isinstance(typed.type, Scalar):
            return slot, Typed(typed.type, fresh=True)
        if isinstance(slot, gast.Subscript) and not each and self.may_repeat(slot):
            return self.context.helper_call("take_last", slot.value, _as_argument(slot.slice)), Typed(typed.type, fresh=True)
        return syntax.call(syntax.attribute(slot, "copy")), Typed(typed.type, fresh=True)

    def may_repeat(self, place: gast.Subscript) -> bool:
        """Whether a place may be there twice, as in x[[0, 0]]."""
        index = [self.typer.index(i) for i in _indices(place.slice)]
        return any(isinstance(i, (Array, Seq, ListOf, Unknown)) and not _is_mask(i) and not _is_distinct(i) for i in index)

    def slot_value(self, value: gast.AST, typed: Typed, source: Version) -> tuple[gast.AST, Typed]:
        """The cotangent of a stored value, which may have been stretched to fill its slot."""
        slot = Version("slot", 0, typed.type, "assign", None, (), 0)
        own, whole = shape_of(source.type), shape_of(typed.type)
        if own is not None and whole is not None and len(own) <= len(whole):
            return self.reduced(value, typed, source.type, self.value_of(source), slot)
        return self.context.helper_call("unbroadcast", value, self.value_of(source)), self.counted_in(typed, source)

    def counted_in(self, typed: Typed, source: Version) -> Typed:
        """The type of a cotangent that was summed to the shape of a version, in its own precision."""
        t = source.type
        return Typed(Array(typed.type.dtype, t.shape) if isinstance(t, Array) and isinstance(typed.type, Array) else t, fresh=False)

    def adjoint_Refresh(self, statement: gast.AST, op: Refresh, version: Version) -> None:
        """What a container holds is what a name means: the cotangents of the one go to the other."""
        self.parts_given(op.value, [(version.name, op.path)])

    def adjoint_Put(self, statement: gast.AST, op: Put, version: Version) -> None:
        """d["k"] = v on a container taken apart: the cotangent of item k, under any of its names, goes to v."""
        self.parts_given(op.value, [(op.base.id, (op.key,)), *((v.name, (*path, op.key)) for v, path in op.also)])

    def parts_given(self, value: gast.AST, places: Sequence[Key]) -> None:
        """The cotangents of parts of containers go to the value that they were given."""
        source = self.program.uses.get(value)
        parts: list[Part] = []
        for name, place in places:
            for key in [b for b in self.bars if b[0] == name and b[1][: len(place)] == place]:
                bar = self.bars.pop(key)
                if source is not None:
                    parts.append((source, key[1][len(place) :], bar.value, self.typed(bar)))
        self.contribute(parts)

    def adjoint_Update(self, statement: gast.AST, op: Update, version: Version) -> None:
        """`a[i] += v`: the cotangent at that place goes to v as well."""
        key = (op.base.id, ())
        if (version, ()) not in self.active:
            self.bars.pop(key, None)
            return
        source = self.program.uses.get(op.value)
        if source is None or (source, ()) not in self.active:
            return
        if op.place is op.base:
            slot = self.full(key, version).value
        else:
            self.independent(key, version)
            slot = self.shadow(op, key)
        value, typed = self.stored(slot, each=isinstance(statement, gast.Expr))
        if issubclass(op.operator, gast.Sub):
            value = negated(_uncopied(value))
        value, typed = self.slot_value(value, typed, source)
        self.contribute([(source, (), value, typed)])

    def adjoint_Append(self, statement: gast.AST, op: Append, version: Version) -> None:
        """`a.append(v)`: the last item of the cotangent is popped and goes to v."""
        source = self.program.uses.get(op.value)
        if isinstance(version.type, Seq):
            k = len(version.type.items) - 1
            parts: list[Part] = []
            for key in [b for b in self.bars if b[0] == version.name and b[1][:1] == (k,)]:
                bar = self.bars.pop(key)
                if source is not None:
                    parts.append((source, key[1][1:], bar.value, self.typed(bar)))
            self.contribute(parts)
            return
        key = (op.base.id, ())
        if (version, ()) not in self.active:
            self.bars.pop(key, None)
            return
        self.independent(key, version)
        popped = syntax.call(syntax.attribute(syntax.name(self.bar_name(key)), "pop"))
        if source is None:
            self.emit(gast.Expr(popped))
            return
        name = self.temporary(f"{op.value.id}_item_bar")
        assert isinstance(version.type, ListOf)
        item = version.type.item
        self.assign(name, popped, item)
        self.contribute([(source, path, self.part_of(name, item, path), Typed(leaf, fresh=False)) for path, leaf in inexact_leaves(source.type)])

    def adjoint_Pop(self, statement: gast.AST, op: Pop, version: Version) -> None:
        """`x = a.pop()`: the cotangent of x is appended to that of a."""
        taken = self.take(version)
        old = self.program.uses[op.base]
        if (old, ()) not in self.active:
            return
        key = (op.base.id, ())
        self.independent(key, self.program.defines[statement][1])
        seed = self.seed_tree(version, version.type, taken, ())
        self.emit(gast.Expr(syntax.call(syntax.attribute(syntax.name(self.bar_name(key)), "append"), seed)))

    def adjoint_CallUser(self, statement: gast.AST, op: CallUser, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = g(a, b)`: a call of the backward half of g, with the tape that its forward half returned."""
        wanted: list[tuple[str, Path]] = []
        for parameter, atom in op.arguments:
            source = self.program.uses.get(atom)
            if source is not None:
                wanted += [(parameter, path) for path, _ in inexact_leaves(source.type) if (source, path) in self.active]
        if not wanted:
            return
        pair = op.callee.pair(tuple(dict.fromkeys(p for p, _ in wanted)))
        tape = self.tape_of(statement, pair)
        bars = {path: self.full_part(version, path, bar) for path, bar in taken.items()}
        seed = self.seed_tree(version, version.type, bars, ())
        called = syntax.call(pair.backward_name, syntax.name(tape.marker), seed)
        atoms = dict(op.arguments)
        targets = []
        parts: list[Part] = []
        for parameter, t in pair.cotangents:
            wish = f"{atoms[parameter].id}_bar" if isinstance(atoms[parameter], gast.Name) else f"{parameter}_bar"
            name = self.temporary(wish)
            self.types[name] = t
            targets.append(name)
            source = self.program.uses[atoms[parameter]]
            for path, leaf in inexact_leaves(source.type):
                if (source, path) in self.active:
                    parts.append((source, path, self.part_of(name, t, path), Typed(leaf, fresh=False)))
        if len(targets) == 1:
            self.emit(syntax.assign(targets[0], called))
        else:
            self.emit(syntax.assign(syntax.tuple_([syntax.name(n, store=True) for n in targets], store=True), called))
        self.contribute(parts, version.name)

    def part_of(self, name: str, t: Type, path: Path) -> gast.AST:
        """The part at `path` of the value of type `t` that is called `name`."""
        node: gast.AST = syntax.name(name)
        for key in path:
            named = isinstance(t, Record)
            node = syntax.attribute(node, key) if named else syntax.subscript(node, syntax.const(key))
            t = at(t, (key,))
        return node

    def full_part(self, version: Version, path: Path, bar: Bar) -> Bar:
        """A cotangent with the full shape of a part of a version."""
        t = at(version.type, path)
        return self.enlarged(bar, version, path) if isinstance(t, Array) and shape_of(bar.type) != t.shape else bar

    def tape_of(self, statement: gast.AST, pair: Any) -> Version:
        """The version that stands for the tape of a call."""
        if statement not in self.tapes:
            number = len(self.program.versions) + 1
            result = self.program.defines[statement][0]
            name = self.names.fresh(f"{pair.name}_tape")
            tape = Version(name, number, pair.tape_type, "tape", statement, result.region, result.position)
            self.program.versions[number] = tape
            self.tapes[statement] = tape
            self.pairs[statement] = pair
        return self.tapes[statement]

    # --- seeds and results ---

    def result(self, version: Version, t: Type, path: Path = ()) -> gast.AST:
        """The cotangent of an argument, with the argument's structure, shape and dtype, and memory of its own."""
        if isinstance(t, (Seq, Dict, Record)):
            items = list(enumerate(t.items)) if isinstance(t, Seq) else list(t.items)
            parts = [self.result(version, c, (*path, k)) for k, c in items]
            if isinstance(t, Dict):
                return gast.Dict([syntax.const(k) for k, _ in items], parts)
            if isinstance(t, Record):
                return self.context.rebuild(t, self.value_of(version, path), parts)
            if hasattr(t.cls, "_fields"):
                return syntax.call(self.context.class_name(t.cls), *parts)
            return syntax.list_(parts) if t.cls is list else syntax.tuple_(parts)
        if not is_inexact(t) and not isinstance(t, ListOf):
            return self.context.no_tangent()
        bar = self.bars.get((version.name, path))
        given = self.program.dynamic.get(version.name)
        if given is not None and isinstance(given, Seq) and given.cls is not list:
            return syntax.call("tuple", bar.value if bar is not None else self.zeros(version, path))
        if bar is None:
            return self.zeros(version, path)
        bar = self.enlarged(bar, version, path) if isinstance(t, Array) and shape_of(bar.type) != t.shape else bar
        value = syntax.clone(bar.value)
        have = bar.type
        if isinstance(t, (Array, Scalar)) and isinstance(have, (Array, Scalar)) and have.dtype != t.dtype:
            if isinstance(t, Array):
                return syntax.call(syntax.attribute(value, "astype"), syntax.expr(f"np.{t.dtype}"))
            if not t.weak:
                return syntax.call(f"np.{t.dtype}", value)
        if isinstance(t, Array) and not bar.owned and self.lasting:
            return syntax.call(syntax.attribute(value, "copy"))
        return value


def _same_bar(a: Bar | None, b: Bar | None) -> bool:
    return (
        a is not None and b is not None and a.owned == b.owned and shape_of(a.type) == shape_of(b.type)
        and type(a.type) is type(b.type) and syntax.same(a.value, b.value)
    )  # fmt: skip


def _may_be_missing(version: Version) -> bool:
    """Whether some path leaves a variable without a value, and a number stands for it."""
    return version.kind == "meet" and any(o is None or _may_be_missing(o) for o in version.operands)


def _mentions(statement: gast.AST, root: str, place: gast.AST) -> bool:
    """Whether a statement reads or changes the array `root`, or binds a name that stands in the place."""
    if any(isinstance(n, gast.Name) and n.id == root for n in syntax.walk(statement)):
        return True
    return bool(syntax.names_stored(statement) & syntax.names_read(place))


def _is_name(node: gast.AST, name: str) -> bool:
    return isinstance(node, gast.Name) and node.id == name


def _names(node: gast.AST) -> list[gast.AST]:
    return [n for n in syntax.walk(node) if isinstance(n, gast.Name)]


def _sum(a: gast.AST, b: gast.AST) -> gast.AST:
    if isinstance(b, gast.UnaryOp) and isinstance(b.op, gast.USub):
        return syntax.binop(a, gast.Sub, b.operand)
    return syntax.binop(a, gast.Add, b)


def _augmented(name: str, value: gast.AST) -> gast.AST:
    if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
        return syntax.augassign(name, gast.Sub, value.operand)
    return syntax.augassign(name, gast.Add, value)


def _augmented_place(place: gast.AST, value: gast.AST) -> gast.AST:
    if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
        return gast.AugAssign(place, gast.Sub(), value.operand)
    return gast.AugAssign(place, gast.Add(), value)


def _fits(value: Type, into: Type) -> bool:
    """Whether `into += value` keeps the shape and dtype of `into`."""
    if not isinstance(value, (Scalar, Array)) or not isinstance(into, Array):
        return False
    theirs, own = shape_of(value), into.shape
    if theirs is None or own is None or len(theirs) > len(own):
        return False
    return not (is_complex(value) and not is_complex(into))


def _indices(node: gast.AST) -> list[gast.AST]:
    return list(node.elts) if isinstance(node, gast.Tuple) else [node]


def _as_argument(index: gast.AST) -> gast.AST:
    """An index as it is passed to a function: a[:, i] becomes (slice(None), i)."""
    if isinstance(index, gast.Slice):
        bounds = [syntax.const(None) if b is None else b for b in (index.lower, index.upper, index.step)]
        kept = bounds if not isinstance(bounds[2], gast.Constant) or bounds[2].value is not None else bounds[:2]
        alone = kept[1:] if isinstance(kept[0], gast.Constant) and kept[0].value is None and len(kept) == 2 else kept
        return syntax.call("slice", *alone)
    return syntax.tuple_([_as_argument(i) for i in index.elts]) if isinstance(index, gast.Tuple) else index


def _is_zero(node: gast.AST) -> bool:
    return isinstance(node, gast.Constant) and node.value == 0.0


def _uncopied(value: gast.AST) -> gast.AST:
    """`x` for `x.copy()`, where a new array is made of it anyway."""
    copied = isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute) and value.func.attr == "copy"
    return value.func.value if copied else value


def _is_whole(op: Store) -> bool:
    """Whether a store replaces all items of its array: x[...] = v, x[:] = v."""
    index = op.index
    if isinstance(index, gast.Slice):
        whole = index.lower is None and index.upper is None and index.step is None
    else:
        whole = isinstance(index, gast.Constant) and index.value is Ellipsis
    return whole and isinstance(op.place, gast.Subscript) and op.place.value is op.base


def _is_distinct(t: Any) -> bool:
    """Whether the items of an index are literal and differ."""
    values = [i.value if isinstance(i, Scalar) else None for i in t.items] if isinstance(t, Seq) else [None]
    return all(type(v) is int and v >= 0 for v in values) and len(set(values)) == len(values)


def _is_mask(t: Any) -> bool:
    return isinstance(t, Array) and t.dtype == "bool"
