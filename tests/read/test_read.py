"""Reading finds the very function, whatever it is wrapped in, and refuses text that is not what runs."""

import functools
import linecache
import math
import operator
import os
import subprocess
import sys
import textwrap
import types

import gast
import numpy as np
import pytest

from s2sdiff import syntax
from s2sdiff.emit import print_function
from s2sdiff.errors import SourceError, Unsupported
from s2sdiff.read import read, read_nested
from s2sdiff.run.load import load


@pytest.fixture(scope="module")
def programs():
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("programs_to_read", Path(__file__).with_name("programs.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def last_line(function):
    return print_function(read(function).tree).splitlines()[-1].strip()


def from_text(text, name, filename):
    """A function of a text that only linecache knows, as in a notebook."""
    text = textwrap.dedent(text)
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    space = {}
    exec(compile(text, filename, "exec"), space)
    return space[name]


def test_plain_function(programs):
    primal = read(programs.plain)
    assert primal.name == "plain"
    assert isinstance(primal.tree, gast.FunctionDef)
    assert primal.filename == programs.__file__
    assert primal.lines[primal.tree.lineno - 1].startswith("def plain(x, n=2)")
    assert primal.function is programs.plain
    assert primal.globals is vars(programs)
    assert (primal.cells, primal.bound) == ({}, {})


def test_comments_are_the_users_own(programs):
    primal = read(programs.plain)
    line = primal.tree.lineno
    assert primal.comments[line] == ("a parabola", False)
    assert primal.comments[line + 2] == ("the power", True)
    assert line + 3 not in primal.comments  # it speaks to a tool


def test_each_reading_is_a_new_tree(programs):
    assert read(programs.plain).tree is not read(programs.plain).tree
    assert syntax.same(read(programs.plain).tree, read(programs.plain).tree)


def test_lambdas_on_one_line(programs):
    assert last_line(programs.first) == "return x + 1.0"
    assert last_line(programs.second) == "return x + 2.0"
    assert last_line(programs.table["sin"]) == "return math.sin(x)"
    assert {last_line(f) for f in programs.table["same"]} == {"return x"}


def test_lambdas_inside_a_call(programs):
    assert last_line(programs.called) == "return f(g(x))"
    cells = read(programs.called).cells
    assert last_line(cells["f"].cell_contents) == "return x * 2.0"
    assert last_line(cells["g"].cell_contents) == "return x - CONSTANT"


def test_lambda_takes_the_name_it_is_assigned_to(programs):
    assert read(programs.cube).name == "cube"
    assert read(programs.first).name == "lambda_"


def test_closures(programs):
    inner, maker = programs.outer(2.0)
    assert last_line(inner) == "return x * a + b"
    assert {n: c.cell_contents for n, c in read(inner).cells.items()} == {"a": 2.0, "b": 3.0}
    assert last_line(maker) == "return lambda y: x * y - b"
    assert last_line(maker(5.0)) == "return x * y - b"


def test_defaults_of_functions_inside(programs):
    """The compiler marks their lines with an idle instruction, which depends on where they stand."""
    assert read(programs.with_defaults_inside).name == "with_defaults_inside"


def test_decorated(programs):
    assert last_line(programs.decorated) == "return 2.0 * f(x)"
    assert last_line(programs.decorated_by_lambda) == "return key(x)"
    assert read(programs.decorated_by_lambda).tree.decorator_list == []
    assert last_line(programs.decorated_by_lambda.__defaults__[0]) == "return t"
    assert last_line(read(programs.decorated).cells["f"].cell_contents) == "return x"


def test_methods(programs):
    model = programs.Model(4.0)
    primal = read(model.method)
    assert last_line(model.method) == "return self.w * x"
    assert primal.bound == {"self": model}
    assert last_line(programs.Model.method) == "return self.w * x"
    assert read(programs.Model.method).bound == {}
    assert last_line(programs.Model.static) == "return x"
    assert last_line(vars(programs.Model)["static"]) == "return x"
    assert read(model.of_class).bound == {"cls": programs.Model}


def test_callable_objects_are_named_after_their_class(programs):
    model = programs.Model(4.0)
    assert read(model).name == "model"
    assert read(model).bound == {"self": model}


def test_partials(programs):
    model = programs.Model(4.0)
    assert read(functools.partial(programs.plain, n=3)).bound == {"n": 3}
    nested = functools.partial(functools.partial(model, k=1), k=2)
    assert read(nested).bound == {"self": model, "k": 2}
    assert read(functools.partial(functools.partial(programs.plain, 1.0), 2.0)).bound == {"x": 1.0, "n": 2.0}
    with pytest.raises(TypeError, match="takes 2 positional arguments but 3 are bound"):
        read(functools.partial(programs.plain, 1, 2, 3))
    with pytest.raises(TypeError, match="unexpected keyword argument 'm'"):
        read(functools.partial(programs.plain, m=2))
    with pytest.raises(TypeError, match="multiple values for argument 'x'"):
        read(functools.partial(programs.plain, 1, x=2))


def test_partial_of_star_arguments_is_refused():
    def many(x, *rest, **options):
        return x

    with pytest.raises(Unsupported, match=r"\*rest"):
        read(functools.partial(many, 1, 2))
    with pytest.raises(Unsupported, match=r"\*\*options"):
        read(functools.partial(many, a=2))


def test_numba_functions():
    numba = pytest.importorskip("numba")
    assert last_line(numba.njit(compiled_later)) == "return x * 4.0"


def compiled_later(x):
    return x * 4.0


def test_caches_are_seen_through():
    assert last_line(functools.lru_cache(compiled_later)) == "return x * 4.0"


def test_our_own_objects_are_seen_through():
    class Ours:
        def __init__(self, fun):
            self.__s2sdiff_fun__ = fun

        def __call__(self, x):
            return "something else"

    assert last_line(Ours(compiled_later)) == "return x * 4.0"

    @functools.wraps(Ours(compiled_later))
    def wrapper(x):
        return x - 1.0

    assert last_line(wrapper) == "return x - 1.0"


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (np.tanh, "def tanh(x):\n    return np.tanh(x)\n"),
        (np.arctan2, "def arctan2(x1, x2):\n    return np.arctan2(x1, x2)\n"),
        (np.linalg.solve, "def solve(a, b):\n    return np.linalg.solve(a, b)\n"),
        (np.sum, "def sum(a, axis=None):\n    return np.sum(a, axis=axis)\n"),
        (np.where, "def where(condition, x, y):\n    return np.where(condition, x, y)\n"),
        (math.sin, "def sin(x):\n    return math.sin(x)\n"),
        (math.log, "def log(x):\n    return math.log(x)\n"),
        (operator.mul, "def mul(a, b):\n    return operator.mul(a, b)\n"),
        (abs, "def abs(x):\n    return abs(x)\n"),
        (max, "def max(*args):\n    return max(*args)\n"),
    ],
)
def test_functions_written_in_c(function, text):
    primal = read(function)
    assert print_function(primal.tree) == text
    assert read(function).function is primal.function
    if function not in (np.linalg.solve, np.where):
        args = [0.5] if text.count(",") < 2 or "axis" in text else [0.5, 2.0]
        assert primal.function(*args if "*" not in text else [0.5, 2.0]) == function(
            *args if "*" not in text else [0.5, 2.0]
        )


@pytest.mark.parametrize("thing", [np.random.default_rng(0).normal, operator.itemgetter(1), np.ones(3).sum])
def test_what_has_no_source_is_refused_with_a_cure(thing):
    with pytest.raises(SourceError, match=r"(?s)not written in Python.*cure: write a function that calls"):
        read(thing)


def test_classes_are_refused(programs):
    with pytest.raises(Unsupported, match=r"(?s)class `Model`.*Model\(\.\.\.\)"):
        read(programs.Model)


def test_values_are_a_type_error():
    with pytest.raises(TypeError, match="Expected a callable value, got 3"):
        read(3)


def test_coroutines_are_refused(programs):
    with pytest.raises(Unsupported, match=r"(?s)programs\.py:\d+: an async function.*async def coroutine"):
        read(programs.coroutine)


def test_code_without_text_is_refused():
    with pytest.raises(SourceError, match="`<lambda>` has no source"):
        read(eval("lambda x: x"))


def test_text_that_only_linecache_knows():
    text = """
    %matplotlib = 0
    """
    function = from_text("y = 1\ndef f(x):\n    return x * 7\n", "f", "<ipython-input-1-abc>")
    assert last_line(function) == "return x * 7"
    assert text


def test_notebook_cell_with_await():
    function = from_text("def f(x):\n    return x * 8\n", "f", "<cell>")
    text = "def f(x):\n    return x * 8\nawait g()\n"
    linecache.cache["<cell>"] = (len(text), None, text.splitlines(keepends=True), "<cell>")
    assert last_line(function) == "return x * 8"


def test_text_that_is_no_python_is_refused():
    function = from_text("def f(x):\n    return x\n", "f", "<broken>")
    linecache.cache["<broken>"] = (3, None, ["def f(x:\n"], "<broken>")
    with pytest.raises(SourceError, match="the text has changed"):
        read(function)


def test_future_flags_of_a_cell():
    text = "def f(x: Unheard):\n    return x * 9\n"
    import __future__

    linecache.cache["<cell 2>"] = (len(text), None, text.splitlines(keepends=True), "<cell 2>")
    space = {}
    exec(compile(text, "<cell 2>", "exec", flags=__future__.annotations.compiler_flag), space)
    assert last_line(space["f"]) == "return x * 9"


def write_and_import(path, text):
    path.write_text(textwrap.dedent(text))
    module = types.ModuleType(path.stem)
    exec(compile(path.read_text(), str(path), "exec"), vars(module))
    return module


def edit(path, text):
    path.write_text(textwrap.dedent(text))
    os.utime(path, (1, 1))


def test_changed_text_is_refused(tmp_path):
    path = tmp_path / "changing.py"
    module = write_and_import(path, "def f(x):\n    return x * 2\n")
    edit(path, "def f(x):\n    return x * 3\n")
    with pytest.raises(SourceError, match=r"(?s)`f` is not what .*changing.py says at line 1.*cure: import"):
        read(module.f)


def test_text_seen_before_it_changed_is_still_the_functions(tmp_path):
    path = tmp_path / "seen.py"
    module = write_and_import(path, "def f(x):\n    return x * 2\n")
    read(module.f)
    edit(path, "def f(x):\n    return x * 3\n")
    assert last_line(module.f) == "return x * 2"


def test_moved_text_is_found(tmp_path):
    path = tmp_path / "moved.py"
    module = write_and_import(path, "def f(x):\n    return [x * i for i in range(3)]\n")
    edit(path, "import math\n\n\ndef g(x):\n    return x\n\n\ndef f(x):\n    return [x * i for i in range(3)]\n")
    assert read(module.f).tree.lineno == 8


def test_reloaded_text_is_found(tmp_path):
    path = tmp_path / "reloaded.py"
    read(write_and_import(path, "def f(x):\n    return x * 2\n").f)
    edit(path, "def f(x):\n    return x * 30\n")
    module = types.ModuleType("reloaded")
    exec(compile(path.read_text(), str(path), "exec"), vars(module))
    assert last_line(module.f) == "return x * 30"


def checks(x):
    assert x > 0.0, "positive"
    y = x * 2.0
    assert y == 2.0 * x
    return y


def test_asserts_rewritten_by_pytest():
    assert any("@py" in name for name in checks.__code__.co_names + checks.__code__.co_varnames)
    assert last_line(checks) == "return y"


def test_nested_function_with_rewritten_assert():
    def inner(x):
        def check(z):
            assert z
            return z

        return check(x)

    assert last_line(inner) == "return check(x)"


def test_asserts_do_not_hide_a_change(tmp_path):
    changed = checks.__code__.replace(co_consts=tuple(5.0 if c == 2.0 else c for c in checks.__code__.co_consts))
    with pytest.raises(SourceError):
        read(types.FunctionType(changed, globals()))


def test_emitted_functions_are_read_back():
    text = "def f_grad(x, k=2.0):\n    return np.cos(x) * helper(x) * k\n\n\ndef helper(x):\n    return scale * x\n"
    live = load(text, "<s2sdiff f_grad of test_read.py:1>", {}, {"np": np, "scale": 2.0})
    primal = read(live["f_grad"])
    assert print_function(primal.tree) == text[: text.index("\n\n") + 1]
    assert set(primal.cells) == {"np", "helper"}
    assert last_line(live["helper"]) == "return scale * x"


def test_nested_definitions(programs):
    primal = read(programs.outer)
    inner, pair = primal.tree.body[1], primal.tree.body[2].value
    nested = read_nested(primal, inner)
    assert (nested.name, nested.filename, nested.function) == ("inner", primal.filename, None)
    assert nested.comments is primal.comments
    anonymous = read_nested(primal, pair.elts[1], "product")
    assert print_function(anonymous.tree) == "def product(x):\n    return lambda y: x * y - b\n"
    assert anonymous.tree.lineno == pair.elts[1].lineno


def test_names_that_are_not_ascii(programs):
    assert last_line(programs.écriture) == "return é + np.float64(1.0)"


def test_without_debug_ranges_and_with_optimization(programs):
    script = (
        "import runpy, sys; from s2sdiff.read import read; from s2sdiff.emit import print_expr;"
        "m = runpy.run_path(sys.argv[1]);"
        "print([print_expr(read(m[k]).tree.body[-1].value) for k in ('first', 'second', 'plain')])"
    )
    command = [sys.executable, "-X", "no_debug_ranges", "-OO", "-c", script, programs.__file__]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['x + 1.0', 'x + 2.0', 'x**n']"
