"""Whole numbers where other numbers stand at other times: in lists, dicts, and in what these hold."""

import numpy as np

from oracles import Case

X = np.array([0.4, 0.7, 1.3, 0.9])


def appended_in_turn(x):
    xs = []
    for k in range(3):
        xs.append(x[k] ** 2)
        xs.append(k + 1)
    s = 0.0
    for i in range(6):
        s = s * 0.5 + xs[i] ** 2
    return s


def in_pairs(x):
    xs = []
    for k in range(3):
        xs.append((x[k] ** 2, k))
        xs.append((k + 1, k))
    s = 0.0
    for a, b in xs:
        s = s * 0.5 + a**2 * (b + 1)
    return s


def under_other_keys(x):
    d = {}
    for k in range(3):
        d[k] = x[k] ** 2
        d[k + 3] = k
    return sum((v**2 for v in d.values()))


def stored_in_turn(x):
    xs = [x[0] * 1.0] * len(x)
    for k in range(len(xs)):
        if k % 2:
            xs[k] = k
        else:
            xs[k] = xs[k] * x[k]
    return sum((v**2 for v in xs))


def rows_of_both(x):
    xs = []
    for k in range(len(x)):
        xs.append([x[k] * 2, 1] if k % 2 else [1, x[k]])
    s = 0.0
    for row in xs:
        for v in row:
            s = s * 0.7 + v**2
    return s


def among_arrays(x):
    xs = [x, 2, x * 2]
    xs.append(3)
    xs.insert(1, 4)
    return sum((np.sum(v) * np.sum(v) for v in xs))


def a_stack_that_begins_with_one(x):
    q = [(0, "a")]
    s = 0.0
    while q:
        d, n = q.pop()
        s = s + d * d
        if len(n) < 4:
            q.append((d + x[len(n) - 1], n + "b"))
    return s


def the_first_of_a_list(x):
    n = len(x)
    xs = [n]
    for k in range(3):
        xs.append(x[k] ** 2)
    s = 0.0
    for v in xs:
        s = s * 0.5 + v**2
    return s


def the_first_two(x):
    n = len(x)
    xs = [n, n + 1]
    for k in range(3):
        xs[k % 2] = x[k] * xs[k % 2]
    s = 0.0
    for v in xs:
        s = s * 0.5 + v**2
    return s


def the_first_of_a_dict(x):
    d = {0: len(x)}
    for k in range(3):
        d[k] = x[k] ** 2 * d.get(k - 1, 1)
    return sum((v**2 for v in d.values()))


def repeated(x):
    xs = [len(x)] * 4
    for k in range(len(xs)):
        if k % 2:
            xs[k] = xs[k] * x[k]
    return sum((v**2 for v in xs))


def a_range(x):
    xs = list(range(4))
    for k in range(4):
        xs[k] = xs[k] * x[k]
    return sum((v**2 for v in xs))


def extended(x):
    xs = [k for k in range(5)]
    xs.extend([x[0] * 2, x[1]])
    xs += [3, x[2]]
    return sum((v**2 for v in xs))


def in_dicts_in_a_list(x):
    xs = []
    for k in range(3):
        xs.append({"a": x[k], "n": k})
        xs.append({"a": k, "n": 1})
    return sum((v["a"] ** 2 * (v["n"] + 1) for v in xs))


def a_pair_of_zeros(x):
    best = [0, 0]
    for k in range(4):
        if x[k] > best[0]:
            best = [x[k], k]
    return best[0] ** 2 * (1 + best[1])


def lists_in_a_dict(x):
    d = {}
    for k in range(4):
        d.setdefault(k % 2, []).append(x[k] if k < 2 else k)
        d[k % 2].append(k)
    return sum((sum(v) ** 2 for v in d.values()))


def a_pair_that_is_replaced(x):
    t = (0, 1)
    for k in range(4):
        t = (t[1] * x[k], k)
    return t[0] ** 2 + t[1]


def a_table(x):
    dp = [[0] * 4 for _ in range(4)]
    for i in range(4):
        for j in range(4):
            if i == 0 or j == 0:
                dp[i][j] = i + j
            else:
                dp[i][j] = min(dp[i - 1][j] + x[i], dp[i][j - 1] + x[j], dp[i - 1][j - 1] + abs(x[i] - x[j]))
    return dp[3][3] ** 2


CASES = [
    Case(appended_in_turn, (X,), (0,)),
    Case(in_pairs, (X,), (0,)),
    Case(under_other_keys, (X,), (0,)),
    Case(stored_in_turn, (X,), (0,)),
    Case(rows_of_both, (X,), (0,)),
    Case(among_arrays, (X,), (0,)),
    Case(a_stack_that_begins_with_one, (X,), (0,)),
    Case(the_first_of_a_list, (X,), (0,)),
    Case(the_first_two, (X,), (0,)),
    Case(the_first_of_a_dict, (X,), (0,)),
    Case(repeated, (X,), (0,)),
    Case(a_range, (X,), (0,)),
    Case(extended, (X,), (0,)),
    Case(in_dicts_in_a_list, (X,), (0,)),
    Case(a_pair_of_zeros, (X,), (0,)),
    Case(lists_in_a_dict, (X,), (0,), second_refusable=True),
    Case(a_pair_that_is_replaced, (X,), (0,)),
    Case(a_table, (X,), (0,)),
]
