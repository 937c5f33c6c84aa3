"""What a rewrite must know of the names of the function as a whole."""

from __future__ import annotations

import builtins
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import gast

from s2sdiff import syntax
from s2sdiff.library import CHANGING_METHODS
from s2sdiff.normalize.kinship import kin_of
from s2sdiff.normalize.parts import SCOPES, parameters

BUILTINS = frozenset(dir(builtins))


def unknown(name: str) -> Any:  # noqa: ARG001
    """What a name from outside stands for where nobody tells."""
    return None


class Outer(NamedTuple):
    """The variables of functions around one that it captures, and those of them that some function assigns."""

    captured: frozenset[str] = frozenset()
    rebound: frozenset[str] = frozenset()


NONE_OUTER = Outer()


@dataclass(frozen=True)
class Scope:
    """The names of one function: taken before the first rewrite, and handing out new ones ever after."""

    names: syntax.Names
    local: frozenset[str]  # bound by the function
    bound: frozenset[str]  # bound by the function or around it, hence not the builtin of that name
    captured: frozenset[str]  # read by lambdas, by nested functions or by those around it, hence possibly by any call
    assigned: frozenset[str]  # bound by the function itself, by a statement or in an expression
    walrus: bool  # whether names are bound inside expressions at all
    rebound: frozenset[str] = frozenset()  # assigned by nested functions or others beside it, hence possibly by any call
    acting: frozenset[str] = frozenset()  # functions written inside that may change something when they are called
    kin: Mapping[str, frozenset[str]] = field(default_factory=dict)  # the names that may share memory with a name
    serves: dict[str, str] = field(default_factory=dict)  # what a new name was wished to be
    meaning: Callable[[str], Any] = unknown  # the object that a name from outside the function stands for

    def fresh(self, wish: str) -> str:
        """A new name; a wish after a new name is a wish after what that one serves, so that h_1_1 never turns up."""
        wish = self.serves.get(wish, wish)
        name = self.names.fresh(wish)
        self.serves[name] = wish
        return name

    def is_builtin(self, node: Any, *wanted: str) -> bool:
        """Whether `node` is the builtin called one of `wanted`."""
        if not isinstance(node, gast.Name) or node.id not in wanted or node.id in self.bound:
            return False
        return any(self.meaning(node.id) is value for value in (None, getattr(builtins, node.id, None)))  # a module may have its own

    def stands_for(self, node: Any) -> Any:
        """The object from outside the function that a name or `module.name` stands for; None where that is not known."""
        first, *attributes = (syntax.dotted(node) or "").split(".")
        if not first or first in self.local:
            return None
        builtin = getattr(builtins, first, None) if first not in self.bound else None
        return functools.reduce(lambda held, name: getattr(held, name, None), attributes, builtin or self.meaning(first))


def scope_of(
    function: gast.FunctionDef, taken: frozenset[str] | set[str] = frozenset(), meaning: Callable[[str], Any] = unknown, outer: Outer = NONE_OUTER
) -> Scope:
    """The scope of `function`; `taken` are the names of its module and of the functions around it; `meaning` tells theirs."""
    mentioned: set[str] = {function.name}
    bound: set[str] = set()
    captured = set(outer.captured)
    parameters: set[str] = set()
    for argument in syntax.walk(function.args):
        parameters |= {argument.id} if isinstance(argument, gast.Name) else set()
    rebound = set(outer.rebound)
    kinds: set[type[gast.AST]] = set()
    for node in syntax.walk(function):
        kinds.add(type(node))
        if isinstance(node, gast.Name):
            mentioned.add(node.id)
            if not isinstance(node.ctx, gast.Load):
                bound.add(node.id)
        elif isinstance(node, (gast.MatchAs, gast.MatchStar, gast.MatchMapping)):
            name = node.rest if isinstance(node, gast.MatchMapping) else node.name
            bound |= {name} if name else set()
        elif isinstance(node, gast.Nonlocal):
            rebound |= set(node.names)
            captured |= set(node.names)
        elif isinstance(node, gast.alias):
            bound.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, SCOPES) and node is not function:
            captured |= syntax.names_read(node)
            bound |= {node.name} if isinstance(node, gast.FunctionDef) else set()
    return Scope(
        syntax.Names(mentioned | bound | taken | BUILTINS), frozenset(bound), frozenset(bound | taken), frozenset(captured),
        frozenset(bound - parameters), gast.NamedExpr in kinds, frozenset(rebound), _acting(function),
        kin_of(function, bound), meaning=meaning,
    )  # fmt: skip


def _acting(function: gast.FunctionDef) -> frozenset[str]:
    """The functions written inside that store, or call for an effect, themselves or through one another."""
    inside = [node for node in syntax.walk(function.body) if isinstance(node, gast.FunctionDef)]
    inside += [gast.FunctionDef(node.targets[0].id, node.value.args, [gast.Expr(node.value.body)], [], None, None, []) for node in syntax.walk(function.body)
               if isinstance(node, gast.Assign) and isinstance(node.value, gast.Lambda) and isinstance(node.targets[0], gast.Name)]  # fmt: skip
    found: frozenset[str] = frozenset()
    while True:
        new = frozenset(f.name for f in inside if any(_changes(n, found, parameters(f)) for n in syntax.walk(f.body)))
        if new == found:
            return found
        found = new


def _changes(node: gast.AST, acting: frozenset[str], given: set[str]) -> bool:
    """Whether a part of a function, which is given these names, may change what is outside of it."""
    if isinstance(node, gast.Call):
        return (isinstance(node.func, gast.Attribute) and node.func.attr in CHANGING_METHODS) or syntax.dotted(node.func) in acting
    if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name):
        return node.target.id in given
    stored = isinstance(node, (gast.Subscript, gast.Attribute)) and not isinstance(node.ctx, gast.Load)
    return stored or isinstance(node, gast.Nonlocal)
