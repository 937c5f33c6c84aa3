"""Signatures: what must stay as it is for emitted code to serve, of arguments and of values outside the function.

A signature compares and hashes.  A guard is its compiled form: one flat condition, since it is asked at every call.
For two arrays of shape (3, 4) it reads

    a, b = args
    return (
        not kwargs
        and type(a) is ndarray and (a.dtype is float64 or a.dtype == float64) and a.shape == (3, 4)
        and type(b) is ndarray and (b.dtype is float64 or b.dtype == float64) and b.shape == (3, 4)
    )

but for the names of the objects, so that another shape needs no other text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from types import BuiltinMethodType, MethodType, ModuleType
from typing import Any

import numpy as np

from s2sdiff import tree, types

NUMBERS = frozenset(types.PYTHON_NUMBERS) | {cls for cls in np.sctypeDict.values() if np.dtype(cls).kind in "biufc"}
TOLD_BY_VALUE = (str, bytes, int, float, complex)
GONE = (KeyError, ValueError, AttributeError)  # raised where what is looked for is not there any more
TEXT = """\
def made({bound}):
    def holds({parameters}):
        try:
            {before}
            return {conditions}
        except GONE:
            return False
    return holds
"""


class Guard:
    """Writes the text of a guard: conditions on places, each an expression."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.objects: list[Any] = []
        self.places = 0

    def need(self, *conditions: str) -> None:
        """Add conditions."""
        self.conditions += conditions

    def known(self, value: Any) -> str:
        """A name for an object."""
        self.objects.append(value)
        return f"c{len(self.objects)}"

    def place(self, expression: str) -> tuple[str, str]:
        """How to write what stands at a place, for the first time and later."""
        if expression.isidentifier():
            return expression, expression
        self.places += 1
        return f"(v{self.places} := {expression})", f"v{self.places}"

    def function(self, parameters: str, before: str = "") -> Callable[..., bool]:
        """The function that asks all conditions, in their order, after one statement."""
        made = _maker(parameters, before, " and ".join(self.conditions), len(self.objects))
        return made(*self.objects)  # type: ignore[no-any-return]


@lru_cache(1024)
def _maker(parameters: str, before: str, conditions: str, count: int) -> Callable[..., Any]:
    """Guards of one form, for any objects."""
    bound = ", ".join([f"c{k + 1}" for k in range(count)])
    text = TEXT.format(bound=bound, parameters=parameters, before=before, conditions=conditions)
    scope: dict[str, Any] = {"GONE": GONE}
    exec(compile(text, "<s2sdiff guard>", "exec"), scope)
    return scope["made"]  # type: ignore[no-any-return]


# ------------------------------------------------------------------------------------------------- signatures


class Signature:
    """Compares by its parts, with others of its class."""

    __slots__ = ("parts",)

    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.parts == self.parts

    def __hash__(self) -> int:
        return hash(self.parts)

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.parts}"

    def ask(self, guard: Guard, place: str) -> None:
        """Write the conditions that what stands at `place` has this signature."""
        raise NotImplementedError


class Number(Signature):
    """Any number of a class."""

    def ask(self, guard: Guard, place: str) -> None:
        """Write the conditions."""
        (cls,) = self.parts
        guard.need(f"type({place}) is {guard.known(cls)}")


class Ndarray(Signature):
    """Any array of a class, a dtype and a shape."""

    def ask(self, guard: Guard, place: str) -> None:
        """Write the conditions."""
        cls, dtype, shape = self.parts
        first, v = guard.place(place)
        kind = guard.known(dtype)
        guard.need(
            f"type({first}) is {guard.known(cls)}",
            f"({v}.dtype is {kind} or {v}.dtype == {kind})",  # nearly always it is the same object
            f"{v}.shape == {guard.known(shape)}",
        )


class Constant(Signature):
    """One string or number, of a class."""

    def ask(self, guard: Guard, place: str) -> None:
        """Write the conditions."""
        cls, value = self.parts
        first, v = guard.place(place)
        guard.need(f"type({first}) is {guard.known(cls)}", f"{v} == {guard.known(value)}")


class Items(Signature):
    """A tuple or a list: its class, and what is in it."""

    def ask(self, guard: Guard, place: str) -> None:
        """Write the conditions."""
        cls, *items = self.parts
        first, v = guard.place(place)
        guard.need(f"type({first}) is {guard.known(cls)}", f"len({v}) == {len(items)}")
        for k, item in enumerate(items):
            item.ask(guard, f"{v}[{k}]")


class Entries(Signature):
    """A dict: its class, its keys in order, their classes, and the values."""

    def ask(self, guard: Guard, place: str) -> None:
        """Write the conditions."""
        own, keys, classes, *values = self.parts
        first, v = guard.place(place)
        guard.need(f"type({first}) is {'dict' if own is dict else guard.known(own)}", f"(*{v},) == {guard.known(keys)}")
        if any(cls is not str for cls in classes):  # 1, 1.0 and True are equal
            guard.need(f"(*map(type, {v}),) == {guard.known(classes)}")
        for key, value in zip(keys, values, strict=True):
            value.ask(guard, f"{v}[{guard.known(key)}]")


class Attributes(Signature):
    """An object of a class that tells which attributes matter: the class, and the attributes, each with its name."""

    def ask(self, guard: Guard, place: str) -> None:
        """Write the conditions."""
        cls, *attributes = self.parts
        first, v = guard.place(place)
        guard.need(f"type({first}) is {guard.known(cls)}")
        for name, part in attributes:
            part.ask(guard, f"{v}.{name}")


class Flattened(Signature):
    """An object that a function of the user's takes apart: its class, how numbers are told, children and constants."""

    def ask(self, guard: Guard, place: str) -> None:
        """Write the condition: the whole is done again."""
        _, by_value, *_ = self.parts
        guard.need(f"{guard.known(_taken_apart)}({place}, {by_value}) == {guard.known(self)}")


class Same(Signature):
    """One object, whatever it says about equality, and its code.  It is kept alive."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and all(a is b for a, b in zip(self.parts, other.parts, strict=True))

    def __hash__(self) -> int:
        return id(self.parts[0])

    def ask(self, guard: Guard, place: str) -> None:
        """Write the conditions."""
        value, code = self.parts
        first, v = guard.place(place)
        guard.need(f"{first} is {guard.known(value)}")
        if code is not None:
            guard.need(f"{v}.__code__ is {guard.known(code)}")


class Both(Signature):
    """Two signatures at once."""

    def ask(self, guard: Guard, place: str) -> None:
        """Write the conditions of both."""
        for part in self.parts:
            part.ask(guard, place)


def signature_of(value: Any, *, apart: bool = False, by_value: bool = False) -> Signature:
    """Kinds, dtypes, shapes and strings, within tuples, lists and dicts and, with `apart`, objects; else the object.

    With `by_value`, of whole numbers which ones they are.
    """
    cls = type(value)
    if by_value and types.is_told_by_value(value):
        return Constant(cls, value)
    if cls in NUMBERS:
        return Number(cls)
    if cls in types.ARRAYS and value.dtype.kind in "biufc":
        return Ndarray(cls, value.dtype, value.shape)
    inside = partial(signature_of, apart=apart, by_value=by_value)
    if isinstance(value, (tuple, list)):
        return Items(cls, *map(inside, value))
    if cls is dict or (not apart and tree.reads_as_dict(value)):
        return Entries(cls, (*value,), (*map(type, value),), *map(inside, value.values()))
    if cls is str or cls is bytes:
        return Constant(cls, value)
    if cls is MethodType:  # a new object each time that it is read, as below
        return Attributes(cls, ("__self__", same(value.__self__)), ("__func__", same(value.__func__)))
    if cls is BuiltinMethodType and not isinstance(value.__self__, ModuleType):
        return Attributes(cls, ("__self__", same(value.__self__)), ("__name__", Constant(str, value.__name__)))
    return _taken_apart(value, by_value) if apart else same(value)


def signature_of_attribute(owner: Any, name: str, *, by_value: bool = False) -> Signature:
    """The signature of an attribute of an object from outside; defaults and bound arguments are known, one by one."""
    value = getattr(owner, name)
    if name in ("__defaults__", "__kwdefaults__", "keywords") and value is not None:
        return _of_known(value)
    return signature_of(value, by_value=by_value)


def _of_known(values: tuple[Any, ...] | dict[str, Any]) -> Signature:
    """The very items of a tuple or a dict, as they are now: what is emitted may have their numbers in it."""
    if isinstance(values, tuple):
        return Items(tuple, *[Both(same(value), signature_of(value)) for value in values])
    return Entries(dict, (*values,), (*map(type, values),), *[Both(same(value), signature_of(value)) for value in values.values()])


def _taken_apart(value: Any, by_value: bool = False) -> Signature:
    """The signature of an object with parts."""
    found = tree.children_and_constants(value)
    if found is None:
        return same(value)
    children = tuple([(name, signature_of(part, apart=True, by_value=by_value)) for name, part in found[0].items()])
    constants = tuple([(name, _constant(part)) for name, part in found[1].items()])
    if tree.is_told_by_class(type(value)):
        return Attributes(type(value), *children, *constants)
    return Flattened(type(value), by_value, children, constants)


def same(value: Any) -> Same:
    """The very object; of a function, with the code that it has."""
    return Same(value, getattr(value, "__code__", None))


def _constant(value: Any) -> Signature:
    return Constant(type(value), value) if isinstance(value, TOLD_BY_VALUE) else same(value)


# ------------------------------------------------------------------------------------ what is asked at every call


class OfCall(Signature):
    """The signature of the arguments of a call: of the positional ones, and names and signatures of the others."""

    def guard(self, current: Callable[[], bool] | None) -> Callable[..., bool]:
        """Whether `args`, `kwargs` have this signature, and what is outside is still `current`."""
        args, kwargs = self.parts
        guard = Guard()
        guard.need(f"len(kwargs) == {len(kwargs)}" if kwargs else "not kwargs")
        names = [f"a{k + 1}" for k in range(len(args))]
        for place, signature in zip(names, args, strict=True):
            signature.ask(guard, place)
        for name, signature in kwargs:
            signature.ask(guard, f"kwargs[{name!r}]")
        if current is not None:
            guard.need(f"{guard.known(current)}()")
        unpacked = f"[{', '.join(names)}] = args"  # which raises where there are not so many
        return guard.function("args, kwargs", unpacked)


def of_call(args: tuple[Any, ...], kwargs: dict[str, Any], *, by_value: bool = False) -> OfCall:
    """The signature of the arguments of a call."""
    told = partial(signature_of, apart=True, by_value=by_value)
    return OfCall(tuple(map(told, args)), tuple([(name, told(kwargs[name])) for name in sorted(kwargs)]))


def unchanged(
    outer: Iterable[tuple[Callable[[], Any], Signature]], *others: Callable[[], bool] | None
) -> Callable[[], bool] | None:
    """Whether what these functions read has the signature that it had, and `others` hold; None if nothing is asked."""
    guard = Guard()
    for read, signature in outer:
        signature.ask(guard, f"{guard.known(read)}()")
    guard.need(*[f"{guard.known(holds)}()" for holds in others if holds is not None])
    return guard.function("") if guard.conditions else None
