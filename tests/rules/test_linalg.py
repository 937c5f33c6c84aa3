"""Kinks, conventions and refusals of linear algebra."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.rules import registry
from s2sdiff.rules.static import Refused

from . import check


def contributions(function: Any, *args: Any, y_bar: Any, **kwargs: Any) -> dict[str, Any]:
    rule = registry.lookup(function)
    return check.assigned(rule, rule.adjoint, function(*args, **kwargs), *args, **kwargs, y_bar=y_bar)


@pytest.mark.parametrize("ord", [None, 1, 2, 3, np.inf])
def test_the_derivative_of_a_norm_at_zero_is_zero(ord: Any) -> None:
    found = contributions(np.linalg.norm, np.zeros(3), ord, y_bar=1.0)["x_bar"]
    np.testing.assert_array_equal(found, np.zeros(3))


def test_ties_of_the_largest_item_are_split_evenly() -> None:
    found = contributions(np.linalg.norm, np.array([1.0, -1.0, 0.0]), np.inf, y_bar=1.0)["x_bar"]
    np.testing.assert_array_equal(found, [0.5, -0.5, 0.0])


@pytest.mark.parametrize("function", [np.linalg.cholesky, np.linalg.eigvalsh])
def test_a_symmetric_matrix_has_a_symmetric_cotangent(function: Any) -> None:
    a = np.array([[4.0, 1.0], [1.0, 3.0]])
    y_bar = np.arange(1.0, 1.0 + np.size(function(a))).reshape(np.shape(function(a)))
    found = contributions(function, a, y_bar=y_bar)["a_bar"]
    np.testing.assert_allclose(found, found.T)


def test_vectors_of_equal_eigenvalues_have_no_derivative() -> None:
    """The exponential of a matrix has one, and it would take more than the eigenvectors to say it: so none is told."""
    along = np.array([[0.0, 1.0], [1.0, 0.0]])

    def by_eigh(t: float) -> float:
        w, v = np.linalg.eigh(1.5 * np.eye(2) + t * along)
        return np.sum((v * np.exp(w)) @ v.T)

    def by_svd(t: float) -> float:
        u, s, v_t = np.linalg.svd(1.5 * np.eye(2) + t * along, full_matrices=False)
        return np.sum((u * np.exp(s)) @ v_t)

    for f in (by_eigh, by_svd):
        assert np.isnan(sd.grad(f)(0.0))
        assert np.isnan(sd.jvp(f, (0.0,), (1.0,))[1])
        assert np.isfinite(sd.grad(f)(0.1))


def test_equal_eigenvalues_have_finite_derivatives() -> None:
    y_bar = (np.array([1.0, 1.0]), np.zeros((2, 2)))
    np.testing.assert_array_equal(contributions(np.linalg.eigh, np.eye(2), y_bar=y_bar)["a_bar"], np.eye(2))


@pytest.mark.parametrize(
    ("function", "kwargs"),
    [
        (np.linalg.norm, {"ord": 0}),
        (np.linalg.qr, {"mode": "raw"}),
        (np.linalg.pinv, {"rcond": 1e-3}),
    ],
)
def test_what_is_not_handled_is_refused(function: Any, kwargs: dict[str, Any]) -> None:
    rule = registry.lookup(function)
    a = np.eye(2) if kwargs.get("ord") is None else np.ones(2)
    with pytest.raises(Refused):
        check.assigned(rule, rule.adjoint, None, a, **kwargs, **{f"{rule.result}_bar": None})


A = np.random.default_rng(3).normal(size=(2, 3, 4))
Z = A[0] + 1j * A[1]
H = Z @ Z.conj().T + np.diag([1.0, 2.0, 3.0])


def of_eigenvectors(a: Any) -> Any:
    w, v = np.linalg.eigh(a)
    return (v * np.exp(-w)) @ np.conj(v.T)


def of_singular_vectors(a: Any) -> Any:
    u, s, v_t = np.linalg.svd(a)
    return (u[:, :3] * np.exp(-s)) @ v_t[:3]


@pytest.mark.parametrize(
    ("function", "a"),
    [
        (of_eigenvectors, H),
        (lambda a: np.abs(np.linalg.eigh(a, "U")[1]), H),
        (of_singular_vectors, A[0]),
        (of_singular_vectors, Z),
        (lambda a: of_singular_vectors(a.T), Z.T),
        (lambda a: np.abs(np.linalg.svd(a, full_matrices=False)[2]), Z),
    ],
)
def test_what_does_not_depend_on_phases_nor_on_other_vectors_is_right(function: Any, a: Any) -> None:
    rng = np.random.default_rng(4)
    direction = rng.normal(size=a.shape) + (1j * rng.normal(size=a.shape) if np.iscomplexobj(a) else 0.0)
    direction = direction + direction.conj().T if a.shape == (3, 3) else direction
    want = (function(a + 1e-5 * direction) - function(a - 1e-5 * direction)) / 2e-5
    np.testing.assert_allclose(sd.jvp(function, (a,), (direction,))[1], want, rtol=1e-6, atol=1e-7)
    value, pullback = sd.vjp(function, a)
    share = rng.normal(size=value.shape) + (1j * rng.normal(size=value.shape) if np.iscomplexobj(value) else 0.0)
    found = np.sum(pullback(share)[0] * direction).real
    np.testing.assert_allclose(found, np.sum(share * want).real, rtol=1e-6, atol=1e-7)


def test_singular_vectors_beyond_the_values_have_no_derivative() -> None:
    def last(a: Any) -> Any:
        return np.linalg.svd(a)[2][-1, 0] ** 2

    assert np.all(np.isnan(sd.grad(last)(A[0])))
    assert np.isnan(sd.jvp(last, (A[0],), (A[1],))[1])
