"""What a derivative may remember and what it must read anew: globals, helpers, edited files, and the cache on disk."""

from __future__ import annotations

import importlib
import importlib.util
import linecache
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd

ROOT = Path(__file__).parent.parent

PROGRAM = """\
K = 3.0


def helper(x):
    return x * x


def f(x):
    return K * helper(x)
"""

PRINTS_GRADIENT = """\
import sys
sys.path.insert(0, {folder!r})
import s2sdiff as sd
import program
print(sd.grad(program.f)(2.0))
"""


def load(path: Path, name: str) -> ModuleType:
    """The file at `path` as a fresh module."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def program(tmp_path: Path) -> ModuleType:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return load(path, f"program_{tmp_path.name}")


def in_process(folder: Path, **environment: str) -> subprocess.Popen[str]:
    """A new process that prints the gradient of the program in `folder` at 2."""
    everything = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "S2SDIFF_CACHE": "1", **environment}
    return subprocess.Popen(
        [sys.executable, "-c", PRINTS_GRADIENT.format(folder=str(folder))],
        env=everything, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def printed(process: subprocess.Popen[str]) -> float:
    """The number a process printed; it must have printed nothing on stderr."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert not err
    return float(out)


# ---------------------------------------------------------------------------------------------------------------------
# Globals are live.


def test_changed_constant_is_seen(program: Any) -> None:
    derivative = sd.grad(program.f)
    assert derivative(2.0) == 12.0
    program.K = 5.0
    assert derivative(2.0) == 20.0
    assert sd.grad(program.f)(2.0) == 20.0


def test_constant_of_another_type_is_seen(program: Any) -> None:
    derivative = sd.grad(program.f)
    assert derivative(2.0) == 12.0
    program.K = np.float64(0.5)
    assert derivative(2.0) == 2.0
    program.K = 2
    assert derivative(2.0) == 8.0


def test_rebound_helper_is_seen(program: Any) -> None:
    derivative = sd.grad(program.f)
    assert derivative(2.0) == 12.0
    program.helper = lambda x: x**3
    assert derivative(2.0) == 36.0
    program.helper = np.exp
    assert derivative(0.0) == 3.0


def test_second_order_sees_changes(program: Any) -> None:
    second = sd.grad(sd.grad(program.f))
    assert second(2.0) == 6.0
    program.K = 5.0
    assert second(2.0) == 10.0


def test_specialized_reads_the_constant_at_call_time(program: Any) -> None:
    special = sd.grad(program.f).specialize(2.0)
    assert special(2.0) == 12.0
    program.K = 5.0
    assert special(2.0) == 20.0


def test_captured_variable_is_seen() -> None:
    k = 3.0

    def f(x: float) -> float:
        return k * x * x

    derivative = sd.grad(f)
    assert derivative(2.0) == 12.0
    k = 5.0
    assert derivative(2.0) == 20.0


def test_attribute_of_an_object_is_seen() -> None:
    class Model:
        gain = 3.0

        def loss(self, x: float) -> float:
            return self.gain * x * x

    model = Model()
    derivative = sd.grad(model.loss)
    assert derivative(2.0) == 12.0
    model.gain = 5.0
    assert derivative(2.0) == 20.0


def test_mode_of_an_object_that_a_branch_reads_is_seen() -> None:
    class Settings:
        mode = "fast"
        start: float | None = None

    settings = Settings()

    def f(x: float) -> float:
        if settings.mode == "fast" and settings.start is None:
            return x * x
        return x * x * x

    derivative = sd.grad(f)
    assert derivative(2.0) == 4.0
    settings.mode = "slow"
    assert derivative(2.0) == 12.0
    settings.mode = "fast"
    assert derivative(2.0) == 4.0
    settings.start = 1.0
    assert derivative(2.0) == 12.0


def test_global_that_a_branch_reads_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "switch.py"
    path.write_text("SQUARE = True\n\n\ndef f(x):\n    if SQUARE:\n        return x * x\n    return x * x * x\n")
    module: Any = load(path, f"switch_{tmp_path.name}")
    derivative = sd.grad(module.f)
    assert derivative(2.0) == 4.0
    module.SQUARE = False
    assert derivative(2.0) == 12.0


# ---------------------------------------------------------------------------------------------------------------------
# One name, several functions.


def test_two_functions_of_one_name(tmp_path: Path) -> None:
    functions = []
    for i, body in enumerate(("x * x", "x ** 3", "x * 7.0")):
        folder = tmp_path / str(i)
        folder.mkdir()
        (folder / "program.py").write_text(f"def f(x):\n    return {body}\n")
        functions.append(load(folder / "program.py", f"program_{tmp_path.name}_{i}").f)
    assert [sd.grad(f)(2.0) for f in functions] == [4.0, 12.0, 7.0]


def test_two_functions_on_one_line() -> None:
    pair = (lambda x: x * x, lambda x: x * x * x)
    assert [sd.grad(f)(2.0) for f in pair] == [4.0, 12.0]


def test_two_closures_of_one_code() -> None:
    def scaled(k: float) -> Any:
        return lambda x: k * x * x

    first, second = scaled(1.0), scaled(10.0)
    assert (sd.grad(first)(2.0), sd.grad(second)(2.0), sd.grad(first)(2.0)) == (4.0, 40.0, 4.0)


def test_closures_over_different_functions() -> None:
    def applied(g: Any) -> Any:
        def f(x: float) -> Any:
            return g(x) * x

        return f

    assert sd.grad(applied(lambda x: x * x))(2.0) == 12.0
    assert sd.grad(applied(lambda x: x + 1.0))(2.0) == 5.0


def test_defaults_belong_to_the_function() -> None:
    def made(k: float) -> Any:
        def f(x: float, scale: float = k) -> float:
            return scale * x * x

        return f

    assert [sd.grad(made(k))(2.0) for k in (1.0, 3.0)] == [4.0, 12.0]


def test_signatures_do_not_mix() -> None:
    def f(x: Any) -> Any:
        return np.sum(x * x)

    derivative = sd.grad(f)
    assert derivative(2.0) == 4.0
    assert np.array_equal(derivative(np.ones(3)), 2.0 * np.ones(3))
    assert derivative(np.ones((1, 2))).shape == (1, 2)
    assert derivative(np.ones(3, np.float32)).dtype == np.float32
    assert derivative(2.0) == 4.0


def test_edited_and_reloaded_file(program: Any) -> None:
    assert sd.grad(program.f)(2.0) == 12.0
    path = Path(program.__file__)
    path.write_text(PROGRAM.replace("x * x", "x * x * x * x"))
    linecache.checkcache(str(path))
    assert sd.grad(load(path, program.__name__).f)(2.0) == 96.0


def test_edited_but_not_reloaded_file(program: Any) -> None:
    """The file no longer holds the function that runs: its derivative is that of what runs, or it is refused."""
    Path(program.__file__).write_text("# moved\n" * 3 + PROGRAM.replace("K * helper(x)", "K * helper(x) * x"))
    linecache.checkcache(program.__file__)
    try:
        assert sd.grad(program.f)(2.0) == 12.0
    except (sd.errors.Unsupported, sd.errors.SourceError) as refusal:
        assert "program.py" in str(refusal)


# ---------------------------------------------------------------------------------------------------------------------
# The cache on disk.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "program.py").write_text(PROGRAM)
    return tmp_path


def stored(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file()]


def test_second_process_reads_what_the_first_wrote(folder: Path) -> None:
    cache = folder / "cache"
    assert printed(in_process(folder, S2SDIFF_CACHE_DIR=str(cache))) == 12.0
    written = {path: path.read_bytes() for path in stored(cache)}
    assert written
    assert printed(in_process(folder, S2SDIFF_CACHE_DIR=str(cache))) == 12.0
    assert {path: path.read_bytes() for path in stored(cache)} == written


def test_edited_file_in_a_new_process(folder: Path) -> None:
    cache = str(folder / "cache")
    assert printed(in_process(folder, S2SDIFF_CACHE_DIR=cache)) == 12.0
    for text, want in (
        (PROGRAM.replace("K = 3.0", "K = 5.0"), 20.0),
        (PROGRAM.replace("x * x", "x * x * x"), 36.0),
        (PROGRAM.replace("K * helper(x)", "helper(x)"), 4.0),
        (PROGRAM, 12.0),
    ):
        (folder / "program.py").write_text(text)
        assert printed(in_process(folder, S2SDIFF_CACHE_DIR=cache)) == want


def test_one_name_in_two_folders_shares_a_cache(tmp_path: Path) -> None:
    results = []
    for name, text in (("a", PROGRAM), ("b", PROGRAM.replace("x * x", "x * x * x"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "program.py").write_text(text)
        results.append(printed(in_process(tmp_path / name, S2SDIFF_CACHE_DIR=str(tmp_path / "cache"))))
    assert results == [12.0, 36.0]


def test_processes_at_once(folder: Path) -> None:
    cache = folder / "cache"
    processes = [in_process(folder, S2SDIFF_CACHE_DIR=str(cache)) for _ in range(4)]
    assert [printed(process) for process in processes] == [12.0] * 4
    assert printed(in_process(folder, S2SDIFF_CACHE_DIR=str(cache))) == 12.0
    assert not [path for path in stored(cache) if path.suffix not in {".py", ".json"}], "a temporary file was left"


def test_folder_that_cannot_be_written(folder: Path) -> None:
    """A file stands where the folder should be made: nothing is stored, nothing is said, the result is right."""
    (folder / "blocked").write_text("")
    assert printed(in_process(folder, S2SDIFF_CACHE_DIR=str(folder / "blocked" / "cache"))) == 12.0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind this user")
def test_read_only_folder(folder: Path) -> None:
    cache = folder / "cache"
    cache.mkdir(mode=0o500)
    assert printed(in_process(folder, S2SDIFF_CACHE_DIR=str(cache))) == 12.0


def test_damaged_files_are_written_anew(folder: Path) -> None:
    cache = folder / "cache"
    for damage in (b"", b"\x00\xff not python", b"def f_grad(x):\n    return 0.0\n"):
        assert printed(in_process(folder, S2SDIFF_CACHE_DIR=str(cache))) == 12.0
        for path in stored(cache):
            path.write_bytes(damage)
        assert printed(in_process(folder, S2SDIFF_CACHE_DIR=str(cache))) == 12.0


def test_cache_turned_off(folder: Path) -> None:
    cache = folder / "cache"
    assert printed(in_process(folder, S2SDIFF_CACHE_DIR=str(cache), S2SDIFF_CACHE="0")) == 12.0
    assert not cache.exists()
