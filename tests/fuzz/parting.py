"""Programs put into several modules, the end of their function as a function of another one."""

from __future__ import annotations

import ast
import itertools
import random
from dataclasses import replace

from fuzz.modules import names_bound
from fuzz.names import runs
from fuzz.programs import Program


def in_modules(program: Program) -> Program:
    """The program in several modules, where it can be taken apart and then runs; otherwise as it is."""
    draw = random.Random(program.seed)
    if "global " in program.text or "__name__" in program.text:
        return program
    parted = replace(program, text=outlined(program, draw), parted=True)
    return next((p for p in (parted, replace(program, parted=True)) if runs(p)), program)


def outlined(program: Program, draw: random.Random) -> str:
    """The program with the end of `f` as a function of its own, that is given what `f` has made."""
    tree = ast.parse(program.text)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    if len(function.body) < 2 or draw.random() < 0.2:
        return program.text
    cut = draw.randrange(1, len(function.body))
    start, end = function.body[:cut], function.body[cut:]
    made = {*(a.arg for a in function.args.args), *itertools.chain.from_iterable(map(names_bound, start))}
    read = {n.id for s in end for n in ast.walk(s) if isinstance(n, ast.Name)}
    given = ast.arguments([], [ast.arg(name) for name in sorted(made & read)], None, [], [], None, [])
    finish = ast.FunctionDef("finish", given, end, [])
    call = ast.Call(ast.Name("finish", ast.Load()), [ast.Name(a.arg, ast.Load()) for a in given.args], [])
    function.body = [*start, ast.Return(call)]
    tree.body.insert(len(tree.body) - 1, finish)
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"
