"""The command line: what it prints, what it writes, what it refuses, and how it exits."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2sdiff import cli, stages
from s2sdiff.rules import registry

ROOT = Path(__file__).parent.parent

PROGRAM = '''\
import math

import numpy as np

RATE = 0.5
WEIGHTS = np.array([1.0, 2.0, 4.0])


def square(x):
    """Called by others."""
    return x * x


def report(n: "Fraction", unit=RATE):
    return n * unit


def loss(x, k=2.0):
    steps = report(3)
    return k * np.sum(WEIGHTS * square(x)) + steps


def typed(x: float, n: int = 3) -> float:
    for _ in range(n):
        x = x + math.sin(x)
    return x


def vector(x: np.ndarray):
    return np.exp(x) * x


def scaled(x, *, by: float):
    return x * by


def branches(x):
    a = np.outer(x, x)
    flat = a.ravel("F")
    a[0] = 2.0 * x
    return np.sum(flat)
'''

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on program.py in an empty folder: status, standard output, standard error."""
    (tmp_path / "program.py").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)

    def run(command: str, function: str, *flags: str) -> tuple[int, str, str]:
        status = cli.main([command, function if ":" in function else f"program.py:{function}", *flags])
        return status, *capsys.readouterr()

    return run


def namespace(text: str, **given: Any) -> dict[str, Any]:
    exec(compile(text, "printed.py", "exec"), given)
    return given


# ------------------------------------------------------------------------------------------------------------- dump


def test_gradient_stands_beside_the_program(run: Run) -> None:
    status, text, _ = run("dump", "loss", "--at", "np.ones(3)")
    assert status == 0
    assert "def loss_grad(x, k=2.0):" in text
    assert "import" not in text
    x = np.array([1.0, -2.0, 0.5])
    gradient = namespace(PROGRAM + text)["loss_grad"](x)
    assert np.allclose(gradient, 4.0 * np.array([1.0, 2.0, 4.0]) * x)


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        ("grad", "typed_grad"),
        ("reverse", "typed_grad"),
        ("value-and-grad", "typed_value_and_grad"),
        ("jvp", "typed_jvp"),
        ("forward", "typed_jvp"),
        ("vjp", "typed_fwd"),
        ("vjp", "typed_bwd"),
        ("jacfwd", "typed_jacfwd"),
        ("jacrev", "typed_grad"),
        ("hessian", "typed_hessian"),
        ("hvp", "typed_hvp"),
    ],
)
def test_modes(run: Run, mode: str, name: str) -> None:
    status, text, _ = run("dump", "typed", "--mode", mode)
    assert status == 0
    assert name in namespace(PROGRAM + text)


def test_jacobian_of_a_vector(run: Run) -> None:
    _, text, _ = run("dump", "vector", "--mode", "jacrev", "--at", "np.ones(2)")
    x = np.array([0.3, 0.7])
    assert np.allclose(namespace(PROGRAM + text)["vector_jacrev"](x), np.diag(np.exp(x) * (1.0 + x)))


def test_orders(run: Run) -> None:
    _, text, _ = run("dump", "square", "--order", "3", "--at", "1.0")
    assert namespace(text)["square_grad_grad_grad"](5.0) == 0.0
    _, text, _ = run("dump", "square", "--order", "2", "--at", "1.0", "--mode", "jvp")
    names = namespace(text)
    assert "square_jvp_jvp" in names


def test_wrt(run: Run) -> None:
    _, text, _ = run("dump", "loss", "--wrt", "k,x", "--at", "np.ones(3)")
    k_bar, x_bar = namespace(PROGRAM + text)["loss_grad"](np.ones(3), 3.0)
    assert k_bar == 7.0
    assert np.allclose(x_bar, [6.0, 12.0, 24.0])


def test_keyword_only(run: Run) -> None:
    _, text, _ = run("dump", "scaled", "--at", "2.0, by=3.0", "--wrt", "by")
    assert namespace(text)["scaled_grad"](2.0, by=3.0) == 2.0


def test_types_from_annotations(run: Run) -> None:
    assert run("dump", "typed")[0] == 0
    status, _, error = run("dump", "loss")
    assert status == 2
    assert "the type of `x` is not known" in error
    assert "--at" in error


def test_output_and_check(run: Run, tmp_path: Path) -> None:
    flags = ("--at", "np.ones(3)", "-o", "out.py")
    status, text, error = run("dump", "loss", *flags, "--check")
    assert (status, text) == (1, "")
    assert "does not exist" in error
    assert run("dump", "loss", *flags) == (0, "", "")
    assert run("dump", "loss", *flags, "--check") == (0, "", "")
    (tmp_path / "program.py").write_text(PROGRAM.replace("k * np.sum", "k * k * np.sum"))
    status, text, _ = run("dump", "loss", *flags, "--check")
    assert status == 1
    assert text.startswith("--- out.py")
    assert run("dump", "loss", "--at", "np.ones(3)", "--check")[0] == 2


def test_written_module_imports_what_it_reads(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("dump", "loss", "--at", "np.ones(3)", "-o", "loss_derivative.py")
    monkeypatch.syspath_prepend(str(tmp_path))
    module = importlib.import_module("loss_derivative")
    assert np.allclose(module.loss_grad(np.ones(3)), [4.0, 8.0, 16.0])
    for name in ("loss_derivative", "program"):
        sys.modules.pop(name)


def test_standalone(run: Run, tmp_path: Path) -> None:
    flags = ("--at", "np.ones(3)", "--mode", "value-and-grad", "--standalone", "-o", "alone.py")
    assert run("dump", "loss", *flags)[0] == 0
    (tmp_path / "program.py").unlink()
    script = (
        "import sys; sys.modules['s2sdiff'] = None\n"
        "import numpy as np, alone\n"
        "print(alone.loss_value_and_grad(np.ones(3))[0], 'program' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["15.5", "False"], done.stderr


def test_standalone_pastes_helpers(run: Run) -> None:
    """What shapes leave open is decided by a helper, which comes along."""
    program = Path("unknown.py")
    program.write_text("import numpy as np\n\n\ndef f(x: np.ndarray, y: np.ndarray):\n    return np.sum(x * y)\n")
    _, beside, _ = run("dump", "unknown.py:f")
    _, alone, _ = run("dump", "unknown.py:f", "--standalone")
    assert "from s2sdiff.runtime import" in beside
    assert "s2sdiff.runtime" not in alone
    x, y = np.ones((2, 3)), np.arange(3.0)
    assert np.allclose(namespace(alone)["f_grad"](x, y), x * y)


def test_standalone_has_classes_under_the_names_that_they_go_by(run: Run, tmp_path: Path) -> None:
    """A variable may be called as the class of another module is."""
    (tmp_path / "shapes.py").write_text("class box:\n    def __init__(self, a, b):\n        self.a, self.b = a, b\n\n    def twice(self):\n        return box(self.a * 2, self.b)\n")
    (tmp_path / "boxes.py").write_text("import shapes\n\n\ndef f(x: float):\n    box = shapes.box(x, 3.0).twice()\n    box.a *= box.b\n    return box.a * x\n")
    _, alone, _ = run("dump", "boxes.py:f", "--standalone")
    assert "shapes_box(" in alone
    assert alone.count("class box") == 1
    assert namespace(alone)["f_grad"](0.5) == 6.0


def test_standalone_needs_no_name_of_an_annotation(run: Run, tmp_path: Path) -> None:
    (tmp_path / "states.py").write_text(
        "from dataclasses import dataclass\n\nimport numpy as np\n\n\n@dataclass\nclass State:\n    at: np.ndarray\n\n    def step(self):\n        self.at = self.at**2\n"
        "\n\ndef f(x: np.ndarray):\n    state = State(x)\n    state.step()\n    return state.at @ x\n"
    )
    (tmp_path / "alone.py").write_text(run("dump", "states.py:f", "--at", "np.ones(2)", "--standalone")[1])
    done = subprocess.run([sys.executable, "-c", "import alone, numpy; print(alone.f_grad(numpy.ones(2)))"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["[3.", "3.]"], done.stderr


def test_same_bytes_twice(run: Run) -> None:
    flags = ("--at", "np.ones(3)", "--mode", "jvp", "--standalone")
    assert run("dump", "loss", *flags) == run("dump", "loss", *flags)


def test_no_trace_is_left(run: Run) -> None:
    path, modules = list(sys.path), sys.modules.get("program")
    run("dump", "typed")
    run("dump", "nothing")
    assert sys.path == path
    assert sys.modules.get("program") is modules


def test_module_target(run: Run, tmp_path: Path) -> None:
    (tmp_path / "parcel").mkdir()
    (tmp_path / "parcel" / "__init__.py").write_text("")
    (tmp_path / "parcel" / "inner.py").write_text("def cube(x: float):\n    return x**3\n")
    status, text, _ = run("dump", "parcel.inner:cube")
    assert status == 0
    assert namespace(text)["cube_grad"](2.0) == 12.0


def test_stages(run: Run) -> None:
    flags = ("--at", "np.ones(3)", "--stage")
    texts = {name: run("dump", "loss", *flags, name)[1] for name in stages.NAMES}
    assert "x_1" not in texts["read"]
    assert texts["normalize"].startswith("def loss(x, k")
    assert len(texts["differentiate"]) > len(texts["simplify"])
    assert texts["simplify"] == run("dump", "loss", "--at", "np.ones(3)")[1]
    everything = run("dump", "loss", *flags, "all")[1]
    assert all(f"# {name}\n\n{text}" in everything for name, text in texts.items())


def test_what_has_derivatives_has_stages_and_is_explained(run: Run, tmp_path: Path) -> None:
    (tmp_path / "more.py").write_text(
        "import numpy as np\nimport s2sdiff as sd\n\n\n"
        "def settled(x, b):\n    x += b  # in place\n    x[0] = b[1]\n    return np.sum(x * x)\n\n\n"
        "def total(*xs):\n    return sum(x * x for x in xs)\n\n\n"
        "def named(x, **rest):\n    return x * rest['k']\n\n\n"
        "@sd.custom_vjp\ndef cube(x):\n    return x**3\n\n\n"
        "def cube_fwd(x):\n    return x**3, x\n\n\ndef cube_bwd(x, g):\n    return (3.0 * g * x * x,)\n\n\n"
        "cube.defvjp(cube_fwd, cube_bwd)\n\n\n"
        "def deep(x):\n    return cube(x) * 2.0\n\n\n"
        f"def long(x):\n    return {' + '.join(['x'] * 400)}\n"
    )
    for name, given in {
        "settled": "np.ones(2), np.ones(2)", "total": "1.0, 2.0", "named": "1.0, k=3.0", "cube": "1.0", "deep": "1.0", "long": "1.0",
    }.items():  # fmt: skip
        target = (f"more.py:{name}", "--at", given)
        assert run("dump", *target)[1].endswith(run("dump", *target, "--stage", "simplify")[1])
        assert run("explain", *target)[0] == 0


def test_numba_target_is_passed_on(run: Run) -> None:
    assert run("dump", "typed", "--target", "numba")[0] == 0


# ---------------------------------------------------------------------------------------------------- check, explain


def test_check_agrees(run: Run) -> None:
    status, table, _ = run("check", "loss", "--wrt", "x,k", "--at", "np.ones(3), 2.0")
    assert status == 0
    assert [line.split()[0] for line in table.splitlines()[2:]] == ["value", "x", "k"]
    assert all(line.endswith("ok") for line in table.splitlines()[2:])


def test_check_finds_a_wrong_rule(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.import_late()  # not into the copy
    monkeypatch.setattr(registry, "_declarations", dict(registry._declarations))  # the rule is this test's alone
    (tmp_path / "wrong.py").write_text(
        "from s2sdiff.extend import elementwise\n\n\ndef g(x):\n    return x * x\n\n\n"
        "@elementwise(g, at=(1.0, 2.0))\ndef wrong(y, x):\n    return 3.0 * x\n\n\ndef f(x):\n    return g(x)\n"
    )
    status, table, _ = run("check", "wrong.py:f", "--at", "2.0")
    assert status == 1
    assert "differs by" in table


def test_explain(run: Run) -> None:
    status, table, _ = run("explain", "typed")
    assert status == 0
    (x,) = [line for line in table.splitlines() if "at the top of a trip" in line]
    assert "on the tape `x_tape`, one value a trip" in x
    (n,) = [line for line in table.splitlines() if " n " in line]
    assert "no: an integer" in n
    assert run("explain", "typed", "--mode", "jvp")[0] == 0


# ----------------------------------------------------------------------------------------------------- exit statuses


@pytest.mark.parametrize(
    ("target", "flags", "told"),
    [
        ("missing.py:f", (), "there is no file missing.py"),
        ("program.py:", (), "names no function"),
        ("nothing_here:f", (), "there is no module nothing_here"),
        ("program.py:nope", (), "it defines square, report, loss"),
        ("program.py:RATE", (), "not a function"),
        ("program.py:loss", ("--at", "np.ons(3)"), "cannot be evaluated: AttributeError"),
        ("program.py:loss", ("--at", "np.ones(3), 1.0, 2.0"), "does not fit loss(x, k=2.0)"),
        ("program.py:loss", ("--at", "np.ones(3)", "--wrt", "z"), "is not a parameter"),
        ("program.py:vector", ("--at", "np.ones(3)"), "Gradient only defined for scalar-output functions"),
        ("program.py:typed", ("--mode", "hessian", "--order", "2"), "--order"),
        ("program.py:typed", ("--mode", "hessian", "--stage", "read"), "--stage goes with"),
        ("program.py:typed", ("--mode", "gard"), "invalid choice"),
    ],
)
def test_usage(run: Run, target: str, flags: tuple[str, ...], told: str) -> None:
    status, text, error = run("dump", target, *flags)
    assert (status, text) == (2, "")
    assert told in error
    assert "Traceback" not in error


def test_failing_import_shows_the_users_frames(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def f():\n    return 1 / 0\n\n\nf()\n")
    status, _, error = run("dump", "broken.py:f")
    assert status == 2
    assert "importing broken.py failed" in error
    assert "ZeroDivisionError" in error
    assert "cli.py" not in error


def test_refusal_is_located(run: Run) -> None:
    status, text, error = run("dump", "branches", "--at", "np.ones(2)")
    assert (status, text) == (3, "")
    assert error.startswith("program.py:")
    assert "cure: " in error
    assert "Traceback" not in error


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    assert "s2sdiff dump model.py:loss --at" in capsys.readouterr().out


def test_python_m(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "s2sdiff", "dump", "program.py:typed"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "def typed_grad" in done.stdout
    assert "\x1b" not in done.stdout
