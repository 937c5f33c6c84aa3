"""Rewrites unpacking and chains of targets into assignments to one target each.

The right side is evaluated whole, and once, before anything is bound; then the targets are bound from left to right.
"""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Container
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.normalize.parts import changed, has_walrus, leaves, may_run_functions, root, walrus_names
from s2sdiff.normalize.scope import BUILTINS, Scope
from s2sdiff.normalize.update_order import rebinds

ITERATORS = ("zip", "map", "filter", "reversed", "enumerate", "set", "frozenset", "iter")
VIEWS = ("items", "keys", "values")
LONGEST_NAME = 16


def needs_splitting(assign: gast.Assign) -> bool:
    """Whether an assignment binds more than one target."""
    return len(assign.targets) > 1 or isinstance(assign.targets[0], (gast.Tuple, gast.List))


def split(assign: gast.Assign, scope: Scope) -> list[Any]:
    '''Assignments to one target each, in place of `assign`.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(w, x, y):
    ...     x, y = y, x
    ...     a, (b, *c) = w
    ...     return c
    ... """))
    def f(w, x, y):
        x_1 = y
        y = x
        x = x_1
        a = w[0]
        b_c = w[1]
        b = b_c[0]
        c_1 = b_c[1:]
        c = list(c_1)
        return c
    '''
    if len(assign.targets) > 1:
        return _chain(assign.targets, assign.value, scope)
    [target], value = assign.targets, assign.value
    if isinstance(value, (gast.Tuple, gast.List)) and not any(map(_is_starred, (*target.elts, *value.elts))):
        if len(value.elts) != len(target.elts):
            raise Unsupported(f"{len(value.elts)} values are unpacked into {len(target.elts)} targets", assign)
        return _pairs(target.elts, value.elts, scope)
    if isinstance(value, gast.Name) and value.id not in syntax.names_stored(target):
        return _items(target, value, scope)
    source = scope.fresh(joint_name(target))
    return [syntax.assign(source, _indexable(value, scope)), *_items(target, syntax.name(source), scope)]


def _is_starred(item: Any) -> bool:
    return isinstance(item, gast.Starred)


def joint_name(target: Any) -> str:
    """A name for what is unpacked into `target`: `a_b` for `a, b`."""
    wish = "_".join(name for name in map(root, leaves(target)) if name)
    return wish if 0 < len(wish) <= LONGEST_NAME else "items"


def name_of_all(target: Any) -> str:
    """A name for what a loop takes its items from.

    >>> [name_of_all(syntax.expr(text)) for text in ("v", "axis", "a", "(a, b)", "(a, b, c)")]
    ['vs', 'axis_items', 'a_items', 'pairs', 'items']
    """
    if not isinstance(target, gast.Name):
        return "pairs" if len(target.elts) == 2 else "items"
    several = f"{target.id}s"
    return f"{target.id}_items" if target.id.endswith(("s", "_")) or keyword.iskeyword(several) or several in BUILTINS else several


def _chain(targets: list[Any], value: Any, scope: Scope) -> list[Any]:
    """`a = b = value`."""
    bound = _bindings(targets)
    first = targets[0]
    if _stays(value, bound, targets, scope):
        return [syntax.assign(target, value) for target in targets]
    if isinstance(first, gast.Name) and bound[first.id] == 1:
        return [syntax.assign(first, value), *(syntax.assign(t, syntax.name(first.id)) for t in targets[1:])]
    shared = scope.fresh(joint_name(first))
    return [syntax.assign(shared, value), *(syntax.assign(t, syntax.name(shared)) for t in targets)]


def _pairs(targets: list[Any], values: list[Any], scope: Scope) -> list[Any]:
    """`a, b = c, d`: a target waits in a temporary while a later value may still read what it held."""
    bound = _bindings(targets)
    simple = _are_distinct_names(targets) and not any(map(has_walrus, values))
    bound.update(name for value in values for name in walrus_names(value))
    evaluated: list[Any] = []
    stored: list[Any] = []
    for position, (target, value) in enumerate(zip(targets, values, strict=True)):
        if simple and not _reads(values[position + 1 :], target.id, scope):
            evaluated.append(syntax.assign(target, value))
        elif _stays(value, bound, [*values[position + 1 :], *targets], scope):
            stored.append(syntax.assign(target, value))
        else:
            waiting = scope.fresh(joint_name(target))
            evaluated.append(syntax.assign(waiting, value))
            stored.append(syntax.assign(target, syntax.name(waiting)))
    return [s for s in evaluated + stored if not _says_nothing(s)]


def _stays(value: Any, bound: Container[str], later: list[Any], scope: Scope) -> bool:
    """Whether a value can be read behind what is evaluated later, and be the same."""
    if isinstance(value, gast.Name):
        return value.id not in bound and not any(rebinds(part, value.id, scope) for part in later)
    return isinstance(value, gast.Constant)


def _bindings(targets: list[Any]) -> Counter[str]:
    """How often each name is bound."""
    return Counter(leaf.id for target in targets for leaf in leaves(target) if isinstance(leaf, gast.Name))


def _are_distinct_names(targets: list[Any]) -> bool:
    return all(isinstance(target, gast.Name) for target in targets) and len({t.id for t in targets}) == len(targets)


def _reads(values: list[Any], name: str, scope: Scope) -> bool:
    """Whether evaluating one of `values` may read `name`, directly or through a closure."""
    return any(name in syntax.names_read(v) or (name in scope.captured and may_run_functions(v)) for v in values)


def _says_nothing(assign: Any) -> bool:
    return isinstance(assign.value, gast.Name) and syntax.same(
        syntax.name(assign.value.id, store=True), assign.targets[0]
    )


def _items(target: Any, source: gast.Name, scope: Scope) -> list[Any]:
    """`a, b = source`: a target waits in a temporary where binding it could change what is still to be bound."""
    plain = _are_distinct_names(leaves(target))
    elements = target.elts
    star = next((i for i, item in enumerate(elements) if isinstance(item, gast.Starred)), len(elements))
    loaded: list[Any] = []
    stored: list[Any] = []
    for position, element in enumerate(elements):
        others = [e for e in elements if e is not element]
        if position == star:
            element = element.value
            taken = scope.fresh(joint_name(element))
            loaded.append(syntax.assign(taken, _unpacked(source, _stretch(position, len(elements)), loaded)))
            value: Any = syntax.call(syntax.name("list"), syntax.name(taken))
        else:
            value = _unpacked(source, syntax.const(position if position < star else position - len(elements)), loaded)
        waits = not isinstance(element, gast.Name) if plain else _bound_late(element, others)
        if waits:
            taken = scope.fresh(joint_name(element))
            loaded.append(syntax.assign(taken, value))
            stored.append(syntax.assign(element, syntax.name(taken)))
        else:
            loaded.append(syntax.assign(element, value))
    return loaded + stored


def _unpacked(source: gast.Name, index: Any, before: list[Any]) -> Any:
    """Items in the order in which `source` is gone over, once; they are not what dicts and objects have under that index."""
    item = syntax.subscript(source, index)
    item.unpacked = "later" if before else "first"
    return item


def _bound_late(element: Any, others: list[Any]) -> bool:
    """Whether `element` must be bound only after every item is loaded."""
    return not isinstance(element, gast.Name) or any(
        element.id in syntax.names_read(other) | syntax.names_stored(other) for other in others
    )


def _stretch(position: int, count: int) -> Any:
    """The slice that a starred target in this position takes."""
    after = count - position - 1
    return gast.Slice(syntax.const(position) if position else None, syntax.const(-after) if after else None, None)


def _indexable(value: Any, scope: Scope) -> Any:
    """`value`, listed first if it is plainly an iterator."""
    if isinstance(value, gast.GeneratorExp):
        return gast.copy_location(gast.ListComp(value.elt, value.generators), value)
    if not isinstance(value, gast.Call):
        return value
    is_view = isinstance(value.func, gast.Attribute) and value.func.attr in VIEWS and not value.args
    return syntax.call(syntax.name("list"), value) if is_view or scope.is_builtin(value.func, *ITERATORS) else value


def loop_target(loop: gast.For, scope: Scope) -> gast.For:
    """A loop over names: any other target becomes a fresh name, unpacked at the head of the body."""
    wish = joint_name(loop.target)
    item = scope.fresh(wish)
    unpacking = syntax.located(syntax.assign(loop.target, syntax.name(item)), loop.target)
    return changed(loop, target=syntax.name(item, store=True), body=[unpacking, *loop.body])
