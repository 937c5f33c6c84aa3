"""Rewrites comprehensions into loops.

Each function gives statements that set `target` to the value of the expression; they may need rewriting in turn.
Assumes that the variables of comprehensions clash with no other name.
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.parts import changed, for_, has_walrus, if_, is_atom, not_
from s2sdiff.normalize.scope import Scope


def expand_list(target: str, value: gast.ListComp, scope: Scope) -> list[Any]:  # noqa: ARG001 - as every expansion
    '''A list comprehension appends.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs):
    ...     ys = [x * x for x in xs if x > 0.0]
    ...     return ys
    ... """))
    def f(xs):
        ys = []
        for x in xs:
            if x > 0.0:
                ys_1 = x * x
                ys.append(ys_1)
        return ys
    '''
    return [syntax.assign(target, syntax.list_([])), *loops(value.generators, [_add(target, "append", value.elt)])]


def expand_set(target: str, value: gast.SetComp, scope: Scope) -> list[Any]:
    """A set comprehension adds."""
    empty = syntax.call(syntax.name("set")) if scope.is_builtin(syntax.name("set"), "set") else gast.Set([_nothing()])
    return [syntax.assign(target, empty), *loops(value.generators, [_add(target, "add", value.elt)])]


def expand_dict(target: str, value: gast.DictComp, scope: Scope) -> list[Any]:
    '''A dict comprehension stores, the key being evaluated before the value.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs):
    ...     ys = {k: x * x for k, x in enumerate(xs)}
    ...     return ys
    ... """))
    def f(xs):
        ys = {}
        for k, x in enumerate(xs):
            ys_1 = x * x
            ys[k] = ys_1
        return ys
    '''
    key, before = value.key, []
    if not is_atom(key) or has_walrus(value.value):
        key = syntax.name(scope.fresh(target))
        before = [syntax.assign(key.id, value.key)]
    store = syntax.assign(syntax.subscript(syntax.name(target), key, store=True), value.value)
    return [syntax.assign(target, gast.Dict([], [])), *loops(value.generators, [*before, store])]


def expand_fold(target: str, value: gast.Call, scope: Scope) -> list[Any]:
    """`sum`, `any`, `all` or `next` of a generator."""
    generator = value.args[0]
    if value.func.id == "sum":
        return _sum(target, value, scope)
    if value.func.id == "next":
        return _first(target, value, scope)
    return _search(target, generator, found=value.func.id == "any")


def _sum(target: str, call: Any, scope: Scope) -> list[Any]:
    '''`sum` of a generator adds to the left.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs):
    ...     return sum(x * x for x in xs)
    ... """))
    def f(xs):
        out = 0
        for x in xs:
            out_1 = x * x
            out = out + out_1
        return out
    '''
    generators, before = list(call.args[0].generators), []
    starts = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    start = starts[0] if starts else syntax.const(0)
    if not is_atom(start):  # the first iterable is evaluated before it
        sequence = scope.fresh(target)
        source, generators = first_named(generators, sequence)
        before = [syntax.assign(sequence, source)]
    step = syntax.assign(target, syntax.binop(syntax.name(target), gast.Add, call.args[0].elt))
    return [*before, syntax.assign(target, start), *loops(generators, [step])]


def _search(target: str, generator: Any, *, found: bool) -> list[Any]:
    '''`any` and `all` stop at the first item that decides.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs):
    ...     return any(x > 0.0 for x in xs)
    ... """))
    def f(xs):
        out = False
        for x in xs:
            if x > 0.0:
                out = True
                break
        return out
    '''
    test = generator.elt if found else gast.UnaryOp(gast.Not(), generator.elt)
    body: list[Any] = if_(test, [syntax.assign(target, syntax.const(found)), gast.Break()])
    for depth, clause in enumerate(reversed(generator.generators)):
        if depth:  # leave this loop too
            decided = syntax.name(target) if found else gast.UnaryOp(gast.Not(), syntax.name(target))
            body += if_(decided, [gast.Break()])
        body = loops([clause], body)
    return [syntax.assign(target, syntax.const(not found)), *body]


def _first(target: str, call: Any, scope: Scope) -> list[Any]:
    '''`next` of a generator that nobody else reads is its first item; an error, or what else is given, if it has none.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs):
    ...     first = next((x for x in xs if x > 0.0), 1.0)
    ...     return first * next(x for x in xs if x < 0.0)
    ... """))
    def f(xs):
        first = 1.0
        for x in xs:
            if x > 0.0:
                first = x
                break
        found = False
        for x in xs:
            if x < 0.0:
                out_1 = x
                found = True
                break
        if not found:
            raise StopIteration
        out = first * out_1
        return out
    '''
    generators, (generator, *default) = list(call.args[0].generators), call.args
    before: list[Any] = []
    if default and not is_atom(default[0]):  # the first iterable is evaluated before it
        sequence = scope.fresh(target)
        source, generators = first_named(generators, sequence)
        before = [syntax.assign(sequence, source)]
    found = scope.fresh("found") if not default or len(generators) > 1 else ""
    no, yes = ([syntax.assign(found, syntax.const(answer))] if found else [] for answer in (False, True))
    body: list[Any] = [syntax.assign(target, generator.elt), *yes, gast.Break()]
    for depth, clause in enumerate(reversed(generators)):
        if depth:  # leave this loop too
            body += if_(syntax.name(found), [gast.Break()])
        body = loops([clause], body)
    start = [syntax.assign(target, default[0])] if default else []
    missing = [] if default else if_(not_(syntax.name(found)), [gast.Raise(syntax.name("StopIteration"), None)])
    return [*before, *start, *no, *body, *missing]


def loops(generators: list[Any], body: list[Any]) -> list[Any]:
    """Nested loops around `body`, one for each `for` clause; what goes over a generator goes over what that goes over."""
    for generator in reversed(generators):
        for test in reversed(generator.ifs):
            body = if_(test, body)
        if isinstance(generator.iter, gast.GeneratorExp):
            taken = syntax.located(gast.Assign([generator.target], generator.iter.elt, None), generator.iter)
            body = loops(generator.iter.generators, [taken, *body])
        else:
            body = [for_(generator.target, generator.iter, body)]
    return body


def first_named(generators: list[Any], name: str) -> tuple[Any, list[Any]]:
    """What is gone over first, and the clauses with a name for it."""
    first, *others = generators
    if isinstance(first.iter, gast.GeneratorExp):
        source, inner = first_named(first.iter.generators, name)
        over = changed(first.iter, generators=inner)
    else:
        source, over = first.iter, syntax.name(name)
    return source, [gast.comprehension(first.target, over, first.ifs, 0), *others]


def _add(target: str, method: str, item: Any) -> Any:
    return gast.Expr(syntax.call(syntax.attribute(syntax.name(target), method), item))


def _nothing() -> Any:
    return gast.Starred(syntax.tuple_([]), gast.Load())
