"""Says when an update in place must read its target before the value is evaluated.

`a[i] += e` reads a[i], evaluates e, and then stores.  In normal form e comes first, which is the same unless
evaluating it may change a[i].
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.library import PURE_METHODS
from s2sdiff.normalize.form import ITERABLES
from s2sdiff.normalize.generators import FOLDS
from s2sdiff.normalize.kinship import lent
from s2sdiff.normalize.parts import may_run_functions, root, walk_scope, walrus_names
from s2sdiff.normalize.scope import Scope

# Builtins that change nothing.
READERS = (
    "len", "abs", "float", "int", "bool", "complex", "max", "min", "round", "tuple", "isinstance", *ITERABLES, *FOLDS,
)  # fmt: skip


def may_change(target: Any, value: Any, scope: Scope) -> bool:
    '''Whether evaluating `value` may change what the target of an update holds.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs):
    ...     xs[0] += xs.pop()
    ...     xs[0] += np.sum(xs)
    ...     return xs
    ... """))
    def f(xs):
        xs_1 = xs[0]
        pop_xs = xs.pop()
        xs_1 += pop_xs
        xs[0] = xs_1
        sum_xs = np.sum(xs)
        xs[0] += sum_xs
        return xs
    '''
    name = _owner(target)
    if name is not None and rebinds(value, name, scope):
        return True
    if isinstance(target, gast.Name):
        return False  # the object is the same, whatever it holds by then
    kin = scope.local if name is None else scope.kin.get(name, frozenset([name]))
    return any(isinstance(node, gast.Call) and _may_change(node, kin, scope) for node in walk_scope(value))


def _owner(target: Any) -> str | None:
    """The name at the bottom of `x.y[0]`; None of what a call or a display gives, which may be anything."""
    while isinstance(target, (gast.Attribute, gast.Subscript)):
        target = target.value
    return str(target.id) if isinstance(target, gast.Name) else None


def rebinds(value: Any, name: str, scope: Scope) -> bool:
    """Whether evaluating `value` may bind the name: by a walrus, or by running a function that assigns it."""
    return (scope.walrus and name in walrus_names(value)) or (name in scope.rebound and may_run_functions(value))


def _may_change(call: Any, kin: frozenset[str], scope: Scope) -> bool:
    """Whether a call may change an object of one of these names; the functions of modules are trusted not to."""
    given = any(kin & lent(part, scope.local) for part in (*call.args, *(keyword.value for keyword in call.keywords)))
    if isinstance(call.func, gast.Attribute):
        receiver = root(call.func.value)
        return (receiver in kin and call.func.attr not in PURE_METHODS) or (given and receiver in scope.local)
    if isinstance(call.func, gast.Name) and call.func.id in kin:
        return True  # an object that is called
    return not scope.is_builtin(call.func, *READERS) and (given or bool(kin & scope.captured))
