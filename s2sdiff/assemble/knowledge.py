"""What the simplifier may assume about the names of a function that was written for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import ModuleType
from typing import TypeVar

import gast

from s2sdiff import syntax
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.program import Apply, Program, all_parts
from s2sdiff.assemble.unit import Unit
from s2sdiff.library import MODULES, PLAIN_ATTRIBUTES
from s2sdiff.rules.declare import name_of
from s2sdiff.runtime import CHECKS
from s2sdiff.simplify import Facts
from s2sdiff.types import (
    OWN_NAME,
    Array,
    Dim,
    Many,
    Record,
    Scalar,
    Seq,
    Size,
    Static,
    Thin,
    Type,
    is_thin,
    rank,
)

T = TypeVar("T")
OF_ARGUMENTS = re.compile(rf"{OWN_NAME.pattern}|\?s\d+")  # the latter in functions that are called


def facts_about(unit: Unit, types: dict[str, Type], temporaries: set[str]) -> Facts:
    """Everything that is known of the names in a function of a unit."""
    program = unit.program
    return Facts(
        frozenset(temporaries | anonymous(unit)), kinds(program, types), dtypes(program, types), lengths(program, types),
        matrices(program, types), functions(program), pure_names(unit), frozenset(unit.context.fresh), checks(unit),
        numbers=numbers(program, types), sizes=sizes(program, types), shapes=shapes(program, types), parts=parts(program, types), local=not program.changed,
        renamed=frozenset(types.keys() - temporaries - unit.written), variables=frozenset(anonymous(unit) | unit.written),
    )  # fmt: skip


def anonymous(unit: Unit) -> set[str]:
    """Names that the user did not write."""
    return {v.name for v in unit.program.versions.values()} - unit.written


def typed_names(program: Program, types: dict[str, Type]) -> list[tuple[str, Type]]:
    """Every name with each of its types: the program's variables, and what was written beside them."""
    return [*((v.name, v.type) for v in program.versions.values()), *types.items()]


def kinds(program: Program, types: dict[str, Type]) -> dict[str, str]:
    """What each name holds; an array where it holds arrays and numbers, nothing certain where it holds more.

    The derivative of a number may be an array without axes, where the number is made of one: of a + 1, it is that of a.
    """
    found: dict[str, set[str]] = {}
    variables = {v.name for v in program.versions.values()}
    boxed = any(isinstance(v.type, Array) and v.type.shape == () for v in program.versions.values())
    for name, t in typed_names(program, types):
        if isinstance(t, Bottom):
            continue  # never computed
        kind = "scalar" if isinstance(t, Scalar) else "array" if isinstance(t, Array) else "list" if isinstance(t, Many) else "other"
        found.setdefault(name, set()).update([kind] if kind != "scalar" or not boxed or name in variables else ["scalar", "array"])
    return {name: min(held) if len(held) == 1 else "array" if held == {"array", "scalar"} else "other" for name, held in found.items()}


def dtypes(program: Program, types: dict[str, Type]) -> dict[str, str]:
    """The dtypes of numbers and arrays."""
    return agreed((name, t.dtype) for name, t in typed_names(program, types) if isinstance(t, (Scalar, Array)))


def lengths(program: Program, types: dict[str, Type]) -> dict[str, int]:
    """How many items the tuples have that are always of one length."""
    known = typed_names(program, types)
    return agreed((name, len(t.items) if isinstance(t, Seq) and t.cls is not list else 0) for name, t in known)


def sizes(program: Program, types: dict[str, Type]) -> frozenset[str]:
    """The names of sizes, and of sums of them."""
    return frozenset(agreed((name, _is_size(t)) for name, t in typed_names(program, types)))


def numbers(program: Program, types: dict[str, Type]) -> frozenset[str]:
    """The names that hold a number, whatever else they hold."""
    return frozenset(name for name, t in typed_names(program, types) if isinstance(t, Scalar) or is_thin(t))


def _is_size(t: Type) -> bool:
    value = t.value if isinstance(t, Scalar) else None
    return isinstance(value, Dim) and value.const >= 0 and all(k > 0 and name[0] != "?" for name, k in value.terms)


def matrices(program: Program, types: dict[str, Type]) -> frozenset[str]:
    """The arrays that never have more than two axes."""
    known = ((name, t) for name, t in typed_names(program, types) if not isinstance(t, Bottom))
    return frozenset(agreed((name, isinstance(t, Array) and rank(t) in (1, 2)) for name, t in known))


def shapes(program: Program, types: dict[str, Type]) -> dict[str, str]:
    """The shapes of the arrays whose sizes are known, and never change."""
    return agreed((name, _lasting_shape(t)) for name, t in typed_names(program, types) if not isinstance(t, Bottom))


def parts(program: Program, types: dict[str, Type]) -> frozenset[str]:
    """The attributes of objects that arrays have, too."""
    found = {name for _, t in typed_names(program, types) for part in all_parts(t) for name in _attributes(part)}
    for node in syntax.walk(program.tree):
        base = program.uses.get(node.value) if isinstance(node, gast.Attribute) else None
        if base is not None and isinstance(base.type, Static) and not isinstance(base.type.value, ModuleType):
            found.add(node.attr)
    return PLAIN_ATTRIBUTES & found


def _attributes(t: Type) -> Iterable[str]:
    """The names of the attributes of an object, or of the fields of a namedtuple."""
    if isinstance(t, Record):
        return [name for name, _ in (*t.items, *t.constants)]
    return getattr(t.cls, "_fields", ()) if isinstance(t, Seq) else ()


def _lasting_shape(t: Type) -> str:
    shape = t.shape if isinstance(t, Array) else None
    return str([str(d) for d in shape]) if shape and all(map(is_lasting, shape)) else ""


def is_lasting(size: Size) -> bool:
    """Whether a size is a number, or made of sizes of arguments: it is the same throughout a call."""
    if isinstance(size, Thin):
        return False
    return isinstance(size, int) or (isinstance(size, Dim) and all(OF_ARGUMENTS.fullmatch(name) for name, _ in size.terms))


def agreed(answers: Iterable[tuple[str, T]]) -> dict[str, T]:
    """What is said of a name, where it is always the same, and is something."""
    found: dict[str, T | None] = {}
    for name, answer in answers:
        found[name] = answer if found.get(name, answer) == answer else None
    return {name: answer for name, answer in found.items() if answer}


def functions(program: Program) -> dict[str, str]:
    """The functions of libraries that the program calls by names of its own, as `sqrt` after `from math import sqrt`, or `special.psi`."""
    found = [(syntax.dotted(op.call.func), name_of(op.rule.function)) for op in program.ops.values() if isinstance(op, Apply) and isinstance(op.call, gast.Call)]
    return agreed((called, own) for called, own in found if called and called != own and own.partition(".")[0] in MODULES)


def pure_names(unit: Unit) -> frozenset[str]:
    """The functions that emitted code names and that have no effect."""
    return frozenset(unit.context.bindings) - frozenset(unit.context.foreign) - checks(unit)


def checks(unit: Unit) -> frozenset[str]:
    """Those that only look whether all is as was assumed."""
    return frozenset(name for name, value in unit.context.bindings.items() if any(value is check for check in CHECKS))
