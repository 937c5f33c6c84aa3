"""Short programs whose work is cut short: by exceptions, exits, contexts and generators, with something changed before.

What was done until then stays done, and what `finally`, `__exit__` and the end of a generator do comes after it.
"""

from __future__ import annotations

import random

from fuzz.names import first_that_runs
from fuzz.programs import Program
from fuzz.types import indented

X = "np.array([0.42, -0.73, 1.31])"

# {e} is any number, {t} a test, {v} a vector, {p} a place, {x} what may be raised, {k} an index, {b} a block, which is as
# deep as its line; {r} stands in loops alone.  Lines are parted by |.
SIMPLE = (
    "{p} = {e}", "{p} = {e}", "{p} += {e}", "{p} *= {e}", "y *= {e}", "y[1:] += y[:-1]", "y = y * {e}", "y[:] = {v}", "s, t = t, {e}", "L.append({e})", "n += 1",
    "{p} = risky({e}, y)", "{p} = risky({e}, y)", "risky({e}, y)", "{p} = L[n]", "{p} = D['abc'[n % 3]]", "{p} = L.pop()", "D['c'] = {e}", "o.a = {e}", "{p} = picky({e})",
    "if {t}:|    raise {x}", "if {t}:|    raise {x}", "if {t}:|    return {e}", "assert {t}", "{p} = {e} if {t} else {e}", "z = y[{k}:]|z *= {e}", "q = o", "{p} = next(it, {e})", "{p} = next(it)",
    "{p} = loop(y, {e})", "o.step({e})", "{p} = o.step({e})", "z = y|z[{k}] = {e}",
)  # fmt: skip
COMPOUND = (
    "try:|    {b}|except {x}:|    {b}", "try:|    {b}|except ({x}, KeyError):|    {b}|else:|    {b}", "try:|    {b}|finally:|    {b}",
    "try:|    {b}|except {x}:|    {b}|finally:|    {b}", "try:|    {b}|except {x} as error:|    {b}|    raise",
    "with Scaled(y, {e}):|    {b}", "with Scaled(y, {e}) as u:|    {b}|    {p} += u", "with scaled(y, {e}):|    {b}", "with scaled(y, {e}) as z:|    z[{k}] += {e}|    {b}",
    "with contextlib.suppress({x}):|    {b}", "with contextlib.suppress({x}, IndexError):|    {b}", "with Keeper(o):|    {b}", "with Keeper(o), Scaled(y, {e}):|    {b}",
    "for j in range(3):|    {b}", "for j in range(3):|    {b}|    {r}|    {b}", "for j in range(3):|    {b}|    {r}|else:|    {b}", "for w in walk(y, {e}):|    {b}|    {p} += w", "for w in walk(y, {e}):|    {p} = w|    {r}|    {b}",
    "for w in y:|    {p} += w * {e}|    {b}", "for j, w in enumerate(walk(y, {e})):|    {b}|    {r}", "for w in L:|    {p} = w * {e}|    {r}|else:|    {b}", "m = 0|while m < 3:|    m += 1|    {b}|    {r}|else:|    {b}",
    "m = 0|while True:|    m += 1|    if m > 2:|        break|    {b}", "for j in range(3):|    try:|        {b}|        {r}|    finally:|        {b}", "for j in range(2):|    try:|        {b}|    except {x}:|        {b}|        {r}|    {b}",
    "it = walk(y, {e})|{p} = next(it)|{b}", "it = iter([{e}, {e}])|{b}", "if {t}:|    {b}|else:|    {b}", "if {t}:|    {b}",
    "match n:|    case 0:|        {b}|    case 1 | 2:|        {b}|    case _:|        {b}", "match (n, {e}):|    case (0, a):|        {p} = a|    case (_, a):|        {p} = a * {e}|        {b}", "match L:|    case [a, *rest]:|        {p} = a * len(rest)|        {b}|    case _:|        {b}",
    "match D:|    case {{'c': a}}:|        {p} = a|    case {{'a': a, **rest}}:|        {p} = a * {e}|        {b}", "match o:|    case Thing(a=0.5):|        {p} = a|    case Thing():|        {b}",
    "def inner(a, y=y):|    {b}|    return a * {e}|{p} = inner({e})", "def inner(a):|    nonlocal s|    s = a * {e}|    {b}|    return s|{p} = inner({e})",
)  # fmt: skip
NUMBERS = ("s", "t", "x[0]", "x[1]", "y[0]", "y[1]", "y[2]", "o.a", "L[0]", "D['a']", "0.7", "1.3", "{e} * {e}", "{e} + {e}", "{e} - 0.4", "np.sin({e})", "{v}.sum()", "np.cos(s)", "max({e}, {e})", "sum(L)")
TESTS = ("{e} > 0.3", "{e} < {e}", "n > 0", "n == 1", "n % 2 == 0", "{e} > 1.0", "len(L) > 2", "'c' in D", "True")
EXITS = ("if {t}:|    break", "if {t}:|    continue", "if {t}:|    break", "break", "if j == 1:|    continue")
RAISED = ("Stop", "Stop", "ValueError", "Halt", "IndexError", "KeyError", "AssertionError", "(Stop, ValueError)")
PLACES = ("s", "t", "y[0]", "y[1]", "o.a", "L[0]", "D['a']")
HELPERS = {
    "risky": ("def risky(a, y):|    y[0] += a|    if {q}:|        raise Stop|    y[1] *= a|    return a * y[0]", "def risky(a, y):|    try:|        y[1] = a * y[0]|        if {q}:|            raise Halt|        return y[1]|    finally:|        y[2] *= 1.1",
              "def risky(a, y):|    for j in range(3):|        if y[j] > a:|            return y[j] * a|        y[j] += 0.1 * a|    raise ValueError", "def risky(a, y):|    with Scaled(y, 1.2):|        if {q}:|            raise Stop|        return y[0] * a"),
    "picky": ("def picky(a):|    if {q}:|        raise Stop|    return a * a", "def picky(a):|    try:|        if {q}:|            raise ValueError|        return a * 0.5|    except ValueError:|        return a * a", "def picky(a):|    return a ** 2"),
    "walk": ("def walk(y, a):|    for w in y:|        yield w * a", "def walk(y, a):|    y[0] += a|    yield y[0]|    y[1] *= a|    yield y[1]", "def walk(y, a):|    try:|        for j in range(3):|            y[j] *= a|            yield y[j]|    finally:|        y[0] += 1.0",
             "def walk(y, a):|    k = 0|    while k < 3:|        if y[k] > a:|            return|        yield y[k]|        k += 1", "def walk(y, a):|    yield from y[:2]|    yield a"),
    "loop": ("def loop(y, a):|    for j in range(3):|        if y[j] > a:|            break|        y[j] += a|    else:|        return a|    return y[j] * a", "def loop(y, a):|    k = 0|    while k < 3:|        k += 1|        if y[k - 1] < a:|            continue|        y[k - 1] *= 0.9|    return y.sum()"),
    "scaled": ("@contextlib.contextmanager|def scaled(y, a):|    y *= a|    yield y|    y += 0.5", "@contextlib.contextmanager|def scaled(y, a):|    y *= a|    try:|        yield y|    finally:|        y[0] -= a", "@contextlib.contextmanager|def scaled(y, a):|    z = y.copy()|    yield z|    y[:] = z * a"),
    "Scaled": ("class Scaled:|    def __init__(self, y, a):|        self.y, self.a = y, a|    def __enter__(self):|        self.y *= self.a|        return self.a|    def __exit__(self, *_):|        self.y += 0.3", "class Scaled:|    def __init__(self, y, a):|        self.y, self.a = y, a|    def __enter__(self):|        return self.a * self.y[0]|    def __exit__(self, kind, *_):|        self.y[1] *= self.a|        return kind is Stop",
               "class Scaled:|    def __init__(self, y, a):|        self.y, self.a = y, a|    def __enter__(self):|        return self.y.sum()|    def __exit__(self, *_):|        self.y[0] = self.a|        return False"),
    "Keeper": ("class Keeper:|    def __init__(self, o):|        self.o, self.a = o, o.a|    def __enter__(self):|        return self|    def __exit__(self, *_):|        self.o.a = self.a", "class Keeper:|    def __init__(self, o):|        self.o, self.a = o, o.a|    def __enter__(self):|        self.o.a = self.a * 2.0|        return self.o|    def __exit__(self, *_):|        self.o.a += self.a|        return False"),
    "Thing": ("class Thing:|    def __init__(self, a):|        self.a = a|    def step(self, k):|        self.a = self.a * k|        if {q}:|            raise Stop|        return self.a", "class Thing:|    def __init__(self, a):|        self.a = a|    def step(self, a):|        self.a += a|        return self.a"),
}  # fmt: skip
QUESTIONS = ("a > 0.5", "a < 0.2", "a > 1.0", "a * a > 0.3")
DEEPEST, MOST_NESTED = 1, 3


def generate_interrupted(seed: int) -> Program:
    """The program of a seed."""
    return first_that_runs(seed, lambda drawn: Writer(seed, drawn).program())


class Writer:
    """Writes one program: a few helpers, and a function that goes through some of them."""

    def __init__(self, seed: int, drawn: random.Random) -> None:
        self.seed, self.drawn = seed, drawn

    def program(self) -> Program:
        """The helpers and the function."""
        lines = ["y = x * 1.0", "s, t, n = x[0] * 0.5, x[1], 0", "L = [x[0], x[2]]", "D = {'a': x[1], 'b': x[2]}", "o = Thing(x[0])", "it = iter([x[1], s])"]
        lines += self.block(0, self.drawn.choice([2, 3, 4, 5]), in_loop=False)
        reads = ["s * t", "np.sum(y * y)", "o.a * o.a", "sum(L)", "D['a'] * x[1]", "n * s"]
        lines.append(f"return {' + '.join(self.drawn.sample(reads, self.drawn.choice([3, 4, 6])))}")
        body = "\n".join(["def f(x):", *indented(lines)])
        used = {name: self.drawn.choice(forms) for name, forms in HELPERS.items()}
        text = "\n\n\n".join("\n".join(form.replace("{q}", self.drawn.choice(QUESTIONS).replace("a", "k", 1) if "step(self, k)" in form else self.drawn.choice(QUESTIONS)).split("|")) for form in used.values())
        head = "import contextlib\n\nimport numpy as np\n\n\nclass Stop(Exception):\n    pass\n\n\nclass Halt(Stop):\n    pass"
        return Program(f"{head}\n\n\n{text}\n\n\n{body}\n", (X,), (0,), self.seed, stepped=False)

    def block(self, depth: int, count: int, *, in_loop: bool) -> list[str]:
        """Some statements, deeper ones among them."""
        lines: list[str] = []
        for _ in range(count):
            deep = depth < MOST_NESTED and self.drawn.random() < (0.75 if depth == 0 else 0.4)
            lines += self.statement(self.drawn.choice(COMPOUND if deep else SIMPLE), depth, in_loop=in_loop)
        return lines

    def statement(self, form: str, depth: int, *, in_loop: bool) -> list[str]:
        """The lines of one statement; what stands in a loop or in a function of its own is known by its head."""
        lines: list[str] = []
        inside = in_loop
        for line in form.split("|") if not form.startswith("match n") else form.replace(" | ", " or ").split("|"):
            if line.lstrip() == line:
                inside = line.startswith(("for ", "while ")) or (in_loop and not line.startswith(("def ", "else:"))) or (in_loop and line.startswith("else:"))
            gap = line[: len(line) - len(line.lstrip())]
            if line.strip() == "{b}":
                lines += [gap + one for one in self.block(depth + 1, self.drawn.choice([1, 1, 2]), in_loop=inside)]
            elif line.strip() == "{r}":
                lines += [gap + one for one in self.filled(self.drawn.choice(EXITS) if inside else "pass").split("|")]
            else:
                lines.append(self.filled(line).replace("1 or 2", "1 | 2"))
        return lines

    def filled(self, text: str, depth: int = 0) -> str:
        """A text with something for each of its letters."""
        draw = self.drawn.choice
        text = text.replace("{{", "\0").replace("}}", "\1")
        simple = {"p": PLACES, "x": RAISED, "k": ("0", "1"), "v": ("y", "x", "y[::-1]", "x * 0.5")}
        while "{" in text:
            for letter, forms in simple.items():
                text = text.replace(f"{{{letter}}}", draw(forms), 1)
            for letter, forms in (("e", NUMBERS), ("t", TESTS)):
                if f"{{{letter}}}" in text:
                    atoms = [form for form in forms if depth < DEEPEST or "{" not in form or letter == "t"]
                    text = text.replace(f"{{{letter}}}", self.filled(draw(atoms), depth + 1), 1)
        return text.replace("\0", "{").replace("\1", "}")
