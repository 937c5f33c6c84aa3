# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""Products of vectors, matrices and tensors: linear in each operand.

The adjoint of a contraction contracts y_bar with the other operand over the axes the two share.  No conjugates, but for
np.vdot and np.vecdot, which conjugate their first operand themselves.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from s2sdiff.rules.declare import adjoint, bilinear, linear, tangent, zero
from s2sdiff.rules.static import is_complex, is_static, ndim, refuse, same_shape, size_along, static
from s2sdiff.runtime import quaternion_product, repeats_mask, unbroadcast

Sample = tuple[tuple[Any, ...], dict[str, Any]]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def pairs(*shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> Any:
    """Samples: pairs of arrays of these shapes, the first stored in Fortran's order."""

    def sample(rng: np.random.Generator) -> list[Sample]:
        return [((np.array(rng.normal(size=s), order="F"), np.array(rng.normal(size=t))), {}) for s, t in shapes]

    return sample


# --- quaternions ---


def quaternion_product_back(y, p, q, *, y_bar):
    # <y_bar, dp q> = <y_bar q*, dp>,  <y_bar, p dq> = <p* y_bar, dq>, where q* is q with its vector turned round
    p_bar = quaternion_product(y_bar, q * np.array([-1.0, -1.0, -1.0, 1.0]))
    q_bar = quaternion_product(p * np.array([-1.0, -1.0, -1.0, 1.0]), y_bar)


bilinear(
    quaternion_product,
    adjoint=quaternion_product_back,
    operands=("p", "q"),
    at=pairs(((4,), (4,)), ((3, 4), (3, 4)), ((4,), (3, 4)), ((3, 4), (4,)), ((1, 4), (3, 4)), ((2, 1, 4), (3, 4))),
    pointwise=True,
)


# --- matmul and dot ---


def matmul_back(y, a, b, *, y_bar):
    # y = a b:  a_bar = y_bar b^T,  b_bar = a^T y_bar, summed over the axes of batches that the other does not have
    if ndim(a) == 1 and ndim(b) == 1:
        a_bar = y_bar * b
        b_bar = y_bar * a
    elif ndim(a) == 2 and ndim(b) == 1:
        a_bar = np.outer(y_bar, b)
        b_bar = a.T @ y_bar
    elif ndim(a) == 1 and ndim(b) == 2:
        a_bar = b @ y_bar
        b_bar = np.outer(a, y_bar)
    elif ndim(a) == 2 and ndim(b) == 2:
        a_bar = y_bar @ b.T
        b_bar = a.T @ y_bar
    elif ndim(b) == 1:
        a_bar = y_bar[..., None] * b
        b_bar = np.tensordot(y_bar, a, static(ndim(y)))
    elif ndim(a) == 1:
        a_bar = np.sum(b * y_bar[..., None, :], axis=static((*range(ndim(b) - 2), ndim(b) - 1)))
        b_bar = a[:, None] * y_bar[..., None, :]
    elif ndim(b) == 2:
        a_bar = y_bar @ b.T
        b_bar = np.tensordot(a, y_bar, axes=static((tuple(range(ndim(a) - 1)), tuple(range(ndim(a) - 1)))))
    elif ndim(a) == 2:
        a_bar = np.sum(y_bar @ np.swapaxes(b, -1, -2), axis=static(0 if ndim(b) == 3 else tuple(range(ndim(b) - 2))))
        b_bar = a.T @ y_bar
    else:
        a_bar = unbroadcast(y_bar @ np.swapaxes(b, -1, -2), a)
        b_bar = unbroadcast(np.swapaxes(a, -1, -2) @ y_bar, b)


bilinear(
    np.matmul,
    operator.matmul,
    np.linalg.matmul,
    adjoint=matmul_back,
    operands=("a", "b"),
    at=pairs(
        ((3, 2), (2,)), ((3, 2), (2, 4)), ((2,), (2, 3)), ((2,), (2,)), ((5, 3, 2), (2,)), ((2,), (5, 2, 3)),
        ((5, 6, 3, 2), (2, 4)), ((3, 2), (5, 2, 4)), ((5, 3, 2), (5, 2, 4)), ((1, 3, 2), (5, 2, 4)), ((3, 2), (2, 0)),
        ((6, 5, 3, 2), (5, 2, 4)),
    ),
)  # fmt: skip


def dot_back(y, a, b, *, y_bar):
    # as matmul up to two axes; above, the last axis of a meets the last but one of b, and no axes are batches
    if ndim(a) == 0 and ndim(b) == 0:
        a_bar = y_bar * b
        b_bar = y_bar * a
    elif ndim(a) == 0:
        a_bar = np.sum(y_bar * b)
        b_bar = y_bar * a
    elif ndim(b) == 0:
        a_bar = y_bar * b
        b_bar = np.sum(y_bar * a)
    elif ndim(a) == 1 and ndim(b) == 1:
        a_bar = y_bar * b
        b_bar = y_bar * a
    elif ndim(a) == 2 and ndim(b) == 1:
        a_bar = np.outer(y_bar, b)
        b_bar = a.T @ y_bar
    elif ndim(a) == 1 and ndim(b) == 2:
        a_bar = b @ y_bar
        b_bar = np.outer(a, y_bar)
    elif ndim(a) == 2 and ndim(b) == 2:
        a_bar = y_bar @ b.T
        b_bar = a.T @ y_bar
    elif ndim(b) == 1:
        a_bar = np.tensordot(y_bar, b, 0)
        b_bar = np.tensordot(y_bar, a, static(ndim(y)))
    else:
        a_bar = np.tensordot(y_bar, b, axes=static(dot_axes(ndim(a), ndim(b))))
        back = np.tensordot(a, y_bar, axes=static((tuple(range(ndim(a) - 1)), tuple(range(ndim(a) - 1)))))
        b_bar = np.moveaxis(back, 0, -2)


def dot_axes(m: int, n: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The axes of y and those of b that np.dot of m and n axes did not contract (asked when generating)."""
    return tuple(range(m - 1, m + n - 2)), (*range(n - 2), n - 1)


bilinear(
    np.dot,
    adjoint=dot_back,
    operands=("a", "b"),
    at=pairs(
        ((), ()), ((), (3,)), ((2, 3), ()), ((3, 2), (2,)), ((3, 2), (2, 4)), ((2,), (2, 3)), ((2,), (2,)),
        ((5, 3, 2), (2,)), ((2,), (5, 2, 3)), ((5, 3, 2), (6, 2, 4)), ((3, 2), (5, 2, 4)), ((5, 3, 2), (2, 4)),
    ),
)  # fmt: skip


# --- inner, outer, vdot, vecdot, kron, cross ---


def inner_back(y, a, b, *, y_bar):
    # last axes meet:  y = a b^T
    if ndim(a) == 0 and ndim(b) == 0:
        a_bar = y_bar * b
        b_bar = y_bar * a
    elif ndim(a) == 0:
        a_bar = np.sum(y_bar * b)
        b_bar = y_bar * a
    elif ndim(b) == 0:
        a_bar = y_bar * b
        b_bar = np.sum(y_bar * a)
    elif ndim(a) == 1 and ndim(b) == 1:
        a_bar = y_bar * b
        b_bar = y_bar * a
    elif ndim(a) == 2 and ndim(b) == 2:
        a_bar = y_bar @ b
        b_bar = y_bar.T @ a
    else:
        a_bar = np.tensordot(y_bar, b, static(ndim(b) - 1))
        b_bar = np.tensordot(y_bar, a, axes=static((tuple(range(ndim(a) - 1)), tuple(range(ndim(a) - 1)))))


bilinear(
    np.inner,
    adjoint=inner_back,
    operands=("a", "b"),
    at=pairs(((2,), (2,)), ((3, 2), (4, 2)), ((3, 2), (2,)), ((2,), (5, 4, 2)), ((), (3,)), ((2, 3), ()), ((), ())),
)


def outer_back(y, a, b, *, y_bar):
    # y = a b^T, after flattening
    if ndim(a) == 1 and ndim(b) == 1:
        a_bar = y_bar @ b
        b_bar = a @ y_bar
    else:
        if ndim(a) == 0:
            a_bar = np.sum(y_bar @ np.ravel(b))
        else:
            a_bar = (y_bar @ np.ravel(b)).reshape(a.shape)
        if ndim(b) == 0:
            b_bar = np.sum(np.ravel(a) @ y_bar)
        else:
            b_bar = (np.ravel(a) @ y_bar).reshape(b.shape)


bilinear(
    np.outer,
    adjoint=outer_back,
    operands=("a", "b"),
    at=pairs(((3,), (2,)), ((2, 2), (3,)), ((3,), (2, 2)), ((), (2,)), ((2,), ())),
)
bilinear(np.linalg.outer, adjoint=outer_back, operands=("a", "b"), at=pairs(((3,), (2,))))


def vdot_back(y, a, b, *, y_bar):
    # y = sum conj(a) b, after flattening
    if is_complex(a):
        a_bar = np.reshape(np.conj(y_bar * b), np.shape(a))
        b_bar = np.reshape(y_bar * np.conj(a), np.shape(b))
    elif same_shape(a, b):
        a_bar = y_bar * b
        b_bar = y_bar * a
    else:
        a_bar = np.reshape(y_bar * b, np.shape(a))
        b_bar = np.reshape(y_bar * a, np.shape(b))


bilinear(
    np.vdot, adjoint=vdot_back, operands=("a", "b"), at=pairs(((2,), (2,)), ((2, 3), (2, 3)), ((2, 3), (6,)), ((), ()))
)


def vecdot_back(y, a, b, *, axis=-1, y_bar):
    # y = sum conj(a) b along one axis, the others broadcast
    share = np.expand_dims(y_bar, axis)
    if is_complex(a):
        a_bar = unbroadcast(np.conj(share * b), a)
        b_bar = unbroadcast(share * np.conj(a), b)
    else:
        a_bar = unbroadcast(share * b, a)
        b_bar = unbroadcast(share * a, b)


bilinear(
    np.vecdot,
    np.linalg.vecdot,
    adjoint=vecdot_back,
    operands=("a", "b"),
    at=pairs(((4, 3), (4, 3)), ((2, 1, 3), (4, 3))),
)


def kron_back(y, a, b, *, y_bar):
    # y[i p, j q] = a[i, j] b[p, q]
    if ndim(a) == 1 and ndim(b) == 1:
        blocks = y_bar.reshape(a.size, b.size)
        a_bar = blocks @ b
        b_bar = a @ blocks
    elif ndim(a) == 2 and ndim(b) == 2:
        blocks = y_bar.reshape(a.shape[0], b.shape[0], a.shape[1], b.shape[1])
        a_bar = np.tensordot(blocks, b, axes=((1, 3), (0, 1)))
        b_bar = np.tensordot(blocks, a, axes=((0, 2), (0, 1)))
    elif ndim(a) == 0:
        a_bar = np.sum(y_bar * b)
        b_bar = a * y_bar
    elif ndim(b) == 0:
        a_bar = b * y_bar
        b_bar = np.sum(a * y_bar)
    elif ndim(a) == 1 and ndim(b) == 2:
        blocks = y_bar.reshape(b.shape[0], a.size, b.shape[1])
        a_bar = np.tensordot(blocks, b, axes=((0, 2), (0, 1)))
        b_bar = np.tensordot(blocks, a, axes=(1, 0))
    elif ndim(a) == 2 and ndim(b) == 1:
        blocks = y_bar.reshape(a.shape[0], a.shape[1], b.size)
        a_bar = blocks @ b
        b_bar = np.tensordot(a, blocks, 2)
    else:
        refuse("np.kron of more than two axes: reshape them first")


bilinear(
    np.kron,
    adjoint=kron_back,
    operands=("a", "b"),
    at=pairs(((2,), (3,)), ((2, 3), (4, 2)), ((2,), (4, 3)), ((4, 3), (2,)), ((), (2, 3)), ((2,), ())),
)


def cross_back(y, a, b, axisa=-1, axisb=-1, axisc=-1, axis=None, *, y_bar):
    # y_bar . (a x b) = a . (b x y_bar):  a_bar = b x y_bar,  b_bar = y_bar x a.  A vector of 2 items is one in the plane.
    if not is_static((axisa, axisb, axisc, axis)):
        refuse("np.cross along axes known only when run: write them out")
    if axis is None and (axisa, axisb, axisc) != (-1, -1, -1):
        if not ndim(a) == ndim(b) == ndim(y) or not same_shape(a, b):
            refuse("np.cross with axisa, axisb or axisc, of arrays that are not known to be of one shape: use np.moveaxis")
        lines_a = np.moveaxis(a, axisa, -1)
        lines_b = np.moveaxis(b, axisb, -1)
        share = np.moveaxis(y_bar, axisc, -1)
        a_bar = np.moveaxis(np.cross(lines_b, share), -1, axisa)
        b_bar = np.moveaxis(np.cross(share, lines_a), -1, axisb)
    elif axis is not None:
        if size_along(a, axis) == 2 or size_along(b, axis) == 2:
            refuse("np.cross of vectors in the plane along another axis: write the products out")
        a_bar = np.cross(b, y_bar, axis=axis)
        b_bar = np.cross(y_bar, a, axis=axis)
    elif size_along(a, -1) == 2 or size_along(b, -1) == 2:
        if size_along(a, -1) == size_along(b, -1) or not same_before_last(a, b):
            refuse("np.cross of vectors in the plane: write the products out")
        if size_along(a, -1) == 2:
            a_bar = np.cross(b, y_bar)[..., :2]
            b_bar = np.cross(y_bar, a)
        else:
            a_bar = np.cross(b, y_bar)
            b_bar = np.cross(y_bar, a)[..., :2]
    else:
        a_bar = np.cross(b, y_bar)
        b_bar = np.cross(y_bar, a)


def same_before_last(a: Any, b: Any) -> bool:
    """Whether the shapes are known to be equal but for the last axis (asked when generating)."""
    sizes = [[size_along(x, k) for k in range(ndim(x) - 1)] for x in (a, b)]
    return sizes[0] == sizes[1] and None not in sizes[0]


def linalg_cross_back(y, a, b, *, axis=-1, y_bar):
    a_bar = np.linalg.cross(b, y_bar, axis=axis)
    b_bar = np.linalg.cross(y_bar, a, axis=axis)


def crossed(rng: np.random.Generator) -> list[Sample]:
    """One pair, many, one with many, along another axis."""
    a, b = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    return [((a[0], b[0]), {}), ((a, b), {}), ((a[0], b), {}), ((a.T, b.T), {"axis": 0})]


def crossed_otherwise(rng: np.random.Generator) -> list[Sample]:
    """As `crossed`, and along axes of their own."""
    a, b = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
    return [
        *crossed(rng),
        ((a, b), {"axisa": 0}),
        ((a, b, 1, 0, 0), {}),
        ((a, b), {"axisb": 0, "axisc": 0}),
    ]


bilinear(np.cross, adjoint=cross_back, operands=("a", "b"), at=crossed_otherwise, pointwise=True)
bilinear(
    np.linalg.cross, adjoint=linalg_cross_back, operands=("a", "b"), at=lambda rng: crossed(rng)[:2], pointwise=True
)


# --- tensordot ---


def tensordot_back(y, a, b, axes=2, *, y_bar):
    if not is_static(axes):
        refuse("np.tensordot with axes known only when run: write them out")
    rows = np.tensordot(y_bar, b, axes=static(Contraction(axes, ndim(a), ndim(b)).for_a))
    columns = np.tensordot(a, y_bar, axes=static(Contraction(axes, ndim(a), ndim(b)).for_b))
    if static(Contraction(axes, ndim(a), ndim(b)).in_order):
        a_bar = rows
        b_bar = columns
    else:
        a_bar = np.transpose(rows, static(Contraction(axes, ndim(a), ndim(b)).order_a))
        b_bar = np.transpose(columns, static(Contraction(axes, ndim(a), ndim(b)).order_b))


def linalg_tensordot_back(y, a, b, *, axes=2, y_bar):
    if not is_static(axes):
        refuse("np.linalg.tensordot with axes known only when run: write them out")
    rows = np.tensordot(y_bar, b, axes=static(Contraction(axes, ndim(a), ndim(b)).for_a))
    columns = np.tensordot(a, y_bar, axes=static(Contraction(axes, ndim(a), ndim(b)).for_b))
    a_bar = np.transpose(rows, static(Contraction(axes, ndim(a), ndim(b)).order_a))
    b_bar = np.transpose(columns, static(Contraction(axes, ndim(a), ndim(b)).order_b))


class Contraction:
    """Which axes of a (m of them) and b (n of them) np.tensordot contracts, and what undoes it; asked when generating."""

    def __init__(self, axes: Any, m: int, n: int) -> None:
        if isinstance(axes, int):
            axes = (range(m - axes, m), range(axes))
        a, b = ([k] if isinstance(k, int) else list(k) for k in axes)
        a, b = [k % m for k in a], [k % n for k in b]
        free_a, free_b = [k for k in range(m) if k not in a], [k for k in range(n) if k not in b]
        seen_a, seen_b = range(len(free_a)), range(len(free_a), len(free_a) + len(free_b))
        self.for_a = (tuple(seen_b), tuple(free_b))
        self.for_b = (tuple(free_a), tuple(seen_a))
        # What comes out has the axes of the sum in the order of the other operand.
        found_a = free_a + [a[b.index(k)] for k in sorted(b)]
        found_b = [b[a.index(k)] for k in sorted(a)] + free_b
        self.order_a = tuple(found_a.index(k) for k in range(m))
        self.order_b = tuple(found_b.index(k) for k in range(n))
        self.in_order = found_a == sorted(found_a) and found_b == sorted(found_b)


def contractions(rng: np.random.Generator) -> list[Sample]:
    """A number of axes; axes named, in another order, from the end; none; all."""
    a, b = rng.normal(size=(2, 3, 4)), rng.normal(size=(3, 4, 5))
    return [
        ((a, b), {}),
        ((a, b[:, 0, :]), {"axes": ((1,), (0,))}),
        ((a[0], b[:, :, 0]), {"axes": 2}),
        ((a, b), {"axes": ((2, 1), (1, 0))}),
        ((a, b), {"axes": ((1, -1), (0, 1))}),
        ((a, np.moveaxis(b, 0, -1)), {"axes": (1, -1)}),
        ((a[0], b[0]), {"axes": 0}),
        ((a, b[0]), {"axes": 1}),
    ]


bilinear(np.tensordot, adjoint=tensordot_back, operands=("a", "b"), at=contractions)
bilinear(np.linalg.tensordot, adjoint=linalg_tensordot_back, operands=("a", "b"), at=contractions)


# --- einsum ---


def einsums(rng: np.random.Generator) -> list[Sample]:
    """One to four operands; implicit results; sums and diagonals within one operand; scalars."""
    a, b, c = rng.normal(size=(2, 3)), rng.normal(size=(3, 4)), rng.normal(size=4)
    square, batch = rng.normal(size=(3, 3)), rng.normal(size=(2, 3, 3))
    return [
        (("ij,jk->ik", a, b), {}),
        (("ij,jk", a, b), {}),
        (("ij,jk,k->i", a, b, c), {}),
        (("ij,jk,k,k->", a, b, c, c), {}),
        (("ij->ji", a), {}),
        (("ij->j", a), {}),
        (("ij->", a), {}),
        (("ii->i", square), {}),
        (("ii", square), {}),
        (("bii,ij->b", batch, square), {}),
        (("ij, k -> k", a, c), {}),
        (("i,i->", c, c), {}),
        ((",i->i", 0.7, c), {}),
        (("ba", a), {"optimize": True}),
        (("...ij,...jk->...ik", batch, batch), {}),
        (("...i,i", batch, c[:3]), {}),
        (("i...,jk->...j", batch, square), {}),
        (("...ii->...", batch), {}),
        (("...j,...j->...", batch, square), {"optimize": "greedy"}),
    ]


@adjoint(np.einsum, at=einsums)
def einsum(y, subscripts, *operands, optimize=False, y_bar):
    # y_bar takes the place of the operand:  "ij,jk->ik" gives  "ik,jk->ij" and "ij,ik->jk".
    # A label met in one operand alone (summed at once, or twice on a diagonal) needs a mask that has it.
    # Of more than two factors NumPy would form all products at once: an order is found for it.
    if not is_static(subscripts) or not isinstance(subscripts, str):
        refuse("np.einsum without a literal string of subscripts: write it out")
    if stretched(named(subscripts, operands), operands):
        refuse("np.einsum of an axis of one item that is as long elsewhere as the label says: np.squeeze it")
    if static(every_label_is_shared(named(subscripts, operands))) and len(operands) < 3:
        operands_bar = [
            np.einsum(static(back_to(named(subscripts, operands), i)), *operands[:i], y_bar, *operands[i + 1 :])
            for i in range(len(operands))
        ]
    elif static(every_label_is_shared(named(subscripts, operands))):
        operands_bar = [
            np.einsum(static(back_to(named(subscripts, operands), i)), *operands[:i], y_bar, *operands[i + 1 :], optimize=True)
            for i in range(len(operands))
        ]
    elif static(no_label_repeats(named(subscripts, operands))):
        operands_bar = [
            np.einsum(
                static(back_to_masked(named(subscripts, operands), i)), *operands[:i], y_bar, *operands[i + 1 :],
                np.ones(np.shape(operands[i])),
            )
            for i in range(len(operands))
        ]  # fmt: skip
    else:
        operands_bar = [
            np.einsum(
                static(back_to_masked(named(subscripts, operands), i)), *operands[:i], y_bar, *operands[i + 1 :],
                repeats_mask(operands[i], static(labels_of(named(subscripts, operands), i))),
            )
            for i in range(len(operands))
        ]  # fmt: skip


@tangent(np.einsum)
def einsum_tangent(y, subscripts, *operands, optimize=False, operands_dot):
    y_dot = sum(
        [np.einsum(subscripts, *operands[:i], operands_dot[i], *operands[i + 1 :]) for i in range(len(operands))]
    )


def terms(subscripts: str) -> tuple[list[str], str]:
    """The labels of the operands and of the result (asked when generating, as are the following)."""
    left, arrow, output = subscripts.replace(" ", "").partition("->")
    inputs = left.split(",")
    if not arrow:
        output = "".join(sorted(label for label in set(left) - {","} if left.count(label) == 1))
    return inputs, output


def named(subscripts: str, operands: Any) -> str:
    """The subscripts, with letters for the axes of an ellipsis; of these, an operand has the last ones, as many as it has."""
    if "." not in subscripts:
        return subscripts
    inputs, output = terms(subscripts.replace("...", "."))
    free = [c for c in LETTERS if c not in subscripts]
    counts = [ndim(x) - len(own) + 1 if "." in own else 0 for own, x in zip(inputs, operands, strict=True)]
    axes = free[: max(counts)]
    inputs = [own.replace(".", "".join(axes[len(axes) - n :])) for own, n in zip(inputs, counts, strict=True)]
    if "->" not in subscripts:
        output = "." + output.replace(".", "")
    return ",".join(inputs) + "->" + output.replace(".", "".join(axes))


def stretched(subscripts: str, operands: Any) -> bool:
    """Whether a label is known to stand for one item here and for several there."""
    sizes: dict[str, set[Any]] = {}
    for own, x in zip(terms(subscripts)[0], operands, strict=True):
        for k, label in enumerate(own):
            sizes.setdefault(label, set()).add(size_along(x, k))
    return any(1 in found and len(found - {None}) > 1 for found in sizes.values())


def labels_of(subscripts: str, i: int) -> str:
    """The labels of operand i."""
    return terms(subscripts)[0][i]


def every_label_is_shared(subscripts: str) -> bool:
    """Whether each label stands once in its operand and again in another operand or the result."""
    inputs, output = terms(subscripts)
    return all(
        own.count(label) == 1 and label in "".join([*inputs[:i], *inputs[i + 1 :], output])
        for i, own in enumerate(inputs)
        for label in own
    )


def no_label_repeats(subscripts: str) -> bool:
    """Whether no operand has the same label on two axes."""
    return all(len(set(own)) == len(own) for own in terms(subscripts)[0])


def back_to(subscripts: str, i: int) -> str:
    """The contraction of the cotangent, in the place of operand i, with the other operands."""
    inputs, output = terms(subscripts)
    return ",".join([*inputs[:i], output, *inputs[i + 1 :]]) + "->" + inputs[i]


def back_to_masked(subscripts: str, i: int) -> str:
    """As `back_to`, multiplied by a mask that has an axis for each axis of operand i."""
    inputs, output = terms(subscripts)
    unused = iter(c for c in LETTERS if c not in subscripts)
    own = "".join(next(unused) if label in inputs[i][:k] else label for k, label in enumerate(inputs[i]))
    return ",".join([*inputs[:i], output, *inputs[i + 1 :], own]) + "->" + own


zero(repeats_mask, "depends on the shape alone")


# --- trace ---


def trace_back(y, a, offset=0, axis1=0, axis2=1, dtype=None, *, y_bar):
    # y = sum_i a[i, i + offset]
    if ndim(a) == 2 and axis1 % 2 == 0 and axis2 % 2 == 1:
        a_bar = y_bar * np.eye(a.shape[0], a.shape[1], offset)
    else:
        unit = np.eye(a.shape[axis1], a.shape[axis2], offset)
        if axis1 % ndim(a) < axis2 % ndim(a):
            place = np.expand_dims(unit, static(outside((axis1, axis2), ndim(a))))
        else:
            place = np.expand_dims(unit.T, static(outside((axis1, axis2), ndim(a))))
        a_bar = np.expand_dims(y_bar, (axis1, axis2)) * place


def matrix_trace_back(y, x, *, offset=0, dtype=None, y_bar):
    if ndim(x) == 2:
        x_bar = y_bar * np.eye(x.shape[0], x.shape[1], offset)
    else:
        x_bar = y_bar[..., None, None] * np.eye(x.shape[-2], x.shape[-1], offset)


def outside(axes: tuple[int, ...], rank: int) -> tuple[int, ...]:
    """The other axes (asked when generating)."""
    return tuple(k for k in range(rank) if k not in {axis % rank for axis in axes})


linear(
    np.trace,
    adjoint=trace_back,
    operands=("a",),
    at=lambda rng: [
        ((rng.normal(size=(3, 3)),), {}),
        ((rng.normal(size=(3, 4)), 1), {}),
        ((rng.normal(size=(2, 3, 4)), -1, 1, 2), {}),
        ((rng.normal(size=(2, 3, 4)),), {"axis1": -1, "axis2": 0}),
        ((rng.normal(size=(2, 3, 4)), 0, 0, 1), {}),
    ],
)
linear(
    np.linalg.trace,
    adjoint=matrix_trace_back,
    operands=("x",),
    at=lambda rng: [((rng.normal(size=(3, 4)),), {"offset": 1}), ((rng.normal(size=(2, 3, 3)),), {})],
)


# --- matvec, vecmat, multi_dot ---


def matvec_back(y, x1, x2, *, y_bar):
    # y = x1 x2, matrices along the last two axes
    x1_bar = unbroadcast(y_bar[..., None] * x2[..., None, :], x1)
    x2_bar = unbroadcast(np.sum(x1 * y_bar[..., None], axis=-2), x2)


def vecmat_back(y, x1, x2, *, y_bar):
    # y = conj(x1) x2, the vector conjugated by NumPy
    if is_complex(x1):
        x1_bar = unbroadcast(np.conj(np.sum(x2 * y_bar[..., None, :], axis=-1)), x1)
        x2_bar = unbroadcast(np.conj(x1)[..., None] * y_bar[..., None, :], x2)
    else:
        x1_bar = unbroadcast(np.sum(x2 * y_bar[..., None, :], axis=-1), x1)
        x2_bar = unbroadcast(x1[..., None] * y_bar[..., None, :], x2)


if hasattr(np, "matvec"):  # since NumPy 2.2
    bilinear(
        np.matvec,
        adjoint=matvec_back,
        operands=("x1", "x2"),
        at=pairs(((3, 2), (2,)), ((5, 3, 2), (2,)), ((3, 2), (5, 2)), ((5, 3, 2), (5, 2))),
    )
    bilinear(
        np.vecmat,
        adjoint=vecmat_back,
        operands=("x1", "x2"),
        at=pairs(((3,), (3, 2)), ((5, 3), (3, 2)), ((3,), (5, 3, 2)), ((5, 3), (5, 3, 2))),
    )


def chains(rng: np.random.Generator) -> list[Sample]:
    """Two and three matrices; vectors at the ends."""
    a, b, c = rng.normal(size=(2, 3)), rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
    return [(([a, b],), {}), (([a, b, c],), {}), (([a[0], b, c],), {}), (([a, b, c[:, 0]],), {})]


@adjoint(np.linalg.multi_dot, at=chains)
def multi_dot(y, arrays, *, y_bar):
    # einsum with y_bar in the place of the operand, in an order that is found for it
    arrays_bar = [
        np.einsum(
            static(back_to(chain(arrays), i)), *arrays[:i], y_bar, *arrays[i + 1 :], optimize=True
        )
        for i in range(len(arrays))
    ]  # fmt: skip


@tangent(np.linalg.multi_dot)
def multi_dot_tangent(y, arrays, *, arrays_dot):
    y_dot = sum(
        [
            np.einsum(static(chain(arrays)), *arrays[:i], arrays_dot[i], *arrays[i + 1 :], optimize=True)
            for i in range(len(arrays))
        ]
    )


def chain(arrays: Any) -> str:
    """The product of matrices, perhaps with vectors at its ends, as subscripts (asked when generating)."""
    labels = [chr(ord("a") + i) + chr(ord("b") + i) for i in range(len(arrays))]
    labels[0] = labels[0][-arrays[0].ndim :]
    labels[-1] = labels[-1][: arrays[-1].ndim]
    return f"{','.join(labels)}->{labels[0][:-1]}{labels[-1][1:]}"
