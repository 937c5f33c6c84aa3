"""Statements: the printed text reads back as the same tree, and printing it again changes nothing."""

import ast
import random
import sysconfig
import textwrap
import warnings
from pathlib import Path

import gast
import pytest

from s2sdiff import syntax
from s2sdiff.emit import print_function, print_statements, print_with_origin

STDLIB = Path(sysconfig.get_path("stdlib"))


def sample(count, largest=40_000):
    files = sorted(
        f for f in STDLIB.rglob("*.py") if not {"site-packages", "data"} & set(f.parts) and "bad" not in f.name
    )
    small = [f for f in files if f.stat().st_size < largest]
    return random.Random(3).sample(small, count)


@pytest.mark.parametrize("file", sample(80), ids=lambda f: f.name)
def test_standard_library_round_trip(file):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(file.read_bytes())
        except SyntaxError:
            pytest.skip("a test file that is no Python")
        printed = print_statements(gast.ast_to_gast(tree).body)
        again = ast.parse(printed)
        if "1e309" in ast.unparse(tree):
            pytest.skip("infinities are printed as calls of float")
    assert ast.dump(again) == ast.dump(tree) == ast.dump(ast.parse(ast.unparse(tree)))
    assert print_statements(gast.ast_to_gast(again).body) == printed


def fixed(text):
    """`text` is printed as it stands."""
    text = textwrap.dedent(text).lstrip("\n")
    assert print_statements(syntax.body(text)) == text


def test_statements_stay_as_written():
    fixed('''
    import numpy as np
    from a.b import c as d, e


    @decorate(1)
    def f(x: float, /, y, *args: int, z: str = "a", w=2, **kwargs) -> float:
        """Says what it does.

        And how.
        """
        global g
        h, k = x, y
        a = b = (1, 2)
        x.t[i, 1:] += 1
        n: int = 3
        (m): int
        if (n := f(x)) > 1:
            pass
        elif y:
            return x, *y
        else:
            return
        for i, (a, b) in enumerate(z):
            continue
        else:
            break
        while n := n - 1:
            del a, b[0]
        with open("a") as p, q:
            raise ValueError("no") from e
        try:
            assert x, "message"
        except (A, B) as e:
            yield x
        except C:
            x = yield
        else:
            await x
        finally:
            nonlocal q

        def inner():
            return (yield x)

        return lambda: inner


    class A(B, metaclass=C):
        """A class."""

        x = 1


    class D:
        pass
    ''')


@pytest.mark.parametrize(
    "text",
    [
        "with (a, b):\n    pass\n",
        "with ((a, b)):\n    pass\n",
        "with (yield):\n    pass\n",
        "try:\n    pass\nexcept* A as e:\n    pass\n",
        "match x:\n    case [1, *_] if y:\n        pass\n    case {'a': B(c=1)} | None:\n        z = 1\n",
        "if a:\n    if b:\n        pass\n    else:\n        if c:\n            pass\n",
        "async def f():\n    async for x in y:\n        pass\n    async with a as b:\n        pass\n",
        "x = yield_ = 1\n",
        "from . import a\nfrom .. import *\n",
        "def f():\n    'a \\\\ \"quoted\"'\n",
        "def f():\n    '''a\n\ttab \\r and \"\"\" and end\"'''\n",
        "def f():\n    return (yield (yield (a, b)))\n",
        "for x in 1, *y:\n    pass\n",
        "x: int = 1, 2\n",
    ],
)
def test_tree_is_kept(text):
    tree = gast.parse(text)
    printed = print_statements(tree.body)
    assert gast.dump(gast.parse(printed)) == gast.dump(tree)
    assert print_statements(gast.parse(printed).body) == printed


def test_long_lines_are_broken_as_black_breaks_them():
    fixed("""
    w_bar = (
        np.einsum("ij,jk->ik", previous_hidden_state, another_matrix_of_weights)
        + some_other_term * np.outer(z_bar, x)
        - x
    )
    x_bar = np.einsum(
        "ij,jk->ik", previous_hidden_state, another_matrix_of_weights, and_a_third_one
    )
    y_bar = z_bar * np.einsum(
        "ij,jk->ik",
        previous_hidden_state + another_matrix_of_weights,
        and_a_third_one,
        optimize=True,
    )
    residual_bar[
        the_first_of_all_indices, the_second_of_all_indices, the_third_of_all_indices
    ] = residual
    if (
        the_first_of_all_conditions
        and the_second_of_all_conditions(x)
        or not the_third_of_all_conditions
    ):
        return (
            the_first_of_all_results_bar,
            the_second_of_all_results_bar,
            the_third_of_all_results_bar,
        )


    def a_function_with_many_parameters(
        first_parameter, second_parameter, third_parameter, *, first_parameter_dot, t_dot
    ):
        return sum(
            first_weight * first_value + second_weight * second_value
            for first_weight, first_value in pairs
            if first_weight > 0.0
        )
    """)


def test_no_line_is_longer_than_it_must_be():
    terms = " + ".join(f"coefficient_{n} * np.sin(frequency_{n} * t + phase_{n})" for n in range(9))
    printed = print_statements(syntax.body(f"x = {terms}"))
    assert max(map(len, printed.splitlines())) <= 88
    assert gast.dump(gast.parse(printed)) == gast.dump(gast.parse(f"x = {terms}"))


def test_comment_nodes():
    body = [
        *syntax.body("x = 1"),
        syntax.Comment(),
        syntax.Comment("--- reverse sweep ---"),
        gast.If(syntax.name("a"), [syntax.Comment("nothing to do\nhere")], []),
        gast.For(syntax.name("i", store=True), syntax.name("x"), [], [], None),
    ]
    assert print_statements(body) == textwrap.dedent("""\
        x = 1

        # --- reverse sweep ---
        if a:
            # nothing to do
            # here
            pass
        for i in x:
            pass
        """)


def test_unknown_nodes_raise():
    with pytest.raises(TypeError, match="cannot print"):
        print_statements([gast.AST()])
    with pytest.raises(TypeError, match="cannot print Unheard"):
        print_statements([type("Unheard", (gast.stmt,), {})()])


USER = """\
def f(x):
    # the sine
    # of x
    y = np.sin(x)  # in radians
    if y > 0:  # positive
        y = y * y
    # never printed again
    return y
"""
COMMENTS = {2: ("the sine", True), 3: ("of x", True), 4: ("in radians", False), 5: ("positive", False)}


def test_users_comments_are_printed_once():
    tree = gast.parse(USER).body[0]
    assert print_function(tree, COMMENTS) == USER.replace("    # never printed again\n", "")
    twice = [tree.body[0], syntax.clone(tree.body[0])]
    assert print_statements(twice).count("#") == 0
    tree.body = [*twice, tree.body[1]]
    assert print_function(tree, COMMENTS).count("in radians") == 1


def test_adjoint_statements_do_not_take_the_users_comments():
    tree = gast.parse(USER).body[0]
    tree.body = [syntax.Comment("--- reverse sweep ---"), *tree.body]
    assert "radians" not in print_function(tree, COMMENTS)
    tree.body[0] = syntax.Comment("line 4: y = np.sin(x)")
    assert "radians" not in print_function(tree, COMMENTS)


def test_comment_that_does_not_fit_moves_above():
    tree = gast.parse("def f(x):\n    return x").body[0]
    long = "a remark " * 9
    assert print_function(tree, {2: (long, False)}) == f"def f(x):\n    # {long}\n    return x\n"


def test_comment_after_the_last_line_of_a_statement():
    tree = gast.parse("def f(x):\n    return g(\n        x,\n    )  # done").body[0]
    assert print_function(tree, {4: ("done", False)}) == "def f(x):\n    return g(x)  # done\n"


def test_origin_of_lines():
    tree = gast.parse(USER).body[0]
    tree.body.insert(0, *syntax.body("extra = 1"))
    del tree.body[0].lineno
    printed = print_with_origin(tree, COMMENTS)
    lines = printed.text.splitlines()
    assert {lines[n - 1].split("  #")[0].strip(): line for n, line in printed.origin.items()} == {
        "def f(x):": 1, "y = np.sin(x)": 4, "if y > 0:": 5, "y = y * y": 6, "return y": 8,
    }  # fmt: skip
