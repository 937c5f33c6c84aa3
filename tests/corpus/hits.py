"""Functions and attributes that give a tuple or None: hits of rays, roots of parabolas, what was seen last."""

import math
from dataclasses import dataclass

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


class Ray:
    def __init__(self, o, d):
        self.o = o
        self.d = d / np.sqrt(np.dot(d, d))


class Sphere:
    def __init__(self, c, r, col):
        self.c = c
        self.r = r
        self.col = col

    def hit(self, ray):
        oc = ray.o - self.c
        b = np.dot(oc, ray.d)
        c = np.dot(oc, oc) - self.r**2
        disc = b * b - c
        if disc < 0:
            return None
        t = -b - np.sqrt(disc)
        if t < 0.0001:
            return None
        p = ray.o + t * ray.d
        return (t, (p - self.c) / self.r)


def trace(ray, spheres):
    best = None
    for s in spheres:
        h = s.hit(ray)
        if h is None:
            continue
        t, n = h
        if best is None or t < best[0]:
            best = (t, n, s.col)
    return best


def quad(a, b, c):
    d = b * b - 4 * a * c
    if d < 0:
        return None
    s = np.sqrt(d)
    return ((-b - s) / (2 * a), (-b + s) / (2 * a))


def find(x, th):
    for i, v in enumerate(x):
        if v > th:
            return (i, v)
    return None


def nearest(p, pts):
    best = None
    for q in pts:
        d = np.sum((p - q) ** 2)
        if best is None or d < best[0]:
            best = (d, q)
    return best


def use(b):
    return b[0] if b is not None else 1.0


def rays_and_spheres(x):
    spheres = [Sphere(np.array([0.0, 0.0, -3.0]), 1.0 + x[0] * 0.1, x[1]), Sphere(np.array([1.0, 0.0, -4.0]), x[2], x[3])]
    tot = 0.0
    for i in range(3):
        ray = Ray(np.array([0.1 * i, x[0] * 0.1, 0.0]), np.array([0.0, 0.05, -1.0]))
        h = trace(ray, spheres)
        if h is not None:
            t, n, c = h
            tot = tot + c * n[2] / t
    return tot


def roots_of_a_parabola(x):
    r = quad(x[0], x[1] + 3, x[2])
    if r is None:
        return x[0]
    lo, hi = r
    return lo * hi**2


def chosen_root(x):
    r = quad(x[0], x[1], x[2])
    return x[0] ** 2 if r is None else r[0]


def roots_in_a_loop(x):
    t = 0.0
    for k in range(4):
        roots = quad(x[0], x[k] * k, x[2] * 0.5)
        if roots:
            t = t + roots[0] * roots[1] + roots[1]
        else:
            t = t + x[k]
    return t


def found_or_not(x):
    a = find(x, 0.6)
    b = find(x, 5.0)
    out = 0.0
    if a:
        out = out + a[1] ** 2 * a[0]
    if b is not None:
        out = out + b[1]
    return out


def nearest_point(x):
    pts = [x[:2], x[2:], x[1:3]]
    d, q = nearest(np.array([1.0, 1.0]), pts)
    return d * np.sum(q)


def passed_on_or_none(x):
    best = None
    for v in x:
        if best is None or v > best[0]:
            best = (v, v * 2)
    return use(best) ** 2 + use(quad(x[0], x[1], x[2]))


class Cam:
    def __init__(self):
        self.last = None

    def see(self, r):
        if r is not None:
            self.last = r


def newton(f, df, x0):
    for _ in range(20):
        d = df(x0)
        if abs(d) < 1e-12:
            return None
        x1 = x0 - f(x0) / d
        if abs(x1 - x0) < 1e-12:
            return x1
        x0 = x1
    return None


def rec(x, d):
    h = quad(x[0], x[1] + 3 - d, x[2])
    if h is None or d == 0:
        return x[0]
    return h[0] * h[1] + rec(x * 0.9, d - 1)


def hits_of_a_list(x):
    hits = [quad(v, x[1] + 2, 0.3) for v in x]
    hits = [h for h in hits if h is not None]
    return sum((h[0] * h[1] for h in hits)) + len(hits)


def smallest_hit(x):
    hits = [quad(v, x[1] + k * 0.7, 0.3) for k, v in enumerate(x)]
    best = min((h for h in hits if h), key=lambda h: h[0])
    return best[0] * best[1]


def asked_at_once(x):
    if quad(x[0], x[1], x[2]) is None:
        return x[3]
    return x[0]


def named_in_the_question(x):
    t = 0.0
    for v in x:
        if (r := quad(v, x[1] + 1.5, 0.3)) is not None:
            t = t + r[0] * r[1]
    return t


def or_else(x):
    r = quad(x[0], x[1], x[2]) or (x[0], x[1] ** 2)
    return r[0] * r[1]


def misses_counted(x):
    hits = [quad(v, x[1] + k * 0.7, 0.3) for k, v in enumerate(x)]
    n = sum((1 for h in hits if h is None))
    return sum((h[0] for h in hits if h is not None)) * n


def hits_in_a_dict(x):
    hits = {k: quad(v, x[1] + k * 0.7, 0.3) for k, v in enumerate(x)}
    return sum((h[0] for h in hits.values() if h))


def last_hit(x):
    c = Cam()
    for v in x:
        c.see(quad(v, 2.5, 0.3))
    return c.last[0] * c.last[1]


def newton_or_none(x):
    r = newton(lambda v: v * v - x[1], lambda v: 2 * v, x[0])
    return 0.0 if r is None else r * x[2]


def recursion_or_none(x):
    return rec(x, 3)


def best_hit(x):
    best = None
    for v in x:
        h = quad(v, x[1] + 2, 0.3)
        if h and (not best or h[0] < best[0]):
            best = h
    a, b = best
    return a * b


def asked_by_a_local_function(x):
    best = None
    for v in x:
        if best is None or v > best[0]:
            best = (v, v * 2)

    def f(b):
        return b[0] if b is not None else 1.0

    return f(best)


def what_find_gives(x):
    r = find(x, 1.0)
    return r[0] * r[1] if r is not None else x[0]


class T:
    def __init__(self):
        self.best = None
        self.n = 0

    def see(self, v, p):
        self.n += 1
        if not self.best or v < self.best[0]:
            self.best = (v, p)
        return self

    def reset(self):
        self.best = None


@dataclass
class D:
    w: float
    last: object = None

    def push(self, v):
        out = 0.0
        if self.last is not None:
            a, b = self.last
            out = (v - a) * b * self.w
        self.last = (v, v * v)
        return out


class Line:
    def __init__(self, f):
        self.f = f
        self.cache = None

    def __call__(self, a):
        if self.cache is None or self.cache[0] != a:
            self.cache = (a, self.f(a))
        return self.cache[1]


def best_that_is_reset(x):
    t = T()
    for i, v in enumerate(x):
        t.see(v, v**3)
        if i == 1:
            t.reset()
    return t.best[0] * t.best[1] * t.n


def field_that_is_none(x):
    d = D(x[0])
    return sum((d.push(v) for v in x)) + d.last[1]


def fields_of_several_objects(x):
    ds = [D(x[0]), D(x[1])]
    t = 0.0
    for v in x:
        for d in ds:
            t = t + d.push(v)
    return t


def asked_from_outside(x):
    t = T()

    def f(o):
        return o.best[0] if o.best is not None else 0.0

    a = f(t)
    t.see(x[0], x[1])
    for v in x:
        t.see(v, v * 2)
    return a + f(t) * x[2]


def attribute_under_a_name(x):
    t = T()
    s = 0.0
    for v in x:
        b = t.best
        if b is not None and b[0] > v:
            s = s + b[1]
        if t.best is None:
            s = s + 1.0 * v
        t.see(v * v, v)
    return s


def kept_value(x):
    l = Line(lambda a: np.sum(np.sin(a * x)))
    t = 0.0
    for k in range(4):
        t = t + l(k // 2 + 0.5)
    return t


CASES = [
    Case(rays_and_spheres, (X,), (0,)),
    Case(roots_of_a_parabola, (X,), (0,)),
    Case(chosen_root, (X,), (0,)),
    Case(roots_in_a_loop, (X,), (0,)),
    Case(found_or_not, (X,), (0,)),
    Case(nearest_point, (X,), (0,)),
    Case(passed_on_or_none, (X,), (0,)),
    Case(hits_of_a_list, (X,), (0,)),
    Case(smallest_hit, (X,), (0,)),
    Case(asked_at_once, (X,), (0,)),
    Case(named_in_the_question, (X,), (0,)),
    Case(or_else, (X,), (0,)),
    Case(misses_counted, (X,), (0,)),
    Case(hits_in_a_dict, (X,), (0,)),
    Case(last_hit, (X,), (0,)),
    Case(newton_or_none, (X,), (0,)),
    Case(recursion_or_none, (X,), (0,)),
    Case(best_hit, (X,), (0,)),
    Case(asked_by_a_local_function, (X,), (0,)),
    Case(what_find_gives, (X,), (0,)),
    Case(best_that_is_reset, (X,), (0,)),
    Case(field_that_is_none, (X,), (0,)),
    Case(fields_of_several_objects, (X,), (0,)),
    Case(asked_from_outside, (X,), (0,)),
    Case(attribute_under_a_name, (X,), (0,), second_refusable=True),
    Case(kept_value, (X,), (0,)),
]
