# mypy: ignore-errors
"""scipy.interpolate: the objects it makes are functions that capture their points, here written as such.

They keep copies of their points, as SciPy's do.  They are linear in the values, so that what is differentiated is the
solution of a linear system and a few products.  Splines that are made outside, with all that they hold constant, have
rules: their derivatives are what they give for another `nu`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import interpolate

from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.plain import defined, finder
from s2sdiff.rules.static import is_static, ndim, refuse, static


def elsewhere(rng: Any) -> list[Any]:
    """No samples: they give functions, so programs of the corpus try them."""
    return []


def listed(x):
    """Refuses places in a list of whole numbers; other lists are made arrays."""
    if isinstance(x, (list, tuple)):
        raise NotImplementedError("at places in a list of whole numbers: np.array(x)")


# --- piecewise linear ---


def linearly(x, y, q):
    """The value at q of the polygon through (x, y), its first and last piece going on beyond the ends."""
    i = np.clip(np.searchsorted(x, q), 1, len(x) - 1)
    return y[i - 1] + (q - x[i - 1]) * (y[i] - y[i - 1]) / (x[i] - x[i - 1])


@defined(interpolate.interp1d, at=elsewhere)
def interp1d(x, y, kind="linear", *, bounds_error=None, fill_value=None, assume_sorted=False):
    listed(x)
    if (kind != "linear" and kind != "cubic") or np.ndim(y) != 1 or (kind == "cubic" and isinstance(fill_value, tuple)):
        raise NotImplementedError('of one row of values, of the kinds "linear" and "cubic", there is one')
    if assume_sorted:
        places, values = np.array(x), np.array(y)
    else:
        order = np.argsort(x, kind="stable")
        places, values = x[order], y[order]

    if kind == "cubic":
        slopes = spline_slopes(places, values, "not-a-knot")

        def smooth(q):
            value = cubic(places, values, slopes, q, 0)
            if isinstance(fill_value, str):
                return value
            outside = (q < places[0]) | (q > places[-1])
            if bounds_error is None or bounds_error:
                if np.any(outside):
                    raise ValueError("A value lies outside the interpolation range.")
                return value
            return np.where(outside, np.nan if fill_value is None else fill_value, value)

        return smooth

    def interpolated(q):
        if isinstance(fill_value, str):
            result = linearly(places, values, q)
        elif bounds_error is None or bounds_error:
            if np.any(q < places[0]) or np.any(q > places[-1]):
                raise ValueError("A value lies outside the interpolation range.")
            result = np.interp(q, places, values)
        elif fill_value is None:
            result = np.interp(q, places, values, np.nan, np.nan)
        elif isinstance(fill_value, tuple):
            result = np.interp(q, places, values, fill_value[0], fill_value[1])
        else:
            result = np.interp(q, places, values, fill_value, fill_value)
        return result

    return interpolated


def rows(xi, dimensions):
    """The places as rows of an array: given as such, axis by axis, or one alone."""
    if isinstance(xi, tuple):
        return np.stack(np.broadcast_arrays(*xi), axis=-1)
    return np.reshape(xi, (-1, dimensions)) if np.ndim(xi) == 1 else np.asarray(xi)


def beyond(points, places):
    """Whether each place lies outside of the grid."""
    outside = (places[..., 0] < points[0][0]) | (places[..., 0] > points[0][-1])
    if len(points) > 1:
        outside = outside | (places[..., 1] < points[1][0]) | (places[..., 1] > points[1][-1])
    if len(points) > 2:
        outside = outside | (places[..., 2] < points[2][0]) | (places[..., 2] > points[2][-1])
    return outside


def cell(axis, place):
    """The number of the interval of an axis, and where in it a place lies: between 0 and 1, or beyond the first and last."""
    axis = np.asarray(axis)
    if np.any(np.diff(axis) <= 0.0):
        raise ValueError("the places must increase strictly")
    i = np.clip(np.searchsorted(axis, place, side="right") - 1, 0, len(axis) - 2)
    return i, (place - axis[i]) / (axis[i + 1] - axis[i])


def multilinear(points, values, places):
    """The mean of the corners of the cell that each place lies in, weighted by nearness."""
    i, s = cell(points[0], places[..., 0])
    if len(points) == 1:
        return (1.0 - s) * values[i] + s * values[i + 1]
    j, t = cell(points[1], places[..., 1])
    if len(points) == 2:
        lower = (1.0 - s) * values[i, j] + s * values[i + 1, j]
        upper = (1.0 - s) * values[i, j + 1] + s * values[i + 1, j + 1]
        return (1.0 - t) * lower + t * upper
    k, u = cell(points[2], places[..., 2])
    lower = (1.0 - t) * ((1.0 - s) * values[i, j, k] + s * values[i + 1, j, k]) + t * (
        (1.0 - s) * values[i, j + 1, k] + s * values[i + 1, j + 1, k]
    )
    upper = (1.0 - t) * ((1.0 - s) * values[i, j, k + 1] + s * values[i + 1, j, k + 1]) + t * (
        (1.0 - s) * values[i, j + 1, k + 1] + s * values[i + 1, j + 1, k + 1]
    )
    return (1.0 - u) * lower + u * upper


@defined(interpolate.RegularGridInterpolator, at=elsewhere)
def regular_grid_interpolator(points, values, method="linear", bounds_error=True, fill_value=np.nan):
    if method != "linear" or len(points) > 3 or np.ndim(values) != len(points):
        raise NotImplementedError("of numbers on up to three axes, linearly, there is one")

    def within(xi):
        places = rows(xi, len(points))
        if np.any(beyond(points, places)):
            raise ValueError("A value lies outside the interpolation range.")
        return multilinear(points, values, places)

    def extrapolated(xi):
        return multilinear(points, values, rows(xi, len(points)))

    def filled(xi):
        places = rows(xi, len(points))
        return np.where(beyond(points, places), fill_value, multilinear(points, values, places))

    if bounds_error:
        return within
    return extrapolated if fill_value is None else filled


_made: dict[int, tuple[Any, Callable[..., Any]]] = {}


@finder
def outer_interpolator(target):
    """The function of an interpolator that was made outside: at the points it holds, with the options it has."""
    if id(target) not in _made:
        if isinstance(target, interpolate.interp1d) and target._kind == "linear" and np.ndim(target.y) == 1:  # noqa: SLF001
            fill = "extrapolate" if target._extrapolate else target.fill_value  # noqa: SLF001
            options = {"bounds_error": bool(target.bounds_error), "fill_value": fill, "assume_sorted": True}
            function = interp1d(target.x, target.y, "linear", **options)
        elif isinstance(target, interpolate.RegularGridInterpolator):
            bounded, fill = bool(target.bounds_error), target.fill_value
            if target.method != "linear" or len(target.grid) > 3 or np.ndim(target.values) != len(target.grid):
                return None
            function = regular_grid_interpolator(target.grid, target.values, target.method, bounded, fill)
        else:
            return None
        _made[id(target)] = (target, function)
    return _made[id(target)][1]


# --- cubic ---


def cubic(x, y, slopes, q, nu):
    """The cubic pieces through (x, y) with these slopes at q, or their derivative of order nu."""
    i = np.clip(np.searchsorted(x, q, side="right") - 1, 0, len(x) - 2)
    width = x[i + 1] - x[i]
    rise = (y[i + 1] - y[i]) / width
    t = q - x[i]
    third = (slopes[i] + slopes[i + 1] - 2.0 * rise) / width**2
    second = (rise - slopes[i]) / width - third * width
    if nu == 0:
        return y[i] + t * (slopes[i] + t * (second + t * third))
    if nu == 1:
        return slopes[i] + t * (2.0 * second + 3.0 * t * third)
    if nu == 2:
        return 2.0 * second + 6.0 * t * third
    if nu == 3:
        return 6.0 * third
    raise NotImplementedError("of a derivative of the fourth order and more: it is zero")


def spline_slopes(x, y, bc_type):
    """The slopes at x of the cubic spline through (x, y): its second derivative has no jumps there."""
    if len(x) < 4:
        raise NotImplementedError("through fewer than four points")
    if np.any(np.diff(x) <= 0.0):
        raise ValueError("the places must increase strictly")
    n = len(x)
    h = np.diff(x)
    rise = np.diff(y) / h
    i = np.arange(1, n - 1)
    a = np.zeros((n, n))
    a[i, i - 1] = h[1:]
    a[i, i] = 2.0 * (h[:-1] + h[1:])
    a[i, i + 1] = h[:-1]
    inner = 3.0 * (h[1:] * rise[:-1] + h[:-1] * rise[1:])
    if bc_type == "natural":  # the second derivative is zero at the ends
        a[0, 0], a[0, 1], first = 2.0 * h[0], h[0], 3.0 * (y[1] - y[0])
        a[-1, -1], a[-1, -2], last = 2.0 * h[-1], h[-1], 3.0 * (y[-1] - y[-2])
    elif bc_type == "clamped":  # the slope is
        a[0, 0], a[-1, -1], first, last = 1.0, 1.0, 0.0, 0.0
    elif bc_type == "not-a-knot":  # the first two pieces are one cubic, and the last two
        begin, end = x[2] - x[0], x[-1] - x[-3]
        a[0, 0], a[0, 1], a[-1, -1], a[-1, -2] = h[1], begin, h[-2], end
        first = ((h[0] + 2.0 * begin) * h[1] * rise[0] + h[0] ** 2 * rise[1]) / begin
        last = (h[-1] ** 2 * rise[-2] + (2.0 * end + h[-1]) * h[-2] * rise[-1]) / end
    else:
        raise NotImplementedError('with bc_type "not-a-knot", "natural" or "clamped" there is one')
    return np.linalg.solve(a, np.hstack((first, inner, last)))


@defined(interpolate.CubicSpline, at=elsewhere)
def cubic_spline(x, y, axis=0, bc_type="not-a-knot", extrapolate=None):
    listed(x)
    if np.ndim(y) != 1 or extrapolate is not None:
        raise NotImplementedError("of one row of values, extrapolated, there is one")
    x, y = np.array(x), np.array(y)
    slopes = spline_slopes(x, y, bc_type)

    def spline(q, nu=0):
        return cubic(x, y, slopes, q, nu)

    return spline


def checked(x, y, extrapolate):
    """Refuses what is not written here of the interpolators with slopes of their own."""
    listed(x)
    if np.ndim(y) != 1 or extrapolate is not None:
        raise NotImplementedError("of one row of values, with `extrapolate` left out, there is one")
    if np.any(np.diff(x) <= 0.0):
        raise ValueError("`x` must be strictly increasing sequence.")


@defined(interpolate.CubicHermiteSpline, at=elsewhere)
def cubic_hermite_spline(x, y, dydx, axis=0, extrapolate=None):
    checked(x, y, extrapolate)
    x, y, dydx = np.array(x), np.array(y), np.array(dydx)

    def spline(q, nu=0):
        return cubic(x, y, dydx, q, nu)

    return spline


def slope_at_end(h, other_h, rise, other_rise):
    """The slope of a parabola at an end, cut back so that it is that of the data in sign and not too steep."""
    slope = ((2.0 * h + other_h) * rise - h * other_rise) / (h + other_h)
    if np.sign(slope) != np.sign(rise):
        return 0.0 * slope
    if np.sign(rise) != np.sign(other_rise) and np.abs(slope) > 3.0 * np.abs(rise):
        return 3.0 * rise
    return slope


@defined(interpolate.PchipInterpolator, at=elsewhere)
def pchip_interpolator(x, y, axis=0, extrapolate=None):
    # Harmonic means of the slopes on both sides, 0 where they differ in sign   (Fritsch and Butland 1984)
    checked(x, y, extrapolate)
    if len(x) < 3:
        raise NotImplementedError("through fewer than three points")
    x, y = np.array(x), np.array(y)
    h = np.diff(x)
    rise = np.diff(y) / h
    turns = (np.sign(rise[1:]) != np.sign(rise[:-1])) | (rise[1:] == 0.0)
    before, after = np.where(turns, 1.0, rise[:-1]), np.where(turns, 1.0, rise[1:])
    w, v = 2.0 * h[1:] + h[:-1], h[1:] + 2.0 * h[:-1]
    inner = np.where(turns, 0.0, (w + v) / (w / before + v / after))
    first = slope_at_end(h[0], h[1], rise[0], rise[1])
    last = slope_at_end(h[-1], h[-2], rise[-1], rise[-2])
    slopes = np.hstack((first, inner, last))

    def spline(q, nu=0):
        return cubic(x, y, slopes, q, nu)

    return spline


@defined(interpolate.Akima1DInterpolator, at=elsewhere)
def akima_interpolator(x, y, axis=0, *, extrapolate=None):
    # Means of the slopes on both sides, weighted by how little those beyond them change   (Akima 1970)
    checked(x, y, extrapolate)
    if len(x) < 3:
        raise NotImplementedError("through fewer than three points")
    x, y = np.array(x), np.array(y)
    rise = np.diff(y) / np.diff(x)
    left, right = 2.0 * rise[0] - rise[1], 2.0 * rise[-1] - rise[-2]
    m = np.hstack((2.0 * left - rise[0], left, rise, right, 2.0 * right - rise[-1]))
    change = np.abs(np.diff(m))
    whole = change[2:] + change[:-2]
    bends = whole > 1e-9 * np.max(whole)
    share = np.where(bends, change[:-2] / np.where(bends, whole, 1.0), 0.5)
    flat = 0.5 * (m[3:] + m[:-3])
    slopes = np.where(bends, m[1:-2] + share * (m[2:-1] - m[1:-2]), flat)

    def spline(q, nu=0):
        return np.where((q < x[0]) | (q > x[-1]), np.nan, cubic(x, y, slopes, q, nu))

    return spline


@defined(interpolate.make_interp_spline, at=elsewhere)
def make_interp_spline(x, y, k=3, t=None, bc_type=None):
    listed(x)
    if np.ndim(y) != 1 or t is not None or (k != 3 and k != 1) or (k == 1 and bc_type is not None):
        raise NotImplementedError("of degree 1 or 3 through one row of values, its knots not given, there is one")
    x = np.array(x)
    if k == 1:  # its coefficients are y itself
        if np.any(np.diff(x) <= 0.0):
            raise ValueError("the places must increase strictly")

        def spline(q):
            return linearly(x, y, q)

    else:
        values = np.array(y)
        slopes = spline_slopes(x, values, "not-a-knot" if bc_type is None else bc_type)

        def spline(q, nu=0):
            return cubic(x, values, slopes, q, nu)

    return spline


# --- splines that are made outside ---


def spline_back(y, self, x, nu=0, *, y_bar):
    # another derivative of the same spline
    if not is_static(nu) or ndim(y) != ndim(x):
        refuse("a spline of several values, or a derivative whose order is known only when run")
    x_bar = y_bar * self(x, static(nu + 1))


def spline_tangent(y, self, x, nu=0, *, x_dot):
    if not is_static(nu) or ndim(y) != ndim(x):
        refuse("a spline of several values, or a derivative whose order is known only when run")
    y_dot = self(x, static(nu + 1)) * x_dot


# What stays constant beyond its ends (ext=3) has a slope of 0 there (ext=1); SciPy extrapolates the slopes themselves


def bounded_spline_back(y, self, x, nu=0, ext=None, *, y_bar):
    if not is_static(nu) or not is_static(ext):
        refuse("a derivative whose order is known only when run")
    if nu == 0 and (ext == 3 or ext == "const" or (ext is None and self.ext == 3)):
        x_bar = y_bar * self(x, static(nu + 1), 1)
    else:
        x_bar = y_bar * self(x, static(nu + 1), ext)


def bounded_spline_tangent(y, self, x, nu=0, ext=None, *, x_dot):
    if not is_static(nu) or not is_static(ext):
        refuse("a derivative whose order is known only when run")
    if nu == 0 and (ext == 3 or ext == "const" or (ext is None and self.ext == 3)):
        y_dot = self(x, static(nu + 1), 1) * x_dot
    else:
        y_dot = self(x, static(nu + 1), ext) * x_dot


def bounded_splines(rng: Any) -> list[Any]:
    """At places within and beyond."""
    x = np.cumsum(rng.uniform(0.5, 1.0, 7))
    q = np.concatenate([x[1:-2] + 0.2, x[:1] - 0.3, x[-1:] + 0.3])
    splines = [interpolate.UnivariateSpline(x, rng.normal(size=7), k=5, s=0, ext=ext) for ext in (0, 1, 3)]
    return [*(((s, q), {}) for s in splines), ((splines[0], q, 1), {}), ((splines[2], q, 1), {}), ((splines[0], q), {"ext": 3}), ((splines[2], q, 0, 0), {})]


adjoint(interpolate.UnivariateSpline.__call__, at=bounded_splines)(bounded_spline_back)
tangent(interpolate.UnivariateSpline.__call__)(bounded_spline_tangent)


def outer_splines(make: Callable[..., Any]) -> Callable[[Any], list[Any]]:
    """At several places and at one, and a derivative."""

    def samples(rng: Any) -> list[Any]:
        x = np.cumsum(rng.uniform(0.5, 1.0, 7))
        q = x[1:-2] + 0.2
        spline = make(x, rng.normal(size=7))
        return [((spline, q), {}), ((spline, float(q[0])), {}), ((spline, q, 1), {})]

    return samples


for kind, make in (
    (interpolate.PPoly, interpolate.CubicSpline),
    (interpolate.BSpline, lambda x, y: interpolate.make_interp_spline(x, y, k=5)),
):
    adjoint(kind.__call__, at=outer_splines(make))(spline_back)
    tangent(kind.__call__)(spline_tangent)
