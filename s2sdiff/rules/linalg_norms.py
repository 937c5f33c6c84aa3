# mypy: ignore-errors
# ruff: noqa: RUF005, SIM108 - shapes are added up; a static `if` is a choice made when generating
"""Norms of vectors and matrices, whose derivative at 0 is 0, and the condition number."""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, tangent
from s2sdiff.rules.linalg import well_posed
from s2sdiff.rules.reduction import put_back
from s2sdiff.rules.static import is_complex, is_static, ndim, refuse
from s2sdiff.runtime import divide_or_zero

Sample = tuple[tuple[Any, ...], dict[str, Any]]


def norms(rng: np.random.Generator) -> list[Sample]:
    """Of vectors, of matrices, along axes; every order that has a derivative."""
    a = rng.normal(size=(3, 4))
    v = a[0, ::2]
    return [
        ((v,), {}),
        ((v, 1), {}),
        ((v, 2), {}),
        ((v,), {"ord": np.inf}),
        ((v,), {"ord": -np.inf}),
        ((v, 3), {}),
        ((v, 1.5), {}),
        ((a,), {}),
        ((a, "fro"), {}),
        ((a, 1), {}),
        ((a, np.inf), {}),
        ((a, 2), {}),
        ((a, "nuc"), {}),
        ((a,), {"axis": -1}),
        ((a,), {"axis": 0, "keepdims": True}),
        ((a, 1, 0), {}),
        ((a, np.inf, 1), {}),
        ((a, 3), {"axis": 0}),
        ((rng.normal(size=(2, 3, 4)),), {"axis": (0, 2)}),
        ((rng.normal(size=(2, 3, 4)),), {}),
        *(((a, ord), {}) for ord in (-1, -2, -np.inf)),
        *(((rng.normal(size=(4, 2, 3)), ord), {"axis": (2, 0)}) for ord in (1, -1, 2, -2, np.inf, -np.inf, "nuc")),
        ((a, "nuc"), {"axis": (0, 1), "keepdims": True}),
        *(((a + 1j * (a[::-1] + 3.0), ord), {}) for ord in (1, 2, -2, np.inf, "nuc")),
    ]


@shared
def back_from_euclidean(x, size, share):
    """The cotangent from that of y = sqrt(sum |x|^2):  x_bar = y_bar x / y."""
    if is_complex(x):
        return divide_or_zero(share, size) * np.conj(x)
    return divide_or_zero(share, size) * x


@shared
def euclidean_moved(y, x, axis, keepdims, x_dot):
    """The tangent of y = sqrt(sum |x|^2)."""
    if is_complex(x):
        return divide_or_zero(np.sum(np.real(np.conj(x) * x_dot), axis=axis, keepdims=keepdims), y)
    return divide_or_zero(np.sum(x * x_dot, axis=axis, keepdims=keepdims), y)


@shared
def back_from_vector_norm(x, size, share, axis, ord):
    """The cotangent from that of y = (sum |x|^p)^(1/p):  x_bar = y_bar sign(x) (|x| / y)^(p - 1); ties share, if p is infinite."""
    if ord == 1:
        return share * np.sign(x)
    if ord == np.inf or ord == -np.inf:
        chosen = np.abs(x) == size
        return np.where(chosen, share / np.count_nonzero(chosen, axis=axis, keepdims=True) * np.sign(x), 0.0)
    if ord == 0:
        refuse("with ord=0 it counts items: use np.count_nonzero")
    return share * np.sign(x) * divide_or_zero(np.abs(x), size) ** (ord - 1)


@shared
def vector_norm_moved(x, size, axis, keepdims, ord, x_dot):
    """The tangent of y = (sum |x|^p)^(1/p)."""
    if ord == 1:
        return np.sum(np.sign(x) * x_dot, axis=axis, keepdims=keepdims)
    if ord == np.inf or ord == -np.inf:
        chosen = np.abs(x) == size
        total = np.sum(np.where(chosen, np.sign(x) * x_dot, 0.0), axis=axis, keepdims=keepdims)
        return total / np.count_nonzero(chosen, axis=axis, keepdims=keepdims)
    if ord == 0:
        refuse("with ord=0 it counts items: use np.count_nonzero")
    weights = np.sign(x) * divide_or_zero(np.abs(x), size) ** (ord - 1)
    return np.sum(weights * x_dot, axis=axis, keepdims=keepdims)


@shared
def slope_of_matrix_norm(x, lines, ord):
    """The derivative of a norm of the matrices along the last two axes of `lines`, which are made of x; ties share."""
    if ord in (1, -1, np.inf, -np.inf):
        if ord in (1, -1):
            sums = np.sum(np.abs(lines), axis=-2, keepdims=True)
        else:
            sums = np.sum(np.abs(lines), axis=-1, keepdims=True)
        if ord in (1, np.inf):
            chosen = sums == np.max(sums, axis=(-2, -1), keepdims=True)
        else:
            chosen = sums == np.min(sums, axis=(-2, -1), keepdims=True)
        if is_complex(x):
            direction = divide_or_zero(np.conj(lines), np.abs(lines))
        else:
            direction = np.sign(lines)
        return np.where(chosen, direction / np.count_nonzero(chosen, axis=(-2, -1), keepdims=True), 0.0)
    factors = np.linalg.svd(lines, full_matrices=False)
    if ord == 2:
        outer = factors[0][..., :1] @ factors[2][..., :1, :]
    elif ord == -2:
        outer = factors[0][..., -1:] @ factors[2][..., -1:, :]
    else:
        outer = factors[0] @ factors[2]
    if is_complex(x):
        return np.conj(outer)
    return outer


@shared
def slope_along_axes(x, axis, ord):
    """As `slope_of_matrix_norm`, for matrices along two axes of x."""
    if axis is None:
        lines = x
    else:
        lines = np.moveaxis(x, axis, (-2, -1))
    slope = slope_of_matrix_norm(x, lines, ord)
    if axis is None:
        return slope
    return np.moveaxis(slope, (-2, -1), axis)


@adjoint(np.linalg.norm, at=norms)
def norm(y, x, ord=None, axis=None, keepdims=False, *, y_bar):
    if not is_static(ord):
        refuse("np.linalg.norm of an order known only when run: write the order out")
    size = put_back(y, axis, keepdims)
    share = put_back(y_bar, axis, keepdims)
    if ord is None or ord == "fro" or (ord == 2 and (ndim(x) == 1 or isinstance(axis, int))):
        # y = sqrt(sum |x|^2):  x_bar = y_bar x / y
        x_bar = back_from_euclidean(x, size, share)
    elif is_complex(x) and (ndim(x) == 1 or isinstance(axis, int)):
        refuse("norms of complex vectors other than the Euclidean one: take the norm of np.abs(x)")
    elif ndim(x) == 1 or isinstance(axis, int):
        x_bar = back_from_vector_norm(x, size, share, axis, ord)
    elif ord not in (1, -1, 2, -2, np.inf, -np.inf, "nuc"):
        refuse("np.linalg.norm of this order: write the norm out")
    elif axis is not None or is_complex(x) or ord in (-1, -2, -np.inf):
        # of matrices along the last two axes, which may be others
        turned = slope_along_axes(x, axis, ord)
        x_bar = share * turned
    elif ord == 1:
        columns = np.sum(np.abs(x), axis=0)
        chosen = columns == np.max(columns)
        x_bar = np.sign(x) * np.where(chosen, y_bar / np.count_nonzero(chosen), 0.0)
    elif ord == np.inf:
        rows = np.sum(np.abs(x), axis=1, keepdims=True)
        chosen = rows == np.max(rows)
        x_bar = np.sign(x) * np.where(chosen, y_bar / np.count_nonzero(chosen), 0.0)
    elif ord == 2:
        # y is the largest singular value
        factors = np.linalg.svd(x, full_matrices=False)
        x_bar = y_bar * np.outer(factors[0][:, 0], factors[2][0])
    else:
        # y is the sum of the singular values
        factors = np.linalg.svd(x, full_matrices=False)
        x_bar = y_bar * (factors[0] @ factors[2])


@tangent(np.linalg.norm)
def norm_tangent(y, x, ord=None, axis=None, keepdims=False, *, x_dot):
    if not is_static(ord):
        refuse("np.linalg.norm of an order known only when run: write the order out")
    size = put_back(y, axis, keepdims)
    if ord is None or ord == "fro" or (ord == 2 and (ndim(x) == 1 or isinstance(axis, int))):
        y_dot = euclidean_moved(y, x, axis, keepdims, x_dot)
    elif is_complex(x) and (ndim(x) == 1 or isinstance(axis, int)):
        refuse("norms of complex vectors other than the Euclidean one: take the norm of np.abs(x)")
    elif ndim(x) == 1 or isinstance(axis, int):
        y_dot = vector_norm_moved(x, size, axis, keepdims, ord, x_dot)
    elif ord not in (1, -1, 2, -2, np.inf, -np.inf, "nuc"):
        refuse("np.linalg.norm of this order: write the norm out")
    elif axis is not None or is_complex(x) or ord in (-1, -2, -np.inf):
        # of matrices along the last two axes, which may be others
        turned = slope_along_axes(x, axis, ord)
        if is_complex(x):
            y_dot = np.sum(np.real(turned * x_dot), axis=axis, keepdims=keepdims)
        else:
            y_dot = np.sum(turned * x_dot, axis=axis, keepdims=keepdims)
    elif ord == 1:
        columns = np.sum(np.abs(x), axis=0)
        chosen = columns == np.max(columns)
        y_dot = np.sum(np.where(chosen, np.sum(np.sign(x) * x_dot, axis=0), 0.0)) / np.count_nonzero(chosen)
    elif ord == np.inf:
        rows = np.sum(np.abs(x), axis=1)
        chosen = rows == np.max(rows)
        y_dot = np.sum(np.where(chosen, np.sum(np.sign(x) * x_dot, axis=1), 0.0)) / np.count_nonzero(chosen)
    elif ord == 2:
        factors = np.linalg.svd(x, full_matrices=False)
        y_dot = factors[0][:, 0] @ x_dot @ factors[2][0]
    else:
        factors = np.linalg.svd(x, full_matrices=False)
        y_dot = np.sum(factors[0] @ factors[2] * x_dot)


def vectors(rng: np.random.Generator) -> list[Sample]:
    """Flattened, along an axis, along two; every order."""
    x = rng.normal(size=(3, 4))
    return [
        ((x,), {}),
        ((x[0],), {"ord": 1}),
        ((x,), {"axis": 0, "ord": 3}),
        ((x,), {"axis": -1, "keepdims": True}),
        ((x,), {"axis": (0, 1), "ord": 1}),
        ((x,), {"ord": np.inf}),
    ]


@adjoint(np.linalg.vector_norm, at=vectors)
def vector_norm(y, x, *, axis=None, keepdims=False, ord=2, y_bar):
    # as np.linalg.norm of vectors
    if not is_static(ord):
        refuse("np.linalg.vector_norm of an order known only when run: write the order out")
    size = put_back(y, axis, keepdims)
    share = put_back(y_bar, axis, keepdims)
    if ord == 2:
        x_bar = back_from_euclidean(x, size, share)
    elif is_complex(x):
        refuse("norms of complex arrays other than the Euclidean one: take the norm of np.abs(x)")
    else:
        x_bar = back_from_vector_norm(x, size, share, axis, ord)


@tangent(np.linalg.vector_norm)
def vector_norm_tangent(y, x, *, axis=None, keepdims=False, ord=2, x_dot):
    if not is_static(ord):
        refuse("np.linalg.vector_norm of an order known only when run: write the order out")
    size = put_back(y, axis, keepdims)
    if ord == 2:
        y_dot = euclidean_moved(y, x, axis, keepdims, x_dot)
    elif is_complex(x):
        refuse("norms of complex arrays other than the Euclidean one: take the norm of np.abs(x)")
    else:
        y_dot = vector_norm_moved(x, size, axis, keepdims, ord, x_dot)


def matrices(rng: np.random.Generator) -> list[Sample]:
    """One matrix, several; every order."""
    x = rng.normal(size=(2, 3, 4))
    return [
        ((x[0],), {}),
        ((x,), {"keepdims": True}),
        ((x,), {"ord": "nuc"}),
        ((x,), {"ord": 2}),
        ((x[0],), {"ord": 2}),
        *(((x,), {"ord": ord, "keepdims": True}) for ord in (1, -1, -2, np.inf, -np.inf)),
        *(((x + 1j * (x[::-1] + 3.0),), {"ord": ord}) for ord in ("fro", 1, 2, "nuc")),
    ]


@adjoint(np.linalg.matrix_norm, at=matrices)
def matrix_norm(y, x, *, keepdims=False, ord="fro", y_bar):
    # as np.linalg.norm of matrices, along the last two axes
    if ord not in ("fro", 1, -1, 2, -2, np.inf, -np.inf, "nuc"):
        refuse("np.linalg.matrix_norm of this order: write the norm out")
    if keepdims:
        size = y
        share = y_bar
    else:
        size = np.expand_dims(y, (-2, -1))
        share = np.expand_dims(y_bar, (-2, -1))
    if ord == "fro":
        x_bar = back_from_euclidean(x, size, share)
    else:
        slope = slope_of_matrix_norm(x, x, ord)
        x_bar = share * slope


@tangent(np.linalg.matrix_norm)
def matrix_norm_tangent(y, x, *, keepdims=False, ord="fro", x_dot):
    if ord not in ("fro", 1, -1, 2, -2, np.inf, -np.inf, "nuc"):
        refuse("np.linalg.matrix_norm of this order: write the norm out")
    if ord == "fro" and is_complex(x):
        y_dot = divide_or_zero(np.sum(np.real(np.conj(x) * x_dot), axis=(-2, -1), keepdims=keepdims), y)
    elif ord == "fro":
        y_dot = divide_or_zero(np.sum(x * x_dot, axis=(-2, -1), keepdims=keepdims), y)
    else:
        slope = slope_of_matrix_norm(x, x, ord)
        if is_complex(x):
            y_dot = np.sum(np.real(slope * x_dot), axis=(-2, -1), keepdims=keepdims)
        else:
            y_dot = np.sum(slope * x_dot, axis=(-2, -1), keepdims=keepdims)


def conditioned(rng: np.random.Generator) -> list[Sample]:
    """In every norm; several; tall; complex."""
    a = well_posed(rng)
    z = a + 1j * rng.normal(size=(3, 3))
    return [
        ((a,), {}),
        ((well_posed(rng, 2),), {}),
        ((rng.normal(size=(4, 3)), 2), {}),
        ((a, -2), {}),
        ((a, "fro"), {}),
        ((np.array([a, a.T + 1.0]), "fro"), {}),
        ((z,), {}),
        ((z, -2), {}),
        ((z, "fro"), {}),
    ]


@shared
def slope_of_condition(y, x, p):
    """The derivative of the condition number."""
    if not is_static(p) or p not in (None, 2, -2, "fro"):
        refuse("np.linalg.cond in this norm: np.linalg.norm(x, p) * np.linalg.norm(np.linalg.inv(x), p)")
    whole = np.reshape(y, np.shape(y) + (1, 1))
    if p == "fro":
        inverse = np.linalg.inv(x)
        size = np.sum(np.abs(x) ** 2, axis=(-2, -1), keepdims=True)
        other = np.sum(np.abs(inverse) ** 2, axis=(-2, -1), keepdims=True)
        inverse_t = np.swapaxes(inverse, -1, -2)
        if is_complex(x):
            return whole * (np.conj(x) / size - inverse_t @ np.conj(inverse) @ inverse_t / other)
        return whole * (x / size - inverse_t @ inverse @ inverse_t / other)
    factors = np.linalg.svd(x, full_matrices=False)
    top = factors[0][..., :, :1] @ factors[2][..., :1, :]
    bottom = factors[0][..., :, -1:] @ factors[2][..., -1:, :]
    if p == -2:
        change = (bottom - whole * top) / factors[1][..., :1, None]
    else:
        change = (top - whole * bottom) / factors[1][..., -1:, None]
    if is_complex(x):
        return np.conj(change)
    return change


@adjoint(np.linalg.cond, at=conditioned)
def cond(y, x, p=None, *, y_bar):
    # y = s_1 / s_n, and the derivative of s_i is u_i v_i'; in another norm it is |x| |x^-1|
    slope = slope_of_condition(y, x, p)
    x_bar = np.reshape(y_bar, np.shape(y) + (1, 1)) * slope


@tangent(np.linalg.cond)
def cond_tangent(y, x, p=None, *, x_dot):
    slope = slope_of_condition(y, x, p)
    if is_complex(x):
        y_dot = np.sum(np.real(slope * x_dot), axis=(-2, -1))
    else:
        y_dot = np.sum(slope * x_dot, axis=(-2, -1))
