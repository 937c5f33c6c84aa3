"""What an error shows: the place, the user's line, the caret under the right characters, the cure."""

import pickle
from types import SimpleNamespace

import gast
import pytest

from s2sdiff import errors

SOURCE = """\
def f(x):
\té = "日本" + g(x)
    for i in x:
        pass
    return h(x,
             x)
"""


def primal(text=SOURCE, filename="model.py"):
    tree = gast.parse(text.replace("\t", "    ")).body[0]
    return SimpleNamespace(tree=tree, filename=filename, lines=text.replace("\t", "    ").splitlines(keepends=True), is_ours=False)


def shown(node_of, cure="", filename="model.py"):
    where = primal(filename=filename)
    with pytest.raises(errors.Unsupported) as caught, errors.located(where):
        raise errors.Unsupported("not yet", node_of(where.tree), cure)
    return str(caught.value)


def test_caret_counts_columns_of_the_terminal_not_bytes():
    assert shown(lambda t: t.body[0].value.right, "call something else").splitlines() == [
        "model.py:2: not yet",
        '    é = "日本" + g(x)',
        "                 ^^^^",
        "cure: call something else",
    ]


def test_block_is_marked_by_its_first_line():
    assert shown(lambda t: t.body[1]).splitlines() == ["model.py:3: not yet", "    for i in x:", "    ^^^^^^^^^^^"]


def test_expression_over_several_lines_is_marked_on_its_first():
    assert shown(lambda t: t.body[2].value).splitlines()[1:] == ["    return h(x,", "           ^^^^"]


def test_error_without_a_node_points_to_the_function():
    assert shown(lambda t: None).splitlines()[0:2] == ["model.py:1: not yet", "    def f(x):"]


def test_node_without_a_place_borrows_that_of_its_parts():
    assert shown(lambda t: gast.Expr(t.body[0].value)).startswith("model.py:2:")


def test_file_below_the_working_directory_is_shown_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert shown(lambda t: None, filename=str(tmp_path / "sub" / "m.py")).startswith("sub/m.py:1: ")
    assert shown(lambda t: None, filename="/elsewhere/m.py").startswith("/elsewhere/m.py:1: ")


def test_inner_function_wins_over_outer():
    inner, outer = primal(filename="inner.py"), primal(filename="outer.py")
    with pytest.raises(errors.NotDifferentiable, match=r"inner\.py:3"), errors.located(outer), errors.located(inner):
        raise errors.NotDifferentiable("never", inner.tree.body[1])


def test_unlocated_error_is_its_message():
    assert str(errors.RuleError("no such operand", cure="name it")) == "no such operand\ncure: name it"
    assert str(errors.SourceError("no source")) == "no source"


def test_line_beyond_the_file_shows_no_line():
    node = gast.parse("\n" * 50 + "x").body[0]
    assert str(errors.Unsupported("m", node).locate("f.py", ["x\n"])) == "f.py:51: m"


def test_positions_as_in_a_syntax_error():
    where = primal()
    error = errors.Unsupported("m", where.tree.body[0].value.right)
    assert error.offset is None
    error.locate(where.filename, where.lines)
    assert (error.filename, error.lineno, error.end_lineno) == ("model.py", 2, 2)
    assert error.text[error.offset - 1 : error.end_offset - 1] == "g(x)"


def test_errors_travel_between_processes():
    where = primal()
    error = errors.Unsupported("m", where.tree, "c").locate(where.filename, where.lines)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("kind", [errors.Unsupported, errors.NotDifferentiable, errors.RuleError, errors.SourceError])
def test_one_base(kind):
    assert issubclass(kind, errors.S2SError)
