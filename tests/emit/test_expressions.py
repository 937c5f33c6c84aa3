"""Expressions: minimal parentheses, black's spacing, constants exact, and values kept."""

import cmath
import math
import random

import gast
import numpy as np
import pytest

from s2sdiff import syntax
from s2sdiff.emit import print_expr

SAME = """
x[:, None] + x[i, ...] - -(n**2)
x[i + 1 :, ::-1, -n:, : a.b : c.d, :: f(x), a : b + 1]
x[()]
x[i,]
x[*a, 1]
(a, b)[0]
(a + b) * c - (d - e)
a - (b - c) - d
a / (b / c) * d
a @ (b @ c)
(a**b) ** c
a**b**c
-(x**2)
(-x) ** 2
x**-2
x ** -f(x)
2.0**n + x.a**2 + x[0] ** 2
not (a and b) or c and (d or e)
(a or b) or c
(a < b) < c
a < b <= c is not d not in e
(a if b else c) if d else e if f else g
lambda x, /, y=1, *a, z: float = 2, **k: (yield)
f(*a, b=1, **c)
sum(w * v for w, v in pairs if w)
f((x for x in y), 1)
[x async for x in y if (z if w else v)]
{**a, "b": (c, d)}
{1, *b}
{*()}
{a: b for a, b in c for d in e}
[(y := f(x)), y]
await f(x)
await f(x) ** 2
(5).real + 1.5.real
"it's" + 'say "so"' + b"by\\x00te" + u"u"
f"{x!r:>{width}} {y:.2f}"
1e-300 + 2j + 1e16 + 0x10 + 1_000
(yield)
...
(a,)
x.y.z(1).w
~a & b | c ^ d << e
"""


@pytest.mark.parametrize("text", SAME.strip().splitlines())
def test_round_trip(text):
    text = text.replace("z: float = 2", "z=2")  # a lambda has no annotations
    tree = syntax.expr(text)
    printed = print_expr(tree)
    assert syntax.same(syntax.expr(printed), tree)
    assert print_expr(syntax.expr(printed)) == printed
    if "0x10" not in text and "1.5.real" not in text:
        assert printed in {text, f"({text})", text.strip("()")}


def constant(value):
    return print_expr(syntax.const(value))


def test_negative_constants_bind_like_a_unary_minus():
    two = syntax.const(-2.0)
    x = syntax.name("x")
    assert print_expr(syntax.binop(two, gast.Pow, x)) == "(-2.0) ** x"
    assert print_expr(syntax.binop(x, gast.Pow, two)) == "x**-2.0"
    assert print_expr(syntax.binop(x, gast.Mult, two)) == "x * -2.0"
    assert print_expr(syntax.negative(two)) == "--2.0"
    assert print_expr(syntax.attribute(two, "real")) == "(-2.0).real"
    assert print_expr(syntax.attribute(syntax.const(2), "real")) == "(2).real"


def test_constants_that_have_no_literal():
    assert constant(math.inf) == 'float("inf")'
    assert constant(-math.inf) == 'float("-inf")'
    assert constant(math.nan) == 'float("nan")'
    assert constant(np.float64(2.5)) == "2.5"
    assert constant(np.float32(0.5)) == "0.5"
    assert constant(np.int64(-3)) == "-3"
    assert constant(np.True_) == "True"
    assert constant(-0.0) == "-0.0"
    assert constant((1, (2.0, "a"), ())) == '(1, (2.0, "a"), ())'


@pytest.mark.parametrize("re", [0.0, -0.0, 1.5, -2.0, math.inf, math.nan])
@pytest.mark.parametrize("im", [0.0, -0.0, 1.5, -2.0, -math.inf])
def test_complex_constants_are_exact(re, im):
    got = eval(constant(complex(re, im)))
    assert repr(got) == repr(complex(re, im)) or cmath.isnan(got)


def test_what_cannot_be_printed_raises():
    for node in (syntax.const(object()), gast.AST(), syntax.negative(syntax.Comment("no"))):
        with pytest.raises(TypeError, match="cannot print"):
            print_expr(node)


def random_expression(rng, depth):
    """An arithmetic expression over x, y, z that may hold negative constants anywhere."""
    kind = rng.random()
    if depth == 0 or kind < 0.15:
        return rng.choice([syntax.name(rng.choice("xyz")), syntax.const(rng.choice([-2.0, -1, 3, 0.5, -0.25, 2, -1j]))])
    if kind < 0.25:
        return gast.UnaryOp(rng.choice([gast.USub, gast.UAdd])(), random_expression(rng, depth - 1))
    if kind < 0.32:
        test = gast.Compare(
            random_expression(rng, 0), [rng.choice([gast.Eq, gast.NotEq])()], [random_expression(rng, depth - 1)]
        )
        return gast.IfExp(test, random_expression(rng, depth - 1), random_expression(rng, depth - 1))
    if kind < 0.36:
        return syntax.attribute(random_expression(rng, depth - 1), "real")
    op = rng.choice([gast.Add, gast.Sub, gast.Mult, gast.Div, gast.Pow])
    return syntax.binop(random_expression(rng, depth - 1), op, random_expression(rng, depth - 1))


OPERATORS = {"Add": "__add__", "Sub": "__sub__", "Mult": "__mul__", "Div": "__truediv__", "Pow": "__pow__"}


def value(node, env):
    """What the tree computes, without printing it."""
    match node:
        case gast.Name():
            return env[node.id]
        case gast.Constant():
            return node.value
        case gast.UnaryOp():
            inner = value(node.operand, env)
            return -inner if isinstance(node.op, gast.USub) else +inner
        case gast.Attribute():
            return value(node.value, env).real
        case gast.IfExp():
            same = value(node.test.left, env) == value(node.test.comparators[0], env)
            taken = same == isinstance(node.test.ops[0], gast.Eq)
            return value(node.body if taken else node.orelse, env)
        case gast.BinOp():
            left, right = value(node.left, env), value(node.right, env)
            match node.op:
                case gast.Add():
                    return left + right
                case gast.Sub():
                    return left - right
                case gast.Mult():
                    return left * right
                case gast.Div():
                    return left / right
            return left**right
    raise AssertionError(node)


def outcome(compute):
    try:
        return repr(compute())
    except (ArithmeticError, ValueError) as error:
        return type(error)


def test_printed_expressions_keep_their_values():
    rng = random.Random(7)
    env = {"x": 1.25, "y": -0.5, "z": 3}
    for _ in range(2000):
        tree = random_expression(rng, rng.randrange(1, 5))
        printed = print_expr(tree)
        code = compile(printed, "<test>", "eval")
        assert outcome(lambda: eval(code, env.copy())) == outcome(lambda: value(tree, env)), printed
        assert print_expr(syntax.expr(printed)) == printed
