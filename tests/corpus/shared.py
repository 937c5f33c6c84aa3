"""Lists, dicts and sets of any length that several objects and names hold, changed through one and read through another."""

import bisect
from collections import defaultdict
from types import SimpleNamespace

import numpy as np

from oracles import Case

X = np.array([0.7, 1.3, 0.4])


class Log:
    def __init__(self):
        self.rows = []


class Writer:
    def __init__(self, log):
        self.log = log

    def step(self, v):
        self.log.rows.append(v)


class Reader:
    def __init__(self, log):
        self.log = log

    def total(self):
        return sum(self.log.rows)


class Config:
    def __init__(self):
        self.seen = set()
        self.rate = 0.1


class Optimizer:
    def __init__(self, config):
        self.config = config

    def step(self, k, w, g):
        self.config.seen.add(k)
        return w - self.config.rate * g


class Model:
    def __init__(self, config, w):
        self.config = config
        self.w = w

    def slope(self, k):
        if k in self.config.seen:
            return self.w**2
        return self.w


def through_another_object(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    for v in x:
        a.step(v * v)
    return b.total()


def through_the_first_name(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    for v in x:
        a.step(v * v)
    return sum(log.rows)


def read_while_it_grows(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    s = 0.0
    for v in x:
        a.step(v * v)
        s = s + b.log.rows[-1] * log.rows[0]
    return s


def a_list_in_two_objects(x):
    rows = []
    a = Writer(rows)
    b = Writer(rows)
    for v in x:
        a.log.append(np.sin(v))
    return sum(b.log) + rows[0]


def a_list_in_a_dict(x):
    hist = []
    st = {"hist": hist, "t": 0}
    for v in x:
        st["hist"].append(v**2)
        st["t"] += 1
    return sum(hist) * st["t"]


def a_list_in_a_list_of_objects(x):
    rows = []
    objs = [Writer(rows), Writer(rows)]
    for v in x:
        for o in objs:
            o.log.append(v**2)
    return sum(rows[1:3])


def changed_by_a_local_function(x):
    rows = []
    def add(r, v):
        r.append(v)
    a = Writer(rows)
    for v in x:
        add(a.log, v**2)
    return sum(rows)


def emptied_by_the_other(x):
    st = []
    a = Writer(st)
    b = Writer(st)
    for v in x:
        a.log.append(v**2)
    s = 0.0
    while b.log:
        s = s * 2 + b.log.pop()
    return s


def a_list_of_arrays(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    u = x
    for k in range(3):
        u = np.sin(u)
        a.step(u)
    return (b.log.rows[0] * log.rows[-1]).sum()


def put_in_and_extended(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    for v in x:
        a.log.rows.insert(0, v)
        b.log.rows.extend([v * 2, v * 3])
    return sum(r * (k + 1) for k, r in enumerate(log.rows))


def cleared_by_the_other(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    s = 0.0
    for v in x:
        a.step(v**2)
        if len(log.rows) > 1:
            s = s + b.total()
            b.log.rows.clear()
    return s + sum(log.rows)


def started_anew_by_the_other(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    s = 0.0
    for v in x:
        a.step(v**2)
        if len(log.rows) > 1:
            s = s + b.total()
            b.log.rows = []
    return s + sum(log.rows)


def items_replaced_by_the_other(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    for v in x:
        a.step(v**2)
    for i in range(3):
        b.log.rows[i] = b.log.rows[i] * log.rows[0]
    return sum(a.log.rows)


def a_name_of_it_is_read(x):
    log = Log()
    a = Writer(log)
    rows = log.rows
    for v in x:
        a.step(v**2)
    return sum(rows)


def a_name_of_it_grows(x):
    log = Log()
    a = Writer(log)
    rows = log.rows
    for v in x:
        rows.append(v**2)
    return sum(a.log.rows)


def a_log_of_each_trip(x):
    logs = []
    for k in range(2):
        log = Log()
        a = Writer(log)
        b = Reader(log)
        for v in x:
            a.step(v**2 * (k + 1))
        logs.append(b.total())
    return sum(logs)


def given_to_a_function(x):
    def run(p, q):
        for v in x:
            p.step(v**3)
        return q.total()
    log = Log()
    return run(Writer(log), Reader(log)) * len(log.rows)


def in_a_tuple_and_a_dict(x):
    h = []
    d = {"h": h}
    t = (h, 1.0)
    for v in x:
        t[0].append(v * v)
        d["h"].append(v)
    return sum(h) + d["h"][1] * t[0][2]


def copies_of_a_buffer(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    u = x * 1.0
    for k in range(3):
        a.step(u.copy())
        u *= 1.1
    return b.log.rows[1].sum() * log.rows[2][0]


def the_first_name_means_another(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    s = 0.0
    for k in range(3):
        a.step(x[k]**2)
        log = Log()
        log.rows.append(x[k])
        s = s + b.log.rows[k] * log.rows[0]
    return s + sum(a.log.rows)


def changed_by_either(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    s = 0.0
    for k in range(3):
        if x[k] > .5:
            a.step(x[k]**2)
        else:
            b.log.rows.append(x[k])
        s = s + log.rows[-1] * len(b.log.rows)
    return s


def left_in_between(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    for k in range(3):
        a.step(x[k]**2)
        if x[k] > 1:
            break
        b.log.rows.append(x[k])
    return sum(log.rows) * b.log.rows[0]


def loops_in_loops(x):
    log = Log()
    a = Writer(log)
    b = Reader(log)
    s = 0.0
    for k in range(2):
        for v in x:
            a.step(v * (k + 1))
            s = s + log.rows[0] * v
        b.log.rows.append(s)
    return s + b.log.rows[-1] * sum(log.rows)


def a_copy_is_not_the_list(x):
    r = []
    a = Writer(r)
    c = list(r)
    for v in x:
        a.log.append(v**2)
        c = list(r)
    r.append(x[0])
    return sum(c) + sum(a.log)


def captured_by_a_function(x):
    rows = []
    a = Writer(rows)
    def put(v):
        rows.append(v * v)
    for v in x:
        put(v)
        a.log.append(v)
    return rows[2] * a.log[3] + sum(rows)


def read_by_a_function(x):
    rows = []
    a = Writer(rows)
    def top():
        return a.log[-1]
    s = 0.0
    for v in x:
        rows.append(v * v)
        s = s + top()**2
    return s + len(a.log)


def grows_in_a_recursion(x):
    rows = []
    a = Writer(rows)
    def go(k):
        if k < 3:
            rows.append(x[k]**2)
            go(k + 1)
    go(0)
    return sum(a.log)


def each_appends_what_the_other_has(x):
    rows = [x[0]]
    a = Writer(rows)
    b = Reader(rows)
    for k in range(3):
        a.log.append(b.log[-1] * x[k])
        rows.append(a.log[-1] + 1)
    return b.log[-1] * rows[2]


def beside_itself(x):
    rows = []
    a = Writer(rows)
    for v in x:
        rows.append(v * v)
    return sum(p * q for p, q in zip(rows, a.log[1:]))


def gone_over_by_another_name(x):
    rows = []
    a = Writer(rows)
    s = 0.0
    for v in x:
        rows.append(v * v)
        for r in a.log:
            s = s + r
    return s


def moved_by_the_other(x):
    rows = []
    a = Writer(rows)
    for v in x:
        rows.append(v * v)
    for i in range(2):
        a.log[i] = a.log[i + 1] * rows[0]
    return rows[0] + rows[1] * a.log[2]


def asked_for_its_length(x):
    rows = []
    a = Writer(rows)
    k = 0
    while len(a.log) < 3:
        rows.append(x[k]**2)
        k += 1
    return sum(a.log) * rows[1]


def an_item_deleted_by_the_other(x):
    rows = []
    a = Writer(rows)
    for v in x:
        rows.append(v * v)
    del a.log[0]
    return rows[0] + sum(a.log)


def a_set_of_two(x):
    seen = set()
    a = Writer(seen)
    b = Reader(seen)
    s = 0.0
    for k in [0, 1, 0, 2, 1]:
        if k not in b.log:
            s = s + x[k]**2
        a.log.add(k)
    return s * len(seen)


def a_dict_of_two(x):
    d = {}
    a = Writer(d)
    b = Reader(d)
    s = 0.0
    n = len(x)
    for k in range(n):
        a.log[k % 2] = x[k]**2
        s = s + d[k % 2] * len(b.log)
    return s + sum(b.log.values())


def a_defaultdict_of_two(x):
    d = defaultdict(float)
    a = Writer(d)
    for k in range(len(x)):
        a.log[k % 2] += x[k]**2
    return d[0] * a.log[1]


def a_buffer_beside_it(x):
    rows = []
    a = Writer(rows)
    u = x * 1.0
    for k in range(2):
        a.log.append(u * (k + 1))
    u *= 2.0
    return rows[0].sum() * a.log[1][0] + u[0]


def sorted_by_the_other(x):
    rows = []
    a = Writer(rows)
    for v in x:
        rows.append(v * v)
    a.log.sort()
    rows.reverse()
    return rows[0] * 2 + a.log[1] * 3 + rows[2] * 5


def objects_in_a_dict(x):
    rows = []
    a = Writer(rows)
    m = {"a": a, "rows": rows}
    for v in x:
        m["a"].log.append(v**2)
        m["rows"].append(v)
    return a.log[1] * rows[2] + m["rows"][0]


def seen_by_model_and_optimizer(x):
    config = Config()
    model, optimizer = Model(config, x), Optimizer(config)
    for k in range(4):
        model.w = optimizer.step(k % 3, model.w, model.slope(k % 3))
    return model.w.sum()


def a_dict_under_two_names(x):
    m = {}
    w = m
    for k in range(3):
        m[k] = x[k]
        w[k + 1] = m[k] ** 2
    return sum(m.values())


def known_list_changed_in_every_way(x):
    xs = [x[0], x[1]]
    xs_too = xs
    xs_too.insert(1, x[0])
    xs_too.extend([x[1], x[0] ** 2])
    xs[2] *= x[1]
    for k in range(2):
        xs_too.append(x[0] * k)
    return sum(xs) * xs[1] * xs[4]


def known_list_that_grows(x):
    xs = [x[0], x[1]]
    ys = xs
    ys.insert(1, x[0])
    for k in range(2):
        ys.append(x[0] * k)
    return sum(xs) * xs[1]


def known_list_extended_and_scaled(x):
    xs = [x[0], x[1]]
    ys = xs
    ys.extend([x[2], x[3]])
    xs[2] *= x[1]
    for k in range(2):
        ys.append(x[0] * k)
    return sum(xs) * xs[1]


def put_in_within_a_loop_of_one_trip(x):
    while True:
        log = Log()
        a = Writer(log)
        b = Writer(log)
        for v in x:
            a.log.rows.insert(0, v)
            b.log.rows.extend([v * 2, v * 3])
        return sum((r * (k + 1) for k, r in enumerate(log.rows)))


def put_in_within_a_loop(x):
    s = 0.0
    for once in range(2):
        log = Log()
        a = Writer(log)
        for v in x:
            a.log.rows.insert(0, v)
            log.rows.append(v * 2)
        s = s + sum((r * (k + 1) for k, r in enumerate(log.rows)))
    return s


class Box:
    pass


def beside_a_dict_of_writers(x):
    o = Box()
    o.d = {}
    o.rows = []
    o.d['a'] = Writer(o.rows)
    for v in x:
        o.rows.append(v * v)
    t = o.d['a'].log
    return sum(t) * t[1]


def beside_a_dict(x):
    o = Box()
    o.d = {}
    o.rows = []
    o.d['a'] = o.rows
    for v in x:
        o.rows.append(v * v)
    return sum(o.d['a']) * x[0]


def beside_a_dict_and_sliced(x):
    o = Box()
    o.d = {}
    o.rows = []
    o.d['a'] = o.rows
    for v in x:
        o.rows.append(v * v)
    t = o.d['a'][1:]
    return sum(t) * x[0]


def two_attributes_of_one_list(x):
    o = Box()
    o.xs = [v for v in x]
    o.ys = o.xs
    o.xs[1:3] = [x[0] ** 2, x[3] * 2]
    return sum(o.ys) * o.ys[1]


class Sum:
    def __init__(self, value):
        self.value = value

    def __iadd__(self, other):
        self.value = self.value + other
        return self

    def __add__(self, other):
        return Sum(self.value * other)


def sum_in_a_dict_added_to(x):
    one = Sum(x[0])
    held = {"one": one}
    held["one"] += x[1]
    return one.value * held["one"].value


def sum_of_several_added_to(x):
    held = {}
    for k in range(2):
        held[k] = Sum(x[k])
    one = held[0]
    held[0] += x[1]
    return one.value * held[0].value


def array_among_numbers_scaled(x):
    held = {"y": x.copy()}
    y = held["y"]
    for k in range(2):
        held[k] = k * x[0]
    held["y"] *= x[0]
    return np.sum(y * x)


def array_among_listed_numbers_scaled(x):
    y = x.copy()
    held = [y, x[0]]
    for k in range(2):
        held.append(k * x[0])
    for k in range(3):
        held[k] *= x[1]
    return np.sum(y * x) + held[1]


def array_under_two_keys_scaled(x):
    sums = {0: 0.0, 1: 0.0}
    for k, v in enumerate(x):
        sums[k % 2] += v * x
    sums[5] = sums[0]
    sums[k - 2] *= x[0]
    return np.sum(sums[5] * sums[1])


def array_gone_over_and_scaled(x):
    held = {"y": x.copy()}
    for held["item"] in held["y"]:
        held["y"] /= 1.0 + held["item"]
    return np.sum(held["y"] * x)


class Place:
    pass


def functions_of_numpy_held_by_an_object(x):
    place = Place()
    place.image = x
    for place.window, place.name in ((np.minimum, "least"), (np.maximum, "most")):
        place.image = place.window(place.image[:-1], place.image[1:] * 1.1)
    return np.sum(place.image**2)


def one_of_the_functions_of_an_object(x):
    place = Place()
    place.functions = (np.sin, np.cos)
    return place.functions[int(x[0] > 0)](x[1]) * x[2]


def plain_objects_made_in_a_loop(x):
    place = Place()
    place.total = 0.0
    for i in range(3):
        place.part = SimpleNamespace(a=x[i], b=x * 2)
        place.total = place.total + place.part.a
    return place.total * place.part.b[1]


def list_in_a_tuple_of_a_dict(x):
    held = {}
    held["xs"] = [x]
    held["pair"] = (held["xs"], 1)
    held["xs"].insert(0, x * x)
    return np.sum(held["pair"][0][0] * x)


def list_of_a_dict_of_the_trip_before(x):
    xs, total = [], 0.0
    for v in x:
        bisect.insort({"k": xs}["k"], v)
        last = {"k": xs}
        total += xs[len(xs) // 2] ** 2 * len(last["k"])
    return total


class Shelf:
    pass


def two_names_for_a_dict_in_a_list_of_an_object(x):
    o = Shelf()
    o.rows = [x[0], defaultdict(float)]
    a, b = o.rows[1], o.rows[1]
    b["k"] = 1.0
    a[0] = x[0] * x[1]
    b[1] += x[2]
    a["k"] = a["k"] * x[1]
    c = o.rows[1]
    return c[0] * x[1] + c["k"] * c[1] + len(c) * x[2]


def two_names_for_a_dict_in_a_list_of_a_list(x):
    o = [0.0, [x[0], defaultdict(float)]]
    o[1][1][int(o[1][1]["k"] > 3)] += x[0] * x[1]
    a, b = o[1][1], o[1][1]
    for k in range(3):
        b[k] += x[k]
        a[k + 1] += x[k] ** 2
    return o[1][1][0] * x[1] + sum(o[1][1].values())


def told_of_what_is_within_it(x):
    o = [[e * x for e in x]]
    o[0][1] = x * x[0]
    a = o[0]
    o[0][1] = x * x[1]
    o[0][0][0] = x[0]
    return sum(a)[0] * x[0]


CASES = [
    Case(a_dict_under_two_names, (X,), (0,)),
    Case(through_another_object, (X,), (0,)),
    Case(through_the_first_name, (X,), (0,)),
    Case(read_while_it_grows, (X,), (0,)),
    Case(a_list_in_two_objects, (X,), (0,)),
    Case(a_list_in_a_dict, (X,), (0,)),
    Case(a_list_in_a_list_of_objects, (X,), (0,)),
    Case(changed_by_a_local_function, (X,), (0,)),
    Case(emptied_by_the_other, (X,), (0,)),
    Case(a_list_of_arrays, (X,), (0,)),
    Case(put_in_and_extended, (X,), (0,)),
    Case(cleared_by_the_other, (X,), (0,)),
    Case(started_anew_by_the_other, (X,), (0,)),
    Case(items_replaced_by_the_other, (X,), (0,)),
    Case(a_name_of_it_is_read, (X,), (0,)),
    Case(a_name_of_it_grows, (X,), (0,)),
    Case(a_log_of_each_trip, (X,), (0,)),
    Case(given_to_a_function, (X,), (0,)),
    Case(in_a_tuple_and_a_dict, (X,), (0,)),
    Case(copies_of_a_buffer, (X,), (0,)),
    Case(the_first_name_means_another, (X,), (0,)),
    Case(changed_by_either, (X,), (0,)),
    Case(left_in_between, (X,), (0,)),
    Case(loops_in_loops, (X,), (0,)),
    Case(a_copy_is_not_the_list, (X,), (0,)),
    Case(captured_by_a_function, (X,), (0,)),
    Case(read_by_a_function, (X,), (0,)),
    Case(grows_in_a_recursion, (X,), (0,)),
    Case(each_appends_what_the_other_has, (X,), (0,)),
    Case(beside_itself, (X,), (0,)),
    Case(gone_over_by_another_name, (X,), (0,)),
    Case(moved_by_the_other, (X,), (0,)),
    Case(asked_for_its_length, (X,), (0,)),
    Case(an_item_deleted_by_the_other, (X,), (0,)),
    Case(a_set_of_two, (X,), (0,)),
    Case(a_dict_of_two, (X,), (0,)),
    Case(a_defaultdict_of_two, (X,), (0,)),
    Case(a_buffer_beside_it, (X,), (0,)),
    Case(sorted_by_the_other, (X,), (0,)),
    Case(objects_in_a_dict, (X,), (0,)),
    Case(seen_by_model_and_optimizer, (X,), (0,)),
    Case(known_list_changed_in_every_way, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(known_list_that_grows, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(known_list_extended_and_scaled, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(put_in_within_a_loop_of_one_trip, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(put_in_within_a_loop, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(beside_a_dict_of_writers, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(beside_a_dict, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(beside_a_dict_and_sliced, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(two_attributes_of_one_list, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(sum_in_a_dict_added_to, (X,)),
    Case(sum_of_several_added_to, (X,)),
    Case(array_among_numbers_scaled, (X,), refusable=True),
    Case(array_among_listed_numbers_scaled, (X,), refusable=True),
    Case(array_under_two_keys_scaled, (X,), refusable=True),
    Case(array_gone_over_and_scaled, (X,), refusable=True),
    Case(functions_of_numpy_held_by_an_object, (X,), refusable=True),
    Case(one_of_the_functions_of_an_object, (X,)),
    Case(plain_objects_made_in_a_loop, (X,)),
    Case(list_in_a_tuple_of_a_dict, (X,), refusable=True),
    Case(list_of_a_dict_of_the_trip_before, (X,)),
    Case(two_names_for_a_dict_in_a_list_of_an_object, (np.array([0.4, 0.75, 1.3]),)),
    Case(two_names_for_a_dict_in_a_list_of_a_list, (np.array([0.4, 0.75, 1.3]),), over_forward_refusable=True),
    Case(told_of_what_is_within_it, (np.array([0.4, 0.75, 1.3]),)),
]
