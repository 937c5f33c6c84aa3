"""What emitted code asks before it runs on: whether something raises, and whether all is as was assumed."""

from __future__ import annotations

from typing import Any

import numpy as np


def raises(attempt: Any, *kinds: type[BaseException]) -> bool:
    """Whether calling `attempt` raises an exception of one of these kinds: what a `try` asks before its branches.

    >>> raises(lambda: int("x"), ValueError), raises(lambda: int("3"), ValueError)
    (True, False)
    """
    try:
        attempt()
    except kinds:
        return True
    except Exception:  # noqa: BLE001 - whatever else it raises is not what was asked for
        return False
    return False


def raised(attempt: Any) -> BaseException | None:
    """The exception that calling `attempt` raises: what a handler reads, or raises again.

    >>> raised(lambda: 1 / 0)
    ZeroDivisionError('division by zero')
    """
    try:
        attempt()
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error
    return None


def late(items: Any, *read: Any) -> Any:  # noqa: ARG001 - what the generator reads
    """The items of a generator that a loop goes over: they are listed before it, so it must not change what they are made of.

    >>> late([1.0, 2.0], "whatever is read")
    [1.0, 2.0]
    """
    return items


late.__s2sdiff_meaning__ = "late"  # type: ignore[attr-defined]


def check_apart(changed: Any, *others: Any) -> None:
    """Refuse arguments that may share memory with an array that the function changes in place.

    >>> a = np.zeros(3)
    >>> check_apart(a, np.zeros(3))
    >>> check_apart(a, [a[1:]])
    Traceback (most recent call last):
    ...
    ValueError: an array that is changed in place may share memory with another argument: pass a copy
    """
    stack = list(others)
    while stack:
        other = stack.pop()
        if isinstance(other, (list, tuple)):
            stack.extend(other)
        elif isinstance(other, dict):
            stack.extend(other.values())
        elif hasattr(other, "__dict__"):
            stack.extend(vars(other).values())
        elif isinstance(other, np.ndarray) and np.may_share_memory(changed, other):
            raise ValueError("an array that is changed in place may share memory with another argument: pass a copy")


def check_view(view: Any, array: Any) -> None:
    """Refuse a reshape that is a copy, where the derivative was written for one that shows the same memory.

    >>> a = np.zeros((2, 3))
    >>> check_view(a.reshape(6), a)
    >>> check_view(a.T.reshape(6), a.T)
    Traceback (most recent call last):
    ...
    ValueError: a reshaped array is changed in place, and was a copy since its items do not lie in order: say so, `.reshape(...).copy()`
    """
    if not np.may_share_memory(view, array):
        raise ValueError(
            "a reshaped array is changed in place, and was a copy since its items do not lie in order: say so, `.reshape(...).copy()`"
        )


def check_array(x: Any) -> None:
    """Refuse a number where the derivative was written for arrays: what began as one, in a loop that made no trip.

    >>> check_array(np.zeros(3))
    >>> check_array(0.0)
    Traceback (most recent call last):
    ...
    ValueError: a number that a loop should have made an array of, and made no trip: begin with an array, such as `np.zeros(n)`
    """
    if np.ndim(x) == 0:
        raise ValueError("a number that a loop should have made an array of, and made no trip: begin with an array, such as `np.zeros(n)`")


def check_number(y: Any) -> None:
    """Refuse an array where a gradient is asked for, of a result that may be a number or an array.

    >>> check_number(np.float64(1.0))
    >>> check_number(np.zeros(3))
    Traceback (most recent call last):
    ...
    TypeError: Gradient only defined for scalar-output functions. Output had shape: (3,).
    """
    if np.ndim(y):
        raise TypeError(f"Gradient only defined for scalar-output functions. Output had shape: {np.shape(y)}.")


# These only look whether all is as was assumed.
CHECKS = (check_apart, check_view, check_array, check_number)
