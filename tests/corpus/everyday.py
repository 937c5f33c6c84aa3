"""Programs of everyday numerical work, in the words people use: each was refused or written badly when it was first tried."""

import functools
import operator

import numpy as np

from oracles import Case

rng = np.random.default_rng(8)


def searches_along_a_line(x):
    def f(v):
        return (1.0 - v[0]) ** 2 + 5.0 * (v[1] - v[0] ** 2) ** 2

    def slope(v):
        return np.array([-2.0 * (1.0 - v[0]) - 20.0 * v[0] * (v[1] - v[0] ** 2), 10.0 * (v[1] - v[0] ** 2)])

    for _ in range(3):
        g = slope(x)
        step = 1.0
        while f(x - step * g) > f(x) - 1e-4 * step * g @ g:
            step *= 0.5
        x = x - step * g
    return f(x) + x[0]


def halves_in_place(v):
    v *= 0.5
    return np.sum(v)


def condition_that_changes(x):
    y = x * 2.0
    while halves_in_place(y) > 1.0:  # each time it is asked, y is another
        x = x * 1.5
    return np.sum(x * y)


def first(v):
    return v[0]


def asks_about_what_changes(x):
    y = x.copy()

    def total():
        return np.sum(y)

    s = 0.0
    for _ in range(3):
        if total() > 1.5 and first(v=y) > 0.1:
            y *= 0.5
        else:
            y[1:] += x[:-1]
            y[0] = y[1] * 0.3
        s = s + np.sum(y * y)
    return s


def asks_for_the_contrary(x, n):
    s = 0.0
    for k in range(n):
        w = x[k] * 2.0
        if max(w, 0.4) > 0.5 and not w < 0.9:  # what is kept of it is read when it is differentiated again
            w = w * x[0]
            s = s + w * w
        else:
            s = s + np.sin(w)
    return s


def neighbours(a):
    b = np.pad(a, 1, mode="edge")
    out = np.zeros_like(a)
    for i, j in [(0, 1), (1, 0), (-1, 0), (0, -1)]:
        out += b[1 + i : 4 + i, 1 + j : 4 + j]
    return np.sum(np.sin(out / 4 - a))


def opening(image):
    """A dilation of an erosion, whose windows go no further than the image."""
    for of_window, mode in ((np.minimum, "maximum"), (np.maximum, "minimum")):
        wide = np.pad(image, 1, mode)
        rows = of_window(of_window(wide[:-2], wide[1:-1]), wide[2:])
        image = of_window(of_window(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    return np.sum(image**2)


def perimeter(v):
    return np.sum(np.hypot(*(v - np.roll(v, 1, axis=0)).T))


def product_of_norms(x):
    return functools.reduce(operator.mul, (np.sqrt(r @ r) for r in x), 1.0)


def convolves_windows(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.sum(np.tanh(np.einsum("ijkl,kl->ij", windows, kernel)))


def normalises_in_place(z):
    p = np.exp(z - z.max())
    p /= p.sum()
    q = p
    q *= 2.0
    return -np.sum(p * np.log(q))


def decomposes_with_pivots(a):
    a = a.copy()
    sign = 1.0
    for k in range(len(a)):
        p = k + int(np.argmax(np.abs(a[k:, k])))
        if p != k:
            a[[k, p]] = a[[p, k]]
            sign = -sign
        a[k + 1 :, k] /= a[k, k]
        a[k + 1 :, k + 1 :] -= np.outer(a[k + 1 :, k], a[k, k + 1 :])
    return sign * np.prod(np.diag(a))


def reflects(a):
    r = a.copy()
    for k in range(len(a) - 1):
        v = r[k:, k].copy()
        v[0] += np.sqrt(v @ v)
        v /= np.sqrt(v @ v)
        r[k:, k:] -= 2.0 * np.outer(v, v @ r[k:, k:])
    return np.sum(np.triu(r) ** 3)


def slices_by_moving_bounds(a, v):
    a = a.copy()
    m = 1
    for k in range(3):
        b = a[m:, 0]
        m = k + 1
        c = a[m:, 0]
        a[m:, 1] += c * v[0]
        if len(b) == len(c):
            a[m:, 2] -= b * c
        m = m - 1
        a[m : m + 1, :] += v
    return np.sum(np.sin(a))


def scores_of_rows(q, k):
    s = q @ k.T / np.sqrt(q.shape[1])
    return np.sum(np.sin(s) @ k)


def walks_over_counts(x):
    places = [0, 1, 1, 2]
    s = 1.0
    for i, p in enumerate(places[1:]):
        s = s * np.sin(x[p] * s) + i
    places[2] = 0
    return s * x[places[2]]


def adds_under_words(x):
    sums = {"first": np.zeros(2), "second": np.ones(2), "count": 0}
    for i in range(3):
        sums["first"] += x * i
        sums["second"] += x**2
        sums["count"] += 1
    return np.sum(sums["first"] * sums["second"]) / sums["count"]


def scales_under_a_word(x):
    d = {"a": x * np.ones(2), "b": np.zeros(2)}
    for i in range(3):
        d["a"] *= i + 1
    return np.sum(d["a"] * d["a"] + d["b"]) * x


def moments_of_each_weight(w):
    weights = {"a": w[:2] * 1.0, "b": w[2:] * 1.0}
    moments = {k: np.zeros_like(v) for k, v in weights.items()}
    for t in range(1, 4):
        for k in weights:
            g = 2.0 * weights[k]
            moments[k] *= 0.9
            moments[k] += 0.1 * g
            weights[k] -= 0.3 * moments[k] / (1.0 - 0.9**t)
    return sum(np.sum(v**2) for v in weights.values())


def adds_to_the_ends(x):
    knots = np.array([0.0, *x, x[0] * 2.0])
    inner = [x[0], x[1]]
    bounds = [0.0, *inner, 9.0]
    return np.sum(np.diff(knots) ** 2) + sum((b - a) ** 2 for a, b in zip(bounds[:-1], bounds[1:]))


def unpacks_a_generator(x):
    a, b, c = (x[k] * (k + 1) for k in range(3))
    return a * b + c * c


class Scale:
    def __init__(self, by):
        self.by = by

    def __call__(self, x):
        return self.by * x


class Composed:
    def __init__(self, inner, outer):
        self.inner = inner
        self.outer = outer

    def __call__(self, x):
        return self.outer(np.tanh(self.inner(x)))


def calls_attributes(x):
    return Composed(Scale(x[0]), Scale(x[1]))(x[2])


class Controller:
    def __init__(self, gain):
        self.gain = gain
        self.last = None
        self.total = 0.0

    def __call__(self, error):
        slope = 0.0 if self.last is None else error - self.last
        self.last = error
        self.total += error
        return self.gain * error + 0.1 * slope + 0.2 * self.total


def steers(x):
    control = Controller(x[0])
    y = 0.0
    for _ in range(4):
        y = y + 0.1 * control(1.0 - y)
    return y


def beside_lists_of_whole_numbers(x):
    y = x * [1, 2, 3] + (4, 5, 6)
    y += [1, 2, 3]
    y[:2] *= [3, 4]
    table = np.outer(x, x) * [[1, 2, 3]] - [[1], [2], [3]]
    return np.sum(y * y) + np.sum(table ** [1, 2, 3]) + np.sum([1, 2, 3] - x) * x[0]


CASES = [
    Case(beside_lists_of_whole_numbers, (np.array([0.42, -0.73, 1.31]),)),
    Case(adds_under_words, (0.7,), complex_step=False),
    Case(scales_under_a_word, (0.7,)),
    Case(moments_of_each_weight, (np.array([0.5, -0.3, 0.8]),), second_refusable=True),
    Case(adds_to_the_ends, (np.array([0.5, 1.2, 2.7]),)),
    Case(unpacks_a_generator, (np.array([0.5, 1.2, 2.7]),)),
    Case(calls_attributes, (np.array([0.5, 1.2, 0.7]),)),
    Case(steers, (np.array([0.5]),)),
    Case(searches_along_a_line, (np.array([0.4, -0.3]),), complex_step=False),
    Case(condition_that_changes, (np.array([0.7, 1.2]),), complex_step=False, refusable=True),
    Case(asks_about_what_changes, (np.array([0.4, 0.7, 0.2]),)),
    Case(asks_for_the_contrary, (np.array([0.3, 0.5, 0.1]), 3)),
    Case(opening, (rng.normal(size=(4, 5)),), complex_step=False),
    Case(neighbours, (rng.normal(size=(3, 3)),)),
    Case(perimeter, (rng.normal(size=(5, 2)),), complex_step=False),
    Case(product_of_norms, (rng.normal(size=(3, 2)),)),
    Case(convolves_windows, (rng.normal(size=(5, 4)), rng.normal(size=(2, 3))), (0, 1)),
    Case(normalises_in_place, (rng.normal(size=4),), complex_step=False),
    Case(decomposes_with_pivots, (rng.normal(size=(4, 4)),), complex_step=False),
    Case(reflects, (rng.normal(size=(3, 3)),)),
    Case(slices_by_moving_bounds, (rng.normal(size=(4, 4)), rng.normal(size=4)), (0, 1)),
    Case(scores_of_rows, (rng.normal(size=(3, 2)), rng.normal(size=(4, 2))), (0, 1)),
    Case(walks_over_counts, (np.array([0.7, 1.2, 0.4]),)),
]
