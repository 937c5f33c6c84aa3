"""What the names of a random program hold, and which are in force."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Type:
    """What a name holds: `kind` is scalar, array, int, list, tuple, dict, object or function.

    An array with `own` may be stored into: it is no argument that stays, nor a view of one.  An int is below `bound`.
    `parts` are the elements of a tuple, the one element type of a list, the values of a dict, the attributes of an
    object, the parameters and result of a function.
    """

    kind: str
    shape: tuple[int, ...] = ()
    own: bool = False
    bound: int = 0
    parts: tuple[Type, ...] = ()
    keys: tuple[str, ...] = ()

    def fits(self, other: Type) -> bool:
        """Whether a value of `self` may stand where `other` is, mutability included."""
        alike = (self.kind, self.shape, len(self.parts), self.keys) == (
            other.kind,
            other.shape,
            len(other.parts),
            other.keys,
        )
        inner_fits = all(a.fits(b) for a, b in zip(self.parts, other.parts, strict=False))
        return alike and inner_fits and self.own >= other.own and self.bound <= (other.bound or self.bound)


INDENT = "    "
SCALAR = Type("scalar")
NOTHING = Type("nothing")
CHANGEABLE = ("list", "dict", "object")
CONTAINERS = (*CHANGEABLE, "tuple")


def is_changeable(t: Type) -> bool:
    """Whether a function may change an argument of a type."""
    return t.own or t.kind in CHANGEABLE


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


def indented(lines: list[str]) -> list[str]:
    """The lines of a block."""
    return [INDENT + line for line in lines]
