"""Programs that give several of their variables, one of them twice at times, as a tuple, a list or a dict."""

from __future__ import annotations

import ast
import random
from dataclasses import replace
from typing import Any

import numpy as np

from fuzz.programs import Program
from oracles import leaves, tree_map

FORMS = ("{0}", "({0},)", "[{0}]", "{{{1}}}", "({0}, [{0}])")


def with_results(program: Program) -> tuple[Program, Program] | None:
    """The program that gives some of its variables, and the one that gives their weighed sum; None if it returns at several places."""
    draw = random.Random(program.seed)
    tree = ast.parse(program.text)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    *body, last = function.body
    if not isinstance(last, ast.Return) or any(isinstance(n, ast.Return) for s in body if not isinstance(s, ast.FunctionDef) for n in ast.walk(s)):
        return None
    names = {a.arg for a in function.args.args}
    names |= {n.id for s in body if isinstance(s, ast.Assign) for t in s.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    given = [draw.choice([n, n, n, f"{n}[1:]"]) for n in draw.choices(sorted(names), k=draw.choice([1, 2, 2, 3, 4]))]
    given += [ast.unparse(last.value)] if last.value is not None and draw.random() < 0.3 else []
    pairs = ", ".join(f"'k{i}': {g}" for i, g in enumerate(given))
    form = draw.choice(FORMS[:-1] if len(given) > 2 else FORMS).format(", ".join(given), pairs)
    texts = []
    for value in (form, f"weighed({form})"):
        function.body = [*body, *ast.parse(f"return {value}").body]
        texts.append("from fuzz.results import weighed\n" + ast.unparse(ast.fix_missing_locations(tree)) + "\n")
    several, one = (replace(program, text=text, stepped=False) for text in texts)
    return several, one


def weights(results: Any) -> Any:
    """A seed for what a program gives."""
    numbers = iter(range(10**6))

    def weight(leaf: Any) -> Any:
        drawn = np.cos(np.arange(np.size(leaf)) * 0.7 + next(numbers)).reshape(np.shape(leaf))
        return drawn if isinstance(leaf, np.ndarray) else float(drawn)

    return tree_map(weight, results)


def weighed(results: Any) -> float:
    """The sum of what a program gives, weighed; it may give floating-point numbers alone, in plain containers."""
    if not is_plain(results) or any(np.asarray(leaf).dtype != float for leaf in leaves(results)):
        raise TypeError("a program that gives something else")
    return float(sum(np.sum(a * b) for a, b in zip(leaves(weights(results)), leaves(results), strict=True)))


def is_plain(results: Any) -> bool:
    """Whether all containers in something are plain: a seed has to be of the same classes."""
    if isinstance(results, (float, np.ndarray)):
        return True
    return type(results) in (list, tuple, dict) and all(map(is_plain, results.values() if isinstance(results, dict) else results))
