"""Private names: `self.__x` in a class C is `self._C__x` wherever else it is written."""

from __future__ import annotations

from typing import Any

import gast

FIELDS = ("id", "attr", "arg", "name")  # where a node has a name


def spell_private_names(tree: gast.FunctionDef, qualname: str) -> None:
    """Write the private names in a function as Python's compiler does: with those of the class that it stands in.

    >>> from s2sdiff import emit, syntax
    >>> [tree] = syntax.body("def sq(self, k): return self.__x ** k + __name__")
    >>> spell_private_names(tree, "make.<locals>._Point.sq")
    >>> print(emit.print_function(tree), end="")
    def sq(self, k):
        return self._Point__x**k + __name__
    """
    cls = class_around(qualname)
    if not cls.strip("_"):
        return
    for node in gast.walk(tree):
        for field in FIELDS:
            if _is_private(getattr(node, field, None)):
                setattr(node, field, f"_{cls.lstrip('_')}{getattr(node, field)}")
        if isinstance(node, (gast.Global, gast.Nonlocal)):
            node.names = [f"_{cls.lstrip('_')}{name}" if _is_private(name) else name for name in node.names]


def class_around(qualname: str) -> str:
    """The innermost class that a function stands in; "" for one that stands in none.

    >>> [class_around(name) for name in ("f", "C.m", "f.<locals>.C.m", "C.m.<locals>.inner", "f.<locals>.g")]
    ['', 'C', 'C', 'C', '']
    """
    scopes = [scope.split(".") for scope in qualname.split(".<locals>.")]
    return next((scope[-2] for scope in reversed(scopes) if len(scope) > 1), "")


def _is_private(name: Any) -> bool:
    return isinstance(name, str) and name.startswith("__") and not name.endswith("__") and "." not in name
