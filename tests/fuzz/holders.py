"""Programs about objects that hold objects, arrays and numbers: parts that change in place, change places, and stand in two of them.

What one name of a thing changes, the others have to be told, or refused.  The programs are short: what they try is which
names there are, and in what order what happens to them.
"""

from __future__ import annotations

import ast
import random

from fuzz.deeds import condition, deed, fill
from fuzz.holdings import World, generate_world
from fuzz.programs import Program
from fuzz.types import indented

CLASSES = """import numpy as np


class Pair:
    def __init__(self, p, q):
        self.p, self.q = p, q


class Bag:
    def __init__(self, items):
        self.items, self.ns = items, [0.3, 0.6]
        self.cells = []


class Cell:
    def __init__(self, u, t):
        self.u, self.t, self.v, self.z = u, t, None, 0.0

    def scale(self, c):
        self.u *= c
        return self.u

    def tail(self):
        self.t += self.u[0]
        return self.u[1:]

    def give(self, c):
        if self.t > 0.937:
            return None
        self.t = c
        return self.u

    def trade(self, o):
        self.u, o.u = o.u, self.u
        self.t = o.t
"""
READ = {
    "A": ("np.sum({A} ** 2)", "np.sum(np.cos({A}))", "{A}[1] * {A'}[0]"), "N": ("{N} * {N'}", "np.cos({N})"),
    "C": ("np.sum({C}.u ** 2) * {C}.t", "np.sum(np.cos({C}.u))"), "L": ("sum(np.sum(y ** 2) for y in {L})", "np.sum({L}[0] * {L}[-1])"),
    "R": ("sum(r * r for r in {R})", "{R}[0] * {R}[-1]"), "Q": ("sum(np.sum(o.u ** 2) * o.t for o in {Q})",), "V": ("sum(np.sum(y ** 2) for y in {V})",),
    "D": ("sum(np.sum(y ** 2) for y in {D}.values())", "np.sum({D}['p'] * {D}['q'])"), "B": ("(np.sum({B} ** 2) if {B} is not None else 0.0)",),
}  # fmt: skip


def generate_holders(seed: int) -> Program:
    """The program of a seed."""
    return Writer(random.Random(seed)).program(seed)


class Writer:
    """Writes one program."""

    def __init__(self, drawn: random.Random) -> None:
        self.drawn = drawn
        self.outside: list[str] = []
        self.world = generate_world(drawn)

    def program(self, seed: int) -> Program:
        """Classes, functions, and `f`: what is made, a loop of deeds, and what is read."""
        drawn, world = self.drawn, self.world
        methods = self.methods()
        world.known += self.functions()
        body = [*world.lines, *self.local_function()]
        if drawn.random() < 0.3:
            body += self.block(1)
        body += self.loop()
        if drawn.random() < 0.3:
            body += self.block(1)
        body.append(self.ending())
        names, arguments = zip(("x", "np.array([0.4, 0.75, 1.3])"), *world.arguments, strict=True)
        text = [*CLASSES.splitlines(), *indented(methods), *self.outside, "", "", f"def f({', '.join(names)}):", *indented(body)]
        return Program("\n".join(text) + "\n", arguments, tuple(range(len(arguments))), seed)

    def loop(self) -> list[str]:
        """Three times some deeds, or a while loop."""
        self.world.known.append("k")
        body = self.block(self.drawn.randint(1, 4 if self.world.shares else 6))
        if self.drawn.random() < 0.15:
            made = [f"if {condition(self.world, self.drawn)}:", f"    {self.drawn.choice(['break', 'continue', self.ending()])}"]
            at = self.drawn.randint(0, 1) * len(body)
            body[at:at] = made
        self.world.known.remove("k")
        if self.drawn.random() < 0.85:
            return ["for k in range(3):", *indented(body)]
        return ["k = -1", f"while k < 2 and {fill('{N}', self.world, self.drawn)} < 3.0:", "    k += 1", *indented(body)]

    def block(self, count: int) -> list[str]:
        """Some deeds, of which some are done sometimes."""
        return [line for _ in range(count) for line in self.sometimes(deed(self.world, self.drawn))]

    def sometimes(self, lines: list[str]) -> list[str]:
        if self.drawn.random() < 0.8:
            return lines
        made = [f"if {condition(self.world, self.drawn)}:", *indented(lines)]
        return made if self.drawn.random() < 0.7 else [*made, "else:", *indented(deed(self.world, self.drawn))]

    def ending(self) -> str:
        """What is read at the end."""
        kinds = [kind for kind in READ if kind in self.world.places]
        kinds = [self.drawn.choice(kinds) for _ in range(3)]
        return "return " + " + ".join(fill(self.drawn.choice(READ[kind]), self.world, self.drawn) for kind in kinds)

    def methods(self) -> list[str]:
        """Methods of a cell that do what is drawn."""
        one = World({"A": ["self.u", "o.u"], "N": ["self.t", "o.t"], "C": ["self", "o"], "B": ["self.v"]}, shares=self.world.shares)
        two = World({"A": ["self.u"], "N": ["self.t"], "C": ["self"], "B": ["self.v"]}, shares=self.world.shares)
        return [
            "", "def step(self, o, c):", *indented(self.inside(one)), f"    return {self.drawn.choice(['self.u', 'o.u', 'self.u[1:]'])}",
            "", "def step_on(self, c):", *indented(self.inside(two)), f"    return {self.drawn.choice(['self', 'self', 'Cell(self.u, c)', 'Cell(self.u * c, self.t)'])}",
        ]  # fmt: skip

    def functions(self) -> list[str]:
        """Functions of the module that change their arguments; their names."""
        drawn = self.drawn
        texts = {
            "change": ["def change(u, c):", f"    {drawn.choice(['u[0] = c', 'u *= 0.9', 'u = u * c', 'u[1:] += c'])}", f"    return {drawn.choice(['u', 'u', 'u[1:]', 'u * 1.1'])}"],
            "update": ["def update(o, c):", *indented(self.cell_deed("o")), f"    return {drawn.choice(['o', 'o', 'Cell(o.u, c)'])}"],
            "deep": ["def deep(o, e, n):", "    if n == 0:", "        return o.u", *indented(self.cell_deed("o", "e")), f"    return {drawn.choice(['deep(e, o, n - 1)', 'deep(o, e, n - 1)', 'deep(o, e, n - 1) * 0.9'])}"],
            "extend": ["def extend(l, u):", f"    {drawn.choice(['l.append(u)', 'l[0] = u', 'l.insert(0, u)', 'l[-1] *= u'])}", f"    return {drawn.choice(['l[0]', 'l[-1]', 'u'])}"],
            "first": ["def first(l, c):", "    for y in l:", "        if y[1] > c:", "            return y", "    return None"],
        }  # fmt: skip
        chosen = drawn.sample(list(texts), drawn.choice([0, 0, 1, 2]))
        self.outside = [line for name in chosen for line in ("", "", *texts[name])]
        return chosen

    def cell_deed(self, *cells: str) -> list[str]:
        """A deed on cells that have names."""
        return self.inside(World({"A": [f"{c}.u" for c in cells], "N": [f"{c}.t" for c in cells], "C": [*cells], "B": [f"{c}.v" for c in cells]}, shares=self.world.shares))

    def inside(self, world: World) -> list[str]:
        """One or two deeds where x is not known, but a number c or its like is."""
        found: list[str] = []
        while not found:
            found = [line for _ in range(self.drawn.randint(1, 2)) for line in deed(world, self.drawn)]
            found = [] if any(word in "\n".join(found) for word in ("x[", "x *", "+ x", "(x)", "step", "deep")) else found
        return found

    def local_function(self) -> list[str]:
        """A function inside `f` that changes what is around it."""
        if self.drawn.random() < 0.75:
            return []
        body = deed(self.world, self.drawn)
        bound = _assigned(body) & _assigned(self.world.lines)
        outer = [f"nonlocal {', '.join(sorted(bound))}"] if bound else []
        result = self.drawn.choice(["c * 0.5", fill("{N}", self.world, self.drawn), fill("{A}[1]", self.world, self.drawn)])
        self.world.known.append("inner")
        return ["", "def inner(c):", *indented([*outer, *body, f"return {result}"]), ""]


def _assigned(lines: list[str]) -> set[str]:
    """The names that statements assign to."""
    targets = [n.targets[0] for n in ast.walk(ast.parse("\n".join(lines))) if isinstance(n, ast.Assign)]
    return {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
