"""What emitted text needs around it to run: import lines, or the definitions themselves.

Emitted functions read names of the user's module, of closures, and of ours.  The live functions know what each name
means; from that comes a text to stand beside the user's function, in a file that imports it, or alone.
"""

from __future__ import annotations

import ast
import builtins
import dis
import inspect
import math
import sys
import textwrap
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

import numpy as np

from s2sdiff import emit, runtime, syntax
from s2sdiff.errors import Unsupported
from s2sdiff.read import Primal, read
from s2sdiff.run.code_objects import codes
from s2sdiff.run.load import text_of

MOST_ENTRIES = 1000  # of an array that is written out

Function = Callable[..., Any]


class Meaning(NamedTuple):
    """What an outer name stands for."""

    value: Any
    home: str  # the module whose global it is; "" for a name in a closure


@dataclass
class Surroundings:
    """Some emitted functions, those that they call, and the meaning of every other name that these read."""

    texts: list[str]
    names: dict[str, Meaning] = field(default_factory=dict)

    def note(self, name: str, meaning: Meaning) -> bool:
        """Record a meaning; whether it is new."""
        known = self.names.setdefault(name, meaning)
        if known.value is not meaning.value:
            raise Unsupported(f"`{name}` means two things in the functions that are printed", cure="rename one of them")
        return known is meaning


def surroundings(text: str, functions: Sequence[Function]) -> Surroundings:
    """What stands around `text`, whose live functions (the main ones at least) are given."""
    found = Surroundings([text.strip("\n")])
    defined = _defined(text)
    waiting = list(functions)
    seen: set[CodeType] = set()
    while waiting:
        function: Any = waiting.pop(0)
        function = getattr(function, "py_func", function)
        if function.__code__ in seen:
            continue
        seen.add(function.__code__)
        for name, meaning in _outer(function, _names_of(function.__code__)):
            own_text = text_of(getattr(meaning.value, "py_func", meaning.value))
            if own_text is None:
                found.note(name, meaning)
                continue
            waiting.append(meaning.value)
            if meaning.value.__name__ not in defined:
                defined |= _defined(own_text)
                found.texts.append(own_text.strip("\n"))
            if name not in defined:
                defined.add(name)
                found.texts.append(f"{name} = {meaning.value.__name__}")
    return found


def beside(text: str, functions: Sequence[Function], module: Mapping[str, Any]) -> str:
    """The text as it can stand in the module of these globals: what that lacks is imported."""
    around = surroundings(text, functions)
    lacking = {n: m for n, m in around.names.items() if n not in module or module[n] is not m.value}
    return emit.module(around.texts, _import_lines(lacking))


def importing(text: str, functions: Sequence[Function]) -> str:
    """A file that imports all it needs, from the user's modules too."""
    around = surroundings(text, functions)
    return emit.module(around.texts, _import_lines(around.names))


def alone(text: str, functions: Sequence[Function]) -> str:
    """A file that needs NumPy alone: helpers, constants and the user's functions are written out."""
    around = surroundings(text, functions)
    pasted: dict[str, str] = {}
    imports: list[str] = []
    waiting = list(around.names.items())
    while waiting:
        name, meaning = waiting.pop(0)
        if getattr(runtime, name, None) is meaning.value and isinstance(meaning.value, FunctionType):
            continue  # pasted by emit.standalone
        line = _library_import(name, meaning.value)
        if line:
            imports.append(line)
            continue
        pasted[name], more = _written_out(name, meaning)
        waiting += [(n, m) for n, m in more if around.note(n, m)]
    definitions = [t for t in pasted.values() if t.startswith(("def ", "class ", "@"))]
    others = [t for t in pasted.values() if t not in definitions]
    renamed = [t for t in others if t.partition(" = ")[2] in pasted]  # of classes
    blocks = ["\n".join(block) for block in ([t for t in others if t not in renamed], renamed)]
    texts = [blocks[0], *_callees_first(definitions), blocks[1], *around.texts]
    result = emit.standalone([text for text in texts if text], runtime, imports)
    annotated = any(getattr(a, "annotation", None) for t in definitions for a in ast.walk(ast.parse(t)) if isinstance(a, (ast.arg, ast.AnnAssign)))
    future = "from __future__ import annotations\n"
    return f"{future}\n{result}" if annotated and not result.startswith(future) else result


# --- what names mean ---


def _defined(text: str) -> set[str]:
    return {s.name for s in ast.parse(text).body if isinstance(s, ast.FunctionDef)}


def _names_of(code: CodeType) -> list[str]:
    """Names that a function reads from outside, in the order of first use."""
    names = list(code.co_freevars)
    for part in codes(code):
        names += [step.argval for step in dis.get_instructions(part) if step.opname.startswith("LOAD_GLOBAL")]
    return list(dict.fromkeys(names))


def _outer(function: FunctionType, names: Sequence[str]) -> Iterator[tuple[str, Meaning]]:
    """Meanings of names that a function reads; builtins, and names that have no value yet, are left out."""
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    home = function.__globals__.get("__name__", "")
    for name in names:
        if name in cells:
            try:
                yield name, Meaning(cells[name].cell_contents, "")
            except ValueError:
                continue
        elif name in function.__globals__:
            yield name, Meaning(function.__globals__[name], home)
        elif not hasattr(builtins, name):
            raise Unsupported(f"the name `{name}` is not defined", cure=f"define or import `{name}`")


# --- import lines ---


def _import_lines(names: Mapping[str, Meaning]) -> list[str]:
    """Lines that import these names, one for each module; what no import gives is written out below."""
    lines: set[str] = set()
    wanted: dict[str, set[str]] = {}
    written = []
    for name, (value, home) in names.items():
        if inspect.isfunction(value) and getattr(runtime, name, None) is value:
            home = runtime.__name__
        if isinstance(value, ModuleType):
            lines.add(_module_import(name, value))
        elif home:
            wanted.setdefault(home, set()).add(name)
        else:
            line = _object_import(name, value)
            written += [] if line else [_assignment(name, value).rstrip()]
            lines |= {line} - {""}
    lines |= {f"from {home} import {', '.join(sorted(own))}" for home, own in wanted.items()}
    return [*sorted(lines, key=lambda line: (line.startswith("from"), line)), *written]


def _module_import(name: str, module: ModuleType) -> str:
    return f"import {name}" if module.__name__ == name else f"import {module.__name__} as {name}"


def _library_import(name: str, value: Any) -> str:
    """The line that imports a module, or an object of an installed library; "" for anything of the user's."""
    if isinstance(value, ModuleType):
        return _module_import(name, value)
    if isinstance(value, np.ufunc) and value in vars(np).values():
        return f"from numpy import {_renamed(str(value.__name__), name)}"
    return _object_import(name, value) if _is_library(getattr(value, "__module__", None)) else ""


def _object_import(name: str, value: Any) -> str:
    """The line that imports an object from where it says that it stands."""
    module, own = getattr(value, "__module__", None), getattr(value, "__name__", None)
    if not module or not own or getattr(sys.modules.get(module), own, None) is not value:
        return ""
    return f"from {module} import {_renamed(own, name)}"


def _renamed(own: str, name: str) -> str:
    return own if own == name else f"{own} as {name}"


def _is_library(module: str | None) -> bool:
    """Whether a module is installed, rather than the user's or ours."""
    root = (module or "").partition(".")[0]
    if root in sys.stdlib_module_names:
        return root != "__main__"
    file = getattr(sys.modules.get(root), "__file__", None)
    return root != "s2sdiff" and bool(file) and bool({"site-packages", "dist-packages"} & set(Path(str(file)).parts))


# --- definitions ---


def _written_out(name: str, meaning: Meaning) -> tuple[str, list[tuple[str, Meaning]]]:
    """The definition of a name, and the meanings of the names that it reads."""
    value = meaning.value
    if isinstance(value, type) and tuple in value.__bases__ and hasattr(value, "_fields"):
        made = f'{name} = namedtuple("{value.__name__}", "{" ".join(value._fields)}")'
        return made, [("namedtuple", Meaning(namedtuple, ""))]  # noqa: PYI024 - the function itself
    if isinstance(value, type) and (getattr(value, "__module__", "") or "").partition(".")[0] != "s2sdiff":
        if name != value.__name__:
            return f"{name} = {value.__name__}", [(value.__name__, meaning)]
        text = textwrap.dedent(inspect.getsource(value))
        scope = vars(sys.modules[str(value.__module__)])
        return text.rstrip(), [
            (n, Meaning(scope[n], value.__module__)) for n in sorted(emit.free_names(text)) if n in scope
        ]
    if isinstance(value, type):
        raise Unsupported(f"`{name}` cannot be written out", cure="print the text without --standalone")
    if callable(value):
        primal = read(value)
        if primal.function is None or primal.bound or _is_ours(value):
            raise Unsupported(f"`{name}` cannot be written out", cure="print the text without --standalone")
        text = _source_of(primal, name)
        return text.rstrip(), list(_outer(primal.function, sorted(emit.free_names(text))))
    return _assignment(name, value).rstrip(), []


def _is_ours(value: Any) -> bool:
    module = getattr(value, "__module__", None) or ""
    return module.partition(".")[0] == "s2sdiff" and not hasattr(value, "__s2sdiff_fun__")


def _source_of(primal: Primal, name: str) -> str:
    """The user's own text of a function, without decorators; a lambda becomes a function."""
    tree = primal.tree
    own = primal.lines[tree.lineno - 1].lstrip()
    if not own.startswith("def "):
        tree.name = name
        return emit.print_function(tree)
    text = textwrap.dedent("".join(primal.lines[tree.lineno - 1 : tree.end_lineno])).rstrip()
    return text if tree.name == name else f"{text}\n\n\n{name} = {tree.name}"


def _callees_first(definitions: Sequence[str]) -> list[str]:
    """Classes and functions in an order in which none is read before it is there: those that read nothing first."""
    rest, done = list(definitions), []
    while rest:
        names = [_first_name(t) for t in rest]
        free = [emit.free_names(t) for t in rest]
        ready = [k for k in range(len(rest)) if not (free[k] - {names[k]}) & set(names)] or [0]
        done += [rest[k] for k in ready]
        rest = [t for k, t in enumerate(rest) if k not in ready]
    return done


def _first_name(text: str) -> str:
    statement = ast.parse(text).body[0]
    assert isinstance(statement, (ast.FunctionDef, ast.ClassDef))
    return statement.name


def _assignment(name: str, value: Any) -> str:
    """The line `name = value`."""
    text = _literal(value)
    if text is None:
        raise Unsupported(
            f"`{name}`, of type {type(value).__name__}, cannot be written out",
            cure=f"pass `{name}` to the function as an argument",
        )
    return emit.print_statements(syntax.body(f"{name} = {text}"))


def _literal(value: Any) -> str | None:
    """Text that makes an equal value; None where there is none."""
    if value is None or type(value) in (bool, int, str, bytes):
        return repr(value)
    if type(value) is float:
        return repr(value) if math.isfinite(value) else f'float("{value}")'
    if type(value) is complex:
        return f"complex({_literal(value.real)}, {_literal(value.imag)})"
    if isinstance(value, np.generic) and value.dtype.kind in "biufc":
        return f"np.{value.dtype.name if value.dtype.kind != 'b' else 'bool_'}({_literal(value.item())})"
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufc" and value.size <= MOST_ENTRIES:
        if not value.size:
            return f'np.zeros({value.shape}, "{value.dtype}")'
        plain = np.array(value.tolist()).dtype == value.dtype
        dtype = "" if plain else f', dtype="{value.dtype}"'
        return f"np.array({_literal(value.tolist())}{dtype})"
    if type(value) in (list, tuple):
        items = [_literal(item) for item in value]
        opening, closing = "[]" if type(value) is list else "()"
        comma = "," if type(value) is tuple and len(items) == 1 else ""
        return None if None in items else f"{opening}{', '.join(str(i) for i in items)}{comma}{closing}"
    if type(value) is dict:
        pairs = [(_literal(k), _literal(v)) for k, v in value.items()]
        return None if any(None in pair for pair in pairs) else "{" + ", ".join(f"{k}: {v}" for k, v in pairs) + "}"
    return None
