"""Right sides that are no calls: names, literals, operators, attributes, displays, lambdas.

One `value_<node>` for each kind of expression that the normal form allows; a kind without one is refused here.  A new
kind of expression gets its method in this file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.absent import place_told, present
from s2sdiff.analyze.env import Env
from s2sdiff.analyze.infer import BOTTOM, Bottom
from s2sdiff.analyze.program import (
    Build,
    Copy,
    Inactive,
    Opaque,
    Project,
    stand_of,
    with_part,
)
from s2sdiff.analyze.renaming import free_names
from s2sdiff.analyze.state import Closure, Meaning
from s2sdiff.analyze.strings import check_shown, known_text, string_of
from s2sdiff.analyze.subscripts import Subscripts
from s2sdiff.errors import Unsupported
from s2sdiff.rules import methods, registry
from s2sdiff.types import (
    BOOL,
    INT,
    NONE,
    PYTHON_NUMBERS,
    UNKNOWN,
    Array,
    Dict,
    DictOf,
    ListOf,
    Record,
    Scalar,
    Seq,
    Static,
    Type,
    Unknown,
    is_inexact,
    is_known_text,
    is_list,
    is_string,
    shape_of,
    thickened,
    without_value,
)

ITERATING = (list, tuple, dict, dict.fromkeys, set, sorted, sum, max, min, len)  # what goes over its first argument
MEASURES = ("shape", "ndim", "size")


class Values(Subscripts):
    """Understands expressions."""

    def evaluate(self, value: gast.AST, statement: gast.AST) -> Meaning:
        """What the right side of an assignment means."""
        outer, self.parted, before = self.parted, "", len(self.program.versions)
        try:
            meaning = self.meant(self.read_elsewhere(value, statement), statement)
        finally:
            self.parted = outer
        if len(self.program.versions) > before:
            self.ran.append((value, before, len(self.program.versions)))
        return meaning

    def meant(self, value: gast.AST, statement: gast.AST) -> Meaning:
        """What an expression of the normal form means."""
        method = getattr(self, "value_" + type(value).__name__, None)
        if method is None:
            raise Unsupported(f"{type(value).__name__} is not supported here", value)
        needed = self.not_none_in(value)
        self.pending += self.as_present(needed, statement)
        if self.loop_reads and any(n.id in self.env and self.env[n.id].type == NONE for n in needed):
            return Meaning(syntax.clone(value), BOTTOM, Inactive("never reached"))  # a later trip holds something else, or it raises
        meaning: Meaning = method(value, statement)
        syntax.located(meaning.value, statement)
        return meaning

    def not_none_in(self, value: gast.AST) -> list[gast.Name]:
        """The names that an expression operates on, takes apart, or gives to a function first: it raises where they are None."""
        parts: list[gast.AST] = []
        if isinstance(value, gast.BinOp):
            parts = [value.left, value.right]
        elif isinstance(value, gast.UnaryOp) and not isinstance(value.op, gast.Not):
            parts = [value.operand]
        elif isinstance(value, (gast.Subscript, gast.Attribute)):
            parts = [value.value]
        elif isinstance(value, gast.Compare) and isinstance(value.ops[0], (gast.In, gast.NotIn)):
            parts = value.comparators
        elif isinstance(value, gast.Call):
            base = value.func.value if isinstance(value.func, gast.Attribute) else None
            if isinstance(base, gast.Name) and base.id in self.env:
                parts = [base]
            elif isinstance(called := self.resolve(value.func), Static) and (called.value in ITERATING or (base is not None and registry.lookup(called.value) is not None)):
                parts = value.args[:1]
        return [part for part in parts if isinstance(part, gast.Name)]

    # --- atoms, operators ---

    def value_Name(self, value: gast.Name, statement: gast.AST) -> Meaning:
        """Another name for the same value."""
        node = syntax.clone(value)
        version = self.use(node)
        self.check_flat(node)
        view = self.view_taken(value.id)
        if view is not None:
            self.views[self.origin(statement)] = view
        return Meaning(node, version.type, Copy(node), self.storages_of(node), version.view)

    def value_Constant(self, value: gast.Constant, _statement: gast.AST) -> Meaning:
        """A literal."""
        node = syntax.clone(value)
        return Meaning(node, self.type_of(node), Inactive("a constant"))

    def value_JoinedStr(self, value: gast.AST, _statement: gast.AST) -> Meaning:
        """A string in which values are written, known where all of them are."""
        node = syntax.clone(value)
        self.read_all(node)
        inside = list(syntax.walk(node))
        read = [self.program.uses[n].type for n in inside if n in self.program.uses]
        called = any(isinstance(n, gast.Call) for n in inside)
        for part in inside:
            self.check_view(getattr(part, "value", part), "shown")
        check_shown(self.context.stood_for, [self.program.uses[n.value].type for n in inside if isinstance(n, gast.FormattedValue) and n.value in self.program.uses], node)
        return string_of(node, [self.formatted(part) for part in node.values], [UNKNOWN] if called else read)

    def formatted(self, part: gast.AST) -> str | None:
        """A part of an f-string, where it is known."""
        if isinstance(part, gast.FormattedValue):
            plain = part.format_spec is None and part.conversion == -1 and isinstance(part.value, gast.Name)
            return known_text(self.type_of(part.value)) if plain else None
        return known_text(self.type_of(part)) if isinstance(part, gast.Constant) else None

    def value_BoolOp(self, value: gast.AST, _statement: gast.AST) -> Meaning:
        """`a and b`, where normal form leaves it: between conditions."""
        node = syntax.clone(value)
        self.read_all(node)
        return Meaning(node, BOOL, Inactive("a boolean"))

    def value_UnaryOp(self, value: gast.UnaryOp, statement: gast.AST) -> Meaning:
        """`-x`, `+x`, `~x`, `not x`."""
        operand = self.as_number(syntax.clone(value.operand))
        node = gast.UnaryOp(value.op, operand)
        if isinstance(value.op, gast.Not):
            asked = self.asked(node)  # an atom, or a condition that is kept as written
            self.read_all(asked)
            return Meaning(asked, BOOL, Inactive("a boolean"))
        return self.operation(node, registry.OPERATOR_FUNCTIONS[type(value.op)], [operand], statement)

    def as_present(self, nodes: Iterable[gast.AST], statement: gast.AST) -> list[gast.AST]:
        """`x = x` for each name of what is None on some paths, or has such a part, and not on this one: it has the type of what it is else."""
        lines: list[gast.AST] = []
        for node in nodes:
            held = self.held_by_name(node)
            there = present(held) if held is not None else None
            if there is not None:
                name, path = place_told(node)
                meaning = self.evaluate(syntax.name(name), statement)
                new = syntax.located(syntax.assign(name, meaning.value), statement)
                before = Env(self.env)
                self.bind(new, name, replace(meaning, type=with_part(meaning.type, path, there)), statement)
                self.env.relate_as(before)
                self.position += 1  # what comes next comes after it
                lines.append(new)
        return lines

    def value_BinOp(self, value: gast.BinOp, statement: gast.AST) -> Meaning:
        """`x + y` and the other operators, on numbers, arrays, lists and strings."""
        left, right = self.as_number(syntax.clone(value.left), beside=value.right), self.as_number(syntax.clone(value.right), beside=value.left)
        node = gast.BinOp(left, value.op, right)
        a, b = self.type_of(left), self.type_of(right)
        if isinstance(value.op, gast.BitOr) and is_plain_dict(a) and is_plain_dict(b):
            return self.dict_of(node, [left, right], {}, statement)
        beside_number = not isinstance(value.op, gast.Mult) and (is_of_numpy(a) or is_of_numpy(b))
        if isinstance(a, Array) or isinstance(b, Array) or beside_number:  # NumPy takes the other for one, too
            left, right = node.left, node.right = self.as_operand(left, statement), self.as_operand(right, statement)
            a, b = self.type_of(left), self.type_of(right)
        if isinstance(a, (Seq, ListOf)) or (isinstance(b, (Seq, ListOf)) and not is_string(a)):
            return self.list_operation(node, value, a, b, statement)
        if is_string(a):
            self.check_asked(node)
            check_shown(self.context.stood_for, [b], node)
            joined = isinstance(value.op, gast.Add) and is_known_text(b)
            return string_of(node, [known_text(a), known_text(b) if joined else None], [a, b])
        return self.operation(node, registry.OPERATOR_FUNCTIONS[type(value.op)], [left, right], statement)

    def list_operation(self, node: gast.AST, value: gast.BinOp, a: Type, b: Type, statement: gast.AST) -> Meaning:
        """`a + b` of lists or tuples taken apart, and `[0.0] * n`."""
        unknown = next((side for side, t in ((node.left, a), (node.right, b)) if isinstance(t, Bottom)), None)
        if unknown is not None:  # what a function gives that calls itself, as long as that is not known
            return Meaning(node, BOTTOM, Copy(unknown))
        if any(isinstance(t, ListOf) and t.cls is tuple for t in (a, b)):
            raise Unsupported("an operator on a tuple whose length is not known when generating", value, "make it a list: `list(...)`")
        if isinstance(value.op, gast.Add) and isinstance(a, Seq) and isinstance(b, Seq) and a.cls is b.cls:
            items = [
                self.part(side, k, statement)
                for side, t in ((node.left, a), (node.right, b))
                for k in range(len(t.items))
            ]
            whole = syntax.tuple_(items) if a.cls is tuple else syntax.list_(items)
            return self.evaluate(syntax.located(whole, node), statement)
        if isinstance(value.op, gast.Mult) and isinstance(a, Scalar) and isinstance(b, Seq):  # 2 * [0.0]
            turned = gast.BinOp(node.right, value.op, node.left)
            return self.list_operation(turned, turned, b, a, statement)
        lists = all(isinstance(t, ListOf) or (isinstance(t, Seq) and t.cls is list) for t in (a, b))
        if isinstance(value.op, gast.Add) and lists:
            return self.joined_lists(node, statement)
        if isinstance(value.op, gast.Mult) and isinstance(a, ListOf) and isinstance(b, Scalar) and a.most is None:
            return self.repeated_list(node, a, statement)
        varies = isinstance(a, Seq) and any(not isinstance(t, Scalar) or t.value is None for t in a.items)
        fixed = isinstance(b, Scalar) and type(b.value) is int and (varies or len(getattr(a, "items", ())) != 1 or getattr(a, "cls", None) is tuple)
        if isinstance(value.op, gast.Mult) and isinstance(a, Seq) and isinstance(b, Scalar) and fixed:
            items = [self.part(node.left, k, statement) for k in range(len(a.items))] * b.value
            whole = syntax.tuple_(items) if a.cls is tuple else syntax.list_(items)
            return self.evaluate(syntax.located(whole, node), statement)
        if isinstance(value.op, gast.Mult) and isinstance(b, Scalar) and isinstance(a, Seq) and varies and a.cls is list:
            return self.repeated_list(node, a, statement)
        if isinstance(value.op, gast.Mult) and isinstance(b, Scalar) and isinstance(a, Seq) and len(a.items) == 1:
            item = a.items[0]
            storage = self.display_storage(statement)
            if isinstance(item, Scalar):  # [0.0] * n
                return Meaning(
                    node, ListOf(without_value(item)), Opaque("a repeated list", "append in a loop"), storage
                )
        raise Unsupported("an operator on a list or tuple", value, "write a loop, or use an array")

    def truth(self, test: gast.AST) -> bool | None:
        """Whether a test is decided by what is known."""
        raise NotImplementedError

    def value_Compare(self, value: gast.Compare, statement: gast.AST) -> Meaning:
        """`x < y`, `x is y`, `x in y`: never differentiated."""
        decided = self.truth(value)
        node = self.asked(syntax.clone(value))
        self.read_all(node)
        if isinstance(value.ops[0], (gast.Is, gast.IsNot)):
            return Meaning(node, BOOL if decided is None else replace(BOOL, value=decided), Inactive("a comparison"))
        left, right = self.type_of(node.left), self.type_of(node.comparators[0])
        shape = (
            infer.broadcast([shape_of(left), shape_of(right)])
            if all(isinstance(t, (Scalar, Array)) for t in (left, right))
            else ()
        )
        numeric = not isinstance(value.ops[0], (gast.Is, gast.IsNot, gast.In, gast.NotIn))
        of_python = all(t.weak for t in (left, right) if isinstance(t, Scalar))
        t: Type = Array("bool", shape) if numeric and (isinstance(left, Array) or isinstance(right, Array)) else replace(BOOL, weak=of_python)
        if numeric and (isinstance(left, Unknown) or isinstance(right, Unknown)):
            t = UNKNOWN
        if decided is not None and isinstance(t, Scalar):
            t = replace(t, value=decided)
        return Meaning(node, t, Inactive("a comparison"), self.fresh_storage(t, statement))

    # --- attributes ---

    def value_Attribute(self, value: gast.Attribute, statement: gast.AST) -> Meaning:
        """`x.a`: an array's property, a part of an object, or something from outside; chains are read from the left."""
        node = syntax.clone(value)
        root = node
        while isinstance(root.value, gast.Attribute):
            root = root.value
        base = root.value
        if root is not node:  # a dotted chain: resolve from the left
            t = self.resolve(node)
            if t is not None:
                self.use(base)
                return self.constant(node, t)
            inner = self.helper(statement, f"{base.id}_{node.value.attr}", role=syntax.dotted(node.value))
            line = self.same_again((statement, inner), syntax.assign(inner, node.value))
            self.before([line], statement)
            return self.evaluate(syntax.located(syntax.attribute(syntax.name(inner), node.attr), statement), statement)
        held = self.measured(base) if value.attr in MEASURES else self.type_of(base)
        if isinstance(held, Bottom):
            return Meaning(node, BOTTOM, Copy(base))
        if isinstance(held, (Array, Scalar)):
            return self.property_of(node, base, held, statement)
        if isinstance(held, Record) or (isinstance(held, Seq) and hasattr(held.cls, "_fields")):
            names: dict[Any, Type] = dict(held.items) if isinstance(held, Record) else {}
            key: Any = value.attr
            if isinstance(held, Seq):
                fields = list(getattr(held.cls, "_fields", ()))
                key = fields.index(value.attr) if value.attr in fields else None
                names = dict(enumerate(held.items))
            if key in names:
                atom = self.put_in(base, key) if stand_of(held) is not None else None
                if atom is not None:
                    return self.evaluate(syntax.located(atom, statement), statement)
                return Meaning(node, names[key], Project(base, key), self.memory_of_part(base, key, names[key]), view=True)
            known = dict(held.constants).get(value.attr) if isinstance(held, Record) else None
            if isinstance(known, Static):
                if type(known.value) in PYTHON_NUMBERS:
                    known = replace(PYTHON_NUMBERS[type(known.value)], value=known.value)
                return Meaning(node, known, Inactive("a constant attribute"))
            if isinstance(getattr(held.cls, value.attr, None), property):
                raise Unsupported(f"`{syntax.dotted(value)}` is a property", node, "call a function instead")
        if isinstance(held, Static):
            return self.constant(
                node, self.context.attribute_type(self.primal, syntax.dotted(node), held.value, value.attr, node)
            )
        raise self.unknown_attribute(value, base)

    def unknown_attribute(self, value: gast.Attribute, base: gast.Name) -> Unsupported:
        """The refusal of an attribute of what is not known; of a list that is linked by hand, with what to write for it."""
        held = [v.type for v in self.program.versions.values() if v.name == base.id and isinstance(v.type, Record)]
        if any(isinstance(part, Unknown) and part.container for t in held for _, part in t.items):
            return Unsupported(f"`{base.id}` holds another object, and that perhaps another one, to any depth", value,
                               "keep them in a list: `nodes.append(...)`, and go over that")  # fmt: skip
        return Unsupported(f"the attribute `{value.attr}` of a value of unknown type", value, "give example arguments")

    def constant(self, node: gast.AST, t: Type) -> Meaning:
        """A value from outside."""
        storage = self.memory_for(("outer", syntax.dotted(node)), t, "outer")
        return Meaning(node, t, Inactive("a constant from outside the function"), storage, view=True)

    def property_of(self, node: gast.Attribute, base: gast.Name, held: Array | Scalar, statement: gast.AST) -> Meaning:
        """`x.shape`, `x.T` and the other properties of arrays and numbers."""
        attr = node.attr
        shape = shape_of(thickened(held))  # a number of Python's has none
        if attr == "shape":
            t: Type = Seq(tuple, tuple(replace(INT, value=d) for d in shape)) if shape is not None else UNKNOWN
            return Meaning(node, t, Inactive("a shape"))
        if attr == "ndim":
            return Meaning(node, replace(INT, value=None if shape is None else len(shape)), Inactive("a shape"))
        if attr == "size":
            value = None if shape is None else infer.product_size(shape)
            return Meaning(node, replace(INT, value=value), Inactive("a shape"))
        if attr == "dtype":
            return Meaning(node, Static(np.dtype(held.dtype)), Inactive("a dtype"))
        if attr == "flat" and isinstance(held, Array) and isinstance(statement, gast.Assign):
            self.flats.add(statement.targets[0].id)
            row = syntax.call(syntax.attribute(base, "reshape"), syntax.const(-1))
            return self.apply(row, np.reshape, [base, row.args[0]], {}, statement)
        if attr in registry.PROPERTIES:
            return self.apply(node, registry.PROPERTIES[attr], [base], {}, statement)
        reason, cure = methods.refusal(attr)
        raise Unsupported(reason, node, cure)

    def check_flat(self, node: gast.AST) -> None:
        """`x.flat` is read as an array where it is indexed, gone through, or given to a library's function."""
        if isinstance(node, gast.Name) and node.id in self.flats:
            raise Unsupported("`flat` under another name, or given to a function", node, "use x.reshape(-1)")

    # --- displays and lambdas ---

    def value_Tuple(self, value: gast.Tuple, statement: gast.AST) -> Meaning:
        """`(a, b)`."""
        return self.display(value, tuple, statement)

    def value_List(self, value: gast.List, statement: gast.AST) -> Meaning:
        """`[a, b]`."""
        return self.display(value, list, statement)

    def spliced(self, value: gast.AST, cls: type, statement: gast.AST) -> Meaning:
        """`[a, *b, c]`: the items of b one by one, or where their number is not known, a sum of lists."""
        runs: list[list[gast.AST] | gast.AST] = [[]]
        for item in value.elts:
            held = self.type_of(syntax.clone(item.value)) if isinstance(item, gast.Starred) else None
            if held is None:
                runs[-1].append(syntax.clone(item))
            elif isinstance(held, Seq) and isinstance(item.value, gast.Name):
                runs[-1] += [self.part(syntax.clone(item.value), k, statement) for k in range(len(held.items))]
            elif cls is list:
                runs += [syntax.call("list", syntax.clone(item.value)), []]
            else:
                raise Unsupported("a starred item of unknown length in a tuple", value, "write a list")
        lists = [syntax.list_(run) if isinstance(run, list) else run for run in runs if run != []]
        if len(runs) == 1:
            return self.evaluate(syntax.located(syntax.tuple_(runs[0]) if cls is tuple else syntax.list_(runs[0]), statement), statement)
        whole, lines = "", []
        for k, run in enumerate(lists):
            own, before = self.helper(statement, "items", role=k), whole
            lines.append(syntax.assign(own, run))
            whole = self.helper(statement, "items", role=f"to {k}") if before else own
            if before:
                lines.append(syntax.assign(whole, syntax.binop(syntax.name(before), gast.Add, syntax.name(own))))
        self.before([self.same_again((statement, k), line) for k, line in enumerate(lines)], statement)
        return self.evaluate(syntax.located(syntax.name(whole), statement), statement)

    def display(self, value: gast.AST, cls: type, statement: gast.AST) -> Meaning:
        """The items of a tuple or list, held together; a list that grows in a loop has one type of item."""
        node = syntax.clone(value)
        if any(isinstance(e, gast.Starred) for e in node.elts):
            return self.spliced(value, cls, statement)
        types = [self.type_of(e) for e in node.elts]
        self.note_items(node.elts)
        own = self.display_storage(statement) if cls is list else frozenset()
        storages = own.union(*(self.storages_of(e) for e in node.elts))
        if self.is_many(statement):
            t: Type = ListOf(self.met([without_value(i) for i in types]))
        else:
            t = Seq(cls, tuple(types))
        return Meaning(node, t, Build(tuple(enumerate(node.elts))), storages, own=own)

    def is_many(self, statement: gast.AST) -> bool:
        """Whether the list or dict that is displayed is one whose items are not known one by one."""
        listed = isinstance(statement, gast.Assign) and getattr(statement.targets[0], "id", "") in self.listed
        return listed or self.origin(statement) in self.growing

    def value_Dict(self, value: gast.Dict, statement: gast.AST) -> Meaning:
        """`{"k": a}`, with keys that are known."""
        node = syntax.clone(value)
        if None in node.keys:
            return self.merged_dict(node, statement)
        keys = [self.static_key(key) for key in node.keys]
        if None in keys or len(set(keys)) < len(keys):
            return self.filled_dict(list(zip(node.keys, node.values, strict=True)), statement)
        node.values = [self.nothing_yet(dict, key, e, statement) for key, e in zip(keys, node.values, strict=True)]
        types = [self.type_of(e) for e in node.values]
        self.note_items(node.values)
        own = self.display_storage(statement)
        storages = own.union(*(self.storages_of(e) for e in node.values))
        known, op = Dict(tuple(zip(keys, types, strict=True))), Build(tuple(zip(keys, node.values, strict=True)))
        t = infer.dict_of(known) if self.is_many(statement) else known
        return Meaning(node, t, op, storages, own=own)

    def merged_dict(self, node: gast.Dict, statement: gast.AST) -> Meaning:
        """`{**d, "k": a}`."""
        parts: list[gast.AST] = []
        for k, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            if key is not None:
                name = self.helper(statement, "display", role=k)
                line = syntax.assign(name, gast.Dict([key], [value]))
                self.before([line], statement)
                value = syntax.located(syntax.name(name), statement)
            parts.append(value)
        return self.dict_of(node, parts, {}, statement)

    def value_Lambda(self, value: gast.Lambda, statement: gast.AST) -> Meaning:
        """A function of one expression; what it reads here is passed to it when it is called."""
        node = syntax.clone(value)
        name = statement.targets[0].id if isinstance(statement, gast.Assign) else "function"
        return Meaning(node, self.closure(node, name, statement), Inactive("a function"))

    def closure(self, node: gast.AST, name: str, statement: gast.AST) -> Closure:
        """The function that `node` defines here; its defaults become variables, which keep what they are now."""
        held: list[str] = []
        for defaults in (node.args.defaults, node.args.kw_defaults):
            for k, default in enumerate(defaults):
                if default is not None and not isinstance(default, gast.Constant):
                    held.append(self.helper(statement, f"{name}_default", role=len(held)))
                    self.before([syntax.assign(held[-1], default)], statement)
                    defaults[k] = syntax.located(syntax.name(held[-1]), statement)
        captured = tuple((n, n) for n in [*sorted(free_names(node)), *held] if n in self.locals and n != name)
        if self.inlining:
            self.lent |= {n for n, _ in captured}
        in_loop = any(kind == "loop" for kind, _ in self.region)
        assigned = {n for part in syntax.walk(self.lines_read) if isinstance(part, gast.Nonlocal) for n in part.names}
        return Closure(
            self.defined.setdefault(statement, node), name, captured, self.primal, in_loop and bool(held or self.inlining),
            rebound=frozenset(n for n, _ in captured if n in assigned),
        )  # fmt: skip


def is_of_numpy(t: Type) -> bool:
    """Whether something is a real or complex number of NumPy's, beside which a list is an array; times it, it is an error."""
    return isinstance(t, Scalar) and not t.weak and is_inexact(t)


def becomes_array(held: Type, op: gast.AST, added: Type) -> bool:
    """Whether `xs += v` of a list is the array xs + v, and `xs *= v` the product: NumPy computes before Python extends or repeats."""
    if not isinstance(op, (gast.Add, gast.Mult)) or not is_list(held):
        return False
    return isinstance(added, Array) or (isinstance(op, gast.Add) and isinstance(added, Scalar) and not added.weak)


def is_plain_dict(t: Type) -> bool:
    """Whether something is a dict that gives nothing for a missing key."""
    return isinstance(t, Dict) or (isinstance(t, DictOf) and t.default is None)
