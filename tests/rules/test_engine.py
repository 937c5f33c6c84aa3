"""Every rule, driven through the engine: small programs written around one call, differentiated in both modes.

`test_every_rule` holds the bodies of rules against their functions; here the engine adds what it owes: broadcasting,
dtypes, numbers beside arrays, containers, and second derivatives, which differentiate the bodies themselves.
A program has a parameter for each float among the operands of its sample; all else is written into it.
"""

from __future__ import annotations

import builtins
import cmath
import copy
import linecache
import math
import operator
import warnings
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import scipy.fft
import scipy.interpolate
import scipy.linalg
import scipy.signal
import scipy.sparse.linalg
import scipy.special

import s2sdiff as sd
from s2sdiff.errors import Unsupported
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise, Template

from . import check
from .limits import NOT_TWICE

Sample = tuple[tuple[Any, ...], dict[str, Any]]
CONVERSIONS = (float, np.float16, np.float32, np.float64, np.longdouble, np.complex64, np.complex128)
RULES = [
    rule
    for f in registry.declared()
    if isinstance(rule := registry.lookup(f), (Elementwise, Template)) and f not in CONVERSIONS
]
SYMBOLS = {
    operator.add: "+", operator.sub: "-", operator.mul: "*", operator.truediv: "/", operator.mod: "%",
    operator.pow: "**", operator.matmul: "@", operator.neg: "-", operator.pos: "+",
}  # fmt: skip
MODULES = {"np": np, "math": math, "cmath": cmath, "operator": operator, "scipy": scipy, "copy": copy}
NUMBERS_ONLY = (builtins.max, builtins.min, builtins.pow)


# Programs.


@dataclass
class Program:
    """A function of floats and arrays that calls what the rule is about, and a point."""

    function: Callable[..., Any]
    loss: Callable[..., Any]  # the sum of the squares of the results, weighted
    point: tuple[Any, ...]
    text: str

    def directions(self, seed: int) -> tuple[Any, ...]:
        """A direction at the point, of its dtypes."""
        return like(self.point, np.random.default_rng(seed))


class Writer:
    """Writes a sample as the arguments of a call."""

    def __init__(self) -> None:
        self.point: list[Any] = []
        self.constants: dict[str, Any] = {}

    def argument(self, value: Any, varies: bool) -> str:
        """The text of one argument; floats that vary become parameters, other arrays become globals."""
        if isinstance(value, (tuple, list)) and type(value) in (tuple, list):
            parts = [self.argument(item, varies) for item in value]
            return (
                f"({', '.join(parts)}{',' * (len(parts) == 1)})"
                if isinstance(value, tuple)
                else f"[{', '.join(parts)}]"
            )
        if varies and check._inexact(value):
            self.point.append(value)
            return f"x{len(self.point) - 1}"
        if isinstance(value, np.ndarray) or type(value).__module__.startswith("scipy."):
            self.constants[f"c{len(self.constants)}"] = value
            return f"c{len(self.constants) - 1}"
        if isinstance(value, type):
            return f"np.{value.__name__}"
        return repr(value).replace("inf", "np.inf")


def program(rule: Elementwise | Template, args: tuple[Any, ...], kwargs: dict[str, Any], method: str = "") -> Program:
    """The program that makes this call, perhaps as that of a method or a property."""
    writer = Writer()
    operands = set(rule.operands)
    names: list[str] = list(rule.operands) if isinstance(rule, Elementwise) else places(rule, len(args))
    texts = [writer.argument(value, name in operands) for name, value in zip(names, args, strict=True)]
    keywords = [f"{k}={writer.argument(v, k in operands)}" for k, v in kwargs.items()]
    called = as_method(method, texts, keywords) if method else call(rule, texts, keywords)
    with np.errstate(all="ignore"):
        y = rule.function(*args, **kwargs)
    params = ", ".join(f"x{i}" for i in range(len(writer.point)))
    space = {**MODULES, **writer.constants}
    if rule.name.startswith("s2sdiff."):
        space[rule.function.__name__] = rule.function
    text = f"def program({params}):\n    return {called}\n\n\n"
    text += f"def loss({params}):\n    y = {called}\n    return {squares(y, space)}\n"
    filename = f"<rule {rule.name} {zlib.crc32(text.encode())}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compile(text, filename, "exec"), space)
    return Program(space["program"], space["loss"], tuple(writer.point), f"{called} at {describe(writer.point)}")


def places(rule: Template, count: int) -> list[str]:
    """The parameter that each positional argument belongs to."""
    own = [p for p in rule.params if p not in rule.keyword_only]
    if rule.starred is not None:
        own = own[: own.index(rule.starred)] + [rule.starred] * count
    return own[:count]


def call(rule: Elementwise | Template, args: list[str], keywords: list[str]) -> str:
    """The call, as programs write it."""
    if rule.function in SYMBOLS:
        symbol = SYMBOLS[rule.function]
        return f"{args[0]} {symbol} {args[1]}" if len(args) == 2 else f"{symbol}{args[0]}"
    if rule.name.endswith("matmul__"):
        return " @ ".join(args if rule.name.endswith("__matmul__") else args[::-1])
    if rule.name.endswith(".__call__"):
        return f"{args[0]}({', '.join([*args[1:], *keywords])})"
    if rule.name.startswith("ndarray."):
        return as_method(rule.function.__name__, args, keywords)
    name = rule.function.__name__ if rule.name.startswith("s2sdiff.") else rule.name
    return f"{name}({', '.join([*args, *keywords])})"


def as_method(name: str, args: list[str], keywords: list[str]) -> str:
    """The call of a method of the first argument, or the reading of a property."""
    return f"{args[0]}.{name}" + ("" if name in registry.PROPERTIES else f"({', '.join([*args[1:], *keywords])})")


def squares(y: Any, space: dict[str, Any]) -> str:
    """The text of a real number that depends on every part of y, not linearly."""
    rng = np.random.default_rng(7)
    terms = []
    for path, leaf in parts(y):
        if check._inexact(leaf):
            weight = f"w{len(terms)}"
            space[weight] = rng.uniform(0.5, 1.5, np.shape(leaf)) if np.ndim(leaf) else float(rng.uniform(0.5, 1.5))
            item = "y" + "".join(f"[{k}]" for k in path)
            term = f"{weight} * {item} * {item}"
            if np.iscomplexobj(leaf):
                term = f"np.real({term})"
            terms.append(f"np.sum({term})" if np.ndim(leaf) else term)
    return " + ".join(terms)


def parts(tree: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Path and value of each leaf."""
    if isinstance(tree, (tuple, list)):
        for k, item in enumerate(tree):
            yield from parts(item, (*path, k))
    else:
        yield path, tree


def like(tree: Any, rng: np.random.Generator) -> Any:
    """Random numbers of the form and dtypes of `tree`; symmetric where it is; zero for what cannot move."""

    def one(x: Any) -> Any:
        drawn = check._drawn_like(x, rng)
        return type(x)(drawn) if not isinstance(x, np.ndarray) else drawn.astype(x.dtype)

    return mapped(one, tree)


def mapped(f: Callable[[Any], Any], tree: Any) -> Any:
    """f at every leaf; named tuples keep their class."""
    if isinstance(tree, (tuple, list)):
        items = [mapped(f, item) for item in tree]
        return type(tree)(*items) if hasattr(tree, "_fields") else type(tree)(items)
    return f(tree)


def describe(values: Any) -> str:
    """Kinds and shapes."""
    return ", ".join(
        f"{getattr(v, 'dtype', type(v).__name__)}{v.shape if isinstance(v, np.ndarray) else ''}" for v in values
    )


# The grid.

KINDS: list[Any] = ["number", "scalar", (), (3,), (1, 3), (3, 1), (2, 3), (0,), (0, 3)]
PAIRS: list[Any] = [
    ("number", (3,)), ((2, 3), "number"), ("scalar", (2, 3)), ((3,), "scalar"), ((), (3,)), ((2, 3), (3,)), ((3,), (2, 3)),
    ((1, 3), (2, 3)), ((2, 3), (2, 1)), ((3, 1), (1, 3)), ((3, 1), (3,)), ((2, 1, 3), (4, 1)), ((0, 3), (3,)), ((0,), "number"),
]  # fmt: skip


def samples(rule: Elementwise | Template) -> list[Sample]:
    """Where a rule is tried: an elementwise one over the grid, a template where it says."""
    rng = np.random.default_rng(11)
    if isinstance(rule, Template):
        return check.template_samples(rule, rng)
    if callable(rule.at):
        return rule.at(rng)
    count = len(rule.operands)
    intervals = rule.at if isinstance(rule.at[0], tuple) else (rule.at,) * count
    plain = rule.name.startswith(("math.", "cmath.")) or rule.function in NUMBERS_ONLY
    grid = [(kind,) * count for kind in (KINDS[:2] if plain else KINDS)] + (PAIRS if count == 2 and not plain else [])
    return [(tuple(check._drawn(rng, *i, k) for i, k in zip(intervals, kinds, strict=True)), {}) for kinds in grid]


def converted(value: Any, dtype: Any) -> Any:
    """The floats of an argument in single precision, or complex; Python floats become complex, but not narrow."""

    def one(x: Any) -> Any:
        if not check._inexact(x):
            return x
        if dtype is complex and check.is_symmetric(x):
            above = 0.3j * np.triu(np.cos(x), 1)
            return x + above + np.swapaxes(above, -1, -2).conj()
        if dtype is complex:
            return x + 0.3j * np.cos(x) if np.ndim(x) else x + 0.2j
        if isinstance(x, (np.ndarray, np.generic)):
            return x.astype(np.complex64 if x.dtype.kind == "c" else dtype)
        return x

    return mapped(one, value)


def programs(rule: Elementwise | Template, dtype: Any = None, count: int | None = None) -> Iterator[Program]:
    """A program for each sample, its operands in the given dtype; those that the function itself refuses are left out.

    With a count, that many samples at most, spread over all; each rule begins at another place.
    """
    chosen = samples(rule)
    if count is not None and len(chosen) > count:
        start = zlib.crc32(rule.name.encode())
        chosen = [chosen[(start + k * len(chosen) // count) % len(chosen)] for k in range(count)]
    for args, kwargs in chosen:
        if dtype is not None:
            names = list(rule.operands) if isinstance(rule, Elementwise) else places(rule, len(args))
            args = tuple(converted(v, dtype) if n in rule.operands else v for n, v in zip(names, args, strict=True))
            kwargs = {k: converted(v, dtype) if k in rule.operands else v for k, v in kwargs.items()}
        with warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            try:
                made = program(rule, args, kwargs)
            except (TypeError, ValueError, RuntimeWarning, UserWarning):
                if dtype is None:
                    raise
                continue
        if made.point:
            yield made


# What must hold.


def check_first_order(made: Program) -> None:
    """jvp is the directional derivative, vjp its adjoint; both return the value, and keep shapes and dtypes."""
    f, x, x_dot, where = made.function, made.point, made.directions(1), made.text
    value = f(*x)
    slope = check.difference(lambda v: f(*v), wide(x), wide(x_dot))
    y, y_dot = sd.jvp(f, x, x_dot)
    assert_close(y, value, f"{where}: value of jvp")
    assert_close(without_integers(y_dot, value), slope, f"{where}: tangent", narrow(value) or narrow(x))
    check_form(y_dot, value, f"{where}: tangent")
    y, pullback = sd.vjp(f, *x)
    assert_close(y, value, f"{where}: value of vjp")
    y_bar = like(value, np.random.default_rng(2))
    x_bar = pullback(y_bar)
    check_form(x_bar, x, f"{where}: cotangent")
    got, want = check._product(x_bar, x_dot), check._product(y_bar, without_integers(y_dot, value))
    assert_close(got, want, f"{where}: <x_bar, x_dot> = <y_bar, y_dot>", narrow(value) or narrow(x))


def check_second_order(made: Program) -> None:
    """The Hessian of a loss times a direction, by both modes over reverse mode."""
    wrt = tuple(range(len(made.point)))
    x, x_dot = made.point, made.directions(3)
    gradient = sd.grad(made.loss, wrt)
    want = check.difference(lambda v: gradient(*v), x, x_dot, step=2e-4)
    _, got = sd.jvp(gradient, x, x_dot)
    assert_close(got, want, f"{made.text}: forward over reverse")
    _, pullback = sd.vjp(gradient, *x)
    # The Hessian is symmetric.  For complex numbers the gradient is a conjugate as in JAX: so are its tangents.
    assert_close(pullback(x_dot), want, f"{made.text}: reverse over reverse")


def check_form(bars: Any, values: Any, where: str) -> None:
    """A derivative has the shape of what it belongs to, and the dtype; a Python number passes for a NumPy one."""
    for bar, value in zip(check.leaves(bars), check.leaves(values), strict=True):
        if check._inexact(value):
            assert np.shape(bar) == np.shape(value), f"{where}: shape {np.shape(bar)} for {np.shape(value)}"
            if hasattr(value, "dtype") and (hasattr(bar, "dtype") or np.ndim(value)):
                assert bar.dtype == value.dtype, f"{where}: {bar.dtype} for {value.dtype}"


def wide(values: Any) -> Any:
    """The numbers in double precision."""
    return mapped(lambda x: x.astype(np.result_type(x, np.float64)) if isinstance(x, np.ndarray) else x * 1.0, values)


def narrow(values: Any) -> bool:
    """Whether some number is in less than double precision."""
    return any(getattr(leaf, "dtype", None) in check.NARROW for leaf in check.leaves(values))


def without_integers(dots: Any, values: Any) -> Any:
    """A tangent with 0 for the parts of the result that have none."""
    pairs = zip(check.leaves(dots), check.leaves(values), strict=True)
    return [dot if check._inexact(value) else np.zeros(np.shape(value)) for dot, value in pairs]


def assert_close(got: Any, want: Any, where: str, rough: bool = False) -> None:
    """Equal part by part, up to the errors of difference quotients."""
    tolerance = 2e-3 if rough else 2e-6
    for a, b in zip(check.leaves(got), check.leaves(want), strict=True):
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance, err_msg=where)


# The tests.

EACH = [pytest.param(rule, id=rule.name) for rule in RULES]
BY_TEXT = {rule.text: rule for rule in reversed(RULES)}  # functions that share a definition are tried once
DISTINCT = [pytest.param(rule, id=rule.name) for rule in reversed(BY_TEXT.values())]
COMPLEX = [param for param in DISTINCT if not str(param.id).startswith("math.")]
METHODS = {
    name: rule
    for name, function in {**registry.METHODS, **registry.PROPERTIES}.items()
    if isinstance(rule := registry.lookup(function), Template) and rule.params[0] in rule.operands
}


@pytest.mark.parametrize("rule", EACH)
def test_both_modes_over_the_grid(rule: Elementwise | Template) -> None:
    for made in programs(rule, count=None if BY_TEXT[rule.text] is rule else 4):
        check_first_order(made)


@pytest.mark.parametrize("rule", DISTINCT)
def test_single_precision_is_kept(rule: Elementwise | Template) -> None:
    for made in programs(rule, np.float32, count=2):
        check_first_order(made)


# Singular vectors of complex matrices, and eigenvectors, have phases that no derivative knows: see `test_linalg`.
PHASED = ("np.linalg.eigh", "np.linalg.svd", "scipy.linalg.null_space", "scipy.linalg.schur")


@pytest.mark.parametrize("rule", [param for param in COMPLEX if param.id not in PHASED])
def test_complex_numbers_are_right_or_refused(rule: Elementwise | Template) -> None:
    for made in programs(rule, complex, count=3):
        try:
            check_first_order(made)
        except Unsupported as refusal:
            assert "complex" in str(refusal)


@pytest.mark.parametrize("rule", DISTINCT)
@pytest.mark.in_turn(4)
def test_second_derivatives(rule: Elementwise | Template) -> None:
    # The body of an elementwise rule is the same for all shapes; a template's options choose among several.
    for made in programs(rule, count=1 if isinstance(rule, Elementwise) else 2):
        try:
            check_second_order(made)
        except sd.errors.Unsupported:
            # Three parts and more are cut by split_like, whose result is not taken apart statically yet.
            # Of the tensor equations the ranks of results are not known when generating.
            assert rule.name in NOT_TWICE


@pytest.mark.parametrize("name", METHODS)
def test_methods_and_properties(name: str) -> None:
    rule = METHODS[name]
    for args, kwargs in check.template_samples(rule, np.random.default_rng(5)):
        plain = name not in registry.PROPERTIES or (len(args) == 1 and not kwargs)
        if isinstance(args[0], np.ndarray) and plain:
            return check_first_order(program(rule, args, kwargs, method=name))
    raise AssertionError(f"no sample for {name}")


@pytest.mark.parametrize("convert", CONVERSIONS)
@pytest.mark.parametrize("x", [1.5, np.float64(1.5), np.float32(1.5)])
def test_conversions_convert_tangents_and_give_cotangents_back(convert: Any, x: Any) -> None:
    rule = registry.lookup(convert)
    assert isinstance(rule, Template)
    made = program(rule, (x,), {})
    y, y_dot = sd.jvp(made.function, (x,), (type(x)(0.5),))
    assert (type(y), y, y_dot) == (type(convert(x)), convert(x), 0.5)
    check_form(y_dot, y, made.text)
    x_bar = sd.vjp(made.function, x)[1](convert(0.5))
    assert x_bar == (0.5,)
    check_form(x_bar, (x,), made.text)
