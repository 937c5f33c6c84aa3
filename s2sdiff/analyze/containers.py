"""Lists and dicts: their methods, slices and sums, and what is sorted or chosen among their items.

A list or dict that is taken apart is built anew where a method changes it, as in `xs = [x, xs[0], xs[1]]` for
`xs.insert(0, x)`.  That is the same for the program, since reading another name of that list later is refused
(`replaced` sees to it); appends, and stores under keys, are followed for every name (see `ownership.put`).  A list of
any length is changed by loops that append.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.builtin_calls import BuiltinCalls
from s2sdiff.analyze.infer import BOTTOM
from s2sdiff.analyze.program import Build, Inactive, inexact_leaves
from s2sdiff.analyze.state import Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.types import INT, NONE, Array, Dict, DictOf, Formula, ListOf, Many, Scalar, Seq, SetOf, Static, Type

Item = tuple[Any, gast.AST]  # a key, and an atom or an expression for what is under it

LITERAL_KEYS = "use literal keys"


class Containers(BuiltinCalls):
    """Understands what is done with lists and dicts."""

    # --- helpers ---

    def items_of(self, base: gast.Name, statement: gast.AST) -> list[Item]:
        """The items of a container that is taken apart, each under a name of its own."""
        held = self.type_of(base)
        assert isinstance(held, (Seq, Dict)), held
        keys = [k for k, _ in held.items] if isinstance(held, Dict) else list(range(len(held.items)))
        return [(k, self.part(base, k, statement)) for k in keys]

    def rebuilt(self, base: gast.Name, items: Sequence[Item], statement: gast.AST) -> list[gast.AST]:
        """The container under that name, built anew of these items."""
        held = self.type_of(base)
        values = [value for _, value in items]
        made = gast.Dict([syntax.const(k) for k, _ in items], values) if isinstance(held, Dict) else syntax.list_(values)
        return self.replaced(base, made, statement)

    def replaced(self, base: gast.Name, value: gast.AST, statement: gast.AST) -> list[gast.AST]:
        """The list or dict under that name becomes another one, in place of being changed."""
        self.use(base)
        self.check_owner(base, statement)
        around = self.env.parts.get(base.id)
        shared, own = self.shared_with(base.id), self.env.own[base.id]
        if not shared:
            self.check_held_once(base.id, own, statement)
        self.make_stale(base.id, statement, container=True, told=shared)
        held = self.env[base.id].type
        lines = self.after_pending([syntax.assign(base.id, value)], statement)
        if isinstance(held, ListOf) and held.most is not None:  # it is the same deque
            now: Any = self.env[base.id].type
            given = now.items if isinstance(now, Seq) else (now.item,)
            self.env[base.id].type = replace(held, item=functools.reduce(infer.join, given, held.item))
        if shared:
            return lines + self.given_to_all(base.id, own, shared, statement)
        if around is None:
            return lines
        self.env.parts[base.id] = around
        return [*lines, *self.put_back(base.id, statement, remade=True)]

    def index_of(self, held: Seq, index: gast.AST | None, base: gast.Name) -> int:
        """A position in a list that is taken apart; the last one if none is given."""
        key = len(held.items) - 1 if index is None else self.key_of(held, index)
        if key is None or not held.items:
            message = "a position in a list that is not known when generating"
            raise Unsupported(message, index or base, "use a literal position, or build a new list")
        return int(key)

    def is_anywhere(self, held: Seq, index: gast.AST, base: gast.Name) -> bool:
        """Whether a position is not known when generating, so that the list has any length from the next attempt on."""
        return self.key_of(held, index) is None and self.loses_places(base)

    def new_deque(self, node: gast.Call, args: Sequence[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST) -> Meaning:
        """`deque(xs, maxlen=n)`: a list that drops an item at its other end for each one that is too many."""
        self.context.stood_for.add(deque)
        most = args[1] if len(args) > 1 else named.get("maxlen", syntax.const(None))
        if self.type_of(most) == NONE:
            items = syntax.call("list", args[0]) if args else syntax.list_([])
            return self.evaluate(syntax.located(items, node), statement)
        if args:
            made = self.helper(statement, "made")
            start = syntax.assign(made, syntax.call(syntax.clone(node.func), maxlen=syntax.clone(most)))
            extend = gast.Expr(syntax.call(f"{made}.extend", syntax.clone(args[0])))
            return self.computed(made, [start, extend], statement)
        own = self.display_storage(statement)
        empty = syntax.located(syntax.list_([]), node)
        return Meaning(empty, ListOf(BOTTOM, self.limit(most, statement)), Build(()), own, own=own)

    def limit(self, most: gast.AST, statement: gast.AST) -> Formula:
        """How long a deque may get: a number, or a variable that is one number wherever the deque is."""
        t = self.type_of(most)
        if isinstance(t, Scalar) and type(t.value) is int:
            return Formula(repr(t.value))
        if self.inlining or not isinstance(most, gast.Name) or self.program.uses[most].loops:
            raise Unsupported("a `deque` whose `maxlen` may be another one each time", statement, "give it a number")
        name = self.helper(statement, "longest")
        self.before([syntax.assign(name, syntax.clone(most))], statement)
        return Formula(name, self.home)

    def dropping(self, base: gast.Name, held: Type, place: Sequence[gast.AST], statement: gast.AST) -> list[gast.AST]:
        """After an item was added to a deque: the one at the other end is dropped if there are too many."""
        if not isinstance(held, ListOf) or held.most is None:
            return []
        length, dropped = self.helper(statement, f"{base.id}_length"), self.helper(statement, "dropped")
        most = self.formula(held.most, f"the `maxlen` of `{base.id}`", statement)
        pop = syntax.assign(dropped, syntax.call(f"{base.id}.pop", *place))
        lines = [
            syntax.assign(length, syntax.call("len", syntax.name(base.id))),
            gast.If(gast.Compare(syntax.name(length), [gast.Gt()], [most]), [pop], []),
        ]
        return self.after_pending(self.same_again((statement, dropped), lines), statement)

    def formula(self, formula: Formula, what: str, node: gast.AST) -> gast.AST:
        """An expression that a container carries, where its names mean something."""
        if formula.home not in (None, self.home):
            raise Unsupported(f"{what}, in another function than the one that said so", node, "make the container there, too")
        return syntax.expr(formula.text)

    # --- changes ---

    def container_change(
        self, statement: gast.AST, base: gast.Name, name: str, args: Sequence[gast.AST], named: Mapping[str, gast.AST]
    ) -> list[gast.AST] | None:
        """`xs.insert(0, x)` and other methods that are called for their effect; None for those not known here."""
        held = self.type_of(base)
        kind = "dict" if isinstance(held, (Dict, DictOf)) else "list" if isinstance(held, ListOf) or _is_list(held) else ""
        change = getattr(self, f"change_{kind}_{name}", None) if kind else None
        if change is None:
            return None
        if isinstance(held, Seq) and self.outlives_trip(base.id):
            self.grow(self.use(base))
        made: list[gast.AST] = change(statement, base, held, list(args), dict(named))
        return made

    def change_list_extend(
        self, statement: gast.AST, base: gast.Name, held: Type, args: list[gast.AST], _named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`xs.extend(ys)`."""
        more = self.type_of(args[0])
        if isinstance(held, Seq) and isinstance(more, Seq) and isinstance(args[0], gast.Name):
            added = self.items_of(args[0], statement)
            return self.rebuilt(base, [*self.items_of(base, statement), *added], statement)
        return self.after_pending([self.added_by("append", base, args[0], statement)], statement)

    def repeated_in_place(self, statement: gast.AugAssign, base: gast.Name, value: gast.AST) -> list[gast.AST]:
        """`xs *= n`."""
        return self.replaced(base, syntax.binop(syntax.name(base.id), gast.Mult, value), statement)

    def change_list_insert(
        self, statement: gast.AST, base: gast.Name, held: Type, args: list[gast.AST], _named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`xs.insert(i, x)`."""
        if isinstance(held, ListOf) and held.most is not None:
            raise Unsupported("`insert` into a `deque` with `maxlen`", statement, "use a list")
        if isinstance(held, Seq):
            t = self.type_of(args[0])
            if not isinstance(t, Scalar) or type(t.value) is not int:
                if self.loses_places(base):
                    return []  # in the next attempt it is put in
                raise Unsupported("a position in a list that is not known when generating", statement, "use a literal")
            items = self.items_of(base, statement)
            items.insert(t.value, (None, syntax.clone(args[1])))
            return self.rebuilt(base, items, statement)
        head, tail = (self.helper(statement, f"{base.id}_{end}") for end in ("head", "tail"))
        read = syntax.name(base.id)
        lines = [
            syntax.assign(head, syntax.subscript(read, gast.Slice(None, syntax.clone(args[0]), None))),
            syntax.assign(tail, syntax.subscript(read, gast.Slice(syntax.clone(args[0]), None, None))),
            gast.Expr(syntax.call(syntax.attribute(syntax.name(head), "append"), syntax.clone(args[1]))),
        ]
        self.before(lines, statement)
        return self.replaced(base, syntax.binop(syntax.name(head), gast.Add, syntax.name(tail)), statement)

    def change_list_appendleft(
        self, statement: gast.AST, base: gast.Name, held: Type, args: list[gast.AST], named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`xs.appendleft(x)`."""
        free = replace(held, most=None) if isinstance(held, ListOf) else held
        lines = self.change_list_insert(statement, base, free, [syntax.const(0), *args], named)
        return [*lines, *self.dropping(base, held, (), statement)]

    def change_list_extendleft(
        self, statement: gast.AST, base: gast.Name, _held: Type, args: list[gast.AST], _named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`xs.extendleft(ys)`: the last of these comes first."""
        return self.after_pending([self.added_by("appendleft", base, args[0], statement)], statement)

    def added_by(self, method: str, base: gast.Name, items: gast.AST, statement: gast.AST) -> gast.For:
        """A loop that adds items one by one."""
        item = self.helper(statement, "item")
        add = gast.Expr(syntax.call(f"{base.id}.{method}", syntax.name(item)))
        return gast.For(syntax.name(item, store=True), syntax.clone(items), [add], [], None)

    def change_list_rotate(
        self, statement: gast.AST, base: gast.Name, held: Type, args: list[gast.AST], _named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`xs.rotate(n)`: the last n come first."""
        n = args[0] if args else syntax.const(1)
        t = self.type_of(n)
        if isinstance(held, Seq) and isinstance(t, Scalar) and type(t.value) is int:
            items = self.items_of(base, statement)
            start = -t.value % max(len(items), 1)
            return self.rebuilt(base, [*items[start:], *items[:start]], statement)
        wishes = ("length", "at_least_one", "back", "first", "head", "tail")
        length, most, back, first, head, tail = (self.helper(statement, f"{base.id}_{wish}") for wish in wishes)
        read = syntax.name(base.id)
        lines = [
            syntax.assign(length, syntax.call("len", read)),
            syntax.assign(most, syntax.call("max", syntax.name(length), syntax.const(1))),
            syntax.assign(back, syntax.binop(syntax.clone(n), gast.Mod, syntax.name(most))),
            syntax.assign(first, syntax.binop(syntax.name(most), gast.Sub, syntax.name(back))),
            syntax.assign(head, syntax.subscript(syntax.clone(read), gast.Slice(syntax.name(first), None, None))),
            syntax.assign(tail, syntax.subscript(syntax.clone(read), gast.Slice(None, syntax.name(first), None))),
        ]
        self.before(lines, statement)
        return self.replaced(base, syntax.binop(syntax.name(head), gast.Add, syntax.name(tail)), statement)

    def change_list_reverse(
        self, statement: gast.AST, base: gast.Name, held: Type, _args: list[gast.AST], _named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`xs.reverse()`."""
        if isinstance(held, Seq):
            return self.rebuilt(base, self.items_of(base, statement)[::-1], statement)
        back = gast.Slice(None, None, syntax.const(-1))
        return self.replaced(base, syntax.subscript(syntax.name(base.id), back), statement)

    def change_list_sort(
        self, statement: gast.AST, base: gast.Name, _held: Type, _args: list[gast.AST], named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`xs.sort(key=..., reverse=...)`."""
        return self.replaced(base, syntax.call("sorted", syntax.name(base.id), **named), statement)

    def change_list_clear(
        self, statement: gast.AST, base: gast.Name, held: Type, _args: list[gast.AST], _named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`xs.clear()`."""
        return self.rebuilt(base, [], statement) if isinstance(held, Seq) else self.replaced(base, syntax.list_([]), statement)

    def change_list_remove(
        self, statement: gast.AST, base: gast.Name, _held: Type, args: list[gast.AST], _named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`xs.remove(x)`, of the first item that equals x."""
        place = self.helper(statement, "position")
        found = syntax.call(syntax.attribute(syntax.name(base.id), "index"), syntax.clone(args[0]))
        unused = self.helper(statement, "removed")
        pop = syntax.call(syntax.attribute(syntax.name(base.id), "pop"), syntax.name(place))
        return self.after_pending([syntax.assign(place, found), syntax.assign(unused, pop)], statement)

    def change_dict_update(
        self, statement: gast.AST, base: gast.Name, held: Type, args: list[gast.AST], named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`d.update(e, k=v)`."""
        if isinstance(held, DictOf) and held.counts:
            return self.counted(statement, base, args, named, gast.Add)
        if isinstance(held, DictOf):
            return self.after_pending(self.stores_of(base.id, args, named, statement), statement)
        assert isinstance(held, Dict), held
        if any(isinstance(self.type_of(arg), DictOf) for arg in args) and self.loses_keys(self.used(base.id), held):
            return []
        items = dict(self.items_of(base, statement))
        for arg in args:
            if not isinstance(self.type_of(arg), Dict) or not isinstance(arg, gast.Name):
                raise Unsupported("`update` with something that is no dict", statement, "store item by item")
            items |= dict(self.items_of(arg, statement))
        return self.rebuilt(base, list((items | dict(named)).items()), statement)

    def change_dict_subtract(
        self, statement: gast.AST, base: gast.Name, _held: Type, args: list[gast.AST], named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`c.subtract(d, k=v)` of a Counter."""
        return self.counted(statement, base, args, named, gast.Sub)

    def counted(
        self, statement: gast.AST, base: gast.Name, args: list[gast.AST], named: Mapping[str, gast.AST], op: type[gast.AST]
    ) -> list[gast.AST]:
        """Numbers of dicts are added to those of a Counter, or taken away; the items of anything else are counted."""

        def add(name: str, key: gast.AST, number: gast.AST) -> gast.AST:
            return syntax.augassign(syntax.subscript(syntax.name(name), syntax.clone(key), store=True), op, syntax.clone(number))

        lines: list[gast.AST] = []
        if args and not isinstance(self.type_of(args[0]), (Dict, DictOf)):
            item = self.helper(statement, "item")
            body = [add(base.id, syntax.name(item), syntax.const(1))]
            lines = [gast.For(syntax.name(item, store=True), syntax.clone(args[0]), body, [], None)]
            args = []
        return self.after_pending([*lines, *self.stores_of(base.id, args, named, statement, add)], statement)

    def stores_of(
        self, name: str, args: Sequence[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST,
        store: Callable[[str, gast.AST, gast.AST], gast.AST] | None = None,
    ) -> list[gast.AST]:  # fmt: skip
        """Statements that store the items of dicts, or of lists of pairs, and further ones into a dict."""
        stored = store or self.stored
        lines: list[gast.AST] = []
        for n, arg in enumerate(args):
            t = self.type_of(arg)
            key, value, pair = (self.helper(statement, f"{wish}_{n}") for wish in ("key", "value", "pair"))
            if isinstance(t, Dict) and isinstance(arg, gast.Name):
                lines += [stored(name, syntax.const(k), item) for k, item in self.items_of(arg, statement)]
            elif isinstance(t, DictOf):
                read = syntax.assign(value, syntax.subscript(syntax.clone(arg), syntax.name(key)))
                body = [read, stored(name, syntax.name(key), syntax.name(value))]
                lines.append(gast.For(syntax.name(key, store=True), syntax.clone(arg), body, [], None))
            elif isinstance(t, ListOf) and is_pair(t.item):
                reads = [syntax.assign(p, syntax.subscript(syntax.name(pair), syntax.const(k))) for k, p in enumerate((key, value))]
                body = [*reads, stored(name, syntax.name(key), syntax.name(value))]
                lines.append(gast.For(syntax.name(pair, store=True), syntax.clone(arg), body, [], None))
            else:
                raise Unsupported("a dict made of items that are not known when generating", statement, "store item by item")
        return lines + [stored(name, syntax.const(k), value) for k, value in named.items()]

    def stored(self, name: str, key: gast.AST, value: gast.AST) -> gast.AST:
        """`name[key] = value`."""
        return syntax.assign(syntax.subscript(syntax.name(name), syntax.clone(key), store=True), syntax.clone(value))

    def change_dict_clear(
        self, statement: gast.AST, base: gast.Name, held: Type, _args: list[gast.AST], _named: Mapping[str, gast.AST]
    ) -> list[gast.AST]:
        """`d.clear()`."""
        return self.replaced(base, gast.Dict([], []), statement) if isinstance(held, DictOf) else self.rebuilt(base, [], statement)

    def visit_Delete(self, statement: gast.Delete) -> list[gast.AST]:
        """`del xs[i]`, `del d[k]`."""
        [target] = statement.targets
        base, index = syntax.clone(target.value), syntax.clone(target.slice)
        held = self.type_of(base)
        self.check_index(held, index)
        if isinstance(held, Dict):
            key = self.key_of(held, index)
            if key is None and self.static_key(index) is None and self.loses_keys(base, held):
                return []
            if key is None:
                raise Unsupported("a key that is not known when generating, or not in the dict", statement, LITERAL_KEYS)
            return self.rebuilt(base, [i for i in self.items_of(base, statement) if i[0] != key], statement)
        if _is_list(held) and isinstance(held, Seq) and not isinstance(index, gast.Slice):
            if self.is_anywhere(held, index, base):
                return []  # in the next attempt it is taken out
            gone = self.index_of(held, index, base)
            return self.rebuilt(base, [i for i in self.items_of(base, statement) if i[0] != gone], statement)
        if isinstance(held, Many) and not isinstance(index, gast.Slice):
            unused, place = self.helper(statement, "removed"), self.helper(statement, "key")
            before = [syntax.assign(place, index)] if isinstance(index, gast.Tuple) else []
            default = [syntax.const(0)] if isinstance(held, DictOf) and held.counts else []  # a Counter may be told to forget what it never counted
            pop = syntax.call(syntax.attribute(syntax.name(base.id), "pop"), syntax.name(place) if before else index, *default)
            return self.after_pending([*before, syntax.assign(unused, pop)], statement)
        if isinstance(index, gast.Slice) and (_is_list(held) or isinstance(held, ListOf)):
            return self.slice_stored(statement, base, held, index, syntax.list_([]))
        raise Unsupported("`del` of an item of what is no list or dict", statement, "build a new one")

    # --- slices that are stored into ---

    def slice_stored(self, statement: gast.AST, base: gast.Name, held: Type, index: gast.Slice, value: gast.AST) -> list[gast.AST]:
        """`xs[a:b] = ys`, which may have another length."""
        if not (isinstance(value, gast.Name) and (isinstance(self.type_of(value), ListOf) or _is_list(self.type_of(value)))):
            given = self.helper(statement, "given")
            made = value if isinstance(value, gast.List) else syntax.call("list", syntax.clone(value))
            self.before([syntax.assign(given, made)], statement)
            value = self.used(given)
        bounds = [self.type_of(b) if b is not None else NONE for b in (index.lower, index.upper, index.step)]
        known = [t.value for t in bounds if t == NONE or (isinstance(t, Scalar) and type(t.value) is int)]  # type: ignore[attr-defined]
        more = self.type_of(value)
        if isinstance(held, Seq):
            if len(known) < 3 or not isinstance(more, Seq):
                if self.loses_places(base):
                    return []  # in the next attempt they are stored
                raise Unsupported("positions in a list that are not known when generating", statement, "store item by item")
            items, stored = ([item for _, item in self.items_of(name, statement)] for name in (base, value))
            if len(items[slice(*known)]) != len(stored):
                if known[2] not in (None, 1):
                    raise Unsupported("a slice with a step is stored into, of another length", statement, "store as many items")
                if self.outlives_trip(base.id) and self.loses_places(base):
                    return []
            items[slice(*known)] = stored
            return self.rebuilt(base, [(None, item) for item in items], statement)
        if known[-1:] != [None] or (isinstance(held, ListOf) and held.most is not None):
            raise Unsupported("a slice with a step is stored into, of a list of any length", statement, "store item by item")
        return self.around_slice(statement, base, index, value)

    def around_slice(self, statement: gast.AST, base: gast.Name, index: gast.Slice, value: gast.AST) -> list[gast.AST]:
        """A list of any length becomes what is before a slice, the value, and what is behind the slice."""
        wishes = ("head", "tail", "length", "head_length", "tail_length", "both", "twice")
        head, tail, length, before, behind, both, twice = (self.helper(statement, f"{base.id}_{wish}") for wish in wishes)
        read = syntax.name(base.id)
        low, high = (syntax.clone(b) if b is not None else None for b in (index.lower, index.upper))
        lines = [
            syntax.assign(head, syntax.subscript(read, gast.Slice(None, low, None)) if low is not None else syntax.list_([])),
            syntax.assign(tail, syntax.subscript(read, gast.Slice(high, None, None)) if high is not None else syntax.list_([])),
        ]
        if not are_ordered(low, high):  # what lies behind the slice begins where it begins, at the earliest
            rest = gast.Slice(syntax.name(twice), None, None)
            lines += [
                syntax.assign(length, syntax.call("len", read)),
                syntax.assign(before, syntax.call("len", syntax.name(head))),
                syntax.assign(behind, syntax.call("len", syntax.name(tail))),
                syntax.assign(both, syntax.binop(syntax.name(before), gast.Add, syntax.name(behind))),
                syntax.assign(twice, syntax.binop(syntax.name(both), gast.Sub, syntax.name(length))),
                gast.If(
                    gast.Compare(syntax.name(twice), [gast.Gt()], [syntax.const(0)]),
                    [syntax.assign(tail, syntax.subscript(syntax.name(tail), rest))], [],
                ),
            ]  # fmt: skip
        started = self.helper(statement, f"{base.id}_start")
        lines.append(syntax.assign(started, syntax.binop(syntax.name(head), gast.Add, syntax.clone(value))))
        self.before(self.same_again((statement, "slice"), [syntax.located(line, statement) for line in lines]), statement)
        return self.replaced(base, syntax.binop(syntax.name(started), gast.Add, syntax.name(tail)), statement)

    # --- methods with a value ---

    def container_value(
        self, node: gast.Call, base: gast.Name, held: Type, name: str, named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """`xs.pop(0)`, `d.get(k)` and other methods that give something; None for those not known here."""
        if isinstance(held, Seq) and hasattr(held.cls, "_fields") and name in ("_replace", "_asdict") and not node.args:
            return self.changed_fields(base, held, name, named, statement)
        if named:
            return None
        if name in ("index", "count") and isinstance(held, (Seq, ListOf)):
            self.read_all(node)
            return Meaning(node, INT, Inactive("an integer"))
        if name == "copy" and isinstance(held, ListOf) and held.most is not None:
            raise Unsupported("a copy of a `deque` with `maxlen`", node, "copy it with `list(...)`")
        if name == "copy" and isinstance(held, DictOf) and held.default is not None:
            raise Unsupported("a copy of a dict that gives something for a missing key", node, "copy it with `dict(...)`")
        if name == "copy" and (isinstance(held, (Many, Dict)) or _is_list(held)):
            made = syntax.call("dict" if isinstance(held, (Dict, DictOf)) else "list", syntax.name(base.id))
            return self.evaluate(syntax.located(made, node), statement)
        if name == "pop" and isinstance(held, Seq):
            grows = self.outlives_trip(base.id) and self.grow(self.use(base))
            if grows or (node.args and self.is_anywhere(held, node.args[0], base)):
                return Meaning(node, BOTTOM, Inactive("never reached"))  # in the next attempt it is read
            return self.pop_item(base, self.index_of(held, node.args[0] if node.args else None, base), statement)
        if name == "pop" and isinstance(held, ListOf) and node.args:
            return self.pop_anywhere(node, base, node.args[0], statement)
        if isinstance(held, Dict) and name in ("get", "pop", "popitem", "setdefault"):
            return self.dict_value(node, base, held, name, statement)
        if isinstance(held, DictOf) and name in ("get", "pop", "setdefault"):
            return self.value_under_key(node, base, name, statement)
        if name == "popleft" and (isinstance(held, ListOf) or _is_list(held)) and not node.args:
            taken = syntax.call(syntax.attribute(syntax.name(base.id), "pop"), syntax.const(0))
            return self.evaluate(syntax.located(taken, node), statement)
        return None

    def value_under_key(self, node: gast.Call, base: gast.Name, name: str, statement: gast.AST) -> Meaning:
        """`m.get(k, v)`, `m.pop(k, v)` and `m.setdefault(k, v)` of a dict of unknown keys, as branches."""
        key, default = node.args if len(node.args) == 2 else (node.args[0], syntax.const(None))
        self.check_key(key)
        item = syntax.subscript(syntax.name(base.id), syntax.clone(key))
        test = gast.Compare(syntax.clone(key), [gast.NotIn() if name == "setdefault" else gast.In()], [syntax.name(base.id)])
        if name == "setdefault":
            self.before([gast.If(test, [self.stored(base.id, key, default)], [])], statement)
            return self.evaluate(syntax.located(item, node), statement)
        found = self.helper(statement, f"{base.id}_item")
        taken = item if name == "get" else syntax.call(syntax.attribute(syntax.name(base.id), "pop"), syntax.clone(key))
        choice = gast.If(test, [syntax.assign(found, taken)], [syntax.assign(found, syntax.clone(default))])
        return self.computed(found, [choice], statement)

    def pop_item(self, base: gast.Name, key: Any, statement: gast.AST) -> Meaning:
        """The item under a key, which is taken out of the container."""
        items = self.items_of(base, statement)
        self.pending += self.rebuilt(base, [i for i in items if i[0] != key], statement)
        [taken] = [value for k, value in items if k == key]
        return self.evaluate(taken, statement)

    def pop_anywhere(self, node: gast.Call, base: gast.Name, index: gast.AST, statement: gast.AST) -> Meaning:
        """`xs.pop(i)` of a list of any length: its two ends are joined anew."""
        if isinstance(index, gast.Constant) and index.value == -1:
            return self.evaluate(syntax.located(syntax.call(node.func), node), statement)
        wishes = ("popped", f"{base.id}_length", "position", "next_position", f"{base.id}_head", f"{base.id}_tail")
        popped, length, place, following, head, tail = (self.helper(statement, wish) for wish in wishes)
        read, at = syntax.name(base.id), syntax.name(place)
        lines = [
            syntax.assign(popped, syntax.subscript(read, syntax.clone(index))),
            syntax.assign(length, syntax.call("len", read)),
            syntax.assign(place, syntax.binop(syntax.clone(index), gast.Mod, syntax.name(length))),
            syntax.assign(following, syntax.binop(at, gast.Add, syntax.const(1))),
            syntax.assign(head, syntax.subscript(read, gast.Slice(None, at, None))),
            syntax.assign(tail, syntax.subscript(read, gast.Slice(syntax.name(following), None, None))),
        ]
        alone = {frozenset((base.id,)), frozenset((base.id, popped))} if frozenset((base.id,)) in self.env.apart else set()
        self.before([syntax.clone(line) for line in lines], statement)
        joined = syntax.binop(syntax.name(head), gast.Add, syntax.name(tail))
        self.pending += self.replaced(base, joined, statement)
        self.env.apart |= alone  # each item is in one of the two ends, or taken out
        return self.evaluate(syntax.located(syntax.name(popped), node), statement)

    def dict_value(self, node: gast.Call, base: gast.Name, held: Dict, name: str, statement: gast.AST) -> Meaning:
        """`d.get(k, v)`, `d.pop(k, v)`, `d.setdefault(k, v)`, `d.popitem()`."""
        if name == "popitem":
            if not held.items:
                raise Unsupported("`popitem` of an empty dict", node, "test whether the dict has items")
            key = held.items[-1][0]
            pair = self.helper(statement, "pair")
            item = self.part(base, key, statement)
            self.before([syntax.assign(pair, syntax.tuple_([syntax.const(key), syntax.clone(item)]))], statement)
            rest = self.items_of(base, statement)[:-1]
            self.pending += self.rebuilt(base, rest, statement)
            return self.evaluate(syntax.located(syntax.name(pair), node), statement)
        key = self.key_of(held, node.args[0])
        if key is None and self.static_key(node.args[0]) is None:
            if self.loses_keys(base, held):
                return Meaning(node, BOTTOM, Inactive("never reached"))
            raise Unsupported("a key that is not known when generating", node, LITERAL_KEYS)
        if key is not None and name == "pop":
            return self.pop_item(base, key, statement)
        if key is not None:
            read = syntax.subscript(syntax.name(base.id), syntax.clone(node.args[0]))
            return self.evaluate(syntax.located(read, node), statement)
        if name == "pop" and len(node.args) == 1:
            raise Unsupported("a key that is not in the dict", node, "give a default")
        default = node.args[1] if len(node.args) > 1 else syntax.const(None)
        if name == "setdefault":
            place = syntax.subscript(syntax.name(base.id), syntax.clone(node.args[0]), store=True)
            self.before([syntax.assign(place, syntax.clone(default))], statement)
        return self.evaluate(syntax.located(syntax.clone(default), node), statement)

    def changed_fields(
        self, base: gast.Name, held: Seq, name: str, named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """`p._replace(x=v)` and `p._asdict()` of a namedtuple."""
        fields = list(getattr(held.cls, "_fields", ()))
        values = [named.get(f) or self.part(base, k, statement) for k, f in enumerate(fields)]
        if name == "_asdict":
            return self.evaluate(syntax.located(gast.Dict([syntax.const(f) for f in fields], values), statement), statement)
        call = syntax.located(gast.Call(self.context.named(held.cls), values, []), statement)
        return self.construct(call, held.cls, values, {}, statement)

    def construct(
        self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """An object of a class."""
        raise NotImplementedError

    # --- slices, sums and products of lists ---

    def slice_of_list(self, base: gast.Name, index: gast.Slice, statement: gast.AST) -> Meaning:
        """`xs[a:b]` of a list of any length: its items, appended to a new one; `xs[:]` is a copy."""
        if syntax.is_everything(index):
            return self.evaluate(syntax.located(syntax.call("list", syntax.name(base.id)), statement), statement)
        length, everything, places, item = (
            self.helper(statement, wish) for wish in (f"{base.id}_length", "all_places", "places", "place")
        )
        made = self.helper(statement, f"{base.id}_part")
        self.listed.add(made)
        picked = syntax.subscript(syntax.name(base.id), syntax.name(item))
        lines = [
            syntax.assign(length, syntax.call("len", syntax.name(base.id))),
            syntax.assign(everything, syntax.call("range", syntax.name(length))),
            syntax.assign(places, syntax.subscript(syntax.name(everything), syntax.clone(index))),
            *self.collected(made, item, syntax.name(places), picked, statement),
        ]
        alone = frozenset((base.id,)) in self.env.apart
        listed = self.computed(made, lines, statement)
        self.env.apart |= {frozenset((made,))} if alone else set()  # each item of the list stands in it once, at most
        self.slices[made] = base.id, places, len(self.program.versions), self.env.own[base.id]
        return listed

    def collected(
        self, made: str, item: str, source: gast.AST, value: gast.AST, statement: gast.AST
    ) -> list[gast.AST]:
        """`made = [value for item in source]`, as a loop."""
        return [syntax.assign(made, syntax.list_([])), self.appending(made, item, source, value, statement)]

    def appending(self, made: str, item: str, source: gast.AST, value: gast.AST, statement: gast.AST) -> gast.AST:
        """`for item in source: made.append(value)`."""
        lines: list[gast.AST] = []
        if not isinstance(value, gast.Name):
            one = self.helper(statement, f"{made}_item")
            lines.append(syntax.assign(one, value))
            value = syntax.name(one)
        lines.append(gast.Expr(syntax.call(syntax.attribute(syntax.name(made), "append"), syntax.clone(value))))
        return gast.For(syntax.name(item, store=True), source, lines, [], None)

    def joined_lists(self, node: gast.BinOp, statement: gast.AST) -> Meaning:
        """`xs + ys`, where one of them is of any length."""
        if any(isinstance(t, ListOf) and t.most is not None for t in map(self.type_of, (node.left, node.right))):
            raise Unsupported("a sum of deques with `maxlen`", node, "make lists of them: `list(...)`")
        made, item = self.helper(statement, "joined"), self.helper(statement, "item")
        self.listed.add(made)
        sides = [syntax.clone(side) for side in (node.left, node.right)]
        loops = [self.appending(made, item, side, syntax.name(item), statement) for side in sides]
        return self.computed(made, [syntax.assign(made, syntax.list_([])), *loops], statement)

    def repeated_list(self, node: gast.BinOp, held: Seq | ListOf, statement: gast.AST) -> Meaning:
        """`[x] * n`, where n is not known when generating, or how long the list is."""
        made, trip = self.helper(statement, "repeated"), self.helper(statement, "trip")
        self.listed.add(made)
        body: list[gast.AST] = []
        if isinstance(held, Seq):
            items = [self.part(node.left, k, statement) for k in range(len(held.items))]
            append = syntax.attribute(syntax.name(made), "append")
            body += [gast.Expr(syntax.call(syntax.clone(append), syntax.clone(item))) for item in items]
        else:
            item = self.helper(statement, "item")
            body.append(self.appending(made, item, syntax.clone(node.left), syntax.name(item), statement))
        loop = gast.For(syntax.name(trip, store=True), syntax.call("range", syntax.clone(node.right)), body, [], None)
        return self.computed(made, [syntax.assign(made, syntax.list_([])), loop], statement)

    # --- sorted, and the largest and smallest by a key ---

    def keyword_sorted(
        self, node: gast.Call, args: list[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """`sorted(xs, key=f, reverse=r)`: the order is found first, then the items are taken in it."""
        held = self.type_of(args[0])
        if isinstance(held, Dict) and isinstance(args[0], gast.Name) and not named:
            return self.evaluate(syntax.located(syntax.list_([syntax.const(k) for k in sorted(dict(held.items))]), node), statement)
        if isinstance(held, Seq) and not named and all(isinstance(t, Static) for t in held.items):
            order = sorted(range(len(held.items)), key=lambda k: held.items[k].value)  # type: ignore[attr-defined]
            parts = [self.part(args[0], k, statement) for k in order]
            return self.evaluate(syntax.located(syntax.list_(parts), node), statement)
        of_keys = isinstance(held, (Dict, DictOf, SetOf)) or (isinstance(held, Seq) and all(isinstance(t, Static) for t in held.items))
        if of_keys or (isinstance(held, ListOf) and not any(True for _ in inexact_leaves(held))):
            self.read_all(node)
            return Meaning(node, ListOf(_item_of(held)), Inactive("an order"), self.fresh_storage(held, statement))
        if not isinstance(held, (Seq, ListOf, Array)) or not isinstance(args[0], gast.Name):
            return None
        order_, place = self.helper(statement, "order"), self.helper(statement, "place")
        made = self.helper(statement, f"sorted_{args[0].id}")
        self.listed.add(made)
        self.pending += self.ordering(order_, "sorted", args[0], named, ListOf(INT), statement)
        picked = syntax.subscript(syntax.name(args[0].id), syntax.name(place))
        return self.computed(made, self.collected(made, place, syntax.name(order_), picked, statement), statement)

    def builtin_sorted(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`sorted(xs)`."""
        return self.keyword_sorted(node, args, {}, statement)

    def ordering(
        self, target: str, chooser: str, source: gast.Name, named: Mapping[str, gast.AST], t: Type, statement: gast.AST
    ) -> list[gast.AST]:
        """`target = sorted(range(len(xs)), key=lambda k: xs[k])`: positions, which no derivative passes through."""
        k = syntax.name("k" if "k" not in (source.id, *(getattr(v, "id", "") for v in named.values())) else "position")
        item: gast.AST = syntax.subscript(syntax.name(source.id), k)
        key = named.get("key")
        if key is not None and not (isinstance(key, gast.Constant) and key.value is None):
            item = gast.Call(syntax.clone(key), [item], [])
        by = gast.Lambda(gast.arguments([gast.Name(k.id, gast.Param(), None, None)], [], None, [], [], None, []), item)
        places = syntax.call("range", syntax.call("len", syntax.name(source.id)))
        others = {n: syntax.clone(v) for n, v in named.items() if n == "reverse"}
        new = syntax.located(syntax.assign(target, syntax.call(chooser, places, key=by, **others)), statement)
        self.read_all(new.value)
        self.bind(new, target, Meaning(new.value, t, Inactive("positions")), statement)
        return [new]

    def keyword_max(
        self, node: gast.Call, args: list[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """`max(xs, key=f, default=v)`, `max(a, b, key=f)`."""
        if len(args) > 1:
            items = self.helper(statement, "items")
            self.before([syntax.assign(items, syntax.list_([syntax.clone(arg) for arg in args]))], statement)
            of_items = gast.Call(syntax.clone(node.func), [syntax.name(items)], node.keywords)
            return self.evaluate(syntax.located(of_items, node), statement)
        held = self.type_of(args[0])
        if len(args) != 1 or not isinstance(args[0], gast.Name) or not isinstance(held, (Seq, ListOf, Array)):
            return None
        rest = {n: v for n, v in named.items() if n != "default"}
        if "default" in named and not (isinstance(held, Seq) and held.items):
            return self.or_default(node, args[0], rest, named["default"], held, statement)
        if isinstance(held, ListOf) and not any(True for _ in inexact_leaves(held)):
            self.read_all(node)
            return Meaning(node, held.item, Inactive("an integer"))
        if "key" not in rest:
            return self.extreme(node, args, statement)
        place = self.helper(statement, "place")
        self.pending += self.ordering(place, node.func.id, args[0], rest, INT, statement)
        picked = syntax.subscript(syntax.name(args[0].id), syntax.name(place))
        return self.evaluate(syntax.located(picked, node), statement)

    keyword_min = keyword_max

    def or_default(
        self, node: gast.Call, source: gast.Name, named: Mapping[str, gast.AST], default: gast.AST, held: Type,
        statement: gast.AST,
    ) -> Meaning:  # fmt: skip
        """The largest or smallest item, or the default of an empty list."""
        best = self.helper(statement, "best")
        found = gast.Call(syntax.clone(node.func), [syntax.name(source.id)], [gast.keyword(n, v) for n, v in named.items()])
        if isinstance(held, Seq):
            return self.evaluate(syntax.located(syntax.clone(default), node), statement)
        test = gast.Compare(syntax.call("len", syntax.name(source.id)), [gast.Gt()], [syntax.const(0)])
        choice = gast.If(test, [syntax.assign(best, found)], [syntax.assign(best, syntax.clone(default))])
        return self.computed(best, [choice], statement)

    def keyword_sum(
        self, node: gast.Call, args: list[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """`sum(xs, start=v)`."""
        return self.builtin_sum(node, [*args, *named.values()], statement)


def _item_of(t: Type) -> Type:
    """What a loop over a list without numbers, or over a dict, gives in each trip."""
    if isinstance(t, Seq):
        return infer.join_all([infer.key_type(item) for item in t.items])
    held = infer.dict_of(t) if isinstance(t, Dict) else t
    return held.key if isinstance(held, DictOf) else held.item  # type: ignore[attr-defined]


def _is_list(t: Type) -> bool:
    return isinstance(t, Seq) and t.cls is list


def are_ordered(low: gast.AST | None, high: gast.AST | None) -> bool:
    """Whether a slice surely ends behind its beginning, or there."""
    if low is None or high is None:
        return True
    first, last = (bound.value if isinstance(bound, gast.Constant) else None for bound in (low, high))
    return type(first) is int and type(last) is int and (first < 0) == (last < 0) and first <= last


def is_pair(t: Type) -> bool:
    """Whether `t` is a tuple or list of two items."""
    return isinstance(t, Seq) and len(t.items) == 2


