"""Emitted functions become live ones: what the names in their text mean, and how the target runs them.

A name in emitted code is a global of the user's module unless it is bound here: a value captured by the user's
function, something that the context named, a helper of the runtime, or a library.
"""

from __future__ import annotations

import builtins
import inspect
import sys
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from types import ModuleType
from typing import Any

import gast
import numpy as np

from s2sdiff import emit, runtime, syntax
from s2sdiff.context import Context
from s2sdiff.errors import Unsupported, located
from s2sdiff.read import MISSING, Primal
from s2sdiff.run.load import load
from s2sdiff.types import Static, Type


def print_unit(function: gast.FunctionDef, primal: Primal) -> str:
    """The text of an emitted function, with the user's comments."""
    return emit.print_function(function, primal.comments)


def live_functions(context: Context, text: str, name: str, primal: Primal, names: dict[str, Any]) -> dict[str, Any]:
    """The functions of a text, as the target runs them."""
    live = load(text, name, primal.globals, names)
    context.loaded.append((text, name, primal.globals, names))
    if context.target == "numba":
        from s2sdiff.run.numba import Compiler

        context.compiler = context.compiler or Compiler()
        compiled: dict[str, Any] = context.compiler.compile(live)
        return compiled
    return live


def bindings(context: Context, primal: Primal, functions: Sequence[gast.FunctionDef]) -> dict[str, Any]:
    """The names in emitted code that are not globals of the user's module, and what they mean."""
    found: dict[str, Any] = dict(primal.cells)
    read_names = set().union(*(syntax.names_read(f.body) for f in functions))
    local = set().union(*(syntax.names_stored(f.body) | {a.id for a in [*f.args.args, *f.args.kwonlyargs]} for f in functions))
    for function in functions:
        check_parameters(function, primal)
    for name in read_names:
        helper = getattr(runtime, name, None)
        if inspect.isfunction(helper) and context.bindings.get(name, helper) is helper and name not in local:
            read = next((node for node in syntax.walk(primal.tree.body) if syntax.is_name(node, name)), None)
            own = primal.meaning(name) if read is not None and not primal.is_ours else helper
            if own is not helper and own is not MISSING:
                with located(primal):
                    raise Unsupported(f"`{name}` is the name of a helper of s2sdiff", read, "rename yours")
            found[name] = helper
        elif name in context.bindings and not (name in primal.cells and name in context.foreign) and not context.names_itself(primal, name):
            found[name] = context.bindings[name]
    found |= hidden_builtins(functions, primal, local)
    import math

    for alias, module in (("np", np), ("math", math), *loaded_libraries()):
        if alias in read_names and alias not in found and primal.globals.get(alias) is not module:
            found[alias] = module
    if context.target == "numba" and "numba" in read_names and "numba" not in primal.globals:
        import numba

        found["numba"] = numba
    return found | {name: value for name, value in primal.bound.items() if name in read_names}


def check_parameters(function: gast.FunctionDef, primal: Primal) -> None:
    """Refuse a parameter called as a builtin or a helper that emitted code calls: it keeps the name that it is known by."""
    bound = {a.id for a in [*function.args.args, *function.args.kwonlyargs]} | syntax.names_stored(function.body)
    given = {name for name in bound if hasattr(builtins, name) or inspect.isfunction(getattr(runtime, name, None))}
    if given and not primal.is_ours:
        own = called(primal.tree, given)  # in a pullback, a parameter was kept
        for text, name in sorted(called(function, given).items() - own.items()):
            with located(primal):
                raise Unsupported(f"the derivative calls `{text}`, and `{name}` is a parameter here", primal.tree.args, "rename the parameter")


OF_LOOPS = ("range", "len", "zip", "enumerate", "reversed", "list", "dict", "set", "tuple", "sorted", "bool")  # which loops are written with


def hidden_builtins(functions: Sequence[gast.FunctionDef], primal: Primal, local: AbstractSet[str]) -> dict[str, Any]:
    """The builtins that emitted code calls where the user's module has other functions of these names."""
    hidden = {name for name, value in primal.globals.items() if value is not getattr(builtins, name, value)} - local - primal.cells.keys()
    found: dict[str, Any] = {}
    if not hidden or primal.is_ours:
        return found
    own, read = called(primal.tree, hidden), syntax.names_read(primal.tree.body)
    for function in functions:
        calls = [node.func for node in syntax.walk(function.body) if isinstance(node, gast.Call) and isinstance(node.func, gast.Name)]
        ours = {func.id for func in calls if func.id in OF_LOOPS or not hasattr(func, "lineno")}
        for text, name in called(function, hidden).items():
            if text not in own:
                found[name] = getattr(builtins, name)
            if (text not in own and name in read) or (text in own and name in ours):
                with located(primal):
                    raise Unsupported(f"the derivative calls the builtin `{name}`, and `{name}` is a function of yours here", primal.tree, "rename yours")
    return found


def called(function: gast.FunctionDef, names: AbstractSet[str]) -> dict[str, str]:
    """What a function calls under some names: these, or methods of the builtins that are called so."""
    texts = [syntax.dotted(node.func) or "" for node in syntax.walk(function.body) if isinstance(node, gast.Call)]
    parts = [(text, *text.partition(".")[::2]) for text in texts]
    return {text: name for text, name, method in parts if name in names and (not method or (method[0] != "_" and hasattr(getattr(builtins, name, None), method)))}


def loaded_libraries() -> list[tuple[str, ModuleType]]:
    """The libraries that rules' bodies name: our own, and SciPy once the program has imported it."""
    return [(name, sys.modules[name]) for name in ("s2sdiff", "scipy") if name in sys.modules]


def library_types() -> dict[str, Type]:
    """What their names mean in emitted text."""
    return {name: Static(module) for name, module in loaded_libraries()}
