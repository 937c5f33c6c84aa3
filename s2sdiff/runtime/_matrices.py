"""Matrices, their eigenvectors, and rotations."""

from __future__ import annotations

from typing import Any

import numpy as np


def over_gap(gap: Any, due: Any) -> Any:
    """1 / gap, for what is `due` to two eigenvectors; between equal eigenvalues 0 where nothing is due, else nan.

    How eigenvectors turn among those of one eigenvalue is not known, nor what that does to what is made of them.  Those of a
    matrix that are equal up to rounding count as equal: what stands between them is noise over noise.

    >>> over_gap(np.array([2.0, 0.0, 0.0]), np.array([1.0, 0.0, 1.0]))
    array([0.5, 0. , nan])
    """
    gap = np.asarray(gap)
    widest = np.max(np.abs(gap), axis=(-2, -1), keepdims=True, initial=0.0) if gap.ndim > 1 else np.abs(gap)
    equal = np.abs(gap) <= 8.0 * np.finfo(np.result_type(gap, np.float16)).eps * widest
    inverse = np.where(equal, 0.0, 1.0 / np.where(equal, 1.0, gap))
    return np.where(equal & (due != 0.0), np.nan, inverse)


def only_first(g: Any, x: Any) -> Any:
    """The part of g, shaped like x, at the beginning of its axes; nan if anything beyond it is not zero.

    >>> only_first(np.array([1.0, 2.0, 0.0]), np.zeros(2)), only_first(np.array([1.0, 2.0, 3.0]), np.zeros(2))
    (array([1., 2.]), array([nan, nan]))
    """
    first = g[tuple(slice(n) for n in np.shape(x))]
    return first if np.count_nonzero(g) == np.count_nonzero(first) else np.full_like(first, np.nan)


def unknown_beyond(g: Any, x: Any) -> Any:
    """Shaped like x: g at the beginning of its axes, and nan where it has no items.

    >>> unknown_beyond(np.ones(2), np.zeros(3))
    array([ 1.,  1., nan])
    """
    whole = np.full(np.shape(x), np.nan, g.dtype)
    whole[tuple(slice(n) for n in g.shape)] = g
    return whole


def only_real(y: Any) -> Any:
    """Y, made of a real matrix: that it is complex is known by its values alone, and refused.

    >>> only_real(np.eye(1))
    array([[1.]])
    """
    if np.iscomplexobj(y):
        raise TypeError("this function of a real matrix is complex: give it the matrix + 0j")
    return y


def cofactors(a: Any) -> Any:
    """The matrix of the cofactors of a, det(a) inv(a).T; of each in an array of matrices, singular ones too.

    >>> cofactors(np.array([[1.0, 2.0], [3.0, 5.0]])).round(9), cofactors(np.array([[1.0, 2.0], [2.0, 4.0]])).round(9)
    (array([[ 5., -3.],
           [-2.,  1.]]), array([[ 4., -2.],
           [-2.,  1.]]))
    """
    if a.ndim > 2:
        if np.all(np.linalg.det(a) != 0.0):
            return np.linalg.det(a)[..., None, None] * np.swapaxes(np.linalg.inv(a), -1, -2)
        return np.array([cofactors(one) for one in a])
    det = np.linalg.det(a)
    if det != 0.0:
        return det * np.linalg.inv(a).T
    u, s, v_t = np.linalg.svd(a)  # the cofactors of a product are the product of cofactors
    others = np.array([np.prod(s[:i]) * np.prod(s[i + 1 :]) for i in range(len(s))])
    return np.linalg.det(u) * np.linalg.det(v_t) * np.conj((u * others) @ v_t)


def cofactors_along(a: Any, g: Any) -> Any:
    """The derivative of `cofactors` at a, along g.

    >>> cofactors_along(np.zeros((2, 2)), np.array([[1.0, 2.0], [3.0, 5.0]]))
    array([[ 5., -3.],
           [-2.,  1.]])
    """
    if a.ndim > 2:
        if np.all(np.linalg.det(a) != 0.0):
            k = np.swapaxes(np.linalg.inv(a), -1, -2)
            size = np.sum(k * g, axis=(-2, -1), keepdims=True)
            return np.linalg.det(a)[..., None, None] * (size * k - k @ np.swapaxes(g, -1, -2) @ k)
        return np.array([cofactors_along(one, own) for one, own in zip(a, g, strict=True)])
    det = np.linalg.det(a)
    if det != 0.0:
        k = np.linalg.inv(a).T
        return det * (np.sum(k * g) * k - k @ g.T @ k)
    u, s, v_t = np.linalg.svd(a)
    turned = np.conj(u.T) @ g @ np.conj(v_t.T)
    inner = np.zeros_like(turned)
    for i in range(len(s)):
        for j in range(len(s)):
            if i != j:
                rest = np.prod(s[: min(i, j)]) * np.prod(s[min(i, j) + 1 : max(i, j)]) * np.prod(s[max(i, j) + 1 :])
                inner[i, i] += rest * turned[j, j]
                inner[i, j] -= rest * turned[j, i]
    return np.linalg.det(u) * np.linalg.det(v_t) * (np.conj(u) @ inner @ np.conj(v_t))


def quaternion_product(p: Any, q: Any) -> Any:
    """The product of two quaternions (x, y, z, w) = x i + y j + z k + w, along the last axis.

    >>> quaternion_product(np.array([1.0, 0.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0, 0.0]))  # i j = k
    array([0., 0., 1., 0.])
    """
    a, b, c, d = p[..., 0], p[..., 1], p[..., 2], p[..., 3]
    x, y, z, w = q[..., 0], q[..., 1], q[..., 2], q[..., 3]
    parts = (
        d * x + a * w + b * z - c * y,
        d * y - a * z + b * w + c * x,
        d * z + a * y - b * x + c * w,
        d * w - a * x - b * y - c * z,
    )
    return np.stack(parts, axis=-1)


def euler_axes(seq: str) -> tuple[Any, Any]:
    """The axes that letters name, in the order of the product of rotations about them; a matrix that puts angles in it.

    >>> axes, order = euler_axes("zy")  # first about z, then about y: y is the left factor
    >>> axes
    array([[0., 1., 0., 0.],
           [0., 0., 1., 0.]])
    >>> np.array([0.1, 0.2]) @ order
    array([0.2, 0.1])
    """
    letters = seq.lower()
    if not 1 <= len(seq) <= 3 or set(letters) - set("xyz") or seq not in (letters, seq.upper()):
        raise ValueError("`seq` names up to three axes, all of xyz or all of XYZ")
    if any(repeated in letters for repeated in ("xx", "yy", "zz")):
        raise ValueError("consecutive axes of `seq` must be different")
    order = np.eye(len(seq)) if seq.isupper() else np.eye(len(seq))[::-1]
    return order @ np.eye(4)[["xyz".index(letter) for letter in letters]], order


def euler_frame(seq: str) -> tuple[Any, Any, Any, Any, Any, float, Any]:
    """What to multiply a quaternion by for the first and the last of three axes to be the same one.

    Then that axis, the middle one and the one across both; the angle that was added to the middle one, and its side.
    At the end the matrix that puts angles in the order of the product.

    >>> tilt, first, middle, across, lead, side, order = euler_frame("xyx")
    >>> tilt, float(lead), side
    (array([0., 0., 0., 1.]), 0.0, 1.0)
    """
    axes, order = euler_axes(seq)
    last, middle, first = axes[:, :3]
    across = np.cross(first, middle)
    lead = np.arctan2(last @ across, last @ first)
    side = -1.0 if lead < 0 else 1.0
    tilt = np.append(np.sin(0.5 * lead) * middle, np.cos(0.5 * lead))
    return tilt, first, side * middle, side * across, np.abs(lead), side, order


def solve_one(a: Any, b: Any) -> Any:
    """The solution of a x = b for one right side: np.linalg.solve, where a reader does not know the rank of b.

    >>> solve_one(2.0 * np.eye(2), np.array([2.0, 4.0]))
    array([1., 2.])
    """
    return np.linalg.solve(a, b)


def leading_eigenvector(a: Any) -> Any:
    """The unit eigenvector of the largest eigenvalue of a symmetric matrix, or of each in an array of them.

    >>> np.abs(leading_eigenvector(np.diag([1.0, 3.0, 2.0])))
    array([0., 1., 0.])
    """
    return np.linalg.eigh(a)[1][..., -1]
