# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Covariance and correlation; histograms, whose counts are constant and whose weights are not."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, linear, tangent, zero
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_complex, is_static, ndim, refuse
from s2sdiff.runtime import covariance_weights

Sample = tuple[tuple[Any, ...], dict[str, Any]]


# --- covariance: c = x x' / (n - ddof), x the centred variables as rows ---
#
# c_dot = (x_dot x' + x x_dot') / (n - ddof), so x_bar = (c_bar + c_bar') x / (n - ddof).  The means' own movement adds
# nothing, as rows of x sum to 0.  With weights w, c = x diag(w) x', and x w sums to 0.


def variables(rng: np.random.Generator) -> list[Sample]:
    """One variable, several; as columns; two sets; another divisor."""
    m = rng.normal(size=(3, 5))
    return [
        ((m,), {"fweights": np.array([1, 2, 0, 1, 3])}),
        ((m, m[0]), {"aweights": np.array([1, 2, 4, 1, 3]), "ddof": 2}),
        ((m,), {"fweights": np.array([1, 2, 0, 1, 3]), "aweights": np.array([1, 2, 4, 1, 3])}),
        ((m[0],), {}),
        ((m,), {}),
        ((m, rng.normal(size=(2, 5))), {}),
        ((m[0], m[1]), {}),
        ((m,), {"bias": True}),
        ((m[0],), {"ddof": 0}),
        ((m.T,), {"rowvar": False}),
    ]


@shared
def variables_as_rows(m, y, rowvar):
    """The variables of m as rows; and those of y below them."""
    if ndim(m) == 1:
        rows = np.reshape(m, (1, -1))
    elif rowvar:
        rows = m
    else:
        rows = m.T
    if y is None:
        both = rows
    elif ndim(y) == 1:
        both = np.concatenate((rows, np.reshape(y, (1, -1))))
    elif rowvar:
        both = np.concatenate((rows, y))
    else:
        both = np.concatenate((rows, y.T))
    return rows, both


@shared
def moved_rows(m, y, rowvar, m_dot, y_dot):
    """The variables of both as rows, how those of m move, and how those of y do."""
    if ndim(m) == 1:
        rows = np.reshape(m, (1, -1))
        rows_dot = np.reshape(m_dot, (1, -1))
    elif rowvar:
        rows = m
        rows_dot = m_dot
    else:
        rows = m.T
        rows_dot = m_dot.T
    if y is None:
        both = rows
        moved = rows_dot
        others_moved = np.zeros_like(rows)
    elif ndim(y) == 1:
        both = np.concatenate((rows, np.reshape(y, (1, -1))))
        moved = np.concatenate((rows_dot, np.zeros((1, len(y)))))
        others_moved = np.concatenate((np.zeros_like(rows), np.reshape(y_dot, (1, -1))))
    elif rowvar:
        both = np.concatenate((rows, y))
        moved = np.concatenate((rows_dot, np.zeros_like(y)))
        others_moved = np.concatenate((np.zeros_like(rows), y_dot))
    else:
        both = np.concatenate((rows, y.T))
        moved = np.concatenate((rows_dot, np.zeros_like(y.T)))
        others_moved = np.concatenate((np.zeros_like(rows), y_dot.T))
    return both, moved, others_moved


@shared
def centred_rows(both, bias, ddof, fweights, aweights):
    """The variables less their means, by what the products are divided by."""
    if fweights is None and aweights is None and ddof is not None:
        return (both - np.mean(both, axis=1, keepdims=True)) / (both.shape[1] - ddof)
    if fweights is None and aweights is None and bias:
        return (both - np.mean(both, axis=1, keepdims=True)) / both.shape[1]
    if fweights is None and aweights is None:
        return (both - np.mean(both, axis=1, keepdims=True)) / (both.shape[1] - 1)
    shares = covariance_weights(both.shape[1], bias, ddof, fweights, aweights).astype(both.dtype)
    return shares * (both - np.average(both, axis=1, weights=shares)[:, None])


@shared
def unit_rows(both):
    """The variables less their means, of length 1; how long they were."""
    centred = both - np.mean(both, axis=1, keepdims=True)
    length = np.sqrt(np.sum(centred * centred, axis=1, keepdims=True))
    unit = centred / length
    return unit, length


@adjoint(np.cov, at=variables)
def cov(c, m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None, c_bar):
    if is_complex(m) or is_complex(y):
        refuse("np.cov of complex numbers: write it with np.mean and @")
    rows, both = variables_as_rows(m, y, rowvar)
    middle = centred_rows(both, bias, ddof, fweights, aweights)
    share = np.reshape(c_bar, (len(both), len(both)))
    back = (share + share.T) @ middle
    if ndim(m) == 1:
        m_bar = back[0]
    elif rowvar:
        m_bar = back[: len(rows)]
    else:
        m_bar = back[: len(rows)].T
    if y is not None:
        if ndim(y) == 1:
            y_bar = back[len(rows)]
        elif rowvar:
            y_bar = back[len(rows) :]
        else:
            y_bar = back[len(rows) :].T


@tangent(np.cov)
def cov_tangent(c, m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None, m_dot, y_dot):
    # the covariance is bilinear: c(x + e) - c(x - e) = 2 (c(x, e) + c(e, x)), taken apart below
    if is_complex(m) or is_complex(y):
        refuse("np.cov of complex numbers: write it with np.mean and @")
    both, moved, others_moved = moved_rows(m, y, rowvar, m_dot, y_dot)
    middle = centred_rows(both, bias, ddof, fweights, aweights)
    if y is None:
        c_dot = np.reshape(moved @ middle.T, np.shape(c)) + np.reshape(middle @ moved.T, np.shape(c))
    else:
        c_dot = moved @ middle.T + middle @ moved.T + others_moved @ middle.T + middle @ others_moved.T


zero(covariance_weights, "made of constants: a weight that is differentiated is refused")


@adjoint(np.corrcoef, at=lambda rng: [(args, kw) for args, kw in variables(rng) if not kw.keys() & {"bias", "ddof", "fweights", "aweights"}])
def corrcoef(r, x, y=None, rowvar=True, *, dtype=None, r_bar):
    # r = z z', z the centred variables as rows of length 1.  Making a row of length l unit takes its own direction out:
    # the cotangent of x is (z_bar - z (z . z_bar)) / l.
    if is_complex(x) or is_complex(r):
        refuse("np.corrcoef of complex numbers: write it with np.mean and @")
    rows, both = variables_as_rows(x, y, rowvar)
    unit, length = unit_rows(both)
    share = np.reshape(r_bar, (len(both), len(both)))
    unit_bar = (share + share.T) @ unit
    back = (unit_bar - unit * np.sum(unit * unit_bar, axis=1, keepdims=True)) / length
    if ndim(x) == 1:
        x_bar = back[0]
    elif rowvar:
        x_bar = back[: len(rows)]
    else:
        x_bar = back[: len(rows)].T
    if y is not None:
        if ndim(y) == 1:
            y_bar = back[len(rows)]
        elif rowvar:
            y_bar = back[len(rows) :]
        else:
            y_bar = back[len(rows) :].T


@tangent(np.corrcoef)
def corrcoef_tangent(r, x, y=None, rowvar=True, *, dtype=None, x_dot, y_dot):
    # r_ij_dot = (x_dot_i / l_i) . z_j + ..., less r_ij times the relative changes of both lengths
    if is_complex(x) or is_complex(r):
        refuse("np.corrcoef of complex numbers: write it with np.mean and @")
    both, moved, others_moved = moved_rows(x, y, rowvar, x_dot, y_dot)
    unit, length = unit_rows(both)
    turned = (moved - unit * np.sum(unit * moved, axis=1, keepdims=True)) / length
    others_turned = (others_moved - unit * np.sum(unit * others_moved, axis=1, keepdims=True)) / length
    if y is None:
        r_dot = np.reshape(turned @ unit.T, np.shape(r)) + np.reshape(unit @ turned.T, np.shape(r))
    else:
        r_dot = turned @ unit.T + unit @ turned.T + others_turned @ unit.T + unit @ others_turned.T


# --- histograms ---


def counted_with_weights(rng: np.random.Generator) -> list[Sample]:
    """Integers, some of them missing, some repeated."""
    x = np.array([0, 2, 2, 5])
    return [((x, rng.normal(size=4), 6), {}), ((x,), {"weights": rng.normal(size=4), "minlength": 8})]


def bincount_back(y, x, weights=None, minlength=0, *, y_bar):
    if is_static(minlength) and minlength == 0:
        refuse("np.bincount without minlength: its length depends on the values; pass minlength")
    if weights is not None:
        weights_bar = np.take(y_bar, x)


linear(np.bincount, adjoint=bincount_back, operands=("weights",), at=counted_with_weights)


def weighted(rng: np.random.Generator) -> list[Sample]:
    """Bins by number and by their edges; items outside; a range."""
    a = np.array([0.1, 0.9, 2.3, 2.8, 3.9])
    edges = np.array([0, 1, 3])
    return [
        ((np.array([0, 1, 4, 2, 2]), 3), {"weights": rng.normal(size=5)}),
        ((np.array([0, 1, 4, 2, 2]), edges), {"weights": rng.normal(size=5)}),
        ((np.array([0, 1, 4, 2, 2]), 2, (0, 3)), {"weights": rng.normal(size=5)}),
        ((a, 4), {}),
    ]


@shared
def back_to_ends(a, bins, edges_bar):
    """The cotangent of the items, of which the smallest and the largest are the ends of the edges; ties share."""
    lowest = a == np.min(a)
    highest = a == np.max(a)
    down = np.linspace(1.0, 0.0, bins + 1) @ edges_bar / np.count_nonzero(lowest)
    up = np.linspace(0.0, 1.0, bins + 1) @ edges_bar / np.count_nonzero(highest)
    return np.where(lowest, down, 0.0) + np.where(highest, up, 0.0)


@shared
def ends_moved(a, a_dot):
    """How the smallest and the largest item move."""
    lowest = a == np.min(a)
    highest = a == np.max(a)
    down = np.sum(np.where(lowest, a_dot, 0.0)) / np.count_nonzero(lowest)
    return down, np.sum(np.where(highest, a_dot, 0.0)) / np.count_nonzero(highest)


@adjoint(np.histogram, at=weighted)
def histogram(y, a, bins=10, range=None, density=None, weights=None, *, y_bar):
    # y = (sums of weights, edges).  Which bin an item falls into is constant; the edges, if there is a number of bins
    # and no range, are spread from the smallest item to the largest.
    if density:
        refuse("np.histogram with density=True: divide by the sum and the widths")
    if isinstance(bins, str):
        refuse("np.histogram with bins by name: give their number or their edges")
    if weights is not None:
        inside = (a >= y[1][0]) & (a <= y[1][-1])
        place = np.minimum(np.searchsorted(y[1], a, side="right"), len(y[1]) - 1) - 1
        weights_bar = np.where(inside, np.take(y_bar[0], np.maximum(place, 0)), 0.0)
    if ndim(bins) > 0:
        a_bar = np.zeros_like(a)
        bins_bar = y_bar[1]
    elif range is not None:
        a_bar = np.zeros_like(a)
        range_bar = [np.linspace(1.0, 0.0, bins + 1) @ y_bar[1], np.linspace(0.0, 1.0, bins + 1) @ y_bar[1]]
    else:
        edges_bar = y_bar[1]
        a_bar = back_to_ends(a, bins, edges_bar)


@tangent(np.histogram)
def histogram_tangent(
    y, a, bins=10, range=None, density=None, weights=None, *, a_dot, bins_dot, range_dot, weights_dot
):
    if density:
        refuse("np.histogram with density=True: divide by the sum and the widths")
    if isinstance(bins, str):
        refuse("np.histogram with bins by name: give their number or their edges")
    if weights is None:
        sums = 0.0 * np.sum(a_dot)
    else:
        sums = np.histogram(a, y[1], weights=weights_dot)[0]
    if ndim(bins) > 0:
        y_dot = (sums, bins_dot)
    elif range is not None:
        y_dot = (
            sums,
            np.linspace(range_dot[0], 0.0, bins + 1) + np.linspace(0.0, range_dot[1], bins + 1),
        )
    else:
        down, up = ends_moved(a, a_dot)
        y_dot = (sums, np.linspace(down, up, bins + 1))


@adjoint(np.histogram_bin_edges, at=lambda rng: [((rng.normal(size=5), 3), {}), ((rng.normal(size=5), 2, (0, 1)), {})])
def histogram_bin_edges(y, a, bins=10, range=None, *, y_bar):
    # as the edges of np.histogram
    if isinstance(bins, str):
        refuse("np.histogram_bin_edges by name: give the number of bins")
    if ndim(bins) > 0:
        refuse("np.histogram_bin_edges of edges: they are the edges")
    if range is not None:
        a_bar = np.zeros_like(a)
        range_bar = [np.linspace(1.0, 0.0, bins + 1) @ y_bar, np.linspace(0.0, 1.0, bins + 1) @ y_bar]
    else:
        a_bar = back_to_ends(a, bins, y_bar)


@tangent(np.histogram_bin_edges)
def histogram_bin_edges_tangent(y, a, bins=10, range=None, *, a_dot, range_dot):
    if isinstance(bins, str):
        refuse("np.histogram_bin_edges by name: give the number of bins")
    if ndim(bins) > 0:
        refuse("np.histogram_bin_edges of edges: they are the edges")
    if range is not None:
        y_dot = 0.0 * np.sum(a_dot) + np.linspace(range_dot[0], range_dot[1], bins + 1)
    else:
        down, up = ends_moved(a, a_dot)
        y_dot = np.linspace(down, up, bins + 1)


# --- two variables ---


def edges_between(x, bins, range):
    """The edges of bins that are given, or that are counted."""
    return np.asarray(bins) if np.ndim(bins) > 0 else np.histogram_bin_edges(x, bins, range)


def places_between(x, edges):
    """In which bin each item lies, the last of which is closed; the number of bins where it lies in none."""
    last = len(edges) - 1
    place = np.searchsorted(edges, x, side="right") - 1
    return np.where(x == edges[-1], last - 1, np.where((place < 0) | (place > last), last, place))


def pairs(rng: np.random.Generator) -> list[Sample]:
    """Bins by number and by their edges, for one or both; outside of all; a range."""
    x, y, weights = np.array([0, 1, 4, 2, 2]), np.array([3, 0, 1, 2, 3]), rng.normal(size=5)
    edges = np.array([-0.5, 1.5, 3.3])
    return [
        ((x, y, 3), {"weights": weights}),
        ((x, y, [2, edges]), {"weights": weights}),
        ((x, y, [edges, np.array([-0.5, 1.2, 2.6])]), {"weights": weights}),
        ((x, y, np.array([0, 1, 3, 4])), {"weights": weights}),
        ((x, y, 2, [[0, 3], [1, 4]]), {"weights": weights, "density": True}),
        ((rng.normal(size=5), rng.normal(size=5), 2), {}),
    ]


@defined(np.histogram2d, at=pairs)
def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    # the bin that an item falls into is constant; sums of weights are linear in them
    if isinstance(bins, (tuple, list)):
        if len(bins) != 2:
            raise NotImplementedError("the derivative of np.histogram2d with a list of edges: give an array")
        across, upwards = bins
    else:
        across = upwards = bins
    if range is None:
        x_edges, y_edges = edges_between(x, across, None), edges_between(y, upwards, None)
    else:
        x_edges, y_edges = edges_between(x, across, range[0]), edges_between(y, upwards, range[1])
    rows, columns = len(x_edges) - 1, len(y_edges) - 1
    row, column = places_between(x, x_edges), places_between(y, y_edges)
    place = np.where((row < rows) & (column < columns), row * columns + column, rows * columns)
    counted = np.ones(len(place)) if weights is None else 1.0 * weights
    sums = np.bincount(place, counted, minlength=rows * columns + 1)[: rows * columns]
    table = np.reshape(sums, (rows, columns))
    if density:
        table = table / np.sum(table) / np.outer(np.diff(x_edges), np.diff(y_edges))
    return table, x_edges, y_edges


# --- up to three variables ---


def tables(rng: np.random.Generator) -> list[Sample]:
    """One to three variables, in columns or apart; bins by number and by their edges; outside of all; ranges."""
    table, weights = np.array([[0, 3, 1], [1, 0, 5], [4, 1, 2], [2, 2, 2]]), rng.normal(size=4)
    edges = np.array([-0.5, 1.5, 3.3])
    return [
        ((table, 2), {"weights": weights}),
        ((table, [2, edges, np.array([0, 2, 5])]), {"weights": weights}),
        (([table[:, 0], table[:, 1]], (edges, edges)), {"weights": weights}),
        ((table, 2, [[0, 3], [1, 4], [0, 5]]), {"weights": weights, "density": True}),
        ((table[:, 0], 3), {"weights": weights}),
        ((rng.normal(size=(5, 2)), 2), {}),
    ]


def edges_along(k, columns, bins, limits):
    """The edges of the bins of one of the variables."""
    own = bins[k] if isinstance(bins, (list, tuple, np.ndarray)) else bins
    edges = edges_between(columns[k], own, None if limits is None else limits[k])
    if np.any(edges[:-1] > edges[1:]):
        raise ValueError("the edges must increase")
    return edges


def places_in_boxes(place, count, x, edges):
    """In which box each item lies, once each of `count` places is cut into bins of x; the number of boxes for none."""
    bins, along = len(edges) - 1, places_between(x, edges)
    return np.where((place < count) & (along < bins), place * bins + along, count * bins)


@defined(np.histogramdd, at=tables, takes_lists=True)
def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    if isinstance(sample, (list, tuple)):
        columns = np.stack(sample)
    else:
        columns = np.atleast_2d(sample.T)
    if len(columns) > 3:
        raise NotImplementedError("of more than three variables: np.bincount of the numbers of boxes, with weights and minlength")
    if isinstance(bins, (list, tuple, np.ndarray)) and len(bins) != len(columns):
        raise ValueError("there must be bins for each variable")
    first = edges_along(0, columns, bins, range)
    edges, shape, volumes, count = [first], (len(first) - 1,), np.diff(first), len(first) - 1
    place = places_between(columns[0], first)
    if len(columns) > 1:
        second = edges_along(1, columns, bins, range)
        place = places_in_boxes(place, count, columns[1], second)
        edges, shape, count = [first, second], (count, len(second) - 1), count * (len(second) - 1)
        volumes = np.multiply.outer(volumes, np.diff(second))
    if len(columns) > 2:
        third = edges_along(2, columns, bins, range)
        place = places_in_boxes(place, count, columns[2], third)
        edges, shape, count = [first, second, third], (*shape, len(third) - 1), count * (len(third) - 1)
        volumes = np.multiply.outer(volumes, np.diff(third))
    counted = np.ones(len(place)) if weights is None else 1.0 * weights
    table = np.reshape(np.bincount(place, counted, minlength=count + 1)[:count], shape)
    if density:
        table = table / np.sum(table) / volumes
    return table, edges
