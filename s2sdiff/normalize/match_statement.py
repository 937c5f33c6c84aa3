"""Rewrites `match` into `if`, `elif` and `else`.

A pattern becomes a test of the subject and assignments of what it captures.  A guard reads the captured parts where
they stand in the subject, so that one test decides each case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.normalize.parts import changed, has_walrus, map_parts
from s2sdiff.normalize.scope import Scope

# The fields of statements that hold statements, and classes whose one positional pattern is matched against the whole subject.
BLOCKS = ("body", "orelse", "finalbody")
WHOLE = ("bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple")

CAPTURES = {gast.MatchAs: "name", gast.MatchStar: "name", gast.MatchMapping: "rest"}  # patterns, and the field with the name they capture


def open_matches(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''Each case is a branch; the subject is evaluated once.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(shape):
    ...     match shape:
    ...         case ("circle", r) if r > 0.0:
    ...             area = 3.0 * r * r
    ...         case (("square" | "rectangle"), a, *b):
    ...             area = a * (b[0] if b else a)
    ...         case None:
    ...             area = 0.0
    ...     return area
    ... """, open_matches))
    def f(shape):
        if isinstance(shape, (list, tuple)) and len(shape) == 2 and (shape[0] == 'circle') and (shape[1] > 0.0):
            r = shape[1]
            area = 3.0 * r * r
        elif isinstance(shape, (list, tuple)) and len(shape) >= 2 and (shape[0] == 'square' or shape[0] == 'rectangle'):
            a = shape[1]
            b = list(shape[2:])
            area = a * (b[0] if b else a)
        elif shape is None:
            area = 0.0
        return area
    '''
    if not any(isinstance(node, gast.Match) for node in syntax.walk(function.body)):
        return function
    rewriter = _Matches(function, scope)
    return changed(function, body=rewriter.block(function.body))


def captured(pattern: gast.AST) -> Iterator[str]:
    """The names that a pattern, or everything inside a statement, captures."""
    for node in syntax.walk(pattern):
        name = getattr(node, CAPTURES[type(node)]) if type(node) in CAPTURES else None
        if name is not None:
            yield name


class _Matches:
    def __init__(self, function: gast.FunctionDef, scope: Scope) -> None:
        self.function = function
        self.scope = scope

    def block(self, block: list[Any]) -> list[Any]:
        return [new for statement in block for new in self.statement(statement)]

    def statement(self, statement: Any) -> list[Any]:
        if isinstance(statement, gast.Match):
            return self.match(statement)
        if isinstance(statement, gast.FunctionDef):
            return [statement]
        fields = {name: self.block(getattr(statement, name)) for name in BLOCKS if getattr(statement, name, None)}
        if isinstance(statement, gast.Try):
            fields["handlers"] = [changed(h, body=self.block(h.body)) for h in statement.handlers]
        return [changed(statement, **fields)]

    def match(self, statement: Any) -> list[Any]:
        before: list[Any] = []
        subject = statement.subject
        names = {name for case in statement.cases for name in captured(case.pattern)}
        if not isinstance(subject, gast.Name) or subject.id in names:
            name = self.scope.fresh("subject")
            before = [syntax.located(syntax.assign(name, subject), statement)]
            subject = syntax.name(name)
        rest: list[Any] = []
        for case in reversed(statement.cases):
            rest = self.case(case, subject, rest)
        return [*before, *rest]

    def case(self, case: Any, subject: gast.AST, rest: list[Any]) -> list[Any]:
        """One case, and what happens if it is not taken."""
        part = _Part(self.scope, case.pattern)
        part.read(case.pattern, subject)
        tests = list(part.tests)
        if case.guard is not None:
            tests.append(self.guard(case, dict(part.captures)))
        body = [syntax.located(syntax.assign(name, value), case.pattern) for name, value in part.captures]
        body += self.block(case.body)
        if not tests:
            return body
        return [syntax.located(gast.If(syntax.located(_all(tests), case.pattern), body, rest), case.body[0])]

    def guard(self, case: Any, captures: dict[str, gast.AST]) -> gast.AST:
        """The guard, reading what the pattern captures in the subject itself."""
        if has_walrus(case.guard):
            raise Unsupported("a guard that binds a name is not supported", case.guard, "bind it in the body of the case")
        inside = [n for n in syntax.walk(case) if isinstance(n, gast.Name)]
        for match in syntax.walk(self.function.body):
            if isinstance(match, gast.Match):  # each case that captures a name reads its own
                inside += [n for c in match.cases if set(captures) & set(captured(c.pattern)) for n in syntax.walk(c)]
        known = set(map(id, inside))
        for node in syntax.walk(self.function.body):
            if isinstance(node, gast.Name) and node.id in captures and id(node) not in known:
                raise Unsupported(
                    f"`{node.id}` may be what a case captured whose guard was false", node,
                    f"capture it under another name than `{node.id}`",
                )  # fmt: skip
        return _substituted(case.guard, captures)


class _Part:
    """What a pattern asks of the subject, and what it captures of it."""

    def __init__(self, scope: Scope, pattern: gast.AST) -> None:
        self.scope = scope
        self.pattern = pattern
        self.tests: list[gast.AST] = []
        self.captures: list[tuple[str, gast.AST]] = []

    def read(self, pattern: Any, part: gast.AST) -> None:
        """Match `part`, an expression that reads a part of the subject."""
        _READERS[type(pattern)](self, pattern, part)

    def literal(self, pattern: Any, part: gast.AST) -> None:
        self.tests.append(gast.Compare(syntax.clone(part), [gast.Eq()], [pattern.value]))

    def singleton(self, pattern: Any, part: gast.AST) -> None:
        self.tests.append(gast.Compare(syntax.clone(part), [gast.Is()], [syntax.const(pattern.value)]))

    def capture(self, pattern: Any, part: gast.AST) -> None:
        if pattern.pattern is not None:
            self.read(pattern.pattern, part)
        if pattern.name is not None:
            self.captures.append((pattern.name, syntax.clone(part)))

    def either(self, pattern: Any, part: gast.AST) -> None:
        options = []
        for option in pattern.patterns:
            inner = _Part(self.scope, self.pattern)
            inner.read(option, part)
            if inner.captures:
                raise Unsupported(
                    "alternatives that capture names are not supported", option, "write a case for each alternative"
                )
            options.append(_all(inner.tests or [syntax.const(value=True)]))
        self.tests.append(gast.BoolOp(gast.Or(), options))

    def sequence(self, pattern: Any, part: gast.AST) -> None:
        items = pattern.patterns
        star = next((k for k, item in enumerate(items) if isinstance(item, gast.MatchStar)), None)
        self.is_instance(part, syntax.tuple_([syntax.name("list"), syntax.name("tuple")]))
        length = syntax.call(self.builtin("len"), syntax.clone(part))
        count = syntax.const(len(items) - (star is not None))
        if star is None or count.value:
            self.tests.append(gast.Compare(length, [gast.Eq() if star is None else gast.GtE()], [count]))
        for k, item in enumerate(items):
            if isinstance(item, gast.MatchStar):
                if item.name is not None:
                    after = k + 1 - len(items)
                    stretch = gast.Slice(syntax.const(k) if k else None, syntax.const(after) if after else None, None)
                    listed = syntax.call(self.builtin("list"), syntax.subscript(syntax.clone(part), stretch))
                    self.captures.append((item.name, listed))
            else:
                at = k if star is None or k < star else k - len(items)
                self.read(item, syntax.subscript(syntax.clone(part), syntax.const(at)))

    def mapping(self, pattern: Any, part: gast.AST) -> None:
        self.is_instance(part, syntax.name("dict"))
        for key in pattern.keys:
            self.tests.append(gast.Compare(syntax.clone(key), [gast.In()], [syntax.clone(part)]))
        for key, value in zip(pattern.keys, pattern.patterns, strict=True):
            self.read(value, syntax.subscript(syntax.clone(part), syntax.clone(key)))
        if pattern.rest is not None:
            k, v = (self.scope.fresh(wish) for wish in ("key", "value"))
            taken = syntax.tuple_([syntax.clone(key) for key in pattern.keys])
            tests = [gast.Compare(syntax.name(k), [gast.NotIn()], [taken])] if pattern.keys else []
            target = syntax.tuple_([syntax.name(k, store=True), syntax.name(v, store=True)], store=True)
            items = syntax.call(syntax.attribute(syntax.clone(part), "items"))
            kept = gast.DictComp(syntax.name(k), syntax.name(v), [gast.comprehension(target, items, tests, 0)])
            self.captures.append((pattern.rest, kept))

    def instance(self, pattern: Any, part: gast.AST) -> None:
        self.is_instance(part, pattern.cls)
        by_position = pattern.patterns
        if len(by_position) == 1 and self.scope.is_builtin(pattern.cls, *WHOLE):
            self.read(by_position[0], part)
            by_position = []
        names = [*(self.attributes(pattern) if by_position else ()), *pattern.kwd_attrs]
        for name, value in zip(names, [*by_position, *pattern.kwd_patterns], strict=True):
            self.tests.append(syntax.call(self.builtin("hasattr"), syntax.clone(part), syntax.const(name)))
            self.read(value, syntax.attribute(syntax.clone(part), name))

    def attributes(self, pattern: Any) -> Sequence[str]:
        """The names of the attributes that stand by position in a pattern of a class from outside the function."""
        count = len(pattern.patterns)
        found = getattr(self.scope.stands_for(pattern.cls), "__match_args__", ())[:count]
        if len(found) < count or set(found) & set(pattern.kwd_attrs):
            raise Unsupported(
                "a class pattern with attributes by position, of which the class says nothing", pattern,
                f"name the attributes: {syntax.dotted(pattern.cls) or 'Point'}(x=..., y=...)",
            )  # fmt: skip
        return found

    def is_instance(self, part: gast.AST, classes: gast.AST) -> None:
        self.tests.append(syntax.call(self.builtin("isinstance"), syntax.clone(part), syntax.clone(classes)))

    def builtin(self, name: str) -> gast.AST:
        node = syntax.name(name)
        if not self.scope.is_builtin(node, name):
            message = f"this pattern needs the builtin `{name}`, which is hidden here"
            raise Unsupported(message, self.pattern, f"rename the other `{name}`")
        return node


_READERS: dict[type[gast.AST], Callable[[_Part, Any, gast.AST], None]] = {
    gast.MatchValue: _Part.literal,
    gast.MatchSingleton: _Part.singleton,
    gast.MatchAs: _Part.capture,
    gast.MatchOr: _Part.either,
    gast.MatchSequence: _Part.sequence,
    gast.MatchMapping: _Part.mapping,
    gast.MatchClass: _Part.instance,
}


def _all(tests: list[gast.AST]) -> gast.AST:
    return tests[0] if len(tests) == 1 else gast.BoolOp(gast.And(), tests)


def _substituted(node: Any, values: dict[str, gast.AST]) -> Any:
    """`node` with the names replaced by their values."""
    if isinstance(node, gast.Name):
        return syntax.clone(values[node.id]) if node.id in values else node
    return map_parts(node, lambda part, _: _substituted(part, values))
