"""Random expressions of a wanted type and shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from fuzz.places import Places
from fuzz.types import CHANGEABLE, GROWING, SCALAR, TRUTH, Scope, Type, array, begins_empty, is_changeable


class Expressions(Places):
    """Writes expressions of a type out of the names in force."""

    def scalar(self, scope: Scope, depth: int) -> str:
        """An expression for a number of moderate size."""
        names, arrays = self.of(scope, "scalar"), self.of(scope, "array")
        if depth <= 0 or self.chance(0.15):
            if arrays and self.chance(0.45):
                return self.element(scope, self.pick(arrays))
            held = self.held(scope, SCALAR) if self.chance(0.3) else None
            if held:
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
        return (self.gathered(scope) if self.chance(0.5) else None) or self.scalar(scope, depth - 1)

    def gathered(self, scope: Scope) -> str | None:
        """A number made of all that a list or a dict holds, or of what may stand under a key."""
        sources = self.holders(scope, *GROWING)
        if not sources:
            return None
        place, t, _ = self.pick(sources)
        if t.kind == "table" and t.parts[0] == SCALAR and self.chance(0.4):
            return f"{place}.get({self.key(scope, t, 4)}, {self.scalar(scope, 0)})"
        items = f"{place}.values()" if t.kind == "table" else place
        if t.parts[0] == SCALAR and self.chance(0.5):
            return f"sum({items})"
        item = self.new()
        inner_scope = scope.inside()
        inner_scope.names[item] = t.parts[0]
        text = f"{self.scalar(inner_scope, 1)} for {item} in {items}"
        return self.pick([f"sum({text})", f"sum([{text}])"])

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
            held = self.held(scope, array(*shape)) if self.chance(0.3) else None
            if held:
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

    def comprehension(self, scope: Scope, source: str, depth: int) -> str:
        """An array of numbers, one for each item of an array."""
        item = self.new()
        inner_scope = scope.inside()
        inner_scope.names[item] = replace(self.row(scope.names[source]), own=False)
        return f"np.array([{self.scalar(inner_scope, min(depth, 1) + 1)} for {item} in {source}])"

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
                    f"np.concatenate([{name}[1:], {name}[:1]])",
                ]
            )
        longer = [(n, t.shape) for n, t in scope.names.items() if t.kind == "array" and len(t.shape) == len(shape) and t.shape[1:] == shape[1:]]
        if longer and shape[0] and self.chance(0.4):
            name, at = self.pick(longer)
            rows = [self.random.randrange(at[0]) for _ in range(shape[0])]
            mask = [k < shape[0] for k in range(at[0])]
            picked = [f"{name}[{rows}]", f"{name}[np.array({rows})]", f"np.take({name}, {rows}, axis=0)"]
            return self.pick(picked + [f"{name}[np.array({mask})]"] * (at[0] >= shape[0]))
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

    def owned(self, scope: Scope, t: Type) -> str:
        """A value of a type; an array to be stored into may be one that has a name already."""
        names = self.of(scope, "array", t.shape, own=True) if t.own else []
        part = self.part(scope, t.shape, own=True) if t.own and self.chance(0.3) else None
        return part or (self.pick(names) if names and self.chance(0.6) else self.value(scope, t, 1))

    def kept(self, scope: Scope, t: Type) -> str:
        """A value that a list or dict is going to hold: an array is mostly one of its own, as much else is refused."""
        return self.fresh(scope, t.shape) if t.own and self.chance(0.75) else self.owned(scope, t)

    def apart(self, scope: Scope) -> str:
        """What something is compared with: rarely a tie, even where both sides are made of the same."""
        return f"{self.scalar(scope, 0)} + {self.number()}" if self.chance(0.3) else self.number()

    def condition(self, scope: Scope) -> str:
        """A test on values, on counters, or on what containers hold."""
        ints = self.of(scope, "int")
        asked = self.asks(scope) if self.chance(0.4 if self.holding else 0.1) else None
        if asked:
            return asked
        if ints and self.chance(0.4):
            name = self.pick(ints)
            return f"{name} {self.pick(['==', '!=', '>', '<', '>='])} {self.random.randrange(0, 3)}"
        test = f"{self.scalar(scope, 1)} {self.pick(['<', '>', '<=', '>='])} {self.apart(scope)}"
        if self.chance(0.12):
            return f"{test} {self.pick(['and', 'or'])} {self.condition(scope)}"
        return f"not {self.parens(test)}" if self.chance(0.06) else test

    def asks(self, scope: Scope) -> str | None:
        """A test that calls, or that asks a list or a dict for what it has; it may change what it asks."""
        call = self.call(scope, TRUTH, 0)
        if call and self.chance(0.6):
            return call
        asked = self.holders(scope, *GROWING, "dict")
        if not asked:
            return call
        place, t, _ = self.pick(asked)
        if t.kind == "dict":
            return f'"{self.pick([*t.keys, "z"])}" in {place}'
        if t.kind == "table":
            return f"{self.key(scope, t, t.bound + 2)} {self.pick(['in', 'not in'])} {place}"
        if t.parts[0] == SCALAR and self.chance(0.5):
            return f"(len({place}) > {t.bound} and {place}.pop() {self.pick('<>')} {self.number()})"
        return self.pick([f"len({place}) > {t.bound + self.pick([0, 1, 2])}", f"not {place}", place])

    def test(self, scope: Scope) -> str:
        """A condition that is asked at the beginning of a statement: it may bind a name, which is known after it."""
        if not self.chance(0.1):
            return self.condition(scope)
        value, compared = self.scalar(scope, 2), self.pick("<>")
        bound = [n for n in self.of(scope, "scalar", bind=True) if self.chance(0.5)]
        name = self.pick(bound) if bound else self.new()
        scope.names[name] = SCALAR
        return f"({name} := {value}) {compared} {self.apart(scope)}"

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
        if wanted.kind == "truth":
            return self.condition(scope)
        if wanted.kind == "tuple":
            return f"({', '.join(self.value(scope, part, depth) for part in wanted.parts)})"
        if wanted.kind in CHANGEABLE:
            return self.container(scope, wanted)
        if wanted.own:
            return self.fresh(scope, wanted.shape)
        return self.array(scope, wanted.shape, depth)

    def container(self, scope: Scope, wanted: Type) -> str:
        """A list, dict or object of a type: one that there is, or a new one."""
        there = [
            place.text
            for place in self.holders(scope, wanted.kind)
            if replace(place.type, bound=wanted.bound) == wanted and place.type.bound >= wanted.bound
        ]
        if there and self.chance(0.6):
            return self.pick(there)
        call = self.call(scope, wanted, 0) if self.chance(0.2) else None
        return call or self.new_container(scope, wanted)

    def new_container(self, scope: Scope, wanted: Type) -> str:
        """A list, dict or object, put together."""
        if wanted.kind in GROWING:
            values = [self.kept(scope, wanted.parts[0]) for _ in range(wanted.bound)]
            if wanted.kind == "list":
                return f"[{', '.join(values)}]"
            keys = [f'"{wanted.name}{k}"' if wanted.name else f"{k}" for k in range(wanted.bound)]
            return "{" + ", ".join(f"{key}: {value}" for key, value in zip(keys, values, strict=True)) + "}"
        if wanted.kind == "object":
            return f"{wanted.name}({', '.join(self.owned(scope, t) for t in wanted.parts if not begins_empty(t))})"
        return "{" + ", ".join(f'"{k}": {self.owned(scope, t)}' for k, t in zip(wanted.keys, wanted.parts, strict=True)) + "}"
