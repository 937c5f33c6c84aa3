"""Finds the node of a function in the text of its file, by its code object.

The text is compiled again, with a line number of its own for every function, so that each code object can be traced to
its node.  A function is the node whose code is the code that runs, wherever in the file it now stands.  Anything else is
refused, but for two: tests whose `assert` statements pytest rewrote, and our own emitted functions.
"""

from __future__ import annotations
import __future__

import ast
import dis
import functools
import io
import linecache
import re
import tokenize
import warnings
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

import gast

from s2sdiff.errors import SourceError
from s2sdiff.run.code_objects import codes

Comments = Mapping[int, tuple[str, bool]]  # line -> text, and whether it stands alone there
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

EMITTED = "<s2sdiff"  # begins the file names of emitted text, which is not compiled as a module
FOR_TOOLS = re.compile(r"type:|noqa|pragma:|pylint:|fmt:|ruff:|mypy:|isort:|!|-\*-")
_FUTURE = functools.reduce(int.__or__, (getattr(__future__, n).compiler_flag for n in __future__.all_feature_names))


@dataclass(frozen=True, eq=False)
class Definition:
    """A function in a text, and the code that it compiles to."""

    node: Function
    code: CodeType

    @property
    def line(self) -> int:
        """Where it begins, decorators included."""
        first: ast.expr | Function = [*getattr(self.node, "decorator_list", []), self.node][0]
        return first.lineno


@dataclass(frozen=True, eq=False)
class File:
    """A text and its functions."""

    name: str
    lines: tuple[str, ...]
    definitions: tuple[Definition, ...]
    by_content: Mapping[Hashable, Sequence[Definition]]
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
    same = file.by_content.get(_content(code))
    if same:  # several, if the very same lambda is written twice: the nearest
        return min(same, key=lambda d: abs(d.line - code.co_firstlineno)).node
    fits = _emitted_alike if code.co_filename.startswith(EMITTED) else _written_alike
    here = [d for d in file.definitions if (d.line, d.code.co_name) == (code.co_firstlineno, code.co_name)]
    here = [d for d in here if fits(d, code)]
    return here[0].node if len(here) == 1 else None


def _content(code: CodeType) -> Hashable:
    """What a code object does, wherever it stands: two that agree in this are written alike."""
    constants = tuple(_content(c) if isinstance(c, CodeType) else _constant(c) for c in code.co_consts)
    return code.co_name, code.co_code, constants, code.co_names, code.co_freevars, code.co_flags, _parameters(code)


def _constant(value: object) -> Hashable:
    """A key that tells 1 from 1.0 and 0.0 from -0.0; sets have no order."""
    return type(value), tuple(sorted(map(repr, value))) if isinstance(value, frozenset) else repr(value)


def _parameters(code: CodeType) -> tuple[Any, ...]:
    starred = code.co_flags & 0x0C  # *args, **kwargs
    count = code.co_argcount + code.co_kwonlyargcount + starred.bit_count()
    return code.co_posonlyargcount, code.co_argcount, code.co_kwonlyargcount, starred, code.co_varnames[:count]


def _emitted_alike(written: Definition, running: CodeType) -> bool:
    """Whether `running` can be the emitted function `written`: its outer names are cells, so their code differs."""
    return _parameters(written.code) == _parameters(running)


def _written_alike(written: Definition, running: CodeType) -> bool:
    return _steps(written.code) == _steps(running) or _asserts_rewritten(written, running)


def _steps(code: CodeType) -> list[Any]:
    """What a code object does, without the idle instructions by which the compiler marks lines."""
    steps: list[Any] = [_parameters(code), code.co_names, code.co_freevars]
    for step in dis.get_instructions(code):
        if step.opcode in dis.hasjrel or step.opcode in dis.hasjabs:
            steps.append(step.opname)
        elif isinstance(step.argval, CodeType):
            steps.append(_steps(step.argval))
        elif step.opname != "NOP":
            steps.append((step.opname, _constant(step.argval)))
    return steps


def _asserts_rewritten(written: Definition, running: CodeType) -> bool:
    """Whether `running` is `written` with its assert statements replaced by pytest, and nothing else changed."""
    code = written.code
    asserts = any(isinstance(part, ast.Assert) for part in ast.walk(written.node))
    if not asserts or _parameters(code) != _parameters(running):
        return False
    names, running_names = _names(code), _names(running)
    added = running_names - names
    numbers = {repr(c) for c in _numbers(code)} - {repr(c) for c in _numbers(running)}
    return names <= running_names | {"AssertionError"} and any(n.startswith("@py") for n in added) and not numbers


def _names(code: CodeType) -> set[str]:
    return {name for part in codes(code) for name in (*part.co_names, *part.co_varnames, *part.co_freevars)}


def _numbers(code: CodeType) -> list[Any]:
    return [c for part in codes(code) for c in part.co_consts if isinstance(c, (int, float, complex))]


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
        compiled = list(codes(compile(marked, filename, "exec", flags, dont_inherit=True)))
    keys = ((code, (code.co_firstlineno, code.co_name)) for code in compiled)
    definitions = tuple(Definition(functions[key], code) for code, key in keys if key in functions)
    by_content: dict[Hashable, list[Definition]] = {}
    for definition in definitions:
        by_content.setdefault(_content(definition.code), []).append(definition)
    return File(filename, tuple(text.splitlines(keepends=True)), definitions, by_content, _assigned(tree))


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
