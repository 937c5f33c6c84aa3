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

def slope_of_a_local_function(x):
    def g(v):
        return v**3 * x[1]

    return sd.grad(g)(x[0]) * x[1]


def slopes_with_two_arguments(x):
    k = x[2] * 2.0

    def g(v, w):
        return np.sin(v * k) * w**2

    a, b = sd.grad(g, (0, 1))(x[0], x[1])
    return a * b * sd.grad(g, argnums=-1)(x[0], x[1])


def descends_a_local_loss(x):
    def loss(w):
        return np.sum((w * x - 1.0) ** 2)

    w = np.ones(3)
    slope = sd.grad(loss)
    for _ in range(3):
        w = w - 0.1 * slope(w)
    return np.sum(w**2)


def value_and_slope_of_a_lambda(x):
    v, d = sd.value_and_grad(lambda t: np.sum(np.sin(t) * x))(x * 2.0)
    return v * np.sum(d)


def hessian_of_a_lambda(x):
    return np.sum(sd.hessian(lambda t: np.sum(t**3) * x[0])(x) @ x)


def slope_of_what_calls_another(x):
    def h(v):
        return v * v * x[1]

    def g(v):
        return h(v) * v

    return sd.grad(g)(x[0])


def slope_of_a_slope(x):
    f = lambda t: np.exp(t * x[0])  # noqa: E731
    return sd.grad(sd.grad(f))(x[1])


def mapped_lambda(x):
    return np.sum(sd.vmap(lambda t: np.sin(t * x[0]))(x) * x)


def newton_in_a_local_function(x):
    def root(a):
        f = lambda y: y**3 - a  # noqa: E731
        slope = sd.grad(f)
        y = 1.0
        for _ in range(5):
            y = y - f(y) / slope(y)
        return y

    return root(x[1]) * x[0]


def slope_sees_what_is_captured_when_it_is_called(x):
    k = x[0]
    f = lambda t: t * t * k  # noqa: E731
    k = k * 2.0
    slope = sd.grad(f)
    a = slope(x[1])
    k = k * 3.0
    return a + slope(x[1])


def pushed_through_a_local_function(x):
    k = x[1] * 2.0

    def g(v):
        return np.sin(v * k) * v

    y, y_dot = sd.jvp(g, (x[0],), (x[2],))
    return y * y_dot


def pulled_through_a_local_function(x):
    def g(v, w, n):
        return np.sum(v * np.tanh(w * x)) * n

    y, pullback = sd.vjp(g, x * 2.0, x[0], 3)
    v_bar, w_bar, _ = pullback(1.0)
    return np.sum(v_bar) * w_bar + y


def product_with_the_hessian_of_a_lambda(x):
    return np.sum(sd.hvp(lambda v: np.sum(v**3 * x), x, np.ones(3)) * x)


def newton_steps_by_pushforwards(x):
    def residual(u):
        return u**3 + u * x - 1.0

    u = np.ones(3)
    for _ in range(3):
        r, push = sd.linearize(residual, u)
        u = u - r / push(np.ones(3))
    return np.sum(u**2)


def aux_of_a_local_function(x):
    y, y_dot, aux = sd.jvp(lambda v: (v * x[0], {"next": v + 1.0}), (x[1],), (1.0,), has_aux=True)
    return y * y_dot + aux["next"] * x[2]


def pushed_inside_what_is_differentiated(x):
    def g(v):
        return sd.jvp(lambda w: w * w * x[2] * v, (v,), (1.0,))[1]

    return sd.grad(g)(x[0]) * x[1]


def linearized_where_it_was(x):
    """The point is changed before the derivative there is asked for."""
    y = x * 2.0
    _, push = sd.linearize(lambda v: np.tanh(v) * v, y)
    y[0] = 7.0
    return np.sum(push(x))


def slope_in_each_trip(x):
    total = 0.0
    for i in range(3):
        f = lambda t: t ** (i + 1) * x[i]  # noqa: B023, E731
        total += sd.grad(f)(x[0])
    return total


def doubled(f):
    def w(v): return 2 * f(v)
    return w
def times(c):
    def dec(f):
        @functools.wraps(f)
        def w(*a): return c * f(*a)
        return w
    return dec
def memoize(f):
    cache = {}
    def w(k):
        if k not in cache: cache[k] = f(k)
        return cache[k]
    return w
def decorated_local_function(x):
    @doubled
    def g(v): return v * v
    return g(x[0])
def memoised_by_a_decorator(x):
    a = x.copy()
    @memoize
    def g(k): return a[k] ** 2
    s = g(0)
    a[0] = 5.0
    return s * g(0)
def vectorized_local_function(x):
    @np.vectorize
    def g(v): return v * v if v > 0 else -v
    return np.sum(g(x))
def decorated_twice(x):
    @times(3.0)
    @doubled
    def g(v): return v * x[1]
    return g(x[0])
def cached_recursion(x):
    @functools.lru_cache(None)
    def best(i):
        if i == 0: return x[0]
        return max(best(i-1)*x[1], x[i])
    return best(2)
def cached_and_then_changed(x):
    a = x.copy()
    @functools.lru_cache
    def g(k): return a[k] ** 2
    s = g(0)
    a[0] = 5.0
    return s * g(0)
def decorated_recursion(x):
    @doubled
    def fact(n): return x[0] if n == 0 else n*fact(n-1)
    return fact(2)
def decorated_by_a_local_function(x):
    calls = []
    def counted(f):
        def w(v):
            calls.append(v)
            return f(v)
        return w
    @counted
    def g(v): return v*v
    return g(x[0]) + g(x[1]) * len(calls)
def decorated_by_a_local_cache(x):
    def cache(f):
        return lambda v: f(v) * x[1]

    @cache
    def g(v):
        return v * v

    return g(x[0])


def decorated_in_a_loop(x):
    tot = 0.0
    for i in range(3):
        @doubled
        def g(v): return v*x[i]
        tot += g(x[0])
    return tot


def nonlocal_two_functions_up(x):
    total = 0.0

    def passes(k):
        count = 0

        def add(v):
            nonlocal total, count
            total = total + v**2 * k
            count += 1

        for v in x:
            add(v)
        return count

    n = passes(2.0) + passes(3.0)
    return total * n


def nonlocal_three_functions_up(x):
    t = x[0]

    def outer():
        def middle():
            def inner():
                nonlocal t
                t = t * x[1]

            inner()
            inner()

        middle()

    outer()
    return t


def nonlocal_of_the_nearest(x):
    t = x[0]

    def outer():
        t = x[1]

        def inner():
            nonlocal t
            t = t * x[2]

        inner()
        return t

    return outer() * t


def generator_that_calls_itself(x):
    def walk(i):
        if i < 3:
            yield x[i] ** 2
            yield from walk(i + 1)

    total = 0.0
    for v in walk(0):
        total = total + v * total + v
    return total * sum(walk(1))


def generator_over_a_tree(x):
    tree = (0, ((1, ()), (2, ((0, ()),))))

    def walk(node):
        i, children = node
        yield x[i] ** 2
        for child in children:
            yield from walk(child)

    return sum(walk(tree))


def tuples_in_each_other(x):
    def nested(i):
        return (x[i] ** 2, nested(i + 1)) if i < 3 else ()

    def total(pair):
        return pair[0] + total(pair[1]) * pair[0] if pair else 0.0

    return total(nested(0))


def lists_joined_by_recursion(x):
    def walk(i):
        if i < 3:
            return [x[i] ** 2, *walk(i + 1)]
        return [float(i)]

    a, b, c, d = walk(0)
    return a * b * c * d


point = np.array([0.5, 1.2, 0.7])

def default_that_chooses(x):
    def f(v, c=x[0] or 1.0, d=x[1] if x[2] > 0.5 else x[0], e=x[0] and x[2]):
        return c * d * e * v
    return f(x[1]) * f(x[2])


def default_list_that_grows(x):
    def f(v, kept=[x[0], x[1] * 2]):
        kept.append(v)
        return sum(kept)
    return f(x[1]) * f(x[2])


def default_lists_of_trips(x):
    functions = []
    for k in range(3):
        def f(v, k=k, kept=[x[k]]):
            kept.append(v)
            return sum(kept) * k
        functions.append(f)
    return functions[1](x[0]) + functions[1](x[2]) + functions[2](x[0])


def defaults_of_every_kind(x):
    def f(v, *, rows=np.array([x[0], 2.0], dtype=float), at=-x[1], known={"a": x[2]}, total=sum(t * t for t in x), part=x[1:][::2]):
        return rows.sum() * at * known["a"] * total * part[0] * v
    return f(x[1]) * f(x[2], at=x[0])


def default_of_a_lambda(x):
    f = lambda v, c=[x[0] * x[1]]: c[0] * v
    return f(x[1]) * f(x[2])

def cached_and_changed_by_a_local_function(x):
    a = x.copy()

    @functools.lru_cache
    def g(k):
        return a[k] ** 2

    def change():
        a[0] = 5.0

    s = g(0)
    change()
    return s * g(0)


def put_and_give_back(a, k, v):
    a[k] = v
    return v


def cached_and_changed_by_what_gives_a_value(x):
    a = x.copy()

    @functools.lru_cache
    def g(k):
        return a[k] ** 2

    s = g(0)
    z = put_and_give_back(a, 0, 5.0)
    return s * g(0) * z


def cached_with_an_effect(x):
    calls = []

    @functools.cache
    def g(k):
        calls.append(k)
        return x[k] ** 2

    s = g(0) + g(0)
    return s * len(calls)


def cached_beside_one_that_changes_its_own(x):
    @functools.cache
    def g(k):
        t = np.zeros(2)
        t[0] = x[k]
        return t[0] ** 2 if k == 0 else t[0] * g(k - 1)

    def other(a):
        a[0] = 1.0
        return np.sum(a)

    return g(0) + g(1) * other(x * 1.0)


class State:
    def __init__(self, x):
        self.x = x


def newton_steps_of_a_state(x):
    state = State(x)

    def residual(u):
        return u**3 + u * state.x - 1.0

    u = np.ones(3)
    for _ in range(3):
        state.r, push = sd.linearize(residual, u)
        u = u - state.r / push(np.ones(3))
    return np.sum(u**2)


def newton_steps_of_a_state_in_a_dict(x):
    held = {"state": State(x)}

    def residual(u):
        return u**3 + u * held["state"].x - 1.0

    u = np.ones(3)
    for _ in range(3):
        held["state"].r, push = sd.linearize(residual, u)
        u = u - held["state"].r / push(np.ones(3))
    return np.sum(u**2)


def imported_and_captured(x):
    import math as m
    from math import erf

    def f(v):
        return m.sin(v) * v

    g = lambda v: erf(v) * v
    return f(x[0]) * g(x[1]) + m.exp(x[2])


def pulled_back_after_a_change(x):
    y, z = x * 1.0, x * 2.0
    v, pull = sd.vjp(lambda u: u**2 * y, z)
    y[0], z[1], v[2] = 3.0, x[0], 5.0
    (first,) = pull(y)
    (second,) = pull(x)
    return np.sum(first * z) + np.sum(second * v)


def pushed_after_a_change(x):
    y, z = x * 1.0, x * 2.0
    v, push = sd.linearize(lambda u: u**2 * y, z)
    y[0], z[1] = 3.0, x[0]
    return np.sum(push(y) * z) + np.sum(push(x) * v)


CASES = [
    Case(pulled_back_after_a_change, (np.array([0.42, -0.73, 1.31]),), complex_step=False),
    Case(pushed_after_a_change, (np.array([0.42, -0.73, 1.31]),), complex_step=False),
    Case(decorated_local_function, (point,), complex_step=False),
    Case(memoised_by_a_decorator, (point,), complex_step=False),
    Case(vectorized_local_function, (point,), complex_step=False),
    Case(decorated_twice, (point,), complex_step=False),
    Case(cached_recursion, (point,), complex_step=False),
    Case(cached_and_then_changed, (point,), complex_step=False, refusable=True),
    Case(decorated_recursion, (point,), complex_step=False, refusable=True),
    Case(decorated_by_a_local_function, (point,), complex_step=False),
    Case(decorated_by_a_local_cache, (point,), complex_step=False),
    Case(decorated_in_a_loop, (point,), complex_step=False),
    Case(slope_of_a_local_function, (point,), complex_step=False),
    Case(slopes_with_two_arguments, (point,), complex_step=False),
    Case(descends_a_local_loss, (point,), complex_step=False),
    Case(value_and_slope_of_a_lambda, (point,), complex_step=False),
    Case(hessian_of_a_lambda, (point,), complex_step=False),
    Case(slope_of_what_calls_another, (point,), complex_step=False),
    Case(slope_of_a_slope, (point,), complex_step=False),
    Case(mapped_lambda, (point,), complex_step=False),
    Case(newton_in_a_local_function, (point,), complex_step=False),
    Case(slope_sees_what_is_captured_when_it_is_called, (point,), complex_step=False),
    Case(pushed_through_a_local_function, (point,), complex_step=False),
    Case(pulled_through_a_local_function, (point,), complex_step=False),
    Case(product_with_the_hessian_of_a_lambda, (point,), complex_step=False),
    Case(newton_steps_by_pushforwards, (point,), complex_step=False),
    Case(aux_of_a_local_function, (point,), complex_step=False),
    Case(pushed_inside_what_is_differentiated, (point,), complex_step=False),
    Case(linearized_where_it_was, (point,), complex_step=False),
    Case(slope_in_each_trip, (point,), complex_step=False),
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
    Case(nonlocal_two_functions_up, (point,), complex_step=False),
    Case(nonlocal_three_functions_up, (point,), complex_step=False),
    Case(nonlocal_of_the_nearest, (point,), complex_step=False),
    Case(generator_that_calls_itself, (point,)),
    Case(generator_over_a_tree, (point,)),
    Case(tuples_in_each_other, (point,)),
    Case(lists_joined_by_recursion, (point,)),
    Case(default_that_chooses, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
    Case(default_list_that_grows, (np.array([0.7, 1.3, 0.4]),)),
    Case(default_lists_of_trips, (np.array([0.7, 1.3, 0.4]),), refusable=True),
    Case(defaults_of_every_kind, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
    Case(default_of_a_lambda, (np.array([0.7, 1.3, 0.4]),)),
    Case(cached_and_changed_by_a_local_function, (point,), complex_step=False, refusable=True),
    Case(cached_and_changed_by_what_gives_a_value, (point,), complex_step=False, refusable=True),
    Case(cached_with_an_effect, (point,), complex_step=False, refusable=True),
    Case(cached_beside_one_that_changes_its_own, (point,), complex_step=False, refusable=True),
    Case(newton_steps_of_a_state, (point,), complex_step=False),
    Case(newton_steps_of_a_state_in_a_dict, (point,), complex_step=False),
    Case(imported_and_captured, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
]
