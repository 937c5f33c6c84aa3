from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import s2sdiff as sd

ROOT = Path(__file__).parents[2]


def test_public_names() -> None:
    for name in sd.__all__:
        assert getattr(sd, name) is not None
    assert sd.__all__ == sorted(sd.__all__)


def test_import_leaves_out_what_generation_needs() -> None:
    script = "import sys, s2sdiff; print([m for m in ('gast', 'astunparse', 'scipy', 'numba', 'inspect') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"gast", "astunparse", "scipy", "numba"} & set(eval(found))
