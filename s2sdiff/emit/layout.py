"""Lays one logical line of code out within 88 columns, breaking it where black would.

A line is a list of pieces: plain text, places where it may be broken, and bracketed groups.  A line that is too long
is opened at its last bracket, and what stands inside goes on a line of its own, or else on one line per operand or
item:

    w_bar = (
        np.outer(z_bar, previous_hidden_state)
        + np.outer(another_cotangent, the_second_input)
    )
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 88
INDENT = "    "
COMMA = 100  # binds less tightly than every operator
COMPREHENSION = COMMA - 1


@dataclass(frozen=True)
class Break:
    """A place between two operands; `looseness` is larger for operators that bind less tightly."""

    text: str
    looseness: int

    @property
    def flat(self) -> str:
        """The text where the line is not broken here."""
        return ", " if self.looseness == COMMA else f" {self.text} "


@dataclass(frozen=True)
class Group:
    """Pieces between brackets; a group without brackets gets parentheses if the line must be broken inside.

    A display (a list, tuple, set or dict) is opened with one item per line, where arguments are first tried on one.
    """

    open: str
    pieces: Line
    close: str
    display: bool = False


Piece = str | Break | Group
Line = list[Piece]


def flat(line: Sequence[Piece]) -> str:
    """`line` as one line of text."""
    return "".join(
        p if isinstance(p, str) else p.flat if isinstance(p, Break) else p.open + flat(p.pieces) + p.close for p in line
    )


def lay_out(line: Line, indent: str) -> list[str]:
    """`line` as lines of text, each indented."""
    text = indent + flat(line)
    if _fits(text):
        return [text]
    for at in reversed(range(len(line))):
        group = line[at]
        if isinstance(group, Group) and group.pieces:
            if not group.open and _opens_at_its_end(line[:at], group, indent):
                return _opened([*line[:at], *group.pieces, *line[at + 1 :]], at + len(group.pieces) - 1, indent)
            if group.open or (_gains(group, indent) and not _better_opened_before(line[:at], indent)):
                return _opened(line, at, indent)
    return [text]


def _fits(text: str) -> bool:
    return len(text) <= WIDTH


def _gains(bare: Group, indent: str) -> bool:
    """Whether parentheses round a bare group help: they give something to break, or room enough on a line of its own."""
    return any(not isinstance(p, str) for p in bare.pieces) or _fits(indent + INDENT + flat(bare.pieces))


def _better_opened_before(head: Line, indent: str) -> bool:
    """Whether what stands before a bare group is too long itself and can be broken, as in `x[i, j] = y`."""
    return not _fits(indent + flat(head) + "(") and any(isinstance(p, Group) and p.pieces for p in head)


def _opens_at_its_end(head: Line, bare: Group, indent: str) -> bool:
    """Whether a bare group is best broken at the bracket it ends with, as in `x = a * f(...)`, without parentheses."""
    last = bare.pieces[-1]
    if not isinstance(last, Group) or not last.pieces:
        return False
    breaks = [p.looseness for p in bare.pieces if isinstance(p, Break)]
    if breaks.count(max(breaks, default=0)) > 1:
        return False
    first_line = indent + flat(head) + flat(bare.pieces[:-1]) + last.open
    return _fits(first_line) and _fits(indent + last.close)


def _opened(line: Line, at: int, indent: str) -> list[str]:
    """`line` broken at the brackets of the group at position `at`."""
    group = line[at]
    assert isinstance(group, Group)
    head = lay_out([*line[:at], group.open or "("], indent)
    tail = lay_out([group.close or ")", *line[at + 1 :]], indent)
    return [*head, *_inside(group.pieces, indent + INDENT, display=group.display or not group.open), *tail]


def _inside(pieces: Line, indent: str, after: str = "", *, display: bool = False) -> list[str]:
    """Pieces that stand in brackets already: they may be broken between any two operands."""
    text = indent + flat(pieces) + after
    breaks = [p for p in pieces if isinstance(p, Break)]
    if _fits(text) and not (display and any(p.looseness == COMMA for p in breaks)):
        return [text]
    if not breaks:
        return lay_out([*pieces, after] if after else pieces, indent)
    loosest = max(p.looseness for p in breaks)
    parts: list[Line] = [[]]
    for piece in pieces:
        if isinstance(piece, Break) and piece.looseness == loosest:
            parts.append([] if loosest == COMMA else [piece.text + " "])
        else:
            parts[-1].append(piece)
    ends = [","] * len(parts) if loosest == COMMA else [""] * (len(parts) - 1) + [after]
    return [row for part, end in zip(parts, ends, strict=True) for row in _inside(part, indent, end)]
