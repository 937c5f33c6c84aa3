"""Short programs of idioms (see `idioms`): any way of making an array before any way of changing it, in any block.

What the values are is not known when a program is written.  Each statement is tried: the program with it must run.
"""

from __future__ import annotations

import random
import re

from fuzz.idioms import CHANGES, DEFINITIONS, FUNCTIONS, HEADS, READS, VALUES
from fuzz.names import runs
from fuzz.programs import Program
from fuzz.types import indented

ARGUMENTS = {
    "x": ("v", "np.array([0.42, -0.73, 1.31, 0.58, -1.17])"),
    "w": ("v", "np.array([0.91, 0.37, -0.64, 1.22, 0.15])"),
    "B": ("A", "np.array([[0.61, -0.29, 0.83], [0.47, 1.19, -0.52], [-0.95, 0.34, 0.76]])"),
    "t": ("s", "0.68"),
}
NUMBERS = ("0.5", "0.3", "-0.213", "0.817", "1.137", "0.037")
NAMES = {
    "v": "yuvpq", "s": "abr", "A": "MK", "i": "ij", "I": ("idx", "order"), "m": ("m", "mask"), "z": "zh", "c": "c", "S": "S", "L": "L", "D": "D", "f": ("g", "act"),
    "G": "GH", "o": ("o", "body"), "P": ("bodies",), "T": ("pair",), "N": ("table",), "k": ("key",), "E": ("rows",),
}  # fmt: skip
SUBJECTS = (  # the letters a program is about, and the first thing that it makes of one
    ("vvvvvvvsssAAAmmIizzcSLLDf", "v", "u = y[1:]"),
    ("vvvvssAAAAAAAAIimGGGG", "A", "M = np.outer(y, y)"),
    ("vvvssAooooooPPPPTLNkf", "o", "o = Body(y, s)"),
    ("vvsssSSSLLLEENNDDDkkiITf", "S", "S = [s, x[1]]"),
)
MODULES = ("bisect", "collections", "contextlib", "copy", "dataclasses", "functools", "heapq", "itertools", "math", "operator", "types")
TRIES = 8  # for each statement


def generate_idiomatic(seed: int) -> Program:
    """The program of a seed."""
    return Writer(seed).program()


class Writer:
    """Writes one program."""

    texts, subjects, every_head, every_read, names = (VALUES, CHANGES), SUBJECTS, HEADS, READS, NAMES
    calls = ("{v} = {f}({v})", "{v} = {f}({v} * {s})", "{f}({v})", "{s} = {f}({v})[0]")
    functions = FUNCTIONS

    def __init__(self, seed: int) -> None:
        self.seed, self.drawn = seed, random.Random(seed)
        self.letters, self.subject, self.first = self.drawn.choice(self.subjects)
        most = self.drawn.choice([3, 8, 1000])  # of a few idioms, those that hide something from each other meet, too
        self.values, self.changes = (
            {letter: self.drawn.sample(texts, min(most, len(texts))) for letter, texts in table.items()} for table in self.texts
        )
        self.heads = self.drawn.sample(self.every_head, min(most, len(self.every_head)))
        names = ["x", *self.drawn.sample(["w", "B", "t"], self.drawn.choice([0, 1, 1, 2]))]
        self.arguments = {name: ARGUMENTS[name] for name in names}
        self.held: dict[str, list[str]] = {}  # names, by the letter of what they hold
        for name, (letter, _) in self.arguments.items():
            self.held.setdefault(letter, []).append(name)

    def program(self) -> Program:
        """Statements, one after the other, wherever the program still runs; then what is read."""
        body = [*self.begun(), self.first]
        self.held.setdefault(self.subject, []).append(self.first.partition(" ")[0])
        most = len(body) + self.drawn.choice([4, 7, 10, 14])
        for _ in range(TRIES * most):
            if len(body) >= most:
                break
            known = {letter: [*names] for letter, names in self.held.items()}
            more = [*body, *self.statement(body)]
            if len(more) > len(body) and self.runs(more):
                body = more
            else:
                self.held = known
        return self.written([*body, self.ending(body)])

    def begun(self) -> list[str]:
        """What every program begins with."""
        for letter, name in (("v", "y"), ("s", "s"), ("m", "m")):
            self.held.setdefault(letter, []).append(name)
        return ["y = x * 1.0", "s = x[0] * 0.5", "m = x > 0.2"] if self.drawn.random() < 0.7 else ["y = np.sin(x)", "s = 0.4", "m = y > 0.1"]

    def written(self, body: list[str]) -> Program:
        """The program with a body."""
        text = "\n".join([f"def f({', '.join(self.arguments)}):", *indented(body)]) + "\n"
        for name, definition in DEFINITIONS.items():
            if re.search(rf"\b{name}\b", text):
                text = f"{definition[1:]}\n\n{text}"
        imports = [f"import {name}\n" for name in MODULES if f"{name}." in text]
        texts = tuple(text for _, text in self.arguments.values())
        return Program("".join([*imports, "\n" * bool(imports), "import numpy as np\n\n\n", text]), texts, tuple(range(len(texts))), self.seed, stepped=False)

    def runs(self, body: list[str]) -> bool:
        """Whether it runs, without a warning, and gives numbers of a moderate size."""
        return runs(self.written([*body, f"return {' + '.join(self.reads(body))}"]), most=1e3)

    def reads(self, body: list[str]) -> list[str]:
        """What can be read of each name."""
        lines = "\n".join(body)
        return [
            self.drawn.choice(texts).replace(f"{{{letter}}}", name)
            for letter, texts in self.every_read.items()
            for name in self.held.get(letter, [])
            if name in self.arguments or re.search(rf"\b{name}\b", lines)
        ]

    def ending(self, body: list[str]) -> str:
        """Some of that."""
        reads = self.reads(body)
        return f"return {' + '.join(self.drawn.sample(reads, min(len(reads), self.drawn.choice([2, 3, 4, 6]))))}"

    def statement(self, body: list[str]) -> list[str]:
        """A statement, or none."""
        form = self.drawn.random()
        if form < 0.1 and _does_more_when_repeated(body[-1]):
            return [body[-1]]
        if form < 0.3:
            return self.block()
        return self.simple()

    def simple(self) -> list[str]:
        """What binds a name, or changes what one holds."""
        letter = self.drawn.choice(self.letters)
        if letter in self.held and (letter not in self.values or self.drawn.random() < 0.5):
            return [line for line in re.split("; |\n", self.fill(self.drawn.choice(self.changes[letter]))) if line]
        if letter not in self.values:
            return self.function()
        value = self.fill(self.drawn.choice(self.values[letter]))
        return [f"{self.target(letter)} = {value}"] if value else []

    def function(self) -> list[str]:
        """A function inside, and a call of it."""
        name = self.target("f")
        called = self.drawn.choice(self.calls)
        text = self.fill(f"{self.drawn.choice(self.functions)}\n{called}".replace("{f}", name))
        return text.split("\n") if text else []

    def block(self, depth: int = 0) -> list[str]:
        """A block of one to three statements, some with a block inside, and what is done else."""
        head, bound = self.drawn.choice(self.heads)
        head = self.fill(head)
        if not head:
            return []
        for letter, name in bound.items():
            self.held.setdefault(letter, []).append(name)
        inside = [line for _ in range(self.drawn.choice([1, 2, 2, 3])) for line in self.simple()]
        if depth < 2 and self.drawn.random() < 0.25:
            inside += self.block(depth + 1)
        if self.drawn.random() < 0.15 and head.startswith(("for", "while")):
            test = self.fill("if {s} > {n}:")
            leaves = self.drawn.choice(["break", "continue"])
            inside.insert(self.drawn.choice([0, len(inside)]), f"{test}\n    {leaves}")
        if head.startswith("while True"):
            inside.append(self.fill("if {s} > {n} or len({v}) > 3:\n    break\n{s} = {s} + 0.5"))
        inner = [part for line in inside for part in line.split("\n")]
        last = head.rpartition("\n")[2]
        if last.startswith(" ") and last.endswith(":"):  # a head inside of a head
            inner = indented(inner)
        lines = [head, *indented(inner)] if inside else []
        if lines and head.startswith("try"):
            return [*lines, *self.drawn.choice([["finally:", *indented(self.simple() or ["pass"])], ["except ValueError:", "    pass"], ["except IndexError:", *indented(self.simple() or ["pass"])]])]
        if lines and head.startswith(("for", "while {")) and self.drawn.random() < 0.1:
            return [*lines, "else:", *indented(self.simple() or ["pass"])]
        if lines and head.startswith("if") and self.drawn.random() < 0.4:
            other = self.simple()
            lines += ["else:", *indented(other)] if other else []
        return lines

    def target(self, letter: str) -> str:
        """A name to bind: one that holds such a value, or another."""
        old = self.held.setdefault(letter, [])
        if old and self.drawn.random() < 0.4:
            return self.drawn.choice(old)
        name = self.drawn.choice(self.names[letter])
        if name not in old:
            old.append(name)
        return name

    def fill(self, text: str) -> str:
        """A text with names for its letters; nothing where there is no such name."""
        chosen: dict[str, str] = {}

        def put(found: re.Match[str]) -> str:
            what = found[0][1:-1]
            if found[0] in ("{{", "}}"):
                return found[0][0]
            if what == "n":
                return self.drawn.choice(NUMBERS)
            names = self.held.get(what[0])
            if what[0] in "iI" and (not names or self.drawn.random() < 0.5):
                names = ["0", "1", "-1"] if what[0] == "i" else ["[0, 1]", "[0, 2]", "[1, 1]"]
            if not names:
                raise LookupError(what)
            return chosen.setdefault(what, self.drawn.choice(names))

        try:
            return re.sub(r"\{\{|\}\}|\{[A-Za-z]'?\}", put, text)
        except LookupError:
            return ""


def _does_more_when_repeated(line: str) -> bool:
    """Whether a statement changes something, or binds a name to what it held."""
    target, binds, value = line.partition(" = ")
    return not line.startswith((" ", "return")) and (not binds or not target.isidentifier() or re.search(rf"\b{target}\b", value) is not None)
