"""What a call of each listed name can do: be differentiated under vmap, and with the Numba target.

The answers stand in `tests/names/abilities.txt`, from which docs/coverage.md is printed; `tools/abilities.py` writes
them.  Compiling takes long: few names are tried in one run.
"""

from __future__ import annotations

import copy
import linecache
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy
import scipy.spatial.transform
from scipy import stats
from scipy.stats._distr_params import distcont, distdiscrete

import s2sdiff as sd
from loading import TOOLS, module_at
from s2sdiff.errors import Unsupported
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise, Template, name_of

from . import test_definitions, test_engine

HERE = Path(__file__).parent
LISTS = [HERE.parent / "names" / name for name in ("union.txt", "gap.txt")]
ANSWERS = HERE.parent / "names" / "abilities.txt"


COVERAGE = module_at(TOOLS / "coverage.py")
NAMES = sorted({name for path in LISTS for name in COVERAGE.names_in(path)})
ANSWERED = [name for name in NAMES if COVERAGE.kind_of(name) in ("rule", "source", "language")]
# Calls of what has no samples: statements, and the value
CALLS = {
    "ndarray.sort": ("z = x * y; z.sort()", "z"),
    "np.apply_along_axis": ("", "np.apply_along_axis(lambda r: r / np.sum(r), 0, x) * y"),
    "np.apply_over_axes": ("", "np.apply_over_axes(np.sum, x * y, [0])"),
    "np.fill_diagonal": ("z = np.outer(x, y); np.fill_diagonal(z, x[0])", "z"),
    "np.piecewise": ("", "np.piecewise(x, [x < 1.0], [lambda t: t * t, np.sin]) * y"),
    "np.place": ("z = x * y; np.place(z, y > 1.0, 0.5)", "z"),
    "np.put": ("z = x * y; np.put(z, [0], x[1])", "z"),
    "np.put_along_axis": ("z = np.outer(x, y); np.put_along_axis(z, np.array([[0], [1]]), x[0], axis=1)", "z"),
    "np.row_stack": ("", "np.row_stack((x, y))"),
    "np.ufunc.at": ("z = x * y; np.add.at(z, [0, 0], x)", "z"),
    "np.vectorize": ("", "np.vectorize(lambda a, b: a * b)(x, y)"),
    "scipy.integrate.odeint": ("", "scipy.integrate.odeint(lambda y, t, a: -a * y, x, [0.0, 1.0], (y,))[1]"),
    "scipy.interpolate.RegularGridInterpolator": (
        "grid = scipy.interpolate.RegularGridInterpolator((np.array([0.0, 1.0, 2.0]),), np.array([1.0, 3.0, 2.0]))",
        "grid(x[:, None]) * y",
    ),
    "scipy.spatial.transform.Rotation": ("", "scipy.spatial.transform.Rotation(np.outer(x, y).ravel()).as_mrp()[:2]"),
    "scipy.spatial.transform.Slerp": (
        "r = scipy.spatial.transform.Rotation.from_rotvec(np.outer(x, [0.1, 0.2, 0.3]))",
        "scipy.spatial.transform.Slerp([0.0, 1.0], r)(0.3).as_mrp()[:2] * y",
    ),
    "scipy.stats.gaussian_kde": ("", "scipy.stats.gaussian_kde(np.outer(x, y).ravel())(x) * y"),
    "scipy.stats.dirichlet.logpdf": ("", "scipy.stats.dirichlet.logpdf(np.array([0.4, 0.6]), x * y)"),
    "scipy.stats.dirichlet.pdf": ("", "scipy.stats.dirichlet.pdf(np.array([0.4, 0.6]), x * y)"),
    "scipy.stats.multinomial.logpmf": ("", "scipy.stats.multinomial.logpmf(np.array([1, 2]), 3, x / np.sum(x)) * y"),
    "scipy.stats.multinomial.pmf": ("", "scipy.stats.multinomial.pmf(np.array([1, 2]), 3, x / np.sum(x)) * y"),
    "scipy.stats.multivariate_normal.entropy": ("", "scipy.stats.multivariate_normal.entropy(x, np.diag(y))"),
    "scipy.stats.multivariate_normal.logpdf": ("", "scipy.stats.multivariate_normal.logpdf(x, y, np.eye(2))"),
    "scipy.stats.multivariate_normal.pdf": ("", "scipy.stats.multivariate_normal.pdf(x, y, np.eye(2))"),
}
SHAPES = {name: shapes for name, shapes in reversed([*distcont, *distdiscrete]) if isinstance(name, str)}


# --- a call of each name ---


def loss_of(name: str) -> tuple[Callable[..., Any], tuple[Any, ...]] | None:
    """A function of floats and arrays that calls what is named, and a point; None where no sample is at hand."""
    found = COVERAGE.found_object(name)
    rule = registry.lookup(found) if found is not None else None
    if name in COVERAGE.LANGUAGE:
        return written(name, "", COVERAGE.LANGUAGE[name])
    if name in CALLS:
        return written(name, *CALLS[name])
    if name.startswith("scipy.stats.") and name.count(".") == 3:
        return distribution(name)
    if isinstance(rule, (Elementwise, Template)):
        made = next(test_engine.programs(rule, count=1), None)
    else:
        samples = [case.values for case in test_definitions.CASES if case.values[0].name == name_of(found)]
        made = test_engine.program(*samples[len(samples) // 2]) if samples else None
    return None if made is None else (made.loss, made.point)


def written(name: str, before: str, value: str) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """The program that sums these values of x and y, unequally, after some statements."""
    text = f"def program(x, y):\n    {before or 'pass'}\n    return np.sum(({value}) * x)\n"
    filename = f"<ability {name}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    space: dict[str, Any] = {"np": np, "scipy": scipy, "copy": copy}
    exec(compile(text, filename, "exec"), space)
    return space["program"], (np.array([0.7, 1.3]), np.array([1.9, 0.8]))


def distribution(name: str) -> tuple[Callable[..., Any], tuple[Any, ...]] | None:
    """The call of a method of a distribution, with respect to place and shapes, or to the place alone."""
    _, _, owner, method = name.split(".")
    if owner not in SHAPES:
        return None
    dist, shapes = getattr(stats, owner), tuple(float(s) for s in SHAPES[owner])
    x = 0.4 if method in ("ppf", "isf") else float(dist.ppf(0.6, *shapes))
    if not isinstance(dist, stats.rv_continuous):
        return called(name, shapes, before=(x,))
    of_all = called(name, (x, *shapes))
    try:
        sd.grad(of_all[0], tuple(range(len(of_all[1]))))(*of_all[1])
    except Unsupported:
        return called(name, (x,), behind=shapes)
    return of_all


def called(
    name: str, point: tuple[float, ...], before: tuple[float, ...] = (), behind: tuple[float, ...] = ()
) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """The call of what is named with the numbers of a point, between others that are fixed."""
    parameters = [f"x{k}" for k in range(len(point))]
    given = [*map(repr, before), *parameters, *map(repr, behind)]
    text = f"def program({', '.join(parameters)}):\n    return {name}({', '.join(given)})\n"
    filename = f"<ability {name} {len(point)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    space: dict[str, Any] = {"scipy": scipy}
    exec(compile(text, filename, "exec"), space)
    return space["program"], point


# --- what it can do ---


def batched(loss: Callable[..., Any], point: tuple[Any, ...]) -> bool:
    """Whether the derivative of the mapped function is that of each item."""
    wrt = tuple(range(len(point)))
    want = sd.grad(loss, wrt)(*point)
    try:
        _, pullback = sd.vjp(sd.vmap(loss), *(np.stack([x, x]) for x in point))
    except Unsupported:
        return False
    for got, one in zip(pullback(np.array([1.0, 3.0])), want, strict=True):
        np.testing.assert_allclose(got, np.stack([one, 3.0 * np.asarray(one)]), rtol=1e-9, atol=1e-9)
    return True


def compiled(loss: Callable[..., Any], point: tuple[Any, ...]) -> bool:
    """Whether Numba compiles the emitted derivative, and it gives what Python gives."""
    pytest.importorskip("numba")
    wrt = tuple(range(len(point)))
    want = sd.grad(loss, wrt)(*point)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = sd.grad(loss, wrt, target="numba")(*point)
    except Exception:  # Numba raises anything where it does not know a function or an argument
        return False
    for got, one in zip(found, want, strict=True):
        np.testing.assert_allclose(got, one, rtol=1e-7, atol=1e-9)
    return True


def abilities(name: str) -> str:
    """A line of the answers."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = loss_of(name)
        if found is None or not found[1]:
            return name
        kept = [word for word, can in (("batched", batched), ("numba", compiled)) if can(*found)]
    return " ".join([name, *kept])


# --- the tests ---


def test_every_name_has_its_answer() -> None:
    """`python tools/abilities.py` tries those that have none."""
    assert [line.split()[0] for line in ANSWERS.read_text().splitlines()] == ANSWERED


@pytest.mark.parametrize("name", ANSWERED)
@pytest.mark.in_turn(320)
def test_the_answer_holds(name: str) -> None:
    assert abilities(name) in ANSWERS.read_text().splitlines()
