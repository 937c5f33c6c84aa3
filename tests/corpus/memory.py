"""Names that share memory: layouts, what callees return, containers that show an array, loops that bind views anew."""

from dataclasses import dataclass

import numpy as np

from oracles import Case

vector = np.array([0.7, -0.4, 1.3])
square = np.arange(1.0, 10.0).reshape(3, 3) / 5 + np.eye(3)
order = np.array([2, 0, 1])


@dataclass
class Weights:
    w: np.ndarray


def copied_by_a_flag(x):
    a = np.sin(x)
    flag = x[0] > 0.0
    b = a[flag]
    b[0, 1] = x[0] * 5
    return np.sum(a * x) + np.sum(b * x)


def items_added_at_columns_of_a_row(x):
    a = np.ones((2, 3, 3)) * x
    row = a[1]
    row[:, order] += np.outer(x, x * x)
    return np.sum(a * square * x) + row[2, 1]


def ravelled_in_column_order(x):
    a = np.outer(x, x)
    t = a.T
    w = t.ravel(order="F")
    w[1] = x[0] * 7
    return np.sum(a * square) + w[1]


def made_column_major(x):
    a = np.outer(x, x)
    t = a.T
    w = np.asfortranarray(t)
    w[0, 1] = x[0] * 7
    return np.sum(a * square)


def real_part_is_a_view(x):
    a = np.sin(x)
    b = a.real
    b[0] = x[1] * 3
    return np.sum(a * x)


def diagonal_by_einsum(x):
    a = np.outer(x, x)
    d = np.einsum("ii->i", a)
    d[0] = x[1] * 3
    return np.sum(a * square)


def stretched_view(x):
    a = np.sin(x)
    b = np.broadcast_to(a, (2, 3))
    a[0] = x[1] * 3
    return np.sum(b * x)


def total_and_what_it_was(x):
    total = 0.0
    prev = 0.0
    s = 0.0
    for i in range(3):
        total += x * x[i]
        s = s + np.sum(prev * x)
        prev = total
    return s


def columns_changed_in_a_loop(x):
    a = np.outer(x, x)
    for col in a.T:
        col[1] = col[0] * x[2]
    return np.sum(a * square)


def rows_of_two_matrices(x):
    a = np.outer(x, x)
    b = np.sin(a)
    for r, s in zip(a, b):
        r[0] = s[1] * x[2]
        s += r
    return np.sum(a * b * square)


def rows_unpacked(x):
    a = np.outer(x, x)
    r0, r1, r2 = a
    r0[:] = r1 * r2
    r1 += r0
    return np.sum(a * square)


def cubes(x):
    return np.sum(x * x * x)


def argument_of_a_call_changed_afterwards(x):
    a = np.outer(x, x)
    r = a[0]
    s = cubes(r)
    a[0, 1] = x[2]
    t = cubes(r)
    r *= 2
    return s * t + np.sum(a)


def exponential_and_sine(x):
    y = np.exp(x)
    z = np.sin(y)
    return [y, (z, y)]


def results_in_a_list_changed(x):
    q = exponential_and_sine(x)
    y = q[0]
    y[1] = x[0] * 3
    return np.sum(q[0] * x) + np.sum(q[1][0] * x) + np.sum(q[1][1] * x * x)


def add_both_ways(a, b):
    a += b
    b[0] = a[1]


def one_array_as_both_arguments(x):
    a = np.sin(x)
    add_both_ways(a, a)
    add_both_ways(a[:2], a[1:])
    return np.sum(a * x)


def store_in_the_other(a, b):
    a, b = (b, a)
    a[0] = 2 * b[1]


def parameters_rebound_before_the_store(x):
    a = np.sin(x)
    b = np.cos(x)
    store_in_the_other(a, b)
    store_in_the_other(b, a)
    return np.sum(a * b * x)


def stored_by_a_closure(x):
    a = np.sin(x)

    def put(i, c):
        a[i] = c * a[0]

    put(1, x[0])
    put(0, x[2])
    return np.sum(a * x)


def copied_on_one_path(x):
    a = np.sin(x)
    b = a
    if x[0] < 0:
        b = b.copy()
    b[0] = x[1] * 2
    return np.sum(b * x) + np.sum(a)


def one_array_twice_in_a_grown_list(x):
    a = np.sin(x)
    rows = []
    for i in range(2):
        rows.append(a)
    r = rows[0]
    r[0] = x[1] * r[2]
    return np.sum(rows[0] * rows[1])


def buffer_appended_again(x):
    rows = []
    buf = np.zeros(3)
    for i in range(3):
        buf[i] = x[i] * x[i]
        rows.append(buf)
    return np.sum(rows[0] * x)


def view_under_a_key(x):
    a = np.sin(x)
    d = {"a": a, "v": a[1:]}
    d["v"][0] = x[0] * 4
    d["a"] *= 2
    d["b"] = d["v"]
    a[1] += x[2]
    return np.sum(d["b"] * d["v"]) + np.sum(d["a"])


def previous_array_changed(x):
    u = np.sin(x)
    old = u
    s = 0.0
    for i in range(3):
        old = u
        u = u * x
        old[0] = u[1]
        s += np.sum(old * u)
    return s


def reversed_view_carried(x):
    u = np.sin(x)
    old = u[:]
    s = 0.0
    for i in range(3):
        u[0] = x[1] * u[2]
        s += np.sum(old * u)
        old = u[::-1]
        u[1] += s
    return s + np.sum(old * x)


def view_bound_at_a_break(x):
    a = np.outer(x, x)
    r = a[0]
    for i in range(3):
        if i == 2 and x[0] > 0:
            r = a[i]
            break
        r[i] = x[i] * 2
    r[0] = x[1]
    return np.sum(a * square * a)


def views_with_a_new_axis(x):
    a = np.outer(x, x)
    b = a[:, None, :]
    b[0, 0, 1] = x[2] * 3
    c = b[..., 0]
    c += x[0]
    return np.sum(a * square)


def bound_of_a_view_moves(x):
    a = np.sin(x)
    n = 1
    b = a[n:]
    n = n + 1
    a[2] = x[0] * x[1]
    c = a[n:]
    b[0] = 4 * c[0]
    return np.sum(a * x) + np.sum(b * b)


def same_twice(a):
    return (a, a)


def one_array_returned_twice(x):
    a = np.sin(x)
    b, c = same_twice(a)
    b[0] = x[1] * x[0]
    return np.sum(c * x)


def sine(x):
    return np.sin(x)


def result_of_a_sine_changed(x):
    y = sine(x)
    y[0] = x[1]
    return np.sum(y * x)


def rows_in_a_comprehension(x):
    a = np.outer(x, x)
    rows = [r for r in a]
    rows[0][1] = x[2] * 5
    return np.sum(a * square)


def buffer_by_default(x, buf=None):
    if buf is None:
        buf = np.zeros(3)
    buf[0] = x[0] * x[1]
    b2 = buf[:2]
    b2 += x[1]
    return np.sum(buf * x)


def buffers_swapped_in_a_while(x):
    u = np.sin(x)
    w = np.cos(x)
    k = 0
    t = u
    while k < 3:
        t = u
        u = w
        w = t
        u[k] = w[0] * x[k]
        k += 1
    return np.sum(u * x) + np.sum(t * x * x)


def list_in_a_list_under_two_names(x):
    g = [[x[0], x[1]], [x[2], 1.0]]
    r = g[0]
    for i in range(2):
        r[i] = r[i] * x[2]
    h = g[:]
    h[1][0] = x[0] * 9
    return g[0][0] * g[0][1] * g[1][0]


def starred_rows(x):
    a = np.outer(x, x)
    first, *rest = a
    rest[0][1] = x[2] * x[0]
    return np.sum(a * square) + np.sum(first)


def ellipsis_then_items(x):
    a = np.ones((2, 3, 3)) * x
    r = a[:, 1]
    q = r[0]
    q[..., order] = x * x
    s = a[...][1]
    s[[0, 1], 1] = x[0] * x[1]
    return np.sum(a * square * x) + np.sum(q)


def array_shown_by_a_record(x):
    a = np.sin(x)
    p = Weights(a)
    a[0] = x[1] * 2
    return np.sum(p.w * x)


def exponential(x):
    y = np.exp(x)
    return y


def rows_through_calls(x):
    a = np.outer(x, x)
    s = 0.0
    for i in range(3):
        r = a[i]
        t = exponential(r)
        t[1:] *= r[0]
        a[i] = t
        s = s + cubes(r)
    return s + np.sum(a)


def append_twice(rows, x):
    rows.append(x)
    rows.append(x)


def appended_twice_by_a_callee(x):
    rows = []
    a = np.sin(x)
    append_twice(rows, a)
    rows[0][1] = x[0]
    return np.sum(rows[1] * x)


def first_or_last(a, c):
    if c > 0:
        a[0] = c
        return a[1:]
    a[1] = 2 * c
    return a[:-1]


def view_by_early_return(x):
    a = np.sin(x)
    b = first_or_last(a, x[0])
    return np.sum(b * b) + np.sum(a * x)


def scale_by_items(a, k):
    for i in range(len(a)):
        a[i] *= k
        k = k * a[i]


def scaled_by_its_own_item(x):
    a = np.sin(x)
    scale_by_items(a, a[0])
    scale_by_items(a[::-1], x[1])
    return np.sum(a * x)


def root_bound_anew_in_a_loop(x):
    a = np.outer(x, x)
    r = a[0]
    for i in range(2):
        a = a * 1.5
        a[0] += x
        r[1] = r[0] * x[2]
        r = a[i]
    return np.sum(r) + np.sum(a * square)


def indices_changed_afterwards(x):
    k = np.array([0, 1])
    a = np.sin(x)
    b = a[k]
    k[0] = 2
    a[k] = x[0] * x[1]
    return np.sum(a * x) + np.sum(b)


def rows_of_a_copied_list(x):
    u = np.outer(x, x)
    s = 0.0
    for row in list(u):
        u[2] = row * x[0]
        s = s + np.sum(row)
    return s


def items_of_a_copied_array(x):
    u = x * 1.0
    s = 0.0
    for item in list(u):
        u[2] = item * x[0]
        s = s + item * u[2]
    return s


def edges_that_are_the_bins(x, b):
    b = b.copy()
    _, edges = np.histogram(np.array([0.1, 0.5]), bins=b)
    s = np.sum(edges * x)
    b[1] = 0.25
    return s


def edges_read_after_the_bins_change(x, b):
    b = b.copy()
    _, edges = np.histogram(np.array([0.1, 0.5]), bins=b)
    b[1] = 0.25
    return np.sum(edges * x)


def another_dtype_that_is_the_same(x):
    y = np.sin(x)
    z = np.float64(y)
    y[0] = 5.0
    return np.sum(z * x)


def definite(x):
    return np.outer(x, x) + np.diag([1.0, 2.0, 3.0])


def eigenvalues_cut_off(x):
    """What a call gives together is memory of its own each: the eigenvectors stay what they are."""
    w, v = np.linalg.eigh(definite(x))
    w[w < 1.5] = 0.0
    return np.sum((v * w) @ v.T * np.arange(9.0).reshape(3, 3))


def singular_values_cut_off(x):
    u, s, vt = np.linalg.svd(definite(x), full_matrices=False)
    s[2:] = 0.0
    return np.sum((u * s) @ vt * np.arange(9.0).reshape(3, 3))


def factors_changed(x):
    q, r = np.linalg.qr(definite(x))
    r[0, 0] *= 2.0
    q[1] = x
    return np.sum(q @ r)


def parts_under_two_names(x):
    parts = np.linalg.eigh(definite(x))
    w = parts[0]
    w *= 2.0
    return np.sum((parts[1] * parts[0]) @ parts[1].T * np.arange(9.0).reshape(3, 3)) + w[0]


def eigenvalues_damped_in_a_loop(x):
    total, a = 0.0, definite(x)
    for _ in range(2):
        w, v = np.linalg.eigh(a)
        w[0] *= 0.5
        a = (v * w) @ v.T
        total += np.sum(a * a)
    return total


def grid_changed(x):
    across, down = np.meshgrid(x, x * 2)
    across[0] *= 2.0
    return np.sum(across * down)


def split_shares(x):
    """The pieces are views: one that is changed changes what they were taken from."""
    whole = x * np.ones(3)
    first, second = np.split(whole, [1])
    first[0] *= 2.0
    return np.sum(whole) * np.sum(first)


def items_of_a_comprehension(x):
    a, b = [x * k for k in (x[0], 2.0)]
    a[0] = x[1]
    return np.sum(a * b)


def zeros_from_a_generator(x):
    a, b, c = (np.zeros(3) for _ in range(3))
    a[0] = x[0]
    b += x * a
    return np.sum(b * c + b)


def one_item_twice(x):
    rows = [x * k for k in range(3)]
    rows[1] = rows[0]
    a = rows[0]
    b = rows[1]
    a[0] = x[1] * 5
    return np.sum(a * b * x)


def item_of_a_list_turned_round(x):
    rows = []
    for i in range(3):
        rows.append(x * i)
    a = rows[0]
    b = rows[1]
    rows.reverse()
    c = rows[2]
    a[0] += x[1]
    c[0] += x[2]
    b[1] = x[0]
    return np.sum(a * b * c)


def item_behind_a_new_one(x):
    rows = [x * i for i in range(3)]
    a = rows[0]
    rows.insert(0, x * 2.0)
    b = rows[1]
    a[0] += x[1]
    return np.sum(b * a)


def item_that_was_the_second(x):
    rows = [x * i for i in range(3)]
    a = rows[1]
    rows.pop(0)
    b = rows[0]
    b[0] = x[1]
    return np.sum(b * a)


def the_same_item_twice_over(x):
    a, b = [x * 1.0] * 2
    a[0] = x[1] * 5
    return np.sum(a * b * x)


three = np.array([0.5, 1.2, -0.7])

def row_read_under_another_name(x):
    rows = [x * k for k in range(2)]
    first = rows[0]
    for k in range(2):
        rows[k][k] += x[k] ** 2
    return np.sum(first**2)


def turned_twice(x):
    y = x * x[0]
    y = y[::-1]
    y = y[::-1]
    return np.sum(y**2 * np.arange(4.0))


def shortened_twice(x):
    y = x * x[0]
    y = y[1:]
    y = y[1:]
    return np.sum(y**2)


def heads_taken(x):
    a, x = x[0], x[1:]
    b, x = x[0], x[1:]
    return a * b**2 + np.sum(x**2)


def shortened_in_a_loop(x):
    y = np.outer(x, x)
    for _ in range(2):
        y = y.T[1:]
        y = y.T[1:]
    return np.sum(y**2) + y[0, 0] + np.sum(x)


CASES = [
    Case(row_read_under_another_name, (three,)),
    Case(eigenvalues_cut_off, (three,), complex_step=False),
    Case(singular_values_cut_off, (three,), complex_step=False),
    Case(factors_changed, (three,), complex_step=False),
    Case(parts_under_two_names, (three,), complex_step=False),
    Case(eigenvalues_damped_in_a_loop, (three,), complex_step=False),
    Case(grid_changed, (three,)),
    Case(split_shares, (three,), refusable=True),
    Case(items_of_a_comprehension, (three,)),
    Case(zeros_from_a_generator, (three,), complex_step=False),
    Case(one_item_twice, (three,), refusable=True),
    Case(item_of_a_list_turned_round, (three,), refusable=True),
    Case(item_behind_a_new_one, (three,), refusable=True),
    Case(item_that_was_the_second, (three,), refusable=True),
    Case(the_same_item_twice_over, (three,)),
    Case(edges_that_are_the_bins, (vector, np.array([0.0, 0.5, 1.0])), complex_step=False, refusable=True),
    Case(edges_read_after_the_bins_change, (vector, np.array([0.0, 0.5, 1.0])), complex_step=False, refusable=True),
    Case(another_dtype_that_is_the_same, (vector,), complex_step=False, refusable=True),
    Case(copied_by_a_flag, (vector,), complex_step=False, refusable=True),
    Case(items_added_at_columns_of_a_row, (vector,), complex_step=False),
    Case(ravelled_in_column_order, (vector,), complex_step=False, refusable=True),
    Case(made_column_major, (vector,), complex_step=False, refusable=True),
    Case(real_part_is_a_view, (vector,), complex_step=False, refusable=True),
    Case(diagonal_by_einsum, (vector,), complex_step=False, refusable=True),
    Case(stretched_view, (vector,), complex_step=False, refusable=True),
    Case(total_and_what_it_was, (vector,), complex_step=False, refusable=True),
    Case(columns_changed_in_a_loop, (vector,), complex_step=False),
    Case(rows_of_two_matrices, (vector,), complex_step=False),
    Case(rows_unpacked, (vector,), complex_step=False),
    Case(argument_of_a_call_changed_afterwards, (vector,), complex_step=False),
    Case(results_in_a_list_changed, (vector,), complex_step=False, refusable=True),
    Case(one_array_as_both_arguments, (vector,), complex_step=False),
    Case(parameters_rebound_before_the_store, (vector,), complex_step=False),
    Case(stored_by_a_closure, (vector,), complex_step=False),
    Case(copied_on_one_path, (vector,), complex_step=False, refusable=True),
    Case(one_array_twice_in_a_grown_list, (vector,), complex_step=False, refusable=True),
    Case(buffer_appended_again, (vector,), complex_step=False, refusable=True),
    Case(view_under_a_key, (vector,), complex_step=False),
    Case(previous_array_changed, (vector,), complex_step=False),
    Case(reversed_view_carried, (vector,), complex_step=False, refusable=True),
    Case(view_bound_at_a_break, (vector,), complex_step=False, refusable=True),
    Case(views_with_a_new_axis, (vector,), complex_step=False),
    Case(bound_of_a_view_moves, (vector,), complex_step=False),
    Case(one_array_returned_twice, (vector,), complex_step=False, refusable=True),
    Case(result_of_a_sine_changed, (vector,), complex_step=False),
    Case(rows_in_a_comprehension, (vector,), complex_step=False, refusable=True),
    Case(buffer_by_default, (vector,), complex_step=False),
    Case(buffers_swapped_in_a_while, (vector,), complex_step=False),
    Case(list_in_a_list_under_two_names, (vector,), complex_step=False, refusable=True),
    Case(starred_rows, (vector,), complex_step=False, refusable=True),
    Case(ellipsis_then_items, (vector,), complex_step=False),
    Case(array_shown_by_a_record, (vector,), complex_step=False),
    Case(rows_through_calls, (vector,), complex_step=False),
    Case(appended_twice_by_a_callee, (vector,), complex_step=False),
    Case(view_by_early_return, (vector,), complex_step=False),
    Case(scaled_by_its_own_item, (vector,), complex_step=False),
    Case(root_bound_anew_in_a_loop, (vector,), complex_step=False),
    Case(indices_changed_afterwards, (vector,), complex_step=False),
    Case(rows_of_a_copied_list, (vector,), complex_step=False),
    Case(items_of_a_copied_array, (vector,), complex_step=False),
    Case(turned_twice, (np.array([0.7, -0.4, 1.3, 0.9]),)),
    Case(shortened_twice, (np.array([0.7, -0.4, 1.3, 0.9]),)),
    Case(heads_taken, (np.array([0.7, -0.4, 1.3, 0.9]),)),
    Case(shortened_in_a_loop, (np.array([0.7, -0.4, 1.3, 0.9, 0.2, 0.5]),)),
]
