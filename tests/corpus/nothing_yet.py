"""Tuples and objects that are None at first: the best so far, the one before, what was found."""

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


def best_and_its_place(x):
    best = None
    for i in range(4):
        s = (x[i] - 0.8) ** 2
        if best is None or s < best[0]:
            best = (s, x[i])
    return best[0] * best[1] + best[1]


def best_array(x):
    best = None
    for i in range(4):
        p = x * (i - 1.7)
        s = np.sum((p - 1) ** 2)
        if best is None or s < best[0]:
            best = (s, p, i)
    s, p, i = best
    return s * np.sum(p * x) + i


def one_before(x):
    prev = None
    t = 0.0
    for v in x:
        cur = (v, v**2)
        if prev is not None:
            t = t + (cur[0] - prev[0]) * prev[1]
        prev = cur
    return t


def hit(x):
    hit = None
    for i, v in enumerate(x):
        if v > 1.0:
            hit = (i, v)
            break
    if hit is None:
        return 0.0
    i, v = hit
    return v**2 * x[i - 1]


def running_mean(x):
    state = None
    for v in x:
        if state is None:
            state = (v, 1.0)
        else:
            m, n = state
            state = (m + (v - m) / (n + 1), n + 1)
    return state[0] ** 2 * state[1]


def truth_of_a_tuple(x):
    best = None
    for v in x:
        if not best or v > best[0]:
            best = (v, v * 2)
    return best[1]


def forgotten_again(x):
    best = None
    for v in x:
        if v > 0.5:
            best = (v, v * 2)
        if v > 1.2:
            best = None
    return 1.0 * x[0] if best is None else best[1] * x[0]


def kept_in_a_list(x):
    best = None
    hist = []
    for v in x:
        if best is None or v < best[0]:
            best = (v, v**2)
        hist.append(best)
    return sum((h[0] * h[1] for h in hist))


def none_again_and_again(x):
    best = None
    out = 0.0
    for v in x:
        if best is not None and best[0] > 0.7:
            out = out + best[1] * v
        best = (v, x * v) if v < 1 else None
        if best is not None:
            out = out + np.sum(best[1])
    return out if np.ndim(out) == 0 else np.sum(out)


def two_of_them(x):
    a = b = None
    for v in x:
        if a is None:
            a = (v, v)
        elif b is None:
            b = (v, a[0] * v)
    return a[0] * b[1]


def asserted(x):
    best = None
    for v in x:
        if best is None:
            best = (v, 2 * v)
    assert best is not None
    print("best", best) if False else None
    k = best
    return k[0] * best[1]


class Pt:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def d(self):
        return self.x**2 + self.y**2


def best_object(x):
    best = None
    for i in range(3):
        p = Pt(x[i] * 2, x[i + 1])
        if best is None or p.d() < best.d():
            best = p
    return best.x * best.y


def object_before(x):
    prev = None
    t = 0.0
    for v in x:
        cur = Pt(v, v**2)
        if prev is not None:
            t = t + cur.d() * prev.x
        prev = cur
    return t


def best_object_of_arrays(x):
    best = None
    for i in range(3):
        p = Pt(x * i, x[i])
        s = np.sum(p.x) * p.y
        if best is None or s > np.sum(best.x) * best.y:
            best = p
    return np.sum(best.x**2) * best.y


def recurrence_of_pairs(x):
    head = None
    t = 0.0
    for v in x:
        new = (v, v * 2) if head is None else (head[0] * v, head[1] + v)
        head = new
    a, b = head
    return a * b


def until_there_is_one(x):
    best = None
    while best is None or best[0] < 3.0:
        best = (x[0], x[1] * x[2]) if best is None else (best[0] * 2, best[1] * x[3])
    return best[0] * best[1]


def found_in_two_loops(x):
    found = None
    for i in range(4):
        for j in range(4):
            if x[i] * x[j] > 1.0 and (found is None or x[i] * x[j] < found[0]):
                found = (x[i] * x[j], x[i] - x[j])
    return found[0] + found[1] ** 2 if found else x[0]


def falling(x):
    out = []
    last = None
    for v in x:
        if last is not None and v < last[0]:
            out.append(last[1] * v)
        last = (v, np.sin(v))
    return sum(out)


def object_that_changes(x):
    best = None
    t = 0.0
    for v in x:
        if best is not None:
            best.x = best.x * v
        else:
            best = Pt(v, v**2)
        t = t + best.x
    return t


def attribute_that_changes(x):
    best = None
    t = 0.0
    for v in x:
        if best is None:
            best = Pt(v, v**2)
        best.y = best.y + v
        t = t + best.x * best.y
    return t


def part_that_may_be_none(x):
    best = None
    for v in x:
        w = None if v < 0.5 else v * 2
        if best is None:
            best = (w, v)
    return best[1] ** 2 if best[0] is None else best[0] * best[1]


def part_that_is_none_at_times(x):
    best = None
    for v in x:
        w = None if v < 1 else v * 2
        if best is None:
            best = (w, v)
        else:
            best = (w, v + best[1])
    return best[1] ** 2


def pair_or_none(x):
    pair = (x, x**2) if x[0] > 0.0 else None
    if pair is None:
        return np.sum(3.0 * x)
    return np.sum(pair[0] * 2.0 * pair[1])


class Finder:
    def __init__(self):
        self.best = None


def is_new(finder):
    return finder.best is None


def attribute_asked_through_a_list(x):
    one = Finder()
    for i in range(3):
        if [one][0].best is not None and one.best[0] > 1.2:
            continue
        one.best = [x[i] * 2.0, i]
    return one.best[0] * x[0]


def attribute_asked_by_a_function(x):
    one = Finder()
    for i in range(3):
        if is_new(one) or one.best[0] < 1.2:
            one.best = [x[i] * 2.0, i]
    return one.best[0] * x[0]


def key_asked_by_a_choice(x):
    first, other = {"best": None}, {"best": None}
    for v in x:
        if (first if v > 0.8 else other)["best"] is None:
            first["best"] = (v * 2.0, v)
        else:
            first["best"] = (v * 3.0, first["best"][1])
    return first["best"][0] * first["best"][1]


def key_asked_in_a_comprehension(x):
    held = {"best": None}
    for v in x:
        if any(d["best"] is None for d in [held]):
            held["best"] = (v * 2.0, v)
        else:
            held["best"] = (v * 3.0, held["best"][1])
    return held["best"][0] * held["best"][1]


def counted_while_none(x):
    one, count = Finder(), 0
    for v in x:
        count += 2 if [one][0].best is None else 3
        new = [one][0].best is None
        one.best = (v * 2.0, v)
        count += new
    return one.best[0] * x[0] * count


def pair_beside_a_number_in_a_dict(x):
    held, before, t = {}, None, 0.0
    held["t"] = t
    for v in x:
        pair, before = (v, v * v), before
        held["old"] = before
        if before is not None:
            t = t + before[1] * pair[0]
            held["t"] = t
        before = pair
    return held["t"]


def rows_of_no_trip(x):
    a = x * 1.0
    for k in range(1):
        if a[0] > 9:
            if a[1] > 0:
                y = a * 0.9
            a[1] = y[1]
    return np.sum(a)


def rows_of_no_trip_at_all(x):
    a = x * 1.0
    for _ in range(2):
        k = 0
        while k < 3:
            k += 1
            if a[0] > 9:
                if k == 1:
                    y = a * a[0]
                y[0] = y[1] * a[1]
                a[1] += y[1] * k + y[0]
    return np.sum(a)


CASES = [
    Case(rows_of_no_trip, (np.array([0.42, -0.73, 1.31]),), complex_step=False),
    Case(rows_of_no_trip_at_all, (np.array([0.42, -0.73, 1.31]),), complex_step=False, over_forward_refusable=True),
    Case(pair_or_none, (X,), (0,)),
    Case(pair_or_none, (X - 1.0,), (0,), label="none"),
    Case(best_and_its_place, (X,), (0,)),
    Case(best_array, (X,), (0,)),
    Case(one_before, (X,), (0,)),
    Case(hit, (X,), (0,)),
    Case(running_mean, (X,), (0,)),
    Case(truth_of_a_tuple, (X,), (0,)),
    Case(forgotten_again, (X,), (0,)),
    Case(kept_in_a_list, (X,), (0,)),
    Case(none_again_and_again, (X,), (0,), second_refusable=True),
    Case(two_of_them, (X,), (0,)),
    Case(asserted, (X,), (0,)),
    Case(best_object, (X,), (0,)),
    Case(object_before, (X,), (0,)),
    Case(best_object_of_arrays, (X,), (0,), over_forward_refusable=True),
    Case(recurrence_of_pairs, (X,), (0,)),
    Case(until_there_is_one, (X,), (0,)),
    Case(found_in_two_loops, (X,), (0,)),
    Case(falling, (X,), (0,)),
    Case(object_that_changes, (X,), (0,)),
    Case(attribute_that_changes, (X,), (0,)),
    Case(part_that_may_be_none, (X,), (0,), refusable=True),
    Case(part_that_is_none_at_times, (X,), (0,), refusable=True),
    Case(attribute_asked_through_a_list, (X,), (0,)),
    Case(attribute_asked_by_a_function, (X,), (0,)),
    Case(key_asked_by_a_choice, (X,), (0,), second_refusable=True),
    Case(key_asked_in_a_comprehension, (X,), (0,), second_refusable=True),
    Case(counted_while_none, (X,), (0,)),
    Case(pair_beside_a_number_in_a_dict, (X,), (0,), refusable=True),
]
