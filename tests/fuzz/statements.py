"""Random statements without others inside: each gives its lines, or None where it does not apply."""

from __future__ import annotations

import math
from dataclasses import replace

from fuzz.expressions import Expressions
from fuzz.types import SCALAR, TRUTH, Scope, Type, array, indented, is_changeable


class Statements(Expressions):
    """Writes statements; `block` of the class below writes some."""

    def block(self, scope: Scope, size: int) -> list[str]:
        """Some statements."""
        raise NotImplementedError

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
            if len(shape) == 2 and self.chance(0.3):
                shape = (math.prod(scope.names[name].shape),)  # the whole of it, in one row
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

    def evolves(self, scope: Scope) -> list[str] | None:
        """A state changed in place and made anew of itself: what one trip has made, the next one changes."""
        names = self.of(scope, "array", own=True, bind=True)
        if not names:
            return None
        name = self.pick(names)
        change = f"{name} {self.update(scope, scope.names[name])}" if self.chance(0.5) else f"{name}[0] = {self.scalar(scope, 1)}"
        anew = self.pick(
            ["np.sin({0})", "np.exp(-{0} ** 2)", "{0} * {0}", "{0} / np.sqrt(1.0 + np.sum({0} ** 2))", "{0} + {1}", "{0} * {1}"]
        ).format(name, self.scalar(scope, 0))
        lines = [change, f"{name} = {anew}"] if self.chance(0.8) else [f"{name} = {anew}", change]
        sums = self.of(scope, "scalar", bind=True)
        return [*lines, f"{self.pick(sums)} += np.sum({name} * {name})"] if sums and self.chance(0.6) else lines

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

    def makes_function(self, scope: Scope) -> list[str] | None:
        """A closure or a lambda over what is in scope."""
        if scope.depth > 2:
            return None
        result = self.pick([SCALAR, SCALAR, SCALAR, TRUTH]) if self.chance(0.7) else array(*self.some_shape(scope))
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
