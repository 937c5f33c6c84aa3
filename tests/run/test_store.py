"""Derivatives from the disk: what is found there, what is not, and that what is found is right.

A process with an empty memory is played by a fresh module of the same file and `generate` that may not be called.
"""

from __future__ import annotations

import importlib.util
import linecache
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.run import cache, store

ROOT = Path(__file__).parent.parent.parent
HEADER = "import math\nfrom collections import namedtuple\nfrom dataclasses import dataclass\nimport numpy as np\n\n\n"


class Disk:
    """A folder with a program and a cache, and how often a derivative was generated."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.generated = 0
        self.count = 0
        monkeypatch.setenv("S2SDIFF_CACHE_DIR", str(folder / "cache"))
        monkeypatch.delenv("S2SDIFF_CACHE", raising=False)
        original = store.derivative

        def counted(*args: Any) -> Any:
            *rest, generate = args

            def counting() -> Any:
                self.generated += 1
                return generate()

            return original(*rest, counting)

        monkeypatch.setattr(store, "derivative", counted)

    def load(self, text: str, name: str = "program") -> Any:
        """The program as a new process would import it."""
        path = self.folder / f"{name}.py"
        path.write_text(HEADER + text)
        linecache.checkcache(str(path))
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module

    def run(self, text: str, use: Callable[[Any], Any] = lambda m: sd.grad(m.f)(2.0), name: str = "program") -> tuple[Any, int]:
        """What a new process gets, and how often it generates."""
        before = self.generated
        result = use(self.load(text, name))
        return result, self.generated - before


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    before = dict(sys.modules)
    yield Disk(tmp_path, monkeypatch)
    for name in set(sys.modules) - set(before):
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


CALLEES = """
K = 3.0


def square(x):
    return x * x


def f(x):
    return K * square(x) + math.sin(x) + np.sum(np.ones(3) * x)
"""
POINT = "Point = namedtuple('Point', 'x y')\n\n\n"
KEPT = {
    "callees": CALLEES,
    "loop": "def f(x):\n    y = 1.0\n    for i in range(3):\n        y = y * x\n    return y\n",
    "array global": "W = np.ones(3)\n\n\ndef f(x):\n    return np.sum(W * x * x)\n",
    "dictionary": "D = {'a': 2.0, 'b': 'name'}\n\n\ndef f(x):\n    return D['a'] * x * x\n",
    "lambda": "f = lambda x: x * x\n",
    "local function": "def f(x):\n    def g(y):\n        return y * y * x\n    return g(x) * x\n",
    "recursion": "def f(x, n=3):\n    if n == 0:\n        return 1.0\n    return x * f(x, n - 1)\n",
    "default": "K = 3.0\n\n\ndef f(x, k=K):\n    return k * x * x\n",
    "named tuple": POINT + "def f(x):\n    p = Point(x, 2.0)\n    return p.x * p.y * p.x\n",
    "math": "from math import exp\n\n\ndef f(x):\n    return exp(x) * np.pi\n",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize("transform", [sd.grad, sd.value_and_grad])
def test_found_by_another_process(disk: Disk, text: str, transform: Any) -> None:
    def use(module: Any) -> Any:
        return transform(module.f)(2.0), transform(module.f).source(2.0)

    first = disk.run(text, use)
    assert first[1] == 1
    assert disk.run(text, use) == (first[0], 0)


def test_pairs_and_tangents_are_found(disk: Disk) -> None:
    text = "def g(x):\n    return np.sin(x)\n\n\ndef f(x):\n    return g(x) * x\n"
    x = np.arange(3.0)

    def use(module: Any) -> Any:
        y, pull = sd.vjp(module.f, x)
        return [*sd.jvp(module.f, (x,), (np.ones(3),)), y, *pull(np.ones(3)), sd.jacrev(module.f)(x), sd.jacfwd(module.f)(x)]

    first, count = disk.run(text, use)
    again, none = disk.run(text, use)
    assert (count > 0, none) == (True, 0)
    for a, b in zip(first, again, strict=True):
        np.testing.assert_array_equal(a, b)


def test_containers_as_arguments(disk: Disk) -> None:
    text = POINT + "def f(p, w):\n    return np.sum(p['a'] * p['a']) * w[0].x\n"

    def use(module: Any) -> Any:
        return sd.grad(module.f)({"a": np.ones(2)}, [module.Point(2.0, 1.0)])["a"].tolist()

    assert disk.run(text, use) == ([4.0, 4.0], 1)
    assert disk.run(text, use) == ([4.0, 4.0], 0)
    result, count = disk.run(text.replace("x y", "y x"), use)
    assert (result, count) == ([2.0, 2.0], 1)


def test_types_do_not_mix(disk: Disk) -> None:
    text = "def f(x):\n    return np.sum(x * x)\n"
    for x in (2.0, np.ones(4), np.ones((4, 1)), np.ones((4, 5)), np.ones((4, 4)), np.ones(4, np.float32), 1j):
        for count in (1, 0):
            holomorphic = isinstance(x, complex)
            result, generated = disk.run(text, lambda m, x=x, h=holomorphic: sd.grad(m.f, holomorphic=h)(x))
            assert (generated, np.shape(result)) == (count, np.shape(x))
            assert np.asarray(result).dtype == np.asarray(x).dtype


CHANGES = {
    "constant": ("K = 3.0", "K = 5.0", 20.0 + np.cos(2.0) + 3.0),
    "its kind": ("K = 3.0", "K = np.float32(5.0)", 20.0 + np.cos(2.0) + 3.0),
    "helper": ("return x * x", "return x * x * x", 36.0 + np.cos(2.0) + 3.0),
    "helper by name": ("def f(x)", "square = np.square\n\n\ndef f(x)", 12.0 + np.cos(2.0) + 3.0),
    "function": ("K * square(x)", "square(x)", 4.0 + np.cos(2.0) + 3.0),
    "module": ("math.sin", "math.exp", 12.0 + np.exp(2.0) + 3.0),
    "shadowed": ("K = 3.0", "K = 3.0\nmath = np", 12.0 + np.cos(2.0) + 3.0),
    "comment": ("return x * x", "return x * x  # the square", 12.0 + np.cos(2.0) + 3.0),
    "moved": ("K = 3.0", "\n\nK = 3.0", 12.0 + np.cos(2.0) + 3.0),
}


@pytest.mark.parametrize(("old", "new", "want"), CHANGES.values(), ids=CHANGES)
def test_an_edited_file_is_another_one(disk: Disk, old: str, new: str, want: float) -> None:
    disk.run(CALLEES)
    result, count = disk.run(CALLEES.replace(old, new))
    assert (result, count) == (pytest.approx(want), 1)
    assert disk.run(CALLEES)[1] == 0


def test_changes_that_no_file_tells(disk: Disk) -> None:
    """The same text, but a process that has put other things behind its names."""
    plain = disk.run(CALLEES)[0]

    def changed(**names: Any) -> tuple[Any, int]:
        def use(module: Any) -> Any:
            vars(module).update(names)
            return sd.grad(module.f)(2.0)

        return disk.run(CALLEES, use)

    assert changed(square=np.exp) == (pytest.approx(3.0 * np.exp(2.0) + plain - 12.0), 1)
    assert changed(K=5.0) == (pytest.approx(plain + 8.0), 1)
    assert changed(K=np.float64(3.0)) == (pytest.approx(plain), 1)
    assert changed(square=lambda x: x * x * x) == (pytest.approx(plain + 24.0), 1)
    assert changed() == (plain, 0)


def test_derivatives_from_the_disk_notice_changes(disk: Disk) -> None:
    plain = disk.run(CALLEES)[0]

    def use(module: Any) -> Any:
        gradient = sd.grad(module.f)
        found = [gradient(2.0)]
        module.K = 5.0
        found.append(gradient(2.0))
        module.square = np.exp
        found.append(gradient(2.0))
        module.K = np.ones(())
        return [*found, float(gradient(2.0))]

    result, count = disk.run(CALLEES, use)
    assert result == [plain, pytest.approx(plain + 8.0), pytest.approx(plain - 12.0 + 5.0 * np.exp(2.0)), pytest.approx(plain - 12.0 + np.exp(2.0))]
    assert count == 2


def test_helpers_of_another_module(disk: Disk) -> None:
    helpers = "K = 2.0\n\n\ndef g(x):\n    return K * x * x\n"
    text = "import helpers_of_test\n\n\ndef f(x):\n    return helpers_of_test.g(x) * helpers_of_test.K\n"

    def again(content: str) -> tuple[Any, int]:
        disk.load(content, "helpers_of_test")
        return disk.run(text)

    assert again(helpers) == (16.0, 1)
    assert again(helpers) == (16.0, 0)
    assert again(helpers.replace("x * x", "x * x * x")) == (48.0, 1)
    assert again(helpers.replace("2.0", "3.0")) == (36.0, 1)
    assert again(helpers) == (16.0, 0)

    def rebound(module: Any) -> Any:
        gradient = sd.grad(module.f)
        first = gradient(2.0)
        module.helpers_of_test.g = np.exp
        return first, gradient(2.0)

    disk.load(helpers, "helpers_of_test")
    assert disk.run(text, rebound)[0] == (16.0, pytest.approx(2.0 * np.exp(2.0)))


def test_module_named_like_one_of_python(disk: Disk) -> None:
    """A user's `test.py` is no part of the standard library, whose modules change with its version only."""
    text = "from test import g\n\n\ndef f(x):\n    return g(x)\n"
    for body, want in (("x * x", 4.0), ("x * x * x", 12.0), ("x * x", 4.0)):
        disk.load(f"def g(x):\n    return {body}\n", "test")
        assert disk.run(text)[0] == want


def test_two_functions_of_one_name(disk: Disk) -> None:
    text = "def f(x):\n    return x * x\n\n\nfirst = f\n\n\ndef f(x):\n    return x * x * x\n"
    for count in (2, 0):
        assert disk.run(text, lambda m: (sd.grad(m.first)(2.0), sd.grad(m.f)(2.0))) == ((4.0, 12.0), count)
    text = "pair = (lambda x: x * x), (lambda x: x * x * x), (lambda x, k=2.0: k * x), (lambda x, k=3.0: k * x)\n"
    for count in (4, 0):
        assert disk.run(text, lambda m: [sd.grad(g)(2.0) for g in m.pair]) == ([4.0, 12.0, 2.0, 3.0], count)


def test_defaults_are_the_functions_own(disk: Disk) -> None:
    text = "def made(k):\n    def f(x, *, scale=k):\n        return scale * x * x\n    return f\n"
    for count in (2, 0):
        assert disk.run(text, lambda m: [sd.grad(m.made(k))(2.0) for k in (1.0, 3.0)]) == ([4.0, 12.0], count)


NOT_KEPT = {
    "closure": "def made(k):\n    return lambda x: k * x * x\n\n\nf = made(3.0)\n",
    "method": "class Model:\n    k = 3.0\n    def loss(self, x):\n        return self.k * x * x\n\n\nf = Model().loss\n",
    "partial": "from functools import partial\n\n\ndef g(k, x):\n    return k * x * x\n\n\nf = partial(g, 3.0)\n",
    "closure as a callee": "def made(k):\n    return lambda x: k * x * x\n\n\ng = made(3.0)\n\n\ndef f(x):\n    return g(x)\n",
    "derivative inside": "import s2sdiff as sd\n\n\ndef g(x):\n    return x * x * x\n\n\ndef f(x):\n    return 0.5 * x * sd.grad(g)(x) / x\n",
}


@pytest.mark.parametrize("text", NOT_KEPT.values(), ids=NOT_KEPT)
def test_what_cannot_be_rebuilt_is_not_kept(disk: Disk, text: str) -> None:
    first, second = disk.run(text), disk.run(text)
    assert first[0] == second[0] == pytest.approx(12.0 if "derivative" not in text and "sd." not in text else 6.0)
    assert second[1] > 0


def test_import_inside_is_not_kept(disk: Disk) -> None:
    text = "def f(x):\n    import math\n    return math.exp(x)\n"
    assert [disk.run(text)[1] for _ in "ab"] == [1, 1]


def test_rules_of_the_program(disk: Disk) -> None:
    """With a rule of the user's, nothing is looked up or kept."""
    text = "def f(x):\n    return np.tanh(x) * x\n"
    disk.run(text)
    script = f"""
import sys
sys.path.insert(0, {str(disk.folder)!r})
import numpy as np, s2sdiff as sd, program
from s2sdiff.extend import elementwise
sys.path.insert(0, {str(disk.folder / "rules")!r})
import my_rules
print(sd.grad(program.f)(0.0), sd.grad(program.f)(1.0) - np.tanh(1.0))
"""
    (disk.folder / "rules").mkdir()
    (disk.folder / "rules" / "my_rules.py").write_text(
        "import numpy as np\nfrom s2sdiff.extend import elementwise\n\n\n"
        "@elementwise(np.tanh, at=(-1.0, 1.0))\ndef tanh(y, x):\n    return 5.0\n"
    )
    before = sorted(p.name for p in (disk.folder / "cache").iterdir())
    assert [float(w) for w in run(script).split()] == pytest.approx([0.0, 5.0])
    assert sorted(p.name for p in (disk.folder / "cache").iterdir()) == before


def test_patched_library(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "def f(x):\n    return np.exp(x)\n"
    assert disk.run(text) == (pytest.approx(np.exp(2.0)), 1)
    monkeypatch.setattr(np, "exp", lambda x: x * x)
    assert disk.run(text)[1] == 1


def test_another_version_of_the_library(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.run(CALLEES)
    monkeypatch.setattr(store, "_library", lambda: "another")
    assert [disk.run(CALLEES)[1] for _ in "ab"] == [1, 0]
    monkeypatch.setattr(store, "_library", lambda: None)
    assert disk.run(CALLEES)[1] == 1


@pytest.mark.parametrize("part", ["text", "main", "result", "units", "assumed", "sizes"])
def test_a_record_that_lacks_something_is_written_anew(disk: Disk, part: str) -> None:
    right = disk.run(CALLEES)[0]
    (path,) = (disk.folder / "cache").iterdir()
    record = cache.get(path.stem)
    assert record is not None
    del record[part]
    cache.put(path.stem, record)
    assert disk.run(CALLEES) == (right, 1)
    assert disk.run(CALLEES) == (right, 0)


@pytest.mark.parametrize("part", ["text", "code"])
def test_what_would_run_was_changed_on_the_disk(disk: Disk, part: str) -> None:
    right = disk.run(CALLEES)[0]
    (path,) = (disk.folder / "cache").iterdir()
    record = cache.get(path.stem)
    assert record is not None
    unit = record["units"][-1]
    unit[part] = unit[part].replace("return ", "return 2.0 * ") if part == "text" else unit[part][:-8] + "AAAAAAA="
    cache.put(path.stem, record)
    assert disk.run(CALLEES) == (right, 1)


def test_a_global_that_is_gone(disk: Disk) -> None:
    disk.run(CALLEES)

    def use(module: Any) -> Any:
        del module.K
        with pytest.raises(sd.errors.Unsupported, match="`K` is not defined"):
            sd.grad(module.f)(2.0)

    disk.run(CALLEES, use)


def test_turned_off(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S2SDIFF_CACHE", "0")
    assert [disk.run(CALLEES)[1] for _ in "ab"] == [1, 1]
    assert not (disk.folder / "cache").exists()


def run(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_nothing_that_generates_is_imported(disk: Disk) -> None:
    disk.load(CALLEES)
    script = f"""
import sys
sys.path.insert(0, {str(disk.folder)!r})
import s2sdiff as sd
import program
print(sd.grad(program.f)(2.0))
print(sorted(m for m in sys.modules if m in ("gast", "astunparse") or m.startswith("s2sdiff.") and m.split(".")[1] in
      ("pipeline", "context", "syntax", "emit", "analyze", "normalize", "simplify", "read", "rules", "differentiate")))
"""
    first, second = run(script).splitlines(), run(script).splitlines()
    assert first[0] == second[0]
    assert "'gast'" in first[1]
    assert second[1] == "[]"


def test_main_of_a_script_is_found(disk: Disk) -> None:
    path = disk.folder / "script.py"
    path.write_text(CALLEES.join(["import math, sys\nimport numpy as np\nimport s2sdiff as sd\n", "\n\nprint(sd.grad(f)(2.0), 'gast' in sys.modules)\n"]))
    command = [sys.executable, str(path)]
    outputs = [
        subprocess.run(command, env={**__import__("os").environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True).stdout.split()
        for _ in "ab"
    ]
    assert [out[1] for out in outputs] == ["True", "False"]
    assert outputs[0][0] == outputs[1][0]


def test_tracebacks_show_the_text(disk: Disk) -> None:
    text = "def f(x):\n    assert x < 5.0, 'too large'\n    return x * x\n"
    disk.run(text)

    def use(module: Any) -> Any:
        gradient = sd.grad(module.f)
        gradient(2.0)
        with pytest.raises(AssertionError, match="too large") as error:
            gradient(6.0)
        return str(error.traceback[-1].statement)

    found, count = disk.run(text, use)
    assert count == 0
    assert "x < 5.0" in found


