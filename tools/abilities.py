"""Tries the names of the coverage table under vmap and with Numba: `python tools/abilities.py [--all | name ...]`.

Writes tests/names/abilities.txt, a line a name with what it can do.  Without arguments, those that have no line are
tried.  It takes a second or two for each; answers are kept as they come.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "tests")]  # not this folder, whose `coverage` is not the library


def main() -> None:
    """Try what is asked for."""
    from tests.rules.test_abilities import ANSWERED, ANSWERS, abilities

    lines = ANSWERS.read_text().splitlines() if ANSWERS.exists() else []
    known = {line.split()[0]: line for line in lines if line.split()[0] in ANSWERED}
    asked = sys.argv[1:] or [name for name in ANSWERED if name not in known]
    for name in ANSWERED if asked == ["--all"] else asked:
        known[name] = abilities(name)
        print(known[name], flush=True)
        ANSWERS.write_text("".join(f"{known[n]}\n" for n in ANSWERED if n in known))


if __name__ == "__main__":
    main()
