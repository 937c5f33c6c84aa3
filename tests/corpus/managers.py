"""`with` of the user's own contexts: objects with `__enter__` and `__exit__`, and generators that yield once."""

import contextlib
import time
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


class Timer:
    def __init__(self, name="timer"):
        self.name = name
        self.elapsed = 0.0

    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *failure):
        self.elapsed = time.perf_counter() - self.start


class Scope:
    def __init__(self, v):
        self.v = v
        self.total = 0.0

    def __enter__(self):
        self.total = self.total + self.v
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            print(value)
        self.total = self.total * 2.0
        return False


class Doubled:
    def __init__(self, v):
        self.v = v

    def __enter__(self):
        return self.v * 2.0

    def __exit__(self, *failure):
        pass


class Leaving:
    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.left = True


class Tape(Leaving):
    def __init__(self):
        self.values = []

    def add(self, v):
        self.values.append(v)
        return v


@dataclass
class Levels:
    items: list

    def __enter__(self):
        self.items.append(0.0)
        return self

    def __exit__(self, *failure):
        self.items.pop()


class Model:
    def __init__(self, w):
        self.w = w
        self.training = True
        self.calls = 0

    @contextmanager
    def evaluating(self):
        before = self.training
        self.training = False
        yield self
        self.training = before

    @contextmanager
    def scaled(self, k):
        w = self.w
        self.w = w * k
        try:
            yield
        finally:
            self.w = w

    def __call__(self, x):
        self.calls += 1
        return np.sum(self.w * x) * (2.0 if self.training else 1.0)


@contextmanager
def shifted(a, k=2.0):
    a = a * k
    b = a + 1
    yield a + b
    b = b * 2


@contextmanager
def restored(a):
    saved = a.copy()
    yield a
    a[:] = saved


@contextlib.contextmanager
def logged(log, name):
    log.append(name)
    try:
        count = len(log)
        yield count
        log.append("done")
    finally:
        log.append("end")


def timed(x):
    with Timer("sum") as t:
        y = np.sum(x**2)
    if t.elapsed < 0:
        print(t.name)
    return y * x[0]


def timed_without_a_name(x):
    with Timer():
        y = np.sum(x**2)
    return y


def changed_by_the_context(x):
    with Scope(x[0]) as s:
        s.total = s.total * x[1]
    return s.total**2


def returned_from_inside(x):
    with Scope(x[0]) as s:
        return s.total * x[1]


def entered_in_each_trip(x):
    s = Scope(x[0])
    out = 0.0
    for v in x:
        with s:
            out = out + s.total * v
    return out * s.total


def left_by_break(x):
    s = Scope(x[0])
    out = 0.0
    for v in x:
        with s:
            out = out + s.total * v
            if out > 3:
                break
    return out * s.total


def left_by_continue(x):
    s = Scope(x[0])
    out = 0.0
    for v in x:
        with s:
            if v > 1:
                continue
            out = out + s.total * v
    return out * s.total


def left_by_return(x):
    s = x[0]
    for _ in range(5):
        with Doubled(s) as v:
            if v > 2:
                return v * x[0]
            s = v * x[1]
    return s


def raised_inside(x):
    with Doubled(x[0]) as v:
        if v > 100:
            raise ValueError("too large")
    return v**2


def inherited_context(x):
    with Tape() as t:
        for v in x:
            t.add(v**2)
    return sum(t.values)


def nested_levels(x):
    s = Levels([x[0]])
    with s:
        s.items[-1] = x[1] * s.items[0]
        with s:
            s.items[-1] = s.items[-2] ** 2
            y = s.items[-1]
    return y * len(s.items)


def context_from_a_function(x):
    with doubled(x) as v:
        v[0] = x[1] ** 2
        y = np.sum(v)
    return y * v[0]


def doubled(v):
    return Doubled(v)


def name_bound_again(x):
    t = Doubled(x[0])
    with t as v:
        t = Doubled(x[1])
        y = v * t.v
    return y


def several_contexts(x):
    with shifted(x[0], k=3.0) as s, Doubled(s) as d, np.errstate(all="ignore"), Timer():
        y = np.sum(x**2) * s * d
    return y


def yielded(x):
    total = 0.0
    for v in x:
        with shifted(v) as s:
            total = total + s**2
    return total


def yielded_array(x):
    a = x * 2.0
    with restored(a) as b:
        b[0] = x[1] ** 2
        y = np.sum(b**2)
    return y * np.sum(a)


def yielded_in_a_try(x):
    log = []
    with logged(log, "a") as n:
        y = x[0] * n
    with logged(log, "b") as n:
        y = y * n * x[1]
    return y * len(log)


def yielded_in_a_recursion(x):
    log = []

    def go(n):
        if n == 0:
            return x[0]
        with logged(log, n):
            return go(n - 1) * x[1]

    return go(3) * len(log)


def methods_that_yield(x):
    m = Model(x)
    a = m(x)
    with m.evaluating() as n:
        b = n(x)
    return a * b * m(x) * m.calls


def methods_that_yield_left_by_break(x):
    m = Model(x)
    s = 0.0
    for v in x:
        with m.scaled(2.0), m.evaluating():
            if v > 1:
                break
            s = s + v * m(x)
    return s * m(x)


def local_generator(x):
    @contextmanager
    def pair():
        yield x[0], x[1] * 2

    with pair() as (a, b):
        return a * b


def given_context(x):
    with contextlib.nullcontext(x * 2.0) as s:
        s[0] = x[1]
        return np.sum(s**2)


class Scaled:
    def __init__(self, y, a):
        self.y, self.a = y, a

    def __enter__(self):
        self.y *= self.a

    def __exit__(self, *_):
        self.y += 0.3


def bound_anew_inside(x):
    y = x * 1.0
    with Scaled(y, x[0]):
        y = y * y[1]
    with Scaled(y, x[1]):
        y = y * x[1]
    return np.sum(y * y)


class Pair:
    def __init__(self, y):
        self.y, self.z = y, y


def shared_after_a_context(x):
    with Timer():
        y = x * 2.0
    p = Pair(y)
    p.y *= x[1]
    y[0] += x[2]
    p.z[1:] *= y[:-1]
    rows = [y, y]
    rows[0][2] = x[0]
    return np.sum(p.y * y) + rows[1][2] ** 2


def given_after_a_context(x):
    with Scope(x[0]):
        y = x * 2.0
    z = doubled_in_place(y)
    z[0] *= x[1]
    return np.sum(y * z)


def doubled_in_place(y):
    y *= 2.0
    return y


class Stop(Exception):
    pass


@contextmanager
def scaled_and_back(y, a):
    y *= a
    try:
        yield y
    finally:
        y += 0.5


def left_by_an_exception(x):
    y = x * 1.0
    try:
        with Scaled(y, x[1]):
            raise Stop
    except Stop:
        y *= x[2]
    return np.sum(y * y)


def left_by_an_exception_at_times(x):
    y = x * 1.0
    for j in range(3):
        try:
            with scaled_and_back(y, x[1]), Scaled(y, x[0]):
                if y[j] > 0.5:
                    raise Stop
                y[j] *= x[3]
        except Stop:
            y *= x[2]
    return np.sum(y * y)


def left_by_a_missing_key(x):
    d, y = {"a": x[0]}, x * 1.0
    try:
        with scaled_and_back(y, x[1]):
            s = d["b"]
    except KeyError:
        s = y[0] * x[2]
    return np.sum(y * y) * s


def left_and_returned(x):
    y = x * 1.0
    with contextlib.suppress(ValueError):
        try:
            with Scaled(y, x[1]):
                y[0] = x[2]
                raise Stop
        except Stop:
            return y[0] * x[1]
    return np.sum(y * y)


CASES = [
    Case(left_by_an_exception, (X,)),
    Case(left_by_an_exception_at_times, (X,), complex_step=False),
    Case(left_by_a_missing_key, (X,)),
    Case(left_and_returned, (X,)),
    Case(bound_anew_inside, (X,)),
    Case(shared_after_a_context, (X,)),
    Case(given_after_a_context, (X,)),
    Case(timed, (X,)),
    Case(timed_without_a_name, (X,)),
    Case(changed_by_the_context, (X,)),
    Case(returned_from_inside, (X,)),
    Case(entered_in_each_trip, (X,)),
    Case(left_by_break, (X,), complex_step=False),
    Case(left_by_continue, (X,), complex_step=False),
    Case(left_by_return, (X,), complex_step=False),
    Case(raised_inside, (X,), complex_step=False),
    Case(inherited_context, (X,)),
    Case(nested_levels, (X,)),
    Case(context_from_a_function, (X,)),
    Case(name_bound_again, (X,)),
    Case(several_contexts, (X,)),
    Case(yielded, (X,)),
    Case(yielded_array, (X,)),
    Case(yielded_in_a_try, (X,)),
    Case(yielded_in_a_recursion, (X,)),
    Case(methods_that_yield, (X,)),
    Case(methods_that_yield_left_by_break, (X,), complex_step=False),
    Case(local_generator, (X,)),
    Case(given_context, (X,)),
]
