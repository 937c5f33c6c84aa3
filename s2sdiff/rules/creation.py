# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Arrays made from numbers and arrays: copies, conversions, diagonals, triangles and grids.  All linear.

`np.array([a, b])` has a sequence as its operand, perhaps of sequences: y_bar itself answers the indices of the items.
Conversion to integers gives an integer result, which has no derivative; the engine knows it by its dtype.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, linear, tangent
from s2sdiff.rules.static import is_scalar, is_static, ndim, refuse, static
from s2sdiff.runtime import put_diagonal, unbroadcast

Sample = tuple[tuple[Any, ...], dict[str, Any]]


# --- the same numbers in another array ---


def same_object(y, object, dtype=None, *, copy=True, order="K", y_bar):
    object_bar = y_bar


def same_a(y, a, dtype=None, order="K", *, copy=None, y_bar):
    a_bar = y_bar


def same_a_at_least_1d(y, a, dtype=None, *, y_bar):
    if ndim(a) == 0:
        a_bar = np.sum(y_bar)
    else:
        a_bar = y_bar


def copied(y, a, order="K", *, y_bar):
    a_bar = y_bar


def converted(y, x, dtype, *, copy=True, y_bar):
    x_bar = y_bar


def numbers(rng: np.random.Generator) -> list[Sample]:
    """Arrays, numbers, nested sequences."""
    a, b = rng.normal(size=(2, 3)), float(rng.normal())
    return [
        ((a,), {}),
        ((a.T,), {}),
        ((b,), {}),
        (([b, 2.0 * b],), {}),
        ((((b, 1.0), [b, b]),), {}),
        (([a[0], a[1]],), {}),
    ]


def arrays(rng: np.random.Generator) -> list[Sample]:
    """Arrays of several ranks."""
    a = rng.normal(size=(2, 3))
    return [((a,), {}), ((a.T,), {}), ((a[0, ::2],), {}), ((np.array(0.7),), {})]


linear(np.array, adjoint=same_object, operands=("object",), at=numbers)
linear(np.asarray, np.asanyarray, adjoint=same_a, operands=("a",), at=numbers)
linear(np.ascontiguousarray, np.asfortranarray, adjoint=same_a_at_least_1d, operands=("a",), at=arrays)
linear(np.copy, adjoint=copied, operands=("a",), at=arrays)
linear(np.astype, adjoint=converted, operands=("x",), at=lambda rng: [((rng.normal(size=3), np.float64), {})])


# --- one number everywhere ---


def full_back(y, shape, fill_value, dtype=None, order="C", *, y_bar):
    fill_value_bar = y_bar


def full_like_back(y, a, fill_value, dtype=None, order="K", *, shape=None, y_bar):
    fill_value_bar = y_bar


linear(
    np.full,
    adjoint=full_back,
    operands=("fill_value",),
    at=lambda rng: [(((2, 3), 0.7), {}), ((4,), {"fill_value": 0.7}), (((2, 3), rng.normal(size=3)), {})],
    pointwise=True,
)
linear(
    np.full_like,
    adjoint=full_like_back,
    operands=("fill_value",),
    constant=("a",),
    at=lambda rng: [((np.zeros((2, 3)), 0.7), {}), ((np.zeros((2, 3)), rng.normal(size=(2, 1))), {})],
    pointwise=True,
)


# --- diagonals and triangles ---


def diag_back(y, v, k=0, *, y_bar):
    if ndim(v) == 1 and is_static(k) and k == 0:
        v_bar = np.diag(y_bar)
    elif ndim(v) == 1:
        v_bar = np.diag(y_bar, k)
    elif is_static(k) and k == 0:
        v_bar = put_diagonal(v, y_bar)
    else:
        v_bar = put_diagonal(v, y_bar, k)


linear(
    np.diag,
    adjoint=diag_back,
    operands=("v",),
    at=lambda rng: [
        ((rng.normal(size=3),), {}),
        ((rng.normal(size=3), -1), {}),
        ((rng.normal(size=(3, 3)),), {}),
        ((rng.normal(size=(2, 4)),), {"k": 1}),
        ((rng.normal(size=(4, 2)), -1), {}),
    ],
)


def diagflat_back(y, v, k=0, *, y_bar):
    if ndim(v) == 1:
        v_bar = np.diag(y_bar, k)
    elif is_scalar(v):
        v_bar = np.sum(y_bar)
    else:
        v_bar = np.diag(y_bar, k).reshape(v.shape)


linear(
    np.diagflat,
    adjoint=diagflat_back,
    operands=("v",),
    at=lambda rng: [((rng.normal(size=3),), {}), ((rng.normal(size=(2, 2)), 1), {}), ((0.7,), {})],
)


def diagonal_back(y, a, offset=0, axis1=0, axis2=1, *, y_bar):
    if ndim(a) == 2 and is_static(offset) and offset == 0:
        a_bar = put_diagonal(a, y_bar)
    else:
        a_bar = put_diagonal(a, y_bar, offset, axis1, axis2)


linear(
    np.diagonal,
    adjoint=diagonal_back,
    operands=("a",),
    at=lambda rng: [
        ((rng.normal(size=(3, 4)),), {}),
        ((rng.normal(size=(3, 4)), -1), {}),
        ((rng.normal(size=(2, 3, 4)), 1, -1, 0), {}),
        ((rng.normal(size=(2, 3, 4)),), {"offset": 1, "axis1": 1, "axis2": 2}),
    ],
)


def matrix_diagonal_back(y, x, *, offset=0, y_bar):
    x_bar = put_diagonal(x, y_bar, offset, -2, -1)


linear(
    np.linalg.diagonal,
    adjoint=matrix_diagonal_back,
    operands=("x",),
    at=lambda rng: [((rng.normal(size=(2, 3, 4)),), {"offset": 1}), ((rng.normal(size=(3, 3)),), {})],
)


def diagonal_again(y, x, g, offset=0, axis1=0, axis2=1, *, y_bar):
    g_bar = np.diagonal(y_bar, offset, axis1, axis2)


linear(
    put_diagonal,
    adjoint=diagonal_again,
    operands=("g",),
    constant=("x",),
    at=lambda rng: [
        ((np.zeros((3, 4)), rng.normal(size=3), 1), {}),
        ((np.zeros((2, 3, 4)), rng.normal(size=(4, 2)), 0, 0, 1), {}),
    ],
)


def tril_back(y, m, k=0, *, y_bar):
    if is_static(k) and k == 0:
        m_bar = np.tril(y_bar)
    else:
        m_bar = np.tril(y_bar, k)


def triu_back(y, m, k=0, *, y_bar):
    if is_static(k) and k == 0:
        m_bar = np.triu(y_bar)
    else:
        m_bar = np.triu(y_bar, k)


def triangles(rng: np.random.Generator) -> list[Sample]:
    """Square, tall, several; above and below the diagonal."""
    a = rng.normal(size=(2, 4, 3))
    return [((a[0, :3],), {}), ((a[0], -1), {}), ((a,), {"k": 1})]


linear(np.tril, adjoint=tril_back, operands=("m",), at=triangles)
linear(np.triu, adjoint=triu_back, operands=("m",), at=triangles)


# --- grids ---


def linspace_back(y, start, stop, num=50, endpoint=True, *, dtype=None, axis=0, y_bar):
    # y = (1 - t) start + t stop with t from 0 to 1, along an axis of its own
    if ndim(y) == 1 and is_static(endpoint) and endpoint:
        start_bar = np.linspace(1.0, 0.0, num) @ y_bar
        stop_bar = np.linspace(0.0, 1.0, num) @ y_bar
    elif ndim(y) == 1:
        start_bar = np.linspace(1.0, 0.0, num, endpoint) @ y_bar
        stop_bar = np.linspace(0.0, 1.0, num, endpoint) @ y_bar
    else:
        start_bar = unbroadcast(np.tensordot(np.linspace(1.0, 0.0, num, endpoint), y_bar, (0, axis)), start)
        stop_bar = unbroadcast(np.tensordot(np.linspace(0.0, 1.0, num, endpoint), y_bar, (0, axis)), stop)


linear(
    np.linspace,
    adjoint=linspace_back,
    operands=("start", "stop"),
    at=lambda rng: [
        ((0.5, 2.0, 7), {}),
        ((0.5, 2.0), {"num": 4, "endpoint": False}),
        ((rng.normal(size=3), 2.0, 5), {}),
        ((rng.normal(size=(2, 1)), rng.normal(size=3)), {"num": 4}),
        ((0.5, 2.0, 1), {}),
        ((rng.normal(size=(2, 1)), rng.normal(size=3)), {"num": 4, "axis": -1}),
        ((rng.normal(size=3), rng.normal(size=3), 4, False), {"axis": 1}),
    ],
)


def steps_between(rng: np.random.Generator) -> list[Sample]:
    """Upwards, by one, downwards; up to a number."""
    return [((0.5, 2.0, 0.4), {}), ((0.5, 2.6), {}), ((2.0, 0.1, -0.7), {}), ((2.6,), {})]


@adjoint(np.arange, at=steps_between)
def arange(y, start, stop=None, step=1, *, dtype=None, y_bar):
    # y = start + k step, as far as stop, which moves none of them
    if stop is None:
        start_bar = 0.0
    else:
        start_bar = np.sum(y_bar)
        stop_bar = 0.0
        step_bar = np.arange(len(y)) @ y_bar


@tangent(np.arange)
def arange_tangent(y, start, stop=None, step=1, *, dtype=None, start_dot, stop_dot, step_dot):
    if stop is None:
        y_dot = 0.0 * start_dot * np.ones(len(y))
    else:
        y_dot = start_dot * np.ones(len(y)) + step_dot * np.arange(len(y)) + 0.0 * stop_dot * np.ones(len(y))


def powers_of(rng: np.random.Generator) -> list[Sample]:
    """Numbers, arrays, without the end, another base."""
    return [
        ((0.5, 1.2, 7), {}),
        ((0.5, 1.2), {"num": 4, "endpoint": False, "base": 2.0}),
        ((rng.uniform(0.1, 1.0, 3), 1.2, 5), {}),
    ]


@adjoint(np.logspace, at=powers_of)
def logspace(y, start, stop, num=50, endpoint=True, base=10.0, *, y_bar):
    # y = base^s with s = (1 - t) start + t stop
    if ndim(base) > 0:
        refuse("np.logspace with several bases: base ** np.linspace(start, stop, num)")
    grown = y_bar * y * np.log(base)
    if ndim(y) == 1:
        start_bar = np.linspace(1.0, 0.0, num, endpoint) @ grown
        stop_bar = np.linspace(0.0, 1.0, num, endpoint) @ grown
    else:
        start_bar = unbroadcast(np.tensordot(np.linspace(1.0, 0.0, num, endpoint), grown, 1), start)
        stop_bar = unbroadcast(np.tensordot(np.linspace(0.0, 1.0, num, endpoint), grown, 1), stop)
    base_bar = np.sum(y_bar * y * np.linspace(start, stop, num, endpoint)) / base


@tangent(np.logspace)
def logspace_tangent(y, start, stop, num=50, endpoint=True, base=10.0, *, start_dot, stop_dot, base_dot):
    if ndim(base) > 0:
        refuse("np.logspace with several bases: base ** np.linspace(start, stop, num)")
    y_dot = (
        y * np.log(base) * np.linspace(start_dot, np.zeros_like(stop), num, endpoint)
        + y * np.log(base) * np.linspace(np.zeros_like(start), stop_dot, num, endpoint)
        + y * np.linspace(start, stop, num, endpoint) * (base_dot / base)
    )


def positive_ends(rng: np.random.Generator) -> list[Sample]:
    """Numbers, arrays, without the end."""
    return [
        ((0.5, 2.0, 7), {}),
        ((0.5, 2.0), {"num": 4, "endpoint": False}),
        ((rng.uniform(0.5, 1.0, 3), 2.0, 5), {}),
    ]


@adjoint(np.geomspace, at=positive_ends)
def geomspace(y, start, stop, num=50, endpoint=True, *, y_bar):
    # y = start^(1 - t) stop^t
    if ndim(y) == 1:
        start_bar = np.linspace(1.0, 0.0, num, endpoint) @ (y_bar * y) / start
        stop_bar = np.linspace(0.0, 1.0, num, endpoint) @ (y_bar * y) / stop
    else:
        start_bar = unbroadcast(np.tensordot(np.linspace(1.0, 0.0, num, endpoint), y_bar * y, 1), start) / start
        stop_bar = unbroadcast(np.tensordot(np.linspace(0.0, 1.0, num, endpoint), y_bar * y, 1), stop) / stop


@tangent(np.geomspace)
def geomspace_tangent(y, start, stop, num=50, endpoint=True, *, start_dot, stop_dot):
    y_dot = y * np.linspace(start_dot / start, np.zeros_like(stop), num, endpoint) + y * np.linspace(
        np.zeros_like(start), stop_dot / stop, num, endpoint
    )


@adjoint(
    np.vander,
    at=lambda rng: [
        ((rng.normal(size=3),), {}),
        ((rng.normal(size=3), 4), {}),
        ((rng.normal(size=2),), {"N": 4, "increasing": True}),
    ],
)
def vander(y, x, N=None, increasing=False, *, y_bar):
    # a column is x^p; its neighbour is x^(p-1)
    if increasing:
        x_bar = np.sum(y_bar * (np.arange(y.shape[1]) * np.roll(y, 1, 1)), axis=1)
    else:
        x_bar = np.sum(y_bar * (np.arange(y.shape[1] - 1, -1, -1) * np.roll(y, -1, 1)), axis=1)


@tangent(np.vander)
def vander_tangent(y, x, N=None, increasing=False, *, x_dot):
    if increasing:
        y_dot = x_dot[:, None] * (np.arange(y.shape[1]) * np.roll(y, 1, 1))
    else:
        y_dot = x_dot[:, None] * (np.arange(y.shape[1] - 1, -1, -1) * np.roll(y, -1, 1))


def meshgrid_back(y, *xi, indexing="xy", sparse=False, copy=True, y_bar):
    # y[i] varies along one axis: i, or the other of the first two for "xy"
    if not (is_static(indexing) and is_static(sparse)):
        refuse("np.meshgrid with options known only when run: write them out")
    xi_bar = [np.sum(y_bar[i], axis=static(constant_axes(i, len(xi), indexing))) for i in range(len(xi))]


def constant_axes(i: int, count: int, indexing: str) -> tuple[int, ...] | int:
    """The axes along which grid i does not vary; a number if there is one (asked when generating)."""
    own = 1 - i if indexing == "xy" and count > 1 and i < 2 else i
    return 1 - own if count == 2 else tuple(k for k in range(count) if k != own)


linear(
    np.meshgrid,
    adjoint=meshgrid_back,
    operands=("xi",),
    at=lambda rng: [
        ((rng.normal(size=2), rng.normal(size=3)), {}),
        ((rng.normal(size=2), rng.normal(size=3), rng.normal(size=4)), {"indexing": "ij"}),
        ((rng.normal(size=2), rng.normal(size=3)), {"sparse": True}),
        ((rng.normal(size=2),), {}),
    ],
)
