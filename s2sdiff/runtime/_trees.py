"""Containers and objects, part by part."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np


def zeros_like(x: Any) -> Any:
    """Zeros for every number and array in x; anything else becomes None.

    >>> zeros_like(([1.0], {"a": np.ones(2)}))
    ([0.0], {'a': array([0., 0.])})
    """
    if isinstance(x, (tuple, list)):
        items = [zeros_like(item) for item in x]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    if isinstance(x, dict):
        return {key: zeros_like(value) for key, value in x.items()}
    if isinstance(x, np.ndarray):
        return np.zeros(x.shape, np.result_type(x, np.float16) if x.dtype.kind in "biu" else x.dtype)
    if is_object(x):
        return with_parts(x, {name: zeros_like(part) for name, part in parts_of(x).items()})
    return 0.0 if isinstance(x, (int, float, complex, np.number)) else None


def add_trees(x: Any, y: Any) -> Any:
    """X + y for two containers of the same structure, part by part.

    None, an empty list, and what a dict lacks, count as zero.

    >>> add_trees(([1.0], None), ([2.0], 3.0)), add_trees({"a": 1.0, "b": []}, {"b": [2.0]})
    (([3.0], 3.0), {'a': 1.0, 'b': [2.0]})
    """
    if x is None or y is None:
        return y if x is None else x
    if isinstance(x, list) and not (x and len(y)):  # y may be an array, as what a list holds is elsewhere
        return x or list(y)
    if isinstance(x, (tuple, list)):
        items = [add_trees(a, b) for a, b in zip(x, y, strict=True)]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    if isinstance(x, dict):
        return {key: add_trees(x.get(key), y.get(key)) for key in x | y}
    if is_object(x):
        return with_parts(x, {name: add_trees(part, getattr(y, name)) for name, part in parts_of(x).items()})
    return x + y


def copy_tree(x: Any) -> Any:
    """X with containers and arrays of its own, so that they may be changed in place.

    >>> a = [np.zeros(1)]
    >>> copy_tree(a)[0] is a[0]
    False
    """
    if isinstance(x, (tuple, list)):
        items = [copy_tree(item) for item in x]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    if isinstance(x, dict):
        return {key: copy_tree(value) for key, value in x.items()}
    if is_object(x):
        return with_parts(x, {name: copy_tree(part) for name, part in parts_of(x).items()})
    return x.copy() if isinstance(x, np.ndarray) else x


def is_object(x: Any) -> bool:
    """Whether x is nothing but its attributes, which functions of NumPy's and of Python's are not."""
    new: Any = type(x).__new__
    has_parts = hasattr(x, "__dict__") or hasattr(type(x), "__slots__")
    return (new is object.__new__ and has_parts and not isinstance(x, np.ufunc)) or isinstance(x, SimpleNamespace)


def parts_of(x: Any) -> dict[str, Any]:
    """The attributes of an object, in its dict or in slots."""
    slots = [name for cls in type(x).__mro__ for name in getattr(cls, "__slots__", ())]
    return {name: getattr(x, name) for name in slots if hasattr(x, name)} | getattr(x, "__dict__", {})


def with_parts(x: Any, parts: dict[str, Any]) -> Any:
    """An object of the class of x with these attributes, made without `__init__`."""
    cls: Any = type(x)
    new = cls.__new__(cls)
    for name, part in parts.items():
        object.__setattr__(new, name, part)
    return new
