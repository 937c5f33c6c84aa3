"""Dicts that are refused: at the user's line, with a cure that works."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.7, 0.4, 1.3, 0.9])


def number_that_varies_as_key(x):
    m = {}
    for k in range(3):
        m[x[k]] = x[k] ** 2
    return sum(m.values())


def number_that_varies_in_a_key(x):
    m = {}
    for k in range(3):
        m[f"{x[k]}"] = x[k]
    return sum(float(key) * v for key, v in m.items())


def number_that_varies_looked_up(x):
    m = {}
    for k in range(3):
        m[k] = x[k] ** 2
    return m[x[0] - 0.7]


def array_there_twice(x):
    y = x * 2
    m = {}
    for k in range(3):
        m[k] = y
    m[0][1] = x[3]
    return np.sum(m[1] ** 2)


def array_there_twice_changed_by_key(x):
    y = x * 2
    m = {}
    for k in range(3):
        m[k] = y
    m[0] += x[3]
    return np.sum(m[1] ** 2)


def another_name(x):
    m = {}
    w = m
    for k in range(3):
        w[k] = x[k]
        if k == 1:
            m = {}
        m[k + 1] = w[k] ** 2
    return sum(w.values())


def keys_added_while_read(x):
    m = {0: x[0]}
    for k in range(1, 3):
        m[k] = x[k]
    for k, v in m.items():
        m[k + 1] = v * x[0]
    return sum(m.values())


def keys_taken_out_while_read(x):
    m = {}
    for k in range(3):
        m[k] = x[k]
    for k in m:
        if k == 1:
            m.pop(k)
    return sum(m.values())


def taken_out_while_read_for_a_value(x):
    m = {}
    for k in range(3):
        m[k] = x[k]
    s = 0.0
    for k, v in m.items():
        if k == 1:
            s += m.pop(k) * v
    return s


def counted_while_added_to(x):
    d = defaultdict(float)
    for k in range(3):
        d[k] += x[k] * len(d)
    return sum(d.values())


def sliced(x):
    m = {0: x[0]}
    for k in range(3):
        m[k] = x[k]
    return m[0:2]


def different_things(x, key="n"):
    m = {"w": x, "n": 2.0}
    s = 0.0
    for name in [key + "", "w"]:
        s = s + np.sum(m[name * 1])
    return s


def view_kept(x):
    m = {}
    for k in range(3):
        m[k] = x[k]
    values = m.values()
    m[7] = x[0]
    return sum(values)


def remembered_for_any_number(x, n=np.int64(4)):
    memo = {}

    def fib(k):
        if k in memo:
            return memo[k]
        r = x[k] if k < 2 else fib(k - 1) * 0.5 + np.sin(fib(k - 2))
        memo[k] = r
        return r

    return fib(n + len(x))


def queues_of_several_lengths(x):
    total = 0.0
    for k in range(1, 3):
        q = deque(maxlen=k)
        for v in x:
            q.append(v)
        total = total + q[0]
    return total


def sum_of_queues(x):
    q = deque(x, maxlen=2)
    return sum(q + q)


def put_into_a_queue(x):
    q = deque(maxlen=3)
    q.append(x[0])
    q.insert(0, x[1])
    return q[0]


def default_with_an_argument(x):
    d = defaultdict(lambda start=x[0]: start)
    for k in range(3):
        d[k] *= x[k]
    return sum(d.values())


def default_that_is_shared(x):
    shared = np.zeros(2)
    d = defaultdict(lambda: shared)
    for k in range(2):
        d[k] += x[k]
    return np.sum(d[0] * d[1])


def counters_joined(x):
    d = Counter(p=x[0], q=x[1]) | Counter(p=x[2])
    return d["p"] * x[2]


def counters_joined_in_place(x):
    d = Counter(p=x[0], q=x[1])
    d |= {"p": x[2]}
    return d["p"] * x[2]


def default_in_an_assertion(x):
    d = defaultdict(lambda: x * 1.0)
    assert d[0][1] < 3.0
    return np.sum(d[0])


def row_in_two_places(x):
    row = np.zeros(3)
    rows = [row for _ in range(2)]
    for k in range(2):
        rows[k][k] += x[k] ** 2
    return np.sum(rows[0] * rows[1])


def row_in_two_lists(x):
    rows, more = [], []
    for k in range(2):
        row = np.zeros(3)
        rows.append(row)
        more.append(row)
    for k in range(2):
        rows[k][k] += x[k] ** 2
    return np.sum(more[0] * rows[1])


def row_that_was_replaced(x):
    rows = [x[:3] * k for k in range(2)]
    row = rows[1]
    rows[1] = x[1:]
    row[0] = 3.0 * x[0]
    return np.sum(rows[1] * row)


@pytest.mark.parametrize(
    ("function", "cure"),
    [
        (number_that_varies_as_key, "a position or a name"),
        (number_that_varies_in_a_key, "with the number itself"),
        (number_that_varies_looked_up, "a position or a name"),
        (array_there_twice, "through `m` alone"),
        (array_there_twice_changed_by_key, "x[i] = x[i] + ..."),
        (another_name, "through `w` alone"),
        (keys_added_while_read, "list(m)"),
        (keys_taken_out_while_read, "list(m)"),
        (taken_out_while_read_for_a_value, "list(m)"),
        (counted_while_added_to, "a line before"),
        (sliced, "numbers, strings, or tuples"),
        (different_things, "literal keys"),
        (view_kept, "list(...)"),
        (remembered_for_any_number, "return what it changes"),
        (queues_of_several_lengths, "give it a number"),
        (sum_of_queues, "make lists of them"),
        (put_into_a_queue, "use a list"),
        (default_with_an_argument, "if k not in d"),
        (default_that_is_shared, "`.copy()`"),
        (default_in_an_assertion, "to a variable first"),
        (counters_joined, "use numbers and arrays"),
        (counters_joined_in_place, "`update` and `subtract`"),
        (row_in_two_places, "through `rows` alone"),
        (row_in_two_lists, "through `more` alone"),
        (row_that_was_replaced, "through `rows` alone"),
    ],
    ids=lambda v: getattr(v, "__name__", ""),
)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_a_dict_is_refused_with_its_cure(transform: Callable[..., Any], function: Callable[..., Any], cure: str) -> None:
    with pytest.raises(sd.errors.Unsupported) as refusal:
        transform(function)(X)
    assert "test_refused_dicts.py" in str(refusal.value)
    assert cure in str(refusal.value).rsplit("cure:", 1)[-1]


def made_in_a_loop(x):
    m = {}
    for k in range(3):
        m[k] = x[k] ** 2
    return m


def changes_its_argument(p, n):
    for k in range(n):
        p[k + 5] = p[0] * k
    return p[n + 4]


def test_a_dict_of_unknown_keys_has_a_pullback_but_no_jacobian() -> None:
    y, pullback = sd.vjp(made_in_a_loop, X)
    np.testing.assert_allclose(pullback(dict.fromkeys(y, 1.0))[0], [1.4, 0.8, 2.6, 0.0])
    _, y_dot = sd.jvp(made_in_a_loop, (X,), (np.ones(4),))
    assert y_dot == pytest.approx({0: 1.4, 1: 0.8, 2: 2.6})
    for transform in (sd.jacrev, sd.jacfwd):
        with pytest.raises(sd.errors.Unsupported, match="a list or dict whose items are not known"):
            transform(made_in_a_loop)(X)


def test_an_argument_is_not_changed() -> None:
    with pytest.raises(sd.errors.Unsupported, match="an argument of the function, and is changed in place"):
        sd.grad(changes_its_argument)({0: 2.0, 1: 1.0}, 2)


def test_which_kind_of_dict_something_is_is_not_told() -> None:
    def asks(x: Any) -> Any:
        d: Any = defaultdict(float)
        d["a"] += x[0]
        return d["a"] ** 2 if isinstance(d, defaultdict) else d["a"]

    with pytest.raises(sd.errors.Unsupported, match="which kind of dict"):
        sd.grad(asks)(X)


class Yields:
    def __init__(self, items: Any) -> None:
        self.items = items

    def __iter__(self) -> Any:
        yield from self.items

    def __getitem__(self, k: int) -> Any:
        return self.items[k] * 10.0


KNOWN = {0: 2.0, 1: 3.0}


def unpacked_dict(x: Any) -> Any:
    a, b = {0: x[0], 1: x[1]}
    return a * x[2] + b


def unpacked_dict_of_a_loop(x: Any) -> Any:
    a, b, *_c = {k: x[k] for k in range(len(x))}
    return a * x[2] + b


def unpacked_dict_from_outside(x: Any) -> Any:
    a, b = KNOWN
    return a * x[2] + b


def unpacked_in_the_head_of_a_loop(x: Any) -> Any:
    return sum(a * x[2] + b for a, b in [{0: x[0], 1: x[1]}])


UNPACKED = [unpacked_dict, unpacked_dict_of_a_loop, unpacked_dict_from_outside, unpacked_in_the_head_of_a_loop]


@pytest.mark.parametrize("program", UNPACKED, ids=lambda f: f.__name__)
def test_what_goes_over_something_else_than_its_numbers_is_not_unpacked(program: Callable[[Any], Any]) -> None:
    with pytest.raises(sd.errors.Unsupported, match="a dict or an object is unpacked") as refused:
        sd.grad(program)(X)
    assert "test_refused_dicts.py" in str(refused.value)


def test_what_it_goes_over_is_unpacked_where_that_is_said() -> None:
    def said(x: Any) -> Any:
        a, b = list(Yields([x[0], x[1]]))
        c, d = list({0: x[0], 1: x[1]})
        e, f = {0: x[0], 1: x[1]}.values()
        return a * b + c + d + e * f

    np.testing.assert_allclose(sd.grad(said)(X), [2 * X[1], 2 * X[0], 0.0, 0.0])


def queue_and_list_alike(x: Any) -> Any:
    q = deque([x[0], x[1]])
    return x[0] if q == [x[0], x[1]] else x[1]


def queue_that_is_no_list(x: Any) -> Any:
    q: Any = deque([x[0]])
    for e in x:
        q.append(e)
    return x[0] if isinstance(q, (list, tuple)) else q[1]


def queue_asked_for_its_class(x: Any) -> Any:
    q: Any = deque([x[0], x[1]])
    return x[0] if type(q) is list else q[1]


def queue_told_by_a_helper(x: Any) -> Any:
    return total(deque([x[0], x[1]])) + total([x[0]])


def total(u: Any) -> Any:
    return sum(map(total, u)) if isinstance(u, list) else 3.0 if hasattr(u, "popleft") else u


def orders_alike(x: Any) -> Any:
    d, e = OrderedDict(a=1, b=2), OrderedDict(b=2, a=1)
    return x[0] if d == e else x[1]


TOLD_APART = [queue_and_list_alike, queue_that_is_no_list, queue_asked_for_its_class, queue_told_by_a_helper, orders_alike]


@pytest.mark.parametrize("program", TOLD_APART, ids=lambda f: f.__name__)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_what_a_list_or_dict_stands_for_is_not_told_from_it(transform: Callable[..., Any], program: Callable[[Any], Any]) -> None:
    with pytest.raises(sd.errors.Unsupported, match=r"a list or a deque|where a deque may be one|where an OrderedDict may be one") as refused:
        transform(program)(X)
    assert "test_refused_dicts.py" in str(refused.value)


def view_shown(x):
    keys = {"a": x[0], "b": x[1]}.keys()
    return x[0] * len(str(keys))


def view_shown_in_a_string(x):
    keys = {"a": x[0], "b": x[1]}.keys()
    return x[0] * len(f"{keys}")


def view_asked_for_its_class(x):
    d = {"a": x[0], "b": x[1]}
    keys = d.keys()
    return x[0] * (2.0 if isinstance(keys, tuple) else 3.0)


def view_given_to_numpy(x):
    d = {"a": x[0], "b": x[1]}
    values = d.values()
    return x[0] * np.size(values)


def view_compared(x):
    d = {"a": x[0], "b": x[1]}
    keys = d.keys()
    return x[0] * (3.0 if keys < {"a", "b", "c"} else 1.0)


def view_asked_for_an_item(x):
    d = {"a": x[0], "b": x[1]}
    values = d.values()
    try:
        found = values[0]
    except TypeError:
        found = x[2]
    return found * x[0]


def keys_before_there_was_another(x):
    d = {"a": x[0], "b": x[1]}
    keys = d.keys()
    d["c"] = x[2]
    return x[0] * len(keys)


def keys_before_there_was_any(x):
    d = {}
    keys = d.keys()
    d["a"] = x[0]
    return x[0] * 2 if keys else x[1] * 3


def keys_before_one_was_taken(x):
    d = {"a": x[0]}
    keys = d.keys()
    d.pop("a")
    return x[0] * len(keys)


def keys_under_another_name(x):
    d = {"a": x[0]}
    keys = d.keys()
    others = keys
    d["b"] = x[1]
    return len(others) * x[0]


def keys_of_one_of_two(x):
    d, e = {"a": x[0]}, {"a": x[1]}
    keys = d.keys() if x[0] > 0 else e.keys()
    d["b"] = e["b"] = x[1]
    return len(keys) * x[0]


def keys_in_a_list(x):
    d = {"a": x[0]}
    kept = [d.keys()]
    d["b"] = x[1]
    return len(kept[0]) * x[0]


class Shown:
    def __init__(self, keys):
        self.keys = keys


def keys_in_an_object(x):
    d = {"a": x[0]}
    shown = Shown(d.keys())
    d["b"] = x[1]
    return len(shown.keys) * x[0]


VIEWS = [
    keys_under_another_name, keys_of_one_of_two, keys_in_a_list, keys_in_an_object,
    view_shown, view_shown_in_a_string, view_asked_for_its_class, view_given_to_numpy, view_compared, view_asked_for_an_item,
    keys_before_there_was_another, keys_before_there_was_any, keys_before_one_was_taken,
]  # fmt: skip


@pytest.mark.parametrize("program", VIEWS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_a_view_of_a_dict_is_no_tuple(transform: Callable[..., Any], program: Callable[[Any], Any]) -> None:
    with pytest.raises(sd.errors.Unsupported, match=r"a view of the dict|shows the keys that a dict has by now") as refused:
        transform(program)(X)
    assert "test_refused_dicts.py" in str(refused.value)
