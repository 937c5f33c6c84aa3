"""From any callable to the plain Python function behind it, and the arguments that are already given."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType, MethodType
from typing import Any

from s2sdiff.errors import SourceError, Unsupported
from s2sdiff.read.builtin import is_builtin, synthesise


@dataclass(frozen=True)
class Unwrapped:
    """A plain function and its leading positional and its keyword arguments, as far as they are bound.

    `found_by` are the attributes that led to it, to its code and its defaults, each with its owner: anyone may set others.
    """

    function: FunctionType
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    found_by: tuple[tuple[Any, str], ...] = ()


def unwrap(target: Callable[..., Any]) -> Unwrapped:
    """The plain function behind methods, partials, callable objects, jitted and built-in functions.

    A wrapper made by a decorator is itself the function: what it wraps need not be what it computes.

    >>> unwrap(functools.partial(functools.partial(max, 1), 2, key=abs)).args
    (1, 2)
    """
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = {}
    found_by: tuple[tuple[Any, str], ...] = ()
    for _ in range(100):
        if isinstance(target, FunctionType):
            defaults = [(target, name) for name in ("__defaults__", "__kwdefaults__") if getattr(target, name)]
            return Unwrapped(target, args, kwargs, (*found_by, (target, "__code__"), *defaults))
        if isinstance(target, functools.partial):
            _refuse_placeholders(target)
            args, kwargs = (*target.args, *args), {**target.keywords, **kwargs}
            found_by = (*found_by, (target, "keywords"))
            target = target.func
        elif isinstance(target, MethodType):
            args, target = (target.__self__, *args), target.__func__
        elif is_builtin(target):
            return Unwrapped(synthesise(target), args, kwargs)
        else:
            below = _beneath(target)
            if isinstance(below, MethodType) and below.__self__ is target:
                found_by = (*found_by, (type(target), "__call__"))
            target = below
    raise SourceError(f"{target!r} wraps itself")


def _beneath(target: Any) -> Any:
    """What stands behind an object that is called: one layer."""
    if isinstance(target, type):
        name = target.__name__
        raise Unsupported(
            f"the class `{name}` is not a function", cure=f"differentiate a function that calls `{name}(...)`"
        )
    if not callable(target):
        raise TypeError(f"Expected a callable value, got {target!r}")
    ours = getattr(target, "__s2sdiff_fun__", None)
    if ours is not None:
        return ours
    compiled = getattr(target, "py_func", None)  # numba.njit
    if isinstance(compiled, FunctionType):
        return compiled
    if isinstance(target, (staticmethod, functools._lru_cache_wrapper)):  # noqa: SLF001 - its only name
        return target.__wrapped__
    method = getattr(type(target), "__call__", None)  # noqa: B004 - the function is wanted, not whether there is one
    if isinstance(method, FunctionType):
        return MethodType(method, target)
    name = getattr(target, "__name__", type(target).__name__)
    raise SourceError(
        f"`{name}` is not written in Python: there is no source to read", cure=f"write a function that calls `{name}`"
    )


def _refuse_placeholders(target: functools.partial[Any]) -> None:
    placeholder = getattr(functools, "Placeholder", None)  # Python 3.14
    if placeholder is not None and any(arg is placeholder for arg in target.args):
        raise Unsupported("functools.Placeholder in a partial", cure="use a lambda instead of the partial")
