"""What a compiled function reads, functions inside it included."""

from __future__ import annotations

import dis
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType

READING = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS", "STORE_GLOBAL", "DELETE_GLOBAL")


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


@lru_cache(maxsize=1024)
def global_names(code: CodeType) -> frozenset[str]:
    """Names of globals that a function or one inside it reads or binds: an attribute of the same name is none.

    >>> sorted(global_names((lambda x: len(x.size) + [size for _ in x][0]).__code__))
    ['len', 'size']
    """
    return frozenset(step.argval for part in codes(code) for step in dis.get_instructions(part) if step.opname in READING)
