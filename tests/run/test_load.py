from __future__ import annotations

import inspect
import linecache
import traceback
from types import CellType
from typing import Any

import numpy as np
import pytest

from s2sdiff import run

TEXT = '''def f_grad(x, n=3, *, scale=2.0):
    """Adjoint of `f`."""
    y, tape = f_fwd(x)
    # line 2: return x * k
    return scale * f_bwd(tape, 1.0) + n


def f_fwd(x):
    return x * k, k


def f_bwd(tape, y_bar):
    return helper(tape) * y_bar
'''


def scope(**names: Any) -> dict[str, Any]:
    return {"__name__": "user.module", "k": 5.0, **names}


def test_definitions_call_each_other_and_read_the_users_globals() -> None:
    user = scope()
    functions = run.load(TEXT, "<s2sdiff f_grad of a.py:1>", user, {"helper": lambda t: t})
    assert list(functions) == ["f_grad", "f_fwd", "f_bwd"]
    f_grad = functions["f_grad"]
    assert f_grad(1.0) == 13.0
    user["k"] = 7.0
    assert f_grad(1.0, 0, scale=1.0) == 7.0
    assert f_grad.__globals__ is user
    assert set(user) - {"__builtins__"} == {"__name__", "k"}


def test_names_documentation_and_defaults() -> None:
    f_grad = run.load(TEXT, "<s2sdiff f_grad of b.py:1>", scope(), {"helper": abs})["f_grad"]
    assert (f_grad.__name__, f_grad.__qualname__, f_grad.__module__) == ("f_grad", "f_grad", "user.module")
    assert f_grad.__doc__ == "Adjoint of `f`."
    assert (f_grad.__defaults__, f_grad.__kwdefaults__) == ((3,), {"scale": 2.0})
    assert str(inspect.signature(f_grad)) == "(x, n=3, *, scale=2.0)"


def test_cells_of_the_user_are_live() -> None:
    cell = CellType(2.0)
    f = run.load("def f(x):\n    return x * w\n", "<s2sdiff f of c.py:1>", {}, {"w": cell})["f"]
    assert f(3.0) == 6.0
    cell.cell_contents = 5.0
    assert f(3.0) == 15.0
    empty = CellType()
    f = run.load("def f(x):\n    return x * w\n", "<s2sdiff f of c.py:1>", {}, {"w": empty})["f"]
    with pytest.raises(NameError):
        f(3.0)
    empty.cell_contents = 1.0
    assert f(3.0) == 3.0


def test_bindings_come_before_globals() -> None:
    f = run.load("def f():\n    return np.pi, k\n", "<s2sdiff f of d.py:1>", scope(np=None), {"np": np})["f"]
    assert f() == (np.pi, 5.0)


def test_recursion_and_a_local_function() -> None:
    text = "def fact(n):\n    return 1 if n < 1 else n * fact(n - 1)\n\n\ndef late(x):\n    def inner(y):\n        return x * fact(y)\n\n    return inner\n"
    functions = run.load(text, "<s2sdiff fact of e.py:1>", {}, {})
    assert functions["fact"](5) == 120
    assert functions["late"](2.0)(3) == 12.0


def test_annotations_are_not_evaluated() -> None:
    f = run.load("def f(x: NoSuchType) -> None:\n    return x\n", "<s2sdiff f of g.py:1>", {}, {})["f"]
    assert f.__annotations__ == {"x": "NoSuchType", "return": "None"}


def test_source_and_tracebacks_show_the_text() -> None:
    functions = run.load(TEXT, "<s2sdiff f_grad of h.py:1>", scope(), {"helper": lambda t: t / 0.0})
    linecache.checkcache()
    assert inspect.getsource(functions["f_fwd"]) == "def f_fwd(x):\n    return x * k, k\n"
    assert inspect.getsource(functions["f_grad"]).startswith("def f_grad(x, n=3")
    with pytest.raises(ZeroDivisionError) as caught:
        functions["f_grad"](1.0)
    shown = "".join(traceback.format_exception(caught.value))
    assert 'File "<s2sdiff f_grad of h.py:1>", line 13, in f_bwd\n    return helper(tape) * y_bar' in shown


def test_one_file_name_is_one_text() -> None:
    first = run.load("def f():\n    return 1\n", "<s2sdiff f of i.py:1>", {}, {})["f"]
    second = run.load("def f():\n    return 2\n", "<s2sdiff f of i.py:1>", {}, {})["f"]
    again = run.load("def f():\n    return 1\n", "<s2sdiff f of i.py:1>", {}, {})["f"]
    assert second.__code__.co_filename == "<s2sdiff f of i.py:1 (2)>"
    assert again.__code__.co_filename == first.__code__.co_filename == "<s2sdiff f of i.py:1>"
    assert inspect.getsource(first) == "def f():\n    return 1\n"
    assert run.text_of(second) == "def f():\n    return 2\n"
    assert run.text_of(scope) is None
    assert run.text_of(len) is None


def test_only_definitions_are_accepted() -> None:
    with pytest.raises(ValueError, match="function definitions only"):
        run.load("x = 1\n", "<s2sdiff x>", {}, {})
