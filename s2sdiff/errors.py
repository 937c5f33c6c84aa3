"""Every error class of s2sdiff, and the text they show: where, what, and a way out.

    model.py:12: a generator expression cannot be differentiated yet
        total = sum(w * v for w, v in pairs)
                    ^^^^^^^^^^^^^^^^^^^^^^^
    cure: write the loop out: `for w, v in pairs: total = total + w * v`

An error is raised with a node of the user's tree.  The file and its lines are often known only further up, where
`located` fills them in.  Misuse of the API itself raises plain `TypeError` and `ValueError`, as in JAX.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, NamedTuple, Protocol, Self

import gast


class Place(NamedTuple):
    """A stretch of a source file as the parser gives it: lines from 1, columns in UTF-8 bytes from 0."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int


class HasSource(Protocol):
    """What `located` reads from a `Primal`."""

    @property
    def filename(self) -> str:  # noqa: D102
        ...

    @property
    def lines(self) -> Sequence[str]:  # noqa: D102
        ...

    @property
    def tree(self) -> gast.AST:  # noqa: D102
        ...

    @property
    def is_ours(self) -> bool:  # noqa: D102
        ...


class S2SError(Exception):
    """Base of the errors that s2sdiff raises about the user's program.

    Like a `SyntaxError` it has `filename`, `lineno`, `offset`, `end_lineno`, `end_offset` and `text`; unlike it, all
    are None while unknown, and `offset` counts characters from 1 as there.
    """

    def __init__(self, message: str, node: gast.AST | None = None, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.place: Place | None = None
        self.filename: str | None = None
        self.text: str | None = None
        self.put(node)

    def put(self, node: gast.AST | None) -> None:
        """Say that it lies at `node`, in another file where that was read from one; s2sdiff's own are of no interest."""
        part = next((p for p in gast.walk(node) if hasattr(p, "lineno")), None) if node is not None else None
        source, there = getattr(part, "written", (None, None))
        if source is None or source.is_ours:
            self.place = place_of(part, part)
        else:
            self.place = place_of(part, there)
            self.locate(source.filename, source.lines)

    def locate(self, filename: str, lines: Sequence[str], node: gast.AST | None = None) -> Self:
        """Fill in the file and its lines, unless known; `node` stands in where the error came without a place."""
        if self.filename is None:
            self.filename = filename
            if self.place is None:
                self.put(node)
            if self.place and 0 < self.place.lineno <= len(lines):
                self.text = lines[self.place.lineno - 1].rstrip("\r\n")
        return self

    @property
    def lineno(self) -> int | None:
        """First line, from 1."""
        return self.place and self.place.lineno

    @property
    def end_lineno(self) -> int | None:
        """Last line, from 1."""
        return self.place and self.place.end_lineno

    @property
    def offset(self) -> int | None:
        """First character on its line, from 1."""
        return self._columns()[0] + 1 if self.place and self.text is not None else None

    @property
    def end_offset(self) -> int | None:
        """The character after the last one on the first line, from 1."""
        return self._columns()[1] + 1 if self.place and self.text is not None else None

    def __str__(self) -> str:
        shown = [self.message]
        if self.filename is not None:
            line = f":{self.place.lineno}" if self.place else ""
            shown = [f"{_short(self.filename)}{line}: {self.message}"]
        if self.text is not None:
            start, end = self._columns()
            body = self.text.lstrip()
            margin = len(self.text) - len(body)
            carets = "^" * max(1, _width(self.text[start:end]))
            shown += ["    " + body, "    " + _blank(self.text[margin:start]) + carets]
        if self.cure:
            shown.append(f"cure: {self.cure}")
        return "\n".join(shown)

    def _columns(self) -> tuple[int, int]:
        """The marked characters of the first line, [start, end), counted from 0."""
        assert self.place is not None
        assert self.text is not None
        data = self.text.encode()
        margin = len(self.text) - len(self.text.lstrip())
        start = max(margin, len(data[: self.place.col_offset].decode(errors="ignore")))
        if self.place.end_lineno == self.place.lineno:
            return start, len(data[: self.place.end_col_offset].decode(errors="ignore"))
        return start, len(self.text.rstrip())


class Unsupported(S2SError):  # noqa: N818 - it reads as what it says
    """Not yet: the construct or function has a derivative, but s2sdiff cannot write it."""

    call: Any = None  # the call that may be read in place instead, and its line
    of_argument: bool = False  # whether it is what is not known of an argument: the function may be read where it is called
    by_value: bool = False  # whether it may help to know whole numbers by their values


class NotDifferentiable(S2SError):  # noqa: N818 - as above
    """Never: what is asked for has no derivative."""


class RuleError(S2SError):
    """A declared rule is malformed, or does not fit the call it is applied to."""


class SourceError(S2SError):
    """No source can be had for a function, or what can be had is not what runs."""


@contextmanager
def located(primal: HasSource) -> Iterator[None]:
    """Errors raised inside lie in `primal`, unless they already know where they lie, or `primal` is of no interest."""
    try:
        yield
    except S2SError as error:
        if error.place is not None or not primal.is_ours:
            error.locate(primal.filename, primal.lines, primal.tree)
        raise


@contextmanager
def placed(node: gast.AST | None) -> Iterator[None]:
    """Errors raised inside that know no place lie at `node`."""
    try:
        yield
    except S2SError as error:
        if error.place is None:
            error.put(node)
        raise


def place_of(node: gast.AST | None, place: Any) -> Place | None:
    """The stretch of a node, of which `place` has the numbers."""
    if node is None:
        return None
    line, column = place.lineno, place.col_offset
    end: Any = (getattr(place, "end_lineno", None), getattr(place, "end_col_offset", None))
    if isinstance(node, (gast.FunctionDef, gast.For, gast.While, gast.If, gast.With)) and node.body:
        return Place(line, column, line + 1, 0)  # a block is marked by its first line
    return Place(line, column, *end) if None not in end else Place(line, column, line, column + 1)


def _short(filename: str) -> str:
    """The path as one would type it: relative where the file lies below the working directory."""
    path, here = PurePath(filename), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else filename


def _width(text: str) -> int:
    """Columns that `text` takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _blank(text: str) -> str:
    """White space as wide as `text`, tabs kept."""
    return "".join("\t" if c == "\t" else " " * _width(c) for c in text)
