"""Holds a rule against the function it is about, without the engine: a rule's body is run as an ordinary function.

The oracle is a central difference of fourth order along a random direction.  Products of cotangents and tangents follow
JAX's convention: real(sum(x_bar * x_dot)), with no conjugate.  A sample is (args, kwargs) as `at=` gives it.
"""

from __future__ import annotations

import ast
import copy
import inspect
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.rules.declare import Elementwise, Template

Tree = Any
STEP = 1e-3
TOLERANCE = 2e-7
NARROW = (np.float16, np.float32, np.complex64)


# Rules as functions.


def partials(rule: Elementwise, *args: Any) -> tuple[Any, ...]:
    """The partials that a rule gives for a result and operands."""
    run = _compiled(rule.body, [], rule.namespace)
    return run(*args)  # type: ignore[no-any-return]


def assigned(rule: Template, tree: gast.FunctionDef, *args: Any, **kwargs: Any) -> dict[str, Any]:
    """The variables that a template's body has assigned at its end."""
    run = _compiled(tree, syntax.body("return locals()"), rule.namespace)
    return run(*args, **kwargs)  # type: ignore[no-any-return]


def _compiled(tree: gast.FunctionDef, ending: list[gast.AST], namespace: dict[str, Any]) -> Callable[..., Any]:
    """The function that `tree` defines, with `ending` appended."""
    function = syntax.clone(tree)
    function.body = [*function.body, *ending]
    module = ast.fix_missing_locations(gast.gast_to_ast(gast.Module([function], [])))
    scope = dict(namespace)
    exec(compile(module, f"<rule {tree.name}>", "exec"), scope)
    return scope[tree.name]  # type: ignore[no-any-return]


# Elementwise rules.


def elementwise_samples(rule: Elementwise, rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Operands of every kind: Python numbers, NumPy scalars, arrays of rank 0 to 2, and mixtures that broadcast."""
    if callable(rule.at):
        yield from (args for args, _ in rule.at(rng))
        return
    count = len(rule.operands)
    intervals = rule.at if isinstance(rule.at[0], tuple) else (rule.at,) * count
    shapes: list[tuple[Any, ...]] = [("number",) * count, ("scalar",) * count]
    if not rule.name.startswith(("math.", "cmath.")) and rule.function not in (max, min):
        shapes += [(shape,) * count for shape in [(), (3,), (2, 3), (0,)]]
        if count == 2:
            shapes += [((2, 3), "number"), ("number", (3,)), ((2, 1), (3,)), ((3,), (2, 3)), ((2, 3), "scalar")]
    for kinds in shapes:
        yield tuple(_drawn(rng, *interval, kind) for interval, kind in zip(intervals, kinds, strict=True))


def _drawn(rng: np.random.Generator, low: float, high: float, kind: Any) -> Any:
    if kind == "number":
        return float(rng.uniform(low, high))
    if kind == "scalar":
        return np.float64(rng.uniform(low, high))
    return np.asarray(rng.uniform(low, high, kind))


def check_elementwise(rule: Elementwise, operands: tuple[Any, ...]) -> None:
    """Each partial equals the difference quotient, broadcasts to the result, and keeps float32."""
    y = rule.function(*operands)
    found = partials(rule, y, *operands)
    assert len(found) == len(operands)
    for k, partial in enumerate(found):
        if partial is None or not _inexact(operands[k]):
            continue
        want = difference(lambda x, k=k: rule.function(*operands[:k], x, *operands[k + 1 :]), operands[k], 1.0)
        partial = partial if np.iscomplexobj(y) else np.real(partial)
        assert_close(np.broadcast_to(partial, np.shape(y)), want, f"{rule.name}, operand {k}")


def check_float32(rule: Elementwise, operands: tuple[Any, ...]) -> None:
    """Partials at float32 arrays are float32, Python numbers, or masks."""
    narrow = tuple(np.float32(x) if _inexact(x) else x for x in operands)
    y = rule.function(*narrow)
    for partial in partials(rule, y, *narrow):
        if isinstance(partial, (np.ndarray, np.generic)) and partial.dtype not in (np.float32, y.dtype):
            assert set(np.unique(partial)) <= {0.0, 0.5, 1.0}, f"{rule.name}: a partial is {partial.dtype}"


# Templates.


def template_samples(rule: Template, rng: np.random.Generator) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    """The samples that the rule declares."""
    assert callable(rule.at), f"{rule.name} declares no samples"
    return rule.at(rng)


def check_template(rule: Template, args: tuple[Any, ...], kwargs: dict[str, Any], rng: np.random.Generator) -> None:
    """For each operand: <y_bar, J x_dot> = <x_bar, x_dot>, and the tangent is J x_dot."""
    bound = _bind(rule, args, kwargs)
    named = set(kwargs)
    y = _call(rule, bound, named)
    y_bar = _random_like(y, rng)
    contributions = {}
    if rule.adjoint is not None:
        contributions = _run(rule, rule.adjoint, y, bound, {f"{rule.result}_bar": y_bar})
    for operand in rule.operands:
        if operand not in bound or not any(_inexact(leaf) for leaf in leaves(bound[operand])):
            continue
        x, where = bound[operand], f"{rule.name}, {operand}"
        x_dot = _random_like(x, rng)
        y_dot = difference(lambda x, p=operand: _call(rule, {**bound, p: x}, named), x, x_dot)
        if rule.adjoint is not None:
            x_bar = contributions[f"{operand}_bar"]
            assert_close(_product(_fitted(x_bar, x), x_dot), _product(y_bar, y_dot), where + ", adjoint")
        if rule.kind != "general":
            others = {p: tree_map(np.zeros_like, bound[p]) for p in rule.operands if p in bound}
            given = {**bound, **(others if rule.kind == "linear" else {}), operand: x_dot}
            assert_close(_call(rule, given, named), y_dot, where + ", tangent")
        elif rule.tangent is not None:
            dots = {f"{p}_dot": _zero_like(bound[p]) for p in rule.operands if p in bound} | {f"{operand}_dot": x_dot}
            assert_close(_run(rule, rule.tangent, y, bound, dots)[f"{rule.result}_dot"], y_dot, where + ", tangent")


def _bind(rule: Template, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments by the rule's parameter names."""
    positional = [p for p in rule.params if p not in rule.keyword_only]
    if rule.starred in positional:
        k = positional.index(rule.starred)
        args = (*args[:k], tuple(args[k:]))
    return {**dict(zip(positional, args, strict=False)), **kwargs}


def _call(rule: Template, bound: dict[str, Any], named: set[str]) -> Any:
    """The function itself, on copies; `named` are the arguments that the sample passes by name."""
    args: list[Any] = []
    for p in rule.params:
        if p in bound and p not in named:
            args += bound[p] if p == rule.starred else [bound[p]]
    return rule.function(*copy.deepcopy(args), **{p: copy.deepcopy(bound[p]) for p in named})


def _run(
    rule: Template, tree: gast.FunctionDef, y: Any, bound: dict[str, Any], extra: dict[str, Any]
) -> dict[str, Any]:
    """The variables that the body assigns; operands that are absent have no tangent to read."""
    rest = dict(bound)
    wanted = {a.id for a in [*tree.args.args, *tree.args.kwonlyargs]}
    absent = {p: 0.0 for p in wanted if p.endswith("_dot") and p not in extra}
    starred = rest.pop(rule.starred, ()) if rule.starred else ()
    if starred:
        before = [rest.pop(p) for p in rule.params[: rule.params.index(rule.starred)]]
        return assigned(rule, tree, y, *before, *starred, **rest, **extra, **absent)
    return assigned(rule, tree, y, **rest, **extra, **absent)


# Trees of numbers and arrays.


def leaves(tree: Tree) -> Iterator[Any]:
    """Every part that is not a tuple or list."""
    if isinstance(tree, (tuple, list)):
        for item in tree:
            yield from leaves(item)
    else:
        yield tree


def tree_map(f: Callable[..., Any], tree: Tree, *rest: Tree) -> Tree:
    """f at every leaf, the other trees indexed alike."""
    if isinstance(tree, (tuple, list)):
        items = [tree_map(f, item, *(other[k] for other in rest)) for k, item in enumerate(tree)]
        return tuple(items) if isinstance(tree, tuple) else items
    return f(tree, *rest)


def _inexact(x: Any) -> bool:
    return isinstance(x, (float, complex)) or (isinstance(x, (np.ndarray, np.generic)) and x.dtype.kind in "fc")


def _random_like(tree: Tree, rng: np.random.Generator) -> Tree:
    """Random numbers in the form of `tree`; zeros for what cannot move, Hermitian for what is."""
    return tree_map(lambda x: _drawn_like(x, rng), tree)


def _drawn_like(x: Any, rng: np.random.Generator) -> Any:
    shape = np.shape(x)
    if not _inexact(x):
        return np.zeros(shape)
    drawn = rng.normal(size=shape) + (1j * rng.normal(size=shape) if np.iscomplexobj(x) else 0.0)
    if is_symmetric(x):
        drawn = drawn + np.swapaxes(drawn, -1, -2).conj()
    return np.asarray(drawn) if isinstance(x, np.ndarray) else drawn


def is_symmetric(x: Any) -> bool:
    """Whether x is a matrix, or several, that is symmetric, or Hermitian."""
    shape = np.shape(x)
    return len(shape) >= 2 and shape[-1] == shape[-2] and np.array_equal(x, np.swapaxes(x, -1, -2).conj())


def _zero_like(tree: Tree) -> Tree:
    return tree_map(lambda x: 0.0 if x is None else np.zeros_like(x) if np.ndim(x) else 0.0, tree)


def _fitted(x_bar: Tree, x: Tree) -> Tree:
    """A contribution, broadcast or summed to the shape of its operand; real for a real operand."""

    def fit(leaf: Any, bar: Any) -> Any:
        if not _inexact(leaf):
            return 0.0
        shape = np.shape(leaf)
        bar = np.asarray(bar)
        extra = bar.ndim - len(shape)
        if extra > 0:
            bar = bar.sum(axis=tuple(range(extra)))
        stretched = tuple(k for k in range(bar.ndim) if bar.shape[-1 - k] != 1 and shape[-1 - k] == 1)
        bar = bar.sum(axis=tuple(-1 - k for k in stretched), keepdims=True) if stretched else bar
        return np.broadcast_to(bar if np.iscomplexobj(leaf) else bar.real, shape)

    return tree_map(fit, x, x_bar)


def _product(bar: Tree, dot: Tree) -> float:
    """real(sum(bar * dot)) over all leaves."""
    return sum(float(np.sum(np.multiply(b, d)).real) for b, d in zip(leaves(bar), leaves(dot), strict=True))


def difference(f: Callable[[Tree], Tree], x: Tree, x_dot: Tree, step: float = STEP) -> Tree:
    """The derivative of f at x along x_dot, by a central difference of fourth order."""

    def shifted(h: float) -> Tree:
        def move(a: Any, d: Any) -> Any:
            moved = a + h * d if _inexact(a) else a
            return np.asarray(moved) if isinstance(a, np.ndarray) else moved

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return f(tree_map(lambda a: move(a, x_dot), x) if np.isscalar(x_dot) else tree_map(move, x, x_dot))

    values = [list(leaves(shifted(k * step))) for k in (1, -1, 2, -2)]

    def quotient(a: Any, b: Any, c: Any, d: Any) -> Any:
        return (8.0 * np.subtract(a, b) - np.subtract(c, d)) / (12.0 * step) if _inexact(a) else np.zeros(np.shape(a))

    slopes = iter([quotient(*v) for v in zip(*values, strict=True)])
    return tree_map(lambda _: next(slopes), shifted(0.0))


def assert_close(got: Tree, want: Tree, where: str) -> None:
    """Equal up to the error of the difference quotient, larger in narrow dtypes; a NaN agrees with a NaN."""
    for a, b in zip(leaves(got), leaves(want), strict=True):
        narrow = np.finfo(b.dtype).eps / STEP if getattr(b, "dtype", None) in NARROW else 0.0
        tolerance = max(TOLERANCE, 10.0 * narrow)
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance, err_msg=where)


# Signatures.


def check_signature(rule: Template) -> None:
    """The parameters are the function's own, those that can be passed by position in their places."""
    try:
        signature = inspect.signature(rule.function)
    except (TypeError, ValueError):
        return
    parameters = signature.parameters.values()
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return
    places = [None if p.kind is p.POSITIONAL_ONLY else p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
    own = [p for p in rule.params if p not in rule.keyword_only]
    assert len(own) <= len(places), f"{rule.name} takes {signature}"
    matching = [p for p, place in zip(own, places, strict=False) if place in (None, p)]
    assert matching == own, f"{rule.name} takes {signature}"
    unknown = set(rule.keyword_only) - signature.parameters.keys()
    assert not unknown, f"{rule.name} does not take {unknown}"
