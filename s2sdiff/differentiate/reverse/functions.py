"""Functions with rules: contributions to the operands of a call, by what the rule says.

The rule of an elementwise function gives partial derivatives; any other gives statements, which are written out with
the operands of the call.  Cotangents of sequences of arrays are taken apart here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Apply, Path, Version, inexact_leaves
from s2sdiff.differentiate.inline import Instance, contributions, partials
from s2sdiff.differentiate.reverse.bars import Bar, Part
from s2sdiff.differentiate.reverse.masks import MOVES, Masks
from s2sdiff.differentiate.terms import product
from s2sdiff.differentiate.typing import Typed
from s2sdiff.errors import Unsupported
from s2sdiff.rules.declare import Elementwise
from s2sdiff.types import UNKNOWN, Array, ListOf, Scalar, Seq, Unknown, at, is_inexact, rank, shape_of


class Functions(Masks):
    """Adjoints of functions with rules."""

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
            mask = self.mask_of(version, taken[()]) if () in taken else None
            clean = self.clean_operands(op) & wanted
            self.template(op, instance, version, taken, wanted)
            self.note_choice(op, version, clean)
            if mask is not None and mask.is_whole(version) and op.rule.function in MOVES:
                for operand in clean:
                    self.note_moved(op, self.instance(op, version), operand, version, mask)

    def instance(self, op: Apply, version: Version) -> Instance:
        """The rule of a function for one call, as reverse code reads its operands and result."""
        trees = {p: self.primal(n) for p, n in op.bound.items()}
        trees[op.rule.result] = self.value_of(version)
        types = {**op.types, op.rule.result: version.type}
        return Instance(op.rule, trees, types, version.statement or op.call, self.temporary, lambda p: self.active_items(op.bound[p]))

    def elementwise(self, op: Apply, instance: Instance, version: Version, bar: Bar, wanted: set[str]) -> None:
        """Contributions to the operands of an elementwise function: cotangent times partial derivative."""
        temporaries, factors = partials(instance)
        for name, value in temporaries:
            self.assign(name, value, self.typer(value).type)
        parts: list[Part] = []
        mask, clean = self.mask_of(version, bar), self.clean_operands(op) & wanted
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
            elif mask is not None and not isinstance(factor, gast.Constant):
                value, typed = self.masked(value, typed, mask)
            if not self.stays_idle(source, version):
                value, typed = self.reduced(value, typed, self.type_to_fill(source), self.value_of(source), version)
            parts.append((source, (), value, typed))
        self.contribute(parts, version.name)
        if mask is not None:
            for operand in clean:
                self.note_mask(op, operand, version, mask)

    def template(self, op: Apply, instance: Instance, version: Version, taken: dict[Path, Bar], wanted: set[str]) -> None:
        """Contributions to the operands of a function whose rule is statements."""
        seed = f"{op.rule.result}_bar"
        bars: dict[Path, Bar] = {}
        for path, bar in taken.items():
            t = at(version.type, path)
            if self.fills_by_choice(op, t, bar):
                bar = replace(bar, type=t)
            elif isinstance(t, Array) and shape_of(bar.type) != t.shape:
                bar = self.enlarged(bar, version, path)
                name = self.bar_name((version.name, path))
                self.assign(name, bar.value, bar.type)
                if not bar.owned:  # a view under the name of what it shows
                    self.owned_names.discard(name)
                bar = replace(bar, value=syntax.name(name))
            elif isinstance(t, Unknown):  # that of a sum may be one number for all
                shape = syntax.call("np.shape", self.value_of(version, path))
                bar = Bar(self.named(syntax.call("np.broadcast_to", bar.value, shape), f"{version.name}_bar"), t, owned=False)
            bars[path] = bar
        whole = version.type
        if isinstance(whole, Seq) and hasattr(whole.cls, "_fields"):
            whole = replace(whole, cls=tuple)  # a rule reads its seed item by item
        instance.trees[seed] = self.seed_tree(version, whole, bars, ())
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
                self.note(name, typed.items[k] if isinstance(typed, Seq) and k < len(typed.items) else UNKNOWN)
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
            return [(source, (), value if listed else self.as_lists(value, source.type), Typed(source.type, fresh=True))]
        if isinstance(value, (gast.List, gast.ListComp)) and isinstance(source.type, Array):  # a rule for lists, given an array
            value = syntax.call("np.array", value)
        typed = self.typer(value)
        if op.rule.pointwise:
            value, typed = self.reduced(value, typed, self.type_to_fill(source), self.value_of(source), version)
        elif isinstance(source.type, Array) and rank(typed.type) is not None and source.type.shape is not None:
            value, typed = self.checked(value, typed, source)
        return [(source, (), value, typed)]

    def as_lists(self, value: gast.AST, t: ListOf) -> gast.AST:
        """The cotangent of a list that was taken for an array, as a list; of a list of lists as a list of lists."""
        if not isinstance(t.item, ListOf):
            return syntax.call("list", value)
        row = self.temporary("row")
        each = gast.comprehension(syntax.name(row, store=True), value, [], 0)
        return gast.ListComp(self.as_lists(syntax.name(row), t.item), [each])

    def check_parts(self, t: Seq, value: gast.AST, version: Version) -> None:
        """The cotangent of a sequence has parts; where arrays were taken for one array of unknown rank, it may be a number."""
        typed = self.typer(value).type
        if isinstance(typed, Scalar) or (isinstance(typed, Unknown) and any(isinstance(i, Array) for i in t.items) and isinstance(version.type, Unknown)):
            raise Unsupported("a list of arrays is taken for an array", version.statement, "join it first, such as with `np.stack`")

    def nested_parts(self, node: gast.AST, value: gast.AST, op: Apply, version: Version) -> list[Part]:
        """Contributions to the parts of a sequence, such as the arrays that np.stack joins, however deeply nested."""
        source = self.program.uses.get(node)
        if source is None:
            return []
        parts: list[Part] = []
        for leaf, t in inexact_leaves(source.type):
            item = self.item(value, leaf)
            typed = self.typer(item)
            if isinstance(t, ListOf) and not isinstance(typed.type, ListOf):
                parts.append((source, leaf, self.as_lists(item, t), Typed(t, fresh=True)))
                continue
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


def _names(node: gast.AST) -> list[gast.AST]:
    return [n for n in syntax.walk(node) if isinstance(n, gast.Name)]
