"""Stores and operators in place inside of a `try`: they raise less, or more, than what is read there. And what `+=` makes of a list and an array."""

import contextlib
from collections import Counter, deque

import numpy as np

from oracles import Case

X = np.array([0.42, -0.73, 1.31, 0.58, -1.17])


class Table:
    def __init__(self):
        self.held = {}

    def __getitem__(self, key):
        return self.held[key]

    def __setitem__(self, key, value):
        self.held[key] = value


class Gate:
    def __init__(self, level):
        self.held = level

    @property
    def level(self):
        return self.held

    @level.setter
    def level(self, value):
        if value > 1.0:
            raise ValueError("too high")
        self.held = value


class Total:
    def __init__(self, value):
        self.value = value

    def __iadd__(self, more):
        self.value = self.value + more
        return self


class Amount:
    def __init__(self, value):
        self.value = value

    def __add__(self, more):
        if more > 1.0:
            raise ValueError("too much")
        return Amount(self.value + more)


def new_keys(x):
    found = {}
    for k in range(3):
        try:
            found[k] = x[k] * 2.0
        except Exception:
            found[0] = 1.0
    return sum(found.values()) * x[0]


def keys_again(x):
    found, missed = {}, 0
    for k in range(7):
        try:
            found[k % 3] = x[k] * 2.0
        except LookupError:
            missed += 1
    return sum(found.values()) * x[0] * missed


def suppressed(x):
    word, table = "ab", {"a": 1, "b": 1}
    with contextlib.suppress(ValueError, IndexError, KeyError):
        table[word] = 1
    with contextlib.suppress(KeyError, IndexError):
        table["c"] = 1
    return len(table) * x[0]


def keys_of_a_dict_inside(x):
    tables = {"a": {}, "b": [0.0, 0.0]}
    for k in (0, 1, 2):
        try:
            tables["a"][k] = x[k] * 2.0
            tables["b"][k] = x[k]
        except Exception:
            tables["b"][0] = x[3]
    return sum(tables["a"].values()) * x[0] + tables["b"][0] * tables["b"][1]


def keys_of_dicts_in_a_list(x):
    tables = [{}, {}]
    for k in range(4):
        try:
            tables[k % 2][k] = x[k]
        except Exception:
            tables[0][k] = 9.0
    return sum(tables[0].values()) * sum(tables[1].values())


def the_key_raises(x):
    table = {"a": 0.0}
    for k in (0, 1, 2):
        try:
            table["ab"[k]] = x[k] * 2.0
        except IndexError:
            table["c"] = x[3]
    return table["a"] * table["b"] * table["c"]


def the_value_raises(x):
    table = {"a": x[0]}
    try:
        table["b"] = x[1]
        table["c"] = x[2] * table["d"]
    except Exception:
        table["e"] = 9.0
    return sum(table.values()) * x[0]


def raised_again_by_a_helper(x):
    cache = {}

    def put(key, value):
        try:
            cache[key] = value * 2.0
        except Exception as error:
            raise ValueError("bad") from error

    put("a", x[0])
    put("b", x[1])
    return sum(cache.values()) * x[1]


def rows_and_items(x):
    rows, a, missed = [[0.0], [0.0]], np.zeros((2, 2)), 0
    for k in range(4):
        try:
            a[k // 2, k] = x[k]
            rows[k][k] = x[k]
        except IndexError:
            missed += 1
    return (sum(rows[0]) + np.sum(a)) * missed * x[4]


def added_under_a_missing_key(x):
    table, counts = {"a": x[1], "b": x[0]}, Counter()
    try:
        table["c"] += x[2]
    except KeyError:
        table["a"] += 1.0
    try:
        counts["n"] += x[3]
    except KeyError:
        counts["n"] = 1.0
    return sum(table.values()) * x[0] * counts["n"]


def tuples_added_to_lists(x):
    found, queue, table = [x[0]], deque([x[1]]), {"a": [x[2]]}
    try:
        found += (x[1], x[2])
        queue += (x[3], x[0])
        table["a"] += (x[4],)
    except Exception:
        found = [1.0]
    return sum(found) * sum(queue) * sum(table["a"])


def an_object_that_stores(x):
    table = Table()
    for k in range(5):
        try:
            table[k] = x[k] * 2.0
        except Exception:
            table[0] = 1.0
    return table[0] * table[4]


def a_setter_that_raises(x):
    gate = Gate(0.0)
    for k in range(3):
        try:
            gate.level = x[k] * 2.0
        except ValueError:
            gate.held += 0.5
    return gate.level * x[0]


def an_object_that_adds(x):
    total = Total(x[0])
    try:
        total += x[1]
    except Exception:
        total = Total(2.0)
    return total.value * x[2]


def an_object_that_binds_anew(x):
    amount = Amount(x[0])
    for k in range(4):
        try:
            amount += x[k]
        except ValueError:
            amount = Amount(amount.value * 0.5)
    return amount.value * x[1]


def array_added_to_a_list(x):
    known, grown, whole = [x[0], x[1]], [], [1, 2]
    for k in range(2):
        grown.append(x[k])
    known += x[:2] * 2.0
    grown += x[:2] * 2.0
    whole += np.arange(2)
    return sum(known) * len(known) * x[0] + sum(grown) * len(grown) + sum(whole) * len(whole) * x[1]


def array_added_to_one_name_of_a_list(x):
    known = [1.0, 2]
    other = known
    known += x[:2]
    return sum(known) * len(other) * sum(other) * x[0]


def list_times_an_array(x):
    known = [x[0], 2.0]
    other = known
    known *= x[:2]
    return sum(known) * len(other) * sum(other) * x[0]


def array_added_to_lists_inside(x):
    table, rows, queue = {"a": [1.0, 2.0]}, [[1.0, 2.0], 3], deque([1.0, 2.0])
    table["a"] += x[:2]
    rows[0] += x[:2]
    queue += x[:2]
    return sum(table["a"]) * len(table["a"]) * x[0] + sum(rows[0]) * len(rows[0]) + sum(queue) * len(queue) * x[1]


def a_row_as_a_whole(x):
    table = np.outer(x, x)
    try:
        table[1][:] = 0.5
    except IndexError:
        pass
    try:
        table[7][:] = 0.5
    except IndexError:
        table[0] = 3.0
    return table[1, 1] * x[0] + table[0, 1] * x[1]


CASES = [
    Case(a_row_as_a_whole, (X,), complex_step=False, over_forward_refusable=True),
    *(
        Case(f, (X,), complex_step=False)
        for f in (
            new_keys, keys_again, suppressed, keys_of_a_dict_inside, keys_of_dicts_in_a_list, the_key_raises,
            raised_again_by_a_helper, added_under_a_missing_key, an_object_that_binds_anew, tuples_added_to_lists, array_added_to_a_list,
            array_added_to_one_name_of_a_list, list_times_an_array, array_added_to_lists_inside,
        )
    ),
    Case(the_value_raises, (X,), complex_step=False, second_refusable=True),
    Case(rows_and_items, (X,), complex_step=False, over_forward_refusable=True),
    *(Case(f, (X,), complex_step=False, refusable=True) for f in (an_object_that_stores, a_setter_that_raises, an_object_that_adds)),
]  # fmt: skip
