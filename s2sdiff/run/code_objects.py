"""What a compiled function reads, functions inside it included."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType


def codes(code: CodeType) -> Iterator[CodeType]:
    """A code object and those inside it, in an order that does not depend on line numbers."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def outer_names(code: CodeType) -> Iterator[str]:
    """Names of globals, and of attributes, that a function or one inside it reads."""
    for part in codes(code):
        yield from part.co_names
