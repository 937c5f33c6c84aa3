"""What is asked about a function, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from s2sdiff.types import Type


@dataclass(frozen=True)
class Request:
    """What is asked about a function."""

    mode: str  # "grad", "value_and_grad", "jvp", "vjp"
    wrt: tuple[int | str, ...] = (0,)
    bare: bool = True
    has_aux: bool = False
    target: str = "python"
    repeated: bool = False  # whether whoever asks calls the derivative more than once for one call of the function
    read_again: bool = False  # whether the text is going to be differentiated itself
    read_here: frozenset[Any] = frozenset()  # calls whose functions are read in place


Loaded = tuple[str, str, dict[str, Any], Mapping[str, Any]]  # text, file name, globals, and what other names stand for


@dataclass(eq=False)
class Derivative:
    """The source of a derivative, and the functions made of it."""

    text: str
    main: Callable[..., Any]
    backward: Callable[..., Any] | None
    result: Type
    is_current: Callable[[], bool] | None
    names: dict[str, str] = field(default_factory=dict)
    # What it takes to load it again: the texts, that of the main function last, and the outer values assumed.
    loaded: Sequence[Loaded] = ()
    assumed: Sequence[tuple[int, str]] = ()  # id of a module, a class or a function's globals, and the name there
