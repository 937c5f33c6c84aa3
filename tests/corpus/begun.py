"""Arrays that began as a number: `total = 0.0`, and a loop adds arrays to it, or makes no trip at all.

Each program is tried where the loop makes no trip, one and three.
"""

import numpy as np

from oracles import Case


def sum_of_rows(x, n):
    total = 0.0
    for i in range(n):
        total = total + x[i]
    return np.sum(total * total)


def sum_from_an_integer(x, n):
    total = 0
    for row in x[:n]:
        total += row**2
    return np.sum((total - x[0]) ** 2)


def product_of_rows(x, n):
    t = 1.0
    k = 0
    while k < n:
        t = t * x[k]
        k += 1
    return np.sum(t * t)


def product_in_place(x, n):
    t = 1.0
    for i in range(n):
        t *= x[i]
    return np.sum(t * x[0, 0]) + np.sum(t)


def left_early(x, n):
    total = 0.0
    for i in range(3):
        if i >= n:
            break
        total = total + x[i] * x[i]
    return np.sum(total * total)


def row_before_row(x, n):
    solved = []
    for i in range(n):
        s = 0.0
        for j in range(i):
            s = s + x[i, j] * solved[j]
        solved.append((x[i] + 1.0 - s) / (x[i, i] + 2.0))
    total = 0.0
    for row in solved:
        total = total + row**2
    return np.sum(total)


def read_while_it_grows(x, n):
    total = 0.0
    s = 0.0
    for i in range(n):
        s = s + np.sum(total * x[i])
        total = total + x[i]
    return s + np.sum(total)


def horner(x, n):
    p = 0.0
    for k in range(n):
        p = p * x[0] + x[k]
    return np.sum(p * p)


def two_that_swap(x, n):
    a = 0.0
    b = 1.0
    for i in range(n):
        a, b = b * x[i], a + x[i]
    return np.sum(a * b)


def times_a_whole_array(x, n):
    total = 1.0
    for i in range(n):
        total = total + np.outer(x[i], x[0])
    return np.sum(total * x)


def number_that_varies_if_it_is_one(x, n):
    t = 1.0
    for i in range(n):
        t = t * x[i]
    r = t * x[0, 0]
    return np.sum(r * x[1]) + np.sum(r)


def number_in_functions(x, n):
    t = 1.0
    for i in range(n):
        t = t * x[i]
    r = t * x[0, 0]
    return np.sum(np.sin(r) * x[1]) + 2.0 * np.sum(np.exp(r)) + np.max(r) + np.linalg.norm(r)


def number_in_choices(x, n):
    t = 0.5
    for i in range(n):
        t = t + x[i]
    r = t * x[0, 0]
    return np.sum(np.where(r > 0.5, r, 2.0 * r)) + np.sum(np.maximum(r, 0.1)) + np.sum(np.where(x[0] > 0.5, t, x[1]))


def slopes_of_a_step(x, n):
    h = x[1, 1]
    y = x[0]
    for _ in range(2):
        k = 0.0
        for _ in range(n):
            k = k + h * np.sin(y + h * k)
        y = y + h * k
    return np.sum(y**2)


def running_mean(x, n):
    mean = 0.0
    spread = 0.0
    for k in range(n):
        d = x[k] - mean
        mean = mean + d / (k + 1)
        spread = spread + d * (x[k] - mean)
    return np.sum(spread) + np.sum(mean**2)


def terms_of_a_series(x, n):
    term = 1.0
    total = 1.0
    for k in range(1, n):
        term = term * x / k
        total = total + term
    return np.sum(total)


def held_in_a_dict(x, n):
    acc = {"s": 0.0}
    for i in range(n):
        acc["s"] = acc["s"] + x[i] * x[i]
    return np.sum(acc["s"] ** 2)


def held_in_a_tuple(x, n):
    state = (0.0, 1.0)
    for i in range(n):
        state = (state[0] + x[i], state[1] * x[i])
    return np.sum(state[0] * state[1])


def halved(total, s):
    return np.sum(total * s) + np.sum(total)


def handed_over(x, n):
    t = 1.0
    for i in range(n):
        t = t * x[i]
    return halved(t, x[0, 0]) + halved(t * x[1, 1], x[0, 0])


def made_by_a_function(x, n):
    def summed(m):
        total, s = 0.0, 0.0
        for i in range(m):
            total = total + x[i]
            s += x[i, 0]
        return total, s

    a, s = summed(n)
    return np.sum(a * a) * s + np.sum(a * x[0, 0])


class Running:
    def __init__(self):
        self.mean = 0.0
        self.n = 0

    def push(self, row):
        self.n += 1
        self.mean = self.mean + (row - self.mean) / self.n


def held_by_an_object(x, n):
    s = Running()
    for row in x[:n]:
        s.push(row)
    return np.sum(s.mean**3) + np.sum(s.mean * x[0, 0])


def changed_by_item(x, n):
    total = 0.0
    for i in range(n):
        total = total + x[i]
        total[0] = 0.5 * total[1]
    return np.sum(total**2)


def begun_in_each_trip(x, n):
    out = 0.0
    for i in range(n):
        inner = 0.0
        for j in range(i):
            inner = inner + x[j]
        out = out + np.sum(inner * x[i]) + np.sum(inner)
    return out


def items_where_there_are_some(x, n):
    t = 1.0
    for i in range(n):
        t = t * x[i]
    return t[0] * t[1] + np.sum(x @ t) if n else x[0, 0]


x33 = np.array([[0.7, 0.4, 1.3], [0.9, -0.3, 0.5], [0.2, 0.8, -0.6]])

SMOOTH = (
    sum_of_rows, sum_from_an_integer, product_of_rows, product_in_place, left_early, row_before_row, read_while_it_grows,
    horner, two_that_swap, times_a_whole_array, number_that_varies_if_it_is_one, slopes_of_a_step, running_mean,
    terms_of_a_series, held_in_a_dict, held_in_a_tuple, handed_over, made_by_a_function, items_where_there_are_some,
    held_by_an_object, changed_by_item, begun_in_each_trip,
)  # fmt: skip

CASES = [
    *(Case(f, (x33, n), label=str(n), second_refusable=f is times_a_whole_array) for f in SMOOTH for n in (0, 1, 3)),
    *(Case(f, (x33, n), complex_step=False, label=str(n)) for f in (number_in_functions, number_in_choices) for n in (0, 1, 3)),
]
