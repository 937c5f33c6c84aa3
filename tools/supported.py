"""Prints docs/supported.md, from the fence of the language and the registry of rules: `python tools/supported.py`.

A test compares the page with what this prints.
"""

from __future__ import annotations

import importlib
import sys
import textwrap
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))


from s2sdiff.normalize.accept import _NO_FUNCTION, _OLD, REFUSED
from s2sdiff.rules import FAMILIES, methods, plain, refused, registry
from s2sdiff.rules.declare import Declaration, name_of

INTRODUCTION = """\
# What is supported

This page is printed by `python tools/supported.py` from the tables that the code itself uses. What stands in none of
them is refused when the derivative is generated: with the file, the line, the reason, and what to write instead.

## The language

| accepted | what is meant |
|---|---|
| assignments | `a = b = e`, unpacking with stars, `+=` and its like, `:=`, annotated assignments, `del`, `global` that is read |
| branches | `if`, `elif`, `else`, the ternary, `and`, `or`, `not`, chained comparisons; `match` with every kind of pattern |
| exceptions | `try` around statements, branches and loops, with `except`, `else`, `finally`: each statement that may raise is tried first, then differentiated; handlers that leave, go on, return or raise again; `e.args` of an exception that is raised in the `try`; stores in a `finally` into what the function makes |
| loops | `for` over ranges, arrays, lists, dicts, `zip`, `enumerate`, `reversed`, generators, `map`, `filter`, itertools, `np.ndindex`, `np.ndenumerate`; `while`; `break`, `continue`, `else` |
| iteration | `functools.reduce`, `sum`, `min`, `max`, `sorted`, `any`, `all` over generators; `heapq`, `bisect.insort`; generator functions that are read where they are called; `iter` and `next` of lists and arrays; objects with `__iter__` |
| functions | `return` anywhere, defaults, keywords, `*args`, `**kwargs`, decorators, recursion |
| functions as values | nested functions, `nonlocal`, lambdas, closures, also returned, composed and kept in containers |
| containers | tuples, lists, dicts, namedtuples, dataclasses, nested in each other and changed in place; comprehensions; dicts whose keys are found while the program runs, and whose values are of one kind; `deque`, `defaultdict`, `Counter`; sets of positions, names and tuples of them; every method of lists and dicts, `+`, `*`, `\\|`, slices, also stored into and deleted, `sorted`, `max` and `min` with `key` and `default` |
| objects | classes with `__init__`, methods, properties, cached properties, operators, `super()`; attributes stored, `p.x += v`; several names |
| arrays | indexing, slicing, and stores `y[i] = v`, `y[1:] += v`, `y[mask] = v`, `y[[0, 0]] = v` and every `op=` through any name: views, views of views, transposed views, aliases, buffers that swap, arrays in tuples, lists and dicts |
| arguments | a helper may change the arrays, lists and dicts it is given; the function itself may change its array arguments, once, as a call would |
| in place | `out=`, and `where=` beside it; `fill`, `sort`, `partition`, `put`; `np.copyto`, `np.put`, `np.place`, `np.putmask`, `np.fill_diagonal`, `np.add.at`, `np.subtract.at` |
| effects | `print`, `assert`, `raise`, `import`, `with` of np.errstate, np.printoptions, contextlib.nullcontext: they happen in the forward sweep |
| contexts | `with` of objects of the user's own that let exceptions pass, and of what `contextlib.contextmanager` makes of a generator that yields once |

| refused | instead |
|---|---|
"""

MEMORY = """\
| a `try` around what must not run twice: a draw, an effect, a function that changes what it is given; a handler that reads what one of several statements raised, or an attribute of the user's on an exception | test the condition with `if` beforehand |
| an effect in a `finally` that may be seen outside, or in a generator function | move it out of the function, or change a copy |
| a set of what a derivative may pass through | use a list |
| a dict of different things read under a key that is not known when generating; a key that depends on an argument | use literal keys; key by a position or a name |
| a slice with a step stored into, of a list whose length is not known; operators on a tuple of unknown length | store item by item; make it a list |
| a generator that is kept under a name; what `iter(xs)` gives, handed to a function, kept in a container, or read inside of a condition | make it a list: `list(...)`; call `next` in a statement of its own |
| a store while another name may show the same memory, and it is not known which part: after `ravel` in another order, or a branch that binds one of two arrays | give that name a copy of its own: `.copy()` |
| a list or dict argument that the differentiated function changes; arguments changed under `jacfwd` and `hessian`, which would repeat it | copy it first: `x = x.copy()` |
| a recursive function that changes its argument | return what it changes, `return r, {**memo, n: r}` |
| functions written inside another one that call each other | define them outside |
| an attribute of an argument is stored | work on a copy: `p = copy.copy(p)` |
| a class with `__getattr__`, `__setattr__` or `__new__` of its own | use a dataclass or a plain class |
| a context that may swallow exceptions; one that a generator makes which yields in a branch, a loop or a `try` with handlers, or that is not entered where it is made | let `__exit__` return None; yield once; write the call in the `with` |
| a function made in one trip of a loop and called in another | call it in the same trip |
| a function that has neither a rule nor Python source | declare its derivative with `s2sdiff.extend` |

## Functions

Operators, functions and array methods with a derivative. `x.sum()` is `np.sum(x)`, and so on for every method of the
same name. What is chosen at kinks stands in `s2sdiff/rules/kinks.md`.
"""


READ = """\
### Read through their source

Functions that are compositions of others are differentiated like a user's. So are `logpdf`, `pdf`, `cdf`, `logcdf`,
`sf`, `logsf`, `ppf` and `isf` of every distribution of `scipy.stats` (`logpmf` and `pmf` of counts), with respect to
the place, the shapes, `loc` and `scale`, where SciPy's own method is Python and the derivative of what it calls is
known: the incomplete gamma and beta functions have none with respect to their orders.
"""


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION + "".join(refused_nodes()) + MEMORY]
    for family, names in functions().items():
        parts.append(f"**{family}**: {listed(names)}\n")
    parts.append(READ)
    for module, names in definitions().items():
        parts.append(f"**{module}**: {listed(names)}\n")
    parts.append("### Zero derivative\n\nEach with its reason, which `s2sdiff explain` shows.\n")
    for reason, names in zeros().items():
        parts.append(f"**{reason}**: {listed(names)}\n")
    parts.append(
        "### Functions that are refused by name\n\n| refused | instead |\n|---|---|\n"
        + "".join(f"| `{name}` | {cure} |\n" for name, cure in refused.REFUSED.items())
    )
    parts.append(
        "### Array methods and properties that are refused\n\n| refused | instead |\n|---|---|\n"
        + "".join(refused_methods())
    )
    return "\n".join(filled(part) for part in parts).rstrip("\n") + "\n"


def refused_nodes() -> list[str]:
    """A row for each reason; several node kinds may share one."""
    rows = [row for row in dict.fromkeys(REFUSED.values()) if row not in (_OLD, _NO_FUNCTION)]
    return [f"| {message.replace(' is not supported', '')} | {cure} |\n" for message, cure in rows]


def refused_methods() -> list[str]:
    """A row for each method or property."""
    return [f"| `{name}` | {cure} |\n" for name, cure in {**methods.INPLACE_METHODS, **methods.REFUSED}.items()]


def declarations() -> list[Declaration]:
    """Everything that the library declares about functions."""
    for module in list(registry.LATE):  # families that wait until a program imports their module
        importlib.import_module(module)
    registry.declared()
    return [d for d in registry._declarations.values() if d.library and "s2sdiff" not in d.name]  # noqa: SLF001


def functions() -> dict[str, list[str]]:
    """Names of the functions that have a derivative, by the file in s2sdiff/rules that declares them."""
    found: dict[str, list[str]] = {}
    for declaration in declarations():
        if declaration.form != "zero":
            family = next(iter(declaration.definitions.values())).__module__.rpartition(".")[2]
            found.setdefault(family, []).append(shown(declaration))
    order = [*FAMILIES, *sorted(found.keys() - set(FAMILIES))]  # whatever was imported first
    return {family: found[family] for family in order if family in found}


def definitions() -> dict[str, list[str]]:
    """Names of the functions that are read, by module."""
    found: dict[str, list[str]] = {}
    for definition in plain.definitions():
        name = name_of(definition.function).replace("_gen.", ".")
        own = name.rpartition(".")[2]
        if name.startswith("scipy.") and not own.startswith("_") and own != "apply_where":  # SciPy's own, else
            found.setdefault(".".join(name.split(".")[:2]), []).append(name)
    return {module: sorted(found[module]) for module in sorted(found)}


def zeros() -> dict[str, list[str]]:
    """Names of the functions whose derivative is zero, by reason."""
    found: dict[str, list[str]] = {}
    for declaration in declarations():
        if declaration.form == "zero":
            found.setdefault(declaration.reason, []).append(shown(declaration))
    return {reason: sorted(found[reason]) for reason in sorted(found)}


def shown(declaration: Declaration) -> str:
    """A function as a program writes it."""
    module, _, own = declaration.name.rpartition(".")
    return OPERATORS.get(own, declaration.name) if module == "operator" else declaration.name


OPERATORS = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@",
    "neg": "-x", "pos": "+x", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=", "and_": "&",
    "or_": "|", "xor": "^", "invert": "~", "lshift": "<<", "rshift": ">>", "not_": "not", "is_": "is",
    "is_not": "is not", "contains": "in", "getitem": "x[i]",
}  # fmt: skip


def listed(names: list[str]) -> str:
    """Names in code type."""
    return ", ".join(f"`{name}`" for name in dict.fromkeys(names))


def filled(text: str) -> str:
    """Long lists of names in lines of 120 columns; tables as they are."""
    rows = []
    for line in text.split("\n"):
        rows += (
            textwrap.wrap(line, 120, break_long_words=False, break_on_hyphens=False)
            if line.startswith("**")
            else [line]
        )
    return "\n".join(rows)


if __name__ == "__main__":
    print(page(), end="")
