"""Every ufunc with `out=`, `where=`, `dtype=` and `casting=`: what is asked for is what casting and choosing would give."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise

UFUNCS = sorted(
    {u.__name__: u for u in vars(np).values() if isinstance(u, np.ufunc) and isinstance(registry.lookup(u), Elementwise)}.items()
)
NARROW = [pair for pair in UFUNCS if any("f" in types.partition("->")[0] for types in pair[1].types) and pair[0] != "ldexp"]
X = np.array([[0.31, 0.72, 0.55, 0.9]])
MASK = np.array([[True], [False], [True]])


# What an option asks for, and what it means; U is the ufunc, A(x) its operands.
MEANINGS = {
    "dtype": (
        "y = U(A(x), dtype=np.float32, casting='same_kind') * 1.5",
        "y = U(A(x.astype(np.float32))) * 1.5",
    ),
    "wider": (
        "y = U(A(x.astype(np.float32)), dtype='float64', order='C', where=True)",
        "y = U(A(x.astype(np.float32).astype(float)))",
    ),
    "out": (
        "y = np.ones((1, 4), dtype=np.float32)\n    y = y * U(A(x), out=y, dtype=np.float64, casting='same_kind')",
        "y = U(A(x)).astype(np.float32)\n    y = y * y",
    ),
    "where": (
        "y = np.ones((3, 4)) * x\n    U(A(x), out=y, where=MASK)\n    U(A(x[:, ::-1]), out=y[:1], where=[True, False, False, True])",
        "y = np.where(MASK, U(A(x)), x)\n    y[:1] = np.where([True, False, False, True], U(A(x[:, ::-1])), y[:1])",
    ),
}  # fmt: skip


def program(ufunc: np.ufunc, text: str) -> Callable[..., Any]:
    """A function of x that says this of a ufunc, where it is smooth."""
    first = "{x} + 1.0" if ufunc is np.arccosh else "0.4 * ({x})"
    given = first if ufunc.nin == 1 else f"{first}, ({{x}})[:, ::-1] * 0.7 + 0.1"
    body = text.replace("U(", f"np.{ufunc.__name__}(")
    for x in ("x.astype(np.float32).astype(float)", "x.astype(np.float32)", "x[:, ::-1]", "x"):
        body = body.replace(f"A({x})", given.format(x=x))
    source = f"def f(x):\n    {body}\n    return y\n"
    filename = f"<{ufunc.__name__}: {text}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    space: dict[str, Any] = {"np": np, "MASK": MASK}
    exec(compile(source, filename, "exec"), space)
    return space["f"]


def test_all_are_here() -> None:
    assert len(UFUNCS) > 40


@pytest.mark.parametrize("option", MEANINGS)
@pytest.mark.parametrize(("name", "ufunc"), NARROW, ids=[name for name, _ in NARROW])
def test_what_an_option_asks_for(name: str, ufunc: np.ufunc, option: str) -> None:
    asked, meant = (program(ufunc, text) for text in MEANINGS[option])
    weights = np.random.default_rng(3).normal(size=np.shape(meant(X))).astype(meant(X).dtype)
    found, pullback = sd.vjp(asked, X)
    want, pulled = sd.vjp(meant, X)
    np.testing.assert_array_equal(found, asked(X))
    np.testing.assert_allclose(found, want, rtol=1e-6)
    assert found.dtype == want.dtype
    np.testing.assert_allclose(pullback(weights)[0], pulled(weights)[0], rtol=1e-6, atol=1e-7)
    for one, other in zip(sd.jvp(asked, (X,), (X[:, ::-1],)), sd.jvp(meant, (X,), (X[:, ::-1],)), strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("option", MEANINGS)
@pytest.mark.parametrize(("name", "ufunc"), NARROW, ids=[name for name, _ in NARROW])
@pytest.mark.in_turn(8)
def test_second_order(name: str, ufunc: np.ufunc, option: str) -> None:
    def slope(f: Callable[..., Any]) -> Callable[..., Any]:
        return sd.grad(lambda x: np.sum(sd.grad(lambda z: np.sum(f(z) ** 2))(x) * X[:, ::-1]))

    asked, meant = (slope(program(ufunc, text))(X) for text in MEANINGS[option])
    np.testing.assert_allclose(asked, meant, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("reduce", [np.maximum.reduce, np.fmin.reduce, np.minimum.accumulate], ids=["maximum", "fmin", "accumulate"])
def test_extremes_in_single_precision_are_found_among_the_items(reduce: Any) -> None:
    found = sd.grad(lambda x: np.sum(reduce(x, axis=1, dtype=np.float32)))(X)
    np.testing.assert_array_equal(found, sd.grad(lambda x: np.sum(reduce(x, axis=1)))(X))
    value, tangent = sd.jvp(lambda x: reduce(x, 1, np.float32), (X,), (X,))
    assert value.dtype == tangent.dtype == np.float32
    np.testing.assert_array_equal(value, tangent)


def test_of_linear_functions_without_an_output() -> None:
    """A call that says `out=None` is taken for the tangent, too."""
    for function in (lambda x: np.sum(x, axis=0, out=None), lambda x: np.conj(x, out=None), lambda x: x.cumsum(out=None)):
        np.testing.assert_array_equal(sd.jvp(function, (X,), (2.0 * X,))[1], 2.0 * function(X))
