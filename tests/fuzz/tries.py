"""Programs whose statements stand in `try` blocks: what raises there is found out by asking, and what does not is as before."""

from __future__ import annotations

import ast
import random
from dataclasses import replace

from fuzz.names import runs
from fuzz.programs import Program

SHARE = 0.35
CAUGHT = (
    "Exception", "(KeyError, IndexError)", "LookupError", "(ValueError, TypeError)", "IndexError", "KeyError", "AttributeError",
    "ArithmeticError",
)  # fmt: skip
HANDLERS = ("pass", "pass", "s = 0.3", "s = s * 0.5")
TRIED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Delete)


def with_tries(program: Program) -> Program:
    """The program with a third of its statements in a `try` or a `suppress`, where it then runs; otherwise as it is."""
    tree = ast.parse(program.text)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    put_into_tries(function, random.Random(program.seed))
    text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    new = replace(program, text=f"import contextlib\n{text}" if "contextlib." in text else text, stepped=False)
    return new if runs(new, most=1e3) else program


def put_into_tries(node: ast.AST, drawn: random.Random) -> None:
    """Puts statements into blocks, in every block of a function but those of functions inside of it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef):
            put_into_tries(child, drawn)
    for field in ("body", "orelse"):
        block = getattr(node, field, None)
        if isinstance(block, list):
            setattr(node, field, [tried(s, drawn) if isinstance(s, TRIED) and drawn.random() < SHARE else s for s in block])


def tried(statement: ast.stmt, drawn: random.Random) -> ast.stmt:
    """A statement inside of a block that catches something."""
    caught = drawn.choice(CAUGHT)
    if drawn.random() < 0.2:
        block = ast.parse(f"with contextlib.suppress({caught.strip('()')}):\n    pass").body[0]
    else:
        block = ast.parse(f"try:\n    pass\nexcept {caught}:\n    {drawn.choice(HANDLERS)}").body[0]
    assert isinstance(block, (ast.Try, ast.With))
    block.body = [statement]
    return block
