"""What a command is about: the function that a target names, and what its arguments look like.

A file is imported under its own stem, from its text as it is now, and leaves no trace in `sys`.
"""

from __future__ import annotations

import importlib
import inspect
import linecache
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from s2sdiff import arguments, drivers, types
from s2sdiff.sizes import Sizes, sizes_for
from s2sdiff.transform import Given

Function = Callable[..., Any]


class Usage(Exception):  # noqa: N818 - it is the way out of a command, not an error of the program
    """What is asked for makes no sense; the message says what would."""


@contextmanager
def target(text: str) -> Iterator[tuple[Function, dict[str, Any]]]:
    """The function that a target names, and the globals of its module; `sys` is as before when it is done with."""
    place, _, name = text.rpartition(":")
    if not place or not name:
        raise Usage(f"{text!r} names no function: write FILE.py:FUNCTION or package.module:FUNCTION")
    path, modules = list(sys.path), dict(sys.modules)
    is_file = place.endswith(".py") or os.sep in place
    try:
        module = _import_file(Path(place)) if is_file else _import_module(place)
        sys.path[:] = path
        yield _function(module, name), vars(module)
    finally:
        sys.path[:] = path
        stem = Path(place).stem
        if is_file and stem in modules:
            sys.modules[stem] = modules[stem]
        elif is_file:
            sys.modules.pop(stem, None)


def _import_file(path: Path) -> ModuleType:
    """The module that a file makes, under its own stem, as if its folder were the current one."""
    path = path.absolute()
    if not path.is_file():
        raise Usage(f"there is no file {path.name} in {path.parent}")
    linecache.checkcache(str(path))
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    sys.path.insert(0, str(path.parent))
    sys.modules[path.stem] = module
    try:
        exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), vars(module))
    except (Exception, SystemExit) as error:
        raise _failed_import(path.name, error) from error
    return module


def _import_module(name: str) -> ModuleType:
    """The module of a dotted name, as `python -m` would find it."""
    sys.path.insert(0, str(Path.cwd()))
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            raise Usage(f"there is no module {name}; for a file, write its name with .py") from error
        raise _failed_import(name, error) from error
    except (Exception, SystemExit) as error:
        raise _failed_import(name, error) from error


def _failed_import(name: str, error: BaseException) -> Usage:
    """The user's own error, told with the user's own frames."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not _is_ours(f.filename)]
    told = [*traceback.format_list(frames), *traceback.format_exception_only(error)]
    return Usage(f"importing {name} failed\n{''.join(told).rstrip()}")


def _is_ours(filename: str) -> bool:
    return filename == __file__ or filename.startswith("<frozen importlib") or filename == importlib.__file__


def _function(module: ModuleType, name: str) -> Function:
    """The function of this (perhaps dotted) name."""
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            own = [n for n, v in vars(module).items() if inspect.isfunction(v) and v.__module__ == module.__name__]
            defined = f"; it defines {', '.join(own)}" if own else ""
            raise Usage(f"{module.__name__} has no function {name}{defined}")
        found = getattr(found, part)
    if not callable(found):
        raise Usage(f"{name} is not a function but of type {type(found).__name__}")
    return found  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Asked:
    """A function, what its arguments look like, and which of them are differentiated."""

    function: Function
    given: Given
    values: tuple[tuple[Any, ...], dict[str, Any]] | None  # with --at
    argnums: int | None
    argnames: str | tuple[str, ...] | None

    @property
    def wrt(self) -> tuple[tuple[int | str, ...], bool]:
        """Positions or names of the differentiated parameters, and whether there is just one."""
        return arguments.positions(self.function, self.argnums, self.argnames, len(self.given.args), self.given.kwargs)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        inputs = drivers.inputs_of(self.function, self.given.args, self.given.kwargs, self.wrt[0])
        return inputs.wrt


def asked(function: Function, module: dict[str, Any], at: str | None, wrt: str | None) -> Asked:
    """What `--at` and `--wrt` say; without `--at`, what annotations and defaults tell."""
    names = tuple(name.strip() for name in wrt.split(",")) if wrt else None
    argnames = names[0] if names and len(names) == 1 else names
    argnums = None if names else 0
    if at is None:
        return Asked(function, _types_from_signature(function), None, argnums, argnames)
    args, kwargs = _values(at, function, module)
    sizes = sizes_for(function, any_size=True)
    return Asked(function, Given(*arguments.types_of(args, kwargs, sizes), sizes), (args, kwargs), argnums, argnames)


def _values(at: str, function: Function, module: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments that --at describes, defaults filled in."""
    scope = {"np": np, **module, "__arguments": lambda *args, **kwargs: (args, kwargs)}
    try:
        args, kwargs = eval(f"__arguments({at}\n)", scope)  # noqa: S307 - the user's own words, in the user's own shell
    except Exception as error:
        raise Usage(f"--at {at!r} cannot be evaluated: {type(error).__name__}: {error}") from error
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return args, kwargs
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError as error:
        shown = f"{getattr(function, '__name__', 'the function')}{signature}"
        raise Usage(f"--at {at!r} does not fit {shown}: {error}") from error
    bound.apply_defaults()
    return bound.args, bound.kwargs


def _types_from_signature(function: Function) -> Given:
    """Types as far as annotations and defaults tell them."""
    say = 'say what the arguments look like: --at "..."'
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        raise Usage(f"the parameters of {function} are not known; {say}") from None
    annotated = iter(arguments.annotated_types(function))
    args: list[types.Type] = []
    kwargs: dict[str, types.Type] = {}
    for p in parameters:
        if p.default is not p.empty:
            t = types.type_of(p.default, Sizes())
        else:
            t = types.UNKNOWN if p.kind is p.KEYWORD_ONLY else next(annotated, types.UNKNOWN)
        if isinstance(t, types.Unknown):
            raise Usage(f"the type of `{p.name}` is not known; annotate it (float, int, np.ndarray), or {say}")
        if p.kind is p.KEYWORD_ONLY:
            kwargs[p.name] = t
        else:
            args.append(t)
    return Given(tuple(args), kwargs)
