"""What the functions of `meanwhile` read: numbers, arrays, containers, objects, classes, functions, some of them in others."""

import functools
import types
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

W = np.array([0.6, -0.4, 1.2])
V = np.array([0.5, 0.9, -0.3])
B = W[:2]
K = 0.8
FLAG = True
N = 2
MODE = "a"
L = [0.3, -0.5]
A = [np.array([0.2, 0.4, -0.6]), W]
D = {"a": 0.4, "b": W, "n": 2}
S = types.SimpleNamespace(w=np.array([1.0, 0.3, 0.2]), k=0.9)
T = (W, 0.3, [0.1, 0.7])


class Base:
    scale = 1.1
    table = np.array([0.3, 0.1, 0.8])
    opts: ClassVar = {"p": 0.6}

    def base(self, x):
        return np.sum(x * self.scale)


class Model(Base):
    def __init__(self, w, k):
        self.w = w
        self.k = k
        self.parts = [w * 2.0, 0.4]
        self.sub = S

    def loss(self, x):
        return np.sum(self.w * x**2) * self.k

    @property
    def two(self):
        return self.w * 2.0

    @two.setter
    def two(self, v):
        self.w = v

    @classmethod
    def cls(cls, x):
        return np.sum(cls.table * np.sin(x)) * cls.scale

    @staticmethod
    def stat(x):
        return K * x[0] ** 2

    def __call__(self, x):
        return x * self.w + self.parts[1]

    def __getitem__(self, i):
        return self.w[i] * self.k


@dataclass
class Data:
    w: np.ndarray = field(default_factory=lambda: np.array([0.2, 0.3, 0.5]))
    k: float = 0.7

    def at(self, x):
        return self.k * np.sum(self.w * x)


M = Model(W, 0.5)
M2 = Model(np.array([0.1, 0.2, 0.3]), 1.5)
O = Data()  # noqa: E741


def h1(x):
    return np.sum(np.tanh(W * x)) * K


def h2(x, w=W, k=K):
    return np.sum(w * x) * k


def h3(x, *, m=M):
    return m.loss(x) + x[1] * m.k


def h4(x):
    return h1(x) * L[0] + h2(x)


def h5(v):
    return v * S.k


def make(c, arr, lst):
    def inner(x):
        return np.sum(arr * x**2) * c + lst[0] * x[0]

    def change(v):
        nonlocal c
        c = v

    def swap(v):
        nonlocal arr
        arr = v

    return inner, change, swap


inner, change, swap = make(0.7, V, L)
part = functools.partial(h2, w=V)
FS = [np.sin, h5]
DF = {"g": h5, "h": lambda v: v * K}


def pick(x):
    return x[N] * W[N]


class Kind:
    def __init__(self, k):
        self.k = k


Kind.A = Kind(0.9)
Kind.B = Kind(1.7)


class Reg:
    tab: ClassVar = {"a": h1, "w": W, "k": 0.4}
    model = M
    kinds: ClassVar = [Kind.A, Kind.B]


CHOSEN = Kind.A
M.kind = Kind.A
O.kind = CHOSEN


def kinded(x):
    return np.sum(x) * M.kind.k if M.kind is Kind.A else x[0] ** 3


class Reader:
    def __init__(self, k):
        self.k = k

    def by_global(self, x):
        return np.sum(W * x) * self.k

    def number(self):
        return K * self.k

    def array(self):
        return W * self.k

    @property
    def level(self):
        return K + self.k

    @staticmethod
    def of():
        return W[0] * 2.0

    @classmethod
    def made(cls):
        return cls(K)

    def __len__(self):
        return N + 1

    def __float__(self):
        return float(self.k)

    def __contains__(self, v):
        return v < K


RD = Reader(0.6)
bound = M.loss


def loss2(self, x):
    return np.sum(x**3) * self.k


def stat2(x):
    return x[1] ** 3


def call2(self, x):
    return x * x


def two2(self):
    return self.w * 3.0


def h6(v):
    return v * v


def pick2(x):
    return x[0] * 2.0
