"""Source for functions written in C: a function of one line that calls them."""

from __future__ import annotations

import builtins
import inspect
import linecache
import math
import sys
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np

from s2sdiff.errors import SourceError

ALIASES = {"numpy": "np"}
KEPT_OPTIONS = ("axis",)  # NumPy's other options choose a dtype or a buffer: not the mathematics
PARAMETERS = {math.log: ["x"], math.hypot: ["x", "y"], np.where: ["condition", "x", "y"]}  # theirs does not tell
_made: dict[int, tuple[Any, FunctionType]] = {}


def is_builtin(target: Any) -> bool:
    """Whether `target` is a function of NumPy, `math`, `operator` or Python itself that is not written in Python."""
    if isinstance(target, np.ufunc):
        return True
    if isinstance(target, BuiltinFunctionType):
        return isinstance(target.__self__, (ModuleType, type(None)))
    return type(target) is type(np.sum) and not isinstance(target, FunctionType)


def synthesise(target: Callable[..., Any]) -> FunctionType:
    """A Python function that calls `target`; its text can be read like that of any other.

    >>> function = synthesise(np.arctan2)
    >>> print("".join(linecache.getlines(function.__code__.co_filename)), end="")
    def arctan2(x1, x2):
        return np.arctan2(x1, x2)
    """
    if id(target) not in _made:
        _made[id(target)] = (target, _compiled(target))  # the target is kept, so that its id is not used again
    return _made[id(target)][1]


def _compiled(target: Any) -> FunctionType:
    name = target.__name__
    path, names = _access(target)
    parameters, passed = _signature(target)
    text = f"def {name}({', '.join(parameters)}):\n    return {path}({', '.join(passed)})\n"
    filename = f"<s2sdiff {path}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    code = next(c for c in compile(text, filename, "exec", dont_inherit=True).co_consts if hasattr(c, "co_code"))
    defaults = (None,) * sum(p.endswith("=None") for p in parameters)
    return FunctionType(code, {**names, "__builtins__": builtins, "__name__": "s2sdiff"}, name, defaults or None)


def _access(target: Any) -> tuple[str, dict[str, Any]]:
    """How a module's code names `target`: the path, and what the path's first name is."""
    name = target.__name__
    if getattr(builtins, name, None) is target:
        return name, {}
    given = sys.modules.get(getattr(target, "__module__", None) or "")
    for module in (np, math, np.linalg, np.fft, given, sys.modules.get("scipy.special")):
        if module is not None and getattr(module, name, None) is target:
            full = module.__name__.lstrip("_")
            root, _, rest = full.partition(".")
            if root in ALIASES:
                return ".".join(filter(None, (ALIASES[root], rest, name))), {ALIASES[root]: sys.modules[root]}
            alias = full.rpartition(".")[2]
            return f"{alias}.{name}", {alias: module}
    raise SourceError(
        f"`{name}` is not written in Python: there is no source to read", cure=f"write a function that calls `{name}`"
    )


def _signature(target: Any) -> tuple[list[str], list[str]]:
    """The parameters that matter, and the arguments that hand them on."""
    if isinstance(target, np.ufunc):
        names = ["x"] if target.nin == 1 else [f"x{n + 1}" for n in range(target.nin)]
        return names, names
    if target in PARAMETERS:
        return PARAMETERS[target], PARAMETERS[target]
    try:
        given = inspect.signature(target).parameters.values()
    except ValueError:
        return ["*args"], ["*args"]  # as for max
    if any(p.kind is p.VAR_POSITIONAL for p in given):
        return ["*args"], ["*args"]
    names = [p.name for p in given if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    options = [p.name for p in given if p.name in KEPT_OPTIONS and p.name not in names and p.default is None]
    return [*names, *(f"{o}=None" for o in options)], [*names, *(f"{o}={o}" for o in options)]
