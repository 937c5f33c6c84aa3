"""What a `for` goes over: any iterator becomes a range with assignments at the top of the body, or is unrolled.

    for i, x in enumerate(xs): ...    becomes    for k in range(len(xs)): i = k; x = xs[k]; ...

A dict, or a tuple whose parts differ, has no running index: its loop is written out, one trip after another.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from enum import EnumMeta
from typing import Any, TypeGuard

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.live_names import changed_names
from s2sdiff.analyze.own_dicts import VIEWS
from s2sdiff.analyze.state import Closure, OwnDict, View
from s2sdiff.analyze.subscripts import holds_counts
from s2sdiff.analyze.walks import Walks
from s2sdiff.errors import Unsupported
from s2sdiff.library import CHANGING_METHODS
from s2sdiff.normalize.parts import changed, if_, not_
from s2sdiff.types import (
    NONE,
    UNKNOWN,
    Array,
    Dict,
    DictOf,
    ListOf,
    Record,
    Scalar,
    Seq,
    SetOf,
    Static,
    Type,
    Unknown,
    is_known_text,
    is_string,
    rank,
    without_value,
)

MOST_FUNCTIONS = 30
MOST_ITEMS = 16  # of a list that a loop is written out for, so that they are told apart
LONGEST_TEXT = 20  # letters that a loop is written out for

Plan = tuple[gast.AST | None, gast.AST, bool]  # length (None: it never ends), item under a running index, runs backwards

COUNTERS = ("i", "j", "k")


class Iterators(Walks):
    """Lowers loops over iterators."""

    def lower(self, statement: gast.For) -> gast.For | list[gast.AST]:
        """The loop as one over a range; or the statements of a short loop over parts of different types."""
        statement = self.over_dict(self.without_stars(self.over_outer_range(statement)))
        iterator = statement.iter
        apart = keeps_functions(statement.body) or self.counts_items(statement) or self.calls_again(statement) or self.links(statement)
        if apart and (numbered := self.numbered(iterator)) is not None:
            return self.trips(statement, numbered)
        if isinstance(iterator, gast.Call) and _is_range(iterator) and self.is_builtin(iterator):
            return self.counted_apart(statement)
        rest = self.rest_of(statement) or self.asked_for_each(statement)
        if rest is not None:
            return rest
        ordered = self.ordered_before(statement)
        if ordered is not None:
            return ordered
        fixed = self.view_of_another(statement) if self.goes_on_reading(statement) else self.fixed_iterator(statement)
        if fixed is not None:
            return fixed
        unrolled = self.unroll(statement)
        if unrolled is not None:
            return unrolled
        if keeps_functions(statement.body):
            raise Unsupported("functions are kept in a list that a loop makes, which may be of any length", statement.iter,
                              "keep what they differ in, and call one function with it: `[f(a, t) for a in kept]`")  # fmt: skip
        counter = self.counted_by_user(statement) or self.helper(statement, *COUNTERS)
        plan = self.sequence(iterator, syntax.name(counter))
        if plan is None:
            raise Unsupported("a loop over something that is not an array, list, tuple or range", statement.iter,
                              "loop over a range, an array or a list")  # fmt: skip
        length, item, backwards = plan
        if length is None:  # the count goes on before the body is done
            counter = self.helper(statement, *COUNTERS)
            _, item, _ = self.sequence(iterator, syntax.name(counter)) or plan
        first = syntax.assign(statement.target, item) if isinstance(statement.target, gast.Name) else None
        unpack = [first] if first is not None else _unpacked(statement.target, item)
        unpack = unpack[:1] + [_with_name(u, unpack[0]) for u in unpack[1:]]
        unpack = [u for u in unpack if not syntax.is_name(u.value, u.targets[0].id)]
        first_lines = [syntax.located(line, statement) for u in unpack for line in self.hoisted(u, statement)]
        self.present |= {line for line in first_lines if isinstance(line.value, gast.Subscript)}  # keys of dicts are there
        if length is None:
            return self.without_end(counter, first_lines, statement)
        rng = syntax.call("range", length)
        new = gast.For(
            syntax.name(counter, store=True), syntax.call("reversed", rng) if backwards else rng,
            first_lines + statement.body, [], None,
        )  # fmt: skip
        return syntax.located(new, statement)

    def without_end(self, counter: str, first_lines: list[gast.AST], statement: gast.For) -> list[gast.AST]:
        """A loop over what never ends, which its body leaves."""
        self.check_leaves(statement)
        one_on = syntax.assign(counter, syntax.binop(syntax.name(counter), gast.Add, syntax.const(1)))
        loop = gast.While(syntax.const(value=True), [*first_lines, one_on, *statement.body], [])
        lines = [syntax.located(line, statement) for line in (syntax.assign(counter, syntax.const(0)), loop)]
        return self.same_again((statement, "without end"), lines)  # type: ignore[no-any-return]

    def over_outer_range(self, statement: gast.For) -> gast.For:
        """A loop over a range from outside, written out: `for k in range(1, 4)` for `for k in ORDERS`."""
        held = self.peek(statement.iter) if isinstance(statement.iter, gast.Name) else None
        if not isinstance(held, Static) or not isinstance(held.value, range):
            return statement
        self.use(syntax.clone(statement.iter))
        bounds = [held.value.start, held.value.stop, held.value.step]
        given = bounds if bounds[2] != 1 else bounds[:2] if bounds[0] else bounds[1:2]
        new = gast.For(statement.target, syntax.call("range", *map(syntax.const, given)), statement.body, [], None)
        return self.same_again((statement, "over a range"), syntax.located(new, statement))

    def counted_apart(self, statement: gast.For) -> gast.For:
        """A loop over a range whose variable is there before it and changes in it: what it was is not lost to the count."""
        own = statement.target.id
        if own not in self.env or own not in self.names_bound(statement.body):
            return statement
        counter = self.helper(statement, *COUNTERS)
        first = syntax.located(syntax.assign(own, syntax.name(counter)), statement)
        new = gast.For(syntax.name(counter, store=True), statement.iter, [first, *statement.body], [], None)
        return self.same_again((statement, "counted apart"), syntax.located(new, statement))

    def ordered_before(self, statement: gast.For) -> list[gast.AST] | None:
        """A loop over what `sorted(xs)` or an object gives, by itself or beside others, named before; None for other loops."""
        lines: list[gast.AST] = []

        def named(node: gast.AST) -> gast.AST:
            backwards = _unreversed(node)
            if backwards is not node and self.gone_over(backwards) is not None:
                raise Unsupported("`reversed` of an object", node, "list its items before: `reversed(list(...))`")
            instead = self.gone_over(node)
            if instead is not None:
                name = self.helper(statement, f"{node.id}_items")
                lines.append(syntax.assign(name, instead))
                return syntax.name(name)
            if not isinstance(node, gast.Call) or self.builtin_name(node.func) != "sorted":
                return syntax.with_parts(node, named) if isinstance(node, gast.Call) else node
            name = self.helper(statement, "in_order", role=len(lines))
            lines.append(syntax.assign(name, node))
            return syntax.name(name)

        over = named(statement.iter)
        loop = gast.For(statement.target, over, statement.body, [], None)
        return [syntax.located(line, statement) for line in (*lines, loop)] if lines else None

    def without_stars(self, statement: gast.For) -> gast.For:
        """`zip(*rows)` of as many rows as are known as `zip(rows[0], rows[1])`."""
        if not any(isinstance(n, gast.Starred) for n in syntax.walk(statement.iter)):
            return statement

        def spread(node: gast.AST) -> gast.AST:
            if not isinstance(node, gast.Call):
                return node
            args: list[gast.AST] = []
            for arg in node.args:
                held = self.peek(arg.value) if isinstance(arg, gast.Starred) and isinstance(arg.value, gast.Name) else None
                args += [self.part(arg.value, k, statement) for k in range(len(held.items))] if isinstance(held, Seq) else [spread(arg)]
            return gast.Call(node.func, args, node.keywords)

        new = gast.For(statement.target, spread(statement.iter), statement.body, [], None)
        return self.same_again((statement, "without stars", syntax.dump(new.iter)), syntax.located(new, statement))  # their number may turn out

    def goes_on_reading(self, statement: gast.For) -> bool:
        """Whether a loop over views of dicts is written out, so that each trip reads what is there by then."""
        views = any(self.view_called(name) for name in syntax.names_read(statement.iter))
        return views and self.parts_of(statement.iter) is not None

    def view_of_another(self, statement: gast.For) -> list[gast.AST] | None:
        """A loop over a view of a dict whose name the body binds again goes on with the same dict: give that a name of its own."""
        bound = self.names_bound([statement.target, *statement.body])
        views = {name: view for name in syntax.names_read(statement.iter) if (view := self.view_called(name)) is not None}
        for base, _, _ in views.values():
            if any(_takes_out(node, base) for node in syntax.walk(statement.body)):
                raise Unsupported(f"the loop takes keys out of the dict `{base}` that it iterates over", statement.iter, "iterate over lists: `list(...)`")
        lost = sorted(view[0] for view in views.values() if view[0] in bound)
        if not lost:
            return None
        if not isinstance(statement.iter, gast.Name):
            raise Unsupported(f"the loop binds `{lost[0]}` again, whose items it goes over", statement.iter, "iterate over lists: `list(...)`")
        base, which, _ = views[statement.iter.id]
        alias = self.helper(statement, f"{base}_before")
        loop = gast.For(statement.target, syntax.call(f"{alias}.{which}"), statement.body, [], None)
        return [syntax.located(line, statement) for line in (syntax.assign(alias, syntax.name(base)), loop)]

    def over_dict(self, statement: gast.For) -> gast.For:
        """A loop over views of dicts, with these written where they are read and pairs unpacked as they are taken."""
        views = {n.id: self.env[n.id].type for n in syntax.walk(statement.iter) if isinstance(n, gast.Name) and n.id in self.env}
        views = {name: t for name, t in views.items() if isinstance(t, View)}
        if not views:
            return statement

        def written(node: gast.AST) -> gast.AST:
            if isinstance(node, gast.Call) and syntax.dotted(node.func) == "sorted":
                return node  # it is asked for before the loop
            view = views.get(node.id) if isinstance(node, gast.Name) else None
            return syntax.call(f"{view.base}.{view.which}") if isinstance(view, View) else syntax.with_parts(node, written)

        target, body = statement.target, statement.body
        whole = views.get(statement.iter.id) if isinstance(statement.iter, gast.Name) else None
        heads = [s for s in body if isinstance(target, gast.Name) and is_part(s, target.id)]
        read = [n for n in syntax.walk(body) if isinstance(target, gast.Name) and syntax.is_name(n, target.id)]
        if isinstance(whole, View) and whole.which == "items" and len(read) == len(heads) == 2 and body[:2] == heads:
            target, body = syntax.tuple_([syntax.name(s.targets[0].id, store=True) for s in heads], store=True), body[2:]
        new = syntax.located(gast.For(target, written(statement.iter), body or [gast.Pass()], [], None), statement)
        return self.same_again((statement, "over a dict"), new)

    def counted_by_user(self, statement: gast.For) -> str | None:
        """The user's own name for the number of the trip: k in `for k, x in enumerate(xs)`."""
        iterator, target = statement.iter, statement.target
        counts = isinstance(iterator, gast.Call) and self.builtin_name(iterator.func) == "enumerate"
        if not counts or len(iterator.args) > 1 or iterator.keywords or not isinstance(target, gast.Tuple):
            return None
        name, *others = (e.id for e in target.elts if isinstance(e, gast.Name))
        free = name not in others and name not in self.names_bound(statement.body) | syntax.names_read(iterator)
        return name if free and isinstance(target.elts[0], gast.Name) else None

    def fixed_iterator(self, statement: gast.For) -> list[gast.AST] | None:
        """A loop whose body rebinds what it iterates over goes on with the old value: give that a name of its own."""
        rebound = self.names_bound([statement.target, *statement.body])
        over = [
            n for n in syntax.walk(statement.iter) if isinstance(n, gast.Name) and n.id in self.env and n.id in rebound
        ]
        lists = self.taken_apart(statement.iter)
        grown = changed_names(statement.body)
        over_copies = self.copies_made(statement)
        if over_copies is not None:
            return over_copies
        for node in syntax.walk(statement.iter):
            t = self.peek(node) if isinstance(node, gast.Name) and node.id in grown else None
            if isinstance(t, DictOf):
                self.check_dict_kept(statement, node.id)
            elif isinstance(t, (Seq, ListOf, SetOf)):
                kind, copied = ("set", f"list({node.id})") if isinstance(t, SetOf) else ("list", f"{node.id}[:]")
                raise Unsupported(f"the loop changes the {kind} `{node.id}` that it iterates over", statement.iter, f"iterate over a copy: `{copied}`")
        if not over and not lists:
            return None
        new = gast.For(statement.target, syntax.clone(statement.iter), statement.body, [], None)
        lines: list[gast.AST] = []
        for name in dict.fromkeys(n.id for n in [*over, *lists]):
            listed = any(n.id == name for n in lists)
            alias = self.helper(statement, f"{name}_items" if listed else f"{name}_before")
            held = [syntax.located(syntax.assign(alias, syntax.name(name)), statement)]
            lines += self.as_list(name, alias, statement) if listed else held
            for node in syntax.walk(new.iter):
                if isinstance(node, gast.Name) and node.id == name:
                    node.id = alias
            for node in syntax.walk(statement.body):
                if node in self.liveness:
                    self.liveness[node] |= {alias}  # the next trip reads it
        return [*lines, syntax.located(new, statement)]

    def check_dict_kept(self, statement: gast.For, name: str) -> None:
        """A loop over a dict may store under the key of the trip; one over a list of its keys may do anything."""
        over, own = statement.iter, statement.target
        copied = isinstance(over, gast.Call) and self.builtin_name(over.func) in ("list", "tuple")
        view = (syntax.dotted(over.args[0].func) or "") if copied and isinstance(over.args[0], gast.Call) else ""
        if copied and (not view or view == f"{name}.keys"):
            return
        key = own.elts[0] if isinstance(own, gast.Tuple) else own
        stores = [n for n in syntax.walk(statement.body) if isinstance(n, gast.Subscript) and syntax.is_name(n.value, name)]
        calls = [n.func for n in syntax.walk(statement.body) if isinstance(n, gast.Call) and isinstance(n.func, gast.Attribute)]
        elsewhere = any(not isinstance(n.ctx, gast.Load) and not syntax.is_name(n.slice, key.id) for n in stores)
        deleted = any(isinstance(n.ctx, gast.Del) for n in stores) or any(syntax.is_name(f.value, name) and f.attr in CHANGING_METHODS for f in calls)
        if elsewhere or deleted or key.id in self.names_bound(statement.body):
            cure = f"iterate over a copy of its keys: `for ... in list({name})`"
            raise Unsupported(f"the loop changes the dict `{name}` that it iterates over", over, cure)

    def taken_apart(self, iterator: gast.AST) -> list[gast.Name]:
        """The tuples and lists that a running index shall read, and that are not made here as lists of any length."""
        if self.written_out(iterator):
            return []
        found = []
        for node in syntax.walk(iterator):
            held = self.env[node.id].type if isinstance(node, gast.Name) and node.id in self.env else None
            if isinstance(held, Seq) and self.uniform(held) and not holds_counts(held) and not self.grow(self.env[node.id]):
                found.append(node)
        return found

    def written_out(self, iterator: gast.AST) -> bool:
        """Whether a loop over `iterator` is written out, trip by trip."""
        return isinstance(iterator, gast.Call) and self.parts_of(iterator) is not None

    def copies_in(self, iterator: gast.AST) -> Iterator[tuple[gast.Call, str]]:
        """The copies that an iterator asks for, and the names of what is copied: `list(xs)`, `tuple(d.items())`."""
        for call in syntax.walk(iterator):
            if isinstance(call, gast.Call) and len(call.args) == 1 and self.builtin_name(call.func) in ("list", "tuple"):
                [held] = call.args
                is_method = isinstance(held, gast.Call) and isinstance(held.func, gast.Attribute)
                name = getattr(held.func.value if is_method else held, "id", "")
                t, view = self.held_by_name(syntax.name(name)), self.view_called(name)
                base = t.base if isinstance(t, View) else name if view is None else view[0]
                if base in self.env:
                    yield call, base

    def copies_made(self, statement: gast.For) -> list[gast.AST] | None:
        """A loop over copies of what it turned out to change, with these made before it; None for other loops."""
        copies = [call for call, name in self.copies_in(statement.iter) if ("copied", self.origin(statement), name) in self.grown]
        lines: list[gast.AST] = []
        names: dict[gast.AST, str] = {}
        for call in copies:
            names[call] = self.helper(statement, "items", role=len(names))
            lines += self.hoisted(syntax.assign(names[call], self.copy_of(call)), statement)

        def named(node: gast.AST) -> gast.AST:
            return syntax.name(names[node]) if node in names else syntax.with_parts(node, named)

        loop = gast.For(statement.target, named(statement.iter), statement.body, [], None)
        return [syntax.located(line, statement) for line in (*lines, loop)] if lines else None

    def copy_of(self, call: gast.Call) -> gast.AST:
        """What `list(xs)` is: of an array it is an array."""
        [held] = call.args
        t = self.env[held.id].type if isinstance(held, gast.Name) else None
        if not isinstance(t, Array):
            return syntax.clone(call)
        return syntax.call(f"{held.id}.copy") if rank(t) == 1 else syntax.clone(held)  # rows are views

    def is_builtin(self, call: gast.Call) -> bool:
        """Whether `range` and `reversed` mean Python's own here."""
        names = [syntax.dotted(call.func) or ""]
        if names == ["reversed"]:
            names.append(syntax.dotted(call.args[0].func) or "")
        return all(n not in self.locals and self.resolve(syntax.name(n)) == Static(getattr(builtins, n)) for n in names)

    # --- sequences, read with a running index ---

    def sequence(self, iterator: gast.AST, k: gast.AST) -> Plan | None:
        """(length, item at k, runs backwards) of an iterator, as expressions; None if it is not a sequence."""
        if isinstance(iterator, (gast.Name, gast.Constant)):
            return self.sequence_of_name(iterator, k)
        if not isinstance(iterator, gast.Call):
            return None
        name = syntax.dotted(iterator.func)
        root, _, method = (name or "").rpartition(".")
        if root in self.env and isinstance(self.env[root].type, DictOf) and method in ("keys", "values", "items"):
            return self.plan_of_dict(root, method, iterator, k)
        if name == "reversed":
            inner = self.sequence(iterator.args[0], k)
            return None if inner is None else (inner[0], inner[1], not inner[2])
        if name == "range" and len(iterator.args) == 1:
            return iterator.args[0], k, False
        if name == "range" and len(iterator.args) == 2:
            start, stop = iterator.args
            return syntax.binop(stop, gast.Sub, start), syntax.binop(k, gast.Add, syntax.clone(start)), False
        if name == "range" and len(iterator.args) == 3:
            start, _, step = iterator.args
            moved = syntax.binop(syntax.binop(k, gast.Mult, syntax.clone(step)), gast.Add, syntax.clone(start))
            return syntax.call("len", syntax.clone(iterator)), moved, False
        if name == "enumerate":
            inner = self.sequence(iterator.args[0], k)
            start = iterator.args[1] if len(iterator.args) > 1 else next((w.value for w in iterator.keywords), None)
            if inner is None:
                return None
            count = syntax.clone(k) if start is None else syntax.binop(syntax.clone(k), gast.Add, start)
            length, item, _ = self.straight(inner, k)
            return length, syntax.tuple_([count, item]), False
        if name == "zip":
            return self.zipped(iterator, k)
        if name in ("list", "tuple"):
            return self.sequence(iterator.args[0], k)
        return None

    def sequence_of_name(self, iterator: gast.AST, k: gast.AST) -> Plan | None:
        """The same of a variable."""
        t = self.peek(iterator)
        if isinstance(t, (View, DictOf, SetOf)):
            base, which = (t.base, t.which) if isinstance(t, View) else (iterator.id, "keys")
            return self.plan_of_dict(base, which, iterator, k)
        ahead = self.ahead(iterator, k)
        if ahead is not None:
            return None, ahead, False
        if isinstance(t, (Array, Seq, ListOf, Bottom)) or is_string(t):
            return syntax.call("len", syntax.clone(iterator)), syntax.subscript(syntax.clone(iterator), k), False
        return None

    def plan_of_dict(self, base: str, which: str, iterator: gast.AST, k: gast.AST) -> Plan:
        """The keys, values or items of a dict of unknown keys, by a list of its keys; of a set, by a list of its items."""
        keys = self.helper(iterator, f"{base}_items" if isinstance(self.peek(syntax.name(base)), SetOf) else f"{base}_keys")
        line = syntax.located(syntax.assign(keys, syntax.call("list", syntax.name(base))), iterator)
        self.before([line], iterator)
        key = syntax.subscript(syntax.name(keys), k)
        value = syntax.subscript(syntax.name(base), syntax.clone(key))
        item = {"keys": key, "values": value, "items": syntax.tuple_([syntax.clone(key), value])}[which]
        return syntax.call("len", syntax.name(keys)), item, False

    def zipped(self, call: gast.Call, k: gast.AST) -> Plan | None:
        """The items of several sequences, side by side, as far as the shortest goes."""
        iterators = call.args
        for node in iterators:
            t = self.peek(node) if isinstance(node, gast.Name) else None
            if isinstance(t, Seq) and isinstance(infer.join_all([without_value(i) for i in t.items]), Unknown):
                raise Unsupported(f"the parts of `{node.id}`, which are of different kinds, beside something whose length is not known", call,
                                  "take as many items as there are parts: `x[:3]`")  # fmt: skip
        plans = [plan for plan in (self.sequence(a, syntax.clone(k)) for a in iterators) if plan is not None]
        if not plans or len(plans) < len(iterators):
            return None
        backwards = all(turned for _, _, turned in plans)
        if any(turned for _, _, turned in plans) and not (
            backwards and self.equal_lengths([_unreversed(a) for a in iterators])
        ):
            plans = [self.straight(plan, k) for plan in plans]
            backwards = False
        lengths = {syntax.dump(length): length for length, _, _ in plans if length is not None}
        if not lengths:
            return None, syntax.tuple_([item for _, item, _ in plans]), False
        alike = len(lengths) == 1 or self.equal_lengths(iterators)
        if not alike and any(not _is_false(w.value) for w in call.keywords):
            self.check_lengths(list(lengths.values()), call)
        length = next(iter(lengths.values())) if alike else syntax.call("min", *lengths.values())
        return length, syntax.tuple_([item for _, item, _ in plans]), backwards

    def check_lengths(self, lengths: Sequence[gast.AST], call: gast.Call) -> None:
        """What `zip(..., strict=True)` does about lengths that differ, put before the loop."""
        first, *others = lengths
        checks = [_refuse_unequal(first, other) for other in others]
        if any(self.truth(check.test) for check in checks):
            raise Unsupported("`zip(..., strict=True)` of different lengths", call, "leave `strict` out")
        self.before(checks, call)

    def straight(self, plan: Plan, k: gast.AST) -> Plan:
        """A sequence that runs backwards, read forwards."""
        length, item, backwards = plan
        if not backwards or length is None:
            return plan
        turned = syntax.binop(syntax.binop(syntax.clone(length), gast.Sub, syntax.const(1)), gast.Sub, syntax.clone(k))
        return length, _replaced(item, k, turned), False

    def equal_lengths(self, nodes: Sequence[gast.AST]) -> bool:
        """Whether iterators have as many items."""
        lengths = [infer.length_of(self.peek(n) or UNKNOWN) if isinstance(n, gast.Name) else None for n in nodes]
        return None not in lengths and all(n == lengths[0] for n in lengths)

    # --- loops written out ---

    def unroll(self, statement: gast.For) -> list[gast.AST] | None:
        """The trips of a loop over a dict, or over a tuple or list of parts that differ, one after another."""
        iterator = statement.iter
        items: list[gast.AST] | None = None
        if isinstance(iterator, (gast.Name, gast.Constant)):
            t = self.peek(iterator)
            short = (is_known_text(t) and len(t.value) <= LONGEST_TEXT and not syntax.may_break(statement)) or _is_enumeration(t)
            if short or self.goes_on_reading(statement):
                items = self.parts_of(iterator)
            elif isinstance(t, Dict):
                items = [_written(k) for k, _ in t.items]
            elif isinstance(t, Seq) and not self.uniform(t):
                items = [syntax.subscript(syntax.name(iterator.id), syntax.const(k)) for k in range(len(t.items))]
        if items is None and isinstance(iterator, gast.Call):
            items = self.parts_of(iterator)
        if items is None:
            return None
        return self.trips(statement, items)

    def numbered(self, iterator: gast.AST) -> list[gast.AST] | None:
        """The items of a range, or of a tuple or list taken apart, that are known when generating; None for other iterators."""
        if isinstance(iterator, gast.Name):
            held = self.peek(iterator)
            length = infer.length_of(held) if isinstance(held, Array) else None
            if type(length) is int and length <= MOST_FUNCTIONS:
                return [syntax.subscript(syntax.name(iterator.id), syntax.const(k)) for k in range(length)]
            return self.parts_of(iterator) if isinstance(held, Seq) else None
        if not isinstance(iterator, gast.Call) or self.builtin_name(iterator.func) != "range":
            return None
        bounds = [self.peek(arg) if isinstance(arg, (gast.Name, gast.Constant)) else None for arg in iterator.args]
        ends = [t.value for t in bounds if isinstance(t, Scalar) and type(t.value) is int]
        known = len(ends) == len(bounds) and len(range(*ends)) <= MOST_FUNCTIONS
        return [syntax.const(k) for k in range(*ends)] if known else None

    def counts_items(self, statement: gast.For) -> bool:
        """Whether the number of the trip is an index of a list, whose items are to be told apart."""
        if not self.tells_items or not isinstance(statement.target, gast.Name):
            return False
        indexed = [n.value for n in syntax.walk(statement.body) if isinstance(n, gast.Subscript) and syntax.is_name(n.slice, statement.target.id)]
        return any(not isinstance(self.held_by_name(base), (Array, Dict, DictOf)) for base in indexed)

    def links(self, statement: gast.For) -> bool:
        """Whether the trips put an object into the next one: `node = Node(v, node)`."""
        made = [s for s in statement.body if isinstance(s, gast.Assign) and isinstance(s.value, gast.Call) and isinstance(s.targets[0], gast.Name)]
        into = [s for s in made if s.targets[0].id in syntax.names_read([*s.value.args, *s.value.keywords])]
        return any(self.makes_object(s.value.func) and self.may_be_linked(s.targets[0]) for s in into)

    def makes_object(self, func: gast.AST) -> bool:
        """Whether what is called is a class of the user's."""
        target = self.resolve(func) if isinstance(func, gast.Name) and func.id not in self.env else None
        return isinstance(target, Static) and isinstance(target.value, type) and self.context.is_user_class(target.value)

    def may_be_linked(self, name: gast.Name) -> bool:
        """Whether a variable is None so far, or an object that holds None or another one of its class."""
        held = self.peek(name)
        parts = [t for _, t in held.items] if isinstance(held, Record) else []
        return held == NONE or any(t == NONE or (isinstance(t, Record) and t.cls is held.cls) for t in parts)  # type: ignore[union-attr]

    def calls_again(self, statement: gast.For) -> bool:
        """Whether the trips call a local function that is read in place: for that to end, what it is told has to be known.

        Functions that change what they capture are.
        """
        around = [callee.closure for callee in self.inlining if getattr(callee, "closure", None) is not None]
        if self.itself is not None and changed_names(self.source.body) & dict(self.itself.captured).keys():
            around.append(self.itself)
        calls = [n.func for n in syntax.walk(statement.body) if isinstance(n, gast.Call) and isinstance(n.func, gast.Name)]
        return bool(around) and any(isinstance(t := self.peek(f), Closure) and any(t.node is c.node for c in around) for f in calls)

    def trips(self, statement: gast.For, items: list[gast.AST]) -> list[gast.AST]:
        """The body of a loop once for each item; a `break` leaves out what follows."""
        trips: list[list[gast.AST]] = []
        for k, item in enumerate(items):
            named = isinstance(statement.target, gast.Name)
            given = [syntax.assign(statement.target.id, item)] if named else _unpacked(statement.target, item)
            lines = [syntax.located(line, statement) for u in given for line in self.hoisted(u, statement)]
            trip = self.same_again((statement, k), syntax.clone(statement.body)) if k < len(items) - 1 else statement.body
            trips.append(lines + trip)
        if syntax.may_break(statement):
            key = (statement, "left early", syntax.dump(items))
            trips = [self.same_again(key, self.left_early(trips, statement))]
        self.copies |= {node for node in syntax.walk([line for trip in trips for line in trip]) if isinstance(node, gast.stmt)}
        return [line for trip in trips for line in trip]

    def left_early(self, trips: list[list[gast.AST]], statement: gast.For) -> list[gast.AST]:
        """Trips that may end with a `break`: each stands where the one before goes on, or where nobody has stopped."""
        if all(_ends(trip) == 1 for trip in trips) and len(trips) <= MOST_ITEMS:
            nested: list[gast.AST] = []
            for trip in reversed(trips):
                nested = _going_on(trip, nested)
            return nested
        stopped = syntax.name(self.helper(statement, "stopped"))
        lines: list[gast.AST] = [syntax.assign(stopped.id, syntax.const(value=False))]
        for k, trip in enumerate(trips):
            noted = _noting(trip, syntax.assign(stopped.id, syntax.const(value=True)))
            lines += noted if k == 0 else if_(not_(syntax.clone(stopped)), noted)
        return [syntax.located(line, statement) for line in lines]

    def parts_of(self, iterator: gast.AST) -> list[gast.AST] | None:
        """The items that an iterator over static containers yields, as expressions; None if it is not one."""
        if isinstance(iterator, (gast.Name, gast.Constant)):
            t = self.peek(iterator)
            if is_known_text(t):
                return [syntax.const(letter) for letter in t.value]
            view = self.view_called(iterator.id) if isinstance(iterator, gast.Name) else None
            if view is not None:
                return self.parts_viewed(view[0], view[1])
            if isinstance(t, Seq):
                return [syntax.subscript(syntax.name(iterator.id), syntax.const(k)) for k in range(len(t.items))]
            if _is_enumeration(t):
                return [syntax.attribute(syntax.clone(iterator), member.name) for member in t.value]
            return [_written(k) for k, _ in t.items] if isinstance(t, Dict) else None
        if not isinstance(iterator, gast.Call):
            return None
        name = syntax.dotted(iterator.func) or ""
        if name == "list" and len(iterator.args) == 1 and isinstance(iterator.args[0], gast.Name):
            return self.parts_of(iterator.args[0]) if isinstance(self.peek(iterator.args[0]), Dict) else None
        root, _, method = name.rpartition(".")
        held = self.peek(syntax.name(root)) if root and "." not in root else None
        if isinstance(held, Dict) and method in VIEWS:
            return self.parts_viewed(root, method)
        strict = name == "zip" and any(not _is_false(k.value) for k in iterator.keywords)
        if name in ("zip", "enumerate", "reversed") and (strict or all(_is_false(k.value) for k in iterator.keywords)):
            parts = [self.parts_of(a) or (self.parts_beside(a, iterator.args) if name == "zip" else None) for a in iterator.args]
            if strict and (None in parts or len({len(p) for p in parts if p is not None}) > 1):
                return None
            if name == "zip" and None not in parts and not all(self.uniform_parts(a) for a in iterator.args):
                rows = zip(*(p for p in parts if p is not None), strict=False)
                return [syntax.tuple_([syntax.clone(x) for x in row]) for row in rows]
            if (
                name == "enumerate"
                and len(parts) == 1
                and parts[0] is not None
                and not self.uniform_parts(iterator.args[0])
            ):
                return [syntax.tuple_([syntax.const(k), p]) for k, p in enumerate(parts[0])]
            if name == "reversed" and parts[0] is not None and not self.uniform_parts(iterator.args[0]):
                return parts[0][::-1]
        return None

    def parts_beside(self, node: gast.AST, others: Sequence[gast.AST]) -> list[gast.AST] | None:
        """The items of an array of known length, beside other things that are gone over part by part."""
        t = self.peek(node) if isinstance(node, gast.Name) else None
        count = infer.length_of(t) if isinstance(t, Array) else None
        listed = any(self.view_called(name) for a in others for name in syntax.names_read(a))  # what a dict held before the loop
        if listed or type(count) is not int or count > MOST_ITEMS or not any(self.parts_of(a) for a in others):
            return None
        return [syntax.subscript(syntax.name(node.id), syntax.const(k)) for k in range(count)]

    def parts_viewed(self, base: str, which: str) -> list[gast.AST] | None:
        """The keys, values or items of a dict, or of an object as a dict, as expressions; None if they are not known one by one."""
        held = self.peek(syntax.name(base))
        if not isinstance(held, (Dict, Record)):
            return None
        names = [k for k, _ in held.items] if isinstance(held, Dict) else self.attributes_in(OwnDict(base, self.env[base].number), syntax.name(base))
        keys = list(map(_written, names))
        if isinstance(held, Dict):
            values = [syntax.subscript(syntax.name(base), syntax.const(k)) for k in names]
        else:
            values = [syntax.attribute(syntax.name(base), k) for k in names]
        return {"keys": keys, "values": values, "items": [syntax.tuple_(pair) for pair in zip(keys, values, strict=True)]}[which]

    def uniform_parts(self, node: gast.AST) -> bool:
        """Whether the items of an iterator can be read with a running index."""
        t = self.peek(node) if isinstance(node, (gast.Name, gast.Constant)) else None
        if isinstance(node, gast.Call):
            return self.parts_of(node) is None
        if isinstance(node, gast.Name) and self.view_called(node.id):
            return False
        return not isinstance(t, Dict) and not is_known_text(t) and not _is_enumeration(t) and (not isinstance(t, Seq) or self.uniform(t))

    def uniform(self, t: Seq) -> bool:
        """Whether the items can be read with a running index: numbers or arrays of one rank, in a list or tuple."""
        if not t.items or (self.tells_items and len(t.items) <= MOST_ITEMS):
            return False
        if not all(isinstance(i, (Scalar, Array)) for i in t.items):
            return False
        joined = infer.join_all([without_value(i) for i in t.items])
        return isinstance(joined, Scalar) or (isinstance(joined, Array) and joined.shape is not None)

    # --- nested right sides ---

    def hoisted(self, line: gast.Assign, statement: gast.AST) -> list[gast.AST]:
        """An assignment whose right side has nested operations, as assignments of one operation each."""
        lines: list[gast.AST] = []

        def atom(node: gast.AST) -> gast.AST:
            if isinstance(node, (gast.Name, gast.Constant)):
                return node
            name = self.helper(statement, f"{line.targets[0].id}_at", role=len(lines))
            lines.append(syntax.assign(name, operation(node)))
            return syntax.name(name)

        def operation(node: gast.AST) -> gast.AST:
            if isinstance(node, gast.BinOp):
                return syntax.binop(atom(node.left), type(node.op), atom(node.right))
            if isinstance(node, gast.Subscript):
                return syntax.subscript(atom(node.value), atom(node.slice))
            if isinstance(node, gast.Call):
                return syntax.call(node.func, *[atom(a) for a in node.args])
            if isinstance(node, gast.Tuple):
                return syntax.tuple_([atom(e) for e in node.elts])
            return node

        value = operation(line.value)
        return [*lines, syntax.assign(line.targets[0].id, value)]


def _ends(block: list[gast.AST]) -> int:
    """At how many places a trip goes on to the next one; many where one of them is inside of a `with`."""
    last = block[-1] if block else None
    if isinstance(last, (gast.Break, gast.Raise)):
        return 0
    if not isinstance(last, (gast.If, gast.With)) or not syntax.may_break(last):
        return 1
    return _ends(last.body) + _ends(last.orelse) if isinstance(last, gast.If) else MOST_ITEMS


def _going_on(block: list[gast.AST], rest: list[gast.AST]) -> list[gast.AST]:
    """A trip without its `break`, and with the rest where it goes on."""
    *before, last = block or [None]
    if isinstance(last, (gast.Break, gast.Raise)):
        return block if isinstance(last, gast.Raise) else before
    if not isinstance(last, gast.If) or not syntax.may_break(last):
        return block + rest
    branches = if_(last.test, _going_on(last.body, rest), _going_on(last.orelse, rest))
    return before + [syntax.located(branch, last) for branch in branches]


def _noting(block: list[gast.AST], note: gast.AST) -> list[gast.AST]:
    """A trip with a note that it was the last one in the place of its `break`."""
    *before, last = block or [None]
    if isinstance(last, gast.Break):
        return [*before, syntax.located(syntax.clone(note), last)]
    if not isinstance(last, (gast.If, gast.With)) or not syntax.may_break(last):
        return block
    fields = {f: _noting(getattr(last, f), note) for f in ("body", "orelse") if hasattr(last, f)}
    return [*before, changed(last, **fields)]


def _refuse_unequal(first: gast.AST, other: gast.AST) -> gast.AST:
    test = gast.Compare(syntax.clone(first), [gast.NotEq()], [syntax.clone(other)])
    error = syntax.call("ValueError", syntax.const("zip() arguments have different lengths"))
    return gast.If(test, [gast.Raise(error, None)], [])


def _is_enumeration(t: Type | None) -> TypeGuard[Static]:
    """Whether `t` is a class whose members can be gone over: a subclass of Enum."""
    return isinstance(t, Static) and isinstance(t.value, EnumMeta)


def _written(key: Any) -> gast.AST:
    """A key of a dict as an expression: a tuple can be unpacked."""
    return syntax.tuple_([_written(part) for part in key]) if isinstance(key, tuple) else syntax.const(key)


def keeps_functions(body: list[gast.AST]) -> bool:
    """Whether a list gets functions that are written in these statements."""
    made = {s.name for s in body if isinstance(s, gast.FunctionDef)}
    made |= {s.targets[0].id for s in body if isinstance(s, gast.Assign) and isinstance(s.value, gast.Lambda) and isinstance(s.targets[0], gast.Name)}
    calls = [s.value for s in body if isinstance(s, gast.Expr) and isinstance(s.value, gast.Call)]
    appended = [c.args[0] for c in calls if isinstance(c.func, gast.Attribute) and c.func.attr == "append" and c.args]
    return any(isinstance(item, gast.Name) and item.id in made for item in appended)


def iterated(iterator: gast.AST) -> set[str]:
    """The names that an iterator goes over as they are by then: those in enumerate, zip and the like, too, and not in range.

    >>> sorted(iterated(syntax.expr("zip(xs, enumerate(ys), range(len(zs)), list(us))")))
    ['xs', 'ys']
    """
    if isinstance(iterator, gast.Name):
        return {iterator.id}
    lazy = isinstance(iterator, gast.Call) and syntax.dotted(iterator.func) in ("enumerate", "zip", "reversed", "map", "filter")
    return set().union(*map(iterated, iterator.args)) if lazy else set()


def _takes_out(node: gast.AST, name: str) -> bool:
    """Whether a part of a loop takes a key out of the dict of this name."""
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute):
        return syntax.is_name(node.func.value, name) and node.func.attr in ("pop", "popitem", "clear")
    return isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Del) and syntax.is_name(node.value, name)


def is_part(line: gast.AST, name: str) -> bool:
    """Whether a statement takes a part of what is called `name`."""
    value = line.value if isinstance(line, gast.Assign) else None
    return isinstance(value, gast.Subscript) and syntax.is_name(value.value, name) and isinstance(value.slice, gast.Constant)


def _is_false(node: gast.AST) -> bool:
    return isinstance(node, gast.Constant) and node.value is False


def _is_range(call: gast.Call) -> bool:
    name = syntax.dotted(call.func)
    if name == "reversed" and len(call.args) == 1 and isinstance(call.args[0], gast.Call):
        return syntax.dotted(call.args[0].func) == "range"
    return name == "range"


def _unreversed(node: gast.AST) -> gast.AST:
    """What `reversed(...)` goes through backwards."""
    return node.args[0] if isinstance(node, gast.Call) and syntax.dotted(node.func) == "reversed" else node


def _unpacked(target: gast.AST, item: gast.AST) -> list[gast.AST]:
    """Assignments of the parts of `item` to the names of a tuple target."""
    lines: list[gast.AST] = []
    for k, name in enumerate(target.elts):
        part = item.elts[k] if isinstance(item, gast.Tuple) else syntax.subscript(syntax.clone(item), syntax.const(k))
        if isinstance(name, gast.Tuple):
            lines += _unpacked(name, part)
        else:
            lines.append(syntax.assign(name.id, part))
    return lines


def _with_name(line: gast.AST, first: gast.AST) -> gast.AST:
    """An assignment that reads what another one has just given a name, by that name."""
    def named(node: gast.AST) -> gast.AST:
        return syntax.name(first.targets[0].id) if syntax.same(node, first.value) else syntax.with_parts(node, named)

    subscript = isinstance(first.value, gast.Subscript) and isinstance(line.value, gast.Subscript)
    return syntax.assign(line.targets[0].id, named(line.value)) if subscript else line


def _replaced(tree: gast.AST, old: gast.AST, new: gast.AST) -> gast.AST:
    """`tree` with each reading of the name `old` replaced by `new`."""
    if isinstance(tree, gast.Name) and tree.id == old.id:
        return syntax.clone(new)
    copy = syntax.clone(tree)
    for node in list(syntax.walk(copy)):
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, gast.Name) and value.id == old.id:
                setattr(node, field, syntax.clone(new))
            elif isinstance(value, list):
                setattr(
                    node,
                    field,
                    [syntax.clone(new) if isinstance(v, gast.Name) and v.id == old.id else v for v in value],
                )
    return copy
