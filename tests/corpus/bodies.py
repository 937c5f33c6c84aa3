"""Objects in lists, changed in loops and by helpers, under one name or several."""

import copy
from dataclasses import dataclass

import numpy as np

from oracles import Case


@dataclass
class Body:
    pos: np.ndarray
    vel: np.ndarray
    mass: float = 1.0


def kick(bodies, dt):
    for i in range(2):
        d = bodies[1 - i].pos - bodies[i].pos
        r2 = np.sum(d * d) + 0.1
        bodies[i].vel += dt * bodies[1 - i].mass * d / r2**1.5


def drift(bodies, dt):
    for b in bodies:
        b.pos += dt * b.vel


def two_bodies(x):
    bodies = [Body(x[0:2].copy(), np.array([0.0, 0.3]), 1.0), Body(np.array([1.0, 0.0]), x[2:4].copy(), 0.5)]
    for _ in range(2):
        kick(bodies, 0.05)
        drift(bodies, 0.05)
    return np.sum(bodies[0].pos * bodies[1].pos) + np.sum(bodies[0].vel ** 2)


def each_drifts(x):
    bodies = [Body(x * 1.0, x**2), Body(np.sin(x), x * 3.0)]
    for b in bodies:
        b.pos += 0.1 * b.vel
    return np.sum(bodies[0].pos * bodies[1].pos)


def a_helper_drifts(x):
    bodies = [Body(x * 1.0, x**2), Body(np.sin(x), x * 3.0)]
    drift(bodies, 0.1)
    return np.sum(bodies[0].pos * bodies[1].pos)


def appended_bodies_drift(x):
    bodies = []
    for k in range(3):
        bodies.append(Body(x * k, x**2))
    for _ in range(2):
        drift(bodies, 0.1)
    return np.sum(bodies[0].pos * bodies[1].pos)


def one_body_twice(x):
    b = Body(x * 1.0, x**2)
    bodies = [b, Body(np.sin(x), x * 3.0), b]
    for c in bodies:
        c.pos += 0.1 * c.vel
    return np.sum(bodies[0].pos * bodies[1].pos) + np.sum(b.pos)


def one_array_in_two_bodies(x):
    y = np.sin(x)
    bodies = [Body(y, x**2), Body(x * 1.0, y)]
    for c in bodies:
        c.pos += 0.1 * c.vel
    return np.sum(bodies[0].pos * bodies[1].vel)


def one_array_twice_in_a_body(x):
    y = np.sin(x)
    bodies = [Body(y, y), Body(x * 1.0, x * 2)]
    for c in bodies:
        c.pos += 0.1 * c.vel
    return np.sum(bodies[0].pos * bodies[1].vel + bodies[0].vel)


def a_body_with_a_name(x):
    b = Body(x * 1.0, x**2)
    bodies = [b, Body(np.sin(x), x * 3.0)]
    for c in bodies:
        c.pos += 0.1 * c.vel
    b.vel *= 2.0
    return np.sum(bodies[0].pos * bodies[1].pos) + np.sum(b.pos * bodies[0].vel)


def two_names_in_a_trip(x):
    bodies = [Body(x * 1.0, x**2), Body(np.sin(x), x * 3.0)]
    for k in range(2):
        a, b = bodies[k], bodies[1 - k]
        a.pos += b.vel
        b.vel = b.vel * a.pos
    return np.sum(bodies[0].pos * bodies[1].vel)


def the_last_one_changed(x):
    bodies = [Body(x * 1.0, x**2), Body(np.sin(x), x * 3.0)]
    last = bodies[0]
    for k in range(2):
        last = bodies[k]
        last.pos = last.pos * last.vel
    return np.sum(last.pos * bodies[0].pos)


def made_of_each_other(x):
    bodies = [Body(x * 1.0, x**2), Body(np.sin(x), x * 3.0)]
    for k in range(2):
        bodies[k] = Body(bodies[1 - k].pos, bodies[k].vel)
        bodies[k].vel = bodies[k].vel * x
    for c in bodies:
        c.pos *= 2.0
    return np.sum(bodies[1].pos * bodies[0].pos)


def positions_listed_before(x):
    bodies = []
    for k in range(3):
        bodies.append(Body(x * k, x**2))
    listed = [b.pos for b in bodies]
    for b in bodies:
        b.pos += b.vel
    return np.sum(listed[1] * bodies[2].pos)


def history_of_copies(x):
    p = Body(np.sin(x), x * 2)
    history = []
    for _ in range(2):
        history.append(copy.deepcopy(p))
        p.pos = p.pos * p.vel
    return np.sum(history[1].pos * p.vel)


def one_velocity_for_all(x):
    v = x**2
    bodies = []
    for k in range(2):
        bodies.append(Body(x * (k + 1), x * 1))
        bodies[k].vel = v
    for c in bodies:
        c.vel += c.pos
    return np.sum(bodies[0].vel * bodies[1].vel) + np.sum(v)


def takes_the_others_velocity(x):
    bodies = []
    for k in range(2):
        bodies.append(Body(x * (k + 1), x**2))
    bodies[1].vel = bodies[0].vel
    for c in bodies:
        c.vel += c.pos
    return np.sum(bodies[0].vel * bodies[1].vel)


def take_each_others_positions(x):
    bodies = [Body(x * 1.0, x**2), Body(np.sin(x), x * 3.0)]
    for k in range(2):
        bodies[k].vel = bodies[1 - k].pos
    for k in range(2):
        bodies[k].pos += x
    return np.sum(bodies[0].vel * bodies[1].vel)


def made_with_one_array_each(x):
    bodies = []
    for k in range(3):
        y = x * k
        bodies.append(Body(y, y))
    for c in bodies:
        c.pos += x
    return np.sum(bodies[1].vel * bodies[2].pos)


def made_with_the_array_before(x):
    bodies = []
    last = x * 3
    for _ in range(3):
        b = Body(last, x**2)
        bodies.append(b)
        last = b.vel
    for c in bodies:
        c.vel += x
    return np.sum(bodies[0].pos * bodies[1].pos)


def give(bodies, v):
    for b in bodies:
        b.vel = v


def a_helper_gives_one_array_to_all(x):
    bodies = [Body(x * 1.0, x**2), Body(np.sin(x), x * 3.0)]
    give(bodies, x * 2)
    for b in bodies:
        b.vel += b.pos
    return np.sum(bodies[0].vel * bodies[1].pos)


def crossed(x):
    y = np.sin(x)
    return [Body(y, x * 2), Body(x * 1.0, y)]


def a_helper_makes_bodies_with_one_array(x):
    bodies = crossed(x)
    for b in bodies:
        b.vel += b.pos
    return np.sum(bodies[0].pos * bodies[1].pos)


vector = np.array([0.7, 1.3])

@dataclass
class Planet:
    pos: np.ndarray
    vel: np.ndarray
    mass: float

    def kick(self, force, dt):
        self.vel = self.vel + dt * force / self.mass

    def drift(self, dt):
        self.pos += dt * self.vel

    def energy(self):
        return 0.5 * self.mass * np.sum(self.vel**2)


def planets_that_move_themselves(x):
    planets = [Planet(x[:2] * 1.0, x[2:] * 1.0, 1.0), Planet(x[2:] * 2.0, x[:2] * 0.5, 2.0)]
    for _ in range(3):
        for i, p in enumerate(planets):
            force = np.zeros(2)
            for j, q in enumerate(planets):
                if i != j:
                    d = q.pos - p.pos
                    force += d / (np.sum(d**2) + 0.1)
            p.kick(force, 0.1)
        for p in planets:
            p.drift(0.1)
    return sum(p.energy() for p in planets) + np.sum(planets[0].pos * planets[1].pos)


CASES = [
    Case(planets_that_move_themselves, (np.array([0.7, 0.4, 1.3, 0.9]),), complex_step=False),
    Case(two_bodies, (np.array([0.1, 0.2, 0.3, -0.4]),), complex_step=False),
    Case(each_drifts, (vector,)),
    Case(a_helper_drifts, (vector,)),
    Case(appended_bodies_drift, (vector,)),
    Case(one_body_twice, (vector,)),
    Case(one_array_in_two_bodies, (vector,)),
    Case(one_array_twice_in_a_body, (vector,)),
    Case(a_body_with_a_name, (vector,)),
    Case(two_names_in_a_trip, (vector,), refusable=True),
    Case(the_last_one_changed, (vector,)),
    Case(made_of_each_other, (vector,), refusable=True),
    Case(positions_listed_before, (vector,), refusable=True),
    Case(history_of_copies, (vector,)),
    Case(one_velocity_for_all, (vector,), refusable=True),
    Case(takes_the_others_velocity, (vector,), refusable=True),
    Case(take_each_others_positions, (vector,), refusable=True),
    Case(made_with_one_array_each, (vector,), refusable=True),
    Case(made_with_the_array_before, (vector,), refusable=True),
    Case(a_helper_gives_one_array_to_all, (vector,)),
    Case(a_helper_makes_bodies_with_one_array, (vector,)),
]
