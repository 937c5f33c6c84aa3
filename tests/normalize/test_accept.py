"""The fence answers every kind of node, and the cures it offers are accepted."""

import textwrap

import gast
import pytest
from gast import gast as gast_nodes

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.normalize import normalize
from s2sdiff.normalize.accept import ACCEPTED, REFUSED


def test_every_kind_of_node_is_answered_once():
    kinds = {entry[0] if isinstance(entry, tuple) else entry for entry in gast_nodes._nodes}
    assert not kinds - ACCEPTED - set(REFUSED), "unanswered"
    assert not ACCEPTED & set(REFUSED)


def test_a_kind_of_another_day_is_refused():
    class Novelty(gast.AST):
        _fields = ()

    function = syntax.body("def f(x): return x")[0]
    function.body.insert(0, Novelty())
    with pytest.raises(Unsupported, match="Novelty is not known"):
        normalize(function)


REFUSALS = [
    ("match x:\n case Point(a, b): y = a", "match x:\n case Point(x=a, y=b): y = a"),
    ("match x:\n case [a, 1] | [1, a]: y = a", "match x:\n case [a, 1]: y = a\n case [1, a]: y = a"),
    ("match x:\n case a if (y := a): pass", "match x:\n case a if a: y = a"),
    ("a = 1\nmatch x:\n case a if a > 1: pass\nreturn a", "a = 1\nmatch x:\n case b if b > 1: pass\nreturn a"),
    ("try:\n y, z = x\nexcept ValueError:\n y = 0", "if len(x) == 2: y, z = x\nelse: y = 0"),
    ("try:\n while x[0] > 1: y = 1\n else: y = 2\nexcept IndexError:\n y = 0", "if len(x): y = x[0]\nelse: y = 0"),
    ("try:\n import a\nexcept ImportError:\n y = 0", "y = 0"),
    ("try:\n raise x\nexcept IndexError:\n y = 0", "try:\n raise IndexError\nexcept IndexError:\n y = 0"),
    ("try:\n y = x.pop()\nexcept IndexError:\n y = 0", "if x: y = x.pop()\nelse: y = 0"),
    ("try:\n y = x[0]\nexcept IndexError as e:\n y = str(e)", "try:\n y = x[0]\nexcept IndexError:\n y = str(x)"),
    ("try:\n for v in x: y = 1 / v\nexcept ZeroDivisionError:\n raise", "for v in x: y = 1 / v"),
    ("try:\n y = 1\nfinally:\n print(x)", "y = 1\nprint(x)"),
    ("try:\n y = x[0]\nexcept* IndexError:\n y = 0", "if len(x): y = x[0]\nelse: y = 0"),
    ("y = yield x", "ys = []\nys.append(x)\nreturn ys"),
    ("print(x)\nyield x", "ys = []\nprint(x)\nys.append(x)\nreturn ys"),
    ("x[0] = 1\nyield x", "ys = []\nys.append(x)\nreturn ys"),
    ("yield x\nreturn 1", "ys = []\nys.append(x)\nreturn ys"),
    ("while True:\n yield x", "ys = []\nwhile len(ys) < 9:\n ys.append(x)\nreturn ys"),
    ("class A: pass", "a = A()"),
    ("global y\ny = x", "y = x\nreturn y"),
    ("del x.y", "x = without(x)"),
    ("y = g(v for v in x)", "y = g([v for v in x])"),
    ("y = map(g, x)", "y = list(map(g, x))"),
    ("y = filter(g, (v for v in x))", "y = list(filter(g, [v for v in x]))"),
    ("y = f'{(z := x)}'", "z = x\ny = f'{z}'"),
    ("raise ValueError(y := x)", "y = x\nraise ValueError(y)"),
    ("assert x, (y := 1)", "y = 1\nassert x, y"),
    ("def g(a=(y := 1)): return a", "y = 1\ndef g(a=y): return a"),
    ("g = lambda a=(y := 1): a", "y = 1\ng = lambda a=y: a"),
    (
        "with contextlib.suppress(KeyError): y = x[0]",
        "try:\n y = x[0]\nexcept KeyError: pass",
    ),
    ("gs = [lambda y: y + v for v in x]", "gs = [lambda y, v=v: y + v for v in x]"),
    ("y = x[*x, 1:2]", "y = x[*x, slice(1, 2)]"),
    ("y = eval('x + 1')", "y = x + 1"),
    ("y = locals()", "y = {'x': x}"),
]


def function(body, prefix=""):
    return syntax.body(f"{prefix}def f(x):\n" + textwrap.indent(body, "    "))[0]


@pytest.mark.parametrize(("refused", "cured"), REFUSALS)
def test_refused_with_a_place_and_a_cure(refused, cured):
    with pytest.raises(Unsupported) as caught:
        normalize(function(refused))
    assert caught.value.place is not None
    assert caught.value.cure
    normalize(function(cured))


@pytest.mark.parametrize(
    "body", ["async for y in x: pass", "async with x: pass", "y = await x", "y = [v async for v in x]"]
)
def test_async_is_refused(body):
    [node] = [function(body, "async ")]
    with pytest.raises(Unsupported, match="async"):
        normalize(gast.FunctionDef("f", node.args, node.body, [], None, None, []))


def test_unequal_unpacking_is_refused():
    with pytest.raises(Unsupported, match="3 values are unpacked into 2"):
        normalize(function("a, b = 1, 2, 3"))


ACCEPTED_ANYWAY = [
    "if any(v > 0 for v in x): x = 1",
    "while all(v > 0 for v in x): x = g(x)",
    "print(f'{x}', *(v for v in x))",
    "assert set(x) == {v for v in x}, max(v for v in x)",
    "raise ValueError(g(v for v in x))",
    "y = [v for v in x if any(w > v for w in x)]",
    "y = f'{sum(v for v in x)}'",
    "del x, x[0], x[1:2]",
    "global y\nx = y",
    "for y in (v * v for v in x): g(y)",
    "yield from x",
    "with np.errstate(divide='ignore'): y = 1 / x",
    "with g(y := x): pass",
    "g = lambda: (y := 3)",
    "gs = [lambda y: y for v in x]",
]


@pytest.mark.parametrize("body", ACCEPTED_ANYWAY)
def test_accepted(body):
    normalize(function(body))


def test_a_hidden_builtin_is_not_taken_for_one():
    normalize(function("y = sum(v for v in x)"))
    with pytest.raises(Unsupported, match="generator"):
        normalize(function("y = sum(v for v in x)"), {"sum"})
