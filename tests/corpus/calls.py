"""Calls of the user's own functions: keywords, defaults, nested functions, closures, lambdas, recursion, partial."""

import functools
import math

import numpy as np

from oracles import Case

rng = np.random.default_rng(13)

GAIN = 1.7
WEIGHTS = np.array([0.7, -0.4, 1.3])
TABLES = {"first": WEIGHTS, "second": WEIGHTS * 2.0}


class Holder:
    weights = WEIGHTS


def grown(x, n):
    if n == 0:
        return x
    return turned(x, n - 1) * x


def turned(x, n):
    # nothing is returned here but what comes back from the function that calls this one
    return grown(x, n - 1) * np.sin(x)


def calls_that_take_turns(x):
    return np.sum(grown(x, 4))


def continued_fraction(a, n):
    def fraction(k):  # told that k is 0, it tells itself 1, 2, 3 and so on, and n is not known when generating
        if k == n:
            return a[k % 3]
        return a[k % 3] + 1.0 / fraction(k + 1)

    return fraction(0)


def layers_by_recursion(x):
    # layers of two kinds: the number of each has to be known, however many there are
    layers = [(np.outer(x, x[:2]), x[:2]), (np.outer(x[:2], x), 0.3)] * 7

    def through(k, h):
        if k == len(layers):
            return np.sum(h)
        w, b = layers[k]
        return through(k + 1, np.tanh(h @ w + b))

    return through(0, x)


def simpson_adaptive(a, b, w, depth):
    m = 0.5 * (a + b)
    whole = (b - a) / 6.0 * (np.sin(w * a) + 4.0 * np.sin(w * m) + np.sin(w * b))
    if depth == 0 or abs(whole) < 0.05:
        return whole
    return simpson_adaptive(a, m, w, depth - 1) + simpson_adaptive(m, b, w, depth - 1)


def simpson_inside(a, b):
    # its depth is known, and so would be all calls, of which each makes two
    f = lambda t: np.exp(-a * t) * np.cos(3 * t)

    def refined(left, right, fl, fm, fr, w, tol, depth):
        m = (left + right) / 2
        flm, frm = f((left + m) / 2), f((m + right) / 2)
        wl, wr = (m - left) / 6 * (fl + 4 * flm + fm), (right - m) / 6 * (fm + 4 * frm + fr)
        e = wl + wr - w
        if depth <= 0 or abs(e) <= 15 * tol:
            return wl + wr + e / 15
        return refined(left, m, fl, flm, fm, wl, tol / 2, depth - 1) + refined(m, right, fm, frm, fr, wr, tol / 2, depth - 1)

    return refined(0.0, b, f(0.0), f(b / 2), f(b), b / 6 * (f(0.0) + 4 * f(b / 2) + f(b)), 1e-4, 6)


def nested_by_depth(d, x):
    return x if d == 0 else (nested_by_depth(d - 1, x), nested_by_depth(d - 1, x * x))


def sum_of_nested(t):
    return sum_of_nested(t[0]) ** 2 + sum_of_nested(t[1]) if isinstance(t, tuple) else t


def tuples_by_recursion(x):
    # what is made depends on the depth, which has to be known
    return sum_of_nested(nested_by_depth(2, x))


def one_of_two_calls(x):
    # two places, of which each call comes to one: the number of the layer stays known
    ws = [x[:1], x[:2], x]

    def through(k, h):
        if k == 3:
            return h
        if k % 2:
            return through(k + 1, np.sum(ws[k] * h))
        return through(k + 1, np.prod(ws[k] + h))

    return through(0, x[0])


def order_of_a_chain(x):
    # the numbers that a loop within the function tells it have to be known, so its trips are written out
    costs = {}

    def cost(i, j):
        if i == j:
            return 0.0
        if (i, j) in costs:
            return costs[i, j]
        costs[i, j] = min(cost(i, k) + cost(k + 1, j) + x[i] * x[k + 1] * x[j] for k in range(i, j))
        return costs[i, j]

    return cost(0, 2)


def halves_summed(x):
    if len(x) == 1:
        return x * x
    left, right = halves_summed(x[: len(x) // 2]), halves_summed(x[len(x) // 2 :])
    return np.concatenate([left + np.sum(right), right * left[0]])


def sum_of_halves(x):
    return np.sum(np.sin(halves_summed(x)))


def square(x):
    return x * x


def calls_one(x):
    return square(x) + square(x + 1.0) * x


def calls_in_turn(x):
    return square(square(square(x)))


def affine(x, scale=2.0, *, shift=0.5):
    return scale * x + shift


def keywords_and_defaults(x, y):
    a = affine(x)
    b = affine(x, y)
    c = affine(shift=x, x=y)
    return a * b * c


def own_defaults(x, n=3, scale=0.5):
    y = x
    for _ in range(n):
        y = y * x + scale
    return y


def two_results(x, y):
    return x * y, x + np.sin(y)


def unpacks_results(x, y):
    a, b = two_results(x, y)
    c, d = two_results(b, a)
    return c * d


def indexes_results(x, y):
    pair = two_results(x, y)
    return pair[0] ** 2 * pair[1]


def decides(x):
    if x > 1.0:
        return x * x
    return x + 1.0


def calls_a_branch(x):
    return decides(x) * decides(x * 0.5)


def cell(h, x, w, u):
    return np.tanh(w @ h + u @ x)


def calls_in_loop(w, u, xs, h):
    for x in xs:
        h = cell(h, x, w, u)
    return np.sum(h**2)


def iterates(x, n):
    for _ in range(n):
        x = np.sin(x) + x
    return x


def loop_calls_loop(x):
    s = 0.0
    for k in range(3):
        s = s + iterates(x * (k + 1), k)
    return s


def nested_function(x):
    def inner(y):
        return y * y + 1.0

    return inner(x) * inner(2.0 * x)


def nested_captures(x, a):
    k = x * a

    def inner(y):
        return y * k + a

    return inner(x) * inner(k)


def nested_in_loop(x, n):
    def step(y, i):
        return y + np.sin(y * x) / (i + 1)

    y = x
    for i in range(n):
        y = step(y, i)
    return y


def immediate_lambda(x):
    f = lambda t: t * t + x
    return f(x) * f(1.0)


def make_scaled(k):
    def scaled(x):
        return k * x * x

    return scaled


def function_argument(f, x):
    return f(x) * f(2.0 * x)


def higher_order(x):
    return function_argument(square, x) + function_argument(lambda t: t * x, x)


def factorial_like(x, n):
    if n == 0:
        return 1.0
    return (x + n) * factorial_like(x, n - 1)


def power(x, n):
    if n == 0:
        return 1.0
    half = power(x, n // 2)
    if n % 2 == 0:
        return half * half
    return half * half * x


def even(x, n):
    return x if n == 0 else odd(x * 1.1, n - 1)


def odd(x, n):
    return -x if n == 0 else even(np.sin(x), n - 1)


def global_constant(x):
    return GAIN * x * x


def methods_of_outer_values(x):
    scaled = WEIGHTS.copy() * x
    scaled[1] *= WEIGHTS.sum()
    return scaled.sum() + x * Holder.weights.mean() * TABLES["first"].max()


def outer_dict(x):
    total = TABLES["second"][1] * x
    for name, table in TABLES.items():
        total += np.sum(table * x) if name == "first" else table[0] * x**2
    return total


def partial_of(x):
    f = functools.partial(affine, scale=x)
    return f(x) * f(2.0)


def star_arguments(x, y):
    args = (x, y)
    return sum_of_squares(*args) * x


def sum_of_squares(a, b):
    return a * a + b * b


def map_over_tuple(x, y):
    a, b = map(square, (x, y))
    return a * b


def inactive_call(x, n):
    return x ** math.gcd(n, 6)


def length_of(x):
    return np.sqrt(np.sum(x * x))


def normalised(x):
    return x / length_of(x)


def array_through_calls(x, w):
    return np.sum(normalised(x) * w) + length_of(w)


def ignores_result(x):
    square(x)
    return x * 3.0


def discards_one(x, y):
    a, _ = two_results(x, y)
    return a * a


triple = lambda x: 3.0 * x**2; double = lambda x: 2.0 * x**3  # fmt: skip  # two on one line, on purpose

vector = rng.normal(size=3)

def inner_power(x):
    def power(v, n):
        if n == 0:
            return 1.0
        return v * power(v, n - 1)

    return power(x[0], 3) + power(x[1], 2)


def inner_recursion_captures(x, n):
    s = x[2]

    def walk(v, d):
        if d <= 0:
            return v * s
        return walk(v * 1.5, d - 1) + np.sin(v) * s

    return walk(x[0], n) * walk(x[1], n)


def shifted_up(h, k):
    g = h + 1.0
    for _ in range(k):
        g = g + 1.0
    return g


def turned(h, k):
    g = h * 1.0
    for _ in range(k):
        g = g[::-1] + 0.5
    return g


def rows_through_callees(x, n):
    h = np.zeros((n + 1, len(x)))
    h[0] = x
    for t in range(n):
        h[t + 1] = shifted_up(h[t], t)
        h[t] = turned(h[t], t)
        h[t + 1] = turned(h[t + 1], t)
    return np.sum(h[n] ** 2) + np.sum(h[1:] * h[:-1])


def force(x):
    return -x * x


def slopes(x, dt=0.1):
    k1 = force(x)
    k2 = force(x + 0.5 * dt * k1)
    return dt * k2


def stepped_in_place_by_calls_of_calls(b):
    x = b.copy()
    for _ in range(3):
        x += slopes(x)
    return np.sum(x**2)


CASES = [
    Case(stepped_in_place_by_calls_of_calls, (np.array([0.6, 0.8]),)),
    Case(calls_one, (0.8,)),
    Case(calls_in_turn, (0.8,)),
    Case(keywords_and_defaults, (0.8, 1.3), (0, 1)),
    Case(own_defaults, (0.8,)),
    Case(own_defaults, (0.8, 2, 0.3), (0, 2), label="given"),
    Case(unpacks_results, (0.8, 1.3), (0, 1)),
    Case(indexes_results, (0.8, 1.3), (0, 1)),
    Case(calls_a_branch, (1.4,), complex_step=False),
    Case(
        calls_in_loop,
        (rng.normal(size=(3, 3)), rng.normal(size=(3, 2)), rng.normal(size=(4, 2)), rng.normal(size=3)),
        (0, 1, 3),
    ),
    Case(loop_calls_loop, (0.8,)),
    Case(nested_function, (0.8,)),
    Case(nested_captures, (0.8, 1.3), (0, 1)),
    Case(nested_in_loop, (0.8, 3)),
    Case(immediate_lambda, (0.8,)),
    Case(make_scaled(2.5), (0.8,), label="closure"),
    Case(higher_order, (0.8,)),
    Case(factorial_like, (0.8, 4)),
    Case(power, (1.2, 5)),
    Case(even, (0.8, 4)),
    Case(calls_that_take_turns, (vector,)),
    Case(continued_fraction, (np.array([1.0, 2.0, 0.5]), 4)),
    Case(layers_by_recursion, (vector,), order=1),
    Case(simpson_adaptive, (0.1, 1.4, 1.9, 3), (0, 1, 2)),
    Case(simpson_inside, (0.7, 1.3), (0, 1)),
    Case(tuples_by_recursion, (0.8,)),
    Case(one_of_two_calls, (np.array([0.7, -0.4, 1.3]),)),
    Case(order_of_a_chain, (np.array([0.7, 1.3, 0.4]),)),
    Case(sum_of_halves, (rng.normal(size=5),)),
    Case(even, (0.8, 3), label="odd"),
    Case(global_constant, (0.8,)),
    Case(methods_of_outer_values, (0.8,)),
    Case(outer_dict, (0.8,)),
    Case(partial_of, (0.8,)),
    Case(star_arguments, (0.8, 1.3), (0, 1)),
    Case(map_over_tuple, (0.8, 1.3), (0, 1), refusable=True),
    Case(inactive_call, (0.8, 4)),
    Case(array_through_calls, (vector, vector[::-1].copy()), (0, 1)),
    Case(rows_through_callees, (vector, 3), complex_step=False, second_refusable=True),
    Case(ignores_result, (0.8,)),
    Case(discards_one, (0.8, 1.3), (0, 1)),
    Case(triple, (0.8,), label="first"),
    Case(double, (0.8,), label="second"),
    Case(inner_power, (np.array([0.7, -0.4, 1.3]),)),
    Case(inner_recursion_captures, (np.array([0.7, -0.4, 1.3]), 3)),
]
