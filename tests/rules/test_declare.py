# ruff: noqa: F841, RET503 - rules assign what will be emitted, and some here are malformed
"""Declaring a rule, reading it back, and what is said about rules that are not well formed."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

import gast
import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import RuleError
from s2sdiff.rules import bodies, registry, static
from s2sdiff.rules.declare import (
    Elementwise,
    Template,
    Zero,
    adjoint,
    chosen,
    elementwise,
    linear,
    name_of,
    tangent,
    zero,
)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    registry.import_late()  # not into the copy
    monkeypatch.setattr(registry, "_declarations", dict(registry._declarations))


def text(nodes: list[gast.AST]) -> str:
    return ast.unparse(ast.fix_missing_locations(gast.gast_to_ast(gast.Module(nodes, []))))


def f(a: Any, b: Any = 1.0, *, c: Any = None) -> Any:
    return a * b


def test_an_elementwise_rule_is_read_from_its_source() -> None:
    @elementwise(f, at=(0.0, 1.0))
    def rule(y, x):  # type: ignore[no-untyped-def]
        """Not part of the rule."""
        # nor is this
        return 1.0 - y * y

    found = registry.lookup(f)
    assert isinstance(found, Elementwise)
    assert (found.result, found.operands, found.at) == ("y", ("x",), (0.0, 1.0))
    assert text(found.body.body) == "return (1.0 - y * y,)"
    assert "return 1.0 - y * y" in found.text
    assert not any(hasattr(node, "lineno") for node in gast.walk(found.body))


def test_a_template_joins_its_two_halves() -> None:
    @tangent(f)
    def forward(y, a, b=1.0, *, a_dot, b_dot):  # type: ignore[no-untyped-def]
        y_dot = a_dot * b + a * b_dot

    @adjoint(f, at=lambda rng: [])
    def backward(y, a, b=1.0, *, y_bar):  # type: ignore[no-untyped-def]
        a_bar = y_bar * b
        b_bar = y_bar * a

    rule = registry.lookup(f)
    assert isinstance(rule, Template)
    assert (rule.params, rule.operands, rule.kind, rule.pointwise) == (("a", "b"), ("a", "b"), "general", False)
    assert {k: ast.literal_eval(text([gast.Expr(v)])) for k, v in rule.defaults.items()} == {"b": 1.0}
    assert rule.adjoint is not None
    assert text(rule.adjoint.body) == "a_bar = y_bar * b\nb_bar = y_bar * a"
    assert rule.tangent is not None


def test_a_linear_rule_and_keyword_only_parameters() -> None:
    def back(y, a, b=1.0, *, c=None, y_bar):  # type: ignore[no-untyped-def]
        a_bar = y_bar

    linear(f, adjoint=back, operands=("a",), at=lambda rng: [], pointwise=True)
    rule = registry.lookup(f)
    assert isinstance(rule, Template)
    assert (rule.params, rule.keyword_only, rule.kind, rule.pointwise) == (("a", "b", "c"), ("c",), "linear", True)


def test_a_later_declaration_of_the_user_replaces_all_of_the_library() -> None:
    @elementwise(np.tanh, at=(0.0, 1.0))
    def mine(y, x):  # type: ignore[no-untyped-def]
        return 7.0

    rule = registry.lookup(np.tanh)
    assert isinstance(rule, Elementwise)
    assert text(rule.body.body) == "return (7.0,)"

    @adjoint(np.linalg.solve, at=lambda rng: [])
    def solve(x, a, b, *, x_bar):  # type: ignore[no-untyped-def]
        b_bar = x_bar

    replaced = registry.lookup(np.linalg.solve)
    assert isinstance(replaced, Template)
    assert replaced.tangent is None


def test_the_library_says_nothing_twice() -> None:
    with registry.library():
        zero(f, "a test")
        with pytest.raises(ValueError, match="two rules"):
            zero(f, "another")


def test_no_rule_is_not_a_zero() -> None:
    assert registry.lookup(f) is None
    zero(f, "a test")
    rule = registry.lookup(f)
    assert isinstance(rule, Zero)
    assert rule.reason == "a test"


def too_many(y, x):  # type: ignore[no-untyped-def]
    return 1.0, 2.0


def no_return(y, x):  # type: ignore[no-untyped-def]
    if static.is_scalar(x):
        return 1.0


def no_cotangent(y, a):  # type: ignore[no-untyped-def]
    a_bar = 1.0


def overwrites(y, a, y_bar):  # type: ignore[no-untyped-def]
    a = 2.0
    a_bar = y_bar


def returns(y, a, y_bar):  # type: ignore[no-untyped-def]
    return y_bar


@pytest.mark.parametrize(
    ("form", "definition", "message"),
    [
        (elementwise, too_many, "a tuple of 1 partials"),
        (elementwise, no_return, "on every path"),
        (adjoint, no_cotangent, "y_bar"),
        (adjoint, overwrites, "overwrites a"),
        (adjoint, returns, "returns nothing"),
        (elementwise, math.sin, "written as a function"),
    ],
)
def test_malformed_rules(form: Callable[..., Any], definition: Callable[..., Any], message: str) -> None:
    form(f, at=(0.0, 1.0))(definition)
    with pytest.raises(RuleError, match=message):
        registry.lookup(f)


def test_a_tangent_that_assigns_a_name_twice_is_told() -> None:
    @tangent(f)
    def forward(y, a, b=1.0, *, a_dot, b_dot):  # type: ignore[no-untyped-def]
        part = a_dot * b
        part = 2.0 * part
        y_dot = part + a * b_dot

    with pytest.raises(RuleError, match="assigns part twice"):
        sd.jvp(lambda a: f(a, 3.0), (2.0,), (1.0,))


def branching(y, a, b):  # type: ignore[no-untyped-def]
    if static.is_static(b):
        if b == 2:
            return 2.0 * a, None
        return b, None
    c = 1.0
    return c, c


@pytest.mark.parametrize(
    ("b", "expected"), [(2, "return (2.0 * a, None)"), (3, "return (b, None)"), ("?", "c = 1.0\nreturn (c, c)")]
)
def test_chosen_keeps_one_path(b: Any, expected: str) -> None:
    tree, _ = bodies.definition_of(branching)

    def decide(test: gast.AST) -> bool:
        return bool(b != "?") if isinstance(test, gast.Call) else bool(b == 2)

    assert text(chosen(tree.body, decide)) == expected


@pytest.mark.parametrize(
    ("function", "name"),
    [(np.tanh, "np.tanh"), (np.linalg.solve, "np.linalg.solve"), (abs, "abs"), (operator.add, "operator.add"),
     (math.sin, "math.sin"), (np.random.rand, "np.random.rand"), (np.sum, "np.sum")],
)  # fmt: skip
def test_names_are_as_written(function: Any, name: str) -> None:
    assert name_of(function) == name


def test_static_questions_about_values() -> None:
    a = np.zeros((2, 3))
    assert static.ndim(a) == 2
    assert static.is_scalar(2.0)
    assert static.is_scalar(np.float32(2.0))
    assert not static.is_scalar(np.array(2.0))
    assert static.is_complex(1j)
    assert static.same_shape(a, a.copy())
    assert static.is_static((1, None, "x"))
    assert not static.is_static(a)
    with pytest.raises(static.Refused, match="why"):
        static.refuse("why")
