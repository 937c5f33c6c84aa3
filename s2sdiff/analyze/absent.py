"""Tuples, dicts and objects that are None at first: `best = None`, and in a loop `best = (s, x)`.

What is taken apart has parts on every path.  So such a variable is written as what it becomes later, with None for each
number, array and string: `best = (None, None)`.  Its type says that it may be `absent`, and a question whether it is None
becomes one whether its first number is.  Nothing else can be asked of it until it is known not to be None.

A list of any length, a dict with keys of any number or a set has no such parts: it is None itself, and is taken for empty then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze.infer import BOTTOM
from s2sdiff.errors import Unsupported
from s2sdiff.types import (
    NONE,
    Array,
    Dict,
    DictOf,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    SetOf,
    Type,
    Unknown,
    children,
    is_string,
)

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
    return isinstance(t, (Seq, Dict, Record, ListOf, DictOf, SetOf)) and t.absent


def never_known(t: ListOf | DictOf | SetOf) -> Type:
    """The type of None in the place of a list, a dict or a set whose items are not known one by one."""
    empty = replace(t, item=BOTTOM, absent=True)
    return replace(empty, key=BOTTOM) if isinstance(empty, DictOf) else empty


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
    return replace(t, absent=False) if isinstance(t, (ListOf, DictOf, SetOf)) else t


def is_nothing(t: Type) -> bool:
    """Whether a value surely stands for None."""
    return is_absent(t) and not isinstance(t, Many) and all(part == NONE for _, part in _parts(t))


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
    """Whether something can stand for a tuple, a list, a dict or an object that is None: its parts, or None where they are not known."""
    if is_any(t):
        return True
    if isinstance(t, Record):
        return not t.constants and _tells(t)
    return (isinstance(t, Dict) or (isinstance(t, Seq) and t.cls in (tuple, list))) and _tells(t)


def _tells(t: Seq | Dict | Record) -> bool:
    return any(True for _ in _parts(t)) and all(can_be_none(part) for _, part in children(t))


def is_empty(t: Type) -> bool:
    """Whether a value is a list or a dict without parts."""
    return (isinstance(t, Dict) or (isinstance(t, Seq) and t.cls is list)) and not t.items


def of_any_length(t: Type) -> Type:
    """A list or a dict of known items as one of any; anything else as it is."""
    if isinstance(t, Seq) and t.cls is list:
        return ListOf(BOTTOM)
    return DictOf(BOTTOM, BOTTOM) if isinstance(t, Dict) else t


def is_any(t: Type) -> bool:
    """Whether this is a list, a dict or a set which is None itself where it is None: what is done with it raises then."""
    return isinstance(t, Many) or is_empty(t)


def note_known(known: dict[Any, Type], name: Any, t: Type) -> None:
    """Note what a variable or an attribute that is None at first is later; what was of known items may turn out to be of any."""
    if is_empty(t):
        t = of_any_length(t)
    if name not in known or (isinstance(t, Many) and not isinstance(known[name], Many)):
        known[name] = t


def count_known(known: Mapping[Any, Type]) -> int:
    """How much has been noted."""
    return len(known) + sum(isinstance(t, Many) for t in known.values())


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

    def answered(node: gast.AST) -> gast.AST:
        """A condition: a tuple is true where it is not None."""
        if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
            inner = answered(node.operand)
            asks = isinstance(inner, gast.Compare) and inner is not node.operand
            return gast.Compare(inner.left, [OPPOSITE[type(inner.ops[0])]()], inner.comparators) if asks else gast.UnaryOp(node.op, inner)
        if isinstance(node, gast.BoolOp):
            return syntax.change_parts(node, answered)
        if _asks_truth(node):
            return gast.Call(node.func, [answered(node.args[0])], [])
        node = _as_item(node, known)
        t = known(node) if isinstance(node, TOLD) else None
        if is_absent(t) and isinstance(t, Many):
            return node
        if t is None or not is_absent(t) or not isinstance(t, (Seq, Dict)) or not t.items:
            return edit(node)
        return gast.Compare(_first_number(node, t), [gast.IsNot()], [syntax.const(None)])

    def edit(node: gast.AST) -> gast.AST:
        if isinstance(node, gast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPPOSITE:
            asked, other = _as_item(node.left, known), node.comparators[0]
            t = known(asked) if isinstance(asked, TOLD) else None
            if t is not None and is_absent(t) and isinstance(t, Many):
                return gast.Compare(asked, node.ops, node.comparators)
            if t is not None and is_absent(t) and isinstance(other, gast.Constant) and other.value is None:
                return gast.Compare(_first_number(asked, t), node.ops, node.comparators)
        if isinstance(node, TOLD) and not isinstance(known(node), Many):
            check_present(node, known(node))
        if isinstance(node, (gast.Subscript, gast.Attribute)) and isinstance(node.value, TOLD):
            return node  # of None, that raises
        return syntax.change_parts(node, edit)

    return answered(test)


def _as_item(node: gast.AST, known: Callable[[gast.AST], Type | None]) -> gast.AST:
    """`d["k"]` for `d.get("k")` of a dict that has the key."""
    if not (isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == "get"):
        return node
    item = syntax.subscript(node.func.value, node.args[0])
    return item if known(item) is not None else node


def _asks_truth(node: gast.AST) -> bool:
    """Whether this is `bool(x)`."""
    return isinstance(node, gast.Call) and syntax.is_name(node.func, "bool") and len(node.args) == 1


def not_none(test: gast.AST, *, answer: bool) -> Iterator[gast.AST]:
    """What is not None where a test has this answer: x, where `x is not None and x > y` is true.

    >>> tests = [syntax.expr(text) for text in ("x is not None and x > y", "x is None or p.y is None", "not (x is None)", "x")]
    >>> [[[syntax.dotted(n) for n in not_none(test, answer=answer)] for answer in (True, False)] for test in tests]
    [[['x'], []], [[], ['x', 'p.y']], [['x'], []], [['x'], []]]
    """
    if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
        yield from not_none(test.operand, answer=not answer)
    elif isinstance(test, gast.BoolOp) and isinstance(test.op, gast.And) == answer:
        for value in test.values:
            yield from not_none(value, answer=answer)
    elif isinstance(test, TOLD) and answer:
        yield test
    elif isinstance(test, gast.Compare) and len(test.ops) == 1 and isinstance(test.left, TOLD):
        [op], [other] = test.ops, test.comparators
        if isinstance(other, gast.Constant) and other.value is None and isinstance(op, gast.IsNot if answer else gast.Is):
            yield test.left


def check_present(node: gast.AST, t: Type | None) -> None:
    """Refuse what may stand for None, where it is used as a whole."""
    if is_absent(t):
        raise Unsupported(f"`{_written(node)}` may be None here, or {_kind(t)}", node, "ask whether it is None before that")


def _written(node: gast.AST) -> str:
    base = node.value if isinstance(node, gast.Subscript) else node
    text = syntax.dotted(base) or "it"
    return f"{text}[{node.slice.value!r}]" if isinstance(node, gast.Subscript) else text


def _kind(t: Type | None) -> str:
    if isinstance(t, Many):
        return f"a {t.cls.__name__ if isinstance(t, ListOf) else 'dict' if isinstance(t, DictOf) else 'set'}"
    return "an object" if isinstance(t, Record) else f"a {t.cls.__name__ if isinstance(t, Seq) else 'dict'}"


def _first_number(node: gast.AST, t: Type) -> gast.AST:
    """The first part that is a number or an array wherever the whole is not None; of what is None as yet, any."""
    for key, part in children(t):
        read = syntax.attribute(node, key) if isinstance(t, Record) else syntax.subscript(node, syntax.const(key))
        if isinstance(part, (Seq, Dict, Record)):
            return _first_number(read, part)
        if is_nothing(t) or (isinstance(part, Unknown) and _is_plain(part.present)):
            return read
    raise Unsupported(f"`{_written(node)}` may be None, and has no number or array first", node, "put a number first")
