"""Objects of the user's own classes: made, read, changed, passed on, under several names, with operators."""

import copy
import functools
from dataclasses import dataclass, field, replace
from enum import Enum
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from oracles import Case

rng = np.random.default_rng(21)


@dataclass
class Body:
    position: float
    velocity: float = 1.0

    @property
    def energy(self):
        return self.position * self.position + self.velocity

    def step(self, dt):
        self.position += self.velocity * dt
        self.velocity = self.velocity - self.position * dt

    def push(self, force):
        self.velocity = self.velocity + force
        return self


class Vector:
    scale = 2.0
    __array_ufunc__ = None

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __radd__(self, k):
        return Vector(self.x + k, self.y + k)

    def __sub__(self, other):
        return self + -other

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __getitem__(self, i):
        return self.x if i == 0 else self.y

    def __setitem__(self, i, value):
        if i == 0:
            self.x = value
        else:
            self.y = value

    def __len__(self):
        return 2

    def __abs__(self):
        return np.sqrt(self @ self)

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __call__(self, t):
        return self.x + t * self.y

    @classmethod
    def unit(cls, x):
        return cls(x, 1.0)

    @staticmethod
    def half(x):
        return 0.5 * x


class Scaled(Vector):
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z
        self.norm = np.sqrt(x * x + z)

    def __matmul__(self, other):
        return super().__matmul__(other) + self.z * other.z

    @property
    def size(self):
        return self.norm * self.scale

    @size.setter
    def size(self, value):
        self.norm = value / self.scale


class Polynomial:
    def __init__(self, x, n=3):
        self.powers = {}
        total = 0.0
        for i in range(n):
            total = total + x**i
        self.total = total
        self.powers["last"] = x**n

    def at(self, y):
        return self.total * y * self.powers["last"]


@dataclass
class Derived:
    x: float
    square: float = field(init=False)
    names: list = field(default_factory=list)

    def __post_init__(self):
        self.square = self.x**2


@dataclass(frozen=True)
class Point:
    x: float
    y: float = 2.0

    def moved(self, d):
        return replace(self, x=self.x + d)


class Box(NamedTuple):
    width: float
    height: float = 3.0

    def area(self):
        return self.width * self.height

    @property
    def perimeter(self):
        return self.width + self.height


class Kind(Enum):
    SMALL = 1.0
    LARGE = 2.0


class Layer:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def __call__(self, x):
        return np.tanh(self.weight @ x + self.bias)


class Adam:
    """An optimiser that keeps its moments."""

    def __init__(self, rate, size):
        self.rate = rate
        self.mean = np.zeros(size)
        self.count = 0

    def update(self, params, slope):
        self.count += 1
        self.mean = 0.9 * self.mean + 0.1 * slope
        return params - self.rate * self.mean / (1.0 - 0.9**self.count)


ORIGIN = Vector(0.5, 2.0)
FIXED = Layer(rng.normal(size=(2, 3)), rng.normal(size=2))


def methods_that_change(x):
    body = Body(x, 2.0)
    for _ in range(3):
        body.step(0.1)
    return body.position * body.velocity


def operators(x):
    a = Vector(x, 2.0)
    b = Vector(1.0, x * x)
    c = 2.0 * a + b * x - (-a)
    c += a
    return c @ b + c[0] * a[1] + abs(c)


def called_and_static(x):
    a = Vector.unit(x)
    return a(x) + len(a) * Vector.half(x) * a.scale


def items_are_stored(x):
    a = Vector(x, 1.0)
    a[1] = a[0] * x
    a[0] += 2.0
    return a[0] * a[1]


def inherited(x):
    a = Scaled(x, x * x, 2.0)
    b = Scaled(1.0, x, x)
    a.size = a.size * x
    return a @ b + a.size


def two_names(x):
    body = Body(x, 2.0)
    other = body
    body.position = x * x
    other.velocity = other.position * body.position
    return body.velocity * other.position


def two_names_in_a_dict(x):
    d = {"a": x, "b": [x, 1.0]}
    e = d
    inner = d["b"]
    d["a"] = x * x
    inner[1] = e["a"] * x
    return e["a"] * d["b"][1]


def list_of_objects(x):
    bodies = [Body(x, 1.0), Body(x * x, 2.0)]
    for body in bodies:
        body.step(0.1)
    for body in bodies:
        body.position *= 2.0
    return bodies[0].position * bodies[1].velocity


def one_object_twice(x):
    body = Body(x, 1.0)
    pair = (body, [body])
    pair[0].position = x * x
    pair[1][0].velocity = body.position * 3.0
    return body.velocity * pair[0].position


def attraction(x):
    bodies = [Body(x, 1.0), Body(x * x, 2.0), Body(3.0, x)]
    for _ in range(3):
        for i, p in enumerate(bodies):
            for j, q in enumerate(bodies):
                if i != j:
                    p.velocity += 0.1 * (q.position - p.position)
        for p in bodies:
            p.position += p.velocity * 0.1
    return bodies[0].position * bodies[1].velocity + bodies[2].position


def chained(x):
    return Body(x, 1.0).push(x).push(x * x).velocity


def copies(x):
    p = Body(x)
    q = replace(p, velocity=x * x)
    r = copy.copy(q)
    r.position = 3.0 * r.position
    s = copy.deepcopy(r)
    s.velocity *= x
    return q.position * q.velocity + p.velocity + r.position * q.position + s.velocity * r.velocity


def namespace(x):
    s = SimpleNamespace(a=x, b=x * x)
    s.c = s.a * s.b
    return s.c * s.a


def closed_over(x):
    return (ORIGIN + Vector(x, x * x)) @ ORIGIN + ORIGIN[0]


def changed_on_one_path(x):
    body = Body(x, 1.0)
    if body.energy > 1.0:
        body.position = body.position * body.position
    else:
        body.velocity = x
    return body.energy


def until_far(x):
    body = Body(x, 1.0)
    n = 0
    while body.energy < 50.0:
        body.step(0.5)
        body.velocity = body.velocity + x
        n += 1
        if n > 20:
            break
    return body.position


def init_computes(x):
    return Polynomial(x).at(x)


def post_init(x):
    d = Derived(x)
    d.names.append(d.square)
    return d.names[0] * d.x


def frozen(x):
    return Point(x).moved(x * x).x * Point(x).y


def namedtuple_methods(x):
    box = Box(x)
    tall = box._replace(height=x * x)
    return box.area() * tall.area() + tall.perimeter + tall._asdict()["width"]


def compared(x):
    a, b = Vector(x, 1.0), Vector(2.0, x)
    smaller = a < b
    if smaller and a != b:
        return a @ a
    return b @ b


def member(x, kind):
    return x * x * kind.value if kind is Kind.SMALL else x


def object_argument(body):
    moved = replace(body, position=body.position * body.velocity)
    moved.step(0.1)
    return moved.energy * body.position


def objects_in_arguments(bodies):
    total = 0.0
    for body in bodies:
        total = total + body.energy * body.velocity
    return total


def network(w, b, x):
    layers = [Layer(w, b), Layer(w @ w, b * b)]
    for layer in layers:
        x = layer(x)
    return np.sum(x)


def fixed_layer(x):
    return np.sum(FIXED(x) ** 2)


def optimised(x):
    optimiser = Adam(0.1, 3)
    params = x
    for _ in range(3):
        params = optimiser.update(params, 2.0 * params * x)
    return np.sum(params**2)


def fields_by_name(x):
    body = Body(x, x * x)
    total = 0.0
    for name in ("position", "velocity"):
        total = total + getattr(body, name) ** 2
    return total if hasattr(body, "energy") else x


def helper_changes(body, f):
    body.velocity = body.velocity * f
    return body.position


def changed_by_a_function(x):
    body = Body(x, 1.0)
    a = helper_changes(body, x)
    b = helper_changes(body, x * a)
    return body.velocity * b


def array_attributes(x):
    body = Body(x * 1.0, np.zeros(3))
    for _ in range(2):
        body.velocity = body.velocity - 0.1 * body.position
        body.position = body.position + 0.1 * body.velocity
    return np.sum(body.position * body.velocity)


def classes_by_type(x):
    a = Vector(x, 2.0)
    b = type(a)(a.y, a.x)
    c = a.__class__(1.0, x)
    return (b + c) @ a


matrix = rng.normal(size=(3, 3)) / 2.0
vector = rng.normal(size=3)


class TwoArrays:
    def __init__(self, first, second):
        self.first = first
        self.second = second


class Countdown:
    def __init__(self, u):
        self.u = u

    def helper(self, n, z, h):
        if n <= 0:
            return z
        z[1] = h[1]
        return self.helper(n - 1, z, np.array([z[0] * item for item in h]))


def method_that_builds_and_recurs(x):
    z = x * 2.0
    Countdown(z).helper(1, z, x)
    c = Countdown(np.ones(3))
    c.helper(2, z, x)
    return np.sum(z * x)


def holds_what_was_swapped(x):
    g = x * 2.0
    e = np.sin(x)
    u = np.cos(x)
    held = TwoArrays(g, e)
    e[1] -= 0.5
    for _ in range(1):
        e, u = u, e
    g[:2] -= g[1:]
    return np.sum(held.second * x)


class Oscillator:
    def __init__(self, x, v):
        self.x = x.copy()
        self.v = v.copy()

    def step(self, dt):
        self.v -= dt * self.x
        self.x += dt * self.v


def steps_an_object(x, v):
    p = Oscillator(x, v)
    for _ in range(3):
        p.step(0.1)
    return np.sum(p.v**2 * p.x)


class Forgetful:
    def __init__(self, u, v):
        self.u = u


def gives_what_is_not_kept(x, n):
    y = x * 2.0
    w = x.copy()
    held = Forgetful(np.sin(w), w)
    w = 1
    for _ in range(n):
        y[0] /= w
    return np.sum(held.u * y)


class Weak:
    gain = 2.0


class Strong(Weak):
    gain = 3.0


def gains_of_classes(x):
    for part in [Weak(), Strong()]:
        x = part.gain * x * x
    return x


def gain_of_what_the_name_was(x):
    part = Weak()
    y = part.gain * x * x
    part = 3
    return y * part * y


class Dense:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def __call__(self, x):
        return np.tanh(x * self.w + self.b)


class Chain:
    def __init__(self, *layers, **named):
        self.layers = layers
        for name, value in named.items():
            setattr(self, name, value)

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x * self.gain


def any_number_of_layers(x):
    return Chain(Dense(x, 0.5), Dense(2.0, x), gain=x)(0.3)


@dataclass
class Settings:
    weights: tuple = (1.0, 2.0)
    gain: float = 3.0


def defaults_of_several_numbers(x):
    settings = Settings()
    return settings.weights[0] * x + settings.weights[1] * x * x * settings.gain


class Ball:
    def __init__(self, place):
        self.place = place
        self.speed = np.zeros(2)
        self.force = np.zeros(2)


def numbers_that_become_arrays(x):
    """The places are numbers in the first step, and arrays from then on."""
    balls = [Ball(x * (i + 1.0)) for i in range(2)]
    for _ in range(2):
        for ball in balls:
            ball.speed += 0.1 * ball.place
            ball.place += 0.1 * ball.speed
    return sum(np.sum(ball.speed**2) for ball in balls)


def numbers_that_become_arrays_in_pairs(x):
    balls = [Ball(x * (i + 1.0) + i**2) for i in range(3)]
    for _ in range(2):
        for ball in balls:
            ball.force[:] = 0.0
        for i in range(len(balls)):
            for j in range(i + 1, len(balls)):
                away = balls[j].place - balls[i].place
                force = away / (np.sum(away * away) + 0.1) ** 1.5
                balls[i].force += force
                balls[j].force -= force
        for ball in balls:
            ball.speed += 0.1 * ball.force
            ball.place += 0.1 * ball.speed
    return sum(np.sum(ball.speed**2) for ball in balls)


@dataclass
class WithDefault:
    a: float
    l: list = field(default_factory=lambda: [1.0])


def default_that_a_function_makes(x):
    f = WithDefault(x[0])
    f.l.append(x[1])
    return f.a * sum(f.l)


class Coordinates:
    def __init__(self, a, b):
        self.c = (a, b)

    def __add__(self, o):
        return Coordinates(*(p + q for p, q in zip(self.c, o.c)))

    def __sub__(self, o):
        return Coordinates(*[p - q for p, q in zip(self.c, o.c)])

    def dot(self, o):
        return sum((p * q for p, q in zip(self.c, o.c)))


def unpacked_generator(x):
    a = Coordinates(x[0], x[1])
    b = Coordinates(x[2], x[3])
    return (a + b).dot(a - b)


class Components:
    def __init__(self, *items):
        self.items = list(items)

    def __add__(self, other):
        return Components(*(a + b for a, b in zip(self.items, other.items)))

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self.items, other.items))

    def __iadd__(self, other):
        for i in range(len(self.items)):
            self.items[i] += other.items[i]
        return self

    def scale(self, k):
        for i in range(len(self.items)):
            self.items[i] *= k


def coordinates_changed_one_by_one(x):
    u, v = Components(x[0], x[1]), Components(x[2], x[0] * x[1])
    w = u
    w += v
    u.scale(x[2])
    return (u + v) @ w


class Twice:
    def __init__(self, inner):
        self.inner = inner

    def scale(self, k):
        self.inner.scale(k)
        self.inner.scale(k)


def coordinates_changed_by_another_object(x):
    u = Components(x[0], x[1], x[2])
    Twice(u).scale(x[0])
    return u @ u


class Child:
    def __init__(self, v, child=None):
        self.v = v
        self.child = child

    def energy(self):
        return self.v**2 + (self.child.energy() if self.child else 0.0)


class Childless(Child):
    def __len__(self):
        return 0


def energy_of_children(x):
    return Child(x[0], Child(x[1], Child(x[2]))).energy() * Child(x[1], Childless(x[2])).energy()


@dataclass
class Weighed:
    key: float
    total: float = field(init=False, default=0.0)

    def __post_init__(self):
        self.total = self.key * 2.0


def replaced_and_initialised_again(x):
    a = Weighed(x[0])
    a.total += x[1]
    b = replace(a, key=x[1])
    return a.total * b.total


class Running:
    """Mean and variance of what came so far, after Welford."""

    def __init__(self):
        self.n = 0
        self.mean = 0.0
        self.squares = 0.0

    def push(self, e):
        self.n += 1
        d = e - self.mean
        self.mean += d / self.n
        self.squares += d * (e - self.mean)
        return self

    @property
    def variance(self):
        return self.squares / max(self.n - 1, 1)


def pushed_by_a_fold(x):
    running = Running()
    for e in x:
        running.push(e).push(2.0 * e)
    folded = functools.reduce(Running.push, x, Running())
    return running.variance * running.mean + folded.variance * folded.n


class Times:
    def __init__(self, factor=1.0, **others):
        self.factor = factor

    def of(self, u):
        return u * self.factor

    @property
    def level(self):
        return self.factor * 3.0


class Plus:
    def __init__(self, shift=2.0, **others):
        super().__init__(**others)
        self.shift = shift

    def of(self, u):
        return super().of(u) + self.shift

    @property
    def level(self):
        return super().level + self.shift


class TimesAndPlus(Plus, Times):
    def of(self, u):
        return super().of(u) * 5.0


def mixed_classes(x):
    both = TimesAndPlus(shift=x[0], factor=x[1])
    return both.of(x[2]) * both.level


class Share:
    """Is added to numbers, and says in words what it is."""

    def __init__(self, part):
        self.part = part

    def __radd__(self, other):
        return self.part * other + 0.5

    def __rmul__(self, other):
        return self.part - other

    def __str__(self):
        return self.title() + f" of {self.part:.2f}"

    def __repr__(self):
        return f"Share({self.part})"

    def title(self):
        return "a share"

    def __lt__(self, other):
        return bool(self.part < other.part)

    def __eq__(self, other):
        return bool(self.part == other.part)


def added_to_an_item(x):
    y = x * 2.0
    y[0] += Share(x[1])
    y[1] *= Share(x[0])
    return np.sum(y * y)


def told_in_words(x):
    share = Share(x[0])
    assert share.part < 100.0, f"{share} {[share]}"
    words = [str(share), repr([share]), f"{share!r:>20}", "%s" % share, "{}".format(share), "at " + str(share)]  # noqa: UP030, UP031, UP032
    return share.part * len(words)


def looked_for(x):
    shares = [Share(x[1]), Share(x[0]), Share(x[2])]
    first = sorted(shares)[0]
    found = shares.index(Share(x[0])) + 2.0 * (Share(x[2]) in shares) + shares.count(first)
    return first.part * found + shares[1].part


class Holder:
    def __init__(self, v):
        self.v = v


def told_apart(x):
    o = Holder(x * 2.0)
    both, pair = [Holder(x), o], [o.v, 1.0]
    return (both[1] is o) * o.v[0] ** 2 + (o in both) * x[1] + both.index(o) * x[2] ** 2 + (pair[0] is o.v) * np.sum(o.v**3)


CASES = [
    Case(told_apart, (np.array([0.4, -0.7, 1.3]),)),
    Case(added_to_an_item, (np.array([0.4, -0.7, 1.3]),)),
    Case(told_in_words, (np.array([0.4, -0.7, 1.3]),), complex_step=False),
    Case(looked_for, (np.array([0.4, -0.7, 1.3]),), complex_step=False),
    Case(pushed_by_a_fold, (np.array([0.42, -0.73, 1.31]),)),
    Case(mixed_classes, (np.array([0.42, -0.73, 1.31]),)),
    Case(replaced_and_initialised_again, (vector,)),
    Case(any_number_of_layers, (0.7,)),
    Case(defaults_of_several_numbers, (0.7,)),
    Case(numbers_that_become_arrays, (0.7,), complex_step=False, second_refusable=True),
    Case(numbers_that_become_arrays_in_pairs, (0.7,), complex_step=False, second_refusable=True),
    Case(gains_of_classes, (0.7,)),
    Case(gain_of_what_the_name_was, (0.7,)),
    Case(gives_what_is_not_kept, (np.array([0.7, 1.2]), 1)),
    Case(method_that_builds_and_recurs, (np.array([0.7, -0.4, 1.3]),), refusable=True),
    Case(holds_what_was_swapped, (np.array([0.7, -0.4, 1.3]),)),
    Case(methods_that_change, (1.3,)),
    Case(operators, (1.3,)),
    Case(called_and_static, (1.3,)),
    Case(items_are_stored, (1.3,)),
    Case(inherited, (1.3,)),
    Case(two_names, (1.3,)),
    Case(two_names_in_a_dict, (1.3,)),
    Case(list_of_objects, (1.3,)),
    Case(one_object_twice, (1.3,)),
    Case(attraction, (1.3,)),
    Case(chained, (1.3,)),
    Case(copies, (1.3,)),
    Case(namespace, (1.3,)),
    Case(closed_over, (1.3,)),
    Case(changed_on_one_path, (1.3,), complex_step=False),
    Case(changed_on_one_path, (-0.2,), complex_step=False, label="other"),
    Case(until_far, (1.3,), complex_step=False),
    Case(init_computes, (1.3,)),
    Case(post_init, (1.3,)),
    Case(frozen, (1.3,)),
    Case(namedtuple_methods, (1.3,)),
    Case(compared, (1.3,), complex_step=False),
    Case(member, (1.3, Kind.SMALL)),
    Case(member, (1.3, Kind.LARGE), label="other"),
    Case(network, (matrix, vector, vector[::-1].copy()), (0, 1, 2)),
    Case(fixed_layer, (vector,)),
    Case(optimised, (vector,)),
    Case(fields_by_name, (1.3,)),
    Case(changed_by_a_function, (1.3,)),
    Case(array_attributes, (vector,)),
    Case(classes_by_type, (1.3,)),
    Case(steps_an_object, (np.array([0.7, 1.2]), np.array([0.4, 0.3])), (0, 1)),
    Case(default_that_a_function_makes, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(unpacked_generator, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(coordinates_changed_one_by_one, (np.array([0.7, 1.3, 0.4]),)),
    Case(coordinates_changed_by_another_object, (np.array([0.7, 1.3, 0.4]),)),
    Case(energy_of_children, (np.array([0.7, 1.3, 0.4]),)),
]
