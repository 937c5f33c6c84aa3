"""Members of enumerations as numbers, keys and fields; ordered dicts and dicts with defaults from outside."""

import collections
from dataclasses import dataclass
from enum import Enum, IntEnum

import numpy as np

from oracles import Case

X = np.array([0.7, 1.3, 0.4])


class Mode(Enum):
    PLAIN = 1
    SQUARED = 2


class Level(IntEnum):
    LOW = 0
    HIGH = 2


WEIGHTS = collections.OrderedDict(first=np.array([1.0, 2.0]), second=np.array([3.0, 4.0]))
RATES = collections.defaultdict(float, {"a": 2.0, "b": 0.5})


@dataclass
class Term:
    v: float
    mode: Mode

    def value(self):
        return self.v if self.mode is Mode.PLAIN else self.v**2


def numbers(x):
    s = x[Level.HIGH] * Level.HIGH + x[0] * -Level.HIGH + x[1] ** Level.HIGH
    for level in Level:
        s = s + x[level] ** 2 * level
    s *= Level.HIGH
    return s


def repeated(x):
    s = 0.0
    for i in range(Level.HIGH):
        s = s + x[i] * (Level.HIGH + i)
    return s + np.sum(np.full(Level.HIGH, x[0])) * x[Level.LOW : Level.HIGH].sum()


def looked_up(x):
    name = "SQUARED"
    return x[0] * Mode[name].value + x[1] * Mode(2).value + (x[2] if Level(2) == Level.HIGH else 0.0)


def fields(x):
    return Term(x[0], Mode.PLAIN).value() * Term(x[1], Mode.SQUARED).value()


def keys(x):
    d = {Mode.PLAIN: x[0], Mode.SQUARED: x[1]}
    return d[Mode.PLAIN] * d[Mode.SQUARED] ** Level.HIGH


def ordered_weights(x):
    s = 0.0
    for name, w in WEIGHTS.items():
        s = s + np.sum(w * x[:2]) ** (1 + (name == "second"))
    return s * (2.0 if isinstance(WEIGHTS, collections.OrderedDict) else 5.0)


def rates_with_default(x):
    return x[0] * RATES["a"] * (2.0 if "c" in RATES else 3.0) + sum(RATES.values()) * x[1] ** 2 + sum(RATES[k] * x[2] for k in list(RATES))


CASES = [
    Case(numbers, (X,)),
    Case(repeated, (X,)),
    Case(looked_up, (X,)),
    Case(fields, (X,)),
    Case(keys, (X,)),
    Case(ordered_weights, (X,)),
    Case(rates_with_default, (X,)),
]
