"""Elementwise operations and broadcasting, where sizes may depend on values: worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from s2sdiff.analyze.infer.meeting import BOTTOM, Bottom, join_all
from s2sdiff.analyze.infer.trials import tried
from s2sdiff.types import (
    FLOAT,
    INT,
    UNKNOWN,
    Array,
    Scalar,
    Size,
    Type,
    Unknown,
    is_any_integer,
    is_narrow,
    is_thin,
    may_be_one,
    shape_of,
    size_sum,
    thin,
    without_value,
)


def broadcast(shapes: Sequence[tuple[Size, ...] | None]) -> tuple[Size, ...] | None:
    """The shape that operands of these shapes broadcast to."""
    if any(s is None for s in shapes):
        return None
    known = [s for s in shapes if s is not None]
    width = max((len(s) for s in known), default=0)
    result: list[Size] = []
    for axis in range(-width, 0):
        dims = [s[axis] for s in known if len(s) >= -axis]
        fixed = [d for d in dims if not may_be_one(d)]
        first = fixed[0] if fixed else next((d for d in dims if d != 1), 1)
        others = [d for d in dims if d != 1 and d != first]
        # Sizes that differ on paper are equal at run time unless one of them turns out to be 1.
        result.append(first if fixed or not others else None)
    return tuple(result)


def elementwise(function: Callable[..., Any], operands: Sequence[Type]) -> Type:
    """The type of an elementwise function of numbers and arrays."""
    if any(isinstance(t, Bottom) for t in operands):
        return BOTTOM
    if not all(isinstance(t, (Scalar, Array)) for t in operands):
        return UNKNOWN
    first = operands[0]
    if getattr(function, "__name__", "") == "neg" and isinstance(first, Scalar) and type(first.value) is float:
        return replace(first, value=-first.value)
    sizes = size_arithmetic(function, operands)
    if sizes is not None:
        return sizes
    scalars = [t for t in operands if isinstance(t, Scalar)]
    kinds, of_python = {np.dtype(t.dtype).kind for t in scalars}, {t.weak for t in scalars}
    if function in (max, min) and (len(kinds) > 1 or (len(of_python) > 1 and not any(map(is_narrow, scalars)))):
        return join_all([without_value(t) for t in operands])  # a whole number or one of NumPy's, or the other one
    if all(isinstance(t, Scalar) for t in operands):
        found = without_value(_of_samples(function, *[_plain(t) for t in operands]))
        outside = isinstance(found, Unknown) and getattr(function, "__module__", "") == "math"
        return FLOAT if outside else found  # the sample may lie outside the function's domain
    lone = [Array(t.dtype, (1,)) if isinstance(t, Array) else _plain(t) for t in operands]
    kind = _of_samples(function, *lone)
    if not isinstance(kind, Array):
        return UNKNOWN
    shape = broadcast([shape_of(t) for t in operands])
    if shape == ():  # NumPy's ufuncs turn 0-d arrays into scalars
        return Scalar(kind.dtype, weak=False)
    return of_numbers(Array(kind.dtype, shape), operands)


def of_numbers(t: Type, operands: Sequence[Type]) -> Type:
    """The type `t` of an elementwise result, where operands that are thin may be numbers."""
    if not any(map(is_thin, operands)) or not isinstance(t, Array) or t.shape is None:
        return t
    others = [shape_of(o) for o in operands if isinstance(o, Array) and not is_thin(o)]
    if not others:
        return replace(t, shape=tuple(map(thin, t.shape)))
    return t if broadcast(others) == t.shape else UNKNOWN  # else it is neither a number nor an array of this shape


@lru_cache(4096)
def _of_samples(function: Callable[..., Any], *operands: Type) -> Type:
    """The type of an elementwise function of these operands, which the same few are asked for again and again."""
    return tried(function, operands, {}) or UNKNOWN


def _plain(t: Type) -> Type:
    """`t` with a value to try it with: integers get one that is safe as an operand but decides no shape."""
    return replace(t, value=2) if is_any_integer(t) else t


def size_arithmetic(function: Callable[..., Any], operands: Sequence[Type]) -> Type | None:
    """`n + 1`, `n - m` and the like on integers that are sizes or literals; None for anything else."""
    values = [t.value if isinstance(t, Scalar) and t.dtype == "int64" and t.weak else None for t in operands]
    if any(v is None for v in values):
        return None
    name = getattr(function, "__name__", "")
    if all(type(v) is int for v in values) and name in ("add", "sub", "mul", "floordiv", "mod", "neg"):
        try:
            return replace(INT, value=function(*values))
        except ZeroDivisionError:
            return None
    if name in ("add", "sub") and len(values) == 2:
        return replace(INT, value=size_sum(values[0], values[1], 1 if name == "add" else -1))
    return None
