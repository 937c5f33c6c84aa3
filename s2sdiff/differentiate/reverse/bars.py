"""The cotangent of a variable, or of a part of it, at one place of the reverse sweep."""

from __future__ import annotations

from dataclasses import dataclass, replace

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Path, Version
from s2sdiff.differentiate.typing import Typed
from s2sdiff.differentiate.writing import Key
from s2sdiff.types import Type, is_complex, is_thin, shape_of, thickened


@dataclass
class Bar:
    """A cotangent at one place of the reverse sweep."""

    value: gast.AST  # its name, or a number
    type: Type  # may be smaller than the primal's
    owned: bool  # nothing else refers to its memory, so it may be changed in place


Bars = dict[Key, Bar]
Part = tuple[Version, Path, gast.AST, Typed]  # a contribution to a part of a version


def same_bar(a: Bar | None, b: Bar | None) -> bool:
    """Whether two cotangents are one expression, of one kind and size, and both complex or neither."""
    return (
        a is not None and b is not None and a.owned == b.owned and shape_of(a.type) == shape_of(b.type)
        and type(a.type) is type(b.type) and is_complex(a.type) == is_complex(b.type) and syntax.same(a.value, b.value)
    )  # fmt: skip


def may_go_on(end: Bar, entry: Bar) -> bool:
    """Whether a trip may begin with what another one ends with: what the first began with, or an array where that may be a number."""
    alike = is_thin(entry.type) and thickened(entry.type) == end.type
    return same_bar(replace(end, type=entry.type) if alike else end, entry)
