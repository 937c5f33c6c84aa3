"""Short programs about a handful of places: each is read and changed again and again, under several names, in any order.

Other programs have many names, and seldom do two statements in a row concern the same one.  Here they nearly always do.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from fuzz.names import first_that_runs
from fuzz.programs import Program
from fuzz.types import indented, local_function

T = TypeVar("T")
X = "np.array([0.42, -0.73, 1.31])"
NUMBERS = {  # places that hold a number, and what makes them
    "s": "s = x[0] * 0.5", "t": "t = 0.3", "y[0]": "", "y[1]": "", "y[-1]": "", "y[k]": "k = 1", "z[0]": "", "A[0, 1]": "A = np.outer(x, x)", "A[k][0]": "k = 1\nA = np.outer(x, x)",
    "L[0]": "L = [x[0], 0.5]", "L[1]": "L = [x[0], 0.5]", "L[-1]": "L = [x[0], 0.5]", "o.a": "o = Box(x[1], x * 1.0)", "o.v[0]": "o = Box(x[1], x * 1.0)", "d['a']": "d = {'a': x[0] * 2.0, 'b': 0.5}",
    "d['b']": "d = {'a': x[0] * 2.0, 'b': 0.5}", "D['p'][1]": "D = {'p': x * 2.0, 'q': y}", "P[0].a": "P = [Box(x[1], x * 1.0), Box(0.2, y)]", "M[0][1]": "M = [y, x * 0.5]", "E[0][0]": "E = [[x[0], 0.2], [0.4, x[1]]]",
}  # fmt: skip
VECTORS = {
    "y": "", "z": "", "u": "u = x * 0.9", "A[0]": "A = np.outer(x, x)", "A[k]": "k = 1\nA = np.outer(x, x)", "A[:, 1]": "A = np.outer(x, x)", "o.v": "o = Box(x[1], x * 1.0)", "D['p']": "D = {'p': x * 2.0, 'q': y}", "D['q']": "D = {'p': x * 2.0, 'q': y}",
    "M[0]": "M = [y, x * 0.5]", "M[-1]": "M = [y, x * 0.5]", "P[0].v": "P = [Box(x[1], x * 1.0), Box(0.2, y)]", "P[1].v": "P = [Box(x[1], x * 1.0), Box(0.2, y)]", "y[:]": "", "y[::-1]": "",
}  # fmt: skip
SECOND_NAMES = ("z = y", "z = y[:]", "z = y[::-1]", "z = y.copy()", "z = y * 1.0", "z = np.asarray(y)", "z = y.T", "z = x * 2.0")
SIGNS = ("+", "-", "*")
HEADS = (
    "for k in range(2):", "for k in range(len(y)):", "for e in y:", "for e in {v}:", "for k, e in enumerate({v}):", "for _ in range(2):", "if {s} > {n}:", "if {v}[0] > {s}:", "if {s} > {n} and {s} < 2.0:",
    "while {s} < {n}:", "for e in [{s}, {s}]:", "for e, q in zip({v}, {v}):", "for k in reversed(range(3)):", "try:", "for _ in range(1):", "if len(y) > 2:", "for q in ({v}, {v}):", "for e in list({v}):",
)  # fmt: skip
BOX = """class Box:
    def __init__(self, a, v):
        self.a = a
        self.v = v

    def grow(self, k):
        self.a = self.a * k
        self.v[0] += k
        return self.a


"""


def generate_tight(seed: int) -> Program:
    """The program of a seed."""
    return first_that_runs(seed, lambda drawn: Writer(seed, drawn).program())


class Writer:
    """Writes one program, of a few forms of statements and values: so those that hide something from each other meet, too."""

    def __init__(self, seed: int, drawn: random.Random) -> None:
        self.seed, self.drawn = seed, drawn
        self.numbers = drawn.sample([*NUMBERS], drawn.choice([1, 2, 2, 3]))
        self.vectors = drawn.sample([*VECTORS], drawn.choice([1, 1, 2, 3]))
        self.functions: list[str] = []
        self.statements = self.some([self.assigned, self.increased, self.both, self.vector_assigned, self.vector_changed, self.number_and_vector, self.through_a_name, self.called])
        self.of_number = self.some([self.place, self.place, self.sum, self.sine, self.scaled, self.total, self.with_call, self.chosen, self.constant])
        self.of_vector = self.some([self.same, self.vector_sum, self.shifted, self.shown, self.listed, self.called_vector])
        self.heads = self.some(HEADS)
        self.signs = self.some(SIGNS)
        self.is_short = drawn.random() < 0.7
        self.blocks = 0.0 if self.is_short else drawn.choice([0.1, 0.3])

    def some(self, forms: Sequence[T]) -> list[T]:
        """Some of the forms there are."""
        return self.drawn.sample([*forms], self.drawn.choice([k for k in (1, 2, 3, len(forms)) if k <= len(forms)]))

    def program(self) -> Program:
        """What makes the places, functions that change some, and statements."""
        made = [line for place in (*self.numbers, *self.vectors) for line in {**NUMBERS, **VECTORS}[place].split("\n") if line]
        lines = ["y = x * 1.0", self.drawn.choice(SECOND_NAMES), *dict.fromkeys(made)]
        for name in ("g", "h")[: self.drawn.choice([0, 0, 0, 1] if self.is_short else [0, 1, 1, 2])]:
            lines += self.function(name)
        again = self.is_short and self.drawn.random() < 0.4
        body = [line for _ in range(self.drawn.choice([2, 3, 4] if self.is_short else [3, 5, 8, 12])) for line in self.statement()]
        lines += ["for k in range(2):", *indented(body)] if again else body
        reads = [*(f"{p} * {p}" for p in self.numbers), *(f"np.sum({v} * {v})" for v in self.vectors), *(f"{v} @ x" for v in self.vectors), *(f"{p} * x[2]" for p in self.numbers)]
        lines.append(f"return {' + '.join(self.drawn.sample(reads, min(len(reads), self.drawn.choice([2, 3, 4]))))}")
        text = "\n".join(["def f(x):", *indented(lines)])
        return Program(f"import numpy as np\n\n\n{BOX if 'Box(' in text else ''}{text}\n", (X,), (0,), self.seed, stepped=False)

    def function(self, name: str) -> list[str]:
        """A function of one number or vector that changes what is around it."""
        outside = self.numbers, self.vectors
        of_number = self.drawn.random() < 0.6
        self.numbers, self.vectors = ([*self.numbers, "p"], self.vectors) if of_number else ([*self.numbers, "p[0]"], [*self.vectors, "p"])
        body = [line for _ in range(self.drawn.choice([1, 2, 2, 3])) for line in self.statement(depth=1)]
        answer = self.number() if of_number else self.vector()
        self.numbers, self.vectors = outside
        self.functions.append(name if of_number else f"{name}(")  # an open one takes a vector
        return local_function(name, body, answer, {"p", "e", "q", "_", "r"})

    # --- statements ---

    def statement(self, depth: int = 0) -> list[str]:
        """A change of one place or two; or a block of some."""
        if depth < 2 and self.drawn.random() < self.blocks:
            return self.block(depth)
        return [line for line in self.drawn.choice(self.statements)().split("\n") if line]

    def assigned(self) -> str:
        return f"{self.place()} = {self.number()}"

    def increased(self) -> str:
        return f"{self.place()} {self.sign()}= {self.number()}"

    def both(self) -> str:
        return f"{self.place()}, {self.place()} = {self.number()}, {self.number()}"

    def vector_assigned(self) -> str:
        return f"{self.same()} = {self.vector()}"

    def vector_changed(self) -> str:
        return f"{self.same()} {self.sign()}= {self.drawn.choice([self.number, self.vector])()}"

    def number_and_vector(self) -> str:
        return f"{self.place()}, {self.same()} = {self.number()}, {self.vector()}"

    def through_a_name(self) -> str:
        return f"r = {self.number()}\n{self.place()} = r"

    def called(self) -> str:
        return self.call() if self.functions else self.assigned()

    def block(self, depth: int) -> list[str]:
        """Statements that run once, again or perhaps."""
        draw = self.drawn.choice
        head = draw(self.heads)
        while "{" in head:
            for letter, what in (("{s}", self.place()), ("{v}", self.same()), ("{n}", draw(["0.3", "0.7", "-0.2"]))):
                head = head.replace(letter, what, 1)
        outside = self.numbers
        self.numbers = [*self.numbers, *(["e"] if " e " in head or "e," in head else [])]
        body = [line for _ in range(draw([1, 2, 2, 3])) for line in self.statement(depth + 1)]
        if head.startswith("for") and self.drawn.random() < 0.2:
            body.insert(draw([0, len(body)]), f"if {self.place()} > {draw(['0.3', '0.7'])}:\n    {draw(['break', 'continue'])}")
        self.numbers = outside
        if head.startswith("while"):
            body.append(f"{head[len('while ') :].partition(' < ')[0]} += 0.35")
        lines = [head, *indented([part for line in body for part in line.split("\n")])]
        if head == "try:":
            return [*lines, "finally:", *indented(self.statement(depth + 1))]
        if head.startswith("if") and self.drawn.random() < 0.4:
            return [*lines, "else:", *indented(self.statement(depth + 1))]
        return lines

    def call(self) -> str:
        """A call of a function."""
        name = self.drawn.choice(self.functions)
        return f"{name[0]}({self.same()})" if "(" in name else f"{name}({self.place()})"

    def sign(self) -> str:
        return self.drawn.choice(self.signs)

    # --- numbers ---

    def number(self) -> str:
        """What gives a number."""
        return self.drawn.choice(self.of_number)()

    def place(self) -> str:
        return self.drawn.choice(self.numbers)

    def sum(self) -> str:
        return f"{self.place()} {self.sign()} {self.place()}"

    def sine(self) -> str:
        return f"np.sin({self.place()})"

    def scaled(self) -> str:
        return f"{self.place()} * {self.drawn.choice(['0.5', '1.5', 'x[1]'])}"

    def total(self) -> str:
        return f"{self.same()}.sum()"

    def with_call(self) -> str:
        if not self.functions:
            return self.sum()
        called = self.call()
        return f"{self.place()} {self.sign()} {called}" + ("[0]" if f"{called[0]}(" in self.functions else "")

    def chosen(self) -> str:
        return f"{self.place()} if {self.place()} > 0.3 else {self.place()}"

    def constant(self) -> str:
        return self.drawn.choice(["0.0", "0.4", "x[0]"])

    # --- vectors ---

    def vector(self) -> str:
        """What gives a vector."""
        return self.drawn.choice(self.of_vector)()

    def same(self) -> str:
        return self.drawn.choice(self.vectors)

    def vector_sum(self) -> str:
        return f"{self.same()} {self.sign()} {self.same()}"

    def shifted(self) -> str:
        return f"{self.same()} {self.sign()} {self.place()}"

    def shown(self) -> str:
        return f"{self.same()}{self.drawn.choice(['.copy()', '[::-1]', '[:]', ' * 1.0'])}"

    def listed(self) -> str:
        return f"np.array([{self.place()}, {self.place()}, {self.place()}])"

    def called_vector(self) -> str:
        called = self.call() if self.functions else ""
        return called if f"{called[:1]}(" in self.functions else f"np.sin({self.same()})"
