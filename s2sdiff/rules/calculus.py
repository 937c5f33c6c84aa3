# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Running sums, differences, integrals and interpolation along an axis; convolution.

The adjoint of a sum over a window is a sum over the mirrored window, with zeros beyond the ends.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, bilinear, linear, tangent
from s2sdiff.rules.reduction import other_axes
from s2sdiff.rules.static import is_complex, is_scalar, is_static, ndim, refuse, static, undefined
from s2sdiff.runtime import add_at, cumprod_adjoint, cumprod_tangent, divide_or_zero, gradient_adjoint

Sample = tuple[tuple[Any, ...], dict[str, Any]]


# --- running sums and products ---


def cumulative_sum_back(y, x, *, axis=None, dtype=None, include_initial=False, y_bar):
    # y_i = sum_{k <= i} x_k; with include_initial a zero stands before
    if ndim(x) == 0:
        x_bar = y_bar[-1]
    elif axis is None and include_initial:
        x_bar = np.cumsum(y_bar[:0:-1])[::-1]
    elif axis is None:
        x_bar = np.cumsum(y_bar[::-1])[::-1]
    elif include_initial:
        x_bar = np.flip(np.cumsum(np.flip(np.delete(y_bar, 0, axis), axis), axis=axis), axis)
    else:
        x_bar = np.flip(np.cumsum(np.flip(y_bar, axis), axis=axis), axis)


def running(rng: np.random.Generator) -> list[Sample]:
    """One axis, or one of two; something put before."""
    x = rng.normal(size=(3, 4))
    return [
        ((x[0],), {}),
        ((x,), {"axis": 0}),
        ((x[:, ::-1],), {"axis": -1, "include_initial": True}),
        ((x[0],), {"include_initial": True}),
        ((x[0, 0],), {"include_initial": True}),
        ((x[0, 1],), {}),
    ]


if hasattr(np, "cumulative_sum"):  # since NumPy 2.1
    linear(np.cumulative_sum, adjoint=cumulative_sum_back, operands=("x",), at=running)

    @adjoint(np.cumulative_prod, at=running)
    def cumulative_prod(y, x, *, axis=None, dtype=None, include_initial=False, y_bar):
        # as np.cumprod; with include_initial a one stands before
        if ndim(x) == 0:
            x_bar = y_bar[-1]
        elif axis is None and include_initial:
            x_bar = cumprod_adjoint(x, y_bar[1:])
        elif axis is None:
            x_bar = cumprod_adjoint(x, y_bar)
        elif include_initial:
            lines = np.moveaxis(y_bar, axis, 0)[1:]
            x_bar = np.moveaxis(cumprod_adjoint(np.moveaxis(x, axis, 0), lines), 0, axis)
        else:
            x_bar = np.moveaxis(cumprod_adjoint(np.moveaxis(x, axis, 0), np.moveaxis(y_bar, axis, 0)), 0, axis)

    @tangent(np.cumulative_prod)
    def cumulative_prod_tangent(y, x, *, axis=None, dtype=None, include_initial=False, x_dot):
        if ndim(x) == 0 and include_initial:
            y_dot = np.append(0.0, x_dot)
        elif ndim(x) == 0:
            y_dot = np.reshape(x_dot, 1)
        elif axis is None and include_initial:
            y_dot = np.append(0.0, cumprod_tangent(x, x_dot))
        elif axis is None:
            y_dot = cumprod_tangent(x, x_dot)
        elif include_initial:
            lines = cumprod_tangent(np.moveaxis(x, axis, 0), np.moveaxis(x_dot, axis, 0))
            y_dot = np.moveaxis(np.concatenate((np.zeros_like(lines[:1]), lines)), 0, axis)
        else:
            y_dot = np.moveaxis(cumprod_tangent(np.moveaxis(x, axis, 0), np.moveaxis(x_dot, axis, 0)), 0, axis)


def along_axis_with_gaps(rng: np.random.Generator) -> list[Sample]:
    """Flattened, or along an axis; some items not a number."""
    a = rng.normal(size=(3, 4))
    a[0, 1] = a[2, 2] = np.nan
    return [((a,), {}), ((a[0],), {}), ((a, 0), {}), ((a,), {"axis": -1})]


@adjoint(np.nancumsum, at=along_axis_with_gaps)
def nancumsum(y, a, axis=None, dtype=None, *, y_bar):
    # a NaN counts as 0, and takes nothing
    if ndim(a) == 1:
        a_bar = np.where(np.isnan(a), 0.0, np.cumsum(y_bar[::-1])[::-1])
    elif axis is None:
        a_bar = np.where(np.isnan(a), 0.0, np.reshape(np.cumsum(y_bar[::-1])[::-1], np.shape(a)))
    else:
        a_bar = np.where(np.isnan(a), 0.0, np.flip(np.cumsum(np.flip(y_bar, axis), axis=axis), axis))


@tangent(np.nancumsum)
def nancumsum_tangent(y, a, axis=None, dtype=None, *, a_dot):
    y_dot = np.cumsum(np.where(np.isnan(a), 0.0, a_dot), axis=axis)


@adjoint(np.nancumprod, at=along_axis_with_gaps)
def nancumprod(y, a, axis=None, dtype=None, *, y_bar):
    # a NaN counts as 1, and takes nothing
    factors = np.where(np.isnan(a), 1.0, a)
    if ndim(a) == 1:
        back = cumprod_adjoint(factors, y_bar)
    elif axis is None:
        back = np.reshape(cumprod_adjoint(np.ravel(factors), y_bar), np.shape(a))
    else:
        back = np.moveaxis(cumprod_adjoint(np.moveaxis(factors, axis, 0), np.moveaxis(y_bar, axis, 0)), 0, axis)
    a_bar = np.where(np.isnan(a), 0.0, back)


@tangent(np.nancumprod)
def nancumprod_tangent(y, a, axis=None, dtype=None, *, a_dot):
    factors = np.where(np.isnan(a), 1.0, a)
    change = np.where(np.isnan(a), 0.0, a_dot)
    if ndim(a) == 1:
        y_dot = cumprod_tangent(factors, change)
    elif axis is None:
        y_dot = cumprod_tangent(np.ravel(factors), np.ravel(change))
    else:
        y_dot = np.moveaxis(cumprod_tangent(np.moveaxis(factors, axis, 0), np.moveaxis(change, axis, 0)), 0, axis)


# --- differences ---


def ediff1d_back(y, ary, to_end=None, to_begin=None, *, y_bar):
    # y = to_begin, differences of the flattened array, to_end
    if to_begin is None:
        middle = y_bar[: np.size(ary) - 1]
    else:
        middle = y_bar[np.size(to_begin) : np.size(to_begin) + np.size(ary) - 1]
        to_begin_bar = np.reshape(y_bar[: np.size(to_begin)], np.shape(to_begin))
    if to_end is not None:
        to_end_bar = np.reshape(y_bar[np.size(y) - np.size(to_end) :], np.shape(to_end))
    ary_bar = np.reshape(-np.diff(middle, prepend=0.0, append=0.0)[: np.size(ary)], np.shape(ary))  # of no items, none


linear(
    np.ediff1d,
    adjoint=ediff1d_back,
    operands=("ary", "to_end", "to_begin"),
    at=lambda rng: [
        ((rng.normal(size=4),), {}),
        ((rng.normal(size=(2, 3)),), {}),
        ((rng.normal(size=4), rng.normal(size=2)), {"to_begin": rng.normal(size=1)}),
        ((rng.normal(size=4),), {"to_end": 0.7}),
        ((rng.normal(size=0),), {}),
    ],
)


def gradients(rng: np.random.Generator) -> list[Sample]:
    """Unit spacing, a number, places; along one axis or both; edges of second order."""
    f = rng.normal(size=(4, 5))
    x = np.array([0, 1, 3, 4, 6])  # a spacing that is differentiated is refused
    return [
        ((f[0],), {}),
        ((f[0], x), {"edge_order": 2}),
        ((f[0], 2), {}),
        ((f,), {"axis": 0}),
        ((f, x), {"axis": -1}),
        ((f[:, :2],), {"axis": 1}),
        ((f,), {}),
        ((f, 2, x), {}),
        ((f, x, 2), {"axis": (1, 0)}),
        ((f,), {"axis": (1,)}),
        ((rng.normal(size=(3, 4, 2)),), {}),
        ((rng.normal(size=(3, 4, 2)), 2), {"axis": (0, -1)}),
    ]


@adjoint(np.gradient, at=gradients)
def gradient(y, f, *varargs, axis=None, edge_order=1, y_bar):
    # central differences inside, one-sided at the ends; gradient_adjoint turns the stencil round
    if static(len(along(axis, ndim(f)))) == 1 and len(varargs) == 0:
        f_bar = gradient_adjoint(y_bar, 1.0, static(along(axis, ndim(f))[0]), edge_order)
    elif static(len(along(axis, ndim(f)))) == 1:
        f_bar = gradient_adjoint(y_bar, varargs[0], static(along(axis, ndim(f))[0]), edge_order)
    elif len(varargs) == 0:
        f_bar = sum(
            [
                gradient_adjoint(y_bar[k], 1.0, static(along(axis, ndim(f))[k]), edge_order)
                for k in static(range(len(along(axis, ndim(f)))))
            ]
        )
    else:
        f_bar = sum(
            [
                gradient_adjoint(
                    y_bar[k], varargs[static(min(k, len(varargs) - 1))], static(along(axis, ndim(f))[k]), edge_order
                )
                for k in static(range(len(along(axis, ndim(f)))))
            ]
        )
    varargs_bar = [undefined("`np.gradient` with respect to a spacing") for i in range(len(varargs))]


@tangent(np.gradient)
def gradient_tangent(y, f, *varargs, axis=None, edge_order=1, f_dot, varargs_dot):
    if static(len(along(axis, ndim(f)))) == 1:
        y_dot = np.gradient(f_dot, *varargs, axis=axis, edge_order=edge_order) + undefined(
            "`np.gradient` with respect to a spacing"
        ) * len([varargs_dot])
    elif static(len(along(axis, ndim(f)))) == 2 and len(varargs) < 2:
        y_dot = (
            np.gradient(f_dot, *varargs, axis=static(along(axis, ndim(f))[0]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
            np.gradient(f_dot, *varargs, axis=static(along(axis, ndim(f))[1]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
        )
    elif static(len(along(axis, ndim(f)))) == 2:
        y_dot = (
            np.gradient(f_dot, varargs[0], axis=static(along(axis, ndim(f))[0]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
            np.gradient(f_dot, varargs[1], axis=static(along(axis, ndim(f))[1]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
        )
    elif static(len(along(axis, ndim(f)))) == 3 and len(varargs) < 2:
        y_dot = (
            np.gradient(f_dot, *varargs, axis=static(along(axis, ndim(f))[0]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
            np.gradient(f_dot, *varargs, axis=static(along(axis, ndim(f))[1]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
            np.gradient(f_dot, *varargs, axis=static(along(axis, ndim(f))[2]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
        )
    elif static(len(along(axis, ndim(f)))) == 3:
        y_dot = (
            np.gradient(f_dot, varargs[0], axis=static(along(axis, ndim(f))[0]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
            np.gradient(f_dot, varargs[1], axis=static(along(axis, ndim(f))[1]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
            np.gradient(f_dot, varargs[2], axis=static(along(axis, ndim(f))[2]), edge_order=edge_order)
            + undefined("`np.gradient` with respect to a spacing") * len([varargs_dot]),
        )
    else:
        refuse("np.gradient of more than three axes at once: call it for each axis")


def along(axis: Any, rank: int) -> tuple[int, ...]:
    """The axes of np.gradient (asked when generating)."""
    if axis is None:
        return tuple(range(rank))
    return tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)


def gradient_again(y, g, spacing=1.0, axis=0, edge_order=1, *, y_bar):
    g_bar = np.gradient(y_bar, spacing, axis=axis, edge_order=edge_order)


linear(
    gradient_adjoint,
    adjoint=gradient_again,
    operands=("g",),
    at=lambda rng: [((rng.normal(size=5), 2, 0, 2), {}), ((rng.normal(size=(3, 4)),), {"axis": 1})],
)


# --- integrals ---


def integrands(rng: np.random.Generator) -> list[Sample]:
    """Unit spacing, another, places that belong to one axis or to every item."""
    y = rng.normal(size=(3, 4))
    x = np.cumsum(rng.uniform(0.5, 1.0, size=(3, 4)), axis=1)
    return [
        ((y[0],), {}),
        ((y[0],), {"dx": 0.5}),
        ((y,), {"axis": 0}),
        ((y[0], x[0]), {}),
        ((y, x[0]), {}),
        ((y, x), {}),
        ((y.T, x[0]), {"axis": 0}),
        ((y.T, x.T), {"axis": 0}),
        ((y[0, :1],), {}),
    ]


@adjoint(np.trapezoid, at=integrands)
def trapezoid(z, y, x=None, dx=1.0, axis=-1, *, z_bar):
    # z = sum of (x_{i+1} - x_i) (y_i + y_{i+1}) / 2.  y_i has the weight (x_{i+1} - x_{i-1}) / 2, the ends counted twice.
    # x_i has the weight (p_{i-1} - p_i) / 2 with p_i = y_i + y_{i+1}, nothing beyond the ends.
    k = np.arange(y.shape[axis])
    if ndim(y) == 1:
        share = z_bar
    else:
        share = np.expand_dims(z_bar, axis)
    if x is None:
        ends = 1.0 - 0.5 * (k == 0) - 0.5 * (k == len(k) - 1)
        if is_static(axis) and (ndim(y) == 1 or axis == -1):
            weights = ends
        else:
            weights = np.expand_dims(ends, static(other_axes(axis, ndim(y))))
        y_bar = dx * share * weights
        dx_bar = np.sum(share * weights * y)
    else:
        pairs = np.take(y, k[1:], axis) + np.take(y, k[:-1], axis)
        by_item = -0.5 * share * np.diff(pairs, axis=axis, prepend=0.0, append=0.0)
        if ndim(x) == ndim(y):
            y_bar = (
                0.5 * share * (np.take(x, np.minimum(k + 1, len(k) - 1), axis) - np.take(x, np.maximum(k - 1, 0), axis))
            )
            x_bar = by_item
        elif ndim(x) == 1:
            widths = 0.5 * (x[np.minimum(k + 1, len(k) - 1)] - x[np.maximum(k - 1, 0)])
            y_bar = share * np.expand_dims(widths, static(other_axes(axis, ndim(y))))
            x_bar = np.sum(by_item, axis=static(other_axes(axis, ndim(y))))
        else:
            refuse("np.trapezoid with x of fewer axes than y, and more than one: broadcast it first")


@tangent(np.trapezoid)
def trapezoid_tangent(z, y, x=None, dx=1.0, axis=-1, *, y_dot, x_dot, dx_dot):
    if x is None:
        z_dot = np.trapezoid(y_dot, None, dx, axis) + np.trapezoid(y, None, dx_dot, axis)
    else:
        z_dot = np.trapezoid(y_dot, x, axis=axis) + np.trapezoid(y, x_dot, axis=axis)


# --- interpolation ---


def interpolations(rng: np.random.Generator) -> list[Sample]:
    """One point and many, in no order; beyond the ends; values given there."""
    xp = np.cumsum(rng.uniform(0.5, 1.0, 5))
    fp = rng.normal(size=5)
    x = np.array([[xp[0] - 0.3, xp[1] + 0.1, xp[3] + 0.2], [xp[4] + 0.4, xp[2] + 0.2, xp[2] + 0.3]])
    return [
        ((x, xp, fp), {}),
        ((x[0], xp, fp), {"left": 0.7, "right": -0.4}),
        ((x[1], xp, fp), {"left": 0.7}),
        ((float(x[0, 1]), xp, fp), {}),
        ((x[0], xp, fp + 1j * fp[::-1]), {}),
        ((x, np.array([1.3, 0.2, -0.6, 1.9, 3.1]), fp), {"period": 2.7}),
        ((x[0, 0], np.array([1.3, 0.2, -0.6, 1.9, 3.1]), fp * (1.0 + 1j)), {"period": -2.7}),
    ]


@adjoint(np.interp, at=interpolations)
def interp(y, x, xp, fp, left=None, right=None, period=None, *, y_bar):
    # y = (1 - t) fp[i-1] + t fp[i] with t = (x - xp[i-1]) / (xp[i] - xp[i-1]): at a knot, that to its right.
    # Beyond the ends t is 0 or 1 and does not move.
    if period is not None:
        # the knots in order, the last one before the first and the first after the last, one period away
        order = np.argsort(xp % period)
        knots = np.concatenate(
            (xp[order[-1:]] % period - abs(period), xp[order] % period, xp[order[:1]] % period + abs(period))
        )
        k = np.searchsorted(knots, x % period, side="right")
        low = order[(k - 2) % len(xp)]
        high = order[(k - 1) % len(xp)]
        width = knots[k] - knots[k - 1]
        t = (x % period - knots[k - 1]) / width
        slope = y_bar * (fp[high] - fp[low]) / width
        x_bar = slope
        if is_complex(fp):
            xp_bar = -np.real(add_at(xp, low, (1.0 - t) * slope) + add_at(xp, high, t * slope))
        else:
            xp_bar = -add_at(xp, low, (1.0 - t) * slope) - add_at(xp, high, t * slope)
        fp_bar = add_at(fp, low, (1.0 - t) * y_bar) + add_at(fp, high, t * y_bar)
    else:
        i = np.minimum(np.maximum(np.searchsorted(xp, x, side="right"), 1), len(xp) - 1)
        width = xp[i] - xp[i - 1]
        t = np.clip(divide_or_zero(x - xp[i - 1], width), 0.0, 1.0)
        slope = np.where((x >= xp[0]) & (x <= xp[-1]), y_bar * divide_or_zero(fp[i] - fp[i - 1], width), 0.0)
        x_bar = slope
        if is_complex(fp):
            xp_bar = -np.real(add_at(xp, i - 1, (1.0 - t) * slope) + add_at(xp, i, t * slope))
        else:
            xp_bar = -add_at(xp, i - 1, (1.0 - t) * slope) - add_at(xp, i, t * slope)
        if left is None and right is None:
            mixed = y_bar
        elif right is None:
            mixed = np.where(x < xp[0], 0.0, y_bar)
        elif left is None:
            mixed = np.where(x > xp[-1], 0.0, y_bar)
        else:
            mixed = np.where((x < xp[0]) | (x > xp[-1]), 0.0, y_bar)
        fp_bar = add_at(fp, i - 1, (1.0 - t) * mixed) + add_at(fp, i, t * mixed)
        if left is not None:
            left_bar = np.sum(np.where(x < xp[0], y_bar, 0.0))
        if right is not None:
            right_bar = np.sum(np.where(x > xp[-1], y_bar, 0.0))


@tangent(np.interp)
def interp_tangent(y, x, xp, fp, left=None, right=None, period=None, *, x_dot, xp_dot, fp_dot, left_dot, right_dot):
    if period is not None:
        order = np.argsort(xp % period)
        knots = np.concatenate(
            (xp[order[-1:]] % period - abs(period), xp[order] % period, xp[order[:1]] % period + abs(period))
        )
        k = np.searchsorted(knots, x % period, side="right")
        low = order[(k - 2) % len(xp)]
        high = order[(k - 1) % len(xp)]
        width = knots[k] - knots[k - 1]
        t = (x % period - knots[k - 1]) / width
        slope = (fp[high] - fp[low]) / width
        y_dot = (
            slope * x_dot
            - slope * ((1.0 - t) * xp_dot[low] + t * xp_dot[high])
            + ((1.0 - t) * fp_dot[low] + t * fp_dot[high])
            + 0.0 * left_dot
            + 0.0 * right_dot
        )
    else:
        i = np.minimum(np.maximum(np.searchsorted(xp, x, side="right"), 1), len(xp) - 1)
        width = xp[i] - xp[i - 1]
        t = np.clip(divide_or_zero(x - xp[i - 1], width), 0.0, 1.0)
        slope = np.where((x >= xp[0]) & (x <= xp[-1]), divide_or_zero(fp[i] - fp[i - 1], width), 0.0)
        if left is None and right is None:
            inside = 1.0
        elif right is None:
            inside = np.where(x < xp[0], 0.0, 1.0)
        elif left is None:
            inside = np.where(x > xp[-1], 0.0, 1.0)
        else:
            inside = np.where((x < xp[0]) | (x > xp[-1]), 0.0, 1.0)
        y_dot = (
            slope * x_dot
            - slope * ((1.0 - t) * xp_dot[i - 1] + t * xp_dot[i])
            + inside * ((1.0 - t) * fp_dot[i - 1] + t * fp_dot[i])
            + np.where(x < xp[0], left_dot, 0.0)
            + np.where(x > xp[-1], right_dot, 0.0)
        )


# --- convolution ---


def convolve_back(y, a, v, mode="full", *, y_bar):
    # y_k = sum_i a_i v_{k-i}:  a_bar_i = sum_k y_bar_k v_{k-i}, where y has all of its items; `same` and `valid` keep the
    # middle ones.
    if not is_static(mode) or mode not in ("full", "same", "valid"):
        refuse("np.convolve with a mode other than a literal 'full', 'same' or 'valid'")
    if is_scalar(a) or is_scalar(v):
        refuse("np.convolve of a number: multiply")
    if mode == "full":
        whole = y_bar
    elif mode == "same":
        cut = (min(len(a), len(v)) - 1) - min(len(a), len(v)) // 2
        whole = np.pad(y_bar, (cut, len(a) + len(v) - 1 - cut - len(y)))
    else:
        cut = min(len(a), len(v)) - 1
        whole = np.pad(y_bar, (cut, cut))
    a_bar = np.convolve(whole, v[::-1], "valid")
    v_bar = np.convolve(whole, a[::-1], "valid")


def correlate_back(y, a, v, mode="valid", *, y_bar):
    # y_k = sum_n a_{n+k} conj(v_n) is the convolution of a with conj(v) turned round
    if not is_static(mode) or mode not in ("full", "same", "valid"):
        refuse("np.correlate with a mode other than a literal 'full', 'same' or 'valid'")
    if mode == "full":
        whole = y_bar
    elif mode == "same":
        low = min(len(a), len(v)) // 2
        cut = min(len(a), len(v)) - 1 - low if len(a) >= len(v) else low
        whole = np.pad(y_bar, (cut, len(a) + len(v) - 1 - cut - len(y)))
    else:
        cut = min(len(a), len(v)) - 1
        whole = np.pad(y_bar, (cut, cut))
    if is_complex(v):
        a_bar = np.convolve(whole, np.conj(v), "valid")
        v_bar = np.flip(np.conj(np.convolve(whole, a[::-1], "valid")))
    elif is_complex(y):
        a_bar = np.convolve(whole, v, "valid")
        v_bar = np.flip(np.real(np.convolve(whole, a[::-1], "valid")))
    else:
        a_bar = np.convolve(whole, v, "valid")
        v_bar = np.flip(np.convolve(whole, a[::-1], "valid"))


def signals(rng: np.random.Generator) -> list[Sample]:
    """Either operand the longer; odd and even lengths; every mode."""
    a, v = rng.normal(size=6), rng.normal(size=3)
    return [((a, v), {})] + [
        ((x[::-1], y), {"mode": mode})
        for mode in ("full", "same", "valid")
        for x, y in [(a, v), (v, a), (a, v[:2]), (v[:2], a), (v, v)]
    ]


bilinear(np.convolve, adjoint=convolve_back, operands=("a", "v"), at=signals)
bilinear(np.correlate, adjoint=correlate_back, operands=("a", "v"), at=signals)
