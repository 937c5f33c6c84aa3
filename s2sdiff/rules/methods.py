"""Every method and property of an array, answered: a function, nothing to differentiate, or a refusal with its cure.

Which function a method or a property stands for is in the registry; here is the rest, so that none is left unanswered.
"""

from __future__ import annotations

from s2sdiff.library import CHANGING_ARRAYS
from s2sdiff.rules.registry import METHODS, PROPERTIES, SPREAD

__all__ = [
    "INACTIVE_PROPERTIES",
    "INPLACE_METHODS",
    "METHODS",
    "PROPERTIES",
    "REFUSED",
    "SPREAD",
    "WRITING_METHODS",
    "WRITTEN_PROPERTIES",
    "answered",
    "refusal",
]

# Methods that write into the array they are called on, and what to write instead.
INPLACE_METHODS: dict[str, str] = {
    "resize": "use np.reshape, or np.pad and x[:n]",
    "setfield": "write x[...] = value",
    "setflags": "leave the flags alone",
    "byteswap": "use x.astype",
    "itemset": "write x[index] = value",
    "__setitem__": "write x[index] = value",
}

# Others that do, which the engine knows as stores.
WRITING_METHODS = CHANGING_ARRAYS - INPLACE_METHODS.keys()

# Properties that hold no numbers of the array: their value has no derivative.
INACTIVE_PROPERTIES: dict[str, str] = {
    "shape": "a shape",
    "ndim": "a shape",
    "size": "a shape",
    "itemsize": "a size in memory",
    "nbytes": "a size in memory",
    "strides": "a layout in memory",
    "flags": "a layout in memory",
    "dtype": "a type",
    "device": "a place in memory",
}

# Properties that may be assigned, and what to write instead.
WRITTEN_PROPERTIES: dict[str, str] = {
    "shape": "write x = x.reshape(shape)",
    "real": "write x[...] = value + 1j * x.imag",
    "imag": "write x[...] = x.real + 1j * value",
    "flat": "write x[...] = value",
    "dtype": "use x.astype",
    "strides": "use x.reshape, or slices",
}

# Methods and properties that would lead the numbers out of sight, and what to write instead.
REFUSED: dict[str, str] = {
    "item": "index the array: x[0, 0]",
    "tolist": "index the array, or loop over it",
    "flat": "use x.reshape(-1)",  # but for what `analyze.values` reads as that
    "base": "keep a name for the array itself",
    "data": "index the array",
    "ctypes": "index the array",
    "view": "index the array, or use x.real, x.imag, x.reshape",
    "getfield": "index the array",
    "to_device": "leave the array where it is",
    "tobytes": "keep it out of the function that is differentiated",
    "tofile": "keep it out of the function that is differentiated",
    "dump": "keep it out of the function that is differentiated",
    "dumps": "keep it out of the function that is differentiated",
}


def answered(name: str) -> bool:
    """Whether this page or the registry says something about the method or property.

    >>> answered("sum"), answered("fill"), answered("wibble")
    (True, True, False)
    """
    return any(name in table for table in (METHODS, PROPERTIES, WRITING_METHODS, INPLACE_METHODS, INACTIVE_PROPERTIES, REFUSED))


def refusal(name: str) -> tuple[str, str]:
    """Why a method or property that is no function is not differentiated, and what to write instead.

    >>> refusal("setfield")
    ('the method `setfield` writes into its array', 'write x[...] = value')
    """
    if name in INPLACE_METHODS:
        return f"the method `{name}` writes into its array", INPLACE_METHODS[name]
    if name in REFUSED:
        return f"`{name}` takes the numbers out of the array, where they are not followed", REFUSED[name]
    return f"arrays have no method or property `{name}`", "check the spelling"
