"""Where values stand: parts of arrays, entries of lists, dicts and objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from fuzz.choices import Choices
from fuzz.types import CONTAINERS, GROWING, SCALAR, Scope, Type, array


class Place(NamedTuple):
    """What a container holds: the text that reads it, its type, and whether something else may be put there."""

    text: str
    type: Type
    settable: bool


class Places(Choices):
    """Finds values of a type in arrays and in containers."""

    def part(self, scope: Scope, shape: tuple[int, ...], *, own: bool = False) -> str | None:
        """A view of an array in scope that has this shape."""
        bigger: list[Callable[[], str]] = []
        whole = [(name, scope.names[name].shape) for name in self.of(scope, "array", own=own)]
        if self.chance(0.4 if self.holding else 0.1):
            whole += [(p.text, p.type.shape) for p in self.places(scope) if p.type.kind == "array" and p.type.own >= own]
        for name, have in whole:
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

    def element(self, scope: Scope, name: str) -> str:
        """One element of an array."""
        indices = [self.index(scope, size) for size in scope.names[name].shape]
        return f"{name}[{']['.join(indices)}]" if self.chance(0.15) else f"{name}[{', '.join(indices)}]"

    def repeated(self, count: int, size: int) -> str:
        """Indices that may repeat."""
        indices = [self.random.randrange(-size, size) for _ in range(count)]
        return self.pick([f"{indices}", f"np.array({indices})"])

    def row(self, t: Type) -> Type:
        return SCALAR if len(t.shape) == 1 else array(*t.shape[1:], own=t.own)

    def parens(self, text: str) -> str:
        return text if text.isidentifier() else f"({text})"

    def holders(self, scope: Scope, *kinds: str) -> list[Place]:
        """Names of some kinds, and what containers hold of them."""
        names = [Place(name, t, settable=False) for name, t in scope.names.items() if t.kind in kinds]
        return names + [place for place in self.places(scope) if place.type.kind in kinds]

    def places(self, scope: Scope) -> list[Place]:
        """What containers hold, and what the containers in them do."""
        return [p for name, t in scope.names.items() for p in self.inside(scope, Place(name, t, settable=False), 2)]

    def inside(self, scope: Scope, outer: Place, depth: int) -> list[Place]:
        """What one container holds, and so on inwards."""
        t = outer.type
        if t.kind not in CONTAINERS or (t.kind in GROWING and not t.bound) or not depth:
            return []
        held = [Place(self.entry(scope, outer.text, t, k), part, t.kind != "tuple") for k, part in enumerate(t.parts)]
        return held + [place for part in held for place in self.inside(scope, part, depth - 1)]

    def held(self, scope: Scope, wanted: Type, *, own: bool = False) -> str | None:
        """A value of a type taken out of a list, tuple, dict or object."""
        found = [place.text for place in self.places(scope) if place.type.fits(replace(wanted, own=own))]
        return self.pick(found) if found else None

    def entry(self, scope: Scope, name: str, t: Type, position: int) -> str:
        """The text of a part of a container."""
        if t.kind == "object":
            return f"{name}.{t.keys[position]}"
        if t.kind == "dict":
            return f'{name}["{t.keys[position]}"]'
        if t.kind == "table":
            return f"{name}[{self.key(scope, t, t.bound)}]"
        if t.kind == "tuple":
            return f"{name}[{self.pick([position, position - len(t.parts)])}]"
        return f"{name}[{self.index(scope, t.bound)}]"

    def key(self, scope: Scope, t: Type, bound: int) -> str:
        """A key of a table, the number in it below `bound`."""
        counters = [n for n in self.of(scope, "int") if scope.names[n].bound]
        number = str(self.random.randrange(bound))
        if counters and self.chance(0.6):
            counter = self.pick(counters)
            number = counter if scope.names[counter].bound <= bound else f"{counter} % {bound}"
        if not t.name:
            return number
        return f'"{t.name}{number}"' if number.isdigit() else f'f"{t.name}{{{number}}}"'
