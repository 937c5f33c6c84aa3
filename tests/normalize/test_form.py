"""The checker refuses what is not in normal form, and says which pass left it."""

import pytest

from s2sdiff import syntax
from s2sdiff.normalize import form

ABNORMAL = [
    "return x + 1",
    "x = 1",
    "y = x + x + x\nreturn y",
    "y = x[0][1]\nreturn y",
    "y = x[i + 1]\nreturn y",
    "y = f(x + 1)\nreturn y",
    "y = (x + 1).sum()\nreturn y",
    "y = [v for v in x]\nreturn y",
    "y = x if x else 1\nreturn y",
    "y = x and 1\nreturn y",
    "y = 0 < x < 1\nreturn y",
    "y, z = x\nreturn y",
    "y = z = x\nreturn y",
    "x[0] = x + 1\nreturn x",
    "x[0][1] = 1\nreturn x",
    "x += x * 2\nreturn x",
    "x + 1\nreturn x",
    "'text'\nreturn x",
    "pass\nfor i in x:\n    continue\nreturn x",
    "for i in x:\n    break\n    g(x)\nreturn x",
    "for i in x:\n    if i:\n        break\n    g(x)\nreturn x",
    "for i in x:\n    g(i)\nelse:\n    g(x)\nreturn x",
    "for a, b in x:\n    g(a)\nreturn x",
    "for a in range(x + 1):\n    g(a)\nreturn x",
    "for a in g(x):\n    g(a)\nreturn x",
    "while (y := x):\n    g(y)\nreturn x",
    "if (y := x):\n    g(y)\nreturn x",
    "if x:\n    return 1\nreturn x",
    "y: int = 1\nreturn y",
    "with g(x) as (a, b):\n    x = a\nreturn x",
    "del x\nreturn 1",
]


@pytest.mark.parametrize("body", ABNORMAL)
def test_abnormal(body):
    function = syntax.body("def f(x):\n" + "\n".join("    " + line for line in body.splitlines()))[0]
    with pytest.raises(AssertionError, match="flatten left line"):
        form.check(function, "flatten")


PROMISES = [
    (form.no_loop_else, "for i in x: g(i)\n    else: g(x)"),
    (form.no_walrus_in_while, "while (y := x): g(y)"),
    (form.exits_at_ends, "for i in x:\n        if i: break\n        g(x)"),
    (form.exits_at_ends, "for i in x:\n        continue"),
    (form.exits_at_ends, "if x: return 1"),
]


@pytest.mark.parametrize(("promise", "body"), PROMISES)
def test_broken_promises(promise, body):
    with pytest.raises(AssertionError, match="a_pass left line"):
        promise(syntax.body(f"def f(x):\n    {body}\n    return x")[0], "a_pass")
