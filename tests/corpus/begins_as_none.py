"""Dicts, lists and objects in tuples that are None at first, under names, attributes and keys."""

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


class Body:
    def __init__(self, p):
        self.p = p

    def e(self):
        return self.p**2


class Adam:
    def __init__(self, lr):
        self.lr = lr
        self.m = None
        self.v = None
        self.t = 0

    def update(self, params, grads):
        if self.m is None:
            self.m = {k: np.zeros_like(p) for k, p in params.items()}
            self.v = {k: np.zeros_like(p) for k, p in params.items()}
        self.t += 1
        for k in params:
            self.m[k] = 0.9 * self.m[k] + 0.1 * grads[k]
            self.v[k] = 0.99 * self.v[k] + 0.01 * grads[k] ** 2
            params[k] = params[k] - self.lr * self.m[k] / (1 - 0.9**self.t) / (
                np.sqrt(self.v[k] / (1 - 0.99**self.t)) + 0.001
            )


class Momentum:
    def __init__(self, lr):
        self.lr = lr
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = {}
            for k, p in params.items():
                self.v[k] = np.zeros_like(p)
        for k in params.keys():
            self.v[k] = 0.9 * self.v[k] - self.lr * grads[k]
            params[k] += self.v[k]


def best_under_a_key(x):
    d = {"best": None}
    for i in range(4):
        s = (x[i] - 0.8) ** 2
        if d["best"] is None or s < d["best"][0]:
            d["best"] = (s, x[i])
    return d["best"][0] * d["best"][1]


def state_of_a_filter(x):
    st = None
    for i in range(4):
        if st is None:
            st = {"m": 0.0 * x[0], "v": x[0]}
        st["m"] = 0.9 * st["m"] + x[i] * st["v"]
    return st["m"]


def best_and_its_name(x):
    best = None
    for n, v in zip("abcd", x):
        s = (v - 0.8) ** 2
        if best is None or s < best[1]:
            best = (n, s)
    return best[1] * (2.0 if best[0] == "b" else 3.0) * x[0]


def best_and_its_object(x):
    best = None
    for v in x:
        b = Body(v)
        t = b.e()
        if best is None or t < best[0]:
            best = (t, b)
    return best[0] * best[1].p


def roots_or_none(x):

    def roots(a, b, c):
        d = b * b - 4 * a * c
        if d < 0:
            return None
        return [(-b + np.sqrt(d)) / (2 * a), (-b - np.sqrt(d)) / (2 * a)]

    s = 0.0
    for v in x:
        r = roots(v, 3.0, 1.0)
        if r is not None:
            s = s + r[0] * v + r[1]
    return s


def adam(x):
    p = {"w": x * 1.0, "b": x[:2] * 1.0}
    o = Adam(0.1)
    for _ in range(3):
        o.update(p, {"w": p["w"] ** 2 * x, "b": p["b"] * x[:2]})
    return np.sum(p["w"]) * np.sum(p["b"])


def momentum(x):
    p = {"w": x * 1.0, "b": x[:2] * 1.0}
    o = Momentum(0.1)
    for _ in range(3):
        o.update(p, {"w": p["w"] ** 2 * x, "b": p["b"] * x[:2]})
    return np.sum(p["w"]) * np.sum(p["b"])


class Both:
    def __init__(self):
        self.m = None
        self.v = None


class One:
    def __init__(self):
        self.m = None


def two_dicts_at_once(x):
    o = Both()
    for i in range(3):
        if o.m is None:
            o.m = {"w": x * 0.0}
            o.v = {"w": x * 0.0}
        o.m["w"] = o.m["w"] + x**2
        o.v["w"] = o.v["w"] + x**3
    return np.sum(o.m["w"] * o.v["w"])


def list_that_is_made_late(x):
    o = One()
    for i in range(3):
        if o.m is None:
            o.m = [x * 0.0, x * 2]
        o.m[0] = o.m[0] + x**2
        o.m[1] = o.m[1] + x**2 * o.m[0]
    return np.sum(o.m[0] * o.m[1])


def list_that_is_added_to_another(x):
    o = One()
    q = x * 1.0
    for i in range(3):
        if o.m is None:
            o.m = [x * 0.0, x * 2]
        o.m[0] = o.m[0] + x**2
        q += o.m[0]
    return np.sum(o.m[0] * o.m[1] * q)


class LSTM:
    def __init__(self, w):
        self.w = w

    def __call__(self, v, state=None):
        if state is None:
            state = (np.zeros(4), np.zeros(4))
        h, c = state
        c = np.tanh(c * self.w + v)
        h = np.tanh(c) * h + v
        return (h, (h, c))


class Node:
    def __init__(self, v):
        self.v = v
        self.best = None
        self.kids = []


class Cache:
    def __init__(self):
        self.store = {"last": None}

    def get(self, v):
        if self.store["last"] is not None and self.store["last"][0] > v:
            return self.store["last"][1]
        self.store["last"] = (v, np.sin(v) * v)
        return self.store["last"][1]


def or_another_list(x):
    v = None
    s = 0.0
    for i in range(4):
        w = v or [x[3], x[2]]
        s = s + w[0] * x[i]
        if x[i] > 0.5:
            v = [x[i], x[0]]
    return s + x[1]


def truth_of_an_item(x):
    d = {"b": None}
    s = 0.0
    for i in range(4):
        if d.get("b"):
            s = s + d["b"][0] * x[i]
        if x[i] > 0.5:
            d["b"] = [x[i], x[0]]
    return s + x[1]


def items_of_a_dict(x):
    d = {"b": None, "n": 0}
    s = 0.0
    for i in range(4):
        for k, v in d.items():
            if k == "b" and v is not None:
                s = s + v[0] * x[i]
        if x[i] > 0.5:
            d["b"] = [x[i], x[0]]
        d["n"] += 1
    return s + x[1] * d["n"]


def under_two_names(x):
    d = {"b": None}
    e = d
    s = 0.0
    for i in range(4):
        if e["b"] is not None:
            s = s + d["b"]["u"] * x[i]
        if x[i] > 0.5:
            d["b"] = {"u": x[i] ** 2}
        elif x[i] < 0.45:
            e["b"] = None
    return s + x[1]


def key_of_a_key(x):
    st = {"m": None, "k": {"n": None}}
    for i in range(4):
        if st["k"]["n"] is None:
            st["k"]["n"] = (x[i], i)
        else:
            a, b = st["k"]["n"]
            st["k"]["n"] = (a * x[i], b + 1)
        if st["m"] is None or st["m"][0] < x[i]:
            st["m"] = [x[i], x * 2]
    return st["k"]["n"][0] * st["k"]["n"][1] + np.sum(st["m"][1]) * st["m"][0]


def handed_to_a_function(x):

    def upd(st, v):
        if st["m"] is None:
            st["m"] = (v, v**2)
        else:
            st["m"] = (st["m"][0] + v, st["m"][1] * v)
        return st["m"][0]

    st = {"m": None}
    s = 0.0
    for v in x:
        s = s + upd(st, v)
    return s * st["m"][1]


def state_given_back(x):

    def step(v, st=None):
        if st is None:
            st = {"h": 0.0 * v, "c": v}
        return {"h": st["h"] * v + st["c"], "c": st["c"] + v}

    st = None
    for v in x:
        st = step(v, st)
    return st["h"] * st["c"]


def recurrent_layer(x):
    l = LSTM(x * 2)
    st = None
    out = 0.0
    for t in range(4):
        y, st = l(x * (t + 1.0), st)
        out = out + np.sum(y**2)
    return out


def nearest_of_each(x):
    ns = [Node(v) for v in x]
    for n in ns:
        for m in ns:
            d = (m.v - n.v * 1.5) ** 2
            if n.best is None or d < n.best[0]:
                n.best = (d, m.v)
    return sum((n.best[0] * n.best[1] for n in ns))


def last_that_was_asked(x):
    c = Cache()
    return sum((c.get(v) * v for v in x))


def not_none_and_smaller(x):
    best = None
    for v in x:
        if not best is None and best[0] < v:
            continue
        best = (v * 0.9, x[3])
    return best[0] * best[1]


def not_none(x):
    best = None
    s = 0.0
    for v in x:
        if not best is None:
            s = s + best[0] * v
        best = (v * 0.9, x[3])
    return best[0] * best[1] + s


def not_none_or_larger(x):
    best = None
    s = 0.0
    for v in x:
        if not (best is None or v >= best[0]):
            s = s + best[1]
        best = (v * 0.9, x[3] * v)
    return best[0] * best[1] + s


def not_not_none(x):
    best = None
    s = 0.0
    for v in x:
        if not best is not None:
            best = (v * 0.9, x[3] * v)
        s = s + best[0] * v
    return best[0] * best[1] + s


def not_not(x):
    best = None
    s = 0.0
    for v in x:
        if not not best:
            s = s + best[0] * v
        best = (v * 0.9, x[3] * v)
    return best[0] * best[1] + s


class Velocities:
    def __init__(self, lr):
        self.lr = lr
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        for i in range(len(params)):
            self.v[i] = 0.9 * self.v[i] - self.lr * grads[i]
            params[i] += self.v[i]


def momentum_of_a_list(x):
    p = [x * 1.0, x[:2] * 1.0]
    o = Velocities(0.1)
    for _ in range(3):
        o.update(p, [p[0] ** 2 * x, p[1] * x[:2]])
    return np.sum(p[0]) * np.sum(p[1])


def velocities_or_none(x):
    p = [x * 1.0, x[:2] * 1.0]
    v = None
    for _ in range(3):
        g = [p[0] ** 2 * x, p[1] * x[:2]]
        if v is None:
            v = [np.zeros_like(q) for q in p]
        for i, q in enumerate(p):
            v[i] = 0.9 * v[i] - 0.1 * g[i]
            q += v[i]
    return np.sum(p[0]) * np.sum(p[1])


def dict_that_holds_a_list(x):
    best = None
    out = []
    for v in x:
        c = {"v": v, "k": [v, v * 2]}
        if best is None or c["v"] < best["v"]:
            best = c
        best["k"][0] = best["k"][0] * 1.1
        out.append(best["k"][0])
    return sum(out) * best["k"][1]


def containers_in_a_tuple(x):
    best = None
    for v in x:
        if best is None or v < best[0]:
            best = (v, (v * 2, [v, v**2]), {"k": (v, v**3)})
    return best[1][1][1] * best[2]["k"][1] + best[1][0]


def lists_in_a_dict_under_a_key(x):
    st = {"h": None}
    for v in x:
        if st["h"] is None:
            st["h"] = {"a": [v, v * 2], "b": [v**2, v]}
        else:
            st["h"]["a"][0] = st["h"]["a"][0] * v
            st["h"]["b"][1] = st["h"]["b"][1] + st["h"]["a"][0]
    return st["h"]["b"][1] * st["h"]["a"][1]


CASES = [
    Case(best_under_a_key, (X,), (0,)),
    Case(state_of_a_filter, (X,), (0,)),
    Case(best_and_its_name, (X,), (0,)),
    Case(best_and_its_object, (X,), (0,)),
    Case(roots_or_none, (X,), (0,)),
    Case(adam, (X,), (0,)),
    Case(momentum, (X,), (0,)),
    Case(two_dicts_at_once, (X,), (0,)),
    Case(list_that_is_made_late, (X,), (0,)),
    Case(list_that_is_added_to_another, (X,), (0,)),
    Case(or_another_list, (X,), (0,)),
    Case(truth_of_an_item, (X,), (0,)),
    Case(items_of_a_dict, (X,), (0,)),
    Case(under_two_names, (X,), (0,)),
    Case(key_of_a_key, (X,), (0,)),
    Case(handed_to_a_function, (X,), (0,)),
    Case(state_given_back, (X,), (0,)),
    Case(recurrent_layer, (X,), (0,)),
    Case(nearest_of_each, (X,), (0,)),
    Case(last_that_was_asked, (X,), (0,)),
    Case(not_none_and_smaller, (X,), (0,)),
    Case(not_none, (X,), (0,)),
    Case(not_none_or_larger, (X,), (0,)),
    Case(not_not_none, (X,), (0,)),
    Case(not_not, (X,), (0,)),
    Case(momentum_of_a_list, (X,), (0,)),
    Case(velocities_or_none, (X,), (0,)),
    Case(dict_that_holds_a_list, (X,), (0,)),
    Case(containers_in_a_tuple, (X,), (0,)),
    Case(lists_in_a_dict_under_a_key, (X,), (0,)),
]
