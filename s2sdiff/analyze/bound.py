"""Functions that are made of others: partials, methods of an object as values, and what gets an item or an attribute.

Each is a lambda that captures what it was made of, and is called like those that are written out.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import operator
from collections.abc import Sequence
from dataclasses import replace
from types import FunctionType
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.inlining import Inlining
from s2sdiff.analyze.program import Inactive
from s2sdiff.analyze.state import Closure, Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.normalize import as_manager
from s2sdiff.types import Dict, Many, Seq, Static, Type

PLAIN = (type(None), bool, int, float, str)  # defaults that are written as they are
ITEM = {"get": "key", "append": "item", "__getitem__": "key"}  # methods of lists and dicts, and what each is given


class Bound(Inlining):
    """Understands functions that hold others, or objects."""

    def made_function(
        self, node: gast.Call, target: Any, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning | None:
        """A function that a function of Python's makes, or what one gives that was made outside; None for other calls."""
        if isinstance(target, functools.partial) and not self.context.is_user_function(target):
            return self.call_of_partial(node, target, args, keywords, statement)
        if target is functools.partial:
            return self.partial_of(node, args, keywords, statement)
        if target is contextlib.contextmanager and len(args) == 1:
            return self.manager_of(node, args[0])
        if target in (operator.itemgetter, operator.attrgetter):
            return self.getter_of(node, target, args, statement)
        if target is operator.methodcaller:
            return self.caller_of(node, args, keywords, statement)
        return None

    def partial_of(
        self, node: gast.Call, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """`functools.partial(f, a, k=b)`: a lambda that captures a and b as they are here."""
        held = self.type_of(args[0])
        target = held if isinstance(held, Closure) else held.value if isinstance(held, Static) else None
        if target is None:
            raise Unsupported("functools.partial of a function that is not known when generating", node, "use a lambda")
        library = isinstance(held, Static) and not self.context.is_user_function(target)
        spec = None if library else self.context.callee(self, target, node, (), {}).free_parameters()
        if spec is None:
            return self.partial_of_any(node, args, keywords, statement)
        if len(args) - 1 > len(spec[0]) or not set(keywords) <= {*spec[0][len(args) - 1 :], *spec[1]}:
            raise Unsupported("functools.partial with arguments that the function does not take", node, "use a lambda")
        positional, named, defaults = spec
        given = dict(zip(positional, args[1:], strict=False)) | keywords
        held_in = {p: self.helper(statement, f"{p}_given") for p in given}
        lines = [syntax.assign(held_in[p], syntax.clone(a)) for p, a in given.items()]
        function = self.as_it_is(args[0], lines, statement)
        self.before(lines, statement)
        free = [p for p in positional if p not in given]
        lone = [p for p in named if p not in given]
        passed = {p: syntax.name(held_in.get(p, p)) for p in [*positional, *named]}
        by_name = {p: a for p, a in passed.items() if p in named or p in keywords}
        call = syntax.call(function, *(a for p, a in passed.items() if p not in by_name), **by_name)
        tail = [p for n, p in enumerate(free) if all(q in defaults for q in free[n:])]
        spelled = gast.arguments(
            [gast.Name(p, gast.Param(), None, None) for p in free], [], None, [gast.Name(p, gast.Param(), None, None) for p in lone],
            [syntax.const(defaults[p]) if p in defaults else None for p in lone], None, [syntax.const(defaults[p]) for p in tail],
        )  # fmt: skip
        made = self.value_Lambda(syntax.located(gast.Lambda(spelled, call), statement), statement)
        return replace(made, value=node)

    def partial_of_any(self, node: gast.Call, args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST) -> Meaning:
        """`functools.partial(np.sum, a, axis=0)`: as `lambda *others, axis=0, **named: np.sum(a, *others, axis=axis, **named)`."""
        given = [self.helper(statement, "given", role=("given", n)) for n in range(1, len(args))]
        lines = [syntax.assign(name, syntax.clone(a)) for name, a in zip(given, args[1:], strict=True)]
        function = self.as_it_is(args[0], lines, statement)
        self.before(lines, statement)
        others, named = (self.helper(statement, name) for name in ("others", "named"))
        rest = gast.Starred(syntax.name(others), gast.Load())
        call = syntax.call(function, *map(syntax.name, given), rest, **{k: syntax.name(k) for k in keywords})
        call.keywords.append(gast.keyword(None, syntax.name(named)))
        star, *lone, stars = (gast.Name(p, gast.Param(), None, None) for p in (others, *keywords, named))
        spelled = gast.arguments([], [], star, lone, [syntax.clone(a) for a in keywords.values()], stars, [])
        made = self.value_Lambda(syntax.located(gast.Lambda(spelled, call), statement), statement)
        return replace(made, value=node)

    def call_of_partial(
        self, node: gast.Call, made: functools.partial[Any], args: list[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST
    ) -> Meaning:
        """A call of a partial of a library's function that was made outside: of that function, with what the partial holds."""
        kept = {part: self.helper(statement, f"held_{part}") for part in ("func", "args", "keywords")}
        own = [k for k in made.keywords if k not in keywords]
        items = [("args", k) for k in range(len(made.args))] + [("keywords", k) for k in own]
        lines = [syntax.assign(kept[part], syntax.attribute(syntax.clone(node.func), part)) for part in dict(items) | {"func": None}]
        held = [self.helper(statement, f"{part}_{k}") for part, k in items]
        lines += [syntax.assign(n, syntax.subscript(syntax.name(kept[part]), syntax.const(k))) for n, (part, k) in zip(held, items, strict=True)]
        self.before(lines, statement)
        function, values = syntax.name(kept["func"]), list(map(syntax.name, held))
        given = dict(zip(own, values[len(made.args) :], strict=True)) | keywords
        return self.evaluate(syntax.located(syntax.call(function, *values[: len(made.args)], *args, **given), node), statement)

    def as_it_is(self, function: gast.AST, lines: list[gast.AST], statement: gast.AST) -> gast.AST:
        """A function as it is called here: its name may be bound again, to the partial itself; `lines` give it another.

        One that was taken from a module just before (`np.dot`) is called as it was called there.
        """
        if not (isinstance(function, gast.Name) and function.id in self.env):
            return syntax.clone(function)
        value = getattr(self.env[function.id].statement, "value", None)
        if isinstance(value, gast.Attribute) and syntax.dotted(value) and not syntax.names_read(value) & self.env.keys():
            return syntax.clone(value)
        called = self.helper(statement, f"{function.id}_given")
        lines.append(syntax.assign(called, syntax.clone(function)))
        return syntax.name(called)

    def manager_of(self, node: gast.Call, generator: gast.AST) -> Meaning:
        """`contextlib.contextmanager(f)` of a function that is written inside: what it makes is entered by `with`."""
        held = self.type_of(generator)
        if not isinstance(held, Closure) or not isinstance(held.node, gast.FunctionDef):
            raise Unsupported("contextlib.contextmanager of what is no function", node, "decorate a generator function")
        made = self.same_again((held.node, "manager"), as_manager(held.node))
        return Meaning(generator, replace(held, node=made), Inactive("a function"))

    def bound_method(self, node: gast.Attribute, method: FunctionType, statement: gast.AST) -> Meaning:
        """`p.score`, not called: a lambda that captures p as it is here, and has the parameters of the method."""
        _, *parameters = inspect.signature(method).parameters.values()
        plain = all(p.kind is p.POSITIONAL_OR_KEYWORD and (p.default is p.empty or type(p.default) in PLAIN) for p in parameters)
        if not plain:
            raise Unsupported(f"the method `{syntax.dotted(node)}` is used as a value", node, f"write `lambda ...: {syntax.dotted(node)}(...)`")
        defaults = [syntax.const(p.default) for p in parameters if p.default is not p.empty]
        return self.method_called(node, [p.name for p in parameters], defaults, statement)

    def method_of_items(self, node: gast.Attribute, held: Type, statement: gast.AST) -> Meaning | None:
        """`d.get`, not called: a lambda of one parameter; None for other methods of lists and dicts."""
        known = isinstance(held, (Dict, Many)) or (isinstance(held, Seq) and held.cls is list)
        return self.method_called(node, [ITEM[node.attr]], [], statement) if known and node.attr in ITEM else None

    def method_called(self, node: gast.Attribute, parameters: Sequence[str], defaults: list[gast.AST], statement: gast.AST) -> Meaning:
        """A lambda that calls the method of what is called `node.value` here."""
        held = node.value.id
        if not self.is_bound_once(held, statement):
            held = self.helper(statement, f"{node.value.id}_given")
            self.before([syntax.assign(held, syntax.clone(node.value))], statement)
        called = syntax.attribute(syntax.name(held), node.attr)
        return self.as_lambda(node, parameters, syntax.call(called, *map(syntax.name, parameters)), defaults, statement)

    def is_bound_once(self, name: str, statement: gast.AST) -> bool:
        """Whether a name means one thing throughout the function; in a trip that is written out, it is bound in others, too."""
        stores = sum(name in syntax.names_stored(line) for s in self.lines_read for line in syntax.walk(s) if isinstance(line, gast.Name))
        return name not in self.env or (stores <= 1 and not self.env[name].loops and statement not in self.copies)

    def getter_of(self, node: gast.Call, maker: Any, args: Sequence[gast.AST], statement: gast.AST) -> Meaning:
        """`operator.itemgetter(0)` and `operator.attrgetter("w")`: lambdas of the item that they look at."""
        keys = [arg.value for arg in args if isinstance(arg, gast.Constant)]
        by_name = maker is operator.attrgetter
        if len(keys) < len(args) or not keys or (by_name and not all(isinstance(k, str) for k in keys)):
            raise Unsupported(f"`{syntax.dotted(node.func)}` of what is not written out", node, "use a lambda")
        item = syntax.name("item")
        parts = [functools.reduce(syntax.attribute, k.split("."), item) if by_name else syntax.subscript(item, syntax.const(k)) for k in keys]
        return self.as_lambda(node, ["item"], parts[0] if len(parts) == 1 else syntax.tuple_(parts), [], statement)

    def caller_of(self, node: gast.Call, args: Sequence[gast.AST], keywords: dict[str, gast.AST], statement: gast.AST) -> Meaning:
        """`operator.methodcaller("sum", 0)`: a lambda of the method that it calls."""
        written = [arg for arg in (*args, *keywords.values()) if isinstance(arg, gast.Constant)]
        if len(written) < len(args) + len(keywords) or not args or not isinstance(written[0].value, str):
            raise Unsupported(f"`{syntax.dotted(node.func)}` of what is not written out", node, "use a lambda")
        called = syntax.call(syntax.attribute(syntax.name("item"), written[0].value), *map(syntax.clone, args[1:]), **keywords)
        return self.as_lambda(node, ["item"], called, [], statement)

    def as_lambda(self, node: gast.AST, parameters: Sequence[str], value: gast.AST, defaults: list[gast.AST], statement: gast.AST) -> Meaning:
        """What is said by `node`, as a lambda."""
        spelled = gast.arguments([gast.Name(p, gast.Param(), None, None) for p in parameters], [], None, [], [], None, defaults)
        made = self.value_Lambda(syntax.located(gast.Lambda(spelled, value), statement), statement)
        return replace(made, value=node)
