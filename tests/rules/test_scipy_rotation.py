"""Rotations that a program makes: they compute what SciPy's do, are smooth where those are, and all else is refused."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.spatial.transform import Rotation, Slerp

import s2sdiff as sd
from s2sdiff.errors import Unsupported
from s2sdiff.rules import registry

registry.import_late()  # what is imported here by name is a part of the library, not rules of a user
from s2sdiff.rules import scipy_rotation as ours

RNG = np.random.default_rng(7)
SHAPES: list[tuple[int, ...]] = [(), (1,), (5,)]
SEQUENCES = [
    "".join(s) for axes in ("xyz", "XYZ") for n in (1, 2, 3) for s in itertools.product(axes, repeat=n)
    if all(a != b for a, b in itertools.pairwise(s))
]  # fmt: skip
SIZES = (0.0, 1e-9, 0.05, 0.0999, 0.1001, 1.0, 3.0, 10.0)
NEAR = {"rtol": 1e-12, "atol": 1e-12}


def both(name: str, *args: Any, **options: Any) -> tuple[Any, Any]:
    """What we make, and what SciPy does."""
    return getattr(ours, name)(*args, **options), getattr(Rotation, name)(*args, **options)


def assert_alike(made: Any, known: Any) -> None:
    """All that is read of them is the same."""
    assert made.single == known.single
    assert made.shape == known.shape
    for options in ({}, {"canonical": True}, {"scalar_first": True}):
        np.testing.assert_allclose(made.as_quat(**options), known.as_quat(**options), **NEAR)
    np.testing.assert_allclose(made.as_matrix(), known.as_matrix(), **NEAR)
    for degrees in (False, True):
        np.testing.assert_allclose(made.as_rotvec(degrees), known.as_rotvec(degrees), rtol=1e-12, atol=1e-11)
    np.testing.assert_allclose(made.as_mrp(), known.as_mrp(), **NEAR)
    np.testing.assert_allclose(made.magnitude(), known.magnitude(), **NEAR)
    np.testing.assert_allclose(made.inv().as_quat(), known.inv().as_quat(), **NEAR)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", SIZES)
def test_rotation_vectors_and_parameters(shape: tuple[int, ...], size: float) -> None:
    x = RNG.normal(size=(*shape, 3))
    x = size * x / np.linalg.norm(x, axis=-1, keepdims=True)
    assert_alike(*both("from_rotvec", x))
    assert_alike(*both("from_rotvec", 50.0 * x, degrees=True))
    assert_alike(*both("from_mrp", 0.9 * x))  # but for half a turn, where signs are a matter of rounding


@pytest.mark.parametrize("shape", SHAPES)
def test_quaternions_and_matrices(shape: tuple[int, ...]) -> None:
    for _ in range(20):
        x = RNG.normal(size=(*shape, 4))
        assert_alike(*both("from_quat", x))
        assert_alike(*both("from_quat", x, scalar_first=True))
        assert_alike(ours.rotation_of(x), Rotation(x))
        assert_alike(*both("from_matrix", Rotation.from_quat(x).as_matrix()))
        skew = Rotation.from_quat(x).as_matrix() + 0.1 * RNG.normal(size=(*shape, 3, 3))
        assert_alike(*both("from_matrix", skew))


@pytest.mark.parametrize("seq", SEQUENCES)
def test_angles(seq: str) -> None:
    for shape, degrees in itertools.product(SHAPES, (False, True)):
        angles = RNG.normal(size=(*shape, len(seq))) * (100.0 if degrees else 2.0)
        made, known = both("from_euler", seq, angles, degrees)
        assert_alike(made, known)
        if len(seq) == 3:
            np.testing.assert_allclose(made.as_euler(seq, degrees), known.as_euler(seq, degrees), rtol=1e-10, atol=1e-10)
            other = seq[::-1] if seq[0] == seq[2] else seq[:2] + seq[0]
            np.testing.assert_allclose(made.as_euler(other, degrees), known.as_euler(other, degrees), rtol=1e-10, atol=1e-9)
    if len(seq) == 1:
        assert_alike(*both("from_euler", seq, 0.3))


@pytest.mark.parametrize(("left", "right"), list(itertools.product(SHAPES, SHAPES)))
def test_products_and_vectors(left: tuple[int, ...], right: tuple[int, ...]) -> None:
    a, b = RNG.normal(size=(*left, 3)), RNG.normal(size=(*right, 3))
    made, known = both("from_rotvec", a)
    other, other_known = both("from_rotvec", b)
    assert_alike(made * other, known * other_known)
    assert_alike(made * other_known, known * other_known)
    for inverse in (False, True):
        got, wanted = made.apply(b, inverse), known.apply(b, inverse)
        assert got.shape == wanted.shape
        np.testing.assert_allclose(got, wanted, **NEAR)
    np.testing.assert_array_equal(made.approx_equal(other, 1.5), known.approx_equal(other_known, 1.5))
    for n in (-1, 0, 1, 2, 0.3, -1.7):
        assert_alike(made**n, known**n)


@pytest.mark.parametrize("seq", ["", "xYz", "xyzx", "xxz", "abc"])
def test_letters_that_name_no_axes(seq: str) -> None:
    for made in (ours.from_euler, Rotation.from_euler):
        with pytest.raises(ValueError, match=r"ax[ei]s"):
            made(seq, np.zeros(len(seq)))


def test_several() -> None:
    a, weights = RNG.normal(size=(5, 3)), RNG.uniform(0.5, 1.5, 5)
    made, known = both("from_rotvec", a)
    assert_alike(made.mean(), known.mean())
    assert_alike(made.mean(weights), known.mean(weights))
    assert_alike(made[2], known[2])
    assert_alike(made[np.array([3, 0])], known[np.array([3, 0])])
    assert ours.length(made) == len(known)
    assert_alike(ours.concatenate([made, made[1]]), Rotation.concatenate([known, known[1]]))
    assert_alike(*both("identity"))
    assert_alike(*both("identity", 3))
    times = np.array([0.0, 1.0, 1.5, 3.0, 4.0])
    for t in (0.0, 0.4, 4.0, np.array([0.0, 1.0, 2.0, 3.7])):
        assert_alike(ours.slerp(times, made)(t), Slerp(times, known)(t))
    cloud = known[0].apply(a) + 0.1 * RNG.normal(size=(5, 3))
    for chosen in (None, weights):
        (turn, distance), (wanted, wanted_distance) = both("align_vectors", cloud, a, chosen)
        assert_alike(turn, wanted)
        np.testing.assert_allclose(distance, wanted_distance, rtol=1e-10)


# --- derivatives at rest, and on both sides of where a series ends ---

W = np.array([0.3, -0.5, 0.4])


def vector_part(w):
    return Rotation.from_rotvec(w).as_quat()[:3]


def scalar_part(w):
    return Rotation.from_rotvec(w).as_quat()[3]


def there_and_back(w):
    return Rotation.from_rotvec(w).as_rotvec()


def test_at_rest() -> None:
    rest = np.zeros(3)
    for jacobian in (sd.jacrev, sd.jacfwd):
        np.testing.assert_allclose(jacobian(vector_part)(rest), 0.5 * np.eye(3), atol=1e-15)
        np.testing.assert_allclose(jacobian(there_and_back)(rest), np.eye(3), atol=1e-15)
        np.testing.assert_allclose(jacobian(jacobian(vector_part))(rest), np.zeros((3, 3, 3)), atol=1e-15)
        np.testing.assert_allclose(jacobian(jacobian(there_and_back))(rest), np.zeros((3, 3, 3)), atol=1e-14)
    np.testing.assert_allclose(sd.grad(scalar_part)(rest), np.zeros(3), atol=1e-15)
    np.testing.assert_allclose(sd.hessian(scalar_part)(rest), -0.25 * np.eye(3), atol=1e-15)


@pytest.mark.parametrize("size", [1e-12, 1e-6, 0.0632, 0.0633, 0.0999, 0.1001, 0.5, 3.0])
def test_a_rotation_vector_comes_back(size: float) -> None:
    w = size * W / np.linalg.norm(W)
    np.testing.assert_allclose(sd.jacrev(there_and_back)(w), np.eye(3), atol=1e-11)
    np.testing.assert_allclose(sd.jacfwd(there_and_back)(w), np.eye(3), atol=1e-11)
    np.testing.assert_allclose(sd.jacfwd(sd.jacrev(there_and_back))(w), np.zeros((3, 3, 3)), atol=1e-9)
    length = sd.grad(lambda w: np.sum(Rotation.from_rotvec(w).as_quat() ** 2))(w)
    np.testing.assert_allclose(length, np.zeros(3), atol=1e-13)


def of_matrix(m):
    return np.sum(Rotation.from_matrix(m).as_quat() * np.array([0.3, -1.0, 0.7, 0.2]))


def test_the_second_derivative_at_an_orthogonal_matrix() -> None:
    """Three eigenvalues of Davenport's matrix are equal there."""
    m, u = Rotation.from_rotvec(W).as_matrix(), RNG.normal(size=(3, 3))
    h = 1e-5
    along = (sd.grad(of_matrix)(m + h * u) - sd.grad(of_matrix)(m - h * u)) / (2.0 * h)
    np.testing.assert_allclose(sd.jvp(sd.grad(of_matrix), (m,), (u,))[1], along, rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(sd.grad(lambda m: np.sum(sd.grad(of_matrix)(m) * u))(m), along, rtol=1e-8, atol=1e-9)


def of_pair(x):
    return np.sum(Rotation.from_rotvec(x).mean().as_matrix() ** 3)


def test_the_second_derivative_of_the_mean_of_two() -> None:
    """Two eigenvalues are zero."""
    x, u = RNG.normal(size=(2, 3)), RNG.normal(size=(2, 3))
    h = 1e-5
    along = (sd.grad(of_pair)(x + h * u) - sd.grad(of_pair)(x - h * u)) / (2.0 * h)
    np.testing.assert_allclose(sd.jvp(sd.grad(of_pair), (x,), (u,))[1], along, rtol=1e-7, atol=1e-8)


def test_single_precision_is_computed_in_double() -> None:
    w = W.astype(np.float32)
    y, gradient = sd.value_and_grad(lambda w: np.sum(Rotation.from_rotvec(w).apply(w[::-1]) ** 3))(w)
    np.testing.assert_allclose(y, np.sum(Rotation.from_rotvec(w).apply(w[::-1]) ** 3), rtol=1e-14)
    assert gradient.dtype == np.float32


# --- those from outside ---

MOUNT = Rotation.from_rotvec(np.array([[0.1, 0.2, 0.3], [0.5, -0.4, 0.2]]))


def mounted(w):
    return np.sum(MOUNT.apply(w) ** 3)


def test_one_from_outside_may_be_changed_between_calls() -> None:
    gradient = sd.grad(mounted)
    before = gradient(W)
    MOUNT[0] = Rotation.from_rotvec([1.0, 2.0, 3.0])
    after = gradient(W)
    assert np.max(np.abs(after - before)) > 0.1
    h = 1e-6
    wanted = [(mounted(W + h * e) - mounted(W - h * e)) / (2.0 * h) for e in np.eye(3)]
    np.testing.assert_allclose(after, wanted, rtol=1e-8)


def given(r, w):
    return np.sum((r * Rotation.from_rotvec(w)).apply(w, inverse=True) ** 3)


def test_one_may_be_an_argument() -> None:
    r, h = Rotation.from_rotvec([0.1, 0.2, 0.3]), 1e-6
    wanted = [(given(r, W + h * e) - given(r, W - h * e)) / (2.0 * h) for e in np.eye(3)]
    np.testing.assert_allclose(sd.grad(given, 1)(r, W), wanted, rtol=1e-8, atol=1e-9)


# --- what is asked of one, and what is refused ---


def asked(w):
    r = Rotation.from_rotvec(w)
    if not isinstance(r, Rotation) or isinstance(r, (np.ndarray, list)) or not hasattr(r, "as_davenport"):
        return np.sum(w)
    return r.magnitude()


def test_it_is_one_of_scipys() -> None:
    np.testing.assert_allclose(sd.grad(asked)(W), W / np.linalg.norm(W), rtol=1e-12)


def returned(w):
    return Rotation.from_rotvec(w)


def array_of_it(w):
    return np.sum(np.asarray(Rotation.from_rotvec(w)))


def method_that_is_not_followed(w):
    return np.sum(Rotation.from_rotvec(w).as_davenport(np.eye(3), "e"))


def private(w):
    return np.sum(Rotation.from_rotvec(w)._quat)


def changed_item(w):
    r = Rotation.from_rotvec(np.outer(w, w))
    r[0] = Rotation.from_rotvec(w)
    return np.sum(r.as_quat())


def times_a_vector(w):
    return np.sum(Rotation.from_rotvec(w) * w)


def power_of_several(w):
    return np.sum((Rotation.from_rotvec(np.outer(w, w)) ** w).as_quat())


def taken_as_valid(w):
    return np.sum(Rotation.from_matrix(np.outer(w, w), assume_valid=True).as_quat())


def not_normalised(w):
    return np.sum(Rotation(np.append(w, 1.0), normalize=False).as_quat())


def spline_of_them(w):
    from scipy.spatial.transform import RotationSpline

    return np.sum(RotationSpline([0.0, 1.0, 2.0], Rotation.from_rotvec(np.outer(w, w)))(0.3).as_quat())


def drawn(w):
    return np.sum(Rotation.random(rng=0).apply(w))


def single_vector_aligned(w):
    return Rotation.align_vectors(w, W)[1]


def mean_along_an_axis(w):
    return Rotation.from_rotvec(np.outer(w, w)).mean(axis=0).magnitude()


def attribute_of_path(w):
    return np.sum(Slerp([0.0, 1.0, 2.0], Rotation.from_rotvec(np.outer(w, w))).times) * w[0]


REFUSED = [
    returned, array_of_it, method_that_is_not_followed, private, changed_item, times_a_vector, power_of_several,
    taken_as_valid, not_normalised, spline_of_them, drawn, single_vector_aligned, mean_along_an_axis, attribute_of_path,
]  # fmt: skip


@pytest.mark.parametrize("f", REFUSED)
def test_it_is_refused_in_the_program(f: Callable[..., Any]) -> None:
    for derivative in (lambda: sd.grad(f)(W), lambda: sd.jvp(f, (W,), (W,))):
        with pytest.raises(Unsupported) as caught:
            derivative()
        assert caught.value.filename == __file__


def locked(angles):
    return np.sum(Rotation.from_euler("ZYX", angles).as_euler("ZYX"))


@pytest.mark.filterwarnings("ignore:Gimbal lock")
def test_angles_in_gimbal_lock_raise() -> None:
    with pytest.raises(ValueError, match="gimbal lock"):
        sd.grad(locked)(np.array([0.3, 0.5 * np.pi, 0.1]))


def of_matrix_with_a_mirror(m):
    return np.sum(Rotation.from_matrix(m).as_quat())


def outside_of_path(t):
    return np.sum(Slerp([0.0, 1.0], Rotation.identity(2))(t).as_quat())


def of_nothing(q):
    return np.sum(Rotation.from_quat(q).as_quat())


RAISING = [
    (of_matrix_with_a_mirror, -np.eye(3), "determinant"), (outside_of_path, 1.5, "range"), (of_nothing, np.zeros(4), "norm"),
]  # fmt: skip


@pytest.mark.parametrize(("f", "x", "words"), RAISING)
def test_what_raises_raises(f: Callable[..., Any], x: Any, words: str) -> None:
    for attempt in (f, sd.grad(f)):
        with pytest.raises(ValueError, match=words):
            attempt(x)
