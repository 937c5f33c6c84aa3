"""Short programs about when things are read: calls that change variables, items and attributes in every place of an
expression, containers that are built anew of their parts, functions that keep a value or read it when they are called.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from fuzz.names import first_that_runs
from fuzz.programs import Program
from fuzz.types import indented, local_function

X = "np.array([0.42, -0.73, 1.31])"


class Kind(NamedTuple):
    """What a program may be about: what makes it, and what is read and done."""

    made: str
    places: tuple[str, ...] = ()  # of numbers that can be assigned
    numbers: tuple[str, ...] = ()  # that can be read alone
    calls: tuple[str, ...] = ()  # that change something and give a number
    vectors: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


# In all texts {p} is a place, {r} that or another number, {c} a call, {e} any expression, {t} a test, {v} a vector.
KINDS = (
    Kind("s = x[0] * 0.5", ("s",)),
    Kind("t = x[1]", ("t",)),
    Kind("y = x * 1.0", ("y[0]", "y[1]"), ("y.sum()",), ("outer(y, {r})",), ("y", "y[::-1]"), ("y[int({t})] = {e}", "y = {v}", "y *= {e}", "y += {v}", "y[:] = {v}", "y += np.array([{e}, {r}, {e}])")),
    Kind("z = x * 2.0", ("z[1]",), (), ("outer(z, {r})",), ("z",), ("z = {v}", "z = z[::-1]", "z -= {v}")),
    Kind("T = (x[0], x[1] * 0.5)", (), ("T[0]", "T[1]", "sum(T)"), (), ("np.array([*T, {r}])",), ("T = ({e}, {e})", "T = T[::-1]", "T = (T[1], {e})", "T, s = (s, {e}), T[0]", "(s, _) = T")),
    Kind("L = [x[0], x[2]]", ("L[0]", "L[-1]"), ("sum(L)", "len(L) * x[0]"), ("L.pop(0)", "L.pop()"), ("np.array([*L[:2], {r}])",),
         ("L = [{e}, {e}]", "L = L[::-1]", "L.append({e})", "L = [e * 1.5 for e in L]", "L = L[1:] + [{e}]", "L.insert(0, {e})", "L.reverse()", "L[:] = L[::-1]", "L += [{e}]", "del L[1:]")),
    Kind("M = [x * 1.0, x * 0.5]", ("M[0][1]", "M[-1][0]"), (), ("outer(M[0], {r})",), ("M[0]", "M[-1]"),
         ("M[0] = {v}", "M = M[::-1]", "M = [{v}, {v}]", "M[0], M[-1] = M[-1], M[0]", "M.append({v})", "M.append(M.pop(0))", "M = [u * 1.1 for u in M]", "for u in M: u *= 0.9", "M[-1] *= {e}")),
    Kind("d = {{'a': x[0], 'b': x[1]}}", ("d['a']",), ("sum(d.values())",), ("d.pop('b', {r})", "d.setdefault('c', {r})"), (),
         ("d = dict(d, b={e})", "d = {{**d, 'a': {e}}}", "d.update(a={e})", "d['a'] = d.pop('a') * {r}", "d = {{k: e * 1.2 for k, e in d.items()}}", "for k in d: d[k] *= 0.9")),
    Kind("D = {{'p': x * 1.0, 'q': x * 0.5}}", ("D['p'][0]", "D['q'][1]"), (), ("outer(D['p'], {r})",), ("D['p']", "D['q']"),
         ("D['p'] = {v}", "D = {{**D, 'q': {v}}}", "D['p'], D['q'] = D['q'], D['p']", "D['q'] *= {e}", "for u in D.values(): u[1] = {e}", "D = {{k: u * 1.1 for k, u in D.items()}}")),
    Kind("o = Box(x[1], x * 1.0)", ("o.a", "o.v[0]"), (), ("o.step({r})", "o.next", "o({r})", "(o + {r})"), ("o.v",), ("o.v = {v}", "o = Box({e}, {v})", "o = copy.copy(o)", "o.v *= {e}")),
    Kind("R = Ring(x * 1.0)", ("R[0]", "R[1]", "R.level"), ("sum(R)", "len(R) * x[0]", "R.v[2]", "max(R)", "-R"), ("R.turn({r})", "(R @ {r})", "R.turned.level"), ("R.v", "np.array([*R])"),
         ("R += {e}", "R = Ring({v})", "R.v = {v}", "R[0], R[-1] = R[-1], R[0]", "for e in R: s += e * {r}", "with R as u: u[0] = {e}", "del R[2]", "R = R.turned", "R.v[:] = list(R)", "a, *_ = R\nR[1] = a", "R += R.turn({r})")),
    Kind("A = np.outer(x, x)", ("A[0, 1]", "A[0][0]"), ("A.sum()",), ("outer(A[0], {r})",), ("A[0]", "A[:, 1]"), ("A[0] = {v}", "A = A.T", "A *= {e}", "A[1] += {v}")),
    Kind("g = lambda k=x[0]: k * 2.0", (), ("g()", "g({r})"), (), (), ("g = lambda k={e}: k * x[1]", "g = lambda k={r}: k * {r}", "g = lambda k={r}, u=g: u(k) * 1.1", "g = lambda k={r}, u=g: u() + k")),
)  # fmt: skip
NUMBERS = (
    "{r}", "{r}", "{c}", "{c}", "{e} + {e}", "{e} - {e}", "{e} * {e}", "({e} if {t} else {e})", "max({e}, {e})", "np.sin({e})", "({e}, {e}, {r})[1]", "({r}, {e}, {r})[0]", "sum([{e}, {e}])", "sum({c} * e for e in x[:2])",
    "(lambda u, v={r}: u * v)({e})", "np.array([{e}, {e}]).sum()", "x[int({e} > 0.1)]", "{{'p': {e}, 'q': {r}}}['p']",
)  # fmt: skip
VECTORS = ("{v}", "{v} * {e}", "{v} + {v}", "{v}.copy()", "np.sin({v})")
TESTS = ("{e} > 0.1", "{e} > {r}", "{r} < {e} < {e}", "{e} > 0.2 and {e} < 1.5", "{e} > 0.6 or {r} < 0.4")
STATEMENTS = ("{p} = {e}", "{p} = {e}", "{p} += {e}", "{p} *= {e}", "{p} -= {e}", "{p}, {p} = {e}, {e}", "r = {e}\n{p} = r", "{c}", "assert {r} < 100.0")
DEEPEST = 2
DEFINITIONS = """class Box:
    def __init__(self, a, v):
        self.a = a
        self.v = v

    def step(self, k):
        self.a = self.a * 0.8 + k
        self.v[0] += self.a
        return self.a

    @property
    def next(self):
        self.a = self.a * 1.1
        return self.a

    def __call__(self, k):
        self.v = self.v * k
        return self.v[0]

    def __add__(self, other):
        self.a = self.a + 0.1
        return self.a + other


class Ring:
    def __init__(self, v):
        self.v = v
        self.at = 0

    def __getitem__(self, k):
        return self.v[(k + self.at) % len(self)]

    def __setitem__(self, k, e):
        self.v[(k + self.at) % len(self)] = e

    def __delitem__(self, k):
        self.v = np.array([self[j] for j in range(len(self)) if j != k])
        self.at = 0

    def __len__(self):
        return len(self.v)

    def __iter__(self):
        for k in range(len(self)):
            yield self[k]

    def __iadd__(self, k):
        self.v = self.v + k
        return self

    def __neg__(self):
        return -self.v[0]

    def __matmul__(self, k):
        self[0] *= k
        return self[1]

    def __enter__(self):
        self.v = self.v * 0.9
        return self.v

    def __exit__(self, *_):
        self.at += 1

    @property
    def level(self):
        return self.v[0] + self.v[1]

    @level.setter
    def level(self, k):
        self.v[1] = k - self.v[0]

    @property
    def turned(self):
        self.at += 1
        return self

    def turn(self, k):
        self.at += 1
        self[0] += k
        return self[0]


def outer(v, k):
    v[0] = v[0] * k
    return v[0]
"""

SHRUNK = """

def shrunk(v, k):
    v[0] = v[0] * k
    return v[0]
"""  # of the kinds that are based on this one


def generate_ordered(seed: int) -> Program:
    """The program of a seed."""
    return first_that_runs(seed, lambda drawn: Writer(seed, drawn).program())


class Writer:
    """Writes one program, in which few places are read and changed, often in one expression."""

    kinds_known, imports, definitions = KINDS, "import copy\n\nimport numpy as np\n", DEFINITIONS

    def __init__(self, seed: int, drawn: random.Random) -> None:
        self.seed, self.drawn = seed, drawn
        self.kinds = [self.kinds_known[0], *drawn.sample(self.kinds_known[1:], drawn.choice([1, 1, 2]))]
        self.places = [place for kind in self.kinds for place in kind.places]
        self.calls = [call for kind in self.kinds for call in kind.calls]
        changes = [change for kind in self.kinds for change in kind.changes]
        self.statements = [*drawn.sample(STATEMENTS, drawn.choice([2, 4, 6])), *drawn.sample(changes, min(len(changes), drawn.choice([0, 2, 5])))]

    def program(self) -> Program:
        """What makes the places, functions that change some, and statements, perhaps in a block."""
        lines = [*(line for kind in self.kinds for line in self.filled(kind.made).split("\n")), *[line for name in ("g", "h")[: self.drawn.choice([0, 1, 1, 2])] for line in self.function(name)]]
        head = self.drawn.choice(["", "", "", "for j in range(2):", "if {t}:", "while j < 2 and {t}:"])
        body = [line for _ in range(self.drawn.choice([1, 2, 3])) for line in self.statement()]
        if head:
            count = ["j = 0"] if head.startswith("while") else []
            body = [*count, self.filled(head), *indented([*body, *(["j += 1"] if count else [])]), *self.statement()]
        vectors = [f"np.sum({vector} * {vector})" for kind in self.kinds for vector in kind.vectors if "{" not in vector]
        reads = dict.fromkeys([*(f"{place} * {place}" for place in self.places), *vectors])
        text = "\n".join(["def f(x):", *indented([*lines, *body, f"return {' + '.join([self.filled('{e}'), *reads])}"])])
        return Program(f"{self.imports}\n\n{with_definitions(text, self.definitions)}\n", (X,), (0,), self.seed, stepped=False)

    def function(self, name: str) -> list[str]:
        """A function of a number that changes what is around it."""
        outside, self.places = self.places, [*self.places, "p", "p"]
        body = [line for _ in range(self.drawn.choice([1, 1, 2])) for line in self.statement()]
        answer = self.filled("{e}")
        self.places = outside
        self.calls = [*self.calls, f"{name}({{r}})", f"{name}({{r}})"]
        return local_function(name, body, answer, {"p", "r", "e", "u", "v", "k", "_"})

    def statement(self) -> list[str]:
        """One statement, or two that belong together."""
        return self.filled(self.drawn.choice(self.statements)).split("\n")

    def filled(self, text: str, depth: int = 0) -> str:
        """A text with something for each of its letters."""
        while "{" in text.replace("{{", ""):
            for letter in "prtcev":
                found = f"{{{letter}}}"
                if found in text:
                    text = text.replace(found, self.something(letter, depth).replace("{", "{{").replace("}", "}}"), 1)
        return text.replace("{{", "{").replace("}}", "}")

    def something(self, letter: str, depth: int) -> str:
        """What stands for a letter."""
        draw = self.drawn.choice
        numbers = [number for kind in self.kinds for number in kind.numbers if depth < DEEPEST or "{" not in number]
        vectors = [vector for kind in self.kinds for vector in kind.vectors if "{" not in vector] or ["x"]
        if letter == "p":
            return draw(self.places)
        if letter == "v" and (depth >= DEEPEST or self.drawn.random() < 0.5):
            return draw(vectors)
        if letter == "r" or (letter == "c" and not self.calls) or (letter == "e" and depth >= DEEPEST):
            return self.filled(draw([*self.places, *numbers]), depth + 1)
        texts = {"c": self.calls, "e": NUMBERS, "t": TESTS, "v": VECTORS}[letter]
        return self.filled(draw(texts), depth + 1)


def with_definitions(text: str, definitions: str) -> str:
    """A text below those of the definitions that it reads, or that these read."""
    unused = {re.findall(r"^(?:class |def |)(\w+)", part, re.MULTILINE)[0]: part for part in definitions.strip().split("\n\n\n")}
    while used := [name for name in unused if re.search(rf"\b{name}\b", text)]:
        text = "\n\n\n".join([*(unused.pop(name) for name in used), text])
    return text
