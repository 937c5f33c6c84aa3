"""Makes live functions of emitted text.

The functions share the user's module: their globals are its own dictionary, read when they run, so a rebound helper or
constant is seen.  What that module does not have (NumPy under our name, other emitted functions) and what the user's
closure holds come in as closure cells; the cells of the user's function are used themselves, so they are live too.
"""

from __future__ import annotations
import __future__

import ast
import linecache
from collections.abc import Iterable, Mapping
from types import CellType, CodeType, FunctionType
from typing import Any

SOURCES: dict[str, str] = {}  # file name -> text of everything loaded, kept where linecache may forget it


def load(
    text: str, filename: str, globals_: dict[str, Any], bindings: Mapping[str, Any], code: CodeType | None = None
) -> dict[str, FunctionType]:
    """The functions that `text` defines, by name; `text` holds function definitions only.

    `bindings` are the names that are not the user's globals; a `types.CellType` among them is shared, not copied.
    `code` is what `compiled` made of the text before.
    """
    place = register(text, filename)
    if code is None or code.co_filename != place:
        code = compiled(text, place, bindings)
    outer = FunctionType(code, globals_)
    inner = outer(*[_content(bindings[name]) for name in code.co_varnames[: code.co_argcount]])
    functions = {function.__name__: _rebound(function, globals_, bindings) for function in inner}
    _link(functions)
    return functions


def compiled(text: str, filename: str, bindings: Iterable[str]) -> CodeType:
    """Code of a function that is given what the names in `bindings` stand for, and returns the functions of `text`."""
    tree = ast.parse(text, filename)
    defined = [statement.name for statement in tree.body if isinstance(statement, ast.FunctionDef)]
    if len(defined) != len(tree.body):
        raise ValueError(f"{filename}: emitted text may hold function definitions only")
    return _enclosed(tree, filename, [name for name in bindings if name not in defined])


def take_defaults(emitted: FunctionType, original: Any) -> None:
    """Give an emitted function the default values of the user's, as they are: text can only write literals."""
    code = getattr(original, "__code__", None)
    if not isinstance(code, CodeType):
        return
    positional = code.co_varnames[: code.co_argcount]
    values = dict(zip(reversed(positional), reversed(original.__defaults__ or ()), strict=False)) | (original.__kwdefaults__ or {})
    own, count = emitted.__code__, emitted.__code__.co_argcount
    tail: list[Any] = []
    for name in reversed(own.co_varnames[:count]):
        if name not in values:
            break
        tail.insert(0, values[name])
    emitted.__defaults__ = tuple(tail) or None
    keywords = {n: values[n] for n in own.co_varnames[count : count + own.co_kwonlyargcount] if n in values}
    emitted.__kwdefaults__ = keywords or None


def register(text: str, filename: str) -> str:
    """Tell linecache the text, for tracebacks, pdb and inspect; the file name, made unique if it is another's."""
    stem, count, place = filename.removesuffix(">"), 1, filename
    while SOURCES.get(place, text) != text:
        count += 1
        place = f"{stem} ({count})>"
    SOURCES[place] = text
    # No modification time: checkcache() leaves such an entry alone.
    linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)
    return place


def text_of(function: Any) -> str | None:
    """The emitted text that `function` was loaded from; None for a function that is not ours.

    Its code object differs from what compiling that text as a module gives, since its outer names are closure cells.
    """
    code = getattr(function, "__code__", None)
    return SOURCES.get(code.co_filename) if isinstance(code, CodeType) else None


def _enclosed(tree: ast.Module, filename: str, outer_names: list[str]) -> CodeType:
    """Code of a function of `outer_names` that makes the definitions and returns them; line numbers are the text's."""
    returned = ", ".join(statement.name for statement in tree.body if isinstance(statement, ast.FunctionDef))
    frame = ast.parse(f"def enclosing({', '.join(outer_names)}): return ({returned},)")
    enclosing = frame.body[0]
    assert isinstance(enclosing, ast.FunctionDef)
    enclosing.body[:0] = tree.body
    module = compile(frame, filename, "exec", flags=__future__.annotations.compiler_flag, dont_inherit=True)
    return next(constant for constant in module.co_consts if isinstance(constant, CodeType))


def _content(binding: Any) -> Any:
    """What a binding stands for now; an empty cell of the user's stays unread until the function runs."""
    if not isinstance(binding, CellType):
        return binding
    try:
        return binding.cell_contents
    except ValueError:
        return None


def _rebound(function: FunctionType, globals_: dict[str, Any], bindings: Mapping[str, Any]) -> FunctionType:
    """`function` with the user's own cells in its closure, named as at top level."""
    code = function.__code__
    cells = []
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        shared = bindings.get(name)
        cells.append(shared if isinstance(shared, CellType) else cell)
    renamed = code.replace(co_qualname=code.co_name)
    new = FunctionType(renamed, globals_, code.co_name, function.__defaults__, tuple(cells))
    new.__kwdefaults__ = function.__kwdefaults__
    new.__annotations__ = function.__annotations__
    return new


def _link(functions: dict[str, FunctionType]) -> None:
    """Let the definitions call each other as they are now."""
    for function in functions.values():
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
            if name in functions:
                cell.cell_contents = functions[name]
