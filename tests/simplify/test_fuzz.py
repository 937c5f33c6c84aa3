"""Random small programs compute the same before and after: scalars, arrays, views, changes in place, loops, branches."""

from __future__ import annotations

import ast
import copy
import random
from typing import Any

import gast
import numpy as np
import pytest

import s2sdiff.simplify as room
from s2sdiff.simplify import Facts, simplify
from s2sdiff.simplify.algebra import algebra
from s2sdiff.simplify.merge import merge
from s2sdiff.simplify.text import read, write

SCALARS = ["a", "b", "s1", "s2", "s3", "s1_bar", "s2_bar", "s3_bar"]
ARRAYS = ["x", "y", "v1", "v2", "v3", "v1_bar", "v2_bar", "v3_bar"]
PARAMS = "a, b, x, y, log"
TEMPORARIES = frozenset(n for n in SCALARS + ARRAYS if n[0] in "sv" and n not in ("s3", "v3"))
CALLS = ["change", "look"]


class Writer:
    """Writes a random program; every name is assigned before it is read."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines: list[str] = []

    def program(self) -> str:
        """The body of f(a, b, x, y, log)."""
        choose = self.random
        for name in SCALARS[2:]:
            self.lines.append(f"{name} = {choose.choice(['0.0', '1.0', '2.5', 'a'])}")
        for name in ARRAYS[2:]:
            value = choose.choice(["np.zeros(x.shape)", "x * 1.0", "x.copy()", "x", "np.zeros(6)", "y", "2.0 * y"])
            self.lines.append(f"{name} = {value}")
        self.lines.append("tape = []")
        self.block(choose.randint(4, 16), 0, loop=False)
        outs = choose.sample(SCALARS + ARRAYS, choose.randint(1, 8))
        self.lines.append(
            f"return {', '.join(outs)}, len(tape)" if choose.random() < 0.5 else f"return {', '.join(outs)},"
        )
        return "\n".join(self.lines)

    def block(self, size: int, depth: int, *, loop: bool) -> None:
        pad = "    " * depth
        for _ in range(size):
            kind = self.random.random()
            if kind < 0.38:
                self.lines.append(pad + self.scalar_statement())
            elif kind < 0.76 or depth > 2:
                self.lines.append(pad + self.array_statement())
            elif kind < 0.88:
                self.lines.append(f"{pad}if {self.random.choice(SCALARS)} > {self.random.choice(['0.5', 'a', 's1'])}:")
                self.block(self.random.randint(1, 3), depth + 1, loop=loop)
                if loop and self.random.random() < 0.6:
                    self.lines.append(f"{pad}    {self.random.choice(['break', 'continue'])}")
                if self.random.random() < 0.6:
                    self.lines.append(f"{pad}else:")
                    self.block(self.random.randint(1, 3), depth + 1, loop=loop)
            else:
                self.lines.append(f"{pad}for i{depth} in range({self.random.choice([0, 2, 3, 3])}):")
                self.block(self.random.randint(1, 5), depth + 1, loop=True)

    def scalar(self, depth: int = 2) -> str:
        choose = self.random
        kind = choose.random()
        if depth == 0 or kind < 0.35:
            return choose.choice([*SCALARS, *SCALARS, "0.0", "1.0", "2.0", "-1.0"])
        if kind < 0.45:
            return f"{choose.choice(ARRAYS)}[{choose.randint(0, 5)}]"
        if kind < 0.55:
            return f"np.sum({self.array(1)})"
        if kind < 0.65:
            return f"-({self.scalar(depth - 1)})"
        if kind < 0.72:
            return f"np.cos({self.scalar(depth - 1)})"
        return f"({self.scalar(depth - 1)}) {choose.choice('+-*')} ({self.scalar(depth - 1)})"

    def array(self, depth: int = 2) -> str:
        choose = self.random
        kind = choose.random()
        if depth == 0 or kind < 0.4:
            return choose.choice(ARRAYS)
        if kind < 0.5:
            return f"{choose.choice(ARRAYS)}[::-1]"
        if kind < 0.6:
            return f"-({self.array(depth - 1)})"
        if kind < 0.7:
            return f"({self.scalar(1)}) * ({self.array(depth - 1)})"
        if kind < 0.75:
            return f"np.sin({self.array(depth - 1)})"
        if kind < 0.8:
            return f"np.reshape({self.array(depth - 1)}, 6)"
        return f"({self.array(depth - 1)}) {choose.choice('+-*')} ({self.array(depth - 1)})"

    def scalar_statement(self) -> str:
        choose = self.random
        target = choose.choice(SCALARS[2:])
        kind = choose.random()
        if kind < 0.2:
            return f"{target} = {choose.choice(SCALARS)}"
        if kind < 0.4:
            return f"{target} {choose.choice('+-')}= {self.scalar()}"
        if kind < 0.45:
            return f"{target} = look({self.array(1)})"
        return f"{target} = {self.scalar()}"

    def array_statement(self) -> str:
        choose = self.random
        target = choose.choice(ARRAYS[2:])
        kind = choose.random()
        part = choose.choice(["[1:-1]", "[2]", "[:]", "[::2]"])
        if kind < 0.04:
            return f"{target} = {choose.choice(ARRAYS)}[::-1]"
        if kind < 0.12:
            return f"{target} = {choose.choice(ARRAYS)}"
        if kind < 0.2:
            return f"{target} = {choose.choice(ARRAYS)}.copy()"
        if kind < 0.36:
            return f"{target} = {self.array()}"
        if kind < 0.5:
            return f"{target} {choose.choice('+-')}= {self.array()}"
        if kind < 0.62:
            return f"{choose.choice(ARRAYS)}{part} {choose.choice(['+=', '-=', '='])} {self.scalar()}"
        if kind < 0.72:
            return f"{choose.choice(ARRAYS)}[:] = {self.array()}"
        if kind < 0.78:
            return f"change({choose.choice(ARRAYS)})"
        if kind < 0.84:
            return f"tape.append({choose.choice(ARRAYS)})"
        if kind < 0.9:
            return f"{target} = tape[-1] if len(tape) > 0 else {choose.choice(ARRAYS)}"
        return f"log.append({self.scalar(1)})"


def run(body: list[Any], seed: int) -> Any:
    """What the program returns, logs, and does to its arguments."""

    def change(v: Any) -> None:
        v *= 0.5

    def look(v: Any) -> float:
        seen.append(v.tolist())
        return float(v[0])

    seen: list[Any] = []
    text = f"def f({PARAMS}):\n" + "\n".join("    " + line for line in write(body).splitlines())
    namespace: dict[str, Any] = {"np": np, "change": change, "look": look}
    exec(compile(ast.parse(text), "<fuzz>", "exec"), namespace)
    rng = np.random.default_rng(seed)
    x = rng.normal(size=6)
    y = x if seed % 3 == 0 else rng.normal(size=6)
    log: list[Any] = []
    with np.errstate(all="ignore"):
        result = namespace["f"](0.7, -0.4, x, y, log)
    identical = [[i is j for j in result] for i in result if isinstance(i, np.ndarray)]
    return copy.deepcopy((result, log, seen, x, y)), identical


def is_close(a: Any, b: Any) -> bool:
    """Whether two results agree to rounding, in values, kinds and dtypes."""
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(is_close(p, q) for p, q in zip(a, b, strict=True))
    if np.asarray(a).dtype != np.asarray(b).dtype or np.shape(a) != np.shape(b):
        return False
    scale = max(1.0, float(np.max(np.abs(np.nan_to_num(np.asarray(a, float)))))) if np.size(a) else 1.0
    return bool(np.allclose(a, b, rtol=1e-11, atol=1e-11 * scale, equal_nan=True))


def facts() -> Facts:
    kinds = dict.fromkeys(SCALARS, "scalar") | dict.fromkeys(ARRAYS, "array") | {"tape": "list", "log": "list"}
    kinds |= {f"i{d}": "scalar" for d in range(4)}
    return Facts(TEMPORARIES | {"tape"}, kinds, dict.fromkeys([*SCALARS, *ARRAYS], "float64"))


def check(seed: int) -> None:
    text = Writer(seed).program()
    function = read(text, PARAMS)
    before = write(function.body)
    wanted, sharing = run(function.body, seed)
    lean = simplify(function, facts())
    assert write(function.body) == before, "the input was changed in place"
    got, still = run(lean.body, seed)
    assert is_close(wanted, got), f"seed {seed}\n{before}\n--- became ---\n{write(lean.body)}\n{wanted}\n{got}"
    assert sharing == still, (
        f"seed {seed}: results share memory that did not, or no longer do\n{before}\n---\n{write(lean.body)}"
    )
    again = simplify(gast.FunctionDef(**{**function.__dict__, "body": lean.body}), facts())
    assert len(write(again.body).splitlines()) <= len(write(lean.body).splitlines())


def is_identical(a: Any, b: Any) -> bool:
    """Whether two results agree to the bit."""
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(is_identical(p, q) for p, q in zip(a, b, strict=True))
    return np.asarray(a).dtype == np.asarray(b).dtype and np.array_equal(a, b, equal_nan=True)


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_to_the_bit_without_arithmetic(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PASSES", [p for p in room.PASSES if p not in (algebra, merge)])
    for seed in range(first, first + 50):
        function = read(Writer(seed).program(), PARAMS)
        lean = simplify(function, facts())
        assert is_identical(run(function.body, seed)[0], run(lean.body, seed)[0]), f"seed {seed}\n{write(lean.body)}"


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_random_programs(first: int) -> None:
    for seed in range(first, first + 20):
        check(seed)
