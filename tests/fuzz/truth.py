"""What a random program gives, found without s2sdiff.

The true derivative comes from the complex step on an instrumented copy of the program: buffers are complex there, and
comparisons look at real parts and record how far from a tie they were.  A program close to a tie is not judged.
"""

from __future__ import annotations

import ast
import itertools
import linecache
import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from fuzz.modules import load_parts
from fuzz.programs import Program
from oracles import moved, tree_map

MARGIN = 1e-6  # a comparison closer to a tie than this puts the program aside

_serial = iter(range(10**9))


def run_text(text: str, namespace: dict[str, Any]) -> dict[str, Any]:
    """The namespace after running a text, whose source can be read back from it."""
    filename = f"<fuzz {next(_serial)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compile(text, filename, "exec", dont_inherit=True), namespace)
    return namespace


def load(program: Program) -> Callable[..., Any]:
    """The function `f` of a program; one that lost a definition on the way is no program."""
    try:
        names = load_parts(program, run_text) if program.parted else run_text(program.text, {"__name__": "fuzzed"})
        function: Callable[..., Any] = names["f"]
    except Exception as error:
        raise Rejected(f"{error}") from error
    return function


class _Instrument(ast.NodeTransformer):
    """Comparisons become calls of `_compare`; what is stored into an array is told to `_stored`."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ops[0], (ast.In, ast.NotIn, ast.Is, ast.IsNot)):
            return node
        name = ast.Constant(type(node.ops[0]).__name__)
        call = ast.Call(ast.Name("_compare", ast.Load()), [name, node.left, node.comparators[0]], [])
        return ast.copy_location(call, node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        target = node.targets[0]
        if isinstance(target, ast.Subscript):
            node.value = ast.Call(ast.Name("_stored", ast.Load()), [target.value, node.value], [])
        return node


def _stored(base: Any, value: Any) -> Any:
    """What is stored into an array, as memory of its own.

    NumPy gets `a[:, 2] = a[1]` wrong, where a view is stored into an overlapping one of another stride: a program that
    does so gives another number this way, and is put aside.
    """
    return value.copy() if isinstance(base, np.ndarray) and isinstance(value, np.ndarray) else value


class _Watch:
    """The names an instrumented program runs with, and the smallest margin it has met."""

    def __init__(self) -> None:
        self.margin = math.inf
        self.namespace = {"__name__": "fuzzed", "_compare": self.compare, "_stored": _stored, "abs": self.abs, "max": self.most, "min": self.least, "sorted": self.ordered}

    def near(self, difference: Any) -> None:
        if np.asarray(difference).dtype.kind in "fc":
            self.margin = min(self.margin, float(np.min(np.abs(np.real(difference)))))

    def compare(self, op: str, a: Any, b: Any) -> Any:
        a, b = np.real(a), np.real(b)
        self.near(np.subtract(a, b))
        return {
            "Lt": np.less,
            "LtE": np.less_equal,
            "Gt": np.greater,
            "GtE": np.greater_equal,
            "Eq": np.equal,
            "NotEq": np.not_equal,
        }[op](a, b)

    def abs(self, a: Any) -> Any:
        self.near(a)
        return a * np.sign(np.real(a))

    def most(self, *items: Any, key: Any = None) -> Any:
        return self.maximum(*items) if key is None else self.ordered(items[0], key)[-1]

    def least(self, items: Any, key: Any) -> Any:
        return self.ordered(items, key)[0]

    def ordered(self, items: Any, key: Any) -> Any:
        """The items in the order of the real parts of their keys."""
        made = sorted(items, key=lambda item: np.real(key(item)))
        for one, other in itertools.pairwise(made):
            self.near(np.real(key(other)) - np.real(key(one)))
        return made

    def maximum(self, a: Any, b: Any) -> Any:
        self.near(np.subtract(a, b))
        return np.where(np.real(a) > np.real(b), a, b)[()]


class _ComplexNumpy:
    """NumPy whose new buffers are complex, so that a complex step passes through them."""

    def __init__(self, watch: _Watch) -> None:
        self.maximum, self.abs = watch.maximum, watch.abs

    def __getattr__(self, name: str) -> Any:
        function = getattr(np, name)
        if name in ("zeros", "ones", "empty", "full", "zeros_like"):
            return lambda *args, dtype=complex: function(*args, dtype=dtype)
        if name == "copyto":
            return lambda place, value: np.copyto(place, np.array(value))
        if name == "array":
            return lambda items: made if (made := np.array(items)).dtype.kind == "i" else made.astype(complex)
        return function


def watched(program: Program) -> tuple[Callable[..., Any], _Watch]:
    """`f`, accepting complex arguments, and what watches its comparisons."""
    watch = _Watch()
    tree = ast.parse(program.text)
    tree.body = [s for s in tree.body if not isinstance(s, ast.Import)]
    namespace: dict[str, Any] = {**watch.namespace, "np": _ComplexNumpy(watch)}
    exec(compile(ast.fix_missing_locations(_Instrument().visit(tree)), "<watched>", "exec"), namespace)
    function: Callable[..., Any] = namespace["f"]
    return function, watch


class Rejected(Exception):  # noqa: N818 - it reads as what it says
    """The program itself is no good: it fails, is near a tie, or its values run away."""


class Late(BaseException):
    """The alarm rang."""


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Interrupts what computes longer; time in which others compute does not count."""

    def ring(*_: Any) -> None:
        raise Late

    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def directions(rng: np.random.Generator, args: tuple[Any, ...], wrt: tuple[int, ...]) -> tuple[Any, ...]:
    """A tangent for each argument: zero for those that stay."""

    def draw(leaf: Any, active: bool) -> Any:
        size = np.shape(leaf)
        drawn = rng.uniform(0.5, 1.5, size) * rng.choice([-1.0, 1.0], size) * active
        return drawn.astype(leaf.dtype) if isinstance(leaf, np.ndarray) else type(leaf)(drawn)

    return tuple(tree_map(lambda leaf, i=i: draw(leaf, i in wrt), arg) for i, arg in enumerate(args))


@dataclass(frozen=True)
class Truth:
    """What a program gives: its value, what it leaves in its arguments, the derivative along a direction, its margin."""

    value: float
    after: tuple[Any, ...]
    derivative: float
    margin: float
    tolerance: float = 1e-8


def truth(program: Program, direction: tuple[Any, ...]) -> Truth:
    """What must come out of a program."""
    if program.narrow:
        return by_widening(program, direction)
    return by_complex_step(program, direction) if program.stepped else by_differences(program, direction)


def by_differences(program: Program, direction: tuple[Any, ...]) -> Truth:
    """The truth of a program that says no more than its values: put aside where these have a corner."""
    function = load(program)

    def at(step: float) -> float:
        args = [a if isinstance(a, int) else moved(a, d, step) for a, d in zip(program.args(), direction, strict=True)]
        result: float = function(*args)
        return result

    try:
        with alarm(1):
            value = function(*(args := program.args()))
            wide, narrow = 1e-3, 1e-4
            after, before = ([(at(side * h) - value) / (side * h) for h in (wide, narrow)] for side in (1, -1))
    except (Late, Exception) as error:
        raise Rejected(f"the program fails: {type(error).__name__}: {error}") from error
    if not isinstance(value, float):
        raise Rejected("the program gives no number")
    bends, bends_less = (abs(a - b) for a, b in zip(after, before, strict=True))
    coarse, fine = ((a + b) / 2 for a, b in zip(after, before, strict=True))
    derivative = fine + (fine - coarse) / 99
    scale = max(1.0, abs(value), abs(derivative))
    if not (scale < 1e4 and abs(fine - coarse) < 1e-3 * scale and bends_less <= 0.2 * bends + 1e-7 * scale):
        raise Rejected("not smooth, or values run away")
    return Truth(value, args, derivative, math.inf, 1e-7 + abs(fine - coarse) / 50)


def by_widening(program: Program, direction: tuple[Any, ...]) -> Truth:
    """The truth of a program in single precision: the value is its own, the derivative that of the program in double precision."""
    wide = by_differences(program.widened(), direction)
    try:
        with alarm(1):
            value = load(program)(*(args := program.args()))
    except (Late, Exception) as error:
        raise Rejected(f"the program fails: {type(error).__name__}: {error}") from error
    if not abs(value - wide.value) < 1e-4 * max(1.0, abs(value)):
        raise Rejected("another path is taken in double precision, or digits cancel")
    return Truth(value, args, wide.derivative, 0.0, wide.tolerance + 3e-3)


def by_complex_step(program: Program, direction: tuple[Any, ...]) -> Truth:
    """The truth of a program that complex numbers pass through."""
    try:
        with alarm(1):
            with np.errstate(over="raise", divide="raise", invalid="raise"):
                value = load(program)(*(args := program.args()))
            function, watch = watched(program)
            step = 1e-30
            complexed = [
                arg if isinstance(arg, int) else moved(tree_map(np.complex128, arg), d, 1j * step)
                for arg, d in zip(program.args(), direction, strict=True)
            ]
            complexed = [
                tree_map(lambda leaf: leaf if np.ndim(leaf) else complex(leaf), c) if not isinstance(c, int) else c
                for c in complexed
            ]
            result = function(*complexed)
    except (Late, Exception) as error:
        raise Rejected(f"the program fails: {type(error).__name__}: {error}") from error
    if np.ndim(result) or not isinstance(value, float):
        raise Rejected("the program gives no number")
    derivative = float(np.imag(result)) / step
    if watch.margin < MARGIN:
        raise Rejected("near a tie")
    if not np.isclose(np.real(result), value, rtol=1e-9, atol=1e-9):
        raise Rejected("the complex program differs")
    if not (abs(value) < 1e4 and abs(derivative) < 1e6):
        raise Rejected("values run away")
    return Truth(value, args, derivative, watch.margin)
