"""Imports run one way: a room uses the rooms below it and never one above."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "s2sdiff"

# Top to bottom.  Rooms of one line may use each other.  A stage may use the form of what an earlier stage hands to it,
# so of those that receive a program from each other the later one stands higher.
LAYERS = [
    {"__main__"},
    {"cli"},
    {"targets"},
    {"__init__"},
    {"testing", "extend", "implicit"},
    {"api"},
    {"transform", "drivers", "vectorize"},
    {"stages", "standalone"},
    {"arguments"},
    {"pipeline"},
    {"custom"},
    {"assemble"},
    {"context"},
    {"differentiate"},
    {"analyze"},
    {"normalize"},
    {"read"},
    {"rules"},
    {"simplify"},
    {"emit"},
    {"run"},
    {"runtime", "tree", "types", "syntax", "errors"},
]
DEPTH = {room: depth for depth, layer in enumerate(LAYERS) for room in layer}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(parts: tuple[str, ...]) -> str:
    """The room of a module: the first name below the package."""
    return parts[0].removesuffix(".py") if parts else "__init__"


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and room of each import of our own; those for type checkers alone are left out."""
    tree = ast.parse(path.read_text())
    for_checkers = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    here = ("s2sdiff", *path.relative_to(PACKAGE).parts)
    for node in ast.walk(tree):
        if node in for_checkers:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                parts = tuple(alias.name.split("."))
                if parts[0] == "s2sdiff":
                    yield node.lineno, room_of(parts[1:])
        elif isinstance(node, ast.ImportFrom):
            module = tuple((node.module or "").split(".")) if node.module else ()
            parts = (*here[: len(here) - node.level], *module) if node.level else module
            if parts[:1] != ("s2sdiff",):
                continue
            if len(parts) > 1:
                yield node.lineno, room_of(parts[1:])
            else:  # from s2sdiff import name: the name is a room, or a public one of __init__
                for alias in node.names:
                    yield node.lineno, alias.name if alias.name in DEPTH else "__init__"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    room = room_of(path.relative_to(PACKAGE).parts)
    assert room in DEPTH, f"{room} has no place in the order of rooms"
    for line, used in imports(path):
        assert used in DEPTH, f"{path.name}:{line} imports {used}, which has no place in the order of rooms"
        assert used == room or DEPTH[used] >= DEPTH[room], f"{path.name}:{line}: {room} may not import {used}"


def test_every_folder_is_a_package() -> None:
    """Without an `__init__.py` a room would be missing from the wheel."""
    assert not [path.parent.name for path in FILES if not (path.parent / "__init__.py").exists()]



def test_import_is_light() -> None:
    """Importing s2sdiff brings neither SciPy, nor Numba, nor the modules of the command line."""
    script = "import sys, s2sdiff; print(*{'scipy', 'numba', 'argparse', 'rich', 'pygments'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
