"""Functions that are chosen when the program runs."""

import math

import numpy as np

from oracles import Case


def sq(v):
    return v * v


def by_number(x):
    fs = [np.sin, np.cos, sq]
    t = x[0]
    for k in range(3):
        t = fs[k](t) + fs[-1](t)
    return t


def one_of_three(x):
    if x[0] > 1:
        f = np.sin
    elif x[0] > 0.2:
        f = sq
    else:
        f = lambda v: v * x[1]
    return f(x[0]) * f(x[1])


def defined_in_branches(x):
    k = 2.0
    if x[0] > 0:

        def act(v):
            return v * k * x[1]
    else:

        def act(v):
            return v

    k = 3.0
    return np.sum(act(x))


def handed_on(x):
    def run(f, v):
        return f(v) + f(2 * v)

    f = np.sin if x[0] > 0 else np.cos
    return run(f, x[1])


def mapped(x):
    f = sq if x[0] > 0 else np.cos
    return sum(map(f, x))


def over_a_generator(x):
    f = sq if x[0] > 0 else np.cos
    return sum(f(v) for v in x)


def replaced_in_some_trips(x):
    f = np.sin
    for k in range(3):
        if x[k] > 0:
            f = np.cos
        x = x * 1.0
        x[k] = f(x[k])
    return np.sum(x)


def chosen_in_a_loop(x):
    s = 0.0
    for v in x:
        act = np.tanh if v > 0 else sq
        s += act(v) * 2
    return s


def with_captured_defaults(x):
    fs = [lambda v, k=k: v * k for k in range(3)]
    s = 0.0
    i = 0
    while i < 3:
        s += fs[i](x[i])
        i += 1
    return s


def by_word(x):
    fs = {"a": np.sin, "b": sq}
    key = "a" if x[0] > 0 else "b"
    return fs[key](x[1])


def of_numbers(x):
    f = math.sin if x[0] > 5 else math.cos
    return f(x[0])


def from_a_tuple(x):
    fs = (np.sin, sq)
    return fs[int(x[0] > 0)](x[1])


def none_or_a_function(x):
    f = None
    if x[0] > 0:
        f = sq
    return f(x[1]) if f is not None else x[1]


def called_by_another(x):
    f = sq if x[0] > 0 else np.cos
    h = lambda v: f(v) * 2
    return h(x[1])


def asked_which_it_is(x):
    f = sq if x[0] > 0 else np.cos
    return x[1] if f is sq else f(x[2])


def in_a_list(x):
    f = sq if x[0] > 0 else np.cos
    fs = [f, np.sin]
    return fs[0](x[1])


def under_another_name(x):
    f = sq if x[0] > 0 else np.cos
    g = f
    f = np.tanh
    return g(x[1]) * f(x[0])


def late_binding(x):
    a = 2.0
    f = (lambda v: v * a) if x[0] > 0 else (lambda v: v**3 * a)
    a = 5.0
    return f(x[1]) + a


def counter_changed(x):
    i = 0
    fs = [sq, np.sin]
    f = fs[i]
    for k in range(2):
        f = fs[k]
        x = f(x)
        k = 7
    return np.sum(x)


def index_changed_before_the_call(x):
    fs = [sq, np.sin]
    k = int(x[0] > 0)
    f = fs[k]
    k = 0
    return f(x[1])


point = np.array([0.3, 0.5, -0.2])

def defaults_of_one_path(x):
    h = lambda k=x[0]: k * 2.0  # noqa: E731
    if x[1] > 5.0:
        h = lambda k=x[1]: k * k  # noqa: E731
    if x[0] > 0.0:
        g = lambda v, f=h: f(v) * 1.1  # noqa: E731
    else:
        g = lambda v, s=x[2] * 0.5: v + s  # noqa: E731
    return h() * h(x[2]) + g(x[1])


CASES = [
    Case(defaults_of_one_path, (np.array([0.42, -0.73, 1.31]),), complex_step=False),
    Case(by_number, (point,), complex_step=False),
    Case(by_number, (-point,), complex_step=False, label="other"),
    Case(one_of_three, (point,), complex_step=False),
    Case(one_of_three, (-point,), complex_step=False, label="other"),
    Case(defined_in_branches, (point,), complex_step=False),
    Case(defined_in_branches, (-point,), complex_step=False, label="other"),
    Case(handed_on, (point,), complex_step=False),
    Case(handed_on, (-point,), complex_step=False, label="other"),
    Case(mapped, (point,), complex_step=False),
    Case(mapped, (-point,), complex_step=False, label="other"),
    Case(over_a_generator, (point,), complex_step=False),
    Case(over_a_generator, (-point,), complex_step=False, label="other"),
    Case(replaced_in_some_trips, (point,), complex_step=False, refusable=True),
    Case(replaced_in_some_trips, (-point,), complex_step=False, refusable=True, label="other"),
    Case(chosen_in_a_loop, (point,), complex_step=False),
    Case(chosen_in_a_loop, (-point,), complex_step=False, label="other"),
    Case(with_captured_defaults, (point,), complex_step=False, refusable=True),
    Case(with_captured_defaults, (-point,), complex_step=False, refusable=True, label="other"),
    Case(by_word, (point,), complex_step=False, refusable=True),
    Case(by_word, (-point,), complex_step=False, refusable=True, label="other"),
    Case(of_numbers, (point,), complex_step=False),
    Case(of_numbers, (-point,), complex_step=False, label="other"),
    Case(from_a_tuple, (point,), complex_step=False),
    Case(from_a_tuple, (-point,), complex_step=False, label="other"),
    Case(none_or_a_function, (point,), complex_step=False, refusable=True),
    Case(none_or_a_function, (-point,), complex_step=False, refusable=True, label="other"),
    Case(called_by_another, (point,), complex_step=False),
    Case(called_by_another, (-point,), complex_step=False, label="other"),
    Case(asked_which_it_is, (point,), complex_step=False),
    Case(asked_which_it_is, (-point,), complex_step=False, label="other"),
    Case(in_a_list, (point,), complex_step=False),
    Case(in_a_list, (-point,), complex_step=False, label="other"),
    Case(under_another_name, (point,), complex_step=False),
    Case(under_another_name, (-point,), complex_step=False, label="other"),
    Case(late_binding, (point,), complex_step=False),
    Case(late_binding, (-point,), complex_step=False, label="other"),
    Case(counter_changed, (point,), complex_step=False),
    Case(counter_changed, (-point,), complex_step=False, label="other"),
    Case(index_changed_before_the_call, (point,), complex_step=False),
    Case(index_changed_before_the_call, (-point,), complex_step=False, label="other"),
]
