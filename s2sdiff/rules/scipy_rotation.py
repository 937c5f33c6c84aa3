# mypy: ignore-errors
# ruff: noqa: ARG002, D102, SIM108 - the methods are those of SciPy's rotations, and a static `if` is decided when generating
"""scipy.spatial.transform: rotations that a program makes of its variables, and what it computes with them.

A rotation is read as an `Orientation`, which holds what SciPy's `Rotation` holds: a unit quaternion q = (v, w) with the
scalar last, or a row for each of several.  By the angle t about the axis n it is

    v = sin(t / 2) n,  w = cos(t / 2);    p q is the rotation q and then p;    q x q* is the vector x, turned

and everything else follows from these   (Diebel 2006, Representing attitude).  Products of unit quaternions are unit
quaternions but for rounding, so that they are not normalised again, as SciPy does.  What is singular is how an angle is
read: sin(t / 2) / t and its like are power series of t^2, which near 0 are summed as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MethodType
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation, Slerp

from s2sdiff.rules.declare import zero
from s2sdiff.rules.plain import STANDS, Stand, defined, finder, spelled
from s2sdiff.runtime import euler_axes, euler_frame, leading_eigenvector, quaternion_product


def elsewhere(rng: Any) -> list[Any]:
    """No samples: they give objects, so programs of the corpus try them."""
    return []


# --- quaternions ---


def double(x):
    """In the precision that SciPy computes in."""
    if np.issubdtype(x.dtype, np.float32) or np.issubdtype(x.dtype, np.float16):
        return x.astype(float)
    return x


def inverse(q):
    """The rotation back, q*."""
    return q * np.array([-1.0, -1.0, -1.0, 1.0])


def turned(q, x):
    """The vector after the rotation, q x q*."""
    pure = np.concatenate((x, np.zeros_like(x[..., :1])), axis=-1)
    return quaternion_product(quaternion_product(q, pure), inverse(q))[..., :3]


def one_sided(q):
    """Of q and -q, which are one rotation, the one with w > 0."""
    x, y, z, w = q[..., 0:1], q[..., 1:2], q[..., 2:3], q[..., 3:4]
    other = (w < 0) | ((w == 0) & ((x < 0) | ((x == 0) & ((y < 0) | ((y == 0) & (z < 0))))))
    return np.where(other, -q, q)


def nearest(m):
    """The rotation R with the largest trace of R' m: the leading eigenvector of Davenport's matrix   (Wahba 1965).

    It is m itself if that is orthogonal.  Of q and -q it is the one whose largest entry is positive.
    """
    apart = m - np.swapaxes(m, -1, -2)
    axis = np.stack((apart[..., 2, 1], apart[..., 0, 2], apart[..., 1, 0]), axis=-1)
    trace = np.sum(m * np.eye(3), axis=(-2, -1), keepdims=True)
    upper = np.concatenate((m + np.swapaxes(m, -1, -2) - trace * np.eye(3), axis[..., None]), axis=-1)
    lower = np.concatenate((axis[..., None, :], trace), axis=-1)
    q = leading_eigenvector(np.concatenate((upper, lower), axis=-2))
    return np.where(np.max(q, axis=-1, keepdims=True) + np.min(q, axis=-1, keepdims=True) < 0, -q, q)


@dataclass(frozen=True, eq=False)
class Orientation:
    """A rotation, or several; see the module's docstring."""

    quat: Any

    __array_ufunc__ = None

    @property
    def single(self):
        return np.ndim(self.quat) == 1

    @property
    def shape(self):
        return np.shape(self.quat)[:-1]

    def __getitem__(self, indexer):
        if np.ndim(self.quat) == 1:
            raise TypeError("Single rotation is not subscriptable.")
        return Orientation(self.quat[indexer])

    def __mul__(self, other):
        return Orientation(quaternion_product(self.quat, known(other).quat))

    def __rmul__(self, other):
        return Orientation(quaternion_product(known(other).quat, self.quat))

    def __pow__(self, n):
        if np.ndim(n) > 0:
            raise NotImplementedError("of a power that is an array: raise to a number")
        power = from_rotvec(n * self.as_rotvec()).quat
        # of q and -q, the first power is the quaternion itself, and its inverse that power
        itself = self.quat if n == 1 else inverse(self.quat)
        other = (np.abs(n) == 1) & (np.sum(power * itself, axis=-1, keepdims=True) < 0)
        return Orientation(np.where(other, -power, power))

    def inv(self):
        return Orientation(inverse(self.quat))

    def apply(self, vectors, inverse=False):
        x = np.array(vectors) if isinstance(vectors, (list, tuple)) else vectors
        return turned(self.inv().quat if inverse else self.quat, double(x))

    def approx_equal(self, other, atol=None, degrees=False):
        if atol is None:
            limit = 1e-8
        else:
            limit = np.deg2rad(atol) if degrees else atol
        return (known(other) * self.inv()).magnitude() < limit

    def magnitude(self):
        return 2.0 * np.arctan2(np.linalg.norm(self.quat[..., :3], axis=-1), np.abs(self.quat[..., 3]))

    def mean(self, weights=None, axis=None):
        q = np.atleast_2d(self.quat)
        if np.ndim(q) > 2 or axis is not None:
            raise NotImplementedError("a mean along an axis: of one row of rotations, with `axis` left out, there is one")
        if weights is not None and np.any(weights < 0):
            raise ValueError("`weights` must be non-negative.")
        if weights is None:
            return Orientation(leading_eigenvector(q.T @ q))
        return Orientation(leading_eigenvector((weights * q.T) @ q))

    def as_quat(self, canonical=False, *, scalar_first=False):
        q = one_sided(self.quat) if canonical else np.copy(self.quat)
        return np.roll(q, 1, axis=-1) if scalar_first else q

    def as_matrix(self):
        columns = turned(self.quat[..., None, :], np.eye(3))
        return np.swapaxes(columns, -1, -2)

    def as_rotvec(self, degrees=False):
        # t / sin(t / 2) is 2 arcsin(|v|) / |v|, where w > 0
        q = one_sided(self.quat)
        v = q[..., :3]
        square = np.sum(v * v, axis=-1, keepdims=True)
        small = square < 0.001
        size = np.sqrt(np.where(small, 1.0, square))
        series = np.polyval(np.array([1225.0, 1800.0, 3024.0, 6720.0, 40320.0]), square) / 20160.0
        rotvec = np.where(small, series, 2.0 * np.arctan2(size, q[..., 3:]) / size) * v
        return np.rad2deg(rotvec) if degrees else rotvec

    def as_mrp(self):
        q = np.where(self.quat[..., 3:] < 0, -self.quat, self.quat)
        return q[..., :3] / (1.0 + q[..., 3:])

    def as_euler(self, seq, degrees=False, *, suppress_warnings=False):
        # Bernardes and Viollet 2022, for axes that need not be three
        tilt, first, middle, across, lead, side, order = euler_frame(seq)
        q = quaternion_product(tilt, self.quat)
        v = q[..., :3]
        a, b, c, d = q[..., 3], v @ first, v @ middle, v @ across
        between = 2.0 * np.arctan2(np.hypot(c, d), np.hypot(a, b))
        if np.any((between <= 1e-7) | (between >= np.pi - 1e-7)):
            raise ValueError("in gimbal lock the angles are not unique, and have no derivative")
        half_sum, half_difference = np.arctan2(b, a), np.arctan2(d, c)
        inward = np.stack((half_sum + half_difference, side * (between - lead), half_sum - half_difference), axis=-1)
        angles = inward @ order
        angles = np.where(angles > np.pi, angles - 2.0 * np.pi, np.where(angles < -np.pi, angles + 2.0 * np.pi, angles))
        return np.rad2deg(angles) if degrees else angles


@spelled
def held(rotation):
    return rotation.as_quat()


zero(held, "it is made outside")


def known(rotation):
    """A rotation, one from outside, too, as it is read here."""
    if isinstance(rotation, Orientation):
        return rotation
    if not isinstance(rotation, Rotation):
        raise NotImplementedError("a rotation times what is none: r.apply(x) for vectors")
    return Orientation(held(rotation))


def length(rotations):
    """How many they are; a method, which this would be, is not followed in a list of rotations."""
    if np.ndim(rotations.quat) == 1:
        raise TypeError("Single rotation has no len().")
    return len(rotations.quat)


def class_of(rotation):
    return Rotation


@defined(Rotation, at=elsewhere)
def rotation_of(quat, *, scalar_first=False):
    return from_quat(quat, scalar_first=scalar_first)


@defined(Rotation.from_quat, at=elsewhere)
def from_quat(quat, *, scalar_first=False):
    q = double(quat)
    size = np.linalg.norm(q, axis=-1, keepdims=True)
    if np.any(size == 0.0):
        raise ValueError("Found zero norm quaternions in `quat`.")
    unit = q / size
    return Orientation(np.roll(unit, -1, axis=-1) if scalar_first else unit)


@defined(Rotation.from_matrix, at=elsewhere)
def from_matrix(matrix):
    if np.any(np.linalg.det(matrix) <= 0.0):
        raise ValueError("Non-positive determinant (left-handed or null coordinate frame) in rotation matrix")
    return Orientation(nearest(double(matrix)))


@defined(Rotation.from_rotvec, at=elsewhere)
def from_rotvec(rotvec, degrees=False):
    turn = np.deg2rad(double(rotvec)) if degrees else double(rotvec)
    square = np.sum(turn * turn, axis=-1, keepdims=True)
    small = square < 0.01
    angle = np.sqrt(np.where(small, 1.0, square))
    sine_series = np.polyval(np.array([1.0, -288.0, 48384.0, -3870720.0, 92897280.0]), square) / 185794560.0
    cosine_series = np.polyval(np.array([1.0, -224.0, 26880.0, -1290240.0, 10321920.0]), square) / 10321920.0
    vector = np.where(small, sine_series, np.sin(0.5 * angle) / angle) * turn
    scalar = np.where(small, cosine_series, np.cos(0.5 * angle))
    return Orientation(np.concatenate((vector, scalar), axis=-1))


@defined(Rotation.from_mrp, at=elsewhere)
def from_mrp(mrp):
    m = double(mrp)
    square = np.sum(m * m, axis=-1, keepdims=True)
    return Orientation(np.concatenate((2.0 * m, 1.0 - square), axis=-1) / (1.0 + square))


@defined(Rotation.from_euler, at=elsewhere)
def from_euler(seq, angles, degrees=False):
    axes, order = euler_axes(seq)
    given = double(np.atleast_1d(angles))
    if np.shape(given)[-1] != len(axes):
        raise ValueError("there must be an angle for each axis of `seq`")
    half = 0.5 * (np.deg2rad(given) if degrees else given) @ order
    turns = np.sin(half)[..., None] * axes + np.cos(half)[..., None] * np.array([0.0, 0.0, 0.0, 1.0])
    q = turns[..., 0, :]
    if len(axes) > 1:
        q = quaternion_product(q, turns[..., 1, :])
    if len(axes) > 2:
        q = quaternion_product(q, turns[..., 2, :])
    return Orientation(q)


@defined(Rotation.identity, at=elsewhere)
def identity(num=None):
    if num is None:
        return Orientation(np.array([0.0, 0.0, 0.0, 1.0]))
    return Orientation(np.ones((num, 1)) * np.array([0.0, 0.0, 0.0, 1.0]))


@defined(Rotation.concatenate, at=elsewhere)
def concatenate(rotations):
    if isinstance(rotations, (Orientation, Rotation)):
        return known(rotations)
    return Orientation(np.concatenate([np.atleast_2d(known(r).quat) for r in rotations]))


@defined(Rotation.align_vectors, at=elsewhere)
def align_vectors(a, b, weights=None):
    if np.ndim(a) != 2 or np.ndim(b) != 2 or len(a) < 2:
        raise NotImplementedError("that align a single vector: give two or more")
    if weights is not None and not np.all(np.isfinite(weights)):
        raise ValueError("weights must be finite where they are differentiated")
    weighted = a if weights is None else weights[:, None] * a
    q = nearest(weighted.T @ b)
    away = a - turned(q, b)
    return Orientation(q), np.linalg.norm(away if weights is None else np.sqrt(weights)[:, None] * away)


# --- rotations between those at some times ---


def between(times, spans, quat, steps, t):
    """The rotation at t, from the last one of `quat` before it with a constant speed, by which it turns by a step."""
    if np.any((t < times[0]) | (t > times[-1])):
        raise ValueError("Interpolation times must be within the range")
    i = np.clip(np.searchsorted(times, t) - 1, 0, len(times) - 2)
    share = (t - times[i]) / spans[i]
    part = steps[i] * share if np.ndim(t) == 0 else steps[i] * share[:, None]
    return Orientation(quaternion_product(quat[i], from_rotvec(part).quat))


@defined(Slerp, at=elsewhere)
def slerp(times, rotations):
    if isinstance(times, (list, tuple)):
        times = np.array(times)
    quat = known(rotations).quat
    if np.ndim(quat) != 2 or len(quat) < 2 or len(quat) != len(times):
        raise ValueError("there must be two rotations or more, and a time for each")
    spans = np.diff(times)
    if np.any(spans <= 0.0):
        raise ValueError("Times must be in strictly increasing order.")
    steps = Orientation(quaternion_product(inverse(quat[:-1]), quat[1:])).as_rotvec()

    def interpolated(t):
        return between(times, spans, quat, steps, np.array(t) if isinstance(t, (list, tuple)) else t)

    return interpolated


METHODS = (
    "inv", "apply", "approx_equal", "magnitude", "mean", "as_quat", "as_matrix", "as_rotvec", "as_mrp", "as_euler",
)  # fmt: skip

STANDS[Orientation] = Stand(
    Rotation,
    "a rotation that the program makes",
    "use `*`, `**`, `[i]` and its methods " + ", ".join(f"`{name}`" for name in METHODS),
    ((Slerp, slerp), (Rotation.concatenate, concatenate), (len, length), (type, class_of)),
)


# --- those that are made outside: what they hold is asked for when a derivative is computed ---


def of_outer(name):
    """What is read for a method of a rotation that was made outside."""
    method = vars(Orientation)[name]

    def called(rotation, *args, **options):
        return method(known(rotation), *args, **options)

    return called


OF_OUTER = {name: of_outer(name) for name in METHODS}
_paths: dict[int, tuple[Any, Any]] = {}  # by the id of what is kept beside


@finder
def method_of_outer(target):
    """The method of a rotation that was made outside."""
    rotation = target.__self__ if isinstance(target, MethodType) else None
    if not isinstance(rotation, Rotation) or target.__name__ not in METHODS:
        return None
    return MethodType(OF_OUTER[target.__name__], rotation)


@finder
def outer_path(target):
    """The function of an interpolation that was made outside."""
    if type(target) is not Slerp:
        return None
    if id(target) not in _paths:
        times, starts, steps = target.times, target.rotations, target.rotvecs

        def interpolated(t):
            return between(times, np.diff(times), held(starts), steps, np.array(t) if isinstance(t, (list, tuple)) else t)

        _paths[id(target)] = target, interpolated
    return _paths[id(target)][1]
