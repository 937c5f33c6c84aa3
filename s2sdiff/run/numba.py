"""Compiles loaded functions with Numba, and with them whatever Python functions they call.

Numba looks outer names up when it first compiles a function, in its globals and closure cells, and takes compiled
functions there but no plain ones.  So each function is made anew with compiled ones in their places: those loaded with
it, helpers of the user and of ours.  A cell that is still empty is shared: it is filled with a compiled half of a callee
before anything is called.  The user's own module and closure are left as they are.

Outer numbers and arrays become constants of the machine code, so what they were is kept, and `is_current` compares.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from operator import getitem
from types import CellType, FunctionType, ModuleType
from typing import Any, NamedTuple

import numpy as np

from s2sdiff.run.code_objects import global_names, outer_names

try:
    from numba import njit
except ImportError as error:
    raise ImportError("target=\"numba\" needs Numba: pip install 's2sdiff[numba]'") from error

Compiled = Callable[..., Any]
CONSTANTS = (int, float, complex, str, np.generic, np.ndarray, tuple, FunctionType)  # what Numba compiles in


class Frozen(NamedTuple):
    """An outer value that was compiled in, and how to read it as it is now."""

    read: Callable[[], Any]
    value: Any


class Compiler:
    """Compiles the functions of one derivative."""

    def __init__(self) -> None:
        self.compiled: dict[FunctionType, Compiled] = {}
        self.frozen: list[Frozen] = []

    def compile(self, functions: Mapping[str, FunctionType]) -> dict[str, Compiled]:
        """The functions, compiled when they are first called; they call each other's compiled forms."""
        found = {name: self._compiled(function) for name, function in functions.items()}
        self.frozen = [f for f in self.frozen if not any(f.value is function for function in functions.values())]
        return found

    def is_current(self) -> bool:
        """Whether every value that was compiled in is still what it was."""
        try:
            return all(_same(frozen.read(), frozen.value) for frozen in self.frozen)
        except (KeyError, ValueError, AttributeError):
            return False

    def _compiled(self, function: FunctionType) -> Compiled:
        """The compiled form of a function; it is known before its callees are, so that it may call itself."""
        if function in self.compiled:
            return self.compiled[function]
        outer, closure = function.__globals__, function.__closure__ or ()
        self.frozen += [Frozen(read, _kept(read())) for read in _constants(function)]
        called = [name for name in sorted(global_names(function.__code__)) if isinstance(outer.get(name), FunctionType)]
        globals_ = dict(outer) if called else outer
        cells = tuple(CellType() if isinstance(_content(cell), FunctionType) else cell for cell in closure)
        self.compiled[function] = njit(_twin(function, globals_, cells))
        for name in called:
            globals_[name] = self._compiled(outer[name])
        for cell, original in zip(cells, closure, strict=True):
            if cell is not original:
                cell.cell_contents = self._compiled(original.cell_contents)
        return self.compiled[function]


def _twin(function: FunctionType, globals_: dict[str, Any], cells: tuple[CellType, ...]) -> FunctionType:
    """The same function over other outer names."""
    twin = FunctionType(function.__code__, globals_, function.__name__, function.__defaults__, cells)
    twin.__kwdefaults__, twin.__doc__ = function.__kwdefaults__, function.__doc__
    # Numba links a recursive call only where the module is an imported one.
    twin.__module__ = function.__module__ if function.__module__ in sys.modules else __name__
    return twin


def _constants(function: FunctionType) -> Iterator[Callable[[], Any]]:
    """How to read each outer value that compiling turns into a constant."""
    names = list(outer_names(function.__code__))
    for name in global_names(function.__code__):
        value = function.__globals__.get(name)
        if isinstance(value, CONSTANTS):
            yield partial(getitem, function.__globals__, name)
        elif isinstance(value, ModuleType) and not value.__name__.startswith(("numpy", "math")):
            yield from (partial(getattr, value, n) for n in names if isinstance(vars(value).get(n), CONSTANTS))
    for cell in function.__closure__ or ():
        if isinstance(_content(cell), CONSTANTS):
            yield partial(getattr, cell, "cell_contents")


def _content(cell: CellType) -> Any:
    """What a closure cell holds; None while it is empty."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _kept(value: Any) -> Any:
    """A value to compare with later: arrays may be changed in place."""
    if isinstance(value, tuple):
        return tuple(_kept(item) for item in value)
    return value.copy() if isinstance(value, np.ndarray) else value


def _same(now: Any, then: Any) -> bool:
    """Whether two values compile to the same constant."""
    if now is then:
        return True
    if type(now) is not type(then) or isinstance(now, FunctionType):
        return False
    if isinstance(now, np.ndarray):
        return now.dtype == then.dtype and np.array_equal(now, then, equal_nan=now.dtype.kind in "fc")
    if isinstance(now, tuple):
        return len(now) == len(then) and all(map(_same, now, then))
    return bool(now == then) or (now != now and then != then)  # NaN is no news
