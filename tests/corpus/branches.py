"""Decisions: if, elif, ternaries, boolean operators, chained comparisons."""

import numpy as np

from oracles import Case


def one_branch(x):
    y = x * x
    if x > 1.0:
        y = y * x
    return y


def two_branches(x):
    if x > 1.0:
        y = np.sin(x)
    else:
        y = x * 3.0
    return y * y


def ladder(x):
    if x < 0.0:
        y = -x
    elif x < 1.0:
        y = x * x
    elif x < 2.0:
        y = x**3
    else:
        y = np.exp(-x)
    return y + x


def nested(x, y):
    if x > 0.0:
        if y > 0.0:
            z = x * y
        else:
            z = x - y
            if z > 2.0:
                z = z * z
    else:
        z = y * y
    return z * x


def condition_is_overwritten(x):
    s = x * 2.0
    if s > 1.0:
        s = s * s
        x = s - x
    if x > 1.0:
        s = s * x
    return s


def ternary(x):
    y = x * x if x > 0.5 else -x
    return (y if y < 3.0 else 3.0 * y) + x


def chained_comparison(x):
    if 0.0 < x < 1.0 <= x + 0.9:
        return x * x
    return 3.0 * x


def boolean_operators(x, y):
    if x > 0.0 and y > 0.0 or x < -1.0:
        z = x * y
    else:
        z = x + y
    if not (x > y):
        z = z * z
    return z


def boolean_value(x):
    big = x > 1.0
    odd = big and x < 5.0
    if odd:
        return x**3
    return x


def or_default(x, scale):
    s = scale or 2.0
    return s * x * x


def early_return(x):
    if x > 2.0:
        return x * x
    y = np.sin(x)
    if y > 0.5:
        return y * x
    return y - x


def returns_in_all_branches(x):
    if x > 1.0:
        return np.log(x)
    elif x > 0.0:
        return x**4
    else:
        return x


def none_test(x, bias=None):
    y = x * x
    if bias is not None:
        y = y + bias * x
    return y


def isinstance_test(x):
    if isinstance(x, float):
        return x * x
    return np.sum(x) ** 2


def branch_on_shape(x):
    if x.ndim == 2 and x.shape[0] == 2:
        return np.sum(x[0] * x[1])
    return np.sum(x**3)


def branch_on_array(x):
    if np.all(x > 0.0):
        return np.sum(np.log(x))
    return np.sum(x * x)


def masked_by_where(x):
    return np.sum(np.where(x > 0.0, x * x, np.sin(x)))


def where_keeps_nan_out(x):
    safe = np.where(x > 0.0, x, 1.0)
    return np.sum(np.where(x > 0.0, np.log(safe), x * x))


def clipped(x):
    return np.sum(np.clip(x, -0.5, 0.9) * x)


def pass_branch(x):
    y = x * 2.0
    if x > 3.0:
        pass
    else:
        y *= x
    return y


def walrus(x):
    if (y := x * x) > 1.0:
        return y * x
    return y


def switch_by_string(x, kind):
    if kind == "square":
        return x * x
    elif kind == "cube":
        return x**3
    raise ValueError(kind)


signed = np.array([-1.2, -0.3, 0.4, 0.7, 1.5])


def power_by_the_trip(x):
    total = 0.0
    for i in range(3):
        total += np.sum(x**i)
    return total


def on_both_sides(function, *points, **options):
    return [Case(function, (x,), complex_step=False, label=str(x).replace("-", "minus"), **options) for x in points]


table = np.array([1.56, 0.61, 0.92])


def other_length_by_branch(x, flag):
    if flag:
        w = np.tanh(x[:2])
    else:
        w = np.tanh(table)
    w[1] -= x[1]
    return np.sum(w)


def shape_known_on_one_branch(x):
    if x[0] < -10.0:
        x = (x - x[0]) ** 2
    x = np.cos(x)
    return x[1]


def layer(x, training):
    if training:
        x = 1.5 * x
    return np.tanh(x) if training else np.sin(x)


def flag_given_to_a_function(x):
    return np.sum(layer(x, True) * layer(x, False))


def flag_that_the_first_trip_lowers(x, n):
    first = True
    for k in range(n):
        if first:
            y = x * x
            first = False
        else:
            y = np.sin(y) + k * x
    return y


def flag_raised_in_an_inner_loop(x, n):
    found, y = False, 1.0
    for i in range(n):
        for j in range(i):
            if found:
                y = y * x
            elif x * j > 1.5:
                found = True
        y = y + x if not found else y * 1.5
    return y


def counter_tested_as_a_truth(x, n):
    left, y = 2, x
    for _ in range(n):
        if left:
            y = y * x
            left -= 1
        else:
            y = np.cos(y)
    return y


def a_list_as_a_test(x):
    xs = []
    t = 0.0
    for i in range(5):
        if xs:
            t = t * x[0] + xs.pop()
        else:
            xs.append(x[1] * i)
            xs.append(x[0] * i)
    return t


def a_view_as_a_test(x):
    u = x.copy()
    t = 1.0
    for i in range(3):
        k = u[:1]
        if k:
            t = t * x[1] + i
            u[0] = 0.0
        else:
            t = t * x[0]
    return t


def taken_while_asked(x):
    xs = [x[0], x[1] * 2, x[0] * x[1]]
    t = 0.0
    while xs and xs.pop() > 0.2:
        t += sum(xs)
    return t


def noted(seen, v):
    seen.append(v)
    return v > 0.5


def a_test_that_keeps_what_it_saw(x):
    seen = []
    t = 0.0
    for i in range(4):
        if i > 0 and noted(seen, x[0] * i):
            t += x[1] * i
        elif noted(seen, x[1] - i):
            t -= x[0]
    return t + sum(v * v for v in seen) * len(seen)


def halved(u):
    u *= 0.5
    return np.sum(u) > 0.1


def halved_while_large(x):
    u = x * 4.0
    n = 0
    t = 0.0
    while halved(u):
        n += 1
        t += u[0] * n
    return t + np.sum(u * u)


def halved_in_either_test(x):
    u = x * 4.0
    t = 0.0
    for i in range(6):
        if halved(u) and i % 2 == 0:
            t += u[0] * i
        elif not halved(u):
            t += u[1]
        else:
            t = t * u[1]
    return t + np.sum(u * u)


def asked_by_a_local_function(x):
    u = x * 4.0
    t = 0.0
    ok = lambda: halved(u)  # noqa: E731
    while ok():
        t += u[1]
    return t * u[0]


def counted_by_a_local_function(x):
    n = 0
    seen = {"k": 0}

    def tick():
        nonlocal n
        n += 1
        return n < 5

    def add(k):
        seen["k"] += k
        return seen["k"] < 4

    t = 0.0
    while tick():
        t += x[0] * n
    while add(1):
        t += x[1] * seen["k"] * n
    return t * x[1]


class Ticks:
    def __init__(self):
        self.n = 0

    def __call__(self):
        self.n += 1
        return self.n % 4 > 0

    def __lt__(self, other):
        self.n += 1
        return self.n < other

    def __len__(self):
        self.n += 1
        return max(0, 9 - self.n)

    @property
    def again(self):
        self.n += 1
        return self.n < 20


def objects_that_count_what_they_are_asked(x):
    ticks = Ticks()
    t = 0.0
    while ticks():
        t += x[0] * ticks.n
    while ticks < 7:
        t += x[1] * ticks.n
    while len(ticks) > 0:
        t += x[0] * x[1] * ticks.n
    while ticks.again:
        t += x[0] * ticks.n
    return t * x[1]


def counted_inside_any(x):
    ticks = Ticks()
    t = 1.0
    while any(ticks() for _ in range(1)):
        t += x[0] * ticks.n
    for i in range(3):
        ask = lambda: any(ticks() for _ in range(2))  # noqa: E731
        if ask():
            t = t * x[1] * ticks.n
    return t


pair = np.array([0.7, 1.3])

def number_or_array_read_twice(x):
    """Its cotangent may be nobody's to change: what is added makes another one."""
    a = x[0]
    s = 0.0
    if np.sum(x) > 2.0:
        a = np.sin(x)
    s = s + np.sum(a * 0.5)
    return s + np.sum(a * x)


CASES = [
    Case(number_or_array_read_twice, (np.array([0.5, 1.2, 0.9]),), second_refusable=True, over_forward_refusable=True),
    Case(number_or_array_read_twice, (np.array([0.5, 0.2, 0.9]),), second_refusable=True, over_forward_refusable=True, label="a_number"),
    Case(flag_given_to_a_function, (signed,)),
    Case(flag_that_the_first_trip_lowers, (0.8, 4)),
    Case(flag_raised_in_an_inner_loop, (0.8, 5), complex_step=False),
    Case(counter_tested_as_a_truth, (0.8, 4)),
    Case(power_by_the_trip, (np.array([0.6, -1.2, 0.4]),), over_forward_refusable=True),
    *on_both_sides(one_branch, 0.6, 1.7),
    *on_both_sides(two_branches, 0.6, 1.7),
    *on_both_sides(ladder, -0.5, 0.4, 1.4, 2.6),
    Case(nested, (1.2, 0.7), (0, 1), complex_step=False, label="both"),
    Case(nested, (1.2, -1.7), (0, 1), complex_step=False, label="deep"),
    Case(nested, (-1.2, 0.7), (0, 1), complex_step=False, label="else"),
    *on_both_sides(condition_is_overwritten, 0.3, 0.7, 1.9),
    *on_both_sides(ternary, 0.2, 0.9, 2.5),
    *on_both_sides(chained_comparison, 0.5, 1.5),
    Case(boolean_operators, (0.5, 0.8), (0, 1), complex_step=False),
    Case(boolean_operators, (0.5, -0.8), (0, 1), complex_step=False, label="mixed"),
    *on_both_sides(boolean_value, 0.5, 2.5, 5.5),
    Case(or_default, (1.5, 0.0)),
    Case(or_default, (1.5, 3.0), label="given"),
    *on_both_sides(early_return, 0.2, 1.1, 2.4),
    *on_both_sides(returns_in_all_branches, -0.4, 0.4, 2.4),
    Case(none_test, (1.5,)),
    Case(none_test, (1.5, 0.3), (0, 1), label="given"),
    Case(isinstance_test, (1.5,), complex_step=False),
    Case(isinstance_test, (signed,), complex_step=False, label="array"),
    Case(branch_on_shape, (signed,)),
    Case(branch_on_shape, (np.array([[1.0, 2.0], [3.0, 4.0]]),), label="matrix"),
    Case(branch_on_array, (signed,), complex_step=False),
    Case(branch_on_array, (signed**2,), complex_step=False, label="positive"),
    Case(masked_by_where, (signed,), complex_step=False),
    Case(where_keeps_nan_out, (signed,), complex_step=False),
    Case(clipped, (signed,), complex_step=False),
    Case(pass_branch, (1.5,), complex_step=False),
    *on_both_sides(walrus, 0.5, 1.5),
    Case(switch_by_string, (1.5, "square")),
    Case(switch_by_string, (1.5, "cube"), label="cube"),
    Case(other_length_by_branch, (np.array([0.3, -0.6, 0.8]), True), order=1, complex_step=False),
    Case(other_length_by_branch, (np.array([0.3, -0.6, 0.8]), False), order=1, complex_step=False, label="other"),
    Case(shape_known_on_one_branch, (np.array([0.3, -0.6, 0.8]),), complex_step=False),
    Case(a_list_as_a_test, (pair,), second_refusable=True),
    Case(a_view_as_a_test, (pair,), complex_step=False),
    Case(taken_while_asked, (pair,), complex_step=False, second_refusable=True),
    Case(a_test_that_keeps_what_it_saw, (pair,), complex_step=False),
    Case(halved_while_large, (pair,), complex_step=False),
    Case(halved_in_either_test, (pair,), complex_step=False),
    Case(asked_by_a_local_function, (pair,), complex_step=False),
    Case(counted_by_a_local_function, (pair,)),
    Case(objects_that_count_what_they_are_asked, (pair,)),
    Case(counted_inside_any, (pair,)),
]
