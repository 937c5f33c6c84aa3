"""Questions a rule may ask about its arguments when a derivative is generated.

In a rule's body, an `if` whose test is made of these functions, of literals, and of parameters that are literals in
the call (`axis is None`, `keepdims`) is decided at generation: one branch is emitted, and no test.

The functions below answer for run-time values, so that the body of a rule is also an ordinary function to be run and
tested.  The engine answers the same questions from abstract types (`s2sdiff.types`):

    ndim(a)            types.rank(a)
    is_scalar(a)       isinstance(a, Scalar): a Python number or a NumPy scalar, not a 0-d array
    is_complex(a)      dtype of kind "c"
    is_real(a)         dtype of kind "f"
    same_shape(a, b)   equal shapes, provably; where that is open, False is a right answer (the branch taken must allow it)
    is_square(a)       as many rows as columns, provably
    size_along(a, k)   the size of a along axis k, None where that is open
    is_static(a)       the value of a is known at generation: a literal, or a Static
    wanted(name)       the positions of the items of that parameter through which a derivative flows
    static(e)          e is computed at generation and written as a literal
    refuse(message)    generation stops here, with this reason
    undefined(message) stands for a derivative that is not known: generation stops if it is asked for

In this library the branch taken when `is_scalar` is False is right for scalars too, only slower.
"""

from __future__ import annotations

from numbers import Number
from typing import Any, NoReturn, TypeVar

import numpy as np

T = TypeVar("T")


class Refused(Exception):  # noqa: N818 - it is turned into `Unsupported`
    """A rule does not handle these arguments; the engine adds where, and raises `Unsupported`."""


def ndim(a: Any) -> int:
    """Number of axes of `a`."""
    return np.ndim(a)


def is_scalar(a: Any) -> bool:
    """Whether `a` is a Python number or a NumPy scalar (a 0-d array is not)."""
    return isinstance(a, (Number, np.generic))


def is_complex(a: Any) -> bool:
    """Whether `a` is a complex number or array."""
    return bool(np.iscomplexobj(a))


def is_real(a: Any) -> bool:
    """Whether `a` is a real number or an array of real numbers."""
    return np.asarray(a).dtype.kind == "f"


def same_shape(a: Any, b: Any) -> bool:
    """Whether `a` and `b` have equal shapes."""
    return bool(np.shape(a) == np.shape(b))


def is_square(a: Any) -> bool:
    """Whether the matrices in `a` have as many rows as columns."""
    return bool(np.shape(a)[-1] == np.shape(a)[-2])


def size_along(a: Any, axis: int) -> int | None:
    """The size of `a` along an axis; None where it, or the rank, is not known when generating."""
    try:
        size = np.shape(a)[axis]
    except Exception:  # noqa: BLE001 - the engine has an exception of its own for a question that is open
        return None
    return size if isinstance(size, int) else None


def is_static(a: Any) -> bool:
    """Whether the value of `a` is known at generation; of run-time values, those that a literal can be."""
    if isinstance(a, (tuple, list)):
        return all(is_static(item) for item in a)
    return a is None or type(a) in (bool, int, float, complex, str) or isinstance(a, (type, np.dtype, slice))


def wanted(name: str) -> tuple[int, ...]:
    """The positions of the items of a sequence that a derivative flows through, by the name of the parameter."""
    raise TypeError(f"which items of `{name}` are differentiated is known when generating")


def static(value: T) -> T:
    """`value`, computed at generation and written as a literal."""
    return value


def refuse(message: str) -> NoReturn:
    """Say that the rule does not handle these arguments."""
    raise Refused(message)


def undefined(message: str) -> float:
    """In the place of a derivative that is not known: it is refused where it is asked for, and never runs."""
    return 0.0
