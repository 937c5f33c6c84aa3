"""What a generator tells the simplifier about the names of the function it wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

DERIVATIVE = re.compile(r"^(.+)_(?:bar|dot)(?:_\d+)?$")
NUMBERED = re.compile(r"^.+_\d+$")


@dataclass(frozen=True)
class Facts:
    """Names that may go, and what names hold; what is not said is taken to be the worst case.

    `temporaries`  names that may be folded or renamed away; the user's own variables and the parameters are not here
    `renamed`      names for values of the user's variables that are bound again: they stay, under whatever number
    `kinds`        "scalar": an immutable number; "array", "list" (or dict): may be changed in place and shared; missing:
                   "other"
    `variables`    the names in the function that is differentiated: those in `_bar` or `_dot` are no derivatives
    `dtypes`       "float64", "int64", ...: what an array or number holds; a derivative, in `_bar` or `_dot`, that is
                   missing here is taken to be inexact, any other missing name may be an integer
    `lengths`      how many items the tuples have whose length is known
    `matrices`     arrays of at most two axes
    `functions`    of NumPy and the like: their own dotted names, by those that they are called by, where these differ
    `pure`         functions by the dotted name they are called by, beyond NumPy's, that have no effect on anything
                   (their result may share memory with their arguments)
    `fresh`        those of them whose result never does
    `checks`       functions that only look at what they are given, and raise where it is not as it should be
    `numbers`      arrays that are a number at times
    `sizes`        whole numbers that are not negative
    `shapes`       of arrays; those that are said to have the same have it throughout
    `parts`        the attributes that objects have, and arrays too, as `size`: of what has one, nothing is known
    `local`        whether nothing is ever changed in place that came from outside the function
    """

    temporaries: frozenset[str] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)
    dtypes: Mapping[str, str] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)
    matrices: frozenset[str] = frozenset()
    functions: Mapping[str, str] = field(default_factory=dict)
    pure: frozenset[str] = frozenset()
    fresh: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    shapes: Mapping[str, str] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    local: bool = False
    renamed: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()

    def is_derivative(self, name: str) -> bool:
        """Whether `name` is a cotangent or a tangent of the generator's."""
        return name in self.temporaries and self.is_called_as_derivative(name)

    def is_called_as_derivative(self, name: str) -> bool:
        """Whether a name is one of the generator's for a cotangent or a tangent, or for a seed."""
        return name not in self.variables and DERIVATIVE.match(name) is not None

    def rank(self, name: str) -> int:
        """How much a reader wants to see `name`: 0 the user's, 1 the derivative of a user's variable, 2 the rest."""
        if name not in self.temporaries:
            return 0
        match = DERIVATIVE.match(name)
        if match is None or match[1] in self.temporaries or NUMBERED.match(match[1]):
            return 2
        return 1

    def is_inexact(self, name: str) -> bool:
        """Whether `name` surely holds floating-point or complex numbers."""
        dtype = self.dtypes.get(name)
        if dtype is None:
            return self.is_called_as_derivative(name)
        return dtype.startswith(("float", "complex"))
