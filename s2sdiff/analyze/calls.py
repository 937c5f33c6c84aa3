"""Calls: what is called, and what comes back.

`value_Call` finds out what is called: a method of a local value, a function written inside this one, or an object from
outside.  The latter is a builtin, a function with a rule, one that the context answers for, `functools.partial`, a
class, or a function of the user's, which is interpreted for the types of its arguments.
"""

from __future__ import annotations

import collections
import contextlib
import functools
import inspect
import itertools
import math
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, replace
from types import FunctionType, MethodType
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax, tree
from s2sdiff.analyze import infer
from s2sdiff.analyze.absent import check_present, is_absent
from s2sdiff.analyze.application import described
from s2sdiff.analyze.infer import BOTTOM, Bottom
from s2sdiff.analyze.inlining import closures_in, holds_formula
from s2sdiff.analyze.precision import Precision
from s2sdiff.analyze.program import (
    ITEMS,
    WRITTEN_AS_TEXT,
    Build,
    CallUser,
    Copy,
    Inactive,
    Path,
    Pop,
    Site,
    Storage,
    all_parts,
    holds_memory,
    is_container,
    memory_paths,
)
from s2sdiff.analyze.renaming import nonlocal_names
from s2sdiff.analyze.state import Chosen, Closure, Meaning, Reads, View, is_builtin
from s2sdiff.analyze.strings import check_shown, string_of
from s2sdiff.analyze.world import Source, Specialised
from s2sdiff.analyze.yielded import hands_over
from s2sdiff.errors import Unsupported, placed
from s2sdiff.normalize import is_block, is_generator, lists_at_once
from s2sdiff.normalize.form import statements
from s2sdiff.rules import methods, plain, registry
from s2sdiff.rules.declare import Elementwise, Zero
from s2sdiff.runtime import raised
from s2sdiff.types import (
    BOOL,
    INT,
    NONE,
    PLAIN_TEXT,
    PYTHON_NUMBERS,
    TEXT,
    Array,
    Dict,
    DictOf,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    SetOf,
    Static,
    Text,
    Type,
    Unknown,
    is_complex,
    is_inexact,
    is_known_text,
    is_string,
    leaves,
    python_class,
    rank,
)

SOURCES_OF_DRAWS = (np.random.default_rng, np.random.RandomState)
# What the functions of `rules.iteration` call the parameters that they go over.
GONE_OVER = ("iterable", "first", "second", "third", "data", "selectors")
READERS = (list, tuple, sorted, sum, max, min)  # builtins that read all of what they are given

STRING_METHODS: dict[str, Type] = {
    **dict.fromkeys(("lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "replace", "format"), TEXT),
    **dict.fromkeys(("startswith", "endswith", "isdigit", "isalpha", "isupper", "islower"), BOOL),
    **dict.fromkeys(("find", "count", "index"), INT),
}


def is_outer(function: Any) -> bool:
    """Whether a function is the method `outer` of a ufunc that works item by item."""
    ufunc = getattr(function, "__self__", None)
    if not isinstance(ufunc, np.ufunc) or function.__name__ != "outer" or registry.lookup(function) is not None:
        return False
    return isinstance(registry.lookup(ufunc), Elementwise | Zero)


def is_cached(target: Any) -> bool:
    """Whether a function keeps what it has computed, by `functools.cache` or `lru_cache`."""
    while isinstance(target, (functools.partial, MethodType)):
        target = target.func if isinstance(target, functools.partial) else target.__func__
    return target.cached if isinstance(target, Closure) else isinstance(target, functools._lru_cache_wrapper)  # noqa: SLF001 - its only name


def check_remembered(target: Any, name: str, t: Type, node: gast.AST) -> None:
    """Refuse an object as an argument of a cached function, which knows it again when its attributes are others."""
    if is_cached(target) and any(isinstance(part, Record) for part in all_parts(t)):
        message = f"`{name}` keeps what it computed for an object, whose attributes may be others by then"
        raise Unsupported(message, node, "leave the cache out, or give it what it reads of the object")


class Calls(Precision):
    """Understands calls."""

    def value_Call(self, value: gast.Call, statement: gast.AST) -> Meaning:
        """`f(a, b)`: finds out what is called, and asks what it means."""
        node = syntax.clone(value)
        if any(isinstance(a, gast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
            columns = self.columns(node, statement)
            if columns is not None:
                return columns
            node = self.spread_arguments(node, statement)
        keywords = {k.arg: k.value for k in node.keywords}
        func = node.func
        if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name):
            held = self.peek(func.value)
            if held is not None and (is_string(held) or not isinstance(held, Static)):
                return self.method_call(node, func, held, keywords, statement)
        if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Attribute) and self.is_value(func.value):
            name = self.helper(statement, f"{func.value.attr}_of", role=syntax.dotted(func.value))
            line = self.same_again((statement, name), syntax.assign(name, func.value))
            self.before([line], statement)
            node.func = syntax.located(syntax.attribute(syntax.name(name), func.attr), statement)
            return self.value_Call(node, statement)
        target = self.resolve(func)
        for inner in syntax.walk(func):
            if isinstance(inner, gast.Name):
                self.use(inner)
        if isinstance(target, Closure):
            return self.call_user(node, target, node.args, keywords, statement)
        if target == Static(raised):
            raise Unsupported("what this may raise is read by a handler", value, "name the exception in the handler, and compute from the variables")
        if isinstance(target, Static):
            if not self.context.is_user_function(target.value):
                self.check_there(node, keywords)
            return self.call_object(node, target.value, node.args, keywords, statement)
        if isinstance(target, Bottom):
            return Meaning(node, BOTTOM, Inactive("never reached"))
        if isinstance(target, Chosen):
            return self.call_chosen(node, target, statement)
        raise Unsupported(f"the function `{syntax.dotted(func) or '...'}` is not known when generating", value,
                          "call a function that is defined outside, or in this function")  # fmt: skip

    def call_chosen(self, node: gast.Call, target: Chosen, statement: gast.AST) -> Meaning:
        """A call of one of several functions, each in a branch of its own."""
        out = self.helper(statement, "out")
        branches: list[gast.AST] = [gast.Raise(syntax.call("IndexError", syntax.const("list index out of range")), None)]
        for k, name in reversed(list(enumerate(target.names))):
            test = gast.Compare(syntax.name(target.place), [gast.Eq()], [syntax.const(k)])
            called = syntax.assign(out, gast.Call(syntax.name(name), syntax.clone(node.args), syntax.clone(node.keywords)))
            last = target.surely and k == len(target.names) - 1
            branches = [called] if last else [gast.If(test, [called], branches)]
        made = self.same_again((statement, "chosen", target), [syntax.located(branch, statement) for branch in branches])
        return self.computed(out, made, statement)

    def is_value(self, dotted: gast.AST) -> bool:
        """Whether a dotted name means a value, or starts at one: no module, class or object from outside."""
        root = dotted
        while isinstance(root, gast.Attribute):
            root = root.value
        held = (self.peek(root), self.resolve(dotted))
        return any(t is not None and not isinstance(t, Static) for t in held)

    def columns(self, node: gast.Call, statement: gast.AST) -> Meaning | None:
        """`xs, ys = zip(*pairs)` of a list of any length: a tuple of what stands first in each, one of what stands second; None for others."""
        [given] = node.args if len(node.args) == 1 else [None]
        rows = given.value if isinstance(given, gast.Starred) and isinstance(given.value, gast.Name) else None
        held = self.type_of(rows) if rows is not None and self.builtin_name(node.func) == "zip" else None
        if rows is None or not isinstance(held, ListOf) or not isinstance(held.item, Seq):
            return None
        self.note_iterator(node, (), (), statement)
        made = []
        for k in range(len(held.item.items)):
            column, row, items = (self.helper(statement, wish, role=k) for wish in ("column", "row", "items"))
            item = syntax.subscript(syntax.name(row), syntax.const(k))
            self.before([*self.collected(items, row, syntax.name(rows.id), item, statement), syntax.assign(column, syntax.call("tuple", syntax.name(items)))], statement)
            made.append(syntax.name(column))
        return self.evaluate(syntax.located(syntax.tuple_(made), statement), statement)

    def spread_arguments(self, node: gast.Call, statement: gast.AST) -> gast.Call:
        """`f(*t)` with a tuple or an array of known length, written out."""
        new = syntax.call(node.func)
        for arg in node.args:
            if not isinstance(arg, gast.Starred):
                new.args.append(arg)
                continue
            given, t = arg.value, self.type_of(arg.value)
            if isinstance(t, Record) and isinstance(given, gast.Name):
                given = self.read_as_list(given, list, statement)
                t = self.type_of(given)
            length = infer.length_of(t) if isinstance(t, (Seq, Array)) else None
            if type(length) is not int or not isinstance(given, gast.Name):
                raise Unsupported(
                    "`*` of something whose length is not known when generating", node, "write the arguments out"
                )
            new.args += [self.part(given, k, statement) for k in range(length)]
        for keyword in node.keywords:
            if keyword.arg is not None:
                new.keywords.append(keyword)
                continue
            t = self.type_of(keyword.value)
            if not isinstance(t, Dict) or not isinstance(keyword.value, gast.Name):
                raise Unsupported(
                    "`**` of something whose keys are not known when generating", node, "write the arguments out"
                )
            new.keywords += [gast.keyword(k, self.part(keyword.value, k, statement)) for k, _ in t.items]
        names = [k.arg for k in new.keywords]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise Unsupported(f"`{twice[0]}` is given twice", node, "give it once")
        return syntax.located(new, node)

    # --- methods of local values ---

    def method_call(
        self, node: gast.Call, func: gast.Attribute, held: Type, keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A method of a local value."""
        base = func.value
        self.use(base)
        name = func.attr
        if isinstance(held, Bottom):
            return Meaning(node, BOTTOM, Copy(base))
        if isinstance(held, (Array, Scalar)):
            return self.method_of_array(node, base, held, name, keywords, statement)
        if is_string(held) and (name in STRING_METHODS or name in ("split", "join")) and not keywords:
            return self.method_of_string(node, held, name, statement)
        if isinstance(held, Unknown) and (name == "astype" or (name == "copy" and not node.args)):
            return self.apply(node, registry.METHODS[name], [base, *node.args], keywords, statement)
        if isinstance(held, Many) and name == "pop" and len(node.args) == int(isinstance(held, DictOf)):
            return self.popped(node, base, held, statement)
        if isinstance(held, DictOf) and name in ("keys", "values", "items") and not node.args:
            self.note_iterator(node, (), (), statement)  # it is read item by item
            return Meaning(node, View(base.id, name), Inactive("a view of a dict"))
        made = self.container_value(node, base, held, name, keywords, statement)
        if made is not None:
            return made
        if isinstance(held, Record):
            own = dict([*held.items, *held.constants]).get(name)
            if isinstance(own, Static):
                return self.call_object(node, own.value, list(node.args), keywords, statement)
            if isinstance(own, Record):
                called = self.helper(statement, name, role=syntax.dotted(func))
                self.before([self.same_again((statement, called), syntax.assign(called, syntax.clone(func)))], statement)
                return self.evaluate(syntax.located(gast.Call(syntax.name(called), node.args, node.keywords), node), statement)
            if own is None and isinstance(getattr(held.cls, name, None), FunctionType):
                return self.call_user(node, getattr(held.cls, name), [base, *node.args], keywords, statement)
        if isinstance(held, Dict) and name in ("keys", "values", "items") and not node.args:
            return self.parts_listed(base, [k for k, _ in held.items], name, statement)
        raise Unsupported(f"the method `{name}` of {described(held)}", node, "write it with operators and functions")

    def popped(self, node: gast.Call, base: gast.Name, held: Many, statement: gast.AST) -> Meaning:
        """`xs.pop()`, `m.pop(k)`."""
        if isinstance(statement, gast.Assign) and syntax.is_name(statement.targets[0], base.id):
            name = self.helper(statement, "popped")  # xs = xs.pop(): the list changes, then its name means the item
            return self.computed(name, [syntax.assign(name, syntax.clone(node))], statement)
        self.check_owner(base, statement)
        if node.args:
            self.check_key(node.args[0])
        return Meaning(node, held.item, Pop(base, *node.args), self.memory_of_item(base, held.item), view=True)

    def method_of_array(
        self,
        node: gast.Call,
        base: gast.Name,
        held: Array | Scalar,
        name: str,
        keywords: dict[str, gast.AST],
        statement: gast.AST,
    ) -> Meaning:
        """A method of an array or a number: a function with a rule, under another name."""
        if isinstance(held, Scalar) and name in ("item", "tolist"):
            return self.python_number(node, base, held, statement)
        if isinstance(held, Array) and name == "item" and not node.args and held.shape is not None:
            return self.only_item(node, base, held, statement)
        if isinstance(held, Array) and name == "item" and len(node.args) == rank(held):
            index = syntax.subscript(base, node.args[0] if len(node.args) == 1 else syntax.tuple_(node.args))
            return self.python_number(node, index, held, statement)
        if isinstance(held, Array) and name == "view" and not node.args and not keywords:
            return self.evaluate(syntax.located(syntax.subscript(base, syntax.const(Ellipsis)), node), statement)
        if name == "tolist" and rank(held) == 1:
            return self.listed_items(base, statement, python_class(held.dtype).__name__)
        if name == "copy" and isinstance(held, Scalar) and not held.weak:  # a number still, other than what np.copy makes of it
            return Meaning(base, held, Copy(base))
        if name in ("conj", "conjugate") and not is_complex(held):
            return Meaning(base, held, Copy(base), self.storages_of(base), view=True)  # the array itself
        if isinstance(held, Scalar) and name in ABOUT_NUMBERS and not node.args:
            known = getattr(held.value, name)() if type(held.value) is int and hasattr(int, name) else None
            return Meaning(node, replace(ABOUT_NUMBERS[name], value=known), Inactive("what is asked of a number"))
        function = registry.METHODS.get(name)
        if function is None:
            reason, cure = methods.refusal(name)
            raise Unsupported(reason, node, cure)
        operands = list(node.args)
        if name in registry.SPREAD and len(operands) > 1:
            operands = [syntax.tuple_(operands)]
        return self.apply(node, function, [base, *operands], keywords, statement)

    def only_item(self, node: gast.Call, base: gast.Name, held: Array, statement: gast.AST) -> Meaning:
        """`x.item()`, the only one: x[0, 0] where there surely is no other."""
        place: list[gast.AST] = [syntax.const(0) for _ in held.shape or ()]
        if any(d != 1 for d in held.shape or ()):
            base, place = self.named_result(np.reshape, [base, syntax.tuple_([])], {}, statement, base.id), []
        index = place[0] if len(place) == 1 else syntax.tuple_(place)
        return self.python_number(node, syntax.subscript(base, index), held, statement)

    def python_number(self, node: gast.Call, value: gast.AST, held: Array | Scalar, statement: gast.AST) -> Meaning:
        """`x.item()`: one of Python's numbers, which computes in another way than NumPy's."""
        if not isinstance(value, gast.Name):
            item = self.helper(statement, "item", role=syntax.dump(value))
            self.before([syntax.assign(item, value)], statement)
            value = syntax.name(item)
        return self.evaluate(syntax.located(syntax.call(python_class(held.dtype).__name__, value), node), statement)

    def method_of_string(self, node: gast.Call, held: Type, name: str, statement: gast.AST) -> Meaning:
        """A method of a string, whose answer is known where the string and what it is given are."""
        types = [held, *(self.type_of(a) for a in node.args)]
        self.check_asked(node)
        if name == "format":
            check_shown(self.context.stood_for, types, node)
        if name == "join":
            return string_of(node, [None], types)
        if name == "split":
            if not all(map(is_known_text, types)):
                raise Unsupported("`split` of a string that is not known when generating", node, "split it before the function is called")
            words = [syntax.const(word) for word in held.value.split(*(t.value for t in types[1:]))]  # type: ignore[attr-defined]
            return self.evaluate(syntax.located(syntax.tuple_(words), node), statement)
        t = STRING_METHODS[name]
        if t == TEXT and not any(is_inexact(part) for k in types for part in all_parts(k)):
            t = PLAIN_TEXT
        known = [k.value for k in types if is_known_text(k)]
        if len(known) == len(types):
            with contextlib.suppress(LookupError, TypeError, ValueError):  # what it raises, it raises when it runs
                answer = getattr(known[0], name)(*known[1:])
                t = Static(answer) if isinstance(t, Text) else replace(PYTHON_NUMBERS[type(answer)], value=answer)
        return Meaning(node, t, WRITTEN_AS_TEXT if t == TEXT else Inactive("of a string"))

    def read_as_list(self, given: gast.Name, target: Any, statement: gast.AST) -> gast.Name:
        """A set, a dict of unknown keys, or a view of it, as the list that a function reads of it; anything else as it is."""
        held = self.type_of(given)
        name = self.helper(statement, "items")
        if (isinstance(held, (DictOf, SetOf)) and target is not list) or (isinstance(held, Dict) and target is sum):
            lines = [syntax.assign(name, syntax.call("list", syntax.name(given.id)))]
        elif isinstance(held, View) and target is not sum:
            self.listed.add(name)
            item = self.helper(statement, "item")
            lines = self.collected(name, item, syntax.name(given.id), syntax.name(item), statement)
        else:
            return given
        self.before(lines, statement)
        return syntax.located(self.used(name), statement)

    def parts_listed(self, base: gast.Name, names: Sequence[Any], which: str, statement: gast.AST) -> Meaning:
        """The keys, values or items of a dict that is taken apart, as a tuple of what they are now; so for attributes."""
        self.views[self.origin(statement)] = base.id, which, self.env.own.get(base.id, frozenset())
        keys = [syntax.const(k) for k in names]
        if which == "keys":
            return self.evaluate(syntax.located(syntax.tuple_(keys), statement), statement)
        parts = [self.part(base, k, statement) for k in names]
        if which == "items":
            pairs = [self.helper(statement, "item", role=n) for n in range(len(parts))]
            lines = [syntax.assign(p, syntax.tuple_([k, v])) for p, k, v in zip(pairs, keys, parts, strict=True)]
            self.before(lines, statement)
            parts = [syntax.located(syntax.name(p), statement) for p in pairs]
        listed = self.evaluate(syntax.located(syntax.tuple_(parts), statement), statement)
        return replace(listed, storages=listed.storages | self.env.own.get(base.id, frozenset()))

    # --- objects from outside ---

    def of_all_pairs(self, node: gast.Call, ufunc: Any, args: Sequence[gast.AST], statement: gast.AST) -> Meaning:
        """`np.fmax.outer(a, b)`, as np.fmax(a[:, None], b)."""
        whole = any(is_inexact(self.bound_type(a)) for a in args)
        first, second = (self.as_array(a, statement, whole=whole) if isinstance(a, gast.Name) else a for a in args)
        before, behind = rank(self.bound_type(first)), rank(self.bound_type(second))
        if before is None or behind is None:
            raise Unsupported(f"`{ufunc.__name__}.outer` of arrays whose numbers of axes are not known", node, "give example arguments")
        if before and behind:
            places = [syntax.const(Ellipsis), *(syntax.const(None) for _ in range(behind))]
            wider = syntax.subscript(syntax.clone(first), syntax.tuple_(places))
            name = self.helper(statement, f"{first.id}_pairs")
            self.before([syntax.located(syntax.assign(name, wider), statement)], statement)
            first = syntax.located(self.used(name), statement)
        func = node.func.value if isinstance(node.func, gast.Attribute) else self.context.named(ufunc)
        new = syntax.located(gast.Call(func, [first, second], []), node)
        return self.apply(new, ufunc, new.args, {}, statement)

    def length_of(self, node: gast.Call, args: Sequence[gast.AST], statement: gast.AST) -> Meaning:
        """`math.hypot(a, b, c)`, as math.hypot(math.hypot(a, b), c); of one number as math.fabs."""
        name = self.helper(statement, "length")
        first = gast.Call(self.context.named(math.fabs), [args[0]], []) if len(args) == 1 else syntax.call(node.func, *args[:2])
        lines = [syntax.assign(name, first)]
        for k, coordinate in enumerate(args[2:]):
            before, name = name, self.helper(statement, "length", role=k)
            lines.append(syntax.assign(name, syntax.call(node.func, syntax.name(before), coordinate)))
        return self.computed(name, self.same_again((statement, "length"), [syntax.located(line, statement) for line in lines]), statement)

    def by_others(self, node: gast.Call, target: Any, args: Sequence[gast.AST], statement: gast.AST) -> Meaning | None:
        """What is said by calls of other functions; None for what is not."""
        if target is math.hypot and args and len(args) != 2 and isinstance(registry.lookup(target), Elementwise):
            return self.length_of(node, args, statement)
        if is_outer(target) and len(args) == 2:
            return self.of_all_pairs(node, target.__self__, args, statement)
        return None

    def call_object(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A call of an object known when generating."""
        self.check_overwritten(node, target, args, keywords)
        if target in READERS and args and isinstance(args[0], gast.Name):
            args = node.args = [self.read_as_list(args[0], target, statement), *args[1:]]
        meaning = self.by_builtin(node, target, args, keywords, statement) if is_builtin(target) else None
        if meaning is None and not keywords:
            meaning = self.by_others(node, target, args, statement)
        if meaning is None:
            meaning = self.new_dict(node, target, args, keywords, statement) or self.source_of_draws(node, target, args, keywords)
        if meaning is not None:
            return meaning
        if target is np.einsum and args and isinstance(self.type_of(args[0]), Array):
            args = self.lettered(node, args)
        if self.is_read_for_option(target, args, keywords):
            return self.call_user(node, target, args, keywords, statement)
        if registry.lookup(target) is not None:
            slices = self.as_slices(target, args, keywords, statement) if self.origin(statement) in self.split_here else None
            return slices or self.apply(node, target, args, keywords, statement)
        called = getattr(type(target), "__call__", None)  # noqa: B004 - what is meant is the function of its class
        if registry.lookup(called) is not None:
            return self.apply(node, called, [node.func, *args], keywords, statement)
        meaning = self.context.intrinsic(self, node, target, args, keywords, statement)
        meaning = meaning or self.made_function(node, target, args, keywords, statement)
        if meaning is not None:
            return meaning
        if target is np.block:
            return self.blocks(node, args, statement)
        if isinstance(target, type) and not self.context.is_user_function(target):
            return self.construct(node, target, args, keywords, statement)
        if hasattr(target, "function_for"):
            kinds = {k: self.type_of(v) for k, v in keywords.items()}
            target = self.context.emitted_of(target, tuple(self.type_of(a) for a in args), kinds)
            node.func = self.context.named(target)
        if self.context.is_user_function(target):
            return self.call_user(node, target, args, keywords, statement)
        return self.apply(node, target, args, keywords, statement)

    def is_read_for_option(self, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]) -> bool:
        """Whether a function that has a rule is read for the option that it is given, such as the mode of np.pad."""
        option = plain.option_of(target)
        if option is None:
            return False
        place, name, values = option
        given = keywords.get(name, args[place] if place < len(args) else None)
        known = self.bound_type(given) if given is not None else None
        return isinstance(known, (Static, Scalar)) and known.value in values

    def by_builtin(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """A call of a builtin that has a method here: `builtin_<name>`, or with keywords `keyword_<name>`."""
        special = getattr(self, f"{'keyword' if keywords else 'builtin'}_{target.__name__}", None)
        given = (node, args, keywords, statement) if keywords else (node, args, statement)
        return special(*given) if special is not None else None

    def lettered(self, node: gast.Call, args: list[gast.AST]) -> list[gast.AST]:
        """The arguments of np.einsum(a, [0, 1], b, [1, 2], [0, 2]), with letters: np.einsum("AB,BC->AC", a, b)."""
        letters = [self.letters_of(place, node) for place in args[1::2]]
        output = f"->{self.letters_of(args[-1], node)}" if len(args) % 2 else ""
        return [syntax.const(",".join(letters) + output), *args[: len(args) - 1 : 2]]

    def letters_of(self, places: gast.AST, node: gast.AST) -> str:
        """The letters for a list of labels that are numbers."""
        held = self.type_of(places)
        labels: list[Any] = [getattr(item, "value", None) for item in held.items] if isinstance(held, Seq) else [None]
        if any(label is not ... and not (isinstance(label, int) and 0 <= label < 52) for label in labels):
            raise Unsupported("np.einsum with labels that are not known when generating", node, "write the subscripts as a string")
        return "".join("..." if label is ... else (string.ascii_uppercase + string.ascii_lowercase)[label] for label in labels)

    def source_of_draws(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST]
    ) -> Meaning | None:
        """A new generator of random numbers; None for other calls."""
        if not any(target is maker for maker in SOURCES_OF_DRAWS):
            return None
        for given in [*args, *keywords.values()]:
            self.type_of(given)  # a read
        return Meaning(node, Static(example_of(target)), Inactive("a source of random numbers"))

    def check_there(self, node: gast.Call, keywords: Mapping[str, gast.AST]) -> None:
        """Refuse what may stand for None as an argument of a function that is not read."""
        asks = self.builtin_name(node.func) == "bool"
        for given in (*node.args, *keywords.values()):
            held = self.peek(given) if isinstance(given, gast.Name) else None
            if not (asks and isinstance(held, Many)):
                check_present(given, held)

    def call_user(
        self,
        node: gast.Call,
        target: Any,
        args: Sequence[gast.AST],
        keywords: Mapping[str, gast.AST],
        statement: gast.AST,
    ) -> Meaning:
        """A call of a user's function: it is interpreted for the types of these arguments."""
        if makes_manager(target):
            raise Unsupported("a context manager that is not entered where it is made", node, "write the call in the `with`")
        for arg in [*args, *keywords.values()]:
            if isinstance(arg, gast.Name) and arg.id in self.iterators and not is_iterator(target):
                raise Unsupported("an iterator is passed to a function", node, "pass a list: `list(...)`")
            self.check_flat(arg)
        callee = self.context.callee(self, target, node, args, keywords)
        arguments = self.arrays_of_lists(target, callee.bind(self, node, args, keywords), statement)
        types = {p: self.type_of(a) for p, a in arguments}
        for p, atom in arguments:
            self.check_walk(atom, self.type_of(atom))
            check_remembered(target, callee.name, types[p], node)
        self.read_once(node, target, arguments, statement)
        given = list(arguments)
        self.pass_captured(callee, arguments, types, node)
        if any(isinstance(t, Bottom) for t in types.values()):
            return Meaning(node, BOTTOM, Inactive("never reached"))
        if self.must_inline(target, types.values()):
            return self.lasting(self.inline(callee, given, node, statement), target, statement)
        seen, meaning = infer.canonical(types)
        specialised = callee.specialise(seen, None if callee in self.inlining else Site(self.program, self.region, node))
        try:
            with placed(None if self.primal.is_ours else node):
                t = infer.translated(specialised.result_type(), meaning)
        except Unsupported as refusal:
            if refusal.of_argument and not is_iterator(target):
                return self.lasting(self.inline(callee, given, node, statement), target, statement)
            raise
        widened = self.in_doubles(callee, target, node, args, keywords, t, statement)
        if widened is not None:
            return widened
        if specialised.does_nothing():
            return Meaning(syntax.located(syntax.const(None), node), NONE, Inactive("nothing is left to do"))
        listed = self.tells_items and any(isinstance(part, ListOf) for part in all_parts(t)) and specialised.returned_arguments()
        here = listed or any(map(is_absent, all_parts(t))) or specialised.changed_arguments() or closures_in([t]) or holds_formula([t]) or self.reads_better_here(callee, [*types.values(), t])
        here = here or (callee.name, node.lineno, node.col_offset) in self.context.read_here
        if is_iterator(target) and specialised.changed_arguments():
            raise Unsupported("an iterator that changes what it is given, or what its function captures", node, "write the loop out")
        text = getattr(callee, "inner", callee)  # of what is computed again, and not of what has a rule of the user's
        if self.ends_recursion(target, specialised) or (here and hasattr(text, "tree") and not is_iterator(target)):
            return self.lasting(self.inline(text, given, node, statement), target, statement)
        return self.kept_call(node, target, specialised, arguments, t, statement)

    def kept_call(
        self, node: gast.Call, target: Any, specialised: Specialised, arguments: list[tuple[str, gast.AST]], t: Type, statement: gast.AST
    ) -> Meaning:
        """A call that stays one: what it gives, and whose memory that is."""
        kept = specialised.returned_arguments()
        memory = self.memory_of_result(specialised, dict(arguments), statement)
        if all(path in memory for path in memory_paths(t)):
            storages = frozenset().union(*memory.values())
        else:
            memory = {}
            storages = self.fresh_storage(t, statement).union(*(self.storages_of(a) for p, a in arguments if p in kept))
            if specialised.returns_outer_memory():
                storages |= self.memory_for(("outer", "returned", self.origin(statement)), t, "outer")
        made: gast.AST = node
        if is_iterator(target):
            made = syntax.located(syntax.call("list", node), node)
        op = CallUser(specialised, tuple(arguments))
        own = memory.get(()) if is_container(t) else None
        parts = {path: held for path, held in memory.items() if path not in ((), (ITEMS,))}
        found = Meaning(made, t, op, storages if holds_memory(t) else frozenset(), bool(kept), own, parts)
        return self.lasting(found, target, statement)

    def lasting(self, meaning: Meaning, target: Any, statement: gast.AST) -> Meaning:
        """What a cached function gives: it gives the same memory again, which nobody may change in between."""
        if not is_cached(target) or not holds_memory(meaning.type):
            return meaning
        kept = self.memory_for(("outer", "cached", self.origin(statement)), meaning.type, "outer")
        own, inner = (meaning.own, meaning.inner) if meaning.own is not None else self.held_by(meaning.op, meaning.type)
        own = frozenset(s for s in (own or frozenset()) | kept if s.container) if is_container(meaning.type) else None
        inner = None if inner is None else {path: held | kept for path, held in inner.items()}
        return replace(meaning, storages=meaning.storages | kept, own=own, inner=inner)

    def ends_recursion(self, target: Any, specialised: Specialised) -> bool:
        """Whether a local function is called by itself for the last time: what it gives then is written out, having no name there."""
        own = self.itself
        return own is not None and isinstance(target, Closure) and target.node is own.node and not specialised.calls_others()

    def pass_captured(self, callee: Any, arguments: list[tuple[str, gast.AST]], types: dict[str, Type], node: gast.AST) -> None:
        """Pass, beside local functions, the variables that they capture."""
        for parameter, _ in arguments:  # it grows: a local function may capture another one
            t = types[parameter]
            if isinstance(t, Closure) and t.captured:
                inner = []
                tree = getattr(callee, "tree", None)  # a function with a derivative of the user's own has none
                mentioned = {n.id for n in syntax.walk(tree) if isinstance(n, gast.Name)} if tree is not None else set()
                for free, local in t.captured:
                    passed = syntax.located(syntax.name(local), node)
                    name = f"{free}_of_{parameter}"
                    while name in types or name in mentioned:
                        name += "_"
                    inner.append((free, name))
                    arguments.append((inner[-1][1], passed))
                    types[inner[-1][1]] = self.type_of(passed)
                types[parameter] = replace(t, captured=tuple(inner))

    def arrays_of_lists(self, target: Any, arguments: list[tuple[str, gast.AST]], statement: gast.AST) -> list[tuple[str, gast.AST]]:
        """The arguments of a call; lists of numbers are made arrays where a library's function would do so.

        What goes over a list by its places is given the list of what a dict or an object goes over.
        """
        if not plain.makes_arrays(target):
            over = GONE_OVER if plain.takes_lists(target) else ()
            return [(p, self.as_items(a, p, statement) if p in over else a) for p, a in arguments]
        return [(p, self.as_array(a, statement) if is_list_of_numbers(self.type_of(a)) else a) for p, a in arguments]

    def as_items(self, given: gast.AST, parameter: str, statement: gast.AST) -> gast.AST:
        """A dict or an object as the list of what it goes over; anything else as it is."""
        if not isinstance(given, gast.Name) or not isinstance(self.type_of(given), (Dict, DictOf, Record)):
            return given
        name = self.helper(statement, f"{given.id}_items", role=parameter)
        self.before([syntax.assign(name, syntax.call("list", syntax.name(given.id)))], statement)
        return syntax.located(self.used(name), statement)

    def memory_of_result(
        self, callee: Specialised, arguments: Mapping[str, gast.AST], statement: gast.AST
    ) -> dict[Path, frozenset[Storage]]:
        """The memory of each part of what a call returns, as far as the function knows it."""
        memory: dict[Source, frozenset[Storage]] = {}
        parts = callee.memory_of_parts()
        for source in sorted(frozenset().union(*parts.values()), key=str):
            if isinstance(source.origin, str):
                held = self.storages_of(arguments[source.origin])
                memory[source] = frozenset(s for s in held if s.container == source.container)
            else:
                owner = "outer" if source.origin is None else "local"
                key = (self.origin(statement), "result", source.origin)
                memory[source] = frozenset([self.storage_for(key, owner, source.container, source.single)])
        return {path: frozenset().union(*(memory[s] for s in sources)) for path, sources in parts.items()}

    def read_once(self, node: gast.Call, target: Any, arguments: Iterable[tuple[str, gast.AST]], statement: gast.AST) -> None:
        """Note what an iterator reads that a function makes, where it does."""
        tree = self.tree_of_iterator(target)
        if not is_iterator(target) and not (tree is not None and lists_at_once(tree)):
            return
        if isinstance(target, Closure) and nonlocal_names(target.node):
            raise Unsupported(f"the generator `{target.name}` assigns a variable of the function around it", node, "return what it assigns")
        atoms = [atom for _, atom in arguments if isinstance(atom, gast.Name)]
        array = atoms[0].id if target is np.ndenumerate and atoms else ""
        again = tree is not None and is_generator(tree) and not hands_over(tree)
        self.note_iterator(node, atoms, [target, *map(self.type_of, atoms)], statement, array=array, again=again)
        if target in (itertools.combinations, itertools.permutations) and len(node.args) == 2:
            base, count = node.args
            if isinstance(base, gast.Name) and base.id in self.env and isinstance(count, gast.Constant):
                found = target, base.id, count.value, len(self.program.versions), self.env.own[base.id]
                self.choices[statement.targets[0].id] = found

    def tree_of_iterator(self, target: Any) -> gast.FunctionDef | None:
        """A generator function, or an `__iter__`, as it is written; None for others."""
        if isinstance(target, Closure):
            return target.node
        iterates = inspect.isgeneratorfunction(target) or getattr(target, "__name__", "") == "__iter__"
        return self.context.primal_of(target).tree if iterates and self.context.is_user_function(target) else None

    def listed_late(self, node: gast.Call, args: Sequence[gast.AST], statement: gast.AST) -> Meaning:
        """late(items, a, k): the list of what a generator yields, which reads a and k as it goes on."""
        read = [atom for atom in args[1:] if isinstance(atom, gast.Name)]
        self.note_iterator(node, read, list(map(self.type_of, read)), statement, {atom.id for atom in read})
        return self.evaluate(syntax.located(args[0], statement), statement)

    def note_iterator(
        self, node: gast.Call, read: Sequence[gast.Name], functions: Sequence[Any], statement: gast.AST,
        names: AbstractSet[str] = frozenset(), *, array: str = "", again: bool = False,
    ) -> None:  # fmt: skip
        """A list stands for an iterator that is read where it is made, and not under a name, or by another function."""
        name = statement.targets[0].id if isinstance(statement, gast.Assign) else None
        last = self.source.body[-1]
        returned = isinstance(last, gast.Return) and isinstance(last.value, gast.Name) and last.value.id == name
        if name in syntax.names_stored(self.primal.tree.body) or returned:
            what = f"an iterator of `{syntax.dotted(node.func)}` is kept for later"
            raise Unsupported(what, node, "make it a list: `list(...)`")
        captured = {local for t in functions if isinstance(t, Closure) for _, local in t.captured}
        self.iterators[str(name)] = Reads(frozenset().union(*map(self.storages_of, read)), frozenset({*names, *captured}), array, again)

    def builtin_zip(self, node: gast.Call, args: list[gast.AST], statement: gast.AST) -> Meaning | None:
        """`xs, ys = zip(*pairs)`: the tuples that it yields, of sequences whose lengths are known."""
        held = [(a, self.type_of(a)) for a in args if isinstance(a, gast.Name)]
        if len(held) < len(args) or not args or not all(isinstance(t, Seq) for _, t in held):
            return None
        self.note_iterator(node, (), (), statement)
        count = min(len(t.items) for _, t in held if isinstance(t, Seq))
        rows = [self.helper(statement, "zipped", role=k) for k in range(count)]
        for k, row in enumerate(rows):
            items = [self.part(a, k, statement) for a, _ in held]
            self.before([syntax.assign(row, syntax.tuple_(items))], statement)
        whole = syntax.tuple_([syntax.name(row) for row in rows])
        return self.evaluate(syntax.located(whole, statement), statement)

    def plainly_constructed(
        self, node: gast.Call, cls: type, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """A namedtuple or dataclass built from its fields; None for other objects."""
        if issubclass(cls, tuple) and hasattr(cls, "_fields"):
            names = list(cls._fields)
            given = dict(zip(names, args, strict=False)) | dict(keywords)
            for name, default in getattr(cls, "_field_defaults", {}).items():
                if name not in given and type(default) in (int, float, bool, str, type(None)):
                    given[name] = syntax.const(default)
            if set(given) == set(names):
                items = [given[n] for n in names]
                t = Seq(cls, tuple(self.type_of(i) for i in items))
                storages = frozenset().union(*(self.storages_of(i) for i in items))
                return Meaning(node, t, Build(tuple(enumerate(items))), storages)
        parts = tree.constructor_fields(cls)
        if parts is not None:
            names = [f.name for f in fields(cls) if not f.kw_only]
            given = dict(zip(names, args, strict=False)) | dict(keywords)
            for f in fields(cls):
                if f.name not in given and type(f.default) in (int, float, bool, str, type(None)):
                    given[f.name] = syntax.const(f.default)
            constants = [(n, static_of(self.type_of(given[n]))) for n in parts[1] if n in given]
            fixed = tuple((n, t) for n, t in constants if t is not None)
            if {*given} == {*parts[0], *parts[1]} and len(args) <= len(names) and len(fixed) == len(constants):
                children = tuple((n, given[n]) for n in parts[0])
                record = Record(cls, tuple((n, self.type_of(i)) for n, i in children), fixed)
                own = self.display_storage(statement)
                storages = own.union(*(self.storages_of(i) for _, i in children))
                return Meaning(node, record, Build(children), storages, own=own)
        return None


# What to write for the containers and iterators of Python that are not followed.
ABOUT_NUMBERS = {"bit_length": INT, "bit_count": INT, "is_integer": BOOL}  # methods of numbers, of which nothing is differentiated
INSTEAD: dict[type, str] = {
    np.nditer: "loop over np.ndindex(x.shape)",
    np.ma.MaskedArray: "use np.where with the mask",
    np.matrix: "use an array, and `@`",
    np.poly1d: "keep the coefficients: np.polyval(c, x), np.polyder(c), np.polyint(c), np.polymul(a, b)",
    collections.defaultdict: "make it of a function without arguments: `lambda: np.zeros(3)`",
    collections.Counter: "make it of a list",
    set: "give it a list",
    map: "make it a list: `list(map(...))`",
    filter: "make it a list: `list(filter(...))`",
    zip: "loop over it, or make a list: `[(a, b) for a, b in zip(...)]`",
    enumerate: "loop over it, or make a list: `[(k, x) for k, x in enumerate(...)]`",
    itertools.groupby: "write a loop",
}


def static_of(t: Type) -> Static | None:
    """`t` as a constant; None if its value is not known."""
    if isinstance(t, Scalar) and type(t.value) in PYTHON_NUMBERS:
        return Static(t.value)
    return t if isinstance(t, Static) else None


@functools.cache
def example_of(maker: Callable[[int], Any]) -> Any:
    """What `maker` makes, when generating: what a variable holds is read under its name, and nothing is drawn from this one."""
    return maker(0)


def is_list_of_numbers(t: Type) -> bool:
    """Whether `t` is a list of numbers that are not all whole, or of such lists."""
    parts = [part for _, part in leaves(t)] if isinstance(t, Seq) and t.cls is list else []
    return all(isinstance(part, Scalar) for part in parts) and any(map(is_inexact, parts))


MAKES_MANAGER = contextlib.contextmanager(lambda: iter(())).__code__  # of the functions that this decorator makes


def makes_manager(target: Any) -> bool:
    """Whether a function is one that contextlib.contextmanager has made of a generator."""
    if isinstance(target, Closure):
        return isinstance(target.node, gast.FunctionDef) and any(map(is_block, statements(target.node.body)))
    return getattr(target, "__code__", None) is MAKES_MANAGER


def is_iterator(target: Any) -> bool:
    """Whether calling the function makes an iterator: a generator function, or a class of itertools."""
    if isinstance(target, Closure):
        return is_generator(target.node)
    iterates = getattr(target, "__module__", None) == "itertools" or target in (np.ndindex, np.ndenumerate)
    return iterates or inspect.isgeneratorfunction(target)
