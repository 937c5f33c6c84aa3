"""Arrays that are filled place by place: their cotangents are stored, not added to zeros, read as a number, or laid out anew."""

import numpy as np

from oracles import Case

F = np.array([0.4, 0.7, 1.3, 0.9])
BOX = np.linspace(0.2, 1.4, 24).reshape(2, 3, 4)


def sum_of_items(x, w):
    n = len(x)
    y = np.zeros(n)
    for i in range(n):
        y[i] = x[i] ** 2 * w
    return np.sum(y)


def mean_of_items(x, w):
    y = np.zeros((len(x), 3))
    for i in range(len(x)):
        for j in range(3):
            y[i, j] = x[i] ** j * w
    return np.mean(y)


def one_by_one(x, w):
    y = np.empty(len(x))
    for i in range(len(x)):
        y[i] = w / x[i] + x[i] - w
    return y.sum()


def single_precision(x, w):
    y = np.zeros(len(x))
    for i in range(len(x)):
        y[i] = x[i] * np.float32(0.1) + w
    return np.sum(y)


def each_place_twice(x, n):
    y = np.zeros(2 * n)
    for i in range(n):
        y[i // 2] = y[i // 2] + x[i]
        y[n + i] = x[i] ** 2
    return np.sum(y * y)


def every_other_place(x):
    total = 0.0
    for i in range(0, len(x), 2):
        total += x[i] * x[-1]
    for i in range(len(x) - 1, 0, -1):
        total += x[i] * x[i - 1] ** 2
    return total


def from_the_end(x):
    total = 0.0
    for i in range(-2, 2):
        total += x[i] ** 2
    return total


def same_place_in_two_loops(x):
    total = 0.0
    for i in range(len(x)):
        total = total * 0.5 + x[i] ** 2
    for i in range(2):
        total = total * 0.5 + np.sin(x[i])
    return total


def triangle_of_pairs(x):
    a = np.outer(x, x)
    total = 0.0
    for i in range(len(x)):
        for j in range(i + 1):
            total += a[i, j] ** 2 * (1.0 + j)
    return total


def diagonal_and_rows(x):
    a = np.outer(x, x**2)
    total = 0.0
    for i in range(len(x)):
        total += a[i, i] ** 2
    for i in range(len(x) - 1):
        total += np.sum(a[i] * a[i + 1])
    return total


def place_that_the_body_moves(x):
    total = 0.0
    for i in range(3):
        i = i // 2
        total += x[i] ** 2
    return total


def plane_by_plane(u):
    m, n, levels = u.shape
    c = np.zeros((m, n, levels))
    d = np.zeros((m, n, levels))
    c[:, :, 0] = u[:, :, 0] * 0.5
    for k in range(1, levels):
        bottom = 2.0 - c[:, :, k - 1] * u[:, :, k]
        c[:, :, k] = u[:, :, k] / bottom
        d[:, :, k] = (u[:, :, k] - d[:, :, k - 1]) * bottom
    for k in range(levels - 2, -1, -1):
        d[:, :, k] -= c[:, :, k] * d[:, :, k + 1]
    total = 0.0
    for k in range(levels):
        total += np.sum(d[:, :, k] * 1.0 + c[:, :, -1] * u[:, :, k])
    return total


def planes_kept_as_views(u):
    m, n, levels = u.shape
    c = np.zeros((m, n, levels))
    before = u[:, :, 0]
    for k in range(levels):
        c[:, :, k] = before * u[:, :, k]
        before = c[:, :, k]
        before *= 2.0
    return np.sum(before * before)


def planes_in_a_line(u):
    m, n, levels = u.shape
    c = np.ones((m, n, levels))
    for k in range(1, levels):
        c[:, :, k] = c[:, :, k - 1] * u[:, :, k]
        line = c[:, :, k].reshape(-1)  # a copy: planes are no line in memory
        c[:, :, k] += line.reshape(m, n)[::-1]
    return np.sum(c[:, :, 2] * 1.0)


def planes_by_a_list(u):
    m, n, levels = u.shape
    c = np.zeros((m, n, levels))
    order = np.array([2, 0, 1])
    for k in range(3):
        c[:, :, k] = u[:, :, k] * (k + 1.0)
    return np.sum(c[:, :, order] * u[:, :, :3] ** 2)


def planes_by_turns(u):
    m, n, levels = u.shape
    c = np.zeros((m, n, levels))
    for order in (np.array([2, 0, 1]), np.array([1, 2, 0])):
        c[:, :, order] = c[:, :, order] * 0.5 + u[:, :, :3] ** 2
    return np.sum(c[:, :, 0] * c[:, :, 1])


def planes_of_four_axes(u):
    c = np.zeros((2, 3, 2, 4))
    for k in range(1, 4):
        c[:, :, :, k] = c[:, :, :, k - 1] * 0.5 + u[:, :, None, k] ** 2
    return np.sum(c[:, :, :, 3] * c[:, :, :, 1])


def planes_and_the_whole(u):
    m, n, levels = u.shape
    c = np.zeros((m, n, levels))
    for k in range(1, levels):
        c[:, :, k] = c[:, :, k - 1] + u[:, :, k] ** 2
    return np.sum(c[:, :, 1] * c[:, :, 2]) + np.sum(c[0, 0])


def axes_moved_in_a_loop(x):
    s, t = np.outer(x, x).reshape(4, 2, 2), 0.0
    for k in range(3):
        t = t + np.moveaxis(s, [0], [k]).reshape(-1)[3] * (k + 1)
    return t


CASES = [
    Case(sum_of_items, (F, 2.0), (0, 1), complex_step=False),
    Case(mean_of_items, (F, 2.0), (0, 1), complex_step=False),
    Case(one_by_one, (F, 2.0), (0, 1), complex_step=False),
    Case(single_precision, (F, 2.0), (0, 1), complex_step=False),
    Case(each_place_twice, (F, 4), (0,), complex_step=False),
    Case(every_other_place, (F,), (0,)),
    Case(from_the_end, (F[:3],), (0,)),
    Case(from_the_end, (F,), (0,), label="longer"),
    Case(same_place_in_two_loops, (F,), (0,)),
    Case(triangle_of_pairs, (F,), (0,)),
    Case(diagonal_and_rows, (F,), (0,)),
    Case(place_that_the_body_moves, (F,), (0,)),
    Case(plane_by_plane, (BOX,), (0,), complex_step=False),
    Case(planes_kept_as_views, (BOX,), (0,), complex_step=False),
    Case(planes_in_a_line, (BOX,), (0,), complex_step=False),
    Case(planes_by_a_list, (BOX,), (0,), complex_step=False),
    Case(planes_by_turns, (BOX,), (0,), complex_step=False),
    Case(planes_of_four_axes, (BOX,), (0,), complex_step=False),
    Case(planes_and_the_whole, (BOX,), (0,), complex_step=False),
    Case(axes_moved_in_a_loop, (np.array([0.4, 0.75, 1.3, 0.9]),)),
]
