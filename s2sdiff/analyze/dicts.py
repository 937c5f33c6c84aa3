"""Dicts that are made of others, of pairs and of keys, and those that give something for a missing key.

A dict whose keys are not all known has a type for its keys and one for its items (`DictOf`): it is made empty, and what is
in it is stored.  What a `defaultdict` does by itself is written out: a missing key is stored before it is read.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.containers import LITERAL_KEYS, Containers, Item, is_pair
from s2sdiff.analyze.infer import BOTTOM, Bottom
from s2sdiff.analyze.program import Build, Duplicate, Inactive
from s2sdiff.analyze.state import Closure, Meaning
from s2sdiff.analyze.subscripts import known_key
from s2sdiff.errors import Unsupported
from s2sdiff.types import FLOAT, INT, Dict, DictOf, Formula, ListOf, Many, Scalar, Seq, Static, Type, without_value

# What the classes give that are made with no arguments, and the types of that.
FACTORIES: dict[type, str] = {float: "0.0", int: "0", list: "[]", dict: "{}"}
DEFAULTS: dict[str, Type] = {"0.0": replace(FLOAT, value=0.0), "0": replace(INT, value=0), "[]": ListOf(BOTTOM), "{}": DictOf(BOTTOM, BOTTOM)}


class Dicts(Containers):
    """Understands how dicts are made."""

    def dict_of(
        self, node: gast.Call, args: Sequence[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """`dict(d, k=v)`, `dict(pairs)`."""
        types = [self.type_of(arg) for arg in args]
        if any(isinstance(t, Bottom) for t in types):
            return Meaning(node, BOTTOM, Inactive("never reached"))
        if len(args) == 1 and isinstance(types[0], DictOf) and not named:
            memory = self.memory_of_item(args[0], types[0].item)
            own = self.display_storage(statement)
            copy = replace(types[0], default=None, counts=False)
            return Meaning(node, copy, Duplicate(args[0], deep=False), own | memory, view=True, own=own)
        if any(isinstance(t, Many) for t in types):
            return self.filled(self.stores_of(self.helper(statement, "made"), args, named, statement), statement)
        items: dict[Any, gast.AST] = {}
        for arg in args:
            held = self.type_of(arg)
            if isinstance(held, Dict) and isinstance(arg, gast.Name):
                items |= dict(self.items_of(arg, statement))
            elif isinstance(held, Seq) and isinstance(arg, gast.Name) and all(is_pair(t) for t in held.items):
                items |= dict(self.pair(arg, k, t, statement) for k, t in enumerate(held.items))
            else:
                raise Unsupported("a dict made of items that are not known when generating", node, LITERAL_KEYS)
        items |= dict(named)
        made = gast.Dict([syntax.const(k) for k in items], list(items.values()))
        return self.evaluate(syntax.located(made, node), statement)

    def new_dict(
        self, node: gast.Call, target: Any, args: Sequence[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """`dict(...)`, `dict.fromkeys(...)`, `defaultdict(float)`, `Counter(...)`; None for others."""
        if target in (dict, dict.fromkeys) and (args or named):
            return self.dict_of(node, args, named, statement) if target is dict else self.from_keys(node, args, statement)
        if target is defaultdict and args:
            return self.default_dict(node, args, named, statement)
        if target is OrderedDict:
            return self.ordered_dict(node, args, named, statement)
        if target is Counter and len(args) < 2:
            return self.counter(node, args, named, statement)
        return None

    def with_default(self, node: gast.Call, t: DictOf, statement: gast.AST) -> Meaning:
        """A dict with nothing in it that gives something for a missing key."""
        own = self.display_storage(statement)
        return Meaning(node, t, Build(()), own, own=own)

    def default_dict(
        self, node: gast.Call, args: Sequence[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """`defaultdict(f)`, `defaultdict(f, d, k=v)`; None where f is nothing to call."""
        if len(args) > 1 or named:
            made = self.helper(statement, "made")
            start = syntax.assign(made, syntax.call(syntax.clone(node.func), syntax.clone(args[0])))
            return self.computed(made, [start, *self.stores_of(made, args[1:], named, statement)], statement)
        given = self.type_of(args[0])
        text = FACTORIES.get(given.value) if isinstance(given, Static) and isinstance(given.value, type) else _literal(given)
        if text is not None:
            return self.with_default(node, DictOf(DEFAULTS.get(text, FLOAT), BOTTOM, Formula(text)), statement)
        if not isinstance(given, Closure) and not (isinstance(given, Static) and callable(given.value)):
            return None
        if isinstance(given, Closure) and (given.node.args.args or given.of_a_trip):
            raise Unsupported("a `defaultdict` made of a function with arguments, or of another one in each trip", node,
                              "store what is missing: `if k not in d: d[k] = ...`")  # fmt: skip
        maker = self.helper(statement, "default")
        self.before([syntax.assign(maker, syntax.clone(args[0]))], statement)
        return self.with_default(node, DictOf(BOTTOM, BOTTOM, Formula(f"{maker}()", self.home)), statement)

    def ordered_dict(
        self, node: gast.Call, args: Sequence[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """`OrderedDict()` and its like: a dict, which keeps the order as well."""
        if not args and not named:
            return replace(self.evaluate(syntax.located(gast.Dict([], []), node), statement), value=node)
        self.context.stood_for.add(OrderedDict)
        return self.dict_of(node, args, named, statement)

    def counter(self, node: gast.Call, args: Sequence[gast.AST], named: Mapping[str, gast.AST], statement: gast.AST) -> Meaning:
        """`Counter()`, and what `Counter(xs, k=v)` counts."""
        if not args and not named:
            return self.with_default(node, DictOf(INT, BOTTOM, Formula("0"), counts=True), statement)
        made = self.helper(statement, "made")
        start = syntax.assign(made, syntax.call(syntax.clone(node.func)))
        update = syntax.call(f"{made}.update", *map(syntax.clone, args), **named)
        return self.computed(made, [start, gast.Expr(update)], statement)

    def item_or_default(self, node: gast.AST, base: gast.Name, held: Any, statement: gast.AST) -> Meaning:
        """An item of a dict that gives something for a missing key, and most often keeps it from then on."""
        if not held.counts:
            read = syntax.subscript(syntax.name(base.id), self.put_missing(base, held, node.slice, statement))
            self.present.add(statement)
            meaning = self.evaluate(syntax.located(read, statement), statement)
            self.present.discard(statement)
            return meaning
        key = self.atomic_key(node.slice, statement)
        found = self.helper(statement, f"{base.id}_item")
        read = syntax.subscript(syntax.name(base.id), syntax.clone(key))
        there = syntax.located(syntax.assign(found, read), statement)
        self.present.add(there)
        missing = gast.Compare(key, [gast.NotIn()], [syntax.name(base.id)])
        return self.computed(found, [gast.If(missing, [syntax.assign(found, syntax.expr(held.default.text))], [there])], statement)

    def put_missing(self, base: gast.Name, held: DictOf, index: gast.AST, statement: gast.AST) -> gast.AST:
        """Store what a missing key gives, where it is missing; the key, as an atom."""
        key = self.atomic_key(index, statement)
        assert held.default is not None
        made = self.helper(statement, "default")
        self.starts.add(made)
        start = [
            syntax.assign(made, self.formula(held.default, f"what `{base.id}` gives for a missing key", statement)),
            self.stored(base.id, key, syntax.name(made)),
        ]
        missing = gast.Compare(syntax.clone(key), [gast.NotIn()], [syntax.name(base.id)])
        self.before([self.same_again((statement, made), gast.If(missing, start, []))], statement)
        return key

    def atomic_key(self, key: gast.AST, statement: gast.AST) -> gast.AST:
        """A key, under a name if it is a tuple."""
        if not isinstance(key, gast.Tuple):
            return syntax.clone(key)
        name = self.helper(statement, "key")
        self.before([syntax.assign(name, syntax.clone(key))], statement)
        return syntax.name(name)

    def from_keys(self, node: gast.Call, args: Sequence[gast.AST], statement: gast.AST) -> Meaning:
        """`dict.fromkeys(keys, value)`."""
        source, value = args if len(args) == 2 else (args[0], syntax.const(None))
        held, t = self.type_of(source), self.type_of(value)
        if isinstance(held, DictOf) and isinstance(value, gast.Constant):
            return Meaning(node, DictOf(without_value(t), held.key), Inactive("a constant"), self.display_storage(statement))
        keys = [known_key(i) for i in held.items] if isinstance(held, Seq) else [None]
        if None not in keys:
            made = gast.Dict([syntax.const(k) for k in dict.fromkeys(keys)], [syntax.clone(value) for _ in dict.fromkeys(keys)])
            return self.evaluate(syntax.located(made, node), statement)
        key, name = self.helper(statement, "key"), self.helper(statement, "made")
        body = [self.stored(name, syntax.name(key), value)]
        return self.filled([gast.For(syntax.name(key, store=True), syntax.clone(source), body, [], None)], statement)

    def filled_dict(self, items: Sequence[tuple[gast.AST, gast.AST]], statement: gast.AST) -> Meaning:
        """A dict of such keys and values, of which not all keys are known."""
        return self.filled([self.stored(self.helper(statement, "made"), key, value) for key, value in items], statement)

    def filled(self, stores: Sequence[gast.AST], statement: gast.AST) -> Meaning:
        """A new dict into which some statements store."""
        made = self.helper(statement, "made")
        self.listed.add(made)
        return self.computed(made, [syntax.assign(made, gast.Dict([], [])), *stores], statement)

    def pair(self, pairs: gast.Name, k: int, t: Type, statement: gast.AST) -> Item:
        """Key and value of one of a tuple of pairs."""
        assert isinstance(t, Seq), t
        key, held = t.items[0], self.part(pairs, k, statement)
        if not isinstance(key, (Static, Scalar)) or key.value is None or not isinstance(held, gast.Name):
            raise Unsupported("a dict made of items that are not known when generating", statement, LITERAL_KEYS)
        return key.value, self.part(held, 1, statement)


def _literal(t: Type) -> str | None:
    """The number that a lambda gives, as text; None for other functions."""
    body = t.node.body if isinstance(t, Closure) and isinstance(t.node, gast.Lambda) else None
    return repr(body.value) if isinstance(body, gast.Constant) and type(body.value) in (int, float) else None
