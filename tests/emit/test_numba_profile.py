"""The Numba profile changes the spelling of a function and nothing else: the text, and what it computes in CPython."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import gast
import numpy as np
import pytest

from s2sdiff import emit, syntax
from s2sdiff.emit.numba_profile import numba_legal
from s2sdiff.errors import Unsupported
from s2sdiff.types import BOOL, FLOAT, INT, Array, Dict, ListOf, Type, size

VECTOR = Array("float64", (size("n"),))
MATRIX = Array("float64", (size("m"), size("n")))
TAPES = {"s_tape": ListOf(FLOAT), "b_tape": ListOf(BOOL), "h_tape": ListOf(VECTOR)}


def function(text: str) -> gast.FunctionDef:
    return syntax.parse_python(dedent(text)).body[0]


def rewritten(text: str, **types: Type) -> str:
    """The function in the profile, printed; the tapes above are ours."""
    return emit.print_function(numba_legal(function(text), {**TAPES, **types}, set(TAPES))).strip()


def called(text: str, *args: Any) -> Any:
    namespace: dict[str, Any] = {"np": np}
    exec(dedent(text), namespace)
    return namespace["f"](*args)


def body(text: str, **types: Type) -> list[str]:
    return [line.strip() for line in rewritten(text, **types).splitlines()[1:]]


RANGES = [
    ("range(n)", "range(n - 1, -1, -1)"),
    ("range(1, n)", "range(n - 1, 0, -1)"),
    ("range(n - 1, -1, -1)", "range(n)"),
    ("range(a, n)", "range(n - 1, a - 1, -1)"),
    ("range(7)", "range(6, -1, -1)"),
    ("range(a, n, 3)", None),
    ("range(n, a, -2)", None),
    ("range(a, n, s)", None),
]


@pytest.mark.parametrize(("forward", "backward"), RANGES)
def test_reversed_ranges(forward: str, backward: str | None) -> None:
    text = f"def f(a, n, s):\n    y = []\n    for i in reversed({forward}):\n        y.append(i)\n    return y\n"
    new = rewritten(text)
    assert "reversed" not in new
    assert backward is None or f"in {backward}:" in new
    for a, n, s in [(0, 5, 1), (2, 9, 3), (3, 3, 2), (4, 1, 5), (-4, 7, 4), (9, 1, -3), (0, 8, 2)]:
        assert called(new, a, n, s) == called(text, a, n, s)


LOOPS = [
    "for i in {range}:\n        s_tape.append(i * 0.5)\n        y.append(i)",
    "for _ in {range}:\n        s_tape.append(len(y) + 0.5)\n        y.append(1)",
    "for i in {range}:\n        if i > 4:\n            break\n        s_tape.append(i * 0.5)",
]


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("trips", ["range(n)", "range(2, n)", "range(a, n)", "range(a, n, 2)", "range(n, a, -3)"])
def test_tapes_of_numbers(loop: str, trips: str) -> None:
    """A loop that counts fills an array, any other a list; the reverse loop reads either."""
    text = (
        f"def f(a, n):\n    y = []\n    s_tape = []\n    {loop.format(range=trips)}\n"
        "    for s in reversed(s_tape):\n        y.append(s)\n    return y\n"
    )
    new = rewritten(text)
    assert ("np.empty(" in new) == ("break" not in loop)
    assert "reversed" not in new
    for a, n in [(0, 6), (3, 3), (5, 2), (-4, 7), (0, 0)]:
        assert called(new, a, n) == called(text, a, n)


def test_a_reverse_loop_over_a_range_and_tapes() -> None:
    text = """
    def f(n, s_tape, b_tape):
        for i, s, b in zip(reversed(range(1, n)), reversed(s_tape), reversed(b_tape)):
            print(i, s, b)
    """
    assert body(text) == [
        "for i in range(n - 1, 0, -1):", "s = s_tape[i - 1]", "b = b_tape[i - 1]", "print(i, s, b)",
    ]  # fmt: skip


def test_the_users_loops_of_unequal_lengths() -> None:
    text = (
        "def f(x, y):\n    z = []\n    for i, (a, (b, c)) in enumerate(zip(x, zip(reversed(y), range(3, 9, 2)))):\n"
        "        z.append((i, a, b, c))\n        y = x\n    return z\n"
    )
    new = rewritten(text)
    assert "reversed" not in new
    for x, y in [([1, 2, 3, 4], [5, 6]), ([1], [2, 3, 4]), ([], [1]), ([1, 2, 3, 4, 5], [6, 7, 8, 9])]:
        assert called(new, x, y) == called(text, x, y)


def test_tapes_that_leave_the_function() -> None:
    """Numbers leave as arrays, anything else as typed lists; lists that stay inside stay lists."""
    text = """
    def f_fwd(x):
        s_tape = []
        h_tape = []
        while x > 1.0:
            s_tape.append(x)
            h_tape.append(np.ones(3))
            x = x - 1.0
        return x, (s_tape, h_tape, x)
    """
    lines = body(text)
    assert lines[:2] == ["s_tape = []", "h_tape = numba.typed.List()"]
    assert lines[-1] == "return x, (np.array(s_tape), h_tape, x)"
    inside = body(text.replace("(s_tape, h_tape, x)", "len(h_tape)"))
    assert inside[:2] == ["s_tape = []", "h_tape = []"]


def test_names_without_a_value_start_empty() -> None:
    text = (
        "def f(c):\n    n = None\n    h = None\n    best = None\n    if best is None:\n        pass\n    return h, n\n"
    )
    assert body(text, n=INT, h=MATRIX, best=FLOAT)[:3] == [
        "n = 0", "h = np.empty((0, 0), np.float64)", "best = None",
    ]  # fmt: skip


CALLS = {
    "np.sum(x, axis=0, keepdims=True)": "np.expand_dims(np.sum(x, axis=0), 0)",
    "np.sum(x, axis=(0, 1), keepdims=True)": "np.expand_dims(np.expand_dims(np.sum(x, axis=(0, 1)), 0), 1)",
    "np.sum(x, axis=(-1, -2), keepdims=True)": "np.expand_dims(np.expand_dims(np.sum(x, axis=(-1, -2)), -1), -2)",
    "x.sum(axis=-1, keepdims=True)": "np.expand_dims(np.sum(x, axis=-1), -1)",
    "np.sum(x, keepdims=True)": "np.expand_dims(np.expand_dims(np.sum(x), 0), 1)",
    "np.sum(x, axis=None, keepdims=False)": "np.sum(x)",
    "np.mean(x, axis=1)": "np.sum(x, axis=1) / x.shape[1]",
    "x.mean(0)": "np.sum(x, axis=0) / x.shape[0]",
    "x.sum(axis=1)": "x.sum(axis=1)",
    "x[...]": "x[:]",
    "np.zeros(3, dtype=int)": "np.zeros(3, dtype=np.int64)",
}


@pytest.mark.parametrize(("call", "expected"), CALLS.items())
def test_calls(call: str, expected: str) -> None:
    text = f"def f(x):\n    return {call}\n"
    new = rewritten(text, x=MATRIX)
    assert new.splitlines()[-1].strip() == f"return {expected}"
    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(called(new, x), called(text, x))


def test_a_mean_of_an_expression_is_computed_once() -> None:
    assert body("def f(x):\n    return np.mean(x * x, axis=0) + 1.0\n", x=MATRIX) == [
        "values = x * x", "return np.sum(values, axis=0) / values.shape[0] + 1.0",
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["v", "2.0", "v * v"])
@pytest.mark.parametrize(("target", "index"), [("x", "i"), ("a", "i"), ("a", "(i, j)"), ("a", "(i, k)")])
def test_additions_at_repeated_places(target: str, index: str, value: str) -> None:
    text = f"def f(x, a, v, i, j, k):\n    np.add.at({target}, {index}, {value})\n    return {target}\n"
    indices = Array("int64", (size("n"),))
    new = rewritten(text, x=VECTOR, a=MATRIX, v=VECTOR, i=indices, j=indices, k=INT)
    assert "np.add" not in new

    def args() -> tuple[Any, ...]:
        return np.zeros(3), np.zeros((3, 3)), np.arange(3.0), np.array([2, 0, 2]), np.array([1, 1, 1]), 1

    np.testing.assert_array_equal(called(new, *args()), called(text, *args()))


def test_parameters_are_positional() -> None:
    signature = rewritten("def f(x, n=3, *, scale=2.0, x_dot):\n    return x\n").splitlines()[0]
    assert signature == "def f(x, n=3, scale=2.0, x_dot=None):"
    assert rewritten("def f(x, *, x_dot):\n    return x\n").splitlines()[0] == "def f(x, x_dot):"


def test_warning_filters_and_dead_functions_go() -> None:
    text = 'def f(x):\n    def g(y):\n        return y\n    with np.errstate(all="ignore"):\n        z = 1 / x\n    return z\n'
    assert body(text) == ["z = 1 / x", "return z"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def f(params):\n    return params\n", "`params` is a dict"),
        ('def f(x):\n    print(f"{x:.3f}")\n    return x\n', "f-string"),
        ("def f_fwd(x):\n    y, t = f_fwd(x)\n    return y, (t,)\n", "recursive function `f`"),
    ],
)
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(Unsupported, match=message) as raised:
        rewritten(text, params=Dict((("w", VECTOR),)))
    assert raised.value.cure


def test_the_function_itself_is_left_alone() -> None:
    given = function("def f(n):\n    for i in reversed(range(n)):\n        print(i)\n")
    before = syntax.dump(given)
    numba_legal(given, {})
    assert syntax.dump(given) == before
