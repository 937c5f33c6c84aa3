"""Emitted functions with what they read from outside as it is now.

A gradient reads globals and captured variables when it is called, as any function does.  A pullback is called later than
the function that it belongs to: what was read by then may have changed, so both halves work on what it is now.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from s2sdiff.run.code_objects import outer_names
from s2sdiff.run.load import text_of
from s2sdiff.runtime._trees import is_object, parts_of, with_parts

WRITTEN_IN_PYTHON = 1 << 9  # of the flags of a class: it was made when the program ran (Py_TPFLAGS_HEAPTYPE)
LASTING = (FunctionType, MethodType, ModuleType, type, str, bytes, type(None))


class Moment:
    """What emitted functions read from outside, as it was when they were first met here."""

    def __init__(self) -> None:
        self.functions: dict[int, Any] = {}
        self.values: dict[int, Any] = {}
        self.met: list[Any] = []  # whose identities are told above

    def function(self, function: Any) -> Any:
        """An emitted function, and those that it calls, over what is read now; any other function is itself."""
        if not isinstance(function, FunctionType) or text_of(function) is None:
            return function
        if id(function) in self.functions:
            return self.functions[id(function)]
        self.met.append(function)
        names, globals_, closure = _names(function.__code__), function.__globals__, function.__closure__ or ()
        read = {name: globals_[name] for name in names if name in globals_ and not isinstance(globals_[name], LASTING)}
        if not read and all(map(_lasts, closure)):
            self.functions[id(function)] = function
            return function
        cells = tuple(CellType() for _ in closure)
        new = FunctionType(function.__code__, globals_ | self.all_of(read, names), function.__name__, function.__defaults__, cells)
        new.__kwdefaults__ = function.__kwdefaults__
        self.functions[id(function)] = new  # before its cells are read: functions may call one another
        for cell, own in zip(cells, closure, strict=True):
            if not _is_empty(own):
                cell.cell_contents = self.value(own.cell_contents, names)
        return new

    def all_of(self, values: dict[Any, Any], names: Iterable[str]) -> dict[Any, Any]:
        """The same keys, with values of their own."""
        return {key: self.value(value, names) for key, value in values.items()}

    def value(self, value: Any, names: Iterable[str]) -> Any:
        """A value with arrays and containers of its own; of an object, with those attributes that are in `names`."""
        if isinstance(value, FunctionType):
            return self.function(value)
        if isinstance(value, LASTING):
            return value
        if id(value) not in self.values:
            self.met.append(value)
            self.values[id(value)] = self._copied(value, names)
        return self.values[id(value)]

    def _copied(self, value: Any, names: Iterable[str]) -> Any:
        if isinstance(value, np.ndarray):
            return value.copy()
        if isinstance(value, (list, tuple)):
            items = [self.value(item, names) for item in value]
            return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
        if type(value) is dict:
            return self.all_of(value, names)
        if not is_object(value) or not type(value).__flags__ & WRITTEN_IN_PYTHON:
            return value
        parts = parts_of(value)
        new = self.values[id(value)] = with_parts(value, parts)  # before its attributes are copied: they may lead back to it
        for key, part in self.all_of({key: part for key, part in parts.items() if key in names}, names).items():
            object.__setattr__(new, key, part)
        return new


@lru_cache(maxsize=1024)
def _names(code: CodeType) -> frozenset[str]:
    return frozenset(outer_names(code))


def _is_empty(cell: CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return True
    return False


def _lasts(cell: CellType) -> bool:
    """Whether what a cell holds does not change, and reads nothing itself."""
    return not _is_empty(cell) and isinstance(cell.cell_contents, LASTING) and text_of(cell.cell_contents) is None
