"""Lean code from naive code: the room that makes a derivative look as if a person had written it.

Each pass is a function of a body and a `Study` (what is known of the function), in a file of its own; a pass returns
the very list it was given if it finds nothing to do.  Passes run in the order below until none does anything.
No tree is changed in place; the result shares nodes with the input.  Assumed of the input: runnable Python of the
statement kinds that `normalize` and `differentiate` write, and `Facts` that are true.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast

from s2sdiff.simplify.algebra import algebra, signs
from s2sdiff.simplify.common import common
from s2sdiff.simplify.copies import copies
from s2sdiff.simplify.dead import dead, stacked_comments, without_idle_functions
from s2sdiff.simplify.delay import delay
from s2sdiff.simplify.facts import Facts as Facts
from s2sdiff.simplify.first_stores import first_stores
from s2sdiff.simplify.fold import fold
from s2sdiff.simplify.inplace import in_place
from s2sdiff.simplify.merge import merge
from s2sdiff.simplify.nesting import nesting
from s2sdiff.simplify.node_effects import statements
from s2sdiff.simplify.numbering import counted, numbering, renamed
from s2sdiff.simplify.planes import planes
from s2sdiff.simplify.rebuild import changed
from s2sdiff.simplify.sides import sides
from s2sdiff.simplify.study import Study
from s2sdiff.simplify.swaps import swaps
from s2sdiff.simplify.tuples import tuples
from s2sdiff.simplify.uniform import uniform
from s2sdiff.simplify.views import views

__all__ = ["Facts", "gives_fresh", "numbering", "renamed", "simplify"]

Pass = Callable[[list[Any], Study], list[Any]]

PASSES: list[Pass] = [
    dead,  # statements that nobody reads the result of, and comments on nothing
    nesting,  # un-nest exits; ternaries and loop conditions as the user wrote them
    delay,  # a name keeps its value as long as it is needed
    copies,  # one name for one object
    views,  # copies of arrays that nothing changes meanwhile
    tuples,  # a, b = f(x) again
    uniform,  # an array of one number throughout is that number
    merge,  # assign and add: one assignment
    algebra,  # arithmetic that only a generator writes
    sides,  # on one side of a branch nothing is added
    fold,  # temporaries used once go into their use
]
LAST: list[Pass] = [  # once, when no pass above finds anything to do
    first_stores,  # what is added first is stored
    signs,  # -x * y for -(x * y)
    counted,  # a name for a counter that the user called `_`
    swaps,  # a, b = b, a
    planes,  # work arrays laid out as they are met
]
MOST_ROUNDS = 12


def simplify(function: Any, facts: Facts, *, numbered: bool = True) -> Any:
    """A function that computes the same as `function`, leaner; `function` itself is left as it is.

    With `numbered`, temporaries get the lowest numbers that are free (see `numbering`).
    """
    study = Study(function, facts)
    study.memo["stacked"] = stacked_comments(function.body)
    body = settle(function.body, study)
    called = without_idle_functions(body)
    if called is not body:  # what they held is held no longer
        return simplify(changed(function, body=called), facts, numbered=numbered)
    shared = common(body, study)
    changed_in_place = in_place(shared, study)
    if changed_in_place is not body:
        body = settle(changed_in_place, study)
    for last in LAST:
        body = last(body, study)
    lean = changed(function, body=list(body))
    if not numbered:
        return lean
    return renamed(lean, numbering(lean, facts))


def gives_fresh(function: Any, facts: Facts, place: int | None = None) -> bool:
    """Whether what a function returns, or what stands in one place of it, shares no memory with anything from outside of it, its arguments included."""
    study = Study(function, facts)
    aliases = study.aliases(function.body)
    returned = [s.value for s in statements(function.body) if isinstance(s, gast.Return)]
    if place is not None:
        returned = [value.elts[place] if isinstance(value, gast.Tuple) else value for value in returned]
    return all(value is not None and not aliases.closure(study.sharing(value)) & study.world for value in returned)


def settle(body: list[Any], study: Study) -> list[Any]:
    """`body` after all passes, repeated until none finds anything to do."""
    quiet = 0
    for step in range(MOST_ROUNDS * len(PASSES)):
        new = PASSES[step % len(PASSES)](body, study)
        quiet = quiet + 1 if new is body else 0
        body = new
        if quiet == len(PASSES):
            break
    return body
