"""Arrays that stand in lists, dicts and objects and are changed in place: each way to hold them, with each way to change one.

A change may be made through one name and seen through another, so that a container that is not told of it is a wrong
derivative.  Arrays that nothing else shows are followed; others are, or they are refused.
"""

from __future__ import annotations

import itertools
import linecache
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import oracles
from oracles import Case

POINT = np.array([0.7, 1.3, 0.4])


class Holder:
    def __init__(self):
        self.rows, self.by, self.u, self.inner = [], {}, 0.0, None


def change(r, x):
    r[0] = x[1] * x[2]
    r *= 2.0


# How three arrays are held; one of them, `p`; and what is read at the end.
APART = {
    "list": ("rows = []\nfor i in range(n):\n    rows.append(x * (i + 1))", "rows[0]", "rows"),
    "object": ("s = Holder()\nfor i in range(n):\n    s.rows.append(x * (i + 1))", "s.rows[0]", "s.rows"),
    "dict_of_object": ("s = Holder()\nfor i in range(n):\n    s.by[i] = x * (i + 1)", "s.by[0]", "s.by.values()"),
    "list_in_dict": ("d = {'r': []}\nfor i in range(n):\n    d['r'].append(x * (i + 1))", "d['r'][0]", "d['r']"),
    "lists_in_list": (
        "rows = [[], []]\nfor i in range(n):\n    rows[i % 2].append(x * (i + 1))", "rows[0][0]", "[r for q in rows for r in q]",
    ),
    "object_in_object": (
        "o = Holder()\no.inner = Holder()\nfor i in range(n):\n    o.inner.rows.append(x * (i + 1))", "o.inner.rows[1]", "o.inner.rows",
    ),
    "attribute": ("s = Holder()\ns.u = x * 2.0\nfor i in range(n):\n    s.u = s.u * 1.5", "s.u", "[s.u]"),
    "dicts_in_list": ("ds = []\nfor i in range(n):\n    ds.append({'u': x * i + x})", "ds[1]['u']", "[d['u'] for d in ds]"),
    "objects_in_list": (
        "ds = []\nfor i in range(n):\n    t = Holder()\n    t.u = x * i + x\n    ds.append(t)", "ds[1].u", "[d.u for d in ds]",
    ),
}  # fmt: skip
# The same arrays under several names.
SHARED = {
    "twice": ("u = x * 1.0\ns = Holder()\nfor i in range(n):\n    s.rows.append(u)", "u", "s.rows"),
    "kept": ("u = x * 1.0\ns = Holder()\nfor i in range(n):\n    s.rows.append(u)\n    w = u\n    u = u * x", "w", "s.rows"),
    "views": ("u = np.outer(x, x)\ns = Holder()\nfor i in range(n):\n    s.rows.append(u[i])", "u[1]", "s.rows"),
    "one_list": ("s, t = Holder(), Holder()\nfor i in range(n):\n    s.rows.append(x * (i + 1))\nt.rows = s.rows", "t.rows[0]", "s.rows"),
    "two_lists": (
        "s, t = Holder(), Holder()\nfor i in range(n):\n    v = x * (i + 1)\n    s.rows.append(v)\n    t.rows.append(v)",
        "t.rows[1]", "s.rows",
    ),
    "list_and_dict": (
        "s = Holder()\nu = x * 2.0\nfor i in range(n):\n    s.by[i] = u\n    s.rows.append(u * i)\n    u = u * x", "s.by[1]", "[*s.by.values()]",
    ),
    "attribute_too": ("s, t = Holder(), Holder()\nt.u = x * 2.0\nfor i in range(n):\n    s.rows.append(t.u * i)\ns.rows.append(t.u)", "t.u", "s.rows"),
    "swapped": ("s = Holder()\nfor i in range(n):\n    s.rows.append(x * (i + 1))\ns.rows[0], s.rows[1] = s.rows[1], s.rows[0]", "s.rows[0]", "s.rows"),
    "put_twice": ("s = Holder()\nfor i in range(n):\n    s.rows.append(x * (i + 1))\ns.rows[0] = s.rows[1]", "s.rows[1]", "s.rows"),
    "copied_list": ("s = Holder()\nfor i in range(n):\n    s.rows.append(x * (i + 1))\nr = list(s.rows)", "r[0]", "s.rows"),
}  # fmt: skip
CHANGES = {
    "store": "{p}[0] = x[1] * 3",
    "part": "{p}[1:] *= x[0]",
    "whole": "{p} += x",
    "fill": "{p}.fill(x[1])",
    "sort": "{p}.sort()",
    "out": "np.multiply(x, 2.0, out={p})",
    "copyto": "np.copyto({p}, x * x)",
    "add_at": "np.add.at({p}, [0, 0], x[2])",
    "put": "np.put({p}, [1], x[0] * x[1])",
    "name": "r = {p}\nr[0] = x[2] * x[2]",
    "view": "v = {p}[1:]\nv *= x[0]",
    "helper": "change({p}, x)",
    "loop": "for k in range(2):\n    {p}[k] += x[2] * k",
    "two_names": "r = {p}\nq = {p}\nq[0] = x[1]\nr[1] = q[0] * x[0]",
}
REFUSED = ("two_names",)  # change one array through either of two names


def program(how: str, holder: tuple[str, str, str], what: str) -> Case:
    """The program that holds arrays in one way and changes one in another."""
    made, place, read = holder
    lines = [*made.splitlines(), *CHANGES[what].format(p=place).splitlines(), f"return sum(np.sum(r * x) for r in {read})"]
    name = f"{how}_{what}"
    text = f"def {name}(x, n=3):\n" + "".join(f"    {line}\n" for line in lines)
    filename = f"<holders {name}.py>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    space: dict[str, Any] = {"np": np, "Holder": Holder, "change": change}
    exec(compile(text, filename, "exec"), space)
    return Case(space[name], (POINT,), complex_step=False)


def programs(holders: dict[str, tuple[str, str, str]]) -> list[Any]:
    """All of them."""
    return [pytest.param(program(h, holders[h], c), c, id=f"{h}-{c}") for h, c in itertools.product(holders, CHANGES)]


CHECKS = [oracles.check_forward, oracles.check_reverse]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
@pytest.mark.parametrize(("case", "what"), programs(APART))
@pytest.mark.in_turn(3)
def test_arrays_of_their_own(case: Case, what: str, check: Callable[[Case], None]) -> None:
    if what not in REFUSED:
        check(case)
    else:
        oracles.answered_or_refused(check, Case(case.function, case.args, complex_step=False, refusable=True))


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
@pytest.mark.parametrize(("case", "what"), programs(SHARED))
@pytest.mark.in_turn(3)
def test_arrays_with_other_names(case: Case, what: str, check: Callable[[Case], None]) -> None:
    oracles.answered_or_refused(check, Case(case.function, case.args, complex_step=False, refusable=True))
