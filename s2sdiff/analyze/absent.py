"""Tuples, dicts and objects that are None at first: `best = None`, and in a loop `best = (s, x)`.

What is taken apart has parts on every path.  So such a variable is written as what it becomes later, with None for each
number, array and string: `best = (None, None)`.  Its type says that it may be `absent`, and a question whether it is None
becomes one whether its first number is.  Nothing else can be asked of it until it is known not to be None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.types import NONE, Array, Dict, Record, Scalar, Seq, Type, Unknown, children, is_string

TOLD = (gast.Name, gast.Attribute, gast.Subscript)  # of which it is known what they hold
OPPOSITE = {gast.Is: gast.IsNot, gast.IsNot: gast.Is}


def place_told(node: gast.AST) -> tuple[str, tuple[object, ...]]:
    """The variable that a node of `TOLD` reads, and where in it."""
    if isinstance(node, gast.Name):
        return node.id, ()
    name, path = place_told(node.value)
    return name, (*path, node.attr if isinstance(node, gast.Attribute) else node.slice.value)


def is_absent(t: Type | None) -> bool:
    """Whether a value may be one that stands for None."""
    return isinstance(t, (Seq, Dict, Record)) and t.absent


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
        return replace(t, items=tuple((key, _present(item)) for key, item in t.items), absent=False)
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


def can_be_absent(t: Type) -> bool:
    """Whether a tuple, a list, a dict or an object can stand for None: it has parts, and each can be None."""
    if isinstance(t, Record):
        return not t.constants and _tells(t)
    return (isinstance(t, Dict) or (isinstance(t, Seq) and t.cls in (tuple, list))) and _tells(t)


def _tells(t: Seq | Dict | Record) -> bool:
    return any(True for _ in _parts(t)) and all(can_be_none(part) for _, part in children(t))


def can_be_none(t: Type) -> bool:
    """Whether None can stand in place of each number, array and string here."""
    if isinstance(t, (Seq, Dict, Record)):
        return can_be_absent(t)
    return _is_plain(t) or isinstance(t, Unknown)


def _is_plain(t: Type | None) -> bool:
    """Whether this is a number, an array or a string: None is told from it."""
    return isinstance(t, (Scalar, Array)) or is_string(t)


def nothing(t: Seq | Dict, named: Callable[[object, Type], gast.AST]) -> gast.AST:
    """None in place of each number, array and string of what `can_be_absent`; `named` gives a name to a container in it."""
    parts = [named(key, part) if isinstance(part, (Seq, Dict, Record)) else syntax.const(None) for key, part in children(t)]
    if isinstance(t, Dict):
        return gast.Dict([syntax.const(key) for key, _ in t.items], parts)
    return syntax.list_(parts) if t.cls is list else syntax.tuple_(parts)


def asked_of_parts(test: gast.AST, known: Callable[[gast.AST], Type | None]) -> gast.AST:
    """A condition that asks of what may stand for None whether it is None, put to its parts."""

    def as_item(node: gast.AST) -> gast.AST:
        """`d["k"]` for `d.get("k")` of a dict that has the key."""
        if not (isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == "get"):
            return node
        item = syntax.subscript(node.func.value, node.args[0])
        return item if known(item) is not None else node

    def answered(node: gast.AST) -> gast.AST:
        """A condition: a tuple is true where it is not None."""
        if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
            inner = answered(node.operand)
            asks = isinstance(inner, gast.Compare) and inner is not node.operand
            return gast.Compare(inner.left, [OPPOSITE[type(inner.ops[0])]()], inner.comparators) if asks else gast.UnaryOp(node.op, inner)
        if isinstance(node, gast.BoolOp):
            return syntax.change_parts(node, answered)
        node = as_item(node)
        t = known(node) if isinstance(node, TOLD) else None
        if t is None or not is_absent(t) or not isinstance(t, (Seq, Dict)) or not t.items:
            return edit(node)
        return gast.Compare(_first_number(node, t), [gast.IsNot()], [syntax.const(None)])

    def edit(node: gast.AST) -> gast.AST:
        if isinstance(node, gast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPPOSITE:
            asked, other = as_item(node.left), node.comparators[0]
            t = known(asked) if isinstance(asked, TOLD) else None
            if t is not None and is_absent(t) and isinstance(other, gast.Constant) and other.value is None:
                return gast.Compare(_first_number(asked, t), node.ops, node.comparators)
        if isinstance(node, TOLD) and is_absent(known(node)):
            check_present(node, known(node))
        if isinstance(node, (gast.Subscript, gast.Attribute)) and isinstance(node.value, TOLD):
            return node  # of None, that raises
        return syntax.change_parts(node, edit)

    return answered(test)


def check_present(node: gast.AST, t: Type | None) -> None:
    """Refuse what may stand for None, where it is used as a whole."""
    if is_absent(t):
        raise Unsupported(f"`{_written(node)}` may be None here, or {_kind(t)}", node, "ask whether it is None before that")


def _written(node: gast.AST) -> str:
    base = node.value if isinstance(node, gast.Subscript) else node
    text = syntax.dotted(base) or "it"
    return f"{text}[{node.slice.value!r}]" if isinstance(node, gast.Subscript) else text


def _kind(t: Type | None) -> str:
    return "an object" if isinstance(t, Record) else f"a {t.cls.__name__ if isinstance(t, Seq) else 'dict'}"


def _first_number(node: gast.AST, t: Type) -> gast.AST:
    """The first part that is a number or an array wherever the whole is not None; of what is None as yet, any."""
    for key, part in children(t):
        read = syntax.attribute(node, key) if isinstance(t, Record) else syntax.subscript(node, syntax.const(key))
        if is_nothing(t) or (isinstance(part, Unknown) and _is_plain(part.present)):
            return read
        if isinstance(part, (Seq, Dict, Record)):
            return _first_number(read, part)
    raise Unsupported(f"`{_written(node)}` may be None, and has no number or array first", node, "put a number first")
