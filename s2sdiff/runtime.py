"""The few helpers that emitted code and the bodies of rules may import: steps that NumPy has no short name for.

Pure NumPy, for scalars and arrays alike.  Each is differentiable again: it has a rule of its own (`s2sdiff.rules`), or
is written in the language that s2sdiff accepts.  A helper that undoes a NumPy function is linear in `g`, and its
adjoint is that function.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np


def unbroadcast(g: Any, x: Any) -> Any:
    """Sum g over the axes that broadcasting added to x or stretched; g itself where there are none.

    >>> unbroadcast(np.ones((2, 3)), np.zeros((2, 1)))
    array([[3.],
           [3.]])
    >>> float(unbroadcast(np.ones((2, 3)), 0.0))
    6.0
    """
    if isinstance(g, np.ndarray) and isinstance(x, np.ndarray) and g.shape == x.shape != ():
        return g  # most often, and np.shape takes its time
    if np.shape(g) == np.shape(x):
        return g[()] if isinstance(g, np.ndarray) and g.ndim == 0 else g  # a number: nobody may add to it in place
    added = np.ndim(g) - np.ndim(x)
    if added > 0:
        g = np.sum(g, axis=tuple(range(added)))
    for axis in range(-np.ndim(g), 0):
        if np.shape(x)[axis] == 1 and np.shape(g)[axis] != 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return g


def raises(attempt: Any, *kinds: type[BaseException]) -> bool:
    """Whether calling `attempt` raises an exception of one of these kinds: what a `try` asks before its branches.

    >>> raises(lambda: int("x"), ValueError), raises(lambda: int("3"), ValueError)
    (True, False)
    """
    try:
        attempt()
    except kinds:
        return True
    except Exception:  # noqa: BLE001 - whatever else it raises is not what was asked for
        return False
    return False


def late(items: Any, *read: Any) -> Any:  # noqa: ARG001 - what the generator reads
    """The items of a generator that a loop goes over: they are listed before it, so it must not change what they are made of.

    >>> late([1.0, 2.0], "whatever is read")
    [1.0, 2.0]
    """
    return items


late.__s2sdiff_meaning__ = "late"  # type: ignore[attr-defined]


def check_apart(changed: Any, *others: Any) -> None:
    """Refuse arguments that may share memory with an array that the function changes in place.

    >>> a = np.zeros(3)
    >>> check_apart(a, np.zeros(3))
    >>> check_apart(a, [a[1:]])
    Traceback (most recent call last):
    ...
    ValueError: an array that is changed in place may share memory with another argument: pass a copy
    """
    stack = list(others)
    while stack:
        other = stack.pop()
        if isinstance(other, (list, tuple)):
            stack.extend(other)
        elif isinstance(other, dict):
            stack.extend(other.values())
        elif hasattr(other, "__dict__"):
            stack.extend(vars(other).values())
        elif isinstance(other, np.ndarray) and np.may_share_memory(changed, other):
            raise ValueError("an array that is changed in place may share memory with another argument: pass a copy")


def check_view(view: Any, array: Any) -> None:
    """Refuse a reshape that is a copy, where the derivative was written for one that shows the same memory.

    >>> a = np.zeros((2, 3))
    >>> check_view(a.reshape(6), a)
    >>> check_view(a.T.reshape(6), a.T)
    Traceback (most recent call last):
    ...
    ValueError: a reshaped array is changed in place, and was a copy since its items do not lie in order: use np.ascontiguousarray
    """
    if not np.may_share_memory(view, array):
        raise ValueError(
            "a reshaped array is changed in place, and was a copy since its items do not lie in order: use np.ascontiguousarray"
        )


def check_array(x: Any) -> None:
    """Refuse a number where the derivative was written for arrays: what began as one, in a loop that made no trip.

    >>> check_array(np.zeros(3))
    >>> check_array(0.0)
    Traceback (most recent call last):
    ...
    ValueError: a number that a loop should have made an array of, and made no trip: begin with an array, such as `np.zeros(n)`
    """
    if np.ndim(x) == 0:
        raise ValueError("a number that a loop should have made an array of, and made no trip: begin with an array, such as `np.zeros(n)`")


def check_number(y: Any) -> None:
    """Refuse an array where a gradient is asked for, of a result that may be a number or an array.

    >>> check_number(np.float64(1.0))
    >>> check_number(np.zeros(3))
    Traceback (most recent call last):
    ...
    TypeError: Gradient only defined for scalar-output functions. Output had shape: (3,).
    """
    if np.ndim(y):
        raise TypeError(f"Gradient only defined for scalar-output functions. Output had shape: {np.shape(y)}.")


# These only look whether all is as was assumed.
CHECKS = (check_apart, check_view, check_array, check_number)


def divide_or_zero(p: Any, q: Any) -> Any:
    """P / q, and 0 where q is 0.

    >>> divide_or_zero(np.array([1.0, 2.0]), np.array([0.0, 4.0]))
    array([0. , 0.5])
    """
    zero = q == 0.0
    return np.where(zero, 0.0, p / np.where(zero, 1.0, q))


def over_gap(gap: Any, due: Any) -> Any:
    """1 / gap, for what is `due` to two eigenvectors; between equal eigenvalues 0 where nothing is due, else nan.

    How eigenvectors turn among those of one eigenvalue is not known, nor what that does to what is made of them.

    >>> over_gap(np.array([2.0, 0.0, 0.0]), np.array([1.0, 0.0, 1.0]))
    array([0.5, 0. , nan])
    """
    equal = gap == 0.0
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


def product_of_others(x: Any) -> Any:
    """For each item of x, the product of all the others along the first axis; zeros among them do no harm.

    >>> product_of_others(np.array([2.0, 0.0, 5.0]))
    array([ 0., 10.,  0.])
    """
    before = np.ones_like(x)
    before[1:] = np.cumprod(x[:-1], axis=0)
    after = np.ones_like(x)
    after[:-1] = np.cumprod(x[:0:-1], axis=0)[::-1]
    return before * after


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


def cumprod_adjoint(x: Any, g: Any) -> Any:
    """The cotangent of x from that of np.cumprod(x, axis=0), by a recurrence that does not divide.

    >>> cumprod_adjoint(np.array([2.0, 0.0, 5.0]), np.ones(3))
    array([ 1., 12.,  0.])
    """
    before = np.ones_like(x)
    before[1:] = np.cumprod(x[:-1], axis=0)
    x_bar = np.zeros(x.shape, np.result_type(x, g))
    later = np.zeros(g.shape[1:], g.dtype)
    for i in range(len(x) - 1, -1, -1):
        later = g[i] + later
        x_bar[i] = before[i] * later
        later = x[i] * later
    return x_bar


def cumprod_tangent(x: Any, x_dot: Any) -> Any:
    """The tangent of np.cumprod(x, axis=0) from that of x.

    >>> cumprod_tangent(np.array([2.0, 0.0, 5.0]), np.array([0.0, 1.0, 0.0]))
    array([ 0.,  2., 10.])
    """
    y_dot = np.zeros(x.shape, np.result_type(x, x_dot))
    one = np.ones(x.shape[1:], x.dtype)
    change = np.zeros(x.shape[1:], x_dot.dtype)
    for i in range(len(x)):
        change = x_dot[i] * one + x[i] * change
        one = one * x[i]
        y_dot[i] = change
    return y_dot


def gammainc_slope(a: Any, x: Any) -> Any:
    """The derivative of scipy.special.gammainc(a, x) with respect to a.

    >>> float(gammainc_slope(1.0, 2.0).round(12))
    -0.220825426212
    """
    return _gamma_integral(a, x, lambda away, _: away)


def gammainc_curvature(a: Any, x: Any) -> Any:
    """The second derivative of scipy.special.gammainc(a, x) with respect to a.

    >>> float(gammainc_curvature(1.0, 2.0).round(12))
    -0.148561862457
    """
    from scipy import special  # type: ignore[import-untyped, unused-ignore]

    return _gamma_integral(a, x, lambda away, order: away**2 - special.polygamma(1, order))


def _gamma_integral(a: Any, x: Any, factor: Any) -> Any:
    """The integral up to x of t^(a-1) exp(-t) / gamma(a) times a function of log t - psi(a) and a; that over all t is 0.

    By t = x exp(-w / a) up to x < a, and by t = x + u from x on: in the slope, log t - psi(a) has one sign in either.
    Trapezoids in s, where w and u are multiples of exp(s - exp(-s)), converge exponentially (Takahasi, Mori 1974): against
    40 digits, relative errors of the slope are below 1e-9.
    """
    from scipy import special  # type: ignore[import-untyped, unused-ignore]

    steps = np.linspace(-4.5, 4.2, 140)
    nodes = np.exp(steps - np.exp(-steps))
    weights = (steps[1] - steps[0]) * nodes * (1.0 + np.exp(-steps))
    inside = (a > 0) & (x > 0) & np.isfinite(x)
    order = np.expand_dims(np.where(inside, a, 1.0), -1).astype(float)
    end = np.expand_dims(np.where(inside, x, 1.0), -1).astype(float)
    psi, log_gamma = special.psi(order), special.gammaln(order)
    w = nodes * (1.0 + np.sqrt(order))
    log_t = np.log(end) - w / order
    of_w = np.exp(order * np.log(end) - w - np.exp(log_t) - log_gamma - np.log(order)) * factor(log_t - psi, order)
    below = np.sum(weights * of_w, axis=-1, keepdims=True) * (1.0 + np.sqrt(order))
    t = end + nodes * (1.0 + np.sqrt(end))
    of_t = np.exp((order - 1.0) * np.log(t) - t - log_gamma) * factor(np.log(t) - psi, order)
    above = np.sum(weights * of_t, axis=-1, keepdims=True) * (1.0 + np.sqrt(end))
    found = np.where(end < order, below, -above)[..., 0]
    outside = np.where((a > 0) & (x >= 0), 0.0, np.nan)
    return np.where(inside, found, outside).astype(np.result_type(1.0 * a, 1.0 * x))[()]


def smirnov_density(n: Any, d: Any) -> Any:
    """How steeply scipy.special.smirnov(n, d) falls.

    >>> float(smirnov_density(1, 0.3))
    1.0
    """
    from scipy import stats  # type: ignore[import-untyped, unused-ignore]

    return np.asarray(stats.ksone.pdf(d, n), np.result_type(1.0 * d))[()]


def add_at(x: Any, index: Any, g: Any, axis: int | None = None) -> Any:
    """Zeros shaped like x, with g added at `index` along the axis: undoes np.take(x, index, axis).

    >>> add_at(np.zeros(4), [1, 1, 3], np.array([1.0, 2.0, 5.0]))
    array([0., 3., 0., 5.])
    """
    x_bar = np.zeros(np.shape(x), np.result_type(g, 0.0))
    if isinstance(index, tuple):  # of places, as np.take has it: not of one place along each axis
        index = np.asarray(index, int)
    if axis is None:
        np.add.at(x_bar.reshape(-1), index, g)
    else:
        np.add.at(x_bar, (slice(None),) * (axis % np.ndim(x)) + (index,), g)
    return x_bar


def add_along_axis(x: Any, indices: Any, g: Any, axis: int = -1) -> Any:
    """Zeros shaped like x, with g added at `indices` of each line: undoes np.take_along_axis(x, indices, axis).

    >>> add_along_axis(np.zeros((2, 2)), np.array([[1], [0]]), np.array([[3.0], [4.0]]), 1)
    array([[0., 3.],
           [4., 0.]])
    """
    x_bar = np.zeros(np.shape(x), np.result_type(g, 0.0))
    grid = list(np.ix_(*[np.arange(n) for n in np.shape(x)]))
    grid[axis] = indices
    np.add.at(x_bar, tuple(grid), g)
    return x_bar


def put_at(x: Any, index: Any, g: Any) -> Any:
    """Zeros shaped like x, with g at `index`: where a place stands twice, what was put there last counts.

    >>> put_at(np.zeros(3), [0, 0, 2], np.array([1.0, 2.0, 5.0]))
    array([2., 0., 5.])
    """
    x_bar = np.zeros(np.shape(x), np.result_type(g, 0.0))
    x_bar[index] = g
    return x_bar


def add_windows(x: Any, axis: Any, g: Any) -> Any:
    """Zeros shaped like x, with each window in g added where it stands: undoes sliding_window_view(x, ..., axis).

    >>> add_windows(np.zeros(4), 0, np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    array([1., 5., 9., 6.])
    """
    x_bar = np.zeros(x.shape, g.dtype)
    axes = range(x.ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    for offset in np.ndindex(g.shape[x.ndim :]):
        starts = [0] * x.ndim
        for along, shift in zip(axes, offset, strict=True):
            starts[along] += shift
        place = tuple(slice(start, start + n) for start, n in zip(starts, g.shape, strict=False))
        x_bar[place] += g[(..., *offset)]
    return x_bar


def take_last(g: Any, index: Any) -> Any:
    """g[index], with 0 for each item whose place stands again later: undoes x[index] = v, where the last one counts.

    >>> take_last(np.array([1.0, 2.0, 3.0]), [0, 0, 2])
    array([0., 1., 3.])
    """
    taken = g[index]
    turn = np.arange(taken.size).reshape(taken.shape)
    last = np.zeros(g.shape, int)
    last[index] = turn
    return np.where(last[index] == turn, taken, 0.0)


def put_diagonal(x: Any, g: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Zeros shaped like x, with g on the diagonal: undoes np.diagonal(x, offset, axis1, axis2).

    >>> put_diagonal(np.zeros((2, 3)), np.array([1.0, 2.0]), 1)
    array([[0., 1., 0.],
           [0., 0., 2.]])
    """
    x_bar = np.zeros(np.shape(x), np.result_type(g, 0.0))
    k = np.arange(np.shape(g)[-1])
    np.moveaxis(x_bar, (axis1, axis2), (-2, -1))[..., k + max(-offset, 0), k + max(offset, 0)] = g
    return x_bar


def unpad(x: Any, pad_width: Any, g: Any) -> Any:
    """The part of g, shaped like a padded x, where x stands: undoes np.pad(x, pad_width).

    >>> unpad(np.zeros(2), (1, 2), np.array([9.0, 1.0, 2.0, 9.0, 9.0]))
    array([1., 2.])
    """
    before = _widths(x, pad_width)[:, 0]
    return g[tuple(slice(b, b + n) for b, n in zip(before, np.shape(x), strict=True))]


def unpad_linearly(
    x: Any, pad_width: Any, g: Any, mode: str, stat_length: Any = None, reflect_type: str = "even"
) -> Any:
    """The cotangent of x from that of np.pad(x, pad_width, mode, ...), of which each item is a sum of items along an axis.

    >>> unpad_linearly(np.zeros(2), (1, 0), np.array([4.0, 1.0, 1.0]), "mean")
    array([3., 3.])
    """
    lengths = np.broadcast_to(np.array(stat_length), (np.ndim(x), 2))
    for axis, (n, widths) in enumerate(zip(np.shape(x), _widths(x, pad_width), strict=True)):
        options: dict[str, Any] = {"reflect_type": reflect_type} if mode in ("reflect", "symmetric") else {}
        if mode == "mean" and stat_length is not None:
            options = {"stat_length": (tuple(lengths[axis]), (n, n))}
        shares = np.pad(np.eye(n, dtype=g.dtype), (widths, (0, 0)), mode, **options)  # type: ignore[call-overload]
        g = np.moveaxis(np.tensordot(shares, g, (0, axis)), 0, axis)
    return g


def _widths(x: Any, pad_width: Any) -> Any:
    """How far np.pad goes on before and after each axis of x."""
    if isinstance(pad_width, dict):
        widths = {axis % np.ndim(x): width for axis, width in pad_width.items()}
        pad_width = [np.broadcast_to(widths.get(axis, 0), 2) for axis in range(np.ndim(x))]
    return np.broadcast_to(pad_width, (np.ndim(x), 2))


def covariance_weights(n: int, bias: bool, ddof: Any, fweights: Any = None, aweights: Any = None) -> Any:
    """What np.cov multiplies the products of n observations by before it adds them up.

    >>> covariance_weights(3, False, None, [1, 2, 1])
    array([0.33333333, 0.66666667, 0.33333333])
    """
    counts, weights = (np.ones(n) if w is None else np.asarray(w) for w in (fweights, aweights))
    both = counts * weights
    total = np.sum(both)
    lost = (0 if bias else 1) if ddof is None else ddof
    return both / (total - lost * np.sum(both * weights) / total)


def untile(x: Any, reps: Any, g: Any) -> Any:
    """The copies of x in g, added up: undoes np.tile(x, reps).

    >>> untile(np.zeros(2), 3, np.arange(6.0))
    array([6., 9.])
    """
    counts = tuple(np.ravel(reps))
    shape = (1,) * (len(counts) - np.ndim(x)) + np.shape(x)
    counts = (1,) * (len(shape) - len(counts)) + counts
    paired = [n for pair in zip(counts, shape, strict=True) for n in pair]
    return np.sum(np.reshape(g, paired), axis=tuple(range(0, len(paired), 2))).reshape(np.shape(x))


def split_like(arrays: Sequence[Any], g: Any, axis: int | None = 0) -> list[Any]:
    """Cut g along the axis into parts that are shaped like `arrays`: undoes np.concatenate, np.vstack and the like.

    Without an axis they were flattened first.

    >>> split_like((np.zeros(2), np.zeros(1)), np.array([1.0, 2.0, 3.0]))
    [array([1., 2.]), array([3.])]
    """
    if axis is None:
        parts = np.split(g, np.cumsum([np.size(a) for a in arrays])[:-1])
    else:
        sizes = [np.shape(a)[axis] if np.ndim(a) == np.ndim(g) else 1 for a in arrays]
        parts = np.split(g, np.cumsum(sizes)[:-1], axis)
    return [part.reshape(np.shape(a)) for part, a in zip(parts, arrays, strict=True)]


def fit_shape(g: Any, x: Any) -> Any:
    """Cut g, or pad it with zeros at the ends of its axes, to the shape of x: undoes what np.fft does for `n` and `s`.

    >>> fit_shape(np.array([1.0, 2.0, 3.0]), np.zeros(2)), fit_shape(np.array([1.0]), np.zeros(2))
    (array([1., 2.]), array([1., 0.]))
    """
    common = tuple(slice(0, min(m, n)) for m, n in zip(np.shape(g), np.shape(x), strict=True))
    fitted = np.zeros(np.shape(x), g.dtype)
    fitted[common] = g[common]
    return fitted


def gradient_adjoint(g: Any, spacing: Any = 1.0, axis: int = 0, edge_order: int = 1) -> Any:
    """The cotangent of f from that of np.gradient(f, spacing, axis=axis, edge_order=edge_order).

    >>> gradient_adjoint(np.array([1.0, 1.0, 1.0]))
    array([-1.5,  0. ,  1.5])
    """
    y = np.moveaxis(g, axis, 0)
    f_bar = np.zeros(y.shape, np.result_type(y, 0.0))
    count = edge_order + 1
    if np.ndim(spacing) == 0:
        first = last = spacing
        before, after = -0.5 / spacing, 0.5 / spacing
    else:
        h = np.reshape(np.diff(spacing), (-1,) + (1,) * (y.ndim - 1))
        before, after = -h[1:] / (h[:-1] * (h[:-1] + h[1:])), h[:-1] / (h[1:] * (h[:-1] + h[1:]))
        first, last = spacing[:count], spacing[-count:]
    f_bar[:-2] += before * y[1:-1]
    f_bar[1:-1] -= (before + after) * y[1:-1]
    f_bar[2:] += after * y[1:-1]
    for k, weight in enumerate(np.gradient(np.eye(count), first, axis=0, edge_order=edge_order)[0]):  # type: ignore[call-overload]
        f_bar[k] += weight * y[0]
    for k, weight in enumerate(np.gradient(np.eye(count), last, axis=0, edge_order=edge_order)[-1]):  # type: ignore[call-overload]
        f_bar[len(y) - count + k] += weight * y[-1]
    return np.moveaxis(f_bar, 0, axis)


def ordered_adjoint(a: Any, position: Any, g: Any, axis: Any = None) -> Any:
    """The cotangent of a, of whose sorted items those at `position` were taken, two mixed where it is between them.

    `position` is a number, a list along the first axis of the result, or differs from line to line.

    >>> ordered_adjoint(np.array([3.0, 1.0, 2.0]), 0.75, 1.0)
    array([0.  , 0.25, 0.75])
    """
    lines, places, part = _sorted_places(a, position, g, axis)
    y_bar = np.reshape(g, (len(part), *lines.shape[1:]))
    back = add_along_axis(lines, places[0], (1.0 - part) * y_bar, 0)
    back = back + add_along_axis(lines, places[1], part * y_bar, 0)
    if axis is None:
        return back.reshape(np.shape(a))
    if isinstance(axis, tuple):
        target = tuple(range(len(axis)))
        return np.moveaxis(back.reshape(np.moveaxis(a, axis, target).shape), target, axis)
    return np.moveaxis(back, 0, axis)


def ordered_tangent(a: Any, position: Any, g: Any, axis: Any = None) -> Any:
    """The items of g that stand where in a those at `position` of its order do; several positions, on a first axis.

    >>> ordered_tangent(np.array([3.0, 1.0, 2.0]), 0.75, np.array([0.0, 4.0, 8.0])).tolist()
    [7.0]
    """
    lines, places, part = _sorted_places(a, position, g, axis)
    moved = np.reshape(_as_lines(g, axis), lines.shape)
    low = np.take_along_axis(moved, places[0], 0)
    return low + part * (np.take_along_axis(moved, places[1], 0) - low)


def _as_lines(a: Any, axis: Any) -> Any:
    """The axes of a that are ordered, as the first one."""
    if axis is None:
        return np.ravel(a)
    if isinstance(axis, tuple):
        moved = np.moveaxis(a, axis, tuple(range(len(axis))))
        return moved.reshape((-1, *moved.shape[len(axis) :]))
    return np.moveaxis(a, axis, 0)


def _sorted_places(a: Any, position: Any, g: Any, axis: Any) -> tuple[Any, tuple[Any, Any], Any]:
    """Lines of a, where in them the items below and above the position stand, and how far it is from the first (in
    the precision of g).
    """
    lines = _as_lines(a, axis)
    order = np.argsort(lines, axis=0, kind="stable")
    where = np.asarray(position)
    if where.ndim < 2:
        where = where.reshape((-1,) + (1,) * (lines.ndim - 1))
    below = np.floor(where).astype(int)
    above = np.minimum(below + 1, len(lines) - 1)
    size = np.broadcast_shapes(below.shape, (1, *lines.shape[1:]))
    places = tuple(np.take_along_axis(order, np.broadcast_to(k, size), 0) for k in (below, above))
    return lines, (places[0], places[1]), (where - below).astype(np.result_type(g, 0.0))


def repeats_mask(x: Any, labels: str) -> Any:
    """Shaped like x: 1 where axes with the same label have the same index, else 0 (for `np.einsum("ii->i", x)`).

    >>> repeats_mask(np.zeros((2, 2)), "ii")
    array([[1., 0.],
           [0., 1.]])
    """
    mask = np.ones(np.shape(x))
    place = np.indices(np.shape(x))
    for axis, label in enumerate(labels):
        mask = mask * (place[axis] == place[labels.index(label)])
    return mask


def zeros_like(x: Any) -> Any:
    """Zeros for every number and array in x; anything else becomes None.

    >>> zeros_like(([1.0], {"a": np.ones(2)}))
    ([0.0], {'a': array([0., 0.])})
    """
    if isinstance(x, (tuple, list)):
        items = [zeros_like(item) for item in x]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    if isinstance(x, dict):
        return {key: zeros_like(value) for key, value in x.items()}
    if isinstance(x, np.ndarray):
        return np.zeros(x.shape, np.result_type(x, np.float16) if x.dtype.kind in "biu" else x.dtype)
    if _is_object(x):
        return _with_parts(x, {name: zeros_like(part) for name, part in _parts(x).items()})
    return 0.0 if isinstance(x, (int, float, complex, np.number)) else None


def add_trees(x: Any, y: Any) -> Any:
    """X + y for two containers of the same structure, part by part.

    None, an empty list, and what a dict lacks, count as zero.

    >>> add_trees(([1.0], None), ([2.0], 3.0)), add_trees({"a": 1.0, "b": []}, {"b": [2.0]})
    (([3.0], 3.0), {'a': 1.0, 'b': [2.0]})
    """
    if x is None or y is None:
        return y if x is None else x
    if isinstance(x, list) and not (x and y):
        return x or y
    if isinstance(x, (tuple, list)):
        items = [add_trees(a, b) for a, b in zip(x, y, strict=True)]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    if isinstance(x, dict):
        return {key: add_trees(x.get(key), y.get(key)) for key in x | y}
    if _is_object(x):
        return _with_parts(x, {name: add_trees(part, getattr(y, name)) for name, part in _parts(x).items()})
    return x + y


def copy_tree(x: Any) -> Any:
    """X with containers and arrays of its own, so that they may be changed in place.

    >>> a = [np.zeros(1)]
    >>> copy_tree(a)[0] is a[0]
    False
    """
    if isinstance(x, (tuple, list)):
        items = [copy_tree(item) for item in x]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    if isinstance(x, dict):
        return {key: copy_tree(value) for key, value in x.items()}
    if _is_object(x):
        return _with_parts(x, {name: copy_tree(part) for name, part in _parts(x).items()})
    return x.copy() if isinstance(x, np.ndarray) else x


def _is_object(x: Any) -> bool:
    """Whether x is nothing but its attributes."""
    new: Any = type(x).__new__
    return new is object.__new__ or isinstance(x, SimpleNamespace)


def _parts(x: Any) -> dict[str, Any]:
    """The attributes of an object, in its dict or in slots."""
    slots = [name for cls in type(x).__mro__ for name in getattr(cls, "__slots__", ())]
    return {name: getattr(x, name) for name in slots if hasattr(x, name)} | getattr(x, "__dict__", {})


def _with_parts(x: Any, parts: dict[str, Any]) -> Any:
    """An object of the class of x with these attributes, made without `__init__`."""
    cls: Any = type(x)
    new = cls.__new__(cls)
    for name, part in parts.items():
        object.__setattr__(new, name, part)
    return new
