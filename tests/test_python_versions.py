"""The fast subset on every other CPython of a version we support that is found here with our dependencies.

Looked for: `.venv-*` folders beside the sources (`.ci/run` makes one for each), pyenv's versions, and the PATH.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SUPPORTED = [(3, 11), (3, 12), (3, 13), (3, 14)]
OTHERS = [v for v in SUPPORTED if v != sys.version_info[:2]]
PROBE = "import sys, numpy, gast, astunparse; print(sys.implementation.name, *sys.version_info[:2])"


def candidates(version: tuple[int, int]) -> Iterator[str]:
    """Interpreters that may be of a version, the likeliest first."""
    dotted = "{}.{}".format(*version)
    yield from map(str, sorted(ROOT.glob(f".venv-{dotted}*/bin/python")))
    yield from map(str, sorted((Path.home() / ".pyenv" / "versions").glob(f"{dotted}.*/bin/python")))
    for folder in os.get_exec_path():
        found = shutil.which(f"python{dotted}", path=folder)
        if found:
            yield found


@cache
def interpreter(version: tuple[int, int]) -> str | None:
    """A CPython of a version that has our dependencies."""
    for candidate in candidates(version):
        run = subprocess.run([candidate, "-c", PROBE], capture_output=True, text=True, check=False)
        if run.returncode == 0 and run.stdout.split() == ["cpython", *map(str, version)]:
            return candidate
    return None


@pytest.mark.parametrize("version", OTHERS, ids="{0[0]}.{0[1]}".format)
def test_subset(version: tuple[int, int]) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip("no CPython {}.{} with numpy, gast and astunparse here".format(*version))
    environment = {**os.environ, "S2SDIFF_CACHE": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [python, "-W", "error", ROOT / "tests" / "subset.py"],
        env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
