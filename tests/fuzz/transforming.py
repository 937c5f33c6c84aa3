"""Short programs that take derivatives themselves: of functions of theirs, at what varies, and of what they capture."""

from __future__ import annotations

import random

from fuzz.names import first_that_runs
from fuzz.ordered import SHRUNK, Kind, Writer
from fuzz.programs import Program

# See `ordered` for the letters; @ is a function that gives a number, # one that gives a vector, both of a vector.
FORMS = (
    "sd.grad(@)({v})[1]", "sd.grad(@)({v}).sum()", "np.dot(sd.grad(@)({v}), {v})", "sd.value_and_grad(@)({v})[0]", "sd.value_and_grad(@)({v})[1][0]", "sd.jvp(@, ({v},), ({v},))[1]", "sd.jvp(@, ({v},), (np.ones(3),))[0]", "sd.vjp(@, {v})[1]({r})[0].sum()", "sd.vjp(@, {v})[0]", "sd.linearize(@, {v})[1]({v})",
    "sd.hvp(@, ({v},), ({v},)).sum()", "sd.hessian(@)({v})[0, 1]", "sd.hessian(@)({v}).sum()", "sd.jacfwd(#)({v})[0, 1]", "sd.jacrev(#)({v}).sum()", "np.dot(sd.jacobian(#)({v})[2], {v})", "sd.jacfwd(@)({v})[0]", "sd.jvp(#, ({v},), ({v},))[1].sum()", "sd.vjp(#, {v})[1]({v})[0][1]", "sd.vmap(@)(np.outer({v}, {v})).sum()",
    "sd.vmap(#)(np.stack([{v}, {v}]))[1, 0]", "sd.vmap(sd.grad(@))(np.stack([{v}, {v}]))[0].sum()", "sd.grad(lambda u: @(u) * {r})({v})[0]", "sd.grad(lambda k: @({v} * k))({r})", "sd.grad(lambda k: @({v}) * k ** 2)({r})", "sd.grad(lambda u, k: @(u) * k, argnums=1)({v}, {r})", "sd.grad(lambda u, k: @(u) * k, argnums=(0, 1))({v}, {r})[0][2]",
    "sd.grad(lambda u: sd.grad(@)(u)[0] * u[1])({v})[0]", "sd.jacfwd(sd.grad(@))({v})[1, 0]", "sd.grad(lambda u: np.sum(#(u) ** 2))({v})[1]", "@({v}) * sd.stop_gradient({r}) * 0.0", "sd.grad(lambda u: @(sd.stop_gradient(u)) * u[0])({v})[0]", "sd.grad(lambda p: @(p['w']) * p['b'])({{'w': {v}, 'b': {r}}})['b']", "sd.grad(lambda p: @(p[0]) * p[1])([{v}, {r}])[0][1]",
    "sd.grad(functools.partial(mixed, k={r}))({v})[0]", "sd.grad(mixed, argnums=1)({v}, {r})", "sd.grad(mixed, argnames='k')({v}, k={r})", "sd.value_and_grad(lambda u: (@(u), {r}), has_aux=True)({v})[0][1]", "sd.grad(lambda u: (@(u), u * {r}), has_aux=True)({v})[1][0]", "sum(sd.grad(@)(u)[0] for u in ({v}, {v}))", "[sd.grad(one)({v}).sum() for one in (@, @)][1]",
    "slope(@, {v})", "descended(@, {v})", "sd.grad(lambda u: descended(@, u))({v})[0]", "Model({v}).step({r})", "sd.grad(Model({v}).loss)({v})[1]", "sd.grad(lambda m: m.loss({v}))(Model({v})).w[0]", "rooted(@, {r})",
)  # fmt: skip
SCALARS = ("product", "walked", "summed", "branched", "looped", "powers", "soft", "cubed", "np.sum", "(lambda u: u[0] * u[1] + s)", "normed")
VECTORS = ("turned", "stencil", "np.sin", "sd.grad(product)", "(lambda u: u * u[0] + t)", "np.cumsum")
KINDS = (
    Kind("s = x[0] * 0.5\nt = x[1]\ny = x * 1.0", ("s", "t", "y[0]", "y[1]"), ("y.sum()",), ("shrunk(y, {r})",), ("y", "x", "y[::-1]"), ("y[int({t})] = {e}", "y *= {e}", "y = {v}", "s = {e}", "y[:] = {v}", "for k in range(2): s = s * 0.5 + {e}", "y = y - 0.1 * sd.grad(product)(y)", "y = y + 0.1 * turned(y)")),
    Kind("L = [x[0], x[2]]", ("L[0]",), ("sum(L)",), (), (), ("L.append({e})", "L = [e * {r} for e in L]")),
    Kind("o = Model(x * 0.5)", ("o.w[0]", "o.b"), ("o.loss(y)",), ("o.step({r})",), ("o.w",), ("o.w = o.w - 0.1 * sd.grad(lambda w: np.sum(w * y) ** 2)(o.w)", "o.b = {e}", "o.w[1] = {e}")),
)  # fmt: skip
IMPORTS = """import copy
import dataclasses
import functools

import numpy as np

import s2sdiff as sd
"""
DEFINITIONS = """def product(v):
    return v[0] * v[1] ** 2 + v.sum() * 0.5


def walked(v):
    s = 0.0
    for k in range(len(v)):
        s = s * v[k] + np.sin(v[k])
    return s


def summed(v):
    u = v.copy()
    u[1:] += u[:-1]
    u *= u[0]
    return np.sum(u * u) * 0.3


def branched(v):
    if v[0] > 0.2:
        return v[0] * v[1] * v[2]
    return v.sum() ** 2


def looped(v):
    s, k = v[0], 0
    while s < 2.0 and k < 4:
        s = s * 1.3 + v[1] ** 2
        k += 1
    return s * v[2]


def powers(v, n=2):
    return v.sum() if n == 0 else powers(v * v[0] + 0.1, n - 1)


def soft(v):
    return np.log(1.0 + np.exp(v)).sum()


@sd.custom_jvp
def cubed(v):
    return np.sum(v**3)

@cubed.defjvp
def cubed_jvp(primals, tangents):
    (v,), (v_dot,) = primals, tangents
    return np.sum(v**3), np.sum(3.0 * v**2 * v_dot)


def normed(v):
    return np.sqrt(1.0 + np.sum(v * v))


def turned(v):
    return np.array([v[0] * v[1], np.sin(v[2]), v.sum()])


def stencil(v):
    u = v * 1.0
    for _ in range(2):
        u[1:-1] = u[1:-1] + 0.3 * u[1:-1] * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return u


def mixed(v, k=0.5):
    return np.sum(v * k) + k**2 * v[0] * v[1]


def slope(function, v):
    return np.sum(sd.grad(function)(v) ** 2)


def descended(function, v):
    for _ in range(2):
        v = v - 0.05 * sd.grad(function)(v)
    return v[0] * v[1] + v[2]


def rooted(function, k):
    at = 0.3
    for _ in range(2):
        g = sd.grad(lambda a: function(np.array([a, k, a * k])) + a**2)(at)
        at = at - 0.1 * g
    return at * k


@dataclasses.dataclass
class Model:
    w: np.ndarray
    b: float = 0.5

    def loss(self, v):
        return np.sum(self.w * v) ** 2 * self.b + v[0]

    def step(self, k):
        self.w = self.w - 0.1 * sd.grad(lambda w: np.sum((w * k - self.b) ** 2))(self.w)
        self.b = self.b * k
        return self.w[0]
"""


def generate_transforming(seed: int) -> Program:
    """The program of a seed."""
    return first_that_runs(seed, lambda drawn: Transforming(seed, drawn).program())


class Transforming(Writer):
    """Writes one program, in which several numbers are derivatives."""

    kinds_known, imports, definitions = KINDS, IMPORTS, DEFINITIONS + SHRUNK

    def __init__(self, seed: int, drawn: random.Random) -> None:
        super().__init__(seed, drawn)
        forms = drawn.sample(FORMS, drawn.choice([2, 4, 6]))
        numbers = tuple(form.replace("@", drawn.choice(SCALARS)).replace("#", drawn.choice(VECTORS)) for form in forms)
        self.kinds.append(Kind("pass", numbers=numbers * 2))
