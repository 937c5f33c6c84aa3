"""The table in `kinks.md`: partials at the points where a derivative does not exist."""

from __future__ import annotations

import builtins
import math
import operator
from typing import Any

import numpy as np
import pytest

import s2sdiff.rules  # noqa: F401 - fills the registry
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise, Template

from . import check

INF, NAN = np.inf, np.nan

KINKS: list[tuple[Any, tuple[float, ...], tuple[float | None, ...]]] = [
    (np.absolute, (0.0,), (0.0,)),
    (np.absolute, (-0.0,), (0.0,)),
    (np.absolute, (0j,), (0.0,)),
    (np.fabs, (0.0,), (0.0,)),
    (np.maximum, (1.0, 1.0), (0.5, 0.5)),
    (np.maximum, (-INF, -INF), (0.5, 0.5)),
    (np.minimum, (1.0, 1.0), (0.5, 0.5)),
    (np.fmax, (1.0, 1.0), (0.5, 0.5)),
    (np.fmax, (NAN, 1.0), (0.0, 1.0)),
    (np.fmin, (2.0, NAN), (1.0, 0.0)),
    (operator.pow, (0.0, 0.0), (0.0, 0.0)),
    (operator.pow, (0.0, 0.5), (INF, 0.0)),
    (operator.pow, (0.0, 1.0), (1.0, 0.0)),
    (operator.pow, (0.0, 2.0), (0.0, 0.0)),
    (operator.pow, (-1.0, 2.0), (-2.0, NAN)),
    (operator.mod, (1.0, 1.0), (1.0, -1.0)),
    (operator.mod, (5.0, 2.0), (1.0, -2.0)),
    (np.sqrt, (0.0,), (INF,)),
    (np.cbrt, (0.0,), (INF,)),
    (np.log, (0.0,), (INF,)),
    (np.arcsin, (1.0,), (INF,)),
    (np.hypot, (0.0, 0.0), (0.0, 0.0)),
    (np.arctan2, (0.0, 0.0), (NAN, NAN)),
    (np.sinc, (0.0,), (0.0,)),
    (np.logaddexp, (-INF, -INF), (0.0, 0.0)),
    (np.logaddexp, (0.0, -INF), (1.0, 0.0)),
    (np.heaviside, (0.0, 0.5), (None, 1.0)),
    (np.copysign, (0.0, 1.0), (1.0, None)),
]
SCALARS: list[tuple[Any, tuple[float, ...], tuple[float | None, ...]]] = [
    (builtins.abs, (0.0,), (0.0,)),
    (builtins.max, (1.0, 1.0), (0.5, 0.5)),
    (builtins.min, (1.0, 1.0), (0.5, 0.5)),
    (math.fabs, (0.0,), (0.0,)),
    (math.hypot, (0.0, 0.0), (0.0, 0.0)),
    (math.pow, (0.0, 0.0), (0.0, 0.0)),
    (math.copysign, (0.0, 1.0), (1.0, None)),
]


@pytest.mark.parametrize("kind", [np.float64, lambda v: np.array([v]), lambda v: np.full((1, 2), v)])
@pytest.mark.parametrize(("function", "point", "expected"), KINKS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_kinks(function: Any, point: tuple[float, ...], expected: tuple[float | None, ...], kind: Any) -> None:
    operands = [kind(v) if not isinstance(v, complex) else np.array([v]) for v in point]
    assert_partials(function, operands, expected)


@pytest.mark.parametrize(("function", "point", "expected"), SCALARS)
def test_kinks_of_python_numbers(function: Any, point: tuple[float, ...], expected: tuple[float | None, ...]) -> None:
    assert_partials(function, list(point), expected)


def assert_partials(function: Any, operands: list[Any], expected: tuple[float | None, ...]) -> None:
    rule = registry.lookup(function)
    assert isinstance(rule, Elementwise)
    y = function(*operands)
    for got, want in zip(check.partials(rule, y, *operands), expected, strict=True):
        if want is None:
            assert got is None
        else:
            np.testing.assert_array_equal(np.broadcast_to(got, np.shape(y)), np.full(np.shape(y), want))


@pytest.mark.parametrize(
    ("exponent", "expected"), [(0, 0.0), (1, 1.0), (2, 6.0), (3.0, 27.0), (0.5, 0.5 / math.sqrt(3.0)), (-1, -1.0 / 9.0)]
)
def test_literal_exponents(exponent: float, expected: float) -> None:
    rule = registry.lookup(operator.pow)
    assert isinstance(rule, Elementwise)
    partial, _ = check.partials(rule, np.array(3.0) ** exponent, np.array(3.0), exponent)
    np.testing.assert_allclose(partial, expected, rtol=1e-15)


def contributions(function: Any, y_bar: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
    rule = registry.lookup(function)
    assert isinstance(rule, Template)
    assert rule.adjoint is not None
    bar = {f"{rule.result}_bar": y_bar}
    return check.assigned(rule, rule.adjoint, function(*args, **kwargs), *args, **kwargs, **bar)


def test_where_keeps_a_nan_of_the_other_branch_out() -> None:
    found = contributions(np.where, np.array([NAN, 2.0]), np.array([True, False]), np.ones(2), np.ones(2))
    np.testing.assert_array_equal(found["x_bar"], [NAN, 0.0])
    np.testing.assert_array_equal(found["y_bar"], [0.0, 2.0])


def test_clip_passes_the_array_at_its_bounds() -> None:
    found = contributions(np.clip, np.ones(5), np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), -1.0, 1.0)
    np.testing.assert_array_equal(found["a_bar"], [0.0, 1.0, 1.0, 1.0, 0.0])
    np.testing.assert_array_equal(found["a_min_bar"], [1.0, 0.0, 0.0, 0.0, 0.0])
    np.testing.assert_array_equal(found["a_max_bar"], [0.0, 0.0, 0.0, 0.0, 1.0])


@pytest.mark.parametrize("bounds", [(-1.0, 1.0), (0.5, 0.5), (1.0, -1.0)])
def test_clip_gives_each_cotangent_once(bounds: tuple[float, float]) -> None:
    x = np.array([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0])
    found = contributions(np.clip, np.ones(6), x, *bounds)
    np.testing.assert_array_equal(found["a_bar"] + found["a_min_bar"] + found["a_max_bar"], np.ones(6))


def test_nan_to_num_stops_what_it_replaces() -> None:
    found = contributions(np.nan_to_num, np.ones(3), np.array([NAN, INF, 1.0]))
    np.testing.assert_array_equal(found["x_bar"], [0.0, 0.0, 1.0])


def test_sinc_is_smooth_across_its_series() -> None:
    rule = registry.lookup(np.sinc)
    assert isinstance(rule, Elementwise)
    x = np.array([0.02 - 1e-12, 0.02 + 1e-12])
    (slope,) = check.partials(rule, np.sinc(x), x)
    np.testing.assert_allclose(slope[0], slope[1], rtol=1e-9)
