"""Objects as dicts: `vars(p)` and `p.__dict__`, read and stored into; the fields of dataclasses."""

import copy
import dataclasses

import numpy as np

from oracles import Case

X = np.array([0.4, 0.7, 1.3])


class Params:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def step(self, g, rate=0.1):
        for k in self.__dict__:
            self.__dict__[k] = self.__dict__[k] - rate * g[k]

    def norm(self):
        return sum(np.sum(v**2) for v in vars(self).values())


class Options:
    def __init__(self, **given):
        self.__dict__.update(given)
        self.total = sum(v for k, v in self.__dict__.items() if k != "scale")


@dataclasses.dataclass
class Inner:
    u: np.ndarray
    v: float


@dataclasses.dataclass
class Outer:
    inner: Inner
    list: list
    t: float = 1.5


def summed(x):
    return Params(x * 2, x[0]).norm()


def stored_by_name(x):
    p = Params(x * 2, x[0])
    for _ in range(3):
        p.step({"w": p.w * x, "b": p.b * x[1]})
    return p.norm()


def updated_from_keywords(x):
    return Options(a=x[0], b=x[1] ** 2, scale=3.0).total


def read_as_it_goes_on(x):
    p, s = Params(x[0], x[1]), 0.0
    for _, v in vars(p).items():
        p.b = p.b * 2
        s = s + v * v
    return s


def asked_for_before_a_change(x):
    p = Params(x[0], x[1])
    items, d = vars(p).items(), vars(p)
    p.w = x[2] ** 2
    s = d["w"] * d["b"]
    for _, v in items:
        s = s + v * v
    return s


def changed_in_a_loop(x):
    p, s = Params(x[0], x[1]), 0.0
    for i in range(len(x)):
        vars(p)["w"] *= x[i]
        s = s + p.w
    return s


def copies(x):
    p = Params(x[0], x[1])
    c, listed = copy.copy(vars(p)), list(vars(p).values())
    c["w"] = c["w"] * 2
    p.b = x[2]
    return c["w"] * c["b"] + p.w * p.b + sum(listed) * listed[1]


def of_two_objects(x):
    p, q = Params(x * 2, x[0]), Params(**vars(Params(x[1], x[2])))
    p.__dict__.update(q.__dict__, w=x * p.b)
    return np.sum(p.w) * p.b * q.w


def asked_of(x):
    p = Params(x * 2, x[0])
    s = len(vars(p)) * x[0] + vars(p).get("b", 0.0) + vars(p).get("c", 2.0) * x[1]
    return s if "w" in vars(p) else 0.0


def array_of_another(x):
    p = Params(x * 2, x[0])
    vars(p)["w"][0] = x[1]
    return p.norm()


def same_again_but_for(x):
    p = Params(x * 2, x[0])
    return {**vars(p), "b": x[1]}["b"] * p.b


def fields_by_name(x):
    p, s = Inner(x * 2, x[0]), 0.0
    for f in dataclasses.fields(p):
        s = s + np.sum(getattr(p, f.name)) ** 2
    return s


def as_dicts(x):
    o = Outer(Inner(x * 2, x[0]), [x[1], x[2]])
    d = dataclasses.asdict(o)
    d["inner"]["u"][0] = x[1] ** 2
    o.list[0] = 5.0
    return np.sum(o.inner.u) * np.sum(d["inner"]["u"]) * d["list"][0] * d["t"]


def as_tuples(x):
    o = Outer(Inner(x * 2, x[0]), [Inner(x, x[1]), Inner(x * 3, x[2])])
    (u, v), listed, t = dataclasses.astuple(o)
    o.inner.u[0] = 1.0
    return np.sum(u * x) * v + listed[0][1] * np.sum(listed[1][0]) * t


CASES = [
    Case(summed, (X,)),
    Case(stored_by_name, (X,)),
    Case(updated_from_keywords, (X,)),
    Case(read_as_it_goes_on, (X,)),
    Case(asked_for_before_a_change, (X,)),
    Case(changed_in_a_loop, (X,)),
    Case(copies, (X,)),
    Case(of_two_objects, (X,)),
    Case(asked_of, (X,)),
    Case(array_of_another, (X,)),
    Case(same_again_but_for, (X,)),
    Case(fields_by_name, (X,)),
    Case(as_dicts, (X,)),
    Case(as_tuples, (X,)),
]
