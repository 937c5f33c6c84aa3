"""Objects whose attributes and methods are called as those of arrays are, and mean something else; classes of other modules."""

from collections import namedtuple
from dataclasses import dataclass, field
from types import ModuleType

import numpy as np

from oracles import Case

X = np.array([0.42, -0.73, 1.31])

Pair = namedtuple("Pair", "shape size")


class Cell:
    def __init__(self, size, shape):
        self.size, self.shape = size, shape

    def copy(self, c):
        self.size *= c
        return self.size


class Tree:
    def __init__(self, T, real=None):
        self.T, self.real = T, real


@dataclass
class Parts:
    real: object
    imag: object
    T: object
    ndim: object


@dataclass
class Logged:
    pos: object
    log: list = field(default_factory=list)


class Doubled:
    def __init__(self, pos):
        for _ in range(2):
            pos = pos * 2
        self.pos = pos


library = ModuleType("library")
library.Logged, library.Doubled = Logged, Doubled


class Settings:
    size = np.array([1.0, 2.0, 3.0])
    shape = np.ones((3, 3, 3))
    nbytes = (1.0, 2.0, 3.0)


SETTINGS = Settings()


def size_that_a_method_changes(x):
    cell = Cell(x**1, [1.0])
    for _ in range(1):
        cell.size = cell.copy(0.5)
    return np.sum(cell.size)


def shape_of_an_object_in_a_dict(x):
    cells = {"a": x, "b": Cell(x, [0.3, 0.6])}
    cells["b"].shape[1] = 0.5
    return cells["b"].shape[1] * x[0]


def fields_of_a_namedtuple(x):
    pair = Pair(x * 2, [x[0], x[1]])
    size = pair.size
    size[0] = x[2] * 3
    shape = pair.shape
    shape *= x
    return np.sum(pair.shape) * pair.size[0] + len(pair.size)


def settings_from_outside(x):
    y = x @ SETTINGS.shape
    return np.sum(y.T) + np.sum(SETTINGS.size * x) * SETTINGS.nbytes[1]


def parts_of_a_dataclass(x):
    parts = Parts(x * 1, x**2, [x * 3], x[0])
    parts.real[0] = parts.imag[1]
    parts.T[0][1] = parts.real[0] * parts.ndim
    parts.ndim *= 2
    t = parts.T[0]
    parts.imag = parts.real
    parts.imag[2] = t[1]
    return np.sum(parts.real * t) * parts.ndim


def size_of_the_size(x):
    def double(cell):
        cell.size[0] *= 2
        return cell.size

    cell = Cell(x * 1.0, x)
    y = cell.size
    double(cell)
    n = cell.size.size + cell.size.shape[0]
    for k in range(n):
        cell.size = cell.size * cell.shape + y[k % 3]
    return np.sum(cell.size)


def list_two_deep(x):
    s = 0.5
    o = Tree(Tree([], real=x))
    o.T.T.extend([0.5, x[1]])
    if s:
        s += o.T.T.pop()
    a = o.T.T
    return a[0] * x[0] * s


def objects_of_another_module(x):
    part, other = library.Logged(x[0]), library.Doubled(x[1])
    for k in range(2):
        part.pos = part.pos * other.pos + k
        part.log.append(part.pos)
    return sum(part.log) * other.pos


def parameter_that_an_inner_function_assigns(x, zeros_like=0.5, reversed=2.0):
    """Called as a helper is, and as a builtin."""

    def inner(v):
        nonlocal zeros_like, reversed
        zeros_like, reversed = v, v * v

    inner(x[0])
    return zeros_like * x[1] + reversed


CASES = [
    Case(f, (X,), complex_step=False)
    for f in (
        size_that_a_method_changes, shape_of_an_object_in_a_dict, fields_of_a_namedtuple, settings_from_outside, parts_of_a_dataclass,
        size_of_the_size, list_two_deep, objects_of_another_module, parameter_that_an_inner_function_assigns,
    )
]  # fmt: skip
