"""Arrays, tuples and containers that lists and dicts hold: taken from stacks, and changed in place through an item."""

from collections import defaultdict, deque

import numpy as np

from oracles import Case


def stack_of_pairs(x):
    stack = [(x, 0)]
    total = 0.0
    while stack:
        a, n = stack.pop()
        total += np.sum(a**2)
        if n < 3:
            stack.append((a * 0.5, n + 1))
    return total


def stack_that_branches(x):
    stack = [(x, 0)]
    total = 0.0
    while len(stack) > 0:
        a, n = stack.pop()
        if n == 2:
            total = total + np.sum(np.sin(a))
        else:
            stack.append((a * 0.5, n + 1))
            stack.append((a * x, n + 1))
    return total


def queue_of_triples(x):
    queue = [(x[:2], x[2:], 1.0)]
    total = 0.0
    while queue:
        a, b, w = queue.pop(0)
        total += w * np.dot(a, b)
        if w > 0.2:
            queue.append((b, a + b, w * 0.5))
    return total


def popped_and_changed(x):
    rows = [x[:3] * k for k in range(3)]
    r = rows.pop()
    r[0] = x[0] ** 3
    return np.sum(rows[0] * r) + np.sum(rows[1] ** 2 * r)


def popped_under_its_own_name(x):
    xs = []
    for k in range(3):
        xs.append(x * k)
    xs = xs.pop()
    return np.sum(xs * xs)


def items_of_rows(x):
    rows = [np.zeros(3) for _ in range(2)]
    for i in range(4):
        rows[i % 2][i % 3] += x[i] ** 2
    return np.sum(rows[0] * rows[1]) + np.sum(rows[0] ** 2)


def items_of_rows_in_a_dict(x):
    m = {}
    for k in range(2):
        m[k] = np.zeros(3)
    for i in range(4):
        m[i % 2][i % 3] += x[i] ** 2
    return np.sum(m[0] * m[1]) + np.sum(m[0] ** 2)


def row_under_a_name(x):
    m = {}
    for k in range(2):
        m[k] = np.zeros(3)
    for i in range(2):
        row = m[i]
        row[0] = x[i]
        row[1] += x[i + 1] ** 2
    return np.sum(m[0] * m[1]) + np.sum(m[0] ** 2)


def row_read_again(x):
    rows = []
    for k in range(2):
        rows.append(x[:3] * k)
    s = 0.0
    for i in range(2):
        r = rows[i]
        r[0] = x[i] ** 2
        s += np.sum(r * rows[0])
    return s


def row_changed_by_a_helper(x):
    def bump(r, s):
        r[0] += s
        r *= 2.0

    rows = []
    for k in range(3):
        rows.append(x[:3] * k)
    for i in range(2):
        bump(rows[i], x[i] ** 2)
    return np.sum(rows[0] * rows[1])


def rows_changed_as_they_come(x):
    rows = []
    for k in range(3):
        rows.append(x[:3] * k)
    for k, r in enumerate(rows):
        r[0] = x[1] ** 2
        r[1:] *= x[k]
    return np.sum(rows[0] * rows[1])


def values_changed_as_they_come(x):
    m = {}
    for k in range(2):
        m[k] = np.ones(3) * k
    for r in m.values():
        r += x[:3]
    for k, r in m.items():
        r *= x[k]
    return np.sum(m[0] * m[1])


def rows_written_by_functions(x):
    rows = [x[:3] * k for k in range(len(x))]
    for i in range(2):
        np.multiply(rows[i], x[0], out=rows[i])
        rows[i + 1].fill(x[i])
        np.add.at(rows[i], [0, 0], x[i])
    return np.sum(rows[1] * rows[0])


def copies_of_rows_changed(x):
    rows = [x[:3] * k for k in range(len(x))]
    more = [r.copy() for r in rows]
    for i in range(2):
        more[i][0] = x[i] ** 2
    return np.sum(rows[1] * more[1])


def numbers_in_lists_of_lists(x):
    table = [[0.0] * 2 for _ in range(2)]
    for i in range(2):
        for j in range(2):
            table[i][j] -= x[i] * x[j]
    return table[0][1] * table[1][1]


def numbers_in_lists_appended(x):
    table = []
    for i in range(2):
        table.append([0.0, 1.0])
    for i in range(2):
        for j in range(2):
            table[i][j] += x[i] * x[j]
    return table[0][1] * table[1][1]


def numbers_in_dicts_of_dicts(x):
    table = {}
    for i in range(2):
        table[i] = defaultdict(float)
        for j in range(2):
            table[i][j] += x[i] * x[j]
    return table[0][1] * table[1][1]


def missing_arrays(x):
    d = defaultdict(lambda: np.zeros(2))
    for i in range(4):
        d[i % 2] += np.array([x[i], x[i] ** 2])
    return np.sum(d[0] * d[1])


def missing_arrays_like_another(x):
    d = defaultdict(lambda: np.zeros_like(x))
    for i in range(4):
        d[i % 2] = d[i % 2] + x[i] * x
    return np.sum(d[0] * d[1])


def missing_arrays_changed_by_item(x):
    def zero():
        return np.zeros(3)

    d = defaultdict(zero)
    for i in range(4):
        d[i % 2][i % 3] += x[i] ** 2
    return np.sum(d[0] * d[1]) + np.sum(d[0] ** 2)


def missing_ones(x):
    d = defaultdict(lambda: 1.0)
    for i in range(4):
        d[i % 3] *= x[i]
    d[5] += x[0]
    return d[0] * d[1] + d[2] * d[5]


def missing_values_that_vary(x):
    start = x[:2] * 2.0
    d = defaultdict(lambda: start * x[3])
    for i in range(2):
        d[i] = d[i] * x[i]
    return np.sum(d[0] * d[1] + d[2])


def missing_values_asked_in_a_condition(x):
    d, s = defaultdict(lambda: x * 1.0), x[1]
    if d[0][1] < 3.0:
        s = s * d[0][2]
    while x[0] < d["k"][3] < 9.0:
        d["k"][3] += 2.0 * s
    return s * d["k"][3]


class Cache:
    def __init__(self, x):
        self.rows, self.counts = defaultdict(lambda: x[:2] * 1.0), defaultdict(int)


def missing_values_of_an_object_asked(x):
    o, s = Cache(x), x[2]
    if o.rows["a"][0] < 3.0:
        s = s * o.rows["a"][1]
    if o.counts["a"] == 0:
        o.counts["a"] += 1
        s *= x[0]
    return s * s * o.counts["a"]


def missing_lists_asked(x):
    d, s = defaultdict(list), x[1]
    if not d["a"]:
        d["a"].append(s)
    if len(d["b"]) == 0 and d["a"][0] < 3:
        d["b"].append(s * x[0])
    return sum(d["a"]) * s + sum(d["b"])


def missing_values_of_their_time(x):
    n = 1.0
    d = defaultdict(lambda: n * x[:2])
    n = 3.0
    d[0] = d[0] + 1.0
    n = x[3]
    return np.sum(d[0] * d[1])


def missing_lists(x):
    d = defaultdict(lambda: [0.0, 0.0])
    for i in range(4):
        d[i % 2][0] += x[i]
        d[i % 2][1] = x[i] ** 2
    return d[0][0] * d[1][1]


def missing_dicts_that_miss(x):
    d = defaultdict(lambda: defaultdict(float))
    for i in range(2):
        for j in range(2):
            d[i][j] += x[i] * x[j]
    return d[0][1] * d[1][1]


def asks_for_a_key(d, k):
    return d[k] * 2.0


def missing_in_a_helper(x):
    def fill(d, k, w):
        d[k] += w

    d = defaultdict(lambda: np.zeros(2))
    for i in range(3):
        fill(d, i % 2, x[i] * x[:2])
    return np.sum(d[0] * d[1]) * np.sum(asks_for_a_key(d, 1))


def made_for_arrays(n):
    return defaultdict(lambda: np.zeros(n))


def made_by_a_helper(x):
    d = made_for_arrays(2)
    for i in range(3):
        d[i % 2] += x[:2] * x[i]
    return np.sum(d[0] * d[1])


def missing_zeros_that_become_arrays(x):
    d = defaultdict(float)
    for i in range(3):
        d[i % 2] = d[i % 2] + x * x[i]
    return np.sum(d[0] * d[1])


def filled_when_it_is_made(x):
    d = defaultdict(float, {"a": x[0]})
    d["c"] = 2.0
    for k in ["a", "b", "a", "c"]:
        d[k] += x[1] ** 2
    return d["a"] * d["b"] * d["c"]


def window(x):
    w = deque(maxlen=2)
    total = 0.0
    for i in range(4):
        w.append(x[i])
        total += sum(w) ** 2
    return total


def window_that_is_full(x):
    w = deque([0.0, 0.0, 0.0], maxlen=3)
    total = 0.0
    for xi in x:
        w.append(xi * xi)
        total += w[0] * w[-1] + sum(w)
    return total


def window_of_arrays(x):
    past = deque([np.zeros(4)], maxlen=3)
    y = x
    for _ in range(5):
        past.append(y)
        y = np.sin(y) + 0.1 * past[0]
    return np.sum(y)


def window_as_long_as_asked(x, n):
    w = deque(maxlen=n)
    total = 0.0
    for i, xi in enumerate(x):
        w.append(xi if i % 2 else xi**2)
        total += np.mean(np.array(list(w))) ** 2
    return total


def window_from_the_left(x):
    w = deque(maxlen=2)
    for xi in x:
        w.appendleft(xi)
    return w[0] * w[1] ** 2


def window_of_more_than_fit(x):
    w = deque(x, maxlen=3)
    w += [x[0] * 2]
    more = list(w)
    more.append(x[1])
    return w[0] * w[1] ** 2 + w[2] * more[3]


def window_of_a_helper(x):
    def push(w, v):
        w.append(v)
        return sum(w)

    w = deque(maxlen=2)
    s = 0.0
    for xi in x:
        s += push(w, xi) ** 2
    return s


x4 = np.array([0.7, 0.4, 1.3, 0.9])

WEIGHTS = np.array([[0.5, 0.2], [0.1, 0.3]])
HEIGHTS = [1.0, 2.0, 3.0]


def held_beside_a_global(x):
    d = {"w": WEIGHTS, "h": np.zeros(2)}
    for _ in range(2):
        d["h"] = d["w"] @ d["h"] + x**2
    return np.sum(d["h"])


def part_of_a_global_list(x, k):
    heights = HEIGHTS[k : k + 2]
    return heights[0] * x[0] ** 2 + heights[1] * x[1] ** 2


def window_that_rotates(x):
    q = deque(x, maxlen=4)
    for k in range(5):
        q.rotate(k)
        q[0] *= q[-1]
    q.rotate(-1)
    return q[0] * q[-1] + q[1]


def turned_lists(x):
    q, r = deque([x[0], x[1], x[2]]), deque()
    q.rotate()
    r.rotate(2)
    s = q[0] * q[1] ** 2
    q.rotate(-2)
    for e in x:
        r.append(e * s)
        r.rotate(1)
    return s + q[0] * q[2] + r[0] * r[-1] ** 2


def window_from_the_left_by_lists(x):
    q, r = deque([x[0], x[1]], maxlen=3), deque([x[0], x[1]])
    q.extendleft([x[2], x[0] * x[1]])
    r.extendleft([x[2], x[0] * x[1]])
    q.extendleft(x[:2] * 2.0)
    return q[0] * q[-1] ** 2 + q[1] ** 3 + r[0] * r[-1] + r[1] ** 2


def window_of_a_generator(x):
    q = deque((e * x[0] for e in x), maxlen=2)
    r = deque(e * q[0] for e in x if e > 0.1)
    return q[0] * q[-1] ** 2 + r[0] * r[-1]


def window_made_empty(x):
    q = deque([x[0], x[1], x[2]], maxlen=3)
    q.clear()
    q.append(x[0] * x[1])
    return q[0] * q[-1] + len(q)


CASES = [
    Case(held_beside_a_global, (np.array([0.4, 1.1]),)),
    Case(part_of_a_global_list, (np.array([0.4, 1.1]), 1)),
    Case(stack_of_pairs, (x4,)),
    Case(stack_that_branches, (x4,)),
    Case(queue_of_triples, (x4,)),
    Case(popped_and_changed, (x4,)),
    Case(popped_under_its_own_name, (x4,)),
    Case(items_of_rows, (x4,), complex_step=False),
    Case(items_of_rows_in_a_dict, (x4,), complex_step=False),
    Case(row_under_a_name, (x4,), complex_step=False),
    Case(row_read_again, (x4,)),
    Case(row_changed_by_a_helper, (x4,)),
    Case(rows_changed_as_they_come, (x4,)),
    Case(values_changed_as_they_come, (x4,), complex_step=False),
    Case(rows_written_by_functions, (x4,)),
    Case(copies_of_rows_changed, (x4,)),
    Case(numbers_in_lists_of_lists, (x4,)),
    Case(numbers_in_lists_appended, (x4,), second_refusable=True),
    Case(numbers_in_dicts_of_dicts, (x4,), second_refusable=True),
    Case(missing_arrays, (x4,), complex_step=False),
    Case(missing_arrays_like_another, (x4,)),
    Case(missing_arrays_changed_by_item, (x4,), complex_step=False),
    Case(missing_ones, (x4,)),
    Case(missing_values_that_vary, (x4,)),
    Case(missing_values_asked_in_a_condition, (x4,)),
    Case(missing_values_of_an_object_asked, (x4,)),
    Case(missing_lists_asked, (x4,)),
    Case(missing_values_of_their_time, (x4,)),
    Case(missing_lists, (x4,)),
    Case(missing_dicts_that_miss, (x4,), second_refusable=True),
    Case(missing_in_a_helper, (x4,), complex_step=False),
    Case(made_by_a_helper, (x4,), complex_step=False, second_refusable=True),
    Case(missing_zeros_that_become_arrays, (x4,)),
    Case(filled_when_it_is_made, (x4,)),
    Case(window, (x4,)),
    Case(window_that_is_full, (x4,)),
    Case(window_of_arrays, (x4,)),
    Case(window_as_long_as_asked, (x4, 2)),
    Case(window_from_the_left, (x4,)),
    Case(window_of_more_than_fit, (x4,)),
    Case(window_of_a_helper, (x4,)),
    Case(window_that_rotates, (x4,)),
    Case(turned_lists, (x4,)),
    Case(window_from_the_left_by_lists, (x4,)),
    Case(window_of_a_generator, (x4,)),
    Case(window_made_empty, (x4,)),
]
