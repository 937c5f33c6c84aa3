"""Calls whose function is read in place: its body, under names of its own, before the statement that calls it.

That is how a function is understood that changes what it is given, assigns variables of the function around it, or
returns a function that captures its variables.  Any other has derivatives of its own (see `calls`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.absent import is_absent
from s2sdiff.analyze.infer import BOTTOM
from s2sdiff.analyze.live_names import live_names
from s2sdiff.analyze.program import Inactive, all_parts, stand_of
from s2sdiff.analyze.renaming import bound_names, captured_names, free_names, nonlocal_names, renamed
from s2sdiff.analyze.sets import Sets
from s2sdiff.analyze.state import Chosen, Closure, Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.library import CHANGING_METHODS
from s2sdiff.normalize import is_block, stops_at_exception
from s2sdiff.rules import plain
from s2sdiff.types import Array, DictOf, ListOf, Many, Record, Seq, Type

Arguments = Sequence[tuple[str, gast.AST]]


FEW_LINES = 12
DEEPEST = 20
MOST_READ = 40  # calls of itself that a function is read in place for
PLAIN_STATEMENTS = (gast.Assign, gast.AugAssign, gast.If, gast.Return)


class Inlining(Sets):
    """Reads the bodies of functions in place."""

    def must_inline(self, target: Any, arguments: Iterable[Type]) -> bool:
        """Whether a function cannot be told what it needs in arguments, or says no more than what it gives."""
        if isinstance(target, Closure) and (nonlocal_names(target.node) or _is_thunk(target.node)):
            return True
        arguments = list(arguments)
        if any(is_absent(part) for t in arguments for part in all_parts(t)):
            return True
        captured = [local for t in (target, *arguments) if isinstance(t, Closure) for _, local in t.captured]
        if any(isinstance(t, Chosen) for t in [*arguments, *(self.env[n].type for n in captured if n in self.env)]):
            return True
        for t in arguments:
            for part in all_parts(t):
                if isinstance(part, Closure) and (nonlocal_names(part.node) or (part is not t and part.captured)):
                    return True
        return holds_formula(arguments)

    def reads_better_here(self, callee: Any, types: Iterable[Type]) -> bool:
        """Whether a function is a few lines on objects, such as an operator of a vector, that say more than a call."""
        objects = [part for t in types for part in all_parts(t) if isinstance(part, Record)]
        within = bool(self.inlining) and self.inlining[-1].primal.is_ours
        if callee.plain and callee.primal.is_ours and (within or any(map(stand_of, objects)) or plain.is_in_place(callee.library)):
            return True  # no reader knows the function
        if callee in self.inlining or not objects:
            return False
        lines = [n for n in syntax.walk(callee.tree.body) if isinstance(n, gast.stmt)] if callee.plain else []
        return 0 < len(lines) <= FEW_LINES and all(isinstance(n, PLAIN_STATEMENTS) for n in lines)

    def inline(self, callee: Any, arguments: Arguments, node: gast.AST, statement: gast.AST) -> Meaning:
        """What a call gives, its function's body put before the statement."""
        self.inlined_again[callee.name] += callee in self.inlining
        if self.inlining.count(callee) > DEEPEST or self.inlined_again[callee.name] > MOST_READ:  # a short recursion ends before
            raise Unsupported(f"`{callee.name}` calls itself, and changes what it is given or captures", node,
                              "return the changed values instead")  # fmt: skip
        prelude, body, answer = self.body_read(callee, arguments, statement)
        self.pending += self.in_place(callee, [*prelude, *body], syntax.names_read(answer), statement)
        if self.dead:
            return Meaning(syntax.const(None), BOTTOM, Inactive("never reached"))
        return self.evaluate(syntax.located(syntax.clone(answer), statement), statement)

    def in_place(self, callee: Any, lines: Sequence[gast.AST], read: set[str], statement: gast.AST) -> list[gast.AST]:
        """Statements of a function that is read here, after which some names are read: the elaborated ones."""
        self.liveness |= {s: names | self.live | read for s, names in live_names(lines).items()}
        self.inlining.append(callee)
        outside, self.entry = self.entry, self.region
        made = self.after_pending(lines, statement)
        self.entry = outside
        self.inlining.pop()
        return made

    def around(self, callee: Any, arguments: Arguments, name: str, statement: gast.With, bound: set[str]) -> list[gast.AST]:
        """The block of a `with`, in the place of the `yield` of a generator.

        `name` is bound to what that yields, and `bound` are the names that may hold something else behind the block.
        """
        prelude, body, _ = self.body_read(callee, arguments, statement, bound)
        [place] = [k for k, line in enumerate(body) if is_block(line)]
        if getattr(statement, "left_by_exception", False) and stops_at_exception(body[place]):
            message = "a context that is left by an exception, whose generator goes on behind its `yield`"
            raise Unsupported(message, statement, "put what follows the `yield` into a `finally`, if it is to run then")
        entered = self.same_again((statement, "entered"), [syntax.assign(name, body[place].value.args[0])] if name else [])
        behind = body[place + 1 :]
        read = syntax.names_read(behind)
        for node in syntax.walk(statement.body):
            if node in self.liveness:
                self.liveness[node] |= read
        made = self.in_place(callee, [*prelude, *body[:place], *entered], read | syntax.names_read(statement.body), statement)
        made += self.block(statement.body)
        return made + self.in_place(callee, behind, set(), statement)

    def names_bound(self, block: list[gast.AST]) -> set[str]:
        """The names that a block may bind: its own, and those that functions it may call bind."""
        return syntax.names_stored(block) | self.names_bound_by_functions()

    def names_bound_by_functions(self) -> set[str]:
        """The names that functions known here declare nonlocal."""
        functions = [part for known in self.env.values() for part in all_parts(known.type) if isinstance(part, Closure)]
        return {dict(f.captured).get(name, name) for f in functions for name in nonlocal_names(f.node)}

    def body_read(
        self, callee: Any, arguments: Arguments, statement: gast.AST, bound: Collection[str] = ()
    ) -> tuple[list[gast.AST], list[gast.AST], gast.AST]:
        """The body of a function as it is read in a statement: the same one each time that is interpreted."""
        bound = {*bound, *self.names_bound_by_functions()}
        key = (statement, id(callee), tuple((p, syntax.dump(a)) for p, a in arguments), frozenset(bound))
        if key not in self.bodies:
            self.bodies[key] = self.body_of(callee, arguments, bound)
        found: tuple[list[gast.AST], list[gast.AST], gast.AST] = self.bodies[key]
        return found

    def body_of(self, callee: Any, arguments: Arguments, bound: Collection[str]) -> tuple[list[gast.AST], list[gast.AST], gast.AST]:
        """Assignments of the arguments, the body, and the atom that is returned, under names that are free here.

        An argument goes under its own name, unless the body binds its parameter or what is done meanwhile binds the name.
        """
        *body, last = callee.tree.body
        given = set(callee.primal.bound) - {p for p, _ in arguments}
        own = (bound_names(callee.tree) - given) | {p for p, _ in arguments}
        stored = bound_anew(body, {p: self.peek(a) for p, a in arguments})
        captured = captured_names(body)
        outside = dict(callee.captured)
        mentioned = {n.id for n in syntax.walk(callee.tree) if isinstance(n, gast.Name)}
        names: dict[str, str] = dict(outside)
        prelude: list[gast.AST] = []
        for parameter, atom in arguments:
            if parameter in outside:
                continue
            held = atom.id if isinstance(atom, gast.Name) else None
            fixed = parameter not in stored and parameter not in captured and held not in {*outside.values(), *bound}
            if held is not None and fixed and (held == parameter or held not in mentioned):
                names[parameter] = held
            else:
                names[parameter] = self.free_name(parameter, mentioned)
                prelude.append(syntax.assign(names[parameter], syntax.clone(atom)))
        if callee.closure is not None and callee.closure.name in self.env:
            names.setdefault(callee.closure.name, callee.closure.name)  # it calls itself
        for name in sorted(own - set(names)):
            names[name] = self.free_name(name, mentioned)
        for name in sorted((free_names(callee.tree) | given) - own - set(names)):
            prelude += self.outer_name(callee.primal, name, names)
        lines = renamed(body, names)
        if callee.primal.filename != self.primal.filename:
            syntax.unplaced_here(lines, callee.primal)
        return prelude, lines, renamed(last.value, names)

    def free_name(self, wish: str, mentioned: set[str]) -> str:
        """A name that means nothing here, nor in the body that comes here, unless it is that body's own."""
        name = wish if wish not in self.names.taken else ""
        if name:
            self.names.taken.add(name)
        while not name or (name != wish and name in mentioned):
            name = self.names.fresh(wish)
        self.locals.add(name)
        return name

    def outer_name(self, primal: Any, name: str, names: dict[str, str]) -> list[gast.AST]:
        """A global or captured name of the body, which may mean something else here."""
        if name not in self.locals and self.context.means_the_same(primal, self.primal, name):
            self.names.taken.add(name)
            return []
        alias, owner = self.context.alias(primal, name, self.names)
        if owner is None:
            names[name] = alias
            return []
        names[name] = self.free_name(name, set())
        return [syntax.assign(names[name], syntax.attribute(syntax.name(alias), name))]


def bound_anew(body: Sequence[gast.AST], types: Mapping[str, Type | None]) -> set[str]:
    """The names that a body binds; `x += v` on an array or list changes it."""
    nodes = list(syntax.walk(list(body)))
    changed = (n.target for n in nodes if isinstance(n, gast.AugAssign) and isinstance(n.target, gast.Name))
    in_place = {id(n) for n in changed if _is_changed_in_place(types.get(n.id))}
    return {n.id for n in nodes if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store) and id(n) not in in_place}


def _is_changed_in_place(t: Type | None) -> bool:
    return isinstance(t, (Array, Many)) or (isinstance(t, Seq) and t.cls is list)


def holds_made_in_loop(t: Type) -> bool:
    """Whether a function is in `t` whose captured variables belong to one trip of a loop."""
    return any(isinstance(part, Closure) and part.of_a_trip for part in all_parts(t))


def closures_in(types: Iterable[Type]) -> bool:
    """Whether a function that captures variables is in one of `types`."""
    return any(isinstance(part, Closure) and bool(part.captured) for t in types for part in all_parts(t))


def _is_thunk(node: gast.AST) -> bool:
    """Whether a function is an expression without parameters, `lambda: np.zeros(3)`, or a change: `lambda v: out.append(v)`."""
    if not isinstance(node, gast.Lambda):
        return False
    called = node.body.func if isinstance(node.body, gast.Call) else None
    changes = isinstance(called, gast.Attribute) and called.attr in CHANGING_METHODS
    return changes or not (node.args.args or node.args.kwonlyargs or node.args.vararg or node.args.kwarg)


def holds_formula(types: Iterable[Type]) -> bool:
    """Whether a container in one of `types` says something with the variables of one function."""
    parts = [part for t in types for part in all_parts(t)]
    formulas = [p.default if isinstance(p, DictOf) else p.most if isinstance(p, ListOf) else None for p in parts]
    return any(f is not None and f.home is not None for f in formulas)


__all__ = ["Inlining", "closures_in", "holds_formula", "holds_made_in_loop"]
