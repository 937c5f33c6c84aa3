# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""numpy.polynomial: power series and Chebyshev series, the lowest degree first.

A series is linear in its coefficients c: its value is a row of the Vandermonde matrix times c, and its derivative and
integral are matrices times c, which the functions themselves give when they are applied to the columns of np.eye.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, elementwise, linear, tangent, zero
from s2sdiff.rules.plain import defined
from s2sdiff.rules.static import is_complex, is_static, ndim, refuse, static
from s2sdiff.runtime import fit_shape, product_of_others

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def two_series(rng: np.random.Generator) -> list[Sample]:
    """Of different degrees, either way, and of one."""
    a, b = rng.uniform(0.5, 1.0, 4), rng.uniform(0.5, 1.0, 2)
    return [((a, b), {}), ((b, a), {}), ((a, rng.uniform(0.5, 1.0, 4)), {})]


def one_series(rng: np.random.Generator) -> list[Sample]:
    """Of several degrees."""
    return [((rng.uniform(0.5, 1.0, n),), {}) for n in (4, 2)]


# --- sums and products ---
#
# NumPy drops zeros at the end, of what it is given and of the result.  They have no part in the adjoint; a tangent that
# happens to end in zeros gets them back by fit_shape.


@adjoint(np.polynomial.polynomial.polyadd, np.polynomial.chebyshev.chebadd, at=two_series)
def add(y, c1, c2, *, y_bar):
    c1_bar = fit_shape(y_bar, c1)
    c2_bar = fit_shape(y_bar, c2)


@tangent(np.polynomial.polynomial.polyadd, np.polynomial.chebyshev.chebadd)
def add_tangent(y, c1, c2, *, c1_dot, c2_dot):
    y_dot = fit_shape(c1_dot, y) + fit_shape(c2_dot, y)


@adjoint(np.polynomial.polynomial.polysub, np.polynomial.chebyshev.chebsub, at=two_series)
def sub(y, c1, c2, *, y_bar):
    c1_bar = fit_shape(y_bar, c1)
    c2_bar = -fit_shape(y_bar, c2)


@tangent(np.polynomial.polynomial.polysub, np.polynomial.chebyshev.chebsub)
def sub_tangent(y, c1, c2, *, c1_dot, c2_dot):
    y_dot = fit_shape(c1_dot, y) - fit_shape(c2_dot, y)


@adjoint(np.polynomial.polynomial.polymul, at=two_series)
def polymul(y, c1, c2, *, y_bar):
    # a convolution
    whole = np.append(y_bar, np.zeros(len(c1) + len(c2) - 1 - len(y)))
    c1_bar = np.convolve(whole, c2[::-1], "valid")
    c2_bar = np.convolve(whole, c1[::-1], "valid")


@tangent(np.polynomial.polynomial.polymul)
def polymul_tangent(y, c1, c2, *, c1_dot, c2_dot):
    y_dot = np.convolve(c1_dot, c2)[: len(y)] + np.convolve(c1, c2_dot)[: len(y)]


@adjoint(np.polynomial.chebyshev.chebmul, at=two_series)
def chebmul(y, c1, c2, *, y_bar):
    # 2 T_i T_j = T_{i+j} + T_{|i-j|}: c1_bar_i is half the sum over j of c2_j (g_{i+j} + g_{|i-j|})
    whole = np.append(y_bar, np.zeros(len(c1) + len(c2) - 1 - len(y)))
    mirrored = np.append(np.flip(whole)[:-1], whole)
    middle = len(c1) + len(c2) - 2
    for_c1 = np.convolve(mirrored, c2)[middle : middle + len(c1)]
    for_c2 = np.convolve(mirrored, c1)[middle : middle + len(c2)]
    c1_bar = 0.5 * (for_c1 + np.convolve(whole, c2[::-1], "valid"))
    c2_bar = 0.5 * (for_c2 + np.convolve(whole, c1[::-1], "valid"))


@tangent(np.polynomial.chebyshev.chebmul)
def chebmul_tangent(y, c1, c2, *, c1_dot, c2_dot):
    y_dot = fit_shape(np.polynomial.chebyshev.chebmul(c1_dot, c2), y) + fit_shape(
        np.polynomial.chebyshev.chebmul(c1, c2_dot), y
    )


@adjoint(np.polynomial.polynomial.polymulx, at=one_series)
def polymulx(y, c, *, y_bar):
    c_bar = fit_shape(y_bar[1:], c)


@tangent(np.polynomial.polynomial.polymulx)
def polymulx_tangent(y, c, *, c_dot):
    y_dot = fit_shape(np.polynomial.polynomial.polymulx(c_dot), y)


@adjoint(np.polynomial.chebyshev.chebmulx, at=one_series)
def chebmulx(y, c, *, y_bar):
    # x T_0 = T_1, 2 x T_i = T_{i+1} + T_{i-1}
    c_bar = fit_shape(0.5 * (y_bar[1:] + np.append(y_bar[1:2], y_bar[: len(y) - 2])), c)


@tangent(np.polynomial.chebyshev.chebmulx)
def chebmulx_tangent(y, c, *, c_dot):
    y_dot = fit_shape(np.polynomial.chebyshev.chebmulx(c_dot), y)


def powers(rng: np.random.Generator) -> list[Sample]:
    """Several powers."""
    return [((rng.uniform(0.5, 1.0, 3), n), {}) for n in (3, 1, 2, 0)]


@adjoint(np.polynomial.polynomial.polypow, at=powers)
def polypow(y, c, pow, *, y_bar):
    # y = c^n:  n c^(n-1) times the change
    if not is_static(pow):
        refuse("polypow with a power that is known only when run: write it out")
    if pow == 0:
        c_bar = np.zeros_like(c)
    else:
        c_bar = pow * np.convolve(y_bar, np.polynomial.polynomial.polypow(c, static(pow - 1))[::-1], "valid")


@tangent(np.polynomial.polynomial.polypow)
def polypow_tangent(y, c, pow, *, c_dot):
    if not is_static(pow):
        refuse("polypow with a power that is known only when run: write it out")
    if pow == 0:
        y_dot = 0.0 * c_dot[:1]
    else:
        y_dot = pow * np.convolve(np.polynomial.polynomial.polypow(c, static(pow - 1)), c_dot)


@adjoint(np.polynomial.chebyshev.chebpow, at=powers)
def chebpow(y, c, pow, *, y_bar):
    # y = c^n:  n c^(n-1) times the change, a product as in chebmul
    if not is_static(pow):
        refuse("chebpow with a power that is known only when run: write it out")
    if pow == 0:
        c_bar = np.zeros_like(c)
    else:
        factor = np.polynomial.chebyshev.chebpow(c, static(pow - 1))
        mirrored = np.append(np.flip(y_bar)[:-1], y_bar)
        middle = len(y) - 1
        turned = np.convolve(mirrored, factor)[middle : middle + len(c)]
        c_bar = 0.5 * pow * (turned + np.convolve(y_bar, factor[::-1], "valid"))


@tangent(np.polynomial.chebyshev.chebpow)
def chebpow_tangent(y, c, pow, *, c_dot):
    if not is_static(pow):
        refuse("chebpow with a power that is known only when run: write it out")
    if pow == 0:
        y_dot = 0.0 * c_dot[:1]
    else:
        factor = np.polynomial.chebyshev.chebpow(c, static(pow - 1))
        y_dot = pow * fit_shape(np.polynomial.chebyshev.chebmul(factor, c_dot), y)


# --- long division ---
#
# What is left has one coefficient less than the divisor; NumPy drops zeros at its end.


def series_to_divide(rng: np.random.Generator) -> list[Sample]:
    """By a shorter one, by a constant, by one as long, by a longer one."""
    a, b = rng.uniform(1.0, 2.0, 5), rng.uniform(1.0, 2.0, 3)
    return [((a, b), {}), ((a, b[:1]), {}), ((b, b[::-1] + 0.5), {}), ((b, a), {})]


def what_is_left(rest, size):
    """The first coefficients, without zeros at the end."""
    while size > 1 and rest[size - 1] == 0.0:
        size -= 1
    return rest[: max(size, 1)]


@defined(np.polynomial.polynomial.polydiv, at=series_to_divide)
def polydiv(c1, c2):
    if c1[-1] == 0.0 or c2[-1] == 0.0:
        raise NotImplementedError("the derivative of polydiv of polynomials that end in zeros: drop them")
    quotient = np.zeros(max(len(c1) - len(c2) + 1, 1)) + 0.0 * c1[0] * c2[0]
    rest = c1 + 0.0 * c2[0]
    for k in range(len(c1) - len(c2), -1, -1):
        quotient[k] = rest[k + len(c2) - 1] / c2[-1]
        rest[k : k + len(c2)] -= quotient[k] * c2
    return quotient, what_is_left(rest, min(len(c1), len(c2) - 1))


@defined(np.polynomial.chebyshev.chebdiv, at=series_to_divide)
def chebdiv(c1, c2):
    if c1[-1] == 0.0 or c2[-1] == 0.0:
        raise NotImplementedError("the derivative of chebdiv of series that end in zeros: drop them")
    quotient = np.zeros(max(len(c1) - len(c2) + 1, 1)) + 0.0 * c1[0] * c2[0]
    rest = c1 + 0.0 * c2[0]
    for k in range(len(c1) - len(c2), -1, -1):
        shifted = np.polynomial.chebyshev.chebmul(np.append(np.zeros(k), 1.0), c2)
        quotient[k] = rest[k + len(c2) - 1] / shifted[-1]
        rest[: len(shifted)] -= quotient[k] * shifted
    return quotient, what_is_left(rest, min(len(c1), len(c2) - 1))


# --- the same polynomial in powers, and in Chebyshev polynomials ---


def in_powers(n: int) -> Any:
    """In row k the coefficients of the k-th Chebyshev polynomial."""
    rows = np.zeros((n, n))
    for k in range(n):
        rows[k, : k + 1] = np.polynomial.chebyshev.cheb2poly(np.eye(n)[k, : k + 1])
    return rows


def in_chebyshev(n: int) -> Any:
    """In row k the coefficients of the k-th power."""
    rows = np.zeros((n, n))
    for k in range(n):
        rows[k, : k + 1] = np.polynomial.chebyshev.poly2cheb(np.eye(n)[k, : k + 1])
    return rows


def length(c: Any, tol: float) -> int:
    """How many coefficients there are before all that are small."""
    return int(np.flatnonzero(np.abs(c) > tol)[-1]) + 1 if np.any(np.abs(c) > tol) else 0


zero(in_powers, "constants")
zero(in_chebyshev, "constants")
zero(length, "a count")


def long_and_short(rng: np.random.Generator) -> list[Sample]:
    """Long and short."""
    return [((rng.uniform(1.0, 2.0, n),), {}) for n in (5, 2, 1)]


@defined(np.polynomial.chebyshev.cheb2poly, at=long_and_short)
def cheb2poly(c):
    if c[-1] == 0.0:
        raise NotImplementedError("the derivative of cheb2poly of coefficients that end in zeros: drop them")
    return c @ in_powers(len(c))


@defined(np.polynomial.chebyshev.poly2cheb, at=long_and_short)
def poly2cheb(pol):
    if pol[-1] == 0.0:
        raise NotImplementedError("the derivative of poly2cheb of coefficients that end in zeros: drop them")
    return pol @ in_chebyshev(len(pol))


@defined(np.polynomial.chebyshev.chebfromroots, at=lambda rng: [((rng.normal(size=n),), {}) for n in (4, 1)])
def chebfromroots(roots):
    return np.polynomial.polynomial.polyfromroots(roots) @ in_chebyshev(len(roots) + 1)


def with_zeros(rng: np.random.Generator) -> list[Sample]:
    """Ending in zeros, and in small numbers."""
    c = np.concatenate([rng.uniform(1.0, 2.0, 3), np.zeros(2)])
    return [((c[:3],), {}), ((c + np.array([0.0, 0.0, 0.0, 0.1, 0.1]), 0.5), {})]


@defined(np.polynomial.polynomial.polytrim, np.polynomial.chebyshev.chebtrim, at=with_zeros)
def trimmed(c, tol=0):
    if length(c, tol) == 0:
        raise NotImplementedError("of coefficients that are all dropped: 0.0 * c[:1]")
    return c[: length(c, tol)]


# --- roots:  p'(z) z_dot = -p_dot(z) ---


def complex_series(rng: np.random.Generator) -> list[Sample]:
    """Their roots are apart."""
    return [((rng.uniform(1.0, 2.0, 4) + 1j * rng.normal(size=4),), {})]


@adjoint(np.polynomial.polynomial.polyroots, at=complex_series)
def polyroots(y, c, *, y_bar):
    if not is_complex(c):
        refuse("polyroots of real coefficients, real or complex by their values: of c + 0j")
    slope = np.polynomial.polynomial.polyval(y, np.polynomial.polynomial.polyder(c))
    c_bar = -(y_bar / slope) @ np.polynomial.polynomial.polyvander(y, len(c) - 1)


@tangent(np.polynomial.polynomial.polyroots)
def polyroots_tangent(y, c, *, c_dot):
    if not is_complex(c):
        refuse("polyroots of real coefficients, real or complex by their values: of c + 0j")
    slope = np.polynomial.polynomial.polyval(y, np.polynomial.polynomial.polyder(c))
    y_dot = -np.polynomial.polynomial.polyval(y, c_dot) / slope


@adjoint(np.polynomial.chebyshev.chebroots, at=complex_series)
def chebroots(y, c, *, y_bar):
    if not is_complex(c):
        refuse("chebroots of real coefficients, real or complex by their values: of c + 0j")
    slope = np.polynomial.chebyshev.chebval(y, np.polynomial.chebyshev.chebder(c))
    c_bar = -(y_bar / slope) @ np.polynomial.chebyshev.chebvander(y, len(c) - 1)


@tangent(np.polynomial.chebyshev.chebroots)
def chebroots_tangent(y, c, *, c_dot):
    if not is_complex(c):
        refuse("chebroots of real coefficients, real or complex by their values: of c + 0j")
    slope = np.polynomial.chebyshev.chebval(y, np.polynomial.chebyshev.chebder(c))
    y_dot = -np.polynomial.chebyshev.chebval(y, c_dot) / slope


# --- derivatives and integrals ---


def differentiated(rng: np.random.Generator) -> list[Sample]:
    """Once, twice, along another axis."""
    c = rng.normal(size=(4, 3))
    return [((c[:, 0],), {}), ((c[:, 0], 2), {}), ((c,), {}), ((c,), {"axis": 1})]


def polyder_back(y, c, m=1, *, axis=0, y_bar):
    matrix = np.polynomial.polynomial.polyder(np.eye(c.shape[axis]), m)
    c_bar = np.moveaxis(np.tensordot(matrix, y_bar, axes=static(((0,), (axis,)))), 0, axis)


def polyint_back(y, c, m=1, *, axis=0, y_bar):
    matrix = np.polynomial.polynomial.polyint(np.eye(c.shape[axis]), m)
    c_bar = np.moveaxis(np.tensordot(matrix, y_bar, axes=static(((0,), (axis,)))), 0, axis)


def chebder_back(y, c, m=1, *, axis=0, y_bar):
    matrix = np.polynomial.chebyshev.chebder(np.eye(c.shape[axis]), m)
    c_bar = np.moveaxis(np.tensordot(matrix, y_bar, axes=static(((0,), (axis,)))), 0, axis)


def chebint_back(y, c, m=1, *, axis=0, y_bar):
    matrix = np.polynomial.chebyshev.chebint(np.eye(c.shape[axis]), m)
    c_bar = np.moveaxis(np.tensordot(matrix, y_bar, axes=static(((0,), (axis,)))), 0, axis)


linear(np.polynomial.polynomial.polyder, adjoint=polyder_back, operands=("c",), at=differentiated)
linear(np.polynomial.polynomial.polyint, adjoint=polyint_back, operands=("c",), at=differentiated)
linear(np.polynomial.chebyshev.chebder, adjoint=chebder_back, operands=("c",), at=differentiated)
linear(np.polynomial.chebyshev.chebint, adjoint=chebint_back, operands=("c",), at=differentiated)


# --- values ---


def valued(rng: np.random.Generator) -> list[Sample]:
    """At a number, a vector, a matrix; of degrees 3 and 0."""
    c = rng.normal(size=4)
    return [
        ((0.7, c), {}),
        ((rng.normal(size=3), c), {}),
        ((rng.normal(size=(2, 3)), c), {}),
        ((rng.normal(size=3), c[:1]), {}),
    ]


@adjoint(np.polynomial.polynomial.polyval, at=valued)
def polyval(y, x, c, tensor=True, *, y_bar):
    if ndim(c) != 1:
        refuse("polyval of several series: np.polynomial.polynomial.polyvander(x, n) @ c")
    c_bar = np.ravel(y_bar) @ np.polynomial.polynomial.polyvander(np.ravel(x), len(c) - 1)
    x_bar = y_bar * np.polynomial.polynomial.polyval(x, np.polynomial.polynomial.polyder(c))


@tangent(np.polynomial.polynomial.polyval)
def polyval_tangent(y, x, c, tensor=True, *, x_dot, c_dot):
    if ndim(c) != 1:
        refuse("polyval of several series: np.polynomial.polynomial.polyvander(x, n) @ c")
    y_dot = (
        np.polynomial.polynomial.polyval(x, c_dot)
        + np.polynomial.polynomial.polyval(x, np.polynomial.polynomial.polyder(c)) * x_dot
    )


@adjoint(np.polynomial.chebyshev.chebval, at=valued)
def chebval(y, x, c, tensor=True, *, y_bar):
    if ndim(c) != 1:
        refuse("chebval of several series: np.polynomial.chebyshev.chebvander(x, n) @ c")
    c_bar = np.ravel(y_bar) @ np.polynomial.chebyshev.chebvander(np.ravel(x), len(c) - 1)
    x_bar = y_bar * np.polynomial.chebyshev.chebval(x, np.polynomial.chebyshev.chebder(c))


@tangent(np.polynomial.chebyshev.chebval)
def chebval_tangent(y, x, c, tensor=True, *, x_dot, c_dot):
    if ndim(c) != 1:
        refuse("chebval of several series: np.polynomial.chebyshev.chebvander(x, n) @ c")
    y_dot = (
        np.polynomial.chebyshev.chebval(x, c_dot)
        + np.polynomial.chebyshev.chebval(x, np.polynomial.chebyshev.chebder(c)) * x_dot
    )


def rows(rng: np.random.Generator) -> list[Sample]:
    """Of one number and several, degrees 3 and 0."""
    x = rng.normal(size=(2, 3))
    return [((x[0], 3), {}), ((x, 2), {}), ((x[0], 0), {})]


@adjoint(np.polynomial.polynomial.polyvander, at=rows)
def polyvander(y, x, deg, *, y_bar):
    # the derivative of each column is a sum of columns
    matrix = np.polynomial.polynomial.polyder(np.eye(deg + 1))
    x_bar = np.sum(y_bar * (y[..., : len(matrix)] @ matrix), axis=-1)


@tangent(np.polynomial.polynomial.polyvander)
def polyvander_tangent(y, x, deg, *, x_dot):
    matrix = np.polynomial.polynomial.polyder(np.eye(deg + 1))
    y_dot = x_dot[..., None] * (y[..., : len(matrix)] @ matrix)


@adjoint(np.polynomial.chebyshev.chebvander, at=rows)
def chebvander(y, x, deg, *, y_bar):
    matrix = np.polynomial.chebyshev.chebder(np.eye(deg + 1))
    x_bar = np.sum(y_bar * (y[..., : len(matrix)] @ matrix), axis=-1)


@tangent(np.polynomial.chebyshev.chebvander)
def chebvander_tangent(y, x, deg, *, x_dot):
    matrix = np.polynomial.chebyshev.chebder(np.eye(deg + 1))
    y_dot = x_dot[..., None] * (y[..., : len(matrix)] @ matrix)


# --- roots, companions, lines, weights ---


@adjoint(np.polynomial.polynomial.polyfromroots, at=lambda rng: [((rng.normal(size=4),), {})])
def polyfromroots(y, roots, *, y_bar):
    # as np.poly, the other way round
    along = np.convolve(y_bar[:-1], y[1:][::-1])[: len(y) - 1]
    roots_bar = -np.polyval(along, roots)


@tangent(np.polynomial.polynomial.polyfromroots)
def polyfromroots_tangent(y, roots, *, roots_dot):
    moments = roots_dot @ np.vander(roots, len(y) - 1)
    y_dot = -np.append(np.convolve(y[1:], moments)[len(y) - 2 :], 0.0)


@adjoint(
    np.polynomial.polynomial.polyvalfromroots,
    at=lambda rng: [((0.7, rng.normal(size=3)), {}), ((rng.normal(size=2), rng.normal(size=3)), {})],
)
def polyvalfromroots(y, x, r, tensor=True, *, y_bar):
    # y = product of (x - r_j)
    if ndim(r) != 1 or ndim(x) > 1:
        refuse("polyvalfromroots of several sets or tables: np.prod(np.subtract.outer(x, r), axis=-1)")
    if ndim(x) == 0:
        others = product_of_others(x - r)
    else:
        others = product_of_others((x[:, None] - r).T)
    x_bar = y_bar * np.sum(others, axis=0)
    if ndim(x) == 0:
        r_bar = -y_bar * others
    else:
        r_bar = -others @ y_bar


@tangent(np.polynomial.polynomial.polyvalfromroots)
def polyvalfromroots_tangent(y, x, r, tensor=True, *, x_dot, r_dot):
    if ndim(r) != 1 or ndim(x) > 1:
        refuse("polyvalfromroots of several sets or tables: np.prod(np.subtract.outer(x, r), axis=-1)")
    if ndim(x) == 0:
        others = product_of_others(x - r)
    else:
        others = product_of_others((x[:, None] - r).T)
    y_dot = np.sum(others, axis=0) * x_dot - r_dot @ others


@adjoint(np.polynomial.polynomial.polycompanion, at=one_series)
def polycompanion(y, c, *, y_bar):
    # the last column is -c_i / c_n
    c_bar = np.append(-y_bar[:, -1], y_bar[:, -1] @ c[:-1] / c[-1]) / c[-1]


@tangent(np.polynomial.polynomial.polycompanion)
def polycompanion_tangent(y, c, *, c_dot):
    column = -(c_dot[:-1] - c[:-1] / c[-1] * c_dot[-1]) / c[-1]
    y_dot = column[:, None] * (np.arange(len(c) - 1) == len(c) - 2)


@adjoint(np.polynomial.chebyshev.chebcompanion, at=one_series)
def chebcompanion(y, c, *, y_bar):
    # the last column holds -c_i / c_n, halved, but for the first, which is scaled by sqrt(1/2); of degree 1 it is whole
    if len(c) == 2:
        scales = np.ones(1)
    else:
        scales = np.where(np.arange(len(c) - 1) == 0, np.sqrt(0.5), 0.5)
    share = scales * y_bar[:, -1]
    c_bar = np.append(-share, share @ c[:-1] / c[-1]) / c[-1]


@tangent(np.polynomial.chebyshev.chebcompanion)
def chebcompanion_tangent(y, c, *, c_dot):
    if len(c) == 2:
        scales = np.ones(1)
    else:
        scales = np.where(np.arange(len(c) - 1) == 0, np.sqrt(0.5), 0.5)
    column = -scales * (c_dot[:-1] - c[:-1] / c[-1] * c_dot[-1]) / c[-1]
    y_dot = column[:, None] * (np.arange(len(c) - 1) == len(c) - 2)


def lines(rng: np.random.Generator) -> list[Sample]:
    """A line."""
    return [((0.7, float(rng.normal())), {})]


@adjoint(np.polynomial.polynomial.polyline, np.polynomial.chebyshev.chebline, at=lines)
def line(y, off, scl, *, y_bar):
    # [off, scl], or [off] alone if the slope is 0
    off_bar = y_bar[0]
    scl_bar = fit_shape(y_bar, np.zeros(2))[1]


@tangent(np.polynomial.polynomial.polyline, np.polynomial.chebyshev.chebline)
def line_tangent(y, off, scl, *, off_dot, scl_dot):
    y_dot = fit_shape(off_dot * np.array([1.0, 0.0]), y) + fit_shape(scl_dot * np.array([0.0, 1.0]), y)


@elementwise(np.polynomial.chebyshev.chebweight, at=(-0.8, 0.8))
def chebweight(y, x):
    # the function is (1 - x^2) to the power -1/2
    return y * x / (1.0 - x * x)


# --- values of series in two and three variables: c is contracted with one Vandermonde matrix for each ---


def points(rng: np.random.Generator) -> list[Sample]:
    """Two points and three, degrees 2 and 1."""
    return [((rng.normal(size=n), rng.normal(size=n), rng.normal(size=(3, 2))), {}) for n in (2, 3)]


def axes(rng: np.random.Generator) -> list[Sample]:
    """Two places by three."""
    return [((rng.normal(size=2), rng.normal(size=3), rng.normal(size=(3, 2))), {})]


def points_in_space(rng: np.random.Generator) -> list[Sample]:
    """Two points."""
    return [((rng.normal(size=2), rng.normal(size=2), rng.normal(size=2), rng.normal(size=(3, 2, 2))), {})]


def axes_in_space(rng: np.random.Generator) -> list[Sample]:
    """Two places by three by two."""
    return [((rng.normal(size=2), rng.normal(size=3), rng.normal(size=2), rng.normal(size=(3, 2, 2))), {})]


@adjoint(np.polynomial.polynomial.polyval2d, at=points)
def polyval2d(v, x, y, c, *, v_bar):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(c) != 2:
        refuse("polyval2d of other than vectors and one series: contract c with polyvander")
    c_bar = np.einsum(
        "ki,kj,k->ij",
        np.polynomial.polynomial.polyvander(x, c.shape[0] - 1),
        np.polynomial.polynomial.polyvander(y, c.shape[1] - 1),
        v_bar,
        optimize=True,
    )
    x_bar = v_bar * np.polynomial.polynomial.polyval2d(x, y, np.polynomial.polynomial.polyder(c))
    y_bar = v_bar * np.polynomial.polynomial.polyval2d(x, y, np.polynomial.polynomial.polyder(c, axis=1))


@tangent(np.polynomial.polynomial.polyval2d)
def polyval2d_tangent(v, x, y, c, *, x_dot, y_dot, c_dot):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(c) != 2:
        refuse("polyval2d of other than vectors and one series: contract c with polyvander")
    v_dot = (
        np.polynomial.polynomial.polyval2d(x, y, c_dot)
        + np.polynomial.polynomial.polyval2d(x, y, np.polynomial.polynomial.polyder(c)) * x_dot
        + np.polynomial.polynomial.polyval2d(x, y, np.polynomial.polynomial.polyder(c, axis=1)) * y_dot
    )


@adjoint(np.polynomial.polynomial.polyval3d, at=points_in_space)
def polyval3d(v, x, y, z, c, *, v_bar):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(z) != 1 or ndim(c) != 3:
        refuse("polyval3d of other than vectors and one series: contract c with polyvander")
    c_bar = np.einsum(
        "ki,kj,kl,k->ijl",
        np.polynomial.polynomial.polyvander(x, c.shape[0] - 1),
        np.polynomial.polynomial.polyvander(y, c.shape[1] - 1),
        np.polynomial.polynomial.polyvander(z, c.shape[2] - 1),
        v_bar,
        optimize=True,
    )
    x_bar = v_bar * np.polynomial.polynomial.polyval3d(x, y, z, np.polynomial.polynomial.polyder(c))
    y_bar = v_bar * np.polynomial.polynomial.polyval3d(x, y, z, np.polynomial.polynomial.polyder(c, axis=1))
    z_bar = v_bar * np.polynomial.polynomial.polyval3d(x, y, z, np.polynomial.polynomial.polyder(c, axis=2))


@tangent(np.polynomial.polynomial.polyval3d)
def polyval3d_tangent(v, x, y, z, c, *, x_dot, y_dot, z_dot, c_dot):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(z) != 1 or ndim(c) != 3:
        refuse("polyval3d of other than vectors and one series: contract c with polyvander")
    v_dot = (
        np.polynomial.polynomial.polyval3d(x, y, z, c_dot)
        + np.polynomial.polynomial.polyval3d(x, y, z, np.polynomial.polynomial.polyder(c)) * x_dot
        + np.polynomial.polynomial.polyval3d(x, y, z, np.polynomial.polynomial.polyder(c, axis=1)) * y_dot
        + np.polynomial.polynomial.polyval3d(x, y, z, np.polynomial.polynomial.polyder(c, axis=2)) * z_dot
    )


@adjoint(np.polynomial.polynomial.polygrid2d, at=axes)
def polygrid2d(v, x, y, c, *, v_bar):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(c) != 2:
        refuse("polygrid2d of other than vectors and one series: contract c with polyvander")
    c_bar = np.einsum(
        "ai,bj,ab->ij",
        np.polynomial.polynomial.polyvander(x, c.shape[0] - 1),
        np.polynomial.polynomial.polyvander(y, c.shape[1] - 1),
        v_bar,
        optimize=True,
    )
    x_bar = np.sum(v_bar * np.polynomial.polynomial.polygrid2d(x, y, np.polynomial.polynomial.polyder(c)), axis=1)
    y_bar = np.sum(
        v_bar * np.polynomial.polynomial.polygrid2d(x, y, np.polynomial.polynomial.polyder(c, axis=1)), axis=0
    )


@tangent(np.polynomial.polynomial.polygrid2d)
def polygrid2d_tangent(v, x, y, c, *, x_dot, y_dot, c_dot):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(c) != 2:
        refuse("polygrid2d of other than vectors and one series: contract c with polyvander")
    v_dot = (
        np.polynomial.polynomial.polygrid2d(x, y, c_dot)
        + np.polynomial.polynomial.polygrid2d(x, y, np.polynomial.polynomial.polyder(c)) * x_dot[:, None]
        + np.polynomial.polynomial.polygrid2d(x, y, np.polynomial.polynomial.polyder(c, axis=1)) * y_dot[None, :]
    )


@adjoint(np.polynomial.polynomial.polygrid3d, at=axes_in_space)
def polygrid3d(v, x, y, z, c, *, v_bar):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(z) != 1 or ndim(c) != 3:
        refuse("polygrid3d of other than vectors and one series: contract c with polyvander")
    c_bar = np.einsum(
        "ai,bj,dl,abd->ijl",
        np.polynomial.polynomial.polyvander(x, c.shape[0] - 1),
        np.polynomial.polynomial.polyvander(y, c.shape[1] - 1),
        np.polynomial.polynomial.polyvander(z, c.shape[2] - 1),
        v_bar,
        optimize=True,
    )
    x_bar = np.sum(
        v_bar * np.polynomial.polynomial.polygrid3d(x, y, z, np.polynomial.polynomial.polyder(c)), axis=(1, 2)
    )
    y_bar = np.sum(
        v_bar * np.polynomial.polynomial.polygrid3d(x, y, z, np.polynomial.polynomial.polyder(c, axis=1)), axis=(0, 2)
    )
    z_bar = np.sum(
        v_bar * np.polynomial.polynomial.polygrid3d(x, y, z, np.polynomial.polynomial.polyder(c, axis=2)), axis=(0, 1)
    )


@tangent(np.polynomial.polynomial.polygrid3d)
def polygrid3d_tangent(v, x, y, z, c, *, x_dot, y_dot, z_dot, c_dot):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(z) != 1 or ndim(c) != 3:
        refuse("polygrid3d of other than vectors and one series: contract c with polyvander")
    v_dot = (
        np.polynomial.polynomial.polygrid3d(x, y, z, c_dot)
        + np.polynomial.polynomial.polygrid3d(x, y, z, np.polynomial.polynomial.polyder(c)) * x_dot[:, None, None]
        + np.polynomial.polynomial.polygrid3d(x, y, z, np.polynomial.polynomial.polyder(c, axis=1))
        * y_dot[None, :, None]
        + np.polynomial.polynomial.polygrid3d(x, y, z, np.polynomial.polynomial.polyder(c, axis=2))
        * z_dot[None, None, :]
    )


@adjoint(np.polynomial.chebyshev.chebval2d, at=points)
def chebval2d(v, x, y, c, *, v_bar):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(c) != 2:
        refuse("chebval2d of other than vectors and one series: contract c with chebvander")
    c_bar = np.einsum(
        "ki,kj,k->ij",
        np.polynomial.chebyshev.chebvander(x, c.shape[0] - 1),
        np.polynomial.chebyshev.chebvander(y, c.shape[1] - 1),
        v_bar,
        optimize=True,
    )
    x_bar = v_bar * np.polynomial.chebyshev.chebval2d(x, y, np.polynomial.chebyshev.chebder(c))
    y_bar = v_bar * np.polynomial.chebyshev.chebval2d(x, y, np.polynomial.chebyshev.chebder(c, axis=1))


@tangent(np.polynomial.chebyshev.chebval2d)
def chebval2d_tangent(v, x, y, c, *, x_dot, y_dot, c_dot):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(c) != 2:
        refuse("chebval2d of other than vectors and one series: contract c with chebvander")
    v_dot = (
        np.polynomial.chebyshev.chebval2d(x, y, c_dot)
        + np.polynomial.chebyshev.chebval2d(x, y, np.polynomial.chebyshev.chebder(c)) * x_dot
        + np.polynomial.chebyshev.chebval2d(x, y, np.polynomial.chebyshev.chebder(c, axis=1)) * y_dot
    )


@adjoint(np.polynomial.chebyshev.chebval3d, at=points_in_space)
def chebval3d(v, x, y, z, c, *, v_bar):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(z) != 1 or ndim(c) != 3:
        refuse("chebval3d of other than vectors and one series: contract c with chebvander")
    c_bar = np.einsum(
        "ki,kj,kl,k->ijl",
        np.polynomial.chebyshev.chebvander(x, c.shape[0] - 1),
        np.polynomial.chebyshev.chebvander(y, c.shape[1] - 1),
        np.polynomial.chebyshev.chebvander(z, c.shape[2] - 1),
        v_bar,
        optimize=True,
    )
    x_bar = v_bar * np.polynomial.chebyshev.chebval3d(x, y, z, np.polynomial.chebyshev.chebder(c))
    y_bar = v_bar * np.polynomial.chebyshev.chebval3d(x, y, z, np.polynomial.chebyshev.chebder(c, axis=1))
    z_bar = v_bar * np.polynomial.chebyshev.chebval3d(x, y, z, np.polynomial.chebyshev.chebder(c, axis=2))


@tangent(np.polynomial.chebyshev.chebval3d)
def chebval3d_tangent(v, x, y, z, c, *, x_dot, y_dot, z_dot, c_dot):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(z) != 1 or ndim(c) != 3:
        refuse("chebval3d of other than vectors and one series: contract c with chebvander")
    v_dot = (
        np.polynomial.chebyshev.chebval3d(x, y, z, c_dot)
        + np.polynomial.chebyshev.chebval3d(x, y, z, np.polynomial.chebyshev.chebder(c)) * x_dot
        + np.polynomial.chebyshev.chebval3d(x, y, z, np.polynomial.chebyshev.chebder(c, axis=1)) * y_dot
        + np.polynomial.chebyshev.chebval3d(x, y, z, np.polynomial.chebyshev.chebder(c, axis=2)) * z_dot
    )


@adjoint(np.polynomial.chebyshev.chebgrid2d, at=axes)
def chebgrid2d(v, x, y, c, *, v_bar):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(c) != 2:
        refuse("chebgrid2d of other than vectors and one series: contract c with chebvander")
    c_bar = np.einsum(
        "ai,bj,ab->ij",
        np.polynomial.chebyshev.chebvander(x, c.shape[0] - 1),
        np.polynomial.chebyshev.chebvander(y, c.shape[1] - 1),
        v_bar,
        optimize=True,
    )
    x_bar = np.sum(v_bar * np.polynomial.chebyshev.chebgrid2d(x, y, np.polynomial.chebyshev.chebder(c)), axis=1)
    y_bar = np.sum(v_bar * np.polynomial.chebyshev.chebgrid2d(x, y, np.polynomial.chebyshev.chebder(c, axis=1)), axis=0)


@tangent(np.polynomial.chebyshev.chebgrid2d)
def chebgrid2d_tangent(v, x, y, c, *, x_dot, y_dot, c_dot):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(c) != 2:
        refuse("chebgrid2d of other than vectors and one series: contract c with chebvander")
    v_dot = (
        np.polynomial.chebyshev.chebgrid2d(x, y, c_dot)
        + np.polynomial.chebyshev.chebgrid2d(x, y, np.polynomial.chebyshev.chebder(c)) * x_dot[:, None]
        + np.polynomial.chebyshev.chebgrid2d(x, y, np.polynomial.chebyshev.chebder(c, axis=1)) * y_dot[None, :]
    )


@adjoint(np.polynomial.chebyshev.chebgrid3d, at=axes_in_space)
def chebgrid3d(v, x, y, z, c, *, v_bar):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(z) != 1 or ndim(c) != 3:
        refuse("chebgrid3d of other than vectors and one series: contract c with chebvander")
    c_bar = np.einsum(
        "ai,bj,dl,abd->ijl",
        np.polynomial.chebyshev.chebvander(x, c.shape[0] - 1),
        np.polynomial.chebyshev.chebvander(y, c.shape[1] - 1),
        np.polynomial.chebyshev.chebvander(z, c.shape[2] - 1),
        v_bar,
        optimize=True,
    )
    x_bar = np.sum(v_bar * np.polynomial.chebyshev.chebgrid3d(x, y, z, np.polynomial.chebyshev.chebder(c)), axis=(1, 2))
    y_bar = np.sum(
        v_bar * np.polynomial.chebyshev.chebgrid3d(x, y, z, np.polynomial.chebyshev.chebder(c, axis=1)), axis=(0, 2)
    )
    z_bar = np.sum(
        v_bar * np.polynomial.chebyshev.chebgrid3d(x, y, z, np.polynomial.chebyshev.chebder(c, axis=2)), axis=(0, 1)
    )


@tangent(np.polynomial.chebyshev.chebgrid3d)
def chebgrid3d_tangent(v, x, y, z, c, *, x_dot, y_dot, z_dot, c_dot):
    if ndim(x) != 1 or ndim(y) != 1 or ndim(z) != 1 or ndim(c) != 3:
        refuse("chebgrid3d of other than vectors and one series: contract c with chebvander")
    v_dot = (
        np.polynomial.chebyshev.chebgrid3d(x, y, z, c_dot)
        + np.polynomial.chebyshev.chebgrid3d(x, y, z, np.polynomial.chebyshev.chebder(c)) * x_dot[:, None, None]
        + np.polynomial.chebyshev.chebgrid3d(x, y, z, np.polynomial.chebyshev.chebder(c, axis=1)) * y_dot[None, :, None]
        + np.polynomial.chebyshev.chebgrid3d(x, y, z, np.polynomial.chebyshev.chebder(c, axis=2)) * z_dot[None, None, :]
    )
