"""Properties of the whole: what is normal is left alone, every node has a place, nothing is shared, and it is quick."""


import gast
import pytest

from s2sdiff import syntax
from s2sdiff.normalize import PASSES, as_function, check, normalize
from s2sdiff.normalize.example import example, text
from s2sdiff.normalize.scope import scope_of

NORMAL = [
    "return x",
    "return None",
    "return -1.5",
    "y = x\nreturn y",
    "y = -x\nz = not y\nreturn z",
    "y = x @ x\nreturn y",
    "y = x < 1\nreturn y",
    "y = x < 1 and x > -1\nreturn y",
    "y = x[0]\nz = x[1:-1, ..., None]\nw = x[::2]\nreturn w",
    "y = np.pi\nz = x.T\nw = x.a.b\nreturn w",
    "y = np.linalg.solve(x, x, *x, axis=0, **x)\nreturn y",
    "y = x.sum(axis=-1)\nreturn y",
    "y = (x, 1)\nz = [x, *y]\nw = {'a': x, **y}\nv = {x, 2}\nu = ()\nreturn u",
    "y = f'{x + 1}'\nreturn y",
    "g = lambda y: y * x + 1\nreturn g",
    "x[0] = 1.0\nx[1:, 2] = x\nx.a = x\nreturn x",
    "x += 1\nx[0] -= 2.0\nx[1:-1] *= x\nx.a @= x\nreturn x",
    "x.append(1)\ng(x, k=x)\nreturn x",
    "print(x + 1, f(x), sep='')\nlogging.info('%s', x[0] + 1)\nreturn x",
    "if np.sum(x) > 1 and (not x[0] or g(x)):\n    x = 1\nelif 0 < x < 1:\n    x = 2\nelse:\n    x = 3\nreturn x",
    "for i in range(x):\n    g(i)\nreturn x",
    "for i in range(0, x, -1):\n    g(i)\nreturn x",
    "for y in x:\n    if y:\n        break\n    else:\n        g(y)\nreturn x",
    "for y in reversed(range(x)):\n    g(y)\nfor z in reversed(x):\n    g(z)\nreturn x",
    "for a, b in zip(x, x):\n    g(a)\nfor i, (a, b) in enumerate(zip(x, x)):\n    g(a)\nreturn x",
    "while abs(x - 1.0) > 0.1:\n    x = x / 2\nreturn x",
    "while True:\n    x = x + 1\n    if x > 3:\n        break\nreturn x",
    "for i in x:\n    pass\nreturn x",
    "with np.errstate(divide='ignore'), g(x):\n    with g(x) as y:\n        x = y\n\n    x = x / 2\nreturn x",
    "assert np.all(x > 0), f(x + 1)\nreturn x",
    "if x > 1:\n    raise ValueError(f(x) + 1)\nreturn x",
    "import math as m\nfrom math import sin\nreturn x",
    "def g(y, k=x):\n    return y * y + x\nreturn g",
]


def wrapped(body):
    return "def f(x):\n" + "\n".join("    " + line for line in body.splitlines())


@pytest.mark.parametrize("body", NORMAL)
def test_what_is_normal_stays(body):
    source = text(syntax.body(wrapped(body))[0])
    function = syntax.body(source)[0]
    normal = normalize(function, {"np", "g"})
    assert text(normal) == source
    assert syntax.dump(normal) == syntax.dump(function) or "-1" in body  # -1 is one literal
    check(normal)


@pytest.mark.parametrize("body", NORMAL)
def test_every_pass_leaves_it(body):
    function = syntax.body(wrapped(body))[0]
    before = text(function)
    for rewrite, promise in PASSES:
        function = rewrite(function, scope_of(function))
        promise(function, rewrite.__name__)
        assert text(function) == before, rewrite.__name__


LONG = """
def f(params, xs, h0, *, n=3):
    "A docstring."
    w, u = params["w"], params["u"]
    h = np.zeros((len(xs) + 1, len(h0)))
    h[0] = h0
    for t, x in enumerate(xs):
        if (m := np.max(x)) > n and not any(v < 0 for v in x):
            continue
        y = -m if x[0] else [np.sin(v) * k for k, v in enumerate(x)][0]
        while True:
            y += sum(v * v for v in x) or 1.0
            if y > 10 * n:
                return {"y": y}
            if y > 9:
                break
        else:
            y = 0
        with np.errstate(all="ignore"):
            h[t + 1], tape = g(h[t] * y, 0 < y < n)
    a, *b = h[0] if n else h[1]
    return np.sum(h[1:] ** 2) + a, (b, {k: v for k, v in params.items()})
"""


def test_every_node_has_the_place_of_a_statement():
    function = syntax.body(LONG)[0]
    spans = {(s.lineno, s.end_lineno) for s in gast.walk(function) if isinstance(s, (gast.stmt, gast.expr))}
    normal = normalize(function, {"np", "g"})
    for node in gast.walk(normal):
        if isinstance(node, (gast.stmt, gast.expr)):
            assert (node.lineno, node.end_lineno) in spans, gast.dump(node)
            assert node.col_offset is not None


def test_nothing_is_shared():
    function = syntax.body(LONG)[0]
    before = {id(node) for node in gast.walk(function)}
    after = [id(node) for node in syntax.walk(normalize(function))]
    assert len(after) == len(set(after))
    assert before.isdisjoint(after)


def test_the_same_on_every_run():
    assert len({example(LONG) for _ in range(5)}) == 1



def test_lambda_as_a_function():
    node = syntax.expr("lambda x, *xs, k=1, **o: x if k else g(*xs, **o) + k")
    function = as_function(node, "h", {"g"})
    check(function)
    assert text(function) == (
        "def h(x, *xs, k=1, **o):\n    if k:\n        out = x\n    else:\n        out_1 = g(*xs, **o)\n"
        "        out = out_1 + k\n    return out"
    )


def test_temporaries_avoid_the_names_of_the_module():
    function = syntax.body("def f(x): return x * x + 1")[0]
    assert "out_1 = out_2 + 1" in text(normalize(function, {"out"}))
