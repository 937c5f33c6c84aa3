"""Prints gast trees as the text of a program: one fixed form, read back as the same tree.

astunparse lays the statements out; expressions are ours (`expressions`), and so is the breaking of long lines
(`layout`).  A tree with a node that cannot be printed raises `TypeError`: nothing is ever left out.
"""

# ruff: noqa: N802 - astunparse calls methods that are named after nodes
from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import astunparse
import gast

from s2sdiff.emit.expressions import Level, arguments, bare, by_python, commas, parameters, pieces, text
from s2sdiff.emit.layout import INDENT, WIDTH, Group, Line, lay_out
from s2sdiff.syntax import Comment

Comments = Mapping[int, tuple[str, bool]]  # line of the user's file -> text, and whether it stands alone there

ADJOINT_BEGINS = ("line ", "--- reverse")  # comments after which no statement is the user's own
DEFINITIONS = (gast.FunctionDef, gast.AsyncFunctionDef, gast.ClassDef)
IMPORTS = (gast.Import, gast.ImportFrom)
BY_PYTHON = ("Match", "TypeAlias")


class Printed(NamedTuple):
    """A text, and for each of its lines (from 1) where a statement begins, the user's line that it comes from."""

    text: str
    origin: dict[int, int]


def print_expr(node: gast.AST) -> str:
    """An expression on one line."""
    return text(node)


def print_statements(nodes: Sequence[gast.AST]) -> str:
    """Statements, one below the other; ends with a newline unless there are none."""
    return Printer(list(nodes)).printed().text


def print_function(function: gast.AST, comments: Comments | None = None) -> str:
    """A function; the user's `comments` stand again with the first statement printed from their line."""
    return Printer([function], comments).printed().text


def print_with_origin(function: gast.AST, comments: Comments | None = None) -> Printed:
    """As `print_function`, and which lines of it come from which lines of the user's file."""
    return Printer([function], comments).printed()


class Printer(astunparse.Unparser):
    """Collects the pieces of one logical line, and lays them out when the next one begins."""

    def __init__(self, body: Sequence[gast.AST], comments: Comments | None = None) -> None:
        self.comments = dict(comments or {})
        self.rows: list[str] = []
        self.origin: dict[int, int] = {}
        self._line: Line = []
        self._line_indent = ""
        self._statement: gast.AST | None = None
        super().__init__(list(body), io.StringIO())
        self._finish_line()

    def printed(self) -> Printed:
        """The text so far."""
        return Printed("\n".join(self.rows) + "\n" if self.rows else "", self.origin)

    # Lines: astunparse calls these.

    def fill(self, text: str = "") -> None:
        """Begin a line."""
        self._finish_line()
        self._line_indent = INDENT * self._indent
        self._line = [text]

    def write(self, text: str) -> None:
        """Go on with the line."""
        self._line.append(text)

    def dispatch(self, tree: Any, level: Level = Level.TEST) -> None:
        """Print a block, a statement, or an expression in the line begun."""
        if isinstance(tree, list):
            self._block(tree)
        elif isinstance(tree, gast.expr):
            self._line.append(Group("", pieces(tree, level), ""))
        elif type(tree).__name__ in BY_PYTHON:
            for row in by_python(tree).splitlines():
                self.fill(row)
        elif hasattr(self, "_" + type(tree).__name__):
            super().dispatch(tree)
        else:
            raise TypeError(f"cannot print {type(tree).__name__}")

    def _finish_line(self) -> None:
        if not any(self._line):
            self._line = []
            return
        rows = lay_out(self._line, self._line_indent)
        statement, self._statement, self._line = self._statement, None, []
        line: int | None = getattr(statement, "lineno", None)
        above, trailing = self._comments_of(statement, line) if line is not None else ([], "")
        if trailing:
            commented = f"{rows[-1]}  # {trailing}"
            if len(rows) == 1 and len(commented) <= WIDTH:
                rows = [commented]
            else:
                above.append(trailing)
        self.rows += [f"{self._line_indent}# {comment}" for comment in above]
        if line is not None:
            self.origin[len(self.rows) + 1] = line
        self.rows += rows

    def _comments_of(self, statement: Any, line: int) -> tuple[list[str], str]:
        """The user's comments above a statement and at its end; each is given out once."""
        trailing = ""
        above: list[str] = []
        for place in (line, line if hasattr(statement, "body") else getattr(statement, "end_lineno", line)):
            if not trailing and not self.comments.get(place, ("", True))[1]:
                trailing = self.comments.pop(place)[0]
        while self.comments.get(line - 1, ("", False))[1]:
            line -= 1
            above.insert(0, self.comments.pop(line)[0])
        return above, trailing

    # Blocks.

    def _block(self, body: Sequence[gast.AST]) -> None:
        previous: gast.AST | None = None
        for statement in body:
            if previous is not None:
                self._blank_lines(previous, statement)
            self._finish_line()
            self._statement = statement
            self.dispatch(statement)
            previous = statement
        if self._indent and all(isinstance(statement, Comment) for statement in body):
            self.fill("pass")

    def _blank_lines(self, previous: gast.AST, statement: gast.AST) -> None:
        definition = isinstance(previous, DEFINITIONS) or isinstance(statement, DEFINITIONS)
        imports_end = isinstance(previous, IMPORTS) and not isinstance(statement, IMPORTS)
        if definition or imports_end:
            self._finish_line()
            self.rows += [""] * (1 if self._indent or not definition else 2)

    def _Comment(self, tree: gast.AST) -> None:
        self._statement = None
        if tree.text.startswith(ADJOINT_BEGINS):
            self.comments = {}
        if not tree.text:
            self._finish_line()
            self.rows.append("")
        for row in tree.text.splitlines():
            self.fill(f"# {row}".rstrip())

    def _body(self, body: Sequence[gast.AST]) -> None:
        self.enter()
        self.dispatch(body)
        self.leave()

    # Statements where astunparse's own text would differ.

    def _Expr(self, tree: gast.AST) -> None:
        self.fill()
        self.dispatch(tree.value, Level.YIELD)

    def _Assign(self, tree: gast.AST) -> None:
        self.fill()
        for target in tree.targets:
            names = pieces(target, Level.TUPLE)
            self._line += [Group("", names, ""), " = "] if isinstance(target, gast.Tuple) else [*names, " = "]
        unpacking = isinstance(tree.targets[-1], gast.Tuple) and isinstance(tree.value, gast.Tuple)
        self.dispatch(tree.value, Level.TUPLE if unpacking else Level.YIELD)

    def _AugAssign(self, tree: gast.AST) -> None:
        self.fill()
        self._line += [*pieces(tree.target), f" {self.binop[type(tree.op).__name__]}= "]
        self.dispatch(tree.value, Level.YIELD)

    def _AnnAssign(self, tree: gast.AST) -> None:
        self.fill()
        bracketed = isinstance(tree.target, gast.Name) and not tree.simple
        target = [f"({tree.target.id})"] if bracketed else pieces(tree.target)
        self._line += [*target, ": ", *pieces(tree.annotation)]
        if tree.value:
            self.write(" = ")
            self.dispatch(tree.value, Level.YIELD)

    def _ImportFrom(self, tree: gast.AST) -> None:
        self.fill(f"from {'.' * (tree.level or 0)}{tree.module or ''} import ")
        names = [[f"{n.name} as {n.asname}" if n.asname else n.name] for n in tree.names]
        self._line.append(Group("", commas(names), ""))

    def _Return(self, tree: gast.AST) -> None:
        self.fill("return")
        if tree.value:
            self.write(" ")
            self.dispatch(tree.value, bare(tree.value))

    def _If(self, tree: gast.AST, word: str = "if ") -> None:
        self.fill(word)
        self.dispatch(tree.test, Level.NAMED if isinstance(tree.test, gast.NamedExpr) else Level.TEST)
        self._body(tree.body)
        if len(tree.orelse) == 1 and isinstance(tree.orelse[0], gast.If):
            self._finish_line()
            self._statement = tree.orelse[0]
            self._If(tree.orelse[0], "elif ")
        elif tree.orelse:
            self.fill("else")
            self._body(tree.orelse)

    def _While(self, tree: gast.AST) -> None:
        self.fill("while ")
        self.dispatch(tree.test, Level.NAMED if isinstance(tree.test, gast.NamedExpr) else Level.TEST)
        self._body(tree.body)
        self._else(tree.orelse)

    def _For(self, tree: gast.AST, word: str = "for ") -> None:
        self.fill(word)
        self._line += [*pieces(tree.target, Level.TUPLE), " in "]
        self.dispatch(tree.iter)
        self._body(tree.body)
        self._else(tree.orelse)

    def _AsyncFor(self, tree: gast.AST) -> None:
        self._For(tree, "async for ")

    def _else(self, body: Sequence[gast.AST]) -> None:
        if body:
            self.fill("else")
            self._body(body)

    def _withitem(self, tree: gast.AST) -> None:
        # `with (a, b):` would be two items.
        alone = isinstance(tree.context_expr, gast.Tuple) and tree.optional_vars is None
        self.write(f"({text(tree.context_expr)})") if alone else self.dispatch(tree.context_expr)
        if tree.optional_vars:
            self.write(" as ")
            self.dispatch(tree.optional_vars)

    def _Try(self, tree: gast.AST, word: str = "except") -> None:
        self.fill("try")
        self._body(tree.body)
        for handler in tree.handlers:
            self._handler(handler, word)
        self._else(tree.orelse)
        if tree.finalbody:
            self.fill("finally")
            self._body(tree.finalbody)

    def _TryStar(self, tree: gast.AST) -> None:
        self._Try(tree, "except*")

    def _handler(self, tree: gast.AST, word: str) -> None:
        self._finish_line()
        self._statement = tree
        self.fill(word)
        if tree.type:
            self.write(" ")
            self.dispatch(tree.type)
        if tree.name:
            self.write(f" as {tree.name.id}")
        self._body(tree.body)

    def _FunctionDef(self, tree: gast.AST, word: str = "def") -> None:
        self._decorators(tree)
        self.fill(f"{word} {tree.name}{_type_parameters(tree)}")
        self._line.append(Group("(", parameters(tree.args), ")"))
        if tree.returns:
            self._line += [" -> ", *pieces(tree.returns)]
        self._definition(tree)

    def _AsyncFunctionDef(self, tree: gast.AST) -> None:
        self._FunctionDef(tree, "async def")

    def _ClassDef(self, tree: gast.AST) -> None:
        self._decorators(tree)
        self.fill(f"class {tree.name}{_type_parameters(tree)}")
        if tree.bases or tree.keywords:
            self._line.append(Group("(", arguments(tree.bases, tree.keywords), ")"))
        self._definition(tree)

    def _decorators(self, tree: gast.AST) -> None:
        for decorator in tree.decorator_list:
            self.fill("@")
            self.dispatch(decorator)

    def _definition(self, tree: gast.AST) -> None:
        """The body of a function or class, its docstring in triple quotes."""
        self.enter()
        body = tree.body
        first = body[0] if body else None
        if (
            isinstance(first, gast.Expr)
            and isinstance(first.value, gast.Constant)
            and isinstance(first.value.value, str)
        ):
            literal = _docstring(first.value.value)
            if literal and first.value.kind is None:
                self.fill(literal)
                self._finish_line()
                body = body[1:]
                if body and isinstance(tree, gast.ClassDef):
                    self.rows.append("")
        if body or first is None:
            self.dispatch(list(body))
        self.leave()


def _type_parameters(tree: gast.AST) -> str:
    given = getattr(tree, "type_params", None) or []
    return "[" + ", ".join(by_python(p) for p in given) + "]" if given else ""


def _docstring(value: str) -> str:
    """A literal in triple quotes that keeps the lines of `value`; empty where only an escaped literal is exact."""
    if not value or not all(c.isprintable() or c in "\n\t" for c in value):
        return ""
    body = value.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{body[:-1]}\\""""' if body.endswith('"') else f'"""{body}"""'
