"""What the elaborator asks about the world outside the one function: outer values, trial calls, other functions.

`s2sdiff.context` answers, and remembers what was assumed on the way.  `elaborator` is whoever asks; answers that
depend on the arguments of a call read them through it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol

import gast

from s2sdiff.analyze.program import Path, Site
from s2sdiff.read import Primal
from s2sdiff.syntax import Names
from s2sdiff.types import Type


@dataclass(frozen=True)
class Source:
    """Where memory that a function returns comes from: a parameter, a place in it that allocates, or (None) outside."""

    origin: str | int | None
    container: bool  # whether it is that of lists, dicts and objects, or that of arrays
    single: bool


class Specialised(Protocol):
    """A function of the user's, for arguments of certain types."""

    callee: Any

    def result_type(self) -> Type:
        """The type of what it returns, as far as it is known while it is itself being interpreted."""
        ...

    def returned_arguments(self) -> Collection[str]:
        """The parameters whose memory the result may share."""
        ...

    def memory_of_parts(self) -> Mapping[Path, frozenset[Source]]:
        """What each part of the result may share memory with, as far as that is known."""
        ...

    def items_are_apart(self) -> bool:
        """Whether the arrays in what it returns surely share nothing with one another."""
        ...

    def returns_outer_memory(self) -> bool:
        """Whether what it returns may be an array, or hold one, that lives outside every function."""
        ...

    def does_nothing(self) -> bool:
        """Whether a call of it can be left out."""
        ...

    def is_repeatable(self) -> bool:
        """Whether calling it once more makes no difference."""
        ...

    def calls_others(self) -> bool:
        """Whether it calls functions of the user's, as far as that is known."""
        ...

    def changed_arguments(self) -> Collection[str]:
        """The parameters that are changed in place."""
        ...

    def read_by_index(self) -> Collection[str]:
        """The parameters that are lists or tuples of which items are read under a running index."""
        ...


class Callee(Protocol):
    """A function of the user's that is called."""

    name: str
    tree: gast.FunctionDef  # in normal form
    plain: bool  # not one whose derivative the user gave

    def bind(
        self, elaborator: Any, node: gast.AST, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]
    ) -> list[tuple[str, gast.AST]]:
        """Parameter and atom of each argument; captured variables come last."""
        ...

    def specialise(self, types: Mapping[str, Type], site: Site | None = None) -> Specialised:
        """The function for arguments of these types; `site` is where it is called."""
        ...

    def free_parameters(self) -> tuple[list[str], list[str], dict[str, Any]] | None:
        """Parameters by position and by name, and the defaults that can be written; None if there are others."""
        ...


class World(Protocol):
    """Answers for everything that is not written in the function itself."""

    drawn: list[gast.AST]  # calls that give something else each time
    absent: dict[tuple[type, str], Type]  # attributes that are None at times, a tuple at others
    read_here: frozenset[Any]  # calls whose functions are read in place
    later: dict[tuple[type, str], Type]  # attributes that objects get on some paths after they are made
    stood_for: set[type]  # the classes of this program's objects for which plain lists, dicts and sets stand

    def outer_type(self, primal: Primal, name: str, node: gast.AST) -> Type:
        """The type of a global, a captured variable or a builtin; assumed to stay what it is."""
        ...

    def attribute_type(self, primal: Primal, path: str | None, owner: Any, name: str, node: gast.AST) -> Type:
        """The type of an attribute of an outer object; assumed to stay what it is."""
        ...

    def emitted_of(self, transform: Any, args: tuple[Type, ...], kwargs: dict[str, Type]) -> Callable[..., Any]:
        """The emitted function of a derivative of ours, and the promise to notice when it is no longer the one."""
        ...

    def outer_value_type(self, value: Any) -> Type:
        """The type of an outer value at hand."""
        ...

    def relies_on(self, owner: Any, name: str) -> None:
        """Promise to notice when a class gets another method under a name, or a function other defaults."""
        ...

    def trial(
        self, function: Any, args: tuple[Type, ...], keywords: tuple[tuple[str, Type], ...]
    ) -> tuple[Type, list[int]]:
        """The result type of a call, and the positions of the arguments whose memory it may share."""
        ...

    def is_user_function(self, target: Any) -> bool:
        """Whether a callable is written in Python outside the libraries, so that it is read."""
        ...

    def callee(
        self, elaborator: Any, target: Any, node: gast.AST, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]
    ) -> Callee:
        """The function behind an object or a local function."""
        ...

    def bound_to_name(self, name: str, function: Any) -> None:
        """Let a name of emitted code mean a function."""
        ...

    def primal_of(self, target: Any) -> Primal:
        """A function as the user wrote it."""
        ...

    def intrinsic(
        self, elaborator: Any, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST],
        statement: gast.AST,
    ) -> Any:  # fmt: skip
        """The `Meaning` of a function of our own that means something inside a differentiated one; None for others."""
        ...

    def outer_alias(self, wish: str, value: Any, names: Names) -> str:
        """A name for an outer value at hand."""
        ...

    def named(self, function: Any) -> gast.AST:
        """A name under which emitted code calls a function or a class."""
        ...

    def is_user_class(self, cls: type) -> bool:
        """Whether a class is the user's own."""
        ...

    def has_rule(self, target: Any) -> bool:
        """Whether a function has a derivative of its own."""
        ...

    def means_the_same(self, there: Primal, here: Primal, name: str) -> bool:
        """Whether a name that is not local means the same in two functions."""
        ...

    def enter(self, primal: Primal, names: Names, local: set[str]) -> None:
        """A function is read, that binds the names in `local`: what has been named from outside goes by other names than its own."""
        ...

    def alias(self, primal: Primal, name: str, names: Names) -> tuple[str, ModuleType | None]:
        """A name, in the function that has `names`, for what `name` means in another; or for its module, if it is a value of that module's."""
        ...
