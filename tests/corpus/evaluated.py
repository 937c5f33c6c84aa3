"""When things are evaluated: variables that a call assigns, read before and after it; iterators whose functions change something."""

from __future__ import annotations

import dataclasses

import numpy as np

from oracles import Case

X = np.array([0.42, -0.73, 1.31])


def beside_the_call_of_another(x):
    s = x[0]

    def double():
        nonlocal s
        s = s * 2.0
        return s

    def product():
        return s * double()

    def later():
        t = s
        return t * double() + s

    return product() + later() * s


def in_tuples_and_lambdas(x):
    s = x[0]

    def double():
        nonlocal s
        s = s * 2.0
        return s

    product = lambda: s * double() + s  # noqa: E731

    def three(k):
        return s, double(), s * k

    a, b, c = three(x[1])
    return product() + a * b * c


def between_comparisons(x):
    s = x[0]
    y = x * 1.0

    def double():
        nonlocal s, y
        s = s * 2.0
        y = y * s
        return s

    def both():
        return y[0] * double() + y[1] * s

    u = 1.0 if s < double() < 100.0 else 2.0
    v = x[1] if s < double() < s * 3.0 else x[2]
    return both() * u * v


def of_a_function_in_a_function(x):
    y = x * 1.0

    def twice():
        s = y[1]

        def double():
            nonlocal s
            s = s * 2.0
            return s

        def product():
            return s * double() * y[0]

        return product() + s

    return twice() * twice()


def in_a_recursion(x):
    s = x[0]

    def grow(k):
        nonlocal s
        s = s * 2.0 + k
        return s

    def down(k):
        return 0.0 if k == 0 else s * grow(k) + down(k - 1) * s

    return down(2) * x[1]


def added_to_before_the_call(x):
    y = x * 1.0

    def change(k):
        y[0] = y[0] * 2.0 + k
        return y[0]

    def outer():
        y[0] += change(x[1])
        y[1] = y[0] * change(0.5) + y[0]
        return y.sum()

    return outer() * y[0]


def read_when_it_is_called(x):
    y = np.zeros(3)
    s = 0.4
    act = lambda v: s * v  # noqa: E731
    s = 2
    y[0] = act(0.5)
    s = 5
    return y[0] * x[0] * s


def mapped_one_by_one(x):
    n = x[0]

    def grown(e):
        nonlocal n
        n = n * 1.5
        return e * n

    s = sum(a * n for a in map(grown, x))
    d = {k: a * n for k, a in enumerate(map(grown, x))}
    return s * n + d[0] * d[2]


def mapped_side_by_side(x):
    y = x * 1.0

    def more(e):
        y[0] = y[0] * 1.3 + e
        return e * y[0]

    def less(e):
        y[0] = y[0] * 0.9
        return e - y[0]

    s = sum(a * b for a, b in zip(map(more, x), map(less, x)))
    for a, b in zip(map(more, x), map(less, x)):
        s = s * 0.5 + a * b
    return s


def filtered_one_by_one(x):
    seen = []

    def noted(e):
        seen.append(e * e)
        return e * len(seen)

    return sum(a * len(seen) * seen[0] for a in filter(lambda e: noted(e) > -10.0, x))


def generators_in_one_another(x):
    return sum([a * 2.0 for a in (b + x[1] for b in (c * c for c in x)) if a > -0.5]) + max(a * 3.0 for a in (e * e for e in x))


def sum_started_elsewhere(x):
    return sum((a * a for a in (np.sin(e) for e in x)), x[0] * x[1]) + next((a for a in map(np.cos, x) if a < 0.5), x[2] * x[0])


@dataclasses.dataclass
class Body:
    p: np.ndarray
    m: float


def whole_number_for_a_part(x):
    bodies = [Body(x, x[0]), Body(x, x[1])]
    s = bodies[1].m * x[2]
    for _ in range(2):
        bodies[1] = Body(x * 2.0, 1)
    return sum(b.m * b.p[1] for b in bodies) + s


class Pushed:
    def __init__(self, v):
        self.v = v

    def push(self):
        self.v[0] += 0.5


def read_before_it_is_pushed(x):
    o = Pushed(x * 1.0)
    y = x * 1.0
    s = x[0]
    y[0] -= 0 if s > 0.1 else o.v[0]
    o.push()
    return o.v[0] + y[0] + s


def spread_before_it_is_changed(x):
    d = {"a": x[0], "b": x[1]}
    items = [x[0], x[1]]

    def change():
        for k in d:
            d[k] *= 0.9
        items[0] = x[2]
        return x[2]

    def product(a, b, c, k=1.0):
        return a * b * c * k

    d = {**d, "c": change()}
    both = [*items, change(), *items]
    pair = (*items, change(), items[1])
    return d["a"] * d["b"] * d["c"] * sum(both) + pair[0] * product(*items, change()) + product(*items, k=change(), c=items[0])


def list_that_a_function_may_bind(x):
    items = [x[0], 1.0]

    def bind():
        nonlocal items
        items = items[1:]

    for _ in range(2):
        items += [np.array(0.3)]
    bind()
    return items[0] * sum(items) * x[1]


def list_that_a_function_might_have_bound(x):
    items = [x[0], 1.0]

    def bind():
        nonlocal items
        items = items[1:]

    for _ in range(2):
        items += [np.array(0.3)]
    if x[2] < 0.0:
        bind()
    return items[0] * sum(items)


def named_after_itself(x):
    y = x * 1.0
    u = y[1:]
    i = 1
    u = u[::1]
    pairs = [a * b for a, b in zip(y, u)]
    y[i] += i
    return sum(pairs) * u[0]


def given_to_two_places(x):
    y = x * 1.0
    s = x[2] * 0.5

    def double():
        nonlocal s
        s = s * 2.0
        return 1

    y[0], y[1] = s, double() * x[0]
    y[double()] = z = s
    return np.sum(y * y) * z


class Asks:
    """What its methods give, a function computes, which may change anything."""

    def __init__(self, function):
        self.function = function

    def __add__(self, other):
        return self.function() + other

    def __getitem__(self, k):
        return self.function() * k

    def __lt__(self, other):
        return self.function() < other

    @property
    def now(self):
        return self.function()

    @property
    def place(self):
        return int(self.function() > 0.0)


def beside_a_property_that_assigns(x):
    s = x[2] * 0.5

    def grow():
        nonlocal s
        s = s * 1.5
        return s

    asks = Asks(grow)
    t = s + asks.now
    u = s * (asks + 1.0)
    v = [s, asks[2.0], s]
    w = s * (3.0 if asks < 3.0 else 2.0)
    s += asks.now
    return t * u + v[0] * v[2] + w * s


def bound_beside_a_property_that_reads(x):
    s = x[2] * 0.5
    asks = Asks(lambda: s * 2.0)
    s, t = s * 3.0, asks.now
    return s * t


def place_that_a_property_tells(x):
    y = x * 1.0

    def grow():
        y[1] = y[1] * 2.0 + y[0]
        return y[1]

    asks = Asks(grow)
    y[asks.place] += 3.0
    y[asks.place] *= x[0]
    return np.sum(y * y)


class Grows:
    """To look at it changes it."""

    def __init__(self, a):
        self.a = a

    @property
    def grown(self):
        self.a = self.a * 1.5
        return self.a

    def __lt__(self, other):
        self.a = self.a * 3.0
        return self.a < other

    def __getitem__(self, k):
        self.a = self.a * 2.0
        return self.a * k

    def __setitem__(self, k, value):
        self.a = self.a + value * k


def looked_at_for_nothing(x):
    grows = Grows(x[0])
    if grows.grown > 1.0:
        pass
    if grows < 5.0:
        pass
    else:
        pass
    grows.grown
    grows[2] += 3.0
    grows[1] = grows[1] + grows.a
    return grows.a * x[1]


bound = 2.5  # what the variable of this name in the next function hides


def default_in_a_loop_condition(x):
    bound = x[0] * 0.5
    j = 0
    while j < 5 and (lambda u, k=bound: u * k)(x[2]) < 1.5:
        bound = bound * 2.0
        j += 1
    return bound * x[1]


CASES = [
    Case(looked_at_for_nothing, (X,)),
    Case(given_to_two_places, (X,)),
    Case(beside_a_property_that_assigns, (X,)),
    Case(bound_beside_a_property_that_reads, (X,)),
    Case(place_that_a_property_tells, (X,)),
    Case(default_in_a_loop_condition, (X,)),
    Case(beside_the_call_of_another, (X,)),
    Case(in_tuples_and_lambdas, (X,)),
    Case(between_comparisons, (X,), complex_step=False),
    Case(of_a_function_in_a_function, (X,)),
    Case(in_a_recursion, (X,)),
    Case(added_to_before_the_call, (X,)),
    Case(read_when_it_is_called, (X,), complex_step=False),
    Case(mapped_one_by_one, (X,)),
    Case(mapped_side_by_side, (X,)),
    Case(filtered_one_by_one, (X,), complex_step=False),
    Case(generators_in_one_another, (X,), complex_step=False),
    Case(sum_started_elsewhere, (X,), complex_step=False),
    Case(whole_number_for_a_part, (X,)),
    Case(read_before_it_is_pushed, (X,), complex_step=False),
    Case(spread_before_it_is_changed, (X,)),
    Case(list_that_a_function_may_bind, (X,), complex_step=False),
    Case(list_that_a_function_might_have_bound, (X,), complex_step=False),
    Case(named_after_itself, (X,)),
]
