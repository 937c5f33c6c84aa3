"""A fast subset of the suite that needs no pytest: one program of each theme in each mode, and every golden text.

`python tests/subset.py` prints what fails and exits with 1.  Run on each CPython beside the one of the suite.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import oracles
from corpus import CASES
from goldens import GOLDENS

EVERY = 9


def checks() -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and body of each check."""
    for case in CASES[::EVERY]:
        yield f"{case} forward", lambda case=case: oracles.answered_or_refused(oracles.check_forward, case)
        yield f"{case} reverse", lambda case=case: oracles.answered_or_refused(oracles.check_reverse, case)
    for golden in GOLDENS:
        yield f"golden {golden.name}", lambda golden=golden: same_text(golden)


def same_text(golden: object) -> None:
    """The emitted text is the golden one on every interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        assert golden.emitted(Path(folder)) == golden.output


def main() -> int:
    """Run every check; the number that failed, at most 1, is the exit status."""
    failed = 0
    for name, check in checks():
        try:
            check()
        except Exception:
            failed = 1
            print(f"FAILED {name}\n{traceback.format_exc()}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
