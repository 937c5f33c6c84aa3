"""Says of lists of names how each is answered: `python tools/coverage.py tests/names/union.txt tests/names/gap.txt`.

A list has one name a line: np.sum, np.linalg.solve, ndarray.clip, np.ufunc.reduce, scipy.special.erf.  Each has a
derivative rule, is zero for a reason, is read through its source, belongs to the language itself, is refused by name,
or is unknown: then it is refused too, but nobody has thought about it.  The unknown ones are printed.  With `--table`,
docs/coverage.md is printed instead: every name, in which modes it is differentiated, and how.
"""

from __future__ import annotations

import importlib
import runpy
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from s2sdiff.rules import methods, plain, registry
from s2sdiff.rules.declare import Template, Zero
from s2sdiff.rules.refused import REFUSED

KINDS = ("rule", "zero", "source", "language", "refused", "unknown")

# What operators, brackets and Python's protocols stand for, and what a program writes.
LANGUAGE: dict[str, str] = {
    "ndarray.__abs__": "abs(x)", "ndarray.__add__": "x + y", "ndarray.__radd__": "2.0 + x", "ndarray.__sub__": "x - y",
    "ndarray.__rsub__": "2.0 - x", "ndarray.__mul__": "x * y", "ndarray.__rmul__": "2.0 * x",
    "ndarray.__truediv__": "x / y", "ndarray.__rtruediv__": "2.0 / x", "ndarray.__matmul__": "x @ y",
    "ndarray.__rmatmul__": "y @ x", "ndarray.__mod__": "x % y", "ndarray.__rmod__": "2.0 % x",
    "ndarray.__divmod__": "divmod(x, y)[1]", "ndarray.__rdivmod__": "divmod(2.0, x)[1]", "ndarray.__pow__": "x ** y",
    "ndarray.__rpow__": "2.0 ** x", "ndarray.__neg__": "-x", "ndarray.__pos__": "+x", "ndarray.__getitem__": "x[::-1]",
    "ndarray.__iter__": "sum([v for v in x])", "ndarray.__copy__": "copy.copy(x)", "ndarray.__deepcopy__": "copy.deepcopy(x)",
    "ndarray.view": "x.view() * y",
    "np.r_": "np.r_[x, y][1:3]", "np.c_": "np.c_[x, y][:, 0]", "np.block": "np.block([x, y])[1:3]",
}  # fmt: skip
IN_PLACE = {"np.ufunc.at", "np.fill_diagonal", "np.place", "np.put", "ndarray.sort"}  # they are stores


def kind_of(name: str) -> str:
    """How a name is answered."""
    if name in LANGUAGE or name in IN_PLACE:
        return "language"
    if name in REFUSED:
        return "refused"
    found = found_object(name)
    rule = registry.lookup(found) if found is not None else None
    if rule is not None:
        return "zero" if isinstance(rule, Zero) else "rule"
    if found is not None and plain.readable(found) is not None:
        return "source"
    return "unknown"


def found_object(name: str) -> Any:
    """The function a name means; of a method, the function it stands for."""
    head, _, rest = name.partition(".")
    if head == "ndarray":
        return methods.METHODS.get(rest, methods.PROPERTIES.get(rest))
    if name.startswith("np.ufunc."):
        return getattr(np.add, name.rpartition(".")[2])
    found: Any = None
    parts = name.replace("np.", "numpy.", 1).split(".")
    for k, part in enumerate(parts):
        if not hasattr(found, part):
            try:
                found = importlib.import_module(".".join(parts[: k + 1]))
            except ImportError:
                return None
        else:
            found = getattr(found, part)
    return found


def names_in(path: Path) -> list[str]:
    """The names of a list."""
    return path.read_text().split()


def report(path: Path) -> str:
    """The counts of a list, then its unknown names."""
    kinds = {name: kind_of(name) for name in names_in(path)}
    counts = Counter(kinds.values())
    line = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS)
    unknown = [f"  {name}" for name, kind in kinds.items() if kind == "unknown"]
    return "\n".join([f"{path.name}: {len(kinds)} names: {line}", *unknown])


# --- the table ---

HEAD = """\
# Coverage

Printed by `python tools/coverage.py --table tests/names/union.txt tests/names/gap.txt` from the registry, and from what
the tests that walk over every rule and definition know of limits. The names are those that JAX or autograd
differentiate, and those of NumPy and SciPy that neither does.

A rule states the derivative; what is read is differentiated like a function of yours. "zero" stands where the derivative
is zero wherever it exists. A rule may refuse some arguments: it says so when the derivative is generated. Batched: one
call of it was differentiated under `vmap`; Numba: the derivative of one call, as emitted for that target, was compiled,
and gives the same. Of these two a part of the names is tried anew in each run of the tests, in all of them in turn.

| name | forward | reverse | second order | batched | Numba | how |
|---|---|---|---|---|---|---|
"""
HOW = {"rule": "rule", "zero": "zero", "source": "read", "language": "language"}


def table(paths: list[Path]) -> str:
    """The page: a row for each name of the lists."""
    tests = Path(__file__).parent.parent / "tests"
    limits = runpy.run_path(str(tests / "rules" / "limits.py"))["NOT_TWICE"]
    lines = (tests / "names" / "abilities.txt").read_text().splitlines()
    abilities = {name: set(words) for name, *words in map(str.split, lines)}
    names = sorted({name for path in paths for name in names_in(path)})
    return HEAD + "".join(f"| `{name}` | {' | '.join(row(name, limits, abilities.get(name, set())))} |\n" for name in names)


def row(name: str, limits: set[str], abilities: set[str]) -> list[str]:
    """Forward, reverse, second order, batched, Numba, how."""
    kind = kind_of(name)
    if kind in ("refused", "unknown"):
        return ["", "", "", "", "", f"refused: {REFUSED.get(name, '')}"]
    if kind == "zero":
        return ["zero"] * 6
    rule = registry.lookup(found_object(name)) if kind == "rule" else None
    sides = [True, True]
    if isinstance(rule, Template):
        sides = [rule.kind != "general" or rule.tangent is not None, rule.adjoint is not None]
    known = rule.name if rule is not None else name
    marks = [*sides, known not in limits, "batched" in abilities, "numba" in abilities]
    return ["yes" if mark else "" for mark in marks] + [HOW[kind]]


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:] if argument != "--table"]
    print(
        table(given) if "--table" in sys.argv else "\n".join(map(report, given)),
        end="" if "--table" in sys.argv else "\n",
    )
