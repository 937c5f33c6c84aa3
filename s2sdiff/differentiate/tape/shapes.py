"""Values that are read for their shape alone: another value of the same shape stands in, or the shape is noted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import Path, Version
from s2sdiff.differentiate.tape.at_hand import AtHand
from s2sdiff.types import UNKNOWN, Array, Record, Scalar, Seq, is_fixed, is_thin, leaves, shape_of


class Shapes(AtHand):
    """Frees the reverse sweep from values of which it needs the shape."""

    def with_known_shapes(self, node: Any) -> Any:
        """x.shape read from a value at hand that has the same shape, in place."""
        for child in syntax.walk(node):
            if isinstance(child, gast.Attribute) and child.attr in ("shape", "size", "ndim"):
                if isinstance(child.value, gast.Name):
                    self.use_twin(child, "value")
                else:
                    self.use_last(child.value)
            elif isinstance(child, gast.Call) and syntax.dotted(child.func) == "len" and isinstance(child.args[0], gast.Name):
                self.use_twin(child, "args")
        return node

    def use_twin(self, node: gast.AST, field: str) -> None:
        """Let `node`, which reads a shape or a length, read it from another value if that is better."""
        name = node.value if field == "value" else node.args[0]
        if "@" not in name.id:
            return
        version = self.program.by_marker(name.id)
        shape = shape_of(version.type)
        if shape is None or None in shape or is_thin(version.type):  # one may be a number where another is none
            return
        twin = self.computed_twin(version, shape) if self.is_plain(version) else self.twin(version, shape)
        if twin is not None:
            read = syntax.name(twin.marker)
            if field == "value":
                node.value = read
            else:
                node.args[0] = read

    def use_last(self, part: gast.AST) -> None:
        """Let a part of a container, of which the shape is read, be that of the variable's last value, if it is shaped alike."""
        root, path = _part(part)
        if not isinstance(root, gast.Name) or "@" not in root.id:
            return
        version = self.program.by_marker(root.id)
        last = self.program.final.get(version.name)
        if last is None or last is version or self.is_plain(version) or not self.is_plain(last):
            return
        t, shape = dict(leaves(version.type)).get(path), shape_of(dict(leaves(last.type)).get(path, UNKNOWN))
        if isinstance(t, Array) and t.shape == shape is not None and None not in shape and is_fixed(shape):
            root.id = last.marker

    def twin(self, version: Version, shape: tuple[Any, ...]) -> Version | None:
        """A value of this shape that is still there when the reverse sweep begins."""
        own = self.program.final.get(version.name)  # read best under the name that is in the user's line
        for other in [*([own] if own else []), *self.program.versions.values()]:
            lasting = other.kind == "argument" or (other is own and is_fixed(shape))
            if lasting and isinstance(other.type, Array) and other.type.shape == shape and self.is_plain(other):
                return other
        return self.computed_twin(version, shape)

    def computed_twin(self, version: Version, shape: tuple[Any, ...]) -> Version | None:
        """A value of this shape that the reverse sweep reads anyway, where `version` is computed for nothing but its shape."""
        used = version in self.contents or (version in self.computed and not self.is_anonymous(version))
        if not is_fixed(shape) or version.kind != "assign" or version.view or used:
            return None
        alike = [v for v in self.contents if isinstance(v.type, Array) and v.type.shape == shape and not v.view
                 and not v.region and self.is_plain(v)]  # fmt: skip
        return min(alike, key=lambda v: (v.kind != "argument", self.is_anonymous(v), v.position, v.number), default=None)

    def read_for_contents(self) -> set[Version]:
        """The values of which the reverse sweep reads more than the shape, and the arrays that it reads them from."""
        asked = [n for n in syntax.walk(self.backward) if isinstance(n, gast.Attribute) and n.attr in ("shape", "size", "ndim")]
        bases = {id(n.value) for n in asked if not self.is_object(n.value)}
        found = {self.program.by_marker(n.id) for n in syntax.walk(self.backward)
                 if isinstance(n, gast.Name) and "@" in n.id and id(n) not in bases}  # fmt: skip
        return found.union(self.needed([place for v in found if (place := self.settled.place_of(v)) is not None]))

    def is_object(self, node: gast.AST) -> bool:
        """Whether an attribute of what `node` reads is a part of an object, whatever it is called."""
        marked = isinstance(node, gast.Name) and "@" in node.id
        return marked and isinstance(self.program.by_marker(node.id).type, (Record, Seq))

    def all_computed_for(self, versions: Iterable[Version]) -> set[Version]:
        """Values, and all that is computed on the way to them."""
        found: set[Version] = set()
        pending = list(versions)
        while pending:
            version = pending.pop()
            if version in found:
                continue
            found.add(version)
            pending += [v for v in version.operands if v is not None]
            if version.kind in ("assign", "update") and version.statement is not None:
                pending += [self.program.uses[n] for n in syntax.walk(version.statement) if n in self.program.uses]
        return found

    def free_from_shapes(self) -> None:
        """Where only the shape of a changed array is read, note it before the changes: then they need not be made."""
        shapes = [n for n in syntax.walk(self.backward) if isinstance(n, gast.Attribute) and n.attr == "shape"
                  and isinstance(n.value, gast.Name) and "@" in n.value.id]  # fmt: skip
        contents = frozenset().union(*(v.storages for v in self.contents))
        holders = {id(n): (parent, key, k) for parent in syntax.walk(self.backward) for key, k, n in _children(parent)}
        for node in shapes:
            version = self.program.by_marker(node.value.id)
            made = self.maker(version)
            if made is None or version.storages & contents or id(node) not in holders:
                continue
            parent, key, k = holders[id(node)]
            noted = syntax.name(self.noted_shape(self.argument_like(made) or made).marker)
            if k is None:
                setattr(parent, key, noted)
            else:
                getattr(parent, key)[k] = noted

    def argument_like(self, version: Version) -> Version | None:
        """An argument of the same shape as a version."""
        arguments = (v for v in self.program.arguments.values() if isinstance(v.type, Array) and shape_of(v.type) == shape_of(version.type))
        return next(arguments, None)

    def maker(self, version: Version) -> Version | None:
        """The version as which a changed array was made, outside loops and with the same shape."""
        if not any(self.program.stores.get(s) for s in version.storages):
            return None
        same = [v for v in self.program.versions.values() if v.kind == "assign" and not v.region and v.name == version.name
                and v.storages & version.storages and shape_of(v.type) == shape_of(version.type)]  # fmt: skip
        shape = shape_of(version.type)
        return min(same, key=lambda v: v.position) if same and shape is not None and None not in shape else None

    def noted_shape(self, version: Version) -> Version:
        """A variable that holds the shape of `version`, set right after it."""
        if version not in self.shapes:
            t = Seq(tuple, tuple(Scalar("int64", value=d) for d in shape_of(version.type) or ()))
            name = self.temporary(f"{version.name}_shape", t)
            self.shapes[version] = self.program.kept_in(name, t, "tape", version.statement, (), version.position)
            self.place(version, syntax.assign(name, syntax.attribute(syntax.name(version.name), "shape")))
        return self.shapes[version]


def _part(node: gast.AST) -> tuple[gast.AST, Path]:
    """What an expression reads a part of, and at which path."""
    path: Path = ()
    while isinstance(node, gast.Attribute) or (isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Constant)):
        path = (node.attr if isinstance(node, gast.Attribute) else node.slice.value, *path)
        node = node.value
    return node, path


def _children(node: gast.AST) -> list[tuple[str, int | None, gast.AST]]:
    """(field, position in a list, child) of each child of a node."""
    found: list[tuple[str, int | None, gast.AST]] = []
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, gast.AST):
            found.append((field, None, value))
        elif isinstance(value, list):
            found += [(field, k, v) for k, v in enumerate(value) if isinstance(v, gast.AST)]
    return found
