"""Lists that two objects hold, changed in place through either; objects that take turns as buffers."""

from dataclasses import dataclass

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


class Net:
    def __init__(self, ws):
        self.ws = ws

    def f(self, x):
        for w in self.ws:
            x = np.tanh(w * x)
        return x


class Opt:
    def __init__(self, ps):
        self.ps = ps


class Layer:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def params(self):
        return [self.w, self.b]

    def f(self, x):
        return np.tanh(self.w * x + self.b)


@dataclass
class State:
    u: np.ndarray
    t: float


def item_of_the_other(x):
    net = Net([x * 1.0, x * 2.0])
    opt = Opt(net.ws)
    opt.ps[0] -= 0.1 * x**2
    return np.sum(net.ws[0] * net.ws[1])


def items_of_the_other(x):
    net = Net([x * 1.0, x * 2.0])
    opt = Opt(net.ws)
    for p in opt.ps:
        p -= 0.1 * x**2
    return np.sum(net.ws[0] * net.ws[1])


def items_by_number(x):
    net = Net([x * 1.0, x * 2.0])
    opt = Opt(net.ws)
    for i in range(2):
        opt.ps[i] = opt.ps[i] - 0.1 * x**2
    return np.sum(net.ws[0] * net.ws[1])


def items_again_and_again(x):
    net = Net([x * 1.0, x * 2.0])
    opt = Opt(net.ws)
    for k in range(3):
        for p in opt.ps:
            p -= 0.1 * x**2
    return np.sum(net.ws[0] * net.ws[1])


def net_of_an_optimizer(x):
    net = Net([x * 1.0, x * 2.0])
    opt = Opt(net)
    for k in range(3):
        for i in range(2):
            opt.ps.ws[i] -= 0.1 * x**2
    return np.sum(net.ws[0] * net.ws[1])


def used_and_changed(x):
    net = Net([x * 1.0, x * 2.0])
    opt = Opt(net.ws)
    for k in range(3):
        y = net.f(np.ones(4))
        for p in opt.ps:
            p -= 0.1 * x**2 * y
    return np.sum(net.f(x))


def parameters_of_each_layer(x):
    ls = [Layer(x * 1.0, x * 2.0), Layer(x * 1.5, x * 0.5)]
    for k in range(3):
        h = np.ones(4)
        for l in ls:
            h = l.f(h)
        for l in ls:
            for p in l.params():
                p -= 0.1 * h
    return np.sum(h * ls[0].w * ls[1].b)


def list_of_all_parameters(x):
    ls = [Layer(x * 1.0, x * 2.0), Layer(x * 1.5, x * 0.5)]
    ps = [p for l in ls for p in l.params()]
    for k in range(3):
        h = np.ones(4)
        for l in ls:
            h = l.f(h)
        for p in ps:
            p -= 0.1 * h
    return np.sum(h * ls[0].w * ls[1].b)


def states_that_take_turns(x):
    a = State(x.copy(), 0.0)
    b = State(np.zeros_like(x), 0.0)
    for k in range(3):
        b.u = a.u * 1.1 + 0.1 * a.u**2
        b.t = a.t + 0.1
        a, b = (b, a)
    return np.sum(a.u**2) * a.t


def buffers_in_states(x):
    a = State(x.copy(), 0.0)
    b = State(np.zeros_like(x), 0.0)
    for k in range(3):
        b.u[:] = a.u * 1.1 + 0.1 * a.u**2
        a, b = (b, a)
    return np.sum(a.u**2)


def stencil_between_states(x):
    a = State(x.copy(), 0.0)
    b = State(np.zeros_like(x), 0.0)
    for k in range(3):
        b.u[1:] = a.u[:-1] * 1.1 + 0.1 * a.u[1:] ** 2
        b.u[0] = a.u[3]
        tmp = a
        a = b
        b = tmp
    return np.sum(a.u**2)


@dataclass
class S:
    u: np.ndarray
    t: float


class Adam:
    def __init__(self, params, lr=0.1):
        self.params = params
        self.lr = lr
        self.t = 0
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]

    def step(self, grads):
        self.t += 1
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.m[i] = 0.9 * self.m[i] + 0.1 * g
            self.v[i] = 0.99 * self.v[i] + 0.01 * g**2
            mh = self.m[i] / (1 - 0.9**self.t)
            vh = self.v[i] / (1 - 0.99**self.t)
            p -= self.lr * mh / (np.sqrt(vh) + 0.01)


class Lin:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def parameters(self):
        return [self.w, self.b]

    def forward(self, h):
        self.h = h
        self.y = np.tanh(self.w * h + self.b)
        return self.y

    def backward(self, g):
        g = g * (1 - self.y**2)
        self.gw = g * self.h
        self.gb = g
        return g * self.w

    def grads(self):
        return [self.gw, self.gb]


class MLP:
    def __init__(self, ls):
        self.layers = ls

    def forward(self, h):
        for l in self.layers:
            h = l.forward(h)
        return h

    def backward(self, g):
        for l in reversed(self.layers):
            g = l.backward(g)

    def parameters(self):
        return [p for l in self.layers for p in l.parameters()]

    def grads(self):
        return [p for l in self.layers for p in l.grads()]


def states_that_share(x):
    a = S(x.copy(), 0.0)
    b = S(a.u, 0.0)
    for k in range(3):
        b.u[:] = a.u * 1.1 + 0.1 * a.u**2
        a, b = (b, a)
    return np.sum(a.u**2)


def turns_at_times(x):
    a = S(x.copy(), 0.0)
    b = S(np.zeros_like(x), 0.0)
    for k in range(4):
        if x[k] > 0.8:
            a, b = (b, a)
        b.u[:] = a.u * 1.1 + x
        v = b.u
        v[1] = v[1] * a.u[0]
    return np.sum(a.u**2) + np.sum(b.u**3)


def dicts_that_take_turns(x):
    a = {"u": x.copy()}
    b = {"u": np.zeros_like(x)}
    for k in range(3):
        b["u"][:] = a["u"] * 1.1 + 0.1 * a["u"] ** 2
        a, b = (b, a)
    return np.sum(a["u"] ** 2)


def lists_that_take_turns(x):
    a = [x.copy(), x * 2]
    b = [np.zeros_like(x), np.zeros_like(x)]
    for k in range(3):
        b[0][:] = a[0] * 1.1 + a[1]
        b[1][:] = a[1] * x
        a, b = (b, a)
    return np.sum(a[0] * a[1]) + np.sum(b[0])


def tied_weights(x):
    w = x * 1.0
    net = Net([w, w])
    opt = Opt(net.ws)
    for k in range(2):
        y = net.f(np.ones(4))
        for p in opt.ps:
            p -= 0.1 * y
    return np.sum(net.f(x))


def copied_parameters(x):
    net = Net([x * 1.0, x * 2.0])
    opt = Opt([w.copy() for w in net.ws])
    for k in range(2):
        y = net.f(np.ones(4))
        for p in opt.ps:
            p -= 0.1 * y
    return np.sum(net.f(x)) + np.sum(opt.ps[0])


def momentum_in_place(x):
    net = Net([x * 1.0, x * 2.0])
    opt = Opt(net.ws)
    v = [np.zeros_like(w) for w in net.ws]
    for k in range(2):
        y = net.f(np.ones(4))
        gs = [y * w for w in net.ws]
        for i, (p, g) in enumerate(zip(opt.ps, gs)):
            v[i] *= 0.9
            v[i] -= 0.1 * g
            p += v[i]
    return np.sum(net.f(x))


def layers_and_adam(x):
    net = MLP([Lin(x * 1.0, x * 0.5), Lin(x * 0.7, x * 0.2)])
    opt = Adam(net.parameters())
    for k in range(3):
        y = net.forward(np.ones(4))
        net.backward(2 * (y - x))
        opt.step(net.grads())
    return np.sum((net.forward(x) - x) ** 2)


class Pair:
    def __init__(self, p, q):
        self.p = p
        self.q = q


def number_of_a_part(x):
    a = State(x.copy(), 0.0)
    b = State(np.zeros_like(x), 0.0)
    w = Pair(a, b)
    for k in range(3):
        w.q.t = w.p.u[1] * x[0]
    return b.t**2


def array_and_number_of_a_part(x):
    b = State(x * 2, 0.0)
    w = Pair(1, b)
    for k in range(3):
        w.q.u[:] = np.sin(w.q.u)
        w.q.t = w.q.t + x[0]
    return np.sum(b.u**2)


def read_as_a_part_as_well(x):
    b = State(x * 2, 0.0)
    w = Pair(1, b)
    for k in range(3):
        w.q.u[:] = np.sin(w.q.u)
        w.q.t = w.q.t + x[0]
    return np.sum(b.u**2) + np.sum(w.q.u)


def one_part_from_the_other(x):
    a = State(x.copy(), 0.0)
    b = State(np.zeros_like(x), 0.0)
    w = Pair(a, b)
    for k in range(2):
        w.q.u[:] = np.sin(w.p.u)
        w.q.t = w.p.u[1] * x[0]
    return np.sum(b.u**2) + np.sum(w.q.u)


def part_takes_the_other_place(x):
    a = State(x * 2.0, x[0])
    w = Pair(a, State(x * 3.0, 1.0))
    w.p.t = x[1] * x[0]
    w.p = w.q
    w.p.t = x[1] * x[2]
    w.p = w.q
    return np.sum(w.p.u**2) * w.p.t


def one_object_in_two_places(x):
    w = Pair(x[0] * 2, State(x * 3.0, 1.0))
    w.p = w.q
    w.p.t = x[1] * x[2]
    return w.q.t * 2


def two_places_from_the_second_trip_on(x):
    w = Pair(State(x * 2, 0.0), State(x * 3.0, 1.0))
    for k in range(2):
        w.p.t = x[1] * x[2] * (k + 1.0)
        w.p = w.q
    return w.q.t * 2


class Sim:
    def __init__(self, u):
        self.cur = State(u, 0.0)
        self.nxt = State(u.copy(), 0.0)


def states_of_a_simulation(x):
    s = Sim(x.copy())
    for k in range(3):
        s.nxt.u[:] = s.cur.u * 1.1 + 0.1 * s.cur.u**2
        s.cur, s.nxt = (s.nxt, s.cur)
    return np.sum(s.cur.u**2)


def clocks_that_take_turns(x):
    s = Sim(x.copy())
    for k in range(3):
        s.nxt.t = s.cur.t + 0.1 * x[k]
        s.cur, s.nxt = (s.nxt, s.cur)
    return np.sum(s.cur.u**2) * s.cur.t


def lists_in_a_dict_take_turns(x):
    s = {"a": [x.copy(), x * 2], "b": [x * 3, x * 4]}
    for k in range(3):
        s["a"][0][:] = s["b"][1] * 0.1 * s["a"][1]
        s["a"], s["b"] = (s["b"], s["a"])
    return np.sum(s["a"][0] ** 2) * np.sum(s["b"][0])


def states_that_share_at_times(x):
    s = Sim(x.copy())
    for k in range(3):
        s.nxt.u[:] = s.cur.u * 1.1 + 0.1 * s.cur.u**2
        s.cur, s.nxt = (s.nxt, s.cur)
        if k == 1:
            s.nxt.u = s.cur.u
    return np.sum(s.cur.u**2) + np.sum(s.nxt.u)


def array_of_the_other(x):
    s = Sim(x.copy())
    n = s.nxt
    n.u = s.cur.u
    n.u[0] = n.u[1] * 2
    s.cur, s.nxt = (s.nxt, s.cur)
    s.cur.u[1] = s.nxt.u[0] * 3
    return np.sum(s.cur.u**2) + np.sum(s.nxt.u)


def array_of_the_other_in_a_loop(x):
    s = Sim(x.copy())
    for k in range(2):
        n = s.nxt
        c = s.cur
        n.u = c.u
        n.u[0] = n.u[1] * 2
        c.u[1] = n.u[0] * x[1]
    return np.sum(s.cur.u**2) + np.sum(s.nxt.u)


def view_of_the_other(x):
    s = Sim(x.copy())
    for k in range(2):
        n = s.nxt
        c = s.cur
        a = c.u
        n.u = a[:]
        n.u[0] = n.u[1] * 2
        s.cur.u[1] = s.nxt.u[0] * x[1]
    return np.sum(s.cur.u**2) + np.sum(s.nxt.u)


def array_that_outlives_the_turn(x):
    a = State(x.copy(), 0.0)
    b = State(x * 2, 1.0)
    for k in range(3):
        w = b.u
        b.u[:] = a.u * 1.1
        w[0] = w[0] * a.u[1]
        a, b = (b, a)
        w[1] = w[1] * 2
    return np.sum(a.u**2) + np.sum(b.u * w)


def turns_by_a_function(x):

    def swap(p, q):
        return (q, p)

    a = State(x.copy(), 0.0)
    b = State(x * 2, 1.0)
    for k in range(3):
        a, b = swap(a, b)
        a.u[0] = b.u[1] * x[0]
        b.t = a.t + 1
    return np.sum(a.u**2) + np.sum(b.u * b.t)


def lists_that_share_after_a_turn(x):
    d = {"a": [x.copy()], "b": [x * 2]}
    for k in range(3):
        d["a"][0][0] = d["b"][0][1] * x[0]
        d["a"], d["b"] = (d["b"], d["a"])
        d["a"][0] = d["b"][0]
    return np.sum(d["a"][0] ** 2) + np.sum(d["b"][0])


def third_name_of_what_takes_turns(x):
    a = State(x.copy(), 0.0)
    b = State(x * 2, 1.0)
    for k in range(3):
        c = a
        a, b = (b, a)
        c.u[0] = a.u[1] * x[0]
        b.u[1] = c.u[0] * 2
    return np.sum(a.u**2) + np.sum(b.u * c.u)


def one_list_in_two_places(x):
    k = [x[1], x[2]]
    e = [k, k]
    k += [x[0]]
    k.insert(0, x[3])
    k.sort()
    del k[0]
    e[0].append(x[2])
    e[1] += [x[3] * 2.0]
    return (sum(e[0]) + sum(e[1]) * e[1][0]) * x[0] * len(k)


def one_list_repeated(x):
    k = [1, 0, 1]
    e = [k] * 2
    k += [5]
    return sum(len(row) for row in e) * x[0]


def one_list_under_two_keys(x):
    k = [x[1], x[2]]
    e = {"a": k, "b": k}
    k.extend([x[0]])
    k.reverse()
    k *= 2
    k[:1] = [x[3], x[1]]
    return (sum(e["a"]) + e["b"][0] * e["b"][1]) * x[0]


def one_list_cleared(x):
    k = [x[1], x[2]]
    e = [k, k]
    k.clear()
    k.append(x[3])
    return (sum(e[0]) + len(e[1])) * x[0]


class Slot:
    def __init__(self, u, t):
        self.u, self.t, self.z = u, t, 0.0


def number_in_one_array_in_another(x):
    slots = [Slot(0.5, 0.5) for i in range(1, 3)]
    table = {"p": Slot(x, 0.5), "q": x}
    slots[0].z = table["p"].u
    slots[1].u = slots[0].z
    slots[0].z = 1
    slots[1].t = slots[0].z
    return np.sum(slots[1].u ** 1) + 0.5 * slots[1].t + 0.5


class Rack:
    def __init__(self, rows):
        self.rows = rows


def rows_of(x):
    return [x * e for e in x]


def inserted_through_the_object(x):
    rack = Rack(rows_of(x))
    rows = rack.rows
    rack.rows.insert(0, x)
    rows[0] = rows[0] * rows[1]
    return rack.rows[0][1]


def inserted_and_stored_through_the_object(x):
    racks = [Rack(rows_of(x)), x]
    rows = racks[0].rows
    racks[0].rows.insert(0, x)
    racks[0].rows[0] = rows[0] * rows[1]
    return rows[0][1]


def inserted_into_a_list_inside(x):
    table = [rows_of(x)]
    rows = table[0]
    table[0].insert(0, x)
    rows[0] = rows[0] * sum(rows)
    return sum(table[0])[0]


CASES = [
    *(Case(f, (X,), (0,)) for f in (number_in_one_array_in_another, inserted_through_the_object, inserted_and_stored_through_the_object, inserted_into_a_list_inside)),
    *(Case(f, (X,), (0,), complex_step=False) for f in (one_list_in_two_places, one_list_repeated, one_list_under_two_keys, one_list_cleared)),
    Case(item_of_the_other, (X,), (0,)),
    Case(items_of_the_other, (X,), (0,)),
    Case(items_by_number, (X,), (0,)),
    Case(items_again_and_again, (X,), (0,)),
    Case(net_of_an_optimizer, (X,), (0,)),
    Case(used_and_changed, (X,), (0,)),
    Case(parameters_of_each_layer, (X,), (0,)),
    Case(list_of_all_parameters, (X,), (0,)),
    Case(states_that_take_turns, (X,), (0,)),
    Case(buffers_in_states, (X,), (0,)),
    Case(stencil_between_states, (X,), (0,)),
    Case(states_that_share, (X,), (0,)),
    Case(turns_at_times, (X,), (0,)),
    Case(dicts_that_take_turns, (X,), (0,)),
    Case(lists_that_take_turns, (X,), (0,)),
    Case(tied_weights, (X,), (0,)),
    Case(copied_parameters, (X,), (0,)),
    Case(momentum_in_place, (X,), (0,)),
    Case(layers_and_adam, (X,), (0,)),
    Case(number_of_a_part, (X,), (0,)),
    Case(array_and_number_of_a_part, (X,), (0,)),
    Case(read_as_a_part_as_well, (X,), (0,)),
    Case(one_part_from_the_other, (X,), (0,)),
    Case(part_takes_the_other_place, (X,), (0,)),
    Case(one_object_in_two_places, (X,), (0,)),
    Case(two_places_from_the_second_trip_on, (X,), (0,), refusable=True),
    Case(states_of_a_simulation, (X,), (0,)),
    Case(clocks_that_take_turns, (X,), (0,)),
    Case(lists_in_a_dict_take_turns, (X,), (0,)),
    Case(states_that_share_at_times, (X,), (0,), refusable=True),
    Case(array_of_the_other, (X,), (0,)),
    Case(array_of_the_other_in_a_loop, (X,), (0,)),
    Case(view_of_the_other, (X,), (0,)),
    Case(array_that_outlives_the_turn, (X,), (0,)),
    Case(turns_by_a_function, (X,), (0,)),
    Case(lists_that_share_after_a_turn, (X,), (0,), refusable=True),
    Case(third_name_of_what_takes_turns, (X,), (0,), refusable=True),
]
