"""Branches, and where paths meet.

A name that paths leave with different versions gets a new one whose operands are theirs; its type is the join.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.absent import is_nothing, not_none
from s2sdiff.analyze.effects import Effects
from s2sdiff.analyze.env import Env
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.live_names import read_first
from s2sdiff.analyze.operators import OPERATORS
from s2sdiff.analyze.places import join_places
from s2sdiff.analyze.program import Copy, Leaf, Version, containers, inexact_leaves
from s2sdiff.analyze.state import Chosen, Closure, is_function
from s2sdiff.errors import Unsupported
from s2sdiff.types import NONE, UNKNOWN, Dict, DictOf, Many, Record, Seq, Static, Type, Unknown, at, children, is_list

MOST_BEHIND = 20  # statements behind a branch that may be written twice
LISTS = "make it in this function: start with `[]` and append"


class Branches(Effects):
    """Understands `if`."""

    def visit_If(self, statement: gast.If) -> list[gast.AST]:
        """Both branches, and what they give together; one that the types decide is taken."""
        test = self.as_done(statement.test)
        decided = self.truth(test)
        if decided is not None:
            return self.block(statement.body if decided else statement.orelse)
        self.pending += self.as_present(self.not_none_in(test), statement)
        new = gast.If(self.asked(syntax.clone(test)), [], [])
        syntax.located(new, statement)
        if statement in self.not_yet:
            self.not_yet.add(new.test)
        try:
            self.read_all(new.test)
        except Unsupported:
            if isinstance(statement.test, gast.Name) or any(map(self.is_attempt, syntax.walk(statement.test))):
                raise
            lines, answer = self.asked_before(statement)
            return self.block([*lines, self.same_again((statement, "decided"), gast.If(answer, statement.body, statement.orelse))])
        before, outside = Env(self.env), self.region
        self.written_as[new] = statement
        self.program.before[new], self.program.regions[new] = before, outside
        ends: list[Env | None] = []
        for kind, part in (("then", statement.body), ("else", statement.orelse)):
            self.env, self.dead = Env(before), False
            self.region = (*outside, (kind, new))
            lines = [*self.narrowed(statement, answer=kind == "then"), *self.block(part)]
            if kind == "then":
                new.body = lines
            else:
                new.orelse = lines
            ends.append(None if self.dead else self.env)
        chosen = self.choose_functions(new, ends, statement)
        self.region = outside
        self.dead = all(e is None for e in ends)
        if self.dead:
            self.env = before
            return [new]
        self.meet(new, ends)
        for name, (types, names) in chosen.items():
            version = self.env[name]
            surely = all(t.surely for t in types if isinstance(t, Chosen))
            version.type = Chosen(self.place_of(name, new), tuple(names), surely)
        return [new]

    def as_done(self, test: gast.AST) -> gast.AST:
        """A condition that asks for a `try` whether something raises, of stores and changes in place whether these do.

        It is written with the place as it is read, and the operator as it makes something new.  But a dict takes any
        key, and a list anything that can be gone over: there only what stands around is asked for.
        """
        if not any(map(_is_change, syntax.walk(test))):
            return test

        def edit(node: gast.AST) -> gast.AST:
            if isinstance(node, gast.Tuple) and any(map(_is_change, node.elts)):
                asked = [part for part in map(edit, node.elts) if not isinstance(part, (gast.Name, gast.Constant))]
                return syntax.tuple_(asked) if len(asked) > 1 else asked[0] if asked else syntax.const(None)
            if not _is_change(node):
                return syntax.change_parts(node, edit)
            place, given = (node.left, node.right) if isinstance(node, gast.BinOp) else (node.value, node.slice)
            held = self.type_held(place)
            node.is_stored = node.is_in_place = False
            adds = isinstance(node, gast.BinOp) and isinstance(node.op, gast.Add) and is_list(held)
            by_method = isinstance(held, Record) and self.is_changed_by_method(node, held)  # which is refused where it is called
            if adds or by_method or isinstance(held, (Dict, DictOf)):
                return edit(given)
            missing = held is None and isinstance(place, gast.Subscript) and isinstance(self.type_held(place.value), Dict)
            if missing or isinstance(given, gast.Slice) or not (held is None or isinstance(held, (Unknown, Bottom))):
                return edit(node)  # no dict has a slice for a key
            classes = syntax.expr("dict") if isinstance(node, gast.Subscript) else syntax.expr("(dict, list)")
            takes_any = syntax.call("isinstance", syntax.clone(place), classes)
            return syntax.tuple_([syntax.clone(given), gast.BoolOp(gast.Or(), [takes_any, edit(node)])])

        return edit(syntax.clone(test))

    def is_changed_by_method(self, change: gast.BinOp | gast.Subscript, held: Record) -> bool:
        """Whether what is done to an object is for a method of its class, and does not bind a new object."""
        return isinstance(change, gast.Subscript) or self.method_of(held, f"__i{OPERATORS[type(change.op)]}__") is not None

    def type_held(self, node: gast.AST) -> Type | None:
        """The type of a variable, or of what it holds at a place, without noting a read of it; None where that is not easily told."""
        if isinstance(node, gast.Subscript):
            held = self.type_held(node.value)
            if isinstance(held, Many):
                return held.item
            if isinstance(held, (Seq, Dict)) and not isinstance(node.slice, gast.Constant):
                return infer.join_all([part for _, part in children(held)])
        return self.held_by_name(node)

    def with_forks(self, statements: Sequence[gast.AST]) -> Sequence[gast.AST]:
        """Where it must be known behind a branch which was taken, what comes behind it stands in both."""
        for k, fork in enumerate(statements):
            behind = [s for s in statements[k + 1 :] if not isinstance(s, gast.Return)]
            count = sum(isinstance(n, gast.stmt) for n in syntax.walk(behind))
            if fork in self.forks and 0 < count <= MOST_BEHIND:
                both = gast.If(fork.test, [*fork.body, *behind], [*fork.orelse, *behind])
                left = [s for s in statements[k + 1 :] if isinstance(s, gast.Return)]
                return [*statements[:k], self.same_again((fork, "both", *behind), syntax.located(both, fork)), *left]
        return statements

    def choose_functions(self, new: gast.If, ends: Sequence[Env | None], statement: gast.If) -> dict[str, tuple[list[Type], list[str]]]:
        """The names that are other functions at each end, what they may be, and names for that; a variable notes which they are."""
        alive = [(env, block, kind) for env, block, kind in zip(ends, (new.body, new.orelse), ("then", "else"), strict=True) if env is not None]
        chosen: dict[str, tuple[list[Type], list[str]]] = {}
        if len(alive) < 2:
            return chosen
        for name in [n for n in alive[0][0] if n in alive[1][0]]:
            types = [env[name].type for env, _, _ in alive]
            if types[0] == types[1] or not all(map(is_function, types)):
                continue
            names: list[str] = []
            for k, (t, (env, block, kind)) in enumerate(zip(types, alive, strict=True)):
                self.env, self.region = env, (*self.region[:-1], (kind, new))
                known: gast.AST = syntax.const(len(names))
                if isinstance(t, Chosen):
                    known = syntax.binop(syntax.name(t.place), gast.Add, known)
                    names += t.names
                else:  # here, where its defaults are
                    own = self.helper(statement, f"{name}_{k + 1}", role="chosen")
                    block += self.block([self.same_again((statement, own), syntax.located(self.defined_as(own, t), statement))])
                    names.append(own)
                block += self.block([syntax.located(syntax.assign(self.place_of(name, new), known), new)])
            chosen[name] = types, names
        return chosen

    def place_of(self, name: str, node: gast.AST) -> str:
        """The variable that notes which function a name is."""
        return self.helper(node, f"{name}_place", role="chosen")

    def defined_as(self, name: str, t: Type) -> gast.AST:
        """A statement that gives a function a name."""
        if isinstance(t, Static):
            alias = self.context.outer_alias(getattr(t.value, "__name__", name), t.value, self.names)
            return syntax.assign(name, syntax.name(alias))
        assert isinstance(t, Closure)
        again: gast.AST = syntax.clone(t.node)
        if isinstance(again, gast.Lambda):
            return syntax.assign(name, again)
        again.name = name
        return again

    def narrowed(self, statement: gast.If, *, answer: bool) -> list[gast.AST]:
        """What is not None at the top of a branch is what it is else from here on."""
        held = [(node, self.held_by_name(node)) for node in not_none(statement.test, answer=answer)]
        return self.as_present([node for node, t in held if t is not None and not is_nothing(t)], statement)  # else nobody comes here

    def can_stay(self, test: gast.AST) -> bool:
        """Whether a condition may be evaluated where it is written: it changes nothing."""
        if isinstance(test, (gast.Name, gast.Constant)):
            return True
        try:
            self.read_all(self.asked(syntax.clone(test)))
        except Unsupported:
            return False
        return True

    def asked_before(self, statement: gast.AST) -> tuple[list[gast.AST], gast.AST]:
        """Statements that evaluate the condition of an `if` or a `while`, as a function would, and the name of its answer."""
        check, answer = self.helper(statement, "check"), self.helper(statement, "test")
        nothing = gast.arguments([], [], None, [], [], None, [])
        lines = [syntax.assign(check, gast.Lambda(nothing, syntax.clone(statement.test))), syntax.assign(answer, syntax.call(check))]
        return self.same_again((statement, "asked"), [syntax.located(line, statement) for line in lines]), syntax.name(answer)

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
        join_places(self.env, alive)

    def define_meet(self, name: str, node: gast.AST, versions: Sequence[Version | None]) -> Version:
        """A version of `name` where paths meet that leave it with `versions`; None for a path without it."""
        present = [v for v in versions if v is not None]
        types = [v.type for v in present]
        for at_first in dict.fromkeys([name, *(v.name for found in present if found.type == NONE for v in self.origins(found))]):
            self.note_absent(at_first, types)
        mixed = isinstance(node, gast.If) and infer.mixes_ranks(types)  # nothing adds the one to the other, as in a loop
        version = self.define(
            name, UNKNOWN if mixed else self.met(types), "meet", node,
            frozenset().union(*(v.storages for v in present)), any(v.view for v in present),
        )  # fmt: skip
        version.operands = list(versions)
        version.stale = next((v.stale for v in present if v.stale is not None), None)
        self.program.meets.setdefault(node, []).append(version)
        self.flow(version)
        return version

    def origins(self, version: Version) -> Iterator[Version]:
        """The versions of other names that a value has gone by: a and b, where c is a copy of b, and b of a."""
        op = self.program.ops.get(version.statement) if version.statement is not None else None
        while isinstance(op, Copy) and op.source in self.program.uses:
            version = self.program.uses[op.source]
            yield version
            op = self.program.ops.get(version.statement) if version.statement is not None else None

    def flow(self, version: Version) -> None:
        """Edges into a version where paths meet."""
        own = dict(inexact_leaves(version.type))
        for operand in version.operands:
            if operand is None:
                continue
            for path, _ in inexact_leaves(operand.type):
                around = next((p for p in own if path[: len(p)] == p), None)
                if path in own:
                    self.edge((operand, path), (version, path))
                elif around is None or not isinstance(own[around], Many):  # nothing is known of the parts of what they become
                    self.lose((operand, path), (version, around or ()))
            taken_apart = {path for path in containers(operand.type) if not isinstance(at(operand.type, path), Many)}
            for path, t in own.items():
                if isinstance(t, Many) and path in taken_apart and not self.grow(operand, path):
                    self.give_up(version)  # it meets a list of unknown length

    def lose(self, part: Leaf, meet: Leaf) -> None:
        """A part of what is of another kind on each path: refused, if a derivative flows through it to the result."""
        assert meet[0].statement is not None
        self.program.opaque_edges.setdefault(part, []).append((meet, meet[0].statement))

    def give_up(self, version: Version) -> None:
        """A list has another length on each path, which is refused at once, or if it is read although it should not be."""
        again = read_first(version.statement.body) if version.kind == "head" and version.statement is not None else frozenset()
        if version.name in self.live | again:
            raise Unsupported(f"`{version.name}` is a list of another length on each path", version.statement, LISTS)
        version.stale = version.statement


def _is_change(node: gast.AST) -> bool:
    """Whether a place is asked for that is stored into, or an operator that changes in place."""
    return getattr(node, "is_stored", False) or getattr(node, "is_in_place", False)
