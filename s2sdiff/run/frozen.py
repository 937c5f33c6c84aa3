"""Emitted functions with what they read from outside as it is now.

A gradient reads globals and captured variables when it is called, as any function does.  A pullback is called later than
the function that it belongs to: what was read by then may have changed, so its backward half works on what it is now, and
so do the user's functions that it calls.  What a class or a module of the user's has under a name cannot be copied with
it: it is looked at when the pullback is called, and must be what it was.

What is one object stays one object, in what is read, in the tape and in the arguments: a function may ask for that.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from types import BuiltinMethodType, CellType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from s2sdiff.run.code_objects import global_names, outer_names
from s2sdiff.run.load import text_of
from s2sdiff.run.outer import is_pythons, is_the_users
from s2sdiff.runtime._trees import is_object, parts_of, with_parts

WRITTEN_IN_PYTHON = 1 << 9  # of the flags of a class: it was made when the program ran (Py_TPFLAGS_HEAPTYPE)
LASTING = (ModuleType, type, str, bytes, bool, int, float, complex, np.generic, type(None))
FIXED = (ModuleType, type, np.ufunc)
ABSENT = object()  # what a class or a module does not have under a name, which a base of it may have
NUMBERS = (int, float, complex, np.generic)
HOLDERS = {"types", "collections"}  # modules of Python's whose objects are nothing but what they hold


class Copies:
    """Values with arrays, containers and objects of their own: who reads which of them, a method perhaps, nobody says."""

    def __init__(self, known: Mapping[int, Any], shown: Sequence[np.ndarray] | None = None) -> None:
        """`known` are copies that exist, by the identities of what they are of; `shown` the arrays that others may change,
        if not all.
        """
        self.copies = dict(known)
        self.shown = shown
        self.met: list[Any] = []  # whose identities are told in `copies`

    def value(self, value: Any) -> Any:
        """The copy of a value; one that cannot change, or of which nothing is known, is its own."""
        if isinstance(value, LASTING):
            return value
        if id(value) not in self.copies:
            self.met.append(value)
            self.copies[id(value)] = self.copied(value)
        return self.copies[id(value)]

    def all_of(self, values: Mapping[Any, Any]) -> dict[Any, Any]:
        """The same keys, with values of their own."""
        return {key: self.value(value) for key, value in values.items()}

    def copied(self, value: Any) -> Any:
        """A new value like this one."""
        if isinstance(value, np.ndarray):
            return value.copy() if self.shown is None or any(np.may_share_memory(value, array) for array in self.shown) else value
        if holds_numbers(value):
            return value.copy()
        if isinstance(value, tuple):
            items = map(self.value, value)
            return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
        if isinstance(value, (list, dict, set, deque)):
            return self.container(value)
        if isinstance(value, FunctionType):
            return self.function(value)
        if isinstance(value, MethodType):
            return MethodType(self.function(value.__func__), self.value(value.__self__))
        if isinstance(value, BuiltinMethodType) and isinstance(value.__self__, (np.ndarray, list, dict, set, deque)):
            return getattr(self.value(value.__self__), value.__name__)
        if isinstance(value, partial):
            return partial(self.value(value.func), *map(self.value, value.args), **self.all_of(value.keywords))
        if is_nothing_but_parts(value):
            return self.object(value)
        return value

    def container(self, value: Any) -> Any:
        """A list, dict, set or deque, perhaps of a class of the user's."""
        new = self.copies[id(value)] = copy.copy(value)  # before its items are: they may lead back to it
        if isinstance(value, dict):
            dict.clear(new)
            for key, item in value.items():
                dict.__setitem__(new, self.value(key), self.value(item))
        elif isinstance(value, set):
            set.clear(new)
            set.update(new, map(self.value, value))
        else:
            for k, item in enumerate([*map(self.value, value)]):
                (list if isinstance(value, list) else deque).__setitem__(new, k, item)
        for name, part in self.all_of(getattr(value, "__dict__", {})).items():
            object.__setattr__(new, name, part)
        return new

    def object(self, value: Any) -> Any:
        """An object with attributes of its own."""
        parts = parts_of(value)
        new = self.copies[id(value)] = with_parts(value, parts)
        for name, part in self.all_of(parts).items():
            object.__setattr__(new, name, part)
        return new

    def function(self, function: Any) -> Any:
        """A function: itself."""
        return function


class Moment(Copies):
    """What emitted functions read from outside, as it is when this is made."""

    def __init__(self, *functions: Any) -> None:
        super().__init__({})
        self.names: set[str] = set()  # that the functions read, of attributes too
        self.homes: dict[int, Any] = {}  # classes and modules of the user's that they may read these of
        self.left: dict[int, Any] = {}  # what these hold is left as it is, wherever else it is found
        while True:
            self.copies, self.met = dict(self.left), []
            for function in functions:
                self.value(function)
            known = len(self.names), len(self.homes)
            places = [(home, name) for home in self.homes.values() for name in self.names.union(_asked(home))]
            for home, name in places:
                self.left |= {id(held): held for held, _ in reached(vars(home).get(name))}
            for value in self.left.values():
                self.note(value)
            none_is_copied = all(self.copies.setdefault(key, value) is value for key, value in self.left.items())
            if none_is_copied and (len(self.names), len(self.homes)) == known:
                break
        self.watched = [(home, name, words_of(vars(home).get(name, ABSENT))) for home, name in places]

    def apart(self, tape: Any, *others: Any) -> Any:
        """What a forward sweep kept, which shares nothing with `others`, nor with what is outside."""
        shown = [value for value in [*(held for held, _ in reached(others)), *self.met] if isinstance(value, np.ndarray)]
        return Copies(self.copies, shown).value(tape)

    def function(self, function: Any) -> Any:
        """A function and those that it calls, over what is read now; one of a library's is itself."""
        if not _is_read(function):
            return function
        self.note(function)
        if all(map(_is_fixed, _readings(function))):
            return function
        closure, globals_ = function.__closure__ or (), function.__globals__
        cells, space = tuple(CellType() for _ in closure), dict(globals_)
        new = self.copies[id(function)] = FunctionType(function.__code__, space, function.__name__, None, cells)
        new.__dict__.update(function.__dict__)
        space |= self.all_of({name: globals_[name] for name in global_names(function.__code__) if name in globals_})
        new.__defaults__ = tuple(map(self.value, function.__defaults__ or ())) or None
        new.__kwdefaults__ = self.all_of(function.__kwdefaults__ or {}) or None
        for cell, own in zip(cells, closure, strict=True):
            if not _is_empty(own):
                cell.cell_contents = self.value(own.cell_contents)
        return new

    # --- what cannot be copied with its home ---

    def object(self, value: Any) -> Any:
        """An object, whose class may hold what is read."""
        self.note(value)
        return super().object(value)

    def note(self, value: Any) -> None:
        """Where a function, or the methods of an object, may read what."""
        if isinstance(value, FunctionType) and _is_read(value):
            self.names.update(outer_names(value.__code__))
            for part in _readings(value):
                self.note_home(part)
        elif is_nothing_but_parts(value):
            self.note_home(type(value))

    def note_home(self, value: Any) -> None:
        """A class or a module of the user's may hold what is read."""
        for home in value.__mro__ if isinstance(value, type) else [value] if isinstance(value, ModuleType) else []:
            if is_the_users(home.__module__ if isinstance(home, type) else home.__name__):
                self.homes[id(home)] = home

    def is_current(self) -> bool:
        """True: what has changed is refused."""
        self.check()
        return True

    def check(self) -> None:
        """Refuse to go on if what is not copied has changed."""
        for home, name, words in self.watched:
            if words_of(vars(home).get(name, ABSENT)) != words:
                what = f"`{home.__name__}.{name}`, or what it reads,"
                raise ValueError(f"{what} has changed since the function was called: read it into a variable, or pass it as an argument")


def reached(value: Any) -> Iterator[tuple[Any, Collection[Any]]]:
    """The objects that are reached from a value, each once, with what it leads to at once."""
    met: set[int] = set()
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if not isinstance(value, LASTING) and id(value) not in met:
            met.add(id(value))
            parts = parts_in(value)
            yield value, parts
            waiting += () if holds_numbers(value) else parts


def words_of(value: Any) -> list[Any]:
    """All that a value holds, in words that are equal as long as nothing in it changes."""
    words: list[Any] = [_word(value)]
    for held, parts in reached(value):
        words += [held.shape, held.dtype, held.tobytes()] if isinstance(held, np.ndarray) else [len(parts), *map(_word, parts)]
    return words


def _word(value: Any) -> Any:
    return (type(value), value) if isinstance(value, LASTING) else id(value)


def parts_in(value: Any) -> Collection[Any]:
    """What a value leads to at once."""
    if isinstance(value, dict):
        return (*value, *value.values())
    if isinstance(value, (tuple, list, set, deque)):
        return value
    if isinstance(value, partial):
        return (value.func, value.args, value.keywords)
    if isinstance(value, MethodType):
        return (value.__func__, value.__self__)
    if isinstance(value, FunctionType):
        return _readings(value) if _is_read(value) else ()
    if isinstance(value, (staticmethod, classmethod)):
        return (value.__func__,)
    if isinstance(value, property):
        return (value.fget, value.fset)
    return parts_in(parts_of(value)) if is_nothing_but_parts(value) else ()


def holds_numbers(value: Any) -> bool:
    """Whether a value is a list of numbers: a list holds values of one kind."""
    return type(value) is list and bool(value) and isinstance(value[0], NUMBERS)


def _is_read(function: FunctionType) -> bool:
    """Whether a function is an emitted one or the user's."""
    return text_of(function) is not None or is_the_users(function.__module__ or "")


def _asked(home: Any) -> list[str]:
    """The methods of a class that Python calls where their names are not written."""
    return [name for name, held in vars(home).items() if isinstance(held, FunctionType) and name.startswith("__")]


def _readings(function: FunctionType) -> list[Any]:
    """What a function reads from outside by name, and its defaults."""
    named = [function.__globals__[name] for name in global_names(function.__code__) if name in function.__globals__]
    captured = [cell.cell_contents for cell in function.__closure__ or () if not _is_empty(cell)]
    return [*named, *captured, *(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]


def _is_fixed(value: Any) -> bool:
    """Whether a value is surely what its name will mean later."""
    return isinstance(value, FIXED) or (isinstance(value, FunctionType) and not _is_read(value))


def is_nothing_but_parts(value: Any) -> bool:
    """Whether a value is an object that is copied by its attributes: most of Python's own are more than that."""
    cls: Any = type(value)
    return is_object(value) and _holds_alone(cls)


@lru_cache(maxsize=1024)
def _holds_alone(cls: type) -> bool:
    root = cls.__module__.partition(".")[0]
    return root in HOLDERS or (bool(cls.__flags__ & WRITTEN_IN_PYTHON) and not is_pythons(root))


def _is_empty(cell: CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return True
    return False
