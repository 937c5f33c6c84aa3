"""Programs with other names: fewer of them, or such as mean something elsewhere.

Emitted code reads what was kept under names: where several values share one, as in programs that people write, none
may be taken for another.  And an attribute that is called `size`, or a variable that is called `len`, is the user's.
"""

from __future__ import annotations

import ast
import builtins
import math
import random
import re
import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from fuzz.programs import Program
from fuzz.truth import Late, alarm, load
from s2sdiff import runtime

TRIES = 20
WORD = re.compile(r"[A-Za-z_]\w*")
ATTRIBUTES = (
    "shape", "size", "T", "real", "imag", "ndim", "dtype", "flat", "data", "itemsize", "nbytes", "base", "start", "stop", "step", "args", "maxlen",
)  # fmt: skip
METHODS = (
    "copy", "sum", "append", "pop", "reshape", "dot", "mean", "fill", "sort", "update", "get", "items", "values", "keys", "astype", "ravel",
    "extend", "clear", "index", "count", "add", "insert", "transpose", "conj", "trace", "max", "min", "all", "any", "tolist", "item", "join",
    "split", "setdefault", "remove", "discard", "union", "popleft", "rotate", "write", "close", "send",
)  # fmt: skip
VARIABLES = (
    "sum", "max", "min", "abs", "len", "list", "range", "float", "int", "sorted", "zip", "dict", "tuple", "set", "map", "filter", "any", "all",
    "round", "pow", "enumerate", "reversed", "isinstance", "type", "id", "input", "iter", "next", "bool", "str", "slice", "object", "math", "copy",
    "x_bar", "x_dot", "x_tape", "s_bar", "y_bar", "trips", "answers", "out", "out_1", "x_1", "item", "item_bar", "k", "tape", "x_shape",
    *(name for name in vars(runtime) if name[0] != "_" and name.islower()),
)  # fmt: skip
OF_LIBRARIES = {*dir(builtins), *dir(np), *dir(math), *dir(np.ndarray), *dir(list), *dir(dict), *dir(set), *dir(str)}


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


def with_taken_names(program: Program) -> Program:
    """The program with its attributes called as those of arrays are, its variables as builtins; where it then runs, else as it is."""
    draw = random.Random(program.seed)
    tree = ast.parse(program.text)
    attributes, methods, variables = _kinds_of_names(tree)
    words = set(WORD.findall(program.text))
    new = dict[str, str]()
    for own, taken in ((attributes, ATTRIBUTES), (methods - attributes, METHODS), (variables - methods - attributes, VARIABLES)):
        free = [name for name in taken if name not in words]
        draw.shuffle(free)
        mine = [n for n in sorted(own) if n not in OF_LIBRARIES and n[0] != "_" and draw.random() < 0.7]
        new |= dict(zip(mine, free, strict=False))
    renamed = replace(program, text=WORD.sub(lambda word: new.get(word[0], word[0]), program.text))
    return renamed if runs(renamed) else program


def _kinds_of_names(tree: ast.Module) -> tuple[set[str], set[str], set[str]]:
    """The attributes, the methods and the variables that a program gives names to."""
    attributes, methods, variables = set[str](), set[str](), set[str]()
    nodes = list(ast.walk(tree))
    for made in [n for n in nodes if isinstance(n, ast.ClassDef)]:
        attributes |= {s.target.id for s in made.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)}
        attributes |= {t.id for s in made.body if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name)}
        methods |= {s.name for s in made.body if isinstance(s, ast.FunctionDef) and s.name[0] != "_"}
    attributes |= {n.attr for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
    for function in [n for n in nodes if isinstance(n, ast.FunctionDef)]:
        variables |= {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    read = {n.attr for n in nodes if isinstance(n, ast.Attribute)} | {k.arg for n in nodes if isinstance(n, ast.Call) for k in n.keywords if k.arg}
    return attributes, methods, variables - read - {"x"}


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
