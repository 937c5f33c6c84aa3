"""Short programs of Python's own library: queues, heaps, counters, caches, iterators, enumerations, records, trees.

What a number is kept in here is seldom a list: it is found by order, by a key that was computed, by type or by age.
"""

from __future__ import annotations

from fuzz.names import first_that_runs
from fuzz.ordered import SHRUNK, Kind, Writer
from fuzz.programs import Program

# See `ordered`: {p} is a place, {r} that or another number, {c} a call, {e} any expression, {t} a test, {v} a vector.
KINDS = (
    Kind("s = x[0] * 0.5\ny = x * 1.0\nt = x[1]", ("s", "t", "y[0]", "y[1]"), ("y.sum()",), ("shrunk(y, {r})",), ("y", "y[::-1]"), ("y[int({t})] = {e}", "y *= {e}", "y = {v}", "s = {e}", "y[:] = {v}")),
    Kind("Q = collections.deque([x[0], x[1], x[2]], maxlen=3)", ("Q[0]", "Q[-1]"), ("sum(Q)", "max(Q)", "len(Q) * x[0]", "sum(e * k for k, e in enumerate(Q))", "sorted(Q)[0]"), ("Q.popleft()", "Q.pop()", "last(Q)"), ("np.array([*Q, {r}])[:3]", "np.array(Q)"),
         ("Q.append({e})", "Q.appendleft({e})", "Q.extend([{e}, {r}])", "Q.extendleft([{e}, {r}])", "Q.reverse()", "Q = collections.deque([{e}, {r}])", "Q += [{e}]", "for e in Q: s += e * {r}", "while len(Q) > 1 and {t}: s = s * 0.5 + Q.popleft()", "Q.append(Q.popleft())", "Q = collections.deque(sorted(Q))",
          "Q = collections.deque((e * {r} for e in Q), maxlen=2)", "Q.clear()\nQ.append({e})", "Q[0], Q[-1] = Q[-1], Q[0]", "if Q and Q[0] > {r}: Q.popleft()")),
    Kind("U = collections.deque([x * 1.0, x * 0.5])", ("U[0][1]", "U[-1][0]"), ("len(U) * x[1]",), ("last(U)[0]", "U.popleft()[1]", "shrunk(U[0], {r})"), ("U[0]", "U[-1]", "sum(U)"),
         ("U.append({v})", "U.appendleft({v})", "U.append(U.popleft())", "U[0] *= {e}", "for u in U: u *= 0.9", "for u in U: u[0] = {e}", "U.append(U[0])", "U[0] = {v}", "y = U.popleft()\ny *= {e}", "while len(U) > 2: s += U.pop()[0]", "U = collections.deque([u * {r} for u in U], maxlen=2)")),
    Kind("H = [x[2], x[1], x[0]]\nheapq.heapify(H)", ("H[0]",), ("H[0]", "H[-1]", "sum(H)", "len(H) * x[0]"), ("heapq.heappop(H)", "heapq.heappushpop(H, {r})", "heapq.heapreplace(H, {r})", "last(H)"), ("np.array(sorted(H)[:3])",),
         ("heapq.heappush(H, {e})", "heapq.heappush(H, {e})\nheapq.heappush(H, {r})", "while H and H[0] < {r}: s = s * 0.5 + heapq.heappop(H)", "H = [e * {r} for e in H]\nheapq.heapify(H)", "H.append({e})\nheapq.heapify(H)", "heapq.heappush(H, heapq.heappop(H) * {r})")),
    Kind("W = [(x[0], 0, x * 1.0), (x[1], 1, x * 0.5)]\nheapq.heapify(W)", (), ("W[0][0]", "W[0][2][1]", "W[-1][0]", "sum(k for k, _, _ in W)", "min(W, key=lambda w: w[0])[2][0]"), ("heapq.heappop(W)[0]", "shrunk(W[0][2], {r})", "heapq.heappop(W)[2].sum()"), ("W[0][2]", "W[-1][2]"),
         ("heapq.heappush(W, ({e}, len(W) + 7, {v}))", "k, n, u = heapq.heappop(W)\nu *= {r}\nheapq.heappush(W, (k * {r}, n, u))", "for _, n, u in W: u[0] += n * {r}", "_, *_, u = W[0]\nu[1] = {e}", "W = [(k * {r}, n, u) for k, n, u in W]\nheapq.heapify(W)", "W.append(({e}, 9, y))\nheapq.heapify(W)")),
    Kind("C = collections.Counter()\nC['a'] = x[0]\nC['b'] = x[1]", ("C['a']", "C['b']"), ("C['none'] * x[0]", "sum(C.values())", "C[max(C, key=C.get)]", "len(C) * x[1]"), ("C.pop('a', {r})",), (),
         ("C.update(b={e})", "C.update({{'a': {e}, 'c': {r}}})", "C['c'] += {e}", "for k in C: C[k] *= 0.9", "C = collections.Counter({{k: e * {r} for k, e in C.items()}})", "for k in 'abca': C[k] += {r}", "del C['b']")),
    Kind("F = collections.defaultdict(float)", ("F[0]", "F['k']"), ("F[1] + x[0]", "sum(F.values())", "F.get(0, {r})", "len(F) * x[0]"), ("F.pop(0, {r})", "F.setdefault(2, {r})"), (), ("F[int({t})] += {e}", "for j, e in enumerate(x): F[j % 2] += e * {r}", "F.update(k={e})", "F[len(F)] = {e}", "for k in sorted(F, key=str): s += F[k] * {r}", "for e in x: F[e > 0.0] += e * {r}")),
    Kind("G = collections.defaultdict(list)\nG['a'].append(x[0])", ("G['a'][0]",), ("sum(G['a'])", "len(G['b']) * x[1]", "sum(sum(es) for es in G.values())", "G['a'][-1]", "max(map(len, G.values())) * x[0]"), ("last(G['a'])",), ("np.array([*G['a'], {r}, {r}])[:3]",),
         ("G['b'].append({e})", "G['a'].append({e})", "for e in x: G['a' if e > {r} else 'b'].append(e * {r})", "G['a'] += [{e}]", "G['c'].extend(G['a'])", "for k, es in G.items(): s += len(es) * sum(es)", "G['a'].sort()", "for es in G.values(): es.append({r})", "G['b'] = G['a']\nG['b'].append({e})", "G['a'] = [e * {r} for e in G['a']]")),
    Kind("Z = collections.defaultdict(lambda: x * 1.0)", ("Z[0][1]", "Z['k'][0]"), ("len(Z) * x[1]",), ("shrunk(Z[0], {r})",), ("Z[0]", "Z[1]"), ("Z[0] += {v}", "Z[int({t})] *= {e}", "Z[1][0] = {e}", "for u in Z.values(): u *= {r}", "Z['k'] = Z[0]", "y = Z[2]\ny[1] = {e}", "for j in range(2): Z[j][j] += {e}")),
    Kind("O = collections.OrderedDict(a=x[0], b=x[1])", ("O['a']",), ("next(iter(O.values()))", "list(O.values())[-1]", "sum(O.values())"), ("O.pop('b', {r})",), (), ("O['c'] = {e}", "O['a'] = {e}", "O.update(b={e})", "for k, e in O.items(): s = s * {r} + e", "for k, e in reversed(O.items()): s = s * {r} + e", "O = collections.OrderedDict(sorted(O.items(), key=lambda p: p[1]))")),
    Kind("B = sorted([x[0], x[1], x[2]])", ("B[0]", "B[-1]"), ("B[bisect.bisect(B, {r}) - 1]", "B[bisect.bisect_left(B, {r}) % len(B)]", "sum(B)", "B[len(B) // 2]"), ("B.pop(0)", "last(B)"), ("np.array(B)[:3]",), ("bisect.insort(B, {e})", "bisect.insort(B, {e})\nB.pop(0)", "bisect.insort_left(B, {r})", "B = sorted(B, reverse=True)", "B.sort(key=lambda e: -e * e)", "B = B[bisect.bisect(B, {r}) - 1:] + [{r}]", "B.insert(bisect.bisect(B, {r}), {e})")),
    Kind("I = [x[0], x[1], x[2] * 0.5]", ("I[0]", "I[-1]"),
         ("sum(itertools.chain(I, [{r}]))", "list(itertools.accumulate(I))[-1]", "list(itertools.accumulate(I, operator.mul))[1]", "list(itertools.accumulate(I, lambda a, b: a * {r} + b, initial={r}))[-1]", "sum(itertools.islice(I, 2))", "sum(itertools.islice(I, 1, None))", "sum(itertools.takewhile(lambda e: e > {r}, I)) + {r}", "sum(itertools.dropwhile(lambda e: e > {r}, I)) + {r}",
          "sum(a * b for a, b in itertools.product(I, repeat=2))", "sum(a * b for a, b in itertools.combinations(I, 2))", "sum(a - b * {r} for a, b in itertools.permutations(I, 2))", "sum(a * b for a, b in itertools.pairwise(I))", "sum(itertools.starmap(operator.mul, [(I[0], {r}), ({r}, 0.5)]))", "sum(a * b for a, b in itertools.zip_longest(I, x[:2], fillvalue={r}))",
          "sum(a * b for a, b in zip(I, itertools.repeat({r})))", "sum(a * k for k, a in zip(itertools.count(1), I))", "sum(a * b for a, b in zip(I, itertools.cycle([{r}, 0.5])))", "sum(itertools.compress(I, [True, False, {t}]))", "sum(itertools.filterfalse(lambda e: e > {r}, I)) + {r}", "sum(itertools.chain.from_iterable([I, [{r}]]))",
          "sum(a * len(list(b)) for a, b in itertools.product([{r}], [I]))", "sum(a * b * c for a, b, c in itertools.combinations_with_replacement(I[:2], 3))", "functools.reduce(operator.mul, I)", "functools.reduce(lambda a, b: a * {r} + b, I, {r})", "math.prod(I)", "math.fsum(I)"),
         ("I.pop()", "last(I)"), ("np.array([*itertools.chain(I, x)])[:3]", "np.fromiter(itertools.islice(itertools.cycle(I), 3), float)"),
         ("I.append({e})", "I = list(itertools.chain([{e}], I))", "for a, b in itertools.product(I, [{e}, {r}]): s += a * b", "for a, b in itertools.pairwise(I): s = s * a + b", "for k, a in zip(itertools.count(), list(I)): I[k] = a * {r}", "for a in itertools.islice(I, 1, 3): s *= a", "I[:] = list(itertools.accumulate(I))",
          "it = itertools.count({r}, 0.5)\nnext(it)\ns = next(it) * {r}", "it = itertools.cycle(I)\nfor _ in range(4): s = s * 0.5 + next(it)", "I = [e for e, k in zip(I, itertools.cycle([True, {t}])) if k] + [{r}]")),
    Kind("N = {{0, 2}}", (), ("sum(x[k] for k in N)", "sum(x[k] * {r} for k in sorted(N))", "len(N) * x[1]", "({r} if 1 in N else {e})", "x[min(N)]", "x[max(N | {{1}})]", "sum(x[k] for k in N & {{0, 1}}) + {r}"), (), ("x[sorted(N | {{0, 1, 2}})]",), ("N.add(1)", "N.discard(0)\nN.add(1)", "N |= {{1}}", "N = {{k for k in range(3) if x[k] > {r}}} | {{0}}", "for k in sorted(N): y[k] *= {r}", "if 1 not in N: s = {e}", "N ^= {{2}}\nN.add(0)", "N -= {{2}}\nN.add(0)", "while len(N) > 1: s += x[N.pop()]", "N = frozenset([0, int({t})])")),
    Kind("mode = Mode.SOFT\nM = {{Mode.SOFT: x[0], Mode.HARD: x[1]}}", (), ("M[mode]", "({r} if mode is Mode.SOFT else {e})", "scaled(mode, {r})", "mode.weight * {r}", "x[mode.order]", "M[Mode['SOFT']]", "M[Mode('soft')]", "sum(M[m] for m in Mode)", "scaled({r} and Mode.HARD, {r})"), (), (), ("mode = Mode.HARD if {t} else mode", "M[mode] = {e}", "M[Mode.HARD] *= {r}", "if mode == Mode.HARD: s = {e}", "for m in Mode: s += M[m] * {r}", "mode = mode.other", "match mode:\n    case Mode.SOFT: s = s * {r}\n    case Mode.HARD: s = {e}", "mode = Mode.SOFT if mode is Mode.HARD else Mode.HARD", "for m in Mode: M[m] = M[m] * {r}")),
    Kind("name = 'a'\nT = {{'a': x[0], 'b': x[1], 'ab': x[2]}}", ("T['a']",), ("T[name]", "T[name + 'b'] + {r} if name == 'a' else {r}", "T[f'{{name[0]}}']", "T.get(name.upper(), {r})", "T[min(T)]", "T['b' if {t} else 'a']", "T[max(T, key=T.get)]", "len(name) * {r}", "T[''.join(['a', 'b'])]", "T['a b'.split()[int({t})]]", "sum(T[k] for k in T if k.startswith('a'))", "name.count('a') * {r}"), ("T.pop('ab', {r})",), (), ("name = 'b' if {t} else name", "T[name] = {e}", "T[name] *= {r}", "T[f'{{name}}b'] = {e}", "for k in 'a,b'.split(','): s += T[k] * {r}", "for k, e in sorted(T.items()): s = s * {r} + e", "T = {{k.upper().lower(): e * {r} for k, e in T.items()}}", "for k in list(T): T[k] = T[k] * {r}", "for k, e in sorted(T.items(), key=lambda p: (len(p[0]), p[1])): s = s * {r} + e", "T |= {{name: {e}}}", "T = dict(zip(T, T.values()))")),
    Kind("R = Record(x[0], [x[1], x[2]])", ("R.a", "R.items[0]"), ("R.total", "R.total", "sum(R.items)", "R.size * x[0]", "dataclasses.astuple(R)[0]", "dataclasses.asdict(R)['a']", "dataclasses.replace(R, a={r}).total", "len(dataclasses.fields(R)) * x[0]", "sum(getattr(R, k) for k in ('a', 'b'))", "R.b"), ("R.add({r})",), (), ("R.a = {e}", "R.items.append({e})", "R = dataclasses.replace(R, a={e})", "R = dataclasses.replace(R, items=[{e}])", "R = Record({e}, R.items)", "R = Record({e}, [{r}])", "R = copy.copy(R)", "R = copy.deepcopy(R)", "R.b = {e}", "match R:\n    case Record(a, [b, *_]) if a > {r}: s = a * b\n    case Record(a=k): s = k * {r}", "for k in dataclasses.fields(R)[:1]: s += getattr(R, k.name) * {r}", "R.items = R.items[::-1]")),
    Kind("E = Point(x[0], x[1])", (), ("E.a", "E.b", "E.norm", "sum(E)", "E[0]", "E._replace(a={r}).norm", "E.moved({r}).a", "Point(*E[::-1]).a", "E._asdict()['a']", "Point(b={r}).norm", "sum(e * k for k, e in enumerate(E))", "sorted([E, Point({r})])[0].b"), (), ("np.array([*E, {r}])",), ("E = E._replace(a={e})", "E = E.moved({e})", "E = Point({e}, E.a)", "E = Point(*E[::-1])", "a, b = E\ns = a * b", "E = Point(**E._asdict())", "match E:\n    case Point(a=0.42): s = {e}\n    case Point(a, b) if a > b: s = a * {r}\n    case (a, b): s = a - b * {r}", "for e in E: s = s * e + {r}", "E = Point(*(e * {r} for e in E))")),
    Kind("J = Just(x[0])\nV = Heavy(x[1], 2.0)", ("J.v", "V.w"), ("area(J)", "area(V)", "sum(area(u) for u in [J, V, J])", "area([J, {r}])", "area({{'a': V}})", "area(None) + {r}", "area({r})", "J.cached", "V.cached", "V.twice({r})", "total([J.v, [V.v, [{r}]], 2])", "total((1, [{r}], {{'a': {r}}}))"), ("J.grow({r})",), (), ("J.v = {e}", "V = Heavy({e}, J.v)", "J = V", "J, V = Heavy(J.v, V.w), V", "J.grow({e})", "for u in (J, V): u.grow({r})", "s = sum(area(u) for u in (J, V, {r}))", "J = type(V)(V.v)" , "if isinstance(J, Heavy): s = J.w * {r}", "for u in [J, V, {e}, [V]]:\n    if not isinstance(u, (list, Just)): s += u\n    elif isinstance(u, Heavy): s *= u.w")),
    Kind("node = Node(x[0], Node(x[1], Node(x[2] * 0.5)))", ("node.v",), ("sum(node)", "node.sum()", "node.next.v if node.next else {r}", "max(node)", "depth(node) * x[0]", "sum(e * k for k, e in enumerate(node))"), (), ("np.array([*node, {r}, {r}])[:3]",), ("node = Node({e}, node)", "node = node.next or Node({e})", "at = node\nwhile at is not None:\n    at.v = at.v * {r}\n    at = at.next", "for e in node: s = s * e + {r}", "node = mapped(node, lambda e: e * {r})", "node.v, node = {e}, Node({r}, node)", "node = sorted_in(node, {e})", "if node.next: node.next.v = {e}", "if node.next: node.next = node.next.next")),
    Kind("tree = Tree(x[0], Tree(x[1]), Tree(x[2], Tree(x[0] * 0.5)))", ("tree.v",), ("sum(walked(tree))", "list(walked(tree))[-1]", "sum(e * k for k, e in enumerate(walked(tree)))", "tree.left.v if tree.left else {r}", "folded(tree, lambda a, b, c: a * {r} + b - c)", "height(tree) * x[1]"), ("tree.grow({r})",), ("np.array(list(walked(tree)))[:3]",), ("tree = Tree({e}, tree)", "tree = Tree({e}, tree, Tree({r}))", "tree.left = Tree({e})", "for e in walked(tree): s = s * e + {r}", "tree.left, tree.right = tree.right, tree.left", "if tree.right: tree.right.v *= {r}", "stack = [tree]\nwhile stack:\n    at = stack.pop()\n    if at is None: continue\n    s = s * 0.5 + at.v\n    stack += [at.left, at.right]", "row = collections.deque([tree])\nwhile row:\n    at = row.popleft()\n    at.v = at.v * {r}\n    row.extend(k for k in (at.left, at.right) if k)")),
    Kind("P = ['x0', 'x1', '*', 'x2', '+']", (), ("ran(P, x)", "ran(['x1', 'x1', '*'], x)", "ran([{r}, {r}, '-'], y)", "OPS['*']({r}, {r})", "OPS['+' if {t} else '-']({r}, {e})", "functools.reduce(OPS['*'], [{r}, {r}, {e}])"), (), (), ("P = P + [{e}, '*']", "P = [*P, 'x0', '-']", "P.append({r})\nP.append('+')", "for op in '+-*': s = OPS[op](s, {r})", "for op, e in zip('*+', y): s = OPS[op](s, e)", "s = operator.itemgetter(1)([{r}, {e}])", "s = operator.sub(*operator.itemgetter(0, 2)(y)) * {r}")),
    Kind("g = functools.partial(mixed, {r})\ncounting = counter(x[0])", (), ("g({r})", "g({r}, k={r})", "kept({r})", "kept({r}) + kept({r})", "wrapped({r})", "wrapped(k={r})", "(lambda *a, **k: mixed(*a, **k))({r}, {r}, k={r})", "sum(map(g, x))", "sum(map(mixed, x, y))", "max(x, key=g)", "max(map(abs, [{r}, {r}]), default=0.0)", "sorted([{r}, {r}, {e}], key=lambda e: -e)[1]", "next((e for e in x if e > {r}), {r})", "sum(filter(None, [{r}, 0, {r}]))", "sum(e for e in x if e > {r}) + {r}", "min([], default={r})", "sum([[{r}], [{r}]], [])[1]", "round({r}, 3) * {r}", "pow({r}, 2)", "divmod({r}, 0.7)[1]"), ("counting()", "counting() * {r}"), (), ("g = functools.partial(mixed, {e}, k={r})", "g = functools.partial(g, k={e})", "h = functools.partial(shrunk, y)\ns = h({r})", "s = functools.reduce(lambda a, b: a * g(b), [{r}, {e}], {r})", "counting = counter({r})", "counting()", "for e in map(g, y): s += e * {r}", "for a, b in zip(reversed(x), y, strict=True): s += a * b", "for k, e in enumerate(sorted(y, key=abs, reverse=True), start=1): s += k * e")),
    Kind("ns = types.SimpleNamespace(a=x[0], v=x * 1.0)", ("ns.a", "ns.v[0]"), ("vars(ns)['a']", "getattr(ns, 'a')", "sum(ns.v)"), ("shrunk(ns.v, {r})",), ("ns.v",), ("ns.a = {e}", "ns.b = {e}\ns = ns.b * {r}", "ns.v = {v}", "ns.v *= {r}", "ns = types.SimpleNamespace(a={e}, v=ns.v)", "other = ns\nother.a *= {r}", "setattr(ns, 'a', {e})", "ns = types.SimpleNamespace(**{{**vars(ns), 'a': {e}}})")),
    Kind("stack = Stack([x[0]])", ("stack.top",), ("sum(stack)", "len(stack) * x[0]", "stack.top", "stack[0]", "stack[-1]", "({r} if stack else {e})"), ("stack.pop() if len(stack) > 1 else {r}", "stack.push({r}).top"), (), ("stack.push({e})", "stack.push({e}).push({r})", "with stack.saved(): stack.push({e})", "for e in stack: s = s * e + {r}", "stack = Stack([*stack, {e}])", "while len(stack) > 1: s = s * 0.5 + stack.pop()", "stack += {e}", "stack[0] = {e}", "s, t = stack.push({e}).top, stack.top")),
)  # fmt: skip
IMPORTS = """import bisect
import collections
import copy
import dataclasses
import enum
import functools
import heapq
import itertools
import math
import operator
import statistics
import types
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
"""
DEFINITIONS = """OPS = {"+": operator.add, "-": operator.sub, "*": operator.mul}


class Mode(enum.Enum):
    SOFT = "soft"
    HARD = "hard"

    @property
    def weight(self):
        return 0.5 if self is Mode.SOFT else 2.0

    @property
    def order(self):
        return list(Mode).index(self)

    @property
    def other(self):
        return Mode.HARD if self.value == "soft" else Mode.SOFT


@dataclasses.dataclass(order=True)
class Record:
    a: float
    items: list = dataclasses.field(default_factory=list, compare=False)
    b: float = dataclasses.field(init=False, default=1.5)

    def __post_init__(self):
        self.b = self.a * 2.0

    @property
    def total(self):
        return self.a * self.b + sum(self.items)

    @property
    def size(self):
        return len(self.items)

    def add(self, k):
        self.items.append(k)
        self.a += k
        return self.total


class Point(NamedTuple):
    a: float = 0.5
    b: float = 1.5

    @property
    def norm(self):
        return self.a * self.a + self.b * 0.5

    def moved(self, k):
        return self._replace(a=self.a + k, b=self.b * k)


class Just:
    weight = 1.5

    def __init__(self, v):
        self.v = v

    @functools.cached_property
    def cached(self):
        return self.v * self.weight

    def grow(self, k):
        self.v = self.v * self.weight + k
        return self.v


class Heavy(Just):
    weight = 0.7

    def __init__(self, v, w=1.0):
        super().__init__(v)
        self.w = w

    def grow(self, k):
        self.w += k
        return super().grow(k * self.w)

    def twice(self, k):
        return sum(self.grow(k) for _ in range(2))


def area(u):
    match u:
        case Heavy(v=v, w=w):
            return v * w
        case Just(v=v) if v > 0.4:
            return v * v
        case Just():
            return u.v
        case [first, *rest]:
            return area(first) + sum(area(one) for one in rest)
        case {"a": one}:
            return area(one) * 0.5
        case None:
            return 0.0
        case float() | int() as k:
            return k * 0.3


def total(u):
    if isinstance(u, (list, tuple)):
        return sum(total(one) for one in u)
    if isinstance(u, dict):
        return sum(total(one) * len(k) for k, one in u.items())
    return u * u


class Node:
    def __init__(self, v, next=None):
        self.v = v
        self.next = next

    def __iter__(self):
        yield self.v
        if self.next is not None:
            yield from self.next

    def sum(self):
        return self.v + (self.next.sum() * 0.5 if self.next else 0.0)


def listed(node):
    values = []
    while node:
        values.append(node.v)
        node = node.next
    return values


def depth(node):
    return 0 if node is None else 1 + depth(node.next)


def turned(node):
    before = None
    while node:
        node.next, before, node = before, node, node.next
    return before


def mapped(node, function):
    return None if node is None else Node(function(node.v), mapped(node.next, function))


def sorted_in(node, v):
    if node is None or node.v > v:
        return Node(v, node)
    node.next = sorted_in(node.next, v)
    return node


class Tree:
    def __init__(self, v, left=None, right=None):
        self.v = v
        self.left = left
        self.right = right

    def grow(self, k):
        self.v = self.v * k
        for part in (self.left, self.right):
            if part:
                part.grow(self.v)
        return self.v


def walked(tree):
    if tree:
        yield from walked(tree.left)
        yield tree.v
        yield from walked(tree.right)


def folded(tree, function):
    return 0.5 if tree is None else function(tree.v, folded(tree.left, function), folded(tree.right, function))


def height(tree):
    return 0 if tree is None else 1 + max(height(tree.left), height(tree.right))


def ran(program, x):
    stack = []
    for word in program:
        if not isinstance(word, str):
            stack.append(word)
        elif word in OPS:
            b, a = stack.pop(), stack.pop()
            stack.append(OPS[word](a, b))
        else:
            stack.append(x[int(word[1:])])
    return stack.pop()


class Stack:
    def __init__(self, items):
        self.items = items

    def push(self, k):
        self.items.append(k)
        return self

    def pop(self):
        return self.items.pop()

    @property
    def top(self):
        return self.items[-1]

    @top.setter
    def top(self, k):
        self.items[-1] = k

    @contextmanager
    def saved(self):
        items = list(self.items)
        yield self
        self.items = items + [self.items[-1]]

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)

    def __getitem__(self, k):
        return self.items[k]

    def __setitem__(self, k, e):
        self.items[k] = e

    def __iadd__(self, k):
        return self.push(k)


def scaled(mode, k):
    match mode:
        case Mode.SOFT:
            return k * 0.5
        case Mode.HARD | "hard":
            return k * k
    return k


def mixed(a, b=0.5, *, k=1.5):
    return a * k + b


@functools.lru_cache(maxsize=None)
def kept(a):
    return a * a + 0.5


def doubling(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return 2.0 * function(*args, **kwargs)
    return inner


@doubling
def wrapped(a=0.5, k=0.7):
    return a * k


def counter(k):
    at = k
    def step():
        nonlocal at
        at = at * 1.1 + 0.2
        return at
    return step


def last(items):
    e = items.pop()
    items.append(e * 0.5)
    return e
"""


def generate_library(seed: int) -> Program:
    """The program of a seed."""
    return first_that_runs(seed, lambda drawn: Library(seed, drawn).program())


class Library(Writer):
    """Writes one program about two or three of these."""

    kinds_known, imports, definitions = KINDS, IMPORTS, DEFINITIONS + SHRUNK
