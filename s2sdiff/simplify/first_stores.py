"""Stores the first of what is added to zeros: `z[k] = e` for `z[k] += e`."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.node_effects import statements, together
from s2sdiff.simplify.places import Place, are_apart, keeps_apart, running, runs_of
from s2sdiff.simplify.rebuild import BLOCKS, edit_blocks
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import dotted

SUMS = (gast.Add, gast.Sub)


def first_stores(body: list[Any], study: Study) -> list[Any]:
    """Turns additions to zeros into stores, where a loop comes to each place once, and before anything else does.

    >>> from s2sdiff.simplify.text import show
    >>> show(first_stores, '''
    ... u_bar = np.zeros(u.shape)
    ... for i, s in zip(reversed(range(n - 1)), reversed(s_tape)):
    ...     u_bar[i] += 2.0 * s
    ... u_bar[n - 1] += y_bar
    ... ''', temporaries="u_bar", arrays="u u_bar", scalars="s y_bar i n", int64="i n")
    u_bar = np.zeros(u.shape)
    for i, s in zip(reversed(range(n - 1)), reversed(s_tape)):
        u_bar[i] = 2.0 * s
    u_bar[n - 1] = y_bar
    """

    def block(body: list[Any], depth: int) -> list[Any]:  # noqa: ARG001
        for i, statement in enumerate(body):
            name = _begun_as_zeros(statement, study)
            edited = name and first_store(body, i, name, study, in_loops=True)
            while edited:
                body = edited
                edited = first_store(body, i, name, study, in_loops=True)
        return body

    return edit_blocks(body, block)


def _begun_as_zeros(statement: Any, study: Study) -> str:
    """The temporary that is made an array of zeros; "" for any other statement."""
    if not isinstance(statement, gast.Assign) or len(statement.targets) != 1 or not is_zeros(statement.value, study):
        return ""
    target = statement.targets[0]
    return target.id if isinstance(target, gast.Name) and study.may_go(target.id) else ""


def first_store(body: list[Any], i: int, name: str, study: Study, *, in_loops: bool = False) -> list[Any] | None:
    """z[k] = e for z = np.zeros(...) and, as the first thing done to z at that place, z[k] += e.

    What stands in loops and branches comes last of all, since what is added to zero on one side only can be moved.
    """
    effects, bit = study.effects, study.bit(name)
    written: list[Place] = []  # where z is no longer zero
    kept = 0  # the names in them
    for j in range(i + 1, len(body)):
        statement = body[j]
        if effects(statement).binds & kept:
            return None
        if effects(statement).mentions & bit:
            if not in_loops and isinstance(statement, BLOCKS):
                return None
            stored = _item_stored(statement, name, study)
            if stored is None:
                return None
            line, place = stored
            if isinstance(line, gast.AugAssign) and all(are_apart(place, w, study) for w in written):
                value = line.value if isinstance(line.op, gast.Add) else gast.UnaryOp(gast.USub(), line.value)
                return [*body[:j], _exchanged(statement, line, gast.Assign([line.target], value, None)), *body[j + 1 :]]
            written.append(place)
            kept |= _names_in(place, study)
    return None


def _exchanged(statement: Any, old: Any, new: Any) -> Any:
    """A statement with another line in the place of one inside it."""
    return edit_blocks([statement], lambda block, _: [new if s is old else s for s in block])[0]


def _item_stored(statement: Any, name: str, study: Study) -> tuple[Any, Place] | None:
    """The one line of a statement that mentions an array, and the place that it stores into; in loops never one place twice."""
    effects, bit = study.effects, study.bit(name)
    loops, line = [], statement
    while isinstance(line, (gast.For, gast.If)):
        inner = [s for s in (*line.body, *line.orelse) if effects(s).mentions & bit]
        head = effects(line.iter if isinstance(line, gast.For) else line.test)
        if len(inner) != 1 or head.mentions & bit or (isinstance(line, gast.For) and inner[0] in line.orelse):
            return None
        loops += [line] if isinstance(line, gast.For) else []
        line = inner[0]
    stored = _stored_item_of(line, name)
    if stored is None or (effects(stored.slice).reads | effects(line.value).reads) & bit:
        return None
    place = Place(stored.slice, runs_of(stored.slice, loops))
    return (line, place) if not loops or _runs_once(place, loops, study) else None


def _runs_once(place: Place, loops: list[Any], study: Study) -> bool:
    """Whether loops, each inside the one before, come to each place at most once."""
    heads = [study.mask(running(loop).keys() & place.runs) for loop in loops]
    bound = 0
    for s in statements(loops[:1]):
        if isinstance(s, gast.For):
            bound |= study.place(s.target).binds & ~(heads[loops.index(s)] if s in loops else 0)
        elif not isinstance(s, gast.If):
            bound |= study.effects(s).binds
    once = all(heads) and sum(heads) == study.mask(place.runs)
    return once and not bound & (_names_in(place, study) | study.mask(place.runs)) and keeps_apart(place, study)


def _names_in(place: Place, study: Study) -> int:
    """The names that say where a place is, other than those that run."""
    ends = [end for pair in place.runs.values() for end in pair]
    return together([study.effects(part) for part in (place.index, *ends)]).reads & ~study.mask(place.runs)


def is_sum(statement: Any) -> bool:
    """Whether a statement is x += e or x -= e."""
    return isinstance(statement, gast.AugAssign) and isinstance(statement.op, SUMS)


def _stored_item_of(statement: Any, name: str) -> Any:
    """The place of name[...] = e, name[...] += e or name[...] -= e; None for anything else."""
    if adds_to_item_of(statement, name):
        return statement.target
    place = statement.targets[0] if isinstance(statement, gast.Assign) and len(statement.targets) == 1 else None
    return place if _is_item_of(place, name) else None


def adds_to_item_of(statement: Any, name: str) -> bool:
    """Whether a statement is name[...] += e or -= e."""
    return is_sum(statement) and _is_item_of(statement.target, name)


def _is_item_of(place: Any, name: str) -> bool:
    return isinstance(place, gast.Subscript) and isinstance(place.value, gast.Name) and place.value.id == name


def is_zeros(call: Any, study: Study) -> bool:
    """Whether a call is np.zeros(shape) or np.zeros_like(x)."""
    name = dotted(call.func) or "" if isinstance(call, gast.Call) else ""
    known = name in ("np.zeros", "numpy.zeros", "np.zeros_like", "numpy.zeros_like") and study.is_module(
        name.partition(".")[0]
    )
    return known and len(call.args) == 1
