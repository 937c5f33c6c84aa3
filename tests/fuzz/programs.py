"""Random programs: helpers, classes, and the function `f` that is differentiated."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from fuzz.control import Control
from fuzz.places import Place
from fuzz.types import INDENT, NOTHING, SCALAR, TRUTH, Scope, Type, array, indented, is_changeable


class Writer(Control):
    """Writes one random program."""

    def helper(self) -> None:
        """A function of the module, or a method; it may store into an array, call itself, return early."""
        owner = self.pick(self.classes) if self.classes and self.chance(0.5) else None
        name, method = self.new("helper"), owner is not None
        parameters: dict[str, Type] = {"self": owner} if owner is not None else {}
        for _ in range(self.pick([1, 2, 2])):
            shape = self.pick([(), (), (3,), (4,), (2, 3)])
            parameters[self.new()] = array(*shape, own=self.chance(0.7 if self.memory else 0.35)) if shape else SCALAR
        if self.memory and self.chance(0.25):
            item = array(3, own=True)
            held = self.pick([Type("list", bound=2, parts=(item,)), Type("dict", parts=(item, SCALAR), keys=("u", "v"))])
            parameters[self.new()] = held
        if self.classes and self.chance(0.3):
            parameters[self.new()] = self.pick([*self.classes, Type("list", bound=1, parts=(self.pick(self.classes),))])
        results = [replace(t, own=t.own and self.chance(0.7)) for t in parameters.values() if t.kind == "array"]
        result = self.pick([SCALAR, SCALAR, NOTHING if self.memory else SCALAR, *results, *results])
        if results and self.chance(0.15):
            result = Type("tuple", parts=(results[-1], self.pick([SCALAR, results[0]])))
        elif self.classes and self.chance(0.3):
            result = self.pick([TRUTH, TRUTH, *self.classes])
        defaults = {}
        if self.chance(0.4):
            defaults[key := self.new("k")] = self.number()
            parameters[key] = SCALAR
        scope = Scope({**parameters}, result)
        scope.names.update({n: t for n, t in self.globals.items() if t.kind != "function"})
        scope.frozen = frozenset([*self.globals, "self"])
        t = Type("function", parts=(*parameters.values(), result), keys=tuple(parameters))
        body: list[str] = []
        if self.chance(0.3) and result.kind in ("scalar", "array", "nothing"):  # it calls itself, one level less each time
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
            called = self.partner(name, parameters, defaults, result) if not method and self.chance(0.3) else name
            call = f"{'self.' * method}{called}({', '.join(arguments)})"
            if result == NOTHING:
                body += [call, *self.block(scope, 1)]
            else:
                inner_call = self.bind(scope, self.new(), result)
                last = inner_call if result.own else f"{self.value(scope, result, 2)} * 0.5 + {inner_call}"
                body += [f"{inner_call} = {call}", f"return {last}"]
        else:
            changed = (self.uses_container(scope) or []) if method else []
            body = [*changed, *self.block(scope, self.pick([1, 2, 3, 4])), self.leaves(scope, result)]
        shown = [f"{n}={defaults[n]}" if n in defaults else n for n in parameters]
        written = [f"def {name}({', '.join(shown)}):", *indented(body)]
        if owner is not None:
            self.methods[owner.name] += ["", *indented(written)]
        else:
            self.text += ["", "", *written]
        self.globals["." * method + name] = t

    def partner(self, name: str, parameters: dict[str, Type], defaults: dict[str, str], result: Type) -> str:
        """A function that passes on what `name` gives, which calls itself through it; its name."""
        turn = self.new("helper")
        shown = [f"{n}={defaults[n]}" if n in defaults else n for n in parameters]
        given = [f"{n}={n}" if n in defaults else n for n in parameters]
        call = f"{name}({', '.join(given)})"
        if result != NOTHING:
            call = f"return {self.pick([call, f'{call} * {self.number()}'])}"
        self.text += ["", "", f"def {turn}({', '.join(shown)}):", *indented([call])]
        return turn

    def program(self) -> Program:
        """The whole of it: a constant, helpers, and the function `f`."""
        if self.chance(0.3):
            name = self.new("W")
            values = ", ".join(self.number() for _ in range(3))
            self.text.append(f"{name} = np.array([{values}])")
            self.globals[name] = array(3)
        for name in self.pick([["Box"], ["Box", "Frame"]]) if self.chance(0.6 if self.holding else 0.12) else []:
            self.starts_class(name)
        for _ in range(self.pick([0, 0, 1, 1, 2]) + bool(self.classes)):
            self.spent = self.size // 2 + 2 * len(self.classes)  # methods are short
            self.helper()
        for name, methods in self.methods.items():
            self.text += ["", "", f"class {name}:", *methods]
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
        body += [self.makes_object(scope, t) for t in self.classes]
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
        for name, t in scope.names.items():
            held = [p for p in self.inside(scope, Place(name, t, settable=False), 2) if p.type.kind in ("scalar", "array")]
            terms += [f"np.sum({self.pick(held).text})"] if held and self.chance(0.5) else []
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


@dataclass(frozen=True)
class Program:
    """A module with a function `f`, the texts of its arguments, and the positions to differentiate."""

    text: str
    arguments: tuple[str, ...]
    wrt: tuple[int, ...]
    seed: int = field(default=0, compare=False)
    stepped: bool = True  # whether its truth is found by complex step, or by differences
    narrow: bool = False  # whether it computes in single precision at times: `widened` gives its truth then
    parted: bool = False  # whether it stands in several modules when it is loaded

    def widened(self) -> Program:
        """The program in double precision throughout."""
        wide = [text.replace("float32", "float64").replace("complex64", "complex128") for text in (self.text, *self.arguments)]
        return replace(self, text=wide[0], arguments=tuple(wide[1:]), narrow=False)

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
