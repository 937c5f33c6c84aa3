"""The text round emitted functions: their docstrings, modules of several, modules that stand alone."""

from __future__ import annotations

import builtins
import dis
import inspect
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from types import FunctionType, ModuleType

import gast

from s2sdiff.emit.layout import INDENT, WIDTH
from s2sdiff.emit.printer import print_function
from s2sdiff.run.code_objects import codes

SUMMARIES = {
    "grad": "Adjoint of `{name}` with respect to {wrt}.",
    "value_and_grad": "`{name}` and its adjoint with respect to {wrt}.",
    "jvp": "`{name}` and its tangent along {wrt}.",
    "fwd": "`{name}`, keeping what its adjoint with respect to {wrt} needs.",
    "bwd": "Adjoint of `{name}` with respect to {wrt}, from what `{name}_fwd` kept.",
}
MODES = {
    "grad": "reverse, joint",
    "value_and_grad": "reverse, joint",
    "jvp": "forward",
    "fwd": "reverse, split",
    "bwd": "reverse, split",
}
GIVES_COTANGENTS = ("grad", "value_and_grad", "bwd")
MODULE_IMPORTS = {"np": "import numpy as np", "math": "import math"}


def header(
    kind: str, name: str, wrt: Sequence[str], constants: Sequence[str], origin: str, returns: Sequence[str] = ()
) -> str:
    """The docstring of a derivative, its lines indented as in a function's body.

    >>> print(header("grad", "f", ["w", "b"], ["x"], "model.py:12", ["w_bar", "b_bar"]))
    Adjoint of `f` with respect to w, b.  Held constant: x.
    <BLANKLINE>
        Written by s2sdiff from model.py:12 (reverse, joint).
        Returns w_bar, b_bar, shaped like w and b.
    <BLANKLINE>
    """
    summary = SUMMARIES[kind].format(name=name, wrt=", ".join(wrt))
    if constants:
        summary += f"  Held constant: {', '.join(constants)}."
    details = [f"Written by s2sdiff from {origin} ({MODES[kind]})."]
    if returns:
        shaped = f", shaped like {_listed(wrt)}" if kind in GIVES_COTANGENTS else ""
        details.append(f"Returns {', '.join(returns)}{shaped}.")
    rows = _wrapped(summary, WIDTH - len(INDENT) - len('"""'))
    rows += ["", *(row for detail in details for row in _wrapped(detail, WIDTH - len(INDENT)))]
    return "\n".join([rows[0], *(INDENT + row if row else "" for row in rows[1:]), INDENT])


def origin(filename: str, lineno: int) -> str:
    """Where a function stands, for a header: the file's name without its folders, and the line."""
    return f"{filename if filename.startswith('<') else PurePath(filename).name}:{lineno}"


def module(functions: Sequence[gast.AST | str], imports: Sequence[str] = ()) -> str:
    """The text of a module: import lines, then functions (trees, or texts as printed) two blank lines apart."""
    texts = [f if isinstance(f, str) else print_function(f) for f in functions]
    return "\n\n\n".join([*(["\n".join(imports)] if imports else []), *(t.strip("\n") for t in texts)]) + "\n"


def standalone(texts: Sequence[str], helpers: ModuleType, imports: Sequence[str] = ()) -> str:
    """A module of emitted functions that needs NumPy alone: the helpers they use are pasted in above them."""
    bodies = [_without_imports_from(text, helpers.__name__) for text in texts]
    needed = _helpers_used(bodies, vars(helpers))
    pasted = [inspect.getsource(helper) for helper in needed]
    free = free_names("\n\n".join([*pasted, *bodies]))
    lines = [line for alias, line in MODULE_IMPORTS.items() if alias in free and line not in imports]
    known = {name: value for space in [vars(helpers), *(h.__globals__ for h in needed)] for name, value in space.items()}
    classes = {name: value for name in free if isinstance(value := known.get(name), type)}
    lines += [f"from {cls.__module__} import {name}" for name, cls in classes.items() if f"from {cls.__module__} import {name}" not in imports]
    future = ["from __future__ import annotations\n"] if any(h.__annotations__ for h in needed) else []
    return module([*pasted, *bodies], [*future, *sorted({*imports, *lines})])


def free_names(text: str) -> set[str]:
    """Global names that a module's text reads and does not itself define; builtins and annotations left out."""
    code = compile("from __future__ import annotations\n" + text, "<s2sdiff>", "exec", dont_inherit=True)
    read, defined = set(), set(dir(builtins)) | {"__name__", "__annotations__"}
    for part in codes(code):
        for step in dis.get_instructions(part):
            if step.opname.startswith(("LOAD_GLOBAL", "LOAD_NAME")):
                read.add(step.argval)
            elif part is code and step.opname == "STORE_NAME":
                defined.add(step.argval)
    return read - defined


def _helpers_used(bodies: Sequence[str], helpers: Mapping[str, object]) -> list[FunctionType]:
    """The helper functions that `bodies` read, and those that these read, in the order of their files."""
    found: dict[str, FunctionType] = {}
    waiting = [(name, helpers) for name in sorted(free_names("\n\n".join(bodies)))]
    while waiting:
        name, space = waiting.pop()
        helper = space.get(name)
        if isinstance(helper, FunctionType) and name not in found:
            found[name] = helper
            waiting += [(other, helper.__globals__) for other in sorted(free_names(inspect.getsource(helper)))]
    return sorted(found.values(), key=lambda helper: (helper.__module__, helper.__code__.co_firstlineno))


def _without_imports_from(text: str, package: str) -> str:
    """`text` without the lines that import from `package`."""
    return re.sub(
        rf"^(from {re.escape(package)} import .*|import {re.escape(package)}\b.*)\n+", "", text, flags=re.MULTILINE
    )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _wrapped(sentence: str, width: int) -> list[str]:
    """`sentence` in lines; two blanks between sentences are kept."""
    return textwrap.wrap(sentence, width, break_long_words=False, break_on_hyphens=False)
