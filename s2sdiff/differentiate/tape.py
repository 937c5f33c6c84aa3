"""How the reverse sweep gets at primal values: as they are, computed again, saved, or recorded on a tape per loop.

The reverse sweep reads values under markers.  A value that nothing overwrites is read under its own name.  What is
free to compute again (a view, an item, a shape, an index) is, and inside loops short scalar arithmetic too.  Anything
else is kept: outside loops under a second name, inside a loop on a list that grows by one item a trip.  Tapes are read
by index or from their end, never popped, so that a pullback may be called many times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Apply, Copy, Inactive, Load, Path, Project, Storage, Version, holds_memory
from s2sdiff.differentiate.held import Held
from s2sdiff.differentiate.reverse import Reverse
from s2sdiff.differentiate.settled import Settled
from s2sdiff.errors import Unsupported
from s2sdiff.types import UNKNOWN, Array, Dim, ListOf, Many, Scalar, Seq, Type, leaves, rank, shape_of

CHEAP_CHAIN = 6  # scalar operations that cost less than recording and reading one value


class Tape:
    """Decides for every marker of a reverse sweep, and edits both sweeps accordingly."""

    def __init__(self, reverse: Reverse, backward: list[gast.AST]) -> None:
        self.reverse = reverse
        self.program = reverse.program
        self.names = reverse.names
        self.backward = backward
        self.temporaries = reverse.temporaries
        self.kept: dict[Version, str] = {}  # version -> name under which the reverse sweep reads it
        self.inline: dict[Version, gast.AST] = {}
        self.after: dict[gast.AST, list[gast.AST]] = {}
        self.before: dict[gast.AST, list[gast.AST]] = {}
        self.top: dict[gast.AST, list[gast.AST]] = {}
        self.start: list[gast.AST] = []
        self.lists: dict[gast.AST, list[tuple[Version, str, bool]]] = {}  # loop -> (version, tape, conditional)
        self.renamed: dict[Version, str] = {}
        self.types: dict[str, Type] = {}
        self.restored: dict[tuple[str, gast.AST], list[gast.AST]] = {}
        self.restoring: dict[int, int] = {}  # how many lines at the beginning of a block do that, by the identity of the block
        self.loop_names: set[str] = set()
        self.answers: list[gast.AST] = []
        self.held: Held
        self.settled: Settled
        self.shapes: dict[Version, Version] = {}
        self.read: list[Version] = []  # by the reverse sweep, before it is decided how
        self.new_needs: list[Version] = []
        self.contents: set[Version] = set()  # read by the reverse sweep, and not for their shape alone
        self.computed: set[Version] = set()  # on the way to those
        self.replaced_loops: dict[gast.AST, gast.AST] = {}
        self.before_backward: dict[gast.AST, list[gast.AST]] = {}

    def settle(self) -> None:
        """Decide, then rewrite both sweeps."""
        self.settled = Settled(self)
        self.held = Held(self)
        self.backward = [self.held.read(s) for s in self.backward]
        self.contents = self.read_for_contents()
        self.computed = self.all_computed_for(self.contents)
        self.backward = [self.with_known_shapes(s) for s in self.backward]
        self.free_from_shapes()
        self.read = self.needed(self.backward)
        self.decide(self.read)
        self.finish_loops()
        self.write()

    # --- what is needed ---

    def needed(self, nodes: Any) -> list[Version]:
        """The versions whose markers occur, in order."""
        found: dict[Version, None] = {}
        for node in syntax.walk(nodes):
            if isinstance(node, gast.Name) and "@" in node.id:
                found[self.program.by_marker(node.id)] = None
        return list(found)

    def with_known_shapes(self, node: Any) -> Any:
        """x.shape read from a value at hand that has the same shape, in place."""
        for child in syntax.walk(node):
            if isinstance(child, gast.Attribute) and child.attr in ("shape", "size", "ndim"):
                if isinstance(child.value, gast.Name):
                    self.use_twin(child, "value")
                else:
                    self.use_last(child.value)
            elif isinstance(child, gast.Call) and syntax.dotted(child.func) == "len" and isinstance(child.args[0], gast.Name):
                self.use_twin(child, "args")
        return node

    def use_twin(self, node: gast.AST, field: str) -> None:
        """Let `node`, which reads a shape or a length, read it from another value if that is better."""
        name = node.value if field == "value" else node.args[0]
        if "@" not in name.id:
            return
        version = self.program.by_marker(name.id)
        shape = shape_of(version.type)
        if shape is None or None in shape:
            return
        twin = self.computed_twin(version, shape) if self.is_plain(version) else self.twin(version, shape)
        if twin is not None:
            read = syntax.name(twin.marker)
            if field == "value":
                node.value = read
            else:
                node.args[0] = read

    def use_last(self, part: gast.AST) -> None:
        """Let a part of a container, of which the shape is read, be that of the variable's last value, if it is shaped alike."""
        root, path = _part(part)
        if not isinstance(root, gast.Name) or "@" not in root.id:
            return
        version = self.program.by_marker(root.id)
        last = self.program.final.get(version.name)
        if last is None or last is version or self.is_plain(version) or not self.is_plain(last):
            return
        t, shape = dict(leaves(version.type)).get(path), shape_of(dict(leaves(last.type)).get(path, UNKNOWN))
        if isinstance(t, Array) and t.shape == shape is not None and None not in shape and _is_fixed(shape):
            root.id = last.marker

    def twin(self, version: Version, shape: tuple[Any, ...]) -> Version | None:
        """A value of this shape that is still there when the reverse sweep begins."""
        own = self.program.final.get(version.name)  # read best under the name that is in the user's line
        for other in [*([own] if own else []), *self.program.versions.values()]:
            lasting = other.kind == "argument" or (other is own and _is_fixed(shape))
            if lasting and isinstance(other.type, Array) and other.type.shape == shape and self.is_plain(other):
                return other
        return self.computed_twin(version, shape)

    def computed_twin(self, version: Version, shape: tuple[Any, ...]) -> Version | None:
        """A value of this shape that the reverse sweep reads anyway, where `version` is computed for nothing but its shape."""
        if not _is_fixed(shape) or version.kind != "assign" or version.view or version in self.computed:
            return None
        alike = [v for v in self.contents if isinstance(v.type, Array) and v.type.shape == shape and not v.view
                 and not v.region and self.is_plain(v)]  # fmt: skip
        return min(alike, key=lambda v: (v.kind != "argument", self.is_anonymous(v), v.position, v.number), default=None)

    def read_for_contents(self) -> set[Version]:
        """The values of which the reverse sweep reads more than the shape, and the arrays that it reads them from."""
        bases = {id(n.value) for n in syntax.walk(self.backward) if isinstance(n, gast.Attribute) and n.attr in ("shape", "size", "ndim")}
        found = {self.program.by_marker(n.id) for n in syntax.walk(self.backward)
                 if isinstance(n, gast.Name) and "@" in n.id and id(n) not in bases}  # fmt: skip
        return found.union(self.needed([place for v in found if (place := self.settled.place_of(v)) is not None]))

    def all_computed_for(self, versions: Iterable[Version]) -> set[Version]:
        """Values, and all that is computed on the way to them."""
        found: set[Version] = set()
        pending = list(versions)
        while pending:
            version = pending.pop()
            if version in found:
                continue
            found.add(version)
            pending += [v for v in version.operands if v is not None]
            if version.kind in ("assign", "update") and version.statement is not None:
                pending += [self.program.uses[n] for n in syntax.walk(version.statement) if n in self.program.uses]
        return found

    def free_from_shapes(self) -> None:
        """Where only the shape of a changed array is read, note it before the changes: then they need not be made."""
        shapes = [n for n in syntax.walk(self.backward) if isinstance(n, gast.Attribute) and n.attr == "shape"
                  and isinstance(n.value, gast.Name) and "@" in n.value.id]  # fmt: skip
        contents = frozenset().union(*(v.storages for v in self.contents))
        holders = {id(n): (parent, key, k) for parent in syntax.walk(self.backward) for key, k, n in _children(parent)}
        for node in shapes:
            version = self.program.by_marker(node.value.id)
            made = self.maker(version)
            if made is None or version.storages & contents or id(node) not in holders:
                continue
            parent, key, k = holders[id(node)]
            noted = syntax.name(self.noted_shape(self.argument_like(made) or made).marker)
            if k is None:
                setattr(parent, key, noted)
            else:
                getattr(parent, key)[k] = noted

    def argument_like(self, version: Version) -> Version | None:
        """An argument of the same shape as a version."""
        arguments = (v for v in self.program.arguments.values() if isinstance(v.type, Array) and shape_of(v.type) == shape_of(version.type))
        return next(arguments, None)

    def maker(self, version: Version) -> Version | None:
        """The version as which a changed array was made, outside loops and with the same shape."""
        if not any(self.program.stores.get(s) for s in version.storages):
            return None
        same = [v for v in self.program.versions.values() if v.kind == "assign" and not v.region and v.name == version.name
                and v.storages & version.storages and shape_of(v.type) == shape_of(version.type)]  # fmt: skip
        shape = shape_of(version.type)
        return min(same, key=lambda v: v.position) if same and shape is not None and None not in shape else None

    def noted_shape(self, version: Version) -> Version:
        """A variable that holds the shape of `version`, set right after it."""
        if version not in self.shapes:
            t = Seq(tuple, tuple(Scalar("int64", value=d) for d in shape_of(version.type) or ()))
            name = self.temporary(f"{version.name}_shape", t)
            self.shapes[version] = self.program.kept_in(name, t, "tape", version.statement, (), version.position)
            self.place(version, syntax.assign(name, syntax.attribute(syntax.name(version.name), "shape")))
        return self.shapes[version]

    # --- what is at hand ---

    def is_plain(self, version: Version) -> bool:
        """Whether the variable still holds this value when the reverse sweep begins."""
        if version.kind == "outer":
            return True
        if version.loops or self.is_overwritten(version):
            return False
        return not self.is_clobbered(version) or self.settled.is_lasting_view(version)

    def is_overwritten(self, version: Version) -> bool:
        """Whether the variable may be assigned again before the reverse sweep begins."""
        for other in self.program.versions.values():
            if other is version or other.name != version.name or other.kind in ("meet", "head", "argument", "outer"):
                continue
            if other.position > version.position and not _exclusive(version, other):
                if other.kind == "update" and isinstance(version.type, (Array, Many)):
                    continue  # the same array, changed: see is_clobbered
                return True
        return False

    def is_clobbered(self, version: Version, part: frozenset[Storage] | None = None) -> bool:
        """Whether the memory of this value, or of a part of it, may be changed after it was computed."""
        if isinstance(version.type, Scalar):
            return False
        for storage in version.storages if part is None else part:
            for change in self.program.stores.get(storage, ()):
                if self.program.versions.get(change.number) is not change:
                    continue
                if change.position > version.position and not _exclusive(version, change):
                    return True
                for loop in version.loops:
                    if loop in change.loops and ("loop", loop) not in storage.region:
                        return True
        return False

    # --- choosing ---

    def decide(self, versions: Sequence[Version]) -> None:
        """Choose for each version how the reverse sweep gets at it, and so for all that it then reads."""
        pending = list(versions)
        wanted = set(versions)
        pending = self.shared_bases(pending, wanted)
        done: set[Version] = set()
        while pending:
            version = max(pending, key=lambda v: (v.position, v.number))
            pending.remove(version)
            if version in done:
                continue
            done.add(version)
            plain = self.is_plain(version)
            if plain and not (self.is_anonymous(version) and (self.is_free(version) or self.is_bound(version))):
                self.kept[version] = version.name
                continue
            if version.kind == "iterate" and not syntax.may_break(version.statement):
                self.kept[version] = version.name
                self.loop_names.add(version.name)
                continue
            if self.can_recompute(version, wanted, [CHEAP_CHAIN], set()):
                self.inline[version] = self.value_again(version)
                more = self.needed(self.inline[version])
                wanted.update(more)
                pending += [m for m in more if m not in done]
                continue
            if plain:
                self.kept[version] = version.name
                continue
            self.keep(version)
            if version.loops:
                pending += [v for v in self.new_needs if v not in done]
                wanted.update(self.new_needs)
                self.new_needs = []

    def shared_bases(self, pending: list[Version], wanted: set[Version]) -> list[Version]:
        """Several views of one array that is changed later: one copy of the array serves them all."""
        bases: dict[Version, list[Version]] = {}
        for version in pending:
            op = self.program.ops.get(version.statement) if version.statement is not None else None
            if not isinstance(op, Load) or not isinstance(version.type, Array) or not self.is_clobbered(version):
                continue
            if self.settled.place_of(version) is not None:
                continue
            if rank(version.type) == rank(self.program.uses[op.base].type):  # rows are cheaper to copy than the whole
                bases.setdefault(self.program.uses[op.base], []).append(version)
        for base, views in bases.items():
            if len(views) > 1 and base not in wanted:
                wanted.add(base)
                pending.append(base)
        return pending

    def is_anonymous(self, version: Version) -> bool:
        """Whether the variable is not the user's."""
        return version.name not in self.reverse.written

    def is_free(self, version: Version) -> bool:
        """Whether reading the value again is as cheap as keeping it: a length, a shape, an item, a view."""
        return version.kind == "assign" and self.cost(version) == 0

    def is_bound(self, version: Version) -> bool:
        """Whether the value is an integer like n - 1 or 2 * n, of which a bound of a slice is made."""
        value = getattr(version.statement, "value", None)
        if version.kind != "assign" or not isinstance(value, gast.BinOp) or not isinstance(version.type, Scalar):
            return False
        return version.type.dtype == "int64" and _is_trivial(value)

    def can_recompute(self, version: Version, wanted: set[Version], budget: list[int], seen: set[Version]) -> bool:
        """Whether a value can be computed again within the budget from what is at hand or will be."""
        if version in seen or version.kind != "assign" or version.statement is None:
            return False
        cost = self.cost(version)
        if cost is None:
            return False
        budget[0] -= cost
        if budget[0] < 0:
            return False
        seen = seen | {version}
        for source in self.needed(self.value_again(version)):
            if self.is_plain(source) or (source.kind == "iterate" and not syntax.may_break(source.statement)):
                continue
            if source in wanted and self.must_keep(source, wanted, seen):
                continue
            if not self.can_recompute(source, wanted, budget, seen):
                return False
        return True

    def value_again(self, version: Version) -> gast.AST:
        """The right side of a definition as the reverse sweep computes it; of an array, a length needs no contents."""
        place = self.settled.place_of(version)
        if place is not None:
            return syntax.clone(place)
        value = self.held.read(self.reverse.primal(version.statement.value), whole=False)  # type: ignore[union-attr]
        return self.with_known_shapes(value)

    def must_keep(self, version: Version, wanted: set[Version], seen: set[Version]) -> bool:
        """Whether `version` will be kept anyway."""
        return not self.can_recompute(version, wanted, [CHEAP_CHAIN], seen)

    def cost(self, version: Version) -> int | None:
        """Scalar operations to compute a value again; None if that is not cheap or not allowed."""
        if self.settled.place_of(version) is not None:
            return 0
        statement = version.statement
        op = self.program.ops.get(statement) if statement is not None else None
        value = getattr(statement, "value", None)
        if isinstance(op, (Copy, Project)):
            return 0
        if isinstance(op, Load):
            source = self.program.uses[op.base]
            return 0 if isinstance(source.type, (Array, Many, Seq)) and (version.view or isinstance(version.type, Scalar)) else None
        if isinstance(op, Apply):
            if version.view and isinstance(value, (gast.Attribute, gast.Call)):
                return 0
            scalar = isinstance(version.type, Scalar) and isinstance(value, (gast.BinOp, gast.UnaryOp))
            return 1 if scalar and version.loops else None
        if isinstance(op, Inactive) and value is not None and op.reason not in ("an effect", "a function"):
            if isinstance(value, gast.Constant | gast.Attribute | gast.Compare):
                return 0 if not isinstance(version.type, Array) else None
            if isinstance(value, gast.Call):
                return 0 if syntax.dotted(value.func) == "len" else None
            if isinstance(value, (gast.BinOp, gast.UnaryOp)) and isinstance(version.type, Scalar):
                return 1
        return None

    # --- keeping ---

    def temporary(self, wish: str, t: Type) -> str:
        """A free name like `wish`, for a value of this type."""
        name = self.reverse.temporary(wish)
        self.types[name] = t
        return name

    def keep(self, version: Version) -> None:
        """Save a value: under another name, or on the tape of its loop."""
        if not version.loops:
            self.save(version)
            return
        loop = version.loops[-1]
        position = next(k for k, (kind, node) in enumerate(version.region) if node is loop)
        conditional = any(kind in ("then", "else") for kind, _ in version.region[position + 1 :])
        callees = re.fullmatch(r"(\w+_tape)(_\d+)?", version.name)
        wish = f"{callees[1]}s" if callees else f"{version.name}_tape"
        tape = self.temporary(wish, ListOf(version.type))
        region = self.program.regions[loop]
        listed = self.program.kept_in(tape, ListOf(version.type), "tape", loop, region, version.position)
        self.lists.setdefault(loop, []).append((version, listed.marker, conditional))
        self.before.setdefault(loop, []).append(syntax.assign(tape, syntax.list_([])))
        value = self.copied(version) if self.is_clobbered(version) else syntax.name(version.name)
        self.place(version, gast.Expr(syntax.call(f"{tape}.append", value)))
        self.kept[version] = self.reading_name(version)
        self.new_needs = [*self.new_needs, listed]

    def reading_name(self, version: Version) -> str:
        """The name for a restored value: the variable's own, unless the reverse sweep also reads another version."""
        rivals = [v for v, n in self.kept.items() if n == version.name and v is not version]
        others = [v for v in self.program.versions.values() if v.name == version.name and v is not version
                  and v in self.kept]  # fmt: skip
        plain = any(v.name == version.name and v is not version and self.is_plain(v) for v in self.read)
        if not rivals and not plain and not others:
            return version.name
        return self.temporary(version.name, version.type)

    def save(self, version: Version) -> None:
        """Keep a value outside loops, under a second name if its own is lost."""
        if version.kind in ("tape", "test"):
            self.kept[version] = version.name
            return
        clobbered = self.is_clobbered(version)
        if version.kind == "assign" and not clobbered and not self.meets(version):
            name = self.names.fresh(version.name)
            self.renamed[version] = name
            self.types[name] = version.type
            self.kept[version] = name
            return
        name = self.temporary(version.name, version.type)
        value = self.copied(version) if clobbered else syntax.name(version.name)
        self.place(version, syntax.assign(name, value))
        self.kept[version] = name

    def copied(self, version: Version) -> gast.AST:
        """A copy of a value that may be changed in place later."""
        if isinstance(version.type, Array):
            return syntax.call(f"{version.name}.copy")
        if isinstance(version.type, Many) and isinstance(version.type.item, Scalar):
            return syntax.call("list" if isinstance(version.type, ListOf) else "dict", syntax.name(version.name))
        return self.reverse.context.helper_call("copy_tree", syntax.name(version.name))

    def meets(self, version: Version) -> bool:
        """Whether the value flows into a place where paths meet under the variable's name."""
        return any(version in v.operands for v in self.program.versions.values())

    def place(self, version: Version, statement: gast.AST) -> None:
        """Put a saving statement right after the value comes to be."""
        if _may_be_unbound(version):  # on a path that does not need it either
            empty = placeholder(version.type, self.reverse.context.target)
            self.start.append(syntax.assign(version.name, empty))
        if version.kind in ("head", "iterate"):
            self.top.setdefault(version.statement, []).append(statement)
        elif version.kind == "argument":
            self.start.append(statement)
        elif version.kind == "test":
            self.before.setdefault(version.statement, []).append(statement)
        else:
            self.after.setdefault(version.statement, []).append(statement)

    # --- loops ---

    def finish_loops(self) -> None:
        """Give every reverse loop its trips, and its body the values of the trip."""
        # Inner loops first: one that leaves no tape counts its trips, and the loop around it keeps the counts.
        for new in reversed([n for n in syntax.walk(self.backward) if n in self.reverse.mirrors]):
            original = self.reverse.mirrors[new]
            if isinstance(new, (gast.For, gast.While)):
                self.finish_loop(new, original)

    def finish_loop(self, new: gast.AST, original: gast.AST) -> None:
        """Give the reverse loop `new` of `original` its trips, and its body the values of the trip."""
        entries = self.lists.get(original, [])
        straight = [(v, t) for v, t, conditional in entries if not conditional]
        for version, tape, conditional in entries:
            if conditional:
                self.read_conditionally(new, version, tape)
        if isinstance(original, gast.For) and not syntax.may_break(original):
            used = any(isinstance(n, gast.Name) and "@" in n.id and self.program.by_marker(n.id).kind == "iterate"
                       and self.program.by_marker(n.id).statement is original for n in self.walk_inlined(new.body))  # fmt: skip
            start = _start_of(original.iter)
            if used and start is not None and straight:
                counter = original.target.id
                self.read_by(counter, new, straight, start)
                self.set_loop(new, syntax.name(counter, store=True), self.backwards(new.iter))
                return
            if len(straight) > 1 and not used and start == 0:
                counter = original.target.id if original.target.id != "_" else self.counter()
                self.read_by(counter, new, straight)
                self.set_loop(new, syntax.name(counter, store=True), self.backwards(new.iter))
                return
            if used or not straight:
                target = original.target.id if used else "_"
                if not straight:
                    trips = self.backwards(new.iter) if used else _same_trips(new.iter)
                    self.set_loop(new, syntax.name(target, store=True), trips)
                    return
                targets = [syntax.name(target, store=True), *(syntax.name(self.kept[v], store=True) for v, _ in straight)]
                readers = [self.backwards(new.iter), *(syntax.call("reversed", syntax.name(t)) for _, t in straight)]
                self.set_loop(new, syntax.tuple_(targets, store=True), syntax.call("zip", *readers))
                return
        if not straight:
            trips = self.trips(original)
            self.set_loop(new, syntax.name("_", store=True), syntax.call("range", syntax.name(trips)))
        elif len(straight) == 1:
            version, tape = straight[0]
            self.set_loop(new, syntax.name(self.kept[version], store=True), syntax.call("reversed", syntax.name(tape)))
        else:
            counter = self.counter()
            self.read_by(counter, new, straight)
            count = syntax.call("len", syntax.name(straight[0][1]))
            self.set_loop(new, syntax.name(counter, store=True), syntax.call("reversed", syntax.call("range", count)))

    def counter(self) -> str:
        """A name for the number of a trip."""
        return self.temporary("k", Scalar("int64"))

    def read_by(self, counter: str, new: gast.AST, entries: Sequence[tuple[Version, str]], start: int = 0) -> None:
        """Read the values of a trip from their tapes at the trip's number."""
        lines = []
        for version, tape in entries:
            index: gast.AST = syntax.name(counter)
            if start:
                index = syntax.binop(index, gast.Sub, syntax.const(start)) if start > 0 else syntax.binop(index, gast.Add, syntax.const(-start))
            lines.append(syntax.assign(self.kept[version], syntax.subscript(syntax.name(tape), index)))
        self.restore(new.body, lines)

    def restore(self, block: list[gast.AST], lines: list[gast.AST]) -> None:
        """Let a block begin with lines that read what was kept."""
        block[:0] = lines
        self.restoring[id(block)] = self.restoring.get(id(block), 0) + len(lines)

    def walk_inlined(self, nodes: Any) -> list[gast.AST]:
        """Every node that the final text will hold, those of recomputed values included."""
        found: list[gast.AST] = []
        stack = [nodes]
        seen: set[Version] = set()
        while stack:
            for node in syntax.walk(stack.pop()):
                found.append(node)
                if isinstance(node, gast.Name) and "@" in node.id:
                    version = self.program.by_marker(node.id)
                    if version in self.inline and version not in seen:
                        seen.add(version)
                        stack.append(self.inline[version])
        return found

    def set_loop(self, new: gast.AST, target: gast.AST, iterator: gast.AST) -> None:
        """Let the reverse loop run over `iterator`."""
        if isinstance(new, gast.For):
            new.target, new.iter = target, iterator
            return
        self.replaced_loops[new] = gast.For(target, iterator, new.body, [], None)

    def backwards(self, iterator: gast.AST) -> gast.AST:
        """An iterator the other way round."""
        if syntax.dotted(iterator.func) == "reversed":
            return iterator.args[0]
        return syntax.call("reversed", iterator)

    def trips(self, loop: gast.AST) -> str:
        """The number of trips of a loop that leaves no tape, counted by the forward sweep."""
        name = self.temporary("trips", Scalar("int64"))
        region, position = self.program.regions[loop], self.position_after(loop)
        version = self.program.kept_in(name, Scalar("int64"), "tape", loop, region, position)
        self.before.setdefault(loop, []).append(syntax.assign(name, syntax.const(0)))
        self.top.setdefault(loop, []).append(syntax.augassign(name, gast.Add, syntax.const(1)))
        self.decide([version])
        return version.marker

    def position_after(self, loop: gast.AST) -> int:
        """The last position inside a loop."""
        return max((v.position for v in self.program.versions.values() if loop in v.loops), default=0)

    def read_conditionally(self, new: gast.AST, version: Version, tape: str) -> None:
        """A value recorded only in some trips is read with a count of its own, running down."""
        left = self.temporary(f"{version.name}_left", Scalar("int64"))
        self.before_backward.setdefault(new, []).append(syntax.assign(left, syntax.call("len", syntax.name(tape))))
        region = version.region[-1]
        block = self.reverse.blocks.get(region)
        if block is None:
            return
        lines = [
            syntax.augassign(left, gast.Sub, syntax.const(1)),
            syntax.assign(self.kept[version], syntax.subscript(syntax.name(tape), syntax.name(left))),
        ]
        self.restored.setdefault(region, []).extend(lines)

    # --- rewriting ---

    def write(self) -> None:
        """Put what was decided into the reverse sweep."""
        for region, lines in self.restored.items():
            self.restore(self.reverse.blocks[region], lines)
        counts: dict[str, int] = {}
        for node in self.walk_inlined(self.backward):
            if isinstance(node, gast.Name) and "@" in node.id:
                counts[node.id] = counts.get(node.id, 0) + 1
        self.recompute_shared(counts)
        self.backward = [self.resolved(s) for s in self.with_setup(self.backward)]

    def recompute_shared(self, counts: dict[str, int]) -> None:
        """A value computed again and read more than once gets a line of its own, at the top of its block."""
        for version in sorted(self.inline, key=lambda v: (v.position, v.number), reverse=True):
            value = self.inline[version]
            trivial = _is_trivial(value) or not counts.get(version.marker)
            if counts.get(version.marker, 0) < 2 or trivial or not version.region:
                continue
            block = self.reverse.blocks.get(version.region[-1])
            if block is None:
                continue
            name = self.reading_name(version)
            self.kept[version] = name
            self.types[name] = version.type
            self.temporaries.add(name)
            block.insert(self.restoring.get(id(block), 0), syntax.assign(name, value))
            del self.inline[version]

    def with_setup(self, block: list[gast.AST]) -> list[gast.AST]:
        """A block with what has to stand before its loops, and with the loops that replace others."""
        result: list[gast.AST] = []
        for statement in block:
            for field in ("body", "orelse"):
                inner = getattr(statement, field, None)
                if isinstance(inner, list) and inner:
                    setattr(statement, field, self.with_setup(inner))
            result += self.before_backward.get(statement, [])
            if statement in self.replaced_loops:
                new = self.replaced_loops[statement]
                new.body = statement.body
                statement = new
            result.append(statement)
        return result

    def resolved(self, node: Any) -> Any:
        """The tree with every marker replaced by what it was decided to be."""
        if isinstance(node, gast.Name) and "@" in node.id:
            version = self.program.by_marker(node.id)
            if version in self.inline:
                return self.resolved(syntax.clone(self.inline[version]))
            return gast.Name(self.kept.get(version, version.name), node.ctx, None, None)
        return syntax.change_parts(node, self.resolved)

    def forward(self, statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The forward sweep: the program's statements, with what is kept."""
        self.rename()
        return [*self.start, *self.forward_block(statements)]

    def rename(self) -> None:
        """Give values their own names where a later value would overwrite them."""
        for node, version in self.program.uses.items():
            if version in self.renamed:
                node.id = self.renamed[version]
        for version, name in self.renamed.items():
            version.statement.targets[0].id = name  # type: ignore[union-attr]
            for statement in self.after.get(version.statement, ()):
                for node in syntax.walk(statement):
                    if isinstance(node, gast.Name) and node.id == version.name and isinstance(node.ctx, gast.Load):
                        node.id = name

    def forward_block(self, statements: Sequence[gast.AST]) -> list[gast.AST]:
        """Statements of the forward sweep with what is kept."""
        result: list[gast.AST] = []
        for statement in statements:
            for field in ("body", "orelse"):
                inner = getattr(statement, field, None)
                if isinstance(inner, list) and not isinstance(statement, gast.FunctionDef):
                    tops = self.top.get(statement, []) if field == "body" else []
                    setattr(statement, field, [*tops, *self.forward_block(inner)])
            if statement in self.reverse.tests:
                test = self.reverse.tests[statement]
                result.append(syntax.located(syntax.assign(test.name, statement.test), statement))
                statement.test = syntax.name(test.name)
            result += self.before.get(statement, [])
            result += self.called(statement)
            result += self.after.get(statement, [])
        return result

    def lent(self, op: Any, pair: Any) -> dict[str, gast.AST]:
        """Copies for the arguments that the callee's tape would hold on to, and that are changed in place later."""
        copies: dict[str, gast.AST] = {}
        for parameter, atom in op.arguments:
            version = self.program.uses.get(atom)
            keeps = pair.keeps is None or parameter in pair.keeps
            if version is None or not keeps or not holds_memory(version.type):
                continue
            if self.is_clobbered(version) and not self.settled.is_lasting_view(version):
                copies[parameter] = self.copied(version)
        return copies

    def called(self, statement: gast.AST) -> list[gast.AST]:
        """A call whose reverse is needed becomes a call of the forward half."""
        pair = self.reverse.pairs.get(statement)
        if pair is None:
            return [statement]
        tape = self.reverse.tapes[statement]
        op = self.program.ops[statement]
        arguments, keywords = op.passed(self.lent(op, pair))  # type: ignore[attr-defined]
        targets = [syntax.name(statement.targets[0].id, store=True), syntax.name(tape.name, store=True)]
        new = syntax.assign(syntax.tuple_(targets, store=True), syntax.call(pair.forward_name, *arguments, **keywords))
        return [syntax.located(new, statement), *self.own_result(statement, pair)]

    def own_result(self, statement: gast.AST, pair: Any) -> list[gast.AST]:
        """A copy of the result, if what the callee's tape holds on to in it is changed in place later."""
        result = self.program.defines[statement][0]
        op = self.program.ops[statement]
        changed = {path for path, held in result.parts.items() if self.is_clobbered(result, held)}
        if not (changed if pair.keeps_result is None else changed & pair.keeps_result):
            return []
        callee = op.callee  # type: ignore[attr-defined]
        known = callee.memory_of_parts()
        if callee.returned_arguments() and any(path not in known or any(isinstance(s.origin, str) for s in known[path]) for path in changed):
            raise Unsupported(
                f"`{result.name}`, which may be an argument of the function that returns it, is changed in place", statement,
                f"make it a copy: `{result.name} = {result.name}.copy()`",
            )  # fmt: skip
        return [syntax.located(syntax.assign(result.name, self.copied(result)), statement)]


def _part(node: gast.AST) -> tuple[gast.AST, Path]:
    """What an expression reads a part of, and at which path."""
    path: Path = ()
    while isinstance(node, gast.Attribute) or (isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Constant)):
        path = (node.attr if isinstance(node, gast.Attribute) else node.slice.value, *path)
        node = node.value
    return node, path


def _is_fixed(shape: tuple[Any, ...]) -> bool:
    """Whether sizes are the same at every place of the program: numbers, or sizes of arguments."""
    return all(isinstance(d, int) or (isinstance(d, Dim) and all(n[0] != "?" for n, _ in d.terms)) for d in shape)


def _children(node: gast.AST) -> list[tuple[str, int | None, gast.AST]]:
    """(field, position in a list, child) of each child of a node."""
    found: list[tuple[str, int | None, gast.AST]] = []
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, gast.AST):
            found.append((field, None, value))
        elif isinstance(value, list):
            found += [(field, k, v) for k, v in enumerate(value) if isinstance(v, gast.AST)]
    return found


PLACEHOLDERS = {"b": False, "i": 0, "u": 0, "f": 0.0, "c": 0j}


def placeholder(t: Type, target: str = "python") -> gast.AST:
    """What a variable holds on paths that do not need it: something of the same kind, an array without items."""
    if target == "numba":
        return syntax.const(None)  # the Numba profile puts an empty value of the type
    if isinstance(t, Scalar):
        return syntax.const(PLACEHOLDERS[np.dtype(t.dtype).kind])
    if isinstance(t, Array):
        axes = rank(t) or 1
        return syntax.call("np.zeros", syntax.const(0) if axes == 1 else syntax.tuple_([syntax.const(0)] * axes))
    if isinstance(t, Many):
        return syntax.list_([]) if isinstance(t, ListOf) else gast.Dict([], [])
    if isinstance(t, Seq) and t.cls in (tuple, list):
        items = [placeholder(i) for i in t.items]
        return syntax.tuple_(items) if t.cls is tuple else syntax.list_(items)
    return syntax.const(None)


def _may_be_unbound(version: Version, seen: frozenset[int] = frozenset()) -> bool:
    """Whether some path to where this value is met does not assign the variable."""
    if version.kind not in ("meet", "head") or version.number in seen:
        return False
    return any(o is None or _may_be_unbound(o, seen | {version.number}) for o in version.operands)


def _exclusive(a: Version, b: Version) -> bool:
    """Whether two definitions stand in opposite branches."""
    for (kind, node), (other_kind, other) in zip(a.region, b.region):  # noqa: B905 - one may be deeper
        if node is not other:
            return False
        if kind != other_kind:
            return True
    return False


def _start_of(iterator: gast.AST) -> int | None:
    """Where a range that counts up by one starts, if that is a literal."""
    if syntax.dotted(iterator.func) != "range" or len(iterator.args) > 2:
        return None
    if len(iterator.args) == 1:
        return 0
    first = iterator.args[0]
    return first.value if isinstance(first, gast.Constant) and type(first.value) is int else None


def _is_trivial(value: gast.AST) -> bool:
    """Whether an expression may stand twice: a name, an item, a length, n + 1, 2 * n."""
    if isinstance(value, gast.BinOp):
        if isinstance(value.left, gast.Constant) and type(value.left.value) is int:
            return isinstance(value.right, gast.Name)
        return isinstance(value.left, (gast.Name, gast.Constant)) and isinstance(value.right, gast.Constant)
    if isinstance(value, gast.Call):
        return syntax.dotted(value.func) == "len"
    return isinstance(value, (gast.Name, gast.Constant, gast.Attribute, gast.Subscript))


def _same_trips(iterator: gast.AST) -> gast.AST:
    """An iterator with as many trips, whatever their order."""
    return iterator.args[0] if syntax.dotted(iterator.func) == "reversed" else iterator
