"""Programs to differentiate, written as users write them, by theme.

A theme is a module of plain functions and a list `CASES` that says at which arguments each is tried.  Nothing here
asserts anything: `oracles` knows what must hold of a derivative, and the suite crosses the programs with the modes.
"""

from __future__ import annotations

from dataclasses import replace

from corpus import (
    absent, agents, algebra, apart, applied, asked, attempts, begins_as_none, begun, bodies, boxed, branches, broadcasting, buffers, cached, calls, changes, chosen,
    classes_asked, complex_states, comprehensions, containers, control, counters, cut, decorators, densities, dicts, draws, effects, effects_on_arguments, enumerated, evaluated, everyday, exits, filtering,
    forks, functional, functions, gone_over, growing, handed, held, hits, hygiene, idioms, imported, inplace, integrals, interpolation, kept_by_helpers, later, layouts, lazy, loops, managers, meanwhile, memory,
    mixed, models, named_alike, narrow, nested, none_until, nothing_yet, numerics, objects, odes, other_dicts, own_builtins, own_dicts, passed_on, private, queues, reductions, replaced, reshaped, resized, returned, returned_early, reworded,
    rotations, same_object, searched, sets, settled, shared, shortcuts, sparse, spliced, straight, strings, swapped, taken, told, traps, tried, turns, two_owners, untaken, views,
    walks, widened, worded,
)  # fmt: skip
from oracles import Case

THEMES = (
    straight, broadcasting, branches, loops, exits, calls, containers, comprehensions, effects, buffers, reductions,
    algebra, models, hygiene, strings, traps, tried, views, effects_on_arguments, changes, control, functional, nested,
    numerics, functions, objects, inplace, memory, named_alike, imported, boxed, private, own_builtins, returned_early, settled, applied, interpolation, sparse, returned, agents, growing,
    everyday, bodies, dicts, reshaped, held, begun, odes, densities, integrals, replaced, queues, counters, filtering,
    asked, resized, draws, absent, passed_on, rotations, later, swapped, lazy, turns, chosen, shortcuts, layouts, handed, searched,
    apart, untaken, nothing_yet, hits, taken, other_dicts, begins_as_none, two_owners, widened, decorators, managers, sets, spliced, cached, walks,
    mixed, narrow, attempts, own_dicts, none_until, enumerated, shared, forks, cut, complex_states, told, idioms, reworded, worded,
    meanwhile, evaluated, gone_over, classes_asked, kept_by_helpers, same_object,
)  # fmt: skip

CASES: list[Case] = [replace(case, theme=theme.__name__.split(".")[-1]) for theme in THEMES for case in theme.CASES]
