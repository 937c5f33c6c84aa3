"""Each decision of our analyses matters: with one of them switched off, some program's derivative is wrong.

A switch that no program notices would mean that the decision is idle, or that no test guards it.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast
import numpy as np
import pytest

import oracles
import s2sdiff as sd
from corpus import evaluated, inplace, meanwhile, passed_on
from s2sdiff import syntax
from s2sdiff.analyze import ownership, updates
from s2sdiff.analyze.attributes import Attributes
from s2sdiff.analyze.branches import Branches
from s2sdiff.analyze.env import Env
from s2sdiff.analyze.inlining import Inlining
from s2sdiff.analyze.ownership import Ownership
from s2sdiff.analyze.sharing import Sharing
from s2sdiff.analyze.showing import Showing
from s2sdiff.analyze.values import Values
from s2sdiff.assemble import gradient
from s2sdiff.differentiate.forward import Forward
from s2sdiff.differentiate.in_time import InTime
from s2sdiff.differentiate.reverse import Reverse
from s2sdiff.differentiate.tape import Tape, at_hand
from s2sdiff.simplify.liveness import Liveness

VECTOR = np.array([0.7, -0.4, 1.3])


def stores_through_a_view(x):
    a = np.sin(x)
    b = a[1:]
    b[0] = x[0] * x[1]
    return np.sum(a * x)


def reads_a_view_after_a_store(x):
    a = np.sin(x)
    b = a[1:]
    a[1] = x[0] * x[1]
    return np.sum(b * x[1:])


def two_buffers(x):
    u = np.sin(x)
    v = u if x[0] > 0.5 else u + 1.0
    v[0] = x[1]
    return np.sum(u * v)


def overwrites(x):
    a = np.sin(x)
    a[0] = x[1]
    return np.sum(a * x)


def squares_in_place(x):
    a = np.sin(x)
    s = np.sum(a * a)
    a[:] = x
    return s + np.sum(a)


def is_made_and_then_changed(x):
    y = np.sin(x)
    for _ in range(2):
        y *= x
        y = np.exp(y)
    return np.sum(y)


def rebinds(x):
    y = x * x
    s = np.sum(np.sin(y))
    y = np.cos(x)
    return s + np.sum(y)


def wraps_around(x):
    h = np.zeros(3)
    h[2] = x[0]
    for i in range(2):
        h[i] = np.sin(h[i - 1]) * x[i]
    h[2] = 0.5
    return np.sum(h)


def a_sine_twice(x):
    y = np.sin(x)
    return y, y


def changes_one_of_two(x):
    p, q = a_sine_twice(x)
    p[0] = x[1]
    return np.sum(q * x)


def changes_an_attribute(x):
    y = np.sin(x)
    p = types.SimpleNamespace(a=y, b=y)
    p.a *= x
    return np.sum(p.b * x)


def a_pair(x):
    return [x[0], x[1]]


def grows(x):
    xs = a_pair(x)
    for i in range(3):
        xs.append(x[i])
    return sum(xs) * xs[0]


class Cell:
    def __init__(self, u):
        self.u, self.t = u, 0.0


class Pair:
    def __init__(self, p, q):
        self.p, self.q = p, q


def shares_after_a_turn(x):
    s = Pair(Cell(x * 1.0), Cell(x * 2.0))
    for k in range(3):
        s.q.u[:] = s.p.u * 1.1
        s.p, s.q = s.q, s.p
        if k == 1:
            s.q.u = s.p.u
    return np.sum(s.p.u**2) + np.sum(s.q.u)


def stands_in_two_places(x):
    s = Pair(Cell(x * 1.0), Cell(x * 2.0))
    for k in range(2):
        s.p.t = x[1] * x[2] * (k + 1.0)
        s.p = s.q
    return s.q.t * 2.0


def changes_two_parts(x):
    b = Cell(x * 2.0)
    s = Pair(x, b)
    for _ in range(3):
        s.q.u[:] = np.sin(s.q.u)
        s.q.t = s.q.t + x[0]
    return np.sum(b.u**2)


class Held:
    def __init__(self, rows):
        self.rows = rows


def appends_through_another(x):
    p = Held([])
    q = Held(p.rows)
    for k in range(3):
        q.rows.append(x[k] * x[k])
    return sum(p.rows) + p.rows[1]


def chooses_a_view(x):
    a = np.sin(x)
    for k in range(2):
        b = a[1:] if k == 0 else a[:2]
        b *= x[k]
    return np.sum(a)


def without_outer(self: Any, node: Any, name: str, statement: Any, whole: Callable[..., Any] = Values.closure) -> Any:
    return replace(whole(self, node, name, statement), rebound=frozenset())


def without_zeros(self: Any, statement: Any, emit: Callable[..., None] = Reverse.emit) -> None:
    stored = isinstance(statement, gast.Assign) and isinstance(statement.targets[0], gast.Subscript)
    if not (stored and isinstance(statement.value, gast.Constant) and statement.value.value == 0.0):
        emit(self, statement)


def half_active(*args: Any, whole: Callable[..., Any] = gradient.activity) -> Any:
    found = whole(*args)
    return found - {max((leaf for leaf in found if leaf[0].kind == "assign"), key=lambda leaf: leaf[0].number)}


SWITCHES: dict[str, tuple[Any, str, Any, Callable[..., Any]]] = {
    "names of changed memory stay as they were": (
        Ownership, "make_stale", lambda *_, **__: None, two_buffers),
    "a view is not taken again": (Showing, "show_again", lambda *_: None, reads_a_view_after_a_store),
    "a change through a view is no change of the root": (Showing, "at_root", lambda self, target: target, stores_through_a_view),
    "all memory is apart": (Env, "are_apart", lambda *_: True, two_buffers),
    "an item that is overwritten keeps its cotangent": (Reverse, "emit", without_zeros, overwrites),
    "what is changed in place is not kept": (Tape, "is_clobbered", lambda *_: False, squares_in_place),
    "what a loop makes is out of reach in its next trip": (
        at_hand, "_is_made_anew", lambda storage, loop, _: ("loop", loop) in storage.region, is_made_and_then_changed),
    "what is bound anew is not kept": (Tape, "is_overwritten", lambda *_: False, rebinds),
    "items are taken to stay as they are": (InTime, "is_elsewhere", lambda *_: True, wraps_around),
    "an index counts from the start": (InTime, "is_positive", lambda *_: True, wraps_around),
    "the parts of a result are apart": (Env, "part_memory", lambda *_: frozenset(), changes_one_of_two),
    "an attribute is the only name of its array": (Attributes, "is_shown_elsewhere", lambda *_: False, changes_an_attribute),
    "what is put into a part is not in what is around it": (Ownership, "bring_in", lambda *_: None, shares_after_a_turn),
    "an object stands in one place of another": (Ownership, "note_items", lambda *_: None, stands_in_two_places),
    "what a loop left behind is told of no other change": (ownership, "_is_elsewhere", lambda *_: False, changes_two_parts),
    "a list has one name": (Sharing, "tell", lambda *_: None, appends_through_another),
    "any branch may have been taken": (Branches, "with_forks", lambda _, statements: statements, chooses_a_view),
    "a list that grows is marked already": (Ownership, "grow", lambda *_: True, grows),
    "nothing comes between a sum and its store": (updates, "_follows", lambda *_: True, inplace.another_value_by_then),
    "only a block itself binds names": (Inlining, "names_bound", lambda _, block: syntax.names_stored(block), meanwhile.counted_while_a_function_binds),
    "no function binds what another one is given": (Inlining, "names_bound_by_functions", lambda _: set(), meanwhile.given_and_bound_by_a_function_called),
    "what a function captures is assigned by no other": (Values, "closure", without_outer, evaluated.beside_the_call_of_another),
    "a function reads nothing when it is called": (Liveness, "_killed", lambda self, target: self.study.bit(getattr(target, "id", "")), evaluated.read_when_it_is_called),
    "a tangent is that of one array alone": (Forward, "lend", lambda *_: None, passed_on.changed_after_it_was_shifted),
    "one active value is missed": (gradient, "activity", half_active, rebinds),
}  # fmt: skip


@pytest.mark.parametrize("name", SWITCHES)
def test_a_program_notices(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, attribute, instead, program = SWITCHES[name]
    before = outcome(program)
    monkeypatch.setattr(owner, attribute, instead)
    assert before in ("right", "refused")
    assert outcome(program) != before


def outcome(program: Callable[..., Any]) -> str:
    """Right, refused or wrong: a crash counts as wrong."""
    copy = types.FunctionType(program.__code__, program.__globals__, program.__name__)  # nothing is known of it yet
    try:
        for check in (oracles.check_reverse, oracles.check_forward):
            check(oracles.Case(copy, (VECTOR,), complex_step=False))
    except sd.errors.Unsupported:
        return "refused"
    except Exception:
        return "wrong"
    return "right"
