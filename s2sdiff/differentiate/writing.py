"""What writing a sweep takes, in either direction: the statements so far, the names in them, and their types.

The types of written names are noted as they are written, so that later statements can be chosen by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.program import Leaf, Path, Program, inexact_leaves
from s2sdiff.differentiate.typing import Typer
from s2sdiff.types import UNKNOWN, Array, Dict, Record, Seq, Size, Type, is_thin, shape_of

Key = tuple[str, Path]  # a variable and the way to a part of it


class Writing:
    """The statements of a sweep, and what is known of their names."""

    def __init__(self, context: Any, program: Program, active: set[Leaf]) -> None:
        self.context = context
        self.program = program
        self.active = active
        self.names = program.names
        self.out: list[gast.AST] = []
        self.types: dict[str, Type] = {}
        self.mixed: set[str] = set()  # names that held a number and an array
        self.shapes: dict[str, list[tuple[Size, ...] | None]] = {}  # that a name ever had
        self.temporaries: set[str] = set()
        self.part_names: dict[Key, str] = {}
        self.typer = Typer(context, self.type_of_name)

    def type_of_name(self, name: str) -> Type | None:
        """The type of a name at this place of the sweep; None for a name that is not known."""
        raise NotImplementedError

    def active_items(self, node: gast.AST) -> tuple[int, ...]:
        """The positions of the items of a sequence, as an operand, through which a derivative flows."""
        if isinstance(node, (gast.Tuple, gast.List)):
            whole = [(k, self.program.uses.get(n)) for k, n in enumerate(node.elts)]
            return tuple(k for k, v in whole if v is not None and any((v, path) in self.active for path, _ in inexact_leaves(v.type)))
        version = self.program.uses[node]
        return tuple(sorted({path[0] for path, _ in inexact_leaves(version.type) if path and (version, path) in self.active}))

    def with_its_start(self, line: gast.AST, mixed: AbstractSet[str]) -> gast.AST:
        """`x = f(x)` with what x was just before, if that was written for this line alone: then x held one kind of value."""
        if not isinstance(line, gast.Assign) or not isinstance(line.targets[0], gast.Name):
            return line
        name = line.targets[0].id
        last = self.only_for(name, line.value)
        if last is None:
            return line
        self.out.remove(last)
        if name not in mixed:
            self.mixed.discard(name)
        return syntax.assign(name, substituted(line.value, name, last.value))

    def only_for(self, name: str, value: gast.AST) -> gast.AST | None:
        """The assignment of `name` that was written for this value alone: it may as well stand in it."""
        later: list[gast.AST] = []
        for last in reversed(self.out):
            if name in syntax.names_stored([last]) | syntax.names_read(last):
                plain = isinstance(last, gast.Assign) and syntax.is_name(last.targets[0], name)
                fits = plain and not syntax.names_stored(later) & syntax.names_read(last.value) and _reads(value, name) == 1
                return last if fits and name not in syntax.names_read(last.value) else None
            if not _only_computes(last):
                return None
            later.append(last)
        return None

    def final_types(self) -> dict[str, Type]:
        """The types of the names that were written; nothing is said of a name that held a number and an array."""
        return {n: UNKNOWN if n in self.mixed else self.of_any_time(n, t) for n, t in self.types.items()}

    def of_any_time(self, name: str, t: Type) -> Type:
        """The type of a name, knowing only those of its sizes that it always had."""
        if not isinstance(t, Array) or is_thin(t):
            return t
        return replace(t, shape=reduce(infer.join_shapes, self.shapes.get(name, [t.shape])))

    def note(self, name: str, t: Type) -> None:
        """From here on, a name holds a value of this type."""
        if type(self.types.get(name, t)) is not type(t):
            self.mixed.add(name)
        self.types[name] = t
        self.shapes.setdefault(name, []).append(shape_of(t))

    def part_name(self, key: Key, ending: str) -> str:
        """The name of the derivative of a part of a variable."""
        if key not in self.part_names:
            parts = "_".join([key[0], *(str(p) for p in key[1])])
            self.part_names[key] = self.temporary(f"{parts}_{ending}" if parts.isidentifier() else f"{key[0]}_part_{ending}")
        return self.part_names[key]

    def temporary(self, wish: str) -> str:
        """A free name like `wish`."""
        name = str(self.names.fresh(wish))
        self.temporaries.add(name)
        return name

    def container(self, t: Seq | Dict | Record, parts: list[gast.AST], original: Callable[[], gast.AST]) -> gast.AST:
        """A container of a type, of these parts; what else its class keeps is the original's."""
        if isinstance(t, Dict):
            return gast.Dict([syntax.const(k) for k, _ in t.items], parts)
        if isinstance(t, Record):
            return self.context.rebuild(t, original(), parts)
        if hasattr(t.cls, "_fields"):
            return gast.Call(self.context.named(t.cls), parts, [])
        return syntax.list_(parts) if t.cls is list else syntax.tuple_(parts)

    def emit(self, statement: gast.AST) -> None:
        """Write a statement."""
        self.out.append(statement)

    @contextmanager
    def into(self, block: list[gast.AST]) -> Iterator[list[gast.AST]]:
        """What is written meanwhile stands in a block of its own."""
        outer, self.out = self.out, block
        yield block
        self.out = outer

    def assign(self, name: str, value: gast.AST, t: Type) -> None:
        """Write `name = value`, and note the type."""
        line = syntax.assign(name, value)
        if type(self.types.get(name, t)) is not type(t):
            mixed, written = set(self.mixed), len(self.out)
            self.mixed.add(name)
            line = self.with_its_start(line, mixed)
            if len(self.out) < written:  # what it was is not written any more
                self.shapes.get(name, [None]).pop()
                del self.types[name]
        self.note(name, t)
        self.emit(line)


def substituted(node: gast.AST, name: str, value: gast.AST) -> gast.AST:
    """The tree with a name replaced by an expression, a copy of it in each place."""
    if syntax.is_name(node, name):
        return syntax.clone(value)
    return syntax.change_parts(node, lambda part: substituted(part, name, value))


def _only_computes(statement: gast.AST) -> bool:
    """Whether a statement surely changes nothing in place."""
    if not isinstance(statement, gast.Assign) or not all(isinstance(target, gast.Name) for target in statement.targets):
        return isinstance(statement, syntax.Comment)
    calls = [n for n in syntax.walk(statement.value) if isinstance(n, gast.Call)]
    return all((syntax.dotted(call.func) or "").startswith("np.") and not call.keywords for call in calls)


def _reads(node: gast.AST, name: str) -> int:
    return sum(syntax.is_name(n, name) for n in syntax.walk(node))
