"""The Numba target: derivatives compile in nopython mode and agree with CPython; compiling is slow, so programs are few."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable
from types import CellType
from typing import Any

import numpy as np
import pytest

from s2sdiff import pipeline, run
from s2sdiff.errors import Unsupported
from s2sdiff.sizes import Sizes
from s2sdiff.types import type_of

numba = pytest.importorskip("numba")

from s2sdiff.run.numba import Compiler

GAIN = 1.5


def scale(x):
    return helper(x) * 2.0


def helper(x):
    return x * GAIN


def branch(x, n):
    s = 0.0
    for i in range(n):
        if s > 1.0:  # noqa: SIM108 - as the golden program is written
            s = s * x[i]
        else:
            s = s + np.sin(x[i])
    return s


def recurrence(x, n):
    y = np.zeros(n)
    y[0] = x
    for i in range(1, n):
        y[i] = np.sin(y[i - 1]) + 0.5 * y[i - 1]
    return y[n - 1] * y[0]


def stencil(u, k, steps):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u**2)


def cell(h, w, x):
    return np.tanh(w @ h + x)


def matrix_vector(h, w, xs):
    for t in range(len(xs)):
        h = cell(h, w, xs[t])
    return np.sum(h * h)


def fixed_point(a, tol):
    x = a
    while True:
        step = (x * x - a) / (2.0 * x)
        x = x - step
        if abs(step) < tol:
            break
    return x


def constant_helper(x, n):
    return x * x * scale(n)


rng = np.random.default_rng(3)
PROGRAMS = [
    (branch, (rng.uniform(0.2, 1.2, 9), 9), (0,)),
    (recurrence, (0.8, 6), (0,)),
    (stencil, (rng.normal(size=12), 0.2, 5), (0, 1)),
    (matrix_vector, (rng.normal(size=3), rng.normal(size=(3, 3)), rng.normal(size=(4, 3))), (0, 1)),
    (fixed_point, (2.3, 1e-12), (0,)),
]


@pytest.fixture(autouse=True)
def strict() -> Any:
    """Nothing about object mode or reflected lists."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", numba.NumbaWarning)
        warnings.simplefilter("ignore", numba.NumbaPerformanceWarning)
        yield


def derived(
    function: Callable[..., Any], args: tuple[Any, ...], wrt: tuple[int, ...], mode: str, target: str
) -> pipeline.Derivative:
    sizes = Sizes()
    types = tuple(type_of(a, sizes) for a in args)
    return pipeline.derive(function, pipeline.Request(mode, wrt, len(wrt) == 1, target=target), types, {})


def assert_close(have: Any, want: Any) -> None:
    if isinstance(want, tuple):
        assert len(have) == len(want)
        for h, w in zip(have, want, strict=True):
            assert_close(h, w)
    else:
        assert np.shape(have) == np.shape(want)
        np.testing.assert_allclose(have, want, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("program", "args", "wrt"), PROGRAMS, ids=lambda p: getattr(p, "__name__", ""))
def test_agrees_with_cpython(program: Callable[..., Any], args: tuple[Any, ...], wrt: tuple[int, ...]) -> None:
    joint, plain = (derived(program, args, wrt, "grad", target).main for target in ("numba", "python"))
    assert_close(joint(*copy.deepcopy(args)), plain(*copy.deepcopy(args)))
    split, other = (derived(program, args, wrt, "vjp", target) for target in ("numba", "python"))
    value, tape = split.main(*copy.deepcopy(args))
    expected, kept = other.main(*copy.deepcopy(args))
    assert_close(value, expected)
    for seed in (1.0, -2.5):
        assert_close(split.backward(tape, seed), other.backward(kept, seed))
    assert all(len(f.nopython_signatures) == 1 for f in (joint, split.main, split.backward))
    assert "reversed" not in split.text


def test_tapes_of_no_trips() -> None:
    """An empty tape crosses from one half to the other with its type."""
    for program, args, wrt in (PROGRAMS[0], PROGRAMS[2]):
        split = derived(program, args, wrt, "vjp", "numba")
        _, tape = split.main(*args[:-1], 0)
        assert all(np.all(np.isfinite(bar)) for bar in split.backward(tape, 1.0))


def test_helpers_are_compiled_with_what_they_call() -> None:
    grad = derived(constant_helper, (0.7, 3.0), (0,), "grad", "numba").main
    assert_close(grad(0.7, 3.0), 2.0 * 0.7 * 3.0 * GAIN * 2.0)
    assert not hasattr(scale, "py_func")
    assert not hasattr(globals()["helper"], "py_func")


def test_functions_and_cells_of_the_user_are_left_alone() -> None:
    def twice(x):
        return 2.0 * x

    held, later = CellType(twice), CellType()
    text = "def f_grad(x):\n    return held(x) + half(x, 2)\n\n\ndef half(x, n):\n    return x if n == 0 else later(half(x, n - 1))\n"
    live = run.load(text, "<s2sdiff f_grad of numba.py:1>", {"__name__": "nowhere"}, {"held": held, "later": later})
    compiled = Compiler().compile(live)
    later.cell_contents = numba.njit(lambda x: x / 2.0)  # a callee's half, filled in after its callers are loaded
    assert compiled["f_grad"](8.0) == 18.0
    assert held.cell_contents is twice
    assert live["f_grad"].__closure__ is not None


def test_what_was_compiled_in_is_watched() -> None:
    """A changed constant is noticed, be it in the program, in a helper's module, or an array changed in place."""
    module = {"__name__": "nowhere", "np": np, "gain": 2.0, "weights": np.ones(2), "other": 1.0}
    exec("def helper(x):\n    return weights[0] * x", module)
    live = run.load("def f_grad(x):\n    return helper(x) * gain\n", "<s2sdiff f_grad of numba.py:2>", module, {})
    compiler = Compiler()
    assert compiler.compile(live)["f_grad"](1.0) == 2.0
    module["other"] = 2.0
    assert compiler.is_current()
    module["weights"][0] = 3.0
    assert not compiler.is_current()
    module["weights"][0] = 1.0
    assert compiler.is_current()
    module["gain"] = 5.0
    assert not compiler.is_current()
    again = Compiler()
    assert again.compile(live)["f_grad"](1.0) == 5.0
    module["helper"] = abs
    assert not again.is_current()


def test_derivatives_follow_globals(monkeypatch: pytest.MonkeyPatch) -> None:
    derivative = derived(constant_helper, (0.7, 3.0), (0,), "grad", "numba")
    assert derivative.is_current is not None
    assert derivative.is_current()
    monkeypatch.setitem(globals(), "GAIN", 2.5)
    assert not derivative.is_current()


def test_a_dict_is_refused() -> None:
    def of_dict(params):
        return np.sum(params["w"] ** 2)

    with pytest.raises(Unsupported, match="`params` is a dict: a function compiled by Numba takes numbers"):
        derived(of_dict, ({"w": np.ones(2)},), (0,), "grad", "numba")
