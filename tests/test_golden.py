"""The emitted text, to the byte: `pytest --update-golden` rewrites what has changed, for review as prose."""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import tokenize
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import oracles
from goldens import GOLDENS, Golden

TESTS = Path(__file__).parent


def over(goldens: list[Golden]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("golden", goldens, ids=lambda g: g.name)


GRADIENTS = [g for g in GOLDENS if g.options["mode"] == "grad" and "order" not in g.options]


@over(GOLDENS)
def test_text(golden: Golden, tmp_path: Path, update_golden: bool) -> None:
    text = golden.emitted(tmp_path)
    if update_golden and text != golden.output:
        golden.rewrite(text)
        return
    assert text == golden.output


def test_same_bytes_on_another_hash_seed() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4321", "S2SDIFF_CACHE": "0", "PYTHONPATH": str(TESTS.parent)}
    run = subprocess.run(
        [sys.executable, TESTS / "goldens.py"], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {golden.name: golden.output for golden in GOLDENS}


def _namespace(golden: Golden, derivative: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": golden.name}
    exec(compile(golden.program, golden.path.name, "exec"), namespace)
    exec(compile(derivative, f"{golden.name}_output.py", "exec"), namespace)
    return namespace


@over(GRADIENTS)
def test_gradient_is_right(golden: Golden) -> None:
    """The text in the file, run as it stands, agrees with differences of the program."""
    namespace = _namespace(golden, golden.output)
    function = namespace[golden.function]
    args = eval(f"({golden.options['at']},)", {"np": np})
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    wrt = tuple(names.index(n) for n in golden.options.get("wrt", names[0]).split(","))
    case = oracles.Case(function, args, wrt, complex_step=False)
    direction = oracles.direction_like(case.point(), np.random.default_rng(0))
    want, tolerance = oracles.derivative(case, direction)
    gradient = oracles.quietly(namespace[f"{golden.function}_grad"], *args)
    have = oracles.inner(gradient if len(wrt) > 1 else (gradient,), direction)
    assert abs(have - want) <= tolerance * max(1.0, abs(want))


def test_standalone_needs_numpy_alone(tmp_path: Path) -> None:
    """Standalone text of every gradient runs, and agrees, where s2sdiff cannot be imported."""
    calls = []
    for golden in GRADIENTS:
        (tmp_path / f"{golden.name}_standalone.py").write_text(golden.emitted(tmp_path, "--standalone"))
        calls.append((golden.name, golden.function, golden.options["at"]))
    script = (
        "import sys; sys.modules['s2sdiff'] = None\n"
        "import importlib, numpy as np\n"
        f"for name, function, at in {calls!r}:\n"
        "    module = importlib.import_module(name + '_standalone')\n"
        "    getattr(module, function + '_grad')(*eval('(' + at + ',)'))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def _code_lines(text: str) -> int:
    """Lines that hold code: no comments, docstrings or blank lines."""
    strings = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return len({t.start[0] for t in tokens if t.type not in skipped} - strings)


@over(GRADIENTS)
def test_text_is_short(golden: Golden) -> None:
    """At most three times the program, once more for each function of a pair, and a few lines for a short program."""
    lines = _code_lines(golden.program)
    functions = sum(line.startswith("def ") for line in golden.output.splitlines())
    own = sum(line.startswith("def ") for line in golden.program.splitlines())
    # Two depths of exits are two flags, each with a tape and a guard in either sweep.
    factor = 5 if golden.name == "exits_at_two_depths" else 3 + max(0, functions - own)
    assert _code_lines(golden.output) <= factor * lines + 11


def test_no_golden_needs_a_helper() -> None:
    """Where shapes are known the text stands alone."""
    assert not {golden.name for golden in GOLDENS if "s2sdiff.runtime" in golden.output}
