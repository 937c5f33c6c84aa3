# ruff: noqa: F841, RET503, RUF059 - rules assign what will be emitted, and some here are malformed
"""Lines that rules share: spliced in where a body asks for them, or refused with the reason."""

from __future__ import annotations

import ast
import linecache
import math
from collections.abc import Callable
from types import FunctionType
from typing import Any

import gast
import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import RuleError
from s2sdiff.rules import bodies, registry
from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint
from s2sdiff.rules.reduction import put_back
from s2sdiff.rules.static import is_scalar


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    registry.import_late()  # not into the copy
    monkeypatch.setattr(registry, "_declarations", dict(registry._declarations))


def text(nodes: list[gast.AST]) -> str:
    return ast.unparse(ast.fix_missing_locations(gast.gast_to_ast(gast.Module(nodes, []))))


def f(a: Any, b: Any = 1.0, *, c: Any = None) -> Any:
    return a * b


@shared
def halves(a, b):  # type: ignore[no-untyped-def]
    """Not part of the rule."""
    if b is None:
        return a, 0.5 * a
    whole = a + b
    return whole, 0.5 * whole


@shared
def doubled(a):  # type: ignore[no-untyped-def]
    return a + a


@shared
def times(a, b, share):  # type: ignore[no-untyped-def]
    if is_scalar(b):
        return share * b
    return np.sum(share * b)


@shared
def doubled_twice(a):  # type: ignore[no-untyped-def]
    twice = doubled(a)
    return doubled(twice)


def body(definition: Callable[..., Any]) -> str:
    return text(bodies.body_of(definition, "f")[0].body)


def test_shared_lines_stand_where_they_are_asked_for() -> None:
    def rule(y, a, b=1.0, *, y_bar):  # type: ignore[no-untyped-def]
        total, part = halves(y_bar, b)
        a_bar = total * part

    lines = ["if b is None:", "    total = y_bar", "    part = 0.5 * y_bar", "else:", "    whole = y_bar + b", "    total = whole",
             "    part = 0.5 * whole", "a_bar = total * part"]  # fmt: skip
    assert body(rule).splitlines() == lines


def test_shared_lines_may_share_others_and_take_literals() -> None:
    def rule(y, a, *, y_bar):  # type: ignore[no-untyped-def]
        if a is None:
            a_bar = doubled_twice(3.0)
        else:
            half = 0.5 * y_bar
            a_bar = doubled_twice(half)

    found = body(rule)
    assert "twice = 3.0 + 3.0" in found
    assert "twice = half + half" in found
    assert found.count("a_bar = twice + twice") == 2


def test_the_derivative_of_a_rule_with_shared_lines() -> None:
    @adjoint(f, at=lambda rng: [])
    def backward(y, a, b=1.0, *, y_bar):  # type: ignore[no-untyped-def]
        twice = doubled(y_bar)
        a_bar = times(a, b, twice)

    derivative = sd.grad(lambda a: f(a, 3.0))
    assert derivative(2.0) == 6.0
    assert "np.sum" not in derivative.source(2.0)
    rule = registry.lookup(f)
    assert rule is not None
    assert "return a + a" in rule.text  # a key of caches: who changes shared lines changes the rules


def test_static_questions_are_about_parameters() -> None:
    @adjoint(f, at=lambda rng: [])
    def backward(y, a, b=1.0, *, y_bar):  # type: ignore[no-untyped-def]
        twice = doubled(y_bar)
        a_bar = times(a, twice, y_bar)

    with pytest.raises(RuleError, match=r"`is_scalar\(twice\)`: twice is no parameter"):
        sd.grad(lambda a: f(a, 3.0))(2.0)


@shared
def asks_itself(a):  # type: ignore[no-untyped-def]
    return asks_itself(a)


@shared
def with_default(a, b=1.0):  # type: ignore[no-untyped-def]
    return a + b


@shared
def overwrites_own(a):  # type: ignore[no-untyped-def]
    a = a + 1.0
    return a


@shared
def sometimes(a):  # type: ignore[no-untyped-def]
    if a is None:
        return 1.0


@shared
def exchanged(a, b):  # type: ignore[no-untyped-def]
    total = a + b
    part = a - b
    return part, total


def in_an_expression(y, a, y_bar):  # type: ignore[no-untyped-def]
    a_bar = y_bar * doubled(a)


def in_a_test(y, a, y_bar):  # type: ignore[no-untyped-def]
    if doubled(a):
        a_bar = y_bar


def too_few(y, a, y_bar):  # type: ignore[no-untyped-def]
    total, part = halves(a)
    a_bar = total


def an_expression_given(y, a, y_bar):  # type: ignore[no-untyped-def]
    a_bar = doubled(a + 1.0)


def one_for_two(y, a, y_bar):  # type: ignore[no-untyped-def]
    one, two, three = halves(a, y_bar)
    a_bar = one + two + three


def assigns_the_same(y, a, y_bar):  # type: ignore[no-untyped-def]
    whole = 2.0
    total, part = halves(a, y_bar)
    a_bar = total + whole


def calls(name: str) -> Callable[..., Any]:
    """A rule that asks for the shared lines of this name."""
    space: dict[str, Any] = {**globals()}
    source = f"def rule(y, a, y_bar):\n    a_bar = {name}(a)\n"
    linecache.cache[f"<{name}>"] = (len(source), None, source.splitlines(keepends=True), f"<{name}>")
    exec(compile(source, f"<{name}>", "exec"), space)
    return space["rule"]  # type: ignore[no-any-return]


def changes_places(y, a, y_bar):  # type: ignore[no-untyped-def]
    total, part = exchanged(a, y_bar)
    a_bar = total + part


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (in_an_expression, "doubled, shared lines of s2sdiff_tests, stands behind `=`, alone"),
        (in_a_test, "doubled.*alone"),
        (too_few, r"is given \(a, b\)"),
        (an_expression_given, "each a name or a literal"),
        (one_for_two, "does not return one, three, two"),
        (assigns_the_same, "assigns whole, which the rule has, too"),
        (changes_places, "does not return part, total on every path, to be assigned one by one"),
        (calls("asks_itself"), "asks for itself"),
        (calls("with_default"), "has plain parameters"),
        (calls("overwrites_own"), "overwrites none"),
        (calls("sometimes"), "does not return a_bar on every path"),
    ],
)
def test_shared_lines_that_cannot_stand_there(definition: Callable[..., Any], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        bodies.body_of(definition, "s2sdiff_tests")


def test_shared_lines_of_another_file_bring_the_names_that_they_ask_with() -> None:
    def rule(y, a, *, y_bar):  # type: ignore[no-untyped-def]
        a_bar = put_back(y_bar, a, y)

    assert "np.expand_dims(y_bar, a)" in body(rule)
    space = {**globals(), "np": math}
    other = FunctionType(rule.__code__, space)
    with pytest.raises(RuleError, match=r"put_back.*reads np, which is another one in the file of the rule"):
        bodies.body_of(other, "f")
