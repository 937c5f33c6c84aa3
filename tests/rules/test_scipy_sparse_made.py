"""Sparse matrices that a program makes: what is not followed is refused, and never taken for constant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.sparse.linalg
from scipy import sparse

import s2sdiff as sd
from s2sdiff.errors import Unsupported

ROWS, COLUMNS = np.array([0, 1, 2, 0]), np.array([0, 1, 2, 1])
OUTER = sparse.csr_array(np.eye(3))
X = np.array([0.4, 1.3, 2.1])
D = np.array([1.0, 2.0, 3.0, 4.0])


def made(d):
    return sparse.csr_array((d, (ROWS, COLUMNS)), shape=(3, 3))


def returned(d):
    return made(d)


def without_a_shape(d):
    return np.sum(sparse.csr_array((d, (ROWS, COLUMNS))) @ X)


def of_an_array(d):
    return np.sum(sparse.csr_matrix(np.outer(d, d)) @ d)


def row(d):
    return made(d)[0].sum()


def data(d):
    return np.sum(made(d).data)


def changed_data(d):
    a = made(d)
    a.data *= 2.0
    return a.sum()


def changed_item(d):
    a = made(d)
    a[0, 0] = d[1]
    return a.sum()


def function_of_it(d):
    return np.sum(made(d))


def array_of_it(d):
    return np.sum(np.asarray(made(d)))


def square(d):
    return (made(d) ** 2).sum()


def product_of_two(d):
    return (made(d) @ made(d)).sum()


def product_with_an_outer_one(d):
    return (OUTER @ made(d)).sum()


def plus_a_number(d):
    return (made(d) + 1.0).sum()


def times_a_vector(d):
    return (made(d) * X).sum()


def method_that_is_not_followed(d):
    return made(d).multiply(OUTER).sum()


def function_that_is_not_followed(d):
    return scipy.sparse.linalg.norm(made(d))


def made_of_others(d):
    return sparse.kron(made(d), OUTER).sum()


def made_in_another_way(d):
    return sparse.block_diag([np.outer(d, d)]).sum()


def compared(d):
    return d[0] * (made(d) > 0.0).sum()


def one_column(d):
    return np.sum(scipy.sparse.linalg.spsolve(made(d).tocsc(), X[:, None]))


def entries_it_shares_are_changed(d):
    d = d * 1.0
    a = sparse.coo_array((d, (ROWS, COLUMNS)), shape=(3, 3))
    d[:] = 0.0
    return np.sum(a @ X)


def entries_by_rows_are_changed(d):
    d = d * 1.0
    a = sparse.csr_array((d, COLUMNS, np.array([0, 2, 3, 4])), shape=(3, 3))
    d[:] = 0.0
    return np.sum(a @ X)


def places_are_changed(d):
    rows = ROWS.copy()
    a = sparse.csr_array((d, (rows, COLUMNS)), shape=(3, 3))
    rows[0] = 2
    return np.sum(a @ X)


REFUSED = [
    without_a_shape, of_an_array, row, data, changed_data, changed_item, function_of_it, array_of_it, square,
    product_of_two, product_with_an_outer_one, plus_a_number, times_a_vector, method_that_is_not_followed,
    function_that_is_not_followed, made_of_others, made_in_another_way, compared,
    entries_it_shares_are_changed, entries_by_rows_are_changed, places_are_changed,
]  # fmt: skip


@pytest.mark.parametrize("f", REFUSED)
def test_it_is_refused_in_the_program(f: Callable[..., Any]) -> None:
    for derivative in (lambda: sd.grad(f)(D), lambda: sd.jvp(f, (D,), (D,))):
        with pytest.raises(Unsupported) as caught:
            derivative()
        assert caught.value.filename == __file__


def test_a_right_side_of_one_column_is_refused() -> None:
    with pytest.raises(Unsupported, match="make it a vector"):
        sd.grad(one_column)(D)


def test_a_matrix_is_not_returned() -> None:
    with pytest.raises(Unsupported, match="a sparse matrix that the program makes is returned"):
        sd.vjp(returned, D)


def test_no_array_of_the_shape_of_the_matrix_is_made() -> None:
    n = 200_000
    places = np.arange(n)

    def f(d):
        return np.sum((sparse.csr_array((d, (places, places[::-1])), shape=(n, n)) @ np.ones(n)) ** 2)

    np.testing.assert_allclose(sd.grad(f)(np.ones(n)), 2.0 * np.ones(n))


def of_kind(d):
    a = made(d)
    return 0.0 if isinstance(a, np.ndarray) or not isinstance(a, sparse.sparray) else a.sum()


def of_exact_kind(d):
    a = made(d)
    return a.sum() if isinstance(a, sparse.csr_array) else 0.0


def test_what_it_is_to_who_asks() -> None:
    np.testing.assert_allclose(sd.grad(of_kind)(D), np.ones(4))
    with pytest.raises(Unsupported, match="of which class"):
        sd.grad(of_exact_kind)(D)
