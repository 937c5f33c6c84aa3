"""Imports run one way: a room uses the rooms below it and never one above."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
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
    {"testing", "extend", "implicit", "integrate", "ode", "optimize", "quantiles"},
    {"api"},
    {"transform", "drivers", "vectorize"},
    {"stages", "standalone"},
    {"arguments"},
    {"pipeline"},
    {"custom"},
    {"assemble"},
    {"context"},
    {"called", "intrinsics"},
    {"differentiate"},
    {"analyze"},
    {"normalize"},
    {"read"},
    {"rules"},
    {"simplify"},
    {"emit"},
    {"run"},
    {"sizes"},
    {"runtime", "beta", "tree", "types", "syntax", "library", "errors"},
]
DEPTH = {room: depth for depth, layer in enumerate(LAYERS) for room in layer}
FILES = sorted(PACKAGE.rglob("*.py"))


MODULES = {path.relative_to(PACKAGE.parent).with_suffix("").parts: path for path in FILES}


def room_of(parts: tuple[str, ...]) -> str:
    """The room of a module: the first name below the package."""
    return parts[1] if len(parts) > 1 else "__init__"


def module_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The module that a dotted name is, or is in."""
    for module in (parts, (*parts, "__init__"), parts[:-1], (*parts[:-1], "__init__")):
        if module in MODULES:
            return module
    raise AssertionError(f"no module {'.'.join(parts)}")


def imports(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and module of each import of our own; those for type checkers alone are left out."""
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
            names = [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = tuple((node.module or "").split(".")) if node.module else ()
            base = (*here[: len(here) - node.level], *module) if node.level else module
            names = [(*base, alias.name) for alias in node.names]
        else:
            continue
        yield from ((node.lineno, module_of(name)) for name in names if name[0] == "s2sdiff")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    room = room_of(module_of(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    assert room in DEPTH, f"{room} has no place in the order of rooms"
    for line, module in imports(path):
        used = room_of(module)
        assert used in DEPTH, f"{path.name}:{line} imports {used}, which has no place in the order of rooms"
        assert used == room or DEPTH[used] >= DEPTH[room], f"{path.name}:{line}: {room} may not import {used}"


def test_no_module_needs_itself() -> None:
    """Within a room, too, imports run one way, those in functions included."""
    graph = {module: {used for _, used in imports(path)} - {module} for module, path in MODULES.items()}
    TopologicalSorter(graph).prepare()  # raises on a cycle, and shows it


def test_every_folder_is_a_package() -> None:
    """Without an `__init__.py` a room would be missing from the wheel."""
    assert not [path.parent.name for path in FILES if not (path.parent / "__init__.py").exists()]


def test_import_is_light() -> None:
    """Importing s2sdiff brings neither SciPy, nor Numba, nor the modules of the command line."""
    script = "import sys, s2sdiff; print(*{'scipy', 'numba', 'argparse', 'rich', 'pygments'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
