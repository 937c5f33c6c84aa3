"""What is done with what is held: statements with letters for the places (see `holdings`), and with values drawn anew.

{A'} is another place of the kind of {A}, which may be the same one; {n} is a number, {a} an array, {c} a condition, {i} an
index.  What gives one thing several names stands apart, for the worlds in which that happens.
"""

from __future__ import annotations

import random
import re

from fuzz.holdings import World

DEEDS = {
    "arrays": (
        "{A}[{i}] = {n}", "{A}[:] = {a}", "{A} *= 1.1", "{A} += {A'} * 0.2", "{A}[1:] = {A'}[:-1] * 1.2", "{A} = {a}", "y = {A}; y[{i}] = {n}",
        "y = {A}[1:]; y *= 1.1", "np.multiply({A}, 0.9, out={A'})", "{A}[0], {A'}[1] = {A'}[1], {A}[0]",
    ),
    "names of arrays": (
        "{A} = {A'}", "{A}, {A'} = {A'}, {A}", "for y in ({A}, {A'}):\n    y[{i}] += {n}", "y = {A} if {c} else {A'}; y[{i}] = {n}", "{C}.u = {C'}.u",
        "{C}.u, {C'}.u = {C'}.u, {C}.u",
    ),
    "numbers": ("{N} = {n}", "{N} += {n}", "{N}, {N'} = {N'}, {N}", "{N} = {N'} if {c} else {n}", "{N} = {n}; {N'} = {N} * 0.5"),
    "cells": (
        "o = {C}; o.u[{i}] = {n}", "o = {C}; o.t = {n}", "{C} = Cell({a}, {n})", "for o in ({C}, {C'}):\n    o.t += {n}; o.u[{i}] = o.t", "{C}.u = {a}",
    ),
    "names of cells": ("{C} = {C'}", "{C}, {C'} = {C'}, {C}", "o = {C} if {c} else {C'}; o.u[{i}] = {n}", "o = {C}; {C} = {C'}; o.u[{i}] = {n}"),
    "later": (
        "{B} = {a}", "{B} = {A}[1:] * 2.0", "{B} = None", "if {B} is None:\n    {B} = {a}", "if {B} is not None:\n    {B}[0] = {n}",
        "if {B} is not None:\n    {N} = {B}[1] * 0.7", "if {B} is not None:\n    {B} *= 1.1", "y = {B}\nif y is not None:\n    y[1] = {n}",
    ),
    "names of later": ("{B} = {A}", "{B} = {A}[1:]", "{B} = {B'}"),
    "both": ("{C}.z = {n}; {N} = {C}.z * 0.5; {C}.z = {a}; {A}[:] = {C}.z", "{C}.z = {a}; {A} = {C}.z * 1.1; {C}.z = {C}.z[1] * 0.5; {N} = {C}.z"),
    "lists": (
        "{L}.append({a})", "if len({L}) > 2:\n    {L}.pop()", "y = {L}.pop(); {L}.append(y * 1.1)", "y = {L}.pop(0); {L}.append(y)",
        "for y in {L}:\n    y *= 1.1", "for y in {L}:\n    y[{i}] = {n}", "for i, y in enumerate({L}):\n    y[i % 3] = {n}",
        "for y, q in zip({L}, {L'}):\n    y += q * 0.1", "for i in range(len({L})):\n    {L}[i] = {L}[i] * 1.1", "for i in range(len({L})):\n    {L}[i][{i}] += {n}",
        "{L}[0], {L}[1] = {L}[1], {L}[0]", "{L}[0], {L}[-1] = {L}[-1], {L}[0]", "{L} = [y * 1.1 for y in {L'}]", "{L} = [{a}, {a}]",
        "{L}[-1][{i}] = {n}", "{L}.reverse()", "{L} = {L}[::-1]", "{L}.insert(0, {a})", "{L} += [{a}]", "{L}[0] = {n} * {L}[1]",
        "for y in {L}:\n    if y[{i}] > 0.817:\n        y[{i}] = {n}\n        break", "for y in reversed({L}):\n    if y[{i}] > 0.817:\n        continue\n    y *= 1.1",
    ),
    "names of lists": (
        "{L}.append({A})", "{L}[0] = {A}", "{L} = [{A}, {A'}]", "{L} = {L'}", "{L} = {L'}[::-1]", "{L} = list({L'})", "{L}.append({L'}[0])",
        "y = {L}[0]; {L}[0] = {L}[-1]; {L}[-1] = y; y[{i}] = {n}", "l = {L}; l.append({a})", "l = {L}; l[0] = {a}; {A} = l[1]",
    ),
    "lists of numbers": (
        "{R}.append({n})", "{R}[0] = {n}", "{R}[-1] += {n}", "for i, r in enumerate({R}):\n    {R}[i] = r * 1.1", "{N} = sum({R}) * 0.3",
        "{R}[0], {R}[-1] = {R}[-1], {R}[0]", "r = {R}.pop(); {R}.append(r * 0.5)", "{R} = [r * 0.9 for r in {R'}]", "{R}.insert(0, {n})",
        "while len({R}) > 2:\n    {N} = {R}.pop()", "for r, q in zip({R}, {R'}):\n    {N} = {N} * 0.5 + r * q",
    ),
    "names of lists of numbers": ("{R} = {R'}", "l = {R}; l[0] = {n}", "l = {R}; l.append({n}); {N} = {R}[-1]"),
    "lists of cells": (
        "for o in {Q}:\n    o.u *= 1.1", "for o in {Q}:\n    o.t += {n}; o.u[{i}] = o.t", "{Q}[0], {Q}[1] = {Q}[1], {Q}[0]", "{Q}.append(Cell({a}, {n}))",
        "for o in {Q}:\n    if o.t > 0.537:\n        o.u[{i}] = {n}\n        break", "o = {Q}.pop(0); {Q}.append(o)", "{Q} = [Cell(o.u * 1.1, o.t) for o in {Q}]",
        "for o, e in zip({Q}, {Q}[1:]):\n    o.u[{i}] += e.u[{i}]", "for o in {Q}:\n    o.u = o.u * 0.9", "for i in range(len({Q})):\n    {Q}[i].u[{i}] = {Q}[i - 1].t + {n}",
        "{Q}.reverse()", "for o in {Q}:\n    if o.v is None:\n        o.v = o.u * 0.9\n    else:\n        o.v[{i}] = {n}",
    ),
    "names of lists of cells": ("{Q}.append({C})", "o = {Q}.pop(); {Q}.append(o)", "{Q} = [{C}, {C'}]", "{Q} = {Q'}", "if len({Q}) > 2:\n    {C} = {Q}.pop()", "{Q} = [Cell(o.u, o.t) for o in {Q}]"),
    "picked": (
        "o = min({Q}, key=lambda e: e.t); o.u[{i}] = {n}", "y = max({L}, key=lambda e: e[{i}]); y *= 0.9", "{N} = sum(o.t for o in {Q} if o.t > 0.537)",
        "{L} = sorted({L}, key=lambda e: e[{i}])", "{Q} = sorted({Q}, key=lambda e: e.t)", "{L} = [y for y in {L} if y[{i}] > 0.217] + [{a}, {a}]",
        "{L} = {L}[:-1] + [{a}]", "{L}[1:] = [{a}, {a}]", "del {L}[0]; {L}.append({a})", "{A} = sum({L})", "{A} = np.array({L})[1]", "{L} = [{A}.copy(), *{L}[1:]]",
    ),
    "dicts": (
        "for y in {D}.values():\n    y *= 0.9", "for key, y in {D}.items():\n    y[{i}] = {n}", "for key in {D}:\n    {D}[key] = {D}[key] * 1.1",
        "{D} = {{key: y * 0.9 for key, y in {D}.items()}}", "{D}.update(p={a})", "{D}['p'] = {D}.pop('p') * 1.1", "y = {D}.get('p'); y[{i}] = {n}",
        "{D}['p'], {D}['q'] = {D}['q'], {D}['p']", "{A} = {D}['q'] * {D}['p']", "for key in ('p', 'q'):\n    {D}[key][{i}] += {n}", "{D}.setdefault('p', {a})[{i}] = {n}",
    ),
    "names of dicts": ("{D} = dict({D})", "{D}['q'] = {A}", "{A} = {D}.get('q', {A'})", "{D} = {{**{D}, 'p': {A}}}", "l = {D}; l['p'] = {a}"),
    "nested loops": (
        "for i in range(2):\n    for y in {L}:\n        y[i] += {n}", "for i in range(3):\n    if {A}[i] > 0.817:\n        break\n    {A}[i] = {n}",
        "for i in range(2):\n    {A} = {A} * 0.9\n    {A'}[i] += {A}[i + 1]", "for i in range(3):\n    {N} = {N} * 0.5 + {A}[i]\n    if {N} > 0.817:\n        continue\n    {A'}[i] = {N}",
        "for i in range(2):\n    {C}.t = {n}\n    {C'}.u[i] = {C}.t * {N}", "i = 0\nwhile i < 2 and {N} < 1.613:\n    {N} = {N} + {n}\n    {A}[i] = {N}\n    i += 1",
    ),
    "unpacked": ("y, r = {A} * 0.9, {N}; {A}[{i}] = r * y[1]; {N} = y[{i}]", "{N} = (r := {n}) * 0.5; {A}[{i}] = r"),
    "lists of views": ("for y in {V}:\n    y *= 1.1", "{V}[0][0] = {n}", "{V}.append({A}[1:])", "{V}[0], {V}[1] = {V}[1], {V}[0]", "{V}[0] = {A}[:2]", "y = {V}[-1]; y[1] = {n}"),
}  # fmt: skip
CALLS = (
    "{C}.step({C'}, {n})", "y = {C}.step({C'}, {n}); y[0] = {n}", "{C}.scale({n})", "y = {C}.scale({n}); y *= 1.1", "y = {C}.tail(); y[0] += {n}",
    "{C}.u[{i}] = {C'}.tail()[0]", "y = {C}.give({n})\nif y is not None:\n    y[{i}] = {n}", "{C}.trade({C'})", "{C}.step_on({n})", "change({A}, {n})",
    "y = change({A}, {n}); y *= 1.1", "update({C}, {n})", "o = update({C}, {n}); o.u[{i}] = {n}", "deep({C}, {C'}, 2)", "{A} = deep({C}, {C'}, 3) * 1.1",
    "extend({L}, {a})", "y = extend({L}, {a}); y *= 1.1", "y = first({L}, {n})\nif y is not None:\n    y[{i}] = {n}", "inner({n})", "{N} = inner({n})",
)  # fmt: skip
NAMING_CALLS = (
    "{A} = {C}.scale({n})", "{B} = {C}.give({n})", "{C} = {C'}.step_on({n})", "{A} = change({A'}, {n})", "{A} = deep({C}, {C'}, 3)", "y = extend({L}, {A}); y *= 1.1",
    "{A} = first({L}, {n}) if {c} else {A'}", "{C} = update({C'}, {n})",
)  # fmt: skip
FUNCTIONS = ("change", "update", "deep", "extend", "first", "inner", "k")  # and the number of the trip: not known everywhere
NUMBERS = ("{A}[{i}] * x[{i}]", "{N} * 0.5 + x[{i}]", "{A}[{i}] + 0.3", "np.sum({A}) * 0.2", "{N} * 0.7", "x[{i}]", "0.6")
ARRAYS = ("{A} * 0.9 + 0.1 * {A'} ** 2", "{A} * 0.7 + x", "np.sin({A})", "x * {N}", "{A}.copy()", "x * {n}", "np.zeros_like(x)")
CONDITIONS = (
    "k == 1", "x[k] > 0.6", "{A}[{i}] > 0.817", "{N} < 1.013", "len({L}) > 2", "k % 2 == 0", "{C}.t > 0.437", "{B} is None",
    "len({L}) > 2 and {N} < 1.013", "{A}[{i}] < 0.617 or {C}.t > 0.437", "not {N} > 0.717",
)  # fmt: skip


def deed(world: World, drawn: random.Random) -> list[str]:
    """The lines of a statement about what there is in a world."""
    tables = [table for about, table in DEEDS.items() if world.shares or not about.startswith("names of ")]
    tables += [CALLS + NAMING_CALLS * world.shares] * (1 + len(world.known))
    able = [texts for table in tables if (texts := [text for text in table if can(world, text)])]
    text = drawn.choice(drawn.choice(able))
    return [line for part in fill(text, world, drawn).split("\n") for line in lines(part)]


def lines(text: str) -> list[str]:
    """The statements that stand in a line, each in its own."""
    indent = " " * (len(text) - len(text.lstrip()))
    return [indent + part.strip() for part in text.split(";")]


def condition(world: World, drawn: random.Random) -> str:
    """A condition on what there is."""
    return fill(drawn.choice([text for text in CONDITIONS if can(world, text)]), world, drawn)


def can(world: World, text: str) -> bool:
    """Whether a world has what a text is about: places of its kinds, functions, the loop."""
    named = set(re.findall(r"\b(\w+)\(|\b(k)\b", text))
    wanted = {name for pair in named for name in pair if name in FUNCTIONS}
    return wanted <= {*world.known} and all(kind in world.places for kind in re.findall(r"\{([A-Z])'?\}", text))


def fill(text: str, world: World, drawn: random.Random) -> str:
    """A text with places for its letters and values for the others."""
    chosen: dict[str, str] = {}

    def put(found: re.Match[str]) -> str:
        what = found[0]
        if what in ("{{", "}}"):
            return what[0]
        what = what[1:-1]
        if what == "i":
            return str(drawn.randrange(3))
        if what in "nac":
            table = {"n": NUMBERS, "a": ARRAYS, "c": CONDITIONS}[what]
            return fill(drawn.choice([t for t in table if can(world, t)]), world, drawn)
        return chosen.setdefault(what, drawn.choice(world.places[what[0]]))

    return re.sub(r"\{\{|\}\}|\{[A-Za-z]'?\}", put, text)
