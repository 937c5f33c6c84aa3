"""Exits: nested where that suffices, flagged only where statements would be printed twice."""

import textwrap

import pytest

from s2sdiff.normalize.example import example
from s2sdiff.normalize.exits import nest_exits
from s2sdiff.normalize.loop_else import open_loop_else
from s2sdiff.normalize.while_test import open_while_tests

NOTHING_TO_DO = [
    "return x",
    "for i in x:\n    if i:\n        break\nreturn x",
    "for i in x:\n    if i:\n        g(i)\n    else:\n        break\nreturn x",
    "while x:\n    x = g(x)\nreturn x",
    "if x:\n    raise ValueError\ny = 1\nreturn y",
    "with x:\n    y = 1\nreturn y + 1",
    "def g():\n    for i in x:\n        return i\n    return 0\nreturn g",
]


@pytest.mark.parametrize("body", NOTHING_TO_DO)
@pytest.mark.parametrize("rewrite", [nest_exits, open_loop_else, open_while_tests])
def test_nothing_to_do(rewrite, body):
    source = "def f(x):\n" + textwrap.indent(body, "    ")
    normalised_layout = example(source, lambda function, _: function)
    assert example(source, rewrite) == normalised_layout


NESTED = {
    "early returns": (
        """
        if x < 0:
            return 0.0
        if x > 1:
            return g(x)
        y = x * x
        return y
        """,
        """
        if x < 0:
            out = 0.0
        elif x > 1:
            out = g(x)
        else:
            y = x * x
            out = y
        return out
        """,
    ),
    "one result": (
        """
        s = x
        if x < 0:
            return s
        s = g(s)
        return s
        """,
        """
        s = x
        if not x < 0:
            s = g(s)
        return s
        """,
    ),
    "none at the end": (
        """
        if x < 0:
            return 1
        g(x)
        """,
        """
        if x < 0:
            out = 1
        else:
            g(x)
            out = None
        return out
        """,
    ),
    "a brief rest stands twice": (
        """
        if x < 0:
            if x < -1:
                return 1
            g(x)
        return x
        """,
        """
        if x < 0:
            if x < -1:
                out = 1
            else:
                g(x)
                out = x
        else:
            out = x
        return out
        """,
    ),
    "a longer rest is flagged": (
        """
        if x < 0:
            if x < -1:
                return 1
            g(x)
        h(x)
        return x
        """,
        """
        returned = False
        if x < 0:
            if x < -1:
                out = 1
                returned = True
            else:
                g(x)
        if not returned:
            h(x)
            out = x
        return out
        """,
    ),
    "a constant after a loop is set before it": (
        """
        for i in x:
            if i:
                return i
        return 0
        """,
        """
        out = 0
        for i in x:
            if i:
                out = i
                break
        return out
        """,
    ),
    "forever needs no flag": (
        """
        for i in x:
            while True:
                i = g(i)
                if i > 3:
                    return i
            h(i)
        h(x)
        return x
        """,
        """
        returned = False
        for i in x:
            while True:
                i = g(i)
                if i > 3:
                    out = i
                    returned = True
                    break
            break
        if not returned:
            h(x)
            out = x
        return out
        """,
    ),
    "two flags, one break": (
        """
        for i in x:
            if i > 0:
                if i > 1:
                    break
                if i > 2:
                    return i
                if i > 3:
                    continue
                g(i)
            h(i)
        return g(x)
        """,
        """
        returned = False
        for i in x:
            stopped = False
            skipped = False
            if i > 0:
                if i > 1:
                    stopped = True
                elif i > 2:
                    out = i
                    returned = True
                elif i > 3:
                    skipped = True
                else:
                    g(i)
            if returned or stopped:
                break
            elif not skipped:
                h(i)
        if not returned:
            out = g(x)
        return out
        """,
    ),
    "the flag is lowered once": (
        """
        for i in x:
            if i:
                return g(i)
        for j in x:
            if j:
                return h(j)
        return g(x)
        """,
        """
        returned = False
        for i in x:
            if i:
                out = g(i)
                returned = True
                break
        if not returned:
            for j in x:
                if j:
                    out = h(j)
                    returned = True
                    break
            if not returned:
                out = g(x)
        return out
        """,
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_nested(name):
    before, after = (textwrap.indent(textwrap.dedent(part).strip("\n"), "    ") for part in NESTED[name])
    assert example(f"def f(x):\n{before}", nest_exits) == f"def f(x):\n{after.rstrip()}"
