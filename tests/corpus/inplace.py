"""Arrays changed in place as users write it: `out=`, masks, repeated indices, overlaps, methods, every operator."""

import numpy as np

from oracles import Case

vector = np.array([0.7, -0.4, 1.3, 0.9])
matrix = np.array([[0.7, -0.4, 1.3], [0.2, 0.9, -1.1]])
square = np.array([[0.7, -0.4, 1.3], [0.2, 0.9, -1.1], [0.5, 0.1, 0.35]])
repeated = np.array([0, 0, 2])


def mask_of_itself_takes_zero(x):
    y = np.sin(x)
    y[y < 0] = 0.0
    return np.sum(y * x)


def mask_takes_a_number(x):
    y = np.sin(x)
    y[x < 0.8] = x[0] * x[1]
    return np.sum(y * y)


def mask_takes_items(x):
    y = np.sin(x)
    k = x > 0.5
    y[k] = x[k] ** 2
    return np.sum(y * y)


def mask_scaled(x):
    y = np.sin(x)
    k = x > 0.5
    y[k] *= 2
    return np.sum(y * y)


def mask_divided(x):
    y = np.sin(x)
    k = x > 0.5
    y[k] /= x[0]
    return np.sum(y * y)


def mask_adds_items(x):
    y = np.sin(x)
    k = x > 0.5
    w = x * x
    y[k] += w[k]
    return np.sum(y * y)


def mask_adds_a_number(x):
    y = np.sin(x)
    y[x > 0.5] += x[0]
    return np.sum(y * y)


def negative_steps(x):
    y = np.sin(x)
    y[::-1] = y * 2
    y[::-2] += x[:2]
    y[2:0:-1] *= x[:2]
    return np.sum(y * x)


def slice_shifted_onto_itself(x):
    a = np.sin(x)
    a[1:] = a[:-1] * 2
    a[1:] = a[:-1]
    a[:-1] = a[1:]
    return np.sum(a * x)


def slice_added_to_itself_shifted(x):
    a = np.sin(x)
    a[1:] += a[:-1]
    a[:-1] -= a[1:]
    a[1:] *= a[:-1]
    a += a[::-1]
    return np.sum(a * x)


def new_axis_broadcast(x):
    a = np.zeros((4, 3))
    a[:, None] = x[:3]
    a[...] = a * 2
    return np.sum(a * a)


def new_axis_updated(x):
    a = np.sin(x)
    a[:, None] = x[:, None] * 2
    a[None, 1:] *= x[1:]
    return np.sum(a * a)


def row_into_all_rows(x):
    a = np.zeros((3, 4))
    a[:] = x
    a[:, 1:] += x[0]
    return np.sum(a * a)


def column_into_all_columns(x):
    a = np.zeros((4, 3))
    a[:] = x[:, None]
    a[1:3, :] = x[0]
    return np.sum(a * a)


def arrays_without_axes(x):
    a = np.zeros(3)
    a[0] = np.sum(x)
    a[1] = np.array(x[0])
    b = np.zeros(())
    b[...] = x[1] * x[0]
    b[()] += x[2]
    return np.sum(a * a) * b


def array_without_axes_updated(x):
    b = np.zeros(())
    b[()] = x[1] * x[0]
    b += x[2]
    b *= x[1]
    return b * b


def lists_stored(x):
    a = np.zeros((2, 2))
    a[0] = [1.0, x[0]]
    a[1] = (x[1], x[2])
    a[:, 1] = [x[0], 3.0]
    return np.sum(a * a)


def lists_added(x):
    a = np.zeros((2, 2))
    a[0] += [1.0, x[0]]
    a += [x[0], x[1]]
    a *= [x[0], x[1]]
    return np.sum(a * a)


def nested_list_stored(x):
    a = np.zeros((2, 2))
    a[...] = [[1.0, x[0]], [x[1], x[2] * x[2]]]
    return np.sum(a * a)


def each_operator_on_an_array(x):
    y = np.sin(x) + 2
    y += x
    y -= 2 * x
    y *= x
    y /= x + 3
    y **= 2
    return np.sum(y * y)


def each_operator_on_slices(x):
    y = np.sin(x) + 2
    y[1:] += x[1:]
    y[::2] -= 2
    y[:3] *= x[:3]
    y[2:] /= x[2:] + 3
    y[1:3] **= 2
    y[0] **= 3
    return np.sum(y * y)


def floor_division(x):
    y = np.sin(x) + 2
    y //= 0.3
    return np.sum(y * x)


def remainders(x):
    y = np.sin(x) * 3
    y %= 0.7
    y[1:] %= 0.3
    return np.sum(y * x)


def operators_through_two_names(x):
    y = np.sin(x)
    z = y
    y += x
    z *= 2
    y /= z + 4
    return np.sum(y * z)


def complex_buffer(x):
    y = np.zeros(4, dtype=complex)
    y[:] = x
    y[1:] *= 1j * x[1:]
    y[0] = x[0] + 2j * x[1]
    return np.sum(np.abs(y) ** 2)


def buffers_of_its_dtype(x):
    y = np.zeros(4, dtype=x.dtype)
    z = np.empty(x.shape, x.dtype)
    y[:] = x
    z[...] = y * x
    return np.sum(z)


def buffers_of_every_kind(x):
    n = len(x)
    a = np.ones(n)
    a[0] = x[0]
    b = np.full(n, 2.0)
    b[1:] = x[1:]
    c = np.empty_like(x)
    c[:] = x * 2
    d = np.zeros_like(x)
    d += x
    e = np.full_like(x, 3.0)
    e *= x
    f = np.array(x)
    f[0] = 2.0
    g = np.copy(x)
    g[0] *= x[1]
    h = np.arange(4.0)
    h *= x
    k = np.array([1.0, 2.0, 3.0, x[0]])
    k[1:] *= x[1:]
    l = x.copy()
    l[1] = x[0]
    w = np.linspace(0.0, 1.0, n)
    w += x
    return np.sum(a * b * c + d * e * f + g * h * k + l * w)


def full_of_an_argument(x):
    b = np.full(4, x[0])
    b[1:] *= x[1:]
    c = np.full_like(x, x[1])
    c[0] = 3.0
    return np.sum(b * c)


def last_of_a_list_wins(x):
    y = np.sin(x)
    y[[0, 0, 2]] = x[1:] * 2
    return np.sum(y * y)


def mask_of_rows(a):
    y = np.sin(a)
    y[y[:, 0] > 0.3] = a[1] * 2
    return np.sum(y * y)


def mask_of_a_matrix(a):
    y = np.sin(a)
    y[a > 0.3] = a[0, 0]
    return np.sum(y * y)


def mask_of_a_matrix_scaled(a):
    y = np.sin(a)
    y[a > 0.3] *= a[0, 0]
    y[a < 0] -= 3.0
    return np.sum(y * y)


def mask_beside_an_index(a):
    y = np.sin(a)
    y[a[:, 1] > 0.3, 1] = a[0, 0]
    return np.sum(y * y)


def open_mesh(a):
    y = np.outer(np.sin(a[0]), a[1])
    y[np.ix_([0, 2], [1, 2])] = a[:, :2]
    y[np.ix_([0, 1], [1, 2])] += a[:, :2]
    return np.sum(y * y)


def pairs_of_indices(a):
    y = np.outer(np.sin(a[0]), a[1])
    y[[0, 1, 0], [1, 2, 1]] = a[1] * a[0]
    return np.sum(y * y)


def items_rows_and_columns(a):
    y = np.sin(a)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            y[i, j] *= a[i, j]
            y[i] += a[i, j]
            y[:, j] -= y[i, j]
    return np.sum(y * y)


def views_of_views(a):
    y = np.sin(a)
    y[0][1] = a[1, 1]
    y[1][1:] += a[0, 0]
    y[:, 1:][0] *= a[0, :1]
    return np.sum(y * y)


def ellipsis_in_an_index(a):
    y = np.sin(a)
    y[..., 0] = a[..., 1] * 2
    y[..., 1:] *= a[..., :1]
    y[0, ...] += a[1]
    return np.sum(y * y)


def last_of_equal_indices_wins(x, i):
    y = np.sin(x)
    y[i] = x[1:] * 2
    return np.sum(y * y)


def number_at_indices(x, i):
    y = np.sin(x)
    y[i] = x[1]
    return np.sum(y * y)


def equal_indices_add_once(x, i):
    y = np.sin(x)
    y[i] += x[1:] * 2
    return np.sum(y * y)


def number_added_at_indices(x, i):
    y = np.sin(x)
    y[i] += x[1]
    return np.sum(y * y)


def equal_indices_scale_once(x, i):
    y = np.sin(x)
    y[i] *= x[1:]
    return np.sum(y * y)


def items_from_themselves(x, i):
    y = np.sin(x)
    y[i] = y[i] * 2 + y[:3]
    return np.sum(y * y)


def items_plus_themselves(x, i):
    y = np.sin(x)
    y[i] = y[i] + x[1:]
    return np.sum(y * y)


def indices_in_rows_and_columns(a, i):
    y = np.outer(np.sin(a[0]), a[1])
    y[i, 0] = a[0]
    y[:, i] = a[1]
    return np.sum(y * y)


def indices_in_rows_and_columns_updated(a, i):
    y = np.outer(np.sin(a[0]), a[1])
    y[i, 0] += a[0]
    y[:, i] *= a[1]
    return np.sum(y * y)


def whole_rows_at_indices(a, i):
    y = np.outer(np.sin(a[0]), a[1])
    y[i] = a[0]
    y[i, :2] = a[:1, :2] * 3
    return np.sum(y * y)


def matrix_product(a, b):
    y = np.sin(a)
    y @= b
    return np.sum(y * y)


def matrix_product_of_slices(a, b):
    y = np.sin(a)
    y[:, :2] @= b[:2, :2]
    y[0] @= b
    return np.sum(y * y)


def steps_in_a_loop(x, n):
    y = np.zeros(n)
    for i in range(0, n, 2):
        y[i:i + 2] = x[:2] * i
        y[i] += x[2]
        y[i + 1:i:-1] *= x[0]
    return np.sum(y * y)


def tuple_of_indices(a):
    y = np.sin(a)
    t = (0, slice(1, 3))
    r = y[t]
    r[0] = a[1, 1]
    y[t] *= 3.0
    return np.sum(y * y)


def triangle_by_name(a):
    y = np.zeros((3, 3))
    t = np.tril_indices(3)
    y[t] = a[t] * 2
    y[np.diag_indices(3)] *= a[0]
    return np.sum(y * y) + np.sum(a[np.triu_indices(3, 1)] ** 2)


def triangle_by_rows_and_columns(x):
    y = np.zeros((3, 3))
    i, j = np.tril_indices(3)
    y[i, j] = x.reshape(-1)[:6]
    return np.sum(y @ y)


def indices_where(a):
    y = np.sin(a)
    i, j = np.where(a > 0.33)
    y[i, j] = a[i, j] * 2
    k = np.nonzero(a < 0)
    y[k] = 0.5 * a[k]
    return np.sum(y * y)


def slice_by_name(a):
    y = np.sin(a)
    s = slice(None, 2)
    y[..., s] = 2 * a[..., s]
    y[s] += a[0]
    return np.sum(y * y)


def slice_of_a_given_length(a, n):
    y = np.sin(a)
    s = slice(0, n)
    y[s] = 2 * a[s]
    return np.sum(y * y)


def out_add(x):
    z = np.zeros(4)
    np.add(x, x * x, out=z)
    np.multiply(z, 2, z)
    return np.sum(z * z)


def out_view(x):
    z = np.zeros(5)
    np.sin(x, out=z[1:])
    return np.sum(z * z)


def out_dot(a):
    z = np.zeros((2, 2))
    np.dot(a, a.T, out=z)
    np.matmul(a, a.T, out=z)
    return np.sum(z * z)


def out_clip(x):
    y = x * 2
    np.clip(y, 0, 1, out=y)
    return np.sum(y * x)


def out_of_a_method(x):
    y = x * 2
    y.clip(0, 1, out=y)
    return np.sum(y * x)


def out_sum(a):
    s = np.zeros(3)
    np.sum(a * a, axis=0, out=s)
    return np.sum(s * s)


def out_expr(x):
    z = np.zeros(4)
    w = np.add(x, x, out=z)
    w[0] = 3 * x[1]
    return np.sum(z * w)


def out_nested(x):
    z = np.zeros(4)
    return np.sum(np.multiply(np.sin(x, out=z), x, out=z) * z)


def out_overlap(x):
    z = np.sin(x)
    np.multiply(z[:-1], x[1:], out=z[1:])
    return np.sum(z * z)


def out_none(x):
    return np.sum(np.sin(x, out=None))


def out_where(x):
    z = np.ones(4)
    np.log(x, out=z, where=x > 0)
    return np.sum(z * x)


def out_inplace_exp(x):
    y = x * 2
    np.exp(y, out=y)
    np.exp(y, y)
    return np.sum(y)


def out_in_a_tuple(x):
    y = x * 2
    np.exp(y, out=(y,))
    return np.sum(y)


def out_zeros_inline(x):
    return np.sum(np.add(x, x, out=np.zeros(4)))


def out_zeros_like_where(x):
    r = np.divide(1.0, x, out=np.zeros_like(x), where=x > 0.0)
    return np.sum(r)


def filled(x):
    y = np.empty(4)
    y.fill(x[0] * x[1])
    y[1] = 2.0
    return np.sum(y * y)


def view_filled(x):
    y = x * x
    y[1:].fill(x[0])
    return np.sum(y * y)


def copied_to(x):
    y = np.zeros(4)
    np.copyto(y, x * x)
    np.copyto(y[1:], x[:3])
    return np.sum(y * y)


def copied_where(x):
    y = np.sin(x)
    np.copyto(y, x * x, where=x > 0)
    np.copyto(y, x[0], where=x < 0)
    return np.sum(y * y)


def sorted_in_place(x):
    y = np.sin(x)
    y.sort()
    return np.sum(y * x)


def sorted_along_axes(a):
    y = np.sin(a)
    y.sort(axis=0)
    y.sort(1)
    return np.sum(y * a)


def view_sorted(x):
    y = np.sin(x)
    y[1:].sort()
    return np.sum(y * x)


def put_at_indices(x):
    y = np.sin(x)
    np.put(y, [0, 2], x[:2])
    y.put(1, x[0])
    return np.sum(y * y)


def put_where(x):
    y = np.sin(x)
    np.putmask(y, x > 0.8, x * x)
    return np.sum(y * y)


def diagonal_filled(a):
    y = np.outer(a[0], a[1])
    np.fill_diagonal(y, a[0, 1])
    return np.sum(y * y)


def diagonal_from_a_row(a):
    y = np.outer(a[0], a[1])
    np.fill_diagonal(y, a[0])
    return np.sum(y * y)


def added_at(x):
    y = np.sin(x)
    np.add.at(y, [0, 0, 2], x[1:])
    np.subtract.at(y, np.array([0, 0, 2]), x[1])
    return np.sum(y * y)


def multiplied_at(x, places):
    y = np.sin(x)
    np.multiply.at(y, places, x[1:])
    np.divide.at(y, [3, 3], 1.0 + x[0])
    return np.sum(y * y)


def zeros_multiplied_at(x):
    """What is multiplied twice and by zero: the others, too, have their products as derivatives."""
    y = np.ones(3)
    np.multiply.at(y, [0, 0, 0, 2], x)
    return y[0] + y[2] * x[1] + np.sum(y)


def extremes_at(x, places):
    y = np.sin(x)
    np.maximum.at(y, (places,), x[1:] + 0.3)
    np.fmin.at(y, np.array([1, 1, -1]), 0.5 * x[:3])
    return np.sum(y * y)


def rows_multiplied_at(a, places):
    y = np.outer(a[0], a[1])
    np.multiply.at(y, places, a[1])
    np.power.at(y[1], [0, 0], 2.0)
    np.multiply.at(y, (places, 1), a[0, 1])
    np.negative.at(y, (places, places))
    return np.sum(y * np.arange(9.0).reshape(3, 3))


def multiplied_at_by_itself(x, places):
    y = np.sin(x)
    for k in range(2):
        np.multiply.at(y, places[k:], y[k:3])
        np.multiply.at(y, slice(1, 3), y[:2])
        np.exp.at(y, x > 0.0)
    np.multiply.at(y, 2, x[0])
    return np.sum(y)


def nan_replaced_in_place(x):
    y = 2.0 * x + np.array([0.0, np.nan, np.inf, 0.0])
    z = np.nan_to_num(y, copy=False, posinf=3.0)
    z[0] = z[3] * x[1]
    np.nan_to_num(x * z, copy=False)
    return np.sum(y * x)


def array_of_flat(a):
    y = np.sin(a)
    z = np.array(y.flat).copy()
    y[0] = a[1]
    return z @ np.array(y.flat)


def transpose_written(a):
    y = np.sin(a)
    y.T[...] = a.T * 2
    y.T[0] *= a[:, 0]
    return np.sum(y * y)


def partitioned(x):
    y = x * 2
    y.partition(2)
    return np.sum(y * x)


def running_sum_in_place(x):
    y = x * 2
    np.cumsum(y, out=y)
    return np.sum(y * x)


def reduced_into(x):
    y = np.zeros(())
    np.add.reduce(x, out=y)
    return y * y


def out_of_a_sum_method(x):
    y = np.zeros(2)
    x.reshape(2, 2).sum(axis=0, out=y)
    return np.sum(y * y)


def added_at_a_row(a):
    y = np.sin(a)
    np.add.at(y[0], [0, 0], a[1, :2])
    return np.sum(y * y)


def plus_a_number_then_divided(x):
    y = np.sin(x)
    z = y
    y += x
    y /= z + 4
    return np.sum(y * z)


def scaled_under_another_name(x):
    y = np.sin(x)
    z = y
    z *= 2
    y /= z + 4
    return np.sum(y * z)


def complex_updates(x):
    y = np.zeros(4, dtype=complex)
    y += x
    y *= 1j * x
    return np.sum(np.abs(y) ** 2)


def run2(x, n):
    y = np.sin(x)
    for k in range(n):
        np.multiply(y, x, out=y)
    return np.sum(y)


def overwritten_with_zero(x):
    y = np.sin(x)
    y[...] = 0.0
    y += x
    return np.sum(y * y)


def view_of_whole(x):
    y = np.sin(x)
    b = y[1:]
    y[...] = y * x
    b *= 2
    y[:] = y * y
    return np.sum(b * x[1:]) + np.sum(y)


def length_from_argmax(x):
    k = np.argmax(x)
    z = np.arange(k + 1)
    w = np.zeros(k + 1)
    w[:] = x[:k + 1]
    return np.sum(w * z)


def softmax_inplace(x):
    e = x - np.max(x)
    np.exp(e, out=e)
    e /= np.sum(e)
    return -np.log(e[0])


def power_of_itself(x):
    y = np.sin(x) + 2
    y **= y
    y[1:] **= x[1:]
    return np.sum(y)


def read_before_and_after(x):
    y = np.sin(x)
    z = y * 3
    y[1:] = z[:-1]
    z[...] = y[::-1]
    y += z
    return np.sum(y * z)


def row_swap(a):
    y = np.sin(a)
    y[[0, 1]] = y[[1, 0]]
    y[0], y[2] = y[2].copy(), y[0].copy()
    return np.sum(y * a)


def row_swap_view(a):
    y = np.sin(a)
    y[0], y[2] = y[2], y[0]
    return np.sum(y * a)


def rows_sorted_in_a_loop(a):
    y = np.sin(a)
    for i in range(len(y)):
        y[i].sort()
        y[:, i].fill(a[i, i])
    return np.sum(y * a)


def columns_of_a_transpose(a):
    y = a * a
    c = y.T
    c[0] *= a[1]
    c[:, 1].fill(a[0, 0])
    np.copyto(c[2], a[0])
    return np.sum(y * a)


def lu_in_place(a):
    a = a + 3 * np.eye(3)
    n = len(a)
    for k in range(n - 1):
        a[k+1:, k] /= a[k, k]
        a[k+1:, k+1:] -= np.outer(a[k+1:, k], a[k, k+1:])
    return np.sum(a * a)


def gram_schmidt(a):
    q = a + np.eye(3)
    for j in range(3):
        for i in range(j):
            q[:, j] -= (q[:, i] @ q[:, j]) * q[:, i]
        q[:, j] /= np.sqrt(q[:, j] @ q[:, j])
    return np.sum(q * a)


def scatter_loop(x, idx, n):
    y = np.zeros(4)
    for k in range(n):
        y[idx] = y[idx] * 0.5 + x[1:] * k
    return np.sum(y * y)


def running_out(x, n):
    y = np.sin(x)
    t = np.empty_like(y)
    for k in range(n):
        np.multiply(y, x, out=t)
        np.add(y, t, out=y)
        y *= 0.5
    return np.sum(y * t)


def relu_inplace(x, w, n):
    h = x * 1.0
    for k in range(n):
        h = w @ h
        np.maximum(h, 0.0, out=h)
        h[h > 2] = 2.0
    return np.sum(h * h)


def whole_by_branch(x, flag):
    y = np.sin(x)
    if flag:
        y[...] = y * x
    else:
        y[:] = 2.0
    y *= x
    return np.sum(y * y)


def whole_broadcast_in_a_loop(x, n):
    a = np.zeros((3, 4))
    s = 0.0
    for k in range(n):
        a[...] = x * k
        a[:] += x[0]
        s += np.sum(a * a)
    return s


def moments_updated(p, n):
    m = np.zeros_like(p)
    v = np.zeros_like(p)
    for t in range(1, n + 1):
        g = 2 * p * np.cos(p)
        m *= 0.9
        m += 0.1 * g
        v *= 0.99
        v += 0.01 * g * g
        p = p - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.99**t)) + 1e-3)
    return np.sum(p)


def rows_of_places(a):
    y = np.sin(a)
    i, j = np.where(a > 0.33)
    y[i] = 2 * a[i]
    y[j % len(a), i % a.shape[1]] = a[i, j]
    return np.sum(y * y)


def diagonal_and_triangle(a):
    y = np.sin(a @ a.T)
    y[np.diag_indices(len(a))] = a[:, 0] * a[:, 1]
    i, j = np.triu_indices(len(a))
    y[i, j] += a[0, 0] * y[j, i]
    return np.sum(y * y)


def counts_from_minus_one(a):
    y = np.sin(a[0])
    k = np.arange(-1, len(y))
    y[k] = a[0, 0] * (k + 2.0)
    return np.sum(y * y)


def lists_added_at_places(x):
    k = np.zeros(3)
    np.add.at(k, [0, 1], [x[0], x[1]])
    squares = []
    for i in range(2):
        squares.append(x[i] * x[i])
    np.subtract.at(k, [1, 1], squares)
    return np.sum(k**2)


def columns_changed_one_by_one(x, s):
    """Second order asks old names of what is changed for their shape, which stays."""
    table = np.outer(x, x)
    for _ in range(2):
        for j in range(3):
            column = table[:, j]
            column[0] += s * column[1]
        table += np.outer(x, table[0])
    return np.sum(table**2)


def shape_of_what_was_changed(x):
    a = np.sin(x)
    b = a[1:]
    a[:] = x * x
    return np.sum(a) * b.shape[0] + np.sum(np.zeros(b.shape) + x[0]) * b.size * b.ndim


def put_into_a_matrix(x):
    a = np.outer(x, x[:3]).T
    np.put(a, [1, 7, 4], x[:3] * x[3])
    a.put([0, 2], 2.0 * x[0])
    k = -1
    for e in x[:2]:
        np.put(a, k, e * x[2])
        k = k - 4
    return np.sum(a * a * np.arange(12.0).reshape(3, 4))


def put_into_the_sum(x):
    y = x * 1.0
    s = x[1]
    s = s + y[0]
    y[0] = s
    return (y * y).sum() * s


def running_sum_by_hand(x):
    y = x * 1.0
    s = x[1] * 2.0
    for k in range(3):
        s = s + y[k]
        y[k] = s
    return y @ x * s


def another_value_by_then(x):
    y = x * 1.0
    s = x[1] * 2.0
    for k in range(3):
        t = s + y[k]
        s = x[2] * s
        y[k] = t
    return y.sum() * s


def rows_less_the_row_before(x):
    a = np.outer(x, x)
    r = x * 2.0
    for k in range(3):
        r = a[k] - r
        a[k] = r
        if k == 1:
            r = r * 2.0
    return (a * a).sum()


def changed_before_it_is_put(x):
    a = np.outer(x, x)
    r = x * 2.0
    u = r[1:]
    for k in range(2):
        t = a[k] + r
        u *= 1.5
        a[k] = t
    return (a * a).sum() + r.sum()


def everything_by_no_index(x):
    y = x * 1.0
    u = y[1:]
    u[()] = x[0]
    y[()] *= x
    n = np.array(x[0])
    n[()] = y[1]
    n[()] += x[2] * n[()]
    return np.sum(y**2) * n[()]


def picked_items_scaled(x):
    y = x[[0, 1]]
    y *= x[2]
    return np.sum(y**2)


def masked_items_scaled(x):
    y = x[x > 0]
    y /= x[3]
    y **= 2
    return np.sum(y**2)


def picked_items_changed_one_by_one(x):
    y = x[[0, 2, 3]]
    y[0] = y[0] ** 2 * x[1]
    t = y * y
    y += 1.0
    return np.sum(t**2) + y[0]


def picked_rows_scaled(a):
    rows = a[[2, 0]]
    rows *= a[1]
    return np.sum(rows * rows * np.arange(6.0).reshape(2, 3))


def fractions_of_what_changes(x):
    y, u = np.sin(x), np.cos(x)
    parts = np.modf(y)
    quotient, rest = np.divmod(u, 0.3)
    y[1] += x[0] * y[2]
    u *= x
    return np.sum(y) + np.sum(parts[0] * x) + np.sum(u * rest) + quotient[0]


def sum_without_axes_changed_in_place(x):
    m = np.outer(x, x)
    r = np.tensordot(m, m, axes=2)
    r *= x[1]
    q = r
    q += x[0]
    for k in range(2):
        r[...] = r * x[k] + 0.5
    return r * x[2] + q


def array_without_axes_becomes_a_number(x):
    e = np.where(x[0] > 0.1, x[0], 0.0)
    y = np.zeros(3)
    for i in range(3):
        y[i] = e * x[i]
        e = 0.5 if i == 1 else e
    if x[1] < 9.0:
        e = e * 1.0 + 2.0
    return y.sum() ** 2 * e


def array_without_axes_or_a_number(x):
    e = np.where(x[0] > 0.1, x[0], 0.0)
    y = np.zeros(3)
    for i in range(3):
        y[i] = e
        e = 0.0
    f = np.array(x[1])
    if x[0] > 0.1:
        f = 0.0
    return y.sum() ** 2 + f * x[0]


CASES = [
    Case(columns_changed_one_by_one, (np.array([0.3, 0.5, 0.8]), 0.6), (0, 1)),
    Case(shape_of_what_was_changed, (np.array([0.3, 0.5, 0.8]),)),
    Case(lists_added_at_places, (np.array([0.7, 1.4]),), complex_step=False),
    Case(mask_of_itself_takes_zero, (vector,), complex_step=False),
    Case(mask_takes_a_number, (vector,), complex_step=False),
    Case(mask_takes_items, (vector,), complex_step=False),
    Case(mask_scaled, (vector,), complex_step=False),
    Case(mask_divided, (vector,), complex_step=False),
    Case(mask_adds_items, (vector,), complex_step=False),
    Case(mask_adds_a_number, (vector,), complex_step=False),
    Case(negative_steps, (vector,), complex_step=False),
    Case(slice_shifted_onto_itself, (vector,), complex_step=False),
    Case(slice_added_to_itself_shifted, (vector,), complex_step=False),
    Case(new_axis_broadcast, (vector,), complex_step=False),
    Case(new_axis_updated, (vector,), complex_step=False),
    Case(row_into_all_rows, (vector,), complex_step=False),
    Case(column_into_all_columns, (vector,), complex_step=False),
    Case(arrays_without_axes, (vector,), complex_step=False),
    Case(array_without_axes_updated, (vector,), complex_step=False),
    Case(lists_stored, (vector,), complex_step=False),
    Case(lists_added, (vector,), complex_step=False),
    Case(nested_list_stored, (vector,), complex_step=False),
    Case(each_operator_on_an_array, (vector,), complex_step=False),
    Case(each_operator_on_slices, (vector,), complex_step=False),
    Case(floor_division, (vector,), complex_step=False),
    Case(remainders, (vector,), complex_step=False),
    Case(operators_through_two_names, (vector,), complex_step=False),
    Case(complex_buffer, (vector,), complex_step=False),
    Case(buffers_of_its_dtype, (vector,), complex_step=False),
    Case(buffers_of_every_kind, (vector,), complex_step=False),
    Case(full_of_an_argument, (vector,), complex_step=False),
    Case(last_of_a_list_wins, (vector,), complex_step=False),
    Case(mask_of_rows, (matrix,), complex_step=False),
    Case(mask_of_a_matrix, (matrix,), complex_step=False),
    Case(mask_of_a_matrix_scaled, (matrix,), complex_step=False),
    Case(mask_beside_an_index, (matrix,), complex_step=False),
    Case(open_mesh, (matrix,), complex_step=False),
    Case(pairs_of_indices, (matrix,), complex_step=False),
    Case(items_rows_and_columns, (matrix,), complex_step=False),
    Case(views_of_views, (matrix,), complex_step=False),
    Case(ellipsis_in_an_index, (matrix,), complex_step=False),
    Case(last_of_equal_indices_wins, (vector, repeated), complex_step=False),
    Case(number_at_indices, (vector, repeated), complex_step=False),
    Case(equal_indices_add_once, (vector, repeated), complex_step=False),
    Case(number_added_at_indices, (vector, repeated), complex_step=False),
    Case(equal_indices_scale_once, (vector, repeated), complex_step=False),
    Case(items_from_themselves, (vector, repeated), complex_step=False),
    Case(items_plus_themselves, (vector, repeated), complex_step=False),
    Case(indices_in_rows_and_columns, (matrix, repeated), complex_step=False),
    Case(indices_in_rows_and_columns_updated, (matrix, repeated), complex_step=False),
    Case(whole_rows_at_indices, (matrix, repeated), complex_step=False),
    Case(matrix_product, (matrix, square * 0.3), (0, 1), complex_step=False),
    Case(matrix_product_of_slices, (matrix, square * 0.3), (0, 1), complex_step=False),
    Case(steps_in_a_loop, (vector, 6), complex_step=False),
    Case(tuple_of_indices, (square,), complex_step=False),
    Case(triangle_by_name, (square,), complex_step=False),
    Case(triangle_by_rows_and_columns, (square,), complex_step=False),
    Case(indices_where, (square,), complex_step=False),
    Case(slice_by_name, (square,), complex_step=False),
    Case(slice_of_a_given_length, (square, 2), complex_step=False),
    Case(out_add, (vector,), complex_step=False),
    Case(out_view, (vector,), complex_step=False),
    Case(out_dot, (matrix,), complex_step=False),
    Case(out_clip, (vector,), complex_step=False),
    Case(out_of_a_method, (vector,), complex_step=False),
    Case(out_sum, (matrix,), complex_step=False),
    Case(out_expr, (vector,), complex_step=False),
    Case(out_nested, (vector,), complex_step=False),
    Case(out_overlap, (vector,), complex_step=False),
    Case(out_none, (vector,), complex_step=False),
    Case(out_where, (vector,), complex_step=False),
    Case(out_inplace_exp, (vector,), complex_step=False),
    Case(out_in_a_tuple, (vector,), complex_step=False),
    Case(out_zeros_inline, (vector,), complex_step=False),
    Case(out_zeros_like_where, (vector,), complex_step=False),
    Case(filled, (vector,), complex_step=False),
    Case(view_filled, (vector,), complex_step=False),
    Case(copied_to, (vector,), complex_step=False),
    Case(copied_where, (vector,), complex_step=False),
    Case(sorted_in_place, (vector,), complex_step=False),
    Case(sorted_along_axes, (matrix,), complex_step=False),
    Case(view_sorted, (vector,), complex_step=False),
    Case(put_at_indices, (vector,), complex_step=False),
    Case(put_where, (vector,), complex_step=False),
    Case(diagonal_filled, (matrix,), complex_step=False),
    Case(diagonal_from_a_row, (matrix,), complex_step=False),
    Case(added_at, (vector,), complex_step=False),
    Case(transpose_written, (matrix,), complex_step=False),
    Case(partitioned, (vector,), complex_step=False),
    Case(running_sum_in_place, (vector,), complex_step=False),
    Case(reduced_into, (vector,), complex_step=False),
    Case(out_of_a_sum_method, (vector,), complex_step=False),
    Case(added_at_a_row, (matrix,), complex_step=False),
    Case(plus_a_number_then_divided, (vector,), complex_step=False),
    Case(scaled_under_another_name, (vector,), complex_step=False),
    Case(complex_updates, (vector,), complex_step=False),
    Case(run2, (vector, 3), complex_step=False),
    Case(overwritten_with_zero, (vector,), complex_step=False),
    Case(view_of_whole, (vector,), complex_step=False),
    Case(length_from_argmax, (vector,), complex_step=False),
    Case(softmax_inplace, (vector,), complex_step=False),
    Case(power_of_itself, (vector,), complex_step=False),
    Case(read_before_and_after, (vector,), complex_step=False),
    Case(row_swap, (square,), complex_step=False),
    Case(row_swap_view, (square,), complex_step=False),
    Case(rows_sorted_in_a_loop, (square,), complex_step=False),
    Case(columns_of_a_transpose, (square,), complex_step=False),
    Case(lu_in_place, (square,), complex_step=False),
    Case(gram_schmidt, (square,), complex_step=False),
    Case(multiplied_at, (vector, repeated)),
    Case(zeros_multiplied_at, (np.array([0.0, 0.7, -0.3, 0.0]),), complex_step=False),
    Case(extremes_at, (vector, repeated), complex_step=False),
    Case(rows_multiplied_at, (matrix, repeated)),
    Case(multiplied_at_by_itself, (vector, repeated), complex_step=False),
    Case(nan_replaced_in_place, (vector,), complex_step=False),
    Case(array_of_flat, (matrix,)),
    Case(scatter_loop, (vector, repeated, 3), complex_step=False),
    Case(running_out, (vector, 3), complex_step=False),
    Case(relu_inplace, (vector[:3], square, 2), complex_step=False),
    Case(whole_by_branch, (vector, True), label="True", complex_step=False),
    Case(whole_by_branch, (vector, False), label="False", complex_step=False),
    Case(whole_broadcast_in_a_loop, (vector, 3), complex_step=False),
    Case(moments_updated, (vector, 3), complex_step=False),
    Case(rows_of_places, (square,), complex_step=False),
    Case(diagonal_and_triangle, (square,), complex_step=False),
    Case(counts_from_minus_one, (square,), complex_step=False),
    Case(put_into_the_sum, (vector,)),
    Case(running_sum_by_hand, (vector,)),
    Case(another_value_by_then, (vector,)),
    Case(rows_less_the_row_before, (vector,)),
    Case(changed_before_it_is_put, (vector,)),
    Case(everything_by_no_index, (vector,)),
    Case(put_into_a_matrix, (vector,)),
    Case(picked_items_scaled, (vector,)),
    Case(masked_items_scaled, (vector,), complex_step=False),
    Case(picked_items_changed_one_by_one, (vector,)),
    Case(picked_rows_scaled, (square,)),
    Case(array_without_axes_becomes_a_number, (np.array([0.4, 0.75, 1.3]),), complex_step=False),
    Case(array_without_axes_or_a_number, (np.array([0.4, 0.75, 1.3]),), complex_step=False),
    Case(fractions_of_what_changes, (np.array([0.4, 0.75, 1.3]),), complex_step=False),
    Case(sum_without_axes_changed_in_place, (np.array([0.4, 0.75, 1.3]),), complex_step=False),
]
