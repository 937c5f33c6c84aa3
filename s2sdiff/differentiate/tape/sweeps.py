"""Both sweeps as they were decided: the reverse one without markers, the forward one with what it keeps."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Storage, Version, call_read, holds_memory, is_sure
from s2sdiff.differentiate.held import Held
from s2sdiff.differentiate.settled import Settled
from s2sdiff.differentiate.tape.choices import is_trivial
from s2sdiff.differentiate.tape.trips import Trips
from s2sdiff.errors import Unsupported
from s2sdiff.library import is_fresh_numpy
from s2sdiff.types import Scalar, Static, Text

ANSWERS = ("isinstance", "callable", "hasattr", "len", "any", "all", "abs", "bool", "int", "float")  # numbers, and no container


class Tape(Trips):
    """Decides for every marker of a reverse sweep, and edits both sweeps accordingly."""

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
            trivial = is_trivial(value) or not counts.get(version.marker)
            if counts.get(version.marker, 0) < 2 or trivial:
                continue
            block = self.block_of(version, counts[version.marker])
            if block is None:
                continue
            name = self.reading_name(version)
            self.kept[version] = name
            self.types[name] = version.type
            self.temporaries.add(name)
            block.insert(self.restoring.get(id(block), 0), syntax.assign(name, value))
            del self.inline[version]

    def block_of(self, version: Version, count: int) -> list[gast.AST] | None:
        """The block at whose top a value is computed again that is read so often; what a `with` computes is read behind it, too,
        and so is what a branch computes where the other one raises.
        """
        region = version.region
        while region:
            block = self.reverse.blocks.get(region[-1])
            if (region[-1][0] != "with" and not is_sure(*region[-1])) or block is None:
                return block
            if sum(isinstance(n, gast.Name) and n.id == version.marker for n in self.walk_inlined(block)) == count:
                return block
            region = region[:-1]
        return None

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
                result.append(syntax.located(syntax.assign(test.name, self.answer(statement.test)), statement))
                statement.test = syntax.name(test.name)
            result += self.before.get(statement, [])
            result += self.called(statement)
            result += self.after.get(statement, [])
        return result

    def answer(self, test: gast.AST) -> gast.AST:
        """A condition as a value to be kept: whether a list is empty, not the list, which may change."""
        if isinstance(test, gast.BoolOp):
            return gast.BoolOp(test.op, [self.answer(value) for value in test.values])
        return test if self.stays(test) else syntax.call("bool", test)

    def stays(self, test: gast.AST) -> bool:
        """Whether a condition gives a number, or an array of its own."""
        if isinstance(test, gast.Call):
            module, _, function = (syntax.dotted(test.func) or "").rpartition(".")
            known = self.program.uses.get(test.func)
            if not module:
                return function in ANSWERS and (known is None or known.type == Static(getattr(builtins, function)))
            return module == "np" and is_fresh_numpy(function)
        version = self.program.uses.get(test)
        if version is not None:
            return isinstance(version.type, (Scalar, Text, Static))
        return isinstance(test, (gast.Constant, gast.Compare, gast.BinOp)) or (
            isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not)
        )

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

    def held_by_call(self, statement: gast.AST) -> frozenset[Storage]:
        """The memory that the tape of a call holds on to: that of arguments which are not copied for it, and of the result."""
        op, pair, result = self.program.ops[statement], self.reverse.pairs[statement], self.program.defines[statement][0]
        copies = self.lent(op, pair)
        held = [memory for path, memory in result.parts.items() if pair.keeps_result is None or path in pair.keeps_result]
        for parameter, atom in op.arguments:  # type: ignore[attr-defined]
            version = self.program.uses.get(atom)
            if version is not None and parameter not in copies and (pair.keeps is None or parameter in pair.keeps):
                held.append(version.storages)
        return frozenset().union(*held)

    def called(self, statement: gast.AST) -> list[gast.AST]:
        """A call whose reverse is needed becomes a call of the forward half; what does nothing is not written."""
        if statement in self.program.said:
            return []
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
            refusal = Unsupported(
                f"`{result.name}`, which may be an argument of the function that returns it, is changed in place", statement,
                f"make it a copy: `{result.name} = {result.name}.copy()`",
            )  # fmt: skip
            refusal.call = call_read(op, statement)  # type: ignore[arg-type]
            raise refusal
        return [syntax.located(syntax.assign(result.name, self.copied(result)), statement)]
