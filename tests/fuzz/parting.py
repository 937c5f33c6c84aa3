"""Programs taken apart: into several modules, and into functions that are given what they read and give what they bind."""

from __future__ import annotations

import ast
import itertools
import random
from dataclasses import replace

from fuzz.modules import names_bound
from fuzz.names import runs
from fuzz.programs import Program

LEAVING = (ast.Return, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal, ast.FunctionDef, ast.Lambda)


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


def in_functions(program: Program) -> Program:
    """The program with stretches of its function as functions of their own, where it then runs; otherwise as it is."""
    draw = random.Random(program.seed)
    for name in ("stage", "step"):
        texts = [stretch_outlined(program, name, draw) for _ in range(8)]
        parted = (replace(program, text=text) for text in texts if text is not None)
        program = next((p for p in parted if runs(p)), program)
    return program


def stretch_outlined(program: Program, name: str, draw: random.Random) -> str | None:
    """The program with some statements of a block of `f` as a function; None where they cannot be taken out."""
    tree = ast.parse(program.text)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    blocks = [b for n in ast.walk(function) for b in (getattr(n, "body", None), getattr(n, "orelse", None)) if isinstance(b, list) and b]
    block = draw.choice([function.body, function.body, *blocks])
    first = draw.randrange(len(block))
    stretch = block[first : first + draw.randint(1, 6)]
    inside = [n for s in stretch for n in ast.walk(s)]
    if any(isinstance(n, LEAVING) for n in inside) or (block[-1] in stretch and block is function.body):
        return None
    bound = set(itertools.chain.from_iterable(map(names_bound, stretch))) | {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    outside = [n for n in ast.walk(function) if isinstance(n, (ast.Name, ast.arg)) and n not in inside]
    known = {n.arg if isinstance(n, ast.arg) else n.id for n in outside if isinstance(n, ast.arg) or isinstance(n.ctx, ast.Store)}
    read = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)} | {n.target.id for n in inside if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)}
    given = sorted(known & read)
    results = sorted(bound & {n.id for n in outside if isinstance(n, ast.Name)})
    if not results:
        return None
    value = ast.Name(results[0], ast.Load()) if len(results) == 1 else ast.Tuple([ast.Name(r, ast.Load()) for r in results], ast.Load())
    target = ast.Name(results[0], ast.Store()) if len(results) == 1 else ast.Tuple([ast.Name(r, ast.Store()) for r in results], ast.Store())
    parameters = ast.arguments([], [ast.arg(n) for n in given], None, [], [], None, [])
    part = ast.FunctionDef(name, parameters, [*stretch, ast.Return(value)], [])
    call = ast.Call(ast.Name(name, ast.Load()), [ast.Name(n, ast.Load()) for n in given], [])
    block[first : first + len(stretch)] = [ast.Assign([target], call)]
    tree.body.insert(len(tree.body) - 1, part)
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"
