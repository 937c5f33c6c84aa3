"""Settings of the whole suite: the golden option, a private disk cache, one thread for each worker.

Tests import `corpus` and `oracles` from this folder, and `s2sdiff` from the tree.
"""

from __future__ import annotations

import os
import tempfile

import pytest

# Set before s2sdiff is imported anywhere: no test reads or leaves files in the user's own cache.  The workers inherit
# the folder, so that what one of them has generated the other ones find.
_cache = None
if "PYTEST_XDIST_WORKER" not in os.environ:
    _cache = tempfile.TemporaryDirectory(prefix="s2sdiff-tests-")
    os.environ["S2SDIFF_CACHE_DIR"] = _cache.name


# Set before NumPy is imported: there are as many workers as cores, and their matrices are small.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the emitted text in tests/golden")


def pytest_unconfigure() -> None:
    if _cache is not None:
        _cache.cleanup()


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
