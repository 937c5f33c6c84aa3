"""Tests that the types decide: `x is None`, `isinstance(x, float)`, `x.ndim == 2`, `mode == "fast"`.

Such a test takes its branch when generating; any other is left to run time.  Nothing is noted as read here.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeGuard

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.absent import TOLD, check_present, holds_nothing, is_absent, is_nothing
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.program import all_parts, said_class, stand_of
from s2sdiff.analyze.state import Closure, answers_itself
from s2sdiff.analyze.subscripts import known_key
from s2sdiff.analyze.values import Values
from s2sdiff.errors import Unsupported
from s2sdiff.library import decomposes, is_rare
from s2sdiff.normalize.parts import COMPREHENSIONS, walk_scope
from s2sdiff.rules import plain
from s2sdiff.runtime import raised, raises
from s2sdiff.types import (
    INT,
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
    Static,
    Text,
    Type,
    Unknown,
    is_known_text,
    is_list,
    is_thin,
    python_class,
    rank,
)

ASKING = (raises.__name__, raised.__name__)
COMPARISONS = {
    gast.Eq: "__eq__", gast.NotEq: "__ne__", gast.Lt: "__lt__", gast.LtE: "__le__", gast.Gt: "__gt__", gast.GtE: "__ge__",
}  # fmt: skip


class Decisions(Values):
    """Decides tests, where it can."""

    def truth(self, test: gast.AST) -> bool | None:
        """Whether a test is decided by what is known: types, literals, None."""
        if isinstance(test, gast.Constant):
            return bool(test.value)
        if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
            inner = self.truth(test.operand)
            return None if inner is None else not inner
        if isinstance(test, gast.BoolOp):
            parts = [self.truth(v) for v in test.values]
            stop = isinstance(test.op, gast.Or)
            if stop in parts and all(p is not None for p in parts[: parts.index(stop)]):
                return stop
            return None if None in parts else parts[-1]
        if isinstance(test, gast.Compare) and len(test.ops) == 1:
            return self.compared(test)
        if isinstance(test, gast.Call):
            return self.answered(test)
        if isinstance(test, gast.Name) or (isinstance(test, TOLD) and self.is_own(test)):
            t = self.known(test)
            if (isinstance(t, Static) and t.value is None) or is_known_text(t) or is_known_number(t):
                return bool(t.value)
            if t is not None and is_nothing(t):
                return False
            if isinstance(t, (Seq, Dict)) and not is_absent(t):
                return bool(t.items)
            if isinstance(t, Record) and not is_absent(t) and not answers_itself(t):
                return True
        return None

    def is_own(self, place: gast.AST) -> bool:
        """Whether a variable of the function, or part of one, is read; what others hold may be set between calls."""
        while isinstance(place, (gast.Attribute, gast.Subscript)):
            place = place.value
        return isinstance(place, gast.Name) and place.id in self.env

    def answered(self, test: gast.Call) -> bool | None:
        """A question that is put by a call: `isinstance(x, C)`, `callable(x)`, `hasattr(x, "y")`, `np.iscomplexobj(x)`."""
        if self.builtin_name(test.func) == "isinstance":
            return self.is_instance(test)
        if self.builtin_name(test.func) == "callable":
            return self.is_callable(self.known(test.args[0]))
        if self.builtin_name(test.func) == "hasattr":
            held = self.known(test.args[0])
            if isinstance(held, (Record, Seq)) and isinstance(test.args[1], gast.Constant):
                named = dict([*held.items, *held.constants]) if isinstance(held, Record) else {}
                if (held.cls, test.args[1].value) in self.context.later:
                    return None
                self.check_told_apart(held, test, hasattr(deque, test.args[1].value), hasattr(list, test.args[1].value))
                return test.args[1].value in named or hasattr(said_class(held), test.args[1].value)
            if isinstance(held, (Scalar, Array, Text)) and not is_thin(held) and isinstance(test.args[1], gast.Constant):
                return agreed(hasattr(cls, test.args[1].value) for cls in own_classes(held))
        if self.resolve(test.func) == Static(np.isscalar):
            return self.is_scalar(self.known(test.args[0]))
        if self.resolve(test.func) == Static(np.iscomplexobj):
            held = self.known(test.args[0])
            return np.dtype(held.dtype).kind == "c" if isinstance(held, (Scalar, Array)) else None
        if self.resolve(test.func) == Static(np.issubdtype):
            return self.is_of_kind(test)
        if self.is_attempt(test):
            return self.is_raised(test)
        return None

    def is_scalar(self, t: Type | None) -> bool | None:
        """`np.isscalar(x)`: so are numbers and strings; arrays without axes and containers are not."""
        if isinstance(t, (Scalar, Text)) or is_known_text(t):
            return True
        return False if isinstance(t, (Array, Seq, Many, Dict, Record)) and not is_thin(t) and not is_absent(t) else None

    def is_attempt(self, test: gast.AST) -> bool:
        """Whether a call asks, for a `try`, whether something raises, or what."""
        return isinstance(test, gast.Call) and syntax.dotted(test.func) in ASKING and self.resolve(test.func) in (Static(raises), Static(raised))

    def is_of_kind(self, test: gast.Call) -> bool | None:
        """`np.issubdtype(x.dtype, np.integer)`, decided by the type of x."""
        dtype, kind = test.args[0], self.resolve(test.args[1])
        held = self.known(dtype.value) if isinstance(dtype, gast.Attribute) and dtype.attr == "dtype" else None
        if not isinstance(held, Array) or not isinstance(kind, Static):
            return None
        return bool(np.issubdtype(np.dtype(held.dtype), kind.value))

    def is_callable(self, t: Type | None) -> bool | None:
        """`callable(x)`, decided by the type of x."""
        if isinstance(t, Static):
            return callable(t.value)
        if isinstance(t, Closure):
            return True
        return False if isinstance(t, (Scalar, Array, Seq, Many, Dict, Text)) else None

    def is_raised(self, test: gast.Call) -> bool | None:
        """Whether a dict that is known misses the key that a `try` reads; or that nothing there raises what it catches."""
        tried = test.args[0].body if isinstance(test.args[0], gast.Lambda) else None
        if isinstance(tried, gast.Constant):
            return False
        kinds = [self.resolve(kind) for kind in test.args[1:]]
        inside = list(walk_scope(tried)) if tried is not None else []
        rare = inside and all(isinstance(k, Static) and is_rare(k.value) for k in kinds)
        if rare and not any(isinstance(n, COMPREHENSIONS) for n in inside) and all(map(self.is_ordinary, inside)):
            return False
        read = [n for n in inside if isinstance(n, gast.Subscript)]
        held = [(self.known(n.value), self.known(n.slice)) for n in read]
        present = [self.contained(key, t) if isinstance(t, Dict) else None for t, key in held]
        if False in present and not any(isinstance(n, (gast.IfExp, gast.BoolOp, *COMPREHENSIONS)) for n in inside):
            return any(isinstance(k, Static) and issubclass(KeyError, k.value) for k in kinds)
        return False if read == [tried] and present == [True] else None

    def is_ordinary(self, node: gast.AST) -> bool:
        """Whether a part of an expression is of numbers and arrays, and of functions that raise nothing but what is usual for these."""
        if isinstance(node, gast.Name):
            t = self.known(node) if node.id in self.env else self.resolve(node)
            if isinstance(t, Static):
                return not self.context.is_user_function(t.value) and not self.context.is_user_class(type(t.value))
            return t is not None and all(isinstance(part, (Scalar, Array, Seq, Many, Text)) for part in all_parts(t))
        if isinstance(node, gast.Call):
            target = self.resolve(node.func)
            method = isinstance(node.func, gast.Attribute) and isinstance(self.known(node.func.value), (Array, Scalar))
            return method or (isinstance(target, Static) and not decomposes(target.value))
        return True

    def compared(self, test: gast.Compare) -> bool | None:
        """A comparison of strings, integers and sizes that are known, or with None, True and False."""
        left, right = self.known(test.left), self.known(test.comparators[0])
        op = test.ops[0]
        self.check_compared(test, left, right)
        classes = self.classes_asked(test.left)
        if classes:
            return self.class_compared(classes, op, test.comparators[0], right)
        if isinstance(op, (gast.Is, gast.IsNot)):
            if right == NONE or left == NONE:
                other = left if right == NONE else right
                if other is not None and is_nothing(other):
                    return isinstance(op, gast.Is)
                if other is None or isinstance(other, (Unknown, Bottom)) or is_absent(other):
                    return None
                if isinstance(other, Seq) and holds_nothing(other):
                    raise Unsupported("whether a tuple is None of which each part may be", test, "ask one of its parts")
                return (other == NONE) == isinstance(op, gast.Is)
            if is_truth_value(right) and (is_known_text(left) or is_known_number(left)):
                same = is_truth_value(left) and left.value == right.value
                return same == isinstance(op, gast.Is)
            return None
        if isinstance(op, (gast.In, gast.NotIn)):
            found = self.contained(left, right)
            return None if found is None else found == isinstance(op, gast.In)
        values = []
        for t in (left, right):
            if isinstance(t, (Seq, Dict, Many)) and isinstance(op, (gast.Eq, gast.NotEq)):
                others = [o for o in (left, right) if o is not t]
                if any(isinstance(o, Scalar) or is_known_text(o) for o in others):  # a container is no string and no number
                    return isinstance(op, gast.NotEq)
            if is_known_text(t) or is_known_number(t):
                values.append(t.value)
            else:
                return None
        if isinstance(values[0], str) != isinstance(values[1], str) and isinstance(op, (gast.Eq, gast.NotEq)):
            return isinstance(op, gast.NotEq)
        name = COMPARISONS.get(type(op))
        answer = getattr(values[0], name)(values[1]) if name else NotImplemented
        return None if answer is NotImplemented else bool(answer)

    def check_compared(self, test: gast.Compare, left: Type | None, right: Type | None) -> None:
        """Refuse to compare a list or dict which may stand for one of another class, of which another thing holds."""
        for side in (test.left, *test.comparators) if not isinstance(test.ops[0], (gast.In, gast.NotIn, gast.Is, gast.IsNot)) else ():
            self.check_view(side, "compared")
        same = isinstance(test.ops[0], (gast.Eq, gast.NotEq))
        if same and deque in self.context.stood_for and any(map(is_list, (left, right))):
            raise Unsupported("a comparison of lists, where a deque may be one", test, "write `list(q)` in the comparison itself, or compare the items")
        if same and OrderedDict in self.context.stood_for and any(isinstance(t, (Dict, DictOf)) for t in (left, right)):
            raise Unsupported("a comparison of dicts, where an OrderedDict may be one", test, "compare `list(d.items())`")

    def check_told_apart(self, t: Type | None, test: gast.AST, of_deque: bool, of_list: bool) -> None:
        """Refuse a question that a deque answers in another way than the list which stands for it."""
        if deque in self.context.stood_for and of_deque != of_list and (t is None or is_list(t) or isinstance(t, Unknown)):
            raise Unsupported("whether something is a list or a deque", test, "keep the two apart without asking: under names, or in classes, of their own")

    def classes_asked(self, node: gast.AST) -> tuple[type, ...]:
        """What `type(p)`, or `p.__class__`, is: of objects, numbers, arrays, tuples and lists."""
        if isinstance(node, gast.Call) and self.builtin_name(node.func) == "type" and len(node.args) == 1:
            [asked] = node.args
        elif isinstance(node, gast.Attribute) and node.attr == "__class__":
            asked = node.value
        else:
            return ()
        held = self.known(asked)
        self.check_told_apart(held, node, of_deque=True, of_list=False)
        if is_absent(held):
            return ()
        if isinstance(held, (Dict, DictOf, SetOf)):  # which stand for others of their kind
            return (set, frozenset) if isinstance(held, SetOf) else (dict, OrderedDict, defaultdict, Counter)
        if isinstance(held, Record):
            return (self.class_told(held),)
        return own_classes(held) if stand_of(held) is None else ()

    def class_compared(self, classes: tuple[type, ...], op: gast.AST, other: gast.AST, t: Type | None) -> bool | None:
        """A comparison of a class with others: `type(p) is C`, `type(p) == type(q)`, `type(p) in (int, float)`."""
        if isinstance(op, (gast.Is, gast.IsNot, gast.Eq, gast.NotEq)):
            wanted = (t.value,) if isinstance(t, Static) else self.classes_asked(other)
            same = agreed(c is w for c in classes for w in wanted)
            return None if same is None else same == isinstance(op, (gast.Is, gast.Eq))
        if isinstance(op, (gast.In, gast.NotIn)) and isinstance(t, Seq) and all(isinstance(c, Static) for c in t.items):
            found = agreed(Static(c) in t.items for c in classes)
            return None if found is None else found == isinstance(op, gast.In)
        return None

    def class_told(self, held: Record) -> type:
        """The class that an object says it is of, to a program of the user's; ours know better."""
        ours = (self.inlining[-1].primal if self.inlining else self.primal).is_ours
        return held.cls if ours else said_class(held)

    def contained(self, item: Type | None, container: Type | None) -> bool | None:
        """Whether a string or integer is a key of a dict, or an item of a tuple or list, that are known; so for tuples as keys."""
        value = item.value if is_known_text(item) or isinstance(item, Scalar) else None
        if isinstance(item, Seq) and isinstance(container, Dict):
            value = known_key(item)
        parts = value if isinstance(value, tuple) else (value,)
        if not all(type(part) in (str, int) for part in parts) or not isinstance(container, (Dict, Seq)):
            return None
        keys = [k for k, _ in container.items] if isinstance(container, Dict) else [getattr(t, "value", None) for t in container.items]
        known = isinstance(container, Dict) or all(type(k) in (str, int) for k in keys)
        return any(k == value for k in keys) if known else None

    def known(self, node: gast.AST) -> Type | None:
        """The type of a small expression in a test, where it is easily known."""
        if isinstance(node, gast.Name) and node.id in self.env and (self.env[node.id].stale is not None or self.shows_other_keys(node.id)):
            return None  # its type tells what it was before it was changed through another name
        if isinstance(node, (gast.Name, gast.Constant)):
            return self.peek(node)
        if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
            t = self.known(node.operand)
            return replace(INT, value=-t.value) if is_known_number(t) else None
        if isinstance(node, gast.Subscript) and isinstance(node.slice, (gast.Constant, gast.UnaryOp)):
            return self.known_item(self.known(node.value), node.slice)
        if isinstance(node, gast.Tuple):
            items = [self.known(e) for e in node.elts]
            return None if None in items else Seq(tuple, tuple(items))  # type: ignore[arg-type]
        if isinstance(node, gast.Attribute) and isinstance(node.value, TOLD):
            named = isinstance(node.value, gast.Name)
            t = self.peek(node.value) if named else self.known(node.value)
            if isinstance(t, Array) and node.attr == "ndim" and t.shape is not None:
                return replace(INT, value=len(t.shape))
            if isinstance(t, Static):
                return self.outer_attribute(node)
            if isinstance(t, Record) and (not named or self.env[node.value.id].stale is None):
                return dict([*t.items, *t.constants]).get(node.attr)
        if isinstance(node, gast.Call) and isinstance(node.func, (gast.Name, gast.Attribute)) and len(node.args) == 1:
            t = self.known(node.args[0])
            if self.builtin_name(node.func) == "len" and t is not None and type(infer.length_of(t)) is int:
                return replace(INT, value=infer.length_of(t))
            if self.resolve(node.func) == Static(np.ndim) and t is not None and rank(t) is not None:
                return replace(INT, value=rank(t))
        return None

    def known_item(self, held: Type | None, index: gast.AST) -> Type | None:
        """The item of a container in a test, under a key written there."""
        key = index.value if isinstance(index, gast.Constant) else None
        if isinstance(index, gast.UnaryOp) and isinstance(index.operand, gast.Constant):
            key = -index.operand.value
        if isinstance(held, Seq) and type(key) is int and -len(held.items) <= key < len(held.items):
            return held.items[key]
        if isinstance(held, ListOf) and type(key) is int:
            return held.item
        letters = self.letters(held, syntax.const(key)) if is_known_text(held) else None
        if letters is not None:
            return Static(letters)
        return dict(held.items).get(key) if isinstance(held, Dict) else None

    def outer_attribute(self, node: gast.Attribute) -> Type | None:
        """The type of an attribute of an outer object, assumed to stay; None if it is worked out whenever it is read."""
        try:
            return self.resolve(node)
        except Unsupported:
            return None

    def is_instance(self, test: gast.Call) -> bool | None:
        """`isinstance(x, C)`, decided by the type of x."""
        t = self.known(test.args[0])
        self.check_view(test.args[0], "asked for its class")
        check_present(test.args[0], t)
        classes = self.resolve(test.args[1]) if isinstance(test.args[1], (gast.Name, gast.Attribute)) else None
        if isinstance(test.args[1], gast.Tuple) and all(syntax.dotted(e) for e in test.args[1].elts):
            found = [self.resolve(e) for e in test.args[1].elts]
            classes = Static(tuple(c.value for c in found if isinstance(c, Static)))
        if not isinstance(classes, Static):
            return None
        own = own_classes(t)
        asked = classes.value if isinstance(classes.value, tuple) else (classes.value,)
        self.check_told_apart(t, test, issubclass(deque, asked), issubclass(list, asked))
        if isinstance(t, Unknown):
            check_no_stand(asked, test)
        stand = stand_of(t)
        if stand is not None and not issubclass(own[0], asked):
            own = (stand.kind,)
            if not issubclass(stand.kind, asked) and any(issubclass(c, stand.kind) for c in asked):
                raise Unsupported(f"of which class {stand.described} is", test, stand.cure)
        if own == (dict,) and not issubclass(dict, asked) and any(issubclass(c, dict) for c in asked):
            if isinstance(test.args[0], gast.Name) and test.args[0].id not in self.env:
                return None  # of a dict from outside, its own class tells
            raise Unsupported("which kind of dict something is", test, "ask `isinstance(d, dict)`")
        if own == (set,):
            own = (set, frozenset)
        return agreed(issubclass(cls, asked) for cls in own)


def own_classes(t: Type | None) -> tuple[type, ...]:
    """The classes that a value may be of, as far as its type tells; none, if it does not.

    What meets a number of NumPy's has its dtype: `max(x[0], 0.5)`, `x[0] if c else 0.5`.
    """
    if isinstance(t, Scalar):
        return (python_class(t.dtype),) if t.weak else (python_class(t.dtype), np.dtype(t.dtype).type)
    if isinstance(t, Array):
        return (np.ndarray,)
    if isinstance(t, (Seq, Record, ListOf)):
        return (t.cls,)
    if isinstance(t, (Dict, DictOf, SetOf)):
        return (set if isinstance(t, SetOf) else dict,)
    if isinstance(t, (Static, Text)):
        return (str if isinstance(t, Text) else type(t.value),)
    return ()


def agreed(answers: Iterable[bool]) -> bool | None:
    """What all say, if they say the same."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None


def check_no_stand(asked: tuple[type, ...], test: gast.AST) -> None:
    """Refuse to tell whether something unknown is of classes for which others stand."""
    stand = next((stand for stand in plain.STANDS.values() if issubclass(stand.kind, asked)), None)
    if stand is not None:
        raise Unsupported(f"whether something of unknown type is {stand.described}", test, "give it a name of its own where it is made")


def is_known_number(t: Type | None) -> TypeGuard[Scalar]:
    """Whether `t` is a whole number or a truth value that is known when generating."""
    return isinstance(t, Scalar) and type(t.value) in (int, bool)


def is_truth_value(t: Type | None) -> TypeGuard[Scalar]:
    """Whether `t` is True or False, known when generating."""
    return isinstance(t, Scalar) and type(t.value) is bool
