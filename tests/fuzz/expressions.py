"""Random expressions of a wanted type and shape."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from fuzz.types import CHANGEABLE, CONTAINERS, SCALAR, Scope, Type, array, is_changeable

LETTERS = "abcdefghjmpqrstuvwyz"  # i, k, n, x have a meaning of their own
T = TypeVar("T")


class Expressions:
    """Writes expressions of a type out of the names in force."""

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

    def chance(self, p: float) -> bool:
        return self.random.random() < p

    def pick(self, items: Iterable[T]) -> T:
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

    def row(self, t: Type) -> Type:
        return SCALAR if len(t.shape) == 1 else array(*t.shape[1:], own=t.own)

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

    def owned(self, scope: Scope, t: Type) -> str:
        """A value of a type; an array to be stored into may be one that has a name already."""
        names = self.of(scope, "array", t.shape, own=True) if t.own else []
        part = self.part(scope, t.shape, own=True) if t.own and self.chance(0.3) else None
        return part or (self.pick(names) if names and self.chance(0.6) else self.value(scope, t, 1))

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
            elif again is not None and self.chance(0.4):
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
