"""Short programs of objects that Python itself asks: for their length, truth, items, order, parts, sums and attributes.

Nothing in the text of such a program says that a method runs, and many of these change something.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from fuzz.names import first_that_runs
from fuzz.programs import Program
from fuzz.types import indented

X = "np.array([0.42, -0.73, 1.31])"


class Trait(NamedTuple):
    """What a class may have: the method in several forms, and what asks for it."""

    methods: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    vectors: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


# In methods {act} changes something or does not, {m} is a number and {w} a vector of the object; in what asks {o} is an
# object, {e} any number, {t} a test, {v} a vector, {p} a place; {{ and }} are braces.  Lines are parted by |.
GIVES = ("return {m}", "return {m} * k", "return {m} + k")
TRAITS = (
    Trait(("__len__(self):|{act}|return 2", "__len__(self):|{act}|return len(self.v)", "__len__(self):|return self.n"), ("len({o}) * x[0]", "x[len({o}) - 2]"), ("len({o}) > 2", "{o}", "not {o}"), ("y[:len({o})] * 1.0",), ("for j in range(len({o})):|    {p} += {e}",)),
    Trait(("__bool__(self):|{act}|return bool({m} > 0.2)",), ("({e} if {o} else {e})", "({o} and {e})", "(not {o}) * {e}"), ("{o}", "not {o}", "{o} and {t}", "{o} or {t}", "bool({o})"), (), ("if {o}:|    {p} = {e}|else:|    {p} = {e}", "assert {o} or {e} < 100.0")),
    Trait(("__iter__(self):|{act}|return iter(self.v)", "__iter__(self):|{act}|yield {m}|{act}|yield {m}|yield self.a", "__iter__(self):|for e in self.v:|    {act}|    yield e * self.a", "__iter__(self):|{act}|return iter([{m}, {m}, {m}])", "__iter__(self):|return (e * {m} for e in self.v)"),
          ("sum({o})", "max({o})", "sum(e * {e} for e in {o})", "sorted({o})[0]", "picked(*{o})", "list({o})[1]", "next(iter({o}))", "dict(zip('abc', {o}))['b']", "min(e + {e} for e in {o})", "[*{o}, {e}][-1]", "functools.reduce(lambda a, b: a * b, {o})"),
          ("any(e > 0.5 for e in {o})", "all(e < {e} for e in {o})", "max({o}) > {e}"), ("np.array([*{o}])", "np.array(list({o}))", "np.array([e * u for e, u in zip({o}, {v})])", "np.array(list(map(np.sin, {o})))"),
          ("a, b, _ = {o}|{p} = a * b", "a, *b = {o}|{p} = b[0] * a", "for e in {o}:|    {p} += e * {e}", "for j, e in enumerate({o}):|    y[j] = e * {e}", "for e, u in zip({o}, {v}):|    {p} = e * u", "L.extend({o})", "L += {o}", "y[:] = list({o})", "{p}, {p}, {p} = {o}",
           "(a, *_), b = {o}, {e}|{p} += a - b", "for e in {o}:|    if {t}:|        break|    {p} = e", "L[:2] = {o}", "it = iter({o})|{p} = next(it) * {e}|{p} += next(it)", "y += [*{o}]")),
    Trait(("__getitem__(self, k):|{act}|return self.v[k]", "__getitem__(self, k):|{act}|return self.v[k] * {m}", "__getitem__(self, k):|return self.v[-k]"), ("{o}[0]", "{o}[1]", "{o}[-1] * {e}"), ("{o}[0] > {e}",), (), ("{p} = {o}[j]", "s, t = {o}[0], {e}")),
    Trait(("__setitem__(self, k, e):|{act}|self.v[k] = e", "__setitem__(self, k, e):|self.a = e|self.v[k] = self.a * {m}"), (), (), (), ("{o}[0] = {e}", "{o}[1] = {o}.a", "s, {o}[0] = {e}, s")),
    Trait(("__contains__(self, k):|{act}|return bool({m} > k)",), ("({e} in {o}) * {e}",), ("{e} in {o}", "0.2 not in {o}"), (), ("{p} = {e} if 0.3 in {o} else {e}",)),
    Trait(("__float__(self):|{act}|return float({m})",), ("float({o})", "float({o}) * {e}"), ("float({o}) > {e}",), ("np.full(3, float({o}))",), ("y[0] = {o}", "y[j] = float({o})")),
    Trait(("__abs__(self):|{act}|return abs({m})",), ("abs({o})",), ("abs({o}) > 0.3",)),
    Trait(("__neg__(self):|{act}|return -{m}",), ("-{o}", "{e} + -{o}")),
    Trait(tuple(f"__add__(self, k):|{{act}}|{g}" for g in GIVES), ("({o} + {e})", "({o} + {o}.a)"), (), (), ("{p} = {o} + {e}",)),
    Trait(tuple(f"__radd__(self, k):|{{act}}|{g}" for g in GIVES), ("({e} + {o})", "sum([{o}])"), (), (), ("{p} += {o}", "{p} = {e} + {o}")),
    Trait(tuple(f"__sub__(self, k):|{{act}}|{g}" for g in GIVES), ("({o} - {e})",)),
    Trait(("__mul__(self, k):|{act}|return type(self)(self.a * k, self.v * 1.0)", "__mul__(self, k):|return type(self)({m} * k, self.v)", "__mul__(self, k):|{act}|return self"), ("({o} * {e}).a", "({o} * 2.0).v[1]"), (), ("({o} * {e}).v",), ("{o} = {o} * {e}",)),
    Trait(tuple(f"__rmul__(self, k):|{{act}}|{g}" for g in GIVES), ("({e} * {o})", "(2.0 * {o})"), (), (), ("{p} *= {o}",)),
    Trait(("__matmul__(self, k):|{act}|return {w} @ k.v",), ("({o} @ {o})",), ("{o} @ {o} > 0.3",)),
    Trait(("__pow__(self, k):|{act}|return self.a ** k",), ("{o} ** 2",)),
    Trait(("__iadd__(self, k):|{act}|self.a = self.a + k|return self", "__iadd__(self, k):|self.v += k|return self", "__iadd__(self, k):|{act}|return type(self)(self.a, self.v + k)"), (), (), (), ("{o} += {e}", "{o} += {o}.a")),
    Trait(("__lt__(self, k):|{act}|return bool(self.a < k.a)",), ("min({o}, {o}).a", "sorted([{o}, {o}])[0].a", "(({o} < {o}) + 1) * {e}"), ("{o} < {o}",), (), ("if {o} < {o}:|    {p} = {e}",)),
    Trait(("__eq__(self, k):|{act}|return bool(self.a > k.a)",), ("({o} == {o}) * {e}",), ("{o} == {o}", "{o} != {o}"), (), ()),
    Trait(("__call__(self, k=0.5, *rest):|{act}|return {m} * k", "__call__(self, k=0.5):|self.a = k|return {m}"), ("{o}()", "{o}({e})", "sum(map({o}, {v}))", "functools.reduce(lambda u, e: u * {o}(e), {v}, 1.0)"), (), ("np.array([{o}(e) for e in {v}])",), ("{p} = {o}({o}())", "g = {o}|{p} = g({e})")),
    Trait(("@property|level(self):|{act}|return {m}",), ("{o}.level", "{o}.level * {o}.level", "max([{o}], key=lambda u: u.level).a", "getattr({o}, 'level')"), ("{o}.level > {e}", "0.0 < {o}.level < 0.8"), (), ("{p} = {o}.level", "{p} += {o}.level", "s, t = s * {o}.level, t")),
    Trait(("@property|part(self):|{act}|return self.v", "@property|part(self):|{act}|return self.v[:2]", "@property|part(self):|return self.v * {m}"), ("{o}.part[0]", "{o}.part.sum()"), (), (), ("{o}.part[0] = {e}", "{o}.part[1] *= {e}", "w = {o}.part|w[0] = {e}", "for e in {o}.part:|    {p} += e")),
    Trait(("@property|size(self):|return self.a|@size.setter|size(self, k):|{act}|self.a = k * {m}", "@property|size(self):|return self.v[0]|@size.setter|size(self, k):|self.v[0] = k|{act}"), ("{o}.size",), (), (), ("{o}.size = {e}", "{o}.size += {e}", "{o}.size, {p} = {e}, {o}.size", "{o}.size *= {o}.a")),
    Trait(("__enter__(self):|{act}|return self|__exit__(self, *_):|{act}", "__enter__(self):|{act}|return self.v|__exit__(self, *_):|self.a = {m}"), (), (), (), ("with {o} as u:|    {p} = {e}", "with {o}:|    {p} += {e}")),
    Trait(("__next__(self):|self.n -= 1|if self.n < 0:|    raise StopIteration|{act}|return {m}|__iter__(self):|return self",), ("next({o}, 0.3)", "sum({o})"), (), (), ("for e in {o}:|    {p} += e * {e}", "{p} = next({o})", "for e, u in zip({o}, {v}):|    {p} = e * u", "L.extend({o})")),
    Trait(("__reversed__(self):|{act}|return iter(self.v[::-1])", "__reversed__(self):|yield {m}|{act}|yield {m}"), ("list(reversed({o}))[0]",), (), (), ("for e in reversed({o}):|    {p} += e",)),
    Trait(("__hash__(self):|return 1|__eq__(self, k):|return self is k",), ("{{{o}: {e}}}[{o}]", "len({{{o}, {o}}}) * {e}")),
)  # fmt: skip
ACTS = ("self.a = self.a * 1.1", "self.a += self.v[0]", "self.v[0] += self.a", "self.v = self.v * 0.9", "self.v *= 1.2", "self.a = {m}", "self.log.append(self.a)", "self.v[1:] = self.v[:-1]", "self.a, self.v[0] = self.v[0], self.a")
OWN_NUMBERS = ("self.a", "self.v[0]", "self.v[1]", "self.a * self.v[0]", "self.v.sum()", "sum(self.log)")
NUMBERS = ("{p}", "{p}", "{o}.a", "{o}.v[0]", "{e} * {e}", "{e} - {e}", "np.sin({e})", "({e} if {t} else {e})", "{v}.sum()", "0.4", "max({e}, {e})", "({e}, {e})[0]")
TESTS = ("{e} > 0.1", "{e} > {e}")
VECTORS = ("y", "x", "{o}.v", "y * {e}")
STATEMENTS = ("{p} = {e}", "{p} += {e}", "{p}, {p} = {e}, {e}", "y = {v} * 1.0", "{o}.a = {e}", "{o}.v = {v}", "{o}.v[1] = {e}", "q = o", "o, q = q, o", "q = copy.copy(o)", "L.append({e})", "y = o.v")
DEEPEST = 2
PICKED = "def picked(a, b=0.5, *rest):\n    return a * b + len(rest)\n"


def generate_asked(seed: int) -> Program:
    """The program of a seed."""
    return first_that_runs(seed, lambda drawn: Writer(seed, drawn).program())


class Writer:
    """Writes one program of one class, perhaps another that inherits from it, and two objects."""

    def __init__(self, seed: int, drawn: random.Random) -> None:
        self.seed, self.drawn = seed, drawn
        self.traits = drawn.sample(TRAITS, drawn.choice([1, 2, 2, 3, 4]))
        self.acting = drawn.choice([0.0, 0.2, 0.6])

    def program(self) -> Program:
        """The classes, the objects, and statements that ask them."""
        heir = self.drawn.choice(["", "", self.heir()])
        other = self.drawn.choice(["o", "Thing(x[1], y)", "Thing(x[2], x * 0.5)", "Heir(x[2], x * 0.5)" if heir else "o"])
        lines = ["y = x * 1.0", "s, t, j = x[0] * 0.5, x[1], 0", "L = [x[0], x[2]]", f"o = Thing(x[0], {self.drawn.choice(['y', 'x * 2.0'])})", f"q = {other}"]
        body = self.body(self.drawn.choice([1, 2, 3, 4]))
        head = self.drawn.choice(["", "", "", "for j in range(2):", "if {t}:", "def inner(o, s, y=y):"])
        if head.startswith("def"):
            lines += [head, *indented([*(line for line in body if "yield" not in line), "return s"]), self.filled("t = inner({o}, {e}) * {e}")]
        else:
            lines += [self.filled(head), *indented(body)] if head else body
        lines += self.body(self.drawn.choice([0, 1]))
        reads = ["s * t", "np.sum(y * y)", "o.a * o.a", "np.sum(o.v * o.v)", "q.a * x[1]", "np.sum(q.v)", "sum(o.log)", "sum(L)"]
        text = "\n".join(["def f(x):", *indented([*lines, f"return {' + '.join([self.filled('{e}'), *self.drawn.sample(reads, self.drawn.choice([3, 5, 8]))])}"])])
        return Program(f"import copy\nimport functools\n\nimport numpy as np\n\n\n{self.thing()}\n\n{heir}{PICKED}\n\n{text}\n", (X,), (0,), self.seed, stepped=False)

    # --- classes ---

    def thing(self) -> str:
        """The class that has all the traits."""
        start = ["def __init__(self, a, v):", *indented(["self.a = a", "self.v = v", "self.n = 2", "self.log = []"])]
        methods = [self.method(form) for trait in self.traits for form in [self.drawn.choice(trait.methods)]]
        return "class Thing:\n" + "\n".join(indented([*start, *[line for lines in methods for line in lines]])) + "\n"

    def heir(self) -> str:
        """A class with another form of one of them."""
        return "class Heir(Thing):\n" + "\n".join(indented(self.method(self.drawn.choice(self.drawn.choice(self.traits).methods)))) + "\n\n\n"

    def method(self, form: str) -> list[str]:
        """The lines of one definition, or of several that belong together."""
        lines: list[str] = []
        for line in form.split("|"):
            if line.endswith("):") and not line.startswith((" ", "for", "if")):
                lines.append(f"def {line}")
            elif line.startswith("@"):
                lines.append(line)
            else:
                lines += indented([self.own(line)] if "{act}" not in line or self.drawn.random() < self.acting else [line.replace("{act}", "pass")] if line[0] == " " else [])
        return lines

    def own(self, line: str) -> str:
        """A line of a method with something for each of its letters."""
        while "{" in line:
            line = line.replace("{act}", self.drawn.choice(ACTS), 1).replace("{m}", self.drawn.choice(OWN_NUMBERS), 1).replace("{w}", "self.v", 1)
        return line

    # --- what asks ---

    def body(self, count: int) -> list[str]:
        """Some statements, oftener than not of the traits."""
        asking = [statement for trait in self.traits for statement in trait.statements]
        return [line for _ in range(count) for line in self.filled(self.drawn.choice(asking if asking and self.drawn.random() < 0.6 else STATEMENTS)).split("|")]

    def filled(self, text: str, depth: int = 0) -> str:
        """A text with something for each of its letters."""
        while "{" in text.replace("{{", ""):
            for letter in "opetv":
                found = f"{{{letter}}}"
                if found in text:
                    text = text.replace(found, self.something(letter, depth).replace("{", "{{").replace("}", "}}"), 1)
        return text.replace("{{", "{").replace("}}", "}")

    def something(self, letter: str, depth: int) -> str:
        """What stands for a letter."""
        draw = self.drawn.choice
        if letter == "o":
            return draw(["o", "o", "q"])
        if letter == "p":
            return draw(["s", "t", "y[0]", "y[1]", "o.a", "o.v[0]", "L[0]"])
        if depth >= DEEPEST:
            return {"e": draw(["s", "t", "x[1]", "o.a", "y[0]"]), "t": "s > 0.1", "v": "x"}[letter]
        asking = [text for trait in self.traits for text in {"e": trait.numbers, "t": trait.tests, "v": trait.vectors}[letter]]
        ordinary = {"e": NUMBERS, "t": TESTS, "v": VECTORS}[letter]
        return self.filled(draw(asking if asking and self.drawn.random() < 0.6 else ordinary), depth + 1)
