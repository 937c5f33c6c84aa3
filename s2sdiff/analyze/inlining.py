"""The body of a function that changes its arguments, written out where it is called.

What such a function does is done to the caller's arrays and lists.  Written out, its changes are the caller's own, and
all that is known of views and names there holds for them.  Other functions stay functions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import gast

from s2sdiff import syntax
from s2sdiff.types import Array, ListOf, Seq, Type

NESTED = (gast.FunctionDef, gast.Lambda, gast.Import, gast.ImportFrom)


def has_own_scopes(tree: gast.FunctionDef) -> bool:
    """Whether a body binds names in ways that renaming does not reach."""
    return any(isinstance(node, NESTED) for statement in tree.body for node in syntax.walk(statement))


def written_out(
    tree: gast.FunctionDef, atoms: Mapping[str, gast.AST], types: Mapping[str, Type], fresh: Callable[[str], str]
) -> tuple[list[gast.AST], gast.AST]:
    """The statements of a body in normal form with the arguments put in, and the atom that it returns.

    `fresh` gives a local of the function a name in the caller.  A parameter that is never bound anew is the caller's
    variable itself.
    """
    bound = _bound_anew(tree.body, types)
    same = {p: a.id for p, a in atoms.items() if isinstance(a, gast.Name) and p not in bound}
    names = same | {n: fresh(n) for n in sorted((syntax.names_stored(tree.body) | atoms.keys()) - same.keys())}
    start = [syntax.assign(names[p], syntax.clone(a)) for p, a in atoms.items() if p not in same]
    body = [syntax.clone(statement) for statement in tree.body]
    for node in syntax.walk(body):
        if isinstance(node, gast.Name) and node.id in names:
            node.id = names[node.id]
    *lines, end = body
    assert isinstance(end, gast.Return), "the normal form has one return, at the end"
    return [*start, *lines], end.value if end.value is not None else syntax.const(None)


def free_names(tree: gast.FunctionDef, parameters: Collection[str]) -> set[str]:
    """The names that a body reads from outside."""
    return syntax.names_read(tree.body) - syntax.names_stored(tree.body) - set(parameters)


def _bound_anew(body: list[gast.AST], types: Mapping[str, Type]) -> set[str]:
    """The names that a body binds; `x += v` on an array or list changes it."""
    changed = (n.target for n in syntax.walk(body) if isinstance(n, gast.AugAssign) and isinstance(n.target, gast.Name))
    in_place = {id(n) for n in changed if _is_changed_in_place(types.get(n.id))}
    stores = (n for n in syntax.walk(body) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store))
    return {n.id for n in stores if id(n) not in in_place}


def _is_changed_in_place(t: Type | None) -> bool:
    return isinstance(t, (Array, ListOf)) or (isinstance(t, Seq) and t.cls is list)
