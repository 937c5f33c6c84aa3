# mypy: ignore-errors
# ruff: noqa: D102, N802, SIM108 - the methods are those of SciPy's matrices
"""scipy.sparse: matrices that a program makes of its variables, and what it computes with them.

Such a matrix is read as a `SparseArray`: SciPy's own matrix, and what it is made of.  It is zero but for `entries[k]` at
(rows[k], columns[k]); where two entries have one place, it holds their sum.  The derivative flows through the entries
alone: for y = A x,

    y_bar . (dA x) = sum_k y_bar[rows[k]] x[columns[k]] dentries[k],  so that  entries_bar = y_bar[rows] * x[columns]

and never through an array of the matrix's shape.  The matrix itself is what the program computes with, so emitted code
says `A @ x` for `times(A, ...)`; it is a constant to the engine.  What is not a sum over entries is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from scipy import sparse
from scipy.sparse import linalg

from s2sdiff.rules.declare import adjoint, tangent, zero
from s2sdiff.rules.plain import STANDS, Stand, defined, spelled
from s2sdiff.rules.static import ndim, refuse


def elsewhere(rng: Any) -> list[Any]:
    """No samples: a matrix and its entries belong together, so programs of the corpus try them."""
    return []


# --- products ---


@spelled
def times(matrix, entries, rows, columns, x):
    return matrix @ x


@adjoint(times, at=elsewhere)
def times_back(y, matrix, entries, rows, columns, x, *, y_bar):
    x_bar = matrix.T @ y_bar
    if ndim(x) == 1:
        entries_bar = y_bar[rows] * x[columns]
    else:
        entries_bar = np.sum(y_bar[rows] * x[columns], axis=1)


@tangent(times)
def times_tangent(y, matrix, entries, rows, columns, x, *, entries_dot, x_dot):
    y_dot = scipy.sparse.coo_array((entries_dot, (rows, columns)), shape=matrix.shape) @ x + matrix @ x_dot


@spelled
def times_from_the_left(matrix, entries, rows, columns, x):
    return x @ matrix


@adjoint(times_from_the_left, at=elsewhere)
def times_from_the_left_back(y, matrix, entries, rows, columns, x, *, y_bar):
    x_bar = y_bar @ matrix.T
    if ndim(x) == 1:
        entries_bar = x[rows] * y_bar[columns]
    else:
        entries_bar = np.sum(x[:, rows] * y_bar[:, columns], axis=0)


@tangent(times_from_the_left)
def times_from_the_left_tangent(y, matrix, entries, rows, columns, x, *, entries_dot, x_dot):
    y_dot = x @ scipy.sparse.coo_array((entries_dot, (rows, columns)), shape=matrix.shape) + x_dot @ matrix


# --- what a matrix holds ---


@spelled
def dense(matrix, entries, rows, columns):
    return matrix.toarray()


@adjoint(dense, at=elsewhere)
def dense_back(y, matrix, entries, rows, columns, *, y_bar):
    entries_bar = y_bar[rows, columns]


@tangent(dense)
def dense_tangent(y, matrix, entries, rows, columns, *, entries_dot):
    y_dot = scipy.sparse.coo_array((entries_dot, (rows, columns)), shape=matrix.shape).toarray()


@spelled
def total(matrix, entries, rows, columns):
    return matrix.sum()


@adjoint(total, at=elsewhere)
def total_back(y, matrix, entries, rows, columns, *, y_bar):
    entries_bar = y_bar


@tangent(total)
def total_tangent(y, matrix, entries, rows, columns, *, entries_dot):
    y_dot = np.sum(entries_dot)


@spelled
def main_diagonal(matrix, entries, rows, columns):
    return matrix.diagonal()


@adjoint(main_diagonal, at=elsewhere)
def main_diagonal_back(y, matrix, entries, rows, columns, *, y_bar):
    # places beyond the last row or column of the square part are not on it
    entries_bar = np.where(rows == columns, y_bar[np.minimum(rows, columns)], 0.0)


@tangent(main_diagonal)
def main_diagonal_tangent(y, matrix, entries, rows, columns, *, entries_dot):
    y_dot = scipy.sparse.coo_array((entries_dot, (rows, columns)), shape=matrix.shape).diagonal()


# --- linear systems: A x = b gives b_bar = A^-T x_bar, A_bar = -b_bar x^T at the places of the entries ---


@spelled
def solution(matrix, entries, rows, columns, b):
    return scipy.sparse.linalg.spsolve(matrix, b)


@adjoint(solution, at=elsewhere)
def solution_back(x, matrix, entries, rows, columns, b, *, x_bar):
    if ndim(b) != ndim(x):
        refuse("a right side of one column: make it a vector")
    b_bar = scipy.sparse.linalg.spsolve(matrix.T, x_bar)
    if ndim(b) == 1:
        entries_bar = -b_bar[rows] * x[columns]
    else:
        entries_bar = -np.sum(b_bar[rows] * x[columns], axis=1)


@tangent(solution)
def solution_tangent(x, matrix, entries, rows, columns, b, *, entries_dot, b_dot):
    x_dot = scipy.sparse.linalg.spsolve(matrix, b_dot) - scipy.sparse.linalg.spsolve(
        matrix, scipy.sparse.coo_array((entries_dot, (rows, columns)), shape=matrix.shape) @ x
    )


# --- SciPy's matrices: their derivative flows through what they are made of ---


@spelled
def made(kind, given, shape):
    return kind(given, shape=shape)


@spelled
def made_of_copies(kind, given, shape):
    return kind(given, shape=shape, copy=True)


@spelled
def of_diagonals(kind, diagonals, offsets, shape, form):
    return kind(diagonals, offsets=offsets, shape=shape, format=form)


@spelled
def unit(kind, m, n, k, form):
    return kind(m, n=n, k=k, format=form)


@spelled
def found(matrix):
    return scipy.sparse.find(matrix)


@spelled
def extent(matrix):
    return matrix.shape


@spelled
def turned(matrix):
    return matrix.T


@spelled
def scaled(matrix, factor):
    return matrix * factor


@spelled
def divided(matrix, divisor):
    return matrix / divisor


@spelled
def negated(matrix):
    return -matrix


@spelled
def added(left, right):
    return left + right


@spelled
def subtracted(left, right):
    return left - right


@spelled
def by_rows(matrix):
    return matrix.tocsr()


@spelled
def by_columns(matrix):
    return matrix.tocsc()


@spelled
def by_entries(matrix):
    return matrix.tocoo()


for function in (
    made, made_of_copies, of_diagonals, unit, found, extent, turned, scaled, divided, negated,
    added, subtracted, by_rows, by_columns, by_entries,
):  # fmt: skip
    zero(function, "the derivative of a sparse matrix flows through its entries")


# Where the entries are is read when a derivative is computed, so it may not have been changed by then: a name that may
# show changed memory is refused.


@spelled
def held(places):
    return places


zero(held, "a place")


@spelled
def joined(a, b):
    return np.concatenate((a, b))


@adjoint(joined, at=elsewhere)
def joined_back(y, a, b, *, y_bar):
    a_bar = y_bar[: len(a)]
    b_bar = y_bar[len(a) :]


@tangent(joined)
def joined_tangent(y, a, b, *, a_dot, b_dot):
    y_dot = np.concatenate((a_dot, np.zeros(len(b)))) + np.concatenate((np.zeros(len(a)), b_dot))


@dataclass(frozen=True, eq=False)
class SparseArray:
    """A sparse matrix, and what it is made of; see the module's docstring."""

    matrix: Any
    entries: Any
    rows: Any
    columns: Any
    memory: Any = None  # of the entries, where the matrix uses it

    __array_ufunc__ = None

    @property
    def shape(self):
        return extent(self.matrix)

    def __matmul__(self, x):
        if isinstance(x, (SparseArray, sparse.sparray, sparse.spmatrix)):
            raise NotImplementedError("a product of two sparse matrices: multiply a vector by one after the other")
        return times(self.matrix, self.entries, self.rows, self.columns, x)

    def __rmatmul__(self, x):
        if isinstance(x, (sparse.sparray, sparse.spmatrix)):
            raise NotImplementedError("a product of two sparse matrices: multiply a vector by one after the other")
        return times_from_the_left(self.matrix, self.entries, self.rows, self.columns, x)

    def __getitem__(self, index):
        if not isinstance(index, tuple):
            raise NotImplementedError("a row of a sparse matrix: use toarray()")
        i, j = index
        if not isinstance(i, (int, np.integer)) or not isinstance(j, (int, np.integer)):
            raise NotImplementedError("a part of a sparse matrix: use toarray()")
        return self.toarray()[i, j]

    def dot(self, x):
        return self @ x

    def copy(self):
        return self

    def toarray(self):
        return dense(self.matrix, self.entries, self.rows, self.columns)

    def sum(self, axis=None):
        if axis is None:
            return total(self.matrix, self.entries, self.rows, self.columns)
        if axis == 0 or axis == -2:
            return np.ones(self.shape[0]) @ self
        return self @ np.ones(self.shape[1])

    def diagonal(self):
        return main_diagonal(self.matrix, self.entries, self.rows, self.columns)

    @property
    def T(self):
        kind = type(self)
        return kind(turned(self.matrix), self.entries, self.columns, self.rows, self.memory)

    def transpose(self):
        return self.T

    def tocsr(self):
        kind = type(self)
        return kind(by_rows(self.matrix), self.entries, self.rows, self.columns, self.memory)

    def tocsc(self):
        kind = type(self)
        return kind(by_columns(self.matrix), self.entries, self.rows, self.columns, self.memory)

    def tocoo(self):
        kind = type(self)
        return kind(by_entries(self.matrix), self.entries, self.rows, self.columns, self.memory)

    def __mul__(self, factor):
        if np.ndim(factor) != 0:
            raise NotImplementedError("a sparse matrix times an array, item by item: multiply what it is made of")
        kind = type(self)
        return kind(scaled(self.matrix, factor), self.entries * factor, self.rows, self.columns)

    def __rmul__(self, factor):
        return self * factor

    def __truediv__(self, divisor):
        if np.ndim(divisor) != 0:
            raise NotImplementedError("a sparse matrix divided by an array: divide what it is made of")
        kind = type(self)
        return kind(divided(self.matrix, divisor), self.entries / divisor, self.rows, self.columns)

    def __neg__(self):
        kind = type(self)
        return kind(negated(self.matrix), -self.entries, self.rows, self.columns)

    def __add__(self, other):
        kind, right = type(self), known_entries(other)
        entries = joined(self.entries, right.entries)
        rows, columns = joined(self.rows, right.rows), joined(self.columns, right.columns)
        return kind(added(self.matrix, right.matrix), entries, rows, columns)

    def __radd__(self, other):
        return known_entries(other) + self

    def __sub__(self, other):
        kind, right = type(self), known_entries(other)
        entries = joined(self.entries, -right.entries)
        rows, columns = joined(self.rows, right.rows), joined(self.columns, right.columns)
        return kind(subtracted(self.matrix, right.matrix), entries, rows, columns)

    def __rsub__(self, other):
        return known_entries(other) - self


def known_entries(matrix):
    """A sparse matrix, one from outside, too, with what it is made of."""
    if isinstance(matrix, SparseArray):
        return matrix
    if not isinstance(matrix, (sparse.sparray, sparse.spmatrix)):
        raise NotImplementedError("a sparse matrix plus or minus what is none: use toarray()")
    rows, columns, entries = found(matrix)
    if isinstance(matrix, sparse.sparray):
        return SparseArray(matrix, entries, rows, columns)
    return SparseMatrix(matrix, entries, rows, columns)


def find(A):
    return A.rows, A.columns, A.entries


def spsolve(A, b):
    if not isinstance(A, SparseArray):
        raise NotImplementedError("with respect to a sparse right side: use toarray()")
    return solution(A.matrix, A.entries, A.rows, A.columns, b)


class SparseMatrix(SparseArray):
    """One of the older kind, for which `*` is the product of matrices."""

    def __mul__(self, factor):
        if np.ndim(factor) != 0:
            return self @ factor
        kind = type(self)
        return kind(scaled(self.matrix, factor), self.entries * factor, self.rows, self.columns)

    def __rmul__(self, factor):
        if np.ndim(factor) != 0:
            raise NotImplementedError("an array times a sparse matrix: write `@`")
        return self * factor

    def sum(self, axis=None):
        if axis is not None:
            raise NotImplementedError("a sum of a sparse matrix along an axis, which SciPy gives as np.matrix: multiply by np.ones")
        return total(self.matrix, self.entries, self.rows, self.columns)


DESCRIBED = "a sparse matrix that the program makes"
CURE = "use `@`, `T`, `toarray()`, `sum()`, `diagonal()`, sums, multiples by a number, and `spsolve`"
MEANINGS = ((linalg.spsolve, spsolve), (sparse.find, find))
STANDS[SparseArray] = Stand(sparse.sparray, DESCRIBED, CURE, MEANINGS)
STANDS[SparseMatrix] = Stand(sparse.spmatrix, DESCRIBED, CURE, MEANINGS)


# --- where they are made ---


def entries_and_places(given, shape):
    """What a matrix is made of: `data, (i, j)`, or `data, indices, indptr`."""
    if not isinstance(given, tuple) or shape is None:
        raise NotImplementedError("of a sparse matrix that is not made of its entries: write `((data, (i, j)), shape=(m, n))`")
    return given


def of_slices(reading, kind, given, shape, *, by_rows):
    """A matrix that is kept by rows, or by columns, in either form that names its entries."""
    given = entries_and_places(given, shape)
    if len(given) == 2:
        entries, (rows, columns) = given
        matrix = made(kind, given, shape)
        return reading(matrix, entries.copy(), held(rows), held(columns))
    entries, inside, starts = given
    slices = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    if by_rows:
        rows, columns = slices, held(inside)
    else:
        rows, columns = held(inside), slices
    matrix = made(kind, (entries, (rows, columns)), shape)
    return reading(matrix, entries.copy(), rows, columns, held(entries))


def of_list(reading, kind, given, shape):
    """A matrix that uses the memory it is given: it is not read any more once that is changed, and until then a copy will do."""
    entries, (rows, columns) = entries_and_places(given, shape)
    matrix = made_of_copies(kind, given, shape)
    return reading(matrix, entries.copy(), held(rows), held(columns), held(entries))


@defined(sparse.csr_array, at=elsewhere)
def csr_array(arg1, shape=None, *, copy=False):
    return of_slices(SparseArray, sparse.csr_array, arg1, shape, by_rows=True)


@defined(sparse.csr_matrix, at=elsewhere)
def csr_matrix(arg1, shape=None, *, copy=False):
    return of_slices(SparseMatrix, sparse.csr_matrix, arg1, shape, by_rows=True)


@defined(sparse.csc_array, at=elsewhere)
def csc_array(arg1, shape=None, *, copy=False):
    return of_slices(SparseArray, sparse.csc_array, arg1, shape, by_rows=False)


@defined(sparse.csc_matrix, at=elsewhere)
def csc_matrix(arg1, shape=None, *, copy=False):
    return of_slices(SparseMatrix, sparse.csc_matrix, arg1, shape, by_rows=False)


@defined(sparse.coo_array, at=elsewhere)
def coo_array(arg1, shape=None, *, copy=False):
    return of_list(SparseArray, sparse.coo_array, arg1, shape)


@defined(sparse.coo_matrix, at=elsewhere)
def coo_matrix(arg1, shape=None, *, copy=False):
    return of_list(SparseMatrix, sparse.coo_matrix, arg1, shape)


# --- units and diagonals ---


@defined(sparse.eye, at=elsewhere)
def eye(m, n=None, k=0, *, format=None):
    matrix = unit(sparse.eye, m, n, k, format)
    rows, columns, entries = found(matrix)
    return SparseMatrix(matrix, entries, rows, columns)


@defined(sparse.eye_array, at=elsewhere)
def eye_array(m, n=None, *, k=0, format=None):
    matrix = unit(sparse.eye_array, m, n, k, format)
    rows, columns, entries = found(matrix)
    return SparseArray(matrix, entries, rows, columns)


@defined(sparse.identity, at=elsewhere)
def identity(n, *, format=None):
    return eye(n, None, 0, format=format)


def on_diagonal(diagonal, k, shape):
    """The entries of one diagonal, and their rows and columns."""
    if shape is None:
        entries = np.array(diagonal)
    elif k < 0:
        entries = np.copy(np.broadcast_to(diagonal, (min(shape[0] + k, shape[1]),)))
    else:
        entries = np.copy(np.broadcast_to(diagonal, (min(shape[0], shape[1] - k),)))
    places = np.arange(len(entries))
    if k < 0:
        return entries, places - k, places
    if k == 0:
        return entries, places, places
    return entries, places, places + k


def on_diagonals(diagonals, offsets, shape):
    """The entries of all diagonals, and their rows and columns."""
    if isinstance(offsets, int):
        if isinstance(diagonals, (list, tuple)):
            return on_diagonal(diagonals[0], offsets, shape)
        return on_diagonal(diagonals, offsets, shape)
    if len(offsets) > 3:
        raise NotImplementedError("of more than three diagonals: add two matrices")
    a, rows, columns = on_diagonal(diagonals[0], offsets[0], shape)
    if len(offsets) == 1:
        return a, rows, columns
    b, rows_b, columns_b = on_diagonal(diagonals[1], offsets[1], shape)
    if len(offsets) == 2:
        return joined(a, b), joined(rows, rows_b), joined(columns, columns_b)
    c, rows_c, columns_c = on_diagonal(diagonals[2], offsets[2], shape)
    entries, rows = joined(joined(a, b), c), joined(joined(rows, rows_b), rows_c)
    return entries, rows, joined(joined(columns, columns_b), columns_c)


@defined(sparse.diags, at=elsewhere, takes_lists=True)
def diags(diagonals, offsets=0, shape=None, format=None):
    entries, rows, columns = on_diagonals(diagonals, offsets, shape)
    return SparseMatrix(of_diagonals(sparse.diags, diagonals, offsets, shape, format), entries, rows, columns)


@defined(sparse.diags_array, at=elsewhere, takes_lists=True)
def diags_array(diagonals, *, offsets=0, shape=None, format=None):
    entries, rows, columns = on_diagonals(diagonals, offsets, shape)
    return SparseArray(of_diagonals(sparse.diags_array, diagonals, offsets, shape, format), entries, rows, columns)
