"""What one generation shares between the functions it reads: callees, trial calls, outer values and what they were.

Everything that a derivative assumes about the world outside its function is recorded here, so that a later call can
ask whether it still holds.
"""

from __future__ import annotations

import builtins
import copy
import inspect
import itertools
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import _lru_cache_wrapper, cached_property, partial
from types import FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any

import gast
import numpy as np

from s2sdiff import intrinsics, runtime, syntax, tree
from s2sdiff.analyze import infer
from s2sdiff.analyze.calls import makes_manager
from s2sdiff.analyze.elaborate import Elaborator
from s2sdiff.analyze.state import Closure, Meaning, is_builtin
from s2sdiff.called import (
    NO_STARS,
    Callee,
    Specialised,
    flags_of,
    star_count,
    undeclared,
    with_literals,
    with_super_spelled,
)
from s2sdiff.errors import Unsupported, located
from s2sdiff.normalize import Outer, as_function, as_manager, normalize
from s2sdiff.normalize.signature import written_out
from s2sdiff.read import MISSING, Primal, read, read_nested
from s2sdiff.rules import plain, registry
from s2sdiff.run.derivative import Loaded
from s2sdiff.run.outer import is_pythons
from s2sdiff.run.signatures import Signature, signature_of, signature_of_attribute, unchanged
from s2sdiff.sizes import Sizes
from s2sdiff.types import (
    UNKNOWN,
    Array,
    Record,
    Scalar,
    Static,
    Type,
    Unknown,
    leaves,
    type_of,
)

OURS = ("raises", "raised", "late")  # helpers that normalized programs name: around what a `try` asks, and a generator that was listed
CURRENT = signature_of(value=True, by_value=True)  # of what asks whether a derivative is still the one
_trials: dict[Any, tuple[Type, list[int]]] = {}


@dataclass
class Context:
    """Shared by every function that one derivative needs."""

    target: str = "python"
    sizes: Sizes = field(default_factory=Sizes)
    simplify: bool = True
    read_again: bool = False  # whether what is emitted is going to be differentiated itself
    read_here: frozenset[Any] = frozenset()  # calls whose functions are read in place, see `with_calls_read`
    dependencies: dict[tuple[int, str], tuple[Callable[[], Any], Signature]] = field(default_factory=dict)
    callees: dict[Any, Callee] = field(default_factory=dict)
    bindings: dict[str, Any] = field(default_factory=dict)  # helpers and classes that emitted code names
    read: list[tuple[Primal, syntax.Names, set[str]]] = field(default_factory=list)  # functions, their names, and those that they bind
    texts: list[str] = field(default_factory=list)  # of the callees' derivatives, in order
    taken: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)  # backward halves that return memory of its own, always
    running: list[Specialised] = field(default_factory=list)  # the callees that are being interpreted, each by the one before
    make_pair: Any = None  # set by the pipeline: how a callee's derivatives are written
    make_tangent: Any = None
    make_again: Any = None  # halves of a recursive function that keep its arguments alone
    make_custom: Any = None  # the callee of a function with a derivative of its own
    compiler: Any = None  # of the Numba target
    loaded: list[Loaded] = field(default_factory=list)  # every text, that of the main function last
    aliases: dict[Any, str] = field(default_factory=dict)
    lifts: dict[Any, Any] = field(default_factory=dict)  # local functions as functions from outside, and transforms of them
    drawn: list[gast.AST] = field(default_factory=list)  # calls that give something else each time, in whichever function
    absent: dict[tuple[type, str], Type] = field(default_factory=dict)  # attributes that are None at times, a tuple at others
    later: dict[tuple[type, str], Type] = field(default_factory=dict)  # attributes that objects get on some paths after they are made
    stood_for: set[type] = field(default_factory=set)  # the classes of this program's objects for which plain lists, dicts and sets stand
    foreign: dict[str, Callable[[], Any]] = field(default_factory=dict)  # names of other modules' objects, and what they are

    # --- outer values ---

    def outer_type(self, primal: Primal, name: str, node: gast.AST) -> Type:
        """The type of a global, a captured variable or a builtin; assumed to stay what it is."""
        if self.is_foreign(name, primal):
            return self.depend((0, name), self.foreign[name], node)
        if name in primal.bound:
            return self.bound_type(primal, name, node)
        if name in primal.cells:
            return self.depend((id(primal.cells), name), lambda: primal.cells[name].cell_contents, node)
        if name in primal.globals:
            return self.depend((id(primal.globals), name), lambda: primal.globals[name], node)
        if hasattr(builtins, name):
            return Static(getattr(builtins, name))
        if name in self.bindings:
            return Static(self.bindings[name])
        if name in OURS:
            self.bindings[name] = getattr(runtime, name)
            return Static(self.bindings[name])
        raise Unsupported(f"the name `{name}` is not defined", node, f"define or import `{name}` before differentiating")

    def bound_type(self, primal: Primal, name: str, node: gast.AST) -> Type:
        """The type of an argument that is given already; a number is known, of an object the attributes are read live."""
        value = primal.bound[name]
        if type(value) in (int, bool):
            return Scalar("int64" if type(value) is int else "bool", weak=True, value=value)
        if isinstance(value, (float, complex, np.generic, np.ndarray, tuple, list, dict)):
            return self.depend((id(primal.bound), name), lambda: value, node)
        return Static(value)

    def attribute_type(self, primal: Primal, path: str | None, owner: Any, name: str, node: gast.AST) -> Type:
        """The type of an attribute of an outer object."""
        try:
            value = inspect.getattr_static(owner, name) if not isinstance(owner, (ModuleType, type)) else getattr(owner, name)
        except AttributeError:
            raise Unsupported(f"`{path}` does not exist", node, "check the name") from None
        if isinstance(value, property) and (_is_library(type(owner)) or isinstance(owner, Enum)):  # of an outer object, such as `matrix.T`
            return self.outer_value_type(getattr(owner, name))
        if isinstance(value, (property, cached_property)):
            raise Unsupported(f"`{path}` is a property", node, "read it before the function is called")
        if (owner is np or owner is math) and type(value) is float:
            return Scalar("float64", weak=True, value=value)  # np.pi, np.inf
        if is_builtin(owner) or (isinstance(owner, ModuleType) and _is_library_module(owner.__name__)):
            return self.outer_value_type(getattr(owner, name))
        return self.depend((id(owner), name), lambda: getattr(owner, name), node)

    def depend(self, key: tuple[int, str], get: Callable[[], Any], node: gast.AST) -> Type:
        """The type of an outer value, and the promise to notice when it becomes another."""
        try:
            value = get()
        except (KeyError, ValueError, AttributeError):
            raise Unsupported("a captured variable has no value yet", node, "assign it before differentiating") from None
        t = self.outer_value_type(value)
        if not isinstance(value, ModuleType):
            self.dependencies[key] = (get, signature_of(value, by_value=self.sizes.by_value))
        return t

    def relies_on(self, owner: Any, name: str) -> None:
        """Promise to notice when a class gets another method under a name, or a function other defaults."""
        self.dependencies[id(owner), name] = (lambda: getattr(owner, name), signature_of_attribute(owner, name))

    def relies_on_reading(self, primal: Primal) -> None:
        """Promise to notice when reading a function again would give another, or other defaults or bound arguments."""
        for owner, name in primal.found_by:
            self.relies_on(owner, name)

    def emitted_of(self, transform: Any, args: tuple[Type, ...], kwargs: dict[str, Type]) -> Callable[..., Any]:
        """The emitted function of a derivative of ours, and the promise to notice when it is no longer the one."""
        function, current = transform.function_for(args, kwargs)
        if current is not None:
            self.dependencies[id(function), "is current"] = (current, CURRENT)
        return function  # type: ignore[no-any-return]

    def outer_value_type(self, value: Any) -> Type:
        """The type of an outer value at hand; one object, unless it is made of numbers, arrays and what is static."""
        t = type_of(dict(value) if tree.reads_as_dict(value) else value, self.sizes)
        if isinstance(t, (Scalar, Array, Static)):
            return t
        if isinstance(t, Record):  # its attributes are read live, and looked after one by one
            return Static(value)
        return t if all(isinstance(leaf, (Scalar, Array, Static)) for _, leaf in leaves(t)) else Static(value)

    def is_current(self) -> Callable[[], bool] | None:
        """A cheap check that everything assumed about outer values still holds; None if nothing was."""
        compiler = self.compiler if self.compiler and self.compiler.frozen else None
        return unchanged(self.dependencies.values(), compiler.is_current if compiler else None)

    # --- names of functions that are read in place of a call ---

    def means_the_same(self, there: Primal, here: Primal, name: str) -> bool:
        """Whether a name that is not local means the same in two functions; of modules of two files, it may."""
        homes = [_home_of(primal, name) for primal in (there, here)]
        modules = [home.get(name) for home in homes if isinstance(home, dict)]
        alike = len(modules) == 2 and isinstance(modules[0], ModuleType) and modules[0] is modules[1]
        return self.is_foreign(name, there) or homes[0] is homes[1] or alike

    def is_foreign(self, name: str, primal: Primal) -> bool:
        """Whether a name in the program of a function is one that was made here: what the function itself names is its own."""
        return name in self.foreign and name not in _own_names(primal)

    def alias(self, primal: Primal, name: str, names: syntax.Names) -> tuple[str, ModuleType | None]:
        """A name, in the function that has `names`, for what `name` means in another; or for its module, if it is a value of that module's."""
        home = _home_of(primal, name)
        module = None
        if home is primal.globals:
            owner = sys.modules.get(primal.globals.get("__name__", ""))
            if name not in home or owner is None or vars(owner) is not primal.globals or _is_fixed(home[name]):
                get: Callable[[], Any] = lambda: primal.globals[name]  # noqa: E731
            else:
                module = owner
                get = lambda: module  # noqa: E731
        elif home is primal.cells.get(name):
            get = lambda: primal.cells[name].cell_contents  # noqa: E731
        elif home is primal.bound:
            get = lambda: primal.bound[name]  # noqa: E731
        else:
            get = lambda: getattr(home, name)  # noqa: E731
        key: Any = (id(module), "") if module else (id(home), name)
        try:
            value = get()
        except (KeyError, ValueError, AttributeError):
            raise Unsupported(f"the name `{name}` is not defined", primal.tree, f"define or import `{name}` before differentiating") from None
        if key not in self.aliases or self.means_another(self.aliases[key], value):
            wish = module.__name__.rpartition(".")[2] if module else type(value).__name__.lower() if home is primal.bound else name.strip("_")
            alias = names.fresh(wish)
            while (self.is_taken(alias, primal) or self.means_another(alias, value)) and getattr(runtime, alias, None) is not value:  # a helper has one name
                alias = names.fresh(wish)
            self.aliases[key] = alias
            self.foreign[alias] = get
            self.bind(alias, primal.cells[name] if home is primal.cells.get(name) else value)
        return self.aliases[key], module

    def is_taken(self, name: str, primal: Primal) -> bool:
        """Whether a name means something already, here or where a function is from."""
        return name in self.bindings or name in primal.globals or hasattr(builtins, name)

    def outer_alias(self, wish: str, value: Any, names: syntax.Names) -> str:
        """A name under which emitted code finds an object from outside; what is free in one function may be taken in another."""
        key = ("object", id(value), names)
        if key not in self.aliases:
            alias = names.fresh(wish)
            while alias in self.bindings or self.means_another(alias, value):
                alias = names.fresh(wish)
            self.aliases[key] = alias
            self.foreign[alias] = lambda: value
            self.bind(alias, value)
        return self.aliases[key]

    # --- trial calls ---

    def trial(self, function: Any, args: tuple[Type, ...], keywords: tuple[tuple[str, Type], ...]) -> tuple[Type, list[int]]:
        """The result type of a call, and the positions of the arguments whose memory it may share."""
        told = getattr(function, "__s2sdiff_type__", None)
        if told is not None:  # one that calls the user's functions, which are not to be called on samples
            return told(*args), []
        owner = getattr(function, "__self__", None)
        if isinstance(owner, (np.random.RandomState, np.random.Generator)):
            function = getattr(copy.deepcopy(owner), function.__name__)  # a trial draws nothing from the user's stream
            return infer.result_of(function, args, dict(keywords)), []
        if not is_trusted(function):
            return UNKNOWN, list(range(len(args) + len(keywords)))
        try:
            key = (id(function), args, keywords)
            if key in _trials:
                found = _trials[key]
                return self.actual_trial(function, args, keywords, found) if isinstance(found[0], Unknown) else found
        except TypeError:
            return infer.result_of(function, args, dict(keywords)), []
        result = (infer.result_of(function, args, dict(keywords)), infer.shared_arguments(function, args, dict(keywords)))
        _trials[key] = result
        _alive.append(function)
        return self.actual_trial(function, args, keywords, result) if isinstance(result[0], Unknown) else result

    def actual_trial(self, function: Any, args: tuple[Type, ...], keywords: tuple[tuple[str, Type], ...], failed: Any) -> tuple[Type, list[int]]:
        """Where sample sizes do not fit together, the sizes of the call at hand do; they tell rank and dtype."""
        actual = {name: n for n, name in self.sizes.names.items()}
        t = infer.result_at(function, args, dict(keywords), actual)
        return (t, failed[1]) if t is not None else failed

    # --- callees ---

    def is_user_function(self, target: Any) -> bool:
        """Whether a callable is to be read and differentiated, rather than called as it is."""
        if plain.readable(target) is not None and registry.lookup(target) is None:
            return True
        if isinstance(target, (FunctionType, MethodType)):
            return not _is_library(target)
        if hasattr(target, "py_func"):
            return True
        if isinstance(target, partial):
            return self.is_user_function(target.func)
        if intrinsics.is_ours(target) or hasattr(target, "__s2sdiff_rule__"):
            return True
        if isinstance(target, _lru_cache_wrapper):
            return not _is_library(target)
        return isinstance(getattr(type(target), "__call__", None), FunctionType) and not _is_library(type(target))  # noqa: B004 - one that is written in Python

    def is_user_class(self, cls: type) -> bool:
        """Whether a class is the user's own."""
        return not _is_library_module(cls.__module__ or "") and cls.__module__ != "builtins" and not cls.__module__.startswith("s2sdiff.")

    def has_rule(self, target: Any) -> bool:
        """Whether a function has a derivative of its own."""
        return hasattr(target, "__s2sdiff_rule__")

    def callee(self, elaborator: Elaborator, target: Any, node: gast.AST, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]) -> Callee:
        """The callee behind a function object or a local function."""
        if isinstance(target, Closure):
            home = target.home
            stars = star_count(target.node.args, args, keywords)
            key: Any = ("closure", target.node, target.captured, id(home.globals), stars)
            if key not in self.callees:
                inner = read_nested(home, target.node, target.name)
                outer = Outer(frozenset(inside for inside, _ in target.captured), target.rebound)
                if isinstance(target.node, gast.Lambda):
                    tree = as_function(target.node, target.name, outer=outer)
                else:
                    tree = normalize(undeclared(target.node), meaning=meaning_in(home, target), outer=outer)
                tree, spelled = written_out(tree, *stars)
                itself = replace(target, captured=tuple((inside, inside) for inside, _ in target.captured))
                self.callees[key] = Callee(self, inner.name, inner, tree, target.captured, None, closure=itself, spelled=spelled, written=target.node.args)
            return self.callees[key]
        custom = self.make_custom(self, target) if self.make_custom is not None else None
        if custom is not None:
            return custom  # type: ignore[no-any-return]
        library, target = target, plain.readable(target) or target
        flags = flags_of(target, args, keywords) if _is_library(library) else {}
        key = ("function", id(target), tuple(flags.items()))
        if isinstance(target, MethodType):  # a new object each time it is read
            key = ("method", id(target.__self__), id(target.__func__), tuple(flags.items()))
        found = self.callees.get(key)
        if found is not None and (found.written is None or not (found.written.vararg or found.written.kwarg)):
            return found
        primal = found.primal if found is not None else self.primal_of(partial(target, **flags) if flags else target)
        if not _is_library(library):
            self.relies_on_reading(primal)
        stars = star_count(primal.tree.args, args, keywords, len(primal.bound))
        starred = (*key, stars)
        if stars == NO_STARS:
            starred = key
        if starred not in self.callees:
            with located(primal):
                tree = with_literals(normalize(with_super_spelled(primal.tree), meaning=primal.meaning), flags)
            tree, spelled = written_out(tree, *stars)
            self.callees[starred] = Callee(
                self, primal.name, primal, tree, (), target, library=library if _is_library(library) else None,
                flags=flags, spelled=spelled, written=primal.tree.args,
            )  # fmt: skip
            self.callees.setdefault(key, self.callees[starred])
        return self.callees[starred]

    def primal_of(self, target: Any) -> Primal:
        """A function as the user wrote it; one that makes context managers with its `yield` as `as_manager` puts it."""
        if not makes_manager(target):
            return read(target)
        bound = isinstance(target, MethodType)
        primal = read(MethodType(target.__wrapped__, target.__self__) if bound else target.__wrapped__)
        with located(primal):
            return replace(primal, tree=as_manager(primal.tree))

    # --- what the differentiators ask ---

    def helper_call(self, name: str, *args: gast.AST) -> gast.AST:
        """A call of a helper of s2sdiff.runtime."""
        self.bindings[name] = getattr(runtime, name)
        return syntax.call(name, *args)

    def bound_to_name(self, name: str, function: Any) -> None:
        """Let a name of emitted code mean a function."""
        self.bindings[name] = function

    def named(self, value: Any) -> gast.AST:
        """A name under which emitted code, whichever function it is of, calls a function or a class."""
        whole = f"{value.__module__.rpartition('.')[2].strip('_')}_{value.__name__}"
        for name in itertools.chain([value.__name__, whole], (f"{whole}_{n}" for n in itertools.count(1))):
            if self.bindings.get(name, value) is value and not self.means_another(name, value):
                break
        self.bind(name, value)
        return syntax.name(name)

    def bind(self, name: str, value: Any) -> None:
        """A name means something from outside in all emitted code; no function binds it from here on."""
        self.bindings[name] = value
        for _, names, *_ in self.read:
            names.taken.add(name)

    def means_another(self, name: str, value: Any) -> bool:
        """Whether a name stands for something else than a value in a function that has been read."""
        return any(name in local or not any(primal.meaning(name) is known for known in (MISSING, value)) for primal, _, local in self.read)

    def names_itself(self, primal: Primal, name: str) -> bool:
        """Whether a function has something of its own under a name that is bound to something else in other functions."""
        return not any(primal.meaning(name) is value for value in (MISSING, self.bindings[name]))

    def enter(self, primal: Primal, names: syntax.Names, local: set[str]) -> None:
        """A function is read, that binds the names in `local`: what has been named from outside goes by other names than its own."""
        names.taken.update(self.bindings)
        self.read.append((primal, names, local))

    def no_tangent(self) -> gast.AST:
        """What stands for the derivative of something that has none."""
        return syntax.const(None)

    def rebuild(self, t: Record, original: gast.AST, parts: Sequence[gast.AST]) -> gast.AST:
        """An object like `original` with other children."""
        if tree.cotangent_class(t.cls, [name for name, _ in t.items]) is SimpleNamespace:
            keywords = [gast.keyword(name, part) for (name, _), part in zip(t.items, parts, strict=True)]
            return gast.Call(self.named(SimpleNamespace), [], keywords)
        if tree.is_plain(t.cls):
            return gast.Call(self.named(t.cls), [*parts], [])
        self.bindings["with_attributes"] = tree.with_attributes
        return syntax.call("with_attributes", original, **{name: part for (name, _), part in zip(t.items, parts, strict=True)})

    def intrinsic(self, elaborator: Elaborator, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> Meaning | None:
        """Functions of our own that mean something inside a differentiated function."""
        return intrinsics.meaning(self, elaborator, node, target, args, keywords, statement)



def _home_of(primal: Primal, name: str) -> Any:
    """Where a name that is not local is looked up."""
    if name in primal.bound:
        return primal.bound
    if name in primal.cells:
        return primal.cells[name]
    if name in primal.globals:
        return primal.globals
    return builtins if hasattr(builtins, name) else runtime if name in OURS else primal.globals


def meaning_in(home: Primal, local: Closure) -> Callable[[str], Any]:
    """What names mean that a local function does not bind: variables of the function around it mean no object yet."""
    variables = {inside for inside, _ in local.captured}
    return lambda name: None if name in variables else home.meaning(name)


def _is_fixed(value: Any) -> bool:
    """Whether a global is a function, a class or a module, which emitted code may name as it is."""
    return isinstance(value, (FunctionType, type, ModuleType)) or (callable(value) and not isinstance(value, np.ndarray))


_alive: list[Any] = []  # functions whose ids are keys


TRUSTED_MODULES = {"numpy", "copy", "math", "cmath", "operator", "_operator", "scipy", "s2sdiff"}
TRUSTED_BUILTINS = {abs, max, min, sum, pow, round, divmod, float, int, complex, bool, sorted, any, all}


def is_trusted(function: Any) -> bool:
    """Whether calling a function on samples has no effect: NumPy's and the like, not methods of the user's objects."""
    owner = getattr(function, "__self__", None)
    if owner is not None and not isinstance(owner, (ModuleType, np.ufunc, type)):
        return False
    if isinstance(function, np.ufunc) or isinstance(owner, np.ufunc):
        return True
    if getattr(function, "__module__", None) == "builtins":
        return function in TRUSTED_BUILTINS
    return (getattr(function, "__module__", None) or "numpy").split(".")[0] in TRUSTED_MODULES


def _is_library(target: Any) -> bool:
    if isinstance(target, partial):
        return _is_library(target.func)
    return _is_library_module(getattr(target, "__module__", "") or "")


def _is_library_module(name: str) -> bool:
    root = name.partition(".")[0]
    return root in ("numpy", "scipy") or is_pythons(root)


def _own_names(primal: Primal) -> set[str]:
    """The names that a function itself reads; in the text of one that is found inside of another stand names made here."""
    read_there = syntax.names_read([primal.tree]) if primal.function is not None else set()
    return read_there | primal.cells.keys() | primal.bound.keys()
