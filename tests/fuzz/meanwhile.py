"""Functions that read much from outside, and changes of what is there between calls of their derivatives.

A derivative that is called anew goes by what is there now; a pullback and a pushforward by what was there when the
function was called, or they say that they cannot.
"""

from __future__ import annotations

import collections
import copy
import functools
import random
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import s2sdiff as sd
from fuzz.check import Failure
from fuzz.truth import Rejected, run_text

OUTSIDE = Path(__file__).with_name("outside.py").read_text()

# In lines {t} is a term, and lines are parted by |.
TERMS = (
    "kinded(x)", "(x[0]**2 if M.kind is Kind.A else x[1])", "(x[0]**2 if CHOSEN is O.kind else x[1])", "(x[0]**2 if M.kind in Reg.kinds else x[1])",
    "(x[2]**2 if Reg.model is M else x[1])", "Reg.tab['a'](x)", "Reg.tab['k'] * x[0]**2", "np.sum(Reg.tab['w'] * x**2)", "Reg.model.loss(x)",
    "Kind.B.k * x[0]**2", "RD.by_global(x)", "RD.number() * x[0]**2", "np.sum(RD.array() * x**2)", "RD.level * x[1]**2", "Reader.of() * x[1]**2",
    "RD.made().k * x[2]**2", "len(RD) * x[0]**2", "float(RD) * x[0]**2", "(x[0] ** 2 if 0.7 in RD else x[1] ** 3)", "CHOSEN.k * x[0]**2",
    "np.sum(W * x**2)", "np.sum(V * np.sin(x))", "K * x[0] * x[1]", "(x[2]**2 if FLAG else x[1]**3)", "x[N] ** 2",
    "({'a': x[0], 'b': x[1]}[MODE]) * x[2]", "L[0] * x[0]**2", "sum(v * e for v, e in zip(L, x))", "np.sum(A[0] * x) ** 2", "np.sum(A[1] * x**2)",
    "D['a'] * x[1]**2", "np.sum(D['b'] * x) * x[0]", "np.sum(S.w * x) * S.k", "T[1] * x[0] * T[2][0]", "np.sum(T[0] * x**3)", "M.loss(x)",
    "np.sum(M.two * x)", "Model.cls(x)", "M.cls(x)", "Model.stat(x)", "np.sum(M(x))", "M[1] * x[1]**2", "M2.loss(x)", "M.base(x)",
    "np.sum(M.table * x**2)", "M.opts['p'] * x[0]**2", "Model.scale * x[0]", "M.scale * x[1]**2", "np.sum(M.parts[0] * x)", "M.parts[1] * x[2]**2",
    "np.sum(M.sub.w * x)**2", "O.at(x) ** 2", "np.sum(O.w * x)", "O.k * x[0] * x[0]", "h1(x)", "h2(x) * x[0]", "h3(x)", "h4(x)", "np.sum(h5(x))",
    "inner(x)", "part(x) * x[1]", "np.sum(FS[1](x)) * x[0]", "np.sum(DF['g'](x)) ** 2", "np.sum(DF['h'](x**2))", "pick(x)**2", "bound(x)",
    "np.sum(B * x[:2]**2)", "x @ W * s", "W[N] * s", "len(L) * x[0]**2", "x[len(L) - 2]**2", "sum(L) * x[1]**2", "max(L) * x[2]**2", "np.max(W * x)",
    "W.max() * x[0]**2", "(x[0] if W[0] > 0.5 else x[1]) * K", "(x[0] if M.k > 0.6 else x[1]**2)", "sum(map(h5, x))",
    "functools.reduce(lambda a, e: a * K + e, x, 0.0)", "np.dot(W, np.tanh(x)) ** 2", "np.sum(np.where(W > 0, x, x**2))", "np.sum(x[W > 0] ** 2)",
    "sum(D[k] * x[0] for k in ('a', 'n'))", "getattr(M, 'k') * x[0]**2", "globals()['K'] * x[0]", "np.sum(sd.grad(h1)(x) * V)",
    "sd.vjp(h1, x)[1](1.0)[0] @ W", "sd.jvp(inner, (x,), (W,))[1]", "np.sum(vars(S)['w'] * x)",
)  # fmt: skip
LINES = (
    "s = s + {t}", "s += {t}", "s = s * 0.5 + {t}", "y = x * W|s += np.sum(y ** 2)", "y = x.copy()|y *= W|y[0] += K|s += np.sum(y * x) + {t}",
    "for v in L:|    s += v * {t}", "if K > 0.7:|    s += {t}", "for k, v in D.items():|    s += np.sum(v * x[0] ** 2)",
    "w = M.w|s += np.sum(w * x) * {t}", "for j in range(N):|    s += x[j] * W[j] * {t}", "w = W|s = s + w[0] * {t}",
    "o = replace(O, k=x[0])|s += o.at(x)", "o = Data(W * x, x[1])|s += o.at(x)", "m = copy.copy(M)|m.k = x[0] * 2.0|s += m.loss(x)",
    "def loc(v):|    return v * K + x[0]|s += loc(x[1]) * {t}", "q = [e * K for e in x]|s += sum(q) * q[0]", "z = W + x|s += np.sum(z * z)",
    "acc = np.zeros(3)|acc[:] = W|acc += x|s += np.sum(acc ** 2) * {t}",
)  # fmt: skip
CHANGES = (
    "M.kind = Kind.B", "Kind.A.k = 0.33", "Kind.A = Kind(0.5)", "CHOSEN = Kind.B", "O.kind = Kind.B", "Reg.tab['k'] = 1.4", "Reg.tab['a'] = h3",
    "Reg.tab['w'] = V", "Reg.model = M2", "Reg.kinds.pop()", "RD.k = 1.2", "Reader.level = 1.3", "Reader.number = Reader.__float__",
    "RD = Reader(0.3)", "W[0] += 0.5", "W *= 1.3", "W = W * 0.7", "W = np.array([0.9, 0.2, -0.7])", "V[1] = 1.7", "V = V + 1.0", "B[1] = 0.77",
    "K = 1.4", "K = 0.3", "K = 2", "K = np.float64(0.9)", "K = np.array(0.55)", "FLAG = not FLAG", "N = 1 - N % 2", "N = 0",
    "MODE = 'b' if MODE == 'a' else 'a'", "L[0] = 0.9", "L.append(0.25)", "L = [0.7, 0.1, 0.2]", "L.reverse()", "A[0] = V * 2.0", "A[0][1] = 3.0",
    "A[1] *= 0.5", "D['a'] = 1.6", "D['b'] = V", "D['b'][0] = 0.11", "D['c'] = 0.3", "S.w = V * 1.5", "S.w[2] = 1.9", "S.k = 0.2", "S.k *= 2.0",
    "T[2][0] = 0.8", "T[0][1] = 0.8", "M.w = M.w * 2.0", "M.w[0] -= 0.4", "M.k = 0.85", "M.k = 0.35", "M.parts[1] = 1.2", "M.parts[0] *= 2.0",
    "M.two = V * 0.5", "M = M2", "M, M2 = M2, M", "M2.k = 0.1", "M2.w += 1.0", "Model.scale = 0.6", "Base.scale = 2.1",
    "Base.table = np.array([1.0, 2.0, 3.0])", "Base.table[0] = 0.9", "Model.table = V", "Base.opts['p'] = 1.3", "M.scale = 0.25",
    "M.opts = {'p': 0.21}", "M.sub = types.SimpleNamespace(w=V, k=0.3)", "O.k = 1.9", "O.w[1] = 0.45", "O.w = W", "O = Data(k=0.15)",
    "h2.__defaults__ = (V, 0.6)", "h3.__kwdefaults__ = {'m': M2}", "change(1.6)", "swap(W)", "inner, change, swap = make(0.2, W, [0.5])", "h1 = h2",
    "h5 = h6", "FS[1] = np.cos", "FS = [np.cos, np.tanh]", "DF['g'] = np.sin", "DF['h'] = h5", "part = functools.partial(h2, w=W, k=0.1)",
    "pick = pick2", "bound = M2.loss", "Model.loss = loss2", "Model.stat = staticmethod(stat2)", "Model.__call__ = call2",
    "Model.two = property(two2)", "W.sort()", "W[:] = V", "np.add(W, 1.0, out=W)", "del L[0]", "L.insert(0, 0.65)", "D.pop('c', None)",
    "D.update(a=0.95)", "S.__dict__['k'] = 0.44", "setattr(M, 'k', 0.66)", "f.__defaults__ = (0.9,)", "M.__dict__.update(k=0.77)", "M.w = 0.5",
    "W = 0.5 + W[0]", "L = (0.2, 0.4)", "M = Model(V, 0.9)", "A = (V, W)", "D = {'a': 0.1, 'b': V, 'n': 1}", "POINT *= 1.1", "POINT[0] = 0.9",
)  # fmt: skip
INDENT = "    "
START = np.array([0.45, -0.7, 1.3])
ALONG = np.array([0.3, -1.1, 0.8])
STEP = 1e-6


@dataclass(frozen=True)
class Story:
    """The lines of a function `f` of `x` and `s`, and what happens outside; perhaps `f` is differentiated inside of another."""

    lines: tuple[str, ...]
    changes: tuple[str, ...]
    nested: bool
    seed: int

    @property
    def text(self) -> str:
        """The module."""
        body = "".join(f"{INDENT}{line}\n" for line in [*self.lines, "return s"])
        outer = f"\n\ndef outer(x):\n{INDENT}return np.sum(sd.grad(f)(x) * V) + K * x[0]\n" if self.nested else ""
        return f"def f(x, s=0.3):\n{body}{outer}"

    def smaller(self) -> Iterator[Story]:
        """Stories that lack something."""
        for k in range(len(self.changes)):
            yield replace(self, changes=self.changes[:k] + self.changes[k + 1 :])
        for k in range(len(self.lines)):
            yield replace(self, lines=self.lines[:k] + self.lines[k + 1 :])
        if self.nested:
            yield replace(self, nested=False)

    def __str__(self) -> str:
        return self.text + "".join(f"\n# then {change}" for change in self.changes)


def generate_meanwhile(seed: int) -> Story:
    """The story of a seed."""
    drawn = random.Random(seed)
    lines: list[str] = []
    for _ in range(drawn.randint(1, 4)):
        lines += drawn.choice([*LINES, *["s += {t}"] * 8]).format(t=drawn.choice(TERMS)).split("|")
    return Story(tuple(lines), tuple(drawn.choices(CHANGES, k=drawn.randint(2, 5))), drawn.random() < 0.3, seed)


def check_meanwhile(story: Story) -> collections.Counter[str]:
    """How many answers were right, and how many refused; a wrong one or a crash is a `Failure`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Telling(story).told()


class Telling:
    """One story, told step by step."""

    def __init__(self, story: Story) -> None:
        self.story = story
        named = {"__name__": "outside", "copy": copy, "functools": functools, "replace": replace, "sd": sd}
        self.space = run_text(story.text, run_text(OUTSIDE, named))
        self.space["POINT"] = START.copy()
        self.function = self.space["outer" if story.nested else "f"]
        self.drawn = random.Random(story.seed)
        self.kept: list[tuple[str, Callable[[], Any], float]] = []  # what was given before, and what it must give
        self.counts: collections.Counter[str] = collections.Counter()
        function = self.function
        self.derivatives = {
            "grad": sd.grad(function), "jacfwd": sd.jacfwd(function), "jacrev": sd.jacrev(function),
            "value_and_grad": lambda x: sd.value_and_grad(function)(x)[1],
        }  # fmt: skip

    def told(self) -> collections.Counter[str]:
        """All answers, after every change."""
        for change in ("pass", *self.story.changes):
            try:
                run_text(change, self.space)
                value, slope = self.truth()
            except Exception as error:
                raise Rejected(f"{error}") from error
            point = self.space["POINT"]
            for name in self.drawn.sample([*self.derivatives, "jvp", "vjp", "linearize"], self.drawn.randint(2, 6)):
                self.hold(f"{name} after {change}", lambda name=name: self.answer(name, point, value, slope), slope)
            for name, again, before in self.kept:
                self.hold(f"{name} after {change}", again, before)
        return self.counts

    def truth(self) -> tuple[float, float]:
        """The value and the slope at the point; far from a kink."""
        point = self.space["POINT"]

        def slope(step: float) -> float:
            return float(self.function(point + step * ALONG) - self.function(point - step * ALONG)) / (2 * step)

        if not np.isclose(slope(STEP), slope(3 * STEP), rtol=1e-4, atol=1e-5):
            raise Rejected("a kink")
        return float(self.function(point.copy())), slope(STEP)

    def answer(self, name: str, point: np.ndarray, value: float, slope: float) -> float:
        """The slope that a transform gives."""
        if name in self.derivatives:
            return float(np.sum(self.derivatives[name](point.copy()) * ALONG))
        if name == "jvp":
            got, tangent = sd.jvp(self.function, (point.copy(),), (ALONG,))
        else:
            got, linear = getattr(sd, name)(self.function, point)
            again = (lambda: float(linear(ALONG))) if name == "linearize" else (lambda: float(np.sum(linear(1.0)[0] * ALONG)))
            self.kept.append((f"what {name} gave", again, slope))
            tangent = again()
        return float(tangent) if np.isclose(got, value) else np.nan

    def hold(self, what: str, answer: Callable[[], float], wanted: float) -> None:
        """Whether an answer is right, or refused."""
        try:
            found = answer()
        except sd.errors.Unsupported:
            self.counts["refused"] += 1
        except ValueError as error:
            if "has changed since the function was called" not in str(error):
                raise Failure(f"{what}: ValueError", str(error)) from error
            self.counts["refused"] += 1
        except Exception as error:
            raise Failure(f"{what}: {type(error).__name__}", str(error)) from error
        else:
            if not np.isclose(found, wanted, rtol=1e-4, atol=1e-5):
                raise Failure(f"wrong: {what}", f"{found}, not {wanted}")
            self.counts["right"] += 1
