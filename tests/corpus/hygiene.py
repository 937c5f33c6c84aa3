"""Programs whose own names are those that a generator would like to use."""

from collections import namedtuple

import numpy
import numpy as np
from numpy import sin

from oracles import Case


def argument_called_d(d, n):
    s = 0.0
    for i in range(n):
        s = s + d[i] * d[i]
    return s


def bars_and_dots(x_bar, x_dot):
    y_bar = x_bar * x_dot
    y = y_bar * x_bar
    return y * x_dot


def tapes(x, n):
    s_tape = x
    tape = 1.0
    s = x
    for _ in range(n):
        s = s * s_tape
        tape = tape + s
    return tape


def numbered(x):
    h_1 = x * x
    h = h_1 * x
    h_2 = h * h_1
    return h_2 + h


def out(x):
    out = x * x
    out_1 = out * x
    returned, stopped, broke, skipped, test_1 = out, out_1, x, 1.0, 2.0
    return returned * stopped * broke * skipped * test_1


def flags(x, n):
    stopped, skipped = x, 2.0
    for _ in range(n):
        x = x * stopped
        if x > 4.0:
            break
        skipped = skipped * x
    return x * skipped


def local_called_numpy(x):
    numpy = x * 2.0
    tangent = numpy * x
    return tangent


def module_by_full_name(x):
    return numpy.sum(numpy.exp(x) * x)


def imported_name(x):
    return sin(x) * x


def underscores(_x):
    _ = _x * _x
    __y = _ * _x
    return __y


def argument_named_like_function(argument_named_like_function):
    return argument_named_like_function**2


def builtins_shadowed(x):
    sum = x * x
    len = sum * 2.0
    return sum * len


def other_length(v):
    return 5 if np.ndim(v) else 1


def length_of_my_own(x):
    len = other_length
    if len(x) == 5:
        return np.sum(2.0 * x * x)
    return np.sum(x)


def isinstance_of_my_own(x):
    isinstance = other_length
    if isinstance(x) == 5:
        return np.sum(2.0 * x * x)
    return np.sum(x)


class Sideways:
    def ndim(self, x):
        return 7


sideways = Sideways()


def with_module(np, x):
    if np.ndim(x) == 7:
        return x * x
    return x


def module_of_my_own(x):
    return with_module(sideways, x)


def zip_of_my_own(x):
    zip = crosswise
    total = 0.0
    for a, b in zip(x, x * x):
        total = total + a * b
    return total


def crosswise(a, b):
    return [(a[0], b[1]), (a[1], b[0])]


def zero_and_seed(zeros, seed):
    one = zeros * seed
    return one * seed


def lambda_reuses_name(x):
    f = lambda x: x * x
    y = f(x)
    x = y * x
    return f(x)


def unicode_names(θ):
    π_θ = np.pi * θ
    return np.sin(π_θ) * θ


WEIGHTS = np.array([1.0, 2.0, 3.0])


def inner_variable_named_like_a_global(x):
    def heavier(q):
        if q > 0.0:
            WEIGHTS = 2.0 * q
        else:
            WEIGHTS = q
        return WEIGHTS * x

    return np.sum(heavier(x[0]) * WEIGHTS)


def scaled_by(x):
    def scaled(q):
        if q > 0.0:
            WEIGHTS = 2.0 * q
        else:
            WEIGHTS = q
        return WEIGHTS * x

    return scaled


def variable_of_a_returned_function_named_like_a_global(x):
    return np.sum(scaled_by(x * WEIGHTS)(x[0]) * WEIGHTS)


tape, out_bar, y_tape, s_tapes, x_2, out_1 = 0.5, 3.0, 1.5, 0.7, 2.5, 0.4


def reads_globals_named_like_ours(x):
    def h(y):
        return np.sin(y) * tape * y_tape + out_bar * y

    s = 0.0
    for _ in range(3):
        y = h(x * out_1) * np.sin(s)
        s = s + y * np.tanh(y * x_2) * x
    return s * s_tapes


def stiffness(d, t):
    ke = np.zeros((2, 2))
    for s in (0.3, 0.6):
        b = d * s
        ke += b.T @ b @ b * np.sum(b) * t
    return ke


def numbers_upon_numbers(e):
    k = np.zeros((2, 2))
    for scale in (1.0, 2.0):
        k += stiffness(scale * e, e[0, 0])
    return np.sum(k**3)


def numbered_by_hand(a, d):
    ke = np.zeros((2, 2))
    ke_4_1 = a.T @ d
    ke_5_1 = ke_4_1 @ a
    ke_6_1 = ke_5_1 * d
    ke += ke_6_1 * a
    ke_1 = d.T @ d
    ke_2 = ke_1 @ d
    ke += ke_2 * a
    return np.sum(ke * ke_1 * ke_2) + np.sum(ke_4_1 * ke_5_1 * ke_6_1)


def number_and_then_a_dict_of_lists(x):
    d = 0.0
    d = {}
    for i in range(2):
        d.setdefault(i, []).append(x[i] ** 2)
    return sum(d[0]) + sum(d[1])


def product_and_then_a_dict_of_lists(x):
    r = x[0] * 2
    s = r * r
    r = {}
    for i in range(4):
        r[i] = [x[i]]
        r[i].append(x[i] ** 2)
    return s * sum(r[2])


def argument_and_then_a_dict_of_lists(x):
    d = x
    d = {}
    for i in range(2):
        d.setdefault(f"k{i}", []).append(x[i] ** 2)
    return d["k1"][-1] * d["k0"][0]


def length_of_my_own_in_a_loop(x):
    def len(v):
        return 2

    s = 0.0
    for v in x:
        s = s + v * v * len(x)
    while s > 1:
        s = s * x[0] * 0.9
    return s


def length_of_my_own_and_a_break(x):
    while True:
        len = other_length
        if len(x) == 5:
            return np.sum(2.0 * x * x)
        return np.sum(x)


def width_called_range(x):
    range, list, dict = x[2] - x[0], x[1], x[0] * 2
    reversed, kept, s = np.sin(x[1]), {}, 0.0
    for k, v in enumerate(x):
        kept[k] = v * list
        s = s + np.sin(v * range) * reversed
    for k in kept:
        s = s + kept[k] * dict
    return s


def length_of_a_trip(x):
    s = 0.0
    for v in x:
        len = v * v
        if v > 1.0:
            break
        s = s + np.sin(v * len)
    return s


First = namedtuple("Pair", "a b")
Second = namedtuple("Pair", "b a c")


def two_classes_of_one_name(x):
    p = First(x[0], x[1])
    q = Second(x[1], x[2], x * 2.0)
    for k in range(2):
        p = First(p.b, p.a * q.c[k])
        q = q._replace(a=p.a)
    p = p._replace(b=q.b)
    return p.a * p.b + q.a * q.b * q.c.sum()


def name_of_a_generator_in_a_condition(x):
    s, d = x[1], {"a": x[0], "b": x[1]}
    if sum(x[0] for k in d if k) > x[2] * 5.0:
        for k in ["a", "b"]:
            s += d[k] * s
    return s * s


def variables_called_as_helpers_are(x):
    late = x * 2
    raised = late.sum()
    add_trees = [x, x]
    copy_tree = 3
    for check_number in x:
        raised = raised + check_number**2
    add_trees[0] = add_trees[1] * raised
    zeros_like = [x[0]] * 2
    for k in range(2):
        zeros_like[k] = zeros_like[k - 1] * raised
    return add_trees[0][0] * copy_tree * sum(zeros_like)


def comprehensions_over_builtins(x):
    len = x.size
    shape = [0.0, x[0]]
    doubled = [[len * 2 for len in zip] for zip in [x, x]]
    return sum(reversed for reversed in shape) * len + sum(max for dict in doubled for max in dict) + sum(np.sum(list) for list in [x, x])


def captured_under_taken_names(x):
    gradient_adjoint = 0.5
    match [x[0], {"a": x[1], "b": x[2]}, x * x]:
        case [len, {"a": max, **gradient_adjoint}, *sorted]:
            return len * max * gradient_adjoint["b"] + sorted[0][1]
    return gradient_adjoint


CASES = [
    Case(comprehensions_over_builtins, (np.array([0.7, 0.8, 1.2]),), complex_step=False),
    Case(variables_called_as_helpers_are, (np.array([0.7, 0.8, 1.2]),)),
    Case(two_classes_of_one_name, (np.array([0.42, -0.73, 1.31]),)),
    Case(numbers_upon_numbers, (np.array([[0.5, 0.7], [0.1, 1.0]]),), complex_step=False),
    Case(
        numbered_by_hand,
        (np.array([[0.5, 0.7], [0.1, 1.0]]), np.array([[0.3, 0.7], [0.2, 1.0]])),
        (0, 1),
        complex_step=False,
    ),
    Case(reads_globals_named_like_ours, (0.7,)),
    Case(inner_variable_named_like_a_global, (np.array([0.7, 1.2, 0.4]),), complex_step=False),
    Case(variable_of_a_returned_function_named_like_a_global, (np.array([0.7, 1.2, 0.4]),), complex_step=False),
    Case(argument_called_d, (np.array([0.7, 1.2, 0.4]), 3)),
    Case(bars_and_dots, (0.7, 1.2), (0, 1)),
    Case(tapes, (0.7, 3)),
    Case(numbered, (0.7,)),
    Case(out, (0.7,)),
    Case(flags, (1.3, 6), complex_step=False),
    Case(local_called_numpy, (0.7,)),
    Case(module_by_full_name, (np.array([0.7, 1.2]),)),
    Case(imported_name, (0.7,)),
    Case(underscores, (0.7,)),
    Case(argument_named_like_function, (0.7,)),
    Case(builtins_shadowed, (0.7,)),
    Case(zero_and_seed, (0.7, 1.2), (0, 1)),
    Case(lambda_reuses_name, (0.7,)),
    Case(unicode_names, (0.7,)),
    Case(length_of_my_own, (np.array([0.7, 1.2]),), refusable=True),
    Case(isinstance_of_my_own, (np.array([0.7, 1.2]),), refusable=True),
    Case(module_of_my_own, (0.7,)),
    Case(zip_of_my_own, (np.array([0.7, 1.2]),)),
    Case(number_and_then_a_dict_of_lists, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(product_and_then_a_dict_of_lists, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(argument_and_then_a_dict_of_lists, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(length_of_my_own_in_a_loop, (np.array([0.7, 0.8, 1.2]),)),
    Case(length_of_my_own_and_a_break, (np.array([0.7, 0.8, 1.2]),)),
    Case(width_called_range, (np.array([0.7, 0.8, 1.2]),)),
    Case(length_of_a_trip, (np.array([0.7, 0.8, 1.2]),)),
    Case(name_of_a_generator_in_a_condition, (np.array([0.7, 0.8, 1.2]),)),
    Case(name_of_a_generator_in_a_condition, (np.array([0.7, 0.8, 0.2]),), label="taken"),
    Case(captured_under_taken_names, (np.array([0.7, 0.8, 1.2]),)),
]
