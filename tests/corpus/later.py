"""Attributes that objects get after they are made: in a method, in a loop, on one side of a branch."""

from dataclasses import dataclass

import numpy as np

from oracles import Case


class Dense:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        z = x @ self.w + self.b
        self.cache = (x, z)
        return np.tanh(z)

    def backward(self, out_bar):
        x, z = self.cache
        z_bar = out_bar * (1.0 - np.tanh(z) ** 2)
        self.dw = np.outer(x, z_bar)
        self.db = z_bar
        return self.w @ z_bar

    def step(self, rate):
        self.w = self.w - rate * self.dw
        self.b = self.b - rate * self.db


def trains_by_hand(w, x):
    layers = [Dense(w, x * 0.1), Dense(w.T * 0.5, x * 0.2)]
    loss = 0.0
    for _ in range(3):
        h = x
        for layer in layers:
            h = layer.forward(h)
        loss = np.sum((h - 1.0) ** 2)
        bar = 2 * (h - 1.0)
        for layer in reversed(layers):
            bar = layer.backward(bar)
        for layer in layers:
            layer.step(0.1)
    return loss


class Keeps:
    def __init__(self, w):
        self.w = w

    def __call__(self, x):
        self.x = x
        return np.tanh(x @ self.w)


def keeps_its_last_input(w, x):
    layer = Keeps(w)
    for _ in range(3):
        x = layer(x)
    return np.sum(x) + np.sum(layer.x**2)


class Momentum:
    def __init__(self, rate):
        self.rate = rate

    def step(self, p, slope):
        if not hasattr(self, "m"):
            self.m = np.zeros_like(p)
        self.m = 0.9 * self.m + slope
        return p - self.rate * self.m


def begins_with_the_first_step(w, x):
    optimizer = Momentum(0.1)
    p = x * 1.0
    for k in range(3):
        p = optimizer.step(p, 2.0 * p * x)
        if k > 0 and hasattr(optimizer, "m"):
            p = p + optimizer.m
    return np.sum(p) * w[0, 0]


class Meter:
    total = 0.0

    def add(self, v):
        self.total = self.total + v
        self.last = v


def begins_with_what_the_class_has(w, x):
    meter = Meter()
    for v in x:
        meter.add(v * v)
    return meter.total * meter.last * w[1, 1]


class Sensor:
    def __init__(self, gain):
        self.gain = gain

    def read(self, v):
        if v > 0.0:
            self.peak = v * self.gain
        return v * self.gain


def sensor_of(gain):
    return Sensor(gain)


def peaks_on_one_side(w, x):
    sensor = sensor_of(w[0, 0])
    for v in x:
        sensor.last = sensor.read(v)
    return sensor.last * sensor.peak


def in_a_dict(w, x):
    sensors = {"a": Sensor(x[0]), "b": Sensor(x[1])}
    for k in ("a", "b", "a"):
        sensor = sensors[k]
        sensor.out = sensor.read(w[0, 0] ** 2)
    return sensors["a"].out * sensors["b"].out


def more_on_one_side(w, x):
    sensor = Sensor(w[0, 0])
    if x[0] > 0.0:
        sensor.bias = x[1]
    else:
        sensor.bias = x[2]
        sensor.other = 1.0
    return sensor.gain * sensor.bias


def reads_what_the_trip_before_stored(w, x):
    sensor = Sensor(w[0, 0])
    n = 0
    while n < 3:
        if n > 0:
            sensor.gain = sensor.gain * sensor.before
        sensor.before = sensor.gain + x[n]
        n += 1
    return sensor.gain * sensor.before


@dataclass
class Particle:
    place: np.ndarray
    mass: float


def fields_that_are_not_declared(w, x):
    particles = [Particle(w[i] * 1.0, float(i + 1)) for i in range(len(w))]
    for p in particles:
        p.force = np.zeros(3)
    for _ in range(2):
        for p in particles:
            p.force = -p.place * p.mass
        for p in particles:
            p.place = p.place + 0.1 * p.force
    return np.sum(particles[0].place * particles[1].place) + np.sum(particles[2].force * x)


def scores_of_a_list(w, x):
    sensors = [Sensor(v) for v in x]
    for s in sensors:
        s.score = s.gain**2
    for s in sensors:
        s.share = s.score / sum(other.score for other in sensors)
    return sum(s.share * s.gain for s in sensors) * w[2, 2]


def missed_where_it_is_caught(w, x):
    sensor = Sensor(x[0])
    total = 0.0
    for v in x:
        try:
            total += sensor.last * v
        except AttributeError:
            total += w[0, 0] * v
        sensor.last = v * v
    return total


square = np.arange(9.0).reshape(3, 3) / 10.0 + 0.1
row = np.array([0.3, 0.5, -0.2])


class Affine:
    def __init__(self, w, b):
        self.params = {"w": w, "b": b}

    def forward(self, h):
        self.h = h
        return self.params["w"] @ h + self.params["b"]

    def backward(self, d):
        self.grads = {"w": np.outer(d, self.h), "b": d}
        return self.params["w"].T @ d


class Squash:
    def forward(self, h):
        self.y = np.tanh(h)
        return self.y

    def backward(self, d):
        return d * (1 - self.y**2)


class Stack:
    def __init__(self, *ls):
        self.ls = ls

    def forward(self, h):
        for l in self.ls:
            h = l.forward(h)
        return h

    def backward(self, d):
        for l in reversed(self.ls):
            d = l.backward(d)
        return d

    def step(self, lr):
        for l in self.ls:
            if hasattr(l, "params"):
                for k in l.params:
                    l.params[k] = l.params[k] - lr * l.grads[k]


def layers_with_gradients(x):
    net = Stack(Affine(np.outer(x, x), x), Squash(), Affine(np.outer(x, x), x * 0.5))
    for _ in range(2):
        y = net.forward(np.ones(4) * 0.1)
        net.backward(y - x)
    return np.sum(net.forward(x) ** 2)


def layers_that_learn(x):
    w = np.outer(x, x)
    net = Stack(Affine(w, x), Squash(), Affine(w.T, x * 0.5))
    for _ in range(2):
        y = net.forward(np.ones(4) * 0.1)
        net.backward(y - x)
        net.step(0.1)
    return np.sum(net.forward(x) ** 2)


Q = np.array([0.4, 0.7, 1.3, 0.9])

CASES = [
    Case(layers_with_gradients, (Q,), (0,)),
    Case(layers_that_learn, (Q,), (0,)),
    Case(trains_by_hand, (square, row), (0, 1)),
    Case(keeps_its_last_input, (square, row), (0, 1)),
    Case(begins_with_the_first_step, (square, row), (0, 1)),
    Case(begins_with_what_the_class_has, (square, row), (0, 1)),
    Case(peaks_on_one_side, (square, row), (0, 1), complex_step=False),
    Case(in_a_dict, (square, row), (0, 1), complex_step=False),
    Case(more_on_one_side, (square, row), (0, 1), complex_step=False),
    Case(more_on_one_side, (square, -row), (0, 1), complex_step=False, label="other"),
    Case(reads_what_the_trip_before_stored, (square, row), (0, 1)),
    Case(fields_that_are_not_declared, (square, row), (0, 1)),
    Case(scores_of_a_list, (square, row), (0, 1)),
    Case(missed_where_it_is_caught, (square, row), (0, 1), refusable=True),
]
