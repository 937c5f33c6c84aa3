"""What becomes of a value that is not there any more: computed again, saved under a second name, or recorded."""

from __future__ import annotations

import re
from collections.abc import Sequence

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Apply, Copy, Inactive, Load, Project, Version, taken_at_times
from s2sdiff.differentiate.tape.shapes import Shapes
from s2sdiff.types import Array, ListOf, Many, Scalar, Seq, rank

CHEAP_CHAIN = 6  # scalar operations that cost less than recording and reading one value


class Choices(Shapes):
    """Decides how each value is read."""

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
                if version in self.reverse.on_every_path:
                    self.begin(version)
                continue
            if version.kind == "iterate" and not syntax.may_break(version.statement):
                self.kept[version] = version.name
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

    def is_free(self, version: Version) -> bool:
        """Whether reading the value again is as cheap as keeping it: a length, a shape, an item, a view."""
        return version.kind == "assign" and self.cost(version) == 0

    def is_bound(self, version: Version) -> bool:
        """Whether the value is an integer like n - 1 or 2 * n, of which a bound of a slice is made."""
        value = getattr(version.statement, "value", None)
        if version.kind != "assign" or not isinstance(value, gast.BinOp) or not isinstance(version.type, Scalar):
            return False
        return version.type.dtype == "int64" and is_trivial(value)

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
                return 0 if not isinstance(version.type, Array) and not syntax.asks_for_one(value) else None
            if isinstance(value, gast.Call):
                return 0 if syntax.dotted(value.func) == "len" else None
            if isinstance(value, (gast.BinOp, gast.UnaryOp)) and isinstance(version.type, Scalar):
                return 1
        return None

    def keep(self, version: Version) -> None:
        """Save a value: under another name, or on the tape of its loop."""
        if not version.loops:
            self.save(version)
            return
        loop = version.loops[-1]
        position = next(k for k, (kind, node) in enumerate(version.region) if node is loop)
        conditional = any(kind in ("then", "else") for kind, _ in taken_at_times(version.region[position + 1 :]))
        callees = re.fullmatch(r"(\w+_tape)(_\d+)?", version.name)
        wish = f"{callees[1]}s" if callees else f"{version.name}_tape"
        tape = self.temporary(wish, ListOf(version.type))
        region = self.program.regions[loop]
        listed = self.program.kept_in(tape, ListOf(version.type), "tape", loop, region, version.position)
        self.lists.setdefault(loop, []).append((version, listed.marker, conditional))
        self.before.setdefault(loop, []).insert(0, syntax.assign(tape, syntax.list_([])))
        clobbered = self.is_clobbered(version)
        value = self.copied(version) if clobbered else syntax.name(version.name)
        self.listed += [] if clobbered else [version]
        self.place(version, gast.Expr(syntax.call(f"{tape}.append", value)))
        self.kept[version] = self.reading_name(version)
        self.new_needs = [*self.new_needs, listed]

    def save(self, version: Version) -> None:
        """Keep a value outside loops, under a second name if its own is lost."""
        if version.kind in ("tape", "test"):
            self.kept[version] = version.name
            return
        clobbered = self.is_clobbered(version)
        if version.kind == "assign" and not clobbered and not self.meets(version) and version.name not in self.captured:
            name = self.names.fresh(version.name)
            self.renamed[version] = name
            self.types[name] = version.type
            self.kept[version] = name
            return
        name = self.temporary(version.name, version.type)
        value = self.copied(version) if clobbered else syntax.name(version.name)
        self.place(version, syntax.assign(name, value))
        self.kept[version] = name


def is_trivial(value: gast.AST) -> bool:
    """Whether an expression may stand twice: a name, an item, a length, n + 1, 2 * n."""
    if isinstance(value, gast.BinOp):
        if isinstance(value.left, gast.Constant) and type(value.left.value) is int:
            return isinstance(value.right, gast.Name)
        return isinstance(value.left, (gast.Name, gast.Constant)) and isinstance(value.right, gast.Constant)
    if isinstance(value, gast.Call):
        return syntax.dotted(value.func) == "len"
    return isinstance(value, (gast.Name, gast.Constant, gast.Attribute, gast.Subscript))
