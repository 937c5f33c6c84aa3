"""Library functions that are read: where a function's own Python, or a definition of ours, says what it computes.

    @defined(scipy.stats.zscore, at=samples)
    def zscore(a, axis=0, ddof=0):
        return (a - np.mean(a, axis=axis, keepdims=True)) / np.std(a, axis=axis, ddof=ddof, keepdims=True)

A call of the function is then differentiated like the call of a user's function with this body.  It is for functions
that are compositions of others: their derivatives need no formula of their own.  A definition takes the function's
parameters; those of its optional ones that it leaves out are refused.  What it does not handle, it raises
`NotImplementedError` about, in a branch that is decided when the derivative is generated.  It may be for some values of
one option, `option=("mode", ("maximum", "minimum"))`, of a function that has a rule for the others.

Methods of a library's objects, and objects that are called, are asked for by `finder`s: they give the definition, or
the method itself, to be read.
Functions of the modules in `READ` are read as they stand.  An object that a library makes may be read as one of a class
in `STANDS`, whose methods are definitions, too.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType, MethodType
from typing import Any, TypeVar

from s2sdiff.rules import registry

F = TypeVar("F", bound=Callable[..., Any])
Samples = Callable[[Any], list[tuple[tuple[Any, ...], dict[str, Any]]]]


@dataclass(frozen=True, eq=False)
class Definition:
    """A function, and the plain function that computes the same."""

    function: Any
    body: Callable[..., Any]
    at: Samples
    in_place: bool  # whether a call says less than the few lines of the body
    takes_lists: bool  # whether a list of numbers is not the array that SciPy would make of it
    option: tuple[str, tuple[Any, ...]] | None  # a parameter, and the values for which this is read: for others there is a rule


@dataclass(frozen=True, eq=False)
class Stand:
    """What is said of a library's objects by a class of ours that stands for them in a program.

    `kind` is the library's class that it stands for, or the base of those that it may stand for.  `meanings` are the
    library's functions that take such an object, and what is read in their place.
    """

    kind: type
    described: str
    cure: str
    meanings: tuple[tuple[Any, Callable[..., Any]], ...]

    def meaning_of(self, target: Any) -> Callable[..., Any] | None:
        """What is read in place of a library's function; None for those that are not followed."""
        return next((body for function, body in self.meanings if function is target), None)


Finder = Callable[[Any], Callable[..., Any] | None]

READ: set[str] = set()

STANDS: dict[type, Stand] = {}

_definitions: dict[Any, Definition] = {}  # as rules are kept in `registry`
_finders: list[Finder] = []
_spelled: dict[int, Callable[..., Any]] = {}  # by id


def defined(
    *functions: Any, at: Samples, in_place: bool = False, takes_lists: bool = False, option: tuple[str, tuple[Any, ...]] | None = None
) -> Callable[[F], F]:
    """Declare what `functions` compute; see the module's docstring."""

    def declare(body: F) -> F:
        for function in functions:
            _definitions[registry.key_of(function)] = Definition(function, body, at, in_place, takes_lists, option)
        return body

    return declare


def finder(find: Finder) -> Finder:
    """Have `find` asked about methods of objects, and about objects."""
    _finders.append(find)
    return find


def is_in_place(function: Any) -> bool:
    """Whether a library's function has a definition that is written where it is called."""
    definition = _definitions.get(registry.key_of(function))
    return definition is not None and definition.in_place


def makes_arrays(function: Any) -> bool:
    """Whether a library's function makes arrays of the lists of numbers that it is given."""
    definition = _definitions.get(registry.key_of(function))
    return definition is not None and not (definition.in_place or definition.takes_lists)


def takes_lists(function: Any) -> bool:
    """Whether a library's function goes over lists, and makes no arrays of them."""
    definition = _definitions.get(registry.key_of(function))
    return definition is not None and definition.takes_lists


def spelled(function: F) -> F:
    """Have emitted code say, in place of a call of `function`, the expression that it returns."""
    _spelled[id(function)] = function
    return function


def is_spelled(function: Any) -> bool:
    """Whether emitted code says what `function` returns, and not its name."""
    return id(function) in _spelled


def option_of(target: Any) -> tuple[int, str, tuple[Any, ...]] | None:
    """For which values of which parameter, by place and name, a function that has our rule is read; None if for none."""
    definition = _definitions.get(registry.key_of(target))
    if definition is None or definition.option is None or not registry.is_ours(target):
        return None
    name, values = definition.option
    return list(inspect.signature(definition.body).parameters).index(name), name, values


def definitions() -> list[Definition]:
    """Everything that was declared here."""
    registry.import_late()
    return list(_definitions.values())


def readable(target: Any) -> Callable[..., Any] | None:
    """What is to be read in place of a library's function; None if nothing is."""
    registry.import_late()
    if registry.key_of(target) in _definitions:
        return _definitions[registry.key_of(target)].body
    if isinstance(target, FunctionType) and target.__module__ in READ:
        return target
    if isinstance(target, MethodType) and id(target.__func__) in _definitions:
        return MethodType(_definitions[id(target.__func__)].body, target.__self__)
    if isinstance(target, (FunctionType, type)):
        return None
    return next((found for find in _finders if (found := find(target)) is not None), None)
