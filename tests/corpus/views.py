"""Names for one memory: views, aliases and swaps of arrays that are changed in place."""

import numpy as np

from oracles import Case


def its_own_view(x):
    x = x[::1]
    x = x[1:]
    return np.sum(x * x)


def a_view_that_is_not_used(x):
    x = x[::1]
    return 0.5


vector = np.array([0.7, -0.4, 1.3])


def scaled_through_a_view(x):
    a = np.sin(x)
    b = a[1:]
    b *= 2
    return np.sum(a * x)


def stored_through_a_view(x):
    a = np.sin(x)
    b = a[1:]
    b[0] = x[0] * x[1]
    return np.sum(a * x) + b[1] * b[0]


def rows_bound_in_a_loop(x):
    a = np.outer(x, x)
    s = 0.0
    for i in range(len(x)):
        row = a[i]
        row *= x[i]
        s += np.sum(row)
    return s + np.sum(a[0])


def two_names(x):
    a = np.sin(x)
    b = a
    b[0] = 3.0 * x[1]
    a[1] = b[0] * x[2]
    return np.sum(b * x)


def view_of_a_transpose(x):
    a = np.outer(x, x)
    c = a.T
    d = c[1:]
    d[0] = x
    c[0, 1] += x[0]
    return np.sum(a * a) + np.sum(d)


def views_by_method(x):
    a = np.outer(x, x)
    a.view()[0] = x
    b = a[1:].view()
    b *= 2.0
    a.T.view()[0, 1] += x[2]
    for row in a.view():
        row += x[0]
    return np.sum(a * x.view()) + np.sum(np.sin(b))


def swapped_buffers(x, n):
    u = np.sin(x)
    v = np.zeros_like(u)
    for k in range(n):
        v[1:-1] = 0.5 * (u[:-2] + u[2:]) * u[1:-1]
        u, v = v, u
    return np.sum(u * x)


def shifted_views(x):
    a = np.zeros(5)
    left = a[:-1]
    right = a[1:]
    a[0] = x[0]
    for i in range(4):
        right[i] = left[i] * x[i % 3] + 1.0
    return np.sum(a * a)


def view_outlives_its_array(x):
    a = np.sin(x)
    b = a[1:]
    a = a * 2.0
    b[0] = x[0]
    return np.sum(a) + np.sum(b * b)


def two_views_outlive(x):
    a = np.sin(x)
    b = a[1:]
    c = a[:-1]
    a = x * 2.0
    b[0] = x[0] * x[0]
    return np.sum(a) + np.sum(b * b) + np.sum(c * c * x[1:])


def index_moves_on(x):
    a = np.outer(x, x)
    i = 0
    while i < 3:
        row = a[i]
        j = i
        i += 1
        row[j] = x[j] * 3
        row += x
    return np.sum(a * a)


def view_by_branch(x, flag):
    a = np.sin(x)
    b = a[1:]
    if flag:
        a[1] = x[0] * x[1]
    else:
        b = a[:-1]
        b[0] = x[2]
    return np.sum(a * x) + np.sum(b * b)


def reversed_view(x):
    a = np.sin(x)
    b = a[::-1]
    a[1:] = b[:-1] * 2
    return np.sum(b * x)


def overlapping_slices(x):
    a = np.sin(x)
    a[1:] = a[:-1] * 2
    a[:-1] = a[1:]
    return np.sum(a * x)


def item_scaled_in_place(x):
    a = np.sin(x)
    d = {"u": a}
    d["u"] *= 3.0
    return np.sum(a * x) + np.sum(d["u"])


def one_array_twice_in_a_list(x):
    a = np.sin(x)
    d = [a, a]
    d[0] += 1.0*x
    return np.sum(d[1] * x)


def parameters_in_a_dict(x, n):
    p = {"w": np.sin(x), "b": np.cos(x)}
    for i in range(n):
        p["w"] *= 0.9
        p["b"] += p["w"] * x
    return np.sum(p["b"] * p["w"])


def row_of_a_list(x):
    rows = [np.sin(x), x * 2.0]
    r = rows[0]
    r[0] = x[1] * x[2]
    return np.sum(rows[0] * rows[1])


def items_of_a_list_in_a_loop(x, n):
    rows = []
    for i in range(n):
        rows.append(x * (i + 1.0))
    for i in range(n):
        rows[i] += x * x
    s = 0.0
    for r in rows:
        s += np.sum(np.sin(r))
    return s


def arrays_in_a_tuple(x):
    t = (np.sin(x), np.cos(x))
    a, b = t
    a[0] = x[1]
    b[1:] *= a[:2]
    return np.sum(t[0] * t[1])


def array_in_nested_dicts(x):
    d = {"in": {"u": np.sin(x)}, "k": 2.0}
    u = d["in"]["u"]
    u += x
    return np.sum(d["in"]["u"] * x) * d["k"]


def views_in_a_tuple(x):
    a = np.zeros((3, 3))
    pair = (a[0], a[1])
    pair[0][1] = x[0]
    pair[1][:] = x * x
    return np.sum(a * a) + np.sum(pair[1])


def rotating_buffers(x, n):
    now = np.sin(x)
    before = np.zeros(3)
    for _ in range(n):
        after = now
        now = before
        t = 0.5 * after[1:-1]
        now[:-2] += t
        before = -after
        now += 2.0 * after
    return np.sum(now * before)


def cotangents_of_conjugate_gradients(x, n):
    r = np.sin(x)
    p = np.cos(x)
    for _ in range(n):
        fresh = r
        fresh += p
        r = -2.0 * x
        fresh += 2.0 * x
        r += fresh
        p = -fresh
    return np.sum(r * p)


def exponential(x):
    y = np.exp(x)
    return y


def result_changed_afterwards(x):
    y = exponential(x)
    y[0] = x[1]
    y *= 3
    return np.sum(y * x)


def result_changed_in_a_loop(x, n):
    s = 0.0
    for i in range(n):
        y = exponential(x * i)
        y[1:] *= x[1:]
        s += np.sum(y)
    return s


def row_at_columns(x):
    a = np.zeros((2, 3, 3))
    idx = np.array([2, 0])
    row = a[0]
    row[:, idx] = np.outer(x, x[:2])
    return np.sum(a[0] @ x)


def conjugate_of_a_real_array(x):
    a = np.sin(x)
    b = a.conj()
    b[0] = x[1] * x[2]
    return np.sum(a * x)


def stored_at_repeated_indices(x):
    a = np.sin(x)
    a[[0, -2, -2]] *= x
    a[[1, 1]] += x[1]
    a[[0, 0, 2]] = x * x
    return np.sum(a * x)


def stored_at_given_indices(x, i):
    a = np.outer(x, x)
    a[i] -= x * x[i][:, None]
    a[i, 0] = x[i]
    return np.sum(a * a)


def copy_of_what_changes(x, n):
    a = x * 1.2
    b = a + 1.0
    c = a[1:] - 2.0
    for i in range(n):
        a[i] = np.dot(a, b) * c[0]
        c = a[1:] + 0.5
    return np.sum(np.sin(a)) + np.sum(b * b)


table = np.array([1.3, 0.7, 0.4])


def parts_from_outside(x):
    a = np.sin(table) * x
    a[::1] += np.concatenate((a[-1:], table[1:]))
    return np.sum(a * a)


def two_names_take_turns(x, n):
    a = b = np.ones(1)
    a, b = b, a
    a[n % 3] += x[1] * a[n % 3]
    a[::1] = a
    return np.sum(a) + np.sum(b)


CASES = [
    Case(two_names_take_turns, (vector, 3), complex_step=False),
    Case(scaled_through_a_view, (vector,), complex_step=False),
    Case(stored_through_a_view, (vector,), complex_step=False),
    Case(rows_bound_in_a_loop, (vector,), complex_step=False),
    Case(two_names, (vector,), complex_step=False),
    Case(view_of_a_transpose, (vector,), complex_step=False),
    Case(views_by_method, (vector,), complex_step=False),
    Case(swapped_buffers, (np.linspace(0.2, 1.4, 6), 3), complex_step=False),
    Case(shifted_views, (vector,), complex_step=False),
    Case(view_outlives_its_array, (vector,), complex_step=False),
    Case(two_views_outlive, (vector,), complex_step=False),
    Case(index_moves_on, (vector,), complex_step=False),
    Case(view_by_branch, (vector, True), complex_step=False),
    Case(reversed_view, (vector,), complex_step=False),
    Case(overlapping_slices, (vector,), complex_step=False),
    Case(view_by_branch, (vector, False), complex_step=False, label="other"),
    Case(item_scaled_in_place, (vector,), complex_step=False),
    Case(one_array_twice_in_a_list, (vector,), complex_step=False),
    Case(parameters_in_a_dict, (vector, 3), complex_step=False),
    Case(row_of_a_list, (vector,), complex_step=False),
    Case(items_of_a_list_in_a_loop, (vector, 3), complex_step=False),
    Case(arrays_in_a_tuple, (vector,), complex_step=False),
    Case(array_in_nested_dicts, (vector,), complex_step=False),
    Case(views_in_a_tuple, (vector,), complex_step=False),
    Case(rotating_buffers, (vector, 3), complex_step=False),
    Case(cotangents_of_conjugate_gradients, (vector, 3), complex_step=False),
    Case(result_changed_afterwards, (vector,), complex_step=False),
    Case(result_changed_in_a_loop, (vector, 3), complex_step=False),
    Case(row_at_columns, (vector,), complex_step=False),
    Case(conjugate_of_a_real_array, (vector,), complex_step=False),
    Case(stored_at_repeated_indices, (vector,), complex_step=False),
    Case(stored_at_given_indices, (vector, np.array([0, 2, 0])), complex_step=False),
    Case(copy_of_what_changes, (vector, 2), complex_step=False),
    Case(parts_from_outside, (vector,), complex_step=False),
    Case(its_own_view, (vector,)),
    Case(a_view_that_is_not_used, (vector,)),
]
