"""What is None until it is a list of any length, a dict with keys of any number, or a set."""

from collections import defaultdict, deque

import numpy as np

from oracles import Case

X = np.array([0.7, 1.3, 0.4])


def history(x):
    hist = None
    for v in x:
        if hist is None:
            hist = []
        hist.append(v * v)
    return sum(hist)


def products_so_far(x):
    hist = None
    for i in range(len(x)):
        if hist is None:
            hist = [x[i]]
        else:
            hist.append(hist[-1] * x[i])
    return hist[-1] + len(hist)


def never_begun(x):
    hist = None
    for v in x:
        if v > 100.0:
            if hist is None:
                hist = []
            hist.append(v)
    return x[0] ** 2 if hist is None else sum(hist)


def begun_anew(x):
    held, s = None, 0.0
    for v in x:
        if held is None:
            held = []
        held.append(v * v)
        if len(held) == 2:
            s = s + held[0] * held[1]
            held = None
    if held is not None:
        s = s + sum(held)
    return s


def none_or_empty(x):
    held, s = None, 0.0
    for v in x:
        if not held:
            held = [v]
        else:
            held.append(held[-1] * v)
    if held:
        s = held[-1]
    return s


def list_or_another(x):
    hist = None
    for v in x:
        hist = (hist or []) + [v * v]
    return sum(hist)


def rows(x):
    found = None
    for i in range(len(x)):
        if found is None:
            found = []
        found.append(x * x[i])
    return np.sum(np.array(found) ** 2)


def pairs(x):
    found = None
    for v in x:
        if found is None:
            found = []
        found.append((v, v * v))
    return sum(a * b for a, b in found)


def with_default(v, so_far=None):
    so_far = so_far if so_far is not None else []
    so_far.append(v)
    return so_far


def default_argument(x):
    a = None
    for v in x:
        a = with_default(v * v, a)
    return sum(a)


def another_list(v, so_far=None):
    so_far = [] if so_far is None else so_far
    return [*so_far, v]


def default_argument_kept(x):
    a = None
    for v in x:
        a = another_list(v * v, a)
    return a[0] * a[-1] + len(a)


class Log:
    def __init__(self):
        self.rows = None
        self.best = None

    def add(self, v):
        if self.rows is None:
            self.rows = [v]
        else:
            self.rows.append(v)
        if self.best is None or v > self.best:
            self.best = v

    def mean(self):
        return sum(self.rows) / len(self.rows) if self.rows else 0.0


def attribute(x):
    log = Log()
    for v in x:
        log.add(v * v)
    return log.mean() * log.best


def attributes_of_some(x):
    logs = [Log() for _ in range(2)]
    for i, v in enumerate(x):
        logs[i % 2].add(v * v)
    return logs[0].mean() * logs[1].mean()


class Memo:
    def __init__(self):
        self.kept = None

    def get(self, k, x):
        if self.kept is None:
            self.kept = {}
        if k not in self.kept:
            self.kept[k] = x[k] ** 2
        return self.kept[k]


def cache(x):
    memo, s = Memo(), 0.0
    for i in range(len(x)):
        s = s + memo.get(i // 2, x)
    return s


def cache_of_lists(x):
    d = None
    for i, v in enumerate(x):
        if d is None:
            d = {}
        d.setdefault(i % 2, []).append(v * v)
    return sum(d[0]) * d[1][0]


def cache_from_zero(x):
    d = None
    for i, v in enumerate(x):
        if d is None:
            d = defaultdict(float)
        d[i % 2] += v * v
    return d[0] * d[1]


def under_a_key(x):
    state = {"hist": None}
    for v in x:
        if state["hist"] is None:
            state["hist"] = []
        state["hist"].append(v * v)
    return sum(state["hist"])


def seen(x):
    known, s = None, 0.0
    for i in range(len(x)):
        if known is None:
            known = set()
        if i % 2 not in known:
            s = s + x[i] ** 2
            known.add(i % 2)
    return s


def last_two(x):
    q = None
    for v in x:
        if q is None:
            q = deque(maxlen=2)
        q.append(v * v)
    return sum(q)


def list_before(x):
    before, s = None, 0.0
    for i in range(len(x)):
        now = [x[j] * x[i] for j in range(i + 1)]
        if before is not None:
            s = s + sum(a * b for a, b in zip(now, before, strict=False))
        before = now
    return s


def while_none(x):
    h = None
    while h is None or len(h) < 3:
        if h is None:
            h = [x[0]]
        else:
            h.append(h[-1] * x[len(h)])
    return h[-1]


def asked_more_at_once(x):
    h = None
    for v in x:
        if h is not None and len(h) > 0:
            h.append(h[-1] * v)
        else:
            h = [v]
    return h[-1]


def asked_by_an_exception(x):
    h = None
    for v in x:
        try:
            h.append(v)
        except AttributeError:
            h = [v]
    return sum(h)


def beside_a_try(x):
    best, s = None, 0.0
    for k in range(3):
        try:
            low = np.linalg.cholesky((x[k] - 0.5) * np.eye(2))
            s = s + low[0, 0]
        except np.linalg.LinAlgError:
            s = s * 0.5
        if best is None:
            best = []
        best.append(s + x[k])
    return sum(best)


class Notes:
    def __init__(self):
        self.best = None

    def note(self, v):
        if self.best is None:
            self.best = []
        self.best.append(v)


def attribute_beside_a_try(x):
    notes = Notes()
    for k in range(3):
        try:
            v = np.linalg.cholesky((x[k] - 0.5) * np.eye(2))[0, 0]
        except np.linalg.LinAlgError:
            v = x[k] * x[k]
        notes.note(v)
    return sum(notes.best)


CASES = [
    Case(history, (X,)),
    Case(products_so_far, (X,)),
    Case(never_begun, (X,), complex_step=False),
    Case(begun_anew, (X,)),
    Case(none_or_empty, (X,)),
    Case(list_or_another, (X,)),
    Case(rows, (X,)),
    Case(pairs, (X,)),
    Case(default_argument, (X,)),
    Case(default_argument_kept, (X,)),
    Case(attribute, (X,), complex_step=False),
    Case(attributes_of_some, (X,), complex_step=False),
    Case(cache, (X,)),
    Case(cache_of_lists, (X,)),
    Case(cache_from_zero, (X,)),
    Case(under_a_key, (X,)),
    Case(seen, (X,)),
    Case(last_two, (X,)),
    Case(list_before, (X,), second_refusable=True),
    Case(while_none, (X,)),
    Case(asked_more_at_once, (X,)),
    Case(asked_by_an_exception, (X,), refusable=True),
    Case(beside_a_try, (X,), complex_step=False),
    Case(attribute_beside_a_try, (X,), complex_step=False),
]
