"""scipy.interpolate: what its objects capture and what they are called with, inside of a program and outside."""

import numpy as np
from scipy import interpolate

from oracles import Case

places = np.array([0.0, 0.5, 1.2, 2.0, 2.7])
values = np.array([1.0, 0.3, -0.5, 0.7, 0.2])
inside = np.array([0.31, 1.02, 2.51, 0.12])
heights = np.arange(20.0).reshape(5, 4) ** 1.3
columns = np.array([0.0, 1.0, 2.0, 4.0])

SPLINE = interpolate.CubicSpline(places, values)
PCHIP = interpolate.PchipInterpolator(places, values)
POLYGON = interpolate.interp1d(places, values)
SURFACE = interpolate.RegularGridInterpolator((places, columns), heights, bounds_error=False, fill_value=None)


def polygon(y, q):
    return interpolate.interp1d(places, y)(q) ** 2


def polygon_in_disorder(x, y, q):
    return interpolate.interp1d(x[::-1], y[::-1], fill_value="extrapolate")(q + 1.0)


def polygon_with_fill(y, q):
    return interpolate.interp1d(places, y, bounds_error=False, fill_value=0.5)(2.0 * q)


def spline(x, y, q):
    s = interpolate.CubicSpline(x, y)
    return np.sum(s(q) ** 2) + s(0.7) * s(q[0], 1) + s(q[1], nu=2)


def natural_spline(y, q):
    return interpolate.CubicSpline(places, y, bc_type="natural")(q)


def clamped_spline(y, q):
    return interpolate.CubicSpline(places, y, bc_type="clamped")(q + 1.0)


def interpolating_spline(y, q):
    return interpolate.make_interp_spline(places, y)(q + 0.5)


def interpolating_polygon(y, q):
    return interpolate.make_interp_spline(places, y, k=1)(q)


def grid(v, q):
    return interpolate.RegularGridInterpolator((places, columns), v)(np.stack([q, 1.1 * q], axis=1))


def grid_of_pairs(v, q):
    return interpolate.RegularGridInterpolator((places, columns), v)((q, q[0]))


def grid_at_one_place(v, q):
    return interpolate.RegularGridInterpolator((places, columns), v)(q[:2])


def grid_of_three_axes(v, q):
    cube = interpolate.RegularGridInterpolator((places, columns, places), np.multiply.outer(v, places))
    return cube(np.stack([q, 1.1 * q, q[::-1]], axis=1))


def made_outside(q):
    return np.sum(SPLINE(q) ** 2) + PCHIP(q[0]) * SPLINE(q[1], 1) + np.sum(POLYGON(q) ** 2)


def surface_made_outside(q):
    return SURFACE((q, q + 0.5))


def between_monotone(x, y, q):
    return interpolate.PchipInterpolator(x, np.cumsum(y**2))(q) * interpolate.PchipInterpolator(x, y)(q + 0.1)


def by_neighbours(x, y, q):
    return interpolate.Akima1DInterpolator(x, y)(q)


def with_slopes(y, slopes, q):
    spline = interpolate.CubicHermiteSpline(places, y, slopes)
    return np.sum(spline(q) ** 2) + spline(q[0], 1)


def smooth_with_fill(y, q, c):
    return interpolate.interp1d(places, y, kind="cubic", bounds_error=False, fill_value=c)(2.0 * q)


def grid_with_fill(v, q):
    table = interpolate.RegularGridInterpolator((places, columns), v, bounds_error=False, fill_value=0.5)
    return table(np.stack([2.0 * q, q], axis=1))


def points_changed_later(y, q):
    """What is interpolated is kept as it was when the interpolator was made, places included."""
    total = 0.0
    for make in (interpolate.CubicSpline, interpolate.PchipInterpolator, interpolate.Akima1DInterpolator, interpolate.make_interp_spline):
        x, v = places.copy(), y.copy()
        curve = make(x, v)
        v[1] = 7.0 * v[0]
        x[1] = 0.5 * (x[0] + x[1])
        total += np.sum(curve(q))
    return total


def slopes_changed_later(y, q):
    slopes = y * 2.0
    curve = interpolate.CubicHermiteSpline(places, y, slopes)
    slopes[1] = 3.0
    return np.sum(curve(q))


def polygon_changed_later(y, q):
    x, v = places.copy(), y.copy()
    curve = interpolate.interp1d(x, v, assume_sorted=True)
    v[0] = v[1] ** 2
    x[1] = 0.5 * (x[0] + x[1])
    return np.sum(curve(q))


CASES = [
    Case(points_changed_later, (values, inside), (0, 1), complex_step=False),
    Case(slopes_changed_later, (values, inside), (0, 1), complex_step=False),
    Case(polygon_changed_later, (values, inside), (0, 1), complex_step=False),
    Case(between_monotone, (places, values, inside), (0, 1, 2), complex_step=False),
    Case(by_neighbours, (places, values, inside), (0, 1, 2), complex_step=False),
    Case(with_slopes, (values, values[::-1].copy(), inside), (0, 1, 2), complex_step=False),
    Case(smooth_with_fill, (values, inside, 0.4), (0, 1, 2), complex_step=False),
    Case(grid_with_fill, (heights, inside), (0, 1), complex_step=False),
    Case(polygon, (values, inside), (0, 1), complex_step=False),
    Case(polygon_in_disorder, (places, values, inside), (0, 1, 2), complex_step=False),
    Case(polygon_with_fill, (values, inside), (0, 1), complex_step=False),
    Case(spline, (places, values, inside), (0, 1, 2), complex_step=False),
    Case(natural_spline, (values, inside), (0, 1), complex_step=False),
    Case(clamped_spline, (values, inside), (0, 1), complex_step=False),
    Case(interpolating_spline, (values, inside), (0, 1), complex_step=False),
    Case(interpolating_polygon, (values, inside), (0, 1), complex_step=False),
    Case(grid, (heights, inside), (0, 1), complex_step=False),
    Case(grid_of_pairs, (heights, inside), (0, 1), complex_step=False),
    Case(grid_at_one_place, (heights, inside), (0, 1), complex_step=False),
    Case(grid_of_three_axes, (heights, inside), (0, 1), complex_step=False),
    Case(made_outside, (inside,), complex_step=False),
    Case(surface_made_outside, (inside,), complex_step=False),
]
