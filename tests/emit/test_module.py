"""Headers, modules of several functions, and modules that need NumPy alone."""

import types

import pytest

from s2sdiff import emit, runtime, syntax


def test_header_is_a_docstring():
    function = syntax.function("f_grad", ["w", "x"], syntax.body("return w"))
    text = emit.header("grad", "f", ["w"], ["x"], emit.origin("/home/me/model.py", 12), ["w_bar"])
    function.body.insert(0, syntax.body(repr(text))[0])
    assert (
        emit.print_function(function)
        == '''\
def f_grad(w, x):
    """Adjoint of `f` with respect to w.  Held constant: x.

    Written by s2sdiff from model.py:12 (reverse, joint).
    Returns w_bar, shaped like w.
    """
    return w
'''
    )


@pytest.mark.parametrize("kind", ["grad", "value_and_grad", "jvp", "fwd", "bwd"])
def test_headers_fit(kind):
    wrt = [f"parameter_{n}" for n in range(12)]
    text = emit.header(kind, "f", wrt, [], "model.py:1", [f"{w}_bar" for w in wrt])
    assert text.startswith(("Adjoint of `f`", "`f`"))
    assert max(map(len, f'    """{text}'.splitlines())) <= 88
    assert all(line.startswith("    ") for line in text.splitlines()[1:] if line)


def test_origin_names_no_folder():
    assert emit.origin("/a/b/c.py", 3) == "c.py:3"
    assert emit.origin("<stdin>", 3) == "<stdin>:3"


def test_module():
    f = syntax.body("def f(x):\n    return np.sin(x)")[0]
    assert emit.module([f, "def g(x):\n    return f(x)\n"], ["import numpy as np"]) == (
        "import numpy as np\n\n\ndef f(x):\n    return np.sin(x)\n\n\ndef g(x):\n    return f(x)\n"
    )
    assert emit.module(["def g(x):\n    return x"]) == "def g(x):\n    return x\n"


def test_free_names():
    text = "def f(x: Any) -> Real:\n    y = x + c\n    return np.sin(y) + g(len(y)) + [t for t in y][0]\n\ndef g(x=d): return x"
    assert emit.free_names(text) == {"c", "np", "d"}


def test_standalone_pastes_the_helpers_used():
    text = "from s2sdiff.runtime import unbroadcast\n\n\ndef f(x, y):\n    return unbroadcast(x, y) * math.pi\n"
    alone = emit.standalone([text], runtime)
    assert alone.startswith(
        "from __future__ import annotations\n\nimport math\nimport numpy as np\n\n\ndef unbroadcast("
    )
    assert "s2sdiff" not in alone
    assert alone.count("def ") == 2
    space = {}
    exec(alone, space)
    assert space["f"](2.0, 1.0) == 2.0 * space["math"].pi


def test_standalone_pastes_helpers_of_helpers():
    helpers = types.ModuleType("helpers")
    helpers.outer = runtime.unbroadcast
    assert "def unbroadcast" in emit.standalone(["def f(x):\n    return outer(x, x)"], helpers)


def test_standalone_without_helpers_is_the_functions():
    assert emit.standalone(["def f(x):\n    return x"], runtime) == "def f(x):\n    return x\n"


HELPERS = sorted(name for name, value in vars(runtime).items() if isinstance(value, types.FunctionType))


@pytest.mark.parametrize("helper", HELPERS)
def test_standalone_imports_what_helpers_read(helper):
    alone = emit.standalone([f"def f(*args):\n    return {helper}(*args)"], runtime)
    assert not emit.free_names(alone)
    assert "s2sdiff" not in alone.replace("__s2sdiff", "")
