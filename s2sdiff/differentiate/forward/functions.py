"""Functions with rules: tangents by partial derivatives, by statements, or by the call itself where it is linear."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Set as AbstractSet
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Apply, Path, Version, inexact_leaves
from s2sdiff.differentiate.forward.dots import Dots, Result
from s2sdiff.differentiate.inline import Instance, partials, tangent_terms
from s2sdiff.differentiate.terms import added, negated, product
from s2sdiff.differentiate.typing import Typed
from s2sdiff.differentiate.writing import substituted
from s2sdiff.errors import RuleError, Unsupported
from s2sdiff.rules.declare import Elementwise
from s2sdiff.types import Scalar, Seq, Unknown, shape_of

REAL = (np.absolute, builtins.abs, operator.abs)  # their results are real, whatever they are given


class Functions(Dots):
    """Writes the tangents of functions with rules."""

    def tangent_Apply(self, statement: gast.AST, op: Apply, version: Version) -> None:
        """`x = f(a, b)`: the tangent by the rule of f."""
        trees = {p: syntax.clone(n) for p, n in op.bound.items()}
        trees[op.rule.result] = syntax.name(self.result_marker)
        self.types[self.result_marker] = version.type
        instance = Instance(op.rule, trees, {**op.types, op.rule.result: version.type}, statement, self.temporary, lambda p: self.active_items(op.bound[p]))
        if isinstance(op.rule, Elementwise):
            tangents = self.elementwise(op, instance, version)
        else:
            tangents = self.apart(self.template(op, instance, version), op, version)
        self.reads_result = any(self.result_marker in syntax.names_read(v) for _, v, _ in tangents)
        self.place(statement, version, tangents)

    def elementwise(self, op: Apply, instance: Instance, version: Version) -> list[Result]:
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
        if isinstance(self.typer(total).type, Unknown) and op.rule.function in REAL:
            total = syntax.call("np.real", total)
        if isinstance(version.type, Unknown) and any(self.may_stretch(op.bound[p], total) for p in op.rule.operands):
            shape = syntax.call("np.shape", syntax.name(self.result_marker))
            total, typed = syntax.call("np.broadcast_to", total, shape), Typed(version.type, fresh=False)
        else:
            typed = self.typer(total)
        return self.apart([((), total, typed)], op, version)

    def apart(self, tangents: list[Result], op: Apply, version: Version) -> list[Result]:
        """The tangents of a result; those of its operands are lent to one that may be the memory of such a one, if the result itself is not."""
        told = [(path, value, Typed(typed.type, typed.fresh and not isinstance(value, gast.Name))) for path, value, typed in tangents]
        atoms = [atom for bound in op.bound.values() for atom in (bound.elts if isinstance(bound, (gast.Tuple, gast.List)) else [bound])]
        sources = [self.program.uses[atom] for atom in atoms if atom in self.program.uses]
        if not all(typed.fresh for _, _, typed in told):
            self.lend([source for source in sources if not source.storages & version.storages])
        return told

    def may_stretch(self, operand: gast.AST, total: gast.AST) -> bool:
        """Whether an operand that a tangent is made without may have a larger shape than the tangent."""
        dot, source = self.dot_of(operand), self.program.uses.get(operand)
        if source is None or isinstance(source.type, Scalar):
            return False
        is_full = dot is not None and shape_of(dot.type) == shape_of(source.type)
        held = syntax.names_read(operand) | (syntax.names_read(dot.value) if dot is not None and is_full else set())
        return not held & syntax.names_read(total)

    def template(self, op: Apply, instance: Instance, version: Version) -> list[Result]:
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

    def tangent_statements(self, rule: Any, instance: Instance, version: Version, present: AbstractSet[str]) -> list[Result]:
        """The tangents that the statements of a rule give, without the terms of absent tangents."""
        absent = {f"{p}_dot" for p in rule.operands} - {f"{p}_dot" for p in present}
        result: list[Result] = []
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
                    value = self.alive(part, dead, rule, present)
                    path: Path = (k,) if isinstance(version.type, Seq) else ()
                    if value is not None and (version, path) in self.active:
                        tree = instance.substitute(value)
                        for name, held in reversed(list(values.items())):
                            tree = substituted(tree, name, held)
                        result.append((path, tree, self.typer(tree)))
                continue
            value = self.alive(line.value, dead, rule, present)
            if value is None:
                dead.add(target.id)
            elif isinstance(target, gast.Name):
                if instance.temporary(target.id) in values:
                    raise RuleError(f"the tangent of {rule.name} assigns {target.id} twice")
                values[instance.temporary(target.id)] = instance.substitute(value)
        return result

    def alive(self, node: gast.AST, dead: AbstractSet[str], rule: Any, present: AbstractSet[str]) -> gast.AST | None:
        """The sum without the terms whose tangent is absent; None if none is left."""
        total: gast.AST | None = None
        for sign, term in tangent_terms(node):
            if syntax.names_read(term) & dead:
                if syntax.names_read(term) & {f"{p}_dot" for p in present}:
                    raise RuleError(f"{rule.name}: a term of the tangent has two tangents in it: write it as a sum of two")
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

    def results(self, version: Version, value: gast.AST | None) -> list[Result]:
        """The tangents of a result, part by part where it is a tuple of arrays."""
        if value is None:
            return []
        if not isinstance(version.type, Seq):
            return [((), value, self.typer(value))]
        name = self.temporary(f"{version.name}_parts_dot")
        self.assign(name, value, version.type)
        return [((k,), syntax.subscript(syntax.name(name), syntax.const(k)), Typed(t, fresh=False))
                for k, t in enumerate(version.type.items) if (version, (k,)) in self.active]  # fmt: skip


def _with_replaced(node: gast.AST, places: dict[gast.AST, gast.AST]) -> gast.AST:
    """A copy of a call with some of its nodes replaced."""
    if node in places:
        return syntax.clone(places[node])
    return syntax.with_parts(node, lambda part: _with_replaced(part, places))
