"""What is drawn at random: names, numbers, indices, slices."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import TypeVar

from fuzz.types import Scope, Type

LETTERS = "abcdefghjmpqrstuvwyz"  # i, k, n, x have a meaning of their own
T = TypeVar("T")


class Choices:
    """Draws what programs are made of, out of the names in force."""

    def __init__(self, seed: int, size: int) -> None:
        self.random = random.Random(seed)
        self.size = size  # statements of a function, about
        self.count = 0
        self.globals: dict[str, Type] = {}
        self.text: list[str] = []
        self.spent = 0
        self.memory = self.chance(0.65)  # whether it is mostly about names that share memory
        self.holding = self.chance(0.15)  # whether it is mostly about lists, dicts and objects
        self.classes: list[Type] = []  # the objects of each class
        self.methods: dict[str, list[str]] = {}  # the lines of its body

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
