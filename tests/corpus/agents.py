"""Programs with state: objects and lists that helpers and methods change, step by step."""

import copy
from dataclasses import dataclass

import numpy as np

from oracles import Case

rng = np.random.default_rng(32)
OBSERVED = np.sin(0.3 * np.arange(4)) + 0.1 * rng.normal(size=4)
NOISE = rng.normal(size=(3, 5))
INPUTS = rng.normal(size=(5, 2))
TARGETS = rng.normal(size=5)


@dataclass
class Estimate:
    mean: np.ndarray
    cov: np.ndarray


def predict(state, dt, q):
    f = np.array([[1.0, dt], [0.0, 1.0]])
    f[1, 0] = -dt * np.cos(state.mean[0])
    mean = state.mean.copy()
    mean[0] += dt * state.mean[1]
    mean[1] -= dt * np.sin(state.mean[0])
    cov = f @ state.cov @ f.T
    cov[np.diag_indices(2)] += q
    return Estimate(mean, cov)


def update(state, z, r):
    s = state.cov[0, 0] + r
    gain = state.cov[:, 0] / s
    residual = z - state.mean[0]
    state.mean += gain * residual
    state.cov -= np.outer(gain, state.cov[0])
    return -0.5 * (np.log(2 * np.pi * s) + residual**2 / s)


def kalman_filter(theta):
    q, r = np.exp(theta)
    state = Estimate(np.array([0.5, 0.0]), np.eye(2))
    total = 0.0
    history = np.zeros((len(OBSERVED), 2))
    for t, z in enumerate(OBSERVED):
        state = predict(state, 0.1, q)
        total += update(state, z, r)
        history[t] = state.mean
    return total + 0.01 * np.sum(np.diff(history, axis=0) ** 2)


class Adam:
    def __init__(self, n, rate, decay=0.9):
        self.m = np.zeros(n)
        self.v = np.zeros(n)
        self.steps = 0
        self.rate = rate
        self.decay = decay

    def update(self, w, g):
        self.steps += 1
        self.m *= self.decay
        self.m += (1 - self.decay) * g
        self.v = 0.99 * self.v + 0.01 * g**2
        w -= self.rate * self.m / (np.sqrt(self.v / self.steps) + 1e-2)


def trained_by_adam(h):
    adam = Adam(2, np.exp(h[0]), decay=h[1])
    w = np.array([0.3, -0.4])
    for _ in range(3):
        adam.update(w, INPUTS.T @ (INPUTS @ w - TARGETS))
    return np.sum((INPUTS @ w - TARGETS) ** 2)


class Cell:
    def __init__(self, inward, recurrent):
        self.inward = inward
        self.recurrent = recurrent
        self.h = np.zeros(2)

    def __call__(self, x):
        self.h = np.tanh(self.inward * x + self.recurrent @ self.h)
        return self.h


def recurrent_cell(p):
    cell = Cell(p[:2], p[2:6].reshape(2, 2))
    outputs = []
    for z in OBSERVED:
        outputs.append(cell(z))
    stacked = np.stack(outputs)
    return np.sum(stacked[1:] * stacked[:-1])


@dataclass
class Particles:
    x: np.ndarray
    logw: np.ndarray


def move(p, k, a, s):
    p.x *= a
    p.x += s * NOISE[k]


def weigh(p, z, r):
    p.logw += -0.5 * ((z - p.x) / r) ** 2 - np.log(r)


def pull_together(p):
    w = np.exp(p.logw - np.max(p.logw))
    w /= np.sum(w)
    p.x += 0.1 * (np.sum(w * p.x) - p.x)


def particle_filter(theta):
    p = Particles(NOISE[0].copy(), np.zeros(5))
    for k in range(3):
        move(p, k, theta[0], np.exp(theta[1]))
        weigh(p, OBSERVED[k], np.exp(theta[2]))
        pull_together(p)
    m = np.max(p.logw)
    return m + np.log(np.mean(np.exp(p.logw - m)))


PROGRAM = [("push", 0), ("push", 1), ("mul", 0), ("push", 0), ("sin", 0), ("add", 0), ("dup", 0), ("mul", 0)]


def stack_machine(x):
    stack = []
    for op, place in PROGRAM:
        if op == "push":
            stack.append(x[place])
        elif op == "mul":
            b, a = stack.pop(), stack.pop()
            stack.append(a * b)
        elif op == "add":
            b, a = stack.pop(), stack.pop()
            stack.append(a + b)
        elif op == "sin":
            stack.append(np.sin(stack.pop()))
        else:
            stack.append(stack[-1])
    return stack[-1]


CODE = np.array([0, 1, 2, 0, 3, 4, 5, 2])


def register_machine(x):
    registers = [x[0], x[1], 0.0]
    at = 0
    while at < len(CODE):
        op = CODE[at]
        if op == 0:
            registers[2] = registers[0] * registers[1]
        elif op == 1:
            registers[0] += registers[2]
        elif op == 2:
            registers[1] = np.sin(registers[1]) + registers[0]
        elif op == 3:
            registers[2] *= registers[1]
        elif op == 4:
            registers[0], registers[1] = registers[1], registers[0]
        else:
            registers[0] = registers[2] ** 2
        at += 1
    return registers[0] * registers[1] + registers[2]


def one_array_under_two_attributes(x):
    y = np.sin(x)
    p = Particles(y, y)
    p.x *= x
    return np.sum(p.logw * x)


def a_view_under_an_attribute(x):
    y = np.sin(x)
    p = Particles(y, y[1:])
    p.x += x
    return np.sum(p.logw * x[0])


def an_attribute_in_a_dict(x):
    y = np.sin(x)
    p = Particles(y, x * 2)
    d = {"p": p, "y": y}
    p.x += x
    d["p"].logw *= d["y"]
    return np.sum(d["y"] * x) + np.sum(p.logw * d["p"].x)


def an_attribute_of_two_objects(x):
    y = np.sin(x)
    p = Particles(y, y)
    q = Particles(p.x, x * 1)
    q.x += x
    return np.sum(p.x * p.logw)


def an_attribute_in_a_list(x):
    p = Particles(np.sin(x), x * 3)
    arrays = [p.x, p.logw]
    p.x *= x
    return np.sum(arrays[0] * x) + np.sum(p.x * p.logw)


def copies_an_object_deeply(x):
    y = np.sin(x)
    p = Particles(y, x * 2)
    q = copy.deepcopy(p)
    y[0] = x[1]
    p.logw *= 2
    return np.sum(q.x * p.logw) + np.sum(p.x * q.logw)


def copies_objects_in_a_dict_deeply(x):
    d = {"a": [x * 1.0], "p": Particles(np.sin(x), x)}
    e = copy.deepcopy(d)
    d["p"].x[0] = x[1]
    d["a"][0][1] = x[0]
    return np.sum(e["p"].x * d["p"].x * e["a"][0] * d["a"][0])


def keeps_deep_copies(x):
    p = Particles(np.sin(x), x * 2)
    history = []
    for _ in range(3):
        history.append(copy.deepcopy(p))
        p.x *= p.logw
        p.logw += p.x
    return np.sum(history[1].x * p.logw) + np.sum(p.x * history[0].logw * history[2].x)


def goes_on_with_a_deep_copy(x):
    p = Particles(np.sin(x), x * 2)
    for k in range(3):
        q = copy.deepcopy(p)
        p.x *= q.logw
        q.logw += p.x
        p = q if k == 1 else p
    return np.sum(q.x * p.logw) + np.sum(p.x * q.logw)


def a_dict_copied_and_changed(x):
    d = {"a": [x * 1.0], "p": Particles(np.sin(x), x * 1)}
    e = copy.copy(d)
    d["p"].x[0] = x[1]
    d["p"].logw = x * 5
    d["a"][0][1] = x[0]
    d["a"] = [x]
    return np.sum(e["p"].x * d["p"].x * e["a"][0] * d["a"][0] * e["p"].logw)


class Trace:
    def __init__(self):
        self.t, self.values, self.by_kind = 0.0, [], {}

    def record(self, kind, v):
        self.values.append(v)
        if kind not in self.by_kind:
            self.by_kind[kind] = []
        self.by_kind[kind].append(v * self.t)

    def total(self):
        return sum(self.values) + sum(sum(v) for v in self.by_kind.values())


class Stepper:
    def __init__(self, rate):
        self.rate, self.trace = rate, Trace()

    def run(self, x, end):
        while self.trace.t < end:
            x = x - self.rate * np.sin(x)
            self.trace.record(len(self.trace.values) % 2, x @ x)
            self.trace.t += 0.25
        return x


def a_trace_inside_an_object(x):
    s = Stepper(x[0])
    y = s.run(x, 1.0)
    return np.sum(y) * s.trace.total()


class Stack:
    def __init__(self):
        self.items = []
        self.depth = 0

    def push(self, v):
        self.items.append(v)
        self.depth += 1

    def pop(self):
        self.depth -= 1
        return self.items.pop()


def a_stack_of_my_own(x):
    s = Stack()
    for i in range(4):
        s.push(x * (i + 1))
        if i % 2:
            a, b = s.pop(), s.pop()
            s.push(a * b + s.depth * x)
    return np.sum(s.pop() * s.pop())


def a_log_of_what_changes(x):
    s = Trace()
    u = x * 1.0
    for _ in range(3):
        s.values.append(u.copy())
        u *= x
        s.t += u[0]
    return sum(np.sum(v * s.t) for v in s.values) + s.t


def traces_in_a_list(x):
    ts = [Trace(), Trace()]
    for i in range(5):
        ts[i % 2].values.append(x[0] * i)
        ts[i % 2].t += x[1]
    return sum(ts[0].values) * ts[1].t + sum(ts[1].values)


def kept_by_size(x):
    s = Trace()
    for i in range(4):
        if x[0] > 0.5 * i:
            s.by_kind.setdefault("small", []).append(x[1] * i)
        else:
            s.by_kind.setdefault("large", []).append(x[0] * i)
        s.t += x[1]
    return sum(len(v) * sum(v) for v in s.by_kind.values()) * s.t


def counted_and_kept(x):
    s = Trace()
    s.by_kind.update(kept=[], n=0)
    for i in range(4):
        if x[0] > 0.3 * i:
            s.by_kind["n"] += 1
        else:
            s.by_kind["kept"].append(x[1] * i)
    return sum(s.by_kind["kept"]) * s.by_kind["n"]


def taken_from_a_list_in_a_list(x):
    rows = []
    for i in range(3):
        rows.append([x[0] * i])
    for i in range(3):
        rows[i].append(x[1])
    t = 0.0
    for i in range(3):
        t += rows[i].pop() * rows[i][0]
        rows[i].append(x[0])
    return t + sum(sum(r) for r in rows)


def taken_from_a_list_and_others_read(x):
    rows = []
    for i in range(3):
        rows.append([x[0] * i, x[1]])
    t = 0.0
    for i in range(3):
        t += rows[i].pop() * rows[0][0]
    return t * x[0] + sum(sum(r) for r in rows)


def an_array_kept_by_an_object_is_changed(x):
    s = Trace()
    u = x * 1.0
    for _ in range(3):
        s.values.append(u)
        u = u * x
    s.values[0][0] = x[1] * 3
    return sum(np.sum(v) for v in s.values) + s.t


class Dense:
    def __init__(self, w, b):
        self.w, self.b, self.cache = w, b, None

    def forward(self, x):
        self.cache = x @ self.w + self.b
        return np.tanh(self.cache)


class Net:
    def __init__(self, ws, bs):
        self.layers = [Dense(w, b) for w, b in zip(ws, bs)]

    def __call__(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def penalty(self):
        return sum(np.sum(layer.cache**2) for layer in self.layers)


def layers_that_keep_what_they_computed(w1, w2):
    net = Net([w1, w2], [np.zeros(3), np.zeros(1)])
    return np.sum(net(INPUTS)) + 0.1 * net.penalty()


class Momentum:
    def __init__(self, lr, beta):
        self.lr, self.beta, self.v = lr, beta, {}

    def step(self, params, grads):
        for k in params:
            if k not in self.v:
                self.v[k] = np.zeros_like(params[k])
            self.v[k] = self.beta * self.v[k] + grads[k]
            params[k] = params[k] - self.lr * self.v[k]


def trained_with_momentum(w1, w2):
    params = {"a": w1 * 1.0, "b": w2 * 1.0}
    opt = Momentum(0.1, 0.9)
    for _ in range(3):
        h = np.tanh(INPUTS @ params["a"])
        y = h @ params["b"]
        opt.step(params, {"a": INPUTS.T @ ((y @ params["b"].T) * (1 - h * h)), "b": h.T @ y})
    return np.sum(params["a"] ** 2) + np.sum(params["b"])


class Body:
    def __init__(self, m, pos, vel):
        self.m, self.pos, self.vel = m, pos, vel


class System:
    def __init__(self, bodies):
        self.bodies, self.energy = bodies, []

    def accelerations(self):
        acc = [np.zeros(2) for _ in self.bodies]
        for i, a in enumerate(self.bodies):
            for j, b in enumerate(self.bodies):
                if i < j:
                    d = b.pos - a.pos
                    f = d / (d @ d + 0.1) ** 1.5
                    acc[i] += b.m * f
                    acc[j] -= a.m * f
        return acc

    def step(self, dt):
        for b, a in zip(self.bodies, self.accelerations()):
            b.vel += dt * a
            b.pos += dt * b.vel
        self.energy.append(sum(0.5 * b.m * b.vel @ b.vel for b in self.bodies))


def bodies_of_a_system(pos, vel):
    s = System([Body(1.0 + 0.1 * i, pos[i].copy(), vel[i].copy()) for i in range(3)])
    for _ in range(4):
        s.step(0.05)
    return s.energy[-1] + sum(np.sum(b.pos**2) for b in s.bodies) + np.mean(s.energy)


class RunningStats:
    def __init__(self):
        self.n, self.mean, self.m2 = 0, 0.0, 0.0

    def push(self, x):
        self.n += 1
        d = x - self.mean
        self.mean += d / self.n
        self.m2 += d * (x - self.mean)

    @property
    def var(self):
        return self.m2 / (self.n - 1)


def statistics_that_become_arrays(pos, vel):
    st = RunningStats()
    for p in pos:
        st.push(p)
    return np.sum(st.var * vel[0]) + np.sum(st.mean)


class Grid:
    def __init__(self, n):
        self.u, self.old, self.changes = np.zeros((n, n)), None, []

    def sweep(self, f):
        self.old = self.u.copy()
        u = self.u
        u[1:-1, 1:-1] = 0.25 * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] + f[1:-1, 1:-1])
        self.changes.append(np.abs(u - self.old).max())


def relaxed_until_it_changes_little(f, edge):
    g = Grid(4)
    g.u[0] = edge
    while not g.changes or g.changes[-1] > 0.05:
        g.sweep(f)
    return np.sum(g.u**2) * len(g.changes) + g.changes[0]


class EarlyStop:
    def __init__(self, patience):
        self.best, self.wait, self.patience, self.history = None, 0, patience, []

    def update(self, loss):
        self.history.append(loss)
        if self.best is None or loss < self.best:
            self.best, self.wait = loss, 0
        else:
            self.wait += 1
        return self.wait >= self.patience


def stopped_early(pos, vel):
    stop = EarlyStop(2)
    w = pos[0] * 1.0
    for i in range(20):
        g = 2 * (w - vel[0]) + 0.3 * np.sin(3 * w)
        w = w - 0.4 * g * (1 if i < 6 else -1)
        if stop.update(np.sum((w - vel[0]) ** 2)):
            break
    return stop.best + 0.1 * sum(stop.history) + np.sum(w)


vector = np.array([0.7, 1.3])
planar = (rng.normal(size=(3, 2)), rng.normal(size=(3, 2)))
weights = (rng.normal(size=(2, 3)), rng.normal(size=(3, 1)))

class Average:
    def __init__(self, start):
        self.mean, self.spread, self.count = start, 0.0, 0

    def __call__(self, g):
        self.count += 1
        self.mean = 0.9 * self.mean + 0.1 * g
        self.spread = 0.99 * self.spread + 0.01 * g * g
        return self.mean / (1.0 - 0.9**self.count) / np.sqrt(self.spread + 0.1)


def averaged_from_nothing(w, rate):
    average = Average(0.0)
    for _ in range(3):
        w = w - rate * average(2.0 * w)
    return np.sum(w * w)


def averaged_from_a_number(w, rate):
    average = Average(np.sum(w) * rate)
    for _ in range(3):
        w = w - rate * average(2.0 * w)
    return np.sum(w * w)


class Rate:
    def __init__(self, of):
        self.of, self.count = of, 0


def rate_changed_through_a_dict(x):
    rate, t = Rate(x[0]), 1.0
    for i in range(2):
        rate.count += 1
        t = t + rate.of * t * x[i]
        held = {"rate": rate}
        if i == 0:
            held["rate"].of = x[1] * t
    return t


def rate_that_stays(x):
    rate, t = Rate(x[0]), 1.0
    for i in range(2):
        rate.count += 1
        t = t + rate.of * t * x[i] * rate.count
    return t


class Remembering:
    def __init__(self, w):
        self.w = w
        self.slopes = []
        self.x = None

    def forward(self, x):
        self.x = x
        return x * self.w

    def update(self):
        self.slopes.append(self.x * 2.0)
        self.w = self.w - 0.1 * self.slopes[-1]


class RememberingByName(Remembering):
    def __init__(self, w):
        self.w = w
        self.slopes = {}
        self.x = None

    def update(self):
        self.slopes["w"] = self.x * 2.0
        self.w = self.w - 0.1 * self.slopes["w"]


def trained(layers, x):
    for _ in range(2):
        h = x
        for layer in layers:
            h = layer.forward(h)
        for layer in layers:
            layer.update()
    return h


def layers_that_remember(w, x):
    """The cotangents of their lists are added item by item."""
    return np.sum(trained([Remembering(w), Remembering(w * 2.0)], x))


def layers_that_remember_by_name(w, x):
    return np.sum(trained([RememberingByName(w), RememberingByName(w * 2.0)], x))


CASES = [
    Case(layers_that_remember, (np.array([1.2, 0.4]), np.array([0.3, 0.7])), (0, 1), second_refusable=True, over_forward_refusable=True),
    Case(layers_that_remember_by_name, (np.array([1.2, 0.4]), np.array([0.3, 0.7])), (0, 1), second_refusable=True, over_forward_refusable=True),
    Case(rate_changed_through_a_dict, (vector,)),
    Case(rate_that_stays, (vector,)),
    Case(averaged_from_nothing, (vector, 0.3), (0, 1)),
    Case(averaged_from_a_number, (vector, 0.3), (0, 1), second_refusable=True),
    Case(kalman_filter, (np.array([-3.0, -2.0]),), complex_step=False),
    Case(trained_by_adam, (np.array([-2.0, 0.8]),), complex_step=False),
    Case(recurrent_cell, (rng.normal(size=6),)),
    Case(particle_filter, (np.array([0.8, -0.5, 0.1]),), complex_step=False),
    Case(stack_machine, (vector,)),
    Case(register_machine, (vector,)),
    Case(one_array_under_two_attributes, (vector,)),
    Case(a_view_under_an_attribute, (vector,)),
    Case(an_attribute_in_a_dict, (vector,)),
    Case(an_attribute_of_two_objects, (vector,)),
    Case(an_attribute_in_a_list, (vector,)),
    Case(copies_an_object_deeply, (vector,)),
    Case(copies_objects_in_a_dict_deeply, (vector,)),
    Case(keeps_deep_copies, (vector,)),
    Case(goes_on_with_a_deep_copy, (vector,)),
    Case(a_dict_copied_and_changed, (vector,)),
    Case(a_trace_inside_an_object, (vector,), second_refusable=True),
    Case(a_stack_of_my_own, (vector,), over_forward_refusable=True),
    Case(a_log_of_what_changes, (vector,), over_forward_refusable=True),
    Case(traces_in_a_list, (vector,), second_refusable=True),
    Case(kept_by_size, (vector,), complex_step=False, second_refusable=True),
    Case(counted_and_kept, (vector,), complex_step=False, second_refusable=True),
    Case(taken_from_a_list_in_a_list, (vector,), second_refusable=True),
    Case(taken_from_a_list_and_others_read, (vector,), second_refusable=True),
    Case(an_array_kept_by_an_object_is_changed, (vector,), refusable=True),
    Case(layers_that_keep_what_they_computed, weights, (0, 1), second_refusable=True),
    Case(trained_with_momentum, weights, (0, 1), over_forward_refusable=True),
    Case(bodies_of_a_system, planar, (0, 1), complex_step=False, second_refusable=True),
    Case(statistics_that_become_arrays, planar, (0, 1)),
    Case(relaxed_until_it_changes_little, (rng.normal(size=(4, 4)), rng.normal(size=4)), (0, 1), complex_step=False, over_forward_refusable=True),
    Case(stopped_early, planar, (0, 1), complex_step=False, second_refusable=True),
]
