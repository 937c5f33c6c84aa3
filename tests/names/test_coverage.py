"""The two lists of names, and how each name is answered: counts do not go down, and none is left open."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import s2sdiff as sd
from loading import TOOLS, module_at
from s2sdiff.rules import plain, registry
from s2sdiff.rules.refused import REFUSED

HERE = Path(__file__).parent
AT_LEAST = {"union.txt": 553, "gap.txt": 315}  # names with a rule, or that belong to the language


COVERAGE = module_at(TOOLS / "coverage.py")


@pytest.mark.parametrize("name", AT_LEAST)
def test_counts_do_not_go_down(name: str) -> None:
    kinds = Counter(COVERAGE.kind_of(n) for n in COVERAGE.names_in(HERE / name))
    assert kinds["rule"] + kinds["language"] + kinds["source"] >= AT_LEAST[name]


@pytest.mark.parametrize("name", AT_LEAST)
def test_no_name_is_unknown(name: str) -> None:
    assert [n for n in COVERAGE.names_in(HERE / name) if COVERAGE.kind_of(n) == "unknown"] == []


def test_the_page_is_current() -> None:
    """`python tools/coverage.py --table tests/names/union.txt tests/names/gap.txt > docs/coverage.md` brings it up to date."""
    page = HERE.parent.parent / "docs" / "coverage.md"
    assert page.read_text() == COVERAGE.table([HERE / name for name in AT_LEAST])


@pytest.mark.parametrize("name", COVERAGE.LANGUAGE)
def test_operators_are_differentiated(name: str, tmp_path: Path) -> None:
    path = tmp_path / "operators.py"
    path.write_text(f"import copy\n\nimport numpy as np\n\n\ndef program(x, y):\n    return ({COVERAGE.LANGUAGE[name]}) * x\n")
    module = module_at(path)
    x, y, dots = np.array([0.7, 1.3]), np.array([1.9, 0.8]), (np.array([0.3, -0.2]), np.array([0.1, 0.4]))
    _, y_dot = sd.jvp(module.program, (x, y), dots)
    step = 1e-6
    ahead, behind = (module.program(x + s * dots[0], y + s * dots[1]) for s in (step, -step))
    np.testing.assert_allclose(y_dot, (ahead - behind) / (2.0 * step), rtol=1e-7, atol=1e-8)


def test_what_is_refused_by_name_has_no_rule() -> None:
    for name in REFUSED:
        found = COVERAGE.found_object(name)
        assert found is None or (registry.lookup(found) is None and plain.readable(found) is None), name


def test_methods_of_ufuncs_are_known_though_they_are_made_anew() -> None:
    assert np.add.reduce is not np.add.reduce
    assert registry.lookup(np.add.reduce) is registry.lookup(np.add.reduce) is not None
    assert registry.lookup(np.subtract.reduce) is None
