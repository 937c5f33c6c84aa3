"""Random programs of typed, ordinary NumPy Python, and what must hold of the derivatives of each.

`generate(seed)` writes a program as text: functions of scalars, arrays and dicts of them, with loops, exits, stores,
views, calls and closures, whose every value has a known type and shape, so that it runs.  `check(program)` holds it
against the oracles: a refusal at the user's line is fine, a wrong number or a crash is a `Failure`.

The true derivative comes from the complex step on an instrumented copy of the program: buffers are complex there, and
comparisons look at real parts and record how far from a tie they were.  A program close to a tie is not judged.
Nothing here needs pytest.
"""

from __future__ import annotations

import ast
import copy
import linecache
import math
import random
import re
import signal
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

import s2sdiff as sd
from oracles import assert_same_bits, inner, leaves, moved, tree_map

MARGIN = 1e-6  # a comparison closer to a tie than this puts the program aside
WIDE_MARGIN = 1e-3  # or than this where differences are taken, at second order
SECONDS = 20  # longer than this for one program is a failure
INDENT = "    "
LETTERS = "abcdefghjmpqrstuvwyz"  # i, k, n, x have a meaning of their own

# ---------------------------------------------------------------------------------------------------------------------
# Types of the values of a program.


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


# ---------------------------------------------------------------------------------------------------------------------
# Writing a program.


class Writer:
    """Writes one random program."""

    def __init__(self, seed: int, size: int) -> None:
        self.random = random.Random(seed)
        self.size = size  # statements of a function, about
        self.count = 0
        self.globals: dict[str, Type] = {}
        self.text: list[str] = []
        self.spent = 0
        self.memory = self.chance(0.65)  # whether it is mostly about names that share memory
        self.box: Type | None = None  # the objects of the program's class
        self.methods: list[str] = []  # the lines of its body

    # Choices.

    def chance(self, p: float) -> bool:
        return self.random.random() < p

    def pick(self, items: Any) -> Any:
        return self.random.choice(list(items))

    def new(self, base: str = "") -> str:
        self.count += 1
        return f"{base or self.pick(LETTERS)}{self.count}"

    def number(self) -> str:
        value = round(self.random.uniform(0.2, 1.8), 2)
        return f"-{value}" if self.chance(0.2) else f"{value}"

    def of(
        self, scope: Scope, kind: str, shape: tuple[int, ...] | None = None, *, own: bool = False, bind: bool = False
    ) -> list[str]:
        """Names of a kind (and shape) in scope; with `bind`, such as may be bound here."""
        return [
            name
            for name, t in scope.names.items()
            if t.kind == kind
            and (shape is None or t.shape == shape)
            and t.own >= own
            and not (bind and name in scope.frozen)
        ]

    # Expressions.

    def index(self, scope: Scope, size: int) -> str:
        """An index into a dimension."""
        ints = [n for n in self.of(scope, "int") if scope.names[n].bound]
        fitting = [n for n in ints if scope.names[n].bound <= size]
        if fitting and self.chance(0.75):
            name = self.pick(fitting)
            form = self.random.random()
            if form < 0.7:
                return name
            return f"{size - 1} - {name}" if form < 0.8 else f"-{name} - 1" if form < 0.9 else f"({name} + 1) % {size}"
        if ints and self.chance(0.4):
            name = self.pick(ints)
            return f"{name} % {size}" if scope.names[name].bound > size else name
        return str(self.random.randrange(-size, size))

    def cut(self, size: int, wanted: int) -> str:
        """A slice that takes `wanted` of `size`, as one would write it."""
        fits = [
            (start, step)
            for step in (1, 1, 1, 2, 3, -1, -1, -2)
            for start in range(size)
            if 0 <= start + step * (wanted - 1) < size
        ]
        start, step = self.pick(fits)
        stop = start + step * wanted
        first = (
            "" if start == (0 if step > 0 else size - 1) and self.chance(0.9) else str(self.pick([start, start - size]))
        )
        if step > 0:
            last = "" if stop >= size else str(self.pick([stop, stop - size]))
        else:
            last = "" if stop < 0 else str(self.pick([stop, stop - size]))
        return f"{first}:{last}" + (f":{step}" if step != 1 or self.chance(0.05) else "")

    def part(self, scope: Scope, shape: tuple[int, ...], *, own: bool = False) -> str | None:
        """A view of an array in scope that has this shape."""
        bigger: list[Callable[[], str]] = []
        for name in self.of(scope, "array", own=own):
            have = scope.names[name].shape
            if len(have) == len(shape) and all(h >= s for h, s in zip(have, shape, strict=True)):
                bigger.append(
                    lambda n=name, have=have: (
                        f"{n}[{', '.join(self.cut(h, s) if h != s or self.chance(0.3) else ':' for h, s in zip(have, shape, strict=True))}]"
                    )
                )
            if len(have) == 2 and len(shape) == 1 and have[1] == shape[0]:
                bigger.append(lambda n=name, have=have: f"{n}[{self.index(scope, have[0])}]")
            if len(have) == 2 and len(shape) == 1 and have[1] >= shape[0]:
                bigger.append(
                    lambda n=name, have=have: f"{n}[{self.index(scope, have[0])}, {self.cut(have[1], shape[0])}]"
                )
            if len(have) == 2 and len(shape) == 1 and have[0] >= shape[0]:
                bigger.append(
                    lambda n=name, have=have: f"{n}[{self.cut(have[0], shape[0])}, {self.index(scope, have[1])}]"
                )
            if len(have) == 2 and have == shape[::-1]:
                bigger.append(lambda n=name: f"{n}.T")
            if have == shape:
                bigger.append(lambda n=name: self.pick([f"{n}[...]", f"{n}[::-1]"]))
            if len(have) == 2 and shape == (have[0] * have[1],):
                bigger.append(lambda n=name: self.pick([f"{n}.reshape(-1)", f"{n}.ravel()"]))
            if len(have) == 1 and len(shape) == 2 and have[0] == shape[0] * shape[1]:
                bigger.append(lambda n=name: f"{n}.reshape({shape[0]}, {shape[1]})")
        return self.pick(bigger)() if bigger else None

    def scalar(self, scope: Scope, depth: int) -> str:
        """An expression for a number of moderate size."""
        names, arrays = self.of(scope, "scalar"), self.of(scope, "array")
        if depth <= 0 or self.chance(0.15):
            if arrays and self.chance(0.45):
                return self.element(scope, self.pick(arrays))
            held = self.held(scope, SCALAR)
            if held and self.chance(0.3):
                return held
            return self.pick(names) if names and self.chance(0.85) else self.number()
        form = self.random.random()
        if form < 0.38:
            left, right = self.scalar(scope, depth - 1), self.scalar(scope, depth - 1)
            return self.binary(left, right)
        if form < 0.52:
            return self.smooth(self.scalar(scope, depth - 1))
        if form < 0.72 and arrays:
            shape = scope.names[self.pick(arrays)].shape
            a = self.array(scope, shape, depth - 1)
            if len(shape) == 1 and self.chance(0.35):
                b = self.array(scope, shape, depth - 1)
                return self.pick([f"np.dot({a}, {b})", f"({a}) @ ({b})", f"np.sum(({a}) * ({b}))"])
            simple = a.isidentifier()
            return self.pick([f"np.sum({a})", f"np.mean({a})", f"{a}.sum()" if simple else f"np.sum({a})"])
        if form < 0.80:
            call = self.call(scope, SCALAR, depth - 1)
            if call:
                return call
        if form < 0.85 and depth > 1:
            then, other = self.scalar(scope, depth - 1), self.scalar(scope, depth - 1)
            return f"({then} if {self.condition(scope)} else {other})"
        if form < 0.89:
            return self.pick(
                [
                    f"np.maximum({self.scalar(scope, depth - 1)}, {self.apart(scope)})",
                    f"abs({self.scalar(scope, depth - 1)} + {self.number()})",
                    f"max({self.scalar(scope, depth - 1)}, {self.apart(scope)})",
                ]
            )
        return self.scalar(scope, depth - 1)

    def element(self, scope: Scope, name: str) -> str:
        """One element of an array."""
        indices = [self.index(scope, size) for size in scope.names[name].shape]
        return f"{name}[{']['.join(indices)}]" if self.chance(0.15) else f"{name}[{', '.join(indices)}]"

    def binary(self, left: str, right: str) -> str:
        op = self.pick(["+", "+", "-", "*", "*", "/"])
        return f"({left}) / (1.5 + ({right}) ** 2)" if op == "/" else f"({left} {op} {right})"

    def smooth(self, inner_text: str) -> str:
        return self.pick(
            [
                f"np.tanh({inner_text})",
                f"np.sin({inner_text})",
                f"np.cos({inner_text})",
                f"np.exp(0.3 * np.sin({inner_text}))",
                f"0.3 * ({inner_text}) ** 2",
                f"-({inner_text})",
                f"np.sqrt(1.0 + ({inner_text}) ** 2)",
            ]
        )

    def array(self, scope: Scope, shape: tuple[int, ...], depth: int) -> str:
        """An expression for an array of a shape; it may be a view or a name."""
        if depth <= 0 or self.chance(0.2):
            whole = self.of(scope, "array", shape)
            part = self.part(scope, shape)
            held = self.held(scope, array(*shape))
            if held and self.chance(0.3):
                return held
            if whole and (not part or self.chance(0.6)):
                return self.pick(whole)
            return part or self.fresh(scope, shape)
        form = self.random.random()
        if form < 0.36:
            left, right = self.array(scope, shape, depth - 1), self.array(scope, shape, depth - 1)
            return self.binary(left, right)
        if form < 0.50:
            pair = [self.array(scope, shape, depth - 1), self.smaller(scope, shape, depth - 1)]
            self.random.shuffle(pair)
            return self.binary(*pair)
        if form < 0.64:
            return self.smooth(self.array(scope, shape, depth - 1))
        if form < 0.70:
            call = self.call(scope, array(*shape), depth - 1)
            if call:
                return call
        if form < 0.76:
            mask = f"{self.array(scope, shape, 0)} > {self.apart(scope)}"
            return f"np.where({mask}, {self.array(scope, shape, depth - 1)}, {self.array(scope, shape, depth - 1)})"
        if form < 0.90:
            return self.made(scope, shape, depth - 1)
        return self.array(scope, shape, depth - 1)

    def smaller(self, scope: Scope, shape: tuple[int, ...], depth: int) -> str:
        """An operand that broadcasts to a shape."""
        form = self.random.random()
        if form < 0.5 or len(shape) < 2:
            return self.scalar(scope, depth)
        if form < 0.75:
            return self.array(scope, shape[1:], depth)
        column = self.part(scope, (shape[0], 1))
        return column or f"np.expand_dims({self.array(scope, shape[:1], depth)}, 1)"

    def made(self, scope: Scope, shape: tuple[int, ...], depth: int) -> str:
        """An array that a NumPy function makes of others."""
        forms: list[Callable[[], str]] = []
        matrices = [n for n in self.of(scope, "array") if len(scope.names[n].shape) == 2]
        if len(shape) == 1:
            (n,) = shape
            for name in matrices:
                rows, columns = scope.names[name].shape
                if rows == n:
                    forms.append(lambda a=name, k=columns: f"{a} @ {self.parens(self.array(scope, (k,), depth))}")
                    forms.append(lambda a=name: f"np.sum({a}, axis=1)")
                if columns == n:
                    forms.append(lambda a=name, k=rows: f"np.dot({self.array(scope, (k,), depth)}, {a})")
                    forms.append(
                        lambda a=name: self.pick([f"np.sum({a}, axis=0)", f"np.mean({a}, axis=0)", f"{a}.sum(0)"])
                    )
            forms.append(lambda: f"np.array([{', '.join(self.scalar(scope, min(depth, 1)) for _ in range(n))}])")
            if n > 1:
                forms.append(
                    lambda: f"np.concatenate(({self.array(scope, (1,), depth)}, {self.array(scope, (n - 1,), depth)}))"
                )
            forms.append(lambda: f"np.cumsum({self.array(scope, shape, depth)})")
            for name in self.of(scope, "array"):
                have = scope.names[name].shape
                if len(have) == 1:
                    forms.append(lambda a=name, k=have[0]: f"{a}[{self.repeated(n, k)}]")
                if have[0] == n and len(have) == 2:
                    forms.append(lambda a=name: self.comprehension(scope, a, depth))
                if have == shape:
                    forms.append(lambda a=name: self.comprehension(scope, a, depth))
        else:
            rows, columns = shape
            forms.append(
                lambda: f"np.outer({self.array(scope, (rows,), depth)}, {self.array(scope, (columns,), depth)})"
            )
            forms.append(lambda: f"np.stack([{', '.join(self.array(scope, (columns,), 0) for _ in range(rows))}])")
            for name in matrices:
                if scope.names[name].shape[0] == rows:
                    k = scope.names[name].shape[1]
                    forms.append(lambda a=name, k=k: f"{a} @ {self.parens(self.array(scope, (k, columns), depth))}")
        forms.append(lambda: f"{self.parens(self.array(scope, shape, depth))}.copy()")
        return self.pick(forms)()

    def repeated(self, count: int, size: int) -> str:
        """Indices that may repeat."""
        indices = [self.random.randrange(-size, size) for _ in range(count)]
        return self.pick([f"{indices}", f"np.array({indices})"])

    def comprehension(self, scope: Scope, source: str, depth: int) -> str:
        """An array of numbers, one for each item of an array."""
        item = self.new()
        inner_scope = scope.inside()
        inner_scope.names[item] = replace(self.row(scope.names[source]), own=False)
        return f"np.array([{self.scalar(inner_scope, min(depth, 1) + 1)} for {item} in {source}])"

    def parens(self, text: str) -> str:
        return text if text.isidentifier() else f"({text})"

    def fresh(self, scope: Scope, shape: tuple[int, ...]) -> str:
        """An array that is no view of another: it may be stored into."""
        whole = self.of(scope, "array", shape)
        dims = str(shape[0]) if len(shape) == 1 else str(shape)
        if whole and self.chance(0.7):
            name = self.pick(whole)
            return self.pick(
                [
                    f"{name} * {self.number()}",
                    f"{name}.copy()",
                    f"{name} + {self.scalar(scope, 0)}",
                    f"np.sin({name})",
                    f"np.zeros_like({name})",
                ]
            )
        part = self.part(scope, shape)
        if part and self.chance(0.5):
            return self.pick([f"{part} * {self.number()}", f"{part}.copy()", f"np.tanh({part})"])
        return self.pick(
            [
                f"np.zeros({dims})",
                f"np.ones({dims})",
                f"np.full({dims}, {self.scalar(scope, 0)})",
                f"np.zeros({dims}) + {self.scalar(scope, 0)}",
            ]
        )

    def held(self, scope: Scope, wanted: Type, *, own: bool = False) -> str | None:
        """A value of a type taken out of a list, tuple or dict."""
        found = []
        for name, t in scope.names.items():
            for position, part in enumerate(t.parts if t.kind in CONTAINERS else ()):
                if part.fits(replace(wanted, own=own)):
                    found.append(self.entry(name, t, position))
        return self.pick(found) if found else None

    def entry(self, name: str, t: Type, position: int) -> str:
        """The text of a part of a container."""
        if t.kind == "object":
            return f"{name}.{t.keys[position]}"
        if t.kind == "dict":
            return f'{name}["{t.keys[position]}"]'
        if t.kind == "tuple":
            return f"{name}[{self.pick([position, position - len(t.parts)])}]"
        return f"{name}[{self.pick([0, -1, self.random.randrange(t.bound)])}]"

    def apart(self, scope: Scope) -> str:
        """What something is compared with: rarely a tie, even where both sides are made of the same."""
        return f"{self.scalar(scope, 0)} + {self.number()}" if self.chance(0.3) else self.number()

    def condition(self, scope: Scope) -> str:
        """A test on values or on counters."""
        ints = self.of(scope, "int")
        if ints and self.chance(0.4):
            name = self.pick(ints)
            return f"{name} {self.pick(['==', '!=', '>', '<', '>='])} {self.random.randrange(0, 3)}"
        test = f"{self.scalar(scope, 1)} {self.pick(['<', '>', '<=', '>='])} {self.apart(scope)}"
        if self.chance(0.12):
            return f"{test} {self.pick(['and', 'or'])} {self.condition(scope)}"
        return f"not {self.parens(test)}" if self.chance(0.06) else test

    def call(self, scope: Scope, wanted: Type, depth: int) -> str | None:
        """A call of a function in scope that gives a value of a type."""
        functions = [
            n for n, t in {**self.globals, **scope.names}.items() if t.kind == "function" and t.parts[-1].fits(wanted)
        ]
        if not functions:
            return None
        name = self.pick(functions)
        t = {**self.globals, **scope.names}[name]
        given: list[str] = []
        for key, parameter in zip(t.keys, t.parts[:-1], strict=True):
            again = self.overlapping(scope, given, parameter) if is_changeable(parameter) else None
            if parameter.kind == "int":
                given.append(str(self.random.randrange(0, 4)))
            elif parameter.kind == "scalar" and key.startswith("k"):  # it has a default
                if self.chance(0.6):
                    given.append(f"{key}={self.scalar(scope, 0)}")
            elif again and self.chance(0.4):
                given.append(again)
            elif parameter.own:
                owned = [
                    *self.of(scope, "array", parameter.shape, own=True),
                    self.part(scope, parameter.shape, own=True),
                ]
                owned = [o for o in owned if o]
                given.append(self.pick(owned) if owned else self.fresh(scope, parameter.shape))
            elif self.memory and parameter.kind == "array" and self.chance(0.4):
                given.append(self.array(scope, parameter.shape, 0))
            else:
                given.append(self.value(scope, parameter, min(depth, 1)))
        given.sort(key=lambda text: bool(re.match(r"k\d+=", text)))  # keywords last
        if name.startswith("."):
            return f"{given[0]}{name}({', '.join(given[1:])})"
        return f"{name}({', '.join(given)})"

    def overlapping(self, scope: Scope, given: list[str], wanted: Type) -> str | None:
        """What was given already, or a part of it: an argument that shares memory with another."""
        roots = {re.match(r"\w*", text)[0] for text in given} & set(scope.names)  # type: ignore[index]
        only = replace(scope, names={n: t for n, t in scope.names.items() if n in sorted(roots)})
        fitting = [n for n, t in only.names.items() if t.kind == wanted.kind and t.fits(wanted)]
        part = self.part(only, wanted.shape, own=True) if wanted.kind == "array" else None
        fitting += [part] if part else []
        return self.pick(fitting) if fitting else None

    def value(self, scope: Scope, wanted: Type, depth: int) -> str:
        """An expression of a type."""
        if wanted.kind == "scalar":
            return self.scalar(scope, depth)
        if wanted.kind == "tuple":
            return f"({', '.join(self.value(scope, part, depth) for part in wanted.parts)})"
        if wanted.kind in CHANGEABLE:
            return self.container(scope, wanted)
        if wanted.own:
            return self.fresh(scope, wanted.shape)
        return self.array(scope, wanted.shape, depth)

    def container(self, scope: Scope, wanted: Type) -> str:
        """A list, dict or object of a type: one that has a name, or a new one."""
        names = [n for n, t in scope.names.items() if replace(t, bound=wanted.bound) == wanted and t.bound >= wanted.bound]
        if names and self.chance(0.8):
            return self.pick(names)
        if wanted.kind == "list":
            return f"[{', '.join(self.owned(scope, wanted.parts[0]) for _ in range(wanted.bound))}]"
        if wanted.kind == "object":
            return f"Box({', '.join(self.owned(scope, t) for t in wanted.parts)})"
        return "{" + ", ".join(f'"{k}": {self.owned(scope, t)}' for k, t in zip(wanted.keys, wanted.parts, strict=True)) + "}"

    # Statements: each gives its lines, or None where it does not apply.

    def block(self, scope: Scope, size: int) -> list[str]:
        """Some statements."""
        lines: list[str] = []
        for _ in range(size):
            if self.spent > self.size:
                break
            made = None
            while made is None:
                made = self.statement(scope)
            self.spent += 1
            lines += made
        return lines or ["pass"] if scope.depth else lines

    def statement(self, scope: Scope) -> list[str] | None:
        makers: list[tuple[float, Callable[[Scope], list[str] | None]]] = [
            (12, self.assigns_scalar), (10, self.assigns_array), (4, self.updates_scalar), (12, self.stores),
            (9, self.augments_store), (5, self.augments_whole), (7, self.binds_view), (3, self.unpacks), (2, self.swaps),
            (3, self.makes_container), (4, self.uses_container), (2, self.makes_function), (2, self.calls_for_effect),
            (2, self.writes_out), (1, self.names_twice), (2, self.unpacks_call), (1, self.unpacks_items), (1, self.reorders),
        ]  # fmt: skip
        if scope.depth < 4:
            makers += [(6, self.branches), (2, self.binds_in_branches)]
        if scope.loops < 3 and scope.depth < 4:
            nested = 1.0 if scope.loops == 0 else 0.6
            makers += [
                (11 * nested, self.loops),
                (4 * nested, self.whiles),
                (2 * nested, self.rebinds_to_array),
                (2 * nested, self.searches),
                (2 * nested, self.packs),
            ]
        if scope.depth and scope.exits:
            makers += [(3, self.exits)]
        if self.memory:
            makers += [
                (12, self.binds_view), (6, self.augments_whole), (5, self.augments_store), (5, self.stores_by_index),
                (6, self.swaps), (5, self.uses_container), (5, self.calls_for_effect), (4, self.rebinds_root),
                (4, self.writes_out), (2, self.names_twice), (2, self.unpacks_items), (2, self.reorders),
            ]  # fmt: skip
            if scope.loops < 2 and scope.depth < 3:
                makers += [(3, self.builds_list), (4, self.moves_on), (3, self.swaps_in_loop)]
        weights, functions = zip(*makers, strict=True)
        return self.random.choices(functions, weights)[0](scope)

    def bind(self, scope: Scope, name: str, t: Type) -> str:
        scope.names[name] = t
        return name

    def target(self, scope: Scope, t: Type) -> str:
        """A name to bind: a new one, or one that holds such a value already."""
        old = [n for n in self.of(scope, t.kind, t.shape, bind=True) if t.fits(scope.names[n])]
        if old and self.chance(0.5 if scope.depth else 0.3):
            return self.pick(old)
        return self.bind(scope, self.new(), t)

    def assigns_scalar(self, scope: Scope) -> list[str]:
        value = self.scalar(scope, self.pick([1, 2, 2, 3]))
        return [f"{self.target(scope, SCALAR)} = {value}"]

    def some_shape(self, scope: Scope) -> tuple[int, ...]:
        arrays = self.of(scope, "array")
        if arrays and self.chance(0.8):
            shape = scope.names[self.pick(arrays)].shape
            if len(shape) == 1 and shape[0] > 2 and self.chance(0.2):
                return (shape[0] - 1,)
            return shape
        return self.pick([(3,), (4,), (2, 3), (3, 3)])

    def assigns_array(self, scope: Scope) -> list[str]:
        shape = self.some_shape(scope)
        call = self.call(scope, array(*shape, own=True), 1) if self.chance(0.4) else None
        if call:
            value, t = call, array(*shape, own=True)
        elif self.chance(0.8 if self.memory else 0.5):
            value, t = self.fresh(scope, shape), array(*shape, own=True)
        else:
            value, t = self.array(scope, shape, self.pick([1, 2, 2])), array(*shape)
        return [f"{self.target(scope, t)} = {value}"]

    def updates_scalar(self, scope: Scope) -> list[str] | None:
        names = self.of(scope, "scalar", bind=True)
        if not names:
            return None
        return [f"{self.pick(names)} {self.update(scope, SCALAR)}"]

    def update(self, scope: Scope, t: Type) -> str:
        """What stands to the right of the target of an augmented assignment, the operator too."""
        op = self.pick(["+=", "+=", "-=", "*=", "/="])
        depth = self.pick([0, 1, 1, 2])
        value = (
            self.scalar(scope, depth) if t.kind == "scalar" or self.chance(0.3) else self.array(scope, t.shape, depth)
        )
        if t.kind == "array" and len(t.shape) == 2 and self.chance(0.2):
            value = self.smaller(scope, t.shape, depth)
        return f"{op} 1.5 + ({value}) ** 2" if op == "/=" else f"{op} {value}"

    def place(self, scope: Scope) -> tuple[str, Type] | None:
        """An element or a part of a local array, to store into."""
        names = self.of(scope, "array", own=True)
        if not names:
            return None
        if self.chance(0.45):
            return self.element(scope, self.pick(names)), SCALAR
        shape = scope.names[self.pick(names)].shape
        if self.chance(0.5):
            shape = tuple(max(1, s - self.pick([0, 1])) for s in shape)
        elif len(shape) == 2:
            shape = shape[1:]
        part = self.part(scope, shape, own=True)
        return (part, array(*shape)) if part and part.endswith("]") else None

    def stores(self, scope: Scope) -> list[str] | None:
        place = self.place(scope)
        if place is None:
            return None
        target, t = place
        value = (
            self.scalar(scope, 2)
            if t.kind == "scalar" or self.chance(0.2)
            else self.array(scope, t.shape, self.pick([0, 1, 1, 2]))
        )
        return [f"{target} = {value}"]

    def augments_store(self, scope: Scope) -> list[str] | None:
        place = self.place(scope)
        return place and [f"{place[0]} {self.update(scope, place[1])}"]

    def augments_whole(self, scope: Scope) -> list[str] | None:
        names = self.of(scope, "array", own=True, bind=True)
        if not names:
            return None
        name = self.pick(names)
        return [f"{name} {self.update(scope, scope.names[name])}"]

    def binds_view(self, scope: Scope) -> list[str] | None:
        """A name for a part of an array, or for the whole of it: a store through one is seen through the other."""
        own = self.chance(0.85)
        names = self.of(scope, "array", own=own)
        if not names:
            return None
        name = self.pick(names)
        shape = scope.names[name].shape
        if self.chance(0.3):
            value = name
        else:
            shape = tuple(max(1, s - self.pick([0, 1, 1])) for s in shape)
            shape = shape[1:] if len(shape) == 2 and self.chance(0.5) else shape
            found = self.part(scope, shape, own=own)
            if found is None:
                return None
            value = found
        t = array(*shape, own=own or scope.names.get(value, SCALAR).own)
        view = self.target(scope, t)
        return None if view == value else [f"{view} = {value}"]

    def rebinds_root(self, scope: Scope) -> list[str] | None:
        """An array's name is bound to another one, while views of the first may live."""
        names = self.of(scope, "array", own=True, bind=True)
        if not names:
            return None
        name = self.pick(names)
        return [f"{name} = {self.owned(scope, scope.names[name])}"]

    def stores_by_index(self, scope: Scope) -> list[str] | None:
        """Stores by a mask, or by indices that may repeat."""
        names = self.of(scope, "array", own=True)
        if not names:
            return None
        name = self.pick(names)
        shape = scope.names[name].shape
        op = self.pick(["=", "+=", "-=", "*="])
        if self.chance(0.45):
            mask = f"{self.array(scope, shape, 0)} > {self.apart(scope)}"
            return [f"{name}[{mask}] {op} {self.scalar(scope, 1)}"]
        indices = [self.random.randrange(-shape[0], shape[0]) for _ in range(self.pick([2, 3]))]
        value = self.array(scope, (len(indices), *shape[1:]), 1) if self.chance(0.7) else self.scalar(scope, 1)
        if self.chance(0.3):
            return [f"np.add.at({name}, {indices}, {value})"]
        return [f"{name}[{indices}] {op} {value}"]

    def writes_out(self, scope: Scope) -> list[str] | None:
        """A function or method that writes into an array."""
        names = self.of(scope, "array", own=True)
        if not names:
            return None
        name = self.pick(names)
        shape = scope.names[name].shape
        if self.chance(0.3):
            shape = tuple(max(1, s - self.pick([0, 1])) for s in shape)
        place = (self.part(scope, shape, own=True) if self.chance(0.5) else None) or name
        shape = scope.names[name].shape if place == name else shape
        a, b = (self.array(scope, shape, self.pick([0, 0, 1])) for _ in range(2))
        return [
            self.pick(
                [
                    f"np.{self.pick(['add', 'multiply', 'subtract'])}({a}, {b}, out={place})",
                    f"np.{self.pick(['sin', 'tanh', 'negative'])}({a}, out={place})",
                    f"np.copyto({place}, {self.pick([a, self.scalar(scope, 1)])})",
                    f"{place}.fill({self.scalar(scope, 1)})",
                ]
            )
        ]

    def names_twice(self, scope: Scope) -> list[str]:
        """Two names for one array, bound at once."""
        t = array(*self.some_shape(scope), own=True)
        value = self.owned(scope, t)
        names = {self.target(scope, t), self.target(scope, t)}
        return [f"{' = '.join(sorted(names))} = {value}"]

    def unpacks_call(self, scope: Scope) -> list[str] | None:
        """The parts of what a function returns."""
        functions = [n for n, t in self.globals.items() if t.kind == "function" and t.parts[-1].kind == "tuple"]
        if not functions:
            return None
        result = self.globals[self.pick(functions)].parts[-1]
        call = self.call(scope, result, 1)
        names = [self.bind(scope, self.new(), t) for t in result.parts]
        return [f"{', '.join(names)} = {call}"]

    def unpacks_items(self, scope: Scope) -> list[str] | None:
        """The items of an array by name: numbers, or rows that are views."""
        names = self.of(scope, "array")
        if not names:
            return None
        t = scope.names[name := self.pick(names)]
        targets = [self.new() for _ in range(t.shape[0])]
        for target in targets:
            self.bind(scope, target, self.row(t))
        return [f"{', '.join(targets)} = {name}"]

    def reorders(self, scope: Scope) -> list[str] | None:
        """Items, rows or entries change places; rows of an array do so as views."""
        names = [n for n in self.of(scope, "array", own=True) if scope.names[n].shape[0] > 1]
        names += [n for n in self.of(scope, "list") if scope.names[n].bound > 1]
        if not names:
            return None
        t = scope.names[name := self.pick(names)]
        size = t.bound if t.kind == "list" else t.shape[0]
        i, j = self.random.sample(range(size), 2)
        copied = ".copy()" if len(t.shape) == 2 and self.chance(0.5) else ""
        return [f"{name}[{i}], {name}[{j}] = {name}[{j}]{copied}, {name}[{i}]{copied}"]

    def packs(self, scope: Scope) -> list[str] | None:
        """Items that pass a test, stored one after the other."""
        sources = [n for n in self.of(scope, "array") if len(scope.names[n].shape) == 1]
        if not sources:
            return None
        source, store, counter, item = self.pick(sources), self.new(), self.new("c"), self.new()
        shape = scope.names[source].shape
        inner_scope = scope.inside(loop=True, frozen=(store, counter))
        inner_scope.names.update({store: array(*shape, own=True), item: SCALAR})
        passed = [f"{store}[{counter}] = {self.scalar(inner_scope, 1)}", f"{counter} += 1"]
        body = [*self.block(inner_scope, self.pick([0, 1])), f"if {self.condition(inner_scope)}:", *indented(passed)]
        lines = [f"{store} = np.zeros({shape[0]})", f"{counter} = 0", f"for {item} in {source}:", *indented(body)]
        self.bind(scope, store, array(*shape, own=True))
        return lines

    def builds_list(self, scope: Scope) -> list[str]:
        """A list of arrays, built in a loop; often its items are changed in another."""
        name, counter, size = self.new(), self.new("i"), self.random.randrange(1, 4)
        item = array(*self.some_shape(scope), own=True)
        inner_scope = scope.inside(loop=True, frozen=(counter,))
        inner_scope.names[counter] = Type("int", bound=size)
        added = self.owned(inner_scope, item) if self.chance(0.4) else self.fresh(inner_scope, item.shape)
        lines = [f"{name} = []", f"for {counter} in range({size}):", f"{INDENT}{name}.append({added})"]
        self.bind(scope, name, Type("list", bound=size, parts=(item,)))
        form = self.random.random()
        if form < 0.3:
            lines += [f"for {counter} in range({size}):", f"{INDENT}{name}[{counter}] {self.update(inner_scope, item)}"]
        elif form < 0.6:
            row = self.bind(inner_scope, self.new(), item)
            inner_scope.names.pop(counter)
            lines += [f"for {row} in {name}:", *indented(self.block(inner_scope, 2))]
        return lines

    def moves_on(self, scope: Scope) -> list[str] | None:
        """A while loop that binds a view at an index which then moves on."""
        names = self.of(scope, "array", own=True)
        if not names:
            return None
        source, counter, view = self.pick(names), self.new("n"), self.new()
        shape = scope.names[source].shape
        inner_scope = scope.inside(loop=True, frozen=(counter,))
        inner_scope.names[counter] = Type("int", bound=shape[0])
        if len(shape) == 2:
            bound, t = f"{source}[{counter}]", array(*shape[1:], own=True)
        else:
            bound, t = f"{source}[{counter}:{counter} + 1]", array(1, own=True)
        self.bind(inner_scope, view, t)
        before = self.block(inner_scope, self.pick([0, 1]))
        inner_scope.names[counter] = Type("int", bound=shape[0] + 1)
        after = self.block(inner_scope, self.pick([1, 2, 3]))
        body = [f"{view} = {bound}", *before, f"{counter} += 1", *after]
        return [f"{counter} = 0", f"while {counter} < {shape[0]}:", *indented(body)]

    def swaps_in_loop(self, scope: Scope) -> list[str] | None:
        """Two buffers that change places in each trip."""
        names = self.of(scope, "array", own=True, bind=True)
        pairs = [(a, b) for a in names for b in names if a < b and scope.names[a] == scope.names[b]]
        if not pairs:
            return None
        a, b = self.pick(pairs)
        head = self.over_range(inner_scope := scope.inside(loop=True))
        return [f"for {head}:", *indented([*self.block(inner_scope, self.pick([1, 2, 3])), f"{a}, {b} = {b}, {a}"])]

    def unpacks(self, scope: Scope) -> list[str]:
        types = [SCALAR if self.chance(0.6) else array(*self.some_shape(scope)) for _ in range(2)]
        values = [self.value(scope, t, 1) for t in types]
        targets = [self.target(scope, t) for t in types]
        if targets[0] == targets[1]:
            targets[1] = self.bind(scope, self.new(), types[1])
        return [f"{', '.join(targets)} = {', '.join(values)}"]

    def swaps(self, scope: Scope) -> list[str] | None:
        names = self.of(scope, "array", bind=True) + self.of(scope, "scalar", bind=True)
        pairs = [(a, b) for a in names for b in names if a < b and scope.names[a] == scope.names[b]]
        if not pairs:
            return None
        a, b = self.pick(pairs)
        return [f"{a}, {b} = {b}, {a}"]

    def element_type(self, scope: Scope) -> Type:
        if self.chance(0.2 if self.memory else 0.5):
            return SCALAR
        return array(*self.some_shape(scope), own=self.chance(0.8 if self.memory else 0.5))

    def owned(self, scope: Scope, t: Type) -> str:
        """A value of a type; an array to be stored into may be one that has a name already."""
        names = self.of(scope, "array", t.shape, own=True) if t.own else []
        part = self.part(scope, t.shape, own=True) if t.own and self.chance(0.3) else None
        return part or (self.pick(names) if names and self.chance(0.6) else self.value(scope, t, 1))

    def makes_container(self, scope: Scope) -> list[str]:
        kinds = ["tuple", "list", "list", "dict", *["object"] * (2 * (self.box is not None))]
        kind = self.pick(kinds)
        if kind == "object":
            assert self.box is not None
            value = self.container(replace(scope, names={n: t for n, t in scope.names.items() if t != self.box}), self.box)
            return [f"{self.bind(scope, self.new(), self.box)} = {value}"]
        if kind == "list":
            t, count = self.element_type(scope), self.random.randrange(1, 3)
            items = [self.owned(scope, t) for _ in range(count)]
            if count == 1 and self.chance(0.4) and t.kind == "scalar":
                item, source = self.new(), self.pick([f"range({self.random.randrange(1, 4)})"])
                inner_scope = scope.inside()
                inner_scope.names[item] = Type("int", bound=4)
                text = f"[{self.scalar(inner_scope, 2)} for {item} in {source}]"
            else:
                text = f"[{', '.join(items)}]"
            return [f"{self.bind(scope, self.new(), Type('list', bound=count, parts=(t,)))} = {text}"]
        types = tuple(self.element_type(scope) for _ in range(2))
        if self.chance(0.15):  # one container inside another
            types = (types[0], Type("list", bound=2, parts=(array(*self.some_shape(scope), own=True),)))
        values = [self.owned(scope, t) for t in types]
        if kind == "tuple":
            return [f"{self.bind(scope, self.new(), Type('tuple', parts=types))} = ({', '.join(values)})"]
        keys = tuple(self.random.sample(["u", "v", "w"], 2))
        items = [f'"{key}": {value}' for key, value in zip(keys, values, strict=True)]
        return [f"{self.bind(scope, self.new(), Type('dict', parts=types, keys=keys))} = {{{', '.join(items)}}}"]

    def uses_container(self, scope: Scope) -> list[str] | None:
        """Appends to a list, binds an entry of a dict, or stores into an array that is held in one."""
        local = [n for n in scope.names if scope.names[n].kind in CONTAINERS and n != "p"]
        if not local:
            return None
        name = self.pick(local)
        t = scope.names[name]
        position = self.random.randrange(len(t.parts))
        part = t.parts[position]
        entry = self.entry(name, t, position)
        if part.kind == "list" and self.chance(0.6):
            return [f"{self.target(scope, part)} = {entry}" if self.chance(0.5) else f"{entry}.append({self.owned(scope, part.parts[0])})"]
        if part.own and self.chance(0.5):
            if self.chance(0.5):
                return [
                    f"{entry}[{', '.join(self.index(scope, s) for s in part.shape)}] {self.pick(['=', '+=', '*='])} {self.scalar(scope, 1)}"
                ]
            if self.chance(0.5) and t.kind != "tuple":
                return [f"{entry} {self.update(scope, part)}"]
            return [f"{self.target(scope, part)} = {entry}"]
        if t.kind == "list" and self.chance(0.7):
            added = f"{name}.append({self.owned(scope, part)})"
            return [added, f"{self.target(scope, part)} = {name}.pop()"] if self.chance(0.2) else [added]
        if t.kind == "tuple":
            return None
        if part.kind == "scalar" and self.chance(0.4):
            return [f"{entry} {self.update(scope, SCALAR)}"]
        return [f"{entry} = {self.owned(scope, part)}"]

    def makes_function(self, scope: Scope) -> list[str] | None:
        """A closure or a lambda over what is in scope."""
        if scope.depth > 2:
            return None
        result = SCALAR if self.chance(0.7) else array(*self.some_shape(scope))
        parameters = [
            SCALAR if self.chance(0.6) else array(*self.some_shape(scope)) for _ in range(self.pick([1, 1, 2]))
        ]
        names = [self.new() for _ in parameters]
        name = self.new("g")
        inner_scope = Scope(dict(scope.names), result, scope.frozen.union(scope.names), depth=scope.depth + 1)
        inner_scope.names.update(zip(names, parameters, strict=True))
        t = Type("function", parts=(*parameters, result), keys=tuple(names))
        if self.chance(0.5):
            lines = [f"{name} = lambda {', '.join(names)}: {self.value(inner_scope, result, 2)}"]
        else:
            shared = [n for n in self.of(scope, "scalar", bind=True) if n not in names] if scope.depth == 0 else []
            changed = self.random.sample(shared, min(len(shared), self.pick([0, 0, 1])))
            inner_scope.frozen -= set(changed)
            body = [f"nonlocal {', '.join(changed)}"] * bool(changed)
            body += [f"{n} {self.update(inner_scope, SCALAR)}" for n in changed]
            more = self.block(inner_scope, self.pick([0, 1, 2]))
            body = [*body, *(more if more != ["pass"] else [])]
            body = [*(body if body != ["pass"] else []), f"return {self.value(inner_scope, result, 1)}"]
            lines = [f"def {name}({', '.join(names)}):", *indented(body)]
        self.bind(scope, name, t)
        return lines

    def calls_for_effect(self, scope: Scope) -> list[str] | None:
        """A helper that stores into its argument."""
        effects = [n for n, t in self.globals.items() if t.kind == "function" and any(map(is_changeable, t.parts[:-1]))]
        if not effects:
            return None
        t = self.globals[name := self.pick(effects)]
        call = self.call(replace(scope, names={**scope.names, name: t}), t.parts[-1], 1)
        return [call] if call and f"{name}(" in call.partition("(")[0] + "(" else None

    def branches(self, scope: Scope) -> list[str]:
        lines = [f"if {self.condition(scope)}:", *indented(self.block(scope.inside(), self.pick([1, 1, 2, 3])))]
        if self.chance(0.25):
            lines += [f"elif {self.condition(scope)}:", *indented(self.block(scope.inside(), self.pick([1, 2])))]
        if self.chance(0.5):
            lines += ["else:", *indented(self.block(scope.inside(), self.pick([1, 1, 2])))]
        return lines

    def binds_in_branches(self, scope: Scope) -> list[str]:
        """Another value or another array under one name, as a test has it."""
        t = self.element_type(scope)
        name = self.new()
        lines = [
            f"if {self.condition(scope)}:",
            f"{INDENT}{name} = {self.owned(scope, t)}",
            "else:",
            f"{INDENT}{name} = {self.owned(scope, t)}",
        ]
        self.bind(scope, name, t)
        return lines

    def loops(self, scope: Scope) -> list[str]:
        """A for loop, over one of many things."""
        inner_scope = scope.inside(loop=True)
        forms: list[Callable[[Scope], str]] = [self.over_range, self.over_range]
        if self.of(scope, "array"):
            forms += [self.over_array, self.over_pairs, self.over_enumerated]
        if self.of(scope, "list"):
            forms += [self.over_list]
        head = self.pick(forms)(inner_scope)
        size = self.pick([1, 2, 2, 3, 4])
        lines = [f"for {head}:", *indented(self.block(inner_scope, size))]
        if self.chance(0.08):
            lines += ["else:", *indented(self.block(scope.inside(), 1))]
        if head.startswith("i") and "range(n" not in head and " in range" in head:  # a trip at least: the counter stays
            counter = head.split()[0]
            scope.names[counter] = inner_scope.names[counter]
        return lines

    def over_range(self, scope: Scope) -> str:
        size = self.random.randrange(2, 5)
        name = self.new("i")
        ints = [n for n in self.of(scope, "int") if n == "n"]
        form = self.random.random()
        if ints and form < 0.2:
            scope.names[name] = Type("int", bound=4)
            return f"{name} in range({ints[0]})"
        counters = [n for n in self.of(scope, "int") if n != "n"]
        if counters and form < 0.3:
            scope.names[name] = Type("int", bound=4)
            return f"{name} in range(n)" if "n" in scope.names else f"{name} in range(3)"
        text = self.pick(
            [
                f"range({size})",
                f"range({size})",
                f"range({size - 1}, -1, -1)",
                f"range(1, {size})",
                f"range(0, {size}, 2)",
            ]
        )
        scope.names[name] = Type("int", bound=size)
        scope.frozen = scope.frozen.union([name])
        return f"{name} in {text}"

    def row(self, t: Type) -> Type:
        return SCALAR if len(t.shape) == 1 else array(*t.shape[1:], own=t.own)

    def over_array(self, scope: Scope) -> str:
        source = self.pick(self.of(scope, "array"))
        name = self.bind(scope, self.new(), self.row(scope.names[source]))
        size = scope.names[source].shape[0]
        if size > 1 and self.chance(0.25):
            return f"{name} in {source}[{self.cut(size, size - 1)}]"
        return f"{name} in {source}"

    def over_pairs(self, scope: Scope) -> str:
        sources = [self.pick(self.of(scope, "array")) for _ in range(2)]
        types = [self.row(scope.names[s]) for s in sources]
        names = [self.bind(scope, self.new(), t) for t in types]
        return f"{', '.join(names)} in zip({', '.join(sources)})"

    def over_enumerated(self, scope: Scope) -> str:
        source = self.pick(self.of(scope, "array"))
        t = scope.names[source]
        counter = self.bind(scope, self.new("j"), Type("int", bound=t.shape[0]))
        name = self.bind(scope, self.new(), self.row(t))
        return f"{counter}, {name} in enumerate({source})"

    def over_list(self, scope: Scope) -> str:
        source = self.pick(self.of(scope, "list"))
        name = self.bind(scope, self.new(), scope.names[source].parts[0])
        scope.names.pop(source)  # it may not grow while it is gone through
        return f"{name} in {source}"

    def whiles(self, scope: Scope) -> list[str]:
        counter, size = self.new("n"), self.random.randrange(1, 5)
        inner_scope = scope.inside(loop=True, frozen=(counter,))
        inner_scope.names[counter] = Type("int", bound=size + 1)
        test = f"{counter} < {size}"
        if self.chance(0.4):
            test += f" and {self.condition(scope)}"
        body = self.block(inner_scope, self.pick([1, 2, 3]))
        lines = [f"{counter} = 0", f"while {test}:", *indented([f"{counter} += 1", *body])]
        if self.chance(0.2):
            lines = [
                f"{counter} = 0",
                "while True:",
                *indented([f"if {counter} >= {size}:", f"{INDENT}break", f"{counter} += 1", *body]),
            ]
        scope.names[counter] = Type("int", bound=size + 1)
        scope.frozen = scope.frozen.union([counter])
        return lines

    def rebinds_to_array(self, scope: Scope) -> list[str]:
        """A sum that starts as a number and becomes an array."""
        name, counter, shape = self.new(), self.new("i"), self.some_shape(scope)
        inner_scope = scope.inside(loop=True, frozen=(counter,))
        inner_scope.names[counter] = Type("int", bound=3)
        before = self.block(replace(inner_scope, exits=False), 1) if self.chance(0.4) else []
        added = self.array(inner_scope, shape, 2)
        start = self.pick(["0.0", "0", self.scalar(scope, 1)])
        step = self.pick(
            [f"{name} = {name} + {added}", f"{name} = {added} + {name} * {self.number()}", f"{name} += {added}"]
        )
        self.bind(scope, name, array(*shape))
        return [
            f"{name} = {start}",
            f"for {counter} in range({self.random.randrange(1, 4)}):",
            *indented([*before, step]),
        ]

    def searches(self, scope: Scope) -> list[str] | None:
        """A flag or a best value so far, found in a loop that ends early."""
        arrays = [n for n in self.of(scope, "array") if len(scope.names[n].shape) == 1]
        if not arrays:
            return None
        source, best, item = self.pick(arrays), self.new(), self.new()
        inner_scope = scope.inside(loop=True)
        inner_scope.names.update({best: SCALAR, item: SCALAR})
        start = self.scalar(scope, 0)
        self.bind(scope, best, SCALAR)
        update = f"{best} = {self.scalar(inner_scope, 1)}"
        return [
            f"{best} = {start}",
            f"for {item} in {source}:",
            *indented([f"if {item} > {best}:", *indented([update, *(["break"] if self.chance(0.4) else [])])]),
        ]

    def exits(self, scope: Scope) -> list[str]:
        kinds = ["return"] + ["break", "break", "continue"] * bool(scope.loops)
        kind = self.pick(kinds)
        text = self.leaves(scope, scope.result) if kind == "return" else kind
        body = [*(self.block(scope.inside(), 1) if self.chance(0.3) and scope.depth < 5 else []), text]
        return [f"if {self.condition(scope)}:", *indented([line for line in body if line != "pass"])]

    def leaves(self, scope: Scope, result: Type) -> str:
        """A return; of an argument, or a view of it, where it may be changed by others."""
        if result == NOTHING:
            return "return"
        return f"return {self.owned(scope, result) if result.own else self.value(scope, result, 1)}"

    # Functions and the program.

    def helper(self) -> None:
        """A function of the module, or a method; it may store into an array, call itself, return early."""
        method = self.box is not None and self.chance(0.5)
        name = self.new("helper")
        parameters: dict[str, Type] = {"self": self.box} if self.box is not None and method else {}
        for _ in range(self.pick([1, 2, 2])):
            shape = self.pick([(), (), (3,), (4,), (2, 3)])
            parameters[self.new()] = array(*shape, own=self.chance(0.7 if self.memory else 0.35)) if shape else SCALAR
        if self.memory and self.chance(0.25):
            item = array(3, own=True)
            held = self.pick([Type("list", bound=2, parts=(item,)), Type("dict", parts=(item, SCALAR), keys=("u", "v"))])
            parameters[self.new()] = held
        results = [replace(t, own=t.own and self.chance(0.7)) for t in parameters.values() if t.kind == "array"]
        result = self.pick([SCALAR, SCALAR, NOTHING if self.memory else SCALAR, *results, *results])
        if results and self.chance(0.15):
            result = Type("tuple", parts=(results[-1], self.pick([SCALAR, results[0]])))
        defaults = {}
        if self.chance(0.4):
            defaults[key := self.new("k")] = self.number()
            parameters[key] = SCALAR
        scope = Scope({**parameters}, result)
        scope.names.update({n: t for n, t in self.globals.items() if t.kind != "function"})
        scope.frozen = frozenset(self.globals)
        t = Type("function", parts=(*parameters.values(), result), keys=tuple(parameters))
        body: list[str] = []
        if self.chance(0.3) and result.kind != "tuple":  # it calls itself, one level less each time
            level = self.new("n")
            parameters = {**({"self": parameters.pop("self")} if method else {}), level: Type("int", bound=4), **parameters}
            body = [f"if {level} <= 0:", f"{INDENT}{self.leaves(scope, result)}"]
            body += self.block(scope, self.pick([0, 1, 2]))
            scope.names[level] = Type("int", bound=4)
            arguments = [
                f"{level} - 1",
                *(
                    n if is_changeable(p) else self.value(scope, p, 1)
                    for n, p in parameters.items()
                    if n not in (*defaults, level, "self")
                ),
            ]
            t = Type("function", parts=(*parameters.values(), result), keys=tuple(parameters))
            call = f"{'self.' * method}{name}({', '.join(arguments)})"
            if result == NOTHING:
                body += [call, *self.block(scope, 1)]
            else:
                inner_call = self.bind(scope, self.new(), result)
                last = inner_call if result.own else f"{self.value(scope, result, 2)} * 0.5 + {inner_call}"
                body += [f"{inner_call} = {call}", f"return {last}"]
        else:
            body = [*self.block(scope, self.pick([1, 2, 3, 4])), self.leaves(scope, result)]
        shown = [f"{n}={defaults[n]}" if n in defaults else n for n in parameters]
        written = [f"def {name}({', '.join(shown)}):", *indented(body)]
        if method:
            self.methods += ["", *indented(written)]
        else:
            self.text += ["", "", *written]
        self.globals["." * method + name] = t

    def starts_class(self) -> None:
        """A class whose objects hold arrays; helpers may be its methods."""
        first, second = array(self.pick([3, 3, 4]), own=True), self.pick([SCALAR, array(3, own=True), array(2, 3, own=True)])
        self.box = Type("object", parts=(first, second), keys=("u", "v"))
        self.methods = ["def __init__(self, u, v):", *indented(["self.u = u", "self.v = v"])]
        self.methods = indented(self.methods)

    def program(self) -> Program:
        """The whole of it: a constant, helpers, and the function `f`."""
        if self.chance(0.3):
            name = self.new("W")
            values = ", ".join(self.number() for _ in range(3))
            self.text.append(f"{name} = np.array([{values}])")
            self.globals[name] = array(3)
        if self.chance(0.25):
            self.starts_class()
        for _ in range(self.pick([0, 0, 1, 1, 2]) + (self.box is not None)):
            self.spent = self.size // 2
            self.helper()
        if self.box is not None:
            self.text += ["", "", "class Box:", *self.methods]
        parameters: dict[str, Type] = {}
        for _ in range(self.pick([1, 2, 2, 3])):
            shape = self.pick([(), (3,), (3,), (4,), (5,), (2, 3), (3, 3), (3, 2)])
            parameters[self.new("x" if not shape else "a")] = array(*shape) if shape else SCALAR
        if self.chance(0.15):
            parameters["p"] = Type("dict", parts=(SCALAR, array(3)), keys=("s", "w"))
        if self.chance(0.3):
            parameters["n"] = Type("int", bound=4)
        wrt = [i for i, t in enumerate(parameters.values()) if t.kind != "int" and self.chance(0.8)]
        wrt = wrt or [0]
        if self.memory and self.chance(0.15):  # it may change its arguments, all of which vary
            parameters = {n: replace(t, own=t.kind == "array") for n, t in parameters.items()}
            wrt = [i for i, t in enumerate(parameters.values()) if t.kind != "int"]
        scope = Scope({**parameters, **{n: t for n, t in self.globals.items() if t.kind != "function"}}, SCALAR)
        scope.frozen = frozenset([*self.globals, "n", "p"])
        self.spent = 0
        body = self.starts(scope) if self.memory else []
        body += self.block(scope, self.random.randrange(3, 10))
        body.append(f"return {self.total(scope)}")
        self.text += ["", "", f"def f({', '.join(parameters)}):", *indented(body)]
        text = "import numpy as np\n\n" + "\n".join(self.text).lstrip("\n") + "\n"
        return Program(text, self.arguments(parameters), tuple(wrt))

    def starts(self, scope: Scope) -> list[str]:
        """Arrays made of the arguments, that may be changed."""
        lines = []
        for name in self.of(scope, "array"):
            made = self.pick([f"np.sin({name})", f"{name} * {self.number()}", f"{name}.copy()"])
            lines.append(f"{self.bind(scope, self.new(), replace(scope.names[name], own=True))} = {made}")
        return lines

    def total(self, scope: Scope) -> str:
        """A number that depends on much of what was computed."""
        last = [n for n, t in scope.names.items() if t.kind in ("scalar", "array")]
        last = [n for n in last if scope.names[n].own] if self.memory else last[-4:]
        terms = []
        for name in self.random.sample(last, min(len(last), self.pick([1, 2, 3] if not self.memory else [2, 4, 6]))):
            t = scope.names[name]
            terms.append(
                name
                if t.kind == "scalar"
                else self.pick([f"np.sum({name})", f"np.sum({name} * {name})", f"np.sum(np.sin({name}))"])
            )
        return " + ".join([*terms, self.scalar(scope, 2)])

    def arguments(self, parameters: dict[str, Type]) -> tuple[str, ...]:
        """Texts of the arguments, so that they can be printed with the program."""

        def draw(t: Type) -> str:
            if t.kind == "int":
                return str(self.random.randrange(0, 4))
            if t.kind == "dict":
                return "{" + ", ".join(f'"{k}": {draw(part)}' for k, part in zip(t.keys, t.parts, strict=True)) + "}"
            if t.kind == "scalar":
                return str(round(self.random.uniform(-1, 1), 3))
            rows = [
                [round(self.random.uniform(-1, 1), 3) for _ in range(t.shape[-1])]
                for _ in range(math.prod(t.shape[:-1]))
            ]
            return f"np.array({rows if len(t.shape) == 2 else rows[0]})"

        return tuple(draw(t) for t in parameters.values())


def indented(lines: list[str]) -> list[str]:
    """The lines of a block."""
    return [INDENT + line for line in lines]


@dataclass(frozen=True)
class Program:
    """A module with a function `f`, the texts of its arguments, and the positions to differentiate."""

    text: str
    arguments: tuple[str, ...]
    wrt: tuple[int, ...]
    seed: int = field(default=0, compare=False)

    def args(self) -> tuple[Any, ...]:
        """The arguments, made afresh."""
        return tuple(eval(text, {"np": np}) for text in self.arguments)

    def as_corpus(self) -> str:
        """The text of a module of the corpus."""
        wrt = f"{self.wrt}" if len(self.wrt) != 1 else f"({self.wrt[0]},)"
        arguments = ", ".join(self.arguments) + ("," if len(self.arguments) == 1 else "")
        return f"{self.text}\n\nCASES = [Case(f, ({arguments}), wrt={wrt})]\n"


def generate(seed: int, size: int = 45) -> Program:
    """The program of a seed, of up to about `size` statements."""
    return replace(Writer(seed, size).program(), seed=seed)


# ---------------------------------------------------------------------------------------------------------------------
# Running a program, and its derivative by complex step.

_serial = iter(range(10**9))


def run_text(text: str, namespace: dict[str, Any]) -> dict[str, Any]:
    """The namespace after running a text, whose source can be read back from it."""
    filename = f"<fuzz {next(_serial)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compile(text, filename, "exec"), namespace)
    return namespace


def load(program: Program) -> Callable[..., Any]:
    """The function `f` of a program."""
    function: Callable[..., Any] = run_text(program.text, {"__name__": "fuzzed"})["f"]
    return function


class _Instrument(ast.NodeTransformer):
    """Comparisons become calls of `_compare`."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        name = ast.Constant(type(node.ops[0]).__name__)
        call = ast.Call(ast.Name("_compare", ast.Load()), [name, node.left, node.comparators[0]], [])
        return ast.copy_location(call, node)


class _Watch:
    """The names an instrumented program runs with, and the smallest margin it has met."""

    def __init__(self) -> None:
        self.margin = math.inf
        self.namespace = {"__name__": "fuzzed", "_compare": self.compare, "abs": self.abs, "max": self.maximum}

    def near(self, difference: Any) -> None:
        if np.asarray(difference).dtype.kind in "fc":
            self.margin = min(self.margin, float(np.min(np.abs(np.real(difference)))))

    def compare(self, op: str, a: Any, b: Any) -> Any:
        a, b = np.real(a), np.real(b)
        self.near(np.subtract(a, b))
        return {
            "Lt": np.less,
            "LtE": np.less_equal,
            "Gt": np.greater,
            "GtE": np.greater_equal,
            "Eq": np.equal,
            "NotEq": np.not_equal,
        }[op](a, b)

    def abs(self, a: Any) -> Any:
        self.near(a)
        return a * np.sign(np.real(a))

    def maximum(self, a: Any, b: Any) -> Any:
        self.near(np.subtract(a, b))
        return np.where(np.real(a) > np.real(b), a, b)[()]


class _ComplexNumpy:
    """NumPy whose new buffers are complex, so that a complex step passes through them."""

    def __init__(self, watch: _Watch) -> None:
        self.maximum, self.abs = watch.maximum, watch.abs

    def __getattr__(self, name: str) -> Any:
        function = getattr(np, name)
        if name in ("zeros", "ones", "empty", "full", "zeros_like"):
            return lambda *args, dtype=complex: function(*args, dtype=dtype)
        if name == "array":
            return lambda items: made if (made := np.array(items)).dtype.kind == "i" else made.astype(complex)
        return function


def watched(program: Program) -> tuple[Callable[..., Any], _Watch]:
    """`f`, accepting complex arguments, and what watches its comparisons."""
    watch = _Watch()
    tree = ast.parse(program.text)
    tree.body = [s for s in tree.body if not isinstance(s, ast.Import)]
    namespace = {**watch.namespace, "np": _ComplexNumpy(watch)}
    exec(compile(ast.fix_missing_locations(_Instrument().visit(tree)), "<watched>", "exec"), namespace)
    return namespace["f"], watch


# ---------------------------------------------------------------------------------------------------------------------
# The oracles.


class Rejected(Exception):  # noqa: N818 - it reads as what it says
    """The program itself is no good: it fails, is near a tie, or its values run away."""


class Failure(Exception):  # noqa: N818
    """s2sdiff gave a wrong answer or broke; `kind` tells failures apart roughly."""

    def __init__(self, kind: str, detail: str, stage: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.stage = stage  # of those of `check`


class _Late(BaseException):
    """The alarm rang."""


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Interrupts what computes longer; time in which others compute does not count."""

    def ring(*_: Any) -> None:
        raise _Late

    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def directions(rng: np.random.Generator, args: tuple[Any, ...], wrt: tuple[int, ...]) -> tuple[Any, ...]:
    """A tangent for each argument: zero for those that stay."""

    def draw(leaf: Any, active: bool) -> Any:
        size = np.shape(leaf)
        drawn = rng.uniform(0.5, 1.5, size) * rng.choice([-1.0, 1.0], size) * active
        return drawn if isinstance(leaf, np.ndarray) else float(drawn)

    return tuple(tree_map(lambda leaf, i=i: draw(leaf, i in wrt), arg) for i, arg in enumerate(args))


@dataclass(frozen=True)
class Truth:
    """What a program gives: its value, what it leaves in its arguments, the derivative along a direction, its margin."""

    value: float
    after: tuple[Any, ...]
    derivative: float
    margin: float


def truth(program: Program, direction: tuple[Any, ...]) -> Truth:
    """What must come out of a program."""
    try:
        with alarm(1):
            value = load(program)(*(args := program.args()))
            function, watch = watched(program)
            step = 1e-30
            complexed = [
                arg if isinstance(arg, int) else moved(tree_map(np.complex128, arg), d, 1j * step)
                for arg, d in zip(program.args(), direction, strict=True)
            ]
            complexed = [
                tree_map(lambda leaf: leaf if np.ndim(leaf) else complex(leaf), c) if not isinstance(c, int) else c
                for c in complexed
            ]
            result = function(*complexed)
    except (_Late, Exception) as error:
        raise Rejected(f"the program fails: {type(error).__name__}: {error}") from error
    if np.ndim(result) or not isinstance(value, float):
        raise Rejected("the program gives no number")
    derivative = float(np.imag(result)) / step
    if watch.margin < MARGIN:
        raise Rejected("near a tie")
    if not np.isclose(np.real(result), value, rtol=1e-9, atol=1e-9):
        raise Rejected("the complex program differs")
    if not (abs(value) < 1e4 and abs(derivative) < 1e6):
        raise Rejected("values run away")
    return Truth(value, args, derivative, watch.margin)


@contextmanager
def engine(what: str) -> Iterator[None]:
    """Whatever is raised inside, other than a refusal at the user's line, is a failure."""
    try:
        yield
    except sd.errors.Unsupported as refusal:
        emitted = what == "forward over reverse" and str(refusal.filename).startswith(
            "<s2sdiff"
        )  # refused at second order
        if not (emitted or str(refusal.filename).startswith("<fuzz")) or refusal.lineno is None:
            raise Failure(f"{what}: a refusal without a place", str(refusal)) from refusal
        raise
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        engine_folder = str(Path(sd.__file__).parent)
        inside = [f for f in frames if f.filename.startswith(engine_folder)]
        if Path(frames[-1].filename).is_file() or not inside:
            last = (inside or frames)[-1]
            where = kind = f"{last.filename.removeprefix(engine_folder + '/')}:{last.name}"
        else:
            kind, where = "emitted code", f"emitted code: {frames[-1].line}"
        raise Failure(f"{what}: {type(error).__name__} in {kind}", f"{error} at {where}") from error


def close(got: float, want: float, scale: float, tolerance: float, what: str) -> None:
    """Two numbers agree."""
    if not abs(got - want) <= tolerance * max(1.0, scale):
        raise Failure("wrong", f"{what}: {got!r}, wanted {want!r}")


def same(got: Any, want: Any, what: str) -> None:
    """Two trees are the same to the last bit."""
    try:
        assert_same_bits(got, want, what)
    except (AssertionError, ValueError) as error:
        raise Failure(f"wrong: {what}", str(error)) from error


def size(tree: Any) -> float:
    """The largest number in a tree, at least 1."""
    return max([1.0, *(float(np.max(np.abs(leaf), initial=0.0)) for leaf in leaves(tree))])


def shaped(gradient: Any, argument: Any) -> None:
    """A gradient has the structure and the shapes of its argument."""
    got, want = [np.shape(g) for g in leaves(gradient)], [np.shape(a) for a in leaves(argument)]
    if got != want:
        raise Failure("wrong: shape of the gradient", f"{got}, wanted {want}")


def check(program: Program, *, second: bool = False, stages: tuple[str, ...] = ("reverse", "forward", "vjp")) -> None:
    """Holds s2sdiff's derivatives of a program against the oracles; raises Rejected, Unsupported or Failure."""
    rng = np.random.default_rng(program.seed)
    direction = directions(rng, program.args(), program.wrt)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        true = truth(program, direction)
        judge = _Judge(program, direction, true)
        for stage in (*stages, *["second"] * (second and true.margin > WIDE_MARGIN)):
            try:
                with alarm(SECONDS):
                    getattr(judge, stage)()
            except _Late as late:
                raise Failure("slow", f"more than {SECONDS} s", stage) from late
            except Failure as failure:
                failure.stage = stage
                raise


class _Judge:
    """The oracles for one program."""

    def __init__(self, program: Program, direction: tuple[Any, ...], true: Truth) -> None:
        self.program, self.wrt, self.function = program, program.wrt, load(program)
        self.direction = direction
        self.along = tuple(direction[i] for i in self.wrt)
        self.value, self.derivative, self.after = true.value, true.derivative, true.after
        self.scale = max(1.0, abs(self.derivative))
        self.slope: float | None = None

    def fresh(self) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """The arguments, made afresh, and those of them that vary."""
        args = self.program.args()
        return args, tuple(args[i] for i in self.wrt)

    def reverse(self) -> None:
        args, point = self.fresh()
        with engine("reverse"):
            value, gradient = sd.value_and_grad(self.function, argnums=self.wrt)(*args)
        same(args, self.after, "arguments after value_and_grad")
        same(value, self.value, "value of value_and_grad")
        shaped(gradient, point)
        self.scale = max(size(gradient), self.scale)
        self.slope = float(inner(gradient, self.along))
        close(self.slope, self.derivative, self.scale, 1e-8, "reverse along a direction")

    def forward(self) -> None:
        args, point = self.fresh()
        with engine("forward"):
            value, tangent = sd.jvp(self.restricted(self.function, args), point, self.along)
        same(args, self.after, "arguments after jvp")
        same(value, self.value, "value of jvp")
        close(float(tangent), self.derivative, self.scale, 1e-8, "forward along a direction")
        if self.slope is not None:
            close(self.slope, float(tangent), self.scale, 1e-9, "reverse against forward")

    def vjp(self) -> None:
        args, point = self.fresh()
        with engine("vjp"):
            value, pullback = sd.vjp(self.restricted(self.function, args), *point)
        same(value, self.value, "value of vjp")
        with engine("pullback"):
            first = copy.deepcopy(pullback(0.7))
            again = pullback(0.7)
        same(again, first, "pullback called twice")
        close(inner(first, self.along), 0.7 * self.derivative, self.scale, 1e-8, "pullback along a direction")
        same(args, self.after, "arguments after the pullback")

    def second(self) -> None:
        """Forward over reverse against differences of the gradient, themselves at two steps."""
        gradient = sd.grad(self.function, argnums=self.wrt)

        def at(step: float) -> np.ndarray[Any, Any]:
            varied = list(self.program.args())
            for i, d in zip(self.wrt, self.along, strict=True):
                varied[i] = moved(varied[i], d, step)
            return _flat(gradient(*varied))

        with engine("gradient"):
            wide, narrow = ((at(h) - at(-h)) / (2 * h) for h in (2e-4, 1e-4))
        best = (4 * narrow - wide) / 3
        error = float(np.max(np.abs(best - narrow), initial=0.0))
        scale = max(1.0, float(np.max(np.abs(best), initial=0.0)))
        if error > 1e-3 * scale:
            return
        with engine("forward over reverse"):
            args, point = self.fresh()
            _, product = sd.jvp(self.restricted(gradient, args), point, self.along)
        got = _flat(product)
        if got.shape != best.shape:
            raise Failure("wrong: shape of H u", f"{got.shape}, wanted {best.shape}")
        off = float(np.max(np.abs(got - best), initial=0.0))
        if not off <= 10 * error + 1e-6 * scale:
            raise Failure("wrong: second order", f"off by {off:.2g} of {scale:.2g}")

    def restricted(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Callable[..., Any]:
        """`function` of the arguments that vary, the others being those of `args`."""
        if self.wrt == tuple(range(len(args))):
            return function
        fixed = {f"fixed{i}": arg for i, arg in enumerate(args) if i not in self.wrt}
        names = [f"x{i}" if i in self.wrt else f"fixed{i}" for i in range(len(args))]
        free = ", ".join(name for name in names if name not in fixed)
        text = f"restricted = lambda {free}: function({', '.join(names)})\n"
        namespace = run_text(text, {"function": function, **fixed})
        restricted: Callable[..., Any] = namespace["restricted"]
        return restricted


def _flat(tree: Any) -> np.ndarray[Any, Any]:
    """All numbers of a tree in a row."""
    return np.concatenate([np.ravel(leaf) for leaf in leaves(tree)])
