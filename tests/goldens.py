"""The golden files: what a program's derivative looks like, to the byte.

A golden file holds the options of `s2sdiff dump` as comments, a program, the line `# output`, and the text that the
command prints:

    # mode: grad
    # wrt: x
    # at: 1.0
    def square(x):
        return x * x
    # output
    def square_grad(x):
        return 2.0 * x

The function is the one named like the file, unless `# function: NAME` says otherwise.  Run as a script this prints every
emitted text as JSON, so that other interpreters and hash seeds can be compared.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
DIVIDER = "# output\n"


@dataclass(frozen=True)
class Golden:
    """One golden file, read."""

    path: Path
    program: str
    output: str

    @property
    def name(self) -> str:
        """The file's name, which is the test's."""
        return self.path.stem

    @property
    def options(self) -> dict[str, str]:
        """The comments at the top."""
        found = {}
        for line in self.program.splitlines():
            if not line.startswith("# "):
                break
            key, value = line.removeprefix("# ").split(": ", 1)
            found[key] = value
        return found

    @property
    def function(self) -> str:
        """The function whose derivative is printed."""
        return self.options.get("function", self.name)

    def emitted(self, folder: Path, *flags: str) -> str:
        """What `s2sdiff dump` prints for the program, written to a file of the same name in `folder`."""
        from s2sdiff import cli

        path = folder / self.path.name
        path.write_text(self.program)
        options = [f"--{key}={value}" for key, value in self.options.items() if key != "function"]
        with contextlib.redirect_stdout(io.StringIO()) as out:
            status = cli.main(["dump", f"{path}:{self.function}", *options, *flags])
        assert not status, f"s2sdiff dump: exit status {status}"
        return out.getvalue()

    def rewrite(self, output: str) -> None:
        """Put `output` under the program."""
        self.path.write_text(self.program + DIVIDER + output)


def read(path: Path) -> Golden:
    """The golden file at `path`."""
    program, divider, output = path.read_text().partition(DIVIDER)
    assert divider, f"{path.name} has no line '# output'"
    return Golden(path, program, output)


GOLDENS = [read(path) for path in sorted(FOLDER.glob("*.py"))]


def main() -> None:
    """Print every emitted text, by name."""
    with tempfile.TemporaryDirectory() as folder:
        json.dump({golden.name: golden.emitted(Path(folder)) for golden in GOLDENS}, sys.stdout)


if __name__ == "__main__":
    main()
