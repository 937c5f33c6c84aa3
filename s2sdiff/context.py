"""What one generation shares between the functions it reads: callees, trial calls, outer values and what they were.

Everything that a derivative assumes about the world outside its function is recorded here, so that a later call can
ask whether it still holds.
"""

from __future__ import annotations

import builtins
import copy
import dataclasses
import inspect
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import _lru_cache_wrapper, cached_property, partial
from types import FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any

import gast
import numpy as np

from s2sdiff import emit, runtime, syntax, tree
from s2sdiff.analyze import infer
from s2sdiff.analyze.elaborate import Elaborator
from s2sdiff.analyze.infer import BOTTOM
from s2sdiff.analyze.program import Build, Inactive, Path, Program, Storage, Version
from s2sdiff.analyze.state import Closure, Meaning, is_builtin, joined_parts
from s2sdiff.analyze.world import Source
from s2sdiff.errors import S2SError, Unsupported, located
from s2sdiff.normalize import as_function, normalize
from s2sdiff.normalize.signature import written_out
from s2sdiff.read import Primal, read, read_nested
from s2sdiff.rules import plain
from s2sdiff.rules.declare import name_of
from s2sdiff.run.derivative import Loaded
from s2sdiff.run.load import load
from s2sdiff.run.outer import is_pythons
from s2sdiff.run.signatures import Signature, signature_of, unchanged
from s2sdiff.sizes import Sizes
from s2sdiff.types import (
    NONE,
    UNKNOWN,
    Array,
    Record,
    Scalar,
    Seq,
    Sparse,
    Static,
    Type,
    Unknown,
    is_inexact,
    leaves,
    type_of,
    without_value,
)

_trials: dict[Any, tuple[Type, list[int]]] = {}


@dataclass
class Context:
    """Shared by every function that one derivative needs."""

    target: str = "python"
    sizes: Sizes = field(default_factory=Sizes)
    simplify: bool = True
    read_again: bool = False  # whether what is emitted is going to be differentiated itself
    dependencies: dict[tuple[int, str], tuple[Callable[[], Any], Signature]] = field(default_factory=dict)
    callees: dict[Any, Callee] = field(default_factory=dict)
    bindings: dict[str, Any] = field(default_factory=dict)  # helpers and classes that emitted code names
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
    lifts: dict[Any, FunctionType] = field(default_factory=dict)  # local functions as functions from outside
    foreign: dict[str, Callable[[], Any]] = field(default_factory=dict)  # names of other modules' objects, and what they are

    # --- outer values ---

    def outer_type(self, primal: Primal, name: str, node: gast.AST) -> Type:
        """The type of a global, a captured variable or a builtin; assumed to stay what it is."""
        if name in self.foreign:
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
        if name == runtime.raises.__name__:  # what a `try` was rewritten into
            self.bindings[name] = runtime.raises
            return Static(runtime.raises)
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
        if isinstance(value, property) and _is_library(type(owner)):  # of an outer object, such as `matrix.T`
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
            self.dependencies[key] = (get, signature_of(value))
        return t

    def outer_value_type(self, value: Any) -> Type:
        """The type of an outer value at hand; one object, unless it is made of numbers, arrays and what is static."""
        t = type_of(value, self.sizes)
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
        return name in self.foreign or homes[0] is homes[1] or alike

    def alias(self, primal: Primal, name: str, names: syntax.Names) -> tuple[str, ModuleType | None]:
        """A name for what `name` means in another function; or for its module, if it is a value of that module's."""
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
            get = lambda: getattr(builtins, name)  # noqa: E731
        key = (id(module), "") if module else (id(home), name)
        if key not in self.aliases:
            try:
                value = get()
            except (KeyError, ValueError, AttributeError):
                raise Unsupported(f"the name `{name}` is not defined", primal.tree, f"define or import `{name}` before differentiating") from None
            wish = module.__name__.rpartition(".")[2] if module else type(value).__name__.lower() if home is primal.bound else name.strip("_")
            alias = names.fresh(wish)
            while alias in self.bindings or alias in primal.globals or hasattr(builtins, alias):
                alias = names.fresh(wish)
            self.aliases[key] = alias
            self.foreign[alias] = get
            self.bindings[alias] = primal.cells[name] if home is primal.cells.get(name) else value
        return self.aliases[key], module

    def outer_alias(self, wish: str, value: Any, names: syntax.Names) -> str:
        """A name under which emitted code finds an object from outside; what is free in one function may be taken in another."""
        key = ("object", id(value), names)
        if key not in self.aliases:
            alias = names.fresh(wish)
            while alias in self.bindings:
                alias = names.fresh(wish)
            self.aliases[key] = alias
            self.foreign[alias] = lambda: value
            self.bindings[alias] = value
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
                return self.actual_trial(function, args, keywords, found) if infer.unknown(found[0]) else found
        except TypeError:
            return infer.result_of(function, args, dict(keywords)), []
        result = (infer.result_of(function, args, dict(keywords)), infer.shared_arguments(function, args, dict(keywords)))
        _trials[key] = result
        _alive.append(function)
        return self.actual_trial(function, args, keywords, result) if infer.unknown(result[0]) else result

    def actual_trial(self, function: Any, args: tuple[Type, ...], keywords: tuple[tuple[str, Type], ...], failed: Any) -> tuple[Type, list[int]]:
        """Where sample sizes do not fit together, the sizes of the call at hand do; they tell rank and dtype."""
        actual = {name: n for n, name in self.sizes.names.items()}
        t = infer.result_at(function, args, dict(keywords), actual)
        return (t, failed[1]) if t is not None else failed

    # --- callees ---

    def is_user_function(self, target: Any) -> bool:
        """Whether a callable is to be read and differentiated, rather than called as it is."""
        if plain.readable(target) is not None:
            return True
        if isinstance(target, (FunctionType, MethodType)):
            return not _is_library(target)
        if hasattr(target, "py_func"):
            return True
        if isinstance(target, partial):
            return self.is_user_function(target.func)
        if _is_ours(target) or hasattr(target, "__s2sdiff_rule__"):
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
                inner = read_nested(home, target.node)
                name = target.name if isinstance(target.node, gast.Lambda) else target.node.name
                tree = as_function(target.node, name) if isinstance(target.node, gast.Lambda) else normalize(undeclared(target.node))
                tree, spelled = written_out(tree, *stars)
                itself = replace(target, captured=tuple((inside, inside) for inside, _ in target.captured))
                self.callees[key] = Callee(self, name, inner, tree, target.captured, None, closure=itself, spelled=spelled, written=target.node.args)
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
        primal = found.primal if found is not None else read(partial(target, **flags) if flags else target)
        stars = star_count(primal.tree.args, args, keywords, len(primal.bound))
        starred = (*key, stars)
        if stars == NO_STARS:
            starred = key
        if starred not in self.callees:
            with located(primal):
                tree = with_literals(normalize(with_super_spelled(primal.tree)), flags)
            tree, spelled = written_out(tree, *stars)
            self.callees[starred] = Callee(
                self, primal.name, primal, tree, (), target, library=library if _is_library(library) else None,
                flags=flags, spelled=spelled, written=primal.tree.args,
            )  # fmt: skip
            self.callees.setdefault(key, self.callees[starred])
        return self.callees[starred]

    # --- what the differentiators ask ---

    def helper_call(self, name: str, *args: gast.AST) -> gast.AST:
        """A call of a helper of s2sdiff.runtime."""
        self.bindings[name] = getattr(runtime, name)
        return syntax.call(name, *args)

    def named(self, function: Any) -> gast.AST:
        """A name under which emitted code calls a function that was made for it."""
        name, n = function.__name__, 0
        while self.bindings.get(name, function) is not function:
            n += 1
            name = f"{function.__name__}_{n}"
        self.bindings[name] = function
        return syntax.name(name)

    def class_name(self, cls: type) -> str:
        """The name under which emitted code finds a class."""
        self.bindings[cls.__name__] = cls
        return cls.__name__

    def no_tangent(self) -> gast.AST:
        """What stands for the derivative of something that has none."""
        return syntax.const(None)

    def note_truncation(self, program: Program, value: gast.AST, base: Version, statement: gast.AST) -> None:
        """A float stored into an integer array is cut off, and so would its derivative be."""
        raise Unsupported(
            "a float is stored into an integer array, which cuts it off", statement,
            f"make `{base.name}` a float array",
        )  # fmt: skip

    def rebuild(self, t: Record, original: gast.AST, parts: Sequence[gast.AST]) -> gast.AST:
        """An object like `original` with other children."""
        if tree.is_plain(t.cls):
            return syntax.call(self.class_name(t.cls), *parts)
        if not dataclasses.is_dataclass(t.cls) and t.cls not in tree.REGISTERED:
            self.bindings["SimpleNamespace"] = SimpleNamespace
            return syntax.call("SimpleNamespace", **{name: part for (name, _), part in zip(t.items, parts, strict=True)})
        self.bindings["with_attributes"] = tree.with_attributes
        return syntax.call("with_attributes", original, **{name: part for (name, _), part in zip(t.items, parts, strict=True)})

    def intrinsic(self, elaborator: Elaborator, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> Meaning | None:
        """Functions of our own that mean something inside a differentiated function."""
        meaning = vars(target).get("__s2sdiff_meaning__") if isinstance(target, (FunctionType, type)) else None
        if meaning == "constant":
            version = elaborator.use(args[0]) if isinstance(args[0], gast.Name) else None
            t = elaborator.type_of(args[0])
            return Meaning(args[0], t, Inactive("stop_gradient"), version.storages if version else frozenset(), view=True)
        if target is tree.with_attributes and args:
            return self.changed(elaborator, node, args[0], keywords)
        if _is_ours(target) and not isinstance(target, (FunctionType, type)):
            return None
        if meaning == "lifted":
            return self.lifted(elaborator, args[0], args[1], statement)
        if isinstance(meaning, type):
            return self.pushed(elaborator, node, target, args, keywords, statement)
        if meaning == "transform":
            types = [elaborator.type_of(a) for a in args]
            others = {k: elaborator.type_of(v) for k, v in keywords.items()}
            return self.transformed(node, target, types, others)
        return None

    def changed(self, elaborator: Elaborator, node: gast.Call, original: gast.AST, changes: Mapping[str, gast.AST]) -> Meaning:
        """with_attributes(original, **changes): an object of the same class, all of whose children are given."""
        t = elaborator.type_of(original)
        if not isinstance(t, Record) or {n for n, _ in t.items} != set(changes):
            raise Unsupported("`with_attributes` of an object that is not known", node, "use a dataclass")
        new = Record(t.cls, tuple((n, elaborator.type_of(changes[n])) for n, _ in t.items), t.constants)
        storages = frozenset().union(*(elaborator.storages_of(c) for c in changes.values()))
        return Meaning(node, new, Build(tuple((n, changes[n]) for n, _ in t.items)), storages)

    def pushed(self, elaborator: Elaborator, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> Meaning:
        """jvp(f, primals, tangents), hvp(...), vjp(f, *primals), linearize(...): a call of the transform of f."""
        fun = _static_value(elaborator.type_of(args[0]))
        options = {k: _static_value(elaborator.type_of(v)) for k, v in keywords.items()}
        kind = target.__s2sdiff_meaning__
        if fun is _OPEN or any(v is _OPEN for v in options.values()) or (kind.takes_tangents and len(args) != 3):
            raise Unsupported(f"`{target.__name__}` of a function that is not known when generating", node,
                              "transform a function that is defined outside")  # fmt: skip
        made = kind(fun, **{"target": self.target, **({"has_aux": False} if kind.may_have_aux else {}), **options})
        new = syntax.located(syntax.call(node.func, *args[1:]), node)
        return elaborator.call_object(new, made, list(new.args), {}, statement)

    def lifted(self, elaborator: Elaborator, function: gast.AST, given: gast.AST, statement: gast.AST) -> Meaning:
        """A local function as one from outside, and its arguments with what it captures after them."""
        held, arguments = elaborator.type_of(function), elaborator.type_of(given)
        if not isinstance(held, Closure):
            return elaborator.evaluate(syntax.located(syntax.tuple_([function, given]), statement), statement)
        if not isinstance(arguments, Seq) or not isinstance(given, gast.Name):
            raise Unsupported("arguments that are not a tuple of known length", statement, "write a tuple")
        if any(isinstance(elaborator.type_of(syntax.name(local)), Closure) for _, local in held.captured):
            raise Unsupported(f"the local function `{held.name}` calls another one", statement, "define it outside")
        key = ("lifted", held.node, held.captured, id(held.home.globals))
        if key not in self.lifts:
            self.lifts[key] = with_captures(held)
        parts = [elaborator.part(given, k, statement) for k in range(len(arguments.items))]
        captured = [syntax.located(syntax.name(local), statement) for _, local in held.captured]
        together = elaborator.helper((statement, "lifted"), 0, f"{held.name}_args")
        line = syntax.assign(together, syntax.tuple_([*parts, *captured]))
        elaborator.before([syntax.located(line, statement)], statement)
        wish = "function" if isinstance(held.node, gast.Lambda) else held.name
        alias = self.outer_alias(wish, self.lifts[key], elaborator.names)
        whole = syntax.tuple_([syntax.name(alias), syntax.name(together)])
        return elaborator.evaluate(syntax.located(whole, statement), statement)

    def transformed(self, node: gast.Call, target: Any, types: list[Type], others: dict[str, Type]) -> Meaning:
        """`grad(f, ...)` and the like: the transformed function itself, made when generating."""
        values = [_static_value(t) for t in types]
        named = {k: _static_value(t) for k, t in others.items()}
        if any(v is _OPEN for v in [*values, *named.values()]):
            raise Unsupported(f"`{target.__name__}` of a function or argument that is not known when generating", node,
                              "transform a function that is defined outside")  # fmt: skip
        return Meaning(node, Static(target(*values, **named)), Inactive("a transformed function"))


def with_super_spelled(node: gast.FunctionDef) -> gast.FunctionDef:
    """A method in which `super()` says what Python knows: the class it is written in, and its object."""
    first = [*node.args.posonlyargs, *node.args.args][:1]
    if not any(isinstance(n, gast.Call) and syntax.dotted(n.func) == "super" and not n.args for n in syntax.walk(node)):
        return node
    new: gast.FunctionDef = syntax.clone(node)
    for call in syntax.walk(new):
        if isinstance(call, gast.Call) and syntax.dotted(call.func) == "super" and not call.args and first:
            call.args = [syntax.located(syntax.name(n), call) for n in ("__class__", first[0].id)]
    return new


def with_captures(local: Closure) -> FunctionType:
    """A local function as one from outside, which takes what it captures as its last arguments."""
    spec = local.node.args
    if spec.vararg or spec.kwarg or spec.kwonlyargs or spec.defaults:
        raise Unsupported(f"the local function `{local.name}` has more than plain arguments", local.node, "define it outside")
    body = [gast.Return(local.node.body)] if isinstance(local.node, gast.Lambda) else local.node.body
    name = local.name if isinstance(local.node, gast.Lambda) else local.node.name
    params = [*spec.posonlyargs, *spec.args, *(gast.Name(inside, gast.Param(), None, None) for inside, _ in local.captured)]
    function = gast.FunctionDef(name, gast.arguments(params, [], None, [], [], None, []), syntax.clone(body), [], None, None, [])
    home = local.home
    text = emit.module([emit.print_function(function)])
    place = f"<s2sdiff {name} of {emit.origin(home.filename, getattr(local.node, 'lineno', home.tree.lineno))}>"
    return load(text, place, home.globals, {**home.cells, **home.bound})[name]


NO_STARS: tuple[int, tuple[str, ...]] = (0, ())


def star_count(
    spec: gast.AST, args: Sequence[Any], keywords: Iterable[str], bound: int = 0
) -> tuple[int, tuple[str, ...]]:
    """What a function with stars is written out for: the number of its positional arguments, and the keywords."""
    if not (spec.vararg or spec.kwarg):
        return NO_STARS
    return len(args) + bound, tuple(keywords)


def undeclared(node: gast.FunctionDef) -> gast.FunctionDef:
    """A nested function without its `nonlocal` declarations: where it is read in place, they say nothing."""
    new: gast.FunctionDef = syntax.clone(node)
    for block in (getattr(n, key, None) for n in syntax.walk(new) for key in ("body", "orelse")):
        if isinstance(block, list):
            block[:] = [gast.copy_location(gast.Pass(), s) if isinstance(s, gast.Nonlocal) else s for s in block]
    return new


def _home_of(primal: Primal, name: str) -> Any:
    """Where a name that is not local is looked up."""
    if name in primal.bound:
        return primal.bound
    if name in primal.cells:
        return primal.cells[name]
    return primal.globals if name in primal.globals or not hasattr(builtins, name) else builtins


def _is_fixed(value: Any) -> bool:
    """Whether a global is a function, a class or a module, which emitted code may name as it is."""
    return isinstance(value, (FunctionType, type, ModuleType)) or (callable(value) and not isinstance(value, np.ndarray))


MOST_RUNNING = 3
MOST_UNROLLED = 50  # calls of itself that a function makes with numbers known when generating: a network's layers, say
MOST_ROUNDS = 6  # of interpreting a recursive function anew
UNKNOWN_DERIVATIVE = " is not known: "
_OPEN = object()
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


def _static_value(t: Type) -> Any:
    if isinstance(t, Static):
        return t.value
    if isinstance(t, Scalar) and type(t.value) in (int, float, bool):
        return t.value
    if isinstance(t, Seq):
        items = [_static_value(i) for i in t.items]
        return _OPEN if any(i is _OPEN for i in items) else t.cls(items)
    return _OPEN


def _is_library(target: Any) -> bool:
    return _is_library_module(getattr(target, "__module__", "") or "")


def _is_library_module(name: str) -> bool:
    root = name.partition(".")[0]
    return root in ("numpy", "scipy") or is_pythons(root)


def flags_of(target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]) -> dict[str, Any]:
    """The options of a library's function that are literals in a call, or left at such a default: they select code."""
    parameters = inspect.signature(plain.readable(target) or target).parameters
    given = {p.name: p.default for p in parameters.values() if p.default is not p.empty}
    atoms = {**dict(zip(parameters, args, strict=False)), **keywords}
    given = {p: v for p, v in given.items() if p not in atoms} | {p: a.value for p, a in atoms.items() if isinstance(a, gast.Constant) and p in parameters}
    return {p: v for p, v in given.items() if v is None or type(v) in (bool, int, str)}


def with_literals(tree: gast.FunctionDef, values: Mapping[str, Any]) -> gast.FunctionDef:
    """The function with some of its parameters written as what they are; those that it assigns again stay names."""
    kept = syntax.names_stored(tree.body)
    for node in syntax.walk(tree.body):
        for field_name, child in gast.iter_fields(node):
            for part in child if isinstance(child, list) else [child]:
                if isinstance(part, gast.Name) and part.id in values and part.id not in kept:
                    new = gast.copy_location(syntax.const(values[part.id]), part)
                    if isinstance(child, list):
                        child[child.index(part)] = new
                    else:
                        setattr(node, field_name, new)
    return tree


def _library_name(target: Any) -> str:
    """A library's function, or a method of one of its objects, as a program writes it."""
    owner = getattr(target, "__self__", None)
    name = getattr(owner, "name", None)
    return f"{type(owner).__module__.partition('._')[0]}.{name}.{target.__name__}" if isinstance(name, str) else name_of(target)


def _is_ours(target: Any) -> bool:
    return hasattr(target, "function_for") or hasattr(target, "__s2sdiff_fun__")


class Endless(Exception):  # noqa: N818  # nothing went wrong: whoever catches it asks anew
    """A function calls itself with ever new types."""

    def __init__(self, callee: Callee) -> None:
        super().__init__(callee.name)
        self.callee = callee


@dataclass(eq=False)
class Callee:
    """A function that is called by the one being differentiated."""

    context: Context
    name: str
    primal: Primal
    tree: gast.FunctionDef
    captured: tuple[tuple[str, str], ...]
    target: Any
    library: Any = None  # the library's function in whose place this one is read
    flags: Mapping[str, Any] = field(default_factory=dict)  # of a library's function: what its options are in this call
    closure: Closure | None = None  # of a function defined inside another
    spelled: Mapping[str, str] = field(default_factory=dict)  # keywords whose parameters bear another name
    written: gast.AST | None = None  # the parameters as the user wrote them, stars included
    made: dict[Any, Specialised] = field(default_factory=dict)
    plain: bool = True  # not one whose derivative the user gave
    unrolls: bool = True  # whether calls with different numbers are different functions

    def bind(self, elaborator: Elaborator, node: gast.AST, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]) -> list[tuple[str, gast.AST]]:
        """Parameter and atom of each argument; captured variables come last."""
        spec = self.tree.args
        keywords = {self.spelled.get(k, k): a for k, a in keywords.items()}
        positional = [a.id for a in [*spec.posonlyargs, *spec.args]]
        keyword_only = [a.id for a in spec.kwonlyargs]
        bound = dict(self.primal.bound)
        free = [p for p in positional if p not in bound or p in self.flags]
        if len(args) > len(free):
            raise Unsupported(f"`{self.name}` takes {len(free)} arguments, and is given {len(args)}", node)
        unknown = sorted(set(keywords) - {*positional, *keyword_only})
        if unknown and self.library is not None:
            what = f"the derivative of `{_library_name(self.library)}` with the argument `{unknown[0]}`"
            raise Unsupported(what, node, f"leave `{unknown[0]}` out")
        given: dict[str, gast.AST] = dict(zip(free, args, strict=False)) | dict(keywords)
        defaults = self.defaults()
        result = []
        for parameter in [*positional, *keyword_only]:
            if parameter in self.flags:
                continue
            if parameter in given:
                result.append((parameter, given[parameter]))
            elif parameter in bound:
                continue
            elif parameter in defaults:
                result.append((parameter, self.default(elaborator, parameter, defaults[parameter], node)))
            else:
                raise Unsupported(f"`{self.name}` misses the argument `{parameter}`", node)
        for name, local in self.captured:
            atom = syntax.located(syntax.name(local), node)
            elaborator.use(atom)
            result.append((name, atom))
        return result

    def default(self, elaborator: Elaborator, parameter: str, value: Any, node: gast.AST) -> gast.AST:
        """A default as an atom: a literal, a variable where a local function was defined, or an object from outside."""
        if isinstance(value, gast.Name):
            atom = syntax.located(syntax.name(dict(self.captured).get(value.id, value.id)), node)
            elaborator.use(atom)
            return atom
        if value is None or isinstance(value, (int, float, complex, str, bool)):
            return syntax.located(syntax.const(value), node)
        atom = syntax.located(syntax.name(self.context.outer_alias(f"{self.name}_{parameter}", value, elaborator.names)), node)
        elaborator.use(atom)
        return atom

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """What is refused inside a library's function is refused at its call."""
        try:
            yield
        except S2SError as error:
            if self.library is None:
                raise
            reason = error.message.rpartition(UNKNOWN_DERIVATIVE)[2]  # of the innermost function
            what = f"the derivative of `{_library_name(self.library)}`{UNKNOWN_DERIVATIVE}{reason}"
            raise Unsupported(what, cure="declare it with s2sdiff.extend") from error

    def defaults(self) -> dict[str, Any]:
        """The default of each parameter that has one: its value, or for a local function what was written."""
        if self.target is not None and self.primal.function is not None:
            return self.primal.defaults
        spec = self.written or self.tree.args
        names = [a.id for a in [*spec.posonlyargs, *spec.args]]
        pairs = list(zip(reversed(names), reversed(spec.defaults), strict=False)) + [
            (a.id, d) for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None
        ]
        return {n: d.value if isinstance(d, gast.Constant) else d for n, d in pairs if isinstance(d, (gast.Constant, gast.Name))}

    def free_parameters(self) -> tuple[list[str], list[str], dict[str, Any]] | None:
        """Parameters by position and by name, and the defaults that can be written; None if there are others."""
        spec = self.written or self.tree.args
        if spec.vararg or spec.kwarg:
            return None
        free = set(self.parameters())
        defaults = {p: v for p, v in self.defaults().items() if v is None or isinstance(v, (int, float, str))}
        positional = [a.id for a in [*spec.posonlyargs, *spec.args] if a.id in free]
        return positional, [a.id for a in spec.kwonlyargs if a.id in free], defaults

    def parameters(self) -> list[str]:
        """The parameters that calls give, and those for the variables that a local function captures."""
        spec = self.tree.args
        names = [a.id for a in [*spec.posonlyargs, *spec.args, *spec.kwonlyargs]]
        return [n for n in names if n not in self.primal.bound] + [n for n, _ in self.captured]

    def specialise(self, types: Mapping[str, Type]) -> Specialised:
        """The callee for arguments of these types; a recursion whose sizes never repeat stops asking for sizes.

        One that is told a number is followed through all that it tells itself, unless that has no end.
        """
        depth = sum(made in self.context.running for made in self.made.values())
        if depth > MOST_RUNNING:
            types = {p: infer.without_sizes(t) for p, t in types.items()}
        if depth > MOST_UNROLLED:
            raise Endless(self)
        if not self.unrolls:
            types = {p: infer.without_values(t) for p, t in types.items()}
        plain = {p: without_value(t) if isinstance(t, Scalar) and is_inexact(t) else t for p, t in types.items()}
        key = tuple(plain.items())
        if key not in self.made:
            self.made[key] = Specialised(self, plain, len(self.made))
        return self.made[key]


@dataclass(eq=False)
class Specialised:
    """A callee for arguments of certain types: its program, and its derivatives as they are asked for."""

    callee: Callee
    types: dict[str, Type]
    index: int
    found: Type = BOTTOM
    recursive: bool = False
    settled: bool = False
    leans: dict[Specialised, Type] = field(default_factory=dict)  # on callees that were not settled, and what was found of them
    kept: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    outer: bool = False
    parts: Mapping[Path, frozenset[Source]] | None = None
    apart: bool = True
    program: Program | None = None  # as interpreted, until it is handed out; None if it asked for types still being found out
    pairs: dict[Any, Any] = field(default_factory=dict)

    @property
    def keyword_only(self) -> set[str]:
        """Parameters that are passed by name."""
        return {a.id for a in self.callee.tree.args.kwonlyargs}

    def elaborate(self) -> Program:
        """The program, read anew where it was handed out before (differentiating edits it)."""
        program, self.program = self.program or self.elaborated(), None
        return program

    def elaborated(self) -> Program:
        """The program, read anew."""
        with located(self.callee.primal):
            return Elaborator(self.callee.context, self.callee.primal, self.callee.tree, self.types, called=True, itself=self.callee.closure).run()

    def result_type(self) -> Type:
        """The type of the result; a recursive function is interpreted until it settles."""
        if self.settled:
            return self.found
        running = self.callee.context.running
        if self in running:
            self.recursive = True
            self.lean_on(self)
            return self.found
        if self.leans and all(other in running and other.found == found for other, found in self.leans.items()):
            for other in self.leans:
                self.lean_on(other)
            return self.found
        try:
            return self.interpreted_type()
        except Endless as endless:
            if endless.callee is not self.callee or any(made in running for made in self.callee.made.values()):
                raise
            if not self.callee.unrolls:
                what = f"`{self.callee.name}` calls itself with arguments of ever new kinds"
                raise Unsupported(what, self.callee.tree, "keep what it is given of one length") from None
            self.forget_numbers()
            return self.result_type()
        except S2SError:
            if self.callee.library is None:
                raise
            self.found, self.kept, self.settled = self.trial_type(), set(self.types), True
            if self.found == NONE or isinstance(self.found, (Unknown, Sparse)):  # it changes what it is given, or makes an object
                with self.callee.blamed():
                    raise
            return self.found

    def forget_numbers(self) -> None:
        """Be the function for any numbers, with no other beside it."""
        self.types = {p: infer.without_values(t) for p, t in self.types.items()}
        self.callee.unrolls, self.callee.made = False, {tuple(self.types.items()): self}

    def lean_on(self, other: Specialised) -> None:
        """What is being interpreted since `other` began holds only as long as what is found of `other` so far."""
        running = self.callee.context.running
        for inner in running[running.index(other) + 1 :]:
            inner.leans[other] = other.found

    def trial_type(self) -> Type:
        """The type that a library's function gives; that it cannot be read matters to its derivatives alone."""
        apart = self.types if self.callee.flags else {p: t for p, t in self.types.items() if p in self.keyword_only}
        positional = tuple(t for p, t in self.types.items() if p not in apart)
        return infer.result_of(self.callee.library, positional, {**apart, **{p: Static(v) for p, v in self.callee.flags.items()}})

    def interpreted_type(self) -> Type:
        """The type that reading the function gives; it stays open while it leans on a function that calls this one."""
        self.leans.clear()
        self.callee.context.running.append(self)
        try:
            for _ in range(MOST_ROUNDS):
                program = self.elaborated()
                t = program.result or NONE
                version = program.atom(program.returned) if program.returned is not None else None
                memory = version.storages if version is not None else frozenset()
                self.kept |= {p for p, v in program.arguments.items() if v.storages & memory}
                parts = {path: _sources(program, held) for path, held in program.parts.items()}
                self.parts = parts if self.parts is None else joined_parts([self.parts, parts])
                self.changed |= program.changed.keys()
                self.outer = self.outer or any(s.owner == "outer" for s in memory)
                self.apart = self.apart and program.items_apart
                if self.changed and self.recursive:
                    raise Unsupported(
                        f"`{self.callee.name}` calls itself and changes its argument in place", self.callee.tree,
                        "return what it changes instead",
                    )  # fmt: skip
                joined = infer.join(self.found, t)
                stable = joined == self.found
                self.found = joined
                if stable or not self.recursive:
                    break
            else:
                raise Unsupported(f"the type of what `{self.callee.name}` returns does not settle: it calls itself", self.callee.tree)
        finally:
            self.callee.context.running.pop()
        self.settled = not self.leans
        self.program = program if self.settled and not self.recursive else None
        return self.found

    def returned_arguments(self) -> set[str]:
        """Parameters whose memory the result may share; all of them while that is being found out."""
        return self.kept if self.settled else set(self.types)

    def memory_of_parts(self) -> Mapping[Path, frozenset[Source]]:
        """What each part of the result may share memory with; nothing is known while that is being found out."""
        return self.parts or {} if self.settled else {}

    def items_are_apart(self) -> bool:
        """Whether the arrays in the result surely share nothing with one another."""
        return self.settled and self.apart

    def returns_outer_memory(self) -> bool:
        """Whether the result may be an array, or hold one, that lives outside every function."""
        return self.outer

    def changed_arguments(self) -> set[str]:
        """Parameters that are changed in place."""
        return self.changed

    def pair(self, wanted: tuple[str, ...]) -> Any:
        """The forward and backward halves with respect to some parameters."""
        key = ("pair", wanted)
        if key not in self.pairs:
            with self.callee.blamed():
                self.callee.context.make_pair(self, wanted, key)
        pair = self.pairs[key]
        if pair.keeps is None and self.callee.context.read_again:
            return self.pair_of_recursion(wanted, pair)
        return pair

    def pair_of_recursion(self, wanted: tuple[str, ...], pair: Any) -> Any:
        """Halves for a call inside the function's own: a tape that holds tapes like itself has no type to read it by.

        This one holds the arguments, and what the call computed is computed again.
        """
        key = ("again", wanted)
        if key not in self.pairs:
            self.pairs[key] = self.callee.context.make_again(self, wanted, pair)
        return self.pairs[key]

    def tangent(self, wanted: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        """The name of the tangent function with respect to some parameters, and those of its tangents."""
        key = ("tangent", wanted)
        if key not in self.pairs:
            with self.callee.blamed():
                self.callee.context.make_tangent(self, wanted, key)
        return self.pairs[key].name, self.pairs[key].seeds


def _sources(program: Program, held: Iterable[Storage]) -> frozenset[Source]:
    """Where memory comes from, as whoever calls the function may ask."""
    parameters = {s: p for p, v in program.arguments.items() for s in v.storages}
    return frozenset(
        Source(parameters.get(s, None if s.owner == "outer" else s.number), s.container, s.single) for s in held
    )
