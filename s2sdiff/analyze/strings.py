"""Strings that are known when generating, and those of which nothing is known but what is written in them."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Collection, Iterable, Sequence

import gast

from s2sdiff.analyze.program import (
    WRITTEN_AS_TEXT,
    Inactive,
    all_parts,
)
from s2sdiff.analyze.state import Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.types import (
    PLAIN_TEXT,
    TEXT,
    Dict,
    DictOf,
    Scalar,
    Static,
    Type,
    is_inexact,
    is_list,
)


def known_text(t: Type) -> str | None:
    """What `str` gives for a string or number that is known; None if it is not."""
    value = t.value if isinstance(t, (Static, Scalar)) else None
    return str(value) if type(value) in (str, int, bool) else None


def string_of(node: gast.AST, parts: Sequence[str | None], types: Iterable[Type]) -> Meaning:
    """A string that is put together of parts, in which values of some types are written."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return text_of(node, types)
    return Meaning(node, Static("".join(known)), Inactive("a string"))


def text_of(node: gast.AST, types: Iterable[Type]) -> Meaning:
    """A string of which nothing is known but what is written in it."""
    if any(True for t in types for part in all_parts(t) if is_inexact(part)):
        return Meaning(node, TEXT, WRITTEN_AS_TEXT)
    return Meaning(node, PLAIN_TEXT, Inactive("a string"))


def check_shown(stood_for: Collection[type], types: Iterable[Type], node: gast.AST) -> None:
    """Refuse the text of a list or dict which may stand for one of another class: that names its class."""
    parts = [part for t in types for part in all_parts(t)]
    of_deque = deque in stood_for and any(map(is_list, parts))
    if of_deque or (OrderedDict in stood_for and any(isinstance(part, (Dict, DictOf)) for part in parts)):
        raise Unsupported("the text of a list or dict, where a deque or an OrderedDict may be one", node, "show its items one by one")
