"""Tuples and objects that are None at first: `best = None`, and in a loop `best = (s, x)`.

What is taken apart has parts on every path.  So such a variable is written as what it becomes later, with None for each
number and array: `best = (None, None)`.  Its type says that it may be `absent`, and a question whether it is None becomes
one whether its first number is.  Nothing else can be asked of it until it is known not to be None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.types import NONE, Array, Dict, Record, Scalar, Seq, Type, Unknown, children

PLAIN = (Scalar, Array)
NAMED = (gast.Name, gast.Attribute)
IDENTITY = (gast.Is, gast.IsNot)


def is_absent(t: Type | None) -> bool:
    """Whether a value may be one that stands for None."""
    return isinstance(t, (Seq, Record)) and t.absent


def present(t: Type) -> Type | None:
    """What a value is once it is known not to be None; None where that is no news."""
    if isinstance(t, Unknown):
        return t.present
    return _present(t) if is_absent(t) else None


def _present(t: Type) -> Type:
    if isinstance(t, Unknown) and t.present is not None:
        return t.present
    if isinstance(t, Seq):
        return replace(t, items=tuple(map(_present, t.items)), absent=False)
    if isinstance(t, (Dict, Record)):
        inside = replace(t, items=tuple((key, _present(item)) for key, item in t.items))
        return replace(inside, absent=False) if isinstance(inside, Record) else inside
    return t


def is_nothing(t: Type) -> bool:
    """Whether a value surely stands for None."""
    return is_absent(t) and all(part == NONE for _, part in _parts(t))


def _parts(t: Type) -> Iterator[tuple[object, Type]]:
    for key, part in children(t):
        if isinstance(part, (Seq, Dict, Record)):
            yield from _parts(part)
        else:
            yield key, part


def holds_nothing(t: Type) -> bool:
    """Whether every part of a value may be None, so that it looks like one that stands for None."""
    if isinstance(t, (Seq, Dict, Record)):
        return bool(t.items) and all(holds_nothing(part) for _, part in children(t))
    return t == NONE or (isinstance(t, Unknown) and t.present is not None)


def nothing(t: Type) -> gast.AST | None:
    """None in place of each number and each array; None for what is neither, nor a tuple or a dict of them."""
    if isinstance(t, (*PLAIN, Unknown)):
        return syntax.const(None)
    if isinstance(t, Dict):
        values = [nothing(value) for _, value in t.items]
        return None if None in values else gast.Dict([syntax.const(key) for key, _ in t.items], values)
    items = [nothing(item) for item in t.items] if isinstance(t, Seq) and t.cls is tuple else [None]
    return None if None in items else syntax.tuple_(items)


def is_record_of_numbers(t: Record) -> bool:
    """Whether an object of this type can stand for None: its attributes can, and it has no others."""
    return not t.constants and bool(t.items) and all(nothing(part) is not None for _, part in t.items)


def asked_of_parts(test: gast.AST, known: Callable[[gast.AST], Type | None]) -> gast.AST:
    """A condition that asks of what may stand for None whether it is None, put to its parts."""

    def answered(node: gast.AST) -> gast.AST:
        """A condition: a tuple is true where it is not None."""
        if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
            inner = answered(node.operand)
            none = isinstance(inner, gast.Compare) and inner is not node.operand
            return gast.Compare(inner.left, [gast.Is()], inner.comparators) if none else gast.UnaryOp(node.op, inner)
        if isinstance(node, gast.BoolOp):
            return syntax.change_parts(node, answered)
        t = known(node) if isinstance(node, NAMED) else None
        if t is None or not is_absent(t) or not isinstance(t, Seq) or not t.items:
            return edit(node)
        return gast.Compare(_first_number(node, t), [gast.IsNot()], [syntax.const(None)])

    def edit(node: gast.AST) -> gast.AST:
        if isinstance(node, gast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], IDENTITY):
            t = known(node.left) if isinstance(node.left, NAMED) else None
            other = node.comparators[0]
            if t is not None and is_absent(t) and isinstance(other, gast.Constant) and other.value is None:
                return gast.Compare(_first_number(node.left, t), node.ops, node.comparators)
        if isinstance(node, NAMED) and is_absent(known(node)):
            check_present(node, known(node))
        if isinstance(node, (gast.Subscript, gast.Attribute)) and isinstance(node.value, NAMED):
            return node  # of None, that raises
        return syntax.change_parts(node, edit)

    return answered(test)


def check_present(node: gast.AST, t: Type | None) -> None:
    """Refuse what may stand for None, where it is used as a whole."""
    if is_absent(t):
        raise Unsupported(f"`{syntax.dotted(node)}` may be None here, or a tuple", node, "ask whether it is None before that")


def _first_number(node: gast.AST, t: Type) -> gast.AST:
    """The first part that is a number or an array wherever the whole is not None; of what is None as yet, any."""
    for key, part in children(t):
        read = syntax.attribute(node, key) if isinstance(t, Record) else syntax.subscript(node, syntax.const(key))
        if is_nothing(t) or (isinstance(part, Unknown) and isinstance(part.present, PLAIN)):
            return read
        if isinstance(part, (Seq, Dict, Record)):
            return _first_number(read, part)
    raise Unsupported(f"`{syntax.dotted(node)}` may be None, and has no number or array first", node, "put a number first")
