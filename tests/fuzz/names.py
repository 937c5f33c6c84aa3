"""Programs with fewer names: values that had names of their own take turns under one, as in programs that people write.

Emitted code reads what was kept under names: where several values share one, none may be taken for another.
"""

from __future__ import annotations

import ast
import math
import random
import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from fuzz.programs import Program
from fuzz.truth import Late, alarm, load

TRIES = 20


def with_fewer_names(program: Program) -> Program:
    """The program with names made one, pair by pair, wherever it still runs: it need not compute the same."""
    draw = random.Random(program.seed)
    for _ in range(TRIES):
        tree = ast.parse(program.text)
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        function = draw.choice([*functions, functions[-1]])
        bound, loops, counted = _names(function)
        if not bound - counted:
            continue
        old = draw.choice([*sorted(bound - counted), *sorted(loops)])
        new = draw.choice([*sorted(bound - counted), *sorted(loops), *(a.arg for a in function.args.args)])
        for statement in function.body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and node.id == old:
                    node.id = new
        merged = replace(program, text=ast.unparse(tree) + "\n")
        if runs(merged):
            program = merged
    return program


def _names(function: ast.FunctionDef) -> tuple[set[str], set[str], set[str]]:
    """The names that a function binds, those that its loops bind, and those that end its `while` loops."""
    nodes = list(ast.walk(function))
    bound = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    loops = {n.target.id for n in nodes if isinstance(n, ast.For) and isinstance(n.target, ast.Name)}
    tests = [part for n in nodes if isinstance(n, ast.While) for part in ast.walk(n.test)]
    return bound, loops, {n.id for n in tests if isinstance(n, ast.Name)}


def first_that_runs(seed: int, write: Callable[[random.Random], Program]) -> Program:
    """The first program that runs of those that are written with the draws of a seed."""
    drawn = random.Random(seed)
    while True:
        program = write(drawn)
        if runs(program, most=1e3):
            return program


def runs(program: Program, most: float = math.inf) -> bool:
    """Whether a program gives a number, smaller than `most`, and no warning."""
    try:
        with warnings.catch_warnings(), alarm(1):
            warnings.simplefilter("error")
            value = load(program)(*program.args())
            return bool(np.ndim(value) == 0 and abs(value) < most)
    except (Exception, Late):
        return False
