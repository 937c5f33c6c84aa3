"""Finds the node of a function in the text of its file, by its code object.

The text is compiled twice: as it is, and with a line number of its own for every function, so that each code object of
the first can be traced to its node through the second.  What does not compile to the very code that runs is refused,
with two exceptions: code that has only moved within its file, and tests whose `assert` statements pytest rewrote.
"""

from __future__ import annotations
import __future__

import ast
import functools
import io
import linecache
import re
import tokenize
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

import gast

from s2sdiff.errors import SourceError

Comments = Mapping[int, tuple[str, bool]]  # line -> text, and whether it stands alone there
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

OURS = "<s2sdiff"  # begins the file names of emitted text, which is not compiled as a module
FOR_TOOLS = re.compile(r"type:|noqa|pragma:|pylint:|fmt:|ruff:|mypy:|isort:|!|-\*-")
_FUTURE = functools.reduce(int.__or__, (getattr(__future__, n).compiler_flag for n in __future__.all_feature_names))


@dataclass(frozen=True, eq=False)
class File:
    """A text, and the function behind each code object that it compiles to."""

    name: str
    lines: tuple[str, ...]
    nodes: Mapping[CodeType, Function]
    assigned: Mapping[Function, str]

    @functools.cached_property
    def comments(self) -> Comments:
        """The user's comments; those that speak to tools are left out."""
        found = {}
        try:
            for token in tokenize.generate_tokens(io.StringIO("".join(self.lines)).readline):
                text = token.string.removeprefix("#").strip()
                if token.type == tokenize.COMMENT and text and not FOR_TOOLS.match(text):
                    found[token.start[0]] = text, not token.line[: token.start[1]].strip()
        except (tokenize.TokenError, SyntaxError):
            pass  # what came before the trouble is good
        return found


@dataclass(frozen=True, eq=False)
class Found:
    """A function's node, as a new gast tree."""

    file: File
    node: gast.AST
    assigned_to: str


def find(function: FunctionType) -> Found:
    """The node of `function`."""
    code = function.__code__
    text, file, node = "", None, None
    for refresh in (False, True):  # a text read when the function was new is better than a newer one
        if refresh:
            linecache.checkcache(code.co_filename)
        text = "".join(linecache.getlines(code.co_filename, function.__globals__))
        file = _compiled(code.co_filename, text, code.co_flags & _FUTURE) if text else None
        node = _node_of(code, file) if file else None
        if file and node:
            return Found(file, gast.ast_to_gast(node), file.assigned.get(node, "lambda_"))
    if not text:
        raise SourceError(
            f"`{function.__name__}` has no source: {code.co_filename} cannot be read",
            cure="put the function in a file; for generated code, put its text into linecache.cache",
        )
    raise SourceError(
        f"`{function.__name__}` is not what {code.co_filename} says at line {code.co_firstlineno}: the text has changed since",
        cure="import the module again, or restart Python",
    )


def _node_of(code: CodeType, file: File) -> Function | None:
    exact = file.nodes.get(code)
    if exact is not None:
        return exact
    wanted = _without_place(code)
    moved = [
        (abs(k.co_firstlineno - code.co_firstlineno), n) for k, n in file.nodes.items() if _without_place(k) == wanted
    ]
    if moved:
        return min(moved, key=lambda pair: pair[0])[1]
    same_place = [
        (k, node)
        for k, node in file.nodes.items()
        if (k.co_firstlineno, k.co_name) == (code.co_firstlineno, code.co_name)
    ]
    if code.co_filename.startswith(OURS):
        same_place = [(k, node) for k, node in same_place if _parameters(k) == _parameters(code)]
    else:
        same_place = [(k, node) for k, node in same_place if _asserts_rewritten(k, node, code)]
    return same_place[0][1] if len(same_place) == 1 else None


def _without_place(code: CodeType) -> tuple[Any, ...]:
    """What a code object does, wherever it stands."""
    constants = tuple(_without_place(c) if isinstance(c, CodeType) else (type(c), repr(c)) for c in code.co_consts)
    return code.co_name, code.co_code, constants, code.co_names, code.co_freevars, _parameters(code), code.co_varnames


def _parameters(code: CodeType) -> tuple[Any, ...]:
    starred = code.co_flags & 0x0C  # *args, **kwargs
    count = code.co_argcount + code.co_kwonlyargcount + starred.bit_count()
    return code.co_posonlyargcount, code.co_argcount, code.co_kwonlyargcount, starred, code.co_varnames[:count]


def _asserts_rewritten(code: CodeType, node: Function, running: CodeType) -> bool:
    """Whether `running` is `code` with the assert statements replaced by pytest, and nothing else changed."""
    if not any(isinstance(part, ast.Assert) for part in ast.walk(node)) or _parameters(code) != _parameters(running):
        return False
    names, running_names = _names(code), _names(running)
    added = running_names - names
    numbers = {repr(c) for c in _constants(code)} - {repr(c) for c in _constants(running)}
    return names <= running_names | {"AssertionError"} and any(n.startswith("@py") for n in added) and not numbers


def _names(code: CodeType) -> set[str]:
    return {name for part in _codes(code) for name in (*part.co_names, *part.co_varnames, *part.co_freevars)}


def _constants(code: CodeType) -> list[Any]:
    return [c for part in _codes(code) for c in part.co_consts if isinstance(c, (int, float, complex))]


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A code object and those inside it, in an order that does not depend on line numbers."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


@functools.lru_cache(maxsize=128)
def _compiled(filename: str, text: str, flags: int) -> File | None:
    """The functions of a text; None where it is no Python."""
    flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # as notebooks do
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they were shown when the file was imported
        try:
            tree, marked = (compile(text, filename, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True) for _ in "ab")
        except (SyntaxError, ValueError):
            return None
        functions = _mark(tree, marked, first_mark=text.count("\n") + 2)
        codes = (_codes(compile(t, filename, "exec", flags, dont_inherit=True)) for t in (tree, marked))
        nodes: dict[CodeType, Function] = {}
        for code, twin in zip(*codes, strict=True):
            node = functions.get((twin.co_firstlineno, twin.co_name))
            if node is not None:
                nodes.setdefault(code, node)
    return File(filename, tuple(text.splitlines(keepends=True)), nodes, _assigned(tree))


def _mark(tree: ast.AST, twin: Any, first_mark: int) -> dict[tuple[int, str], Function]:
    """Give each function in `twin` a first line of its own; tells for each line and name the node in `tree`."""
    functions: dict[tuple[int, str], Function] = {}
    marks: dict[Any, int] = {}  # a decorator shares the mark of its function, which begins on its line
    for node, other in zip(ast.walk(tree), ast.walk(twin), strict=True):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            mark = marks.get(other, first_mark + len(functions))
            for part in (other, *getattr(other, "decorator_list", [])[:1]):
                part.lineno = part.end_lineno = marks[part] = mark
                part.col_offset, part.end_col_offset = 0, 1
            functions[mark, getattr(node, "name", "<lambda>")] = node
    return functions


def _assigned(tree: ast.AST) -> dict[Function, str]:
    """The names to which lambdas are assigned."""
    names: dict[Function, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and isinstance(node.value, ast.Lambda):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                names[node.value] = target.id
    return names
