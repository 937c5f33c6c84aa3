"""Programs in several modules: what a module imports is known there by other names, and its own names mean something else.

A program stays one text, so that its truth is found and it is made smaller as ever; it is taken apart when it is loaded.
"""

from __future__ import annotations

import ast
import builtins
import random
import sys
import types
from collections.abc import Callable
from typing import Any

from fuzz.programs import Program

MODULES = ("kit", "shop.tools")  # what other modules are called; the function stands in a third one
LIBRARIES = (("np", "numpy"), ("np", "np"), ("np", "xp"))


def load_parts(program: Program, run: Callable[[str, dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """The names of the module of `f`, after all modules have been run by `run`."""
    texts = parts_of(program)
    for name in [*MODULES, "shop"]:
        sys.modules[name] = types.ModuleType(name)
    sys.modules["shop"].tools = sys.modules["shop.tools"]  # type: ignore[attr-defined]
    for name, text in zip(MODULES, texts, strict=False):
        run(text, vars(sys.modules[name]))
    return run(texts[-1], {"__name__": "fuzzed"})


def parts_of(program: Program) -> list[str]:
    """The texts of the modules; each knows those before it, under names that are drawn."""
    draw = random.Random(program.seed)
    tree = ast.parse(program.text)
    imports = [s for s in tree.body if isinstance(s, (ast.Import, ast.ImportFrom))]
    defined = [s for s in tree.body if s not in imports]
    own = sorted(draw.randrange(len(MODULES)) for _ in defined[:-1])
    members = [[s for s, at in zip(defined, own, strict=False) if at == k] for k in range(len(MODULES))]
    homes = {name: k for k, part in enumerate(members) for s in part for name in names_bound(s)}
    written = [*members, defined[len(own):]]
    return [_module(k, part, imports, homes, _hidden(tree), draw) for k, part in enumerate(written)]


def _hidden(tree: ast.Module) -> set[str]:
    """Names that mean something else in some function."""
    inner = [n for s in tree.body for n in ast.walk(s) if n is not s]
    bound = {n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and not any(n in getattr(s, "targets", ()) for s in tree.body)}
    defined = {n.name for n in inner if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    return bound | defined | {n.arg for n in inner if isinstance(n, (ast.arg, ast.keyword)) and n.arg}


def _module(k: int, part: list[ast.stmt], imports: list[Any], homes: dict[str, int], hidden: set[str], draw: random.Random) -> str:
    """One module's text: what it imports, names that stand for something else in others, and its own."""
    read = {n.id for s in part for n in ast.walk(s) if isinstance(n, ast.Name)}
    lines, new = list[str](), dict[str, str]()
    for name in sorted(read & set(homes)):
        if homes[name] == k:
            continue
        module = MODULES[homes[name]]
        later = homes[name] > k  # it has not run by the time that this module does
        style = draw.choice(["module", "module", "short"] + ["name", "other name"] * (not later))
        if name in hidden or name in vars(builtins):
            style = "name"
        if style == "name":
            lines.append(f"from {module} import {name}")
            continue
        lines.append(f"{name} = 0.25" if draw.random() < 0.5 else f"def {name}(*given): return 0.25")
        if style == "module":
            lines.append(f"import {module}")
            new[name] = f"{module}.{name}"
        elif style == "short":
            lines.append(f"import {module} as {module[:2]}_")
            new[name] = f"{module[:2]}_.{name}"
        else:
            lines.append(f"from {module} import {name} as the_{name}")
            new[name] = f"the_{name}"
    old, alias = draw.choice(LIBRARIES)
    body = ast.Module([_Named({**new, old: alias}).visit(s) for s in ast.parse("\n".join(map(ast.unparse, part))).body], [])
    known = [ast.unparse(s) for s in imports if ast.unparse(s) != "import numpy as np"]
    numpy = "import numpy" if alias == "numpy" else f"import numpy as {alias}"
    return "\n".join([*known, numpy, *lines, ast.unparse(ast.fix_missing_locations(body))]) + "\n"


class _Named(ast.NodeTransformer):
    """Reads names as other expressions."""

    def __init__(self, new: dict[str, str]) -> None:
        self.new = new

    def visit_Name(self, node: ast.Name) -> ast.AST:
        written = self.new.get(node.id)
        return ast.parse(written, mode="eval").body if written is not None and isinstance(node.ctx, ast.Load) else node


def names_bound(statement: ast.stmt) -> set[str]:
    """The names that a statement binds for sure."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.With)):
        return {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return set()
