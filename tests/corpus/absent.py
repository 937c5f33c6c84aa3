"""Names and attributes that hold None until there is a number or an array: what was last, what is best, the sum so far."""

import numpy as np

from oracles import Case

vector = np.array([0.5, 1.2, -0.7])


def differences(xs):
    last = None
    total = 0.0
    for v in xs:
        if last is not None:
            total += (v - last) ** 2
        last = v
    return total


def differences_of_arrays(xs):
    last = None
    total = 0.0
    for i in range(3):
        h = np.tanh(xs * (i + 1))
        if last is not None:
            total += np.sum((h - last) ** 2)
        last = h
    return total


def negated_question(xs):
    last = None
    total = 0.0
    for v in xs:
        if not (last is None):  # noqa: E714
            d = v - last
            if d > 0:
                total += d**2
            else:
                total -= d
        last = v
    return total + last * 2


def first_is_skipped(xs):
    last = None
    total = 0.0
    for i in range(len(xs)):
        if last is None:
            last = xs[i]
            continue
        total += last * xs[i]
        last = 0.5 * last + xs[i]
    return total


def forgotten_again(xs):
    last, total, i = None, 0.0, 0
    while i < 3:
        if last is not None and last > 0.0:
            total = total + last * xs[i]
            last = None
        else:
            last = xs[i]
        i += 1
    return total


def sum_so_far(xs):
    total = None
    for i in range(3):
        y = np.sin(xs * i)
        total = y if total is None else total + y * y
    return np.sum(total)


def sum_so_far_in_place(xs):
    total = None
    for i in range(3):
        y = np.sin(xs * i)
        if total is None:
            total = y.copy()
        else:
            total += y * y
    return np.sum(total**2)


def until_it_settles(xs):
    old = None
    for _ in range(20):
        new = 0.5 * (xs + np.cos(xs * (old if old is not None else 1.0)))
        if old is not None and np.max(np.abs(new - old)) < 1e-3:
            break
        old = new
    return np.sum(old)


def momentum(xs):
    v = None
    x = xs
    for _ in range(3):
        g = 2 * x
        v = g if v is None else 0.9 * v + g
        x = x - 0.1 * v
    return np.sum(x**2)


def range_of_values(xs):
    lo = hi = None
    for v in xs:
        if lo is None or v < lo:
            lo = v
        if hi is None or v > hi:
            hi = v
    return (hi - lo) ** 2


def best_and_its_place(xs):
    best, place = None, None
    for i, v in enumerate(xs):
        score = np.sin(v) * v
        if best is None or score > best:
            best, place = score, i
    return best * xs[place]


class Descent:
    def __init__(self, rate):
        self.rate = rate
        self.v = None

    def step(self, x, g):
        if self.v is None:
            self.v = np.zeros_like(x)
        self.v = 0.9 * self.v + g
        return x - self.rate * self.v


def momentum_of_an_object(xs):
    descent = Descent(0.1)
    x = xs
    for _ in range(3):
        x = descent.step(x, 2 * x)
    return np.sum(x**2)


class Average:
    def __init__(self, share):
        self.share = share
        self.value = None

    def update(self, x):
        self.value = x if self.value is None else self.share * x + (1 - self.share) * self.value
        return self.value


def average_of_an_object(xs):
    average = Average(0.3)
    total = 0.0
    for v in xs:
        total += average.update(v) ** 2
    return total


def average_asked_at_the_end(xs):
    average = Average(xs[0])
    total = 0.0
    for v in xs[1:]:
        average.update(v)
    if average.value is not None:
        total = average.value * 2
    return total


def under_a_key(xs):
    products = {}
    for i, v in enumerate(xs):
        old = products.get(i % 2)
        products[i % 2] = v if old is None else old * v
    return sum(products.values())


def kept_by_a_closure(xs):
    kept = None

    def f(v):
        nonlocal kept
        if kept is None:
            kept = v * v
        return kept * v

    return f(xs[0]) + f(xs[1])


def copied_once_it_is_there(xs):
    a = None
    for _ in range(3):
        if a is not None:
            b = a.copy()
            b *= xs
            a = b
        else:
            a = xs * 2.0
    return np.sum(a)


def asked_beforehand(xs):
    a = None
    for _ in range(3):
        is_there = a is not None
        a = a.copy() * xs if is_there else xs**2
    return np.sum(a)


def read_from_the_second_trip_on(xs):
    a = None
    total = 0.0
    for i in range(3):
        if i > 0:
            total += a[0] * a.sum() + a.shape[0]
        a = xs * i + 1.0
    return total



class Affine:
    def __init__(self, w, b=None):
        self.w, self.b = w, b


class Model:
    def __init__(self, first, last):
        self.first, self.last = first, last


def layers_without_a_bias(x):
    """Optional parts of objects that an object or a list holds."""
    model = Model(Affine(x * 2.0), Affine(x * 0.5, x[:1]))
    layers = [Affine(x * i) for i in range(1, 3)]
    h = x * model.first.w
    if model.first.b is not None:
        h = h + model.first.b
    h = h * model.last.w + (model.last.b if model.last.b is not None else 0.0)
    return np.sum(np.tanh(h)) + (np.sum(layers[0].b ** 2) if layers[0].b is not None else np.sum(layers[1].w ** 2))


CASES = [
    Case(copied_once_it_is_there, (vector,)),
    Case(asked_beforehand, (vector,)),
    Case(read_from_the_second_trip_on, (vector,)),
    Case(differences, (vector,)),
    Case(differences_of_arrays, (vector,)),
    Case(negated_question, (vector,)),
    Case(first_is_skipped, (vector,)),
    Case(forgotten_again, (vector,)),
    Case(sum_so_far, (vector,)),
    Case(sum_so_far_in_place, (vector,)),
    Case(until_it_settles, (vector,), complex_step=False),
    Case(momentum, (vector,)),
    Case(range_of_values, (vector,)),
    Case(best_and_its_place, (vector,)),
    Case(momentum_of_an_object, (vector,), complex_step=False),
    Case(average_of_an_object, (vector,)),
    Case(average_asked_at_the_end, (vector,)),
    Case(under_a_key, (vector,)),
    Case(kept_by_a_closure, (vector,)),
    Case(layers_without_a_bias, (vector,)),
]
