"""Random nests of loops, branches and exits: the same trace before and after normalization."""

import ast
import os
import random

import gast
import pytest

from s2sdiff import syntax
from s2sdiff.normalize import normalize
from s2sdiff.normalize.example import text

PROGRAMS = int(os.environ.get("S2SDIFF_RANDOM_PROGRAMS", "150"))


class Writer:
    """Writes a random program; `c(k)` is a condition and `t(k)` a value, and both leave a trace."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.budget = self.random.randint(4, 22)
        self.count = 0

    def number(self):
        self.count += 1
        return self.count

    def block(self, margin, in_loop):
        lines = []
        for _ in range(self.random.randint(1, 3)):
            lines += self.statement(margin, in_loop)
        return lines

    def statement(self, margin, in_loop):
        self.budget -= 1
        kinds = ["trace", "assign", "return", "store"]
        if self.budget > 0:
            kinds += ["if", "if", "if", "for", "while", "with", "forever"]
        if in_loop:
            kinds += ["break", "continue", "break", "continue"]
        return getattr(self, "write_" + self.random.choice(kinds))(margin, in_loop)

    def write_trace(self, margin, in_loop):
        return [f"{margin}t({self.number()})"]

    def write_assign(self, margin, in_loop):
        return [f"{margin}{self.random.choice(['s = ', 's, r = r, ', 's += ', 's = r = '])}{self.value(2)}"]

    def write_store(self, margin, in_loop):
        return [f"{margin}xs[{self.value(1)} % 3] {self.random.choice(['', '+'])}= {self.value(2)}"]

    def write_return(self, margin, in_loop):
        return [margin + self.random.choice(["return", "return 7", "return s", f"return {self.value(1)}"])]

    def write_break(self, margin, in_loop):
        return [margin + "break"]

    def write_continue(self, margin, in_loop):
        return [margin + "continue"]

    def write_if(self, margin, in_loop):
        lines = [f"{margin}if {self.test()}:", *self.block(margin + " ", in_loop)]
        while self.random.random() < 0.2:
            lines += [f"{margin}elif {self.test()}:", *self.block(margin + " ", in_loop)]
        if self.random.random() < 0.4:
            lines += [f"{margin}else:", *self.block(margin + " ", in_loop)]
        return lines

    def loop(self, margin, in_loop, head):
        lines = [margin + head, f"{margin} t({self.number()})", *self.block(margin + " ", in_loop=True)]
        if self.random.random() < 0.25:
            lines += [f"{margin}else:", *self.block(margin + " ", in_loop)]
        return lines

    def write_for(self, margin, in_loop):
        heads = ["for i in range(3):", "for i, r in enumerate([s, 2]):", "for _, (r, s) in [(1, (s, 3))] * 2:"]
        return self.loop(margin, in_loop, self.random.choice(heads))

    def write_while(self, margin, in_loop):
        return self.loop(margin, in_loop, f"while {self.test()}:")

    def write_forever(self, margin, in_loop):
        return self.loop(margin, in_loop, "while True:")

    def write_with(self, margin, in_loop):
        return [f"{margin}with w({self.number()}):", *self.block(margin + " ", in_loop)]

    def test(self):
        n = self.number()
        return self.random.choice(
            [f"c({n})", f"not c({n})", f"(q := c({n})) and c(-{n})", "s < r < 9", f"any(c(i) for i in range({n % 4}))"]
        )

    def value(self, depth):
        n = self.number()
        kinds = ["s", "r", f"t({n})", str(n)]
        if depth:
            v = [self.value(depth - 1) for _ in range(3)]
            kinds += [
                f"({v[0]} + {v[1]})", f"({v[0]} if {self.test()} else {v[1]})", f"({v[0]} and {v[1]} or {v[2]})",
                f"max({v[0]}, {v[1]}, *[{v[2]} + s for s in range(2)])", f"sum({v[0]} * i for i in range(3) if {v[1]})",
                f"(r := {v[0]})", f"({v[0]} < {v[1]} < {v[2]})", f"{{{v[0]}: {v[1]}}}[{v[0]}]" if "t(" not in v[0] else "s",
                f"-xs[{v[0]} % 3]",
            ]  # fmt: skip
        return self.random.choice(kinds)


def trace(tree, seed):
    """What a program gives and leaves behind, under conditions drawn from `seed`."""
    draws, log = random.Random(seed), []

    def step(what):
        log.append(what)
        if len(log) > 100:
            raise RecursionError
        return draws.randint(0, 3)

    class Manager:
        def __init__(self, k):
            self.k = k

        def __enter__(self):
            step(("enter", self.k))

        def __exit__(self, *error):
            step(("exit", self.k))

    namespace = {"t": step, "c": lambda k: step(k) > 1, "w": Manager}
    exec(compile(ast.fix_missing_locations(ast.Module([tree], [])), "<program>", "exec"), namespace)
    xs = [1, 2, 3]
    try:
        result = namespace["f"](1, 2, xs)
    except (RecursionError, UnboundLocalError, KeyError, OverflowError) as error:
        result = type(error).__name__
    return result, log, xs


@pytest.mark.parametrize("group", range(10))
def test_random_programs(group):
    for seed in range(group, PROGRAMS, 10):
        source = "\n".join(["def f(s, r, xs):", *Writer(seed).block(" ", in_loop=False)])
        normal = normalize(syntax.body(source)[0], {"t", "c", "w"})
        for draw in range(6):
            want = trace(ast.parse(source).body[0], draw)
            if want[0] == "RecursionError" and "w(" not in source:
                assert trace(gast.gast_to_ast(syntax.clone(normal)), draw)[1] == want[1], f"{source}\n\n{text(normal)}"
            elif want[0] not in ("RecursionError", "UnboundLocalError"):
                assert trace(gast.gast_to_ast(syntax.clone(normal)), draw) == want, f"{source}\n\n{text(normal)}"
