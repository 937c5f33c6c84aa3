"""Short programs of one list, dict or array under several names, deep inside of objects, lists, dicts and tuples.

How long it is, or which keys it has, is found while the program runs; it is changed under one name and read under another.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from fuzz.names import first_that_runs
from fuzz.ordered import with_definitions
from fuzz.programs import Program
from fuzz.types import indented

X = "np.array([0.42, -0.73, 1.31])"


class Leaf(NamedTuple):
    """What stands deep inside: ways to make it, to read it as a number, and to change it.  {p} is where, {e} a number."""

    made: tuple[str, ...]
    reads: tuple[str, ...]
    changes: tuple[str, ...]


LEAVES = (
    Leaf(("collections.defaultdict(float)", "counted(x)", "{{k: e for k, e in enumerate(x)}}"), ("sum({p}.values())", "{p}[0]", "len({p}) * x[1]", "{p}.get(7, {e})", "max({p}.values())"),
         ("{p}[0] = {e}", "{p}[k] = {e}", "{p}[0] = {p}[0] * {e}", "{p}[1] += {e}", "{p}.update({{2: {e}}})", "for j in range(3): {p}[j] = x[j] * {e}", "{p}.pop(0, 0.0)", "for j in list({p}): {p}[j] = {p}[j] * {e}", "put({p}, 0, {e})", "{p}.setdefault(5, {e})", "s += {p}.pop(1, {e})")),
    Leaf(("grown(x)", "[e * 0.5 for e in x if e > -9]", "[]"), ("sum({p})", "{p}[0]", "{p}[-1]", "len({p}) * x[1]", "sum(e * j for j, e in enumerate({p}))", "max({p})"),
         ("{p}.append({e})", "{p}[0] = {e}", "{p}[-1] *= {e}", "{p}.extend([{e}, {e}])", "{p}.insert(0, {e})", "s += {p}.pop()", "for e in x: {p}.append(e * {e})", "{p}.sort()", "{p}.reverse()", "{p} += [{e}]", "put({p}, 0, {e})", "{p}[:] = [e * 0.9 for e in {p}]", "del {p}[0]", "for j in range(len({p})): {p}[j] += {e}")),
    Leaf(("[e * x for e in x]", "rows(x)", "[x * 1.0]"), ("sum({p})[0]", "{p}[0][1]", "{p}[-1].sum()", "len({p}) * x[1]"), ("{p}.append(x * {e})", "{p}[0][1] = {e}", "{p}[-1] = x * {e}", "{p}[0] = {p}[0] * {e}", "for u in {p}: u[0] *= {e}", "{p}.insert(0, x * {e})", "s += {p}.pop()[0]", "put({p}[0], 0, {e})")),
    Leaf(("x * 1.0", "np.zeros(3)", "np.cumsum(x)"), ("{p}.sum()", "{p}[0]", "np.sum({p} * {p})"), ("{p}[0] = {e}", "{p}[:] = x * {e}", "{p} *= {e}", "{p}[1] += {e}", "put({p}, 0, {e})", "{p}[1:] = {p}[:-1]", "{p}[k] = {e}")),
    Leaf(("{{'u': x[0], 'v': x[1]}}",), ("{p}['u']", "sum({p}.values())", "{p}['v']"), ("{p}['u'] = {e}", "{p}['v'] *= {e}", "{p}.update(u={e})", "put({p}, 'u', {e})", "for j in {p}: {p}[j] = {p}[j] * {e}")),
)  # fmt: skip
# What holds it: how that is made of a leaf, the way there, and part of the way.
HOLDERS = (
    ("[x[0], {l}]", "[1]", ()), ("Shelf(a=x[1], T={l})", ".T", ()), ("{{'p': x[0], 'q': {l}}}", "['q']", ()), ("Shelf(a=x[1], T=[x[0], {l}])", ".T[1]", (".T",)), ("[0.0, [x[0], {l}]]", "[1][1]", ("[1]",)), ("{{'p': {{'q': {l}}}}}", "['p']['q']", ("['p']",)),
    ("Shelf(T=Shelf(T={l}, a=x[0]))", ".T.T", (".T",)), ("Shelf(T={{'q': {l}}})", ".T['q']", (".T",)), ("(x[0], [{l}, x[1]])", "[1][0]", ("[1]",)), ("[Shelf(T={l}), x[0]]", "[0].T", ("[0]",)), ("Shelf(T=[Shelf(T=[{l}])])", ".T[0].T[0]", (".T", ".T[0]", ".T[0].T")), ("[[[{l}]], x[1]]", "[0][0][0]", ("[0]", "[0][0]")),
)  # fmt: skip
NUMBERS = ("x[0]", "x[1] * s", "s", "0.7", "x[2]", "np.sin(s)")
TESTS = ("s > 0.1", "x[1] > 0.3", "k < 2", "s < 9.0")
DEFINITIONS = """class Shelf:
    def __init__(self, T, a=0.5):
        self.T = T
        self.a = a


def put(held, k, e):
    held[k] = e


def counted(x):
    found = {}
    for k in range(len(x)):
        found[k] = x[k] * 2.0
    return found


def grown(x):
    found = []
    for e in x:
        found.append(e * e)
    return found


def rows(x):
    found = []
    for e in x:
        found.append(x * e)
    return found
"""


def generate_shelved(seed: int) -> Program:
    """The program of a seed."""
    return first_that_runs(seed, lambda drawn: Writer(seed, drawn).program())


class Writer:
    """Writes one program of a leaf, what holds it, and names for these."""

    def __init__(self, seed: int, drawn: random.Random) -> None:
        self.seed, self.drawn = seed, drawn
        self.leaf = drawn.choice(LEAVES)
        self.holder, self.way, self.stations = drawn.choice(HOLDERS)
        self.names = [f"o{self.way}"]  # where the leaf is found

    def program(self) -> Program:
        """The holder, then names and changes in turn, perhaps in blocks; then what all of them show."""
        lines = ["s, k = x[0] * 0.5, 1", f"o = {self.filled(self.holder.replace('{l}', self.drawn.choice(self.leaf.made)))}"]
        for _ in range(self.drawn.choice([3, 5, 7, 9])):
            lines += self.step()
        reads = [self.filled(self.drawn.choice(self.leaf.reads), name) for name in self.drawn.sample(self.names, min(len(self.names), 3))]
        lines.append(f"return {' + '.join([f'{read} * x[{k % 3}]' for k, read in enumerate(reads)])} + s * x[1] + {self.filled(self.drawn.choice(self.leaf.reads), f'o{self.way}')} ** 2")
        text = "\n".join(["def f(x):", *indented(lines)])
        return Program(f"import collections\n\nimport numpy as np\n\n\n{with_definitions(text, DEFINITIONS)}\n", (X,), (0,), self.seed, stepped=False)

    def step(self) -> list[str]:
        """Another name, another leaf, a change, or a block of such."""
        form = self.drawn.random()
        if form < 0.25:
            return self.name()
        if form < 0.33:
            return [f"o{self.way} = {self.filled(self.drawn.choice([*self.leaf.made, *self.names]))}"]
        if form < 0.37:
            return [f"o = {self.filled(self.holder.replace('{l}', self.drawn.choice([*self.leaf.made, *self.names])))}"]
        if form < 0.5:
            head = self.filled(self.drawn.choice(["for k in range(3):", "for k in range(2):", "if {t}:", "if {t}:", "while k < 3:"]))
            body = [line for _ in range(self.drawn.choice([1, 2])) for line in (self.change() if self.drawn.random() < 0.7 else self.name())]
            return [head, *indented([*body, *(["k += 1"] if head.startswith("while") else [])])]
        return self.change()

    def name(self) -> list[str]:
        """A name for the leaf, or for what is around it."""
        name = self.drawn.choice("abc")
        if self.stations and self.drawn.random() < 0.4:
            station = self.drawn.choice(self.stations)
            held = self.drawn.choice("rt")
            self.names.append(f"{held}{self.way[len(station):]}")
            return [f"{held} = o{station}"]
        source = self.drawn.choice(self.names)
        self.names.append(name)
        return [f"{name} = {source}"]

    def change(self) -> list[str]:
        return self.filled(self.drawn.choice(self.leaf.changes), self.drawn.choice(self.names)).split("\n")

    def filled(self, text: str, place: str = "") -> str:
        """A text with something for each of its letters."""

        def put(found: re.Match[str]) -> str:
            if found[0] in ("{{", "}}", "{p}"):
                return place if found[0] == "{p}" else found[0][0]
            return self.drawn.choice(TESTS) if found[0] == "{t}" else self.filled(self.drawn.choice([*NUMBERS, self.read()]), place)

        return re.sub(r"\{\{|\}\}|\{[pet]\}", put, text)

    def read(self) -> str:
        """A number read of the leaf under one of its names."""
        return self.drawn.choice(self.leaf.reads).replace("{p}", self.drawn.choice(self.names)).replace("{e}", "x[0]")
