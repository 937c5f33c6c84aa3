"""Items of arrays and lists: a load adds at the same place of the cotangent, a store reads it there and clears it.

Every view is made again on the cotangent by the subscripts that made it on the primal, so overlaps are exact.
"""

from __future__ import annotations

from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.analyze.program import (
    Load,
    Path,
    Store,
    Update,
    Version,
    all_parts,
    as_target,
    inexact_leaves,
    last_index,
    moved,
    root_name,
)
from s2sdiff.analyze.updates import may_repeat
from s2sdiff.differentiate.reverse.bars import Bar, Part
from s2sdiff.differentiate.reverse.functions import Functions
from s2sdiff.differentiate.reverse.masks import Mask
from s2sdiff.differentiate.terms import increased, negated, part_of
from s2sdiff.differentiate.typing import Typed
from s2sdiff.differentiate.writing import Key
from s2sdiff.errors import Unsupported
from s2sdiff.types import (
    Array,
    Dict,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    Type,
    Unknown,
    children,
    is_thin,
    leaves,
    may_be_a_number,
    shape_of,
)


class Items(Functions):
    """Adjoints of loads and stores of items, and of changes in place."""

    def adjoint_Load(self, statement: gast.AST, op: Load, version: Version, taken: dict[Path, Bar]) -> None:
        """`x = a[i]`: the cotangent of x is added at the same place of that of a."""
        source = self.program.uses[op.base]
        if (source, ()) not in self.active:
            return
        key = (source.name, ())
        if source.name == version.name:  # x = x[i]: both cotangents want one name
            taken = {path: self.set_aside(bar) for path, bar in taken.items()}
        if isinstance(source.type, Many):
            self.independent(key, source)
            read = self.shadow(op, key)
            place = as_target(syntax.clone(read))
            if isinstance(source.type.item, Scalar):
                self.emit(gast.AugAssign(place, gast.Add(), taken[()].value))
            elif isinstance(source.type.item, Array):
                self.emit(syntax.assign(place, syntax.binop(read, gast.Add, taken[()].value)))
            else:
                self.add_to_container(place, read, source.type.item, version, taken)
            return
        assert not isinstance(source.type, Seq), "a running index into a tuple that is taken apart"
        bar = taken[()]
        if _adds_axes(op) and shape_of(bar.type) == shape_of(version.type) is not None:
            value = syntax.subscript(bar.value, _at_added_axes(op.index))  # x = a[:, None] holds the very items of a
            mask = self.mask_of(version, bar)
            clean = self.is_clean(source)
            self.contribute([(source, (), value, self.typer(value))])
            if mask is not None and mask.is_whole(version) and clean:
                condition = syntax.subscript(self.primal(mask.condition), _at_added_axes(op.index))
                self.note_zeros(source, replace(mask, condition=condition, shape=shape_of(source.type)))
            return
        clean = self.is_clean(source)
        self.independent(key, source)
        place = as_target(self.shadow(op, key))
        if may_repeat(self.program, op.index):
            self.emit(gast.Expr(syntax.call("np.add.at", place.value, _as_argument(place.slice), bar.value)))
        else:
            self.add_to_item(place, bar.value)
        chosen = self.program.uses[op.index].type if isinstance(op.index, gast.Name) else None
        if clean and isinstance(chosen, Array) and chosen.dtype == "bool" and chosen.shape == shape_of(source.type) is not None:
            self.note_zeros(source, Mask(None, op.index, holds=True, region=version.region, shape=chosen.shape))

    def add_to_container(self, place: gast.Subscript, read: gast.AST, item: Type, version: Version, taken: dict[Path, Bar]) -> None:
        """Add the cotangents of some parts to the item of a list."""
        known = taken.keys() <= dict(leaves(item)).keys()
        if known and any(path not in taken for path, _ in inexact_leaves(item)) and self.cleared_at(place) is None:
            held = self.temporary("item_bar")
            self.assign(held, read, item)
            self.emit(syntax.assign(place, self.with_added(syntax.name(held), item, (), taken)))
            return
        seed = self.seed_tree(version, version.type, taken, (), item=True)
        if not self.fill_cleared(place, seed):
            self.emit(syntax.assign(place, self.context.helper_call("add_trees", read, seed)))

    def with_added(self, held: gast.AST, t: Type, path: Path, taken: dict[Path, Bar]) -> gast.AST:
        """A container with cotangents added to some of its parts."""
        if isinstance(t, (Seq, Dict, Record)):
            parts = [self.with_added(part_of(held, t, (key,)), part, (*path, key), taken) for key, part in children(t)]
            return self.container(t, parts, lambda: syntax.clone(held))
        if path not in taken:
            return held
        if isinstance(t, (Scalar, Array)):
            return syntax.binop(held, gast.Add, taken[path].value)
        return self.context.helper_call("add_trees", held, taken[path].value)

    def shadow(self, op: Load | Store | Update, key: Key) -> gast.AST:
        """The place of a load or store, in the cotangent of its base."""
        return moved(op.place, op.base, syntax.name(self.bar_name(key)), self.primal)

    def add_to_item(self, place: gast.Subscript, value: gast.AST) -> None:
        """`place += value`."""
        if not self.fill_cleared(place, value):
            self.emit(increased(place, value))

    def fill_cleared(self, place: gast.Subscript, value: gast.AST) -> bool:
        """`place = value` instead of setting it to zero, if that was done before and the place was not met since.

        A value that was taken from there, and changed in place, is there.
        """
        cleared = self.cleared_at(place)
        if cleared is None or root_name(place).id in syntax.names_read(value):
            return False
        self.out.remove(cleared)
        if not self.was_taken_from(place, value):
            self.emit(syntax.assign(place, value))
        return True

    def cleared_at(self, place: gast.Subscript) -> gast.AST | None:
        """The statement that set a place to zero, if it was not met since."""
        root = root_name(place).id
        for last in reversed(self.out):
            if last in self.clears and syntax.same(last.targets[0], place):
                return last
            if not isinstance(last, (syntax.Comment, gast.Assign, gast.AugAssign)) or _mentions(last, root, place):
                return None
        return None

    def was_taken_from(self, place: gast.AST, value: gast.AST) -> bool:
        """Whether `value` is a name that was bound to what still stands at a place, perhaps through other names."""
        for statement in reversed(self.out):
            if _may_change(statement, root_name(place).id):
                break
            if isinstance(value, gast.Name) and value.id in syntax.names_stored(statement):
                value = getattr(statement, "value", statement)
        return isinstance(value, gast.Subscript) and syntax.same(as_target(syntax.clone(value)), place)

    def clear(self, slot: gast.AST, zero: gast.AST) -> None:
        """What was due to the item in this slot went elsewhere."""
        line = syntax.assign(as_target(syntax.clone(slot)), zero)
        self.clears.add(line)
        self.emit(line)

    def adjoint_Store(self, statement: gast.AST, op: Store, version: Version) -> None:
        """`a[i] = v`: the cotangent at that place goes to v, and becomes zero."""
        key = (op.base.id, ())
        if (version, ()) not in self.active:
            self.bars.pop(key, None)
            return
        old = self.program.uses[op.base]
        source = self.program.uses.get(op.value)
        if op.start and not (source is not None and any((source, path) in self.active for path, _ in inexact_leaves(source.type))):
            # what is left under a key that was not there is not read any more
            if (old, ()) not in self.active:
                self.bars.pop(key, None)
            return
        if isinstance(version.type, Array) and _is_whole(op):
            self.store_whole(key, version, source)
            return
        self.independent(key, version)
        slot = self.shadow(op, key)
        if isinstance(version.type, Many):
            item = version.type.item
            if isinstance(item, Unknown) and source is not None and any(children(source.type)):
                raise Unsupported(f"`{op.base.id}` holds what has parts, and numbers or None besides, under keys that are not told apart", statement,
                                  "keep them in containers of their own")  # fmt: skip
            grows = not self.keeps_length(source) if isinstance(item, ListOf) and source is not None else _holds_lists(item)
            last = self.in_time.is_first(op, version, self.active)
            displaced = None if op.displaced is None else self.program.uses[op.displaced]
            self.store_into_many(slot, item, source, displaced, moves=op.there and grows, last=last)
            return
        taken = self.taken_from(op, slot, source)
        if source is not old:
            self.contribute(taken)
        if (old, ()) not in self.active:
            self.bars.pop(key, None)
        elif not self.in_time.is_first(op, version, self.active):  # else the slot is not read any more
            self.clear(slot, syntax.const(0.0))
        if source is old:  # x[:] = x: what is due to x is added after the slot of its cotangent is cleared
            self.contribute(taken)

    def taken_from(self, op: Store, slot: gast.AST, source: Version | None) -> list[Part]:
        """What is due to the value that was stored into an array; under a name, where the slot is cleared before it is added."""
        if source is None or all((source, path) not in self.active for path, _ in inexact_leaves(source.type)):
            return []
        value, typed = self.slot_value(*self.stored(op, slot), source)
        if source is self.program.uses[op.base]:
            held = self.temporary(f"{source.name}_slot_bar")
            self.assign(held, value, typed.type)
            value = syntax.name(held)
        return [(source, (), value, typed)]

    def store_into_many(
        self, slot: gast.AST, item: Type, source: Version | None, displaced: Version | None, *, moves: bool, last: bool
    ) -> None:
        """l[i] = v: the item of the cotangent goes to v, part by part, and becomes zero, unless it is read here last.

        The zero is that of what was displaced, if it holds lists.  Of what was there already, with lists of another length, the cotangent itself `moves` until l[i] is read.
        """
        if source is not None:
            held, parts = self.temporary("item_bar"), dict(leaves(item))
            self.assign(held, slot, item)
            self.contribute(
                (source, path, part_of(syntax.name(held), item, path), Typed(_as_held(leaf, parts.get(path, leaf)), fresh=moves))
                for path, leaf in inexact_leaves(source.type)
            )
        if last:
            return
        if displaced is not None:
            in_tuple = isinstance(displaced.type, ListOf) and displaced.type.cls is tuple
            zeros = self.zeros(displaced, ())
            self.clear(slot, syntax.call("tuple", zeros) if in_tuple else zeros)
        elif moves or isinstance(item, Scalar) or any(may_be_a_number(t) for _, t in inexact_leaves(item)):
            self.clear(slot, self.emptied(slot, item, moves=moves))
        else:
            self.clear(slot, self.context.helper_call("zeros_like", syntax.clone(slot)))

    def emptied(self, slot: gast.AST, t: Type, *, moves: bool) -> gast.AST:
        """The zero that is left at a place whose cotangent went elsewhere, by what is there before the next store.

        A list is empty whose cotangent `moves`, whatever its length becomes; what is a number at times is the number zero,
        which can be added to an array, while one that was an array is no cotangent of a number.
        """
        if isinstance(t, Many) and moves:
            return syntax.list_([]) if isinstance(t, ListOf) else gast.Dict([], [])
        if isinstance(t, (Seq, Dict, Record)):
            parts = [self.emptied(part_of(slot, t, (key,)), part, moves=moves) for key, part in children(t)]
            return self.container(t, parts, lambda: syntax.clone(slot))
        if (isinstance(t, Array) and not is_thin(t)) or isinstance(t, Many):
            return self.context.helper_call("zeros_like", syntax.clone(slot))
        return syntax.const(0.0 if isinstance(t, Scalar) or may_be_a_number(t) else None)

    def keeps_length(self, changed: Version) -> bool:
        """Whether a list that was changed has the items that it had, some of them replaced, and so have the lists in it."""
        op = self.program.ops.get(changed.statement) if changed.statement is not None else None
        if not isinstance(op, Store):
            return isinstance(op, Update)
        stored = self.program.uses.get(op.value)
        if stored is None or not any(isinstance(part, Many) for part in all_parts(stored.type)):
            return True
        return op.there and self.keeps_length(stored)

    def store_whole(self, key: Key, version: Version, source: Version | None) -> None:
        """y[...] = v: the whole cotangent goes to v, and nothing to what y was before."""
        alike = source is not None and shape_of(source.type) == shape_of(version.type) is not None
        bar = self.bars[key] if alike else self.full(key, version)
        del self.bars[key]
        if source is not None and (source, ()) in self.active:
            value, typed = bar.value, self.typed(bar)
            self.contribute([(source, (), *((value, typed) if alike else self.slot_value(value, typed, source)))])

    def adjoint_Update(self, statement: gast.AST, op: Update, version: Version) -> None:
        """`a[i] += v`: the cotangent at that place goes to v as well."""
        key = (op.base.id, ())
        if (version, ()) not in self.active:
            self.bars.pop(key, None)
            return
        source = self.program.uses.get(op.value)
        if source is None or (source, ()) not in self.active:
            return
        if op.place is op.base:
            slot = self.full(key, version).value
        else:
            self.independent(key, version)
            slot = self.shadow(op, key)
        value, typed = self.stored(op, slot, each=isinstance(statement, gast.Expr))
        if issubclass(op.operator, gast.Sub):
            value = negated(_uncopied(value))
        value, typed = self.slot_value(value, typed, source)
        self.contribute([(source, (), value, typed)])

    def stored(self, op: Store | Update, slot: gast.AST, each: bool = False) -> tuple[gast.AST, Typed]:
        """A copy of the cotangent at the place of a store; of what was stored there twice, the last or each counts."""
        typed = self.typer(slot)
        if isinstance(typed.type, Scalar):
            return slot, Typed(typed.type, fresh=True)
        if isinstance(slot, gast.Subscript) and not each and may_repeat(self.program, last_index(op.place)):
            return self.context.helper_call("take_last", slot.value, _as_argument(slot.slice)), Typed(typed.type, fresh=True)
        return syntax.call(syntax.attribute(slot, "copy")), Typed(typed.type, fresh=True)

    def slot_value(self, value: gast.AST, typed: Typed, source: Version) -> tuple[gast.AST, Typed]:
        """The cotangent of a stored value, which may have been stretched to fill its slot."""
        own, whole = shape_of(source.type), shape_of(typed.type)
        if own is not None and whole is not None and len(own) <= len(whole) and not is_thin(typed.type):
            slot = Version("slot", 0, typed.type, "assign", None, (), 0)
            return self.reduced(value, typed, source.type, self.value_of(source), slot)
        return self.context.helper_call("unbroadcast", value, self.value_of(source)), self.counted_in(typed, source)

    def counted_in(self, typed: Typed, source: Version) -> Typed:
        """The type of a cotangent that was summed to the shape of a version, in its own precision."""
        t = source.type
        return Typed(Array(typed.type.dtype, t.shape) if isinstance(t, Array) and isinstance(typed.type, Array) else t, fresh=False)


def _as_held(t: Type, held: Type) -> Type:
    """The type of the cotangent of a stored value: of an array where numbers are held, too, it is the number 0.0 once it was cleared."""
    return held if isinstance(t, Array) and may_be_a_number(held) else t


def _holds_lists(t: Type) -> bool:
    """Whether lists of unknown length are parts of what is taken apart."""
    return not isinstance(t, Many) and any(isinstance(part, Many) for part in all_parts(t))


def _adds_axes(op: Load) -> bool:
    """Whether a view is the whole array with axes of length 1 put in."""
    if not isinstance(op.place, gast.Subscript) or op.place.value is not op.base:
        return False
    index = _indices(op.index)
    added = [isinstance(i, gast.Constant) and i.value is None for i in index]
    return any(added) and all(new or syntax.is_everything(i) for new, i in zip(added, index, strict=True))


def _at_added_axes(index: gast.AST) -> gast.AST:
    """The index that takes such axes out again."""
    items = [syntax.clone(i) if syntax.is_everything(i) else syntax.const(0) for i in _indices(index)]
    return syntax.tuple_(items) if isinstance(index, gast.Tuple) else items[0]


def _mentions(statement: gast.AST, root: str, place: gast.AST) -> bool:
    """Whether a statement reads or changes the array `root`, or binds a name that stands in the place."""
    if any(isinstance(n, gast.Name) and n.id == root for n in syntax.walk(statement)):
        return True
    return bool(syntax.names_stored(statement) & syntax.names_read(place))


def _may_change(statement: gast.AST, root: str) -> bool:
    """Whether a statement may change the array `root` in place."""
    if isinstance(statement, gast.Assign) and isinstance(statement.targets[0], gast.Name):
        return False
    if isinstance(statement, (gast.Assign, gast.AugAssign)):
        changed = statement.target if isinstance(statement, gast.AugAssign) else statement.targets[0]
        return not isinstance(changed, (gast.Name, gast.Subscript)) or root_name(changed).id == root
    return any(isinstance(n, gast.Name) and n.id == root for n in syntax.walk(statement))


def _indices(node: gast.AST) -> list[gast.AST]:
    """The indices of a subscript, one for each axis that it names."""
    return list(node.elts) if isinstance(node, gast.Tuple) else [node]


def _as_argument(index: gast.AST) -> gast.AST:
    """An index as it is passed to a function: a[:, i] becomes (slice(None), i)."""
    if isinstance(index, gast.Slice):
        bounds = [syntax.const(None) if b is None else b for b in (index.lower, index.upper, index.step)]
        kept = bounds if not isinstance(bounds[2], gast.Constant) or bounds[2].value is not None else bounds[:2]
        alone = kept[1:] if isinstance(kept[0], gast.Constant) and kept[0].value is None and len(kept) == 2 else kept
        return syntax.call("slice", *alone)
    return syntax.tuple_([_as_argument(i) for i in index.elts]) if isinstance(index, gast.Tuple) else index


def _uncopied(value: gast.AST) -> gast.AST:
    """`x` for `x.copy()`, where a new array is made of it anyway."""
    copied = isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute) and value.func.attr == "copy"
    return value.func.value if copied else value


def _is_whole(op: Store) -> bool:
    """Whether a store replaces all items of its array: x[...] = v, x[:] = v."""
    return syntax.is_everything(op.index) and isinstance(op.place, gast.Subscript) and op.place.value is op.base
