"""Programs that ask of which class something is, by `type`, `isinstance` and `__class__`."""

import sys

import numpy as np
from oracles import Case


class Jet:
    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return Jet(self.v + other.v) if type(other) == Jet else Jet(self.v + other)

    def __mul__(self, other):
        if type(self) == type(other):
            return Jet(self.v * other.v)
        return Jet(self.v * other)

    def __truediv__(self, other):
        if type(other) in (int, float):
            return Jet(self.v / other)
        return Jet(self.v / other.v)

    def __pow__(self, other):
        return Jet(self.v**other.v) if other.__class__ is Jet else Jet(self.v**other)


class Steep(Jet):
    pass


def classes_of_operands(x):
    return np.sum(((Jet(x) + Jet(x * x) + 2.0) * Jet(x) * 3.0 / 2.0 / Jet(x + 2.0) ** Jet(2.0) ** 2).v)


def told(z):
    if type(z) is Jet:
        return z.v
    if type(z) is Steep:
        return z.v * 2
    if type(z) is tuple:
        return z[0]
    if type(z) == float:
        return z * 3
    if type(z) == int:
        return z * 5
    if type(z) is bool:
        return 7.0
    if type(z) is str:
        return 11.0
    if z is None:
        return 13.0
    return z.sum()


def each_in_its_way(x):
    jets = told(Jet(x[0])) * told(Steep(x[1])) * told((x[2],)) * told(0.5) * told(2)
    return jets * told(True) * told("a") * told(None) * told(x) * told(x[2]) * told(x[2].item())


def numbers_of_either(x):
    """Of what `max` gives, and what is chosen, it shows when run whether it is a number of Python's or of NumPy's."""
    total = 0.0
    for k, v in enumerate([max(x[0], 0.5), min(0.2, x[1]), 0.5 if x[0] > 0 else x[1], x[0] if x[0] > 0 else 0.5]):
        if type(v) == float:
            total = total + (k + 2) * x[2]
        else:
            total = total + x[0] * v
    return total


def truths_of_either(x):
    scales = [1.5 if isinstance(t, bool) else 2.5 for t in (x[0] > 0, len(x) > 2, not x[0], np.any(x), True)]
    return np.sum(x) * scales[0] + x[0] * scales[1] * scales[2] + x[1] * scales[3] * scales[4]


def of_any_precision(x):
    eps = np.finfo(x.dtype).eps + sys.float_info.epsilon
    least = np.finfo(float).max
    for v in x:
        least = v if v < least else least
    return np.sum(np.log(np.abs(x) + eps)) + least * np.iinfo(np.int8).max


X = np.array([0.42, 0.73, 1.31])
CASES = [
    Case(classes_of_operands, (X,), second_refusable=True),
    Case(each_in_its_way, (X,), complex_step=False, second_refusable=True),
    Case(numbers_of_either, (X,), complex_step=False, second_refusable=True),
    Case(truths_of_either, (X,), complex_step=False),
    Case(of_any_precision, (X,), complex_step=False),
]
