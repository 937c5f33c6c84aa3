"""Programs run before and after normalization: same results, same effects in the same order, same errors."""

import ast
import copy
import math
import textwrap

import gast
import numpy as np
import pytest

from s2sdiff import syntax
from s2sdiff.normalize import normalize
from s2sdiff.normalize.example import text
from s2sdiff.runtime import raises


class Box:
    """An object with attributes, an item and a log-free identity."""

    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __repr__(self):
        return f"Box({self.__dict__})"

    def scaled(self, k):
        return Box(**{key: k * value for key, value in self.__dict__.items()})


def run(tree_or_text, args, kwargs=None):
    """(result or error, log, arguments afterwards) of the function."""
    log = []

    def note(value, tag=None):
        log.append(repr(value if tag is None else tag))
        return value

    def bump(xs, i=0):
        log.append(f"bump {i}")
        xs[i] += 10
        return 1

    namespace = {"raises": raises, "note": note, "bump": bump, "np": np, "math": math, "Box": Box, "LIMIT": 3}
    if isinstance(tree_or_text, str):
        code = compile(tree_or_text, "<before>", "exec")
    else:
        module = ast.Module([gast.gast_to_ast(syntax.clone(tree_or_text))], [])
        code = compile(ast.fix_missing_locations(module), "<after>", "exec")
    exec(code, namespace)
    args = copy.deepcopy(args)
    try:
        result = repr(namespace["f"](*args, **(kwargs or {})))
    except Exception as error:
        result = f"{type(error).__name__}"
    return result, log, repr(args)


def assert_same(source, cases, kwargs=None):
    source = textwrap.dedent(source)
    [function] = syntax.body(source)
    before = syntax.dump(function)
    normal = normalize(function, {"note", "bump", "np", "math", "Box", "LIMIT"})
    assert syntax.dump(function) == before, "the given tree was changed"
    printed = text(normal)
    again = text(normalize(syntax.body(printed)[0]))
    assert again == printed, "normal form is not a fixed point"
    for args in cases:
        want = run(source, args, kwargs)
        assert run(normal, args, kwargs) == want, printed
        assert run(printed, args, kwargs) == want, printed


XS = ([1.0, -2.0, 3.0, 0.0, 5.0],)
ONE_LIST = [XS, ([],), ([4.0],), ([-1.0],), ([0.0, 2.0],)]
NUMBERS = [(0,), (1,), (2,), (3,), (7,), (-4,)]

PROGRAMS = {
    # exits
    "guards": ("def f(n):\n if n < 0: return -1\n if n == 0: return\n return n * 2", NUMBERS),
    "both branches": ("def f(n):\n if n > 1:\n  return note(1)\n else:\n  return note(2)\n note(3)\n return 4", NUMBERS),
    "elif chain": (
        ("def f(n):\n if n < 0:\n  y = 1\n elif n == 0:\n  return 5\n elif n == 1:\n  y = note(n)\n else:\n  return n\n"
        " return y + 1"), NUMBERS),
    "deep return": (
        "def f(n):\n if n > 0:\n  if n > 2:\n   return note('big')\n  n = n + 10\n note(n)\n return n", NUMBERS),
    "deep return thrice": (
        "def f(n):\n if n > 0:\n  if n > 1:\n   if n > 2:\n    return 'big'\n   note(1)\n  note(2)\n note(3)\n return n",
        NUMBERS),
    "only raises": ("def f(n):\n raise ValueError(n)", NUMBERS),
    "raise or return": ("def f(n):\n if n > 1: return n\n elif n < 0: return -n\n else: raise KeyError(n)", NUMBERS),
    "raise then dead": ("def f(n):\n if n > 1:\n  raise ValueError\n  note(1)\n return n", NUMBERS),
    "no return": ("def f(n):\n note(n)", NUMBERS),
    "empty": ("def f(n):\n pass", NUMBERS),
    "only docstring": ("def f(n):\n 'doc'", NUMBERS),
    "bare returns": ("def f(n):\n if n > 2:\n  return\n note(n)\n if n > 1:\n  return\n note(-n)", NUMBERS),
    "same result": ("def f(n):\n y = n\n if n > 2:\n  return y\n y = note(n + 1)\n if n > 1:\n  return y\n return y", NUMBERS),
    "return in for": ("def f(xs):\n for x in xs:\n  if x < 0:\n   return note(x)\n  note(x)\n return 'none'", ONE_LIST),
    "return in for, computed default": (
        "def f(xs):\n s = 0\n for x in xs:\n  s = s + x\n  if x <= 0:\n   return note(x)\n return s + 1", ONE_LIST),
    "return in for, none": ("def f(xs):\n for x in xs:\n  if x <= 0:\n   return x", ONE_LIST),
    "return in nested loops": (
        ("def f(xs):\n for i in range(3):\n  for x in xs:\n   if x * i > 4:\n    return i, x\n   note(x)\n  note(i)\n"
        " note('end')\n return xs"), ONE_LIST),
    "return and break and continue": (
        ("def f(xs):\n for i in range(4):\n  for x in xs:\n   if x < 0:\n    continue\n   if x == 0:\n    break\n"
        "   if x > 4:\n    return note('found')\n   note(x)\n  note(i)\n return note('end')"), ONE_LIST),
    "two loops that return": (
        ("def f(xs):\n for x in xs:\n  if x < 0:\n   return 1\n for x in xs:\n  if x == 0:\n   return 2\n  note(x)\n"
        " return len(xs)"), ONE_LIST),
    "forever, return": ("def f(n):\n while True:\n  n = n + 1\n  if n > 3:\n   return note(n)\n  note('on')", NUMBERS),
    "forever inside for": (
        "def f(xs):\n for x in xs:\n  while True:\n   x = x + 1\n   if x > 3:\n    return x\n  note('never')\n return 0",
        ONE_LIST),
    "break in the middle": (
        "def f(n):\n while True:\n  note(n)\n  if n > 3:\n   break\n  n = n + 1\n note('end')\n return n", NUMBERS),
    "deep break": (
        "def f(xs):\n s = 0\n for x in xs:\n  if x >= 0:\n   if x == 0:\n    break\n   s = s + x\n  note(s)\n return s", ONE_LIST),
    "deep continue": (
        "def f(xs):\n s = 0\n for x in xs:\n  if x >= 0:\n   if x == 3:\n    continue\n   s = s + x\n  note(s)\n return s",
        ONE_LIST),
    "deep everything": (
        ("def f(xs):\n s = 0\n for x in xs:\n  if x >= 0:\n   if x == 3:\n    continue\n   if x == 0:\n    break\n"
        "   if x == 5:\n    return note('five')\n   s = s + x\n  note(s)\n note('after')\n return s"), ONE_LIST),
    "continue in while": (
        "def f(n):\n i = 0\n while i < n:\n  i = i + 1\n  if i % 2:\n   continue\n  note(i)\n return i", NUMBERS),
    "for else": ("def f(xs):\n for x in xs:\n  if x < 0:\n   break\n else:\n  note('else')\n return 1", ONE_LIST),
    "for else, no break": ("def f(xs):\n for x in xs:\n  note(x)\n else:\n  note('else')\n return 1", ONE_LIST),
    "for else, return": (
        "def f(xs):\n for x in xs:\n  if x < 0:\n   return 'neg'\n  if x == 0:\n   break\n else:\n  return note('else')\n return 1",
        ONE_LIST),
    "while else": (
        "def f(n):\n while n > 0:\n  n = n - 2\n  if n == 1:\n   break\n else:\n  note('else')\n return n", NUMBERS),
    "else breaks the outer loop": (
        "def f(xs):\n for i in range(3):\n  for x in xs:\n   if x == i:\n    break\n  else:\n   break\n  note(i)\n return i",
        ONE_LIST),
    "walrus while else": (
        "def f(n):\n while (m := note(n)) > 0:\n  n = n - 2\n  if n == 1:\n   break\n else:\n  note('else')\n return n, m",
        NUMBERS),
    "with returns": (
        "def f(n):\n with np.errstate(divide='ignore'):\n  if n > 1:\n   return np.float64(n) / 0\n  note(n)\n return n",
        NUMBERS),
    "with in a loop": (
        ("def f(xs):\n for x in xs:\n  with np.errstate(all='ignore'):\n   if x == 3:\n    continue\n   if x == 0:\n    break\n"
        "   note(x)\n  note('after')\n return 1"), ONE_LIST),
    "with always returns": ("def f(n):\n with np.errstate(all='ignore'):\n  return n + 1", NUMBERS),
    "loop that does nothing": ("def f(xs):\n for x in xs:\n  pass\n for y in xs:\n  continue\n return y", ONE_LIST),
    "branch that does nothing": ("def f(n):\n if note(n) > 1:\n  pass\n if n:\n  pass\n else:\n  note('e')\n return n", NUMBERS),
    "dead code": ("def f(n):\n return n\n note(n)", NUMBERS),
    "user names like ours": (
        "def f(out):\n returned = 1\n for x in out:\n  if x < 0:\n   return x\n  returned = returned + 1\n return returned * 2",
        ONE_LIST),
    # conditional values
    "ternary": ("def f(n):\n return note(1) + (note(2) if n > 1 else note(3)) * note(4)", NUMBERS),
    "nested ternary": ("def f(n):\n y = 1 if n < 0 else note(2) if n < 2 else 3\n return y", NUMBERS),
    "ternary of itself": ("def f(n):\n n = n + 1 if n > 1 else -n\n return n", NUMBERS),
    "and or": ("def f(n):\n return note(n) and note(n - 1) or note(7)", NUMBERS),
    "or default": ("def f(n):\n n = n or note(9)\n return n", NUMBERS),
    "and of itself": ("def f(n):\n n = note(n - 1) and n + 1\n return n", NUMBERS),
    "not": ("def f(n):\n return not (n and note(n))", NUMBERS),
    "mixed booleans": ("def f(n):\n y = (n > 1 and n < 5) or not n == 0\n return y", NUMBERS),
    "chain": ("def f(n):\n return 0 < n < 3", NUMBERS),
    "chain with effects": ("def f(n):\n return note(0) < note(n) < note(3) < note(n + 1)", NUMBERS),
    "chain with cheap tail": ("def f(n):\n y = note(0) < note(n) < 3 <= n\n return y", NUMBERS),
    "chain in test": ("def f(n):\n if note(0) < note(n) <= note(3):\n  return 1\n return 2", NUMBERS),
    "chain of itself": ("def f(n):\n n = 0 < note(n) < note(n + 1)\n return n", NUMBERS),
    "effects as statements": ("def f(n):\n note(1) if n > 1 else note(2)\n n > 0 and note(3)\n n > 0 or note(4)\n n + note(5)", NUMBERS),
    "idle expressions": ("def f(xs):\n xs[0]\n xs\n 'text'\n note(1), note(2)\n return 1", ONE_LIST),
    # comprehensions
    "list comprehension": ("def f(xs):\n return [note(x) * 2 for x in xs if x > 0 if x < 5]", ONE_LIST),
    "nested comprehension": ("def f(xs):\n return [[x * y for y in xs] for x in xs if x]", ONE_LIST),
    "two clauses": ("def f(xs):\n return [note(x + y) for x in xs if x for y in range(2) if y < x]", ONE_LIST),
    "clashing variable": ("def f(xs):\n x = 100\n ys = [x for x in xs]\n return x, ys, [x for x in [x]]", ONE_LIST),
    "same variable twice": ("def f(xs):\n return [i for i in xs] + [i * 2 for i in xs for i in [i, i]]", ONE_LIST),
    "comprehension of itself": ("def f(xs):\n xs = [x + len(xs) for x in xs]\n return xs", ONE_LIST),
    "dict comprehension": ("def f(xs):\n return {note(i): note(x) for i, x in enumerate(xs) if x}", ONE_LIST),
    "set comprehension": ("def f(xs):\n return sorted({abs(x) for x in xs})", ONE_LIST),
    "sum": ("def f(xs):\n return sum(note(x) for x in xs) + sum((x for x in xs), 10)", ONE_LIST),
    "sum with late start": ("def f(xs):\n return sum((x for x in note(xs)), note(2))", ONE_LIST),
    "any all": ("def f(xs):\n return any(note(x) < 0 for x in xs), all(note(x) > 0 for x in xs)", ONE_LIST),
    "any of two clauses": ("def f(xs):\n return any(note(x * y) > 4 for x in xs if x for y in xs if y > 0)", ONE_LIST),
    "all of two clauses": ("def f(xs):\n return all(note(x * y) < 4 for x in xs if x for y in xs if y > 0)", ONE_LIST),
    "readers of generators": (
        "def f(xs):\n return max((note(x) for x in xs), default=1), tuple(x for x in xs), ','.join(str(x) for x in xs)",
        ONE_LIST),
    "starred generator": ("def f(xs):\n return note([*(x + 1 for x in xs)]), max(*(x for x in xs), 1, 2)", ONE_LIST),
    "test with generator": ("def f(xs):\n if any(note(x) < 0 for x in xs):\n  return 1\n return 2", ONE_LIST),
    "walrus in any": (
        "def f(xs):\n hit = None\n if any((hit := note(x)) < 0 for x in xs):\n  return hit\n return 'none', hit", ONE_LIST),
    "comprehension as statement": ("def f(xs):\n [note(x) for x in xs]\n return 1", ONE_LIST),
    "unpacking comprehension": ("def f(xs):\n return [a - b for a, b in zip(xs, xs[1:])], [i * x for i, x in enumerate(xs)]", ONE_LIST),
    "pairs": ("def f(xs):\n ps = [(x, x + 1) for x in xs]\n return [a * b for a, b in ps], {a: b for a, b in ps}", ONE_LIST),
    "lambda in comprehension": ("def f(xs):\n x = 7\n return [sorted(xs, key=lambda y: x * y) for x in (1, -1)], x", ONE_LIST),
    "lambda default": ("def f(xs):\n gs = [lambda k=x: k + 1 for x in xs]\n return [g() for g in gs]", ONE_LIST),
    "comprehension after effect": ("def f(xs):\n return note(0), [note(x) for x in xs], note(1)", ONE_LIST),
    # unpacking
    "swap": ("def f(n):\n a, b = n, 2\n a, b = b, a\n return a, b", NUMBERS),
    "rotate": ("def f(n):\n a, b, c = 1, n, 3\n a, b, c = b, c, a\n return a, b, c", NUMBERS),
    "fibonacci": ("def f(n):\n a, b = 0, 1\n for _ in range(n):\n  a, b = b, a + b\n return a", NUMBERS),
    "swap items": ("def f(xs):\n xs[0], xs[-1] = xs[-1], xs[0]\n return xs", ONE_LIST),
    "index bound first": ("def f(xs):\n i = 0\n i, xs[i] = 1, 9\n return i, xs", ONE_LIST),
    "index bound last": ("def f(xs):\n i = 0\n xs[i], i = 9, 1\n return i, xs", ONE_LIST),
    "items from a call": ("def f(xs):\n i = 0\n i, xs[i] = note((1, 9))\n xs[i], i = note((5, 0))\n return i, xs", ONE_LIST),
    "nested": ("def f(n):\n y, (a, [b, c]) = note((n, (1, (2, 3))))\n return y, a, b, c", NUMBERS),
    "star": ("def f(n):\n a, *b, c = range(n)\n *d, e = (1, 2, n)\n return a, b, c, d, e", [(2,), (3,), (6,)]),
    "from itself": ("def f(n):\n t = (n, 3)\n t, b = t\n return t, b", NUMBERS),
    "repeated target": ("def f(n):\n a, a = n, 2\n (b, c), b = (1, 2), n\n return a, b, c", NUMBERS),
    "chain of targets": ("def f(n):\n a = b = note([n])\n b.append(1)\n c = d, e = (n, 2)\n return a, b, c, d, e", NUMBERS),
    "chain through items": ("def f(xs):\n i = xs[i] = note(1)\n return i, xs", [([3, 4],)]),
    "iterators": ("def f(n):\n a, b = zip((1, 2), (3, n))\n c, d = {'x': n, 'y': 2}.items()\n return a, b, c, d", NUMBERS),
    "starred literal": ("def f(xs):\n a, *b = *xs, 2, 3\n return a, b, [*xs, 0], (*b, a), {**{'k': a}, 'l': b}", ONE_LIST),
    "closure sees both": ("def f(n):\n a = 1\n g = lambda: a\n a, b = n, g()\n return a, b", NUMBERS),
    # stores and updates
    "value before place": ("def f(xs):\n note(xs)[note(0)] = note(5)\n return xs", ONE_LIST),
    "update evaluates once": ("def f(xs):\n note(xs)[note(0)] += note(5)\n return xs", [XS]),
    "update reads first": ("def f(xs):\n xs[0] += bump(xs)\n return xs", ONE_LIST),
    "update across pop": ("def f(xs):\n xs[0] *= xs.pop()\n return xs", ONE_LIST),
    "update in place": ("def f(xs):\n ys = xs\n ys += [1]\n ys = ys + [2]\n return xs, ys", ONE_LIST),
    "attributes": ("def f(n):\n b = Box(x=n, c=Box(y=[1]))\n b.x += note(2)\n b.c.y[0] = b.x\n b.c.z = b.x\n return b", NUMBERS),
    "slices": ("def f(n):\n u = np.arange(8.0)\n u[1:-1] += 2.0 * u[2:] - u[:-2]\n u[::2], v = u[1::2] * n, u[..., -1]\n return u, v", NUMBERS),
    "index tuples": ("def f(n):\n a = np.arange(12).reshape(3, 4)\n return a[n - n, 1:3], a[(1, 2)], a[[0, 2]], a[:, None, -1], a[*(1, 2)]", NUMBERS),
    "keywords": ("def f(n):\n return dict(note(()), a=note(1), **note({'b': n}), c=note(3))", NUMBERS),
    "stars in calls": ("def f(xs):\n return max(*note(xs), *note([1, 2]), note(3))", ONE_LIST),
    "methods of values": ("def f(n):\n return (np.arange(3) + n).sum() * Box(a=n).scaled(note(2)).a, ', '.join(['a']), (-2) ** n, -2.0 ** n", [(1,), (2,)]),
    "called values": ("def f(n):\n gs = [note, lambda x: x + 1]\n return gs[0](n) + gs[1](n) + (lambda y: y * n)(3)", NUMBERS),
    "walrus": ("def f(n):\n y = (m := note(n)) + m * 2\n if (k := y + 1) > 3 and (j := note(k)):\n  return k, j, m\n return y, m, k", NUMBERS),
    "walrus after a name": ("def f(n):\n y = n + (n := note(5)) + n\n xs = [n, (n := 2), n]\n n += (n := 10)\n return y, xs, n", NUMBERS),
    "walrus in a call": ("def f(n):\n return max(n, (n := 3), n, key=(k := abs)), {n: (n := 4), n: n}, k(n)", NUMBERS),
    "walrus in index": ("def f(xs):\n i = 0\n xs[i] = xs[(i := 0)] + i\n return xs, xs[i : (i := 1)]", ONE_LIST),
    "walrus in elif": ("def f(n):\n if n < 0:\n  return 0\n elif (m := note(n)) > 2:\n  return m\n elif (k := m + 1) == 2:\n  return -k\n return m, k", NUMBERS),
    "walrus short circuit": ("def f(n):\n m = -1\n if n > 1 and (m := note(n)) > 2:\n  note(m)\n return m, n > 2 or (m := 8), m", NUMBERS),
    "assert": ("def f(n):\n assert n > 0, note('message')\n assert (m := n + 1) > 2\n return m", NUMBERS),
    "match": (
        """def f(n):
         match note(n):
          case 0 | -1: return note("none")
          case 1: r = note("one")
          case k if k > 2: r = note(k)
          case _: r = note("other")
         return r""",
        NUMBERS,
    ),
    "match of sequences": (
        """def f(xs):
         found = []
         for part in ([], xs, (xs, 2), "ab", {"a": 1}, [xs, [1, 2, 3]], None, 2.0):
          match part:
           case []: found.append("empty")
           case [a, [b, *c, d]]: found.append((a, b, c, d))
           case (a, 2) as pair: found.append((a, pair))
           case [first, *_]: found.append(first)
           case {"a": k, **rest}: found.append((k, rest))
           case str(s): found.append(s)
           case None: found.append("None")
         return found""",
        ONE_LIST,
    ),
    "match of a tuple that rebinds": ("def f(n):\n match n, 2:\n  case (m, n): return m, n", NUMBERS),
    "try": (
        """def f(n):
         try: y = 10 // (n - 1)
         except (ZeroDivisionError, ValueError): y = note("division")
         except TypeError: y = note("type")
         else: y = note(y)
         finally: z = 1
         for k in range(3):
          try: return [1, 2][n + k] + y
          except IndexError: continue
         return y, z""",
        NUMBERS,
    ),
    "maps and filters": (
        """def f(xs):
         for y in map(lambda x: note(x * 2), xs):
          if y > 2: break
         for y in filter(None, (x - 1 for x in xs if x)): note(y)
         else: note("end")
         return list(map(note, filter(lambda x: x > 1, xs))), [*map(max, xs, xs)], y""",
        ONE_LIST,
    ),
    "annotations": ("def f(n: int) -> int:\n y: float = n + note(1)\n z: int\n del y\n y = 2\n return y", NUMBERS),
    "nested functions": ("def f(n):\n def g(x, k=2):\n  return x * k + n\n import math as m\n return g(n) + g(note(1), k=3) + m.floor(1.5)", NUMBERS),
    "prints": ("def f(n):\n print(f'{n + 1:>3}', end='')\n s = f'{note(n)!r} {n:{n * n}}'\n return s", [(3,)]),
    "signed literals": ("def f(n):\n return -1, +2.5, -0.0, -2j, ~n, -True, -n, not 0", NUMBERS),
    "for over displays": ("def f(n):\n s = 0\n for a, b in [(1, n), (n, 3)]:\n  s = s + a * b\n for (i, (p, q)) in enumerate(zip([n], [2])):\n  s = s + p * q - i\n return s", NUMBERS),
    "for into items": ("def f(xs):\n ys = [0, 0]\n for ys[0] in xs:\n  note(ys)\n for i, ys[1] in enumerate(xs):\n  note(ys)\n for a, *b in [xs]:\n  note(b)\n return ys", ONE_LIST[:1]),
    "loops over calls": ("def f(xs):\n for x in reversed(sorted(note(xs), key=lambda v: -v)):\n  note(x)\n for i in reversed(range(len(xs), 0, -1)):\n  note(i)\n for p in list(zip(xs, xs[1:])):\n  note(p)\n return x", ONE_LIST),
    "stars and lists over pairs": (
        "def f(xs):\n for i, (a, *b) in enumerate([xs]):\n  note(b)\n for i, [a, c] in enumerate(zip(xs, xs)):\n  note(c)\n return i",
        ONE_LIST[:1],
    ),
    "loop variable rebound": ("def f(xs):\n for xs in xs:\n  note(xs)\n return xs", ONE_LIST),
    "with target": ("def f(n):\n from contextlib import nullcontext\n with nullcontext((n, 2)) as (a, b), nullcontext(3) as c:\n  note(a)\n return a, b, c", NUMBERS),
    "hidden builtins": ("def f(sum, range):\n total = sum([note(x) for x in range])\n return total", [(len, [1, 2])]),
    "parameters": ("def f(a, /, b=2, *c, d, e=5, **g):\n return a + b * d, c, e, g", [(1,), (1, 2, 3)]),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name):
    source, cases = PROGRAMS[name]
    assert_same(source, cases, {"d": 3, "h": 1} if name == "parameters" else None)


FACE = {
    "loop_grad": """
        def f(x, n):
            s_tape = []
            s = 0.0
            for i in range(n):
                s_tape.append(s)
                if s > 1.0:
                    s = s * x[i]
                else:
                    s = s + np.sin(x[i])
            x_bar = np.zeros(x.shape)
            s_bar = 1.0
            for i in reversed(range(n)):
                s = s_tape[i]
                if s > 1.0:
                    x_bar[i] += s_bar * s
                    s_bar = s_bar * x[i]
                else:
                    x_bar[i] += s_bar * np.cos(x[i])
            return x_bar
        """,
    "diffuse_grad": """
        def f(u, steps, *, k=0.1):
            u = u.copy()
            curve_tape = []
            for _ in range(steps):
                curve = u[2:] - 2.0 * u[1:-1] + u[:-2]
                curve_tape.append(curve)
                u[1:-1] = u[1:-1] + k * curve
            u_bar = 2.0 * u
            k_bar = 0.0
            for curve in reversed(curve_tape):
                k_bar += np.sum(u_bar[1:-1] * curve)
                curve_bar = k * u_bar[1:-1]
                u_bar[2:] += curve_bar
                u_bar[1:-1] -= 2.0 * curve_bar
                u_bar[:-2] += curve_bar
            return {"u": u_bar, "k": k_bar}
        """,
    "pairs": """
        def f(x, n):
            def fwd(h, w):
                y = np.tanh(w * h)
                return y, (h, w, y)
            params = {"w": 2.0, "u": x}
            w, u = params["w"], params["u"]
            hs = np.zeros((n + 1, len(u)))
            tapes = []
            for t in range(n):
                hs[t + 1], tape = fwd(hs[t] + u, w)
                tapes.append(tape)
            y, (a, b, c) = fwd(hs[-1], w)
            return y, a, b, c, len(tapes), hs
        """,
}


@pytest.mark.parametrize("name", FACE)
def test_emitted_language(name):
    assert_same(FACE[name], [(np.linspace(0.1, 1.2, 7), 6)])
