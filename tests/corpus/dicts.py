"""Dicts whose keys are not known when generating: tables, groups, graphs, memory of what was computed."""

import collections
import functools
import math
from collections import Counter, defaultdict, deque

import numpy as np

from oracles import Case

GRAPH = {0: [(1, 2.0), (2, 1.0)], 1: [(3, 1.5)], 2: [(1, 0.5), (3, 4.0)], 3: []}


# --- tables ---


def table(a, n):
    m = {0: a[0], 1: a[1]}
    for k in range(2, n):
        m[k] = m[k - 1] * m[k - 2] + a[2]
    return m[n - 1]


def table_from_nothing(a, n):
    m = {}
    m[0] = a[0]
    m[1] = a[1]
    for k in range(2, n):
        m[k] = m[k - 1] * m[k - 2] + a[k]
    return m[n - 1] * m[2]


def grid(a, n):
    m = {}
    for i in range(n):
        for j in range(n):
            if i == 0 or j == 0:
                m[i, j] = a[i + j]
            else:
                m[i, j] = m[i - 1, j] * a[0] + m[i, j - 1] * m[i - 1, j - 1]
    return m[n - 1, n - 1]


def table_of_arrays(a, n):
    m = {0: a, 1: a * 2}
    for k in range(2, n):
        m[k] = np.sin(m[k - 1]) * m[k - 2]
    return np.sum(m[n - 1]) + np.sum(m[2] * m[0])


def table_of_views(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k : k + 2]
    s = 0.0
    for k in range(n):
        s = s + m[k] @ m[(k + 1) % n]
    return s


def filled_on_demand(a, n):
    q = {0: a[0]}
    k = 0
    while k < n:
        if k not in q:
            q[k] = q[k - 1] * a[k] + q[k // 2]
        k += 1
        if k > 4:
            break
    return q[k - 1]


def left_early(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k]
        if k in m and len(m) > 3:
            return m[k] * m[0]
    return m[1]


def missing_key(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k]
    try:
        s = m[17]
    except KeyError:
        s = a[0] * 2
    return s * m[1]


# --- keys stored again, read again, taken out ---


def stored_again(a, n):
    m = {0: 1.0}
    for k in range(n):
        m[k % 3] = m.get(k % 3, 0.0) * a[k] + a[0]
    s = 0.0
    for k, v in m.items():
        s += k * v * v
    return s


def stored_twice_in_a_trip(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k] ** 2
        m[k] = m[k] * a[0] + m.get(k - 1, 1.0)
    return sum(m.values()) * m[0]


def counted(a):
    m = {}
    for k in range(6):
        if k % 2 in m:
            m[k % 2] += a[k] ** 2
        else:
            m[k % 2] = a[k]
    return m[0] * m[1]


def with_a_first_value(a):
    m = {}
    for k in range(6):
        m.setdefault(k // 2, a[k])
        m[k // 2] *= a[k]
    return m[0] * m[1] + m[2]


def swapped(a, n):
    m = {0: a[0], 1: a[1]}
    for k in range(n):
        m[0], m[1] = m[1] * a[k], m[0]
    return m[0] + m[1] ** 2


def taken_out(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k] ** 2
    s = 0.0
    for k in range(n):
        if k % 2:
            s += m.pop(k) * a[0]
    del m[0]
    for k in m:
        s += m[k] ** 2
    return s


def taken_out_if_there(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k] ** 2
    s = 0.0
    for k in range(0, 2 * n, 2):
        s = s * a[1] + m.pop(k, a[0])
    return s + sum(m.values())


def deleted_then_stored(a, n):
    m = {}
    for k in range(n):
        m[k % 2] = a[k] ** 2
        if k > 2:
            x = m[k % 2]
            del m[k % 2]
            m[k % 2] = x * a[1]
    s = 1.0
    for k in m:
        s = s * m[k] + k
    return s


def order_after_deletion(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k]
    del m[1]
    m[1] = a[0] * a[1]
    s = 0.0
    for v in m.values():
        s = np.sin(s) * v + v
    return s


def changed_while_read(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k]
    for k, v in m.items():
        m[k] = v * a[0] + k
    for k in list(m):
        if k % 2:
            del m[k]
        else:
            m[k + 10] = m[k] ** 2
    for k in m:
        m[k] *= a[1]
    return sum(m.values())


def arrays_changed(a, n):
    m = {}
    for k in range(n):
        m[k] = a * k
    for k in range(n):
        m[k] += a**2
    m[1] *= a[0]
    return np.sum(m[1] ** 2) + np.sum(m[2] ** 2)


def on_some_paths(a, c):
    m = {"a": a[0]}
    if c:
        m["b"] = a[1] ** 2
    return sum(m.values()) * m["a"] + (m["b"] if "b" in m else 0.0)


# --- read as a whole ---


def all_values(a):
    m = {}
    for k in range(5):
        m[k * k] = a[k] * a[k + 1]
    return sum(m.values()) * len(m) + max(m.values())


def comprehensions(a):
    m = {k: a[k] ** 2 for k in range(5) if a[k] > 0.4}
    w = {k: v * a[0] for k, v in m.items()}
    return sum(w[k] * m[k] for k in w)


def numbered(a):
    m = {}
    for k, v in enumerate(a):
        m[k] = v
    s = 0.0
    for i, (k, v) in enumerate(m.items()):
        s += i * v * k
    for u, v in zip(m.values(), a, strict=True):
        s += u * v
    return s


def in_order_of_values(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k]
    s = 1.0
    for k, v in sorted(m.items(), key=lambda pair: pair[1]):
        s = s * v + k
    return s + max(m.values()) - m[max(m)]


def made_of_pairs(a, n):
    m = dict(zip(range(n), a, strict=False))
    w = dict(zip(["u", "v"], [a[0], a[1]], strict=True))
    return sum(v * k for k, v in m.items()) * w["u"] + w["v"]


def copies_go_their_own_ways(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k]
    w = dict(m)
    v = m.copy()
    w[9] = a[1] ** 2
    m[0] = a[2]
    v.update(w)
    u = {**m, n: a[0]}
    return sum(m.values()) * sum(w.values()) + sum(v.values()) * sum(u.values())


def bound_anew(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k]
    m = {k: v**2 for k, v in m.items() if k}
    m = {**m, 0: a[1]}
    return sum(m.values()) * m[1]


def carried_from_trip_to_trip(a, n):
    m = {0: a[0]}
    for k in range(n):
        w = {}
        for j in m:
            w[j + 1] = m[j] * a[k]
        w[0] = a[k]
        m = w
    s = 0.0
    for v in m.values():
        s = s * a[1] + v
    return s


# --- names for keys, and constants ---


def keys_with_names(a, n):
    m = {}
    for k in range(n):
        m[f"w{k}"] = a[k]
    s = 1.0
    for key in sorted(m):
        s = s * m[key] + a[0]
    return s


def layers_by_name(a, n):
    p = {"w0": a[:3], "w1": a[1:4], "w2": a[2:5]}
    h = a[3:]
    for i in range(n):
        h = np.tanh(p[f"w{i}"] * h)
    return np.sum(h)


def looked_up(a, keys):
    t = {"x": a[0], "y": a[1] ** 2, "z": 1.0}
    s = 1.0
    for k in keys:
        s = s * t[k] + a[2]
    return s


def parameters_by_name(p, x, n):
    h = x
    for i in range(n):
        h = np.tanh(p["w"][f"w{i}"] @ h) + p["b"]
    return np.sum(h)


# --- graphs and groups ---


def relaxed(a):
    dist = {0: 0.0}
    for u in range(4):
        for v, w in GRAPH[u]:
            dist[v] = min(dist.get(v, math.inf), dist[u] + w * a[u])
    return dist[3]


def shortest_path(a):
    graph = {0: [(1, 2.0), (2, 1.0)], 1: [(3, 1.5)], 2: [(1, 0.5), (3, 4.0)], 3: []}
    dist = {0: 0.0 * a[0]}
    done = []
    for _ in range(4):
        best = None
        for u in dist:
            if u not in done and (best is None or dist[u] < dist[best]):
                best = u
        if best is None:
            break
        done.append(best)
        for v, w in graph[best]:
            d = dist[best] + w * a[v]
            if v not in dist or d < dist[v]:
                dist[v] = d
    return dist[3] + dist[1]


def grouped_where_missing(a, n):
    groups = {}
    for i in range(n):
        k = i % 2
        if k not in groups:
            groups[k] = []
        groups[k].append(a[i] * a[0])
    return sum(len(g) * sum(g) for g in groups.values())


def lists_of_known_items_put_in_their_place(a, n):
    m = {}
    for i in range(n):
        m[i] = [a[0] * i]
    t = 0.0
    for i in range(n):
        m[i].append(a[1])
        t += m[i][0] * m[i][1]
        m[i] = [a[1] * a[0], a[0], a[1]]
    return t + sum(sum(r) for r in m.values())


def grouped(a, n):
    groups = {}
    for k in range(n):
        groups.setdefault(k % 2, []).append(a[k])
    s = 1.0
    for k, vs in groups.items():
        s = s * sum(vs) + k * vs[0]
    return s


def dicts_in_a_dict(a, n):
    m = {}
    for k in range(n):
        row = {}
        for j in range(k + 1):
            row[j] = a[j] * a[k]
        m[k] = row
    s = 0.0
    for k, row in m.items():
        for v in row.values():
            s += v * k
    return s


def dicts_in_a_dict_changed(a, n):
    m = {0: {}, 1: {}}
    for k in range(n):
        m[k % 2][k] = a[k] ** 2
    return sum(m[0].values()) * m[1][1]


def lists_in_a_list_changed(a, n):
    xs = [[], []]
    for k in range(n):
        row = xs[k % 2]
        row.append(a[k])
    s = 1.0
    for v in xs:
        s = s * sum(v)
    return s * xs[0][1]


def pairs_in_a_dict(a, n):
    m = {}
    for k in range(n):
        m[k] = (a[k], a[k] ** 2)
    s = 0.0
    for k, (x, y) in m.items():
        s += x * y * k
    return s + m[0][1]


def nothing_at_first(a, n):
    m = {}
    for k in range(n):
        v = m.get(k % 2)
        m[k % 2] = a[k] if v is None else v * a[k]
    return m[0] * m[1]


# --- collections ---


def summed_by_key(a):
    d = defaultdict(float)
    for i in range(6):
        d[i % 3] += a[i] ** 2
    return d[0] * d[1] * d[2]


def read_before_it_is_there(a):
    d = collections.defaultdict(lambda: 0.0)
    for i in range(6):
        d[i % 3] = d[i % 3] * a[0] + a[i] + d[i % 2]
    s = 0.0
    for k, v in d.items():
        s += v * v * k
    return s + d[17] + len(d) * a[1]


def there_once_it_was_read(a, n):
    d = defaultdict(float)
    s = 0.0
    for k in range(n):
        y = d[k]
        if k in d:
            s += a[k] ** 2 + y
        if len(d) > 2:
            s *= a[0]
    return s


def lists_by_key(a, n):
    d = defaultdict(list)
    for i in range(n):
        d[i % 2].append(a[i])
    s = 1.0
    for k, vs in d.items():
        for v in vs:
            s = s * v + k
    return s


def dicts_by_key(a, n):
    d = defaultdict(dict)
    for i in range(n):
        d[i % 2][i] = a[i] ** 2
    return sum(d[0].values()) * d[1][1]


def averages(a, n):
    c = Counter()
    for k in range(n):
        c[k % 2] += 1
    m = {}
    for k in range(n):
        m[k % 2] = m.get(k % 2, 0.0) + a[k] ** 2
    return sum(m[k] / c[k] for k in m) * m[0] + c[17]


def counted_things(a, xs):
    c = Counter(xs)
    s = 0.0
    for k, v in c.items():
        s += v * a[k] ** 2
    return s


def counted_numbers(a, n):
    c = Counter()
    for k in range(n):
        c[k % 2] += a[k] ** 2
    return c[0] * c[1] + c[5]


def numbers_added_to_a_counter(a):
    c = Counter(p=a[0], q=a[1])
    c.update({"p": a[2], "r": a[3]})
    c.update(Counter({"q": a[0]}), s=a[4])
    for k in range(3):
        c.update({k % 2: a[k], "p": a[1] ** 2})
    c.subtract(p=a[5] * 3, t=a[2])
    return c["p"] * c["q"] + c["r"] ** 2 + c["s"] * c["t"] + c[0] * c[1] + len(c) * a[0]


def counted_again(a):
    c = Counter("abca")
    c.update("bb")
    c.update([e > 0.6 for e in a])
    c.subtract(["a", "z"])
    return c["a"] * a[0] + c["b"] * a[1] ** 2 + c["z"] * a[2] + c[True] * a[3]


def forgotten_by_a_counter(a):
    c = Counter()
    del c["q"]
    for k in "pqr":
        c[k] += a[0] * a[1]
    for k in "rqrs":
        del c[k]
    return c["p"] * a[2] + c["q"] + len(c) * a[0]


def joined_with_others(a, n):
    d = {}
    for k in range(n):
        d[k] = a[k]
    e = {0: a[2], 7: a[0] ** 2} | d
    d |= {1: a[3] ** 2}
    return e[0] * e[7] + d[1] * (d | {2: a[1]})[2]


def added_to_in_place(a, n):
    m = {0: 0.0, 1: 0.0}
    xs = [0.0] * 2
    for k in range(n):
        m[k % 2] += a[k] ** 2
        xs[k % 2] -= a[k] * m[k % 2]
        m[k % 2] *= a[0]
    return m[0] * m[1] * xs[0] * xs[1]


def queue(a):
    q = deque([a[0]])
    for i in range(4):
        q.append(q.popleft() * a[1] + a[i])
    return q[0]


def both_ends(a, n):
    q = deque()
    for i in range(n):
        q.append(a[i])
        q.appendleft(a[i] ** 2)
        if len(q) > 3:
            x = q.popleft()
            q.append(x * q.pop())
    s = 0.0
    for v in q:
        s = s * v + v
    return s * q[-1]


def breadth_first(a):
    graph = {0: [1, 2], 1: [3], 2: [3], 3: []}
    reached = {0: a[0]}
    q = deque([0])
    while q:
        u = q.popleft()
        for v in graph[u]:
            if v not in reached:
                reached[v] = reached[u] * a[v]
                q.append(v)
    return sum(reached.values()) * reached[3]


def taken_out_and_read_again(a, n):
    d = defaultdict(float)
    s = 0.0
    for k in range(n):
        d[k % 2] += a[k]
        y = d[k % 3]
        s = s * a[0] + y + d.pop(k % 2) * a[1]
        w = dict(d)
        s += sum(w.values()) + d[k % 2] * a[2] + d[5]
        d[5] = y * a[k]
    for k, v in d.items():
        s += k * v * v
    return s


def one_for_each_trip(a, n):
    s = 0.0
    old = defaultdict(float)
    for k in range(n):
        d = defaultdict(float)
        for j in range(k + 1):
            d[j] += a[j] * old[j] + a[k]
            if d[j + 1] > 0:
                d[j + 1] += a[0]
        old = d
    for v in old.values():
        s = s * a[1] + v
    return s


def there_once_it_was_asked_for(a, n):
    d = defaultdict(float)
    s = 0.0
    for k in range(n):
        if 3 in d:
            s += a[k] ** 2
        else:
            s += a[k]
        if d[3] > 1.0:
            s *= 2.0
        s += len(d) * a[0]
        if d[k + 1] > 0:
            d[k + 1] += a[1]
        count = len(d)
        d[k] += a[k] * count
    return s + sum(d.values())


def while_it_is_small(a, n):
    d = defaultdict(float)
    k = 0
    while d[0] < 3.0 and k < n:
        d[0] += a[k] * 2
        d[1] = d[0] * d[1] + a[k]
        k += 1
    return d[1]


def keys_taken_out_of_a_copy(a, n):
    m = {0: a[0]}
    s = 0.0
    for k in range(n):
        for q in list(m):
            if len(m) > 2:
                s += m.pop(q) * a[4]
        m[k + 1] = a[k]
    return s + sum(m.values())


def pairs_for_keys(a, n):
    m = {}
    for i in range(n):
        for j in range(n):
            p = (i, j)
            if p not in m:
                m[p] = 0.0
            m[p] += a[i] * a[j]
            m[i, j] *= a[0]
    return sum(v * i for (i, _), v in m.items()) + m.get((1, 1), 0.0) + m[(0, 1)]


def read_and_taken_out_in_order(a):
    q = deque([a[0], a[1], a[2]])
    s = q[0] * 2 + q.popleft() * q[0] + q[0] * 3
    return s * q[0] + q[-1] ** 2


def best_so_far(a):
    best = None
    for v in a:
        w = np.sin(v * 3)
        if best is None or w > best:
            best = w
    return best * a[0]


def nothing_then_arrays(a):
    s = None
    for i in range(3):
        s = a * i if s is None else s + np.sin(a) * i
    return np.sum(s**2)


# --- functions ---


def remembered(a):
    memo = {}

    def fib(n):
        if n in memo:
            return memo[n]
        r = a[n] if n < 2 else fib(n - 1) * 0.5 + np.sin(fib(n - 2))
        memo[n] = r
        return r

    return fib(6)


def _fib(n, memo, a):
    if n in memo:
        return memo[n], memo
    x, memo = _fib(n - 1, memo, a)
    y, memo = _fib(n - 2, memo, a)
    r = x * 0.5 + np.sin(y)
    return r, {**memo, n: r}


def remembered_and_handed_on(a, n):
    return _fib(n, {0: a[0], 1: a[1]}, a)[0]


def remembered_by_a_decorator(a):
    @functools.cache
    def fib(n):
        return a[n] if n < 2 else fib(n - 1) * 0.5 + np.sin(fib(n - 2))

    return fib(6)


def _made(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k] ** 2
    return m


def _put(m, a, k):
    m[k] = a[k] * m.get(k - 1, 1.0)


def _total(m):
    s = 0.0
    for k, v in m.items():
        s += k * v**2
    return s


def made_by_a_function(a, n):
    m = _made(a, n)
    w = _made(a * 2, n)
    m[0] = w[1] * m[2]
    return sum(m.values()) + w[0]


def changed_by_a_function(a, n):
    m = {}
    for k in range(n):
        _put(m, a, k)
    return sum(m.values())


def read_by_a_function(a, n):
    m = {}
    for k in range(n):
        m[k] = a[k]
    t = _total(m)
    m[1] = t
    return _total(m)


def captured(a, n):
    m = {}

    def put(k, v):
        m[k] = v * a[0]

    for k in range(n):
        put(k, a[k])
    return sum(m.values())


def returned(a, n):
    m = {}
    for k in range(n):
        m[k % 3] = m.get(k % 3, 1.0) * a[k]
    return m[0], m[1] * a


numbers = np.array([0.5, 1.2, 0.3, 0.7, 0.8, 0.9])
weights = {"w": {"w0": np.eye(2) * 0.5 + 0.1, "w1": np.ones((2, 2)) * 0.2}, "b": np.array([0.1, 0.2])}


def popped_by_key_and_summed(x):
    w = np.sum(x**2)
    table = {}
    for i in range(3):
        table[i] = x * 0.5 + w
    total = 0.0
    for i in range(3):
        total += np.sum(table.pop(i)) * x[i]
    return total


def made_key_by_key_inside(x):
    box = {"s": {k: [0.0] for k in ("a", "b", "c")}}
    box["s"]["a"][0] = x[0]
    box["s"]["b"][0] = x[1] * x[0]
    box["s"]["c"][0] = x[2]
    return box["s"]["b"][0] + 3.0 * box["s"]["a"][0] * box["s"]["c"][0]


def made_key_by_key_in_a_tuple(x):
    box = (1.0, {k: {"m": 0.0, "seen": []} for k in ("a", "bb", "ccc")})
    for k in ("a", "bb", "ccc"):
        box[1][k]["m"] += x[0] * len(k)
        box[1][k]["seen"].append(x[len(k)] ** 2)
    return sum(box[1][k]["m"] * box[1][k]["seen"][0] for k in box[1])


class Momentum:
    def __init__(self, names):
        self.state = {}
        for k in names:
            self.state[k] = {"m": 0.0, "v": 0.0}

    def step(self, params, grads):
        for k in params:
            state = self.state[k]
            state["m"] = 0.9 * state["m"] + 0.1 * grads[k]
            state["v"] = 0.99 * state["v"] + 0.01 * grads[k] ** 2
            params[k] = params[k] - 0.1 * state["m"] / (np.sqrt(state["v"]) + 1e-3)


def state_by_key_in_an_object(x):
    params = {"w": x[0], "b": 0.5 * x[1]}
    momentum = Momentum(params)
    for _ in range(3):
        momentum.step(params, {"w": params["w"] * x[2], "b": params["b"] - x[3]})
    return params["w"] + params["b"] ** 2


def dicts_put_where_they_are_missing(x):
    graph = {}
    for u, v in [(0, 1), (1, 0), (1, 2)]:
        graph.setdefault(u, {})[v] = x[u] * x[v]
    total = 0.0
    for u in graph:
        for v in graph[u]:
            total = total + graph[u][v] * (u + 1)
    return total


def lists_put_where_they_are_missing(x):
    edges = {}
    for i, j in [(0, 1), (1, 2)]:
        edges.setdefault(i, []).append((j, x[i]))
        edges.setdefault(j, []).append((i, x[j]))
    total = 0.0
    for other, weight in edges[2]:
        total += weight * x[other]
    for other, weight in edges[1]:
        total += weight * x[other] ** 2
    return total


def one_list_by_key_kept_by_name(x):
    box = {"s": {}}
    for k in ("a", "b"):
        values = [x[0]]
        box["s"][k] = values
        values[0] = values[0] * x[1]
    last = box["s"]["b"]
    last.append(x[2])
    return box["s"]["b"][1] + box["s"]["a"][0] * box["s"]["b"][0]


def memo_of_pairs(x):
    memo = {}

    def d(i, j):
        if (i, j) in memo:
            return memo[i, j]
        if i == 0 or j == 0:
            r = x[0] * (i + j)
        else:
            r = (x[i] - x[j]) ** 2 + np.minimum(d(i - 1, j), d(i, j - 1))
        memo[i, j] = r
        return r

    return d(3, 2)


def memo_of_a_named_pair(x):
    memo = {}

    def d(i, j):
        if (i, j) in memo:
            return memo[i, j]
        r = x[0] * j * i
        memo[i, j] = r
        return r

    return d(3, 2) + d(3, 2)


def sums_of_arrays_that_begin_as_numbers(x):
    sums = {0: 0.0, 1: 0.0}
    for k, v in enumerate(x):
        sums[k % 2] += v * x
    sums[0] *= x[1]
    return np.sum(sums[0] * sums[1])


def sums_under_every_key(x):
    sums, last = dict.fromkeys(range(2), 0.0), {}
    for v in x:
        for k in sums:
            last[k] = v * x
            sums[k] += last[k]
    return sum(np.sum(v * x) for v in sums.values()) + np.sum(last[1])


def keys_under_a_name(x):
    d = {"a": x[0], "b": x[1]}
    keys = d.keys()
    for key in keys:
        d[key] = d[key] * x[2]
    if "a" in keys:
        d["a"] += 1
    total = sum(d[key] * len(key) for key in keys) + max(d.values()) + len(keys)
    d = {"b": total}
    return total * len(d.keys())


CASES = [
    Case(keys_under_a_name, (np.array([0.7, 1.3, -0.4]),), complex_step=False),
    Case(popped_by_key_and_summed, (np.array([0.7, 1.3, -0.4]),), complex_step=False),
    Case(table, (numbers, 6)),
    Case(table_from_nothing, (numbers, 6)),
    Case(grid, (numbers, 3)),
    Case(table_of_arrays, (numbers, 4)),
    Case(table_of_views, (numbers, 4)),
    Case(filled_on_demand, (numbers, 6)),
    Case(left_early, (numbers, 6)),
    Case(left_early, (numbers, 2), label="too_short"),
    Case(missing_key, (numbers, 4)),
    Case(stored_again, (numbers, 6)),
    Case(stored_twice_in_a_trip, (numbers, 5)),
    Case(counted, (numbers,)),
    Case(with_a_first_value, (numbers,)),
    Case(swapped, (numbers, 4)),
    Case(taken_out, (numbers, 6)),
    Case(taken_out_if_there, (numbers, 5)),
    Case(deleted_then_stored, (numbers, 6)),
    Case(order_after_deletion, (numbers, 4)),
    Case(changed_while_read, (numbers, 4)),
    Case(arrays_changed, (numbers, 3)),
    Case(on_some_paths, (numbers, True)),
    Case(on_some_paths, (numbers, False), label="the_other"),
    Case(all_values, (numbers,), complex_step=False),
    Case(comprehensions, (numbers,), complex_step=False),
    Case(numbered, (numbers,)),
    Case(in_order_of_values, (numbers, 4), complex_step=False),
    Case(made_of_pairs, (numbers, 4)),
    Case(copies_go_their_own_ways, (numbers, 4)),
    Case(bound_anew, (numbers, 4)),
    Case(carried_from_trip_to_trip, (numbers, 4)),
    Case(keys_with_names, (numbers, 4)),
    Case(layers_by_name, (numbers, 3)),
    Case(looked_up, (numbers, ["x", "z", "y", "x"])),
    Case(parameters_by_name, (weights, np.array([[0.1, 0.2], [0.3, -0.4]]), 2)),
    Case(relaxed, (numbers,), complex_step=False),
    Case(shortest_path, (numbers,), complex_step=False),
    Case(grouped_where_missing, (numbers, 4), second_refusable=True),
    Case(lists_of_known_items_put_in_their_place, (numbers, 3), second_refusable=True),
    Case(grouped, (numbers, 5), second_refusable=True),
    Case(dicts_in_a_dict, (numbers, 4)),
    Case(dicts_in_a_dict_changed, (numbers, 4), second_refusable=True),
    Case(lists_in_a_list_changed, (numbers, 4), second_refusable=True),
    Case(pairs_in_a_dict, (numbers, 4)),
    Case(nothing_at_first, (numbers, 5), order=1),
    Case(summed_by_key, (numbers,)),
    Case(read_before_it_is_there, (numbers,)),
    Case(there_once_it_was_read, (numbers, 5)),
    Case(lists_by_key, (numbers, 5), second_refusable=True),
    Case(dicts_by_key, (numbers, 5), second_refusable=True),
    Case(averages, (numbers, 5)),
    Case(counted_things, (numbers, [0, 1, 1, 3])),
    Case(counted_numbers, (numbers, 5)),
    Case(added_to_in_place, (numbers, 5)),
    Case(queue, (numbers,)),
    Case(both_ends, (numbers, 4), order=1),
    Case(breadth_first, (numbers,)),
    Case(taken_out_and_read_again, (numbers, 6), second_refusable=True),
    Case(one_for_each_trip, (numbers, 4), complex_step=False),
    Case(there_once_it_was_asked_for, (numbers, 5), complex_step=False),
    Case(while_it_is_small, (numbers, 5), complex_step=False),
    Case(keys_taken_out_of_a_copy, (numbers, 4)),
    Case(pairs_for_keys, (numbers, 3)),
    Case(read_and_taken_out_in_order, (numbers,)),
    Case(best_so_far, (numbers,), complex_step=False),
    Case(nothing_then_arrays, (numbers,)),
    Case(remembered, (numbers,)),
    Case(remembered_and_handed_on, (numbers, 6), second_refusable=True),
    Case(remembered_by_a_decorator, (numbers,)),
    Case(made_by_a_function, (numbers, 4)),
    Case(changed_by_a_function, (numbers, 4)),
    Case(read_by_a_function, (numbers, 4)),
    Case(captured, (numbers, 4)),
    Case(returned, (numbers, 6)),
    Case(made_key_by_key_inside, (numbers,)),
    Case(made_key_by_key_in_a_tuple, (numbers,)),
    Case(state_by_key_in_an_object, (numbers,)),
    Case(dicts_put_where_they_are_missing, (numbers,)),
    Case(lists_put_where_they_are_missing, (numbers,), second_refusable=True),
    Case(one_list_by_key_kept_by_name, (numbers,)),
    Case(memo_of_pairs, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(memo_of_a_named_pair, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(sums_of_arrays_that_begin_as_numbers, (np.array([0.7, 1.3, 0.4]),)),
    Case(sums_under_every_key, (np.array([0.7, 1.3, 0.4]),), over_forward_refusable=True),
    Case(numbers_added_to_a_counter, (numbers,)),
    Case(counted_again, (numbers,)),
    Case(forgotten_by_a_counter, (numbers,)),
    Case(joined_with_others, (numbers, 3)),
]
