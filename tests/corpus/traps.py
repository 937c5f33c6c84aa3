"""Programs that other tools accept and get wrong: silent zeros, silent constants, stale or aliased cotangents."""

import numpy as np

from oracles import Case

rng = np.random.default_rng(19)


def softmax_by_division(x, target):
    p = np.exp(x) / np.sum(np.exp(x))
    return -np.sum(target * np.log(p))


def divides_matrix_by_smaller(x, a):
    return np.sum(a / x)


def matrix_to_the_power_of_smaller(x, a):
    return np.sum(a**x) + np.sum(x**a)


def copy_by_times_one(x):
    a = x * 1.0
    a[0] = 5.0
    return np.sum(a * x)


def copy_by_plus_zero(x):
    a = x + 0
    a[0] = 5.0
    return np.sum(a * x)


def store_through_view(x):
    a = x * 2.0
    b = a[1:]
    b[0] = x[0] * x[1]
    return np.sum(a * a)


def store_through_alias(x):
    a = x * 2.0
    b = a
    b[0] = x[0] * x[1]
    return np.sum(a * a)


def alias_then_use(x):
    a = x * x
    b = a
    c = np.sum(b * a)
    a = a * 2.0
    return c + np.sum(b * a)


def view_read_after_store(x):
    a = x * 2.0
    b = a[1:]
    a[1] = x[0] ** 2
    return np.sum(b * b)


def row_relaxed_through_view(a):
    b = a * 1.0
    row = b[1:4]
    row *= a[0]
    b[0] = row[1] * b[4]
    return np.sum(b * b)


def transpose_is_a_view(a):
    b = a * 1.0
    c = b.T
    b[0, 1] = 3.0
    return np.sum(c[1] * a[0])


def reshape_may_be_a_view(a):
    b = a * 1.0
    c = b.reshape(-1)
    b[0, 0] = b[1, 1] ** 2
    return np.sum(c * c)


def rows_over_loop_are_views(a):
    b = a * 1.0
    for row in b:
        row *= 2.0
    return np.sum(b * b)


def list_holds_alias(x):
    a = x * 2.0
    kept = [a]
    a[0] = 7.0
    return np.sum(kept[0] * x)


def repeated_indices(x, idx):
    return np.sum(x[idx] * np.arange(1.0, len(idx) + 1.0))


def adds_at_repeated_indices(x, idx):
    y = np.zeros(3)
    np.add.at(y, idx, x * x)
    return np.sum(y * y)


def inside_with(x):
    y = x
    with np.errstate(all="ignore"):
        y = y * x
        y = np.sin(y)
    return np.sum(y)


def writes_with_out(x):
    y = np.zeros(len(x))
    np.multiply(x, x, out=y)
    return np.sum(y * x)


def fill_and_copyto(x):
    y = np.zeros(3)
    y.fill(x[0] * x[1])
    np.copyto(y[:1], x[2])
    return np.sum(y**2)


def for_else_body(x, n):
    y = x
    for _ in range(n):
        y = y * x
    else:
        y = y * y
    return y


def overwritten_matrix(a, b):
    a = a @ b
    a = a @ b
    return np.sum(a * a)


def outer_hessian(x, y):
    return np.sum(np.outer(x, y) ** 2)


def store_after_use(x):
    y = x * x
    s = np.sum(y * y)
    y[0] = s
    return np.sum(y) + s


def integer_counter_cotangent(x):
    counts = np.arange(3)
    return np.sum(counts * x)


def integer_buffer(x):
    y = np.zeros(3, dtype=int)
    y[0] = 2
    return np.sum(y * x)


def constant_branch_value(x):
    y = 1.0
    if x > 0.0:
        y = x
    return y * y


def zero_trip_result(x):
    y = x
    for _ in range(0):
        y = 0.0
    return y * x


def square_root_where_defined(x):
    return np.sum(np.where(x > 0.0, np.sqrt(np.where(x > 0.0, x, 1.0)), 0.0))


def maximum_tie(x):
    return np.sum(np.maximum(x, x) * x)


def value_used_before_and_after_loop(x, n):
    y = x * x
    s = y
    for _ in range(n):
        y = y * s
        s = s + y
    return s * y * x


def list_extended_under_another_name(x):
    xs = [x, 2.0 * x]
    ys = xs
    xs += [3.0 * x]
    return sum(ys) * x


def list_appended_to_under_another_name(x):
    xs = [x, 2.0 * x]
    ys = xs
    xs.append(x * x)
    return sum(ys)


def list_argument_extended(x):
    xs = [x, 2.0 * x]
    extended(xs, x)
    return sum(xs)


def extended(v, x):
    v += [x * x]
    return len(v)


def list_in_dict_extended(x):
    d = {"k": [x]}
    e = d["k"]
    d["k"] += [x * x]
    return sum(e)


def list_repeated_in_place(x):
    xs = [x, x * x]
    ys = xs
    xs *= 2
    return sum(ys)


def apply_first(functions, x):
    a = 10.0
    return functions[0](x) + 0.0 * a


def closure_in_tuple(x):
    a = 2.0

    def scale(t):
        return a * t * t

    return apply_first((scale,), x)


def apply_named(functions, x):
    a = 10.0
    return functions["g"](x) + 0.0 * a


def closure_in_dict(x):
    a = 2.0
    return apply_named({"g": lambda t: a * t * t}, x)


def zip_of_equal_lengths(x):
    total = 0.0
    for a, b in zip(x, x * x, strict=True):
        total = total + a * b
    return total


def zip_of_unequal_lengths(x):
    total = 0.0
    for a, b in zip(x, x[1:], strict=True):
        total = total + a * b
    return total


def same_variable_in_both_roles(x):
    x = x * x + x
    x = x * x - x
    return x


def seed_not_mutated(x):
    y = x
    z = y
    z = z + y
    return z


def large_power_of_negative(x):
    return np.sum((-x) ** 3) + np.sum(x**2.0)


def sizes_of_spectra_of_a_list(x):
    frames = []
    for i in range(2):
        frames.append(x[2 * i : 2 * i + 3])
    return np.sum(np.abs(np.fft.rfft(np.array(frames))))


vector = np.array([0.7, 1.2, 0.4])
matrix = rng.uniform(0.5, 1.5, size=(3, 2))

CASES = [
    Case(sizes_of_spectra_of_a_list, (np.array([0.4, 1.7, 0.2, 0.9, 1.3]),), complex_step=False),
    Case(softmax_by_division, (rng.normal(size=5), np.array([0.0, 0.0, 1.0, 0.0, 0.0])), (0, 1)),
    *(
        Case(f, (x, matrix), (0, 1), label=label, over_forward_refusable=label == "float")
        for f in (divides_matrix_by_smaller, matrix_to_the_power_of_smaller)
        for label, x in (
            ("float", 0.7),
            ("one", np.array([0.7])),
            ("row", matrix[0] + 0.1),
            ("column", matrix[:, :1] + 0.2),
        )
    ),
    Case(copy_by_times_one, (vector,)),
    Case(copy_by_plus_zero, (vector,)),
    Case(store_through_view, (vector,), refusable=True),
    Case(store_through_alias, (vector,), refusable=True),
    Case(alias_then_use, (vector,)),
    Case(view_read_after_store, (vector,), refusable=True),
    Case(row_relaxed_through_view, (rng.normal(size=5),), refusable=True),
    Case(transpose_is_a_view, (rng.normal(size=(2, 2)),), refusable=True),
    Case(reshape_may_be_a_view, (rng.normal(size=(2, 2)),), refusable=True),
    Case(rows_over_loop_are_views, (matrix,), refusable=True),
    Case(list_holds_alias, (vector,), refusable=True),
    Case(repeated_indices, (vector, np.array([0, 2, 2, 1, 2]))),
    Case(adds_at_repeated_indices, (vector, np.array([0, 2, 0])), complex_step=False, refusable=True),
    Case(inside_with, (vector,)),
    Case(writes_with_out, (vector,), complex_step=False, refusable=True),
    Case(fill_and_copyto, (vector,), complex_step=False, refusable=True),
    Case(for_else_body, (0.7, 3)),
    Case(overwritten_matrix, (matrix[:2], matrix[1:]), (0, 1)),
    Case(outer_hessian, (vector, matrix[0]), (0, 1)),
    Case(store_after_use, (vector,)),
    Case(integer_counter_cotangent, (vector,)),
    Case(integer_buffer, (vector,)),
    Case(constant_branch_value, (0.7,), complex_step=False),
    Case(constant_branch_value, (-0.7,), complex_step=False, label="constant"),
    Case(zero_trip_result, (0.7,)),
    Case(square_root_where_defined, (np.array([-0.3, 1.2, 0.4]),), complex_step=False),
    Case(maximum_tie, (vector,), complex_step=False),
    Case(value_used_before_and_after_loop, (0.7, 3)),
    Case(list_extended_under_another_name, (0.7,), refusable=True),
    Case(list_appended_to_under_another_name, (0.7,), refusable=True),
    Case(list_argument_extended, (0.7,), refusable=True),
    Case(list_in_dict_extended, (0.7,), refusable=True),
    Case(list_repeated_in_place, (0.7,), refusable=True),
    Case(closure_in_tuple, (0.7,), refusable=True),
    Case(closure_in_dict, (0.7,), refusable=True),
    Case(zip_of_equal_lengths, (vector,)),
    Case(same_variable_in_both_roles, (0.7,)),
    Case(seed_not_mutated, (vector,)),
    Case(large_power_of_negative, (vector,)),
]

# Python refuses them when they run: a derivative may not be a number either.
RAISES = [Case(zip_of_unequal_lengths, (vector,))]
