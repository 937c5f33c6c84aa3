"""After a change in place: the other names that show the memory are taken from their places again.

A reshaped array shows its memory just as the one it was made of does, and neither is a place of the other that a store
could name.  Whichever is changed is the root, from then on, and the other one is taken again by a reshape: after
`r = b.reshape(-1)`, a change of `r` is followed by `b = r.reshape(b.shape)`.  NumPy copies where the items do not lie
in order, so that is checked when the program runs (`check_view`), unless it is known how `b` was made.

What a loop does not read stays behind in it, and is taken again after the loop.
"""

from __future__ import annotations

from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.env import Env
from s2sdiff.analyze.places import Places, arrays_in, is_reshape, reshape_of, reshapes
from s2sdiff.analyze.program import (
    Apply,
    Copy,
    Inactive,
    Load,
    Op,
    Path,
    Refresh,
    Store,
    Update,
    Version,
    as_target,
    containers,
    inexact_leaves,
    replace_version,
    root_name,
    with_part,
)
from s2sdiff.analyze.state import Meaning
from s2sdiff.runtime import check_view
from s2sdiff.types import Many, Static, Type, at

# What these make lies in order, if no more arguments than these are given by position, and none is an order or an axis.
IN_ORDER = {np.zeros: 2, np.ones: 2, np.empty: 2, np.full: 3, np.arange: 4, np.linspace: 6}


class Showing(Places):
    """Keeps the names of changed memory up to date."""

    def at_root(self, target: gast.AST) -> gast.AST:
        """What is changed, `b` or `b[i]`, as a place of the root, if the root or another view of it is read later."""
        base = target if isinstance(target, gast.Name) else target.value
        if (base.id, ()) not in self.env.behind and not (self.shown(self.top(base.id)) - {base.id}) & self.live:
            self.env.places.pop((base.id, ()), None)
            return target
        place = self.env.places.get((base.id, ()), base)
        root = base.id if is_reshape(place) else root_name(place).id
        self.take_over(root)
        if root == base.id:
            return target
        place = syntax.clone(place)
        if isinstance(target, gast.Subscript):
            place = self.composed(syntax.subscript(place, target.slice))
        return as_target(syntax.located(place, target))

    def take_over(self, name: str) -> None:
        """`name` becomes the root of what it is a reshape of: that is a reshape of it just as well."""
        place = self.env.places.get((name, ()))
        if not is_reshape(place):
            return
        del self.env.places[(name, ())]
        other = root_name(place).id
        self.take_over(other)
        if not (self.shown(self.top(other)) - self.shown(other)) & self.live:
            self.env.places.pop((other, ()), None)  # it is a view of what is not read any more
        if (other, ()) not in self.env.places:
            self.env.places[(other, ())] = reshape_of(name)

    def settle_places(self, name: str, meaning: Meaning, places: dict[Path, gast.AST]) -> None:
        """`name` has just been bound to what is at `places`: a reshape that is changed later is the root from here on."""
        super().settle_places(name, meaning, places)
        if name in self.changed:
            self.take_over(name)
        if name in self.changed & self.flats:  # a change of `x.flat` is one of x, which the caller may read
            self.check_shows(name, meaning.value.func.value.id, meaning.value)

    # --- taking again ---

    def shown_again(self, other: str, root: str) -> bool:
        """Whether all that a name holds can be taken again after a change of `root`: it is at places, none of them stale."""
        t = self.env[other].type
        if isinstance(t, Many):
            return False
        roots = {path: root_name(place).id for (n, path), place in self.env.places.items() if n == other}
        under = {path: self.top(name) == root for path, name in roots.items()}
        others_apart = any(under.values()) and frozenset((other,)) in self.env.apart
        changed = self.env.memory[root]
        for path, _ in arrays_in(t):
            if path in roots:
                known = under[path] or self.env.are_apart(roots[path], root)
            else:
                known = others_apart or not self.env.part_memory(other, path) & changed
            if not known:
                return False
        return True

    def show_again(self, root: str, statement: gast.AST) -> None:
        """After a change of `root`: take each name that shows a part of it, and is read later, from its place again."""
        for (name, path), place in list(self.env.places.items()):
            if root_name(place).id == root and self.is_wanted(name) and self.env[name].stale is None:
                if path not in dict(arrays_in(self.env[name].type)):  # a list around it is of any length by now
                    self.env[name] = replace_version(self.env[name])
                    self.env[name].stale = statement
                elif self.can_wait(name):
                    self.env.behind[(name, path)] = statement
                else:
                    self.take_again(name, path, place, statement)
                self.show_again(name, statement)

    def can_wait(self, name: str) -> bool:
        """Whether neither the loop around this place nor a function reads `name`, or a name that is taken from it."""
        names = self.shown(name)
        return bool(self.loop_reads) and names <= self.names_written and not names & (self.loop_reads[-1] | self.captured | self.lent)

    def is_behind(self, name: str, path: Path) -> bool:
        """Whether the list at a path of what a name holds was changed under another name (see `sharing`)."""
        return (name, path) in self.env.behind and (name, path) not in self.env.places and path in set(containers(self.env[name].type))

    def catch_up(self, statement: gast.AST) -> None:
        """After a loop: take again what stayed behind in it, unless the loop around this one can wait for it, too."""
        waiting = {part: change for part, change in self.env.behind.items() if part[0] in self.env}
        self.env.behind = {part: change for part, change in waiting.items() if self.is_behind(*part)}
        for part in self.env.behind:
            del waiting[part]
        for (name, path), change in sorted(waiting.items(), key=lambda part: (self.depth(part[0][0]), repr(part[0]))):
            place = self.env.places.get((name, path))
            if place is None:
                self.env[name] = replace_version(self.env[name])
                self.env[name].stale = change
            elif self.is_wanted(name) and self.can_wait(name):
                self.env.behind[(name, path)] = change
            elif self.is_wanted(name):
                self.take_again(name, path, place, statement)

    def take_again(self, name: str, path: Path, place: gast.AST, statement: gast.AST) -> None:
        """`name = place`, or `name[path] = place`, which at run time it is."""
        if path:
            taken = self.read_again(place, statement)
            if not isinstance(taken, gast.Name):
                taken = self.named_place(taken, at(self.env[name].type, path), statement)
            self.following.append(self.refreshed(name, path, taken, statement))
            return
        before, old, memory, own, inner = Env(self.env), self.env[name], self.env.memory[name], self.env.own[name], self.env.inner[name]
        self.position += 1
        if is_reshape(place):
            taken, op = self.reshaped_again(name, place, statement)
        else:
            taken = self.read_again(place, statement)
            base = root_name(taken)
            op = Copy(base) if taken is base else Load(base, taken)
        new = syntax.located(syntax.assign(name, taken), statement)
        version = self.define(name, old.type, "assign", new, memory, view=True, own=own, inner=inner)
        self.env.relate_as(before)  # it is the same memory
        self.env.behind.pop((name, path), None)
        self.program.ops[new] = op
        self.wire(op, version, statement)
        self.following.append(new)

    def refreshed(self, name: str, path: Path, source: gast.Name, statement: gast.AST) -> gast.AST:
        """What stands for: at a path, `name` holds what `source` is; at run time it does already."""
        before, old = Env(self.env), self.env[name]
        memory, own, inner = self.env.memory[name], self.env.own[name], self.env.inner[name]
        held = syntax.located(syntax.name(name), statement)
        self.program.uses[held] = old
        new = syntax.located(gast.Pass(), statement)
        t = with_part(old.type, path, self.program.uses[source].type) if path in set(containers(old.type)) else old.type
        self.position += 1
        version = self.define(name, t, "update", new, memory, view=True, own=own, inner=inner)
        version.stale = old.stale if path else None  # of its other parts it may be told nothing
        self.env.relate_as(before)  # it is the same memory
        self.env.behind.pop((name, path), None)
        self.program.ops[new] = Refresh(held, path, source)
        self.connect(source, (), version, path)
        for kept, _ in inexact_leaves(old.type):
            if kept[: len(path)] != path:
                self.edge((old, kept), (version, kept))
        return new

    def read_again(self, place: gast.AST, statement: gast.AST) -> gast.AST:
        """A place, its reads noted."""
        taken = syntax.located(syntax.clone(place), statement)
        self.read_all(taken)
        return taken

    def named_place(self, place: gast.AST, t: Type, statement: gast.AST) -> gast.Name:
        """A name for a part of the root, set after the statement."""
        name = self.helper(statement, root_name(place).id, role="part")
        base = root_name(place)
        new = syntax.located(syntax.assign(name, place), statement)
        version = self.define(name, t, "assign", new, self.env.memory[base.id], view=True)
        op = self.program.ops[new] = Load(base, place)
        self.wire(op, version, statement)
        self.following.append(new)
        read = syntax.located(syntax.name(name), statement)
        self.program.uses[read] = version
        return read

    # --- reshapes ---

    def reshaped_again(self, name: str, place: gast.AST, statement: gast.AST) -> tuple[gast.AST, Op]:
        """`root.reshape(name.shape)` and what it means, once it is checked that the two are one memory."""
        root = root_name(place).id
        if not {root, name} & self.changed & self.flats:
            self.check_shows(root, name, statement)
        new = syntax.located(syntax.assign(name, gast.Pass()), statement)
        taken = syntax.located(syntax.call(syntax.attribute(syntax.name(root), "reshape"), *self.shape_of(name, statement)), statement)
        self.use(taken.func.value)
        shape = taken.args[0] if len(taken.args) == 1 else syntax.tuple_(taken.args)
        return taken, self.apply(taken, np.reshape, [taken.func.value, shape], {}, new).op

    def check_shows(self, one: str, other: str, statement: gast.AST) -> None:
        """Have it checked when run that a reshape shows the memory that it is made of, unless that lies in order."""
        if self.lies_in_order(self.env[one]) or self.lies_in_order(self.env[other]):
            return
        check = syntax.located(gast.Expr(gast.Call(self.context.named(check_view), [syntax.name(one), syntax.name(other)], [])), statement)
        self.read_all(check)
        self.program.ops[check] = Inactive("an effect")
        self.following.append(check)

    def shape_of(self, name: str, statement: gast.AST) -> list[gast.AST]:
        """The shape of a name's array, as what `reshape` is given."""
        dims = self.env[name].type.shape  # type: ignore[attr-defined]
        if dims is not None and all(type(d) is int for d in dims):
            return [syntax.const(d) for d in dims] or [syntax.tuple_([])]
        shape = self.helper(statement, f"{name}_shape")
        line = syntax.assign(shape, syntax.attribute(syntax.name(name), "shape"))
        self.following += self.visit_Assign(syntax.located(line, statement))
        return [syntax.name(shape)]

    def lies_in_order(self, version: Version | None, seen: frozenset[int] = frozenset()) -> bool:
        """Whether the items of an array surely follow one another in memory, so that a reshape of it is a view."""
        if version is None or version.number in seen:
            return version is not None  # what was asked already is as the others are
        seen |= {version.number}
        if version.kind in ("head", "meet"):
            return all(self.lies_in_order(v, seen) for v in version.operands)
        op = self.program.ops.get(version.statement)
        if isinstance(op, (Store, Update, Copy)) or (isinstance(op, Apply) and reshapes(op)):
            source = op.bound["a"] if isinstance(op, Apply) else op.source if isinstance(op, Copy) else op.base
            return isinstance(source, gast.Name) and self.lies_in_order(self.program.uses[source], seen)
        value = getattr(version.statement, "value", None)
        if not isinstance(value, gast.Call):
            return False
        if any(k.arg in ("order", "axis", None) for k in value.keywords):
            return False
        if isinstance(value.func, gast.Attribute) and value.func.attr == "copy":
            return not value.args
        target = self.resolve(value.func)
        return isinstance(target, Static) and len(value.args) <= IN_ORDER.get(target.value, -1)

    # --- what the layers above answer ---

    def apply(
        self, node: gast.AST, function: Any, operands: Any, keywords: Any, statement: gast.AST
    ) -> Meaning:
        """A function with a rule, applied to atoms."""
        raise NotImplementedError
