"""Compiles loaded functions with Numba, and with them whatever Python functions they call.

Numba looks outer names up when it first compiles a function, in its globals and closure cells, and takes compiled
functions there but no plain ones.  So each function is made anew with compiled ones in their places: those loaded with
it, helpers of the user and of ours.  A cell that is still empty is shared: it is filled with a compiled half of a callee
before anything is called.  The user's own module and closure are left as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from types import CellType, CodeType, FunctionType
from typing import Any
from weakref import WeakKeyDictionary

try:
    from numba import njit
except ImportError as error:
    raise ImportError("target=\"numba\" needs Numba: pip install 's2sdiff[numba]'") from error

Compiled = Callable[..., Any]

_helpers: WeakKeyDictionary[FunctionType, Compiled] = WeakKeyDictionary()  # compiled once for all that call them


def compile_numba(functions: Mapping[str, FunctionType]) -> dict[str, Compiled]:
    """The functions, compiled when they are first called; they call each other's compiled forms."""
    compiled: dict[FunctionType, Compiled] = {}
    members = set(functions.values())
    return {name: _compile(function, compiled, members) for name, function in functions.items()}


def _compile(
    function: FunctionType, compiled: MutableMapping[FunctionType, Compiled], members: set[FunctionType]
) -> Compiled:
    """The compiled form of a function, known in `compiled` before what it calls is compiled: it may call itself."""
    if function in compiled:
        return compiled[function]
    outer = function.__globals__
    called = [name for name in dict.fromkeys(_names(function.__code__)) if isinstance(outer.get(name), FunctionType)]
    globals_ = dict(outer) if called else outer
    cells = tuple(CellType() if isinstance(_held(cell), FunctionType) else cell for cell in function.__closure__ or ())
    twin = FunctionType(function.__code__, globals_, function.__name__, function.__defaults__, cells)
    twin.__kwdefaults__, twin.__doc__ = function.__kwdefaults__, function.__doc__
    # Numba links a recursive call only where the module is an imported one.
    twin.__module__ = function.__module__ if function.__module__ in sys.modules else __name__
    compiled[function] = njit(twin)

    def compiled_form(callee: FunctionType) -> Compiled:
        return _compile(callee, compiled, members) if callee in members else _compile(callee, _helpers, set())

    for name in called:
        globals_[name] = compiled_form(outer[name])
    for cell, original in zip(cells, function.__closure__ or (), strict=True):
        if cell is not original:
            cell.cell_contents = compiled_form(_held(original))
    return compiled[function]


def _held(cell: CellType) -> Any:
    """What a closure cell holds; None while it is empty."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _names(code: CodeType) -> Iterator[str]:
    """Global names, and attributes, that a function or one inside it reads."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
