"""Programs about objects that hold objects: parts that change in place, change places, and stand in two of them.

What one name of a thing changes, the others have to be told, or refused.  The programs are short: what they try is which
names there are, and in what order what happens to them.
"""

from __future__ import annotations

import random

from fuzz.programs import Program

CLASSES = """import numpy as np


class Cell:
    def __init__(self, u, t):
        self.u, self.t = u, t


class Pair:
    def __init__(self, p, q):
        self.p, self.q = p, q


def f(x):
"""
FIRST = ("Cell(x * 1.0, 0.0)", "Cell(x * 2.0, x[0])")
SECOND = ("Cell(x ** 2, 1.0)", "Cell(np.zeros_like(x), 0.0)")
HOLDERS = {  # how two cells are held, and what they are called then
    "names": (("w = 0",), ("a", "b")),
    "objects": (("w = Pair(a, b)", "w = Pair(a, Cell(x * 3.0, 1.0))"), ("w.p", "w.q")),
    "dict": (("w = {'p': a, 'q': b}", "w = {'p': Cell(x * 1.5, 0.5), 'q': b}"), ("w['p']", "w['q']")),
    "list": (("w = [a, b]", "w = [a, Cell(x * 1.5, 0.5)]"), ("w[0]", "w[1]")),
}


def generate_holders(seed: int) -> Program:
    """The program of a seed."""
    drawn = random.Random(seed)
    made, cells = HOLDERS[drawn.choice(list(HOLDERS))]
    names = [*cells] if drawn.random() < 0.3 else ["a", "b", *cells]
    body = [_sometimes(_statement(names, drawn), drawn) for _ in range(drawn.randint(2, 4))]
    read = dict.fromkeys(drawn.choice(names) for _ in range(3))
    lines = [
        f"a = {drawn.choice(FIRST)}", f"b = {drawn.choice(SECOND)}", drawn.choice(made),
        "for k in range(3):", *(f"    {line}" for lines in body for line in lines),
        "return " + " + ".join(f"np.sum({n}.u ** 2) * {n}.t + np.sum(np.cos({n}.u))" for n in read),
    ]  # fmt: skip
    return Program(CLASSES + "".join(f"    {line}\n" for line in lines), ("np.array([0.4, 0.75, 1.3])",), (0,), seed)


def _statement(names: list[str], drawn: random.Random) -> list[str]:
    one, other, third = (drawn.choice(names) for _ in range(3))
    place, at = drawn.randrange(3), drawn.randrange(3)
    number = drawn.choice([f"{third}.u[{at}] * x[{place}]", f"{third}.t * 0.5 + x[{at}]", f"{third}.u[{at}] + 0.3"])
    array = drawn.choice([f"{other}.u * 1.1 + 0.1 * {third}.u ** 2", f"{other}.u * 0.7 + x", f"np.sin({third}.u)"])
    return drawn.choice([
        [f"{one}.u[{place}] = {number}"], [f"{one}.u[{place}] = {number}"], [f"{one}.u[:] = {array}"], [f"{one}.t = {number}"],
        [f"{one}.u = {array}"], [f"{one}.u = {other}.u"], [f"{one}, {other} = {other}, {one}"], [f"{one}, {other} = {other}, {one}"],
        [f"{one} = {other}"], [f"n = {one}", f"n.u[{place}] = {number}"], [f"{one}.u, {other}.u = {other}.u, {one}.u"],
        [f"{one}.u[1:] = {other}.u[:-1] * 1.2"],
    ])  # fmt: skip


def _sometimes(lines: list[str], drawn: random.Random) -> list[str]:
    if drawn.random() < 0.8:
        return lines
    return [f"if {drawn.choice(['k == 1', 'x[k] > 0.6'])}:", *(f"    {line}" for line in lines)]
