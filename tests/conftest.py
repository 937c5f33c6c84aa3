"""Settings of the whole suite: the golden option, no disk cache but where a test asks for one, one thread for each worker.

Tests import `corpus` and `oracles` from this folder, and `s2sdiff` from the tree.
"""

from __future__ import annotations

import gc
import os
import zlib
from pathlib import Path

import pytest

# Set before s2sdiff is imported anywhere: no test reads or leaves files in the user's own cache.
os.environ["S2SDIFF_CACHE"] = "0"

# Set before NumPy is imported: there are as many workers as cores, and their matrices are small.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the emitted text in tests/golden")
    parser.addoption("--every", action="store_true", help="run the tests whose turn it is not, too")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "in_turn(n): one in n of these runs, others whenever the library changes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose turn it is not, unless they are asked for by name."""
    if config.option.every or config.option.keyword or any("::" in arg for arg in config.args):
        return
    files = sorted((Path(__file__).parent.parent / "s2sdiff").rglob("*.py"))
    turn = zlib.crc32(b"".join(path.read_bytes() for path in files))

    def waits(item: pytest.Item) -> bool:
        mark = item.get_closest_marker("in_turn")
        return mark is not None and (zlib.crc32(item.nodeid.encode()) - turn) % mark.args[0] != 0

    config.hook.pytest_deselected(items=[item for item in items if waits(item)])
    items[:] = [item for item in items if not waits(item)]


def pytest_collection_finish() -> None:
    """What thousands of tests are described by lives until the end: no search for garbage need look through it."""
    gc.freeze()


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
