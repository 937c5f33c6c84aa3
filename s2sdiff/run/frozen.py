"""Emitted functions with what they read from outside as it is now.

A gradient reads globals and captured variables when it is called, as any function does.  A pullback is called later than
the function that it belongs to: what was read by then may have changed, so both halves work on what it is now, and so do
the user's functions that they call.  What a class or a module of the user's has under a name cannot be copied with it:
it is looked at when the pullback is called, and must be what it was.
"""

from __future__ import annotations

from functools import lru_cache
from types import CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from s2sdiff.run.code_objects import outer_names
from s2sdiff.run.load import text_of
from s2sdiff.run.outer import is_the_users
from s2sdiff.runtime._trees import is_object, parts_of, with_parts

WRITTEN_IN_PYTHON = 1 << 9  # of the flags of a class: it was made when the program ran (Py_TPFLAGS_HEAPTYPE)
LASTING = (FunctionType, ModuleType, type, str, bytes, type(None))


class Moment:
    """What emitted functions read from outside, as it was when they were first met here."""

    def __init__(self) -> None:
        self.functions: dict[int, Any] = {}
        self.values: dict[int, Any] = {}
        self.met: list[Any] = []  # whose identities are told above
        self.names: set[str] = set()  # that the functions read, of attributes too
        self.homes: dict[int, Any] = {}  # classes and modules of the user's that they may read these of
        self.watched: list[tuple[Any, str, Any, Any]] = []  # home, name, what it has under it, and how that was

    def function(self, function: Any) -> Any:
        """A function and those that it calls, over what is read now; one of a library's is itself."""
        if not _is_read(function):
            return function
        if id(function) in self.functions:
            return self.functions[id(function)]
        self.met.append(function)
        names, globals_, closure = _names(function.__code__), function.__globals__, function.__closure__ or ()
        self.names |= names
        named = {name: globals_[name] for name in names if name in globals_}
        inside = [cell.cell_contents for cell in closure if not _is_empty(cell)]
        for value in (*named.values(), *inside):
            self.note_home(value)
        read = {name: value for name, value in named.items() if not _lasts(value)}
        defaults, by_name = function.__defaults__ or (), function.__kwdefaults__ or {}
        if not read and all(map(_lasts, (*inside, *defaults, *by_name.values()))):
            self.functions[id(function)] = function
            return function
        cells, space = tuple(CellType() for _ in closure), dict(globals_)
        new = FunctionType(function.__code__, space, function.__name__, None, cells)
        new.__dict__.update(function.__dict__)
        self.functions[id(function)] = new  # before what it reads is met: functions may call one another
        space |= self.all_of(read)
        new.__defaults__ = tuple(map(self.value, defaults)) or None
        new.__kwdefaults__ = self.all_of(by_name) or None
        for cell, own in zip(cells, closure, strict=True):
            if not _is_empty(own):
                cell.cell_contents = self.value(own.cell_contents)
        return new

    def all_of(self, values: dict[Any, Any]) -> dict[Any, Any]:
        """The same keys, with values of their own."""
        return {key: self.value(value) for key, value in values.items()}

    def value(self, value: Any) -> Any:
        """A value with arrays, containers and objects of its own: who reads which of them, a method perhaps, nobody says."""
        if isinstance(value, FunctionType):
            return self.function(value)
        if isinstance(value, LASTING):
            return value
        if id(value) not in self.values:
            self.met.append(value)
            self.values[id(value)] = self._copied(value)
        return self.values[id(value)]

    def _copied(self, value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return value.copy()
        if isinstance(value, (list, tuple)):
            items = [self.value(item) for item in value]
            return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
        if type(value) is dict:
            return self.all_of(value)
        if isinstance(value, MethodType):
            return MethodType(self.function(value.__func__), self.value(value.__self__))
        if not is_object(value) or not type(value).__flags__ & WRITTEN_IN_PYTHON:
            return value
        self.note_home(type(value))
        parts = parts_of(value)
        new = self.values[id(value)] = with_parts(value, parts)  # before its attributes are copied: they may lead back to it
        for key, part in self.all_of(parts).items():
            object.__setattr__(new, key, part)
        return new

    # --- what cannot be copied with its home ---

    def note_home(self, value: Any) -> None:
        """A class or a module of the user's may hold what is read."""
        for home in value.__mro__ if isinstance(value, type) else [value] if isinstance(value, ModuleType) else []:
            if is_the_users(home.__module__ if isinstance(home, type) else home.__name__):
                self.homes[id(home)] = home

    def watch(self) -> None:
        """Note how it is now, when all functions are met."""
        for home in self.homes.values():
            held = vars(home)
            found = [(name, held[name]) for name in self.names if name in held and not isinstance(held[name], LASTING)]
            self.watched += [(home, name, was, self.value(was)) for name, was in found if not hasattr(type(was), "__get__")]

    def check(self) -> None:
        """Refuse to go on if it has changed."""
        for home, name, was, copy in self.watched:
            now = vars(home).get(name)
            if now is not was or not _are_alike(now, copy):
                raise ValueError(f"`{home.__name__}.{name}` has changed since the function was called: read it into a variable, or pass it as an argument")


def _is_read(function: Any) -> bool:
    """Whether a function is an emitted one or the user's."""
    return isinstance(function, FunctionType) and (text_of(function) is not None or is_the_users(function.__module__ or ""))


def _lasts(value: Any) -> bool:
    """Whether a value does not change, and reads nothing itself."""
    return isinstance(value, LASTING) and not _is_read(value)


def _are_alike(now: Any, copy: Any) -> bool:
    """Whether a value is still what its copy is."""
    if isinstance(now, np.ndarray):
        return np.array_equal(now, copy, equal_nan=now.dtype.kind in "fc")
    if isinstance(now, dict):
        return list(now) == list(copy) and _are_alike([*now.values()], [*copy.values()])
    if isinstance(now, (list, tuple)):
        return len(now) == len(copy) and all(map(_are_alike, now, copy))
    if is_object(now):
        return _are_alike(parts_of(now), parts_of(copy))
    return now is copy or bool(now == copy)


@lru_cache(maxsize=1024)
def _names(code: CodeType) -> frozenset[str]:
    return frozenset(outer_names(code))


def _is_empty(cell: CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return True
    return False
