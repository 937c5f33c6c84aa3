"""Writes the number for the items of an array that holds one number throughout."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff.simplify.match import number
from s2sdiff.simplify.node_effects import children, nodes, statements
from s2sdiff.simplify.rebuild import changed, edit_blocks, map_children
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import is_name

ELEMENTWISE = (gast.Add, gast.Sub, gast.Mult)  # Python's numbers are not divided by zero, as NumPy's are
ONES, FULL = ("np.ones", "numpy.ones"), ("np.full", "numpy.full")
NARROW = ("float16", "float32", "complex64")  # a number leaves arithmetic in these, an array of float64 does not


def uniform(body: list[Any], study: Study) -> list[Any]:
    """Reads no items of such an array where arithmetic stretches the number alike: it gives a number, or fills places.

    >>> from s2sdiff.simplify.text import show
    >>> show(uniform, '''
    ... y_bar = np.ones(n)
    ... for i in reversed(range(n)):
    ...     x_bar[i] += y_bar[i] * w
    ...     w_bar += y_bar[i:] * x[i:]
    ... ''', temporaries="y_bar x_bar w_bar", arrays="y_bar x_bar x w w_bar", scalars="i n", int64="i n")
    y_bar = np.ones(n)
    for i in reversed(range(n)):
        x_bar[i] += 1.0 * w
        w_bar += 1.0 * x[i:]
    """
    for statement in statements(body):
        value = _number_throughout(statement, body, study)
        if value is not None:
            body = _with_number(body, statement.targets[0].id, value, study)
    return body


def _number_throughout(statement: Any, body: list[Any], study: Study) -> Any:
    """The number that a statement fills a new array of ours with; None for any other statement."""
    if not isinstance(statement, gast.Assign) or len(statement.targets) != 1 or not isinstance(statement.value, gast.Call):
        return None
    (target,), call = statement.targets, statement.value
    if not isinstance(target, gast.Name) or not study.may_go(target.id) or call.keywords:
        return None
    name = study.function(call.func)
    value = gast.Constant(1.0, None) if name in ONES and len(call.args) == 1 else call.args[1] if name in FULL and len(call.args) == 2 else None
    return value if type(number(value)) is float or _is_given(value, body, study) else None


def _is_given(node: Any, body: list[Any], study: Study) -> bool:
    """Whether an expression is a real number that the function was given, under the name that it still has."""
    named = study.is_real_number(node) and node.id in study.params
    return named and not any(study.effects(s).binds & study.bit(node.id) for s in body)


def _with_number(body: list[Any], name: str, value: Any, study: Study) -> list[Any]:
    """`body` with a number for the items of the array `name`, if nothing else is done with that array."""
    items = {id(node): node for s in statements(body) for node in _operands(s, study) if _is_item(node, name)}
    mentions = sum(is_name(node, name) for node in nodes(body)) - 1
    if not items or mentions != len(items):
        return body

    def edit(node: Any) -> Any:
        if id(node) in items:
            return changed(value)
        return map_children(node, edit) if isinstance(node, (gast.Assign, gast.AugAssign, gast.BinOp, gast.UnaryOp)) else node

    return edit_blocks(body, lambda block, _: [edit(s) for s in block])


def _is_item(node: Any, name: str) -> bool:
    return isinstance(node, gast.Subscript) and is_name(node.value, name)


def _operands(statement: Any, study: Study) -> list[Any]:
    """What sums and products are made of that fill places of an array, are added to the whole of one, or are a number."""
    if isinstance(statement, gast.AugAssign):
        place = statement.target
    elif isinstance(statement, gast.Assign) and len(statement.targets) == 1:
        place = statement.targets[0]
    else:
        return []
    whole = isinstance(place, gast.Name) and isinstance(statement, gast.AugAssign)
    filled = study.is_array(place) if whole else isinstance(place, gast.Subscript) and study.is_array(place.value)
    dtypes = [study.facts.dtypes.get(n.id) for n in nodes([statement]) if isinstance(n, gast.Name)]
    suits = filled or study.kind(place) == "scalar"
    return _leaves(statement.value) if suits and not any(dtype in NARROW for dtype in dtypes) else []


def _leaves(node: Any) -> list[Any]:
    """What a tree of sums and products is made of."""
    if isinstance(node, gast.UnaryOp) or (isinstance(node, gast.BinOp) and isinstance(node.op, ELEMENTWISE)):
        return [leaf for part in children(node) for leaf in _leaves(part)]
    return [node]
