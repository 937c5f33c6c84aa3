"""Reshaped arrays that are changed in place, through either name."""

import numpy as np

from oracles import Case

vector = np.array([0.7, -0.4, 1.3])
matrix = np.array([[0.3, 1.2, 0.7], [0.5, -0.4, 1.1]])


def filled_through_a_flat_name(x):
    table = np.zeros((2, 3))
    flat = table.reshape(6)
    for i in range(6):
        flat[i] = x[i % 3] ** 2 + i * x[0]
    return np.sum(table[0] * table[1])


def read_through_a_flat_name(x):
    a = np.outer(x, x)
    flat = a.reshape(-1)
    a[0] = 2.0 * x
    return np.sum(flat * flat)


def diagonal_of_a_flat_name(x):
    n = len(x)
    a = np.zeros((n, n))
    a.reshape(-1)[:: n + 1] = x
    a.ravel()[1] += x[2]
    return np.sum(np.sin(a @ x))


def changed_through_both_names(m):
    b = m * 1.0
    r = b.ravel()
    r[0] = m[1, 1] * 2.0
    b[0, 0] *= m[0, 1]
    r[2:] *= b[0, 0]
    return np.sum(r**2) + b[0, 2]


def read_while_it_is_changed(x):
    b = np.concatenate([x, np.cos(x)])
    v = b.reshape(3, 2)
    for i in range(3):
        v[i] *= b[i]
    return np.sum(np.sin(b))


def both_names_in_a_loop(x):
    b = np.concatenate([x, np.cos(x)])
    v = b.reshape(3, 2)
    total = 0.0
    for i in range(3):
        v[i] *= x[i]
        total += b[2 * i] * b[0]
    return total + np.sum(v[1] * b[:2])


def part_of_a_flat_name(x):
    b = np.outer(x, x)
    tail = b.reshape(-1)[4:]
    tail *= x[0]
    tail[1] = tail[0] * x[1]
    return np.sum(np.sin(b)) + tail[2]


def column_beside_a_flat_name(x):
    b = np.outer(x, np.sin(x))
    column = b[:, 1]
    flat = b.ravel()
    flat[1:5] += x[0]
    column *= 2.0
    return np.sum(flat * flat) + column[2] * b[1, 1]


def squeezed_and_expanded(x):
    a = np.outer(x, x)[None]
    inner = np.squeeze(a)
    inner[1] = x * x[0]
    deeper = np.expand_dims(inner, 2)
    deeper[0] *= x[1]
    return np.sum(a * a) + inner[0, 0]


def reshape_of_a_reshape(x):
    a = np.concatenate([x, x * x])
    b = a.reshape(2, 3)
    c = b.reshape(3, 2)
    c[1] = x[:2]
    b[1] *= x
    return np.sum(a**3) + c[2, 1] * a[0]


def row_of_a_matrix_reshaped(x):
    a = np.outer(x, x)
    row = a[1]
    tall = row.reshape(3, 1)
    a[1, 1] = x[2] ** 2
    return np.sum(tall * tall) + row[1]


def behind_in_two_loops(x):
    a = np.zeros((2, 3))
    flat = a.ravel()
    first = a[0]
    for i in range(2):
        for j in range(3):
            flat[3 * i + j] += x[j] * (i + 1)
        x = np.sin(x)
    return np.sum(first * a[1])


def behind_in_the_inner_loop_alone(x):
    m = np.outer(x, x)
    v = m[1]
    for i in range(3):
        for j in range(2):
            m[j, i] *= 1.5
        if i == 0:
            u = v * 2.0
    return np.sum(v**2) + np.sum(u)


def behind_at_a_break(x):
    a = np.zeros((3, 3))
    flat, corner = a.reshape(9), a[1:, 1:]
    for i in range(9):
        flat[i] = x[i % 3] * i
        if flat[i] > 4.0:
            break
    return np.sum(corner**2) + a[0, 2]


def behind_and_then_changed_itself(x):
    a = np.zeros((3, 3))
    t, column = a.T, a[:, 1]
    for i in range(3):
        t[i] = x * x[i]
    column *= x[0]
    for i in range(3):
        a[i, 0] += column[i]
    return np.sum(np.sin(t)) + column[1]


def behind_only_on_one_branch(x):
    a = np.outer(x, x)
    top = a[0]
    for i in range(3):
        if x[i] > 0.0:
            a[i] *= x[i]
    return np.sum(top * a[2])


def behind_and_captured(x):
    a = np.outer(x, x)
    top = a[0]

    def seen(k):
        return top[k] * x[0]

    total = 0.0
    for i in range(3):
        a[0, i] += total
        total = total + seen(i)
    return total


def a_while_loop_asks(x):
    a = np.outer(x, x)
    flat = a.ravel()
    n = 0
    while np.sum(a) < 20.0 and n < 10:
        flat[n % 9] += 3.0 * x[2]
        n += 1
    return np.sum(a * a)


def blocks(m):
    a = np.zeros((2, 6))
    tiles = a.reshape(2, 3, 2)
    for k in range(3):
        tiles[:, k] = m[:, k, None] * m[:, :2]
    return np.sum(a[0] * a[1])


def of_any_size(x, n):
    a = np.zeros((n, len(x)))
    flat = a.reshape(-1)
    for i in range(len(flat)):
        flat[i] = np.sin(i * x[i % len(x)])
    return np.sum(np.cumsum(a, axis=0) ** 2)


def not_of_an_older_array(x):
    a = np.outer(x, x)
    flat = a.reshape(-1)
    a = a + 1.0
    flat[0] = 5.0 * x[0]
    return np.sum(a * a) + np.sum(flat)


def given_by_a_helper(x):
    def flat_of(m):
        return m.reshape(-1)

    a = np.outer(x, x)
    flat = flat_of(a)
    flat[2:4] = 1.5 * x[:2]
    return np.sum(np.cos(a))


def flat_items(m):
    b = np.sin(m)
    b.flat[1:3] = m[0, 1:]
    b.flat[4] *= b.flat[0]
    part = b.flat[2:5]
    part[0] = 3.0 * m[1, 1]  # a part of `flat` is a copy
    return np.sum(b * b) + part[0] * part[2]


def over_flat(m):
    b = np.outer(m[0], m[1])
    total = sum(v * v for v in m.flat)
    for i, v in enumerate(b.flat):
        b.flat[(i + 1) % 9] += 0.3 * v  # seen in the next trip
    return total + np.sum(b) + np.dot(b.flat, b.flat)


def flat_under_a_name(x):
    b = np.outer(x, x)
    items = b.flat
    b[0] = 2.0 * x
    return items[1] * items[5]


def numbers_of_an_array(x):
    a, b, c = x.tolist()
    return a * b + sum(v * c for v in x.tolist())


CASES = [
    Case(flat_items, (matrix,)),
    Case(over_flat, (matrix,)),
    Case(flat_under_a_name, (vector,)),
    Case(numbers_of_an_array, (vector,)),
    Case(filled_through_a_flat_name, (vector,), complex_step=False),
    Case(read_through_a_flat_name, (vector,)),
    Case(diagonal_of_a_flat_name, (vector,), complex_step=False),
    Case(changed_through_both_names, (matrix,)),
    Case(read_while_it_is_changed, (vector,)),
    Case(both_names_in_a_loop, (vector,)),
    Case(part_of_a_flat_name, (vector,)),
    Case(column_beside_a_flat_name, (vector,)),
    Case(squeezed_and_expanded, (vector,)),
    Case(reshape_of_a_reshape, (vector,)),
    Case(row_of_a_matrix_reshaped, (vector,)),
    Case(behind_in_two_loops, (vector,), complex_step=False),
    Case(behind_in_the_inner_loop_alone, (vector,), complex_step=False),
    Case(behind_at_a_break, (vector,), complex_step=False),
    Case(behind_and_then_changed_itself, (vector,), complex_step=False),
    Case(behind_only_on_one_branch, (vector,)),
    Case(behind_and_captured, (vector,)),
    Case(a_while_loop_asks, (vector,)),
    Case(blocks, (matrix,), complex_step=False),
    Case(of_any_size, (vector, 4), complex_step=False),
    Case(not_of_an_older_array, (vector,)),
    Case(given_by_a_helper, (vector,), refusable=True),
]
