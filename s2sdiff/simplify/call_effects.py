"""What calls do: which have no effect, which change an argument in place, and whose memory a result may share.

A call that no table of `library` answers may do anything: change whatever the world outside can reach, and keep what it
was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import gast

from s2sdiff.library import (
    CALLING_NUMPY,
    CHANGING_METHODS,
    CHANGING_NUMPY,
    FRESH_BUILTINS,
    FRESH_METHODS,
    PURE_BUILTINS,
    PURE_METHODS,
    REDUCTIONS,
    SCALAR_BUILTINS,
    SPEAKING_MODULES,
    SPEAKING_NUMPY,
    is_fresh_numpy,
    keeps_numbers,
)
from s2sdiff.simplify.node_effects import OUTSIDE

if TYPE_CHECKING:
    from s2sdiff.simplify.study import Study


class CallFacts(NamedTuple):
    """What one call does beyond evaluating its arguments, and the names whose memory its result may share.

    `fresh`: the result is new, whatever the arguments; where it is not, it may share memory even with an argument that
    is new itself.
    """

    kind: str = "other"
    mutates: int = 0
    grows: int = 0
    fixed: bool = False
    shares: int = 0
    fresh: bool = False


def classify(node: Any, study: Study) -> CallFacts:
    """What a call does."""
    shared = 0
    for argument in [*node.args, *[k.value for k in node.keywords]]:
        shared |= study.sharing(argument)
    named = {k.arg for k in node.keywords}
    name = study.function(node.func)
    root, _, tail = (name or "").partition(".")
    if name and name in study.facts.pure:
        fresh = name in study.facts.fresh
        return CallFacts(shares=0 if fresh else shared, fresh=fresh)
    if tail and study.is_module(root):
        return _library(node, root, tail, shared, study)
    if name and not tail and name not in study.local:
        if name in PURE_BUILTINS and "key" not in named:
            return _builtin(node, name, shared, study)
        if name == "print" or name in study.facts.checks:
            return CallFacts("scalar", fixed=True)
        if name == "next":
            return CallFacts(mutates=shared, fixed=True, shares=shared)
    if name == "dict.fromkeys" and root not in study.local:
        return CallFacts("list", shares=shared)
    if name == "functools.partial" and root not in study.local:  # the function may be called later on, not here
        return CallFacts(shares=shared)
    if root in SPEAKING_MODULES and root not in study.local:
        return CallFacts("scalar", fixed=True)
    if isinstance(node.func, gast.Attribute):
        return _method(node, shared, named, study)
    return _unknown(shared)


def _unknown(shared: int) -> CallFacts:
    return CallFacts(mutates=shared | OUTSIDE, fixed=True, shares=shared | OUTSIDE)


def _library(node: Any, root: str, tail: str, shared: int, study: Study) -> CallFacts:
    """A call of a function of NumPy, SciPy or math."""
    named = {k.arg for k in node.keywords}
    first = study.sharing(node.args[0]) if node.args else 0
    if tail in CALLING_NUMPY or tail.startswith("optimize."):
        return _unknown(shared)
    if tail in CHANGING_NUMPY or tail.endswith(".at"):
        return CallFacts("scalar", mutates=first, fixed="random" in tail)
    if "random" in tail:
        return CallFacts("array", fixed=True)
    if tail.startswith(SPEAKING_NUMPY):
        return CallFacts(fixed=True)
    if any(name is None or name == "out" or name.startswith("overwrite") for name in named):
        return CallFacts("array", mutates=shared, shares=shared)
    if root in ("math", "cmath"):
        return CallFacts("scalar", fresh=True)
    if keeps_numbers(tail) and not named and {study.kind(a) for a in node.args} == {"scalar"}:
        return CallFacts("scalar", fresh=True)
    if not is_fresh_numpy(tail) or "copy" in named:
        return CallFacts("array", shares=shared)
    whole = tail in REDUCTIONS and len(node.args) == 1 and not named
    return CallFacts("scalar" if whole else "array", fresh=True)


def _builtin(node: Any, name: str, shared: int, study: Study) -> CallFacts:
    """A call of one of Python's own functions."""
    kinds = {study.kind(a) for a in node.args}
    if name in SCALAR_BUILTINS or (kinds == {"scalar"} and name in ("abs", "round", "min", "max", "pow", "sum")):
        return CallFacts("scalar", fresh=True)
    kind = "array" if name == "abs" and kinds == {"array"} else "other"
    fresh = name in FRESH_BUILTINS
    return CallFacts(kind, shares=0 if fresh else shared, fresh=fresh)


def _method(node: Any, shared: int, named: set[str | None], study: Study) -> CallFacts:
    """A call of a method of an array, a list or a number; of anything else nothing is known."""
    receiver, attr = node.func.value, node.func.attr
    kind = study.kind(receiver)
    of = study.sharing(receiver)
    if kind == "other":
        return _unknown(of | shared)
    if attr in CHANGING_METHODS and "key" not in named:
        changed = of or study.effects(receiver).reads
        if kind == "list":
            return CallFacts(grows=changed, shares=of | shared)
        return CallFacts(mutates=changed, shares=of | shared)
    if attr not in PURE_METHODS or "out" in named:
        return _unknown(of | shared)
    if kind == "list":
        return CallFacts("list" if attr == "copy" else "other", shares=of)
    fresh = attr in FRESH_METHODS or (attr in ("copy", "astype") and "copy" not in named)
    whole = attr in REDUCTIONS and not node.args and not named
    return CallFacts(
        "scalar" if whole or kind == "scalar" else "array", shares=0 if fresh else of | shared, fresh=fresh
    )
