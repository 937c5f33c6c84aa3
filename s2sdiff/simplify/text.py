"""Runs a pass, or all of them, on a program given as text: for the examples in docstrings and for tests."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import gast

from s2sdiff.simplify.facts import Facts
from s2sdiff.simplify.node_effects import is_comment
from s2sdiff.simplify.rebuild import changed
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import PLACE, Comment, parse_python

HELD = re.compile(r"^(\s*)# ?(.*)$", re.MULTILINE)
SHOWN = re.compile(r"^(\s*)__comment__\('(.*)'\)$", re.MULTILINE)


def facts_of(
    temporaries: str = "", scalars: str = "", arrays: str = "", lists: str = "", tuples: str = "", matrices: str = "",
    alike: str = "", **dtypes: str,
) -> Facts:  # fmt: skip
    """Facts from names separated by blanks, a tuple once for each of its items; dtypes by name of the dtype.

    Arrays that are `alike` have one shape.
    """
    kinds = dict.fromkeys(scalars.split(), "scalar") | dict.fromkeys(arrays.split(), "array")
    kinds |= dict.fromkeys(lists.split(), "list")
    held = {name: dtype for dtype, names in dtypes.items() for name in names.split()}
    lengths = dict(Counter(tuples.split()))
    shapes = dict.fromkeys(alike.split(), "alike")
    return Facts(frozenset(temporaries.split()), kinds, held, lengths, frozenset(matrices.split()), shapes=shapes)


def read(text: str, params: str = "", sweep: str = "# --- reverse") -> Any:
    """A function f(params) with the body written in `text`; lines that are comments become `Comment` statements.

    Lines above the one that begins with `sweep` count as the user's and keep their positions; the others, and all where
    there is no such line, have none: they count as written by the generator.
    """
    before, found, _ = text.strip("\n").partition(sweep)
    users = before.count("\n") + 1 if found else 0
    body = HELD.sub(lambda m: f"{m[1]}__comment__({m[2]!r})", text.strip("\n"))
    lines = "\n".join("    " + line for line in body.splitlines())
    function = parse_python(f"def f({params}):\n{lines}\n").body[0]
    for node in gast.walk(function):
        if getattr(node, "lineno", 0) <= users:
            continue
        for key in PLACE:
            node.__dict__.pop(key, None)
    return _with_comments(function)


def _with_comments(node: Any) -> Any:
    """`node` with the stand-ins for comments replaced by comments."""
    for field in ("body", "orelse"):
        block = getattr(node, field, None)
        if isinstance(block, list):
            setattr(node, field, [_comment(s) if _is_stand_in(s) else _with_comments(s) for s in block])
    return node


def _is_stand_in(s: Any) -> bool:
    call = s.value if isinstance(s, gast.Expr) else None
    return isinstance(call, gast.Call) and isinstance(call.func, gast.Name) and call.func.id == "__comment__"


def _comment(s: Any) -> Comment:
    return Comment(s.value.args[0].value)


def write(body: list[Any]) -> str:
    """Statements as text."""

    def plain(node: Any) -> Any:
        if is_comment(node):
            call = gast.Call(gast.Name("__comment__", gast.Load(), None, None), [gast.Constant(node.text, None)], [])
            return gast.Expr(call)
        fields = {
            k: [plain(s) for s in v]
            for k, v in node.__dict__.items()
            if k in ("body", "orelse") and isinstance(v, list)
        }
        return changed(node, **fields) if fields else node

    module = gast.gast_to_ast(gast.Module([plain(s) for s in body], []))
    text = ast.unparse(ast.fix_missing_locations(module))
    return SHOWN.sub(lambda m: f"{m[1]}# {m[2]}".rstrip(), text)


def show(edit: Callable[[list[Any], Study], list[Any]], text: str, params: str = "", **names: str) -> None:
    """Prints the program in `text` after the pass `edit`."""
    function = read(text, params)
    print(write(edit(function.body, Study(function, facts_of(**names)))))
