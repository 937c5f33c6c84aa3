"""Functions as values: assigned from inside, returned, composed, kept in containers, with any kind of parameter."""

import functools

import numpy as np

import s2sdiff as sd
from oracles import Case


def make_square(k):
    def scaled(t):
        return k * t * t

    return scaled


def returned(x):
    g = make_square(x)
    h = make_square(x * x)
    return g(x) + h(x)


def returned_in_a_loop(x):
    total = 0.0
    for i in range(3):
        g = make_square(x * i)
        total = total + g(x)
    return total


def kept_in_a_loop(x):
    functions = []
    for i in range(3):
        functions.append(make_square(x * i))
    total = 0.0
    for f in functions:
        total = total + f(x)
    return total


def nonlocal_total(x):
    total = 0.0

    def add(v):
        nonlocal total
        total = total + v * v

    for i in range(3):
        add(x * i)
    return total


def nonlocal_in_order(x):
    n = x

    def bump():
        nonlocal n
        n = n * x
        return n

    m = n + bump() * n
    n += bump()
    return m * n


def compose(f, g):
    return lambda t: f(g(t))


def composed(x):
    h = compose(lambda t: t * x, make_square(x))
    return h(x)


def feed(add, v):
    add(v)
    add(v * v)


def nonlocal_through_another(x):
    total = 0.0

    def add(v):
        nonlocal total
        total += v * v

    feed(add, x)
    return total


def set_product(d, x):
    d["a"] = x * d["b"]


def dict_changed_by_a_function(x):
    d = {"b": x}
    set_product(d, x)
    set_product(d, d["a"])
    return d["a"]


def make_counter(start):
    count = start

    def advance(by):
        nonlocal count
        count = count * by
        return count

    return advance


def counters(x):
    one, two = make_counter(x), make_counter(2.0)
    return one(x) + two(x) * one(2.0)


def captured_then_rebound(x):
    k = x

    def inner(t):
        return k * t

    a = inner(x)
    k = k * k
    return a + inner(x)


def by_name(x):
    table = {"square": lambda t: t * t, "scale": lambda t: 3.0 * t * x}
    total = 0.0
    for name in ("square", "scale", "square"):
        total = total * x + table[name](x)
    return total


def captured_default(x):
    k = 2.0
    fs = [lambda t, k=k: k * t, lambda t, k=3.0: k * t * t]
    return fs[0](x) * fs[1](x)


def derivative(f, h):
    return lambda t: (f(t + h) - f(t - h)) / (2.0 * h)


def functions_of_functions(x):
    cube = lambda t: t**3
    second = derivative(derivative(cube, 0.1), 0.1)
    return second(x) * x


def total_of(*args, scale=2.0, **factors):
    total = 0.0
    for a in args:
        total = total + a * a
    for factor in factors.values():
        total = total * factor
    return total * scale


def stars(x):
    return total_of(x, 2.0 * x, shift=x) + total_of(x, scale=x) + total_of(scale=3.0, s=x)


def doubled(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return 2.0 * f(*args, **kwargs) + args[0]

    return wrapper


@doubled
def decorated(x, y=3.0, *, z=1.0):
    return x * x * y * z


def calls_decorated(x):
    return decorated(x, x, z=x) + decorated(x)


def forwards(f, *args):
    return f(*args)


def forwarded(x):
    return forwards(decorated, x, 2.0) + forwards(lambda a, b: a * b, x, x)


def weighted(x, w=np.array([1.0, 2.0])):
    return np.sum(x * w)


def array_default(x):
    return weighted(x) * x


@functools.lru_cache
def fibonacci(x, n):
    return x if n < 2 else fibonacci(x, n - 1) * x + fibonacci(x, n - 2)


def cached(x):
    return fibonacci(x, 5)


def defaults_of_local_functions(x):
    k = 2.0 * x
    scale = lambda t, k=k, *, shift=x + 1.0: k * t + shift
    k = 0.0
    return scale(x) + scale(x, 3.0) + scale(x, shift=k)


def applied_to(f, x):
    return f(x) ** 2


def local_functions_that_call_each_other(x):
    c = x * x

    def bend(t):
        return c * t * t

    def line(t):
        return x * bend(t)

    def both(t):
        t = bend(t)
        return line(t) + t

    return applied_to(both, 0.7) + applied_to(lambda t: line(t), x)


def make_scale(k):
    def scale(xs):
        xs[0] = xs[0] * k
        return xs

    return scale


def make_wave(k):
    def wave(x):
        for _ in range(2):
            x = np.sin(x) * k
        return x

    return wave


THRICE, WAVE = make_scale(3.0), make_wave(5.0)


def captures_of_one_name(x):
    """One of these is read in place, and captures a `k`; the other one captures another."""
    xs = x * np.ones(2)
    THRICE(xs)
    return np.sum(xs) + WAVE(x)


def residual(x, w):
    return np.tanh(w * x) - x * x


def pulled_inside(x, w):
    y, pullback = sd.vjp(residual, x, w)
    x_bar, w_bar = pullback(y)
    return np.sum(x_bar * w_bar)


def pushed_inside(x, w):
    y, pushforward = sd.linearize(residual, x, w)
    return np.sum(pushforward(w, y) * y)


vector = np.array([0.3, -0.7, 1.1])

CASES = [
    Case(returned, (1.3,)),
    Case(returned_in_a_loop, (1.3,)),
    Case(kept_in_a_loop, (1.3,), refusable=True),
    Case(nonlocal_total, (1.3,)),
    Case(nonlocal_in_order, (1.3,)),
    Case(composed, (1.3,)),
    Case(nonlocal_through_another, (1.3,)),
    Case(dict_changed_by_a_function, (1.3,)),
    Case(counters, (1.3,)),
    Case(captured_then_rebound, (1.3,)),
    Case(by_name, (1.3,)),
    Case(captured_default, (1.3,)),
    Case(functions_of_functions, (1.3,)),
    Case(total_of, (1.3, 0.7), (0, 1)),
    Case(stars, (1.3,)),
    Case(decorated, (1.3,)),
    Case(calls_decorated, (1.3,)),
    Case(forwarded, (1.3,)),
    Case(array_default, (1.3,)),
    Case(cached, (1.3,)),
    Case(defaults_of_local_functions, (1.3,)),
    Case(local_functions_that_call_each_other, (1.3,)),
    Case(captures_of_one_name, (1.3,)),
    Case(pulled_inside, (vector, vector[::-1].copy()), (0, 1), complex_step=False),
    Case(pushed_inside, (vector, vector[::-1].copy()), (0, 1), complex_step=False),
]
