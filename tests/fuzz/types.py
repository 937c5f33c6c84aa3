"""What the names of a random program hold, and which are in force."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Type:
    """What a name holds: `kind` is scalar, array, int, truth, list, tuple, dict, table, object or function.

    An array with `own` may be stored into: it is no argument that stays, nor a view of one.  An int is below `bound`, a
    list has at least so many items, and a table, which is a dict whose keys are computed, at least so many keys: 0, 1
    and so on, or a word with these numbers, which is its `name`.  That of an object is its class.  `parts` are the
    elements of a tuple, the one element type of a list, the values of a dict, the one type of those of a table, the
    attributes of an object, the parameters and result of a function.
    """

    kind: str
    shape: tuple[int, ...] = ()
    own: bool = False
    bound: int = 0
    parts: tuple[Type, ...] = ()
    keys: tuple[str, ...] = ()
    name: str = ""

    def fits(self, other: Type) -> bool:
        """Whether a value of `self` may stand where `other` is, mutability included."""
        mine, wanted = ((t.kind, t.name, t.shape, len(t.parts), t.keys) for t in (self, other))
        enough = self.bound >= other.bound if self.kind in GROWING else self.bound <= (other.bound or self.bound)
        inner_fits = all(a.fits(b) for a, b in zip(self.parts, other.parts, strict=False))
        return mine == wanted and inner_fits and self.own >= other.own and enough


INDENT = "    "
SCALAR = Type("scalar")
TRUTH = Type("truth")
NOTHING = Type("nothing")
GROWING = ("list", "table")
CHANGEABLE = (*GROWING, "dict", "object")
CONTAINERS = (*CHANGEABLE, "tuple")


def is_changeable(t: Type) -> bool:
    """Whether a function may change an argument of a type."""
    return t.own or t.kind in CHANGEABLE


def begins_empty(t: Type) -> bool:
    """Whether an attribute of a type is no argument of a constructor: a list or a table with nothing in it."""
    return t.kind in GROWING and not t.bound


def array(*shape: int, own: bool = False) -> Type:
    """The type of arrays of a shape."""
    return Type("array", shape, own)


@dataclass
class Scope:
    """The names in force where a statement is being written."""

    names: dict[str, Type]
    result: Type  # what the function returns
    frozen: frozenset[str] = frozenset()  # names that may be read, not bound
    loops: int = 0  # loops around, in this function
    exits: bool = True  # whether break, continue and return may be written here
    depth: int = 0  # blocks around

    def inside(self, *, loop: bool = False, frozen: tuple[str, ...] = ()) -> Scope:
        """The scope of a block: what it binds anew is not known afterwards."""
        return replace(
            self,
            names=dict(self.names),
            loops=self.loops + loop,
            depth=self.depth + 1,
            frozen=self.frozen.union(frozen),
        )


def local_function(name: str, body: list[str], answer: str, own: set[str]) -> list[str]:
    """The lines of a function of p that may assign what is around it; names in `own` are its own wherever it binds them."""
    bound = {n.id for n in ast.walk(ast.parse("\n".join(body))) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    outer = ", ".join(sorted(bound - own))
    return [f"def {name}(p):", *indented([*([f"nonlocal {outer}"] if outer else []), *body, f"return {answer}"])]


def indented(lines: list[str]) -> list[str]:
    """The lines of a block."""
    return [INDENT + line for line in lines]
