"""Contributions to cotangents: the first assigns, later ones add.

`+=` changes an array in place only where the cotangent owns its memory and already has the size and dtype of the sum.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from functools import cached_property

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.program import Apply, Path, all_parts, inexact_leaves
from s2sdiff.differentiate.reverse.bars import Bar, Part
from s2sdiff.differentiate.reverse.cotangents import Cotangents
from s2sdiff.differentiate.terms import added, increased
from s2sdiff.differentiate.typing import Typed
from s2sdiff.differentiate.writing import Key
from s2sdiff.types import (
    UNKNOWN,
    Array,
    Many,
    Scalar,
    Type,
    Unknown,
    at,
    is_complex,
    is_inexact,
    is_narrow,
    real_of,
    shape_of,
)


class Accumulation(Cotangents):
    """Adds contributions to the cotangents."""

    def contribute(self, parts: Iterable[Part], defined: str | None = None) -> None:
        """Add contributions; those to the variable that is defined here come last, since they overwrite its cotangent."""
        sums: dict[Key, list[Part]] = {}
        for part in parts:
            version, path, _, _ = part
            if path not in dict(inexact_leaves(version.type)):
                raise AssertionError(f"a cotangent for {version.name}{path}, which is no part of it")
            if (version, path) in self.active:
                sums.setdefault((version.name, path), []).append(part)
        own = [k for k in sums if k[0] == defined]
        shared = [n for ps in sums.values() for _, _, value, typed in ps if not typed.fresh or isinstance(value, gast.Name)
                  for n in syntax.names_read(value)]  # fmt: skip
        if len(own) > 1:
            self.hold(sums, own)
        for key in [k for k in sums if k not in own] + own:
            self.add(key, sums[key], shared)

    def hold(self, sums: dict[Key, list[Part]], own: list[Key]) -> None:
        """Several parts of one variable depend on each other's cotangents: compute them all before assigning any."""
        for key in own:
            held = []
            for version, path, value, typed in sums[key]:
                name = self.temporary(f"{key[0]}_next_bar")
                self.assign(name, value, typed.type)
                held.append((version, path, syntax.name(name), typed))
            sums[key] = held

    def add(self, key: Key, parts: list[Part], shared: list[str]) -> None:
        """Add the contributions to one cotangent."""
        version, path = parts[0][0], parts[0][1]
        t = at(version.type, path)
        total, typed = parts[0][2], parts[0][3]
        for _, _, value, other in parts[1:]:
            trees = _may_be_no_number(t)
            total = self.context.helper_call("add_trees", total, value) if trees else added(total, value)
            typed = Typed(t if trees else self.joined(typed.type, other.type), fresh=True)
        if isinstance(t, (Scalar, Array)) and is_inexact(t) and not is_complex(t) and self.may_be_complex(typed.type):
            total, typed = syntax.call("np.real", total), Typed(real_of(typed.type), fresh=False)
        name = self.bar_name(key)
        bar = self.bars.get(key)
        if bar is None:
            if isinstance(total, gast.Constant):
                self.bars[key] = Bar(total, typed.type, owned=True)
                return
            sole = isinstance(total, gast.Name) and shared.count(total.id) <= 1 and total.id in self.owned_names
            owned = typed.fresh or sole or isinstance(t, Scalar)
            if syntax.is_name(total, name):
                self.note(name, typed.type)
            else:
                self.assign(name, total, typed.type)
            self.bars[key] = Bar(syntax.name(name), typed.type, owned)
        elif _may_be_no_number(t):
            self.assign(name, self.context.helper_call("add_trees", bar.value, total), t)
            self.bars[key] = Bar(syntax.name(name), t, owned=True)
        else:
            self.accumulate(key, bar, total, typed, t)

    def may_be_complex(self, t: Type) -> bool:
        """Whether a contribution of this type may be complex: where nothing is known of it, if anything in the program is."""
        return is_complex(t) or (isinstance(t, Unknown) and self.has_complex)

    @cached_property
    def has_complex(self) -> bool:
        """Whether the program computes with complex numbers, as adjoints of Fourier transforms do."""
        transforms = any(isinstance(op, Apply) and ".fft." in op.rule.name for op in self.program.ops.values())
        return transforms or any(is_complex(part) for v in self.program.versions.values() for part in all_parts(v.type))

    @cached_property
    def has_narrow(self) -> bool:
        """Whether the program computes in less than double precision anywhere."""
        return any(is_narrow(part) for v in self.program.versions.values() for part in all_parts(v.type))

    @cached_property
    def meets(self) -> bool:
        """Whether paths meet anywhere in the program, so that a cotangent may come from several places."""
        return any(v.kind in ("meet", "head") for v in self.program.versions.values())

    def accumulate(self, key: Key, bar: Bar, total: gast.AST, typed: Typed, t: Type) -> None:
        """Add to a cotangent that exists, in place where its memory is its own and holds the sum."""
        name = self.bar_name(key)
        whole = isinstance(t, Array) and shape_of(bar.type) == t.shape and t.shape is not None
        in_place = isinstance(t, Array) and bar.owned and whole and syntax.is_name(bar.value, name) and _fits(typed.type, bar.type)
        if in_place:
            self.emit(increased(name, total))
            return
        result = self.joined(bar.type, typed.type)
        if isinstance(t, Scalar) and (t.weak or not isinstance(result, Scalar)):
            result = t
        self.assign(name, added(bar.value, total), result)
        self.bars[key] = Bar(syntax.name(name), result, owned=True)

    def joined(self, a: Type, b: Type) -> Type:
        """The type of a sum."""
        if isinstance(a, (Scalar, Array)) and isinstance(b, (Scalar, Array)):
            return infer.elementwise(operator.add, [a, b])
        return UNKNOWN

    def part(self, node: gast.AST, path: Path, value: gast.AST, typed: Typed) -> list[Part]:
        """A contribution to a part of an atom, none to a constant."""
        source = self.program.uses.get(node)
        return [] if source is None else [(source, path, value, typed)]


def _may_be_no_number(t: Type) -> bool:
    """Whether cotangents of this type may be None or lists, which no `+` adds."""
    return isinstance(t, Many) or (isinstance(t, Unknown) and (t.present is not None or t.container))


def _fits(value: Type, into: Type) -> bool:
    """Whether `into += value` keeps the shape and dtype of `into`."""
    if not isinstance(value, (Scalar, Array)) or not isinstance(into, Array):
        return False
    theirs, own = shape_of(value), into.shape
    if theirs is None or own is None or len(theirs) > len(own):
        return False
    return not (is_complex(value) and not is_complex(into))
