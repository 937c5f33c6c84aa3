"""How the sizes of arguments are named, so that one derivative serves every size.

Equal sizes share a name; 1 stays 1.  A size that the program itself may name, as in `x.reshape(3, 2)` or a vector in
space, is exact.  Where the program takes slices, sizes that go together are said by one name: the margins of a stencil
(n and n - 2), and the gates of a cell that lie in one array (n and 4 n).
"""

from __future__ import annotations

import dis
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from types import CellType, CodeType, FunctionType
from typing import Any

from s2sdiff.types import Dim, Scalar, Size, is_told_by_value, size, size_sum

MARGIN = 4  # inference reads the sizes of results back as a name and an offset of at most so much
MOST_PARTS = 8  # and as so many times a name
LARGEST_EXACT = 1000
LARGEST_TOLD = 64  # of those that are known by what they are where whole numbers are
MOST_FUNCTIONS = 50
LIBRARIES = ("numpy", "scipy", "s2sdiff")
SMALL = frozenset({2, 3})
LITERALS = ("LOAD_CONST", "LOAD_SMALL_INT", "RETURN_CONST")
SLICES = ("BUILD_SLICE", "BINARY_SLICE", "STORE_SLICE")


class Sizes:
    """Names the sizes met in arguments.

    `margins`: whether sizes may be said by others and an offset; `parts`: how often others may be in them; `any_size`:
    whether those that the program may name have names all the same, by which they are known; `by_value`: whether whole
    numbers, and sizes that are not large, are known by what they are, as literals would be.
    """

    def __init__(
        self, exact: Collection[int] = (), margins: bool = False, parts: Collection[int] = (), any_size: bool = False,
        by_value: bool = False,
    ) -> None:
        self.names: dict[int, str] = {}
        self.exact = () if any_size else exact
        self.named = exact if any_size else ()
        self.margins = margins
        self.parts = parts
        self.by_value = by_value
        self.met_numbers = False  # whether there were any that could have been known by what they are

    def __call__(self, n: int) -> Size:
        """The size `n` as types write it."""
        if n == 1 or n in self.exact or (self.by_value and n <= LARGEST_TOLD):
            return n
        self.met_numbers = self.met_numbers or n <= LARGEST_TOLD
        if n not in self.names:
            said = self.by_others(n)
            if said is not None:
                return said
        return size(self.names.setdefault(n, f"{'m' if n in self.named else 'n'}{len(self.names)}"))

    def number(self, value: Any, t: Scalar) -> Scalar:
        """The type of a Python number that is not in the program itself."""
        if not is_told_by_value(value):
            return t
        self.met_numbers = True
        return replace(t, value=value) if self.by_value else t

    def by_others(self, n: int) -> Size:
        """A size as so many times another one, or as one with an offset; None if it is neither."""
        for k in self.parts:
            if n % k == 0 and n // k in self.names:
                return Dim(((self.names[n // k], k),))
        near = next((m for m in self.names if self.margins and 0 < abs(n - m) <= MARGIN), None)
        return None if near is None else size_sum(size(self.names[near]), n - near)

    def meet(self, values: Iterable[Any]) -> None:
        """Note the shapes of arguments: of sizes that are in others so many times, the smaller are named first."""
        met = {n for value in values for n in getattr(value, "shape", ()) if type(n) is int and n > 1} if self.parts else set()
        for n in sorted(met):
            larger = {k * n for k in self.parts if k * n in met}
            if larger and n in self.exact:
                self.exact = frozenset(self.exact) | larger
            elif larger:
                self(n)


def sizes_for(function: Any, *, any_size: bool = False, by_value: bool = False) -> Sizes:
    """How to name the sizes of a function's arguments; with `any_size`, none is exact: what is written serves others."""
    literals: set[int] = set()
    cuts = multiplies = False
    margins = False
    for code in codes_of(function):
        for step in dis.get_instructions(code):
            if step.opname in LITERALS:
                literals.update(_whole_numbers(step.argval))
                margins = margins or _from_the_end(step.argval)
            cuts = cuts or step.opname in SLICES
            multiplies = multiplies or step.argrepr == "*"
    parts = {k for k in literals if 2 <= k < MOST_PARTS} if cuts and multiplies else set()
    found = literals | SMALL
    pairs = {n for a in found for b in found for n in (a * b, a + b)}
    exact = frozenset(n for n in found | pairs if 1 < n < LARGEST_EXACT)
    return Sizes(exact, margins, sorted(parts | {max(parts) + 1} if parts else parts), any_size, by_value)


def codes_of(function: Any) -> Iterator[CodeType]:
    """The code of a function, of those written in it, and of those of the user's that it names."""
    pending, seen = [getattr(function, "py_func", function)], set[Any]()
    while pending and len(seen) < MOST_FUNCTIONS:
        function = pending.pop()
        if isinstance(function, FunctionType) and function not in seen:
            seen.add(function)
            codes = [function.__code__]
            for code in codes:
                codes += [c for c in code.co_consts if isinstance(c, CodeType)]
                pending += _functions_named(code, function)
            yield from codes


def _functions_named(code: CodeType, function: FunctionType) -> list[FunctionType]:
    """The functions that code names, but for those of libraries that are not read."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    around = {name: cell.cell_contents for name, cell in cells if name in code.co_freevars and _is_filled(cell)}
    named = [around.get(n, function.__globals__.get(n)) for n in (*code.co_names, *code.co_freevars)]
    found = [getattr(f, "py_func", f) for f in named]
    return [f for f in found if isinstance(f, FunctionType) and (f.__module__ or "").partition(".")[0] not in LIBRARIES]


def _is_filled(cell: CellType) -> bool:
    """Whether a captured variable has a value yet."""
    try:
        cell.cell_contents  # noqa: B018 - that is how to ask
    except ValueError:
        return False
    return True


def _whole_numbers(constant: Any) -> list[int]:
    """The whole numbers in a literal."""
    return [c for c in (constant if isinstance(constant, tuple) else (constant,)) if type(c) is int]


def _from_the_end(constant: Any) -> bool:
    """Whether a literal counts from the end of an axis."""
    return isinstance(constant, slice) or any(c < 0 for c in _whole_numbers(constant))
