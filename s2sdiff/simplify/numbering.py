"""Short numbers for temporaries, and for what a variable held before: the generator counts all it ever needed, the reader what is left.

`u_7`, `u_7_bar` and `u_7_tape` belong together and change together.  Numbers follow the order of appearance, a number
after `_bar`, `_dot` or `_tape` goes where it can, and no name meets another name of the function, of a module or of
Python.
"""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import gast

from s2sdiff import library
from s2sdiff.simplify.facts import Facts
from s2sdiff.simplify.liveness import Liveness, liveness
from s2sdiff.simplify.node_effects import nodes
from s2sdiff.simplify.rebuild import changed, edit_blocks, map_children, rename
from s2sdiff.simplify.study import PINNING, Study
from s2sdiff.syntax import walk

MARKS = frozenset({"bar", "dot", "tape", "tapes", "left"})
COUNTERS = ("k", "i", "j", "m")
NEVER = frozenset(dir(builtins)) | frozenset(keyword.kwlist) | library.MODULES | {"tape"}


def numbering(function: Any, facts: Facts, given: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    r"""New names for the numbered temporaries of a function; those that keep their name are left out.

    `given`: names that are chosen already, as those of what a half of a pair gets from the other one.

    >>> from s2sdiff.simplify.text import facts_of, read, write
    >>> function = read("u_7 = f(x)\nu_7_bar = u_7 * u_3\nx_bar_2 = u_7_bar", "x, u_3")
    >>> numbering(function, facts_of("u_7 u_7_bar x_bar_2"))
    {'u_7': 'u_1', 'u_7_bar': 'u_1_bar', 'x_bar_2': 'x_bar'}
    """
    found = _Numbering(function, facts, given).found
    names = {node.id for node in nodes(function.body) if isinstance(node, gast.Name)}
    if len({found.get(name, name) for name in names}) < len(names):
        return numbering(function, facts) if given else {}  # one that was chosen is another's here
    return found


def renamed(function: Any, names: dict[str, str]) -> Any:
    """`function` with its variables called by their new names, inner functions and all."""
    if not names:
        return function

    def edit(node: Any) -> Any:
        if isinstance(node, gast.Name):
            return changed(node, id=names[node.id]) if node.id in names else node
        return map_children(node, edit)

    return changed(function, body=[edit(s) for s in function.body])


def counted(body: list[Any], study: Study) -> list[Any]:
    """A name for the counter of a loop of the generator's that is read, although the user called it `_`.

    >>> from s2sdiff.simplify.text import show
    >>> show(counted, '''
    ... for _ in reversed(range(n)):
    ...     x_bar = x_bar * x_tape[_]
    ... ''')
    for k in reversed(range(n)):
        x_bar = x_bar * x_tape[k]
    """
    if not any(not name.strip("_") for name in study.local):
        return body
    live = liveness(body, study)

    def edit(block: list[Any], depth: int) -> list[Any]:  # noqa: ARG001
        new = [_with_counter(s, study, live) for s in block]
        return new if any(a is not b for a, b in zip(new, block, strict=True)) else block

    return edit_blocks(body, edit)


def _with_counter(loop: Any, study: Study, live: Liveness) -> Any:
    if not isinstance(loop, gast.For) or hasattr(loop.target, "lineno") or not isinstance(loop.target, gast.Name):
        return loop
    bit = study.bit(loop.target.id)
    inside = study.block(loop.body)
    if loop.target.id.strip("_") or not inside.reads & bit or inside.binds & bit or live.after.get(id(loop), bit) & bit:
        return loop
    taken = study.local | set(study.names)
    counter = next((c for c in COUNTERS if c not in taken), None)
    if counter is None or bit & study.pinned:
        return loop
    study.adopt(counter, "scalar")
    return changed(
        loop,
        target=changed(loop.target, id=counter),
        body=[rename(s, loop.target.id, counter, study) for s in loop.body],
    )


class _Numbering:
    """A name is a tree of parts: `z_22_bar_1` is number 1 of `z_22_bar`, which is the `bar` of number 22 of `z`."""

    def __init__(self, function: Any, facts: Facts, given: Mapping[str, str]) -> None:
        self.found: dict[str, str] = {}
        self.mine, fixed = _names(function, facts)
        known = set(facts.kinds) | set(facts.dtypes)
        self.users = (known | fixed) - facts.temporaries - facts.renamed  # these have their own numbers
        self.taken = fixed | self.users | NEVER | facts.pure | set(given.values())
        self.given: dict[str, str] = dict(given)
        self.first = self._unnumbered()
        groups = self._groups()
        self.taken |= {name for name in self.mine if not any(True for _ in self._parts(name))}
        for part in groups:
            if part not in given:
                self._name_part(part, groups[part])
        for name in self.mine:
            new = self._new(name)
            if new != name:
                self.found[name] = new

    def _unnumbered(self) -> set[str]:
        """Names like `x_bar` where there is an `x_bar_1` as well: which of them is the plain one is open."""
        stems = {name.rpartition("_")[0] for name in self.mine if name.rpartition("_")[2].isdigit()}
        return {name for name in self.mine if name in stems and name.rpartition("_")[2] in MARKS}

    def _groups(self) -> dict[str, list[str]]:
        """Each numbered beginning, in order of appearance, with the names that begin so."""
        groups: dict[str, list[str]] = {}
        for name in self.mine:
            for part in self._parts(name):
                groups.setdefault(part, []).append(name)
        return groups

    def _parts(self, name: str) -> Iterator[str]:
        """The beginnings of a name that end in a number of ours, from short to long; 3_1 counts as one number."""
        words = name.split("_")
        kept = self._of_user(name)
        for end in range(2, len(words) + 1):
            start = "_".join(words[:end])
            more = end < len(words) and words[end].isdigit() and start not in self.mine
            if len(start) <= kept:
                continue
            if start in self.first and not (end < len(words) and words[end].isdigit()):
                yield start
            if words[end - 1].isdigit() and words[end - 2] and not more:
                yield start

    def _of_user(self, name: str) -> int:
        """How long the variable of the user's is that a name belongs to, as `u_5_1_dot` to `u_5_1`: that much stays."""
        words = name.split("_")
        return max((len(start) for end in range(1, len(words)) if (start := "_".join(words[:end])) in self.users), default=0)

    def _name_part(self, part: str, names: list[str]) -> None:
        """Give a beginning the first number with which none of the names that begin so is taken."""
        stem = part
        while (
            stem.rpartition("_")[2].isdigit() and stem.rpartition("_")[0] and (stem == part or stem not in self.users)
        ):
            stem = stem.rpartition("_")[0]
        base = self._new(stem) if stem not in self.first else self._new(stem, shorter=True)
        first = base if stem.rpartition("_")[2] in MARKS else f"{base}_1"
        candidates = [first, *(f"{base}_{n}" for n in range(1, len(self.mine) + len(self.taken) + 2))]
        ends = [name[len(part) :] for name in names]
        new = next(c for c in candidates if c not in self.given.values() and not any(c + e in self.taken for e in ends))
        self.given[part] = new
        self.taken |= {new + name[len(part) :] for name in names if list(self._parts(name))[-1] == part}

    def _new(self, name: str, *, shorter: bool = False) -> str:
        """The new name, by the longest beginning that has one; with `shorter` the name itself is not looked at."""
        for end in range(len(name) - shorter, self._of_user(name), -1):
            if name[:end] in self.given and (end == len(name) or name[end] == "_"):
                return self.given[name[:end]] + name[end:]
        return name


def _names(function: Any, facts: Facts) -> tuple[list[str], set[str]]:
    """Names that may change, in order of appearance, and those that must not."""
    arguments = function.args
    given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    fixed = {a.id for a in given if a is not None}
    bound: set[str] = set()
    order: dict[str, None] = {}
    for node in nodes(function.body):
        if isinstance(node, gast.Name):
            order[node.id] = None
            if not isinstance(node.ctx, gast.Load):
                bound.add(node.id)
        elif isinstance(node, PINNING):
            fixed |= {n.id for n in walk(node) if isinstance(n, gast.Name)} | set(getattr(node, "names", []))
            fixed |= {getattr(node, "name", "")}
        elif isinstance(node, gast.alias):
            fixed.add((node.asname or node.name).split(".")[0])
    mine = [n for n in order if n in facts.temporaries | facts.renamed and n in bound and n not in fixed]
    return mine, fixed | (set(order) - set(mine))
