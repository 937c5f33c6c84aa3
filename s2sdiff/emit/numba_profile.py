"""The Numba profile: an emitted function, rewritten from what CPython's text uses to what Numba compiles.

`numba_legal` takes a finished function and changes its spelling only; the result still runs in CPython and computes the
same.  Loops count (`range(n - 1, -1, -1)` for `reversed`), a tape of numbers becomes an array where the trips are known,
a tape that leaves the function an array or a typed list, `keepdims` an `expand_dims`, `np.add.at` a loop, and a name
that has no value on some path starts with an empty one of its own type.

A forward half and its backward half may be rewritten apart: tapes are read by `len` and by index alone, which lists,
typed lists and arrays share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.types import Array, Dict, ListOf, Record, Scalar, Seq, Type, rank

TYPED_LIST = "numba.typed.List"
TAPE_NAME = re.compile(r"_tapes?(_\d+)?$")
DTYPES = {"float": "np.float64", "int": "np.int64", "bool": "np.bool_", "complex": "np.complex128"}


def numba_legal(function: gast.FunctionDef, types: Mapping[str, Type], own: Collection[str] = ()) -> gast.FunctionDef:
    """`function` in the form that Numba compiles; `own` are the names that the user did not write, tapes among them."""
    refuse_arguments(function, types)
    refuse_beyond_numba(function)
    legal = syntax.clone(function)
    all_positional(legal)
    profile = Profile(legal, types, own)
    profile.make_arrays(legal.body)
    legal.body = profile.block(legal.body)
    return legal


def refuse_arguments(function: gast.FunctionDef, types: Mapping[str, Type]) -> None:
    """Refuse parameters that no compiled function takes."""
    for parameter in [*function.args.args, *function.args.kwonlyargs]:
        kind = types.get(parameter.id)
        if isinstance(kind, (Dict, Record)):
            what = "a dict" if isinstance(kind, Dict) else f"a `{kind.cls.__name__}`"
            raise Unsupported(
                f"`{parameter.id}` is {what}: a function compiled by Numba takes numbers, arrays and tuples",
                parameter,
                'pass its arrays as parameters of their own or in a tuple, or leave out target="numba"',
            )


def refuse_beyond_numba(function: gast.FunctionDef) -> None:
    """Refuse what no rewriting helps."""
    for node in syntax.walk(function):
        if isinstance(node, gast.FormattedValue) and node.format_spec is not None:
            raise Unsupported(
                "Numba prints no f-string with a format", node, 'print the values themselves: print("total", y)'
            )
        if function.name.endswith("_fwd") and _name_of_call(node) == function.name:
            raise Unsupported(
                f"the tape of the recursive function `{function.name.removesuffix('_fwd')}` holds tapes of itself, "
                "and Numba has no such type",
                node,
                'write the recursion as a loop, or leave out target="numba"',
            )


def all_positional(function: gast.FunctionDef) -> None:
    """Keyword-only parameters come last: Numba binds them wrongly in calls between compiled functions."""
    spec = function.args
    if not spec.kwonlyargs:
        return
    required = len(spec.args) - len(spec.defaults)
    defaults = [None] * required + list(spec.defaults) + list(spec.kw_defaults)
    spec.args, spec.kwonlyargs, spec.kw_defaults = [*spec.args, *spec.kwonlyargs], [], []
    first = next((k for k, default in enumerate(defaults) if default is not None), len(defaults))
    spec.defaults = [d if d is not None else syntax.const(None) for d in defaults[first:]]


class Profile:
    """Rewrites the blocks of one function."""

    def __init__(self, function: gast.FunctionDef, types: Mapping[str, Type], own: Collection[str]) -> None:
        self.types = types
        self.own = own
        self.names = syntax.Names({n.id for n in syntax.walk(function) if isinstance(n, gast.Name)})
        self.appends = list(_appends(function.body))  # the lists that grow, once for each place
        self.arrays: set[str] = set()  # tapes that are no lists any more
        self.asked_for_none = set(_compared_with_none(function))
        self.read = syntax.names_read(function.body)  # at the start: by all that the program does
        self.before: list[gast.AST] = []  # statements that the one being rewritten needs first
        self.leaving = {n.id for n in _whole_uses(function.body) if self.is_tape(n.id)}

    def is_tape(self, name: str) -> bool:
        """Whether a name is a tape of ours; of other lists, which the program may return, nothing is assumed."""
        named = TAPE_NAME.search(name) is not None and name in self.own
        return named and isinstance(self.types.get(name), ListOf)

    # --- blocks and statements ---

    def block(self, statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The statements, rewritten."""
        result: list[gast.AST] = []
        for statement in statements:
            new = self.statement(statement)
            result += [*self.before, *new]
            self.before = []
        return result

    def statement(self, statement: gast.AST) -> list[gast.AST]:
        """What stands for one statement."""
        if isinstance(statement, (gast.For, gast.While, gast.If, gast.With)):
            return self.compound(statement)
        if isinstance(statement, gast.FunctionDef) and statement.name not in self.read:
            return []  # its derivative is called instead
        if isinstance(statement, gast.Expr) and syntax.dotted(getattr(statement.value, "func", None)) == "np.add.at":
            return self.add_at(*statement.value.args)
        if isinstance(statement, gast.Assign) and isinstance(statement.targets[0], gast.Name):
            statement.value = self.first_value(statement.targets[0].id, statement.value)
        self.convert_leaving(statement)
        return [Expressions(self).visit(statement)]

    def compound(self, statement: gast.AST) -> list[gast.AST]:
        """A statement that holds others."""
        for field in ("body", "orelse"):
            setattr(statement, field, self.block(getattr(statement, field, [])))
        if isinstance(statement, gast.With):
            floating = all(syntax.dotted(item.context_expr.func) == "np.errstate" for item in statement.items)
            return list(statement.body) if floating else [statement]  # compiled code gives no warnings to switch off
        if isinstance(statement, gast.For):
            return self.loop(statement)
        statement.test = Expressions(self).visit(statement.test)
        return [statement]

    def first_value(self, name: str, value: gast.AST) -> gast.AST:
        """The value that a name starts with, of the type that it keeps."""
        kind = self.types.get(name)
        if isinstance(value, gast.Constant) and value.value is None and name not in self.asked_for_none:
            return _empty(kind) or value
        if _is_new_list(value) and name in self.arrays:
            return _empty(kind) or value
        if _is_new_list(value) and name in self.leaving and not _number_in(kind):
            return syntax.call(TYPED_LIST)
        return value

    def convert_leaving(self, statement: gast.AST) -> None:
        """A list of numbers leaves the function, or enters another tape, as an array."""
        for use, holder in _whole_uses_in(statement):
            if (
                use.id in self.leaving
                and _number_in(self.types[use.id])
                and use.id not in self.arrays
                and use.id in self.appends
            ):
                holder[holder.index(use)] = syntax.call("np.array", syntax.name(use.id))

    def fresh(self, wish: str) -> str:
        """A new name."""
        return self.names.fresh(wish)

    # --- tapes whose length is known ---

    def make_arrays(self, statements: list[gast.AST]) -> None:
        """Tapes of numbers become arrays where their loop runs to its end and counts."""
        for k, statement in enumerate(statements):
            if isinstance(statement, gast.For) and _counts(statement):
                for tape in self.numbers_kept_by(statement):
                    self.make_array(statements, k, tape)
            for field in ("body", "orelse"):
                self.make_arrays(getattr(statement, field, []))

    def numbers_kept_by(self, loop: gast.For) -> list[str]:
        """Tapes of numbers that grow by one in each trip."""
        own = [_appended_to(s) for s in loop.body]
        once = [t for t in own if t and self.is_tape(t) and self.appends.count(t) == 1]
        return [t for t in once if _number_in(self.types[t])]

    def make_array(self, statements: list[gast.AST], k: int, tape: str) -> None:
        """Turn the list that starts before the loop at k into an array."""
        loop = statements[k]
        start = k - 1
        while start >= 0 and not _starts(statements[start], tape):
            start -= 1
        fixed = syntax.names_read(loop.iter)
        if start < 0 or fixed & syntax.names_stored(statements[start:k]) or fixed & syntax.names_stored(loop.body):
            return
        if loop.target.id in syntax.names_stored(loop.body):
            return
        if loop.target.id.strip("_") == "" and loop.target.id not in self.read:
            loop.target.id = self.fresh("k")
        number = _number_in(self.types[tape])
        assert number is not None
        extra = [] if number.dtype == "float64" else [_dtype(number.dtype)]
        statements[start].value = syntax.call("np.empty", _trips(loop.iter), *extra)
        for j, statement in enumerate(loop.body):
            if _appended_to(statement) == tape:
                slot = syntax.subscript(syntax.name(tape), _position(loop.target.id, loop.iter), store=True)
                loop.body[j] = syntax.assign(slot, statement.value.args[0])
        self.arrays.add(tape)

    # --- loops ---

    def loop(self, loop: gast.For) -> list[gast.AST]:
        """A loop over an iterator that Numba knows."""
        iterator = loop.iter
        if not any(_name_of_call(n) == "reversed" for n in syntax.walk(iterator)):
            loop.iter = Expressions(self).visit(iterator)
            return [loop]
        if _name_of_call(iterator) == "reversed" and _is_range(iterator.args[0]):
            loop.iter = _backwards(iterator.args[0])
            return [loop]
        tapes = self.tapes_read_backwards(iterator)
        if tapes:
            return [self.over_tapes(loop, tapes)]
        return self.over_positions(loop)

    def tapes_read_backwards(self, iterator: gast.AST) -> list[str]:
        """The tapes of a reverse loop, all of one length: `zip(reversed(range(n)), reversed(s_tape), ...)`."""
        parts = list(iterator.args) if _name_of_call(iterator) == "zip" else [iterator]
        if not all(_name_of_call(p) == "reversed" for p in parts):
            return []
        inner = [p.args[0] for p in parts]
        tapes = inner[1:] if _is_range(inner[0]) else inner
        own = all(isinstance(t, gast.Name) and self.is_tape(t.id) for t in tapes)
        return [t.id for t in tapes] if own else []

    def over_tapes(self, loop: gast.For, tapes: list[str]) -> gast.For:
        """A reverse loop that reads its tapes by position."""
        targets = list(loop.target.elts) if isinstance(loop.target, gast.Tuple) else [loop.target]
        first = loop.iter.args[0].args[0] if _name_of_call(loop.iter) == "zip" else loop.iter.args[0]
        ranged = _is_range(first) and not syntax.names_stored(loop.body) & (
            syntax.names_read(first) | syntax.names_stored(targets[0])
        )
        if ranged:
            counter, *targets = targets
            position, loop.iter = _position(counter.id, first), _backwards(first)
            loop.target = counter
        else:
            counter = syntax.name(self.fresh("k"), store=True)
            position = syntax.name(counter.id)
            loop.target, loop.iter = counter, _backwards(syntax.expr(f"range(len({tapes[0]}))"))
            if _is_range(first):
                loop.body.insert(0, syntax.assign(targets.pop(0), _element_of_range(first, position)))
        reads = [
            syntax.assign(target, syntax.subscript(syntax.name(tape), syntax.clone(position)))
            for target, tape in zip(targets, tapes, strict=True)
        ]
        loop.body = [*reads, *loop.body]
        return loop

    def over_positions(self, loop: gast.For) -> list[gast.AST]:
        """A loop over any mixture of zip, enumerate and reversed, counted from the first trip."""
        held: list[gast.AST] = []
        iterator = self.hold(loop.iter, held, syntax.names_stored([loop.target, *loop.body]))
        k = self.fresh("k")
        reads = _unpacked(loop.target, _element(iterator, syntax.name(k)))
        new = gast.For(
            syntax.name(k, store=True), syntax.call("range", _length(iterator)), [*reads, *loop.body], [], None
        )
        return [*held, syntax.located(new, loop)]

    def hold(self, iterator: gast.AST, held: list[gast.AST], changing: set[str]) -> gast.AST:
        """An iterator over names that the loop leaves alone."""
        if _name_of_call(iterator) in ("reversed", "zip", "enumerate", "range"):
            iterator.args = [self.hold(a, held, changing) for a in iterator.args]
            return iterator
        if isinstance(iterator, gast.Constant) or (isinstance(iterator, gast.Name) and iterator.id not in changing):
            return iterator
        name = self.fresh(f"{iterator.id}_1" if isinstance(iterator, gast.Name) else "items")
        held.append(syntax.assign(name, iterator))
        return syntax.name(name)

    # --- additions at repeated places ---

    def add_at(self, target: gast.AST, index: gast.AST, value: gast.AST) -> list[gast.AST]:
        """np.add.at(target, index, value) as a loop over index arrays of one axis; others are left to Numba's answer."""
        parts = list(index.elts) if isinstance(index, gast.Tuple) else [index]
        lists = [p for p in parts if isinstance(p, gast.Name) and rank(self.types.get(p.id, Scalar("int64"))) == 1]
        others = [p for p in parts if p not in lists]
        if not lists or not all(self.is_number(p) for p in others):
            return [gast.Expr(syntax.call("np.add.at", target, index, value))]
        k, part = self.fresh("k"), self.fresh("part")
        shape = syntax.attribute(syntax.subscript(syntax.clone(target), syntax.clone(lists[0])), "shape")
        if len(parts) > 1:
            shape = syntax.attribute(syntax.clone(lists[0]), "shape")
        at_k = [syntax.subscript(p, syntax.name(k)) if p in lists else p for p in parts]
        place = syntax.subscript(target, at_k[0] if len(at_k) == 1 else syntax.tuple_(at_k), store=True)
        add = syntax.augassign(place, gast.Add, syntax.subscript(syntax.name(part), syntax.name(k)))
        trips = syntax.call("range", syntax.call("len", syntax.clone(lists[0])))
        return [
            syntax.assign(part, syntax.call("np.broadcast_to", Expressions(self).visit(value), shape)),
            gast.For(syntax.name(k, store=True), trips, [add], [], None),
        ]

    def is_number(self, node: gast.AST) -> bool:
        """Whether an index is an integer."""
        if isinstance(node, gast.Name):
            return isinstance(self.types.get(node.id), Scalar)
        return isinstance(node, (gast.Constant, gast.BinOp))


class Expressions(gast.NodeTransformer):
    """Rewrites calls whose options Numba lacks."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    def visit_Subscript(self, node: gast.Subscript) -> gast.AST:
        """`x[...]` as `x[:]`."""
        self.generic_visit(node)
        if isinstance(node.slice, gast.Constant) and node.slice.value is Ellipsis:
            node.slice = gast.Slice(None, None, None)
        return node

    def visit_Call(self, node: gast.Call) -> gast.AST:
        """Reductions."""
        self.generic_visit(node)
        path = syntax.dotted(node.func) or ""
        if path.startswith("np."):
            node.keywords = [_with_numpys_dtype(k) for k in node.keywords if not _is_default(k)]
        if path in ("np.sum", "np.mean") and node.args:
            return self.reduced(node, path, node.args[0], node.args[1:])
        if isinstance(node.func, gast.Attribute) and node.func.attr in ("sum", "mean") and not path.startswith("np."):
            return self.reduced(node, f"np.{node.func.attr}", node.func.value, node.args)
        return node

    def reduced(self, node: gast.Call, path: str, operand: gast.AST, args: list[gast.AST]) -> gast.AST:
        """A sum or mean without keepdims; a mean along axes as the sum over their sizes."""
        options = {k.arg: k.value for k in node.keywords}
        axes = _axes(options.get("axis", args[0] if args else syntax.const(None)))
        keeps = "keepdims" in options and not _is(options["keepdims"], 0)
        divides = path == "np.mean" and bool(axes)
        if axes is None or not (keeps or divides) or set(options) - {"axis", "keepdims"}:
            return node
        added = sorted(axes, key=abs) if axes else self.all_axes(operand)
        if keeps and not added:
            return node
        if divides:
            operand = self.held(operand)
        value: gast.AST = syntax.call("np.sum" if divides else path, operand)
        if axes:
            value.keywords = [gast.keyword("axis", syntax.expr(repr(axes[0] if len(axes) == 1 else tuple(axes))))]
        for axis in axes if divides else []:
            value = syntax.binop(value, gast.Div, syntax.expr(f"{operand.id}.shape[{axis}]"))
        for axis in added if keeps else []:
            value = syntax.call("np.expand_dims", value, syntax.expr(repr(axis)))
        return value

    def all_axes(self, operand: gast.AST) -> list[int]:
        """Every axis of an operand; none where its rank is not known."""
        kind = self.profile.types.get(operand.id) if isinstance(operand, gast.Name) else None
        return list(range(rank(kind) or 0)) if kind is not None else []

    def held(self, operand: gast.AST) -> gast.Name:
        """A name for an operand that is read more than once."""
        if not isinstance(operand, gast.Name):
            name = self.profile.fresh("values")
            self.profile.before.append(syntax.assign(name, operand))
            operand = syntax.name(name)
        return operand


# --- lists ---


def _is_new_list(value: gast.AST) -> bool:
    return isinstance(value, gast.List) and not value.elts


def _starts(statement: gast.AST, name: str) -> bool:
    """Whether a statement is `name = []`."""
    return (
        isinstance(statement, gast.Assign)
        and _is_new_list(statement.value)
        and syntax.dotted(statement.targets[0]) == name
    )


def _number_in(kind: Type | None) -> Scalar | None:
    """What a list of numbers holds; None for any other type."""
    return kind.item if isinstance(kind, ListOf) and isinstance(kind.item, Scalar) else None


def _appended_to(statement: gast.AST) -> str | None:
    """The list of a statement `name.append(value)`."""
    call = statement.value if isinstance(statement, gast.Expr) else None
    if isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr == "append":
        return syntax.dotted(call.func.value)
    return None


def _appends(nodes: Any) -> Iterator[str]:
    """The list of each statement that makes one grow."""
    for node in syntax.walk(nodes):
        name = _appended_to(node)
        if name:
            yield name


def _whole_uses(nodes: Any) -> Iterator[gast.Name]:
    """Names that are appended to a list, or packed into the tape that a forward half returns."""
    for node in syntax.walk(nodes):
        if isinstance(node, (gast.Expr, gast.Return)):
            yield from (use for use, _ in _whole_uses_in(node))


def _whole_uses_in(statement: gast.AST) -> Iterator[tuple[gast.Name, list[gast.AST]]]:
    """As `_whole_uses` for one statement, with the list of nodes that each stands in."""
    holders: list[list[gast.AST]] = []
    if _appended_to(statement):
        holders.append(statement.value.args)
    elif isinstance(statement, gast.Return) and isinstance(statement.value, gast.Tuple):
        holders += [part.elts for part in statement.value.elts if isinstance(part, gast.Tuple)]
    for holder in holders:
        yield from ((use, holder) for use in list(holder) if isinstance(use, gast.Name))


def _empty(kind: Type | None) -> gast.AST | None:
    """A value of a type that no path reads; None where a type has no such value."""
    number = _number_in(kind)
    if number is not None:
        return syntax.call("np.empty", syntax.const(0), _dtype(number.dtype))
    if isinstance(kind, Scalar):
        return syntax.const(np.dtype(kind.dtype).type(0).item())
    if isinstance(kind, Array) and kind.shape is not None:
        return syntax.call("np.empty", syntax.expr(repr((0,) * len(kind.shape))), _dtype(kind.dtype))
    if isinstance(kind, ListOf):
        return syntax.call(TYPED_LIST)
    if isinstance(kind, Seq) and kind.cls is tuple:
        items = [_empty(item) for item in kind.items]
        return syntax.tuple_([item for item in items if item is not None]) if all(items) else None
    return None


def _dtype(name: str) -> gast.AST:
    return syntax.expr("np.bool_" if name == "bool" else f"np.{name}")


def _compared_with_none(function: gast.FunctionDef) -> Iterator[str]:
    for node in syntax.walk(function):
        if isinstance(node, gast.Compare) and any(
            isinstance(n, gast.Constant) and n.value is None for n in node.comparators
        ):
            yield from syntax.names_read(node.left)


# --- ranges ---


def _name_of_call(node: gast.AST) -> str | None:
    return syntax.dotted(node.func) if isinstance(node, gast.Call) else None


def _is_range(node: gast.AST) -> bool:
    return _name_of_call(node) == "range"


def _counts(loop: gast.For) -> bool:
    """Whether a loop makes all the trips of its range."""
    return _is_range(loop.iter) and isinstance(loop.target, gast.Name) and not _breaks(loop.body)


def _breaks(block: Sequence[gast.AST]) -> bool:
    """Whether a block leaves the loop that it is the body of."""
    for statement in block:
        if isinstance(statement, gast.Break):
            return True
        if isinstance(statement, (gast.If, gast.With)) and (
            _breaks(statement.body) or _breaks(getattr(statement, "orelse", []))
        ):
            return True
    return False


def _bounds(call: gast.AST) -> tuple[gast.AST, gast.AST, gast.AST]:
    """Start, stop and step of a range."""
    args = [syntax.clone(a) for a in call.args]
    start, stop = (syntax.const(0), args[0]) if len(args) == 1 else args[:2]
    return start, stop, args[2] if len(args) == 3 else syntax.const(1)


def _trips(call: gast.AST) -> gast.AST:
    """How many trips a range makes."""
    start, stop, step = _bounds(call)
    if _is(step, 1):
        n = stop if _is(start, 0) else _difference(stop, start)
        return n if _is_size(n) else syntax.call("max", n, syntax.const(0))
    rounded_up = syntax.negative(syntax.binop(_difference(start, stop), gast.FloorDiv, step))
    return syntax.call("max", rounded_up, syntax.const(0))


def _is_size(node: gast.AST) -> bool:
    """Whether an expression is a length, never negative."""
    if isinstance(node, gast.Subscript):
        return isinstance(node.value, gast.Attribute) and node.value.attr == "shape"
    return (
        _name_of_call(node) == "len"
        or (isinstance(node, gast.Constant) and node.value >= 0)
        or (isinstance(node, gast.Attribute) and node.attr == "size")
    )


def _backwards(call: gast.AST) -> gast.AST:
    """The range of the same numbers from the last to the first."""
    start, stop, step = _bounds(call)
    if _is(step, 1):
        return syntax.call("range", _plus(stop, -1), _plus(start, -1), syntax.const(-1))
    if _is(step, -1):
        first, end = _plus(stop, 1), _plus(start, 1)
        return syntax.call("range", end) if _is(first, 0) else syntax.call("range", first, end)
    last = _element_of_range(call, _plus(_trips(call), -1))
    end = syntax.binop(syntax.clone(start), gast.Sub, syntax.clone(step))
    return syntax.call("range", last, end, syntax.negative(step))


def _position(counter: str, call: gast.AST) -> gast.AST:
    """In which trip, from 0, the counter of a range has its value."""
    start, _, step = _bounds(call)
    offset: gast.AST = syntax.name(counter)
    if not _is(start, 0):
        offset = syntax.binop(offset, gast.Sub, start)
    return offset if _is(step, 1) else syntax.binop(offset, gast.FloorDiv, step)


def _element_of_range(call: gast.AST, position: gast.AST) -> gast.AST:
    """The number of a range at a position."""
    start, _, step = _bounds(call)
    scaled = position if _is(step, 1) else syntax.binop(position, gast.Mult, step)
    return scaled if _is(start, 0) else syntax.binop(start, gast.Add, scaled)


def _difference(a: gast.AST, b: gast.AST) -> gast.AST:
    """The difference a - b, with literals folded."""
    return _plus(a, -b.value) if isinstance(b, gast.Constant) else syntax.binop(a, gast.Sub, b)


def _is(node: gast.AST, number: int) -> bool:
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        return _is(node.operand, -number)
    return isinstance(node, gast.Constant) and node.value == number


def _plus(node: gast.AST, number: int) -> gast.AST:
    """The sum of an expression and a number, folded where the expression is a literal or ends in one."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub) and isinstance(node.operand, gast.Constant):
        node = syntax.const(-node.operand.value)
    if isinstance(node, gast.Constant):
        return syntax.const(node.value + number)
    if (
        isinstance(node, gast.BinOp)
        and isinstance(node.op, (gast.Add, gast.Sub))
        and isinstance(node.right, gast.Constant)
    ):
        number += node.right.value if isinstance(node.op, gast.Add) else -node.right.value
        node = node.left
    if number == 0:
        return syntax.clone(node)
    return syntax.binop(syntax.clone(node), gast.Add if number > 0 else gast.Sub, syntax.const(abs(number)))


# --- any iterator, by position ---


def _length(iterator: gast.AST) -> gast.AST:
    """How many items an iterator gives."""
    kind = _name_of_call(iterator)
    if kind == "zip":
        lengths = [_length(a) for a in iterator.args]
        return lengths[0] if len(lengths) == 1 else syntax.call("min", *lengths)
    if kind in ("reversed", "enumerate"):
        return _length(iterator.args[0])
    if kind == "range":
        return _trips(iterator)
    return syntax.call("len", syntax.clone(iterator))


def _element(iterator: gast.AST, k: gast.AST) -> gast.AST:
    """Item k of what an iterator gives."""
    kind = _name_of_call(iterator)
    if kind == "zip":
        return syntax.tuple_([_element(a, syntax.clone(k)) for a in iterator.args])
    if kind == "enumerate":
        start = iterator.args[1] if len(iterator.args) > 1 else syntax.const(0)
        number = k if _is(start, 0) else syntax.binop(syntax.clone(k), gast.Add, syntax.clone(start))
        return syntax.tuple_([syntax.clone(number), _element(iterator.args[0], syntax.clone(k))])
    if kind == "reversed":
        return _element(iterator.args[0], syntax.binop(_plus(_length(iterator.args[0]), -1), gast.Sub, k))
    return _element_of_range(iterator, k) if kind == "range" else syntax.subscript(syntax.clone(iterator), k)


def _unpacked(target: gast.AST, value: gast.AST) -> list[gast.AST]:
    """Assignments of the items of a tuple to the names of a target."""
    if isinstance(target, gast.Tuple) and isinstance(value, gast.Tuple):
        return [a for t, v in zip(target.elts, value.elts, strict=True) for a in _unpacked(t, v)]
    return [syntax.assign(target, value)]


# --- options ---


def _with_numpys_dtype(keyword: gast.AST) -> gast.AST:
    """dtype=float as dtype=np.float64."""
    if keyword.arg == "dtype" and isinstance(keyword.value, gast.Name) and keyword.value.id in DTYPES:
        keyword.value = syntax.expr(DTYPES[keyword.value.id])
    return keyword


def _is_default(keyword: gast.AST) -> bool:
    """Whether an option says what is the case without it."""
    value = keyword.value
    return isinstance(value, gast.Constant) and (keyword.arg, value.value) in (("axis", None), ("keepdims", False))


def _axes(node: gast.AST) -> list[int] | None:
    """The axes that are written as literals; an empty list for all of them, None where they are computed."""
    if isinstance(node, gast.Tuple):
        each = [_axes(e) for e in node.elts]
        return [a for axes in each for a in axes or []] if all(each) else None
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub) and isinstance(node.operand, gast.Constant):
        return [-node.operand.value]
    if isinstance(node, gast.Constant):
        return [] if node.value is None else [node.value]
    return None
