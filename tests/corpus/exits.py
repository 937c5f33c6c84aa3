"""Exits: break, continue and return anywhere, else clauses of loops, exits at depth."""

import numpy as np

from oracles import Case


def break_first(x, n):
    y = x
    for i in range(n):
        if y > 3.0:
            break
        y = y * x + i
    return y


def break_last(x, n):
    y = x
    for i in range(n):
        y = y * x + i
        if y > 3.0:
            break
    return y


def break_middle(x, n):
    y, z = x, 1.0
    for _ in range(n):
        y = y * x
        if y > 3.0:
            break
        z = z + y * y
    return y * z


def statements_before_break(x, n):
    y = x
    for _ in range(n):
        y = y * x
        if y > 3.0:
            y = np.sin(y)
            break
        y = y + 0.1
    return y


def continue_some(x):
    s = 0.0
    for value in x:
        if value < 0.0:
            continue
        s = s + value * value * (1.0 + s)
    return s


def continue_deep(x):
    s = 0.0
    for i, value in enumerate(x):
        t = value * value
        if i % 2 == 0:
            if value < 0.0:
                s = s - value
                continue
            t = t * s
        s = s + t
    return s


def break_and_continue(x):
    s = 1.0
    for value in x:
        if value < -1.0:
            continue
        s = s * (1.0 + value * value)
        if s > 4.0:
            break
        s = s + value
    return s


def return_in_loop(x, n):
    y = x
    for _ in range(n):
        y = y * x + 1.0
        if y > 5.0:
            return y * y
    return y - x


def return_from_inner_loop(a):
    s = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            s = s + a[i, j] * a[i, j]
            if s > 2.0:
                return s * a[i, j]
        s = s * 0.5
    return s


def returns_at_two_depths(x, n):
    for i in range(n):
        x = x * 1.3
        if x > 8.0:
            return x
        for _ in range(i):
            x = x + np.sin(x)
            if x > 6.0:
                return x * x
    return -x


def break_inner_only(a):
    s = 0.0
    for row in a:
        for value in row:
            if value < 0.0:
                break
            s = s + value * value
        s = s * 1.1
    return s


def break_outer_by_flag(a):
    s, done = 0.0, False
    for row in a:
        for value in row:
            s = s + np.sin(value)
            if s > 1.5:
                done = True
                break
        if done:
            break
        s = s * s
    return s


def for_else(x, n, limit):
    y = x
    for _ in range(n):
        y = y * x
        if y > limit:
            break
    else:
        y = y + 10.0 * x
    return y


def while_else(x, limit):
    n = 0
    while x < limit:
        x = x * 1.5
        n += 1
        if n > 3:
            break
    else:
        x = x * x
    return x


def inner_else(x):
    s = 0.0
    for value in x:
        for k in range(3):
            s = s + value * k
            if s > 4.0:
                break
        else:
            s = s * value
    return s


def while_true_two_exits(x):
    n = 0
    while True:
        x = np.sin(x) + 0.5 * x
        if x > 2.0:
            break
        n += 1
        if n == 6:
            x = x * x
            break
    return x


def exit_in_else_of_if(x, n):
    y = x
    for _ in range(n):
        if y < 3.0:
            y = y * x
        else:
            y = y - x
            break
        y = y + 0.2
    return y


def exits_in_both_branches(x, n):
    y = x
    for _ in range(n):
        y = y * x
        if y > 4.0:
            break
        elif y < 0.5:
            y = y + x
            continue
        y = y * y
    return y


def return_before_loop(x, n):
    if x < 0.0:
        return x * x
    y = x
    for _ in range(n):
        y = y * x
    return y


def return_none_of_the_loop(x):
    for value in x:
        if value > 1.0:
            return value * value
    return 0.0 * x[0]


def first_crossing(x, v):
    for i in range(1, len(x)):
        if x[i] > 0.0:
            t = x[i - 1] / (x[i - 1] - x[i])
            return v[i - 1] + t * (v[i] - v[i - 1])
    return v[-1]


signed = np.array([0.7, -0.4, 1.2, -1.4, 0.6])
table = np.array([[0.6, 0.5, -0.2], [0.9, 1.1, 0.4], [0.3, 0.8, 1.3]])


def leaves_in_the_first_trip(x, y, n):
    if n > 2:
        k = 0
        while k < 3:
            k += 1
            y = np.sin(y)
            break
    if y[1] < 0.5:
        z = x[...] - x
    return np.sum(x * x) + z[n % 2] + np.sum(np.sin(y))


def pair_out_of_a_loop(x, n):
    for i in range(n):
        if i > 0:
            return (x, np.sum(x) * i)
    return (x * 2, np.sum(x * x))


def pair_with_a_constant(x, n):
    for i in range(n):
        if i > 0:
            return (x, 2.0)
    return (np.sin(x), 1.0)


def leaves_on_both_sides(x):
    for i in range(1):
        if x > 100.0:
            break
        y = x * x
        return y * (i + 2)
    return 0.5 * x


def both_sides_break(x):
    for v in (x, 2.0 * x):
        if v > 100.0:
            break
        break
    return v * x


class Box:
    pass


def the_slice_before_in_a_loop_of_one_trip(x):
    for once in range(1):
        total = 0.0
        for i in range(2):
            current = x[i:]
            if i > 0:
                total += np.sum(previous[1:] * current)
            previous = current
        return total


def the_slice_before_in_loops(x):
    s = 0.0
    for k in range(3):
        for i in range(2):
            current = x[i:] * (k + 1.0)
            if i > 0:
                s += np.sum(previous[1:] * current**2)
            if k > 0 and i == 0:
                s += np.sum(previous[:2] * current[:2])
            previous = current
    return s


def bound_in_the_first_trip_of_two_loops(x):
    s = 0.0
    for k in range(3):
        for i in range(2):
            if k > 0 or i > 0:
                s += np.sum(h[:2] * x[:2])
                h = h[:3] * 2.0
            else:
                h = x**2
    return s


def rows_bound_in_the_first_trip(x):
    s = 0.0
    k = 0
    while k < 3:
        j = 0
        while j < 2:
            if k + j > 0:
                s += rows["a"].sum()
                rows["a"] = rows["a"] * x
            else:
                rows = {"a": x * 2, "b": x}
            j += 1
        k += 1
    return s + rows["b"].sum()


def bound_after_it_is_read(x):
    for a in range(1):
        for b in range(1):
            for c in range(2):
                if c > 0:
                    z = y * x
                y = x**2
            return np.sum(z)


def a_dict_of_a_box_in_a_loop_of_one_trip(x):
    box = Box()
    box.a = x
    for box.once in range(1):
        box.m = {0: {}, 1: {}}
        for box.k in range(3):
            box.m[box.k % 2][box.k] = box.a[box.k] ** 2
        return sum(box.m[0].values()) * box.m[1][1]
# --- loops that are written out: over dicts, and over tuples and lists of different parts ---

BRACKETS = [(0.5, 0.1), (1.0, 0.2), (2.0, 0.3), (np.inf, 0.4)]


def tax(x):
    due = low = 0.0
    for up, rate in BRACKETS:
        if x[1] <= low:
            break
        due += (min(x[1], up) - low) * rate**2 * x[0]
        low = up
    return due * due


def stops_in_a_dict(x):
    s = 0.0
    for _, v in {"a": x[0], "b": x[1], "c": x[2]}.items():
        if v > 1.0:
            s += v * v
            break
        s += v**3
    else:
        s = s * x[0]
    return s * s


def returns_from_a_dict(x):
    for k, v in {"a": x[0], "b": x[1], "c": x[2]}.items():
        if v > 1.0:
            return v**2
        if v < 0.1:
            continue
        if k == "z":
            break
    return x[0] ** 3


def one_of_three_ends(x):
    s = 0.0
    for a, name in [(x[0], "u"), (x[1], "v"), (x[2], "w")]:
        if a > 1.0:
            if a > 1.2:
                s += a * a
                break
            s += 2.0 * a
        elif a > 0.5:
            s += a * x[2] if name == "u" else a
        else:
            break
    return s * x[0]


def inner_break_in_a_dict(x):
    s = 0.0
    for k in {"a": 1, "b": 2}:
        for j in range(3):
            if j == 2:
                break
            s += x[j] ** 2 if k == "a" else x[j]
    return s


def break_in_a_context(x):
    d = {"a": x[0], "b": x[1], "c": x[2]}
    s = 0.0
    for (_, v), w in zip(d.items(), x, strict=True):
        with np.errstate(all="ignore"):
            s += v * w
            if s > 1.0:
                break
        s *= 1.5
    return s


def dict_changed_until_enough(x):
    d = {"a": x[0], "b": x[1], "c": x[2]}
    for k in d:
        d[k] = d[k] * 2.0
        if d[k] > 2.0:
            break
    return d["a"] * d["b"] + d["c"]


def looked_up(x, table):
    for limit, v in table:
        if x < limit:
            return v * x
    return 0.0 * x


def helper_looks_up(x):
    table = [(0.5, 1.0), (1.0, x[1]), (2.0, x[2])]
    return looked_up(x[0], table) + looked_up(x[1], table) + looked_up(x[2] + 3.0, table)


def read_behind_a_branch_that_may_raise(x):
    y, s = np.sin(x), 0.0
    for i in range(2):
        if np.real(x[i]) < 20:
            j = len(str(i)) + i
            d = y[j]
        else:
            raise ValueError
        s = s + d * np.exp(d)
    return s


def branches_that_all_raise_but_one(x):
    y, s = np.sin(x), 0.0
    for i in range(2):
        if np.real(x[i]) < 20:
            j = len(str(i)) + i if i == 0 else len(str(i))
            d = y[j] * x[0]
            e = y[j]
        elif np.real(x[i]) > 100:
            raise ValueError
        else:
            raise KeyError
        s = s + d * np.exp(d) * e * e
    return s


def one_kind_of_three(x, kind):
    y = np.sin(x)
    if kind == "product":
        d = y * x[1]
    elif np.real(x[0]) > 100:
        raise ValueError(kind)
    else:
        with np.errstate(all="ignore"):
            raise KeyError(kind)
    return (d * d).sum()


def one_size_of_three(x, n):
    y = np.sin(x)
    if n > 2:
        d = y * x[1]
    elif n > 1:
        raise ValueError(n)
    else:
        while True:
            if n < 0:
                raise KeyError(n)
            n -= 1
    return (d * d).sum()


CASES = [
    Case(read_behind_a_branch_that_may_raise, (np.array([1.0, 2.0, 4.0]),)),
    Case(branches_that_all_raise_but_one, (np.array([1.0, 2.0, 4.0]),)),
    Case(one_kind_of_three, (np.array([1.0, 2.0, 4.0]), "product")),
    Case(one_size_of_three, (np.array([1.0, 2.0, 4.0]), 3)),
    Case(leaves_on_both_sides, (1.3,), complex_step=False),
    Case(both_sides_break, (1.3,), complex_step=False),
    Case(pair_out_of_a_loop, (signed, 3)),
    Case(pair_out_of_a_loop, (signed, 1), label="to_the_end"),
    Case(pair_with_a_constant, (signed, 1)),
    Case(leaves_in_the_first_trip, (np.array([0.7, -0.4, 1.3]), np.array([0.3, 0.2]), 1), (0, 1), complex_step=False),
    Case(
        leaves_in_the_first_trip,
        (np.array([0.7, -0.4, 1.3]), np.array([0.3, 0.2]), 4),
        (0, 1),
        complex_step=False,
        label="taken",
    ),
    Case(break_first, (1.2, 6), complex_step=False),
    Case(break_first, (1.2, 1), complex_step=False, label="not-taken"),
    Case(break_last, (1.2, 6), complex_step=False),
    Case(break_last, (1.2, 1), complex_step=False, label="not-taken"),
    Case(break_middle, (1.3, 8), complex_step=False),
    Case(break_middle, (1.3, 2), complex_step=False, label="not-taken"),
    Case(statements_before_break, (1.3, 8), complex_step=False),
    Case(continue_some, (signed,), complex_step=False),
    Case(continue_deep, (signed,), complex_step=False),
    Case(break_and_continue, (signed,), complex_step=False),
    Case(return_in_loop, (1.2, 9), complex_step=False),
    Case(return_in_loop, (1.2, 2), complex_step=False, label="not-taken"),
    Case(return_from_inner_loop, (table,), complex_step=False),
    Case(return_from_inner_loop, (0.3 * table,), complex_step=False, label="not-taken"),
    Case(returns_at_two_depths, (0.9, 6), complex_step=False),
    Case(returns_at_two_depths, (4.9, 6), complex_step=False, label="outer"),
    Case(returns_at_two_depths, (0.9, 2), complex_step=False, label="not-taken"),
    Case(break_inner_only, (table,), complex_step=False),
    Case(break_outer_by_flag, (table,), complex_step=False),
    Case(for_else, (1.4, 5, 3.0), complex_step=False, label="broken"),
    Case(for_else, (1.4, 5, 30.0), complex_step=False, label="else"),
    Case(while_else, (1.3, 4.0), complex_step=False, label="else"),
    Case(while_else, (1.3, 400.0), complex_step=False, label="broken"),
    Case(inner_else, (np.array([0.9, 1.4, 0.6]),), complex_step=False),
    Case(while_true_two_exits, (0.9,), complex_step=False),
    Case(while_true_two_exits, (0.1,), complex_step=False, label="second"),
    Case(exit_in_else_of_if, (1.4, 7), complex_step=False),
    Case(exits_in_both_branches, (1.2, 7), complex_step=False),
    Case(exits_in_both_branches, (0.6, 7), complex_step=False, label="small"),
    Case(return_before_loop, (1.2, 3), complex_step=False),
    Case(return_before_loop, (-1.2, 3), complex_step=False, label="early"),
    Case(return_none_of_the_loop, (signed,), complex_step=False),
    Case(first_crossing, (np.array([-2.0, -0.7, 0.9, 1.5]), np.array([1.0, 2.0, 5.0, 7.0])), (0, 1), complex_step=False),
    Case(the_slice_before_in_a_loop_of_one_trip, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(the_slice_before_in_loops, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(bound_in_the_first_trip_of_two_loops, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), over_forward_refusable=True),
    Case(rows_bound_in_the_first_trip, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), over_forward_refusable=True),
    Case(bound_after_it_is_read, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(a_dict_of_a_box_in_a_loop_of_one_trip, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), over_forward_refusable=True),
    *(
        Case(f, (np.array(at),), complex_step=False, label=label)
        for f in (
            tax, stops_in_a_dict, returns_from_a_dict, one_of_three_ends, inner_break_in_a_dict, break_in_a_context,
            dict_changed_until_enough, helper_looks_up,
        )
        for label, at in (("", [0.7, 1.3, 0.4]), ("early", [1.3, 0.3, 0.7]), ("late", [0.2, 0.3, 0.4]))
    ),
]
