"""Values that an array or dict still holds when the reverse sweep begins: they are read there again, and need no tape.

A value that was read from an array in a loop, or stored into one, is still there if every store that comes later goes
elsewhere: `h[t + 1] = f(h[t])` leaves h[t] alone from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Load, Project, Put, Store, Version
from s2sdiff.types import Array, DictOf, Scalar, shape_of

if TYPE_CHECKING:
    from s2sdiff.differentiate.tape import Tape


class Settled:
    """What can be read again from the arrays of one program."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.program = tape.program
        self.found: dict[Version, gast.AST | None] = {}
        self.in_time = tape.reverse.in_time
        self.stored = self._stored_values()

    def place_of(self, version: Version) -> gast.AST | None:
        """Where in an array the value is when the reverse sweep begins, as reverse code reads it; None if nowhere."""
        if version not in self.found:
            self.found[version] = self._find(version)
        return self.found[version]

    def _find(self, version: Version) -> gast.AST | None:
        if version.kind != "assign" or version not in self.program.defines.get(version.statement, ()):
            return None
        if not version.loops and not self.tape.is_anonymous(version):
            return None  # the variable itself is at hand
        op = self.program.ops.get(version.statement) if version.statement is not None else None
        if version.loops and isinstance(op, Load) and isinstance(version.type, (Array, Scalar)) and self.stays(op, version):
            return self.read_at_the_end(op)
        if version.loops and isinstance(op, Project) and isinstance(version.type, Scalar) and self.is_never_put(op):
            return self.tape.reverse.value_of(self.program.final[op.source.id], (op.key,))
        for change, store in self.stored.get(version, ()):
            if self.is_kept_whole(version, change, store) and self.stays(store, change):
                return self.read_at_the_end(store)
        return None

    def is_never_put(self, op: Project) -> bool:
        """Whether a number under an attribute stays what it is, whatever else the object is given."""
        if not isinstance(op.source, gast.Name):
            return False
        name = op.source.id
        versions = [v for v in self.program.versions.values() if v.name == name]
        made = [v for v in versions if v.kind not in ("update", "head", "meet")]
        if len(made) != 1 or made[0].kind == "outer" or made[0].loops or not self.tape.is_plain(self.program.final[name]):
            return False
        puts = [self.program.ops.get(v.statement) for v in versions if v.kind == "update"]
        return all(isinstance(put, Put) and put.base.id == name and put.key != op.key for put in puts)

    def is_lasting_view(self, version: Version) -> bool:
        """Whether a view of an array shows at the end what it shows when it is taken.

        Who reads the text again cannot tell: to him a tape that holds a view of what is changed is a danger.
        """
        if self.tape.reverse.context.read_again:
            return False
        op = self.program.ops.get(version.statement) if version.kind == "assign" else None
        if not isinstance(op, Load) or not version.storages <= self.program.uses[op.base].storages:
            return False  # `x[[0, 1]]` is a copy, which may be changed by itself
        return self.program.final.get(op.base.id) is not version and self.stays(op, version)  # `u = u[1:]` leaves the array no name

    def _stored_values(self) -> dict[Version, list[tuple[Version, Store]]]:
        """The stores into arrays, by the value that is stored."""
        found: dict[Version, list[tuple[Version, Store]]] = {}
        for statement, op in self.program.ops.items():
            value = self.program.uses.get(op.value) if isinstance(op, Store) else None
            if isinstance(op, Store) and value is not None:
                changes = [c for c in self.program.defines.get(statement, ()) if c.kind == "update"]
                found.setdefault(value, []).extend((change, op) for change in changes)
        return found

    def is_kept_whole(self, value: Version, change: Version, store: Store) -> bool:
        """Whether a store puts the value itself into the array, whenever it is computed: not cast, not stretched."""
        held, t = self.program.uses[store.base].type, value.type
        if change.region == value.region and isinstance(held, DictOf):
            return True
        if change.region != value.region or not isinstance(held, Array) or not isinstance(t, (Array, Scalar)) or held.dtype != t.dtype:
            return False
        slot = self.tape.reverse.typer(self.tape.reverse.primal(store.place)).type
        return isinstance(slot, Scalar) == isinstance(t, Scalar) and shape_of(slot) == shape_of(t) is not None and None not in (shape_of(t) or ())

    def read_at_the_end(self, op: Load | Store) -> gast.AST:
        """The place of a load or a store in the array as it is at the end."""
        final = self.program.final[op.base.id]
        if syntax.is_everything(op.index):
            return syntax.name(final.marker)
        return syntax.subscript(syntax.name(final.marker), self.tape.reverse.primal(op.place.slice))

    def stays(self, op: Load | Store, version: Version) -> bool:
        """Whether nothing is stored at the place of `op`, which defines `version`, after that."""
        held, final = self.program.uses[op.base], self.program.final.get(op.base.id)
        if not isinstance(op.place, gast.Subscript) or op.place.value is not op.base or not isinstance(held.type, (Array, DictOf)):
            return False
        if final is None or (final.storages, final.type) != (held.storages, held.type) or not self.tape.is_plain(final):
            return False  # on some path it may be a number by now, which has no memory
        return self.in_time.stays(op.place, version, op.base)
