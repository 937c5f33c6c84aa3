"""Short programs of functions that are given memory under several names, change some of it, and give some of it back.

Every name holds a value of one of a few kinds, of which vectors and numbers can be read and changed.  What can be done in
a function that is called can be done in the one that calls it, too.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from fuzz.names import first_that_runs
from fuzz.programs import Program
from fuzz.types import indented

X = "np.array([0.42, -0.73, 1.31])"
VECTORS_IN = {"vector": ("{}",), "list": ("{}[0]", "{}[-1]"), "dict": ("{}['v']",), "box": ("{}.v",), "pair": ("{}[0]",)}
NUMBERS_IN = {
    "number": ("{}",), "vector": ("{}[0]", "{}[1]", "{}[-1]"), "list": ("{}[0][1]", "{}[-1][0]"), "dict": ("{}['n']", "{}['v'][0]"), "box": ("{}.n", "{}.v[1]"),
    "pair": ("{}[0][2]",),
}  # fmt: skip
# {n} and {v} are places of numbers and vectors, {N} and {V} any, {a kind} a name that holds one; {new kind} may be a new one.
MADE = {
    "number": ("{N}",),
    "vector": ("{V}", "{v}", "{v}[::-1]", "{v} * 1.0"),
    "list": ("[{v}, {v}]", "[{V}, {v}]", "{list}", "{list}[::-1]", "[u * {N} for u in {list}]", "list({list})"),
    "dict": ("{'v': {v}, 'n': {N}}", "{dict}", "dict({dict}, n={N})", "{**{dict}, 'v': {v}}", "dict({dict})"),
    "box": ("Box({N}, {v})", "{box}", "copy.copy({box})", "copy.deepcopy({box})"),
    "pair": ("({v}, {N})", "({V}, {N})", "{pair}"),
}
NUMBERS = ("{n}", "{n}", "{n} * {n}", "{n} - {n}", "np.sin({n})", "{v}.sum()", "{n} * 0.5", "0.3", "({n} if {n} > 0.2 else {n})", "{v} @ {v}", "{pair}[1]", "max({n}, {n})")
VECTORS = ("{v} * {N}", "{v} + {v}", "np.sin({v})", "{v} - {N}", "{v}.copy()", "{v}[[1, 2, 0]]", "np.array([{n}, {n}, {N}])", "np.where({v} > 0.2, {v}, {N})", "{pair}[0]")
STATEMENTS = (
    "{n} = {N}", "{n} += {N}", "{n} *= {N}", "{n}, {n} = {N}, {N}", "{v} = {V}", "{v} = {v}", "{v} += {V}", "{v} *= {N}", "{v}[:] = {V}", "{v}[1:] += {v}[:-1]", "{v}[:2] = {v}[1:]",
    "{v}[{v} > 0.1] = {N}", "{v}[[0, 2]] -= {N}", "{v}, {v} = {v}, {v}", "{list}[0], {list}[-1] = {list}[-1], {list}[0]", "{list}.append({v})", "{list}.append({list}.pop(0))", "{list}.reverse()", "{list}[-1] = {V}",
    "for u in {list}: u *= {N}", "{dict}.update(n={N})", "for key in {dict}: {dict}[key] = {dict}[key] * 0.9", "{new vector}, {new number} = {pair}", "np.add({v}, {v}, out={v})",
    "{new number} = {N}", "{new vector} = {made vector}", "{new list} = {made list}", "{new dict} = {made dict}", "{new box} = {made box}", "{new pair} = {made pair}", "{new vector} = {v}",
)  # fmt: skip
HEADS = ("if {N} > 0.3:", "if {n} > {n}:", "for j in range(2):", "for e in {v}:", "for e in {v}.copy():", "for row in {list}:", "while {n} < 0.4:")
SHORTEST = 3  # of the ways to write something deep inside, the shortest are taken
PARAMETERS = ("vector", "vector", "vector", "number", "list", "dict", "box")
BOX = "class Box:\n    def __init__(self, n, v):\n        self.n = n\n        self.v = v\n\n\n"


class Function(NamedTuple):
    """A function that can be called: the kinds of what it is given, and of what it gives back."""

    name: str
    given: dict[str, str]
    gives: str


def generate_called(seed: int) -> Program:
    """The program of a seed."""
    return first_that_runs(seed, lambda drawn: Writer(seed, drawn).program())


class Writer:
    """Writes one program, of a few forms of statements."""

    def __init__(self, seed: int, drawn: random.Random) -> None:
        self.seed, self.drawn = seed, drawn
        self.functions: list[Function] = []
        self.names: dict[str, str] = {}
        self.given: set[str] = set()
        self.statements = drawn.sample(STATEMENTS, drawn.choice([3, 5, 8, 12]))
        self.heads = drawn.sample(HEADS, 2)
        self.blocks = drawn.choice([0.0, 0.1, 0.25])

    def program(self) -> Program:
        """One to three functions, and the one that calls them."""
        texts = [self.function(name) for name in ("g", "h", "p")[: self.drawn.choice([1, 1, 2, 2, 3])]]
        self.names = {"y": "vector", "z": "vector", "s": "number"}
        lines = ["y = x * 1.0", self.drawn.choice(["z = y", "z = y[::-1]", "z = y * 2.0", "z = y.copy()"]), "s = x[0] * 0.5"]
        for kind in ("list", "dict", "box"):
            if self.drawn.random() < 0.4:
                lines.append(f"{kind[0].upper()} = {self.filled(MADE[kind][0])}")
                self.names[kind[0].upper()] = kind
        lines += self.body(self.drawn.choice([2, 3, 4]), calls=0.6)
        texts.append("\n".join(["def f(x):", *indented([*lines, f"return {' + '.join(self.reads())}"])]))
        text = "\n\n\n".join(texts)
        return Program(f"import copy\n\nimport numpy as np\n\n\n{BOX if 'Box(' in text else ''}{text}\n", (X,), (0,), self.seed, stepped=False)

    def function(self, name: str) -> str:
        """A function of one to three parameters."""
        kinds = self.drawn.sample(PARAMETERS, self.drawn.choice([1, 2, 2, 3]))
        given = dict(zip("abc", kinds, strict=False))
        gives = self.drawn.choice(["vector", "vector", "number", "list", "dict", "box", "pair", "none"])
        self.names = dict(given)
        if not self.places(VECTORS_IN):
            self.names["a"] = given["a"] = "vector"
        early = self.drawn.random() < 0.15
        lines = self.body(self.drawn.choice([1, 2, 3]), calls=0.25)
        if early:
            lines += [self.filled("if {N} > 0.3:"), *indented([f"return {self.filled(self.made(gives))}" if gives != "none" else "return"])]
            lines += self.body(1, calls=0.25)
        lines += [f"return {self.filled(self.made(gives))}"] if gives != "none" else []
        self.functions.append(Function(name, given, gives))
        return "\n".join([f"def {name}({', '.join(given)}):", *indented(lines)])

    def reads(self) -> list[str]:
        """Everything that the program holds in the end."""
        vectors, numbers = self.places(VECTORS_IN), self.places(NUMBERS_IN)
        found = [*(f"np.sum({v} * {v})" for v in vectors), *(f"{n} * x[1]" for n in numbers)]
        return self.drawn.sample(found, min(len(found), self.drawn.choice([2, 4, 8])))

    # --- statements ---

    def body(self, count: int, calls: float, depth: int = 0) -> list[str]:
        """Some statements, calls among them."""
        return [line for _ in range(count) for line in self.statement(calls, depth)]

    def statement(self, calls: float, depth: int) -> list[str]:
        """A change, a call or a block."""
        if depth < 2 and self.drawn.random() < self.blocks:
            return self.block(calls, depth)
        if self.functions and self.drawn.random() < calls:
            return [self.call()]
        return [self.filled(self.drawn.choice(self.possible(self.statements) or STATEMENTS[:2]))]

    def call(self) -> str:
        """A call of a function, and what becomes of what it gives."""
        function = self.drawn.choice(self.functions)
        words = self.drawn.random() < 0.2
        given = [f"{p}={self.argument(kind)}" if words else self.argument(kind) for p, kind in function.given.items()]
        called = f"{function.name}({', '.join(given)})"
        forms = {
            "none": ["{}"], "number": ["{{n}} = {}", "{{n}} += {}", "{{new number}} = {}", "{{v}} *= {}", "{}"], "vector": ["{{v}} = {}", "{{new vector}} = {}", "{{v}} += {}", "{{n}} = {}[1]", "{{v}}[:] = {}", "{}"],
            "pair": ["{{new vector}}, {{new number}} = {}", "{{v}}, {{n}} = {}", "{{new pair}} = {}", "{{v}} = {}[0]"], "list": ["{{new list}} = {}", "{{v}} = {}[0]"], "dict": ["{{new dict}} = {}", "{{v}} = {}['v']"],
            "box": ["{{new box}} = {}", "{{v}} = {}.v", "{{n}} = {}.n"],
        }  # fmt: skip
        form = self.drawn.choice(forms[function.gives])
        return self.filled(form.replace("{{", "{").replace("}}", "}").replace("{}", called.replace("{", "{{").replace("}", "}}"))).replace("{{", "{").replace("}}", "}")

    def argument(self, kind: str) -> str:
        """What is given for a parameter: oftener than not what has a name."""
        return self.filled({"vector": "{v}", "number": "{N}"}.get(kind, f"{{{kind}}}") if self.drawn.random() < 0.8 else self.made(kind))

    def block(self, calls: float, depth: int) -> list[str]:
        """Statements that run once, again or perhaps; names they bind first are not read behind them."""
        outside, head = dict(self.names), self.filled(self.drawn.choice(self.possible(self.heads) or HEADS[:1]))
        self.names.update({"for e": {"e": "number"}, "for r": {"row": "vector"}}.get(head[:5], {}))
        lines = [head, *indented(self.body(self.drawn.choice([1, 2]), calls, depth + 1))]
        self.names = outside
        if head.startswith("while"):
            return [*lines, f"    {head[len('while ') :].partition(' < ')[0]} += 0.3"]
        if head.startswith("if") and self.drawn.random() < 0.4:
            lines += ["else:", *indented(self.body(1, calls, depth + 1))]
        self.names = outside
        return lines

    # --- what stands for a letter ---

    def places(self, of: dict[str, tuple[str, ...]]) -> list[str]:
        """The places that the names in force give."""
        return [form.format(name) for name, kind in self.names.items() for form in of.get(kind, ())]

    def possible(self, forms: Sequence[str]) -> list[str]:
        """Those of the forms for which there is what they name."""
        known = {*self.names.values()}
        return [form for form in forms if all(f"{{{k}}}" not in form or k in known for k in MADE)]

    def made(self, kind: str) -> str:
        """A text that gives a value of a kind."""
        return self.drawn.choice(self.possible(MADE[kind]))

    def filled(self, text: str, depth: int = 0) -> str:
        """A text with something for each of its letters; new names are bound last."""
        bound: dict[str, str] = {}
        while (start := next((k for k in range(len(text)) if text[k] == "{" and self.is_letter(text, k)), -1)) >= 0:
            end = text.index("}", start)
            text = text[:start] + self.something(text[start + 1 : end], bound, depth) + text[end + 1 :]
        self.names.update(bound)
        return text

    def is_letter(self, text: str, k: int) -> bool:
        """Whether the brace there opens a letter, not a dict."""
        word = text[k + 1 : text.find("}", k)]
        return word in ("n", "v", "N", "V", *MADE) or word.partition(" ")[0] in ("new", "made")

    def something(self, letter: str, bound: dict[str, str], depth: int) -> str:
        """What stands for a letter."""
        draw, (word, _, kind) = self.drawn.choice, letter.partition(" ")
        if word == "new":
            name = draw([n for n, k in self.names.items() if k == kind] + [{"vector": "w", "number": "r", "list": "M", "dict": "E", "box": "o", "pair": "q"}[kind]] * 2)
            bound[name] = kind
            return name
        if word == "made":
            return self.filled(self.made(kind), depth + 1)
        if letter == "n":
            return draw(self.places(NUMBERS_IN))
        if letter == "v":
            return draw(self.places(VECTORS_IN))
        if letter in MADE:
            held = [n for n, k in self.names.items() if k == letter]
            return draw(held) if held else self.filled(MADE[letter][0], depth + 1)
        forms = self.possible(NUMBERS if letter == "N" else VECTORS)
        return self.filled(draw(forms if depth < 2 else forms[:SHORTEST] if letter == "N" else ["{v} + {v}"]), depth + 1)
